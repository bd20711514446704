//! `agree@1`: two values agree, or it is explained why they do not.

use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict},
};

/// Two places that must say the same.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agree {
    /// The value that must agree.
    at: Path,
    /// The value with which it must agree.
    with: Path,
    /// Where a difference is explained; whether well, only a person can tell.
    reason: Path,
}

impl Judge for Agree {
    fn paths(&self) -> Vec<Path> {
        vec![self.at.clone(), self.with.clone(), self.reason.clone()]
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let at = doc.node(&self.at)?;
        let with = doc.node(&self.with)?;
        let args = [("with-place", doc.schema.label(&with.pointer()).into())];
        let mut report = doc.report("check-agree-wanted", &args);
        for node in [&at, &with].into_iter().filter(|node| !node.is_filled()) {
            report.missing(node);
        }
        if report.is_clear() && at.value != with.value {
            if doc.node(&self.reason)?.is_filled() {
                report.unknown("check-agree-explained", &at, &[]);
            } else {
                report.not_met("check-agree-differs", &at, &[]);
            }
        }
        Ok(report.done())
    }
}
