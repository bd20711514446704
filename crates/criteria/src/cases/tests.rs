use std::collections::BTreeSet;

use super::*;
use crate::{find, shipped, shipped_files};

/// Every failing case of every shipped set, after `change` was made to each.
fn walk(change: impl Fn(&mut Case)) -> (usize, Vec<String>) {
    let mut failures = Vec::new();
    let mut walked = 0;
    for set in shipped() {
        let files = shipped_files(&set.pin().to_string()).unwrap();
        let base = base(&files).unwrap();
        for (file, mut case) in read(&files).unwrap() {
            change(&mut case);
            walked += 1;
            failures.extend(run(set, &base, &file, &case).err());
        }
    }
    (walked, failures)
}

#[test]
fn every_case_of_every_shipped_set_comes_out_as_it_says() {
    let (walked, failures) = walk(|_| {});
    assert!(walked > 100, "only {walked} cases were found");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_walk_reports_every_case_whose_expectation_is_turned() {
    let (walked, failures) = walk(|case| {
        case.expect = match case.expect {
            Outcome::Met => Outcome::NotMet,
            Outcome::NotMet | Outcome::Unknown | Outcome::NotApplicable => Outcome::Met,
        };
    });
    assert_eq!(failures.len(), walked);
}

#[test]
fn a_case_whose_plan_is_broken_is_reported() {
    let set = find("cctf-ka@0.1").unwrap();
    let case = Case {
        expect: Outcome::NotMet,
        check: None,
        why: "a text is no year".to_owned(),
        patch: serde_json::json!({ "inventory": { "year": "2020" } }),
        context: Context::default(),
    };
    let files = shipped_files("cctf-ka@0.1").unwrap();
    let error = run(set, &base(&files).unwrap(), "cases/KA-3.02/x.json", &case).unwrap_err();
    assert!(error.contains("the plan is broken"), "{error}");
}

#[test]
fn every_checked_criterion_has_a_case_met_not_met_and_unknown_and_every_check_one_not_met() {
    for set in shipped() {
        let files = shipped_files(&set.pin().to_string()).unwrap();
        let cases = read(&files).unwrap();
        let base = base(&files).unwrap();
        let of = |id: &str| {
            let prefix = format!("cases/{id}/");
            cases
                .iter()
                .filter(move |(file, _)| file.starts_with(&prefix))
                .map(|(_, case)| case)
        };
        let mut unturned = Vec::new();
        for criterion in set
            .criteria()
            .iter()
            .filter(|criterion| !criterion.checks.is_empty())
        {
            let outcomes: BTreeSet<_> = of(&criterion.id.0).map(|case| case.expect).collect();
            for wanted in [Outcome::Met, Outcome::NotMet, Outcome::Unknown] {
                assert!(
                    outcomes.contains(&wanted),
                    "{} lacks {wanted:?}",
                    criterion.id
                );
            }
            for check in &criterion.checks {
                let turned = cases.iter().any(|(file, case)| {
                    let asked = Case {
                        expect: Outcome::NotMet,
                        check: Some(check.id.clone()),
                        ..case.clone()
                    };
                    file.starts_with(&format!("cases/{}/", criterion.id))
                        && run(set, &base, file, &asked).is_ok()
                });
                if !turned {
                    unturned.push(check.id.as_str());
                }
            }
        }
        assert!(unturned.is_empty(), "no case turns {unturned:?}");
    }
}
