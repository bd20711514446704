//! What concluding a stage leads to, before it is concluded.

use axum::{extract::State, http::StatusCode};
use lustrum_app::{App, AppError, Foreseen};
use lustrum_domain::{
    Command, CommandName, ConditionStatus, CycleId, FindingStatus, MailKind, OrganisationId,
    RefusalCode, StageStatus, StateName,
};
use lustrum_templates::{
    page::{
        Due,
        review::{
            ConditionLine, ConditionOf, FindingsOf, Letter, MailLine, NoticeLine, ReviewConclude,
            StatusCount,
        },
    },
    routes,
};
use serde::Deserialize;

use super::{Desk, sentence};
use crate::{
    extract::Path,
    pages::{Answer, form::ProtectedForm, see, visitor::Visitor},
};

pub(super) async fn page(
    visitor: Visitor,
    Path((id, stage)): Path<(CycleId, String)>,
    State(app): State<App>,
) -> Answer {
    let page = read(&app, &visitor, id, &stage).await?;
    visitor.show(&app, &page).await
}

async fn read(
    app: &App,
    visitor: &Visitor,
    id: CycleId,
    stage: &str,
) -> Result<ReviewConclude, AppError> {
    let sheet = app.review_sheet(visitor.caller(), id, stage).await?;
    let desk = Desk::at(app, visitor, &sheet).await?;
    let command = Command::ConcludeStage {
        stage: stage.to_owned(),
    };
    let version = sheet.cycle.version;
    let foreseen = app
        .foresee(visitor.caller(), id, &command, Some(version))
        .await;
    let mut page = ReviewConclude {
        head: desk.head(),
        version,
        refused: None,
        pending: Vec::new(),
        counts: counts(&desk),
        state: None,
        next: None,
        returned: Vec::new(),
        not_applicable: Vec::new(),
        conditions: Vec::new(),
        deadlines: Vec::new(),
        answer_days: None,
        mails: Vec::new(),
        letter: None,
        notices: Vec::new(),
    };
    match foreseen {
        Ok(foreseen) => tell(app, &desk, foreseen, &mut page).await?,
        Err(error) => {
            let pending = sheet.cycle.pending_in(sheet.stage);
            page.pending = pending.into_iter().map(|it| it.0).collect();
            // The criteria stand below, each with the way to it.
            let pending =
                matches!(&error, AppError::Refused(it) if it.code == RefusalCode::CriteriaPending);
            page.refused = Some(if pending {
                lustrum_text::text(visitor.locale(), "conclude-waits", &[])
            } else {
                sentence(visitor, error)?
            });
        }
    }
    Ok(page)
}

fn counts(desk: &Desk<'_>) -> Vec<StatusCount> {
    let cycle = &desk.sheet.cycle;
    FindingStatus::ALL
        .iter()
        .map(|status| StatusCount {
            status: *status,
            count: cycle.judged_as(desk.sheet.stage, *status),
        })
        .filter(|it| it.count > 0)
        .collect()
}

async fn tell(
    app: &App,
    desk: &Desk<'_>,
    foreseen: Foreseen,
    page: &mut ReviewConclude,
) -> Result<(), AppError> {
    let sheet = desk.sheet;
    let (cycle, stage) = (&sheet.cycle, desk.stage());
    let (texts, people) = app.review_remarks(sheet).await?;
    let names = app.addressees(&foreseen).await?;
    let mut places: Vec<OrganisationId> = foreseen
        .mails
        .iter()
        .flat_map(|mail| mail.organisations.iter().copied())
        .chain(foreseen.notices.iter().map(|notice| notice.body))
        .collect();
    places.sort_unstable();
    places.dedup();
    let places = app.organisation_names(&places).await?;
    page.state = Some(foreseen.state);
    if foreseen.state == StateName::Returned {
        let days = app.programmes.of(cycle)?.working_days.answer;
        page.answer_days = Some(days);
    } else if foreseen.state == StateName::Review {
        let later = cycle.stages.iter().enumerate().skip(sheet.stage + 1);
        page.next = later
            .filter(|(at, it)| {
                it.status == StageStatus::Open
                    || (it.status == StageStatus::Pending && !cycle.pending_in(*at).is_empty())
            })
            .map(|(_, it)| desk.organisation(it.organisation))
            .next();
    }
    let told = |status: FindingStatus| -> Vec<FindingsOf> {
        let judged = desk.criteria().into_iter();
        judged
            .filter(|id| desk.status(sheet.stage, id) == status)
            .filter_map(|id| {
                let mut rows = sheet.findings.iter();
                let row = rows.rfind(|row| {
                    row.stage == stage.key && row.criterion == id && row.status == status
                })?;
                Some(FindingsOf {
                    requirement: desk.set.criterion(&id)?.requirement.clone(),
                    finding: desk.finding(row, &texts, &people, false),
                    criterion: id.0,
                })
            })
            .collect()
    };
    page.returned = told(FindingStatus::Returned);
    page.not_applicable = told(FindingStatus::NotApplicable);
    page.conditions = cycle
        .conditions
        .iter()
        .filter(|it| it.stage == stage.key && it.status == ConditionStatus::Open)
        .map(|it| ConditionOf {
            criterion: it.criterion.0.clone(),
            condition: ConditionLine {
                organisation: desk.of_stage(&it.stage),
                text: texts.get(&it.text.id).cloned(),
                due: it.due,
                status: it.status,
            },
        })
        .collect();
    page.deadlines = foreseen
        .deadlines
        .iter()
        .map(|deadline| Due::of(deadline, desk.today))
        .collect();
    page.notices = foreseen
        .notices
        .iter()
        .map(|notice| NoticeLine {
            body: places.get(&notice.body).cloned().unwrap_or_default(),
            kind: notice.kind,
        })
        .collect();
    // The municipality's is the first of its kind; who else hears reads the same
    // with another beginning.
    let letter = foreseen
        .mails
        .iter()
        .find(|it| it.kind == MailKind::Returned);
    page.letter = letter.map(|mail| Letter {
        locale: mail.locale.tag().to_owned(),
        subject: mail.subject.clone(),
        text: mail.text.clone(),
    });
    for mail in foreseen.mails {
        let to = mail.people.iter().filter_map(|id| names.get(id));
        let boxes = mail.organisations.iter().filter_map(|id| places.get(id));
        let to: Vec<&str> = to.chain(boxes).map(String::as_str).collect();
        page.mails.push(MailLine {
            to: to.join(", "),
            subject: mail.subject,
        });
    }
    Ok(())
}

#[derive(Deserialize)]
pub(super) struct Sent {
    version: u64,
}

/// Concludes the stage as it was shown; if anything changed meanwhile, what it
/// leads to now is shown instead.
pub(super) async fn conclude(
    visitor: Visitor,
    Path((id, stage)): Path<(CycleId, String)>,
    State(app): State<App>,
    ProtectedForm(sent): ProtectedForm<Sent>,
) -> Answer {
    // Whoever may not look on is told nothing, whatever the command would say.
    app.review_sheet(visitor.caller(), id, &stage).await?;
    let command = Command::ConcludeStage {
        stage: stage.clone(),
    };
    let done = app
        .command(visitor.caller(), id, &command, Some(sent.version))
        .await;
    match done {
        Ok(_) => Ok(visitor.having_done(see(&routes::case(id)), CommandName::ConcludeStage)),
        Err(AppError::Stale { .. }) => {
            let page = read(&app, &visitor, id, &stage).await?;
            visitor.show_stale(&app, &page).await
        }
        Err(error) => {
            let refused = Some(sentence(&visitor, error)?);
            let page = read(&app, &visitor, id, &stage).await?;
            let page = ReviewConclude { refused, ..page };
            visitor.show_as(&app, &page, StatusCode::CONFLICT).await
        }
    }
}
