use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn store_bededag_is_a_holiday_until_2023_and_a_working_day_from_2024() {
    assert!(!is_working_day(date("2023-05-05")));
    assert!(is_working_day(date("2024-04-26")));
    assert!(is_working_day(date("2026-05-01")));
}

#[test]
fn easter_is_right_at_both_ends_of_its_range() {
    for (easter_monday, year) in [("2038-04-26", 2038), ("2035-03-26", 2035)] {
        assert!(!is_working_day(date(easter_monday)), "{year}");
    }
}

#[test]
fn days_on_which_town_halls_are_closed_are_no_working_days() {
    for day in ["2026-06-05", "2026-12-24", "2026-12-31"] {
        assert!(!is_working_day(date(day)), "{day}");
    }
}

#[test]
fn a_period_over_easter_names_the_days_it_skipped() {
    let count = add_working_days(date("2027-03-24"), 3);
    assert_eq!(count.due, date("2027-04-01"));
    assert_eq!(
        count.skipped,
        [date("2027-03-25"), date("2027-03-26"), date("2027-03-29")]
    );
}

#[test]
fn counting_back_agrees_with_counting_forward_on_every_day_of_ten_years() {
    let mut day = date("2024-01-01");
    while day < date("2034-01-01") {
        let due = add_working_days(day, 25).due;
        assert_eq!(working_days_between(day, due), 25, "from {day}");
        day = day.succ_opt().unwrap();
    }
}
