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

    /// Every value at this place, each with its own pointer. Rows that lack
    /// the field are left out.
    pub(crate) fn resolve<'a>(&self, document: &'a Value) -> Vec<(String, &'a Value)> {
        let mut found = vec![(String::new(), document)];
        for step in &self.0 {
            found = found
                .into_iter()
                .flat_map(|(pointer, value)| below(pointer, value, step))
                .collect();
        }
        found
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

fn below<'a>(pointer: String, value: &'a Value, step: &str) -> Vec<(String, &'a Value)> {
    match value {
        Value::Array(rows) if step == "*" => rows
            .iter()
            .enumerate()
            .map(|(index, row)| (join(&pointer, index), row))
            .collect(),
        Value::Object(fields) => fields
            .get(step)
            .map(|value| (join(&pointer, step), value))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
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
