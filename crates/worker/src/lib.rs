//! What runs without anybody asking: mails from the outbox, the clock,
//! checkpoints of the log, the sweep of files that nothing refers to, and the
//! erasure of what has been kept long enough.
//!
//! Every loop may run twice, late or not at all; once it has run, the result
//! is the same. Start reading at [`Worker::run`].

mod anchor;
mod outbox;
mod transport;

use std::{path::PathBuf, sync::Arc, time::Duration};

use ed25519_dalek::SigningKey;
use lustrum_app::{App, Housekept, Retention, chain};
use tokio::task::{JoinError, JoinSet};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub use anchor::{broken_links, latest_checkpoint, write_checkpoint};
pub use lustrum_app::read_checkpoint;
pub use transport::{Sender, Transport, TransportError};

/// How often the outbox is looked at when nothing wakes the worker.
const OUTBOX_EVERY: Duration = Duration::from_secs(5);
/// How often the clock speaks. Deadlines are days: half a minute is nothing.
const TICK_EVERY: Duration = Duration::from_secs(30);
/// How many cases one tick takes before it looks at the clock again.
const TICK_LIMIT: u64 = 500;
/// How often the log is anchored outside the database.
const ANCHOR_EVERY: Duration = Duration::from_secs(3600);
/// How often unreferenced files are swept and old personal data erased.
const SWEEP_EVERY: Duration = Duration::from_secs(24 * 3600);

/// The worker of one instance.
#[derive(Clone)]
pub struct Worker {
    /// The use cases.
    pub app: App,
    /// Where mails go.
    pub transport: Arc<Transport>,
    /// What mails come from.
    pub sender: Sender,
    /// Where checkpoints are written, and what signs them; none leaves the log
    /// unanchored.
    pub anchor: Option<(PathBuf, Arc<SigningKey>)>,
    /// How long personal data are kept.
    pub retention: Retention,
    /// This worker's mark on the mails it claims.
    pub id: Uuid,
}

impl Worker {
    /// Runs every loop until `stop` is cancelled; each finishes the step it is in.
    ///
    /// # Errors
    /// When a loop panicked; then the others have ended as well.
    pub async fn run(self, stop: CancellationToken) -> Result<(), JoinError> {
        let stop = stop.child_token();
        let mut loops = JoinSet::new();
        let outbox = self.clone();
        let stopped = stop.clone();
        loops.spawn(async move {
            loop {
                let worked = outbox.send_due().await;
                if stopped.is_cancelled() {
                    break;
                }
                // A full batch means that more may wait.
                if worked {
                    continue;
                }
                tokio::select! {
                    () = outbox.app.queued.notified() => {}
                    () = tokio::time::sleep(with_jitter(OUTBOX_EVERY)) => {}
                    () = stopped.cancelled() => break,
                }
            }
        });
        every(
            &mut loops,
            &stop,
            TICK_EVERY,
            self.clone(),
            |worker| async move {
                worker.tick().await;
            },
        );
        every(
            &mut loops,
            &stop,
            ANCHOR_EVERY,
            self.clone(),
            |worker| async move {
                worker.anchor_log().await;
            },
        );
        every(
            &mut loops,
            &stop,
            SWEEP_EVERY,
            self.clone(),
            |worker| async move {
                if let Err(error) = worker.app.sweep_uploads().await {
                    tracing::error!(error = chain(&error), "job.sweep failed");
                }
                worker.housekeep().await;
            },
        );
        let ended = all_of(loops, &stop).await;
        // What happened since the last hour is anchored before the process ends.
        self.anchor_log().await;
        ended
    }

    /// Lets the clock speak to everything that is due.
    pub async fn tick(&self) {
        match self.app.tick_guarded(TICK_LIMIT).await {
            Ok(changed) => {
                metrics::counter!("lustrum_ticks_total").increment(1);
                if changed > 0 {
                    tracing::info!(cases = changed, "job.tick changed cases");
                }
            }
            Err(error) => tracing::error!(error = chain(&error), "job.tick failed"),
        }
    }

    /// Erases what has been kept long enough.
    async fn housekeep(&self) {
        match self.app.housekeep(&self.retention).await {
            Ok(done) if done == Housekept::default() => {}
            Ok(done) => tracing::info!(
                mails = done.mails,
                people = done.people,
                texts = done.texts,
                comments = done.comments,
                "job.housekeep erased what was kept long enough"
            ),
            Err(error) => tracing::error!(error = chain(&error), "job.housekeep failed"),
        }
    }

    async fn anchor_log(&self) {
        let Some((directory, key)) = &self.anchor else {
            return;
        };
        if let Err(error) = write_checkpoint(&self.app, directory, key).await {
            tracing::error!(error = chain(error.as_ref()), "job.anchor failed");
        }
    }
}

/// Repeats `job` with pauses of about `pause` until `stop`.
fn every<F, T>(
    loops: &mut JoinSet<()>,
    stop: &CancellationToken,
    pause: Duration,
    worker: Worker,
    job: F,
) where
    F: Fn(Worker) -> T + Send + 'static,
    T: Future<Output = ()> + Send,
{
    let stop = stop.clone();
    loops.spawn(async move {
        while !stop.is_cancelled() {
            job(worker.clone()).await;
            tokio::select! {
                () = tokio::time::sleep(with_jitter(pause)) => {}
                () = stop.cancelled() => break,
            }
        }
    });
}

/// Waits for every loop to end. One that panics ends the others: a worker of which
/// a part is gone would look healthy.
async fn all_of(mut loops: JoinSet<()>, stop: &CancellationToken) -> Result<(), JoinError> {
    let mut all = Ok(());
    while let Some(ended) = loops.join_next().await {
        if let Err(panicked) = ended {
            tracing::error!(error = chain(&panicked), "a loop of the worker ended");
            stop.cancel();
            all = Err(panicked);
        }
    }
    all
}

/// Up to a tenth more, so that instances that started together drift apart.
fn with_jitter(pause: Duration) -> Duration {
    pause + pause.mul_f64(rand::random::<f64>() / 10.0)
}

#[cfg(test)]
mod tests;
