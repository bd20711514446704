//! A fresh database for every test, on both backends, without migrating each.
//!
//! SQLite: a copy of a file that was migrated once. PostgreSQL: a database made
//! from a migrated template, on the cluster at `LUSTRUM_TEST_POSTGRES`, where
//! `tests/postgres` starts one. A missing cluster fails the test; it is never
//! skipped. Nothing of this is used outside tests.

use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::{Backend, Store};

/// A migrated database of a test's own.
#[derive(Debug)]
pub struct TestDatabase {
    store: Store,
    url: String,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Folder(TempDir),
    Database(String),
}

/// The migrated SQLite file, made once per process.
static FILE: OnceCell<Vec<u8>> = OnceCell::const_new();
/// The name of the migrated PostgreSQL database, made once per process.
static TEMPLATE: OnceCell<String> = OnceCell::const_new();
/// Tells the databases of a process apart.
static NUMBER: AtomicU32 = AtomicU32::new(0);

impl TestDatabase {
    /// A database of this kind.
    ///
    /// # Panics
    /// When it cannot be made: a test without a database has failed.
    pub async fn on(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => Self::sqlite().await,
            Backend::Postgres => Self::postgres().await,
        }
    }

    /// A SQLite file in a folder of its own.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn sqlite() -> Self {
        let file = FILE.get_or_init(migrated_file).await;
        let folder = tempfile::tempdir().expect("a test needs room in the temporary folder");
        let path = folder.path().join("lustrum.db");
        std::fs::write(&path, file).expect("a test needs room in the temporary folder");
        let url = format!("sqlite:{}?mode=rwc", path.display());
        Self {
            store: connect(&url).await,
            url,
            place: Place::Folder(folder),
        }
    }

    /// A database on the PostgreSQL cluster of the tests.
    ///
    /// # Panics
    /// When it cannot be made, or there is no cluster.
    pub async fn postgres() -> Self {
        let template = TEMPLATE.get_or_init(migrated_template).await;
        let name = new_name("test");
        let cluster = cluster().await;
        run(
            &cluster,
            &format!("CREATE DATABASE {name} TEMPLATE {template}"),
        )
        .await;
        close(cluster).await;
        let url = url_of(&name);
        Self {
            store: connect(&url).await,
            url,
            place: Place::Database(name),
        }
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The address of the database, for a second store or another process.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Runs a statement past the store, as somebody with the password could.
    /// Who wants to change the log has to drop its guards first:
    /// [`TestDatabase::unguard_log`].
    ///
    /// # Errors
    /// What the database says.
    pub async fn execute(&self, statement: &str) -> Result<u64, String> {
        let done = self.store.write_connection().execute_unprepared(statement);
        match done.await {
            Ok(done) => Ok(done.rows_affected()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Drops the triggers that keep the log append-only.
    ///
    /// # Panics
    /// When they are gone already.
    pub async fn unguard_log(&self) {
        let (of, more) = match self.store.backend() {
            Backend::Sqlite => ("", [].as_slice()),
            Backend::Postgres => (" ON event", ["truncate"].as_slice()),
        };
        for what in ["update", "delete"].iter().chain(more) {
            self.execute(&format!("DROP TRIGGER event_is_append_only_{what}{of}"))
                .await
                .expect("the log is guarded until here");
        }
    }

    /// Closes the store and removes the database. A database that a failed test
    /// leaves behind goes with its cluster.
    ///
    /// # Panics
    /// When it cannot be removed.
    pub async fn remove(self) {
        self.store
            .close()
            .await
            .expect("a store can be closed once");
        match self.place {
            Place::Folder(folder) => folder.close().expect("the test wrote this folder"),
            Place::Database(name) => {
                let cluster = cluster().await;
                run(&cluster, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
                close(cluster).await;
            }
        }
    }
}

/// Declares tests that run on SQLite and on PostgreSQL, always on both:
///
/// ```ignore
/// for_each_backend! {
///     async fn a_second_address_is_refused(database) { ... }
/// }
/// ```
///
/// `database` is a [`TestDatabase`] by reference, removed when the test holds.
#[macro_export]
macro_rules! for_each_backend {
    ($($(#[$meta:meta])* async fn $name:ident($database:ident) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn check($database: &$crate::testing::TestDatabase) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                let database = $crate::testing::TestDatabase::sqlite().await;
                check(&database).await;
                database.remove().await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                let database = $crate::testing::TestDatabase::postgres().await;
                check(&database).await;
                database.remove().await;
            }
        }
    )+};
}

async fn connect(url: &str) -> Store {
    Store::connect(url)
        .await
        .expect("the database was made for this test")
}

async fn migrated_file() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a test needs room in the temporary folder");
    let path = folder.path().join("template.db");
    let store = connect(&format!("sqlite:{}?mode=rwc", path.display())).await;
    store.migrate().await.expect("the migrations hold");
    store.close().await.expect("a store can be closed once");
    std::fs::read(&path).expect("the template was written just now")
}

async fn migrated_template() -> String {
    let name = new_name("template");
    let cluster = cluster().await;
    // Danish order by default: what needs another order has to ask for it.
    let danish = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'da-DK'";
    run(&cluster, &format!("CREATE DATABASE {name} {danish}")).await;
    close(cluster).await;
    let store = connect(&url_of(&name)).await;
    store.migrate().await.expect("the migrations hold");
    store.close().await.expect("a store can be closed once");
    name
}

fn new_name(what: &str) -> String {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    format!("lustrum_{what}_{}_{number}", std::process::id())
}

async fn cluster() -> DatabaseConnection {
    Database::connect(cluster_url())
        .await
        .expect("LUSTRUM_TEST_POSTGRES names a cluster that runs")
}

async fn run(cluster: &DatabaseConnection, statement: &str) {
    cluster
        .execute_unprepared(statement)
        .await
        .expect("the user of the tests may make and drop databases");
}

async fn close(cluster: DatabaseConnection) {
    cluster.close().await.expect("a connection can be closed");
}

fn url_of(database: &str) -> String {
    let url = cluster_url();
    let (server, _) = url
        .rsplit_once('/')
        .expect("LUSTRUM_TEST_POSTGRES ends in the name of a database");
    format!("{server}/{database}")
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test is told by its environment where the cluster is"
)]
fn cluster_url() -> String {
    std::env::var("LUSTRUM_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!(
            "LUSTRUM_TEST_POSTGRES is not set: run the tests by tests/run, which starts a \
             PostgreSQL for them, or by tests/postgres run cargo test"
        )
    })
}
