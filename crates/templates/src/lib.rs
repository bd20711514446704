//! Pages, mails and notices: typed contexts in, finished text out.
//!
//! It knows no request, no database and no mail server, and reads no file but
//! an operator's overrides at start. Words come from the catalogue; a template
//! only says where they stand. Start reading at [`Templates`].

pub mod mail;
pub mod notice;
pub mod page;
pub mod plot;
pub mod routes;
pub mod words;

mod assets;
mod engine;

pub use assets::{Asset, asset};
pub use engine::{LoadError, RenderError, Templates};
