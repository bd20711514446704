//! Reading forms: only those that our own pages sent.

use axum::{
    Form, RequestExt,
    body::{Body, to_bytes},
    extract::{DefaultBodyLimit, FromRequest, Multipart, Request, multipart},
    http::{HeaderMap, Uri, header},
};
use bytes::Bytes;
use lustrum_app::{App, AppError, Caller, NewUpload};
use lustrum_domain::CycleId;
use lustrum_text::Arg;
use serde::{Deserialize, de::DeserializeOwned};
use subtle::ConstantTimeEq;

use super::{fault::PageError, visitor::Visitor};
use crate::{
    api::uploads::{COMING_IN, SILENCE, unless_silent},
    error::ApiError,
    extract::field,
    middleware::LONGEST_ANSWER,
    state::AppState,
};

/// The most that a form may hold, bytes: forty-five remarks of some length, as
/// a browser sends them.
const LARGEST: usize = crate::extract::MAX_BODY;

/// The most that a form of a draft may hold: a whole section, of which a part
/// may be as large as a megabyte, with each letter written as up to nine.
const LARGEST_DRAFT: usize = 8 * 1024 * 1024;

/// The most that the fields before a file may hold, bytes.
const LARGEST_FIELDS: usize = 64 * 1024;

/// Fields that our pages fill in by themselves: nobody typed them.
const OWN: [&str; 24] = [
    "answer",
    "assignment",
    "at",
    "back",
    "base",
    "command",
    "criterion",
    "csrf",
    "do",
    "intent",
    "membership",
    "mine",
    "next",
    "notice",
    "page",
    "part",
    "person",
    "row",
    "seal",
    "submission",
    "token",
    "version",
    "versions",
    "what",
];

/// A form with one of these has secrets, and is never shown again.
const SECRET: [&str; 3] = ["current", "password", "repeated"];

/// A form that one of our own pages sent in this visitor's session. There is
/// no other way to read a form, so none is read without the proof.
pub(super) struct ProtectedForm<T>(pub(super) T);

/// The same for the forms of a draft, which may be large: its fields in the
/// order in which they were sent.
pub(super) struct ProtectedDraft(pub(super) Vec<(String, String)>);

/// The same for a form that brings a file. Its fields come before the file, the
/// proof first, so that nothing of a forged file is read.
pub(super) struct ProtectedFile {
    /// The form behind its proof.
    rest: Multipart,
}

/// The proof: something that only our own pages know.
#[derive(Deserialize)]
struct Proof {
    #[serde(default)]
    csrf: String,
}

impl<T: DeserializeOwned> FromRequest<AppState> for ProtectedForm<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, PageError> {
        protected(request, state, LARGEST).await.map(Self)
    }
}

impl FromRequest<AppState> for ProtectedDraft {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, PageError> {
        protected(request, state, LARGEST_DRAFT).await.map(Self)
    }
}

/// The field of a form that holds its file.
const FILE: &str = "file";

impl FromRequest<AppState> for ProtectedFile {
    type Rejection = PageError;

    async fn from_request(mut request: Request, state: &AppState) -> Result<Self, PageError> {
        let visitor: Visitor = request.extract_parts_with_state(state).await?;
        if !is_from_here(request.headers()) {
            return Err(PageError::forged());
        }
        // The file has a limit of its own, counted while it is stored.
        DefaultBodyLimit::disable().apply(&mut request);
        let mut rest = Multipart::from_request(request, state)
            .await
            .map_err(|error| unreadable(&error.body_text()))?;
        let first = rest.next_field().await;
        let first = first.map_err(|error| unreadable(&error.body_text()))?;
        let first = first.ok_or_else(PageError::forged)?;
        let (name, proof) = read_field(first, &mut 0, LARGEST_FIELDS).await?;
        if name != "csrf" {
            return Err(PageError::forged());
        }
        let expected = visitor.token();
        if !bool::from(expected.as_bytes().ct_eq(proof.as_bytes())) {
            return Err(PageError::forged()
                .giving_back(typed(before_file(&mut rest).await))
                .without_file()
                .back_to(visitor.path().to_owned()));
        }
        Ok(Self { rest })
    }
}

/// A form with a file that was read.
pub(super) struct WithFile<T> {
    /// The fields before the file.
    fields: Vec<(String, String)>,
    /// What became of the file; none where the form has none.
    pub(super) file: Option<T>,
}

impl<T> WithFile<T> {
    /// The value of a field that came before the file.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        let (_, value) = self.fields.iter().find(|(known, _)| known == name)?;
        Some(value)
    }
}

impl ProtectedFile {
    /// Takes the file into the draft of a case, as it comes.
    pub(super) async fn stored(
        mut self,
        app: &App,
        caller: &Caller,
        case: CycleId,
    ) -> Result<WithFile<NewUpload>, PageError> {
        let _turn = COMING_IN.try_acquire().map_err(|_| ApiError::Busy)?;
        let mut fields = Vec::new();
        let mut size = 0;
        while let Some(field) = self.next_field().await? {
            if field.name() == Some(FILE) {
                let name = field.file_name().unwrap_or_default().to_owned();
                let bytes = Box::pin(unless_silent(field, SILENCE));
                let made = app.upload(caller, case, &name, bytes).await?;
                return Ok(WithFile {
                    fields,
                    file: Some(made),
                });
            }
            fields.push(read_field(field, &mut size, LARGEST_FIELDS).await?);
        }
        Ok(WithFile { fields, file: None })
    }

    /// The file in memory, of at most `largest` bytes.
    pub(super) async fn whole(mut self, largest: usize) -> Result<WithFile<Vec<u8>>, PageError> {
        let mut fields = Vec::new();
        let mut size = 0;
        while let Some(mut field) = self.next_field().await? {
            if field.name() == Some(FILE) {
                let named = field.file_name().is_some_and(|name| !name.is_empty());
                let mut bytes = Vec::new();
                while let Some(chunk) = chunk(&mut field).await? {
                    if bytes.len() + chunk.len() > largest {
                        return Err(too_large(largest));
                    }
                    bytes.extend_from_slice(&chunk);
                }
                return Ok(WithFile {
                    fields,
                    file: named.then_some(bytes),
                });
            }
            fields.push(read_field(field, &mut size, LARGEST_FIELDS).await?);
        }
        Ok(WithFile { fields, file: None })
    }

    async fn next_field(&mut self) -> Result<Option<multipart::Field<'_>>, PageError> {
        let field = self.rest.next_field().await;
        field.map_err(|error| unreadable(&error.body_text()))
    }
}

async fn chunk(field: &mut multipart::Field<'_>) -> Result<Option<Bytes>, PageError> {
    let chunk = field.chunk().await;
    chunk.map_err(|error| unreadable(&error.body_text()))
}

/// The fields before the file of a form that is not carried out, as far as they come.
async fn before_file(form: &mut Multipart) -> Vec<(String, String)> {
    let read = async {
        let mut fields = Vec::new();
        let mut size = 0;
        while let Ok(Some(field)) = form.next_field().await {
            if field.name() == Some(FILE) {
                break;
            }
            match read_field(field, &mut size, LARGEST_FIELDS).await {
                Ok(field) => fields.push(field),
                Err(_) => break,
            }
        }
        fields
    };
    let read = tokio::time::timeout(LONGEST_ANSWER, read).await;
    read.unwrap_or_default()
}

/// A field that is no file. `size` counts what such fields held so far.
async fn read_field(
    mut field: multipart::Field<'_>,
    size: &mut usize,
    largest: usize,
) -> Result<(String, String), PageError> {
    let name = field.name().unwrap_or_default().to_owned();
    let mut bytes = Vec::new();
    while let Some(chunk) = chunk(&mut field).await? {
        *size += chunk.len();
        if *size > largest {
            return Err(too_large(largest));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok((name, String::from_utf8_lossy(&bytes).into_owned()))
}

fn too_large(limit: usize) -> PageError {
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    AppError::TooLarge { limit }.into()
}

fn unreadable(reason: &str) -> PageError {
    let fault = field(
        "",
        "–",
        "field-unreadable",
        &[("reason", Arg::from(reason))],
    );
    ApiError::fields(vec![fault]).into()
}

async fn protected<T: DeserializeOwned>(
    mut request: Request,
    state: &AppState,
    largest: usize,
) -> Result<T, PageError> {
    let visitor: Visitor = request.extract_parts_with_state(state).await?;
    if !is_from_here(request.headers()) {
        return Err(PageError::forged());
    }
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, largest)
        .await
        .map_err(|_| too_large(largest))?;
    let again = || {
        let mut request = Request::new(Body::from(bytes.clone()));
        request.method_mut().clone_from(&parts.method);
        request.headers_mut().clone_from(&parts.headers);
        // Counted above.
        DefaultBodyLimit::disable().apply(&mut request);
        request
    };
    let proof: Proof = read(again()).await?;
    let expected = visitor.token();
    if !bool::from(expected.as_bytes().ct_eq(proof.csrf.as_bytes())) {
        let fields = read(again()).await.unwrap_or_default();
        return Err(PageError::forged()
            .giving_back(typed(fields))
            .back_to(visitor.path().to_owned()));
    }
    read(again()).await
}

async fn read<T: DeserializeOwned>(request: Request) -> Result<T, PageError> {
    match Form::<T>::from_request(request, &()).await {
        Ok(Form(value)) => Ok(value),
        Err(rejection) => Err(unreadable(&rejection.body_text())),
    }
}

/// What was typed into a form, to be given back when it could not be saved.
pub(super) fn typed(fields: Vec<(String, String)>) -> Vec<(String, String)> {
    if fields
        .iter()
        .any(|(name, _)| SECRET.contains(&name.as_str()))
    {
        return Vec::new();
    }
    let by_hand =
        |name: &str| !OWN.contains(&name) && !name.ends_with("!id") && !name.starts_with("pick:");
    fields
        .into_iter()
        .filter(|(name, value)| by_hand(name) && !value.trim().is_empty())
        .map(|(name, value)| (name.trim_start_matches('/').to_owned(), value))
        .collect()
}

/// The page for a form that somebody sent who is not signed in any more: what
/// they typed is given back, if it comes from a page of ours.
pub(super) async fn unsaved(request: Request) -> PageError {
    let refused = PageError::from(AppError::Unauthenticated);
    if !is_from_here(request.headers()) {
        return refused;
    }
    let kind = request.headers().get(header::CONTENT_TYPE);
    if kind.is_some_and(|it| it.as_bytes().starts_with(b"multipart/")) {
        let fields = match Multipart::from_request(request, &()).await {
            Ok(mut form) => before_file(&mut form).await,
            Err(_) => Vec::new(),
        };
        return refused.giving_back(typed(fields)).without_file();
    }
    match tokio::time::timeout(LONGEST_ANSWER, read(request)).await {
        Ok(Ok(fields)) => refused.giving_back(typed(fields)),
        _ => refused,
    }
}

/// Whether the browser says that the form stands on a page of ours. The proof
/// in the form decides; this stops a stolen one. A browser too old to say
/// anything is believed.
fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text(header::ORIGIN.as_str()), text(header::HOST.as_str())) {
        (None | Some("null"), _) => true,
        (Some(origin), Some(host)) => origin
            .parse::<Uri>()
            .ok()
            .and_then(|origin| Some(origin.authority()?.as_str() == host))
            .unwrap_or_default(),
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests;
