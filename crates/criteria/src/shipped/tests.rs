use chrono::NaiveDate;
use serde_json::Value;

use super::*;
use crate::{Certification, CheckResults, EvalCtx, Outcome, merge_patch};

const SET: &str = "cctf-ka@0.1";

fn example(name: &str) -> Value {
    let files = shipped_files(SET).unwrap();
    serde_json::from_slice(&files[&format!("examples/{name}.json")]).unwrap()
}

fn judged(plan: &Value) -> CheckResults {
    let ctx = EvalCtx {
        as_of: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        certification: Certification::Recertification,
        previous_plan: None,
    };
    find(SET).unwrap().evaluate(plan, &ctx)
}

#[test]
fn every_example_is_sound_and_meets_every_automatic_check() {
    for name in ["0727-odder", "0167-hvidovre"] {
        let plan = example(name);
        assert_eq!(find(SET).unwrap().validate(&plan), [], "{name}");
        let results = judged(&plan);
        let open: Vec<_> = results
            .criteria
            .iter()
            .filter(|result| !result.checks.is_empty() && result.outcome != Outcome::Met)
            .map(|result| format!("{name}: {result:#?}"))
            .collect();
        assert!(open.is_empty(), "{}", open.join("\n"));
        assert_eq!(
            (results.summary().met, results.summary().by_a_person),
            (44, 1)
        );
    }
}

#[test]
fn the_failing_patch_turns_exactly_two_criteria_and_the_mending_patch_turns_them_back() {
    let mut plan = example("0727-odder");
    let sound = judged(&plan);
    merge_patch(&mut plan, &example("0727-odder.failing.patch"));
    assert_eq!(find(SET).unwrap().validate(&plan), []);
    let turned: Vec<_> = judged(&plan)
        .criteria
        .into_iter()
        .filter(|result| result.outcome == Outcome::NotMet)
        .map(|result| result.criterion.0)
        .collect();
    assert_eq!(turned, ["KA-1.02", "KA-6.04"]);
    merge_patch(&mut plan, &example("0727-odder.mending.patch"));
    assert_eq!(judged(&plan), sound);
}

#[test]
fn a_set_is_found_by_name_and_version_only() {
    assert!(find(SET).is_some());
    assert!(find("cctf-ka").is_none());
    assert!(find("cctf-ka@9").is_none());
    assert!(shipped_files("../..@..").is_none());
}

#[test]
fn whatever_is_invented_in_an_example_says_so() {
    for name in ["0727-odder", "0167-hvidovre"] {
        let plan = example(name);
        let covered: Vec<&str> = plan["origins"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|origin| origin["at"].as_str())
            .collect();
        for (section, value) in plan.as_object().unwrap() {
            let rows = value.as_array().into_iter().flatten();
            for row in rows {
                assert!(row["provenance"].is_string(), "{name}: {section}: {row}");
            }
            if value.is_object() {
                let prefix = format!("/{section}");
                let marked = covered.iter().any(|at| at.starts_with(&prefix));
                let by_rows = matches!(section.as_str(), "governance" | "fairness");
                assert!(marked || by_rows, "{name}: {section} has no origin");
            }
        }
    }
}

#[test]
fn a_criterion_names_every_section_that_its_checks_read() {
    for set in shipped() {
        for criterion in set.criteria() {
            let named: Vec<_> = criterion.plan_paths.iter().map(first).collect();
            for check in &criterion.checks {
                for path in check.kind.judge_of().paths() {
                    assert!(named.contains(&first(&path)), "{}: {path}", check.id);
                }
            }
        }
    }
}

/// The section in which a place lies.
fn first(path: &crate::Path) -> String {
    path.steps().next().unwrap_or_default().to_owned()
}
