//! `sum-compare@1`: parts add up to a whole.

use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict, Where, table_node},
};

/// Numbers whose sum is compared with another number.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SumCompare {
    /// The parts.
    parts: Vec<Path>,
    /// The whole.
    whole: Path,
    /// How far the sum may differ, in per cent of the whole.
    tolerance_percent: f64,
    /// A sum that is greater than the whole is good too.
    #[serde(default)]
    at_least: bool,
}

impl Judge for SumCompare {
    fn paths(&self) -> Vec<Path> {
        self.parts.iter().chain([&self.whole]).cloned().collect()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let args = [("tolerance", self.tolerance_percent.into())];
        let wanted = if self.at_least {
            "check-sum-wanted-least"
        } else {
            "check-sum-wanted"
        };
        let mut report = doc.report(wanted, &args);
        let whole = doc.node(&self.whole)?;
        if whole.number().is_none() {
            report.missing(&whole);
        }
        let mut sum = 0.0;
        for path in &self.parts {
            let nodes = doc.nodes(path, &Where::default())?;
            if nodes.is_empty() {
                report.missing(&table_node(doc, path)?);
            }
            for node in nodes {
                match node.number() {
                    Some(part) => sum += part,
                    None => report.missing(&node),
                }
            }
        }
        // A sum that lacks a part says nothing about the whole.
        if let Some(number) = whole.number().filter(|_| report.is_clear()) {
            let enough = self.at_least && sum >= number;
            let difference = (sum - number).abs();
            if !enough && difference > number.abs() * self.tolerance_percent / 100.0 {
                let args = [("sum", sum.into()), ("difference", difference.into())];
                report.not_met("check-sum-differs", &whole, &args);
            }
        }
        Ok(report.done())
    }
}
