//! How long cases stood where, read from the log without the cases themselves.
//!
//! Figures over years of a thousand cases would take minutes if every case were
//! folded anew. Only a few kinds of event move a case, and most of them say so
//! by their kind alone; [`stays`] follows those. A test holds every story of
//! [`crate::samples`] against the fold, which stays the only truth.

use crate::{Event, StateName, Timestamp};

/// What moves a case from one state to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// It began, joined or planned, or is planned anew.
    Began(StateName),
    /// The revision opened.
    Opened,
    /// The self-assessment was handed in.
    SelfAssessed,
    /// Scoping was recorded.
    Scoped,
    /// The plan was handed in for review.
    Submitted,
    /// It was taken back, or sent back.
    TakenBack,
    /// A stage is done.
    StageDone {
        /// Which.
        stage: String,
        /// Whether another follows.
        goes_on: bool,
    },
    /// Criteria went back.
    Returned {
        /// From which stage.
        stage: String,
    },
    /// A second reading was given.
    ReadTwice {
        /// Whether the first judgement stands.
        upheld: bool,
    },
    /// Certified.
    Certified,
    /// Refused, reopened or revoked: the municipality revises again.
    Revising,
    /// A review was opened again.
    ReviewReopened,
    /// The decision was retracted.
    Retracted,
    /// In force.
    Concluded,
    /// Out.
    Withdrawn,
}

/// A kind of event that moves a case, and whether only its body says how.
pub const KINDS: [(&str, bool); 20] = [
    ("enrolled", false),
    ("scheduled", false),
    ("opened", false),
    ("self_assessment_submitted", false),
    ("scoping_recorded", false),
    ("submitted", false),
    ("recalled", false),
    ("sent_back", false),
    ("stage_concluded", true),
    ("returned", true),
    ("second_reading_decided", true),
    ("certified", false),
    ("refused", false),
    ("reopened", false),
    ("revoked", false),
    ("review_reopened", false),
    ("decision_retracted", false),
    ("concluded", false),
    ("withdrawn", false),
    ("rescheduled", false),
];

impl Move {
    /// The move that an event of a kind makes, as far as the kind tells it.
    pub fn of_kind(kind: &str) -> Option<Self> {
        Some(match kind {
            "enrolled" => Self::Began(StateName::Enrolled),
            "scheduled" | "rescheduled" => Self::Began(StateName::Scheduled),
            "opened" => Self::Opened,
            "self_assessment_submitted" => Self::SelfAssessed,
            "scoping_recorded" => Self::Scoped,
            "submitted" => Self::Submitted,
            "recalled" | "sent_back" => Self::TakenBack,
            "certified" => Self::Certified,
            "refused" | "reopened" | "revoked" => Self::Revising,
            "review_reopened" => Self::ReviewReopened,
            "decision_retracted" => Self::Retracted,
            "concluded" => Self::Concluded,
            "withdrawn" => Self::Withdrawn,
            _ => return None,
        })
    }

    /// The move that an event makes, if it makes one.
    pub fn of(event: &Event) -> Option<Self> {
        match event {
            Event::StageConcluded { stage, next } => Some(Self::StageDone {
                stage: stage.clone(),
                goes_on: next.is_some(),
            }),
            Event::Returned { stage, .. } => Some(Self::Returned {
                stage: stage.clone(),
            }),
            Event::SecondReadingDecided { upheld, .. } => Some(Self::ReadTwice { upheld: *upheld }),
            other => Self::of_kind(other.kind().0),
        }
    }
}

/// A time that a case spent in one state, of one stage while it was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    /// The state.
    pub state: StateName,
    /// The stage, once it is known: a running review's is not told here.
    pub stage: Option<String>,
    /// The number of the review round, from 1; 0 before the first.
    pub round: u32,
    /// Since when.
    pub from: Timestamp,
    /// Until when; none for where it stands now.
    pub to: Option<Timestamp>,
    /// Whether it ended by what it was for: a review that was concluded rather
    /// than taken back.
    pub done: bool,
}

/// Where a case stood, from all its moves in order.
pub fn stays(moves: impl IntoIterator<Item = (Timestamp, Move)>) -> Vec<Stay> {
    let mut stays: Vec<Stay> = Vec::new();
    let mut round = 0;
    // Where a submission, or a refusal, would lead back to.
    let (mut origin, mut refused_in) = (StateName::Revision, StateName::Decision);
    for (at, step) in moves {
        let now = stays.last().map(|stay| stay.state);
        let mut stage = None;
        let next = match step {
            Move::Began(state) => state,
            Move::Opened => StateName::SelfAssessment,
            Move::SelfAssessed => StateName::Scoping,
            Move::Scoped => StateName::Revision,
            Move::Submitted => {
                origin = now.unwrap_or(StateName::Revision);
                round += 1;
                StateName::Review
            }
            Move::TakenBack if now == Some(StateName::Scoping) => StateName::SelfAssessment,
            Move::TakenBack => origin,
            Move::StageDone {
                stage: done,
                goes_on,
            } => {
                stage = Some(done);
                if goes_on {
                    StateName::Review
                } else {
                    StateName::Decision
                }
            }
            Move::Returned { stage: by } => {
                stage = Some(by);
                StateName::Returned
            }
            Move::ReadTwice { upheld: false } if now == Some(StateName::Revision) => refused_in,
            Move::ReadTwice { .. } => continue,
            Move::Certified => StateName::Certified,
            Move::Revising => {
                refused_in = now.unwrap_or(StateName::Decision);
                StateName::Revision
            }
            Move::ReviewReopened => {
                round += 1;
                StateName::Review
            }
            Move::Retracted => StateName::Decision,
            Move::Concluded => StateName::Concluded,
            Move::Withdrawn => StateName::Withdrawn,
        };
        if now == Some(next) && stage.is_none() {
            continue;
        }
        if let Some(last) = stays.last_mut() {
            last.to = Some(at);
            last.done = match last.state {
                StateName::Review => stage.is_some(),
                StateName::Returned => next == StateName::Review,
                _ => next != StateName::Withdrawn,
            };
            if last.state == StateName::Review {
                last.stage = stage;
            }
        }
        stays.push(Stay {
            state: next,
            stage: None,
            round,
            from: at,
            to: None,
            done: false,
        });
    }
    stays
}

#[cfg(test)]
mod tests;
