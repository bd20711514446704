use super::*;

#[test]
fn a_date_is_written_out_in_either_language() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    assert_eq!(date(Locale::Da, day), "23. november 2026");
    assert_eq!(date(Locale::En, day), "23 November 2026");
}
