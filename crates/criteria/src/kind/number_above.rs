//! `number-range@1`: a number lies between bounds.

use lustrum_text::Arg;
use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict, Where, table_node},
};

/// Bounds for the numbers at a place.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberRange {
    /// The numbers.
    at: Path,
    /// Which rows are looked at.
    #[serde(default, rename = "where")]
    filter: Where,
    /// The number must be greater than this.
    above: Option<f64>,
    /// The number may be no greater than this.
    max: Option<f64>,
}

impl Judge for NumberRange {
    fn paths(&self) -> Vec<Path> {
        let rows = self.at.split_rows().map(|(rows, _)| rows);
        let filter = rows.iter().flat_map(|rows| self.filter.paths(rows));
        filter.chain([self.at.clone()]).collect()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let bound = |bound: Option<f64>| bound.map_or("–".into(), Arg::Number);
        let args = [("above", bound(self.above)), ("max", bound(self.max))];
        let mut report = doc.report("check-range-wanted", &args);
        let nodes = doc.nodes(&self.at, &self.filter)?;
        if nodes.is_empty() {
            report.missing(&table_node(doc, &self.at)?);
        }
        for node in nodes {
            match node.number() {
                None => report.missing(&node),
                Some(number) => {
                    let good = self.above.is_none_or(|above| number > above)
                        && self.max.is_none_or(|max| number <= max);
                    if !good {
                        report.not_met("check-range-outside", &node, &[]);
                    }
                }
            }
        }
        Ok(report.done())
    }
}
