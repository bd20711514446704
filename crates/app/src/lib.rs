//! Use cases: read, decide, render, commit. Pages, API, worker and command line
//! call the same functions here and decide nothing themselves.
//!
//! No HTTP, no SQL, no SMTP: those are the shells around it. Start reading at
//! [`App`] and then [`App::command`], the way of every change of a case.

mod access;
mod account;
mod actor;
mod ask;
mod audit;
mod case;
mod case_file;
mod clock;
mod desk;
mod draft;
mod effect;
mod error;
mod facts;
mod freeze;
pub mod json;
mod mail;
mod memory;
mod organisation;
mod outbox;
mod people;
mod programme;
mod public;
mod random;
mod read;
mod retention;
mod review;
mod sheet;
mod upload;
mod workspace;

use std::sync::Arc;

use lustrum_store::{CommitError, Objects, Store, WriteSet};
use lustrum_templates::Templates;
use serde::Serialize;
use tokio::sync::Notify;

pub use access::{Invitation, LEAST_PASSWORD, SignedIn};
pub use account::OwnAccount;
pub use actor::{Caller, IdempotencyKey};
pub use ask::{Asked, Candidate, Foreseen, ForeseenMail, KnownPlan, Obstacle, is_weighty};
pub use audit::{Anchored, Anchoring, Anchors, AuditReport, checkpoints, read_checkpoint};
pub use case::{CaseView, Outcome, Turns};
pub use case_file::CaseFile;
pub use clock::{Clock, MockClock};
pub use desk::{Load, OpenSeat};
pub use draft::{Answer, Evidence, PartOutcome};
pub use error::{AppError, FieldError, chain};
pub use freeze::{Document, FileRef, Gaps};
pub use memory::Memory;
pub use organisation::NewOrganisation;
pub use outbox::Claimed;
pub use people::{Invited, NewMembership, fits};
pub use programme::{Programmes, criteria_set};
pub use public::*;
pub use random::{Random, SeededRandom, SystemRandom};
pub use read::*;
pub use retention::{Housekept, Retention};
pub use review::{JudgementForm, Material, PER_QUEUE, Queue, Sheet, Waiting};
pub use sheet::{ImportedSection, MAX_FORM, import as import_sheet};
pub use upload::{MAX_UPLOAD, NewUpload};
pub use workspace::{Previous, Section, Workspace};

/// Everything the use cases work with. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub store: Store,
    /// Evidence and plan documents.
    pub objects: Objects,
    /// Pages, mails and notices.
    pub templates: Arc<Templates>,
    /// The programmes and their versions.
    pub programmes: Arc<Programmes>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Ids, salts and secrets.
    pub random: Arc<dyn Random>,
    /// What links in mails begin with, for example `https://lustrum.example.dk`.
    pub base_url: Arc<str>,
    /// Wakes the worker when a mail was queued.
    pub queued: Arc<Notify>,
    /// Whose turn it is to change a case, within this instance.
    pub turns: Arc<Turns>,
    /// What this process remembers and may forget.
    pub memory: Arc<Memory>,
}

impl App {
    /// Commits `writes`; `answer` is what a repeated request gets.
    async fn commit<T: Serialize>(
        &self,
        mut writes: WriteSet,
        caller: &Caller,
        answer: &T,
    ) -> Result<(), AppError> {
        writes.idempotency = caller.record(self.clock.now(), answer);
        let wakes = !writes.outbox.is_empty();
        match self.store.commit(writes).await {
            Err(CommitError::Duplicate(first)) => return Err(caller.again(first)),
            committed => committed?,
        }
        if wakes {
            self.queued.notify_one();
        }
        Ok(())
    }
}
