//! What stands in the fields, both ways: from plan data to what a field shows,
//! and from what was typed to plan data.

use std::collections::{BTreeMap, BTreeSet};

use lustrum_domain::Locale;
use lustrum_text::read_day;
use serde_json::{Map, Value};

use super::{Field, FieldChoice, FieldKind, ID, Table};
use crate::path::join;

/// Which row a form's row was when the form was made: `/rows/3!id`.
const WAS: &str = "!id";

/// What was typed: the fields that were sent, each with its values in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Typed(BTreeMap<String, Vec<String>>);

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Typed {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let mut typed: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in pairs {
            typed.entry(name.into()).or_default().push(value.into());
        }
        Self(typed)
    }
}

impl Typed {
    /// What was typed at a place. Browsers send the end of a line as two
    /// characters; plan data have one.
    fn at(&self, name: &str) -> Option<String> {
        let last = self.0.get(name)?.last()?;
        Some(last.replace("\r\n", "\n"))
    }

    /// All that was typed or ticked at a place.
    fn all(&self, name: &str) -> Option<Vec<String>> {
        self.0.get(name).cloned()
    }

    /// The steps directly below a place that something was sent for.
    fn below(&self, place: &str) -> BTreeSet<String> {
        let prefix = format!("{place}/");
        self.0
            .range(prefix.clone()..)
            .take_while(|(name, _)| name.starts_with(&prefix))
            .filter_map(|(name, _)| {
                let step = name[prefix.len()..].split('/').next()?;
                let step = step.strip_suffix(WAS).unwrap_or(step);
                Some(step.replace("~1", "/").replace("~0", "~"))
            })
            .collect()
    }
}

impl Field {
    /// The plan data at this field after what was typed is laid over `base`.
    /// `place` is the field's name in the form: empty for a whole section.
    pub fn apply(
        &self,
        base: Option<&Value>,
        typed: &Typed,
        place: &str,
        locale: Locale,
    ) -> Option<Value> {
        let base = base.filter(|base| !base.is_null());
        // A value of another form than the field's stands as one text.
        if let Some(text) = typed.at(place)
            && !matches!(self.kind, FieldKind::List(_))
        {
            return match base {
                Some(base) if show(base, locale) == text => Some(base.clone()),
                _ => self.parse(&text),
            };
        }
        match &self.kind {
            FieldKind::Group(fields) => group(fields, base, typed, place, locale),
            FieldKind::Table(table) => rows(table, base, typed, place, locale),
            FieldKind::List(choices) => match typed.all(place) {
                None => base.cloned(),
                Some(values) => {
                    let text = values.join("\n").replace("\r\n", "\n");
                    match base {
                        Some(base) if show(base, locale) == text => Some(base.clone()),
                        _ => list(choices, &text),
                    }
                }
            },
            _ => base.cloned(),
        }
    }

    /// What `text` means here; `None` for nothing. What is not what the field
    /// wants stays a text.
    pub fn parse(&self, text: &str) -> Option<Value> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return None;
        }
        let kept = || Value::from(trimmed);
        Some(match &self.kind {
            FieldKind::Text { .. } => Value::from(text.trim_end_matches(['\n', ' '])),
            FieldKind::Key => kept(),
            FieldKind::Number => number(trimmed).unwrap_or_else(kept),
            FieldKind::Whole | FieldKind::Year => number(trimmed)
                .filter(|value| value.is_i64() || value.is_u64())
                .unwrap_or_else(kept),
            FieldKind::Date => {
                read_day(trimmed).map_or_else(kept, |day| Value::from(day.to_string()))
            }
            FieldKind::Flag => flag(trimmed).map_or_else(kept, Value::from),
            FieldKind::Choice(choices) => Value::from(meant(choices, trimmed)),
            FieldKind::List(choices) => return list(choices, trimmed),
            FieldKind::Group(_) | FieldKind::Table(_) | FieldKind::Json => {
                serde_json::from_str(trimmed).unwrap_or_else(|_| kept())
            }
        })
    }
}

fn group(
    fields: &[Field],
    base: Option<&Value>,
    typed: &Typed,
    place: &str,
    locale: Locale,
) -> Option<Value> {
    let old = match base {
        Some(Value::Object(old)) => old.clone(),
        // Shown as one text; without that text it was not sent.
        Some(other) => return Some(other.clone()),
        None => Map::new(),
    };
    let mut new = old.clone();
    let mut set = |name: &str, value: Option<Value>| match value {
        Some(value) => {
            new.insert(name.to_owned(), value);
        }
        None => {
            new.remove(name);
        }
    };
    for field in fields {
        let below = join(place, &field.name);
        set(
            &field.name,
            field.apply(old.get(&field.name), typed, &below, locale),
        );
    }
    // Fields that the schema does not know are shown as texts too.
    for name in typed.below(place) {
        if fields.iter().any(|field| field.name == name) {
            continue;
        }
        if let Some(text) = typed.at(&join(place, &name)) {
            let was = old.get(&name);
            let same = was.is_some_and(|was| show(was, locale) == text);
            if !same {
                let text = text.trim();
                set(&name, (!text.is_empty()).then(|| Value::from(text)));
            }
        }
    }
    (!new.is_empty() || base.is_some()).then_some(Value::Object(new))
}

fn rows(
    table: &Table,
    base: Option<&Value>,
    typed: &Typed,
    place: &str,
    locale: Locale,
) -> Option<Value> {
    let mut rows = match base {
        Some(Value::Array(rows)) => rows.clone(),
        Some(other) => return Some(other.clone()),
        None => Vec::new(),
    };
    let mut sent: Vec<usize> = typed
        .below(place)
        .iter()
        .filter_map(|step| step.parse().ok())
        .collect();
    sent.sort_unstable();
    let before = rows.clone();
    for index in sent {
        let at = join(place, index);
        let was = typed.at(&format!("{at}{WAS}"));
        let now = typed.at(&join(&at, ID));
        let found = locate(&before, index, was.as_deref(), now.as_deref());
        let old = found.and_then(|found| before.get(found));
        let row = match typed.at(&at) {
            // A row that is no row, shown as one text.
            Some(text) => match old {
                Some(old) if show(old, locale) == text => Some(old.clone()),
                _ if text.trim().is_empty() => None,
                _ => serde_json::from_str(&text).ok().or(Some(Value::from(text))),
            },
            None => group(&table.columns, old, typed, &at, locale),
        };
        match (found, row) {
            (Some(found), row) => rows[found] = row.unwrap_or_else(|| Value::Object(Map::new())),
            (None, Some(row)) => rows.push(row),
            (None, None) => {}
        }
    }
    (!rows.is_empty() || base.is_some()).then_some(Value::Array(rows))
}

/// Where the row that was number `index` stands now: rows with an id are known
/// by it, wherever others have moved them. `was` is its id when the form was
/// made, `now` the one that was typed.
fn locate(rows: &[Value], index: usize, was: Option<&str>, now: Option<&str>) -> Option<usize> {
    let id = |row: &Value| row.get(ID).and_then(Value::as_str).map(str::to_owned);
    match was.filter(|was| !was.is_empty()) {
        Some(was) => {
            let here = rows.get(index).and_then(id);
            // A form that was saved once already may have changed the id itself.
            if here.as_deref() == Some(was) || (here.is_some() && here.as_deref() == now) {
                return Some(index);
            }
            rows.iter().position(|row| id(row).as_deref() == Some(was))
        }
        None => (index < rows.len()).then_some(index),
    }
}

fn list(choices: &[FieldChoice], text: &str) -> Option<Value> {
    let values: Vec<Value> = text
        .split(['\n', ',', ';'])
        .map(str::trim)
        .filter(|value| !value.is_empty())
        .map(|value| Value::from(meant(choices, value)))
        .collect();
    (!values.is_empty()).then_some(Value::Array(values))
}

/// The value of the choice that was typed or picked; people type what the form
/// calls it, in either language and in any case.
fn meant(choices: &[FieldChoice], typed: &str) -> String {
    let plain = typed.to_lowercase();
    let found = choices
        .iter()
        .find(|choice| choice.value == typed)
        .or_else(|| {
            choices.iter().find(|choice| {
                choice.label.da.to_lowercase() == plain || choice.label.en.to_lowercase() == plain
            })
        });
    found.map_or_else(|| typed.to_owned(), |choice| choice.value.clone())
}

fn flag(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "ja" | "yes" | "sand" => Some(true),
        "false" | "nej" | "no" | "falsk" => Some(false),
        _ => None,
    }
}

/// The number that was typed, as Danes and others write it: `1.234,5`, `1 234,5`,
/// `1,234.5`, `1234.5`. `None` where it could be read in two ways: in `1.234`
/// the mark may part thousands or a fraction.
pub fn number(text: &str) -> Option<Value> {
    let plain: String = text
        .trim()
        .chars()
        .map(|letter| match letter {
            '\u{2212}' => '-',
            '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
            other => other,
        })
        .collect();
    let (minus, digits) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", plain.as_str()),
    };
    let known = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | ' ');
    if digits.is_empty() || !digits.chars().all(known) {
        return None;
    }
    let mark = digits
        .rfind(['.', ','])
        .map(|at| (at, digits[at..].chars().next().unwrap_or('.')));
    let (whole, fraction) = match mark {
        None => (digits, ""),
        Some((at, mark)) => {
            let (before, after) = (&digits[..at], &digits[at + 1..]);
            let others = before.contains(['.', ',', ' ']);
            let doubtful =
                !others && after.len() == 3 && (1..=3).contains(&before.len()) && before != "0";
            if before.contains(mark) {
                // The same mark again parts thousands all the way.
                (digits, "")
            } else if doubtful || after.is_empty() || before.is_empty() {
                return None;
            } else {
                (before, after)
            }
        }
    };
    if !fraction.chars().all(|letter| letter.is_ascii_digit()) {
        return None;
    }
    let whole = without_thousands(whole)?;
    let literal = if fraction.is_empty() {
        format!("{minus}{whole}")
    } else {
        format!("{minus}{whole}.{fraction}")
    };
    // `007` is no number of JSON, but people type it.
    let value: Value = serde_json::from_str(&literal).ok().or_else(|| {
        let number: f64 = literal.parse().ok()?;
        serde_json::Number::from_f64(number).map(Value::Number)
    })?;
    Some(match value.as_f64() {
        // A fraction of nothing but zeros is a whole number.
        Some(number) if number.fract() == 0.0 && number.abs() < 9e15 && !value.is_i64() => {
            format!("{number:.0}")
                .parse::<i64>()
                .map_or(value, Value::from)
        }
        _ => value,
    })
}

/// `1.234.567` without its marks, where they stand every three digits and are
/// all the same.
fn without_thousands(text: &str) -> Option<String> {
    let Some(mark) = text.chars().find(|letter| !letter.is_ascii_digit()) else {
        return Some(text.to_owned());
    };
    let mut groups = text.split(mark);
    let first = groups.next()?;
    let digits = |group: &str| group.chars().all(|letter| letter.is_ascii_digit());
    let fits = (1..=3).contains(&first.len())
        && digits(first)
        && groups.all(|group| group.len() == 3 && digits(group));
    fits.then(|| text.replace(mark, ""))
}

/// What a field shows of a value: numbers with the decimal mark of the language
/// and so that they can be read in one way only.
pub fn show(value: &Value, locale: Locale) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) => {
            let plain = number.to_string();
            let Some((whole, fraction)) = plain.split_once('.') else {
                return plain;
            };
            let mark = match locale {
                Locale::Da => ',',
                Locale::En => '.',
            };
            // With three digits behind the mark it could part thousands.
            let zero = if fraction.len() == 3 { "0" } else { "" };
            format!("{whole}{mark}{fraction}{zero}")
        }
        Value::Array(values) if values.iter().all(Value::is_string) => values
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join("\n"),
        other => other.to_string(),
    }
}
