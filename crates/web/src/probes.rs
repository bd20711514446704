//! What an operator asks a service for: is it alive, can it answer, what does it count.

use std::fmt::Write as _;

use axum::{
    Json,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use lustrum_app::{App, Counts, Readiness};
use lustrum_domain::Timestamp;
use metrics_exporter_prometheus::PrometheusHandle;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::route::Route;

/// The media type of the text format of Prometheus.
const EXPOSITION: &str = "text/plain; version=0.0.4; charset=utf-8";

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/healthz",
            "probes.health",
            "Whether the process is alive.",
            health,
        )
        .public()
        .answers::<Status>(200, "It is."),
        Route::get(
            "/readyz",
            "probes.ready",
            "Whether requests can be answered: the database answers and its tables are up to date.",
            ready,
        )
        .public()
        .answers::<Status>(200, "They can.")
        .answers::<Status>(503, "They cannot, and why."),
        Route::get(
            "/metrics",
            "probes.metrics",
            "Counters in the text format of Prometheus: requests, cases, mails.",
            metrics,
        )
        .public()
        .answers_schema(
            200,
            "The counters.",
            "text/plain",
            json!({ "type": "string" }),
        ),
    ]
}

/// How the service is.
#[derive(Serialize, ToSchema)]
struct Status {
    /// `alive`, `ready`, `database-away` or `migrations-pending`.
    status: &'static str,
    /// The migrations that wait.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pending: Vec<String>,
}

async fn health() -> Json<Status> {
    Json(Status {
        status: "alive",
        pending: Vec::new(),
    })
}

async fn ready(State(app): State<App>) -> (StatusCode, Json<Status>) {
    let (code, status, pending) = match app.readiness().await {
        Readiness::Ready => (StatusCode::OK, "ready", Vec::new()),
        Readiness::Away => (StatusCode::SERVICE_UNAVAILABLE, "database-away", Vec::new()),
        Readiness::Behind(pending) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "migrations-pending",
            pending,
        ),
    };
    (code, Json(Status { status, pending }))
}

/// The requests are counted as they come; cases and mails are counted when
/// somebody asks. A database that is away does not hide the rest.
async fn metrics(State(app): State<App>, State(handle): State<PrometheusHandle>) -> Response {
    let mut text = handle.render();
    match app.counts().await {
        Ok(counts) => exposed(&mut text, &counts, app.clock.now()),
        Err(error) => {
            tracing::warn!(error = %error, "cases and mails were not counted");
            text.push_str("# TYPE lustrum_database_up gauge\nlustrum_database_up 0\n");
        }
    }
    let kind = HeaderValue::from_static(EXPOSITION);
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// Adds the counts in the text format.
fn exposed(text: &mut String, counts: &Counts, now: Timestamp) {
    const WRITES: &str = "a string takes all that is written";
    text.push_str("# TYPE lustrum_database_up gauge\nlustrum_database_up 1\n");
    text.push_str("# TYPE lustrum_cases gauge\n");
    for ((programme, state), number) in &counts.cases {
        writeln!(
            text,
            "lustrum_cases{{programme=\"{}\",state=\"{state}\"}} {number}",
            label(programme)
        )
        .expect(WRITES);
    }
    text.push_str("# TYPE lustrum_mails gauge\n");
    for status in lustrum_app::MailStatus::ALL {
        let number = counts.mails.get(status).copied().unwrap_or_default();
        writeln!(text, "lustrum_mails{{status=\"{status}\"}} {number}").expect(WRITES);
    }
    let waits = counts
        .oldest_queued
        .map_or(0, |since| (now - since).num_seconds().max(0));
    text.push_str("# TYPE lustrum_mail_oldest_queued_seconds gauge\n");
    writeln!(text, "lustrum_mail_oldest_queued_seconds {waits}").expect(WRITES);
}

/// A label's value, in which three characters mean something.
fn label(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}

#[cfg(test)]
mod tests;
