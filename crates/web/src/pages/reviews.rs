//! A reviewer's queue.

use std::collections::BTreeMap;

use axum::{extract::State, routing::get};
use lustrum_app::{App, PER_QUEUE};
use lustrum_domain::{
    Cycle, DeadlineKey, OrganisationId, State as CaseState, Task, time::local_date,
};
use lustrum_templates::{
    page::{
        Due,
        reviews::{ReviewTask, Reviews, TaskKind},
    },
    routes,
};
use serde::Deserialize;

use super::{Answer, FARTHEST, PageRoute, beside, visitor::Visitor};
use crate::extract::Query;

pub(super) fn routes() -> Vec<PageRoute> {
    vec![PageRoute::signed_in(routes::REVIEWS, get(page))]
}

#[derive(Deserialize)]
struct Asked {
    from: Option<u64>,
}

async fn page(visitor: Visitor, Query(asked): Query<Asked>, State(app): State<App>) -> Answer {
    let from = asked.from.unwrap_or_default().min(FARTHEST);
    let queue = app.review_queue(visitor.caller(), from).await?;
    let mut places: Vec<OrganisationId> = Vec::new();
    for waiting in &queue.cases {
        places.push(waiting.cycle.municipality);
        places.extend(waiting.cycle.stages.iter().map(|stage| stage.organisation));
    }
    places.sort_unstable();
    places.dedup();
    let names = app.organisation_names(&places).await?;
    let today = local_date(app.clock.now());
    let mut lines: Vec<(usize, ReviewTask)> = Vec::new();
    for waiting in &queue.cases {
        for task in &waiting.tasks {
            let line = ReviewTask {
                case: waiting.cycle.id.to_string(),
                municipality: name(&names, waiting.cycle.municipality),
                edition: waiting.cycle.edition,
                ..ReviewTask::of(task, today)
            };
            let stage =
                stage_of(task, &waiting.cycle).and_then(|index| waiting.cycle.stages.get(index));
            let line = ReviewTask {
                stage: stage.map(|stage| stage.key.clone()),
                organisation: stage.map(|stage| name(&names, stage.organisation)),
                ..line
            };
            // Whoever is asked is told how much it is, and by when.
            let line = match task {
                Task::Answer { stage: index, .. } => ReviewTask {
                    open: waiting.cycle.pending_in(*index).len(),
                    review: stage
                        .and_then(|it| waiting.cycle.running(&DeadlineKey::Review(it.key.clone())))
                        .map(|deadline| Due::of(deadline, today)),
                    ..line
                },
                _ => line,
            };
            let group = match line.kind {
                TaskKind::Answer => 0,
                TaskKind::Judge => 1,
                _ => 2,
            };
            lines.push((group, line));
        }
    }
    // What is due first comes first, and what has no date last.
    lines.sort_by_cached_key(|(group, line)| {
        let due = line.due.as_ref().map(|due| due.due);
        let name = lustrum_text::collation::sort_key(&line.municipality);
        (*group, due.is_none(), due, name)
    });
    let of = |wanted: usize| -> Vec<ReviewTask> {
        lines
            .iter()
            .filter(|(group, _)| *group == wanted)
            .map(|(_, line)| line.clone())
            .collect()
    };
    let judging = of(1);
    let (earlier, later) = beside(from, PER_QUEUE, queue.led, routes::reviews);
    let page = Reviews {
        asked: of(0),
        undecided: judging.iter().map(|line| line.undecided).sum(),
        judging,
        leading: of(2),
        earlier,
        later,
    };
    visitor.show(&app, &page).await
}

fn stage_of(task: &Task, cycle: &Cycle) -> Option<usize> {
    match task {
        Task::Answer { stage, .. }
        | Task::Judge { stage, .. }
        | Task::Assign { stage, .. }
        | Task::Settle { stage, .. }
        | Task::Conclude { stage, .. } => Some(*stage),
        // It is read again where it was returned.
        Task::ReadAgain {
            criterion: Some(_), ..
        } => match cycle.state {
            CaseState::Returned { stage, .. } => Some(stage),
            _ => None,
        },
        Task::Scope
        | Task::Certify { .. }
        | Task::Condition { .. }
        | Task::ReadAgain {
            criterion: None, ..
        } => None,
    }
}

fn name(names: &BTreeMap<OrganisationId, String>, id: OrganisationId) -> String {
    names.get(&id).cloned().unwrap_or_default()
}
