//! One criterion as those who judge it see it.

use chrono::NaiveDate;
use lustrum_domain::{Bilingual, FindingStatus, ReturnReason, StageStatus};
use serde::Serialize;

use super::{
    ConditionLine, FindingLine, ReviewHead, condition, finding, head, hostile_head, requirement,
};
use crate::{
    page::{
        Due, Page, both,
        command::{Input, Widget},
        day, nasty,
    },
    plot::PlanPlots,
};

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
    /// What of them can be drawn.
    pub plots: PlanPlots,
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
    /// How this stage judges it in this round, or the reader alone so far.
    pub current: Option<FindingLine>,
    /// Whether that waits for other reviewers, or for the lead.
    pub waits: bool,
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
        plots: PlanPlots::default(),
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
        waits: false,
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
        plots: PlanPlots::sample(),
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
        waits: true,
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
