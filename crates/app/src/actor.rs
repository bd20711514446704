//! Who is asking: from a stored person to an actor with what they hold today.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use lustrum_domain::{
    Actor, Digest, Locale, OrganisationId, Person, PersonId, Role, Scope, Tie, Timestamp,
    canonical_json, time::local_date,
};
use lustrum_store::{Affiliation, Guard, IdempotencyRecord, Organisation, PersonRecord, WriteSet};
use serde::Serialize;

use crate::{App, AppError};

/// Who asks for a use case, and how a repeat of the request is known.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who.
    pub actor: Actor,
    /// What the person is called; none for the clock, and once it was erased.
    pub name: Option<String>,
    /// The person's language.
    pub locale: Locale,
    /// The person's version when their rights were read; `None` for the clock.
    pub version: Option<i64>,
    /// The key by which a repeat of this request is known.
    pub idempotency: Option<IdempotencyKey>,
}

/// A key that a client chose for a request, with the hash of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// The key.
    pub key: String,
    /// The hash of method, path and body.
    pub request: Digest,
}

impl Caller {
    /// Time, or the worker.
    pub const CLOCK: Self = Self {
        actor: Actor::Clock,
        name: None,
        locale: Locale::Da,
        version: None,
        idempotency: None,
    };

    /// Somebody without an account.
    pub const PUBLIC: Self = Self {
        actor: Actor::Public,
        name: None,
        locale: Locale::Da,
        version: None,
        idempotency: None,
    };

    /// The person's id.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] where nobody is signed in.
    pub fn person(&self) -> Result<&Person, AppError> {
        self.actor.person().ok_or(AppError::Unauthenticated)
    }

    /// What the caller may see.
    pub fn scope(&self) -> Scope {
        Scope::of(&self.actor)
    }

    /// The caller's rights must still be as they were read when a write commits.
    pub(crate) fn guard(&self) -> Option<Guard> {
        let person = self.actor.person()?;
        Some(Guard::Person(person.id, self.version?))
    }

    /// What this request gets when its key came with `first` already.
    pub(crate) fn again(&self, first: IdempotencyRecord) -> AppError {
        let key = self.idempotency.as_ref();
        if key.is_some_and(|key| key.request == first.request) {
            AppError::Replayed(Box::new(first))
        } else {
            AppError::KeyReused
        }
    }

    /// Writes that commit only then.
    pub(crate) fn writes(&self) -> WriteSet {
        WriteSet {
            guards: self.guard().into_iter().collect(),
            ..WriteSet::default()
        }
    }

    /// The record by which a repeat of this request gets the same answer.
    pub(crate) fn record<T: Serialize>(
        &self,
        now: Timestamp,
        answer: &T,
    ) -> Option<IdempotencyRecord> {
        let key = self.idempotency.as_ref()?;
        Some(IdempotencyRecord {
            principal: self.actor.person()?.id,
            key: key.key.clone(),
            request: key.request,
            response: canonical_json(answer),
            at: now,
        })
    }
}

impl App {
    /// The caller behind a person's id, with what they hold now.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] when the account is gone or erased.
    pub async fn caller(&self, id: PersonId) -> Result<Caller, AppError> {
        let record = self
            .store
            .person(id)
            .await?
            .ok_or(AppError::Unauthenticated)?;
        if record.account.erased_at.is_some() {
            return Err(AppError::Unauthenticated);
        }
        let person = self.person_today(&record).await?;
        Ok(Caller {
            actor: Actor::Person(person),
            name: record.account.name,
            locale: record.account.locale,
            version: Some(record.account.version),
            idempotency: None,
        })
    }

    /// What `record` amounts to today: roles in force, ties, reach.
    pub(crate) async fn person_today(&self, record: &PersonRecord) -> Result<Person, AppError> {
        let found = self.people_today(std::slice::from_ref(record)).await?;
        let person = found.into_iter().next();
        person.ok_or_else(|| AppError::internal("a person who is nobody"))
    }

    /// The same for several people, in their order: two statements at most.
    pub(crate) async fn people_today(
        &self,
        records: &[PersonRecord],
    ) -> Result<Vec<Person>, AppError> {
        let today = local_date(self.clock.now());
        let held_as = |role: Role| -> Vec<OrganisationId> {
            let held = records.iter().flat_map(|record| &record.memberships);
            let held = held.filter(|it| it.role == role);
            held.map(|it| it.organisation).collect()
        };
        let bodies = self
            .store
            .organisations_by_id(&held_as(Role::Clerk))
            .await?;
        let advising = held_as(Role::Advisor);
        let served = self.store.served_by_any(&advising, today).await?;
        let people = records.iter();
        Ok(people
            .map(|record| person_on(today, record, &bodies, &served))
            .collect())
    }

    /// The answer that a repeated request gets, if this is one.
    ///
    /// # Errors
    /// [`AppError::Replayed`] with the first answer, [`AppError::KeyReused`]
    /// when the key came with another request.
    pub async fn answered_before(&self, caller: &Caller) -> Result<(), AppError> {
        let (Some(key), Some(person)) = (&caller.idempotency, caller.actor.person()) else {
            return Ok(());
        };
        match self.store.idempotency(person.id, &key.key).await? {
            None => Ok(()),
            Some(first) => Err(caller.again(first)),
        }
    }
}

/// What `record` amounts to on a day; `bodies` are those that the person is or was
/// clerk of, and `served` says whom the organisations serve that they advise for.
fn person_on(
    today: NaiveDate,
    record: &PersonRecord,
    bodies: &[Organisation],
    served: &[Affiliation],
) -> Person {
    let mut person = Person {
        id: record.account.id,
        memberships: Vec::new(),
        ties: Vec::new(),
        reach: BTreeSet::new(),
    };
    for membership in &record.memberships {
        // Work for a municipality ties a person to it, whatever the role,
        // also after it ended. A clerk works for the body's municipality.
        let tied_to = match membership.role {
            Role::Coordinator | Role::Approver => Some(membership.organisation),
            Role::Clerk => {
                let mut bodies = bodies.iter();
                let body = bodies.find(|body| body.id == membership.organisation);
                body.and_then(|body| body.parent)
            }
            Role::Reviewer
            | Role::Lead
            | Role::Advisor
            | Role::Secretariat
            | Role::CriteriaApprover
            | Role::Auditor => None,
        };
        person.ties.extend(tied_to.map(|municipality| Tie {
            municipality,
            until: membership.to,
        }));
        if !membership.in_force(today) {
            continue;
        }
        if membership.role == Role::Advisor {
            let theirs = served
                .iter()
                .filter(|it| it.organisation == membership.organisation);
            person
                .reach
                .extend(theirs.map(|it| (it.municipality, membership.programme.clone())));
        }
        person.memberships.push(lustrum_domain::Membership {
            id: membership.id,
            role: membership.role,
            organisation: membership.organisation,
            principal: membership.principal,
            programme: membership.programme.clone(),
        });
    }
    person
        .ties
        .extend(record.conflicts.iter().map(|conflict| Tie {
            municipality: conflict.municipality,
            until: conflict.to,
        }));
    person
}

#[cfg(test)]
mod tests;
