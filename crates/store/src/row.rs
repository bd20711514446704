//! From rows to values of the domain, and what to say when a row has no meaning.

use std::str::FromStr;

use lustrum_domain::{CriterionId, Digest};
use uuid::Uuid;

use crate::{
    Account, Affiliation, AssignmentRow, CaseSummary, CertificateRow, Comment, Conflict,
    FindingRow, FrozenSubmission, IdempotencyRecord, JudgementDraft, Membership, Opinion,
    Organisation, OutboxMail, Part, StoreError, StoredCycle, StoredMail, StoredNotice, Token,
    Upload, entity,
};

/// A row of a table, for the error that names it.
pub(crate) struct Place {
    pub(crate) table: &'static str,
    pub(crate) row: String,
}

impl Place {
    pub(crate) fn new(table: &'static str, row: impl ToString) -> Self {
        Self {
            table,
            row: row.to_string(),
        }
    }

    fn not_understood(&self, column: &'static str) -> StoreError {
        StoreError::Inconsistent {
            table: self.table,
            row: self.row.clone(),
            column,
        }
    }

    /// A word, a key or an id in text.
    pub(crate) fn parse<T: FromStr>(
        &self,
        column: &'static str,
        text: &str,
    ) -> Result<T, StoreError> {
        text.parse().map_err(|_| self.not_understood(column))
    }

    fn parse_some<T: FromStr>(
        &self,
        column: &'static str,
        text: Option<&str>,
    ) -> Result<Option<T>, StoreError> {
        text.map(|text| self.parse(column, text)).transpose()
    }

    pub(crate) fn digest(&self, column: &'static str, bytes: &[u8]) -> Result<Digest, StoreError> {
        bytes
            .try_into()
            .map(Digest)
            .map_err(|_| self.not_understood(column))
    }

    /// A number that is never negative.
    pub(crate) fn count<T: TryFrom<i64>>(
        &self,
        column: &'static str,
        number: i64,
    ) -> Result<T, StoreError> {
        T::try_from(number).map_err(|_| self.not_understood(column))
    }
}

/// A count as its column holds it. Counts stay far below the limit; the largest
/// stands for anything beyond.
pub(crate) fn number(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// A row that becomes a value of ours.
pub(crate) trait IntoValue {
    /// What it becomes.
    type Value;

    /// The value, or what about the row is not understood.
    fn into_value(self) -> Result<Self::Value, StoreError>;
}

/// Rows into values, in order.
pub(crate) fn values<R: IntoValue>(rows: Vec<R>) -> Result<Vec<R::Value>, StoreError> {
    rows.into_iter().map(IntoValue::into_value).collect()
}

/// A row into a value, if there is one.
pub(crate) fn value<R: IntoValue>(row: Option<R>) -> Result<Option<R::Value>, StoreError> {
    row.map(IntoValue::into_value).transpose()
}

impl IntoValue for entity::cycle::Model {
    type Value = StoredCycle;

    fn into_value(self) -> Result<StoredCycle, StoreError> {
        let place = Place::new("cycle", self.id);
        let cycle: lustrum_domain::Cycle =
            serde_json::from_str(&self.body).map_err(|_| place.not_understood("body"))?;
        if cycle.id.0 != self.id {
            return Err(place.not_understood("id"));
        }
        if place.count::<u64>("version", self.version)? != cycle.version {
            return Err(place.not_understood("version"));
        }
        Ok(StoredCycle {
            cycle,
            content_seq: self.content_seq,
            head: place.digest("head", &self.head)?,
        })
    }
}

impl IntoValue for entity::organisation::Model {
    type Value = Organisation;

    fn into_value(self) -> Result<Organisation, StoreError> {
        let place = Place::new("organisation", self.id);
        Ok(Organisation {
            id: self.id.into(),
            kind: place.parse("kind", &self.kind)?,
            code: self.code,
            name: self.name,
            search: self.search,
            sort: self.sort,
            parent: self.parent.map(Into::into),
            mailbox: self.mailbox,
            locale: place.parse("locale", &self.locale)?,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            successor: self.successor.map(Into::into),
        })
    }
}

impl IntoValue for entity::affiliation::Model {
    type Value = Affiliation;

    fn into_value(self) -> Result<Affiliation, StoreError> {
        Ok(Affiliation {
            municipality: self.municipality.into(),
            organisation: self.organisation.into(),
            from: self.valid_from,
            to: self.valid_to,
        })
    }
}

impl IntoValue for entity::person::Model {
    type Value = Account;

    fn into_value(self) -> Result<Account, StoreError> {
        let place = Place::new("person", self.id);
        Ok(Account {
            id: self.id.into(),
            name: self.name,
            email: self.email,
            locale: place.parse("locale", &self.locale)?,
            password: self.password,
            invited_at: self.invited_at,
            activated_at: self.activated_at,
            erased_at: self.erased_at,
            version: self.version,
        })
    }
}

impl IntoValue for entity::membership::Model {
    type Value = Membership;

    fn into_value(self) -> Result<Membership, StoreError> {
        let place = Place::new("membership", self.id);
        Ok(Membership {
            id: self.id.into(),
            person: self.person.into(),
            organisation: self.organisation.into(),
            role: place.parse("role", &self.role)?,
            principal: self.principal.map(Into::into),
            programme: self.programme,
            from: self.valid_from,
            to: self.valid_to,
        })
    }
}

impl IntoValue for entity::conflict_of_interest::Model {
    type Value = Conflict;

    fn into_value(self) -> Result<Conflict, StoreError> {
        Ok(Conflict {
            person: self.person.into(),
            municipality: self.municipality.into(),
            from: self.valid_from,
            to: self.valid_to,
        })
    }
}

impl IntoValue for entity::access_token::Model {
    type Value = Token;

    fn into_value(self) -> Result<Token, StoreError> {
        let place = Place::new("access_token", self.id);
        Ok(Token {
            id: self.id.into(),
            person: self.person.into(),
            kind: place.parse("kind", &self.kind)?,
            hash: place.digest("hash", &self.hash)?,
            label: self.label,
            created_at: self.created_at,
            expires_at: self.expires_at,
            revoked_at: self.revoked_at,
        })
    }
}

impl IntoValue for entity::idempotency::Model {
    type Value = IdempotencyRecord;

    fn into_value(self) -> Result<IdempotencyRecord, StoreError> {
        let place = Place::new("idempotency", format!("{}/{}", self.principal, self.key));
        Ok(IdempotencyRecord {
            principal: self.principal.into(),
            request: place.digest("request", &self.request)?,
            key: self.key,
            response: self.response,
            at: self.at,
        })
    }
}

impl IntoValue for entity::part::Model {
    type Value = Part;

    fn into_value(self) -> Result<Part, StoreError> {
        Ok(Part {
            key: self.key,
            version: self.version,
            body: self.body,
            by: self.person.into(),
            at: self.at,
        })
    }
}

impl IntoValue for entity::submission::Model {
    type Value = FrozenSubmission;

    fn into_value(self) -> Result<FrozenSubmission, StoreError> {
        let place = Place::new("submission", self.id);
        Ok(FrozenSubmission {
            id: self.id.into(),
            cycle: self.cycle.into(),
            document: self.document,
            digest: place.digest("digest", &self.digest)?,
            results: self.results,
            at: self.at,
        })
    }
}

impl IntoValue for entity::upload::Model {
    type Value = Upload;

    fn into_value(self) -> Result<Upload, StoreError> {
        let place = Place::new("upload", self.id);
        Ok(Upload {
            id: self.id.into(),
            cycle: self.cycle.into(),
            name: self.name,
            media_type: self.media_type,
            size: self.size,
            digest: place.digest("digest", &self.digest)?,
            remark: self.remark,
            by: self.person.into(),
            at: self.at,
        })
    }
}

impl IntoValue for entity::comment::Model {
    type Value = Comment;

    fn into_value(self) -> Result<Comment, StoreError> {
        Ok(Comment {
            id: self.id.into(),
            cycle: self.cycle.into(),
            part: self.part,
            by: self.person.into(),
            body: self.body,
            at: self.at,
        })
    }
}

impl IntoValue for entity::judgement_draft::Model {
    type Value = JudgementDraft;

    fn into_value(self) -> Result<JudgementDraft, StoreError> {
        let place = Place::new(
            "judgement_draft",
            format!("{}/{}/{}", self.cycle, self.stage, self.criterion),
        );
        Ok(JudgementDraft {
            cycle: self.cycle.into(),
            stage: self.stage,
            criterion: CriterionId(self.criterion),
            round: place.count("round", self.round.into())?,
            person: self.person.into(),
            body: self.body,
            at: self.at,
        })
    }
}

impl IntoValue for entity::certificate::Model {
    type Value = CertificateRow;

    fn into_value(self) -> Result<CertificateRow, StoreError> {
        let place = Place::new("certificate", self.id);
        Ok(CertificateRow {
            id: self.id.into(),
            cycle: self.cycle.into(),
            programme: self.programme,
            number: self.number,
            municipality: self.municipality.into(),
            plan: place.digest("plan", &self.plan)?,
            criteria: self.criteria,
            trial: self.trial,
            decided_on: self.decided_on,
            conditions: self.conditions,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            status: place.parse("status", &self.status)?,
            status_at: self.status_at,
        })
    }
}

impl IntoValue for entity::notice::Model {
    type Value = StoredNotice;

    fn into_value(self) -> Result<StoredNotice, StoreError> {
        let place = Place::new("notice", self.id);
        let document = match (
            self.title_da,
            self.title_en,
            self.text_da,
            self.text_en,
            self.rendered_at,
        ) {
            (Some(title_da), Some(title_en), Some(text_da), Some(text_en), Some(at)) => {
                Some(crate::NoticeDocument {
                    id: self.id.into(),
                    cycle: self.cycle.into(),
                    body: self.body.into(),
                    title: lustrum_domain::Bilingual {
                        da: title_da,
                        en: title_en,
                    },
                    text: lustrum_domain::Bilingual {
                        da: text_da,
                        en: text_en,
                    },
                    at,
                })
            }
            (None, None, None, None, None) => None,
            _ => return Err(place.not_understood("rendered_at")),
        };
        Ok(StoredNotice {
            id: self.id.into(),
            cycle: self.cycle.into(),
            programme: self.programme,
            municipality: self.municipality.into(),
            body: self.body.into(),
            kind: place.parse("kind", &self.kind)?,
            state: place.parse("state", &self.state)?,
            releases_on: self.releases_on,
            drafted_at: self.drafted_at,
            document,
        })
    }
}

impl IntoValue for entity::outbox::Model {
    type Value = StoredMail;

    fn into_value(self) -> Result<StoredMail, StoreError> {
        let place = Place::new("outbox", self.id);
        Ok(StoredMail {
            status: place.parse("status", &self.status)?,
            attempts: self.attempts,
            claimed_by: self.claimed_by,
            sent_at: self.sent_at,
            last_error: self.last_error,
            mail: OutboxMail {
                id: self.id.into(),
                programme: self.programme,
                kind: place.parse("kind", &self.kind)?,
                cycle: self.cycle.map(Into::into),
                reason: place.parse_some("reason", self.reason.as_deref())?,
                dedupe_key: self.dedupe_key,
                person: self.person.map(Into::into),
                organisation: self.organisation.map(Into::into),
                recipient: self.recipient,
                locale: place.parse("locale", &self.locale)?,
                template_version: self.template_version,
                subject: self.subject,
                text: self.text,
                html: self.html,
                not_before: self.not_before,
                queued_at: self.queued_at,
            },
        })
    }
}

impl IntoValue for entity::finding::Model {
    type Value = FindingRow;

    fn into_value(self) -> Result<FindingRow, StoreError> {
        let place = Place::new(
            "finding",
            format!(
                "{}/{}/{}/{}",
                self.cycle, self.stage, self.criterion, self.round
            ),
        );
        Ok(FindingRow {
            cycle: self.cycle.into(),
            status: place.parse("status", &self.status)?,
            reason: place.parse_some("reason", self.reason.as_deref())?,
            stage: self.stage,
            criterion: CriterionId(self.criterion),
            round: place.count("round", self.round.into())?,
            remark: self.remark.map(Into::into),
            by: self.person.map(Into::into),
            at: self.at,
            opinions: Vec::new(),
        })
    }
}

impl IntoValue for entity::opinion::Model {
    type Value = Opinion;

    fn into_value(self) -> Result<Opinion, StoreError> {
        let place = Place::new(
            "opinion",
            format!(
                "{}/{}/{}/{}/{}",
                self.cycle, self.stage, self.criterion, self.round, self.person
            ),
        );
        Ok(Opinion {
            status: place.parse("status", &self.status)?,
            reason: place.parse_some("reason", self.reason.as_deref())?,
            remark: self.remark.map(Into::into),
            by: Some(self.person.into()),
            at: self.at,
            counts: true,
        })
    }
}

impl IntoValue for entity::assignment::Model {
    type Value = AssignmentRow;

    fn into_value(self) -> Result<AssignmentRow, StoreError> {
        let place = Place::new("assignment", self.id);
        Ok(AssignmentRow {
            id: self.id.into(),
            cycle: self.cycle.into(),
            status: place.parse("status", &self.status)?,
            stage: self.stage,
            organisation: self.organisation.into(),
            reviewer: self.reviewer.into(),
        })
    }
}

/// A line of the list of cases together with the municipality's name.
#[derive(Debug, sea_orm::FromQueryResult)]
pub(crate) struct NamedSummary {
    #[sea_orm(nested)]
    pub(crate) summary: entity::case_summary::Model,
    pub(crate) organisation_name: String,
}

impl IntoValue for NamedSummary {
    type Value = CaseSummary;

    fn into_value(self) -> Result<CaseSummary, StoreError> {
        let row = self.summary;
        let place = Place::new("case_summary", row.cycle);
        Ok(CaseSummary {
            cycle: row.cycle.into(),
            state: place.parse("state", &row.state)?,
            deadline: place.parse_some("deadline", row.deadline.as_deref())?,
            version: place.count("version", row.version)?,
            programme: row.programme,
            municipality: row.municipality.into(),
            code: row.code,
            name: self.organisation_name,
            edition: row.edition,
            stage: row.stage,
            on_hold: row.on_hold,
            lapsed: row.lapsed,
            handed_in: row.handed_in,
            deadline_on: row.deadline_on,
            period_end: row.period_end,
            criteria: row.criteria,
            round: row.round,
            changed_at: row.changed_at,
            asks_for_time: row.asks_for_time,
            undated: row.undated,
            unreached: row.unreached,
            rounds: row.rounds,
            read_again: row.read_again,
        })
    }
}

/// A row of the log.
pub(crate) fn log_row(row: entity::event::Model) -> Result<lustrum_domain::log::Row, StoreError> {
    let place = Place::new("event", format!("{}/{}", row.chain, row.seq));
    Ok(lustrum_domain::log::Row {
        chain: row.chain,
        seq: place.count("seq", row.seq)?,
        previous: place.digest("previous", &row.previous)?,
        hash: place.digest("hash", &row.hash)?,
        body: row.body,
    })
}

/// The end of a chain.
pub(crate) fn head(
    table: &'static str,
    chain: Uuid,
    seq: i64,
    hash: &[u8],
) -> Result<lustrum_domain::log::Head, StoreError> {
    let place = Place::new(table, chain);
    Ok(lustrum_domain::log::Head {
        chain,
        seq: place.count("seq", seq)?,
        hash: place.digest("head", hash)?,
    })
}
