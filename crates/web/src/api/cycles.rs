//! Cases: lists of them, one with all that belongs to it, its log, its
//! findings, and the beginning of one.

mod case;

pub(super) use case::{SubmissionView, submissions};

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::State,
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, NaiveDate, Utc};
use lustrum_app::{App, CaseFilter, CaseSort, CaseSummary, Outcome};
use lustrum_domain::{
    Authority, CriterionId, CycleId, DeadlineKey, Digest, FindingStatus, OrganisationId, PersonId,
    ReturnReason, Role, StateName, TextId, may_see_open_findings, time::local_date,
};
use lustrum_templates::words;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::{Answer, Paging, answered, located, tagged, words as words_in};
use crate::{
    error::ApiError,
    extract::{Language, Path, Query, Who, Write},
    route::Route,
    schema,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/api/v1/cycles",
            "cycles.list",
            "The cases that the caller may see.",
            list,
        )
        .asks::<ListQuery>()
        .answers_page::<CaseLine>("A page of them."),
        Route::post(
            "/api/v1/cycles",
            "cycles.enrol",
            "Enrol a municipality without an approved plan.",
            enrol,
        )
        .repeatable()
        .takes::<Enrol>()
        .answers::<CommandAnswer>(201, "The new case."),
        Route::post(
            "/api/v1/cycles/take-in",
            "cycles.take_in",
            "Take in a municipality whose plan was approved elsewhere (go-live). Nothing opens or \
             lapses by itself until the dates are set.",
            take_in,
        )
        .repeatable()
        .takes::<TakeIn>()
        .answers::<CommandAnswer>(201, "The new case."),
        Route::get(
            "/api/v1/cycles/{cycle}",
            "cycles.get",
            "A case, with the commands that the caller may give now and why not the others. A \
             returned case that its municipality reads starts its answer clock.",
            get,
        )
        .answers::<case::Case>(200, "The case. Its ETag is its version."),
        Route::get(
            "/api/v1/cycles/{cycle}/events",
            "cycles.events",
            "The log of a case, in order.",
            events,
        )
        .asks::<EventsQuery>()
        .answers_list::<EventLine>(200, "Events, the earliest first."),
        Route::get(
            "/api/v1/cycles/{cycle}/findings",
            "cycles.findings",
            "Every finding of a case, all rounds, with the remarks. Those of an open stage are told to \
             the municipality when the stage is concluded.",
            findings,
        )
        .answers_list::<FindingLine>(200, "The findings."),
    ]
}

/// What a command led to.
#[derive(Serialize, Deserialize, ToSchema)]
pub(super) struct CommandAnswer {
    /// The case.
    #[schema(value_type = schema::CycleId)]
    cycle: CycleId,
    /// Its version now.
    version: u64,
    /// Where it stands now.
    #[schema(value_type = schema::StateName)]
    state: StateName,
    /// What happened, in order.
    events: Vec<String>,
}

impl From<Outcome> for CommandAnswer {
    fn from(outcome: Outcome) -> Self {
        Self {
            cycle: outcome.cycle,
            version: outcome.version,
            state: outcome.state,
            events: outcome.events,
        }
    }
}

/// Which cases a list shows.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ListQuery {
    /// Only of this programme.
    programme: Option<String>,
    /// Only in these states, parted by commas.
    state: Option<String>,
    /// Only of this municipality.
    #[param(value_type = Option<String>)]
    municipality: Option<OrganisationId>,
    /// Only those that the caller is, or was, assigned to.
    #[serde(default)]
    #[param(required = false)]
    mine: bool,
    /// Only those whose next deadline is over.
    #[serde(default)]
    #[param(required = false)]
    overdue: bool,
    /// The municipality, as people write it: any of its names, a part of one, or
    /// its code.
    q: Option<String>,
    /// `name`, `state`, `deadline` or `changed`; with a `-` before it the other way round.
    sort: Option<String>,
    /// Which page, from 1.
    page: Option<u64>,
    /// How many rows a page holds, 100 at most.
    per_page: Option<u64>,
}

/// A line of the list of cases.
#[derive(Serialize, ToSchema)]
struct CaseLine {
    #[schema(value_type = schema::CycleId)]
    id: CycleId,
    /// The programme's key.
    programme: String,
    #[schema(value_type = schema::OrganisationId)]
    municipality: OrganisationId,
    /// The municipality's code.
    code: String,
    /// The municipality's name.
    name: String,
    /// The how-many-eth case of the municipality, from 1.
    edition: i32,
    #[schema(value_type = schema::StateName)]
    state: StateName,
    /// The state in the caller's language.
    state_label: String,
    /// The stage whose turn it is.
    stage: Option<String>,
    on_hold: bool,
    /// Whether the certificate that it renews has lapsed.
    lapsed: bool,
    /// What is due next.
    #[schema(value_type = Option<schema::DeadlineKey>)]
    deadline: Option<DeadlineKey>,
    /// The last day for it.
    deadline_on: Option<NaiveDate>,
    /// Whether that day is over.
    overdue: bool,
    /// The end of the period of the plan in force.
    period_end: Option<NaiveDate>,
    /// The pinned criteria set, `set@version`.
    criteria: Option<String>,
    /// The latest review round.
    round: i32,
    changed_at: DateTime<Utc>,
    version: u64,
}

async fn list(
    who: Who,
    Language(locale): Language,
    Query(query): Query<ListQuery>,
    uri: Uri,
    State(app): State<App>,
) -> Answer<Response> {
    let paging = Paging::of(query.page, query.per_page)?;
    let today = local_date(app.clock.now());
    let (descending, sort) = match query.sort.as_deref() {
        Some(sort) => sort
            .strip_prefix('-')
            .map_or((false, sort), |sort| (true, sort)),
        None => (false, "name"),
    };
    let reviewer = if query.mine {
        Some(who.caller.person()?.id)
    } else {
        None
    };
    let text: String = query.q.iter().flat_map(|it| it.chars()).take(100).collect();
    let filter = CaseFilter {
        deadlines: Vec::new(),
        programme: query.programme,
        states: words_in("state", query.state.as_deref())?,
        municipality: query.municipality,
        municipalities: app.municipalities_named(&text).await?,
        reviewer,
        overdue_on: query.overdue.then_some(today),
        sort: sorting(sort)?,
        descending,
        limit: Some(paging.per_page),
        offset: paging.offset(),
        ..CaseFilter::default()
    };
    let page = app.cases(&who.caller, &filter).await?;
    let lines = page.rows.into_iter().map(|row| CaseLine {
        state_label: words::state(locale, row.state),
        overdue: is_overdue(&row, today),
        id: row.cycle,
        programme: row.programme,
        municipality: row.municipality,
        code: row.code,
        name: row.name,
        edition: row.edition,
        state: row.state,
        stage: row.stage,
        on_hold: row.on_hold,
        lapsed: row.lapsed,
        deadline: row.deadline,
        deadline_on: row.deadline_on,
        period_end: row.period_end,
        criteria: row.criteria,
        round: row.round,
        changed_at: row.changed_at,
        version: row.version,
    });
    Ok(paging.answer(&uri, lines.collect(), page.total))
}

fn is_overdue(row: &CaseSummary, today: NaiveDate) -> bool {
    row.deadline_on.is_some_and(|last| last < today)
}

fn sorting(word: &str) -> Answer<CaseSort> {
    match word {
        "name" => Ok(CaseSort::Name),
        "state" => Ok(CaseSort::State),
        "deadline" => Ok(CaseSort::Deadline),
        "changed" => Ok(CaseSort::Changed),
        other => Err(ApiError::fields(vec![crate::extract::field(
            "/sort",
            crate::extract::short(other),
            "field-word-unknown",
            &[],
        )])),
    }
}

/// A municipality that joins without an approved plan.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Enrol {
    /// The programme's key.
    programme: String,
    #[schema(value_type = schema::OrganisationId)]
    municipality: OrganisationId,
    /// SHA-256 of the commitment letter signed by mayor and council.
    #[schema(value_type = schema::Digest)]
    letter: Digest,
}

async fn enrol(State(app): State<App>, Write { caller, body }: Write<Enrol>) -> Answer<Response> {
    let begun = app
        .enrol(&caller, &body.programme, body.municipality, body.letter)
        .await;
    Ok(answered(begun)?.respond(begun_case))
}

/// A municipality whose plan was approved elsewhere.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TakeIn {
    /// The programme's key.
    programme: String,
    #[schema(value_type = schema::OrganisationId)]
    municipality: OrganisationId,
    /// The end of the period of the plan in force.
    #[serde(deserialize_with = "schema::day")]
    period_end: NaiveDate,
}

async fn take_in(
    State(app): State<App>,
    Write { caller, body }: Write<TakeIn>,
) -> Answer<Response> {
    let begun = app
        .take_in(&caller, &body.programme, body.municipality, body.period_end)
        .await;
    Ok(answered(begun)?.respond(begun_case))
}

fn begun_case(outcome: Outcome) -> Response {
    let (path, version) = (format!("/api/v1/cycles/{}", outcome.cycle), outcome.version);
    let answer = (StatusCode::CREATED, Json(CommandAnswer::from(outcome)));
    tagged(located(answer.into_response(), &path), version)
}

async fn get(
    who: Who,
    Path(id): Path<CycleId>,
    Language(locale): Language,
    State(app): State<App>,
) -> Answer<Response> {
    let view = app.view(&who.caller, id).await?;
    let texts = app
        .texts_in(&who.caller, &view.cycle, &case::texts_of(&view.cycle))
        .await?;
    let names = app
        .organisation_names(&case::organisations_of(&view.cycle))
        .await?;
    let version = view.cycle.version;
    let today = local_date(app.clock.now());
    let told = case::Telling {
        locale,
        today,
        texts,
        names,
        sees_open: may_see_open_findings(&view.cycle, &who.caller.actor, today),
    };
    Ok(tagged(Json(told.case(view)).into_response(), version))
}

/// Which part of a log is asked for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct EventsQuery {
    /// Only events after this number.
    after: Option<u64>,
    /// How many at most, 100 unless fewer are wanted.
    limit: Option<u64>,
}

/// An entry of a case's log.
#[derive(Serialize, ToSchema)]
struct EventLine {
    /// Its number within the case, from 1; also the case's version after it.
    number: u64,
    at: DateTime<Utc>,
    /// What happened, for programs.
    kind: String,
    /// What happened, in the caller's language.
    label: String,
    by: By,
    /// What else is known, as it stands in the log.
    #[schema(value_type = Object)]
    data: Value,
    /// The texts that `data` refers to by id, as far as they were not erased.
    #[schema(value_type = BTreeMap<String, String>)]
    texts: BTreeMap<TextId, String>,
    /// The hash of the event before; zeros for the first.
    #[schema(value_type = schema::Digest)]
    previous: Digest,
    /// The hash over number, entry and the hash before.
    #[schema(value_type = schema::Digest)]
    hash: Digest,
}

/// Who caused an event, in which capacity.
#[derive(Serialize, ToSchema)]
struct By {
    /// Nobody when time passed.
    #[schema(value_type = Option<schema::PersonId>)]
    person: Option<PersonId>,
    #[schema(value_type = Option<schema::Role>)]
    role: Option<Role>,
    /// Whom the person stood in for.
    #[schema(value_type = Option<schema::PersonId>)]
    principal: Option<PersonId>,
    /// The organisation whose decision was recorded by another one's lead.
    #[schema(value_type = Option<schema::OrganisationId>)]
    on_behalf_of: Option<OrganisationId>,
}

/// An entry as it stands in the log, as far as this interface reads it.
#[derive(Deserialize)]
struct LoggedEntry {
    at: DateTime<Utc>,
    by: Authority,
    event: Value,
}

async fn events(
    who: Who,
    Path(id): Path<CycleId>,
    Language(locale): Language,
    Query(query): Query<EventsQuery>,
    State(app): State<App>,
) -> Answer<Json<Vec<EventLine>>> {
    let from = query.after.unwrap_or_default().saturating_add(1);
    let limit = query
        .limit
        .unwrap_or(super::MOST_PER_PAGE)
        .clamp(1, super::MOST_PER_PAGE);
    let rows = app.events(&who.caller, id, from, limit).await?;
    let mut entries = Vec::new();
    let mut wanted = Vec::new();
    for row in rows {
        let entry: LoggedEntry = serde_json::from_str(&row.body).map_err(ApiError::internal)?;
        let mut referred = Vec::new();
        texts_in(&entry.event, &mut referred);
        wanted.extend_from_slice(&referred);
        entries.push((row, entry, referred));
    }
    let texts = app.texts(&who.caller, id, &wanted).await?;
    let lines = entries.into_iter().map(|(row, mut entry, referred)| {
        let kind = entry
            .event
            .as_object_mut()
            .and_then(|event| event.remove("kind"));
        let kind = kind
            .as_ref()
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        EventLine {
            number: row.seq,
            at: entry.at,
            label: words::label(locale, "event", &kind),
            kind,
            by: By {
                person: entry.by.person,
                role: entry.by.role,
                principal: entry.by.principal,
                on_behalf_of: entry.by.on_behalf_of,
            },
            data: entry.event,
            texts: referred
                .iter()
                .filter_map(|id| Some((*id, texts.get(id)?.clone())))
                .collect(),
            previous: row.previous,
            hash: row.hash,
        }
    });
    Ok(Json(lines.collect()))
}

/// The ids of texts that an event refers to, wherever they stand in it.
fn texts_in(value: &Value, found: &mut Vec<TextId>) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key("digest")
                && let Some(Ok(id)) = fields.get("id").and_then(Value::as_str).map(str::parse)
            {
                found.push(id);
            }
            fields.values().for_each(|field| texts_in(field, found));
        }
        Value::Array(rows) => rows.iter().for_each(|row| texts_in(row, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A finding of one round.
#[derive(Serialize, ToSchema)]
struct FindingLine {
    /// The stage.
    stage: String,
    /// The criterion.
    #[schema(value_type = String)]
    criterion: CriterionId,
    /// The round, from 1.
    round: u32,
    #[schema(value_type = schema::FindingStatus)]
    status: FindingStatus,
    /// The judgement in the caller's language.
    status_label: String,
    /// The kind of fault, when returned.
    #[schema(value_type = Option<schema::ReturnReason>)]
    reason: Option<ReturnReason>,
    /// The remark, or the text of the condition; none once erased.
    remark: Option<String>,
    /// Who judged.
    #[schema(value_type = Option<schema::PersonId>)]
    by: Option<PersonId>,
    at: DateTime<Utc>,
}

async fn findings(
    who: Who,
    Path(id): Path<CycleId>,
    Language(locale): Language,
    State(app): State<App>,
) -> Answer<Json<Vec<FindingLine>>> {
    let rows = app.findings(&who.caller, id).await?;
    let remarks: Vec<TextId> = rows.iter().filter_map(|row| row.remark).collect();
    let texts = app.texts(&who.caller, id, &remarks).await?;
    let lines = rows.into_iter().map(|row| FindingLine {
        stage: row.stage,
        criterion: row.criterion,
        round: row.round,
        status_label: words::label(locale, "finding", row.status.as_str()),
        status: row.status,
        reason: row.reason,
        remark: row.remark.and_then(|id| texts.get(&id).cloned()),
        by: row.by,
        at: row.at,
    });
    Ok(Json(lines.collect()))
}

#[cfg(test)]
mod tests;
