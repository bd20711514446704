//! What time it is: asked of a value, so that tests and simulations decide.

use std::sync::Mutex;

use chrono::TimeDelta;
use lustrum_domain::Timestamp;

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
