use sea_orm::ConnectionTrait;

use super::*;
use crate::testing::TestDatabase;

#[test]
fn what_sqlite_says_becomes_the_name_that_postgresql_gives() {
    assert_eq!(
        named_by_sqlite("UNIQUE constraint failed: person.email"),
        "person_email"
    );
    assert_eq!(
        named_by_sqlite(
            "UNIQUE constraint failed: cycle.programme, cycle.municipality, cycle.edition"
        ),
        "cycle_programme_municipality_edition"
    );
    assert_eq!(
        named_by_sqlite("CHECK constraint failed: person_version_counts"),
        "person_version_counts"
    );
}

#[test]
fn a_database_that_may_work_again_later_is_away_whichever_it_is() {
    for code in [
        "57P01", "53300", "08006", "5", "261", "517", "10", "778", "13", "14", "1550",
    ] {
        assert!(is_away(code), "{code}");
    }
    // The last one ends in the same byte as 5, but is PostgreSQL's.
    for code in ["1", "11", "19", "2067", "23505", "22021"] {
        assert!(!is_away(code), "{code}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_without_room_makes_a_file_unavailable_and_a_wrong_statement_does_not() {
    let database = TestDatabase::sqlite().await;
    let connection = database.store().write_connection();
    let run = async |statement: &str| {
        let done = connection.execute_unprepared(statement).await;
        done.map(|_| ()).map_err(StoreError::from)
    };
    run("CREATE TABLE heap (a BLOB)").await.unwrap();
    // As many pages as there are, and no more.
    run("PRAGMA max_page_count = 1").await.unwrap();
    let full = run("INSERT INTO heap VALUES (zeroblob(1000000))").await;
    let full = full.unwrap_err();
    assert!(full.is_unavailable(), "{full:?}");
    let wrong = run("INSERT INTO nothing VALUES (1)").await.unwrap_err();
    assert!(!wrong.is_unavailable(), "{wrong:?}");
    database.remove().await;
}
