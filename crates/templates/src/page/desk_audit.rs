//! The log: whether it is whole.

use chrono::NaiveDate;
use serde::Serialize;

use super::{CasePlace, Page, day, desk::sample_nav};

/// The page about the log.
#[derive(Debug, Clone, Serialize)]
pub struct Audit {
    /// The pages of the desk.
    pub nav: Vec<CasePlace>,
    /// What an examination found, when one was asked for.
    pub examined: Option<Examined>,
    /// How many checkpoints there are.
    pub total: usize,
    /// The latest of them, the newest first.
    pub anchors: Vec<Anchor>,
}

/// When a checkpoint was made.
#[derive(Debug, Clone, Serialize)]
pub struct Anchor {
    /// The day.
    pub on: NaiveDate,
    /// The time of day.
    pub time: String,
}

/// What an examination found.
#[derive(Debug, Clone, Serialize)]
pub struct Examined {
    /// Chains that were read.
    pub chains: usize,
    /// Rows that were read.
    pub rows: usize,
    /// Rows that came since the latest checkpoint, where there is one.
    pub since: Option<u64>,
    /// How many faults there are.
    pub total: usize,
    /// The first of them.
    pub faults: Vec<AuditFault>,
}

/// A fault of the log.
#[derive(Debug, Clone, Serialize)]
pub struct AuditFault {
    /// What is wrong.
    pub kind: String,
    /// In which chain.
    pub chain: String,
    /// At which row.
    pub number: u64,
}

impl Page for Audit {
    const TEMPLATE: &'static str = "pages/desk_audit.html";

    fn samples() -> Vec<Self> {
        let fault = |kind: &str| AuditFault {
            kind: kind.to_owned(),
            chain: "0192f0c7".to_owned(),
            number: 1234,
        };
        let examined = |faults: Vec<AuditFault>| Examined {
            chains: 99,
            rows: 12_345,
            since: faults.is_empty().then_some(12),
            total: faults.len(),
            faults,
        };
        let page = |examined: Option<Examined>| Self {
            nav: sample_nav(),
            total: if examined.is_some() { 120 } else { 0 },
            anchors: match examined {
                Some(_) => vec![Anchor {
                    on: day(2027, 1, 9),
                    time: "02.29".to_owned(),
                }],
                None => Vec::new(),
            },
            examined,
        };
        vec![
            page(None),
            page(Some(examined(Vec::new()))),
            page(Some(examined(FAULTS.iter().map(|it| fault(it)).collect()))),
        ]
    }
}

/// What can be wrong with the log.
const FAULTS: &[&str] = &["edited", "truncated"];
