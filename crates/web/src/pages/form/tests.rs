use axum::http::HeaderValue;

use super::*;

fn saying(headers: &[(&'static str, &'static str)]) -> HeaderMap {
    headers
        .iter()
        .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
        .collect()
}

#[test]
fn a_form_from_another_site_is_told_by_what_the_browser_says() {
    assert!(!is_from_here(&saying(&[("sec-fetch-site", "cross-site")])));
    assert!(!is_from_here(&saying(&[("sec-fetch-site", "same-site")])));
    let evil = [
        ("origin", "https://evil.example"),
        ("host", "lustrum.example"),
    ];
    assert!(!is_from_here(&saying(&evil)));
    assert!(!is_from_here(&saying(&[(
        "origin",
        "https://lustrum.example"
    )])));
}

#[test]
fn a_form_from_our_own_page_is_believed_also_from_an_old_browser() {
    assert!(is_from_here(&saying(&[("sec-fetch-site", "same-origin")])));
    let own = [
        ("origin", "https://lustrum.example:8080"),
        ("host", "lustrum.example:8080"),
    ];
    assert!(is_from_here(&saying(&own)));
    assert!(is_from_here(&saying(&[
        ("origin", "null"),
        ("host", "lustrum.example")
    ])));
    assert!(is_from_here(&HeaderMap::new()));
}
