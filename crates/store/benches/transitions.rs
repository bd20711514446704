//! Transitions of cases through the store, against sqlx with the same statements.
//!
//! Each side has a database of its own and writes the same transitions: a case
//! by compare-and-swap, two events, a line of the list, a cancelled mail and two
//! queued ones. In the end both databases must hold the same, or the ratios
//! would mean nothing. The side by hand only binds values that were computed
//! beforehand; the store hashes, serialises and derives within its time.
//!
//! Only ratios within one run are worth reading: machines differ and are noisy.
//! PostgreSQL is needed: `tests/postgres run cargo bench --bench transitions`.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::{
    path::Path,
    sync::{Arc, LazyLock, Mutex, PoisonError},
    time::Instant,
};

use chrono::{NaiveDate, TimeDelta};
use lustrum_domain::{
    Authority, Birth, Command, Ctx, Cycle, DeadlineKey, Decided, Digest, Facts, Locale, MailKind,
    OrganisationId, OrganisationKind, Reason, Refusal, Renewal, RenewalStatus, StateName,
    Timestamp, begin, canonical_json, decide, log, next_due,
    samples::{self, Story, Who},
    time::local_date,
};
use lustrum_store::{
    CycleWrite, MailFilter, Organisation, OutboxMail, RegisterChange, RegisterWrite, Store,
    WriteSet, testing::TestDatabase,
};
use sqlx::{
    ConnectOptions, PgConnection, SqliteConnection,
    postgres::PgConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use uuid::Uuid;

// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Cases; every pass writes one transition of each on either side.
const CASES: u32 = 960;
/// Transitions that one side writes before the other has its turn: a moment, so
/// that whatever else the machine does meets both sides.
const AT_A_TIME: usize = 96;
/// Passes that count, after one that warms up.
const PASSES: usize = 5;
/// Callers at the same time, where there are several.
const CALLERS: usize = 8;
/// Writers of a SQLite file that contend for it.
const CONTENDERS: usize = 16;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime can be built");
    runtime.block_on(measure());
}

async fn measure() {
    // First, so that a missing cluster is told at once.
    let postgres = [
        TestDatabase::postgres().await,
        TestDatabase::postgres().await,
    ];
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))
        .expect("the target folder takes a folder for the databases");
    let system = file_system(folder.path());
    assert!(
        system != "tmpfs",
        "{} lies in memory: set CARGO_TARGET_DIR to a folder on a disk",
        folder.path().display()
    );
    println!("SQLite below {} ({system})", folder.path().display());

    let files = [
        folder.path().join("store.db"),
        folder.path().join("hand.db"),
    ];
    let mut sqlite = Contest::begin([sqlite(&files[0]).await, sqlite(&files[1]).await]).await;
    let one = Hand::Sqlite(vec![by_hand_on_file(&files[1]).await]);
    let one = Arc::new(one);
    sqlite.run("SQLite, one caller", 1, &one, 0.8).await;
    sqlite
        .run(
            "SQLite, 8 callers; sqlx: one connection in turn",
            CALLERS,
            &one,
            0.8,
        )
        .await;
    let mut many = Vec::new();
    for _ in 0..CONTENDERS {
        many.push(by_hand_on_file(&files[1]).await);
    }
    let many = Arc::new(Hand::Sqlite(many));
    sqlite
        .run(
            "SQLite, 16 callers; sqlx: 16 contending connections",
            CONTENDERS,
            &many,
            4.0,
        )
        .await;
    sqlite.compare().await;

    let stores = [postgres[0].store().clone(), postgres[1].store().clone()];
    let mut contest = Contest::begin(stores).await;
    let mut many = Vec::new();
    for _ in 0..CALLERS {
        let options: PgConnectOptions = postgres[1].url().parse().expect("the cluster's address");
        let connection = options.connect().await.expect("the cluster runs");
        many.push(tokio::sync::Mutex::new(connection));
    }
    let many = Arc::new(Hand::Postgres(many));
    contest.run("PostgreSQL, one caller", 1, &many, 0.8).await;
    contest
        .run(
            "PostgreSQL, 8 callers; sqlx: 8 connections",
            CALLERS,
            &many,
            0.8,
        )
        .await;
    contest.compare().await;
    drop(many);
    for database in postgres {
        database.remove().await;
    }
}

async fn sqlite(file: &Path) -> Store {
    let store = Store::connect(&format!("sqlite:{}?mode=rwc", file.display()))
        .await
        .expect("the folder was made for this file");
    store.migrate().await.expect("the migrations hold");
    store
}

/// A connection as careful as the store's own.
async fn by_hand_on_file(file: &Path) -> tokio::sync::Mutex<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(std::time::Duration::from_secs(5))
        .foreign_keys(true);
    let connection = options.connect().await.expect("the file exists");
    tokio::sync::Mutex::new(connection)
}

/// The kind of file system that `path` lies on, as Linux tells it.
fn file_system(path: &Path) -> String {
    let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    mounts
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ').skip(1);
            Some((words.next()?, words.next()?))
        })
        .filter(|(place, _)| path.starts_with(place))
        .max_by_key(|(place, _)| place.len())
        .map_or("unknown file system", |(_, kind)| kind)
        .to_owned()
}

/// The rates of the two sides, turn by turn.
#[derive(Default)]
struct Measured {
    ours: Vec<f64>,
    theirs: Vec<f64>,
    ratios: Vec<f64>,
}

impl Measured {
    fn print(mut self, aim: f64) {
        for rates in [&mut self.ours, &mut self.theirs, &mut self.ratios] {
            rates.sort_by(f64::total_cmp);
        }
        let at = |rates: &[f64], quarter: usize| rates[rates.len() * quarter / 4];
        println!(
            "  medians of {} turns: store {:.0} /s, sqlx {:.0} /s",
            self.ratios.len(),
            at(&self.ours, 2),
            at(&self.theirs, 2)
        );
        println!(
            "  store/sqlx {:.2}, half of the turns between {:.2} and {:.2} (aim: at least {aim})",
            at(&self.ratios, 2),
            at(&self.ratios, 1),
            at(&self.ratios, 3)
        );
    }
}

/// Two databases that hold the same cases, and what happens to those.
struct Contest {
    /// The store's own database, and the one that is written by hand.
    stores: [Store; 2],
    cases: Cases,
}

impl Contest {
    async fn begin(stores: [Store; 2]) -> Self {
        let (cases, sets) = Cases::begin();
        for store in &stores {
            for set in &sets {
                store.commit(set.clone()).await.expect("the cases are new");
            }
        }
        Self { stores, cases }
    }

    /// Writes in short turns, and prints rates and ratio.
    async fn run(&mut self, what: &str, callers: usize, hand: &Arc<Hand>, aim: f64) {
        println!("\n{what}");
        let mut measured = Measured::default();
        for pass in 0..=PASSES {
            let sets = self.cases.next();
            for (turn, sets) in sets.chunks(AT_A_TIME).enumerate() {
                let sets = sets.to_vec();
                let by_hand = sets.iter().map(statements).collect();
                let (ours, theirs) = if turn % 2 == 0 {
                    let ours = self.by_store(callers, sets).await;
                    (ours, by_connections(callers, by_hand, hand).await)
                } else {
                    let theirs = by_connections(callers, by_hand, hand).await;
                    (self.by_store(callers, sets).await, theirs)
                };
                if pass > 0 {
                    measured.ours.push(ours);
                    measured.theirs.push(theirs);
                    measured.ratios.push(ours / theirs);
                }
            }
        }
        measured.print(aim);
    }

    async fn by_store(&self, callers: usize, sets: Vec<WriteSet>) -> f64 {
        let before = self.stores[0].statements();
        let transitions = sets.len() as u64;
        let store = self.stores[0].clone();
        let rate = rate(callers, sets, move |_, set| {
            let store = store.clone();
            async move {
                store
                    .commit(set)
                    .await
                    .expect("each follows the one before")
            }
        })
        .await;
        let ran = self.stores[0].statements() - before;
        assert_eq!(
            ran,
            transitions * STATEMENTS as u64,
            "both sides run as many statements"
        );
        rate
    }

    /// Both databases hold the same, or one side had less to do.
    async fn compare(&self) {
        let mut mails = 0;
        for case in &self.cases.cases {
            let id = case.cycle.id;
            let mut held = Vec::new();
            for store in &self.stores {
                let stored = store.cycle(id).await.expect("the case is understood");
                let summary = store
                    .case_summary(id)
                    .await
                    .expect("its line is understood");
                let events = store.events(id.0, 1, 1000).await.expect("so is its log");
                let filter = MailFilter {
                    cycle: Some(id),
                    ..MailFilter::default()
                };
                let mails = store.mails(&filter).await.expect("and its mails");
                held.push((stored, summary, events, mails));
            }
            assert_eq!(held[0], held[1], "both sides wrote the same");
            assert_eq!(
                held[0].0.as_ref().map(|stored| &stored.cycle),
                Some(&case.cycle)
            );
            mails += held[0].3.rows.len();
        }
        assert!(mails > 0, "mails were queued");
    }
}

/// Writes all of `work` by so many callers; transitions per second.
async fn rate<T, F, W>(callers: usize, work: Vec<T>, write: F) -> f64
where
    T: Send + 'static,
    F: Fn(usize, T) -> W + Clone + Send + 'static,
    W: Future<Output = ()> + Send,
{
    let count = work.len() as f64;
    let work = Arc::new(Mutex::new(work.into_iter()));
    let next = move || work.lock().unwrap_or_else(PoisonError::into_inner).next();
    let started = Instant::now();
    let tasks: Vec<_> = (0..callers)
        .map(|caller| {
            let (next, write) = (next.clone(), write.clone());
            tokio::spawn(async move {
                while let Some(one) = next() {
                    write(caller, one).await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("a caller writes to the end");
    }
    count / started.elapsed().as_secs_f64()
}

async fn by_connections(callers: usize, work: Vec<Statements>, hand: &Arc<Hand>) -> f64 {
    let hand = Arc::clone(hand);
    rate(callers, work, move |caller, statements| {
        let hand = Arc::clone(&hand);
        async move { hand.write(caller, statements).await }
    })
    .await
}

/// A case and the hash of its last event.
struct Case {
    cycle: Cycle,
    head: Digest,
}

/// Cases in review, which are put on hold and taken up again in turn.
struct Cases {
    story: Story,
    facts: Facts,
    cases: Vec<Case>,
    step: u32,
}

impl Cases {
    /// The cases, with the write sets that they begin with.
    fn begin() -> (Self, Vec<WriteSet>) {
        let story = Story::scheduled();
        // Without bodies to tell there are no notices, whose rows come on top.
        let facts = Facts {
            bodies: Vec::new(),
            ..story.facts()
        };
        let mut all = Self {
            story,
            facts,
            cases: Vec::new(),
            step: 0,
        };
        let mut sets = vec![organisations()];
        for edition in 1..=CASES {
            let write = all.begun(edition);
            let head = log::rows(write.cycle.id, &write.entries, write.previous);
            all.cases.push(Case {
                cycle: write.cycle.clone(),
                head: head.last().expect("a case begins with events").hash,
            });
            sets.push(WriteSet {
                cycles: vec![write],
                ..WriteSet::default()
            });
        }
        (all, sets)
    }

    fn ctx<T>(&self, who: Who, seed: (u32, u32), then: impl FnOnce(&Ctx<'_>) -> T) -> T {
        then(&Ctx {
            now: self.story.now + TimeDelta::seconds(self.step.into()),
            actor: &who.actor(),
            programme: &self.story.programme,
            facts: &self.facts,
            seed: Uuid::from_u64_pair(seed.0.into(), seed.1.into()),
        })
    }

    /// The case of this edition, from its birth to the handing in of the plan.
    fn begun(&self, edition: u32) -> CycleWrite {
        let period_end = day("2030-11-07");
        let birth = Birth::Schedule {
            municipality: samples::MUNICIPALITY,
            code: "0727".to_owned(),
            edition,
            period_end,
            renews: Renewal {
                certificate: Some(samples::CERTIFICATE),
                lapses_after: day("2031-05-07"),
                status: RenewalStatus::InForce,
            },
        };
        let commands = [
            (Who::Clock, Command::Open {}),
            (Who::Approver, Command::SubmitSelfAssessment {}),
            (
                Who::LeadConcito,
                Command::RecordScoping {
                    held_on: local_date(self.story.now),
                    participants: "Begge parter".into(),
                    focus: Vec::new(),
                },
            ),
            (Who::Approver, Command::Submit {}),
        ];
        let begun = self.ctx(Who::Secretariat, (edition, 0), |ctx| begin(&birth, ctx));
        let mut told = allowed(begun);
        for (seed, (who, command)) in (1..).zip(commands) {
            let decided = self.ctx(who, (edition, seed), |ctx| {
                decide(&told.cycle, &command, ctx)
            });
            let decided = allowed(decided);
            told.cycle = decided.cycle;
            told.entries.extend(decided.entries);
        }
        assert_eq!(told.cycle.state.name(), StateName::Review);
        CycleWrite {
            expected: None,
            next_due_at: next_due(&told.cycle, &self.story.programme),
            cycle: told.cycle,
            entries: told.entries,
            previous: Digest::ZERO,
        }
    }

    /// One transition of each case, as use cases hand them to the store.
    fn next(&mut self) -> Vec<WriteSet> {
        self.step += 1;
        let cases = std::mem::take(&mut self.cases);
        let (cases, sets) = (1..)
            .zip(cases)
            .map(|(edition, case)| self.transition(edition, case))
            .unzip();
        self.cases = cases;
        sets
    }

    fn transition(&self, edition: u32, case: Case) -> (Case, WriteSet) {
        let (command, kind) = if case.cycle.hold.is_some() {
            (Command::Resume {}, MailKind::Resumed)
        } else {
            let reason = "Kommunen venter på en ny opgørelse".into();
            (Command::Hold { reason }, MailKind::Held)
        };
        let seed = (edition, 1000 + self.step);
        let decided = self.ctx(Who::Secretariat, seed, |ctx| {
            decide(&case.cycle, &command, ctx)
        });
        let Decided { cycle, entries, .. } = allowed(decided);
        assert_eq!(entries.len(), 2, "a transition has two events");
        let head = log::rows(cycle.id, &entries, case.head);
        let after = Case {
            cycle: cycle.clone(),
            head: head.last().expect("there are two").hash,
        };
        let reason = Reason::Deadline(DeadlineKey::Submission);
        let outbox = [Some(Who::Approver), None].map(|who| {
            let at = entries[0].at;
            let id = Uuid::from_u64_pair(
                u64::from(edition) << 32 | u64::from(self.step),
                who.is_some().into(),
            );
            OutboxMail {
                id: id.into(),
                programme: cycle.programme.clone(),
                kind,
                cycle: Some(cycle.id),
                reason: who.map(|_| reason.clone()),
                dedupe_key: format!("{kind}/{}/{}/{}", cycle.id, cycle.version, who.is_some()),
                person: who.map(Who::id),
                organisation: who.is_none().then_some(samples::MUNICIPALITY),
                recipient: "klima@example.dk".to_owned(),
                locale: Locale::Da,
                template_version: 1,
                subject: "Sagen om Odder Kommunes klimahandlingsplan".to_owned(),
                text: "Sagen er sat i bero, og fristerne står stille.\n".repeat(20),
                html: "<p>Sagen er sat i bero, og fristerne står stille.</p>\n".repeat(50),
                not_before: at,
                queued_at: at,
            }
        });
        let write = CycleWrite {
            expected: Some((case.cycle.version, 0)),
            next_due_at: next_due(&cycle, &self.story.programme),
            previous: case.head,
            cycle,
            entries,
        };
        let set = WriteSet {
            cancels: vec![(write.cycle.id, reason)],
            cycles: vec![write],
            outbox: outbox.into(),
            ..WriteSet::default()
        };
        (after, set)
    }
}

fn allowed(decided: Result<Decided, Refusal>) -> Decided {
    decided
        .unwrap_or_else(|refusal| unreachable!("the cases go on with what is allowed: {refusal}"))
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// Those that the cases point at.
fn organisations() -> WriteSet {
    use OrganisationKind as Kind;
    let organisation = |id: OrganisationId, kind, name: &str| Organisation {
        id,
        kind,
        code: None,
        name: name.to_owned(),
        search: name.to_lowercase(),
        sort: name.to_lowercase(),
        parent: None,
        mailbox: None,
        locale: Locale::Da,
        valid_from: day("2007-01-01"),
        valid_to: None,
        successor: None,
    };
    let writes = [
        organisation(samples::MUNICIPALITY, Kind::Municipality, "Odder"),
        organisation(samples::CONCITO, Kind::KnowledgePartner, "CONCITO"),
        organisation(samples::C40, Kind::KnowledgePartner, "C40"),
    ];
    WriteSet {
        register: Some(RegisterChange {
            by: Authority::CLOCK,
            at: "2028-01-01T00:00:00Z".parse().expect("a time"),
            writes: writes.map(RegisterWrite::Organisation).into(),
        }),
        ..WriteSet::default()
    }
}

/// Statements of a transition, besides those that begin and commit it.
const STATEMENTS: usize = 5;

/// A transition by hand.
type Statements = [(&'static str, Vec<Bound>); STATEMENTS];

/// A value to bind.
enum Bound {
    Bool(bool),
    Int(i32),
    BigInt(i64),
    Text(Option<String>),
    Bytes(Vec<u8>),
    Uuid(Option<Uuid>),
    Date(Option<NaiveDate>),
    Time(Option<Timestamp>),
}

const UPDATE_CYCLE: &str = "UPDATE cycle SET version = $1, head = $2, body = $3, \
    next_due_at = $4 WHERE id = $5 AND version = $6 AND content_seq = $7 AND head = $8";

static UPSERT_SUMMARY: LazyLock<String> = LazyLock::new(|| {
    insert(
        "case_summary",
        "cycle, programme, municipality, code, edition, state, stage, on_hold, lapsed, \
         handed_in, deadline, deadline_on, period_end, criteria, round, changed_at, version",
        1,
        "ON CONFLICT (cycle) DO UPDATE SET state = excluded.state, stage = excluded.stage, \
         on_hold = excluded.on_hold, lapsed = excluded.lapsed, \
         handed_in = excluded.handed_in, deadline = excluded.deadline, \
         deadline_on = excluded.deadline_on, period_end = excluded.period_end, \
         criteria = excluded.criteria, round = excluded.round, \
         changed_at = excluded.changed_at, version = excluded.version",
    )
});

static INSERT_EVENTS: LazyLock<String> = LazyLock::new(|| {
    insert(
        "event",
        "chain, seq, at, kind, kind_version, person, previous, hash, body",
        2,
        "",
    )
});

const CANCEL: &str = "UPDATE outbox SET \
    status = CASE WHEN status = $1 THEN $2 ELSE status END, reason_gone = $3 \
    WHERE cycle = $4 AND reason IN ($5) AND status IN ($6, $7)";

static QUEUE: LazyLock<String> = LazyLock::new(|| {
    insert(
        "outbox",
        "id, programme, kind, cycle, reason, dedupe_key, person, organisation, recipient, \
         locale, template_version, subject, text, html, not_before, queued_at, status, \
         attempts, claimed_by, claimed_until, sent_at, last_error, reason_gone",
        2,
        "ON CONFLICT (dedupe_key) DO NOTHING",
    )
});

/// The text of an insert of so many rows.
fn insert(table: &str, columns: &str, rows: usize, on_conflict: &str) -> String {
    let width = columns.split(',').count();
    let rows: Vec<String> = (0..rows)
        .map(|row| {
            let row: Vec<String> = (1..=width)
                .map(|column| format!("${}", row * width + column))
                .collect();
            format!("({})", row.join(", "))
        })
        .collect();
    let rows = rows.join(", ");
    format!("INSERT INTO {table} ({columns}) VALUES {rows} {on_conflict}")
}

/// What the store would run for `set`, with all that is bound.
fn statements(set: &WriteSet) -> Statements {
    use Bound::{BigInt, Bool, Bytes, Int, Time};
    let text = |text: &str| Bound::Text(Some(text.to_owned()));
    let uuid = |id: Uuid| Bound::Uuid(Some(id));
    let count = |count: u64| BigInt(i64::try_from(count).expect("a small number"));
    let small = |count: u32| Int(i32::try_from(count).expect("a small number"));
    let write = &set.cycles[0];
    let cycle = &write.cycle;
    let (version, content) = write.expected.expect("a case that exists");
    let rows = log::rows(cycle.id, &write.entries, write.previous);
    let update = vec![
        count(cycle.version),
        Bytes(rows[1].hash.0.to_vec()),
        text(&canonical_json(cycle)),
        Time(write.next_due_at),
        uuid(cycle.id.0),
        count(version),
        BigInt(content),
        Bytes(write.previous.0.to_vec()),
    ];
    let deadline = cycle.next_deadline();
    let summary = vec![
        uuid(cycle.id.0),
        text(&cycle.programme),
        uuid(cycle.municipality.0),
        text(&cycle.code),
        small(cycle.edition),
        text(cycle.state.name().as_str()),
        text(&cycle.stages[0].key),
        Bool(cycle.hold.is_some()),
        Bool(false),
        Bool(true),
        Bound::Text(deadline.map(|deadline| deadline.key.to_string())),
        Bound::Date(deadline.map(|deadline| deadline.due)),
        Bound::Date(cycle.period_end),
        Bound::Text(cycle.pins.as_ref().map(|pins| pins.criteria.to_string())),
        small(cycle.round),
        Time(Some(write.entries[1].at)),
        count(cycle.version),
    ];
    let events = rows
        .into_iter()
        .zip(&write.entries)
        .flat_map(|(row, entry)| {
            let (kind, kind_version) = entry.event.kind();
            [
                uuid(row.chain),
                count(row.seq),
                Time(Some(entry.at)),
                text(kind),
                small(kind_version),
                Bound::Uuid(entry.by.person.map(|person| person.0)),
                Bytes(row.previous.0.to_vec()),
                Bytes(row.hash.0.to_vec()),
                text(&row.body),
            ]
        });
    let (of, reason) = &set.cancels[0];
    let cancel = vec![
        text("queued"),
        text("cancelled"),
        Bool(true),
        uuid(of.0),
        text(&reason.to_string()),
        text("queued"),
        text("sending"),
    ];
    let mails = set.outbox.iter().flat_map(|mail| {
        [
            uuid(mail.id.0),
            text(&mail.programme),
            text(mail.kind.as_str()),
            Bound::Uuid(mail.cycle.map(|cycle| cycle.0)),
            Bound::Text(mail.reason.as_ref().map(ToString::to_string)),
            text(&mail.dedupe_key),
            Bound::Uuid(mail.person.map(|person| person.0)),
            Bound::Uuid(mail.organisation.map(|organisation| organisation.0)),
            text(&mail.recipient),
            text(mail.locale.tag()),
            Int(mail.template_version),
            text(&mail.subject),
            text(&mail.text),
            text(&mail.html),
            Time(Some(mail.not_before)),
            Time(Some(mail.queued_at)),
            text("queued"),
            Int(0),
            Bound::Uuid(None),
            Time(None),
            Time(None),
            Bound::Text(None),
            Bool(false),
        ]
    });
    [
        (UPDATE_CYCLE, update),
        (&UPSERT_SUMMARY, summary),
        (&INSERT_EVENTS, events.collect()),
        (CANCEL, cancel),
        (&QUEUE, mails.collect()),
    ]
}

/// Connections that write by hand. A caller has one of its own, as far as they go.
enum Hand {
    Sqlite(Vec<tokio::sync::Mutex<SqliteConnection>>),
    Postgres(Vec<tokio::sync::Mutex<PgConnection>>),
}

impl Hand {
    async fn write(&self, caller: usize, statements: Statements) {
        match self {
            Self::Sqlite(connections) => {
                let connection = &connections[caller % connections.len()];
                let mut connection = connection.lock().await;
                // Whoever waited in vain for the other writers tries again.
                while let Err(error) = sqlx::query("BEGIN IMMEDIATE")
                    .execute(&mut *connection)
                    .await
                {
                    let busy = error.as_database_error().and_then(|error| error.code());
                    assert!(busy.is_some_and(|code| code == "5"), "{error}");
                }
                on_sqlite(&mut connection, statements).await;
            }
            Self::Postgres(connections) => {
                let connection = &connections[caller % connections.len()];
                let mut connection = connection.lock().await;
                let begun = sqlx::raw_sql("BEGIN").execute(&mut *connection).await;
                begun.expect("a transaction begins");
                on_postgres(&mut connection, statements).await;
            }
        }
    }
}

macro_rules! by_hand {
    ($name:ident, $connection:ty) => {
        async fn $name(connection: &mut $connection, statements: Statements) {
            for (index, (sql, values)) in statements.into_iter().enumerate() {
                let mut query = sqlx::query(sql);
                for value in values {
                    query = match value {
                        Bound::Bool(value) => query.bind(value),
                        Bound::Int(value) => query.bind(value),
                        Bound::BigInt(value) => query.bind(value),
                        Bound::Text(value) => query.bind(value),
                        Bound::Bytes(value) => query.bind(value),
                        Bound::Uuid(value) => query.bind(value),
                        Bound::Date(value) => query.bind(value),
                        Bound::Time(value) => query.bind(value),
                    };
                }
                let done = query.execute(&mut *connection).await;
                let done = done.expect("the store would run this statement");
                if index == 0 {
                    assert_eq!(done.rows_affected(), 1, "each follows the one before");
                }
            }
            let committed = sqlx::raw_sql("COMMIT").execute(connection).await;
            committed.expect("a transaction is committed");
        }
    };
}

by_hand!(on_sqlite, SqliteConnection);
by_hand!(on_postgres, PgConnection);
