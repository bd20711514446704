//! What the store reads and writes besides cases: plain values, no ORM types.

use chrono::NaiveDate;
use lustrum_domain::{
    AssignmentId, AssignmentStatus, CertificateId, CommentId, CriterionId, Cycle, CycleId,
    DeadlineKey, Digest, FindingStatus, Locale, MailId, MailKind, MembershipId, OrganisationId,
    OrganisationKind, PersonId, Reason, ReturnReason, Role, StateName, TextId, Timestamp, TokenId,
    UploadId,
};

// Where they stand is the domain's word: its machines say what may follow.
pub use lustrum_domain::{certificate::CertificateStatus, mail::MailStatus};

/// A case as it was read, with what a write must find unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCycle {
    /// The case.
    pub cycle: Cycle,
    /// Raised by every write to a draft of the case.
    pub content_seq: i64,
    /// The hash of its last event.
    pub head: Digest,
}

/// An organisation or political body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Which.
    pub id: OrganisationId,
    /// What it is.
    pub kind: OrganisationKind,
    /// A municipality's or region's official code, a partner's stage key.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
    /// The key it is searched by: the application folds name and query alike.
    pub search: String,
    /// The key whose byte order is the alphabetical order of names.
    pub sort: String,
    /// The municipality or region that a political body belongs to.
    pub parent: Option<OrganisationId>,
    /// The shared mailbox (fællespostkasse).
    pub mailbox: Option<String>,
    /// The language of its mail.
    pub locale: Locale,
    /// The first day of its existence, or of its term.
    pub valid_from: NaiveDate,
    /// The last day, if it has ceased or will.
    pub valid_to: Option<NaiveDate>,
    /// Who takes over from it.
    pub successor: Option<OrganisationId>,
}

/// Which region, KKR, regional council or regional organisation serves a
/// municipality, from when to when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affiliation {
    /// The municipality.
    pub municipality: OrganisationId,
    /// Who serves it.
    pub organisation: OrganisationId,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: Option<NaiveDate>,
}

/// A person's account. All of it is personal data and can be erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Who; the only thing the log knows.
    pub id: PersonId,
    /// Name, until erased.
    pub name: Option<String>,
    /// Address in lower case, until erased. Unique.
    pub email: Option<String>,
    /// The language of pages and mail.
    pub locale: Locale,
    /// argon2id hash; none until the invitation was taken up.
    pub password: Option<String>,
    /// When the person was invited.
    pub invited_at: Timestamp,
    /// When the invitation was taken up.
    pub activated_at: Option<Timestamp>,
    /// When personal data were erased.
    pub erased_at: Option<Timestamp>,
    /// Raised by every change of the account, its memberships and conflicts.
    pub version: i64,
}

/// A role with its dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Which.
    pub id: MembershipId,
    /// Who.
    pub person: PersonId,
    /// Where.
    pub organisation: OrganisationId,
    /// What it allows.
    pub role: Role,
    /// Whom the person stands in for.
    pub principal: Option<PersonId>,
    /// The key of the programme it is limited to; every one where none is named.
    pub programme: Option<String>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: Option<NaiveDate>,
}

impl Membership {
    /// Whether it is held on a day.
    pub fn in_force(&self, on: NaiveDate) -> bool {
        self.from <= on && !self.is_over(on)
    }

    /// Whether it ended before a day.
    pub fn is_over(&self, on: NaiveDate) -> bool {
        self.to.is_some_and(|last| last < on)
    }
}

/// A declared conflict of interest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Whose.
    pub person: PersonId,
    /// Towards whom.
    pub municipality: OrganisationId,
    /// Since when.
    pub from: NaiveDate,
    /// The last day, if it ended.
    pub to: Option<NaiveDate>,
}

/// Everything needed to know what a person may do: the account with all
/// memberships (ended ones among them, for they tie) and conflicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRecord {
    /// The account.
    pub account: Account,
    /// Every membership, past, present and future.
    pub memberships: Vec<Membership>,
    /// Every declared conflict.
    pub conflicts: Vec<Conflict>,
}

lustrum_domain::names! {
    /// What a token is for.
    TokenKind {
        /// A signed-in browser.
        Session = "session",
        /// A program.
        Api = "api",
        /// An invitation, good for setting a password once.
        Invitation = "invitation",
    }
}

/// An access token. Only its hash is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Which.
    pub id: TokenId,
    /// Whose.
    pub person: PersonId,
    /// What for.
    pub kind: TokenKind,
    /// SHA-256 of the secret.
    pub hash: Digest,
    /// What its owner calls it.
    pub label: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// A draft part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which: `answer/KA-1.01`, `data/inventory`, `plan`.
    pub key: String,
    /// Raised by every write of it, from 1.
    pub version: i64,
    /// Its content, canonical JSON.
    pub body: String,
    /// Who wrote it last.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}

/// An uploaded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Which; also the key of its bytes.
    pub id: UploadId,
    /// The case it belongs to.
    pub cycle: CycleId,
    /// The name it came with, cleaned of path and control characters.
    pub name: String,
    /// The sniffed media type.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the bytes.
    pub digest: Digest,
    /// What an inspection found, for example that a PDF has no text layer.
    pub remark: Option<String>,
    /// Who brought it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}

/// A comment between colleagues and advisor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Which.
    pub id: CommentId,
    /// On which case.
    pub cycle: CycleId,
    /// On which part.
    pub part: String,
    /// Whose.
    pub by: PersonId,
    /// The text.
    pub body: String,
    /// When.
    pub at: Timestamp,
}

/// A certificate with all that it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateRow {
    /// Which.
    pub id: CertificateId,
    /// The case that led to it.
    pub cycle: CycleId,
    /// The programme's key.
    pub programme: String,
    /// The number that people quote.
    pub number: String,
    /// Whose plan.
    pub municipality: OrganisationId,
    /// The hash of the plan document.
    pub plan: Digest,
    /// The criteria set, `set@version`.
    pub criteria: String,
    /// Whether it was issued in a trial.
    pub trial: bool,
    /// The date of the certification decision.
    pub decided_on: NaiveDate,
    /// How many conditions were open then.
    pub conditions: i32,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The last day.
    pub valid_to: NaiveDate,
    /// Where it stands.
    pub status: CertificateStatus,
    /// Since when it stands there.
    pub status_at: Timestamp,
}

/// A mail in the outbox, rendered when it was queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxMail {
    /// Which; its Message-ID is made from it.
    pub id: MailId,
    /// The programme's key.
    pub programme: String,
    /// What it tells.
    pub kind: MailKind,
    /// The case it belongs to.
    pub cycle: Option<CycleId>,
    /// What can cancel it, or waits for its delivery.
    pub reason: Option<Reason>,
    /// Unique: what is queued once is not queued again.
    pub dedupe_key: String,
    /// The person, if it goes to one: for erasure and for bounces.
    pub person: Option<PersonId>,
    /// The organisation, if it goes to a shared mailbox.
    pub organisation: Option<OrganisationId>,
    /// The address, as resolved when it was queued.
    pub recipient: String,
    /// Its language.
    pub locale: Locale,
    /// The version of the template it was rendered with.
    pub template_version: i32,
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML.
    pub html: String,
    /// Not before this time.
    pub not_before: Timestamp,
    /// When it was queued.
    pub queued_at: Timestamp,
}

/// A mail with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMail {
    /// The mail.
    pub mail: OutboxMail,
    /// Where it stands.
    pub status: MailStatus,
    /// How often it was tried.
    pub attempts: i32,
    /// The worker's claim.
    pub claimed_by: Option<uuid::Uuid>,
    /// When it was accepted.
    pub sent_at: Option<Timestamp>,
    /// What a server said last.
    pub last_error: Option<String>,
}

/// A line of the list of cases, written with the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseSummary {
    /// Which case.
    pub cycle: CycleId,
    /// The programme's key.
    pub programme: String,
    /// Whose plan.
    pub municipality: OrganisationId,
    /// Its code.
    pub code: String,
    /// Its name, joined at reading.
    pub name: String,
    /// The how-many-eth case.
    pub edition: i32,
    /// Where it stands.
    pub state: StateName,
    /// The key of the stage whose turn it is.
    pub stage: Option<String>,
    /// Whether it is on hold.
    pub on_hold: bool,
    /// Whether the certificate that it renews has lapsed.
    pub lapsed: bool,
    /// Whether anything was ever handed in.
    pub handed_in: bool,
    /// The next running deadline.
    pub deadline: Option<DeadlineKey>,
    /// Its last day.
    pub deadline_on: Option<NaiveDate>,
    /// The end of the period of the plan in force.
    pub period_end: Option<NaiveDate>,
    /// The pinned criteria set, `set@version`.
    pub criteria: Option<String>,
    /// The latest review round.
    pub round: i32,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// Its version.
    pub version: u64,
    /// Whether a request for more time waits for an answer.
    pub asks_for_time: bool,
    /// Whether nothing will open it before somebody has set its dates.
    pub undated: bool,
    /// Whether nobody in the municipality seems to know that it was returned.
    pub unreached: bool,
    /// Rounds that count towards the cap, less those that were allowed beyond it.
    pub rounds: i32,
    /// Whether a return, or a refusal, is read a second time.
    pub read_again: bool,
}

/// A filter of the list of cases that a person keeps under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// What the person calls it.
    pub name: String,
    /// The filter as it stands in an address.
    pub query: String,
}

/// A finding of one round; earlier rounds are read-only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRow {
    /// Of which case.
    pub cycle: CycleId,
    /// The stage.
    pub stage: String,
    /// The criterion.
    pub criterion: CriterionId,
    /// The round.
    pub round: u32,
    /// The judgement.
    pub status: FindingStatus,
    /// The kind of fault, when returned.
    pub reason: Option<ReturnReason>,
    /// The remark, or the text of the condition.
    pub remark: Option<TextId>,
    /// Who judged; `None` for nobody known.
    pub by: Option<PersonId>,
    /// When.
    pub at: Timestamp,
    /// What each reviewer said in this round, the first to judge first.
    pub opinions: Vec<Opinion>,
}

/// What one reviewer said of a criterion in a round: kept beside what others said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// Who; `None` for nobody known.
    pub by: Option<PersonId>,
    /// The judgement.
    pub status: FindingStatus,
    /// The kind of fault, when returned.
    pub reason: Option<ReturnReason>,
    /// The remark, or the text of the condition.
    pub remark: Option<TextId>,
    /// When.
    pub at: Timestamp,
    /// Whether it still counts: the finding was not opened again since.
    pub counts: bool,
}

/// What a reviewer wrote of a criterion before judging it. Nobody else reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgementDraft {
    /// Of which case.
    pub cycle: CycleId,
    /// The stage.
    pub stage: String,
    /// The criterion.
    pub criterion: CriterionId,
    /// The round.
    pub round: u32,
    /// Whose.
    pub person: PersonId,
    /// What was written so far, JSON.
    pub body: String,
    /// When.
    pub at: Timestamp,
}

/// An assignment of a reviewer, for queues and scopes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentRow {
    /// Which.
    pub id: AssignmentId,
    /// Of which case.
    pub cycle: CycleId,
    /// The stage.
    pub stage: String,
    /// The organisation that judges there.
    pub organisation: OrganisationId,
    /// Who.
    pub reviewer: PersonId,
    /// Where it stands.
    pub status: AssignmentStatus,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// How many there are in all, within the same scope and filter.
    pub total: u64,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            total: 0,
        }
    }
}
