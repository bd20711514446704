//! `lustrum check`.

use std::{path::PathBuf, process::ExitCode};

use chrono::NaiveDate;
use clap::Args;
use lustrum_app::Clock;
use lustrum_criteria::{
    Certification, CheckResults, CriteriaSet, EvalCtx, Outcome, Problem, find, parse_plan, shipped,
};
use lustrum_domain::{Locale, time::local_date};
use lustrum_text::text;
use serde_json::json;

use super::{Failure, Lang, Output};
use crate::wiring::SystemClock;

/// The most that plan data may hold, bytes.
const LARGEST_PLAN: usize = 20_000_000;

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
            "--set: found {name:?}, wanted one of {}",
            known.join(", ")
        ))
    })
}

impl Check {
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let locale = Locale::from(self.lang);
        let set = set_named(&self.set)?;
        let read = |path: &PathBuf| {
            let bytes =
                std::fs::read(path).map_err(Failure::because(path.display().to_string()))?;
            Ok(parse_plan(&bytes, LARGEST_PLAN))
        };
        let plan = match read(&self.plan)? {
            Ok(plan) => plan,
            Err(problem) => return Ok(self.unusable(&[*problem], locale)),
        };
        let previous = match self.previous.as_ref().map(read).transpose()? {
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
            Output::Json => println!("{}", json!({ "problems": problems })),
            Output::Text => {
                for problem in problems {
                    let place = if problem.pointer.is_empty() {
                        "/"
                    } else {
                        &problem.pointer
                    };
                    eprintln!(
                        "{place}: {} [{} → {}]",
                        problem.message.get(locale),
                        problem.found,
                        problem.wanted.get(locale)
                    );
                }
            }
        }
        ExitCode::from(2)
    }

    fn print(&self, set: &CriteriaSet, results: &CheckResults, locale: Locale) {
        if self.format == Output::Json {
            println!(
                "{}",
                json!({ "summary": results.summary(), "results": results })
            );
            return;
        }
        println!("{} ({})", set.title().get(locale), set.pin());
        println!("{}\n", set.note().get(locale));
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
            println!("{mark} {}  {requirement}", result.criterion);
            for check in result
                .checks
                .iter()
                .filter(|check| check.outcome != Outcome::Met)
            {
                for finding in &check.findings {
                    println!("    {}: {}", finding.pointer, finding.message.get(locale));
                }
            }
            if let Some(note) = &result.note {
                println!("    {}", note.get(locale));
            }
        }
        let summary = results.summary();
        println!(
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
