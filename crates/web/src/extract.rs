//! Reading requests: who asks, which version they saw, and what they send.

use axum::{
    RequestPartsExt,
    body::Body,
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, header, request::Parts},
};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
pub(crate) use lustrum_app::json::{field, read, short, shown};
use lustrum_app::{AppError, Caller, IdempotencyKey};
use lustrum_domain::{Digest, Locale, TokenId};
use lustrum_text::Arg;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{context::Context, error::ApiError, state::AppState};

/// The most that a body may hold unless it is a file, bytes: as much as one
/// part of a draft.
pub(crate) const MAX_BODY: usize = 1_000_000;

/// The longest key by which a client may know a request, characters.
const LONGEST_KEY: usize = 128;

/// Who asks. Put into the request by the layer that stands before every route;
/// on a route that is not public it is always a person.
#[derive(Debug, Clone)]
pub(crate) struct Who {
    /// Who.
    pub(crate) caller: Caller,
    /// The session or token that says so.
    pub(crate) token: Option<TokenId>,
}

impl<S: Send + Sync> FromRequestParts<S> for Who {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let who = parts.extensions.get::<Self>().cloned();
        who.ok_or_else(|| ApiError::internal("a route without the layer that says who asks"))
    }
}

/// The language to answer in.
pub(crate) struct Language(pub(crate) Locale);

impl<S: Send + Sync> FromRequestParts<S> for Language {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let context = parts.extensions.get::<Context>();
        let context = context.ok_or_else(|| ApiError::internal("a request without a context"))?;
        Ok(Self(context.locale()))
    }
}

/// What stands in the path. An id that cannot be one names nothing.
pub(crate) struct Path<T>(pub(crate) T);

impl<T, S> FromRequestParts<S> for Path<T>
where
    T: DeserializeOwned + Send + 'static,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        match parts.extract::<axum::extract::Path<T>>().await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(AppError::NotFound.into()),
        }
    }
}

/// What stands after the question mark.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let asked = parts.uri.query().unwrap_or_default();
        axum::extract::Query::<T>::try_from_uri(&parts.uri)
            .map(|axum::extract::Query(value)| Self(value))
            .map_err(|rejection| {
                let source = std::error::Error::source(&rejection);
                let reason = source.map_or_else(|| rejection.to_string(), ToString::to_string);
                let wanted = [("reason", Arg::from(reason))];
                ApiError::fields(vec![field("", asked, "field-query-wanted", &wanted)])
            })
    }
}

/// The version that a caller says it saw, by a strong `ETag`.
pub(crate) struct IfMatch(pub(crate) Option<u64>);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let mut values = parts.headers.get_all(header::IF_MATCH).iter();
        let Some(value) = values.next() else {
            return Ok(Self(None));
        };
        let text = value.to_str().unwrap_or_default();
        match version(text).filter(|_| values.next().is_none()) {
            Some(version) => Ok(Self(Some(version))),
            None => Err(ApiError::Header {
                name: "If-Match",
                found: short(text),
                wanted: "wanted-etag",
            }),
        }
    }
}

/// The number in `"<number>"`.
fn version(text: &str) -> Option<u64> {
    let digits = text.strip_prefix('"')?.strip_suffix('"')?;
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

/// Whether the caller says that there must be nothing yet (`If-None-Match: *`).
pub(crate) struct IfNone(pub(crate) bool);

impl<S: Send + Sync> FromRequestParts<S> for IfNone {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        match parts.headers.get(header::IF_NONE_MATCH) {
            None => Ok(Self(false)),
            Some(value) if value == "*" => Ok(Self(true)),
            Some(value) => Err(ApiError::Header {
                name: "If-None-Match",
                found: short(value.to_str().unwrap_or_default()),
                wanted: "wanted-star",
            }),
        }
    }
}

/// A request that changes something: who asks, how a repeat of it is known,
/// and what it carries. The body is read once, for both.
pub(crate) struct Write<T> {
    /// Who asks.
    pub(crate) caller: Caller,
    /// What it carries.
    pub(crate) body: T,
}

impl<T: DeserializeOwned> FromRequest<AppState> for Write<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ApiError> {
        let WriteJson { caller, value, .. } = WriteJson::from_request(request, state).await?;
        let body = typed(&value)?;
        Ok(Self { caller, body })
    }
}

/// The same for JSON of any form: what it must be is said by data, not by a type.
pub(crate) struct WriteJson {
    /// Who asks.
    pub(crate) caller: Caller,
    /// The text as it came.
    pub(crate) bytes: Bytes,
    /// What it says.
    pub(crate) value: Value,
}

impl FromRequest<AppState> for WriteJson {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ApiError> {
        let (mut parts, body) = request.into_parts();
        let Who { mut caller, .. } = Who::from_request_parts(&mut parts, state).await?;
        let bytes = all_of(body, &parts.headers).await?;
        if !bytes.is_empty() {
            takes_json(&parts.headers)?;
        }
        caller.idempotency = idempotency(&parts, &bytes)?;
        let value = json(&bytes)?;
        Ok(Self {
            caller,
            bytes,
            value,
        })
    }
}

/// A file on its way in. Its bytes are not read here.
pub(crate) struct Incoming {
    /// Who brings it.
    pub(crate) caller: Caller,
    /// The bytes.
    pub(crate) body: Body,
    /// How many bytes are announced.
    pub(crate) length: Option<u64>,
}

impl FromRequest<AppState> for Incoming {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ApiError> {
        let (mut parts, body) = request.into_parts();
        let Who { mut caller, .. } = Who::from_request_parts(&mut parts, state).await?;
        // A file is not read twice only to know a repeat of the request: its
        // name, its length and the digest that the client may give stand for it.
        let digest = parts.headers.get("content-digest");
        let known: Vec<&[u8]> = [parts.headers.get(header::CONTENT_LENGTH), digest]
            .into_iter()
            .map(|value| value.map_or(b"".as_slice(), |value| value.as_bytes()))
            .collect();
        caller.idempotency = idempotency(&parts, &known.join(b"\n".as_slice()))?;
        let length = announced(&parts.headers);
        Ok(Self {
            caller,
            body,
            length,
        })
    }
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    let length = headers.get(header::CONTENT_LENGTH)?.to_str().ok()?;
    length.parse().ok()
}

/// The whole body, refused as soon as it is too large.
async fn all_of(body: Body, headers: &HeaderMap) -> Result<Bytes, ApiError> {
    let limit = u64::try_from(MAX_BODY).unwrap_or(u64::MAX);
    let too_large = || ApiError::App(AppError::TooLarge { limit });
    if announced(headers).is_some_and(|length| length > limit) {
        return Err(too_large());
    }
    let mut stream = body.into_data_stream();
    let mut bytes = BytesMut::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| ApiError::Broken)?;
        if bytes.len() + chunk.len() > MAX_BODY {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

fn takes_json(headers: &HeaderMap) -> Result<(), ApiError> {
    let found = headers.get(header::CONTENT_TYPE);
    let found = found.and_then(|value| value.to_str().ok()).unwrap_or("–");
    let kind = found.split(';').next().unwrap_or_default().trim();
    let kind = kind.to_ascii_lowercase();
    let is_json =
        kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"));
    if is_json {
        Ok(())
    } else {
        Err(ApiError::MediaType {
            found: short(found),
            wanted: "application/json",
        })
    }
}

/// The key by which the caller knows this request, with the hash of it.
fn idempotency(parts: &Parts, body: &[u8]) -> Result<Option<IdempotencyKey>, ApiError> {
    let mut values = parts.headers.get_all("idempotency-key").iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let key = value.to_str().unwrap_or_default();
    let fits = (1..=LONGEST_KEY).contains(&key.len())
        && key.bytes().all(|byte| byte.is_ascii_graphic())
        && values.next().is_none();
    if !fits {
        return Err(ApiError::Header {
            name: "Idempotency-Key",
            found: short(key),
            wanted: "wanted-idempotency-key",
        });
    }
    let path = parts.uri.path_and_query().map_or("", |path| path.as_str());
    Ok(Some(IdempotencyKey {
        key: key.to_owned(),
        request: Digest::of_parts([parts.method.as_str().as_bytes(), path.as_bytes(), body]),
    }))
}

/// Reads JSON; nothing at all counts as an empty object.
fn json(bytes: &[u8]) -> Result<Value, ApiError> {
    if bytes.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    lustrum_criteria::parse_plan(bytes, MAX_BODY).map_err(ApiError::Json)
}

/// Reads `value` as a `T`, or says which place does not fit.
///
/// # Errors
/// One field that cannot be used.
pub(crate) fn typed<T: DeserializeOwned>(value: &Value) -> Result<T, ApiError> {
    read("", value).map_err(|error| ApiError::fields(vec![error]))
}

#[cfg(test)]
mod tests;
