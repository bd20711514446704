//! What a reviewer wrote of a criterion before judging it: private, and gone
//! when the stage is done.

pub(crate) const STATEMENTS: &[&str] = &[
    "CREATE TABLE judgement_draft (
        cycle uuid NOT NULL REFERENCES cycle (id),
        stage varchar(40) NOT NULL,
        criterion varchar(40) COLLATE bytewise NOT NULL,
        round integer NOT NULL,
        person uuid NOT NULL REFERENCES person (id),
        body text NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (cycle, stage, person, round, criterion),
        CONSTRAINT judgement_draft_is_short CHECK (length(body) <= 131072)
    )",
    "CREATE INDEX judgement_draft_person ON judgement_draft (person)",
];
