//! Taking up an invitation: choosing a password.

use serde::Serialize;

use super::{Page, nasty};

/// The page to choose a password on.
#[derive(Debug, Clone, Serialize)]
pub struct AcceptInvitation {
    /// The secret of the link; the form posts to the same path.
    pub token: String,
    /// Who is invited.
    pub name: String,
    /// The address to sign in with later.
    pub email: String,
    /// Where the person will work.
    pub organisation: Option<String>,
    /// The fewest characters of a password.
    pub shortest: u32,
    /// What was wrong with the password that was chosen.
    pub fault: Option<PasswordFault>,
}

/// What can be wrong with a chosen password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordFault {
    /// It has too few characters.
    Short,
    /// It has so many that hashing it would take too long.
    Long,
    /// The two entries differ.
    Different,
    /// It is one that everybody guesses.
    Guessable,
}

impl Page for AcceptInvitation {
    const TEMPLATE: &'static str = "pages/accept_invitation.html";

    fn samples() -> Vec<Self> {
        let with = |fault| Self {
            token: "abc".to_owned(),
            name: nasty(),
            email: "anna@odder.example".to_owned(),
            organisation: Some("Odder Kommune".to_owned()),
            shortest: 12,
            fault,
        };
        vec![
            with(None),
            with(Some(PasswordFault::Short)),
            with(Some(PasswordFault::Long)),
            with(Some(PasswordFault::Different)),
            Self {
                organisation: None,
                ..with(Some(PasswordFault::Guessable))
            },
        ]
    }
}
