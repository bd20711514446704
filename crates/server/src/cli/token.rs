//! `lustrum token`.

use std::process::ExitCode;

use clap::Subcommand;

use super::Failure;
use crate::{config::Config, wiring};

/// Access tokens for programs.
#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    /// Make a token for somebody's account and print it once.
    Create {
        /// The address of the account.
        #[arg(long)]
        email: String,
        /// What the token is for.
        #[arg(long)]
        label: String,
        /// For how many days, at most 365.
        #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(i64).range(1..=365))]
        days: i64,
    },
    /// Revoke every session and token of an account.
    RevokeAll {
        /// The address of the account.
        #[arg(long)]
        email: String,
    },
}

impl Token {
    pub(crate) async fn run(&self, config: Config) -> Result<ExitCode, Failure> {
        let app = wiring::existing_app(&config).await?;
        let (Self::Create { email, .. } | Self::RevokeAll { email }) = self;
        let person = app
            .store
            .person_by_email(&email.trim().to_lowercase())
            .await
            .map_err(Failure::because("the database cannot be read"))?
            .ok_or_else(|| Failure::unusable(format!("--email: nobody has the address {email}")))?;
        let person = person.account.id;
        match self {
            Self::Create { label, days, .. } => {
                let token = app
                    .create_token(person, label, *days)
                    .await
                    .map_err(Failure::because("the token cannot be made"))?;
                say!("{}", token.secret);
                eprintln!(
                    "good for {} days; it is shown only now",
                    token.seconds / 86_400
                );
            }
            Self::RevokeAll { .. } => {
                let caller = app
                    .caller(person)
                    .await
                    .map_err(Failure::because("the account cannot be used"))?;
                app.revoke_all(&caller, person)
                    .await
                    .map_err(Failure::because("the tokens cannot be revoked"))?;
                say!("every session and token of {email} is revoked");
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
