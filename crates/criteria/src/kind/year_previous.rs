//! `year-previous@1`: no goal is to be reached later than the last plan said.

use lustrum_text::Arg;
use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict, Where, table_node},
};

/// How goals of two plans are matched, and the year in which they are reached.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearPrevious {
    /// The table of targets, in this plan and in the last one.
    rows: Path,
    /// Where this plan repeats the last plan's targets; used when the last
    /// plan's own data is not at hand.
    repeated: Path,
    /// Which targets are compared.
    #[serde(default, rename = "where")]
    filter: Where,
    /// The year that must not be later.
    year: String,
    /// Fields that must agree for two targets to be comparable.
    same: Vec<String>,
    /// The field in which a later year is explained.
    reason: String,
}

impl Judge for YearPrevious {
    fn paths(&self) -> Vec<Path> {
        let rows = self.rows.rows();
        let repeated = self.repeated.rows();
        let both = self.same.iter().chain([&self.year]);
        both.flat_map(|field| [rows.below(field), repeated.below(field)])
            .chain(self.filter.paths(&rows))
            .chain(self.filter.paths(&repeated))
            .chain([rows.below(&self.reason)])
            .collect()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let mut report = doc.report("check-later-wanted", &[]);
        let table = table_node(doc, &self.rows)?;
        let now = doc.nodes(&self.rows.rows(), &self.filter)?;
        if now.is_empty() {
            report.missing(&table);
        }
        let before = doc.earlier(&self.rows, &self.repeated, &self.filter)?;
        if before.is_empty() {
            report.missing(&table_node(doc, &self.repeated)?);
        }
        for old in &before {
            doc.spend(now.len())?;
            let Some(promised) = old.child(&self.year).year() else {
                report.unknown("check-later-undated", &table, &[]);
                continue;
            };
            let args = [("promised", Arg::plain(promised))];
            let new = now.iter().find(|new| old.agrees(new, &self.same));
            let Some(new) = new else {
                report.unknown("check-later-unmatched", &table, &args);
                continue;
            };
            let year = new.child(&self.year);
            match year.year() {
                None => report.missing(&year),
                Some(now) if now <= promised => {}
                Some(_) if new.child(&self.reason).is_filled() => {
                    report.unknown("check-later-explained", &year, &args);
                }
                Some(_) => report.not_met("check-later-later", &year, &args),
            }
        }
        Ok(report.done())
    }
}
