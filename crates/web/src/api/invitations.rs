//! Taking up an invitation.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use lustrum_app::App;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Answer, sessions::Secret};
use crate::{
    extract::{Path, Write},
    route::Route,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post(
            "/api/v1/invitations/{secret}",
            "invitations.accept",
            "Take up an invitation: set the password and sign in. The link is good once.",
            accept,
        )
        .public()
        .takes::<Acceptance>()
        .answers::<Secret>(201, "A session."),
    ]
}

/// The password that is chosen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Acceptance {
    /// 12 to 200 characters.
    password: String,
}

async fn accept(
    Path(secret): Path<String>,
    State(app): State<App>,
    Write { body, .. }: Write<Acceptance>,
) -> Answer<Response> {
    let signed_in = app.accept_invitation(&secret, &body.password).await?;
    Ok((StatusCode::CREATED, Json(Secret::from(signed_in))).into_response())
}
