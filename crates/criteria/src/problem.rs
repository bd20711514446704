//! What is structurally wrong with a document, in words.

use lustrum_domain::Bilingual;
use lustrum_text::{Arg, both};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One fault of structure: where it is, what stands there, what may stand there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// JSON Pointer of the place; for a missing field, the place where it belongs.
    pub pointer: String,
    /// A stable name of the kind of fault, for example `schema-required`.
    pub code: String,
    /// What was found, cut short; `–` where nothing stands.
    pub found: String,
    /// What is wanted instead.
    pub wanted: Bilingual,
    /// The whole sentence, with place, found and wanted.
    pub message: Bilingual,
}

impl Problem {
    /// A problem whose texts are `problem-<code>` and `problem-<code>-wanted`.
    pub(crate) fn new(
        code: &str,
        pointer: String,
        place: Bilingual,
        found: String,
        args: &[(&str, Arg)],
    ) -> Self {
        let wanted = both(&format!("problem-{code}-wanted"), args);
        let mut all = args.to_vec();
        all.extend([
            ("place", place.into()),
            ("found", found.as_str().into()),
            ("wanted", wanted.clone().into()),
        ]);
        Self {
            message: both(&format!("problem-{code}"), &all),
            pointer,
            code: code.to_owned(),
            found,
            wanted,
        }
    }
}

/// The longest excerpt of a document that a message repeats.
const SHORT: usize = 60;

/// `value` in at most 60 characters; tables and groups by their size.
pub(crate) fn short(value: &Value) -> String {
    match value {
        Value::Null => NOTHING.to_owned(),
        Value::String(text) => cut(text),
        Value::Array(rows) => format!("[{}]", rows.len()),
        Value::Object(fields) => format!("{{{}}}", fields.len()),
        Value::Bool(_) | Value::Number(_) => cut(&value.to_string()),
    }
}

/// Shown where nothing stands, in both languages.
pub(crate) const NOTHING: &str = "–";

/// `text` in at most 60 characters, control characters shown as escapes.
pub(crate) fn cut(text: &str) -> String {
    let mut shown: String = text
        .chars()
        .take(SHORT)
        .flat_map(|c| {
            let escape = c.is_control().then(|| c.escape_default());
            let plain = (!c.is_control()).then_some(c);
            escape.into_iter().flatten().chain(plain)
        })
        .collect();
    if text.chars().nth(SHORT).is_some() {
        shown.push('…');
    }
    shown
}

/// Texts one after the other, in both languages.
pub(crate) fn list(texts: &[Bilingual], between: &str) -> Bilingual {
    let join =
        |part: fn(&Bilingual) -> &str| texts.iter().map(part).collect::<Vec<_>>().join(between);
    Bilingual {
        da: join(|text| &text.da),
        en: join(|text| &text.en),
    }
}
