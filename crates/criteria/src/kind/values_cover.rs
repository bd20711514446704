//! `values-cover@1`: each of the values wanted occurs.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Verdict, Where, table_node},
    problem::list,
};

/// Values that must each occur at least once: horizons, levels, roles, gases.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValuesCover {
    /// The values, for example `/adaptation_goals/*/horizon`.
    at: Path,
    /// Which rows are looked at; all when left out.
    #[serde(default, rename = "where")]
    filter: Where,
    /// The values wanted; of a list among them any one will do.
    wanted: Vec<Value>,
}

impl Judge for ValuesCover {
    fn paths(&self) -> Vec<Path> {
        let rows = self.at.split_rows().map(|(rows, _)| rows);
        let filter = rows.iter().flat_map(|rows| self.filter.paths(rows));
        filter.chain([self.at.clone()]).collect()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let name = |value: &Value| match value {
            Value::Array(any) => {
                let names: Vec<_> = any
                    .iter()
                    .map(|it| doc.schema.choice(&self.at, it))
                    .collect();
                list(&names, " / ")
            }
            one => doc.schema.choice(&self.at, one),
        };
        let is = |found: &Value, wanted: &Value| match wanted {
            Value::Array(any) => any.contains(found),
            one => found == one,
        };
        let names: Vec<_> = self.wanted.iter().map(name).collect();
        let args = [("values", list(&names, ", ").into())];
        let mut report = doc.report("check-values-wanted", &args);
        let table = table_node(doc, &self.at)?;
        let nodes = doc.nodes(&self.at, &self.filter)?;
        if nodes.is_empty() {
            report.missing(&table);
        }
        // A row that leaves the field open may stand for what is missing.
        let open: Vec<_> = nodes.iter().filter(|node| !node.is_filled()).collect();
        for wanted in &self.wanted {
            if nodes.iter().any(|node| is(node.value, wanted)) {
                continue;
            }
            let args = [("value", name(wanted).into())];
            match open.first() {
                Some(node) => report.unknown("check-values-open", node, &args),
                None if nodes.is_empty() => {}
                None => report.not_met("check-values-absent", &table, &args),
            }
        }
        Ok(report.done())
    }
}
