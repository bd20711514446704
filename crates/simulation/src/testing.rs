//! The use cases over a database of a test's own, on a clock that stands still.

use std::sync::Arc;

use lustrum_app::{App, MockClock, Programmes, SeededRandom};
use lustrum_domain::time::at_hour;
use lustrum_store::{Objects, Store};
use lustrum_templates::Templates;
use tempfile::TempDir;
use tokio::sync::Notify;

/// A migrated SQLite database with the use cases over it.
pub(crate) struct TestApp {
    pub(crate) app: App,
    pub(crate) url: String,
    _folder: TempDir,
}

impl TestApp {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!(
            "sqlite:{}?mode=rwc",
            folder.path().join("test.db").display()
        );
        let store = Store::connect(&url).await.unwrap();
        store.migrate().await.unwrap();
        let day = "2026-11-23".parse().unwrap();
        let app = App {
            store,
            objects: Objects::local(folder.path().join("files")).unwrap(),
            templates: Arc::new(Templates::embedded()),
            programmes: Arc::new(Programmes::shipped().unwrap()),
            clock: Arc::new(MockClock::at(at_hour(day, 12))),
            random: Arc::new(SeededRandom::new(7)),
            base_url: "http://127.0.0.1:8080".into(),
            queued: Arc::new(Notify::new()),
        };
        Self {
            app,
            url,
            _folder: folder,
        }
    }
}
