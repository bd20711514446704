//! A process that dies in a commit leaves all of it behind, or nothing.

use std::process::Command;

use lustrum_domain::{Digest, samples::Who};
use uuid::Uuid;

use super::world::{enrolled, of, populate, time, touched};
use crate::{IdempotencyRecord, OutboxMail, Store, WriteSet, failpoint, for_each_backend};

/// The places that a commit passes, with whether it is there to stay then.
const PLACES: [(&str, bool); 7] = [
    ("after-idempotency", false),
    ("after-cycle", false),
    ("after-events", false),
    ("after-outbox", false),
    ("after-savepoint", false),
    ("before-commit", false),
    ("after-commit", true),
];

fn set(stored: &crate::StoredCycle) -> WriteSet {
    let at = time("2028-12-01T10:00:00.000001Z");
    WriteSet {
        idempotency: Some(IdempotencyRecord {
            principal: Who::Approver.id(),
            key: "k".to_owned(),
            request: Digest::ZERO,
            response: String::new(),
            at,
        }),
        outbox: vec![OutboxMail {
            id: Uuid::from_u128(1).into(),
            programme: "sample".to_owned(),
            kind: lustrum_domain::MailKind::Resumed,
            cycle: Some(stored.cycle.id),
            reason: None,
            dedupe_key: "1".to_owned(),
            person: None,
            organisation: None,
            recipient: "a@example.dk".to_owned(),
            locale: lustrum_domain::Locale::Da,
            template_version: 1,
            subject: String::new(),
            text: String::new(),
            html: String::new(),
            not_before: at,
            queued_at: at,
        }],
        ..of(touched(stored))
    }
}

for_each_backend! {
    async fn a_killed_process_leaves_all_or_nothing(database) {
        populate(database.store()).await;
        database.store().commit(enrolled(1).write()).await.unwrap();
        let id = enrolled(1).cycle.id;
        for (place, stays) in PLACES {
            let victim = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "--ignored", "--nocapture", "store::tests::kill::victim"])
                .env("LUSTRUM_TEST_VICTIM_URL", database.url())
                .env("LUSTRUM_TEST_VICTIM_PLACE", place)
                .output()
                .unwrap();
            // Killed by a signal: there is no exit code.
            assert_eq!(victim.status.code(), None, "{place}: {victim:?}");
            let store = Store::connect(database.url()).await.unwrap();
            let stored = store.cycle(id).await.unwrap().unwrap();
            let version = if stays { 2 } else { 1 };
            assert_eq!(stored.cycle.version, version, "{place}");
            assert_eq!(store.events(id.0, 1, 10).await.unwrap().len() as u64, version);
            let summary = store.case_summary(id).await.unwrap().unwrap();
            assert_eq!(summary.version, version);
            let mails = store.mails(&crate::MailFilter::default()).await.unwrap();
            assert_eq!(mails.total, version - 1, "{place}");
            let answer = store.idempotency(Who::Approver.id(), "k").await.unwrap();
            assert_eq!(answer.is_some(), stays, "{place}");
            store.close().await.unwrap();
        }
    }
}

/// Run by the test above in a process of its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "it kills its process"]
#[expect(
    clippy::disallowed_methods,
    reason = "the test above tells it what to do by its environment"
)]
async fn victim() {
    let Ok(url) = std::env::var("LUSTRUM_TEST_VICTIM_URL") else {
        return;
    };
    let place = std::env::var("LUSTRUM_TEST_VICTIM_PLACE").unwrap();
    let store = Store::connect(&url).await.unwrap();
    let stored = store.cycle(enrolled(1).cycle.id).await.unwrap().unwrap();
    failpoint::arm(&place, 1);
    store.commit(set(&stored)).await.unwrap();
}

#[test]
fn the_places_of_a_commit_are_known_by_name() {
    assert!(
        PLACES
            .iter()
            .all(|(place, _)| failpoint::ALL.contains(place))
    );
}
