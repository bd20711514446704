//! The task that writes a SQLite file.
//!
//! Contending connections wait for each other by sleeping; one connection that
//! commits several write sets together reaches many times their rate, and
//! spends one sync of the disk on all of them.

use std::sync::{Arc, atomic::AtomicU64};

use sea_orm::{DatabaseConnection, DbErr};
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
        match connection {
            Ok(connection) => {
                let jobs = std::mem::take(&mut jobs);
                match together(&connection, &statements, jobs).await {
                    Ok(()) => held = Some(connection),
                    // In an unknown state; the next jobs get another one.
                    Err(error) => {
                        tracing::error!(error = %error, "a transaction failed as a whole");
                        connection.close().await;
                    }
                }
            }
            Err(error) => refuse_jobs(&mut jobs, &error),
        }
    }
}

/// Does the jobs in one transaction and answers once it is committed. An error
/// was answered too, and says that the connection may be in the middle of something.
async fn together(
    connection: &Held,
    statements: &AtomicU64,
    mut jobs: Vec<Job>,
) -> Result<(), DbErr> {
    if let Err(error) = connection.begin().await {
        refuse_jobs(&mut jobs, &error);
        return Err(error);
    }
    if jobs.len() == 1
        && let Some(job) = jobs.pop()
    {
        // Alone, a failed job undoes the whole transaction: it needs no savepoint.
        let done = perform(connection, statements, job).await;
        failpoint::reach("after-savepoint");
        if done.failed() {
            let ended = connection.rollback().await;
            done.answer();
            return ended;
        }
        return commit(connection, vec![done]).await;
    }
    let mut done = Vec::with_capacity(jobs.len());
    let mut jobs = jobs.into_iter();
    while let Some(job) = jobs.next() {
        match behind_savepoint(connection, statements, job).await {
            Ok(job) => done.push(job),
            Err((job, error)) => {
                done.push(job);
                done.extend(jobs.map(Job::into_refused));
                done.into_iter().for_each(|job| job.refuse(&error));
                return Err(error);
            }
        }
    }
    commit(connection, done).await
}

/// Commits what was done and answers.
async fn commit(connection: &Held, done: Vec<Done>) -> Result<(), DbErr> {
    failpoint::reach("before-commit");
    let committed = connection.commit().await;
    failpoint::reach("after-commit");
    match committed {
        Ok(()) => {
            done.into_iter().for_each(Done::answer);
            Ok(())
        }
        Err(error) => {
            done.into_iter().for_each(|job| job.refuse(&error));
            Err(error)
        }
    }
}

/// Does a job so that, if it fails, it alone is undone. An error means that the
/// transaction itself cannot go on.
async fn behind_savepoint(
    connection: &Held,
    statements: &AtomicU64,
    job: Job,
) -> Result<Done, (Done, DbErr)> {
    if let Err(error) = connection.begin_savepoint().await {
        return Err((job.into_refused(), error));
    }
    let done = perform(connection, statements, job).await;
    let ended = if done.failed() {
        connection.undo_savepoint().await
    } else {
        connection.keep_savepoint().await
    };
    failpoint::reach("after-savepoint");
    match ended {
        Ok(()) => Ok(done),
        Err(error) => Err((done, error)),
    }
}

async fn perform(connection: &Held, statements: &AtomicU64, job: Job) -> Done {
    let db = Db::new(connection, statements);
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
