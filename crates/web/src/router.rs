//! The table of all routes, and the router that is made from it.

use axum::{
    Router,
    http::{Extensions, HeaderMap, StatusCode, Version, header},
    middleware::{from_fn, from_fn_with_state},
};
use tower_http::{CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer};

use crate::{api, middleware, openapi, pages, probes, route::Route, state::AppState};

/// Every route, in no particular order.
pub(crate) fn table() -> Vec<Route> {
    let mut table = probes::routes();
    table.extend(openapi::routes());
    table.extend(api::routes());
    table
}

/// Everything that answers over HTTP.
pub fn router(state: AppState) -> Router {
    let mut router = Router::new();
    for route in table() {
        router = mounted(router, route, &state);
    }
    finished(router, &state)
}

/// Adds what stands around everything.
fn finished(router: Router<AppState>, state: &AppState) -> Router {
    router
        .merge(pages::router(state))
        .nest("/api", Router::new().fallback(middleware::unknown_route))
        .fallback_service(pages::unknown(state).with_state(state.clone()))
        .layer(
            CompressionLayer::new()
                .quality(EFFORT)
                .compress_when(is_no_file),
        )
        .layer(CatchPanicLayer::custom(middleware::panicked))
        .layer(from_fn_with_state(state.clone(), middleware::envelope))
        .with_state(state.clone())
}

/// Adds a route with what its row says of it: who may call it, and for how long.
fn mounted(router: Router<AppState>, route: Route, state: &AppState) -> Router<AppState> {
    let access = (state.clone(), route.access);
    let mut handler = route
        .handler
        .route_layer(from_fn_with_state(access, middleware::sign_in));
    if !route.streams {
        handler = handler.route_layer(from_fn(middleware::within_time));
    }
    router.route(&route.path, handler)
}

/// A step below the default: a twentieth more to send, for a third less work.
const EFFORT: CompressionLevel = CompressionLevel::Precise(5);

/// Files are sent as they are: most are compressed already, and a part of one
/// must be a part of what is stored.
fn is_no_file(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(header::CONTENT_DISPOSITION)
}

#[cfg(test)]
mod tests;
