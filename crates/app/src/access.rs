//! Access: invitations taken up, passwords, sessions and tokens.

use std::net::IpAddr;

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use chrono::TimeDelta;
use lustrum_domain::{Authority, Digest, Locale, PersonId, TokenId, may_administer};
use lustrum_store::{RegisterWrite, Token, TokenKind};

use crate::{App, AppError, Caller, json::short, memory::Tried};

/// How long an invitation is good for, days.
pub(crate) const INVITATION_DAYS: i64 = 14;
/// How long a sign-in lasts, hours: a working day with some to spare.
const SESSION_HOURS: i64 = 12;
/// How long an API token is good for at most, days.
const API_DAYS: i64 = 365;
/// The least a password may hold, characters.
pub const LEAST_PASSWORD: usize = 12;
/// The most a password may hold, characters: hashing time must stay bounded.
const MOST_PASSWORD: usize = 200;

/// An invitation, as whoever has its link may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Who is invited; none once erased.
    pub name: Option<String>,
    /// The address to sign in with later.
    pub email: Option<String>,
    /// The language of the person's mail.
    pub locale: Locale,
    /// Where the person will work.
    pub organisation: Option<String>,
}

/// Somebody who signed in. The secret is shown once and stored hashed.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub person: PersonId,
    /// The secret of the session or token.
    pub secret: String,
    /// Its id.
    pub token: TokenId,
    /// When it ends, seconds from now.
    pub seconds: i64,
}

impl App {
    /// Whom an invitation is for. Looking does not use it up.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a link that is unknown, used or too old.
    pub async fn invitation(&self, secret: &str) -> Result<Invitation, AppError> {
        let token = self.live_token(secret, TokenKind::Invitation).await?;
        let token = token.ok_or(AppError::NotFound)?;
        let record = self.store.person(token.person).await?;
        let record = record.ok_or(AppError::NotFound)?;
        let organisation = match record.memberships.last() {
            Some(latest) => self.store.organisation(latest.organisation).await?,
            None => None,
        };
        Ok(Invitation {
            name: record.account.name,
            email: record.account.email,
            locale: record.account.locale,
            organisation: organisation.map(|it| it.name),
        })
    }

    /// Takes up an invitation, or a link to a new password: sets the password and
    /// signs in. Every other session and link ends.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a link that is unknown, used or too old,
    /// [`AppError::Invalid`] for a password that is too short or too long.
    pub async fn accept_invitation(
        &self,
        secret: &str,
        password: &str,
    ) -> Result<SignedIn, AppError> {
        check_password(password)?;
        let now = self.clock.now();
        let token = self.live_token(secret, TokenKind::Invitation).await?;
        let token = token.ok_or(AppError::NotFound)?;
        let record = self
            .store
            .person(token.person)
            .await?
            .ok_or(AppError::NotFound)?;
        let hash = hash_password(password.to_owned()).await?;
        let mut account = record.account;
        // An older invitation is no way into an account that is in use.
        if account.activated_at.is_some_and(|at| token.created_at < at) {
            return Err(AppError::NotFound);
        }
        let expected = Some(account.version);
        account.password = Some(hash);
        account.activated_at = account.activated_at.or(Some(now));
        let person = account.id;
        let (session, signed_in) = self.session(person);
        let writes = vec![
            RegisterWrite::Account { account, expected },
            RegisterWrite::RevokeAll(person, now),
            RegisterWrite::Token(session),
        ];
        self.register_own(person, writes).await?;
        Ok(signed_in)
    }

    /// Signs in with address and password.
    ///
    /// # Errors
    /// As [`App::sign_in_from`].
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<SignedIn, AppError> {
        self.sign_in_from(email, password, None).await
    }

    /// Signs in with address and password, over the network from `from`.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] whatever was wrong, after the same time;
    /// [`AppError::Wait`] after too many wrong passwords for this account,
    /// whether it exists or not, or from this place. Then even the right one is
    /// refused: whoever guesses must not learn that they guessed it.
    pub async fn sign_in_from(
        &self,
        email: &str,
        password: &str,
        from: Option<IpAddr>,
    ) -> Result<SignedIn, AppError> {
        let email = email.trim().to_lowercase();
        let account = Tried::account(&email);
        let tried: Vec<Tried> = std::iter::once(account.clone())
            .chain(from.map(Tried::Address))
            .collect();
        let tries = &self.memory.tries;
        if let Some(wait) = tries.wait(&tried, self.clock.now()) {
            let seconds = wait.num_seconds().max(1);
            return Err(AppError::Wait { seconds });
        }
        let record = self.store.person_by_email(&email).await?;
        let hash = record
            .as_ref()
            .and_then(|record| record.account.password.clone());
        let right = verify_password(password.to_owned(), hash).await?;
        let person = match record {
            Some(record) if right && record.account.erased_at.is_none() => record.account.id,
            _ => {
                tries.wrong(tried, self.clock.now());
                return Err(AppError::Unauthenticated);
            }
        };
        tries.right(&account);
        let (session, signed_in) = self.session(person);
        self.register_own(person, vec![RegisterWrite::Token(session)])
            .await?;
        Ok(signed_in)
    }

    /// Signs in without a password. Only the demo's front door calls this.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is no such person.
    pub async fn sign_in_as(&self, person: PersonId) -> Result<SignedIn, AppError> {
        self.store.person(person).await?.ok_or(AppError::NotFound)?;
        let (session, signed_in) = self.session(person);
        self.register_own(person, vec![RegisterWrite::Token(session)])
            .await?;
        Ok(signed_in)
    }

    /// Makes a token for a program, for `days` at most a year.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn create_token(
        &self,
        person: PersonId,
        label: &str,
        days: i64,
    ) -> Result<SignedIn, AppError> {
        self.store.person(person).await?.ok_or(AppError::NotFound)?;
        let hours = days.clamp(1, API_DAYS) * 24;
        let (token, secret) = self.token(person, TokenKind::Api, &short(label), hours);
        let signed_in = SignedIn {
            person,
            secret,
            token: token.id,
            seconds: hours * 3600,
        };
        self.register_own(person, vec![RegisterWrite::Token(token)])
            .await?;
        Ok(signed_in)
    }

    /// Ends one session or token.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] where nobody is signed in.
    pub async fn revoke_token(&self, caller: &Caller, token: TokenId) -> Result<(), AppError> {
        let person = caller.person()?.id;
        let own = self
            .store
            .tokens_of(person)
            .await?
            .iter()
            .any(|it| it.id == token);
        if !own {
            return Err(AppError::NotFound);
        }
        let now = self.clock.now();
        self.register_own(person, vec![RegisterWrite::RevokeToken(token, now)])
            .await
    }

    /// Ends every session and token of a person.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] unless it is the person, or the secretariat.
    pub async fn revoke_all(&self, caller: &Caller, person: PersonId) -> Result<(), AppError> {
        self.answered_before(caller).await?;
        let by = if caller.person()?.id == person {
            Authority::own(person)
        } else {
            may_administer(&caller.actor).map_err(AppError::Forbidden)?
        };
        let writes = vec![RegisterWrite::RevokeAll(person, self.clock.now())];
        self.register(caller, by, writes, &()).await
    }

    /// The caller behind the secret of a session or token.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] when it is unknown, revoked or over.
    pub async fn authenticate(
        &self,
        secret: &str,
        kind: TokenKind,
    ) -> Result<(Caller, TokenId), AppError> {
        let token = self.live_token(secret, kind).await?;
        let token = token.ok_or(AppError::Unauthenticated)?;
        Ok((self.caller(token.person).await?, token.id))
    }

    async fn live_token(&self, secret: &str, kind: TokenKind) -> Result<Option<Token>, AppError> {
        let token = self.store.token(Digest::of(secret), kind).await?;
        let now = self.clock.now();
        Ok(token.filter(|token| token.revoked_at.is_none() && token.expires_at > now))
    }

    fn session(&self, person: PersonId) -> (Token, SignedIn) {
        let (token, secret) = self.token(person, TokenKind::Session, "", SESSION_HOURS);
        let signed_in = SignedIn {
            person,
            secret,
            token: token.id,
            seconds: SESSION_HOURS * 3600,
        };
        (token, signed_in)
    }

    /// A new token, and its secret, which is not kept.
    pub(crate) fn token(
        &self,
        person: PersonId,
        kind: TokenKind,
        label: &str,
        hours: i64,
    ) -> (Token, String) {
        let now = self.clock.now();
        let secret = self.random.secret();
        let token = Token {
            id: self.random.id(now),
            person,
            kind,
            hash: Digest::of(&secret),
            label: label.to_owned(),
            created_at: now,
            expires_at: now + TimeDelta::hours(hours),
            revoked_at: None,
        };
        (token, secret)
    }

    /// Commits a person's changes of their own access.
    pub(crate) async fn register_own(
        &self,
        person: PersonId,
        writes: Vec<RegisterWrite>,
    ) -> Result<(), AppError> {
        self.register(&Caller::PUBLIC, Authority::own(person), writes, &())
            .await
    }
}

/// Whether a password can be taken.
pub(crate) fn check_password(password: &str) -> Result<(), AppError> {
    if (LEAST_PASSWORD..=MOST_PASSWORD).contains(&password.chars().count()) {
        Ok(())
    } else {
        Err(AppError::field("/password", "", "field-password-wanted"))
    }
}

/// Hashes on a thread of its own: it takes tens of milliseconds on purpose.
pub(crate) async fn hash_password(password: String) -> Result<String, AppError> {
    tokio::task::spawn_blocking(move || {
        let hash = Argon2::default().hash_password(password.as_bytes());
        hash.map(|hash| hash.to_string())
            .map_err(|error| AppError::internal(error.to_string()))
    })
    .await
    .map_err(AppError::internal)?
}

/// Compares; an account that does not exist takes as long as one that does.
pub(crate) async fn verify_password(
    password: String,
    hash: Option<String>,
) -> Result<bool, AppError> {
    tokio::task::spawn_blocking(move || match hash.as_deref().map(PasswordHash::new) {
        Some(Ok(hash)) => Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok(),
        Some(Err(_)) | None => {
            let _ = Argon2::default().hash_password(password.as_bytes());
            false
        }
    })
    .await
    .map_err(AppError::internal)
}
