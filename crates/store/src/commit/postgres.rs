//! Write sets on PostgreSQL: a transaction each.

use std::sync::{Mutex, PoisonError};

use tokio::sync::Semaphore;

use super::{apply::apply, held::Held, prepare::Prepared};
use crate::{CommitError, Store, StoreError, db::Db, error::is_transient, failpoint};

/// How often a write set is tried that a deadlock or a failed serialisation ended.
const TRIES: u32 = 3;
/// Connections that write at the same time. More gained nothing in measurements.
const WRITERS: usize = 8;

/// The connections that write, as many as were ever needed at once.
pub(crate) struct Connections {
    idle: Mutex<Vec<Held>>,
    room: Semaphore,
}

impl Connections {
    pub(crate) fn new() -> Self {
        Self {
            idle: Mutex::default(),
            room: Semaphore::new(WRITERS),
        }
    }

    /// Closes those that nobody uses, and lets nobody take one any more.
    pub(crate) async fn close(&self) {
        self.room.close();
        while let Some(connection) = self.pop() {
            connection.close().await;
        }
    }

    fn pop(&self) -> Option<Held> {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
    }

    fn give_back(&self, connection: Held) {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(connection);
    }
}

pub(super) async fn commit(store: &Store, set: &Prepared) -> Result<(), CommitError> {
    let connections = store.connections();
    let Ok(_turn) = connections.room.acquire().await else {
        return Err(StoreError::Closed.into());
    };
    let mut tries = 1;
    loop {
        let connection = begun(store).await?;
        let (outcome, usable) = attempt(store, &connection, set).await;
        if usable {
            connections.give_back(connection);
        } else {
            connection.close().await;
        }
        match outcome {
            Err(error) if tries < TRIES && is_transient(&error) => tries += 1,
            outcome => return outcome,
        }
    }
}

/// A connection with a transaction on it. One that was idle may have been ended
/// by a server that was started anew meanwhile: then another one is taken.
async fn begun(store: &Store) -> Result<Held, CommitError> {
    while let Some(connection) = store.connections().pop() {
        match connection.begin().await {
            Ok(()) => return Ok(connection),
            Err(error) => {
                tracing::info!(error = %error, "a connection had ended");
                drop(connection);
            }
        }
    }
    let connection = Held::take(store.write_connection()).await?;
    connection.begin().await?;
    Ok(connection)
}

/// Writes and commits; says too whether the connection can be used again.
async fn attempt(
    store: &Store,
    connection: &Held,
    set: &Prepared,
) -> (Result<(), CommitError>, bool) {
    let written = apply(&Db::new(connection, store.counter()), set).await;
    if let Err(error) = written {
        return (Err(error), connection.rollback().await.is_ok());
    }
    failpoint::reach("after-savepoint");
    failpoint::reach("before-commit");
    let committed = connection.commit().await;
    failpoint::reach("after-commit");
    let usable = committed.is_ok();
    (committed.map_err(CommitError::from), usable)
}
