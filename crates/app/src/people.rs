//! People: by invitation, with dated memberships, erasable.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use lustrum_domain::{
    Authority, Command, Locale, MembershipId, OrganisationId, OrganisationKind, PersonId,
    RefusalCode, Role, Words, may_administer, may_grant, time::local_date,
};
use lustrum_store::{
    Account, CaseFilter, Conflict, Guard, Membership, Organisation, PersonRecord, RegisterChange,
    RegisterWrite, TokenKind, WriteSet,
};
use lustrum_text::text;
use serde::{Deserialize, Serialize};
use validator::ValidateEmail;

use crate::{
    App, AppError, Caller, FieldError,
    access::{INVITATION_DAYS, SignedIn},
    json::short,
    organisation::check_term,
};

/// A role to be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewMembership {
    /// Where.
    pub organisation: OrganisationId,
    /// What it allows.
    pub role: Role,
    /// Whom the person stands in for.
    pub principal: Option<PersonId>,
    /// The key of the programme it is limited to; every one where none is named.
    #[serde(default)]
    pub programme: Option<String>,
    /// The first day; today where none is given.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

/// Somebody who was invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// Who.
    pub person: PersonId,
    /// The first role.
    pub membership: MembershipId,
}

impl App {
    /// Invites somebody: account, first role and the mail with the link, all
    /// at once. A known address gets the role and no second account.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] when the caller may not give the role,
    /// [`AppError::Invalid`] for an address that cannot be one.
    pub async fn invite(
        &self,
        caller: &Caller,
        name: &str,
        email: &str,
        locale: Locale,
        membership: NewMembership,
    ) -> Result<Invited, AppError> {
        self.answered_before(caller).await?;
        let by = may_give(caller, &membership)?;
        check_email("/email", email)?;
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
            return Err(AppError::field("/name", short(name), "field-name-wanted"));
        }
        let email = email.trim().to_lowercase();
        let now = self.clock.now();
        let mut register = Vec::new();
        let known = self.store.person_by_email(&email).await?;
        let account = match &known {
            Some(known) => known.account.clone(),
            None => {
                let account = Account {
                    id: self.random.id(now),
                    name: Some(name.to_owned()),
                    email: Some(email.clone()),
                    locale,
                    password: None,
                    invited_at: now,
                    activated_at: None,
                    erased_at: None,
                    version: 1,
                };
                register.push(RegisterWrite::Account {
                    account: account.clone(),
                    expected: None,
                });
                account
            }
        };
        let person = account.id;
        let (row, guards) = self.membership(person, &membership, known.as_ref()).await?;
        let answer = Invited {
            person,
            membership: row.id,
        };
        register.push(RegisterWrite::Membership(row));
        let mut writes = caller.writes();
        writes.guards.extend(guards);
        if account.activated_at.is_none() {
            let (token, secret) =
                self.token(person, TokenKind::Invitation, "", INVITATION_DAYS * 24);
            let (place, ends) = (membership.organisation, token.expires_at);
            register.push(RegisterWrite::Token(token));
            let mail = self
                .invitation_mail(caller, &account, place, &secret, ends)
                .await?;
            writes.outbox.push(mail);
        }
        writes.register = Some(RegisterChange {
            by,
            at: now,
            writes: register,
        });
        self.commit(writes, caller, &answer).await?;
        Ok(answer)
    }

    /// Sends a person a new link to choose a password by: once more to somebody who
    /// never took up the invitation, and to somebody who forgot the password. Until
    /// it is used, everything is as it was.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::Forbidden`] for whoever could give the
    /// person none of the roles that they hold.
    pub async fn send_link(&self, caller: &Caller, person: PersonId) -> Result<(), AppError> {
        self.answered_before(caller).await?;
        let record = self.store.person(person).await?.ok_or(AppError::NotFound)?;
        if record.account.erased_at.is_some() {
            return Err(AppError::NotFound);
        }
        let today = local_date(self.clock.now());
        let managed = record
            .memberships
            .iter()
            .filter(|held| held.to.is_none_or(|to| to >= today))
            .find_map(|held| {
                let programme = held.programme.as_deref();
                let by = may_grant(&caller.actor, held.role, held.organisation, programme);
                Some((by.ok()?, held.organisation))
            });
        let Some((by, organisation)) = managed else {
            return Err(AppError::Forbidden(RefusalCode::NotPermitted));
        };
        let (token, secret) = self.token(person, TokenKind::Invitation, "", INVITATION_DAYS * 24);
        let mail = self
            .invitation_mail(
                caller,
                &record.account,
                organisation,
                &secret,
                token.expires_at,
            )
            .await?;
        let writes = WriteSet {
            outbox: vec![mail],
            register: Some(RegisterChange {
                by,
                at: self.clock.now(),
                writes: vec![RegisterWrite::Token(token)],
            }),
            ..caller.writes()
        };
        self.commit(writes, caller, &()).await
    }

    /// Corrects a person's address. Sessions and links end: the old address may be
    /// somebody else's. What was not sent can go to the new one.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for everybody but the secretariat,
    /// [`AppError::Invalid`] for an address that cannot be one, or is taken.
    pub async fn change_email(
        &self,
        caller: &Caller,
        person: PersonId,
        email: &str,
    ) -> Result<(), AppError> {
        self.answered_before(caller).await?;
        let by = may_administer(&caller.actor).map_err(AppError::Forbidden)?;
        check_email("/email", email)?;
        let email = email.trim().to_lowercase();
        let record = self.store.person(person).await?.ok_or(AppError::NotFound)?;
        if record.account.erased_at.is_some() {
            return Err(AppError::NotFound);
        }
        if self.store.person_by_email(&email).await?.is_some() {
            return Err(AppError::field(
                "/email",
                short(&email),
                "field-email-taken",
            ));
        }
        let writes = vec![
            RegisterWrite::RevokeAll(person, self.clock.now()),
            RegisterWrite::Address(person, email),
        ];
        self.register(caller, by, writes, &()).await
    }

    /// Makes the alliance and the first account of its secretariat: the only
    /// person whom nobody invites. Works once, on an empty register.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when there is an alliance already, or for an
    /// address that cannot be one.
    pub async fn set_up(
        &self,
        alliance: &str,
        name: &str,
        email: &str,
    ) -> Result<SignedIn, AppError> {
        check_email("/email", email)?;
        let there = self
            .store
            .organisations(&[OrganisationKind::Alliance], None)
            .await?;
        if let Some(known) = there.first() {
            return Err(AppError::field(
                "/alliance",
                known.name.clone(),
                "field-already-set-up",
            ));
        }
        let now = self.clock.now();
        let today = local_date(now);
        let organisation: OrganisationId = self.random.id(now);
        let person: PersonId = self.random.id(now);
        let (token, secret) = self.token(person, TokenKind::Invitation, "", INVITATION_DAYS * 24);
        let invitation = SignedIn {
            person,
            secret,
            token: token.id,
            seconds: INVITATION_DAYS * 24 * 3600,
        };
        let writes = vec![
            RegisterWrite::Organisation(Organisation {
                id: organisation,
                kind: OrganisationKind::Alliance,
                code: None,
                search: lustrum_text::collation::search_key(alliance),
                sort: lustrum_text::collation::sort_key(alliance),
                name: alliance.to_owned(),
                parent: None,
                mailbox: None,
                locale: Locale::Da,
                valid_from: today,
                valid_to: None,
                successor: None,
            }),
            RegisterWrite::Account {
                account: Account {
                    id: person,
                    name: Some(name.to_owned()),
                    email: Some(email.trim().to_lowercase()),
                    locale: Locale::Da,
                    password: None,
                    invited_at: now,
                    activated_at: None,
                    erased_at: None,
                    version: 1,
                },
                expected: None,
            },
            RegisterWrite::Membership(Membership {
                id: self.random.id(now),
                person,
                organisation,
                role: Role::Secretariat,
                principal: None,
                programme: None,
                from: today,
                to: None,
            }),
            RegisterWrite::Token(token),
        ];
        self.register(&Caller::CLOCK, Authority::CLOCK, writes, &())
            .await?;
        Ok(invitation)
    }

    /// Gives a person one more role.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::Invalid`], [`AppError::NotFound`].
    pub async fn grant(
        &self,
        caller: &Caller,
        person: PersonId,
        membership: NewMembership,
    ) -> Result<MembershipId, AppError> {
        self.answered_before(caller).await?;
        let by = may_give(caller, &membership)?;
        let known = self.store.person(person).await?.ok_or(AppError::NotFound)?;
        let (row, guards) = self.membership(person, &membership, Some(&known)).await?;
        let id = row.id;
        let writes = WriteSet {
            guards: caller.guard().into_iter().chain(guards).collect(),
            register: Some(RegisterChange {
                by,
                at: self.clock.now(),
                writes: vec![RegisterWrite::Membership(row)],
            }),
            ..WriteSet::default()
        };
        self.commit(writes, caller, &id).await?;
        Ok(id)
    }

    /// The row for a role, after the rules that no role may break: it fits its
    /// organisation, nobody is coordinator here and reviewer there at once, nobody
    /// holds it twice, and a deputy stands in for somebody who holds it. With what
    /// that rests on.
    async fn membership(
        &self,
        person: PersonId,
        new: &NewMembership,
        known: Option<&PersonRecord>,
    ) -> Result<(Membership, Vec<Guard>), AppError> {
        let kind = self.named("/organisation", new.organisation).await?.kind;
        if !fits(new.role, kind) {
            return Err(AppError::field(
                "/role",
                new.role.as_str(),
                "field-role-misplaced",
            ));
        }
        if let Some(key) = &new.programme
            && self.programmes.newest(key).is_none()
        {
            return Err(AppError::field(
                "/programme",
                short(key),
                "field-programme-unknown",
            ));
        }
        let now = self.clock.now();
        let from = new.from.unwrap_or_else(|| local_date(now));
        check_term("/to", from, new.to)?;
        let mut guards: Vec<Guard> = known.map(unchanged).into_iter().collect();
        if let Some(principal) = new.principal {
            guards.push(self.stood_in_for(principal, person, new, from).await?);
        }
        let judges = |role| matches!(role, Role::Reviewer | Role::Lead);
        let submits = |role| matches!(role, Role::Coordinator | Role::Approver);
        let at_once = |other: &&Membership| {
            other.to.is_none_or(|to| to >= from) && new.to.is_none_or(|to| to >= other.from)
        };
        let held = known.into_iter().flat_map(|it| &it.memberships);
        let mut beside = held.filter(at_once);
        let again = beside.clone().any(|other| {
            other.organisation == new.organisation
                && other.role == new.role
                && other.programme == new.programme
        });
        if again {
            return Err(AppError::field(
                "/role",
                new.role.as_str(),
                "field-role-held",
            ));
        }
        let clash = beside.any(|other| {
            (judges(new.role) && submits(other.role)) || (submits(new.role) && judges(other.role))
        });
        if clash {
            return Err(AppError::field(
                "/role",
                new.role.as_str(),
                "field-role-clash",
            ));
        }
        let row = Membership {
            id: self.random.id(now),
            person,
            organisation: new.organisation,
            role: new.role,
            principal: new.principal,
            programme: new.programme.clone(),
            from,
            to: new.to,
        };
        Ok((row, guards))
    }

    /// Whoever is stood in for holds the role themselves all the while, for the log
    /// names them; and a deputy who never leaves is none.
    async fn stood_in_for(
        &self,
        principal: PersonId,
        deputy: PersonId,
        new: &NewMembership,
        from: NaiveDate,
    ) -> Result<Guard, AppError> {
        let last = new.to.unwrap_or(from);
        let covers = |it: &Membership| {
            it.organisation == new.organisation
                && it.role == new.role
                && (it.programme.is_none() || it.programme == new.programme)
                && it.from <= from
                && it.to.is_none_or(|to| to >= last)
        };
        let record = self.store.person(principal).await?;
        let holds = record.filter(|it| principal != deputy && it.memberships.iter().any(covers));
        let mut errors = Vec::new();
        if holds.is_none() {
            let found = principal.to_string();
            errors.push(FieldError::new(
                "/principal",
                found,
                "field-principal-wanted",
            ));
        }
        if new.to.is_none() {
            errors.push(FieldError::new("/to", "", "field-deputy-end-wanted"));
        }
        match holds {
            Some(record) if errors.is_empty() => Ok(unchanged(&record)),
            _ => Err(AppError::Invalid(errors)),
        }
    }

    /// Ends a role. A person may always lay down their own. When a municipality
    /// loses its last approver, the secretariat is told in the same breath.
    ///
    /// # Errors
    /// [`AppError::Forbidden`], [`AppError::NotFound`].
    pub async fn end_membership(
        &self,
        caller: &Caller,
        person: PersonId,
        id: MembershipId,
        on: NaiveDate,
    ) -> Result<(), AppError> {
        self.answered_before(caller).await?;
        let record = self.store.person(person).await?.ok_or(AppError::NotFound)?;
        let membership = record.memberships.iter().find(|it| it.id == id);
        let membership = membership.ok_or(AppError::NotFound)?.clone();
        let own = caller
            .actor
            .person()
            .filter(|me| me.id == person)
            .map(|me| Authority {
                role: Some(membership.role),
                ..Authority::own(me.id)
            });
        let by = match own {
            Some(by) => by,
            None => may_grant(
                &caller.actor,
                membership.role,
                membership.organisation,
                membership.programme.as_deref(),
            )
            .map_err(AppError::Forbidden)?,
        };
        // Ending shortens: a role that is over does not come back by it.
        if on < membership.from || membership.to.is_some_and(|to| on > to) {
            return Err(AppError::field(
                "/on",
                on.to_string(),
                "field-end-outside-term",
            ));
        }
        let mut writes = caller.writes();
        if membership.role == Role::Approver {
            let (last, guards) = self.last_day_with_approver(&membership, on).await?;
            writes.guards.extend(guards);
            if let Some(last) = last {
                writes.outbox = self
                    .last_approver_mails(membership.organisation, last, id)
                    .await?;
            }
        }
        // Whoever holds nothing from now on gets no more mail; what they lose
        // access to by and by is asked again when a mail's turn comes.
        let today = local_date(self.clock.now());
        let others = record
            .memberships
            .iter()
            .any(|it| it.id != id && it.to.is_none_or(|to| to >= today));
        if on < today && !others {
            writes.cancels_for.push((None, person));
        }
        writes.register = Some(RegisterChange {
            by,
            at: self.clock.now(),
            writes: vec![RegisterWrite::EndMembership { id, person, on }],
        });
        self.commit(writes, caller, &()).await
    }

    /// The last day on which the organisation has an approver, if `leaving` is over
    /// after `on`; none if there is one for good. With what that rests on.
    async fn last_day_with_approver(
        &self,
        leaving: &Membership,
        on: NaiveDate,
    ) -> Result<(Option<NaiveDate>, Vec<Guard>), AppError> {
        let approves =
            |it: &Membership| it.organisation == leaving.organisation && it.role == Role::Approver;
        let held = self.store.memberships_at(leaving.organisation).await?;
        let held = held.iter().filter(|it| approves(it));
        let people: BTreeSet<PersonId> = held.map(|it| it.person).collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        // What they hold is read with the version that guards it: an end that was
        // written in between would otherwise pass unseen.
        let records = self.store.people(&people).await?;
        let guards = records.iter().map(unchanged).collect();
        let others: Vec<&Membership> = records
            .iter()
            .flat_map(|it| &it.memberships)
            .filter(|it| approves(it) && it.id != leaving.id)
            .collect();
        let mut last = on;
        while let Some(day) = last.succ_opt() {
            let there = others.iter().filter(|it| it.in_force(day));
            let ends: Vec<Option<NaiveDate>> = there.map(|it| it.to).collect();
            match ends.iter().min() {
                None => return Ok((Some(last), guards)),
                Some(None) => return Ok((None, guards)),
                Some(Some(_)) => last = ends.into_iter().flatten().max().unwrap_or(day),
            }
        }
        Ok((None, guards))
    }

    /// Declares that a person is partial towards a municipality (inhabil).
    ///
    /// # Errors
    /// [`AppError::Forbidden`] unless it is the person, or the secretariat;
    /// [`AppError::NotFound`]; [`AppError::Invalid`] for what is no municipality.
    pub async fn declare_conflict(
        &self,
        caller: &Caller,
        person: PersonId,
        municipality: OrganisationId,
    ) -> Result<(), AppError> {
        self.answered_before(caller).await?;
        let me = caller.actor.person().map(|me| me.id);
        let me = me.ok_or(AppError::Forbidden(RefusalCode::NotPermitted))?;
        let by = if me == person {
            Authority::own(person)
        } else {
            may_administer(&caller.actor).map_err(AppError::Forbidden)?
        };
        self.store.person(person).await?.ok_or(AppError::NotFound)?;
        self.named_municipality("/municipality", municipality)
            .await?;
        let from = local_date(self.clock.now());
        let conflict = Conflict {
            person,
            municipality,
            from,
            to: None,
        };
        // Whoever is recused has a conflict by that.
        if self
            .recuse_from_all(caller, me, person, municipality)
            .await?
        {
            return Ok(());
        }
        self.register(caller, by, vec![RegisterWrite::Conflict(conflict)], &())
            .await
    }

    /// Whoever turns out to be partial while they judge loses sight of the case at
    /// once, and the lead hears of it. Says whether there was such a case.
    async fn recuse_from_all(
        &self,
        caller: &Caller,
        me: PersonId,
        person: PersonId,
        municipality: OrganisationId,
    ) -> Result<bool, AppError> {
        let filter = CaseFilter {
            municipalities: Some(vec![municipality]),
            ..CaseFilter::default()
        };
        let mut recused = false;
        for row in self.cases(caller, &filter).await?.rows {
            let Some(case) = self.store.cycle(row.cycle).await? else {
                continue;
            };
            let live = case.cycle.assignments();
            let live = live.filter(|it| it.reviewer == person && it.status.is_live());
            for assignment in live {
                let command = Command::Recuse {
                    assignment: assignment.id,
                    reason: Words(text(caller.locale, "conflict-declared", &[])),
                };
                // Each one is a fact about the person that the next must know of.
                let known = self.caller(me).await?;
                self.command(&known, row.cycle, &command, None).await?;
                recused = true;
            }
        }
        Ok(recused)
    }

    /// Erases a person's personal data. The log keeps the id and stays whole.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for everybody but the secretariat.
    pub async fn erase(&self, caller: &Caller, person: PersonId) -> Result<(), AppError> {
        self.answered_before(caller).await?;
        let by = may_administer(&caller.actor).map_err(AppError::Forbidden)?;
        let record = self.store.person(person).await?.ok_or(AppError::NotFound)?;
        let today = local_date(self.clock.now());
        // Somebody who holds a role, or will, would vanish from work in progress.
        if !record.memberships.iter().all(|it| it.is_over(today)) {
            return Err(AppError::Forbidden(RefusalCode::HoldsRoles));
        }
        let now = self.clock.now();
        let guards = caller.guard().into_iter().chain([unchanged(&record)]);
        let writes = WriteSet {
            guards: guards.collect(),
            register: Some(RegisterChange {
                by,
                at: now,
                writes: vec![
                    RegisterWrite::RevokeAll(person, now),
                    RegisterWrite::Erase(person, now),
                ],
            }),
            ..WriteSet::default()
        };
        self.commit(writes, caller, &()).await
    }
}

/// What somebody holds must still be as it was read when a write commits.
fn unchanged(record: &PersonRecord) -> Guard {
    Guard::Person(record.account.id, record.account.version)
}

fn may_give(caller: &Caller, new: &NewMembership) -> Result<Authority, AppError> {
    let programme = new.programme.as_deref();
    may_grant(&caller.actor, new.role, new.organisation, programme).map_err(AppError::Forbidden)
}

/// Whether `role` can be held at an organisation of `kind`.
pub fn fits(role: Role, kind: OrganisationKind) -> bool {
    use OrganisationKind as K;
    match role {
        Role::Coordinator | Role::Approver => kind == K::Municipality,
        Role::Reviewer | Role::Lead => kind == K::KnowledgePartner,
        Role::Advisor => {
            matches!(kind, K::RegionalOrganisation | K::Kkr | K::Region)
        }
        Role::Secretariat => kind == K::Alliance,
        Role::Clerk => kind.is_political_body(),
        Role::CriteriaApprover | Role::Auditor => true,
    }
}

/// Whether `email` can be an address at all.
pub(crate) fn check_email(pointer: &str, email: &str) -> Result<(), AppError> {
    let email = email.trim();
    let plain = !email
        .chars()
        .any(|letter| letter.is_control() || letter == ',');
    if plain && email.len() <= 254 && email.validate_email() {
        Ok(())
    } else {
        Err(AppError::field(pointer, short(email), "field-email-wanted"))
    }
}
