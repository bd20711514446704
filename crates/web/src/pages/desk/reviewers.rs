//! Who has how much to judge, and a proposal for who should be asked.

use std::collections::{BTreeMap, BTreeSet};

use axum::{extract::State, http::StatusCode, routing::get};
use lustrum_app::{App, CaseFilter, Obstacle};
use lustrum_domain::{Command, CycleId, OrganisationId, PersonId, time::local_date};
use lustrum_templates::{
    page::{
        Due,
        command::Choice,
        desk_reviewers::{HeldCases, LoadLine, Partner, Reviewers, Seat},
    },
    routes, words,
};
use lustrum_text::{Arg, date, text};
use serde::Deserialize;

use super::places;
use crate::{
    error::{self, ApiError, problem},
    extract::Query,
    pages::{
        Answer, FARTHEST, PageRoute, beside, fault::PageError, form::ProtectedForm, home::Lines,
        of_page, see, visitor::Visitor,
    },
};

pub(super) fn routes() -> Vec<PageRoute> {
    vec![PageRoute::signed_in(
        routes::DESK_REVIEWERS,
        get(page).post(offer),
    )]
}

/// How many open seats a page shows, those due first.
const PER_PAGE: u64 = 100;

#[derive(Deserialize)]
struct Asked {
    from: Option<u64>,
    /// Whose cases are shown.
    #[serde(default)]
    who: String,
}

async fn page(visitor: Visitor, Query(asked): Query<Asked>, State(app): State<App>) -> Answer {
    let from = asked.from.unwrap_or_default().min(FARTHEST);
    let mut page = read(&app, &visitor, from, Vec::new()).await?;
    if let Ok(who) = asked.who.parse::<PersonId>() {
        page.held = held(&app, &visitor, &page.partners, who).await?;
    }
    visitor.show(&app, &page).await
}

/// The cases of somebody whose load is shown.
async fn held(
    app: &App,
    visitor: &Visitor,
    partners: &[Partner],
    who: PersonId,
) -> Result<Option<HeldCases>, PageError> {
    let id = who.to_string();
    let mut lines = partners.iter().flat_map(|it| &it.lines);
    let Some(known) = lines.find(|it| it.id == id) else {
        return Ok(None);
    };
    let caller = visitor.caller();
    let rows = app.cases_with(caller, who).await?;
    let lines = Lines::read(app, caller).await?;
    Ok(Some(HeldCases {
        name: known.name.clone(),
        cases: rows.iter().map(|row| lines.line(app, row)).collect(),
    }))
}

async fn read(
    app: &App,
    visitor: &Visitor,
    from: u64,
    faults: Vec<String>,
) -> Result<Reviewers, PageError> {
    let caller = visitor.caller();
    let (loads, seats) = app.reviewers(caller).await?;
    let total = u64::try_from(seats.len()).unwrap_or_default();
    let (earlier, later) = beside(from, PER_PAGE, total, |from| {
        format!("{}?from={from}", routes::DESK_REVIEWERS)
    });
    let seats = of_page(&seats, from, PER_PAGE);
    let mut named: Vec<OrganisationId> = loads.iter().map(|it| it.organisation).collect();
    named.extend(
        seats
            .iter()
            .flat_map(|it| [it.organisation, it.municipality]),
    );
    named.sort_unstable();
    named.dedup();
    let names = app.organisation_names(&named).await?;
    let name = |id: OrganisationId| names.get(&id).cloned().unwrap_or_default();
    let today = local_date(app.clock.now());
    let locale = visitor.locale();
    let most = loads
        .iter()
        .map(|it| it.load)
        .max()
        .unwrap_or_default()
        .max(1);
    let mut partners: Vec<(OrganisationId, Partner)> = Vec::new();
    for it in loads {
        let line = LoadLine {
            id: it.person.to_string(),
            name: it.name,
            load: it.load,
            most,
        };
        match partners.iter_mut().find(|(id, _)| *id == it.organisation) {
            Some((_, partner)) => partner.lines.push(line),
            None => {
                let partner = Partner {
                    name: name(it.organisation),
                    lines: vec![line],
                };
                partners.push((it.organisation, partner));
            }
        }
    }
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    let seats = seats
        .iter()
        .map(|seat| {
            let key = format!("{}.{}", seat.cycle, seat.stage);
            let number = used.entry(key.clone()).or_default();
            *number += 1;
            let candidates = seat.candidates.iter().map(|it| {
                let count = [("count", Arg::Number(it.load as f64))];
                let detail = match it.obstacle {
                    None if seat.declined.contains(&it.person) => {
                        text(locale, "candidate-declined", &[])
                    }
                    None => text(locale, "candidate-load", &count),
                    Some(Obstacle::WorksThere) => text(locale, "candidate-works-there", &[]),
                    Some(Obstacle::WorkedThere { until }) => {
                        let day = [("day", Arg::from(date(locale, until)))];
                        text(locale, "candidate-worked-there", &day)
                    }
                    Some(Obstacle::Declared) => text(locale, "candidate-declared", &[]),
                    Some(Obstacle::Assigned) => text(locale, "candidate-assigned", &[]),
                };
                Choice {
                    value: it.person.to_string(),
                    label: it
                        .name
                        .clone()
                        .unwrap_or_else(|| text(locale, "page-erased", &[])),
                    detail: Some(detail),
                    files: Vec::new(),
                    chosen: seat.proposed == Some(it.person),
                    disabled: it.obstacle.is_some(),
                }
            });
            Seat {
                case: seat.cycle.to_string(),
                municipality: name(seat.municipality),
                edition: seat.edition,
                partner: name(seat.organisation),
                due: seat.due.map(|due| Due::new("review", due, today)),
                name: format!("{key}.{number}"),
                asks: seat.led,
                candidates: candidates.collect(),
            }
        })
        .collect();
    Ok(Reviewers {
        nav: places(visitor, routes::DESK_REVIEWERS),
        partners: partners.into_iter().map(|(_, partner)| partner).collect(),
        held: None,
        seats,
        earlier,
        later,
        answer_days: app.programme()?.working_days.assignment,
        faults,
    })
}

/// Offers what was chosen, one assignment after the other: what went wrong is
/// told of its municipality and keeps nobody else waiting.
async fn offer(
    visitor: Visitor,
    State(app): State<App>,
    ProtectedForm(sent): ProtectedForm<Vec<(String, String)>>,
) -> Answer {
    let caller = visitor.caller();
    let locale = visitor.locale();
    let mut faults: Vec<(CycleId, String)> = Vec::new();
    let mut done = BTreeSet::new();
    for (name, chosen) in sent.iter().filter(|(_, chosen)| !chosen.is_empty()) {
        let mut parts = name.splitn(3, '.');
        let seat = parts.next().and_then(|it| it.parse::<CycleId>().ok());
        let (Some(cycle), Some(stage)) = (seat, parts.next()) else {
            continue;
        };
        let Ok(reviewer) = chosen.parse::<PersonId>() else {
            continue;
        };
        let command = Command::OfferAssignment {
            stage: stage.to_owned(),
            reviewer,
        };
        match app.command(caller, cycle, &command, None).await {
            Ok(_) => {
                done.insert((cycle, reviewer));
            }
            Err(fault) => {
                let fault = ApiError::App(fault);
                error::log(&fault);
                faults.push((cycle, problem(&fault, locale).detail));
            }
        }
    }
    if faults.is_empty() {
        let to = see(routes::DESK_REVIEWERS);
        let offered = lustrum_domain::CommandName::OfferAssignment;
        return Ok(if done.is_empty() {
            to
        } else {
            visitor.having_done(to, offered)
        });
    }
    let only = CaseFilter {
        cycles: Some(faults.iter().map(|(cycle, _)| *cycle).collect()),
        ..CaseFilter::default()
    };
    let cases = app.cases(caller, &only).await?.rows;
    let told = faults.into_iter().map(|(cycle, fault)| {
        let case = cases.iter().find(|row| row.cycle == cycle);
        match case.map(|row| words::municipality(locale, &row.name)) {
            Some(name) => format!("{name}: {fault}"),
            None => fault,
        }
    });
    let page = read(&app, &visitor, 0, told.collect()).await?;
    visitor.show_as(&app, &page, StatusCode::CONFLICT).await
}
