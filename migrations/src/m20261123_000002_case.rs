//! Cases, and the lists that are written with them.

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
    "CREATE TABLE cycle (
        id uuid NOT NULL PRIMARY KEY,
        programme varchar(80) NOT NULL,
        municipality uuid NOT NULL REFERENCES organisation (id),
        edition integer NOT NULL,
        version bigint NOT NULL,
        content_seq bigint NOT NULL,
        head bytea NOT NULL,
        next_due_at timestamptz,
        created_at timestamptz NOT NULL,
        body text NOT NULL,
        CONSTRAINT cycle_programme_municipality_edition UNIQUE (programme, municipality, edition),
        CONSTRAINT cycle_version_counts CHECK (version >= 1 AND content_seq >= 0 AND edition >= 1),
        CONSTRAINT cycle_head_is_sha256 CHECK (length(head) = 32)
    )",
    "CREATE INDEX cycle_next_due_at ON cycle (next_due_at) WHERE next_due_at IS NOT NULL",
    "CREATE TABLE case_summary (
        cycle uuid NOT NULL PRIMARY KEY REFERENCES cycle (id),
        programme varchar(80) NOT NULL,
        municipality uuid NOT NULL REFERENCES organisation (id),
        code varchar(40) NOT NULL,
        edition integer NOT NULL,
        state varchar(40) COLLATE bytewise NOT NULL,
        stage varchar(80),
        on_hold boolean NOT NULL,
        lapsed boolean NOT NULL,
        handed_in boolean NOT NULL,
        deadline varchar(120),
        deadline_on date,
        period_end date,
        criteria varchar(120),
        round integer NOT NULL,
        changed_at timestamptz NOT NULL,
        version bigint NOT NULL
    )",
    "CREATE INDEX case_summary_programme_state ON case_summary (programme, state)",
    "CREATE INDEX case_summary_municipality ON case_summary (municipality)",
    "CREATE INDEX case_summary_deadline_on ON case_summary (deadline_on)",
    "CREATE TABLE case_judge (
        cycle uuid NOT NULL REFERENCES cycle (id),
        organisation uuid NOT NULL REFERENCES organisation (id),
        PRIMARY KEY (cycle, organisation)
    )",
    "CREATE INDEX case_judge_organisation ON case_judge (organisation)",
    "CREATE TABLE assignment (
        id uuid NOT NULL PRIMARY KEY,
        cycle uuid NOT NULL REFERENCES cycle (id),
        programme varchar(80) NOT NULL,
        stage varchar(80) NOT NULL,
        organisation uuid NOT NULL REFERENCES organisation (id),
        reviewer uuid NOT NULL REFERENCES person (id),
        status varchar(20) NOT NULL
    )",
    "CREATE INDEX assignment_cycle ON assignment (cycle)",
    "CREATE INDEX assignment_reviewer_status ON assignment (reviewer, status)",
    "CREATE INDEX assignment_organisation_status ON assignment (organisation, status)",
    "CREATE TABLE finding (
        cycle uuid NOT NULL REFERENCES cycle (id),
        stage varchar(80) COLLATE bytewise NOT NULL,
        criterion varchar(40) COLLATE bytewise NOT NULL,
        round integer NOT NULL,
        programme varchar(80) NOT NULL,
        status varchar(40) NOT NULL,
        reason varchar(40),
        remark uuid,
        person uuid,
        at timestamptz NOT NULL,
        PRIMARY KEY (cycle, stage, criterion, round),
        CONSTRAINT finding_reason_of_return CHECK (reason IS NULL OR status = 'returned')
    )",
    "CREATE INDEX finding_criterion_status ON finding (programme, criterion, status)",
];
