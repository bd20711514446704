//! The decision, the political bodies, and what is left to do once the case is
//! concluded.

use chrono::Days;
use lustrum_domain::{
    AdoptionOutcome, Command, ConditionOutcome, ConditionStatus, Cycle, Digest, OrganisationId,
    State,
    notice::{NoticeKind, NoticeState},
    time::local_date,
};

use super::{Agent, Step, Wake};
use crate::{
    SimulationError,
    demo::PROGRAMME,
    simulate::{fate::Fate, world::World},
};

impl Agent {
    pub(super) fn decision<'a>(&'a mut self, world: &'a World, cycle: &'a Cycle) -> Step<'a, Wake> {
        Box::pin(async move {
            let fate = self.fate(cycle);
            let last = cycle.stages.len() - 1;
            let lead = self.partner(world, cycle, last).leads[0];
            let two = || cycle.criteria_of(last).take(2).cloned().collect();
            if matches!(fate, Fate::Refused | Fate::RefusalOverturned)
                && self.once(cycle, "refused")
            {
                let command = Command::Refuse {
                    reasons: "The target is not covered by actions.".into(),
                    criteria: two(),
                };
                world.give(lead, cycle.id, command).await?;
                return Ok(Some(self.in_days(world, 7)));
            }
            if self.once_if(cycle, Fate::ReviewReopened, "review-reopened") {
                let command = Command::ReopenReview {
                    stage: cycle.stages[last].key.clone(),
                    criteria: two(),
                    reason: "A table was read wrongly.".into(),
                };
                world.give(lead, cycle.id, command).await?;
                return Ok(Some(self.in_days(world, 2)));
            }
            if self.once_if(cycle, Fate::AdoptedFirst, "adopted-first") {
                let council = self.home(world).council;
                self.adopt(world, cycle, council, AdoptionOutcome::Adopted)
                    .await?;
                return Ok(Some(self.in_days(world, 2)));
            }
            let decided_on = local_date(world.now());
            world
                .give(lead, cycle.id, Command::Certify { decided_on })
                .await?;
            let days = self.some_days(9);
            Ok(Some(self.in_days(world, days)))
        })
    }

    pub(super) fn certified<'a>(
        &'a mut self,
        world: &'a World,
        cycle: &'a Cycle,
    ) -> Step<'a, Wake> {
        Box::pin(async move {
            let staff = self.staff(world);
            let home = self.home(world);
            let last = cycle.stages.len() - 1;
            let lead = self.partner(world, cycle, last).leads[0];
            if self.once_if(cycle, Fate::Retracted, "retracted") {
                let reason = "A conflict of interest came to light.".into();
                world
                    .give(lead, cycle.id, Command::RetractDecision { reason })
                    .await?;
                return Ok(Some(self.in_days(world, 6)));
            }
            if self.once(cycle, "released") {
                let ready = cycle.notices.iter().filter(|it| {
                    it.kind == NoticeKind::ReadyForAdoption && it.state == NoticeState::Drafted
                });
                for notice in ready {
                    let command = Command::ReleaseNotice { notice: notice.id };
                    world.give(staff.approver, cycle.id, command).await?;
                }
                return Ok(Some(self.in_days(world, 10)));
            }
            if self.once(cycle, "committee") {
                let committee = home.committee(local_date(world.now()));
                self.adopt(world, cycle, committee, AdoptionOutcome::Recommended)
                    .await?;
                return Ok(Some(self.in_days(world, 14)));
            }
            let council = home.council;
            if self.once_if(cycle, Fate::Postponed, "postponed") {
                self.adopt(world, cycle, council, AdoptionOutcome::Postponed)
                    .await?;
                return Ok(Some(self.in_days(world, 28)));
            }
            if self.once_if(cycle, Fate::Reopened, "rejected") {
                self.adopt(world, cycle, council, AdoptionOutcome::Rejected)
                    .await?;
                let command = Command::Reopen {
                    criteria: cycle.criteria_of(last).take(3).cloned().collect(),
                    reason: "The council wants more trees.".into(),
                };
                world.give(staff.approver, cycle.id, command).await?;
                return Ok(Some(self.in_days(world, 20)));
            }
            if self.fate(cycle) == Fate::Amended {
                match cycle.council_decision() {
                    None => {
                        self.adopt(world, cycle, council, AdoptionOutcome::Amended)
                            .await?;
                    }
                    Some(decision) => {
                        let command = Command::RecordEditorialDifference {
                            adoption: decision.id,
                            note: "A photograph was exchanged.".into(),
                        };
                        world.give(lead, cycle.id, command).await?;
                    }
                }
                return Ok(Some(self.in_days(world, 5)));
            }
            self.adopt(world, cycle, council, AdoptionOutcome::Adopted)
                .await?;
            Ok(Some(self.in_days(world, 12)))
        })
    }

    async fn adopt(
        &mut self,
        world: &World,
        cycle: &Cycle,
        body: OrganisationId,
        outcome: AdoptionOutcome,
    ) -> Result<(), SimulationError> {
        let staff = self.staff(world);
        let certified = cycle.submission().and_then(|submission| submission.plan);
        let plan = match outcome {
            AdoptionOutcome::Amended => Digest::of("the plan with another photograph"),
            _ => certified.unwrap_or(Digest::ZERO),
        };
        let command = Command::RecordAdoption {
            body,
            held_on: local_date(world.now()),
            item: Some((cycle.adoptions.len() + 1).to_string()),
            case_number: Some(format!("09.00.00-P05-{}-26", self.index + 1)),
            outcome,
            text: Some("As proposed.".into()),
            dissent: None,
            plan,
            corrects: None,
        };
        // The clerk records what the council decided, the approver the rest.
        let person = if body == self.home(world).council {
            staff.clerk
        } else {
            staff.approver
        };
        world.give(person, cycle.id, command).await?;
        Ok(())
    }

    /// What is left to do in the case before `next`: conditions, notices.
    pub(super) fn after_conclusion<'a>(
        &'a mut self,
        world: &'a World,
        next: &'a Cycle,
    ) -> Step<'a, Wake> {
        Box::pin(async move {
            if next.edition == 1 {
                return Ok(None);
            }
            let home = self.home(world);
            let previous = world
                .app
                .store
                .cycle_of_edition(PROGRAMME, home.id, next.edition - 1)
                .await?;
            let Some(previous) = previous.map(|it| it.cycle) else {
                return Ok(None);
            };
            if !matches!(previous.state, State::Concluded { .. }) {
                return Ok(None);
            }
            if self.once(&previous, "notices") {
                self.answer_notices(world, &previous).await?;
                return Ok(Some(self.in_days(world, 12)));
            }
            let open = previous
                .conditions
                .iter()
                .find(|it| matches!(it.status, ConditionStatus::Open | ConditionStatus::Answered));
            let Some(condition) = open else {
                let failed = previous
                    .conditions
                    .iter()
                    .any(|it| it.status == ConditionStatus::Failed);
                let valid = previous.certificate.as_ref().is_some_and(|it| !it.revoked);
                if failed && valid && self.once(&previous, "revoke") {
                    let command = Command::Revoke {
                        criteria: previous
                            .conditions
                            .iter()
                            .map(|it| it.criterion.clone())
                            .collect(),
                        reason: "The condition was not met.".into(),
                    };
                    world.give(world.c40.leads[0], previous.id, command).await?;
                    return Ok(Some(self.in_days(world, 5)));
                }
                return Ok(None);
            };
            let due = condition.due;
            let today = local_date(world.now());
            if today + Days::new(25) < due {
                return Ok(Some(self.on(world, due - Days::new(20))));
            }
            let judged = |outcome, until| Command::JudgeCondition {
                condition: condition.id,
                outcome,
                until,
                reason: "Judged on what was sent.".into(),
            };
            let fate = self.fate(&previous);
            let (person, command) = match (fate, condition.status) {
                (Fate::RevokedByCondition, _) => {
                    (world.c40.leads[0], judged(ConditionOutcome::Failed, None))
                }
                (_, ConditionStatus::Open) if self.once(&previous, "extended") => (
                    world.c40.leads[0],
                    judged(ConditionOutcome::Extended, Some(due + Days::new(60))),
                ),
                (_, ConditionStatus::Open) => {
                    let command = Command::AnswerCondition {
                        condition: condition.id,
                        answer: "The timetable was adopted.".into(),
                        evidence: Vec::new(),
                    };
                    (self.staff(world).coordinator, command)
                }
                (_, _) => (world.c40.leads[0], judged(ConditionOutcome::Met, None)),
            };
            world.give(person, previous.id, command).await?;
            Ok(Some(self.in_days(world, 6)))
        })
    }

    /// The council's clerk acknowledges what arrived and tells the decision;
    /// the approver releases or cancels what still lies there.
    async fn answer_notices(
        &mut self,
        world: &World,
        cycle: &Cycle,
    ) -> Result<(), SimulationError> {
        let staff = self.staff(world);
        let council = self.home(world).council;
        for notice in &cycle.notices {
            let (person, command) = match notice.state {
                NoticeState::Delivered if notice.body == council => {
                    let command = Command::AcknowledgeNotice { notice: notice.id };
                    (staff.clerk, command)
                }
                NoticeState::Drafted if notice.releases_on.is_none() => {
                    let command = Command::CancelNotice {
                        notice: notice.id,
                        reason: "Overtaken by events.".into(),
                    };
                    (staff.approver, command)
                }
                _ => continue,
            };
            world.give(person, cycle.id, command).await?;
        }
        let acknowledged = cycle
            .notices
            .iter()
            .find(|it| it.state == NoticeState::Delivered && it.body == council);
        if let Some(notice) = acknowledged {
            let command = Command::DecideNotice {
                notice: notice.id,
                held_on: local_date(world.now()),
                decision: "Taken note of.".into(),
            };
            world.give(staff.clerk, cycle.id, command).await?;
        }
        Ok(())
    }
}
