//! Certificates, and notices to political bodies.

pub(crate) const STATEMENTS: &[&str] = &[
    "CREATE TABLE certificate (
        id uuid NOT NULL PRIMARY KEY,
        cycle uuid NOT NULL REFERENCES cycle (id),
        programme varchar(80) NOT NULL,
        number varchar(80) COLLATE bytewise NOT NULL,
        municipality uuid NOT NULL REFERENCES organisation (id),
        plan bytea NOT NULL,
        criteria varchar(120) NOT NULL,
        trial boolean NOT NULL,
        decided_on date NOT NULL,
        conditions integer NOT NULL,
        valid_from date NOT NULL,
        valid_to date NOT NULL,
        status varchar(20) NOT NULL,
        status_at timestamptz NOT NULL,
        CONSTRAINT certificate_number UNIQUE (number),
        CONSTRAINT certificate_plan_is_sha256 CHECK (length(plan) = 32),
        CONSTRAINT certificate_period_in_order CHECK (valid_from <= valid_to)
    )",
    "CREATE INDEX certificate_cycle ON certificate (cycle)",
    "CREATE INDEX certificate_programme_status ON certificate (programme, status)",
    "CREATE INDEX certificate_municipality ON certificate (municipality)",
    "CREATE TABLE notice (
        id uuid NOT NULL PRIMARY KEY,
        cycle uuid NOT NULL REFERENCES cycle (id),
        programme varchar(80) NOT NULL,
        municipality uuid NOT NULL REFERENCES organisation (id),
        body uuid NOT NULL REFERENCES organisation (id),
        kind varchar(40) NOT NULL,
        state varchar(20) NOT NULL,
        releases_on date,
        drafted_at timestamptz NOT NULL,
        title_da text,
        title_en text,
        text_da text,
        text_en text,
        rendered_at timestamptz,
        CONSTRAINT notice_document_is_whole CHECK (
            (title_da IS NULL) = (title_en IS NULL)
            AND (title_da IS NULL) = (text_da IS NULL)
            AND (title_da IS NULL) = (text_en IS NULL)
            AND (title_da IS NULL) = (rendered_at IS NULL)
        )
    )",
    "CREATE INDEX notice_cycle ON notice (cycle)",
    "CREATE INDEX notice_body_state ON notice (body, state)",
];
