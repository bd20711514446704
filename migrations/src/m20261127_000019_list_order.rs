//! Indexes in the order in which lists are read: the mails to one person, the latest
//! case of a municipality, and the cases of a reviewer without a look at each row.

pub(crate) const STATEMENTS: &[&str] = &[
    "DROP INDEX outbox_person",
    "CREATE INDEX outbox_person_queued_at ON outbox (person, queued_at, id)",
    "DROP INDEX case_summary_municipality",
    "CREATE INDEX case_summary_municipality_edition ON case_summary (municipality, edition)",
    "DROP INDEX assignment_reviewer_status",
    "CREATE INDEX assignment_reviewer_status ON assignment (reviewer, status, cycle)",
];
