//! `links@1`: rows of one table and rows of others are tied together.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict, Where, table_node},
};

/// A chain from rows to the rows they name, without orphans.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Links {
    /// The table whose rows name others.
    from: Path,
    /// Which of its rows are looked at.
    #[serde(default, rename = "where")]
    filter: Where,
    /// The field that holds the ids.
    field: String,
    /// The tables whose rows are named.
    to: Vec<Path>,
    /// Which rows of those tables are looked at.
    #[serde(default)]
    to_where: Where,
    /// A row of those tables is looked at only when each of these is filled.
    #[serde(default)]
    to_filled: Vec<String>,
    /// Each row of `from` names at least one row.
    #[serde(default)]
    every_from: bool,
    /// Each row of `to` is named at least once.
    #[serde(default)]
    every_to: bool,
}

impl Judge for Links {
    fn paths(&self) -> Vec<Path> {
        let rows = self.from.rows();
        let to = self.to.iter().map(Path::rows).flat_map(|rows| {
            let filled = self.to_filled.iter().map(|field| rows.below(field));
            let read = self.to_where.paths(&rows).chain(filled);
            read.chain([rows.below("id")]).collect::<Vec<_>>()
        });
        to.chain(self.filter.paths(&rows))
            .chain([rows.below(&self.field)])
            .collect()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let mut report = doc.report("check-links-wanted", &[]);
        let from = doc.nodes(&self.from.rows(), &self.filter)?;
        let mut to = Vec::new();
        for table in &self.to {
            to.extend(doc.nodes(&table.rows(), &self.to_where)?);
        }
        to.retain(|row| {
            self.to_filled
                .iter()
                .all(|field| row.child(field).is_filled())
        });
        for table in [&self.from].into_iter().chain(&self.to) {
            let node = table_node(doc, table)?;
            if !node.is_filled() {
                report.missing(&node);
            }
        }
        if from.is_empty() || to.is_empty() {
            // Without rows on both sides no row is an orphan yet.
            if let (true, Some(table)) = (report.is_clear(), self.to.first()) {
                report.unknown("check-rows-none", &table_node(doc, table)?, &[]);
            }
            return Ok(report.done());
        }
        let known: HashSet<&str> = to
            .iter()
            .filter_map(|row| row.child("id").value.as_str())
            .collect();
        let mut named = HashSet::new();
        for row in &from {
            let field = row.child(&self.field);
            let ids: Vec<&str> = match field.value {
                Value::Array(ids) => ids.iter().filter_map(Value::as_str).collect(),
                Value::String(id) => vec![id],
                _ => Vec::new(),
            };
            doc.spend(ids.len())?;
            let good = ids.iter().filter(|id| known.contains(*id)).count();
            if self.every_from && good == 0 {
                report.not_met("check-links-names-none", &field, &[]);
            }
            named.extend(ids);
        }
        if self.every_to {
            for row in &to {
                let id = row.child("id");
                if id.value.as_str().is_some_and(|id| !named.contains(id)) {
                    report.not_met("check-links-unnamed", &id, &[]);
                }
            }
        }
        Ok(report.done())
    }
}
