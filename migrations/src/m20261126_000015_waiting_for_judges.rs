//! What of a case waits for judges beside a review: a second reading, and answers
//! to conditions.
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
    "ALTER TABLE case_summary ADD COLUMN read_again boolean NOT NULL DEFAULT FALSE",
    "ALTER TABLE case_summary ADD COLUMN answered boolean NOT NULL DEFAULT FALSE",
];
