//! Municipalities, partners and political bodies, with their dates.

use chrono::NaiveDate;
use lustrum_domain::{
    Authority, Command, Locale, OrganisationId, OrganisationKind, RefusalCode, Words,
    may_administer, time::local_date,
};
use lustrum_store::{Affiliation, Organisation, RegisterChange, RegisterWrite, WriteSet};
use serde::{Deserialize, Serialize};

use crate::{App, AppError, Caller, Outcome};

/// An organisation or political body to be added, or a newer version of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewOrganisation {
    /// What it is.
    pub kind: OrganisationKind,
    /// A municipality's or region's official code, a partner's stage key.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
    /// The municipality or region that a political body belongs to.
    pub parent: Option<OrganisationId>,
    /// The shared mailbox.
    pub mailbox: Option<String>,
    /// The language of its mail.
    #[serde(default)]
    pub locale: Locale,
    /// The first day of its existence, or of its term.
    pub valid_from: NaiveDate,
    /// The last day.
    pub valid_to: Option<NaiveDate>,
    /// Who takes over from it.
    pub successor: Option<OrganisationId>,
}

impl App {
    /// Adds an organisation, or writes a newer version of `id`.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for everybody but the secretariat,
    /// [`AppError::Invalid`] with the fields that cannot be used.
    pub async fn put_organisation(
        &self,
        caller: &Caller,
        id: Option<OrganisationId>,
        new: NewOrganisation,
    ) -> Result<OrganisationId, AppError> {
        self.answered_before(caller).await?;
        let by = may_administer(&caller.actor).map_err(AppError::Forbidden)?;
        check(&new)?;
        for (pointer, id) in [("/parent", new.parent), ("/successor", new.successor)] {
            if let Some(id) = id {
                self.named(pointer, id).await?;
            }
        }
        let now = self.clock.now();
        let id = match id {
            Some(id) => {
                self.store
                    .organisation(id)
                    .await?
                    .ok_or(AppError::NotFound)?
                    .id
            }
            None => self.random.id(now),
        };
        let organisation = Organisation {
            id,
            kind: new.kind,
            code: new.code,
            search: lustrum_text::collation::search_key(&new.name),
            sort: lustrum_text::collation::sort_key(&new.name),
            name: new.name,
            parent: new.parent,
            mailbox: new.mailbox.map(|mailbox| mailbox.trim().to_lowercase()),
            locale: new.locale,
            valid_from: new.valid_from,
            valid_to: new.valid_to,
            successor: new.successor,
        };
        self.register(
            caller,
            by,
            vec![RegisterWrite::Organisation(organisation)],
            &id,
        )
        .await?;
        Ok(id)
    }

    /// The council and committees of a municipality, also those that have
    /// ceased, with their mailboxes.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for everybody but secretariat and auditors.
    pub async fn bodies_of(
        &self,
        caller: &Caller,
        municipality: OrganisationId,
    ) -> Result<Vec<Organisation>, AppError> {
        if !caller.scope().all {
            return Err(AppError::NotFound);
        }
        let kinds = [OrganisationKind::Council, OrganisationKind::Committee];
        Ok(self.store.children(municipality, &kinds).await?)
    }

    /// Says who serves a municipality, from when to when.
    ///
    /// # Errors
    /// As [`App::put_organisation`].
    pub async fn affiliate(
        &self,
        caller: &Caller,
        affiliation: Affiliation,
    ) -> Result<(), AppError> {
        self.answered_before(caller).await?;
        let by = may_administer(&caller.actor).map_err(AppError::Forbidden)?;
        check_term("/to", affiliation.from, affiliation.to)?;
        self.named_municipality("/municipality", affiliation.municipality)
            .await?;
        self.named("/organisation", affiliation.organisation)
            .await?;
        self.register(
            caller,
            by,
            vec![RegisterWrite::Affiliation(affiliation)],
            &(),
        )
        .await
    }

    /// Merges a municipality into `successor`: its open case is withdrawn,
    /// naming the successor; certificates run to their end.
    ///
    /// # Errors
    /// As [`App::command`].
    pub async fn merge(
        &self,
        caller: &Caller,
        municipality: OrganisationId,
        successor: OrganisationId,
        on: NaiveDate,
        reason: &str,
    ) -> Result<Vec<Outcome>, AppError> {
        self.answered_before(caller).await?;
        let by = may_administer(&caller.actor).map_err(AppError::Forbidden)?;
        let mut organisation = self
            .store
            .organisation(municipality)
            .await?
            .ok_or(AppError::NotFound)?;
        if self.carries_on(municipality, successor).await?.is_none() {
            let found = successor.to_string();
            return Err(AppError::field(
                "/successor",
                found,
                "field-municipality-unknown",
            ));
        }
        let plain = Caller {
            idempotency: None,
            ..caller.clone()
        };
        let withdraw = Command::Withdraw {
            reason: Words(reason.to_owned()),
            successor: Some(successor),
        };
        let mut outcomes = Vec::new();
        for programme in self.programmes.all() {
            // After a revocation the case before the latest one is open as well.
            let cases = self
                .earlier_cases(&programme.key, municipality, None)
                .await?;
            for cycle in cases.iter().filter(|it| !it.state.is_closed()) {
                outcomes.push(self.command(&plain, cycle.id, &withdraw, None).await?);
            }
        }
        organisation.valid_to = Some(on);
        organisation.successor = Some(successor);
        let writes = vec![RegisterWrite::Organisation(organisation)];
        self.register(caller, by, writes, &outcomes).await?;
        Ok(outcomes)
    }

    /// Lets `successor` take over from a knowledge partner that ceases today: its
    /// stage of every case that may still need a judge is handed over, and cases
    /// that begin from tomorrow on go to the successor at once.
    ///
    /// # Errors
    /// As [`App::command`].
    pub async fn succeed(
        &self,
        caller: &Caller,
        partner: OrganisationId,
        successor: OrganisationId,
        reason: &str,
    ) -> Result<Vec<Outcome>, AppError> {
        self.answered_before(caller).await?;
        let by = may_administer(&caller.actor).map_err(AppError::Forbidden)?;
        let today = local_date(self.clock.now());
        let kind = OrganisationKind::KnowledgePartner;
        let found = self.store.organisation(partner).await?;
        let mut organisation = found
            .filter(|it| it.kind == kind)
            .ok_or(AppError::NotFound)?;
        let known = self.store.organisation(successor).await?;
        let takes_over = known.is_some_and(|it| it.kind == kind && it.in_force(today));
        if !takes_over || successor == partner {
            let found = successor.to_string();
            return Err(AppError::field(
                "/successor",
                found,
                "field-partner-unknown",
            ));
        }
        let plain = Caller {
            idempotency: None,
            ..caller.clone()
        };
        let mut outcomes = Vec::new();
        for id in self.store.cycles_judged_by(partner).await? {
            let Some(stored) = self.store.cycle(id).await? else {
                continue;
            };
            let cycle = stored.cycle;
            let theirs = cycle
                .stages
                .iter()
                .filter(|stage| stage.organisation == partner);
            for stage in theirs {
                let command = Command::HandOverStage {
                    stage: stage.key.clone(),
                    organisation: successor,
                    reason: Words(reason.to_owned()),
                };
                match self.command(&plain, id, &command, None).await {
                    Ok(outcome) => outcomes.push(outcome),
                    // Nobody judges in a case that was withdrawn.
                    Err(AppError::Refused(refusal)) if refusal.code == RefusalCode::WrongState => {}
                    Err(error) => return Err(error),
                }
            }
        }
        organisation.valid_to = Some(today);
        organisation.successor = Some(successor);
        let writes = vec![RegisterWrite::Organisation(organisation)];
        self.register(caller, by, writes, &outcomes).await?;
        Ok(outcomes)
    }

    /// The organisation that a request names at `pointer`.
    pub(crate) async fn named(
        &self,
        pointer: &str,
        id: OrganisationId,
    ) -> Result<Organisation, AppError> {
        let known = self.store.organisation(id).await?;
        known.ok_or_else(|| AppError::field(pointer, id.to_string(), "field-organisation-unknown"))
    }

    /// The municipality that a request names at `pointer`.
    pub(crate) async fn named_municipality(
        &self,
        pointer: &str,
        id: OrganisationId,
    ) -> Result<Organisation, AppError> {
        let known = self.store.organisation(id).await?;
        known
            .filter(|it| it.kind == OrganisationKind::Municipality)
            .ok_or_else(|| AppError::field(pointer, id.to_string(), "field-municipality-unknown"))
    }

    /// Commits changes of the register by one actor.
    pub(crate) async fn register<T: Serialize>(
        &self,
        caller: &Caller,
        by: Authority,
        writes: Vec<RegisterWrite>,
        answer: &T,
    ) -> Result<(), AppError> {
        let writes = WriteSet {
            register: Some(RegisterChange {
                by,
                at: self.clock.now(),
                writes,
            }),
            ..caller.writes()
        };
        self.commit(writes, caller, answer).await
    }
}

fn check(new: &NewOrganisation) -> Result<(), AppError> {
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
        return Err(AppError::field(
            "/name",
            crate::json::short(name),
            "field-name-wanted",
        ));
    }
    if let Some(mailbox) = &new.mailbox {
        crate::people::check_email("/mailbox", mailbox)?;
    }
    check_term("/valid_to", new.valid_from, new.valid_to)
}

/// Whether a term has a day: the last one, at `pointer`, is not before the first.
pub(crate) fn check_term(
    pointer: &str,
    from: NaiveDate,
    to: Option<NaiveDate>,
) -> Result<(), AppError> {
    match to.filter(|to| *to < from) {
        Some(to) => Err(AppError::field(
            pointer,
            to.to_string(),
            "field-dates-out-of-order",
        )),
        None => Ok(()),
    }
}
