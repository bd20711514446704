//! Who acts: roles, memberships, ties that make a person partial, and actors.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{MembershipId, OrganisationId, PersonId, RefusalCode, names::names, time::add_years};

names! {
    /// What a membership makes of a person. Which command a role may give stands in
    /// `cycle/decide/authority.rs`.
    Role {
        /// Drafts answers and plan data for a municipality.
        Coordinator = "coordinator",
        /// All of that, and answers for the municipality: submits, withdraws, records decisions.
        Approver = "approver",
        /// Judges criteria for a knowledge partner.
        Reviewer = "reviewer",
        /// Assigns, settles, concludes and decides for a knowledge partner.
        Lead = "lead",
        /// Reads and comments on the plans of its own municipalities.
        Advisor = "advisor",
        /// Runs the programme.
        Secretariat = "secretariat",
        /// Approves or rejects criteria-set versions.
        CriteriaApprover = "criteria_approver",
        /// Receives notices for a political body and records what it decided.
        Clerk = "clerk",
        /// Reads everything, changes nothing.
        Auditor = "auditor",
    }
}

names! {
    /// What an organisation is.
    OrganisationKind {
        /// A municipality (kommune).
        Municipality = "municipality",
        /// A municipality's council (kommunalbestyrelse, byråd): it adopts the plan.
        Council = "council",
        /// A standing committee (udvalg) of a council.
        Committee = "committee",
        /// A region.
        Region = "region",
        /// A regional council (regionsråd).
        RegionalCouncil = "regional_council",
        /// A KKR: the municipalities' contact council in a region.
        Kkr = "kkr",
        /// A regional organisation (DGO) that advises municipalities.
        RegionalOrganisation = "regional_organisation",
        /// CONCITO, C40 or their successor.
        KnowledgePartner = "knowledge_partner",
        /// The alliance with its secretariat.
        Alliance = "alliance",
        /// The alliance's steering group.
        SteeringGroup = "steering_group",
    }
}

impl OrganisationKind {
    /// Whether notices are addressed to organisations of this kind.
    pub fn is_political_body(self) -> bool {
        match self {
            Self::Council
            | Self::Committee
            | Self::RegionalCouncil
            | Self::Kkr
            | Self::SteeringGroup => true,
            Self::Municipality
            | Self::Region
            | Self::RegionalOrganisation
            | Self::KnowledgePartner
            | Self::Alliance => false,
        }
    }
}

/// A role that a person holds today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The row it was read from.
    pub id: MembershipId,
    /// What it allows.
    pub role: Role,
    /// Where.
    pub organisation: OrganisationId,
    /// Whom the holder stands in for (stedfortræder), if anybody.
    pub principal: Option<PersonId>,
    /// The key of the programme that it is limited to; every one where none is named.
    pub programme: Option<String>,
}

impl Membership {
    /// Whether it counts in the programme known by `key`.
    pub fn counts_in(&self, key: &str) -> bool {
        self.programme.as_deref().is_none_or(|only| only == key)
    }
}

/// Bodies that have ceased, each with the one that answers for it today.
pub type Answering = BTreeMap<OrganisationId, OrganisationId>;

/// What makes a person partial towards a municipality: work there, past work
/// there, or a declared conflict of interest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    /// The municipality.
    pub municipality: OrganisationId,
    /// The last day of it; `None` while it lasts and for a declared conflict.
    pub until: Option<NaiveDate>,
}

/// For how long work for a municipality bars a person from judging it, years.
pub const TIE_YEARS: u32 = 2;

/// A person with what they hold today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// The roles in force today.
    pub memberships: Vec<Membership>,
    /// Everything that may make the person partial.
    pub ties: Vec<Tie>,
    /// The municipalities that the person's advisory organisations serve today,
    /// each with the programme that the membership behind it is limited to.
    pub reach: BTreeSet<(OrganisationId, Option<String>)>,
}

impl Person {
    /// The membership that gives `role` at `organisation` in the programme known
    /// by `key`, if held.
    pub fn holds_in(
        &self,
        key: &str,
        role: Role,
        organisation: OrganisationId,
    ) -> Option<&Membership> {
        self.memberships.iter().find(|held| {
            held.role == role && held.organisation == organisation && held.counts_in(key)
        })
    }

    /// The membership by which the person is clerk of `body` in the programme known by
    /// `key`, or of the body that answers for it since it has ceased.
    pub fn clerk_for(
        &self,
        key: &str,
        body: OrganisationId,
        answering: &Answering,
    ) -> Option<&Membership> {
        let clerk_of = |body| self.holds_in(key, Role::Clerk, body);
        clerk_of(body).or_else(|| clerk_of(*answering.get(&body)?))
    }

    /// Whether an advisory organisation of the person's serves `municipality`, in
    /// the programme known by `key`.
    pub fn reaches(&self, municipality: OrganisationId, key: &str) -> bool {
        self.reach.iter().any(|(served, programme)| {
            *served == municipality && programme.as_deref().is_none_or(|only| only == key)
        })
    }

    /// The membership that gives `role` anywhere, if held.
    pub fn holds_anywhere(&self, role: Role) -> Option<&Membership> {
        self.memberships.iter().find(|held| held.role == role)
    }

    /// Whether the person may not judge `municipality` on `today` (inhabil).
    pub fn is_partial(&self, municipality: OrganisationId, today: NaiveDate) -> bool {
        self.ties.iter().any(|tie| {
            tie.municipality == municipality
                && tie
                    .until
                    .is_none_or(|until| add_years(until, TIE_YEARS) >= today)
        })
    }
}

/// Who gives a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody: time passed, or the worker reports what a mail server said.
    Clock,
    /// Somebody without an account.
    Public,
    /// A signed-in person.
    Person(Person),
}

impl Actor {
    /// The person, if it is one.
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Person(person) => Some(person),
            Self::Clock | Self::Public => None,
        }
    }
}

/// In which capacity an event was caused; part of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    /// Who; `None` for the clock.
    pub person: Option<PersonId>,
    /// The role that allowed it; `None` for the clock.
    pub role: Option<Role>,
    /// Whom the person stood in for, as a deputy.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub principal: Option<PersonId>,
    /// The organisation whose decision was recorded by another one's lead.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub on_behalf_of: Option<OrganisationId>,
}

impl Authority {
    /// The clock's own.
    pub const CLOCK: Self = Self {
        person: None,
        role: None,
        principal: None,
        on_behalf_of: None,
    };

    /// A person's in what is their own: no role is needed.
    pub fn own(person: PersonId) -> Self {
        Self {
            person: Some(person),
            ..Self::CLOCK
        }
    }

    /// What `membership` gives `person`.
    pub(crate) fn by(person: PersonId, membership: &Membership) -> Self {
        Self {
            role: Some(membership.role),
            principal: membership.principal,
            ..Self::own(person)
        }
    }
}

/// Whether `actor` may give (and end) `role` at `organisation`.
///
/// The secretariat any, an approver those of its own municipality, a lead those
/// of its own organisation. Whoever is limited to a programme gives roles within it only;
/// `programme` is what the role would be limited to.
///
/// # Errors
/// `not-permitted` for everybody else.
pub fn may_grant(
    actor: &Actor,
    role: Role,
    organisation: OrganisationId,
    programme: Option<&str>,
) -> Result<Authority, RefusalCode> {
    let person = actor.person().ok_or(RefusalCode::NotPermitted)?;
    let held = |role, place: Option<OrganisationId>| {
        person.memberships.iter().find(|held| {
            held.role == role
                && place.is_none_or(|place| held.organisation == place)
                && (held.programme.is_none() || held.programme.as_deref() == programme)
        })
    };
    let own = match role {
        Role::Coordinator | Role::Approver => held(Role::Approver, Some(organisation)),
        Role::Reviewer | Role::Lead => held(Role::Lead, Some(organisation)),
        Role::Advisor
        | Role::Secretariat
        | Role::CriteriaApprover
        | Role::Clerk
        | Role::Auditor => None,
    };
    let membership = held(Role::Secretariat, None).or(own);
    let membership = membership.ok_or(RefusalCode::NotPermitted)?;
    Ok(Authority::by(person.id, membership))
}

/// Whether `actor` runs the register: organisations, affiliations, erasure. They
/// serve every programme, so a membership limited to one does not do.
///
/// # Errors
/// `not-permitted` for everybody but the secretariat.
pub fn may_administer(actor: &Actor) -> Result<Authority, RefusalCode> {
    may_grant(
        actor,
        Role::Secretariat,
        OrganisationId(uuid::Uuid::nil()),
        None,
    )
}

#[cfg(test)]
mod tests;
