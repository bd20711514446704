//! What the public figures are made of: how cases moved, what was returned and
//! why, what happened to a municipality's cases. No person is among it.

use chrono::NaiveDate;
use lustrum_domain::{
    CriterionId, CycleId, Digest, Event, FindingStatus, OrganisationId, ReturnReason, StateName,
    Timestamp,
    moves::{KINDS, Move},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    Affiliation, CaseSummary, FrozenSubmission, Store, StoreError, Upload,
    entity::{affiliation, case_summary, event, finding, submission, upload},
    query::{
        case::{named, summaries},
        organisation::affiliated,
    },
    row::{self, NamedSummary, Place},
};

/// A move of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveRow {
    /// Which case.
    pub cycle: CycleId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub step: Move,
}

/// A criterion that was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedRow {
    /// In which case.
    pub cycle: CycleId,
    /// At which stage.
    pub stage: String,
    /// In which round.
    pub round: u32,
    /// Which criterion.
    pub criterion: CriterionId,
    /// How.
    pub status: FindingStatus,
    /// Why, where it was returned.
    pub reason: Option<ReturnReason>,
}

/// A case that is neither planned nor over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCase {
    /// Which.
    pub cycle: CycleId,
    /// Where it stands.
    pub state: StateName,
    /// The stage that judges it, or judged it last.
    pub stage: Option<String>,
    /// The last day of its next deadline.
    pub deadline_on: Option<NaiveDate>,
}

/// Something that happened to a case, by its kind alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// Which case.
    pub cycle: CycleId,
    /// Its number in the case's log.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// The kind of event.
    pub kind: String,
}

#[derive(sea_orm::FromQueryResult)]
struct Moved {
    chain: Uuid,
    at: Timestamp,
    kind: String,
    body: String,
}

#[derive(sea_orm::FromQueryResult)]
struct Judged {
    cycle: Uuid,
    stage: String,
    round: i32,
    criterion: String,
    status: String,
    reason: Option<String>,
}

#[derive(sea_orm::FromQueryResult)]
struct Open {
    cycle: Uuid,
    state: String,
    stage: Option<String>,
    deadline_on: Option<NaiveDate>,
}

#[derive(sea_orm::FromQueryResult)]
struct Told {
    chain: Uuid,
    seq: i64,
    at: Timestamp,
    kind: String,
}

/// As much of an entry as a move needs.
#[derive(Deserialize)]
struct OnlyEvent {
    event: Event,
}

impl Store {
    /// Every move of every case of a programme, case by case in order. The
    /// bodies of large events stay where they are: their kinds say enough.
    ///
    /// # Errors
    /// When the database fails, or an event is not understood.
    pub async fn moves(&self, programme: &str) -> Result<Vec<MoveRow>, StoreError> {
        // The kinds stand in the text as they stand in the index, which is
        // only used for the very same condition.
        let listed = |of_body: Option<bool>| {
            let kinds = KINDS
                .iter()
                .filter(|(_, body)| of_body.is_none_or(|wanted| wanted == *body))
                .map(|(kind, _)| format!("'{kind}'"));
            kinds.collect::<Vec<_>>().join(", ")
        };
        let sql = format!(
            "SELECT event.chain AS chain, event.at AS at, event.kind AS kind, \
             CASE WHEN event.kind IN ({}) THEN event.body ELSE '' END AS body \
             FROM event JOIN case_summary ON case_summary.cycle = event.chain \
             WHERE event.kind IN ({}) AND case_summary.programme = $1 \
             ORDER BY event.chain, event.seq",
            listed(Some(true)),
            listed(None),
        );
        let statement = self.db().raw(sql, [programme.into()]);
        let rows: Vec<Moved> = self.db().all_of(statement).await?;
        rows.into_iter()
            .map(|row| {
                let step = match Move::of_kind(&row.kind) {
                    Some(step) => Some(step),
                    None => serde_json::from_str::<OnlyEvent>(&row.body)
                        .ok()
                        .and_then(|entry| Move::of(&entry.event)),
                };
                let Some(step) = step else {
                    return Err(StoreError::Inconsistent {
                        table: "event",
                        row: row.chain.to_string(),
                        column: "body",
                    });
                };
                Ok(MoveRow {
                    cycle: row.chain.into(),
                    at: row.at,
                    step,
                })
            })
            .collect()
    }

    /// Every judgement of a criterion in a programme, also those of a review that
    /// is not concluded yet: whoever publishes leaves these out.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn judged_findings(&self, programme: &str) -> Result<Vec<JudgedRow>, StoreError> {
        let query = finding::Entity::find()
            .select_only()
            .columns([
                finding::Column::Cycle,
                finding::Column::Stage,
                finding::Column::Round,
                finding::Column::Criterion,
                finding::Column::Status,
                finding::Column::Reason,
            ])
            .filter(finding::Column::Programme.eq(programme))
            .filter(finding::Column::Status.ne(FindingStatus::Pending.as_str()));
        let rows: Vec<Judged> = self.db().all(query).await?;
        rows.into_iter()
            .map(|row| {
                let place = Place::new("finding", &row.criterion);
                let reason = row.reason.as_deref();
                Ok(JudgedRow {
                    cycle: row.cycle.into(),
                    round: place.count("round", row.round.into())?,
                    status: place.parse("status", &row.status)?,
                    reason: reason.map(|it| place.parse("reason", it)).transpose()?,
                    stage: row.stage,
                    criterion: CriterionId(row.criterion),
                })
            })
            .collect()
    }

    /// The cases of a programme in which somebody has something to do.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn open_cases(&self, programme: &str) -> Result<Vec<OpenCase>, StoreError> {
        let still = [
            StateName::Scheduled,
            StateName::Concluded,
            StateName::Withdrawn,
        ];
        let query = case_summary::Entity::find()
            .select_only()
            .columns([
                case_summary::Column::Cycle,
                case_summary::Column::State,
                case_summary::Column::Stage,
                case_summary::Column::DeadlineOn,
            ])
            .filter(case_summary::Column::Programme.eq(programme))
            .filter(case_summary::Column::State.is_not_in(still.map(|it| it.as_str())));
        let rows: Vec<Open> = self.db().all(query).await?;
        rows.into_iter()
            .map(|row| {
                let place = Place::new("case_summary", row.cycle);
                Ok(OpenCase {
                    cycle: row.cycle.into(),
                    state: place.parse("state", &row.state)?,
                    stage: row.stage,
                    deadline_on: row.deadline_on,
                })
            })
            .collect()
    }

    /// Every case of a municipality in a programme, the latest first.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn editions(
        &self,
        programme: &str,
        municipality: OrganisationId,
    ) -> Result<Vec<CaseSummary>, StoreError> {
        let query = summaries()
            .filter(case_summary::Column::Programme.eq(programme))
            .filter(case_summary::Column::Municipality.eq(municipality.0))
            .order_by_desc(case_summary::Column::Edition);
        row::values(self.db().all::<NamedSummary>(named(query)).await?)
    }

    /// What of some kinds happened in cases, each case in order.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn happened(
        &self,
        cycles: &[CycleId],
        kinds: &[&str],
    ) -> Result<Vec<Happened>, StoreError> {
        if cycles.is_empty() {
            return Ok(Vec::new());
        }
        let query = event::Entity::find()
            .select_only()
            .columns([
                event::Column::Chain,
                event::Column::Seq,
                event::Column::At,
                event::Column::Kind,
            ])
            .filter(event::Column::Chain.is_in(cycles.iter().map(|id| id.0)))
            .filter(event::Column::Kind.is_in(kinds.iter().copied()))
            .order_by_asc(event::Column::Chain)
            .order_by_asc(event::Column::Seq);
        let rows: Vec<Told> = self.db().all(query).await?;
        rows.into_iter()
            .map(|row| {
                Ok(Happened {
                    cycle: row.chain.into(),
                    seq: Place::new("event", row.chain).count("seq", row.seq)?,
                    at: row.at,
                    kind: row.kind,
                })
            })
            .collect()
    }

    /// What a case handed in last.
    ///
    /// # Errors
    /// When the database fails, or the row is not understood.
    pub async fn latest_submission(
        &self,
        cycle: CycleId,
    ) -> Result<Option<FrozenSubmission>, StoreError> {
        let query = submission::Entity::find()
            .filter(submission::Column::Cycle.eq(cycle.0))
            .order_by_desc(submission::Column::At)
            .order_by_desc(submission::Column::Id)
            .limit(1);
        row::value(self.db().one::<submission::Model>(query).await?)
    }

    /// The files of cases with these bytes, also those that were taken out of
    /// the draft after they were handed in; of several alike the first.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn uploads_by_digest(
        &self,
        cycles: &[CycleId],
        digests: &[Digest],
    ) -> Result<Vec<Upload>, StoreError> {
        if cycles.is_empty() || digests.is_empty() {
            return Ok(Vec::new());
        }
        let query = upload::Entity::find()
            .filter(upload::Column::Cycle.is_in(cycles.iter().map(|id| id.0)))
            .filter(upload::Column::Digest.is_in(digests.iter().map(|it| it.0.to_vec())))
            .order_by_asc(upload::Column::At)
            .order_by_asc(upload::Column::Id);
        row::values(self.db().all::<upload::Model>(query).await?)
    }

    /// Every affiliation that holds on a day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn affiliations_on(&self, on: NaiveDate) -> Result<Vec<Affiliation>, StoreError> {
        let query = affiliation::Entity::find()
            .filter(affiliated(on))
            .order_by_asc(affiliation::Column::Municipality)
            .order_by_asc(affiliation::Column::Organisation);
        row::values(self.db().all::<affiliation::Model>(query).await?)
    }
}

#[cfg(test)]
mod tests {
    use lustrum_domain::moves::KINDS;

    /// The index of the moves holds the rows of exactly these kinds; another
    /// list would leave rows to a scan of the whole log.
    #[test]
    fn the_index_of_moves_names_every_kind_that_moves_a_case() {
        let source = include_str!("../../../../migrations/src/m20261126_000011_moves.rs");
        let listed = source.split(" IN (").nth(1).unwrap();
        let listed: Vec<&str> = listed.split('\'').skip(1).step_by(2).collect();
        let kinds: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(listed, kinds);
    }
}
