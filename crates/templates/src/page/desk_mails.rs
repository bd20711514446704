//! The outbox: what was sent, what failed, and sending again.

use chrono::NaiveDate;
use serde::Serialize;

use super::{CasePlace, Page, day, desk::sample_nav, nasty};

/// A page of the outbox.
#[derive(Debug, Clone, Serialize)]
pub struct Mails {
    /// The pages of the desk.
    pub nav: Vec<CasePlace>,
    /// Where mails can stand, to choose from.
    pub statuses: Vec<Status>,
    /// The one that was chosen, or nothing.
    pub status: String,
    /// All of them, wherever they stand.
    pub all: String,
    /// To whom they went, where somebody was chosen.
    pub reader: Option<Reader>,
    /// The same, as in their path.
    pub person: Option<String>,
    /// The mails.
    pub mails: Vec<Mail>,
    /// How many there are.
    pub total: u64,
    /// Whether there are more than were counted.
    pub beyond: bool,
    /// How many were stepped over.
    pub from: u64,
    /// The path of the page before this one.
    pub earlier: Option<String>,
    /// The path of the page after it.
    pub later: Option<String>,
    /// Why a mail was not sent again.
    pub fault: Option<String>,
    /// Whether one was just put back into the queue.
    pub done: bool,
}

/// Somebody whose mails are shown.
#[derive(Debug, Clone, Serialize)]
pub struct Reader {
    /// The path of their page.
    pub path: String,
    /// Their name; none once it was erased.
    pub name: Option<String>,
}

/// Where mails can stand.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// The word for it.
    pub word: String,
    /// The mails that stand there.
    pub path: String,
    /// Whether they are shown.
    pub current: bool,
}

/// A mail.
#[derive(Debug, Clone, Serialize)]
pub struct Mail {
    /// Its id.
    pub id: String,
    /// The case it is about, as in its path.
    pub case: Option<String>,
    /// Its subject.
    pub subject: String,
    /// The day on which it was queued.
    pub on: NaiveDate,
    /// Where it stands.
    pub status: String,
    /// The address, where the reader may know it.
    pub to: Option<String>,
    /// Where that address is kept, for those who may look.
    pub whose: Option<String>,
    /// How often it was tried.
    pub attempts: i64,
    /// What a server said last.
    pub fault: Option<String>,
    /// Whether the reader can have it sent again.
    pub resend: bool,
}

impl Page for Mails {
    const TEMPLATE: &'static str = "pages/desk_mails.html";

    fn samples() -> Vec<Self> {
        let words = ["queued", "sending", "sent", "failed", "cancelled"];
        let statuses = words.map(|word| Status {
            word: word.to_owned(),
            path: format!("/desk/mails?status={word}"),
            current: word == "failed",
        });
        let mails = words.map(|word| Mail {
            id: "mai_1".to_owned(),
            case: (word == "sent").then(|| "cyc_1".to_owned()),
            subject: nasty(),
            on: day(2027, 1, 9),
            status: word.to_owned(),
            to: (word != "queued").then(nasty),
            whose: (word != "sent").then(|| "/desk/people/per_1".to_owned()),
            attempts: 3,
            fault: (word == "failed").then(nasty),
            resend: word == "failed",
        });
        let empty = Self {
            nav: sample_nav(),
            statuses: statuses.to_vec(),
            status: String::new(),
            all: "/desk/mails".to_owned(),
            reader: None,
            person: None,
            mails: Vec::new(),
            total: 0,
            beyond: false,
            from: 0,
            earlier: None,
            later: None,
            fault: None,
            done: true,
        };
        vec![
            empty.clone(),
            Self {
                status: "failed".to_owned(),
                ..empty
            },
            Self {
                nav: sample_nav(),
                statuses: statuses.to_vec(),
                status: "failed".to_owned(),
                all: "/desk/mails?status=".to_owned(),
                reader: Some(Reader {
                    path: "/desk/people/per_1".to_owned(),
                    name: Some(nasty()),
                }),
                person: Some("per_1".to_owned()),
                mails: mails.to_vec(),
                total: 10_050,
                beyond: true,
                from: 50,
                earlier: Some("/desk/mails?from=0".to_owned()),
                later: Some("/desk/mails?from=100".to_owned()),
                fault: Some(nasty()),
                done: false,
            },
        ]
    }
}
