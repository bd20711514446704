//! The handle that everybody holds.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use lustrum_migrations::{Migrator, MigratorTrait};
use sea_orm::DatabaseConnection;

use crate::{
    StoreError,
    commit::{postgres::Connections, writer::Writer},
    connect,
    db::Db,
};

/// Which database is behind a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Backend {
    /// A file, written by one connection.
    Sqlite,
    /// A server.
    Postgres,
}

/// The database. Cheap to clone; all clones are the same one.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    backend: Backend,
    read: DatabaseConnection,
    write: DatabaseConnection,
    /// The connections that write, on PostgreSQL.
    connections: Connections,
    /// The task that writes, on SQLite; taken when the store is closed.
    writer: Mutex<Option<(Writer, tokio::task::JoinHandle<()>)>>,
    statements: Arc<AtomicU64>,
    written: AtomicU64,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("backend", &self.inner.backend)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the database at `url`: `sqlite:path?mode=rwc` or `postgres://…`.
    ///
    /// A SQLite file lives on disk: several connections read it while one
    /// writes, which a database in memory does not allow.
    ///
    /// # Errors
    /// When the address is not understood or the database cannot be reached.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        Self::connect_within(url, connect::BUSY).await
    }

    /// The same with another time for which a SQLite file is waited for while
    /// another process writes it.
    ///
    /// # Errors
    /// When the address is not understood or the database cannot be reached.
    pub async fn connect_within(url: &str, busy: Duration) -> Result<Self, StoreError> {
        let statements = Arc::new(AtomicU64::new(0));
        let (backend, read, write, writer) = if url.starts_with("sqlite:") {
            if url.contains(":memory:") || url.contains("mode=memory") {
                return Err(StoreError::UnknownAddress);
            }
            let write = connect::sqlite_writer(url, busy).await?;
            let read = connect::sqlite_readers(url, busy).await?;
            let writer = Writer::start(write.clone(), Arc::clone(&statements));
            (Backend::Sqlite, read, write, Some(writer))
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let pool = connect::postgres(url).await?;
            (Backend::Postgres, pool.clone(), pool, None)
        } else {
            return Err(StoreError::UnknownAddress);
        };
        Ok(Self {
            inner: Arc::new(Inner {
                backend,
                read,
                write,
                connections: Connections::new(),
                writer: Mutex::new(writer),
                statements,
                written: AtomicU64::new(0),
            }),
        })
    }

    /// Brings the tables up to date.
    ///
    /// # Errors
    /// When a migration fails; what it did is undone.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        Ok(Migrator::up(&self.inner.write, None).await?)
    }

    /// The names of the migrations that were not run yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, StoreError> {
        let pending = Migrator::get_pending_migrations(&self.inner.write).await?;
        Ok(pending
            .iter()
            .map(|migration| migration.name().to_owned())
            .collect())
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.inner.read.ping().await?;
        Ok(self.inner.write.ping().await?)
    }

    /// Which database this is.
    pub fn backend(&self) -> Backend {
        self.inner.backend
    }

    /// How many statements were run so far; for tests that count them.
    pub fn statements(&self) -> u64 {
        self.inner.statements.load(Ordering::Relaxed)
    }

    /// Raised by every write set that this process committed: what was read at
    /// the same number may be shown again. Other processes write beside it.
    pub fn written(&self) -> u64 {
        self.inner.written.load(Ordering::Acquire)
    }

    pub(crate) fn note_written(&self) {
        self.inner.written.fetch_add(1, Ordering::AcqRel);
    }

    /// Ends the writing task once all that waits is written, and closes the
    /// connections. Later calls fail with [`StoreError::Closed`] or a database error.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn close(&self) -> Result<(), StoreError> {
        let writer = self
            .inner
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some((writer, task)) = writer {
            drop(writer);
            if task.await.is_err() {
                tracing::error!("the writing task ended badly");
            }
        }
        self.inner.connections.close().await;
        self.inner.read.close_by_ref().await?;
        Ok(self.inner.write.close_by_ref().await?)
    }

    /// For reading.
    pub(crate) fn db(&self) -> Db<'_, DatabaseConnection> {
        Db::new(&self.inner.read, &self.inner.statements)
    }

    pub(crate) fn counter(&self) -> &AtomicU64 {
        &self.inner.statements
    }

    pub(crate) fn write_connection(&self) -> &DatabaseConnection {
        &self.inner.write
    }

    pub(crate) fn connections(&self) -> &Connections {
        &self.inner.connections
    }

    pub(crate) fn writer(&self) -> Result<Writer, StoreError> {
        let writer = self
            .inner
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        match &*writer {
            Some((writer, _)) => Ok(writer.clone()),
            None => Err(StoreError::Closed),
        }
    }
}

#[cfg(test)]
mod tests;
