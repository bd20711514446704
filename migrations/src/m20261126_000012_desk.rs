//! What the desk of leads and secretariat asks of lists, and the filters that
//! people keep.
//!
//! No case was ever stored by a released version, so the two new columns need
//! no value for older rows: the next write of a case fills them.

pub(crate) const STATEMENTS: &[&str] = &[
    "ALTER TABLE case_summary ADD COLUMN asks_for_time boolean NOT NULL DEFAULT FALSE",
    "ALTER TABLE case_summary ADD COLUMN undated boolean NOT NULL DEFAULT FALSE",
    "CREATE INDEX case_summary_state_deadline ON case_summary (state, deadline_on)",
    "CREATE TABLE saved_view (
        person uuid NOT NULL REFERENCES person (id),
        name varchar(80) NOT NULL,
        query text NOT NULL,
        PRIMARY KEY (person, name)
    )",
];
