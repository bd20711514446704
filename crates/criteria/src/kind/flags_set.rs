//! `flags-set@1`: statements that must be true are.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict, Where},
};

/// Yes-or-no fields that must all be yes.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagsSet {
    /// The places of the fields.
    flags: Vec<Path>,
}

impl Judge for FlagsSet {
    fn paths(&self) -> Vec<Path> {
        self.flags.clone()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let mut report = doc.report("check-flags-wanted", &[]);
        for path in &self.flags {
            for node in doc.nodes(path, &Where::default())? {
                match node.value {
                    Value::Bool(true) => {}
                    Value::Bool(false) => report.not_met("check-flags-no", &node, &[]),
                    _ => report.missing(&node),
                }
            }
        }
        Ok(report.done())
    }
}
