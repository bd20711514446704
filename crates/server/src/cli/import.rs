//! `lustrum import`.

use std::{path::PathBuf, process::ExitCode};

use clap::Subcommand;
use lustrum_criteria::{Problem, import_plan_summary, parse_plan};
use lustrum_domain::Locale;
use lustrum_text::text;

use super::{Failure, Lang, file as read_file, in_words};

/// The most that a summary may hold, bytes.
const LARGEST_SUMMARY: usize = 5_000_000;

/// Read what municipalities already have into plan data.
#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Read a plan summary (plan-summary/1).
    ///
    /// Each fact is {value, unit, provenance, source, note} under a name that varies.
    /// What cannot be placed is listed with the reason; nothing is guessed.
    PlanSummary {
        /// The summary, JSON.
        file: PathBuf,
        /// Where the plan data goes; the screen where none is given.
        #[arg(short, long, value_name = "PLAN.json")]
        output: Option<PathBuf>,
        /// The language of the messages.
        #[arg(long, value_enum, default_value_t = Lang::Da)]
        lang: Lang,
    },
}

impl Import {
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let Self::PlanSummary { file, output, lang } = self;
        let locale = Locale::from(*lang);
        let bytes = read_file(file, LARGEST_SUMMARY)?;
        let told = |problems: &[Problem]| {
            let problems = in_words(problems, locale);
            Failure::unusable(format!("{}:\n{problems}", file.display()))
        };
        let summary = parse_plan(&bytes, LARGEST_SUMMARY).map_err(|problem| told(&[*problem]))?;
        let imported = import_plan_summary(&summary).map_err(|problems| told(&problems))?;
        let plan = serde_json::to_string_pretty(&imported.plan)
            .map_err(Failure::because("the plan data cannot be written"))?;
        match output {
            Some(output) => {
                std::fs::write(output, plan + "\n")
                    .map_err(Failure::because(output.display().to_string()))?;
                let name = output.display().to_string();
                eprintln!(
                    "{}",
                    text(locale, "cli-import-written", &[("file", name.into())])
                );
            }
            None => say!("{plan}"),
        }
        for (heading, remarks) in [
            ("cli-import-unplaced", &imported.unplaced),
            ("cli-import-notes", &imported.notes),
        ] {
            if !remarks.is_empty() {
                eprintln!("{}", text(locale, heading, &[]));
            }
            for remark in remarks {
                eprintln!("  {}: {}", remark.pointer, remark.reason.get(locale));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
