//! The description of the interface (OpenAPI 3.1), made from the table of routes.

use std::{collections::BTreeMap, sync::LazyLock};

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use lustrum_domain::{CommandName, command_fields};
use lustrum_templates::routes::OPENAPI;
use serde_json::{Map, Value, json};

use crate::{
    error::{PROBLEM_JSON, Problem},
    route::{Access, Route, collect},
    router::table,
    schema,
};

/// The document as it is sent.
static DOCUMENT: LazyLock<String> = LazyLock::new(|| document(&table()).to_string());

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            OPENAPI,
            "openapi",
            "This description of the interface.",
            description,
        )
        .public()
        .answers_schema(
            200,
            "The description, OpenAPI 3.1.",
            "application/json",
            json!({ "type": "object" }),
        ),
    ]
}

async fn description() -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, DOCUMENT.as_str()).into_response()
}

/// The document for `table`.
pub(crate) fn document(table: &[Route]) -> Value {
    let mut schemas: BTreeMap<String, Value> = schema::components().into_iter().collect();
    let problem = collect::<Problem>(&mut schemas);
    let mut paths: Map<String, Value> = Map::new();
    for route in table {
        schemas.extend(route.described.schemas.clone());
        let methods = paths
            .entry(described_path(route))
            .or_insert_with(|| json!({}));
        methods[route.method.as_str().to_ascii_lowercase()] = operation(route, &problem);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Lustrum",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Revision and recertification of climate action plans. Times are RFC \
                3339 in UTC, dates are ISO 8601 in Denmark. Texts follow Accept-Language: Danish \
                unless English is asked for. An error is application/problem+json with a stable code.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "tags": tags(table),
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "bearer": {
                "type": "http",
                "scheme": "bearer",
                "description": "The secret of a token, or of a session.",
            } },
        },
        "security": [{ "bearer": [] }],
    })
}

/// The path as OpenAPI writes it: it knows no parameter over several steps, so
/// such a one is described by its name alone.
pub(crate) fn described_path(route: &Route) -> String {
    route.path.replace("{*", "{")
}

fn tags(table: &[Route]) -> Vec<Value> {
    let mut names: Vec<&str> = table.iter().map(tag).collect();
    names.sort_unstable();
    names.dedup();
    names.iter().map(|name| json!({ "name": name })).collect()
}

/// The noun that a route is about: the first word of its name.
fn tag(route: &Route) -> &str {
    route.name.split('.').next().unwrap_or_default()
}

fn operation(route: &Route, problem: &Value) -> Value {
    let mut parameters: Vec<Value> = route.path_parameters().map(path_parameter).collect();
    parameters.extend(route.described.parameters.clone());
    let mut answers = route.described.answers.clone();
    answers.insert(
        "default".to_owned(),
        json!({
            "description": "A problem.",
            "content": { PROBLEM_JSON: { "schema": problem } },
        }),
    );
    let mut operation = json!({
        "operationId": route.name,
        "summary": route.described.summary,
        "tags": [tag(route)],
        "responses": answers,
    });
    if !parameters.is_empty() {
        operation["parameters"] = Value::Array(parameters);
    }
    if let Some(body) = &route.described.body {
        operation["requestBody"] = body.clone();
    }
    if route.access == Access::Public {
        // A sign-in is taken, but not needed.
        operation["security"] = json!([{}, { "bearer": [] }]);
    }
    operation
}

fn path_parameter(name: &str) -> Value {
    let id = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let (description, schema) = match name {
        "cycle" => ("The case.", id("CycleId")),
        "submission" => ("The submission.", id("SubmissionId")),
        "notice" => ("The notice.", id("NoticeId")),
        "upload" => ("The file.", id("UploadId")),
        "organisation" => ("The organisation.", id("OrganisationId")),
        "person" => ("The person.", id("PersonId")),
        "membership" => ("The role held.", id("MembershipId")),
        "token" => ("The session or token.", id("TokenId")),
        "mail" => ("The mail.", id("MailId")),
        "key" => (
            "The part: answer/<criterion>, data/<section> or plan.",
            json!({ "type": "string" }),
        ),
        "set" => (
            "The criteria set, for example cctf-ka@0.1.",
            json!({ "type": "string" }),
        ),
        "number" => (
            "The number of the certificate.",
            json!({ "type": "string" }),
        ),
        "secret" => ("The secret of the invitation.", json!({ "type": "string" })),
        other => (other, json!({ "type": "string" })),
    };
    json!({
        "name": name,
        "in": "path",
        "required": true,
        "description": description,
        "schema": schema,
    })
}

/// What a command carries, described from the domain's list of its fields.
pub(crate) fn command_schema(command: CommandName) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in command_fields(command) {
        let kind = schema::kind(field.kind);
        let kind = kind.expect("a test has found every type that a command carries");
        properties.insert(
            field.name.to_owned(),
            json!({ "description": field.doc.trim(), "allOf": [kind.schema] }),
        );
        if !kind.optional {
            required.push(field.name);
        }
    }
    json!({
        "type": "object",
        "description": command.doc().trim(),
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

#[cfg(test)]
mod tests;
