//! The reader's own account.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lustrum_domain::Locale;
use serde::Serialize;

use super::{Page, day, nasty};

/// The page of an account.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    /// Name.
    pub name: String,
    /// Address; only the secretariat changes it.
    pub email: String,
    /// The language of pages and mail.
    pub language: Locale,
    /// The roles held, ready to show.
    pub capacity: Option<String>,
    /// The least a new password may hold, characters.
    pub shortest: u32,
    /// Sessions, the newest first.
    pub sessions: Vec<TokenLine>,
    /// Tokens for programs.
    pub tokens: Vec<TokenLine>,
    /// The secret of a token that was just made: shown once.
    pub secret: Option<String>,
    /// What was just done: `name`, `token` or `revoked`.
    pub done: Option<&'static str>,
    /// What was wrong, by field, ready to show.
    pub faults: BTreeMap<String, String>,
    /// What was typed for a new token, to be seen again after a mistake.
    pub label: String,
}

/// A session or token.
#[derive(Debug, Clone, Serialize)]
pub struct TokenLine {
    /// Which; the form to end it sends this.
    pub id: String,
    /// What its owner calls it.
    pub label: String,
    /// When it was made.
    pub made_on: NaiveDate,
    /// The day on which it ends by itself.
    pub ends_on: NaiveDate,
    /// Whether this page is seen in it.
    pub here: bool,
}

impl Page for Account {
    const TEMPLATE: &'static str = "pages/account.html";

    fn samples() -> Vec<Self> {
        let token = |label: &str, here| TokenLine {
            id: "tok_1".to_owned(),
            label: label.to_owned(),
            made_on: day(2027, 1, 20),
            ends_on: day(2027, 1, 21),
            here,
        };
        let plain = Self {
            name: "Åse Kjær".to_owned(),
            email: "aase@odder.example".to_owned(),
            language: Locale::Da,
            capacity: None,
            shortest: 12,
            sessions: vec![token("", true)],
            tokens: Vec::new(),
            secret: None,
            done: None,
            faults: BTreeMap::new(),
            label: String::new(),
        };
        let faulty = ["name", "current", "password", "repeated", "label"];
        vec![
            plain.clone(),
            Self {
                name: nasty(),
                capacity: Some(nasty()),
                language: Locale::En,
                sessions: vec![token("", true), token("", false)],
                tokens: vec![token(&nasty(), false)],
                secret: Some("hemmelighed".to_owned()),
                done: Some("token"),
                ..plain.clone()
            },
            Self {
                done: Some("name"),
                ..plain.clone()
            },
            Self {
                done: Some("revoked"),
                ..plain.clone()
            },
            Self {
                faults: faulty.map(|field| (field.to_owned(), nasty())).into(),
                label: nasty(),
                ..plain
            },
        ]
    }
}
