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
use lustrum_app::{App, AppError, Caller};
use lustrum_domain::{
    Command, CommandName, CycleId, Locale, NoticeId, Refusal, RefusalCode, StateName, UploadId,
    time::local_date,
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
    let file = app
        .case_file(caller, id, LATEST_EVENTS, LATEST_MAILS)
        .await?;
    let mut telling = Telling::of(&file, caller, local_date(app.clock.now()));
    let evidence: Vec<UploadId> = answers(&file.entries)
        .values()
        .flat_map(|answer| answer.evidence.iter().copied())
        .collect();
    let named = telling.named();
    telling.files = app.uploads_in_file(&file, &evidence).await?;
    telling.texts = app.texts_in_file(&file, &named.texts).await?;
    telling.organisations = app.organisation_names(&named.organisations).await?;
    telling.people = app.people_in_file(&file).await?;
    let commands = app.offered(caller, &file.view).await?;
    Ok(telling.page(&commands))
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
