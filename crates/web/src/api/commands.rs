//! Commands to cases: one route per command, described and read by the
//! domain's own list of what each carries.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use lustrum_app::{App, FieldError};
use lustrum_criteria::join_pointer;
use lustrum_domain::{Command, CommandName, CycleId, command_fields};
use serde_json::Value;

use super::{Answer, answered, cycles::CommandAnswer, tagged};
use crate::{
    error::ApiError,
    extract::{IfMatch, Path, WriteJson, field, shown},
    openapi::command_schema,
    route::Route,
    schema,
};

pub(super) fn routes() -> Vec<Route> {
    CommandName::ALL
        .iter()
        .copied()
        .filter(|command| !is_clocks(*command))
        .map(|command| {
            let path = format!("/api/v1/cycles/{{cycle}}/commands/{command}");
            let name = format!("commands.{command}");
            let handler =
                move |path, version, app, request| give(command, path, version, app, request);
            Route::post(&path, &name, command.doc().trim(), handler)
                .repeatable()
                .versioned()
                .takes_schema(command_schema(command))
                .answers::<CommandAnswer>(200, "What it led to. The ETag is the new version.")
        })
        .collect()
}

/// Whether time alone gives `command`: nobody is offered a route for it.
fn is_clocks(command: CommandName) -> bool {
    use CommandName as C;
    matches!(
        command,
        C::Tick
            | C::NoteReturnAccepted
            | C::NoteReturnBounced
            | C::NoteNoticeDelivered
            | C::NoteNoticeBounced
            | C::Wait
            | C::Reschedule
            | C::NoteRevoked
    )
}

async fn give(
    name: CommandName,
    Path(cycle): Path<CycleId>,
    IfMatch(expected): IfMatch,
    State(app): State<App>,
    WriteJson { caller, value, .. }: WriteJson,
) -> Answer<Response> {
    let command = read(name, value).map_err(ApiError::fields)?;
    let outcome = app.command(&caller, cycle, &command, expected).await;
    let outcome = answered(outcome).map_err(|error| error.when_named(expected.is_some()))?;
    Ok(outcome.respond(|outcome| {
        let version = outcome.version;
        tagged(Json(CommandAnswer::from(outcome)).into_response(), version)
    }))
}

/// Reads what `name` carries from `body`. Every field is read by itself first,
/// so that each one that does not fit is told with its place: the tagged enum
/// behind it could only say that something does not.
fn read(name: CommandName, body: Value) -> Result<Command, Vec<FieldError>> {
    let Value::Object(mut given) = body else {
        return Err(vec![field("", shown(&body), "field-object-wanted", &[])]);
    };
    let fields = command_fields(name);
    let mut errors = Vec::new();
    for (key, value) in &given {
        if !fields.iter().any(|field| field.name == key) {
            let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
            let known = if known.is_empty() {
                "–".to_owned()
            } else {
                known.join(", ")
            };
            let pointer = join_pointer("", key);
            let wanted = [("wanted", known.into())];
            errors.push(field(&pointer, shown(value), "field-unknown", &wanted));
        }
    }
    for known in fields {
        let kind = schema::kind(known.kind);
        let kind = kind.expect("a test has found every type that a command carries");
        let pointer = format!("/{}", known.name);
        match given.get(known.name) {
            None | Some(Value::Null) if kind.optional => {}
            None => errors.push(field(&pointer, "–", "field-missing", &[])),
            Some(value) => errors.extend((kind.check)(&pointer, value).err()),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    given.insert("command".to_owned(), Value::from(name.as_str()));
    crate::extract::read("", &Value::Object(given)).map_err(|error| vec![error])
}

#[cfg(test)]
mod tests;
