//! `each-used@1`: each of several fields is filled in some row.

use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict, Where, table_node},
};

/// Fields of a table none of which may be empty throughout.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EachUsed {
    /// The table.
    rows: Path,
    /// The fields.
    fields: Vec<String>,
}

impl Judge for EachUsed {
    fn paths(&self) -> Vec<Path> {
        let rows = self.rows.rows();
        self.fields.iter().map(|field| rows.below(field)).collect()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let mut report = doc.report("check-used-wanted", &[]);
        let table = table_node(doc, &self.rows)?;
        let rows = doc.nodes(&self.rows.rows(), &Where::default())?;
        let Some(first) = rows.first() else {
            report.missing(&table);
            return Ok(report.done());
        };
        for field in &self.fields {
            doc.spend(rows.len())?;
            if !rows.iter().any(|row| row.child(field).is_filled()) {
                let own = doc.schema.own(&first.child(field).pointer());
                report.not_met("check-used-nowhere", &table, &[("field", own.into())]);
            }
        }
        Ok(report.done())
    }
}
