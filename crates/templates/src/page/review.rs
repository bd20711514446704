//! A stage of a case as those who judge it see it: the sheet with every
//! criterion, the page of one criterion, the preview of the outcome, and the
//! summary that C40 reads.

mod conclude;
mod criterion;
mod sheet;
mod summary;

pub use conclude::{FindingsOf, Letter, MailLine, NoticeLine, ReviewConclude};
pub use criterion::{
    Change, CheckFinding, CheckLine, Compared, CriterionReturns, DataBlock, DataCell, DataFact,
    DataRow, DataTable, EvidenceLine, JudgementFault, JudgementView, LastCycleView, Opinion, Piece,
    ReadingView, ReviewAnswer, ReviewCriterion,
};
pub use sheet::{
    AnswerFault, Candidate, Filter, FilterCount, OtherStage, OwnAssignment, ReadyDraft, Review,
    ReviewAssignment, ReviewComponent, ReviewRow,
};
pub use summary::{ReviewSummary, SummaryComponent, SummaryRow};

use chrono::NaiveDate;
use lustrum_domain::{
    Bilingual, ConditionStatus, FindingStatus, ReturnReason, StageStatus, SubmissionKind,
};
use serde::Serialize;

use super::{CasePlace, Due, both, day, nasty};

/// What the pages of a stage have in common.
#[derive(Debug, Clone, Serialize)]
pub struct ReviewHead {
    /// Where else in the case.
    pub nav: Vec<CasePlace>,
    /// The case's id as in its path.
    pub case: String,
    /// Whose plan.
    pub municipality: String,
    /// The how-many-eth case.
    pub edition: u32,
    /// The stage's key as in its path.
    pub stage: String,
    /// What its organisation is called.
    pub organisation: String,
    /// Where it stands.
    pub status: StageStatus,
    /// The review round; 0 for a self-assessment.
    pub round: u32,
    /// The id of what is judged; forms send it back, so that nobody judges what
    /// they have not seen.
    pub submission: String,
    /// The how-many-eth submission of the case that is.
    pub number: u32,
    /// What it is.
    pub kind: SubmissionKind,
    /// When it was handed in.
    pub submitted_on: NaiveDate,
    /// SHA-256 of all of it.
    pub digest: String,
    /// The criteria set, `set@version`.
    pub criteria: String,
    /// The last day of the review.
    pub due: Option<Due>,
    /// Why the reader may not judge; none for those who may.
    pub refusal: Option<String>,
    /// The organisation on whose behalf the reader judges.
    pub on_behalf: Option<String>,
}

/// A finding.
#[derive(Debug, Clone, Serialize)]
pub struct FindingLine {
    /// The organisation that judged, where it is another one.
    pub organisation: Option<String>,
    /// The round.
    pub round: u32,
    /// The judgement.
    pub status: FindingStatus,
    /// The kind of fault, when returned.
    pub reason: Option<ReturnReason>,
    /// What was written.
    pub remark: Option<String>,
    /// Who judged; none once the name was erased.
    pub by: Option<String>,
    /// When.
    pub on: NaiveDate,
}

/// A condition.
#[derive(Debug, Clone, Serialize)]
pub struct ConditionLine {
    /// The stage's organisation that set it.
    pub organisation: String,
    /// What must be done; none once it was erased.
    pub text: Option<String>,
    /// By when.
    pub due: NaiveDate,
    /// Where it stands.
    pub status: ConditionStatus,
}

/// How many criteria were judged so.
#[derive(Debug, Clone, Serialize)]
pub struct StatusCount {
    /// How.
    pub status: FindingStatus,
    /// How many.
    pub count: usize,
}

/// A condition of a criterion.
#[derive(Debug, Clone, Serialize)]
pub struct ConditionOf {
    /// For example `KA-3.02`.
    pub criterion: String,
    /// The condition.
    pub condition: ConditionLine,
}

fn head() -> ReviewHead {
    ReviewHead {
        nav: CasePlace::samples("CONCITO", "case-place-review"),
        case: "cyc_1".to_owned(),
        municipality: "Odder".to_owned(),
        edition: 2,
        stage: "concito".to_owned(),
        organisation: "CONCITO".to_owned(),
        status: StageStatus::Open,
        round: 2,
        submission: "sub_1".to_owned(),
        number: 3,
        kind: SubmissionKind::Plan,
        submitted_on: day(2027, 1, 4),
        digest: "a".repeat(64),
        criteria: "cctf-ka@0.1".to_owned(),
        due: Some(Due::new("review", day(2027, 1, 20), day(2027, 1, 10))),
        refusal: None,
        on_behalf: None,
    }
}

fn hostile_head() -> ReviewHead {
    ReviewHead {
        nav: CasePlace::samples(&nasty(), "case-place-review"),
        municipality: nasty(),
        organisation: nasty(),
        refusal: Some(nasty()),
        on_behalf: Some(nasty()),
        due: Some(Due::new("review", day(2027, 1, 2), day(2027, 1, 10))),
        status: StageStatus::Concluded,
        kind: SubmissionKind::SelfAssessment,
        round: 0,
        ..head()
    }
}

fn finding(status: FindingStatus, text: &str) -> FindingLine {
    FindingLine {
        organisation: Some("CONCITO".to_owned()),
        round: 1,
        status,
        reason: (status == FindingStatus::Returned).then_some(ReturnReason::Outdated),
        remark: Some(text.to_owned()),
        by: Some("Åse Kjær".to_owned()),
        on: day(2027, 1, 2),
    }
}

fn condition(text: Option<String>) -> ConditionOf {
    ConditionOf {
        criterion: "KA-3.02".to_owned(),
        condition: ConditionLine {
            organisation: "CONCITO".to_owned(),
            text,
            due: day(2028, 1, 1),
            status: ConditionStatus::Open,
        },
    }
}

fn requirement() -> Bilingual {
    both("Regnskabet er nyt.", "The inventory is recent.")
}
