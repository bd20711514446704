//! Criteria sets: public, as they were shipped.

use axum::Json;
use chrono::NaiveDate;
use lustrum_app::AppError;
use lustrum_criteria::CriteriaSet;
use lustrum_domain::{Digest, Locale};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Answer, check::shipped};
use crate::{
    extract::{Language, Path},
    route::Route,
    schema,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/api/v1/criteria",
            "criteria.list",
            "The criteria sets in all their versions.",
            list,
        )
        .public()
        .answers_list::<SetLine>(200, "The sets."),
        Route::get(
            "/api/v1/criteria/{set}",
            "criteria.get",
            "One version of a criteria set with criteria, checks, parameters and schema.",
            get,
        )
        .public()
        .answers::<schema::AnyJson>(200, "The whole set, in both languages."),
    ]
}

/// One version of a criteria set.
#[derive(Serialize, ToSchema)]
struct SetLine {
    /// `set@version`.
    set: String,
    /// `draft`, `hearing`, `approved`, `in_force`, `superseded` or `retired`.
    #[schema(value_type = String)]
    status: lustrum_domain::criteria_set::SetStatus,
    title: String,
    /// What a reader must know before relying on it.
    note: String,
    /// The date from which new cases pin it.
    effective_date: Option<NaiveDate>,
    /// How many criteria it has.
    criteria: usize,
    /// SHA-256 of its content.
    #[schema(value_type = schema::Digest)]
    digest: Digest,
}

impl SetLine {
    fn of(set: &CriteriaSet, locale: Locale) -> Self {
        Self {
            set: set.pin().to_string(),
            status: set.status(),
            title: set.title().get(locale).to_owned(),
            note: set.note().get(locale).to_owned(),
            effective_date: set.effective_date(),
            criteria: set.criteria().len(),
            digest: set.pin().digest,
        }
    }
}

async fn list(Language(locale): Language) -> Json<Vec<SetLine>> {
    let sets = lustrum_criteria::shipped();
    Json(sets.iter().map(|set| SetLine::of(set, locale)).collect())
}

async fn get(Path(name): Path<String>) -> Answer<Json<Value>> {
    let set = shipped(&name).ok_or(AppError::NotFound)?;
    Ok(Json(lustrum_criteria::export(set)))
}
