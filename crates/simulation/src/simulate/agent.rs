//! A municipality with all who work on its case. It wakes, looks at the case,
//! does the next thing that its fate has in store, and says when to wake it
//! again. It keeps no plan of its own: what the clock or somebody else did
//! meanwhile is seen in the case.

mod deciding;
mod joining;
mod reviewing;
mod revising;

use std::{
    collections::{BTreeMap, BTreeSet},
    pin::Pin,
    sync::PoisonError,
};

use chrono::{Days, NaiveDate};
use lustrum_domain::{
    Command, Cycle, CycleId, DeadlineKey, State, StateName, Timestamp,
    calendar::is_working_day,
    time::{at_hour, local_date},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::{
    Options,
    fate::Fate,
    world::{Partner, Staff, World},
};
use crate::{SimulationError, demo::PROGRAMME, register::Municipality};

/// A step of a municipality. It lies on the heap: all steps together would be
/// larger than the stack of a thread likes.
type Step<'a, T> = Pin<Box<dyn Future<Output = Result<T, SimulationError>> + Send + 'a>>;

/// When to wake a municipality again; `None` when all is over.
type Wake = Option<Timestamp>;

/// How many steps a municipality may take in the same state and round of a case
/// before it counts as stuck.
const PATIENCE: u32 = 30;

/// Weeks after which a case without any change is looked at anyway.
const SELDOM: u64 = 120;

pub(super) struct Agent {
    pub(super) index: usize,
    random: StdRng,
    rounds: Option<u32>,
    fates: BTreeMap<u32, Fate>,
    /// What was done once, by edition.
    done: BTreeSet<(u32, &'static str)>,
    /// Returns made so far, by edition and stage.
    returns: BTreeMap<(u32, usize), u32>,
    /// Case, state and round at the last step, and how often they were the same.
    seen: (Option<(CycleId, StateName, u32)>, u32),
}

impl Agent {
    pub(super) fn new(index: usize, options: &Options) -> Self {
        let position = u64::try_from(index).unwrap_or_default();
        Self {
            index,
            random: StdRng::seed_from_u64(options.seed.wrapping_mul(1_000_003) ^ position),
            rounds: options.rounds,
            fates: BTreeMap::new(),
            done: BTreeSet::new(),
            returns: BTreeMap::new(),
            seen: (None, 0),
        }
    }

    /// Does the next thing.
    pub(super) async fn act(&mut self, world: &World) -> Result<Wake, SimulationError> {
        let home = self.home(world);
        let store = &world.app.store;
        let Some(mut stored) = store.latest_cycle(PROGRAMME, home.id).await? else {
            return self.join(world).await;
        };
        // The next case waits while its predecessor is taken up again.
        if (stored.cycle.state == State::Scheduled { waits: true }) {
            let edition = stored.cycle.edition - 1;
            let previous = store.cycle_of_edition(PROGRAMME, home.id, edition).await?;
            stored = previous.unwrap_or(stored);
        }
        let cycle = &stored.cycle;
        world
            .cases
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(cycle.id, (self.index, cycle.edition));
        let (index, rounds) = (self.index, self.rounds);
        if !self.fates.contains_key(&cycle.edition) {
            let fate = match rounds {
                Some(_) => Fate::Punctual,
                None => Fate::of(index, cycle.edition, &mut self.random),
            };
            self.fates.insert(cycle.edition, fate);
        }
        let wake = if cycle.hold.is_some() {
            world
                .give(world.secretariat, cycle.id, Command::Resume {})
                .await?;
            Some(self.in_days(world, 3))
        } else {
            self.step(world, cycle).await?
        };
        self.watch(world, cycle);
        Ok(wake)
    }

    /// A case that stays where it is over many steps is stuck, and told.
    fn watch(&mut self, world: &World, cycle: &Cycle) {
        let now = Some((cycle.id, cycle.state.name(), cycle.round));
        self.seen = match self.seen {
            (seen, times) if seen == now => (seen, times + 1),
            _ => (now, 0),
        };
        if self.seen.1 == PATIENCE {
            world.fault(format!(
                "{} is stuck in {} with {:?}",
                cycle.id,
                cycle.state.name(),
                self.fates.get(&cycle.edition)
            ));
        }
    }

    fn step<'a>(&'a mut self, world: &'a World, cycle: &'a Cycle) -> Step<'a, Wake> {
        match &cycle.state {
            State::Enrolled => self.enrolled(world, cycle),
            State::Scheduled { .. } => self.scheduled(world, cycle),
            State::SelfAssessment => self.self_assessment(world, cycle),
            State::Scoping { .. } => self.scoping(world, cycle),
            State::Revision { .. } => self.revision(world, cycle),
            State::Review { stage, .. } => self.review(world, cycle, *stage),
            State::Returned { stage, clock, .. } => self.returned(world, cycle, *stage, clock),
            State::Decision { .. } => self.decision(world, cycle),
            State::Certified { .. } => self.certified(world, cycle),
            State::Concluded { .. } => Box::pin(async { Ok(None) }),
            State::Withdrawn { .. } => self.withdrawn(world, cycle),
        }
    }

    fn home<'a>(&self, world: &'a World) -> &'a Municipality {
        &world.register.municipalities[self.index]
    }

    fn staff(&self, world: &World) -> Staff {
        world.staff[self.index]
    }

    fn fate(&self, cycle: &Cycle) -> Fate {
        self.fates[&cycle.edition]
    }

    /// True the first time in a case.
    fn once(&mut self, cycle: &Cycle, what: &'static str) -> bool {
        self.done.insert((cycle.edition, what))
    }

    /// True the first time in a case that has `fate`.
    fn once_if(&mut self, cycle: &Cycle, fate: Fate, what: &'static str) -> bool {
        self.fate(cycle) == fate && self.once(cycle, what)
    }

    /// Ten in the morning of the first working day after so many days.
    fn in_days(&self, world: &World, days: u64) -> Timestamp {
        Self::morning(local_date(world.now()) + Days::new(days.max(1)))
    }

    /// Ten in the morning of a day, but not before tomorrow.
    fn on(&self, world: &World, day: NaiveDate) -> Timestamp {
        Self::morning(day.max(local_date(world.now()) + Days::new(1)))
    }

    fn morning(mut day: NaiveDate) -> Timestamp {
        while !is_working_day(day) {
            day = day + Days::new(1);
        }
        at_hour(day, 10)
    }

    fn some_days(&mut self, most: u64) -> u64 {
        self.random.random_range(1..=most)
    }

    fn partner<'a>(&self, world: &'a World, cycle: &Cycle, at: usize) -> &'a Partner {
        match cycle.stages.get(at) {
            Some(stage) if stage.organisation == world.register.concito => &world.concito,
            _ => &world.c40,
        }
    }
}

fn due(cycle: &Cycle, key: &DeadlineKey) -> Option<NaiveDate> {
    let running = cycle.deadlines.iter().rfind(|it| it.key == *key)?;
    Some(running.due)
}

fn later(day: NaiveDate, days: i64) -> NaiveDate {
    day + chrono::TimeDelta::days(days)
}
