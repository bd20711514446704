use serde_json::json;

use super::*;

fn refused(text: &str) -> Problem {
    *parse_plan(text.as_bytes(), 1_000_000).unwrap_err()
}

#[test]
fn plain_json_reads_as_it_stands() {
    let text = r#"{"a": [1, -2, 3.5, "æ", true, null], "b": {}}"#;
    let plan = parse_plan(text.as_bytes(), 1000).unwrap();
    assert_eq!(plan, json!({"a": [1, -2, 3.5, "æ", true, null], "b": {}}));
}

#[test]
fn a_hundred_thousand_brackets_are_refused_in_words() {
    let problem = refused(&"[".repeat(100_000));
    assert_eq!(problem.code, "too-deep");
    let problem = refused(&r#"{"a":"#.repeat(100_000));
    assert_eq!(problem.code, "too-deep");
}

#[test]
fn a_key_that_stands_twice_is_refused_with_its_place_and_line() {
    let problem = refused("{\"inventory\": {\"year\": 2023,\n \"year\": 2024}}");
    assert_eq!(problem.code, "duplicate-key");
    assert_eq!(problem.pointer, "/inventory/year");
    assert!(
        problem.message.en.contains("line 2"),
        "{}",
        problem.message.en
    );
}

#[test]
fn a_nul_character_is_refused_with_its_place() {
    let problem = refused(r#"{"actions": [{"title": "a\u0000b"}]}"#);
    assert_eq!(problem.code, "nul-character");
    assert_eq!(problem.pointer, "/actions/0/title");
}

#[test]
fn broken_text_names_line_and_column() {
    let problem = refused("{\n \"a\": }");
    assert_eq!(problem.code, "not-json");
    assert!(
        problem.message.da.contains("linje 2"),
        "{}",
        problem.message.da
    );
    assert_eq!(problem.found, "}");
    assert!(problem.message.en.contains("There stands: }"));
    assert_eq!(refused("{\"navn\": Ærø}").found, "Ærø}");
    assert_eq!(refused("{\"a\":").found, "–", "the end");
    assert_eq!(refused("{} {}").code, "not-json");
    assert_eq!(refused("").code, "not-json");
    assert_eq!(refused("[1e999]").code, "not-json");
}

#[test]
fn a_document_above_the_limit_is_refused_before_it_is_read() {
    let problem = parse_plan(b"[1, 2, 3]", 4).unwrap_err();
    assert_eq!(problem.code, "too-large");
}

#[test]
fn a_nul_character_in_a_name_does_not_reach_the_pointer() {
    let problem = refused(r#"{"a\u0000b": 1}"#);
    assert_eq!(problem.code, "nul-character");
    assert!(!problem.pointer.contains('\0'));
}
