//! The log examined, for those who see everything.

use std::sync::Arc;

use axum::{Json, extract::State};
use lustrum_app::App;
use lustrum_domain::log::FaultKind;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Answer;
use crate::{WebSettings, extract::Who, route::Route, schema};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/api/v1/audit",
            "audit.get",
            "Examine every chain of the log against itself, against the stored cases and against \
             the latest checkpoint: for auditors and the secretariat. Whoever can write both shows \
             only against a checkpoint kept elsewhere.",
            get,
        )
        .answers::<Report>(200, "What was found."),
    ]
}

/// What an examination of the log found.
#[derive(Serialize, ToSchema)]
struct Report {
    /// Whether nothing is wrong.
    whole: bool,
    /// Chains examined.
    chains: usize,
    /// Rows examined.
    rows: usize,
    faults: Vec<FaultView>,
}

/// Something that is wrong with the log.
#[derive(Serialize, ToSchema)]
struct FaultView {
    #[schema(value_type = schema::FaultKind)]
    kind: FaultKind,
    /// The chain: a case's id without its prefix, or zeros for the register.
    chain: Uuid,
    /// The row.
    number: u64,
}

async fn get(
    who: Who,
    State(app): State<App>,
    State(settings): State<Arc<WebSettings>>,
) -> Answer<Json<Report>> {
    let report = app.examine(&who.caller, settings.anchors.as_ref()).await?;
    let faults: Vec<FaultView> = report
        .faults
        .iter()
        .map(|fault| FaultView {
            kind: fault.kind,
            chain: fault.chain,
            number: fault.seq,
        })
        .collect();
    Ok(Json(Report {
        whole: faults.is_empty(),
        chains: report.chains,
        rows: report.rows,
        faults,
    }))
}
