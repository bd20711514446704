//! A command of every name, as it fits a story best.

use chrono::TimeDelta;
use uuid::Uuid;

use super::{CERTIFICATE, ELSEWHERE, SUCCESSOR, Story, Who, day};
use crate::{
    AdoptionOutcome, Command, CommandName, ConditionOutcome, DeadlineKey, Renewal, RenewalStatus,
    StageStatus, StateName, Verdict, Words, cycle::Notice, time::local_date,
};

impl Story {
    /// A command of this name with a payload that fits this story best.
    pub fn command(&self, name: CommandName) -> Command {
        use crate::CommandName as C;
        let today = local_date(self.now);
        let soon = today + TimeDelta::days(30);
        let later = today + TimeDelta::days(90);
        let words = || Words::from("Fordi");
        let stage = || {
            let open = self
                .cycle
                .stages
                .iter()
                .rfind(|it| it.status == StageStatus::Open);
            open.map_or("concito", |stage| stage.key.as_str())
                .to_owned()
        };
        let criterion = || {
            let index = self.cycle.stage_index(&stage()).unwrap_or_default();
            self.cycle
                .pending_in(index)
                .into_iter()
                .next()
                .unwrap_or_else(|| "S-1".into())
        };
        let assignment = || {
            let all = self.cycle.assignments();
            all.last()
                .map_or_else(|| Uuid::nil().into(), |assignment| assignment.id)
        };
        let condition = || {
            let first = self.cycle.conditions.first();
            first.map_or_else(|| Uuid::nil().into(), |condition| condition.id)
        };
        let notice = || {
            use crate::notice::NoticeState as S;
            let wanted: &[S] = match name {
                C::ReleaseNotice | C::CancelNotice => &[S::Drafted],
                C::NoteNoticeDelivered => &[S::Released],
                _ => &[S::Released, S::Delivered],
            };
            let mine = |it: &&Notice| {
                wanted.contains(&it.state) && (name != C::CancelNotice || it.releases_on.is_none())
            };
            let found = self.cycle.notices.iter().find(mine);
            found.map_or_else(|| Uuid::nil().into(), |notice| notice.id)
        };
        let submission = || {
            let latest = self.cycle.submission();
            latest.map_or_else(|| Uuid::nil().into(), |submission| submission.id)
        };
        let reading = || {
            let open = self
                .cycle
                .readings
                .iter()
                .find(|reading| reading.upheld.is_none());
            open.map_or_else(|| Uuid::nil().into(), |reading| reading.id)
        };
        match name {
            C::Open => Command::Open {},
            C::SetDates => Command::SetDates {
                period_end: None,
                opens_on: None,
                self_assessment_due: soon,
                submission_due: later,
            },
            C::SubmitSelfAssessment => Command::SubmitSelfAssessment {},
            C::RecordScoping => Command::RecordScoping {
                held_on: today,
                participants: words(),
                focus: Vec::new(),
            },
            C::Submit => Command::Submit {},
            C::Recall => Command::Recall {},
            C::SendBack => Command::SendBack { reason: words() },
            C::OfferAssignment => {
                let reviewer = if stage() == "c40" {
                    Who::ReviewerC40
                } else {
                    Who::Reviewer
                };
                Command::OfferAssignment {
                    stage: stage(),
                    reviewer: reviewer.id(),
                }
            }
            C::AcceptAssignment => Command::AcceptAssignment {
                assignment: assignment(),
            },
            C::DeclineAssignment => Command::DeclineAssignment {
                assignment: assignment(),
                reason: words(),
            },
            C::Reassign => Command::Reassign {
                assignment: assignment(),
                reviewer: Who::OtherReviewer.id(),
                reason: words(),
            },
            C::Recuse => Command::Recuse {
                assignment: assignment(),
                reason: words(),
            },
            C::HandOverStage => Command::HandOverStage {
                stage: "concito".to_owned(),
                organisation: SUCCESSOR,
                reason: words(),
            },
            C::DecideCriterion => Command::DecideCriterion {
                stage: stage(),
                criterion: criterion(),
                verdict: Verdict::Approved,
            },
            C::SettleFinding => Command::SettleFinding {
                stage: stage(),
                criterion: criterion(),
                verdict: Verdict::Approved,
            },
            C::ReopenFinding => Command::ReopenFinding {
                stage: stage(),
                criterion: "S-1".into(),
                reason: words(),
            },
            C::ConcludeStage => Command::ConcludeStage { stage: stage() },
            C::AllowRound => Command::AllowRound { reason: words() },
            C::RecordContact => Command::RecordContact { how: words() },
            C::RequestExtension => Command::RequestExtension {
                deadline: self
                    .cycle
                    .deadlines
                    .iter()
                    .filter(|deadline| deadline.running && deadline.key.is_municipal())
                    .min_by_key(|deadline| deadline.due)
                    .map_or(DeadlineKey::Submission, |deadline| deadline.key.clone()),
                until: day("2032-01-02"),
                reasons: words(),
            },
            C::DecideExtension => Command::DecideExtension {
                extension: self
                    .cycle
                    .extensions
                    .first()
                    .map_or_else(|| Uuid::nil().into(), |extension| extension.id),
                granted: true,
                reason: words(),
            },
            C::RequestSecondReading => Command::RequestSecondReading {
                criterion: match self.cycle.state.name() {
                    StateName::Returned => Some("S-2".into()),
                    _ => None,
                },
                reasons: words(),
            },
            C::DecideSecondReading => Command::DecideSecondReading {
                reading: reading(),
                upheld: false,
                verdict: match self.cycle.state.name() {
                    StateName::Returned => Some(Verdict::Approved),
                    _ => None,
                },
                reason: words(),
            },
            C::Certify => Command::Certify { decided_on: today },
            C::Refuse => Command::Refuse {
                reasons: words(),
                criteria: vec!["S-1".into()],
            },
            C::ReopenReview => Command::ReopenReview {
                stage: "c40".to_owned(),
                criteria: vec!["S-1".into()],
                reason: words(),
            },
            C::RetractDecision => Command::RetractDecision { reason: words() },
            C::RecordAdoption => match self.council(AdoptionOutcome::Postponed, self.plan) {
                Command::RecordAdoption {
                    body,
                    held_on,
                    case_number,
                    outcome,
                    text,
                    dissent,
                    plan,
                    corrects,
                    ..
                } => Command::RecordAdoption {
                    body,
                    held_on,
                    item: Some("13".to_owned()),
                    case_number,
                    outcome,
                    text,
                    dissent,
                    plan,
                    corrects,
                },
                other => other,
            },
            C::RecordEditorialDifference => Command::RecordEditorialDifference {
                adoption: self
                    .cycle
                    .adoptions
                    .first()
                    .map_or_else(|| Uuid::nil().into(), |adoption| adoption.id),
                note: words(),
            },
            C::Reopen => Command::Reopen {
                criteria: vec!["S-1".into()],
                reason: words(),
            },
            C::Revoke => Command::Revoke {
                criteria: vec!["S-1".into()],
                reason: words(),
            },
            C::RevokeCertificate => Command::RevokeCertificate { reason: words() },
            C::Withdraw => Command::Withdraw {
                reason: words(),
                successor: Some(ELSEWHERE),
            },
            C::Hold => Command::Hold { reason: words() },
            C::Resume => Command::Resume {},
            C::AnswerCondition => Command::AnswerCondition {
                condition: condition(),
                answer: words(),
                evidence: Vec::new(),
            },
            C::JudgeCondition => Command::JudgeCondition {
                condition: condition(),
                outcome: ConditionOutcome::Met,
                until: None,
                reason: words(),
            },
            C::ReleaseNotice => Command::ReleaseNotice { notice: notice() },
            C::AcknowledgeNotice => Command::AcknowledgeNotice { notice: notice() },
            C::DecideNotice => Command::DecideNotice {
                notice: notice(),
                held_on: today,
                decision: words(),
            },
            C::CancelNotice => Command::CancelNotice {
                notice: notice(),
                reason: words(),
            },
            C::Tick => Command::Tick {},
            C::NoteOpened => Command::NoteOpened {},
            C::NoteReturnAccepted => Command::NoteReturnAccepted {
                submission: submission(),
            },
            C::NoteReturnBounced => Command::NoteReturnBounced {
                submission: submission(),
            },
            C::NoteNoticeDelivered => Command::NoteNoticeDelivered { notice: notice() },
            C::NoteNoticeBounced => Command::NoteNoticeBounced { notice: notice() },
            C::Wait => Command::Wait {},
            C::Reschedule => Command::Reschedule {
                period_end: day("2034-02-01"),
                renews: Renewal {
                    certificate: None,
                    lapses_after: day("2034-08-01"),
                    status: RenewalStatus::InForce,
                },
            },
            C::NoteRevoked => Command::NoteRevoked {
                certificate: CERTIFICATE,
            },
        }
    }
}
