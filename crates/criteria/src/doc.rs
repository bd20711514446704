//! What a check sees: the plan, the date, and a budget of steps.

use std::{cell::Cell, collections::BTreeMap};

use chrono::{Datelike, NaiveDate};
use lustrum_text::{Arg, both};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Finding, Outcome, Path, path::Place, problem::short, schema::Schema};

/// The budget is spent; the check can no longer tell.
pub(crate) struct Exhausted;

/// One check's view of a plan.
pub(crate) struct Doc<'a> {
    pub(crate) plan: &'a Value,
    pub(crate) previous: Option<&'a Value>,
    pub(crate) as_of: NaiveDate,
    pub(crate) schema: &'a Schema,
    pub(crate) steps: Cell<u64>,
}

/// A place in the plan with what stands there; `null` where nothing does.
#[derive(Debug, Clone)]
pub(crate) struct Node<'a> {
    pub(crate) place: Place<'a>,
    pub(crate) value: &'a Value,
}

/// Which rows of a table a check looks at: each named field must have the
/// value, or one of the values, given. `null` among them admits rows that
/// leave the field open.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Where(BTreeMap<String, OneOf>);

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum OneOf {
    Any(Vec<Value>),
    Only(Value),
}

impl Where {
    /// The places that the filter reads, for the rows at `rows`.
    pub(crate) fn paths(&self, rows: &Path) -> impl Iterator<Item = Path> {
        self.0.keys().map(|field| rows.below(field))
    }

    /// The field that a row admitted by `null` leaves open, so that nobody
    /// knows whether the row is one of those looked at.
    pub(crate) fn left_open<'a>(&self, row: &Node<'a>) -> Option<Node<'a>> {
        let mut fields = self.0.keys().map(|field| row.child(field));
        fields.find(|node| node.value.is_null())
    }

    fn admits(&self, row: &Node) -> bool {
        self.0.iter().all(|(field, wanted)| {
            let value = row.child(field).value;
            match wanted {
                OneOf::Any(choices) => choices.contains(value),
                OneOf::Only(choice) => choice == value,
            }
        })
    }
}

impl<'a> Doc<'a> {
    /// The value at each place of `path`; rows that lack the field come with
    /// `null`, and a path without rows gives exactly one node.
    pub(crate) fn nodes(&self, path: &Path, filter: &Where) -> Result<Vec<Node<'a>>, Exhausted> {
        self.look(self.plan, path, filter)
    }

    /// The rows of a table in the last certified plan; where its data is not
    /// at hand, those that this plan repeats of it.
    pub(crate) fn earlier(
        &self,
        rows: &Path,
        repeated: &Path,
        filter: &Where,
    ) -> Result<Vec<Node<'a>>, Exhausted> {
        let before = match self.previous {
            Some(plan) => self.look(plan, &rows.rows(), filter)?,
            None => Vec::new(),
        };
        if before.is_empty() {
            return self.nodes(&repeated.rows(), filter);
        }
        Ok(before)
    }

    /// The one node at a path without rows.
    pub(crate) fn node(&self, path: &Path) -> Result<Node<'a>, Exhausted> {
        self.spend(1)?;
        Ok(single(self.plan, path.steps()))
    }

    fn look(
        &self,
        plan: &'a Value,
        path: &Path,
        filter: &Where,
    ) -> Result<Vec<Node<'a>>, Exhausted> {
        let Some((rows, field)) = path.split_rows() else {
            self.spend(1)?;
            return Ok(vec![single(plan, path.steps())]);
        };
        let rows = rows.resolve(plan);
        self.spend(rows.len())?;
        Ok(rows
            .into_iter()
            .map(|(place, value)| Node { place, value })
            .filter(|row| filter.admits(row))
            .map(|row| row.child(&field))
            .collect())
    }

    /// Pays for `count` steps.
    pub(crate) fn spend(&self, count: usize) -> Result<(), Exhausted> {
        let left = self
            .steps
            .get()
            .checked_sub(count as u64)
            .ok_or(Exhausted)?;
        self.steps.set(left);
        Ok(())
    }

    /// Starts the report of a check whose wish is the text `wanted`.
    pub(crate) fn report(&self, wanted: &'static str, args: &[(&'static str, Arg)]) -> Report<'_> {
        Report {
            schema: self.schema,
            wanted,
            args: args.to_vec(),
            worst: Outcome::Met,
            findings: Vec::new(),
            more: 0,
        }
    }
}

impl<'a> Node<'a> {
    /// The node at `field` below this one; an empty field is the node itself.
    pub(crate) fn child(&self, field: &str) -> Self {
        let steps = field.split('/').filter(|step| !step.is_empty());
        steps.fold(self.clone(), |node, step| {
            let found = node.place.field(node.value, step);
            let (place, value) = found.unwrap_or_else(|| (node.place.absent(step), &Value::Null));
            Self { place, value }
        })
    }

    /// Whether `fields` are filled in here and stand alike in `other`.
    pub(crate) fn agrees<'f>(
        &self,
        other: &Node,
        fields: impl IntoIterator<Item = &'f String>,
    ) -> bool {
        fields.into_iter().all(|field| {
            let (own, other) = (self.child(field), other.child(field));
            own.is_filled() && own.value == other.value
        })
    }

    /// The rows of the table that stands here.
    pub(crate) fn rows(&self) -> Vec<Self> {
        let rows = self.place.rows(self.value);
        rows.map(|(place, value)| Self { place, value }).collect()
    }

    /// The whole of a document.
    pub(crate) fn root(value: &'a Value) -> Self {
        let place = Place::default();
        Self { place, value }
    }

    /// The JSON Pointer of the place.
    pub(crate) fn pointer(&self) -> String {
        self.place.to_string()
    }

    /// Whether anything worth the name stands here: no blank text, no empty table.
    pub(crate) fn is_filled(&self) -> bool {
        match self.value {
            Value::Null => false,
            Value::String(text) => !text.trim().is_empty(),
            Value::Array(rows) => !rows.is_empty(),
            Value::Object(fields) => !fields.is_empty(),
            Value::Bool(_) | Value::Number(_) => true,
        }
    }

    /// The characters of a text, outer blanks not counted.
    pub(crate) fn length(&self) -> usize {
        self.value
            .as_str()
            .map_or(0, |text| text.trim().chars().count())
    }

    pub(crate) fn number(&self) -> Option<f64> {
        self.value.as_f64()
    }

    /// A year, from a year or from a date.
    pub(crate) fn year(&self) -> Option<i32> {
        match self.value.as_i64() {
            Some(year) => i32::try_from(year).ok(),
            None => self.date().map(|date| date.year()),
        }
    }

    pub(crate) fn date(&self) -> Option<NaiveDate> {
        self.value.as_str()?.parse().ok()
    }
}

/// More findings of one check than anyone would read are counted, not listed.
const MOST: usize = 50;

/// What a check has found so far. The worst outcome wins: one row that is not
/// met outweighs ten that are unknown.
pub(crate) struct Report<'a> {
    schema: &'a Schema,
    /// The key of the text that says what is wanted.
    wanted: &'static str,
    args: Vec<(&'static str, Arg)>,
    worst: Outcome,
    findings: Vec<Finding>,
    more: usize,
}

impl Report<'_> {
    /// The plan contradicts the wish here.
    pub(crate) fn not_met(&mut self, key: &str, node: &Node, args: &[(&'static str, Arg)]) {
        self.worst = Outcome::NotMet;
        self.find(key, node, args);
    }

    /// The plan does not say enough here.
    pub(crate) fn unknown(&mut self, key: &str, node: &Node, args: &[(&'static str, Arg)]) {
        if self.worst == Outcome::Met {
            self.worst = Outcome::Unknown;
        }
        self.find(key, node, args);
    }

    /// Nothing stands here yet.
    pub(crate) fn missing(&mut self, node: &Node) {
        self.unknown("check-missing", node, &[]);
    }

    /// Worth a word, though the wish is met.
    pub(crate) fn note(&mut self, key: &str, node: &Node, args: &[(&'static str, Arg)]) {
        self.find(key, node, args);
    }

    /// Whether nothing has spoken against the wish so far.
    pub(crate) fn is_clear(&self) -> bool {
        self.worst == Outcome::Met
    }

    pub(crate) fn done(mut self) -> Verdict {
        if self.more > 0 {
            let plan = Node::root(&Value::Null);
            // The last one listed makes room for the count.
            let more = [("more", (self.more + 1).into())];
            self.more = 0;
            self.findings.truncate(MOST - 1);
            self.find("check-more", &plan, &more);
        }
        Verdict {
            outcome: self.worst,
            findings: self.findings,
        }
    }

    fn find(&mut self, key: &str, node: &Node, args: &[(&'static str, Arg)]) {
        if self.findings.len() >= MOST {
            self.more += 1;
            return;
        }
        let found = short(node.value);
        let pointer = node.pointer();
        let place = self.schema.label(&pointer);
        // Most checks find nothing, and texts take longer than judging.
        let wanted = both(self.wanted, &self.args);
        let mut all = self.args.clone();
        all.extend_from_slice(args);
        all.extend([
            ("place", place.into()),
            ("found", found.as_str().into()),
            ("wanted", wanted.clone().into()),
        ]);
        self.findings.push(Finding {
            pointer,
            found,
            wanted,
            message: both(key, &all),
        });
    }
}

/// What one check concludes.
pub(crate) struct Verdict {
    pub(crate) outcome: Outcome,
    pub(crate) findings: Vec<Finding>,
}

fn single<'a, 's>(plan: &'a Value, steps: impl Iterator<Item = &'s str>) -> Node<'a> {
    steps.fold(Node::root(plan), |node, step| node.child(step))
}

/// The pointer of a row that a list of names lacks: the table's own.
pub(crate) fn table_node<'a>(doc: &Doc<'a>, rows: &Path) -> Result<Node<'a>, Exhausted> {
    doc.spend(1)?;
    Ok(single(
        doc.plan,
        rows.steps().take_while(|step| *step != "*"),
    ))
}
