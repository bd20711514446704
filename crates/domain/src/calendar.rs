//! Working days in Denmark: Monday to Friday without public holidays and
//! without the days on which town halls are closed anyway.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// The rule a deadline was counted by, pinned with the case: an edit of the
/// rule gets a new name, so that an old deadline can be explained for ever.
pub const CALENDAR: &str = "dk@1";

/// Days that are no public holidays but on which a deadline cannot end:
/// Constitution Day, Christmas Eve and New Year's Eve as (month, day).
///
/// Many Danish deadline rules let a period that ends on one of these run to the
/// next weekday; we treat them as no working days, and every deadline names
/// the days it skipped.
const CLOSED: [(u32, u32); 3] = [(6, 5), (12, 24), (12, 31)];

/// A count of working days: where it ended, and which weekdays it stepped over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The working day on which the period ends.
    pub due: NaiveDate,
    /// Monday-to-Friday days in between that were no working days.
    pub skipped: Vec<NaiveDate>,
}

/// Whether offices are open on `date`.
pub fn is_working_day(date: NaiveDate) -> bool {
    !is_weekend(date) && !is_closed(date)
}

/// The `days`-th working day after `from`; `from` itself does not count.
pub fn add_working_days(from: NaiveDate, days: u32) -> Count {
    let mut count = Count {
        due: from,
        skipped: Vec::new(),
    };
    let mut left = days;
    while left > 0 {
        let Some(next) = count.due.succ_opt() else {
            break;
        };
        count.due = next;
        if is_weekend(next) {
            continue;
        }
        if is_closed(next) {
            count.skipped.push(next);
        } else {
            left -= 1;
        }
    }
    count
}

/// How many working days lie after `from` up to and including `to`.
pub fn working_days_between(from: NaiveDate, to: NaiveDate) -> u32 {
    let mut date = from;
    let mut days = 0;
    while date < to {
        let Some(next) = date.checked_add_days(Days::new(1)) else {
            break;
        };
        date = next;
        days += u32::from(is_working_day(date));
    }
    days
}

fn is_weekend(date: NaiveDate) -> bool {
    date.weekday().number_from_monday() > 5
}

fn is_closed(date: NaiveDate) -> bool {
    CLOSED.contains(&(date.month(), date.day())) || is_public_holiday(date)
}

fn is_public_holiday(date: NaiveDate) -> bool {
    let day = |number: u32| u8::try_from(number).unwrap_or_default();
    holidays_rs::Date::new(date.year(), day(date.month()), day(date.day()))
        .is_some_and(|date| holidays_rs::Calendar::denmark().is_holiday(date))
}

#[cfg(test)]
mod tests;
