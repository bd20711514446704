//! The log: whether it is whole. Examining it reads all of it, so that is done
//! when somebody asks and not whenever the page is opened.

use std::sync::Arc;

use axum::{extract::State, routing::get};
use lustrum_app::{App, AppError};
use lustrum_domain::{
    Timestamp,
    time::{local_date, local_time},
};
use lustrum_templates::{
    page::desk_audit::{Anchor, Audit, AuditFault, Examined},
    routes,
};
use serde::Deserialize;

use super::places;
use crate::{
    WebSettings,
    extract::Query,
    pages::{Answer, PageRoute, visitor::Visitor},
};

/// How many faults the page lists; the command line lists all.
const MOST_FAULTS: usize = 100;

/// How many checkpoints the page lists, the latest of them.
const MOST_ANCHORS: usize = 24;

pub(super) fn routes() -> Vec<PageRoute> {
    vec![PageRoute::signed_in(routes::DESK_AUDIT, get(page))]
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    examine: String,
}

async fn page(
    visitor: Visitor,
    Query(asked): Query<Asked>,
    State(app): State<App>,
    State(settings): State<Arc<WebSettings>>,
) -> Answer {
    let caller = visitor.caller();
    if !caller.scope().all {
        return Err(AppError::NotFound.into());
    }
    let anchors = settings.anchors.as_ref();
    let times = match anchors {
        Some(it) => it.times().map_err(AppError::internal)?,
        None => Vec::new(),
    };
    let examined = if asked.examine.is_empty() {
        None
    } else {
        let report = app.examine(caller, anchors).await?;
        let since: u64 = report.unanchored.values().sum();
        Some(Examined {
            since: times.first().map(|_| since),
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
        total: times.len(),
        anchors: times.into_iter().take(MOST_ANCHORS).map(anchor).collect(),
    };
    visitor.show(&app, &page).await
}

fn anchor(made: Timestamp) -> Anchor {
    let (hour, minute) = local_time(made);
    Anchor {
        on: local_date(made),
        time: format!("{hour:02}.{minute:02}"),
    }
}
