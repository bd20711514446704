//! Everybody but the municipalities, and how commands are given and counted.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use chrono::NaiveDate;
use lustrum_app::{App, AppError, Caller, Clock, MockClock, Outcome};
use lustrum_domain::{
    Command, CriterionId, CycleId, Locale, PersonId, RefusalCode, Role, Timestamp, Verdict,
};

use super::Options;
use crate::{
    SimulationError,
    demo::by_secretariat,
    driver::Driver,
    register::{self, Register, Writing},
};

/// Municipalities that act at the same time.
pub(super) const AT_ONCE: usize = 16;

/// Reviewers of CONCITO, and of C40.
const REVIEWERS: usize = 6;

/// Counts of what was done.
#[derive(Debug, Default)]
pub(super) struct Tally(Mutex<Counted>);

#[derive(Debug, Default)]
struct Counted {
    commands: BTreeMap<String, u64>,
    refusals: BTreeMap<String, u64>,
    commits: u64,
}

impl Tally {
    fn with<T>(&self, what: impl FnOnce(&mut Counted) -> T) -> T {
        what(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A use case that was carried out in one commit.
    pub(super) fn done(&self, name: &str, times: u64) {
        self.with(|counted| {
            *counted.commands.entry(name.to_owned()).or_default() += times;
            counted.commits += 1;
        });
    }

    pub(super) fn refused(&self, code: RefusalCode) {
        self.with(|counted| {
            *counted.refusals.entry(code.to_string()).or_default() += 1;
        });
    }

    pub(super) fn commands(&self) -> BTreeMap<String, u64> {
        self.with(|counted| counted.commands.clone())
    }

    pub(super) fn refusals(&self) -> BTreeMap<String, u64> {
        self.with(|counted| counted.refusals.clone())
    }

    pub(super) fn commits(&self) -> u64 {
        self.with(|counted| counted.commits)
    }
}

/// The people of a partner.
#[derive(Debug)]
pub(super) struct Partner {
    /// Two: the second reads what the first has judged.
    pub(super) leads: [PersonId; 2],
    pub(super) reviewers: Vec<PersonId>,
}

/// A municipality's own people.
#[derive(Debug, Clone, Copy)]
pub(super) struct Staff {
    pub(super) coordinator: PersonId,
    pub(super) approver: PersonId,
    pub(super) clerk: PersonId,
}

/// Everything that the municipalities share.
pub(super) struct World {
    pub(super) app: App,
    pub(super) clock: Arc<MockClock>,
    driver: Driver,
    pub(super) register: Register,
    pub(super) secretariat: PersonId,
    pub(super) concito: Partner,
    pub(super) c40: Partner,
    pub(super) staff: Vec<Staff>,
    pub(super) tally: Tally,
    pub(super) seed: u64,
    /// Municipalities whose mailboxes refuse everything, by their position.
    pub(super) bouncing: Mutex<BTreeSet<usize>>,
    /// Which case is whose: position and edition.
    pub(super) cases: Mutex<BTreeMap<CycleId, (usize, u32)>>,
    /// Faults of the run itself: a probe that succeeded, a timer that stuck.
    pub(super) faults: Mutex<Vec<String>>,
}

impl World {
    pub(super) async fn populate(
        app: &App,
        clock: &Arc<MockClock>,
        options: &Options,
        register: Register,
        secretariat: PersonId,
        from: NaiveDate,
    ) -> Result<Self, SimulationError> {
        let mut writing = Writing::new(app, by_secretariat(secretariat));
        let mut partner = |key: &str, organisation, locale| {
            let mut person = |what: &str, number: usize, role| {
                writing.person(
                    &format!("{what} {number}, {key}"),
                    &format!("{what}{number}@{key}.example").to_lowercase(),
                    locale,
                    role,
                    organisation,
                    from,
                )
            };
            Partner {
                leads: [person("Lead", 1, Role::Lead), person("Lead", 2, Role::Lead)],
                reviewers: (1..=REVIEWERS)
                    .map(|number| person("Reviewer", number, Role::Reviewer))
                    .collect(),
            }
        };
        let concito = partner("concito", register.concito, Locale::Da);
        let c40 = partner("c40", register.c40, Locale::En);
        for (region, organisation) in &register.advisory {
            writing.person(
                &format!("Advisor {region}"),
                &format!("advisor@dgo-{region}.example"),
                Locale::Da,
                Role::Advisor,
                *organisation,
                from,
            );
        }
        let mut staff = Vec::new();
        for municipality in &register.municipalities {
            let domain = register::domain(&municipality.fact);
            let mut person = |what: &str, role, organisation| {
                writing.person(
                    &format!("{what}, {}", municipality.fact.name),
                    &format!("{}@{domain}", what.to_lowercase()),
                    Locale::Da,
                    role,
                    organisation,
                    from,
                )
            };
            staff.push(Staff {
                coordinator: person("Coordinator", Role::Coordinator, municipality.id),
                approver: person("Approver", Role::Approver, municipality.id),
                clerk: person("Clerk", Role::Clerk, municipality.council),
            });
        }
        writing.commit().await?;
        Ok(Self {
            app: app.clone(),
            clock: Arc::clone(clock),
            driver: Driver::over(app.clone(), Arc::clone(clock)),
            register,
            secretariat,
            concito,
            c40,
            staff,
            tally: Tally::default(),
            seed: options.seed,
            bouncing: Mutex::default(),
            cases: Mutex::default(),
            faults: Mutex::default(),
        })
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(super) fn fault(&self, fault: String) {
        self.faults
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(fault);
    }

    /// Who `person` is.
    pub(super) async fn caller(&self, person: PersonId) -> Result<Caller, SimulationError> {
        let caller = self.driver.caller(person).await;
        caller.map_err(SimulationError::at(format!("reading {person}")))
    }

    /// Gives a command. `None` when it was refused, which is counted.
    pub(super) async fn give(
        &self,
        person: PersonId,
        cycle: CycleId,
        command: Command,
    ) -> Result<Option<Outcome>, SimulationError> {
        let name = command.name().as_str();
        let given = self.driver.give(person, cycle, &command).await;
        self.counted(name, 1, given, || format!("{name} in {cycle}"))
    }

    /// Hands in a sheet of judgements.
    pub(super) async fn judge(
        &self,
        person: PersonId,
        cycle: CycleId,
        stage: &str,
        verdicts: &[(CriterionId, Verdict)],
    ) -> Result<Option<Outcome>, SimulationError> {
        let judged = self.driver.judge(person, cycle, stage, verdicts).await;
        let times = u64::try_from(verdicts.len()).unwrap_or_default();
        self.counted("decide_criterion", times, judged, || {
            format!("judging in {cycle}")
        })
    }

    /// Counts what a use case led to. A refusal is no fault of ours.
    pub(super) fn counted<T>(
        &self,
        name: &str,
        times: u64,
        outcome: Result<T, AppError>,
        what: impl FnOnce() -> String,
    ) -> Result<Option<T>, SimulationError> {
        match outcome {
            Ok(outcome) => {
                self.tally.done(name, times);
                Ok(Some(outcome))
            }
            Err(AppError::Refused(refusal)) => {
                self.tally.refused(refusal.code);
                Ok(None)
            }
            Err(AppError::Forbidden(code)) => {
                self.tally.refused(code);
                Ok(None)
            }
            Err(error) => Err(SimulationError::at(what())(error)),
        }
    }

    /// Gives a command that must be refused with `code`.
    pub(super) async fn probe(
        &self,
        person: PersonId,
        cycle: CycleId,
        command: Command,
        code: RefusalCode,
    ) -> Result<(), SimulationError> {
        match self.driver.give(person, cycle, &command).await {
            Err(AppError::Refused(refusal)) if refusal.code == code => self.tally.refused(code),
            Ok(_) => self.fault(format!(
                "{} in {cycle} was carried out where {code} should have stopped it",
                command.name()
            )),
            Err(other) => self.fault(format!(
                "{} in {cycle} should have been refused with {code}: {other}",
                command.name()
            )),
        }
        Ok(())
    }

    /// Lets the clock speak until it has nothing more to say.
    pub(super) async fn tick_all(&self, limit: u64) -> Result<(), SimulationError> {
        loop {
            let due = self.app.store.cycles_due(self.now(), limit).await?;
            if due.is_empty() {
                return Ok(());
            }
            let changed = self
                .app
                .tick(limit)
                .await
                .map_err(SimulationError::at("ticking"))?;
            for _ in 0..changed {
                self.tally.done("tick", 1);
            }
            if changed == 0 {
                // The examination of timers will find them again.
                for id in due {
                    self.fault(format!("{id} is due, but the clock has nothing to say"));
                }
                return Ok(());
            }
        }
    }
}
