//! `number-above@1`: a number is greater than another.

use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict, Where, table_node},
};

/// What the numbers at a place must exceed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberAbove {
    /// The numbers.
    at: Path,
    /// Which rows are looked at.
    #[serde(default, rename = "where")]
    filter: Where,
    /// Each number must be greater than this.
    above: f64,
}

impl Judge for NumberAbove {
    fn paths(&self) -> Vec<Path> {
        let rows = self.at.split_rows().map(|(rows, _)| rows);
        let filter = rows.iter().flat_map(|rows| self.filter.paths(rows));
        filter.chain([self.at.clone()]).collect()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let mut report = doc.report("check-range-wanted", &[("above", self.above.into())]);
        let nodes = doc.nodes(&self.at, &self.filter)?;
        if nodes.is_empty() {
            report.missing(&table_node(doc, &self.at)?);
        }
        for node in nodes {
            match node.number() {
                None => report.missing(&node),
                Some(number) if number <= self.above => {
                    report.not_met("check-range-outside", &node, &[]);
                }
                Some(_) => {}
            }
        }
        Ok(report.done())
    }
}
