//! The one way to the database: every statement is built, checked, counted and
//! run here.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, FromQueryResult,
    IntoActiveModel, Iterable, QueryResult, QueryTrait, Statement, StatementBuilder, Value,
    sea_query::{Expr, OnConflict, Query},
};

use crate::{CommitError, StoreError, connect::CONNECTIONS, error::was_cut};

/// A connection, or a transaction on one, with the counter of its statements.
pub(crate) struct Db<'a, C> {
    connection: &'a C,
    statements: &'a AtomicU64,
    /// Statements that were not run yet, in order.
    waiting: Mutex<Vec<Waiting>>,
}

/// A change that nothing is read after, so that it may go with those that follow.
struct Waiting {
    statement: Statement,
    /// What it means when it changes no row.
    unless: Option<CommitError>,
}

/// A connection on which several changes can be run together. On SQLite each
/// statement is handed to another thread and its outcome handed back, which takes
/// longer than most statements do.
pub(crate) trait Together: ConnectionTrait {
    /// Runs them in order up to the first that fails. Says how many rows each
    /// changed, and the error.
    fn together(
        &self,
        statements: Vec<Statement>,
    ) -> impl Future<Output = (Vec<u64>, Result<(), DbErr>)> + Send;
}

impl<'a, C: ConnectionTrait> Db<'a, C> {
    pub(crate) fn new(connection: &'a C, statements: &'a AtomicU64) -> Self {
        Self {
            connection,
            statements,
            waiting: Mutex::default(),
        }
    }

    #[cfg(test)]
    pub(crate) fn connection(&self) -> &'a C {
        self.connection
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.connection.get_database_backend()
    }

    /// A statement written by hand, with `$1`, `$2` as both databases know them.
    pub(crate) fn raw(
        &self,
        sql: impl Into<String>,
        values: impl IntoIterator<Item = Value>,
    ) -> Statement {
        Statement::from_sql_and_values(self.backend(), sql, values)
    }

    /// Runs a statement and says how many rows it changed.
    pub(crate) async fn execute(&self, statement: Statement) -> Result<u64, Failure> {
        self.pass(&statement)?;
        Ok(self
            .connection
            .execute_raw(statement)
            .await?
            .rows_affected())
    }

    /// The rows of a statement written by hand.
    pub(crate) async fn rows(&self, statement: Statement) -> Result<Vec<QueryResult>, Failure> {
        self.pass(&statement)?;
        if self.backend() == DbBackend::Postgres {
            // A connection that the server ended is noticed when it is used: the
            // question is asked again, once for every connection there may be.
            for _ in 0..CONNECTIONS {
                match self.connection.query_all_raw(statement.clone()).await {
                    Err(error) if was_cut(&error) => {}
                    answered => return Ok(answered?),
                }
            }
        }
        Ok(self.connection.query_all_raw(statement).await?)
    }

    /// Lets a change wait for [`Db::run_waiting`]. `unless` is what it means when it
    /// changes no row; with nothing there it may change as many as it likes.
    pub(crate) fn later(
        &self,
        statement: Statement,
        unless: Option<CommitError>,
    ) -> Result<(), Failure> {
        self.pass(&statement)?;
        let waiting = Waiting { statement, unless };
        let mut all = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(waiting);
        Ok(())
    }

    /// Lets a change wait that must find its row.
    pub(crate) fn one_later(
        &self,
        statement: Statement,
        unless: CommitError,
    ) -> Result<(), Failure> {
        self.later(statement, Some(unless))
    }

    /// Builds and runs an insert, update or delete.
    pub(crate) async fn change<Q: QueryTrait>(&self, query: Q) -> Result<u64, Failure> {
        self.execute(query.build(self.backend())).await
    }

    /// Inserts rows, with one statement for as many as one can take; none for none.
    pub(crate) async fn insert<E>(
        &self,
        rows: Vec<E::Model>,
        on_conflict: Option<fn() -> OnConflict>,
    ) -> Result<u64, Failure>
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        let mut inserted = 0;
        for statement in self.insertions::<E>(rows, on_conflict) {
            inserted += self.execute(statement).await?;
        }
        Ok(inserted)
    }

    /// Lets an insertion of rows wait for [`Db::run_waiting`].
    pub(crate) fn insert_later<E>(
        &self,
        rows: Vec<E::Model>,
        on_conflict: Option<fn() -> OnConflict>,
    ) -> Result<(), Failure>
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        self.insertions::<E>(rows, on_conflict)
            .into_iter()
            .try_for_each(|statement| self.later(statement, None))
    }

    /// The statements that insert rows.
    ///
    /// The text of a statement is built once: building it anew took as long as
    /// running it on SQLite.
    pub(crate) fn insertions<E>(
        &self,
        rows: Vec<E::Model>,
        on_conflict: Option<fn() -> OnConflict>,
    ) -> Vec<Statement>
    where
        E: EntityTrait,
        E::Model: IntoActiveModel<E::ActiveModel>,
    {
        let at_once = MOST_VALUES / E::Column::iter().count().max(1);
        let mut statements = Vec::new();
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let mut number = 0;
            let mut values = Vec::new();
            for row in rows.by_ref().take(at_once) {
                let mut row = row.into_active_model();
                values.extend(E::Column::iter().filter_map(|column| row.take(column).into_value()));
                number += 1;
            }
            let sql = insert_text::<E>(self.backend(), number, on_conflict);
            statements.push(self.raw(&*sql, values));
        }
        statements
    }

    /// The rows of a query.
    pub(crate) async fn all<M: FromQueryResult>(
        &self,
        query: impl QueryTrait,
    ) -> Result<Vec<M>, Failure> {
        self.all_of(query.build(self.backend())).await
    }

    /// The rows of a statement.
    pub(crate) async fn all_of<M: FromQueryResult>(
        &self,
        statement: Statement,
    ) -> Result<Vec<M>, Failure> {
        let rows = self.rows(statement).await?;
        rows.iter()
            .map(|row| M::from_query_result(row, "").map_err(Failure::from))
            .collect()
    }

    /// The first row of a query, if there is one.
    pub(crate) async fn one<M: FromQueryResult>(
        &self,
        query: impl QueryTrait,
    ) -> Result<Option<M>, Failure> {
        let rows = self.all(query).await?;
        Ok(rows.into_iter().next())
    }

    /// Counts the statement, and refuses a text that only one of the two
    /// databases could store.
    fn pass(&self, statement: &Statement) -> Result<(), Failure> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        let values = statement.values.iter().flat_map(|values| &values.0);
        for value in values {
            if let Value::String(Some(text)) = value
                && text.contains('\0')
            {
                return Err(Failure::NulCharacter);
            }
        }
        Ok(())
    }
}

impl<C: Together> Db<'_, C> {
    /// Runs what waits, in order. The first that fails, or finds no row where it
    /// must, ends it with its own error.
    pub(crate) async fn run_waiting(&self) -> Result<(), CommitError> {
        let waiting = {
            let mut all = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *all)
        };
        if waiting.is_empty() {
            return Ok(());
        }
        let (statements, outcomes): (Vec<_>, Vec<_>) = waiting
            .into_iter()
            .map(|waiting| (waiting.statement, waiting.unless))
            .unzip();
        let (changed, done) = self.connection.together(statements).await;
        for (changed, unless) in changed.into_iter().zip(outcomes) {
            if let (0, Some(error)) = (changed, unless) {
                return Err(error);
            }
        }
        Ok(done?)
    }
}

/// What an insert statement is known by. Two functions with one address say the
/// same, so that the address may stand for what happens on a conflict.
type InsertKey = (&'static str, bool, usize, usize);

static INSERTS: Mutex<BTreeMap<InsertKey, Arc<str>>> = Mutex::new(BTreeMap::new());

/// The text of an insert of `rows` whole rows.
fn insert_text<E: EntityTrait>(
    backend: DbBackend,
    rows: usize,
    on_conflict: Option<fn() -> OnConflict>,
) -> Arc<str> {
    let key = (
        std::any::type_name::<E>(),
        backend == DbBackend::Postgres,
        rows,
        on_conflict.map_or(0, |on_conflict| on_conflict as usize),
    );
    let mut known = INSERTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(sql) = known.get(&key) {
        return Arc::clone(sql);
    }
    let mut insert = Query::insert();
    insert.into_table(E::default().table_ref());
    insert.columns(E::Column::iter());
    for _ in 0..rows {
        // Only the number of values shows in the text.
        insert.values_panic(E::Column::iter().map(|_| Expr::val(0)));
    }
    if let Some(on_conflict) = on_conflict {
        insert.on_conflict(on_conflict());
    }
    let sql: Arc<str> = StatementBuilder::build(&insert, &backend).sql.into();
    // Large inserts differ in length each time: they are not worth the room.
    if rows <= KEPT_ROWS {
        known.insert(key, Arc::clone(&sql));
    }
    sql
}

/// How many values a statement may have: SQLite takes 32,766, PostgreSQL twice that.
const MOST_VALUES: usize = 30_000;
/// The longest insert whose text is kept, in rows.
const KEPT_ROWS: usize = 8;

/// Why a statement failed: told apart only where a commit needs to know.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The database's own error.
    Database(DbErr),
    /// A text holds U+0000.
    NulCharacter,
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Database(error) => error.into(),
            Failure::NulCharacter => Self::NulCharacter,
        }
    }
}

impl From<Failure> for CommitError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Database(error) => error.into(),
            Failure::NulCharacter => Self::Database(StoreError::NulCharacter),
        }
    }
}
