//! A second reading of a criterion, told and decided where the criterion is read.

use lustrum_app::{App, AppError, entries_of};
use lustrum_domain::{CommandName, CriterionId, Cycle, DeadlineKey, State, Task, time::local_date};
use lustrum_templates::page::{Due, review::ReadingView};

use super::{
    LATEST_EVENTS,
    form::{Form, Names, Typed, reasons},
};
use crate::pages::visitor::Visitor;

/// The second reading of `criterion` that is under way, if `stage` returned it, with
/// the questions for those who may decide it.
pub(in crate::pages) async fn reading(
    app: &App,
    visitor: &Visitor,
    cycle: &Cycle,
    stage: usize,
    criterion: &CriterionId,
) -> Result<Option<ReadingView>, AppError> {
    if !matches!(cycle.state, State::Returned { stage: at, .. } if at == stage) {
        return Ok(None);
    }
    let mut open = cycle.readings.iter().filter(|it| it.upheld.is_none());
    let Some(reading) = open.find(|it| it.criterion.as_ref() == Some(criterion)) else {
        return Ok(None);
    };
    let caller = visitor.caller();
    let today = local_date(app.clock.now());
    let from = cycle.version.saturating_sub(LATEST_EVENTS) + 1;
    let rows = app.events_in(caller, cycle, from, LATEST_EVENTS).await?;
    let asked_for = reasons(&entries_of(&rows)?).remove(&reading.id.to_string());
    let texts: Vec<_> = asked_for.iter().map(|it| it.id).collect();
    let texts = app.texts(caller, cycle.id, &texts).await?;
    let waits = caller.actor.person().is_some_and(|person| {
        let tasks = cycle.tasks_of(person, today);
        let wanted = reading.id;
        tasks
            .iter()
            .any(|it| matches!(it, Task::ReadAgain { reading, .. } if *reading == wanted))
    });
    let mut inputs = Vec::new();
    if waits {
        let command = CommandName::DecideSecondReading;
        let asked = app.ask(caller, cycle.id, command).await?;
        let form = Form {
            command,
            asked: &asked,
            locale: visitor.locale(),
        };
        inputs = form.inputs(&Names::default(), &Typed::default(), &[]);
        // Which one it is is known here.
        inputs.retain(|it| it.name != "reading");
    }
    Ok(Some(ReadingView {
        id: reading.id.to_string(),
        version: cycle.version,
        reasons: texts.into_values().next(),
        due: cycle
            .running(&DeadlineKey::SecondReading)
            .map(|it| Due::of(it, today)),
        inputs,
    }))
}
