//! Signing in and out, and choosing the language.

use axum::{
    Extension,
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
    context::CameFrom,
    extract::Query,
    state::{AppState, WebSettings},
};

pub(super) fn routes() -> Vec<PageRoute> {
    vec![
        PageRoute::public(routes::SIGN_IN, get(page).post(sign_in)),
        PageRoute::public(routes::DEMO_SIGN_IN, post(sign_in_as)).shows_nothing(),
        PageRoute::signed_in(routes::SIGN_OUT, post(sign_out)).shows_nothing(),
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
    #[serde(default)]
    done: String,
}

async fn page(
    visitor: Visitor,
    Query(Next { next, done }): Query<Next>,
    State(state): State<AppState>,
) -> Answer {
    if visitor.is_signed_in() {
        return Ok(see(own(&next)));
    }
    let page = SignIn {
        email: String::new(),
        failed: false,
        wait: None,
        ended: visitor.has_ended(),
        changed: done == "password",
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
    from: Option<Extension<CameFrom>>,
    State(state): State<AppState>,
    ProtectedForm(form): ProtectedForm<Credentials>,
) -> Answer {
    let next = own(&form.next);
    let from = from.map(|Extension(CameFrom(address))| address);
    let app = &state.app;
    let entered = app.sign_in_from(&form.email, &form.password, from).await;
    let (status, wait) = match entered {
        Ok(session) => return enter(app, &visitor, &session, next).await,
        Err(AppError::Unauthenticated) => (StatusCode::UNAUTHORIZED, None),
        Err(AppError::Wait { seconds }) => (StatusCode::TOO_MANY_REQUESTS, Some(seconds)),
        Err(error) => return Err(error.into()),
    };
    let page = SignIn {
        email: form.email,
        failed: wait.is_none(),
        wait: wait.map(|seconds| seconds.div_euclid(60) + 1),
        ended: false,
        changed: false,
        next: next.to_owned(),
        demo: demo_accounts(&state.settings),
    };
    let shown = visitor.show_form(app, &page).await?;
    Ok((status, shown).into_response())
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
