//! Trying plan data against a criteria set: for anybody, and nothing is kept.

use axum::{Json, extract::State};
use lustrum_app::App;
use lustrum_criteria::{Certification, CriteriaSet, EvalCtx};
use lustrum_domain::time::local_date;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Answer, checks::Checked};
use crate::{
    error::ApiError,
    extract::{Language, Query, WriteJson, field, short},
    route::Route,
    schema,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post(
            "/api/v1/check",
            "check.plan",
            "Try plan data against schema and checks of a criteria set. Nothing is kept.",
            check,
        )
        .public()
        .asks::<CheckQuery>()
        .takes::<schema::AnyJson>()
        .answers::<Checked>(200, "The problems and results."),
    ]
}

/// What to try the data against.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct CheckQuery {
    /// The criteria set, for example `cctf-ka@0.1`.
    set: String,
    /// `first` or `recertification`; the latter where nothing is said.
    #[serde(default = "recertification")]
    #[param(value_type = Option<String>)]
    certification: Certification,
}

fn recertification() -> Certification {
    Certification::Recertification
}

/// The shipped set called `name`.
pub(super) fn shipped(name: &str) -> Option<&'static CriteriaSet> {
    lustrum_criteria::find(name)
}

async fn check(
    Query(query): Query<CheckQuery>,
    Language(locale): Language,
    State(app): State<App>,
    WriteJson { value, .. }: WriteJson,
) -> Answer<Json<Checked>> {
    let set = shipped(&query.set).ok_or_else(|| {
        let known: Vec<String> = lustrum_criteria::shipped()
            .iter()
            .map(|set| set.pin().to_string())
            .collect();
        let wanted = [("wanted", known.join(", ").into())];
        ApiError::fields(vec![field(
            "/set",
            short(&query.set),
            "field-set-unknown",
            &wanted,
        )])
    })?;
    let as_of = local_date(app.clock.now());
    let certification = query.certification;
    // All arithmetic, so it has a thread of its own and holds up nobody else.
    let checked = tokio::task::spawn_blocking(move || {
        let ctx = EvalCtx {
            as_of,
            certification,
            previous_plan: None,
        };
        (set.validate(&value), set.evaluate(&value, &ctx))
    });
    let (problems, results) = checked.await.map_err(ApiError::internal)?;
    Ok(Json(Checked::of(problems, results, locale)))
}
