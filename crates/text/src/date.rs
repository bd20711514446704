//! Dates as people write and read them.

use chrono::{Datelike, NaiveDate};
use lustrum_domain::Locale;

const DANISH: [&str; 12] = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];
const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A civil date in full: "23. november 2026", "23 November 2026".
pub fn date(locale: Locale, date: NaiveDate) -> String {
    let (day, month, year) = (date.day(), date.month0() as usize, date.year());
    match locale {
        Locale::Da => format!("{day}. {} {year}", DANISH[month]),
        Locale::En => format!("{day} {} {year}", ENGLISH[month]),
    }
}

/// The month of a date: "november 2026", "November 2026".
pub fn month(locale: Locale, date: NaiveDate) -> String {
    let (month, year) = (date.month0() as usize, date.year());
    match locale {
        Locale::Da => format!("{} {year}", DANISH[month]),
        Locale::En => format!("{} {year}", ENGLISH[month]),
    }
}

/// A day as browsers send it or as Danes write it: `2026-11-26`, `26-11-2026`,
/// `26.11.2026`, `26/11/2026`. The year has four digits: nothing here lies in
/// the year 26, or in 20299.
pub fn read_day(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split(['-', '.', '/']).map(str::trim).collect();
    let &[first, month, last] = parts.as_slice() else {
        return None;
    };
    let (year, day) = match (first.len(), last.len()) {
        (4, 1 | 2) => (first, last),
        (1 | 2, 4) => (last, first),
        _ => return None,
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if ![year, month, day].into_iter().all(digits) {
        return None;
    }
    let year = year.parse::<i32>().ok().filter(|year| *year >= 1000)?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests;
