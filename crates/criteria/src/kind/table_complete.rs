//! `table-complete@1`: each row has the fields wanted.

use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict, Where, table_node},
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
}

impl Judge for TableComplete {
    fn paths(&self) -> Vec<Path> {
        let rows = self.rows.rows();
        let fields = self.one_of.iter().flatten().chain(&self.required);
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
            let single = self.required.iter().map(std::slice::from_ref);
            for fields in single.chain(self.one_of.iter().map(Vec::as_slice)) {
                doc.spend(fields.len())?;
                let nodes: Vec<_> = fields.iter().map(|field| row.child(field)).collect();
                if nodes.iter().any(|node| node.is_filled()) {
                    continue;
                }
                match nodes.as_slice() {
                    [node] => report.not_met("check-rows-empty", node, &[]),
                    nodes => {
                        let labels: Vec<_> = nodes
                            .iter()
                            .map(|node| doc.schema.own(&node.pointer()))
                            .collect();
                        let args = [("fields", list(&labels, ", ").into())];
                        report.not_met("check-rows-one-of", row, &args);
                    }
                }
            }
        }
        Ok(report.done())
    }
}
