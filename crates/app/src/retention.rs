//! Housekeeping: what has been kept long enough is erased. The log stays whole,
//! for it holds ids and hashes only.

use chrono::{Days, NaiveDate, TimeDelta};
use lustrum_domain::{Authority, Timestamp, time::local_date};
use lustrum_store::{RegisterChange, RegisterWrite, WriteSet};
use serde::{Deserialize, Serialize};

use crate::{App, AppError, Caller};

/// How many people or texts are erased at once: each leaves a row in the log.
const AT_ONCE: u64 = 200;

/// How long personal data are kept, in days. 0 keeps them for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// What a mail said and to which address, after it was queued. That it was
    /// sent, of which kind and when, stays.
    pub mails: u32,
    /// Name, address and password of somebody whose last role has ended.
    pub people: u32,
    /// Remarks, reasons, comments and other texts of a case that is over.
    pub texts: u32,
    /// Sessions, tokens and invitations that have ended, and the answers kept for
    /// requests that might be repeated.
    pub access: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            mails: 730,
            people: 365,
            texts: 3650,
            access: 30,
        }
    }
}

/// What a round of housekeeping erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Housekept {
    /// Mails.
    pub mails: u64,
    /// People.
    pub people: usize,
    /// Texts.
    pub texts: usize,
    /// Comments.
    pub comments: u64,
}

impl App {
    /// Erases what has been kept long enough. May run twice, late or not at all;
    /// what it erases of people and texts it tells the log, by id; of mails and
    /// comments, how many.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn housekeep(&self, retention: &Retention) -> Result<Housekept, AppError> {
        let now = self.clock.now();
        let mut done = Housekept::default();
        let mut writes = WriteSet {
            forget_access: before(now, retention.access),
            ..WriteSet::default()
        };
        let mut register = Vec::new();
        if let Some(before) = before(now, retention.mails) {
            done.mails = self.store.mails_older_than(before).await?;
            if done.mails > 0 {
                register.push(RegisterWrite::EraseMails(before));
            }
        }
        if let Some(day) = day_before(local_date(now), retention.people) {
            let gone = self.store.people_gone_since(day, AT_ONCE).await?;
            done.people = gone.len();
            register.extend(gone.into_iter().map(|id| RegisterWrite::Erase(id, now)));
        }
        if let Some(before) = before(now, retention.texts) {
            let old = self.store.texts_older_than(before, AT_ONCE).await?;
            done.texts = old.len();
            register.extend(old.into_iter().map(|id| RegisterWrite::EraseText(id, now)));
            done.comments = self.store.comments_older_than(before).await?;
            if done.comments > 0 {
                register.push(RegisterWrite::EraseComments(before));
            }
        }
        if !register.is_empty() {
            writes.register = Some(RegisterChange {
                by: Authority::CLOCK,
                at: now,
                writes: register,
            });
        }
        self.commit(writes, &Caller::CLOCK, &()).await?;
        Ok(done)
    }
}

/// The time before which things are old; none where they are kept for good.
fn before(now: Timestamp, days: u32) -> Option<Timestamp> {
    (days > 0).then(|| now - TimeDelta::days(days.into()))
}

fn day_before(today: NaiveDate, days: u32) -> Option<NaiveDate> {
    if days == 0 {
        return None;
    }
    today.checked_sub_days(Days::new(days.into()))
}
