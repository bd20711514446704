//! The use cases over a database of a test's own, on a clock that stands still.

use std::sync::Arc;

use lustrum_app::{App, Clock, MockClock, Programmes, SeededRandom};
use lustrum_domain::{
    Timestamp,
    time::{at_hour, to_micros},
};
use lustrum_store::{Objects, testing::TestDatabase};
use lustrum_templates::Templates;
use tempfile::TempDir;
use tokio::sync::Notify;

/// The use cases over a database.
pub(crate) struct TestApp {
    pub(crate) app: App,
    pub(crate) url: String,
    pub(crate) folder: TempDir,
}

/// The real time, for tests that speak to a server whose answers are dated.
struct RealClock;

impl Clock for RealClock {
    fn now(&self) -> Timestamp {
        #[expect(
            clippy::disallowed_methods,
            reason = "the server of this test dates its answers itself"
        )]
        to_micros(chrono::Utc::now())
    }
}

impl TestApp {
    /// On a Monday in November, at noon.
    pub(crate) fn over(database: &TestDatabase) -> Self {
        Self::at(database, "2026-11-23")
    }

    /// At noon of a day.
    pub(crate) fn at(database: &TestDatabase, day: &str) -> Self {
        let day = day.parse().unwrap();
        Self::on(database, Arc::new(MockClock::at(at_hour(day, 12))))
    }

    /// Today.
    pub(crate) fn today(database: &TestDatabase) -> Self {
        Self::on(database, Arc::new(RealClock))
    }

    fn on(database: &TestDatabase, clock: Arc<dyn Clock>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = App {
            store: database.store().clone(),
            objects: Objects::local(folder.path().join("files")).unwrap(),
            templates: Arc::new(Templates::embedded()),
            programmes: Arc::new(Programmes::shipped().unwrap()),
            clock,
            random: Arc::new(SeededRandom::new(7)),
            base_url: "http://127.0.0.1:8080".into(),
            queued: Arc::new(Notify::new()),
            turns: Arc::default(),
            memory: Arc::default(),
        };
        Self {
            app,
            url: database.url().to_owned(),
            folder,
        }
    }
}
