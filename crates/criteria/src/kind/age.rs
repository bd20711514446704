//! `age@1`: a year or date is not too far back, counted to the day of judgement.

use chrono::{Datelike, Months, NaiveDate};
use lustrum_domain::{Bilingual, Locale};
use lustrum_text::{Arg, date};
use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Node, Verdict, Where},
};

/// How old what stands at a place may be.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Age {
    /// A year, or a date.
    at: Path,
    /// The greatest age in years that is still good.
    max_years: u32,
    /// From this age on, a note says that it will soon be too old.
    note_years: Option<u32>,
}

impl Judge for Age {
    fn paths(&self) -> Vec<Path> {
        vec![self.at.clone()]
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let day = Bilingual {
            da: date(Locale::Da, doc.as_of),
            en: date(Locale::En, doc.as_of),
        };
        let args = [("max", Arg::plain(self.max_years)), ("day", day.into())];
        let mut report = doc.report("check-age-wanted", &args);
        for node in doc.nodes(&self.at, &Where::default())? {
            match years_back(&node, doc.as_of) {
                None => report.missing(&node),
                Some(age) if age < 0 => report.not_met("check-age-future", &node, &[]),
                Some(age) => {
                    let args = [("age", Arg::plain(age))];
                    if age > i64::from(self.max_years) {
                        report.not_met("check-age-old", &node, &args);
                    } else if self.note_years.is_some_and(|years| age >= i64::from(years)) {
                        report.note("check-age-soon", &node, &args);
                    }
                }
            }
        }
        Ok(report.done())
    }
}

/// The age in years, a begun year of a date counted as a whole one: on the
/// day of its fifth anniversary a document is five years old, the day after
/// it is in its sixth.
fn years_back(node: &Node, as_of: NaiveDate) -> Option<i64> {
    let Some(date) = node.date() else {
        return Some(i64::from(as_of.year()) - i64::from(node.year()?));
    };
    if date > as_of {
        return Some(-1);
    }
    let years = u32::try_from(as_of.year() - date.year()).ok()?;
    let anniversary = date.checked_add_months(Months::new(years.checked_mul(12)?))?;
    Some(i64::from(years) + i64::from(anniversary < as_of))
}

#[cfg(test)]
mod tests;
