//! Bad input over HTTP, as a program or a person would send it to the running
//! service: each is answered with the place and what was found, and nothing that
//! stood there is lost. `input.rs` asks the use cases the same in more depth.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpStream},
    sync::{Arc, Barrier},
    time::Duration,
};

use lustrum_domain::{AdoptionOutcome, StateName};
use lustrum_store::{Backend, testing::TestDatabase};
use serde_json::{Value, json};

use crate::{
    heavy::{Service, real_time},
    support::*,
};

/// Somebody who talks to the service.
#[derive(Clone)]
struct Client {
    address: String,
    token: String,
}

impl Client {
    fn call(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> (u16, Value) {
        self.sent(method, path, &[("Content-Type", kind)], body)
    }

    fn sent(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> (u16, Value) {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .timeout_global(Some(Duration::from_secs(120)))
            .build()
            .into();
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.address))
            .header("Authorization", format!("Bearer {}", self.token));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body).expect("a request");
        let mut answer = agent.run(request).expect("the service answers");
        let status = answer.status().as_u16();
        let kind = answer.headers().get("content-type").cloned();
        let text = answer.body_mut().read_to_string().expect("text");
        if status >= 400 {
            let kind = kind.and_then(|kind| kind.to_str().map(str::to_owned).ok());
            assert_eq!(
                kind.as_deref(),
                Some("application/problem+json"),
                "{method} {path}: {status} {text}"
            );
        }
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.call(
            "POST",
            path,
            "application/json",
            body.to_string().as_bytes(),
        )
    }

    fn command(&self, case: &Case<'_>, name: &str, body: &Value) -> (u16, Value) {
        self.post(&format!("/api/v1/cycles/{}/commands/{name}", case.id), body)
    }

    /// Brings a file; the name goes into the query as browsers would write it.
    fn bring(&self, case: &Case<'_>, name: &str, bytes: &[u8]) -> (u16, Value) {
        let name: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let path = format!("/api/v1/cycles/{}/uploads?name={name}", case.id);
        self.call("POST", &path, "application/octet-stream", bytes)
    }

    /// Begins to bring a file, and stops at the half of it.
    fn begin(&self, case: &Case<'_>, bytes: &[u8]) -> TcpStream {
        let (half, _) = bytes.split_at(bytes.len() / 2);
        let head = format!(
            "POST /api/v1/cycles/{}/uploads?name=plan.pdf HTTP/1.1\r\nHost: {}\r\n\
             Authorization: Bearer {}\r\nContent-Length: {}\r\n\r\n",
            case.id,
            self.address,
            self.token,
            bytes.len()
        );
        let mut stream = TcpStream::connect(&self.address).expect("the service listens");
        let sent = stream.write_all(&[head.as_bytes(), half].concat());
        sent.expect("the service reads");
        stream
    }
}

/// The running service on the database of a test.
struct Http<'a> {
    app: &'a TestApp,
    service: Service,
    _sink: Sink,
}

impl<'a> Http<'a> {
    /// Starts it; the test's clock shows the service's time from now on.
    async fn over(app: &'a TestApp) -> Self {
        app.mails_do_not_matter();
        app.clock.set(real_time(app));
        let sink = Sink::start();
        let mut service = Service::start(app, &sink, None);
        assert!(service.answers().await);
        Self {
            app,
            service,
            _sink: sink,
        }
    }

    async fn client(&self, who: Who) -> Client {
        let person = self.app.cast.person(who);
        let token = self.app.app.create_token(person, "test", 30).await;
        Client {
            address: self.service.address.clone(),
            token: token.expect("a token").secret,
        }
    }
}

/// Every text of an answer that names a place.
fn places(answer: &Value) -> Vec<String> {
    let mut found = Vec::new();
    match answer {
        Value::Object(fields) => {
            if let Some(Value::String(pointer)) = fields.get("pointer") {
                found.push(pointer.clone());
            }
            fields.values().for_each(|it| found.extend(places(it)));
        }
        Value::Array(rows) => rows.iter().for_each(|it| found.extend(places(it))),
        _ => {}
    }
    found
}

/// Each place that is told of, with what was found there.
fn told(rows: &Value) -> Vec<(&str, &str)> {
    rows.as_array()
        .expect("a list")
        .iter()
        .map(|row| {
            let (place, found) = (row["pointer"].as_str(), row["found"].as_str());
            (place.expect("a place"), found.expect("what was found"))
        })
        .collect()
}

/// The example plan with one place changed.
fn changed(pointer: &str, value: Value) -> Value {
    let mut plan = example_plan();
    *plan.pointer_mut(pointer).expect("a place in the example") = value;
    plan
}

on_both! {
    async fn what_is_wrong_in_plan_data_is_told_with_its_place_and_the_value_found(app) {
        let case = app.opened().await;
        let http = Http::over(app).await;
        let coordinator = http.client(Who::Coordinator).await;
        let write = format!("/api/v1/cycles/{}/data", case.id);
        let checks = format!("/api/v1/cycles/{}/checks", case.id);
        let mut twice = example_plan();
        twice["actions"][1]["id"] = twice["actions"][0]["id"].clone();
        let mut unknown = example_plan();
        unknown["inventory"]["vindmøller"] = json!(3);
        for (what, plan, wanted) in [
            (
                "a year of five digits",
                changed("/inventory/base_year/year", json!(20299)),
                &[("/inventory/base_year/year", "20299")][..],
            ),
            (
                "negative emissions",
                changed("/inventory/rows/0/value", json!(-5.0)),
                &[("/inventory/rows/0/value", "-5")],
            ),
            (
                "thousands marks",
                changed("/inventory/rows/0/value", json!("1.234.567")),
                &[("/inventory/rows/0/value", "1.234.567")],
            ),
            (
                "N20 for N2O",
                changed("/inventory/gases/0", json!("N20")),
                &[("/inventory/gases/0", "N20")],
            ),
            ("an unknown key", unknown, &[("/inventory/vindmøller", "vindmøller")]),
            (
                "a link that leads nowhere",
                changed("/barriers/0/action", json!("findes-ikke")),
                &[("/barriers/0/action", "findes-ikke")],
            ),
            (
                "a link in a list that leads nowhere",
                changed("/actions/0/indicators/0", json!("i-findes-ikke")),
                &[("/actions/0/indicators/0", "i-findes-ikke")],
            ),
            ("nothing", example_plan(), &[]),
            // What pointed at the second action points at nothing now.
            (
                "an action id twice",
                twice,
                &[("/reductions/rows/1/action", "ladestandere"), ("/actions/1/id", "fjernvarme")],
            ),
        ] {
            let (status, answer) = coordinator.post(&write, &plan);
            assert!(status < 300, "{what}: a draft keeps it: {status} {answer}");
            let (status, answer) = coordinator.call("GET", &checks, "application/json", b"");
            assert_eq!(status, 200, "{what}: {answer}");
            let problems = &answer["problems"];
            assert_eq!(told(problems), wanted, "{what}");
            for problem in problems.as_array().into_iter().flatten() {
                assert!(problem["wanted"].as_str().is_some_and(|it| !it.is_empty()), "{problem}");
            }
        }
        // What is not JSON, or is it too deep or with U+0000, or is no plan, is not kept.
        let before = app.app.store.parts(case.id).await.expect("rows");
        assert!(!before.is_empty());
        for (what, body, wanted, place) in [
            ("broken JSON", "{\"inventory\": ".to_owned(), (400, "bad-json"), ("", "–")),
            ("nested brackets", "[".repeat(100_000), (400, "bad-json"), ("", "–")),
            (
                "U+0000",
                "{\"staff\": {\"note\": \"a\\u0000b\"}}".to_owned(),
                (400, "bad-json"),
                ("/staff/note", "a\\u{0}b"),
            ),
            ("a list", "[]".to_owned(), (422, "invalid"), ("", "[]")),
            (
                "an unknown section",
                "{\"windmills\": {}}".to_owned(),
                (422, "invalid"),
                ("/windmills", "windmills"),
            ),
        ] {
            let (status, answer) =
                coordinator.call("POST", &write, "application/json", body.as_bytes());
            let code = answer["code"].as_str().unwrap_or_default();
            assert_eq!((status, code), wanted, "{what}: {answer:.300}");
            assert_eq!(told(&answer["errors"]), [place], "{what}");
        }
        let after = app.app.store.parts(case.id).await.expect("rows");
        assert_eq!(before, after, "nothing was lost");
        let (status, answer) = coordinator.call("GET", "/api/v1/criteria/cctf-ka@9.9", "application/json", b"");
        assert_eq!(status, 404, "an unknown set: {answer}");
    }

    async fn files_that_cannot_be_used_are_refused_and_names_are_kept(app) {
        let case = app.opened().await;
        let http = Http::over(app).await;
        let coordinator = http.client(Who::Coordinator).await;
        for (name, bytes, place, found, words) in [
            ("tom.pdf", Vec::new(), "/file", "tom.pdf", "er tom"),
            (
                "plan.pdf",
                b"this is no PDF".to_vec(),
                "/file",
                "plan.pdf (text/plain)",
                "noget andet, end navnet siger",
            ),
            (
                "plan.docx",
                pdf("En plan"),
                "/file",
                "plan.docx (application/pdf)",
                "noget andet, end navnet siger",
            ),
            ("låst.pdf", encrypted_pdf(), "/file", "låst.pdf", "låst med en adgangskode"),
            ("ark.xlsm", xlsx_with("xl/vbaProject.bin"), "/file", "ark.xlsm", "indeholder makroer"),
            ("ark.xlsx", xlsx_with("xl/vbaProject.bin"), "/file", "ark.xlsx", "indeholder makroer"),
            ("notat.docx", docx_with_macros(), "/file", "notat.docx", "indeholder makroer"),
            ("..", pdf("En plan"), "/name", "..", "mangler et navn"),
        ] {
            let (status, answer) = coordinator.bring(&case, name, &bytes);
            assert_eq!(status, 422, "{name}: {answer}");
            assert_eq!(told(&answer["errors"]), [(place, found)], "{name}");
            let message = answer["errors"][0]["message"].as_str().unwrap_or_default();
            assert!(message.contains(words), "{name}: {message}");
        }
        let (status, answer) = coordinator.bring(&case, "skannet.pdf", &scanned_pdf());
        assert_eq!((status, &answer["remark"]), (201, &json!("scanned")), "{answer}");
        for (name, kept) in [
            ("Ærøs plan (æøå).pdf", "Ærøs plan (æøå).pdf"),
            ("mappe/../plan 100%.pdf", "plan 100%.pdf"),
        ] {
            let (status, answer) = coordinator.bring(&case, name, &pdf("En plan"));
            assert_eq!((status, &answer["name"]), (201, &json!(kept)), "{answer}");
        }
        let (_, files) = coordinator.call("GET", &format!("/api/v1/cycles/{}/uploads", case.id), "application/json", b"");
        assert_eq!(files.as_array().map(Vec::len), Some(3), "{files}");
    }

    async fn an_upload_that_breaks_off_is_answered_where_somebody_hears_it_and_leaves_nothing(app) {
        let case = app.opened().await;
        let http = Http::over(app).await;
        let coordinator = http.client(Who::Coordinator).await;
        let whole = pdf("En plan");
        // Who sends no more can still listen; ...
        let mut half = coordinator.begin(&case, &whole);
        half.shutdown(Shutdown::Write).expect("a connection");
        let mut answer = String::new();
        half.read_to_string(&mut answer).expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
        assert!(answer.contains("\"code\":\"broken-body\""), "{answer}");
        assert_eq!(stored_files(app), 0);
        // ... who hangs up cannot.
        let half = coordinator.begin(&case, &whole);
        until(|| stored_files(app) == 1).await;
        drop(half);
        until(|| stored_files(app) == 0).await;
        let uploads = format!("/api/v1/cycles/{}/uploads", case.id);
        let (_, files) = coordinator.call("GET", &uploads, "application/json", b"");
        assert_eq!(files, json!([]));
    }

    async fn people_cannot_be_on_both_sides_and_the_last_approver_is_missed(app) {
        app.opened().await;
        let http = Http::over(app).await;
        let secretariat = http.client(Who::Secretariat).await;
        let grant = |who, organisation, role: &str| {
            let path = format!("/api/v1/people/{}/memberships", app.cast.person(who));
            secretariat.post(&path, &json!({"organisation": organisation, "role": role}))
        };
        for (who, organisation, role) in [
            (Who::Coordinator, app.cast.concito, "reviewer"),
            (Who::ConcitoReviewer, app.cast.aeroe, "coordinator"),
        ] {
            let (status, answer) = grant(who, organisation, role);
            assert_eq!(status, 422, "{answer}");
            assert_eq!(places(&answer), ["/role"], "{answer}");
        }
        let approver = http.client(Who::Approver).await;
        let path = format!(
            "/api/v1/people/{}/memberships/{}",
            app.cast.person(Who::Approver),
            app.cast.membership(Who::Approver)
        );
        let (status, answer) = approver.call("DELETE", &path, "application/json", b"");
        assert!(status < 300, "{answer}");
        let mails = app.app.store.mails(&lustrum_store::MailFilter::default()).await;
        let mails = mails.expect("the outbox can be read");
        let told = mails.rows.iter().filter(|it| it.mail.kind.as_str() == "last_approver").count();
        assert!(told >= 2, "secretariat and shared mailboxes are told: {told}");
    }

    async fn decisions_that_cannot_be_are_refused_with_a_code_and_the_case_stays(app) {
        let case = app.opened().await.to_decision().await;
        let http = Http::over(app).await;
        let lead = http.client(Who::C40Lead).await;
        let refused = |(status, answer): (u16, Value), code: &str| {
            assert!([403, 409, 422].contains(&status), "{code}: {status} {answer}");
            assert_eq!(answer["code"], json!(code), "{answer}");
            assert!(answer["detail"].as_str().is_some_and(|it| it.len() > 20), "{answer}");
        };
        let before = case.cycle().await;
        refused(lead.command(&case, "certify", &json!({"decided_on": "2999-01-01"})), "date-in-future");
        let coordinator = http.client(Who::Coordinator).await;
        refused(coordinator.command(&case, "certify", &json!({"decided_on": "2026-11-01"})), "not-permitted");
        refused(coordinator.command(&case, "submit", &json!({})), "wrong-state");
        let old = [("Content-Type", "application/json"), ("If-Match", "\"1\"")];
        let path = format!("/api/v1/cycles/{}/commands/certify", case.id);
        let (status, answer) = lead.sent("POST", &path, &old, b"{\"decided_on\": \"2026-11-01\"}");
        assert_eq!(status, 412, "a stale version: {answer}");
        assert_eq!(case.cycle().await, before, "nothing has changed");

        case.certify().await;
        let clerk = http.client(Who::CouncilClerk).await;
        let adoption = |outcome, plan| {
            let command = case.adoption(app.cast.council, outcome, plan);
            let body = serde_json::to_value(&command).expect("a command is JSON");
            let mut fields = body.as_object().expect("with fields").clone();
            fields.remove("command");
            fields.remove("kind");
            Value::Object(fields)
        };
        let plan = case.plan().await;
        let mut future = adoption(AdoptionOutcome::Adopted, plan);
        future["held_on"] = json!("2999-01-01");
        refused(clerk.command(&case, "record_adoption", &future), "date-in-future");
        // The council adopts another document than the one that was certified.
        let other = lustrum_domain::Digest([7; 32]);
        let (status, answer) = clerk.command(&case, "record_adoption", &adoption(AdoptionOutcome::Adopted, other));
        assert_eq!(status, 200, "it is recorded: {answer}");
        assert_eq!(case.state().await, StateName::Certified, "and does not conclude");
        // The same body cannot decide otherwise without saying what it corrects.
        let (status, answer) = clerk.command(&case, "record_adoption", &adoption(AdoptionOutcome::Rejected, plan));
        assert!([409, 422].contains(&status), "{status} {answer}");
        assert_eq!(case.cycle().await.adoptions.len(), 1, "the first stands");
    }

    async fn of_two_submissions_at_the_same_moment_one_wins_and_the_other_is_told(app) {
        let case = app.opened().await.to_revision().await;
        let http = Http::over(app).await;
        let approver = http.client(Who::Approver).await;
        let path = format!("/api/v1/cycles/{}/commands/submit", case.id);
        let gate = Arc::new(Barrier::new(2));
        let both: Vec<_> = (0..2)
            .map(|_| {
                let (client, path, gate) = (approver.clone(), path.clone(), Arc::clone(&gate));
                tokio::task::spawn_blocking(move || {
                    gate.wait();
                    client.post(&path, &json!({}))
                })
            })
            .collect();
        let mut answers = Vec::new();
        for one in both {
            answers.push(one.await.expect("an answer"));
        }
        answers.sort_by_key(|(status, _)| *status);
        assert_eq!(answers[0].0, 200, "{answers:?}");
        assert_eq!(answers[1].0, 409, "{answers:?}");
        let cycle = case.cycle().await;
        assert_eq!((cycle.state.name(), cycle.round), (StateName::Review, 1));
        assert_eq!(app.app.store.submissions(case.id).await.expect("rows").len(), 2,
            "the self-assessment and one plan");
    }
}

/// Waits for what another process does.
async fn until(condition: impl Fn() -> bool) {
    for _ in 0..1500 {
        if condition() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it does not happen");
}

/// Writes over version 1 of a part.
fn put_again(client: &Client, part: &str) -> u16 {
    let headers = [("Content-Type", "application/json"), ("If-Match", "\"1\"")];
    client
        .sent("PUT", part, &headers, b"{\"text\": \"efter\"}")
        .0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_away_is_told_over_http_and_nothing_is_lost() {
    let app = TestApp::on(Backend::Postgres).await;
    let case = app.opened().await;
    let http = Http::over(&app).await;
    let coordinator = http.client(Who::Coordinator).await;
    let part = format!("/api/v1/cycles/{}/parts/answer/KA-1.01", case.id);
    let put = |text: &str| {
        let body = json!({ "text": text }).to_string();
        coordinator.call("PUT", &part, "application/json", body.as_bytes())
    };
    assert!(put("før").0 < 300);
    let keeper = TestDatabase::postgres().await;
    let name = app.database().url().rsplit('/').next().expect("a name");
    let run = async |statement: String| {
        keeper
            .execute(&statement)
            .await
            .expect("the user of the tests owns the database");
    };
    run(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
    run(format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    ))
    .await;
    let (status, answer) = put("under");
    assert_eq!(status, 503, "{answer}");
    assert!(answer["title"].is_string(), "{answer}");
    let of = |path: &str| {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into();
        let url = format!("http://{}{path}", coordinator.address);
        let found = agent.get(url).call().expect("it answers");
        found.status().as_u16()
    };
    assert_eq!(of("/readyz"), 503);
    assert_eq!(of("/healthz"), 200, "the process itself is well");
    run(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
    // The same process works on, and nobody meets the connections that were cut.
    assert_eq!(of("/readyz"), 200, "the database is back");
    let (status, kept) = coordinator.call("GET", &part, "application/json", b"");
    assert_eq!(status, 200, "{kept}");
    assert!(
        kept.to_string().contains("før"),
        "what stood there stands there"
    );
    assert!(put_again(&coordinator, &part) < 300);
    drop(http);
    app.finish().await;
    keeper.remove().await;
}
