use axum::{body::to_bytes, http::HeaderMap};
use serde_json::Value;

use super::*;

fn context(language: &'static str) -> Context {
    let language = HeaderValue::from_static(language);
    Context::of(&HeaderMap::from_iter([
        (header::ACCEPT_LANGUAGE, language),
        ("x-request-id".parse().unwrap(), "r-1".parse().unwrap()),
    ]))
}

/// The status, the headers and the body of an error.
fn told(error: ApiError, language: &'static str) -> (StatusCode, HeaderMap, Value) {
    let response = render(&error, &context(language));
    let (parts, body) = response.into_parts();
    let body = futures_util::FutureExt::now_or_never(to_bytes(body, usize::MAX));
    let body = body.unwrap().unwrap();
    let body = serde_json::from_slice(&body).unwrap();
    (parts.status, parts.headers, body)
}

fn refusal(code: RefusalCode) -> ApiError {
    AppError::from(Refusal {
        criteria: vec!["KA-1.01".into()],
        ..Refusal::new(code, "review", "conclude_stage")
    })
    .into()
}

/// One error of every kind, with the code that it must carry.
fn every() -> Vec<(ApiError, u16, &'static str)> {
    let problem = |bytes: &[u8]| {
        let problem = lustrum_criteria::parse_plan(bytes, 10).unwrap_err();
        ApiError::Json(problem)
    };
    vec![
        (AppError::NotFound.into(), 404, "not-found"),
        (AppError::Unauthenticated.into(), 401, "unauthenticated"),
        (
            AppError::Forbidden(RefusalCode::NotPermitted).into(),
            403,
            "not-permitted",
        ),
        (
            AppError::Forbidden(RefusalCode::OnHold).into(),
            409,
            "on-hold",
        ),
        (
            AppError::Forbidden(RefusalCode::HoldsRoles).into(),
            409,
            "holds-roles",
        ),
        (
            refusal(RefusalCode::CriteriaPending),
            409,
            "criteria-pending",
        ),
        (refusal(RefusalCode::NotAssigned), 403, "not-assigned"),
        (
            AppError::field("/email", "x", "field-email-wanted").into(),
            422,
            "invalid",
        ),
        (
            AppError::Stale {
                what: "cyc".to_owned(),
                current: None,
            }
            .into(),
            409,
            "changed-meanwhile",
        ),
        (
            AppError::Stale {
                what: "cyc".to_owned(),
                current: Some(7),
            }
            .into(),
            412,
            "stale",
        ),
        (
            AppError::TooLarge { limit: 200_000_000 }.into(),
            413,
            "too-large",
        ),
        (
            AppError::Unfinished { silent: true }.into(),
            408,
            "silent-sender",
        ),
        (
            AppError::Unfinished { silent: false }.into(),
            400,
            "broken-body",
        ),
        (AppError::KeyReused.into(), 422, "idempotency-key-reused"),
        (AppError::internal("secret").into(), 500, "internal"),
        (ApiError::WrongCredentials, 401, "wrong-credentials"),
        (ApiError::UnknownRoute, 404, "unknown-route"),
        (ApiError::WrongMethod, 405, "wrong-method"),
        (
            ApiError::MediaType {
                found: "text/html".to_owned(),
                wanted: "application/json",
            },
            415,
            "unsupported-media-type",
        ),
        (problem(b"{"), 400, "bad-json"),
        (problem(b"[1,2,3,4,5,6,7]"), 413, "too-large"),
        (ApiError::Broken, 400, "broken-body"),
        (
            ApiError::Header {
                name: "If-Match",
                found: "3".to_owned(),
                wanted: "wanted-etag",
            },
            400,
            "bad-header",
        ),
        (
            ApiError::PreconditionRequired { current: 3 },
            428,
            "version-required",
        ),
        (ApiError::Range { size: 10 }, 416, "range-not-satisfiable"),
        (ApiError::Busy, 503, "busy"),
        (ApiError::Timeout, 503, "timeout"),
        (ApiError::Panicked("secret".to_owned()), 500, "internal"),
    ]
}

#[test]
fn every_error_is_a_problem_with_words_in_both_languages() {
    for language in ["da", "en"] {
        for (error, status, code) in every() {
            let (found, headers, body) = told(error, language);
            assert_eq!(found.as_u16(), status, "{code}");
            assert_eq!(headers[header::CONTENT_TYPE], PROBLEM_JSON);
            assert_eq!(headers[header::CONTENT_LANGUAGE], language);
            assert_eq!(body["status"], status);
            assert_eq!(body["code"], code);
            assert_eq!(body["type"], format!("/problems/{code}"));
            assert_eq!(body["request_id"], "r-1");
            for field in ["title", "detail"] {
                let words = body[field].as_str().unwrap();
                assert!(!words.is_empty(), "{code} has no {field}");
                assert!(!words.contains(['<', '{']), "{code}: {words}");
            }
        }
    }
}

#[test]
fn a_refusal_names_state_command_and_criteria() {
    let (_, _, body) = told(refusal(RefusalCode::CriteriaPending), "en");
    assert_eq!(body["state"], "review");
    assert_eq!(body["command"], "conclude_stage");
    assert_eq!(body["criteria"], serde_json::json!(["KA-1.01"]));
    assert!(body["detail"].as_str().unwrap().contains("KA-1.01"));
}

#[test]
fn a_fault_of_ours_shows_a_request_id_and_nothing_of_its_cause() {
    for error in [
        AppError::internal("the secret cause").into(),
        ApiError::Panicked("the secret cause".to_owned()),
    ] {
        let (_, _, body) = told(error, "da");
        assert!(!body.to_string().contains("secret"));
        assert_eq!(body["request_id"], "r-1");
    }
}

#[test]
fn what_is_out_of_service_says_when_to_try_again_and_a_sign_in_how() {
    let (_, headers, _) = told(ApiError::Busy, "da");
    assert_eq!(headers[header::RETRY_AFTER], RETRY_AFTER);
    let (_, headers, _) = told(AppError::Unauthenticated.into(), "da");
    assert!(headers.contains_key(header::WWW_AUTHENTICATE));
}

#[test]
fn a_version_is_told_when_one_was_named() {
    let (_, _, body) = told(
        AppError::Stale {
            what: "cyc".to_owned(),
            current: Some(7),
        }
        .into(),
        "da",
    );
    assert_eq!(body["current"], 7);
    let unknown = || {
        ApiError::from(AppError::Stale {
            what: "part".to_owned(),
            current: None,
        })
    };
    assert_eq!(status(&unknown().when_named(true)).as_u16(), 412);
    assert_eq!(status(&unknown().when_named(false)).as_u16(), 409);
}

#[test]
fn broken_json_is_told_with_line_and_column() {
    let error = lustrum_criteria::parse_plan(b"{\n \"a\": }", 100).unwrap_err();
    let (_, _, body) = told(ApiError::Json(error), "en");
    let message = body["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("line 2"), "{message}");
}
