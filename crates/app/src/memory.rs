//! What a process remembers and may forget at any time: public answers that
//! are slow to make, and wrong passwords.
//!
//! Nothing here is a fact. Several instances each remember for themselves, so
//! a public page may differ by a minute between them, and whoever guesses
//! passwords gets as many tries at each.

use std::{
    collections::{BTreeMap, VecDeque},
    future::Future,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::TimeDelta;
use lustrum_domain::{Digest, Timestamp};

use crate::{
    AppError,
    public::{Figures, Register},
};

/// How long a public answer is kept at most.
const KEPT: TimeDelta = TimeDelta::minutes(1);
/// How long a wrong password counts.
const COUNTS: TimeDelta = TimeDelta::minutes(15);
/// Wrong passwords for one account before it has to wait.
const PER_ACCOUNT: usize = 10;
/// Wrong passwords from one address before it has to wait: an office shares one.
const PER_ADDRESS: usize = 50;
/// Accounts and addresses remembered at once. Beyond them the oldest are forgotten.
const MOST: usize = 20_000;

/// What a process remembers.
#[derive(Debug, Default)]
pub struct Memory {
    pub(crate) register: Kept<Register>,
    pub(crate) figures: Kept<Figures>,
    pub(crate) tries: Tries,
}

/// A public answer per programme, kept for a minute at most.
#[derive(Debug)]
pub(crate) struct Kept<T>(tokio::sync::Mutex<BTreeMap<String, Answer<T>>>);

#[derive(Debug)]
struct Answer<T> {
    at: Timestamp,
    /// How much had been written when it was made.
    written: u64,
    answer: Arc<T>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(tokio::sync::Mutex::default())
    }
}

impl<T> Kept<T> {
    /// The answer that is kept for `key`, or else what `make` makes. Whoever asks
    /// meanwhile waits for the same one. `written` tells whether something
    /// changed; who need not be exact passes a constant.
    pub(crate) async fn get(
        &self,
        key: &str,
        now: Timestamp,
        written: u64,
        make: impl Future<Output = Result<T, AppError>>,
    ) -> Result<Arc<T>, AppError> {
        let mut kept = self.0.lock().await;
        if let Some(it) = kept.get(key)
            && it.written == written
            && it.at <= now
            && now - it.at < KEPT
        {
            return Ok(Arc::clone(&it.answer));
        }
        let answer = Arc::new(make.await?);
        let made = Answer {
            at: now,
            written,
            answer: Arc::clone(&answer),
        };
        kept.insert(key.to_owned(), made);
        Ok(answer)
    }
}

/// Wrong passwords of the last minutes, by account and by address.
#[derive(Debug, Default)]
pub(crate) struct Tries(Mutex<BTreeMap<Tried, VecDeque<Timestamp>>>);

/// Whom wrong passwords are counted for. Accounts stand here by a digest: an
/// address that somebody mistyped is nobody's business.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tried {
    Account(Digest),
    Address(IpAddr),
}

impl Tried {
    pub(crate) fn account(email: &str) -> Self {
        Self::Account(Digest::of(email))
    }

    fn most(&self) -> usize {
        match self {
            Self::Account(_) => PER_ACCOUNT,
            Self::Address(_) => PER_ADDRESS,
        }
    }
}

impl Tries {
    /// How long whoever tries has to wait; none who may try.
    pub(crate) fn wait(&self, tried: &[Tried], now: Timestamp) -> Option<TimeDelta> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tried
            .iter()
            .filter_map(|it| {
                let times = known.get(it)?;
                // The one that has to be forgotten before another try.
                let oldest = times.len().checked_sub(it.most())?;
                let until = *times.get(oldest)? + COUNTS;
                (until > now).then(|| until - now)
            })
            .max()
    }

    /// Counts a wrong password.
    pub(crate) fn wrong(&self, tried: Vec<Tried>, now: Timestamp) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.retain(|_, times| times.back().is_some_and(|it| now - *it < COUNTS));
        }
        while known.len() >= MOST {
            known.pop_first();
        }
        for it in tried {
            let most = it.most();
            let times = known.entry(it).or_default();
            times.push_back(now);
            if times.len() > most {
                times.pop_front();
            }
        }
    }

    /// Forgets the wrong passwords of an account that was entered.
    pub(crate) fn right(&self, account: &Tried) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.remove(account);
    }
}

#[cfg(test)]
mod tests;
