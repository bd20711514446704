//! `year-current@1`: a table is kept up to the year of judgement.

use chrono::Datelike;
use lustrum_text::Arg;
use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict, Where, table_node},
};

/// Years of which one at least must be the present one, or a later one.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearCurrent {
    /// The years, for example `/staff/*/year`.
    at: Path,
}

impl Judge for YearCurrent {
    fn paths(&self) -> Vec<Path> {
        vec![self.at.clone()]
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let today = doc.as_of.year();
        let mut report = doc.report("check-current-wanted", &[("year", Arg::plain(today))]);
        let table = table_node(doc, &self.at)?;
        let nodes = doc.nodes(&self.at, &Where::default())?;
        if nodes.is_empty() {
            report.missing(&table);
        } else if !nodes
            .iter()
            .any(|node| node.year().is_some_and(|year| year >= today))
        {
            // A row whose year is open may be the one that is wanted.
            match nodes.iter().find(|node| node.year().is_none()) {
                Some(open) => report.missing(open),
                None => report.not_met("check-current-old", &table, &[]),
            }
        }
        Ok(report.done())
    }
}
