//! Years of the programme on a virtual clock, with people of every kind, and
//! then an examination of every trace by plain SQL.
//!
//! The clock jumps from one instant at which something happens to the next:
//! somebody acts, a timer is due, a mail can be sent. Everybody who acts at the
//! same instant acts at the same time, as in a real service, so what is measured
//! is what the store does with many writers. Who does what depends on the seed
//! alone and never on which of them is served first.

mod agent;
mod examine;
mod fate;
mod post;
mod sabotage;
mod sql;
mod world;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{Datelike, NaiveDate};
use indicatif::{ProgressBar, ProgressStyle};
use lustrum_app::{App, Caller, Clock, MockClock, SeededRandom};
use lustrum_domain::{
    Timestamp,
    time::{add_years, at_hour},
};
use lustrum_store::MailStatus;
use serde::Serialize;

use crate::{SimulationError, data::some_municipalities, register};
use agent::Agent;
use sql::Sql;
use world::World;

pub use examine::Examination;
pub use sabotage::Sabotage;

/// The day on which every simulation begins: a Monday after new year, some
/// weeks into a council's term.
const FIRST_DAY: (i32, u32, u32) = (2026, 2, 2);

/// Cases that one tick takes.
const TICK_LIMIT: u64 = 1000;

/// What is to be simulated.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many municipalities; past 98 they are invented.
    pub municipalities: usize,
    /// How many years.
    pub years: u32,
    /// What decides who does what.
    pub seed: u64,
    /// Exactly so many review rounds in every case, judged by the sheet: for
    /// databases of a size that measurements want.
    pub rounds: Option<u32>,
    /// The address of the database, for the examination past the store.
    pub database_url: String,
    /// What is damaged before the examination.
    pub sabotage: Option<Sabotage>,
}

/// What happened, and what the examination found.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// How many municipalities took part.
    pub municipalities: usize,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// What decided who did what.
    pub seed: u64,
    /// Cases by state.
    pub cases: BTreeMap<String, u64>,
    /// Commands that were carried out, by name; the clock's own among them.
    pub commands: BTreeMap<String, u64>,
    /// Commands that were refused, by code.
    pub refusals: BTreeMap<String, u64>,
    /// Rows of the log, by kind; the register's among them.
    pub events: BTreeMap<String, u64>,
    /// Mails by status.
    pub mails: BTreeMap<String, u64>,
    /// Commits that changed a case or a draft.
    pub transitions: u64,
    /// Seconds that the years took, the examination not counted.
    pub seconds: f64,
    /// Durable transitions per second.
    pub per_second: f64,
    /// What was damaged on purpose.
    pub sabotage: Option<Sabotage>,
    /// What was examined, in order.
    pub examinations: Vec<Examination>,
}

impl Report {
    /// Whether every examination holds.
    pub fn holds(&self) -> bool {
        self.examinations.iter().all(|it| it.faults.is_empty())
    }

    /// The names of the examinations that failed.
    pub fn failed(&self) -> Vec<&'static str> {
        let failed = self.examinations.iter().filter(|it| !it.faults.is_empty());
        failed.map(|it| it.name).collect()
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let list = |map: &BTreeMap<String, u64>| {
            let parts: Vec<String> = map.iter().map(|(key, n)| format!("{key} {n}")).collect();
            parts.join(", ")
        };
        let total = |map: &BTreeMap<String, u64>| map.values().sum::<u64>();
        writeln!(
            f,
            "{} municipalities, {} to {}, seed {}",
            self.municipalities, self.from, self.to, self.seed
        )?;
        writeln!(
            f,
            "cases      {}: {}",
            total(&self.cases),
            list(&self.cases)
        )?;
        writeln!(
            f,
            "commands   {}: {}",
            total(&self.commands),
            list(&self.commands)
        )?;
        writeln!(
            f,
            "refusals   {}: {}",
            total(&self.refusals),
            list(&self.refusals)
        )?;
        writeln!(
            f,
            "events     {}: {}",
            total(&self.events),
            list(&self.events)
        )?;
        writeln!(
            f,
            "mails      {}: {}",
            total(&self.mails),
            list(&self.mails)
        )?;
        writeln!(
            f,
            "durable    {} transitions in {:.1} s: {:.0} a second",
            self.transitions, self.seconds, self.per_second
        )?;
        if let Some(sabotage) = self.sabotage {
            writeln!(f, "sabotage   {sabotage}")?;
        }
        for examination in &self.examinations {
            let mark = if examination.faults.is_empty() {
                "holds"
            } else {
                "FAILS"
            };
            writeln!(
                f,
                "{mark}  {}: {} ({} examined)",
                examination.name, examination.what, examination.examined
            )?;
            for fault in examination.faults.iter().take(examine::SHOWN) {
                writeln!(f, "       {fault}")?;
            }
            let more = examination.faults.len().saturating_sub(examine::SHOWN);
            if more > 0 {
                writeln!(f, "       and {more} more")?;
            }
        }
        Ok(())
    }
}

/// Runs the years on the empty database behind `app`, and examines them.
///
/// The clock and the randomness of `app` are not used.
///
/// # Errors
/// When the database is not empty or fails; a failed examination is no error
/// but stands in the report.
pub async fn run(app: &App, options: &Options) -> Result<Report, SimulationError> {
    let began = Instant::now();
    let (world, from, to) = live(app, options).await?;
    let seconds = began.elapsed().as_secs_f64();

    let sql = Sql::connect(&options.database_url).await?;
    if let Some(sabotage) = options.sabotage {
        sabotage::damage(&sql, sabotage).await?;
    }
    let examinations = examine::all(&world, &sql, options, at_hour(to, 8)).await?;
    let kinds = sql
        .rows("SELECT kind, CAST(COUNT(*) AS TEXT) FROM event GROUP BY kind")
        .await?;
    let events = kinds.into_iter().filter_map(|row| {
        let mut cells = row.into_iter().flatten();
        Some((cells.next()?, cells.next()?.parse().ok()?))
    });
    let events: BTreeMap<String, u64> = events.collect();
    sql.close().await;
    let counts = world.app.store.counts().await?;
    let mut cases = BTreeMap::new();
    for ((_, state), number) in counts.cases {
        *cases.entry(state.as_str().to_owned()).or_default() += number;
    }
    let transitions = world.tally.commits();
    Ok(Report {
        municipalities: options.municipalities,
        from,
        to,
        seed: options.seed,
        cases,
        commands: world.tally.commands(),
        refusals: world.tally.refusals(),
        events,
        mails: counts
            .mails
            .iter()
            .map(|(status, number): (&MailStatus, &u64)| (status.as_str().to_owned(), *number))
            .collect(),
        transitions,
        seconds,
        per_second: if seconds > 0.0 {
            transitions as f64 / seconds
        } else {
            0.0
        },
        sabotage: options.sabotage,
        examinations,
    })
}

/// Everybody after the years have passed, with the first day and the last.
async fn live(
    app: &App,
    options: &Options,
) -> Result<(Arc<World>, NaiveDate, NaiveDate), SimulationError> {
    let (year, month, day) = FIRST_DAY;
    let from = NaiveDate::from_ymd_opt(year, month, day).expect("the first day is a date");
    let to = add_years(from, options.years);
    let clock = Arc::new(MockClock::at(at_hour(from, 8)));
    let app = App {
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        random: Arc::new(SeededRandom::new(options.seed)),
        ..app.clone()
    };
    let world = Arc::new(begin(&app, &clock, options, from, to).await?);
    pass_years(&world, options, from, to).await?;
    Ok((world, from, to))
}

async fn begin(
    app: &App,
    clock: &Arc<MockClock>,
    options: &Options,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<World, SimulationError> {
    let secretariat =
        register::bootstrap(app, "Sekretariat", "sekretariat@klimaalliancen.example").await?;
    let by: Caller = app
        .caller(secretariat)
        .await
        .map_err(SimulationError::at("reading the first account"))?;
    let facts = some_municipalities(options.municipalities);
    let register = register::fill(app, &by, &facts, from.year()..=to.year()).await?;
    World::populate(app, clock, options, register, secretariat, from).await
}

/// Lets the years pass.
async fn pass_years(
    world: &Arc<World>,
    options: &Options,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<(), SimulationError> {
    let (start, end) = (at_hour(from, 10), at_hour(to, 8));
    let mut agents: Vec<Option<Agent>> = (0..options.municipalities)
        .map(|index| Some(Agent::new(index, options)))
        .collect();
    let mut waking: BinaryHeap<Reverse<(Timestamp, usize)>> = (0..agents.len())
        .map(|index| Reverse((start, index)))
        .collect();
    let bar = progress(start, end);
    loop {
        let person = waking.peek().map(|Reverse((at, _))| *at);
        let timer = world.app.store.next_due_at().await?;
        let mail = world.app.store.next_mail_at().await?;
        // Whatever is left behind now could not be done: it is a fault that
        // the examination finds, and no reason to stand still.
        let ahead = |at: &Timestamp| *at > world.now();
        let person = person.map(|at| at.max(world.now()));
        let others = timer.into_iter().chain(mail).filter(ahead);
        let next = others.chain(person).min();
        let Some(next) = next.filter(|next| *next <= end) else {
            break;
        };
        world.clock.set(next);
        bar.set_position((next - start).num_days().max(0).unsigned_abs());

        // Time first: who comes at ten finds what fell due at seven.
        world.tick_all(TICK_LIMIT).await?;
        let mut acting = tokio::task::JoinSet::new();
        while let Some(Reverse((_, index))) = waking.peek().filter(|it| it.0.0 <= next).copied() {
            waking.pop();
            let Some(agent) = agents.get_mut(index).and_then(Option::take) else {
                continue;
            };
            if acting.len() >= world::AT_ONCE
                && let Some(acted) = acting.join_next().await
            {
                settle(acted, &mut agents, &mut waking)?;
            }
            acting.spawn(act(Arc::clone(world), agent));
        }
        while let Some(acted) = acting.join_next().await {
            settle(acted, &mut agents, &mut waking)?;
        }
        world.tick_all(TICK_LIMIT).await?;
        post::send_due(world).await?;
    }
    world.clock.set(end);
    world.tick_all(TICK_LIMIT).await?;
    post::send_due(world).await?;
    // Whoever opens a kept database later finds how far its clock went.
    let marked = world.app.tick_guarded(TICK_LIMIT).await;
    marked.map_err(SimulationError::at("leaving the time"))?;
    bar.finish_and_clear();
    Ok(())
}

/// A municipality after it acted, and when it wants to act again.
type Acted = Result<(Agent, Option<Timestamp>), SimulationError>;

async fn act(world: Arc<World>, mut agent: Agent) -> Acted {
    let wakes = agent.act(&world).await?;
    Ok((agent, wakes))
}

fn settle(
    acted: Result<Acted, tokio::task::JoinError>,
    agents: &mut [Option<Agent>],
    waking: &mut BinaryHeap<Reverse<(Timestamp, usize)>>,
) -> Result<(), SimulationError> {
    let (agent, wakes) = acted??;
    let index = agent.index;
    if let Some(at) = wakes {
        waking.push(Reverse((at, index)));
    }
    if let Some(slot) = agents.get_mut(index) {
        *slot = Some(agent);
    }
    Ok(())
}

/// Days that have passed, on a terminal; nothing elsewhere.
fn progress(start: Timestamp, end: Timestamp) -> ProgressBar {
    let days = (end - start).num_days().max(1).unsigned_abs();
    let style =
        ProgressStyle::with_template("{bar:40} day {pos} of {len} · {elapsed} · {eta} left")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(days).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

#[cfg(test)]
mod tests;
