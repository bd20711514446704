//! A date by which something is due.

use chrono::NaiveDate;
use lustrum_domain::Deadline;
use serde::Serialize;

/// What is due, when, and how that lies to today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Due {
    /// What: [`DeadlineKey::word`](lustrum_domain::DeadlineKey::word).
    pub word: String,
    /// The last day.
    pub due: NaiveDate,
    /// Whether the last day is over.
    pub overdue: bool,
    /// Days from today to the last day, or from it to today when overdue.
    pub days: u64,
}

impl Due {
    /// What a row of a list knows of a deadline.
    pub fn new(word: impl Into<String>, due: NaiveDate, today: NaiveDate) -> Self {
        let left = (due - today).num_days();
        Self {
            word: word.into(),
            due,
            overdue: left < 0,
            days: left.unsigned_abs(),
        }
    }

    /// A deadline of a case as it lies to `today`.
    pub fn of(deadline: &Deadline, today: NaiveDate) -> Self {
        Self::new(deadline.key.word(), deadline.due, today)
    }
}
