//! Lustrum over HTTP: pages for people, the programming interface under
//! `/api/v1`, and what an operator asks a service for.
//!
//! A handler extracts, calls one use case, maps and answers; it decides nothing
//! and no type of the HTTP library leaves this crate. Every route stands in one
//! table with who may call it and how it is described, and the router and the
//! description are both made from that table; pages have a table of their own.
//! Start reading at [`router()`], then `route.rs`, then any file of `api/` or
//! `pages/`.

mod api;
mod context;
mod design_system;
mod error;
mod extract;
mod middleware;
mod openapi;
mod pages;
mod probes;
mod route;
mod router;
mod schema;
mod state;
#[cfg(test)]
mod testing;

pub use design_system::DesignSystem;
pub use pages::{page_path, page_paths};
pub use router::router;
pub use state::{AppState, DemoSignIn, WebSettings};
