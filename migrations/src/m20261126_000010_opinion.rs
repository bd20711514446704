//! What each reviewer said of a criterion, beside what others said.

pub(crate) const STATEMENTS: &[&str] = &[
    "CREATE TABLE opinion (
        cycle uuid NOT NULL REFERENCES cycle (id),
        stage varchar(40) NOT NULL,
        criterion varchar(80) NOT NULL,
        round integer NOT NULL,
        person uuid NOT NULL,
        status varchar(40) NOT NULL,
        reason varchar(40),
        remark uuid,
        at timestamptz NOT NULL,
        PRIMARY KEY (cycle, stage, criterion, round, person)
    )",
    "INSERT INTO opinion (cycle, stage, criterion, round, person, status, reason, remark, at)
        SELECT cycle, stage, criterion, round, person, status, reason, remark, at FROM finding
        WHERE person IS NOT NULL AND status <> 'pending'",
];
