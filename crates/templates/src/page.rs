//! Pages: a typed context each, in a frame they share.
//!
//! Contexts hold plain values that the web crate fills in; words, links and
//! markup are the template's. Start with [`Frame`] and [`case::Case`].

pub mod accept_invitation;
pub mod accessibility;
pub mod account;
pub mod case;
pub mod cases;
pub mod certificate;
pub mod command;
pub mod criteria;
pub mod criteria_set;
pub mod data;
pub mod desk;
pub mod desk_audit;
pub mod desk_begin;
pub mod desk_bodies;
pub mod desk_mails;
pub mod desk_people;
pub mod desk_reviewers;
pub mod draft;
pub mod error;
pub mod figures;
pub mod home;
pub mod mail;
pub mod mailbox;
pub mod municipality;
pub mod notice;
pub mod notices;
pub mod register;
pub mod review;
pub mod reviews;
pub mod sign_in;

mod ball;
mod case_nav;
mod due;

pub use ball::Ball;
pub use case_nav::CasePlace;
pub use due::Due;

use lustrum_domain::{Bilingual, CommandName, Locale, PersonId};
use serde::Serialize;

use crate::{RenderError, Templates};

/// A page: what its template shows.
pub trait Page: Serialize {
    /// The template, for example `pages/home.html`.
    const TEMPLATE: &'static str;

    /// Contexts as they occur, for tests and for looking at the page.
    fn samples() -> Vec<Self>
    where
        Self: Sized;
}

/// What surrounds every page: header, language, who is signed in.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    /// The programme's title.
    pub programme: Bilingual,
    /// Whether it is a trial, so that every page must say so.
    pub trial: bool,
    /// Whether this is a demo, with a mailbox to look into.
    pub demo: bool,
    /// The stylesheet underneath our own: the default look, or the official
    /// design system where an operator keeps it.
    pub look: String,
    /// Where the reader can go from everywhere, in the order of the menu.
    pub places: Vec<Place>,
    /// The path and query of this page, to come back to after choosing a language.
    pub path: String,
    /// The token against forged requests; every form that posts carries it.
    pub csrf: String,
    /// Who is signed in. What a browser keeps for them, it keeps under this.
    pub person: Option<PersonId>,
    /// What they are called; none also where nothing may be read, as on the page of an error.
    pub user: Option<User>,
    /// Whether it cannot be read now who is signed in, if anybody is.
    pub unread: bool,
    /// The command that was just carried out.
    pub done: Option<CommandName>,
    /// What of the case it was about, where the page that tells it is about something else.
    pub done_about: Option<String>,
    /// Whether a command was not carried out because somebody changed the case
    /// meanwhile: the page shows the new state.
    pub stale: bool,
    /// Whom to write to for help, where the operator named an address: at the
    /// same place on every page.
    pub contact: Option<String>,
}

/// An entry of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Its path.
    pub path: &'static str,
    /// The key of its text.
    pub text: &'static str,
}

/// Who is signed in, for the header.
#[derive(Debug, Clone, Serialize)]
pub struct User {
    /// Name.
    pub name: String,
    /// The organisation and role, ready to show.
    pub capacity: Option<String>,
}

/// The address of the default look.
pub fn default_look() -> String {
    crate::assets::path(crate::routes::LOOK)
}

#[derive(Serialize)]
struct View<'a, P> {
    frame: &'a Frame,
    page: &'a P,
}

impl Templates {
    /// A whole page in `locale`.
    ///
    /// # Errors
    /// A template that an operator replaced asks for something the page does not have.
    pub fn page<P: Page>(
        &self,
        locale: Locale,
        frame: &Frame,
        page: &P,
    ) -> Result<String, RenderError> {
        self.render(P::TEMPLATE, locale, View { frame, page })
    }
}

/// What people write when they mean harm, or just write much.
fn nasty() -> String {
    "<script>alert(1)</script> & \"mere\" 'nu' {{ 7 * 7 }} \u{202e}אב😀".to_owned()
}

fn both(da: &str, en: &str) -> Bilingual {
    Bilingual {
        da: da.to_owned(),
        en: en.to_owned(),
    }
}

fn day(year: i32, month: u32, day: u32) -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(year, month, day).expect("samples name days that exist")
}

#[cfg(test)]
mod tests;
