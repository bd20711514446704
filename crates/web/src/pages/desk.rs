//! The desk of leads and the secretariat: every case in a table, as a wall of
//! deadlines and as files, by one filter; and what is done from there.
//!
//! What a reader sees is bounded by their scope as everywhere else, so that the
//! list itself is open to everybody who is signed in.

mod audit;
mod begin;
mod bodies;
mod export;
mod filter;
mod mails;
mod map;
mod people;
mod reviewers;

use std::collections::BTreeMap;

use axum::{
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use chrono::NaiveDate;
use lustrum_app::{App, AppError, CaseFilter, CaseSort, CaseSummary, Organisation};
use lustrum_domain::{
    CommandName, OrganisationKind, Person, Refusal, RefusalCode, Role, time::local_date,
};
use lustrum_templates::{
    page::{
        CasePlace, Due,
        desk::{
            Desk, DeskFilter, DeskLine, DeskList, DeskMonth, DeskView, DeskWall, FoundLine, Named,
            SortLink,
        },
    },
    routes, words,
};
use lustrum_text::{month, read_day};
use serde::Deserialize;

use self::filter::Wish;
use super::{
    Answer, PageRoute,
    fault::PageError,
    form::ProtectedForm,
    home::{Lines, is_capped},
    see,
    visitor::Visitor,
};
use crate::{
    error::{ApiError, problem},
    extract::Query,
};

/// How many cases a page of the table shows.
const PER_PAGE: u64 = 50;
/// How many cases a page of the wall shows.
const PER_WALL: u64 = 100;
/// The pages that show one list, by one filter.
const VIEWS: [&str; 3] = [routes::DESK, routes::DESK_DEADLINES, routes::DESK_MAP];

pub(super) fn routes() -> Vec<PageRoute> {
    let mut routes = vec![
        PageRoute::signed_in(routes::DESK, get(table)),
        PageRoute::signed_in(routes::DESK_DEADLINES, get(wall)),
        PageRoute::signed_in(routes::DESK_MAP, get(map::page)),
        PageRoute::signed_in(routes::DESK_VIEWS, post(view)).shows_nothing(),
        PageRoute::signed_in(routes::DESK_EXPORT, get(export::file)),
    ];
    routes.extend(begin::routes());
    routes.extend(reviewers::routes());
    routes.extend(people::routes());
    routes.extend(bodies::routes());
    routes.extend(mails::routes());
    routes.extend(audit::routes());
    routes
}

/// What a reader works with at the desk.
struct Reach {
    /// Sees everything: the secretariat, or an auditor.
    all: bool,
    leads: bool,
    secretariat: bool,
}

impl Reach {
    fn of(person: &Person, all: bool) -> Self {
        Self {
            all,
            leads: person.holds_anywhere(Role::Lead).is_some(),
            secretariat: person.holds_anywhere(Role::Secretariat).is_some(),
        }
    }
}

/// The pages of the desk that the visitor can use, for the one at `here`.
fn places(visitor: &Visitor, here: &str) -> Vec<CasePlace> {
    let Some(person) = visitor.caller().actor.person() else {
        return Vec::new();
    };
    let reach = Reach::of(person, visitor.caller().scope().all);
    let manages = reach.all || person.holds_anywhere(Role::Approver).is_some() || reach.leads;
    [
        (routes::DESK, "desk-place-cases", true),
        (routes::DESK_DEADLINES, "desk-place-deadlines", true),
        (routes::DESK_MAP, "desk-place-map", true),
        (
            routes::DESK_REVIEWERS,
            "desk-place-reviewers",
            reach.all || reach.leads,
        ),
        (routes::DESK_BEGIN, "desk-place-begin", reach.secretariat),
        (routes::FIGURES_RETURNED, "desk-place-returned", true),
        (routes::DESK_PEOPLE, "desk-place-people", manages),
        (routes::DESK_BODIES, "desk-place-bodies", reach.all),
        (routes::DESK_MAILS, "desk-place-mails", reach.all),
        (routes::DESK_AUDIT, "desk-place-audit", reach.all),
    ]
    .into_iter()
    .filter(|(_, _, open)| *open)
    .map(|(path, text, _)| CasePlace {
        path: path.to_owned(),
        text,
        about: None,
        current: path == here,
    })
    .collect()
}

async fn table(
    visitor: Visitor,
    Query(asked): Query<Vec<(String, String)>>,
    State(app): State<App>,
) -> Answer {
    let wish = Wish::of(&asked);
    let page = read(&app, &visitor, &wish, None).await?;
    visitor.show(&app, &page).await
}

async fn read(
    app: &App,
    visitor: &Visitor,
    wish: &Wish,
    fault: Option<String>,
) -> Result<Desk, PageError> {
    let filter = CaseFilter {
        limit: Some(PER_PAGE),
        offset: wish.from,
        ..filter(app, wish).await?
    };
    let found = app.cases(visitor.caller(), &filter).await?;
    let lines = lines(app, visitor, &found.rows, &wish.path(routes::DESK)).await?;
    let views = app.views(visitor.caller()).await?;
    let query = wish.query();
    let (earlier, later) = beside(wish, routes::DESK, PER_PAGE, found.total);
    Ok(Desk {
        list: list(app, visitor, wish, routes::DESK, found.total).await?,
        earlier,
        later,
        sorts: sorts(wish),
        lines,
        views: views
            .into_iter()
            .map(|it| DeskView {
                path: format!("{}?{}", routes::DESK, it.query),
                current: it.query == query,
                name: it.name,
            })
            .collect(),
        fault,
    })
}

/// The pages of the list at `path` before and after the one that is wished for.
fn beside(wish: &Wish, path: &str, size: u64, total: u64) -> (Option<String>, Option<String>) {
    super::beside(wish.from, size, total, |from| {
        let moved = Wish {
            from,
            ..wish.clone()
        };
        moved.path(path)
    })
}

/// The wish as the store knows it.
async fn filter(app: &App, wish: &Wish) -> Result<CaseFilter, AppError> {
    let named = app.municipalities_named(&wish.text).await?;
    let served = match wish.region {
        Some(region) => Some(app.municipalities_of(region).await?),
        None => None,
    };
    let municipalities = match (named, served) {
        (Some(mut named), Some(served)) => {
            named.retain(|it| served.contains(it));
            Some(named)
        }
        (named, served) => named.or(served),
    };
    let programmes = app.programmes.all();
    let rounds = programmes.map(|programme| (programme.key.clone(), programme.rounds));
    Ok(CaseFilter {
        municipalities,
        capped: wish.capped.then(|| rounds.collect()),
        ..wish.filter(local_date(app.clock.now()))
    })
}

/// What all views of the list have in common.
async fn list(
    app: &App,
    visitor: &Visitor,
    wish: &Wish,
    here: &str,
    total: u64,
) -> Result<DeskList, AppError> {
    let today = local_date(app.clock.now());
    let kinds = [OrganisationKind::Region, OrganisationKind::KnowledgePartner];
    let places_known = app.organisations(&kinds, Some(today)).await?;
    let regions = places_known
        .iter()
        .filter(|it| it.kind == OrganisationKind::Region)
        .map(|it| Named {
            value: it.id.to_string(),
            label: it.name.clone(),
            chosen: wish.region == Some(it.id),
        })
        .collect();
    let partners = places_known
        .iter()
        .filter(|it| it.kind == OrganisationKind::KnowledgePartner)
        .filter_map(|it| {
            let value = it.code.clone()?;
            Some(Named {
                chosen: wish.partner.as_deref() == Some(value.as_str()),
                label: it.name.clone(),
                value,
            })
        })
        .collect();
    let query = wish.query();
    // What was chosen goes along to the other views of the list, whose order is their own.
    let kept = Wish {
        sort: CaseSort::Name,
        descending: false,
        from: 0,
        ..wish.clone()
    };
    let mut nav = places(visitor, here);
    for place in &mut nav {
        if VIEWS.contains(&place.path.as_str()) {
            place.path = kept.path(&place.path);
        }
    }
    Ok(DeskList {
        nav,
        path: here.to_owned(),
        filter: DeskFilter {
            text: wish.text.clone(),
            state: wish.state,
            ball: wish.ball,
            overdue: wish.overdue,
            on_hold: wish.on_hold,
            asks_for_time: wish.asks_for_time,
            undated: wish.undated,
            unreached: wish.unreached,
            capped: wish.capped,
            sort: filter::sort_word(wish.sort),
            descending: wish.descending,
        },
        regions,
        partners,
        total,
        narrows: wish.narrows(),
        query: query.clone(),
        csv: format!("{}?{query}", routes::desk_export("cases.csv")),
        xlsx: format!("{}?{query}", routes::desk_export("cases.xlsx")),
    })
}

fn sorts(wish: &Wish) -> Vec<SortLink> {
    let columns = [
        (CaseSort::Name, "column-municipality"),
        (CaseSort::State, "column-state"),
        (CaseSort::Deadline, "column-deadline"),
    ];
    columns
        .into_iter()
        .map(|(sort, text)| {
            let now = wish.sort == sort;
            let turned = Wish {
                sort,
                descending: now && !wish.descending,
                from: 0,
                ..wish.clone()
            };
            SortLink {
                text,
                path: turned.path(routes::DESK),
                order: match (now, wish.descending) {
                    (false, _) => "none",
                    (true, false) => "ascending",
                    (true, true) => "descending",
                },
            }
        })
        .collect()
}

/// The lines of a list, each with what the secretariat does from there.
async fn lines(
    app: &App,
    visitor: &Visitor,
    rows: &[CaseSummary],
    here: &str,
) -> Result<Vec<DeskLine>, AppError> {
    let person = visitor.caller().person()?;
    let lines = Lines::read(app, visitor.caller()).await?;
    let secretariat = person.holds_anywhere(Role::Secretariat).is_some();
    let to = |row: &CaseSummary, command| {
        let next = [("next", here.to_owned())];
        secretariat.then(|| routes::command_form(row.cycle, command, &next))
    };
    Ok(rows
        .iter()
        .map(|row| DeskLine {
            case: lines.line(app, row),
            code: row.code.clone(),
            set_dates: to(row, CommandName::SetDates).filter(|_| row.undated),
            decide_extension: to(row, CommandName::DecideExtension).filter(|_| row.asks_for_time),
            resume: to(row, CommandName::Resume).filter(|_| row.on_hold),
            record_contact: to(row, CommandName::RecordContact)
                .filter(|_| row.unreached && !row.on_hold),
            people: (secretariat && row.unreached).then(|| routes::desk_people(row.municipality)),
            allow_round: to(row, CommandName::AllowRound)
                .filter(|_| is_capped(app, row) && !row.on_hold),
            undated: row.undated,
            asks_for_time: row.asks_for_time,
            unreached: row.unreached,
            capped: is_capped(app, row),
        })
        .collect())
}

/// The same list as a wall of deadlines by month.
async fn wall(
    visitor: Visitor,
    Query(asked): Query<Vec<(String, String)>>,
    State(app): State<App>,
) -> Answer {
    let wish = Wish {
        sort: CaseSort::Deadline,
        descending: false,
        ..Wish::of(&asked)
    };
    let filter = filter(&app, &wish).await?;
    let running = CaseFilter {
        running: true,
        limit: Some(PER_WALL),
        offset: wish.from,
        ..filter.clone()
    };
    let found = app.cases(visitor.caller(), &running).await?;
    let none = CaseFilter {
        limit: Some(0),
        ..filter
    };
    let total = app.cases(visitor.caller(), &none).await?.total;
    let (earlier, later) = beside(&wish, routes::DESK_DEADLINES, PER_WALL, found.total);
    let today = local_date(app.clock.now());
    let locale = visitor.locale();
    let mut months: Vec<DeskMonth> = Vec::new();
    let lines = lines(
        &app,
        &visitor,
        &found.rows,
        &wish.path(routes::DESK_DEADLINES),
    )
    .await?;
    for line in lines {
        let Some(due) = line.case.next.as_ref().map(|it: &Due| it.due) else {
            continue;
        };
        let overdue = due < today;
        let name = month(locale, due);
        match months.last_mut() {
            Some(last) if last.overdue == overdue && (overdue || last.name == name) => {
                last.lines.push(line);
            }
            _ => months.push(DeskMonth {
                overdue,
                name,
                lines: vec![line],
            }),
        }
    }
    let page = DeskWall {
        list: list(&app, &visitor, &wish, routes::DESK_DEADLINES, total).await?,
        months,
        without: total.saturating_sub(found.total),
        earlier,
        later,
    };
    visitor.show(&app, &page).await
}

#[derive(Deserialize)]
struct ViewForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    query: String,
    #[serde(default)]
    drop: String,
}

/// Keeps the filter that is shown, or gives one up.
async fn view(
    visitor: Visitor,
    State(app): State<App>,
    ProtectedForm(form): ProtectedForm<ViewForm>,
) -> Answer {
    let wish = Wish::read(&form.query);
    let caller = visitor.caller();
    let outcome = if form.drop.is_empty() {
        app.keep_view(caller, &form.name, &wish.query()).await
    } else {
        app.drop_view(caller, &form.drop).await
    };
    match outcome {
        Ok(()) => Ok(see(&wish.path(routes::DESK))),
        Err(AppError::Invalid(errors)) => {
            let told = problem(&ApiError::fields(errors), visitor.locale());
            let message = told.errors.into_iter().map(|it| it.message).next();
            let page = read(&app, &visitor, &wish, message).await?;
            visitor
                .show_as(&app, &page, StatusCode::UNPROCESSABLE_ENTITY)
                .await
        }
        Err(error) => Err(error.into()),
    }
}

/// An organisation in a list to choose from.
fn found_line(it: Organisation) -> FoundLine {
    FoundLine {
        id: it.id.to_string(),
        name: it.name,
        kind: it.kind,
    }
}

/// The day that was typed into a field.
fn day(field: &str, typed: &str) -> Result<NaiveDate, AppError> {
    let found = typed.trim();
    read_day(found).ok_or_else(|| AppError::field(&format!("/{field}"), found, "field-date"))
}

/// The same where there may be none.
fn some_day(field: &str, typed: &str) -> Result<Option<NaiveDate>, AppError> {
    if typed.trim().is_empty() {
        Ok(None)
    } else {
        day(field, typed).map(Some)
    }
}

/// What the fields of a form got wrong, by field, in the visitor's words.
fn told(error: AppError, visitor: &Visitor) -> Result<BTreeMap<String, String>, PageError> {
    match error {
        AppError::Invalid(errors) => {
            let told = problem(&ApiError::fields(errors), visitor.locale());
            let faults = told.errors.into_iter();
            Ok(faults
                .map(|it| (it.pointer.trim_start_matches('/').to_owned(), it.message))
                .collect())
        }
        // Somebody who holds roles cannot be erased, and a mail without a reason is not
        // sent: that is told where it was tried.
        AppError::Forbidden(code @ (RefusalCode::HoldsRoles | RefusalCode::ReasonGone)) => {
            let refusal = Refusal::new(code, "absent", "");
            let message = words::refusal(visitor.locale(), &refusal);
            Ok(BTreeMap::from([(String::new(), message)]))
        }
        other => Err(other.into()),
    }
}
