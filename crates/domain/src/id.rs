//! Typed identifiers. A `CycleId` cannot be passed where a `PersonId` is wanted.
//!
//! Each is a UUIDv7 minted from the injected clock and seed (see
//! [`crate::Ctx::mint`]), shown with a prefix: `cyc_0192f0c7…`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

/// An identifier was malformed: another prefix, or no UUID behind it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected an id of the form {wanted}_<32 hexadecimal digits>, found {found:?}")]
pub struct ParseIdError {
    /// The prefix that was wanted, for example `cyc`.
    pub wanted: &'static str,
    /// What stood there instead, cut to 60 characters.
    pub found: String,
}

/// Reads `prefix_<uuid>`; shared by every id so that the macro stays thin.
fn parse(prefix: &'static str, text: &str) -> Result<Uuid, ParseIdError> {
    let error = || ParseIdError {
        wanted: prefix,
        found: text.chars().take(60).collect(),
    };
    let hex = text
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
        .filter(|hex| hex.len() == 32)
        .ok_or_else(error)?;
    Uuid::try_parse(hex).map_err(|_| error())
}

/// An id that can be made from a UUID; lets generic code mint any kind.
pub trait Id: From<Uuid> {
    /// The prefix shown before the UUID.
    const PREFIX: &'static str;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl Id for $name {
            const PREFIX: &'static str = $prefix;
        }
        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }
        impl FromStr for $name {
            type Err = ParseIdError;
            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                parse($prefix, text).map(Self)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// One municipality's five-year case.
    CycleId = "cyc";
    /// A municipality, a political body, a knowledge partner, the alliance.
    OrganisationId = "org";
    /// A person with an account or an invitation.
    PersonId = "per";
    /// Person x organisation x role, with dates.
    MembershipId = "mem";
    /// A frozen self-assessment or plan, known by its hash.
    SubmissionId = "sub";
    /// A reviewer asked to judge a stage.
    AssignmentId = "asg";
    /// A condition attached to an approval.
    ConditionId = "cnd";
    /// One body's decision about a plan.
    AdoptionId = "ado";
    /// A request for more time.
    ExtensionId = "ext";
    /// A second reading of a return or a refusal.
    ReadingId = "rdg";
    /// A certificate.
    CertificateId = "crt";
    /// A notice to a political body.
    NoticeId = "ntc";
    /// A text written by a person, kept apart from the log so that it can be erased.
    TextId = "txt";
    /// An uploaded file.
    UploadId = "upl";
    /// A comment between colleagues and advisor.
    CommentId = "cmt";
    /// A mail in the outbox.
    MailId = "out";
    /// An access token: a signed-in session or an API token.
    TokenId = "tok";
}

#[cfg(test)]
mod tests;
