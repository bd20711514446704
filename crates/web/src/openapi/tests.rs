use std::collections::BTreeSet;

use axum::http::Method;
use jsonschema::Validator;
use lustrum_domain::samples::Story;
use utoipa::openapi::{PathItem, RefOr, Schema};

use super::*;
use crate::api;

fn described() -> Value {
    document(&table())
}

/// What `document` describes: method and path.
fn operations(document: &Value) -> BTreeSet<(String, String)> {
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, methods)| {
        let methods = methods.as_object().unwrap().keys();
        methods.map(|method| (method.to_uppercase(), path.clone()))
    });
    operations.collect()
}

/// What differs between the routes of `table` and what `document` describes.
fn differences(table: &[Route], document: &Value) -> Vec<String> {
    let routes: BTreeSet<(String, String)> = table
        .iter()
        .map(|route| (route.method.to_string(), described_path(route)))
        .collect();
    let described = operations(document);
    routes
        .symmetric_difference(&described)
        .map(|(method, path)| format!("{method} {path}"))
        .collect()
}

/// The references of `value` that lead nowhere in `document`.
fn dangling(value: &Value, document: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(to)) = fields.get("$ref")
                && document.pointer(to.trim_start_matches('#')).is_none()
            {
                found.push(to.clone());
            }
            fields.values().for_each(|it| dangling(it, document, found));
        }
        Value::Array(rows) => rows.iter().for_each(|it| dangling(it, document, found)),
        _ => {}
    }
}

/// A validator of `schema`, which may refer to the components of `document`.
fn validator(document: &Value, schema: &Value) -> Validator {
    let mut whole = schema.clone();
    whole["components"] = document["components"].clone();
    jsonschema::validator_for(&whole).unwrap()
}

#[test]
fn the_description_knows_every_route_and_the_router_everything_described() {
    let table = table();
    assert_eq!(differences(&table, &document(&table)), Vec::<String>::new());
}

#[test]
fn a_route_that_is_not_described_is_found() {
    let table = table();
    let mut document = document(&table);
    document["paths"]
        .as_object_mut()
        .unwrap()
        .remove("/api/v1/me");
    document["paths"]["/api/v1/nowhere"] = json!({ "get": {} });
    assert_eq!(
        differences(&table, &document),
        ["GET /api/v1/me", "GET /api/v1/nowhere"]
    );
}

#[test]
fn the_description_is_a_document_that_utoipa_reads_and_every_reference_leads_somewhere() {
    let document = described();
    assert_eq!(document["openapi"], "3.1.0");
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let read = serde_json::from_value::<RefOr<Schema>>(schema.clone());
        assert!(read.is_ok(), "{name}: {schema}");
    }
    for (path, methods) in document["paths"].as_object().unwrap() {
        let read = serde_json::from_value::<PathItem>(methods.clone());
        assert!(read.is_ok(), "{path}: {methods}");
    }
    serde_json::from_value::<utoipa::openapi::OpenApi>(document.clone()).unwrap();
    let mut found = Vec::new();
    dangling(&document, &document, &mut found);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_reference_that_leads_nowhere_is_found() {
    let document = json!({ "a": [{ "$ref": "#/components/schemas/Lost" }] });
    let mut found = Vec::new();
    dangling(&document, &document, &mut found);
    assert_eq!(found, ["#/components/schemas/Lost"]);
}

#[test]
fn names_of_operations_are_unique_and_every_operation_says_what_it_answers() {
    let mut names = BTreeSet::new();
    for route in table() {
        assert!(
            names.insert(route.name.clone()),
            "{} stands twice",
            route.name
        );
        assert!(
            !route.described.answers.is_empty(),
            "{} answers nothing",
            route.name
        );
        assert!(
            !route.described.summary.is_empty(),
            "{} has no summary",
            route.name
        );
    }
}

#[test]
fn a_repeat_is_promised_to_be_harmless_wherever_something_is_written_but_for_secrets() {
    let is_promised = |route: &Route| {
        let parameters = &route.described.parameters;
        parameters.iter().any(|it| it["name"] == "Idempotency-Key")
    };
    let table = table();
    let (promised, not): (Vec<&Route>, Vec<&Route>) =
        table.iter().partition(|route| is_promised(route));
    assert!(promised.iter().all(|route| route.method != Method::GET));
    let not: BTreeSet<&str> = not
        .iter()
        .filter(|route| route.method != Method::GET)
        .map(|route| route.name.as_str())
        .collect();
    let expected = BTreeSet::from([
        // Nothing is kept.
        "check.plan",
        // Ending what has ended changes nothing, with and without a key.
        "sessions.sign_out",
        "tokens.revoke",
        // A secret that was made is told once.
        "invitations.accept",
        "sessions.sign_in",
        "tokens.create",
    ]);
    assert_eq!(not, expected);
}

#[test]
fn every_parameter_of_a_path_is_described() {
    for route in table() {
        for name in route.path_parameters() {
            let described = path_parameter(name);
            assert_ne!(described["description"], name, "{}", route.path);
        }
    }
}

/// The bodies of every sample command that people give, with their names.
fn samples() -> Vec<(String, Value)> {
    let offered: BTreeSet<String> = api::routes()
        .iter()
        .filter_map(|route| route.name.strip_prefix("commands."))
        .map(str::to_owned)
        .collect();
    let mut samples = Vec::new();
    for (_, story) in Story::all() {
        for name in CommandName::ALL {
            if offered.contains(name.as_str()) {
                let mut body = serde_json::to_value(story.command(*name)).unwrap();
                body.as_object_mut().unwrap().remove("command");
                samples.push((name.to_string(), body));
            }
        }
    }
    samples
}

#[test]
fn every_sample_command_fits_its_description() {
    let document = described();
    for (name, body) in samples() {
        let path = format!("/api/v1/cycles/{{cycle}}/commands/{name}");
        let content = &document["paths"][&path]["post"]["requestBody"]["content"];
        let validator = validator(&document, &content["application/json"]["schema"]);
        assert!(validator.is_valid(&body), "{name}: {body}");
    }
}

#[test]
fn a_command_with_an_unknown_field_or_a_wrong_type_does_not_fit() {
    let document = described();
    for (name, body) in samples() {
        let path = format!("/api/v1/cycles/{{cycle}}/commands/{name}");
        let content = &document["paths"][&path]["post"]["requestBody"]["content"];
        let validator = validator(&document, &content["application/json"]["schema"]);
        let mut more = body.clone();
        more["surprise"] = json!(1);
        assert!(!validator.is_valid(&more), "{name} takes an unknown field");
        for field in body.as_object().unwrap().keys() {
            let mut wrong = body.clone();
            wrong[field] = json!({ "wrong": 7.5 });
            assert!(
                !validator.is_valid(&wrong),
                "{name} takes anything as {field}"
            );
        }
    }
}

#[test]
fn what_a_body_must_not_hold_is_described_as_it_is_refused() {
    let document = described();
    for name in [
        "Enrol",
        "TakeIn",
        "Invitation",
        "MembershipBody",
        "OrganisationBody",
        "Merger",
    ] {
        let schema = &document["components"]["schemas"][name];
        assert_eq!(schema["additionalProperties"], false, "{name}: {schema}");
    }
}
