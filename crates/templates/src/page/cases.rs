//! The list of all cases that the reader may see.

use serde::Serialize;

use super::{Page, home::CaseLine, nasty};

/// The list of cases.
#[derive(Debug, Clone, Serialize)]
pub struct Cases {
    /// What the municipality is called, as the reader typed it.
    pub text: String,
    /// The cases shown.
    pub cases: Vec<CaseLine>,
    /// How many there are in all.
    pub total: u64,
    /// The path of the page of the list before this one.
    pub earlier: Option<String>,
    /// The path of the page after it.
    pub later: Option<String>,
}

impl Page for Cases {
    const TEMPLATE: &'static str = "pages/cases.html";

    fn samples() -> Vec<Self> {
        let empty = Self {
            text: String::new(),
            cases: Vec::new(),
            total: 0,
            earlier: None,
            later: None,
        };
        vec![
            empty.clone(),
            Self {
                text: nasty(),
                ..empty
            },
            Self {
                text: nasty(),
                cases: CaseLine::samples(),
                total: 250,
                earlier: Some("/cases?text=&from=0".to_owned()),
                later: Some("/cases?text=&from=100".to_owned()),
            },
        ]
    }
}
