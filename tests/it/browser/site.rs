//! The pages over HTTP, served by this process on a free port: the same router
//! as the program's, over a database of the test's own.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use axum::serve;
use lustrum_app::{App, Caller};
use lustrum_domain::{PersonId, time::at_hour};
use lustrum_simulation::demo::{self, Demo};
use lustrum_store::{Backend, testing::TestDatabase};
use lustrum_web::{AppState, DemoSignIn, DesignSystem, WebSettings};
use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::{net::TcpListener, runtime::Runtime};

use super::driver::Browser;
use crate::support::*;

/// How the pages look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// As they come.
    Ours,
    /// In the design system of the public sector, as its package has it.
    Official,
}

/// Pages that answer, with everything behind them.
pub(crate) struct Site {
    /// Where, without a slash at the end.
    pub(crate) origin: String,
    /// The use cases behind it.
    pub(crate) app: App,
    /// Who is signed in where a test says so, by address.
    people: BTreeMap<String, PersonId>,
    kept: Kept,
    runtime: Runtime,
}

enum Kept {
    Demo(
        Demo,
        TestDatabase,
        #[expect(dead_code, reason = "kept until the end")] tempfile::TempDir,
    ),
    Cast(Box<TestApp>),
    Gone,
}

/// What was answered to somebody who asked without a browser.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Where to go on to.
    pub(crate) location: String,
    media_type: String,
    /// What it says, if that is text.
    pub(crate) body: String,
}

impl Answer {
    /// Whether it is a page, and no file to keep.
    pub(crate) fn is_page(&self) -> bool {
        self.media_type.starts_with("text/html")
    }
}

fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.worker_threads(2).enable_all().build();
    runtime.expect("threads for a server")
}

impl Site {
    /// The demo: 98 municipalities, and cases in every state.
    pub(crate) fn demo(look: Look) -> Self {
        let runtime = runtime();
        let (listener, origin) = listening(&runtime);
        let (app, demo, database, folder) = runtime.block_on(async {
            let database = TestDatabase::on(Backend::Sqlite).await;
            let folder = tempfile::tempdir().expect("room in the temporary folder");
            let clock = lustrum_app::MockClock::at(at_hour(day(FIRST_DAY), 9));
            let mut app = app_over(database.store().clone(), &folder, &Arc::new(clock), 1);
            app.base_url = origin.as_str().into();
            let demo = demo::fill(&app).await.expect("an empty database is filled");
            (app, demo, database, folder)
        });
        let people = demo.sign_ins.iter();
        let people = people.map(|it| (it.email.clone(), it.person)).collect();
        let offered = demo.sign_ins.iter().map(|it| DemoSignIn {
            person: it.person,
            role: it.role,
            name: it.name.clone(),
            organisation: it.organisation.clone(),
        });
        let settings = settings(look, offered.collect());
        answer(&runtime, listener, &app, settings);
        Self {
            origin,
            app,
            people,
            kept: Kept::Demo(demo, database, folder),
            runtime,
        }
    }

    /// The cast of the tests, with nothing in it yet.
    pub(crate) fn cast() -> Self {
        let runtime = runtime();
        let (listener, origin) = listening(&runtime);
        let mut test = runtime.block_on(TestApp::on(Backend::Sqlite));
        test.mails_do_not_matter();
        test.app.base_url = origin.as_str().into();
        let people = Who::ALL.iter();
        let people = people.map(|who| (who.email(), test.cast.person(*who)));
        let people = people.collect();
        answer(
            &runtime,
            listener,
            &test.app,
            settings(Look::Ours, Vec::new()),
        );
        Self {
            origin,
            app: test.app.clone(),
            people,
            kept: Kept::Cast(Box::new(test)),
            runtime,
        }
    }

    /// Waits for a use case.
    pub(crate) fn wait<F: Future>(&self, work: F) -> F::Output {
        self.runtime.block_on(work)
    }

    /// What the demo offers.
    pub(crate) fn offered(&self) -> &Demo {
        match &self.kept {
            Kept::Demo(demo, ..) => demo,
            _ => panic!("this site is no demo"),
        }
    }

    /// The service with its cast.
    pub(crate) fn test(&self) -> &TestApp {
        match &self.kept {
            Kept::Cast(test) => test,
            _ => panic!("this site has no cast"),
        }
    }

    /// The person with this address.
    pub(crate) fn person(&self, email: &str) -> PersonId {
        let known = self.people.get(email);
        *known.unwrap_or_else(|| panic!("nobody has the address {email}"))
    }

    /// The caller with this address.
    pub(crate) fn caller(&self, email: &str) -> Caller {
        let caller = self.wait(self.app.caller(self.person(email)));
        caller.expect("everybody known has an account")
    }

    /// The secret of a fresh session of the person with this address.
    pub(crate) fn session(&self, email: &str) -> String {
        let session = self.wait(self.app.sign_in_as(self.person(email)));
        session.expect("whoever has an account may sign in").secret
    }

    /// What is answered to somebody who asks without a browser.
    pub(crate) fn get(&self, path: &str, session: Option<&str>) -> Answer {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .build()
            .into();
        let mut request = agent.get(self.at(path));
        if let Some(secret) = session {
            request = request.header("Cookie", format!("lustrum-session={secret}"));
        }
        let mut answer = request.call().expect("the server answers");
        let header = |name: &str| {
            let value = answer.headers().get(name).and_then(|it| it.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let (location, media_type) = (header("location"), header("content-type"));
        let status = answer.status().as_u16();
        let body = answer.body_mut().read_to_string();
        Answer {
            status,
            location,
            media_type,
            body: body.unwrap_or_default(),
        }
    }

    /// Lets the browser be this person, or nobody, without the pages in between.
    pub(crate) fn become_visitor(&self, browser: &Browser, who: Option<&str>) {
        // A cookie can be set where something was loaded from.
        if !browser.url().starts_with(&self.origin) {
            browser.open(&format!("{}/robots.txt", self.origin));
        }
        browser.forget_cookies();
        if let Some(email) = who {
            browser.set_cookie("lustrum-session", &self.session(email));
        }
    }

    /// The whole address of a path.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Stops answering, examines what must hold after every test, and removes
    /// the database.
    pub(crate) fn finish(mut self) {
        match std::mem::replace(&mut self.kept, Kept::Gone) {
            Kept::Demo(_, database, _) => self.runtime.block_on(database.remove()),
            Kept::Cast(test) => self.runtime.block_on(test.finish()),
            Kept::Gone => {}
        }
    }
}

fn listening(runtime: &Runtime) -> (TcpListener, String) {
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"));
    let listener = listener.expect("a free port");
    let address = listener.local_addr().expect("bound");
    (listener, format!("http://{address}"))
}

fn settings(look: Look, demo: Vec<DemoSignIn>) -> WebSettings {
    let official = || {
        let folder = super::packages().join("dkfds/dist");
        DesignSystem::open(&folder)
            .unwrap_or_else(|error| panic!("{}: {error}; tests/run fetches it", folder.display()))
    };
    WebSettings {
        secure_cookies: false,
        contact: Some("lustrum@example.dk".to_owned()),
        design_system: (look == Look::Official).then(official),
        anchors: None,
        demo,
    }
}

fn answer(runtime: &Runtime, listener: TcpListener, app: &App, settings: WebSettings) {
    let state = AppState {
        app: app.clone(),
        metrics: PrometheusBuilder::new().build_recorder().handle(),
        settings: Arc::new(settings),
    };
    let router = lustrum_web::router(state);
    runtime.spawn(async move { serve(listener, router).await });
}

/// A file of a package that the tests fetched.
pub(crate) fn package_file(path: &str) -> String {
    let path: PathBuf = super::packages().join(path);
    std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; tests/run fetches it", path.display()))
}
