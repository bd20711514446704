//! Reading JSON that anybody may have sent: what does not fit is told with its
//! place, what stands there and what is wanted, in our own words.

use lustrum_criteria::join_pointer;
use lustrum_domain::Bilingual;
use lustrum_text::{Arg, both};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

use crate::FieldError;

/// Reads `value`, the part of a document that stands at `place`, as a `T`.
///
/// # Errors
/// The first field that cannot be used, with its place in the whole document.
pub fn read<T: DeserializeOwned>(place: &str, value: &Value) -> Result<T, FieldError> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let below: String = error.path().iter().filter_map(step).collect();
        unreadable(place, value, &below, &error.inner().to_string())
    })
}

/// A step of a JSON Pointer.
fn step(segment: &Segment) -> Option<String> {
    match segment {
        Segment::Seq { index } => Some(format!("/{index}")),
        Segment::Map { key } => Some(join_pointer("", key)),
        Segment::Enum { .. } | Segment::Unknown => None,
    }
}

/// What serde says of a place, in our words: the place, what stands there and
/// what is wanted. What it says in words of its own is handed on as the reason.
fn unreadable(place: &str, value: &Value, below: &str, reason: &str) -> FieldError {
    let quoted = |prefix: &str| {
        let rest = reason.strip_prefix(prefix)?.strip_prefix('`')?;
        rest.split_once('`')
    };
    // An unknown field stands in the path already, a missing one does not.
    let key_at = |name: &str| {
        let step = join_pointer("", name);
        if below.ends_with(&step) {
            below.to_owned()
        } else {
            format!("{below}{step}")
        }
    };
    if let Some((name, _)) = quoted("missing field ") {
        let pointer = join_pointer(&format!("{place}{below}"), name);
        return field(&pointer, "–", "field-missing", &[]);
    }
    if let Some((name, rest)) = quoted("unknown field ") {
        let wanted = rest
            .trim_start_matches(", expected ")
            .trim_start_matches("one of ")
            .replace('`', "");
        let below = key_at(name);
        let found = value.pointer(&below).map(shown).unwrap_or_default();
        let pointer = format!("{place}{below}");
        return field(
            &pointer,
            found,
            "field-unknown",
            &[("wanted", wanted.into())],
        );
    }
    let found = value.pointer(below).map_or_else(|| "–".to_owned(), shown);
    let pointer = &format!("{place}{below}");
    if let Some((_, rest)) = quoted("unknown variant ") {
        let wanted = rest
            .trim_start_matches(", expected ")
            .trim_start_matches("one of ")
            .replace('`', "");
        return field(pointer, found, "field-choice", &[("wanted", wanted.into())]);
    }
    if let Some((_, wanted)) = reason
        .strip_prefix("invalid type: ")
        .and_then(|rest| rest.rsplit_once(", expected "))
    {
        let wanted = type_word(wanted);
        return field(pointer, found, "field-type", &[("wanted", wanted.into())]);
    }
    // What chrono says of a text that is no date.
    if matches!(
        reason,
        "premature end of input" | "input contains invalid characters" | "trailing input"
    ) || reason.starts_with("input is out of range")
    {
        return field(pointer, found, "field-date", &[]);
    }
    field(
        pointer,
        found,
        "field-unreadable",
        &[("reason", short_of(reason, 200).into())],
    )
}

/// What serde calls a form, in our words.
fn type_word(expected: &str) -> Bilingual {
    let key = match expected {
        "a string" | "a borrowed string" | "a character" => "type-string",
        "a boolean" => "type-boolean",
        "a sequence" => "type-array",
        "a map" => "type-object",
        other if other.starts_with("struct ") => "type-object",
        "u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64" | "usize" => "type-integer",
        "f32" | "f64" => "type-number",
        other => {
            return Bilingual {
                da: other.to_owned(),
                en: other.to_owned(),
            };
        }
    };
    both(key, &[])
}

/// A place that cannot be used, whose text is `key` with some more words.
pub fn field(
    pointer: &str,
    found: impl Into<String>,
    key: &str,
    more: &[(&str, Arg)],
) -> FieldError {
    let found = found.into();
    let mut args = vec![
        ("found", Arg::from(found.as_str())),
        ("place", Arg::from(pointer)),
    ];
    args.extend(more.iter().cloned());
    FieldError {
        message: both(key, &args),
        pointer: pointer.to_owned(),
        found,
    }
}

/// A value as it stands in a message: its JSON, cut short.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => short(text),
        other => short(&other.to_string()),
    }
}

/// At most 60 characters, none of which moves the cursor.
pub fn short(text: &str) -> String {
    short_of(text, 60)
}

fn short_of(text: &str, most: usize) -> String {
    text.chars()
        .map(|letter| {
            if letter.is_control() {
                '\u{fffd}'
            } else {
                letter
            }
        })
        .take(most)
        .collect()
}

#[cfg(test)]
mod tests;
