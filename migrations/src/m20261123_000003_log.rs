//! The log, which nobody may rewrite, and the texts kept apart from it.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{DbBackend, Statement},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, STATEMENTS).await?;
        let backend = manager.get_database_backend();
        let guard = match backend {
            DbBackend::Sqlite => SQLITE_GUARD,
            _ => POSTGRES_GUARD,
        };
        crate::run(manager, guard).await?;
        let register = Statement::from_sql_and_values(
            backend,
            "INSERT INTO register (id, seq, head) VALUES ($1, $2, $3)",
            [1_i32.into(), 0_i64.into(), vec![0_u8; 32].into()],
        );
        manager.get_connection().execute_raw(register).await?;
        Ok(())
    }
}

const STATEMENTS: &[&str] = &[
    "CREATE TABLE event (
        chain uuid NOT NULL,
        seq bigint NOT NULL,
        at timestamptz NOT NULL,
        kind varchar(60) NOT NULL,
        kind_version integer NOT NULL,
        person uuid,
        previous bytea NOT NULL,
        hash bytea NOT NULL,
        body text NOT NULL,
        PRIMARY KEY (chain, seq),
        CONSTRAINT event_seq_counts CHECK (seq >= 1),
        CONSTRAINT event_hashes_are_sha256 CHECK (length(previous) = 32 AND length(hash) = 32)
    )",
    "CREATE TABLE register (
        id integer NOT NULL PRIMARY KEY,
        seq bigint NOT NULL,
        head bytea NOT NULL,
        CONSTRAINT register_is_one_row CHECK (id = 1),
        CONSTRAINT register_head_is_sha256 CHECK (length(head) = 32)
    )",
    "CREATE TABLE erasable_text (
        id uuid NOT NULL PRIMARY KEY,
        cycle uuid NOT NULL REFERENCES cycle (id),
        salt bytea,
        body text,
        created_at timestamptz NOT NULL,
        erased_at timestamptz,
        CONSTRAINT erasable_text_erased_means_empty CHECK (
            (erased_at IS NULL) = (body IS NOT NULL) AND (erased_at IS NULL) = (salt IS NOT NULL)
        )
    )",
    "CREATE INDEX erasable_text_cycle ON erasable_text (cycle)",
];

const SQLITE_GUARD: &[&str] = &[
    "CREATE TRIGGER event_is_append_only_update BEFORE UPDATE ON event
     BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    "CREATE TRIGGER event_is_append_only_delete BEFORE DELETE ON event
     BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
];

const POSTGRES_GUARD: &[&str] = &[
    "CREATE FUNCTION event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$",
    "CREATE TRIGGER event_is_append_only_update BEFORE UPDATE ON event
     FOR EACH STATEMENT EXECUTE FUNCTION event_is_append_only()",
    "CREATE TRIGGER event_is_append_only_delete BEFORE DELETE ON event
     FOR EACH STATEMENT EXECUTE FUNCTION event_is_append_only()",
    "CREATE TRIGGER event_is_append_only_truncate BEFORE TRUNCATE ON event
     FOR EACH STATEMENT EXECUTE FUNCTION event_is_append_only()",
];
