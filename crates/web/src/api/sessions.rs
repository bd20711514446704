//! Signing in and out.

use axum::{
    Extension, Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use lustrum_app::{App, AppError, SignedIn};
use lustrum_domain::{PersonId, TokenId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Answer, Nothing};
use crate::{
    context::CameFrom,
    error::ApiError,
    extract::{Who, Write},
    route::Route,
    schema,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post(
            "/api/v1/sessions",
            "sessions.sign_in",
            "Sign in with address and password.",
            sign_in,
        )
        .public()
        .takes::<Credentials>()
        .answers::<Secret>(201, "The session. Its secret is shown once."),
        Route::delete(
            "/api/v1/sessions",
            "sessions.sign_out",
            "End the session or token that the request is made with.",
            sign_out,
        )
        .answers_nothing("It is ended."),
    ]
}

/// Address and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Credentials {
    email: String,
    password: String,
}

/// The secret of a session or token. It goes into the header
/// `Authorization: Bearer …`; only its hash is kept.
#[derive(Serialize, ToSchema)]
pub(super) struct Secret {
    #[schema(value_type = schema::PersonId)]
    person: PersonId,
    /// The session or token, to be named when it is to end.
    #[schema(value_type = schema::TokenId)]
    token: TokenId,
    secret: String,
    /// When it ends by itself, seconds from now.
    expires_in: i64,
}

impl From<SignedIn> for Secret {
    fn from(signed_in: SignedIn) -> Self {
        Self {
            person: signed_in.person,
            token: signed_in.token,
            secret: signed_in.secret,
            expires_in: signed_in.seconds,
        }
    }
}

async fn sign_in(
    from: Option<Extension<CameFrom>>,
    State(app): State<App>,
    Write { body, .. }: Write<Credentials>,
) -> Answer<Response> {
    let from = from.map(|Extension(CameFrom(address))| address);
    match app.sign_in_from(&body.email, &body.password, from).await {
        Ok(signed_in) => Ok((StatusCode::CREATED, Json(Secret::from(signed_in))).into_response()),
        Err(AppError::Unauthenticated) => Err(ApiError::WrongCredentials),
        Err(error) => Err(error.into()),
    }
}

async fn sign_out(
    who: Who,
    State(app): State<App>,
    Write { caller, .. }: Write<Nothing>,
) -> Answer<StatusCode> {
    let token = who.token.ok_or(AppError::Unauthenticated)?;
    app.revoke_token(&caller, token).await?;
    Ok(StatusCode::NO_CONTENT)
}
