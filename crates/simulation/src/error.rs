//! Why demo data or a simulation could not be made.

use lustrum_app::AppError;
use lustrum_store::{CommitError, StoreError};

/// A use case that was expected to succeed did not.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// A use case was refused or failed; `what` says which, of whom.
    #[error("{what}")]
    UseCase {
        /// What was attempted.
        what: String,
        /// Why it did not succeed.
        #[source]
        source: AppError,
    },
    /// The register could not be written.
    #[error("the register cannot be written")]
    Register(#[source] CommitError),
    /// The database could not be read.
    #[error("the database cannot be read")]
    Read(#[from] StoreError),
    /// The database could not be examined past the store.
    #[error("the database cannot be examined")]
    Examine(#[from] sqlx::Error),
    /// The task of a municipality ended before its part did.
    #[error("a municipality's part ended badly")]
    BrokenOff(#[from] tokio::task::JoinError),
    /// There is a secretariat already: only the first account is made without
    /// somebody who invites it.
    #[error("there is a secretariat already: it invites whoever comes next")]
    AlreadyBegun,
    /// The database holds something else than what was to be filled.
    #[error("{0}")]
    NotEmpty(String),
}

impl SimulationError {
    /// For `map_err`: what was attempted when a use case failed.
    pub(crate) fn at(what: impl Into<String>) -> impl FnOnce(AppError) -> Self {
        let what = what.into();
        move |source| Self::UseCase { what, source }
    }
}
