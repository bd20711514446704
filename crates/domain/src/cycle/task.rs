//! What waits for a judge: reviewers and leads, in one case.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{
    AssignmentStatus, ConditionStatus, Cycle, DeadlineKey, FindingStatus, Reading, Stage,
    StageStatus, State, leads,
};
use crate::{AssignmentId, ConditionId, CriterionId, Person, PersonId, ReadingId, Role};

/// Something that waits for a reviewer or a lead. Stages are named by their
/// position on the case's route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Say whether one takes the assignment.
    Answer {
        /// The stage.
        stage: usize,
        /// Which.
        assignment: AssignmentId,
        /// The last day.
        due: Option<NaiveDate>,
    },
    /// Judge the criteria of a stage.
    Judge {
        /// The stage.
        stage: usize,
        /// Those that this person has not judged.
        undecided: usize,
        /// All that are to be judged in this round; carried ones are not.
        open: usize,
        /// The last day.
        due: Option<NaiveDate>,
    },
    /// Find reviewers for a stage.
    Assign {
        /// The stage.
        stage: usize,
        /// How many are missing.
        missing: usize,
        /// Whether the person records for another organisation.
        on_behalf: bool,
        /// The last day of the review.
        due: Option<NaiveDate>,
    },
    /// Settle what reviewers disagree on.
    Settle {
        /// The stage.
        stage: usize,
        /// About which criteria.
        criteria: BTreeSet<CriterionId>,
        /// The last day of the review.
        due: Option<NaiveDate>,
    },
    /// Conclude a stage in which everything is judged.
    Conclude {
        /// The stage.
        stage: usize,
        /// The last day of the review.
        due: Option<NaiveDate>,
    },
    /// Discuss the self-assessment and record what was agreed.
    Scope,
    /// Certify, or refuse to.
    Certify {
        /// The last day.
        due: Option<NaiveDate>,
    },
    /// Judge whether a condition is met.
    Condition {
        /// Which.
        condition: ConditionId,
        /// Of which criterion.
        criterion: CriterionId,
        /// The last day for meeting it.
        due: Option<NaiveDate>,
    },
    /// Read a return, or a refusal, a second time.
    ReadAgain {
        /// Which reading.
        reading: ReadingId,
        /// The criterion; none for a refusal.
        criterion: Option<CriterionId>,
        /// The last day.
        due: Option<NaiveDate>,
    },
}

impl Task {
    /// The last day for it.
    pub fn due(&self) -> Option<NaiveDate> {
        match self {
            Self::Answer { due, .. }
            | Self::Judge { due, .. }
            | Self::Assign { due, .. }
            | Self::Settle { due, .. }
            | Self::Conclude { due, .. }
            | Self::Certify { due }
            | Self::Condition { due, .. }
            | Self::ReadAgain { due, .. } => *due,
            Self::Scope => None,
        }
    }
}

impl Cycle {
    /// The criteria of `stage` that `person` has not judged on the latest
    /// submission, though they are to be judged.
    pub fn undecided_by(&self, stage: usize, person: PersonId) -> BTreeSet<CriterionId> {
        let latest = self.submission().map_or(0, |submission| submission.number);
        let mut undecided = self.pending_in(stage);
        let findings = self.stages.get(stage).map(|stage| &stage.findings);
        undecided.retain(|id| {
            findings
                .and_then(|findings| findings.get(id))
                .is_none_or(|finding| {
                    finding.submission != latest
                        || !finding.opinions.iter().any(|(judge, _)| *judge == person)
                })
        });
        undecided
    }

    fn due(&self, key: &DeadlineKey) -> Option<NaiveDate> {
        self.running(key).map(|deadline| deadline.due)
    }

    /// What waits in this case for `person` as a reviewer or a lead. A case on
    /// hold waits for nobody but the secretariat, and one of a municipality that
    /// the person is partial towards waits for somebody else.
    pub fn tasks_of(&self, person: &Person, today: NaiveDate) -> Vec<Task> {
        if self.hold.is_some() || person.is_partial(self.municipality, today) {
            return Vec::new();
        }
        let mut tasks = self.assigned_to(person);
        for (stage, task) in self.tasks_of_leads() {
            let stage = self.stages.get(stage);
            let Some(capacity) = stage.and_then(|stage| leads(self, person, stage)) else {
                continue;
            };
            tasks.push(match task {
                Task::Assign {
                    stage,
                    missing,
                    due,
                    ..
                } => Task::Assign {
                    stage,
                    missing,
                    on_behalf: capacity.on_behalf_of.is_some(),
                    due,
                },
                task => task,
            });
        }
        self.of_readings(person, &mut tasks);
        tasks
    }

    /// The stages whose lead something waits for, by their position on the route.
    /// What is read a second time waits for the lead of any stage.
    pub fn awaited_leads(&self) -> BTreeSet<usize> {
        if self.hold.is_some() {
            BTreeSet::new()
        } else if self.is_read_again() {
            (0..self.stages.len()).collect()
        } else {
            let tasks = self.tasks_of_leads();
            tasks.into_iter().map(|(stage, _)| stage).collect()
        }
    }

    fn assigned_to(&self, person: &Person) -> Vec<Task> {
        let mut tasks = Vec::new();
        for (index, stage) in self.open_stages() {
            for assignment in stage.live().filter(|it| it.reviewer == person.id) {
                tasks.push(if assignment.status == AssignmentStatus::Offered {
                    Task::Answer {
                        stage: index,
                        assignment: assignment.id,
                        due: Some(assignment.answer_by),
                    }
                } else {
                    let carried = self.carried_in(index).len();
                    Task::Judge {
                        stage: index,
                        undecided: self.undecided_by(index, person.id).len(),
                        open: self.criteria_of(index).count() - carried,
                        due: self.due(&DeadlineKey::Review(stage.key.clone())),
                    }
                });
            }
        }
        tasks
    }

    /// What waits for the lead of a stage, whoever that is, but for what is read a
    /// second time.
    fn tasks_of_leads(&self) -> Vec<(usize, Task)> {
        let mut tasks = Vec::new();
        for (index, stage) in self.open_stages() {
            self.of_open_stage(index, stage, &mut tasks);
        }
        match &self.state {
            State::Scoping { .. } => tasks.push((0, Task::Scope)),
            State::Decision { .. } => {
                let due = self.due(&DeadlineKey::Decision);
                let last = self.stages.len().saturating_sub(1);
                tasks.push((last, Task::Certify { due }));
            }
            State::Certified { .. } | State::Concluded { .. } => self.of_conditions(&mut tasks),
            _ => {}
        }
        tasks
    }

    /// The stages that are judged now, with their positions.
    fn open_stages(&self) -> impl Iterator<Item = (usize, &Stage)> {
        let judged = matches!(self.state, State::Review { .. });
        let stages = self.stages.iter().enumerate();
        stages.filter(move |(_, stage)| judged && stage.status == StageStatus::Open)
    }

    fn of_open_stage(&self, index: usize, stage: &Stage, tasks: &mut Vec<(usize, Task)>) {
        let due = self.due(&DeadlineKey::Review(stage.key.clone()));
        let missing = usize::from(stage.reviewers).saturating_sub(stage.live().count());
        let pending = self.pending_in(index);
        if missing > 0 && !pending.is_empty() {
            let task = Task::Assign {
                stage: index,
                missing,
                on_behalf: false,
                due,
            };
            tasks.push((index, task));
        }
        let criteria = self.disagreements_in(index);
        if !criteria.is_empty() {
            let task = Task::Settle {
                stage: index,
                criteria,
                due,
            };
            tasks.push((index, task));
        }
        let earlier_open = self.stages[..index]
            .iter()
            .any(|earlier| earlier.status == StageStatus::Open);
        if pending.is_empty() && !earlier_open {
            tasks.push((index, Task::Conclude { stage: index, due }));
        }
    }

    fn of_conditions(&self, tasks: &mut Vec<(usize, Task)>) {
        let answered = self
            .conditions
            .iter()
            .filter(|it| it.status == ConditionStatus::Answered);
        for condition in answered {
            let Some(index) = self.stage_index(&condition.stage) else {
                continue;
            };
            let task = Task::Condition {
                condition: condition.id,
                criterion: condition.criterion.clone(),
                due: Some(condition.due),
            };
            tasks.push((index, task));
        }
    }

    fn of_readings(&self, person: &Person, tasks: &mut Vec<Task>) {
        let stage = match &self.state {
            State::Returned { stage, .. } => self.stages.get(*stage),
            State::Revision { .. } => None,
            _ => return,
        };
        let judges = self.stages.iter().any(|it| {
            leads(self, person, it).is_some()
                || (it.live().any(|it| it.reviewer == person.id)
                    && person
                        .holds_in(&self.programme, Role::Reviewer, it.organisation)
                        .is_some())
        });
        let judged_before = |reading: &Reading| match (&reading.criterion, stage) {
            (Some(criterion), Some(stage)) => stage
                .findings
                .get(criterion)
                .is_some_and(|finding| finding.judges.contains(&person.id)),
            (None, _) => self
                .refusal
                .as_ref()
                .is_some_and(|refusal| refusal.by == Some(person.id)),
            (Some(_), None) => false,
        };
        for reading in &self.readings {
            if judges && reading.upheld.is_none() && !judged_before(reading) {
                tasks.push(Task::ReadAgain {
                    reading: reading.id,
                    criterion: reading.criterion.clone(),
                    due: self.due(&DeadlineKey::SecondReading),
                });
            }
        }
    }

    /// How the criteria of `stage` stand: how many of each judgement.
    pub fn judged_as(&self, stage: usize, status: FindingStatus) -> usize {
        let pending = self.pending_in(stage);
        self.criteria_of(stage)
            .filter(|id| {
                let known = self.stages[stage].findings.get(*id).map(|it| it.status);
                if pending.contains(*id) {
                    status == FindingStatus::Pending
                } else {
                    known == Some(status)
                }
            })
            .count()
    }
}

#[cfg(test)]
mod tests;
