//! A form for a command to a case, and what would follow from it.

use chrono::NaiveDate;
use lustrum_domain::{CommandName, StateName, notice::NoticeKind};
use serde::Serialize;

use super::{
    Due, Page,
    case::{CaseDeadline, CaseEvent, FileLink},
    day, nasty,
};

/// The page on which a command is given.
#[derive(Debug, Clone, Serialize)]
pub struct Command {
    /// The case, as in its path.
    pub case: String,
    /// Whose plan.
    pub municipality: String,
    /// The how-many-eth case.
    pub edition: u32,
    /// Where it stands.
    pub state: StateName,
    /// Whether the reader may open the page of the case.
    pub sees_case: bool,
    /// The version that the reader sees.
    pub version: u64,
    /// Which command.
    pub command: CommandName,
    /// The path to go to afterwards, and to leave by.
    pub next: String,
    /// What is asked.
    pub inputs: Vec<Input>,
    /// Where more files can be brought, if some are asked for.
    pub files: Option<String>,
    /// Why it was not carried out, as a sentence.
    pub refusal: Option<String>,
    /// What must be corrected.
    pub faults: Vec<Fault>,
    /// Whether somebody changed the case while the form was filled in.
    pub stale: bool,
    /// What they did, newest first.
    pub changed: Vec<CaseEvent>,
    /// Whether what follows is shown before it is carried out.
    pub weighty: bool,
    /// What would follow.
    pub foresight: Option<Foresight>,
}

/// Something to be corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The input it belongs to; none for all of the form.
    pub at: Option<String>,
    /// What is wrong and what is wanted.
    pub message: String,
}

/// A question of a form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Input {
    /// Its name in the form.
    pub name: String,
    /// What begins here, where one question is asked of several things.
    pub heading: Option<String>,
    /// What it is called.
    pub label: String,
    /// What helps to answer it.
    pub hint: Option<String>,
    /// Whether it may be left out.
    pub optional: bool,
    /// What is wrong with what was typed.
    pub fault: Option<String>,
    /// Only asked for when another input has one of some values.
    pub when: Option<When>,
    /// How it is asked.
    #[serde(flatten)]
    pub widget: Widget,
}

/// On what it depends whether an input is asked for. Without a script it is
/// always shown, and its hint says when it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct When {
    /// The other input.
    pub name: String,
    /// Its values.
    pub values: Vec<String>,
}

/// How a question is asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "widget", rename_all = "snake_case")]
pub enum Widget {
    /// Several lines of text.
    Text {
        /// What stands there.
        value: String,
        /// How many lines are shown.
        rows: u32,
    },
    /// A line of text.
    Line {
        /// What stands there.
        value: String,
    },
    /// A day.
    Date {
        /// What stands there, also what is no day.
        value: String,
        /// The last day that makes sense.
        latest: Option<NaiveDate>,
        /// The first day that makes sense.
        earliest: Option<NaiveDate>,
    },
    /// One of many, in a list that opens.
    Select {
        /// The choices.
        options: Vec<Choice>,
    },
    /// One of a few.
    Radios {
        /// The choices, grouped.
        groups: Vec<Group>,
    },
    /// Any number of them.
    Checks {
        /// The choices, grouped.
        groups: Vec<Group>,
    },
}

/// Choices that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// What they have in common; none when there is one group.
    pub title: Option<String>,
    /// The choices.
    pub options: Vec<Choice>,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// What helps to choose.
    pub detail: Option<String>,
    /// Files to be looked at before choosing.
    pub files: Vec<FileLink>,
    /// Whether it is chosen.
    pub chosen: bool,
    /// Whether it cannot be chosen; the detail says why.
    pub disabled: bool,
}

/// What would follow from a command.
#[derive(Debug, Clone, Serialize)]
pub struct Foresight {
    /// Stands for exactly this command in this state of the case: sent back, it
    /// says that the reader saw what follows.
    pub seal: String,
    /// Where the case would stand.
    pub state: StateName,
    /// Deadlines that would begin or move.
    pub deadlines: Vec<CaseDeadline>,
    /// Notices.
    pub notices: Vec<ForeseenNotice>,
    /// Mails.
    pub mails: Vec<ForeseenMail>,
    /// Whether planned mails would be called off.
    pub calls_off: bool,
    /// The certificate that would be issued.
    pub certificate: Option<ForeseenCertificate>,
    /// Whether a certificate that exists would be superseded or revoked.
    pub changes_certificate: bool,
    /// Whether the municipality's next case would be begun or changed.
    pub next_case: bool,
}

/// A notice that would be drafted.
#[derive(Debug, Clone, Serialize)]
pub struct ForeseenNotice {
    /// What it tells.
    pub kind: NoticeKind,
    /// Whom.
    pub body: String,
    /// Whether it would go out at once.
    pub direct: bool,
    /// The day on which it would release itself.
    pub releases_on: Option<NaiveDate>,
}

/// A mail that would be sent.
#[derive(Debug, Clone, Serialize)]
pub struct ForeseenMail {
    /// Its subject.
    pub subject: String,
    /// Who would get it.
    pub to: Vec<String>,
}

/// A certificate that would be issued.
#[derive(Debug, Clone, Serialize)]
pub struct ForeseenCertificate {
    /// Its number.
    pub number: String,
    /// Its first day.
    pub valid_from: NaiveDate,
    /// Its last day.
    pub valid_to: NaiveDate,
}

impl Page for Command {
    const TEMPLATE: &'static str = "pages/command.html";

    fn samples() -> Vec<Self> {
        let mut samples: Vec<Self> = CommandName::ALL.iter().map(|it| plain(*it)).collect();
        samples.push(full());
        samples.push(hostile());
        samples
    }
}

fn plain(command: CommandName) -> Command {
    Command {
        case: "cyc_1".to_owned(),
        municipality: "Odder".to_owned(),
        edition: 2,
        state: StateName::Review,
        sees_case: true,
        version: 7,
        command,
        next: "/cases/cyc_1".to_owned(),
        inputs: Vec::new(),
        files: None,
        refusal: None,
        faults: Vec::new(),
        stale: false,
        changed: Vec::new(),
        weighty: command == CommandName::Certify,
        foresight: None,
    }
}

fn full() -> Command {
    let option = |value: &str, disabled| Choice {
        value: value.to_owned(),
        label: "Åse Kjær".to_owned(),
        detail: Some("Har tre opgaver".to_owned()),
        files: vec![FileLink::sample()],
        chosen: value == "a",
        disabled,
    };
    let options = || vec![option("a", false), option("b", true)];
    let groups = || {
        vec![
            Group {
                title: Some("Mål".to_owned()),
                options: options(),
            },
            Group {
                title: None,
                options: vec![option("c", false)],
            },
        ]
    };
    let widgets = [
        Widget::Text {
            value: "Tabellen slutter i 2021.\nBrug det nyeste.".to_owned(),
            rows: 5,
        },
        Widget::Line {
            value: "Punkt 12".to_owned(),
        },
        Widget::Date {
            value: "2027-01-15".to_owned(),
            latest: Some(day(2027, 2, 1)),
            earliest: Some(day(2027, 1, 1)),
        },
        Widget::Select { options: options() },
        Widget::Radios { groups: groups() },
        Widget::Checks { groups: groups() },
    ];
    let inputs = widgets
        .into_iter()
        .enumerate()
        .map(|(index, widget)| Input {
            name: format!("input.{index}"),
            heading: (index == 1).then(|| "Aftalt fokus".to_owned()),
            label: "Begrundelse".to_owned(),
            hint: (index % 2 == 0).then(|| "Kort.".to_owned()),
            optional: index % 3 == 0,
            fault: (index % 2 == 1).then(|| "Skriv noget.".to_owned()),
            when: (index == 2).then(|| When {
                name: "input.4".to_owned(),
                values: vec!["a".to_owned()],
            }),
            widget,
        });
    Command {
        inputs: inputs.collect(),
        files: Some(crate::routes::draft_files("cyc_1")),
        refusal: Some("Det kan ikke gøres nu.".to_owned()),
        faults: vec![
            Fault {
                at: Some("input.1".to_owned()),
                message: "Skriv noget.".to_owned(),
            },
            Fault {
                at: None,
                message: "Noget andet.".to_owned(),
            },
        ],
        stale: true,
        changed: vec![CaseEvent {
            on: day(2027, 1, 9),
            kind: "held".to_owned(),
            who: Some("Sia Sekretær".to_owned()),
            role: Some(lustrum_domain::Role::Secretariat),
            on_behalf_of: None,
            about: Some("KA-3.02".to_owned()),
            text: Some("Fordi.".to_owned()),
        }],
        weighty: true,
        foresight: Some(Foresight {
            seal: "ab".repeat(32),
            state: StateName::Certified,
            deadlines: vec![CaseDeadline {
                due: Due::new("decision", day(2027, 2, 1), day(2027, 1, 10)),
                stage: Some("CONCITO".to_owned()),
                running: true,
                from: day(2027, 1, 10),
                working_days: true,
                skipped: vec![day(2027, 1, 13)],
                left: None,
                extensions: 0,
                asked: None,
            }],
            notices: vec![
                ForeseenNotice {
                    kind: NoticeKind::Certified,
                    body: "KKR Midtjylland".to_owned(),
                    direct: true,
                    releases_on: None,
                },
                ForeseenNotice {
                    kind: NoticeKind::ReadyForAdoption,
                    body: "Odder Byråd".to_owned(),
                    direct: false,
                    releases_on: Some(day(2027, 1, 17)),
                },
                ForeseenNotice {
                    kind: NoticeKind::Opened,
                    body: "Odder Byråd".to_owned(),
                    direct: false,
                    releases_on: None,
                },
            ],
            mails: vec![ForeseenMail {
                subject: "Planen er certificeret".to_owned(),
                to: vec!["Åse Kjær".to_owned(), "Odder Kommune".to_owned()],
            }],
            calls_off: true,
            certificate: Some(ForeseenCertificate {
                number: "KA-0727-2".to_owned(),
                valid_from: day(2027, 3, 1),
                valid_to: day(2032, 2, 29),
            }),
            changes_certificate: true,
            next_case: true,
        }),
        ..plain(CommandName::Certify)
    }
}

fn hostile() -> Command {
    let mut page = full();
    page.municipality = nasty();
    page.sees_case = false;
    page.refusal = None;
    page.next = "/".to_owned();
    for input in &mut page.inputs {
        input.label = nasty();
        input.hint = Some(nasty());
        input.fault = Some(nasty());
        match &mut input.widget {
            Widget::Text { value, .. } => *value = nasty().repeat(300),
            Widget::Line { value } | Widget::Date { value, .. } => *value = nasty(),
            Widget::Select { options } => options.clear(),
            Widget::Radios { groups } | Widget::Checks { groups } => groups.clear(),
        }
    }
    if let Some(foresight) = &mut page.foresight {
        foresight.deadlines.clear();
        foresight.notices.clear();
        foresight.mails.clear();
        foresight.certificate = None;
    }
    page
}
