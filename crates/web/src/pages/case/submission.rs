//! Something handed in, as a file: what its digest is the digest of.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::IntoResponse,
};
use lustrum_app::App;
use lustrum_domain::{CycleId, SubmissionId};

use crate::{
    extract::Path,
    pages::{Answer, visitor::Visitor},
};

/// The frozen document, byte for byte: SHA-256 of the file is the fingerprint
/// that the page of the case shows.
pub(super) async fn get(
    visitor: Visitor,
    Path((cycle, id)): Path<(CycleId, SubmissionId)>,
    State(app): State<App>,
) -> Answer {
    let frozen = app.submission(visitor.caller(), cycle, id).await?;
    let name = format!("attachment; filename=\"{id}.json\"");
    let mut response = frozen.document.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}
