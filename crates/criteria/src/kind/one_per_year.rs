//! `one-per-year@1`: each whole year since a date has a row.

use std::collections::HashSet;

use chrono::{Datelike, Months};
use lustrum_text::Arg;
use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict, Where, table_node},
};

/// Years that must each have a row: those after the year of a date that are
/// over, with the time after their end in which a row may still be written.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnePerYear {
    /// The table.
    rows: Path,
    /// The field that holds the year.
    field: String,
    /// The date from which a row is due each year.
    since: Path,
    /// How many months after its end a year need not have its row yet.
    grace_months: u32,
}

impl Judge for OnePerYear {
    fn paths(&self) -> Vec<Path> {
        vec![self.rows.rows().below(&self.field), self.since.clone()]
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let mut report = doc.report("check-yearly-wanted", &[]);
        let table = table_node(doc, &self.rows)?;
        let since = doc.node(&self.since)?;
        for node in [&table, &since] {
            if !node.is_filled() {
                report.missing(node);
            }
        }
        let (true, Some(first)) = (table.is_filled(), since.year()) else {
            return Ok(report.done());
        };
        let rows = doc.nodes(&self.rows.rows().below(&self.field), &Where::default())?;
        let years: HashSet<i32> = rows.iter().filter_map(|node| node.year()).collect();
        let due = doc.as_of.checked_sub_months(Months::new(self.grace_months));
        let due = due.unwrap_or(doc.as_of).year();
        for year in first.saturating_add(1)..due {
            doc.spend(1)?;
            if !years.contains(&year) {
                report.not_met(
                    "check-yearly-missing",
                    &table,
                    &[("year", Arg::plain(year))],
                );
            }
        }
        Ok(report.done())
    }
}
