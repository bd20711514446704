//! What follows from an event outside the case: mails, certificates, the next
//! case. Declared here and nowhere else.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{AssignmentStatus, Cycle, DeadlineKey, Entry, Event, Renewal, RenewalStatus, State};
use crate::{
    AssignmentId, CertificateId, NoticeId, OrganisationId, PersonId, SubmissionId, UnknownName,
    names::names, notice::NoticeState, time::add_months,
};

names! {
    /// What a mail tells. Each has a subject and a text in the catalogue.
    MailKind {
        /// The revision opened.
        Opened = "opened",
        /// The self-assessment was handed in.
        SelfAssessmentSubmitted = "self_assessment_submitted",
        /// The outcome of scoping was recorded.
        ScopingRecorded = "scoping_recorded",
        /// The plan was handed in.
        Submitted = "submitted",
        /// A submission was taken back.
        Recalled = "recalled",
        /// A submission was sent back as incomplete.
        SentBack = "sent_back",
        /// Somebody is asked to judge.
        AssignmentOffered = "assignment_offered",
        /// A reviewer said no.
        AssignmentDeclined = "assignment_declined",
        /// A reviewer did not answer.
        AssignmentExpired = "assignment_expired",
        /// A reviewer declared a conflict of interest.
        Recused = "recused",
        /// Another organisation judges a stage from now on.
        StageHandedOver = "stage_handed_over",
        /// A finding was opened again.
        FindingReopened = "finding_reopened",
        /// A stage's turn has come.
        StageEntered = "stage_entered",
        /// Criteria were returned.
        Returned = "returned",
        /// Nobody seems to know of a return.
        ContactMissing = "contact_missing",
        /// One more round was allowed.
        RoundAllowed = "round_allowed",
        /// More time is asked for.
        ExtensionRequested = "extension_requested",
        /// More time was granted or refused.
        ExtensionDecided = "extension_decided",
        /// A second reading is asked for.
        SecondReadingRequested = "second_reading_requested",
        /// A second reading was decided.
        SecondReadingDecided = "second_reading_decided",
        /// The plan is ready for the certification decision.
        ReadyForDecision = "ready_for_decision",
        /// The plan is certified.
        Certified = "certified",
        /// The plan was refused.
        Refused = "refused",
        /// The review was opened again.
        ReviewReopened = "review_reopened",
        /// The certification decision was retracted.
        DecisionRetracted = "decision_retracted",
        /// A political body's decision was recorded.
        AdoptionRecorded = "adoption_recorded",
        /// The certified plan was opened again.
        Reopened = "reopened",
        /// The plan is in force, with a certificate.
        Concluded = "concluded",
        /// The certificate was revoked.
        Revoked = "revoked",
        /// The certificate lapsed.
        Lapsed = "lapsed",
        /// The case was put on hold.
        Held = "held",
        /// The case was taken up again.
        Resumed = "resumed",
        /// The municipality left, or merged.
        Withdrawn = "withdrawn",
        /// The municipality says that a condition is met.
        ConditionAnswered = "condition_answered",
        /// A condition was judged.
        ConditionJudged = "condition_judged",
        /// A deadline is near, or over.
        Reminder = "reminder",
        /// Notices wait for the administration.
        NoticeDrafted = "notice_drafted",
        /// A notice to a political body.
        Notice = "notice",
        /// An invitation to an account.
        Invitation = "invitation",
        /// A link to choose a new password by.
        NewPassword = "new_password",
        /// A municipality is about to lose its last approver.
        LastApprover = "last_approver",
    }
}

impl MailKind {
    /// Whether a mail of this kind lets somebody into their account: it goes to
    /// them whatever they hold, and says a secret.
    pub fn lets_in(self) -> bool {
        matches!(self, Self::Invitation | Self::NewPassword)
    }
}

/// Who gets a mail. Resolved to people and mailboxes when it is queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Coordinators and approvers of the municipality, and its shared mailbox.
    Municipality,
    /// Only its approvers, and its shared mailbox.
    Approvers,
    /// Advisors who serve the municipality.
    Advisors,
    /// The leads of an organisation, and its shared mailbox.
    Leads(OrganisationId),
    /// One person.
    Person(PersonId),
    /// The secretariat and its shared mailbox.
    Secretariat,
    /// A political body's shared mailbox and clerks.
    Body(OrganisationId),
}

/// Why a mail was sent, in a form that a later command can cancel by, and that
/// the worker can report back by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A deadline that was met, moved or dropped needs no reminder.
    Deadline(DeadlineKey),
    /// An assignment that was answered needs no asking.
    Assignment(AssignmentId),
    /// The return of a submission: acceptance by a server starts the answer clock.
    Return(SubmissionId),
    /// A notice: acceptance by a server makes it delivered.
    Notice(NoticeId),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deadline(key) => write!(f, "deadline/{key}"),
            Self::Assignment(id) => write!(f, "assignment/{id}"),
            Self::Return(id) => write!(f, "return/{id}"),
            Self::Notice(id) => write!(f, "notice/{id}"),
        }
    }
}

impl FromStr for Reason {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let unknown = || UnknownName {
            kind: "Reason",
            found: text.chars().take(60).collect(),
        };
        let (kind, rest) = text.split_once('/').ok_or_else(unknown)?;
        match kind {
            "deadline" => rest.parse().map(Self::Deadline),
            "assignment" => rest.parse().map(Self::Assignment).map_err(|_| unknown()),
            "return" => rest.parse().map(Self::Return).map_err(|_| unknown()),
            "notice" => rest.parse().map(Self::Notice).map_err(|_| unknown()),
            _ => Err(unknown()),
        }
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl Reason {
    /// Whether a mail for this reason still has something to say: asked again
    /// when its turn comes, for hours may lie between queueing and sending.
    pub fn stands(&self, cycle: &Cycle) -> bool {
        match self {
            Self::Deadline(key) => cycle.running(key).is_some(),
            Self::Assignment(id) => cycle
                .assignments()
                .any(|it| it.id == *id && it.status == AssignmentStatus::Offered),
            Self::Return(id) => matches!(
                &cycle.state,
                State::Returned { submission, .. } if submission == id
            ),
            Self::Notice(id) => cycle.notice(*id).is_some_and(|it| it.state.is_released()),
        }
    }
}

/// A mail to be queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// What it tells.
    pub kind: MailKind,
    /// Whom.
    pub to: Audience,
    /// Why, where something can end the reason or wait for its delivery.
    pub reason: Option<Reason>,
}

/// A change of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertificateChange {
    /// A new one.
    Issue {
        /// Which.
        id: CertificateId,
        /// Its number.
        number: String,
        /// Its first day.
        valid_from: NaiveDate,
        /// Its last day.
        valid_to: NaiveDate,
    },
    /// A newer one took its place.
    Supersede(CertificateId),
    /// Its time ran out.
    Lapse(CertificateId),
    /// It was revoked.
    Revoke(CertificateId),
}

/// What a case does to the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextCaseChange {
    /// Plan it, or set its dates anew if it waits.
    Schedule {
        /// The end of the new period.
        period_end: NaiveDate,
        /// What it renews.
        renews: Renewal,
    },
    /// Let it wait.
    Wait,
    /// Tell it that the certificate it renews was revoked.
    NoteRevoked(CertificateId),
}

/// What must happen because of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Queue a mail.
    Mail(Mail),
    /// Cancel queued mails: their reason is gone.
    Cancel(Reason),
    /// Cancel whatever of this case is queued to a person: they lost access.
    CancelFor(PersonId),
    /// Change a certificate.
    Certificate(CertificateChange),
    /// Change the next case.
    NextCase(NextCaseChange),
}

/// What must happen because of `entry`, which led to `after`.
///
/// How long a certificate outlives its plan, and from which rung on a reminder goes
/// to more people, are rules of `programme`.
pub fn effects(after: &Cycle, entry: &Entry, programme: &crate::Programme) -> Vec<Effect> {
    let mut all = Effects::default();
    let leads = || {
        after
            .stages
            .iter()
            .map(|stage| Audience::Leads(stage.organisation))
    };
    let lead_of = |key: &str| {
        after
            .stage(key)
            .map(|stage| Audience::Leads(stage.organisation))
    };
    let first_lead = after
        .stages
        .first()
        .map(|stage| Audience::Leads(stage.organisation));
    let last_lead = after
        .stages
        .last()
        .map(|stage| Audience::Leads(stage.organisation));
    let assigned = |id: &AssignmentId| {
        after.stages.iter().find_map(|stage| {
            let assignment = stage.assignments.iter().find(|it| it.id == *id)?;
            Some((stage.organisation, assignment.reviewer))
        })
    };
    let reviewers = || {
        after
            .assignments()
            .filter(|it| it.status.is_live())
            .map(|it| Audience::Person(it.reviewer))
    };
    match &entry.event {
        Event::Enrolled { .. }
        | Event::Scheduled { .. }
        | Event::DatesSet { .. }
        | Event::AssignmentAccepted { .. }
        | Event::CriterionDecided { .. }
        | Event::ReturnMailAccepted { .. }
        | Event::ReturnMailBounced {}
        | Event::ContactRecorded { .. }
        | Event::AnswerClockStarted {}
        | Event::EditorialDifferenceRecorded { .. }
        | Event::Waited {}
        | Event::Rescheduled { .. }
        | Event::RenewalRevoked {}
        | Event::NoticeDelivered { .. }
        | Event::NoticeAcknowledged { .. }
        | Event::NoticeDecided { .. } => {}
        Event::DeadlineSet { date } => all.cancel(Reason::Deadline(date.key.clone())),
        Event::DeadlineStopped { deadline, .. } => all.cancel(Reason::Deadline(deadline.clone())),
        Event::Opened { .. } => {
            all.mail(
                MailKind::Opened,
                [Audience::Municipality, Audience::Advisors],
            );
        }
        Event::SelfAssessmentSubmitted { .. } => {
            all.cancel(Reason::Deadline(DeadlineKey::SelfAssessment));
            all.mail(MailKind::SelfAssessmentSubmitted, first_lead);
            all.mail(
                MailKind::SelfAssessmentSubmitted,
                [Audience::Municipality, Audience::Advisors],
            );
        }
        Event::ScopingRecorded { .. } => {
            all.mail(
                MailKind::ScopingRecorded,
                [Audience::Municipality, Audience::Advisors],
            );
        }
        Event::Submitted { stage, .. } => {
            all.cancel(Reason::Deadline(DeadlineKey::Submission));
            all.cancel(Reason::Deadline(DeadlineKey::Answer));
            all.cancel_returns(after);
            all.mail(MailKind::Submitted, lead_of(stage));
            all.mail(MailKind::Submitted, reviewers());
            all.mail(MailKind::Submitted, [Audience::Municipality]);
        }
        Event::Recalled {} => {
            all.cancel_reviews(after);
            all.mail(MailKind::Recalled, [Audience::Municipality]);
            all.mail(MailKind::Recalled, leads());
        }
        Event::SentBack { .. } => {
            all.cancel_reviews(after);
            all.mail(MailKind::SentBack, [Audience::Municipality]);
        }
        Event::AssignmentOffered {
            assignment,
            reviewer,
            ..
        } => {
            all.mail_for(
                MailKind::AssignmentOffered,
                Audience::Person(*reviewer),
                Reason::Assignment(*assignment),
            );
        }
        Event::AssignmentDeclined { assignment, .. } => {
            all.cancel(Reason::Assignment(*assignment));
            let lead = assigned(assignment).map(|(stage, _)| Audience::Leads(stage));
            all.mail(MailKind::AssignmentDeclined, lead);
        }
        Event::AssignmentExpired { assignment } => {
            all.cancel(Reason::Assignment(*assignment));
            let lead = assigned(assignment).map(|(stage, _)| Audience::Leads(stage));
            all.mail(MailKind::AssignmentExpired, lead);
        }
        Event::AssignmentReassigned { assignment, .. } => {
            all.cancel(Reason::Assignment(*assignment));
        }
        Event::Recused { assignment, .. } => {
            all.cancel(Reason::Assignment(*assignment));
            let lead = assigned(assignment).map(|(stage, _)| Audience::Leads(stage));
            // Mail ends at once, whatever it was about.
            if let Some((_, reviewer)) = assigned(assignment) {
                all.push(Effect::CancelFor(reviewer));
            }
            all.mail(MailKind::Recused, lead);
            all.mail(MailKind::Recused, [Audience::Secretariat]);
        }
        Event::StageHandedOver {
            stage, from, to, ..
        } => {
            for it in after.stages.iter().filter(|it| it.key == *stage) {
                for assignment in &it.assignments {
                    all.cancel(Reason::Assignment(assignment.id));
                }
            }
            all.mail(
                MailKind::StageHandedOver,
                [
                    Audience::Leads(*from),
                    Audience::Leads(*to),
                    Audience::Municipality,
                ],
            );
        }
        Event::FindingReopened { stage, .. } => {
            all.mail(MailKind::FindingReopened, reviewers());
            all.mail(MailKind::FindingReopened, lead_of(stage));
        }
        Event::StageConcluded { stage, next } => {
            all.cancel(Reason::Deadline(DeadlineKey::Review(stage.clone())));
            match next {
                Some(next) => all.mail(MailKind::StageEntered, lead_of(next)),
                None => all.mail(MailKind::ReadyForDecision, last_lead),
            }
            all.mail(
                if next.is_some() {
                    MailKind::StageEntered
                } else {
                    MailKind::ReadyForDecision
                },
                [Audience::Municipality],
            );
        }
        Event::Returned { stage, .. } => {
            all.cancel(Reason::Deadline(DeadlineKey::Review(stage.clone())));
            if let Some(submission) = after.submission() {
                let reason = Reason::Return(submission.id);
                all.mail_for(MailKind::Returned, Audience::Municipality, reason);
            }
            all.mail(MailKind::Returned, [Audience::Advisors]);
        }
        Event::ContactMissing {} => all.mail(MailKind::ContactMissing, [Audience::Secretariat]),
        Event::RoundAllowed { .. } => all.mail(MailKind::RoundAllowed, [Audience::Municipality]),
        Event::ExtensionRequested { .. } => {
            all.mail(MailKind::ExtensionRequested, [Audience::Secretariat]);
        }
        Event::ExtensionDecided { .. } => {
            all.mail(MailKind::ExtensionDecided, [Audience::Municipality]);
        }
        Event::SecondReadingRequested { .. } => {
            all.mail(MailKind::SecondReadingRequested, leads());
        }
        Event::SecondReadingDecided { .. } => {
            all.mail(MailKind::SecondReadingDecided, [Audience::Municipality]);
            all.mail(MailKind::SecondReadingDecided, leads());
        }
        Event::Certified { .. } => {
            all.cancel(Reason::Deadline(DeadlineKey::Decision));
            all.mail(
                MailKind::Certified,
                [
                    Audience::Municipality,
                    Audience::Advisors,
                    Audience::Secretariat,
                ],
            );
        }
        Event::Refused { .. } => {
            all.cancel(Reason::Deadline(DeadlineKey::Decision));
            all.cancel(Reason::Deadline(DeadlineKey::Answer));
            all.cancel_returns(after);
            all.mail(
                MailKind::Refused,
                [
                    Audience::Municipality,
                    Audience::Advisors,
                    Audience::Secretariat,
                ],
            );
        }
        Event::ReviewReopened { stage, .. } => {
            all.cancel(Reason::Deadline(DeadlineKey::Decision));
            all.mail(MailKind::ReviewReopened, lead_of(stage));
            all.mail(MailKind::ReviewReopened, [Audience::Municipality]);
        }
        Event::DecisionRetracted { .. } => {
            all.mail(
                MailKind::DecisionRetracted,
                [Audience::Municipality, Audience::Secretariat],
            );
        }
        Event::AdoptionRecorded { .. } => {
            all.mail(MailKind::AdoptionRecorded, [Audience::Municipality]);
            all.mail(MailKind::AdoptionRecorded, last_lead);
        }
        Event::Reopened { .. } => {
            all.mail(MailKind::Reopened, [Audience::Municipality]);
            all.mail(MailKind::Reopened, leads());
        }
        Event::Concluded {
            certificate,
            number,
            valid_from,
            valid_to,
            supersedes,
            ..
        } => {
            all.mail(
                MailKind::Concluded,
                [
                    Audience::Municipality,
                    Audience::Advisors,
                    Audience::Secretariat,
                ],
            );
            all.mail(MailKind::Concluded, leads());
            all.push(Effect::Certificate(CertificateChange::Issue {
                id: *certificate,
                number: number.clone(),
                valid_from: *valid_from,
                valid_to: *valid_to,
            }));
            if let Some(previous) = supersedes {
                all.push(Effect::Certificate(CertificateChange::Supersede(*previous)));
            }
            all.push(Effect::NextCase(NextCaseChange::Schedule {
                period_end: *valid_to,
                renews: Renewal {
                    certificate: Some(*certificate),
                    lapses_after: add_months(*valid_to, programme.grace_months),
                    status: RenewalStatus::InForce,
                },
            }));
        }
        Event::Revoked { .. } => {
            all.mail(
                MailKind::Revoked,
                [
                    Audience::Municipality,
                    Audience::Advisors,
                    Audience::Secretariat,
                ],
            );
            if let Some(certificate) = &after.certificate {
                all.push(Effect::Certificate(CertificateChange::Revoke(
                    certificate.id,
                )));
            }
            all.push(Effect::NextCase(NextCaseChange::Wait));
        }
        Event::CertificateRevoked { .. } => {
            all.mail(
                MailKind::Revoked,
                [
                    Audience::Municipality,
                    Audience::Advisors,
                    Audience::Secretariat,
                ],
            );
            if let Some(certificate) = &after.certificate {
                all.push(Effect::Certificate(CertificateChange::Revoke(
                    certificate.id,
                )));
                all.push(Effect::NextCase(NextCaseChange::NoteRevoked(
                    certificate.id,
                )));
            }
        }
        Event::Lapsed {} => {
            all.mail(
                MailKind::Lapsed,
                [
                    Audience::Municipality,
                    Audience::Advisors,
                    Audience::Secretariat,
                ],
            );
            if let Some(id) = after.renews.as_ref().and_then(|renews| renews.certificate) {
                all.push(Effect::Certificate(CertificateChange::Lapse(id)));
            }
        }
        Event::Held { .. } => {
            all.mail(MailKind::Held, [Audience::Municipality]);
            all.mail(MailKind::Held, reviewers());
        }
        Event::Resumed { .. } => {
            all.mail(MailKind::Resumed, [Audience::Municipality]);
            all.mail(MailKind::Resumed, reviewers());
        }
        Event::Withdrawn { .. } => {
            for deadline in &after.deadlines {
                all.cancel(Reason::Deadline(deadline.key.clone()));
            }
            all.cancel_returns(after);
            all.cancel_assignments(after);
            all.mail(
                MailKind::Withdrawn,
                [Audience::Municipality, Audience::Secretariat],
            );
            all.mail(MailKind::Withdrawn, leads());
        }
        Event::ConditionAnswered { condition, .. } => {
            all.cancel(Reason::Deadline(DeadlineKey::Condition(*condition)));
            all.mail(MailKind::ConditionAnswered, leads());
        }
        Event::ConditionJudged { condition, .. } => {
            all.cancel(Reason::Deadline(DeadlineKey::Condition(*condition)));
            all.mail(MailKind::ConditionJudged, [Audience::Municipality]);
        }
        Event::Reminded { deadline, rung, .. } => {
            // An earlier rung that still waits for a mail server is out of date.
            all.cancel(Reason::Deadline(deadline.clone()));
            let escalate =
                i32::try_from(programme.reminders.escalate_from).is_ok_and(|from| *rung >= from);
            let mut to = match deadline {
                DeadlineKey::Review(stage) => reviewers().chain(lead_of(stage)).collect::<Vec<_>>(),
                DeadlineKey::Decision => last_lead.into_iter().collect(),
                DeadlineKey::SecondReading => leads().collect(),
                DeadlineKey::SelfAssessment
                | DeadlineKey::Submission
                | DeadlineKey::Answer
                | DeadlineKey::Condition(_) => vec![Audience::Municipality],
            };
            if escalate {
                to.push(Audience::Secretariat);
                if deadline.is_municipal() {
                    to.push(Audience::Advisors);
                }
            }
            for audience in to {
                all.mail_for(
                    MailKind::Reminder,
                    audience,
                    Reason::Deadline(deadline.clone()),
                );
            }
        }
        Event::NoticeDrafted {
            releases_on,
            notice,
            ..
        } => {
            // Direct notices are released in the same breath and need no asking.
            let direct = after
                .notices
                .iter()
                .any(|it| it.id == *notice && it.state != NoticeState::Drafted);
            if !direct || releases_on.is_some() {
                all.mail(MailKind::NoticeDrafted, [Audience::Municipality]);
            }
        }
        Event::NoticeReleased { notice } => {
            if let Some(found) = after.notice(*notice) {
                all.mail_for(
                    MailKind::Notice,
                    Audience::Body(found.body),
                    Reason::Notice(*notice),
                );
            }
        }
        Event::NoticeBounced { .. } => {}
        Event::NoticeSuperseded { .. } | Event::NoticeCancelled { .. } => {}
    }
    all.0
}

#[derive(Default)]
struct Effects(Vec<Effect>);

impl Effects {
    fn push(&mut self, effect: Effect) {
        self.0.push(effect);
    }

    fn mail(&mut self, kind: MailKind, to: impl IntoIterator<Item = Audience>) {
        for to in to {
            self.push(Effect::Mail(Mail {
                kind,
                to,
                reason: None,
            }));
        }
    }

    fn mail_for(&mut self, kind: MailKind, to: Audience, reason: Reason) {
        self.push(Effect::Mail(Mail {
            kind,
            to,
            reason: Some(reason),
        }));
    }

    fn cancel(&mut self, reason: Reason) {
        self.push(Effect::Cancel(reason));
    }

    fn cancel_returns(&mut self, cycle: &Cycle) {
        for submission in &cycle.submissions {
            self.cancel(Reason::Return(submission.id));
        }
    }

    fn cancel_reviews(&mut self, cycle: &Cycle) {
        for stage in &cycle.stages {
            self.cancel(Reason::Deadline(DeadlineKey::Review(stage.key.clone())));
        }
        self.cancel_assignments(cycle);
    }

    fn cancel_assignments(&mut self, cycle: &Cycle) {
        for assignment in cycle.assignments() {
            self.cancel(Reason::Assignment(assignment.id));
        }
    }
}
