//! The programming interface, one file per noun. What is answered is declared
//! beside the handler that answers it and is never a stored row: a change of
//! storage must not change the interface unseen.

mod audit;
mod certificates;
mod check;
mod checks;
mod commands;
mod criteria;
mod cycles;
mod data;
mod invitations;
mod mails;
mod me;
mod notices;
mod organisations;
mod parts;
mod people;
mod register;
mod sessions;
mod submissions;
mod tokens;
pub(crate) mod uploads;

pub(crate) use uploads::send as send_file;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use lustrum_app::AppError;
use lustrum_criteria::Problem;
use lustrum_domain::Locale;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::ToSchema;

use crate::{
    error::{ApiError, REPLAY},
    extract::{field, short},
    route::Route,
};

/// What a handler answers.
type Answer<T> = Result<T, ApiError>;

/// The most rows that one page of a list may hold.
const MOST_PER_PAGE: u64 = 100;
/// How many rows a page holds when nobody says.
const PER_PAGE: u64 = 50;

pub(crate) fn routes() -> Vec<Route> {
    [
        audit::routes(),
        certificates::routes(),
        check::routes(),
        checks::routes(),
        commands::routes(),
        criteria::routes(),
        cycles::routes(),
        data::routes(),
        invitations::routes(),
        mails::routes(),
        me::routes(),
        notices::routes(),
        organisations::routes(),
        parts::routes(),
        people::routes(),
        register::routes(),
        sessions::routes(),
        submissions::routes(),
        tokens::routes(),
        uploads::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A body that carries nothing.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// Which page of a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Paging {
    page: u64,
    per_page: u64,
}

impl Paging {
    /// The page that `page` and `per_page` ask for.
    fn of(page: Option<u64>, per_page: Option<u64>) -> Answer<Self> {
        let paging = Self {
            page: page.unwrap_or(1),
            per_page: per_page.unwrap_or(PER_PAGE),
        };
        let mut errors = Vec::new();
        // Beyond this no list goes, and the product with the page's size still fits.
        if !(1..=1_000_000_000).contains(&paging.page) {
            errors.push(field(
                "/page",
                paging.page.to_string(),
                "field-page-wanted",
                &[],
            ));
        }
        if !(1..=MOST_PER_PAGE).contains(&paging.per_page) {
            let found = paging.per_page.to_string();
            errors.push(field("/per_page", found, "field-per-page-wanted", &[]));
        }
        if errors.is_empty() {
            Ok(paging)
        } else {
            Err(ApiError::fields(errors))
        }
    }

    fn offset(self) -> u64 {
        (self.page - 1) * self.per_page
    }

    /// A page of `total` rows, with links to the pages around it.
    fn answer<T: Serialize>(self, uri: &Uri, items: Vec<T>, total: u64) -> Response {
        let page = Page {
            items,
            page: self.page,
            per_page: self.per_page,
            total,
        };
        let mut response = Json(page).into_response();
        if let Ok(links) = HeaderValue::from_str(&self.links(uri, total)) {
            response.headers_mut().insert(header::LINK, links);
        }
        response
    }

    fn links(self, uri: &Uri, total: u64) -> String {
        let last = total.div_ceil(self.per_page).max(1);
        let mut links = vec![("first", 1), ("last", last)];
        if self.page > 1 {
            links.push(("prev", (self.page - 1).min(last)));
        }
        if self.page < last {
            links.push(("next", self.page + 1));
        }
        let others: String = uri
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.starts_with("page="))
            .map(|pair| format!("{pair}&"))
            .collect();
        let links: Vec<String> = links
            .into_iter()
            .map(|(rel, page)| format!("<{}?{others}page={page}>; rel=\"{rel}\"", uri.path()))
            .collect();
        links.join(", ")
    }
}

/// A page of a list.
#[derive(Serialize)]
struct Page<T> {
    items: Vec<T>,
    page: u64,
    per_page: u64,
    total: u64,
}

/// What a write led to, now or when it was asked for the first time.
struct Answered<T> {
    value: T,
    replayed: bool,
}

/// What the use case answered; a recorded answer is read back, so that a repeat
/// of a request is answered exactly as the first one was.
fn answered<T: DeserializeOwned>(result: Result<T, AppError>) -> Answer<Answered<T>> {
    match result {
        Ok(value) => Ok(Answered {
            value,
            replayed: false,
        }),
        Err(AppError::Replayed(record)) => {
            let value = serde_json::from_str(&record.response).map_err(ApiError::internal)?;
            Ok(Answered {
                value,
                replayed: true,
            })
        }
        Err(error) => Err(error.into()),
    }
}

impl<T> Answered<T> {
    /// The answer that `respond` makes of it, marked if it is a repeat.
    fn respond(self, respond: impl FnOnce(T) -> Response) -> Response {
        let mut response = respond(self.value);
        if self.replayed {
            response
                .headers_mut()
                .insert(REPLAY, HeaderValue::from_static("true"));
        }
        response
    }

    /// An answer without a body.
    fn nothing(self) -> Response {
        self.respond(|_| StatusCode::NO_CONTENT.into_response())
    }
}

/// Says where the thing that was made can be read.
fn located(mut response: Response, path: &str) -> Response {
    if let Ok(path) = HeaderValue::from_str(path) {
        response.headers_mut().insert(header::LOCATION, path);
    }
    response
}

/// Names the version by which the next change says what it saw.
fn tagged(mut response: Response, version: impl std::fmt::Display) -> Response {
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// A place in plan data that does not follow the schema of its criteria set.
#[derive(Debug, Serialize, ToSchema)]
struct SchemaProblem {
    /// JSON Pointer of the place; for a missing field, where it belongs.
    pointer: String,
    /// The kind of fault, for programs.
    code: String,
    /// What was found, cut short.
    found: String,
    /// What is wanted, in the caller's language.
    wanted: String,
    /// The whole sentence, in the caller's language.
    message: String,
}

impl SchemaProblem {
    fn of(problem: Problem, locale: Locale) -> Self {
        Self {
            wanted: problem.wanted.get(locale).to_owned(),
            message: problem.message.get(locale).to_owned(),
            pointer: problem.pointer,
            code: problem.code,
            found: problem.found,
        }
    }

    fn all(problems: Vec<Problem>, locale: Locale) -> Vec<Self> {
        problems
            .into_iter()
            .map(|problem| Self::of(problem, locale))
            .collect()
    }
}

/// Reads words that are given in one parameter, parted by commas.
fn words<T: std::str::FromStr>(name: &str, given: Option<&str>) -> Answer<Vec<T>> {
    given
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(|word| known(name, word))
        .collect()
}

/// Reads a word that may be given in a parameter.
fn word<T: std::str::FromStr>(name: &str, given: Option<&str>) -> Answer<Option<T>> {
    given.map(|word| known(name, word)).transpose()
}

fn known<T: std::str::FromStr>(name: &str, word: &str) -> Answer<T> {
    word.parse().map_err(|_| {
        let pointer = format!("/{name}");
        ApiError::fields(vec![field(
            &pointer,
            short(word),
            "field-word-unknown",
            &[],
        )])
    })
}

#[cfg(test)]
mod tests;
