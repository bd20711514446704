use serde_json::json;

use super::*;

fn path(text: &str) -> Path {
    text.to_owned().try_into().unwrap()
}

#[test]
fn a_star_stands_for_every_row_and_each_value_knows_its_own_place() {
    let document = json!({"actions": [{"owner": "A"}, {}, {"owner": "C"}]});
    let found: Vec<_> = path("/actions/*/owner")
        .resolve(&document)
        .into_iter()
        .map(|(place, value)| (place.to_string(), value))
        .collect();
    assert_eq!(
        found,
        [
            ("/actions/0/owner".to_owned(), &json!("A")),
            ("/actions/2/owner".to_owned(), &json!("C")),
        ]
    );
}

#[test]
fn a_path_shows_itself_as_it_was_written() {
    assert_eq!(path("/a~1b/*/c~0d").to_string(), "/a~1b/*/c~0d");
}

#[test]
fn a_path_without_a_leading_slash_is_refused() {
    assert!(Path::try_from("actions".to_owned()).is_err());
}

#[test]
fn the_rows_and_the_field_of_a_path_come_apart() {
    let (rows, field) = path("/actions/*/cost/amount").split_rows().unwrap();
    assert_eq!((rows, field.as_str()), (path("/actions/*"), "cost/amount"));
    assert!(path("/inventory/year").split_rows().is_none());
}
