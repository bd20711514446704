//! Integration tests: the whole service, on SQLite and on PostgreSQL.
//!
//! One binary for all of them, because linking is what they cost. Start reading
//! at [`support::TestApp`]; each module is about one noun. `tests/run` starts
//! the PostgreSQL that they need.

mod calendar;
mod decision;
mod review;
mod support;
mod walk;
