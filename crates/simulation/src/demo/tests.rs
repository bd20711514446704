use std::{collections::BTreeSet, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use lustrum_web::{AppState, WebSettings};
use metrics_exporter_prometheus::PrometheusBuilder;
use tower::ServiceExt;

use lustrum_domain::{AssignmentStatus, MailKind, PersonId, Role, StateName, next_due};
use lustrum_store::{StoredMail, for_each_backend, testing::TestDatabase};

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

/// Ages are counted to the day of submission: what is met in November is not met
/// in January, or in August.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn odder_and_hvidovre_can_hand_in_at_once_whatever_the_time_of_year() {
    for day in ["2026-11-23", "2027-01-04", "2027-08-02"] {
        odder_and_hvidovre_hand_in(day).await;
    }
}

async fn odder_and_hvidovre_hand_in(day: &str) {
    let database = TestDatabase::sqlite().await;
    let test = TestApp::at(&database, day);
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

/// The pages over the demo, as a browser reaches them.
fn pages(test: &TestApp) -> Router {
    lustrum_web::router(AppState {
        app: test.app.clone(),
        metrics: PrometheusBuilder::new().build_recorder().handle(),
        settings: Arc::new(WebSettings {
            secure_cookies: false,
            contact: None,
            design_system: None,
            anchors: None,
            demo: Vec::new(),
        }),
    })
}

async fn opened(pages: &Router, path: &str, session: Option<&str>) -> (StatusCode, String) {
    let mut request = Request::builder().uri(path);
    if let Some(secret) = session {
        request = request.header("cookie", format!("lustrum-session={secret}"));
    }
    let request = request.body(Body::empty()).unwrap();
    let response = pages.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8_lossy(&body).into_owned())
}

/// Kinds of mail that nothing in the demo causes; each has its own test where
/// it is caused, and links to a case, to its draft or review, to people, or to a notice.
const NOT_IN_THE_DEMO: &[MailKind] = &[
    MailKind::Recalled,
    MailKind::SentBack,
    MailKind::AssignmentDeclined,
    MailKind::AssignmentExpired,
    MailKind::StageHandedOver,
    MailKind::FindingReopened,
    MailKind::RoundAllowed,
    MailKind::SecondReadingDecided,
    MailKind::ReviewReopened,
    MailKind::DecisionRetracted,
    MailKind::Reopened,
    MailKind::Revoked,
    MailKind::Resumed,
    MailKind::ConditionJudged,
    MailKind::Invitation,
    MailKind::NewPassword,
    MailKind::LastApprover,
];

/// Whether `person` was asked to judge the case of a mail, and no longer is.
async fn judges_no_more(app: &App, stored: &StoredMail, person: PersonId) -> bool {
    let Some(id) = stored.mail.cycle else {
        return false;
    };
    let case = app.store.cycle(id).await.unwrap().unwrap().cycle;
    let mut asked = case
        .assignments()
        .filter(|it| it.reviewer == person)
        .peekable();
    asked.peek().is_some()
        && asked.all(|it| !it.status.is_live() && it.status != AssignmentStatus::Done)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_link_of_every_mail_leads_its_reader_to_a_page_that_exists() {
    let database = TestDatabase::sqlite().await;
    let test = TestApp::over(&database);
    fill(&test.app).await.unwrap();
    let pages = pages(&test);
    let base = test.app.base_url.to_string();
    let mails = test.app.demo_mails(100_000, 0).await.unwrap().rows;
    assert!(mails.len() > 100, "{}", mails.len());
    let mut followed = BTreeSet::new();
    let mut kinds = BTreeSet::new();
    for stored in &mails {
        let mail = &stored.mail;
        let link = mail
            .text
            .split_whitespace()
            .find_map(|word| word.strip_prefix(base.as_str()));
        let link = link.unwrap_or_else(|| panic!("{:?} has no link: {}", mail.kind, mail.text));
        // The same link for the same kind of reader is followed once.
        if !followed.insert((mail.kind, mail.person, link.to_owned())) {
            continue;
        }
        kinds.insert(mail.kind);
        let session = match mail.person {
            Some(person) => Some(test.app.sign_in_as(person).await.unwrap().secret),
            None => None,
        };
        let page = link.split('#').next().unwrap_or_default();
        let (status, body) = opened(&pages, page, session.as_deref()).await;
        let wanted: &[StatusCode] = match mail.person {
            // A judge who is no longer one has lost sight of the case at once.
            Some(person) if judges_no_more(&test.app, stored, person).await => {
                &[StatusCode::NOT_FOUND]
            }
            Some(_) => &[StatusCode::OK],
            // Whoever reads a shared mailbox signs in as themselves first.
            None => &[StatusCode::OK, StatusCode::SEE_OTHER],
        };
        assert!(
            wanted.contains(&status),
            "{:?} {link}: {status} {body}",
            mail.kind
        );
    }
    let missing: Vec<MailKind> = MailKind::ALL
        .iter()
        .copied()
        .filter(|kind| !kinds.contains(kind))
        .collect();
    assert_eq!(missing, NOT_IN_THE_DEMO);
    // Each opens where its reader has something to do, where a page is made for that.
    for (kind, place) in [
        (MailKind::Opened, "/draft\n"),
        (MailKind::Returned, "/draft/returned\n"),
        (MailKind::Submitted, "/review/concito\n"),
        (MailKind::Reminder, "/draft\n"),
        (MailKind::Reminder, "/review/concito\n"),
        (MailKind::NoticeDrafted, "#notices\n"),
    ] {
        let mut mails = mails.iter().map(|stored| &stored.mail);
        let found = mails.any(|mail| mail.kind == kind && mail.text.contains(place));
        assert!(found, "{kind} {place}");
    }
    // A link that leads nowhere would have been found.
    let (status, _) = opened(&pages, "/cases/nowhere/at/all", None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn open_data_and_public_pages_name_nobody() {
    let database = TestDatabase::sqlite().await;
    let test = TestApp::over(&database);
    fill(&test.app).await.unwrap();
    let pages = pages(&test);
    let mut secrets = Vec::new();
    for account in test.app.store.everybody().await.unwrap() {
        secrets.extend(account.name);
        secrets.extend(account.email);
        secrets.push(account.id.to_string());
    }
    assert!(secrets.len() > 40);
    let named = |body: &str| {
        secrets
            .iter()
            .find(|it| body.contains(it.as_str()))
            .cloned()
    };
    let mut paths: Vec<String> = [
        "/",
        "/register",
        "/register/map",
        "/figures",
        "/data",
        "/accessibility",
    ]
    .map(str::to_owned)
    .to_vec();
    for name in lustrum_app::DatasetName::ALL {
        paths.extend(["csv", "json"].map(|ending| format!("/data/{name}.{ending}")));
    }
    let register = test.app.register_now().await.unwrap();
    paths.extend(
        register
            .lines
            .iter()
            .map(|it| format!("/register/{}", it.case.code)),
    );
    for path in paths {
        let (status, body) = opened(&pages, &path, None).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert_eq!(named(&body), None, "{path}");
    }
    // The check can fail: people stand on the page of a case.
    let session = test
        .app
        .sign_in_as(test.app.store.everybody().await.unwrap()[0].id)
        .await;
    let (_, account) = opened(&pages, "/account", Some(&session.unwrap().secret)).await;
    assert!(named(&account).is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_and_a_certified_plan_can_be_read_by_everybody() {
    let database = TestDatabase::sqlite().await;
    let test = TestApp::over(&database);
    fill(&test.app).await.unwrap();
    let pages = pages(&test);
    let figures = test.app.figures().await.unwrap();
    assert!(
        figures
            .turnaround
            .iter()
            .any(|it| it.state == StateName::Review && it.cases > 0)
    );
    assert!(figures.returned.iter().any(|it| !it.reasons.is_empty()));
    let waiting: u64 = figures.queue.iter().map(|it| it.cases).sum();
    let counts = test.app.store.counts().await.unwrap();
    let open = |state: &StateName| {
        !matches!(
            state,
            StateName::Scheduled | StateName::Concluded | StateName::Withdrawn
        )
    };
    let wanted: u64 = counts
        .cases
        .iter()
        .filter(|((_, state), _)| open(state))
        .map(|(_, n)| n)
        .sum();
    assert_eq!(waiting, wanted);
    // Somebody in the demo went all the way: its plan is a file and is drawn.
    let filter = lustrum_app::CertificateFilter::default();
    let mut found = None;
    for certificate in test.app.certificates(&filter).await.unwrap() {
        if let Ok(upload) = test.app.certified_plan(&certificate.number).await {
            found = Some((certificate, upload));
        }
    }
    let (certificate, upload) = found.expect("a certificate whose plan was handed in here");
    assert_eq!(upload.digest, certificate.plan);
    let (status, _) = opened(&pages, &format!("/plans/{}", certificate.number), None).await;
    assert_eq!(status, StatusCode::OK);
    let code = certificate.number.split('-').nth(1).unwrap();
    let (_, body) = opened(&pages, &format!("/register/{code}"), None).await;
    assert!(
        body.contains("id=\"pathway\"") && body.contains("id=\"inventory\""),
        "{body}"
    );
    assert!(body.contains(&certificate.plan.to_string()));
    // A plan that is still being judged is nobody's business yet.
    assert!(opened(&pages, "/plans/KA-0727-9", None).await.0 == StatusCode::NOT_FOUND);
}
