//! What the automatic checks say: advice, never a decision.

use axum::{Json, extract::State};
use chrono::NaiveDate;
use lustrum_app::App;
use lustrum_criteria::{CheckResult, CheckResults, CriterionResult, Outcome, Summary};
use lustrum_domain::{CriterionId, CycleId, Digest, Locale};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Answer, SchemaProblem};
use crate::{
    extract::{Language, Path, Who},
    route::Route,
    schema,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/api/v1/cycles/{cycle}/checks",
            "checks.get",
            "What schema and checks say of the draft as it stands.",
            get,
        )
        .answers::<Checked>(200, "The problems and results."),
    ]
}

/// What schema and checks say of plan data.
#[derive(Serialize, ToSchema)]
pub(super) struct Checked {
    /// Where the data do not follow the schema: these would stop a submission.
    problems: Vec<SchemaProblem>,
    results: ResultsView,
}

impl Checked {
    pub(super) fn of(
        problems: Vec<lustrum_criteria::Problem>,
        results: CheckResults,
        locale: Locale,
    ) -> Self {
        Self {
            problems: SchemaProblem::all(problems, locale),
            results: ResultsView::of(results, locale),
        }
    }
}

/// The results of one evaluation.
#[derive(Serialize, ToSchema)]
pub(super) struct ResultsView {
    /// The set that judged, `set@version`.
    set: String,
    /// SHA-256 of its content.
    #[schema(value_type = schema::Digest)]
    set_digest: Digest,
    /// What computed the results.
    engine: String,
    /// The day to which ages were counted.
    as_of: NaiveDate,
    summary: SummaryView,
    /// One result per criterion, in the set's order.
    criteria: Vec<CriterionResultView>,
}

/// How many criteria came out how; those without checks are counted apart.
#[derive(Serialize, ToSchema)]
struct SummaryView {
    met: usize,
    not_met: usize,
    unknown: usize,
    not_applicable: usize,
    by_a_person: usize,
}

/// The checks of one criterion taken together.
#[derive(Serialize, ToSchema)]
struct CriterionResultView {
    #[schema(value_type = String)]
    criterion: CriterionId,
    #[schema(value_type = schema::Outcome)]
    outcome: Outcome,
    /// None where only a person can tell.
    checks: Vec<CheckView>,
    /// Why there is no check to show.
    note: Option<String>,
}

/// What one check concluded.
#[derive(Serialize, ToSchema)]
struct CheckView {
    check: String,
    /// The kind with its version, for example `age@1`.
    kind: String,
    #[schema(value_type = schema::Outcome)]
    outcome: Outcome,
    findings: Vec<CheckFinding>,
}

/// One place in the plan that a check points at.
#[derive(Serialize, ToSchema)]
struct CheckFinding {
    /// JSON Pointer of the place; for something missing, where it belongs.
    pointer: String,
    /// What was found, cut short.
    found: String,
    /// What is wanted, in the caller's language.
    wanted: String,
    /// The whole sentence, in the caller's language.
    message: String,
}

impl ResultsView {
    pub(super) fn of(results: CheckResults, locale: Locale) -> Self {
        let Summary {
            met,
            not_met,
            unknown,
            not_applicable,
            by_a_person,
        } = results.summary();
        Self {
            set: results.set.to_string(),
            set_digest: results.set.digest,
            engine: results.engine,
            as_of: results.as_of,
            summary: SummaryView {
                met,
                not_met,
                unknown,
                not_applicable,
                by_a_person,
            },
            criteria: results
                .criteria
                .into_iter()
                .map(|result| criterion(result, locale))
                .collect(),
        }
    }
}

fn criterion(result: CriterionResult, locale: Locale) -> CriterionResultView {
    CriterionResultView {
        criterion: result.criterion,
        outcome: result.outcome,
        checks: result
            .checks
            .into_iter()
            .map(|result| check(result, locale))
            .collect(),
        note: result.note.map(|note| note.get(locale).to_owned()),
    }
}

fn check(result: CheckResult, locale: Locale) -> CheckView {
    let findings = result.findings.into_iter().map(|finding| CheckFinding {
        wanted: finding.wanted.get(locale).to_owned(),
        message: finding.message.get(locale).to_owned(),
        pointer: finding.pointer,
        found: finding.found,
    });
    CheckView {
        check: result.check,
        kind: result.kind,
        outcome: result.outcome,
        findings: findings.collect(),
    }
}

async fn get(
    who: Who,
    Path(cycle): Path<CycleId>,
    Language(locale): Language,
    State(app): State<App>,
) -> Answer<Json<Checked>> {
    let (problems, results) = app.check_draft(&who.caller, cycle).await?;
    Ok(Json(Checked::of(problems, results, locale)))
}
