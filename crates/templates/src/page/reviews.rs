//! A reviewer's queue: what waits, by due date, and how much it is.

use lustrum_domain::{CriterionId, Task};
use serde::Serialize;

use super::{Due, Page, day, nasty};
use crate::routes;

/// The queue of a reviewer or a lead.
#[derive(Debug, Clone, Serialize)]
pub struct Reviews {
    /// Cases that the reader is asked to judge.
    pub asked: Vec<ReviewTask>,
    /// Cases that the reader judges.
    pub judging: Vec<ReviewTask>,
    /// What waits for the reader as a lead, or for a second reading.
    pub leading: Vec<ReviewTask>,
    /// Criteria that the reader has still to judge, in all cases together.
    pub undecided: usize,
    /// The path of the page of a lead's cases before this one.
    pub earlier: Option<String>,
    /// The path of the page after this one.
    pub later: Option<String>,
}

/// Something that waits.
#[derive(Debug, Clone, Serialize)]
pub struct ReviewTask {
    /// What.
    pub kind: TaskKind,
    /// The case's id as in its path.
    pub case: String,
    /// Whose plan.
    pub municipality: String,
    /// The how-many-eth case.
    pub edition: u32,
    /// The key of the stage it belongs to.
    pub stage: Option<String>,
    /// What that stage's organisation is called.
    pub organisation: Option<String>,
    /// By when.
    pub due: Option<Due>,
    /// When the review is due that an answer takes on.
    pub review: Option<Due>,
    /// The assignment that waits for an answer.
    pub assignment: Option<String>,
    /// Criteria that the reader has still to judge.
    pub undecided: usize,
    /// Criteria that are to be judged in this round.
    pub open: usize,
    /// What it is about.
    pub criteria: Vec<String>,
    /// Reviewers who are missing.
    pub missing: usize,
    /// Whether the reader would record for another organisation.
    pub on_behalf: bool,
}

/// What waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// See [`Task::Answer`].
    Answer,
    /// See [`Task::Judge`].
    Judge,
    /// See [`Task::Assign`].
    Assign,
    /// See [`Task::Settle`].
    Settle,
    /// See [`Task::Conclude`].
    Conclude,
    /// See [`Task::Scope`].
    Scope,
    /// See [`Task::Certify`].
    Certify,
    /// See [`Task::Condition`].
    Condition,
    /// See [`Task::ReadAgain`].
    ReadAgain,
}

impl TaskKind {
    /// The kind of a task.
    pub fn of(task: &Task) -> Self {
        match task {
            Task::Answer { .. } => Self::Answer,
            Task::Judge { .. } => Self::Judge,
            Task::Assign { .. } => Self::Assign,
            Task::Settle { .. } => Self::Settle,
            Task::Conclude { .. } => Self::Conclude,
            Task::Scope => Self::Scope,
            Task::Certify { .. } => Self::Certify,
            Task::Condition { .. } => Self::Condition,
            Task::ReadAgain { .. } => Self::ReadAgain,
        }
    }

    /// The word for its deadline, among those of the case's deadlines.
    pub fn deadline(self) -> &'static str {
        match self {
            Self::Answer | Self::Judge | Self::Assign | Self::Settle | Self::Conclude => "review",
            Self::Scope => "self_assessment",
            Self::Certify => "decision",
            Self::Condition => "condition",
            Self::ReadAgain => "second_reading",
        }
    }
}

impl ReviewTask {
    /// What `task` waits for, without the names of its surroundings.
    pub fn of(task: &Task, today: chrono::NaiveDate) -> Self {
        let kind = TaskKind::of(task);
        let mut line = Self {
            kind,
            case: String::new(),
            municipality: String::new(),
            edition: 0,
            stage: None,
            organisation: None,
            due: task.due().map(|due| Due::new(kind.deadline(), due, today)),
            review: None,
            assignment: None,
            undecided: 0,
            open: 0,
            criteria: Vec::new(),
            missing: 0,
            on_behalf: false,
        };
        let name = |id: &CriterionId| id.0.clone();
        match task {
            Task::Answer { assignment, .. } => line.assignment = Some(assignment.to_string()),
            Task::Judge {
                undecided, open, ..
            } => {
                line.undecided = *undecided;
                line.open = *open;
            }
            Task::Assign {
                missing, on_behalf, ..
            } => {
                line.missing = *missing;
                line.on_behalf = *on_behalf;
            }
            Task::Settle { criteria, .. } => line.criteria = criteria.iter().map(name).collect(),
            Task::Condition { criterion, .. } => line.criteria = vec![name(criterion)],
            Task::ReadAgain { criterion, .. } => {
                line.criteria = criterion.iter().map(name).collect();
            }
            Task::Conclude { .. } | Task::Scope | Task::Certify { .. } => {}
        }
        line
    }
}

impl Page for Reviews {
    const TEMPLATE: &'static str = "pages/reviews.html";

    fn samples() -> Vec<Self> {
        let today = day(2027, 1, 10);
        let line = |kind: TaskKind, due, name: &str| ReviewTask {
            kind,
            case: "cyc_1".to_owned(),
            municipality: name.to_owned(),
            edition: 2,
            stage: Some("concito".to_owned()),
            organisation: Some("CONCITO".to_owned()),
            due: Some(Due::new(kind.deadline(), due, today)),
            review: Some(Due::new("review", day(2027, 2, 1), today)),
            assignment: Some(format!("asg_{}", name.len())),
            undecided: 12,
            open: 45,
            criteria: vec!["KA-3.02".to_owned()],
            missing: 1,
            on_behalf: false,
        };
        let kinds = [
            TaskKind::Assign,
            TaskKind::Settle,
            TaskKind::Conclude,
            TaskKind::Scope,
            TaskKind::Certify,
            TaskKind::Condition,
            TaskKind::ReadAgain,
        ];
        let mut leading: Vec<ReviewTask> = kinds
            .map(|kind| line(kind, day(2027, 1, 20), "Odder"))
            .to_vec();
        leading.push(ReviewTask {
            on_behalf: true,
            missing: 2,
            due: None,
            ..line(TaskKind::Assign, today, &nasty())
        });
        leading.push(ReviewTask {
            criteria: Vec::new(),
            stage: None,
            organisation: None,
            ..line(TaskKind::ReadAgain, today, "Aarhus")
        });
        vec![
            Self {
                asked: Vec::new(),
                judging: Vec::new(),
                leading: Vec::new(),
                undecided: 0,
                earlier: None,
                later: None,
            },
            Self {
                asked: vec![
                    line(TaskKind::Answer, day(2027, 1, 12), "Odder"),
                    line(TaskKind::Answer, day(2027, 1, 9), &nasty()),
                ],
                judging: vec![
                    line(TaskKind::Judge, day(2027, 1, 2), "Hvidovre"),
                    ReviewTask {
                        undecided: 0,
                        ..line(TaskKind::Judge, today, &nasty())
                    },
                ],
                leading,
                undecided: 12,
                earlier: Some(routes::reviews(0)),
                later: Some(routes::reviews(60)),
            },
        ]
    }
}
