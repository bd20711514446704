//! Who has how much to judge, and a proposal for who should be asked.

use serde::Serialize;

use super::{CasePlace, Due, Page, command::Choice, day, desk::sample_nav, home::CaseLine, nasty};

/// The reviewers that the reader may know of.
#[derive(Debug, Clone, Serialize)]
pub struct Reviewers {
    /// The pages of the desk.
    pub nav: Vec<CasePlace>,
    /// The knowledge partners with their people.
    pub partners: Vec<Partner>,
    /// The cases of one of those, where somebody was chosen.
    pub held: Option<HeldCases>,
    /// Places that nobody fills, with a proposal: a page of them.
    pub seats: Vec<Seat>,
    /// The page before this one.
    pub earlier: Option<String>,
    /// The page after it.
    pub later: Option<String>,
    /// How many working days whoever is asked has to answer.
    pub answer_days: u32,
    /// What was refused when the proposal was accepted.
    pub faults: Vec<String>,
}

/// A knowledge partner.
#[derive(Debug, Clone, Serialize)]
pub struct Partner {
    /// Its name.
    pub name: String,
    /// Its people, those with the least to do first.
    pub lines: Vec<LoadLine>,
}

/// The cases in which somebody judges or was asked to.
#[derive(Debug, Clone, Serialize)]
pub struct HeldCases {
    /// Who; none once the name was erased.
    pub name: Option<String>,
    /// What is due first comes first.
    pub cases: Vec<CaseLine>,
}

/// What somebody has to do.
#[derive(Debug, Clone, Serialize)]
pub struct LoadLine {
    /// Who, as in an address.
    pub id: String,
    /// Who; none once the name was erased.
    pub name: Option<String>,
    /// How many stages.
    pub load: u64,
    /// The most that anybody has, for the length of the bar.
    pub most: u64,
}

/// A place that nobody fills.
#[derive(Debug, Clone, Serialize)]
pub struct Seat {
    /// The case, as in its path.
    pub case: String,
    /// Whose plan.
    pub municipality: String,
    /// The how-many-eth case.
    pub edition: u32,
    /// Whose stage it is.
    pub partner: String,
    /// When it is due.
    pub due: Option<Due>,
    /// The name of the input.
    pub name: String,
    /// Whether the reader leads the stage, and so asks.
    pub asks: bool,
    /// Who could be asked.
    pub candidates: Vec<Choice>,
}

impl Page for Reviewers {
    const TEMPLATE: &'static str = "pages/desk_reviewers.html";

    fn samples() -> Vec<Self> {
        let choice = |value: &str, disabled| Choice {
            value: value.to_owned(),
            label: nasty(),
            detail: Some("3 opgaver".to_owned()),
            files: Vec::new(),
            chosen: value == "a",
            disabled,
        };
        vec![
            Self {
                nav: sample_nav(),
                partners: Vec::new(),
                held: Some(HeldCases {
                    name: None,
                    cases: Vec::new(),
                }),
                seats: Vec::new(),
                earlier: None,
                later: None,
                answer_days: 3,
                faults: Vec::new(),
            },
            Self {
                nav: sample_nav(),
                partners: vec![Partner {
                    name: "CONCITO".to_owned(),
                    lines: vec![
                        LoadLine {
                            id: "per_1".to_owned(),
                            name: Some(nasty()),
                            load: 0,
                            most: 4,
                        },
                        LoadLine {
                            id: "per_2".to_owned(),
                            name: None,
                            load: 4,
                            most: 4,
                        },
                    ],
                }],
                held: Some(HeldCases {
                    name: Some(nasty()),
                    cases: CaseLine::samples(),
                }),
                seats: vec![
                    Seat {
                        case: "cyc_1".to_owned(),
                        municipality: "Odder".to_owned(),
                        edition: 2,
                        partner: "CONCITO".to_owned(),
                        due: Some(Due::new("review", day(2027, 1, 15), day(2027, 1, 20))),
                        name: "cyc_1.concito.1".to_owned(),
                        asks: true,
                        candidates: vec![choice("a", false), choice("b", true)],
                    },
                    Seat {
                        case: "cyc_2".to_owned(),
                        municipality: nasty(),
                        edition: 2,
                        partner: "C40".to_owned(),
                        due: None,
                        name: "cyc_2.c40.1".to_owned(),
                        asks: false,
                        candidates: Vec::new(),
                    },
                ],
                earlier: Some(nasty()),
                later: Some(nasty()),
                answer_days: 1,
                faults: vec![nasty()],
            },
        ]
    }
}
