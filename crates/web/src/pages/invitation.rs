//! Taking up an invitation.

use axum::{extract::State, http::StatusCode, response::IntoResponse, routing::get};
use lustrum_app::{App, AppError, LEAST_PASSWORD};
use lustrum_templates::{
    page::accept_invitation::{AcceptInvitation, PasswordFault},
    routes,
};
use serde::Deserialize;

use super::{
    Answer, PageRoute, fault::PageError, form::ProtectedForm, session::enter, visitor::Visitor,
};
use crate::extract::Path;

pub(super) fn routes() -> Vec<PageRoute> {
    vec![PageRoute::public(
        routes::INVITATION,
        get(page).post(accept),
    )]
}

async fn page(visitor: Visitor, Path(token): Path<String>, State(app): State<App>) -> Answer {
    ask(&visitor, &app, token, None).await
}

#[derive(Deserialize)]
struct Password {
    password: String,
    repeated: String,
}

async fn accept(
    visitor: Visitor,
    Path(token): Path<String>,
    State(app): State<App>,
    ProtectedForm(form): ProtectedForm<Password>,
) -> Answer {
    if form.password != form.repeated {
        return ask(&visitor, &app, token, Some(PasswordFault::Different)).await;
    }
    match app.accept_invitation(&token, &form.password).await {
        Ok(session) => enter(&app, &visitor, &session, routes::HOME).await,
        Err(AppError::Invalid(_)) => {
            let fault = if form.password.chars().count() < LEAST_PASSWORD {
                PasswordFault::Short
            } else {
                PasswordFault::Long
            };
            ask(&visitor, &app, token, Some(fault)).await
        }
        Err(error) => Err(over(error)),
    }
}

/// The page for `error`, in words for somebody who holds a link from a mail.
fn over(error: AppError) -> PageError {
    match error {
        AppError::NotFound => PageError::link_over(),
        error => error.into(),
    }
}

async fn ask(visitor: &Visitor, app: &App, token: String, fault: Option<PasswordFault>) -> Answer {
    let invited = app.invitation(&token).await.map_err(over)?;
    let page = AcceptInvitation {
        token,
        name: invited.name.unwrap_or_default(),
        email: invited.email.unwrap_or_default(),
        organisation: invited.organisation,
        shortest: u32::try_from(LEAST_PASSWORD).unwrap_or(u32::MAX),
        fault,
    };
    let shown = visitor.show_form(app, &page).await?;
    Ok(match fault {
        None => shown,
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, shown).into_response(),
    })
}
