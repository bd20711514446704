//! `table-complete@1`: each row has the fields wanted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Node, Verdict, Where, table_node},
    problem::list,
};

/// What each row of a table must have. A table without rows, or without one
/// that the filter admits, is unknown: nobody has come to it yet.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableComplete {
    /// The table.
    rows: Path,
    /// Which rows are looked at; all when left out.
    #[serde(default, rename = "where")]
    filter: Where,
    /// Fields that must each be filled.
    #[serde(default)]
    required: Vec<String>,
    /// Groups of fields of which at least one must be filled.
    #[serde(default)]
    one_of: Vec<Vec<String>>,
    /// Of each group at least one field is asked for; a row without is
    /// unknown rather than not met.
    #[serde(default)]
    asked: Vec<Vec<String>>,
    /// The fewest characters with which a field counts as filled: a dash is
    /// no reason.
    #[serde(default)]
    min_length: BTreeMap<String, usize>,
}

impl Judge for TableComplete {
    fn paths(&self) -> Vec<Path> {
        let rows = self.rows.rows();
        let groups = self.one_of.iter().chain(&self.asked).flatten();
        let fields = groups.chain(&self.required).chain(self.min_length.keys());
        fields
            .map(|field| rows.below(field))
            .chain(self.filter.paths(&rows))
            .collect()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let mut report = doc.report("check-rows-wanted", &[]);
        let table = table_node(doc, &self.rows)?;
        if !table.is_filled() {
            report.missing(&table);
            return Ok(report.done());
        }
        let rows = doc.nodes(&self.rows.rows(), &self.filter)?;
        if rows.is_empty() {
            report.unknown("check-rows-none", &table, &[]);
        }
        for row in &rows {
            let open = self.filter.left_open(row);
            let single = self.required.iter().map(std::slice::from_ref);
            let firm = single.chain(self.one_of.iter().map(Vec::as_slice));
            let asked = self.asked.iter().map(Vec::as_slice);
            for (fields, firm) in firm.map(|it| (it, true)).chain(asked.map(|it| (it, false))) {
                doc.spend(fields.len())?;
                if fields.iter().any(|field| self.is_filled(row, field)) {
                    continue;
                }
                let nodes: Vec<_> = fields.iter().map(|field| row.child(field)).collect();
                let labels: Vec<_> = nodes
                    .iter()
                    .map(|node| doc.schema.own(&node.pointer()))
                    .collect();
                let args = [("fields", list(&labels, ", ").into())];
                match (&open, nodes.as_slice()) {
                    (Some(open), _) => report.unknown("check-rows-undecided", open, &args),
                    (None, [node]) if firm => report.not_met("check-rows-empty", node, &[]),
                    (None, [node]) => report.missing(node),
                    (None, _) if firm => report.not_met("check-rows-one-of", row, &args),
                    (None, _) => report.unknown("check-rows-one-of", row, &args),
                }
            }
        }
        Ok(report.done())
    }
}

impl TableComplete {
    fn is_filled(&self, row: &Node, field: &str) -> bool {
        let node = row.child(field);
        let least = self.min_length.get(field).copied().unwrap_or_default();
        node.is_filled() && (least == 0 || node.length() >= least)
    }
}
