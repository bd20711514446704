use lustrum_store::{for_each_backend, testing::TestDatabase};

use super::*;
use crate::testing::TestApp;

fn options(test: &TestApp, municipalities: usize, years: u32) -> Options {
    Options {
        municipalities,
        years,
        seed: 1,
        rounds: None,
        database_url: test.url.clone(),
        sabotage: None,
    }
}

for_each_backend! {
    async fn three_years_of_a_few_municipalities_leave_every_trace_in_order(database) {
        let test = TestApp::over(database);
        let report = run(&test.app, &options(&test, 9, 3)).await.unwrap();
        assert!(report.holds(), "{report}");
        assert!(report.transitions > 100, "{report}");
        for state in ["concluded", "scheduled"] {
            assert!(report.cases.contains_key(state), "{report}");
        }
        let examined = report.examinations.iter();
        let idle: Vec<_> = examined
            .filter(|it| it.examined == 0)
            .map(|it| it.name)
            .collect();
        assert!(idle.is_empty(), "nothing was looked at by {idle:?}");
    }

    async fn a_mail_queued_twice_is_found(database) {
        sabotaged(database, Sabotage::DoubleMail).await;
    }

    async fn a_timer_left_undone_is_found(database) {
        sabotaged(database, Sabotage::SkipTimer).await;
    }

    async fn an_edited_event_is_found(database) {
        sabotaged(database, Sabotage::EditEvent).await;
    }
}

/// Each sabotage is found by the examination that is named for it.
async fn sabotaged(database: &TestDatabase, sabotage: Sabotage) {
    let test = TestApp::over(database);
    let options = Options {
        sabotage: Some(sabotage),
        rounds: Some(1),
        ..options(&test, 3, 2)
    };
    let report = run(&test.app, &options).await.unwrap();
    assert!(!report.holds(), "{report}");
    assert!(report.failed().contains(&sabotage.found_by()), "{report}");
    assert!(report.to_string().contains("FAILS"), "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_seed_tells_the_same_years_and_another_seed_others() {
    let mut reports = Vec::new();
    for seed in [1, 1, 2] {
        let database = TestDatabase::sqlite().await;
        let test = TestApp::over(&database);
        let options = Options {
            seed,
            rounds: Some(2),
            ..options(&test, 4, 3)
        };
        let report = run(&test.app, &options).await.unwrap();
        assert!(report.holds(), "{report}");
        reports.push((report.commands, report.mails, report.events));
    }
    assert_eq!(reports[0], reports[1]);
    assert_ne!(reports[0], reports[2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_in_use_is_not_simulated_on() {
    let database = TestDatabase::sqlite().await;
    let test = TestApp::over(&database);
    register::bootstrap(&test.app, "Somebody", "somebody@klimaalliancen.example")
        .await
        .unwrap();
    let ran = run(&test.app, &options(&test, 1, 1)).await;
    assert!(matches!(ran, Err(SimulationError::AlreadyBegun)));
}

#[test]
fn every_sabotage_is_known_by_its_word() {
    for sabotage in Sabotage::ALL {
        assert_eq!(sabotage.as_str().parse(), Ok(sabotage));
    }
    assert!("burn-it".parse::<Sabotage>().is_err());
}

/// What can happen to a case, and happened to none.
fn never_happened(report: &Report) -> Vec<&'static str> {
    let kinds = lustrum_domain::Event::KINDS.iter().map(|(kind, _)| *kind);
    kinds
        .filter(|kind| !report.events.contains_key(*kind))
        .collect()
}

/// As many municipalities as there are fates, and their second cases begun.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_five_years_whatever_can_happen_to_a_case_happens_to_one_at_least() {
    let database = TestDatabase::sqlite().await;
    let test = TestApp::over(&database);
    let options = options(&test, fate::Fate::ALL.len(), 5);
    let report = run(&test.app, &options).await.unwrap();
    assert!(report.holds(), "{report}");
    assert!(report.cases.contains_key("withdrawn"), "{report}");
    // A cancelled notice is rare: it takes all municipalities and ten years.
    let mut missing = never_happened(&report);
    missing.retain(|kind| *kind != "notice_cancelled");
    assert_eq!(missing, Vec::<&str>::new());
}
