//! Settings: defaults, then a file, then the environment. Read here only.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use figment::{
    Figment,
    providers::{Env, Format, Toml},
};
use lustrum_app::Retention;
use serde::{Deserialize, Serialize};

/// The defaults with their explanations, as shipped.
pub(crate) const DEFAULT: &str = include_str!("../../../deploy/config.default.toml");

/// All settings.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) http: Http,
    pub(crate) database: Database,
    pub(crate) files: Files,
    pub(crate) mail: Mail,
    pub(crate) audit: Audit,
    pub(crate) retention: Retention,
    pub(crate) log: Log,
    pub(crate) templates: TemplateFiles,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Http {
    pub(crate) addr: SocketAddr,
    pub(crate) base_url: String,
    pub(crate) secure_cookies: bool,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Database {
    pub(crate) url: String,
    pub(crate) url_file: String,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Files {
    pub(crate) directory: PathBuf,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mail {
    pub(crate) smtp_url: String,
    pub(crate) smtp_url_file: String,
    pub(crate) directory: PathBuf,
    pub(crate) from: String,
    pub(crate) reply_to: String,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Audit {
    pub(crate) key_file: PathBuf,
    pub(crate) checkpoints: PathBuf,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Log {
    pub(crate) level: String,
    pub(crate) format: LogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TemplateFiles {
    pub(crate) overrides: String,
    pub(crate) design_system: String,
}

impl Http {
    /// What links begin with: as set, or where the service listens.
    pub(crate) fn base_url(&self) -> String {
        match self.base_url.trim_end_matches('/') {
            "" => format!("http://{}", self.addr),
            url => url.to_owned(),
        }
    }
}

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// A setting is unknown, missing or of the wrong form.
    #[error("{0}")]
    Setting(Box<figment::Error>),
    /// The file of a secret cannot be read.
    #[error("the file {path} of a secret cannot be read")]
    Secret {
        /// Which file.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The configuration file is not there.
    #[error("there is no configuration file {0}")]
    NoFile(PathBuf),
}

impl Config {
    /// Reads the settings; `file` over the defaults, the environment over both.
    pub(crate) fn read(file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Toml::string(DEFAULT));
        if let Some(file) = file {
            if !file.exists() {
                return Err(ConfigError::NoFile(file.to_owned()));
            }
            figment = figment.merge(Toml::file_exact(file));
        }
        let mut config: Self = figment
            .merge(
                Env::prefixed("LUSTRUM_")
                    .split("__")
                    .ignore(&["kill_at", "test_postgres"]),
            )
            .extract()
            .map_err(|error| ConfigError::Setting(Box::new(error)))?;
        for (secret, file) in [
            (&mut config.database.url, &config.database.url_file),
            (&mut config.mail.smtp_url, &config.mail.smtp_url_file),
        ] {
            if !file.is_empty() {
                let text = std::fs::read_to_string(file).map_err(|source| ConfigError::Secret {
                    path: file.clone(),
                    source,
                })?;
                text.trim().clone_into(secret);
            }
        }
        Ok(config)
    }

    /// The same settings with everything in `directory`: for demo, walkthrough
    /// and simulation, which keep to themselves.
    pub(crate) fn within(mut self, directory: &Path) -> Self {
        let database = directory.join("lustrum.sqlite");
        self.database.url = format!("sqlite:{}?mode=rwc", database.display());
        self.files.directory = directory.join("files");
        self.mail.directory = directory.join("mail");
        self.audit.key_file = directory.join("audit.key");
        self.audit.checkpoints = directory.join("checkpoints");
        self
    }

    /// The settings without secrets, for people.
    pub(crate) fn without_secrets(&self) -> Self {
        let mut shown = self.clone();
        shown.database.url = hide_password(&shown.database.url);
        shown.mail.smtp_url = hide_password(&shown.mail.smtp_url);
        shown
    }
}

/// The point at which a test wants the process killed.
pub(crate) fn kill_at() -> Option<String> {
    #[expect(
        clippy::disallowed_methods,
        reason = "this module is where the environment is read"
    )]
    std::env::var("LUSTRUM_KILL_AT").ok()
}

/// `scheme://user:password@host` with the password replaced.
pub(crate) fn hide_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let Some((credentials, host)) = rest.rsplit_once('@') else {
        return url.to_owned();
    };
    let user = credentials
        .split_once(':')
        .map_or(credentials, |(user, _)| user);
    format!("{scheme}://{user}:***@{host}")
}

#[cfg(test)]
mod tests;
