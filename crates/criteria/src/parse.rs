//! Reading plan data from bytes that anyone may have sent.

use std::{cell::RefCell, fmt};

use lustrum_domain::Bilingual;
use lustrum_text::Arg;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::{
    path::join,
    problem::{NOTHING, Problem, cut},
};

/// Reads JSON of at most `max_bytes`, with bounded nesting.
///
/// A key that stands twice and a NUL character are refused with their place:
/// a database or another reader would take them differently than we do.
pub fn parse_plan(bytes: &[u8], max_bytes: usize) -> Result<Value, Box<Problem>> {
    if bytes.len() > max_bytes {
        let args = [("limit", max_bytes.into())];
        return Err(problem("too-large", "", &bytes.len().to_string(), &args));
    }
    let fault = RefCell::new(None);
    let place = Place {
        parent: None,
        step: String::new(),
    };
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = Reader {
        place: &place,
        fault: &fault,
    }
    .deserialize(&mut reader)
    .and_then(|value| reader.end().map(|()| value));
    read.map_err(|error| {
        let args = [
            ("line", Arg::plain(error.line())),
            ("column", Arg::plain(error.column())),
        ];
        match fault.take() {
            Some(Fault {
                code,
                pointer,
                found,
            }) => problem(code, &pointer, &found, &args),
            None if error.to_string().starts_with("recursion limit") => {
                problem("too-deep", "", NOTHING, &args)
            }
            None => {
                let found = match error.is_eof() {
                    true => NOTHING.to_owned(),
                    false => standing_at(bytes, error.line(), error.column()),
                };
                problem("not-json", "", &found, &args)
            }
        }
    })
}

/// What stands in `bytes` where the parser stopped; `NOTHING` at the end. The
/// parser's own words are English and speak of what parsers expect.
fn standing_at(bytes: &[u8], line: usize, column: usize) -> String {
    let line = bytes
        .split(|byte| *byte == b'\n')
        .nth(line.saturating_sub(1));
    let line = line.unwrap_or_default();
    let rest = line.get(column.saturating_sub(1)..).unwrap_or_default();
    match String::from_utf8_lossy(rest).trim() {
        "" => NOTHING.to_owned(),
        rest => cut(rest),
    }
}

fn problem(code: &str, pointer: &str, found: &str, args: &[(&str, Arg)]) -> Box<Problem> {
    let place = Bilingual {
        da: pointer.to_owned(),
        en: pointer.to_owned(),
    };
    Box::new(Problem::new(
        code,
        pointer.to_owned(),
        place,
        found.to_owned(),
        args,
    ))
}

/// What a visitor found; carried beside serde's error, which holds text only.
struct Fault {
    code: &'static str,
    pointer: String,
    found: String,
}

/// Where the reader stands: a list through the stack, so that a pointer is
/// only written out when something is wrong.
struct Place<'a> {
    parent: Option<&'a Place<'a>>,
    step: String,
}

impl Place<'_> {
    fn pointer(&self) -> String {
        self.parent
            .map(|parent| join(&parent.pointer(), cut(&self.step)))
            .unwrap_or_default()
    }
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    place: &'a Place<'a>,
    fault: &'a RefCell<Option<Fault>>,
}

impl Reader<'_> {
    fn refuse<E: serde::de::Error>(self, code: &'static str, found: &str) -> E {
        *self.fault.borrow_mut() = Some(Fault {
            code,
            pointer: self.place.pointer(),
            found: cut(found),
        });
        E::custom(code)
    }

    fn text<E: serde::de::Error>(self, text: String) -> Result<String, E> {
        if text.contains('\0') {
            return Err(self.refuse("nul-character", &text));
        }
        Ok(text)
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number that is not finite"))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Value, E> {
        self.text(text.to_owned()).map(Value::String)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut rows = Vec::new();
        loop {
            let place = Place {
                parent: Some(self.place),
                step: rows.len().to_string(),
            };
            match access.next_element_seed(Reader {
                place: &place,
                fault: self.fault,
            })? {
                Some(row) => rows.push(row),
                None => return Ok(Value::Array(rows)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            let place = Place {
                parent: Some(self.place),
                step: key.clone(),
            };
            let reader = Reader {
                place: &place,
                fault: self.fault,
            };
            let key = reader.text::<A::Error>(key)?;
            if fields.contains_key(&key) {
                return Err(reader.refuse("duplicate-key", &key));
            }
            fields.insert(key, access.next_value_seed(reader)?);
        }
        Ok(Value::Object(fields))
    }
}

#[cfg(test)]
mod tests;
