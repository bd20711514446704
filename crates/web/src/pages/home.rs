//! The front page: what this is, or what the reader must look at.

use std::collections::{BTreeMap, BTreeSet};

use axum::{extract::State, routing::get};
use chrono::NaiveDate;
use lustrum_app::{App, AppError, Caller, CaseFilter, CaseSort, CaseSummary, PublicStanding};
use lustrum_domain::{
    CycleId, DeadlineKey, OrganisationId, OrganisationKind, Person, Programme, Role, StateName,
    notice::NoticeState, programme::StageRule, time::local_date,
};
use lustrum_templates::{
    page::{
        Ball, Due,
        home::{CaseLine, Counts, Home, NoticeLine, StandingCount},
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
            standings: standings(&state.app).await?,
            demo: demo_accounts(&state.settings),
            ..nothing()
        };
        return if page.demo.is_empty() {
            visitor.show(&state.app, &page).await
        } else {
            visitor.show_form(&state.app, &page).await
        };
    }
    let app = &state.app;
    let reader = visitor.caller().person()?;
    let filter = CaseFilter {
        states: states(reader),
        sort: CaseSort::Deadline,
        limit: Some(MOST_CASES),
        ..CaseFilter::default()
    };
    let mut cases = app.cases(visitor.caller(), &filter).await?;
    for filter in besides(reader) {
        let found = app.cases(visitor.caller(), &filter).await?;
        cases.rows.extend(found.rows);
        cases.total += found.total;
    }
    let lines = Lines::read(app, visitor.caller()).await?;
    let mut lines: Vec<CaseLine> = cases.rows.iter().map(|row| lines.line(app, row)).collect();
    lines.sort_by_key(|line| {
        let due = line.next.as_ref().map(|next| next.due);
        (due.is_none(), due)
    });
    let is_clerk = reader.holds_anywhere(Role::Clerk).is_some();
    let waiting = if is_clerk {
        let mut notices = notices(app, &visitor).await?;
        notices.retain(|notice| waits(notice.state));
        notices
    } else {
        Vec::new()
    };
    let mine = lines.iter().filter(|line| line.mine).count();
    let idle = lines
        .iter()
        .filter(|line| line.ball == Ball::Nobody && !line.mine)
        .count();
    let total = usize::try_from(cases.total).unwrap_or(usize::MAX);
    let late = |line: &&CaseLine| line.next.as_ref().is_some_and(|due| due.overdue);
    let page = Home {
        roles: roles(reader),
        counts: Counts {
            mine,
            overdue: lines.iter().filter(late).count(),
            others: total.saturating_sub(mine + idle),
            notices: waiting.len(),
        },
        next: next(&lines),
        cases: Some(lines),
        notices: waiting,
        is_clerk,
        ..nothing()
    };
    visitor.show(app, &page).await
}

/// A front page with nothing on it.
fn nothing() -> Home {
    Home {
        cases: None,
        roles: Vec::new(),
        counts: Counts::default(),
        next: Vec::new(),
        is_clerk: false,
        standings: Vec::new(),
        notices: Vec::new(),
        demo: Vec::new(),
    }
}

/// How many municipalities stand where; those that nobody stands at are left out.
async fn standings(app: &App) -> Result<Vec<StandingCount>, AppError> {
    let register = app.register_now().await?;
    let count = |standing| {
        let lines = register.lines.iter();
        lines.filter(|line| line.standing == standing).count()
    };
    Ok(PublicStanding::ALL
        .iter()
        .map(|standing| StandingCount {
            standing: standing.as_str(),
            count: count(*standing),
        })
        .filter(|it| it.count > 0)
        .collect())
}

/// The reader's roles, each once, in the order of roles.
fn roles(reader: &Person) -> Vec<String> {
    Role::ALL
        .iter()
        .filter(|role| reader.holds_anywhere(**role).is_some())
        .map(|role| role.as_str().to_owned())
        .collect()
}

/// The next three deadlines: the reader's own, and others' where they are fewer.
fn next(lines: &[CaseLine]) -> Vec<CaseLine> {
    let due = |mine| {
        lines
            .iter()
            .filter(move |line| line.mine == mine && line.next.is_some())
    };
    due(true).chain(due(false)).take(3).cloned().collect()
}

/// Whether a notice waits for a clerk: it came, and nobody decided on it yet.
pub(super) fn waits(state: NoticeState) -> bool {
    match state {
        NoticeState::Released | NoticeState::Delivered | NoticeState::Acknowledged => true,
        NoticeState::Drafted
        | NoticeState::Decided
        | NoticeState::Superseded
        | NoticeState::Cancelled => false,
    }
}

/// The states of the cases that the front page shows: those in which somebody
/// has something to do. A municipality's own people see a planned case too,
/// for it is the only one they have.
fn states(reader: &Person) -> Vec<StateName> {
    let of_municipality = is_of_municipality(reader);
    StateName::ALL
        .iter()
        .copied()
        .filter(|state| match state {
            StateName::Concluded | StateName::Withdrawn => false,
            StateName::Scheduled => of_municipality,
            _ => true,
        })
        .collect()
}

/// The cases beyond those in which something waits for the reader all the same:
/// conditions of a plan in force for its municipality, planned cases without dates
/// for the secretariat.
fn besides(reader: &Person) -> Vec<CaseFilter> {
    let mut filters = Vec::new();
    if is_of_municipality(reader) {
        filters.push(CaseFilter {
            states: vec![StateName::Concluded],
            deadlines: vec!["condition"],
            sort: CaseSort::Deadline,
            limit: Some(MOST_CASES),
            ..CaseFilter::default()
        });
    }
    if reader.holds_anywhere(Role::Secretariat).is_some() && !is_of_municipality(reader) {
        filters.push(CaseFilter {
            states: vec![StateName::Scheduled],
            undated: true,
            limit: Some(MOST_CASES),
            ..CaseFilter::default()
        });
    }
    filters
}

fn is_of_municipality(reader: &Person) -> bool {
    let mut roles = [Role::Coordinator, Role::Approver].into_iter();
    roles.any(|role| reader.holds_anywhere(role).is_some())
}

/// What reached the bodies that the reader is clerk of.
pub(super) async fn notices(app: &App, visitor: &Visitor) -> Result<Vec<NoticeLine>, AppError> {
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
    /// The cases and stages that the reader was asked to judge, or judges.
    assigned: BTreeSet<(CycleId, String)>,
    /// The knowledge partners by the key of the stage they judge.
    partners: BTreeMap<String, (OrganisationId, String)>,
    today: NaiveDate,
}

impl<'a> Lines<'a> {
    pub(super) async fn read(app: &App, caller: &'a Caller) -> Result<Self, AppError> {
        let reader = caller.person()?;
        let assigned = if reader.holds_anywhere(Role::Reviewer).is_some() {
            app.own_assignments(caller).await?
        } else {
            Vec::new()
        };
        let kinds = [OrganisationKind::KnowledgePartner];
        let partners = app.organisations(&kinds, None).await?;
        Ok(Self {
            reader,
            assigned: assigned
                .into_iter()
                .map(|it| (it.cycle, it.stage))
                .collect(),
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
        let todo = self.todo(app, ball, row, turn);
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
            mine: !todo.is_empty(),
            todo,
        }
    }

    /// What waits for the reader, by its words: what whoever has the ball does in
    /// this state, and what waits whoever has it.
    fn todo(
        &self,
        app: &App,
        ball: Ball,
        row: &CaseSummary,
        turn: Option<&StageRule>,
    ) -> Vec<&'static str> {
        let mut todo = Vec::new();
        if self.has_ball(ball, row, turn) {
            todo.push(if row.on_hold {
                "held"
            } else {
                row.state.as_str()
            });
        }
        let serves = |role| self.holds(row, role, row.municipality);
        let conditional = matches!(row.deadline, Some(DeadlineKey::Condition(_)));
        if conditional && !row.on_hold && (serves(Role::Coordinator) || serves(Role::Approver)) {
            todo.push("condition");
        }
        if self.reader.holds_anywhere(Role::Secretariat).is_some() && !row.on_hold {
            let scheduled = row.state == StateName::Scheduled;
            let waiting = [
                (row.undated && scheduled, "undated"),
                (row.asks_for_time, "asks_for_time"),
                (row.unreached, "unreached"),
                (is_capped(app, row), "capped"),
            ];
            todo.extend(waiting.into_iter().filter(|it| it.0).map(|it| it.1));
        }
        todo
    }

    /// Whether the reader holds `role` at `organisation` in the programme of the case.
    fn holds(&self, row: &CaseSummary, role: Role, organisation: OrganisationId) -> bool {
        let held = self.reader.holds_in(&row.programme, role, organisation);
        held.is_some()
    }

    /// Whether the reader is among those who have the ball.
    fn has_ball(&self, ball: Ball, row: &CaseSummary, turn: Option<&StageRule>) -> bool {
        let of_municipality = |roles: &[Role]| {
            let mut roles = roles.iter();
            roles.any(|role| self.holds(row, *role, row.municipality))
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

    /// Whether the reader judges the case now, or leads for the partner who must
    /// act, or for one who may act on its behalf.
    fn judges(&self, row: &CaseSummary, stage: &StageRule) -> bool {
        let leads = |key: &String| {
            let partner = self.partners.get(key);
            partner.is_some_and(|(id, _)| self.holds(row, Role::Lead, *id))
        };
        let asked = (row.cycle, stage.key.clone());
        let reviews = row.state == StateName::Review && self.assigned.contains(&asked);
        reviews || leads(&stage.key) || stage.recorded_by.iter().any(leads)
    }
}

/// Whether a case was returned and has no round left to answer in.
pub(super) fn is_capped(app: &App, row: &CaseSummary) -> bool {
    let programme = app.programmes.newest(&row.programme);
    let rounds = programme.and_then(|programme| i32::try_from(programme.rounds).ok());
    row.state == StateName::Returned && rounds.is_some_and(|rounds| row.rounds >= rounds)
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
