//! What of a returned case waits for the secretariat: that nobody seems to know of
//! the return, and that no round is left.
//!
//! No case was ever stored by a released version, so the two new columns need
//! no value for older rows: the next write of a case fills them.

pub(crate) const STATEMENTS: &[&str] = &[
    "ALTER TABLE case_summary ADD COLUMN unreached boolean NOT NULL DEFAULT FALSE",
    "ALTER TABLE case_summary ADD COLUMN rounds integer NOT NULL DEFAULT 0",
];
