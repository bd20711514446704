//! Opening a database: which pools, with which settings.

use std::{sync::Arc, time::Duration};

use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DbErr, RuntimeErr,
    sqlx::{
        Connection, PgConnection,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
    },
};

/// Connections that read a SQLite file at the same time.
const READERS: u32 = 4;
/// What such a connection remembers of the file, in KiB: the lists of a thousand
/// municipalities, which SQLite's own two megabytes do not hold.
const CACHE: u32 = 16_384;
/// How many rows it reads ahead of the task that wants them. Each time one waits
/// for the other costs more than a row.
const ROWS: usize = 1_000;
/// Connections to PostgreSQL. More than this gained nothing in measurements.
pub(crate) const CONNECTIONS: u32 = 12;
/// How long a connection waits for another process that writes the same file.
pub(crate) const BUSY: Duration = Duration::from_secs(5);
/// How long a caller waits for a free connection.
const ACQUIRE: Duration = Duration::from_secs(30);

/// A connection that may write a SQLite file: the writing task takes one out for
/// itself, another one is for migrations.
pub(crate) async fn sqlite_writer(url: &str, busy: Duration) -> Result<DatabaseConnection, DbErr> {
    let mut options = pooled(url, 1);
    options.min_connections(1);
    options.map_sqlx_sqlite_opts(move |options| {
        careful(options, busy).journal_mode(SqliteJournalMode::Wal)
    });
    Database::connect(options).await
}

/// The connections that read a SQLite file. A write through them fails.
pub(crate) async fn sqlite_readers(url: &str, busy: Duration) -> Result<DatabaseConnection, DbErr> {
    let mut options = pooled(url, READERS);
    options.map_sqlx_sqlite_opts(move |options| {
        careful(options, busy)
            .create_if_missing(false)
            .read_only(true)
            .pragma("cache_size", format!("-{CACHE}"))
            .row_buffer_size(ROWS)
    });
    Database::connect(options).await
}

/// The connections to PostgreSQL.
///
/// A pool tries for as long as a caller may wait, and then says only that it timed
/// out. One connection beforehand says at once what is wrong: nobody listens, the
/// password, the name of the database.
pub(crate) async fn postgres(url: &str) -> Result<DatabaseConnection, DbErr> {
    let failed = |error| DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error)));
    let first = PgConnection::connect(url).await.map_err(failed)?;
    first.close().await.map_err(failed)?;
    let mut options = pooled(url, CONNECTIONS);
    options.set_application_name("lustrum");
    Database::connect(options).await
}

/// What every SQLite connection is set to. A decision must survive a power cut
/// (`synchronous=FULL`), and a reference must lead somewhere (`foreign_keys`).
fn careful(options: SqliteConnectOptions, busy: Duration) -> SqliteConnectOptions {
    options
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(busy)
        .foreign_keys(true)
}

fn pooled(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(ACQUIRE)
        .test_before_acquire(false)
        .record_stmt_in_spans(false)
        .sqlx_logging(false);
    options
}
