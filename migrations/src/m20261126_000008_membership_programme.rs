//! A membership may be limited to one programme.

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

// Memberships that exist count in every programme, as they did.
const STATEMENTS: &[&str] = &["ALTER TABLE membership ADD COLUMN programme varchar(80)"];
