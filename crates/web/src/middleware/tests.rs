use super::*;

fn carrying(value: &'static str) -> HeaderMap {
    HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static(value))])
}

#[test]
fn a_secret_follows_the_word_bearer() {
    assert_eq!(bearer(&carrying("Bearer abc")).unwrap(), Some("abc"));
    assert_eq!(bearer(&carrying("bearer  abc ")).unwrap(), Some("abc"));
    assert_eq!(bearer(&HeaderMap::new()).unwrap(), None);
}

#[test]
fn credentials_of_another_kind_are_none() {
    for bad in ["Basic abc", "Bearer", "Bearer ", "abc"] {
        assert!(bearer(&carrying(bad)).is_err(), "{bad}");
    }
}

#[test]
fn a_panic_is_an_error_that_carries_its_message() {
    let response = panicked(Box::new("it broke"));
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let Failed(error) = response.extensions().get().unwrap();
    assert!(matches!(&**error, ApiError::Panicked(message) if message == "it broke"));
}

#[test]
fn the_headers_that_protect_a_browser_are_well_formed_and_allow_nothing_inline() {
    for (_, value) in &SECURITY {
        assert!(HeaderValue::from_str(value).is_ok());
        assert!(!value.contains("unsafe"));
    }
}
