use serde_json::json;

use super::*;
use crate::find;

fn schema() -> &'static Schema {
    &find("cctf-ka@0.1").unwrap().schema
}

fn path(text: &str) -> Path {
    text.to_owned().try_into().unwrap()
}

#[test]
fn a_place_is_called_what_the_form_calls_it() {
    let label = schema().label("/actions/2/owner");
    assert_eq!(label.da, "Indsatser › række 3 › Ansvarlig");
    assert_eq!(label.en, "Actions › row 3 › Owner");
    assert_eq!(schema().label("").en, "The plan");
    assert_eq!(schema().own("/actions/2/owner").da, "Ansvarlig");
}

#[test]
fn an_unknown_place_keeps_the_name_it_came_with() {
    assert_eq!(
        schema().label("/actions/0/nonsense").da,
        "Indsatser › række 1 › nonsense"
    );
}

#[test]
fn a_choice_is_called_what_the_form_calls_it_even_behind_a_reference() {
    let choice = schema().choice(&path("/partnerships/*/sector"), &json!("land-use"));
    assert_eq!(choice.da, "arealanvendelse");
    let choice = schema().choice(&path("/inventory/gases/*"), &json!("CO2"));
    assert_eq!(choice.da, "CO2");
}

#[test]
fn only_places_of_the_plan_data_are_known() {
    for known in [
        "/actions",
        "/actions/*/milestones/*/year",
        "/inventory/base_year/total",
    ] {
        assert!(schema().knows(&path(known)), "{known}");
    }
    for unknown in [
        "/action",
        "/actions/owner",
        "/inventory/*/year",
        "/schema/x",
    ] {
        assert!(!schema().knows(&path(unknown)), "{unknown}");
    }
}

#[test]
fn a_schema_that_contains_itself_is_refused() {
    let field = json!({ "x-label": { "da": "a", "en": "a" }, "$ref": "#" });
    let document = json!({ "type": "object", "properties": { "a": field, "b": field } });
    let flaws = Schema::build(document).err().unwrap();
    assert_eq!(flaws[0].found, "fields below fields without end");
}

#[test]
fn a_unit_is_said_in_the_readers_language() {
    let shown = schema().shown("/staff/0/fte", &json!(2.5));
    assert_eq!(
        (shown.da.as_str(), shown.en.as_str()),
        ("2,5 årsværk", "2.5 FTE")
    );
    let shown = schema().shown("/inventory/total", &json!(7));
    assert_eq!(
        (shown.da.as_str(), shown.en.as_str()),
        ("7 t CO2e", "7 t CO2e")
    );
}

#[test]
fn a_value_of_a_year_is_told_by_the_year() {
    let points = json!([{"year": 2030, "value": 1200}, {"value": 0, "year": 2050}]);
    let shown = schema().shown("/pathways/0/series/0/points", &points);
    assert_eq!(shown.da, "2030: 1.200 t CO2e; 2050: 0 t CO2e");
    let milestones = json!([{"year": 2027, "text": "Første spadestik"}]);
    let shown = schema().shown("/actions/0/milestones", &milestones);
    assert_eq!(shown.en, "2027: Første spadestik");
}
