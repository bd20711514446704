//! People, organisations and what they may do.

pub(crate) const STATEMENTS: &[&str] = &[
    "CREATE TABLE organisation (
        id uuid NOT NULL PRIMARY KEY,
        kind varchar(40) NOT NULL,
        code varchar(40),
        name text NOT NULL,
        search text NOT NULL,
        sort text COLLATE bytewise NOT NULL,
        parent uuid REFERENCES organisation (id),
        mailbox text,
        locale varchar(8) NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        successor uuid REFERENCES organisation (id),
        CONSTRAINT organisation_kind_code UNIQUE (kind, code),
        CONSTRAINT organisation_not_its_own_successor CHECK (successor IS NULL OR successor <> id)
    )",
    "CREATE INDEX organisation_parent ON organisation (parent)",
    "CREATE TABLE affiliation (
        municipality uuid NOT NULL REFERENCES organisation (id),
        organisation uuid NOT NULL REFERENCES organisation (id),
        valid_from date NOT NULL,
        valid_to date,
        PRIMARY KEY (municipality, organisation, valid_from)
    )",
    "CREATE INDEX affiliation_organisation ON affiliation (organisation)",
    "CREATE TABLE person (
        id uuid NOT NULL PRIMARY KEY,
        name text,
        email text,
        locale varchar(8) NOT NULL,
        password text,
        invited_at timestamptz NOT NULL,
        activated_at timestamptz,
        erased_at timestamptz,
        version bigint NOT NULL,
        CONSTRAINT person_email UNIQUE (email),
        CONSTRAINT person_version_counts CHECK (version >= 1),
        CONSTRAINT person_erased_means_empty CHECK (
            erased_at IS NULL OR (name IS NULL AND email IS NULL AND password IS NULL)
        )
    )",
    "CREATE TABLE membership (
        id uuid NOT NULL PRIMARY KEY,
        person uuid NOT NULL REFERENCES person (id),
        organisation uuid NOT NULL REFERENCES organisation (id),
        role varchar(40) NOT NULL,
        principal uuid REFERENCES person (id),
        valid_from date NOT NULL,
        valid_to date,
        CONSTRAINT membership_not_its_own_principal CHECK (principal IS NULL OR principal <> person)
    )",
    "CREATE INDEX membership_person ON membership (person)",
    "CREATE INDEX membership_organisation_role ON membership (organisation, role)",
    "CREATE TABLE conflict_of_interest (
        person uuid NOT NULL REFERENCES person (id),
        municipality uuid NOT NULL REFERENCES organisation (id),
        valid_from date NOT NULL,
        valid_to date,
        PRIMARY KEY (person, municipality, valid_from)
    )",
    "CREATE TABLE access_token (
        id uuid NOT NULL PRIMARY KEY,
        person uuid NOT NULL REFERENCES person (id),
        kind varchar(20) NOT NULL,
        hash bytea NOT NULL,
        label text NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        revoked_at timestamptz,
        CONSTRAINT access_token_hash UNIQUE (hash),
        CONSTRAINT access_token_hash_is_sha256 CHECK (length(hash) = 32)
    )",
    "CREATE INDEX access_token_person ON access_token (person)",
    "CREATE TABLE idempotency (
        principal uuid NOT NULL,
        key varchar(255) NOT NULL,
        request bytea NOT NULL,
        status integer NOT NULL,
        response text NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (principal, key)
    )",
    "CREATE INDEX idempotency_at ON idempotency (at)",
];
