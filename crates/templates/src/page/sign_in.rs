//! Signing in.

use lustrum_domain::Role;
use serde::Serialize;

use super::{Page, nasty};

/// The page to sign in on.
#[derive(Debug, Clone, Serialize)]
pub struct SignIn {
    /// The address that was typed, to be seen again after a mistake.
    pub email: String,
    /// Whether address and password did not belong together. Which of them was
    /// wrong is not said: that would tell who has an account.
    pub failed: bool,
    /// For how many minutes the reader must wait, after too many attempts.
    pub wait: Option<i64>,
    /// Whether the reader was signed in, and the session is over.
    pub ended: bool,
    /// Whether the reader has just changed the password, which ended every session.
    pub changed: bool,
    /// Where to go afterwards.
    pub next: String,
    /// The people of a demo, one per role.
    pub demo: Vec<DemoAccount>,
}

/// Somebody whom a demo lets everybody be.
#[derive(Debug, Clone, Serialize)]
pub struct DemoAccount {
    /// The person's id; the form sends it.
    pub person: String,
    /// The role.
    pub role: Role,
    /// Name.
    pub name: String,
    /// Where.
    pub organisation: String,
}

impl DemoAccount {
    /// One account per role.
    pub(super) fn samples() -> Vec<Self> {
        Role::ALL
            .iter()
            .map(|role| Self {
                person: "per_1".to_owned(),
                role: *role,
                name: "Åse Kjær".to_owned(),
                organisation: "Odder Kommune".to_owned(),
            })
            .collect()
    }
}

impl Page for SignIn {
    const TEMPLATE: &'static str = "pages/sign_in.html";

    fn samples() -> Vec<Self> {
        let plain = Self {
            email: String::new(),
            failed: false,
            wait: None,
            ended: false,
            changed: false,
            next: "/".to_owned(),
            demo: Vec::new(),
        };
        vec![
            plain.clone(),
            Self {
                email: nasty(),
                failed: true,
                next: nasty(),
                ..plain.clone()
            },
            Self {
                ended: true,
                ..plain.clone()
            },
            Self {
                changed: true,
                ..plain.clone()
            },
            Self {
                wait: Some(15),
                demo: DemoAccount::samples(),
                ..plain
            },
        ]
    }
}
