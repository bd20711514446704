//! Certificates: public, by number or as a list.

use axum::{Json, extract::State};
use chrono::{DateTime, NaiveDate, Utc};
use lustrum_app::{App, CertificateFilter, CertificateRow};
use lustrum_domain::{Digest, OrganisationId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Answer, word};
use crate::{
    extract::{Path, Query},
    route::Route,
    schema,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/api/v1/certificates",
            "certificates.list",
            "Certificates, in the order of their numbers.",
            list,
        )
        .public()
        .asks::<CertificateQuery>()
        .answers_list::<Certificate>(200, "The certificates."),
        Route::get(
            "/api/v1/certificates/{number}",
            "certificates.get",
            "A certificate by its number.",
            get,
        )
        .public()
        .answers::<Certificate>(200, "The certificate."),
    ]
}

/// Which certificates a list shows.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct CertificateQuery {
    /// Only of this programme.
    programme: Option<String>,
    /// Only of this municipality.
    #[param(value_type = Option<String>)]
    municipality: Option<OrganisationId>,
    /// Only those that stand there: `valid`, `superseded`, `lapsed` or `revoked`.
    status: Option<String>,
}

/// A certificate with all that it says.
#[derive(Serialize, ToSchema)]
pub(super) struct Certificate {
    number: String,
    /// The programme's key.
    programme: String,
    /// Whose plan.
    #[schema(value_type = schema::OrganisationId)]
    municipality: OrganisationId,
    /// SHA-256 of the plan document.
    #[schema(value_type = schema::Digest)]
    plan: Digest,
    /// The criteria set, `set@version`.
    criteria: String,
    /// Whether it was issued in a trial.
    trial: bool,
    /// The date of the certification decision.
    decided_on: NaiveDate,
    /// How many conditions were open then.
    conditions: i32,
    valid_from: NaiveDate,
    valid_to: NaiveDate,
    #[schema(value_type = schema::CertificateStatus)]
    status: &'static str,
    /// Since when it stands there.
    status_at: DateTime<Utc>,
}

impl From<CertificateRow> for Certificate {
    fn from(row: CertificateRow) -> Self {
        Self {
            number: row.number,
            programme: row.programme,
            municipality: row.municipality,
            plan: row.plan,
            criteria: row.criteria,
            trial: row.trial,
            decided_on: row.decided_on,
            conditions: row.conditions,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            status: row.status.as_str(),
            status_at: row.status_at,
        }
    }
}

async fn list(
    Query(query): Query<CertificateQuery>,
    State(app): State<App>,
) -> Answer<Json<Vec<Certificate>>> {
    let filter = CertificateFilter {
        programme: query.programme,
        municipality: query.municipality,
        cycle: None,
        status: word("status", query.status.as_deref())?,
    };
    let rows = app.certificates(&filter).await?;
    Ok(Json(rows.into_iter().map(Certificate::from).collect()))
}

async fn get(Path(number): Path<String>, State(app): State<App>) -> Answer<Json<Certificate>> {
    Ok(Json(app.certificate(&number).await?.into()))
}
