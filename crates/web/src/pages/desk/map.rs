//! The list of cases as a map: one tile per municipality, for the latest of its
//! cases that the filter lets through.

use std::collections::BTreeMap;

use axum::extract::State;
use chrono::NaiveDate;
use lustrum_app::{App, CaseFilter, CaseSort, CaseSummary};
use lustrum_domain::{OrganisationId, StateName, time::local_date};
use lustrum_templates::{
    page::desk::DeskMap,
    plot::tiles::{Municipality, TileMap, Tone},
    routes,
};

use super::{Wish, filter, list};
use crate::{
    extract::Query,
    pages::{Answer, visitor::Visitor},
};

pub(super) async fn page(
    visitor: Visitor,
    Query(asked): Query<Vec<(String, String)>>,
    State(app): State<App>,
) -> Answer {
    let wish = Wish {
        sort: CaseSort::Name,
        descending: false,
        from: 0,
        ..Wish::of(&asked)
    };
    let filter = CaseFilter {
        limit: None,
        ..filter(&app, &wish).await?
    };
    let found = app.cases(visitor.caller(), &filter).await?;
    let today = local_date(app.clock.now());
    let mut latest: BTreeMap<OrganisationId, i32> = BTreeMap::new();
    for row in &found.rows {
        let edition = latest.entry(row.municipality).or_insert(row.edition);
        *edition = row.edition.max(*edition);
    }
    let shown = found
        .rows
        .iter()
        .filter(|row| latest.get(&row.municipality) == Some(&row.edition));
    let page = DeskMap {
        list: list(&app, &visitor, &wish, routes::DESK_MAP, found.total).await?,
        map: TileMap::of(shown.map(|row| tile(row, today))),
    };
    visitor.show(&app, &page).await
}

fn tile(row: &CaseSummary, today: NaiveDate) -> Municipality {
    let (tone, text) = tone(row, today);
    Municipality {
        code: row.code.clone(),
        name: row.name.clone(),
        href: routes::case(row.cycle),
        tone,
        text,
    }
}

/// What stops a case says more than where it stands.
fn tone(row: &CaseSummary, today: NaiveDate) -> (Tone, &'static str) {
    use StateName as S;
    if row.on_hold {
        return (Tone::Still, "desk-tone-on-hold");
    }
    if row.deadline_on.is_some_and(|last| last < today) {
        return (Tone::Late, "desk-tone-overdue");
    }
    match row.state {
        S::Enrolled | S::Scheduled => (Tone::Empty, "desk-tone-planned"),
        S::SelfAssessment | S::Scoping | S::Revision => (Tone::Begun, "desk-tone-working"),
        S::Review => (Tone::Judged, "desk-tone-review"),
        S::Returned => (Tone::Returned, "desk-tone-returned"),
        S::Decision | S::Certified => (Tone::Nearly, "desk-tone-nearly"),
        S::Concluded => (Tone::Good, "desk-tone-concluded"),
        S::Withdrawn => (Tone::Apart, "desk-tone-withdrawn"),
    }
}
