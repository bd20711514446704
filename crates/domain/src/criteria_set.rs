//! The life of a criteria-set version. From `hearing` on its content is immutable.

use crate::{machine::machine, names::names};

names! {
    /// Where a version stands.
    SetStatus {
        /// Being written.
        Draft = "draft",
        /// Heard.
        Hearing = "hearing",
        /// Approved (godkendt) by those whom the programme names.
        Approved = "approved",
        /// Cases that open now are judged by it.
        InForce = "in_force",
        /// A newer version is in force; running cases keep it.
        Superseded = "superseded",
        /// No case pins it any more.
        Retired = "retired",
        /// Not approved.
        Rejected = "rejected",
        /// Heard, and changed so much that a new draft took its place.
        Replaced = "replaced",
    }
}

names! {
    /// What can happen to a version.
    SetStep {
        /// The hearing opens.
        Hear = "hear",
        /// A change of wording only is approved without a hearing.
        ApproveWording = "approve_wording",
        /// It is approved.
        Approve = "approve",
        /// It is rejected.
        Reject = "reject",
        /// It must change: a new draft takes its place.
        Replace = "replace",
        /// It takes effect.
        Enforce = "enforce",
        /// A newer version takes effect.
        Supersede = "supersede",
        /// It is retired, which is refused while a case pins it.
        Retire = "retire",
    }
}

machine!(SetStatus, SetStep {
    Draft -- Hear -> Hearing,
    Draft -- ApproveWording -> Approved,
    Hearing -- Approve -> Approved,
    Hearing -- Reject -> Rejected,
    Hearing -- Replace -> Replaced,
    Approved -- Enforce -> InForce,
    Approved -- Replace -> Replaced,
    InForce -- Supersede -> Superseded,
    Superseded -- Retire -> Retired,
});
