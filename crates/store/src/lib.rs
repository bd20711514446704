//! What Lustrum keeps: cases, the log, drafts, people, mail, and the bytes of files.
//!
//! Everything is read through [`Store`]'s queries and written by one call of
//! [`Store::commit`] with a [`WriteSet`], on SQLite and PostgreSQL alike. No type
//! of the database library leaves this crate, nothing here decides what may
//! happen to a case, and no clock is read: times are arguments. Start reading at
//! [`Store`] and [`WriteSet`]; the order of locks stands in `commit/apply.rs`.

pub mod failpoint;
pub mod testing;

mod commit;
mod connect;
mod db;
mod entity;
mod error;
mod model;
mod objects;
mod query;
mod row;
mod store;
mod write_set;

pub use error::{CommitError, StoreError};
pub use model::*;
pub use objects::{ListedObject, ObjectError, Objects, Stored};
pub use query::{
    CaseFilter, CaseMap, CaseSort, CaseTile, CertificateFilter, Chain, Counts, Happened, JudgedRow,
    MAILS_COUNTED, MailFilter, MoveRow, NoticeFilter, OpenCase, OrganisationFilter, PublicCase,
    StoredNotice, Turn,
};
pub use store::{Backend, Store};
pub use write_set::*;
