//! What can be asked, by subject. Each question has a fixed number of
//! statements, however many rows answer it.

mod case;
mod certificate;
mod draft;
mod figures;
mod log;
mod mail;
mod notice;
mod organisation;
mod person;

pub use case::{CaseFilter, CaseMap, CaseSort, CaseTile, PublicCase, Turn};
pub use certificate::CertificateFilter;
pub(crate) use draft::said_before;
pub use figures::{Happened, JudgedRow, MoveRow, OpenCase};
pub use log::Chain;
pub(crate) use mail::told_before;
pub use mail::{Counts, MAILS_COUNTED, MailFilter};
pub use notice::{NoticeFilter, StoredNotice};
pub use organisation::OrganisationFilter;
