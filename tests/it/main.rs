//! Integration tests: the whole service, on SQLite and on PostgreSQL.
//!
//! One binary for all of them, because linking is what they cost. Start reading
//! at [`support::TestApp`]; each module is about one noun. `tests/run` starts
//! the PostgreSQL that they need.

mod bad_input;
mod browser;
mod calendar;
mod cli;
mod clock;
mod decision;
mod demo;
mod dependencies;
mod faults;
mod glossary;
mod heavy;
mod http;
mod input;
mod mail;
mod parallel;
mod people;
mod review;
mod support;
mod tidy;
mod tls;
mod walk;
