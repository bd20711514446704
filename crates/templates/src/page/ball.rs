//! Who has the ball.

use lustrum_domain::StateName;
use serde::Serialize;

/// Who must act for a case to move on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ball {
    /// The municipality.
    Municipality,
    /// The knowledge partner whose stage it is.
    Partner,
    /// The municipality's council.
    Council,
    /// The secretariat.
    Secretariat,
    /// Nobody: the case waits for its day, or is over.
    Nobody,
}

impl Ball {
    /// Everybody who can have it.
    pub const ALL: &'static [Self] = &[
        Self::Municipality,
        Self::Partner,
        Self::Council,
        Self::Secretariat,
        Self::Nobody,
    ];

    /// The word for it in the catalogue, and in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Municipality => "municipality",
            Self::Partner => "partner",
            Self::Council => "council",
            Self::Secretariat => "secretariat",
            Self::Nobody => "nobody",
        }
    }

    /// Who has the ball in `state`. On hold it lies with the secretariat, which
    /// alone can resume; while something is read a second time, with those who
    /// judge: the municipality's clock stands still, and it can hand in nothing.
    pub fn of(state: StateName, on_hold: bool, read_again: bool) -> Self {
        let ball = match state {
            StateName::Revision | StateName::Returned if read_again => Self::Partner,
            StateName::SelfAssessment | StateName::Revision | StateName::Returned => {
                Self::Municipality
            }
            StateName::Scoping | StateName::Review | StateName::Decision => Self::Partner,
            StateName::Certified => Self::Council,
            StateName::Enrolled => Self::Secretariat,
            StateName::Scheduled | StateName::Concluded | StateName::Withdrawn => Self::Nobody,
        };
        let over = matches!(state, StateName::Concluded | StateName::Withdrawn);
        if on_hold && !over {
            Self::Secretariat
        } else {
            ball
        }
    }
}
