//! Cases: what a set is expected to say about small changes to one full plan.
//!
//! `cases/base.json` is a plan that meets every check; each file
//! `cases/<criterion>/<name>.json` changes it by a merge patch and says what
//! must come out, and why. Whoever edits a set sees at once what moved.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lustrum_domain::CriterionId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Certification, CriteriaSet, EvalCtx, Outcome, merge_patch};

/// One case, as its file says it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The outcome wanted of the criterion, or of one check if `check` names it.
    pub expect: Outcome,
    /// The check that is asked; without it, the criterion as a whole.
    pub check: Option<String>,
    /// Why this is the right outcome.
    pub why: String,
    /// Merge patch on the base plan.
    pub patch: Value,
    /// What surrounds the plan, where it matters.
    #[serde(default)]
    pub context: Context,
}

/// The surroundings of a case.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Context {
    /// The day of judgement.
    pub as_of: Option<NaiveDate>,
    /// Merge patch on the base plan that gives the last certified plan.
    pub previous_plan: Option<Value>,
    /// The kind of certification; a renewal when left out.
    pub certification: Option<Certification>,
}

/// The day of judgement of a case that does not name one; the base plan is
/// written for it.
const AS_OF: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).expect("it is a day");

/// Reads every case of a set; the key is the file's name.
pub fn read(files: &BTreeMap<String, Vec<u8>>) -> Result<BTreeMap<String, Case>, String> {
    files
        .iter()
        .filter(|(file, _)| file.starts_with("cases/") && *file != BASE)
        .map(|(file, bytes)| {
            let case = serde_json::from_slice(bytes).map_err(|error| format!("{file}: {error}"))?;
            Ok((file.clone(), case))
        })
        .collect()
}

/// The plan that every case changes.
pub fn base(files: &BTreeMap<String, Vec<u8>>) -> Result<Value, String> {
    let bytes = files
        .get(BASE)
        .ok_or_else(|| format!("{BASE} is missing"))?;
    serde_json::from_slice(bytes).map_err(|error| format!("{BASE}: {error}"))
}

const BASE: &str = "cases/base.json";

/// Runs one case; `Err` is a sentence that says what came out instead.
pub fn run(set: &CriteriaSet, base: &Value, file: &str, case: &Case) -> Result<(), String> {
    let criterion = file.split('/').nth(1).unwrap_or_default();
    let patched = |patch: &Value| {
        let mut plan = base.clone();
        merge_patch(&mut plan, patch);
        plan
    };
    let plan = patched(&case.patch);
    let previous = case.context.previous_plan.as_ref().map(patched);
    let problems = set.validate(&plan);
    if let Some(problem) = problems.first() {
        // A case must be a plan that could have been handed in.
        return Err(format!(
            "{file}: the plan is broken: {}",
            problem.message.en
        ));
    }
    let ctx = EvalCtx {
        as_of: case.context.as_of.unwrap_or(AS_OF),
        certification: case
            .context
            .certification
            .unwrap_or(Certification::Recertification),
        previous_plan: previous.as_ref(),
    };
    let results = set.evaluate(&plan, &ctx);
    let result = results
        .criterion(&CriterionId::from(criterion))
        .ok_or_else(|| format!("{file}: the set has no criterion {criterion}"))?;
    let (outcome, findings) = match &case.check {
        None => (
            result.outcome,
            result
                .checks
                .iter()
                .flat_map(|check| &check.findings)
                .collect(),
        ),
        Some(id) => {
            let check = result.checks.iter().find(|check| &check.check == id);
            let check = check.ok_or_else(|| format!("{file}: {criterion} has no check {id}"))?;
            (check.outcome, check.findings.iter().collect::<Vec<_>>())
        }
    };
    if outcome == case.expect {
        return Ok(());
    }
    let said: Vec<_> = findings
        .iter()
        .map(|finding| finding.message.en.as_str())
        .collect();
    let expected = case.expect;
    Err(format!(
        "{file}: expected {expected:?}, got {outcome:?}. It said: {}",
        said.join(" ")
    ))
}

#[cfg(test)]
mod tests;
