//! The desk of leads and the secretariat: every case, by one filter.

use lustrum_domain::{OrganisationKind, StateName};
use serde::Serialize;

use super::{Ball, CasePlace, Page, home::CaseLine, nasty};
use crate::plot::tiles::{Municipality, TileMap, Tone};

/// The cases as a table.
#[derive(Debug, Clone, Serialize)]
pub struct Desk {
    /// What every view of the list has.
    pub list: DeskList,
    /// The lines of this page of the list.
    pub lines: Vec<DeskLine>,
    /// The columns that the list can be ordered by.
    pub sorts: Vec<SortLink>,
    /// The path of the page of the list before this one.
    pub earlier: Option<String>,
    /// The path of the page after it.
    pub later: Option<String>,
    /// The filters that the reader keeps.
    pub views: Vec<DeskView>,
    /// Why a filter was not kept.
    pub fault: Option<String>,
}

/// The same list as a wall of deadlines by month.
#[derive(Debug, Clone, Serialize)]
pub struct DeskWall {
    /// What every view of the list has.
    pub list: DeskList,
    /// The months, the earliest first; what is overdue stands before them.
    pub months: Vec<DeskMonth>,
    /// How many of these cases have no deadline.
    pub without: u64,
    /// The earlier page of the list.
    pub earlier: Option<String>,
    /// The later page.
    pub later: Option<String>,
}

/// The same list as a map.
#[derive(Debug, Clone, Serialize)]
pub struct DeskMap {
    /// What every view of the list has.
    pub list: DeskList,
    /// A tile for each municipality of the list that has a place on the map.
    pub map: TileMap,
    /// How many have none.
    pub beside: u64,
}

/// What every view of the list has.
#[derive(Debug, Clone, Serialize)]
pub struct DeskList {
    /// The pages of the desk.
    pub nav: Vec<CasePlace>,
    /// The path of this view.
    pub path: String,
    /// What was wished for.
    pub filter: DeskFilter,
    /// The regions to choose from.
    pub regions: Vec<Named>,
    /// The knowledge partners to choose from.
    pub partners: Vec<Named>,
    /// How many cases the filter lets through.
    pub total: u64,
    /// Whether the filter leaves anything out.
    pub narrows: bool,
    /// The wish as it stands in an address.
    pub query: String,
    /// Where the list can be had as CSV.
    pub csv: String,
    /// Where it can be had as a spreadsheet.
    pub xlsx: String,
}

/// What was wished for.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DeskFilter {
    /// What the municipality is called, as the reader typed it.
    pub text: String,
    /// Only in this state.
    pub state: Option<StateName>,
    /// Only where this one has the ball.
    pub ball: Option<Ball>,
    /// Only what is overdue.
    pub overdue: bool,
    /// Only what is on hold.
    pub on_hold: bool,
    /// Only where a request for more time waits.
    pub asks_for_time: bool,
    /// Only what has no dates.
    pub undated: bool,
    /// Only where nobody seems to know of a return.
    pub unreached: bool,
    /// Only what was returned and has no round left.
    pub capped: bool,
    /// The order, as an address spells it.
    pub sort: &'static str,
    /// Whether it is turned round.
    pub descending: bool,
}

/// Something to choose, with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// What is sent.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// Organisations to choose one from: a page of them, as they were looked for.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Found {
    /// What was typed.
    pub text: String,
    /// The organisations.
    pub lines: Vec<FoundLine>,
    /// How many there are on all pages.
    pub total: u64,
    /// The page before this one.
    pub earlier: Option<String>,
    /// The page after it.
    pub later: Option<String>,
}

/// An organisation that was found.
#[derive(Debug, Clone, Serialize)]
pub struct FoundLine {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
}

impl Found {
    pub(super) fn sample() -> Self {
        let kinds = OrganisationKind::ALL.iter();
        Self {
            text: nasty(),
            lines: kinds
                .map(|kind| FoundLine {
                    id: "org_1".to_owned(),
                    name: nasty(),
                    kind: *kind,
                })
                .collect(),
            total: 250,
            earlier: Some(nasty()),
            later: Some(nasty()),
        }
    }
}

/// A case in the list.
#[derive(Debug, Clone, Serialize)]
pub struct DeskLine {
    /// The case.
    pub case: CaseLine,
    /// The municipality's code.
    pub code: String,
    /// Whether nobody set its dates.
    pub undated: bool,
    /// Whether a request for more time waits.
    pub asks_for_time: bool,
    /// Whether nobody seems to know of its return.
    pub unreached: bool,
    /// Whether it was returned and has no round left.
    pub capped: bool,
    /// Where its dates are set, for those who may.
    pub set_dates: Option<String>,
    /// Where the request is answered, for those who may.
    pub decide_extension: Option<String>,
    /// Where it is resumed, for those who may.
    pub resume: Option<String>,
    /// Where it is noted that somebody was reached, for those who may.
    pub record_contact: Option<String>,
    /// Whom to get hold of, where nobody seems to know of its return.
    pub people: Option<String>,
    /// Where one more round is allowed, for those who may.
    pub allow_round: Option<String>,
}

/// A column that the list can be ordered by.
#[derive(Debug, Clone, Serialize)]
pub struct SortLink {
    /// The key of its text.
    pub text: &'static str,
    /// The list in that order.
    pub path: String,
    /// `ascending`, `descending` or `none`: the order now.
    pub order: &'static str,
}

/// A filter that the reader keeps.
#[derive(Debug, Clone, Serialize)]
pub struct DeskView {
    /// What they call it.
    pub name: String,
    /// The list it shows.
    pub path: String,
    /// Whether it is shown now.
    pub current: bool,
}

/// A month on the wall.
#[derive(Debug, Clone, Serialize)]
pub struct DeskMonth {
    /// Whether it holds what is overdue.
    pub overdue: bool,
    /// What it is called.
    pub name: String,
    /// What is due, the earliest first.
    pub lines: Vec<DeskLine>,
}

/// The pages of the desk, for samples.
pub(super) fn sample_nav() -> Vec<CasePlace> {
    let place = |path: &str, text, current| CasePlace {
        path: path.to_owned(),
        text,
        about: None,
        current,
    };
    vec![
        place(crate::routes::DESK, "desk-place-cases", true),
        place(crate::routes::DESK_DEADLINES, "desk-place-deadlines", false),
        place(crate::routes::DESK_MAP, "desk-place-map", false),
    ]
}

fn list(text: &str) -> DeskList {
    let named = |value: &str, chosen| Named {
        value: value.to_owned(),
        label: if chosen {
            nasty()
        } else {
            "CONCITO".to_owned()
        },
        chosen,
    };
    DeskList {
        nav: sample_nav(),
        path: crate::routes::DESK.to_owned(),
        filter: DeskFilter {
            text: text.to_owned(),
            state: Some(StateName::Review),
            ball: Some(Ball::Partner),
            overdue: true,
            sort: "name",
            ..DeskFilter::default()
        },
        regions: vec![named("org_1", true), named("org_2", false)],
        partners: vec![named("concito", false)],
        total: 250,
        narrows: true,
        query: "state=review".to_owned(),
        csv: "/desk/export/cases.csv?state=review".to_owned(),
        xlsx: "/desk/export/cases.xlsx?state=review".to_owned(),
    }
}

fn lines() -> Vec<DeskLine> {
    CaseLine::samples()
        .into_iter()
        .map(|case| DeskLine {
            undated: !case.on_hold,
            asks_for_time: case.on_hold,
            set_dates: (!case.on_hold).then(|| "/cases/cyc_1/commands/set_dates".to_owned()),
            decide_extension: case.on_hold.then(|| "/cases/cyc_1".to_owned()),
            resume: case.on_hold.then(|| "/cases/cyc_1".to_owned()),
            unreached: case.on_hold,
            capped: case.on_hold,
            record_contact: case.on_hold.then(|| "/cases/cyc_1".to_owned()),
            people: case.on_hold.then(|| "/desk/people?at=org_1".to_owned()),
            allow_round: case.on_hold.then(|| "/cases/cyc_1".to_owned()),
            code: "0727".to_owned(),
            case,
        })
        .collect()
}

impl Page for Desk {
    const TEMPLATE: &'static str = "pages/desk.html";

    fn samples() -> Vec<Self> {
        let empty = Self {
            list: DeskList {
                filter: DeskFilter::default(),
                regions: Vec::new(),
                partners: Vec::new(),
                total: 0,
                narrows: false,
                query: String::new(),
                ..list("")
            },
            lines: Vec::new(),
            sorts: Vec::new(),
            earlier: None,
            later: None,
            views: Vec::new(),
            fault: None,
        };
        let sort = |text, order| SortLink {
            text,
            path: "/desk?sort=state".to_owned(),
            order,
        };
        vec![
            Self {
                list: DeskList {
                    total: 0,
                    ..list(&nasty())
                },
                ..empty.clone()
            },
            empty,
            Self {
                list: list(&nasty()),
                lines: lines(),
                sorts: vec![
                    sort("column-municipality", "ascending"),
                    sort("column-state", "none"),
                    sort("column-deadline", "descending"),
                ],
                earlier: Some("/desk?from=0".to_owned()),
                later: Some("/desk?from=100".to_owned()),
                views: vec![
                    DeskView {
                        name: nasty(),
                        path: "/desk?state=review".to_owned(),
                        current: true,
                    },
                    DeskView {
                        name: "Overskredet".to_owned(),
                        path: "/desk?only=overdue".to_owned(),
                        current: false,
                    },
                ],
                fault: Some(nasty()),
            },
        ]
    }
}

impl Page for DeskWall {
    const TEMPLATE: &'static str = "pages/desk_wall.html";

    fn samples() -> Vec<Self> {
        vec![
            Self {
                list: DeskList {
                    total: 0,
                    ..list("")
                },
                months: Vec::new(),
                without: 0,
                earlier: None,
                later: None,
            },
            Self {
                list: list(&nasty()),
                months: [true, false]
                    .into_iter()
                    .map(|overdue| DeskMonth {
                        overdue,
                        name: "januar 2027".to_owned(),
                        lines: lines(),
                    })
                    .collect(),
                without: 3,
                earlier: Some(nasty()),
                later: Some(nasty()),
            },
        ]
    }
}

impl Page for DeskMap {
    const TEMPLATE: &'static str = "pages/desk_map.html";

    fn samples() -> Vec<Self> {
        let tones = [
            (Tone::Empty, "desk-tone-planned"),
            (Tone::Begun, "desk-tone-working"),
            (Tone::Judged, "desk-tone-review"),
            (Tone::Returned, "desk-tone-returned"),
            (Tone::Nearly, "desk-tone-nearly"),
            (Tone::Good, "desk-tone-concluded"),
            (Tone::Apart, "desk-tone-withdrawn"),
            (Tone::Late, "desk-tone-overdue"),
            (Tone::Still, "desk-tone-on-hold"),
        ];
        let municipality = |(tone, text)| Municipality {
            code: "0727".to_owned(),
            name: nasty(),
            href: crate::routes::case("0190"),
            tone,
            text,
        };
        vec![
            Self {
                list: DeskList {
                    total: 0,
                    ..list("")
                },
                map: TileMap::of([]),
                beside: 0,
            },
            Self {
                list: list(&nasty()),
                map: TileMap::of(tones.into_iter().map(municipality)),
                beside: 2,
            },
        ]
    }
}
