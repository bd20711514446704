//! The list of cases as a map: one tile per municipality that has a place on it, for
//! the latest of its cases that the filter lets through. The others are counted: the
//! table lists them.

use axum::extract::State;
use chrono::NaiveDate;
use lustrum_app::{App, CaseSort, CaseTile};
use lustrum_domain::{StateName, time::local_date};
use lustrum_templates::{
    page::desk::DeskMap,
    plot::tiles::{self, Municipality, TileMap, Tone},
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
    let filter = filter(&app, &wish).await?;
    let codes: Vec<&str> = tiles::codes().collect();
    let found = app.case_map(visitor.caller(), &filter, &codes).await?;
    let today = local_date(app.clock.now());
    let page = DeskMap {
        list: list(&app, &visitor, &wish, routes::DESK_MAP, found.total).await?,
        beside: found.beside,
        map: TileMap::of(found.tiles.into_iter().map(|it| tile(it, today))),
    };
    visitor.show(&app, &page).await
}

fn tile(it: CaseTile, today: NaiveDate) -> Municipality {
    let (tone, text) = tone(&it, today);
    Municipality {
        code: it.code,
        name: it.name,
        href: routes::case(it.cycle),
        tone,
        text,
    }
}

/// What stops a case says more than where it stands.
fn tone(row: &CaseTile, today: NaiveDate) -> (Tone, &'static str) {
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
