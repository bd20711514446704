//! How long things take, what waits, how a cohort moves on, and what is
//! returned: counted over all cases of the programme.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{Datelike, NaiveDate};
use lustrum_domain::{
    CycleId, FindingStatus, Programme, ReturnReason, StateName, Timestamp,
    moves::{Move, Stay, stays},
    time::local_date,
};

use lustrum_store::OpenCase;

use crate::{App, AppError};

/// How far back a cohort is followed, in months.
const MONTHS: u32 = 18;

/// Figures of a programme as of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// When they were counted.
    pub as_of: Timestamp,
    /// How long things take, stage by stage and round by round.
    pub turnaround: Vec<Turnaround>,
    /// What waits now.
    pub queue: Vec<QueueLine>,
    /// The cohorts, by the year in which their cases opened, the latest first.
    pub cohorts: Vec<Cohort>,
    /// Every criterion that a concluded review ever judged.
    pub returned: Vec<ReturnedCriterion>,
}

/// How long something takes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Turnaround {
    /// The state that it takes place in.
    pub state: StateName,
    /// The key of the stage, of a review.
    pub stage: Option<String>,
    /// The round, of a review and of an answer.
    pub round: Option<u32>,
    /// How many times it was done.
    pub cases: u64,
    /// Half of them took at most so many calendar days.
    pub median: i64,
    /// Nine in ten took at most so many.
    pub ninetieth: i64,
}

/// What waits in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueLine {
    /// The state.
    pub state: StateName,
    /// The key of the stage, of a review.
    pub stage: Option<String>,
    /// How many cases.
    pub cases: u64,
    /// How many of them are past their deadline.
    pub overdue: u64,
    /// Since how many days the one that waits longest.
    pub longest: i64,
}

/// The cases that opened in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    /// The year.
    pub year: i32,
    /// How many cases.
    pub cases: u64,
    /// The first day of each month, with how many cases stood where at its end.
    pub months: Vec<(NaiveDate, Vec<(StateName, u64)>)>,
}

/// How often a criterion was returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnedCriterion {
    /// Which.
    pub criterion: String,
    /// By reason.
    pub reasons: Vec<(ReturnReason, u64)>,
    /// How often it was judged in a review that is concluded.
    pub judged: u64,
}

impl App {
    /// The public figures, at most a minute old.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn figures(&self) -> Result<Arc<Figures>, AppError> {
        let programme = self.programme()?;
        let now = self.clock.now();
        let make = self.make_figures(programme, now);
        // They tell of years: what was written a moment ago can wait a minute.
        self.memory.figures.get(&programme.key, now, 0, make).await
    }

    async fn make_figures(
        &self,
        programme: &Programme,
        now: Timestamp,
    ) -> Result<Figures, AppError> {
        let key = &programme.key;
        let mut moves: BTreeMap<CycleId, Vec<(Timestamp, Move)>> = BTreeMap::new();
        for row in self.store.moves(key).await? {
            moves.entry(row.cycle).or_default().push((row.at, row.step));
        }
        let cases: BTreeMap<CycleId, Vec<Stay>> = moves
            .into_iter()
            .map(|(id, moves)| (id, stays(moves)))
            .collect();
        let order: Vec<&str> = programme.stages.iter().map(|it| it.key.as_str()).collect();
        // Only what a concluded review said: until then it may still change,
        // and is nobody's business.
        let concluded: BTreeSet<(CycleId, &str, u32)> = cases
            .iter()
            .flat_map(|(id, stays)| stays.iter().map(move |stay| (*id, stay)))
            .filter(|(_, stay)| stay.done && stay.state == StateName::Review)
            .filter_map(|(id, stay)| Some((id, stay.stage.as_deref()?, stay.round)))
            .collect();
        let mut returned: BTreeMap<String, (u64, BTreeMap<ReturnReason, u64>)> = BTreeMap::new();
        for row in self.store.judged_findings(key).await? {
            if !concluded.contains(&(row.cycle, row.stage.as_str(), row.round)) {
                continue;
            }
            let (judged, reasons) = returned.entry(row.criterion.0).or_default();
            *judged += 1;
            if row.status == FindingStatus::Returned {
                let reason = row.reason.unwrap_or(ReturnReason::Other);
                *reasons.entry(reason).or_default() += 1;
            }
        }
        let open = self.store.open_cases(key).await?;
        Ok(Figures {
            as_of: now,
            turnaround: turnaround(&cases, &order),
            queue: queue(open, &cases, &order, local_date(now)),
            cohorts: cohorts(&cases, local_date(now)),
            returned: returned
                .into_iter()
                .map(|(criterion, (judged, reasons))| ReturnedCriterion {
                    criterion,
                    reasons: reasons.into_iter().collect(),
                    judged,
                })
                .collect(),
        })
    }
}

/// What waits now: the open cases by where they stand, with the time since
/// each came there.
fn queue(
    open: Vec<OpenCase>,
    cases: &BTreeMap<CycleId, Vec<Stay>>,
    stages: &[&str],
    today: NaiveDate,
) -> Vec<QueueLine> {
    let mut lines: BTreeMap<(StateName, usize), QueueLine> = BTreeMap::new();
    for it in open {
        let since = cases.get(&it.cycle).and_then(|stays| stays.last());
        let days = since.map_or(0, |stay| (today - local_date(stay.from)).num_days());
        let stage = it.stage.filter(|_| it.state == StateName::Review);
        let place = stages.iter().position(|key| Some(*key) == stage.as_deref());
        let line = lines
            .entry((it.state, place.unwrap_or(usize::MAX)))
            .or_insert_with(|| QueueLine {
                state: it.state,
                stage,
                cases: 0,
                overdue: 0,
                longest: 0,
            });
        line.cases += 1;
        line.overdue += u64::from(it.deadline_on.is_some_and(|due| due < today));
        line.longest = line.longest.max(days);
    }
    lines.into_values().collect()
}

/// How long each thing took that was done, in the order in which cases go.
fn turnaround(cases: &BTreeMap<CycleId, Vec<Stay>>, stages: &[&str]) -> Vec<Turnaround> {
    let mut days: BTreeMap<(StateName, Option<String>, Option<u32>), Vec<i64>> = BTreeMap::new();
    for stay in cases.values().flatten().filter(|stay| stay.done) {
        let Some(to) = stay.to else { continue };
        let (stage, round) = match stay.state {
            StateName::Review => (stay.stage.clone(), Some(stay.round)),
            StateName::Returned => (None, Some(stay.round)),
            StateName::SelfAssessment
            | StateName::Scoping
            | StateName::Revision
            | StateName::Decision
            | StateName::Certified => (None, None),
            StateName::Enrolled
            | StateName::Scheduled
            | StateName::Concluded
            | StateName::Withdrawn => continue,
        };
        let took = (local_date(to) - local_date(stay.from)).num_days();
        days.entry((stay.state, stage, round))
            .or_default()
            .push(took);
    }
    let mut lines: Vec<Turnaround> = days
        .into_iter()
        .map(|((state, stage, round), mut days)| {
            days.sort_unstable();
            Turnaround {
                state,
                stage,
                round,
                cases: days.len() as u64,
                median: percentile(&days, 50),
                ninetieth: percentile(&days, 90),
            }
        })
        .collect();
    let place = |stage: &Option<String>| {
        let of = |key: &String| stages.iter().position(|it| it == key);
        stage.as_ref().and_then(of).unwrap_or(usize::MAX)
    };
    lines.sort_by_key(|it| (it.state, place(&it.stage), it.round));
    lines
}

/// The smallest value that at least `percent` of a sorted list do not exceed.
fn percentile(sorted: &[i64], percent: usize) -> i64 {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

/// Where the cases that opened in each year stood at the end of each month.
fn cohorts(cases: &BTreeMap<CycleId, Vec<Stay>>, today: NaiveDate) -> Vec<Cohort> {
    let mut by_year: BTreeMap<i32, Vec<&Vec<Stay>>> = BTreeMap::new();
    for stays in cases.values() {
        let opened = stays
            .iter()
            .find(|it| it.state == StateName::SelfAssessment);
        if let Some(opened) = opened {
            by_year
                .entry(local_date(opened.from).year())
                .or_default()
                .push(stays);
        }
    }
    let months = last_months(today);
    by_year
        .into_iter()
        .rev()
        .map(|(year, cases)| Cohort {
            year,
            cases: cases.len() as u64,
            months: months
                .iter()
                .filter(|(first, _)| first.year() >= year)
                .map(|(first, end)| {
                    let mut counts: BTreeMap<StateName, u64> = BTreeMap::new();
                    for stays in &cases {
                        // The last state that it had entered by then.
                        let at = stays.partition_point(|stay| local_date(stay.from) < *end);
                        let stood = at.checked_sub(1).and_then(|index| stays.get(index));
                        if let Some(stood) = stood {
                            *counts.entry(stood.state).or_default() += 1;
                        }
                    }
                    (*first, counts.into_iter().collect())
                })
                .collect(),
        })
        .collect()
}

/// The first day of each of the last months, this one among them, and the day
/// after its end or after today.
fn last_months(today: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
    let first = today.with_day(1).unwrap_or(today);
    let mut months = Vec::new();
    for back in (0..MONTHS).rev() {
        let Some(start) = first.checked_sub_months(chrono::Months::new(back)) else {
            continue;
        };
        let Some(next) = start.checked_add_months(chrono::Months::new(1)) else {
            continue;
        };
        let tomorrow = today.succ_opt().unwrap_or(today);
        months.push((start, next.min(tomorrow)));
    }
    months
}

#[cfg(test)]
mod tests;
