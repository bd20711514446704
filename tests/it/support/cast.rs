//! Who takes part: organisations, bodies and people, invited through the use
//! cases as they would be in life.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lustrum_app::{App, Caller, NewMembership, NewOrganisation};
use lustrum_domain::{
    Authority, Locale, MembershipId, OrganisationId, OrganisationKind as Kind, PersonId, Role,
    time::local_date,
};
use lustrum_store::{
    Account, Affiliation, Membership, Organisation, RegisterChange, RegisterWrite, WriteSet,
};

/// A password that is long enough.
pub(crate) const PASSWORD: &str = "vinden vender ved Ærø";

/// Somebody in the cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Who {
    /// Runs the programme.
    Secretariat,
    /// Drafts for Ærø.
    Coordinator,
    /// Answers for Ærø.
    Approver,
    /// Leads CONCITO's reviews.
    ConcitoLead,
    /// Judges for CONCITO.
    ConcitoReviewer,
    /// Judges for CONCITO as well.
    OtherReviewer,
    /// Leads C40's reviews, and reads English.
    C40Lead,
    /// Judges for C40.
    C40Reviewer,
    /// Advises Ærø.
    Advisor,
    /// Clerk of Ærø's council.
    CouncilClerk,
    /// Clerk of Ærø's committee.
    CommitteeClerk,
    /// Reads everything.
    Auditor,
    /// Answers for Odder, and has nothing to do with Ærø.
    Stranger,
}

impl Who {
    /// Everybody.
    pub(crate) const ALL: [Self; 13] = [
        Self::Secretariat,
        Self::Coordinator,
        Self::Approver,
        Self::ConcitoLead,
        Self::ConcitoReviewer,
        Self::OtherReviewer,
        Self::C40Lead,
        Self::C40Reviewer,
        Self::Advisor,
        Self::CouncilClerk,
        Self::CommitteeClerk,
        Self::Auditor,
        Self::Stranger,
    ];

    /// What stands before the @ of the address.
    pub(crate) fn short(self) -> &'static str {
        match self {
            Self::Secretariat => "secretariat",
            Self::Coordinator => "coordinator",
            Self::Approver => "approver",
            Self::ConcitoLead => "concito-lead",
            Self::ConcitoReviewer => "concito-reviewer",
            Self::OtherReviewer => "other-reviewer",
            Self::C40Lead => "c40-lead",
            Self::C40Reviewer => "c40-reviewer",
            Self::Advisor => "advisor",
            Self::CouncilClerk => "council-clerk",
            Self::CommitteeClerk => "committee-clerk",
            Self::Auditor => "auditor",
            Self::Stranger => "stranger",
        }
    }

    /// The address.
    pub(crate) fn email(self) -> String {
        format!("{}@example.dk", self.short())
    }
}

/// The ids of everything in the cast.
#[derive(Debug, Clone)]
pub(crate) struct Cast {
    people: BTreeMap<Who, (PersonId, MembershipId)>,
    /// Ærø Kommune, code 0492.
    pub(crate) aeroe: OrganisationId,
    /// Its council.
    pub(crate) council: OrganisationId,
    /// Its committee.
    pub(crate) committee: OrganisationId,
    /// Odder Kommune, code 0727.
    pub(crate) odder: OrganisationId,
    /// CONCITO.
    pub(crate) concito: OrganisationId,
    /// C40.
    pub(crate) c40: OrganisationId,
    /// The alliance.
    pub(crate) alliance: OrganisationId,
    /// Its steering group.
    pub(crate) steering: OrganisationId,
    /// The KKR that Ærø belongs to.
    pub(crate) kkr: OrganisationId,
    /// The regional organisation that advises Ærø.
    pub(crate) adviser: OrganisationId,
}

impl Cast {
    /// The person behind a part.
    pub(crate) fn person(&self, who: Who) -> PersonId {
        self.people[&who].0
    }

    /// The first membership of a part.
    pub(crate) fn membership(&self, who: Who) -> MembershipId {
        self.people[&who].1
    }

    /// Founds the alliance with its first account, and lets the secretariat
    /// invite everybody else.
    pub(crate) async fn invited(app: &App) -> Self {
        let (alliance, secretariat, membership) = founded(app).await;
        let founder = app.caller(secretariat).await.expect("the first account");
        let founder = &founder;
        let since = since();
        let organisation = async |kind, code: Option<&str>, name: &str, mailbox: Option<&str>| {
            let new = NewOrganisation {
                kind,
                code: code.map(str::to_owned),
                name: name.to_owned(),
                parent: None,
                mailbox: mailbox.map(|name| format!("{name}@example.dk")),
                locale: if code == Some("c40") {
                    Locale::En
                } else {
                    Locale::Da
                },
                valid_from: since,
                valid_to: None,
                successor: None,
            };
            app.put_organisation(founder, None, new)
                .await
                .expect("the secretariat may add organisations")
        };
        let body = async |kind, name: &str, parent, mailbox: &str| {
            let new = NewOrganisation {
                kind,
                code: None,
                name: name.to_owned(),
                parent: Some(parent),
                mailbox: Some(format!("{mailbox}@example.dk")),
                locale: Locale::Da,
                valid_from: since,
                valid_to: None,
                successor: None,
            };
            app.put_organisation(founder, None, new)
                .await
                .expect("the secretariat may add bodies")
        };
        let aeroe = organisation(
            Kind::Municipality,
            Some("0492"),
            "Ærø Kommune",
            Some("post-aeroe"),
        )
        .await;
        let odder = organisation(
            Kind::Municipality,
            Some("0727"),
            "Odder Kommune",
            Some("post-odder"),
        )
        .await;
        let concito = organisation(
            Kind::KnowledgePartner,
            Some("concito"),
            "CONCITO",
            Some("post-concito"),
        )
        .await;
        let c40 = organisation(
            Kind::KnowledgePartner,
            Some("c40"),
            "C40 Cities",
            Some("post-c40"),
        )
        .await;
        let region = organisation(Kind::Region, Some("1083"), "Region Syddanmark", None).await;
        let adviser = organisation(
            Kind::RegionalOrganisation,
            None,
            "Klima Syd",
            Some("post-dgo"),
        )
        .await;
        let kkr = organisation(Kind::Kkr, None, "KKR Syddanmark", Some("post-kkr")).await;
        let council = body(Kind::Council, "Ærø Kommunalbestyrelse", aeroe, "council").await;
        let committee = body(
            Kind::Committee,
            "Udvalget for klima og miljø",
            aeroe,
            "committee",
        )
        .await;
        body(Kind::Council, "Odder Byråd", odder, "odder-council").await;
        body(
            Kind::RegionalCouncil,
            "Regionsrådet i Region Syddanmark",
            region,
            "regional-council",
        )
        .await;
        let steering = body(
            Kind::SteeringGroup,
            "Klimaalliancens styregruppe",
            alliance,
            "steering",
        )
        .await;
        for serving in [region, kkr, adviser] {
            let affiliation = Affiliation {
                municipality: aeroe,
                organisation: serving,
                from: since,
                to: None,
            };
            app.affiliate(founder, affiliation)
                .await
                .expect("the secretariat may affiliate");
        }
        let mut cast = Self {
            people: BTreeMap::from([(Who::Secretariat, (secretariat, membership))]),
            aeroe,
            council,
            committee,
            odder,
            concito,
            c40,
            alliance,
            steering,
            kkr,
            adviser,
        };
        for who in Who::ALL {
            if who != Who::Secretariat {
                let invited = cast.invite(app, founder, who).await;
                cast.people.insert(who, invited);
            }
        }
        cast
    }

    async fn invite(&self, app: &App, founder: &Caller, who: Who) -> (PersonId, MembershipId) {
        let (name, role, organisation) = match who {
            Who::Secretariat => ("Signe Sekretær", Role::Secretariat, self.alliance),
            Who::Coordinator => ("Kirsten Koordinator", Role::Coordinator, self.aeroe),
            Who::Approver => ("Åse Ansvarlig", Role::Approver, self.aeroe),
            Who::ConcitoLead => ("Lone Leder", Role::Lead, self.concito),
            Who::ConcitoReviewer => ("Vibeke Vurderer", Role::Reviewer, self.concito),
            Who::OtherReviewer => ("Viggo Vurderer", Role::Reviewer, self.concito),
            Who::C40Lead => ("Carol Lead", Role::Lead, self.c40),
            Who::C40Reviewer => ("Cem Reviewer", Role::Reviewer, self.c40),
            Who::Advisor => ("Rie Rådgiver", Role::Advisor, self.adviser),
            Who::CouncilClerk => ("Kim Klerk", Role::Clerk, self.council),
            Who::CommitteeClerk => ("Ulla Udvalg", Role::Clerk, self.committee),
            Who::Auditor => ("Tove Tilsyn", Role::Auditor, self.alliance),
            Who::Stranger => ("Frede Fremmed", Role::Approver, self.odder),
        };
        let membership = NewMembership {
            organisation,
            role,
            principal: None,
            programme: None,
            from: Some(since()),
            to: None,
        };
        let english = matches!(who, Who::C40Lead | Who::C40Reviewer);
        let locale = if english { Locale::En } else { Locale::Da };
        let invited = app
            .invite(founder, name, &who.email(), locale, membership)
            .await
            .expect("the secretariat may invite anybody");
        (invited.person, invited.membership)
    }
}

/// The first day of everything in the cast.
fn since() -> NaiveDate {
    super::day("2023-04-01")
}

/// The alliance and the first account: the one act that no use case can do,
/// because nobody may do it yet.
async fn founded(app: &App) -> (OrganisationId, PersonId, MembershipId) {
    let now = app.clock.now();
    let alliance: OrganisationId = app.random.id(now);
    let person: PersonId = app.random.id(now);
    let membership: MembershipId = app.random.id(now);
    let name = "Klimaalliancen";
    let writes = vec![
        RegisterWrite::Organisation(Organisation {
            id: alliance,
            kind: Kind::Alliance,
            code: None,
            name: name.to_owned(),
            search: lustrum_text::collation::search_key(name),
            sort: lustrum_text::collation::sort_key(name),
            parent: None,
            mailbox: Some("post-alliance@example.dk".to_owned()),
            locale: Locale::Da,
            valid_from: since(),
            valid_to: None,
            successor: None,
        }),
        RegisterWrite::Account {
            account: Account {
                id: person,
                name: Some("Signe Sekretær".to_owned()),
                email: Some(Who::Secretariat.email()),
                locale: Locale::Da,
                password: None,
                invited_at: now,
                activated_at: Some(now),
                erased_at: None,
                version: 1,
            },
            expected: None,
        },
        RegisterWrite::Membership(Membership {
            id: membership,
            person,
            organisation: alliance,
            role: Role::Secretariat,
            principal: None,
            programme: None,
            from: local_date(now),
            to: None,
        }),
    ];
    let writes = WriteSet {
        register: Some(RegisterChange {
            by: Authority::CLOCK,
            at: now,
            writes,
        }),
        ..WriteSet::default()
    };
    app.store
        .commit(writes)
        .await
        .expect("an empty register takes its first account");
    (alliance, person, membership)
}
