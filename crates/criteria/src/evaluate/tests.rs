use lustrum_text::known;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{cases, find, merge_patch, shipped_files};

const SET: &str = "cctf-ka@0.1";

fn set() -> &'static CriteriaSet {
    find(SET).unwrap()
}

fn base() -> Value {
    cases::base(&shipped_files(SET).unwrap()).unwrap()
}

fn ctx() -> EvalCtx<'static> {
    EvalCtx {
        as_of: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        certification: Certification::Recertification,
        previous_plan: None,
    }
}

#[test]
fn an_empty_plan_is_unknown_throughout_and_never_unmet() {
    let summary = set().evaluate(&json!({}), &ctx()).summary();
    assert_eq!((summary.met, summary.not_met), (0, 0));
    assert_eq!((summary.unknown, summary.by_a_person), (44, 1));
}

#[test]
fn results_read_back_as_they_were_written_and_come_out_the_same_twice() {
    let results = set().evaluate(&base(), &ctx());
    let written = serde_json::to_string(&results).unwrap();
    assert_eq!(
        serde_json::from_str::<CheckResults>(&written).unwrap(),
        results
    );
    assert_eq!(set().evaluate(&base(), &ctx()), results);
}

#[test]
fn a_check_whose_budget_is_spent_says_unknown() {
    let results = set().evaluate_within(&base(), &ctx(), 2);
    let age = results.criterion(&"KA-3.02".into()).unwrap();
    assert_eq!(age.outcome, Outcome::Met, "one step is enough for one year");
    let chain = results.criterion(&"KA-6.02".into()).unwrap();
    assert_eq!(chain.outcome, Outcome::Unknown);
    assert_eq!(
        chain.checks[0].findings[0].message,
        both("check-exhausted", &[])
    );
}

#[test]
fn the_worst_outcome_of_a_criterions_checks_counts() {
    use Outcome::{Met, NotApplicable, NotMet, Unknown};
    for (outcomes, wanted) in [
        (vec![Met, Unknown, NotMet], NotMet),
        (vec![Met, Unknown], Unknown),
        (vec![Met, NotApplicable], Met),
        (vec![NotApplicable, NotApplicable], NotApplicable),
        (vec![], Unknown),
    ] {
        assert_eq!(together(outcomes.into_iter()), wanted);
    }
}

#[test]
fn a_criterion_without_checks_is_left_to_a_person() {
    let results = set().evaluate(&base(), &ctx());
    let ranges = results.criterion(&"KA-4.03".into()).unwrap();
    assert_eq!((ranges.outcome, ranges.checks.len()), (Outcome::Unknown, 0));
    assert_eq!(ranges.note, Some(both("check-by-a-person", &[])));
}

#[test]
fn more_findings_than_anyone_would_read_are_counted() {
    let rows: Vec<_> = (0..300)
        .map(|i| json!({ "id": format!("a{i}"), "title": "?" }))
        .collect();
    let mut plan = base();
    merge_patch(&mut plan, &json!({ "actions": rows }));
    let results = set().evaluate(&plan, &ctx());
    let actions = &results.criterion(&"KA-5.01".into()).unwrap().checks[0];
    assert_eq!(actions.findings.len(), 50);
    let last = &actions.findings[49].message.en;
    // Five empty places a row, forty-nine of them shown.
    assert!(last.contains("1,451"), "{last}");
}

#[test]
fn every_finding_reads_in_both_languages() {
    let mut plan = base();
    merge_patch(
        &mut plan,
        &json!({ "actions": [{ "id": "a", "title": "?" }], "inventory": { "year": 2010 } }),
    );
    for results in [
        set().evaluate(&plan, &ctx()),
        set().evaluate(&json!({}), &ctx()),
    ] {
        let checks = results
            .criteria
            .iter()
            .flat_map(|criterion| &criterion.checks);
        for finding in checks.flat_map(|check| &check.findings) {
            for text in [
                &finding.message.da,
                &finding.message.en,
                &finding.wanted.da,
                &finding.wanted.en,
            ] {
                assert!(!text.contains(['<', '{']), "{text}");
            }
        }
    }
    assert!(known("check-exhausted-wanted"));
}

/// Any JSON at all, with the keys of plan data among its own.
fn json_value() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        prop::sample::select(vec![
            "actions",
            "inventory",
            "rows",
            "year",
            "id",
            "goals",
            "targets",
            "value",
            "points",
            "series",
            "kind",
            "adoption",
            "last_plan",
            "adopted_on",
            "reductions",
            "gap",
        ])
        .prop_map(str::to_owned),
        ".{0,6}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(vec![
            "2026-02-29",
            "2024-02-29",
            "9999-12-31",
            "-1",
            "interim"
        ])
        .prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(key.clone(), inner, 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// Replaces the value at one place of a plan, wherever `choices` lead.
fn mutate(place: &mut Value, choices: &[prop::sample::Index], with: Value) {
    let Some((choice, rest)) = choices.split_first() else {
        *place = with;
        return;
    };
    match place {
        Value::Object(fields) if !fields.is_empty() => {
            let index = choice.index(fields.len());
            mutate(fields.values_mut().nth(index).unwrap(), rest, with);
        }
        Value::Array(rows) if !rows.is_empty() => {
            let index = choice.index(rows.len());
            mutate(&mut rows[index], rest, with);
        }
        _ => *place = with,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_document_stops_validation_evaluation_or_import(document in json_value(), day in 0i32..200_000) {
        let ctx = EvalCtx {
            as_of: NaiveDate::from_num_days_from_ce_opt(640_000 + day).unwrap(),
            previous_plan: Some(&document),
            ..ctx()
        };
        set().validate(&document);
        set().validate_section("inventory", &document);
        prop_assert_eq!(set().evaluate(&document, &ctx).criteria.len(), 45);
        let _ = crate::import_plan_summary(&document);
    }

    #[test]
    fn no_change_to_a_full_plan_stops_validation_or_evaluation(
        choices in prop::collection::vec(any::<prop::sample::Index>(), 1..7),
        with in json_value(),
    ) {
        let mut plan = base();
        mutate(&mut plan, &choices, with);
        set().validate(&plan);
        prop_assert_eq!(set().evaluate(&plan, &ctx()).criteria.len(), 45);
    }

    #[test]
    fn no_bytes_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = crate::parse_plan(&bytes, 1000);
    }
}
