//! What a person is asked before a command is given: what there is to choose
//! from, and what would follow. Nothing here writes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use lustrum_domain::{
    Available, Body, Certificate, Choices, Command, CommandName, Cycle, CycleId, Deadline, Digest,
    Event, Facts, Locale, MailKind, NextCase, Notice, OrganisationId, OrganisationKind, Person,
    PersonId, Refusal, RefusalCode, Role, Stage, Standing, State, StateName, available, choices,
    is_offered, may_see,
    time::{add_years, local_date},
};
use lustrum_store::{CertificateWrite, Organisation, PersonRecord, Upload};

use crate::{App, AppError, Caller, CaseView, case::is_clerk_here};

/// What giving a command takes, for one caller and one case.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The case.
    pub cycle: Cycle,
    /// Whether the caller sees the case. A clerk acts on notices of cases that
    /// they do not see, and must be shown nothing else of them.
    pub sees_case: bool,
    /// Why the command cannot be given, whatever it carries.
    pub refusal: Option<Refusal>,
    /// What the case itself offers.
    pub choices: Choices,
    /// Who can be asked to judge.
    pub reviewers: Vec<Candidate>,
    /// Bodies that can have decided: those of today, and the municipality's own
    /// that have ceased, for a meeting may be recorded late.
    pub bodies: Vec<Organisation>,
    /// Knowledge partners that can take over a stage.
    pub partners: Vec<Organisation>,
    /// Municipalities that can carry on after a merger.
    pub municipalities: Vec<Organisation>,
    /// Plan documents that a body can have decided about, the latest first.
    pub plans: Vec<KnownPlan>,
    /// Files that can be named as evidence.
    pub evidence: Vec<Upload>,
    /// The day on which it is asked.
    pub today: NaiveDate,
}

/// Somebody who could be asked to judge a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// Their name; none once it was erased.
    pub name: Option<String>,
    /// For whom they would judge.
    pub organisation: OrganisationId,
    /// Stages, of all cases, that they judge or were asked to judge.
    pub load: u64,
    /// Why they cannot be asked.
    pub obstacle: Option<Obstacle>,
}

/// Why somebody cannot be asked to judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// They work for the municipality.
    WorksThere,
    /// They worked for it; the bar falls after this day.
    WorkedThere {
        /// The last day of the bar.
        until: NaiveDate,
    },
    /// They declared a conflict of interest.
    Declared,
    /// They judge the stage already.
    Assigned,
}

/// A plan document that the case knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPlan {
    /// The hash of it.
    pub digest: Digest,
    /// The name of the file, where it is known and may be shown.
    pub name: Option<String>,
    /// The day on which it was handed in, or uploaded.
    pub on: NaiveDate,
    /// The number of the submission that it came with.
    pub submission: Option<u32>,
    /// Whether it is the certified one.
    pub certified: bool,
}

/// What would follow from a command.
#[derive(Debug, Clone)]
pub struct Foreseen {
    /// Where the case would stand.
    pub state: StateName,
    /// Deadlines that would begin, or move.
    pub deadlines: Vec<Deadline>,
    /// Notices that would be drafted, or go out at once.
    pub notices: Vec<Notice>,
    /// Mails that would be sent.
    pub mails: Vec<ForeseenMail>,
    /// Whether planned mails would be called off.
    pub calls_off: bool,
    /// The certificate that would be issued.
    pub issues: Option<Certificate>,
    /// Whether a certificate would be changed: superseded or revoked.
    pub changes_certificate: bool,
    /// Whether the municipality's next case would be begun, or changed.
    pub next_case: bool,
}

/// A mail that would be sent, with everybody who would get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeseenMail {
    /// What it tells.
    pub kind: MailKind,
    /// Its language.
    pub locale: Locale,
    /// What it says, to the first who would get it.
    pub text: String,
    /// Its subject.
    pub subject: String,
    /// The people who would get it.
    pub people: Vec<PersonId>,
    /// The organisations whose shared mailbox would get it.
    pub organisations: Vec<OrganisationId>,
}

/// Whether what follows from `command` is shown before it is given: it cannot
/// be taken back by the same person, or speaks to political bodies.
pub fn is_weighty(command: CommandName) -> bool {
    use CommandName as C;
    matches!(
        command,
        C::ConcludeStage
            | C::HandOverStage
            | C::Certify
            | C::Refuse
            | C::RetractDecision
            | C::Reopen
            | C::Revoke
            | C::RevokeCertificate
            | C::Withdraw
            | C::Hold
    )
}

impl App {
    /// What giving `command` takes.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the case is hidden or absent.
    pub async fn ask(
        &self,
        caller: &Caller,
        id: CycleId,
        command: CommandName,
    ) -> Result<Asked, AppError> {
        let stored = self.store.cycle(id).await?.ok_or(AppError::NotFound)?;
        let cycle = stored.cycle;
        let today = local_date(self.clock.now());
        let bodies = self.store.bodies(cycle.municipality, today).await?;
        let facts = Facts {
            bodies: bodies.iter().map(Body::from).collect(),
            answering: self.answering(caller, &cycle).await?,
            ..Facts::default()
        };
        let sees_case = may_see(&cycle, &caller.actor);
        let known = facts.bodies.iter().map(|body| body.id);
        if !sees_case && !is_clerk_here(&cycle, caller, command, known, &facts.answering) {
            return Err(AppError::NotFound);
        }
        let ctx = self.ctx(caller, &cycle, &facts)?;
        let code = available(&cycle, &ctx)
            .into_iter()
            .find(|it| it.command == command)
            // What only the clock gives stands in no list.
            .map_or(Some(RefusalCode::NotPermitted), |it| it.refusal);
        let state = cycle.state.name();
        let refusal = code.map(|code| Refusal::new(code, state.as_str(), command.as_str()));
        let mut asked = Asked {
            sees_case,
            refusal,
            choices: choices(&cycle, command, &ctx),
            reviewers: Vec::new(),
            bodies: Vec::new(),
            partners: Vec::new(),
            municipalities: Vec::new(),
            plans: Vec::new(),
            evidence: Vec::new(),
            today,
            cycle,
        };
        if asked.refusal.is_none() {
            self.offer(command, bodies, &mut asked).await?;
        }
        Ok(asked)
    }

    /// The commands that the page of a case shows: those that are refused with the
    /// reason, and of the others those that are worth offering.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn offered(
        &self,
        caller: &Caller,
        view: &CaseView,
    ) -> Result<Vec<Available>, AppError> {
        let cycle = &view.cycle;
        let next = match cycle.state {
            State::Concluded { .. } => self.next_case(cycle).await?,
            _ => None,
        };
        let facts = Facts {
            bodies: view.bodies.clone(),
            next: next.map(|next| NextCase {
                id: next.cycle.id,
                state: next.cycle.state.name(),
            }),
            ..Facts::default()
        };
        let ctx = self.ctx(caller, cycle, &facts)?;
        let mut commands = view.commands.clone();
        commands.retain(|it| it.refusal.is_some() || is_offered(cycle, it.command, &ctx));
        Ok(commands)
    }

    /// Adds what lies outside the case to what `command` can name.
    async fn offer(
        &self,
        command: CommandName,
        bodies: Vec<Organisation>,
        asked: &mut Asked,
    ) -> Result<(), AppError> {
        let cycle = &asked.cycle;
        match command {
            CommandName::OfferAssignment => {
                for key in &asked.choices.stages {
                    asked.reviewers.extend(self.candidates(cycle, key).await?);
                }
            }
            CommandName::Reassign => {
                for stage in &cycle.stages {
                    let mut assigned = stage.assignments.iter();
                    if assigned.any(|it| asked.choices.assignments.contains(&it.id)) {
                        let found = self.candidates(cycle, &stage.key).await?;
                        asked.reviewers.extend(found);
                    }
                }
            }
            CommandName::HandOverStage => {
                let kinds = [OrganisationKind::KnowledgePartner];
                asked.partners = self.store.organisations(&kinds, Some(asked.today)).await?;
            }
            CommandName::Withdraw => {
                let kinds = [OrganisationKind::Municipality];
                let all = self.store.organisations(&kinds, Some(asked.today)).await?;
                let home = cycle.municipality;
                asked.municipalities = all.into_iter().filter(|it| it.id != home).collect();
            }
            CommandName::AnswerCondition => {
                asked.evidence = self.store.uploads(cycle.id).await?;
            }
            CommandName::RecordAdoption => {
                let offered = &asked.choices.bodies;
                let mut known: Vec<Organisation> = bodies
                    .into_iter()
                    .filter(|body| offered.contains(&body.id))
                    .collect();
                if asked.sees_case {
                    known.extend(self.ceased(cycle.municipality, asked.today).await?);
                }
                asked.bodies = known;
                let uploads = if asked.sees_case {
                    self.store.uploads(cycle.id).await?
                } else {
                    Vec::new()
                };
                asked.plans = plans(cycle, &uploads);
            }
            _ => {}
        }
        Ok(())
    }

    /// Council and committees of a municipality whose term is over.
    async fn ceased(
        &self,
        municipality: OrganisationId,
        today: NaiveDate,
    ) -> Result<Vec<Organisation>, AppError> {
        let kinds = [OrganisationKind::Council, OrganisationKind::Committee];
        let mut all = self.store.children(municipality, &kinds).await?;
        all.retain(|body| body.valid_to.is_some_and(|to| to < today));
        Ok(all)
    }

    /// Everybody who could judge the stage known by `key`, with what speaks
    /// against it, in the order of load and name.
    pub(crate) async fn candidates(
        &self,
        cycle: &Cycle,
        key: &str,
    ) -> Result<Vec<Candidate>, AppError> {
        let Some(stage) = cycle.stage(key) else {
            return Ok(Vec::new());
        };
        let today = local_date(self.clock.now());
        let pool = self.pool(stage.organisation).await?;
        Ok(pool.candidates(cycle, stage, today))
    }

    /// Everybody who judges for an organisation today.
    pub(crate) async fn pool(&self, organisation: OrganisationId) -> Result<Pool, AppError> {
        let found = self.pools(&[organisation]).await?.into_iter().next();
        found.ok_or_else(|| AppError::internal("a pool of no organisation"))
    }

    /// The same for several organisations, in their order: as many statements as for
    /// one.
    pub(crate) async fn pools(
        &self,
        organisations: &[OrganisationId],
    ) -> Result<Vec<Pool>, AppError> {
        let today = local_date(self.clock.now());
        let roles = [Role::Reviewer, Role::Lead];
        let held = self.store.held_at(organisations, &roles, today).await?;
        let held: BTreeSet<(OrganisationId, PersonId)> = held
            .into_iter()
            .map(|it| (it.organisation, it.person))
            .collect();
        let mut people: Vec<PersonId> = held.iter().map(|(_, person)| *person).collect();
        people.sort_unstable();
        people.dedup();
        let load = self.store.loads(organisations).await?;
        let records = self.store.people(&people).await?;
        let people = self.people_today(&records).await?;
        let pools = organisations.iter().map(|organisation| {
            let known = records.iter().zip(&people);
            let theirs = known.filter(|(_, it)| held.contains(&(*organisation, it.id)));
            let mut judges: Vec<Judge> = theirs
                .map(|(record, person)| Judge {
                    load: load
                        .get(&(*organisation, person.id))
                        .copied()
                        .unwrap_or_default(),
                    person: person.clone(),
                    record: record.clone(),
                })
                .collect();
            judges.sort_by_cached_key(|it| {
                let name = it.record.account.name.as_deref().unwrap_or_default();
                (
                    it.load,
                    lustrum_text::collation::sort_key(name),
                    it.person.id,
                )
            });
            Pool {
                organisation: *organisation,
                judges,
            }
        });
        Ok(pools.collect())
    }

    /// What would follow if `command` were given now: decided and rendered as
    /// for earnest, and thrown away.
    ///
    /// # Errors
    /// As [`App::command`].
    pub async fn foresee(
        &self,
        caller: &Caller,
        id: CycleId,
        command: &Command,
        expected: Option<u64>,
    ) -> Result<Foreseen, AppError> {
        let prepared = self.prepare(caller, id, command, expected).await?;
        let (cycle, writes) = (&prepared.cycle, &prepared.writes);
        let set = prepared.entries.iter().filter_map(|it| match &it.event {
            Event::DeadlineSet { date } => cycle.running(&date.key),
            _ => None,
        });
        let drafted = prepared.entries.iter().filter_map(|it| match &it.event {
            Event::NoticeDrafted { notice, .. } => cycle.notice(*notice),
            _ => None,
        });
        let mut mails: Vec<ForeseenMail> = Vec::new();
        for mail in writes.outbox.iter().filter(|it| it.cycle == Some(id)) {
            let at = mails.iter().position(|it| it.subject == mail.subject);
            let at = at.unwrap_or_else(|| {
                mails.push(ForeseenMail {
                    kind: mail.kind,
                    locale: mail.locale,
                    text: mail.text.clone(),
                    subject: mail.subject.clone(),
                    people: Vec::new(),
                    organisations: Vec::new(),
                });
                mails.len() - 1
            });
            match mail.person {
                Some(person) => mails[at].people.push(person),
                None => mails[at].organisations.extend(mail.organisation),
            }
        }
        let issued = writes
            .certificates
            .iter()
            .any(|it| matches!(it, CertificateWrite::Issue(_)));
        Ok(Foreseen {
            state: cycle.state.name(),
            deadlines: set.cloned().collect(),
            notices: drafted.cloned().collect(),
            mails,
            calls_off: !writes.cancels.is_empty(),
            issues: cycle.certificate.clone().filter(|_| issued),
            changes_certificate: writes
                .certificates
                .iter()
                .any(|it| matches!(it, CertificateWrite::Change(..))),
            next_case: writes.cycles.iter().any(|it| it.cycle.id != id),
        })
    }

    /// The names of those whom a foreseen mail would reach: the caller is about
    /// to write to them, and sees no more than a name.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn addressees(
        &self,
        foreseen: &Foreseen,
    ) -> Result<BTreeMap<PersonId, String>, AppError> {
        let people = foreseen.mails.iter().flat_map(|mail| &mail.people);
        let ids: Vec<PersonId> = people.copied().collect();
        Ok(self.store.names(&ids).await?)
    }
}

/// Everybody who judges for an organisation, in the order of load and name.
pub(crate) struct Pool {
    pub(crate) organisation: OrganisationId,
    pub(crate) judges: Vec<Judge>,
}

/// Somebody who judges.
pub(crate) struct Judge {
    pub(crate) record: PersonRecord,
    person: Person,
    pub(crate) load: u64,
}

impl Pool {
    /// The same people for a stage of a case, with what speaks against them.
    pub(crate) fn candidates(
        &self,
        cycle: &Cycle,
        stage: &Stage,
        today: NaiveDate,
    ) -> Vec<Candidate> {
        self.judges
            .iter()
            .map(|judge| Candidate {
                person: judge.person.id,
                name: judge.record.account.name.clone(),
                organisation: self.organisation,
                load: judge.load,
                obstacle: judge.obstacle(cycle, stage, today),
            })
            .collect()
    }
}

impl Judge {
    fn obstacle(&self, cycle: &Cycle, stage: &Stage, today: NaiveDate) -> Option<Obstacle> {
        let id = self.person.id;
        let home = cycle.municipality;
        let mut assigned = stage.assignments.iter();
        if assigned.any(|it| it.reviewer == id && it.status.is_live()) {
            return Some(Obstacle::Assigned);
        }
        let recused = cycle.has_recused(id);
        let partial = self.person.is_partial(home, today);
        let declared = self
            .record
            .conflicts
            .iter()
            .any(|it| it.municipality == home);
        if recused || (partial && declared) {
            return Some(Obstacle::Declared);
        }
        if !partial {
            return None;
        }
        // Of several ties the longest bars.
        let ties = self
            .person
            .ties
            .iter()
            .filter(|tie| tie.municipality == home);
        let ends: Option<Vec<NaiveDate>> = ties.map(|tie| tie.until).collect();
        let last = ends.and_then(|ends| ends.into_iter().max());
        Some(match last.filter(|last| *last < today) {
            None => Obstacle::WorksThere,
            Some(last) => Obstacle::WorkedThere {
                until: add_years(last, lustrum_domain::TIE_YEARS),
            },
        })
    }
}

/// The plan documents that a case knows, the latest first, each once.
fn plans(cycle: &Cycle, uploads: &[Upload]) -> Vec<KnownPlan> {
    let certified = cycle.decision.as_ref().map(|decision| decision.plan);
    let mut plans: Vec<KnownPlan> = Vec::new();
    let handed_in = cycle
        .submissions
        .iter()
        .rev()
        .filter(|it| it.standing == Standing::HandedIn)
        .filter_map(|it| Some((it.plan?, it)));
    for (digest, submission) in handed_in {
        if plans.iter().any(|plan| plan.digest == digest) {
            continue;
        }
        let file = uploads.iter().find(|upload| upload.digest == digest);
        plans.push(KnownPlan {
            digest,
            name: file.map(|file| file.name.clone()),
            on: local_date(submission.at),
            submission: Some(submission.number),
            certified: certified == Some(digest),
        });
    }
    let documents = uploads
        .iter()
        .rev()
        .filter(|upload| upload.media_type == "application/pdf");
    for upload in documents {
        if plans.iter().any(|plan| plan.digest == upload.digest) {
            continue;
        }
        plans.push(KnownPlan {
            digest: upload.digest,
            name: Some(upload.name.clone()),
            on: local_date(upload.at),
            submission: None,
            certified: false,
        });
    }
    // What the body most likely had before it comes first.
    plans.sort_by_key(|plan| !plan.certified);
    plans
}
