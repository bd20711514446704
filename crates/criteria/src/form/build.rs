//! From the schema to a form.

use lustrum_domain::Bilingual;
use serde_json::Value;

use super::{Field, FieldChoice, FieldKind, ID, Table, order::Order};
use crate::{Path, schema::Schema};

/// A text that may be longer than this gets several lines.
const SHORT_TEXT: u64 = 500;

/// The section that only says which format the data have.
const FORMAT: &str = "schema";

impl Schema {
    pub(crate) fn built_form(&self) -> Vec<Field> {
        match self
            .field("", self.document(), Some(self.order()), false)
            .kind
        {
            FieldKind::Group(sections) => sections
                .into_iter()
                .filter(|section| section.name != FORMAT)
                .collect(),
            _ => Vec::new(),
        }
    }

    pub(crate) fn form_of(&self, name: &str) -> Option<Field> {
        let own = self.document().get("properties")?.get(name)?;
        let order = self.order().at("properties").and_then(|it| it.at(name));
        (name != FORMAT).then(|| self.field(name, own, order, false))
    }

    /// The field that `own` describes; `order` is the order of its names in the file.
    fn field(&self, name: &str, own: &Value, order: Option<&Order>, required: bool) -> Field {
        let schema = self.target(own);
        let order = self.order_of(own, order);
        let word = |key: &str| own.get(key).or_else(|| schema.get(key));
        let text = |key: &str| {
            word(key).and_then(|text| serde_json::from_value::<Bilingual>(text.clone()).ok())
        };
        let refs = |schema: &Value| {
            schema
                .get("x-ref")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(|path| Path::try_from(path.as_str()?.to_owned()).ok())
                .collect::<Vec<_>>()
        };
        let mut places = refs(own);
        if let Some(items) = schema.get("items") {
            places.extend(refs(items));
        }
        let kind = self.kind(name, schema, order, !places.is_empty());
        Field {
            name: name.to_owned(),
            label: text("x-label").unwrap_or_else(|| Bilingual {
                da: name.to_owned(),
                en: name.to_owned(),
            }),
            help: text("x-help"),
            unit: text("x-unit").or_else(|| {
                // Most units read alike in both languages.
                let unit = word("x-unit")?.as_str()?;
                Some(Bilingual {
                    da: unit.to_owned(),
                    en: unit.to_owned(),
                })
            }),
            required,
            refs: places,
            kind,
        }
    }

    /// The order of the names in what [`Schema::target`] gives.
    fn order_of<'a>(&'a self, own: &Value, order: Option<&'a Order>) -> Option<&'a Order> {
        match own.get("$ref").and_then(Value::as_str) {
            Some(reference) => self.order().target(reference),
            None => order,
        }
    }

    fn kind(
        &self,
        name: &str,
        schema: &Value,
        order: Option<&Order>,
        names_rows: bool,
    ) -> FieldKind {
        if let Some(choices) = choices(schema) {
            return FieldKind::Choice(choices);
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("object") => FieldKind::Group(self.fields(schema, order)),
            Some("array") => {
                let items = schema.get("items").unwrap_or(&Value::Null);
                let target = self.target(items);
                let below = order.and_then(|order| order.at("items"));
                let below = self.order_of(items, below);
                if target.get("type").and_then(Value::as_str) == Some("object") {
                    FieldKind::Table(Table {
                        columns: self.fields(target, below),
                        most: schema.get("maxItems").and_then(Value::as_u64),
                    })
                } else if is_text(target) || choices(target).is_some() {
                    FieldKind::List(choices(target).unwrap_or_default())
                } else {
                    FieldKind::Json
                }
            }
            Some("boolean") => FieldKind::Flag,
            Some("number") => FieldKind::Number,
            Some("integer") if schema.get("x-kind").and_then(Value::as_str) == Some("year") => {
                FieldKind::Year
            }
            Some("integer") => FieldKind::Whole,
            Some("string") if name == ID || names_rows => FieldKind::Key,
            Some("string") if schema.get("format").and_then(Value::as_str) == Some("date") => {
                FieldKind::Date
            }
            Some("string") => FieldKind::Text {
                long: schema
                    .get("maxLength")
                    .and_then(Value::as_u64)
                    .is_none_or(|most| most > SHORT_TEXT)
                    && schema.get("pattern").is_none(),
            },
            _ => FieldKind::Json,
        }
    }

    fn fields(&self, schema: &Value, order: Option<&Order>) -> Vec<Field> {
        let order = order.and_then(|order| order.at("properties"));
        let required = |name: &str| {
            schema
                .get("required")
                .and_then(Value::as_array)
                .is_some_and(|all| all.iter().any(|it| it == name))
        };
        let mut fields: Vec<Field> = schema
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(name, own)| {
                let below = order.and_then(|order| order.at(name));
                self.field(name, own, below, required(name))
            })
            .collect();
        fields.sort_by_key(|field| order.map_or(0, |order| order.position(&field.name)));
        fields
    }
}

fn is_text(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("string")
}

/// The values of an `enum` of texts, each with what a form calls it.
fn choices(schema: &Value) -> Option<Vec<FieldChoice>> {
    let called = schema.get("x-choices");
    schema
        .get("enum")?
        .as_array()?
        .iter()
        .map(|value| {
            let value = value.as_str()?.to_owned();
            let label = called
                .and_then(|called| called.get(&value))
                .and_then(|label| serde_json::from_value(label.clone()).ok())
                .unwrap_or_else(|| Bilingual {
                    da: value.clone(),
                    en: value.clone(),
                });
            Some(FieldChoice { value, label })
        })
        .collect()
}
