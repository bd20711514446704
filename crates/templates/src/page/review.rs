//! A stage of a case as those who judge it see it: the sheet with every
//! criterion, the page of one criterion, the preview of the outcome, and the
//! summary that C40 reads.

use chrono::NaiveDate;
use lustrum_domain::{
    AssignmentStatus, Bilingual, ConditionStatus, FindingStatus, ReturnReason, StageStatus,
    StateName, SubmissionKind, notice::NoticeKind,
};
use serde::Serialize;

use super::{
    CasePlace, Due, Page, both,
    command::{Input, Widget},
    day, nasty,
    reviews::AnswerFault,
};
use crate::plot::PlanPlots;

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

/// A piece of a text, as it lies to an earlier one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// How.
    pub change: Change,
    /// The words.
    pub text: String,
}

/// How something lies to what was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It is as it was.
    Same,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is there and differs.
    Changed,
}

/// The page of one criterion.
#[derive(Debug, Clone, Serialize)]
pub struct ReviewCriterion {
    /// Which stage.
    pub head: ReviewHead,
    /// For example `KA-3.02`.
    pub criterion: String,
    /// The component it belongs to.
    pub component: Bilingual,
    /// How much hangs on it, as the set's file spells it.
    pub level: String,
    /// What is required.
    pub requirement: Bilingual,
    /// How to go about it.
    pub guidance: Bilingual,
    /// What shows that it is met.
    pub wanted: Bilingual,
    /// What was agreed on it when the case was scoped.
    pub focus: Option<String>,
    /// How often it was returned, in all cases together.
    pub returns: Option<CriterionReturns>,
    /// Its place among the criteria of the stage, from 1.
    pub position: usize,
    /// How many criteria the stage has.
    pub total: usize,
    /// The criterion before it.
    pub previous: Option<String>,
    /// The criterion after it.
    pub next: Option<String>,
    /// The next one to be judged.
    pub next_undecided: Option<String>,
    /// Criteria to be judged still.
    pub undecided: usize,
    /// The judgement so far.
    pub status: FindingStatus,
    /// Whether the approval was carried over.
    pub locked: bool,
    /// What the municipality answered.
    pub answer: Option<ReviewAnswer>,
    /// The plan document.
    pub plan: Option<EvidenceLine>,
    /// Where the answer says that it is documented; what was taken away since
    /// the last round is among it, marked.
    pub evidence: Vec<EvidenceLine>,
    /// The plan data that the criterion looks at.
    pub data: Vec<DataBlock>,
    /// What the automatic checks said together; none where a person must tell.
    pub check: Option<String>,
    /// What they said one by one.
    pub checks: Vec<CheckLine>,
    /// Why there are none.
    pub check_note: Option<Bilingual>,
    /// What this submission was compared with.
    pub compared: Option<Compared>,
    /// How this stage judged it in earlier rounds, oldest first.
    pub rounds: Vec<FindingLine>,
    /// How this stage judges it in this round.
    pub current: Option<FindingLine>,
    /// How other stages judged it.
    pub elsewhere: Vec<FindingLine>,
    /// What other reviewers of the stage say of it.
    pub opinions: Vec<Opinion>,
    /// Whether they say nothing before the reader has judged.
    pub opinions_hidden: bool,
    /// Conditions attached to approvals of it.
    pub conditions: Vec<ConditionLine>,
    /// The second reading of it that is under way.
    pub reading: Option<ReadingView>,
    /// What the municipality's last case said of it.
    pub last_cycle: Option<LastCycleView>,
    /// The form; none for those who may not judge it.
    pub form: Option<JudgementView>,
    /// Whether the form settles a disagreement instead of judging.
    pub settles: bool,
    /// Whether the reader may open the finding again.
    pub reopens: bool,
    /// The reason for it that was typed, when it was not done.
    pub reopen: Option<String>,
    /// Why something was not done, as a sentence.
    pub refused: Option<String>,
}

/// How often a criterion was returned in reviews that are concluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CriterionReturns {
    /// How often.
    pub returned: u64,
    /// Of how many judgements.
    pub judged: u64,
}

/// A second reading that is under way.
#[derive(Debug, Clone, Serialize)]
pub struct ReadingView {
    /// Which.
    pub id: String,
    /// The version of the case that the form was made for.
    pub version: u64,
    /// Why the municipality asked for it; none once that was erased.
    pub reasons: Option<String>,
    /// When it is to be decided.
    pub due: Option<Due>,
    /// The questions; none for those who may not decide it.
    pub inputs: Vec<Input>,
}

/// An answer.
#[derive(Debug, Clone, Serialize)]
pub struct ReviewAnswer {
    /// How the plan meets the criterion.
    pub text: Vec<Piece>,
    /// Why an automatic check that is not met does not stand in the way.
    pub explanation: Vec<Piece>,
    /// The answer to the remark of a return.
    pub reply: Option<String>,
}

/// A place in a file.
#[derive(Debug, Clone, Serialize)]
pub struct EvidenceLine {
    /// Where it opens; none when the file is not there any more.
    pub href: Option<String>,
    /// The file's name.
    pub name: String,
    /// The page.
    pub page: Option<u32>,
    /// The passage, in words.
    pub passage: Option<String>,
    /// How it lies to the last round.
    pub change: Change,
}

/// A part of the plan data.
#[derive(Debug, Clone, Serialize)]
pub struct DataBlock {
    /// What a form calls it.
    pub title: Bilingual,
    /// Whether nothing stands there.
    pub absent: bool,
    /// How it lies to the last round.
    pub change: Change,
    /// Single values.
    pub facts: Vec<DataFact>,
    /// Tables.
    pub tables: Vec<DataTable>,
}

/// A single value with its name.
#[derive(Debug, Clone, Serialize)]
pub struct DataFact {
    /// What a form calls it.
    pub label: Bilingual,
    /// The value.
    pub cell: DataCell,
}

/// A table.
#[derive(Debug, Clone, Serialize)]
pub struct DataTable {
    /// What a form calls it.
    pub title: Bilingual,
    /// What its columns are called.
    pub columns: Vec<Bilingual>,
    /// Its rows, those that are gone at the end.
    pub rows: Vec<DataRow>,
    /// How many rows differ from the last round.
    pub changed: usize,
}

/// A row of a table.
#[derive(Debug, Clone, Serialize)]
pub struct DataRow {
    /// How it lies to the last round.
    pub change: Change,
    /// Its cells.
    pub cells: Vec<DataCell>,
}

/// A value, ready to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DataCell {
    /// What stands there now; none for nothing.
    pub now: Option<Bilingual>,
    /// What stood there, where that is something else.
    pub was: Option<Bilingual>,
}

/// What an automatic check said.
#[derive(Debug, Clone, Serialize)]
pub struct CheckLine {
    /// Its id within the set.
    pub check: String,
    /// What it concluded.
    pub outcome: String,
    /// The places it points at.
    pub findings: Vec<CheckFinding>,
}

/// A place that a check points at.
#[derive(Debug, Clone, Serialize)]
pub struct CheckFinding {
    /// The whole sentence, which names the place.
    pub message: Bilingual,
}

/// What a submission was compared with.
#[derive(Debug, Clone, Serialize)]
pub struct Compared {
    /// The how-many-eth submission of the case.
    pub number: u32,
    /// When it was handed in.
    pub on: NaiveDate,
    /// Whether anything about the criterion differs.
    pub changed: bool,
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

/// What another reviewer says.
#[derive(Debug, Clone, Serialize)]
pub struct Opinion {
    /// Who; none once the name was erased.
    pub name: Option<String>,
    /// The judgement.
    pub status: FindingStatus,
    /// What was written.
    pub remark: Option<String>,
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

/// What the municipality's last case said.
#[derive(Debug, Clone, Serialize)]
pub struct LastCycleView {
    /// The how-many-eth case.
    pub edition: u32,
    /// What it was judged by, `set@version`.
    pub criteria: Option<String>,
    /// The answer.
    pub answer: Option<String>,
    /// How it was judged at last, per stage.
    pub findings: Vec<FindingLine>,
}

/// A judgement as the form shows it.
#[derive(Debug, Clone, Serialize)]
pub struct JudgementView {
    /// The chosen judgement.
    pub verdict: String,
    /// The chosen kind of fault.
    pub reason: String,
    /// What was written.
    pub text: String,
    /// The last day of a condition.
    pub due: String,
    /// Every kind of fault.
    pub reasons: Vec<ReturnReason>,
    /// Whether a draft is kept, and from which day.
    pub draft_on: Option<NaiveDate>,
    /// Fields that cannot be used.
    pub faults: Vec<JudgementFault>,
}

/// A field that cannot be used.
#[derive(Debug, Clone, Serialize)]
pub struct JudgementFault {
    /// Its name.
    pub field: String,
    /// What is wrong.
    pub message: String,
}

/// What concluding the stage would lead to.
#[derive(Debug, Clone, Serialize)]
pub struct ReviewConclude {
    /// Which stage.
    pub head: ReviewHead,
    /// The version of the case that was previewed.
    pub version: u64,
    /// Why it cannot be concluded now; none when it can.
    pub refused: Option<String>,
    /// Criteria that are not judged.
    pub pending: Vec<String>,
    /// How many of each judgement there are.
    pub counts: Vec<StatusCount>,
    /// Where the case would stand.
    pub state: Option<StateName>,
    /// The stage that would judge next.
    pub next: Option<String>,
    /// Criteria that would be returned, with what the municipality would read.
    pub returned: Vec<FindingsOf>,
    /// Conditions that stand.
    pub conditions: Vec<ConditionOf>,
    /// Deadlines that would begin.
    pub deadlines: Vec<Due>,
    /// Working days for the answer, which begin when the municipality knows.
    pub answer_days: Option<u32>,
    /// Mails that would go out.
    pub mails: Vec<MailLine>,
    /// What the mail to the municipality would say.
    pub letter: Option<Letter>,
    /// Notices to political bodies.
    pub notices: Vec<NoticeLine>,
}

/// How many criteria were judged so.
#[derive(Debug, Clone, Serialize)]
pub struct StatusCount {
    /// How.
    pub status: FindingStatus,
    /// How many.
    pub count: usize,
}

/// A criterion with its finding.
#[derive(Debug, Clone, Serialize)]
pub struct FindingsOf {
    /// For example `KA-3.02`.
    pub criterion: String,
    /// What is required.
    pub requirement: Bilingual,
    /// The finding.
    pub finding: FindingLine,
}

/// A condition of a criterion.
#[derive(Debug, Clone, Serialize)]
pub struct ConditionOf {
    /// For example `KA-3.02`.
    pub criterion: String,
    /// The condition.
    pub condition: ConditionLine,
}

/// A mail that would go out.
#[derive(Debug, Clone, Serialize)]
pub struct MailLine {
    /// Whom to, by name.
    pub to: String,
    /// Its subject.
    pub subject: String,
}

/// What a mail would say.
#[derive(Debug, Clone, Serialize)]
pub struct Letter {
    /// Its language.
    pub locale: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
}

/// A notice that would be drafted or sent.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeLine {
    /// Whom to.
    pub body: String,
    /// What it tells.
    pub kind: NoticeKind,
}

/// The summary that the last stage reads, in English whatever the reader's language.
#[derive(Debug, Clone, Serialize)]
pub struct ReviewSummary {
    /// Which stage reads it.
    pub head: ReviewHead,
    /// The programme's title.
    pub programme: Bilingual,
    /// SHA-256 of the plan document.
    pub plan: Option<String>,
    /// The organisations of the stages before, by name.
    pub organisations: Vec<String>,
    /// Per component how its criteria stand.
    pub components: Vec<SummaryComponent>,
    /// Conditions that stand.
    pub conditions: Vec<ConditionOf>,
    /// What the plan says, as plots.
    pub plots: PlanPlots,
}

/// A component in the summary.
#[derive(Debug, Clone, Serialize)]
pub struct SummaryComponent {
    /// For example `C3`.
    pub id: String,
    /// What it is called.
    pub title: Bilingual,
    /// How many of each judgement there are.
    pub counts: Vec<StatusCount>,
    /// Its criteria.
    pub rows: Vec<SummaryRow>,
}

/// A criterion in the summary.
#[derive(Debug, Clone, Serialize)]
pub struct SummaryRow {
    /// For example `KA-3.02`.
    pub criterion: String,
    /// What is required.
    pub requirement: Bilingual,
    /// What the stages before found at last.
    pub findings: Vec<FindingLine>,
    /// What the automatic checks said together; none where a person must tell.
    pub check: Option<String>,
    /// What those that are not met said.
    pub unmet: Vec<Bilingual>,
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

impl Page for ReviewCriterion {
    const TEMPLATE: &'static str = "pages/review_criterion.html";

    fn samples() -> Vec<Self> {
        let bare = bare();
        let form = JudgementView {
            verdict: "returned".to_owned(),
            reason: "outdated".to_owned(),
            text: nasty(),
            due: "2027-12-31".to_owned(),
            reasons: ReturnReason::ALL.to_vec(),
            draft_on: Some(day(2027, 1, 9)),
            faults: ["verdict", "reason", "text", "due"]
                .map(|field| JudgementFault {
                    field: field.to_owned(),
                    message: nasty(),
                })
                .to_vec(),
        };
        let plain = Self {
            returns: Some(CriterionReturns {
                returned: 1,
                judged: 40,
            }),
            form: Some(JudgementView {
                verdict: String::new(),
                reason: String::new(),
                text: String::new(),
                due: String::new(),
                draft_on: None,
                faults: Vec::new(),
                ..form.clone()
            }),
            ..bare.clone()
        };
        let locked = Self {
            locked: true,
            status: FindingStatus::Approved,
            head: hostile_head(),
            previous: None,
            next: None,
            next_undecided: None,
            undecided: 0,
            reopens: true,
            reopen: Some(nasty()),
            reading: Some(ReadingView {
                id: "rea_1".to_owned(),
                version: 7,
                reasons: None,
                due: None,
                inputs: Vec::new(),
            }),
            compared: Some(Compared {
                number: 2,
                on: day(2026, 12, 1),
                changed: false,
            }),
            ..bare.clone()
        };
        vec![bare, plain, locked, full(form)]
    }
}

fn bare() -> ReviewCriterion {
    ReviewCriterion {
        head: head(),
        criterion: "KA-3.02".to_owned(),
        component: both("Drivhusgasser", "Greenhouse gases"),
        level: "essential".to_owned(),
        requirement: requirement(),
        guidance: both("Brug det nyeste år.", "Use the newest year."),
        wanted: both("Regnskabsåret.", "The inventory year."),
        focus: None,
        returns: None,
        position: 2,
        total: 45,
        previous: Some("KA-3.01".to_owned()),
        next: Some("KA-3.03".to_owned()),
        next_undecided: Some("KA-3.05".to_owned()),
        undecided: 12,
        status: FindingStatus::Pending,
        locked: false,
        answer: None,
        plan: None,
        evidence: Vec::new(),
        data: Vec::new(),
        check: None,
        checks: Vec::new(),
        check_note: Some(both(
            "Det kan kun et menneske sige.",
            "Only a person can tell.",
        )),
        compared: None,
        rounds: Vec::new(),
        current: None,
        elsewhere: Vec::new(),
        opinions: Vec::new(),
        opinions_hidden: false,
        conditions: Vec::new(),
        reading: None,
        last_cycle: None,
        form: None,
        settles: false,
        reopens: false,
        reopen: None,
        refused: None,
    }
}

fn full(form: JudgementView) -> ReviewCriterion {
    let piece = |change, text: &str| Piece {
        change,
        text: text.to_owned(),
    };
    let evidence = |change| EvidenceLine {
        href: Some("/files/upl_1#page=12".to_owned()),
        name: nasty(),
        page: Some(12),
        passage: Some(nasty()),
        change,
    };
    let cell = |now: Option<&str>, was: Option<&str>| DataCell {
        now: now.map(|text| both(text, text)),
        was: was.map(|text| both(text, text)),
    };
    let rows = [
        Change::Same,
        Change::Added,
        Change::Removed,
        Change::Changed,
    ]
    .map(|change| DataRow {
        change,
        cells: vec![cell(Some(&nasty()), Some("2023")), cell(None, None)],
    });
    ReviewCriterion {
        head: ReviewHead {
            refusal: None,
            status: StageStatus::Open,
            ..hostile_head()
        },
        requirement: both(&nasty(), &nasty()),
        guidance: both(&nasty(), &nasty()),
        wanted: both(&nasty(), &nasty()),
        focus: Some(nasty()),
        status: FindingStatus::Returned,
        answer: Some(ReviewAnswer {
            text: vec![
                piece(Change::Same, "Regnskabet er fra "),
                piece(Change::Removed, "2021"),
                piece(Change::Added, &nasty()),
            ],
            explanation: vec![piece(Change::Same, &nasty())],
            reply: Some(nasty()),
        }),
        plan: Some(EvidenceLine {
            page: None,
            passage: None,
            change: Change::Same,
            ..evidence(Change::Same)
        }),
        evidence: vec![
            evidence(Change::Same),
            evidence(Change::Added),
            EvidenceLine {
                href: None,
                page: None,
                passage: None,
                ..evidence(Change::Removed)
            },
        ],
        data: vec![
            DataBlock {
                title: both("Opgørelse", "Inventory"),
                absent: false,
                change: Change::Changed,
                facts: vec![DataFact {
                    label: both("År", "Year"),
                    cell: cell(Some("2023"), Some("2021")),
                }],
                tables: vec![DataTable {
                    title: both("Rækker", "Rows"),
                    columns: vec![both("Kilde", "Source"), both("Ton", "Tonnes")],
                    rows: rows.to_vec(),
                    changed: 3,
                }],
            },
            DataBlock {
                title: both("Mål", "Targets"),
                absent: true,
                change: Change::Same,
                facts: Vec::new(),
                tables: Vec::new(),
            },
        ],
        check: Some("not_met".to_owned()),
        checks: vec![CheckLine {
            check: "inventory-age".to_owned(),
            outcome: "not_met".to_owned(),
            findings: vec![CheckFinding {
                message: both(&nasty(), &nasty()),
            }],
        }],
        check_note: None,
        compared: Some(Compared {
            number: 2,
            on: day(2026, 12, 1),
            changed: true,
        }),
        rounds: vec![FindingLine {
            organisation: None,
            ..finding(FindingStatus::Returned, &nasty())
        }],
        current: Some(FindingLine {
            by: None,
            remark: None,
            ..finding(FindingStatus::Returned, "")
        }),
        elsewhere: vec![finding(FindingStatus::Approved, &nasty())],
        opinions: vec![Opinion {
            name: Some(nasty()),
            status: FindingStatus::Approved,
            remark: Some(nasty()),
        }],
        opinions_hidden: true,
        conditions: vec![
            condition(Some(nasty())).condition,
            condition(None).condition,
        ],
        reading: Some(ReadingView {
            id: "rea_1".to_owned(),
            version: 7,
            reasons: Some(nasty()),
            due: Some(Due::new(
                "second_reading",
                day(2027, 1, 20),
                day(2027, 1, 10),
            )),
            inputs: vec![Input {
                name: "reason".to_owned(),
                heading: None,
                label: nasty(),
                hint: None,
                optional: false,
                fault: None,
                when: None,
                widget: Widget::Text {
                    value: String::new(),
                    rows: 6,
                },
            }],
        }),
        last_cycle: Some(LastCycleView {
            edition: 1,
            criteria: Some("cctf-ka@0.1".to_owned()),
            answer: Some(nasty()),
            findings: vec![finding(FindingStatus::ApprovedWithCondition, &nasty())],
        }),
        form: Some(form),
        settles: true,
        reopens: true,
        reopen: None,
        refused: Some(nasty()),
        ..bare()
    }
}

impl Page for ReviewConclude {
    const TEMPLATE: &'static str = "pages/review_conclude.html";

    fn samples() -> Vec<Self> {
        let bare = Self {
            head: head(),
            version: 7,
            refused: Some("Noget mangler.".to_owned()),
            pending: vec!["KA-3.02".to_owned()],
            counts: vec![StatusCount {
                status: FindingStatus::Pending,
                count: 1,
            }],
            state: None,
            next: None,
            returned: Vec::new(),
            conditions: Vec::new(),
            deadlines: Vec::new(),
            answer_days: None,
            mails: Vec::new(),
            letter: None,
            notices: Vec::new(),
        };
        let returning = Self {
            refused: None,
            pending: Vec::new(),
            state: Some(StateName::Returned),
            returned: vec![FindingsOf {
                criterion: "KA-3.02".to_owned(),
                requirement: both(&nasty(), &nasty()),
                finding: finding(FindingStatus::Returned, &nasty()),
            }],
            answer_days: Some(25),
            mails: vec![MailLine {
                to: nasty(),
                subject: nasty(),
            }],
            letter: Some(Letter {
                locale: "da".to_owned(),
                subject: nasty(),
                text: nasty(),
            }),
            notices: vec![NoticeLine {
                body: nasty(),
                kind: NoticeKind::Returned,
            }],
            ..bare.clone()
        };
        let going_on = Self {
            head: hostile_head(),
            refused: None,
            pending: Vec::new(),
            state: Some(StateName::Review),
            next: Some(nasty()),
            conditions: vec![condition(Some(nasty()))],
            deadlines: vec![Due::new("review", day(2027, 2, 1), day(2027, 1, 10))],
            ..bare.clone()
        };
        let deciding = Self {
            state: Some(StateName::Decision),
            next: None,
            ..going_on.clone()
        };
        vec![bare, returning, going_on, deciding]
    }
}

impl Page for ReviewSummary {
    const TEMPLATE: &'static str = "pages/review_summary.html";

    fn samples() -> Vec<Self> {
        let row = |findings: Vec<FindingLine>| SummaryRow {
            criterion: "KA-3.02".to_owned(),
            requirement: requirement(),
            findings,
            check: Some("not_met".to_owned()),
            unmet: vec![both(&nasty(), &nasty())],
        };
        let counts = vec![
            StatusCount {
                status: FindingStatus::Approved,
                count: 3,
            },
            StatusCount {
                status: FindingStatus::Returned,
                count: 1,
            },
        ];
        let bare = Self {
            head: head(),
            programme: both("Klimaalliancen", "Klimaalliancen"),
            plan: None,
            organisations: Vec::new(),
            components: Vec::new(),
            conditions: Vec::new(),
            plots: PlanPlots::default(),
        };
        let full = Self {
            plots: PlanPlots::sample(),
            head: hostile_head(),
            plan: Some("b".repeat(64)),
            organisations: vec!["CONCITO".to_owned()],
            components: vec![SummaryComponent {
                id: "C3".to_owned(),
                title: both("Drivhusgasser", "Greenhouse gases"),
                counts,
                rows: vec![
                    row(vec![finding(FindingStatus::Returned, &nasty())]),
                    SummaryRow {
                        check: None,
                        unmet: Vec::new(),
                        ..row(Vec::new())
                    },
                ],
            }],
            conditions: vec![condition(Some(nasty())), condition(None)],
            ..bare.clone()
        };
        vec![bare, full]
    }
}
