//! Two versions of the same data, side by side, field by field.

use std::collections::BTreeSet;

use lustrum_domain::Bilingual;
use serde_json::{Map, Value};

use super::{Field, FieldKind, ID, Table};
use crate::path::join;

/// A field, or a whole row, in which two versions differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The name of the place; rows with an id are named by it.
    pub place: String,
    /// What people call it, from the outside in.
    pub labels: Vec<Bilingual>,
    /// What one version says; `None` for nothing.
    pub mine: Option<Value>,
    /// What the other says.
    pub theirs: Option<Value>,
}

/// Which of two versions to take at a place.
pub type Choose<'a> = &'a mut dyn FnMut(Difference) -> bool;

/// Everything in which the two differ.
pub fn differences(field: &Field, mine: Option<&Value>, theirs: Option<&Value>) -> Vec<Difference> {
    let mut found = Vec::new();
    merge(field, mine, theirs, &mut |difference| {
        found.push(difference);
        false
    });
    found
}

/// Both versions as one: where they differ, `choose` says whether mine is taken.
pub fn merge(
    field: &Field,
    mine: Option<&Value>,
    theirs: Option<&Value>,
    choose: Choose<'_>,
) -> Option<Value> {
    one(field, mine, theirs, "", &[], choose)
}

fn one(
    field: &Field,
    mine: Option<&Value>,
    theirs: Option<&Value>,
    place: &str,
    labels: &[Bilingual],
    choose: Choose<'_>,
) -> Option<Value> {
    if mine == theirs {
        return theirs.cloned();
    }
    match (&field.kind, mine, theirs) {
        (
            FieldKind::Group(fields),
            None | Some(Value::Object(_)),
            None | Some(Value::Object(_)),
        ) => group(fields, mine, theirs, place, labels, choose),
        (FieldKind::Table(table), None | Some(Value::Array(_)), None | Some(Value::Array(_))) => {
            rows(table, mine, theirs, place, labels, choose)
        }
        _ => whole(mine, theirs, place, labels, choose),
    }
}

fn whole(
    mine: Option<&Value>,
    theirs: Option<&Value>,
    place: &str,
    labels: &[Bilingual],
    choose: Choose<'_>,
) -> Option<Value> {
    let difference = Difference {
        place: place.to_owned(),
        labels: labels.to_vec(),
        mine: mine.cloned(),
        theirs: theirs.cloned(),
    };
    if choose(difference) { mine } else { theirs }.cloned()
}

fn group(
    fields: &[Field],
    mine: Option<&Value>,
    theirs: Option<&Value>,
    place: &str,
    labels: &[Bilingual],
    choose: Choose<'_>,
) -> Option<Value> {
    let empty = Map::new();
    let object = |value: Option<&Value>| match value {
        Some(Value::Object(fields)) => fields.clone(),
        _ => empty.clone(),
    };
    let (ours, others) = (object(mine), object(theirs));
    let mut merged = Map::new();
    let named: BTreeSet<&String> = ours.keys().chain(others.keys()).collect();
    // In the order of the form, then what the form does not know.
    let known = fields.iter().map(|field| &field.name);
    let unknown = named
        .iter()
        .copied()
        .filter(|name| fields.iter().all(|field| field.name != **name));
    for name in known.chain(unknown) {
        let below = join(place, name);
        let mut path = labels.to_vec();
        let value = match fields.iter().find(|field| field.name == *name) {
            Some(field) => {
                path.push(field.label.clone());
                one(
                    field,
                    ours.get(name),
                    others.get(name),
                    &below,
                    &path,
                    choose,
                )
            }
            None => {
                if ours.get(name) == others.get(name) {
                    others.get(name).cloned()
                } else {
                    path.push(plain(name));
                    whole(ours.get(name), others.get(name), &below, &path, choose)
                }
            }
        };
        if let Some(value) = value {
            merged.insert(name.clone(), value);
        }
    }
    (!merged.is_empty() || theirs.is_some()).then_some(Value::Object(merged))
}

fn rows(
    table: &Table,
    mine: Option<&Value>,
    theirs: Option<&Value>,
    place: &str,
    labels: &[Bilingual],
    choose: Choose<'_>,
) -> Option<Value> {
    let array = |value: Option<&Value>| match value {
        Some(Value::Array(rows)) => rows.clone(),
        _ => Vec::new(),
    };
    let (ours, others) = (array(mine), array(theirs));
    let id = |row: &Value| row.get(ID).and_then(Value::as_str).map(str::to_owned);
    let mut taken = BTreeSet::new();
    let mut merged = Vec::new();
    for (index, other) in others.iter().enumerate() {
        let partner = match id(other) {
            Some(wanted) => (0..ours.len())
                .find(|at| !taken.contains(at) && id(&ours[*at]).as_ref() == Some(&wanted)),
            None => (index < ours.len() && !taken.contains(&index) && id(&ours[index]).is_none())
                .then_some(index),
        };
        let (below, path) = row_place(place, labels, other, index);
        match partner {
            Some(at) => {
                taken.insert(at);
                let own = &ours[at];
                let row = if own == other {
                    Some(other.clone())
                } else if own.is_object() && other.is_object() {
                    group(
                        &table.columns,
                        Some(own),
                        Some(other),
                        &below,
                        &path,
                        choose,
                    )
                } else {
                    whole(Some(own), Some(other), &below, &path, choose)
                };
                merged.extend(row);
            }
            None => merged.extend(whole(None, Some(other), &below, &path, choose)),
        }
    }
    for (index, own) in ours.iter().enumerate() {
        if !taken.contains(&index) {
            let (below, path) = row_place(place, labels, own, index);
            merged.extend(whole(Some(own), None, &below, &path, choose));
        }
    }
    (!merged.is_empty() || theirs.is_some()).then_some(Value::Array(merged))
}

fn row_place(
    place: &str,
    labels: &[Bilingual],
    row: &Value,
    index: usize,
) -> (String, Vec<Bilingual>) {
    let name = row.get(ID).and_then(Value::as_str).map_or_else(
        || (index + 1).to_string(),
        |id| id.chars().take(60).collect(),
    );
    let mut path = labels.to_vec();
    path.push(plain(&name));
    (join(place, name), path)
}

fn plain(text: &str) -> Bilingual {
    Bilingual {
        da: text.to_owned(),
        en: text.to_owned(),
    }
}
