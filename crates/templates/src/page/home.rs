//! The front page: what this is, or what the reader must look at.

use chrono::NaiveDate;
use lustrum_domain::{
    StateName,
    notice::{NoticeKind, NoticeState},
};
use serde::Serialize;

use super::{Ball, Due, Page, day, nasty, reviews::TaskKind, sign_in::DemoAccount};

/// The front page.
#[derive(Debug, Clone, Serialize)]
pub struct Home {
    /// The cases that the reader may see; none for somebody not signed in.
    pub cases: Option<Vec<CaseLine>>,
    /// The words of the reader's roles, each once.
    pub roles: Vec<String>,
    /// How many there are of what the reader must look at.
    pub counts: Counts,
    /// The next deadlines, at most three, the reader's own first.
    pub next: Vec<CaseLine>,
    /// Whether the reader is clerk of a political body.
    pub is_clerk: bool,
    /// How many municipalities stand where, for somebody not signed in.
    pub standings: Vec<StandingCount>,
    /// What reached the political bodies that the reader is clerk of.
    pub notices: Vec<NoticeLine>,
    /// The people of a demo, for somebody not signed in.
    pub demo: Vec<DemoAccount>,
}

/// How many there are of what the reader must look at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Cases in which the reader has the ball.
    pub mine: usize,
    /// Cases among those seen whose deadline is over.
    pub overdue: usize,
    /// Cases in which somebody else has it.
    pub others: usize,
    /// Notices that wait for the reader.
    pub notices: usize,
}

/// How many municipalities stand somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StandingCount {
    /// Where, by its word.
    pub standing: &'static str,
    /// How many.
    pub count: usize,
}

/// A notice in a clerk's list.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeLine {
    /// The case it belongs to, as in its path.
    pub case: String,
    /// Its id as in its path.
    pub id: String,
    /// What it tells.
    pub kind: NoticeKind,
    /// Whose plan.
    pub municipality: String,
    /// The body it is for.
    pub body: String,
    /// Where it stands.
    pub state: NoticeState,
    /// The day it was drafted.
    pub on: NaiveDate,
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
    /// The key of the stage at which it is judged now.
    pub judged: Option<String>,
    /// Whether it is on hold.
    pub on_hold: bool,
    /// Whether the certificate that it renews has lapsed.
    pub lapsed: bool,
    /// What is due next.
    pub next: Option<Due>,
    /// The end of the period of the plan in force, for a case with nothing due.
    pub period_end: Option<NaiveDate>,
    /// Who must act.
    pub ball: Ball,
    /// Whether something waits for the reader.
    pub mine: bool,
    /// What waits for the reader, by its words under `home-do`.
    pub todo: Vec<&'static str>,
    /// What waits for the reader as one who judges.
    pub tasks: Vec<TaskKind>,
}

impl CaseLine {
    /// Cases in every state.
    pub(super) fn samples() -> Vec<Self> {
        let ball = |state, on_hold| Ball::of(state, on_hold, false);
        let judged = |state, on_hold| ball(state, on_hold) == Ball::Partner;
        let line = |state: StateName, on_hold: bool, mine: bool| Self {
            id: "cyc_1".to_owned(),
            municipality: "Odder".to_owned(),
            edition: 2,
            state,
            stage: Some("CONCITO".to_owned()),
            judged: (state == StateName::Review).then(|| "concito".to_owned()),
            on_hold,
            lapsed: on_hold,
            next: Some(Due::new("answer", day(2027, 1, 15), day(2027, 1, 20))),
            period_end: Some(day(2027, 3, 1)),
            ball: ball(state, on_hold),
            mine,
            todo: if mine && !judged(state, on_hold) {
                vec![state.as_str()]
            } else {
                Vec::new()
            },
            tasks: if mine && judged(state, on_hold) {
                vec![TaskKind::Judge, TaskKind::Conclude]
            } else {
                Vec::new()
            },
        };
        StateName::ALL
            .iter()
            .flat_map(|state| [line(*state, false, true), line(*state, true, false)])
            .chain([Self {
                municipality: nasty(),
                stage: None,
                next: None,
                ..line(StateName::Review, false, false)
            }])
            .collect()
    }
}

impl Page for Home {
    const TEMPLATE: &'static str = "pages/home.html";

    fn samples() -> Vec<Self> {
        let notice = |state: NoticeState| NoticeLine {
            case: "cyc_1".to_owned(),
            id: "ntc_1".to_owned(),
            kind: NoticeKind::Certified,
            municipality: nasty(),
            body: nasty(),
            state,
            on: day(2027, 1, 15),
        };
        let empty = Self {
            cases: None,
            roles: Vec::new(),
            counts: Counts::default(),
            next: Vec::new(),
            is_clerk: false,
            standings: Vec::new(),
            notices: Vec::new(),
            demo: Vec::new(),
        };
        let roles = lustrum_domain::Role::ALL.iter();
        let counts = Counts {
            mine: 2,
            overdue: 1,
            others: 1200,
            notices: 1,
        };
        vec![
            empty.clone(),
            Self {
                demo: DemoAccount::samples(),
                standings: vec![StandingCount {
                    standing: "in_force",
                    count: 61,
                }],
                ..empty.clone()
            },
            Self {
                cases: Some(Vec::new()),
                ..empty.clone()
            },
            Self {
                cases: Some(Vec::new()),
                notices: NoticeState::ALL.iter().map(|it| notice(*it)).collect(),
                is_clerk: true,
                ..empty.clone()
            },
            Self {
                cases: Some(
                    CaseLine::samples()
                        .into_iter()
                        .chain([CaseLine {
                            todo: vec![
                                "held",
                                "undated",
                                "asks_for_time",
                                "unreached",
                                "capped",
                                "condition",
                                "notice",
                            ],
                            ..CaseLine::samples()[0].clone()
                        }])
                        .collect(),
                ),
                next: CaseLine::samples().into_iter().take(3).collect(),
                roles: roles.map(|role| role.as_str().to_owned()).collect(),
                counts,
                is_clerk: true,
                ..empty
            },
        ]
    }
}
