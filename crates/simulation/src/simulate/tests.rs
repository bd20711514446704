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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_years_of_a_few_municipalities_leave_every_trace_in_order() {
    let test = TestApp::new().await;
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_sabotage_is_found_by_the_examination_that_is_named_for_it() {
    for sabotage in Sabotage::ALL {
        let test = TestApp::new().await;
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
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_seed_tells_the_same_years_and_another_seed_others() {
    let mut reports = Vec::new();
    for seed in [1, 1, 2] {
        let test = TestApp::new().await;
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
    let test = TestApp::new().await;
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
