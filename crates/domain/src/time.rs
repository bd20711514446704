//! Instants are UTC and cut to microseconds; dates are civil dates in Copenhagen.
//!
//! PostgreSQL keeps microseconds and SQLite would keep nanoseconds, so an
//! instant is cut once, here, and reads back as it was written on both.

use chrono::{DateTime, Months, NaiveDate, NaiveTime, SubsecRound, TimeZone, Timelike, Utc};
use chrono_tz::Europe::Copenhagen;

/// An instant in UTC with microsecond precision.
pub type Timestamp = DateTime<Utc>;

/// `instant` cut to microseconds. Every clock passes its reading through here.
pub fn to_micros(instant: Timestamp) -> Timestamp {
    instant.trunc_subsecs(6)
}

/// The civil date in Copenhagen at `instant`.
pub fn local_date(instant: Timestamp) -> NaiveDate {
    instant.with_timezone(&Copenhagen).date_naive()
}

/// The time of day in Denmark at `instant`: hours and minutes.
pub fn local_time(instant: Timestamp) -> (u32, u32) {
    let local = instant.with_timezone(&Copenhagen);
    (local.hour(), local.minute())
}

/// The instant at which the clocks of Copenhagen show `hour`:00 on `date`.
///
/// An hour that the change to summer time skips is taken an hour later.
pub fn at_hour(date: NaiveDate, hour: u32) -> Timestamp {
    let time = NaiveTime::from_hms_opt(hour.min(23), 0, 0).unwrap_or_default();
    let local = date.and_time(time);
    Copenhagen
        .from_local_datetime(&local)
        .earliest()
        .or_else(|| {
            Copenhagen
                .from_local_datetime(&(local + chrono::TimeDelta::hours(1)))
                .earliest()
        })
        .map_or_else(|| local.and_utc(), |time| time.with_timezone(&Utc))
}

/// The first instant after the civil day `date` has ended: a deadline day ends
/// at 23:59:59 local time.
pub fn day_after(date: NaiveDate) -> Timestamp {
    at_hour(date.succ_opt().unwrap_or(date), 0)
}

/// `date` moved by whole years; 29 February becomes 28 February.
pub fn add_years(date: NaiveDate, years: u32) -> NaiveDate {
    add_months(date, years * 12)
}

/// `date` moved forward by calendar months, to the last day of a shorter month.
pub fn add_months(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_add_months(Months::new(months))
        .unwrap_or(NaiveDate::MAX)
}

/// `date` moved back by calendar months, to the last day of a shorter month.
pub fn sub_months(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_sub_months(Months::new(months))
        .unwrap_or(NaiveDate::MIN)
}
