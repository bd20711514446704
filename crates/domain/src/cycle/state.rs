//! The states of a case. What is true only in a state stands in its variant.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Finding;
use crate::{CriterionId, OrganisationId, SubmissionId, names::names};

names! {
    /// The name of a state, without what it holds.
    StateName {
        /// No approved plan yet; the commitment letter is on file.
        Enrolled = "enrolled",
        /// A certified plan is in force; this revision has not opened.
        Scheduled = "scheduled",
        /// The current plan is evaluated against the pinned criteria.
        SelfAssessment = "self_assessment",
        /// The frozen self-assessment is discussed.
        Scoping = "scoping",
        /// Drafting, hearing, political draft.
        Revision = "revision",
        /// A frozen submission is judged, stage by stage.
        Review = "review",
        /// At least one criterion was returned.
        Returned = "returned",
        /// Every criterion is settled in every stage.
        Decision = "decision",
        /// The certification decision is made; the council's may be missing.
        Certified = "certified",
        /// Certified and adopted: in force.
        Concluded = "concluded",
        /// The municipality left, or merged.
        Withdrawn = "withdrawn",
    }
}

/// Where a case stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum State {
    /// See [`StateName::Enrolled`].
    Enrolled,
    /// See [`StateName::Scheduled`].
    Scheduled {
        /// The previous case was taken up again: its dates are set anew at its conclusion.
        waits: bool,
    },
    /// See [`StateName::SelfAssessment`].
    SelfAssessment,
    /// See [`StateName::Scoping`].
    Scoping {
        /// The frozen self-assessment.
        submission: SubmissionId,
    },
    /// See [`StateName::Revision`].
    Revision {
        /// Which criteria are open.
        open: Open,
    },
    /// See [`StateName::Review`].
    Review {
        /// The position of the stage whose turn it is.
        stage: usize,
        /// What is judged.
        submission: SubmissionId,
        /// Whence it came, and so where recall and send-back lead.
        origin: Origin,
    },
    /// See [`StateName::Returned`].
    Returned {
        /// The position of the stage that returned.
        stage: usize,
        /// What was returned.
        submission: SubmissionId,
        /// Whether the time for the answer runs.
        clock: AnswerClock,
    },
    /// See [`StateName::Decision`].
    Decision {
        /// What is decided about.
        submission: SubmissionId,
    },
    /// See [`StateName::Certified`].
    Certified {
        /// What was certified.
        submission: SubmissionId,
    },
    /// See [`StateName::Concluded`].
    Concluded {
        /// What was certified and adopted.
        submission: SubmissionId,
    },
    /// See [`StateName::Withdrawn`].
    Withdrawn {
        /// The municipality it merged into.
        successor: Option<OrganisationId>,
    },
}

/// Which criteria are open for work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Open {
    /// All.
    All,
    /// Only these; the rest are carried.
    Only(BTreeSet<CriterionId>),
}

impl Open {
    /// Whether `criterion` is open.
    pub fn contains(&self, criterion: &CriterionId) -> bool {
        match self {
            Self::All => true,
            Self::Only(named) => named.contains(criterion),
        }
    }
}

/// Where a submission under review came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// From `revision`, with what was open there.
    Revision {
        /// Which criteria were open.
        open: Open,
    },
    /// From `returned`, with the state of the answer clock there.
    Returned {
        /// The stage that had returned.
        stage: usize,
        /// What had been returned.
        submission: SubmissionId,
        /// The answer clock as it was.
        clock: AnswerClock,
        /// The criteria that had been returned, as they were found.
        #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
        returned: BTreeMap<CriterionId, Finding>,
    },
    /// From `decision`, by `reopen_review`: neither recall nor send-back.
    Decision,
}

/// Whether the time for the answer to a return runs.
///
/// It starts at the first proof that the municipality knows: somebody opened
/// the case, the mail was accepted and did not bounce for a working day, or
/// the secretariat reached somebody. A mail that nobody got starts no clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerClock {
    /// Not yet.
    Waiting {
        /// The day on which the case was returned.
        since: NaiveDate,
        /// The day on which a receiving server accepted the mail.
        accepted_on: Option<NaiveDate>,
        /// Whether the secretariat was told that nobody seems to know.
        contact_missing: bool,
    },
    /// Yes: the deadline is among the case's deadlines.
    Running,
}

impl State {
    /// The name of the state.
    pub fn name(&self) -> StateName {
        match self {
            Self::Enrolled => StateName::Enrolled,
            Self::Scheduled { .. } => StateName::Scheduled,
            Self::SelfAssessment => StateName::SelfAssessment,
            Self::Scoping { .. } => StateName::Scoping,
            Self::Revision { .. } => StateName::Revision,
            Self::Review { .. } => StateName::Review,
            Self::Returned { .. } => StateName::Returned,
            Self::Decision { .. } => StateName::Decision,
            Self::Certified { .. } => StateName::Certified,
            Self::Concluded { .. } => StateName::Concluded,
            Self::Withdrawn { .. } => StateName::Withdrawn,
        }
    }

    /// Whether the case is over: nothing more is due from anybody.
    pub fn is_closed(&self) -> bool {
        matches!(self, Self::Concluded { .. } | Self::Withdrawn { .. })
    }
}
