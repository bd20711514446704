//! The criteria sets there are.

use chrono::NaiveDate;
use lustrum_domain::Bilingual;
use serde::Serialize;

use super::{Page, both, day, nasty};

/// The list of criteria sets.
#[derive(Debug, Clone, Serialize)]
pub struct Criteria {
    /// One line per version.
    pub sets: Vec<SetLine>,
}

/// A version of a criteria set in a list.
#[derive(Debug, Clone, Serialize)]
pub struct SetLine {
    /// `set@version`.
    pub pin: String,
    /// What it is called.
    pub title: Bilingual,
    /// Its status as the set's file spells it, for example `in_force`.
    pub status: String,
    /// The date from which new cases pin it.
    pub effective: Option<NaiveDate>,
    /// How many criteria it has.
    pub criteria: u32,
    /// Whether cases opened now are judged by it.
    pub current: bool,
}

impl Page for Criteria {
    const TEMPLATE: &'static str = "pages/criteria.html";

    fn samples() -> Vec<Self> {
        let line = |status: &str| SetLine {
            pin: "cctf-ka@0.1".to_owned(),
            title: both("Recertificering", "Recertification"),
            status: status.to_owned(),
            effective: Some(day(2027, 1, 1)),
            criteria: 45,
            current: status == "draft",
        };
        vec![
            Self { sets: Vec::new() },
            Self {
                sets: vec![
                    line("draft"),
                    SetLine {
                        title: Bilingual {
                            da: nasty(),
                            en: nasty(),
                        },
                        effective: None,
                        ..line("in_force")
                    },
                ],
            },
        ]
    }
}
