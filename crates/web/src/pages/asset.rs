//! What pages load, and the little files that browsers and robots ask for.

use axum::{
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION},
    },
    response::{IntoResponse, Response},
    routing::get,
};
use lustrum_app::AppError;
use lustrum_templates::{asset, routes};
use serde::Deserialize;

use super::{Answer, PageRoute};
use crate::extract::Query;

/// Under its version an asset never changes.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";
/// Without a version, or with one that is not ours, it may change at the next start.
const FOR_NOW: &str = "public, max-age=300";

/// What robots may read: everything that is public and stands still.
const ROBOTS: &str = "User-agent: *\nDisallow: /sign-in\nDisallow: /cases\nDisallow: /invitations\n\
                      Disallow: /mailbox\nDisallow: /language\nDisallow: /api/\n";

pub(super) fn routes() -> Vec<PageRoute> {
    vec![
        PageRoute::public(routes::STYLESHEET, get(stylesheet)),
        PageRoute::public(routes::ICON, get(icon)),
        PageRoute::public("/favicon.ico", get(favicon)),
        PageRoute::public("/robots.txt", get(robots)),
    ]
}

#[derive(Deserialize)]
struct Version {
    v: Option<String>,
}

async fn stylesheet(Query(version): Query<Version>) -> Answer {
    file(routes::STYLESHEET, version)
}

async fn icon(Query(version): Query<Version>) -> Answer {
    file(routes::ICON, version)
}

fn file(path: &str, version: Version) -> Answer {
    let name = path.rsplit('/').next().unwrap_or_default();
    let asset = asset(name).ok_or(AppError::NotFound)?;
    let keep = if version.v == Some(asset.version()) {
        FOR_GOOD
    } else {
        FOR_NOW
    };
    let headers = [(CONTENT_TYPE, asset.media_type), (CACHE_CONTROL, keep)];
    Ok((headers, asset.content).into_response())
}

/// Some browsers ask for it whatever a page says.
async fn favicon() -> Response {
    let headers = [(LOCATION, routes::ICON), (CACHE_CONTROL, FOR_NOW)];
    (StatusCode::MOVED_PERMANENTLY, headers).into_response()
}

async fn robots() -> Response {
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (CACHE_CONTROL, FOR_NOW),
    ];
    (headers, ROBOTS).into_response()
}
