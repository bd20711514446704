//! What is shown instead of a page: refusals and errors.

use lustrum_domain::{CommandName, Refusal, RefusalCode};
use serde::Serialize;

use super::{Page, nasty};
use crate::words;

/// The page for a refusal or an error.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorPage {
    /// What kind.
    pub kind: ErrorKind,
    /// A sentence that says more, ready to show: of a refusal why, and what helps.
    pub detail: Option<String>,
    /// What is wrong with single fields, ready to show.
    pub faults: Vec<String>,
    /// What was typed into the form and could not be saved.
    pub typed: Vec<TypedField>,
    /// Whether a file was sent along, which has to be chosen again.
    pub file: bool,
    /// The path to go back to.
    pub back: Option<String>,
    /// What the operator finds the request by in the log.
    pub request_id: Option<String>,
}

/// What was typed into a field.
#[derive(Debug, Clone, Serialize)]
pub struct TypedField {
    /// What the form calls the field.
    pub field: String,
    /// What was typed.
    pub text: String,
}

/// Kinds of error, by what the reader can do about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// The case refused a command (409).
    Refused,
    /// The form was not understood (400 or 422).
    Invalid,
    /// Somebody must sign in first (401).
    SignIn,
    /// The reader may not do this (403).
    Forbidden,
    /// The form is from before the reader signed in, or not from our page (403).
    Outdated,
    /// There is no such page, or none that the reader may see (404).
    NotFound,
    /// The link to choose a password by is used, too old or not whole (404).
    LinkOver,
    /// Somebody changed it meanwhile (409 or 412).
    Conflict,
    /// The request was too large (413).
    TooLarge,
    /// Too many requests (429).
    TooMany,
    /// Our fault (500).
    Internal,
    /// Out of service for a while (503).
    Unavailable,
}

impl ErrorKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Refused,
        Self::Invalid,
        Self::SignIn,
        Self::Forbidden,
        Self::Outdated,
        Self::NotFound,
        Self::LinkOver,
        Self::Conflict,
        Self::TooLarge,
        Self::TooMany,
        Self::Internal,
        Self::Unavailable,
    ];
}

impl ErrorPage {
    /// A page of `kind` that says no more than its kind.
    pub fn new(kind: ErrorKind) -> Self {
        Self {
            kind,
            detail: None,
            faults: Vec::new(),
            typed: Vec::new(),
            file: false,
            back: None,
            request_id: None,
        }
    }

    /// The page for a refused command, in words.
    pub fn refused(locale: lustrum_domain::Locale, refusal: &Refusal) -> Self {
        Self {
            detail: Some(words::refusal(locale, refusal)),
            ..Self::new(ErrorKind::Refused)
        }
    }
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "pages/error.html";

    fn samples() -> Vec<Self> {
        let command = CommandName::Submit.as_str();
        let refusal = Refusal::new(RefusalCode::WrongState, "review", command);
        let mut samples = ErrorKind::ALL.map(Self::new).to_vec();
        samples.push(Self {
            back: Some("/cases/cyc_1".to_owned()),
            ..Self::refused(lustrum_domain::Locale::Da, &refusal)
        });
        for kind in [ErrorKind::SignIn, ErrorKind::Outdated] {
            samples.push(Self {
                typed: vec![TypedField {
                    field: nasty(),
                    text: nasty(),
                }],
                file: kind == ErrorKind::SignIn,
                ..Self::new(kind)
            });
        }
        samples.push(Self {
            detail: Some(nasty()),
            faults: vec![nasty()],
            request_id: Some("01990000-0000-7000-8000-000000000000".to_owned()),
            ..Self::new(ErrorKind::Invalid)
        });
        samples
    }
}
