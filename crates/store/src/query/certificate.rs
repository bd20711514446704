//! Certificates.

use lustrum_domain::{CertificateId, CycleId, OrganisationId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{CertificateRow, CertificateStatus, Store, StoreError, entity::certificate, row};

/// Which certificates a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CertificateFilter {
    /// Only of this programme.
    pub programme: Option<String>,
    /// Only of this municipality.
    pub municipality: Option<OrganisationId>,
    /// Only those that this case led to.
    pub cycle: Option<CycleId>,
    /// Only those that stand there.
    pub status: Option<CertificateStatus>,
}

impl Store {
    /// Certificates in the order of their numbers. They are public.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn certificates(
        &self,
        filter: &CertificateFilter,
    ) -> Result<Vec<CertificateRow>, StoreError> {
        let mut query = certificate::Entity::find().order_by_asc(certificate::Column::Number);
        if let Some(programme) = &filter.programme {
            query = query.filter(certificate::Column::Programme.eq(programme.as_str()));
        }
        if let Some(municipality) = filter.municipality {
            query = query.filter(certificate::Column::Municipality.eq(municipality.0));
        }
        if let Some(cycle) = filter.cycle {
            query = query.filter(certificate::Column::Cycle.eq(cycle.0));
        }
        if let Some(status) = filter.status {
            query = query.filter(certificate::Column::Status.eq(status.as_str()));
        }
        row::values(self.db().all::<certificate::Model>(query).await?)
    }

    /// The certificate with this number.
    ///
    /// # Errors
    /// When the database fails, or the row is not understood.
    pub async fn certificate_by_number(
        &self,
        number: &str,
    ) -> Result<Option<CertificateRow>, StoreError> {
        let query = certificate::Entity::find().filter(certificate::Column::Number.eq(number));
        row::value(self.db().one::<certificate::Model>(query).await?)
    }

    /// A certificate.
    ///
    /// # Errors
    /// When the database fails, or the row is not understood.
    pub async fn certificate(
        &self,
        id: CertificateId,
    ) -> Result<Option<CertificateRow>, StoreError> {
        let query = certificate::Entity::find_by_id(id.0);
        row::value(self.db().one::<certificate::Model>(query).await?)
    }
}
