//! Write sets on PostgreSQL: a transaction each.

use sea_orm::TransactionTrait;

use super::{apply::apply, prepare::Prepared};
use crate::{CommitError, Store, db::Db, error::is_transient, failpoint};

/// How often a write set is tried that a deadlock or a failed serialisation ended.
const TRIES: u32 = 3;

pub(super) async fn commit(store: &Store, set: &Prepared) -> Result<(), CommitError> {
    let mut tries = 1;
    loop {
        match attempt(store, set).await {
            Err(error) if tries < TRIES && is_transient(&error) => tries += 1,
            outcome => return outcome,
        }
    }
}

async fn attempt(store: &Store, set: &Prepared) -> Result<(), CommitError> {
    let transaction = store.write_connection().begin().await?;
    let outcome = apply(&Db::new(&transaction, store.counter()), set).await;
    if let Err(error) = outcome {
        // The answer is known; a failing rollback ends with the connection.
        if let Err(error) = transaction.rollback().await {
            tracing::warn!(error = %error, "a rollback failed");
        }
        return Err(error);
    }
    failpoint::reach("after-savepoint");
    failpoint::reach("before-commit");
    transaction.commit().await?;
    failpoint::reach("after-commit");
    Ok(())
}
