//! Connections that are held on to for writing.
//!
//! A pool looks after a connection each time it is given back: a round trip
//! that costs a third of the rate where there is only one to write with, as on
//! SQLite, and a tenth of it on PostgreSQL.

use std::sync::Arc;

use futures_util::TryStreamExt;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr,
    Statement, Value,
    prelude::async_trait,
    sqlx::{
        self, Arguments, AssertSqlSafe, Connection, Either, Executor, PgConnection,
        SqliteConnection, error::BoxDynError, postgres::PgArguments, sqlite::SqliteArguments,
    },
};
use tokio::sync::Mutex;

use crate::db::Together;

/// A connection taken out of its pool for good. Dropped in the middle of a
/// transaction it ends with it.
pub(super) enum Held {
    Sqlite(Mutex<SqliteConnection>),
    Postgres(Mutex<PgConnection>),
}

impl Held {
    /// Takes a connection of `pool`.
    pub(super) async fn take(pool: &DatabaseConnection) -> Result<Self, DbErr> {
        match pool.get_database_backend() {
            DbBackend::Postgres => {
                let taken = pool.get_postgres_connection_pool().acquire().await;
                let taken = taken.map_err(failed)?;
                Ok(Self::Postgres(Mutex::new(taken.detach())))
            }
            _ => {
                let taken = pool.get_sqlite_connection_pool().acquire().await;
                let taken = taken.map_err(failed)?;
                Ok(Self::Sqlite(Mutex::new(taken.detach())))
            }
        }
    }

    /// Closes the connection: what it was in the middle of is undone.
    pub(super) async fn close(self) {
        let closed = match self {
            Self::Sqlite(connection) => connection.into_inner().close().await,
            Self::Postgres(connection) => connection.into_inner().close().await,
        };
        if let Err(error) = closed {
            tracing::warn!(error = %error, "a connection could not be closed");
        }
    }

    /// Begins a transaction that may write.
    ///
    /// On SQLite, one that first reads and then writes fails at once when
    /// somebody else wrote in between, however long it would be willing to wait.
    pub(super) async fn begin(&self) -> Result<(), DbErr> {
        match self {
            Self::Sqlite(_) => self.run("BEGIN IMMEDIATE").await,
            Self::Postgres(_) => self.run("BEGIN").await,
        }
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
        let done = match self {
            Self::Sqlite(connection) => {
                let query = sqlx::query(statement);
                let done = query.execute(&mut *connection.lock().await).await;
                done.map(|_| ())
            }
            Self::Postgres(connection) => {
                let done = connection.lock().await.execute(statement).await;
                done.map(|_| ())
            }
        };
        done.map_err(failed)
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Held {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Sqlite(_) => DbBackend::Sqlite,
            Self::Postgres(_) => DbBackend::Postgres,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let sql = AssertSqlSafe(statement.sql);
        let values = statement.values.map(|values| values.0);
        match self {
            Self::Sqlite(connection) => {
                let query = sqlx::query_with(sql, arguments::<SqliteArguments>(values)?);
                let done = query.execute(&mut *connection.lock().await).await;
                done.map(ExecResult::from).map_err(failed)
            }
            Self::Postgres(connection) => {
                let query = sqlx::query_with(sql, arguments::<PgArguments>(values)?);
                let done = query.execute(&mut *connection.lock().await).await;
                done.map(ExecResult::from).map_err(failed)
            }
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(connection) => {
                let done = connection.lock().await.execute(sql).await;
                done.map(ExecResult::from).map_err(failed)
            }
            Self::Postgres(connection) => {
                let done = connection.lock().await.execute(sql).await;
                done.map(ExecResult::from).map_err(failed)
            }
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        Ok(self.query_all_raw(statement).await?.into_iter().next())
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let sql = AssertSqlSafe(statement.sql);
        let values = statement.values.map(|values| values.0);
        match self {
            Self::Sqlite(connection) => {
                let query = sqlx::query_with(sql, arguments::<SqliteArguments>(values)?);
                let rows = query.fetch_all(&mut *connection.lock().await).await;
                let rows = rows.map_err(failed)?;
                Ok(rows.into_iter().map(QueryResult::from).collect())
            }
            Self::Postgres(connection) => {
                let query = sqlx::query_with(sql, arguments::<PgArguments>(values)?);
                let rows = query.fetch_all(&mut *connection.lock().await).await;
                let rows = rows.map_err(failed)?;
                Ok(rows.into_iter().map(QueryResult::from).collect())
            }
        }
    }
}

impl Together for Held {
    async fn together(&self, statements: Vec<Statement>) -> (Vec<u64>, Result<(), DbErr>) {
        match self {
            Self::Sqlite(connection) => {
                let (sql, arguments) = match joined(statements) {
                    Ok(joined) => joined,
                    Err(error) => return (Vec::new(), Err(error)),
                };
                let mut connection = connection.lock().await;
                let query = sqlx::query_with(AssertSqlSafe(sql), arguments);
                let mut outcomes = (&mut *connection).fetch_many(query);
                let mut changed = Vec::new();
                loop {
                    match outcomes.try_next().await {
                        Ok(Some(Either::Left(done))) => changed.push(done.rows_affected()),
                        // A change has no rows.
                        Ok(Some(Either::Right(_))) => {}
                        Ok(None) => return (changed, Ok(())),
                        Err(error) => return (changed, Err(failed(error))),
                    }
                }
            }
            // The driver sends one at a time.
            Self::Postgres(_) => {
                let mut changed = Vec::with_capacity(statements.len());
                for statement in statements {
                    match self.execute_raw(statement).await {
                        Ok(done) => changed.push(done.rows_affected()),
                        Err(error) => return (changed, Err(error)),
                    }
                }
                (changed, Ok(()))
            }
        }
    }
}

/// Statements as one text with their values one after the other.
///
/// The driver runs a text of several statements and counts values through all of
/// them, as long as each place says which one it wants. It calls that deprecated in
/// its queries for all databases; a test below holds on to it for this one, and
/// without it everything here would still be right one by one.
fn joined(statements: Vec<Statement>) -> Result<(String, SqliteArguments), DbErr> {
    let length = statements.iter().map(|it| it.sql.len() + 16).sum();
    let mut sql = String::with_capacity(length);
    let mut arguments = SqliteArguments::default();
    for statement in statements {
        number_from(&statement.sql, arguments.len(), &mut sql);
        sql.push_str(";\n");
        for value in statement.values.into_iter().flat_map(|values| values.0) {
            arguments
                .bind(value)
                .map_err(|error| DbErr::Type(error.to_string()))?;
        }
    }
    Ok((sql, arguments))
}

/// Writes `sql` with its places for values, `?` or `$1`, numbered from after `taken`.
/// No text of ours has either sign in a literal: what people write is bound.
fn number_from(sql: &str, taken: usize, into: &mut String) {
    let mut in_order = taken;
    let mut rest = sql;
    while let Some(at) = rest.find(['?', '$']) {
        into.push_str(&rest[..at]);
        let sign = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number = match rest[..digits].parse::<usize>() {
            Ok(number) if sign == b'$' => taken + number,
            _ => {
                in_order += 1;
                in_order
            }
        };
        rest = &rest[digits..];
        into.push('$');
        into.push_str(&number.to_string());
    }
    into.push_str(rest);
}

fn failed(error: sqlx::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(Arc::new(error)))
}

/// The values of a statement, of the kinds that our tables have.
fn arguments<A: Bind>(values: Option<Vec<Value>>) -> Result<A, DbErr> {
    let mut arguments = A::default();
    for value in values.unwrap_or_default() {
        arguments
            .bind(value)
            .map_err(|error| DbErr::Type(error.to_string()))?;
    }
    Ok(arguments)
}

/// Arguments that take the kinds of values our tables have.
trait Bind: Default {
    fn bind(&mut self, value: Value) -> Result<(), BoxDynError>;
}

macro_rules! bind {
    ($arguments:ty) => {
        impl Bind for $arguments {
            fn bind(&mut self, value: Value) -> Result<(), BoxDynError> {
                match value {
                    Value::Bool(value) => self.add(value),
                    Value::Int(value) => self.add(value),
                    Value::BigInt(value) => self.add(value),
                    Value::BigUnsigned(value) => self.add(value.map(i64::try_from).transpose()?),
                    Value::String(value) => self.add(value),
                    Value::Bytes(value) => self.add(value),
                    Value::Uuid(value) => self.add(value),
                    Value::ChronoDate(value) => self.add(value),
                    Value::ChronoDateTimeUtc(value) => self.add(value),
                    other => Err(format!("no column of ours holds {other:?}").into()),
                }
            }
        }
    };
}

bind!(SqliteArguments);
bind!(PgArguments);

#[cfg(test)]
mod tests;
