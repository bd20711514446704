//! Two versions side by side, and what an import would write.

use serde::Serialize;

use super::{DraftHead, Fault, OpenItem, Saved, faults, head, saved};
use crate::page::{Page, nasty};

/// Somebody else saved meanwhile: both versions, field by field.
#[derive(Debug, Clone, Serialize)]
pub struct Conflict {
    /// The top of the page.
    pub head: DraftHead,
    /// Where the form posts to, and leads back.
    pub path: String,
    /// What both wrote: a criterion, or a section.
    pub title: String,
    /// When, and by whom, the other version was saved.
    pub saved: Option<Saved>,
    /// The other version's number.
    pub version: i64,
    /// The reader's own version, whole, with what only the other changed.
    pub mine: String,
    /// Under which name the browser keeps what was typed until it is saved.
    pub kept: String,
    /// Rows that were pasted and are in neither version; empty for none.
    pub pasted: String,
    /// Where they differ.
    pub sides: Vec<Side>,
}

/// A field in which two versions differ.
#[derive(Debug, Clone, Serialize)]
pub struct Side {
    /// Its place.
    pub place: String,
    /// What it is called.
    pub label: String,
    /// What the reader typed; none for nothing.
    pub mine: Option<String>,
    /// What the other typed.
    pub theirs: Option<String>,
}

/// What the import of a section's spreadsheet would write.
#[derive(Debug, Clone, Serialize)]
pub struct ImportPreview {
    /// The top of the page.
    pub head: DraftHead,
    /// Where the form posts to, and leads back.
    pub path: String,
    /// What the section is called.
    pub label: String,
    /// The version it would take the place of.
    pub version: i64,
    /// The data, whole.
    pub data: String,
    /// How many rows, where the section is a table.
    pub rows: Option<usize>,
    /// What is wrong, with sheet and cell.
    pub faults: Vec<String>,
    /// Sheets that are none of ours.
    pub ignored: Vec<String>,
    /// Why nothing can be taken.
    pub refused: Vec<Fault>,
}

/// The import of whole plan data: the form, and what it would write.
#[derive(Debug, Clone, Serialize)]
pub struct ImportPlan {
    /// The top of the page.
    pub head: DraftHead,
    /// Whether the reader may import now.
    pub open: bool,
    /// The data, whole, once a file was read.
    pub data: Option<String>,
    /// The versions of the sections that it was shown over, by section.
    pub versions: String,
    /// Sections that somebody else saved since it was shown.
    pub moved: Vec<String>,
    /// The sections that would be written.
    pub sections: Vec<PlanSection>,
    /// What could not be placed.
    pub unplaced: Vec<String>,
    /// What is wrong with what was placed.
    pub faults: Vec<OpenItem>,
    /// Why nothing can be taken.
    pub refused: Vec<Fault>,
}

/// A section that an import would write.
#[derive(Debug, Clone, Serialize)]
pub struct PlanSection {
    /// What it is called.
    pub label: String,
    /// How many rows, where it is a table.
    pub rows: Option<usize>,
    /// Whether it takes the place of something.
    pub replaces: bool,
}

impl Page for Conflict {
    const TEMPLATE: &'static str = "pages/draft_conflict.html";

    fn samples() -> Vec<Self> {
        let side = Side {
            place: nasty(),
            label: nasty(),
            mine: Some(nasty()),
            theirs: Some(nasty()),
        };
        vec![Self {
            head: head(),
            path: "/cases/1/draft/KA-3.02".to_owned(),
            title: nasty(),
            saved: Some(saved()),
            version: 4,
            mine: nasty(),
            kept: nasty(),
            pasted: nasty(),
            sides: vec![
                side.clone(),
                Side {
                    mine: None,
                    ..side.clone()
                },
                Side {
                    theirs: None,
                    ..side
                },
            ],
        }]
    }
}

impl Page for ImportPreview {
    const TEMPLATE: &'static str = "pages/draft_import_sheet.html";

    fn samples() -> Vec<Self> {
        let full = Self {
            head: head(),
            path: "/cases/1/draft/data/actions".to_owned(),
            label: nasty(),
            version: 3,
            data: nasty(),
            rows: Some(12),
            faults: vec![nasty()],
            ignored: vec![nasty()],
            refused: Vec::new(),
        };
        vec![
            full.clone(),
            Self {
                rows: None,
                faults: Vec::new(),
                ignored: Vec::new(),
                ..full.clone()
            },
            Self {
                refused: vec![Fault {
                    at: None,
                    message: nasty(),
                }],
                ..full
            },
        ]
    }
}

impl Page for ImportPlan {
    const TEMPLATE: &'static str = "pages/draft_import.html";

    fn samples() -> Vec<Self> {
        let empty = Self {
            head: head(),
            open: true,
            data: None,
            versions: String::new(),
            moved: Vec::new(),
            sections: Vec::new(),
            unplaced: Vec::new(),
            faults: Vec::new(),
            refused: faults("plan-file"),
        };
        vec![
            empty.clone(),
            Self {
                open: false,
                refused: Vec::new(),
                ..empty.clone()
            },
            Self {
                data: Some(nasty()),
                versions: nasty(),
                moved: vec![nasty()],
                sections: vec![
                    PlanSection {
                        label: nasty(),
                        rows: Some(3),
                        replaces: true,
                    },
                    PlanSection {
                        label: nasty(),
                        rows: None,
                        replaces: false,
                    },
                ],
                unplaced: vec![nasty()],
                faults: vec![OpenItem {
                    link: "/cases/1/draft/data/actions".to_owned(),
                    text: nasty(),
                    criterion: None,
                }],
                refused: Vec::new(),
                ..empty
            },
        ]
    }
}
