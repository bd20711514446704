//! Reading forms: only those that our own pages sent.

use axum::{
    Form, RequestExt,
    body::{Body, to_bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, Uri, header},
};
use lustrum_app::AppError;
use lustrum_text::Arg;
use serde::{Deserialize, de::DeserializeOwned};
use subtle::ConstantTimeEq;

use super::{fault::PageError, visitor::Visitor};
use crate::{error::ApiError, extract::field, state::AppState};

/// The most that a form may hold, bytes: forty-five remarks of some length, as
/// a browser sends them.
const LARGEST: usize = crate::extract::MAX_BODY;

/// A form that one of our own pages sent in this visitor's session. There is
/// no other way to read a form, so none is read without the proof.
pub(super) struct ProtectedForm<T>(pub(super) T);

/// The proof: something that only our own pages know.
#[derive(Deserialize)]
struct Proof {
    #[serde(default)]
    csrf: String,
}

impl<T: DeserializeOwned> FromRequest<AppState> for ProtectedForm<T> {
    type Rejection = PageError;

    async fn from_request(mut request: Request, state: &AppState) -> Result<Self, PageError> {
        let visitor: Visitor = request.extract_parts_with_state(state).await?;
        if !is_from_here(request.headers()) {
            return Err(PageError::forged());
        }
        let (parts, body) = request.into_parts();
        let bytes = to_bytes(body, LARGEST).await.map_err(|_| {
            let limit = u64::try_from(LARGEST).unwrap_or(u64::MAX);
            AppError::TooLarge { limit }
        })?;
        let again = || {
            let mut request = Request::new(Body::from(bytes.clone()));
            request.method_mut().clone_from(&parts.method);
            request.headers_mut().clone_from(&parts.headers);
            request
        };
        let proof: Proof = read(again()).await?;
        let expected = visitor.token();
        if !bool::from(expected.as_bytes().ct_eq(proof.csrf.as_bytes())) {
            return Err(PageError::forged());
        }
        Ok(Self(read(again()).await?))
    }
}

async fn read<T: DeserializeOwned>(request: Request) -> Result<T, PageError> {
    match Form::<T>::from_request(request, &()).await {
        Ok(Form(value)) => Ok(value),
        Err(rejection) => {
            let reason = Arg::from(rejection.body_text());
            let fault = field("", "–", "field-unreadable", &[("reason", reason)]);
            Err(ApiError::fields(vec![fault]).into())
        }
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
