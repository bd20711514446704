use std::collections::BTreeSet;

use lustrum_domain::{Role, StateName, next_due};
use lustrum_store::{for_each_backend, testing::TestDatabase};

use super::*;
use crate::testing::TestApp;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_shows_cases_in_every_state_and_one_sign_in_per_role() {
    let database = TestDatabase::sqlite().await;
    let test = TestApp::over(&database);
    let demo = fill(&test.app).await.unwrap();
    let counts = test.app.store.counts().await.unwrap();
    let states: BTreeSet<StateName> = counts.cases.keys().map(|(_, state)| *state).collect();
    assert_eq!(states, StateName::ALL.iter().copied().collect());
    let roles: BTreeSet<Role> = demo.sign_ins.iter().map(|it| it.role).collect();
    assert_eq!(roles, Role::ALL.iter().copied().collect());
    for sign_in in &demo.sign_ins {
        test.app.sign_in_as(sign_in.person).await.unwrap();
    }
}

for_each_backend! {
    async fn nothing_is_left_to_the_clock_and_the_log_holds(database) {
        let test = TestApp::over(database);
        fill(&test.app).await.unwrap();
        let now = test.app.clock.now();
        assert!(test.app.store.cycles_due(now, 10).await.unwrap().is_empty());
        let report = test.app.audit(None).await.unwrap();
        assert!(report.faults.is_empty(), "{:?}", report.faults);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn odder_and_hvidovre_can_hand_in_at_once() {
    let database = TestDatabase::sqlite().await;
    let test = TestApp::over(&database);
    let demo = fill(&test.app).await.unwrap();
    for (cycle, email) in [
        (demo.odder, "anna@odder.example"),
        (demo.hvidovre, "hans@hvidovre.example"),
    ] {
        let person = demo.sign_ins.iter().find(|it| it.email == email).unwrap();
        let caller = test.app.caller(person.person).await.unwrap();
        let view = test.app.view(&caller, cycle).await.unwrap();
        assert_eq!(view.cycle.state.name(), StateName::Revision);
        assert!(next_due(&view.cycle, test.app.programmes.of(&view.cycle).unwrap()).is_some());
        let outcome = test
            .app
            .command(&caller, cycle, &Command::Submit {}, None)
            .await
            .unwrap();
        assert_eq!(outcome.state, StateName::Review);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_start_finds_the_demo_and_changes_nothing() {
    let database = TestDatabase::sqlite().await;
    let test = TestApp::over(&database);
    let first = fill(&test.app).await.unwrap();
    let events = test.app.store.heads().await.unwrap();
    let second = fill(&test.app).await.unwrap();
    assert_eq!(first.sign_ins, second.sign_ins);
    assert_eq!(first.odder, second.odder);
    assert_eq!(events, test.app.store.heads().await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_with_other_accounts_is_not_filled() {
    let database = TestDatabase::sqlite().await;
    let test = TestApp::over(&database);
    register::bootstrap(&test.app, "Somebody", "somebody@klimaalliancen.example")
        .await
        .unwrap();
    let filled = fill(&test.app).await;
    assert!(matches!(filled, Err(SimulationError::NotEmpty(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_first_secretariat_makes_itself() {
    let database = TestDatabase::sqlite().await;
    let test = TestApp::over(&database);
    let person = register::bootstrap(&test.app, "First", "first@klimaalliancen.example")
        .await
        .unwrap();
    let again = register::bootstrap(&test.app, "Second", "second@klimaalliancen.example").await;
    assert!(matches!(again, Err(SimulationError::AlreadyBegun)));
    let caller = test.app.caller(person).await.unwrap();
    assert!(lustrum_domain::may_administer(&caller.actor).is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn regions_serve_by_date_and_copenhagen_goes_its_own_route() {
    let database = TestDatabase::sqlite().await;
    let test = TestApp::over(&database);
    fill(&test.app).await.unwrap();
    let store = &test.app.store;
    let kind = lustrum_domain::OrganisationKind::Municipality;
    let copenhagen = store.organisation_by_code(kind, "0101").await.unwrap();
    let copenhagen = copenhagen.unwrap().id;
    let names = async |on: &str| {
        let on: NaiveDate = on.parse().unwrap();
        let bodies = store.bodies(copenhagen, on).await.unwrap();
        bodies.into_iter().map(|it| it.name).collect::<Vec<_>>()
    };
    let before = names("2026-12-31").await;
    let after = names("2027-01-01").await;
    let council = |of: &str| format!("Regionsrådet for Region {of}");
    assert!(before.contains(&council("Hovedstaden")), "{before:?}");
    assert!(!before.contains(&council("Østdanmark")), "{before:?}");
    assert!(after.contains(&council("Østdanmark")), "{after:?}");
    assert!(!after.contains(&council("Hovedstaden")), "{after:?}");
    assert!(before.contains(&"KKR Hovedstaden".to_owned()));
    assert!(after.contains(&"KKR Hovedstaden".to_owned()));
    let case = store.latest_cycle(PROGRAMME, copenhagen).await.unwrap();
    let stages: Vec<_> = case.unwrap().cycle.stages;
    assert_eq!(stages.len(), 1);
    assert_eq!(stages[0].key, "c40");
}

/// Only an optimised build can tell: `cargo test --release -- --ignored`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "measures an optimised build"]
async fn the_demo_is_there_in_well_under_a_second() {
    let database = TestDatabase::sqlite().await;
    let test = TestApp::over(&database);
    let began = std::time::Instant::now();
    fill(&test.app).await.unwrap();
    let took = began.elapsed();
    println!("filled in {took:?}");
    assert!(took.as_millis() < 1000, "{took:?}");
}
