//! Pages for people with a browser, one file per noun. They work without a
//! script, and answer a form that changed something with the address to look at.
//!
//! Every page stands in one table with who may open it. The layer around them,
//! [`visitor`], says who is visiting and writes errors as pages; [`form`] is
//! the only way to read a form.

mod accessibility;
mod account;
mod asset;
mod case;
mod cases;
mod certificate;
mod criteria;
mod desk;
mod draft;
mod fault;
mod figures;
mod file;
mod form;
mod home;
mod invitation;
mod mailbox;
mod notice;
mod notices;
mod register;
mod review;
mod reviews;
mod session;
mod visitor;

use std::{convert::Infallible, sync::LazyLock};

use axum::{
    Router,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{MethodRouter, any},
};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{error::ApiError, middleware, route::Access, state::AppState};

/// No list goes beyond this row, and the sum with a page's size still fits.
const FARTHEST: u64 = 1_000_000_000;

/// The paths of the pages of a list before and after the one that begins at row
/// `from` and shows `size` of `total` rows; `at` says where a page is.
fn beside(
    from: u64,
    size: u64,
    total: u64,
    at: impl Fn(u64) -> String,
) -> (Option<String>, Option<String>) {
    let later = from + size;
    (
        (from > 0).then(|| at(from.saturating_sub(size))),
        (later < total).then(|| at(later)),
    )
}

/// The rows of a page of a list that is there as a whole.
fn of_page<T>(rows: &[T], from: u64, size: u64) -> &[T] {
    let place = |row: u64| usize::try_from(row).map_or(rows.len(), |row| row.min(rows.len()));
    &rows[place(from)..place(from.saturating_add(size))]
}

/// What a handler answers.
type Answer = Result<Response, fault::PageError>;

/// A row of the table of pages.
struct PageRoute {
    /// The path with its parameters in braces.
    path: &'static str,
    /// Who may open it. Whoever may not is sent to sign in first.
    access: Access,
    /// What answers it.
    handler: MethodRouter<AppState>,
    /// Whether files come in or go out, which takes as long as it takes.
    streams: bool,
    /// Whether it shows a page that somebody can come back to.
    shows: bool,
}

impl PageRoute {
    /// A page for everybody.
    fn public(path: &'static str, handler: MethodRouter<AppState>) -> Self {
        Self {
            path,
            access: Access::Public,
            handler,
            streams: false,
            shows: true,
        }
    }

    /// A page for people who are signed in.
    fn signed_in(path: &'static str, handler: MethodRouter<AppState>) -> Self {
        Self {
            path,
            access: Access::SignedIn,
            handler,
            streams: false,
            shows: true,
        }
    }

    /// The same, for as long as a file takes.
    fn streams(self) -> Self {
        Self {
            streams: true,
            ..self
        }
    }

    /// The same where nobody can come back to: it takes forms only, or what it
    /// hands out is no page.
    fn shows_nothing(self) -> Self {
        Self {
            shows: false,
            ..self
        }
    }
}

/// Every page, in no particular order.
fn table() -> Vec<PageRoute> {
    [
        accessibility::routes(),
        account::routes(),
        asset::routes(),
        case::routes(),
        cases::routes(),
        certificate::routes(),
        criteria::routes(),
        desk::routes(),
        file::routes(),
        figures::routes(),
        draft::routes(),
        home::routes(),
        invitation::routes(),
        mailbox::routes(),
        notice::routes(),
        notices::routes(),
        register::routes(),
        review::routes(),
        reviews::routes(),
        session::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The paths of all pages with their parameters in braces, and of the little
/// that stands beside pages: for tests that look at every one.
pub fn page_paths() -> Vec<&'static str> {
    table().iter().map(|row| row.path).collect()
}

/// The row of the table that `path` belongs to, whatever is asked for after the
/// question mark.
pub fn page_path(path: &str) -> Option<&'static str> {
    row_of(path).map(|(pattern, _)| pattern)
}

/// Whether somebody can come back to `path`: it shows a page.
fn is_shown(path: &str) -> bool {
    row_of(path).is_some_and(|(_, shows)| shows)
}

/// The row that `path` belongs to, and whether it shows a page. As in the router,
/// what is spelled out goes before what stands for anything.
fn row_of(path: &str) -> Option<(&'static str, bool)> {
    static ROWS: LazyLock<Vec<(&'static str, bool)>> = LazyLock::new(|| {
        let rows = table().into_iter();
        rows.map(|row| (row.path, row.shows)).collect()
    });
    let path = path.split('?').next().unwrap_or_default();
    let fitting = ROWS.iter().filter(|(pattern, _)| fits(pattern, path));
    fitting
        .min_by_key(|(pattern, _)| pattern.matches('{').count())
        .copied()
}

/// Whether `path` is one of those that `pattern` stands for.
fn fits(pattern: &str, path: &str) -> bool {
    let mut steps = path.split('/');
    for wanted in pattern.split('/') {
        if wanted.starts_with("{*") {
            return steps.next().is_some();
        }
        match steps.next() {
            Some(step) if step == wanted || (wanted.starts_with('{') && !step.is_empty()) => {}
            _ => return false,
        }
    }
    steps.next().is_none()
}

/// All pages.
pub(crate) fn router(state: &AppState) -> Router<AppState> {
    let mut router = Router::new();
    for row in table() {
        let handler = around(row.handler, row.access, row.streams, state);
        router = router.route(row.path, handler);
    }
    router
}

/// What answers a path that nobody knows: programs are told so in JSON, people
/// by a page.
pub(crate) fn unknown(state: &AppState) -> MethodRouter<AppState> {
    let handler = any(async || ApiError::UnknownRoute);
    around(handler, Access::Public, false, state)
}

/// Puts the layers of a page around what answers it.
fn around(
    handler: MethodRouter<AppState>,
    access: Access,
    streams: bool,
    state: &AppState,
) -> MethodRouter<AppState> {
    let timed = if streams {
        handler
    } else {
        handler.layer::<_, Infallible>(from_fn(middleware::within_time))
    };
    timed
        .layer::<_, Infallible>(CatchPanicLayer::custom(middleware::panicked))
        .layer(from_fn_with_state(
            (state.clone(), access),
            visitor::receive,
        ))
}

/// Sends the browser on to `path`, which it gets with a fresh request.
fn see(path: &str) -> Response {
    match axum::http::HeaderValue::from_str(path) {
        Ok(to) => (StatusCode::SEE_OTHER, [(axum::http::header::LOCATION, to)]).into_response(),
        Err(error) => ApiError::internal(error).into_response(),
    }
}

/// `path` if it is one of ours, else the front page: a link that somebody made
/// must not lead from our sign-in to their site.
fn own(path: &str) -> &str {
    let ours = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.bytes().all(|byte| byte.is_ascii_graphic());
    if ours {
        path
    } else {
        lustrum_templates::routes::HOME
    }
}

#[cfg(test)]
mod tests;
