//! A municipality in the register: its cases, certificates and plan.

use chrono::NaiveDate;
use lustrum_domain::StateName;
use serde::Serialize;

use super::{Page, certificate::CertificateStatus, day, nasty, register::RegisterRow};
use crate::plot::PlanPlots;

/// The page of a municipality.
#[derive(Debug, Clone, Serialize)]
pub struct MunicipalityPage {
    /// Its line in the register.
    pub now: RegisterRow,
    /// The region that serves it.
    pub region: Option<String>,
    /// Its cases, the latest first.
    pub cases: Vec<CaseHistory>,
    /// Its certificates, the latest first.
    pub certificates: Vec<CertificateLine>,
    /// What the plan in force says, as plots.
    pub plan: PlanPlots,
}

/// A case with what everybody may know of its course.
#[derive(Debug, Clone, Serialize)]
pub struct CaseHistory {
    /// The how-many-eth case.
    pub edition: u32,
    /// Where it stands.
    pub state: StateName,
    /// The criteria set it is judged by.
    pub criteria: Option<String>,
    /// What happened, in order.
    pub events: Vec<PublicEvent>,
}

/// Something that happened to a case.
#[derive(Debug, Clone, Serialize)]
pub struct PublicEvent {
    /// When.
    pub on: NaiveDate,
    /// The kind of event.
    pub kind: String,
}

/// A certificate of the municipality.
#[derive(Debug, Clone, Serialize)]
pub struct CertificateLine {
    /// Its number.
    pub number: String,
    /// Where it stands today.
    pub status: CertificateStatus,
    /// Its first day.
    pub valid_from: NaiveDate,
    /// Its last day.
    pub valid_to: NaiveDate,
    /// The criteria set.
    pub criteria: String,
    /// SHA-256 of the plan document.
    pub plan: String,
    /// Whether that document can be fetched here.
    pub has_file: bool,
}

impl Page for MunicipalityPage {
    const TEMPLATE: &'static str = "pages/municipality.html";

    fn samples() -> Vec<Self> {
        let full = Self {
            now: RegisterRow::sample(StateName::Certified),
            region: Some(nasty()),
            cases: StateName::ALL
                .iter()
                .map(|state| CaseHistory {
                    edition: 2,
                    state: *state,
                    criteria: Some("cctf-ka@0.1".to_owned()),
                    events: ["opened", "lapsed", "held", "certificate_revoked"]
                        .map(|kind| PublicEvent {
                            on: day(2026, 1, 20),
                            kind: kind.to_owned(),
                        })
                        .to_vec(),
                })
                .collect(),
            certificates: CertificateStatus::ALL
                .map(|status| CertificateLine {
                    number: "KA-0492-1".to_owned(),
                    status,
                    valid_from: day(2021, 7, 1),
                    valid_to: day(2026, 6, 30),
                    criteria: "cctf-ka@0.1".to_owned(),
                    plan: "0".repeat(64),
                    has_file: status == CertificateStatus::Valid,
                })
                .to_vec(),
            plan: PlanPlots::sample(),
        };
        vec![
            full.clone(),
            Self {
                now: RegisterRow {
                    municipality: nasty(),
                    own_route: false,
                    on_hold: false,
                    ..full.now
                },
                region: None,
                cases: vec![CaseHistory {
                    edition: 1,
                    state: StateName::Enrolled,
                    criteria: None,
                    events: Vec::new(),
                }],
                certificates: Vec::new(),
                plan: PlanPlots::default(),
            },
        ]
    }
}
