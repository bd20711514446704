//! What concluding a stage would lead to.

use lustrum_domain::{Bilingual, FindingStatus, StateName, notice::NoticeKind};
use serde::Serialize;

use super::{
    ConditionOf, FindingLine, ReviewHead, StatusCount, condition, finding, head, hostile_head,
};
use crate::page::{Due, Page, both, day, nasty};

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
    /// Criteria that do not apply, with the reason.
    pub not_applicable: Vec<FindingsOf>,
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
            not_applicable: Vec::new(),
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
            not_applicable: vec![FindingsOf {
                criterion: "KA-1.03".to_owned(),
                requirement: both(&nasty(), &nasty()),
                finding: finding(FindingStatus::NotApplicable, &nasty()),
            }],
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
