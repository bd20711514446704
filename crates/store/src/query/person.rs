//! People, what they hold, and what they show to get in.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use lustrum_domain::{CycleId, Digest, OrganisationId, PersonId, Role};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Select,
    sea_query::{ExprTrait, Query},
};
use uuid::Uuid;

use crate::{
    Account, Membership, PersonRecord, SavedView, Store, StoreError, Token, TokenKind,
    entity::{access_token, conflict_of_interest, membership, person, saved_view},
    row,
};

impl Store {
    /// A person with all that says what they may do.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn person(&self, id: PersonId) -> Result<Option<PersonRecord>, StoreError> {
        Ok(self.people(&[id]).await?.into_iter().next())
    }

    /// People with all that says what they may do, in the order of their ids.
    /// Three statements, however many people; at most some thousands at once.
    ///
    /// The account is read first: a change made while the rest was read raises
    /// its version, and a guard on the version that was read fails.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn people(&self, ids: &[PersonId]) -> Result<Vec<PersonRecord>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        let query = person::Entity::find()
            .filter(person::Column::Id.is_in(ids.clone()))
            .order_by_asc(person::Column::Id);
        let accounts: Vec<person::Model> = self.db().all(query).await?;
        self.records(accounts, ids).await
    }

    /// The names of people. One that was erased is absent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn names(&self, ids: &[PersonId]) -> Result<BTreeMap<PersonId, String>, StoreError> {
        let ids: BTreeSet<Uuid> = ids.iter().map(|id| id.0).collect();
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let query = person::Entity::find().filter(person::Column::Id.is_in(ids));
        let accounts: Vec<person::Model> = self.db().all(query).await?;
        Ok(accounts
            .into_iter()
            .filter_map(|account| Some((account.id.into(), account.name?)))
            .collect())
    }

    /// Everybody who has to do with a case: who acted in it, was asked to judge,
    /// wrote in its draft or was written to, and whom those stood in for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn people_of(&self, cycle: CycleId) -> Result<BTreeSet<PersonId>, StoreError> {
        let statement = self.db().raw(
            "WITH involved AS (\
                 SELECT person FROM event WHERE chain = $1 \
                 UNION SELECT reviewer AS person FROM assignment WHERE cycle = $1 \
                 UNION SELECT person FROM part WHERE cycle = $1 \
                 UNION SELECT person FROM upload WHERE cycle = $1 \
                 UNION SELECT person FROM comment WHERE cycle = $1 \
                 UNION SELECT person FROM outbox WHERE cycle = $1\
             ) \
             SELECT person FROM involved WHERE person IS NOT NULL \
             UNION SELECT principal AS person FROM membership \
                 WHERE principal IS NOT NULL AND person IN (SELECT person FROM involved)",
            [cycle.0.into()],
        );
        let rows: Vec<OfPerson> = self.db().all_of(statement).await?;
        Ok(rows.into_iter().map(|row| row.person.into()).collect())
    }

    /// People whose last role ended before `day` and whose personal data are still
    /// there, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn people_gone_since(
        &self,
        day: NaiveDate,
        limit: u64,
    ) -> Result<Vec<PersonId>, StoreError> {
        let statement = self.db().raw(
            "SELECT id AS person FROM person WHERE erased_at IS NULL \
             AND EXISTS (SELECT 1 FROM membership WHERE membership.person = person.id) \
             AND NOT EXISTS (SELECT 1 FROM membership WHERE membership.person = person.id \
                 AND (membership.valid_to IS NULL OR membership.valid_to >= $1)) \
             ORDER BY id LIMIT $2",
            [day.into(), i64::try_from(limit).unwrap_or(i64::MAX).into()],
        );
        let rows: Vec<OfPerson> = self.db().all_of(statement).await?;
        Ok(rows.into_iter().map(|row| row.person.into()).collect())
    }

    /// Every person, in the order of their ids. Three statements.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn everybody(&self) -> Result<Vec<Account>, StoreError> {
        let query = person::Entity::find().order_by_asc(person::Column::Id);
        row::values(self.db().all::<person::Model>(query).await?)
    }

    /// The person with this address, given in lower case.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn person_by_email(&self, email: &str) -> Result<Option<PersonRecord>, StoreError> {
        let query = person::Entity::find().filter(person::Column::Email.eq(email));
        let account: Option<person::Model> = self.db().one(query).await?;
        let Some(account) = account else {
            return Ok(None);
        };
        let ids = vec![account.id];
        Ok(self.records(vec![account], ids).await?.into_iter().next())
    }

    async fn records(
        &self,
        accounts: Vec<person::Model>,
        ids: Vec<Uuid>,
    ) -> Result<Vec<PersonRecord>, StoreError> {
        let query = membership::Entity::find()
            .filter(membership::Column::Person.is_in(ids.clone()))
            .order_by_asc(membership::Column::Id);
        let memberships: Vec<membership::Model> = self.db().all(query).await?;
        let query = conflict_of_interest::Entity::find()
            .filter(conflict_of_interest::Column::Person.is_in(ids))
            .order_by_asc(conflict_of_interest::Column::Municipality)
            .order_by_asc(conflict_of_interest::Column::ValidFrom);
        let conflicts: Vec<conflict_of_interest::Model> = self.db().all(query).await?;
        let mut records = Vec::with_capacity(accounts.len());
        let mut memberships = by_person(row::values(memberships)?, |it: &Membership| it.person);
        let mut conflicts = by_person(row::values(conflicts)?, |it: &crate::Conflict| it.person);
        for account in row::values(accounts)? {
            records.push(PersonRecord {
                memberships: memberships.remove(&account.id).unwrap_or_default(),
                conflicts: conflicts.remove(&account.id).unwrap_or_default(),
                account,
            });
        }
        Ok(records)
    }

    /// Who holds one of `roles` at one of `organisations` on a day, with the
    /// membership that says so. Two statements.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn members(
        &self,
        organisations: &[OrganisationId],
        roles: &[Role],
        on: NaiveDate,
    ) -> Result<Vec<(Membership, Account)>, StoreError> {
        if organisations.is_empty() || roles.is_empty() {
            return Ok(Vec::new());
        }
        let memberships = self.held_at(organisations, roles, on).await?;
        let condition = held(organisations, roles, on);
        let mut holders = Query::select();
        holders
            .column(membership::Column::Person)
            .from(membership::Entity)
            .cond_where(condition);
        let query: Select<person::Entity> =
            person::Entity::find().filter(person::Column::Id.in_subquery(holders));
        let accounts: Vec<person::Model> = self.db().all(query).await?;
        let accounts: BTreeMap<PersonId, Account> = row::values(accounts)?
            .into_iter()
            .map(|account| (account.id, account))
            .collect();
        Ok(memberships
            .into_iter()
            .filter_map(|held| {
                let account = accounts.get(&held.person)?.clone();
                Some((held, account))
            })
            .collect())
    }

    /// The memberships alone that give one of `roles` at one of `organisations` on a
    /// day.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn held_at(
        &self,
        organisations: &[OrganisationId],
        roles: &[Role],
        on: NaiveDate,
    ) -> Result<Vec<Membership>, StoreError> {
        if organisations.is_empty() || roles.is_empty() {
            return Ok(Vec::new());
        }
        let query = membership::Entity::find()
            .filter(held(organisations, roles, on))
            .order_by_asc(membership::Column::Id);
        row::values(self.db().all::<membership::Model>(query).await?)
    }

    /// Every membership at an organisation, past ones among them.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn memberships_at(
        &self,
        organisation: OrganisationId,
    ) -> Result<Vec<Membership>, StoreError> {
        let query = membership::Entity::find()
            .filter(membership::Column::Organisation.eq(organisation.0))
            .order_by_asc(membership::Column::Id);
        row::values(self.db().all::<membership::Model>(query).await?)
    }

    /// The filters that a person keeps, in the order of their names.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn saved_views(&self, person: PersonId) -> Result<Vec<SavedView>, StoreError> {
        let query = saved_view::Entity::find()
            .filter(saved_view::Column::Person.eq(person.0))
            .order_by_asc(saved_view::Column::Name);
        let rows: Vec<saved_view::Model> = self.db().all(query).await?;
        Ok(rows
            .into_iter()
            .map(|row| SavedView {
                name: row.name,
                query: row.query,
            })
            .collect())
    }

    /// The token of this kind whose secret has this hash. Whether it is still
    /// good is for the caller to say, who has the clock.
    ///
    /// # Errors
    /// When the database fails, or the row is not understood.
    pub async fn token(&self, hash: Digest, kind: TokenKind) -> Result<Option<Token>, StoreError> {
        let query = access_token::Entity::find()
            .filter(access_token::Column::Hash.eq(hash.0.to_vec()))
            .filter(access_token::Column::Kind.eq(kind.as_str()));
        row::value(self.db().one::<access_token::Model>(query).await?)
    }

    /// The tokens of a person, the latest first.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn tokens_of(&self, person: PersonId) -> Result<Vec<Token>, StoreError> {
        let query = access_token::Entity::find()
            .filter(access_token::Column::Person.eq(person.0))
            .order_by_desc(access_token::Column::CreatedAt)
            .order_by_desc(access_token::Column::Id);
        row::values(self.db().all::<access_token::Model>(query).await?)
    }
}

/// What is held at one of `organisations` on a day, of `roles`.
fn held(organisations: &[OrganisationId], roles: &[Role], on: NaiveDate) -> Condition {
    Condition::all()
        .add(membership::Column::Organisation.is_in(organisations.iter().map(|id| id.0)))
        .add(membership::Column::Role.is_in(roles.iter().map(|role| role.as_str())))
        .add(membership::Column::ValidFrom.lte(on))
        .add(
            membership::Column::ValidTo
                .is_null()
                .or(membership::Column::ValidTo.gte(on)),
        )
}

fn by_person<T>(rows: Vec<T>, person: impl Fn(&T) -> PersonId) -> BTreeMap<PersonId, Vec<T>> {
    let mut groups: BTreeMap<PersonId, Vec<T>> = BTreeMap::new();
    for row in rows {
        groups.entry(person(&row)).or_default().push(row);
    }
    groups
}

#[derive(Debug, sea_orm::FromQueryResult)]
struct OfPerson {
    person: Uuid,
}
