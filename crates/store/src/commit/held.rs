//! The connection that the writing task holds on to.
//!
//! A pool looks after a connection each time it is given back: a round trip
//! that costs a third of the rate when there is only this one to write with.

use std::sync::Arc;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr,
    Statement, Value,
    prelude::async_trait,
    sqlx::{
        self, Arguments, AssertSqlSafe, Executor, Sqlite, error::BoxDynError, pool::PoolConnection,
        sqlite::SqliteArguments,
    },
};
use tokio::sync::Mutex;

/// A SQLite connection taken out of its pool.
pub(super) struct Held(Mutex<PoolConnection<Sqlite>>);

impl Held {
    /// Takes a connection of `pool`.
    pub(super) async fn take(pool: &DatabaseConnection) -> Result<Self, DbErr> {
        let connection = pool.get_sqlite_connection_pool().acquire().await;
        connection.map(Mutex::new).map(Self).map_err(failed)
    }

    /// Closes the connection: what it was in the middle of is undone.
    pub(super) async fn close(self) {
        if let Err(error) = self.0.into_inner().close().await {
            tracing::warn!(error = %error, "a connection could not be closed");
        }
    }

    /// Begins a transaction that may write.
    ///
    /// One that first reads and then writes fails at once when somebody else
    /// wrote in between, however long it would be willing to wait.
    pub(super) async fn begin(&self) -> Result<(), DbErr> {
        self.run("BEGIN IMMEDIATE").await
    }

    pub(super) async fn commit(&self) -> Result<(), DbErr> {
        self.run("COMMIT").await
    }

    pub(super) async fn rollback(&self) -> Result<(), DbErr> {
        self.run("ROLLBACK").await
    }

    pub(super) async fn begin_savepoint(&self) -> Result<(), DbErr> {
        self.run("SAVEPOINT job").await
    }

    pub(super) async fn keep_savepoint(&self) -> Result<(), DbErr> {
        self.run("RELEASE job").await
    }

    pub(super) async fn undo_savepoint(&self) -> Result<(), DbErr> {
        self.run("ROLLBACK TO job").await?;
        self.run("RELEASE job").await
    }

    async fn run(&self, statement: &'static str) -> Result<(), DbErr> {
        let mut connection = self.0.lock().await;
        let done = sqlx::query(statement).execute(&mut **connection).await;
        done.map(|_| ()).map_err(failed)
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Held {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Sqlite
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let mut connection = self.0.lock().await;
        let arguments = arguments(statement.values.map(|values| values.0))?;
        let query = sqlx::query_with(AssertSqlSafe(statement.sql), arguments);
        let done = query.execute(&mut **connection).await;
        done.map(ExecResult::from).map_err(failed)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut connection = self.0.lock().await;
        let done = connection.execute(AssertSqlSafe(sql.to_owned())).await;
        done.map(ExecResult::from).map_err(failed)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        Ok(self.query_all_raw(statement).await?.into_iter().next())
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let mut connection = self.0.lock().await;
        let arguments = arguments(statement.values.map(|values| values.0))?;
        let query = sqlx::query_with(AssertSqlSafe(statement.sql), arguments);
        let rows = query.fetch_all(&mut **connection).await.map_err(failed)?;
        Ok(rows.into_iter().map(QueryResult::from).collect())
    }
}

fn failed(error: sqlx::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(Arc::new(error)))
}

/// The values of a statement, of the kinds that our tables have.
fn arguments(values: Option<Vec<Value>>) -> Result<SqliteArguments, DbErr> {
    let mut arguments = SqliteArguments::default();
    for value in values.unwrap_or_default() {
        bind(&mut arguments, value).map_err(|error| DbErr::Type(error.to_string()))?;
    }
    Ok(arguments)
}

fn bind(arguments: &mut SqliteArguments, value: Value) -> Result<(), BoxDynError> {
    match value {
        Value::Bool(value) => arguments.add(value),
        Value::Int(value) => arguments.add(value),
        Value::BigInt(value) => arguments.add(value),
        Value::BigUnsigned(value) => arguments.add(value.map(i64::try_from).transpose()?),
        Value::String(value) => arguments.add(value),
        Value::Bytes(value) => arguments.add(value),
        Value::Uuid(value) => arguments.add(value),
        Value::ChronoDate(value) => arguments.add(value),
        Value::ChronoDateTimeUtc(value) => arguments.add(value),
        other => Err(format!("no column of ours holds {other:?}").into()),
    }
}
