//! The summary that the last stage reads: in English, whatever the reader's language.

use std::collections::BTreeMap;

use axum::extract::State;
use lustrum_app::{App, AppError};
use lustrum_criteria::Outcome;
use lustrum_domain::{ConditionStatus, CriterionId, CycleId, FindingStatus, Locale};
use lustrum_templates::{
    page::review::{
        ConditionLine, ConditionOf, ReviewSummary, StatusCount, SummaryComponent, SummaryRow,
    },
    plot::PlanPlots,
};

use super::Desk;
use crate::{
    extract::Path,
    pages::{Answer, visitor::Visitor},
};

pub(super) async fn page(
    visitor: Visitor,
    Path((id, stage)): Path<(CycleId, String)>,
    State(app): State<App>,
) -> Answer {
    let sheet = app.review_sheet(visitor.caller(), id, &stage).await?;
    let desk = Desk::at(&app, &visitor, &sheet).await?;
    let page = view(&app, &desk).await?;
    visitor.show_in(&app, &page, Locale::En).await
}

async fn view(app: &App, desk: &Desk<'_>) -> Result<ReviewSummary, AppError> {
    let sheet = desk.sheet;
    let cycle = &sheet.cycle;
    let (texts, people) = app.review_remarks(sheet).await?;
    // The first stage has none before it, and sums up its own work.
    let told = sheet.stage.max(1);
    let stages: Vec<&str> = cycle.stages[..told.min(cycle.stages.len())]
        .iter()
        .map(|stage| stage.key.as_str())
        .collect();
    // The rows come in the order of rounds, so that the last one stands.
    let mut at_last: BTreeMap<(&CriterionId, &str), _> = BTreeMap::new();
    for row in &sheet.findings {
        if row.status != FindingStatus::Pending && stages.contains(&row.stage.as_str()) {
            at_last.insert((&row.criterion, row.stage.as_str()), row);
        }
    }
    let criteria = desk.criteria();
    let mut components = Vec::new();
    for component in desk.set.components() {
        let mut rows = Vec::new();
        let mut numbers: BTreeMap<FindingStatus, usize> = BTreeMap::new();
        for id in &criteria {
            let Some(known) = desk.set.criterion(id) else {
                continue;
            };
            if known.component != component.id {
                continue;
            }
            let found: Vec<_> = stages
                .iter()
                .filter_map(|stage| at_last.get(&(id, *stage)).copied())
                .collect();
            let status = found
                .last()
                .map_or(FindingStatus::Pending, |row| row.status);
            *numbers.entry(status).or_default() += 1;
            let results = sheet.results.criteria.iter();
            let unmet = results
                .filter(|result| result.criterion == *id)
                .flat_map(|result| &result.checks)
                .filter(|check| check.outcome == Outcome::NotMet)
                .flat_map(|check| &check.findings)
                .map(|found| found.message.clone());
            rows.push(SummaryRow {
                criterion: id.0.clone(),
                requirement: known.requirement.clone(),
                findings: found
                    .into_iter()
                    .map(|row| desk.finding(row, &texts, &people, true))
                    .collect(),
                check: desk.check(id),
                unmet: unmet.collect(),
            });
        }
        if !rows.is_empty() {
            components.push(SummaryComponent {
                id: component.id.clone(),
                title: component.title.clone(),
                counts: numbers
                    .into_iter()
                    .map(|(status, count)| StatusCount { status, count })
                    .collect(),
                rows,
            });
        }
    }
    let programme = app.programmes.of(cycle)?;
    Ok(ReviewSummary {
        plots: PlanPlots::of(&sheet.document()?.data),
        head: desk.head(),
        programme: programme.title.clone(),
        plan: sheet.submission.plan.map(|digest| digest.to_string()),
        organisations: stages.iter().map(|stage| desk.of_stage(stage)).collect(),
        components,
        conditions: cycle
            .conditions
            .iter()
            .filter(|it| it.status != ConditionStatus::Dropped)
            .map(|it| ConditionOf {
                criterion: it.criterion.0.clone(),
                condition: ConditionLine {
                    organisation: desk.of_stage(&it.stage),
                    text: texts.get(&it.text.id).cloned(),
                    due: it.due,
                    status: it.status,
                },
            })
            .collect(),
    })
}
