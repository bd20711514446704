//! The service without its shells: use cases, worker and clock on a database of
//! the test's own. Start reading at [`TestApp`].

mod case;
mod cast;
mod files;
pub(crate) mod links;
mod smtp;

use std::{
    collections::BTreeSet,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use chrono::{NaiveDate, TimeDelta};
use lustrum_app::{App, AppError, Caller, MockClock, Programmes, SeededRandom};
use lustrum_domain::{
    CycleId, FindingStatus, MailId, Programme, StageStatus, State, Timestamp, canonical_json,
    time::{at_hour, local_date},
};
use lustrum_store::{
    Backend, CaseFilter, MailFilter, MailStatus, Objects, Store, StoredMail, testing::TestDatabase,
};
use lustrum_templates::Templates;
use lustrum_worker::{Sender, Transport, Worker};
use tokio::sync::Notify;
use uuid::Uuid;

pub(crate) use case::{Case, approved, condition, returned};
pub(crate) use cast::{Cast, PASSWORD, Who};
pub(crate) use files::{
    chunks, docx_with_macros, encrypted_pdf, example_plan, failing_plan, pdf, scanned_pdf,
    stored_files, xlsx_with,
};
pub(crate) use smtp::{Answer, Door, Sink};

/// The day on which every test begins, a Monday.
pub(crate) const FIRST_DAY: &str = "2026-11-23";

/// Ærø's people, in the order of their addresses.
pub(crate) const HOME: &[&str] = &["approver", "coordinator", "post-aeroe"];

/// The programme that every test runs by.
pub(crate) const PROGRAMME: &str = "klimaalliancen";

/// Declares tests that run on SQLite and on PostgreSQL, always on both. The
/// body gets a [`TestApp`] by reference; what must hold after every test is
/// examined when the body is done.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn check($app: &$crate::support::TestApp) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                let app = $crate::support::TestApp::on(lustrum_store::Backend::Sqlite).await;
                // On the heap: the body of a long test is a large future.
                Box::pin(check(&app)).await;
                app.finish().await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                let app = $crate::support::TestApp::on(lustrum_store::Backend::Postgres).await;
                // On the heap: the body of a long test is a large future.
                Box::pin(check(&app)).await;
                app.finish().await;
            }
        }
    )+};
}
pub(crate) use on_both;

/// Everything a test works with.
pub(crate) struct TestApp {
    /// The use cases.
    pub(crate) app: App,
    /// What time it is.
    pub(crate) clock: Arc<MockClock>,
    /// Who takes part.
    pub(crate) cast: Cast,
    database: Option<TestDatabase>,
    folder: tempfile::TempDir,
    worker: Worker,
    read: Mutex<BTreeSet<MailId>>,
    mails_matter: AtomicBool,
    examine: AtomicBool,
}

impl TestApp {
    /// The service with its cast, and nothing in it yet.
    pub(crate) async fn on(backend: Backend) -> Self {
        Self::running_by(backend, None).await
    }

    /// The same with another version of the programme.
    pub(crate) async fn with_programme(
        backend: Backend,
        change: impl FnOnce(&mut Programme),
    ) -> Self {
        let shipped = Programmes::shipped().expect("the shipped programmes load");
        let mut programme = shipped
            .newest(PROGRAMME)
            .expect("the first programme is shipped")
            .clone();
        change(&mut programme);
        // JSON is YAML: the changed programme passes the same checks as a file.
        let text = canonical_json(&programme);
        let changed = Programmes::read([("test".to_owned(), text.as_str())]);
        Self::running_by(backend, Some(changed.expect("a sound programme"))).await
    }

    async fn running_by(backend: Backend, programmes: Option<Programmes>) -> Self {
        let database = TestDatabase::on(backend).await;
        let folder = tempfile::tempdir().expect("a test needs room in the temporary folder");
        let clock = Arc::new(MockClock::at(at_hour(day(FIRST_DAY), 9)));
        let mut app = app_over(database.store().clone(), &folder, &clock, seed());
        if let Some(programmes) = programmes {
            app.programmes = Arc::new(programmes);
        }
        let cast = Cast::invited(&app).await;
        let transport = Transport::Files(folder.path().join("mail"));
        let worker = worker_over(&app, Arc::new(transport));
        let test = Self {
            app,
            clock,
            cast,
            database: Some(database),
            folder,
            worker,
            read: Mutex::default(),
            mails_matter: AtomicBool::new(true),
            examine: AtomicBool::new(true),
        };
        // The invitations of the cast are no test's subject.
        test.mails().await;
        test.send_mails().await;
        test
    }

    /// The database behind the use cases.
    pub(crate) fn database(&self) -> &TestDatabase {
        self.database
            .as_ref()
            .expect("the database is there until the test is finished")
    }

    /// A second instance of the service on the same database and files, with
    /// randomness of its own.
    pub(crate) async fn second_instance(&self) -> App {
        let store = Store::connect(self.database().url())
            .await
            .expect("the database of this test can be opened twice");
        App {
            programmes: Arc::clone(&self.app.programmes),
            ..app_over(store, &self.folder, &self.clock, seed() ^ 1)
        }
    }

    /// The caller behind `who`, with what they hold now.
    pub(crate) async fn as_role(&self, who: Who) -> Caller {
        self.app
            .caller(self.cast.person(who))
            .await
            .expect("everybody in the cast has an account")
    }

    /// The civil date of the test's clock.
    pub(crate) fn today(&self) -> NaiveDate {
        local_date(self.app.clock.now())
    }

    /// The time of the test's clock.
    pub(crate) fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// Sets the clock to nine in the morning of `date`.
    pub(crate) fn set_day(&self, date: NaiveDate) {
        self.clock.set(at_hour(date, 9));
    }

    /// Moves the clock by whole days.
    pub(crate) fn advance_days(&self, days: i64) {
        self.clock.advance(TimeDelta::days(days));
    }

    /// Lets the clock speak once; returns how many cases changed.
    pub(crate) async fn tick(&self) -> usize {
        self.app.tick(1000).await.expect("the clock may speak")
    }

    /// Ticks at every hour at which something is due up to nine in the morning of
    /// `date`, as a service that never stops would.
    pub(crate) async fn live_until(&self, date: NaiveDate) {
        let end = at_hour(date, 9);
        while let Some(due) = self
            .app
            .store
            .next_due_at()
            .await
            .expect("the database answers")
        {
            if due > end {
                break;
            }
            self.clock.set(due.max(self.now()));
            self.tick().await;
        }
        self.clock.set(end);
    }

    /// The mails queued since they were last read, in the order of kind and address.
    pub(crate) async fn mails(&self) -> Vec<StoredMail> {
        let page = self
            .app
            .store
            .mails(&MailFilter::default())
            .await
            .expect("the outbox can be read");
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let mut new: Vec<StoredMail> = page
            .rows
            .into_iter()
            .filter(|stored| read.insert(stored.mail.id))
            .collect();
        new.sort_by_key(|stored| {
            (
                stored.mail.kind.as_str(),
                stored.mail.recipient.clone(),
                stored.mail.id,
            )
        });
        new
    }

    /// The new mails as `kind name-before-the-@`, sorted: who was told what, and
    /// how often. Each must say something and carry exactly one deep link.
    pub(crate) async fn told(&self) -> Vec<String> {
        let mails = self.mails().await;
        for stored in &mails {
            let mail = &stored.mail;
            assert!(!mail.subject.trim().is_empty(), "{}", mail.kind);
            let links: BTreeSet<&str> = mail
                .text
                .split_whitespace()
                .filter(|word| word.starts_with(&*self.app.base_url))
                .collect();
            assert_eq!(links.len(), 1, "{}:\n{}", mail.kind, mail.text);
        }
        mails.iter().map(line).collect()
    }

    /// The new mails must be exactly these: each kind with whom it goes to, once.
    pub(crate) async fn expect_told(&self, wanted: &[(&str, &[&str])]) {
        let mut wanted: Vec<String> = wanted
            .iter()
            .flat_map(|(kind, names)| names.iter().map(move |name| format!("{kind} {name}")))
            .collect();
        wanted.sort_unstable();
        let mut told = self.told().await;
        told.sort_unstable();
        assert_eq!(told, wanted);
    }

    /// For tests whose subject is not the mail: what is left unread is no fault.
    pub(crate) fn mails_do_not_matter(&self) {
        self.mails_matter.store(false, Ordering::Relaxed);
    }

    /// For tests that damage the database on purpose.
    pub(crate) fn do_not_examine(&self) {
        self.mails_do_not_matter();
        self.examine.store(false, Ordering::Relaxed);
    }

    /// Hands over everything in the outbox that is due, to files.
    pub(crate) async fn send_mails(&self) {
        while self.worker.send_due().await {}
    }

    /// A worker of its own that hands mails to `transport`.
    pub(crate) fn worker_with(&self, transport: Transport) -> Worker {
        worker_over(&self.app, Arc::new(transport))
    }

    /// A folder of the test's own.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Every mail with its state.
    pub(crate) async fn outbox(&self, status: Option<MailStatus>) -> Vec<StoredMail> {
        let filter = MailFilter {
            status,
            ..MailFilter::default()
        };
        let page = self.app.store.mails(&filter).await;
        page.expect("the outbox can be read").rows
    }

    /// Everything wrong with the database that a reader of the lists, or an
    /// examiner of the log, would see.
    pub(crate) async fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let report = self.app.audit(None).await.expect("the log can be read");
        faults.extend(report.faults.iter().map(|fault| format!("{fault:?}")));
        let all = lustrum_domain::Scope::of(&lustrum_domain::Actor::Clock);
        let cases = self.app.store.cases(&all, &CaseFilter::default()).await;
        let cases = cases.expect("the list can be read").rows;
        if cases.len() + 1 != report.chains {
            faults.push(format!(
                "{} cases are listed, {} chains are in the log",
                cases.len(),
                report.chains
            ));
        }
        for case in cases {
            faults.extend(self.faults_of(&case).await);
        }
        faults
    }

    /// Compares the rows that lists show with the case they are about.
    async fn faults_of(&self, line: &lustrum_store::CaseSummary) -> Vec<String> {
        let id = line.cycle;
        let cycle = self.cycle(id).await;
        let next = cycle.next_deadline();
        let stage = match &cycle.state {
            State::Review { stage, .. } | State::Returned { stage, .. } => {
                cycle.stages.get(*stage).map(|stage| stage.key.clone())
            }
            _ => None,
        };
        let mut faults = Vec::new();
        let mut same = |what: &str, shown: String, wanted: String| {
            if shown != wanted {
                faults.push(format!("{id}: {what} is {shown}, wanted {wanted}"));
            }
        };
        same(
            "state",
            line.state.to_string(),
            cycle.state.name().to_string(),
        );
        same("stage", format!("{:?}", line.stage), format!("{stage:?}"));
        same(
            "hold",
            line.on_hold.to_string(),
            cycle.hold.is_some().to_string(),
        );
        same(
            "version",
            line.version.to_string(),
            cycle.version.to_string(),
        );
        same("round", line.round.to_string(), cycle.round.to_string());
        same(
            "second reading",
            line.read_again.to_string(),
            cycle.is_read_again().to_string(),
        );
        same(
            "deadline",
            format!("{:?}", (&line.deadline, line.deadline_on)),
            format!(
                "{:?}",
                (next.map(|it| it.key.clone()), next.map(|it| it.due))
            ),
        );
        same(
            "period",
            format!("{:?}", line.period_end),
            format!("{:?}", cycle.period_end),
        );
        let findings = self
            .app
            .store
            .findings(id)
            .await
            .expect("findings can be read");
        for stage in &cycle.stages {
            for (criterion, finding) in &stage.findings {
                // A later round may have been sent back, and nothing come of it.
                let of_its_round = findings.iter().find(|row| {
                    row.stage == stage.key
                        && row.criterion == *criterion
                        && finding.round == row.round
                });
                let shown = of_its_round.map(|row| row.status);
                // Two reviewers who have not agreed leave a pending finding.
                if finding.status != FindingStatus::Pending && shown != Some(finding.status) {
                    faults.push(format!(
                        "{id}: the finding of {criterion} at {} is {shown:?}, wanted {:?}",
                        stage.key, finding.status
                    ));
                }
            }
        }
        let notices = self.app.store.notices(id).await;
        let notices = notices.expect("notices can be read");
        for notice in &cycle.notices {
            let row = notices.iter().find(|row| row.id == notice.id);
            if row.map(|row| (row.state, row.kind, row.body))
                != Some((notice.state, notice.kind, notice.body))
            {
                faults.push(format!("{id}: the notice {} is {row:?}", notice.id));
            }
            if row.is_some_and(|row| row.document.is_none()) {
                faults.push(format!("{id}: the notice {} says nothing", notice.id));
            }
        }
        if notices.len() != cycle.notices.len() {
            faults.push(format!("{id}: {} notices are stored", notices.len()));
        }
        faults
    }

    /// A case as it is stored.
    pub(crate) async fn cycle(&self, id: CycleId) -> lustrum_domain::Cycle {
        let stored = self.app.store.cycle(id).await;
        stored
            .expect("the case can be read")
            .expect("the case is there")
            .cycle
    }

    /// Examines what must hold after every test, and removes the database.
    pub(crate) async fn finish(mut self) {
        if self.examine.load(Ordering::Relaxed) {
            let faults = self.faults().await;
            assert!(faults.is_empty(), "{faults:#?}");
        }
        if self.mails_matter.load(Ordering::Relaxed) {
            let unread: Vec<String> = self.mails().await.iter().map(line).collect();
            assert!(
                unread.is_empty(),
                "nobody read these mails: {unread:#?}; a test whose subject is not the mail \
                 says so by mails_do_not_matter"
            );
        }
        if let Some(database) = self.database.take() {
            database.remove().await;
        }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // A test that forgets to finish would examine nothing and look green.
        assert!(
            self.database.is_none() || std::thread::panicking(),
            "a test ended without TestApp::finish"
        );
    }
}

/// A seed of the test's own, the same in every run: tests that run side by side
/// must not work on cases of the same id.
fn seed() -> u64 {
    let mut hasher = DefaultHasher::new();
    std::thread::current().name().hash(&mut hasher);
    hasher.finish()
}

/// `kind name-before-the-@`.
fn line(stored: &StoredMail) -> String {
    let mail = &stored.mail;
    let name = mail.recipient.split('@').next().unwrap_or_default();
    format!("{} {name}", mail.kind)
}

/// The use cases over a store, with files in `folder`.
pub(crate) fn app_over(
    store: Store,
    folder: &tempfile::TempDir,
    clock: &Arc<MockClock>,
    seed: u64,
) -> App {
    App {
        store,
        objects: Objects::local(folder.path().join("files")).expect("the folder is writable"),
        templates: Arc::new(Templates::embedded()),
        programmes: Arc::new(Programmes::shipped().expect("the shipped programmes load")),
        clock: clock.clone(),
        random: Arc::new(SeededRandom::new(seed)),
        base_url: "https://lustrum.example.dk".into(),
        queued: Arc::new(Notify::new()),
        turns: Arc::default(),
        memory: Arc::default(),
    }
}

fn worker_over(app: &App, transport: Arc<Transport>) -> Worker {
    Worker {
        app: app.clone(),
        transport,
        sender: Sender {
            from: "Lustrum <noreply@lustrum.example.dk>"
                .parse()
                .expect("an address"),
            reply_to: None,
            host: "lustrum.example.dk".to_owned(),
        },
        anchor: None,
        retention: Default::default(),
        id: Uuid::now_v7(),
    }
}

/// A date, written as people write it in a test.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date of the form 2026-11-23")
}

/// The stable word for why a use case failed: a refusal's code, or the kind of
/// error with the place of the first field that cannot be used.
pub(crate) fn why(error: &AppError) -> String {
    match error {
        AppError::NotFound => "not-found".to_owned(),
        AppError::Wait { .. } => "wait".to_owned(),
        AppError::Unauthenticated => "unauthenticated".to_owned(),
        AppError::Forbidden(code) => code.to_string(),
        AppError::Refused(refusal) => refusal.code.to_string(),
        AppError::Invalid(fields) => format!(
            "invalid {}",
            fields
                .first()
                .map(|field| field.pointer.as_str())
                .unwrap_or_default()
        ),
        AppError::Stale { .. } => "stale".to_owned(),
        AppError::TooLarge { .. } => "too-large".to_owned(),
        AppError::Unfinished { silent: true } => "silent".to_owned(),
        AppError::Unfinished { silent: false } => "broken".to_owned(),
        AppError::Replayed(_) => "replayed".to_owned(),
        AppError::KeyReused => "key-reused".to_owned(),
        AppError::Unavailable(_) => "unavailable".to_owned(),
        AppError::Internal(cause) => format!("internal {cause}"),
    }
}

/// The word for why a use case failed that had to fail.
pub(crate) fn failure<T: std::fmt::Debug>(result: Result<T, AppError>) -> String {
    match result {
        Ok(done) => panic!("this had to fail and led to {done:?}"),
        Err(error) => why(&error),
    }
}

/// The stages of a case as `key status`.
pub(crate) fn stages(cycle: &lustrum_domain::Cycle) -> Vec<(String, StageStatus)> {
    cycle
        .stages
        .iter()
        .map(|stage| (stage.key.clone(), stage.status))
        .collect()
}
