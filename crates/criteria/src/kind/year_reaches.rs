//! `year-reaches@1`: a year is not too early.

use lustrum_text::Arg;
use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict, Where},
};

/// How far ahead a year must lie at least.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearReaches {
    /// The year.
    at: Path,
    /// The earliest year that is good.
    min: i32,
}

impl Judge for YearReaches {
    fn paths(&self) -> Vec<Path> {
        vec![self.at.clone()]
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let mut report = doc.report("check-reaches-wanted", &[("min", Arg::plain(self.min))]);
        for node in doc.nodes(&self.at, &Where::default())? {
            match node.year() {
                None => report.missing(&node),
                Some(year) if year < self.min => report.not_met("check-reaches-early", &node, &[]),
                Some(_) => {}
            }
        }
        Ok(report.done())
    }
}
