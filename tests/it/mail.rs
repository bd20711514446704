//! Mail over SMTP: what a server says decides, nothing is lost, nothing doubled.

use std::{collections::BTreeSet, net::TcpListener, time::Duration};

use chrono::TimeDelta;
use futures_util::future::join_all;
use lustrum_app::{MailQuery, NewMembership, NewOrganisation};
use lustrum_domain::{
    AnswerClock, Command, DeadlineKey, Locale, MailKind, OrganisationKind, Role, State,
    notice::NoticeState,
};
use lustrum_store::{MailStatus, SendOutcome, StoredMail};
use lustrum_worker::{Transport, Worker};

use crate::support::*;

/// A worker that hands mails to `sink`, with a short time limit.
fn worker(app: &TestApp, sink: &Sink) -> Worker {
    let limit = Duration::from_millis(700);
    app.worker_with(Transport::smtp_within(&sink.url, limit).expect("a good address"))
}

/// Invites somebody: one mail is queued, and nothing else happens.
async fn one_mail(app: &TestApp, email: &str) -> StoredMail {
    invite(app, "Søren Ærøbo", email)
        .await
        .expect("the secretariat may invite");
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1);
    mails.into_iter().next().expect("one mail")
}

async fn invite(app: &TestApp, name: &str, email: &str) -> Result<(), lustrum_app::AppError> {
    let caller = app.as_role(Who::Secretariat).await;
    let membership = NewMembership {
        organisation: app.cast.odder,
        role: Role::Coordinator,
        principal: None,
        programme: None,
        from: None,
        to: None,
    };
    app.app
        .invite(&caller, name, email, Locale::Da, membership)
        .await
        .map(|_| ())
}

async fn now(app: &TestApp, mail: &StoredMail) -> StoredMail {
    let stored = app.app.store.mail(mail.mail.id).await;
    stored
        .expect("the outbox can be read")
        .expect("a mail is never removed")
}

/// The text behind the encoded words of a header.
fn decoded(header: &str) -> String {
    let mut text = String::new();
    for word in header.split_whitespace() {
        match word
            .strip_prefix("=?utf-8?b?")
            .and_then(|it| it.strip_suffix("?="))
        {
            Some(encoded) => text.push_str(&String::from_utf8_lossy(&base64(encoded))),
            None => {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(word);
            }
        }
    }
    text
}

fn base64(text: &str) -> Vec<u8> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for letter in text.chars().filter_map(|letter| LETTERS.find(letter)) {
        bits = (bits << 6) | u32::try_from(letter).expect("one of 64");
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).expect("eight bits"));
        }
    }
    bytes
}

on_both! {
    async fn a_mail_arrives_with_its_danish_letters_and_its_own_message_id(app) {
        let sink = Sink::start();
        let mail = one_mail(app, "soren@example.dk").await;
        worker(app, &sink).send_due().await;
        let received = sink.received();
        assert_eq!(received.len(), 1);
        let got = &received[0];
        assert_eq!(got.to, ["soren@example.dk"]);
        assert_eq!(got.message_id(), format!("<{}@lustrum.example.dk>", mail.mail.id));
        assert_eq!(got.header("Auto-Submitted").as_deref(), Some("auto-generated"));
        assert_eq!(decoded(&got.header("Subject").expect("a subject")), mail.mail.subject);
        assert!(mail.mail.text.contains("Søren Ærøbo"));
        assert!(got.header("Content-Type").expect("a type").starts_with("multipart/alternative"));
        assert!(got.data.lines().all(|line| line.len() <= 998), "as long as SMTP allows");
        let stored = now(app, &mail).await;
        assert_eq!(stored.status, MailStatus::Sent);
        assert_eq!(stored.sent_at, Some(app.now()));
    }

    async fn a_server_that_says_later_is_asked_again_after_growing_pauses(app) {
        let sink = Sink::start();
        sink.script(&[Answer::Later, Answer::Later, Answer::Later]);
        let mail = one_mail(app, "soren@example.dk").await;
        let worker = worker(app, &sink);
        for minutes in [1, 2, 4] {
            worker.send_due().await;
            let stored = now(app, &mail).await;
            assert_eq!(stored.status, MailStatus::Queued);
            assert_eq!(stored.mail.not_before, app.now() + TimeDelta::minutes(minutes));
            assert!(stored.last_error.expect("what the server said").contains("451"));
            // A second look before its time hands nothing over.
            app.clock.advance(TimeDelta::seconds(minutes * 60 - 1));
            worker.send_due().await;
            assert_eq!(now(app, &mail).await.mail.not_before, stored.mail.not_before);
            app.clock.advance(TimeDelta::seconds(1));
        }
        assert!(sink.received().is_empty());
        worker.send_due().await;
        assert_eq!(sink.received().len(), 1);
        assert_eq!(now(app, &mail).await.status, MailStatus::Sent);
    }

    async fn a_server_that_is_not_there_is_asked_again(app) {
        // A port that was free a moment ago, and on which nobody listens.
        let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("bound").port();
        let url = format!("smtp://127.0.0.1:{port}");
        let mail = one_mail(app, "soren@example.dk").await;
        let away = Transport::smtp_within(&url, Duration::from_millis(700)).expect("an address");
        assert!(away.test().await.is_err());
        app.worker_with(away).send_due().await;
        let stored = now(app, &mail).await;
        assert_eq!(stored.status, MailStatus::Queued, "{:?}", stored.last_error);
        assert_eq!(stored.attempts, 1);
        let sink = Sink::start();
        app.clock.advance(TimeDelta::minutes(1));
        worker(app, &sink).send_due().await;
        assert_eq!(sink.received().len(), 1);
    }

    async fn after_some_three_days_of_trying_a_passing_fault_counts_as_lasting(app) {
        let mail = one_mail(app, "soren@example.dk").await;
        let sink = Sink::start();
        sink.script(&[Answer::Later; 100]);
        let worker = worker(app, &sink);
        let began = app.now();
        let mut tries = 0;
        while now(app, &mail).await.status != MailStatus::Failed {
            let due = now(app, &mail).await.mail.not_before;
            app.clock.set(due.max(began));
            worker.send_due().await;
            tries += 1;
            assert!(tries < 100, "nobody tries for ever");
        }
        let took = app.now() - began;
        assert!(took > TimeDelta::days(2) && took < TimeDelta::days(4), "{took}");
    }

    async fn a_mail_that_a_server_refuses_is_shown_and_sent_again_by_hand_only(app) {
        let sink = Sink::start();
        sink.script(&[Answer::Never]);
        let mail = one_mail(app, "soren@example.dk").await;
        let worker = worker(app, &sink);
        worker.send_due().await;
        app.clock.advance(TimeDelta::days(1));
        worker.send_due().await;
        assert!(sink.received().is_empty(), "nobody tries again by himself");
        let caller = app.as_role(Who::Secretariat).await;
        let query = MailQuery { status: Some(MailStatus::Failed), limit: 10, ..MailQuery::default() };
        let shown = app.app.mail_list(&caller, &query).await.expect("the secretariat sees all");
        assert_eq!(shown.rows.len(), 1);
        assert_eq!(shown.rows[0].id, mail.mail.id);
        assert!(shown.rows[0].last_error.as_deref().expect("what it said").contains("550"));
        assert_eq!(app.app.counts().await.expect("numbers").mails[&MailStatus::Failed], 1);

        let approver = app.as_role(Who::Approver).await;
        assert_eq!(failure(app.app.resend(&approver, mail.mail.id).await), "not-permitted");
        app.app.resend(&caller, mail.mail.id).await.expect("the secretariat may");
        worker.send_due().await;
        assert_eq!(sink.received().len(), 1);
        assert_eq!(now(app, &mail).await.status, MailStatus::Sent);
    }

    async fn a_recipient_whom_the_server_refuses_fails_the_mail(app) {
        let sink = Sink::start();
        sink.script(&[Answer::NoMailbox]);
        let mail = one_mail(app, "soren@example.dk").await;
        worker(app, &sink).send_due().await;
        let stored = now(app, &mail).await;
        assert_eq!(stored.status, MailStatus::Failed);
        assert!(stored.last_error.expect("what the server said").contains("550"));
        assert!(sink.received().is_empty());
    }

    async fn a_server_that_lets_nobody_in_is_asked_again_until_it_does(app) {
        let mail = one_mail(app, "soren@example.dk").await;
        let sink = Sink::start();
        let worker = worker(app, &sink.with_password());
        for (door, said) in [
            (Door::NoService, "554"),
            (Door::NoLogin, "535"),
            (Door::NoSender, "530"),
            (Door::Silent, "in time"),
        ] {
            sink.door(door);
            worker.send_due().await;
            let stored = now(app, &mail).await;
            assert_eq!(stored.status, MailStatus::Queued, "{door:?}");
            let error = stored.last_error.expect("what the server said");
            assert!(error.contains(said), "{door:?}: {error}");
            app.clock.set(stored.mail.not_before);
        }
        assert!(sink.received().is_empty());
        sink.door(Door::Open);
        worker.send_due().await;
        assert_eq!(sink.received().len(), 1);
        assert_eq!(now(app, &mail).await.status, MailStatus::Sent);
        sink.go_on();
    }

    async fn a_server_that_hangs_is_given_up_on_and_no_other_worker_sends_meanwhile(app) {
        let sink = Sink::start();
        sink.script(&[Answer::Hang]);
        let mail = one_mail(app, "soren@example.dk").await;
        let (slow, other) = (worker(app, &sink), worker(app, &sink));
        let hanging = tokio::spawn(async move { slow.send_due().await });
        until(async || now(app, &mail).await.status == MailStatus::Sending).await;
        other.send_due().await;
        assert!(sink.received().is_empty());
        hanging.await.expect("it gives up");
        sink.go_on();
        let stored = now(app, &mail).await;
        assert_eq!(stored.status, MailStatus::Queued);
        app.clock.advance(TimeDelta::minutes(1));
        other.send_due().await;
        assert_eq!(sink.received().len(), 1);
    }

    async fn a_mail_whose_acceptance_was_not_heard_comes_again_with_the_same_message_id(app) {
        let sink = Sink::start();
        sink.script(&[Answer::AcceptAndBreak]);
        let mail = one_mail(app, "soren@example.dk").await;
        let worker = worker(app, &sink);
        worker.send_due().await;
        assert_eq!(now(app, &mail).await.status, MailStatus::Queued);
        app.clock.advance(TimeDelta::minutes(1));
        worker.send_due().await;
        let ids: Vec<String> = sink.received().iter().map(|it| it.message_id()).collect();
        assert_eq!(ids.len(), 2, "once too often, and recognisably so");
        assert_eq!(ids[0], ids[1]);
    }

    async fn a_worker_that_dies_with_a_mail_in_hand_leaves_it_to_the_next(app) {
        let mail = one_mail(app, "soren@example.dk").await;
        let claimed = app
            .app
            .store
            .claim(uuid::Uuid::now_v7(), app.now(), TimeDelta::minutes(5), 10)
            .await
            .expect("a claim");
        assert_eq!(claimed.len(), 1);
        let sink = Sink::start();
        let worker = worker(app, &sink);
        worker.send_due().await;
        assert!(sink.received().is_empty(), "the claim is another's");
        app.clock.advance(TimeDelta::minutes(5) + TimeDelta::seconds(1));
        worker.send_due().await;
        assert_eq!(sink.received().len(), 1);
        assert_eq!(now(app, &mail).await.status, MailStatus::Sent);
    }

    async fn two_workers_on_one_queue_send_each_mail_once(app) {
        app.mails_do_not_matter();
        for number in 0..70 {
            invite(app, "Søren", &format!("soren{number}@example.dk")).await.expect("invited");
        }
        let sink = Sink::start();
        let elsewhere = app.second_instance().await;
        let mut other = worker(app, &sink);
        other.app = elsewhere.clone();
        let one = worker(app, &sink);
        tokio::join!(
            async { while one.send_due().await {} },
            async { while other.send_due().await {} },
        );
        while one.send_due().await {}
        let received = sink.received();
        let ids: BTreeSet<String> = received.iter().map(|it| it.message_id()).collect();
        assert_eq!((received.len(), ids.len()), (70, 70));
        assert!(app.outbox(Some(MailStatus::Queued)).await.is_empty());
        elsewhere.store.close().await.expect("a store can be closed once");
    }

    async fn what_became_of_many_mails_at_one_moment_is_noted_on_their_case(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        // The steering group is told of each hold, and of each end of one.
        for _ in 0..8 {
            case.give(Who::Secretariat, Command::Hold { reason: "Dom".into() }).await;
            case.give(Who::Secretariat, Command::Resume {}).await;
        }
        let worker = uuid::Uuid::now_v7();
        let claimed = app.app.claim_mails(worker, TimeDelta::minutes(5), 1000).await;
        let mails = claimed.expect("mails are due").mails;
        let reports = mails.iter().map(|it| app.app.report_mail(it, worker, SendOutcome::Sent));
        for reported in join_all(reports).await {
            reported.expect("the database answers");
        }
        let notices = case.cycle().await.notices;
        let told = notices.iter().filter(|it| it.body == app.cast.steering);
        let told: Vec<NoticeState> = told.map(|it| it.state).collect();
        assert_eq!(told, [NoticeState::Delivered; 16]);
    }

    async fn a_danish_domain_is_reached_by_its_ascii_name(app) {
        let caller = app.as_role(Who::Secretariat).await;
        let known = app.app.organisation_by_id(app.cast.odder).await.expect("Odder");
        let new = NewOrganisation {
            kind: OrganisationKind::Municipality,
            code: known.code,
            name: known.name,
            parent: None,
            mailbox: Some("klima@ærøkommune.dk".to_owned()),
            locale: Locale::Da,
            valid_from: known.valid_from,
            valid_to: None,
            successor: None,
        };
        app.app.put_organisation(&caller, Some(app.cast.odder), new).await.expect("a mailbox");
        app.app
            .take_in(&caller, PROGRAMME, app.cast.odder, day("2027-12-31"))
            .await
            .expect("the secretariat may");
        let stranger = app.as_role(Who::Stranger).await;
        let membership = app.cast.membership(Who::Stranger);
        app.app
            .end_membership(&stranger, app.cast.person(Who::Stranger), membership, app.today())
            .await
            .expect("anybody may lay down a role");
        app.expect_told(&[("last_approver", &["klima", "post-alliance", "secretariat"])]).await;
        let sink = Sink::start();
        worker(app, &sink).send_due().await;
        let to: BTreeSet<String> = sink.received().into_iter().flat_map(|it| it.to).collect();
        assert!(to.contains("klima@xn--rkommune-i0a5p.dk"), "{to:?}");
    }

    async fn nothing_that_people_write_becomes_a_header(app) {
        for name in ["Søren\r\nBcc: all@example.dk", "Søren\nX: y", "Søren\u{0}", ""] {
            assert_eq!(failure(invite(app, name, "a@example.dk").await), "invalid /name");
        }
        for email in ["a@example.dk\r\nBcc: b@example.dk", "a@example.dk,b@example.dk", "a b@c", "@", ""] {
            assert_eq!(failure(invite(app, "Søren", email).await), "invalid /email", "{email:?}");
        }
        let case = app.opened().await;
        app.mails().await;
        let reason = "Dom\r\nBcc: all@example.dk\r\n\r\n.\r\nMAIL FROM:<x@example.dk>";
        case.give(Who::Secretariat, Command::Hold { reason: reason.into() }).await;
        app.mails().await;
        let sink = Sink::start();
        let worker = worker(app, &sink);
        while worker.send_due().await {}
        let received = sink.received();
        assert_eq!(received.len(), app.outbox(Some(MailStatus::Sent)).await.len() - 12);
        for mail in received {
            assert_eq!(mail.to.len(), 1, "{:?}", mail.to);
            assert!(mail.header("Bcc").is_none());
        }
    }

    async fn a_return_that_bounces_starts_no_answer_clock_and_the_secretariat_gets_a_task(app) {
        let case = app.opened().await.to_returned(&["KA-3.02"]).await;
        app.mails().await;
        let sink = Sink::start();
        // Every mail of this case so far, the three about the return among them.
        let waiting = app.outbox(Some(MailStatus::Queued)).await;
        sink.script(&vec![Answer::Never; waiting.len()]);
        let worker = worker(app, &sink);
        while worker.send_due().await {}
        let bounced = app.outbox(Some(MailStatus::Failed)).await;
        assert_eq!(bounced.iter().filter(|it| it.mail.kind == MailKind::Returned).count(), 4);
        assert!(case.events_from(1).await.contains(&"return_mail_bounced".to_owned()));
        app.live_until(day("2026-12-20")).await;
        assert_eq!(case.due(&DeadlineKey::Answer).await, None);
        assert!(matches!(
            case.cycle().await.state,
            State::Returned { clock: AnswerClock::Waiting { accepted_on: None, .. }, .. }
        ));
        app.expect_told(&[("contact_missing", &["post-alliance", "secretariat"])]).await;
    }

    async fn a_mail_whose_reason_is_gone_is_cancelled_before_it_is_sent(app) {
        let case = app.opened().await;
        case.fill(&example_plan()).await;
        app.mails().await;
        app.send_mails().await;
        app.live_until(day("2027-02-22")).await;
        // The rungs of 30 and 7 days before: the first is out of date already.
        let queued = app.outbox(Some(MailStatus::Queued)).await;
        let reminders = queued.iter().filter(|it| it.mail.kind == MailKind::Reminder).count();
        assert_eq!(reminders, HOME.len());
        case.give(Who::Approver, Command::SubmitSelfAssessment {}).await;
        app.mails().await;
        let sink = Sink::start();
        let worker = worker(app, &sink);
        while worker.send_due().await {}
        let cancelled = app.outbox(Some(MailStatus::Cancelled)).await;
        assert!(cancelled.len() >= HOME.len());
        assert!(cancelled.iter().all(|it| it.mail.kind == MailKind::Reminder));
        let sent: BTreeSet<String> = sink.received().iter().map(|it| it.message_id()).collect();
        for mail in cancelled {
            assert!(!sent.contains(&format!("<{}@lustrum.example.dk>", mail.mail.id)));
        }
    }

    async fn a_return_that_waits_for_a_server_which_knows_us_no_more_is_no_bounce(app) {
        let case = app.opened().await.to_returned(&["KA-3.02"]).await;
        app.mails().await;
        let sink = Sink::start();
        let worker = worker(app, &sink.with_password());
        for door in [Door::NoLogin, Door::NoService] {
            sink.door(door);
            while worker.send_due().await {}
            assert!(app.outbox(Some(MailStatus::Failed)).await.is_empty(), "{door:?}");
            app.clock.advance(TimeDelta::hours(1));
        }
        sink.door(Door::Open);
        while worker.send_due().await {}
        let events = case.events_from(1).await;
        assert!(!events.contains(&"return_mail_bounced".to_owned()));
        assert!(events.contains(&"return_mail_accepted".to_owned()), "{events:?}");
    }

    async fn a_mail_to_somebody_who_left_meanwhile_is_cancelled_and_their_colleagues_is_sent(app) {
        let case = app.opened().await;
        app.send_mails().await;
        // A mail waits; then the coordinator's role ends with the day.
        let hold = Command::Hold { reason: "Ferie".into() };
        case.give(Who::Secretariat, hold).await;
        let secretariat = app.as_role(Who::Secretariat).await;
        let coordinator = app.cast.person(Who::Coordinator);
        let membership = app.cast.membership(Who::Coordinator);
        app.app
            .end_membership(&secretariat, coordinator, membership, app.today())
            .await
            .expect("the secretariat may");
        app.clock.advance(TimeDelta::days(1));
        let before = app.outbox(Some(MailStatus::Queued)).await;
        let to = |person| before.iter().filter(|it| it.mail.person == Some(person)).count();
        assert!(to(coordinator) > 0 && to(app.cast.person(Who::Approver)) > 0);
        app.send_mails().await;
        for mail in &before {
            let stored = now(app, mail).await;
            let wanted = if mail.mail.person == Some(coordinator) {
                MailStatus::Cancelled
            } else {
                MailStatus::Sent
            };
            assert_eq!(stored.status, wanted, "{}", mail.mail.recipient);
            if wanted == MailStatus::Cancelled {
                let again = app.app.resend(&secretariat, mail.mail.id).await;
                assert_eq!(failure(again), "reason-gone");
            }
        }
        app.mails_do_not_matter();
    }

    async fn mails_to_people_abroad_are_english_and_to_others_danish(app) {
        let case = app.opened().await.to_review().await;
        case.judge("concito", &[]).await;
        app.mails().await;
        case.conclude("concito").await;
        let mails = app.mails().await;
        let to = |name: &str| {
            mails
                .iter()
                .find(|it| it.mail.recipient.starts_with(name))
                .unwrap_or_else(|| panic!("{name} was not told"))
        };
        assert!(to("c40-lead").mail.text.contains("Dear Carol Lead"));
        assert_eq!(to("post-c40").mail.locale, Locale::En);
        assert!(to("approver").mail.text.contains("Kære Åse Ansvarlig"));
        for stored in &mails {
            assert!(!stored.mail.html.is_empty());
            assert!(stored.mail.html.contains("<html lang=\""), "{}", stored.mail.kind);
        }
    }
}

/// Waits for a condition: what a server or another task does cannot be awaited.
async fn until(condition: impl AsyncFn() -> bool) {
    let patience = tokio::time::timeout(Duration::from_secs(20), async {
        while !condition().await {
            tokio::task::yield_now().await;
        }
    });
    patience.await.expect("it happens within twenty seconds");
}
