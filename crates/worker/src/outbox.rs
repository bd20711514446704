//! Sending what the outbox holds: claim, send, report, each on its own.

use std::time::Duration;

use chrono::TimeDelta;
use futures_util::{StreamExt, stream};
use lustrum_domain::Timestamp;
use lustrum_store::{SendOutcome, StoredMail, failpoint};

use crate::{Worker, chain};

/// How many mails are claimed, and handed over side by side: none waits behind
/// another while its claim runs.
const BATCH: u32 = 8;
/// How long handing over one mail may take in all, every answer of the mail
/// server together.
const HAND_OVER: Duration = Duration::from_secs(120);
/// How long a claim lasts: longer than a hand-over may take, so that a slow mail
/// is not claimed by another worker while it is on its way.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// The first pause after a passing fault; each further one is twice as long.
const FIRST_PAUSE: TimeDelta = TimeDelta::minutes(1);
/// The longest pause.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(4);
/// After this many tries, about three days, a passing fault counts as lasting.
const GIVE_UP_AFTER: i32 = 25;

impl Worker {
    /// Sends what is due. Returns whether a full batch was found.
    pub async fn send_due(&self) -> bool {
        let claimed = match self.app.claim_mails(self.id, LEASE, BATCH).await {
            Ok(claimed) => claimed,
            Err(error) => {
                tracing::error!(error = chain(&error), "job.outbox.claim failed");
                return false;
            }
        };
        if !claimed.mails.is_empty() {
            failpoint::reach("claim-committed");
            stream::iter(claimed.mails)
                .for_each_concurrent(None, |mail| self.send_one(mail))
                .await;
        }
        claimed.more
    }

    async fn send_one(&self, stored: StoredMail) {
        let id = stored.mail.id;
        let now = self.app.clock.now();
        let handing_over = self.transport.send(&stored.mail, &self.sender, now);
        let outcome = match tokio::time::timeout(HAND_OVER, handing_over).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(error)) => again(&stored, now, error),
            Err(_) => again(&stored, now, "the mail server took too long".to_owned()),
        };
        match &outcome {
            SendOutcome::Sent => {
                failpoint::reach("mail-accepted");
                metrics::counter!("lustrum_mails_sent_total").increment(1);
                tracing::info!(mail.id = %id, mail.kind = %stored.mail.kind, "job.outbox.send handed over");
            }
            SendOutcome::Retry { at, error } => {
                metrics::counter!("lustrum_mails_retried_total").increment(1);
                tracing::warn!(mail.id = %id, mail.attempts = stored.attempts, retry_at = %at, error, "job.outbox.send will try again");
            }
            SendOutcome::Failed { error } => {
                metrics::counter!("lustrum_mails_failed_total").increment(1);
                tracing::error!(mail.id = %id, error, "job.outbox.send failed for good");
            }
            SendOutcome::Cancelled => {}
        }
        match self.app.report_mail(&stored, self.id, outcome).await {
            Ok(()) => failpoint::reach("outcome-committed"),
            // The claim runs out and the mail is sent again with the same
            // Message-ID: at least once, and recognisable.
            Err(error) => {
                tracing::error!(mail.id = %id, error = chain(&error), "job.outbox.report failed");
            }
        }
    }
}

/// When to try again after a passing fault, or that it is time to give up.
fn again(stored: &StoredMail, now: Timestamp, error: String) -> SendOutcome {
    if stored.attempts >= GIVE_UP_AFTER {
        return SendOutcome::Failed { error };
    }
    let doublings = u32::try_from(stored.attempts.max(1) - 1)
        .unwrap_or_default()
        .min(16);
    let pause = FIRST_PAUSE * 2_i32.pow(doublings);
    SendOutcome::Retry {
        at: now + pause.min(LONGEST_PAUSE),
        error,
    }
}
