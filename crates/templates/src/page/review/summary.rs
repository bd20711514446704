//! The summary that the last stage reads.

use lustrum_domain::{Bilingual, FindingStatus};
use serde::Serialize;

use super::{
    ConditionOf, FindingLine, ReviewHead, StatusCount, condition, finding, head, hostile_head,
    requirement,
};
use crate::{
    page::{Page, both, nasty},
    plot::PlanPlots,
};

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
