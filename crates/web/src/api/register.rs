//! The public register, and the programmes that it is kept for.

use axum::{Json, extract::State};
use chrono::NaiveDate;
use lustrum_app::App;
use lustrum_domain::{OrganisationId, StateName};
use lustrum_templates::words;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Answer, certificates::Certificate};
use crate::{
    extract::{Language, Query},
    route::Route,
    schema,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/api/v1/register",
            "register.list",
            "The public register: where each municipality stands, with its latest certificate.",
            list,
        )
        .public()
        .asks::<RegisterQuery>()
        .answers_list::<RegisterLine>(200, "The municipalities, in the order of their names."),
        Route::get(
            "/api/v1/programmes",
            "register.programmes",
            "The programmes, each in its newest version.",
            programmes,
        )
        .public()
        .answers_list::<Programme>(200, "The programmes."),
    ]
}

/// Which part of the register is asked for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct RegisterQuery {
    /// Only of this programme.
    programme: Option<String>,
}

/// What everybody may know of a municipality's case.
#[derive(Serialize, ToSchema)]
struct RegisterLine {
    /// The programme's key.
    programme: String,
    #[schema(value_type = schema::OrganisationId)]
    municipality: OrganisationId,
    /// The municipality's code.
    code: String,
    /// The municipality's name.
    name: String,
    /// The how-many-eth case, from 1.
    edition: i32,
    #[schema(value_type = schema::StateName)]
    state: StateName,
    /// The state in the caller's language.
    state_label: String,
    on_hold: bool,
    /// Whether the certificate that it renews has lapsed.
    lapsed: bool,
    /// The end of the period of the plan in force.
    period_end: Option<NaiveDate>,
    /// The criteria set that it is judged by, `set@version`.
    criteria: Option<String>,
    /// The municipality's latest certificate, whatever its status.
    certificate: Option<Certificate>,
}

async fn list(
    Language(locale): Language,
    Query(query): Query<RegisterQuery>,
    State(app): State<App>,
) -> Answer<Json<Vec<RegisterLine>>> {
    let programmes = match query.programme {
        Some(programme) => vec![programme],
        None => app.programmes.all().map(|it| it.key.clone()).collect(),
    };
    let mut lines = Vec::new();
    for programme in programmes {
        let cases = app.public_register(&programme).await?;
        lines.extend(cases.into_iter().map(|case| RegisterLine {
            programme: case.programme,
            municipality: case.municipality,
            code: case.code,
            name: case.name,
            edition: case.edition,
            state_label: words::state(locale, case.state),
            state: case.state,
            on_hold: case.on_hold,
            lapsed: case.lapsed,
            period_end: case.period_end,
            criteria: case.criteria,
            certificate: case.certificate.map(Certificate::from),
        }));
    }
    Ok(Json(lines))
}

/// A programme.
#[derive(Serialize, ToSchema)]
struct Programme {
    key: String,
    version: u32,
    title: String,
    /// Whether it is a trial: then everything it issues says so.
    trial: bool,
    /// The criteria set that a case opened now is judged by, `set@version`.
    criteria: String,
    /// The keys of the review stages, in order.
    stages: Vec<String>,
    period_years: u32,
}

async fn programmes(Language(locale): Language, State(app): State<App>) -> Json<Vec<Programme>> {
    let programmes = app.programmes.all().map(|it| Programme {
        key: it.key.clone(),
        version: it.version,
        title: it.title.get(locale).to_owned(),
        trial: it.trial,
        criteria: it.criteria.clone(),
        stages: it.stages.iter().map(|stage| stage.key.clone()).collect(),
        period_years: it.period_years,
    });
    Json(programmes.collect())
}
