//! Political bodies with their terms.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lustrum_domain::OrganisationKind;
use serde::Serialize;

use super::{
    CasePlace, Page, day,
    desk::{Found, Named, sample_nav},
    nasty,
};

/// The bodies of a municipality.
#[derive(Debug, Clone, Serialize)]
pub struct Bodies {
    /// The pages of the desk.
    pub nav: Vec<CasePlace>,
    /// The municipalities to choose from.
    pub found: Found,
    /// The one that was chosen.
    pub of: Option<String>,
    /// What it is called.
    pub name: Option<String>,
    /// Its own shared mailbox.
    pub mailbox: Option<String>,
    /// Its bodies, also those that have ceased.
    pub bodies: Vec<Body>,
    /// Bodies that are no municipality's own.
    pub shared: Vec<Body>,
    /// The regions that one more of these can serve.
    pub regions: Vec<Named>,
    /// Whether the reader may change them.
    pub writes: bool,
    /// The form for one more.
    pub form: BodyForm,
}

/// A body.
#[derive(Debug, Clone, Serialize)]
pub struct Body {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its name.
    pub name: String,
    /// Its shared mailbox.
    pub mailbox: Option<String>,
    /// The first day of its term.
    pub valid_from: NaiveDate,
    /// The last day.
    pub valid_to: Option<NaiveDate>,
    /// Who takes over from it.
    pub successor: Option<String>,
    /// Whether its term is over.
    pub ceased: bool,
}

/// What was typed about a body.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BodyForm {
    /// What it is.
    pub kind: String,
    /// The region that it serves.
    pub region: String,
    /// Its name.
    pub name: String,
    /// Its mailbox.
    pub mailbox: String,
    /// The first day of its term.
    pub valid_from: String,
    /// The last day.
    pub valid_to: String,
    /// Who takes over.
    pub successor: String,
    /// What is wrong, by field.
    pub faults: BTreeMap<String, String>,
}

/// A body, to be changed.
#[derive(Debug, Clone, Serialize)]
pub struct BodyPage {
    /// The pages of the desk.
    pub nav: Vec<CasePlace>,
    /// The list it stands in.
    pub back: String,
    /// Whose body it is.
    pub parent: Option<String>,
    /// Who can take over.
    pub successors: Vec<Named>,
    /// The body.
    pub body: Body,
    /// Whether the reader may change it.
    pub writes: bool,
    /// Whether it was just changed.
    pub done: bool,
    /// The form.
    pub form: BodyForm,
}

/// A form in which everything is wrong, what `asks` only some pages ask for too.
fn form(asks: &[&str]) -> BodyForm {
    let faulty = ["name", "mailbox", "valid_from", "valid_to"];
    let faulty = faulty.iter().chain(asks);
    BodyForm {
        kind: "committee".to_owned(),
        region: String::new(),
        name: nasty(),
        mailbox: nasty(),
        valid_from: nasty(),
        valid_to: "2029-12-31".to_owned(),
        successor: "org_2".to_owned(),
        faults: faulty.map(|field| ((*field).to_owned(), nasty())).collect(),
    }
}

fn body(ceased: bool) -> Body {
    Body {
        id: "org_1".to_owned(),
        kind: OrganisationKind::Committee,
        name: nasty(),
        mailbox: ceased.then(nasty),
        valid_from: day(2026, 1, 1),
        valid_to: ceased.then(|| day(2026, 12, 31)),
        successor: ceased.then(nasty),
        ceased,
    }
}

fn named(chosen: bool) -> Named {
    Named {
        value: "org_2".to_owned(),
        label: nasty(),
        chosen,
    }
}

impl Page for Bodies {
    const TEMPLATE: &'static str = "pages/desk_bodies.html";

    fn samples() -> Vec<Self> {
        let empty = Self {
            nav: sample_nav(),
            found: Found::default(),
            of: None,
            name: None,
            mailbox: None,
            bodies: Vec::new(),
            shared: Vec::new(),
            regions: vec![named(true), named(false)],
            writes: true,
            form: BodyForm::default(),
        };
        let of = Self {
            of: Some("org_2".to_owned()),
            name: Some(nasty()),
            ..empty.clone()
        };
        vec![
            empty.clone(),
            Self {
                found: Found::sample(),
                shared: vec![body(false)],
                form: form(&["kind", "region"]),
                ..empty
            },
            Self {
                mailbox: Some(nasty()),
                bodies: vec![body(false), body(true)],
                shared: vec![body(false), body(true)],
                form: form(&["kind"]),
                ..of.clone()
            },
            Self {
                writes: false,
                ..of
            },
        ]
    }
}

impl Page for BodyPage {
    const TEMPLATE: &'static str = "pages/desk_body.html";

    fn samples() -> Vec<Self> {
        [
            (true, BodyForm::default()),
            (true, form(&[])),
            (false, form(&[])),
        ]
        .into_iter()
        .map(|(writes, form)| Self {
            nav: sample_nav(),
            back: crate::routes::DESK_BODIES.to_owned(),
            parent: writes.then(nasty),
            successors: if writes {
                vec![named(true)]
            } else {
                Vec::new()
            },
            body: body(!writes),
            writes,
            done: form.faults.is_empty(),
            form,
        })
        .collect()
    }
}
