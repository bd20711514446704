//! The task that writes a SQLite file.
//!
//! Contending connections wait for each other by sleeping; one connection that
//! commits several write sets together reaches many times their rate, and
//! spends one sync of the disk on all of them.

use std::sync::{Arc, atomic::AtomicU64};

use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use tokio::sync::{mpsc, oneshot};

use super::{
    apply::apply,
    claim::{self, Claim},
};
use crate::{CommitError, StoreError, StoredMail, WriteSet, db::Db, failpoint};

/// Write sets that are committed together at most. More gains little and makes
/// the first one wait.
const TOGETHER: usize = 16;
/// Write sets that may wait; whoever comes then waits for room.
const WAITING: usize = 256;

/// The way to the task. When the last one is dropped the task ends.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    jobs: mpsc::Sender<Job>,
}

enum Job {
    Commit {
        set: Box<WriteSet>,
        reply: oneshot::Sender<Result<(), CommitError>>,
    },
    Claim {
        claim: Claim,
        reply: oneshot::Sender<Result<Vec<StoredMail>, StoreError>>,
    },
}

/// A job that was done in a transaction which is still open.
enum Done {
    Commit {
        reply: oneshot::Sender<Result<(), CommitError>>,
        outcome: Result<(), CommitError>,
    },
    Claim {
        reply: oneshot::Sender<Result<Vec<StoredMail>, StoreError>>,
        outcome: Result<Vec<StoredMail>, StoreError>,
    },
}

impl Writer {
    /// Starts the task on the only connection of `connection`.
    pub(crate) fn start(
        connection: DatabaseConnection,
        statements: Arc<AtomicU64>,
    ) -> (Self, tokio::task::JoinHandle<()>) {
        let (jobs, waiting) = mpsc::channel(WAITING);
        let task = tokio::spawn(run(connection, statements, waiting));
        (Self { jobs }, task)
    }

    pub(crate) async fn commit(&self, set: WriteSet) -> Result<(), CommitError> {
        let (reply, answer) = oneshot::channel();
        let set = Box::new(set);
        self.send(Job::Commit { set, reply }).await?;
        answer.await.unwrap_or(Err(StoreError::Closed.into()))
    }

    pub(crate) async fn claim(&self, claim: Claim) -> Result<Vec<StoredMail>, StoreError> {
        let (reply, answer) = oneshot::channel();
        self.send(Job::Claim { claim, reply }).await?;
        answer.await.unwrap_or(Err(StoreError::Closed))
    }

    async fn send(&self, job: Job) -> Result<(), StoreError> {
        self.jobs.send(job).await.map_err(|_| StoreError::Closed)
    }
}

async fn run(
    connection: DatabaseConnection,
    statements: Arc<AtomicU64>,
    mut waiting: mpsc::Receiver<Job>,
) {
    let mut jobs = Vec::with_capacity(TOGETHER);
    while waiting.recv_many(&mut jobs, TOGETHER).await > 0 {
        together(&connection, &statements, &mut jobs).await;
    }
}

/// Does the jobs in one transaction and answers once it is committed.
async fn together(connection: &DatabaseConnection, statements: &AtomicU64, jobs: &mut Vec<Job>) {
    let transaction = match begin(connection).await {
        Ok(transaction) => transaction,
        Err(error) => return refuse_jobs(jobs, &error),
    };
    // Alone, a failed job rolls the whole transaction back: it needs no savepoint.
    let alone = jobs.len() == 1;
    let mut done = Vec::with_capacity(jobs.len());
    let mut broken = None;
    for job in jobs.drain(..) {
        if alone {
            done.push(perform(&transaction, statements, job).await);
            failpoint::reach("after-savepoint");
        } else {
            match behind_savepoint(&transaction, statements, job).await {
                Ok(job) => done.push(job),
                Err((job, error)) => {
                    done.push(job);
                    broken.get_or_insert(error);
                }
            }
        }
    }
    if alone && done.iter().any(Done::failed) {
        if let Err(error) = transaction.rollback().await {
            tracing::warn!(error = %error, "a rollback failed");
        }
        return done.into_iter().for_each(Done::answer);
    }
    failpoint::reach("before-commit");
    let committed = match broken {
        None => transaction.commit().await,
        Some(error) => Err(error),
    };
    failpoint::reach("after-commit");
    match committed {
        Ok(()) => done.into_iter().for_each(Done::answer),
        Err(error) => done.into_iter().for_each(|job| job.refuse(&error)),
    }
}

async fn begin(connection: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    // A transaction that first reads and then writes fails at once when somebody
    // else wrote in between, however long it would be willing to wait.
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    connection.begin_with_options(options).await
}

/// Does a job so that, if it fails, it alone is undone. An error means that the
/// transaction itself cannot go on.
async fn behind_savepoint(
    transaction: &DatabaseTransaction,
    statements: &AtomicU64,
    job: Job,
) -> Result<Done, (Done, DbErr)> {
    let savepoint = match transaction.begin().await {
        Ok(savepoint) => savepoint,
        Err(error) => return Err((job.into_refused(), error)),
    };
    let done = perform(&savepoint, statements, job).await;
    let ended = if done.failed() {
        savepoint.rollback().await
    } else {
        savepoint.commit().await
    };
    failpoint::reach("after-savepoint");
    match ended {
        Ok(()) => Ok(done),
        Err(error) => Err((done, error)),
    }
}

async fn perform(transaction: &DatabaseTransaction, statements: &AtomicU64, job: Job) -> Done {
    let db = Db::new(transaction, statements);
    match job {
        Job::Commit { set, reply } => Done::Commit {
            reply,
            outcome: apply(&db, &set).await,
        },
        Job::Claim { claim, reply } => Done::Claim {
            reply,
            outcome: claim::claim(&db, &claim).await,
        },
    }
}

/// Whoever asked may be gone: then nobody needs the answer.
fn tell<T>(reply: oneshot::Sender<T>, answer: T) {
    let _nobody_listens = reply.send(answer);
}

fn refuse_jobs(jobs: &mut Vec<Job>, error: &DbErr) {
    jobs.drain(..)
        .for_each(|job| job.into_refused().refuse(error));
}

/// One error for several callers: the driver's errors cannot be cloned.
fn again(error: &DbErr) -> StoreError {
    StoreError::Database(error.to_string().into())
}

impl Job {
    fn into_refused(self) -> Done {
        match self {
            Self::Commit { reply, .. } => Done::Commit {
                reply,
                outcome: Err(StoreError::Closed.into()),
            },
            Self::Claim { reply, .. } => Done::Claim {
                reply,
                outcome: Err(StoreError::Closed),
            },
        }
    }
}

impl Done {
    fn failed(&self) -> bool {
        match self {
            Self::Commit { outcome, .. } => outcome.is_err(),
            Self::Claim { outcome, .. } => outcome.is_err(),
        }
    }

    fn answer(self) {
        match self {
            Self::Commit { reply, outcome } => tell(reply, outcome),
            Self::Claim { reply, outcome } => tell(reply, outcome),
        }
    }

    /// The transaction as a whole failed: what was done in it was not.
    fn refuse(self, error: &DbErr) {
        match self {
            Self::Commit { reply, .. } => tell(reply, Err(again(error).into())),
            Self::Claim { reply, .. } => tell(reply, Err(again(error))),
        }
    }
}
