//! What a use case wants written: a value, committed as one or not at all.
//!
//! A value and not a closure, so that the store can commit several together,
//! try again, and count statements without any use case knowing.

use chrono::NaiveDate;
use lustrum_domain::{
    Authority, CertificateId, CriterionId, Cycle, CycleId, Digest, Entry, KeptText, MailId,
    MembershipId, NoticeId, OrganisationId, PersonId, Reason, SubmissionId, Timestamp, UploadId,
    certificate::CertificateStep,
};

use crate::{
    Account, CertificateRow, Comment, Conflict, JudgementDraft, Membership, Organisation,
    OutboxMail, Token, Upload,
};

/// Everything that one use case writes. Empty parts cost nothing.
#[derive(Debug, Clone, Default)]
pub struct WriteSet {
    /// Answers a repeated request with the first answer; written first.
    pub idempotency: Option<IdempotencyRecord>,
    /// Facts that must still hold at the commit.
    pub guards: Vec<Guard>,
    /// Cases with the events that changed them, in the order of their ids.
    pub cycles: Vec<CycleWrite>,
    /// Draft parts.
    pub parts: Vec<PartWrite>,
    /// Texts kept apart from the log.
    pub texts: Vec<(CycleId, KeptText)>,
    /// Frozen submissions.
    pub submissions: Vec<FrozenSubmission>,
    /// Files; their bytes are stored and verified before the row.
    pub uploads: Vec<Upload>,
    /// Files that were taken out of a draft.
    pub removed_uploads: Vec<UploadId>,
    /// Certificates issued and changed.
    pub certificates: Vec<CertificateWrite>,
    /// Documents of notices. Their states follow the case.
    pub notices: Vec<NoticeDocument>,
    /// Mails to queue.
    pub outbox: Vec<OutboxMail>,
    /// Queued mails whose reason is gone. Applied before `outbox`.
    pub cancels: Vec<(CycleId, Reason)>,
    /// People who lost access: whatever is queued to them is cancelled, of one
    /// case or, where none is named, of all. Applied before `outbox`.
    pub cancels_for: Vec<(Option<CycleId>, PersonId)>,
    /// Outcomes of sending.
    pub sent: Vec<MailOutcome>,
    /// Comments between colleagues and advisor.
    pub comments: Vec<Comment>,
    /// Private drafts of judgements, kept and forgotten, in this order.
    pub judgement_drafts: Vec<JudgementDraftWrite>,
    /// Changes of people, organisations and access, with their log.
    pub register: Option<RegisterChange>,
    /// Sessions, tokens, invitations and answers that ended before this time are
    /// forgotten.
    pub forget_access: Option<Timestamp>,
    /// Filters that people keep, or give up.
    pub views: Vec<ViewWrite>,
    /// The mark that a job leaves behind.
    pub mark: Option<(&'static str, Timestamp)>,
}

/// A filter that a person keeps under a name. It is nobody else's affair, so it
/// stands in no log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewWrite {
    /// Whose.
    pub person: PersonId,
    /// What they call it.
    pub name: String,
    /// The filter as it stands in an address; none gives it up.
    pub query: Option<String>,
}

/// Changes of the register by one actor. They are logged, without personal
/// data, in a chain of their own beside the chains of the cases.
#[derive(Debug, Clone)]
pub struct RegisterChange {
    /// Who, in which capacity.
    pub by: Authority,
    /// When.
    pub at: Timestamp,
    /// What.
    pub writes: Vec<RegisterWrite>,
}

/// A fact outside the case that the decision rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guard {
    /// The person has this version: memberships and conflicts are as they were read.
    Person(PersonId, i64),
    /// The case has this version and may be of any content.
    Cycle(CycleId, u64),
}

/// A case and what happened to it.
#[derive(Debug, Clone)]
pub struct CycleWrite {
    /// Version and content number that were read; `None` for a new case.
    pub expected: Option<(u64, i64)>,
    /// The case afterwards.
    pub cycle: Cycle,
    /// The events, numbered on from the expected version: those of one command,
    /// or, of a new case, any number.
    pub entries: Vec<Entry>,
    /// The hash of the event before them; `Digest::ZERO` for a new case.
    pub previous: Digest,
    /// When the clock will have something to say.
    pub next_due_at: Option<Timestamp>,
}

/// A draft part is written: an answer, a table section.
#[derive(Debug, Clone)]
pub struct PartWrite {
    /// The case. Its version is guarded and its content number raised.
    pub cycle: CycleId,
    /// The version of the case that the right to edit was read from.
    pub cycle_version: u64,
    /// Which part: `answer/KA-1.01`, `data/inventory`, `plan`.
    pub key: String,
    /// The version that was read; `None` creates the part.
    pub expected: Option<i64>,
    /// Its content, canonical JSON.
    pub body: String,
    /// Who wrote it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}

/// A private draft of a judgement is kept, or drafts are forgotten.
#[derive(Debug, Clone)]
pub enum JudgementDraftWrite {
    /// Kept, in the place of an earlier one.
    Keep(JudgementDraft),
    /// What this person wrote of criteria that are judged now.
    Forget {
        /// Of which case.
        cycle: CycleId,
        /// The stage.
        stage: String,
        /// Whose.
        person: PersonId,
        /// The criteria.
        criteria: Vec<CriterionId>,
    },
    /// Everybody's of a stage that was concluded, sealed ones among them:
    /// nobody will read them again.
    ForgetStage {
        /// Of which case.
        cycle: CycleId,
        /// The stage.
        stage: String,
    },
}

/// What a submission froze.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenSubmission {
    /// Which.
    pub id: SubmissionId,
    /// Of which case.
    pub cycle: CycleId,
    /// The document: answers, plan data, evidence list, pins. Canonical JSON.
    pub document: String,
    /// The hash of it.
    pub digest: Digest,
    /// The check results. Canonical JSON, never computed again.
    pub results: String,
    /// When.
    pub at: Timestamp,
}

/// A certificate is issued or changed.
#[derive(Debug, Clone)]
pub enum CertificateWrite {
    /// A new row.
    Issue(CertificateRow),
    /// What happened to one that exists, and when.
    Change(CertificateId, CertificateStep, Timestamp),
}

/// The document of a notice, as rendered when it was drafted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeDocument {
    /// Which.
    pub id: NoticeId,
    /// Of which case.
    pub cycle: CycleId,
    /// The addressee.
    pub body: OrganisationId,
    /// Heading, Danish and English.
    pub title: lustrum_domain::Bilingual,
    /// Plain text, Danish and English.
    pub text: lustrum_domain::Bilingual,
    /// When it was rendered.
    pub at: Timestamp,
}

/// What became of a mail that a worker had claimed.
#[derive(Debug, Clone)]
pub struct MailOutcome {
    /// Which.
    pub id: MailId,
    /// The claim; another worker's claim makes this outcome void.
    pub claimed_by: uuid::Uuid,
    /// What happened.
    pub outcome: SendOutcome,
    /// When.
    pub at: Timestamp,
}

/// What a mail server, or the case, said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// A receiving server accepted it.
    Sent,
    /// A passing fault: try again at this time.
    Retry {
        /// When.
        at: Timestamp,
        /// What the server said.
        error: String,
    },
    /// A lasting fault: shown, and re-sent only by hand.
    Failed {
        /// What the server said.
        error: String,
    },
    /// The reason was gone when its turn came.
    Cancelled,
}

/// A change of people, organisations or access, logged in a chain of its own.
#[derive(Debug, Clone)]
pub enum RegisterWrite {
    /// A new organisation, or a newer version of one.
    Organisation(Organisation),
    /// Which organisation serves a municipality, from when to when.
    Affiliation(crate::Affiliation),
    /// A new person, or a newer version of one (`expected` is the version read).
    Account {
        /// The account afterwards; its version is set by the store.
        account: Account,
        /// The version that was read; `None` for a new person.
        expected: Option<i64>,
    },
    /// Another address of a person. The old one goes with it: what was not sent goes
    /// to the new one, but for the links, which whoever has the old one could use.
    Address(PersonId, String),
    /// A new membership. Raises the person's version.
    Membership(Membership),
    /// The last day of a membership. Raises the person's version.
    EndMembership {
        /// Which.
        id: MembershipId,
        /// Whose.
        person: PersonId,
        /// The last day.
        on: NaiveDate,
    },
    /// A declared conflict of interest. Raises the person's version.
    Conflict(Conflict),
    /// A new access token.
    Token(Token),
    /// A token is revoked.
    RevokeToken(lustrum_domain::TokenId, Timestamp),
    /// Every live session and token of a person is revoked.
    RevokeAll(PersonId, Timestamp),
    /// Personal data of a person are erased: name, address, password, texts of mails,
    /// comments.
    Erase(PersonId, Timestamp),
    /// What mails queued before a time said, and to which address, is erased. That
    /// they were sent stays.
    EraseMails(Timestamp),
    /// Comments written before a time on cases that are over are erased.
    EraseComments(Timestamp),
    /// A text is erased; the log keeps its hash.
    EraseText(lustrum_domain::TextId, Timestamp),
    /// A cancelled or failed mail goes back to the queue.
    Requeue(MailId, Timestamp),
}

/// A request that was answered, for whoever repeats it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyRecord {
    /// Who asked: a person's id.
    pub principal: PersonId,
    /// The key the client chose.
    pub key: String,
    /// The hash of method, path and body.
    pub request: Digest,
    /// The body of the answer, JSON.
    pub response: String,
    /// When.
    pub at: Timestamp,
}
