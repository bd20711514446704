//! `lustrum doctor`.

use std::{path::Path, process::ExitCode};

use clap::Args;
use lustrum_app::App;
use lustrum_store::{MailStatus, Store};
use lustrum_worker::Transport;

use super::Failure;
use crate::{config::Config, wiring};

/// Look for what is wrong with an installation, and say what to do.
///
/// Ends with 0 when nothing is wrong, 1 when something is.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Say that the clock is right after a jump, so that deadlines run again.
    #[arg(long)]
    confirm_clock: bool,
}

/// What was looked at: how it is, or what is wrong and what to do.
type Finding = (&'static str, Result<String, String>);

impl Doctor {
    pub(crate) async fn run(&self, config: Config) -> Result<ExitCode, Failure> {
        let mut findings = match wiring::existing_store(&config).await {
            Err(failure) => vec![("database", Err(failure.text().to_owned()))],
            Ok(store) => self.of_database(&config, store).await?,
        };
        findings.extend([
            ("files", writable(&config.files.directory)),
            ("mail", mail(&config).await),
            ("cookies", cookies(&config)),
            ("audit key", key(&config)),
            ("checkpoints", writable(&config.audit.checkpoints)),
        ]);
        let mut ills = 0;
        for (name, finding) in findings {
            match finding {
                Ok(text) => say!("✓ {name}: {text}"),
                Err(text) => {
                    ills += 1;
                    say!("✗ {name}: {text}");
                }
            }
        }
        match ills {
            0 => Ok(ExitCode::SUCCESS),
            1 => Err(Failure::does_not_hold("1 thing to mend")),
            _ => Err(Failure::does_not_hold(format!("{ills} things to mend"))),
        }
    }

    async fn of_database(&self, config: &Config, store: Store) -> Result<Vec<Finding>, Failure> {
        if let Err(error) = store.ping().await {
            return Ok(vec![("database", Err(error.to_string()))]);
        }
        let mut findings = vec![("database", Ok("answers".to_owned()))];
        let pending = store
            .pending_migrations()
            .await
            .map_err(Failure::because("the schema cannot be read"))?;
        if !pending.is_empty() {
            let pending = pending.len();
            let wait = format!("{pending} changes wait: run `lustrum migrate`");
            findings.push(("schema", Err(wait)));
            return Ok(findings);
        }
        findings.push(("schema", Ok("is the latest".to_owned())));
        drop(store);
        let app = match wiring::existing_app(config).await {
            Ok(app) => app,
            Err(failure) => {
                findings.push(("service", Err(failure.text().to_owned())));
                return Ok(findings);
            }
        };
        if self.confirm_clock {
            app.confirm_clock()
                .await
                .map_err(Failure::because("the clock cannot be confirmed"))?;
        }
        findings.push(("clock", clock(&app).await));
        findings.push(("people", people(&app).await));
        findings.push(("queue", queue(&app).await));
        Ok(findings)
    }
}

async fn clock(app: &App) -> Result<String, String> {
    match app.clock_jumped().await {
        Ok(None) => Ok("runs".to_owned()),
        Ok(Some(last)) => Err(format!(
            "shows {}, but the last tick was at {last}; deadlines stand still. When the clock is \
             right, run `lustrum doctor --confirm-clock`",
            app.clock.now()
        )),
        Err(error) => Err(error.to_string()),
    }
}

async fn people(app: &App) -> Result<String, String> {
    let people = app.store.everybody().await.map_err(|it| it.to_string())?;
    match people.len() {
        0 => Err("nobody has an account: run `lustrum setup`".to_owned()),
        1 => Ok("1 account".to_owned()),
        number => Ok(format!("{number} accounts")),
    }
}

async fn queue(app: &App) -> Result<String, String> {
    let counts = app.store.counts().await.map_err(|it| it.to_string())?;
    let of = |status| counts.mails.get(&status).copied().unwrap_or_default();
    match of(MailStatus::Failed) {
        0 => Ok(format!("{} mails wait", of(MailStatus::Queued))),
        failed => Err(format!(
            "{failed} mails failed for good: the secretariat finds them, with what the server \
             said, and sends them again"
        )),
    }
}

async fn mail(config: &Config) -> Result<String, String> {
    let directory = &config.mail.directory;
    match config.mail.smtp_url.as_str() {
        "" => writable(directory).map(|_| {
            let directory = directory.display();
            format!("goes to files in {directory}; set mail.smtp_url to send it")
        }),
        url => {
            let transport = Transport::smtp(url).map_err(|error| error.to_string())?;
            transport.test().await?;
            Ok("the mail server answers".to_owned())
        }
    }
}

fn cookies(config: &Config) -> Result<String, String> {
    let https = config.http.base_url().starts_with("https://");
    match (https, config.http.secure_cookies) {
        (true, false) => {
            Err("the service is reached over HTTPS: set http.secure_cookies = true".to_owned())
        }
        (false, true) => Err(
            "browsers keep secure cookies over HTTPS only, so nobody could sign in: set \
             http.base_url to the https:// address, or http.secure_cookies = false"
                .to_owned(),
        ),
        (true, true) | (false, false) => Ok("fit the address".to_owned()),
    }
}

/// A key is made at the first start; one that is there must be one.
fn key(config: &Config) -> Result<String, String> {
    let path = &config.audit.key_file;
    if !path.exists() {
        return Ok("is made at the first start".to_owned());
    }
    match wiring::existing_key(path) {
        Ok(_) => Ok(path.display().to_string()),
        Err(failure) => Err(failure.text().to_owned()),
    }
}

/// Whether files can be written there: tried, because permissions, a full disk
/// and a file system that became read-only are not seen otherwise.
fn writable(directory: &Path) -> Result<String, String> {
    let shown = directory.display();
    let probe = directory.join(".lustrum-doctor");
    std::fs::create_dir_all(directory)
        .and_then(|()| std::fs::write(&probe, "can this be written?"))
        .and_then(|()| std::fs::remove_file(&probe))
        .map(|()| format!("{shown} can be written"))
        .map_err(|error| format!("{shown} cannot be written: {error}"))
}
