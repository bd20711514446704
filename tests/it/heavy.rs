//! The real program, killed at every named place and started again: no row is
//! lost, none is doubled, and a mail comes again only where its acceptance could
//! not be written down, with the same Message-ID.

use std::{
    collections::BTreeMap,
    net::TcpListener,
    process::{Child, Stdio},
    time::Duration,
};

use chrono::Days;
use lustrum_domain::{Command, CycleId, MailId};
use lustrum_store::{Backend, MailStatus, StoredMail, failpoint};
use serde_json::{Value, json};

use crate::{cli, support::*};

/// How long anything may take: a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// What commits beside what the test asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    /// Nothing: the program runs without its worker.
    Nothing,
    /// The clock's mark, claims, and what became of mails.
    Worker,
}

/// Where the program is killed: the place, the how-many-eth time it passes there,
/// and what else passes. Where nothing does, it dies in what the test asks for.
const KILLS: &[(&str, u32, Beside)] = &[
    // First, while the case is not on hold.
    ("object-put", 1, Beside::Nothing),
    ("after-idempotency", 1, Beside::Nothing),
    ("after-cycle", 1, Beside::Nothing),
    ("after-events", 1, Beside::Nothing),
    ("after-outbox", 1, Beside::Nothing),
    ("after-savepoint", 1, Beside::Nothing),
    ("before-commit", 1, Beside::Nothing),
    ("after-commit", 1, Beside::Nothing),
    ("before-commit", 1, Beside::Worker),
    ("before-commit", 2, Beside::Worker),
    ("before-commit", 3, Beside::Worker),
    ("after-commit", 1, Beside::Worker),
    ("after-commit", 2, Beside::Worker),
    ("after-commit", 3, Beside::Worker),
    ("claim-committed", 1, Beside::Worker),
    ("mail-accepted", 1, Beside::Worker),
    ("outcome-committed", 1, Beside::Worker),
];

/// A running program that is killed with the test.
pub(crate) struct Service {
    child: Child,
    pub(crate) address: String,
}

impl Service {
    /// Starts the program on the database of the test, with its mails to `sink`.
    pub(crate) fn start(app: &TestApp, sink: &Sink, kill: Option<(&str, u32)>) -> Self {
        Self::start_beside(app, sink, kill, Beside::Worker)
    }

    fn start_beside(app: &TestApp, sink: &Sink, kill: Option<(&str, u32)>, beside: Beside) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .expect("a port")
            .local_addr()
            .expect("bound")
            .port();
        let address = format!("127.0.0.1:{port}");
        let mut process = cli::lustrum(&["serve", "--addr", &address]);
        if beside == Beside::Nothing {
            process.arg("--no-worker");
        }
        cli::settings(&mut process, app);
        process
            .env("LUSTRUM_MAIL__SMTP_URL", &sink.url)
            .env("LUSTRUM_LOG__LEVEL", "error")
            .env_remove("LUSTRUM_KILL_AT")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some((name, nth)) = kill {
            process.env("LUSTRUM_KILL_AT", format!("{name}:{nth}"));
        }
        Self {
            child: process.spawn().expect("the program starts"),
            address,
        }
    }

    fn has_ended(&mut self) -> bool {
        self.child
            .try_wait()
            .expect("a child of this process")
            .is_some()
    }

    /// Waits until it answers; `false` when it ended before.
    pub(crate) async fn answers(&mut self) -> bool {
        for _ in waiting() {
            if self.has_ended() {
                return false;
            }
            let url = format!("http://{}/readyz", self.address);
            if ureq::get(&url).call().is_ok() {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the program does not answer");
    }

    /// Waits until it was killed.
    async fn dies(&mut self, place: &str) {
        for _ in waiting() {
            if self.has_ended() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the program never came to {place}");
    }

    /// Posts to the interface; `None` when the connection broke.
    fn post(&self, token: &str, key: &str, path: &str, body: &[u8]) -> Option<(u16, Value)> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build()
            .into();
        let kind = if body.starts_with(b"%PDF") {
            "application/pdf"
        } else {
            "application/json"
        };
        let answer = agent
            .post(format!("http://{}{path}", self.address))
            .header("Authorization", format!("Bearer {token}"))
            .header("Idempotency-Key", key)
            .header("Content-Type", kind)
            .send(body);
        let mut answer = answer.ok()?;
        let status = answer.status().as_u16();
        let text = answer.body_mut().read_to_string().ok()?;
        Some((status, serde_json::from_str(&text).unwrap_or_default()))
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It may have ended by itself, as the test wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Turns of a waiting loop of twenty milliseconds each.
fn waiting() -> std::ops::Range<u128> {
    0..PATIENCE.as_millis() / 20
}

/// The time that the program sees, read off a file that was written just now.
pub(crate) fn real_time(app: &TestApp) -> lustrum_domain::Timestamp {
    let path = app.folder().join("now");
    std::fs::write(&path, "").expect("room in the temporary folder");
    let written = std::fs::metadata(&path).and_then(|it| it.modified());
    lustrum_domain::time::to_micros(written.expect("a file has a time").into())
}

/// An open case as of the program's time, with an empty outbox.
async fn open_case(app: &TestApp) -> CycleId {
    app.clock.set(real_time(app));
    let caller = app.as_role(Who::Secretariat).await;
    let later = |days| {
        app.today()
            .checked_add_days(Days::new(days))
            .expect("a day")
    };
    let taken = app
        .app
        .take_in(&caller, PROGRAMME, app.cast.aeroe, later(900))
        .await;
    let case = app.case(taken.expect("the secretariat may").cycle);
    let dates = Command::SetDates {
        period_end: None,
        opens_on: None,
        self_assessment_due: later(200),
        submission_due: later(400),
    };
    case.give(Who::Secretariat, dates).await;
    case.give(Who::Secretariat, Command::Open {}).await;
    app.send_mails().await;
    case.id
}

/// Waits until no mail waits any more. Claims of the killed program are ended
/// early: their lease is minutes, and this is no test of patience.
async fn all_sent(app: &TestApp) {
    let ends =
        "UPDATE outbox SET claimed_until = '2020-01-01T00:00:00+00:00' WHERE status = 'sending'";
    for turn in waiting() {
        let queued = app.outbox(Some(MailStatus::Queued)).await.len();
        let sending = app.outbox(Some(MailStatus::Sending)).await.len();
        if queued + sending == 0 {
            return;
        }
        if turn == 0 {
            app.database().execute(ends).await.expect("an update");
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!(
        "mails still wait: {:?}",
        app.outbox(None)
            .await
            .iter()
            .map(|it| it.status)
            .collect::<Vec<_>>()
    );
}

/// Under which Message-IDs each mail of the outbox that is not in `before` came to
/// the sink, as often as it came.
async fn arrivals(
    app: &TestApp,
    sink: &Sink,
    before: &[StoredMail],
) -> BTreeMap<MailId, Vec<String>> {
    let mut came: BTreeMap<MailId, Vec<String>> = app
        .outbox(None)
        .await
        .iter()
        .filter(|stored| !before.iter().any(|it| it.mail.id == stored.mail.id))
        .map(|stored| (stored.mail.id, Vec::new()))
        .collect();
    for mail in sink.received() {
        let message = mail.message_id();
        let known = came
            .iter_mut()
            .find(|(id, _)| message.starts_with(&format!("<{id}@")));
        known
            .expect("nothing is sent that has no row")
            .1
            .push(message);
    }
    came
}

async fn killed_at_every_place(backend: Backend) {
    let app = TestApp::on(backend).await;
    app.mails_do_not_matter();
    let case = open_case(&app).await;
    let token = async |who| {
        let person = app.cast.person(who);
        let token = app.app.create_token(person, "heavy", 30).await;
        token.expect("a token").secret
    };
    let (secretariat, coordinator) = (token(Who::Secretariat).await, token(Who::Coordinator).await);
    for (number, (place, nth, beside)) in KILLS.iter().copied().enumerate() {
        let at = format!("{place}:{nth} beside {beside:?}");
        let sink = Sink::start();
        let before = app.outbox(None).await;
        let cycle = app.cycle(case).await;
        let uploads = app.app.store.uploads(case).await.expect("rows").len();
        let mark = app.app.store.mark("tick").await.expect("a row");
        // What is asked for: a file, one mail, or a command with many.
        let key = format!("key-{number}");
        let hold = if cycle.hold.is_some() {
            "resume"
        } else {
            "hold"
        };
        let (who, path, body) = match place {
            "object-put" => (
                &coordinator,
                format!("/api/v1/cycles/{case}/uploads?name=plan.pdf"),
                pdf("En plan"),
            ),
            "claim-committed" | "mail-accepted" | "outcome-committed" => {
                let body = serde_json::to_vec(&invitation(&app, number)).expect("JSON");
                (&secretariat, "/api/v1/people".to_owned(), body)
            }
            _ => {
                let body = if hold == "hold" {
                    json!({"reason": "Dom"})
                } else {
                    json!({})
                };
                (
                    &secretariat,
                    format!("/api/v1/cycles/{case}/commands/{hold}"),
                    serde_json::to_vec(&body).expect("JSON"),
                )
            }
        };

        let mut service = Service::start_beside(&app, &sink, Some((place, nth)), beside);
        let answers = service.answers().await;
        if answers && beside == Beside::Worker {
            // The clock's first mark is behind us when it has moved.
            for _ in waiting() {
                if service.has_ended() || app.app.store.mark("tick").await.expect("a row") != mark {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        let answered = answers
            .then(|| service.post(who, &key, &path, &body))
            .flatten();
        service.dies(&at).await;
        drop(service);

        // What it left behind is what it had committed.
        let left: BTreeMap<MailId, MailStatus> = app
            .outbox(None)
            .await
            .iter()
            .map(|stored| (stored.mail.id, stored.status))
            .collect();
        let committed = app.cycle(case).await.version > cycle.version;
        if beside == Beside::Nothing {
            assert!(answers && answered.is_none(), "{at}: {answered:?}");
            assert_eq!(committed, place == "after-commit", "{at}");
            let brought = app.app.store.uploads(case).await.expect("rows").len();
            assert_eq!(brought, uploads, "{at}");
        } else if matches!(place, "before-commit" | "after-commit") {
            assert!(committed || answered.is_none(), "{at}: {answered:?}");
        }

        let mut service = Service::start(&app, &sink, None);
        assert!(service.answers().await, "{at}: it starts again");
        let (status, answer) = service.post(who, &key, &path, &body).expect("an answer");
        assert!((200..300).contains(&status), "{at}: {status} {answer}");
        let (again, same) = service.post(who, &key, &path, &body).expect("an answer");
        assert_eq!(
            (again, &same),
            (status, &answer),
            "{at}: a repeat gets the same answer"
        );
        all_sent(&app).await;
        drop(service);

        // Nothing lost, nothing doubled.
        app.clock.set(real_time(&app));
        let faults = app.faults().await;
        assert!(faults.is_empty(), "{at}: {faults:#?}");
        let after = app.cycle(case).await;
        let brought = app.app.store.uploads(case).await.expect("rows").len() - uploads;
        match place {
            "object-put" => assert_eq!(brought, 1, "{at}"),
            "claim-committed" | "mail-accepted" | "outcome-committed" => {}
            _ => {
                let events = app.case(case).events_from(cycle.version + 1).await;
                let kind = if hold == "hold" { "held" } else { "resumed" };
                assert_eq!(
                    events.iter().filter(|it| *it == kind).count(),
                    1,
                    "{at}: {events:?}"
                );
                assert_ne!(after.hold.is_some(), cycle.hold.is_some(), "{at}");
            }
        }
        let arrivals = arrivals(&app, &sink, &before).await;
        assert!(
            place == "object-put" || !arrivals.is_empty(),
            "{at}: nobody was told"
        );
        for (id, messages) in &arrivals {
            // Only a mail that was on its way may come again.
            let was = left.get(id);
            let most = if was == Some(&MailStatus::Sending) {
                2
            } else {
                1
            };
            assert!(
                (1..=most).contains(&messages.len()),
                "{at}: {id}, left as {was:?}, came as {messages:?}"
            );
            assert!(
                messages.iter().all(|it| *it == messages[0]),
                "{at}: {messages:?}"
            );
        }
        let repeats: usize = arrivals.values().map(|messages| messages.len() - 1).sum();
        match (place, beside) {
            ("mail-accepted", _) => {
                assert_eq!(repeats, 1, "{at}: the acceptance was not written down");
            }
            // A commit may be that of an outcome: then the same window is open.
            ("before-commit" | "after-commit", Beside::Worker) => {}
            _ => assert_eq!(repeats, 0, "{at}: {arrivals:?}"),
        }
    }
    app.finish().await;
}

/// An invitation that queues exactly one mail.
fn invitation(app: &TestApp, number: usize) -> Value {
    json!({
        "name": "Søren Ærøbo",
        "email": format!("soren{number}@example.dk"),
        "locale": "da",
        "membership": {"organisation": app.cast.odder, "role": "coordinator"},
    })
}

#[test]
fn every_named_place_is_among_those_that_kill() {
    let missing: Vec<&&str> = failpoint::ALL
        .iter()
        .filter(|name| !KILLS.iter().any(|(place, ..)| place == *name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_killed_at_every_place_loses_and_doubles_nothing_on_sqlite() {
    killed_at_every_place(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_killed_at_every_place_loses_and_doubles_nothing_on_postgres() {
    killed_at_every_place(Backend::Postgres).await;
}
