//! `lustrum criteria`.

use std::process::ExitCode;

use clap::Subcommand;
use lustrum_criteria::{export, shipped};
use lustrum_domain::Locale;

use super::{Failure, Lang, check::set_named};

/// Criteria sets: list, show, export.
#[derive(Debug, Subcommand)]
pub(crate) enum Criteria {
    /// List the sets with their versions and standing.
    List,
    /// Print one set for people.
    Show {
        /// The set and version, for example cctf-ka@0.1.
        #[arg(value_name = "SET@VERSION")]
        set: String,
        /// The language.
        #[arg(long, value_enum, default_value_t = Lang::Da)]
        lang: Lang,
    },
    /// Print one set as one JSON document: criteria with their checks, parameters, schema.
    Export {
        /// The set and version, for example cctf-ka@0.1.
        #[arg(value_name = "SET@VERSION")]
        set: String,
    },
}

impl Criteria {
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        match self {
            Self::List => {
                for set in shipped() {
                    let pin = set.pin();
                    let criteria = set.criteria().len();
                    say!(
                        "{pin}  {:?}  {criteria} criteria  sha256:{}",
                        set.status(),
                        pin.digest
                    );
                }
            }
            Self::Show { set, lang } => {
                let locale = Locale::from(*lang);
                let set = set_named(set)?;
                say!("{}\n{}\n", set.title().get(locale), set.note().get(locale));
                for criterion in set.criteria() {
                    say!("{}  {}", criterion.id, criterion.requirement.get(locale));
                    say!("    {}", criterion.guidance.get(locale));
                    say!("    → {}\n", criterion.evidence.get(locale));
                }
            }
            Self::Export { set } => {
                let text = serde_json::to_string_pretty(&export(set_named(set)?))
                    .map_err(Failure::because("the set cannot be written"))?;
                say!("{text}");
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
