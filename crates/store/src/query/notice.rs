//! Notices to political bodies.

use chrono::NaiveDate;
use lustrum_domain::{
    CycleId, NoticeId, OrganisationId, Timestamp,
    notice::{NoticeKind, NoticeState},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{NoticeDocument, Store, StoreError, entity::notice, row};

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
