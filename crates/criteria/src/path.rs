//! JSON Pointers in which `*` stands for every row of a table.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A place in the plan data, for example `/actions/*/owner`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Path(Vec<String>);

impl Path {
    /// The whole document.
    pub(crate) fn root() -> Self {
        Self(Vec::new())
    }

    /// The unescaped steps from the root to the place.
    pub fn steps(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The place named `field` below this one; `field` may itself have steps.
    pub fn below(&self, field: &str) -> Self {
        let field = field.split('/').map(str::to_owned);
        Self(self.0.iter().cloned().chain(field).collect())
    }

    /// Every row of the table at this place.
    pub fn rows(&self) -> Self {
        self.below("*")
    }

    /// Splits `/actions/*/owner` into the rows `/actions/*` and the field
    /// `owner`; a path without `*` has no rows.
    pub(crate) fn split_rows(&self) -> Option<(Self, String)> {
        let star = self.0.iter().rposition(|step| step == "*")?;
        let (rows, field) = self.0.split_at(star + 1);
        Some((Self(rows.to_vec()), field.join("/")))
    }

    /// Every value at this place, each with its own. Rows that lack the field
    /// are left out.
    pub(crate) fn resolve<'a>(&self, document: &'a Value) -> Vec<(Place<'a>, &'a Value)> {
        let mut found = vec![(Place::default(), document)];
        for step in &self.0 {
            found = match step.as_str() {
                "*" => found
                    .iter()
                    .flat_map(|(at, table)| at.rows(table))
                    .collect(),
                name => found
                    .iter()
                    .filter_map(|(at, value)| at.field(value, name))
                    .collect(),
            };
        }
        found
    }
}

/// Where one value of a document stands. A check looks at thousands and tells of
/// a few, so the steps become a JSON Pointer only when somebody asks for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Place<'a>(Vec<Step<'a>>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step<'a> {
    Field(&'a str),
    Row(usize),
    /// A field that the document leaves out.
    Absent(String),
}

impl<'a> Place<'a> {
    /// The rows of the table `value` that stands here.
    pub(crate) fn rows(&self, value: &'a Value) -> impl Iterator<Item = (Self, &'a Value)> {
        let rows = value.as_array().into_iter().flatten().enumerate();
        rows.map(|(index, row)| (self.with(Step::Row(index)), row))
    }

    /// The field `name` of the object `value` that stands here, if it has it.
    pub(crate) fn field(&self, value: &'a Value, name: &str) -> Option<(Self, &'a Value)> {
        let (name, found) = value.as_object()?.get_key_value(name)?;
        Some((self.with(Step::Field(name)), found))
    }

    /// Where the field `name` would stand below this one.
    pub(crate) fn absent(&self, name: &str) -> Self {
        self.with(Step::Absent(name.to_owned()))
    }

    fn with(&self, step: Step<'a>) -> Self {
        let mut steps = Vec::with_capacity(self.0.len() + 1);
        steps.extend_from_slice(&self.0);
        steps.push(step);
        Self(steps)
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|step| match step {
            Step::Field(name) => f.write_str(&join("", name)),
            Step::Row(index) => write!(f, "/{index}"),
            Step::Absent(name) => f.write_str(&join("", name)),
        })
    }
}

/// `pointer` extended by one step, escaped as RFC 6901 wants it.
pub fn join(pointer: &str, step: impl fmt::Display) -> String {
    let step = step.to_string().replace('~', "~0").replace('/', "~1");
    format!("{pointer}/{step}")
}

/// The unescaped steps of a JSON Pointer.
pub(crate) fn steps(pointer: &str) -> impl Iterator<Item = String> {
    pointer
        .split('/')
        .skip(1)
        .map(|step| step.replace("~1", "/").replace("~0", "~"))
}

impl TryFrom<String> for Path {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if !text.starts_with('/') {
            return Err(format!(
                "invalid path {text:?}, expected a path that starts with `/`"
            ));
        }
        Ok(Self(steps(&text).collect()))
    }
}

impl From<Path> for String {
    fn from(path: Path) -> Self {
        path.to_string()
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_fold(String::new(), |pointer, step| Ok(join(&pointer, step)))
            .and_then(|pointer| f.write_str(&pointer))
    }
}

#[cfg(test)]
mod tests;
