//! What of a case waits for judges beside a review: a second reading, and answers
//! to conditions.
//!
//! No case was ever stored by a released version, so the two new columns need
//! no value for older rows: the next write of a case fills them.

pub(crate) const STATEMENTS: &[&str] = &[
    "ALTER TABLE case_summary ADD COLUMN read_again boolean NOT NULL DEFAULT FALSE",
    "ALTER TABLE case_summary ADD COLUMN answered boolean NOT NULL DEFAULT FALSE",
];
