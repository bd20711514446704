//! `fields-present@1`: fields that belong together are all filled.

use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict},
};

/// Fields that say something only together. None filled means that nobody has
/// come to it yet, which is unknown; some filled means that some are missing.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldsPresent {
    /// The places of the fields.
    fields: Vec<Path>,
}

impl Judge for FieldsPresent {
    fn paths(&self) -> Vec<Path> {
        self.fields.clone()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let mut report = doc.report("check-fields-wanted", &[]);
        let nodes = self
            .fields
            .iter()
            .map(|path| doc.node(path))
            .collect::<Result<Vec<_>, _>>()?;
        let begun = nodes.iter().any(|node| node.is_filled());
        for node in nodes.iter().filter(|node| !node.is_filled()) {
            if begun {
                report.not_met("check-fields-empty", node, &[]);
            } else {
                report.missing(node);
            }
        }
        Ok(report.done())
    }
}
