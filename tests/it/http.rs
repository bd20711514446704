//! The real program over HTTP: the whole case with a real mail server, and
//! requests that no well-behaved client would send.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpStream},
};

use lustrum_store::{Backend, MailFilter, MailStatus, testing::TestDatabase};
use serde_json::Value;

use crate::{cli, heavy::Service, support::*};

async fn walked_through(backend: Backend) {
    let database = TestDatabase::on(backend).await;
    let sink = Sink::start();
    let folder = tempfile::tempdir().expect("room in the temporary folder");
    let (url, smtp) = (database.url().to_owned(), sink.url.clone());
    let place = folder.path().to_owned();
    let output = tokio::task::spawn_blocking(move || {
        cli::lustrum(&["walkthrough", "--json", "--database", &url, "--smtp", &smtp])
            .current_dir(place)
            .output()
            .expect("the program starts")
    });
    let output = output.await.expect("it ends");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{errors}");
    for line in said.lines() {
        let object: Value = serde_json::from_str(line).expect("one object in each line");
        assert!(object.is_object(), "{line}");
    }
    let received = sink.received();
    assert!(received.len() > 50, "{} mails came", received.len());
    // The row of a mail is named before the @ of its Message-ID.
    let row = |id: String| id.split(['<', '@']).nth(1).unwrap_or_default().to_owned();
    let mut came: Vec<String> = received.iter().map(|it| row(it.message_id())).collect();
    came.sort_unstable();
    let sent = MailFilter {
        status: Some(MailStatus::Sent),
        ..MailFilter::default()
    };
    let sent = database.store().mails(&sent).await;
    let sent = sent.expect("the outbox can be read").rows;
    let mut sent: Vec<String> = sent.iter().map(|it| it.mail.id.to_string()).collect();
    sent.sort_unstable();
    assert_eq!(
        came, sent,
        "what was sent came, each once, and nothing else"
    );
    for mail in &received {
        assert_eq!(mail.to.len(), 1, "{:?}", mail.to);
        assert!(
            mail.header("Subject")
                .is_some_and(|subject| !subject.is_empty())
        );
    }
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_case_goes_over_http_with_a_real_mail_server_on_sqlite() {
    walked_through(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_case_goes_over_http_with_a_real_mail_server_on_postgres() {
    walked_through(Backend::Postgres).await;
}

/// What a server answers to bytes that a client sends as they are.
fn raw(address: &str, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    // A server that has heard enough may close before all is sent.
    let _ = stream.write_all(request);
    let patience = Some(std::time::Duration::from_secs(60));
    stream.set_read_timeout(patience).expect("a time limit");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn request(method: &str, path: &str, token: &str, more: &str, body: &str) -> Vec<u8> {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
         Authorization: Bearer {token}\r\nContent-Type: application/json\r\n{more}\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn status(answer: &str) -> u16 {
    let word = answer.split(' ').nth(1).unwrap_or_default();
    word.parse().unwrap_or_default()
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_that_nobody_should_send_are_answered_as_problems_and_the_service_goes_on() {
    let app = TestApp::on(Backend::Sqlite).await;
    app.mails_do_not_matter();
    let case = app.opened().await;
    app.clock.set(crate::heavy::real_time(&app));
    let token = async |who| {
        let token = app.app.create_token(app.cast.person(who), "raw", 30).await;
        token.expect("a token").secret
    };
    let (coordinator, stranger) = (token(Who::Coordinator).await, token(Who::Stranger).await);
    let secretariat = token(Who::Secretariat).await;
    let sink = Sink::start();
    let mut service = Service::start(&app, &sink, None);
    assert!(service.answers().await);
    let at = service.address.clone();
    let part = format!("/api/v1/cycles/{}/parts/answer/KA-1.01", case.id);
    let before = case.cycle().await;

    let put = |more: &str, body: &str| raw(&at, &request("PUT", &part, &coordinator, more, body));
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let large = format!("{{\"text\": \"{}\"}}", "a".repeat(1_100_000));
    for (what, answer, wanted) in [
        ("broken JSON", put("", "{\"text\": "), &[400, 422][..]),
        ("nested brackets", put("", &deep), &[400, 413, 422]),
        ("a part over 1 MB", put("", &large), &[413, 422]),
        ("U+0000", put("", "{\"text\": \"a\\u0000b\"}"), &[400, 422]),
        ("a wrong type", put("", "{\"text\": 7}"), &[422]),
        (
            "a stale version",
            put("If-Match: \"7\"\r\n", "{\"text\": \"a\"}"),
            &[409, 412],
        ),
        (
            "no such command",
            raw(
                &at,
                &request(
                    "POST",
                    &format!("/api/v1/cycles/{}/commands/tick", case.id),
                    &coordinator,
                    "",
                    "{}",
                ),
            ),
            &[404, 405],
        ),
        (
            "the wrong role",
            raw(
                &at,
                &request(
                    "POST",
                    &format!("/api/v1/cycles/{}/commands/hold", case.id),
                    &coordinator,
                    "",
                    "{\"reason\": \"x\"}",
                ),
            ),
            &[403, 409],
        ),
        (
            "nobody signed in",
            raw(&at, &request("PUT", &part, "nonsense", "", "{}")),
            &[401],
        ),
        (
            "the wrong method",
            raw(
                &at,
                &request("DELETE", "/api/v1/cycles", &coordinator, "", ""),
            ),
            &[405],
        ),
        (
            "no HTTP at all",
            raw(&at, b"EHLO example.dk\r\n\r\n"),
            &[0, 400],
        ),
    ] {
        let found = status(&answer);
        assert!(wanted.contains(&found), "{what}: {answer:.600}");
        if found >= 400 && what != "no HTTP at all" {
            let problem: Value = serde_json::from_str(body(&answer))
                .unwrap_or_else(|error| panic!("{what}: {error}: {answer:.600}"));
            assert!(problem["title"].is_string(), "{what}: {problem}");
            assert!(
                answer.to_lowercase().contains("application/problem+json"),
                "{what}"
            );
        }
    }

    // Hidden and absent look the same, but for what differs from request to request.
    let get = |id: &str| {
        raw(
            &at,
            &request("GET", &format!("/api/v1/cycles/{id}"), &stranger, "", ""),
        )
    };
    let (hidden, absent) = (
        get(&case.id.to_string()),
        get(&format!("cyc_{}", "0".repeat(31) + "1")),
    );
    assert_eq!((status(&hidden), status(&absent)), (404, 404));
    let said = |answer: &str| {
        let problem: Value = serde_json::from_str(body(answer)).expect("a problem");
        (
            problem["title"].clone(),
            problem["detail"].clone(),
            problem["type"].clone(),
        )
    };
    assert_eq!(said(&hidden), said(&absent));

    // A client that promises more than it sends and hangs up: what stood there
    // stands there.
    let hang_up = |bytes: &[u8]| {
        let mut stream = TcpStream::connect(&at).expect("the server listens");
        stream.write_all(bytes).expect("the server reads");
        // A server that has heard enough may have hung up before us.
        let _ = stream.shutdown(Shutdown::Both);
    };
    let stored = async || {
        let parts = app.app.store.parts(case.id).await.expect("rows");
        let texts = parts.iter().map(|part| {
            let body: Value = serde_json::from_str(&part.body).expect("a part is JSON");
            (part.key.clone(), body["text"].clone(), part.version)
        });
        texts.collect::<Vec<_>>()
    };
    let first = put("", "{\"text\": \"før\"}");
    assert!(status(&first) < 300, "{first:.600}");
    let kept = ("answer/KA-1.01".to_owned(), Value::from("før"), 1);
    assert_eq!(stored().await, std::slice::from_ref(&kept));
    let seen = "If-Match: \"1\"\r\n";
    let half = request(
        "PUT",
        &part,
        &coordinator,
        seen,
        "{\"text\": \"et halvt svar\"}",
    );
    hang_up(&half[..half.len() - 5]);
    // One that sends everything and does not wait for the answer.
    let other = part.replace("KA-1.01", "KA-1.02");
    let whole = "{\"text\": \"et helt svar\"}";
    hang_up(&request("PUT", &other, &coordinator, "", whole));

    let good = raw(
        &at,
        &request(
            "GET",
            &format!("/api/v1/cycles/{}", case.id),
            &coordinator,
            "",
            "",
        ),
    );
    assert_eq!(status(&good), 200, "{good:.600}");
    assert_eq!(
        case.cycle().await,
        before,
        "nothing of the case has changed"
    );
    // Whoever hangs up in the middle of a command asks again with the same key.
    let path = format!("/api/v1/cycles/{}/commands/hold", case.id);
    let key = "Idempotency-Key: hang-up\r\n";
    let hold = request("POST", &path, &secretariat, key, "{\"reason\": \"Dom\"}");
    hang_up(&hold[..hold.len() - 5]);
    hang_up(&hold);
    for _ in 0..2 {
        let answer = raw(&at, &hold);
        assert_eq!(status(&answer), 200, "{answer:.600}");
    }
    let events = case.events_from(before.version + 1).await;
    let held = events.iter().filter(|kind| *kind == "held").count();
    assert_eq!(held, 1, "{events:?}");
    drop(service);
    let mut parts = stored().await;
    assert_eq!(parts.remove(0), kept);
    if let Some(part) = parts.pop() {
        let all = ("answer/KA-1.02".to_owned(), Value::from("et helt svar"), 1);
        assert_eq!(part, all, "all of it or nothing");
    }
    assert!(parts.is_empty(), "{parts:?}");
    app.finish().await;
}
