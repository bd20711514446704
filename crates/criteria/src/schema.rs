//! The schema of the plan data: JSON Schema 2020-12 with a few words of our own.
//!
//! * `x-label`, `x-help`: what a field is called and how to fill it, in both languages;
//! * `x-choices`: what each value of an `enum` is called;
//! * `x-unit`, `x-kind`: what a number is counted in, and whether it is a year;
//! * `x-message`: the sentence shown when the subschema it stands in is broken;
//! * `x-unique`: fields of a table whose values may stand once only;
//! * `x-ref`: the tables whose row ids a field may name.

use std::{collections::BTreeSet, sync::OnceLock};

use chrono::NaiveDate;
use jsonschema::{PatternOptions, Validator};
use lustrum_domain::{Bilingual, Locale};
use lustrum_text::{both, text};
use serde_json::Value;

use crate::{
    form::{Field, Order},
    path::{self, Path},
    problem::{list, short},
};

/// A compiled schema, together with the rules that JSON Schema cannot say.
#[derive(Debug)]
pub(crate) struct Schema {
    document: Value,
    order: Order,
    validator: Validator,
    rules: Vec<Rule>,
    /// The form of all sections, made when it is first asked for.
    form: OnceLock<Vec<Field>>,
}

/// A rule about several places of one document.
#[derive(Debug)]
pub(crate) enum Rule {
    /// Within `table`, `field` names a row: no two rows share a value.
    Unique { table: Path, field: String },
    /// A value at `from` must be the value of some row at one of `to`.
    Link { from: Path, to: Vec<Path> },
}

/// Where the schema itself is wrong.
pub(crate) struct Flaw {
    pub(crate) place: String,
    pub(crate) found: String,
    pub(crate) wanted: String,
}

/// More places, and more of them below one another, than any form has: ends
/// the walk through a schema that contains itself.
const PLACES: usize = 10_000;
const DEPTH: usize = 24;

impl Schema {
    pub(crate) fn build(document: Value) -> Result<Self, Vec<Flaw>> {
        let mut flaws = Vec::new();
        remote_refs("", &document, &mut flaws);
        if !flaws.is_empty() {
            // Compiling would try to resolve them.
            return Err(flaws);
        }
        // Patterns come from whoever writes a set; this engine is linear in
        // the text, so none of them can explode.
        let validator = jsonschema::draft202012::options()
            .should_validate_formats(true)
            .with_pattern_options(PatternOptions::regex())
            .build(&document);
        let validator = match validator {
            Ok(validator) => validator,
            Err(error) => {
                return Err(vec![Flaw {
                    place: error.instance_path().to_string(),
                    found: error.to_string(),
                    wanted: "a valid JSON Schema 2020-12".to_owned(),
                }]);
            }
        };
        let mut schema = Self {
            document,
            order: Order::default(),
            validator,
            rules: Vec::new(),
            form: OnceLock::new(),
        };
        schema.rules = schema.collect(&mut flaws);
        if flaws.is_empty() {
            Ok(schema)
        } else {
            Err(flaws)
        }
    }

    /// The schema as it was written.
    pub(crate) fn document(&self) -> &Value {
        &self.document
    }

    /// The same with the order in which its file names the fields.
    pub(crate) fn ordered(self, order: Order) -> Self {
        Self {
            order,
            form: OnceLock::new(),
            ..self
        }
    }

    /// The form of all sections, which is the same every time.
    pub(crate) fn form(&self) -> &[Field] {
        self.form.get_or_init(|| self.built_form())
    }

    pub(crate) fn order(&self) -> &Order {
        &self.order
    }

    pub(crate) fn validator(&self) -> &Validator {
        &self.validator
    }

    pub(crate) fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Whether plan data can hold something at `path`.
    pub(crate) fn knows(&self, path: &Path) -> bool {
        self.at(path.steps()).is_some()
    }

    /// What a form calls the place: `Indsatser › række 3 › Ejer`.
    pub(crate) fn label(&self, pointer: &str) -> Bilingual {
        let mut schema = Some(&self.document);
        let mut shown = Vec::new();
        for step in path::steps(pointer) {
            schema = schema.and_then(|schema| self.below(schema, &step));
            let index = step.parse::<usize>().ok();
            shown.push(
                match (schema.and_then(|schema| self.own_label(schema)), index) {
                    (_, Some(index)) => both("place-row", &[("row", (index + 1).into())]),
                    (Some(label), None) => label,
                    (None, None) => Bilingual {
                        da: step.clone(),
                        en: step,
                    },
                },
            );
        }
        if shown.is_empty() {
            return both("place-plan", &[]);
        }
        list(&shown, " › ")
    }

    /// What the field itself is called, without the way to it.
    pub(crate) fn own(&self, pointer: &str) -> Bilingual {
        let steps: Vec<_> = path::steps(pointer).collect();
        self.at(steps.iter().map(String::as_str))
            .and_then(|schema| self.own_label(schema))
            .unwrap_or_else(|| self.label(pointer))
    }

    /// What a form calls one of the values that may stand at `path`.
    pub(crate) fn choice(&self, path: &Path, value: &Value) -> Bilingual {
        let choice = self.at(path.steps()).and_then(|schema| {
            let name = value.as_str()?;
            self.target(schema).get("x-choices")?.get(name)
        });
        choice
            .and_then(|choice| serde_json::from_value(choice.clone()).ok())
            .unwrap_or_else(|| Bilingual {
                da: short(value),
                en: short(value),
            })
    }

    /// A value at `pointer` as people read it. Rows within a value stand one
    /// after the other, with the names of their fields.
    pub(crate) fn shown(&self, pointer: &str, value: &Value) -> Bilingual {
        let steps: Vec<_> = path::steps(pointer).collect();
        let schema = self.at(steps.iter().map(String::as_str));
        Bilingual {
            da: self.read(schema, value, Locale::Da),
            en: self.read(schema, value, Locale::En),
        }
    }

    fn read(&self, schema: Option<&Value>, value: &Value, locale: Locale) -> String {
        let schema = schema.map(|schema| (schema, self.target(schema)));
        let says = |name: &str| {
            schema.and_then(|(own, target)| own.get(name).or_else(|| target.get(name)))
        };
        match value {
            Value::Null => "–".to_owned(),
            Value::Bool(true) => text(locale, "value-yes", &[]),
            Value::Bool(false) => text(locale, "value-no", &[]),
            Value::Number(number) => {
                let is_year = says("x-kind").and_then(Value::as_str) == Some("year");
                let shown = match number.as_f64() {
                    Some(value) if !is_year => lustrum_text::number(locale, value),
                    _ => number.to_string(),
                };
                let unit = says("x-unit").map(|unit| unit.get(locale.tag()).unwrap_or(unit));
                match unit.and_then(Value::as_str) {
                    Some(unit) => format!("{shown} {unit}"),
                    None => shown,
                }
            }
            Value::String(found) => {
                let choice = says("x-choices")
                    .and_then(|choices| choices.get(found))
                    .and_then(|choice| choice.get(locale.tag()))
                    .and_then(Value::as_str);
                let is_date = says("format").and_then(Value::as_str) == Some("date");
                let date = is_date.then(|| found.parse::<NaiveDate>().ok()).flatten();
                match (choice, date) {
                    (Some(choice), _) => choice.to_owned(),
                    (None, Some(date)) => lustrum_text::date(locale, date),
                    (None, None) => found.clone(),
                }
            }
            Value::Array(values) => {
                let items = says("items");
                let parts: Vec<String> = values
                    .iter()
                    .map(|value| self.read(items, value, locale))
                    .collect();
                let rows = values.iter().any(Value::is_object);
                parts.join(if rows { "; " } else { ", " })
            }
            Value::Object(fields) => {
                let property = |name: &str| says("properties").and_then(|it| it.get(name));
                let pair: Vec<_> = fields.iter().collect();
                if let [first, second] = pair[..] {
                    for ((name, year), (other, value)) in [(first, second), (second, first)] {
                        if property(name).is_some_and(|it| self.is_year(it)) {
                            let year = self.read(property(name), year, locale);
                            let value = self.read(property(other), value, locale);
                            return format!("{year}: {value}");
                        }
                    }
                }
                let parts: Vec<String> = fields
                    .iter()
                    .map(|(name, value)| {
                        let field = property(name);
                        let label = field.and_then(|field| self.own_label(field));
                        let label =
                            label.map_or_else(|| name.clone(), |it| it.get(locale).to_owned());
                        format!("{label}: {}", self.read(field, value, locale))
                    })
                    .collect();
                parts.join(", ")
            }
        }
    }

    fn is_year(&self, schema: &Value) -> bool {
        let kind = schema.get("x-kind");
        let kind = kind.or_else(|| self.target(schema).get("x-kind"));
        kind.and_then(Value::as_str) == Some("year")
    }

    fn at<'a>(&self, steps: impl Iterator<Item = &'a str>) -> Option<&Value> {
        let mut schema = &self.document;
        for step in steps {
            schema = self.below(schema, step)?;
        }
        Some(schema)
    }

    fn below<'a>(&'a self, schema: &'a Value, step: &str) -> Option<&'a Value> {
        let schema = self.target(schema);
        if step == "*" || step.parse::<usize>().is_ok() {
            return schema.get("items");
        }
        schema.get("properties")?.get(step)
    }

    /// The schema behind a local `$ref`; anything else is itself.
    pub(crate) fn target<'a>(&'a self, schema: &'a Value) -> &'a Value {
        schema
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|target| self.document.pointer(target.strip_prefix('#')?))
            .unwrap_or(schema)
    }

    fn own_label(&self, schema: &Value) -> Option<Bilingual> {
        let label = schema
            .get("x-label")
            .or_else(|| self.target(schema).get("x-label"))?;
        serde_json::from_value(label.clone()).ok()
    }

    /// Walks every field once: gathers the rules, and the fields without a label.
    fn collect(&self, flaws: &mut Vec<Flaw>) -> Vec<Rule> {
        let mut rules = Vec::new();
        let mut unlabelled = BTreeSet::new();
        let mut open = vec![(Path::root(), &self.document)];
        let mut walked = 0;
        while let Some((here, own)) = open.pop() {
            walked += 1;
            if walked > PLACES || here.steps().count() > DEPTH {
                flaws.push(Flaw {
                    place: here.to_string(),
                    found: "fields below fields without end".to_owned(),
                    wanted: format!("at most {DEPTH} levels and {PLACES} places"),
                });
                break;
            }
            let schema = self.target(own);
            rules.extend(self.rules_of(&here, schema, flaws));
            if !std::ptr::eq(own, schema) {
                rules.extend(self.rules_of(&here, own, flaws));
            }
            if let Some(items) = schema.get("items") {
                open.push((here.rows(), items));
            }
            let fields = schema.get("properties").and_then(Value::as_object);
            for (name, field) in fields.into_iter().flatten() {
                let below = here.below(name);
                if self.own_label(field).is_none() {
                    unlabelled.insert(below.to_string());
                }
                open.push((below, field));
            }
        }
        flaws.extend(unlabelled.into_iter().map(|place| Flaw {
            place,
            found: "a field without a name".to_owned(),
            wanted: "`x-label` with `da` and `en`".to_owned(),
        }));
        rules
    }

    fn rules_of(&self, here: &Path, schema: &Value, flaws: &mut Vec<Flaw>) -> Vec<Rule> {
        let mut rules = Vec::new();
        for field in texts(schema.get("x-unique")) {
            if self.knows(&here.rows().below(field)) {
                rules.push(Rule::Unique {
                    table: here.clone(),
                    field: field.to_owned(),
                });
            } else {
                flaws.push(unknown_path(here, field));
            }
        }
        let mut to = Vec::new();
        for target in texts(schema.get("x-ref")) {
            match Path::try_from(target.to_owned()) {
                Ok(path) if self.knows(&path) => to.push(path),
                _ => flaws.push(unknown_path(here, target)),
            }
        }
        if !to.is_empty() {
            rules.push(Rule::Link {
                from: here.clone(),
                to,
            });
        }
        rules
    }
}

fn unknown_path(here: &Path, found: &str) -> Flaw {
    Flaw {
        place: here.to_string(),
        found: format!("{found:?}"),
        wanted: "a field that the schema knows".to_owned(),
    }
}

fn texts(value: Option<&Value>) -> impl Iterator<Item = &str> {
    value
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

/// Everything a set needs lies in its own directory: a reference elsewhere
/// could change what was approved, or reach into our network.
fn remote_refs(place: &str, value: &Value, flaws: &mut Vec<Flaw>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let place = path::join(place, name);
                if let ("$ref" | "$dynamicRef" | "$id", Some(target)) =
                    (name.as_str(), value.as_str())
                    && (name == "$id" || !target.starts_with('#'))
                {
                    flaws.push(Flaw {
                        place,
                        found: format!("{target:?}"),
                        wanted: "a reference within this file, starting with `#`".to_owned(),
                    });
                } else {
                    remote_refs(&place, value, flaws);
                }
            }
        }
        Value::Array(rows) => {
            for (index, row) in rows.iter().enumerate() {
                remote_refs(&path::join(place, index), row, flaws);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;
