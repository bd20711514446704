//! `lustrum serve`, `demo`, `walkthrough` and `simulate`: what starts a service
//! or plays one.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use clap::{Args, ValueEnum};
use lustrum_app::SystemRandom;
use lustrum_domain::Locale;
use lustrum_simulation::{demo, simulate, walkthrough};
use lustrum_web::{DemoSignIn, WebSettings};
use serde::Serialize;

use super::{Failure, Listen, check::LARGEST_PLAN, in_words};
use crate::{
    config::{Config, hide_password},
    serve, wiring,
};

/// Run the service: web, mail and clock in one process.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    listen: Listen,
    /// Only the web: another instance runs the worker.
    #[arg(long)]
    no_worker: bool,
}

impl Serve {
    pub(crate) async fn run(&self, mut config: Config) -> Result<ExitCode, Failure> {
        serve::log(&config)?;
        let listener = serve::listen(self.listen.addr.unwrap_or(config.http.addr)).await?;
        config.http.addr = listener
            .local_addr()
            .map_err(Failure::because("the address is unknown"))?;
        let app = wiring::ready_app(&config).await?;
        let worker = if self.no_worker {
            None
        } else {
            Some(wiring::worker(&config, app.clone())?)
        };
        let links = config.http.base_url();
        tracing::info!(addr = %config.http.addr, %links, "listening");
        let settings = WebSettings {
            secure_cookies: config.http.secure_cookies,
            contact: wiring::contact(&config),
            design_system: wiring::design_system(&config)?,
            anchors: wiring::anchors(&config),
            demo: Vec::new(),
        };
        serve::run(listener, app, worker, settings, serve::stop_on_signal()).await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Show everything on invented cases, without any set-up.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    #[command(flatten)]
    listen: Listen,
    /// Where the demo keeps its data.
    #[arg(long, default_value = "lustrum-data", value_name = "DIR")]
    data: PathBuf,
}

impl Demo {
    pub(crate) async fn run(&self, config: Config) -> Result<ExitCode, Failure> {
        let mut config = config.within(&self.data);
        let listener = serve::listen(self.listen.addr.unwrap_or(config.http.addr)).await?;
        let addr = listener
            .local_addr()
            .map_err(Failure::because("the address is unknown"))?;
        config.http.addr = addr;
        config.http.base_url = format!("http://{addr}");
        "warn".clone_into(&mut config.log.level);
        serve::log(&config)?;

        let app = wiring::ready_app(&config).await?;
        let people = demo::fill(&app)
            .await
            .map_err(Failure::because("the demo cannot be made"))?
            .sign_ins;
        let worker = wiring::worker(&config, app.clone())?;
        say!("Lustrum's demo runs at http://{addr}/ (Ctrl-C ends it)\n");
        for person in &people {
            say!(
                "  {:<18} {:<22} {}",
                person.role.as_str(),
                person.name,
                person.organisation
            );
        }
        say!("\nSign in as any of them on the front page. Every mail: http://{addr}/mailbox");
        say!("The interface is described at http://{addr}/api/v1/openapi.json");
        say!(
            "Everything is kept in {}; delete it to start anew.",
            self.data.display()
        );
        let settings = WebSettings {
            secure_cookies: false,
            contact: wiring::contact(&config),
            design_system: wiring::design_system(&config)?,
            anchors: wiring::anchors(&config),
            demo: people
                .into_iter()
                .map(|person| DemoSignIn {
                    person: person.person,
                    role: person.role,
                    name: person.name,
                    organisation: person.organisation,
                })
                .collect(),
        };
        serve::run(
            listener,
            app,
            Some(worker),
            settings,
            serve::stop_on_signal(),
        )
        .await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Drive one recertification through the interface of a real server.
#[derive(Debug, Args)]
pub(crate) struct Walkthrough {
    #[command(flatten)]
    listen: Listen,
    /// Plan data to hand in; Odder's where none is given.
    #[arg(long, value_name = "PLAN.json")]
    plan: Option<PathBuf>,
    /// The database; a new SQLite file that is removed afterwards where none is given.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// A mail server; files where none is given.
    #[arg(long, value_name = "URL")]
    smtp: Option<String>,
    /// One JSON object per line.
    #[arg(long)]
    json: bool,
}

impl Walkthrough {
    pub(crate) async fn run(&self, config: Config) -> Result<ExitCode, Failure> {
        let place = Scratch::new("walkthrough")?;
        let mut config = config.within(&place.0);
        if let Some(url) = &self.database {
            config.database.url.clone_from(url);
        }
        if let Some(url) = &self.smtp {
            config.mail.smtp_url.clone_from(url);
        }
        let free = ([127, 0, 0, 1], 0).into();
        let listener = serve::listen(self.listen.addr.unwrap_or(free)).await?;
        let addr = listener
            .local_addr()
            .map_err(Failure::because("the address is unknown"))?;
        config.http.base_url = format!("http://{addr}");
        "warn".clone_into(&mut config.log.level);
        serve::log(&config)?;
        let plan = match &self.plan {
            None => None,
            Some(path) => {
                let bytes = super::file(path, LARGEST_PLAN)?;
                let read = lustrum_criteria::parse_plan(&bytes, LARGEST_PLAN);
                let plan = read.map_err(|problem| {
                    let problem = in_words(&[*problem], Locale::En);
                    Failure::unusable(format!("{}:\n{problem}", path.display()))
                })?;
                Some(plan)
            }
        };

        let app = wiring::ready_app(&config).await?;
        let players = walkthrough::prepare(&app)
            .await
            .map_err(Failure::because("the walkthrough wants an empty database"))?;
        let worker = wiring::worker(&config, app.clone())?;
        let mails = app.clone();
        let stop = tokio_util::sync::CancellationToken::new();
        let settings = WebSettings {
            secure_cookies: false,
            contact: None,
            design_system: None,
            anchors: None,
            demo: Vec::new(),
        };
        let serving = tokio::spawn(serve::run(
            listener,
            app,
            Some(worker),
            settings,
            stop.clone(),
        ));
        let runtime = tokio::runtime::Handle::current();
        let (plan, json) = (plan, self.json);
        let walked = tokio::task::spawn_blocking(move || {
            // The interface shows who was told what and never the texts: a
            // walkthrough looks them up where they are kept.
            let first_line = move |id: &str| {
                let mail = runtime
                    .block_on(mails.store.mail(id.parse().ok()?))
                    .ok()??;
                mail.mail.text.lines().next().map(str::to_owned)
            };
            let options = walkthrough::Options {
                base_url: format!("http://{addr}"),
                players,
                plan,
                json,
                expect_wrong: false,
                first_line: Some(&first_line),
            };
            walkthrough::run(&options, &mut std::io::stdout().lock())
        })
        .await
        .map_err(Failure::because("the walkthrough broke off"))?;
        stop.cancel();
        serving
            .await
            .map_err(Failure::because("the service broke off"))??;
        match walked {
            Ok(_) => Ok(ExitCode::SUCCESS),
            Err(failed) => Err(Failure::does_not_hold(failed.to_string())),
        }
    }
}

/// Run years of the programme on a virtual clock, then examine every trace.
#[derive(Debug, Args)]
pub(crate) struct Simulate {
    /// How many municipalities; those beyond 98 are invented.
    #[arg(long, default_value_t = 98, value_parser = clap::value_parser!(u32).range(1..=5000))]
    municipalities: u32,
    /// How many years.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=50))]
    years: u32,
    /// The same seed tells the same story.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The database; a new SQLite file where none is given.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Review rounds per case, for load data; as people behave where none is given.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=20))]
    rounds: Option<u32>,
    /// Keep the database, and say where it is.
    #[arg(long)]
    keep: bool,
    /// One JSON object per line.
    #[arg(long)]
    json: bool,
    /// Damage a trace before it is examined, to show that it is found.
    #[arg(long, value_enum)]
    sabotage: Option<Sabotage>,
}

/// What is damaged.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Sabotage {
    /// A mail is queued twice.
    DoubleMail,
    /// A case's next timer is set back to long ago, as if the clock had missed it.
    SkipTimer,
    /// An event of the log is edited.
    EditEvent,
}

/// What a simulation says to programs.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    report: &'a simulate::Report,
    /// Where the database is, if it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    database: Option<&'a str>,
}

impl Simulate {
    pub(crate) async fn run(&self, config: Config) -> Result<ExitCode, Failure> {
        let place = if self.keep {
            Scratch::kept(Path::new("lustrum-simulation"))?
        } else {
            Scratch::new("simulate")?
        };
        let mut config = config.within(&place.0);
        if let Some(url) = &self.database {
            config.database.url.clone_from(url);
        }
        let store = wiring::store(&config).await?;
        store
            .migrate()
            .await
            .map_err(Failure::because("the database cannot be migrated"))?;
        let clock = Arc::new(wiring::SystemClock);
        let app = wiring::app(&config, store, clock, Arc::new(SystemRandom))?;
        let options = simulate::Options {
            municipalities: self.municipalities as usize,
            years: self.years,
            seed: self.seed,
            rounds: self.rounds,
            database_url: config.database.url.clone(),
            sabotage: self.sabotage.map(|sabotage| match sabotage {
                Sabotage::DoubleMail => simulate::Sabotage::DoubleMail,
                Sabotage::SkipTimer => simulate::Sabotage::SkipTimer,
                Sabotage::EditEvent => simulate::Sabotage::EditEvent,
            }),
        };
        let report = simulate::run(&app, &options)
            .await
            .map_err(Failure::because("the simulation broke off"))?;
        let kept = self.keep.then(|| hide_password(&options.database_url));
        if self.json {
            let told = Told {
                report: &report,
                database: kept.as_deref(),
            };
            let text = serde_json::to_string(&told)
                .map_err(Failure::because("the report cannot be written"))?;
            say!("{text}");
        } else {
            say!("{}", report.to_string().trim_end());
            if let Some(database) = kept {
                say!("kept       {database}");
            }
        }
        let failed = report.failed();
        if failed.is_empty() {
            Ok(ExitCode::SUCCESS)
        } else {
            Err(Failure::does_not_hold(format!(
                "does not hold: {}",
                failed.join(", ")
            )))
        }
    }
}

/// A directory of its own, removed at the end unless it is to be kept.
struct Scratch(PathBuf, bool);

impl Scratch {
    fn new(name: &str) -> Result<Self, Failure> {
        let secret = (&SystemRandom as &dyn lustrum_app::Random).secret();
        let path = std::env::temp_dir().join(format!("lustrum-{name}-{}", &secret[..12]));
        Self::make(path, false)
    }

    fn kept(path: &Path) -> Result<Self, Failure> {
        Self::make(path.to_owned(), true)
    }

    fn make(path: PathBuf, keep: bool) -> Result<Self, Failure> {
        std::fs::create_dir_all(&path).map_err(Failure::because(path.display().to_string()))?;
        Ok(Self(path, keep))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if !self.1 {
            // What cannot be removed stays in the system's temporary directory.
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}
