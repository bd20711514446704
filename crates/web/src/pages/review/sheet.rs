//! The sheet of a stage: every criterion, what is left, who judges.

use std::collections::BTreeSet;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use lustrum_app::{App, AppError, Sheet};
use lustrum_domain::{
    AssignmentStatus, CommandName, CriterionId, CycleId, FindingStatus, SubmissionId,
};
use lustrum_templates::{
    page::review::{
        AnswerFault, Candidate, Filter, FilterCount, OtherStage, OwnAssignment, ReadyDraft, Review,
        ReviewAssignment, ReviewComponent, ReviewRow,
    },
    routes,
};
use serde::Deserialize;

use super::{Desk, sentence};
use crate::{
    extract::{Path, Query},
    pages::{Answer, fault::PageError, form::ProtectedForm, see, visitor::Visitor},
};

#[derive(Deserialize)]
pub(super) struct Asked {
    show: Option<String>,
}

/// What was not taken, for the page that is shown again.
#[derive(Default)]
pub(super) struct Trouble {
    /// An answer to an assignment.
    pub(super) fault: Option<AnswerFault>,
    /// Anything else, as a sentence.
    pub(super) refused: Option<String>,
}

pub(super) async fn page(
    visitor: Visitor,
    Path((id, stage)): Path<(CycleId, String)>,
    Query(asked): Query<Asked>,
    State(app): State<App>,
) -> Answer {
    let word = asked.show.unwrap_or_default();
    let filter = Filter::ALL.into_iter().find(|it| it.word() == word);
    let filter = filter.unwrap_or_default();
    show(&visitor, &app, id, &stage, filter, Trouble::default()).await
}

/// The sheet, with what was not taken.
pub(super) async fn show(
    visitor: &Visitor,
    app: &App,
    id: CycleId,
    stage: &str,
    filter: Filter,
    trouble: Trouble,
) -> Answer {
    let sheet = app.review_sheet(visitor.caller(), id, stage).await?;
    let desk = Desk::at(app, visitor, &sheet).await?;
    let status = match (&trouble.fault, &trouble.refused) {
        (_, Some(_)) => StatusCode::CONFLICT,
        (Some(_), None) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, None) => StatusCode::OK,
    };
    let page = view(app, &desk, filter, trouble).await?;
    visitor.show_as(app, &page, status).await
}

async fn view(
    app: &App,
    desk: &Desk<'_>,
    filter: Filter,
    trouble: Trouble,
) -> Result<Review, AppError> {
    let sheet = desk.sheet;
    let (cycle, index) = (&sheet.cycle, sheet.stage);
    let stage = desk.stage();
    let caller = desk.visitor.caller();
    let undecided = desk.undecided();
    let carried = cycle.carried_in(index);
    let criteria = desk.criteria();
    let rows = rows(desk, &criteria, &carried);
    let fits = |row: &ReviewRow, filter: Filter| match filter {
        Filter::All => true,
        Filter::Undecided => undecided.contains(&CriterionId(row.criterion.clone())),
        Filter::Returned => row.returned_before,
        Filter::Changed => row.changed,
        Filter::NotMet => row.check.as_deref() == Some("not_met"),
        Filter::Disagreed => row.disagreed,
        Filter::Drafted => row.draft.is_some(),
    };
    let filters = Filter::ALL
        .map(|filter| FilterCount {
            filter,
            count: rows.iter().filter(|row| fits(row, filter)).count(),
        })
        .to_vec();
    let mut components: Vec<ReviewComponent> = Vec::new();
    for component in desk.set.components() {
        let of_component: Vec<ReviewRow> = rows
            .iter()
            .filter(|row| fits(row, filter))
            .filter(|row| {
                let known = desk.set.criterion(&CriterionId(row.criterion.clone()));
                known.is_some_and(|it| it.component == component.id)
            })
            .cloned()
            .collect();
        if !of_component.is_empty() {
            components.push(ReviewComponent {
                id: component.id.clone(),
                title: component.title.clone(),
                rows: of_component,
            });
        }
    }
    let me = caller.actor.person().map(|person| person.id);
    let own = stage.live().find(|it| Some(it.reviewer) == me);
    let (_, people) = app.review_remarks(sheet).await?;
    let candidates = if sheet.leads {
        let free = app.review_candidates(sheet).await?;
        free.into_iter()
            .filter_map(|it| {
                Some(Candidate {
                    id: it.person.to_string(),
                    name: it.name?,
                    load: it.load,
                })
            })
            .collect()
    } else {
        Vec::new()
    };
    let (ready, unready) = drafted(sheet, &criteria);
    let missing = usize::from(stage.reviewers).saturating_sub(stage.live().count());
    let open_now = stage.status == lustrum_domain::StageStatus::Open;
    Ok(Review {
        head: desk.head(),
        next: criteria
            .iter()
            .find(|id| sheet.refusal.is_none() && undecided.contains(*id))
            .map(|id| id.0.clone()),
        undecided: undecided.len(),
        open: criteria.len() - carried.len(),
        carried: carried.len(),
        filter,
        filters,
        components,
        assignment: own.map(|it| OwnAssignment {
            id: it.id.to_string(),
            offered: it.status == AssignmentStatus::Offered,
            answer_by: it.answer_by,
        }),
        fault: trouble.fault,
        assignments: stage
            .assignments
            .iter()
            .map(|it| ReviewAssignment {
                id: it.id.to_string(),
                reviewer: people.get(&it.reviewer).cloned(),
                status: it.status,
                live: it.status.is_live(),
            })
            .collect(),
        leads: sheet.leads,
        may_reassign: sheet.may_reassign,
        missing: if open_now { missing } else { 0 },
        candidates,
        ready,
        unready,
        refused: trouble.refused,
        others: cycle
            .stages
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != index)
            .map(|(_, other)| OtherStage {
                stage: other.key.clone(),
                organisation: desk.organisation(other.organisation),
                status: other.status,
            })
            .collect(),
    })
}

fn rows(
    desk: &Desk<'_>,
    criteria: &[CriterionId],
    carried: &BTreeSet<CriterionId>,
) -> Vec<ReviewRow> {
    let sheet = desk.sheet;
    let stage = desk.stage();
    let pending = sheet.cycle.pending_in(sheet.stage);
    let disagreed = sheet.cycle.disagreements_in(sheet.stage);
    let before = sheet
        .stage
        .checked_sub(1)
        .and_then(|before| sheet.cycle.stages.get(before));
    criteria
        .iter()
        .filter_map(|id| {
            let known = desk.set.criterion(id)?;
            let finding = stage.findings.get(id).map(|it| it.status);
            Some(ReviewRow {
                criterion: id.0.clone(),
                requirement: known.requirement.clone(),
                status: match finding {
                    Some(status) if !pending.contains(id) => status,
                    _ => FindingStatus::Pending,
                },
                locked: carried.contains(id),
                returned_before: sheet.findings.iter().any(|row| {
                    row.stage == stage.key
                        && row.criterion == *id
                        && row.round < sheet.cycle.judged_round()
                        && row.status == FindingStatus::Returned
                }),
                changed: desk.changed(id),
                check: desk.check(id),
                disagreed: disagreed.contains(id),
                draft: sheet.drafts.get(id).map(|(form, _)| form.verdict.clone()),
                own: desk.own(id),
                earlier: before
                    .and_then(|before| before.findings.get(id))
                    .map(|it| it.status)
                    .filter(|status| *status != FindingStatus::Pending),
            })
        })
        .collect()
}

/// Drafts that could be handed in, and criteria whose drafts could not.
fn drafted(sheet: &Sheet, criteria: &[CriterionId]) -> (Vec<ReadyDraft>, Vec<String>) {
    let (mut ready, mut unready) = (Vec::new(), Vec::new());
    for criterion in criteria {
        let Some((form, _)) = sheet.drafts.get(criterion) else {
            continue;
        };
        match (form.verdict(), form.verdict.parse::<FindingStatus>()) {
            (Ok(_), Ok(status)) => ready.push(ReadyDraft {
                criterion: criterion.0.clone(),
                status,
            }),
            _ => unready.push(criterion.0.clone()),
        }
    }
    (ready, unready)
}

#[derive(Deserialize)]
pub(super) struct Sent {
    submission: SubmissionId,
}

/// Hands in every draft that is complete, all or none.
pub(super) async fn hand_in(
    visitor: Visitor,
    Path((id, stage)): Path<(CycleId, String)>,
    State(app): State<App>,
    ProtectedForm(sent): ProtectedForm<Sent>,
) -> Result<Response, PageError> {
    let sheet = app.review_sheet(visitor.caller(), id, &stage).await?;
    let verdicts: Vec<_> = sheet
        .drafts
        .iter()
        .filter_map(|(criterion, (form, _))| Some((criterion.clone(), form.verdict().ok()?)))
        .collect();
    let caller = visitor.caller();
    let judged = app
        .judge(caller, id, &stage, &verdicts, Some(sent.submission))
        .await;
    match judged {
        Ok(_) => {
            let back = see(&routes::review(id, &stage));
            Ok(visitor
                .having_done(back, CommandName::DecideCriterion)
                .into_response())
        }
        Err(error) => {
            let trouble = Trouble {
                refused: Some(sentence(&visitor, error)?),
                ..Trouble::default()
            };
            show(&visitor, &app, id, &stage, Filter::Drafted, trouble).await
        }
    }
}
