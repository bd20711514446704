//! What a municipality hands in, invented: plan data, answers and a plan
//! document. Everything of it says that it is invented.

use std::collections::BTreeMap;

use bytes::Bytes;
use lustrum_app::{Answer, App, AppError, Caller, Evidence};
use lustrum_criteria::{CheckResults, CriteriaSet, Outcome};
use lustrum_domain::{CriterionId, CycleId, UploadId};
use serde_json::{Value, json};

use crate::{data::MunicipalityFact, pdf};

/// The criteria set that the shipped programme pins.
pub(crate) const SET: &str = "cctf-ka@0.1";

/// What stands before every invented text.
pub(crate) const DEMO: &str = "DEMODATA";

/// The shipped set.
pub(crate) fn set() -> &'static CriteriaSet {
    lustrum_criteria::find(SET).expect("the shipped programme names a shipped set")
}

/// A file of the shipped examples, for example `0727-odder.json`.
///
/// # Panics
/// When there is none of this name: the name is written in this crate.
pub(crate) fn example(name: &str) -> Value {
    let files = lustrum_criteria::shipped_files(SET).expect("the set is shipped");
    let bytes = files
        .get(&format!("examples/{name}"))
        .unwrap_or_else(|| panic!("the shipped set has no example {name}"));
    serde_json::from_slice(bytes).expect("a test of the criteria crate reads every example")
}

/// Plan data of a municipality: its own example where one is shipped, else
/// that of Odder under another name, every part of it marked as invented.
pub(crate) fn plan_data(fact: &MunicipalityFact) -> Value {
    match fact.code.as_str() {
        "0727" => return example("0727-odder.json"),
        "0167" => return example("0167-hvidovre.json"),
        _ => {}
    }
    let mut data = example("0727-odder.json");
    data["municipality"] = json!({"code": fact.code, "name": fact.name});
    let parts = data
        .as_object()
        .expect("plan data are an object")
        .keys()
        .filter(|key| !matches!(key.as_str(), "schema" | "municipality" | "origins"));
    let origins: Vec<Value> = parts
        .map(|part| {
            json!({
                "id": format!("demo-{}", part.replace('_', "-")),
                "at": format!("/{part}"),
                "provenance": "demo",
            })
        })
        .collect();
    data["origins"] = origins.into();
    data
}

/// The plan document of a municipality; `edition` tells its versions apart.
pub(crate) fn plan_document(fact: &MunicipalityFact, edition: &str) -> Vec<u8> {
    let title = format!("Klimaplan for {} ({DEMO})", fact.name);
    let mut text = format!(
        "{DEMO}: dette dokument er opdigtet og siger intet om {}.\nUdgave: {edition}\n\n",
        fact.name
    );
    for criterion in set().criteria() {
        text.push_str(&format!("{}: {}\n", criterion.id, criterion.requirement.da));
    }
    pdf::small(&title, &text)
}

/// An answer to every criterion, each pointing at `plan`; criteria whose
/// checks are not met get an explanation, as a submission wants it.
pub(crate) fn answers(
    results: &CheckResults,
    plan: UploadId,
    edition: &str,
) -> BTreeMap<CriterionId, Answer> {
    set()
        .criteria()
        .iter()
        .map(|criterion| {
            let unmet = results.criteria.iter().any(|result| {
                result.criterion == criterion.id && result.outcome == Outcome::NotMet
            });
            let answer = Answer {
                text: format!(
                    "{DEMO}, {edition}: {} Se planens afsnit om {}.",
                    criterion.requirement.da, criterion.id
                ),
                evidence: vec![Evidence {
                    upload: plan,
                    page: Some(1),
                    passage: Some(criterion.id.to_string()),
                }],
                explanation: unmet.then(explanation),
                reply: None,
            };
            (criterion.id.clone(), answer)
        })
        .collect()
}

/// Why a check that is not met stands in nobody's way.
pub(crate) fn explanation() -> String {
    format!("{DEMO}: forholdet er kendt og bliver rettet i planens næste udgave.")
}

/// Plan data that say next to nothing: what the checks make of them is
/// `unknown`, which stands in nobody's way. For databases of many cases.
pub(crate) fn thin_data(fact: &MunicipalityFact) -> Value {
    json!({
        "schema": "plan-data/1",
        "municipality": {"code": fact.code, "name": fact.name},
    })
}

/// Writes `data`, the plan document and the answers into the draft of an open
/// case. Four commits.
///
/// # Errors
/// As the use cases.
pub(crate) async fn draft(
    app: &App,
    caller: &Caller,
    cycle: CycleId,
    fact: &MunicipalityFact,
    data: &Value,
    edition: &str,
) -> Result<(), AppError> {
    app.import_data(caller, cycle, data).await?;
    plan(app, caller, cycle, fact, edition).await
}

/// Writes the plan document and the answers into the draft of an open case.
/// Three commits.
///
/// # Errors
/// As the use cases.
pub(crate) async fn plan(
    app: &App,
    caller: &Caller,
    cycle: CycleId,
    fact: &MunicipalityFact,
    edition: &str,
) -> Result<(), AppError> {
    let name = format!("klimaplan-{}.pdf", fact.code);
    let bytes = Bytes::from(plan_document(fact, edition));
    let upload = upload(app, caller, cycle, &name, bytes).await?;
    let part = json!({"upload": upload.id}).to_string();
    let known = app
        .store
        .part(cycle, "plan")
        .await?
        .map(|part| part.version);
    app.put_part(caller, cycle, "plan", part.as_bytes(), known)
        .await?;
    let (_, results) = app.check_draft(caller, cycle).await?;
    let mut answers = answers(&results, upload.id, edition);
    // A first certification leaves out what looks back at the last plan.
    if let Some(stored) = app.store.cycle(cycle).await? {
        let applies = stored.cycle.criteria;
        answers.retain(|id, _| applies.iter().any(|criterion| criterion.id == *id));
    }
    app.import_answers(caller, cycle, &answers).await
}

/// Takes a file that lies in memory.
pub(crate) async fn upload(
    app: &App,
    caller: &Caller,
    cycle: CycleId,
    name: &str,
    bytes: Bytes,
) -> Result<lustrum_app::NewUpload, AppError> {
    let whole = futures_util::stream::iter([Ok::<_, std::io::Error>(bytes)]);
    app.upload(caller, cycle, name, whole).await
}
