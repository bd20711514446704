//! Where mails go: files by default, a mail server when one is configured.

use std::{
    path::PathBuf,
    sync::{PoisonError, RwLock},
    time::Duration,
};

use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart,
        header::{Header, HeaderName, HeaderValue},
    },
    transport::smtp::{PoolConfig, response::Category},
};
use lustrum_domain::Timestamp;
use lustrum_store::{OutboxMail, SendOutcome};

/// How long handing over one mail may take. The claim on a mail lasts longer, so
/// that a hanging server never lets another worker send it again.
const SMTP_TIMEOUT: Duration = Duration::from_secs(30);

/// How many connections are kept open: one is slowed to some twenty mails a
/// second by delayed acknowledgements, eight are plenty for every municipality.
const CONNECTIONS: u32 = 8;

/// What mails come from.
#[derive(Debug, Clone)]
pub struct Sender {
    /// The address, with a name.
    pub from: Mailbox,
    /// Where answers go, if elsewhere.
    pub reply_to: Option<Mailbox>,
    /// The host in every Message-ID.
    pub host: String,
}

/// Where mails go.
pub enum Transport {
    /// One `.eml` file per mail in this directory.
    Files(PathBuf),
    /// A mail server.
    Smtp(Box<Smtp>),
}

/// A mail server with its time limit.
///
/// The library's own limit is for connecting only: a server that takes the
/// connection and then says nothing would hold a mail for ever. A connection on
/// which time ran out may still bring the answer to the mail before, and must
/// never be used for another; so all of them are given up then.
pub struct Smtp {
    url: String,
    limit: Duration,
    connections: RwLock<AsyncSmtpTransport<Tokio1Executor>>,
}

impl Smtp {
    fn new(url: &str, limit: Duration) -> Result<Self, TransportError> {
        Ok(Self {
            url: url.to_owned(),
            limit,
            connections: RwLock::new(connections(url, limit)?),
        })
    }

    fn connections(&self) -> AsyncSmtpTransport<Tokio1Executor> {
        let connections = self.connections.read();
        connections.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Runs one conversation within the time limit.
    async fn within<T>(
        &self,
        conversation: impl Future<Output = Result<T, lettre::transport::smtp::Error>>,
    ) -> Option<Result<T, lettre::transport::smtp::Error>> {
        let finished = tokio::time::timeout(self.limit, conversation).await.ok();
        if finished.is_none()
            && let Ok(fresh) = connections(&self.url, self.limit)
        {
            let connections = self.connections.write();
            *connections.unwrap_or_else(PoisonError::into_inner) = fresh;
        }
        finished
    }

    /// Whether the server greets us and takes our password now, asked over a
    /// connection of its own.
    async fn lets_in(&self) -> bool {
        let Ok(fresh) = connections(&self.url, self.limit) else {
            return false;
        };
        let asked = tokio::time::timeout(self.limit, fresh.test_connection()).await;
        matches!(asked, Ok(Ok(true)))
    }
}

fn connections(
    url: &str,
    limit: Duration,
) -> Result<AsyncSmtpTransport<Tokio1Executor>, TransportError> {
    Ok(AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
        .map_err(TransportError::Url)?
        .timeout(Some(limit))
        .pool_config(PoolConfig::new().max_size(CONNECTIONS))
        .build())
}

/// A transport that cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// The address of the mail server cannot be used.
    #[error(
        "the address of the mail server cannot be used; expected smtp://user:password@host:587?tls=required or smtps://host"
    )]
    Url(#[source] lettre::transport::smtp::Error),
}

/// RFC 3834: no automatic answers, please.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl Transport {
    /// A mail server at `url`, for example
    /// `smtp://user:password@mail.example.dk:587?tls=required`.
    ///
    /// # Errors
    /// The address cannot be used.
    pub fn smtp(url: &str) -> Result<Self, TransportError> {
        Self::smtp_within(url, SMTP_TIMEOUT)
    }

    /// The same with another time limit for handing over a mail. It must stay
    /// below the time for which a mail is claimed.
    ///
    /// # Errors
    /// The address cannot be used.
    pub fn smtp_within(url: &str, limit: Duration) -> Result<Self, TransportError> {
        Ok(Self::Smtp(Box::new(Smtp::new(url, limit)?)))
    }

    /// Whether the mail server answers.
    ///
    /// # Errors
    /// What it said instead.
    pub async fn test(&self) -> Result<(), String> {
        match self {
            Self::Files(_) => Ok(()),
            Self::Smtp(server) => {
                let connections = server.connections();
                match server.within(connections.test_connection()).await {
                    Some(Ok(true)) => Ok(()),
                    Some(Ok(false)) | None => Err("the mail server does not answer".to_owned()),
                    Some(Err(error)) => Err(said(&error)),
                }
            }
        }
    }

    /// Hands a mail over. A fault of the mail, which trying again cannot mend, is
    /// [`SendOutcome::Failed`]; any other, a server that refuses us among them, is
    /// left to the caller's schedule as the text of an `Err`.
    pub async fn send(
        &self,
        mail: &OutboxMail,
        sender: &Sender,
        now: Timestamp,
    ) -> Result<SendOutcome, String> {
        let message = match message(mail, sender, now) {
            Ok(message) => message,
            Err(error) => return Ok(SendOutcome::Failed { error }),
        };
        match self {
            Self::Files(directory) => {
                let path = directory.join(format!("{}.eml", mail.id));
                let written = async {
                    tokio::fs::create_dir_all(directory).await?;
                    tokio::fs::write(path, message.formatted()).await
                };
                written
                    .await
                    .map(|()| SendOutcome::Sent)
                    .map_err(|error| error.to_string())
            }
            Self::Smtp(server) => {
                let connections = server.connections();
                let error = match server.within(connections.send(message)).await {
                    Some(Ok(_)) => return Ok(SendOutcome::Sent),
                    Some(Err(error)) => error,
                    None => return Err("the mail server did not answer in time".to_owned()),
                };
                // A server that turns everybody away may greet with the words that
                // another has for one mail.
                let failed = may_mean_the_mail(&error) && server.lets_in().await;
                let error = said(&error);
                if failed {
                    Ok(SendOutcome::Failed { error })
                } else {
                    Err(error)
                }
            }
        }
    }
}

/// Whether the server may have refused this mail for good. Of the lasting
/// refusals only those of the mail system (55x) are about a mail: the others say
/// that we are not known, must sign in, or are not understood (RFC 5321, 4954).
fn may_mean_the_mail(error: &lettre::transport::smtp::Error) -> bool {
    error.is_permanent()
        && error
            .status()
            .is_some_and(|code| code.category == Category::MailSystem)
}

/// What the server said, with the cause that lettre keeps apart.
fn said(error: &lettre::transport::smtp::Error) -> String {
    super::chain(error).chars().take(500).collect()
}

fn message(mail: &OutboxMail, sender: &Sender, now: Timestamp) -> Result<Message, String> {
    let to = address(&mail.recipient)?;
    let mut builder = Message::builder()
        .message_id(Some(format!("<{}@{}>", mail.id, sender.host)))
        .from(sender.from.clone())
        .to(Mailbox::new(None, to))
        .subject(&mail.subject)
        .date(now.into())
        .header(AutoSubmitted);
    if let Some(reply_to) = &sender.reply_to {
        builder = builder.reply_to(reply_to.clone());
    }
    // Base64 and quoted-printable are chosen by lettre from the content; both
    // keep lines below 998 characters and æøå as they are.
    builder
        .multipart(MultiPart::alternative_plain_html(
            mail.text.clone(),
            mail.html.clone(),
        ))
        .map_err(|error| error.to_string())
}

/// The address with its domain in ASCII: `ærø.dk` travels as `xn--r-3fa9c.dk`.
fn address(recipient: &str) -> Result<Address, String> {
    let (user, domain) = recipient
        .rsplit_once('@')
        .ok_or_else(|| "the address has no @".to_owned())?;
    let domain = idna::domain_to_ascii(domain)
        .map_err(|_| "the domain of the address cannot be written in ASCII".to_owned())?;
    Address::new(user, domain).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests;
