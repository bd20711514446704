//! Where a draft stands, at a glance.

use lustrum_domain::FindingStatus;
use serde::Serialize;

use super::{DraftHead, closed_head, head};
use crate::page::{Page, nasty};

/// The overview of a draft.
#[derive(Debug, Clone, Serialize)]
pub struct Overview {
    /// The top of the page.
    pub head: DraftHead,
    /// How many criteria are answered.
    pub answered: usize,
    /// How many there are.
    pub total: usize,
    /// How many checks that are not met lack an explanation.
    pub unexplained: usize,
    /// The name of the plan document.
    pub plan: Option<String>,
    /// The criteria by component.
    pub components: Vec<OverviewComponent>,
    /// The sections of the plan data.
    pub sections: Vec<OverviewSection>,
}

/// A component with its criteria.
#[derive(Debug, Clone, Serialize)]
pub struct OverviewComponent {
    /// For example `C3`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// How many of its criteria are answered.
    pub answered: usize,
    /// Its criteria in order.
    pub criteria: Vec<OverviewCriterion>,
}

/// A criterion at a glance.
#[derive(Debug, Clone, Serialize)]
pub struct OverviewCriterion {
    /// For example `KA-3.02`.
    pub id: String,
    /// What is required.
    pub requirement: String,
    /// `essential`, `expected`, `optional`.
    pub level: String,
    /// Whether there is an answer.
    pub answered: bool,
    /// What its checks say: `met`, `not_met`, `unknown`, `not_applicable`;
    /// none where only people judge.
    pub check: Option<&'static str>,
    /// Whether a check that is not met is explained.
    pub explained: bool,
    /// The latest judgement that the reader may know.
    pub finding: Option<FindingStatus>,
    /// Whether the reader may answer it now.
    pub open: bool,
    /// How many comments there are.
    pub comments: usize,
}

/// A section of the plan data at a glance.
#[derive(Debug, Clone, Serialize)]
pub struct OverviewSection {
    /// Its name in paths.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// How many rows it has, where it is a table.
    pub rows: Option<usize>,
    /// Whether anything stands in it.
    pub begun: bool,
    /// How many faults of structure it has.
    pub faults: usize,
    /// Whether the reader may write it now.
    pub open: bool,
}

impl Page for Overview {
    const TEMPLATE: &'static str = "pages/draft_overview.html";

    fn samples() -> Vec<Self> {
        let criterion = |id: &str, check, answered| OverviewCriterion {
            id: id.to_owned(),
            requirement: nasty(),
            level: "essential".to_owned(),
            answered,
            check,
            explained: false,
            finding: None,
            open: true,
            comments: 0,
        };
        let full = Self {
            head: head(),
            answered: 1,
            total: 4,
            unexplained: 1,
            plan: Some(nasty()),
            components: vec![OverviewComponent {
                id: "C3".to_owned(),
                title: nasty(),
                answered: 1,
                criteria: vec![
                    criterion("KA-3.01", Some("met"), true),
                    criterion("KA-3.02", Some("not_met"), false),
                    OverviewCriterion {
                        finding: Some(FindingStatus::Approved),
                        open: false,
                        comments: 2,
                        ..criterion("KA-3.03", Some("unknown"), true)
                    },
                    OverviewCriterion {
                        finding: Some(FindingStatus::Returned),
                        explained: true,
                        ..criterion("KA-3.04", Some("not_met"), true)
                    },
                    criterion("KA-3.05", Some("not_applicable"), true),
                    criterion("KA-3.06", None, true),
                ],
            }],
            sections: vec![
                OverviewSection {
                    name: "inventory".to_owned(),
                    label: nasty(),
                    rows: None,
                    begun: true,
                    faults: 2,
                    open: true,
                },
                OverviewSection {
                    name: "actions".to_owned(),
                    label: "Indsatser".to_owned(),
                    rows: Some(300),
                    begun: true,
                    faults: 0,
                    open: false,
                },
            ],
        };
        vec![
            full.clone(),
            Self {
                head: closed_head(),
                answered: 0,
                unexplained: 0,
                plan: None,
                components: Vec::new(),
                sections: vec![OverviewSection {
                    begun: false,
                    rows: Some(0),
                    ..full.sections[1].clone()
                }],
                ..full
            },
        ]
    }
}
