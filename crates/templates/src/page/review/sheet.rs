//! The sheet of a stage, with every criterion.

use chrono::NaiveDate;
use lustrum_domain::{AssignmentStatus, Bilingual, FindingStatus, StageStatus};
use serde::Serialize;

use super::{ReviewHead, head, hostile_head, requirement};
use crate::page::{Page, both, day, nasty};

/// The sheet of a stage.
#[derive(Debug, Clone, Serialize)]
pub struct Review {
    /// Which stage.
    pub head: ReviewHead,
    /// Criteria that the reader has still to judge; for others, that are not judged.
    pub undecided: usize,
    /// Criteria that are to be judged in this round.
    pub open: usize,
    /// Criteria whose approval was carried over.
    pub carried: usize,
    /// Which criteria are shown.
    pub filter: Filter,
    /// How many there are of each kind.
    pub filters: Vec<FilterCount>,
    /// The criteria that are shown, by component.
    pub components: Vec<ReviewComponent>,
    /// The criterion to go on with.
    pub next: Option<String>,
    /// The reader's own assignment.
    pub assignment: Option<OwnAssignment>,
    /// Why an answer could not be taken.
    pub fault: Option<AnswerFault>,
    /// Who was asked to judge.
    pub assignments: Vec<ReviewAssignment>,
    /// Whether the reader leads the stage.
    pub leads: bool,
    /// Whether the reader may hand over an assignment now.
    pub may_reassign: bool,
    /// Reviewers who are missing.
    pub missing: usize,
    /// Who could be asked; empty for those who do not lead.
    pub candidates: Vec<Candidate>,
    /// Drafted judgements that are complete, with their judgements.
    pub ready: Vec<ReadyDraft>,
    /// Criteria whose drafts are not complete.
    pub unready: Vec<String>,
    /// Why the sheet, or something a lead asked for, was not taken.
    pub refused: Option<String>,
    /// The other stages of the case that have something to see.
    pub others: Vec<OtherStage>,
}

/// An answer to an assignment that could not be taken.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerFault {
    /// Which assignment.
    pub assignment: String,
    /// What it was: `decline`, `recuse` or `reassign`.
    pub answer: String,
    /// What is wrong with the reason; none where the reason is not at fault.
    pub message: Option<String>,
    /// The reason that was typed.
    pub typed: String,
    /// Who was chosen to be asked instead.
    pub reviewer: Option<String>,
}

/// Which criteria of a sheet are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    /// All.
    #[default]
    All,
    /// Those that are to be judged still.
    Undecided,
    /// Those that were returned in an earlier round.
    Returned,
    /// Those that changed since the stage saw them last.
    Changed,
    /// Those with an automatic check that is not met.
    NotMet,
    /// Those on which reviewers disagree.
    Disagreed,
    /// Those of which the reader has a draft.
    Drafted,
}

impl Filter {
    /// Every filter in the order of the page.
    pub const ALL: [Self; 7] = [
        Self::All,
        Self::Undecided,
        Self::Returned,
        Self::Changed,
        Self::NotMet,
        Self::Disagreed,
        Self::Drafted,
    ];

    /// How it is spelled in an address.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Undecided => "undecided",
            Self::Returned => "returned",
            Self::Changed => "changed",
            Self::NotMet => "not_met",
            Self::Disagreed => "disagreed",
            Self::Drafted => "drafted",
        }
    }
}

/// How many criteria a filter lets through.
#[derive(Debug, Clone, Serialize)]
pub struct FilterCount {
    /// The filter.
    pub filter: Filter,
    /// How many.
    pub count: usize,
}

/// A component with its criteria.
#[derive(Debug, Clone, Serialize)]
pub struct ReviewComponent {
    /// For example `C3`.
    pub id: String,
    /// What it is called.
    pub title: Bilingual,
    /// Its criteria.
    pub rows: Vec<ReviewRow>,
}

/// A criterion in the sheet.
#[derive(Debug, Clone, Serialize)]
pub struct ReviewRow {
    /// For example `KA-3.02`.
    pub criterion: String,
    /// What is required.
    pub requirement: Bilingual,
    /// The judgement of this stage so far; in an earlier round if locked.
    pub status: FindingStatus,
    /// Whether the approval was carried over.
    pub locked: bool,
    /// Whether it was returned in an earlier round.
    pub returned_before: bool,
    /// Whether it changed since the stage saw it last.
    pub changed: bool,
    /// What the automatic checks said of it; none where a person must tell.
    pub check: Option<String>,
    /// Whether reviewers disagree.
    pub disagreed: bool,
    /// What the reader drafted: a judgement, or empty.
    pub draft: Option<String>,
    /// What the reader judged, where other reviewers have still to, or disagree.
    pub own: Option<FindingStatus>,
    /// What the stage before found.
    pub earlier: Option<FindingStatus>,
}

/// The reader's own assignment.
#[derive(Debug, Clone, Serialize)]
pub struct OwnAssignment {
    /// Which.
    pub id: String,
    /// Whether it waits for an answer.
    pub offered: bool,
    /// The last day for it.
    pub answer_by: NaiveDate,
}

/// Somebody who was asked to judge.
#[derive(Debug, Clone, Serialize)]
pub struct ReviewAssignment {
    /// Which.
    pub id: String,
    /// Who; none once the name was erased.
    pub reviewer: Option<String>,
    /// Where it stands.
    pub status: AssignmentStatus,
    /// Whether it can be handed over.
    pub live: bool,
}

/// Somebody who could be asked.
#[derive(Debug, Clone, Serialize)]
pub struct Candidate {
    /// The person's id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Stages, of all cases, that they judge or were asked to judge.
    pub load: u64,
}

/// A drafted judgement that could be handed in.
#[derive(Debug, Clone, Serialize)]
pub struct ReadyDraft {
    /// The criterion.
    pub criterion: String,
    /// The judgement.
    pub status: FindingStatus,
}

/// Another stage of the case.
#[derive(Debug, Clone, Serialize)]
pub struct OtherStage {
    /// Its key as in its path.
    pub stage: String,
    /// What its organisation is called.
    pub organisation: String,
    /// Where it stands.
    pub status: StageStatus,
}

impl Page for Review {
    const TEMPLATE: &'static str = "pages/review.html";

    fn samples() -> Vec<Self> {
        let row = |criterion: &str, status, locked| ReviewRow {
            criterion: criterion.to_owned(),
            requirement: requirement(),
            status,
            locked,
            returned_before: !locked,
            changed: !locked,
            check: Some("not_met".to_owned()),
            disagreed: false,
            draft: None,
            own: None,
            earlier: None,
        };
        let filters = Filter::ALL
            .map(|filter| FilterCount { filter, count: 2 })
            .to_vec();
        let bare = Self {
            head: head(),
            undecided: 1,
            open: 2,
            carried: 1,
            filter: Filter::All,
            filters,
            components: vec![ReviewComponent {
                id: "C3".to_owned(),
                title: both("Drivhusgasser", "Greenhouse gases"),
                rows: vec![
                    row("KA-3.01", FindingStatus::Approved, true),
                    row("KA-3.02", FindingStatus::Pending, false),
                    ReviewRow {
                        check: None,
                        draft: Some("returned".to_owned()),
                        earlier: Some(FindingStatus::ApprovedWithCondition),
                        disagreed: true,
                        requirement: both(&nasty(), &nasty()),
                        ..row("KA-3.03", FindingStatus::Returned, false)
                    },
                    ReviewRow {
                        draft: Some(String::new()),
                        check: Some("unknown".to_owned()),
                        own: Some(FindingStatus::Approved),
                        ..row("KA-3.04", FindingStatus::NotApplicable, false)
                    },
                ],
            }],
            next: Some("KA-3.02".to_owned()),
            assignment: None,
            fault: None,
            assignments: Vec::new(),
            leads: false,
            may_reassign: false,
            missing: 0,
            candidates: Vec::new(),
            ready: Vec::new(),
            unready: Vec::new(),
            refused: None,
            others: Vec::new(),
        };
        let asked = Self {
            assignment: Some(OwnAssignment {
                id: "asg_1".to_owned(),
                offered: true,
                answer_by: day(2027, 1, 12),
            }),
            fault: Some(AnswerFault {
                assignment: "asg_1".to_owned(),
                answer: "recuse".to_owned(),
                message: Some(nasty()),
                typed: nasty(),
                reviewer: None,
            }),
            ..bare.clone()
        };
        let led = Self {
            assignment: Some(OwnAssignment {
                id: "asg_1".to_owned(),
                offered: false,
                answer_by: day(2027, 1, 12),
            }),
            assignments: vec![
                ReviewAssignment {
                    id: "asg_1".to_owned(),
                    reviewer: Some(nasty()),
                    status: AssignmentStatus::Accepted,
                    live: true,
                },
                ReviewAssignment {
                    id: "asg_2".to_owned(),
                    reviewer: None,
                    status: AssignmentStatus::Recused,
                    live: false,
                },
            ],
            leads: true,
            may_reassign: true,
            missing: 1,
            candidates: vec![Candidate {
                id: "per_1".to_owned(),
                name: nasty(),
                load: 3,
            }],
            ready: vec![ReadyDraft {
                criterion: "KA-3.02".to_owned(),
                status: FindingStatus::Approved,
            }],
            unready: vec!["KA-3.03".to_owned()],
            refused: Some(nasty()),
            others: vec![OtherStage {
                stage: "c40".to_owned(),
                organisation: nasty(),
                status: StageStatus::Pending,
            }],
            filter: Filter::Changed,
            ..bare.clone()
        };
        let done = Self {
            head: hostile_head(),
            undecided: 0,
            open: 0,
            next: None,
            components: Vec::new(),
            filter: Filter::Undecided,
            leads: true,
            may_reassign: true,
            ..bare.clone()
        };
        vec![bare, asked, led, done]
    }
}
