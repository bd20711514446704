//! The access of every route, and what answers where no handler does.

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, Response},
};
use serde_json::Value;
use tower::ServiceExt;

use super::*;
use crate::{
    route::Access,
    testing::{Kept, service},
};

mod flow;

/// A service over a database that holds nobody.
struct Service {
    state: AppState,
    _kept: Kept,
}

impl Service {
    async fn new() -> Self {
        let (state, kept) = service().await;
        Self { state, _kept: kept }
    }

    async fn answer(&self, request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
        answer(router(self.state.clone()), request).await
    }

    /// Every route of `table` that answers somebody who did not sign in with
    /// anything but 401, although it is not marked as public.
    async fn unguarded(&self, router: Router, table: &[Route]) -> Vec<String> {
        let mut found = Vec::new();
        for route in table {
            let request = Request::builder()
                .method(route.method.clone())
                .uri(filled(&route.path))
                .header("content-type", "application/json")
                .body(Body::from("{}"))
                .unwrap();
            let (status, _, _) = answer(router.clone(), request).await;
            let refused = status == StatusCode::UNAUTHORIZED;
            if route.access == Access::SignedIn && !refused {
                found.push(format!("{} {}: {status}", route.method, route.path));
            }
        }
        found
    }
}

async fn answer(router: Router, request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
    let response: Response<Body> = router.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    (parts.status, parts.headers, body.to_vec())
}

fn request(method: &str, path: &str) -> Request<Body> {
    let request = Request::builder().method(method).uri(path);
    request.body(Body::empty()).unwrap()
}

/// A path whose parameters are filled with something that is no id.
fn filled(path: &str) -> String {
    let steps = path.split('/').map(|step| {
        if step.starts_with('{') {
            "nothing"
        } else {
            step
        }
    });
    steps.collect::<Vec<_>>().join("/")
}

/// The routes that anybody may call. A new one is added here by hand, so that
/// nothing becomes public by a slip.
const PUBLIC: [&str; 15] = [
    "GET /api/v1/certificates",
    "GET /api/v1/certificates/{number}",
    "GET /api/v1/criteria",
    "GET /api/v1/criteria/{set}",
    "GET /api/v1/openapi.json",
    "GET /api/v1/organisations",
    "GET /api/v1/organisations/{organisation}",
    "GET /api/v1/programmes",
    "GET /api/v1/register",
    "GET /healthz",
    "GET /metrics",
    "GET /readyz",
    "POST /api/v1/check",
    "POST /api/v1/invitations/{secret}",
    "POST /api/v1/sessions",
];

#[tokio::test]
async fn only_the_routes_listed_here_answer_somebody_who_did_not_sign_in() {
    let service = Service::new().await;
    let table = table();
    let unguarded = service
        .unguarded(router(service.state.clone()), &table)
        .await;
    assert_eq!(unguarded, Vec::<String>::new());
    let mut public: Vec<String> = table
        .iter()
        .filter(|route| route.access == Access::Public)
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    public.sort_unstable();
    assert_eq!(public, PUBLIC);
}

#[tokio::test]
async fn a_route_that_answers_without_a_sign_in_is_found() {
    let service = Service::new().await;
    let planted = Route::get(
        "/api/v1/planted",
        "planted.get",
        "Tells all.",
        async || "all",
    );
    let open = Router::new()
        .route(&planted.path, planted.handler.clone())
        .with_state(service.state.clone());
    let found = service.unguarded(open, &[planted]).await;
    assert_eq!(found, ["GET /api/v1/planted: 200 OK"]);
}

#[tokio::test]
async fn an_unknown_secret_is_no_sign_in_even_where_none_is_needed() {
    let service = Service::new().await;
    for path in ["/api/v1/me", "/api/v1/register"] {
        let mut request = request("GET", path);
        let secret = "Bearer 0000".parse().unwrap();
        request.headers_mut().insert(header::AUTHORIZATION, secret);
        let (status, _, _) = service.answer(request).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[tokio::test]
async fn a_path_that_nobody_knows_and_a_wrong_method_are_problems() {
    let service = Service::new().await;
    let (status, headers, body) = service.answer(request("GET", "/api/v1/nowhere")).await;
    let problem: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(problem["code"], "unknown-route");
    assert_eq!(
        headers["x-request-id"],
        problem["request_id"].as_str().unwrap()
    );

    let (status, headers, body) = service.answer(request("POST", "/api/v1/register")).await;
    let problem: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(problem["code"], "wrong-method");
    assert!(headers[header::ALLOW].to_str().unwrap().contains("GET"));
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect_a_browser() {
    let service = Service::new().await;
    for path in [
        "/healthz",
        "/api/v1/nowhere",
        "/api/v1/me",
        "/api/v1/register",
    ] {
        let (_, headers, _) = service.answer(request("GET", path)).await;
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
        assert!(
            headers.contains_key(header::CONTENT_SECURITY_POLICY),
            "{path}"
        );
        assert!(
            headers.contains_key(header::STRICT_TRANSPORT_SECURITY),
            "{path}"
        );
        assert!(headers.contains_key("x-request-id"), "{path}");
    }
}

#[tokio::test]
async fn the_probes_answer() {
    let service = Service::new().await;
    for path in ["/healthz", "/readyz", "/metrics", "/api/v1/openapi.json"] {
        let (status, _, body) = service.answer(request("GET", path)).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(!body.is_empty(), "{path}");
    }
}

#[tokio::test]
async fn a_service_whose_database_is_closed_is_alive_but_not_ready() {
    let service = Service::new().await;
    service.state.app.store.close().await.unwrap();
    let (status, _, _) = service.answer(request("GET", "/healthz")).await;
    assert_eq!(status, StatusCode::OK);
    let (status, _, body) = service.answer(request("GET", "/readyz")).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(String::from_utf8(body).unwrap().contains("database-away"));
    let (status, _, body) = service.answer(request("GET", "/metrics")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        String::from_utf8(body)
            .unwrap()
            .contains("lustrum_database_up 0")
    );
}

#[tokio::test]
async fn bad_bodies_are_told_apart() {
    let service = Service::new().await;
    let of = |kind: &str, body: Vec<u8>| {
        Request::post("/api/v1/sessions")
            .header(header::CONTENT_TYPE, kind)
            .header(header::ACCEPT_LANGUAGE, "en")
            .body(Body::from(body))
            .unwrap()
    };
    let json = "application/json";
    let nested = b"[".repeat(100_000);
    let mut large = vec![b' '; 1_000_000];
    large.extend(b"{}");
    for (kind, body, status, code) in [
        (json, b"{\"email\":".to_vec(), 400, "bad-json"),
        (json, nested, 400, "bad-json"),
        (json, b"{\"email\":\"a\\u0000\"}".to_vec(), 400, "bad-json"),
        (json, large, 413, "too-large"),
        ("text/plain", b"{}".to_vec(), 415, "unsupported-media-type"),
        (json, b"{\"email\":7}".to_vec(), 422, "invalid"),
        (
            json,
            b"{\"email\":\"a\",\"password\":\"b\",\"x\":1}".to_vec(),
            422,
            "invalid",
        ),
        (
            json,
            b"{\"email\":\"a\",\"password\":\"b\"}".to_vec(),
            401,
            "wrong-credentials",
        ),
    ] {
        let (found, _, body) = service.answer(of(kind, body)).await;
        let problem: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(
            (found.as_u16(), &problem["code"]),
            (status, &Value::from(code))
        );
    }
}

#[tokio::test]
async fn a_plan_is_tried_without_a_sign_in_and_an_unknown_set_is_told() {
    let service = Service::new().await;
    let of = |set: &str| {
        Request::post(format!("/api/v1/check?set={set}"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from("{\"schema\":\"plan-data/1\"}"))
            .unwrap()
    };
    let (status, _, body) = service.answer(of("cctf-ka@0.1")).await;
    assert_eq!(status, StatusCode::OK);
    let checked: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(checked["results"]["criteria"].as_array().unwrap().len(), 45);
    let (status, _, body) = service.answer(of("nothing@1")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(String::from_utf8(body).unwrap().contains("cctf-ka@0.1"));
}

#[tokio::test]
async fn a_handler_that_panics_is_answered_with_a_request_id_and_nothing_else() {
    async fn breaks() -> &'static str {
        panic!("the secret cause")
    }
    let service = Service::new().await;
    let planted = Route::get("/planted", "planted.get", "Breaks.", breaks).public();
    let router = finished(
        mounted(Router::new(), planted, &service.state),
        &service.state,
    );
    let (status, _, body) = answer(router, request("GET", "/planted")).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    let problem: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(problem["code"], "internal");
    assert!(!problem.to_string().contains("secret"));
}

#[test]
fn only_what_moves_files_may_take_as_long_as_bytes_keep_coming() {
    let moves: Vec<String> = table()
        .iter()
        .filter(|route| route.streams)
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    assert_eq!(
        moves,
        [
            "POST /api/v1/cycles/{cycle}/uploads",
            "GET /api/v1/uploads/{upload}"
        ]
    );
}
