//! The settings of connections, the migrations, and the precision of time.

use chrono::{DateTime, TimeDelta};
use lustrum_domain::samples::Who;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use super::world::{populate, time};
use crate::{
    Backend, IdempotencyRecord, Store, StoreError, WriteSet, for_each_backend,
    testing::TestDatabase,
};

async fn pragma(connection: &DatabaseConnection, name: &str) -> String {
    let statement = Statement::from_string(
        connection.get_database_backend(),
        format!("SELECT CAST({name} AS text) AS value FROM pragma_{name}"),
    );
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

#[tokio::test]
async fn every_sqlite_connection_syncs_fully_waits_and_minds_references() {
    let database = TestDatabase::sqlite().await;
    let store = database.store();
    let db = store.db();
    for connection in [store.write_connection(), db.connection()] {
        assert_eq!(pragma(connection, "journal_mode").await, "wal");
        assert_eq!(pragma(connection, "synchronous").await, "2");
        assert_eq!(pragma(connection, "foreign_keys").await, "1");
        let statement = Statement::from_string(
            connection.get_database_backend(),
            "SELECT timeout FROM pragma_busy_timeout".to_owned(),
        );
        let row = connection.query_one_raw(statement).await.unwrap().unwrap();
        assert_eq!(row.try_get_by_index::<i32>(0).unwrap(), 5000);
    }
    let write = db
        .connection()
        .execute_unprepared("DELETE FROM comment")
        .await;
    assert!(write.unwrap_err().to_string().contains("readonly"));
    database.remove().await;
}

for_each_backend! {
    async fn migrations_lead_from_nothing_to_the_latest(database) {
        // The template was migrated in one go; a second run has nothing to do.
        let store = database.store();
        assert_eq!(store.pending_migrations().await.unwrap(), Vec::<String>::new());
        store.migrate().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        if store.backend() == Backend::Sqlite {
            let path = folder.path().join("new.db");
            let new = Store::connect(&format!("sqlite:{}?mode=rwc", path.display())).await.unwrap();
            let pending = new.pending_migrations().await.unwrap();
            assert_eq!(pending.first().unwrap(), "m20261123_000001_register");
            new.migrate().await.unwrap();
            assert_eq!(new.pending_migrations().await.unwrap(), Vec::<String>::new());
            new.close().await.unwrap();
        }
    }

    async fn an_instant_reads_back_to_the_microsecond_and_sorts(database) {
        let store = database.store();
        populate(store).await;
        let instants = [
            "2028-12-01T10:00:00Z",
            "2028-12-01T10:00:00.000001Z",
            "2028-12-01T10:00:00.5Z",
            "2028-12-01T10:00:00.500001Z",
            "2028-12-01T10:00:01Z",
        ];
        for (number, instant) in instants.iter().enumerate() {
            let record = IdempotencyRecord {
                principal: Who::Approver.id(),
                key: number.to_string(),
                request: lustrum_domain::Digest::ZERO,
                response: String::new(),
                at: time(instant),
            };
            let set = WriteSet { idempotency: Some(record.clone()), ..WriteSet::default() };
            store.commit(set).await.unwrap();
            let key = number.to_string();
            let found = store.idempotency(Who::Approver.id(), &key).await.unwrap();
            assert_eq!(found, Some(record));
        }
        for (number, instant) in instants.iter().enumerate() {
            let before = store
                .db()
                .rows(store.db().raw(
                    "SELECT key FROM idempotency WHERE at < $1",
                    [time(instant).into()],
                ))
                .await
                .unwrap();
            assert_eq!(before.len(), number, "{instant}");
        }
        let leap = DateTime::UNIX_EPOCH + TimeDelta::days(59);
        assert!(leap > DateTime::UNIX_EPOCH);
    }

    async fn a_row_that_is_not_understood_is_named(database) {
        let store = database.store();
        populate(store).await;
        let id = lustrum_domain::samples::ELSEWHERE;
        database
            .execute("UPDATE organisation SET locale = 'fo' WHERE name = 'Ærø'")
            .await
            .unwrap();
        match store.organisation(id).await {
            Err(StoreError::Inconsistent { table, row, column }) => {
                assert_eq!((table, column), ("organisation", "locale"));
                assert_eq!(row, id.0.to_string());
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn an_address_that_is_not_understood_is_refused() {
    for url in ["mysql://x", "lustrum.db", "sqlite::memory:"] {
        let outcome = Store::connect(url).await;
        assert!(matches!(outcome, Err(StoreError::UnknownAddress)), "{url}");
    }
}
