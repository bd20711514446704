//! Drafts, what was frozen from them, files and comments.

use lustrum_domain::{CycleId, PersonId, SubmissionId, Timestamp, UploadId};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::case::{Number, cases_over};
use crate::{
    Comment, FrozenSubmission, JudgementDraft, Part, Store, StoreError, Upload,
    entity::{comment, judgement_draft, part, submission, upload},
    row,
};

impl Store {
    /// The draft parts of a case, in the order of their keys.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn parts(&self, cycle: CycleId) -> Result<Vec<Part>, StoreError> {
        let query = part::Entity::find()
            .filter(part::Column::Cycle.eq(cycle.0))
            .order_by_asc(part::Column::Key);
        row::values(self.db().all::<part::Model>(query).await?)
    }

    /// A draft part.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn part(&self, cycle: CycleId, key: &str) -> Result<Option<Part>, StoreError> {
        let query = part::Entity::find_by_id((cycle.0, key.to_owned()));
        row::value(self.db().one::<part::Model>(query).await?)
    }

    /// What a case handed in, in order.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn submissions(&self, cycle: CycleId) -> Result<Vec<FrozenSubmission>, StoreError> {
        let query = submission::Entity::find()
            .filter(submission::Column::Cycle.eq(cycle.0))
            .order_by_asc(submission::Column::At)
            .order_by_asc(submission::Column::Id);
        row::values(self.db().all::<submission::Model>(query).await?)
    }

    /// Something handed in.
    ///
    /// # Errors
    /// When the database fails, or the row is not understood.
    pub async fn submission(
        &self,
        id: SubmissionId,
    ) -> Result<Option<FrozenSubmission>, StoreError> {
        let query = submission::Entity::find_by_id(id.0);
        row::value(self.db().one::<submission::Model>(query).await?)
    }

    /// The files in the draft of a case, in the order in which they came.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn uploads(&self, cycle: CycleId) -> Result<Vec<Upload>, StoreError> {
        let query = upload::Entity::find()
            .filter(upload::Column::Cycle.eq(cycle.0))
            .filter(upload::Column::Removed.eq(false))
            .order_by_asc(upload::Column::At)
            .order_by_asc(upload::Column::Id);
        row::values(self.db().all::<upload::Model>(query).await?)
    }

    /// A file, also one that was taken out of the draft after it was handed in.
    ///
    /// # Errors
    /// When the database fails, or the row is not understood.
    pub async fn upload(&self, id: UploadId) -> Result<Option<Upload>, StoreError> {
        let query = upload::Entity::find_by_id(id.0);
        row::value(self.db().one::<upload::Model>(query).await?)
    }

    /// Those of `stored` that no row knows: bytes whose row was never written,
    /// or is gone. What is younger than the sweep's patience is not to be asked
    /// about, for its row may be on its way.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unreferenced_objects(
        &self,
        stored: &[UploadId],
    ) -> Result<Vec<UploadId>, StoreError> {
        let mut unknown = Vec::new();
        for ids in stored.chunks(500) {
            let query = upload::Entity::find()
                .select_only()
                .column(upload::Column::Id)
                .filter(upload::Column::Id.is_in(ids.iter().map(|id| id.0)));
            let rows: Vec<OfUpload> = self.db().all(query).await?;
            let known: std::collections::BTreeSet<Uuid> =
                rows.into_iter().map(|row| row.id).collect();
            unknown.extend(ids.iter().filter(|id| !known.contains(&id.0)));
        }
        Ok(unknown)
    }

    /// What a person wrote of the criteria of a stage before judging them, in
    /// one round, in the order of the criteria.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn judgement_drafts(
        &self,
        cycle: CycleId,
        stage: &str,
        person: PersonId,
        round: u32,
    ) -> Result<Vec<JudgementDraft>, StoreError> {
        let query = judgement_draft::Entity::find()
            .filter(judgement_draft::Column::Cycle.eq(cycle.0))
            .filter(judgement_draft::Column::Stage.eq(stage))
            .filter(judgement_draft::Column::Person.eq(person.0))
            .filter(judgement_draft::Column::Round.eq(row::number(round)))
            .order_by_asc(judgement_draft::Column::Criterion);
        row::values(self.db().all::<judgement_draft::Model>(query).await?)
    }

    /// The comments on a case, in the order in which they came.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn comments(&self, cycle: CycleId) -> Result<Vec<Comment>, StoreError> {
        let query = comment::Entity::find()
            .filter(comment::Column::Cycle.eq(cycle.0))
            .order_by_asc(comment::Column::At)
            .order_by_asc(comment::Column::Id);
        row::values(self.db().all::<comment::Model>(query).await?)
    }

    /// How many comments were written before `before` on cases that are over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn comments_older_than(&self, before: Timestamp) -> Result<u64, StoreError> {
        let count = comment::Entity::find()
            .select_only()
            .column_as(comment::Column::Id.count(), "number")
            .filter(said_before(before));
        let number: Option<Number> = self.db().one(count).await?;
        Ok(number.map_or(0, |row| u64::try_from(row.number).unwrap_or_default()))
    }
}

/// Comments that were written before `before` on cases that are over.
pub(crate) fn said_before(before: Timestamp) -> Condition {
    Condition::all()
        .add(comment::Column::At.lt(before))
        .add(comment::Column::Cycle.in_subquery(cases_over()))
}

#[derive(Debug, sea_orm::FromQueryResult)]
struct OfUpload {
    id: Uuid,
}
