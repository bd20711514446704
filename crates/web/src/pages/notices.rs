//! What a clerk's bodies received.

use axum::{extract::State, routing::get};
use lustrum_app::App;
use lustrum_domain::{Role, notice::NoticeState};
use lustrum_templates::{
    page::notices::{NoticeGroup, Notices},
    routes,
};
use serde::Deserialize;

use super::{
    Answer, FARTHEST, PageRoute, beside,
    home::{notices, of_clerks, waits},
    visitor::Visitor,
};
use crate::extract::Query;

/// How many notices a page of the list shows.
const PER_PAGE: u64 = 100;

pub(super) fn routes() -> Vec<PageRoute> {
    vec![PageRoute::signed_in(routes::NOTICES, get(page))]
}

#[derive(Deserialize)]
struct Asked {
    from: Option<u64>,
}

async fn page(visitor: Visitor, Query(asked): Query<Asked>, State(app): State<App>) -> Answer {
    let reader = visitor.caller().person()?;
    let is_clerk = reader.holds_anywhere(Role::Clerk).is_some();
    let from = asked.from.unwrap_or_default().min(FARTHEST);
    let states: Vec<NoticeState> = of_clerks().collect();
    let (lines, total) = notices(&app, &visitor, &states, PER_PAGE, from).await?;
    let (waiting, handled): (Vec<_>, Vec<_>) =
        lines.into_iter().partition(|notice| waits(notice.state));
    let mut groups = Vec::new();
    // That nothing waits is told where it would stand: first of all.
    if from == 0 || !waiting.is_empty() {
        groups.push(NoticeGroup {
            name: "waiting",
            lines: waiting,
        });
    }
    if !handled.is_empty() {
        groups.push(NoticeGroup {
            name: "handled",
            lines: handled,
        });
    }
    let (earlier, later) = beside(from, PER_PAGE, total, routes::notices);
    let page = Notices {
        is_clerk,
        groups,
        earlier,
        later,
    };
    visitor.show(&app, &page).await
}
