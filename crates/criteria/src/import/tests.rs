use std::collections::BTreeMap;

use lustrum_domain::CriterionId;

use super::*;
use crate::{Certification, CheckResults, EvalCtx, Outcome, find};

/// The summaries of two municipalities, as published facts with their
/// addresses, and what the set is expected to say about each.
const FIXTURES: [(&str, &[u8], &str); 2] = [
    (
        "0727-odder",
        include_bytes!("../../fixtures/0727-odder.json"),
        include_str!("../../fixtures/0727-odder.expected.yaml"),
    ),
    (
        "0167-hvidovre",
        include_bytes!("../../fixtures/0167-hvidovre.json"),
        include_str!("../../fixtures/0167-hvidovre.expected.yaml"),
    ),
];

/// Criteria that come out alike for the same reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    outcome: Outcome,
    why: String,
    criteria: Vec<CriterionId>,
}

fn imported(bytes: &[u8]) -> Imported {
    import_plan_summary(&serde_json::from_slice(bytes).unwrap()).unwrap()
}

fn judged(imported: &Imported) -> CheckResults {
    let ctx = EvalCtx {
        as_of: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        certification: Certification::Recertification,
        previous_plan: None,
    };
    find("cctf-ka@0.1").unwrap().evaluate(&imported.plan, &ctx)
}

#[test]
fn the_published_summaries_import_as_they_did() {
    for (name, bytes, _) in FIXTURES {
        insta::assert_json_snapshot!(format!("{name}.imported"), imported(bytes));
    }
}

#[test]
fn the_imported_summaries_are_judged_as_they_were() {
    for (name, bytes, _) in FIXTURES {
        // The digest moves with every edit of the set's texts; the judgement does not.
        insta::assert_json_snapshot!(format!("{name}.judged"), judged(&imported(bytes)), {
            ".set.digest" => "[digest]",
        });
    }
}

#[test]
fn every_outcome_for_a_published_summary_is_the_one_expected_with_a_reason() {
    for (name, bytes, expected) in FIXTURES {
        let mut expected: Vec<Expected> = serde_saphyr::from_str(expected).unwrap();
        let mut by_criterion = BTreeMap::new();
        for group in &mut expected {
            assert!(group.why.len() > 20, "{name}: a reason is a sentence");
            for id in group.criteria.drain(..) {
                let twice = by_criterion.insert(id.clone(), group.outcome);
                assert_eq!(twice, None, "{name}: {id} is expected twice");
            }
        }
        let found: BTreeMap<_, _> = judged(&imported(bytes))
            .criteria
            .into_iter()
            .map(|result| (result.criterion, result.outcome))
            .collect();
        let differing: Vec<_> = found
            .iter()
            .filter(|(id, outcome)| by_criterion.get(id) != Some(outcome))
            .map(|(id, outcome)| format!("{id}: {outcome:?}, expected {:?}", by_criterion.get(id)))
            .collect();
        assert!(differing.is_empty(), "{name}:\n{}", differing.join("\n"));
        assert_eq!(found.len(), by_criterion.len());
    }
}

#[test]
fn an_imported_summary_is_structurally_sound() {
    for (name, bytes, _) in FIXTURES {
        let problems = find("cctf-ka@0.1").unwrap().validate(&imported(bytes).plan);
        assert_eq!(problems, [], "{name}");
    }
}

#[test]
fn every_fact_is_either_placed_or_listed_with_a_reason() {
    for (name, bytes, _) in FIXTURES {
        let summary: Value = serde_json::from_slice(bytes).unwrap();
        let imported = imported(bytes);
        let listed: Vec<_> = imported
            .unplaced
            .iter()
            .map(|fact| fact.pointer.as_str())
            .collect();
        let text = imported.plan.to_string();
        for (key, fact) in summary.as_object().unwrap() {
            let Some(value) = fact.get("value") else {
                continue;
            };
            let placed = text.contains(&value.to_string());
            let listed = listed.contains(&join("", key).as_str());
            assert!(
                placed || listed,
                "{name}: {key} is neither placed nor listed"
            );
        }
    }
}

#[test]
fn a_month_is_not_taken_for_a_date() {
    let summary = json!({
        "schema": FORMAT, "kommunekode": "0999", "navn": "Prøvekøbing",
        "adoption_date": { "value": "2022-12", "unit": "month", "provenance": "source" },
    });
    let imported = import_plan_summary(&summary).unwrap();
    assert_eq!(imported.plan.pointer("/adoption"), None);
    assert_eq!(imported.unplaced[0].pointer, "/adoption_date");
}

#[test]
fn a_figure_in_another_unit_or_of_unknown_origin_is_not_placed() {
    let summary = json!({
        "schema": FORMAT, "kommunekode": "0999", "navn": "Prøvekøbing",
        "total_emissions": { "value": 192, "unit": "kt CO2", "provenance": "source" },
        "base_year": { "value": 1990, "provenance": "hearsay" },
    });
    let imported = import_plan_summary(&summary).unwrap();
    assert_eq!(imported.plan.pointer("/inventory"), None);
    assert_eq!(imported.unplaced.len(), 2);
}

#[test]
fn tonnes_of_carbon_dioxide_are_placed_with_a_remark() {
    for (unit, remarks) in [("tCO2", 1), ("t CO2 (rounded)", 1), ("tCO2e", 0)] {
        let summary = json!({
            "schema": FORMAT, "kommunekode": "0999", "navn": "Prøvekøbing",
            "total_emissions": { "value": 192, "unit": unit, "provenance": "source" },
        });
        let imported = import_plan_summary(&summary).unwrap();
        assert_eq!(imported.plan["inventory"]["total"], 192);
        assert_eq!(imported.notes.len(), remarks, "{unit}");
    }
}

#[test]
fn a_document_that_is_no_summary_is_refused_with_its_faults() {
    for document in [
        json!(null),
        json!([]),
        json!({ "schema": "plan-summary/2" }),
    ] {
        let problems = import_plan_summary(&document).unwrap_err();
        assert_eq!(problems[0].pointer, "/schema");
    }
}
