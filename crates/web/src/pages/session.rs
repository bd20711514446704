//! Signing in and out, and choosing the language.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use lustrum_app::{App, AppError, SignedIn};
use lustrum_domain::{Locale, PersonId};
use lustrum_templates::{
    page::sign_in::{DemoAccount, SignIn},
    routes,
};
use serde::Deserialize;

use super::{Answer, PageRoute, form::ProtectedForm, own, see, visitor::Visitor};
use crate::{
    extract::Query,
    state::{AppState, WebSettings},
};

pub(super) fn routes() -> Vec<PageRoute> {
    vec![
        PageRoute::public(routes::SIGN_IN, get(page).post(sign_in)),
        PageRoute::public(routes::DEMO_SIGN_IN, post(sign_in_as)),
        PageRoute::signed_in(routes::SIGN_OUT, post(sign_out)),
        PageRoute::public(routes::LANGUAGE, get(language)),
    ]
}

/// The people whom a demo lets everybody be.
pub(super) fn demo_accounts(settings: &WebSettings) -> Vec<DemoAccount> {
    settings
        .demo
        .iter()
        .map(|known| DemoAccount {
            person: known.person.to_string(),
            role: known.role,
            name: known.name.clone(),
            organisation: known.organisation.clone(),
        })
        .collect()
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn page(
    visitor: Visitor,
    Query(Next { next }): Query<Next>,
    State(state): State<AppState>,
) -> Answer {
    if visitor.is_signed_in() {
        return Ok(see(own(&next)));
    }
    let page = SignIn {
        email: String::new(),
        failed: false,
        wait: false,
        next: own(&next).to_owned(),
        demo: demo_accounts(&state.settings),
    };
    visitor.show_form(&state.app, &page).await
}

#[derive(Deserialize)]
struct Credentials {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

async fn sign_in(
    visitor: Visitor,
    State(state): State<AppState>,
    ProtectedForm(form): ProtectedForm<Credentials>,
) -> Answer {
    let next = own(&form.next);
    match state.app.sign_in(&form.email, &form.password).await {
        Ok(session) => enter(&state.app, &visitor, &session, next).await,
        Err(AppError::Unauthenticated) => {
            let page = SignIn {
                email: form.email,
                failed: true,
                wait: false,
                next: next.to_owned(),
                demo: demo_accounts(&state.settings),
            };
            let shown = visitor.show_form(&state.app, &page).await?;
            Ok((StatusCode::UNAUTHORIZED, shown).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Goes on to `next` as whoever signed in. A session from before ends: nobody
/// is two people in one browser.
pub(super) async fn enter(app: &App, visitor: &Visitor, session: &SignedIn, next: &str) -> Answer {
    leave(app, visitor).await?;
    Ok(visitor.signed_in(see(next), session))
}

async fn leave(app: &App, visitor: &Visitor) -> Result<(), AppError> {
    match visitor.session() {
        Some(session) => app.revoke_token(visitor.caller(), session).await,
        None => Ok(()),
    }
}

#[derive(Deserialize)]
struct As {
    person: String,
    #[serde(default)]
    next: String,
}

/// Signs in without a password, in a demo and only as those whom it names.
async fn sign_in_as(
    visitor: Visitor,
    State(state): State<AppState>,
    ProtectedForm(form): ProtectedForm<As>,
) -> Answer {
    let wanted: Option<PersonId> = form.person.parse().ok();
    let known = state
        .settings
        .demo
        .iter()
        .find(|known| Some(known.person) == wanted);
    let known = known.ok_or(AppError::NotFound)?;
    let session = state.app.sign_in_as(known.person).await?;
    enter(&state.app, &visitor, &session, own(&form.next)).await
}

#[derive(Deserialize)]
struct Nothing {}

/// Ends the session.
async fn sign_out(
    visitor: Visitor,
    State(app): State<App>,
    ProtectedForm(Nothing {}): ProtectedForm<Nothing>,
) -> Answer {
    leave(&app, &visitor).await?;
    Ok(visitor.signed_out(see(routes::HOME)))
}

#[derive(Deserialize)]
struct Speak {
    to: String,
    #[serde(default)]
    next: String,
}

/// Remembers a language; one that is not ours changes nothing.
async fn language(visitor: Visitor, Query(speak): Query<Speak>) -> Response {
    let response = see(own(&speak.next));
    match speak.to.parse::<Locale>() {
        Ok(locale) => visitor.speaking(response, locale),
        Err(_) => response,
    }
}
