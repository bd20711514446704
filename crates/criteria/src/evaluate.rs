//! Judging a plan by a set: every check of every criterion, never failing.

use std::cell::Cell;

use chrono::NaiveDate;
use lustrum_domain::{Bilingual, CriterionId, SetPin};
use lustrum_text::both;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Certification, Check, CriteriaSet, Criterion,
    doc::{Doc, Exhausted, Verdict},
    problem::NOTHING,
};

/// The name of what computed a result. It changes when the same set and plan
/// could give another result, so that a stored result says what made it.
pub const ENGINE: &str = "lustrum-criteria/1";

/// Far more than a plan at the size limit needs; ends a check that would not.
const STEPS: u64 = 1_000_000;

/// What a plan is judged against beside the set.
#[derive(Debug, Clone, Copy)]
pub struct EvalCtx<'a> {
    /// The day to which ages are counted: the case's first submission.
    pub as_of: NaiveDate,
    /// Whether the case is a first certification or a renewal.
    pub certification: Certification,
    /// The data of the last certified plan, if it is at hand.
    pub previous_plan: Option<&'a Value>,
}

lustrum_domain::names! {
    /// What a check, or all checks of a criterion, conclude.
    Outcome {
        /// The plan data agrees with the criterion.
        Met = "met",
        /// The plan data contradicts it.
        NotMet = "not_met",
        /// Data is missing, or only a person can tell.
        Unknown = "unknown",
        /// The criterion is not for this case.
        NotApplicable = "not_applicable",
    }
}

/// Every result of one evaluation; advice, never a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResults {
    /// The set that judged.
    pub set: SetPin,
    /// What computed the results.
    pub engine: String,
    /// The day to which ages were counted.
    pub as_of: NaiveDate,
    /// One result per criterion, in the set's order.
    pub criteria: Vec<CriterionResult>,
}

/// The checks of one criterion taken together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionResult {
    /// The criterion.
    pub criterion: CriterionId,
    /// The worst outcome among the checks.
    pub outcome: Outcome,
    /// One result per check; none where only a person can tell.
    pub checks: Vec<CheckResult>,
    /// Why there is no check to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Bilingual>,
}

/// What one check concluded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResult {
    /// The check's id within its set.
    pub check: String,
    /// The kind with its version, for example `age@1`.
    pub kind: String,
    /// What it concluded.
    pub outcome: Outcome,
    /// The places it points at; a met check may carry notes.
    pub findings: Vec<Finding>,
}

/// One place in the plan that a check points at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// JSON Pointer of the place; for something missing, where it belongs.
    pub pointer: String,
    /// The value found, cut short; `–` where nothing stands.
    pub found: String,
    /// What the check wants.
    pub wanted: Bilingual,
    /// The whole sentence for a coordinator.
    pub message: Bilingual,
}

/// How many criteria came out how, counting only those that have checks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Criteria whose checks are all met.
    pub met: usize,
    /// Criteria with a check that is not met.
    pub not_met: usize,
    /// Criteria where a check cannot tell and none is unmet.
    pub unknown: usize,
    /// Criteria that are not for this case.
    pub not_applicable: usize,
    /// Criteria that only a person can judge; in none of the other counts.
    pub by_a_person: usize,
}

impl CriteriaSet {
    /// Judges `plan`. Whatever the document, there is a result: what cannot
    /// be told is `unknown`. The same arguments always give the same result.
    pub fn evaluate(&self, plan: &Value, ctx: &EvalCtx) -> CheckResults {
        self.evaluate_within(plan, ctx, STEPS)
    }

    fn evaluate_within(&self, plan: &Value, ctx: &EvalCtx, steps: u64) -> CheckResults {
        let criteria = self.criteria.iter().map(|criterion| {
            if criterion.applies_to.covers(ctx.certification) {
                self.judge(criterion, plan, ctx, steps)
            } else {
                without_checks(criterion, Outcome::NotApplicable, "check-not-applicable")
            }
        });
        CheckResults {
            set: self.pin.clone(),
            engine: ENGINE.to_owned(),
            as_of: ctx.as_of,
            criteria: criteria.collect(),
        }
    }

    fn judge(
        &self,
        criterion: &Criterion,
        plan: &Value,
        ctx: &EvalCtx,
        steps: u64,
    ) -> CriterionResult {
        if criterion.checks.is_empty() {
            return without_checks(criterion, Outcome::Unknown, "check-by-a-person");
        }
        let checks: Vec<_> = criterion
            .checks
            .iter()
            .map(|check| {
                let doc = Doc {
                    plan,
                    previous: ctx.previous_plan,
                    as_of: ctx.as_of,
                    schema: &self.schema,
                    steps: Cell::new(steps),
                };
                result(check, check.kind.judge_of().judge(&doc))
            })
            .collect();
        CriterionResult {
            criterion: criterion.id.clone(),
            outcome: together(checks.iter().map(|check| check.outcome)),
            checks,
            note: None,
        }
    }
}

impl CheckResults {
    /// The counts over the criteria that have checks.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for criterion in &self.criteria {
            let count = match criterion.outcome {
                Outcome::NotApplicable => &mut summary.not_applicable,
                _ if criterion.checks.is_empty() => &mut summary.by_a_person,
                Outcome::Met => &mut summary.met,
                Outcome::NotMet => &mut summary.not_met,
                Outcome::Unknown => &mut summary.unknown,
            };
            *count += 1;
        }
        summary
    }

    /// The result of one criterion.
    pub fn criterion(&self, id: &CriterionId) -> Option<&CriterionResult> {
        self.criteria.iter().find(|result| &result.criterion == id)
    }
}

/// Not met if any is, else unknown if any is, else met; not applicable only
/// if all are.
fn together(outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    let rank = |outcome: &Outcome| match outcome {
        Outcome::NotApplicable => 0,
        Outcome::Met => 1,
        Outcome::Unknown => 2,
        Outcome::NotMet => 3,
    };
    outcomes.max_by_key(rank).unwrap_or(Outcome::Unknown)
}

fn without_checks(criterion: &Criterion, outcome: Outcome, note: &str) -> CriterionResult {
    CriterionResult {
        criterion: criterion.id.clone(),
        outcome,
        checks: Vec::new(),
        note: Some(both(note, &[])),
    }
}

fn result(check: &Check, verdict: Result<Verdict, Exhausted>) -> CheckResult {
    let mut verdict = verdict.unwrap_or_else(|Exhausted| exhausted());
    if let (Outcome::NotMet, Some(message)) = (verdict.outcome, &check.message) {
        for finding in &mut verdict.findings {
            finding.message = message.clone();
        }
    }
    CheckResult {
        check: check.id.clone(),
        kind: check.kind.name().to_owned(),
        outcome: verdict.outcome,
        findings: verdict.findings,
    }
}

fn exhausted() -> Verdict {
    let finding = Finding {
        pointer: String::new(),
        found: NOTHING.to_owned(),
        wanted: both("check-exhausted-wanted", &[]),
        message: both("check-exhausted", &[]),
    };
    Verdict {
        outcome: Outcome::Unknown,
        findings: vec![finding],
    }
}

#[cfg(test)]
mod tests;
