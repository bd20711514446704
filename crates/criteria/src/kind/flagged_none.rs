//! `flagged-none@1`: no row carries a mark that excludes it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict, Where, table_node},
};

/// Marks that must not be set on any row.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlaggedNone {
    /// The places of the marks, for example `/actions/*/new_fossil_supply`.
    flags: Vec<Path>,
}

impl Judge for FlaggedNone {
    fn paths(&self) -> Vec<Path> {
        self.flags.clone()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let mut report = doc.report("check-flagged-wanted", &[]);
        for path in &self.flags {
            let nodes = doc.nodes(path, &Where::default())?;
            if nodes.is_empty() {
                report.missing(&table_node(doc, path)?);
            }
            for node in nodes {
                match node.value {
                    Value::Bool(false) => {}
                    Value::Bool(true) => report.not_met("check-flagged-set", &node, &[]),
                    _ => report.unknown("check-flagged-unsaid", &node, &[]),
                }
            }
        }
        Ok(report.done())
    }
}
