//! Dates as people write them.

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

#[cfg(test)]
mod tests;
