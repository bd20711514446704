//! The pure core of Lustrum: who may do what to a case, when, and what follows.
//!
//! It does no IO, reads no clock and draws no random number: time, ids and
//! settings are arguments. Start reading at [`cycle`].

mod assigning;
pub mod calendar;
pub mod certificate;
pub mod criteria_set;
pub mod cycle;
pub mod diagram;
pub mod id;
pub mod log;
pub mod mail;
pub mod moves;
pub mod notice;
pub mod programme;
pub mod role;
pub mod samples;
pub mod time;
pub mod words;

mod digest;
mod machine;
mod names;
mod refusal;

pub use assigning::{Vacancy, propose};
pub use cycle::*;
pub use digest::{Digest, ParseDigestError, canonical_json};
pub use id::*;
pub use names::UnknownName;
pub use programme::Programme;
pub use refusal::{Refusal, RefusalCode};
pub use role::*;
pub use time::Timestamp;
pub use words::*;
