use lustrum_domain::Timestamp;
use uuid::Uuid;

use super::*;

fn wanted(range: &str, if_range: Option<&str>) -> Wanted {
    let mut headers = HeaderMap::new();
    headers.insert(header::RANGE, range.parse().unwrap());
    if let Some(tag) = if_range {
        headers.insert(header::IF_RANGE, tag.parse().unwrap());
    }
    wanted_range(&headers, "\"a\"", 10)
}

#[test]
fn one_range_of_bytes_is_understood_in_its_three_forms() {
    assert_eq!(wanted("bytes=2-4", None), Wanted::Part(2..5));
    assert_eq!(wanted("bytes=2-", None), Wanted::Part(2..10));
    assert_eq!(wanted("bytes=-3", None), Wanted::Part(7..10));
    assert_eq!(wanted("bytes=-30", None), Wanted::Part(0..10));
    assert_eq!(wanted("bytes=0-999", None), Wanted::Part(0..10));
}

#[test]
fn a_range_beyond_the_end_cannot_be_met() {
    assert_eq!(wanted("bytes=10-", None), Wanted::Outside);
    assert_eq!(wanted("bytes=20-30", None), Wanted::Outside);
    assert_eq!(wanted("bytes=-0", None), Wanted::Outside);
}

#[test]
fn what_is_no_single_range_is_answered_with_all() {
    for range in [
        "bytes=4-2",
        "bytes=0-1,3-4",
        "lines=1-2",
        "bytes=",
        "bytes=a-b",
    ] {
        assert_eq!(wanted(range, None), Wanted::All, "{range}");
    }
}

#[test]
fn a_range_of_another_file_is_not_mixed_with_this_one() {
    assert_eq!(wanted("bytes=2-4", Some("\"b\"")), Wanted::All);
    assert_eq!(wanted("bytes=2-4", Some("\"a\"")), Wanted::Part(2..5));
}

#[test]
fn a_name_keeps_its_danish_letters_and_cannot_break_out_of_the_header() {
    let file = |name: &str| Upload {
        id: UploadId(Uuid::nil()),
        cycle: CycleId(Uuid::nil()),
        name: name.to_owned(),
        media_type: "application/pdf".to_owned(),
        size: 1,
        digest: Digest::ZERO,
        remark: None,
        by: PersonId(Uuid::nil()),
        at: Timestamp::UNIX_EPOCH,
    };
    assert_eq!(
        disposition(&file("Klimaplan æøå.pdf"), false),
        "attachment; filename=\"Klimaplan ___.pdf\"; \
         filename*=UTF-8''Klimaplan%20%C3%A6%C3%B8%C3%A5.pdf"
    );
    let nasty = disposition(&file("a\"; filename=\"b\r\n.exe"), false);
    assert_eq!(nasty.matches('"').count(), 2);
    assert!(HeaderValue::from_str(&nasty).is_ok());
}

#[tokio::test]
async fn a_sender_who_says_nothing_for_too_long_is_given_up_on() {
    let first = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"%PDF-1.4"))]);
    let silent = first.chain(stream::pending());
    let bytes = unless_silent(silent, Duration::from_millis(5));
    let came: Vec<_> = bytes
        .map(|it| it.map_err(|error| error.kind()))
        .collect()
        .await;
    let wanted = Err(std::io::ErrorKind::TimedOut);
    assert_eq!(came, [Ok(Bytes::from_static(b"%PDF-1.4")), wanted]);
}
