//! Whole plan data at once: as it is, or read from a plan summary.

use std::collections::BTreeSet;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use lustrum_app::App;
use lustrum_criteria::{Remark, import_plan_summary};
use lustrum_domain::{CycleId, Locale};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Answer, SchemaProblem, answered};
use crate::{
    error::ApiError,
    extract::{Language, Path, WriteJson},
    route::Route,
    schema,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post(
            "/api/v1/cycles/{cycle}/data",
            "data.write",
            "Write whole plan data into the draft, one part per section, over whatever stands \
             there. Sections that are not named stay as they are.",
            data,
        )
        .repeatable()
        .takes::<schema::AnyJson>()
        .answers::<DataWritten>(200, "It was written."),
        Route::post(
            "/api/v1/cycles/{cycle}/plan-summary",
            "data.import",
            "Read a plan summary (plan-summary/1) into the draft. What found no place is told; \
             nothing is guessed.",
            plan_summary,
        )
        .repeatable()
        .takes::<schema::AnyJson>()
        .answers::<SummaryRead>(200, "What was placed was written."),
    ]
}

/// Plan data that were written.
#[derive(Serialize, ToSchema)]
struct DataWritten {
    /// What would stop a submission. The data are kept as they are.
    problems: Vec<SchemaProblem>,
}

async fn data(
    Path(cycle): Path<CycleId>,
    Language(locale): Language,
    State(app): State<App>,
    WriteJson { caller, value, .. }: WriteJson,
) -> Answer<Response> {
    let written = app.import_data(&caller, cycle, &value).await;
    Ok(answered(written)?.respond(|problems| {
        let problems = SchemaProblem::all(problems, locale);
        Json(DataWritten { problems }).into_response()
    }))
}

/// A plan summary that was read.
#[derive(Serialize, ToSchema)]
struct SummaryRead {
    /// The sections that were written.
    sections: BTreeSet<String>,
    /// The facts that found no place.
    unplaced: Vec<FactRemark>,
    /// What to look at among the facts that did.
    notes: Vec<FactRemark>,
    /// What would stop a submission. The data are kept as they are.
    problems: Vec<SchemaProblem>,
}

/// A fact of the summary, and what there is to say about it.
#[derive(Serialize, ToSchema)]
struct FactRemark {
    /// JSON Pointer into the summary.
    pointer: String,
    /// Why it was left out, or what to look at, in the caller's language.
    reason: String,
}

async fn plan_summary(
    Path(cycle): Path<CycleId>,
    Language(locale): Language,
    State(app): State<App>,
    WriteJson { caller, value, .. }: WriteJson,
) -> Answer<Response> {
    let imported = import_plan_summary(&value)
        .map_err(|problems| ApiError::fields(problems.into_iter().map(Into::into).collect()))?;
    let sections = imported
        .plan
        .as_object()
        .map_or_else(BTreeSet::new, |plan| {
            plan.keys()
                .filter(|key| *key != "schema")
                .cloned()
                .collect()
        });
    let written = app.import_data(&caller, cycle, &imported.plan).await;
    Ok(answered(written)?.respond(|problems| {
        let read = SummaryRead {
            sections,
            unplaced: remarks(imported.unplaced, locale),
            notes: remarks(imported.notes, locale),
            problems: SchemaProblem::all(problems, locale),
        };
        Json(read).into_response()
    }))
}

fn remarks(remarks: Vec<Remark>, locale: Locale) -> Vec<FactRemark> {
    let remark = |remark: Remark| FactRemark {
        reason: remark.reason.get(locale).to_owned(),
        pointer: remark.pointer,
    };
    remarks.into_iter().map(remark).collect()
}
