//! The outbox in the order in which it is read: without these, the newest fifty
//! of half a million mails cost a sort of all of them.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, STATEMENTS).await
    }
}

const STATEMENTS: &[&str] = &[
    "CREATE INDEX outbox_queued_at ON outbox (queued_at, id)",
    "DROP INDEX outbox_status_queued_at",
    "CREATE INDEX outbox_status_queued_at ON outbox (status, queued_at, id)",
];
