//! The case: one municipality, one five-year period.
//!
//! [`decide`] says what a command does to it, [`apply`] is the one way its
//! state changes, [`effects`] says what follows outside it, and [`next_due`]
//! when the clock will have something to say. Start with [`Cycle`], then
//! [`commands_in`], the table of what may happen in which state.

mod apply;
mod choices;
mod command;
mod deadline;
mod decide;
mod due;
mod effect;
mod event;
mod see;
mod state;
mod task;

pub use apply::{apply, fold};
pub use choices::{Choices, choices, is_offered};
pub use command::{Command, CommandName, Field, Focus, Verdict, Words, command_fields};
pub use deadline::{Deadline, DeadlineKey};
pub use decide::{
    Available, Birth, Bodies, Body, Ctx, Decided, Facts, Frozen, KeptText, LONGEST_TEXT, NextCase,
    Outline, available, begin, commands_in, decide, is_for_people, leads, may_draft_judgement,
    may_edit, may_edit_section, may_give, may_upload,
};
pub use due::next_due;
pub use effect::{
    Audience, CertificateChange, Effect, Mail, MailKind, NextCaseChange, Reason, effects,
};
pub use event::{Beginning, Entry, Event, HandedIn, RouteStage, SetDate, TextRef};
pub use see::{
    Matter, Scope, is_of_the_judges, is_open_finding, is_told, may_be_told, may_comment, may_see,
    may_see_open_findings, may_see_review, round_at, was_taken_back,
};
pub use state::{AnswerClock, Open, Origin, State, StateName};
pub use task::Task;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    AdoptionId, AssignmentId, CertificateId, ConditionId, CriterionId, CycleId, Digest,
    ExtensionId, NoticeId, OrganisationId, OrganisationKind, PersonId, ReadingId, SetPin,
    SubmissionId, Timestamp, names::names, notice,
};

/// One municipality's case. It holds no long text: those are kept apart from
/// the log, so that they can be erased without breaking it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cycle {
    /// Which case.
    pub id: CycleId,
    /// The programme's key.
    pub programme: String,
    /// Whose plan.
    pub municipality: OrganisationId,
    /// The municipality's code (kommunekode), part of the certificate number.
    pub code: String,
    /// The how-many-eth case of this municipality in this programme, from 1.
    pub edition: u32,
    /// How many events were applied; the number of the last one.
    pub version: u64,
    /// Where it stands.
    pub state: State,
    /// Set while the case is on hold (sat i bero).
    pub hold: Option<Hold>,
    /// Holds that are over: first day and day of resumption.
    pub holds: Vec<(NaiveDate, NaiveDate)>,
    /// What it is judged by, pinned when it opened.
    pub pins: Option<Pins>,
    /// The criteria that apply, pinned with the set.
    pub criteria: Vec<CriterionOutline>,
    /// The review stages, in the order of its route.
    pub stages: Vec<Stage>,
    /// The end of the period that the plan in force covers.
    pub period_end: Option<NaiveDate>,
    /// The day on which the revision opens by itself.
    pub opens_on: Option<NaiveDate>,
    /// Due dates that the secretariat set before the opening.
    pub planned: Option<Planned>,
    /// What was agreed per criterion when the case was scoped.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub focus: Vec<(CriterionId, TextRef)>,
    /// Every deadline that was ever set, the running ones marked.
    pub deadlines: Vec<Deadline>,
    /// Headers of what was handed in, in order.
    pub submissions: Vec<Submission>,
    /// Per criterion the content of the latest submission, and since when it is unchanged.
    pub contents: BTreeMap<CriterionId, Content>,
    /// The number of the latest review round; part of every finding's key.
    pub round: u32,
    /// Rounds that count towards the cap since the revision last began anew.
    pub rounds_used: u32,
    /// Rounds that the secretariat allowed beyond the cap.
    pub rounds_allowed: u32,
    /// Conditions attached to approvals.
    pub conditions: Vec<Condition>,
    /// What political bodies decided about the plan.
    pub adoptions: Vec<Adoption>,
    /// Requests for more time.
    pub extensions: Vec<Extension>,
    /// Second readings.
    pub readings: Vec<Reading>,
    /// The latest refusal, while it can be read a second time.
    pub refusal: Option<RefusalRecord>,
    /// The certification decision in force.
    pub decision: Option<CertificationDecision>,
    /// The certificate that this case led to.
    pub certificate: Option<Certificate>,
    /// How many certificates this case issued; part of the number.
    pub certificates_issued: u32,
    /// The certificate that this case renews.
    pub renews: Option<Renewal>,
    /// Notices to political bodies.
    pub notices: Vec<Notice>,
}

/// The versions that a case is judged and timed by, for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pins {
    /// The criteria set.
    pub criteria: SetPin,
    /// Whether that set was only a draft: then everything issued says so.
    pub trial: bool,
    /// The programme file.
    pub programme: Digest,
    /// The working-day rule.
    pub calendar: String,
}

/// Due dates set by hand before a case opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// When the self-assessment is due.
    pub self_assessment_due: NaiveDate,
    /// When the revised plan is due.
    pub submission_due: NaiveDate,
}

/// Why and since when a case is on hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Since when.
    pub since: NaiveDate,
    /// Why; public.
    pub reason: TextRef,
}

/// What the core needs to know of a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionOutline {
    /// Which.
    pub id: CriterionId,
    /// The stages that judge it.
    pub stages: Vec<String>,
    /// The sections of the plan data it looks at.
    pub sections: Vec<String>,
}

/// A review stage of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Its key, for example `concito`.
    pub key: String,
    /// The organisation that judges; another one once the stage was handed over.
    pub organisation: OrganisationId,
    /// Organisations whose leads may record its decisions on its behalf.
    pub recorded_by: Vec<OrganisationId>,
    /// Reviewers wanted.
    pub reviewers: u8,
    /// Where it stands.
    pub status: StageStatus,
    /// The round in which it was concluded last; 0 before. The municipality was
    /// told what was judged until then.
    #[serde(default)]
    pub told_until: u32,
    /// How often a review began here.
    pub reviews: u32,
    /// Who was asked to judge.
    pub assignments: Vec<Assignment>,
    /// The latest finding per criterion.
    pub findings: BTreeMap<CriterionId, Finding>,
}

names! {
    /// Where a stage stands.
    StageStatus {
        /// Its turn has not come.
        Pending = "pending",
        /// Judging.
        Open = "open",
        /// Concluded on the latest submission.
        Concluded = "concluded",
    }
}

/// A reviewer asked to judge a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Which.
    pub id: AssignmentId,
    /// Who is asked.
    pub reviewer: PersonId,
    /// The submission it was offered for; it goes on through later rounds.
    pub submission: SubmissionId,
    /// The last day for an answer.
    pub answer_by: NaiveDate,
    /// Where it stands.
    pub status: AssignmentStatus,
    /// Whether the reviewer ever accepted it: then the submission cannot be recalled.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub accepted: bool,
    /// Whether it was of the organisation that judged here before: whoever was done
    /// does not take it up again.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub former: bool,
}

names! {
    /// Where an assignment stands.
    AssignmentStatus {
        /// Asked, not answered.
        Offered = "offered",
        /// The reviewer judges.
        Accepted = "accepted",
        /// The stage was concluded, or the municipality left.
        Done = "done",
        /// The reviewer said no.
        Declined = "declined",
        /// No answer in time: back to the lead.
        Expired = "expired",
        /// A conflict of interest was declared.
        Recused = "recused",
        /// Given to somebody else.
        Reassigned = "reassigned",
    }
}

impl AssignmentStatus {
    /// Whether the reviewer may still see and judge.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Offered | Self::Accepted)
    }
}

names! {
    /// The status of a finding: criterion x stage x round.
    FindingStatus {
        /// Not judged.
        Pending = "pending",
        /// Meets the criterion.
        Approved = "approved",
        /// Meets it, with something to be done by a date.
        ApprovedWithCondition = "approved_with_condition",
        /// Sent back for work.
        Returned = "returned",
        /// Does not apply to this municipality.
        NotApplicable = "not_applicable",
    }
}

names! {
    /// Why a criterion was returned; counted to show where municipalities struggle.
    ReturnReason {
        /// Something is missing.
        Incomplete = "incomplete",
        /// It cannot be understood.
        Unclear = "unclear",
        /// Data are too old.
        Outdated = "outdated",
        /// The claim has no documentation.
        NotDocumented = "not_documented",
        /// Parts of the plan contradict each other.
        Inconsistent = "inconsistent",
        /// The ambition falls short of the requirement.
        Insufficient = "insufficient",
        /// Something else, told in the remark.
        Other = "other",
    }
}

/// The latest judgement of a criterion at a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The judgement.
    pub status: FindingStatus,
    /// The round it was made in.
    pub round: u32,
    /// The number of the submission it was made on.
    pub submission: u32,
    /// Why, when returned.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<ReturnReason>,
    /// What each reviewer says of the latest submission.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub opinions: Vec<(PersonId, FindingStatus)>,
    /// Everybody who ever judged it here: none of them can give the second reading.
    #[serde(skip_serializing_if = "BTreeSet::is_empty", default)]
    pub judges: BTreeSet<PersonId>,
    /// Whether its second reading was asked for: once only.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub read_twice: bool,
    /// Whether it stands whatever a reviewer says: settled by the lead, or read
    /// a second time. Only `reopen_finding` unlocks it.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub settled: bool,
}

/// The content of a criterion: its answer, the data it looks at, its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The hash of it.
    pub digest: Digest,
    /// The number of the submission since which it is the same.
    pub since: u32,
}

/// The header of something handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// Which.
    pub id: SubmissionId,
    /// From 1 within the case.
    pub number: u32,
    /// What was handed in.
    pub kind: SubmissionKind,
    /// The review round it began; 0 for a self-assessment.
    pub round: u32,
    /// When.
    pub at: Timestamp,
    /// The hash of all of it.
    pub digest: Digest,
    /// The hash of the plan document (PDF).
    pub plan: Option<Digest>,
    /// Whether it came in time, and so did everything it answers.
    pub in_time: bool,
    /// Whether it stands.
    pub standing: Standing,
    /// When it was recalled or sent back.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub taken_back_at: Option<Timestamp>,
}

names! {
    /// What a submission is.
    SubmissionKind {
        /// The self-assessment, for scoping.
        SelfAssessment = "self_assessment",
        /// The revised plan, for review.
        Plan = "plan",
    }
}

names! {
    /// Whether a submission stands.
    Standing {
        /// It does.
        HandedIn = "handed_in",
        /// The municipality took it back.
        Recalled = "recalled",
        /// The lead sent it back as incomplete.
        SentBack = "sent_back",
    }
}

/// A condition (vilkår) attached to an approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Which.
    pub id: ConditionId,
    /// Of which criterion.
    pub criterion: CriterionId,
    /// The stage that set it, and judges it.
    pub stage: String,
    /// The round of the approval that it belongs to.
    pub round: u32,
    /// What must be done.
    pub text: TextRef,
    /// By when.
    pub due: NaiveDate,
    /// Where it stands.
    pub status: ConditionStatus,
}

names! {
    /// Where a condition stands.
    ConditionStatus {
        /// To be met.
        Open = "open",
        /// The municipality says it is met.
        Answered = "answered",
        /// It is.
        Met = "met",
        /// No longer asked for.
        Waived = "waived",
        /// It was not met: the certificate may be revoked.
        Failed = "failed",
        /// The approval it belonged to was replaced.
        Dropped = "dropped",
    }
}

names! {
    /// How a lead judges a condition.
    ConditionOutcome {
        /// It is met.
        Met = "met",
        /// More time is given.
        Extended = "extended",
        /// It is no longer asked for.
        Waived = "waived",
        /// It was not met.
        Failed = "failed",
    }
}

/// What one body decided about the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adoption {
    /// Which record.
    pub id: AdoptionId,
    /// The body.
    pub body: OrganisationId,
    /// What it is: only the council adopts.
    pub body_kind: OrganisationKind,
    /// The date of the meeting.
    pub held_on: NaiveDate,
    /// The item on the agenda, free text.
    pub item: Option<String>,
    /// What it decided.
    pub outcome: AdoptionOutcome,
    /// The hash of the exact plan document.
    pub plan: Digest,
    /// Whether a later record corrected this one.
    pub corrected: bool,
}

names! {
    /// What a body decided.
    AdoptionOutcome {
        /// It recommends adoption to the next body.
        Recommended = "recommended",
        /// Adopted as it lay before the body.
        Adopted = "adopted",
        /// Adopted with changes.
        Amended = "amended",
        /// Postponed (udsat).
        Postponed = "postponed",
        /// Sent back to the administration (hjemvist).
        SentBack = "sent_back",
        /// Rejected.
        Rejected = "rejected",
    }
}

/// A request for more time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Which.
    pub id: ExtensionId,
    /// Of which deadline.
    pub deadline: DeadlineKey,
    /// Until when it was asked for.
    pub until: NaiveDate,
    /// `None` while undecided.
    pub granted: Option<bool>,
}

/// A second reading (fornyet vurdering).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Which.
    pub id: ReadingId,
    /// The returned criterion; `None` for the refusal.
    pub criterion: Option<CriterionId>,
    /// Whether the first judgement was upheld; `None` while undecided.
    pub upheld: Option<bool>,
}

/// A refusal that can be read a second time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalRecord {
    /// Who refused.
    pub by: Option<PersonId>,
    /// On which day.
    pub on: NaiveDate,
    /// The submission that was refused.
    pub submission: SubmissionId,
    /// The position of the stage that had returned it; none when the plan was
    /// refused instead of certified.
    pub returned_by: Option<usize>,
    /// Rounds that were used and allowed then.
    pub rounds: (u32, u32),
    /// Whether a second reading was asked for: once only.
    pub read_twice: bool,
}

/// The certification decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificationDecision {
    /// The date of the decision.
    pub on: NaiveDate,
    /// The hash of the certified plan document.
    pub plan: Digest,
    /// The adoption whose difference from the certified plan is only editorial.
    pub editorial: Option<AdoptionId>,
}

/// The certificate that a case led to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Which.
    pub id: CertificateId,
    /// The number that people quote.
    pub number: String,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The last day.
    pub valid_to: NaiveDate,
    /// Whether it was revoked.
    pub revoked: bool,
}

/// The certificate that a case renews.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewal {
    /// Which; `None` for a plan approved before Lustrum.
    pub certificate: Option<CertificateId>,
    /// It may lapse after this day.
    pub lapses_after: NaiveDate,
    /// Where it stands.
    pub status: RenewalStatus,
}

impl Renewal {
    /// Whether the municipality still holds it, lapsed or not.
    pub fn is_held(&self) -> bool {
        match self.status {
            RenewalStatus::InForce | RenewalStatus::GoLive | RenewalStatus::Lapsed => true,
            RenewalStatus::Revoked | RenewalStatus::Superseded => false,
        }
    }
}

names! {
    /// Where the certificate that a case renews stands.
    RenewalStatus {
        /// In force, or in its grace period.
        InForce = "in_force",
        /// Taken in at go-live: nothing lapses until the secretariat has set the dates.
        GoLive = "go_live",
        /// Lapsed (udløbet).
        Lapsed = "lapsed",
        /// Revoked.
        Revoked = "revoked",
        /// The case led to a certificate that took its place.
        Superseded = "superseded",
    }
}

/// A notice to a political body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Which.
    pub id: NoticeId,
    /// What it tells.
    pub kind: notice::NoticeKind,
    /// Whom.
    pub body: OrganisationId,
    /// Where it stands.
    pub state: notice::NoticeState,
    /// The day on which a formal draft releases itself.
    pub releases_on: Option<NaiveDate>,
}

impl Stage {
    /// Whether everybody who judges has, and not the same.
    pub(crate) fn disagree_on(&self, finding: &Finding) -> bool {
        finding.status == FindingStatus::Pending
            && finding.opinions.len() >= usize::from(self.reviewers)
    }

    /// The reviewers who may see and judge it now.
    pub fn live(&self) -> impl Iterator<Item = &Assignment> {
        self.assignments.iter().filter(|it| it.status.is_live())
    }
}

impl Cycle {
    /// The stage known by `key`.
    pub fn stage(&self, key: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.key == key)
    }

    /// The position of the stage known by `key` on this case's route.
    pub fn stage_index(&self, key: &str) -> Option<usize> {
        self.stages.iter().position(|stage| stage.key == key)
    }

    /// Who was ever asked to judge, at whatever stage.
    pub fn assignments(&self) -> impl Iterator<Item = &Assignment> {
        self.stages.iter().flat_map(|stage| &stage.assignments)
    }

    /// Whether `person` declared a conflict of interest in this case: whoever did
    /// sees nothing more of it, not as a lead either.
    pub fn has_recused(&self, person: PersonId) -> bool {
        self.assignments()
            .any(|it| it.reviewer == person && it.status == AssignmentStatus::Recused)
    }

    /// The notice known by `id`.
    pub fn notice(&self, id: NoticeId) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.id == id)
    }

    /// The latest submission that stands.
    pub fn submission(&self) -> Option<&Submission> {
        self.submissions
            .iter()
            .rfind(|submission| submission.standing == Standing::HandedIn)
    }

    /// The round that a judgement given now belongs to. A second reading after an
    /// answer was sent back is one of what stands, not of the answer.
    pub fn judged_round(&self) -> u32 {
        match self.submission() {
            Some(stands) if was_taken_back(self, self.round) => stands.round,
            _ => self.round,
        }
    }

    /// The running deadline known by `key`.
    pub fn running(&self, key: &DeadlineKey) -> Option<&Deadline> {
        self.deadlines
            .iter()
            .find(|deadline| deadline.running && deadline.key == *key)
    }

    /// Whether a return, or a refusal, is read a second time: until that is done,
    /// nothing can be handed in.
    pub fn is_read_again(&self) -> bool {
        let may_be = matches!(self.state, State::Returned { .. } | State::Revision { .. });
        may_be && self.readings.iter().any(|it| it.upheld.is_none())
    }

    /// The running deadline that comes first.
    pub fn next_deadline(&self) -> Option<&Deadline> {
        self.deadlines
            .iter()
            .filter(|deadline| deadline.running)
            .min_by_key(|deadline| deadline.due)
    }

    /// Whether the plan in force was taken in at go-live and nobody set its dates yet.
    pub fn is_go_live(&self) -> bool {
        self.renews
            .as_ref()
            .is_some_and(|renews| renews.status == RenewalStatus::GoLive)
    }

    /// The latest council decision that was not corrected, by meeting date.
    pub fn council_decision(&self) -> Option<&Adoption> {
        self.adoptions
            .iter()
            .filter(|adoption| {
                !adoption.corrected && adoption.body_kind == OrganisationKind::Council
            })
            .max_by_key(|adoption| adoption.held_on)
    }

    /// The criteria that `stage` judges.
    pub fn criteria_of(&self, stage: usize) -> impl Iterator<Item = &CriterionId> {
        let key = self.stages.get(stage).map(|stage| stage.key.as_str());
        self.criteria
            .iter()
            .filter(move |criterion| {
                key.is_some_and(|key| criterion.stages.iter().any(|it| it == key))
            })
            .map(|criterion| &criterion.id)
    }

    /// The criteria of `stage` that must be judged (again) on the latest
    /// submission: never judged, sent back, or changed since they were approved.
    ///
    /// Once the stage is concluded its approvals stand, whatever a later stage
    /// has changed: its lead was shown that, and could have opened it again.
    pub fn pending_in(&self, stage: usize) -> BTreeSet<CriterionId> {
        let known = self.stages.get(stage);
        let is_concluded = known.is_some_and(|stage| stage.status == StageStatus::Concluded);
        let findings = known.map(|stage| &stage.findings);
        let latest = self.submission().map_or(0, |submission| submission.number);
        self.criteria_of(stage)
            .filter(|id| {
                let Some(finding) = findings.and_then(|findings| findings.get(*id)) else {
                    return true;
                };
                let changed = self
                    .contents
                    .get(*id)
                    .is_none_or(|content| content.since > finding.submission);
                match finding.status {
                    FindingStatus::Pending => true,
                    FindingStatus::Returned => finding.submission < latest,
                    FindingStatus::Approved
                    | FindingStatus::ApprovedWithCondition
                    | FindingStatus::NotApplicable => changed && !is_concluded,
                }
            })
            .cloned()
            .collect()
    }

    /// The criteria of `stage` whose approval was carried over from an earlier
    /// round, since nothing about them changed: they are locked in this one.
    pub fn carried_in(&self, stage: usize) -> BTreeSet<CriterionId> {
        let pending = self.pending_in(stage);
        let findings = self.stages.get(stage).map(|stage| &stage.findings);
        self.criteria_of(stage)
            .filter(|id| !pending.contains(*id))
            .filter(|id| {
                findings
                    .and_then(|findings| findings.get(*id))
                    .is_none_or(|finding| finding.round != self.judged_round())
            })
            .cloned()
            .collect()
    }

    /// The criteria of `stage` about which its reviewers disagree, to be settled
    /// by its lead.
    pub fn disagreements_in(&self, stage: usize) -> BTreeSet<CriterionId> {
        self.stages.get(stage).map_or_else(BTreeSet::new, |stage| {
            stage
                .findings
                .iter()
                .filter(|(_, finding)| stage.disagree_on(finding))
                .map(|(id, _)| id.clone())
                .collect()
        })
    }

    /// The criteria that `stage` returned.
    pub fn returned_in(&self, stage: usize) -> BTreeSet<CriterionId> {
        self.stages.get(stage).map_or_else(BTreeSet::new, |stage| {
            stage
                .findings
                .iter()
                .filter(|(_, finding)| finding.status == FindingStatus::Returned)
                .map(|(id, _)| id.clone())
                .collect()
        })
    }

    /// The criteria that may be edited now; `None` when nothing may.
    pub fn open_criteria(&self) -> Option<Open> {
        match &self.state {
            State::SelfAssessment => Some(Open::All),
            State::Revision { open } => Some(open.clone()),
            State::Returned { stage, .. } => Some(Open::Only(self.returned_in(*stage))),
            State::Enrolled
            | State::Scheduled { .. }
            | State::Scoping { .. }
            | State::Review { .. }
            | State::Decision { .. }
            | State::Certified { .. }
            | State::Concluded { .. }
            | State::Withdrawn { .. } => None,
        }
    }
}
