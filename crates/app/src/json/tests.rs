use serde_json::json;

use super::*;
use crate::NewMembership;

/// The only error of a membership that cannot be read.
fn wrong(body: Value) -> FieldError {
    read::<NewMembership>("", &body).unwrap_err()
}

#[test]
fn a_wrong_field_is_told_with_place_found_and_wanted() {
    let organisation = "org_00000000000000000000000000000001";
    let missing = wrong(json!({ "organisation": organisation }));
    assert_eq!(
        (missing.pointer.as_str(), missing.found.as_str()),
        ("/role", "–")
    );

    let unknown = wrong(json!({ "organisation": organisation, "role": "lead", "rôle/x": 1 }));
    assert_eq!(unknown.pointer, "/rôle~1x");
    assert_eq!(unknown.found, "1");
    assert!(
        unknown.message.en.contains("principal"),
        "{}",
        unknown.message.en
    );

    let choice = wrong(json!({ "organisation": organisation, "role": "boss" }));
    assert_eq!(
        (choice.pointer.as_str(), choice.found.as_str()),
        ("/role", "boss")
    );
    assert!(
        choice.message.da.contains("approver"),
        "{}",
        choice.message.da
    );

    let kind = wrong(json!({ "organisation": 5, "role": "lead" }));
    assert_eq!(
        (kind.pointer.as_str(), kind.found.as_str()),
        ("/organisation", "5")
    );

    let date = wrong(json!({ "organisation": organisation, "role": "lead", "from": "1. maj" }));
    assert_eq!(
        (date.pointer.as_str(), date.found.as_str()),
        ("/from", "1. maj")
    );
    assert!(
        date.message.en.contains("2026-11-23"),
        "{}",
        date.message.en
    );

    let id = wrong(json!({ "organisation": "per_1", "role": "lead" }));
    assert!(id.message.en.contains("org_"), "{}", id.message.en);
}

#[test]
fn what_is_shown_of_a_value_is_short_and_plain() {
    assert_eq!(shown(&json!("a\nb")), "a\u{fffd}b");
    assert_eq!(shown(&json!("x".repeat(100))).len(), 60);
    assert_eq!(shown(&Value::Null), "–");
}
