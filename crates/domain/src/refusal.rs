//! A refused command says which command, in which state, and why.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{CriterionId, names::names};

names! {
    /// Why a command was refused. The code is stable; the catalogue has the words.
    RefusalCode {
        /// The command has no meaning in this state.
        WrongState = "wrong-state",
        /// The actor's role does not allow it.
        NotPermitted = "not-permitted",
        /// The case is on hold.
        OnHold = "on-hold",
        /// The case is not on hold.
        NotOnHold = "not-on-hold",
        /// The person is partial towards the municipality (inhabil).
        ConflictOfInterest = "conflict-of-interest",
        /// The person does not hold the role that is asked for.
        NotAReviewer = "not-a-reviewer",
        /// The case waits for the previous one.
        WaitsForPrevious = "waits-for-previous",
        /// The criteria set may not be pinned: not in force, and the programme is no trial.
        CriteriaNotInForce = "criteria-not-in-force",
        /// No due dates were set, and there is no period to count them from.
        DatesMissing = "dates-missing",
        /// Dates are not in order.
        DatesOutOfOrder = "dates-out-of-order",
        /// A date lies in the future that cannot.
        DateInFuture = "date-in-future",
        /// A date lies in the past that cannot.
        DateInPast = "date-in-past",
        /// Criteria have no answer yet.
        AnswersMissing = "answers-missing",
        /// The plan document is missing.
        PlanDocumentMissing = "plan-document-missing",
        /// The plan data do not follow the schema.
        PlanDataInvalid = "plan-data-invalid",
        /// A check is not met and nothing explains it.
        ExplanationMissing = "explanation-missing",
        /// The cap of review rounds is reached.
        RoundCapReached = "round-cap-reached",
        /// More rounds than the cap are not needed yet.
        RoundNotNeeded = "round-not-needed",
        /// A reviewer has accepted, or judged: too late to recall.
        ReviewBegun = "review-begun",
        /// A stage was concluded on this submission.
        StageConcluded = "stage-concluded",
        /// The review was reopened by a lead: neither recall nor send-back.
        ReviewReopened = "review-reopened",
        /// The time for this is over.
        TooLate = "too-late",
        /// There is no such stage on this case's route.
        UnknownStage = "unknown-stage",
        /// The stage is not open.
        StageNotOpen = "stage-not-open",
        /// An earlier stage is open again.
        EarlierStageOpen = "earlier-stage-open",
        /// Criteria are still to be judged.
        CriteriaPending = "criteria-pending",
        /// There is no such criterion in this set, or at this stage.
        UnknownCriterion = "unknown-criterion",
        /// The criterion is approved and unchanged: carried, and locked.
        CriterionCarried = "criterion-carried",
        /// The criterion is not open for work.
        CriterionNotOpen = "criterion-not-open",
        /// No criterion was named.
        CriteriaMissing = "criteria-missing",
        /// The criterion did not change since it was approved.
        CriterionUnchanged = "criterion-unchanged",
        /// The finding was settled by the lead: only reopening unlocks it.
        FindingSettled = "finding-settled",
        /// There is no disagreement to settle.
        NoDisagreement = "no-disagreement",
        /// There is no such assignment.
        UnknownAssignment = "unknown-assignment",
        /// The assignment does not wait for an answer.
        AssignmentNotOffered = "assignment-not-offered",
        /// The assignment is over.
        AssignmentOver = "assignment-over",
        /// The reviewer is already assigned.
        AlreadyAssigned = "already-assigned",
        /// The stage has all the reviewers it wants.
        StageFull = "stage-full",
        /// Only somebody assigned to the stage judges it.
        NotAssigned = "not-assigned",
        /// There is no such running deadline.
        UnknownDeadline = "unknown-deadline",
        /// This deadline was extended as often as the programme allows.
        ExtensionUsed = "extension-used",
        /// There is no such request, or it was decided.
        UnknownExtension = "unknown-extension",
        /// A request for this deadline waits for a decision.
        ExtensionPending = "extension-pending",
        /// There is nothing that could be read a second time.
        NothingToReadTwice = "nothing-to-read-twice",
        /// The second reading was used.
        SecondReadingUsed = "second-reading-used",
        /// A second reading is not decided yet.
        SecondReadingOpen = "second-reading-open",
        /// There is no such second reading, or it was decided.
        UnknownReading = "unknown-reading",
        /// The second reader judged it the first time.
        JudgedBefore = "judged-before",
        /// A replaced return needs a judgement; an upheld one has none.
        VerdictMismatch = "verdict-mismatch",
        /// There is no such body for this municipality, or it has ceased.
        UnknownBody = "unknown-body",
        /// The same body decided otherwise on the same day: name the record that this corrects.
        ContradictoryDecision = "contradictory-decision",
        /// There is no such adoption.
        UnknownAdoption = "unknown-adoption",
        /// The adoption does not differ, or did not adopt.
        NoDifference = "no-difference",
        /// The council has neither rejected nor changed the plan.
        NotRejected = "not-rejected",
        /// The next case is open: only the certificate can be revoked.
        NextCaseOpen = "next-case-open",
        /// The next case is not open: revoke the case instead.
        NextCaseNotOpen = "next-case-not-open",
        /// The certificate was revoked already, or there is none.
        NoCertificate = "no-certificate",
        /// There is no such condition.
        UnknownCondition = "unknown-condition",
        /// The condition does not wait for that.
        ConditionSettled = "condition-settled",
        /// There is no such notice.
        UnknownNotice = "unknown-notice",
        /// The notice is not in a state for that.
        NoticeState = "notice-state",
        /// The secretariat withdraws a case only on a merger, naming the successor.
        SuccessorMissing = "successor-missing",
        /// The organisation named to carry on is no other municipality that exists today.
        UnknownMunicipality = "unknown-municipality",
        /// No knowledge partner is known for a stage of the route.
        PartnerMissing = "partner-missing",
        /// The organisation is no knowledge partner that exists today.
        UnknownPartner = "unknown-partner",
        /// The organisation judges the stage already.
        AlreadyJudges = "already-judges",
        /// What the mail tells of is over, or it is nobody's any more.
        ReasonGone = "reason-gone",
        /// The person still holds roles: end them first.
        HoldsRoles = "holds-roles",
        /// There is nothing to note.
        NothingToNote = "nothing-to-note",
        /// A needed text is empty.
        TextMissing = "text-missing",
        /// A text is longer than 20,000 characters.
        TextTooLong = "text-too-long",
    }
}

/// A refused command. It changed nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{command} in state {state} was refused: {code}")]
pub struct Refusal {
    /// Why.
    pub code: RefusalCode,
    /// The state the case is in; `absent` where there is no case yet.
    pub state: Cow<'static, str>,
    /// What was asked.
    pub command: Cow<'static, str>,
    /// The criteria that stand in the way, if that is the reason.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub criteria: Vec<CriterionId>,
}

impl Refusal {
    /// A refusal in which no criterion stands in the way.
    pub fn new(
        code: RefusalCode,
        state: impl Into<Cow<'static, str>>,
        command: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            code,
            state: state.into(),
            command: command.into(),
            criteria: Vec::new(),
        }
    }
}
