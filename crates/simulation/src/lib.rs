//! Demo data, the walkthrough, and years of the programme on a virtual clock.
//!
//! Everything here works through the same use cases as the pages and the API;
//! only the register of a new installation is written as a whole, for nobody
//! can be invited before there is somebody to invite them. Nothing here is
//! needed by a service that runs. Start reading at [`demo::fill`],
//! [`walkthrough::run`] or [`simulate::run`].

pub mod data;
pub mod demo;
pub mod pdf;
pub mod register;
pub mod simulate;
pub mod walkthrough;

mod driver;
mod error;
mod papers;
#[cfg(test)]
mod testing;

pub use error::SimulationError;
