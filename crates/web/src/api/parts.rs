//! The parts of a draft, each with its own version, and the comments on them.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use lustrum_app::{App, AppError, Caller, PartOutcome};
use lustrum_domain::{CommentId, CycleId, PersonId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::{Answer, SchemaProblem, answered, tagged};
use crate::{
    error::ApiError,
    extract::{IfMatch, IfNone, Language, Path, Query, Who, Write, WriteJson},
    route::Route,
    schema,
};

const PART: &str = "/api/v1/cycles/{cycle}/parts/{*key}";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/api/v1/cycles/{cycle}/parts",
            "parts.list",
            "The parts of a draft, without what they hold.",
            list,
        )
        .answers_list::<PartLine>(200, "The parts, in the order of their keys."),
        Route::get(PART, "parts.get", "One part of a draft.", get)
            .answers::<schema::AnyJson>(200, "What it holds. Its ETag is its version."),
        Route::put(
            PART,
            "parts.put",
            "Write a part. A new one needs no header (or If-None-Match: *); a change names the \
             version it changes with If-Match. What does not follow the schema is kept and told.",
            put,
        )
        .repeatable()
        .versioned()
        .header(
            "If-None-Match",
            "Only a star: there must be nothing yet.",
            json!({ "type": "string", "enum": ["*"] }),
        )
        .takes::<schema::AnyJson>()
        .answers::<Written>(200, "It was changed.")
        .answers::<Written>(201, "It is new."),
        Route::get(
            "/api/v1/cycles/{cycle}/comments",
            "comments.list",
            "The comments of colleagues and advisor on a draft.",
            comments,
        )
        .asks::<CommentQuery>()
        .answers_list::<CommentLine>(200, "The comments, in the order in which they came."),
        Route::post(
            "/api/v1/cycles/{cycle}/comments",
            "comments.write",
            "Comment on a part of a draft.",
            comment,
        )
        .repeatable()
        .takes::<NewComment>()
        .answers::<CommentMade>(201, "The comment."),
    ]
}

/// A part of a draft.
#[derive(Serialize, ToSchema)]
struct PartLine {
    /// `answer/<criterion>`, `data/<section>` or `plan`.
    key: String,
    /// Raised by every write of it, from 1.
    version: i64,
    /// How many bytes it holds.
    size: usize,
    /// Who wrote it last.
    #[schema(value_type = schema::PersonId)]
    by: PersonId,
    at: DateTime<Utc>,
}

/// A part that was written.
#[derive(Serialize, ToSchema)]
struct Written {
    /// Its version now.
    version: i64,
    /// What would stop a submission. The part is kept as it is.
    problems: Vec<SchemaProblem>,
}

async fn list(
    who: Who,
    Path(cycle): Path<CycleId>,
    State(app): State<App>,
) -> Answer<Json<Vec<PartLine>>> {
    let parts = app.parts(&who.caller, cycle).await?;
    let lines = parts.into_iter().map(|part| PartLine {
        size: part.body.len(),
        key: part.key,
        version: part.version,
        by: part.by,
        at: part.at,
    });
    Ok(Json(lines.collect()))
}

async fn get(
    who: Who,
    Path((cycle, key)): Path<(CycleId, String)>,
    State(app): State<App>,
) -> Answer<Response> {
    let part = app.part(&who.caller, cycle, &key).await?;
    let kind = [(header::CONTENT_TYPE, "application/json")];
    Ok(tagged((kind, part.body).into_response(), part.version))
}

async fn put(
    Path((cycle, key)): Path<(CycleId, String)>,
    IfMatch(expected): IfMatch,
    IfNone(new): IfNone,
    Language(locale): Language,
    State(app): State<App>,
    WriteJson { caller, bytes, .. }: WriteJson,
) -> Answer<Response> {
    // A version that no part can have is one that this part does not have.
    let version = expected.map(|version| i64::try_from(version).unwrap_or(i64::MAX));
    let outcome = app.put_part(&caller, cycle, &key, &bytes, version).await;
    let outcome: super::Answered<PartOutcome> = match answered(outcome) {
        Err(ApiError::App(AppError::Stale { .. })) => {
            return Err(stale(&app, &caller, cycle, &key, version.is_some() || new).await);
        }
        outcome => outcome?,
    };
    Ok(outcome.respond(|outcome| {
        let status = if version.is_some() {
            StatusCode::OK
        } else {
            StatusCode::CREATED
        };
        let version = outcome.version;
        let written = Written {
            version,
            problems: SchemaProblem::all(outcome.problems, locale),
        };
        tagged((status, Json(written)).into_response(), version)
    }))
}

/// Why a part was not written: another version than the one named, no version
/// named for a part that exists, or a case that moved on in the same moment.
async fn stale(app: &App, caller: &Caller, cycle: CycleId, key: &str, named: bool) -> ApiError {
    let current = match app.part(caller, cycle, key).await {
        Ok(part) => u64::try_from(part.version).ok(),
        Err(AppError::NotFound) => None,
        Err(error) => return error.into(),
    };
    match current {
        current if named => ApiError::PreconditionFailed { current },
        Some(current) => ApiError::PreconditionRequired { current },
        None => AppError::Stale {
            what: key.to_owned(),
            current: None,
        }
        .into(),
    }
}

/// Which comments a list shows.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct CommentQuery {
    /// Only on this part.
    part: Option<String>,
}

/// A comment.
#[derive(Serialize, ToSchema)]
struct CommentLine {
    #[schema(value_type = schema::CommentId)]
    id: CommentId,
    /// The part it is about.
    part: String,
    #[schema(value_type = schema::PersonId)]
    by: PersonId,
    at: DateTime<Utc>,
    body: String,
}

async fn comments(
    who: Who,
    Path(cycle): Path<CycleId>,
    Query(query): Query<CommentQuery>,
    State(app): State<App>,
) -> Answer<Json<Vec<CommentLine>>> {
    let comments = app.comments(&who.caller, cycle).await?;
    let lines = comments
        .into_iter()
        .filter(|comment| query.part.as_ref().is_none_or(|part| *part == comment.part))
        .map(|comment| CommentLine {
            id: comment.id,
            part: comment.part,
            by: comment.by,
            at: comment.at,
            body: comment.body,
        });
    Ok(Json(lines.collect()))
}

/// A comment to be written.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewComment {
    /// The part it is about: `answer/<criterion>`, `data/<section>` or `plan`.
    part: String,
    body: String,
}

/// A comment that was written.
#[derive(Serialize, ToSchema)]
struct CommentMade {
    #[schema(value_type = schema::CommentId)]
    id: CommentId,
}

async fn comment(
    Path(cycle): Path<CycleId>,
    State(app): State<App>,
    Write { caller, body }: Write<NewComment>,
) -> Answer<Response> {
    let made = app.comment(&caller, cycle, &body.part, &body.body).await;
    Ok(answered(made)?
        .respond(|id| (StatusCode::CREATED, Json(CommentMade { id })).into_response()))
}
