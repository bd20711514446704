//! One mail of a demo.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Page, day, mailbox::MailStatus, nasty};

/// The page of a mail. Its plain text is shown: the HTML has styles of its
/// own, which our pages' policy forbids.
#[derive(Debug, Clone, Serialize)]
pub struct Mail {
    /// Whom it goes to.
    pub to: String,
    /// What it is called.
    pub subject: String,
    /// The day it was queued.
    pub on: NaiveDate,
    /// Where it stands.
    pub status: MailStatus,
    /// What a server said last.
    pub fault: Option<String>,
    /// Its text before the link.
    pub before: String,
    /// Its link, to be followed from here.
    pub link: Option<String>,
    /// Its text after the link.
    pub after: String,
}

impl Mail {
    /// Parts a mail's plain text at its link, so that the page can make it one.
    /// `base` is the address all our links begin with.
    pub fn parted(text: &str, base: &str) -> (String, Option<String>, String) {
        let parted = text.split_inclusive('\n').scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line))
        });
        for (start, line) in parted {
            let link = line.trim_end();
            if !base.is_empty() && link.starts_with(base) && !link.contains(char::is_whitespace) {
                return (
                    text[..start].to_owned(),
                    Some(link.to_owned()),
                    text[start + link.len()..].to_owned(),
                );
            }
        }
        (text.to_owned(), None, String::new())
    }
}

impl Page for Mail {
    const TEMPLATE: &'static str = "pages/mail.html";

    fn samples() -> Vec<Self> {
        let mail = Self {
            to: "anna@odder.example".to_owned(),
            subject: "Odder Kommune: revisionen er åbnet".to_owned(),
            on: day(2027, 1, 15),
            status: MailStatus::Sent,
            fault: None,
            before: "Kære Anna\n\nÅbn her:\n".to_owned(),
            link: Some("https://lustrum.example/cases/cyc_1".to_owned()),
            after: "\n\nVenlig hilsen\n".to_owned(),
        };
        vec![
            mail.clone(),
            Self {
                to: nasty(),
                subject: nasty(),
                status: MailStatus::Failed,
                fault: Some(nasty()),
                before: nasty().repeat(100),
                link: None,
                after: String::new(),
                ..mail
            },
        ]
    }
}
