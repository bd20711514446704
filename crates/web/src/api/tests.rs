use lustrum_app::IdempotencyRecord;
use lustrum_domain::{Digest, PersonId, StateName, Timestamp};

use super::*;

#[test]
fn a_page_is_bounded_and_starts_at_one() {
    let paging = Paging::of(None, None).unwrap();
    assert_eq!((paging.page, paging.per_page, paging.offset()), (1, 50, 0));
    let paging = Paging::of(Some(3), Some(100)).unwrap();
    assert_eq!(paging.offset(), 200);
    for (page, per_page) in [(0, 50), (1, 0), (1, 101), (u64::MAX, 100)] {
        assert!(Paging::of(Some(page), Some(per_page)).is_err());
    }
}

#[test]
fn a_page_links_to_those_around_it_and_keeps_the_filter() {
    let uri = "/api/v1/cycles?state=review&page=2&per_page=10"
        .parse()
        .unwrap();
    let paging = Paging::of(Some(2), Some(10)).unwrap();
    let links = paging.links(&uri, 25);
    for expected in [
        "</api/v1/cycles?state=review&per_page=10&page=1>; rel=\"prev\"",
        "</api/v1/cycles?state=review&per_page=10&page=3>; rel=\"next\"",
        "page=3>; rel=\"last\"",
    ] {
        assert!(links.contains(expected), "{links}");
    }
    assert!(!paging.links(&uri, 20).contains("next"));
}

#[test]
fn a_repeated_request_is_answered_as_the_first_one_and_says_so() {
    let recorded = IdempotencyRecord {
        principal: PersonId(uuid::Uuid::nil()),
        key: "k".to_owned(),
        request: Digest::of("a"),
        response: "7".to_owned(),
        at: Timestamp::UNIX_EPOCH,
    };
    let answer = answered::<u32>(Err(AppError::Replayed(Box::new(recorded)))).unwrap();
    assert_eq!(answer.value, 7);
    let response = answer.respond(|value| (StatusCode::CREATED, Json(value)).into_response());
    assert_eq!(response.status(), StatusCode::CREATED);
    assert_eq!(response.headers()[REPLAY], "true");
}

#[test]
fn words_are_parted_by_commas_and_an_unknown_one_is_told() {
    let states: Vec<StateName> = words("state", Some("review, returned,")).unwrap();
    assert_eq!(states, [StateName::Review, StateName::Returned]);
    assert!(words::<StateName>("state", Some("review,nowhere")).is_err());
    assert!(words::<StateName>("state", None).unwrap().is_empty());
}
