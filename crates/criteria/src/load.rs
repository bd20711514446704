//! Reading a set from its files, and saying in sentences what is wrong with it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use lustrum_domain::{Bilingual, Digest, SetPin, canonical_json};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};
use serde_path_to_error::Segment;

use crate::{
    CriteriaSet, Path,
    kind::{Kind, Misfit},
    path::join,
    problem::short,
    schema::Schema,
    set::{Check, Criterion, Header},
};

/// One fault of a set: which file, where in it, what stands there, what should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct LoadError {
    /// The file within the set's directory.
    pub file: String,
    /// The place within the file, as a JSON Pointer; empty for the whole file.
    pub place: String,
    /// What was found.
    pub found: String,
    /// What was wanted.
    pub wanted: String,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            place,
            found,
            wanted,
        } = self;
        match place.as_str() {
            "" => write!(f, "{file}: found {found}, wanted {wanted}"),
            _ => write!(f, "{file} at {place}: found {found}, wanted {wanted}"),
        }
    }
}

const HEADER: &str = "set.yaml";
const SCHEMA: &str = "plan.schema.json";

impl CriteriaSet {
    /// Reads a set from the files of its directory, named relative to it.
    /// Cases, examples and a README may lie beside the content; they are not
    /// part of it. Every fault is reported, not only the first.
    pub fn load(files: &BTreeMap<String, Vec<u8>>) -> Result<Self, Vec<LoadError>> {
        let mut errors = Vec::new();
        let header = header(files, &mut errors);
        let schema = schema(files, &mut errors);
        let (Some(header), Some(schema)) = (header, schema) else {
            return Err(errors);
        };
        let mut loader = Loader {
            header: &header,
            schema: &schema,
            seen: BTreeSet::new(),
            errors,
        };
        let criteria: Vec<Criterion> = files
            .iter()
            .filter_map(|(file, bytes)| loader.criterion(file, bytes))
            .collect();
        if criteria.is_empty() {
            loader.error("criteria/", "", "no criterion", "one file per criterion");
        }
        if !loader.errors.is_empty() {
            return Err(loader.errors);
        }
        let pin = SetPin {
            set: header.id.clone(),
            version: header.version.clone(),
            digest: digest(&header, &criteria, &schema),
        };
        Ok(Self {
            header,
            criteria,
            schema,
            pin,
        })
    }
}

/// The hash of what judges a plan. Status and effective date are left out:
/// they move while the content stays what was heard and approved.
fn digest(header: &Header, criteria: &[Criterion], schema: &Schema) -> Digest {
    let mut header = json!(header);
    if let Value::Object(fields) = &mut header {
        fields.remove("status");
        fields.remove("effective_date");
    }
    let content = json!({ "set": header, "criteria": criteria, "schema": schema.document() });
    Digest::of(canonical_json(&content))
}

fn header(files: &BTreeMap<String, Vec<u8>>, errors: &mut Vec<LoadError>) -> Option<Header> {
    let Some(bytes) = files.get(HEADER) else {
        errors.push(missing(HEADER));
        return None;
    };
    let value = yaml(HEADER, bytes, errors)?;
    translated(HEADER, &value, errors);
    let header: Header = typed(HEADER, "", value, errors)?;
    let mut ids = BTreeSet::new();
    let components = header.components.iter();
    for id in components.flat_map(|c| c.criteria.iter().map(|k| &k.id).chain([&c.id])) {
        if !ids.insert(id) {
            errors.push(error(
                HEADER,
                "/components",
                &format!("{id} twice"),
                "each id once",
            ));
        }
    }
    for (name, parameter) in &header.parameters {
        let place = join("/parameters", name);
        if !parameter.form.fits(&parameter.value) {
            let wanted = format!("a value of the type {}", json!(parameter.form));
            errors.push(error(
                HEADER,
                &join(&place, "value"),
                &short(&parameter.value),
                &wanted,
            ));
        }
        if parameter.source.trim().is_empty() {
            errors.push(error(
                HEADER,
                &join(&place, "source"),
                "nothing",
                "the source with its page",
            ));
        }
    }
    Some(header)
}

fn schema(files: &BTreeMap<String, Vec<u8>>, errors: &mut Vec<LoadError>) -> Option<Schema> {
    let Some(bytes) = files.get(SCHEMA) else {
        errors.push(missing(SCHEMA));
        return None;
    };
    let value = match crate::parse_plan(bytes, usize::MAX) {
        Ok(value) => value,
        Err(problem) => {
            errors.push(error(
                SCHEMA,
                &problem.pointer,
                &problem.found,
                &problem.wanted.en,
            ));
            return None;
        }
    };
    match Schema::build(value) {
        Ok(schema) => {
            let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            // It was parsed above, so that it parses here; a form without an
            // order would still be a form.
            let order = serde_json::from_slice(text).unwrap_or_default();
            Some(schema.ordered(order))
        }
        Err(flaws) => {
            errors.extend(flaws.into_iter().map(|flaw| LoadError {
                file: SCHEMA.to_owned(),
                place: flaw.place,
                found: flaw.found,
                wanted: flaw.wanted,
            }));
            None
        }
    }
}

/// A check as it stands in its file, not yet bound to parameters.
#[derive(Deserialize)]
struct RawCheck {
    id: String,
    kind: String,
    message: Option<Bilingual>,
    #[serde(flatten)]
    parameters: Map<String, Value>,
}

struct Loader<'a> {
    header: &'a Header,
    schema: &'a Schema,
    seen: BTreeSet<String>,
    errors: Vec<LoadError>,
}

impl Loader<'_> {
    fn error(&mut self, file: &str, place: &str, found: &str, wanted: &str) {
        self.errors.push(error(file, place, found, wanted));
    }

    fn criterion(&mut self, file: &str, bytes: &[u8]) -> Option<Criterion> {
        let name = match file.split_once('/') {
            Some(("criteria", name)) => name,
            Some(("cases" | "examples", _)) => return None,
            _ if matches!(file, HEADER | SCHEMA | "README.md") => return None,
            _ => {
                let wanted = "set.yaml, plan.schema.json, criteria/*.yaml, cases/ or examples/";
                self.error(file, "", "a file of no known use", wanted);
                return None;
            }
        };
        let mut value = yaml(file, bytes, &mut self.errors)?;
        translated(file, &value, &mut self.errors);
        let raw = value
            .as_object_mut()
            .and_then(|fields| fields.remove("checks"))
            .unwrap_or_else(|| json!([]));
        let mut criterion: Criterion = typed(file, "", value, &mut self.errors)?;
        self.check_names(file, name, &criterion);
        let raw: Vec<Value> = typed(file, "/checks", raw, &mut self.errors)?;
        criterion.checks = raw
            .into_iter()
            .enumerate()
            .filter_map(|(index, raw)| self.check(file, &join("/checks", index), raw))
            .collect();
        Some(criterion)
    }

    fn check_names(&mut self, file: &str, name: &str, criterion: &Criterion) {
        let id = criterion.id.to_string();
        if name != format!("{id}.yaml") {
            self.error(file, "/id", &id, "the name of the file");
        }
        if !self.seen.insert(id.clone()) {
            self.error(
                file,
                "/id",
                &format!("{id} again"),
                "an id that no other criterion has",
            );
        }
        let component = self
            .header
            .components
            .iter()
            .find(|c| c.id == criterion.component);
        let Some(component) = component else {
            let known: Vec<_> = self
                .header
                .components
                .iter()
                .map(|c| c.id.as_str())
                .collect();
            self.error(
                file,
                "/component",
                &criterion.component,
                &format!("one of {}", known.join(", ")),
            );
            return;
        };
        for (index, framework) in criterion.framework.iter().enumerate() {
            let everywhere = self.header.components.iter().flat_map(|c| &c.criteria);
            if !everywhere.map(|k| &k.id).any(|id| id == framework) {
                let wanted = format!("a framework criterion, for example of {}", component.id);
                self.error(file, &join("/framework", index), framework, &wanted);
            }
        }
        if criterion.stages.is_empty() {
            self.error(file, "/stages", "no stage", "at least one stage of the set");
        }
        for (index, stage) in criterion.stages.iter().enumerate() {
            if !self.header.stages.contains(stage) {
                let wanted = format!("one of {}", self.header.stages.join(", "));
                self.error(file, &join("/stages", index), stage, &wanted);
            }
        }
        for (index, path) in criterion.plan_paths.iter().enumerate() {
            self.known(file, &join("/plan_paths", index), path);
        }
    }

    fn known(&mut self, file: &str, place: &str, path: &Path) {
        if !self.schema.knows(path) {
            self.error(
                file,
                place,
                &path.to_string(),
                "a path that plan.schema.json knows",
            );
        }
    }

    fn check(&mut self, file: &str, place: &str, raw: Value) -> Option<Check> {
        let raw: RawCheck = typed(file, place, raw, &mut self.errors)?;
        if !self.seen.insert(raw.id.clone()) {
            let found = format!("{} again", raw.id);
            self.error(
                file,
                &join(place, "id"),
                &found,
                "an id that no other check has",
            );
        }
        let mut uses = BTreeSet::new();
        let bound = self.bind(file, place, Value::Object(raw.parameters), &mut uses);
        let Some(kind) = Kind::read(&raw.kind, bound) else {
            let wanted = format!("one of {}", Kind::NAMES.join(", "));
            self.error(file, &join(place, "kind"), &raw.kind, &wanted);
            return None;
        };
        let kind = fitting(file, place, kind, &mut self.errors)?;
        for path in kind.judge_of().paths() {
            self.known(file, place, &path);
        }
        Some(Check {
            id: raw.id,
            message: raw.message,
            uses: uses.into_iter().collect(),
            kind,
        })
    }

    /// Puts the value of the named parameter where `{param: name}` stands.
    fn bind(
        &mut self,
        file: &str,
        place: &str,
        value: Value,
        uses: &mut BTreeSet<String>,
    ) -> Value {
        match value {
            Value::Object(fields) => {
                if let (1, Some(Value::String(name))) = (fields.len(), fields.get("param")) {
                    let Some(parameter) = self.header.parameters.get(name) else {
                        self.error(file, place, name, "a parameter of set.yaml");
                        return Value::Null;
                    };
                    uses.insert(name.clone());
                    return parameter.value.clone();
                }
                let bind = |(name, value): (String, Value)| {
                    let below = join(place, &name);
                    (name, self.bind(file, &below, value, uses))
                };
                fields.into_iter().map(bind).collect()
            }
            other => other,
        }
    }
}

fn error(file: &str, place: &str, found: &str, wanted: &str) -> LoadError {
    LoadError {
        file: file.to_owned(),
        place: place.to_owned(),
        found: found.to_owned(),
        wanted: wanted.to_owned(),
    }
}

fn missing(file: &str) -> LoadError {
    error(file, "", "no such file", "every set to have one")
}

/// Booleans are `true` and `false` only: the notation key NO is a name.
fn yaml(file: &str, bytes: &[u8], errors: &mut Vec<LoadError>) -> Option<Value> {
    let options = serde_saphyr::options! { strict_booleans: true };
    match serde_saphyr::from_slice_with_options(bytes, options) {
        Ok(value) => Some(value),
        Err(fault) => {
            let place = fault
                .location()
                .map(|at| format!("line {}, column {}", at.line(), at.column()))
                .unwrap_or_default();
            let found = fault.to_string();
            let found = found.lines().next().unwrap_or_default().to_owned();
            errors.push(error(
                file,
                &place,
                &found,
                "YAML in which each key stands once",
            ));
            None
        }
    }
}

/// `value` as a `T`.
fn typed<T: DeserializeOwned>(
    file: &str,
    place: &str,
    value: Value,
    errors: &mut Vec<LoadError>,
) -> Option<T> {
    fitting(file, place, serde_path_to_error::deserialize(value), errors)
}

/// What fits; of what does not, serde's words split into found and wanted.
fn fitting<T>(
    file: &str,
    place: &str,
    read: Result<T, Misfit>,
    errors: &mut Vec<LoadError>,
) -> Option<T> {
    read.map_err(|misfit| {
        let place = misfit
            .path()
            .iter()
            .fold(place.to_owned(), |place, step| match step {
                Segment::Seq { index } => join(&place, index),
                Segment::Map { key } => join(&place, key),
                Segment::Enum { .. } | Segment::Unknown => place,
            });
        let text = misfit.inner().to_string();
        let missing = text.strip_prefix("missing field ");
        let (found, wanted) = match (text.split_once(", expected "), missing) {
            (Some((found, wanted)), _) => (found, wanted.to_owned()),
            (_, Some(field)) => ("nothing", format!("the field {field}")),
            _ => (text.as_str(), "a valid value".to_owned()),
        };
        errors.push(error(file, &place, found, &wanted));
    })
    .ok()
}

/// No text is blank; that none is missing in one language is a matter of type.
fn translated(file: &str, value: &Value, errors: &mut Vec<LoadError>) {
    let mut open = vec![(String::new(), value)];
    while let Some((place, value)) = open.pop() {
        match value {
            Value::Object(fields) => {
                for tag in ["da", "en"] {
                    let text = fields.get(tag).and_then(Value::as_str);
                    if text.is_some_and(|text| text.trim().is_empty()) {
                        let wanted = format!("the text in `{tag}` too");
                        errors.push(error(file, &join(&place, tag), "no text", &wanted));
                    }
                }
                open.extend(
                    fields
                        .iter()
                        .map(|(name, value)| (join(&place, name), value)),
                );
            }
            Value::Array(rows) => {
                let rows = rows.iter().enumerate();
                open.extend(rows.map(|(index, row)| (join(&place, index), row)));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
