//! Every word Lustrum says, in Danish and English, and the order Danes expect.
//!
//! Texts are Fluent messages under `catalogue/<language>/<topic>.ftl`; code
//! names a key and never carries a sentence of its own. A new topic is a new
//! file in both languages and needs no Rust. Start reading at [`text`].

pub mod collation;
pub mod places;

mod catalogue;
mod date;

pub use catalogue::{Arg, both, keys, known, number, text};
pub use date::{date, month, read_day};
