//! Randomness: asked of a value, so that a simulation can be repeated.

use std::sync::Mutex;

use lustrum_domain::{Id, Timestamp};
use rand::{Rng, SeedableRng, rngs::StdRng};
use uuid::Uuid;

/// A source of randomness.
pub trait Random: Send + Sync {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's randomness.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}

/// The same bytes for the same seed, for simulations. Not for secrets.
#[derive(Debug)]
pub struct SeededRandom(Mutex<StdRng>);

impl SeededRandom {
    /// A source that begins with `seed`.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        let mut source = self.0.lock().expect("nobody panics while drawing");
        source.fill_bytes(bytes);
    }
}

impl dyn Random + '_ {
    /// A seed for the ids and salts of one command.
    pub fn seed(&self) -> Uuid {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        Uuid::from_bytes(bytes)
    }

    /// A new id (UUIDv7) at `now`.
    pub fn id<I: Id>(&self, now: Timestamp) -> I {
        let mut bytes = [0; 10];
        self.fill(&mut bytes);
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
        I::from(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
    }

    /// A secret of 256 bits, as 64 hexadecimal digits: it survives being
    /// copied from a mail, a terminal or a URL.
    pub fn secret(&self) -> String {
        let mut bytes = [0; 32];
        self.fill(&mut bytes);
        lustrum_domain::Digest(bytes).to_string()
    }
}
