//! The public register: where every municipality stands.

use chrono::NaiveDate;
use lustrum_domain::StateName;
use serde::Serialize;

use super::{Due, Page, certificate::CertificateStatus, day, nasty};

/// The register.
#[derive(Debug, Clone, Serialize)]
pub struct Register {
    /// One row per municipality, in the order they are shown.
    pub rows: Vec<RegisterRow>,
    /// The day it shows.
    pub as_of: NaiveDate,
}

/// A municipality in the register.
#[derive(Debug, Clone, Serialize)]
pub struct RegisterRow {
    /// Its name.
    pub municipality: String,
    /// Its code.
    pub code: String,
    /// Where its latest case stands; none without a case.
    pub state: Option<StateName>,
    /// Whether that case is on hold.
    pub on_hold: bool,
    /// Why, which is public; none once it was erased.
    pub hold_reason: Option<String>,
    /// Whether it is certified on a route of its own.
    pub own_route: bool,
    /// What is due next.
    pub next: Option<Due>,
    /// The end of the period of the plan in force, where nothing is due.
    pub period_end: Option<NaiveDate>,
    /// The criteria set its case is judged by, `set@version`.
    pub criteria: Option<String>,
    /// Its latest certificate.
    pub certificate: Option<RegisterCertificate>,
}

/// A certificate in the register.
#[derive(Debug, Clone, Serialize)]
pub struct RegisterCertificate {
    /// Its number.
    pub number: String,
    /// Where it stands today.
    pub status: CertificateStatus,
    /// Its last day.
    pub valid_to: NaiveDate,
}

impl Page for Register {
    const TEMPLATE: &'static str = "pages/register.html";

    fn samples() -> Vec<Self> {
        let row = |state| RegisterRow {
            municipality: "Ærø".to_owned(),
            code: "0492".to_owned(),
            state: Some(state),
            on_hold: true,
            hold_reason: Some(nasty()),
            own_route: true,
            next: Some(Due::new("submission", day(2027, 3, 1), day(2027, 1, 20))),
            period_end: Some(day(2028, 3, 1)),
            criteria: Some("cctf-ka@0.1".to_owned()),
            certificate: Some(RegisterCertificate {
                number: "KA-0492-1".to_owned(),
                status: CertificateStatus::Lapsed,
                valid_to: day(2026, 6, 30),
            }),
        };
        let as_of = day(2027, 1, 20);
        vec![
            Self {
                rows: Vec::new(),
                as_of,
            },
            Self {
                rows: vec![
                    row(StateName::Revision),
                    RegisterRow {
                        municipality: nasty(),
                        state: None,
                        on_hold: true,
                        hold_reason: None,
                        own_route: false,
                        next: None,
                        criteria: None,
                        certificate: None,
                        ..row(StateName::Enrolled)
                    },
                ],
                as_of,
            },
            Self {
                rows: (0..300).map(|_| row(StateName::Review)).collect(),
                as_of,
            },
        ]
    }
}
