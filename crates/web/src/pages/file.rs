//! Files of a case for people with a browser: a PDF opens at the page that a
//! link names, everything else is saved.

use axum::{extract::State, http::HeaderMap, routing::get};
use lustrum_app::App;
use lustrum_domain::UploadId;
use lustrum_templates::routes;

use super::{Answer, PageRoute, visitor::Visitor};
use crate::{api::send_file, extract::Path};

pub(super) fn routes() -> Vec<PageRoute> {
    vec![PageRoute::signed_in(routes::FILE, get(file))]
}

async fn file(
    visitor: Visitor,
    Path(id): Path<UploadId>,
    headers: HeaderMap,
    State(app): State<App>,
) -> Answer {
    let file = app.uploaded(visitor.caller(), id).await?;
    Ok(send_file(&app, &file, &headers, true).await?)
}
