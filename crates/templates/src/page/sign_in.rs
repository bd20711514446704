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
    /// Whether too many attempts were made, and the reader must wait.
    pub wait: bool,
    /// Where to go afterwards.
    pub next: String,
    /// The accounts of a demo, one per role.
    pub demo: Vec<DemoAccount>,
}

/// An account that a demo shows.
#[derive(Debug, Clone, Serialize)]
pub struct DemoAccount {
    /// The role it has.
    pub role: Role,
    /// Where.
    pub organisation: String,
    /// The address to sign in with.
    pub email: String,
    /// The password of the demo.
    pub password: String,
}

impl Page for SignIn {
    const TEMPLATE: &'static str = "pages/sign_in.html";

    fn samples() -> Vec<Self> {
        let plain = Self {
            email: String::new(),
            failed: false,
            wait: false,
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
                wait: true,
                demo: Role::ALL
                    .iter()
                    .map(|role| DemoAccount {
                        role: *role,
                        organisation: "Odder Kommune".to_owned(),
                        email: "anna@odder.example".to_owned(),
                        password: "lustrum-demo".to_owned(),
                    })
                    .collect(),
                ..plain
            },
        ]
    }
}
