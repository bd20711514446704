//! Where a draft stands, and what is open before it is handed in.

use std::collections::BTreeSet;

use axum::extract::State;
use lustrum_app::{App, AppError, Workspace};
use lustrum_criteria::Outcome;
use lustrum_domain::{
    Command, CommandName, CriterionId, Cycle, CycleId, DeadlineKey, Locale, Refusal, RefusalCode,
};
use lustrum_templates::{
    page::draft::{
        OpenItem, OpenReading, Overview, OverviewComponent, OverviewCriterion, OverviewSection,
        Ready, Round,
    },
    routes, words,
};
use lustrum_text::text;
use serde_json::Value;

use super::{fields, head};
use crate::{
    extract::Path,
    pages::{Answer, visitor::Visitor},
};

pub(super) async fn page(
    visitor: Visitor,
    Path(case): Path<CycleId>,
    State(app): State<App>,
) -> Answer {
    let workspace = app.workspace(visitor.caller(), case).await?;
    let locale = visitor.locale();
    let judged: BTreeSet<&CriterionId> = workspace.cycle.criteria.iter().map(|it| &it.id).collect();
    let components: Vec<OverviewComponent> = workspace
        .set
        .components()
        .iter()
        .map(|component| {
            let criteria: Vec<OverviewCriterion> = workspace
                .set
                .criteria()
                .iter()
                .filter(|it| it.component == component.id && judged.contains(&it.id))
                .map(|it| criterion(&workspace, locale, it))
                .collect();
            OverviewComponent {
                id: component.id.clone(),
                title: component.title.get(locale).to_owned(),
                answered: criteria.iter().filter(|it| it.answered).count(),
                criteria,
            }
        })
        .filter(|component| !component.criteria.is_empty())
        .collect();
    let sections = workspace
        .set
        .sections()
        .iter()
        .map(|section| {
            let value = workspace.data.get(&section.name);
            let within = format!("/{}", section.name);
            OverviewSection {
                rows: match value {
                    Some(Value::Array(rows)) => Some(rows.len()),
                    Some(_) => None,
                    None => fields::is_table(section).then_some(0),
                },
                begun: value.is_some(),
                faults: workspace
                    .problems
                    .iter()
                    .filter(|it| fields::lies_in(&it.pointer, &within))
                    .count(),
                open: workspace.open_sections.contains(&section.name),
                label: section.label.get(locale).to_owned(),
                name: section.name.clone(),
            }
        })
        .collect();
    let total = judged.len();
    let page = Overview {
        head: head(&app, &visitor, &workspace),
        answered: total - workspace.gaps.unanswered.len(),
        total,
        unexplained: workspace.gaps.unexplained.len(),
        plan: workspace.plan.as_ref().map(|plan| plan.name.clone()),
        components,
        sections,
    };
    visitor.show(&app, &page).await
}

fn criterion(
    workspace: &Workspace,
    locale: Locale,
    criterion: &lustrum_criteria::Criterion,
) -> OverviewCriterion {
    let answer = workspace.answers.get(&criterion.id);
    let key = format!("answer/{}", criterion.id);
    OverviewCriterion {
        id: criterion.id.to_string(),
        requirement: criterion.requirement.get(locale).to_owned(),
        level: criterion.level.to_string(),
        answered: !workspace.gaps.unanswered.contains(&criterion.id),
        check: workspace
            .result(&criterion.id)
            .filter(|result| !result.checks.is_empty())
            .map(|result| result.outcome.as_str()),
        explained: answer.is_some_and(lustrum_app::Answer::explains),
        finding: workspace
            .latest_findings(&criterion.id)
            .into_iter()
            .max_by_key(|finding| (finding.round, finding.at))
            .map(|finding| finding.status),
        open: workspace.open.contains(&criterion.id),
        comments: workspace
            .comments
            .iter()
            .filter(|it| it.part == key)
            .count(),
    }
}

/// Why the case itself would not take what is handed in, whatever the draft
/// holds: what the draft lacks is told one by one.
async fn barrier(
    app: &App,
    visitor: &Visitor,
    case: CycleId,
    command: CommandName,
) -> Result<Option<Refusal>, AppError> {
    let asked = match command {
        CommandName::SubmitSelfAssessment => Command::SubmitSelfAssessment {},
        _ => Command::Submit {},
    };
    match app.foresee(visitor.caller(), case, &asked, None).await {
        Err(AppError::Refused(refusal)) if !is_told(refusal.code) => Ok(Some(*refusal)),
        Ok(_) | Err(AppError::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether the page lists what a refusal is about.
fn is_told(code: RefusalCode) -> bool {
    matches!(
        code,
        RefusalCode::AnswersMissing
            | RefusalCode::PlanDataInvalid
            | RefusalCode::PlanDocumentMissing
            | RefusalCode::ExplanationMissing
    )
}

/// The second reading that is to be decided before anything can be handed in.
fn reading(cycle: &Cycle) -> Option<OpenReading> {
    let answer = cycle
        .deadlines
        .iter()
        .rfind(|it| it.key == DeadlineKey::Answer);
    cycle.is_read_again().then(|| OpenReading {
        criteria: (cycle.readings.iter())
            .filter(|it| it.upheld.is_none())
            .filter_map(|it| Some(it.criterion.as_ref()?.to_string()))
            .collect(),
        due: cycle.running(&DeadlineKey::SecondReading).map(|it| it.due),
        left: answer.filter(|it| !it.running).and_then(|it| it.left),
    })
}

pub(super) async fn ready(
    visitor: Visitor,
    Path(case): Path<CycleId>,
    State(app): State<App>,
) -> Answer {
    let workspace = app.workspace(visitor.caller(), case).await?;
    let locale = visitor.locale();
    let item = |criterion: &CriterionId, text: String| OpenItem {
        link: routes::draft_criterion(case, criterion),
        text,
        criterion: Some(criterion.to_string()),
    };
    let required = |criterion: &CriterionId| {
        let known = workspace.set.criterion(criterion);
        known.map_or_else(String::new, |it| it.requirement.get(locale).to_owned())
    };
    // What a check says, as far as it does not agree.
    let said = |criterion: &CriterionId| {
        let findings = workspace
            .result(criterion)
            .into_iter()
            .flat_map(|result| &result.checks)
            .filter(|check| check.outcome == Outcome::NotMet)
            .flat_map(|check| &check.findings)
            .map(|finding| finding.message.get(locale).to_owned());
        findings.collect::<Vec<_>>().join(" ")
    };
    let unanswered = workspace
        .gaps
        .unanswered
        .iter()
        .map(|it| item(it, required(it)))
        .collect();
    let unreplied = workspace.unreplied().into_iter();
    let unreplied = unreplied.map(|it| item(it, required(it))).collect();
    let unexplained = workspace
        .gaps
        .unexplained
        .iter()
        .map(|it| item(it, said(it)))
        .collect();
    let explained = workspace
        .results
        .criteria
        .iter()
        .filter(|result| result.outcome == Outcome::NotMet)
        .filter(|result| !workspace.gaps.unexplained.contains(&result.criterion))
        .map(|result| item(&result.criterion, said(&result.criterion)))
        .collect();
    let faults = workspace
        .problems
        .iter()
        .map(|problem| OpenItem {
            link: fields::link(case, &problem.pointer),
            text: fields::fault(workspace.set, problem, locale),
            criterion: None,
        })
        .collect();
    let available = workspace.submit.as_ref();
    let command = available.map_or(CommandName::Submit, |it| it.command);
    let state = workspace.cycle.state.name();
    let cited: BTreeSet<_> = workspace
        .answers
        .values()
        .flat_map(|answer| &answer.evidence)
        .map(|evidence| evidence.upload)
        .collect();
    let sections = workspace.data.as_object().map_or(0, |data| data.len());
    let refusal = match available.and_then(|it| it.refusal) {
        Some(code) => Some(Refusal::new(code, state.as_str(), command.as_str())),
        None => barrier(&app, &visitor, case, command).await?,
    };
    let programme = app.programmes.of(&workspace.cycle)?;
    let cycle = &workspace.cycle;
    let page = Ready {
        head: head(&app, &visitor, &workspace),
        command,
        version: cycle.version,
        closed: refusal.is_some(),
        held: cycle.hold.as_ref().map(|hold| hold.since),
        reading: reading(cycle),
        // A hold and a second reading are told by themselves.
        refusal: refusal
            .filter(|it| {
                let told = [RefusalCode::OnHold, RefusalCode::SecondReadingOpen];
                !told.contains(&it.code)
            })
            .map(|it| match it.code {
                RefusalCode::NotPermitted => text(locale, "draft-ready-approver", &[]),
                _ => words::refusal(locale, &it),
            }),
        round: (command == CommandName::Submit).then(|| Round {
            number: cycle.rounds_used + 1,
            of: programme.rounds + cycle.rounds_allowed,
        }),
        plan_missing: command == CommandName::Submit && workspace.plan.is_none(),
        plan: workspace.plan.as_ref().map(|plan| plan.name.clone()),
        unanswered,
        unreplied,
        unexplained,
        faults,
        explained,
        answers: workspace.answers.len(),
        // The format's name stands among the sections, and is none.
        sections: sections.saturating_sub(1),
        files: cited.len(),
        set: workspace.set.pin().to_string(),
    };
    visitor.show(&app, &page).await
}
