//! Before a draft is handed in: everything that is open, and what is frozen.

use chrono::NaiveDate;
use lustrum_domain::CommandName;
use serde::Serialize;

use super::{DraftHead, closed_head, head};
use crate::page::{Page, day, nasty};

/// The page before handing in.
#[derive(Debug, Clone, Serialize)]
pub struct Ready {
    /// The top of the page.
    pub head: DraftHead,
    /// The command that hands in.
    pub command: CommandName,
    /// The version of the case that the reader sees.
    pub version: u64,
    /// Whether it may not be given, whatever the draft holds.
    pub closed: bool,
    /// Since when the case is on hold, while it is.
    pub held: Option<NaiveDate>,
    /// The second reading that is to be decided first.
    pub reading: Option<OpenReading>,
    /// Why else it may not be given.
    pub refusal: Option<String>,
    /// Which round of the review it would begin; none for a self-assessment.
    pub round: Option<Round>,
    /// Whether the plan document is wanted and missing.
    pub plan_missing: bool,
    /// The plan document.
    pub plan: Option<String>,
    /// Criteria without an answer.
    pub unanswered: Vec<OpenItem>,
    /// Returned criteria whose remark nobody replied to. It may be handed in all the
    /// same.
    pub unreplied: Vec<OpenItem>,
    /// Checks that are not met, without an explanation.
    pub unexplained: Vec<OpenItem>,
    /// Faults of structure.
    pub faults: Vec<OpenItem>,
    /// Checks that are not met, with an explanation.
    pub explained: Vec<OpenItem>,
    /// How many answers are frozen.
    pub answers: usize,
    /// How many sections of plan data are frozen.
    pub sections: usize,
    /// How many files the answers point at.
    pub files: usize,
    /// The criteria set, `set@version`.
    pub set: String,
}

/// A round of the review.
#[derive(Debug, Clone, Serialize)]
pub struct Round {
    /// The how-many-eth.
    pub number: u32,
    /// How many the case has.
    pub of: u32,
}

/// A second reading that is under way.
#[derive(Debug, Clone, Serialize)]
pub struct OpenReading {
    /// The returned criteria that are read again; none where a refusal is.
    pub criteria: Vec<String>,
    /// The last day for it, while that deadline runs.
    pub due: Option<NaiveDate>,
    /// The working days that the municipality has left for its answer, once that
    /// deadline stands still.
    pub left: Option<u32>,
}

/// Something that is open.
#[derive(Debug, Clone, Serialize)]
pub struct OpenItem {
    /// Where to mend it.
    pub link: String,
    /// What it is.
    pub text: String,
    /// The criterion it belongs to.
    pub criterion: Option<String>,
}

impl Page for Ready {
    const TEMPLATE: &'static str = "pages/draft_ready.html";

    fn samples() -> Vec<Self> {
        let item = OpenItem {
            link: "/cases/1/draft/KA-3.02".to_owned(),
            text: nasty(),
            criterion: Some("KA-3.02".to_owned()),
        };
        let full = Self {
            head: head(),
            command: CommandName::Submit,
            version: 7,
            closed: false,
            held: None,
            reading: None,
            refusal: None,
            round: Some(Round { number: 2, of: 3 }),
            plan_missing: true,
            plan: None,
            unanswered: vec![item.clone()],
            unreplied: vec![item.clone()],
            unexplained: vec![item.clone()],
            faults: vec![OpenItem {
                criterion: None,
                ..item.clone()
            }],
            explained: vec![item],
            answers: 44,
            sections: 30,
            files: 3,
            set: "cctf-ka@0.1".to_owned(),
        };
        vec![
            full.clone(),
            Self {
                command: CommandName::SubmitSelfAssessment,
                round: None,
                plan_missing: false,
                plan: Some(nasty()),
                unanswered: Vec::new(),
                unexplained: Vec::new(),
                faults: Vec::new(),
                explained: Vec::new(),
                ..full.clone()
            },
            Self {
                round: Some(Round { number: 3, of: 3 }),
                plan_missing: false,
                unanswered: Vec::new(),
                unexplained: Vec::new(),
                faults: Vec::new(),
                ..full.clone()
            },
            Self {
                head: closed_head(),
                closed: true,
                held: Some(day(2027, 2, 1)),
                reading: Some(OpenReading {
                    criteria: Vec::new(),
                    due: None,
                    left: None,
                }),
                ..full.clone()
            },
            Self {
                head: closed_head(),
                closed: true,
                reading: Some(OpenReading {
                    criteria: vec!["KA-3.02".to_owned(), "KA-3.03".to_owned()],
                    due: Some(day(2027, 3, 1)),
                    left: Some(1),
                }),
                refusal: Some(nasty()),
                round: Some(Round { number: 4, of: 3 }),
                ..full
            },
        ]
    }
}
