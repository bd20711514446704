use super::*;

#[test]
fn a_date_is_written_out_in_either_language() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    assert_eq!(date(Locale::Da, day), "23. november 2026");
    assert_eq!(date(Locale::En, day), "23 November 2026");
}

#[test]
fn a_day_is_read_as_browsers_send_it_and_as_people_write_it() {
    let day = NaiveDate::from_ymd_opt(2028, 2, 9);
    for (text, read) in [
        ("2028-02-09", day),
        ("2028-2-9", day),
        ("09-02-2028", day),
        ("9.2.2028", day),
        ("9. 2. 2028", day),
        (" 09/02/2028 ", day),
        ("29.2.2028", NaiveDate::from_ymd_opt(2028, 2, 29)),
        ("29.2.2027", None),
        ("30-02-2028", None),
        ("2028-13-01", None),
        ("9.2.28", None),
        ("28-02-09", None),
        ("0028-02-09", None),
        ("20299-01-01", None),
        ("+028-02-09", None),
        ("2028-+2-09", None),
        ("2028", None),
        ("9. februar 2028", None),
        ("i morgen", None),
        ("..", None),
        ("", None),
    ] {
        assert_eq!(read_day(text), read, "{text}");
    }
}
