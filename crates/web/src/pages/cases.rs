//! The list of all cases that the reader may see.

use axum::{extract::State, routing::get};
use lustrum_app::{App, CaseFilter};
use lustrum_templates::{page::cases::Cases, routes};
use serde::Deserialize;

use super::{Answer, FARTHEST, PageRoute, beside, home::Lines, visitor::Visitor};
use crate::extract::Query;

/// How many cases a page of the list shows.
const PER_PAGE: u64 = 100;

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
    let at = |from| routes::cases(&text, from);
    let (earlier, later) = beside(from, PER_PAGE, found.total, at);
    let page = Cases {
        cases: found.rows.iter().map(|row| lines.line(&app, row)).collect(),
        total: found.total,
        earlier,
        later,
        text,
    };
    visitor.show(&app, &page).await
}
