//! The outbox in the order in which it is read: without these, the newest fifty
//! of half a million mails cost a sort of all of them.

pub(crate) const STATEMENTS: &[&str] = &[
    "CREATE INDEX outbox_queued_at ON outbox (queued_at, id)",
    "DROP INDEX outbox_status_queued_at",
    "CREATE INDEX outbox_status_queued_at ON outbox (status, queued_at, id)",
];
