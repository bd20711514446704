//! Named places at which a test can kill the process, as a power cut would.
//!
//! A release is compiled without them. A place is armed once per process; the
//! process ends there without unwinding, flushing or telling anybody.

/// Every place, in the order in which a commit and a worker pass them.
pub const ALL: &[&str] = &[
    "after-idempotency",
    "after-cycle",
    "after-events",
    "after-outbox",
    "after-savepoint",
    "before-commit",
    "after-commit",
    "claim-committed",
    "mail-accepted",
    "outcome-committed",
    "object-put",
];

/// Kills the process when it reaches the place known by `name` for the `nth`
/// time from now on, counted from 1. Does nothing in a release.
pub fn arm(name: &str, nth: u32) {
    #[cfg(debug_assertions)]
    armed::arm(name, nth);
    #[cfg(not(debug_assertions))]
    let _ = (name, nth);
}

/// Whether any place is armed. Never in a release.
#[inline]
pub fn is_armed() -> bool {
    #[cfg(debug_assertions)]
    return armed::any();
    #[cfg(not(debug_assertions))]
    false
}

/// Dies here, if the place known by `name` was armed and its turn has come.
#[inline]
pub fn reach(name: &str) {
    #[cfg(debug_assertions)]
    armed::reach(name);
    #[cfg(not(debug_assertions))]
    let _ = name;
}

#[cfg(debug_assertions)]
mod armed {
    use std::sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    };

    /// Spares the lock while nothing is armed: this runs in every commit of every test.
    static ANY: AtomicBool = AtomicBool::new(false);
    static ARMED: Mutex<Option<(String, u32)>> = Mutex::new(None);

    pub(super) fn arm(name: &str, nth: u32) {
        let mut armed = ARMED.lock().unwrap_or_else(PoisonError::into_inner);
        *armed = Some((name.to_owned(), nth.max(1)));
        ANY.store(true, Ordering::Release);
    }

    pub(super) fn any() -> bool {
        ANY.load(Ordering::Acquire)
    }

    pub(super) fn reach(name: &str) {
        if !any() {
            return;
        }
        let mut armed = ARMED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((wanted, left)) = armed.as_mut()
            && wanted == name
        {
            *left -= 1;
            if *left == 0 {
                std::process::abort();
            }
        }
    }
}
