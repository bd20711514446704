//! Claims mails for a worker: one statement, exclusive, with a lease.

use lustrum_domain::Timestamp;
use sea_orm::{ConnectionTrait, DbBackend};
use uuid::Uuid;

use crate::{MailStatus, StoreError, StoredMail, db::Db, entity::outbox, row};

/// Who claims what.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claim {
    pub(crate) worker: Uuid,
    pub(crate) now: Timestamp,
    pub(crate) until: Timestamp,
    pub(crate) limit: u32,
}

/// Claims what is due: queued, or left behind by a worker whose lease is over. A
/// mail whose reason went while that worker had it is cancelled instead.
///
/// Rows that another worker is claiming are stepped over on PostgreSQL; on
/// SQLite nobody else writes meanwhile.
pub(crate) async fn claim<C: ConnectionTrait>(
    db: &Db<'_, C>,
    claim: &Claim,
) -> Result<Vec<StoredMail>, StoreError> {
    let skip = match db.backend() {
        DbBackend::Postgres => "FOR UPDATE SKIP LOCKED",
        _ => "",
    };
    let sql = format!(
        "WITH due AS (\
             SELECT id FROM outbox \
             WHERE (status = 'queued' AND not_before <= $1) \
                OR (status = 'sending' AND claimed_until < $1) \
             ORDER BY not_before, id LIMIT $2 {skip}\
         ) \
         UPDATE outbox SET \
             status = CASE WHEN reason_gone THEN 'cancelled' ELSE 'sending' END, \
             claimed_by = $3, \
             claimed_until = CASE WHEN reason_gone THEN NULL ELSE $4 END, \
             attempts = attempts + CASE WHEN reason_gone THEN 0 ELSE 1 END \
         WHERE id IN (SELECT id FROM due) \
         RETURNING *"
    );
    let statement = db.raw(
        sql,
        [
            claim.now.into(),
            i64::from(claim.limit).into(),
            claim.worker.into(),
            claim.until.into(),
        ],
    );
    let rows: Vec<outbox::Model> = db.all_of(statement).await?;
    let mut mails = row::values(rows)?;
    mails.retain(|mail| mail.status == MailStatus::Sending);
    mails.sort_by_key(|mail| (mail.mail.not_before, mail.mail.id));
    Ok(mails)
}
