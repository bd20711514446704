//! Deadlines of a case: when, counted from what, over which closed days.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{ConditionId, UnknownName};

/// What is due.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeadlineKey {
    /// The self-assessment.
    SelfAssessment,
    /// The revised plan.
    Submission,
    /// The review of the stage known by this key.
    Review(String),
    /// The certification decision.
    Decision,
    /// The answer to a return.
    Answer,
    /// The second reading of a return or a refusal.
    SecondReading,
    /// Meeting a condition.
    Condition(ConditionId),
}

impl DeadlineKey {
    /// Those that are their word alone.
    pub const PLAIN: [Self; 5] = [
        Self::SelfAssessment,
        Self::Submission,
        Self::Decision,
        Self::Answer,
        Self::SecondReading,
    ];

    /// The word for it in the catalogue, the same for every stage and condition.
    pub fn word(&self) -> &'static str {
        match self {
            Self::SelfAssessment => "self_assessment",
            Self::Submission => "submission",
            Self::Review(_) => "review",
            Self::Decision => "decision",
            Self::Answer => "answer",
            Self::SecondReading => "second_reading",
            Self::Condition(_) => "condition",
        }
    }

    /// Whether the municipality has the ball.
    pub fn is_municipal(&self) -> bool {
        match self {
            Self::SelfAssessment | Self::Submission | Self::Answer | Self::Condition(_) => true,
            Self::Review(_) | Self::Decision | Self::SecondReading => false,
        }
    }
}

impl fmt::Display for DeadlineKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SelfAssessment
            | Self::Submission
            | Self::Decision
            | Self::Answer
            | Self::SecondReading => f.write_str(self.word()),
            Self::Review(stage) => write!(f, "review:{stage}"),
            Self::Condition(id) => write!(f, "condition:{id}"),
        }
    }
}

impl FromStr for DeadlineKey {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let unknown = || UnknownName {
            kind: "DeadlineKey",
            found: text.chars().take(60).collect(),
        };
        match text.split_once(':') {
            Some(("review", stage)) if !stage.is_empty() => Ok(Self::Review(stage.to_owned())),
            Some(("condition", id)) => id.parse().map(Self::Condition).map_err(|_| unknown()),
            Some(_) => Err(unknown()),
            None => Self::PLAIN
                .into_iter()
                .find(|key| key.word() == text)
                .ok_or_else(unknown),
        }
    }
}

impl Serialize for DeadlineKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DeadlineKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// A deadline. Overdue is read from it and the clock, never stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// What is due.
    pub key: DeadlineKey,
    /// The last day.
    pub due: NaiveDate,
    /// The day it was counted from. Rungs of the ladder before it are skipped.
    pub set_on: NaiveDate,
    /// Whether it counts working days: then a hold stops it.
    pub working_days: bool,
    /// Weekdays that the count stepped over.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub skipped: Vec<NaiveDate>,
    /// Whether it still runs.
    pub running: bool,
    /// Working days that were left when it was stopped by a hold or a second reading.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub left: Option<u32>,
    /// Rungs that were sent or skipped: days from the due date, negative before it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub rungs: Vec<i32>,
    /// Extensions granted.
    pub extensions: u32,
}

impl Deadline {
    /// Whether the last day is over at `today`.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.running && today > self.due
    }

    /// It no longer counts, and nothing goes on from it: what was due was done, or no
    /// longer is.
    pub(super) fn end(&mut self) {
        self.running = false;
        self.left = None;
    }
}
