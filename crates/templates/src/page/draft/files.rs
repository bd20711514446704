//! The files of a draft.

use serde::Serialize;

use super::{DraftHead, Fault, Saved, closed_head, faults, head, saved};
use crate::page::{Page, nasty};

/// The page of a draft's files.
#[derive(Debug, Clone, Serialize)]
pub struct Files {
    /// The top of the page.
    pub head: DraftHead,
    /// The files in the order in which they came.
    pub files: Vec<FileView>,
    /// Whether the reader may bring and remove files.
    pub open: bool,
    /// What was wrong with a file that was brought.
    pub faults: Vec<Fault>,
}

/// A file.
#[derive(Debug, Clone, Serialize)]
pub struct FileView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its size in megabytes.
    pub megabytes: f64,
    /// What an inspection found: `scanned`, `not-inspected`.
    pub remark: Option<String>,
    /// Whether it is the plan.
    pub is_plan: bool,
    /// Whether it can be the plan.
    pub can_be_plan: bool,
    /// The criteria whose answers point at it.
    pub used_by: Vec<String>,
    /// When it came, and who brought it.
    pub saved: Saved,
}

impl Page for Files {
    const TEMPLATE: &'static str = "pages/draft_files.html";

    fn samples() -> Vec<Self> {
        let file = FileView {
            id: "1".to_owned(),
            name: nasty(),
            megabytes: 1.5,
            remark: Some("scanned".to_owned()),
            is_plan: true,
            can_be_plan: true,
            used_by: vec!["KA-3.02".to_owned()],
            saved: saved(),
        };
        vec![
            Self {
                head: head(),
                files: vec![
                    file.clone(),
                    FileView {
                        id: "2".to_owned(),
                        remark: Some("not-inspected".to_owned()),
                        is_plan: false,
                        used_by: Vec::new(),
                        ..file
                    },
                ],
                open: true,
                faults: faults("file"),
            },
            Self {
                head: closed_head(),
                files: Vec::new(),
                open: false,
                faults: Vec::new(),
            },
        ]
    }
}
