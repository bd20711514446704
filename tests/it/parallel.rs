//! Two people, two instances, one case: nothing is lost and nothing doubled.

use futures_util::future::join_all;
use lustrum_app::{Caller, IdempotencyKey};
use lustrum_domain::{Command, CriterionId, Digest, FindingStatus, StateName};
use lustrum_store::Backend;
use serde_json::{Value, json};

use crate::support::*;

fn text(what: &str) -> Vec<u8> {
    json!({ "text": what }).to_string().into_bytes()
}

/// The same caller with a key for a request whose body is `body`.
fn keyed(caller: &Caller, key: &str, body: &str) -> Caller {
    Caller {
        idempotency: Some(IdempotencyKey {
            key: key.to_owned(),
            request: Digest::of(body),
        }),
        ..caller.clone()
    }
}

on_both! {
    async fn two_people_edit_different_parts_at_once_and_both_are_kept(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let one = app.as_role(Who::Coordinator).await;
        let other = app.as_role(Who::Approver).await;
        let elsewhere = app.second_instance().await;
        for round in 0..10 {
            let expected = (round > 0).then_some(round);
            let (mine, yours) = (text(&format!("mit {round}")), text(&format!("dit {round}")));
            let (left, right) = tokio::join!(
                app.app.put_part(&one, case.id, "answer/KA-1.01", &mine, expected),
                elsewhere.put_part(&other, case.id, "answer/KA-1.02", &yours, expected),
            );
            left.expect("nobody else writes this part");
            right.expect("nobody else writes this part");
        }
        let parts = app.app.parts(&one, case.id).await.expect("the draft is theirs");
        let bodies: Vec<&str> = parts.iter().map(|part| part.body.as_str()).collect();
        assert_eq!(bodies.len(), 2);
        assert!(bodies[0].contains("mit 9") && bodies[1].contains("dit 9"), "{bodies:?}");
        elsewhere.store.close().await.expect("a store can be closed once");
    }

    async fn two_people_edit_the_same_part_and_the_second_is_told_and_loses_nothing(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let one = app.as_role(Who::Coordinator).await;
        let other = app.as_role(Who::Approver).await;
        let put = |caller, what: &str, expected| {
            let (body, case) = (text(what), case.id);
            async move { app.app.put_part(caller, case, "answer/KA-1.01", &body, expected).await }
        };
        put(&one, "først", None).await.expect("a new part");
        assert_eq!(failure(put(&other, "også først", None).await), "stale");
        let (left, right) = tokio::join!(
            put(&one, "anden udgave", Some(1)),
            put(&other, "en helt anden udgave", Some(1)),
        );
        let won = [left.is_ok(), right.is_ok()];
        assert_eq!(won.iter().filter(|it| **it).count(), 1, "exactly one is kept");
        let (loser, text) = if won[0] { (&other, "en helt anden udgave") } else { (&one, "anden udgave") };
        // The second still has their text in hand, reads what stands, and writes again.
        let now = app.app.part(loser, case.id, "answer/KA-1.01").await.expect("a part");
        assert_eq!(now.version, 2);
        put(loser, text, Some(now.version)).await.expect("nobody wrote meanwhile");
    }

    async fn of_two_submissions_at_the_same_moment_one_wins(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_revision().await;
        let caller = app.as_role(Who::Approver).await;
        let elsewhere = app.second_instance().await;
        let seen = case.cycle().await.version;
        let submit = Command::Submit {};
        for expected in [Some(seen), None] {
            let (left, right) = tokio::join!(
                app.app.command(&caller, case.id, &submit, expected),
                elsewhere.command(&caller, case.id, &submit, expected),
            );
            let lost = match (left, right) {
                (Ok(_), Err(lost)) | (Err(lost), Ok(_)) => why(&lost),
                (left, right) => panic!("{left:?} and {right:?}"),
            };
            // Who names the version they saw is told that it is old; who names
            // none is answered by the state that the winner led to.
            let wanted = if expected.is_some() { "stale" } else { "wrong-state" };
            assert_eq!(lost, wanted);
            assert_eq!(case.state().await, StateName::Review);
            case.give(Who::Approver, Command::Recall {}).await;
        }
        let frozen = app.app.store.submissions(case.id).await.expect("rows");
        assert_eq!(frozen.len(), 3, "the self-assessment and one plan for each pair");
        elsewhere.store.close().await.expect("a store can be closed once");
    }

    async fn what_is_written_while_a_submission_is_frozen_is_in_it_or_refused(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_revision().await;
        let coordinator = app.as_role(Who::Coordinator).await;
        let approver = app.as_role(Who::Approver).await;
        let submit = Command::Submit {};
        let mut kept = 0;
        for round in 1..=12 {
            let part = app.app.part(&coordinator, case.id, "answer/KA-1.01").await.expect("a part");
            let mark = format!("mærke {round}");
            let body = text(&mark);
            let write = app.app.put_part(
                &coordinator, case.id, "answer/KA-1.01", &body, Some(part.version),
            );
            // The two meet at another moment in every round.
            let late = async {
                for _ in 0..round * 4 {
                    tokio::task::yield_now().await;
                }
                app.app.command(&approver, case.id, &submit, None).await
            };
            let (written, submitted) = tokio::join!(write, late);
            submitted.expect("a submission finds its way");
            let latest = case.cycle().await.submission().expect("it stands").id;
            let frozen = app.app.store.submission(latest).await.expect("a row").expect("a row");
            assert_eq!(
                frozen.document.contains(&mark),
                written.is_ok(),
                "round {round}: what was kept must be frozen, and nothing else"
            );
            kept += usize::from(written.is_ok());
            case.give(Who::Approver, Command::Recall {}).await;
        }
        assert!(kept > 0, "no write ever came in time");
    }

    async fn a_repeated_request_gets_the_first_answer_and_happens_once(app) {
        let case = app.opened().await;
        app.mails().await;
        let hold = Command::Hold { reason: "Dom".into() };
        let caller = app.as_role(Who::Secretariat).await;
        let caller = keyed(&caller, "key-1", "hold");
        let first = app.app.command(&caller, case.id, &hold, None).await.expect("the first");
        app.mails().await;
        let again = app.app.command(&caller, case.id, &hold, None).await;
        let Err(lustrum_app::AppError::Replayed(record)) = again else {
            panic!("{again:?}");
        };
        assert_eq!(
            serde_json::from_str::<Value>(&record.response).expect("JSON"),
            serde_json::to_value(&first).expect("JSON"),
        );
        assert_eq!(case.cycle().await.version, first.version);
        app.expect_told(&[]).await;
        // The same key with another request is an error of the client's.
        let other = keyed(&caller, "key-1", "resume");
        let reused = app.app.command(&other, case.id, &Command::Resume {}, None).await;
        assert_eq!(failure(reused), "key-reused");
        // Another person may choose the same key.
        let other = app.as_role(Who::Approver).await;
        let other = keyed(&other, "key-1", "withdraw");
        let leave = Command::Withdraw { reason: "Ud".into(), successor: None };
        app.app.command(&other, case.id, &leave, None).await.expect("another principal");
        app.mails().await;
    }

    async fn a_request_sent_twice_at_the_same_moment_happens_once(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let caller = app.as_role(Who::Coordinator).await;
        let body = text("et svar");
        let elsewhere = app.second_instance().await;
        for round in 0..6 {
            let caller = keyed(&caller, &format!("key-{round}"), "comment");
            let (left, right) = tokio::join!(
                app.app.comment(&caller, case.id, "answer/KA-1.01", "Se her"),
                elsewhere.comment(&caller, case.id, "answer/KA-1.01", "Se her"),
            );
            let outcomes = [
                left.as_ref().map_or_else(why, |_| "done".to_owned()),
                right.as_ref().map_or_else(why, |_| "done".to_owned()),
            ];
            assert!(outcomes.contains(&"done".to_owned()), "{outcomes:?}");
            assert!(outcomes.contains(&"replayed".to_owned()), "{outcomes:?}");
        }
        let comments = app.app.comments(&caller, case.id).await.expect("the draft is theirs");
        assert_eq!(comments.len(), 6);
        let put = app.app.put_part(&caller, case.id, "answer/KA-1.01", &body, None).await;
        put.expect("the part is free");
        elsewhere.store.close().await.expect("a store can be closed once");
    }

    async fn a_client_that_hangs_up_in_mid_request_leaves_all_of_it_or_nothing(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let caller = app.as_role(Who::Secretariat).await;
        let (mut done, mut not) = (0, 0);
        // On a busy machine a request takes longer than forty round trips: then
        // the patience grows until one finishes.
        for patience in (0..40).chain((6..14).map(|power| 1 << power)) {
            if patience >= 40 && done > 0 {
                break;
            }
            let before = case.cycle().await;
            let command = if before.hold.is_some() {
                Command::Resume {}
            } else {
                Command::Hold { reason: "Dom".into() }
            };
            let request = app.app.command(&caller, case.id, &command, None);
            tokio::select! {
                biased;
                _ = request => {}
                () = async {
                    // A request is some round trips to the database: it is cut off
                    // after none, after one, and so on.
                    for _ in 0..patience {
                        app.app.store.ping().await.expect("the database answers");
                    }
                } => {}
            }
            // What was handed to the store finishes without its caller: another
            // write waits for it.
            let other = app.as_role(Who::Coordinator).await;
            app.app.comment(&other, case.id, "plan", "Se her").await.expect("a comment");
            settled(app, &case).await;
            let after = case.cycle().await;
            if after.version == before.version {
                assert_eq!(after, before);
                not += 1;
            } else {
                assert_ne!(after.hold.is_some(), before.hold.is_some());
                done += 1;
            }
            assert!(app.faults().await.is_empty(), "{:?}", app.faults().await);
        }
        assert!(not > 0, "no request was ever cut off");
        assert!(done > 0, "no request ever finished");
    }
}

/// Waits until the case has been the same for a while.
async fn settled(app: &TestApp, case: &Case<'_>) {
    let mut version = case.cycle().await.version;
    let mut same = 0;
    while same < 20 {
        tokio::task::yield_now().await;
        app.app.store.ping().await.expect("the database answers");
        let now = case.cycle().await.version;
        same = if now == version { same + 1 } else { 0 };
        version = now;
    }
}

async fn reviewers_who_judge_at_the_same_time_do_not_collide(backend: Backend) {
    let app = TestApp::with_programme(backend, |programme| programme.stages[0].reviewers = 2).await;
    app.mails_do_not_matter();
    let case = app.opened().await.to_review().await;
    for reviewer in [Who::ConcitoReviewer, Who::OtherReviewer] {
        let assignment = case.offer(Who::ConcitoLead, "concito", reviewer).await;
        case.give(reviewer, Command::AcceptAssignment { assignment })
            .await;
    }
    let criteria: Vec<String> = case
        .cycle()
        .await
        .pending_in(0)
        .into_iter()
        .map(|it| it.0)
        .collect();
    // Two reviewers in opposite order, so that they meet in the middle.
    let judge_all = async |who, criteria: Vec<String>| {
        for criterion in criteria {
            case.decide(who, "concito", &criterion, approved()).await;
        }
    };
    let mut backwards = criteria.clone();
    backwards.reverse();
    tokio::join!(
        judge_all(Who::ConcitoReviewer, criteria.clone()),
        judge_all(Who::OtherReviewer, backwards),
    );
    let cycle = case.cycle().await;
    for criterion in &criteria {
        let finding = &cycle.stages[0].findings[&criterion.as_str().into()];
        assert_eq!(finding.status, FindingStatus::Approved, "{criterion}");
        assert_eq!(finding.opinions.len(), 2, "{criterion}");
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reviewers_who_judge_at_the_same_time_do_not_collide_on_sqlite() {
    reviewers_who_judge_at_the_same_time_do_not_collide(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reviewers_who_judge_at_the_same_time_do_not_collide_on_postgres() {
    reviewers_who_judge_at_the_same_time_do_not_collide(Backend::Postgres).await;
}

on_both! {
    async fn a_stage_is_not_concluded_past_a_judgement_that_was_written_meanwhile(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_review().await;
        case.judge("concito", &[]).await;
        let elsewhere = app.second_instance().await;
        let reviewer = app.as_role(Who::ConcitoReviewer).await;
        let lead = app.as_role(Who::ConcitoLead).await;
        let returned = Command::DecideCriterion {
            stage: "concito".to_owned(),
            criterion: "KA-4.01".into(),
            verdict: returned("Ved nærmere eftersyn mangler målet."),
        };
        let conclude = Command::ConcludeStage { stage: "concito".to_owned() };
        let (judged, concluded) = tokio::join!(
            app.app.command(&reviewer, case.id, &returned, None),
            elsewhere.command(&lead, case.id, &conclude, None),
        );
        concluded.expect("everything was judged before");
        let state = case.state().await;
        match judged {
            Ok(_) => assert_eq!(state, StateName::Returned, "the return was seen"),
            Err(error) => {
                // The seat is done with the stage: either is said, by what is asked first.
                let why = why(&error);
                assert!(["stage-not-open", "not-assigned"].contains(&why.as_str()), "{why}");
                assert_eq!(state, StateName::Review);
            }
        }
        elsewhere.store.close().await.expect("a store can be closed once");
    }

    async fn a_whole_sheet_judged_at_one_moment_is_taken_on_the_submission_that_was_read(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_review().await;
        case.assign("concito").await;
        let reviewer = app.as_role(Who::ConcitoReviewer).await;
        let cycle = case.cycle().await;
        let read = cycle.submission().expect("it was handed in").id;
        let judge = |criterion: CriterionId, read| {
            let reviewer = &reviewer;
            async move {
                let verdicts = [(criterion, approved())];
                app.app.judge(reviewer, case.id, "concito", &verdicts, Some(read)).await
            }
        };
        let another = cycle.submissions[0].id;
        assert_eq!(failure(judge("KA-1.01".into(), another).await), "stale", "the control");
        let pending = cycle.pending_in(0);
        for outcome in join_all(pending.into_iter().map(|it| judge(it, read))).await {
            outcome.expect("each in its turn");
        }
        assert!(case.cycle().await.pending_in(0).is_empty());
    }

    async fn many_people_on_one_case_are_all_answered(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let caller = app.as_role(Who::Coordinator).await;
        let criteria: Vec<String> =
            case.cycle().await.criteria.into_iter().map(|it| it.id.0).collect();
        let writes = criteria.iter().map(|criterion| {
            let (caller, key) = (&caller, format!("answer/{criterion}"));
            async move {
                let body = text(&key);
                app.app.put_part(caller, case.id, &key, &body, None).await
            }
        });
        for outcome in join_all(writes).await {
            assert_eq!(outcome.expect("every part is another").version, 1);
        }
        let parts = app.app.parts(&caller, case.id).await.expect("the draft is theirs");
        assert_eq!(parts.len(), criteria.len());
    }
}
