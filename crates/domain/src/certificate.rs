//! A certificate: issued when a case concludes, ended by the next one, by time
//! or by revocation.

use crate::{machine::machine, names::names};

names! {
    /// Where a certificate stands.
    CertificateStatus {
        /// In force, or in its grace period.
        Valid = "valid",
        /// A newer one took its place.
        Superseded = "superseded",
        /// Its time ran out.
        Lapsed = "lapsed",
        /// Revoked.
        Revoked = "revoked",
    }
}

names! {
    /// What can happen to a certificate.
    CertificateStep {
        /// A newer one is issued. After a lapse this reinstates the municipality.
        Supersede = "supersede",
        /// Its time runs out.
        Lapse = "lapse",
        /// It is revoked.
        Revoke = "revoke",
    }
}

machine!(CertificateStatus, CertificateStep {
    Valid -- Supersede -> Superseded,
    Valid -- Lapse -> Lapsed,
    Valid -- Revoke -> Revoked,
    Lapsed -- Supersede -> Superseded,
    Lapsed -- Revoke -> Revoked,
});
