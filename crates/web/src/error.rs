//! Why a request was not answered: one mapping to `application/problem+json`.
//!
//! A handler returns an [`ApiError`]; it leaves as an empty response that
//! carries the error, and [`render`] writes it in the caller's language with
//! the request's id when the response passes the outermost layer. So an error
//! of a handler, of the router and a panic look alike, and a cause is logged
//! once: there.

use std::{error::Error, sync::Arc};

use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use lustrum_app::{AppError, FieldError, chain};
use lustrum_criteria::Problem as ParseProblem;
use lustrum_domain::{Locale, Refusal, RefusalCode};
use lustrum_templates::words;
use lustrum_text::{Arg, text};
use serde::Serialize;
use utoipa::ToSchema;

use crate::context::Context;

/// The media type of every error.
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

/// Says that an answer is the recorded one of an earlier, equal request.
pub(crate) const REPLAY: HeaderName = HeaderName::from_static("idempotent-replay");

/// After how many seconds a caller may try again when we are out of service.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");

/// Why a request was not answered as asked.
#[derive(Debug)]
pub(crate) enum ApiError {
    /// What the use case said.
    App(AppError),
    /// Address and password do not belong together.
    WrongCredentials,
    /// There is no such path.
    UnknownRoute,
    /// The path does not know the method.
    WrongMethod,
    /// The body is not what the path takes.
    MediaType {
        /// What the caller says it is.
        found: String,
        /// What is taken.
        wanted: &'static str,
    },
    /// The body is no JSON that can be used.
    Json(Box<ParseProblem>),
    /// The body ended before it was complete.
    Broken,
    /// A header cannot be understood.
    Header {
        /// Which.
        name: &'static str,
        /// What it says.
        found: String,
        /// The text that says what it must be.
        wanted: &'static str,
    },
    /// The version that the caller named is not the one it has now.
    PreconditionFailed {
        /// The version it has now, where it is known.
        current: Option<u64>,
    },
    /// A change of something that exists must name the version it changes.
    PreconditionRequired {
        /// The version it has now.
        current: u64,
    },
    /// The range lies outside the file.
    Range {
        /// How many bytes it has.
        size: u64,
    },
    /// As many files come in as can be taken at once.
    Busy,
    /// The answer took too long.
    Timeout,
    /// A handler panicked.
    Panicked(String),
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Stale {
                current: Some(current),
                ..
            } => Self::PreconditionFailed {
                current: Some(current),
            },
            other => Self::App(other),
        }
    }
}

impl ApiError {
    /// A fault of ours.
    pub(crate) fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::App(AppError::internal(cause))
    }

    /// Fields that cannot be used.
    pub(crate) fn fields(errors: Vec<FieldError>) -> Self {
        Self::App(AppError::Invalid(errors))
    }

    /// The caller named a version, so whatever was changed meanwhile was
    /// changed since that version.
    pub(crate) fn when_named(self, named: bool) -> Self {
        match self {
            Self::App(AppError::Stale { current, .. }) if named => {
                Self::PreconditionFailed { current }
            }
            other => other,
        }
    }
}

/// The error that a response stands for until it is written out.
#[derive(Debug, Clone)]
pub(crate) struct Failed(pub(crate) Arc<ApiError>);

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = status(&self).into_response();
        response.extensions_mut().insert(Failed(Arc::new(self)));
        response
    }
}

/// An error, as RFC 9457 has it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// A path that names the kind of problem.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// What went wrong, in a few words, in the caller's language.
    pub(crate) title: String,
    /// The HTTP status.
    pub(crate) status: u16,
    /// What went wrong and what would help, in the caller's language.
    pub(crate) detail: String,
    /// What went wrong, for programs; stable.
    pub(crate) code: String,
    /// The id by which the operator finds the request in the log.
    pub(crate) request_id: String,
    /// The state of the case that refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<String>,
    /// The command that was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) command: Option<String>,
    /// The criteria that stand in the way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) criteria: Vec<String>,
    /// The places that cannot be used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) errors: Vec<FieldProblem>,
    /// The version it has now, where a version was the trouble.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) current: Option<u64>,
}

/// A place in a request that cannot be used.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FieldProblem {
    /// JSON Pointer of the place; empty for the whole body.
    pub(crate) pointer: String,
    /// What was found there, cut short.
    pub(crate) found: String,
    /// What is wrong and what is wanted, in the caller's language.
    pub(crate) message: String,
}

impl FieldProblem {
    fn of(error: &FieldError, locale: Locale) -> Self {
        Self {
            pointer: error.pointer.clone(),
            found: error.found.clone(),
            message: error.message.get(locale).to_owned(),
        }
    }
}

pub(crate) fn status(error: &ApiError) -> StatusCode {
    match error {
        ApiError::App(error) => match error {
            AppError::NotFound => StatusCode::NOT_FOUND,
            AppError::Unauthenticated => StatusCode::UNAUTHORIZED,
            AppError::Wait { .. } => StatusCode::TOO_MANY_REQUESTS,
            AppError::Forbidden(code) => of_refusal(*code),
            AppError::Refused(refusal) => of_refusal(refusal.code),
            AppError::Invalid(_) | AppError::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            AppError::Stale { .. } => StatusCode::CONFLICT,
            AppError::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            AppError::Unfinished { silent: true } => StatusCode::REQUEST_TIMEOUT,
            AppError::Unfinished { silent: false } => StatusCode::BAD_REQUEST,
            AppError::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            // A handler that knows repeats gives the first answer itself.
            AppError::Replayed(_) | AppError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        },
        ApiError::WrongCredentials => StatusCode::UNAUTHORIZED,
        ApiError::UnknownRoute => StatusCode::NOT_FOUND,
        ApiError::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
        ApiError::MediaType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ApiError::Json(problem) if problem.code == "too-large" => StatusCode::PAYLOAD_TOO_LARGE,
        ApiError::Json(_) | ApiError::Broken | ApiError::Header { .. } => StatusCode::BAD_REQUEST,
        ApiError::PreconditionFailed { .. } => StatusCode::PRECONDITION_FAILED,
        ApiError::PreconditionRequired { .. } => StatusCode::PRECONDITION_REQUIRED,
        ApiError::Range { .. } => StatusCode::RANGE_NOT_SATISFIABLE,
        ApiError::Busy | ApiError::Timeout => StatusCode::SERVICE_UNAVAILABLE,
        ApiError::Panicked(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Who may not gets 403; what cannot be now gets 409, whoever asks.
fn of_refusal(code: RefusalCode) -> StatusCode {
    match code {
        RefusalCode::NotPermitted | RefusalCode::ConflictOfInterest | RefusalCode::NotAssigned => {
            StatusCode::FORBIDDEN
        }
        _ => StatusCode::CONFLICT,
    }
}

/// Writes `error` for the caller, and its cause into the log.
pub(crate) fn render(error: &ApiError, context: &Context) -> Response {
    log(error);
    let locale = context.locale();
    let status = status(error);
    let mut problem = problem(error, locale);
    problem.status = status.as_u16();
    context.id().clone_into(&mut problem.request_id);
    let mut response = (status, Json(problem)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    headers.insert(
        header::CONTENT_LANGUAGE,
        HeaderValue::from_static(locale.tag()),
    );
    match status {
        StatusCode::UNAUTHORIZED => {
            let scheme = HeaderValue::from_static("Bearer realm=\"lustrum\"");
            headers.insert(header::WWW_AUTHENTICATE, scheme);
        }
        StatusCode::SERVICE_UNAVAILABLE => {
            headers.insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        _ => {}
    }
    if let ApiError::Range { size } = error
        && let Ok(range) = HeaderValue::from_str(&format!("bytes */{size}"))
    {
        headers.insert(header::CONTENT_RANGE, range);
    }
    response
}

/// Writes the cause of a fault of ours into the log.
pub(crate) fn log(error: &ApiError) {
    match error {
        ApiError::App(
            error @ (AppError::Internal(_) | AppError::Unavailable(_) | AppError::Replayed(_)),
        ) => {
            tracing::error!(cause = %chain(error), "a request failed");
        }
        ApiError::Panicked(message) => tracing::error!(cause = %message, "a handler panicked"),
        ApiError::Timeout => tracing::error!("a request took too long"),
        _ => {}
    }
}

/// The problem without status and request id.
pub(crate) fn problem(error: &ApiError, locale: Locale) -> Problem {
    match error {
        ApiError::App(error) => of_app(error, locale),
        ApiError::WrongCredentials => plain(locale, "wrong-credentials", &[]),
        ApiError::UnknownRoute => plain(locale, "unknown-route", &[]),
        ApiError::WrongMethod => plain(locale, "wrong-method", &[]),
        ApiError::MediaType { found, wanted } => plain(
            locale,
            "unsupported-media-type",
            &[
                ("found", found.as_str().into()),
                ("wanted", (*wanted).into()),
            ],
        ),
        ApiError::Json(found) => Problem {
            errors: vec![FieldProblem {
                pointer: found.pointer.clone(),
                found: found.found.clone(),
                message: found.message.get(locale).to_owned(),
            }],
            detail: found.message.get(locale).to_owned(),
            ..plain(
                locale,
                if found.code == "too-large" {
                    "too-large"
                } else {
                    "bad-json"
                },
                &[("limit", Arg::plain(""))],
            )
        },
        ApiError::Broken => plain(locale, "broken-body", &[]),
        ApiError::Header {
            name,
            found,
            wanted,
        } => plain(
            locale,
            "bad-header",
            &[
                ("name", (*name).into()),
                ("found", found.as_str().into()),
                ("wanted", text(locale, wanted, &[]).into()),
            ],
        ),
        ApiError::PreconditionFailed { current } => Problem {
            current: *current,
            ..plain(locale, "stale", &[])
        },
        ApiError::PreconditionRequired { current } => Problem {
            current: Some(*current),
            ..plain(locale, "version-required", &[])
        },
        ApiError::Range { size } => {
            plain(locale, "range-not-satisfiable", &[("size", size_of(*size))])
        }
        ApiError::Busy => plain(locale, "busy", &[]),
        ApiError::Timeout => plain(locale, "timeout", &[]),
        ApiError::Panicked(_) => plain(locale, "internal", &[]),
    }
}

fn of_app(error: &AppError, locale: Locale) -> Problem {
    match error {
        AppError::NotFound => plain(locale, "not-found", &[]),
        AppError::Unauthenticated => plain(locale, "unauthenticated", &[]),
        AppError::Wait { seconds } => {
            let minutes = u64::try_from(seconds.div_euclid(60) + 1).unwrap_or(1);
            plain(locale, "wait", &[("minutes", (minutes as f64).into())])
        }
        AppError::Forbidden(code) => Problem {
            detail: forbidden(locale, *code),
            ..refused(locale, *code)
        },
        AppError::Refused(refusal) => Problem {
            detail: words::refusal(locale, refusal),
            state: Some(refusal.state.clone().into_owned()),
            command: Some(refusal.command.clone().into_owned()),
            criteria: refusal.criteria.iter().map(|it| it.0.clone()).collect(),
            ..refused(locale, refusal.code)
        },
        AppError::Invalid(errors) => Problem {
            errors: errors
                .iter()
                .map(|error| FieldProblem::of(error, locale))
                .collect(),
            ..plain(locale, "invalid", &[("count", errors.len().into())])
        },
        AppError::Stale { .. } => plain(locale, "changed-meanwhile", &[]),
        AppError::TooLarge { limit } => plain(locale, "too-large", &[("limit", size_of(*limit))]),
        AppError::Unfinished { silent: true } => plain(locale, "silent-sender", &[]),
        AppError::Unfinished { silent: false } => plain(locale, "broken-body", &[]),
        AppError::KeyReused => plain(locale, "idempotency-key-reused", &[]),
        AppError::Unavailable(_) => plain(locale, "unavailable", &[]),
        AppError::Replayed(_) | AppError::Internal(_) => plain(locale, "internal", &[]),
    }
}

/// A refusal outside any command: of a draft, of the register.
fn forbidden(locale: Locale, code: RefusalCode) -> String {
    let own = format!("fault-forbidden-{code}");
    if lustrum_text::known(&own) {
        return text(locale, &own, &[]);
    }
    words::refusal(locale, &Refusal::new(code, "", ""))
}

fn refused(locale: Locale, code: RefusalCode) -> Problem {
    let key = if of_refusal(code) == StatusCode::FORBIDDEN {
        "fault-forbidden-title"
    } else {
        "fault-refused-title"
    };
    Problem {
        title: text(locale, key, &[]),
        ..bare(code.as_str())
    }
}

/// A problem whose title and detail are `fault-<code>-title` and `fault-<code>`.
fn plain(locale: Locale, code: &str, args: &[(&str, Arg)]) -> Problem {
    Problem {
        title: text(locale, &format!("fault-{code}-title"), &[]),
        detail: text(locale, &format!("fault-{code}"), args),
        ..bare(code)
    }
}

fn bare(code: &str) -> Problem {
    Problem {
        kind: format!("/problems/{code}"),
        title: String::new(),
        status: 0,
        detail: String::new(),
        code: code.to_owned(),
        request_id: String::new(),
        state: None,
        command: None,
        criteria: Vec::new(),
        errors: Vec::new(),
        current: None,
    }
}

/// A number of bytes, written with the language's thousands marks.
fn size_of(bytes: u64) -> Arg {
    // Sizes stay far below 2^53, where a float still counts every byte.
    Arg::Number(bytes as f64)
}

#[cfg(test)]
mod tests;
