//! Notices to political bodies.

use chrono::NaiveDate;
use lustrum_domain::{
    CycleId, NoticeId, OrganisationId, Timestamp,
    notice::{NoticeKind, NoticeState},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::case::Number;
use crate::{NoticeDocument, Page, Store, StoreError, entity::notice, row};

/// Which notices a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoticeFilter {
    /// Only those to these bodies, in one programme or in every one.
    pub to: Vec<(Option<String>, Vec<OrganisationId>)>,
    /// Only those that stand in one of these states.
    pub states: Vec<NoticeState>,
    /// How many rows at most.
    pub limit: u64,
    /// How many rows are stepped over.
    pub offset: u64,
}

/// A notice with its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredNotice {
    /// Which.
    pub id: NoticeId,
    /// Of which case.
    pub cycle: CycleId,
    /// The programme's key.
    pub programme: String,
    /// Whose plan.
    pub municipality: OrganisationId,
    /// The addressee.
    pub body: OrganisationId,
    /// What it tells.
    pub kind: NoticeKind,
    /// Where it stands.
    pub state: NoticeState,
    /// The day on which a formal draft releases itself.
    pub releases_on: Option<NaiveDate>,
    /// When it was drafted.
    pub drafted_at: Timestamp,
    /// Its document; `None` for a notice whose document was never written.
    pub document: Option<NoticeDocument>,
}

impl Store {
    /// A notice.
    ///
    /// # Errors
    /// When the database fails, or the row is not understood.
    pub async fn notice(&self, id: NoticeId) -> Result<Option<StoredNotice>, StoreError> {
        let query = notice::Entity::find_by_id(id.0);
        row::value(self.db().one::<notice::Model>(query).await?)
    }

    /// The notices of a case, the latest first.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn notices(&self, cycle: CycleId) -> Result<Vec<StoredNotice>, StoreError> {
        let query = notice::Entity::find()
            .filter(notice::Column::Cycle.eq(cycle.0))
            .order_by_desc(notice::Column::DraftedAt)
            .order_by_desc(notice::Column::Id);
        row::values(self.db().all::<notice::Model>(query).await?)
    }

    /// The notices to some bodies, the latest first. Drafts are among them: they are
    /// the municipality's until it releases them.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn notices_for_bodies(
        &self,
        bodies: &[OrganisationId],
    ) -> Result<Vec<StoredNotice>, StoreError> {
        if bodies.is_empty() {
            return Ok(Vec::new());
        }
        let query = notice::Entity::find()
            .filter(notice::Column::Body.is_in(bodies.iter().map(|body| body.0)))
            .order_by_desc(notice::Column::DraftedAt)
            .order_by_desc(notice::Column::Id);
        row::values(self.db().all::<notice::Model>(query).await?)
    }

    /// A page of the notices that `filter` lets through: those that a body decided
    /// on come last, and otherwise the latest first. Two statements, however many
    /// rows.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn notices_page(
        &self,
        filter: &NoticeFilter,
    ) -> Result<Page<StoredNotice>, StoreError> {
        if filter.to.is_empty() {
            return Ok(Page::default());
        }
        let mut any = Condition::any();
        for (programme, bodies) in &filter.to {
            let bodies = bodies.iter().map(|body| body.0);
            let programme = programme.as_deref();
            any = any.add(
                Condition::all()
                    .add(notice::Column::Body.is_in(bodies))
                    .add_option(programme.map(|only| notice::Column::Programme.eq(only))),
            );
        }
        let states = filter.states.iter().map(|state| state.as_str());
        let condition = Condition::all()
            .add(any)
            .add(notice::Column::State.is_in(states));
        let count = notice::Entity::find()
            .select_only()
            .column_as(notice::Column::Id.count(), "number")
            .filter(condition.clone());
        let number: Option<Number> = self.db().one(count).await?;
        let query = notice::Entity::find()
            .filter(condition)
            .order_by_asc(notice::Column::State.eq(NoticeState::Decided.as_str()))
            .order_by_desc(notice::Column::DraftedAt)
            .order_by_desc(notice::Column::Id)
            .limit(filter.limit)
            .offset(filter.offset);
        let rows: Vec<notice::Model> = self.db().all(query).await?;
        Ok(Page {
            rows: row::values(rows)?,
            total: number.map_or(0, |row| u64::try_from(row.number).unwrap_or_default()),
        })
    }

    /// The notices that lie as drafts with some municipalities, the latest first.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn drafted_notices(
        &self,
        municipalities: &[OrganisationId],
    ) -> Result<Vec<StoredNotice>, StoreError> {
        if municipalities.is_empty() {
            return Ok(Vec::new());
        }
        let query = notice::Entity::find()
            .filter(notice::Column::Municipality.is_in(municipalities.iter().map(|it| it.0)))
            .filter(notice::Column::State.eq(NoticeState::Drafted.as_str()))
            .order_by_desc(notice::Column::DraftedAt)
            .order_by_desc(notice::Column::Id);
        row::values(self.db().all::<notice::Model>(query).await?)
    }
}
