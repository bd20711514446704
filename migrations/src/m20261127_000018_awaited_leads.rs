//! Which stages of a case wait for their lead, and which stages an organisation
//! judges or records for: both as bits, the first stage's the lowest. So a lead's
//! queue is what waits for that lead and nothing else.
//!
//! What was stored before says all bits: such a case is looked into until its next
//! write says so itself. Whether a condition was answered is part of that now.

pub(crate) const STATEMENTS: &[&str] = &[
    "ALTER TABLE case_summary ADD COLUMN awaited integer NOT NULL DEFAULT -1",
    "ALTER TABLE case_judge ADD COLUMN stages integer NOT NULL DEFAULT -1",
    "ALTER TABLE case_summary DROP COLUMN answered",
    "CREATE INDEX case_summary_awaited ON case_summary (cycle) WHERE awaited <> 0",
];
