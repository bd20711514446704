//! The front page: what this is, or what the reader must look at.

use std::collections::BTreeMap;

use axum::{extract::State, routing::get};
use chrono::NaiveDate;
use lustrum_app::{App, AppError, CaseFilter, CaseSort, CaseSummary};
use lustrum_domain::{
    OrganisationId, OrganisationKind, Person, Programme, Role, StateName, programme::StageRule,
    time::local_date,
};
use lustrum_templates::{
    page::{
        Ball, Due,
        home::{CaseLine, Home, NoticeLine},
    },
    routes,
};

use super::{Answer, PageRoute, session::demo_accounts, visitor::Visitor};
use crate::state::AppState;

/// How many cases the front page shows at most, those due first.
const MOST_CASES: u64 = 100;

pub(super) fn routes() -> Vec<PageRoute> {
    vec![PageRoute::public(routes::HOME, get(page))]
}

async fn page(visitor: Visitor, State(state): State<AppState>) -> Answer {
    if !visitor.is_signed_in() {
        let page = Home {
            cases: None,
            total: 0,
            notices: Vec::new(),
            demo: demo_accounts(&state.settings),
        };
        return if page.demo.is_empty() {
            visitor.show(&state.app, &page).await
        } else {
            visitor.show_form(&state.app, &page).await
        };
    }
    let app = &state.app;
    let filter = CaseFilter {
        states: open_states(),
        sort: CaseSort::Deadline,
        limit: Some(MOST_CASES),
        ..CaseFilter::default()
    };
    let cases = app.cases(visitor.caller(), &filter).await?;
    let lines = Lines::read(app, visitor.caller().person()?).await?;
    let page = Home {
        cases: Some(cases.rows.iter().map(|row| lines.line(app, row)).collect()),
        total: cases.total,
        notices: notices(app, &visitor).await?,
        demo: Vec::new(),
    };
    visitor.show(app, &page).await
}

/// The states in which somebody still has something to do.
fn open_states() -> Vec<StateName> {
    let over = |state: &StateName| matches!(state, StateName::Concluded | StateName::Withdrawn);
    StateName::ALL
        .iter()
        .copied()
        .filter(|state| !over(state))
        .collect()
}

/// What reached the bodies that the reader is clerk of.
async fn notices(app: &App, visitor: &Visitor) -> Result<Vec<NoticeLine>, AppError> {
    let caller = visitor.caller();
    let found = app.own_notices(caller).await?;
    let mut places: Vec<OrganisationId> = found
        .iter()
        .flat_map(|notice| [notice.municipality, notice.body])
        .collect();
    places.sort_unstable();
    places.dedup();
    let names = app.organisation_names(&places).await?;
    let name = |id| names.get(&id).cloned().unwrap_or_default();
    Ok(found
        .into_iter()
        .map(|notice| NoticeLine {
            case: notice.cycle.to_string(),
            id: notice.id.to_string(),
            kind: notice.kind,
            municipality: name(notice.municipality),
            body: name(notice.body),
            state: notice.state,
            on: local_date(notice.drafted_at),
        })
        .collect())
}

/// What the lines of a list of cases have in common.
pub(super) struct Lines<'a> {
    reader: &'a Person,
    /// The knowledge partners by the key of the stage they judge.
    partners: BTreeMap<String, (OrganisationId, String)>,
    today: NaiveDate,
}

impl<'a> Lines<'a> {
    pub(super) async fn read(app: &App, reader: &'a Person) -> Result<Self, AppError> {
        let kinds = [OrganisationKind::KnowledgePartner];
        let partners = app.organisations(&kinds, None).await?;
        Ok(Self {
            reader,
            partners: partners
                .into_iter()
                .filter_map(|it| Some((it.code?, (it.id, it.name))))
                .collect(),
            today: local_date(app.clock.now()),
        })
    }

    pub(super) fn line(&self, app: &App, row: &CaseSummary) -> CaseLine {
        let programme = app.programmes.newest(&row.programme);
        let turn = programme.and_then(|programme| turn(row, programme));
        let partner = turn.and_then(|stage| self.partners.get(&stage.key));
        let ball = Ball::of(row.state, row.on_hold);
        let next = row.deadline.as_ref().zip(row.deadline_on);
        CaseLine {
            id: row.cycle.to_string(),
            municipality: row.name.clone(),
            edition: u32::try_from(row.edition).unwrap_or_default(),
            state: row.state,
            stage: partner.map(|(_, name)| name.clone()),
            on_hold: row.on_hold,
            lapsed: row.lapsed,
            next: next.map(|(key, last)| Due::new(key.word(), last, self.today)),
            ball,
            period_end: row.period_end,
            mine: self.is_mine(ball, row, turn),
        }
    }

    /// Whether the reader is among those who have the ball.
    fn is_mine(&self, ball: Ball, row: &CaseSummary, turn: Option<&StageRule>) -> bool {
        let of_municipality = |roles: &[Role]| {
            let mut roles = roles.iter();
            roles.any(|role| self.reader.holds(*role, row.municipality).is_some())
        };
        match ball {
            Ball::Municipality => of_municipality(&[Role::Coordinator, Role::Approver]),
            // The approver brings the plan to the council and records what it decides.
            Ball::Council => of_municipality(&[Role::Approver]),
            Ball::Secretariat => self.reader.holds_anywhere(Role::Secretariat).is_some(),
            Ball::Partner => turn.is_some_and(|stage| self.judges(row, stage)),
            Ball::Nobody => false,
        }
    }

    /// Whether the reader works for the partner who must act, or leads for one
    /// who may act on its behalf.
    fn judges(&self, row: &CaseSummary, stage: &StageRule) -> bool {
        let holds = |key: &String, role| {
            let partner = self.partners.get(key);
            partner.is_some_and(|(id, _)| self.reader.holds(role, *id).is_some())
        };
        let reviews = row.state == StateName::Review && holds(&stage.key, Role::Reviewer);
        let leads = |key| holds(key, Role::Lead);
        reviews || leads(&stage.key) || stage.recorded_by.iter().any(leads)
    }
}

/// The stage whose partner must act, or acted last: the first in scoping, the
/// last when it is to be decided.
fn turn<'a>(row: &CaseSummary, programme: &'a Programme) -> Option<&'a StageRule> {
    let stages = programme.stages_for(&row.code);
    match row.state {
        StateName::Scoping => stages.first().copied(),
        StateName::Decision => stages.last().copied(),
        _ => row.stage.as_deref().and_then(|key| programme.stage(key)),
    }
}
