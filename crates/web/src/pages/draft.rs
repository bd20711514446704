//! The coordinator's pages: a draft, its answers, tables and files.
//!
//! Every form carries the version of the part that it shows. What somebody
//! else saved meanwhile is never overwritten: both versions are shown.

mod answer;
mod data;
mod fields;
mod files;
mod import;
mod overview;

use axum::{
    Json,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use lustrum_app::{App, AppError, FieldError, Workspace};
use lustrum_criteria::form::{Difference, Field, differences, show};
use lustrum_domain::{
    Locale, PersonId, Timestamp,
    time::{local_date, local_time},
};
use lustrum_templates::{
    page::{
        Due,
        draft::{CommentLine, Comments, Conflict, DraftHead, Fault, Saved, Side},
    },
    routes,
};
use serde_json::{Value, json};

use super::{
    Answer, PageRoute,
    case::nav::{Here, nav},
    fault::PageError,
    form::typed,
    visitor::Visitor,
};

pub(super) fn routes() -> Vec<PageRoute> {
    vec![
        PageRoute::signed_in(routes::DRAFT, get(overview::page)),
        PageRoute::signed_in(routes::DRAFT_RETURNED, get(answer::returned)),
        PageRoute::signed_in(routes::DRAFT_READY, get(overview::ready)),
        PageRoute::signed_in(routes::DRAFT_FILES, get(files::page).post(files::bring)).streams(),
        PageRoute::signed_in(routes::DRAFT_FILE, post(files::change)).shows_nothing(),
        PageRoute::signed_in(routes::DRAFT_IMPORT, get(import::page).post(import::look)),
        PageRoute::signed_in(routes::DRAFT_PLAN, get(import::download).post(import::take))
            .shows_nothing(),
        PageRoute::signed_in(routes::DRAFT_COMMENTS, post(answer::comment)).shows_nothing(),
        PageRoute::signed_in(routes::DRAFT_SECTION, get(data::page).post(data::save)),
        PageRoute::signed_in(
            routes::DRAFT_SHEET,
            get(import::sheet).post(import::look_sheet),
        )
        .shows_nothing(),
        PageRoute::signed_in(
            routes::DRAFT_CRITERION,
            get(answer::page).post(answer::save),
        ),
    ]
}

/// What stands at the top of each page.
fn head(app: &App, visitor: &Visitor, workspace: &Workspace) -> DraftHead {
    let cycle = &workspace.cycle;
    let today = local_date(app.clock.now());
    let returned = cycle
        .criteria
        .iter()
        .filter(|it| workspace.returned(&it.id).is_some())
        .count();
    let municipality = workspace.organisations.get(&cycle.municipality);
    DraftHead {
        nav: nav(
            cycle,
            &workspace.organisations,
            visitor.caller(),
            today,
            Here::Draft,
        ),
        case: cycle.id.to_string(),
        municipality: municipality.cloned().unwrap_or_default(),
        edition: cycle.edition,
        state: cycle.state.name(),
        due: cycle.next_deadline().map(|it| Due::of(it, today)),
        editable: !workspace.open.is_empty(),
        returned,
    }
}

/// What was written about a part.
fn comments(workspace: &Workspace, locale: Locale, part: String) -> Comments {
    let lines = workspace.comments.iter().filter(|it| it.part == part);
    Comments {
        lines: lines
            .map(|it| CommentLine {
                saved: saved(workspace, locale, it.by, it.at),
                body: it.body.clone(),
            })
            .collect(),
        open: workspace.may_comment,
        part,
    }
}

/// When and by whom a thing was saved.
fn saved(workspace: &Workspace, locale: Locale, by: PersonId, at: Timestamp) -> Saved {
    Saved {
        on: local_date(at),
        time: clock(locale, at),
        by: workspace.people.get(&by).cloned(),
    }
}

/// A time of day as it is written: 14.02 in Danish, 14:02 in English.
fn clock(locale: Locale, at: Timestamp) -> String {
    let (hour, minute) = local_time(at);
    let mark = match locale {
        Locale::Da => '.',
        Locale::En => ':',
    };
    format!("{hour}{mark}{minute:02}")
}

/// The sentences of a refusal, in the reader's language, each tied to the field
/// whose id `at` tells from its place.
fn told(errors: &[FieldError], locale: Locale, at: impl Fn(&str) -> Option<String>) -> Vec<Fault> {
    errors
        .iter()
        .map(|error| Fault {
            at: at(&error.pointer),
            message: error.message.get(locale).to_owned(),
        })
        .collect()
}

/// The same about the one field with this id.
fn told_at(errors: &[FieldError], locale: Locale, id: &str) -> Vec<Fault> {
    told(errors, locale, |_| Some(id.to_owned()))
}

/// Whether the script of a form asks, rather than a person who pressed a button.
fn is_script(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .is_some_and(|value| value.as_bytes() == b"application/json")
}

/// What the script of a form is told when all was saved: `more` is what else it
/// has to show or to carry.
fn told_saved(locale: Locale, at: Timestamp, version: i64, more: (&str, Value)) -> Response {
    let mut told = json!({ "saved": clock(locale, at), "version": version });
    told[more.0] = more.1;
    Json(told).into_response()
}

/// What it is told when somebody else saved meanwhile.
fn told_conflict() -> Response {
    (StatusCode::CONFLICT, Json(json!({ "conflict": true }))).into_response()
}

/// What stands around the two versions of one thing.
struct Clash<'a> {
    /// Where the form posts to.
    path: String,
    /// What it is called.
    title: String,
    /// The key of the part.
    part: &'a str,
    /// The reader's own version.
    mine: Value,
    /// Under which name the browser keeps what was typed.
    kept: String,
    /// Rows that were pasted and are in neither version.
    pasted: String,
}

/// Both versions side by side.
async fn conflict(
    visitor: &Visitor,
    app: &App,
    workspace: &Workspace,
    clash: Clash<'_>,
    differences: Vec<Difference>,
    show: impl Fn(&Difference, &Value) -> String,
) -> Answer {
    let locale = visitor.locale();
    let theirs = workspace.part(clash.part);
    let sides = differences
        .iter()
        .map(|difference| {
            let side = |value: &Option<Value>| value.as_ref().map(|it| show(difference, it));
            let label = called(difference, locale);
            Side {
                place: difference.place.clone(),
                label: if label.is_empty() {
                    clash.title.clone()
                } else {
                    label
                },
                mine: side(&difference.mine),
                theirs: side(&difference.theirs),
            }
        })
        .collect();
    let page = Conflict {
        head: head(app, visitor, workspace),
        path: clash.path,
        title: clash.title,
        saved: theirs.map(|part| saved(workspace, locale, part.by, part.at)),
        version: theirs.map_or(0, |part| part.version),
        mine: clash.mine.to_string(),
        kept: clash.kept,
        pasted: clash.pasted,
        sides,
    };
    let shown = visitor.show(app, &page).await?;
    Ok((StatusCode::CONFLICT, shown).into_response())
}

/// What people call the place of a difference, from the outside in.
fn called(difference: &Difference, locale: Locale) -> String {
    let names: Vec<&str> = difference.labels.iter().map(|it| it.get(locale)).collect();
    names.join(" › ")
}

/// A value of plan data as people read it; of a row a line for each field.
fn spelt(value: &Value, locale: Locale) -> String {
    match value {
        Value::Object(row) => row
            .iter()
            .map(|(name, value)| format!("{name}: {}", show(value, locale)))
            .collect::<Vec<_>>()
            .join("\n"),
        other => show(other, locale),
    }
}

/// What was written, to be given back where a draft does not take it: what was
/// typed, or, from the page of two versions, the reader's own side.
fn written(
    pairs: Vec<(String, String)>,
    form: &Field,
    stored: Option<&Value>,
    locale: Locale,
) -> Vec<(String, String)> {
    let Ok(mine) = mine(&pairs) else {
        return typed(pairs);
    };
    differences(form, Some(&mine), stored)
        .iter()
        .filter_map(|it| Some((called(it, locale), spelt(it.mine.as_ref()?, locale))))
        .collect()
}

/// The places at which a form says that its own version is to be taken.
fn picks(pairs: &[(String, String)]) -> impl Fn(&Difference) -> bool + '_ {
    |difference| {
        pairs.iter().any(|(name, value)| {
            name.strip_prefix("pick:") == Some(difference.place.as_str()) && value == "mine"
        })
    }
}

/// The value of a field of a form.
fn value<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let (_, value) = pairs.iter().find(|(known, _)| known == name)?;
    Some(value)
}

/// The version that a form says it shows.
fn version(pairs: &[(String, String)]) -> i64 {
    value(pairs, "version")
        .and_then(|version| version.parse().ok())
        .unwrap_or_default()
}

/// The whole value that a form carries, from the page of two versions or of an import.
fn mine(pairs: &[(String, String)]) -> Result<Value, PageError> {
    let text = value(pairs, "mine").unwrap_or_default();
    serde_json::from_str(text).map_err(|_| {
        AppError::field(
            "/mine",
            text.chars().take(60).collect::<String>(),
            "field-object-wanted",
        )
        .into()
    })
}
