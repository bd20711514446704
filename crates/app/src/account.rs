//! A person's own account: name, language, password, sessions and tokens.

use lustrum_domain::Locale;
use lustrum_store::{Account, RegisterWrite, Token};

use crate::{
    App, AppError, Caller,
    access::{check_password, hash_password, verify_password},
    json::short,
    memory::Tried,
};

/// The longest name, characters.
const LONGEST_NAME: usize = 200;

/// An account as its owner sees it.
#[derive(Debug, Clone)]
pub struct OwnAccount {
    /// The account. Its password is only ever a hash, and not to be shown.
    pub account: Account,
    /// Sessions and tokens that still open something, the newest first.
    pub tokens: Vec<Token>,
}

impl App {
    /// The caller's own account.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] where nobody is signed in.
    pub async fn own_account(&self, caller: &Caller) -> Result<OwnAccount, AppError> {
        let person = caller.person()?.id;
        let record = self.store.person(person).await?;
        let account = record.ok_or(AppError::NotFound)?.account;
        let now = self.clock.now();
        let mut tokens = self.own_tokens(caller).await?;
        tokens.retain(|token| token.revoked_at.is_none() && token.expires_at > now);
        tokens.sort_by_key(|token| std::cmp::Reverse(token.created_at));
        Ok(OwnAccount { account, tokens })
    }

    /// Changes what the caller is called, and the language of pages and mail.
    ///
    /// # Errors
    /// [`AppError::Invalid`] for a name that is empty or too long.
    pub async fn change_own_account(
        &self,
        caller: &Caller,
        name: &str,
        locale: Locale,
    ) -> Result<(), AppError> {
        let name = name.trim();
        let letters = name.chars().count();
        if letters == 0 || letters > LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(AppError::field("/name", short(name), "field-name-wanted"));
        }
        let mut account = self.own_account(caller).await?.account;
        let expected = Some(account.version);
        account.name = Some(name.to_owned());
        account.locale = locale;
        let writes = vec![RegisterWrite::Account { account, expected }];
        self.register_own(caller.person()?.id, writes).await
    }

    /// Changes the caller's password, which ends every other session and token:
    /// whoever knew the old one is out. The caller signs in anew.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at `/current` when that is not the password, at
    /// `/password` when the new one is too short or too long;
    /// [`AppError::Wait`] after too many wrong ones.
    pub async fn change_own_password(
        &self,
        caller: &Caller,
        current: &str,
        password: &str,
    ) -> Result<(), AppError> {
        let mut account = self.own_account(caller).await?.account;
        let tried = Tried::account(account.email.as_deref().unwrap_or_default());
        let tries = &self.memory.tries;
        let now = self.clock.now();
        if let Some(wait) = tries.wait(std::slice::from_ref(&tried), now) {
            let seconds = wait.num_seconds().max(1);
            return Err(AppError::Wait { seconds });
        }
        check_password(password)?;
        if !verify_password(current.to_owned(), account.password.clone()).await? {
            tries.wrong(vec![tried], now);
            return Err(AppError::field("/current", "", "field-password-wrong"));
        }
        let expected = Some(account.version);
        account.password = Some(hash_password(password.to_owned()).await?);
        let person = account.id;
        let writes = vec![
            RegisterWrite::Account { account, expected },
            RegisterWrite::RevokeAll(person, now),
        ];
        self.register_own(person, writes).await
    }
}
