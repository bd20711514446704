//! The pure core of Lustrum: who may do what to a case, when, and what follows.
//!
//! It does no IO, reads no clock and draws no random number: time, ids and
//! settings are arguments. Start reading at [`words`].

pub mod id;
pub mod words;

mod digest;

pub use digest::{Digest, ParseDigestError, canonical_json};
pub use id::*;
pub use words::*;
