//! What leads and the secretariat work with: filters they keep, who has how
//! much to do, and a proposal for who should judge what.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use lustrum_domain::{
    AssignmentStatus, Cycle, CycleId, DeadlineKey, OrganisationId, OrganisationKind, PersonId,
    Role, StageStatus, StateName, Vacancy, leads, propose, time::local_date,
};
use lustrum_store::{
    CaseFilter, CaseSort, CaseSummary, Organisation, OrganisationFilter, Page, SavedView,
    ViewWrite, WriteSet,
};
use lustrum_text::{
    collation::search_key,
    places::{self, Found, Place},
};

use crate::{App, AppError, Caller, Candidate};

/// How many filters a person can keep: more than anybody finds again.
const MOST_VIEWS: usize = 30;

/// What a reviewer has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// Who.
    pub person: PersonId,
    /// Their name; none once it was erased.
    pub name: Option<String>,
    /// For whom they judge.
    pub organisation: OrganisationId,
    /// Stages that they judge or were asked to judge.
    pub load: u64,
}

/// A place for a reviewer that nobody fills, with who could.
#[derive(Debug, Clone)]
pub struct OpenSeat {
    /// In which case.
    pub cycle: CycleId,
    /// Whose plan.
    pub municipality: OrganisationId,
    /// The how-many-eth case.
    pub edition: u32,
    /// At which stage.
    pub stage: String,
    /// Whose stage it is.
    pub organisation: OrganisationId,
    /// When the stage is due.
    pub due: Option<NaiveDate>,
    /// Everybody of the organisation, with what speaks against them.
    pub candidates: Vec<Candidate>,
    /// Those of them who said no to it.
    pub declined: BTreeSet<PersonId>,
    /// Who should be asked.
    pub proposed: Option<PersonId>,
    /// Whether the caller leads the stage, and so may ask.
    pub led: bool,
}

impl App {
    /// The filters that the caller keeps.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] where nobody is signed in.
    pub async fn views(&self, caller: &Caller) -> Result<Vec<SavedView>, AppError> {
        Ok(self.store.saved_views(caller.person()?.id).await?)
    }

    /// Keeps a filter under a name; one of the same name is replaced.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for a name that cannot be used, or one too many.
    pub async fn keep_view(
        &self,
        caller: &Caller,
        name: &str,
        query: &str,
    ) -> Result<(), AppError> {
        let name = name.trim();
        let fits = (1..=80).contains(&name.chars().count()) && !name.chars().any(char::is_control);
        if !fits || query.len() > 2000 || !query.is_ascii() {
            return Err(AppError::field(
                "/name",
                name.chars().take(60).collect::<String>(),
                "field-view-name-wanted",
            ));
        }
        let known = self.views(caller).await?;
        if known.len() >= MOST_VIEWS && !known.iter().any(|it| it.name == name) {
            let found = known.len().to_string();
            return Err(AppError::field("/name", found, "field-views-full"));
        }
        self.write_view(caller, name, Some(query)).await
    }

    /// Gives up a filter. One that is not there is no fault.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] where nobody is signed in.
    pub async fn drop_view(&self, caller: &Caller, name: &str) -> Result<(), AppError> {
        self.write_view(caller, name, None).await
    }

    async fn write_view(
        &self,
        caller: &Caller,
        name: &str,
        query: Option<&str>,
    ) -> Result<(), AppError> {
        let writes = WriteSet {
            views: vec![ViewWrite {
                person: caller.person()?.id,
                name: name.to_owned(),
                query: query.map(str::to_owned),
            }],
            ..WriteSet::default()
        };
        self.commit(writes, caller, &()).await
    }

    /// The municipalities that a region, or another regional organisation,
    /// serves today. They are public.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn municipalities_of(
        &self,
        organisation: OrganisationId,
    ) -> Result<Vec<OrganisationId>, AppError> {
        let today = local_date(self.clock.now());
        Ok(self.store.served_by(organisation, today).await?)
    }

    /// The municipalities that somebody means who typed this, as in the register:
    /// by any of their names, or by a code. None where all are meant.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn municipalities_named(
        &self,
        text: &str,
    ) -> Result<Option<Vec<OrganisationId>>, AppError> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let kinds = [OrganisationKind::Municipality];
        let known = self.store.organisations(&kinds, None).await?;
        let names: Vec<Place> = known
            .iter()
            .map(|it| Place {
                code: it.code.as_deref().unwrap_or_default(),
                name: &it.name,
            })
            .collect();
        let key = search_key(text);
        let meant = match places::find(&names, text) {
            Found::All => return Ok(None),
            Found::One(index) => vec![index],
            Found::Unreadable => Vec::new(),
            // A part of a name, or the beginning of a code, is enough for a list.
            found => {
                let perhaps = match found {
                    Found::Perhaps(perhaps) => perhaps,
                    _ => Vec::new(),
                };
                let has = |index: &usize| {
                    let it = &known[*index];
                    perhaps.contains(index)
                        || it.search.contains(&key)
                        || names[*index].code.starts_with(&key)
                };
                (0..known.len()).filter(has).collect()
            }
        };
        Ok(Some(meant.into_iter().map(|it| known[it].id).collect()))
    }

    /// A page of the organisations that somebody means who typed this: municipalities
    /// as in the register, all others by a part of their name. They are public; their
    /// mailboxes are not.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn organisations_named(
        &self,
        text: &str,
        filter: OrganisationFilter,
    ) -> Result<Page<Organisation>, AppError> {
        let meant = self.municipalities_named(text).await?;
        let filter = OrganisationFilter {
            named: meant.map(|meant| (search_key(text), meant)),
            ..filter
        };
        Ok(self.store.organisations_page(&filter).await?)
    }

    /// The organisations whose reviewers the caller may know of.
    async fn led(&self, caller: &Caller) -> Result<Vec<OrganisationId>, AppError> {
        let person = caller.person()?;
        if caller.scope().all {
            let kinds = [OrganisationKind::KnowledgePartner];
            let today = local_date(self.clock.now());
            let partners = self.store.organisations(&kinds, Some(today)).await?;
            return Ok(partners.into_iter().map(|it| it.id).collect());
        }
        let leads = person.memberships.iter().filter(|it| it.role == Role::Lead);
        let led: BTreeSet<OrganisationId> = leads.map(|it| it.organisation).collect();
        if led.is_empty() {
            return Err(AppError::NotFound);
        }
        Ok(led.into_iter().collect())
    }

    /// Places that nobody fills at the open stages that the caller leads, with
    /// a proposal for each.
    ///
    /// # Errors
    /// As [`App::reviewers`].
    pub async fn open_seats(&self, caller: &Caller) -> Result<Vec<OpenSeat>, AppError> {
        let mut seats = self.reviewers(caller).await?.1;
        seats.retain(|seat| seat.led);
        Ok(seats)
    }

    /// What everybody has to do at the organisations that the caller leads, or at all
    /// of them for those who see everything; and places that nobody fills at their open
    /// stages, with a proposal for each. Whoever said no is not proposed again. The
    /// number of statements does not depend on how many there are.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for those who lead nothing.
    pub async fn reviewers(&self, caller: &Caller) -> Result<(Vec<Load>, Vec<OpenSeat>), AppError> {
        let person = caller.person()?;
        let all = caller.scope().all;
        let today = local_date(self.clock.now());
        let pools = self.pools(&self.led(caller).await?).await?;
        let filter = CaseFilter {
            states: vec![StateName::Review],
            vacant: true,
            ..CaseFilter::default()
        };
        let found = self.store.cases(&caller.scope(), &filter).await?;
        let ids: Vec<CycleId> = found
            .rows
            .iter()
            .filter(|row| !row.on_hold)
            .map(|row| row.cycle)
            .collect();
        let mut seats = Vec::new();
        for stored in self.store.cycles(&ids).await? {
            let cycle = &stored.cycle;
            for stage in &cycle.stages {
                let led = leads(cycle, person, stage).is_some();
                let mut pools = pools.iter();
                let pool = pools.find(|it| it.organisation == stage.organisation);
                let told = led || all;
                let (true, StageStatus::Open, Some(pool)) = (told, stage.status, pool) else {
                    continue;
                };
                let answered = stage.assignments.iter();
                let declined: BTreeSet<PersonId> = answered
                    .filter(|it| it.status == AssignmentStatus::Declined)
                    .map(|it| it.reviewer)
                    .collect();
                let live = stage.assignments.iter().filter(|it| it.status.is_live());
                let free = usize::from(stage.reviewers).saturating_sub(live.count());
                for _ in 0..free {
                    seats.push(OpenSeat {
                        cycle: cycle.id,
                        municipality: cycle.municipality,
                        edition: cycle.edition,
                        stage: stage.key.clone(),
                        organisation: stage.organisation,
                        due: review_due(cycle, &stage.key),
                        candidates: pool.candidates(cycle, stage, today),
                        declined: declined.clone(),
                        proposed: None,
                        led,
                    });
                }
            }
        }
        seats.sort_by_key(|it| (it.due, it.cycle));
        let vacancies: Vec<Vacancy> = seats
            .iter()
            .map(|seat| Vacancy {
                cycle: seat.cycle,
                stage: seat.stage.clone(),
                organisation: seat.organisation,
                due: seat.due,
                able: seat
                    .candidates
                    .iter()
                    .filter(|it| it.obstacle.is_none() && !seat.declined.contains(&it.person))
                    .map(|it| it.person)
                    .collect(),
            })
            .collect();
        let judges = pools.iter().flat_map(|pool| &pool.judges);
        let laden = judges.map(|it| (it.record.account.id, it.load)).collect();
        for (seat, proposed) in seats.iter_mut().zip(propose(&vacancies, &laden)) {
            seat.proposed = proposed;
        }
        let loads = pools.into_iter().flat_map(|pool| {
            pool.judges.into_iter().map(move |judge| Load {
                person: judge.record.account.id,
                name: judge.record.account.name,
                organisation: pool.organisation,
                load: judge.load,
            })
        });
        Ok((loads.collect(), seats))
    }
}

impl App {
    /// The cases in which a reviewer judges or was asked to, at the organisations that
    /// the caller leads, or at all of them for those who see everything: what their
    /// load is made of. What is due first comes first.
    ///
    /// # Errors
    /// As [`App::reviewers`].
    pub async fn cases_with(
        &self,
        caller: &Caller,
        reviewer: PersonId,
    ) -> Result<Vec<CaseSummary>, AppError> {
        let led = self.led(caller).await?;
        let held = self.store.assignments_of(reviewer).await?;
        let held = held
            .into_iter()
            .filter(|it| it.status.is_live() && led.contains(&it.organisation));
        let filter = CaseFilter {
            cycles: Some(held.map(|it| it.cycle).collect()),
            sort: CaseSort::Deadline,
            ..CaseFilter::default()
        };
        Ok(self.cases(caller, &filter).await?.rows)
    }
}

fn review_due(cycle: &Cycle, stage: &str) -> Option<NaiveDate> {
    let key = DeadlineKey::Review(stage.to_owned());
    cycle.running(&key).map(|deadline| deadline.due)
}
