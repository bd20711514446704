//! Compare-and-swap, guards, idempotency, drafts, group commit.

use lustrum_domain::{
    CommentId, CriterionId, Digest, KeptText, SubmissionId, TextId, UploadId,
    samples::{Story, Who},
};
use uuid::Uuid;

use super::world::{day, enrolled, municipality, of, populate, register, time, told, touched};
use crate::{
    Backend, Comment, CommitError, FrozenSubmission, Guard, IdempotencyRecord, PartWrite,
    RegisterWrite, Store, StoreError, Upload, WriteSet, for_each_backend,
};

fn part(stored: &crate::StoredCycle, expected: Option<i64>, body: &str) -> WriteSet {
    WriteSet {
        parts: vec![PartWrite {
            cycle: stored.cycle.id,
            cycle_version: stored.cycle.version,
            key: "answer/KA-1.01".to_owned(),
            expected,
            body: body.to_owned(),
            by: Who::Coordinator.id(),
            at: time("2028-12-01T10:00:00.000001Z"),
        }],
        ..WriteSet::default()
    }
}

fn answered(key: &str, request: &str) -> IdempotencyRecord {
    IdempotencyRecord {
        principal: Who::Approver.id(),
        key: key.to_owned(),
        request: Digest::of(request),
        response: "{\"æ\":1}".to_owned(),
        at: time("2028-12-01T10:00:00.654321Z"),
    }
}

async fn begun(store: &Store, number: u128) -> crate::StoredCycle {
    let told = enrolled(number);
    store.commit(told.write()).await.unwrap();
    store.cycle(told.cycle.id).await.unwrap().unwrap()
}

for_each_backend! {
    async fn a_case_reads_back_as_it_was_written(database) {
        let store = database.store();
        populate(store).await;
        for (number, (name, story)) in (0..).zip(Story::all()) {
            let told = told(story, number, municipality(number));
            for set in told.steps(1.min(told.entries.len() - 1)) {
                store.commit(set).await.unwrap();
            }
            let stored = store.cycle(told.cycle.id).await.unwrap().unwrap();
            assert_eq!(stored.cycle, told.cycle, "{name}");
            let rows = store.events(told.cycle.id.0, 1, 1000).await.unwrap();
            let examined = lustrum_domain::log::examine(told.cycle.id.0, &rows);
            assert_eq!(examined.faults, [], "{name}");
            let faults = lustrum_domain::log::compare(&stored.cycle, stored.head, &rows, &examined);
            assert_eq!(faults, [], "{name}");
        }
    }

    async fn of_two_writers_one_is_stale(database) {
        let store = database.store();
        populate(store).await;
        let stored = begun(store, 1).await;
        let (one, two) = tokio::join!(
            store.commit(of(touched(&stored))),
            store.commit(of(touched(&stored))),
        );
        let stale = |outcome: &Result<(), CommitError>| {
            matches!(outcome, Err(CommitError::Stale { what }) if what.contains("cyc_"))
        };
        assert_eq!(stale(&one) as u8 + stale(&two) as u8, 1, "{one:?} {two:?}");
        assert!(one.is_ok() || two.is_ok());
        let rows = store.events(stored.cycle.id.0, 1, 10).await.unwrap();
        assert_eq!(rows.len(), 2);
    }

    async fn a_case_of_the_same_edition_is_refused_by_name(database) {
        let store = database.store();
        populate(store).await;
        begun(store, 1).await;
        let again = told(Story::enrolled(), 2, municipality(1));
        let outcome = store.commit(again.write()).await;
        assert!(
            matches!(&outcome, Err(CommitError::Conflict { constraint })
                if constraint == "cycle_programme_municipality_edition"),
            "{outcome:?}"
        );
        let programme = &again.cycle.programme;
        let found = store.cycle_of_edition(programme, municipality(1), 1).await.unwrap();
        assert!(found.is_some());
        let found = store.latest_cycle(programme, municipality(2)).await.unwrap();
        assert!(found.is_none());
    }

    async fn a_draft_written_meanwhile_makes_a_transition_stale_and_not_the_other_way(database) {
        let store = database.store();
        populate(store).await;
        let stored = begun(store, 1).await;
        store.commit(part(&stored, None, "{\"a\":1}")).await.unwrap();
        let outcome = store.commit(of(touched(&stored))).await;
        assert!(matches!(outcome, Err(CommitError::Stale { .. })), "{outcome:?}");
        let stored = store.cycle(stored.cycle.id).await.unwrap().unwrap();
        assert_eq!(stored.content_seq, 1);
        store.commit(of(touched(&stored))).await.unwrap();
        let late = store.commit(part(&stored, Some(1), "{}")).await;
        assert!(matches!(late, Err(CommitError::Stale { .. })), "{late:?}");
    }

    async fn a_part_has_a_version_of_its_own(database) {
        let store = database.store();
        populate(store).await;
        let stored = begun(store, 1).await;
        store.commit(part(&stored, None, "{\"a\":1}")).await.unwrap();
        let twice = store.commit(part(&stored, None, "{\"a\":2}")).await;
        assert!(matches!(&twice, Err(CommitError::Stale { what }) if what.contains("KA-1.01")));
        store.commit(part(&stored, Some(1), "{\"a\":2}")).await.unwrap();
        let old = store.commit(part(&stored, Some(1), "{\"a\":3}")).await;
        assert!(matches!(old, Err(CommitError::Stale { .. })));
        let found = store.part(stored.cycle.id, "answer/KA-1.01").await.unwrap().unwrap();
        assert_eq!((found.version, found.body.as_str()), (2, "{\"a\":2}"));
        assert_eq!(store.parts(stored.cycle.id).await.unwrap(), [found]);
        // What failed raised nothing.
        let stored = store.cycle(stored.cycle.id).await.unwrap().unwrap();
        assert_eq!(stored.content_seq, 2);
    }

    async fn a_repeated_key_gives_the_first_answer_and_writes_nothing(database) {
        let store = database.store();
        populate(store).await;
        let stored = begun(store, 1).await;
        let first = WriteSet { idempotency: Some(answered("k1", "a")), ..of(touched(&stored)) };
        store.commit(first).await.unwrap();
        let stored = store.cycle(stored.cycle.id).await.unwrap().unwrap();
        let second = WriteSet { idempotency: Some(answered("k1", "b")), ..of(touched(&stored)) };
        match store.commit(second).await {
            Err(CommitError::Duplicate(record)) => assert_eq!(record, answered("k1", "a")),
            other => panic!("{other:?}"),
        }
        let after = store.cycle(stored.cycle.id).await.unwrap().unwrap();
        assert_eq!(after.cycle.version, stored.cycle.version);
        let found = store.idempotency(Who::Approver.id(), "k1").await.unwrap();
        assert_eq!(found, Some(answered("k1", "a")));
        assert_eq!(store.idempotency(Who::Clerk.id(), "k1").await.unwrap(), None);
    }

    async fn the_same_key_at_the_same_time_is_answered_once(database) {
        let store = database.store();
        populate(store).await;
        let set = || WriteSet { idempotency: Some(answered("k", "a")), ..WriteSet::default() };
        let outcomes = futures_util::future::join_all((0..8).map(|_| store.commit(set()))).await;
        assert_eq!(outcomes.iter().filter(|it| it.is_ok()).count(), 1);
        let duplicates = outcomes
            .iter()
            .filter(|it| matches!(it, Err(CommitError::Duplicate(_))));
        assert_eq!(duplicates.count(), 7);
    }

    async fn a_guard_on_a_person_fails_once_anything_about_them_changed(database) {
        let store = database.store();
        populate(store).await;
        let stored = begun(store, 1).await;
        let person = store.person(Who::Reviewer.id()).await.unwrap().unwrap();
        let guard = Guard::Person(person.account.id, person.account.version);
        let guarded = |stored: &crate::StoredCycle| WriteSet {
            guards: vec![guard.clone()],
            ..of(touched(stored))
        };
        store.commit(guarded(&stored)).await.unwrap();
        let conflict = RegisterWrite::Conflict(crate::Conflict {
            person: person.account.id,
            municipality: municipality(1),
            from: day("2028-02-01"),
            to: None,
        });
        store.commit(register(vec![conflict])).await.unwrap();
        let stored = store.cycle(stored.cycle.id).await.unwrap().unwrap();
        let outcome = store.commit(guarded(&stored)).await;
        assert!(matches!(outcome, Err(CommitError::GuardFailed(failed)) if failed == guard));
        let unknown = Guard::Person(Uuid::from_u128(1).into(), 1);
        let set = WriteSet { guards: vec![unknown.clone()], ..WriteSet::default() };
        let outcome = store.commit(set).await;
        assert!(matches!(outcome, Err(CommitError::GuardFailed(failed)) if failed == unknown));
    }

    async fn a_guard_on_a_case_lets_its_content_change(database) {
        let store = database.store();
        populate(store).await;
        let stored = begun(store, 1).await;
        let guard = Guard::Cycle(stored.cycle.id, stored.cycle.version);
        let set = |guard: &Guard| WriteSet { guards: vec![guard.clone()], ..WriteSet::default() };
        store.commit(part(&stored, None, "{}")).await.unwrap();
        store.commit(set(&guard)).await.unwrap();
        let stored = store.cycle(stored.cycle.id).await.unwrap().unwrap();
        store.commit(WriteSet { guards: vec![guard.clone()], ..of(touched(&stored)) }).await.unwrap();
        let outcome = store.commit(set(&guard)).await;
        assert!(matches!(outcome, Err(CommitError::GuardFailed(_))));
    }

    async fn one_failing_write_set_among_several_fails_alone(database) {
        let store = database.store();
        populate(store).await;
        let mut sets = Vec::new();
        for number in 0..24 {
            // Every third one wants a municipality that does not exist.
            let home = if number % 3 == 0 { 9_000 } else { number };
            sets.push(told(Story::enrolled(), number, municipality(home)));
        }
        let outcomes =
            futures_util::future::join_all(sets.iter().map(|it| store.commit(it.write()))).await;
        for (number, outcome) in outcomes.iter().enumerate() {
            if number % 3 == 0 {
                assert!(
                    matches!(outcome, Err(CommitError::Conflict { constraint })
                        if constraint == "foreign_key"),
                    "{number}: {outcome:?}"
                );
            } else {
                assert!(outcome.is_ok(), "{number}: {outcome:?}");
            }
            let stored = store.cycle(sets[number].cycle.id).await.unwrap();
            assert_eq!(stored.is_some(), outcome.is_ok());
            let rows = store.events(sets[number].cycle.id.0, 1, 10).await.unwrap();
            assert_eq!(rows.len(), usize::from(outcome.is_ok()));
        }
    }

    async fn write_sets_that_wait_for_each_other_are_tried_again(database) {
        let store = database.store();
        populate(store).await;
        for round in 0..3 {
            let one = begun(store, 10 + round).await;
            let two = begun(store, 20 + round).await;
            let crossed = |read: &crate::StoredCycle, written: &crate::StoredCycle| WriteSet {
                guards: vec![Guard::Cycle(read.cycle.id, read.cycle.version)],
                ..of(touched(written))
            };
            let outcomes = tokio::join!(
                store.commit(crossed(&one, &two)),
                store.commit(crossed(&two, &one)),
            );
            match outcomes {
                (Ok(()), Err(CommitError::GuardFailed(_)))
                | (Err(CommitError::GuardFailed(_)), Ok(())) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    async fn many_writers_lose_nothing(database) {
        let store = database.store();
        populate(store).await;
        let stored = begun(store, 1).await;
        let id = stored.cycle.id;
        let tasks = (0..16).map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                loop {
                    let stored = store.cycle(id).await.unwrap().unwrap();
                    match store.commit(of(touched(&stored))).await {
                        Ok(()) => return,
                        Err(CommitError::Stale { .. }) => {}
                        Err(error) => panic!("{error:?}"),
                    }
                }
            })
        });
        for task in futures_util::future::join_all(tasks).await {
            task.unwrap();
        }
        let stored = store.cycle(id).await.unwrap().unwrap();
        assert_eq!(stored.cycle.version, 17);
        let chain = store.chain(id.0).await.unwrap();
        let examined = lustrum_domain::log::examine(id.0, &chain.rows);
        assert_eq!(examined.faults, []);
        assert_eq!(Some(examined.head), chain.head);
    }

    async fn a_dropped_caller_does_not_undo_a_commit(database) {
        let store = database.store();
        populate(store).await;
        let told = enrolled(1);
        let set = told.write();
        let mut commit = Box::pin(store.commit(set));
        // Polled once, so that it has begun, and dropped then.
        let first = futures_util::poll!(commit.as_mut());
        drop(commit);
        assert!(first.is_pending());
        for _ in 0..500 {
            if store.cycle(told.cycle.id).await.unwrap().is_some() {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("the commit was lost with its caller");
    }

    async fn u_0000_is_refused(database) {
        let store = database.store();
        populate(store).await;
        let stored = begun(store, 1).await;
        let outcome = store.commit(part(&stored, None, "a\0b")).await;
        assert!(
            matches!(outcome, Err(CommitError::Database(StoreError::NulCharacter))),
            "{outcome:?}"
        );
        assert!(store.parts(stored.cycle.id).await.unwrap().is_empty());
        let found = store.person_by_email("a\0@example.dk").await;
        assert!(matches!(found, Err(StoreError::NulCharacter)));
    }

    async fn texts_submissions_files_and_comments_read_back(database) {
        let store = database.store();
        populate(store).await;
        let stored = begun(store, 1).await;
        let cycle = stored.cycle.id;
        let text = KeptText {
            id: TextId(Uuid::from_u128(71)),
            salt: [7; 16],
            body: "Blåbærgrød på Ærø – »indstilles«".to_owned(),
        };
        let at = time("2028-12-01T10:00:00.000001Z");
        let frozen = FrozenSubmission {
            id: SubmissionId(Uuid::from_u128(72)),
            cycle,
            document: "{\"b\":1,\"a\":\"\\u0000\"}".to_owned(),
            digest: Digest::of("x"),
            results: "[]".to_owned(),
            at,
        };
        let file = |number: u128, at: &str| Upload {
            id: UploadId(Uuid::from_u128(number)),
            cycle,
            name: "afgørelse-Ærø.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size: 12,
            digest: Digest::of("y"),
            remark: None,
            by: Who::Coordinator.id(),
            at: time(at),
        };
        let before = file(73, "2028-11-30T10:00:00.000001Z");
        let after = file(74, "2028-12-02T10:00:00.000001Z");
        let comment = Comment {
            id: CommentId(Uuid::from_u128(75)),
            cycle,
            part: "plan".to_owned(),
            by: Who::Advisor.id(),
            body: "Godt".to_owned(),
            at,
        };
        let set = WriteSet {
            texts: vec![(cycle, text.clone())],
            submissions: vec![frozen.clone()],
            uploads: vec![before.clone(), after.clone()],
            comments: vec![comment.clone()],
            ..of(touched(&stored))
        };
        store.commit(set).await.unwrap();
        let unknown = TextId(Uuid::from_u128(1));
        let texts = store.texts(&[text.id, unknown]).await.unwrap();
        assert_eq!(texts.len(), 1);
        assert_eq!(texts[&text.id], text.body);
        assert_eq!(store.kept_texts(cycle).await.unwrap(), [text]);
        assert_eq!(
            store.submissions(cycle).await.unwrap(),
            std::slice::from_ref(&frozen)
        );
        assert_eq!(store.submission(frozen.id).await.unwrap(), Some(frozen));
        assert_eq!(store.comments(cycle).await.unwrap(), [comment]);
        assert_eq!(store.uploads(cycle).await.unwrap(), [before.clone(), after.clone()]);

        // A file that a submission may rest on is hidden, another one is gone.
        let remove = WriteSet { removed_uploads: vec![before.id, after.id], ..WriteSet::default() };
        store.commit(remove.clone()).await.unwrap();
        assert_eq!(store.uploads(cycle).await.unwrap(), []);
        assert_eq!(store.upload(before.id).await.unwrap(), Some(before.clone()));
        assert_eq!(store.upload(after.id).await.unwrap(), None);
        let known = [before.id, after.id];
        assert_eq!(store.unreferenced_objects(&known).await.unwrap(), [after.id]);
        let again = store.commit(remove).await;
        assert!(matches!(again, Err(CommitError::Stale { .. })));
    }

    async fn findings_of_earlier_rounds_stay(database) {
        let store = database.store();
        populate(store).await;
        let told = told(Story::answered(), 1, municipality(1));
        for set in told.steps(1) {
            store.commit(set).await.unwrap();
        }
        let findings = store.findings(told.cycle.id).await.unwrap();
        let first: Vec<_> = findings.iter().filter(|it| it.round == 1).collect();
        assert_eq!(first.len(), 3);
        assert!(first.iter().any(|it| it.status == lustrum_domain::FindingStatus::Returned
            && it.reason.is_some() && it.remark.is_some()));
        assert!(first.iter().all(|it| it.by == Some(Who::Reviewer.id())));
        assert!(findings.iter().any(|it| it.criterion == CriterionId::from("S-1")));
    }

    async fn a_closed_store_says_so(database) {
        let other = Store::connect(database.url()).await.unwrap();
        other.ping().await.unwrap();
        assert_eq!(other.pending_migrations().await.unwrap(), Vec::<String>::new());
        other.close().await.unwrap();
        assert!(other.commit(WriteSet::default()).await.is_err());
        if other.backend() == Backend::Sqlite {
            let outcome = other.commit(WriteSet::default()).await;
            assert!(matches!(outcome, Err(CommitError::Database(StoreError::Closed))));
        }
    }
}
