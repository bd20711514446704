//! The programme: the period, lead times, stages, caps and ladders a case runs by.
//!
//! It is data (`criteria/programmes/*.yaml`), pinned by hash when a case opens.

use serde::{Deserialize, Serialize};

use crate::{Bilingual, Digest};

/// One programme, as its file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Its key, for example `klimaalliancen`.
    pub key: String,
    /// The version of the file.
    pub version: u32,
    /// What people call it.
    pub title: Bilingual,
    /// What stands before a certificate's number, for example `KA`.
    pub certificate_prefix: String,
    /// A trial (prøve) may pin a draft criteria set; all that it issues says so.
    pub trial: bool,
    /// The criteria set that a case opened now is judged by, `set@version`.
    pub criteria: String,
    /// The review stages, in order.
    pub stages: Vec<StageRule>,
    /// Municipalities with a route of their own: code -> stage keys.
    pub routes: Vec<Route>,
    /// Years from the last adoption to the end of the period.
    pub period_years: u32,
    /// Calendar months before the end of the period at which things are due.
    pub months_before_end: LeadTimes,
    /// Months after the end of the period before the certificate lapses.
    pub grace_months: u32,
    /// The least time for a revision that was reopened, in months.
    pub reopened_revision_months: u32,
    /// Review rounds in a case, all stages together.
    pub rounds: u32,
    /// Extensions that may be granted per deadline.
    pub extensions_per_deadline: u32,
    /// Periods counted in working days.
    pub working_days: WorkingDays,
    /// When reminders go out.
    pub reminders: Reminders,
    /// SHA-256 of the file's text, set by whoever read it: a case pins the file
    /// as it was, whatever this type becomes.
    #[serde(skip, default = "unread")]
    pub digest: Digest,
}

fn unread() -> Digest {
    Digest::ZERO
}

/// A review stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageRule {
    /// Its key, for example `concito`. Also the key of the organisation that judges it.
    pub key: String,
    /// Reviewers per stage: one or two.
    pub reviewers: u8,
    /// Stages whose leads may record this stage's decisions on its behalf.
    #[serde(default)]
    pub recorded_by: Vec<String>,
    /// The language its people read.
    pub locale: crate::Locale,
}

/// A municipality's own route through the stages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// The municipality's code (kommunekode).
    pub municipality: String,
    /// The keys of its stages, in order.
    pub stages: Vec<String>,
}

/// Calendar months before the end of the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeadTimes {
    /// The revision opens.
    pub opens: u32,
    /// The self-assessment is due.
    pub self_assessment: u32,
    /// The revised plan is due.
    pub submission: u32,
}

/// Periods counted in working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkingDays {
    /// A stage's first review.
    pub first_review: u32,
    /// Its later reviews.
    pub later_review: u32,
    /// The certification decision.
    pub decision: u32,
    /// The answer to a return.
    pub answer: u32,
    /// After this without a sign that a return was received, the secretariat gets a task.
    pub contact: u32,
    /// A lead may send an incomplete submission back within.
    pub send_back: u32,
    /// A deadline that goes on after recall or send-back leaves at least.
    pub least_left: u32,
    /// A reviewer answers an offered assignment within.
    pub assignment: u32,
    /// An earlier stage may reopen what changed within.
    pub reopen_finding: u32,
    /// A second reading of a refusal may be asked for within.
    pub second_reading: u32,
    /// A formal notice to a municipality's own bodies releases itself after.
    pub notice_release: u32,
}

/// The reminder ladder, in calendar days from the due date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reminders {
    /// Days before, largest first.
    pub before: Vec<u32>,
    /// Days after.
    pub after: Vec<u32>,
    /// After the last of these, again every so many days.
    pub every: u32,
    /// From this many days after on also to approver, advisor and secretariat.
    pub escalate_from: u32,
    /// The local hour at which timers of the day fire.
    pub hour: u32,
}

impl Programme {
    /// The stage rules of `municipality` (its code), in order.
    pub fn stages_for(&self, municipality: &str) -> Vec<&StageRule> {
        match self
            .routes
            .iter()
            .find(|route| route.municipality == municipality)
        {
            Some(route) => route
                .stages
                .iter()
                .filter_map(|key| self.stage(key))
                .collect(),
            None => self.stages.iter().collect(),
        }
    }

    /// The rule of the stage known by `key`.
    pub fn stage(&self, key: &str) -> Option<&StageRule> {
        self.stages.iter().find(|rule| rule.key == key)
    }
}
