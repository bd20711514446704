//! Damage done on purpose, by plain SQL: an examination that does not find it
//! is worth nothing.

use serde::Serialize;

use super::sql::Sql;

/// What is damaged before the examination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sabotage {
    /// A mail is put into the outbox a second time, under another key.
    DoubleMail,
    /// A timer that was due is left undone.
    SkipTimer,
    /// A row of the log is edited, past its guard.
    EditEvent,
}

impl Sabotage {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::DoubleMail, Self::SkipTimer, Self::EditEvent];

    /// The word for it on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DoubleMail => "double-mail",
            Self::SkipTimer => "skip-timer",
            Self::EditEvent => "edit-event",
        }
    }

    /// The examination that must find it.
    pub fn found_by(self) -> &'static str {
        match self {
            Self::DoubleMail => "no-mail-doubled",
            Self::SkipTimer => "no-timer-missed",
            Self::EditEvent => "log-verifies",
        }
    }
}

impl std::fmt::Display for Sabotage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Sabotage {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|it| it.as_str() == text);
        found.ok_or_else(|| {
            format!("expected double-mail, skip-timer or edit-event, found {text:?}")
        })
    }
}

pub(super) async fn damage(sql: &Sql, sabotage: Sabotage) -> Result<(), sqlx::Error> {
    match sabotage {
        Sabotage::DoubleMail => {
            // As a timer that fired twice, or a worker that queued instead of
            // claiming, would leave it.
            sql.execute(&doubled_mail(sql, "cycle IS NOT NULL", "queued_at"))
                .await
        }
        Sabotage::SkipTimer => {
            // The instant at which the clock had something to say is long over.
            sql.execute(
                "UPDATE cycle SET next_due_at = (SELECT MIN(created_at) FROM cycle) \
                 WHERE id = (SELECT id FROM cycle WHERE next_due_at IS NOT NULL \
                             ORDER BY municipality, edition LIMIT 1)",
            )
            .await
        }
        Sabotage::EditEvent => {
            let unguard = match sql {
                Sql::Sqlite(_) => "DROP TRIGGER event_is_append_only_update",
                Sql::Postgres(_) => "DROP TRIGGER event_is_append_only_update ON event",
            };
            sql.execute(unguard).await?;
            // A year later than it was: small, and nothing but the hash tells.
            sql.execute(
                "UPDATE event SET body = replace(body, '\"at\":\"202', '\"at\":\"203') \
                 WHERE seq = 1 AND chain = (SELECT id FROM cycle \
                                            ORDER BY municipality, edition LIMIT 1)",
            )
            .await
        }
    }
}

/// Puts the last of the mails that are `so` into the outbox a second time, under
/// another id and key, as queued `at`.
pub(super) fn doubled_mail(sql: &Sql, so: &str, at: &str) -> String {
    let id = match sql {
        Sql::Sqlite(_) => "randomblob(16)",
        Sql::Postgres(_) => "gen_random_uuid()",
    };
    format!(
        "INSERT INTO outbox (id, programme, kind, cycle, reason, dedupe_key, person, \
         organisation, recipient, locale, template_version, subject, text, html, \
         not_before, queued_at, status, attempts, claimed_by, claimed_until, sent_at, \
         last_error, reason_gone) \
         SELECT {id}, programme, kind, cycle, reason, dedupe_key || '/again', person, \
         organisation, recipient, locale, template_version, subject, text, html, \
         not_before, {at}, status, attempts, claimed_by, claimed_until, sent_at, \
         last_error, reason_gone FROM outbox \
         WHERE dedupe_key = (SELECT MAX(dedupe_key) FROM outbox WHERE {so})"
    )
}
