use serde_json::json;

use super::*;
use crate::{Certification, export, find, outline, shipped, shipped_files};

type Files = BTreeMap<String, Vec<u8>>;

fn files() -> Files {
    shipped_files("cctf-ka@0.1").unwrap()
}

/// The one error of the shipped set after `from` was replaced by `to` in `file`.
fn error_after(file: &str, from: &str, to: &str) -> LoadError {
    let mut files = files();
    let text = String::from_utf8(files[file].clone()).unwrap();
    assert!(text.contains(from), "{file} does not hold {from:?}");
    files.insert(file.to_owned(), text.replacen(from, to, 1).into_bytes());
    let mut errors = CriteriaSet::load(&files).unwrap_err();
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors.remove(0)
}

const AGE: &str = "criteria/KA-3.02.yaml";

#[test]
fn every_shipped_set_loads() {
    assert!(
        shipped()
            .iter()
            .any(|set| set.pin().to_string() == "cctf-ka@0.1")
    );
    assert_eq!(find("cctf-ka@0.1").unwrap().criteria().len(), 45);
}

#[test]
fn an_unknown_kind_and_an_unknown_version_of_one_are_refused_with_the_known_kinds() {
    for kind in ["age@9", "rage@1"] {
        let error = error_after(AGE, "age@1", kind);
        assert_eq!(error.file, AGE);
        assert_eq!(error.place, "/checks/0/kind");
        assert_eq!(error.found, kind);
        assert!(error.wanted.contains("age@1, "), "{error}");
    }
}

#[test]
fn a_missing_parameter_and_one_of_the_wrong_type_are_refused() {
    let error = error_after(AGE, "    max_years: { param: inventory_max_age }\n", "");
    assert_eq!(error.wanted, "the field `max_years`");
    let error = error_after(AGE, "{ param: inventory_max_age }", "three");
    assert_eq!(error.place, "/checks/0/max_years");
    assert!(error.found.contains("three"), "{error}");
    let error = error_after(
        AGE,
        "max_years: { param: inventory_max_age }",
        "max_years: { param: gases }",
    );
    assert_eq!(error.place, "/checks/0/max_years");
}

#[test]
fn a_field_that_a_kind_does_not_have_is_refused() {
    let error = error_after(AGE, "    note_years:", "    warn_years:");
    assert!(error.found.contains("warn_years"), "{error}");
}

#[test]
fn a_parameter_that_the_set_does_not_have_is_refused() {
    let mut files = files();
    let text = String::from_utf8(files[AGE].clone()).unwrap();
    files.insert(
        AGE.to_owned(),
        text.replace("inventory_max_age", "no_such").into_bytes(),
    );
    let errors = CriteriaSet::load(&files).unwrap_err();
    assert_eq!(errors[0].found, "no_such");
    assert_eq!(errors[0].place, "/checks/0/max_years");
}

#[test]
fn a_path_that_the_schema_does_not_know_is_refused() {
    let error = error_after(AGE, "at: /inventory/year", "at: /inventory/yaer");
    assert_eq!(
        (error.place.as_str(), error.found.as_str()),
        ("/checks/0", "/inventory/yaer")
    );
    let error = error_after(AGE, "  - /inventory/year", "  - /inventory/yaer");
    assert_eq!(error.place, "/plan_paths/0");
}

#[test]
fn a_missing_or_blank_translation_is_refused() {
    let error = error_after(AGE, "  en: >-\n    The inventory year.\n", "");
    assert_eq!(error.place, "/evidence");
    assert_eq!(error.wanted, "the field `en`");
    let error = error_after(AGE, "  da: >-\n    Regnskabsåret.\n", "  da: \"\"\n");
    assert_eq!(error.place, "/evidence/da");
}

#[test]
fn a_key_that_stands_twice_is_refused_with_its_line() {
    let error = error_after(
        AGE,
        "machine: automatic\n",
        "machine: automatic\nmachine: partly\n",
    );
    assert!(error.place.starts_with("line 10"), "{error}");
    assert!(error.found.contains("machine"), "{error}");
}

#[test]
fn an_id_that_stands_twice_is_refused() {
    let error = error_after(AGE, "id: inventory-age", "id: inventory-gases");
    assert_eq!(error.place, "/checks/0/id");
    let mut files = files();
    let copy = files[AGE].clone();
    files.insert("criteria/KA-3.02b.yaml".to_owned(), copy);
    let errors = CriteriaSet::load(&files).unwrap_err();
    assert!(
        errors.iter().any(|error| error.found == "KA-3.02 again"),
        "{errors:?}"
    );
}

#[test]
fn an_unknown_stage_component_or_framework_criterion_is_refused() {
    assert_eq!(
        error_after(AGE, "[concito, c40]", "[concito, c41]").place,
        "/stages/1"
    );
    assert_eq!(
        error_after(AGE, "component: C3", "component: C7").place,
        "/component"
    );
    assert_eq!(error_after(AGE, "[K6]", "[K17]").place, "/framework/0");
}

#[test]
fn a_remote_reference_in_the_schema_is_refused_and_never_fetched() {
    let error = error_after(
        "plan.schema.json",
        "\"#/$defs/year\"",
        "\"https://example.com/year.json\"",
    );
    assert_eq!(error.file, "plan.schema.json");
    assert!(error.found.contains("example.com"), "{error}");
}

#[test]
fn a_schema_with_a_broken_pattern_or_a_look_around_is_refused() {
    for pattern in ["^[0-9", "^(?=a)"] {
        let error = error_after("plan.schema.json", "^[a-z0-9][a-z0-9-]*$", pattern);
        assert_eq!(error.file, "plan.schema.json");
    }
}

#[test]
fn a_field_without_a_label_and_a_rule_into_nowhere_are_refused() {
    let label = "\"x-label\": { \"da\": \"Kommune\", \"en\": \"Municipality\" },"
        .replace("{ ", "{")
        .replace(" }", "}");
    let error = error_after("plan.schema.json", &label, "");
    assert_eq!(error.place, "/municipality");
    let mut files = files();
    let text = String::from_utf8(files["plan.schema.json"].clone()).unwrap();
    let text = text.replace("\"/stakeholders/*/id\"", "\"/stakeholders/*/key\"");
    files.insert("plan.schema.json".to_owned(), text.into_bytes());
    let errors = CriteriaSet::load(&files).unwrap_err();
    assert_eq!(errors[0].place, "/engagement/*/stakeholder");
}

#[test]
fn a_threshold_without_a_source_or_of_another_type_is_refused() {
    let error = error_after("set.yaml", "    value: [5, 10]\n", "    value: 5\n");
    assert_eq!(error.place, "/parameters/horizon_bounds/value");
    let mut files = files();
    let mut lines: Vec<_> = String::from_utf8(files["set.yaml"].clone())
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    let at = lines
        .iter()
        .position(|line| line.trim() == "source: >-")
        .unwrap();
    lines[at] = "    source: \"\"".to_owned();
    lines.drain(at + 1..at + 3);
    files.insert("set.yaml".to_owned(), lines.join("\n").into_bytes());
    let errors = CriteriaSet::load(&files).unwrap_err();
    assert!(
        errors.iter().any(|error| error.place.ends_with("/source")),
        "{errors:?}"
    );
}

#[test]
fn a_file_of_no_known_use_and_a_missing_one_are_refused() {
    let mut with_more = files();
    with_more.insert("criteria.yaml".to_owned(), Vec::new());
    assert_eq!(
        CriteriaSet::load(&with_more).unwrap_err()[0].file,
        "criteria.yaml"
    );
    for file in ["set.yaml", "plan.schema.json"] {
        let mut with_less = files();
        with_less.remove(file);
        assert_eq!(CriteriaSet::load(&with_less).unwrap_err()[0].file, file);
    }
    assert!(CriteriaSet::load(&Files::new()).is_err());
}

#[test]
fn an_error_is_a_sentence_with_file_and_place() {
    let error = error_after(AGE, "component: C3", "component: C7");
    assert_eq!(
        error.to_string(),
        "criteria/KA-3.02.yaml at /component: found C7, wanted one of C1, C2, C3, C4, C5, C6"
    );
}

#[test]
fn the_digest_moves_with_the_content_but_not_with_the_status_or_the_cases() {
    let digest = |change: &dyn Fn(&mut Files)| {
        let mut files = files();
        change(&mut files);
        CriteriaSet::load(&files).unwrap().pin().digest
    };
    let replace = |files: &mut Files, file: &str, from: &str, to: &str| {
        let text = String::from_utf8(files[file].clone()).unwrap();
        files.insert(file.to_owned(), text.replacen(from, to, 1).into_bytes());
    };
    let original = digest(&|_| {});
    assert_eq!(
        original,
        digest(&|files| replace(files, "set.yaml", "status: draft", "status: hearing"))
    );
    assert_eq!(
        original,
        digest(&|files| files.retain(|file, _| !file.starts_with("cases/")))
    );
    assert_ne!(
        original,
        digest(&|files| replace(files, AGE, "Regnskabsåret.", "Året."))
    );
    assert_ne!(
        original,
        digest(&|files| replace(files, "set.yaml", "value: 3", "value: 4"))
    );
}

#[test]
fn an_export_carries_every_criterion_with_its_checks_and_the_whole_schema() {
    let set = find("cctf-ka@0.1").unwrap();
    let whole = export(set);
    assert_eq!(whole["criteria"].as_array().unwrap().len(), 45);
    assert_eq!(whole["criteria"][13]["id"], "KA-3.02");
    let check = &whole["criteria"][13]["checks"][0];
    assert_eq!(
        (&check["kind"], &check["max_years"]),
        (&json!("age@1"), &json!(3))
    );
    assert_eq!(
        check["uses"],
        json!(["inventory_max_age", "inventory_note_age"])
    );
    assert_eq!(&whole["schema"], set.schema());
    assert_eq!(whole["status"], "draft");
}

#[test]
fn the_outline_leaves_out_what_is_not_for_the_case() {
    let set = find("cctf-ka@0.1").unwrap();
    let first = outline(set, Certification::First);
    let renewed = outline(set, Certification::Recertification);
    assert_eq!(renewed.len(), 45);
    let left: Vec<_> = renewed
        .iter()
        .filter(|row| !first.contains(row))
        .map(|(id, _)| id.0.as_str())
        .collect();
    assert_eq!(left, ["KA-1.03", "KA-4.10", "KA-6.03", "KA-6.05"]);
    assert_eq!(renewed[0].1, ["concito", "c40"]);
}
