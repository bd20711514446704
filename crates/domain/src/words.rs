//! Small shared words: languages, texts in both, criteria by name, pins.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::Digest;

/// A language Lustrum speaks. Danish is the default.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Locale {
    /// Danish.
    #[default]
    Da,
    /// English.
    En,
}

impl Locale {
    /// Every language, Danish first.
    pub const ALL: [Self; 2] = [Self::Da, Self::En];

    /// The BCP 47 tag: `da` or `en`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Da => "da",
            Self::En => "en",
        }
    }
}

impl FromStr for Locale {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|locale| locale.tag() == text)
            .ok_or_else(|| format!("expected da or en, found {text:?}"))
    }
}

/// One text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// The Danish text.
    pub da: String,
    /// The English text.
    pub en: String,
}

impl Bilingual {
    /// The text in `locale`.
    pub fn get(&self, locale: Locale) -> &str {
        match locale {
            Locale::Da => &self.da,
            Locale::En => &self.en,
        }
    }
}

/// The name of a criterion within its set, for example `KA-3.02`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CriterionId(pub String);

impl fmt::Display for CriterionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for CriterionId {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// A criteria-set version, pinned by the hash of its content.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SetPin {
    /// The set, for example `cctf-ka`.
    pub set: String,
    /// Its version, for example `0.1`.
    pub version: String,
    /// SHA-256 of the set's canonical content.
    pub digest: Digest,
}

impl fmt::Display for SetPin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.set, self.version)
    }
}
