use axum::http::HeaderValue;

use super::*;

fn asking(wishes: &'static str) -> HeaderMap {
    HeaderMap::from_iter([(ACCEPT_LANGUAGE, HeaderValue::from_static(wishes))])
}

#[test]
fn the_language_with_the_greatest_weight_is_taken() {
    assert_eq!(asked_for(&asking("en-GB,da;q=0.8")), Some(Locale::En));
    assert_eq!(
        asked_for(&asking("en;q=0.3, da-DK;q=0.9")),
        Some(Locale::Da)
    );
    assert_eq!(asked_for(&asking("de, en;q=0.1")), Some(Locale::En));
}

#[test]
fn a_language_that_is_not_ours_leaves_the_choice_to_the_person_and_then_to_danish() {
    let context = Context::of(&asking("de, en;q=0, *"));
    assert_eq!(context.locale(), Locale::Da);
    context.of_person(Locale::En);
    assert_eq!(context.locale(), Locale::En);
}

#[test]
fn the_language_that_is_asked_for_goes_before_the_persons() {
    let context = Context::of(&asking("da"));
    context.of_person(Locale::En);
    assert_eq!(context.locale(), Locale::Da);
}

#[test]
fn a_plain_request_id_is_taken_and_any_other_replaced() {
    let with = |id: &'static str| {
        HeaderMap::from_iter([(REQUEST_ID.parse().unwrap(), HeaderValue::from_static(id))])
    };
    assert_eq!(Context::of(&with("abc-1.2_3")).id(), "abc-1.2_3");
    for bad in ["", "a b", "a\"b", "x{y}"] {
        assert_ne!(Context::of(&with(bad)).id(), bad);
    }
    let long: &'static str = "a".repeat(65).leak();
    assert_ne!(Context::of(&with(long)).id(), long);
}

#[test]
fn only_a_proxy_on_this_machine_says_for_whom_it_asks() {
    let mut headers = HeaderMap::new();
    headers.insert(
        "x-forwarded-for",
        "203.0.113.9, 198.51.100.7".parse().unwrap(),
    );
    let of = |peer: &str, headers: &HeaderMap| {
        CameFrom::of(peer.parse().unwrap(), headers).0.to_string()
    };
    assert_eq!(of("127.0.0.1:80", &headers), "198.51.100.7");
    assert_eq!(of("192.0.2.1:80", &headers), "192.0.2.1");
    assert_eq!(of("[::ffff:127.0.0.1]:80", &HeaderMap::new()), "127.0.0.1");
    headers.insert("x-forwarded-for", "not an address".parse().unwrap());
    assert_eq!(of("127.0.0.1:80", &headers), "127.0.0.1");
}
