use axum::http::HeaderValue;
use serde_json::json;

use super::*;

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs
        .iter()
        .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap()))
        .collect()
}

fn parts(pairs: &[(&'static str, &str)]) -> Parts {
    let mut request = Request::post("/api/v1/cycles?x=1").body(()).unwrap();
    *request.headers_mut() = headers(pairs);
    request.into_parts().0
}

fn done<T>(future: impl Future<Output = T>) -> T {
    futures_util::FutureExt::now_or_never(future).unwrap()
}

fn key_of(pairs: &[(&'static str, &str)], body: &[u8]) -> Result<Option<IdempotencyKey>, ApiError> {
    idempotency(&parts(pairs), body)
}

#[test]
fn a_version_is_a_number_in_quotation_marks() {
    assert_eq!(version("\"12\""), Some(12));
    for bad in [
        "12",
        "W/\"12\"",
        "\"\"",
        "\"+1\"",
        "\"1\", \"2\"",
        "*",
        "\"1",
    ] {
        assert_eq!(version(bad), None, "{bad}");
        let found = done(IfMatch::from_request_parts(
            &mut parts(&[("if-match", bad)]),
            &(),
        ));
        assert!(matches!(found, Err(ApiError::Header { .. })), "{bad}");
    }
    let found = done(IfMatch::from_request_parts(&mut parts(&[]), &()));
    assert!(matches!(found, Ok(IfMatch(None))));
}

#[test]
fn only_a_star_says_that_there_must_be_nothing_yet() {
    let of = |value| {
        let mut parts = parts(&[("if-none-match", value)]);
        done(IfNone::from_request_parts(&mut parts, &()))
    };
    assert!(matches!(of("*"), Ok(IfNone(true))));
    assert!(matches!(of("\"1\""), Err(ApiError::Header { .. })));
}

#[test]
fn a_key_is_visible_ascii_of_bounded_length() {
    let long = "k".repeat(128);
    assert!(key_of(&[("idempotency-key", &long)], b"").is_ok());
    for bad in ["", "a b", "æ", &format!("{long}k")] {
        let found = key_of(&[("idempotency-key", bad)], b"");
        assert!(matches!(found, Err(ApiError::Header { .. })), "{bad}");
    }
    assert!(key_of(&[], b"").unwrap().is_none());
}

#[test]
fn the_hash_of_a_request_covers_its_body() {
    let hash = |body: &[u8]| {
        let key = key_of(&[("idempotency-key", "k")], body).unwrap();
        key.unwrap().request
    };
    assert_eq!(hash(b"{}"), hash(b"{}"));
    assert_ne!(hash(b"{}"), hash(b"{ }"));
}

#[test]
fn a_body_is_cut_off_at_the_limit() {
    let body = Body::from(vec![b' '; MAX_BODY + 1]);
    let found = done(all_of(body, &HeaderMap::new()));
    assert!(matches!(
        found,
        Err(ApiError::App(AppError::TooLarge { .. }))
    ));
    let announced = headers(&[("content-length", "1000001")]);
    let found = done(all_of(Body::empty(), &announced));
    assert!(matches!(
        found,
        Err(ApiError::App(AppError::TooLarge { .. }))
    ));
    assert!(done(all_of(Body::from("{}"), &HeaderMap::new())).is_ok());
}

#[test]
fn only_json_is_taken() {
    for good in [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/merge-patch+json",
    ] {
        assert!(takes_json(&headers(&[("content-type", good)])).is_ok());
    }
    for bad in ["text/plain", "application/x-www-form-urlencoded", "jsonx"] {
        let found = takes_json(&headers(&[("content-type", bad)]));
        assert!(matches!(found, Err(ApiError::MediaType { .. })), "{bad}");
    }
}

#[test]
fn deep_nesting_and_nul_characters_are_refused_before_anything_is_made_of_them() {
    let deep = "[".repeat(100_000);
    for bad in [
        deep.as_bytes(),
        b"\"a\\u0000b\"",
        b"{\"a\":1,\"a\":2}",
        b"{",
        b"\xff",
    ] {
        assert!(matches!(json(bad), Err(ApiError::Json(_))));
    }
    assert_eq!(json(b"").unwrap(), json!({}));
}
