//! Finding the few events that moved a case among the many that did not.
//!
//! The public figures ask for them over all years. The index holds these rows
//! alone, so that writing any other event costs nothing; a test compares the
//! kinds with `moves::KINDS` of the core.

pub(crate) const STATEMENTS: &[&str] = &["CREATE INDEX event_moves ON event (chain, seq) \
     WHERE kind IN ('enrolled', 'scheduled', 'opened', 'self_assessment_submitted', \
     'scoping_recorded', 'submitted', 'recalled', 'sent_back', 'stage_concluded', 'returned', \
     'second_reading_decided', 'certified', 'refused', 'reopened', 'revoked', 'review_reopened', \
     'decision_retracted', 'concluded', 'withdrawn', 'rescheduled')"];
