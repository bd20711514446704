//! What handing in, judging and returning change in a case.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{
    AssignmentId, CriterionId, Digest, OrganisationId, Timestamp,
    cycle::{
        AnswerClock, AssignmentStatus, Condition, ConditionStatus, Content, Cycle, DeadlineKey,
        Entry, Event, Finding, FindingStatus, HandedIn, Open, Origin, Stage, StageStatus, Standing,
        State, Submission, SubmissionKind, is_open_finding,
    },
};

impl Cycle {
    pub(super) fn hand_in(&mut self, handed_in: &HandedIn, kind: SubmissionKind, entry: &Entry) {
        let number = self.submissions.len() as u32 + 1;
        self.submissions.push(Submission {
            id: handed_in.id,
            number,
            kind,
            round: if kind == SubmissionKind::Plan {
                self.round
            } else {
                0
            },
            at: entry.at,
            digest: handed_in.digest,
            plan: handed_in.plan,
            in_time: handed_in.in_time,
            standing: Standing::HandedIn,
            taken_back_at: None,
        });
    }

    pub(super) fn submitted(
        &mut self,
        handed_in: &HandedIn,
        contents: &BTreeMap<CriterionId, Digest>,
        stage: &str,
        entry: &Entry,
    ) {
        let Some(index) = self.stage_index(stage) else {
            return;
        };
        let origin = match &self.state {
            State::Returned {
                stage,
                submission,
                clock,
            } => Origin::Returned {
                stage: *stage,
                submission: *submission,
                clock: clock.clone(),
                returned: self.returned_as_found(*stage),
            },
            State::Revision { open } => Origin::Revision { open: open.clone() },
            State::Enrolled
            | State::Scheduled { .. }
            | State::SelfAssessment
            | State::Scoping { .. }
            | State::Review { .. }
            | State::Decision { .. }
            | State::Certified { .. }
            | State::Concluded { .. }
            | State::Withdrawn { .. } => return,
        };
        self.round += 1;
        self.rounds_used += 1;
        self.hand_in(handed_in, SubmissionKind::Plan, entry);
        let number = self.submissions.len() as u32;
        for (criterion, digest) in contents {
            let same = self
                .contents
                .get(criterion)
                .is_some_and(|known| known.digest == *digest);
            if !same {
                let content = Content {
                    digest: *digest,
                    since: number,
                };
                self.contents.insert(criterion.clone(), content);
            }
        }
        if let Origin::Revision {
            open: Open::Only(named),
        } = &origin
        {
            let keys: Vec<String> = self.stages.iter().map(|stage| stage.key.clone()).collect();
            for key in keys {
                for criterion in named {
                    self.unsettle(&key, criterion);
                }
            }
        }
        self.stop(&DeadlineKey::Submission);
        self.stop(&DeadlineKey::Answer);
        self.refusal = None;
        for stage in self.stages.iter_mut().skip(index) {
            stage.status = StageStatus::Pending;
        }
        self.open_stage(index);
        self.state = State::Review {
            stage: index,
            submission: handed_in.id,
            origin,
        };
    }

    pub(super) fn open_stage(&mut self, index: usize) {
        if let Some(stage) = self.stages.get_mut(index)
            && stage.status != StageStatus::Open
        {
            stage.status = StageStatus::Open;
            stage.reviews += 1;
        }
    }

    /// A submission is no longer under review: recalled, or sent back. What was
    /// judged of it is judged anew, for nobody stood by it.
    pub(super) fn taken_back(&mut self, standing: Standing, at: Timestamp) {
        let mut number = 0;
        if let Some(submission) = self
            .submissions
            .iter_mut()
            .rfind(|it| it.standing == Standing::HandedIn)
        {
            submission.standing = standing;
            submission.taken_back_at = Some(at);
            number = submission.number;
        }
        let state = std::mem::replace(&mut self.state, State::SelfAssessment);
        let State::Review {
            stage: index,
            origin,
            ..
        } = state
        else {
            return;
        };
        self.rounds_used = self.rounds_used.saturating_sub(1);
        self.stop_reviews();
        if let Some(stage) = self.stages.get_mut(index) {
            stage.status = StageStatus::Pending;
            stage.reviews = stage.reviews.saturating_sub(1);
            for assignment in &mut stage.assignments {
                if assignment.status == AssignmentStatus::Offered {
                    assignment.status = AssignmentStatus::Expired;
                }
            }
        }
        self.unsettle_all_of(number);
        self.state = match origin {
            Origin::Revision { open } => State::Revision { open },
            Origin::Returned {
                stage,
                submission,
                clock,
                returned,
            } => {
                self.return_again(stage, returned);
                State::Returned {
                    stage,
                    submission,
                    clock,
                }
            }
            // Refused by `decide`; a log that says so anyway leads to the decision.
            Origin::Decision => match self.submission().map(|submission| submission.id) {
                Some(submission) => State::Decision { submission },
                None => State::Revision { open: Open::All },
            },
        };
    }

    pub(super) fn decided(&mut self, entry: &Entry) {
        let Event::CriterionDecided {
            stage: key,
            criterion,
            status,
            reason,
            remark,
            condition,
            due,
            settled,
        } = &entry.event
        else {
            return;
        };
        let round = self.judged_round();
        let number = self.submission().map_or(0, |submission| submission.number);
        let Some(stage) = self.stage_mut(key) else {
            return;
        };
        let alone = stage.reviewers < 2 || *settled;
        let reviewers = usize::from(stage.reviewers);
        let finding = stage
            .findings
            .entry(criterion.clone())
            .or_insert_with(|| Finding {
                status: FindingStatus::Pending,
                round,
                submission: number,
                reason: None,
                opinions: Vec::new(),
                judges: BTreeSet::new(),
                read_twice: false,
                settled: false,
            });
        if finding.submission != number {
            finding.opinions.clear();
            finding.read_twice = false;
        }
        finding.round = round;
        finding.submission = number;
        finding.settled = *settled;
        finding.judges.extend(entry.by.person);
        if let Some(person) = entry.by.person {
            finding.opinions.retain(|(judge, _)| *judge != person);
            finding.opinions.push((person, *status));
        }
        let agreed = finding.opinions.len() >= reviewers
            && finding
                .opinions
                .iter()
                .all(|(_, opinion)| opinion == status);
        finding.status = if alone || agreed {
            *status
        } else {
            FindingStatus::Pending
        };
        finding.reason = if finding.status == FindingStatus::Returned {
            *reason
        } else {
            None
        };
        let conditional = finding.status == FindingStatus::ApprovedWithCondition;
        self.drop_conditions(key, criterion);
        if let (true, Some(id), Some(text), Some(due)) = (conditional, condition, remark, due) {
            self.conditions.push(Condition {
                id: *id,
                criterion: criterion.clone(),
                stage: key.clone(),
                round,
                text: *text,
                due: *due,
                status: ConditionStatus::Open,
            });
        }
    }

    /// What a reviewer who left said no longer counts. What a partial one
    /// settled alone is to be judged again.
    pub(super) fn forget_opinions(&mut self, assignment: AssignmentId, partial: bool) {
        let number = self.submission().map_or(0, |submission| submission.number);
        let Some(index) = self
            .stages
            .iter()
            .position(|stage| stage.assignments.iter().any(|it| it.id == assignment))
        else {
            return;
        };
        let stage = &mut self.stages[index];
        let Some(person) = stage
            .assignments
            .iter()
            .find(|it| it.id == assignment)
            .map(|it| it.reviewer)
        else {
            return;
        };
        let mut again = Vec::new();
        for (criterion, finding) in &mut stage.findings {
            let said = finding.opinions.iter().any(|(judge, _)| *judge == person);
            if !said || finding.submission != number {
                continue;
            }
            let pending = finding.status == FindingStatus::Pending;
            if pending || partial {
                finding.opinions.retain(|(judge, _)| *judge != person);
            }
            if partial && !finding.settled && stage.status == StageStatus::Open {
                again.push(criterion.clone());
            }
        }
        let key = stage.key.clone();
        for criterion in again {
            self.unsettle(&key, &criterion);
        }
    }

    /// Another organisation judges the stage known by `key` from now on, and
    /// records for others wherever the one before did. Its reviewers begin with
    /// what is not judged yet.
    pub(super) fn handed_over(&mut self, key: &str, from: OrganisationId, to: OrganisationId) {
        let live = self.stage(key).into_iter().flat_map(|stage| stage.live());
        let live: Vec<AssignmentId> = live.map(|assignment| assignment.id).collect();
        for assignment in live {
            self.set_assignment(assignment, AssignmentStatus::Reassigned);
            self.forget_opinions(assignment, false);
        }
        for stage in &mut self.stages {
            if stage.key == key {
                stage.organisation = to;
                for assignment in &mut stage.assignments {
                    assignment.former = true;
                }
            }
            for recorder in &mut stage.recorded_by {
                if *recorder == from {
                    *recorder = to;
                }
            }
        }
    }

    /// The conditions of an approval that was replaced. One that nobody was told
    /// of is gone; any other stands there as dropped.
    fn drop_conditions(&mut self, stage: &str, criterion: &CriterionId) {
        let mut conditions = std::mem::take(&mut self.conditions);
        conditions.retain_mut(|condition| {
            let lives = matches!(
                condition.status,
                ConditionStatus::Open | ConditionStatus::Answered
            );
            if lives && condition.stage == stage && condition.criterion == *criterion {
                condition.status = ConditionStatus::Dropped;
                return !is_open_finding(self, stage, condition.round);
            }
            true
        });
        self.conditions = conditions;
    }

    /// A finding is to be judged again.
    pub(super) fn unsettle(&mut self, stage: &str, criterion: &CriterionId) {
        if let Some(stage) = self.stage_mut(stage)
            && let Some(finding) = stage.findings.get_mut(criterion)
        {
            finding.status = FindingStatus::Pending;
            finding.reason = None;
            finding.opinions.clear();
            finding.settled = false;
        }
        self.drop_conditions(stage, criterion);
    }

    /// Whatever was judged of the submission of this number is to be judged again.
    fn unsettle_all_of(&mut self, number: u32) {
        let mut judged = Vec::new();
        for stage in &self.stages {
            for (criterion, finding) in &stage.findings {
                if finding.submission == number {
                    judged.push((stage.key.clone(), criterion.clone()));
                }
            }
        }
        for (stage, criterion) in judged {
            self.unsettle(&stage, &criterion);
        }
    }

    /// What the stage at this position returned, as it was found.
    fn returned_as_found(&self, stage: usize) -> BTreeMap<CriterionId, Finding> {
        let stage = self.stages.get(stage);
        let mut findings = stage.map_or_else(BTreeMap::new, |stage| stage.findings.clone());
        findings.retain(|_, finding| finding.status == FindingStatus::Returned);
        findings
    }

    /// What had been returned is returned again. Whoever judged the answer to it
    /// stays among its judges.
    fn return_again(&mut self, stage: usize, returned: BTreeMap<CriterionId, Finding>) {
        let Some(stage) = self.stages.get_mut(stage) else {
            return;
        };
        for (criterion, mut finding) in returned {
            if let Some(judged) = stage.findings.get(&criterion) {
                finding.judges.extend(&judged.judges);
            }
            stage.findings.insert(criterion, finding);
        }
    }

    pub(super) fn stage_concluded(&mut self, key: &str, next: Option<&str>) {
        self.stop(&DeadlineKey::Review(key.to_owned()));
        // A second reading may have left nothing to answer.
        self.stop(&DeadlineKey::Answer);
        let round = self.round;
        if let Some(stage) = self.stage_mut(key) {
            stage.status = StageStatus::Concluded;
            stage.told_until = round;
            stage.end_assignments();
        }
        let Some(submission) = self.submission().map(|submission| submission.id) else {
            return;
        };
        match next.and_then(|next| self.stage_index(next)) {
            Some(index) => {
                self.open_stage(index);
                // Keeps what recall and send-back need; both are refused once a
                // stage was concluded on the submission.
                if let State::Review { stage, .. } = &mut self.state {
                    *stage = index;
                } else {
                    self.state = State::Review {
                        stage: index,
                        submission,
                        origin: Origin::Decision,
                    };
                }
            }
            None => self.state = State::Decision { submission },
        }
    }

    pub(super) fn returned(&mut self, key: &str, today: NaiveDate) {
        self.stop_reviews();
        for stage in &mut self.stages {
            if stage.status == StageStatus::Open {
                stage.status = if stage.key == key {
                    stage.told_until = self.round;
                    StageStatus::Concluded
                } else {
                    StageStatus::Pending
                };
                for assignment in &mut stage.assignments {
                    if assignment.status == AssignmentStatus::Offered {
                        assignment.status = AssignmentStatus::Expired;
                    }
                }
            }
        }
        if let (Some(stage), Some(submission)) = (
            self.stage_index(key),
            self.submission().map(|submission| submission.id),
        ) {
            let clock = AnswerClock::Waiting {
                since: today,
                accepted_on: None,
                contact_missing: false,
            };
            self.state = State::Returned {
                stage,
                submission,
                clock,
            };
        }
    }

    /// The finding that returned `criterion`, in the stage that returned.
    pub(super) fn returning_finding_mut(
        &mut self,
        criterion: &CriterionId,
    ) -> Option<&mut Finding> {
        let State::Returned { stage, .. } = self.state else {
            return None;
        };
        self.stages.get_mut(stage)?.findings.get_mut(criterion)
    }

    /// Only `criteria` open, the rest carried; the cap counts from here. Their
    /// findings stand until something is handed in: a second reading can still
    /// find that the refusal was wrong.
    pub(super) fn back_to_revision(&mut self, criteria: &[CriterionId]) {
        for stage in &mut self.stages {
            if stage.status == StageStatus::Open {
                stage.status = StageStatus::Pending;
            }
        }
        self.stop_reviews();
        self.stop_conditions();
        self.stop(&DeadlineKey::Answer);
        self.stop(&DeadlineKey::Decision);
        self.decision = None;
        self.rounds_used = 0;
        self.rounds_allowed = 0;
        self.state = State::Revision {
            open: Open::Only(criteria.iter().cloned().collect()),
        };
    }
}

impl Stage {
    /// Nothing is left to judge here.
    pub(super) fn end_assignments(&mut self) {
        for assignment in &mut self.assignments {
            match assignment.status {
                AssignmentStatus::Accepted => assignment.status = AssignmentStatus::Done,
                AssignmentStatus::Offered => assignment.status = AssignmentStatus::Expired,
                AssignmentStatus::Done
                | AssignmentStatus::Declined
                | AssignmentStatus::Expired
                | AssignmentStatus::Recused
                | AssignmentStatus::Reassigned => {}
            }
        }
    }
}
