//! How the domain's words look in JSON, for the description of the interface.
//!
//! The domain knows nothing of OpenAPI, so each of its ids and words has a
//! stand-in of the same name here, which a response or request names by
//! `#[schema(value_type = …)]`. What commands carry is described from the
//! domain's own list of their fields, by the names of their types.

use std::borrow::Cow;

use lustrum_app::FieldError;
use lustrum_domain as domain;
use serde::{Deserialize, Deserializer, de};
use serde_json::{Value, json};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr, Schema,
        schema::{ObjectBuilder, SchemaType, Type},
    },
};

use crate::extract;

/// Declares a stand-in per id.
macro_rules! ids {
    ($($name:ident)*) => {$(
        #[doc = concat!("Stands for [`domain::", stringify!($name), "`].")]
        pub(crate) struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let prefix = <domain::$name as domain::Id>::PREFIX;
                text(&format!("^{prefix}_[0-9a-f]{{32}}$"), None)
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    )*};
}

/// Declares a stand-in per closed list of words.
macro_rules! words {
    ($($name:ident = $words:expr;)*) => {$(
        #[doc = concat!("Stands for the words of `", stringify!($name), "`.")]
        pub(crate) struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .enum_values(Some($words.iter().map(|word| word.to_string())))
                    .into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    )*};
}

ids! {
    CycleId OrganisationId PersonId MembershipId SubmissionId AssignmentId ConditionId AdoptionId
    ExtensionId ReadingId CertificateId NoticeId UploadId CommentId MailId TokenId
}

words! {
    StateName = domain::StateName::ALL;
    StageStatus = domain::StageStatus::ALL;
    AssignmentStatus = domain::AssignmentStatus::ALL;
    FindingStatus = domain::FindingStatus::ALL;
    ReturnReason = domain::ReturnReason::ALL;
    SubmissionKind = domain::SubmissionKind::ALL;
    Standing = domain::Standing::ALL;
    ConditionStatus = domain::ConditionStatus::ALL;
    ConditionOutcome = domain::ConditionOutcome::ALL;
    AdoptionOutcome = domain::AdoptionOutcome::ALL;
    RenewalStatus = domain::RenewalStatus::ALL;
    Role = domain::Role::ALL;
    OrganisationKind = domain::OrganisationKind::ALL;
    CommandName = domain::CommandName::ALL;
    RefusalCode = domain::RefusalCode::ALL;
    MailKind = domain::MailKind::ALL;
    MailStatus = lustrum_app::MailStatus::ALL;
    NoticeKind = domain::notice::NoticeKind::ALL;
    NoticeState = domain::notice::NoticeState::ALL;
    CertificateStatus = lustrum_app::CertificateStatus::ALL;
    FaultKind = domain::log::FaultKind::ALL;
    Language = domain::Locale::ALL.map(domain::Locale::tag);
    Outcome = lustrum_criteria::Outcome::ALL;
}

/// Stands for [`domain::Digest`].
pub(crate) struct Digest;

impl PartialSchema for Digest {
    fn schema() -> RefOr<Schema> {
        text("^[0-9a-f]{64}$", Some("SHA-256, hexadecimal."))
    }
}

impl ToSchema for Digest {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Digest")
    }
}

/// Stands for [`domain::DeadlineKey`].
pub(crate) struct DeadlineKey;

impl PartialSchema for DeadlineKey {
    fn schema() -> RefOr<Schema> {
        let plain = domain::DeadlineKey::PLAIN.map(|key| key.word()).join("|");
        let prefix = <domain::ConditionId as domain::Id>::PREFIX;
        text(
            &format!("^({plain}|review:.+|condition:{prefix}_[0-9a-f]{{32}})$"),
            Some("What is due. A review names its stage, a condition its id."),
        )
    }
}

impl ToSchema for DeadlineKey {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("DeadlineKey")
    }
}

/// Any JSON whose form is said elsewhere: by the schema of a criteria set.
pub(crate) struct AnyJson;

impl PartialSchema for AnyJson {
    fn schema() -> RefOr<Schema> {
        let types = vec![
            Type::Object,
            Type::Array,
            Type::String,
            Type::Number,
            Type::Boolean,
            Type::Null,
        ];
        ObjectBuilder::new()
            .schema_type(SchemaType::Array(types))
            .description(Some(
                "JSON whose form is said elsewhere, by the schema of a criteria set.",
            ))
            .into()
    }
}

impl ToSchema for AnyJson {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("AnyJson")
    }
}

fn text(pattern: &str, description: Option<&str>) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(pattern))
        .description(description)
        .into()
}

/// Reads a day with a year of four digits: chrono knows years of six, and
/// nobody who writes one means it.
///
/// # Errors
/// When the text is no such day.
pub(crate) fn day<'de, D: Deserializer<'de>>(from: D) -> Result<chrono::NaiveDate, D::Error> {
    let text = Cow::<'de, str>::deserialize(from)?;
    a_day(&text).ok_or_else(|| de::Error::custom("input contains invalid characters"))
}

/// The same where there may be none.
///
/// # Errors
/// When the text is no such day.
pub(crate) fn some_day<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<chrono::NaiveDate>, D::Error> {
    let text = Option::<Cow<'de, str>>::deserialize(from)?;
    let read = |text: Cow<'de, str>| {
        a_day(&text).ok_or_else(|| de::Error::custom("input contains invalid characters"))
    };
    text.map(read).transpose()
}

fn a_day(text: &str) -> Option<chrono::NaiveDate> {
    if text.len() == 10 && text.starts_with(|first: char| first.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}

/// A day, read only to say whether it is one.
#[derive(Deserialize)]
struct Day(
    #[serde(deserialize_with = "day")]
    #[expect(dead_code, reason = "reading is the whole purpose")]
    chrono::NaiveDate,
);

/// Says which place of the value at a place does not fit.
type Check = fn(&str, &Value) -> Result<(), FieldError>;

/// How a field of a command is described and read.
pub(crate) struct Kind {
    /// Its JSON Schema; named schemas are referred to.
    pub(crate) schema: Value,
    /// Whether it may be left out.
    pub(crate) optional: bool,
    /// Says which place of a value does not fit.
    pub(crate) check: Check,
}

/// How fields of the Rust type called `name` look in JSON; `None` for a type
/// that nobody has described yet, which a test finds.
pub(crate) fn kind(name: &str) -> Option<Kind> {
    let name: String = name.split_whitespace().collect();
    if let Some(inner) = generic(&name, "Option") {
        let inner = kind(inner)?;
        return Some(Kind {
            schema: json!({ "oneOf": [{ "type": "null" }, inner.schema] }),
            optional: true,
            check: inner.check,
        });
    }
    let (schema, check) = plain(&name)?;
    Some(Kind {
        schema,
        optional: false,
        check,
    })
}

fn generic<'a>(name: &'a str, of: &str) -> Option<&'a str> {
    name.strip_prefix(of)?.strip_prefix('<')?.strip_suffix('>')
}

fn plain(name: &str) -> Option<(Value, Check)> {
    fn check<T: de::DeserializeOwned>(place: &str, value: &Value) -> Result<(), FieldError> {
        extract::read::<T>(place, value).map(|_| ())
    }
    let of = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let many = |name: &str| json!({ "type": "array", "items": of(name) });
    /// Types whose schema carries their name.
    macro_rules! named {
        ($($type:ident)*) => {
            match name {
                $(stringify!($type) => return Some((of(name), check::<domain::$type>)),)*
                $(concat!("Vec<", stringify!($type), ">") => {
                    return Some((many(stringify!($type)), check::<Vec<domain::$type>>));
                })*
                _ => {}
            }
        };
    }
    named! {
        OrganisationId PersonId AssignmentId ConditionId AdoptionId ExtensionId ReadingId
        CertificateId NoticeId SubmissionId UploadId CriterionId Digest DeadlineKey Verdict Focus Words
        AdoptionOutcome ConditionOutcome Renewal
    }
    match name {
        "NaiveDate" => Some((of("Date"), check::<Day>)),
        "String" => Some((json!({ "type": "string" }), check::<String>)),
        "bool" => Some((json!({ "type": "boolean" }), check::<bool>)),
        _ => None,
    }
}

/// The schemas that commands refer to and no response describes.
pub(crate) fn components() -> Vec<(String, Value)> {
    fn named<T: ToSchema>() -> (String, Value) {
        let schema = serde_json::to_value(T::schema());
        let schema = schema.expect("a schema has string keys and finite numbers");
        (T::name().into_owned(), schema)
    }
    let words = json!({ "$ref": "#/components/schemas/Words" });
    let date = json!({ "$ref": "#/components/schemas/Date" });
    let verdict = |status: &str, fields: &[(&str, &Value)]| {
        let mut properties = json!({ "status": { "type": "string", "enum": [status] } });
        let mut required = vec!["status"];
        for (name, schema) in fields {
            properties[*name] = (*schema).clone();
            required.push(name);
        }
        json!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    };
    let reason = json!({ "$ref": "#/components/schemas/ReturnReason" });
    let mut all = vec![
        named::<OrganisationId>(),
        named::<PersonId>(),
        named::<AssignmentId>(),
        named::<ConditionId>(),
        named::<AdoptionId>(),
        named::<ExtensionId>(),
        named::<ReadingId>(),
        named::<NoticeId>(),
        named::<UploadId>(),
        named::<CycleId>(),
        named::<Digest>(),
        named::<DeadlineKey>(),
        named::<AdoptionOutcome>(),
        named::<ConditionOutcome>(),
        named::<ReturnReason>(),
    ];
    let own = [
        (
            "CriterionId",
            json!({ "type": "string", "description": "The name of a criterion, for example KA-3.02." }),
        ),
        (
            "Words",
            json!({
                "type": "string",
                "maxLength": 20_000,
                "description": "A text written by a person. It is kept apart from the log and can be erased.",
            }),
        ),
        (
            "Date",
            json!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        ),
        (
            "Focus",
            json!({
                "type": "object",
                "properties": {
                    "criterion": { "$ref": "#/components/schemas/CriterionId" },
                    "text": words,
                },
                "required": ["criterion", "text"],
                "additionalProperties": false,
            }),
        ),
        (
            "Verdict",
            json!({
                "description": "How a criterion is judged.",
                "oneOf": [
                    verdict("approved", &[]),
                    verdict("approved_with_condition", &[("text", &words), ("due", &date)]),
                    verdict("returned", &[("reason", &reason), ("remark", &words)]),
                    verdict("not_applicable", &[("remark", &words)]),
                ],
            }),
        ),
    ];
    all.extend(own.map(|(name, schema)| (name.to_owned(), schema)));
    all
}

#[cfg(test)]
mod tests;
