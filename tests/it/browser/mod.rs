//! The pages in a real browser: what somebody sees, hears and can reach, what
//! it weighs, and that each role can do its work there.
//!
//! Start reading at [`visits`], which says what is looked at, then at [`audit`],
//! which says what is examined. The server runs in this process ([`site`]), the
//! browser is Debian's Chromium behind [`driver`]. Pictures of every page and
//! the table of weights are kept under `target/browser/`.

mod audit;
mod crowd;
mod driver;
mod look;
mod play;
mod site;
mod visits;

use std::path::{Path, PathBuf};

/// Where the tests keep what people may want to look at.
pub(crate) fn results() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/browser")
}

/// Where `tests/run` puts the packages named in `tests/browser/package.json`.
fn packages() -> PathBuf {
    results().join("node_modules")
}
