//! How fast transitions are written, beside the same statements by hand. Run it
//! in a release: `cargo test --release -p lustrum-store -- --ignored rate`.

use std::time::{Duration, Instant};

use lustrum_domain::{
    Cycle, CycleId, apply, canonical_json,
    samples::{Story, Who},
};
use sea_orm::sqlx::{self, Connection, Executor, PgConnection, SqliteConnection};
use uuid::Uuid;

use super::world::{municipality, of, populate, time, told, touched};
use crate::{
    Backend, OutboxMail, Store, StoredCycle, WriteSet, for_each_backend, testing::TestDatabase,
};

const SPAN: Duration = Duration::from_secs(4);

fn mail(cycle: CycleId) -> OutboxMail {
    let id = Uuid::now_v7();
    let at = time("2028-12-01T10:00:00.000001Z");
    OutboxMail {
        id: id.into(),
        programme: "sample".to_owned(),
        kind: lustrum_domain::MailKind::Resumed,
        cycle: Some(cycle),
        reason: None,
        dedupe_key: id.to_string(),
        person: Some(Who::Approver.id()),
        organisation: None,
        recipient: "a@example.dk".to_owned(),
        locale: lustrum_domain::Locale::Da,
        template_version: 1,
        subject: "Sagen er taget op igen".to_owned(),
        text: "Hej".repeat(200),
        html: "<p>Hej</p>".repeat(100),
        not_before: at,
        queued_at: at,
    }
}

/// Writes transitions of one case until the time is over; says how many.
async fn by_store(store: Store, id: CycleId) -> u64 {
    let mut stored = store.cycle(id).await.unwrap().unwrap();
    let start = Instant::now();
    let mut done = 0;
    while start.elapsed() < SPAN {
        let write = touched(&stored);
        let rows = lustrum_domain::log::rows(id, &write.entries, write.previous);
        stored = StoredCycle {
            cycle: write.cycle.clone(),
            content_seq: stored.content_seq,
            head: rows[0].hash,
        };
        let set = WriteSet {
            outbox: vec![mail(id)],
            ..of(write)
        };
        store.commit(set).await.unwrap();
        done += 1;
    }
    done
}

const STATEMENTS: [&str; 4] = [
    "UPDATE cycle SET version = $1, head = $2, body = $3, next_due_at = NULL \
     WHERE id = $4 AND version = $5 AND content_seq = $6 AND head = $7",
    "INSERT INTO case_summary (cycle, programme, municipality, code, edition, state, on_hold, \
     lapsed, handed_in, round, changed_at, version) \
     VALUES ($1, 'sample', $2, '0727', 1, 'review', $3, $3, $3, 1, $4, $5) \
     ON CONFLICT (cycle) DO UPDATE SET state = excluded.state, stage = excluded.stage, \
     on_hold = excluded.on_hold, lapsed = excluded.lapsed, handed_in = excluded.handed_in, \
     deadline = excluded.deadline, deadline_on = excluded.deadline_on, \
     period_end = excluded.period_end, criteria = excluded.criteria, round = excluded.round, \
     changed_at = excluded.changed_at, version = excluded.version",
    "INSERT INTO event (chain, seq, at, kind, kind_version, person, previous, hash, body) \
     VALUES ($1, $2, $3, 'resumed', 1, $4, $5, $6, $7)",
    "INSERT INTO outbox (id, programme, kind, cycle, dedupe_key, person, recipient, locale, \
     template_version, subject, text, html, not_before, queued_at, status, attempts, reason_gone) \
     VALUES ($1, 'sample', 'resumed', $2, $3, $4, 'a@example.dk', 'da', 1, $5, $6, $7, $8, $8, \
     'queued', 0, $9) ON CONFLICT (dedupe_key) DO NOTHING",
];

macro_rules! by_hand {
    ($name:ident, $connection:ty, $begin:literal) => {
        async fn $name(
            mut connection: $connection,
            mut cycle: Cycle,
            mut head: lustrum_domain::Digest,
        ) -> u64 {
            let id = cycle.id;
            let start = Instant::now();
            let mut done = 0;
            while start.elapsed() < SPAN {
                let stored = StoredCycle {
                    cycle: cycle.clone(),
                    content_seq: 0,
                    head,
                };
                let write = touched(&stored);
                cycle = apply(cycle, &write.entries[0]);
                let row = lustrum_domain::log::rows(id, &write.entries, head).remove(0);
                let version = i64::try_from(cycle.version).unwrap();
                let mail = mail(id);
                connection.execute($begin).await.unwrap();
                let changed = sqlx::query(STATEMENTS[0])
                    .bind(version)
                    .bind(row.hash.0.to_vec())
                    .bind(canonical_json(&cycle))
                    .bind(id.0)
                    .bind(version - 1)
                    .bind(0_i64)
                    .bind(head.0.to_vec())
                    .execute(&mut connection)
                    .await
                    .unwrap();
                assert_eq!(changed.rows_affected(), 1);
                sqlx::query(STATEMENTS[1])
                    .bind(id.0)
                    .bind(cycle.municipality.0)
                    .bind(false)
                    .bind(write.entries[0].at)
                    .bind(version)
                    .execute(&mut connection)
                    .await
                    .unwrap();
                sqlx::query(STATEMENTS[2])
                    .bind(id.0)
                    .bind(version)
                    .bind(write.entries[0].at)
                    .bind(Who::Secretariat.id().0)
                    .bind(row.previous.0.to_vec())
                    .bind(row.hash.0.to_vec())
                    .bind(row.body)
                    .execute(&mut connection)
                    .await
                    .unwrap();
                sqlx::query(STATEMENTS[3])
                    .bind(mail.id.0)
                    .bind(id.0)
                    .bind(mail.dedupe_key)
                    .bind(Who::Approver.id().0)
                    .bind(mail.subject)
                    .bind(mail.text)
                    .bind(mail.html)
                    .bind(mail.queued_at)
                    .bind(false)
                    .execute(&mut connection)
                    .await
                    .unwrap();
                connection.execute("COMMIT").await.unwrap();
                head = row.hash;
                done += 1;
            }
            done
        }
    };
}

by_hand!(by_hand_on_sqlite, SqliteConnection, "BEGIN IMMEDIATE");
by_hand!(by_hand_on_postgres, PgConnection, "BEGIN");

async fn by_hand(database: &TestDatabase, id: CycleId) -> u64 {
    let stored = database.store().cycle(id).await.unwrap().unwrap();
    match database.store().backend() {
        Backend::Sqlite => {
            let mut connection = SqliteConnection::connect(database.url()).await.unwrap();
            for pragma in [
                "PRAGMA synchronous = FULL",
                "PRAGMA busy_timeout = 30000",
                "PRAGMA foreign_keys = ON",
            ] {
                connection.execute(pragma).await.unwrap();
            }
            by_hand_on_sqlite(connection, stored.cycle, stored.head).await
        }
        Backend::Postgres => {
            let connection = PgConnection::connect(database.url()).await.unwrap();
            by_hand_on_postgres(connection, stored.cycle, stored.head).await
        }
    }
}

for_each_backend! {
    #[ignore = "it measures, and takes half a minute"]
    async fn rate(database) {
        let store = database.store();
        populate(store).await;
        let mut cases = Vec::new();
        for number in 0..32 {
            let told = told(Story::review_second_stage(), number, municipality(number));
            store.commit(told.write()).await.unwrap();
            cases.push(told.cycle.id);
        }
        let backend = store.backend();
        let span = SPAN.as_secs_f64();
        for round in 1..=2 {
            for writers in [1, 8, 32] {
                let tasks = cases[..writers].iter().map(|id| {
                    let (store, id) = (store.clone(), *id);
                    tokio::spawn(async move { by_store(store, id).await })
                });
                let done = futures_util::future::join_all(tasks).await;
                let ours: u64 = done.into_iter().map(|it| it.unwrap()).sum();
                let hands = cases[..writers].iter().map(|id| by_hand(database, *id));
                let done = futures_util::future::join_all(hands).await;
                let theirs: u64 = done.into_iter().sum();
                println!(
                    "{backend:?} round {round}, {writers} writers: store {:.0}/s, by hand {:.0}/s, {:.2}",
                    ours as f64 / span,
                    theirs as f64 / span,
                    ours as f64 / theirs as f64,
                );
            }
        }
    }
}
