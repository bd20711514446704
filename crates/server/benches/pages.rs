//! Every page over a database of a chosen size, from the request to the last
//! byte of the answer: statements, bytes, and milliseconds at the 50th and at the
//! 95th percentile.
//!
//! The database is one that a simulation left behind:
//!
//! ```text
//! lustrum simulate --municipalities 1000 --years 15 --rounds 5 --keep
//! LUSTRUM_BENCH_DATABASE=sqlite:$PWD/lustrum-simulation/lustrum.sqlite cargo bench --bench pages
//! ```
//!
//! Without one, a small one is made for the run. Links are followed as people of
//! every role see them, so a new page is measured without a line here. Words after
//! `--` are rows of the table: then only those are measured, a hundred times each,
//! which is what a profiler wants.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

#[path = "../../../tests/it/support/links.rs"]
mod links;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
    time::Instant,
};

use links::{kind, links, plain};
use lustrum_app::{App, Clock, MockClock, Programmes, SystemRandom};
use lustrum_domain::time::at_hour;
use lustrum_simulation::simulate::{self, Options};
use lustrum_store::{Objects, Store};
use lustrum_templates::{Templates, routes};
use lustrum_web::{AppState, WebSettings};
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::{net::TcpListener, runtime::Runtime, sync::Notify};

/// The program's own, so that what is measured is what people wait for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// One person of every role, as simulations call them.
const READERS: [Option<&str>; 9] = [
    Some("coordinator@odder.example"),
    Some("approver@odder.example"),
    Some("clerk@odder.example"),
    Some("reviewer1@concito.example"),
    Some("lead1@concito.example"),
    Some("lead1@c40.example"),
    Some("advisor@dgo-1082.example"),
    Some("sekretariat@klimaalliancen.example"),
    None,
];

/// How many pages one reader opens that differ only in what they are about.
const ALIKE: usize = 4;
/// How often each page is asked for, after once to warm up.
const TIMES: usize = 9;
/// How often a page is asked for that was chosen.
const MANY: usize = 100;
/// How many years a simulation of the small kind lasts, and how many
/// municipalities take part.
const SMALL: (u32, usize) = (6, 10);

/// What the requests for one row of the router's table cost.
#[derive(Default)]
struct Cost {
    milliseconds: Vec<f64>,
    statements: u64,
    bytes: usize,
}

fn main() {
    // A page that fails says why.
    let errors = tracing_subscriber::fmt().with_max_level(tracing::Level::ERROR);
    errors.init();
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.worker_threads(2).enable_all().build();
    let runtime = runtime.expect("threads for a server");
    let folder = tempfile::tempdir().expect("room in the temporary folder");
    let (app, clock) = runtime.block_on(open(&folder));
    println!("on {}", clock.now());
    let origin = serve(&runtime, &app);
    let chosen: Vec<String> = std::env::args()
        .skip(1)
        .filter(|it| it.starts_with('/'))
        .collect();

    let mut costs: BTreeMap<&'static str, Cost> = BTreeMap::new();
    for reader in READERS {
        let session = reader.map(|email| runtime.block_on(session(&app, email)));
        visit(&app, &origin, session.as_deref(), &chosen, &mut costs);
    }
    print(&costs);
}

/// The use cases over the database that is to be measured, on its last day.
async fn open(folder: &tempfile::TempDir) -> (App, Arc<MockClock>) {
    #[expect(
        clippy::disallowed_methods,
        reason = "which database is measured is no setting of the service"
    )]
    let given = std::env::var("LUSTRUM_BENCH_DATABASE").ok();
    let is_given = given.is_some();
    let url =
        given.unwrap_or_else(|| format!("sqlite:{}", folder.path().join("small.db").display()));
    let store = Store::connect(&url).await.expect("a database");
    if !is_given {
        store.migrate().await.expect("an empty database");
    }
    let clock = Arc::new(MockClock::at(at_hour(chrono::NaiveDate::default(), 9)));
    let app = App {
        store,
        objects: Objects::local(folder.path().join("files")).expect("the folder is writable"),
        templates: Arc::new(Templates::embedded()),
        programmes: Arc::new(Programmes::shipped().expect("the shipped programmes load")),
        clock: clock.clone(),
        random: Arc::new(SystemRandom),
        base_url: "http://127.0.0.1".into(),
        queued: Arc::new(Notify::new()),
        turns: Arc::default(),
        memory: Arc::default(),
    };
    if !is_given {
        let (years, municipalities) = SMALL;
        let options = Options {
            municipalities,
            years,
            seed: 1,
            rounds: Some(2),
            database_url: url,
            sabotage: None,
        };
        let report = simulate::run(&app, &options).await;
        assert!(report.expect("an empty database").holds());
    }
    let last = app.store.mark("tick").await.expect("the database answers");
    clock.set(last.expect("a simulation leaves the time that its clock reached"));
    (app, clock)
}

async fn session(app: &App, email: &str) -> String {
    let person = app.store.person_by_email(email).await;
    let person = person.expect("the register answers");
    let person = person.unwrap_or_else(|| panic!("nobody has the address {email}"));
    let session = app.sign_in_as(person.account.id).await;
    session.expect("whoever has an account may sign in").secret
}

fn serve(runtime: &Runtime, app: &App) -> String {
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"));
    let listener = listener.expect("a free port");
    let address = listener.local_addr().expect("bound");
    let settings = WebSettings {
        secure_cookies: false,
        contact: None,
        design_system: None,
        anchors: None,
        demo: Vec::new(),
    };
    let router = lustrum_web::router(AppState {
        app: app.clone(),
        metrics: PrometheusBuilder::new().build_recorder().handle(),
        settings: Arc::new(settings),
    });
    runtime.spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// Follows the links that one reader sees, and measures each page.
fn visit(
    app: &App,
    origin: &str,
    session: Option<&str>,
    chosen: &[String],
    costs: &mut BTreeMap<&'static str, Cost>,
) {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .build()
        .into();
    let ask = |path: &str| {
        let mut request = agent.get(format!("{origin}{path}"));
        if let Some(secret) = session {
            request = request.header("Cookie", format!("lustrum-session={secret}"));
        }
        let mut answer = request.call().expect("the server answers");
        let body = answer
            .body_mut()
            .with_config()
            .limit(50_000_000)
            .read_to_vec();
        (answer, body.expect("an answer that ends"))
    };
    let (mut seen, mut opened) = (BTreeSet::new(), BTreeMap::<String, usize>::new());
    let mut waiting = VecDeque::from([routes::HOME.to_owned()]);
    while let Some(path) = waiting.pop_front() {
        let Some(pattern) = lustrum_web::page_path(&path) else {
            continue;
        };
        let alike = opened.entry(kind(&path)).or_default();
        let is_file = matches!(pattern, routes::PLAN | routes::FILE | routes::LANGUAGE);
        if *alike >= ALIKE || is_file || !seen.insert(path.clone()) {
            continue;
        }
        *alike += 1;
        // What a process remembers is there from the second time on.
        let (answer, body) = ask(&path);
        let header = |name| answer.headers().get(name).and_then(|it| it.to_str().ok());
        let status = answer.status().as_u16();
        if status >= 400 {
            println!("{path} is answered with {status}");
            continue;
        }
        if status >= 300 {
            waiting.push_back(plain(header("location").unwrap_or_default()));
            continue;
        }
        if header("content-type").is_some_and(|it| it.starts_with("text/html")) {
            waiting.extend(links(&String::from_utf8_lossy(&body)));
        }
        let times = match chosen {
            [] => TIMES,
            chosen if chosen.iter().any(|it| it == pattern) => MANY,
            _ => continue,
        };
        let cost = costs.entry(pattern).or_default();
        cost.bytes = cost.bytes.max(body.len());
        for _ in 0..times {
            let (before, began) = (app.store.statements(), Instant::now());
            ask(&path);
            cost.milliseconds
                .push(began.elapsed().as_secs_f64() * 1000.0);
            cost.statements = cost.statements.max(app.store.statements() - before);
        }
    }
}

fn print(costs: &BTreeMap<&'static str, Cost>) {
    println!(
        "{:<45} {:>6} {:>10} {:>8} {:>8} {:>8}",
        "page", "asked", "statements", "KB", "p50 ms", "p95 ms"
    );
    let line = |name: &str, times: &[f64], statements: u64, bytes: usize| {
        println!(
            "{name:<45} {:>6} {statements:>10} {:>8.1} {:>8.1} {:>8.1}",
            times.len(),
            bytes as f64 / 1000.0,
            percentile(times, 50),
            percentile(times, 95),
        );
    };
    for (pattern, cost) in costs {
        line(pattern, &cost.milliseconds, cost.statements, cost.bytes);
    }
    let all: Vec<f64> = costs
        .values()
        .flat_map(|it| it.milliseconds.iter().copied())
        .collect();
    let statements = costs.values().map(|it| it.statements).max();
    let bytes = costs.values().map(|it| it.bytes).max();
    line(
        "all",
        &all,
        statements.unwrap_or_default(),
        bytes.unwrap_or_default(),
    );
}

fn percentile(times: &[f64], percent: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    let at = (times.len() * percent).div_ceil(100).saturating_sub(1);
    times.get(at).copied().unwrap_or_default()
}
