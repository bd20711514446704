use serde_json::{Value, json};

use super::*;

fn age(value: &Value, year: i32, month: u32, day: u32) -> Option<i64> {
    years_back(
        &Node::root(value),
        NaiveDate::from_ymd_opt(year, month, day).unwrap(),
    )
}

#[test]
fn a_year_is_counted_by_years_alone() {
    assert_eq!(age(&json!(2023), 2026, 1, 1), Some(3));
    assert_eq!(age(&json!(2023), 2026, 12, 31), Some(3));
    assert_eq!(age(&json!(2027), 2026, 12, 31), Some(-1));
}

#[test]
fn a_date_grows_a_year_older_the_day_after_its_anniversary() {
    assert_eq!(age(&json!("2021-11-23"), 2026, 11, 23), Some(5));
    assert_eq!(age(&json!("2021-11-23"), 2026, 11, 24), Some(6));
    assert_eq!(age(&json!("2026-11-24"), 2026, 11, 23), Some(-1));
}

#[test]
fn a_leap_day_has_its_anniversary_on_the_28th_of_february() {
    assert_eq!(age(&json!("2020-02-29"), 2025, 2, 28), Some(5));
    assert_eq!(age(&json!("2020-02-29"), 2025, 3, 1), Some(6));
}

#[test]
fn what_is_neither_year_nor_date_has_no_age() {
    for value in [
        json!("2021"),
        json!("in May"),
        json!(null),
        json!(1e300),
        json!([2020]),
    ] {
        assert_eq!(age(&value, 2026, 11, 23), None, "{value}");
    }
}
