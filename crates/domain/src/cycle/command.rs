//! What can be asked of a case: imperatives, as the API receives them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AdoptionOutcome, ConditionOutcome, DeadlineKey, Renewal, ReturnReason};
use crate::{
    AdoptionId, AssignmentId, CertificateId, ConditionId, CriterionId, Digest, ExtensionId,
    NoticeId, OrganisationId, PersonId, ReadingId, SubmissionId, UploadId,
};

/// A text written by a person. It goes to the erasable texts; events carry a
/// reference to it with a salted hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(pub String);

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// The agreed focus of a criterion after scoping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Focus {
    /// Which criterion.
    pub criterion: CriterionId,
    /// What was agreed.
    pub text: Words,
}

/// How a criterion is judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case", deny_unknown_fields)]
pub enum Verdict {
    /// It meets the criterion.
    Approved,
    /// It does, with something to be done by a date.
    ApprovedWithCondition {
        /// What must be done.
        text: Words,
        /// The last day.
        due: NaiveDate,
    },
    /// It is sent back for work.
    Returned {
        /// The kind of fault.
        reason: ReturnReason,
        /// What is missing and what would help.
        remark: Words,
    },
    /// It does not apply to this municipality.
    NotApplicable {
        /// Why.
        remark: Words,
    },
}

/// A field of a command, for the API's description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name in JSON.
    pub name: &'static str,
    /// Its Rust type, for example `Option < NaiveDate >`.
    pub kind: &'static str,
    /// What it is.
    pub doc: &'static str,
}

/// Declares `Command`, `CommandName` and the description of each command's
/// fields in one place, so that the API's description cannot drift from it.
macro_rules! commands {
    ($(
        #[doc = $doc:literal]
        $variant:ident = $name:literal { $( #[doc = $field_doc:literal] $field:ident: $type:ty, )* }
    )+) => {
        /// A command to a case.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "command", deny_unknown_fields)]
        pub enum Command {
            $(#[doc = $doc] #[serde(rename = $name)] $variant { $(#[doc = $field_doc] $field: $type,)* },)+
        }

        crate::names::names! {
            /// The name of a command, without what it carries.
            CommandName { $(#[doc = $doc] $variant = $name,)+ }
        }

        impl Command {
            /// The name of the command.
            pub fn name(&self) -> CommandName {
                match self { $(Self::$variant { .. } => CommandName::$variant,)+ }
            }
        }

        impl CommandName {
            /// What the command does, in one sentence.
            pub fn doc(self) -> &'static str {
                match self { $(Self::$variant => $doc,)+ }
            }
        }

        /// The fields that `command` carries.
        pub fn command_fields(command: CommandName) -> &'static [Field] {
            match command {
                $(CommandName::$variant => &[
                    $(Field { name: stringify!($field), kind: stringify!($type), doc: $field_doc },)*
                ],)+
            }
        }
    };
}

commands! {
    /// Open the revision: pin criteria and programme, start the clocks.
    Open = "open" {}
    /// Set the dates by hand (go-live, or a case without a period).
    SetDates = "set_dates" {
        /// The end of the period of the plan in force.
        period_end: Option<NaiveDate>,
        /// The day on which the revision opens by itself.
        opens_on: Option<NaiveDate>,
        /// When the self-assessment is due.
        self_assessment_due: NaiveDate,
        /// When the revised plan is due.
        submission_due: NaiveDate,
    }
    /// Hand in the self-assessment for scoping.
    SubmitSelfAssessment = "submit_self_assessment" {}
    /// Record the outcome of the scoping meeting.
    RecordScoping = "record_scoping" {
        /// The day of the meeting.
        held_on: NaiveDate,
        /// Who took part.
        participants: Words,
        /// The agreed focus per criterion.
        focus: Vec<Focus>,
    }
    /// Hand in the revised plan for review.
    Submit = "submit" {}
    /// Take a submission back (fortryd indsendelse).
    Recall = "recall" {}
    /// Send an incomplete submission back without judging it.
    SendBack = "send_back" {
        /// What is missing.
        reason: Words,
    }
    /// Ask a reviewer to judge a stage.
    OfferAssignment = "offer_assignment" {
        /// The stage.
        stage: String,
        /// Who is asked.
        reviewer: PersonId,
    }
    /// Accept an offered assignment.
    AcceptAssignment = "accept_assignment" {
        /// Which.
        assignment: AssignmentId,
    }
    /// Decline an offered assignment.
    DeclineAssignment = "decline_assignment" {
        /// Which.
        assignment: AssignmentId,
        /// Why.
        reason: Words,
    }
    /// Give an assignment to somebody else.
    Reassign = "reassign" {
        /// Which.
        assignment: AssignmentId,
        /// Who takes over.
        reviewer: PersonId,
        /// Why.
        reason: Words,
    }
    /// Declare a conflict of interest (inhabilitet): access ends at once.
    Recuse = "recuse" {
        /// Which assignment.
        assignment: AssignmentId,
        /// Why.
        reason: Words,
    }
    /// Hand a stage over to another knowledge partner: what was judged stands, what was not is theirs.
    HandOverStage = "hand_over_stage" {
        /// The stage.
        stage: String,
        /// Who judges it from now on.
        organisation: OrganisationId,
        /// Why.
        reason: Words,
    }
    /// Judge a criterion.
    DecideCriterion = "decide_criterion" {
        /// The stage.
        stage: String,
        /// The criterion.
        criterion: CriterionId,
        /// The judgement.
        verdict: Verdict,
    }
    /// Settle a disagreement between two reviewers.
    SettleFinding = "settle_finding" {
        /// The stage.
        stage: String,
        /// The criterion.
        criterion: CriterionId,
        /// The judgement that stands.
        verdict: Verdict,
    }
    /// Reopen a finding: of the stage that judges now, or of an earlier one for what changed.
    ReopenFinding = "reopen_finding" {
        /// The stage.
        stage: String,
        /// The criterion.
        criterion: CriterionId,
        /// Why.
        reason: Words,
    }
    /// Conclude a stage: on to the next, back to the municipality, or to the decision.
    ConcludeStage = "conclude_stage" {
        /// The stage.
        stage: String,
    }
    /// Allow one more round beyond the cap.
    AllowRound = "allow_round" {
        /// Why.
        reason: Words,
    }
    /// Record that somebody in the municipality was told of the return: the answer clock starts.
    RecordContact = "record_contact" {
        /// How and with whom.
        how: Words,
    }
    /// Ask for more time.
    RequestExtension = "request_extension" {
        /// Of which deadline.
        deadline: DeadlineKey,
        /// Until when.
        until: NaiveDate,
        /// Why.
        reasons: Words,
    }
    /// Grant or refuse more time.
    DecideExtension = "decide_extension" {
        /// Which request.
        extension: ExtensionId,
        /// Whether it is granted.
        granted: bool,
        /// Why.
        reason: Words,
    }
    /// Ask that a return, or a refusal, be read a second time by somebody else.
    RequestSecondReading = "request_second_reading" {
        /// The returned criterion; none for the refusal.
        criterion: Option<CriterionId>,
        /// Why.
        reasons: Words,
    }
    /// Uphold or replace the judgement that was read a second time.
    DecideSecondReading = "decide_second_reading" {
        /// Which reading.
        reading: ReadingId,
        /// Whether the first judgement stands.
        upheld: bool,
        /// The judgement that replaces a return; none when upheld, and for a refusal.
        verdict: Option<Verdict>,
        /// Why.
        reason: Words,
    }
    /// Certify the plan.
    Certify = "certify" {
        /// The date of the decision.
        decided_on: NaiveDate,
    }
    /// Refuse the plan, naming the criteria that must be worked on.
    Refuse = "refuse" {
        /// Why.
        reasons: Words,
        /// The criteria that open again.
        criteria: Vec<CriterionId>,
    }
    /// Open the review again for some criteria before the decision.
    ReopenReview = "reopen_review" {
        /// The stage that looks again.
        stage: String,
        /// Which criteria.
        criteria: Vec<CriterionId>,
        /// Why.
        reason: Words,
    }
    /// Retract the certification decision before the plan is in force.
    RetractDecision = "retract_decision" {
        /// Why.
        reason: Words,
    }
    /// Record what a political body decided about the plan.
    RecordAdoption = "record_adoption" {
        /// The body.
        body: OrganisationId,
        /// The date of the meeting.
        held_on: NaiveDate,
        /// The item on the agenda.
        item: Option<String>,
        /// The body's case number, as it writes it.
        case_number: Option<String>,
        /// What it decided.
        outcome: AdoptionOutcome,
        /// The decision in its words.
        text: Option<Words>,
        /// A dissent that a member asked to have recorded.
        dissent: Option<Words>,
        /// SHA-256 of the exact plan document (PDF).
        plan: Digest,
        /// The record that this one corrects.
        corrects: Option<AdoptionId>,
    }
    /// Record that the adopted plan differs from the certified one only editorially.
    RecordEditorialDifference = "record_editorial_difference" {
        /// The adoption.
        adoption: AdoptionId,
        /// What differs.
        note: Words,
    }
    /// Open the certified plan again because the council rejected or changed it.
    Reopen = "reopen" {
        /// The criteria that are touched.
        criteria: Vec<CriterionId>,
        /// Why.
        reason: Words,
    }
    /// Revoke the certificate and take the case up again.
    Revoke = "revoke" {
        /// The criteria that open again.
        criteria: Vec<CriterionId>,
        /// Why.
        reason: Words,
    }
    /// Revoke the certificate alone, the next case being open already.
    RevokeCertificate = "revoke_certificate" {
        /// Why.
        reason: Words,
    }
    /// Leave the programme, or end the case because the municipality merged.
    Withdraw = "withdraw" {
        /// Why.
        reason: Words,
        /// The municipality it merged into.
        successor: Option<OrganisationId>,
    }
    /// Put the case on hold (sat i bero).
    Hold = "hold" {
        /// Why; public.
        reason: Words,
    }
    /// Take the case up again after a hold.
    Resume = "resume" {}
    /// Say that a condition is met.
    AnswerCondition = "answer_condition" {
        /// Which.
        condition: ConditionId,
        /// How it was met.
        answer: Words,
        /// Evidence.
        evidence: Vec<UploadId>,
    }
    /// Judge a condition.
    JudgeCondition = "judge_condition" {
        /// Which.
        condition: ConditionId,
        /// How.
        outcome: ConditionOutcome,
        /// The new last day, when extended.
        until: Option<NaiveDate>,
        /// Why.
        reason: Words,
    }
    /// Release a drafted notice to its body.
    ReleaseNotice = "release_notice" {
        /// Which.
        notice: NoticeId,
    }
    /// Acknowledge a notice for its body.
    AcknowledgeNotice = "acknowledge_notice" {
        /// Which.
        notice: NoticeId,
    }
    /// Record what a body decided about a notice.
    DecideNotice = "decide_notice" {
        /// Which.
        notice: NoticeId,
        /// The date of the meeting.
        held_on: NaiveDate,
        /// The decision in the body's words.
        decision: Words,
    }
    /// Cancel a drafted notice.
    CancelNotice = "cancel_notice" {
        /// Which.
        notice: NoticeId,
        /// Why.
        reason: Words,
    }
    /// Let the clock do everything that is due. Twice, late or never: the result is the same once it ran.
    Tick = "tick" {}
    /// Note that a member of the municipality opened the returned case.
    NoteOpened = "note_opened" {}
    /// Note that a receiving server accepted the mail that told of the return.
    NoteReturnAccepted = "note_return_accepted" {
        /// Of which submission.
        submission: SubmissionId,
    }
    /// Note that the mail that told of the return bounced.
    NoteReturnBounced = "note_return_bounced" {
        /// Of which submission.
        submission: SubmissionId,
    }
    /// Note that a receiving server accepted a notice.
    NoteNoticeDelivered = "note_notice_delivered" {
        /// Which.
        notice: NoticeId,
    }
    /// Note that a notice bounced.
    NoteNoticeBounced = "note_notice_bounced" {
        /// Which.
        notice: NoticeId,
    }
    /// Wait: the previous case was taken up again.
    Wait = "wait" {}
    /// Set the dates anew: the previous case was concluded again.
    Reschedule = "reschedule" {
        /// The end of the new period.
        period_end: NaiveDate,
        /// What this case renews.
        renews: Renewal,
    }
    /// Note that the certificate this case renews was revoked.
    NoteRevoked = "note_revoked" {
        /// Which.
        certificate: CertificateId,
    }
}
