//! Where the secretariat begins cases.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    CasePlace, Page,
    desk::{Named, sample_nav},
    nasty,
};

/// The two ways to begin a municipality's first case.
#[derive(Debug, Clone, Serialize)]
pub struct Begin {
    /// The pages of the desk.
    pub nav: Vec<CasePlace>,
    /// The programmes to choose from.
    pub programmes: Vec<Named>,
    /// The municipalities to choose from.
    pub municipalities: Vec<Named>,
    /// Taking in a municipality whose plan was approved before.
    pub take_in: BeginForm,
    /// Enrolling one without an approved plan.
    pub enrol: BeginForm,
}

/// What was typed into one of the forms.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BeginForm {
    /// The end of the period of the plan in force.
    pub period_end: String,
    /// What is wrong, by field; by no field what is wrong with all of it.
    pub faults: BTreeMap<String, String>,
}

impl Page for Begin {
    const TEMPLATE: &'static str = "pages/desk_begin.html";

    fn samples() -> Vec<Self> {
        let named = |value: &str, chosen| Named {
            value: value.to_owned(),
            label: nasty(),
            chosen,
        };
        let empty = Self {
            nav: sample_nav(),
            programmes: vec![named("klimaalliancen", true)],
            municipalities: vec![named("org_1", false), named("org_2", true)],
            take_in: BeginForm::default(),
            enrol: BeginForm::default(),
        };
        let wrong = |field: &str| BeginForm {
            period_end: nasty(),
            faults: ["", "municipality", field]
                .map(|it| (it.to_owned(), nasty()))
                .into(),
        };
        vec![
            empty.clone(),
            Self {
                take_in: wrong("period_end"),
                ..empty.clone()
            },
            Self {
                enrol: wrong("file"),
                ..empty
            },
        ]
    }
}
