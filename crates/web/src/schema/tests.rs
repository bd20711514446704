use lustrum_domain::{CommandName, command_fields};

use super::*;

#[test]
fn every_type_that_a_command_carries_is_described() {
    for command in CommandName::ALL {
        for field in command_fields(*command) {
            assert!(kind(field.kind).is_some(), "{command}: {}", field.kind);
        }
    }
}

#[test]
fn a_type_that_nobody_described_is_not_passed_over() {
    assert!(kind("Surprise").is_none());
    assert!(kind("Option < Surprise >").is_none());
}

#[test]
fn spaces_in_a_types_name_mean_nothing() {
    for name in ["Option < NaiveDate >", "Option<NaiveDate>"] {
        assert!(kind(name).is_some_and(|kind| kind.optional));
    }
    assert!(kind("Vec < CriterionId >").is_some_and(|kind| !kind.optional));
}

#[test]
fn a_day_has_a_year_of_four_digits() {
    let check = kind("NaiveDate").unwrap().check;
    assert!(check("", &json!("2028-02-29")).is_ok());
    for bad in [
        "+20299-01-01",
        "20299-01-01",
        "2027-02-29",
        "2028-2-29",
        "1. maj 2028",
        "",
    ] {
        assert!(check("", &json!(bad)).is_err(), "{bad}");
    }
    assert!(check("", &json!(2028)).is_err());
}

#[test]
fn a_stand_in_allows_the_words_of_the_domain_and_no_others() {
    let schema = serde_json::to_value(StateName::schema()).unwrap();
    let words: Vec<&str> = domain::StateName::ALL
        .iter()
        .map(|it| it.as_str())
        .collect();
    assert_eq!(schema["enum"], json!(words));
    let schema = serde_json::to_value(Language::schema()).unwrap();
    assert_eq!(schema["enum"], json!(domain::Locale::ALL));
}

#[test]
fn an_id_fits_its_own_pattern_only() {
    let schema = serde_json::to_value(CycleId::schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let id = domain::CycleId(uuid::Uuid::nil()).to_string();
    assert!(validator.is_valid(&json!(id)));
    assert!(!validator.is_valid(&json!(id.replace("cyc", "per"))));
}

#[test]
fn a_deadline_of_every_kind_fits_its_pattern() {
    let schema = serde_json::to_value(DeadlineKey::schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let condition = format!("condition:{}", domain::ConditionId(uuid::Uuid::nil()));
    for key in [
        "self_assessment",
        "submission",
        "decision",
        "answer",
        "second_reading",
        "review:concito",
        &condition,
    ] {
        assert!(key.parse::<domain::DeadlineKey>().is_ok(), "{key}");
        assert!(validator.is_valid(&json!(key)), "{key}");
    }
    for bad in ["review", "review:", "condition", "third_reading", ""] {
        assert!(!validator.is_valid(&json!(bad)), "{bad}");
    }
}
