//! Which cases have a seat among their judges that nobody fills.
//!
//! What was stored before may have one: such a case is looked into until its next
//! write says so itself.

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

const STATEMENTS: &[&str] =
    &["ALTER TABLE case_summary ADD COLUMN vacant boolean NOT NULL DEFAULT TRUE"];
