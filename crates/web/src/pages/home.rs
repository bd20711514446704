//! The front page: what this is, or what the reader must look at.

use std::collections::{BTreeMap, BTreeSet};

use axum::{extract::State, routing::get};
use chrono::NaiveDate;
use lustrum_app::{App, AppError, Caller, CaseFilter, CaseSort, CaseSummary, PublicStanding};
use lustrum_domain::{
    CycleId, DeadlineKey, OrganisationId, OrganisationKind, Person, Programme, Role, StateName,
    Task, notice::NoticeState, programme::StageRule, time::local_date,
};
use lustrum_templates::{
    page::{
        Ball, Due,
        home::{CaseLine, Counts, Home, NoticeLine, StandingCount},
        reviews::TaskKind,
    },
    routes,
};

use super::{Answer, PageRoute, session::demo_accounts, visitor::Visitor};
use crate::state::AppState;

/// How many cases the front page shows at most, those due first.
const MOST_CASES: u64 = 100;
/// How many notices it shows at most, the latest first.
const MOST_NOTICES: u64 = 100;

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
    let lines = Lines::with_tasks(app, visitor.caller()).await?;
    let (rows, total) = cases(app, visitor.caller(), &lines).await?;
    let mut lines: Vec<CaseLine> = rows.iter().map(|row| lines.line(app, row)).collect();
    lines.sort_by_key(|line| {
        let due = line.next.as_ref().map(|next| next.due);
        (due.is_none(), due)
    });
    let is_clerk = reader.holds_anywhere(Role::Clerk).is_some();
    let (waiting, notices) = if is_clerk {
        let states: Vec<NoticeState> = of_clerks().filter(|state| waits(*state)).collect();
        notices(app, &visitor, &states, MOST_NOTICES, 0).await?
    } else {
        (Vec::new(), 0)
    };
    let mine = lines.iter().filter(|line| line.mine).count();
    let idle = lines
        .iter()
        .filter(|line| line.ball == Ball::Nobody && !line.mine)
        .count();
    let late = |line: &&CaseLine| line.next.as_ref().is_some_and(|due| due.overdue);
    let page = Home {
        roles: roles(reader),
        counts: Counts {
            mine,
            overdue: lines.iter().filter(late).count(),
            others: total.saturating_sub(mine + idle),
            notices: usize::try_from(notices).unwrap_or(usize::MAX),
        },
        next: next(&lines),
        cases: Some(lines),
        notices: waiting,
        is_clerk,
        ..nothing()
    };
    visitor.show(app, &page).await
}

/// The cases that the reader sees on the front page, and how many there are.
async fn cases(
    app: &App,
    caller: &Caller,
    lines: &Lines<'_>,
) -> Result<(Vec<CaseSummary>, usize), AppError> {
    let listed = CaseFilter {
        states: states(lines.reader),
        sort: CaseSort::Deadline,
        limit: Some(MOST_CASES),
        ..CaseFilter::default()
    };
    let mut cases = app.cases(caller, &listed).await?;
    for filter in besides(lines.reader) {
        let found = app.cases(caller, &filter).await?;
        cases.rows.extend(found.rows);
        cases.total += found.total;
    }
    let mut total = usize::try_from(cases.total).unwrap_or(usize::MAX);
    // Something may wait in a case that none of these lists holds: the answer to a
    // condition of a plan in force, or a case that is due after a hundred others.
    let beyond = lines.beyond(&cases.rows);
    if !beyond.is_empty() {
        let only = CaseFilter {
            cycles: Some(beyond),
            ..CaseFilter::default()
        };
        let found = app.cases(caller, &only).await?.rows;
        let uncounted = found.iter();
        let uncounted = uncounted.filter(|row| !listed.states.contains(&row.state));
        total = total.saturating_add(uncounted.count());
        cases.rows.extend(found);
    }
    Ok((cases.rows, total))
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

/// The states of the notices that a clerk is shown.
pub(super) fn of_clerks() -> impl Iterator<Item = NoticeState> {
    let all = NoticeState::ALL.iter().copied();
    all.filter(|state| state.is_released())
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

/// A page of what reached the bodies that the reader is clerk of, and how much there
/// is in all.
pub(super) async fn notices(
    app: &App,
    visitor: &Visitor,
    states: &[NoticeState],
    limit: u64,
    offset: u64,
) -> Result<(Vec<NoticeLine>, u64), AppError> {
    let caller = visitor.caller();
    let found = app.own_notices_page(caller, states, limit, offset);
    let found = found.await?;
    let mut places: Vec<OrganisationId> = found
        .rows
        .iter()
        .flat_map(|notice| [notice.municipality, notice.body])
        .collect();
    places.sort_unstable();
    places.dedup();
    let names = app.organisation_names(&places).await?;
    let name = |id| names.get(&id).cloned().unwrap_or_default();
    let lines = found.rows.into_iter().map(|notice| NoticeLine {
        case: notice.cycle.to_string(),
        id: notice.id.to_string(),
        kind: notice.kind,
        municipality: name(notice.municipality),
        body: name(notice.body),
        state: notice.state,
        on: local_date(notice.drafted_at),
    });
    Ok((lines.collect(), found.total))
}

/// What the lines of a list of cases have in common.
pub(super) struct Lines<'a> {
    reader: &'a Person,
    /// What waits for the reader as one who judges, by case.
    tasks: BTreeMap<CycleId, Vec<TaskKind>>,
    /// The cases with a notice that waits for the reader to release it.
    drafts: BTreeSet<CycleId>,
    /// The names of the knowledge partners by the key of the stage they judge.
    partners: BTreeMap<String, String>,
    today: NaiveDate,
}

impl<'a> Lines<'a> {
    /// For a list that does not tell what only the front page does.
    pub(super) async fn read(app: &App, caller: &'a Caller) -> Result<Self, AppError> {
        let reader = caller.person()?;
        let kinds = [OrganisationKind::KnowledgePartner];
        let partners = app.organisations(&kinds, None).await?;
        Ok(Self {
            reader,
            tasks: BTreeMap::new(),
            drafts: BTreeSet::new(),
            partners: partners
                .into_iter()
                .filter_map(|it| Some((it.code?, it.name)))
                .collect(),
            today: local_date(app.clock.now()),
        })
    }

    /// For the front page: with what waits for the reader as one who judges, and
    /// the notices to be released.
    async fn with_tasks(app: &App, caller: &'a Caller) -> Result<Self, AppError> {
        let mut lines = Self::read(app, caller).await?;
        let drafts = app.own_drafted_notices(caller).await?;
        lines.drafts = drafts.iter().map(|notice| notice.cycle).collect();
        let mut judging = [Role::Reviewer, Role::Lead].into_iter();
        if judging.any(|role| lines.reader.holds_anywhere(role).is_some()) {
            let queue = app.review_queue(caller, 0).await?;
            let waiting = queue.cases.iter();
            lines.tasks = waiting
                .map(|it| (it.cycle.id, kinds(&it.tasks)))
                .filter(|(_, kinds)| !kinds.is_empty())
                .collect();
        }
        Ok(lines)
    }

    /// The cases in which something waits and that are not among `rows`.
    fn beyond(&self, rows: &[CaseSummary]) -> Vec<CycleId> {
        let waiting: BTreeSet<CycleId> = self.tasks.keys().chain(&self.drafts).copied().collect();
        waiting
            .into_iter()
            .filter(|id| !rows.iter().any(|row| row.cycle == *id))
            .collect()
    }

    pub(super) fn line(&self, app: &App, row: &CaseSummary) -> CaseLine {
        let programme = app.programmes.newest(&row.programme);
        let turn = programme.and_then(|programme| turn(row, programme));
        let partner = turn.and_then(|stage| self.partners.get(&stage.key));
        let ball = ball(row);
        let judged = turn.filter(|_| row.state == StateName::Review);
        let next = row.deadline.as_ref().zip(row.deadline_on);
        let todo = self.todo(app, ball, row);
        let tasks = self.tasks.get(&row.cycle).cloned().unwrap_or_default();
        CaseLine {
            id: row.cycle.to_string(),
            municipality: row.name.clone(),
            edition: u32::try_from(row.edition).unwrap_or_default(),
            state: row.state,
            stage: partner.cloned(),
            judged: judged.map(|stage| stage.key.clone()),
            on_hold: row.on_hold,
            lapsed: row.lapsed,
            next: next.map(|(key, last)| Due::new(key.word(), last, self.today)),
            ball,
            period_end: row.period_end,
            mine: !todo.is_empty() || !tasks.is_empty(),
            todo,
            tasks,
        }
    }

    /// What waits for the reader, by its words: what whoever has the ball does in
    /// this state, and what waits whoever has it.
    fn todo(&self, app: &App, ball: Ball, row: &CaseSummary) -> Vec<&'static str> {
        let mut todo = Vec::new();
        if self.has_ball(ball, row) {
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
        if self.drafts.contains(&row.cycle) {
            todo.push("notice");
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

    /// Whether the reader is among those who have the ball. What waits for those
    /// who judge, the case itself tells.
    fn has_ball(&self, ball: Ball, row: &CaseSummary) -> bool {
        let of_municipality = |roles: &[Role]| {
            let mut roles = roles.iter();
            roles.any(|role| self.holds(row, *role, row.municipality))
        };
        match ball {
            Ball::Municipality => of_municipality(&[Role::Coordinator, Role::Approver]),
            // The approver brings the plan to the council and records what it decides.
            Ball::Council => of_municipality(&[Role::Approver]),
            Ball::Secretariat => self.reader.holds_anywhere(Role::Secretariat).is_some(),
            Ball::Partner | Ball::Nobody => false,
        }
    }
}

/// Who must act for the case to move on.
pub(super) fn ball(row: &CaseSummary) -> Ball {
    Ball::of(row.state, row.on_hold, row.read_again)
}

/// What is to be done, each kind once: whoever judged everything waits for others.
fn kinds(tasks: &[Task]) -> Vec<TaskKind> {
    let mut kinds = Vec::new();
    for task in tasks {
        let done = matches!(task, Task::Judge { undecided: 0, .. });
        let kind = TaskKind::of(task);
        if !done && !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    kinds
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
