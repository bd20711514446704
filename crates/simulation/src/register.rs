//! The register of a new installation: the first account, and everybody whom
//! the alliance knows, with their dates.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lustrum_app::{App, AppError, Caller, NewOrganisation};
use lustrum_domain::{
    Authority, Id, Locale, MembershipId, OrganisationId, OrganisationKind, PersonId, Role,
    may_administer,
};
use lustrum_store::{
    Account, Affiliation, Guard, Membership, Organisation, RegisterChange, RegisterWrite, WriteSet,
};
use lustrum_text::collation::{search_key, sort_key};

use crate::{
    SimulationError,
    data::{self, MunicipalityFact},
};

/// Changes of the register that are committed together: a statement for each
/// row of the log takes a bounded number of parameters.
const TOGETHER: usize = 500;

/// The year of the municipal reform: the first day of today's municipalities.
const REFORM: i32 = 2007;

/// A council's term begins in each year that leaves this remainder when it is
/// divided by four: 1 January 2022, 2026, 2030.
const TERM_YEAR: i32 = 2;

/// Everybody whom the alliance knows.
#[derive(Debug, Clone)]
pub struct Register {
    /// The alliance with its secretariat.
    pub alliance: OrganisationId,
    /// Its steering group.
    pub steering_group: OrganisationId,
    /// CONCITO.
    pub concito: OrganisationId,
    /// C40.
    pub c40: OrganisationId,
    /// The advisory organisations by the code of the region they grew from.
    pub advisory: BTreeMap<String, OrganisationId>,
    /// The KKRs by the code of the region they grew from.
    pub kkrs: BTreeMap<String, OrganisationId>,
    /// The municipalities, in the order of the facts they were made from.
    pub municipalities: Vec<Municipality>,
}

/// A municipality with its political bodies.
#[derive(Debug, Clone)]
pub struct Municipality {
    /// Which.
    pub id: OrganisationId,
    /// Its code and name.
    pub fact: MunicipalityFact,
    /// The council.
    pub council: OrganisationId,
    /// The climate committees, one per term, each with the term's first day,
    /// the latest first.
    pub committees: Vec<(NaiveDate, OrganisationId)>,
}

impl Municipality {
    /// The climate committee of a day; of the first term before that.
    pub fn committee(&self, on: NaiveDate) -> OrganisationId {
        let found = self.committees.iter().find(|(from, _)| *from <= on);
        found
            .or(self.committees.last())
            .map_or(self.council, |(_, id)| *id)
    }
}

/// The mailbox name of a municipality: `klima@aeroe.example` for Ærø. The
/// domain `.example` is set aside and can belong to nobody.
pub(crate) fn domain(fact: &MunicipalityFact) -> String {
    format!("{}.example", search_key(&fact.name))
}

/// Sets the installation up as everybody does, and gives the alliance a mailbox.
///
/// # Errors
/// [`SimulationError::AlreadyBegun`] when there is an alliance.
pub async fn bootstrap(app: &App, name: &str, email: &str) -> Result<PersonId, SimulationError> {
    let alliance = "Klimaalliancen";
    let person = match app.set_up(alliance, name, email).await {
        Ok(first) => first.person,
        Err(AppError::Invalid(fields)) if fields.iter().any(|it| it.pointer == "/alliance") => {
            return Err(SimulationError::AlreadyBegun);
        }
        Err(error) => return Err(SimulationError::at("setting up")(error)),
    };
    let at = || SimulationError::at("giving the alliance a mailbox");
    let known = app
        .store
        .organisations(&[OrganisationKind::Alliance], None)
        .await?;
    let id = known.first().map(|known| known.id);
    let caller = app.caller(person).await.map_err(at())?;
    let new = NewOrganisation {
        kind: OrganisationKind::Alliance,
        code: None,
        name: alliance.to_owned(),
        parent: None,
        mailbox: Some("sekretariat@klimaalliancen.example".to_owned()),
        locale: Locale::Da,
        valid_from: new_year(REFORM),
        valid_to: None,
        successor: None,
    };
    app.put_organisation(&caller, id, new).await.map_err(at())?;
    Ok(person)
}

/// Writes everybody but the alliance, which is there already.
///
/// Steering group, knowledge partners, regions with their councils, KKRs,
/// regional organisations, and the municipalities of `facts` with council and a
/// climate committee for each term that touches the years `years`.
///
/// # Errors
/// When `secretariat` is not what it says, or the database fails.
pub async fn fill(
    app: &App,
    secretariat: &Caller,
    facts: &[MunicipalityFact],
    years: std::ops::RangeInclusive<i32>,
) -> Result<Register, SimulationError> {
    let by = may_administer(&secretariat.actor)
        .map_err(|code| SimulationError::at("filling the register")(AppError::Forbidden(code)))?;
    let alliance = app
        .store
        .organisations(&[OrganisationKind::Alliance], None)
        .await?
        .first()
        .map(|it| it.id)
        .ok_or_else(|| SimulationError::NotEmpty("there is no alliance yet".to_owned()))?;
    let mut writing = Writing::new(app, by);
    writing.guard = secretariat
        .actor
        .person()
        .zip(secretariat.version)
        .map(|(person, version)| Guard::Person(person.id, version));
    let steering_group = writing.organisation(New {
        kind: OrganisationKind::SteeringGroup,
        name: "Klimaalliancens styregruppe",
        mailbox: Some("styregruppe@klimaalliancen.example".to_owned()),
        ..New::default()
    });
    let concito = writing.organisation(New {
        kind: OrganisationKind::KnowledgePartner,
        code: Some("concito"),
        name: "CONCITO",
        mailbox: Some("klimaplaner@concito.example".to_owned()),
        ..New::default()
    });
    let c40 = writing.organisation(New {
        kind: OrganisationKind::KnowledgePartner,
        code: Some("c40"),
        name: "C40",
        mailbox: Some("plans@c40.example".to_owned()),
        locale: Locale::En,
        ..New::default()
    });
    let regions = Regions::write(&mut writing);
    let municipalities = facts
        .iter()
        .map(|fact| municipality(&mut writing, &regions, fact, years.clone()))
        .collect();
    writing.commit().await?;
    Ok(Register {
        alliance,
        steering_group,
        concito,
        c40,
        advisory: regions.advisory,
        kkrs: regions.kkrs,
        municipalities,
    })
}

/// Who serves the municipalities of a region, by the region's code.
struct Regions {
    /// The region itself and whoever takes over from it, with their days.
    regions: BTreeMap<String, Vec<(OrganisationId, NaiveDate, Option<NaiveDate>)>>,
    kkrs: BTreeMap<String, OrganisationId>,
    advisory: BTreeMap<String, OrganisationId>,
}

impl Regions {
    fn write(writing: &mut Writing<'_>) -> Self {
        let facts = data::regions();
        let mut ids: BTreeMap<&str, (OrganisationId, OrganisationId)> = BTreeMap::new();
        let mut all = Self {
            regions: BTreeMap::new(),
            kkrs: BTreeMap::new(),
            advisory: BTreeMap::new(),
        };
        for fact in &facts {
            let domain = format!("{}.example", search_key(&fact.name));
            let successor = fact.successor.as_deref().map(|name| ids[name]);
            let region = writing.organisation(New {
                kind: OrganisationKind::Region,
                code: fact.code.as_deref(),
                name: &fact.name,
                mailbox: Some(format!("klima@{domain}")),
                from: Some(fact.from),
                to: fact.to,
                successor: successor.map(|(region, _)| region),
                ..New::default()
            });
            let council = writing.organisation(New {
                kind: OrganisationKind::RegionalCouncil,
                name: &fact.council,
                parent: Some(region),
                mailbox: Some(format!("regionsraad@{domain}")),
                from: Some(fact.from),
                to: fact.to,
                successor: successor.map(|(_, council)| council),
                ..New::default()
            });
            ids.insert(&fact.name, (region, council));
            let Some(code) = &fact.code else { continue };
            let mut served = vec![(region, fact.from, fact.to)];
            if let (Some((successor, _)), Some(to)) = (successor, fact.to) {
                served.push((successor, to.succ_opt().unwrap_or(to), None));
            }
            all.regions.insert(code.clone(), served);
            let kinds = [
                (OrganisationKind::Kkr, &fact.kkr, "kkr", &mut all.kkrs),
                (
                    OrganisationKind::RegionalOrganisation,
                    &fact.advisory,
                    "dgo",
                    &mut all.advisory,
                ),
            ];
            for (kind, name, mailbox, written) in kinds {
                let Some(name) = name else { continue };
                let id = writing.organisation(New {
                    kind,
                    name,
                    mailbox: Some(format!("{mailbox}@{domain}")),
                    ..New::default()
                });
                written.insert(code.clone(), id);
            }
        }
        all
    }
}

fn municipality(
    writing: &mut Writing<'_>,
    regions: &Regions,
    fact: &MunicipalityFact,
    years: std::ops::RangeInclusive<i32>,
) -> Municipality {
    let domain = domain(fact);
    let id = writing.organisation(New {
        kind: OrganisationKind::Municipality,
        code: Some(&fact.code),
        name: &fact.name,
        mailbox: Some(format!("klima@{domain}")),
        ..New::default()
    });
    let council = writing.organisation(New {
        kind: OrganisationKind::Council,
        name: &format!("Kommunalbestyrelsen, {}", fact.name),
        parent: Some(id),
        mailbox: Some(format!("kommunalbestyrelsen@{domain}")),
        ..New::default()
    });
    // The latest term first: a committee names the one that follows it.
    let mut committees = Vec::new();
    let first = years.start() - (years.start() - TERM_YEAR).rem_euclid(4);
    let mut term = years.end() - (years.end() - TERM_YEAR).rem_euclid(4);
    let mut successor = None;
    while term >= first {
        let from = new_year(term);
        let committee = writing.organisation(New {
            kind: OrganisationKind::Committee,
            name: &format!(
                "Klima- og Miljøudvalget, {} ({term}-{})",
                fact.name,
                term + 3
            ),
            parent: Some(id),
            mailbox: Some(format!("klimaudvalget@{domain}")),
            from: Some(from),
            to: new_year(term + 4).pred_opt(),
            successor,
            ..New::default()
        });
        committees.push((from, committee));
        successor = Some(committee);
        term -= 4;
    }
    for (region, from, to) in regions.regions.get(&fact.region).into_iter().flatten() {
        writing.affiliation(id, *region, *from, *to);
    }
    for serving in [&regions.kkrs, &regions.advisory] {
        if let Some(organisation) = serving.get(&fact.region) {
            writing.affiliation(id, *organisation, new_year(REFORM), None);
        }
    }
    Municipality {
        id,
        fact: fact.clone(),
        council,
        committees,
    }
}

fn new_year(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).expect("every year has a first of January")
}

/// An organisation to be added.
struct New<'a> {
    kind: OrganisationKind,
    code: Option<&'a str>,
    name: &'a str,
    parent: Option<OrganisationId>,
    mailbox: Option<String>,
    locale: Locale,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    successor: Option<OrganisationId>,
}

impl Default for New<'_> {
    fn default() -> Self {
        Self {
            kind: OrganisationKind::Municipality,
            code: None,
            name: "",
            parent: None,
            mailbox: None,
            locale: Locale::Da,
            from: None,
            to: None,
            successor: None,
        }
    }
}

/// Changes of the register in the making.
pub(crate) struct Writing<'a> {
    app: &'a App,
    by: Authority,
    guard: Option<Guard>,
    writes: Vec<RegisterWrite>,
}

impl<'a> Writing<'a> {
    pub(crate) fn new(app: &'a App, by: Authority) -> Self {
        Self {
            app,
            by,
            guard: None,
            writes: Vec::new(),
        }
    }

    fn mint<I: Id>(&self) -> I {
        self.app.random.id(self.app.clock.now())
    }

    fn organisation(&mut self, new: New<'_>) -> OrganisationId {
        let id = self.mint();
        self.writes.push(RegisterWrite::Organisation(Organisation {
            id,
            kind: new.kind,
            code: new.code.map(str::to_owned),
            name: new.name.to_owned(),
            search: search_key(new.name),
            sort: sort_key(new.name),
            parent: new.parent,
            mailbox: new.mailbox,
            locale: new.locale,
            valid_from: new.from.unwrap_or_else(|| new_year(REFORM)),
            valid_to: new.to,
            successor: new.successor,
        }));
        id
    }

    fn affiliation(
        &mut self,
        municipality: OrganisationId,
        organisation: OrganisationId,
        from: NaiveDate,
        to: Option<NaiveDate>,
    ) {
        let affiliation = Affiliation {
            municipality,
            organisation,
            from,
            to,
        };
        self.writes.push(RegisterWrite::Affiliation(affiliation));
    }

    /// An account that was taken up already, without a password: there is no
    /// way in but a token, or the front door of the demo.
    pub(crate) fn account(&mut self, id: PersonId, name: &str, email: &str, locale: Locale) {
        let now = self.app.clock.now();
        self.writes.push(RegisterWrite::Account {
            account: Account {
                id,
                name: Some(name.to_owned()),
                email: Some(email.to_lowercase()),
                locale,
                password: None,
                invited_at: now,
                activated_at: Some(now),
                erased_at: None,
                version: 1,
            },
            expected: None,
        });
    }

    pub(crate) fn membership(
        &mut self,
        person: PersonId,
        role: Role,
        organisation: OrganisationId,
        from: NaiveDate,
    ) {
        let id: MembershipId = self.mint();
        self.writes.push(RegisterWrite::Membership(Membership {
            id,
            person,
            organisation,
            role,
            principal: None,
            programme: None,
            from,
            to: None,
        }));
    }

    /// A new person with one role.
    pub(crate) fn person(
        &mut self,
        name: &str,
        email: &str,
        locale: Locale,
        role: Role,
        organisation: OrganisationId,
        from: NaiveDate,
    ) -> PersonId {
        let id = self.mint();
        self.account(id, name, email, locale);
        self.membership(id, role, organisation, from);
        id
    }

    pub(crate) async fn commit(self) -> Result<(), SimulationError> {
        let at = self.app.clock.now();
        let mut writes = self.writes.into_iter().peekable();
        while writes.peek().is_some() {
            let some: Vec<RegisterWrite> = writes.by_ref().take(TOGETHER).collect();
            let set = WriteSet {
                guards: self.guard.clone().into_iter().collect(),
                register: Some(RegisterChange {
                    by: self.by,
                    at,
                    writes: some,
                }),
                ..WriteSet::default()
            };
            let committed = self.app.store.commit(set).await;
            committed.map_err(SimulationError::Register)?;
        }
        Ok(())
    }
}
