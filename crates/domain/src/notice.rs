//! Notices to political bodies: which event causes which notice, to whom, how.

use serde::{Deserialize, Serialize};

use crate::{OrganisationKind, machine::machine, names::names};

names! {
    /// What a notice tells.
    NoticeKind {
        /// The revision opened.
        Opened = "opened",
        /// The self-assessment was handed in.
        HandedIn = "handed_in",
        /// The revised plan was handed in.
        Submitted = "submitted",
        /// Criteria were returned.
        Returned = "returned",
        /// The plan is certified and ready for adoption.
        ReadyForAdoption = "ready_for_adoption",
        /// The plan is certified.
        Certified = "certified",
        /// A condition was met.
        ConditionMet = "condition_met",
        /// A condition failed.
        ConditionFailed = "condition_failed",
        /// The plan was refused.
        Refused = "refused",
        /// The certification decision was retracted.
        DecisionRetracted = "decision_retracted",
        /// The certified plan was opened again.
        Reopened = "reopened",
        /// A deadline passed.
        DeadlinePassed = "deadline_passed",
        /// The case was put on hold.
        Held = "held",
        /// The case was taken up again.
        Resumed = "resumed",
        /// The certificate lapsed.
        Lapsed = "lapsed",
        /// A lapsed certificate was followed by a new one.
        Reinstated = "reinstated",
        /// The certificate was revoked.
        Revoked = "revoked",
        /// The municipality left, or merged.
        Withdrawn = "withdrawn",
    }
}

names! {
    /// Where a notice stands.
    NoticeState {
        /// With the municipality's administration, which edits and releases it.
        Drafted = "drafted",
        /// On its way.
        Released = "released",
        /// A receiving server accepted it.
        Delivered = "delivered",
        /// The body acknowledged it.
        Acknowledged = "acknowledged",
        /// The body decided about it.
        Decided = "decided",
        /// Overtaken by a later one before it was released.
        Superseded = "superseded",
        /// Cancelled before it was released.
        Cancelled = "cancelled",
    }
}

impl NoticeState {
    /// Whether it left the municipality's administration: then it is public.
    pub fn is_released(self) -> bool {
        match self {
            Self::Drafted | Self::Superseded | Self::Cancelled => false,
            Self::Released | Self::Delivered | Self::Acknowledged | Self::Decided => true,
        }
    }
}

names! {
    /// What can happen to a notice.
    NoticeStep {
        /// It is released.
        Release = "release",
        /// A receiving server accepted it.
        Deliver = "deliver",
        /// It bounced.
        Bounce = "bounce",
        /// The body acknowledges it.
        Acknowledge = "acknowledge",
        /// The body decides about it.
        Decide = "decide",
        /// A later notice overtakes it.
        Supersede = "supersede",
        /// It is cancelled.
        Cancel = "cancel",
    }
}

// A bounce leads back to `released`: the notice is still on its way, to an
// address that somebody must mend. A body may act on what it has in hand
// whatever the mail server said.
machine!(NoticeState, NoticeStep {
    Drafted -- Release -> Released,
    Drafted -- Supersede -> Superseded,
    Drafted -- Cancel -> Cancelled,
    Released -- Deliver -> Delivered,
    Released -- Bounce -> Released,
    Released -- Acknowledge -> Acknowledged,
    Released -- Decide -> Decided,
    Delivered -- Bounce -> Released,
    Delivered -- Acknowledge -> Acknowledged,
    Delivered -- Decide -> Decided,
    Acknowledged -- Decide -> Decided,
});

/// How a notice reaches a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// A draft for the municipality's administration, which releases it.
    Draft,
    /// Such a draft, which releases itself after some working days.
    FormalDraft,
    /// At once.
    Direct,
}

impl NoticeKind {
    /// How a notice of this kind reaches a body of kind `body`, if it does.
    pub fn way_to(self, body: OrganisationKind) -> Option<Way> {
        use OrganisationKind as Body;
        match (self, body) {
            (
                Self::Opened
                | Self::HandedIn
                | Self::Submitted
                | Self::Returned
                | Self::ConditionMet
                | Self::ConditionFailed
                | Self::Held
                | Self::Resumed
                | Self::DeadlinePassed,
                Body::Council | Body::Committee,
            ) => Some(Way::Draft),
            (
                Self::ReadyForAdoption
                | Self::Certified
                | Self::Refused
                | Self::DecisionRetracted
                | Self::Reopened
                | Self::Lapsed
                | Self::Reinstated
                | Self::Revoked
                | Self::Withdrawn,
                Body::Council | Body::Committee,
            ) => Some(Way::FormalDraft),
            (
                Self::Certified
                | Self::Refused
                | Self::DecisionRetracted
                | Self::Reopened
                | Self::Lapsed
                | Self::Reinstated
                | Self::Revoked
                | Self::Withdrawn,
                Body::Kkr | Body::RegionalCouncil | Body::SteeringGroup,
            )
            | (
                Self::ConditionMet
                | Self::ConditionFailed
                | Self::Held
                | Self::Resumed
                | Self::DeadlinePassed,
                Body::SteeringGroup,
            ) => Some(Way::Direct),
            (
                Self::Opened
                | Self::HandedIn
                | Self::Submitted
                | Self::Returned
                | Self::ReadyForAdoption,
                Body::Kkr | Body::RegionalCouncil | Body::SteeringGroup,
            )
            | (
                Self::ConditionMet
                | Self::ConditionFailed
                | Self::Held
                | Self::Resumed
                | Self::DeadlinePassed,
                Body::Kkr | Body::RegionalCouncil,
            )
            | (
                _,
                Body::Municipality
                | Body::Region
                | Body::RegionalOrganisation
                | Body::KnowledgePartner
                | Body::Alliance,
            ) => None,
        }
    }
}
