//! The examination: every trace in the database, read by plain SQL and judged
//! without the store's queries.
//!
//! What is compared is derived here a second time, from the rows of the log and
//! the programme file, not asked of the code that wrote it. Only the fold of
//! the events is the core's own: that it equals what is stored is the question.
//! And `log-verifies` is what `lustrum audit verify` says: that an operator is
//! told so is the question, and the tests of the command line show that it finds
//! every kind of damage.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use lustrum_domain::{
    Cycle, CycleId, Entry, Programme, Timestamp, canonical_json, fold, time::at_hour,
};
use serde::Serialize;
use serde_json::Value;

use super::{Options, sql::Sql, world::World};
use crate::SimulationError;

/// Faults of an examination that are shown.
pub(super) const SHOWN: usize = 8;

/// One examination and what it found.
#[derive(Debug, Clone, Serialize)]
pub struct Examination {
    /// Its name.
    pub name: &'static str,
    /// What must hold.
    pub what: &'static str,
    /// How many things were looked at.
    pub examined: u64,
    /// What does not hold.
    pub faults: Vec<String>,
}

impl Examination {
    fn new(name: &'static str, what: &'static str) -> Self {
        Self {
            name,
            what,
            examined: 0,
            faults: Vec::new(),
        }
    }

    fn wants(&mut self, holds: bool, fault: impl FnOnce() -> String) {
        if !holds {
            self.faults.push(fault());
        }
    }
}

/// Every examination, in the order of the report.
pub(super) async fn all(
    world: &World,
    sql: &Sql,
    options: &Options,
    end: Timestamp,
) -> Result<Vec<Examination>, SimulationError> {
    let mut run = Examination::new(
        "run-went-through",
        "nobody got stuck, and whatever must be refused was refused",
    );
    run.examined = u64::try_from(options.municipalities).unwrap_or_default();
    run.faults = world
        .faults
        .lock()
        .map_or_else(|_| Vec::new(), |it| it.clone());
    let mut log = Examination::new("log-verifies", "every chain of the log is whole");
    match world.app.audit(None).await {
        Ok(report) => {
            log.examined = u64::try_from(report.rows).unwrap_or_default();
            let faults = report.faults.iter();
            log.faults = faults
                .map(|fault| format!("{} in {} at {}", fault.kind, fault.chain, fault.seq))
                .collect();
        }
        Err(error) => log.faults.push(format!("the log cannot be read: {error}")),
    }
    let cases = Cases::read(world, sql, end).await?;
    Ok(vec![
        run,
        accounted(sql, options, &cases).await?,
        mail_doubled(sql).await?,
        mail_settled(sql, end).await?,
        cases.timers,
        log,
        cases.fold,
        summary(sql, &cases.stored).await?,
        notices(sql, end).await?,
        certificates(sql).await?,
    ])
}

/// What the examination keeps of a stored case.
struct Stored {
    municipality: String,
    edition: u32,
    state: String,
    stage: Option<String>,
    on_hold: bool,
    lapsed: bool,
    round: u64,
    version: u64,
    period_end: Option<String>,
    /// The running deadline that comes first.
    deadline: Option<(String, String)>,
    waits: bool,
    revoked: bool,
    criteria: Option<String>,
}

impl Stored {
    fn is_closed(&self) -> bool {
        matches!(self.state.as_str(), "concluded" | "withdrawn")
    }
}

/// The pass over every case: one chain is in memory at a time.
struct Cases {
    stored: BTreeMap<String, Stored>,
    fold: Examination,
    timers: Examination,
}

impl Cases {
    async fn read(world: &World, sql: &Sql, end: Timestamp) -> Result<Self, SimulationError> {
        let mut cases = Self {
            stored: BTreeMap::new(),
            fold: Examination::new(
                "fold-equals-state",
                "the fold of a case's events is the case as stored",
            ),
            timers: Examination::new(
                "no-timer-missed",
                "every rung that fell due was sent or skipped, and nothing waits in the past",
            ),
        };
        let (id, due) = (sql.id("id"), sql.instant("next_due_at"));
        let rows = sql
            .rows(&format!("SELECT {id}, {due} FROM cycle ORDER BY id"))
            .await?;
        let last = end.format("%Y-%m-%d %H:%M:%S").to_string();
        for row in rows {
            let mut row = row.into_iter();
            let id = row.next().flatten().unwrap_or_default();
            let due = row.next().flatten();
            cases
                .timers
                .wants(due.as_ref().is_none_or(|due| *due > last), || {
                    format!(
                        "case {id} was due at {} and is due still",
                        due.unwrap_or_default()
                    )
                });
            cases.examine(world, sql, &id, end).await?;
        }
        Ok(cases)
    }

    async fn examine(
        &mut self,
        world: &World,
        sql: &Sql,
        id: &str,
        end: Timestamp,
    ) -> Result<(), SimulationError> {
        let literal = match sql {
            Sql::Sqlite(_) => format!("x'{id}'"),
            Sql::Postgres(_) => format!("'{id}'::uuid"),
        };
        let body = sql
            .rows(&format!("SELECT body FROM cycle WHERE id = {literal}"))
            .await?;
        let body = body
            .into_iter()
            .flatten()
            .next()
            .flatten()
            .unwrap_or_default();
        let events = sql
            .rows(&format!(
                "SELECT body FROM event WHERE chain = {literal} ORDER BY seq"
            ))
            .await?;
        let events: Vec<String> = events.into_iter().flatten().flatten().collect();
        self.fold.examined += 1;
        let Ok(value) = serde_json::from_str::<Value>(&body) else {
            self.fold
                .faults
                .push(format!("case {id} is not understood"));
            return Ok(());
        };
        self.stored.insert(id.to_owned(), stored(&value));
        self.compare(id, &body, &events);
        let programme = world
            .app
            .programmes
            .all()
            .find(|it| value["programme"] == *it.key);
        if let Some(programme) = programme {
            self.ladder(id, &events, programme, end);
        }
        Ok(())
    }

    fn compare(&mut self, id: &str, body: &str, events: &[String]) {
        let entries: Result<Vec<Entry>, _> = events
            .iter()
            .map(|body| serde_json::from_str(body))
            .collect();
        let Ok(uuid) = uuid::Uuid::try_parse(id) else {
            self.fold.faults.push(format!("{id} is no id"));
            return;
        };
        match entries {
            Ok(entries) => {
                let folded: Option<Cycle> = fold(CycleId(uuid), &entries);
                let same = folded.is_some_and(|cycle| canonical_json(&cycle) == body);
                self.fold.wants(same, || {
                    format!(
                        "the {} events of case {id} fold to something else",
                        entries.len()
                    )
                });
            }
            Err(error) => self
                .fold
                .faults
                .push(format!("an event of case {id} is not understood: {error}")),
        }
    }

    /// Walks through the events of a case with the ladder of the programme.
    fn ladder(&mut self, id: &str, events: &[String], programme: &Programme, end: Timestamp) {
        let mut walk = Walk::new(programme);
        for event in events {
            let Ok(event) = serde_json::from_str::<Value>(event) else {
                continue;
            };
            walk.take(&event);
        }
        walk.check(end, true);
        self.timers.examined += walk.expected;
        let faults = walk.faults.into_iter();
        self.timers
            .faults
            .extend(faults.map(|fault| format!("case {id}: {fault}")));
    }
}

/// A deadline, as the log tells of it.
struct Clock {
    due: NaiveDate,
    /// The day it was counted from: earlier rungs are not its own.
    from: NaiveDate,
    running: bool,
    /// The instant at which it was set, or a hold ended: what fell due before
    /// is told at the earliest then, by the first tick.
    since: Timestamp,
    /// Rungs that were sent or skipped.
    told: BTreeSet<i64>,
}

/// The state of all clocks of a case along its log.
struct Walk<'a> {
    programme: &'a Programme,
    clocks: BTreeMap<String, Clock>,
    held: bool,
    /// Second readings that are not decided, and whether each is of a refusal.
    readings: BTreeMap<String, bool>,
    expected: u64,
    faults: Vec<String>,
    /// Rungs that were sent, by deadline, due date and rung: never twice.
    sent: BTreeSet<(String, NaiveDate, i64)>,
}

impl<'a> Walk<'a> {
    fn new(programme: &'a Programme) -> Self {
        Self {
            programme,
            clocks: BTreeMap::new(),
            held: false,
            readings: BTreeMap::new(),
            expected: 0,
            faults: Vec::new(),
            sent: BTreeSet::new(),
        }
    }

    fn take(&mut self, entry: &Value) {
        let event = &entry["event"];
        let kind = event["kind"].as_str().unwrap_or_default();
        let key = |field: &str| event[field].as_str().unwrap_or_default().to_owned();
        let at = entry["at"]
            .as_str()
            .and_then(|at| at.parse::<Timestamp>().ok());
        let Some(at) = at else {
            self.faults.push("an event without a time".to_owned());
            return;
        };
        // What fell due before this event must have been told before it. A
        // reminder itself tells; what is told together with it is told in time.
        if kind != "reminded" {
            self.check(at, false);
        }
        match kind {
            "reminded" => self.reminded(&key("deadline"), event),
            "deadline_set" => self.set(&event["date"], at),
            "deadline_stopped" => self.stop(&key("deadline")),
            "self_assessment_submitted" => self.stop("self_assessment"),
            "submitted" => {
                self.stop("submission");
                self.stop("answer");
            }
            "recalled" | "sent_back" | "returned" => self.stop_all("review:"),
            "stage_concluded" => {
                self.stop(&format!("review:{}", key("stage")));
                self.stop("answer");
            }
            "certified" | "review_reopened" => self.stop("decision"),
            "refused" | "reopened" | "revoked" => {
                self.stop_all("review:");
                self.stop_all("condition:");
                self.stop("answer");
                self.stop("decision");
            }
            "decision_retracted" => self.stop_all("condition:"),
            "second_reading_requested" => {
                let of_refusal = event["criterion"].is_null();
                self.readings.insert(key("reading"), of_refusal);
            }
            "second_reading_decided" => {
                let of_refusal = self.readings.remove(&key("reading")) == Some(true);
                if of_refusal && event["upheld"] == false {
                    self.stop("submission");
                }
                if self.readings.is_empty() {
                    self.stop("second_reading");
                }
            }
            "condition_answered" | "condition_judged" => {
                self.stop(&format!("condition:{}", key("condition")));
            }
            "withdrawn" => {
                self.clocks.clear();
                self.held = false;
            }
            "held" => self.held = true,
            "resumed" => {
                self.held = false;
                self.clocks.values_mut().for_each(|clock| clock.since = at);
            }
            _ => {}
        }
    }

    /// One that goes on keeps its rungs and the day it was counted from.
    fn set(&mut self, date: &Value, at: Timestamp) {
        let day = |field: &str| date[field].as_str().and_then(|day| day.parse().ok());
        let (Some(due), Some(from)) = (day("due"), day("from")) else {
            self.faults.push("a deadline without its days".to_owned());
            return;
        };
        let key = date["key"].as_str().unwrap_or_default().to_owned();
        let old = self.clocks.remove(&key).filter(|_| date["goes_on"] == true);
        let (from, told) = old.map_or_else(|| (from, BTreeSet::new()), |old| (old.from, old.told));
        let clock = Clock {
            due,
            from,
            running: true,
            since: at,
            told,
        };
        self.clocks.insert(key, clock);
    }

    fn reminded(&mut self, key: &str, event: &Value) {
        let rung = event["rung"].as_i64().unwrap_or_default();
        let Some(clock) = self.clocks.get_mut(key).filter(|clock| clock.running) else {
            self.faults
                .push(format!("{key} was reminded of while it did not run"));
            return;
        };
        if !self.sent.insert((key.to_owned(), clock.due, rung)) {
            self.faults.push(format!(
                "rung {rung} of {key}, due {}, was sent twice",
                clock.due
            ));
        }
        self.expected += 1;
        clock.told.insert(rung);
        let skipped = event["skipped"].as_array().into_iter().flatten();
        clock.told.extend(skipped.filter_map(Value::as_i64));
    }

    fn stop(&mut self, key: &str) {
        if let Some(clock) = self.clocks.get_mut(key) {
            clock.running = false;
        }
    }

    fn stop_all(&mut self, prefix: &str) {
        for (key, clock) in &mut self.clocks {
            clock.running &= !key.starts_with(prefix);
        }
    }

    /// Every rung that fell due before `at` (or at it) was told, unless the
    /// case was on hold: then it is told once the hold is over.
    fn check(&mut self, at: Timestamp, inclusive: bool) {
        if self.held {
            return;
        }
        for (key, clock) in &mut self.clocks {
            if !clock.running || at <= clock.since {
                continue;
            }
            for (rung, day) in rungs(self.programme, clock, at) {
                let instant = at_hour(day, self.programme.reminders.hour);
                let fell_due = instant < at || (inclusive && instant == at);
                if fell_due && clock.told.insert(rung) {
                    self.faults.push(format!(
                        "rung {rung} of {key}, due {}, was to be told on {day} and was not",
                        clock.due
                    ));
                }
            }
        }
    }
}

/// The rungs of a ladder with their days, up to the day of `until`.
fn rungs(programme: &Programme, running: &Clock, until: Timestamp) -> Vec<(i64, NaiveDate)> {
    let last = lustrum_domain::time::local_date(until);
    let reminders = &programme.reminders;
    let before = reminders.before.iter().map(|days| -i64::from(*days));
    let after = reminders.after.iter().map(|days| i64::from(*days));
    let most = reminders.after.iter().max().copied().unwrap_or_default();
    let every = i64::from(reminders.every.max(1));
    let over = (last - running.due).num_days();
    let repeats = (1..=over / every).map(|times| times * every);
    before
        .chain(after)
        .chain(repeats.filter(|days| *days > i64::from(most)))
        .filter_map(|rung| {
            let days = Days::new(rung.unsigned_abs());
            let day = if rung < 0 {
                running.due.checked_sub_days(days)
            } else {
                running.due.checked_add_days(days)
            }?;
            (day > running.from && day <= last).then_some((rung, day))
        })
        .collect()
}

fn stored(cycle: &Value) -> Stored {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let state = &cycle["state"];
    let name = text(&state["name"]).unwrap_or_default();
    let stage = state["stage"]
        .as_u64()
        .and_then(|index| usize::try_from(index).ok())
        .and_then(|index| text(&cycle["stages"][index]["key"]));
    let deadlines = cycle["deadlines"].as_array().into_iter().flatten();
    let deadline = deadlines
        .filter(|deadline| deadline["running"] == true)
        .filter_map(|deadline| Some((text(&deadline["due"])?, text(&deadline["key"])?)))
        // The first of equals, as the case itself answers.
        .fold(None, |first: Option<(String, String)>, next| match first {
            Some(first) if first.0 <= next.0 => Some(first),
            _ => Some(next),
        });
    let pin = &cycle["pins"]["criteria"];
    Stored {
        municipality: text(&cycle["municipality"]).unwrap_or_default(),
        edition: u32::try_from(cycle["edition"].as_u64().unwrap_or_default()).unwrap_or_default(),
        stage,
        on_hold: !cycle["hold"].is_null(),
        lapsed: cycle["renews"]["status"] == "lapsed",
        round: cycle["round"].as_u64().unwrap_or_default(),
        version: cycle["version"].as_u64().unwrap_or_default(),
        period_end: text(&cycle["period_end"]),
        deadline: deadline.map(|(due, key)| (key, due)),
        waits: state["waits"] == true,
        revoked: cycle["certificate"]["revoked"] == true,
        criteria: text(&pin["set"])
            .zip(text(&pin["version"]))
            .map(|(set, version)| format!("{set}@{version}")),
        state: name,
    }
}

/// Every municipality has its cases, numbered without a gap; before an open
/// case all are closed, and after a concluded one comes another.
async fn accounted(
    sql: &Sql,
    options: &Options,
    cases: &Cases,
) -> Result<Examination, SimulationError> {
    let mut found = Examination::new(
        "every-municipality-accounted-for",
        "cases are numbered without a gap, one is open at most, and a concluded one has a successor",
    );
    let total = sql
        .number(
            "SELECT CAST(COUNT(*) AS TEXT) FROM organisation WHERE kind = 'municipality' \
             AND EXISTS (SELECT 1 FROM cycle WHERE cycle.municipality = organisation.id)",
        )
        .await?;
    let wanted = u64::try_from(options.municipalities).unwrap_or_default();
    found.examined = wanted;
    found.wants(total == wanted, || {
        format!("{total} of {wanted} municipalities have a case")
    });
    let mut by_municipality: BTreeMap<&str, Vec<&Stored>> = BTreeMap::new();
    for case in cases.stored.values() {
        by_municipality
            .entry(&case.municipality)
            .or_default()
            .push(case);
    }
    for (municipality, mut cases) in by_municipality {
        cases.sort_by_key(|case| case.edition);
        let numbered = cases
            .iter()
            .zip(1..)
            .all(|(case, number)| case.edition == number);
        found.wants(numbered, || format!("{municipality}: the cases have gaps"));
        let Some((last, earlier)) = cases.split_last() else {
            continue;
        };
        for case in earlier {
            // One that was taken up again is open while its successor waits.
            let holds = case.is_closed() || (last.waits && last.edition == case.edition + 1);
            found.wants(holds, || {
                format!(
                    "{municipality}: case {} is in {} although case {} exists",
                    case.edition, case.state, last.edition
                )
            });
        }
        found.wants(last.state != "concluded", || {
            format!(
                "{municipality}: case {} is concluded and has no successor",
                last.edition
            )
        });
        let reopened = earlier.last().is_some_and(|case| !case.is_closed());
        found.wants(last.waits == reopened, || {
            format!("{municipality}: case {} waits for nothing", last.edition)
        });
        found.wants(
            !earlier
                .iter()
                .any(|case| case.revoked && case.state == "concluded" && last.waits),
            || format!("{municipality}: a concluded case is revoked while the next one waits"),
        );
    }
    Ok(found)
}

/// No key twice, and nobody is told the same twice: not in the same moment,
/// and not by the same rung of a ladder at any time.
async fn mail_doubled(sql: &Sql) -> Result<Examination, SimulationError> {
    let mut found = Examination::new(
        "no-mail-doubled",
        "no two mails tell the same reader the same thing for the same reason",
    );
    found.examined = sql
        .number("SELECT CAST(COUNT(*) AS TEXT) FROM outbox")
        .await?;
    let reason = "COALESCE(reason, '')";
    let (cycle, queued) = (sql.id("cycle"), sql.instant("queued_at"));
    let queries = [
        "SELECT dedupe_key, CAST(COUNT(*) AS TEXT), '' FROM outbox \
         GROUP BY dedupe_key HAVING COUNT(*) > 1"
            .to_owned(),
        format!(
            "SELECT MIN(kind || ' to ' || recipient), CAST(COUNT(*) AS TEXT), \
             MIN(COALESCE({cycle}, '')) FROM outbox \
             GROUP BY cycle, kind, recipient, {reason}, subject, text, {queued} \
             HAVING COUNT(*) > 1"
        ),
        format!(
            "SELECT MIN(kind || ' to ' || recipient), CAST(COUNT(*) AS TEXT), \
             MIN(COALESCE({cycle}, '')) FROM outbox WHERE kind = 'reminder' \
             GROUP BY cycle, recipient, {reason}, subject, text HAVING COUNT(*) > 1"
        ),
    ];
    for query in queries {
        for row in sql.rows(&query).await? {
            let mut cells = row.into_iter().map(Option::unwrap_or_default);
            let (what, times, case) = (cells.next(), cells.next(), cells.next());
            found.faults.push(format!(
                "{} was queued {} times in case {}",
                what.unwrap_or_default(),
                times.unwrap_or_default(),
                case.unwrap_or_default()
            ));
        }
    }
    Ok(found)
}

/// Nothing is on its way for ever, and what failed says why.
async fn mail_settled(sql: &Sql, end: Timestamp) -> Result<Examination, SimulationError> {
    let mut found = Examination::new(
        "mail-settled",
        "no mail is left with a worker, none waits past its time, a failed one says why",
    );
    found.examined = sql
        .number("SELECT CAST(COUNT(*) AS TEXT) FROM outbox")
        .await?;
    let last = end.format("%Y-%m-%d %H:%M:%S");
    let (id, not_before) = (sql.id("id"), sql.instant("not_before"));
    let rows = sql
        .rows(&format!(
            "SELECT {id}, status FROM outbox WHERE status = 'sending' \
             OR (status = 'queued' AND {not_before} <= '{last}') \
             OR (status = 'failed' AND last_error IS NULL)"
        ))
        .await?;
    for row in rows {
        let cells: Vec<String> = row.into_iter().map(Option::unwrap_or_default).collect();
        found.faults.push(format!("mail {}", cells.join(" is ")));
    }
    Ok(found)
}

/// The line of the list says what the case says.
async fn summary(
    sql: &Sql,
    stored: &BTreeMap<String, Stored>,
) -> Result<Examination, SimulationError> {
    let mut found = Examination::new(
        "summary-agrees",
        "the line of every case in the lists says what the case says",
    );
    let columns = [
        sql.id("cycle"),
        "state".to_owned(),
        "stage".to_owned(),
        sql.truth("on_hold"),
        sql.truth("lapsed"),
        sql.text("round"),
        sql.text("version"),
        sql.text("edition"),
        sql.text("period_end"),
        "deadline".to_owned(),
        sql.text("deadline_on"),
        "criteria".to_owned(),
    ];
    let rows = sql
        .rows(&format!("SELECT {} FROM case_summary", columns.join(", ")))
        .await?;
    found.examined = u64::try_from(rows.len()).unwrap_or_default();
    found.wants(rows.len() == stored.len(), || {
        format!("{} lines for {} cases", rows.len(), stored.len())
    });
    for mut row in rows {
        let id = row.first_mut().and_then(Option::take).unwrap_or_default();
        let Some(case) = stored.get(&id) else {
            found
                .faults
                .push(format!("a line for {id}, which is no case"));
            continue;
        };
        let flag = |truth: bool| Some(if truth { "1" } else { "0" }.to_owned());
        let wanted = [
            Some(case.state.clone()),
            case.stage.clone(),
            flag(case.on_hold),
            flag(case.lapsed),
            Some(case.round.to_string()),
            Some(case.version.to_string()),
            Some(case.edition.to_string()),
            case.period_end.clone(),
            case.deadline.as_ref().map(|(key, _)| key.clone()),
            case.deadline.as_ref().map(|(_, due)| due.clone()),
            case.criteria.clone(),
        ];
        let names = [
            "state",
            "stage",
            "on_hold",
            "lapsed",
            "round",
            "version",
            "edition",
            "period_end",
            "deadline",
            "deadline_on",
            "criteria",
        ];
        for ((name, wanted), cell) in names.iter().zip(&wanted).zip(row.iter().skip(1)) {
            found.wants(wanted == cell, || {
                format!("case {id}: {name} is {cell:?} in the list and {wanted:?} in the case")
            });
        }
    }
    Ok(found)
}

/// Every notice that was released has a mail, and none waits past its day.
async fn notices(sql: &Sql, end: Timestamp) -> Result<Examination, SimulationError> {
    let mut found = Examination::new(
        "notices-went-out",
        "every released notice has a mail, and a formal one does not wait past its day",
    );
    let id = sql.id("id");
    let released = sql
        .rows(&format!(
            "SELECT {id} FROM notice \
             WHERE state IN ('released', 'delivered', 'acknowledged', 'decided')"
        ))
        .await?;
    found.examined = u64::try_from(released.len()).unwrap_or_default();
    let mailed: BTreeSet<String> = sql
        .rows("SELECT DISTINCT reason FROM outbox WHERE kind = 'notice' AND reason LIKE 'notice/%'")
        .await?
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|reason| Some(reason.rsplit_once('_')?.1.to_owned()))
        .collect();
    for id in released.into_iter().flatten().flatten() {
        found.wants(mailed.contains(&id), || {
            format!("notice {id} was released, and no mail carries it")
        });
    }
    let today = lustrum_domain::time::local_date(end);
    let day = sql.text("releases_on");
    let late = sql
        .rows(&format!(
            "SELECT {id}, {day} FROM notice WHERE state = 'drafted' \
             AND releases_on IS NOT NULL AND {day} < '{today}' \
             AND NOT EXISTS (SELECT 1 FROM case_summary \
                             WHERE case_summary.cycle = notice.cycle AND case_summary.on_hold)"
        ))
        .await?;
    for row in late {
        let cells: Vec<String> = row.into_iter().map(Option::unwrap_or_default).collect();
        found
            .faults
            .push(format!("notice {}", cells.join(" was to go out on ")));
    }
    Ok(found)
}

/// One valid certificate per municipality at most, and one for every case in force.
async fn certificates(sql: &Sql) -> Result<Examination, SimulationError> {
    let mut found = Examination::new(
        "certificates",
        "a municipality has one valid certificate at most, and every concluded case has one",
    );
    found.examined = sql
        .number("SELECT CAST(COUNT(*) AS TEXT) FROM certificate")
        .await?;
    let municipality = sql.id("municipality");
    let several = sql
        .rows(&format!(
            "SELECT MIN({municipality}), CAST(COUNT(*) AS TEXT) FROM certificate \
             WHERE status = 'valid' GROUP BY programme, municipality HAVING COUNT(*) > 1"
        ))
        .await?;
    for row in several {
        let cells: Vec<String> = row.into_iter().map(Option::unwrap_or_default).collect();
        found.faults.push(format!(
            "municipality {} valid certificates",
            cells.join(" has ")
        ));
    }
    let cycle = sql.id("cycle");
    let without = sql
        .rows(&format!(
            "SELECT {cycle} FROM case_summary WHERE state = 'concluded' AND NOT EXISTS \
             (SELECT 1 FROM certificate WHERE certificate.cycle = case_summary.cycle)"
        ))
        .await?;
    for id in without.into_iter().flatten().flatten() {
        found
            .faults
            .push(format!("case {id} is concluded and has no certificate"));
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
