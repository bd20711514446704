//! Verifying a certificate by its number.

use axum::{extract::State, http::StatusCode, response::IntoResponse, routing::get};
use lustrum_app::{App, AppError, CertificateFilter, CertificateRow, CertificateStatus};
use lustrum_domain::time::local_date;
use lustrum_templates::{
    page::certificate::{Certificate, CertificateView, Compared},
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
            compared: None,
        };
        return visitor.show(&app, &page).await;
    }
    verify(&visitor, &app, number, None).await
}

#[derive(Deserialize)]
struct Copy {
    sha256: Option<String>,
}

async fn page(
    visitor: Visitor,
    Path(number): Path<String>,
    Query(copy): Query<Copy>,
    State(app): State<App>,
) -> Answer {
    verify(&visitor, &app, number.trim(), copy.sha256).await
}

async fn verify(visitor: &Visitor, app: &App, number: &str, typed: Option<String>) -> Answer {
    let number = spelled(number);
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
    let compared = found.as_ref().zip(typed);
    let page = Certificate {
        compared: compared.map(|(it, typed)| compare(&it.plan, &typed)),
        number: Some(number),
        found,
    };
    let shown = visitor.show(app, &page).await?;
    Ok((status, shown).into_response())
}

/// A number as certificates write it: in capitals and with hyphens, while people type
/// as they like, and a text that was laid out brings dashes, spaces and its full stop.
fn spelled(typed: &str) -> String {
    let typed: String = typed.chars().take(60).collect();
    let typed = typed.trim().trim_end_matches('.');
    let parts = typed.split(|c: char| c.is_whitespace() || "-‐‑‒–—−".contains(c));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("-").to_uppercase()
}

/// Compares a checksum that somebody typed, however they wrote it, with the
/// certified plan's.
fn compare(plan: &str, typed: &str) -> Compared {
    let typed: String = typed.chars().take(200).collect();
    // Programs print it in blocks, with colons, in capitals, or with a name behind.
    let plain = typed.replace([':', '-'], "");
    let words: Vec<&str> = plain.split_whitespace().collect();
    let whole = words.concat();
    let candidates = words.iter().copied().chain([whole.as_str()]);
    let found = candidates
        .map(str::to_ascii_lowercase)
        .find(|it| it.len() == 64 && it.bytes().all(|c| c.is_ascii_hexdigit()));
    let outcome = match found {
        Some(hash) if hash == plan => "same",
        Some(_) => "different",
        None => "unclear",
    };
    Compared {
        typed: typed.trim().to_owned(),
        outcome,
    }
}

async fn view(app: &App, row: CertificateRow) -> Result<CertificateView, AppError> {
    let today = local_date(app.clock.now());
    let municipality = app.organisation_by_id(row.municipality).await?;
    let successor = match row.status {
        CertificateStatus::Superseded => successor(app, &row).await?,
        CertificateStatus::Valid | CertificateStatus::Lapsed | CertificateStatus::Revoked => None,
    };
    let has_file = match app.certified_plan(&row.number).await {
        Ok(_) => true,
        Err(AppError::NotFound) => false,
        Err(error) => return Err(error),
    };
    Ok(CertificateView {
        has_file,
        code: municipality.code.unwrap_or_default(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_understood_however_it_was_copied() {
        for typed in [
            "KA-0727-2",
            " ka-0727-2.",
            "KA 0727 2",
            "KA – 0727 – 2",
            "ka\u{2011}0727-2",
        ] {
            assert_eq!(spelled(typed), "KA-0727-2", "{typed}");
        }
        for other in ["KA-0727-21", "KA-07272", ""] {
            assert_ne!(spelled(other), "KA-0727-2", "{other}");
        }
    }

    #[test]
    fn a_checksum_is_understood_however_it_was_copied() {
        let plan = "5b".repeat(32);
        let upper = plan.to_uppercase();
        let blocks = format!("{} {}", &plan[..32], &plan[32..]);
        let colons = vec!["5b"; 32].join(":");
        for typed in [
            plan.clone(),
            upper,
            blocks,
            colons,
            format!("{plan}  plan.pdf\n"),
        ] {
            assert_eq!(compare(&plan, &typed).outcome, "same", "{typed}");
        }
        assert_eq!(compare(&plan, &"5c".repeat(32)).outcome, "different");
        for unclear in ["", "5b", "plan.pdf", &"zz".repeat(32)] {
            assert_eq!(compare(&plan, unclear).outcome, "unclear", "{unclear}");
        }
    }
}
