//! A fresh database for every test, on both backends, without migrating each.
//!
//! SQLite: a copy of a file that was migrated once. PostgreSQL: a database made
//! from a migrated template, on the cluster at `LUSTRUM_TEST_POSTGRES`. A
//! missing cluster fails the test; it is never skipped.
