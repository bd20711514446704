//! The one door for writing: a write set is committed as one, or not at all.
//!
//! On SQLite a task owns the only connection that writes; it takes what waits
//! and commits it together, each write set behind a savepoint of its own. On
//! PostgreSQL each write set is a transaction.

pub(crate) mod apply;
pub(crate) mod claim;
mod held;
pub(crate) mod postgres;
mod prepare;
pub(crate) mod project;
mod register;
pub(crate) mod writer;

use crate::{Backend, CommitError, Store, StoreError, StoredMail, WriteSet};
use claim::Claim;
use prepare::Prepared;
use tracing::Instrument;

impl Store {
    /// Writes all of `set`, or nothing.
    ///
    /// A task of its own does it: a caller that goes away, because a browser
    /// closed the connection, does not leave a write half done or undo it.
    ///
    /// # Errors
    /// Why nothing was written.
    pub async fn commit(&self, set: WriteSet) -> Result<(), CommitError> {
        let committed = self.commit_to_backend(set).await;
        // Also after a failure: the connection may have been lost after the
        // database had committed.
        self.note_written();
        committed
    }

    async fn commit_to_backend(&self, set: WriteSet) -> Result<(), CommitError> {
        match self.backend() {
            Backend::Sqlite => self.writer()?.commit(set).await,
            Backend::Postgres => {
                let store = self.clone();
                let set = Prepared::new(set);
                let commit = async move { postgres::commit(&store, &set).await };
                let task = tokio::spawn(commit.in_current_span());
                task.await.unwrap_or(Err(StoreError::Closed.into()))
            }
        }
    }

    /// Claims mails that are due for `worker`, which reports what became of
    /// them before `lease` has passed; then another worker may claim them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim(
        &self,
        worker: uuid::Uuid,
        now: lustrum_domain::Timestamp,
        lease: chrono::TimeDelta,
        limit: u32,
    ) -> Result<Vec<StoredMail>, StoreError> {
        let claim = Claim {
            worker,
            now,
            until: now + lease,
            limit,
        };
        match self.backend() {
            Backend::Sqlite => self.writer()?.claim(claim).await,
            Backend::Postgres => Ok(claim::claim(&self.db(), &claim).await?),
        }
    }
}
