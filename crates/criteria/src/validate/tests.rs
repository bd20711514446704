use lustrum_domain::Locale;
use serde_json::json;

use super::*;
use crate::{cases, find, merge_patch, shipped_files};

const SET: &str = "cctf-ka@0.1";

fn base() -> Value {
    cases::base(&shipped_files(SET).unwrap()).unwrap()
}

/// The one problem of the base plan after `patch`.
fn problem_after(patch: Value) -> Problem {
    let mut plan = base();
    merge_patch(&mut plan, &patch);
    let mut problems = find(SET).unwrap().validate(&plan);
    assert_eq!(problems.len(), 1, "{problems:#?}");
    problems.remove(0)
}

#[test]
fn a_full_plan_and_an_empty_draft_are_both_sound() {
    assert_eq!(find(SET).unwrap().validate(&base()), []);
    assert_eq!(find(SET).unwrap().validate(&json!({})), []);
}

#[test]
fn a_number_typed_as_text_is_refused_with_a_word_on_thousands_marks() {
    let problem = problem_after(json!({ "municipality": { "population": "22.626" } }));
    assert_eq!(problem.code, "number-as-text");
    assert_eq!(problem.pointer, "/municipality/population");
    assert_eq!(problem.found, "22.626");
    assert!(
        problem.message.da.contains("tusindtalsmærke"),
        "{}",
        problem.message.da
    );
    assert!(
        problem.message.en.contains("thousands mark"),
        "{}",
        problem.message.en
    );
}

#[test]
fn a_misspelt_gas_is_refused_with_the_one_that_was_meant() {
    let problem = problem_after(json!({ "inventory": { "gases": ["CO2", "N20"] } }));
    assert_eq!(
        (problem.code.as_str(), problem.wanted.en.as_str()),
        ("misspelt", "N2O")
    );
    assert_eq!(problem.pointer, "/inventory/gases/1");
}

#[test]
fn a_year_of_five_digits_and_one_of_another_century_are_refused() {
    let problem = problem_after(json!({ "inventory": { "year": 20299 } }));
    assert_eq!(
        (problem.code.as_str(), problem.found.as_str()),
        ("year-digits", "20299")
    );
    let problem = problem_after(json!({ "inventory": { "year": 1890 } }));
    assert_eq!(problem.code, "year");
    assert_eq!(problem.wanted.en, "a year from 1990 to 2100");
}

#[test]
fn emissions_cannot_be_negative_except_from_land() {
    let row = |gpc: &str| json!({ "inventory": { "rows": [{ "id": "a", "gpc_ref": gpc, "value": -5 }] } });
    let problem = problem_after(row("I.1.1"));
    assert_eq!(
        (problem.code.as_str(), problem.pointer.as_str()),
        ("negative", "/inventory/rows/0/value")
    );
    let mut plan = base();
    merge_patch(&mut plan, &row("V.2"));
    assert_eq!(find(SET).unwrap().validate(&plan), []);
}

#[test]
fn a_figure_beside_a_notation_key_is_refused_in_words() {
    let row = json!([{ "id": "a", "gpc_ref": "I.1.1", "value": 5, "notation_key": "NO" }]);
    let problem = problem_after(json!({ "inventory": { "rows": row } }));
    assert_eq!(
        (problem.code.as_str(), problem.pointer.as_str()),
        ("rule", "/inventory/rows/0")
    );
    assert!(
        problem
            .message
            .en
            .contains("either a figure or a notation key")
    );
}

#[test]
fn a_missing_field_and_an_unknown_one_are_named_where_they_belong() {
    let problem = problem_after(json!({ "staff": [{ "id": "a", "year": 2026 }] }));
    assert_eq!(
        (problem.code.as_str(), problem.pointer.as_str()),
        ("required", "/staff/0/fte")
    );
    assert_eq!(
        problem.message.da,
        "»Medarbejdere › række 1 › Årsværk« mangler."
    );
    let problem = problem_after(json!({ "municipality": { "mayor": "X" } }));
    assert_eq!(
        (problem.code.as_str(), problem.pointer.as_str()),
        ("unknown-field", "/municipality/mayor")
    );
}

#[test]
fn a_row_id_that_stands_twice_is_refused() {
    let row = json!({ "id": "a", "year": 2026, "fte": 1 });
    let problem = problem_after(json!({ "staff": [row, row] }));
    assert_eq!(
        (problem.code.as_str(), problem.pointer.as_str()),
        ("duplicate", "/staff/1/id")
    );
    assert_eq!(problem.found, "a");
}

#[test]
fn a_link_to_a_row_that_does_not_exist_is_refused() {
    let problem =
        problem_after(json!({ "barriers": [{ "id": "a", "action": "gone", "barrier": "?" }] }));
    assert_eq!(
        (problem.code.as_str(), problem.found.as_str()),
        ("dangling", "gone")
    );
    assert_eq!(problem.pointer, "/barriers/0/action");
    assert!(
        problem.message.get(Locale::Da).contains("Indsatser"),
        "{}",
        problem.message.da
    );
}

#[test]
fn a_day_that_is_none_and_a_link_that_is_none_are_refused() {
    let problem = problem_after(json!({ "commitment": { "signed_on": "2026-02-30" } }));
    assert_eq!(problem.code, "date");
    let problem = problem_after(json!({ "commitment": { "link": "javascript:alert(1)" } }));
    assert_eq!(problem.code, "rule");
}

#[test]
fn a_document_that_is_no_object_and_one_of_another_format_are_refused() {
    let set = find(SET).unwrap();
    for document in [json!(null), json!([]), json!("plan"), json!(7)] {
        let problems = set.validate(&document);
        assert_eq!(
            (problems[0].code.as_str(), problems[0].pointer.as_str()),
            ("type", "")
        );
    }
    assert_eq!(
        problem_after(json!({ "schema": "plan-data/2" })).code,
        "constant"
    );
}

#[test]
fn no_more_problems_are_listed_than_anyone_would_read() {
    let rows: Vec<_> = (0..400)
        .map(|i| json!({ "id": format!("a{i}"), "title": 7 }))
        .collect();
    let problems = find(SET).unwrap().validate(&json!({ "actions": rows }));
    assert_eq!(problems.len(), MOST);
}

#[test]
fn a_section_is_judged_alone_and_its_links_elsewhere_are_left_open() {
    let set = find(SET).unwrap();
    let barriers = json!([{ "id": "a", "action": "gone", "barrier": "?" }]);
    assert_eq!(set.validate_section("barriers", &barriers), []);
    let problems = set.validate_section("inventory", &json!({ "year": "2022" }));
    assert_eq!(problems[0].pointer, "/inventory/year");
    let problems = set.validate_section("inventroy", &json!({}));
    assert_eq!(problems[0].code, "unknown-field");
}

#[test]
fn every_problem_names_its_place_in_both_languages() {
    let mut plan = base();
    merge_patch(
        &mut plan,
        &json!({
            "commitment": { "text": "x".repeat(5000), "covers_adaptation": "yes" },
            "staff": [{ "id": "A B", "year": 2026, "fte": -1 }],
            "targets": [{ "id": "a", "kind": "dream", "reduction_percent": 900 }],
        }),
    );
    let problems = find(SET).unwrap().validate(&plan);
    assert!(problems.len() >= 6, "{problems:#?}");
    for problem in problems {
        for text in [
            &problem.message.da,
            &problem.message.en,
            &problem.wanted.da,
            &problem.wanted.en,
        ] {
            assert!(!text.contains(['<', '{']), "{text}");
        }
        assert_ne!(problem.message.da, problem.message.en);
    }
}

#[test]
fn every_sentence_about_a_problem_has_its_wish() {
    let problems = lustrum_text::keys().filter(|key| key.starts_with("problem-"));
    for key in problems.filter(|key| !key.ends_with("-wanted")) {
        assert!(
            lustrum_text::known(&format!("{key}-wanted")),
            "{key} has no wish"
        );
    }
}

#[test]
fn a_name_that_someone_made_enormous_is_cut_short() {
    let name = "n".repeat(100_000);
    let problem = problem_after(json!({ "municipality": { name: 1 } }));
    assert!(problem.pointer.len() < 100, "{}", problem.pointer.len());
    assert!(problem.message.da.len() < 500);
}
