//! One version of a criteria set, in full.

use chrono::NaiveDate;
use lustrum_domain::Bilingual;
use serde::Serialize;

use super::{Page, both, day, nasty};

/// The page of a criteria set.
#[derive(Debug, Clone, Serialize)]
pub struct CriteriaSet {
    /// `set@version`.
    pub pin: String,
    /// What it is called.
    pub title: Bilingual,
    /// Its status as the set's file spells it.
    pub status: String,
    /// What a reader must know before relying on it.
    pub note: Bilingual,
    /// Where it comes from.
    pub source: Bilingual,
    /// The date from which new cases pin it.
    pub effective: Option<NaiveDate>,
    /// Who must approve it.
    pub approvals: Vec<Bilingual>,
    /// SHA-256 of its content.
    pub digest: String,
    /// Its criteria by component.
    pub components: Vec<ComponentView>,
    /// The numbers and lists that its checks use.
    pub parameters: Vec<ParameterView>,
}

/// A component with its criteria.
#[derive(Debug, Clone, Serialize)]
pub struct ComponentView {
    /// For example `C3`.
    pub id: String,
    /// What it is called.
    pub title: Bilingual,
    /// The criteria.
    pub criteria: Vec<CriterionView>,
}

/// A criterion in full. Words such as the level are as the set's file spells them.
#[derive(Debug, Clone, Serialize)]
pub struct CriterionView {
    /// For example `KA-3.02`.
    pub id: String,
    /// How much hangs on it.
    pub level: String,
    /// Which certifications it is for.
    pub applies_to: String,
    /// How far a machine can tell.
    pub machine: String,
    /// What the requirement rests on.
    pub basis: Vec<String>,
    /// The organisations that judge it, by name.
    pub stages: Vec<String>,
    /// What is required.
    pub requirement: Bilingual,
    /// How to go about it.
    pub guidance: Bilingual,
    /// What shows that it is met.
    pub evidence: Bilingual,
    /// The automatic checks.
    pub checks: Vec<CheckView>,
}

/// An automatic check.
#[derive(Debug, Clone, Serialize)]
pub struct CheckView {
    /// Its id within the set.
    pub id: String,
    /// Its kind with version, for example `age@1`.
    pub kind: String,
    /// What it says when it is not met, if it has words of its own.
    pub message: Option<Bilingual>,
    /// The parameters it uses, by name.
    pub uses: Vec<String>,
}

/// A number or list that checks use.
#[derive(Debug, Clone, Serialize)]
pub struct ParameterView {
    /// Its name.
    pub name: String,
    /// Its value, ready to show.
    pub value: String,
    /// What it is counted in.
    pub unit: Bilingual,
    /// Where it comes from.
    pub source: String,
    /// The date of the source.
    pub date: NaiveDate,
    /// How it is to be read.
    pub note: Bilingual,
}

impl Page for CriteriaSet {
    const TEMPLATE: &'static str = "pages/criteria_set.html";

    fn samples() -> Vec<Self> {
        let criterion = |id: &str, level: &str, applies_to: &str, machine: &str| CriterionView {
            id: id.to_owned(),
            level: level.to_owned(),
            applies_to: applies_to.to_owned(),
            machine: machine.to_owned(),
            basis: [
                "second-hand",
                "capf-heading",
                "danish-practice",
                "leadership-standards",
                "gpc",
                "proposal",
            ]
            .map(str::to_owned)
            .to_vec(),
            stages: vec!["CONCITO".to_owned(), "C40".to_owned()],
            requirement: both("Regnskabet er nyt.", "The inventory is recent."),
            guidance: both("Brug det nyeste.", "Use the latest."),
            evidence: both("Regnskabet.", "The inventory."),
            checks: vec![CheckView {
                id: "inventory-age".to_owned(),
                kind: "age@1".to_owned(),
                message: Some(both("For gammelt.", "Too old.")),
                uses: vec!["inventory_max_age".to_owned()],
            }],
        };
        let set = |status: &str| Self {
            pin: "cctf-ka@0.1".to_owned(),
            title: both("Recertificering (udkast)", "Recertification (draft)"),
            status: status.to_owned(),
            note: both("Et udkast.", "A draft."),
            source: both("Egen formulering.", "Own wording."),
            effective: None,
            approvals: vec![both("Styregruppen", "The steering group")],
            digest: "ab".repeat(32),
            components: vec![ComponentView {
                id: "C3".to_owned(),
                title: both("Vidensgrundlag", "Evidence"),
                criteria: vec![
                    criterion("KA-3.02", "essential", "both", "automatic"),
                    criterion("KA-3.03", "expected", "first", "partly"),
                    CriterionView {
                        requirement: Bilingual {
                            da: nasty(),
                            en: nasty(),
                        },
                        checks: Vec::new(),
                        basis: Vec::new(),
                        ..criterion("KA-3.04", "optional", "recertification", "person")
                    },
                ],
            }],
            parameters: vec![ParameterView {
                name: "inventory_max_age".to_owned(),
                value: "4".to_owned(),
                unit: both("år", "years"),
                source: "Egen formulering, side 3".to_owned(),
                date: day(2026, 11, 1),
                note: both("Tælles til indsendelsen.", "Counted to the submission."),
            }],
        };
        let mut samples: Vec<Self> = [
            "draft",
            "hearing",
            "approved",
            "in_force",
            "superseded",
            "retired",
        ]
        .into_iter()
        .map(set)
        .collect();
        samples.push(Self {
            effective: Some(day(2027, 1, 1)),
            approvals: Vec::new(),
            components: Vec::new(),
            parameters: Vec::new(),
            ..set("in_force")
        });
        samples
    }
}
