//! The command line: what can be asked for, and where it leads.

/// Prints a line. A reader who has seen enough and closed the pipe, as `head`
/// does, is no fault: the command ends with the code that it would have ended with.
macro_rules! say {
    ($($words:tt)*) => {
        $crate::cli::say(format_args!($($words)*))
    };
}

mod audit;
mod check;
mod criteria;
mod doctor;
mod import;
mod run;
mod setup;
mod states;
mod token;

use std::{
    error::Error,
    fmt,
    io::{ErrorKind, Read, Write},
    net::{SocketAddr, ToSocketAddrs},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use clap::{Args, Parser, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use lustrum_criteria::Problem;
use lustrum_domain::Locale;

use crate::config::Config;

/// The five-year revision and recertification of climate action plans.
///
/// Start with `lustrum demo`: it needs no set-up and shows everything.
#[derive(Debug, Parser)]
#[command(name = "lustrum", version, max_term_width = 100, after_help = EXAMPLES)]
pub(crate) struct Cli {
    /// A file with settings; see `lustrum config default`.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Try it:         lustrum demo
Watch a case:   lustrum walkthrough
Check a plan:   lustrum check PLAN.json --set cctf-ka@0.1
Run a service:  lustrum config default > lustrum.toml
                lustrum --config lustrum.toml setup --name 'Kim Lind' --email kim@example.dk
                lustrum --config lustrum.toml doctor
                lustrum --config lustrum.toml serve

Every command ends with 0 when all is well, 1 when something that was examined does not
hold, and 2 when it could not do what was asked. `lustrum help COMMAND` says more.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the service: web, mail and clock in one process.
    ///
    /// Brings the database to the latest schema, then listens. Several instances may
    /// share one PostgreSQL. SIGTERM lets requests and mails in progress finish.
    Serve(run::Serve),
    /// Show everything on invented cases, without any set-up.
    ///
    /// Makes 98 municipalities, both knowledge partners, the secretariat,
    /// political bodies, one sign-in per role and cases in every state, in
    /// ./lustrum-data, and prints where to look.
    Demo(run::Demo),
    /// Drive one recertification through the interface of a real server.
    ///
    /// Prints each step, mail and notice, and ends with 0 only if every step held.
    Walkthrough(run::Walkthrough),
    /// Run years of the programme on a virtual clock, then examine every trace.
    ///
    /// Ends with 0 when every examination holds, 1 when one fails (it is named),
    /// 2 on arguments that cannot be used.
    Simulate(run::Simulate),
    /// Check plan data against a criteria set.
    ///
    /// Ends with 0 when all automatic checks are met or not applicable, 1 when some
    /// are not met, 3 when none is unmet but some cannot tell, 2 on unusable input.
    Check(check::Check),
    /// Read what municipalities already have into plan data.
    #[command(subcommand)]
    Import(import::Import),
    /// Criteria sets: list, show, export.
    #[command(subcommand)]
    Criteria(criteria::Criteria),
    /// Print the state machines, drawn from the code.
    States(states::States),
    /// Make the alliance and its first account, and print the link that opens it.
    ///
    /// Everybody else is invited by somebody. Works once, on an empty database.
    Setup(setup::Setup),
    /// Bring the database to the latest schema.
    Migrate,
    /// Examine the log, or anchor it outside the database.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Access tokens for programs.
    #[command(subcommand)]
    Token(token::Token),
    /// Settings: print the defaults, or check what is set.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Look for what is wrong with an installation, and say what to do.
    Doctor(doctor::Doctor),
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Print the default settings with their explanations.
    Default,
    /// Read the settings and print them without secrets.
    Check,
}

/// Where a server listens.
#[derive(Debug, Clone, Args)]
pub(crate) struct Listen {
    /// Where to listen, for example 127.0.0.1:8080; port 0 takes a free one.
    #[arg(long, value_name = "HOST:PORT", value_parser = address)]
    pub(crate) addr: Option<SocketAddr>,
}

/// An address to listen on. A name may stand for several; the first of the older
/// kind is taken, because that is the one that people type.
fn address(text: &str) -> Result<SocketAddr, String> {
    let expected = "expected HOST:PORT, for example 127.0.0.1:8080 or localhost:8080";
    let found: Vec<SocketAddr> = match text.to_socket_addrs() {
        Ok(found) => found.collect(),
        Err(error) if error.kind() == ErrorKind::InvalidInput => return Err(expected.to_owned()),
        Err(error) => return Err(format!("{expected}; this host is not known: {error}")),
    };
    let older = found.iter().find(|address| address.is_ipv4());
    let address = older.or(found.first()).copied();
    address.ok_or_else(|| format!("{expected}; this host has no address"))
}

pub(crate) fn say(words: fmt::Arguments<'_>) {
    // Whoever cannot be told anything any more cannot be told that either.
    let _nobody_reads = writeln!(std::io::stdout(), "{words}");
}

/// A sign of life during long work whose end nobody knows; on a terminal only.
fn waiting(what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message(what);
    let style = ProgressStyle::with_template("{spinner} {msg} · {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// The bytes of a file that somebody named, of at most `most` and one more, so
/// that a file that is too large is seen to be.
fn file(path: &Path, most: usize) -> Result<Vec<u8>, Failure> {
    let shown = path.display();
    let unusable = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => Failure::unusable(format!("there is no file {shown}")),
        ErrorKind::PermissionDenied => {
            Failure::unusable(format!("{shown} may not be read: look at its permissions"))
        }
        ErrorKind::IsADirectory => {
            Failure::unusable(format!("{shown} is a folder; a file is wanted"))
        }
        _ => Failure::because(format!("{shown} cannot be read"))(error),
    };
    let mut bytes = Vec::new();
    let most = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    std::fs::File::open(path)
        .and_then(|file| file.take(most).read_to_end(&mut bytes))
        .map_err(unusable)?;
    Ok(bytes)
}

/// A language on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Lang {
    /// Danish.
    Da,
    /// English.
    En,
}

impl From<Lang> for Locale {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Da => Self::Da,
            Lang::En => Self::En,
        }
    }
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// A line for each problem: place, what is wrong, value found, value wanted.
fn in_words(problems: &[Problem], locale: Locale) -> String {
    let lines = problems.iter().map(|problem| {
        let place = match problem.pointer.as_str() {
            "" => "/",
            pointer => pointer,
        };
        let (message, wanted) = (problem.message.get(locale), problem.wanted.get(locale));
        format!("{place}: {message} [{} → {wanted}]", problem.found)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Why a command ended: what to print and which code to end with.
#[derive(Debug)]
pub(crate) struct Failure {
    text: String,
    code: u8,
}

impl Failure {
    /// Something a person can mend; ends with 2.
    pub(crate) fn unusable(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            code: 2,
        }
    }

    /// Something that was examined does not hold; ends with 1.
    pub(crate) fn does_not_hold(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            code: 1,
        }
    }

    /// For `map_err`: `what` went wrong, with the whole chain of causes.
    pub(crate) fn because<E: Error>(what: impl Into<String>) -> impl FnOnce(E) -> Self {
        let what = what.into();
        move |error| Self {
            text: format!("{what}: {}", lustrum_app::chain(&error)),
            code: 2,
        }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn code(&self) -> u8 {
        self.code
    }
}

impl Cli {
    /// Runs the command.
    pub(crate) async fn run(self) -> Result<ExitCode, Failure> {
        let file = self.config.as_deref();
        let config = || Config::read(file).map_err(Failure::because("the settings cannot be used"));
        match self.command {
            Command::Serve(serve) => serve.run(config()?).await,
            Command::Demo(demo) => demo.run(config()?).await,
            Command::Walkthrough(walkthrough) => walkthrough.run(config()?).await,
            Command::Simulate(simulate) => simulate.run(config()?).await,
            Command::Check(check) => check.run(),
            Command::Import(import) => import.run(),
            Command::Criteria(criteria) => criteria.run(),
            Command::States(states) => Ok(states.run()),
            Command::Setup(setup) => setup.run(config()?).await,
            Command::Migrate => {
                let store = crate::wiring::store(&config()?).await?;
                store
                    .migrate()
                    .await
                    .map_err(Failure::because("the database cannot be migrated"))?;
                say!("the database has the latest schema");
                Ok(ExitCode::SUCCESS)
            }
            Command::Audit(audit) => audit.run(config()?).await,
            Command::Token(token) => token.run(config()?).await,
            Command::Config(ConfigCommand::Default) => {
                say!("{}", crate::config::DEFAULT.trim_end());
                Ok(ExitCode::SUCCESS)
            }
            Command::Config(ConfigCommand::Check) => {
                let shown = config()?.without_secrets();
                let text = serde_json::to_string_pretty(&shown)
                    .map_err(Failure::because("the settings cannot be shown"))?;
                say!("{text}");
                Ok(ExitCode::SUCCESS)
            }
            Command::Doctor(doctor) => doctor.run(config()?).await,
        }
    }
}

#[cfg(test)]
mod tests;
