//! What can go wrong, told without a word of the database driver's.

use std::error::Error;

use sea_orm::{DbErr, RuntimeErr, sqlx};

use crate::{Guard, IdempotencyRecord};

/// A read failed, or a connection.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused, or could not be reached.
    #[error("the database failed")]
    Database(#[source] Box<dyn Error + Send + Sync>),
    /// A row says something that the domain does not know: written by a newer
    /// version, or by hand.
    #[error("row {row} of {table} is not understood: column {column}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The row's key.
        row: String,
        /// The column.
        column: &'static str,
    },
    /// A text holds U+0000, which PostgreSQL cannot store.
    #[error("a text holds the character U+0000")]
    NulCharacter,
    /// The address of the database is not understood.
    #[error("a database address starts with sqlite: or postgres://")]
    UnknownAddress,
    /// The value cannot be written, whatever the database holds.
    #[error("this cannot be written: {0}")]
    Unwritable(&'static str),
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    /// Whether the database cannot be reached, so that trying again later may help.
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::Closed => true,
            Self::Database(source) => source.downcast_ref::<DbErr>().is_some_and(|error| {
                matches!(error, DbErr::Conn(_) | DbErr::ConnectionAcquire(_))
                    || database_error(error)
                        .and_then(|error| error.code())
                        .is_some_and(|code| is_away(&code))
                    || matches!(
                        error,
                        DbErr::Exec(RuntimeErr::SqlxError(cause))
                        | DbErr::Query(RuntimeErr::SqlxError(cause))
                            if matches!(
                                &**cause,
                                sqlx::Error::Io(_)
                                    | sqlx::Error::PoolTimedOut
                                    | sqlx::Error::PoolClosed
                                    | sqlx::Error::WorkerCrashed
                            )
                    )
            }),
            Self::Inconsistent { .. }
            | Self::NulCharacter
            | Self::UnknownAddress
            | Self::Unwritable(_) => false,
        }
    }
}

/// A write set was not committed: nothing of it was written.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Something was changed since it was read.
    #[error("{what} was changed meanwhile")]
    Stale {
        /// What, for the log and for messages to people who know ids.
        what: String,
    },
    /// A fact that the decision rests on no longer holds.
    #[error("a fact that the decision rests on has changed: {0:?}")]
    GuardFailed(Guard),
    /// The request was answered before: this is the answer, or another request
    /// with the same key.
    #[error("the request with this key was answered before")]
    Duplicate(IdempotencyRecord),
    /// A rule of the tables forbids it, such as a second use of an address.
    #[error("a rule of the tables forbids it: {constraint}")]
    Conflict {
        /// The name of the rule, the same on both databases: `person_email`.
        constraint: String,
    },
    /// The database failed.
    #[error(transparent)]
    Database(#[from] StoreError),
}

impl CommitError {
    /// Something that a compare-and-swap did not find as it was read.
    pub(crate) fn stale(what: impl ToString) -> Self {
        Self::Stale {
            what: what.to_string(),
        }
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        Self::Database(Box::new(error))
    }
}

impl From<DbErr> for CommitError {
    fn from(error: DbErr) -> Self {
        match violated(&error) {
            Some(constraint) => Self::Conflict { constraint },
            None => Self::Database(error.into()),
        }
    }
}

/// Whether the code of an error says that the database cannot work now and may
/// later.
///
/// PostgreSQL has codes of five signs: the server is stopping, starting, full, or
/// has ended this connection. SQLite has numbers, whose last byte is the kind:
/// another process writes for too long, or the disk fails, is full, or hides the
/// file.
fn is_away(code: &str) -> bool {
    const BUSY: u32 = 5;
    const IOERR: u32 = 10;
    const FULL: u32 = 13;
    const CANTOPEN: u32 = 14;
    if code.len() == 5 {
        return code.starts_with("08") || matches!(code, "57P01" | "57P02" | "57P03" | "53300");
    }
    code.parse::<u32>()
        .is_ok_and(|code| matches!(code & 0xff, BUSY | IOERR | FULL | CANTOPEN))
}

/// Whether the error is that of a connection which was open and has ended.
pub(crate) fn was_cut(error: &DbErr) -> bool {
    use std::io::ErrorKind as K;
    match driver_error(error) {
        Some(sqlx::Error::Io(error)) => matches!(
            error.kind(),
            K::BrokenPipe | K::ConnectionAborted | K::ConnectionReset | K::UnexpectedEof
        ),
        Some(sqlx::Error::Database(error)) => {
            matches!(error.code().as_deref(), Some("57P01" | "57P02"))
        }
        _ => false,
    }
}

/// The driver's own error behind `error`.
fn driver_error(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

/// What the database itself said.
fn database_error(error: &DbErr) -> Option<&dyn sqlx::error::DatabaseError> {
    driver_error(error)?.as_database_error()
}

/// The name of the constraint that was violated.
///
/// SQLite names columns where PostgreSQL names the constraint; ours are named
/// after table and columns, so that both give the same word.
fn violated(error: &DbErr) -> Option<String> {
    let error = database_error(error)?;
    match error.kind() {
        sqlx::error::ErrorKind::ForeignKeyViolation => Some("foreign_key".to_owned()),
        sqlx::error::ErrorKind::UniqueViolation | sqlx::error::ErrorKind::CheckViolation => {
            let name = error
                .constraint()
                .map_or_else(|| named_by_sqlite(error.message()), str::to_owned);
            Some(name)
        }
        sqlx::error::ErrorKind::NotNullViolation | sqlx::error::ErrorKind::Other => None,
        _ => None,
    }
}

/// `person_email` from `UNIQUE constraint failed: person.email`, and
/// `person_version_counts` from `CHECK constraint failed: person_version_counts`.
fn named_by_sqlite(message: &str) -> String {
    let columns = message.rsplit(": ").next().unwrap_or(message);
    let mut name = String::new();
    for (index, column) in columns.split(", ").enumerate() {
        match column.split_once('.') {
            Some((table, column)) if index == 0 => name = format!("{table}_{column}"),
            Some((_, column)) => name = format!("{name}_{column}"),
            None => name.push_str(column),
        }
    }
    name
}

/// Whether the database gave up on a transaction that may succeed when it is
/// tried again: a deadlock, or a failure to serialise.
pub(crate) fn is_transient(error: &CommitError) -> bool {
    let CommitError::Database(StoreError::Database(source)) = error else {
        return false;
    };
    source
        .downcast_ref::<DbErr>()
        .and_then(database_error)
        .and_then(|error| error.code())
        .is_some_and(|code| code == "40P01" || code == "40001")
}

#[cfg(test)]
mod tests;
