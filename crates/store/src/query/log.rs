//! The log, the ends of its chains, and the texts kept apart from it.

use std::collections::BTreeMap;

use lustrum_domain::{CycleId, KeptText, PersonId, TextId, Timestamp, log};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use serde::Deserialize;
use uuid::Uuid;

use super::case::cases_over;
use crate::{
    Store, StoreError, StoredCycle,
    entity::{cycle, erasable_text, event, register},
    row,
};

/// A whole chain with what is stored of its case, as of one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The case; `None` for the register's chain, and for one whose case is gone.
    pub stored: Option<StoredCycle>,
    /// The end of the chain as stored beside it; `None` when that is gone.
    pub head: Option<log::Head>,
    /// Its rows, in order.
    pub rows: Vec<log::Row>,
    /// Numbers of the rows whose columns say something else than their text. The
    /// hash is over the text; lists and searches read the columns.
    pub contradicting: Vec<u64>,
}

/// What the text of a row says that its columns say again. An entry of a case has
/// its kind within the event, one of the register beside the rest.
#[derive(Deserialize)]
struct Said {
    at: Timestamp,
    by: SaidBy,
    kind: Option<String>,
    event: Option<SaidKind>,
    v: Option<i32>,
}

#[derive(Deserialize)]
struct SaidBy {
    person: Option<PersonId>,
}

#[derive(Deserialize)]
struct SaidKind {
    kind: String,
}

fn contradicts(row: &event::Model) -> bool {
    let Ok(said) = serde_json::from_str::<Said>(&row.body) else {
        return true;
    };
    let kind = said.event.map(|event| event.kind).or(said.kind);
    said.at != row.at
        || said.by.person.map(|person| person.0) != row.person
        || kind.as_ref() != Some(&row.kind)
        || said.v.is_some_and(|version| version != row.kind_version)
}

#[derive(sea_orm::FromQueryResult)]
struct Mark {
    at: Timestamp,
}

/// Identifiers asked for in one statement: far below what either database takes.
const AT_ONCE: usize = 500;

impl Store {
    /// Rows of a chain from number `from_seq` on.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn events(
        &self,
        chain: Uuid,
        from_seq: u64,
        limit: u64,
    ) -> Result<Vec<log::Row>, StoreError> {
        let query = event::Entity::find()
            .filter(event::Column::Chain.eq(chain))
            .filter(event::Column::Seq.gte(i64::try_from(from_seq).unwrap_or(i64::MAX)))
            .order_by_asc(event::Column::Seq)
            .limit(limit);
        let rows: Vec<event::Model> = self.db().all(query).await?;
        rows.into_iter().map(row::log_row).collect()
    }

    /// Every chain that has a row or a case, the register's among them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all_chains(&self) -> Result<Vec<Uuid>, StoreError> {
        let statement = self.db().raw(
            "SELECT chain FROM event WHERE seq = 1 \
             UNION SELECT DISTINCT chain FROM event WHERE seq > 1 \
             UNION SELECT id AS chain FROM cycle ORDER BY chain",
            [],
        );
        let rows: Vec<OfChain> = self.db().all_of(statement).await?;
        Ok(rows.into_iter().map(|row| row.chain).collect())
    }

    /// A chain for examination. The stored case is read first, and rows that
    /// were added meanwhile are left out: writing may go on.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn chain(&self, chain: Uuid) -> Result<Chain, StoreError> {
        let (stored, head) = if chain == log::REGISTER {
            (None, Some(self.register_head().await?))
        } else {
            let stored = self.cycle(CycleId(chain)).await?;
            let head = stored.as_ref().map(|stored| log::Head {
                chain,
                seq: stored.cycle.version,
                hash: stored.head,
            });
            (stored, head)
        };
        let mut query = event::Entity::find()
            .filter(event::Column::Chain.eq(chain))
            .order_by_asc(event::Column::Seq);
        if let Some(head) = head {
            query =
                query.filter(event::Column::Seq.lte(i64::try_from(head.seq).unwrap_or(i64::MAX)));
        }
        let rows: Vec<event::Model> = self.db().all(query).await?;
        let contradicting = rows
            .iter()
            .filter(|row| contradicts(row))
            .map(|row| u64::try_from(row.seq).unwrap_or_default())
            .collect();
        let rows = rows
            .into_iter()
            .map(row::log_row)
            .collect::<Result<_, _>>()?;
        Ok(Chain {
            stored,
            head,
            rows,
            contradicting,
        })
    }

    /// The ends of all chains, for a checkpoint.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn heads(&self) -> Result<Vec<log::Head>, StoreError> {
        let query = cycle::Entity::find()
            .select_only()
            .columns([
                cycle::Column::Id,
                cycle::Column::Version,
                cycle::Column::Head,
            ])
            .order_by_asc(cycle::Column::Id);
        let rows: Vec<HeadOfCycle> = self.db().all(query).await?;
        let register = self.register_head().await?;
        let mut heads = Vec::new();
        if register.seq > 0 {
            heads.push(register);
        }
        for row in rows {
            heads.push(row::head("cycle", row.id, row.version, &row.head)?);
        }
        Ok(heads)
    }

    async fn register_head(&self) -> Result<log::Head, StoreError> {
        let row: Option<register::Model> = self.db().one(register::Entity::find_by_id(1)).await?;
        match row {
            Some(row) => row::head("register", log::REGISTER, row.seq, &row.head),
            None => Err(StoreError::Inconsistent {
                table: "register",
                row: "1".to_owned(),
                column: "id",
            }),
        }
    }

    /// The time that the job `name` left as its mark.
    ///
    /// # Errors
    /// When the database fails, or the row is not understood.
    pub async fn mark(&self, name: &str) -> Result<Option<Timestamp>, StoreError> {
        let statement = self
            .db()
            .raw("SELECT at FROM mark WHERE name = $1", [name.into()]);
        let rows: Vec<Mark> = self.db().all_of(statement).await?;
        Ok(rows.into_iter().next().map(|row| row.at))
    }

    /// Texts by id. One that was erased is absent, like one that never was.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn texts(&self, ids: &[TextId]) -> Result<BTreeMap<TextId, String>, StoreError> {
        self.texts_among(erasable_text::Entity::find(), ids).await
    }

    /// Texts of a case by id. One of another case is absent as well.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn texts_of(
        &self,
        cycle: CycleId,
        ids: &[TextId],
    ) -> Result<BTreeMap<TextId, String>, StoreError> {
        let of_case =
            erasable_text::Entity::find().filter(erasable_text::Column::Cycle.eq(cycle.0));
        self.texts_among(of_case, ids).await
    }

    async fn texts_among(
        &self,
        all: Select<erasable_text::Entity>,
        ids: &[TextId],
    ) -> Result<BTreeMap<TextId, String>, StoreError> {
        let mut texts = BTreeMap::new();
        for ids in ids.chunks(AT_ONCE) {
            let ids = ids.iter().map(|id| id.0);
            let query = all.clone().filter(erasable_text::Column::Id.is_in(ids));
            let rows: Vec<erasable_text::Model> = self.db().all(query).await?;
            let kept = rows.into_iter();
            texts.extend(kept.filter_map(|row| Some((row.id.into(), row.body?))));
        }
        Ok(texts)
    }

    /// The texts of a case that were not erased, with their salts: what proves
    /// that a text is the one the log tells of.
    ///
    /// # Errors
    /// When the database fails, or a row is not understood.
    pub async fn kept_texts(&self, cycle: CycleId) -> Result<Vec<KeptText>, StoreError> {
        let query = erasable_text::Entity::find()
            .filter(erasable_text::Column::Cycle.eq(cycle.0))
            .order_by_asc(erasable_text::Column::Id);
        let rows: Vec<erasable_text::Model> = self.db().all(query).await?;
        rows.into_iter()
            .filter_map(|row| Some((row.id, row.salt?, row.body?)))
            .map(|(id, salt, body)| {
                let salt = salt
                    .as_slice()
                    .try_into()
                    .map_err(|_| StoreError::Inconsistent {
                        table: "erasable_text",
                        row: id.to_string(),
                        column: "salt",
                    })?;
                Ok(KeptText {
                    id: id.into(),
                    salt,
                    body,
                })
            })
            .collect()
    }

    /// Texts that were kept before `before`, of cases that are over, and can be
    /// erased by their age.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn texts_older_than(
        &self,
        before: Timestamp,
        limit: u64,
    ) -> Result<Vec<TextId>, StoreError> {
        let query = erasable_text::Entity::find()
            .select_only()
            .column(erasable_text::Column::Id)
            .filter(erasable_text::Column::CreatedAt.lt(before))
            .filter(erasable_text::Column::ErasedAt.is_null())
            .filter(erasable_text::Column::Cycle.in_subquery(cases_over()))
            .order_by_asc(erasable_text::Column::Id)
            .limit(limit);
        let rows: Vec<OfText> = self.db().all(query).await?;
        Ok(rows.into_iter().map(|row| row.id.into()).collect())
    }

    /// The answer that was given to a request with this key.
    ///
    /// # Errors
    /// When the database fails, or the row is not understood.
    pub async fn idempotency(
        &self,
        principal: PersonId,
        key: &str,
    ) -> Result<Option<crate::IdempotencyRecord>, StoreError> {
        let query = crate::entity::idempotency::Entity::find_by_id((principal.0, key.to_owned()));
        row::value(
            self.db()
                .one::<crate::entity::idempotency::Model>(query)
                .await?,
        )
    }
}

#[derive(Debug, sea_orm::FromQueryResult)]
struct OfChain {
    chain: Uuid,
}

#[derive(Debug, sea_orm::FromQueryResult)]
struct OfText {
    id: Uuid,
}

#[derive(Debug, sea_orm::FromQueryResult)]
struct HeadOfCycle {
    id: Uuid,
    version: i64,
    head: Vec<u8>,
}
