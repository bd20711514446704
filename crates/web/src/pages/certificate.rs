//! Verifying a certificate by its number.

use axum::{extract::State, http::StatusCode, response::IntoResponse, routing::get};
use lustrum_app::{App, AppError, CertificateFilter, CertificateRow, CertificateStatus};
use lustrum_domain::time::local_date;
use lustrum_templates::{
    page::certificate::{Certificate, CertificateView},
    routes,
};
use serde::Deserialize;

use super::{Answer, PageRoute, register::standing, visitor::Visitor};
use crate::extract::{Path, Query};

pub(super) fn routes() -> Vec<PageRoute> {
    vec![
        PageRoute::public(routes::CERTIFICATES, get(search)),
        PageRoute::public(routes::CERTIFICATE, get(page)),
    ]
}

#[derive(Deserialize)]
struct Asked {
    number: Option<String>,
}

async fn search(visitor: Visitor, Query(asked): Query<Asked>, State(app): State<App>) -> Answer {
    let number = asked.number.as_deref().map(str::trim).unwrap_or_default();
    if number.is_empty() {
        let page = Certificate {
            number: None,
            found: None,
        };
        return visitor.show(&app, &page).await;
    }
    verify(&visitor, &app, number).await
}

async fn page(visitor: Visitor, Path(number): Path<String>, State(app): State<App>) -> Answer {
    verify(&visitor, &app, number.trim()).await
}

async fn verify(visitor: &Visitor, app: &App, number: &str) -> Answer {
    // Numbers are written in capitals; people type as they like.
    let number: String = number.chars().take(60).collect::<String>().to_uppercase();
    let found = match app.certificate(&number).await {
        Ok(row) => Some(view(app, row).await?),
        Err(AppError::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let status = if found.is_some() {
        StatusCode::OK
    } else {
        StatusCode::NOT_FOUND
    };
    let page = Certificate {
        number: Some(number),
        found,
    };
    let shown = visitor.show(app, &page).await?;
    Ok((status, shown).into_response())
}

async fn view(app: &App, row: CertificateRow) -> Result<CertificateView, AppError> {
    let today = local_date(app.clock.now());
    let municipality = app.organisation_by_id(row.municipality).await?;
    let successor = match row.status {
        CertificateStatus::Superseded => successor(app, &row).await?,
        CertificateStatus::Valid | CertificateStatus::Lapsed | CertificateStatus::Revoked => None,
    };
    Ok(CertificateView {
        status: standing(&row, today),
        since: (row.status != CertificateStatus::Valid).then(|| local_date(row.status_at)),
        municipality: municipality.name,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        decided_on: row.decided_on,
        criteria: row.criteria,
        plan: row.plan.to_string(),
        conditions: u32::try_from(row.conditions).unwrap_or_default(),
        trial: row.trial,
        successor,
        number: row.number,
    })
}

/// The number of the certificate that took the place of `row`.
async fn successor(app: &App, row: &CertificateRow) -> Result<Option<String>, AppError> {
    let filter = CertificateFilter {
        programme: Some(row.programme.clone()),
        municipality: Some(row.municipality),
        ..CertificateFilter::default()
    };
    let all = app.certificates(&filter).await?;
    Ok(all
        .into_iter()
        .filter(|other| (other.valid_from, other.id) > (row.valid_from, row.id))
        .min_by_key(|other| (other.valid_from, other.id))
        .map(|other| other.number))
}
