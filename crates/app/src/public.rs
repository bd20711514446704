//! What everybody may know: the register, a municipality's history, figures,
//! and the same as open data. No person is among it, nor anything of a review
//! that is not concluded.
//!
//! **What of a plan is public.** A plan document that was certified *and*
//! adopted is public: the council adopted it in an open meeting, and a
//! certificate that nobody can hold against the document it names would prove
//! nothing. So its file can be fetched by the certificate's number, also after
//! the certificate ended; and the targets, pathways and inventory that were
//! handed in with it are drawn. Whatever was not adopted yet, or was judged and
//! returned, is the municipality's own to publish.

mod data;
mod figures;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;
use lustrum_domain::{
    CycleId, OrganisationId, OrganisationKind, Programme, StateName, time::local_date,
};
use lustrum_store::{CaseSummary, CertificateFilter, CertificateRow, PublicCase, Upload};
use lustrum_text::places::{self, Found};
use serde_json::Value;

pub use data::{Dataset, DatasetName};
pub use figures::{Cohort, Figures, QueueLine, ReturnedCriterion, Turnaround};

use crate::{App, AppError, Document};

/// The public register of a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// The day it shows.
    pub as_of: NaiveDate,
    /// One line per municipality, in the order of names.
    pub lines: Vec<RegisterLine>,
}

/// A municipality in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterLine {
    /// Its latest case and certificate.
    pub case: PublicCase,
    /// Why the case is on hold; none once the reason was erased.
    pub hold_reason: Option<String>,
    /// Whether it is certified on a route of its own.
    pub own_route: bool,
    /// Where it stands, in one word for a map.
    pub standing: PublicStanding,
    /// The region that serves it on that day, where it is known.
    pub region: Option<String>,
}

lustrum_domain::names! {
    /// Where a municipality stands, in one word for maps, addresses and open data.
    PublicStanding {
        /// A certified plan is in force.
        InForce = "in_force",
        /// The municipality evaluates or revises its plan.
        Revision = "revision",
        /// With those who judge.
        Review = "review",
        /// Criteria were returned.
        Returned = "returned",
        /// Being certified, or certified and not adopted yet.
        Nearly = "nearly",
        /// Its certificate lapsed or was revoked, and no new one was issued.
        Lapsed = "lapsed",
        /// On hold.
        OnHold = "on_hold",
        /// Certified on a route of its own.
        OwnRoute = "own_route",
        /// Joined, without a certified plan; or out.
        Without = "without",
    }
}

impl PublicStanding {
    /// Whatever is out of the ordinary counts before where the case is.
    fn of(case: &PublicCase, own_route: bool) -> Self {
        use lustrum_store::CertificateStatus as Certificate;
        if own_route {
            return Self::OwnRoute;
        }
        if case.on_hold {
            return Self::OnHold;
        }
        let status = case.certificate.as_ref().map(|it| it.status);
        if case.lapsed || matches!(status, Some(Certificate::Lapsed | Certificate::Revoked)) {
            return Self::Lapsed;
        }
        match case.state {
            StateName::Returned => Self::Returned,
            StateName::Review => Self::Review,
            StateName::Decision | StateName::Certified => Self::Nearly,
            StateName::SelfAssessment | StateName::Scoping | StateName::Revision => Self::Revision,
            StateName::Scheduled | StateName::Concluded => Self::InForce,
            StateName::Enrolled | StateName::Withdrawn => Self::Without,
        }
    }
}

/// Which part of the register is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterQuery {
    /// What was typed for a municipality.
    pub text: String,
    /// Only those that stand so, by its word.
    pub standing: Option<PublicStanding>,
    /// Only those of this region.
    pub region: Option<String>,
}

/// A part of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterPart<'a> {
    /// The lines, in the order of names.
    pub lines: Vec<&'a RegisterLine>,
    /// How the text was understood.
    pub found: Understood,
}

/// How a text that was typed for a municipality was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Understood {
    /// As all of them.
    All,
    /// As one or several of them.
    These,
    /// It names none, but the lines may be meant.
    Perhaps,
    /// It names none.
    Nothing,
    /// It has characters that no Danish name has.
    Unreadable,
}

impl Register {
    /// The lines that a query asks for.
    pub fn part(&self, query: &RegisterQuery) -> RegisterPart<'_> {
        let names: Vec<places::Place> = self
            .lines
            .iter()
            .map(|line| places::Place {
                code: &line.case.code,
                name: &line.case.name,
            })
            .collect();
        let key = lustrum_text::collation::search_key(&query.text);
        let (found, chosen) = match places::find(&names, &query.text) {
            Found::All => (Understood::All, (0..names.len()).collect()),
            Found::One(index) => (Understood::These, vec![index]),
            Found::Perhaps(list) => {
                let begins = |index: &usize| {
                    lustrum_text::collation::search_key(names[*index].name).starts_with(&key)
                };
                let all_begin = list.iter().all(begins);
                (
                    if all_begin {
                        Understood::These
                    } else {
                        Understood::Perhaps
                    },
                    list,
                )
            }
            Found::Nothing => (Understood::Nothing, Vec::new()),
            Found::Unreadable => (Understood::Unreadable, Vec::new()),
        };
        let fits = |line: &&RegisterLine| {
            query.standing.is_none_or(|it| it == line.standing)
                && query
                    .region
                    .as_ref()
                    .is_none_or(|it| Some(it) == line.region.as_ref())
        };
        RegisterPart {
            lines: chosen
                .into_iter()
                .map(|index| &self.lines[index])
                .filter(fits)
                .collect(),
            found,
        }
    }

    /// The regions that serve somebody, in the order of names.
    pub fn regions(&self) -> Vec<String> {
        let lines = self.lines.iter();
        let names: BTreeSet<&String> = lines.filter_map(|line| line.region.as_ref()).collect();
        let mut regions: Vec<String> = names.into_iter().cloned().collect();
        regions.sort_by_cached_key(|name| lustrum_text::collation::sort_key(name));
        regions
    }
}

/// A municipality's history.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// The register's line, where it has a case.
    pub line: RegisterLine,
    /// Its cases, the latest first, with what happened in each.
    pub cases: Vec<PastCase>,
    /// Its certificates, the latest first, each with the plan document, if that
    /// is kept here.
    pub certificates: Vec<(CertificateRow, Option<Upload>)>,
    /// The plan data that were handed in with the plan last certified and adopted.
    pub data: Option<Value>,
}

/// A case of a municipality, as everybody may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastCase {
    /// Its line.
    pub summary: CaseSummary,
    /// The kinds of event that are public, with their days, in order.
    pub events: Vec<(NaiveDate, String)>,
}

/// The kinds of event that everybody may know of: what moved a case, and what
/// became of its certificate. Who judged, and what is still being judged, is
/// not among them.
pub const PUBLIC_EVENTS: [&str; 20] = [
    "enrolled",
    "opened",
    "self_assessment_submitted",
    "scoping_recorded",
    "submitted",
    "recalled",
    "sent_back",
    "returned",
    "refused",
    "certified",
    "decision_retracted",
    "adoption_recorded",
    "concluded",
    "reopened",
    "revoked",
    "certificate_revoked",
    "lapsed",
    "held",
    "resumed",
    "withdrawn",
];

impl App {
    /// The programme whose register this service keeps.
    ///
    /// # Errors
    /// An internal error when no programme is shipped.
    pub fn programme(&self) -> Result<&Programme, AppError> {
        let programme = self.programmes.all().next();
        programme.ok_or_else(|| AppError::internal("no programme is shipped"))
    }

    /// The public register, at most a minute old, and not older than the last
    /// write of this process.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn register_now(&self) -> Result<Arc<Register>, AppError> {
        let programme = self.programme()?;
        let now = self.clock.now();
        let written = self.store.written();
        let make = self.make_register(programme, local_date(now));
        let memory = &self.memory.register;
        memory.get(&programme.key, now, written, make).await
    }

    async fn make_register(
        &self,
        programme: &Programme,
        as_of: NaiveDate,
    ) -> Result<Register, AppError> {
        let cases = self.store.public_register(&programme.key).await?;
        let held: Vec<CycleId> = cases
            .iter()
            .filter(|case| case.on_hold)
            .map(|case| case.cycle)
            .collect();
        let mut reasons = self.hold_reasons(&held).await?;
        let regions = self.regions_of(as_of).await?;
        let lines = cases
            .into_iter()
            .map(|case| {
                let mut routes = programme.routes.iter();
                let own_route = routes.any(|route| route.municipality == case.code);
                RegisterLine {
                    hold_reason: reasons.remove(&case.cycle),
                    own_route,
                    standing: PublicStanding::of(&case, own_route),
                    region: regions.get(&case.municipality).cloned(),
                    case,
                }
            })
            .collect();
        Ok(Register { as_of, lines })
    }

    /// The name of the region that serves each municipality on a day.
    async fn regions_of(
        &self,
        on: NaiveDate,
    ) -> Result<BTreeMap<OrganisationId, String>, AppError> {
        let kinds = [OrganisationKind::Region];
        let regions = self.store.organisations(&kinds, Some(on)).await?;
        let names: BTreeMap<_, _> = regions.into_iter().map(|it| (it.id, it.name)).collect();
        let served = self.store.affiliations_on(on).await?;
        Ok(served
            .into_iter()
            .filter_map(|it| Some((it.municipality, names.get(&it.organisation)?.clone())))
            .collect())
    }

    /// A municipality's history by its code.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a code that has no case in the programme.
    pub async fn history(&self, code: &str) -> Result<History, AppError> {
        let register = self.register_now().await?;
        let line = register.lines.iter().find(|line| line.case.code == code);
        let line = line.ok_or(AppError::NotFound)?.clone();
        let municipality = line.case.municipality;
        let programme = &line.case.programme;
        let summaries = self.store.editions(programme, municipality).await?;
        let ids: Vec<CycleId> = summaries.iter().map(|it| it.cycle).collect();
        let mut events: BTreeMap<CycleId, Vec<(NaiveDate, String)>> = BTreeMap::new();
        for it in self.store.happened(&ids, &PUBLIC_EVENTS).await? {
            let day = local_date(it.at);
            events.entry(it.cycle).or_default().push((day, it.kind));
        }
        let filter = CertificateFilter {
            programme: Some(programme.clone()),
            municipality: Some(municipality),
            ..CertificateFilter::default()
        };
        let mut certificates = self.store.certificates(&filter).await?;
        certificates.sort_by_key(|it| std::cmp::Reverse((it.valid_from, it.id)));
        let plans = self
            .store
            .uploads_by_digest(
                &ids,
                &certificates.iter().map(|it| it.plan).collect::<Vec<_>>(),
            )
            .await?;
        let data = match certificates.first() {
            Some(latest) => self.adopted_data(latest).await?,
            None => None,
        };
        Ok(History {
            name: line.case.name.clone(),
            code: line.case.code.clone(),
            cases: summaries
                .into_iter()
                .map(|summary| PastCase {
                    events: events.remove(&summary.cycle).unwrap_or_default(),
                    summary,
                })
                .collect(),
            certificates: certificates
                .into_iter()
                .map(|row| {
                    let mut files = plans.iter();
                    let plan = files
                        .find(|it| it.cycle == row.cycle && it.digest == row.plan)
                        .cloned();
                    (row, plan)
                })
                .collect(),
            data,
            line,
        })
    }

    /// The plan data that a certificate's plan was handed in with; none where
    /// that was before this service.
    async fn adopted_data(&self, certificate: &CertificateRow) -> Result<Option<Value>, AppError> {
        let Some(frozen) = self.store.latest_submission(certificate.cycle).await? else {
            return Ok(None);
        };
        let document: Document =
            serde_json::from_str(&frozen.document).map_err(AppError::internal)?;
        let is_it = document
            .plan
            .is_some_and(|plan| plan.digest == certificate.plan);
        Ok(is_it.then_some(document.data))
    }

    /// The plan document that a certificate names. See the top of this file for
    /// why it is public.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a number that is unknown, and for a plan whose
    /// file was never handed in here.
    pub async fn certified_plan(&self, number: &str) -> Result<Upload, AppError> {
        let certificate = self.certificate(number).await?;
        let found = self
            .store
            .uploads_by_digest(&[certificate.cycle], &[certificate.plan])
            .await?;
        found.into_iter().next().ok_or(AppError::NotFound)
    }
}

#[cfg(test)]
mod tests;
