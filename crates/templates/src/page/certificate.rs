//! Verifying a certificate by its number.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Page, day, nasty};

/// The page that verifies a number.
#[derive(Debug, Clone, Serialize)]
pub struct Certificate {
    /// The number that was asked for; none when nothing was asked yet.
    pub number: Option<String>,
    /// What is known under it.
    pub found: Option<CertificateView>,
    /// A checksum that was typed in, with what came of it.
    pub compared: Option<Compared>,
}

/// A checksum that somebody compares with the certified plan's.
#[derive(Debug, Clone, Serialize)]
pub struct Compared {
    /// What was typed.
    pub typed: String,
    /// `same`, `different`, or `unclear` for what is no SHA-256.
    pub outcome: &'static str,
}

/// A certificate as it stands today.
#[derive(Debug, Clone, Serialize)]
pub struct CertificateView {
    /// Its number.
    pub number: String,
    /// Where it stands today.
    pub status: CertificateStatus,
    /// Since when it stands there, where that is more than its dates.
    pub since: Option<NaiveDate>,
    /// Whose plan.
    pub municipality: String,
    /// The municipality's code.
    pub code: String,
    /// Whether the plan document can be fetched here.
    pub has_file: bool,
    /// Its first day.
    pub valid_from: NaiveDate,
    /// Its last day.
    pub valid_to: NaiveDate,
    /// The date of the certification decision.
    pub decided_on: NaiveDate,
    /// The criteria set, `set@version`.
    pub criteria: String,
    /// SHA-256 of the certified plan document.
    pub plan: String,
    /// How many conditions were open when it was issued.
    pub conditions: u32,
    /// Whether it was issued in a trial.
    pub trial: bool,
    /// The number of the certificate that took its place.
    pub successor: Option<String>,
}

/// Where a certificate stands on the day of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateStatus {
    /// In force.
    Valid,
    /// Its last day is over, and the months of grace run.
    Expired,
    /// A newer one took its place.
    Superseded,
    /// Its time and the months of grace ran out.
    Lapsed,
    /// Revoked.
    Revoked,
}

impl CertificateStatus {
    /// Every status.
    pub const ALL: [Self; 5] = [
        Self::Valid,
        Self::Expired,
        Self::Superseded,
        Self::Lapsed,
        Self::Revoked,
    ];

    /// What a certificate that is kept as valid is on `today`.
    pub fn of_valid(valid_to: NaiveDate, today: NaiveDate) -> Self {
        if today > valid_to {
            Self::Expired
        } else {
            Self::Valid
        }
    }
}

impl Page for Certificate {
    const TEMPLATE: &'static str = "pages/certificate.html";

    fn samples() -> Vec<Self> {
        let view = |status| CertificateView {
            number: "KA-0727-2".to_owned(),
            status,
            since: Some(day(2027, 5, 1)),
            municipality: "Odder".to_owned(),
            code: "0727".to_owned(),
            has_file: status == CertificateStatus::Valid,
            valid_from: day(2027, 3, 1),
            valid_to: day(2032, 2, 29),
            decided_on: day(2027, 2, 20),
            criteria: "cctf-ka@0.1".to_owned(),
            plan: "5b".repeat(32),
            conditions: 2,
            trial: true,
            successor: Some("KA-0727-3".to_owned()),
        };
        let mut samples = vec![
            Self {
                number: None,
                found: None,
                compared: None,
            },
            Self {
                number: Some(nasty()),
                found: None,
                compared: None,
            },
            Self {
                number: Some("KA-0727-2".to_owned()),
                found: Some(CertificateView {
                    municipality: nasty(),
                    since: None,
                    trial: false,
                    conditions: 0,
                    successor: None,
                    ..view(CertificateStatus::Valid)
                }),
                compared: None,
            },
        ];
        samples.extend(["same", "different", "unclear"].map(|outcome| Self {
            number: Some("KA-0727-2".to_owned()),
            found: Some(view(CertificateStatus::Valid)),
            compared: Some(Compared {
                typed: nasty(),
                outcome,
            }),
        }));
        samples.extend(CertificateStatus::ALL.map(|status| Self {
            number: Some("KA-0727-2".to_owned()),
            found: Some(view(status)),
            compared: None,
        }));
        samples
    }
}
