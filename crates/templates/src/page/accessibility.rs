//! The accessibility statement (tilgængelighedserklæring).

use chrono::NaiveDate;
use serde::Serialize;

use super::{Page, day};

/// The day on which the pages were last tested as the statement says.
///
/// Whoever tests them anew writes the new day here, and in the statement what changed:
/// it says no more than the browser tests (`tests/it/browser/`) show.
pub const TESTED_ON: (i32, u32, u32) = (2026, 11, 27);

/// The statement.
#[derive(Debug, Clone, Serialize)]
pub struct Accessibility {
    /// What the statement is about: the address of the front page.
    pub site: String,
    /// The day of the last test.
    pub tested_on: NaiveDate,
}

impl Page for Accessibility {
    const TEMPLATE: &'static str = "pages/accessibility.html";

    fn samples() -> Vec<Self> {
        vec![Self {
            site: "https://lustrum.example".to_owned(),
            tested_on: day(2026, 11, 26),
        }]
    }
}
