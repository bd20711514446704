//! Cases in every state, told as stories: for the matrix test, the diagrams,
//! and the samples of pages and mails. Nothing here is used by a real case.

mod commands;
mod stories;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};
use uuid::Uuid;

use crate::{
    Actor, Bilingual, Birth, Body, CertificateId, Command, CriterionId, CriterionOutline, Ctx,
    Cycle, Decided, Digest, Entry, Facts, Frozen, Locale, Membership, MembershipId, NextCase,
    OrganisationId, OrganisationKind, Outline, Person, PersonId, Programme, Refusal, Renewal,
    RenewalStatus, Role, SetPin, Timestamp, begin, decide,
    names::names,
    programme::{LeadTimes, Reminders, Route, StageRule, WorkingDays},
    time::at_hour,
};

names! {
    /// Somebody in the stories.
    Who {
        /// The municipality's coordinator.
        Coordinator = "coordinator",
        /// The municipality's approver.
        Approver = "approver",
        /// CONCITO's reviewer, who gets the assignments.
        Reviewer = "reviewer",
        /// Another reviewer of CONCITO, who gets none.
        OtherReviewer = "other_reviewer",
        /// CONCITO's lead.
        LeadConcito = "lead_concito",
        /// C40's lead.
        LeadC40 = "lead_c40",
        /// C40's reviewer.
        ReviewerC40 = "reviewer_c40",
        /// An advisor who serves the municipality.
        Advisor = "advisor",
        /// The secretariat.
        Secretariat = "secretariat",
        /// One who approves criteria sets.
        CriteriaApprover = "criteria_approver",
        /// The council's clerk.
        Clerk = "clerk",
        /// The clerk of the municipality's KKR.
        KkrClerk = "kkr_clerk",
        /// An auditor.
        Auditor = "auditor",
        /// The approver of another municipality.
        Stranger = "stranger",
        /// Somebody without an account.
        Public = "public",
        /// Time.
        Clock = "clock",
    }
}

/// The municipality of the stories.
pub const MUNICIPALITY: OrganisationId = OrganisationId(Uuid::from_u128(1));
/// Its council.
pub const COUNCIL: OrganisationId = OrganisationId(Uuid::from_u128(2));
/// Its climate committee.
pub const COMMITTEE: OrganisationId = OrganisationId(Uuid::from_u128(3));
/// Its KKR.
pub const KKR: OrganisationId = OrganisationId(Uuid::from_u128(4));
/// CONCITO.
pub const CONCITO: OrganisationId = OrganisationId(Uuid::from_u128(5));
/// C40.
pub const C40: OrganisationId = OrganisationId(Uuid::from_u128(6));
/// The alliance.
pub const ALLIANCE: OrganisationId = OrganisationId(Uuid::from_u128(7));
/// The body that takes over from CONCITO.
pub const SUCCESSOR: OrganisationId = OrganisationId(Uuid::from_u128(10));
/// Another municipality.
pub const ELSEWHERE: OrganisationId = OrganisationId(Uuid::from_u128(8));

/// The certificate that the planned cases renew.
pub const CERTIFICATE: CertificateId = CertificateId(Uuid::from_u128(9));

impl Who {
    /// The person's id.
    pub fn id(self) -> PersonId {
        PersonId(Uuid::from_u128(100 + self as u128))
    }

    /// The person as an actor.
    pub fn actor(self) -> Actor {
        let (role, organisation) = match self {
            Self::Public => return Actor::Public,
            Self::Clock => return Actor::Clock,
            Self::Coordinator => (Role::Coordinator, MUNICIPALITY),
            Self::Approver => (Role::Approver, MUNICIPALITY),
            Self::Reviewer | Self::OtherReviewer => (Role::Reviewer, CONCITO),
            Self::LeadConcito => (Role::Lead, CONCITO),
            Self::LeadC40 => (Role::Lead, C40),
            Self::ReviewerC40 => (Role::Reviewer, C40),
            Self::Advisor => (Role::Advisor, KKR),
            Self::Secretariat => (Role::Secretariat, ALLIANCE),
            Self::CriteriaApprover => (Role::CriteriaApprover, ALLIANCE),
            Self::Clerk => (Role::Clerk, COUNCIL),
            Self::KkrClerk => (Role::Clerk, KKR),
            Self::Auditor => (Role::Auditor, ALLIANCE),
            Self::Stranger => (Role::Approver, ELSEWHERE),
        };
        let reach = if self == Self::Advisor {
            BTreeSet::from([(MUNICIPALITY, None)])
        } else {
            BTreeSet::new()
        };
        Actor::Person(Person {
            id: self.id(),
            memberships: vec![Membership {
                id: MembershipId(Uuid::from_u128(200 + self as u128)),
                role,
                organisation,
                principal: None,
                programme: None,
            }],
            ties: Vec::new(),
            reach,
        })
    }
}

/// The programme of the stories, with the lead times of the first programme.
pub fn programme() -> Programme {
    let stage = |key: &str, recorded_by: &[&str], locale| StageRule {
        key: key.to_owned(),
        reviewers: 1,
        recorded_by: recorded_by.iter().map(|it| (*it).to_owned()).collect(),
        locale,
    };
    Programme {
        key: "sample".to_owned(),
        version: 1,
        title: Bilingual {
            da: "Prøveprogram".to_owned(),
            en: "Sample programme".to_owned(),
        },
        certificate_prefix: "KA".to_owned(),
        trial: true,
        criteria: "sample@1".to_owned(),
        stages: vec![
            stage("concito", &[], Locale::Da),
            stage("c40", &["concito"], Locale::En),
        ],
        routes: vec![Route {
            municipality: "0101".to_owned(),
            stages: vec!["c40".to_owned()],
        }],
        period_years: 5,
        months_before_end: LeadTimes {
            opens: 24,
            self_assessment: 18,
            submission: 9,
        },
        grace_months: 6,
        reopened_revision_months: 6,
        rounds: 3,
        extensions_per_deadline: 1,
        working_days: WorkingDays {
            first_review: 20,
            later_review: 10,
            decision: 10,
            answer: 25,
            contact: 5,
            send_back: 5,
            least_left: 5,
            assignment: 3,
            reopen_finding: 5,
            second_reading: 25,
            notice_release: 5,
        },
        reminders: Reminders {
            before: vec![90, 30, 7, 1],
            after: vec![1, 7],
            every: 30,
            escalate_from: 30,
            hour: 7,
        },
        digest: Digest::of("sample"),
    }
}

/// The criteria of the stories.
pub fn criteria() -> Vec<CriterionId> {
    ["S-1", "S-2", "S-3"]
        .into_iter()
        .map(CriterionId::from)
        .collect()
}

/// A case with everything that happened to it and the time it has reached.
#[derive(Debug, Clone)]
pub struct Story {
    /// The programme it runs by.
    pub programme: Programme,
    /// The case.
    pub cycle: Cycle,
    /// Everything that happened.
    pub entries: Vec<Entry>,
    /// The time it has reached.
    pub now: Timestamp,
    /// What the next submission would freeze: a number per criterion.
    pub contents: BTreeMap<CriterionId, u32>,
    /// The plan document that the next submission would freeze.
    pub plan: Digest,
    /// The case after this one.
    pub next: Option<NextCase>,
    /// Commands given so far; the seed of the next one's ids.
    given: u128,
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_default()
}

impl Story {
    /// A planned case of the municipality, on the day its revision opens.
    pub fn scheduled() -> Self {
        Self::begun(&Birth::Schedule {
            municipality: MUNICIPALITY,
            code: "0727".to_owned(),
            edition: 2,
            period_end: day("2030-11-07"),
            renews: Renewal {
                certificate: Some(CERTIFICATE),
                lapses_after: day("2031-05-07"),
                status: RenewalStatus::InForce,
            },
        })
    }

    /// A municipality that has just joined.
    pub fn enrolled() -> Self {
        Self::joined(1, None)
    }

    /// A municipality that had left while its case renewed something, and has
    /// just come back.
    pub fn enrolled_again(renewed: Renewal) -> Self {
        Self::joined(2, Some(renewed))
    }

    fn joined(edition: u32, renewed: Option<Renewal>) -> Self {
        Self::begun(&Birth::Enrol {
            municipality: MUNICIPALITY,
            code: "0727".to_owned(),
            edition,
            letter: Digest::of("letter"),
            renewed,
        })
    }

    /// A municipality that has joined, and whose dates the secretariat has set.
    pub fn enrolled_dated() -> Self {
        let story = Self::enrolled();
        let dates = story.command(crate::CommandName::SetDates);
        story.then(Who::Secretariat, dates)
    }

    fn begun(birth: &Birth) -> Self {
        let programme = programme();
        let now = at_hour(day("2028-11-07"), 10);
        let facts = Facts {
            partners: partners(),
            ..Facts::default()
        };
        let actor = Who::Secretariat.actor();
        let ctx = Ctx {
            now,
            actor: &actor,
            programme: &programme,
            facts: &facts,
            seed: Uuid::from_u128(1),
        };
        let decided = begin(birth, &ctx).expect("the secretariat may begin a case");
        Self {
            programme,
            cycle: decided.cycle,
            entries: decided.entries,
            now,
            contents: criteria()
                .into_iter()
                .map(|criterion| (criterion, 1))
                .collect(),
            plan: Digest::of("plan 1"),
            next: None,
            given: 1,
        }
    }

    /// What lies outside the case.
    pub fn facts(&self) -> Facts {
        let people = Who::ALL
            .iter()
            .filter_map(|who| who.actor().person().cloned())
            .map(|person| (person.id, person))
            .collect();
        let contents = self
            .contents
            .iter()
            .map(|(criterion, number)| (criterion.clone(), Digest::of(number.to_string())))
            .collect();
        Facts {
            partners: partners(),
            people,
            bodies: vec![
                Body {
                    id: COUNCIL,
                    kind: OrganisationKind::Council,
                },
                Body {
                    id: COMMITTEE,
                    kind: OrganisationKind::Committee,
                },
                Body {
                    id: KKR,
                    kind: OrganisationKind::Kkr,
                },
            ],
            outline: Some(Outline {
                pin: SetPin {
                    set: "sample".to_owned(),
                    version: "1".to_owned(),
                    digest: Digest::of("sample@1"),
                },
                in_force: false,
                criteria: criteria()
                    .into_iter()
                    .map(|id| CriterionOutline {
                        id,
                        stages: vec!["concito".to_owned(), "c40".to_owned()],
                        sections: vec!["inventory".to_owned()],
                    })
                    .collect(),
            }),
            frozen: Some(Frozen {
                digest: Digest::of(format!("{:?}{}", self.contents, self.plan)),
                plan: Some(self.plan),
                contents,
                unanswered: Vec::new(),
                unexplained: Vec::new(),
                valid: true,
            }),
            next: self.next,
            successor: Some(SUCCESSOR),
            carries_on: Some(ELSEWHERE),
            answering: BTreeMap::new(),
        }
    }

    /// What `command` would do now; the story stays as it is.
    ///
    /// # Errors
    /// The refusal.
    pub fn try_give(&self, actor: &Actor, command: &Command) -> Result<Decided, Refusal> {
        let facts = self.facts();
        let ctx = Ctx {
            now: self.now,
            actor,
            programme: &self.programme,
            facts: &facts,
            seed: Uuid::from_u128(self.given + 1),
        };
        decide(&self.cycle, command, &ctx)
    }

    /// Gives `command` and goes on with what it led to.
    ///
    /// # Errors
    /// The refusal; the story stays as it is.
    pub fn give(&mut self, who: Who, command: &Command) -> Result<(), Refusal> {
        let decided = self.try_give(&who.actor(), command)?;
        self.given += 1;
        self.cycle = decided.cycle;
        self.entries.extend(decided.entries);
        Ok(())
    }

    /// Goes on with a command that cannot be refused here.
    fn then(mut self, who: Who, command: Command) -> Self {
        if let Err(refusal) = self.give(who, &command) {
            unreachable!("a story goes on only with commands that hold: {refusal}");
        }
        self
    }

    /// Lets calendar days pass.
    pub fn later(mut self, days: i64) -> Self {
        self.now += TimeDelta::days(days);
        self
    }
}

fn partners() -> BTreeMap<String, OrganisationId> {
    BTreeMap::from([("concito".to_owned(), CONCITO), ("c40".to_owned(), C40)])
}
