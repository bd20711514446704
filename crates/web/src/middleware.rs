//! What stands around every route: the request's id and span, sign-in, time
//! limit, security headers, counters, and the writing of errors.

use std::{any::Any, net::SocketAddr, time::Duration};

use axum::{
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{self, AUTHORIZATION},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use lustrum_app::{App, AppError, Caller, TokenKind};
use lustrum_domain::TokenId;
use tokio::time::Instant;
use tracing::{Instrument, field};

use crate::{
    context::{CameFrom, Context, REQUEST_ID},
    error::{ApiError, Failed, render},
    extract::Who,
    route::Access,
    state::AppState,
};

/// How long an answer may take. Longer than any use case needs on a busy
/// machine, shorter than what a proxy waits.
pub(crate) const LONGEST_ANSWER: Duration = Duration::from_secs(60);

/// Headers of every answer that does not set them itself. Scripts and styles
/// come from our own host and from files only.
const SECURITY: [(HeaderName, &str); 5] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; \
         frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
];

/// The outermost layer: gives the request its id, and the answer its words,
/// headers and place in the counters. No path, query or body is logged: paths
/// of invitations carry a secret.
pub(crate) async fn envelope(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let context = Context::of(request.headers());
    request.extensions_mut().insert(context.clone());
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    if let Some(ConnectInfo(peer)) = peer.copied() {
        let from = CameFrom::of(peer, request.headers());
        request.extensions_mut().insert(from);
    }
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or_else(|| "unknown".to_owned(), |it| it.as_str().to_owned());
    let is_api = request.uri().path().starts_with("/api/");
    let method = request.method().clone();
    let span = tracing::info_span!(
        "web",
        method = %method,
        route = %route,
        request.id = context.id(),
        person.id = field::Empty,
    );
    let started = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let mut response = span.in_scope(|| written(response, &context));
    let headers = response.headers_mut();
    for (name, value) in &SECURITY {
        set_if_absent(headers, name, value);
    }
    if is_api {
        set_if_absent(headers, &header::CACHE_CONTROL, "no-store");
    }
    if state.settings.secure_cookies {
        set_if_absent(
            headers,
            &header::STRICT_TRANSPORT_SECURITY,
            "max-age=31536000",
        );
    }
    if let Ok(id) = HeaderValue::from_str(context.id()) {
        headers.insert(HeaderName::from_static(REQUEST_ID), id);
    }
    let status = response.status().as_u16();
    let took = started.elapsed();
    span.in_scope(|| {
        tracing::info!(status, milliseconds = took.as_millis(), "answered");
    });
    count(method.as_str(), &route, status, took);
    response
}

/// The response with its error written out, if it stands for one.
fn written(response: Response, context: &Context) -> Response {
    if let Some(Failed(error)) = response.extensions().get() {
        return render(error, context);
    }
    // The router itself answers a wrong method, with an empty body and the
    // methods that it knows.
    let bare = !response.headers().contains_key(header::CONTENT_TYPE);
    if response.status() == StatusCode::METHOD_NOT_ALLOWED && bare {
        let mut told = render(&ApiError::WrongMethod, context);
        if let Some(allow) = response.headers().get(header::ALLOW) {
            told.headers_mut().insert(header::ALLOW, allow.clone());
        }
        return told;
    }
    response
}

fn set_if_absent(headers: &mut HeaderMap, name: &HeaderName, value: &'static str) {
    headers
        .entry(name)
        .or_insert_with(|| HeaderValue::from_static(value));
}

fn count(method: &str, route: &str, status: u16, took: Duration) {
    let labels = [
        ("method", method.to_owned()),
        ("route", route.to_owned()),
        ("status", status.to_string()),
    ];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_request_duration_seconds", &labels).record(took.as_secs_f64());
}

/// Makes a panic an error like any other.
pub(crate) fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let message = panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    ApiError::Panicked(message.unwrap_or_default()).into_response()
}

/// What answers a path that nobody knows.
pub(crate) async fn unknown_route() -> ApiError {
    ApiError::UnknownRoute
}

/// Ends an answer that takes too long. Whatever was being committed is
/// committed all the same: that runs in a task of its own.
pub(crate) async fn within_time(request: Request, next: Next) -> Result<Response, ApiError> {
    let answer = tokio::time::timeout(LONGEST_ANSWER, next.run(request)).await;
    answer.map_err(|_| ApiError::Timeout)
}

/// Says who asks, before anything of the route is looked at: without a sign-in
/// even a path that names nothing is answered with 401.
pub(crate) async fn sign_in(
    State((state, access)): State<(AppState, Access)>,
    mut request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let context = request.extensions().get::<Context>().cloned();
    let context = context.ok_or_else(|| ApiError::internal("a request without a context"))?;
    let (mut caller, token) = match bearer(request.headers())? {
        Some(secret) => {
            let (caller, token) = authenticate(&state.app, secret).await?;
            context.of_person(caller.locale);
            if let Some(person) = caller.actor.person() {
                tracing::Span::current().record("person.id", field::display(person.id));
            }
            (caller, Some(token))
        }
        None if access == Access::Public => (Caller::PUBLIC, None),
        None => return Err(AppError::Unauthenticated.into()),
    };
    caller.locale = context.locale();
    request.extensions_mut().insert(Who { caller, token });
    Ok(next.run(request).await)
}

/// Whoever holds the secret of an API token, or of a session.
async fn authenticate(app: &App, secret: &str) -> Result<(Caller, TokenId), AppError> {
    match app.authenticate(secret, TokenKind::Api).await {
        Err(AppError::Unauthenticated) => app.authenticate(secret, TokenKind::Session).await,
        found => found,
    }
}

/// The secret that the request carries, if it carries one.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, ApiError> {
    let Some(value) = headers.get(AUTHORIZATION) else {
        return Ok(None);
    };
    let secret = value.to_str().ok().and_then(|value| {
        let (scheme, secret) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
    });
    match secret {
        Some(secret) if !secret.is_empty() => Ok(Some(secret)),
        _ => Err(AppError::Unauthenticated.into()),
    }
}

#[cfg(test)]
mod tests;
