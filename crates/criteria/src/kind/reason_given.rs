//! `reason-given@1`: a row has a value, or a key with its reason.

use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict, Where, table_node},
};

/// A row may stand without a value only when a key and a reason say why.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonGiven {
    /// The table.
    rows: Path,
    /// The field that makes a reason needless.
    value: String,
    /// The field with the key.
    key: String,
    /// The field with the reason.
    reason: String,
    /// The fewest characters that can be a reason.
    min_length: usize,
}

impl Judge for ReasonGiven {
    fn paths(&self) -> Vec<Path> {
        let fields = [&self.value, &self.key, &self.reason];
        fields
            .into_iter()
            .map(|field| self.rows.rows().below(field))
            .collect()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let mut report = doc.report("check-reason-wanted", &[("length", self.min_length.into())]);
        let rows = doc.nodes(&self.rows.rows(), &Where::default())?;
        if rows.is_empty() {
            report.missing(&table_node(doc, &self.rows)?);
        }
        for row in rows {
            if row.child(&self.value).is_filled() {
                continue;
            }
            if !row.child(&self.key).is_filled() {
                report.not_met("check-reason-blank", &row, &[]);
            } else if row.child(&self.reason).length() < self.min_length {
                report.not_met("check-reason-short", &row.child(&self.reason), &[]);
            }
        }
        Ok(report.done())
    }
}
