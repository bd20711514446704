//! One recertification from beginning to end, through the REST API of a running
//! server: what a municipality, two partners and two political bodies do, step
//! by step, each step with what must hold.
//!
//! It knows the service only by its interface. The first thing that does not
//! hold ends it, with a sentence that says what was wanted and what was found.

mod client;
mod prepare;
mod steps;

use std::{collections::BTreeMap, io::Write};

use lustrum_domain::{OrganisationId, PersonId};
use serde::Serialize;
use serde_json::{Value, json};

pub use prepare::prepare;

use client::Client;

/// Somebody who takes part, with the token by which the server knows them.
#[derive(Debug, Clone)]
pub struct Player {
    /// Who.
    pub person: PersonId,
    /// What they are called in what is printed.
    pub role: &'static str,
    /// The secret of an API token.
    pub token: String,
}

/// Everybody who takes part, and whose case it is.
#[derive(Debug, Clone)]
pub struct Players {
    /// Opens the door: takes the municipality in and sets the dates.
    pub secretariat: Player,
    /// Drafts for the municipality.
    pub coordinator: Player,
    /// Answers for the municipality.
    pub approver: Player,
    /// Leads CONCITO's stage.
    pub lead_concito: Player,
    /// Judges for CONCITO.
    pub reviewer_concito: Player,
    /// Leads C40's stage, and certifies.
    pub lead_c40: Player,
    /// Judges for C40.
    pub reviewer_c40: Player,
    /// Keeps the minutes of the council.
    pub clerk: Player,
    /// Whose case it is.
    pub municipality: OrganisationId,
    /// Its code and name.
    pub fact: crate::data::MunicipalityFact,
    /// Its council.
    pub council: OrganisationId,
    /// Its climate committee.
    pub committee: OrganisationId,
    /// What people and organisations are called in what is printed, by id.
    pub names: BTreeMap<String, String>,
}

/// Finds the first line of a mail's text by the mail's id.
pub type FirstLine<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// How a walkthrough is run.
pub struct Options<'a> {
    /// Where the server listens, for example `http://127.0.0.1:40123`.
    pub base_url: String,
    /// Who takes part.
    pub players: Players,
    /// Plan data in the place of the shipped example.
    pub plan: Option<Value>,
    /// Whether one JSON object per line is printed.
    pub json: bool,
    /// Expects something wrong at one step: the walkthrough must then fail.
    pub expect_wrong: bool,
    /// The first line of a mail's text, where somebody can tell: the interface
    /// shows who was told what, and not the texts.
    pub first_line: Option<&'a FirstLine<'a>>,
}

/// A walkthrough in which every step held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many steps were taken.
    pub steps: usize,
    /// How many statements were examined.
    pub statements: usize,
    /// Mails that went out.
    pub mails: usize,
    /// Notices to political bodies.
    pub notices: usize,
    /// The number of the certificate.
    pub certificate: String,
}

/// What did not hold, at which step.
#[derive(Debug, thiserror::Error)]
#[error("step {number}, {step}: {fault}")]
pub struct Failed {
    /// Which step, from 1.
    pub number: usize,
    /// What it does.
    pub step: String,
    /// What was wanted and what was found.
    pub fault: String,
}

/// Drives one recertification through the interface of a running server.
///
/// # Errors
/// The first statement that does not hold.
pub fn run(options: &Options<'_>, out: &mut dyn Write) -> Result<Report, Failed> {
    let mut walk = Walk {
        client: Client::new(&options.base_url),
        options,
        out,
        number: 0,
        step: String::new(),
        statements: 0,
        mails: BTreeMap::new(),
        notices: BTreeMap::new(),
        cycle: None,
    };
    let certificate = steps::all(&mut walk).map_err(|fault| Failed {
        number: walk.number,
        step: walk.step.clone(),
        fault: fault.0,
    })?;
    let report = Report {
        steps: walk.number,
        statements: walk.statements,
        mails: walk.mails.len(),
        notices: walk.notices.len(),
        certificate,
    };
    walk.print(
        || {
            format!(
                "every one of {} steps held ({} statements, {} mails, {} notices); certificate {}",
                report.steps, report.statements, report.mails, report.notices, report.certificate
            )
        },
        || json!({"done": report}),
    );
    Ok(report)
}

/// Why a step cannot go on.
#[derive(Debug)]
struct Fault(String);

type Held<T = ()> = Result<T, Fault>;

/// A walkthrough under way.
struct Walk<'a> {
    client: Client,
    options: &'a Options<'a>,
    out: &'a mut dyn Write,
    number: usize,
    step: String,
    statements: usize,
    /// Mails that were printed, with their status then.
    mails: BTreeMap<String, String>,
    /// Notices that were printed, with their state then.
    notices: BTreeMap<String, String>,
    cycle: Option<String>,
}

impl<'a> Walk<'a> {
    fn players(&self) -> &'a Players {
        &self.options.players
    }

    /// Begins a step.
    fn step(&mut self, title: &str) {
        self.number += 1;
        title.clone_into(&mut self.step);
        let number = self.number;
        self.print(
            || format!("{number:>2}. {title}"),
            || json!({"step": number, "title": title}),
        );
    }

    /// Something that must hold.
    fn holds(&mut self, holds: bool, wanted: &str, found: impl std::fmt::Display) -> Held {
        self.statements += 1;
        if !holds {
            return Err(Fault(format!("wanted: {wanted}; found: {found}")));
        }
        self.print(
            || format!("      holds: {wanted}"),
            || json!({"holds": wanted}),
        );
        Ok(())
    }

    fn print(&mut self, text: impl FnOnce() -> String, json: impl FnOnce() -> Value) {
        let line = if self.options.json {
            json().to_string()
        } else {
            text()
        };
        // Whoever closed the pipe has seen enough; the steps go on.
        let _closed = writeln!(self.out, "{line}");
    }

    /// What somebody or something is called.
    fn name(&self, id: &Value) -> Option<String> {
        self.options.players.names.get(id.as_str()?).cloned()
    }

    /// Prints mails and notices that are new, and notices that have moved.
    fn news(&mut self) -> Held {
        let Some(cycle) = self.cycle.clone() else {
            return Ok(());
        };
        for mail in self.all_mails(&cycle)? {
            let id = mail["id"].as_str().unwrap_or_default().to_owned();
            let status = mail["status"].as_str().unwrap_or_default().to_owned();
            if self.mails.insert(id.clone(), status).is_some() {
                continue;
            }
            let to = self
                .name(&mail["person"])
                .or_else(|| self.name(&mail["organisation"]))
                .unwrap_or_else(|| "somebody".to_owned());
            let first = self.options.first_line.and_then(|line| line(&id));
            let subject = mail["subject"].as_str().unwrap_or_default();
            self.print(
                || match &first {
                    Some(first) => format!("      mail to {to}: {subject} — {first}"),
                    None => format!("      mail to {to}: {subject}"),
                },
                || json!({"mail": {"kind": mail["kind"], "to": to, "subject": subject, "first_line": first}}),
            );
        }
        for notice in self.all_notices(&cycle)? {
            let id = notice["id"].as_str().unwrap_or_default().to_owned();
            let state = notice["state"].as_str().unwrap_or_default().to_owned();
            let before = self.notices.insert(id, state.clone());
            if before.as_ref() == Some(&state) {
                continue;
            }
            let body = self
                .name(&notice["body"])
                .unwrap_or_else(|| "a body".to_owned());
            let title = notice["title"]["da"].as_str().unwrap_or_default();
            self.print(
                || match before {
                    Some(before) => format!("      notice to {body}: {before} -> {state}: {title}"),
                    None => format!("      notice to {body}: {state}: {title}"),
                },
                || json!({"notice": {"kind": notice["kind"], "to": body, "state": state, "title": title}}),
            );
        }
        Ok(())
    }

    fn all_mails(&mut self, cycle: &str) -> Held<Vec<Value>> {
        let token = &self.players().secretariat.token;
        let mut mails = Vec::new();
        for page in 1.. {
            let path = format!("/api/v1/mails?cycle={cycle}&per_page=100&page={page}");
            let answer = self.client.get(&path, Some(token))?.ok()?;
            let items = answer.body["items"].as_array().cloned().unwrap_or_default();
            let full = items.len() == 100;
            mails.extend(items);
            if !full {
                break;
            }
        }
        // The interface lists the latest first; a story is told from the front.
        mails.reverse();
        Ok(mails)
    }

    fn all_notices(&mut self, cycle: &str) -> Held<Vec<Value>> {
        let token = &self.players().approver.token;
        let path = format!("/api/v1/cycles/{cycle}/notices");
        let answer = self.client.get(&path, Some(token))?.ok()?;
        let mut notices = answer.body.as_array().cloned().unwrap_or_default();
        notices.reverse();
        Ok(notices)
    }
}

#[cfg(test)]
mod tests;
