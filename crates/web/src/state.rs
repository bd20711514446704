//! What every handler can reach.

use std::sync::Arc;

use axum::extract::FromRef;
use lustrum_app::{Anchors, App};
use lustrum_domain::{PersonId, Role};
use metrics_exporter_prometheus::PrometheusHandle;

use crate::design_system::DesignSystem;

/// What every handler can reach. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The use cases.
    pub app: App,
    /// The counters that `/metrics` shows.
    pub metrics: PrometheusHandle,
    /// How the service is run.
    pub settings: Arc<WebSettings>,
}

impl FromRef<AppState> for App {
    fn from_ref(state: &AppState) -> Self {
        state.app.clone()
    }
}

impl FromRef<AppState> for PrometheusHandle {
    fn from_ref(state: &AppState) -> Self {
        state.metrics.clone()
    }
}

impl FromRef<AppState> for Arc<WebSettings> {
    fn from_ref(state: &AppState) -> Self {
        Self::clone(&state.settings)
    }
}

/// How the service is run, as far as HTTP is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebSettings {
    /// Whether browsers reach it over HTTPS only.
    pub secure_cookies: bool,
    /// Where people can report that a page is not accessible; none where the
    /// operator named no address.
    pub contact: Option<String>,
    /// The official design system, where an operator keeps it; none for the
    /// default look.
    pub design_system: Option<DesignSystem>,
    /// Where the signed checkpoints of the log are; none where nobody made any.
    pub anchors: Option<Anchors>,
    /// Whom a demo lets everybody be, one for each role. Empty in earnest: then
    /// nobody signs in without a password, and no mailbox is shown.
    pub demo: Vec<DemoSignIn>,
}

/// Somebody whom a demo lets everybody be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoSignIn {
    /// Who.
    pub person: PersonId,
    /// The role that is to be tried.
    pub role: Role,
    /// Name.
    pub name: String,
    /// Where.
    pub organisation: String,
}
