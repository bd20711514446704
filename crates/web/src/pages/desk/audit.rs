//! The log: whether it is whole. Examining it reads all of it, so that is done
//! when somebody asks and not whenever the page is opened.

use axum::{extract::State, routing::get};
use lustrum_app::{App, AppError};
use lustrum_templates::{
    page::desk_audit::{Audit, AuditFault, Examined},
    routes,
};
use serde::Deserialize;

use super::places;
use crate::{
    extract::Query,
    pages::{Answer, PageRoute, visitor::Visitor},
};

/// How many faults the page lists; the command line lists all.
const MOST_FAULTS: usize = 100;

pub(super) fn routes() -> Vec<PageRoute> {
    vec![PageRoute::signed_in(routes::DESK_AUDIT, get(page))]
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    examine: String,
}

async fn page(visitor: Visitor, Query(asked): Query<Asked>, State(app): State<App>) -> Answer {
    let caller = visitor.caller();
    if !caller.scope().all {
        return Err(AppError::NotFound.into());
    }
    let examined = if asked.examine.is_empty() {
        None
    } else {
        let report = app.examine(caller).await?;
        Some(Examined {
            chains: report.chains,
            rows: report.rows,
            total: report.faults.len(),
            faults: report
                .faults
                .iter()
                .take(MOST_FAULTS)
                .map(|it| AuditFault {
                    kind: it.kind.as_str().to_owned(),
                    chain: it.chain.to_string(),
                    number: it.seq,
                })
                .collect(),
        })
    };
    let page = Audit {
        nav: places(&visitor, routes::DESK_AUDIT),
        examined,
    };
    visitor.show(&app, &page).await
}
