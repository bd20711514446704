//! One criterion of a draft, and the criteria that were returned.

use chrono::NaiveDate;
use lustrum_domain::{FindingStatus, ReturnReason};
use serde::Serialize;

use super::{Comments, DraftHead, Fault, OptionView, Saved, closed_head, faults, head, saved};
use crate::page::{Page, day, nasty};

/// The page of a criterion.
#[derive(Debug, Clone, Serialize)]
pub struct CriterionPage {
    /// The top of the page.
    pub head: DraftHead,
    /// For example `KA-3.02`.
    pub id: String,
    /// The set, `set@version`.
    pub set: String,
    /// The component's title.
    pub component: String,
    /// `essential`, `expected`, `optional`.
    pub level: String,
    /// What is required.
    pub requirement: String,
    /// How to go about it.
    pub guidance: String,
    /// What shows that it is met.
    pub evidence: String,
    /// What was agreed on it when the case was scoped.
    pub focus: Option<String>,
    /// The sections of the plan data that it looks at.
    pub sections: Vec<SectionLink>,
    /// The answer.
    pub form: AnswerForm,
    /// What the automatic checks say.
    pub checks: Vec<CheckView>,
    /// Why there is no check.
    pub note: Option<String>,
    /// What was judged before in this case.
    pub findings: Vec<FindingView>,
    /// The last case's answer and judgement.
    pub last: Option<LastCycle>,
    /// What was written about the answer.
    pub comments: Comments,
    /// The criterion before.
    pub previous: Option<String>,
    /// The criterion after.
    pub next: Option<String>,
}

/// A link to a section of the plan data.
#[derive(Debug, Clone, Serialize)]
pub struct SectionLink {
    /// Its name in paths.
    pub name: String,
    /// What it is called.
    pub label: String,
}

/// The form of an answer.
#[derive(Debug, Clone, Serialize)]
pub struct AnswerForm {
    /// The criterion.
    pub criterion: String,
    /// The version that was read; 0 for none.
    pub version: i64,
    /// That version, whole: what the reader leaves as it was is a colleague's to
    /// change.
    pub base: String,
    /// Whether the reader may change it now.
    pub open: bool,
    /// How the plan meets the criterion.
    pub text: String,
    /// Why a check that is not met does not stand in the way.
    pub explanation: String,
    /// Whether a check asks for that.
    pub asks_explanation: bool,
    /// The answer to the remark of a return.
    pub reply: String,
    /// What was replied to an earlier remark, while this one has no reply.
    pub earlier_reply: Option<String>,
    /// The return that waits for an answer.
    pub returned: Option<FindingView>,
    /// Where it is documented, with an empty line for one more.
    pub evidence: Vec<EvidenceView>,
    /// What is wrong with what was typed.
    pub faults: Vec<Fault>,
    /// When it was saved last.
    pub saved: Option<Saved>,
}

/// A place in a file.
#[derive(Debug, Clone, Serialize)]
pub struct EvidenceView {
    /// The files to choose from, the chosen one marked.
    pub files: Vec<OptionView>,
    /// The chosen file's id, to open it.
    pub file: Option<String>,
    /// The page.
    pub page: String,
    /// The passage.
    pub passage: String,
}

/// What an automatic check says.
#[derive(Debug, Clone, Serialize)]
pub struct CheckView {
    /// `met`, `not_met`, `unknown`, `not_applicable`.
    pub outcome: &'static str,
    /// The places that it points at.
    pub places: Vec<PlaceView>,
    /// The numbers behind it.
    pub parameters: Vec<ParameterView>,
}

/// A place in the plan data that a check points at.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceView {
    /// The whole sentence.
    pub message: String,
    /// What stands there.
    pub found: String,
    /// What is wanted.
    pub wanted: String,
    /// The path of the field.
    pub link: String,
}

/// A number behind a check.
#[derive(Debug, Clone, Serialize)]
pub struct ParameterView {
    /// Its value with its unit.
    pub value: String,
    /// How it is to be read.
    pub note: String,
    /// Where it comes from.
    pub source: String,
    /// The date of the source.
    pub date: NaiveDate,
}

/// A judgement.
#[derive(Debug, Clone, Serialize)]
pub struct FindingView {
    /// The stage that judged.
    pub stage: String,
    /// The round.
    pub round: u32,
    /// The judgement.
    pub status: FindingStatus,
    /// The kind of fault.
    pub reason: Option<ReturnReason>,
    /// The remark; none where there is none, or it was erased.
    pub remark: Option<String>,
}

/// The last case on the same criterion.
#[derive(Debug, Clone, Serialize)]
pub struct LastCycle {
    /// The case.
    pub case: String,
    /// The how-many-eth it was.
    pub edition: u32,
    /// Its answer.
    pub text: Option<String>,
    /// What was judged.
    pub findings: Vec<FindingView>,
}

/// The criteria that were returned, with nothing else.
#[derive(Debug, Clone, Serialize)]
pub struct Returned {
    /// The top of the page.
    pub head: DraftHead,
    /// The criteria.
    pub criteria: Vec<ReturnedCriterion>,
}

/// A criterion that was returned.
#[derive(Debug, Clone, Serialize)]
pub struct ReturnedCriterion {
    /// What is required.
    pub requirement: String,
    /// Whether somebody replied to the remark.
    pub replied: bool,
    /// The answer, with the remark.
    pub form: AnswerForm,
    /// The sections of the plan data that it looks at.
    pub sections: Vec<SectionLink>,
}

fn finding(status: FindingStatus) -> FindingView {
    FindingView {
        stage: "CONCITO".to_owned(),
        round: 1,
        status,
        reason: (status == FindingStatus::Returned).then_some(ReturnReason::Incomplete),
        remark: Some(nasty()),
    }
}

fn form() -> AnswerForm {
    let files = vec![
        OptionView::of("1", "plan.pdf", false),
        OptionView::of("2", &nasty(), true),
    ];
    AnswerForm {
        criterion: "KA-3.02".to_owned(),
        version: 3,
        base: nasty(),
        open: true,
        text: nasty(),
        explanation: nasty(),
        asks_explanation: true,
        reply: String::new(),
        earlier_reply: None,
        returned: None,
        evidence: vec![
            EvidenceView {
                file: Some("2".to_owned()),
                files: files.clone(),
                page: "12".to_owned(),
                passage: nasty(),
            },
            EvidenceView {
                file: None,
                files,
                page: String::new(),
                passage: String::new(),
            },
        ],
        faults: Vec::new(),
        saved: Some(saved()),
    }
}

impl Page for CriterionPage {
    const TEMPLATE: &'static str = "pages/draft_criterion.html";

    fn samples() -> Vec<Self> {
        let full = Self {
            head: head(),
            id: "KA-3.02".to_owned(),
            set: "cctf-ka@0.1".to_owned(),
            component: nasty(),
            level: "expected".to_owned(),
            requirement: nasty(),
            guidance: nasty(),
            evidence: nasty(),
            focus: Some(nasty()),
            sections: vec![SectionLink {
                name: "inventory".to_owned(),
                label: nasty(),
            }],
            form: form(),
            checks: vec![
                CheckView {
                    outcome: "not_met",
                    places: vec![PlaceView {
                        message: nasty(),
                        found: "2019".to_owned(),
                        wanted: "2022".to_owned(),
                        link: "/cases/1/draft/data/inventory".to_owned(),
                    }],
                    parameters: vec![ParameterView {
                        value: "4 år".to_owned(),
                        note: nasty(),
                        source: nasty(),
                        date: day(2026, 1, 1),
                    }],
                },
                CheckView {
                    outcome: "met",
                    places: Vec::new(),
                    parameters: Vec::new(),
                },
            ],
            note: None,
            findings: vec![finding(FindingStatus::Approved)],
            last: Some(LastCycle {
                case: "0189".to_owned(),
                edition: 1,
                text: Some(nasty()),
                findings: vec![finding(FindingStatus::ApprovedWithCondition)],
            }),
            comments: Comments::sample(true),
            previous: Some("KA-3.01".to_owned()),
            next: Some("KA-3.03".to_owned()),
        };
        vec![
            full.clone(),
            Self {
                head: closed_head(),
                form: AnswerForm {
                    open: false,
                    version: 0,
                    text: String::new(),
                    asks_explanation: false,
                    reply: nasty(),
                    evidence: form().evidence.into_iter().take(1).collect(),
                    saved: None,
                    ..form()
                },
                focus: None,
                sections: Vec::new(),
                checks: Vec::new(),
                note: Some(nasty()),
                findings: Vec::new(),
                last: Some(LastCycle {
                    case: "0189".to_owned(),
                    edition: 1,
                    text: None,
                    findings: Vec::new(),
                }),
                comments: Comments::sample(false),
                previous: None,
                next: None,
                ..full.clone()
            },
            Self {
                last: None,
                form: AnswerForm {
                    returned: Some(finding(FindingStatus::Returned)),
                    earlier_reply: Some(nasty()),
                    faults: faults("a-KA-3.02-page-0"),
                    ..form()
                },
                ..full
            },
        ]
    }
}

impl Page for Returned {
    const TEMPLATE: &'static str = "pages/draft_returned.html";

    fn samples() -> Vec<Self> {
        vec![
            Self {
                head: head(),
                criteria: vec![ReturnedCriterion {
                    requirement: nasty(),
                    replied: false,
                    form: AnswerForm {
                        returned: Some(FindingView {
                            remark: None,
                            ..finding(FindingStatus::Returned)
                        }),
                        ..form()
                    },
                    sections: vec![SectionLink {
                        name: "inventory".to_owned(),
                        label: nasty(),
                    }],
                }],
            },
            Self {
                head: closed_head(),
                criteria: Vec::new(),
            },
        ]
    }
}
