//! The outbox as a log of mail, and counts of what waits.

use std::collections::BTreeMap;

use lustrum_domain::{CycleId, MailId, MailKind, PersonId, StateName, Timestamp};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, Query},
};

use super::case::Number;
use crate::{
    MailStatus, Page, Store, StoreError, StoredMail,
    entity::{case_summary, outbox},
    row::{self, Place},
};

/// How far mails are counted beyond the first one that is shown.
pub const MAILS_COUNTED: u64 = 10_000;

/// Which mails a list shows, the latest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailFilter {
    /// Only of this programme.
    pub programme: Option<String>,
    /// Only of this case.
    pub cycle: Option<CycleId>,
    /// Only to this person.
    pub person: Option<PersonId>,
    /// Only those that stand there.
    pub status: Option<MailStatus>,
    /// None of these kinds.
    pub without_kinds: Vec<MailKind>,
    /// None whose reason begins like this.
    pub without_reasons: Vec<String>,
    /// None to these people.
    pub without_people: Vec<PersonId>,
    /// How many rows at most; all when `None`.
    pub limit: Option<u64>,
    /// How many rows are stepped over.
    pub offset: u64,
}

/// What there is and what waits, for the metrics.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Cases, by programme and state.
    pub cases: BTreeMap<(String, StateName), u64>,
    /// Mails, by where they stand.
    pub mails: BTreeMap<MailStatus, u64>,
    /// Since when the mail that waits longest could have been sent.
    pub oldest_queued: Option<Timestamp>,
}

impl Store {
    /// A page of the log of mail. How many there are is counted up to
    /// [`MAILS_COUNTED`] beyond the first row of the page.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn mails(&self, filter: &MailFilter) -> Result<Page<StoredMail>, StoreError> {
        let mut condition = Condition::all();
        if let Some(programme) = &filter.programme {
            condition = condition.add(outbox::Column::Programme.eq(programme.as_str()));
        }
        if let Some(cycle) = filter.cycle {
            condition = condition.add(outbox::Column::Cycle.eq(cycle.0));
        }
        if let Some(person) = filter.person {
            condition = condition.add(outbox::Column::Person.eq(person.0));
        }
        if let Some(status) = filter.status {
            condition = condition.add(outbox::Column::Status.eq(status.as_str()));
        }
        condition = condition.add(left_in(filter));
        // Ten years of mail take longer to count than to read a page of.
        let counted = outbox::Entity::find()
            .select_only()
            .expr(Expr::val(1))
            .filter(condition.clone())
            .limit(filter.offset + MAILS_COUNTED);
        let mut count = Query::select();
        count
            .expr_as(Expr::cust("COUNT(*)"), "number")
            .from_subquery(counted.into_query(), "counted");
        let count = self.db().backend().build(&count);
        let number: Vec<Number> = self.db().all_of(count).await?;
        let most = u64::try_from(i64::MAX).unwrap_or_default();
        let query = outbox::Entity::find()
            .filter(condition)
            .order_by_desc(outbox::Column::QueuedAt)
            .order_by_desc(outbox::Column::Id)
            .limit(filter.limit.unwrap_or(most))
            .offset(filter.offset);
        let rows: Vec<outbox::Model> = self.db().all(query).await?;
        Ok(Page {
            rows: row::values(rows)?,
            total: number
                .first()
                .map_or(0, |row| u64::try_from(row.number).unwrap_or_default()),
        })
    }

    /// How many mails that were queued before `before` still say something, and
    /// will not be sent any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mails_older_than(&self, before: Timestamp) -> Result<u64, StoreError> {
        let count = outbox::Entity::find()
            .select_only()
            .column_as(outbox::Column::Id.count(), "number")
            .filter(told_before(before));
        let number: Option<Number> = self.db().one(count).await?;
        Ok(number.map_or(0, |row| u64::try_from(row.number).unwrap_or_default()))
    }

    /// A mail.
    ///
    /// # Errors
    /// When the database fails, or the row is not understood.
    pub async fn mail(&self, id: MailId) -> Result<Option<StoredMail>, StoreError> {
        let query = outbox::Entity::find_by_id(id.0);
        row::value(self.db().one::<outbox::Model>(query).await?)
    }

    /// When the next mail can be claimed: when one is due, or when the lease of
    /// a worker that never reported back is over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next_mail_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let queued = self.earliest_queued().await?;
        let query = outbox::Entity::find()
            .select_only()
            .column_as(outbox::Column::ClaimedUntil, "at")
            .filter(outbox::Column::Status.eq(MailStatus::Sending.as_str()))
            .order_by_asc(outbox::Column::ClaimedUntil)
            .limit(1);
        let claimed: Option<At> = self.db().one(query).await?;
        Ok(queued.into_iter().chain(claimed.map(|row| row.at)).min())
    }

    async fn earliest_queued(&self) -> Result<Option<Timestamp>, StoreError> {
        let query = outbox::Entity::find()
            .select_only()
            .column_as(outbox::Column::NotBefore, "at")
            .filter(outbox::Column::Status.eq(MailStatus::Queued.as_str()))
            .order_by_asc(outbox::Column::NotBefore)
            .limit(1);
        let row: Option<At> = self.db().one(query).await?;
        Ok(row.map(|row| row.at))
    }

    /// What there is and what waits, for the metrics. Three statements.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        let query = case_summary::Entity::find()
            .select_only()
            .column_as(case_summary::Column::Programme, "programme")
            .column_as(case_summary::Column::State, "word")
            .column_as(case_summary::Column::Cycle.count(), "number")
            .group_by(case_summary::Column::Programme)
            .group_by(case_summary::Column::State);
        let cases: Vec<OfState> = self.db().all(query).await?;
        let query = outbox::Entity::find()
            .select_only()
            .column_as(outbox::Column::Status, "word")
            .column_as(outbox::Column::Id.count(), "number")
            .group_by(outbox::Column::Status);
        let mails: Vec<OfStatus> = self.db().all(query).await?;
        let mut counts = Counts {
            oldest_queued: self.earliest_queued().await?,
            ..Counts::default()
        };
        for row in cases {
            let place = Place::new("case_summary", format!("{}/{}", row.programme, row.word));
            let key = (row.programme, place.parse("state", &row.word)?);
            counts.cases.insert(key, place.count("state", row.number)?);
        }
        for row in mails {
            let place = Place::new("outbox", &row.word);
            let key = place.parse("status", &row.word)?;
            counts.mails.insert(key, place.count("status", row.number)?);
        }
        Ok(counts)
    }
}

/// What is not left out. A mail that has no reason, or goes to no person, is not
/// left out for its own.
fn left_in(filter: &MailFilter) -> Condition {
    let mut all = Condition::all();
    if !filter.without_kinds.is_empty() {
        let kinds = filter.without_kinds.iter().map(|kind| kind.as_str());
        all = all.add(outbox::Column::Kind.is_not_in(kinds));
    }
    for reason in &filter.without_reasons {
        let other = outbox::Column::Reason.starts_with(reason).not();
        all = all.add(
            Condition::any()
                .add(outbox::Column::Reason.is_null())
                .add(other),
        );
    }
    if !filter.without_people.is_empty() {
        let people = filter.without_people.iter().map(|person| person.0);
        all = all.add(
            Condition::any()
                .add(outbox::Column::Person.is_null())
                .add(outbox::Column::Person.is_not_in(people)),
        );
    }
    all
}

/// Mails queued before `before` that are done with and still say something.
pub(crate) fn told_before(before: Timestamp) -> Condition {
    let done = [MailStatus::Sent, MailStatus::Failed, MailStatus::Cancelled];
    Condition::all()
        .add(outbox::Column::QueuedAt.lt(before))
        .add(outbox::Column::Status.is_in(done.map(MailStatus::as_str)))
        .add(outbox::Column::Recipient.ne(""))
}

#[derive(Debug, sea_orm::FromQueryResult)]
struct At {
    at: Timestamp,
}

#[derive(Debug, sea_orm::FromQueryResult)]
struct OfState {
    programme: String,
    word: String,
    number: i64,
}

#[derive(Debug, sea_orm::FromQueryResult)]
struct OfStatus {
    word: String,
    number: i64,
}
