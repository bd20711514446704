//! `year-limit@1`: a year is not too late.

use lustrum_text::Arg;
use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Node, Verdict, Where, table_node},
};

/// The latest year allowed, and the year after which a reason is wanted.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearLimit {
    /// The table whose rows hold the year; left out when there is one year only.
    rows: Option<Path>,
    /// Which rows are looked at.
    #[serde(default, rename = "where")]
    filter: Where,
    /// The field with the year; a path from the root without `rows`.
    year: String,
    /// The latest year allowed.
    max: i32,
    /// A later year wants a reason, though it is allowed.
    reason_after: Option<i32>,
    /// The field of the row that holds the reason.
    reason: Option<String>,
    /// The field with which it is said that no year is wanted.
    unless: Option<String>,
}

impl YearLimit {
    fn place(&self, field: &str) -> Path {
        match &self.rows {
            Some(rows) => rows.rows().below(field),
            None => Path::root().below(field.trim_start_matches('/')),
        }
    }
}

impl Judge for YearLimit {
    fn paths(&self) -> Vec<Path> {
        let rows = self.rows.as_ref().map(Path::rows);
        let filter = rows.iter().flat_map(|rows| self.filter.paths(rows));
        let fields = self
            .reason
            .iter()
            .chain(&self.unless)
            .chain([&self.year])
            .map(|field| self.place(field));
        filter.chain(fields).collect()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let args = [("max", Arg::plain(self.max))];
        let mut report = doc.report("check-year-wanted", &args);
        let rows: Vec<Node> = match &self.rows {
            Some(rows) => doc.nodes(&rows.rows(), &self.filter)?,
            None => vec![Node::root(doc.plan)],
        };
        if let (true, Some(table)) = (rows.is_empty(), &self.rows) {
            report.missing(&table_node(doc, table)?);
        }
        for row in &rows {
            let node = row.child(&self.year);
            let Some(year) = node.year() else {
                let unless = self.unless.as_ref().map(|field| row.child(field));
                if unless.is_none_or(|field| field.value != true) {
                    report.missing(&node);
                }
                continue;
            };
            let reason = self.reason.as_ref().map(|field| row.child(field));
            match (reason, self.reason_after) {
                _ if year > self.max => report.not_met("check-year-late", &node, &[]),
                (Some(reason), Some(after)) if year > after => {
                    let args = [("after", Arg::plain(after)), ("year", Arg::plain(year))];
                    if reason.is_filled() {
                        report.note("check-year-reasoned", &node, &args);
                    } else {
                        report.unknown("check-year-unreasoned", &reason, &args);
                    }
                }
                _ => {}
            }
        }
        Ok(report.done())
    }
}
