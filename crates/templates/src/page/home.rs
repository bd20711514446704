//! The front page: what this is, or what the reader must look at.

use lustrum_domain::StateName;
use serde::Serialize;

use super::{Ball, Due, Page, day, nasty};

/// The front page.
#[derive(Debug, Clone, Serialize)]
pub struct Home {
    /// The cases that the reader may see; none for somebody not signed in.
    pub cases: Option<Vec<CaseLine>>,
    /// How many cases there are in all, if not all are shown.
    pub total: u64,
}

/// A case in a list.
#[derive(Debug, Clone, Serialize)]
pub struct CaseLine {
    /// Its id as in its path.
    pub id: String,
    /// Whose plan.
    pub municipality: String,
    /// The how-many-eth case.
    pub edition: u32,
    /// Where it stands.
    pub state: StateName,
    /// What the stage's organisation is called, while one judges.
    pub stage: Option<String>,
    /// Whether it is on hold.
    pub on_hold: bool,
    /// Whether the certificate that it renews has lapsed.
    pub lapsed: bool,
    /// What is due next.
    pub next: Option<Due>,
    /// Who must act.
    pub ball: Ball,
    /// Whether the reader is among them.
    pub mine: bool,
}

impl Page for Home {
    const TEMPLATE: &'static str = "pages/home.html";

    fn samples() -> Vec<Self> {
        let line = |state: StateName, on_hold: bool, mine: bool| CaseLine {
            id: "cyc_1".to_owned(),
            municipality: "Odder".to_owned(),
            edition: 2,
            state,
            stage: Some("CONCITO".to_owned()),
            on_hold,
            lapsed: on_hold,
            next: Some(Due::new("answer", day(2027, 1, 15), day(2027, 1, 20))),
            ball: Ball::of(state, on_hold),
            mine,
        };
        vec![
            Self {
                cases: None,
                total: 0,
            },
            Self {
                cases: Some(Vec::new()),
                total: 0,
            },
            Self {
                cases: Some(
                    StateName::ALL
                        .iter()
                        .flat_map(|state| [line(*state, false, true), line(*state, true, false)])
                        .chain([CaseLine {
                            municipality: nasty(),
                            stage: None,
                            next: None,
                            ..line(StateName::Review, false, false)
                        }])
                        .collect(),
                ),
                total: 98,
            },
        ]
    }
}
