//! A membership may be limited to one programme.

pub(crate) const STATEMENTS: &[&str] = &["ALTER TABLE membership ADD COLUMN programme varchar(80)"];
