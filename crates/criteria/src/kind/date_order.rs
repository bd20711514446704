//! `date-order@1`: dates follow one another.

use chrono::NaiveDate;
use lustrum_text::Arg;
use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Node, Verdict},
};

/// Dates in the order in which they must fall; the same day is in order.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateOrder {
    /// The places of the dates, the earliest first.
    dates: Vec<Path>,
}

impl Judge for DateOrder {
    fn paths(&self) -> Vec<Path> {
        self.dates.clone()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let mut report = doc.report("check-order-wanted", &[]);
        let mut earlier: Option<(NaiveDate, Node)> = None;
        for path in &self.dates {
            let node = doc.node(path)?;
            let Some(date) = node.date() else {
                report.missing(&node);
                continue;
            };
            if let Some((first, place)) = earlier.filter(|(first, _)| *first > date) {
                let args = [
                    ("first", Arg::plain(first)),
                    ("first-place", doc.schema.label(&place.pointer()).into()),
                ];
                report.not_met("check-order-reversed", &node, &args);
            }
            earlier = Some((date, node));
        }
        Ok(report.done())
    }
}
