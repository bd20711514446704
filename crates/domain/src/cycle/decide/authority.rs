//! Who may give which command: the one place where a role allows something.

use super::{Ctx, Cycle};
use crate::{
    Actor, AssignmentStatus, Authority, Command, CommandName, OrganisationId, OrganisationKind,
    Person, RefusalCode, Role, Stage, StageStatus, State,
};

/// Whose command it is, before it is known what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// The municipality's approver.
    Approver,
    /// The municipality's coordinator or approver.
    Municipality,
    /// The secretariat.
    Secretariat,
    /// The secretariat or the municipality's approver.
    SecretariatOrApprover,
    /// The lead of the stage that judges now, or that the command names.
    StageLead,
    /// The lead of the first stage.
    FirstLead,
    /// The lead of the last stage.
    LastLead,
    /// The lead of any stage.
    AnyLead,
    /// The lead of any stage, or the municipality's approver.
    AnyLeadOrApprover,
    /// The reviewer who is assigned.
    Assigned,
    /// The same, or the secretariat that learns what the reviewer did not say.
    AssignedOrSecretariat,
    /// The reviewer who is assigned, or the stage's lead recording on another's behalf.
    Judge,
    /// A reviewer or lead of a stage who may give a second reading.
    SecondReader,
    /// The clerk of the body, or the municipality's approver.
    BodyOrApprover,
    /// Time, or the worker.
    Clock,
}

fn owner(command: CommandName) -> Owner {
    use CommandName as C;
    match command {
        C::SubmitSelfAssessment
        | C::Submit
        | C::Recall
        | C::RequestExtension
        | C::RequestSecondReading => Owner::Approver,
        C::AnswerCondition | C::NoteOpened => Owner::Municipality,
        C::SetDates
        | C::AllowRound
        | C::RecordContact
        | C::HandOverStage
        | C::DecideExtension
        | C::Hold
        | C::Resume => Owner::Secretariat,
        C::Open | C::Withdraw => Owner::SecretariatOrApprover,
        C::SendBack
        | C::OfferAssignment
        | C::Reassign
        | C::SettleFinding
        | C::ReopenFinding
        | C::ConcludeStage
        | C::Refuse
        | C::ReopenReview
        | C::JudgeCondition => Owner::StageLead,
        C::RecordScoping => Owner::FirstLead,
        C::Certify | C::RetractDecision | C::Revoke | C::RevokeCertificate => Owner::LastLead,
        C::RecordEditorialDifference => Owner::AnyLead,
        C::Reopen => Owner::AnyLeadOrApprover,
        C::AcceptAssignment | C::DeclineAssignment => Owner::Assigned,
        C::Recuse => Owner::AssignedOrSecretariat,
        C::DecideCriterion => Owner::Judge,
        C::DecideSecondReading => Owner::SecondReader,
        C::ReleaseNotice | C::CancelNotice => Owner::Approver,
        C::RecordAdoption | C::AcknowledgeNotice | C::DecideNotice => Owner::BodyOrApprover,
        C::Tick
        | C::NoteReturnAccepted
        | C::NoteReturnBounced
        | C::NoteNoticeDelivered
        | C::NoteNoticeBounced
        | C::Wait
        | C::Reschedule
        | C::NoteRevoked => Owner::Clock,
    }
}

/// Whether only the clock gives `command`.
pub(super) fn is_clocks(command: CommandName) -> bool {
    owner(command) == Owner::Clock
}

/// The authority by which the actor gives `command`.
pub(super) fn of(
    cycle: &Cycle,
    command: &Command,
    ctx: &Ctx<'_>,
) -> Result<Authority, RefusalCode> {
    Asking {
        cycle,
        ctx,
        command: Some(command),
    }
    .authority(owner(command.name()))
}

/// Why the actor may not give `command`, whatever it carries.
pub(super) fn refusal(cycle: &Cycle, command: CommandName, ctx: &Ctx<'_>) -> Option<RefusalCode> {
    Asking {
        cycle,
        ctx,
        command: None,
    }
    .authority(owner(command))
    .err()
}

/// The authority of a member of the municipality with one of `roles`.
pub(super) fn of_municipality(
    cycle: &Cycle,
    ctx: &Ctx<'_>,
    roles: &[Role],
) -> Result<Authority, RefusalCode> {
    let person = ctx.actor.person().ok_or(RefusalCode::NotPermitted)?;
    roles
        .iter()
        .find_map(|role| held(cycle, person, *role, cycle.municipality))
        .ok_or(RefusalCode::NotPermitted)
}

/// The authority that `person` has in `cycle` from `role` at `organisation`: a
/// membership limited to another programme gives none.
fn held(
    cycle: &Cycle,
    person: &Person,
    role: Role,
    organisation: OrganisationId,
) -> Option<Authority> {
    person
        .holds_in(&cycle.programme, role, organisation)
        .map(|membership| Authority::by(person.id, membership))
}

/// The authority that `person` has as a lead of `stage`: of its organisation,
/// or of one that may record the stage's decisions on its behalf.
pub(super) fn lead_of(cycle: &Cycle, person: &Person, stage: &Stage) -> Option<Authority> {
    held(cycle, person, Role::Lead, stage.organisation).or_else(|| {
        let recorder = stage
            .recorded_by
            .iter()
            .find_map(|other| held(cycle, person, Role::Lead, *other))?;
        Some(Authority {
            on_behalf_of: Some(stage.organisation),
            ..recorder
        })
    })
}

/// One question about authority; `command` is unknown when only the list of
/// available commands is made.
struct Asking<'a> {
    cycle: &'a Cycle,
    ctx: &'a Ctx<'a>,
    command: Option<&'a Command>,
}

impl Asking<'_> {
    fn authority(&self, owner: Owner) -> Result<Authority, RefusalCode> {
        let person = match self.ctx.actor {
            Actor::Clock => {
                let opens = self.command.is_none_or(|it| it.name() == CommandName::Open);
                return if owner == Owner::Clock || (owner == Owner::SecretariatOrApprover && opens)
                {
                    Ok(Authority::CLOCK)
                } else {
                    Err(RefusalCode::NotPermitted)
                };
            }
            Actor::Public => return Err(RefusalCode::NotPermitted),
            Actor::Person(person) => person,
        };
        let home = self.cycle.municipality;
        let approver = || held(self.cycle, person, Role::Approver, home);
        let secretariat = || {
            let mut memberships = person.memberships.iter();
            memberships.find_map(|it| held(self.cycle, person, Role::Secretariat, it.organisation))
        };
        let any_lead = || {
            self.cycle
                .stages
                .iter()
                .find_map(|stage| lead_of(self.cycle, person, stage))
        };
        let found = match owner {
            Owner::Approver => approver(),
            Owner::Municipality => {
                approver().or_else(|| held(self.cycle, person, Role::Coordinator, home))
            }
            Owner::Secretariat => secretariat(),
            Owner::SecretariatOrApprover => secretariat().or_else(approver),
            Owner::StageLead => self.stage_lead(person),
            Owner::FirstLead => self
                .cycle
                .stages
                .first()
                .and_then(|stage| lead_of(self.cycle, person, stage)),
            Owner::LastLead => self
                .cycle
                .stages
                .last()
                .and_then(|stage| lead_of(self.cycle, person, stage)),
            Owner::AnyLead => any_lead(),
            Owner::AnyLeadOrApprover => any_lead().or_else(approver),
            Owner::Assigned => self.assigned(person),
            Owner::AssignedOrSecretariat => self.assigned(person).or_else(secretariat),
            Owner::Judge => return self.judge(person),
            // Reviewers without an assignment here do not see the case.
            Owner::SecondReader => any_lead().or_else(|| self.assigned(person)),
            Owner::BodyOrApprover => self
                .clerk(person)
                .or_else(|| approver().filter(|_| self.is_own_body())),
            Owner::Clock => None,
        };
        let authority = found.ok_or(RefusalCode::NotPermitted)?;
        // Deciding about a municipality that one works or worked for is barred
        // to everybody who judges, whatever the command.
        let judges = matches!(authority.role, Some(Role::Lead | Role::Reviewer))
            && !matches!(owner, Owner::Assigned | Owner::AssignedOrSecretariat);
        if judges && person.is_partial(home, self.ctx.today()) {
            return Err(RefusalCode::ConflictOfInterest);
        }
        Ok(authority)
    }

    /// The stage that the command names, or else the one whose turn it is.
    fn stage(&self) -> Option<&Stage> {
        let named = match self.command {
            Some(
                Command::OfferAssignment { stage, .. }
                | Command::DecideCriterion { stage, .. }
                | Command::SettleFinding { stage, .. }
                | Command::ReopenFinding { stage, .. }
                | Command::ConcludeStage { stage }
                | Command::ReopenReview { stage, .. },
            ) => Some(stage.as_str()),
            Some(Command::Reassign { assignment, .. }) => self
                .cycle
                .stages
                .iter()
                .find(|stage| stage.assignments.iter().any(|it| it.id == *assignment))
                .map(|stage| stage.key.as_str()),
            Some(Command::JudgeCondition { condition, .. }) => self
                .cycle
                .conditions
                .iter()
                .find(|it| it.id == *condition)
                .map(|it| it.stage.as_str()),
            _ => None,
        };
        match (named, &self.cycle.state) {
            (Some(key), _) => self.cycle.stage(key),
            (None, State::Review { stage, .. } | State::Returned { stage, .. }) => {
                self.cycle.stages.get(*stage)
            }
            (
                None,
                State::Enrolled
                | State::Scheduled { .. }
                | State::SelfAssessment
                | State::Scoping { .. }
                | State::Revision { .. }
                | State::Decision { .. }
                | State::Certified { .. }
                | State::Concluded { .. }
                | State::Withdrawn { .. },
            ) => self.cycle.stages.last(),
        }
    }

    fn stage_lead(&self, person: &Person) -> Option<Authority> {
        match (self.command, self.stage()) {
            // In the list of commands, a lead of any stage that could be named counts.
            (None, _) => self
                .stage()
                .and_then(|stage| lead_of(self.cycle, person, stage))
                .or_else(|| {
                    self.cycle
                        .stages
                        .iter()
                        .find_map(|stage| lead_of(self.cycle, person, stage))
                }),
            // A stage that does not exist is told as such, to a lead.
            (Some(_), None) => self
                .cycle
                .stages
                .iter()
                .find_map(|stage| lead_of(self.cycle, person, stage)),
            (Some(_), Some(stage)) => lead_of(self.cycle, person, stage),
        }
    }

    /// The reviewer of a live assignment, of the named one if one is named.
    fn assigned(&self, person: &Person) -> Option<Authority> {
        let named = match self.command {
            Some(
                Command::AcceptAssignment { assignment }
                | Command::DeclineAssignment { assignment, .. }
                | Command::Recuse { assignment, .. },
            ) => Some(*assignment),
            _ => None,
        };
        self.cycle.stages.iter().find_map(|stage| {
            stage
                .assignments
                .iter()
                .find(|it| it.reviewer == person.id && named.is_none_or(|named| it.id == named))
                .and_then(|_| {
                    held(self.cycle, person, Role::Reviewer, stage.organisation)
                        .or_else(|| held(self.cycle, person, Role::Lead, stage.organisation))
                })
        })
    }

    /// Who may judge a criterion: somebody with an accepted assignment at the
    /// stage, or a lead who records the decision of the stage's organisation.
    fn judge(&self, person: &Person) -> Result<Authority, RefusalCode> {
        if person.is_partial(self.cycle.municipality, self.ctx.today()) {
            return Err(RefusalCode::ConflictOfInterest);
        }
        let stages: Vec<&Stage> = match self.command {
            Some(_) => self.stage().into_iter().collect(),
            None => self
                .cycle
                .stages
                .iter()
                .filter(|it| it.status == StageStatus::Open)
                .collect(),
        };
        for stage in stages {
            let member = held(self.cycle, person, Role::Reviewer, stage.organisation)
                .or_else(|| held(self.cycle, person, Role::Lead, stage.organisation));
            let assigned = stage
                .assignments
                .iter()
                .any(|it| it.reviewer == person.id && it.status == AssignmentStatus::Accepted);
            match (member, lead_of(self.cycle, person, stage)) {
                (Some(member), _) if assigned => return Ok(member),
                (None, Some(recorder)) => return Ok(recorder),
                (Some(_), _) => return Err(RefusalCode::NotAssigned),
                (None, None) => {}
            }
        }
        Err(RefusalCode::NotPermitted)
    }

    /// The body that the command or its notice names.
    fn body(&self) -> Option<OrganisationId> {
        match self.command {
            Some(Command::RecordAdoption { body, .. }) => Some(*body),
            Some(Command::AcknowledgeNotice { notice } | Command::DecideNotice { notice, .. }) => {
                self.cycle.notice(*notice).map(|it| it.body)
            }
            _ => None,
        }
    }

    /// Whether that body is the municipality's own, or none is named.
    fn is_own_body(&self) -> bool {
        self.body().is_none_or(|named| {
            // A body that nobody knows is refused for that; the facts hold the one
            // that a command names, also when it has ceased.
            self.ctx.facts.bodies.iter().all(|body| {
                body.id != named
                    || matches!(
                        body.kind,
                        OrganisationKind::Council | OrganisationKind::Committee
                    )
            })
        })
    }

    /// The clerk of the body that the command or its notice names, or of the one
    /// that answers for it since it has ceased.
    fn clerk(&self, person: &Person) -> Option<Authority> {
        let facts = self.ctx.facts;
        let clerk_for = |body| person.clerk_for(&self.cycle.programme, body, &facts.answering);
        let membership = match self.body() {
            Some(body) => clerk_for(body),
            None => self
                .cycle
                .notices
                .iter()
                .map(|notice| notice.body)
                .chain(facts.bodies.iter().map(|body| body.id))
                .find_map(clerk_for),
        };
        membership.map(|it| Authority::by(person.id, it))
    }
}
