//! `rows-cover@1`: a table has a filled row for each name wanted.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict, Where, table_node},
};

/// The names a table must have rows for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowsCover {
    /// The table.
    rows: Path,
    /// The field with the name.
    key: String,
    /// The names wanted.
    wanted: Vec<String>,
    /// A row is filled when one of these is.
    filled_by: Vec<String>,
}

impl Judge for RowsCover {
    fn paths(&self) -> Vec<Path> {
        let fields = self.filled_by.iter().chain([&self.key]);
        fields.map(|field| self.rows.rows().below(field)).collect()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let mut report = doc.report("check-cover-wanted", &[("count", self.wanted.len().into())]);
        let table = table_node(doc, &self.rows)?;
        let rows = doc.nodes(&self.rows.rows(), &Where::default())?;
        if rows.is_empty() {
            report.missing(&table);
            return Ok(report.done());
        }
        let by_name: HashMap<&str, _> = rows
            .iter()
            .filter_map(|row| Some((row.child(&self.key).value.as_str()?, row)))
            .collect();
        for name in &self.wanted {
            let args = [("name", name.as_str().into())];
            match by_name.get(name.as_str()) {
                None => report.not_met("check-cover-absent", &table, &args),
                Some(row)
                    if !self
                        .filled_by
                        .iter()
                        .any(|field| row.child(field).is_filled()) =>
                {
                    report.not_met("check-cover-blank", row, &args);
                }
                Some(_) => {}
            }
        }
        Ok(report.done())
    }
}
