//! Putting the parts together from the settings.

use std::{path::Path, sync::Arc};

use chrono::Utc;
use ed25519_dalek::SigningKey;
use lettre::message::Mailbox;
use lustrum_app::{Anchors, App, Clock, Programmes, Random, SystemRandom};
use lustrum_domain::{Digest, Timestamp, time::to_micros};
use lustrum_store::{Objects, Store};
use lustrum_templates::Templates;
use lustrum_web::DesignSystem;
use lustrum_worker::{Sender, Transport, Worker};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::{cli::Failure, config::Config};

/// The system's clock: the one place where it is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the clock that others are given"
        )]
        to_micros(Utc::now())
    }
}

/// Opens the database; the directory of a SQLite file is made.
pub(crate) async fn store(config: &Config) -> Result<Store, Failure> {
    let url = &config.database.url;
    let folder = sqlite_path(url).and_then(|path| Path::new(path).parent());
    if let Some(folder) = folder.filter(|it| !it.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(Failure::because(format!(
            "the directory {} cannot be made",
            folder.display()
        )))?;
    }
    let shown = crate::config::hide_password(url);
    Store::connect(url).await.map_err(Failure::because(format!(
        "the database {shown} cannot be opened"
    )))
}

/// Where people can write to about the pages: where answers to its mails go.
pub(crate) fn contact(config: &Config) -> Option<String> {
    // A setting may carry a name before the address.
    let address = config.mail.reply_to.rsplit('<').next().unwrap_or_default();
    let address = address.trim_end_matches('>').trim();
    (!address.is_empty()).then(|| address.to_owned())
}

/// The official design system, if the settings name its folder.
pub(crate) fn design_system(config: &Config) -> Result<Option<DesignSystem>, Failure> {
    let folder = &config.templates.design_system;
    if folder.is_empty() {
        return Ok(None);
    }
    let found = DesignSystem::open(Path::new(folder));
    Ok(Some(found.map_err(Failure::because(format!(
        "templates.design_system: {folder} is not the dist folder of dkfds: \
         css/dkfds.min.css in it cannot be read"
    )))?))
}

/// Where the checkpoints of the log are, once there is a key that signs them.
pub(crate) fn anchors(config: &Config) -> Option<Anchors> {
    let key = existing_key(&config.audit.key_file).ok()?;
    Some(Anchors {
        directory: config.audit.checkpoints.clone(),
        trusted: key.verifying_key(),
    })
}

/// Opens a database that is there: a command that only looks must not make one,
/// least of all an examination, which would find an empty one in good order.
pub(crate) async fn existing_store(config: &Config) -> Result<Store, Failure> {
    if let Some(path) = sqlite_path(&config.database.url)
        && !Path::new(path).exists()
    {
        return Err(Failure::unusable(format!(
            "there is no database {path}: `lustrum setup` makes one, `lustrum demo` one to look \
             at, and --config FILE names the settings of another place"
        )));
    }
    store(config).await
}

/// The use cases over a database that is there and has the latest schema.
pub(crate) async fn existing_app(config: &Config) -> Result<App, Failure> {
    let store = existing_store(config).await?;
    let pending = store
        .pending_migrations()
        .await
        .map_err(Failure::because("the database cannot be read"))?;
    if !pending.is_empty() {
        return Err(Failure::unusable(
            "the database does not have the latest schema: run `lustrum migrate`",
        ));
    }
    app(config, store, Arc::new(SystemClock), Arc::new(SystemRandom))
}

/// The file behind the address of a SQLite database.
fn sqlite_path(url: &str) -> Option<&str> {
    let path = url.strip_prefix("sqlite:")?;
    path.trim_start_matches("//").split('?').next()
}

/// The use cases over an open database.
pub(crate) fn app(
    config: &Config,
    store: Store,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
) -> Result<App, Failure> {
    let templates = match config.templates.overrides.as_str() {
        "" => Ok(Templates::embedded()),
        directory => Templates::with_overrides(Path::new(directory)),
    };
    let files = &config.files.directory;
    Ok(App {
        store,
        objects: Objects::local(files).map_err(Failure::because(format!(
            "the directory {} cannot be used",
            files.display()
        )))?,
        templates: Arc::new(templates.map_err(Failure::because("a template cannot be used"))?),
        programmes: Arc::new(
            Programmes::shipped().map_err(Failure::because("a programme cannot be used"))?,
        ),
        clock,
        random,
        base_url: config.http.base_url().into(),
        queued: Arc::new(Notify::new()),
        turns: Arc::default(),
        memory: Arc::default(),
    })
}

/// The use cases with the system's clock and randomness, after migration.
pub(crate) async fn ready_app(config: &Config) -> Result<App, Failure> {
    let store = store(config).await?;
    store
        .migrate()
        .await
        .map_err(Failure::because("the database cannot be migrated"))?;
    app(config, store, Arc::new(SystemClock), Arc::new(SystemRandom))
}

/// The worker over the use cases.
pub(crate) fn worker(config: &Config, app: App) -> Result<Worker, Failure> {
    let transport = match config.mail.smtp_url.as_str() {
        "" => Transport::Files(config.mail.directory.clone()),
        url => Transport::smtp(url).map_err(Failure::because("mail.smtp_url"))?,
    };
    let key = signing_key(&config.audit.key_file)?;
    Ok(Worker {
        sender: sender(config)?,
        transport: Arc::new(transport),
        anchor: Some((config.audit.checkpoints.clone(), Arc::new(key))),
        retention: config.retention,
        id: Uuid::now_v7(),
        app,
    })
}

fn sender(config: &Config) -> Result<Sender, Failure> {
    let mailbox = |name: &str, text: &str| {
        text.parse::<Mailbox>().map_err(Failure::because(format!(
            "{name}: expected an address such as Lustrum <noreply@example.dk>, found {text:?}"
        )))
    };
    let from = mailbox("mail.from", &config.mail.from)?;
    let reply_to = match config.mail.reply_to.as_str() {
        "" => None,
        text => Some(mailbox("mail.reply_to", text)?),
    };
    Ok(Sender {
        host: from.email.domain().to_owned(),
        from,
        reply_to,
    })
}

/// The key that signs checkpoints; made at the first start, readable by its
/// owner only.
pub(crate) fn signing_key(path: &Path) -> Result<SigningKey, Failure> {
    let because =
        |what: &str| Failure::because::<std::io::Error>(format!("{what} {}", path.display()));
    if !path.exists() {
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(because("the directory cannot be made for"))?;
        }
        let secret = (&SystemRandom as &dyn Random).secret();
        write_private(path, &secret).map_err(because("the key cannot be written to"))?;
    }
    existing_key(path)
}

/// The key that signs checkpoints, where there is one.
pub(crate) fn existing_key(path: &Path) -> Result<SigningKey, Failure> {
    let text = std::fs::read_to_string(path).map_err(Failure::because(format!(
        "the key cannot be read from {}",
        path.display()
    )))?;
    let Digest(bytes) = text.trim().parse().map_err(Failure::because(format!(
        "the key in {} is not 64 hexadecimal digits",
        path.display()
    )))?;
    Ok(SigningKey::from_bytes(&bytes))
}

#[cfg(unix)]
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(not(unix))]
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    std::fs::write(path, text)
}
