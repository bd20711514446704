//! What a command does to a case: decided once, with role and state. Pure and total.
//!
//! The order of the questions is the same for every command: does it exist in
//! this state ([`commands_in`])? Is the case on hold? Does the actor's role
//! allow it? Then what the command itself asks.

mod authority;
mod begin;
mod certifying;
mod extending;
mod noticing;
mod opening;
mod reviewing;
mod submitting;
mod ticking;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{
    Command, CommandName, Cycle, DeadlineKey, Entry, Event, Focus, Open, SetDate, Stage,
    StageStatus, State, StateName, TextRef, Verdict, Words, apply::apply,
};
use crate::{
    Actor, Answering, Authority, CriterionId, CycleId, Digest, Id, OrganisationId,
    OrganisationKind, Person, PersonId, Programme, Refusal, RefusalCode, Role, SetPin, TextId,
    Timestamp,
    calendar::{Count, add_working_days, working_days_between},
    time::local_date,
};

pub use begin::{Birth, begin};

/// The longest text a person may send with a command, in characters.
pub const LONGEST_TEXT: usize = 20_000;

/// Everything a decision may look at besides the case.
#[derive(Debug, Clone, Copy)]
pub struct Ctx<'a> {
    /// The time of the decision.
    pub now: Timestamp,
    /// Who gives the command.
    pub actor: &'a Actor,
    /// The programme the case runs by.
    pub programme: &'a Programme,
    /// Facts outside the case, read for this command.
    pub facts: &'a Facts,
    /// Randomness for ids and salts; new for every command.
    pub seed: Uuid,
}

impl Ctx<'_> {
    /// The civil date of the decision.
    pub fn today(&self) -> NaiveDate {
        local_date(self.now)
    }

    /// The `number`-th id of this command: UUIDv7 from the clock and the seed,
    /// so that the same command with the same seed mints the same ids.
    fn mint<I: Id>(&self, number: u32) -> I {
        let hash = self.derive("id", number);
        let mut random = [0; 10];
        random.copy_from_slice(&hash[..10]);
        let millis = u64::try_from(self.now.timestamp_millis()).unwrap_or_default();
        I::from(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    fn derive(&self, purpose: &str, number: u32) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(self.seed.as_bytes());
        hasher.update(purpose.as_bytes());
        hasher.update(number.to_be_bytes());
        hasher.finalize().into()
    }
}

/// Facts outside the case, read (and guarded) by the use case.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The knowledge partners behind the stages, by stage key.
    pub partners: BTreeMap<String, OrganisationId>,
    /// The knowledge partner that the command names, if it exists today.
    pub successor: Option<OrganisationId>,
    /// The municipality that the command names to carry on, if it is another one and
    /// exists today.
    pub carries_on: Option<OrganisationId>,
    /// The people whom the command names.
    pub people: BTreeMap<PersonId, Person>,
    /// The political bodies to be told about this municipality, in force today,
    /// and the one that the command names.
    pub bodies: Bodies,
    /// Who answers today for those of the bodies told of this case that have ceased.
    pub answering: Answering,
    /// The criteria set to pin, for `open`.
    pub outline: Option<Outline>,
    /// What would be frozen, for `submit_self_assessment` and `submit`.
    pub frozen: Option<Frozen>,
    /// The case after this one, for `revoke` and `revoke_certificate`.
    pub next: Option<NextCase>,
}

/// Political bodies by id.
pub type Bodies = Vec<Body>;

/// A political body to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Which.
    pub id: OrganisationId,
    /// What it is.
    pub kind: OrganisationKind,
}

/// The criteria set a case may pin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// The set.
    pub pin: SetPin,
    /// Whether the version is in force.
    pub in_force: bool,
    /// The criteria that apply to a recertification.
    pub criteria: Vec<super::CriterionOutline>,
}

/// What a submission would freeze, and what is missing from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// The hash of all of it.
    pub digest: Digest,
    /// The hash of the plan document.
    pub plan: Option<Digest>,
    /// Per criterion the hash of its answer, data and evidence.
    pub contents: BTreeMap<CriterionId, Digest>,
    /// Criteria without an answer.
    pub unanswered: Vec<CriterionId>,
    /// Criteria with a check that is not met and no explanation.
    pub unexplained: Vec<CriterionId>,
    /// Whether the plan data follow the schema.
    pub valid: bool,
}

/// The case after this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextCase {
    /// Which.
    pub id: CycleId,
    /// Where it stands.
    pub state: StateName,
}

/// A text to be kept apart from the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptText {
    /// Where it is kept.
    pub id: TextId,
    /// What is hashed before it.
    pub salt: [u8; 16],
    /// The text.
    pub body: String,
}

impl KeptText {
    /// The hash that the event carries.
    pub fn digest(&self) -> Digest {
        Digest::of_parts([self.salt.as_slice(), self.body.as_bytes()])
    }
}

/// What a command leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The case afterwards: the fold of the entries.
    pub cycle: Cycle,
    /// What happened, in order.
    pub entries: Vec<Entry>,
    /// Texts to be kept apart from the log.
    pub texts: Vec<KeptText>,
}

/// A command that may or may not be given now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Available {
    /// Which.
    pub command: CommandName,
    /// Why not; `None` when it may be given, as far as state, hold and role tell.
    pub refusal: Option<RefusalCode>,
}

/// The commands that exist in a state: the table of the contract.
pub fn commands_in(state: StateName) -> &'static [CommandName] {
    use CommandName as C;
    /// Work on adoption, hold, withdrawal and notices goes on in every open state.
    macro_rules! with_always {
        ($($command:ident),* $(,)?) => {
            &[
                $(C::$command,)*
                C::Hold, C::Resume, C::Withdraw, C::RecordAdoption, C::ReleaseNotice,
                C::AcknowledgeNotice, C::DecideNotice, C::CancelNotice, C::NoteNoticeDelivered,
                C::NoteNoticeBounced, C::NoteRevoked, C::HandOverStage, C::Tick,
            ]
        };
    }
    match state {
        StateName::Enrolled => with_always![Open, SetDates],
        StateName::Scheduled => with_always![Open, SetDates, Wait, Reschedule],
        StateName::SelfAssessment => {
            with_always![
                SubmitSelfAssessment,
                SetDates,
                RequestExtension,
                DecideExtension
            ]
        }
        StateName::Scoping => {
            with_always![
                RecordScoping,
                Recall,
                SetDates,
                RequestExtension,
                DecideExtension
            ]
        }
        StateName::Revision => with_always![
            Submit,
            SetDates,
            RequestExtension,
            DecideExtension,
            RequestSecondReading,
            DecideSecondReading,
            Recuse,
        ],
        StateName::Review => with_always![
            Recall,
            SendBack,
            OfferAssignment,
            AcceptAssignment,
            DeclineAssignment,
            Reassign,
            Recuse,
            DecideCriterion,
            SettleFinding,
            ReopenFinding,
            ConcludeStage,
            NoteReturnAccepted,
            NoteReturnBounced,
        ],
        StateName::Returned => with_always![
            Submit,
            Refuse,
            AllowRound,
            RecordContact,
            RequestExtension,
            DecideExtension,
            RequestSecondReading,
            DecideSecondReading,
            Recuse,
            NoteOpened,
            NoteReturnAccepted,
            NoteReturnBounced,
        ],
        StateName::Decision => with_always![Certify, Refuse, ReopenReview],
        StateName::Certified => with_always![
            RecordEditorialDifference,
            Reopen,
            RetractDecision,
            AnswerCondition,
            JudgeCondition,
        ],
        StateName::Concluded => &[
            // Conditions are judged, and certificates revoked, after the conclusion.
            C::HandOverStage,
            C::Revoke,
            C::RevokeCertificate,
            C::AnswerCondition,
            C::JudgeCondition,
            C::RecordAdoption,
            C::ReleaseNotice,
            C::AcknowledgeNotice,
            C::DecideNotice,
            C::CancelNotice,
            C::NoteNoticeDelivered,
            C::NoteNoticeBounced,
            C::Tick,
        ],
        StateName::Withdrawn => &[
            C::ReleaseNotice,
            C::AcknowledgeNotice,
            C::DecideNotice,
            C::CancelNotice,
            C::NoteNoticeDelivered,
            C::NoteNoticeBounced,
            C::Tick,
        ],
    }
}

/// Whether `command` may be given to a case on hold.
///
/// Handling of notices is no work on the case: a clerk may acknowledge, the
/// hold itself must be told of, and a mail server's answer arrives when it arrives.
/// Nor is handing over a stage: a body that ceases does not wait for `resume`.
fn works_on_hold(command: CommandName) -> bool {
    use CommandName as C;
    matches!(
        command,
        C::Resume
            | C::Withdraw
            | C::Recuse
            | C::RecordAdoption
            | C::AcknowledgeNotice
            | C::DecideNotice
            | C::NoteNoticeDelivered
            | C::NoteNoticeBounced
            | C::NoteReturnAccepted
            | C::NoteReturnBounced
            | C::NoteRevoked
            | C::Wait
            | C::Reschedule
            | C::ReleaseNotice
            | C::HandOverStage
            | C::Tick
    )
}

/// Why `command` cannot be given, as far as state and hold tell.
fn closed(cycle: &Cycle, command: CommandName) -> Option<RefusalCode> {
    if !commands_in(cycle.state.name()).contains(&command) {
        return Some(RefusalCode::WrongState);
    }
    if cycle.hold.is_some() && !works_on_hold(command) {
        return Some(RefusalCode::OnHold);
    }
    if cycle.hold.is_none() && command == CommandName::Resume {
        return Some(RefusalCode::NotOnHold);
    }
    if cycle.hold.is_some() && command == CommandName::Hold {
        return Some(RefusalCode::OnHold);
    }
    None
}

/// Whether `command` may be given as far as state, hold and role tell: the
/// cheap questions, to be asked before facts are gathered for the dear ones.
///
/// # Errors
/// The refusal that [`decide`] would answer with.
pub fn may_give(cycle: &Cycle, command: &Command, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    let name = command.name();
    let code = match closed(cycle, name) {
        Some(code) => code,
        None => match authority::of(cycle, command, ctx) {
            Ok(_) => return Ok(()),
            Err(code) => code,
        },
    };
    let state = cycle.state.name();
    Err(Refusal::new(code, state.as_str(), name.as_str()))
}

/// What `command` does to `cycle`. Pure and total.
///
/// # Errors
/// A [`Refusal`] that names command, state and reason; nothing changed.
pub fn decide(cycle: &Cycle, command: &Command, ctx: &Ctx<'_>) -> Result<Decided, Refusal> {
    let name = command.name();
    let state = cycle.state.name();
    let refuse = |fault: Fault| Refusal {
        criteria: fault.criteria,
        ..Refusal::new(fault.code, state.as_str(), name.as_str())
    };
    if let Some(code) = closed(cycle, name) {
        return Err(refuse(code.into()));
    }
    let by = authority::of(cycle, command, ctx).map_err(|code| refuse(code.into()))?;
    let mut deciding = Deciding::on(cycle.clone(), by, ctx);
    deciding.run(command).map_err(refuse)?;
    deciding.conclude_if_ready();
    deciding.draft_notices();
    Ok(deciding.decided())
}

/// Every command that exists for `actor`'s eyes, with the reason where it may
/// not be given now. Commands of the clock are left out.
pub fn available(cycle: &Cycle, ctx: &Ctx<'_>) -> Vec<Available> {
    CommandName::ALL
        .iter()
        .copied()
        .filter(|command| !authority::is_clocks(*command))
        .map(|command| {
            let refusal =
                closed(cycle, command).or_else(|| authority::refusal(cycle, command, ctx));
            Available { command, refusal }
        })
        .collect()
}

/// Whether people give `command`, and not only the clock or the worker.
pub fn is_for_people(command: CommandName) -> bool {
    !authority::is_clocks(command) && command != CommandName::NoteOpened
}

/// Whether the actor may keep private drafts of judgements at `stage`: whoever
/// may judge there. What a recused or replaced reviewer wrote is sealed thereby,
/// for themselves too.
///
/// # Errors
/// Why not.
pub fn may_draft_judgement(cycle: &Cycle, stage: &str, ctx: &Ctx<'_>) -> Result<(), RefusalCode> {
    let open = cycle
        .stages
        .iter()
        .any(|it| it.key == stage && it.status == StageStatus::Open);
    if !open {
        return Err(RefusalCode::StageNotOpen);
    }
    let command = Command::DecideCriterion {
        stage: stage.to_owned(),
        criterion: CriterionId(String::new()),
        verdict: Verdict::Approved,
    };
    authority::of(cycle, &command, ctx).map(|_| ())
}

/// In which capacity `person` leads `stage` of `cycle`: for its organisation, or recording
/// on its behalf.
pub fn leads(cycle: &Cycle, person: &Person, stage: &Stage) -> Option<Authority> {
    authority::lead_of(cycle, person, stage)
}

/// Whether `person` may edit the draft of `criterion` now.
///
/// # Errors
/// Why not.
pub fn may_edit(cycle: &Cycle, criterion: &CriterionId, ctx: &Ctx<'_>) -> Result<(), RefusalCode> {
    let open = editable(cycle, ctx)?;
    if !cycle.criteria.iter().any(|known| known.id == *criterion) {
        return Err(RefusalCode::UnknownCriterion);
    }
    if open.contains(criterion) {
        Ok(())
    } else {
        Err(RefusalCode::CriterionNotOpen)
    }
}

/// Whether `person` may edit the section `section` of the plan data now: some
/// open criterion looks at it, or no criterion does.
///
/// # Errors
/// Why not.
pub fn may_edit_section(cycle: &Cycle, section: &str, ctx: &Ctx<'_>) -> Result<(), RefusalCode> {
    let open = editable(cycle, ctx)?;
    let mut looking = cycle
        .criteria
        .iter()
        .filter(|criterion| criterion.sections.iter().any(|it| it == section))
        .peekable();
    if looking.peek().is_none() || looking.any(|criterion| open.contains(&criterion.id)) {
        Ok(())
    } else {
        Err(RefusalCode::CriterionNotOpen)
    }
}

/// Whether `person` may add files now: to the draft, or as evidence that a
/// condition of a certified plan is met.
///
/// # Errors
/// Why not.
pub fn may_upload(cycle: &Cycle, ctx: &Ctx<'_>) -> Result<(), RefusalCode> {
    let conditions_open = matches!(
        cycle.state,
        State::Certified { .. } | State::Concluded { .. }
    ) && cycle
        .conditions
        .iter()
        .any(|condition| condition.status == super::ConditionStatus::Open);
    if conditions_open {
        let roles = [Role::Coordinator, Role::Approver];
        return authority::of_municipality(cycle, ctx, &roles).map(|_| ());
    }
    editable(cycle, ctx).map(|_| ())
}

/// What is open for work, for somebody who may do it.
fn editable(cycle: &Cycle, ctx: &Ctx<'_>) -> Result<Open, RefusalCode> {
    if cycle.hold.is_some() {
        return Err(RefusalCode::OnHold);
    }
    let open = cycle.open_criteria().ok_or(RefusalCode::WrongState)?;
    authority::of_municipality(cycle, ctx, &[Role::Coordinator, Role::Approver])?;
    Ok(open)
}

/// Why a command's own question failed.
struct Fault {
    code: RefusalCode,
    criteria: Vec<CriterionId>,
}

impl From<RefusalCode> for Fault {
    fn from(code: RefusalCode) -> Self {
        Self {
            code,
            criteria: Vec::new(),
        }
    }
}

impl Fault {
    fn with(code: RefusalCode, criteria: Vec<CriterionId>) -> Self {
        Self { code, criteria }
    }
}

type Outcome = Result<(), Fault>;

/// A decision in the making. Every event is applied as it is emitted, so that
/// what follows sees the new state.
struct Deciding<'a> {
    cycle: Cycle,
    ctx: &'a Ctx<'a>,
    by: Authority,
    entries: Vec<Entry>,
    texts: Vec<KeptText>,
    minted: u32,
}

impl<'a> Deciding<'a> {
    fn on(cycle: Cycle, by: Authority, ctx: &'a Ctx<'a>) -> Self {
        Self {
            cycle,
            ctx,
            by,
            entries: Vec::new(),
            texts: Vec::new(),
            minted: 0,
        }
    }

    fn decided(self) -> Decided {
        Decided {
            cycle: self.cycle,
            entries: self.entries,
            texts: self.texts,
        }
    }

    fn emit(&mut self, event: Event) {
        let entry = Entry {
            seq: self.cycle.version + 1,
            at: self.ctx.now,
            by: self.by,
            v: event.kind().1,
            event,
        };
        apply(&mut self.cycle, &entry);
        self.entries.push(entry);
    }

    fn mint<I: Id>(&mut self) -> I {
        self.minted += 1;
        self.ctx.mint(self.minted)
    }

    /// Keeps a text apart from the log.
    fn keep(&mut self, words: &Words) -> Result<TextRef, RefusalCode> {
        let body = words.0.trim();
        if body.is_empty() {
            return Err(RefusalCode::TextMissing);
        }
        if body.chars().count() > LONGEST_TEXT {
            return Err(RefusalCode::TextTooLong);
        }
        let id = self.mint();
        let mut salt = [0; 16];
        salt.copy_from_slice(&self.ctx.derive("salt", self.minted)[..16]);
        let text = KeptText {
            id,
            salt,
            body: body.to_owned(),
        };
        let reference = TextRef {
            id,
            digest: text.digest(),
        };
        self.texts.push(text);
        Ok(reference)
    }

    fn keep_some(&mut self, words: Option<&Words>) -> Result<Option<TextRef>, RefusalCode> {
        words
            .filter(|words| !words.0.trim().is_empty())
            .map(|words| self.keep(words))
            .transpose()
    }

    fn today(&self) -> NaiveDate {
        self.ctx.today()
    }

    /// Sets a deadline some working days from today.
    fn set_working_days(&mut self, key: DeadlineKey, days: u32) {
        let from = self.today();
        let Count { due, skipped } = add_working_days(from, days);
        self.emit(Event::DeadlineSet {
            date: SetDate {
                key,
                due,
                from,
                working_days: true,
                skipped,
                goes_on: false,
            },
        });
    }

    /// Sets a deadline to a civil date.
    fn set_date(&mut self, key: DeadlineKey, due: NaiveDate) {
        self.set_until(key, due, false);
    }

    fn set_until(&mut self, key: DeadlineKey, due: NaiveDate, working_days: bool) {
        let from = self.today();
        self.emit(Event::DeadlineSet {
            date: SetDate {
                key,
                due,
                from,
                working_days,
                skipped: Vec::new(),
                goes_on: false,
            },
        });
    }

    /// Working days since `from` on which the case was not on hold.
    fn working_days_run(&self, from: NaiveDate) -> u32 {
        let today = self.today();
        let held: u32 = self
            .cycle
            .holds
            .iter()
            .map(|(since, until)| working_days_between((*since).max(from), (*until).min(today)))
            .sum();
        working_days_between(from, today).saturating_sub(held)
    }

    /// A date that something happened on cannot lie in the future.
    fn not_in_future(&self, date: NaiveDate) -> Outcome {
        if date > self.today() {
            Err(RefusalCode::DateInFuture.into())
        } else {
            Ok(())
        }
    }

    /// Criteria named by a command: at least one, each of this case.
    fn named(&self, criteria: &[CriterionId]) -> Outcome {
        if criteria.is_empty() {
            return Err(RefusalCode::CriteriaMissing.into());
        }
        let unknown: Vec<CriterionId> = criteria
            .iter()
            .filter(|id| !self.cycle.criteria.iter().any(|known| known.id == **id))
            .cloned()
            .collect();
        if unknown.is_empty() {
            Ok(())
        } else {
            Err(Fault::with(RefusalCode::UnknownCriterion, unknown))
        }
    }

    fn run(&mut self, command: &Command) -> Outcome {
        use Command as C;
        match command {
            C::Open {} => self.open(),
            C::SetDates {
                period_end,
                opens_on,
                self_assessment_due,
                submission_due,
            } => self.set_dates(
                *period_end,
                *opens_on,
                *self_assessment_due,
                *submission_due,
            ),
            C::SubmitSelfAssessment {} => self.submit_self_assessment(),
            C::RecordScoping {
                held_on,
                participants,
                focus,
            } => self.record_scoping(*held_on, participants, focus),
            C::Submit {} => self.submit(),
            C::Recall {} => self.recall(),
            C::SendBack { reason } => self.send_back(reason),
            C::OfferAssignment { stage, reviewer } => self.offer(stage, *reviewer),
            C::AcceptAssignment { assignment } => self.accept(*assignment),
            C::DeclineAssignment { assignment, reason } => self.decline(*assignment, reason),
            C::Reassign {
                assignment,
                reviewer,
                reason,
            } => self.reassign(*assignment, *reviewer, reason),
            C::Recuse { assignment, reason } => self.recuse(*assignment, reason),
            C::HandOverStage {
                stage,
                organisation,
                reason,
            } => self.hand_over_stage(stage, *organisation, reason),
            C::DecideCriterion {
                stage,
                criterion,
                verdict,
            } => self.decide_criterion(stage, criterion, verdict),
            C::SettleFinding {
                stage,
                criterion,
                verdict,
            } => self.settle_finding(stage, criterion, verdict),
            C::ReopenFinding {
                stage,
                criterion,
                reason,
            } => self.reopen_finding(stage, criterion, reason),
            C::ConcludeStage { stage } => self.conclude_stage(stage),
            C::AllowRound { reason } => self.allow_round(reason),
            C::RecordContact { how } => self.record_contact(how),
            C::RequestExtension {
                deadline,
                until,
                reasons,
            } => self.request_extension(deadline, *until, reasons),
            C::DecideExtension {
                extension,
                granted,
                reason,
            } => self.decide_extension(*extension, *granted, reason),
            C::RequestSecondReading { criterion, reasons } => {
                self.request_second_reading(criterion.as_ref(), reasons)
            }
            C::DecideSecondReading {
                reading,
                upheld,
                verdict,
                reason,
            } => self.decide_second_reading(*reading, *upheld, verdict.as_ref(), reason),
            C::Certify { decided_on } => self.certify(*decided_on),
            C::Refuse { reasons, criteria } => self.refuse(reasons, criteria),
            C::ReopenReview {
                stage,
                criteria,
                reason,
            } => self.reopen_review(stage, criteria, reason),
            C::RetractDecision { reason } => self.retract_decision(reason),
            C::RecordAdoption { .. } => self.record_adoption(command),
            C::RecordEditorialDifference { adoption, note } => {
                self.record_editorial_difference(*adoption, note)
            }
            C::Reopen { criteria, reason } => self.reopen(criteria, reason),
            C::Revoke { criteria, reason } => self.revoke(criteria, reason),
            C::RevokeCertificate { reason } => self.revoke_certificate(reason),
            C::Withdraw { reason, successor } => self.withdraw(reason, *successor),
            C::Hold { reason } => self.hold(reason),
            C::Resume {} => self.resume(),
            C::AnswerCondition {
                condition,
                answer,
                evidence,
            } => self.answer_condition(*condition, answer, evidence),
            C::JudgeCondition {
                condition,
                outcome,
                until,
                reason,
            } => self.judge_condition(*condition, *outcome, *until, reason),
            C::ReleaseNotice { notice } => self.release_notice(*notice),
            C::AcknowledgeNotice { notice } => self.acknowledge_notice(*notice),
            C::DecideNotice {
                notice,
                held_on,
                decision,
            } => self.decide_notice(*notice, *held_on, decision),
            C::CancelNotice { notice, reason } => self.cancel_notice(*notice, reason),
            C::Tick {} => self.tick(),
            C::NoteOpened {} => self.note_opened(),
            C::NoteReturnAccepted { submission } => self.note_return_accepted(*submission),
            C::NoteReturnBounced { submission } => self.note_return_bounced(*submission),
            C::NoteNoticeDelivered { notice } => self.note_notice_delivered(*notice),
            C::NoteNoticeBounced { notice } => self.note_notice_bounced(*notice),
            C::Wait {} => self.wait(),
            C::Reschedule { period_end, renews } => self.reschedule(*period_end, renews),
            C::NoteRevoked { certificate } => self.note_revoked(*certificate),
        }
    }
}

#[cfg(test)]
mod tests;
