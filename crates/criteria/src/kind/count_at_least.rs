//! `count-at-least@1`: a table has enough rows.

use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Node, Verdict, Where, table_node},
};

/// How many rows are wanted, and which of them count.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountAtLeast {
    /// The table.
    rows: Path,
    /// The fewest rows that are enough.
    count: usize,
    /// Which rows count; all when left out.
    #[serde(default, rename = "where")]
    filter: Where,
    /// A row counts only when each of these is filled.
    #[serde(default)]
    filled: Vec<String>,
    /// The field with the date from which a row counts.
    from: Option<String>,
}

impl Judge for CountAtLeast {
    fn paths(&self) -> Vec<Path> {
        let rows = self.rows.rows();
        let fields = self.filled.iter().chain(&self.from);
        let fields = fields.map(|field| rows.below(field));
        fields
            .chain(self.filter.paths(&rows))
            .chain([self.rows.clone()])
            .collect()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let mut report = doc.report("check-count-wanted", &[("count", self.count.into())]);
        let table = table_node(doc, &self.rows)?;
        if !table.is_filled() {
            report.missing(&table);
            return Ok(report.done());
        }
        let rows = doc.nodes(&self.rows.rows(), &self.filter)?;
        let is_filled = |row: &&Node| self.filled.iter().all(|field| row.child(field).is_filled());
        let mut counted = 0;
        let mut open = Vec::new();
        for row in rows.iter().filter(is_filled) {
            let from = self.from.as_ref().map(|field| row.child(field));
            match from.map(|node| node.date().ok_or(node)) {
                Some(Err(node)) => open.push(node),
                Some(Ok(day)) if day > doc.as_of => {}
                _ => counted += 1,
            }
        }
        if counted < self.count && counted + open.len() >= self.count {
            for node in &open {
                report.missing(node);
            }
        } else if counted < self.count {
            report.not_met("check-count-few", &table, &[("counted", counted.into())]);
        }
        Ok(report.done())
    }
}
