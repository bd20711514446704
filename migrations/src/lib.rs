//! How the tables came to be: one file per change, none edited after a release.
//!
//! The statements are the same text for SQLite and PostgreSQL wherever the two
//! agree, so that a table cannot mean one thing here and another there. SQLite
//! takes the declared types as they are: a UUID is a blob, dates and instants
//! are text in UTC, whose order is their order in time.
//!
//! A migration is never undone by another tool: there is no `down`, and nothing
//! here drops a table. Start reading at [`Migrator`].

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

mod m20261123_000001_register;
mod m20261123_000002_case;
mod m20261123_000003_log;
mod m20261123_000004_draft;
mod m20261123_000005_certificate_and_notice;
mod m20261123_000006_outbox;
mod m20261123_000007_mark;
mod m20261126_000008_membership_programme;
mod m20261126_000009_judgement_draft;
mod m20261126_000010_opinion;
mod m20261126_000011_moves;
mod m20261126_000012_desk;
mod m20261126_000013_waiting_for_the_secretariat;
mod m20261126_000014_outbox_order;
mod m20261126_000015_waiting_for_judges;
mod m20261126_000016_vacant;
mod m20261126_000017_notice_of_municipality;
mod m20261127_000018_awaited_leads;
mod m20261127_000019_list_order;

/// Every change, in order.
#[derive(Debug)]
pub struct Migrator;

/// A change that is nothing but statements.
struct Statements {
    name: &'static str,
    all: &'static [&'static str],
}

impl MigrationName for Statements {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Statements {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, self.all).await
    }
}

/// The change that a file's `STATEMENTS` are, known by the name of the file.
macro_rules! statements {
    ($file:ident) => {
        Box::new(Statements {
            name: stringify!($file),
            all: $file::STATEMENTS,
        })
    };
}

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            statements!(m20261123_000001_register),
            statements!(m20261123_000002_case),
            Box::new(m20261123_000003_log::Migration),
            statements!(m20261123_000004_draft),
            statements!(m20261123_000005_certificate_and_notice),
            statements!(m20261123_000006_outbox),
            statements!(m20261123_000007_mark),
            statements!(m20261126_000008_membership_programme),
            statements!(m20261126_000009_judgement_draft),
            statements!(m20261126_000010_opinion),
            statements!(m20261126_000011_moves),
            statements!(m20261126_000012_desk),
            statements!(m20261126_000013_waiting_for_the_secretariat),
            statements!(m20261126_000014_outbox_order),
            statements!(m20261126_000015_waiting_for_judges),
            statements!(m20261126_000016_vacant),
            statements!(m20261126_000017_notice_of_municipality),
            statements!(m20261127_000018_awaited_leads),
            statements!(m20261127_000019_list_order),
        ]
    }
}

/// Runs statements one after the other.
///
/// `COLLATE bytewise` stands on columns that lists are ordered by. It means the
/// order of bytes on both databases; PostgreSQL would otherwise take the order
/// of the language that the database was made with.
async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    let bytewise = match manager.get_database_backend() {
        DbBackend::Sqlite => "COLLATE BINARY",
        DbBackend::Postgres => "COLLATE \"C\"",
        _ => {
            let needed = "SQLite or PostgreSQL is needed";
            return Err(DbErr::Migration(needed.to_owned()));
        }
    };
    for statement in statements {
        let statement = statement.replace("COLLATE bytewise", bytewise);
        manager
            .get_connection()
            .execute_unprepared(&statement)
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
