//! A scripted mail server: accepts nearly everything, hesitates now and then,
//! and bounces what goes to mailboxes that refuse.

use std::sync::{Arc, PoisonError};

use chrono::TimeDelta;
use futures_util::{StreamExt, TryStreamExt, stream};
use lustrum_domain::{Digest, Reason};
use lustrum_store::{MailOutcome, SendOutcome, StoredMail, WriteSet};
use uuid::Uuid;

use super::world::{AT_ONCE, World};
use crate::SimulationError;

/// Mails that are claimed at once.
const BATCH: u32 = 500;
/// How long a claim lasts.
const LEASE: TimeDelta = TimeDelta::minutes(5);
/// The mark of the only worker there is.
const WORKER: Uuid = Uuid::from_u128(1);
/// One mail in so many is accepted only at the second try.
const HESITATES: u8 = 32;

/// Sends all that is due.
///
/// Mails that nothing waits for are reported together; a return or a notice is
/// reported one by one, for its case hears of it in the same commit.
pub(super) async fn send_due(world: &Arc<World>) -> Result<(), SimulationError> {
    loop {
        let now = world.now();
        let claimed = world.app.claim_mails(WORKER, LEASE, BATCH).await;
        let claimed = claimed.map_err(SimulationError::at("claiming mails"))?;
        if claimed.mails.is_empty() && !claimed.more {
            return Ok(());
        }
        let mut together = Vec::new();
        let mut alone = Vec::new();
        for mail in claimed.mails {
            let outcome = outcome(world, &mail);
            let told = matches!(
                mail.mail.reason,
                Some(Reason::Return(_) | Reason::Notice(_))
            );
            if told && !matches!(outcome, SendOutcome::Retry { .. }) {
                alone.push((mail, outcome));
            } else {
                together.push(MailOutcome {
                    id: mail.mail.id,
                    claimed_by: WORKER,
                    outcome,
                    at: now,
                });
            }
        }
        let writes = WriteSet {
            sent: together,
            ..WriteSet::default()
        };
        let committed = world.app.store.commit(writes).await;
        committed.map_err(SimulationError::Register)?;
        stream::iter(alone)
            .map(|(mail, outcome)| async move {
                let reported = world.app.report_mail(&mail, WORKER, outcome).await;
                reported.map_err(SimulationError::at(format!("reporting {}", mail.mail.id)))?;
                world.tally.done("report_mail", 1);
                Ok::<_, SimulationError>(())
            })
            .buffer_unordered(AT_ONCE)
            .try_collect::<Vec<()>>()
            .await?;
    }
}

fn outcome(world: &World, mail: &StoredMail) -> SendOutcome {
    let whose = mail.mail.cycle.and_then(|cycle| {
        let cases = world.cases.lock().unwrap_or_else(PoisonError::into_inner);
        cases.get(&cycle).copied()
    });
    if let Some((index, _)) = whose {
        let bouncing = world
            .bouncing
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&index);
        let domain = crate::register::domain(&world.register.municipalities[index].fact);
        if bouncing && mail.mail.recipient.ends_with(&format!("@{domain}")) {
            let error = "550 5.1.1 no such mailbox".to_owned();
            return SendOutcome::Failed { error };
        }
    }
    if mail.attempts <= 1 && hesitates(world.seed, whose, mail) {
        return SendOutcome::Retry {
            at: world.now() + TimeDelta::hours(1),
            error: "451 4.7.1 try again later".to_owned(),
        };
    }
    SendOutcome::Sent
}

/// Drawn from what is the same in every run with this seed: ids are not.
fn hesitates(seed: u64, whose: Option<(usize, u32)>, mail: &StoredMail) -> bool {
    let number = mail.mail.dedupe_key.split('/').nth(1).unwrap_or_default();
    let drawn = format!(
        "{seed}/{whose:?}/{number}/{}/{}",
        mail.mail.kind, mail.mail.recipient
    );
    Digest::of(drawn).0[0] < u8::MAX / HESITATES
}
