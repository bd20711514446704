//! A service over a database that holds nobody, for tests.

use std::sync::Arc;

use chrono::DateTime;
use lustrum_app::{App, MockClock, Programmes, SeededRandom};
use lustrum_store::{Objects, testing::TestDatabase};
use lustrum_templates::Templates;
use metrics_exporter_prometheus::PrometheusBuilder;
use tempfile::TempDir;

use crate::{AppState, WebSettings};

/// What a service writes to, kept until the test is over.
pub(crate) type Kept = (TestDatabase, TempDir);

pub(crate) async fn service() -> (AppState, Kept) {
    let database = TestDatabase::sqlite().await;
    let files = tempfile::tempdir().unwrap();
    let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let app = App {
        store: database.store().clone(),
        objects: Objects::local(files.path()).unwrap(),
        templates: Arc::new(Templates::embedded()),
        programmes: Arc::new(Programmes::shipped().unwrap()),
        clock: Arc::new(MockClock::at(now)),
        random: Arc::new(SeededRandom::new(1)),
        base_url: "https://lustrum.example".into(),
        queued: Arc::default(),
        turns: Arc::default(),
        memory: Arc::default(),
    };
    let settings = WebSettings {
        secure_cookies: true,
        contact: None,
        design_system: None,
        anchors: None,
        demo: Vec::new(),
    };
    let state = AppState {
        app,
        metrics: PrometheusBuilder::new().build_recorder().handle(),
        settings: Arc::new(settings),
    };
    (state, (database, files))
}
