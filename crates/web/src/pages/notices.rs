//! What a clerk's bodies received.

use axum::{extract::State, routing::get};
use lustrum_app::App;
use lustrum_domain::Role;
use lustrum_templates::{
    page::notices::{NoticeGroup, Notices},
    routes,
};

use super::{
    Answer, PageRoute,
    home::{notices, waits},
    visitor::Visitor,
};

pub(super) fn routes() -> Vec<PageRoute> {
    vec![PageRoute::signed_in(routes::NOTICES, get(page))]
}

async fn page(visitor: Visitor, State(app): State<App>) -> Answer {
    let reader = visitor.caller().person()?;
    let is_clerk = reader.holds_anywhere(Role::Clerk).is_some();
    let lines = notices(&app, &visitor).await?;
    let (waiting, handled): (Vec<_>, Vec<_>) =
        lines.into_iter().partition(|notice| waits(notice.state));
    let mut groups = vec![NoticeGroup {
        name: "waiting",
        lines: waiting,
    }];
    if !handled.is_empty() {
        groups.push(NoticeGroup {
            name: "handled",
            lines: handled,
        });
    }
    visitor.show(&app, &Notices { is_clerk, groups }).await
}
