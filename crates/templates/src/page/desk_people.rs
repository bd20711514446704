//! People: who holds what where.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lustrum_domain::Role;
use serde::Serialize;

use super::{
    CasePlace, Page, day,
    desk::{Found, Named, sample_nav},
    nasty,
};

/// The people of an organisation.
#[derive(Debug, Clone, Serialize)]
pub struct People {
    /// The pages of the desk.
    pub nav: Vec<CasePlace>,
    /// The organisations to choose from; none for whoever has one only.
    pub found: Option<Found>,
    /// Whether people are found by their names, too.
    pub finds_people: bool,
    /// Those who were found.
    pub named: Vec<PersonFound>,
    /// The one that was chosen.
    pub at: Option<String>,
    /// What it is called.
    pub name: Option<String>,
    /// Who works there: a page of them.
    pub people: Vec<PersonLine>,
    /// The page before this one.
    pub earlier: Option<String>,
    /// The page after it.
    pub later: Option<String>,
    /// Everybody who works there, to be stood in for.
    pub principals: Vec<Named>,
    /// The roles that the reader can give there.
    pub roles: Vec<Named>,
    /// The form for inviting somebody.
    pub form: InviteForm,
    /// Whether somebody was just given a role.
    pub done: bool,
}

/// Somebody who was found by their name or address.
#[derive(Debug, Clone, Serialize)]
pub struct PersonFound {
    /// Who, as in their path.
    pub id: String,
    /// Their name; none once it was erased.
    pub name: Option<String>,
    /// Their address; none once it was erased.
    pub email: Option<String>,
}

/// Somebody with what they hold.
#[derive(Debug, Clone, Serialize)]
pub struct PersonLine {
    /// Who, as in their path.
    pub id: String,
    /// Their name; none once it was erased.
    pub name: Option<String>,
    /// What they hold.
    pub role: Role,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: Option<NaiveDate>,
    /// Whether they stand in for somebody.
    pub deputy: bool,
    /// For whom, as far as that can be told.
    pub principal: Option<String>,
    /// Whether the invitation was taken up.
    pub active: bool,
    /// Whether the last day is over.
    pub over: bool,
    /// Whether the first day is still to come.
    pub later: bool,
}

/// What was typed to invite somebody.
#[derive(Debug, Clone, Default, Serialize)]
pub struct InviteForm {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their language.
    pub locale: String,
    /// The role.
    pub role: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Whom they stand in for.
    pub principal: String,
    /// What is wrong, by field.
    pub faults: BTreeMap<String, String>,
}

/// A person.
#[derive(Debug, Clone, Serialize)]
pub struct PersonPage {
    /// The pages of the desk.
    pub nav: Vec<CasePlace>,
    /// Who, as in their path.
    pub id: String,
    /// Their name; none once it was erased.
    pub name: Option<String>,
    /// Their address, for those who keep the register.
    pub email: Option<String>,
    /// Where the mails to them are, for those who keep the register.
    pub mails: Option<String>,
    /// Whether the invitation was taken up.
    pub active: bool,
    /// Whether their personal data were erased.
    pub erased: bool,
    /// What they hold and held.
    pub held: Vec<Held>,
    /// The municipalities that they declared a conflict of interest towards.
    pub conflicts: Vec<String>,
    /// The municipalities that a conflict of interest can be declared towards; none
    /// where the reader may declare none.
    pub municipalities: Vec<Named>,
    /// Whether the reader may send a link to choose a password by.
    pub links: bool,
    /// Whether the reader keeps the register.
    pub administers: bool,
    /// The address that was typed.
    pub typed: String,
    /// What was just done, by its word under `desk-person-done`.
    pub done: Option<&'static str>,
    /// Whether they hold anything, today or later.
    pub working: bool,
    /// What went wrong, by the id of the field.
    pub faults: BTreeMap<String, String>,
}

/// A role with its dates.
#[derive(Debug, Clone, Serialize)]
pub struct Held {
    /// Which.
    pub id: String,
    /// What it allows.
    pub role: Role,
    /// Where.
    pub organisation: String,
    /// Who works there, for those who keep the register.
    pub colleagues: Option<String>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: Option<NaiveDate>,
    /// Whether it stands in for somebody.
    pub deputy: bool,
    /// For whom; none once the name was erased.
    pub principal: Option<String>,
    /// Whether it is over.
    pub over: bool,
    /// Whether the reader can end it.
    pub ends: bool,
    /// The last day in the form that ends it: today, or what was typed.
    pub on: String,
}

impl Page for People {
    const TEMPLATE: &'static str = "pages/desk_people.html";

    fn samples() -> Vec<Self> {
        let named = |value: &str| Named {
            value: value.to_owned(),
            label: nasty(),
            chosen: value == "a",
        };
        let empty = Self {
            nav: sample_nav(),
            found: Some(Found::default()),
            finds_people: true,
            named: Vec::new(),
            at: None,
            name: None,
            people: Vec::new(),
            earlier: None,
            later: None,
            principals: Vec::new(),
            roles: Vec::new(),
            form: InviteForm {
                locale: "da".to_owned(),
                ..InviteForm::default()
            },
            done: false,
        };
        let fields = ["name", "email", "role", "from", "to"];
        vec![
            empty.clone(),
            Self {
                found: Some(Found::sample()),
                named: vec![
                    PersonFound {
                        id: "per_1".to_owned(),
                        name: Some(nasty()),
                        email: Some(nasty()),
                    },
                    PersonFound {
                        id: "per_2".to_owned(),
                        name: None,
                        email: None,
                    },
                ],
                ..empty.clone()
            },
            Self {
                found: None,
                finds_people: false,
                at: Some("a".to_owned()),
                name: Some(nasty()),
                earlier: Some(nasty()),
                later: Some(nasty()),
                principals: vec![named("a"), named("b")],
                people: Role::ALL
                    .iter()
                    .enumerate()
                    .map(|(index, role)| PersonLine {
                        id: "per_1".to_owned(),
                        name: (index > 0).then(nasty),
                        role: *role,
                        from: day(2026, 1, 1),
                        to: (index % 2 == 0).then(|| day(2027, 1, 1)),
                        deputy: index % 3 == 0,
                        principal: (index % 6 == 0).then(nasty),
                        active: index % 2 == 0,
                        over: index % 4 == 0,
                        later: index % 4 == 1,
                    })
                    .collect(),
                roles: vec![named("a"), named("b")],
                form: InviteForm {
                    name: nasty(),
                    email: nasty(),
                    locale: "en".to_owned(),
                    from: nasty(),
                    faults: fields.map(|it| (it.to_owned(), nasty())).into(),
                    ..InviteForm::default()
                },
                done: true,
                ..empty
            },
        ]
    }
}

impl Page for PersonPage {
    const TEMPLATE: &'static str = "pages/desk_person.html";

    fn samples() -> Vec<Self> {
        let held = |number: usize| Held {
            id: format!("mem_{number}"),
            role: Role::Reviewer,
            organisation: nasty(),
            colleagues: (number > 1).then(|| "/desk/people?at=org_1".to_owned()),
            from: day(2026, 1, 1),
            to: (number > 1).then(|| day(2026, 12, 31)),
            deputy: number > 1,
            principal: (number > 2).then(nasty),
            over: number > 1,
            ends: number == 1,
            on: "2027-01-10".to_owned(),
        };
        let full = Self {
            nav: sample_nav(),
            id: "per_1".to_owned(),
            name: Some(nasty()),
            email: Some(nasty()),
            mails: Some("/desk/mails?person=per_1".to_owned()),
            active: true,
            erased: false,
            held: vec![held(1), held(2), held(3)],
            conflicts: vec![nasty()],
            municipalities: vec![Named {
                value: "org_1".to_owned(),
                label: "Odder".to_owned(),
                chosen: false,
            }],
            links: true,
            administers: true,
            typed: nasty(),
            done: None,
            working: false,
            faults: ["", "email", "on-mem_1", "municipality"]
                .map(|it| (it.to_owned(), nasty()))
                .into(),
        };
        let done = ["link", "email", "conflict", "sessions", "end", "erase"];
        let done = done.map(|done| Self {
            active: false,
            done: Some(done),
            ..full.clone()
        });
        let others = [
            full.clone(),
            Self {
                name: None,
                email: None,
                mails: None,
                active: false,
                erased: true,
                held: Vec::new(),
                conflicts: Vec::new(),
                faults: BTreeMap::new(),
                ..full.clone()
            },
            Self {
                working: true,
                administers: false,
                municipalities: Vec::new(),
                faults: BTreeMap::new(),
                ..full.clone()
            },
        ];
        others.into_iter().chain(done).collect()
    }
}
