//! A notice to a political body, ready to be copied onto an agenda.

use chrono::NaiveDate;
use lustrum_domain::{
    CommandName,
    notice::{NoticeKind, NoticeState},
};
use serde::Serialize;

use super::{Page, case::CaseCommand, day, nasty};

/// The page of a notice.
#[derive(Debug, Clone, Serialize)]
pub struct Notice {
    /// The case it belongs to, as in its path.
    pub case: String,
    /// Whether the reader may see the case.
    pub sees_case: bool,
    /// Whose plan.
    pub municipality: String,
    /// Its id as in its path.
    pub id: String,
    /// What it tells.
    pub kind: NoticeKind,
    /// Where it stands.
    pub state: NoticeState,
    /// The body it is for.
    pub body: String,
    /// The day on which a formal draft releases itself.
    pub releases_on: Option<NaiveDate>,
    /// The heading of the item.
    pub title: String,
    /// The item as plain text; none once it was erased.
    pub text: Option<String>,
    /// What the reader may do with it now, or why not.
    pub commands: Vec<CaseCommand>,
    /// The version of the case that the reader sees.
    pub version: u64,
}

impl Page for Notice {
    const TEMPLATE: &'static str = "pages/notice.html";

    fn samples() -> Vec<Self> {
        let notice = |kind, state| Self {
            case: "cyc_1".to_owned(),
            sees_case: true,
            municipality: "Odder".to_owned(),
            id: "ntc_1".to_owned(),
            kind,
            state,
            body: "Odder Byråd".to_owned(),
            releases_on: Some(day(2027, 1, 15)),
            title: "Orientering".to_owned(),
            text: Some("Kort resumé\nPlanen er certificeret.".to_owned()),
            commands: vec![CaseCommand::sample(CommandName::ReleaseNotice)],
            version: 7,
        };
        let mut samples: Vec<Self> = NoticeState::ALL
            .iter()
            .zip(NoticeKind::ALL)
            .map(|(state, kind)| notice(*kind, *state))
            .collect();
        samples.push(Self {
            releases_on: None,
            body: nasty(),
            title: nasty(),
            text: Some(nasty().repeat(200)),
            commands: Vec::new(),
            ..notice(NoticeKind::Held, NoticeState::Delivered)
        });
        samples.push(Self {
            text: None,
            sees_case: false,
            ..notice(NoticeKind::Held, NoticeState::Delivered)
        });
        samples
    }
}
