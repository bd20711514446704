//! The public register: as a list, as a map, and municipality by municipality.

use axum::{extract::State, http::HeaderMap, response::Response, routing::get};
use chrono::NaiveDate;
use lustrum_app::{
    App, CertificateRow, CertificateStatus, PastCase, PublicStanding, RegisterLine, RegisterQuery,
    Understood,
};
use lustrum_domain::time::local_date;
use lustrum_templates::{
    page::{
        Due, certificate,
        municipality::{CaseHistory, CertificateLine, MunicipalityPage, PublicEvent},
        register::{Asked, Register, RegisterCertificate, RegisterMap, RegisterRow},
    },
    plot::{
        PlanPlots,
        tiles::{Municipality, TileMap, Tone},
    },
    routes,
};
use serde::Deserialize;

use super::{Answer, FARTHEST, PageRoute, beside, of_page, visitor::Visitor};
use crate::{
    api::uploads,
    extract::{Path, Query},
};

pub(super) fn routes() -> Vec<PageRoute> {
    vec![
        PageRoute::public(routes::REGISTER, get(list)),
        PageRoute::public(routes::REGISTER_MAP, get(map)),
        PageRoute::public(routes::MUNICIPALITY, get(municipality)),
        PageRoute::public(routes::PLAN, get(plan)),
    ]
}

/// How many municipalities a page of the register shows: all that there are in
/// Denmark today.
const PER_PAGE: u64 = 100;
/// The longest text that is looked for: no name is longer.
const LONGEST_TEXT: usize = 100;

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    text: String,
    #[serde(default)]
    standing: String,
    #[serde(default)]
    region: String,
    from: Option<u64>,
}

/// The address of the part of the register that was asked for, from row `from` on.
fn path(asked: &Asked, from: u64) -> String {
    let chosen = [
        ("text", &asked.text),
        ("standing", &asked.standing),
        ("region", &asked.region),
    ];
    let chosen = chosen.into_iter().filter(|(_, value)| !value.is_empty());
    let mut pairs: Vec<(&str, String)> =
        chosen.map(|(name, value)| (name, value.clone())).collect();
    if from > 0 {
        pairs.push(("from", from.to_string()));
    }
    if pairs.is_empty() {
        return routes::REGISTER.to_owned();
    }
    format!("{}?{}", routes::REGISTER, routes::query(&pairs))
}

async fn list(visitor: Visitor, Query(wanted): Query<Wanted>, State(app): State<App>) -> Answer {
    let register = app.register_now().await?;
    let text: String = wanted.text.chars().take(LONGEST_TEXT).collect();
    // A choice that does not exist, from an old link, chooses nothing.
    let standing: Option<PublicStanding> = wanted.standing.parse().ok();
    let regions = register.regions();
    let region = regions.iter().find(|it| **it == wanted.region).cloned();
    let part = register.part(&RegisterQuery {
        text: text.clone(),
        standing,
        region: region.clone(),
    });
    let asked = Asked {
        text,
        standing: standing
            .map(PublicStanding::as_str)
            .unwrap_or_default()
            .to_owned(),
        region: region.unwrap_or_default(),
        standings: standings(&register.lines),
        regions,
        found: match part.found {
            Understood::All => "all",
            Understood::These => "these",
            Understood::Perhaps => "perhaps",
            Understood::Nothing => "nothing",
            Understood::Unreadable => "unreadable",
        },
        count: part.lines.len(),
        total: register.lines.len(),
    };
    let from = wanted.from.unwrap_or_default().min(FARTHEST);
    let count = u64::try_from(asked.count).unwrap_or_default();
    let (earlier, later) = beside(from, PER_PAGE, count, |from| path(&asked, from));
    let page = Register {
        rows: of_page(&part.lines, from, PER_PAGE)
            .iter()
            .map(|line| row(line, register.as_of))
            .collect(),
        earlier,
        later,
        asked,
        as_of: register.as_of,
    };
    visitor.show(&app, &page).await
}

/// The standings that occur, in their order.
fn standings(lines: &[RegisterLine]) -> Vec<&'static str> {
    let occurs = |standing: &PublicStanding| lines.iter().any(|line| line.standing == *standing);
    let standings = PublicStanding::ALL.iter().copied().filter(occurs);
    standings.map(PublicStanding::as_str).collect()
}

async fn map(visitor: Visitor, State(app): State<App>) -> Answer {
    let register = app.register_now().await?;
    let tiles = register.lines.iter().map(|line| {
        let (tone, text) = shown(line.standing);
        Municipality {
            code: line.case.code.clone(),
            name: line.case.name.clone(),
            href: routes::municipality(&line.case.code),
            tone,
            text,
        }
    });
    let page = RegisterMap {
        map: TileMap::of(tiles),
        as_of: register.as_of,
    };
    visitor.show(&app, &page).await
}

/// The tone of a standing on the map, and the key of its text.
fn shown(standing: PublicStanding) -> (Tone, &'static str) {
    match standing {
        PublicStanding::InForce => (Tone::Good, "register-standing-in-force"),
        PublicStanding::Revision => (Tone::Begun, "register-standing-revision"),
        PublicStanding::Review => (Tone::Judged, "register-standing-review"),
        PublicStanding::Returned => (Tone::Returned, "register-standing-returned"),
        PublicStanding::Nearly => (Tone::Nearly, "register-standing-nearly"),
        PublicStanding::Lapsed => (Tone::Late, "register-standing-lapsed"),
        PublicStanding::OnHold => (Tone::Still, "register-standing-on-hold"),
        PublicStanding::OwnRoute => (Tone::Apart, "register-standing-own-route"),
        PublicStanding::Without => (Tone::Empty, "register-standing-without"),
    }
}

fn row(line: &RegisterLine, today: NaiveDate) -> RegisterRow {
    let case = &line.case;
    let next = case.deadline.as_ref().zip(case.deadline_on);
    RegisterRow {
        next: next.map(|(key, last)| Due::new(key.word(), last, today)),
        certificate: case.certificate.as_ref().map(|it| RegisterCertificate {
            status: standing(it, today),
            valid_to: it.valid_to,
            number: it.number.clone(),
        }),
        period_end: case.period_end,
        municipality: case.name.clone(),
        code: case.code.clone(),
        standing: line.standing.as_str(),
        state: Some(case.state),
        on_hold: case.on_hold,
        hold_reason: line.hold_reason.clone(),
        own_route: line.own_route,
        criteria: case.criteria.clone(),
    }
}

async fn municipality(
    visitor: Visitor,
    Path(code): Path<String>,
    State(app): State<App>,
) -> Answer {
    let today = local_date(app.clock.now());
    let history = app.history(&code).await?;
    let page = MunicipalityPage {
        now: row(&history.line, today),
        region: history.line.region.clone(),
        cases: history.cases.into_iter().map(case).collect(),
        certificates: history
            .certificates
            .into_iter()
            .map(|(it, plan)| CertificateLine {
                status: standing(&it, today),
                valid_from: it.valid_from,
                valid_to: it.valid_to,
                criteria: it.criteria,
                plan: it.plan.to_string(),
                has_file: plan.is_some(),
                number: it.number,
            })
            .collect(),
        plan: history.data.as_ref().map(PlanPlots::of).unwrap_or_default(),
    };
    visitor.show(&app, &page).await
}

fn case(past: PastCase) -> CaseHistory {
    CaseHistory {
        edition: u32::try_from(past.summary.edition).unwrap_or_default(),
        state: past.summary.state,
        criteria: past.summary.criteria,
        events: past
            .events
            .into_iter()
            .map(|(on, kind)| PublicEvent { on, kind })
            .collect(),
    }
}

/// The plan document that a certificate names, as a file.
async fn plan(
    Path(number): Path<String>,
    headers: HeaderMap,
    State(app): State<App>,
) -> Result<Response, super::fault::PageError> {
    let file = app.certified_plan(&number.to_uppercase()).await?;
    Ok(uploads::send(&app, &file, &headers, true).await?)
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
