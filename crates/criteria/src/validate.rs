//! Structure: does a document have the form that the set's schema asks for?

use std::collections::{HashMap, HashSet};

use jsonschema::{ValidationError, error::ValidationErrorKind as Kind};
use lustrum_domain::Bilingual;
use lustrum_text::{Arg, both};
use serde_json::{Value, json};

use crate::{
    CriteriaSet, Path,
    path::join,
    problem::{NOTHING, Problem, cut, list, short},
    schema::{Rule, Schema},
};

/// Nobody reads more; the rest shows when these are mended.
const MOST: usize = 200;

impl CriteriaSet {
    /// What is structurally wrong with `plan`, at most 200 problems. An empty
    /// list means that it may be submitted, not that it meets any criterion.
    pub fn validate(&self, plan: &Value) -> Vec<Problem> {
        let mut problems = self.structure(plan);
        for rule in self.schema.rules() {
            cross_check(&self.schema, rule, plan, &mut problems);
        }
        problems.truncate(MOST);
        problems
    }

    /// The same for one section of a draft, for example `inventory`. A link
    /// into another section cannot be judged here and is left to
    /// [`Self::validate`].
    pub fn validate_section(&self, key: &str, section: &Value) -> Vec<Problem> {
        let plan = json!({ key: section });
        let mut problems = self.structure(&plan);
        for rule in self.schema.rules() {
            let within = match rule {
                Rule::Unique { .. } => true,
                Rule::Link { to, .. } => to.iter().all(|path| path.steps().next() == Some(key)),
            };
            if within {
                cross_check(&self.schema, rule, &plan, &mut problems);
            }
        }
        problems.truncate(MOST);
        problems
    }

    fn structure(&self, plan: &Value) -> Vec<Problem> {
        let validator = self.schema.validator();
        // Most plans are in order, and that is said faster than what is not.
        if validator.is_valid(plan) {
            return Vec::new();
        }
        validator
            .iter_errors(plan)
            .flat_map(|error| translate(&self.schema, &error))
            .take(MOST)
            .collect()
    }
}

/// One validation error in our words; an object with three unknown fields is
/// three problems.
fn translate(schema: &Schema, error: &ValidationError) -> Vec<Problem> {
    let pointer = error.instance_path().to_string();
    let at = |pointer: String, code: &str, found: String, args: &[(&str, Arg)]| {
        let place = schema.label(&pointer);
        Problem::new(code, pointer, place, found, args)
    };
    if let Kind::Required { property } = error.kind() {
        let name = property.as_str().unwrap_or_default();
        return vec![at(
            join(&pointer, name),
            "required",
            NOTHING.to_owned(),
            &[],
        )];
    }
    if let Kind::AdditionalProperties { unexpected } = error.kind() {
        return unexpected
            .iter()
            .map(|name| {
                // Anyone may have sent it: a name is shown cut short, like a value.
                let name = cut(name);
                let args = [("name", name.as_str().into())];
                at(join(&pointer, &name), "unknown-field", name.clone(), &args)
            })
            .collect();
    }
    let keyword = error.schema_path().as_str();
    let around = keyword
        .rsplit_once('/')
        .and_then(|(around, _)| schema.document().pointer(around));
    let limit = schema.document().pointer(keyword).unwrap_or(&Value::Null);
    let (code, args) = describe(error, around, limit);
    vec![at(pointer, code, short(error.instance()), &args)]
}

fn describe(
    error: &ValidationError,
    around: Option<&Value>,
    limit: &Value,
) -> (&'static str, Vec<(&'static str, Arg)>) {
    let found = error.instance().as_ref();
    let is_year = around.and_then(|schema| schema.get("x-kind")) == Some(&json!("year"));
    let limit_arg = || vec![("limit", limit_text(limit, is_year))];
    let message = around
        .and_then(|schema| schema.get("x-message"))
        .and_then(|message| serde_json::from_value::<Bilingual>(message.clone()).ok());
    match error.kind() {
        Kind::Type { .. } if wants_number(limit) && looks_like_number(found) => {
            ("number-as-text", Vec::new())
        }
        Kind::Type { .. } => ("type", vec![("type", type_words(limit).into())]),
        Kind::Minimum { .. } | Kind::Maximum { .. } if is_year => {
            let schema = around.unwrap_or(&Value::Null);
            let bound = |name| limit_text(schema.get(name).unwrap_or(&Value::Null), true);
            let args = vec![("from", bound("minimum")), ("to", bound("maximum"))];
            let four_digits = found.as_f64().is_some_and(|year| year < 10_000.0);
            (if four_digits { "year" } else { "year-digits" }, args)
        }
        _ if message.is_some() => {
            let message = message.map(Arg::from).into_iter();
            ("rule", message.map(|rule| ("rule", rule)).collect())
        }
        Kind::Enum { .. } => match misspelt(found, limit) {
            Some(meant) => ("misspelt", vec![("meant", meant.into())]),
            None => ("choice", vec![("choices", choices(limit).into())]),
        },
        Kind::Minimum { .. } if limit == &json!(0) => ("negative", Vec::new()),
        Kind::Minimum { .. } | Kind::ExclusiveMinimum { .. } => ("minimum", limit_arg()),
        Kind::Maximum { .. } | Kind::ExclusiveMaximum { .. } => ("maximum", limit_arg()),
        Kind::MaxLength { .. } => ("max-length", limit_arg()),
        Kind::MinLength { .. } => ("min-length", limit_arg()),
        Kind::MaxItems { .. } => ("max-items", limit_arg()),
        Kind::MinItems { .. } => ("min-items", limit_arg()),
        Kind::Format { format } if format == "date" => ("date", Vec::new()),
        Kind::Constant { .. } => ("constant", limit_arg()),
        _ => ("form", Vec::new()),
    }
}

fn wants_number(types: &Value) -> bool {
    types == "number" || types == "integer"
}

/// `22.626`, `1 234,5` and `12` are numbers that someone typed as text.
fn looks_like_number(found: &Value) -> bool {
    found.as_str().is_some_and(|text| {
        text.chars().any(|c| c.is_ascii_digit())
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || " .,-\u{a0}".contains(c))
    })
}

fn type_words(types: &Value) -> Bilingual {
    let name = types.as_str().unwrap_or("several");
    both(&format!("type-{name}"), &[])
}

fn limit_text(limit: &Value, is_year: bool) -> Arg {
    match limit.as_f64() {
        Some(number) if !is_year => Arg::Number(number),
        _ => Arg::Text(short(limit)),
    }
}

/// The choice that was meant when only case, or the digit 0 for the letter O,
/// stands between: `N20`, `n2o`.
fn misspelt(found: &Value, choices: &Value) -> Option<String> {
    let plain = |text: &str| text.trim().to_uppercase().replace('0', "O");
    let found = plain(found.as_str()?);
    let mut choices = choices.as_array()?.iter().filter_map(Value::as_str);
    choices
        .find(|choice| plain(choice) == found)
        .map(str::to_owned)
}

fn choices(limit: &Value) -> String {
    let all = limit.as_array().map(Vec::as_slice).unwrap_or_default();
    let mut shown: Vec<_> = all.iter().take(12).map(short).collect();
    if all.len() > shown.len() {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}

fn cross_check(schema: &Schema, rule: &Rule, plan: &Value, problems: &mut Vec<Problem>) {
    if problems.len() >= MOST {
        return;
    }
    match rule {
        Rule::Unique { table, field } => {
            for (at, rows) in table.resolve(plan) {
                let mut seen = HashMap::new();
                for (index, row) in rows.as_array().into_iter().flatten().enumerate() {
                    let Some(value) = row.get(field) else {
                        continue;
                    };
                    if let Some(first) = seen.insert(value.to_string(), index) {
                        let at = |index| join(&join(&at.to_string(), index), field);
                        let (first, pointer) = (at(first), at(index));
                        let args = [("first", schema.label(&first).into())];
                        let place = schema.label(&pointer);
                        let found = short(value);
                        problems.push(Problem::new("duplicate", pointer, place, found, &args));
                    }
                }
            }
        }
        Rule::Link { from, to } => {
            let known: HashSet<&str> = to
                .iter()
                .flat_map(|path| path.resolve(plan))
                .filter_map(|(_, id)| id.as_str())
                .collect();
            for (at, value) in from.resolve(plan) {
                let Some(id) = value.as_str().filter(|id| !known.contains(id)) else {
                    continue;
                };
                let pointer = at.to_string();
                let tables: Vec<_> = to.iter().map(|path| table_label(schema, path)).collect();
                let tables = list(&tables, ", ");
                let place = schema.label(&pointer);
                let args = [("tables", tables.into())];
                problems.push(Problem::new(
                    "dangling",
                    pointer,
                    place,
                    short(&json!(id)),
                    &args,
                ));
            }
        }
    }
}

/// The label of the table that `/actions/*/id` points into.
fn table_label(schema: &Schema, path: &Path) -> Bilingual {
    let table: Vec<_> = path.steps().take_while(|step| *step != "*").collect();
    schema.label(&format!("/{}", table.join("/")))
}

#[cfg(test)]
mod tests;
