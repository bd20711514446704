//! The facts outside a case that a command rests on, and their guards.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use lustrum_domain::{
    Answering, Birth, Body, Command, CriterionOutline, Cycle, Facts, NextCase, OrganisationId,
    OrganisationKind, Outline, PersonId, Programme, Role, SubmissionKind, time::local_date,
};
use lustrum_store::{FrozenSubmission, Guard, Organisation};

use crate::{App, AppError, Caller, freeze::certification, programme::newest_set};

/// The facts for one command, with what must still hold when it commits.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) facts: Facts,
    pub(crate) guards: Vec<Guard>,
    pub(crate) frozen: Option<FrozenSubmission>,
}

impl App {
    /// Reads what `command` rests on beside `cycle`.
    pub(crate) async fn gather(
        &self,
        cycle: &Cycle,
        programme: &Programme,
        command: &Command,
    ) -> Result<Gathered, AppError> {
        let mut gathered = Gathered::default();
        if may_tell_bodies(command) {
            gathered.facts.bodies = self.bodies(cycle.municipality).await?;
        }
        match command {
            // A body that has ceased since may have decided while it existed.
            Command::RecordAdoption { held_on, .. } => {
                let then = self.store.bodies(cycle.municipality, *held_on).await?;
                for body in then {
                    if !gathered
                        .facts
                        .bodies
                        .iter()
                        .any(|known| known.id == body.id)
                    {
                        gathered.facts.bodies.push(Body::from(&body));
                    }
                }
            }
            Command::AcknowledgeNotice { notice } | Command::DecideNotice { notice, .. } => {
                let named = cycle.notice(*notice);
                if let Some(body) = named.map(|it| it.body) {
                    self.gather_body(body, &mut gathered).await?;
                }
            }
            Command::AnswerCondition { evidence, .. } => {
                let uploads = self.store.uploads(cycle.id).await?;
                for (index, id) in evidence.iter().enumerate() {
                    if !uploads.iter().any(|upload| upload.id == *id) {
                        let pointer = format!("/evidence/{index}");
                        let found = id.to_string();
                        return Err(AppError::field(&pointer, found, "field-upload-unknown"));
                    }
                }
            }
            Command::Open {} | Command::Tick {} => {
                gathered.facts.outline = Some(outline(cycle, programme)?);
            }
            Command::SubmitSelfAssessment {} => {
                self.gather_frozen(cycle, SubmissionKind::SelfAssessment, &mut gathered)
                    .await?;
            }
            Command::Submit {} => {
                self.gather_frozen(cycle, SubmissionKind::Plan, &mut gathered)
                    .await?;
            }
            Command::HandOverStage { organisation, .. } => {
                let today = local_date(self.clock.now());
                let named = self.store.organisation(*organisation).await?;
                gathered.facts.successor = named
                    .filter(|it| it.kind == OrganisationKind::KnowledgePartner)
                    .filter(|it| it.in_force(today))
                    .map(|it| it.id);
            }
            Command::Withdraw {
                successor: Some(successor),
                ..
            } => {
                let home = cycle.municipality;
                gathered.facts.carries_on = self.carries_on(home, *successor).await?;
            }
            Command::OfferAssignment { reviewer, .. } | Command::Reassign { reviewer, .. } => {
                self.gather_person(*reviewer, &mut gathered).await?;
            }
            Command::Revoke { .. } | Command::RevokeCertificate { .. } => {
                let next = self.next_case(cycle).await?;
                gathered.facts.next = next.as_ref().map(|next| NextCase {
                    id: next.cycle.id,
                    state: next.cycle.state.name(),
                });
                gathered
                    .guards
                    .extend(next.map(|next| Guard::Cycle(next.cycle.id, next.cycle.version)));
            }
            // These rest on the case, and on whom they may tell.
            Command::SetDates { .. }
            | Command::RecordScoping { .. }
            | Command::Recall { .. }
            | Command::SendBack { .. }
            | Command::AcceptAssignment { .. }
            | Command::DeclineAssignment { .. }
            | Command::Recuse { .. }
            | Command::DecideCriterion { .. }
            | Command::SettleFinding { .. }
            | Command::ReopenFinding { .. }
            | Command::ConcludeStage { .. }
            | Command::AllowRound { .. }
            | Command::RecordContact { .. }
            | Command::RequestExtension { .. }
            | Command::DecideExtension { .. }
            | Command::RequestSecondReading { .. }
            | Command::DecideSecondReading { .. }
            | Command::Certify { .. }
            | Command::Refuse { .. }
            | Command::ReopenReview { .. }
            | Command::RetractDecision { .. }
            | Command::RecordEditorialDifference { .. }
            | Command::Reopen { .. }
            | Command::Withdraw { .. }
            | Command::Hold { .. }
            | Command::Resume { .. }
            | Command::JudgeCondition { .. }
            | Command::ReleaseNotice { .. }
            | Command::CancelNotice { .. }
            | Command::NoteOpened { .. }
            | Command::NoteReturnAccepted { .. }
            | Command::NoteReturnBounced { .. }
            | Command::NoteNoticeDelivered { .. }
            | Command::NoteNoticeBounced { .. }
            | Command::Wait { .. }
            | Command::Reschedule { .. }
            | Command::NoteRevoked { .. } => {}
        }
        Ok(gathered)
    }

    /// What beginning a case rests on.
    pub(crate) async fn gather_birth(
        &self,
        birth: &Birth,
        programme: &Programme,
    ) -> Result<Facts, AppError> {
        let (Birth::Enrol { municipality, .. } | Birth::Schedule { municipality, .. }) = birth;
        Ok(Facts {
            partners: self.partners(programme).await?,
            bodies: self.bodies(*municipality).await?,
            ..Facts::default()
        })
    }

    async fn gather_frozen(
        &self,
        cycle: &Cycle,
        kind: SubmissionKind,
        gathered: &mut Gathered,
    ) -> Result<(), AppError> {
        if cycle.pins.is_some() {
            let (frozen, row) = self.freeze(cycle, kind).await?;
            gathered.facts.frozen = Some(frozen);
            gathered.frozen = Some(row);
        }
        Ok(())
    }

    async fn gather_body(
        &self,
        body: OrganisationId,
        gathered: &mut Gathered,
    ) -> Result<(), AppError> {
        let facts = &mut gathered.facts;
        if !facts.bodies.iter().any(|known| known.id == body)
            && let Some(named) = self.store.organisation(body).await?
        {
            facts.bodies.push(Body::from(&named));
        }
        Ok(())
    }

    /// Who answers today for those of the bodies told of `cycle` that have ceased: it
    /// matters to clerks, and is asked for no one else.
    pub(crate) async fn answering(
        &self,
        caller: &Caller,
        cycle: &Cycle,
    ) -> Result<Answering, AppError> {
        let person = caller.actor.person();
        if person.is_none_or(|it| it.holds_anywhere(Role::Clerk).is_none()) {
            return Ok(Answering::new());
        }
        let told: Vec<OrganisationId> = cycle.notices.iter().map(|it| it.body).collect();
        let today = local_date(self.clock.now());
        Ok(self.store.answering(&told, today).await?)
    }

    async fn gather_person(&self, id: PersonId, gathered: &mut Gathered) -> Result<(), AppError> {
        if let Some(record) = self.store.person(id).await? {
            let person = self.person_today(&record).await?;
            gathered.facts.people.insert(id, person);
            gathered
                .guards
                .push(Guard::Person(id, record.account.version));
        }
        Ok(())
    }

    /// The political bodies to be told about a municipality today.
    pub(crate) async fn bodies(&self, municipality: OrganisationId) -> Result<Vec<Body>, AppError> {
        let today = local_date(self.clock.now());
        let bodies = self.store.bodies(municipality, today).await?;
        Ok(bodies.iter().map(Body::from).collect())
    }

    /// The municipality known by `id`, if it can carry on what `home` leaves: another
    /// one that exists today.
    pub(crate) async fn carries_on(
        &self,
        home: OrganisationId,
        id: OrganisationId,
    ) -> Result<Option<OrganisationId>, AppError> {
        let today = local_date(self.clock.now());
        let named = self.store.organisation(id).await?;
        Ok(named
            .filter(|it| it.kind == OrganisationKind::Municipality && it.id != home)
            .filter(|it| it.in_force(today))
            .map(|it| it.id))
    }

    /// The knowledge partners behind a programme's stages.
    async fn partners(
        &self,
        programme: &Programme,
    ) -> Result<BTreeMap<String, OrganisationId>, AppError> {
        let wanted: BTreeSet<&String> = programme
            .stages
            .iter()
            .flat_map(|it| it.recorded_by.iter().chain([&it.key]))
            .collect();
        let kinds = [OrganisationKind::KnowledgePartner];
        let all = self.store.organisations(&kinds, None).await?;
        let today = local_date(self.clock.now());
        let known = |key: &String| all.iter().find(|it| it.code.as_ref() == Some(key));
        Ok(wanted
            .into_iter()
            .filter_map(|key| Some((key.clone(), in_force(known(key)?, &all, today))))
            .collect())
    }
}

/// The organisation that stands where `known` stood, if that one has ceased: whoever
/// of `all` took over from it, or from whoever did.
fn in_force<'a>(
    mut known: &'a Organisation,
    all: &'a [Organisation],
    today: NaiveDate,
) -> OrganisationId {
    let mut passed = BTreeSet::new();
    while !known.in_force(today)
        && passed.insert(known.id)
        && let Some(next) = all.iter().find(|it| Some(it.id) == known.successor)
    {
        known = next;
    }
    known.id
}

/// Whether a command can cause a notice, or names a body. Judging criterion by
/// criterion, the most frequent of all, does neither.
fn may_tell_bodies(command: &Command) -> bool {
    !matches!(
        command,
        Command::OfferAssignment { .. }
            | Command::AcceptAssignment { .. }
            | Command::DeclineAssignment { .. }
            | Command::Reassign { .. }
            | Command::HandOverStage { .. }
            | Command::DecideCriterion { .. }
            | Command::SettleFinding { .. }
            | Command::ReopenFinding { .. }
            | Command::NoteOpened {}
            | Command::NoteNoticeDelivered { .. }
            | Command::NoteNoticeBounced { .. }
            | Command::ReleaseNotice { .. }
    )
}

/// The criteria set that a case would pin if it opened now.
fn outline(cycle: &Cycle, programme: &Programme) -> Result<Outline, AppError> {
    let set = newest_set(&programme.criteria)?;
    let criteria = lustrum_criteria::outline(set, certification(cycle))
        .into_iter()
        .map(|(id, stages)| {
            let mut sections: Vec<String> = set
                .criterion(&id)
                .into_iter()
                .flat_map(|criterion| &criterion.plan_paths)
                .filter_map(|path| path.steps().next().map(str::to_owned))
                .collect();
            sections.sort_unstable();
            sections.dedup();
            CriterionOutline {
                id,
                stages,
                sections,
            }
        })
        .collect();
    Ok(Outline {
        pin: set.pin().clone(),
        in_force: set.status() == lustrum_domain::criteria_set::SetStatus::InForce,
        criteria,
    })
}
