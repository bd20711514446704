//! What the mails of one decision need to know of organisations and people: each is
//! read once, and together with what will be asked for next.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use lustrum_domain::{Audience, Cycle, Entry, OrganisationId, OrganisationKind, PersonId, Role};
use lustrum_store::{Account, Membership, Organisation, PersonRecord};
use lustrum_templates::mail::Side;

use super::{Recipient, recipients_of};
use crate::{App, AppError};

/// What was read so far.
pub(super) struct Known<'a> {
    app: &'a App,
    cycle: &'a Cycle,
    entries: &'a [Entry],
    today: NaiveDate,
    organisations: BTreeMap<OrganisationId, Organisation>,
    members: Vec<(Membership, Account)>,
    /// The organisations whose members these are.
    asked: BTreeSet<OrganisationId>,
    people: BTreeMap<PersonId, Option<PersonRecord>>,
    bodies: Option<Vec<Organisation>>,
    audiences: Vec<(Audience, (Vec<Recipient>, Side))>,
}

impl<'a> Known<'a> {
    /// Nothing yet, for the mails about `entries` of a case.
    pub(super) fn new(
        app: &'a App,
        cycle: &'a Cycle,
        entries: &'a [Entry],
        today: NaiveDate,
    ) -> Self {
        Self {
            app,
            cycle,
            entries,
            today,
            organisations: BTreeMap::new(),
            members: Vec::new(),
            asked: BTreeSet::new(),
            people: BTreeMap::new(),
            bodies: None,
            audiences: Vec::new(),
        }
    }

    /// An organisation; with the first one all that the case names.
    pub(super) async fn organisation(
        &mut self,
        id: OrganisationId,
    ) -> Result<Organisation, AppError> {
        if !self.organisations.contains_key(&id) {
            let mut wanted = vec![id];
            let cycle = self.cycle;
            if !self.organisations.contains_key(&cycle.municipality) {
                wanted.push(cycle.municipality);
                wanted.extend(cycle.stages.iter().map(|it| it.organisation));
                wanted.extend(cycle.notices.iter().map(|it| it.body));
            }
            let found = self.app.store.organisations_by_id(&wanted).await?;
            self.learn(&found);
        }
        let found = self.organisations.get(&id).cloned();
        found.ok_or_else(|| AppError::internal(format!("the organisation {id} is gone")))
    }

    fn learn(&mut self, found: &[Organisation]) {
        let found = found.iter().map(|it| (it.id, it.clone()));
        self.organisations.extend(found);
    }

    /// The political bodies to be told about the municipality.
    pub(super) async fn bodies(&mut self) -> Result<&[Organisation], AppError> {
        if self.bodies.is_none() {
            let home = self.cycle.municipality;
            let found = self.app.store.bodies(home, self.today).await?;
            self.bodies = Some(found);
        }
        Ok(self.bodies.as_deref().unwrap_or_default())
    }

    /// A person, if there is one; with the first one all whom the case names.
    pub(super) async fn person(&mut self, id: PersonId) -> Result<Option<PersonRecord>, AppError> {
        if !self.people.contains_key(&id) {
            let mut wanted = BTreeSet::from([id]);
            if self.people.is_empty() {
                wanted.extend(self.cycle.assignments().map(|it| it.reviewer));
                wanted.extend(self.entries.iter().filter_map(|it| it.by.person));
            }
            let ids: Vec<PersonId> = wanted.iter().copied().collect();
            self.people.extend(wanted.into_iter().map(|id| (id, None)));
            for record in self.app.store.people(&ids).await? {
                self.people.insert(record.account.id, Some(record));
            }
        }
        Ok(self.people.get(&id).cloned().flatten())
    }

    /// Members with one of `roles`, and the shared mailboxes; with the first ones the
    /// members of all organisations that are known so far.
    async fn members(
        &mut self,
        organisations: &[Organisation],
        roles: &[Role],
    ) -> Result<Vec<Recipient>, AppError> {
        if organisations.iter().any(|it| !self.asked.contains(&it.id)) {
            self.learn(organisations);
            let mut wanted: Vec<OrganisationId> = self.organisations.keys().copied().collect();
            wanted.retain(|id| !self.asked.contains(id));
            let found = self.app.store.members(&wanted, Role::ALL, self.today);
            let found = found.await?;
            self.members.extend(found);
            self.asked.extend(wanted);
        }
        Ok(recipients_of(&self.members, organisations, roles))
    }

    /// Who an audience is, and on which side they are.
    pub(super) async fn audience(
        &mut self,
        to: &Audience,
    ) -> Result<(Vec<Recipient>, Side), AppError> {
        let mut known = self.audiences.iter();
        if let Some((_, found)) = known.find(|(known, _)| known == to) {
            return Ok(found.clone());
        }
        let found = self.resolved(to).await?;
        self.audiences.push((to.clone(), found.clone()));
        Ok(found)
    }

    async fn resolved(&mut self, to: &Audience) -> Result<(Vec<Recipient>, Side), AppError> {
        let (store, cycle, today) = (&self.app.store, self.cycle, self.today);
        match to {
            Audience::Municipality => {
                let home = [self.organisation(cycle.municipality).await?];
                let roles = [Role::Coordinator, Role::Approver];
                Ok((self.members(&home, &roles).await?, Side::Municipality))
            }
            Audience::Approvers => {
                let home = [self.organisation(cycle.municipality).await?];
                let approvers = self.members(&home, &[Role::Approver]).await?;
                Ok((approvers, Side::Municipality))
            }
            Audience::Advisors => {
                let affiliations = store.affiliations(cycle.municipality, today).await?;
                let ids: Vec<OrganisationId> =
                    affiliations.iter().map(|it| it.organisation).collect();
                let serving = store.organisations_by_id(&ids).await?;
                let mut people = self.members(&serving, &[Role::Advisor]).await?;
                // A region's mailbox is no advisor's: only people are told here.
                people.retain(|recipient| recipient.person.is_some());
                Ok((people, Side::Advisor))
            }
            Audience::Leads(organisation) => {
                let partner = [self.organisation(*organisation).await?];
                Ok((self.members(&partner, &[Role::Lead]).await?, Side::Partner))
            }
            Audience::Person(person) => {
                let Some(record) = self.person(*person).await? else {
                    return Ok((Vec::new(), Side::Partner));
                };
                let membership = record.memberships.iter().find(|it| {
                    matches!(it.role, Role::Reviewer | Role::Lead) && it.in_force(today)
                });
                let (Some(address), Some(membership)) = (record.account.email, membership) else {
                    return Ok((Vec::new(), Side::Partner));
                };
                let organisation = self.organisation(membership.organisation).await?;
                let recipient = Recipient {
                    person: Some(*person),
                    organisation: organisation.id,
                    organisation_name: organisation.name,
                    name: record.account.name,
                    address,
                    locale: record.account.locale,
                };
                Ok((vec![recipient], Side::Partner))
            }
            Audience::Secretariat => {
                let kinds = [OrganisationKind::Alliance];
                let alliance = store.organisations(&kinds, Some(today)).await?;
                let people = self.members(&alliance, &[Role::Secretariat]).await?;
                Ok((people, Side::Secretariat))
            }
            // What ceased since it was told of hears nothing: who came after it does.
            Audience::Body(body) => {
                let named = self.organisation(*body).await?;
                let in_force = if named.in_force(today) {
                    None
                } else {
                    store.body_in_force(*body, today).await?
                };
                let body = [in_force.unwrap_or(named)];
                Ok((self.members(&body, &[Role::Clerk]).await?, Side::Body))
            }
        }
    }
}
