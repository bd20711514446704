//! An e-mail in the outbox. The log of mails is the queue itself.

use crate::{machine::machine, names::names};

names! {
    /// Where a mail stands.
    MailStatus {
        /// Waits for its turn, or for the next try.
        Queued = "queued",
        /// Claimed by a worker.
        Sending = "sending",
        /// A receiving server accepted it.
        Sent = "sent",
        /// A lasting fault.
        Failed = "failed",
        /// Its reason was gone at sending time.
        Cancelled = "cancelled",
    }
}

names! {
    /// What can happen to a mail.
    MailStep {
        /// A worker claims it.
        Claim = "claim",
        /// A receiving server accepts it.
        Accept = "accept",
        /// A passing fault, or a claim that ran out.
        Retry = "retry",
        /// A lasting fault.
        Fail = "fail",
        /// Its reason is gone.
        Cancel = "cancel",
        /// Somebody sends it again.
        Requeue = "requeue",
    }
}

machine!(MailStatus, MailStep {
    Queued -- Claim -> Sending,
    Queued -- Cancel -> Cancelled,
    Sending -- Accept -> Sent,
    Sending -- Retry -> Queued,
    Sending -- Fail -> Failed,
    Sending -- Cancel -> Cancelled,
    Failed -- Requeue -> Queued,
    Cancelled -- Requeue -> Queued,
});
