//! What the political bodies received that the reader is clerk of.

use lustrum_domain::notice::{NoticeKind, NoticeState};
use serde::Serialize;

use super::{Page, day, home::NoticeLine, nasty};

/// The list of a clerk.
#[derive(Debug, Clone, Serialize)]
pub struct Notices {
    /// Whether the reader is clerk of anything.
    pub is_clerk: bool,
    /// What waits, and what was handled: a page of it.
    pub groups: Vec<NoticeGroup>,
    /// The page before this one.
    pub earlier: Option<String>,
    /// The page after it.
    pub later: Option<String>,
}

/// Some of the notices under a heading.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeGroup {
    /// `waiting` or `handled`.
    pub name: &'static str,
    /// The notices, the latest first.
    pub lines: Vec<NoticeLine>,
}

impl Page for Notices {
    const TEMPLATE: &'static str = "pages/notices.html";

    fn samples() -> Vec<Self> {
        let line = |state: &NoticeState| NoticeLine {
            case: "cyc_1".to_owned(),
            id: "ntc_1".to_owned(),
            kind: NoticeKind::Certified,
            municipality: nasty(),
            body: nasty(),
            state: *state,
            on: day(2027, 1, 15),
        };
        let group = |name, lines| NoticeGroup { name, lines };
        vec![
            Self {
                is_clerk: false,
                groups: Vec::new(),
                earlier: None,
                later: None,
            },
            Self {
                is_clerk: true,
                groups: vec![group("waiting", Vec::new())],
                earlier: None,
                later: None,
            },
            Self {
                is_clerk: true,
                groups: vec![
                    group("waiting", NoticeState::ALL.iter().map(line).collect()),
                    group("handled", NoticeState::ALL.iter().map(line).collect()),
                ],
                earlier: Some(nasty()),
                later: Some(nasty()),
            },
        ]
    }
}
