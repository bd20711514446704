//! A stage of the review: its lead, and the reviewers who are asked.

use std::sync::PoisonError;

use chrono::Days;
use lustrum_domain::{
    Assignment, AssignmentStatus, Command, CriterionId, Cycle, PersonId, RefusalCode, ReturnReason,
    Verdict, time::local_date,
};
use rand::RngExt;

use super::{Agent, Step, Wake};
use crate::{
    SimulationError,
    simulate::{fate::Fate, world::World},
};

impl Agent {
    pub(super) fn review<'a>(
        &'a mut self,
        world: &'a World,
        cycle: &'a Cycle,
        at: usize,
    ) -> Step<'a, Wake> {
        Box::pin(async move {
            let staff = self.staff(world);
            let stage = &cycle.stages[at];
            let partner = self.partner(world, cycle, at);
            let lead = partner.leads[0];
            if self.once_if(cycle, Fate::Recalled, "recalled") {
                world
                    .give(staff.approver, cycle.id, Command::Recall {})
                    .await?;
                return Ok(Some(self.in_days(world, 3)));
            }
            if self.once_if(cycle, Fate::SentBack, "sent-back") {
                let reason = "The annexes are missing.".into();
                world
                    .give(lead, cycle.id, Command::SendBack { reason })
                    .await?;
                return Ok(Some(self.in_days(world, 3)));
            }
            if self.once_if(cycle, Fate::HeldInReview, "held") {
                let reason = "An action before the court.".into();
                world
                    .give(world.secretariat, cycle.id, Command::Hold { reason })
                    .await?;
                return Ok(Some(self.in_days(world, 40)));
            }
            if stage.key == "c40" && self.once_if(cycle, Fate::Unanswered, "handed-over") {
                let command = Command::HandOverStage {
                    stage: stage.key.clone(),
                    organisation: world.register.concito,
                    reason: "The agreement ends.".into(),
                };
                world.give(world.secretariat, cycle.id, command).await?;
                return Ok(Some(self.in_days(world, 1)));
            }
            let proxy = self.fate(cycle) == Fate::ByProxy && !stage.recorded_by.is_empty();
            let pending = cycle.pending_in(at);
            if proxy {
                if pending.is_empty() {
                    return self
                        .conclude(world, cycle, at, world.concito.leads[0])
                        .await;
                }
                let judge = world.concito.leads[0];
                self.judge(world, cycle, at, judge).await?;
                return Ok(Some(self.in_days(world, 1)));
            }
            let live = stage.assignments.iter().rfind(|it| it.status.is_live());
            match live {
                None if pending.is_empty() => self.conclude(world, cycle, at, lead).await,
                None => self.offer(world, cycle, at).await,
                Some(asked) if asked.status == AssignmentStatus::Offered => {
                    self.answer_offer(world, cycle, asked).await
                }
                Some(_) if pending.is_empty() && self.reopens_finding(world, cycle, at).await? => {
                    Ok(Some(self.in_days(world, 2)))
                }
                Some(accepted) if pending.is_empty() => {
                    self.probe_carried(world, cycle, at, accepted.reviewer)
                        .await?;
                    self.conclude(world, cycle, at, lead).await
                }
                Some(accepted) => {
                    if self.once_if(cycle, Fate::Recused, "recused") {
                        let command = Command::Recuse {
                            assignment: accepted.id,
                            reason: "Worked for the municipality.".into(),
                        };
                        world.give(accepted.reviewer, cycle.id, command).await?;
                        return Ok(Some(self.in_days(world, 1)));
                    }
                    self.judge(world, cycle, at, accepted.reviewer).await?;
                    let days = self.some_days(3);
                    Ok(Some(self.in_days(world, days)))
                }
            }
        })
    }

    /// Asks the next reviewer who may judge; one who once declared a conflict
    /// may not.
    async fn offer(
        &mut self,
        world: &World,
        cycle: &Cycle,
        at: usize,
    ) -> Result<Wake, SimulationError> {
        let partner = self.partner(world, cycle, at);
        let stage = &cycle.stages[at];
        let number = partner.reviewers.len();
        let first = self.index + stage.assignments.len();
        for turn in 0..number {
            let command = Command::OfferAssignment {
                stage: stage.key.clone(),
                reviewer: partner.reviewers[(first + turn) % number],
            };
            let offered = world.give(partner.leads[0], cycle.id, command).await?;
            if offered.is_some() {
                break;
            }
        }
        Ok(Some(self.in_days(world, 1)))
    }

    async fn answer_offer(
        &mut self,
        world: &World,
        cycle: &Cycle,
        asked: &Assignment,
    ) -> Result<Wake, SimulationError> {
        let assignment = asked.id;
        if self.once_if(cycle, Fate::Unanswered, "declined") {
            let reason = "No time this month.".into();
            let command = Command::DeclineAssignment { assignment, reason };
            world.give(asked.reviewer, cycle.id, command).await?;
            return Ok(Some(self.in_days(world, 1)));
        }
        if self.once_if(cycle, Fate::ReturnedTwice, "reassigned") {
            let stage = cycle.stages.iter().position(|stage| {
                let mut asked = stage.assignments.iter();
                asked.any(|it| it.id == assignment)
            });
            let partner = self.partner(world, cycle, stage.unwrap_or_default());
            let others = partner.reviewers.iter();
            let other = others.copied().find(|id| *id != asked.reviewer);
            let command = Command::Reassign {
                assignment,
                reviewer: other.unwrap_or(asked.reviewer),
                reason: "On leave from tomorrow.".into(),
            };
            world.give(partner.leads[0], cycle.id, command).await?;
            return Ok(Some(self.in_days(world, 1)));
        }
        // Nobody answers: the clock gives it back to the lead.
        if self.once_if(cycle, Fate::Unanswered, "unanswered") {
            return Ok(Some(self.in_days(world, 8)));
        }
        let command = Command::AcceptAssignment { assignment };
        world.give(asked.reviewer, cycle.id, command).await?;
        let days = self.some_days(4);
        Ok(Some(self.in_days(world, days)))
    }

    /// Judges all that is pending: one by one, or by the sheet where many
    /// rounds are wanted.
    async fn judge(
        &mut self,
        world: &World,
        cycle: &Cycle,
        at: usize,
        judge: PersonId,
    ) -> Result<(), SimulationError> {
        let stage = &cycle.stages[at];
        let mut pending: Vec<CriterionId> = cycle.pending_in(at).into_iter().collect();
        let wanted = match (self.rounds, at) {
            (Some(rounds), 0) => rounds.saturating_sub(1),
            (Some(_), _) => 0,
            (None, 0) => self.fate(cycle).returns().0,
            (None, _) => self.fate(cycle).returns().1,
        };
        let made = self.returns.entry((cycle.edition, at)).or_default();
        let returning = if *made < wanted {
            *made += 1;
            pending.len().min(2)
        } else {
            0
        };
        // Which ones are returned is drawn: rotate and take from the front.
        let turn = self.random.random_range(0..pending.len().max(1));
        pending.rotate_left(turn);
        let last = at + 1 == cycle.stages.len();
        let today = local_date(world.now());
        let condition = last && self.fate(cycle).has_condition();
        let verdicts: Vec<(CriterionId, Verdict)> = pending
            .into_iter()
            .enumerate()
            .map(|(position, criterion)| {
                let verdict = if position < returning {
                    Verdict::Returned {
                        reason: ReturnReason::ALL[self.index % ReturnReason::ALL.len()],
                        remark: format!("{criterion}: the claim is not documented.")
                            .as_str()
                            .into(),
                    }
                } else if condition && criterion.0 == "KA-4.06" {
                    Verdict::ApprovedWithCondition {
                        text: "A timetable for the coastal works.".into(),
                        due: today + Days::new(150),
                    }
                } else if criterion.0 == "KA-6.05" && self.index.is_multiple_of(5) {
                    Verdict::NotApplicable {
                        remark: "No such works here.".into(),
                    }
                } else {
                    Verdict::Approved
                };
                (criterion, verdict)
            })
            .collect();
        if self.rounds.is_some() {
            world.judge(judge, cycle.id, &stage.key, &verdicts).await?;
            return Ok(());
        }
        for (criterion, verdict) in verdicts {
            let command = Command::DecideCriterion {
                stage: stage.key.clone(),
                criterion,
                verdict,
            };
            world.give(judge, cycle.id, command).await?;
        }
        Ok(())
    }

    /// The lead opens one finding again before concluding, where fate wants it.
    fn reopens_finding<'a>(
        &'a mut self,
        world: &'a World,
        cycle: &'a Cycle,
        at: usize,
    ) -> Step<'a, bool> {
        Box::pin(async move {
            if !self.once_if(cycle, Fate::ReviewReopened, "finding-reopened") {
                return Ok(false);
            }
            let stage = &cycle.stages[at];
            let Some(criterion) = stage.findings.keys().next() else {
                return Ok(false);
            };
            let command = Command::ReopenFinding {
                stage: stage.key.clone(),
                criterion: criterion.clone(),
                reason: "Judged on the wrong table.".into(),
            };
            let lead = self.partner(world, cycle, at).leads[0];
            let given = world.give(lead, cycle.id, command).await?;
            Ok(given.is_some())
        })
    }

    /// In a later round, an approved criterion is carried: judging it again
    /// must be refused.
    async fn probe_carried(
        &mut self,
        world: &World,
        cycle: &Cycle,
        at: usize,
        reviewer: PersonId,
    ) -> Result<(), SimulationError> {
        let stage = &cycle.stages[at];
        let carried = stage
            .findings
            .iter()
            .find(|(_, finding)| finding.round < cycle.round);
        let Some((criterion, _)) = carried else {
            return Ok(());
        };
        if !self.once(cycle, "probed") {
            return Ok(());
        }
        let command = Command::DecideCriterion {
            stage: stage.key.clone(),
            criterion: criterion.clone(),
            verdict: Verdict::Approved,
        };
        world
            .probe(reviewer, cycle.id, command, RefusalCode::CriterionCarried)
            .await
    }

    fn conclude<'a>(
        &'a mut self,
        world: &'a World,
        cycle: &'a Cycle,
        at: usize,
        lead: PersonId,
    ) -> Step<'a, Wake> {
        Box::pin(async move {
            if self.fate(cycle) == Fate::Bounced {
                world
                    .bouncing
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(self.index);
            }
            let stage = cycle.stages[at].key.clone();
            world
                .give(lead, cycle.id, Command::ConcludeStage { stage })
                .await?;
            Ok(Some(self.in_days(world, 2)))
        })
    }
}
