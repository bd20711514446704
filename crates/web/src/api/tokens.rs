//! A person's own sessions and tokens.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use lustrum_app::App;
use lustrum_domain::TokenId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Answer, Nothing, sessions::Secret};
use crate::{
    extract::{Path, Who, Write},
    route::Route,
    schema,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/api/v1/tokens",
            "tokens.list",
            "One's own sessions and tokens, the latest first.",
            list,
        )
        .answers_list::<TokenLine>(200, "The tokens, without their secrets."),
        Route::post(
            "/api/v1/tokens",
            "tokens.create",
            "Make a token for a program.",
            create,
        )
        .takes::<NewToken>()
        .answers::<Secret>(201, "The token. Its secret is shown once."),
        Route::delete(
            "/api/v1/tokens/{token}",
            "tokens.revoke",
            "End one of one's own sessions or tokens.",
            revoke,
        )
        .answers_nothing("It is ended."),
    ]
}

/// A session or token.
#[derive(Serialize, ToSchema)]
struct TokenLine {
    #[schema(value_type = schema::TokenId)]
    id: TokenId,
    /// `session`, `api` or `invitation`.
    #[schema(value_type = String)]
    kind: &'static str,
    /// What its owner calls it.
    label: String,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
    /// Whether this request is made with it.
    current: bool,
}

async fn list(who: Who, State(app): State<App>) -> Answer<Json<Vec<TokenLine>>> {
    let tokens = app.own_tokens(&who.caller).await?;
    let lines = tokens.into_iter().map(|token| TokenLine {
        id: token.id,
        kind: token.kind.as_str(),
        label: token.label,
        created_at: token.created_at,
        expires_at: token.expires_at,
        revoked_at: token.revoked_at,
        current: who.token == Some(token.id),
    });
    Ok(Json(lines.collect()))
}

/// A token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewToken {
    /// What to call it.
    label: String,
    /// For how many days it is good, 365 at most.
    #[serde(default = "a_month")]
    days: i64,
}

fn a_month() -> i64 {
    30
}

async fn create(
    State(app): State<App>,
    Write { caller, body }: Write<NewToken>,
) -> Answer<Response> {
    let person = caller.person()?.id;
    let made = app.create_token(person, &body.label, body.days).await?;
    Ok((StatusCode::CREATED, Json(Secret::from(made))).into_response())
}

async fn revoke(
    Path(token): Path<TokenId>,
    State(app): State<App>,
    Write { caller, .. }: Write<Nothing>,
) -> Answer<StatusCode> {
    app.revoke_token(&caller, token).await?;
    Ok(StatusCode::NO_CONTENT)
}
