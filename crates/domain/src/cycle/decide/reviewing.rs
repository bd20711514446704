//! The review: who judges, what they find, and when a stage is done.

use super::{DeadlineKey, Deciding, Event, Fault, Outcome, State, Verdict, Words};
use crate::{
    AssignmentId, CriterionId, OrganisationId, PersonId, ReadingId, RefusalCode, Role,
    calendar::{add_working_days, working_days_between},
    cycle::{Assignment, AssignmentStatus, FindingStatus, SetDate, Stage, StageStatus},
    time::local_date,
};

impl Deciding<'_> {
    fn stage(&self, key: &str) -> Result<&Stage, Fault> {
        Ok(self.cycle.stage(key).ok_or(RefusalCode::UnknownStage)?)
    }

    fn open_stage(&self, key: &str) -> Result<&Stage, Fault> {
        let stage = self.stage(key)?;
        if stage.status == StageStatus::Open {
            Ok(stage)
        } else {
            Err(RefusalCode::StageNotOpen.into())
        }
    }

    fn assignment(&self, id: AssignmentId) -> Result<(&Stage, &Assignment), Fault> {
        let found = self.cycle.stages.iter().find_map(|stage| {
            let assignment = stage.assignments.iter().find(|it| it.id == id)?;
            Some((stage, assignment))
        });
        Ok(found.ok_or(RefusalCode::UnknownAssignment)?)
    }

    pub(super) fn offer(&mut self, key: &str, reviewer: PersonId) -> Outcome {
        let stage = self.open_stage(key)?;
        let live = stage.assignments.iter().filter(|it| it.status.is_live());
        if live.clone().any(|it| it.reviewer == reviewer) {
            return Err(RefusalCode::AlreadyAssigned.into());
        }
        if live.count() >= usize::from(stage.reviewers) {
            return Err(RefusalCode::StageFull.into());
        }
        self.eligible(stage, reviewer)?;
        self.offered(key, reviewer);
        Ok(())
    }

    /// Whether `reviewer` may judge at `stage`: of its organisation, and impartial.
    fn eligible(&self, stage: &Stage, reviewer: PersonId) -> Outcome {
        let person = self.ctx.facts.people.get(&reviewer);
        let person = person.ok_or(RefusalCode::NotAReviewer)?;
        let programme = &self.cycle.programme;
        let belongs = [Role::Reviewer, Role::Lead].into_iter().any(|role| {
            person
                .holds_in(programme, role, stage.organisation)
                .is_some()
        });
        if !belongs {
            return Err(RefusalCode::NotAReviewer.into());
        }
        let recused = self.cycle.has_recused(reviewer);
        if recused || person.is_partial(self.cycle.municipality, self.today()) {
            return Err(RefusalCode::ConflictOfInterest.into());
        }
        Ok(())
    }

    fn offered(&mut self, stage: &str, reviewer: PersonId) {
        let days = self.ctx.programme.working_days.assignment;
        let answer_by = add_working_days(self.today(), days).due;
        let assignment = self.mint();
        self.emit(Event::AssignmentOffered {
            assignment,
            stage: stage.to_owned(),
            reviewer,
            answer_by,
        });
    }

    pub(super) fn accept(&mut self, id: AssignmentId) -> Outcome {
        let (stage, assignment) = self.assignment(id)?;
        if assignment.status != AssignmentStatus::Offered {
            return Err(RefusalCode::AssignmentNotOffered.into());
        }
        if let Some(person) = self.ctx.actor.person()
            && person.is_partial(self.cycle.municipality, self.today())
        {
            return Err(RefusalCode::ConflictOfInterest.into());
        }
        if stage.status != StageStatus::Open {
            return Err(RefusalCode::StageNotOpen.into());
        }
        self.emit(Event::AssignmentAccepted { assignment: id });
        Ok(())
    }

    pub(super) fn decline(&mut self, id: AssignmentId, reason: &Words) -> Outcome {
        let (_, assignment) = self.assignment(id)?;
        if assignment.status != AssignmentStatus::Offered {
            return Err(RefusalCode::AssignmentNotOffered.into());
        }
        let reason = self.keep(reason)?;
        self.emit(Event::AssignmentDeclined {
            assignment: id,
            reason,
        });
        Ok(())
    }

    pub(super) fn reassign(
        &mut self,
        id: AssignmentId,
        reviewer: PersonId,
        reason: &Words,
    ) -> Outcome {
        let (stage, assignment) = self.assignment(id)?;
        if !assignment.status.is_live() {
            return Err(RefusalCode::AssignmentOver.into());
        }
        let again = stage
            .assignments
            .iter()
            .any(|it| it.reviewer == reviewer && it.status.is_live());
        if again {
            return Err(RefusalCode::AlreadyAssigned.into());
        }
        self.eligible(stage, reviewer)?;
        let key = stage.key.clone();
        let reason = self.keep(reason)?;
        self.emit(Event::AssignmentReassigned {
            assignment: id,
            reason,
        });
        self.offered(&key, reviewer);
        Ok(())
    }

    pub(super) fn recuse(&mut self, id: AssignmentId, reason: &Words) -> Outcome {
        let (_, assignment) = self.assignment(id)?;
        if !assignment.status.is_live() {
            return Err(RefusalCode::AssignmentOver.into());
        }
        let reason = self.keep(reason)?;
        self.emit(Event::Recused {
            assignment: id,
            reason,
        });
        Ok(())
    }

    pub(super) fn hand_over_stage(
        &mut self,
        key: &str,
        organisation: OrganisationId,
        reason: &Words,
    ) -> Outcome {
        let from = self.stage(key)?.organisation;
        if self.ctx.facts.successor != Some(organisation) {
            return Err(RefusalCode::UnknownPartner.into());
        }
        if from == organisation {
            return Err(RefusalCode::AlreadyJudges.into());
        }
        let reason = self.keep(reason)?;
        self.emit(Event::StageHandedOver {
            stage: key.to_owned(),
            from,
            to: organisation,
            reason,
        });
        Ok(())
    }

    pub(super) fn decide_criterion(
        &mut self,
        key: &str,
        criterion: &CriterionId,
        verdict: &Verdict,
    ) -> Outcome {
        self.judgeable(key, criterion)?;
        let stage = self.stage(key)?;
        let settled = stage.reviewers > 1
            && stage.findings.get(criterion).is_some_and(|finding| {
                finding.settled && finding.round == self.cycle.judged_round()
            });
        if settled {
            return Err(RefusalCode::FindingSettled.into());
        }
        // One who records another organisation's decision speaks for all of it.
        let settled = self.by.on_behalf_of.is_some();
        self.judge(key, criterion, verdict, settled)
    }

    pub(super) fn settle_finding(
        &mut self,
        key: &str,
        criterion: &CriterionId,
        verdict: &Verdict,
    ) -> Outcome {
        self.judgeable(key, criterion)?;
        let stage = self.stage(key)?;
        let disagree = stage.findings.get(criterion);
        if !disagree.is_some_and(|finding| stage.disagree_on(finding)) {
            return Err(RefusalCode::NoDisagreement.into());
        }
        self.judge(key, criterion, verdict, true)
    }

    /// Whether `criterion` may be judged at the stage: open, of this stage, and
    /// not carried from an earlier round.
    fn judgeable(&self, key: &str, criterion: &CriterionId) -> Outcome {
        self.open_stage(key)?;
        let unknown = || Fault::with(RefusalCode::UnknownCriterion, vec![criterion.clone()]);
        let index = self.cycle.stage_index(key).ok_or_else(unknown)?;
        if !self.cycle.criteria_of(index).any(|id| id == criterion) {
            return Err(unknown());
        }
        if self.cycle.carried_in(index).contains(criterion) {
            return Err(Fault::with(
                RefusalCode::CriterionCarried,
                vec![criterion.clone()],
            ));
        }
        Ok(())
    }

    fn judge(
        &mut self,
        key: &str,
        criterion: &CriterionId,
        verdict: &Verdict,
        settled: bool,
    ) -> Outcome {
        let mut event = (FindingStatus::Approved, None, None, None, None);
        match verdict {
            Verdict::Approved => {}
            Verdict::ApprovedWithCondition { text, due } => {
                if *due <= self.today() {
                    return Err(RefusalCode::DateInPast.into());
                }
                let text = self.keep(text)?;
                event = (
                    FindingStatus::ApprovedWithCondition,
                    None,
                    Some(text),
                    Some(self.mint()),
                    Some(*due),
                );
            }
            Verdict::Returned { reason, remark } => {
                let remark = self.keep(remark)?;
                event = (
                    FindingStatus::Returned,
                    Some(*reason),
                    Some(remark),
                    None,
                    None,
                );
            }
            Verdict::NotApplicable { remark } => {
                let remark = self.keep(remark)?;
                event = (FindingStatus::NotApplicable, None, Some(remark), None, None);
            }
        }
        let (status, reason, remark, condition, due) = event;
        self.emit(Event::CriterionDecided {
            stage: key.to_owned(),
            criterion: criterion.clone(),
            status,
            reason,
            remark,
            condition,
            due,
            settled,
        });
        Ok(())
    }

    pub(super) fn reopen_finding(
        &mut self,
        key: &str,
        criterion: &CriterionId,
        reason: &Words,
    ) -> Outcome {
        let stage = self.stage(key)?;
        let Some(finding) = stage.findings.get(criterion) else {
            return Err(Fault::with(
                RefusalCode::UnknownCriterion,
                vec![criterion.clone()],
            ));
        };
        match stage.status {
            StageStatus::Pending => return Err(RefusalCode::StageNotOpen.into()),
            StageStatus::Open => {}
            StageStatus::Concluded => {
                let changed = self
                    .cycle
                    .contents
                    .get(criterion)
                    .is_some_and(|content| content.since > finding.submission);
                if !changed {
                    return Err(RefusalCode::CriterionUnchanged.into());
                }
                let handed_in = self.cycle.submission().map(|it| local_date(it.at));
                let passed = handed_in.map_or(u32::MAX, |from| self.working_days_run(from));
                if passed > self.ctx.programme.working_days.reopen_finding {
                    return Err(RefusalCode::TooLate.into());
                }
            }
        }
        let opens_again = stage.status == StageStatus::Concluded;
        let reason = self.keep(reason)?;
        self.emit(Event::FindingReopened {
            stage: key.to_owned(),
            criterion: criterion.clone(),
            reason,
        });
        if opens_again {
            let days = self.ctx.programme.working_days.later_review;
            self.set_working_days(DeadlineKey::Review(key.to_owned()), days);
        }
        Ok(())
    }

    pub(super) fn conclude_stage(&mut self, key: &str) -> Outcome {
        self.open_stage(key)?;
        let index = self
            .cycle
            .stage_index(key)
            .ok_or(RefusalCode::UnknownStage)?;
        let earlier_open = self.cycle.stages[..index]
            .iter()
            .any(|stage| stage.status == StageStatus::Open);
        if earlier_open {
            return Err(RefusalCode::EarlierStageOpen.into());
        }
        let pending = self.cycle.pending_in(index);
        if !pending.is_empty() {
            let pending = pending.into_iter().collect();
            return Err(Fault::with(RefusalCode::CriteriaPending, pending));
        }
        let returned: Vec<_> = self.cycle.returned_in(index).into_iter().collect();
        if returned.is_empty() {
            self.stage_done(index);
        } else {
            self.emit(Event::Returned {
                stage: key.to_owned(),
                criteria: returned,
            });
        }
        Ok(())
    }

    /// A stage with nothing returned: on to the next that has something to
    /// judge, or to the decision.
    fn stage_done(&mut self, index: usize) {
        let key = self.cycle.stages[index].key.clone();
        let next = (index + 1..self.cycle.stages.len()).find(|later| {
            match self.cycle.stages[*later].status {
                StageStatus::Open => true,
                StageStatus::Pending => !self.cycle.pending_in(*later).is_empty(),
                StageStatus::Concluded => false,
            }
        });
        let opens = next
            .map(|next| &self.cycle.stages[next])
            .map(|stage| (stage.key.clone(), stage.status == StageStatus::Pending));
        self.emit(Event::StageConcluded {
            stage: key,
            next: opens.as_ref().map(|(next, _)| next.clone()),
        });
        match opens {
            Some((next, true)) => self.set_review(&next),
            Some((_, false)) => {}
            None => {
                let days = self.ctx.programme.working_days.decision;
                self.set_working_days(DeadlineKey::Decision, days);
            }
        }
    }

    pub(super) fn allow_round(&mut self, reason: &Words) -> Outcome {
        let cap = self.ctx.programme.rounds + self.cycle.rounds_allowed;
        if self.cycle.rounds_used < cap {
            return Err(RefusalCode::RoundNotNeeded.into());
        }
        let reason = self.keep(reason)?;
        self.emit(Event::RoundAllowed { reason });
        Ok(())
    }

    pub(super) fn request_second_reading(
        &mut self,
        criterion: Option<&CriterionId>,
        reasons: &Words,
    ) -> Outcome {
        let nothing = RefusalCode::NothingToReadTwice;
        match (criterion, &self.cycle.state) {
            (Some(criterion), State::Returned { stage, .. }) => {
                if !self.cycle.returned_in(*stage).contains(criterion) {
                    return Err(nothing.into());
                }
                let used = self.cycle.stages[*stage]
                    .findings
                    .get(criterion)
                    .is_some_and(|finding| finding.read_twice);
                if used {
                    return Err(RefusalCode::SecondReadingUsed.into());
                }
            }
            (None, State::Revision { .. }) => {
                let Some(refusal) = &self.cycle.refusal else {
                    return Err(nothing.into());
                };
                if refusal.read_twice {
                    return Err(RefusalCode::SecondReadingUsed.into());
                }
                let passed = self.working_days_run(refusal.on);
                if passed > self.ctx.programme.working_days.second_reading {
                    return Err(RefusalCode::TooLate.into());
                }
            }
            _ => return Err(nothing.into()),
        }
        let reasons = self.keep(reasons)?;
        let reading = self.mint();
        self.emit(Event::SecondReadingRequested {
            reading,
            criterion: criterion.cloned(),
            reasons,
        });
        if criterion.is_some() {
            self.stop_deadline(&DeadlineKey::Answer);
        }
        if self.cycle.running(&DeadlineKey::SecondReading).is_none() {
            let days = self.ctx.programme.working_days.later_review;
            self.set_working_days(DeadlineKey::SecondReading, days);
        }
        Ok(())
    }

    pub(super) fn decide_second_reading(
        &mut self,
        id: ReadingId,
        upheld: bool,
        verdict: Option<&Verdict>,
        reason: &Words,
    ) -> Outcome {
        let reading = self
            .cycle
            .readings
            .iter()
            .find(|it| it.id == id && it.upheld.is_none());
        let reading = reading.cloned().ok_or(RefusalCode::UnknownReading)?;
        let reader = self.by.person;
        match (&reading.criterion, &self.cycle.state) {
            (Some(criterion), State::Returned { stage, .. }) => {
                let index = *stage;
                let stage = &self.cycle.stages[index];
                let judged = stage.findings.get(criterion).is_some_and(|finding| {
                    reader.is_some_and(|reader| finding.judges.contains(&reader))
                });
                if judged {
                    return Err(RefusalCode::JudgedBefore.into());
                }
                let key = stage.key.clone();
                match (upheld, verdict) {
                    (true, None) => {}
                    (false, Some(Verdict::Returned { .. }) | None) | (true, Some(_)) => {
                        return Err(RefusalCode::VerdictMismatch.into());
                    }
                    (false, Some(verdict)) => self.judge(&key, criterion, verdict, true)?,
                }
                let reason = self.keep(reason)?;
                self.emit(Event::SecondReadingDecided {
                    reading: id,
                    upheld,
                    reason,
                });
                if self.cycle.returned_in(index).is_empty() {
                    self.stage_done(index);
                } else if !self.reading_open() {
                    self.restart_deadline(&DeadlineKey::Answer);
                }
                Ok(())
            }
            (None, State::Revision { .. }) => {
                if verdict.is_some() {
                    return Err(RefusalCode::VerdictMismatch.into());
                }
                let refused_by = self.cycle.refusal.as_ref().and_then(|refusal| refusal.by);
                if refused_by.is_some() && refused_by == reader {
                    return Err(RefusalCode::JudgedBefore.into());
                }
                let reason = self.keep(reason)?;
                self.emit(Event::SecondReadingDecided {
                    reading: id,
                    upheld,
                    reason,
                });
                match self.cycle.state {
                    State::Decision { .. } => {
                        let days = self.ctx.programme.working_days.decision;
                        self.set_working_days(DeadlineKey::Decision, days);
                    }
                    State::Returned { .. } => {
                        let days = self.ctx.programme.working_days.answer;
                        self.set_working_days(DeadlineKey::Answer, days);
                    }
                    _ => {}
                }
                Ok(())
            }
            _ => Err(RefusalCode::UnknownReading.into()),
        }
    }

    /// Stops a running deadline, remembering the working days that were left. One
    /// that is over has none: clocks stop, they do not rewind.
    pub(super) fn stop_deadline(&mut self, key: &DeadlineKey) {
        let deadline = self.cycle.running(key);
        if let Some(deadline) = deadline.filter(|it| !it.is_overdue(self.today())) {
            let left = working_days_between(self.today(), deadline.due);
            self.emit(Event::DeadlineStopped {
                deadline: key.clone(),
                left,
            });
        }
    }

    /// Lets a stopped deadline go on with the working days that were left.
    pub(super) fn restart_deadline(&mut self, key: &DeadlineKey) {
        let left = self
            .cycle
            .deadlines
            .iter()
            .rfind(|deadline| deadline.key == *key)
            .and_then(|deadline| deadline.left);
        if let Some(left) = left {
            let from = self.today();
            let count = add_working_days(from, left);
            self.emit(Event::DeadlineSet {
                date: SetDate {
                    key: key.clone(),
                    due: count.due,
                    from,
                    working_days: true,
                    skipped: count.skipped,
                    goes_on: true,
                },
            });
        }
    }
}
