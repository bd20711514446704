//! Files: streamed in and out, never held in memory as a whole.

use std::{ops::Range, time::Duration};

use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::{Stream, StreamExt, stream};
use lustrum_app::{App, AppError, MAX_UPLOAD, NewUpload, Upload};
use lustrum_domain::{CycleId, Digest, PersonId, UploadId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::sync::Semaphore;
use utoipa::{IntoParams, ToSchema};

use super::{Answer, answered, located};
use crate::{
    error::ApiError,
    extract::{Incoming, Path, Query, Who},
    route::Route,
    schema,
};

/// How many files may come in at once. Each costs a buffer and the disk's
/// attention; the ninth caller is asked to come again.
pub(crate) static COMING_IN: Semaphore = Semaphore::const_new(8);

/// For how long no byte may come before a sender counts as gone.
pub(crate) const SILENCE: Duration = Duration::from_secs(60);

/// A file is shown by the browser, if at all, as a thing of its own that can
/// neither run anything nor reach anything.
const SANDBOX: &str = "sandbox; default-src 'none'";

/// A PDF that is shown: browsers refuse to start their viewer in a sandbox. The
/// file may load nothing, stand in nobody's frame and send no form.
const VIEWER: &str = "default-src 'none'; object-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

const PDF: &str = "application/pdf";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/api/v1/cycles/{cycle}/uploads",
            "uploads.list",
            "The files in the draft of a case.",
            list,
        )
        .answers_list::<FileLine>(200, "The files, in the order in which they came."),
        Route::post(
            "/api/v1/cycles/{cycle}/uploads",
            "uploads.add",
            "Bring a file of at most 200 MB: its bytes are the body, its name stands in the query. \
             PDF, DOCX, XLSX, PPTX, PNG, JPEG, CSV and TXT are taken; macros and encrypted files \
             are not. For a repeat with the same Idempotency-Key, name, length and Content-Digest \
             stand for the bytes.",
            add,
        )
        .repeatable()
        .streams()
        .asks::<NameQuery>()
        .takes_file()
        .answers::<FileMade>(201, "The file."),
        Route::get(
            "/api/v1/uploads/{upload}",
            "uploads.get",
            "A file of a case that the caller may see, or a range of its bytes.",
            get,
        )
        .streams()
        .header(
            "Range",
            "One range of bytes.",
            json!({ "type": "string", "pattern": "^bytes=" }),
        )
        .answers_schema(
            200,
            "The bytes.",
            "application/octet-stream",
            bytes_schema(),
        )
        .answers_schema(
            206,
            "The range.",
            "application/octet-stream",
            bytes_schema(),
        ),
    ]
}

fn bytes_schema() -> serde_json::Value {
    json!({ "type": "string", "format": "binary" })
}

/// The name of a file that comes.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct NameQuery {
    /// The name with its ending, which must fit what the bytes are.
    name: String,
}

/// A file that was brought.
#[derive(Serialize, Deserialize, ToSchema)]
struct FileMade {
    #[schema(value_type = schema::UploadId)]
    id: UploadId,
    /// The name that is kept.
    name: String,
    /// What the bytes show it to be.
    media_type: String,
    size: i64,
    /// SHA-256 of the bytes.
    #[schema(value_type = schema::Digest)]
    digest: Digest,
    /// What an inspection found: `scanned` for a PDF without text, `not-inspected`
    /// for one too large to be opened.
    remark: Option<String>,
}

impl From<NewUpload> for FileMade {
    fn from(upload: NewUpload) -> Self {
        Self {
            id: upload.id,
            name: upload.name,
            media_type: upload.media_type,
            size: upload.size,
            digest: upload.digest,
            remark: upload.remark,
        }
    }
}

/// A file of a draft.
#[derive(Serialize, ToSchema)]
struct FileLine {
    #[schema(value_type = schema::UploadId)]
    id: UploadId,
    name: String,
    media_type: String,
    size: i64,
    #[schema(value_type = schema::Digest)]
    digest: Digest,
    remark: Option<String>,
    /// Who brought it.
    #[schema(value_type = schema::PersonId)]
    by: PersonId,
    at: DateTime<Utc>,
}

async fn list(
    who: Who,
    Path(cycle): Path<CycleId>,
    State(app): State<App>,
) -> Answer<Json<Vec<FileLine>>> {
    let files = app.draft_uploads(&who.caller, cycle).await?;
    let lines = files.into_iter().map(|file| FileLine {
        id: file.id,
        name: file.name,
        media_type: file.media_type,
        size: file.size,
        digest: file.digest,
        remark: file.remark,
        by: file.by,
        at: file.at,
    });
    Ok(Json(lines.collect()))
}

async fn add(
    Path(cycle): Path<CycleId>,
    Query(query): Query<NameQuery>,
    State(app): State<App>,
    incoming: Incoming,
) -> Answer<Response> {
    let Incoming {
        caller,
        body,
        length,
    } = incoming;
    if length.is_some_and(|length| length > MAX_UPLOAD) {
        return Err(AppError::TooLarge { limit: MAX_UPLOAD }.into());
    }
    let _turn = COMING_IN.try_acquire().map_err(|_| ApiError::Busy)?;
    let bytes = Box::pin(unless_silent(body.into_data_stream(), SILENCE));
    let made = app.upload(&caller, cycle, &query.name, bytes).await;
    let made = answered(made.map(FileMade::from))?;
    Ok(made.respond(|made| {
        let path = format!("/api/v1/uploads/{}", made.id);
        located((StatusCode::CREATED, Json(made)).into_response(), &path)
    }))
}

/// The bytes, until the sender has said nothing for `limit`.
pub(crate) fn unless_silent<S, E>(
    bytes: S,
    limit: Duration,
) -> impl Stream<Item = Result<Bytes, std::io::Error>>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: std::error::Error + Send + Sync + 'static,
{
    stream::unfold(Some(bytes), move |bytes| async move {
        let mut bytes = bytes?;
        match tokio::time::timeout(limit, bytes.next()).await {
            Ok(Some(Ok(chunk))) => Some((Ok(chunk), Some(bytes))),
            Ok(Some(Err(error))) => Some((Err(std::io::Error::other(error)), None)),
            Ok(None) => None,
            Err(_) => Some((Err(std::io::ErrorKind::TimedOut.into()), None)),
        }
    })
}

async fn get(
    who: Who,
    Path(id): Path<UploadId>,
    headers: HeaderMap,
    State(app): State<App>,
) -> Answer<Response> {
    let file = app.uploaded(&who.caller, id).await?;
    send(&app, &file, &headers, false).await
}

/// The bytes of a file, or the range of them that is asked for. A PDF may be
/// shown in the browser where `inline` says so; everything else is saved.
pub(crate) async fn send(
    app: &App,
    file: &Upload,
    headers: &HeaderMap,
    inline: bool,
) -> Answer<Response> {
    let size = u64::try_from(file.size).unwrap_or_default();
    let tag = format!("\"{}\"", file.digest);
    let range = match wanted_range(headers, &tag, size) {
        Wanted::All => None,
        Wanted::Part(range) => Some(range),
        Wanted::Outside => return Err(ApiError::Range { size }),
    };
    let bytes = app.objects.get_stream(file.id, range.clone()).await;
    let bytes = bytes.map_err(ApiError::internal)?;
    let mut response = Body::from_stream(bytes).into_response();
    let (length, content_range) = match &range {
        None => (size, None),
        Some(range) => {
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            let last = range.end.saturating_sub(1);
            let told = format!("bytes {}-{last}/{size}", range.start);
            (range.end - range.start, Some(told))
        }
    };
    // The type was sniffed when the file came, so a page of markup cannot pass
    // for a PDF here.
    let inline = inline && file.media_type == PDF;
    let headers = response.headers_mut();
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, &file.media_type);
    set(header::CONTENT_LENGTH, &length.to_string());
    set(header::CONTENT_DISPOSITION, &disposition(file, inline));
    let policy = if inline { VIEWER } else { SANDBOX };
    set(header::CONTENT_SECURITY_POLICY, policy);
    set(header::ACCEPT_RANGES, "bytes");
    set(header::ETAG, &tag);
    // The bytes behind an id never change, but who may see them does.
    set(header::CACHE_CONTROL, "private, no-cache");
    if let Some(range) = content_range {
        set(header::CONTENT_RANGE, &range);
    }
    Ok(response)
}

/// What a browser saves the file as: a plain name for old programs, and the
/// real one as RFC 8187 writes it.
fn disposition(file: &Upload, inline: bool) -> String {
    let plain: String = file
        .name
        .chars()
        .map(|letter| match letter {
            '"' | '\\' => '_',
            letter if letter.is_ascii() && !letter.is_ascii_control() => letter,
            _ => '_',
        })
        .collect();
    let mut real = String::new();
    for byte in file.name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                real.push(char::from(byte));
            }
            other => real.push_str(&format!("%{other:02X}")),
        }
    }
    let way = if inline { "inline" } else { "attachment" };
    format!("{way}; filename=\"{plain}\"; filename*=UTF-8''{real}")
}

/// Which bytes are wanted.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    All,
    Part(Range<u64>),
    Outside,
}

/// Which bytes of a file of `size` bytes the headers ask for. What is no single
/// range of bytes is answered with the whole file, as the protocol has it; so
/// is a range of another file than the one that is here now.
fn wanted_range(headers: &HeaderMap, tag: &str, size: u64) -> Wanted {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    if text(header::IF_RANGE).is_some_and(|wanted| wanted != tag) {
        return Wanted::All;
    }
    let Some((first, last)) = text(header::RANGE)
        .and_then(|range| range.strip_prefix("bytes="))
        .and_then(|range| range.split_once('-'))
    else {
        return Wanted::All;
    };
    let number = |text: &str| text.trim().parse::<u64>();
    let range = match (number(first), number(last)) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(size),
        (Ok(first), Err(_)) if last.trim().is_empty() => first..size,
        // The last so many bytes.
        (Err(_), Ok(count)) if first.trim().is_empty() => {
            if count == 0 {
                return Wanted::Outside;
            }
            size.saturating_sub(count)..size
        }
        _ => return Wanted::All,
    };
    if range.start < range.end {
        Wanted::Part(range)
    } else {
        Wanted::Outside
    }
}

#[cfg(test)]
mod tests;
