use sea_orm::{DbBackend, Values};

use super::*;
use crate::testing::TestDatabase;

fn statement(sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement {
        sql: sql.to_owned(),
        values: Some(Values(values.into_iter().collect())),
        db_backend: DbBackend::Sqlite,
    }
}

async fn held(database: &TestDatabase) -> Held {
    let store = database.store();
    let held = Held::take(store.write_connection()).await;
    held.expect("a connection that writes")
}

async fn numbers(held: &Held) -> Vec<i32> {
    let all = statement("SELECT a FROM pairs ORDER BY a", []);
    let rows = held.query_all_raw(all).await.expect("the table is there");
    let numbers = rows.iter().map(|row| row.try_get("", "a"));
    numbers.collect::<Result<_, _>>().expect("numbers")
}

#[test]
fn places_for_values_are_numbered_through_all_statements() {
    let mut sql = String::new();
    number_from("INSERT INTO t VALUES (?, ?), (?, ?)", 3, &mut sql);
    assert_eq!(sql, "INSERT INTO t VALUES ($4, $5), ($6, $7)");
    sql.clear();
    number_from("UPDATE t SET a = $2 WHERE b = $1 AND c = $12", 10, &mut sql);
    assert_eq!(sql, "UPDATE t SET a = $12 WHERE b = $11 AND c = $22");
}

/// The driver may give this up one day; then this test says so.
#[tokio::test]
async fn changes_run_together_bind_their_own_values_and_count_their_own_rows() {
    let database = TestDatabase::sqlite().await;
    let held = held(&database).await;
    let made = held.execute_unprepared("CREATE TABLE pairs (a INTEGER PRIMARY KEY, b TEXT)");
    made.await.expect("a table");
    let insert = "INSERT INTO pairs VALUES (?, ?), (?, ?)";
    // Twice, because the second time comes from the cache of statements.
    for first in [1, 11] {
        let (changed, done) = held
            .together(vec![
                statement(
                    insert,
                    [first.into(), "x".into(), (first + 1).into(), "y".into()],
                ),
                statement(
                    "UPDATE pairs SET b = $1 WHERE a >= $2",
                    ["z".into(), first.into()],
                ),
                statement("DELETE FROM pairs WHERE a = ?", [99.into()]),
            ])
            .await;
        done.expect("all of them run");
        assert_eq!(changed, [2, 2, 0]);
    }
    let all = statement("SELECT a FROM pairs WHERE b = 'z'", []);
    assert_eq!(held.query_all_raw(all).await.expect("rows").len(), 4);

    // The first that fails ends it, and those before it are told.
    let (changed, done) = held
        .together(vec![
            statement("DELETE FROM pairs WHERE a = ?", [12.into()]),
            statement(insert, [5.into(), "x".into(), 1.into(), "y".into()]),
            statement("DELETE FROM pairs", []),
        ])
        .await;
    assert_eq!(changed, [1]);
    assert!(done.is_err(), "1 is there twice");
    assert_eq!(numbers(&held).await, [1, 2, 11]);
    held.close().await;
    database.remove().await;
}
