//! The public register.

use axum::{extract::State, routing::get};
use chrono::NaiveDate;
use lustrum_app::{App, AppError, CertificateRow, CertificateStatus, PublicCase};
use lustrum_domain::{CycleId, time::local_date};
use lustrum_templates::{
    page::{
        Due, certificate,
        register::{Register, RegisterCertificate, RegisterRow},
    },
    routes,
};

use super::{Answer, PageRoute, visitor::Visitor};

pub(super) fn routes() -> Vec<PageRoute> {
    vec![PageRoute::public(routes::REGISTER, get(page))]
}

async fn page(visitor: Visitor, State(app): State<App>) -> Answer {
    let as_of = local_date(app.clock.now());
    let programme = app.programmes.all().next();
    let programme = programme.ok_or_else(|| AppError::internal("no programme is shipped"))?;
    let cases = app.public_register(&programme.key).await?;
    let held: Vec<CycleId> = cases
        .iter()
        .filter(|case| case.on_hold)
        .map(|case| case.cycle)
        .collect();
    let mut reasons = app.hold_reasons(&held).await?;
    let rows = cases.into_iter().map(|case| {
        let own_route = programme
            .routes
            .iter()
            .any(|route| route.municipality == case.code);
        let reason = reasons.remove(&case.cycle);
        row(case, own_route, reason, as_of)
    });
    let page = Register {
        rows: rows.collect(),
        as_of,
    };
    visitor.show(&app, &page).await
}

fn row(
    case: PublicCase,
    own_route: bool,
    hold_reason: Option<String>,
    today: NaiveDate,
) -> RegisterRow {
    let next = case.deadline.as_ref().zip(case.deadline_on);
    RegisterRow {
        next: next.map(|(key, last)| Due::new(key.word(), last, today)),
        certificate: case.certificate.map(|it| RegisterCertificate {
            status: standing(&it, today),
            valid_to: it.valid_to,
            number: it.number,
        }),
        period_end: case.period_end,
        municipality: case.name,
        code: case.code,
        state: Some(case.state),
        on_hold: case.on_hold,
        hold_reason,
        own_route,
        criteria: case.criteria,
    }
}

/// Where a certificate stands on the day of reading.
pub(super) fn standing(
    certificate: &CertificateRow,
    today: NaiveDate,
) -> certificate::CertificateStatus {
    use certificate::CertificateStatus as Shown;
    match certificate.status {
        CertificateStatus::Valid => Shown::of_valid(certificate.valid_to, today),
        CertificateStatus::Superseded => Shown::Superseded,
        CertificateStatus::Lapsed => Shown::Lapsed,
        CertificateStatus::Revoked => Shown::Revoked,
    }
}
