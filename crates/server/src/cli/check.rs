//! `lustrum check`.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use chrono::NaiveDate;
use clap::Args;
use lustrum_app::Clock;
use lustrum_criteria::{
    Certification, CheckResults, CriteriaSet, EvalCtx, Outcome, Problem, find, parse_plan, shipped,
};
use lustrum_domain::{Locale, time::local_date};
use lustrum_text::text;
use serde_json::json;

use super::{Failure, Lang, Output, file, in_words};
use crate::wiring::SystemClock;

/// The most that plan data may hold, bytes.
pub(super) const LARGEST_PLAN: usize = 20_000_000;

/// Check plan data against a criteria set.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The plan data, JSON.
    plan: PathBuf,
    /// The criteria set and version, for example cctf-ka@0.1.
    #[arg(long, value_name = "SET@VERSION")]
    set: String,
    /// The language of the messages.
    #[arg(long, value_enum, default_value_t = Lang::Da)]
    lang: Lang,
    /// How results are printed.
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
    /// The plan data of the last certified plan, for comparison.
    #[arg(long, value_name = "PLAN.json")]
    previous: Option<PathBuf>,
    /// The day to which ages are counted; today where none is given.
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<NaiveDate>,
}

/// The set by its name, or the names there are.
pub(super) fn set_named(name: &str) -> Result<&'static CriteriaSet, Failure> {
    find(name).ok_or_else(|| {
        let known: Vec<String> = shipped().iter().map(|set| set.pin().to_string()).collect();
        Failure::unusable(format!(
            "there is no criteria set {name:?}; there is {}",
            known.join(", ")
        ))
    })
}

impl Check {
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let locale = Locale::from(self.lang);
        let set = set_named(&self.set)?;
        let read = |path: &Path| Ok(parse_plan(&file(path, LARGEST_PLAN)?, LARGEST_PLAN));
        let plan = match read(&self.plan)? {
            Ok(plan) => plan,
            Err(problem) => return Ok(self.unusable(&[*problem], locale)),
        };
        let previous = match self.previous.as_deref().map(read).transpose()? {
            Some(Err(problem)) => return Ok(self.unusable(&[*problem], locale)),
            Some(Ok(plan)) => Some(plan),
            None => None,
        };
        let problems = set.validate(&plan);
        if !problems.is_empty() {
            return Ok(self.unusable(&problems, locale));
        }
        let results = set.evaluate(
            &plan,
            &EvalCtx {
                as_of: self.as_of.unwrap_or_else(|| local_date(SystemClock.now())),
                certification: Certification::Recertification,
                previous_plan: previous.as_ref(),
            },
        );
        self.print(set, &results, locale);
        let summary = results.summary();
        Ok(match (summary.not_met, summary.unknown) {
            (0, 0) => ExitCode::SUCCESS,
            (0, _) => ExitCode::from(3),
            (_, _) => ExitCode::from(1),
        })
    }

    /// Structure that cannot be used: place, value found, value wanted.
    fn unusable(&self, problems: &[Problem], locale: Locale) -> ExitCode {
        match self.format {
            Output::Json => say!("{}", json!({ "problems": problems })),
            Output::Text => eprintln!("{}", in_words(problems, locale)),
        }
        ExitCode::from(2)
    }

    fn print(&self, set: &CriteriaSet, results: &CheckResults, locale: Locale) {
        if self.format == Output::Json {
            say!(
                "{}",
                json!({ "summary": results.summary(), "results": results })
            );
            return;
        }
        say!("{} ({})", set.title().get(locale), set.pin());
        say!("{}\n", set.note().get(locale));
        for result in &results.criteria {
            let mark = match result.outcome {
                Outcome::Met => "✓",
                Outcome::NotMet => "✗",
                Outcome::Unknown => "?",
                Outcome::NotApplicable => "–",
            };
            let requirement = set
                .criterion(&result.criterion)
                .map(|criterion| criterion.requirement.get(locale))
                .unwrap_or_default();
            say!("{mark} {}  {requirement}", result.criterion);
            for check in result
                .checks
                .iter()
                .filter(|check| check.outcome != Outcome::Met)
            {
                for finding in &check.findings {
                    say!("    {}: {}", finding.pointer, finding.message.get(locale));
                }
            }
            if let Some(note) = &result.note {
                say!("    {}", note.get(locale));
            }
        }
        let summary = results.summary();
        say!(
            "\n{}",
            text(
                locale,
                "cli-check-summary",
                &[
                    ("met", summary.met.into()),
                    ("not-met", summary.not_met.into()),
                    ("unknown", summary.unknown.into()),
                    ("not-applicable", summary.not_applicable.into()),
                    ("by-a-person", summary.by_a_person.into()),
                ],
            )
        );
    }
}
