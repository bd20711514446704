//! The drafts of a municipality's notices: without this, the front page of whoever
//! releases them reads every notice there is.

pub(crate) const STATEMENTS: &[&str] =
    &["CREATE INDEX notice_municipality_state ON notice (municipality, state)"];
