//! The list of all cases that the reader may see.

use axum::{extract::State, routing::get};
use lustrum_app::{App, CaseFilter};
use lustrum_templates::{page::cases::Cases, routes};
use serde::Deserialize;

use super::{Answer, PageRoute, home::Lines, visitor::Visitor};
use crate::extract::Query;

/// How many cases a page of the list shows.
const PER_PAGE: u64 = 100;
/// No list goes beyond this, and the sum with a page's size still fits.
const FARTHEST: u64 = 1_000_000_000;

pub(super) fn routes() -> Vec<PageRoute> {
    vec![PageRoute::signed_in(routes::CASES, get(page))]
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    text: String,
    from: Option<u64>,
}

async fn page(visitor: Visitor, Query(asked): Query<Asked>, State(app): State<App>) -> Answer {
    let text: String = asked.text.chars().take(100).collect();
    let from = asked.from.unwrap_or_default().min(FARTHEST);
    let filter = CaseFilter {
        municipalities: app.municipalities_named(&text).await?,
        limit: Some(PER_PAGE),
        offset: from,
        ..CaseFilter::default()
    };
    let found = app.cases(visitor.caller(), &filter).await?;
    let lines = Lines::read(&app, visitor.caller()).await?;
    let later = from + PER_PAGE;
    let page = Cases {
        cases: found.rows.iter().map(|row| lines.line(&app, row)).collect(),
        total: found.total,
        earlier: (from > 0).then(|| routes::cases(&text, from.saturating_sub(PER_PAGE))),
        later: (later < found.total).then(|| routes::cases(&text, later)),
        text,
    };
    visitor.show(&app, &page).await
}
