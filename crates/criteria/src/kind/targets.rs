//! `targets@1`: there are enough targets, and the first is early enough.

use chrono::Datelike;
use lustrum_text::Arg;
use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Node, Verdict, Where, table_node},
};

/// How many targets are wanted, and by when the first of them.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Targets {
    /// The table of targets.
    rows: Path,
    /// Which of them count.
    #[serde(default, rename = "where")]
    filter: Where,
    /// The field with the year. A target whose year is over no longer counts.
    year: String,
    /// The fields of which one says how much; without any a target is a year
    /// and nothing else.
    figures: Vec<String>,
    /// The fewest different years that are enough.
    count: usize,
    /// The latest year for the first.
    first_by: i32,
}

impl Judge for Targets {
    fn paths(&self) -> Vec<Path> {
        let rows = self.rows.rows();
        self.filter
            .paths(&rows)
            .chain(self.figures.iter().map(|field| rows.below(field)))
            .chain([rows.below(&self.year)])
            .collect()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let args = [
            ("count", self.count.into()),
            ("first", Arg::plain(self.first_by)),
        ];
        let mut report = doc.report("check-targets-wanted", &args);
        let table = table_node(doc, &self.rows)?;
        if !table.is_filled() {
            report.missing(&table);
            return Ok(report.done());
        }
        let mut rows = doc.nodes(&self.rows.rows(), &self.filter)?;
        let today = doc.as_of.year();
        rows.retain(|row| {
            row.child(&self.year)
                .year()
                .is_none_or(|year| year >= today)
        });
        for row in &rows {
            let figures: Vec<_> = self.figures.iter().map(|field| row.child(field)).collect();
            if let (Some(first), false) = (figures.first(), figures.iter().any(Node::is_filled)) {
                report.missing(first);
            }
        }
        let rows: Vec<_> = rows.iter().map(|row| row.child(&self.year)).collect();
        for node in rows.iter().filter(|node| node.year().is_none()) {
            report.missing(node);
        }
        let mut years: Vec<_> = rows
            .iter()
            .filter_map(|node| Some((node.year()?, node)))
            .collect();
        years.sort_by_key(|(year, _)| *year);
        years.dedup_by_key(|(year, _)| *year);
        // A target whose year is missing may be the one that is wanted.
        let undated = rows.iter().any(|node| node.year().is_none());
        if years.len() < self.count && !undated {
            report.not_met(
                "check-targets-few",
                &table,
                &[("counted", years.len().into())],
            );
        }
        if let Some((year, node)) = years.first()
            && *year > self.first_by
            && !undated
        {
            report.not_met("check-targets-late", node, &[]);
        }
        Ok(report.done())
    }
}
