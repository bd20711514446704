//! `within-years@1`: a date follows another within a number of years.

use chrono::Months;
use lustrum_domain::{Bilingual, Locale};
use lustrum_text::{Arg, date};
use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict},
};

/// The longest time between two dates.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithinYears {
    /// The earlier date.
    from: Path,
    /// The later date.
    at: Path,
    /// The most years between them; the anniversary itself is within.
    max_years: u32,
}

impl Judge for WithinYears {
    fn paths(&self) -> Vec<Path> {
        vec![self.from.clone(), self.at.clone()]
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let from = doc.node(&self.from)?;
        let at = doc.node(&self.at)?;
        let from_place = doc.schema.label(&from.pointer());
        let args = [
            ("max", Arg::plain(self.max_years)),
            ("from-place", from_place.into()),
        ];
        let mut report = doc.report("check-within-wanted", &args);
        for node in [&from, &at] {
            if node.date().is_none() {
                report.missing(node);
            }
        }
        let (Some(first), Some(second)) = (from.date(), at.date()) else {
            return Ok(report.done());
        };
        let latest = self
            .max_years
            .checked_mul(12)
            .and_then(|months| first.checked_add_months(Months::new(months)));
        if second < first {
            report.not_met("check-within-before", &at, &[]);
        } else if let Some(latest) = latest.filter(|latest| second > *latest) {
            let shown = Bilingual {
                da: date(Locale::Da, latest),
                en: date(Locale::En, latest),
            };
            report.not_met("check-within-late", &at, &[("latest", shown.into())]);
        }
        Ok(report.done())
    }
}
