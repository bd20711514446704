//! A municipality in the register: its cases, certificates and plan.

use chrono::NaiveDate;
use lustrum_domain::StateName;
use serde::Serialize;
use serde_json::json;

use super::{Page, certificate::CertificateStatus, day, nasty, register::RegisterRow};
use crate::plot::{inventory::Inventory, pathway::Pathway};

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
    /// The way to its targets, from the plan last adopted.
    pub pathway: Option<Pathway>,
    /// Its emissions by sector, from the same.
    pub inventory: Option<Inventory>,
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
        let data = json!({
            "inventory": {
                "year": 2024, "total": 150, "base_year": { "year": 1990, "total": 300 },
                "rows": [
                    { "gpc_ref": "I.1.1", "value": 90 },
                    { "gpc_ref": "V.2", "value": -20.5 },
                    { "gpc_ref": "VI.1", "notation_key": "NO" },
                ],
            },
            "pathways": [
                { "kind": "business-as-usual", "series": [{ "sector": "total", "points": [
                    { "year": 2024, "value": 150 }, { "year": 2050, "value": 120 },
                ] }] },
                { "kind": "with-measures", "series": [{ "sector": "total", "points": [
                    { "year": 2024, "value": 150 }, { "year": 2050, "value": 0 },
                ] }] },
            ],
            "targets": [
                { "kind": "interim", "year": 2030, "remaining_tonnes": 90, "reduction_percent": 70 },
                { "kind": "interim", "year": 2035, "remaining_tonnes": 60 },
                { "kind": "net-zero", "year": 2050 },
            ],
            "reductions": { "year": 2030, "gap": 17 },
        });
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
            pathway: Pathway::of(&data),
            inventory: Inventory::of(&data),
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
                pathway: None,
                inventory: None,
            },
        ]
    }
}
