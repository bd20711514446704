//! `lustrum setup`.

use std::process::ExitCode;

use clap::Args;
use lustrum_app::AppError;
use lustrum_templates::routes;

use super::Failure;
use crate::{config::Config, wiring};

/// Make the alliance and its first account, and print the link that opens it.
#[derive(Debug, Args)]
pub(crate) struct Setup {
    /// What the alliance is called.
    #[arg(long, default_value = "Klimaalliancen")]
    alliance: String,
    /// The name of the first member of its secretariat.
    #[arg(long)]
    name: String,
    /// The address of that person.
    #[arg(long)]
    email: String,
}

impl Setup {
    pub(crate) async fn run(&self, config: Config) -> Result<ExitCode, Failure> {
        let app = wiring::ready_app(&config).await?;
        let invited = match app.set_up(&self.alliance, &self.name, &self.email).await {
            Ok(invited) => invited,
            Err(AppError::Invalid(errors)) => {
                let told: Vec<&str> = errors
                    .iter()
                    .map(|error| error.message.en.as_str())
                    .collect();
                return Err(Failure::unusable(told.join("\n")));
            }
            Err(error) => return Err(Failure::because("the set-up failed")(error)),
        };
        let path = routes::invitation(&invited.secret);
        say!("{}{path}", app.base_url);
        eprintln!(
            "open it within {} days to choose a password",
            invited.seconds / 86_400
        );
        Ok(ExitCode::SUCCESS)
    }
}
