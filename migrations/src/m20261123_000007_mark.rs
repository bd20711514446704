//! Marks that a job left behind: when the clock last spoke.

pub(crate) const STATEMENTS: &[&str] = &["CREATE TABLE mark (
        name varchar(40) NOT NULL PRIMARY KEY,
        at timestamptz NOT NULL
    )"];
