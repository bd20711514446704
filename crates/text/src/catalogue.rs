//! The embedded Fluent catalogue.

use std::{collections::BTreeSet, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use include_dir::{Dir, include_dir};
use lustrum_domain::{Bilingual, Locale};

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/catalogue");

static DANISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Locale::Da));
static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Locale::En));

type Bundle = FluentBundle<FluentResource>;

/// A value put into a text.
///
/// A year is a text, a count is a number: "2030" but "2.030 ton".
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// Shown as it is.
    Text(String),
    /// Shown with the language's decimal and thousands marks; Fluent may also
    /// choose a plural by it.
    Number(f64),
    /// A text that exists in both languages; the one asked for is shown.
    Both(Bilingual),
}

impl Arg {
    /// Anything that shows itself, without marks: a year, a date, an id.
    pub fn plain(value: impl ToString) -> Self {
        Self::Text(value.to_string())
    }

    fn value(&self, locale: Locale) -> FluentValue<'_> {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Number(number) => (*number).into(),
            Self::Both(both) => both.get(locale).into(),
        }
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Arg {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(number as f64)
    }
}

impl From<Bilingual> for Arg {
    fn from(both: Bilingual) -> Self {
        Self::Both(both)
    }
}

/// The text `key` in `locale`; an unknown key is shown in angle brackets, so
/// that a forgotten text is seen on the page instead of stopping it.
pub fn text(locale: Locale, key: &str, args: &[(&str, Arg)]) -> String {
    let bundle = of(locale);
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return format!("<{key}>");
    };
    let args: FluentArgs = args
        .iter()
        .map(|(name, arg)| (*name, arg.value(locale)))
        .collect();
    // What Fluent reports here is a missing variable; it already shows as
    // `{$name}` in the text, which is where a reader can act on it.
    bundle
        .format_pattern(pattern, Some(&args), &mut Vec::new())
        .into_owned()
}

/// The text `key` in both languages.
pub fn both(key: &str, args: &[(&str, Arg)]) -> Bilingual {
    Bilingual {
        da: text(Locale::Da, key, args),
        en: text(Locale::En, key, args),
    }
}

/// Whether `key` has a text.
pub fn known(key: &str) -> bool {
    of(Locale::Da).has_message(key)
}

/// Every key of the catalogue, sorted: for tests of completeness.
pub fn keys() -> impl Iterator<Item = &'static str> {
    sources(Locale::Da)
        .flat_map(|(_, source)| source.lines().filter_map(key_of))
        .collect::<BTreeSet<_>>()
        .into_iter()
}

/// A number as the language writes it, with at most two decimals:
/// `1.234,5` in Danish, `1,234.5` in English.
pub fn number(locale: Locale, value: f64) -> String {
    let (thousands, decimal) = match locale {
        Locale::Da => ('.', ','),
        Locale::En => (',', '.'),
    };
    let plain = format!("{:.2}", value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let fraction = fraction.trim_end_matches('0');
    let mut shown = String::new();
    if value < 0.0 && (whole != "0" || !fraction.is_empty()) {
        shown.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            shown.push(thousands);
        }
        shown.push(digit);
    }
    if !fraction.is_empty() {
        shown.push(decimal);
        shown.push_str(fraction);
    }
    shown
}

fn of(locale: Locale) -> &'static Bundle {
    match locale {
        Locale::Da => &DANISH,
        Locale::En => &ENGLISH,
    }
}

/// Broken entries are left out rather than refused: a test finds them, and a
/// running service shows the key in their place.
fn bundle(locale: Locale) -> Bundle {
    let tag = locale.tag().parse().expect("da and en are language tags");
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match locale {
        Locale::Da => |value, _| formatted(Locale::Da, value),
        Locale::En => |value, _| formatted(Locale::En, value),
    }));
    for (_, source) in sources(locale) {
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn formatted(locale: Locale, value: &FluentValue) -> Option<String> {
    match value {
        FluentValue::Number(n) => Some(number(locale, n.value)),
        _ => None,
    }
}

fn sources(locale: Locale) -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES
        .get_dir(locale.tag())
        .into_iter()
        .flat_map(|dir| dir.files())
        .filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)))
}

/// The key that a line of Fluent defines, if it does.
fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    let well_formed = key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    well_formed.then_some(key)
}

#[cfg(test)]
mod tests;
