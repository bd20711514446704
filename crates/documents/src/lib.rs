//! Spreadsheets: tables and forms in, bytes out, and back.
//!
//! The crate knows nothing of cases, criteria or languages: whoever calls it
//! says what columns are called and what a cell may hold. It does no IO. Start
//! reading at [`Workbook`], then [`write`] and [`read`].

mod read;
mod workbook;
mod write;

pub use read::{Contents, Limits, Row, Unreadable, read};
pub use workbook::{Cell, Choice, Column, Kind, Sheet, Workbook, place};
pub use write::{Unwritable, write};

#[cfg(test)]
mod tests;
