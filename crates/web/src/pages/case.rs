//! A case: where it stands, what is due, what was decided, what can be done.

mod commands;
mod form;
mod give;
pub(super) mod nav;
pub(super) mod reading;
mod submission;
mod timeline;
mod view;

use std::collections::BTreeMap;

use axum::{
    extract::State,
    response::Response,
    routing::{get, post},
};
use lustrum_app::{App, AppError, Caller, CertificateFilter, MailQuery, Page};
use lustrum_domain::{
    Command, CommandName, CycleId, Entry, Locale, NoticeId, Refusal, RefusalCode, StateName,
    UploadId, log::Row, time::local_date,
};
use lustrum_templates::{page, routes, words};
use lustrum_text::Arg;
use serde_json::{Map, Value};

use self::view::{Telling, answers};
use super::{Answer, PageRoute, fault::PageError, form::ProtectedForm, see, visitor::Visitor};
use crate::{
    error::ApiError,
    extract::{Path, field, short, typed},
};

/// How many of the latest events the timeline goes back. All that happens in a
/// case of five rounds is less; the whole log is in the programming interface.
const LATEST_EVENTS: u64 = 1000;

/// How many of the latest mails about a case its page shows.
const LATEST_MAILS: u64 = 15;

pub(super) fn routes() -> Vec<PageRoute> {
    vec![
        PageRoute::signed_in(routes::CASE, get(page)),
        PageRoute::signed_in(routes::CASE_COMMAND, post(command)).shows_nothing(),
        PageRoute::signed_in(routes::SUBMISSION, get(submission::get)),
        PageRoute::signed_in(routes::CASE_COMMAND_FORM, get(give::form).post(give::give)),
    ]
}

async fn page(visitor: Visitor, Path(id): Path<CycleId>, State(app): State<App>) -> Answer {
    let page = read(&app, visitor.caller(), id).await?;
    visitor.show(&app, &page).await
}

/// Everything that the page of a case shows, in a fixed number of queries
/// however much has happened.
async fn read(app: &App, caller: &Caller, id: CycleId) -> Result<page::case::Case, PageError> {
    let view = app.view(caller, id).await?;
    let cycle = &view.cycle;
    let from = cycle.version.saturating_sub(LATEST_EVENTS) + 1;
    let rows = app.events(caller, id, from, LATEST_EVENTS).await?;
    let filter = CertificateFilter {
        cycle: Some(id),
        ..CertificateFilter::default()
    };
    let mut telling = Telling {
        cycle,
        caller,
        today: local_date(app.clock.now()),
        entries: entries_of(&rows)?,
        findings: app.findings(caller, id).await?,
        certificates: app.certificates(&filter).await?,
        mails: Page::default(),
        comments: Vec::new(),
        files: Vec::new(),
        texts: BTreeMap::new(),
        organisations: BTreeMap::new(),
        people: BTreeMap::new(),
    };
    // Whose draft it is, theirs are the mails and what colleagues wrote.
    if caller.scope().contains_draft(cycle) {
        let query = MailQuery {
            cycle: Some(id),
            limit: LATEST_MAILS,
            ..MailQuery::default()
        };
        telling.mails = app.mail_list(caller, &query).await?;
        telling.comments = app.comments(caller, id).await?;
    }
    let evidence: Vec<UploadId> = answers(&telling.entries)
        .values()
        .flat_map(|answer| answer.evidence.iter().copied())
        .collect();
    if !evidence.is_empty() {
        telling.files = app.files(caller, id, &evidence).await?;
    }
    telling.name(app).await?;
    let commands = app.offered(caller, &view).await?;
    Ok(telling.page(&commands))
}

/// The events that rows of the log hold.
fn entries_of(rows: &[Row]) -> Result<Vec<Entry>, AppError> {
    let entries: Result<Vec<Entry>, _> = rows
        .iter()
        .map(|row| serde_json::from_str(&row.body))
        .collect();
    entries.map_err(AppError::internal)
}

/// Gives a case a command that a button is enough for.
async fn command(
    visitor: Visitor,
    Path(id): Path<CycleId>,
    State(app): State<App>,
    ProtectedForm(form): ProtectedForm<BTreeMap<String, String>>,
) -> Answer {
    let (command, version) = asked(form)?;
    // What else happens to the case changes nothing about a notice.
    let (back, expected) = match notice_of(&command) {
        Some(notice) => (routes::notice(id, notice), None),
        None => (routes::case(id), Some(version)),
    };
    match app.command(visitor.caller(), id, &command, expected).await {
        Ok(_) => Ok(visitor.having_done(see(&back), command.name())),
        Err(AppError::Stale { .. }) if expected.is_some() => {
            changed_meanwhile(&visitor, &app, id).await
        }
        Err(error) => Err(PageError::from(error).back_to(back)),
    }
}

/// The case as it is now, for somebody who acted on an older state of it.
async fn changed_meanwhile(
    visitor: &Visitor,
    app: &App,
    id: CycleId,
) -> Result<Response, PageError> {
    let page = read(app, visitor.caller(), id).await?;
    visitor.show_stale(app, &page).await
}

/// The command that a form asks for, and the version that its page showed.
fn asked(mut form: BTreeMap<String, String>) -> Result<(Command, u64), ApiError> {
    let wanted = |name: &str, found: Option<&String>| {
        let found = found.map_or_else(|| "–".to_owned(), |found| short(found));
        let pointer = format!("/{name}");
        ApiError::fields(vec![field(
            &pointer,
            found,
            "field-missing",
            &[] as &[(&str, Arg)],
        )])
    };
    form.remove("csrf");
    let version = form.remove("version");
    let number = version.as_ref().and_then(|version| version.parse().ok());
    let number = number.ok_or_else(|| wanted("version", version.as_ref()))?;
    let fields: Map<String, Value> = form
        .into_iter()
        .map(|(name, value)| (name, Value::String(value)))
        .collect();
    Ok((typed(&Value::Object(fields))?, number))
}

fn notice_of(command: &Command) -> Option<NoticeId> {
    match command {
        Command::ReleaseNotice { notice } | Command::AcknowledgeNotice { notice } => Some(*notice),
        _ => None,
    }
}

/// Why a command is not to be given now, as a sentence.
pub(super) fn refused(
    locale: Locale,
    code: RefusalCode,
    command: CommandName,
    state: StateName,
) -> String {
    let refusal = Refusal::new(code, state.as_str(), command.as_str());
    words::refusal(locale, &refusal)
}
