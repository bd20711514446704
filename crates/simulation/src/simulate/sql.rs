//! A connection of our own to the database that is examined: plain SQL, past
//! the store and everything it believes.

use sqlx::{
    AssertSqlSafe, PgPool, Row, SqlitePool,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};

/// A connection to SQLite or PostgreSQL.
pub(super) enum Sql {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// A row, every column as text.
pub(super) type Cells = Vec<Option<String>>;

impl Sql {
    pub(super) async fn connect(url: &str) -> Result<Self, sqlx::Error> {
        if url.starts_with("sqlite:") {
            let options: SqliteConnectOptions = url.parse()?;
            let pool = SqlitePoolOptions::new().max_connections(1);
            Ok(Self::Sqlite(pool.connect_with(options).await?))
        } else {
            let pool = PgPoolOptions::new().max_connections(1);
            Ok(Self::Postgres(pool.connect(url).await?))
        }
    }

    /// The rows of a query; every column of it must be text.
    pub(super) async fn rows(&self, sql: &str) -> Result<Vec<Cells>, sqlx::Error> {
        macro_rules! cells {
            ($pool:expr) => {
                sqlx::query(AssertSqlSafe(sql))
                    .fetch_all($pool)
                    .await?
                    .iter()
                    .map(|row| (0..row.len()).map(|column| row.try_get(column)).collect())
                    .collect()
            };
        }
        match self {
            Self::Sqlite(pool) => cells!(pool),
            Self::Postgres(pool) => cells!(pool),
        }
    }

    /// The only cell of a query that counts.
    pub(super) async fn number(&self, sql: &str) -> Result<u64, sqlx::Error> {
        let rows = self.rows(sql).await?;
        let cell = rows.into_iter().flatten().next().flatten();
        cell.and_then(|cell| cell.parse().ok())
            .ok_or(sqlx::Error::RowNotFound)
    }

    /// Runs statements as somebody with the password could.
    pub(super) async fn execute(&self, sql: &str) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(pool) => {
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(pool).await?;
            }
            Self::Postgres(pool) => {
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(pool).await?;
            }
        }
        Ok(())
    }

    /// An id as 32 hexadecimal digits.
    pub(super) fn id(&self, column: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("lower(hex({column}))"),
            Self::Postgres(_) => format!("replace({column}::text, '-', '')"),
        }
    }

    /// A number, a date or a truth value as text; dates as year-month-day.
    pub(super) fn text(&self, column: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("CAST({column} AS TEXT)"),
            Self::Postgres(_) => format!("({column})::text"),
        }
    }

    /// A truth value as `1` or `0`.
    pub(super) fn truth(&self, column: &str) -> String {
        format!("CASE WHEN {column} THEN '1' ELSE '0' END")
    }

    /// An instant as text in UTC whose order is its order in time.
    pub(super) fn instant(&self, column: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("substr(replace({column}, 'T', ' '), 1, 19)"),
            Self::Postgres(_) => {
                format!("to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')")
            }
        }
    }

    pub(super) async fn close(self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}
