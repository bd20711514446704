//! `matrix-filled@1`: every combination has a filled row.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict, Where, table_node},
};

/// Two fields whose values span a matrix, each cell of which wants a row.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatrixFilled {
    /// The table.
    rows: Path,
    /// One side of the matrix.
    down: Side,
    /// The other side.
    across: Side,
    /// A cell is filled when one of these is: its content, or the reason for none.
    filled_by: Vec<String>,
}

/// A field with the values that it must take.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Side {
    field: String,
    values: Vec<Value>,
}

impl Judge for MatrixFilled {
    fn paths(&self) -> Vec<Path> {
        let fields = [&self.down.field, &self.across.field];
        let fields = fields.into_iter().chain(&self.filled_by);
        fields.map(|field| self.rows.rows().below(field)).collect()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let mut report = doc.report("check-matrix-wanted", &[]);
        let table = table_node(doc, &self.rows)?;
        let rows = doc.nodes(&self.rows.rows(), &Where::default())?;
        if rows.is_empty() {
            report.missing(&table);
            return Ok(report.done());
        }
        let name = |side: &Side, value| {
            doc.schema
                .choice(&self.rows.rows().below(&side.field), value)
        };
        for down in &self.down.values {
            for across in &self.across.values {
                doc.spend(rows.len())?;
                let filled = rows.iter().any(|row| {
                    row.child(&self.down.field).value == down
                        && row.child(&self.across.field).value == across
                        && self
                            .filled_by
                            .iter()
                            .any(|field| row.child(field).is_filled())
                });
                if !filled {
                    let args = [
                        ("down", name(&self.down, down).into()),
                        ("across", name(&self.across, across).into()),
                    ];
                    report.not_met("check-matrix-empty", &table, &args);
                }
            }
        }
        Ok(report.done())
    }
}
