//! What of a returned case waits for the secretariat: that nobody seems to know of
//! the return, and that no round is left.
//!
//! No case was ever stored by a released version, so the two new columns need
//! no value for older rows: the next write of a case fills them.

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
    "ALTER TABLE case_summary ADD COLUMN unreached boolean NOT NULL DEFAULT FALSE",
    "ALTER TABLE case_summary ADD COLUMN rounds integer NOT NULL DEFAULT 0",
];
