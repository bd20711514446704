//! Drives cases through the use cases, each on a clock of its own.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use lustrum_app::{App, AppError, Caller, Clock, MockClock, Outcome};
use lustrum_domain::{
    Command, CriterionId, Cycle, CycleId, PersonId, RefusalCode, Timestamp, Verdict, next_due,
};

use crate::SimulationError;

/// How often something is tried again when a person's rights changed in the
/// same moment: a reviewer shared by many cases declares a conflict in one.
const TRIES: u32 = 6;

/// The use cases on a clock that is moved by hand.
#[derive(Clone)]
pub(crate) struct Driver {
    pub(crate) app: App,
    clock: Arc<MockClock>,
    /// Who somebody is, read once: a driver's story is shorter than a term.
    callers: Arc<Mutex<BTreeMap<PersonId, Caller>>>,
}

impl Driver {
    /// `app` on a clock that begins at `start`.
    pub(crate) fn at(app: &App, start: Timestamp) -> Self {
        let clock = Arc::new(MockClock::at(start));
        let app = App {
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            ..app.clone()
        };
        Self::over(app, clock)
    }

    /// `app`, whose clock is `clock` already.
    pub(crate) fn over(app: App, clock: Arc<MockClock>) -> Self {
        Self {
            app,
            clock,
            callers: Arc::default(),
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn set(&self, to: Timestamp) {
        self.clock.set(to);
    }

    /// Who `person` is.
    pub(crate) async fn caller(&self, person: PersonId) -> Result<Caller, AppError> {
        let known = self
            .callers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&person)
            .cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let caller = self.app.caller(person).await?;
        self.callers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(person, caller.clone());
        Ok(caller)
    }

    fn forget(&self, person: PersonId) {
        self.callers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&person);
    }

    /// Gives `command` as `person`.
    pub(crate) async fn give(
        &self,
        person: PersonId,
        cycle: CycleId,
        command: &Command,
    ) -> Result<Outcome, AppError> {
        let mut tries = 1;
        loop {
            let caller = self.caller(person).await?;
            match self.app.command(&caller, cycle, command, None).await {
                Err(AppError::Stale { .. }) if tries < TRIES => {
                    tries += 1;
                    self.forget(person);
                }
                outcome => return outcome,
            }
        }
    }

    /// Judges many criteria as `person`.
    pub(crate) async fn judge(
        &self,
        person: PersonId,
        cycle: CycleId,
        stage: &str,
        verdicts: &[(CriterionId, Verdict)],
    ) -> Result<Outcome, AppError> {
        let mut tries = 1;
        loop {
            let caller = self.caller(person).await?;
            match self.app.judge(&caller, cycle, stage, verdicts, None).await {
                Err(AppError::Stale { .. }) if tries < TRIES => {
                    tries += 1;
                    self.forget(person);
                }
                outcome => return outcome,
            }
        }
    }

    /// The case as it stands.
    pub(crate) async fn cycle(&self, id: CycleId) -> Result<Cycle, SimulationError> {
        let stored = self.app.store.cycle(id).await?;
        stored
            .map(|stored| stored.cycle)
            .ok_or_else(|| SimulationError::NotEmpty(format!("the case {id} is gone")))
    }

    /// Lets time pass for one case until `to`, the clock speaking at every
    /// instant that it has something to say.
    pub(crate) async fn pass(&self, id: CycleId, to: Timestamp) -> Result<(), SimulationError> {
        let at = || SimulationError::at(format!("the clock, in {id}"));
        loop {
            let cycle = self.cycle(id).await?;
            let programme = self.app.programmes.of(&cycle).map_err(at())?;
            let due = next_due(&cycle, programme).filter(|due| *due <= to);
            let Some(due) = due else { break };
            self.set(due.max(self.now()));
            let ticked = self
                .app
                .command(&Caller::CLOCK, id, &Command::Tick {}, None)
                .await;
            match ticked {
                Ok(_) => {}
                Err(AppError::Refused(refusal)) if refusal.code == RefusalCode::NothingToNote => {
                    break;
                }
                Err(error) => return Err(at()(error)),
            }
        }
        self.set(to.max(self.now()));
        Ok(())
    }
}
