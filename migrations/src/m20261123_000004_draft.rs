//! Drafts, what was frozen from them, and files.

pub(crate) const STATEMENTS: &[&str] = &[
    "CREATE TABLE part (
        cycle uuid NOT NULL REFERENCES cycle (id),
        key varchar(200) COLLATE bytewise NOT NULL,
        version bigint NOT NULL,
        person uuid NOT NULL REFERENCES person (id),
        at timestamptz NOT NULL,
        body text NOT NULL,
        PRIMARY KEY (cycle, key),
        CONSTRAINT part_version_counts CHECK (version >= 1),
        CONSTRAINT part_is_at_most_a_megabyte CHECK (length(body) <= 1048576)
    )",
    "CREATE TABLE submission (
        id uuid NOT NULL PRIMARY KEY,
        cycle uuid NOT NULL REFERENCES cycle (id),
        digest bytea NOT NULL,
        at timestamptz NOT NULL,
        document text NOT NULL,
        results text NOT NULL,
        CONSTRAINT submission_digest_is_sha256 CHECK (length(digest) = 32)
    )",
    "CREATE INDEX submission_cycle ON submission (cycle, at)",
    "CREATE TABLE upload (
        id uuid NOT NULL PRIMARY KEY,
        cycle uuid NOT NULL REFERENCES cycle (id),
        name text NOT NULL,
        media_type varchar(120) NOT NULL,
        size bigint NOT NULL,
        digest bytea NOT NULL,
        remark text,
        person uuid NOT NULL REFERENCES person (id),
        at timestamptz NOT NULL,
        removed boolean NOT NULL,
        CONSTRAINT upload_size_counts CHECK (size >= 0),
        CONSTRAINT upload_digest_is_sha256 CHECK (length(digest) = 32)
    )",
    "CREATE INDEX upload_cycle ON upload (cycle)",
    "CREATE TABLE comment (
        id uuid NOT NULL PRIMARY KEY,
        cycle uuid NOT NULL REFERENCES cycle (id),
        part varchar(200) NOT NULL,
        person uuid NOT NULL REFERENCES person (id),
        body text NOT NULL,
        at timestamptz NOT NULL
    )",
    "CREATE INDEX comment_cycle ON comment (cycle, at)",
];
