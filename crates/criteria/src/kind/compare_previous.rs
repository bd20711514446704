//! `compare-previous@1`: no target is weaker than in the last certified plan.

use lustrum_text::Arg;
use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict, Where, table_node},
};

/// How targets of two plans are matched and compared.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComparePrevious {
    /// The table of targets, in this plan and in the last one.
    rows: Path,
    /// Where this plan repeats the last plan's targets; used when the last
    /// plan's own data is not at hand.
    repeated: Path,
    /// Which targets are compared.
    #[serde(default, rename = "where")]
    filter: Where,
    /// The field with a target's year.
    year: String,
    /// Fields that must agree beside the year for two targets to be
    /// comparable: base year, boundary.
    same: Vec<String>,
    /// The number that must not fall.
    number: String,
    /// The field in which a weaker target is explained.
    reason: String,
}

impl Judge for ComparePrevious {
    fn paths(&self) -> Vec<Path> {
        let rows = self.rows.rows();
        let repeated = self.repeated.rows();
        let both = self.same.iter().chain([&self.year, &self.number]);
        both.flat_map(|field| [rows.below(field), repeated.below(field)])
            .chain(self.filter.paths(&rows))
            .chain(self.filter.paths(&repeated))
            .chain([rows.below(&self.reason)])
            .collect()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let mut report = doc.report("check-previous-wanted", &[]);
        let table = table_node(doc, &self.rows)?;
        let now = doc.nodes(&self.rows.rows(), &self.filter)?;
        if now.is_empty() {
            report.missing(&table);
        }
        let before = doc.earlier(&self.rows, &self.repeated, &self.filter)?;
        if before.is_empty() {
            report.missing(&table_node(doc, &self.repeated)?);
        }
        // Two targets on different boundaries or base years do not compare;
        // then only a person can tell.
        let same = || self.same.iter().chain([&self.year]);
        for old in &before {
            doc.spend(now.len())?;
            let year = old
                .child(&self.year)
                .year()
                .map_or(Arg::from("–"), Arg::plain);
            let Some(promised) = old.child(&self.number).number() else {
                report.unknown("check-previous-unnumbered", &table, &[("year", year)]);
                continue;
            };
            let args = [("promised", promised.into()), ("year", year)];
            let Some(new) = now.iter().find(|new| old.agrees(new, same())) else {
                report.unknown("check-previous-unmatched", &table, &args);
                continue;
            };
            let number = new.child(&self.number);
            match number.number() {
                None => report.missing(&number),
                Some(now) if now >= promised => {}
                Some(_) if new.child(&self.reason).is_filled() => {
                    report.unknown("check-previous-explained", &number, &args);
                }
                Some(_) => report.not_met("check-previous-weaker", &number, &args),
            }
        }
        Ok(report.done())
    }
}
