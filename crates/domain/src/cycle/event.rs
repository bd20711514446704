//! What happened to a case: past tense, versioned, never edited.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    AdoptionOutcome, ConditionOutcome, CriterionOutline, DeadlineKey, FindingStatus, Pins, Planned,
    Renewal, ReturnReason,
};
use crate::{
    AdoptionId, AssignmentId, Authority, CertificateId, ConditionId, CriterionId, Digest,
    ExtensionId, NoticeId, OrganisationId, OrganisationKind, PersonId, ReadingId, SubmissionId,
    TextId, Timestamp, UploadId, notice::NoticeKind,
};

/// A reference to a text kept apart from the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextRef {
    /// Where it is kept.
    pub id: TextId,
    /// SHA-256 over salt and text: it proves the text while it exists and says
    /// nothing about it once text and salt are erased.
    pub digest: Digest,
}

/// One entry of a case's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number within the case, from 1.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who, in which capacity.
    pub by: Authority,
    /// The version of the event's kind, so that an old one can be told when read.
    pub v: u32,
    /// What.
    pub event: Event,
}

/// A date that a deadline was set to, with its explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetDate {
    /// What is due.
    pub key: DeadlineKey,
    /// The last day.
    pub due: NaiveDate,
    /// The day it was counted from.
    pub from: NaiveDate,
    /// Whether working days were counted.
    pub working_days: bool,
    /// Weekdays that the count stepped over.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub skipped: Vec<NaiveDate>,
    /// Whether an interrupted deadline goes on: what was sent is not sent again.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub goes_on: bool,
}

/// A stage of a route, as it stands when the case begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteStage {
    /// Its key.
    pub key: String,
    /// The organisation that judges.
    pub organisation: OrganisationId,
    /// Organisations whose leads may record its decisions on its behalf.
    pub recorded_by: Vec<OrganisationId>,
    /// Reviewers wanted.
    pub reviewers: u8,
}

/// The case's identity, in its first event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beginning {
    /// The programme's key.
    pub programme: String,
    /// Whose plan.
    pub municipality: OrganisationId,
    /// Its code.
    pub code: String,
    /// The how-many-eth case, from 1.
    pub edition: u32,
    /// The review stages.
    pub route: Vec<RouteStage>,
}

/// Something handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedIn {
    /// Which submission.
    pub id: SubmissionId,
    /// The hash of all of it.
    pub digest: Digest,
    /// The hash of the plan document (PDF).
    pub plan: Option<Digest>,
    /// Whether it came in time, and so did everything it answers.
    pub in_time: bool,
}

/// Declares `Event` with the version of each kind beside it: the one that is
/// written now. Older versions are upgraded where they are read.
macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident = $name:literal @ $version:literal { $( $(#[$field_doc:meta])* $field:ident: $type:ty, )* })+) => {
        /// Something that happened to a case.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kind")]
        pub enum Event {
            $($(#[$doc])* #[serde(rename = $name)] $variant { $($(#[$field_doc])* $field: $type,)* },)+
        }

        impl Event {
            /// Every kind, in the order of declaration, with its version.
            pub const KINDS: &'static [(&'static str, u32)] = &[$(($name, $version),)+];

            /// The kind of event and the version it is written in.
            pub fn kind(&self) -> (&'static str, u32) {
                match self { $(Self::$variant { .. } => ($name, $version),)+ }
            }
        }
    };
}

events! {
    /// A municipality without an approved plan joined.
    Enrolled = "enrolled" @ 1 {
        /// Who and how.
        beginning: Beginning,
        /// The commitment letter signed by mayor and council.
        letter: Digest,
        /// The certificate that the municipality still holds, from before it left.
        renews: Option<Renewal>,
    }
    /// A case was planned: the previous one was concluded, or taken in at go-live.
    Scheduled = "scheduled" @ 1 {
        /// Who and how.
        beginning: Beginning,
        /// The end of the period of the plan in force.
        period_end: NaiveDate,
        /// The day on which the revision opens by itself.
        opens_on: NaiveDate,
        /// What this case renews.
        renews: Renewal,
    }
    /// The revision opened.
    Opened = "opened" @ 1 {
        /// What the case is judged and timed by.
        pins: Pins,
        /// The criteria that apply.
        criteria: Vec<CriterionOutline>,
    }
    /// The secretariat set the dates by hand.
    DatesSet = "dates_set" @ 1 {
        /// The end of the period.
        period_end: Option<NaiveDate>,
        /// The day on which the revision opens by itself.
        opens_on: Option<NaiveDate>,
        /// The certificate may lapse after this day.
        lapses_after: Option<NaiveDate>,
        /// The due dates, for a case that is not open yet.
        planned: Planned,
    }
    /// A deadline was set, or set anew.
    DeadlineSet = "deadline_set" @ 1 {
        /// The date and its explanation.
        date: SetDate,
    }
    /// A deadline stopped, by a hold or a second reading.
    DeadlineStopped = "deadline_stopped" @ 1 {
        /// Which.
        deadline: DeadlineKey,
        /// Working days that were left.
        left: u32,
    }
    /// The self-assessment was handed in.
    SelfAssessmentSubmitted = "self_assessment_submitted" @ 1 {
        /// What.
        handed_in: HandedIn,
    }
    /// The outcome of the scoping meeting was recorded.
    ScopingRecorded = "scoping_recorded" @ 1 {
        /// The day of the meeting.
        held_on: NaiveDate,
        /// Who took part.
        participants: TextRef,
        /// The agreed focus per criterion.
        focus: Vec<(CriterionId, TextRef)>,
    }
    /// The revised plan was handed in.
    Submitted = "submitted" @ 1 {
        /// What.
        handed_in: HandedIn,
        /// Per criterion the hash of its content.
        contents: BTreeMap<CriterionId, Digest>,
        /// The stage that judges it first.
        stage: String,
    }
    /// The municipality took its submission back.
    Recalled = "recalled" @ 1 {}
    /// The lead sent an incomplete submission back.
    SentBack = "sent_back" @ 1 {
        /// What is missing.
        reason: TextRef,
    }
    /// A reviewer was asked to judge.
    AssignmentOffered = "assignment_offered" @ 1 {
        /// Which.
        assignment: AssignmentId,
        /// The stage.
        stage: String,
        /// Who.
        reviewer: PersonId,
        /// The last day for an answer.
        answer_by: NaiveDate,
    }
    /// The reviewer accepted.
    AssignmentAccepted = "assignment_accepted" @ 1 {
        /// Which.
        assignment: AssignmentId,
    }
    /// The reviewer declined.
    AssignmentDeclined = "assignment_declined" @ 1 {
        /// Which.
        assignment: AssignmentId,
        /// Why.
        reason: TextRef,
    }
    /// Nobody answered: the assignment went back to the lead.
    AssignmentExpired = "assignment_expired" @ 1 {
        /// Which.
        assignment: AssignmentId,
    }
    /// The lead gave the assignment to somebody else.
    AssignmentReassigned = "assignment_reassigned" @ 1 {
        /// Which.
        assignment: AssignmentId,
        /// Why.
        reason: TextRef,
    }
    /// The reviewer declared a conflict of interest.
    Recused = "recused" @ 1 {
        /// Which.
        assignment: AssignmentId,
        /// Why.
        reason: TextRef,
    }
    /// A stage was handed over to another knowledge partner. Findings stand;
    /// assignments that were not done are over.
    StageHandedOver = "stage_handed_over" @ 1 {
        /// The stage.
        stage: String,
        /// Who judged it until now.
        from: OrganisationId,
        /// Who judges it from now on.
        to: OrganisationId,
        /// Why.
        reason: TextRef,
    }
    /// A reviewer judged a criterion.
    CriterionDecided = "criterion_decided" @ 1 {
        /// The stage.
        stage: String,
        /// The criterion.
        criterion: CriterionId,
        /// The judgement.
        status: FindingStatus,
        /// The kind of fault, when returned.
        reason: Option<ReturnReason>,
        /// The remark, or the text of the condition.
        remark: Option<TextRef>,
        /// The condition that came with it.
        condition: Option<ConditionId>,
        /// The last day for the condition.
        due: Option<NaiveDate>,
        /// Whether it stands whatever other reviewers say: settled, or read a second time.
        settled: bool,
    }
    /// A finding was opened again.
    FindingReopened = "finding_reopened" @ 1 {
        /// The stage.
        stage: String,
        /// The criterion.
        criterion: CriterionId,
        /// Why.
        reason: TextRef,
    }
    /// A stage was concluded with every criterion settled.
    StageConcluded = "stage_concluded" @ 1 {
        /// The stage.
        stage: String,
        /// The stage whose turn it is then; none when all are done.
        next: Option<String>,
    }
    /// A stage was concluded and criteria went back to the municipality.
    Returned = "returned" @ 1 {
        /// The stage.
        stage: String,
        /// The criteria.
        criteria: Vec<CriterionId>,
    }
    /// A receiving server accepted the mail that told of the return.
    ReturnMailAccepted = "return_mail_accepted" @ 1 {
        /// On which day.
        on: NaiveDate,
    }
    /// The mail that told of the return bounced.
    ReturnMailBounced = "return_mail_bounced" @ 1 {}
    /// The secretariat reached somebody.
    ContactRecorded = "contact_recorded" @ 1 {
        /// How and whom.
        how: TextRef,
    }
    /// The time for the answer began to run.
    AnswerClockStarted = "answer_clock_started" @ 1 {}
    /// Nobody seems to know of the return: a task for the secretariat.
    ContactMissing = "contact_missing" @ 1 {}
    /// One more round was allowed beyond the cap.
    RoundAllowed = "round_allowed" @ 1 {
        /// Why.
        reason: TextRef,
    }
    /// More time was asked for.
    ExtensionRequested = "extension_requested" @ 1 {
        /// Which.
        extension: ExtensionId,
        /// Of which deadline.
        deadline: DeadlineKey,
        /// Until when.
        until: NaiveDate,
        /// Why.
        reasons: TextRef,
    }
    /// More time was granted or refused.
    ExtensionDecided = "extension_decided" @ 1 {
        /// Which.
        extension: ExtensionId,
        /// Whether granted.
        granted: bool,
        /// Why.
        reason: TextRef,
    }
    /// A second reading was asked for.
    SecondReadingRequested = "second_reading_requested" @ 1 {
        /// Which.
        reading: ReadingId,
        /// The returned criterion; none for the refusal.
        criterion: Option<CriterionId>,
        /// Why.
        reasons: TextRef,
    }
    /// The second reading upheld or replaced the judgement.
    SecondReadingDecided = "second_reading_decided" @ 1 {
        /// Which.
        reading: ReadingId,
        /// Whether the first judgement stands.
        upheld: bool,
        /// Why.
        reason: TextRef,
    }
    /// The certification decision was made.
    Certified = "certified" @ 1 {
        /// Its date.
        decided_on: NaiveDate,
    }
    /// The plan was refused.
    Refused = "refused" @ 1 {
        /// Why.
        reasons: TextRef,
        /// The criteria that opened again.
        criteria: Vec<CriterionId>,
    }
    /// The review was opened again for some criteria.
    ReviewReopened = "review_reopened" @ 1 {
        /// The stage.
        stage: String,
        /// Which.
        criteria: Vec<CriterionId>,
        /// Why.
        reason: TextRef,
    }
    /// The certification decision was retracted.
    DecisionRetracted = "decision_retracted" @ 1 {
        /// Why.
        reason: TextRef,
    }
    /// A body's decision was recorded.
    AdoptionRecorded = "adoption_recorded" @ 1 {
        /// Which.
        adoption: AdoptionId,
        /// The body.
        body: OrganisationId,
        /// What it is.
        body_kind: OrganisationKind,
        /// The date of the meeting.
        held_on: NaiveDate,
        /// The item on the agenda.
        item: Option<String>,
        /// The body's case number.
        case_number: Option<String>,
        /// What it decided.
        outcome: AdoptionOutcome,
        /// In its words.
        text: Option<TextRef>,
        /// A member's dissent.
        dissent: Option<TextRef>,
        /// The hash of the exact plan document.
        plan: Digest,
        /// The record that this one corrects.
        corrects: Option<AdoptionId>,
    }
    /// The adopted plan differs from the certified one only editorially.
    EditorialDifferenceRecorded = "editorial_difference_recorded" @ 1 {
        /// The adoption.
        adoption: AdoptionId,
        /// What differs.
        note: TextRef,
    }
    /// The certified plan was opened again.
    Reopened = "reopened" @ 1 {
        /// The criteria that are touched.
        criteria: Vec<CriterionId>,
        /// Why.
        reason: TextRef,
    }
    /// Certified and adopted: the plan is in force.
    Concluded = "concluded" @ 1 {
        /// The certificate that follows.
        certificate: CertificateId,
        /// Its number.
        number: String,
        /// Its first day.
        valid_from: NaiveDate,
        /// Its last day: the end of the new period.
        valid_to: NaiveDate,
        /// The certificate whose place it takes.
        supersedes: Option<CertificateId>,
        /// Whether that one had lapsed.
        reinstates: bool,
    }
    /// The certificate was revoked and the case taken up again.
    Revoked = "revoked" @ 1 {
        /// The criteria that opened again.
        criteria: Vec<CriterionId>,
        /// Why.
        reason: TextRef,
    }
    /// The certificate alone was revoked.
    CertificateRevoked = "certificate_revoked" @ 1 {
        /// Why.
        reason: TextRef,
    }
    /// The certificate that this case renews lapsed.
    Lapsed = "lapsed" @ 1 {}
    /// The certificate that this case renews was revoked.
    RenewalRevoked = "renewal_revoked" @ 1 {}
    /// The case was put on hold.
    Held = "held" @ 1 {
        /// Why; public.
        reason: TextRef,
    }
    /// The case was taken up again after a hold.
    Resumed = "resumed" @ 1 {
        /// The new last day for answers to offered assignments.
        answer_by: NaiveDate,
        /// The new day on which formal drafts release themselves.
        releases_on: NaiveDate,
    }
    /// The municipality left, or merged.
    Withdrawn = "withdrawn" @ 1 {
        /// Why.
        reason: TextRef,
        /// The municipality it merged into.
        successor: Option<OrganisationId>,
    }
    /// The municipality says that a condition is met.
    ConditionAnswered = "condition_answered" @ 1 {
        /// Which.
        condition: ConditionId,
        /// How.
        answer: TextRef,
        /// Evidence.
        evidence: Vec<UploadId>,
    }
    /// A lead judged a condition.
    ConditionJudged = "condition_judged" @ 1 {
        /// Which.
        condition: ConditionId,
        /// How.
        outcome: ConditionOutcome,
        /// The new last day, when extended.
        until: Option<NaiveDate>,
        /// Why.
        reason: TextRef,
    }
    /// A rung of a reminder ladder was reached.
    Reminded = "reminded" @ 1 {
        /// Of which deadline.
        deadline: DeadlineKey,
        /// Days from the due date, negative before it.
        rung: i32,
        /// Earlier rungs that were missed and are not caught up.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        skipped: Vec<i32>,
    }
    /// The case waits for the previous one, which was taken up again.
    Waited = "waited" @ 1 {}
    /// The dates were set anew: the previous case was concluded again.
    Rescheduled = "rescheduled" @ 1 {
        /// The end of the new period.
        period_end: NaiveDate,
        /// The day on which the revision opens by itself.
        opens_on: NaiveDate,
        /// What this case renews.
        renews: Renewal,
    }
    /// A notice to a body was drafted.
    NoticeDrafted = "notice_drafted" @ 1 {
        /// Which.
        notice: NoticeId,
        /// What it tells.
        notice_kind: NoticeKind,
        /// Whom.
        body: OrganisationId,
        /// The day on which it releases itself.
        releases_on: Option<NaiveDate>,
    }
    /// A notice was released.
    NoticeReleased = "notice_released" @ 1 {
        /// Which.
        notice: NoticeId,
    }
    /// A receiving server accepted a notice.
    NoticeDelivered = "notice_delivered" @ 1 {
        /// Which.
        notice: NoticeId,
    }
    /// A notice bounced.
    NoticeBounced = "notice_bounced" @ 1 {
        /// Which.
        notice: NoticeId,
    }
    /// The body acknowledged a notice.
    NoticeAcknowledged = "notice_acknowledged" @ 1 {
        /// Which.
        notice: NoticeId,
    }
    /// The body decided about a notice.
    NoticeDecided = "notice_decided" @ 1 {
        /// Which.
        notice: NoticeId,
        /// The date of the meeting.
        held_on: NaiveDate,
        /// In its words.
        decision: TextRef,
    }
    /// A drafted notice was overtaken by a later one.
    NoticeSuperseded = "notice_superseded" @ 1 {
        /// Which.
        notice: NoticeId,
    }
    /// A drafted notice was cancelled.
    NoticeCancelled = "notice_cancelled" @ 1 {
        /// Which.
        notice: NoticeId,
        /// Why.
        reason: Option<TextRef>,
    }
}

#[cfg(test)]
mod tests;
