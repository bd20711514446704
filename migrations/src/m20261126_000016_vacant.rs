//! Which cases have a seat among their judges that nobody fills.
//!
//! What was stored before may have one: such a case is looked into until its next
//! write says so itself.

pub(crate) const STATEMENTS: &[&str] =
    &["ALTER TABLE case_summary ADD COLUMN vacant boolean NOT NULL DEFAULT TRUE"];
