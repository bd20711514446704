//! Cases: one, those that are due, and lists of them within a scope.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lustrum_domain::{
    AssignmentStatus, CycleId, DeadlineKey, OrganisationId, OrganisationKind, PersonId, Scope,
    StateName, Timestamp,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, Order, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Alias, Expr, ExprTrait, NullOrdering, Query, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use crate::{
    AssignmentRow, CaseSummary, CertificateRow, FindingRow, Page, Store, StoreError, StoredCycle,
    entity::{
        assignment, case_judge, case_summary, certificate, cycle, finding, opinion, organisation,
    },
    row::{self, IntoValue, NamedSummary, Place},
};

/// Which cases a list shows, and in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// Only of this programme.
    pub programme: Option<String>,
    /// Only in one of these states; all when empty.
    pub states: Vec<StateName>,
    /// Only of this municipality.
    pub municipality: Option<OrganisationId>,
    /// Only those that this person is, or was, assigned to.
    pub reviewer: Option<PersonId>,
    /// Only those whose next deadline is of one of these kinds, as
    /// [`DeadlineKey::word`] spells them; all when empty.
    pub deadlines: Vec<&'static str>,
    /// Only those whose next deadline was over on this day.
    pub overdue_on: Option<NaiveDate>,
    /// Only those of these municipalities.
    pub municipalities: Option<Vec<OrganisationId>>,
    /// Only those in which somebody has the turn.
    pub turn: Option<Turn>,
    /// Only those with the stage known by this key.
    pub stage: Option<String>,
    /// Only those on hold.
    pub on_hold: bool,
    /// Only those in which a request for more time waits.
    pub asks_for_time: bool,
    /// Only those whose dates nobody set.
    pub undated: bool,
    /// Only those with a deadline that runs.
    pub running: bool,
    /// Only those in which nobody seems to know of a return.
    pub unreached: bool,
    /// Only those in which an open stage has a seat that nobody fills.
    pub vacant: bool,
    /// Only those in which something waits for a lead of one of these.
    pub awaits: Option<Vec<OrganisationId>>,
    /// Only these.
    pub cycles: Option<Vec<CycleId>>,
    /// Only those that were returned and have no round left, by programme the
    /// number of its rounds.
    pub capped: Option<Vec<(String, u32)>>,
    /// By what the list is ordered.
    pub sort: CaseSort,
    /// Whether the order is turned round.
    pub descending: bool,
    /// How many rows at most; all when `None`.
    pub limit: Option<u64>,
    /// How many rows are stepped over.
    pub offset: u64,
}

/// Whose turn it is, told by states, second readings and holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turn {
    /// The states in which it is theirs, unless the case is on hold or something
    /// is read a second time.
    pub states: Vec<StateName>,
    /// Whether it is theirs while something is read a second time.
    pub read_again: bool,
    /// Whether it is theirs while an open case is on hold.
    pub held: bool,
}

/// By what a list of cases is ordered. The municipality's name breaks ties.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum CaseSort {
    /// The municipality's name, in the order of its sort key.
    #[default]
    Name,
    /// The state, as it is spelled.
    State,
    /// The next deadline; cases without one come last.
    Deadline,
    /// The latest change.
    Changed,
}

/// Cases as a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseMap {
    /// What is drawn.
    pub tiles: Vec<CaseTile>,
    /// How many cases these are in all, with the earlier ones of the municipalities
    /// and those of municipalities that have no place on the map.
    pub total: u64,
    /// How many municipalities have no place on the map.
    pub beside: u64,
}

/// What a map draws of a municipality's case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseTile {
    /// Which case.
    pub cycle: CycleId,
    /// The municipality's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Where the case stands.
    pub state: StateName,
    /// Whether it is on hold.
    pub on_hold: bool,
    /// The last day of the next running deadline.
    pub deadline_on: Option<NaiveDate>,
}

/// What everybody may know of a municipality's case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicCase {
    /// Which case: the latest of the municipality in the programme.
    pub cycle: CycleId,
    /// The programme's key.
    pub programme: String,
    /// Whose plan.
    pub municipality: OrganisationId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The how-many-eth case.
    pub edition: i32,
    /// Where it stands.
    pub state: StateName,
    /// Whether it is on hold.
    pub on_hold: bool,
    /// Whether the certificate that it renews has lapsed.
    pub lapsed: bool,
    /// The next running deadline.
    pub deadline: Option<DeadlineKey>,
    /// Its last day.
    pub deadline_on: Option<NaiveDate>,
    /// The end of the period of the plan in force.
    pub period_end: Option<NaiveDate>,
    /// The criteria set that it is judged by, `set@version`.
    pub criteria: Option<String>,
    /// The municipality's latest certificate in the programme, whatever its status.
    pub certificate: Option<CertificateRow>,
}

impl Store {
    /// A case, whoever asks.
    ///
    /// # Errors
    /// When the database fails, or the row is not understood.
    pub async fn cycle(&self, id: CycleId) -> Result<Option<StoredCycle>, StoreError> {
        let found: Option<cycle::Model> = self.db().one(cycle::Entity::find_by_id(id.0)).await?;
        row::value(found)
    }

    /// Cases in which the clock has something to say at `now`, the longest due first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cycles_due(&self, now: Timestamp, limit: u64) -> Result<Vec<CycleId>, StoreError> {
        let query = cycle::Entity::find()
            .select_only()
            .column(cycle::Column::Id)
            .filter(cycle::Column::NextDueAt.lte(now))
            .order_by_asc(cycle::Column::NextDueAt)
            .order_by_asc(cycle::Column::Id)
            .limit(limit);
        let rows: Vec<OnlyId> = self.db().all(query).await?;
        Ok(rows.into_iter().map(|row| row.id.into()).collect())
    }

    /// When the clock has something to say next, about any case.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_due_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let query = cycle::Entity::find()
            .select_only()
            .column_as(cycle::Column::NextDueAt, "at")
            .filter(cycle::Column::NextDueAt.is_not_null())
            .order_by_asc(cycle::Column::NextDueAt)
            .limit(1);
        let row: Option<At> = self.db().one(query).await?;
        Ok(row.map(|row| row.at))
    }

    /// The case of this edition of a municipality in a programme.
    ///
    /// # Errors
    /// When the database fails, or the row is not understood.
    pub async fn cycle_of_edition(
        &self,
        programme: &str,
        municipality: OrganisationId,
        edition: u32,
    ) -> Result<Option<StoredCycle>, StoreError> {
        let query = of_municipality(programme, municipality)
            .filter(cycle::Column::Edition.eq(i32::try_from(edition).unwrap_or(i32::MAX)));
        row::value(self.db().one::<cycle::Model>(query).await?)
    }

    /// The cases of a municipality in a programme before this edition, or all of
    /// them where none is named, the latest first.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn earlier_cycles(
        &self,
        programme: &str,
        municipality: OrganisationId,
        before: Option<u32>,
    ) -> Result<Vec<StoredCycle>, StoreError> {
        let mut query =
            of_municipality(programme, municipality).order_by_desc(cycle::Column::Edition);
        if let Some(before) = before {
            let before = i32::try_from(before).unwrap_or(i32::MAX);
            query = query.filter(cycle::Column::Edition.lt(before));
        }
        row::values(self.db().all::<cycle::Model>(query).await?)
    }

    /// The latest case of a municipality in a programme.
    ///
    /// # Errors
    /// When the database fails, or the row is not understood.
    pub async fn latest_cycle(
        &self,
        programme: &str,
        municipality: OrganisationId,
    ) -> Result<Option<StoredCycle>, StoreError> {
        let query = of_municipality(programme, municipality)
            .order_by_desc(cycle::Column::Edition)
            .limit(1);
        row::value(self.db().one::<cycle::Model>(query).await?)
    }

    /// The cases in which an organisation judges, or records what a judge decided.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cycles_judged_by(
        &self,
        organisation: OrganisationId,
    ) -> Result<Vec<CycleId>, StoreError> {
        let query = case_judge::Entity::find()
            .select_only()
            .column_as(case_judge::Column::Cycle, "id")
            .filter(case_judge::Column::Organisation.eq(organisation.0))
            .order_by_asc(case_judge::Column::Cycle);
        let rows: Vec<OnlyId> = self.db().all(query).await?;
        Ok(rows.into_iter().map(|row| row.id.into()).collect())
    }

    /// Cases by id, in the order of ids.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn cycles(&self, ids: &[CycleId]) -> Result<Vec<StoredCycle>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let query = cycle::Entity::find()
            .filter(cycle::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .order_by_asc(cycle::Column::Id);
        row::values(self.db().all::<cycle::Model>(query).await?)
    }

    /// A page of the list of cases: those within `scope` that `filter` lets
    /// through. Two statements, however many rows.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn cases(
        &self,
        scope: &Scope,
        filter: &CaseFilter,
    ) -> Result<Page<CaseSummary>, StoreError> {
        let condition = within(scope).add(chosen(filter));
        let total = self.number_of_cases(condition.clone()).await?;
        let mut query = ordered(summaries().filter(condition), filter);
        if filter.limit.is_some() || filter.offset > 0 {
            // SQLite knows an offset only beside a limit.
            let most = u64::try_from(i64::MAX).unwrap_or_default();
            query = query
                .limit(filter.limit.unwrap_or(most))
                .offset(filter.offset);
        }
        let rows: Vec<NamedSummary> = self.db().all(named(query)).await?;
        Ok(Page {
            rows: row::values(rows)?,
            total,
        })
    }

    /// The cases within `scope` that `filter` lets through as a map: the latest of each
    /// municipality that is known by one of `codes`, in the order of names, and how
    /// much is not drawn. Two statements, however many rows.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn case_map(
        &self,
        scope: &Scope,
        filter: &CaseFilter,
        codes: &[&str],
    ) -> Result<CaseMap, StoreError> {
        let condition = within(scope).add(chosen(filter));
        let mut count = Query::select();
        count
            .expr_as(case_summary::Column::Cycle.count(), "cases")
            .expr_as(
                Expr::col(case_summary::Column::Municipality).count_distinct(),
                "municipalities",
            )
            .from(case_summary::Entity)
            .cond_where(condition.clone());
        let count = self.db().backend().build(&count);
        let counted: Vec<Counted> = self.db().all_of(count).await?;

        let mut drawn = Query::select();
        drawn
            .column(organisation::Column::Id)
            .from(organisation::Entity)
            .and_where(organisation::Column::Kind.eq(OrganisationKind::Municipality.as_str()))
            .and_where(organisation::Column::Code.is_in(codes.iter().copied()));
        let condition = condition.add(case_summary::Column::Municipality.in_subquery(drawn));
        let latest = Alias::new("latest");
        let mut of_each = Query::select();
        of_each
            .column(case_summary::Column::Municipality)
            .expr_as(case_summary::Column::Edition.max(), "edition")
            .from(case_summary::Entity)
            .cond_where(condition.clone())
            .group_by_col(case_summary::Column::Municipality);
        let same = |column: case_summary::Column| {
            Expr::col((latest.clone(), column)).equals((case_summary::Entity, column))
        };
        let mut query = summaries().filter(condition);
        QueryTrait::query(&mut query).join_subquery(
            JoinType::InnerJoin,
            of_each,
            latest.clone(),
            same(case_summary::Column::Municipality).and(same(case_summary::Column::Edition)),
        );
        let query = by_name(query, Order::Asc)
            .select_only()
            .column(case_summary::Column::Cycle)
            .column(case_summary::Column::Municipality)
            .column(case_summary::Column::Code)
            .column(case_summary::Column::State)
            .column(case_summary::Column::OnHold)
            .column(case_summary::Column::DeadlineOn)
            .column_as(organisation::Column::Name, "name");
        let mut rows: Vec<TileRow> = self.db().all(query).await?;
        // Two programmes may have come equally far with a municipality.
        rows.dedup_by(|later, first| later.municipality == first.municipality);
        let tiles = rows.into_iter().map(|row| {
            let state = Place::new("case_summary", row.cycle).parse("state", &row.state)?;
            Ok(CaseTile {
                cycle: row.cycle.into(),
                code: row.code,
                name: row.name,
                state,
                on_hold: row.on_hold,
                deadline_on: row.deadline_on,
            })
        });
        let tiles: Vec<CaseTile> = tiles.collect::<Result<_, StoreError>>()?;
        let (cases, municipalities) = counted
            .first()
            .map_or((0, 0), |row| (row.cases, row.municipalities));
        let number = |number: i64| u64::try_from(number).unwrap_or_default();
        Ok(CaseMap {
            beside: number(municipalities).saturating_sub(tiles.len() as u64),
            total: number(cases),
            tiles,
        })
    }

    /// How many lines of the list a condition lets through.
    async fn number_of_cases(&self, condition: Condition) -> Result<u64, StoreError> {
        let count = case_summary::Entity::find()
            .select_only()
            .column_as(case_summary::Column::Cycle.count(), "number")
            .filter(condition);
        let number: Option<Number> = self.db().one(count).await?;
        Ok(number.map_or(0, |row| u64::try_from(row.number).unwrap_or_default()))
    }

    /// The line of one case in the list, whoever asks.
    ///
    /// # Errors
    /// When the database fails, or the row is not understood.
    pub async fn case_summary(&self, id: CycleId) -> Result<Option<CaseSummary>, StoreError> {
        let query = named(summaries().filter(case_summary::Column::Cycle.eq(id.0)));
        row::value(self.db().one::<NamedSummary>(query).await?)
    }

    /// The public register: each municipality's latest case with its latest
    /// certificate, in the order of names. Two statements, however many rows.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn public_register(&self, programme: &str) -> Result<Vec<PublicCase>, StoreError> {
        let later = Alias::new("later");
        let mut newer = Query::select();
        newer
            .expr(Expr::val(1))
            .from_as(case_summary::Entity, later.clone())
            .and_where(
                Expr::col((later.clone(), case_summary::Column::Programme))
                    .equals((case_summary::Entity, case_summary::Column::Programme)),
            )
            .and_where(
                Expr::col((later.clone(), case_summary::Column::Municipality))
                    .equals((case_summary::Entity, case_summary::Column::Municipality)),
            )
            .and_where(
                Expr::col((later, case_summary::Column::Edition)).gt(Expr::col((
                    case_summary::Entity,
                    case_summary::Column::Edition,
                ))),
            );
        let query = summaries()
            .filter(case_summary::Column::Programme.eq(programme))
            .filter(Expr::exists(newer).not())
            .order_by_asc(organisation::Column::Sort)
            .order_by_asc(case_summary::Column::Cycle);
        let cases: Vec<NamedSummary> = self.db().all(named(query)).await?;
        let query = certificate::Entity::find()
            .filter(certificate::Column::Programme.eq(programme))
            .order_by_asc(certificate::Column::ValidFrom)
            .order_by_asc(certificate::Column::Id);
        let certificates: Vec<certificate::Model> = self.db().all(query).await?;
        let mut latest = BTreeMap::new();
        for certificate in row::values(certificates)? {
            latest.insert(certificate.municipality, certificate);
        }
        Ok(row::values(cases)?
            .into_iter()
            .map(|case| PublicCase {
                certificate: latest.remove(&case.municipality),
                cycle: case.cycle,
                programme: case.programme,
                municipality: case.municipality,
                code: case.code,
                name: case.name,
                edition: case.edition,
                state: case.state,
                on_hold: case.on_hold,
                lapsed: case.lapsed,
                deadline: case.deadline,
                deadline_on: case.deadline_on,
                period_end: case.period_end,
                criteria: case.criteria,
            })
            .collect())
    }

    /// Every finding of a case, all rounds, with what each reviewer said.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn findings(&self, cycle: CycleId) -> Result<Vec<FindingRow>, StoreError> {
        let query = finding::Entity::find()
            .filter(finding::Column::Cycle.eq(cycle.0))
            .order_by_asc(finding::Column::Round)
            .order_by_asc(finding::Column::Stage)
            .order_by_asc(finding::Column::Criterion);
        let findings = self.db().all::<finding::Model>(query).await?;
        let query = opinion::Entity::find()
            .filter(opinion::Column::Cycle.eq(cycle.0))
            .order_by_asc(opinion::Column::At)
            .order_by_asc(opinion::Column::Person);
        let mut said: BTreeMap<(String, String, i32), Vec<opinion::Model>> = BTreeMap::new();
        for row in self.db().all::<opinion::Model>(query).await? {
            let key = (row.stage.clone(), row.criterion.clone(), row.round);
            said.entry(key).or_default().push(row);
        }
        findings
            .into_iter()
            .map(|row| {
                let key = (row.stage.clone(), row.criterion.clone(), row.round);
                let opinions = row::values(said.remove(&key).unwrap_or_default())?;
                Ok(FindingRow {
                    opinions,
                    ..row.into_value()?
                })
            })
            .collect()
    }

    /// The assignments of a person that give access to a case, or ask for it.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn assignments_of(&self, person: PersonId) -> Result<Vec<AssignmentRow>, StoreError> {
        let query = assignment::Entity::find()
            .filter(assignment::Column::Reviewer.eq(person.0))
            .filter(assignment::Column::Status.is_in(with_access()))
            .order_by_asc(assignment::Column::Id);
        row::values(self.db().all::<assignment::Model>(query).await?)
    }

    /// How many assignments each reviewer has to answer or to work on for each of
    /// some organisations.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn loads(
        &self,
        organisations: &[OrganisationId],
    ) -> Result<BTreeMap<(OrganisationId, PersonId), u64>, StoreError> {
        if organisations.is_empty() {
            return Ok(BTreeMap::new());
        }
        let live = AssignmentStatus::ALL
            .iter()
            .filter(|status| status.is_live())
            .map(|status| status.as_str());
        let organisations = organisations.iter().map(|id| id.0);
        let query = assignment::Entity::find()
            .select_only()
            .column(assignment::Column::Organisation)
            .column(assignment::Column::Reviewer)
            .column_as(assignment::Column::Id.count(), "number")
            .filter(assignment::Column::Organisation.is_in(organisations))
            .filter(assignment::Column::Status.is_in(live))
            .group_by(assignment::Column::Organisation)
            .group_by(assignment::Column::Reviewer);
        let rows: Vec<LoadRow> = self.db().all(query).await?;
        rows.into_iter()
            .map(|row| {
                let place = Place::new("assignment", row.reviewer);
                let who = (row.organisation.into(), row.reviewer.into());
                Ok((who, place.count("id", row.number)?))
            })
            .collect()
    }
}

#[derive(Debug, sea_orm::FromQueryResult)]
struct OnlyId {
    id: Uuid,
}

#[derive(Debug, sea_orm::FromQueryResult)]
struct TileRow {
    cycle: Uuid,
    municipality: Uuid,
    code: String,
    name: String,
    state: String,
    on_hold: bool,
    deadline_on: Option<NaiveDate>,
}

#[derive(Debug, sea_orm::FromQueryResult)]
struct Counted {
    cases: i64,
    municipalities: i64,
}

#[derive(Debug, sea_orm::FromQueryResult)]
struct At {
    at: Timestamp,
}

#[derive(Debug, sea_orm::FromQueryResult)]
pub(super) struct Number {
    pub(super) number: i64,
}

#[derive(Debug, sea_orm::FromQueryResult)]
struct LoadRow {
    organisation: Uuid,
    reviewer: Uuid,
    number: i64,
}

fn of_municipality(programme: &str, municipality: OrganisationId) -> Select<cycle::Entity> {
    cycle::Entity::find()
        .filter(cycle::Column::Programme.eq(programme))
        .filter(cycle::Column::Municipality.eq(municipality.0))
}

/// The ids of the cases that are over.
pub(super) fn cases_over() -> SelectStatement {
    let over = [StateName::Concluded, StateName::Withdrawn];
    let mut ids = Query::select();
    ids.column(case_summary::Column::Cycle)
        .from(case_summary::Entity)
        .and_where(case_summary::Column::State.is_in(over.map(StateName::as_str)));
    ids
}

/// Lines of the list beside the municipality they are about.
pub(super) fn summaries() -> Select<case_summary::Entity> {
    let mut query = case_summary::Entity::find();
    QueryTrait::query(&mut query).join(
        JoinType::InnerJoin,
        organisation::Entity,
        Expr::col((organisation::Entity, organisation::Column::Id))
            .equals((case_summary::Entity, case_summary::Column::Municipality)),
    );
    query
}

pub(super) fn named(query: Select<case_summary::Entity>) -> Select<case_summary::Entity> {
    query.column_as(organisation::Column::Name, "organisation_name")
}

/// The statuses of an assignment with which a reviewer sees the case: the same
/// as in `Scope::contains`, with which a test compares them.
fn with_access() -> impl Iterator<Item = &'static str> {
    [
        AssignmentStatus::Offered,
        AssignmentStatus::Accepted,
        AssignmentStatus::Done,
    ]
    .into_iter()
    .map(AssignmentStatus::as_str)
}

/// The scope as a condition: the same question as `Scope::contains`.
fn within(scope: &Scope) -> Condition {
    let mut any = Condition::any().add(covered(scope));
    for (programme, limited) in &scope.limited {
        let of_programme = case_summary::Column::Programme.eq(programme.as_str());
        any = any.add(Condition::all().add(of_programme).add(covered(limited)));
    }
    Condition::all().add(any)
}

/// What a scope holds whatever the programme.
fn covered(scope: &Scope) -> Condition {
    if scope.all {
        return Condition::all().add(Expr::val(1).eq(1));
    }
    // A condition of no part lets everything through; nothing is what is meant.
    let mut any = Condition::any().add(Expr::val(1).eq(0));
    if !scope.municipalities.is_empty() {
        let municipalities = scope.municipalities.iter().map(|id| id.0);
        any = any.add(case_summary::Column::Municipality.is_in(municipalities));
    }
    let mut as_judge = Condition::any().add(Expr::val(1).eq(0));
    if !scope.led.is_empty() {
        as_judge = as_judge.add(
            Condition::all()
                .add(case_summary::Column::HandedIn.eq(true))
                .add(Expr::exists(judged_by(&scope.led))),
        );
    }
    let mut seen = Condition::all();
    if let Some(person) = scope.reviewer {
        as_judge = as_judge.add(assigned_to(person));
        let mut recused = Query::select();
        recused
            .column(assignment::Column::Cycle)
            .from(assignment::Entity)
            .and_where(assignment::Column::Reviewer.eq(person.0))
            .and_where(assignment::Column::Status.eq(AssignmentStatus::Recused.as_str()));
        seen = seen.add(case_summary::Column::Cycle.not_in_subquery(recused));
    }
    Condition::all().add(any.add(seen.add(as_judge)))
}

/// The rows that say that one of `organisations` judges the case: asked of each case,
/// for a list of all of a lead's cases would be made for every page of them.
fn judged_by<'a>(organisations: impl IntoIterator<Item = &'a OrganisationId>) -> SelectStatement {
    let mut judged = Query::select();
    judged
        .expr(Expr::val(1))
        .from(case_judge::Entity)
        .and_where(
            Expr::col((case_judge::Entity, case_judge::Column::Cycle))
                .equals((case_summary::Entity, case_summary::Column::Cycle)),
        )
        .and_where(
            case_judge::Column::Organisation.is_in(organisations.into_iter().map(|id| id.0)),
        );
    judged
}

fn assigned_to(reviewer: PersonId) -> SimpleExpr {
    let mut assigned = Query::select();
    assigned
        .column(assignment::Column::Cycle)
        .from(assignment::Entity)
        .and_where(assignment::Column::Reviewer.eq(reviewer.0))
        .and_where(assignment::Column::Status.is_in(with_access()));
    case_summary::Column::Cycle.in_subquery(assigned)
}

fn chosen(filter: &CaseFilter) -> Condition {
    let mut all = Condition::all();
    if let Some(programme) = &filter.programme {
        all = all.add(case_summary::Column::Programme.eq(programme.as_str()));
    }
    if !filter.states.is_empty() {
        let states = filter.states.iter().map(|state| state.as_str());
        all = all.add(case_summary::Column::State.is_in(states));
    }
    if let Some(municipality) = filter.municipality {
        all = all.add(case_summary::Column::Municipality.eq(municipality.0));
    }
    if let Some(reviewer) = filter.reviewer {
        all = all.add(assigned_to(reviewer));
    }
    if !filter.deadlines.is_empty() {
        let mut any = Condition::any();
        for word in &filter.deadlines {
            // Some keys name what they are about after a colon.
            any = any
                .add(case_summary::Column::Deadline.eq(*word))
                .add(case_summary::Column::Deadline.starts_with(format!("{word}:")));
        }
        all = all.add(any);
    }
    if let Some(day) = filter.overdue_on {
        all = all.add(case_summary::Column::DeadlineOn.lt(day));
    }
    if let Some(municipalities) = &filter.municipalities {
        let ids = municipalities.iter().map(|id| id.0);
        all = all.add(case_summary::Column::Municipality.is_in(ids));
    }
    if let Some(turn) = &filter.turn {
        let states = turn.states.iter().map(|state| state.as_str());
        let mut theirs = Condition::any().add(
            Condition::all()
                .add(case_summary::Column::ReadAgain.eq(false))
                .add(case_summary::Column::State.is_in(states)),
        );
        if turn.read_again {
            theirs = theirs.add(case_summary::Column::ReadAgain.eq(true));
        }
        let mut any = Condition::any().add(
            Condition::all()
                .add(case_summary::Column::OnHold.eq(false))
                .add(theirs),
        );
        if turn.held {
            let over = [StateName::Concluded, StateName::Withdrawn];
            any = any.add(
                Condition::all()
                    .add(case_summary::Column::OnHold.eq(true))
                    .add(case_summary::Column::State.is_not_in(over.map(StateName::as_str))),
            );
        }
        all = all.add(any);
    }
    if let Some(stage) = &filter.stage {
        all = all.add(case_summary::Column::Stage.eq(stage.as_str()));
    }
    for (wanted, column) in [
        (filter.on_hold, case_summary::Column::OnHold),
        (filter.asks_for_time, case_summary::Column::AsksForTime),
        (filter.undated, case_summary::Column::Undated),
        (filter.unreached, case_summary::Column::Unreached),
        (filter.vacant, case_summary::Column::Vacant),
    ] {
        if wanted {
            all = all.add(column.eq(true));
        }
    }
    if filter.running {
        all = all.add(case_summary::Column::DeadlineOn.is_not_null());
    }
    if let Some(leads) = &filter.awaits {
        let stages = Expr::col((case_judge::Entity, case_judge::Column::Stages));
        let awaited = (case_summary::Entity, case_summary::Column::Awaited);
        let mut judged = judged_by(leads);
        judged.and_where(stages.bit_and(Expr::col(awaited)).ne(0));
        all = all
            .add(case_summary::Column::Awaited.ne(0))
            .add(Expr::exists(judged));
    }
    if let Some(cycles) = &filter.cycles {
        let ids = cycles.iter().map(|id| id.0);
        all = all.add(case_summary::Column::Cycle.is_in(ids));
    }
    if let Some(programmes) = &filter.capped {
        let mut any = Condition::any().add(Expr::val(1).eq(0));
        for (programme, rounds) in programmes {
            let cap = i32::try_from(*rounds).unwrap_or(i32::MAX);
            any = any.add(
                Condition::all()
                    .add(case_summary::Column::Programme.eq(programme.as_str()))
                    .add(case_summary::Column::Rounds.gte(cap)),
            );
        }
        all = all
            .add(case_summary::Column::State.eq(StateName::Returned.as_str()))
            .add(any);
    }
    all
}

fn ordered(
    query: Select<case_summary::Entity>,
    filter: &CaseFilter,
) -> Select<case_summary::Entity> {
    let order = if filter.descending {
        Order::Desc
    } else {
        Order::Asc
    };
    let query = match filter.sort {
        CaseSort::Name => return by_name(query, order),
        CaseSort::State => query.order_by(case_summary::Column::State, order),
        CaseSort::Deadline => {
            query.order_by_with_nulls(case_summary::Column::DeadlineOn, order, NullOrdering::Last)
        }
        CaseSort::Changed => query.order_by(case_summary::Column::ChangedAt, order),
    };
    by_name(query, Order::Asc)
}

/// The last word has the id, so that pages never overlap.
fn by_name(query: Select<case_summary::Entity>, order: Order) -> Select<case_summary::Entity> {
    query
        .order_by(organisation::Column::Sort, order.clone())
        .order_by(case_summary::Column::Edition, order)
        .order_by(case_summary::Column::Cycle, Order::Asc)
}
