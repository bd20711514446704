//! Open data: which tables there are and what stands in them.

use serde::Serialize;

use super::Page;

/// The page of open data.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// The tables.
    pub sets: Vec<DataSet>,
    /// What addresses begin with, for programs.
    pub base: String,
}

/// A table.
#[derive(Debug, Clone, Serialize)]
pub struct DataSet {
    /// Its name.
    pub name: String,
    /// Its columns with the words of their texts, such as `register-valid_from`.
    pub columns: Vec<DataColumn>,
}

/// A column.
#[derive(Debug, Clone, Serialize)]
pub struct DataColumn {
    /// Its name.
    pub name: String,
    /// The word that its text is found by.
    pub word: String,
}

impl Page for Data {
    const TEMPLATE: &'static str = "pages/data.html";

    fn samples() -> Vec<Self> {
        let set = |name: &str, columns: &[&str]| DataSet {
            name: name.to_owned(),
            columns: columns
                .iter()
                .map(|column| DataColumn {
                    name: (*column).to_owned(),
                    word: format!("{name}-{column}"),
                })
                .collect(),
        };
        let base = "https://lustrum.example".to_owned();
        vec![
            Self {
                sets: Vec::new(),
                base: base.clone(),
            },
            Self {
                sets: vec![
                    set("register", &["code", "valid_to"]),
                    set("returned", &["reason"]),
                ],
                base,
            },
        ]
    }
}
