//! Why a page cannot be shown, as a page: the same faults as in the
//! programming interface, with the same status, in words for people.

use std::sync::Arc;

use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use lustrum_app::{AppError, FieldError};
use lustrum_domain::Locale;
use lustrum_templates::page::error::{ErrorKind, ErrorPage, TypedField};
use lustrum_text::text;

use super::visitor::Visitor;
use crate::{
    context::Context,
    error::{self, ApiError},
    state::AppState,
};

/// Why a page cannot be shown, or a form was not carried out.
#[derive(Debug, Clone)]
pub(crate) struct PageError {
    cause: Cause,
    /// The page to go back to.
    back: Option<String>,
    /// What was typed and could not be saved, by field.
    typed: Vec<(String, String)>,
    /// Whether a file was sent along, which nobody can give back.
    file: bool,
}

#[derive(Debug, Clone)]
enum Cause {
    /// What the programming interface would say as well.
    Interface(Arc<ApiError>),
    /// A form that does not come from our own page, or from one that is too old.
    Forged,
    /// A link to choose a password by that is used, too old or not whole.
    LinkOver,
}

/// The error that a response stands for until it is written out.
#[derive(Debug, Clone)]
pub(super) struct FailedPage(pub(super) Arc<PageError>);

impl PageError {
    /// A form that does not come from our own page.
    pub(super) fn forged() -> Self {
        Self::of(Cause::Forged)
    }

    /// A link to choose a password by that lets nobody in any more.
    pub(super) fn link_over() -> Self {
        Self::of(Cause::LinkOver)
    }

    /// An error that an extractor or a layer shared with the interface gave.
    pub(super) fn of_interface(error: Arc<ApiError>) -> Self {
        Self::of(Cause::Interface(error))
    }

    fn of(cause: Cause) -> Self {
        Self {
            cause,
            back: None,
            typed: Vec::new(),
            file: false,
        }
    }

    /// The fields that cannot be used, where that is the fault.
    pub(super) fn fields(&self) -> Option<&[FieldError]> {
        match &self.cause {
            Cause::Interface(error) => match error.as_ref() {
                ApiError::App(AppError::Invalid(errors)) => Some(errors),
                _ => None,
            },
            Cause::Forged | Cause::LinkOver => None,
        }
    }

    /// The same with the page to go back to.
    pub(super) fn back_to(mut self, path: String) -> Self {
        self.back = Some(path);
        self
    }

    /// The same with what was typed, to be given back.
    pub(super) fn giving_back(mut self, typed: Vec<(String, String)>) -> Self {
        self.typed = typed;
        self
    }

    /// The same where a file was sent along: it has to be chosen again.
    pub(super) fn without_file(mut self) -> Self {
        self.file = true;
        self
    }

    fn status(&self) -> StatusCode {
        match &self.cause {
            Cause::Forged => StatusCode::FORBIDDEN,
            Cause::LinkOver => StatusCode::NOT_FOUND,
            Cause::Interface(error) => match error::status(error) {
                // A form names the version that its page showed; a browser
                // knows no precondition.
                StatusCode::PRECONDITION_FAILED => StatusCode::CONFLICT,
                status => status,
            },
        }
    }

    fn kind(&self) -> ErrorKind {
        match self.status() {
            _ if matches!(self.cause, Cause::Forged) => ErrorKind::Outdated,
            _ if matches!(self.cause, Cause::LinkOver) => ErrorKind::LinkOver,
            StatusCode::UNAUTHORIZED => ErrorKind::SignIn,
            StatusCode::FORBIDDEN => ErrorKind::Forbidden,
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => ErrorKind::NotFound,
            StatusCode::CONFLICT if self.is_refusal() => ErrorKind::Refused,
            StatusCode::CONFLICT => ErrorKind::Conflict,
            StatusCode::PAYLOAD_TOO_LARGE => ErrorKind::TooLarge,
            StatusCode::TOO_MANY_REQUESTS => ErrorKind::TooMany,
            StatusCode::INTERNAL_SERVER_ERROR => ErrorKind::Internal,
            StatusCode::SERVICE_UNAVAILABLE => ErrorKind::Unavailable,
            _ => ErrorKind::Invalid,
        }
    }

    fn is_refusal(&self) -> bool {
        matches!(&self.cause, Cause::Interface(error) if matches!(
            error.as_ref(),
            ApiError::App(AppError::Refused(_) | AppError::Forbidden(_))
        ))
    }

    /// The page for it. What a refusal or a field says is told; of everything
    /// else no more than its kind.
    fn page(&self, locale: Locale, request_id: &str) -> ErrorPage {
        let mut page = ErrorPage::new(self.kind());
        page.back.clone_from(&self.back);
        page.typed = self
            .typed
            .iter()
            .map(|(field, text)| TypedField {
                field: field.clone(),
                text: text.clone(),
            })
            .collect();
        page.file = self.file;
        let Cause::Interface(error) = &self.cause else {
            return page;
        };
        if self.is_refusal() {
            page.detail = Some(error::problem(error, locale).detail);
        }
        if let Some(faults) = self.fields() {
            page.detail = Some(text(locale, "error-correct", &[]));
            let told = faults.iter().map(|fault| fault.message.get(locale));
            page.faults = told.map(str::to_owned).collect();
        }
        if page.kind == ErrorKind::Internal {
            page.request_id = Some(request_id.to_owned());
        }
        page
    }
}

impl From<AppError> for PageError {
    fn from(error: AppError) -> Self {
        Self::from(ApiError::App(error))
    }
}

impl From<ApiError> for PageError {
    fn from(error: ApiError) -> Self {
        Self::of_interface(Arc::new(error))
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(FailedPage(Arc::new(self)));
        response
    }
}

/// Writes `error` for `visitor`, and its cause into the log. Nothing is read
/// from the database: it may be what failed.
pub(super) async fn render(
    state: &AppState,
    context: &Context,
    visitor: &Visitor,
    error: &PageError,
) -> Response {
    if let Cause::Interface(error) = &error.cause {
        error::log(error);
    }
    let page = error.page(visitor.locale(), context.id());
    let html = visitor.frame(&state.app, None).and_then(|frame| {
        let html = state.app.templates.page(visitor.locale(), &frame, &page);
        html.map_err(AppError::internal)
    });
    match html {
        Ok(html) => (error.status(), Html(html)).into_response(),
        Err(broken) => {
            error::log(&ApiError::App(broken));
            let id = format!("{}\n", context.id());
            (StatusCode::INTERNAL_SERVER_ERROR, id).into_response()
        }
    }
}
