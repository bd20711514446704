use std::sync::Arc;

use lustrum_store::{for_each_backend, testing::TestDatabase};
use lustrum_web::{AppState, WebSettings, router};
use lustrum_worker::{Sender, Transport, Worker};
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::testing::TestApp;

/// Runs a walkthrough against a server in this process.
async fn walked(
    database: &TestDatabase,
    json: bool,
    expect_wrong: bool,
) -> (Result<Report, Failed>, String) {
    let test = TestApp::today(database);
    let players = prepare(&test.app).await.unwrap();
    let state = AppState {
        app: test.app.clone(),
        metrics: PrometheusBuilder::new().build_recorder().handle(),
        settings: Arc::new(WebSettings {
            secure_cookies: false,
            contact: None,
            design_system: None,
            anchors: None,
            demo: Vec::new(),
        }),
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move { axum::serve(listener, router(state)).await });
    let worker = Worker {
        app: test.app.clone(),
        transport: Arc::new(Transport::Files(test.folder.path().join("mail"))),
        sender: Sender {
            from: "Lustrum <lustrum@klimaalliancen.example>".parse().unwrap(),
            reply_to: None,
            host: "klimaalliancen.example".to_owned(),
        },
        anchor: None,
        retention: Default::default(),
        id: uuid::Uuid::from_u128(1),
    };
    let stop = CancellationToken::new();
    let working = tokio::spawn(worker.run(stop.clone()));
    let walked = tokio::task::spawn_blocking(move || {
        let mut out = Vec::new();
        let options = Options {
            base_url,
            players,
            plan: None,
            json,
            expect_wrong,
            first_line: None,
        };
        let walked = run(&options, &mut out);
        (walked, String::from_utf8(out).unwrap())
    });
    let walked = walked.await.unwrap();
    stop.cancel();
    working.await.unwrap().unwrap();
    server.abort();
    walked
}

for_each_backend! {
    async fn every_step_of_a_recertification_holds_over_http(database) {
        let (walked, out) = walked(database, false, false).await;
        let report = walked.unwrap_or_else(|failed| panic!("{failed}\n{out}"));
        assert_eq!(report.steps, 16);
        assert_eq!(report.certificate, "KA-0727-1");
        assert!(report.mails > 20 && report.notices > 5, "{report:?}");
        assert!(out.contains("mail to") && out.contains("notice to"), "{out}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_expectation_fails_the_walkthrough_at_its_step() {
    let database = TestDatabase::sqlite().await;
    let (walked, out) = walked(&database, true, true).await;
    let failed = walked.unwrap_err();
    assert_eq!(failed.number, 8, "{failed}");
    assert!(failed.fault.contains("KA-3.02"), "{failed}");
    for line in out.lines() {
        assert!(serde_json::from_str::<Value>(line).is_ok(), "{line}");
    }
}
