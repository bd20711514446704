//! The reader's own account: name, language, password, sessions, tokens.

use std::collections::BTreeMap;

use axum::{
    extract::State,
    http::StatusCode,
    response::IntoResponse,
    routing::{get, post},
};
use lustrum_app::{App, AppError, LEAST_PASSWORD, Token, TokenKind};
use lustrum_domain::{Locale, TokenId, time::local_date};
use lustrum_templates::{
    page::account::{Account, TokenLine},
    routes,
};
use serde::Deserialize;

use super::{Answer, PageRoute, form::ProtectedForm, see, visitor::Visitor};
use crate::extract::{Query, field};

pub(super) fn routes() -> Vec<PageRoute> {
    vec![
        PageRoute::signed_in(routes::ACCOUNT, get(page)),
        PageRoute::signed_in(routes::ACCOUNT_NAME, post(change)).shows_nothing(),
        PageRoute::signed_in(routes::ACCOUNT_PASSWORD, post(change_password)).shows_nothing(),
        PageRoute::signed_in(routes::ACCOUNT_TOKEN, post(make_token)).shows_nothing(),
        PageRoute::signed_in(routes::ACCOUNT_REVOKE, post(revoke)).shows_nothing(),
    ]
}

#[derive(Deserialize)]
struct Done {
    done: Option<String>,
}

async fn page(visitor: Visitor, Query(told): Query<Done>, State(app): State<App>) -> Answer {
    let mut page = account(&visitor, &app).await?;
    page.done = match told.done.as_deref() {
        Some("name") => Some("name"),
        Some("revoked") => Some("revoked"),
        _ => None,
    };
    visitor.show(&app, &page).await
}

/// The page without anything that was just done or wrong.
async fn account(visitor: &Visitor, app: &App) -> Result<Account, AppError> {
    let own = app.own_account(visitor.caller()).await?;
    let line = |token: &Token| TokenLine {
        id: token.id.to_string(),
        label: token.label.clone(),
        made_on: local_date(token.created_at),
        ends_on: local_date(token.expires_at),
        here: Some(token.id) == visitor.session(),
    };
    let of = |kind: TokenKind| {
        let tokens = own.tokens.iter().filter(|token| token.kind == kind);
        tokens.map(line).collect::<Vec<_>>()
    };
    Ok(Account {
        sessions: of(TokenKind::Session),
        tokens: of(TokenKind::Api),
        name: own.account.name.clone().unwrap_or_default(),
        email: own.account.email.clone().unwrap_or_default(),
        language: own.account.locale,
        capacity: visitor.capacity(app).await?,
        shortest: u32::try_from(LEAST_PASSWORD).unwrap_or(u32::MAX),
        secret: None,
        done: None,
        faults: BTreeMap::new(),
        label: String::new(),
    })
}

#[derive(Deserialize)]
struct Changed {
    name: String,
    language: String,
}

async fn change(
    visitor: Visitor,
    State(app): State<App>,
    ProtectedForm(form): ProtectedForm<Changed>,
) -> Answer {
    let locale: Locale = form.language.parse().unwrap_or(visitor.locale());
    match app
        .change_own_account(visitor.caller(), &form.name, locale)
        .await
    {
        // The choice in this browser would go before the account's.
        Ok(()) => Ok(visitor.speaking(see(&routes::account_done("name")), locale)),
        Err(AppError::Invalid(faults)) => {
            let mut page = account(&visitor, &app).await?;
            page.name = form.name;
            page.language = locale;
            wrong(&visitor, &app, page, faults).await
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
struct Passwords {
    current: String,
    password: String,
    repeated: String,
}

async fn change_password(
    visitor: Visitor,
    State(app): State<App>,
    ProtectedForm(form): ProtectedForm<Passwords>,
) -> Answer {
    let caller = visitor.caller();
    let changed = if form.password == form.repeated {
        let change = app.change_own_password(caller, &form.current, &form.password);
        change.await
    } else {
        let fault = field("/repeated", "", "password-fault-different", &[]);
        Err(AppError::Invalid(vec![fault]))
    };
    match changed {
        // Every session has ended, this one too.
        Ok(()) => Ok(visitor.signed_out(see(&routes::sign_in_anew(routes::ACCOUNT)))),
        Err(AppError::Invalid(faults)) => {
            let page = account(&visitor, &app).await?;
            wrong(&visitor, &app, page, faults).await
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Deserialize)]
struct NewToken {
    label: String,
    days: i64,
}

/// Makes a token. The secret stands on the answer itself and nowhere else, so
/// this form alone is not answered with another address.
async fn make_token(
    visitor: Visitor,
    State(app): State<App>,
    ProtectedForm(form): ProtectedForm<NewToken>,
) -> Answer {
    let label = form.label.trim();
    if label.is_empty() {
        let page = account(&visitor, &app).await?;
        let fault = field("/label", "", "field-label-wanted", &[]);
        return wrong(&visitor, &app, page, vec![fault]).await;
    }
    let person = visitor.caller().person()?.id;
    let made = app.create_token(person, label, form.days).await?;
    let mut page = account(&visitor, &app).await?;
    page.secret = Some(made.secret);
    page.done = Some("token");
    visitor.show(&app, &page).await
}

#[derive(Deserialize)]
struct Which {
    token: String,
}

async fn revoke(
    visitor: Visitor,
    State(app): State<App>,
    ProtectedForm(form): ProtectedForm<Which>,
) -> Answer {
    let token: TokenId = form.token.parse().map_err(|_| AppError::NotFound)?;
    app.revoke_token(visitor.caller(), token).await?;
    Ok(see(&routes::account_done("revoked")))
}

/// The page with what is wrong beside its fields.
async fn wrong(
    visitor: &Visitor,
    app: &App,
    mut page: Account,
    faults: Vec<lustrum_app::FieldError>,
) -> Answer {
    let locale = visitor.locale();
    page.faults = faults
        .into_iter()
        .map(|fault| {
            let field = fault.pointer.trim_start_matches('/').to_owned();
            (field, fault.message.get(locale).to_owned())
        })
        .collect();
    let shown = visitor.show(app, &page).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}
