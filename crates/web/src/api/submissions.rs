//! What a case handed in, frozen as it was.

use axum::{Json, extract::State};
use lustrum_app::{App, AppError};
use lustrum_criteria::CheckResults;
use lustrum_domain::{CycleId, SubmissionId};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    Answer,
    checks::ResultsView,
    cycles::{SubmissionView, submissions},
};
use crate::{
    error::ApiError,
    extract::{Language, Path, Who},
    route::Route,
    schema,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/api/v1/cycles/{cycle}/submissions",
            "submissions.list",
            "What a case handed in, in order.",
            list,
        )
        .answers_list::<SubmissionView>(200, "The headers."),
        Route::get(
            "/api/v1/cycles/{cycle}/submissions/{submission}",
            "submissions.get",
            "Something handed in, with the frozen document and the check results that were stored \
             with it.",
            get,
        )
        .answers::<Submission>(200, "The submission."),
    ]
}

/// Something handed in.
#[derive(Serialize, ToSchema)]
struct Submission {
    header: SubmissionView,
    /// Answers, plan data, files and pins as they were frozen. The digest of the
    /// header is SHA-256 of its canonical form (RFC 8785).
    #[schema(value_type = schema::AnyJson)]
    document: Value,
    /// What the checks said then; never computed again.
    results: ResultsView,
}

async fn list(
    who: Who,
    Path(cycle): Path<CycleId>,
    State(app): State<App>,
) -> Answer<Json<Vec<SubmissionView>>> {
    let view = app.view(&who.caller, cycle).await?;
    Ok(Json(submissions(&view.cycle)))
}

async fn get(
    who: Who,
    Path((cycle, id)): Path<(CycleId, SubmissionId)>,
    Language(locale): Language,
    State(app): State<App>,
) -> Answer<Json<Submission>> {
    let frozen = app.submission(&who.caller, cycle, id).await?;
    let view = app.view(&who.caller, cycle).await?;
    let header = submissions(&view.cycle)
        .into_iter()
        .find(|it| it.id() == id);
    let results: CheckResults =
        serde_json::from_str(&frozen.results).map_err(ApiError::internal)?;
    Ok(Json(Submission {
        header: header.ok_or(AppError::NotFound)?,
        document: serde_json::from_str(&frozen.document).map_err(ApiError::internal)?,
        results: ResultsView::of(results, locale),
    }))
}
