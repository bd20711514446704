//! The public register: where every municipality stands.

use chrono::NaiveDate;
use lustrum_domain::StateName;
use serde::Serialize;

use super::{Due, Page, certificate::CertificateStatus, day, nasty};
use crate::plot::tiles::{Municipality, TileMap, Tone};

/// The register.
#[derive(Debug, Clone, Serialize)]
pub struct Register {
    /// One row per municipality that was asked for, in the order of names: a page
    /// of them.
    pub rows: Vec<RegisterRow>,
    /// The page before this one.
    pub earlier: Option<String>,
    /// The page after it.
    pub later: Option<String>,
    /// What was asked for.
    pub asked: Asked,
    /// The day it shows.
    pub as_of: NaiveDate,
}

/// The form above the register, as it was filled in.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Asked {
    /// What was typed for a municipality.
    pub text: String,
    /// The standing that was chosen, by its word; empty for all.
    pub standing: String,
    /// The region that was chosen; empty for all.
    pub region: String,
    /// The standings to choose from.
    pub standings: Vec<&'static str>,
    /// The regions to choose from.
    pub regions: Vec<String>,
    /// How the text was understood: `all`, `these`, `perhaps`, `nothing` or `unreadable`.
    pub found: &'static str,
    /// How many municipalities that is.
    pub count: usize,
    /// How many municipalities there are in all.
    pub total: usize,
}

/// A municipality in the register.
#[derive(Debug, Clone, Serialize)]
pub struct RegisterRow {
    /// Its name.
    pub municipality: String,
    /// Its code.
    pub code: String,
    /// Where it stands, in one word.
    pub standing: &'static str,
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

/// The register as a map.
#[derive(Debug, Clone, Serialize)]
pub struct RegisterMap {
    /// The map, and the table of what it says.
    pub map: TileMap,
    /// The day it shows.
    pub as_of: NaiveDate,
}

impl RegisterRow {
    pub(super) fn sample(state: StateName) -> Self {
        Self {
            municipality: "Ærø".to_owned(),
            code: "0492".to_owned(),
            standing: "on_hold",
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
        }
    }

    fn bare() -> Self {
        Self {
            municipality: nasty(),
            standing: "without",
            state: None,
            hold_reason: None,
            own_route: false,
            next: None,
            criteria: None,
            certificate: None,
            ..Self::sample(StateName::Enrolled)
        }
    }
}

impl Page for Register {
    const TEMPLATE: &'static str = "pages/register.html";

    fn samples() -> Vec<Self> {
        let as_of = day(2027, 1, 20);
        let asked = |found| Asked {
            text: nasty(),
            standing: "on_hold".to_owned(),
            region: nasty(),
            standings: vec!["in_force", "on_hold"],
            regions: vec![nasty(), "Region Midtjylland".to_owned()],
            found,
            count: 2,
            total: 98,
        };
        let empty = |asked| Self {
            rows: Vec::new(),
            earlier: None,
            later: None,
            asked,
            as_of,
        };
        let mut samples = vec![
            empty(Asked {
                found: "all",
                ..Asked::default()
            }),
            Self {
                rows: vec![
                    RegisterRow::sample(StateName::Revision),
                    RegisterRow::bare(),
                ],
                earlier: Some(nasty()),
                later: Some(nasty()),
                ..empty(asked("perhaps"))
            },
            Self {
                rows: (0..300)
                    .map(|_| RegisterRow::sample(StateName::Review))
                    .collect(),
                ..empty(Asked {
                    found: "all",
                    ..Asked::default()
                })
            },
        ];
        samples.extend(["these", "nothing", "unreadable"].map(|found| empty(asked(found))));
        samples
    }
}

impl Page for RegisterMap {
    const TEMPLATE: &'static str = "pages/register_map.html";

    fn samples() -> Vec<Self> {
        let municipality = |code: &str, name: String, tone| Municipality {
            code: code.to_owned(),
            name,
            href: crate::routes::municipality(code),
            tone,
            text: "register-standing-in-force",
        };
        let tiles = Tone::ALL.iter().enumerate().map(|(index, tone)| {
            // Three of the places that the map knows, and one that it does not.
            let code = ["0492", "0727", "0101", "9001"][index % 4];
            municipality(code, nasty(), *tone)
        });
        vec![
            Self {
                map: TileMap::of([]),
                as_of: day(2027, 1, 20),
            },
            Self {
                map: TileMap::of(tiles),
                as_of: day(2027, 1, 20),
            },
        ]
    }
}
