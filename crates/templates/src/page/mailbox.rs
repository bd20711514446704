//! The mails of a demo, newest first.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Page, day, nasty};

/// The mailbox of a demo.
#[derive(Debug, Clone, Serialize)]
pub struct Mailbox {
    /// The mails shown.
    pub mails: Vec<MailLine>,
    /// How many there are in all.
    pub total: u64,
    /// The path of the next page of the list.
    pub older: Option<String>,
}

/// A mail in a list.
#[derive(Debug, Clone, Serialize)]
pub struct MailLine {
    /// Its id as in its path.
    pub id: String,
    /// Whom it goes to.
    pub to: String,
    /// What it is called.
    pub subject: String,
    /// The day it was queued.
    pub on: NaiveDate,
    /// Where it stands.
    pub status: MailStatus,
}

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MailStatus {
    /// Waits for its turn, or for the next try.
    Queued,
    /// Being handed over.
    Sending,
    /// A receiving server accepted it.
    Sent,
    /// A lasting fault.
    Failed,
    /// Its reason was gone before it was sent.
    Cancelled,
}

impl MailStatus {
    /// Every status.
    pub const ALL: [Self; 5] = [
        Self::Queued,
        Self::Sending,
        Self::Sent,
        Self::Failed,
        Self::Cancelled,
    ];
}

impl Page for Mailbox {
    const TEMPLATE: &'static str = "pages/mailbox.html";

    fn samples() -> Vec<Self> {
        vec![
            Self {
                mails: Vec::new(),
                total: 0,
                older: None,
            },
            Self {
                mails: MailStatus::ALL
                    .map(|status| MailLine {
                        id: "mail_1".to_owned(),
                        to: "anna@odder.example".to_owned(),
                        subject: nasty(),
                        on: day(2027, 1, 15),
                        status,
                    })
                    .to_vec(),
                total: 1_250,
                older: Some("/mailbox?before=mail_1".to_owned()),
            },
        ]
    }
}
