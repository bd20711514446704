//! What a command to a case can name now: what people choose from instead of
//! typing ids. What stands here is only an offer; [`decide`](super::decide)
//! still asks every question.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{
    AdoptionOutcome, AssignmentStatus, Command, CommandName, ConditionOutcome, ConditionStatus,
    Ctx, Cycle, DeadlineKey, Facts, Frozen, Outline, Stage, StageStatus, State, Verdict, Words,
    decide, may_give,
};
use crate::{
    AdoptionId, AssignmentId, ConditionId, CriterionId, Digest, ExtensionId, NoticeId,
    OrganisationId, PersonId, ReadingId, SetPin, notice::NoticeStep,
};

/// What one command can name, for one actor. What the command does not carry is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// Keys of stages.
    pub stages: Vec<String>,
    /// Criteria, in the order of the case.
    pub criteria: Vec<CriterionId>,
    /// Assignments.
    pub assignments: Vec<AssignmentId>,
    /// Deadlines.
    pub deadlines: Vec<DeadlineKey>,
    /// Requests for more time.
    pub extensions: Vec<ExtensionId>,
    /// Second readings.
    pub readings: Vec<ReadingId>,
    /// Conditions.
    pub conditions: Vec<ConditionId>,
    /// Records of what bodies decided.
    pub adoptions: Vec<AdoptionId>,
    /// Political bodies.
    pub bodies: Vec<OrganisationId>,
    /// Notices.
    pub notices: Vec<NoticeId>,
}

/// What `command` can name in `cycle`, given by the actor of `ctx`.
pub fn choices(cycle: &Cycle, command: CommandName, ctx: &Ctx<'_>) -> Choices {
    use CommandName as C;
    let offer = Offer { cycle, ctx };
    let mut choices = Choices {
        stages: offer.stages(command),
        ..Choices::default()
    };
    match command {
        C::RecordScoping | C::Refuse | C::Reopen | C::Revoke => {
            choices.criteria = offer.all(|_| true);
        }
        C::DecideCriterion | C::SettleFinding | C::ReopenFinding | C::ReopenReview => {
            choices.criteria = offer.judged(command, &choices.stages);
        }
        C::RequestSecondReading => choices.criteria = offer.read_once(),
        C::AcceptAssignment | C::DeclineAssignment | C::Reassign | C::Recuse => {
            choices.assignments = offer.assignments(command);
        }
        C::RequestExtension => choices.deadlines = offer.deadlines(),
        C::DecideExtension => {
            let waiting = cycle.extensions.iter().filter(|it| it.granted.is_none());
            choices.extensions = waiting.map(|it| it.id).collect();
        }
        C::DecideSecondReading => {
            let waiting = cycle.readings.iter().filter(|it| it.upheld.is_none());
            choices.readings = waiting.map(|it| it.id).collect();
        }
        C::AnswerCondition | C::JudgeCondition => choices.conditions = offer.conditions(command),
        C::RecordAdoption => {
            choices.bodies = offer.bodies();
            let correctable = cycle.adoptions.iter().filter(|it| !it.corrected);
            choices.adoptions = correctable
                .filter(|it| offer.may(&adoption(it.body)))
                .map(|it| it.id)
                .collect();
        }
        C::RecordEditorialDifference => {
            choices.adoptions = cycle
                .council_decision()
                .map(|it| it.id)
                .into_iter()
                .collect();
        }
        C::ReleaseNotice => choices.notices = offer.notices(NoticeStep::Release, command),
        C::CancelNotice => choices.notices = offer.notices(NoticeStep::Cancel, command),
        C::AcknowledgeNotice => choices.notices = offer.notices(NoticeStep::Acknowledge, command),
        C::DecideNotice => choices.notices = offer.notices(NoticeStep::Decide, command),
        C::Open
        | C::SetDates
        | C::SubmitSelfAssessment
        | C::Submit
        | C::Recall
        | C::SendBack
        | C::OfferAssignment
        | C::ConcludeStage
        | C::HandOverStage
        | C::AllowRound
        | C::RecordContact
        | C::Certify
        | C::RetractDecision
        | C::RevokeCertificate
        | C::Withdraw
        | C::Hold
        | C::Resume
        | C::Tick
        | C::NoteOpened
        | C::NoteReturnAccepted
        | C::NoteReturnBounced
        | C::NoteNoticeDelivered
        | C::NoteNoticeBounced
        | C::Wait
        | C::Reschedule
        | C::NoteRevoked => {}
    }
    choices
}

/// Whether a command that the actor of `ctx` may give is worth offering.
///
/// There is something to name for all that it must name, and whatever somebody
/// writes into it, the case itself does not refuse it.
///
/// What a draft lacks is told where the draft is, so that it is taken to be complete.
pub fn is_offered(cycle: &Cycle, command: CommandName, ctx: &Ctx<'_>) -> bool {
    use CommandName as C;
    let facts = Facts {
        outline: Some(Outline {
            pin: SetPin {
                set: String::new(),
                version: String::new(),
                digest: Digest::ZERO,
            },
            in_force: true,
            criteria: Vec::new(),
        }),
        frozen: Some(Frozen {
            digest: Digest::ZERO,
            plan: Some(Digest::ZERO),
            contents: BTreeMap::new(),
            unanswered: Vec::new(),
            unexplained: Vec::new(),
            valid: true,
        }),
        ..ctx.facts.clone()
    };
    let ctx = &Ctx {
        facts: &facts,
        ..*ctx
    };
    let choices = choices(cycle, command, ctx);
    let criteria = choices.criteria.clone();
    let holds = |command: Command| decide(cycle, &command, ctx).is_ok();
    let words = || Words::from("–");
    match command {
        C::Open => holds(Command::Open {}),
        C::SubmitSelfAssessment => holds(Command::SubmitSelfAssessment {}),
        C::Submit => holds(Command::Submit {}),
        C::Recall => holds(Command::Recall {}),
        C::SendBack => holds(Command::SendBack { reason: words() }),
        C::AllowRound => holds(Command::AllowRound { reason: words() }),
        C::RecordContact => holds(Command::RecordContact { how: words() }),
        C::Certify => holds(Command::Certify {
            decided_on: ctx.today(),
        }),
        C::Refuse => holds(Command::Refuse {
            reasons: words(),
            criteria,
        }),
        C::Reopen => holds(Command::Reopen {
            criteria,
            reason: words(),
        }),
        C::Revoke => holds(Command::Revoke {
            criteria,
            reason: words(),
        }),
        C::RevokeCertificate => holds(Command::RevokeCertificate { reason: words() }),
        C::AcceptAssignment => {
            let mut assignments = choices.assignments.into_iter();
            assignments.any(|assignment| holds(Command::AcceptAssignment { assignment }))
        }
        C::OfferAssignment => {
            let has_room = |stage: &Stage| stage.live().count() < usize::from(stage.reviewers);
            let mut stages = cycle.stages.iter();
            stages.any(|stage| choices.stages.contains(&stage.key) && has_room(stage))
        }
        C::ConcludeStage => {
            let mut stages = choices.stages.into_iter();
            stages.any(|stage| holds(Command::ConcludeStage { stage }))
        }
        C::ReopenFinding => choices.stages.iter().any(|stage| {
            criteria.iter().any(|criterion| {
                holds(Command::ReopenFinding {
                    stage: stage.clone(),
                    criterion: criterion.clone(),
                    reason: words(),
                })
            })
        }),
        C::RequestSecondReading => {
            let mut named = criteria.into_iter().map(Some).chain([None]);
            named.any(|criterion| {
                holds(Command::RequestSecondReading {
                    criterion,
                    reasons: words(),
                })
            })
        }
        C::DecideSecondReading => choices.readings.into_iter().any(|reading| {
            holds(Command::DecideSecondReading {
                reading,
                upheld: true,
                verdict: None,
                reason: words(),
            })
        }),
        C::RecordEditorialDifference => choices.adoptions.into_iter().any(|adoption| {
            holds(Command::RecordEditorialDifference {
                adoption,
                note: words(),
            })
        }),
        C::HandOverStage => !choices.stages.is_empty(),
        C::DecideCriterion | C::SettleFinding | C::ReopenReview => !criteria.is_empty(),
        C::DeclineAssignment | C::Reassign | C::Recuse => !choices.assignments.is_empty(),
        C::RequestExtension => !choices.deadlines.is_empty(),
        C::DecideExtension => !choices.extensions.is_empty(),
        C::AnswerCondition | C::JudgeCondition => !choices.conditions.is_empty(),
        C::RecordAdoption => !choices.bodies.is_empty(),
        C::ReleaseNotice | C::CancelNotice | C::AcknowledgeNotice | C::DecideNotice => {
            !choices.notices.is_empty()
        }
        C::SetDates | C::RecordScoping | C::RetractDecision | C::Withdraw | C::Hold | C::Resume => {
            true
        }
        // Whoever opens the page has given it.
        C::NoteOpened
        | C::Tick
        | C::NoteReturnAccepted
        | C::NoteReturnBounced
        | C::NoteNoticeDelivered
        | C::NoteNoticeBounced
        | C::Wait
        | C::Reschedule
        | C::NoteRevoked => false,
    }
}

/// The offer in the making. Whether something may be named is asked of the one
/// place that knows, with a command that names it and is otherwise empty.
struct Offer<'a> {
    cycle: &'a Cycle,
    ctx: &'a Ctx<'a>,
}

impl Offer<'_> {
    fn may(&self, command: &Command) -> bool {
        may_give(self.cycle, command, self.ctx).is_ok()
    }

    fn stages(&self, command: CommandName) -> Vec<String> {
        let fits = |stage: &Stage| match command {
            CommandName::ReopenFinding => stage.status != StageStatus::Pending,
            CommandName::ReopenReview | CommandName::HandOverStage => true,
            _ => stage.status == StageStatus::Open,
        };
        self.cycle
            .stages
            .iter()
            .filter(|stage| fits(stage))
            .filter(|stage| of_stage(command, &stage.key).is_some_and(|it| self.may(&it)))
            .map(|stage| stage.key.clone())
            .collect()
    }

    /// Criteria of the case in its order.
    fn all(&self, wanted: impl Fn(&CriterionId) -> bool) -> Vec<CriterionId> {
        let criteria = self.cycle.criteria.iter().map(|it| &it.id);
        criteria.filter(|id| wanted(id)).cloned().collect()
    }

    /// The criteria that `command` can take at one of `stages`.
    fn judged(&self, command: CommandName, stages: &[String]) -> Vec<CriterionId> {
        let mut wanted = BTreeSet::new();
        for key in stages {
            let Some(index) = self.cycle.stage_index(key) else {
                continue;
            };
            let stage = &self.cycle.stages[index];
            let pending = self.cycle.pending_in(index);
            wanted.extend(self.cycle.criteria_of(index).filter(|id| {
                let finding = stage.findings.get(*id);
                match command {
                    CommandName::SettleFinding => finding.is_some_and(|it| stage.disagree_on(it)),
                    CommandName::ReopenFinding => finding.is_some_and(|it| {
                        let content = self.cycle.contents.get(*id);
                        stage.status == StageStatus::Open
                            || content.is_some_and(|content| content.since > it.submission)
                    }),
                    CommandName::ReopenReview => true,
                    _ => {
                        pending.contains(*id)
                            || finding.is_some_and(|it| it.round == self.cycle.judged_round())
                    }
                }
            }));
        }
        self.all(|id| wanted.contains(id))
    }

    /// Returned criteria whose second reading was not asked for.
    fn read_once(&self) -> Vec<CriterionId> {
        let State::Returned { stage, .. } = &self.cycle.state else {
            return Vec::new();
        };
        let returned = self.cycle.returned_in(*stage);
        let findings = self.cycle.stages.get(*stage).map(|it| &it.findings);
        self.all(|id| {
            let finding = findings.and_then(|it| it.get(id));
            returned.contains(id) && finding.is_some_and(|it| !it.read_twice)
        })
    }

    fn assignments(&self, command: CommandName) -> Vec<AssignmentId> {
        let waits = |status: AssignmentStatus| match command {
            CommandName::AcceptAssignment | CommandName::DeclineAssignment => {
                status == AssignmentStatus::Offered
            }
            _ => status.is_live(),
        };
        let naming = |assignment| match command {
            CommandName::AcceptAssignment => Command::AcceptAssignment { assignment },
            CommandName::DeclineAssignment => Command::DeclineAssignment {
                assignment,
                reason: "".into(),
            },
            CommandName::Recuse => Command::Recuse {
                assignment,
                reason: "".into(),
            },
            _ => Command::Reassign {
                assignment,
                reviewer: PersonId(Uuid::nil()),
                reason: "".into(),
            },
        };
        let all = self.cycle.assignments();
        all.filter(|it| waits(it.status))
            .map(|it| it.id)
            .filter(|id| self.may(&naming(*id)))
            .collect()
    }

    fn deadlines(&self) -> Vec<DeadlineKey> {
        let most = self.ctx.programme.extensions_per_deadline;
        let asked = |key: &DeadlineKey| {
            let mut extensions = self.cycle.extensions.iter();
            extensions.any(|it| it.deadline == *key && it.granted.is_none())
        };
        let own = |key: &DeadlineKey| {
            matches!(
                key,
                DeadlineKey::SelfAssessment | DeadlineKey::Submission | DeadlineKey::Answer
            )
        };
        self.cycle
            .deadlines
            .iter()
            .filter(|it| it.running && own(&it.key) && it.extensions < most && !asked(&it.key))
            .map(|it| it.key.clone())
            .collect()
    }

    fn conditions(&self, command: CommandName) -> Vec<ConditionId> {
        let answers = command == CommandName::AnswerCondition;
        let waits = |status| match status {
            ConditionStatus::Open => true,
            ConditionStatus::Answered => !answers,
            ConditionStatus::Met
            | ConditionStatus::Waived
            | ConditionStatus::Failed
            | ConditionStatus::Dropped => false,
        };
        let naming = |condition| {
            if answers {
                Command::AnswerCondition {
                    condition,
                    answer: "".into(),
                    evidence: Vec::new(),
                }
            } else {
                Command::JudgeCondition {
                    condition,
                    outcome: ConditionOutcome::Met,
                    until: None,
                    reason: "".into(),
                }
            }
        };
        let conditions = self.cycle.conditions.iter();
        conditions
            .filter(|it| waits(it.status) && self.may(&naming(it.id)))
            .map(|it| it.id)
            .collect()
    }

    fn bodies(&self) -> Vec<OrganisationId> {
        let known = self.ctx.facts.bodies.iter().map(|body| body.id);
        known.filter(|id| self.may(&adoption(*id))).collect()
    }

    fn notices(&self, step: NoticeStep, command: CommandName) -> Vec<NoticeId> {
        let naming = |notice| match command {
            CommandName::ReleaseNotice => Command::ReleaseNotice { notice },
            CommandName::AcknowledgeNotice => Command::AcknowledgeNotice { notice },
            CommandName::DecideNotice => Command::DecideNotice {
                notice,
                held_on: self.ctx.today(),
                decision: "".into(),
            },
            _ => Command::CancelNotice {
                notice,
                reason: "".into(),
            },
        };
        // A formal notice cannot be kept from its body.
        let cancels = command == CommandName::CancelNotice;
        self.cycle
            .notices
            .iter()
            .filter(|it| it.state.after(step).is_some())
            .filter(|it| !(cancels && it.releases_on.is_some()))
            .filter(|it| self.may(&naming(it.id)))
            .map(|it| it.id)
            .collect()
    }
}

/// A command of this name that names a stage and is otherwise empty.
fn of_stage(command: CommandName, stage: &str) -> Option<Command> {
    let stage = stage.to_owned();
    let criterion = CriterionId::from("");
    Some(match command {
        CommandName::OfferAssignment => Command::OfferAssignment {
            stage,
            reviewer: PersonId(Uuid::nil()),
        },
        CommandName::DecideCriterion => Command::DecideCriterion {
            stage,
            criterion,
            verdict: Verdict::Approved,
        },
        CommandName::SettleFinding => Command::SettleFinding {
            stage,
            criterion,
            verdict: Verdict::Approved,
        },
        CommandName::ReopenFinding => Command::ReopenFinding {
            stage,
            criterion,
            reason: "".into(),
        },
        CommandName::ConcludeStage => Command::ConcludeStage { stage },
        CommandName::HandOverStage => Command::HandOverStage {
            stage,
            organisation: OrganisationId(Uuid::nil()),
            reason: "".into(),
        },
        CommandName::ReopenReview => Command::ReopenReview {
            stage,
            criteria: Vec::new(),
            reason: "".into(),
        },
        _ => return None,
    })
}

/// A record of a decision of `body` that is otherwise empty.
fn adoption(body: OrganisationId) -> Command {
    Command::RecordAdoption {
        body,
        held_on: chrono::NaiveDate::default(),
        item: None,
        case_number: None,
        outcome: AdoptionOutcome::Adopted,
        text: None,
        dissent: None,
        plan: Digest::ZERO,
        corrects: None,
    }
}

#[cfg(test)]
mod tests;
