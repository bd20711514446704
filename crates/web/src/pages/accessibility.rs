//! The accessibility statement.

use axum::{extract::State, routing::get};
use chrono::NaiveDate;
use lustrum_app::AppError;
use lustrum_templates::{
    page::accessibility::{Accessibility, TESTED_ON},
    routes,
};

use super::{Answer, PageRoute, visitor::Visitor};
use crate::state::AppState;

pub(super) fn routes() -> Vec<PageRoute> {
    vec![PageRoute::public(routes::ACCESSIBILITY, get(page))]
}

async fn page(visitor: Visitor, State(state): State<AppState>) -> Answer {
    let (year, month, day) = TESTED_ON;
    let tested_on = NaiveDate::from_ymd_opt(year, month, day);
    let page = Accessibility {
        site: state.app.base_url.to_string(),
        tested_on: tested_on.ok_or_else(|| AppError::internal("no such day"))?,
    };
    visitor.show(&state.app, &page).await
}
