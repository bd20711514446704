//! What time it is: asked of a value, so that tests and simulations decide. And
//! the guard that stops the ticks when it jumped.

use std::sync::Mutex;

use chrono::TimeDelta;
use lustrum_domain::Timestamp;
use lustrum_store::WriteSet;

use crate::{App, AppError};

/// A clock that jumped further than this stops everything that depends on
/// dates until somebody says that it is right: a year's reminders and lapses
/// cannot be taken back.
const LARGEST_GAP: TimeDelta = TimeDelta::days(7);

/// The mark that the last tick left.
const TICK_MARK: &str = "tick";

/// A source of time. Every reading is UTC, cut to microseconds.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Timestamp;
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct MockClock(Mutex<Timestamp>);

impl MockClock {
    /// A clock that shows `now`.
    pub fn at(now: Timestamp) -> Self {
        Self(Mutex::new(lustrum_domain::time::to_micros(now)))
    }

    /// Moves the clock on.
    pub fn advance(&self, by: TimeDelta) {
        let mut now = self
            .0
            .lock()
            .expect("nobody panics while holding the clock");
        *now += by;
    }

    /// Sets the clock.
    pub fn set(&self, to: Timestamp) {
        let mut now = self
            .0
            .lock()
            .expect("nobody panics while holding the clock");
        *now = lustrum_domain::time::to_micros(to);
    }
}

impl Clock for MockClock {
    fn now(&self) -> Timestamp {
        *self
            .0
            .lock()
            .expect("nobody panics while holding the clock")
    }
}

impl App {
    /// A tick, unless the clock jumped: then nothing happens until
    /// [`App::confirm_clock`]. Returns how many cases changed.
    ///
    /// # Errors
    /// [`AppError::Internal`] on a jump, and faults of the database.
    pub async fn tick_guarded(&self, limit: u64) -> Result<usize, AppError> {
        let now = self.clock.now();
        if let Some(last) = self.clock_jumped().await? {
            return Err(AppError::internal(format!(
                "the clock shows {now}, but the last tick was at {last}: ticking stops until \
                 `lustrum doctor --confirm-clock` says that the clock is right"
            )));
        }
        let changed = self.tick(limit).await?;
        self.set_mark(now).await?;
        Ok(changed)
    }

    /// When the last tick was, if the clock has jumped since.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn clock_jumped(&self) -> Result<Option<Timestamp>, AppError> {
        let now = self.clock.now();
        let last = self.store.mark(TICK_MARK).await?;
        Ok(last.filter(|last| now - *last > LARGEST_GAP || now - *last < -TimeDelta::hours(1)))
    }

    /// Says that the clock is right after a jump.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn confirm_clock(&self) -> Result<(), AppError> {
        self.set_mark(self.clock.now()).await
    }

    async fn set_mark(&self, at: Timestamp) -> Result<(), AppError> {
        let writes = WriteSet {
            mark: Some((TICK_MARK, at)),
            ..WriteSet::default()
        };
        Ok(self.store.commit(writes).await?)
    }
}
