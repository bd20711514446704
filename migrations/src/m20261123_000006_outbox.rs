//! Mails to send, being sent and sent: the log of mail is the queue.

pub(crate) const STATEMENTS: &[&str] = &[
    "CREATE TABLE outbox (
        id uuid NOT NULL PRIMARY KEY,
        programme varchar(80) NOT NULL,
        kind varchar(40) NOT NULL,
        cycle uuid REFERENCES cycle (id),
        reason varchar(160),
        dedupe_key varchar(255) NOT NULL,
        person uuid,
        organisation uuid,
        recipient text NOT NULL,
        locale varchar(8) NOT NULL,
        template_version integer NOT NULL,
        subject text NOT NULL,
        text text NOT NULL,
        html text NOT NULL,
        not_before timestamptz NOT NULL,
        queued_at timestamptz NOT NULL,
        status varchar(20) NOT NULL,
        attempts integer NOT NULL,
        claimed_by uuid,
        claimed_until timestamptz,
        sent_at timestamptz,
        last_error text,
        reason_gone boolean NOT NULL,
        CONSTRAINT outbox_dedupe_key UNIQUE (dedupe_key),
        CONSTRAINT outbox_sending_means_claimed CHECK (
            (status = 'sending') = (claimed_until IS NOT NULL)
            AND (claimed_until IS NULL OR claimed_by IS NOT NULL)
        ),
        CONSTRAINT outbox_sent_has_a_time CHECK ((status = 'sent') = (sent_at IS NOT NULL))
    )",
    "CREATE INDEX outbox_queued ON outbox (not_before, id) WHERE status = 'queued'",
    "CREATE INDEX outbox_sending ON outbox (claimed_until) WHERE status = 'sending'",
    "CREATE INDEX outbox_cycle_reason ON outbox (cycle, reason)",
    "CREATE INDEX outbox_person ON outbox (person)",
    "CREATE INDEX outbox_status_queued_at ON outbox (status, queued_at)",
];
