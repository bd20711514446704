//! The task that writes a SQLite file.
//!
//! Contending connections wait for each other by sleeping; one connection that
//! commits several write sets together reaches many times their rate, and
//! spends one sync of the disk on all of them.

use std::sync::{Arc, atomic::AtomicU64};

use sea_orm::{DatabaseConnection, DbErr, RuntimeErr};
use tokio::sync::{mpsc, oneshot};

use super::{
    apply::apply,
    claim::{self, Claim},
    held::Held,
    prepare::Prepared,
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
        set: Box<Prepared>,
        reply: oneshot::Sender<Result<(), CommitError>>,
    },
    Claim {
        claim: Claim,
        reply: oneshot::Sender<Result<Vec<StoredMail>, StoreError>>,
    },
}

/// What a job led to in a transaction that is still open.
enum Outcome {
    Commit(Result<(), CommitError>),
    Claim(Result<Vec<StoredMail>, StoreError>),
}

impl Writer {
    /// Starts the task on a connection of `pool`.
    pub(crate) fn start(
        pool: DatabaseConnection,
        statements: Arc<AtomicU64>,
    ) -> (Self, tokio::task::JoinHandle<()>) {
        let (jobs, waiting) = mpsc::channel(WAITING);
        let task = tokio::spawn(run(pool, statements, waiting));
        (Self { jobs }, task)
    }

    /// Hands a write set over. The task does it even when the caller goes away
    /// meanwhile; a caller who goes while all the room is taken has written nothing.
    pub(crate) async fn commit(&self, set: WriteSet) -> Result<(), CommitError> {
        let (reply, answer) = oneshot::channel();
        let set = Box::new(Prepared::new(set));
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
    pool: DatabaseConnection,
    statements: Arc<AtomicU64>,
    mut waiting: mpsc::Receiver<Job>,
) {
    let mut jobs = Vec::with_capacity(TOGETHER);
    let mut held = None;
    while waiting.recv_many(&mut jobs, TOGETHER).await > 0 {
        let connection = match held.take() {
            Some(connection) => Ok(connection),
            None => Held::take(&pool).await,
        };
        let jobs = std::mem::take(&mut jobs);
        match connection {
            Ok(connection) => match together(&connection, &statements, &jobs).await {
                Ok(outcomes) => {
                    held = Some(connection);
                    for (job, outcome) in jobs.into_iter().zip(outcomes) {
                        job.answer(outcome);
                    }
                }
                // In an unknown state; the next jobs get another one.
                Err(error) => {
                    tracing::error!(error = %error, "a transaction failed as a whole");
                    connection.close().await;
                    jobs.into_iter().for_each(|job| job.refuse(&error));
                }
            },
            Err(error) => jobs.into_iter().for_each(|job| job.refuse(&error)),
        }
    }
}

/// Does the jobs in one transaction. An error means that nothing was done, and
/// that the connection may be in the middle of something.
///
/// Most jobs hold, and a savepoint for each costs two statements more. So they
/// are done without at first; when one fails, all are undone and done again,
/// each behind a savepoint, and the failing one fails alone.
async fn together(
    connection: &Held,
    statements: &AtomicU64,
    jobs: &[Job],
) -> Result<Vec<Outcome>, DbErr> {
    connection.begin().await?;
    let mut outcomes = Vec::with_capacity(jobs.len());
    for job in jobs {
        let outcome = job.perform(connection, statements).await;
        let failed = outcome.failed();
        outcomes.push(outcome);
        if failed {
            connection.rollback().await?;
            if jobs.len() == 1 {
                return Ok(outcomes);
            }
            connection.begin().await?;
            outcomes = behind_savepoints(connection, statements, jobs).await?;
            break;
        }
        failpoint::reach("after-savepoint");
    }
    failpoint::reach("before-commit");
    connection.commit().await?;
    failpoint::reach("after-commit");
    Ok(outcomes)
}

async fn behind_savepoints(
    connection: &Held,
    statements: &AtomicU64,
    jobs: &[Job],
) -> Result<Vec<Outcome>, DbErr> {
    let mut outcomes = Vec::with_capacity(jobs.len());
    for job in jobs {
        connection.begin_savepoint().await?;
        let outcome = job.perform(connection, statements).await;
        if outcome.failed() {
            connection.undo_savepoint().await?;
        } else {
            connection.keep_savepoint().await?;
        }
        failpoint::reach("after-savepoint");
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

impl Outcome {
    fn failed(&self) -> bool {
        match self {
            Self::Commit(outcome) => outcome.is_err(),
            Self::Claim(outcome) => outcome.is_err(),
        }
    }
}

impl Job {
    async fn perform(&self, connection: &Held, statements: &AtomicU64) -> Outcome {
        let db = Db::new(connection, statements);
        match self {
            Self::Commit { set, .. } => Outcome::Commit(apply(&db, set).await),
            Self::Claim { claim, .. } => Outcome::Claim(claim::claim(&db, claim).await),
        }
    }

    fn answer(self, outcome: Outcome) {
        match (self, outcome) {
            (Self::Commit { reply, .. }, Outcome::Commit(outcome)) => tell(reply, outcome),
            (Self::Claim { reply, .. }, Outcome::Claim(outcome)) => tell(reply, outcome),
            // A job has no outcome but its own; a dropped reply says "closed".
            (Self::Commit { .. }, Outcome::Claim(_)) | (Self::Claim { .. }, Outcome::Commit(_)) => {
            }
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

/// Whoever asked may be gone: then nobody needs the answer.
fn tell<T>(reply: oneshot::Sender<T>, answer: T) {
    let _nobody_listens = reply.send(answer);
}

/// One error for several callers: only the driver's own can be shared.
fn again(error: &DbErr) -> StoreError {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
            DbErr::Exec(RuntimeErr::SqlxError(Arc::clone(cause))).into()
        }
        other => StoreError::Database(other.to_string().into()),
    }
}
