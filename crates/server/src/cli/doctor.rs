//! `lustrum doctor`.

use std::process::ExitCode;

use clap::Args;
use lustrum_worker::Transport;

use super::Failure;
use crate::{config::Config, wiring};

/// Look for what is wrong with an installation, and say what to do.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Say that the clock is right after a jump, so that deadlines run again.
    #[arg(long)]
    confirm_clock: bool,
}

impl Doctor {
    pub(crate) async fn run(&self, config: Config) -> Result<ExitCode, Failure> {
        let mut ills = 0;
        let mut told = |name: &str, outcome: Result<String, String>| match outcome {
            Ok(text) => println!("✓ {name}: {text}"),
            Err(text) => {
                ills += 1;
                println!("✗ {name}: {text}");
            }
        };
        let store = wiring::store(&config).await?;
        told(
            "database",
            store
                .ping()
                .await
                .map(|()| "answers".to_owned())
                .map_err(|e| e.to_string()),
        );
        told(
            "schema",
            match store.pending_migrations().await {
                Ok(pending) if pending.is_empty() => Ok("is the latest".to_owned()),
                Ok(pending) => {
                    let pending = pending.len();
                    Err(format!("{pending} changes wait: run `lustrum migrate`"))
                }
                Err(error) => Err(error.to_string()),
            },
        );
        if self.confirm_clock {
            let app = wiring::ready_app(&config).await?;
            app.confirm_clock()
                .await
                .map_err(Failure::because("the clock cannot be confirmed"))?;
            println!("✓ clock: confirmed");
        }
        told(
            "files",
            std::fs::create_dir_all(&config.files.directory)
                .map(|()| format!("{} can be used", config.files.directory.display()))
                .map_err(|error| format!("{}: {error}", config.files.directory.display())),
        );
        told(
            "mail",
            match config.mail.smtp_url.as_str() {
                "" => Ok(format!(
                    "goes to files in {}; set mail.smtp_url to send it",
                    config.mail.directory.display()
                )),
                url => match Transport::smtp(url) {
                    Err(error) => Err(error.to_string()),
                    Ok(transport) => match transport.test().await {
                        Ok(()) => Ok("the mail server answers".to_owned()),
                        Err(error) => Err(error),
                    },
                },
            },
        );
        told(
            "cookies",
            if config.http.base_url.starts_with("https://") && !config.http.secure_cookies {
                Err("the service is reached over HTTPS: set http.secure_cookies = true".to_owned())
            } else {
                Ok("fit the address".to_owned())
            },
        );
        told(
            "audit key",
            wiring::signing_key(&config.audit.key_file)
                .map(|_| config.audit.key_file.display().to_string())
                .map_err(|failure| failure.text().to_owned()),
        );
        if ills == 0 {
            Ok(ExitCode::SUCCESS)
        } else {
            Err(Failure::does_not_hold(format!("{ills} things to mend")))
        }
    }
}
