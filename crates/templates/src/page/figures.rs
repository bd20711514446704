//! Figures of the programme: how long things take, what waits, what is returned.

use chrono::NaiveDate;
use lustrum_domain::{ReturnReason, StateName};
use serde::Serialize;

use super::{Page, day, nasty};
use crate::plot::{
    cohort::Cohort,
    returns::{Returned, Returns},
};

/// The page of figures.
#[derive(Debug, Clone, Serialize)]
pub struct Figures {
    /// The day they were counted.
    pub as_of: NaiveDate,
    /// How long things take.
    pub turnaround: Vec<TurnaroundLine>,
    /// What waits now.
    pub queue: Vec<WaitingLine>,
    /// The years whose cohorts can be looked at.
    pub years: Vec<i32>,
    /// The year that is shown.
    pub year: Option<i32>,
    /// The cohort of that year.
    pub cohort: Option<Cohort>,
    /// Which criteria were returned.
    pub returns: Option<Returns>,
}

/// How long something takes.
#[derive(Debug, Clone, Serialize)]
pub struct TurnaroundLine {
    /// The state it takes place in.
    pub state: StateName,
    /// What the stage's organisation is called.
    pub stage: Option<String>,
    /// The round.
    pub round: Option<u32>,
    /// How many times it was done.
    pub cases: u64,
    /// Half took at most so many days.
    pub median: i64,
    /// Nine in ten took at most so many.
    pub ninetieth: i64,
}

/// What waits in a state.
#[derive(Debug, Clone, Serialize)]
pub struct WaitingLine {
    /// The state.
    pub state: StateName,
    /// What the stage's organisation is called.
    pub stage: Option<String>,
    /// How many cases.
    pub cases: u64,
    /// How many of them are overdue.
    pub overdue: u64,
    /// Since how many days the one that waits longest.
    pub longest: i64,
}

impl Page for Figures {
    const TEMPLATE: &'static str = "pages/figures.html";

    fn samples() -> Vec<Self> {
        let months: Vec<_> = (0..20)
            .map(|index| {
                let first = day(2025, 1, 1) + chrono::Months::new(index);
                (
                    first,
                    vec![
                        (StateName::Revision, 40),
                        (StateName::Review, u64::from(index)),
                    ],
                )
            })
            .collect();
        let returned = ReturnReason::ALL
            .iter()
            .enumerate()
            .map(|(index, reason)| Returned {
                criterion: format!("KA-1.0{index}"),
                reasons: vec![(*reason, index as u64), (ReturnReason::Other, 2)],
                judged: 40,
            });
        vec![
            Self {
                as_of: day(2027, 1, 20),
                turnaround: Vec::new(),
                queue: Vec::new(),
                years: Vec::new(),
                year: None,
                cohort: None,
                returns: None,
            },
            Self {
                as_of: day(2027, 1, 20),
                turnaround: StateName::ALL
                    .iter()
                    .map(|state| TurnaroundLine {
                        state: *state,
                        stage: (*state == StateName::Review).then(nasty),
                        round: (*state == StateName::Review).then_some(2),
                        cases: 1200,
                        median: 17,
                        ninetieth: 1,
                    })
                    .collect(),
                queue: [None, Some(nasty())]
                    .map(|stage| WaitingLine {
                        state: StateName::Review,
                        overdue: u64::from(stage.is_some()),
                        stage,
                        cases: 12,
                        longest: 31,
                    })
                    .to_vec(),
                years: vec![2026, 2025],
                year: Some(2025),
                cohort: Cohort::of(&months),
                returns: Returns::of(returned.collect(), 6),
            },
        ]
    }
}
