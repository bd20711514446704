//! Why a use case did not succeed: one closed list, mapped once per shell.

use lustrum_criteria::Problem;
use lustrum_domain::{Bilingual, Refusal, RefusalCode};
use lustrum_store::{CommitError, IdempotencyRecord, StoreError};

/// A field of a request that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// JSON Pointer of the place.
    pub pointer: String,
    /// The value found, cut short.
    pub found: String,
    /// What is wrong and what is wanted, in both languages.
    pub message: Bilingual,
}

impl From<Problem> for FieldError {
    fn from(problem: Problem) -> Self {
        Self {
            pointer: problem.pointer,
            found: problem.found,
            message: problem.message,
        }
    }
}

impl FieldError {
    /// An error at `pointer` whose text is `key` in the catalogue.
    pub fn new(pointer: &str, found: impl Into<String>, key: &str) -> Self {
        let found = found.into();
        let message = lustrum_text::both(
            key,
            &[("found", found.as_str().into()), ("place", pointer.into())],
        );
        Self {
            pointer: pointer.to_owned(),
            found,
            message,
        }
    }
}

/// Why a use case did not succeed. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no such thing, or the caller may not know of it.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in, or the sign-in has ended.
    #[error("not signed in")]
    Unauthenticated,
    /// Too many wrong passwords: nobody may try for a while.
    #[error("too many wrong passwords: wait {seconds} seconds")]
    Wait {
        /// How long, in seconds.
        seconds: i64,
    },
    /// The caller may see it, but not do this.
    #[error("refused: {0}")]
    Forbidden(RefusalCode),
    /// The case refused the command.
    #[error(transparent)]
    Refused(Box<Refusal>),
    /// The request cannot be used as it is.
    #[error("{} fields cannot be used", .0.len())]
    Invalid(Vec<FieldError>),
    /// It was changed by somebody else since it was read.
    #[error("changed since it was read: {what}")]
    Stale {
        /// What was changed.
        what: String,
        /// The version it has now, where that is known.
        current: Option<u64>,
    },
    /// The file is larger than the limit.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// The bytes of a file stopped coming before the end.
    #[error("the bytes stopped coming")]
    Unfinished {
        /// Whether the sender fell silent; otherwise the connection broke.
        silent: bool,
    },
    /// The request was answered before: this is the answer.
    #[error("answered before")]
    Replayed(Box<IdempotencyRecord>),
    /// The idempotency key was used for another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The database or the file store cannot be reached. Try again.
    #[error("the database cannot be reached")]
    Unavailable(#[source] StoreError),
    /// A fault of ours.
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl AppError {
    /// A fault of ours, with its cause.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// One field that cannot be used; see [`FieldError::new`].
    pub fn field(pointer: &str, found: impl Into<String>, key: &str) -> Self {
        Self::Invalid(vec![FieldError::new(pointer, found, key)])
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            // The sender's text, not our fault: it was refused before it was written.
            StoreError::NulCharacter => Self::field("", "U+0000", "field-nul-character"),
            error if error.is_unavailable() => Self::Unavailable(error),
            error => Self::Internal(Box::new(error)),
        }
    }
}

impl From<CommitError> for AppError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Stale { what } => Self::Stale {
                what,
                current: None,
            },
            CommitError::GuardFailed(guard) => Self::Stale {
                what: format!("{guard:?}"),
                current: None,
            },
            // Who may have the answer is asked where the caller is known.
            CommitError::Duplicate(_) => Self::KeyReused,
            CommitError::Conflict { constraint } => Self::Stale {
                what: constraint,
                current: None,
            },
            CommitError::Database(error) => error.into(),
        }
    }
}

/// An error with all that caused it, for the log and for operators. Many an error
/// says what its cause says: that is told once.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut told = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let said = cause.to_string();
        if !told.contains(&said) {
            told.push_str(": ");
            told.push_str(&said);
        }
        next = cause.source();
    }
    told
}

#[cfg(test)]
mod tests;
