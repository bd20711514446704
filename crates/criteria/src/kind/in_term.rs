//! `in-term@1`: a date lies in the present term of the council.

use chrono::{Datelike, NaiveDate};
use lustrum_text::Arg;
use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict},
};

/// When terms begin. What an earlier council said may still hold; only a
/// person can tell.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InTerm {
    /// The date.
    at: Path,
    /// A year on whose first day a term begins.
    begins: i32,
    /// How many years a term lasts.
    years: i32,
}

impl Judge for InTerm {
    fn paths(&self) -> Vec<Path> {
        vec![self.at.clone()]
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let first = self.first_day(doc.as_of);
        let args = [(
            "year",
            Arg::plain(first.map_or(self.begins, |day| day.year())),
        )];
        let mut report = doc.report("check-term-wanted", &args);
        let node = doc.node(&self.at)?;
        match node.date() {
            None => report.missing(&node),
            Some(date) if date > doc.as_of => report.not_met("check-term-future", &node, &[]),
            Some(date) if first.is_some_and(|first| date < first) => {
                report.unknown("check-term-earlier", &node, &[]);
            }
            Some(_) => {}
        }
        Ok(report.done())
    }
}

impl InTerm {
    /// The first day of the term in which `day` lies.
    fn first_day(&self, day: NaiveDate) -> Option<NaiveDate> {
        let since = day.year().checked_sub(self.begins)?;
        let into = since.checked_rem_euclid(self.years)?;
        NaiveDate::from_ymd_opt(day.year().checked_sub(into)?, 1, 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_begins_on_the_first_day_of_every_fourth_year() {
        let term = InTerm {
            at: Path::root(),
            begins: 2026,
            years: 4,
        };
        for (day, first) in [
            ("2026-01-01", "2026-01-01"),
            ("2029-12-31", "2026-01-01"),
            ("2030-01-01", "2030-01-01"),
            ("2025-12-31", "2022-01-01"),
        ] {
            assert_eq!(
                term.first_day(day.parse().unwrap()),
                first.parse().ok(),
                "{day}"
            );
        }
    }
}
