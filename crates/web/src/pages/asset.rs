//! What pages load, and the little files that browsers and robots ask for.

use std::{io::ErrorKind, path::Component, sync::Arc};

use axum::{
    extract::State,
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
use crate::{
    design_system::STYLESHEET,
    extract::{Path, Query},
    state::WebSettings,
};

/// Under its version an asset never changes.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";
/// Without a version, or with one that is not ours, it may change at the next start.
const FOR_NOW: &str = "public, max-age=300";

/// What robots may read: everything that is public and stands still.
const ROBOTS: &str = "User-agent: *\nDisallow: /sign-in\nDisallow: /cases\nDisallow: /invitations\n\
                      Disallow: /mailbox\nDisallow: /language\nDisallow: /api/\n";

pub(super) fn routes() -> Vec<PageRoute> {
    vec![
        PageRoute::public(routes::ASSET, get(own)),
        PageRoute::public(routes::DESIGN_SYSTEM, get(design_system)),
        PageRoute::public("/favicon.ico", get(favicon)),
        PageRoute::public("/robots.txt", get(robots)),
    ]
}

#[derive(Deserialize)]
struct Version {
    v: Option<String>,
}

async fn own(Path(name): Path<String>, Query(version): Query<Version>) -> Answer {
    let asset = asset(&name).ok_or(AppError::NotFound)?;
    let keep = kept(version.v.as_ref() == Some(&asset.version));
    let headers = [(CONTENT_TYPE, asset.media_type), (CACHE_CONTROL, keep)];
    Ok((headers, &*asset.content).into_response())
}

/// A file of the official design system, of the kinds that its stylesheet asks for.
async fn design_system(
    Path(file): Path<String>,
    Query(version): Query<Version>,
    State(settings): State<Arc<WebSettings>>,
) -> Answer {
    let system = settings.design_system.as_ref().ok_or(AppError::NotFound)?;
    let media_type = match file.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("woff") => "font/woff",
        _ => return Err(AppError::NotFound.into()),
    };
    let plain = |step: Component| matches!(step, Component::Normal(_));
    if !std::path::Path::new(&file).components().all(plain) {
        return Err(AppError::NotFound.into());
    }
    let keep = kept(version.v.as_ref() == Some(&system.version));
    let headers = [(CONTENT_TYPE, media_type), (CACHE_CONTROL, keep)];
    if file == STYLESHEET {
        return Ok((headers, system.stylesheet.to_string()).into_response());
    }
    let content = tokio::fs::read(system.folder.join(&file)).await;
    let content = content.map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::IsADirectory => AppError::NotFound,
        _ => AppError::internal(error),
    })?;
    Ok((headers, content).into_response())
}

fn kept(is_this_version: bool) -> &'static str {
    if is_this_version { FOR_GOOD } else { FOR_NOW }
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
