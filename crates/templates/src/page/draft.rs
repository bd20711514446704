//! The coordinator's pages: a draft, its answers, tables and files.
//!
//! What the criteria set says comes in the reader's language already; words of
//! our own are the templates'.

mod criterion;
mod files;
mod form;
mod overview;
mod ready;
mod versions;

pub use criterion::{
    AnswerForm, CheckView, CriterionPage, EvidenceView, FindingView, LastCycle, ParameterView,
    PlaceView, Returned, ReturnedCriterion, SectionLink,
};
pub use files::{FileView, Files};
pub use form::{
    FieldView, FormPiece, Grid, GridColumn, GridRow, ListView, OptionView, Pages, RowLine, RowList,
    RowPlace, SectionPage, Taken,
};
pub use overview::{Overview, OverviewComponent, OverviewCriterion, OverviewSection};
pub use ready::{OpenItem, OpenReading, Ready, Round};
pub use versions::{Conflict, ImportPlan, ImportPreview, PlanSection, Side};

use chrono::NaiveDate;
use lustrum_domain::StateName;
use serde::Serialize;

use super::{CasePlace, Due};

/// What stands at the top of each page of a draft.
#[derive(Debug, Clone, Serialize)]
pub struct DraftHead {
    /// Where else in the case.
    pub nav: Vec<CasePlace>,
    /// The case's id as in its path.
    pub case: String,
    /// Whose plan.
    pub municipality: String,
    /// The how-many-eth case.
    pub edition: u32,
    /// Where the case stands.
    pub state: StateName,
    /// What is due next.
    pub due: Option<Due>,
    /// Whether the reader may change anything now.
    pub editable: bool,
    /// How many criteria were returned and wait for an answer.
    pub returned: usize,
}

/// When and by whom something was saved last.
#[derive(Debug, Clone, Serialize)]
pub struct Saved {
    /// The day.
    pub on: NaiveDate,
    /// The time of day, written as in the reader's language.
    pub time: String,
    /// Who; none once the name was erased.
    pub by: Option<String>,
}

/// Something that cannot be used as it was sent.
#[derive(Debug, Clone, Serialize)]
pub struct Fault {
    /// The id of the field that it is about, where that stands on the page.
    pub at: Option<String>,
    /// What is wrong.
    pub message: String,
}

/// What colleagues and the advisor wrote about one part of a draft.
#[derive(Debug, Clone, Serialize)]
pub struct Comments {
    /// The part, `answer/KA-3.02` or `data/inventory`.
    pub part: String,
    /// Comments, oldest first.
    pub lines: Vec<CommentLine>,
    /// Whether the reader may add one.
    pub open: bool,
}

/// A comment.
#[derive(Debug, Clone, Serialize)]
pub struct CommentLine {
    /// When, and by whom.
    pub saved: Saved,
    /// What it says.
    pub body: String,
}

impl Comments {
    fn sample(open: bool) -> Self {
        Self {
            part: "answer/KA-3.02".to_owned(),
            lines: Vec::from_iter(open.then(|| CommentLine {
                saved: saved(),
                body: super::nasty(),
            })),
            open,
        }
    }
}

fn faults(at: &str) -> Vec<Fault> {
    let fault = |at| Fault {
        at,
        message: super::nasty(),
    };
    vec![fault(Some(at.to_owned())), fault(None)]
}

fn head() -> DraftHead {
    DraftHead {
        nav: CasePlace::samples("CONCITO", "case-place-draft"),
        case: "0190".to_owned(),
        municipality: "Odder".to_owned(),
        edition: 1,
        state: StateName::Revision,
        due: Some(Due::new(
            "submission",
            super::day(2027, 3, 1),
            super::day(2027, 2, 1),
        )),
        editable: true,
        returned: 0,
    }
}

fn closed_head() -> DraftHead {
    DraftHead {
        nav: CasePlace::samples(&super::nasty(), "case-place-draft"),
        municipality: super::nasty(),
        state: StateName::Returned,
        due: None,
        editable: false,
        returned: 2,
        ..head()
    }
}

fn saved() -> Saved {
    Saved {
        on: super::day(2027, 1, 31),
        time: "14.02".to_owned(),
        by: Some(super::nasty()),
    }
}
