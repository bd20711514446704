//! What will happen in a case: decided when it begins, by the seed alone.

use rand::{RngExt, rngs::StdRng};

/// The kinds of people and accidents. Each case has one; small things happen
/// to all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// Everything in time, approved at once.
    Punctual,
    /// Late with everything, within the grace.
    Late,
    /// The first stage returns once.
    ReturnedOnce,
    /// Both stages return.
    ReturnedTwice,
    /// Returned until the cap, and once more with the secretariat's consent.
    ReturnedToTheCap,
    /// Put on hold in the revision.
    HeldInRevision,
    /// Put on hold during the review.
    HeldInReview,
    /// A reviewer declares a conflict of interest.
    Recused,
    /// A reviewer declines, another never answers.
    Unanswered,
    /// Returned, and every mail to the municipality bounces.
    Bounced,
    /// Returned, and nobody opens the case: the accepted mail starts the clock.
    Unread,
    /// More time is granted.
    ExtensionGranted,
    /// More time is refused.
    ExtensionRefused,
    /// So late that the certificate lapses.
    Lapsed,
    /// Refused at the decision.
    Refused,
    /// Refused, read a second time, overturned.
    RefusalOverturned,
    /// Returned, read a second time, upheld.
    ReturnUpheld,
    /// Returned, read a second time, overturned.
    ReturnOverturned,
    /// The council rejects: the plan is opened again.
    Reopened,
    /// The council changes the plan; the difference is editorial.
    Amended,
    /// The council postpones, then adopts; a record is corrected.
    Postponed,
    /// The council adopts before the certification.
    AdoptedFirst,
    /// The certification decision is retracted and made again.
    Retracted,
    /// The review is opened again before the decision.
    ReviewReopened,
    /// A condition fails: the certificate is revoked.
    RevokedByCondition,
    /// A condition is extended, answered and met.
    ConditionMet,
    /// The submission is taken back once.
    Recalled,
    /// The submission is sent back as incomplete.
    SentBack,
    /// CONCITO records C40's decisions.
    ByProxy,
    /// The municipality leaves, and joins again later.
    Withdrawn,
    /// The municipality merges into another one.
    Merged,
}

impl Fate {
    /// Every fate, in an order in which the first few show the most.
    pub(super) const ALL: [Self; 31] = [
        Self::ReturnedOnce,
        Self::Lapsed,
        Self::Bounced,
        Self::HeldInRevision,
        Self::Recused,
        Self::ReturnedToTheCap,
        Self::Reopened,
        Self::Withdrawn,
        Self::RefusalOverturned,
        Self::RevokedByCondition,
        Self::ExtensionGranted,
        Self::Retracted,
        Self::Punctual,
        Self::Late,
        Self::ReturnedTwice,
        Self::HeldInReview,
        Self::Unanswered,
        Self::Unread,
        Self::ExtensionRefused,
        Self::Refused,
        Self::ReturnUpheld,
        Self::ReturnOverturned,
        Self::Amended,
        Self::Postponed,
        Self::AdoptedFirst,
        Self::ReviewReopened,
        Self::ConditionMet,
        Self::Recalled,
        Self::SentBack,
        Self::ByProxy,
        Self::Merged,
    ];

    /// The fate of a municipality's case. In the first one every fate has its
    /// turn, so that nothing is left to luck; later ones are drawn.
    pub(super) fn of(index: usize, edition: u32, random: &mut StdRng) -> Self {
        let position = if edition == 1 {
            index % Self::ALL.len()
        } else {
            random.random_range(0..Self::ALL.len())
        };
        Self::ALL[position]
    }

    /// How many returns the first and the last stage will make.
    pub(super) fn returns(self) -> (u32, u32) {
        match self {
            Self::ReturnedOnce
            | Self::Bounced
            | Self::Unread
            | Self::ReturnUpheld
            | Self::ReturnOverturned => (1, 0),
            Self::ReturnedTwice => (1, 1),
            Self::ReturnedToTheCap => (3, 0),
            _ => (0, 0),
        }
    }

    /// How many days after the usual one something is handed in.
    pub(super) fn late_by(self) -> i64 {
        match self {
            Self::Late => 65,
            // The grace is half a year after the end of the period, which is
            // nine months after the due date.
            Self::Lapsed => 540,
            _ => 0,
        }
    }

    /// Whether an approval of the last stage comes with a condition.
    pub(super) fn has_condition(self) -> bool {
        matches!(
            self,
            Self::RevokedByCondition | Self::ConditionMet | Self::ByProxy
        )
    }
}
