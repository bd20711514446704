use super::*;

#[test]
fn the_stylesheet_is_lean_and_asks_nobody_else_for_anything() {
    let sheet = asset("lustrum.css").unwrap();
    assert_eq!(sheet.media_type, "text/css; charset=utf-8");
    assert!(
        sheet.content.len() <= 12 * 1024,
        "{} bytes",
        sheet.content.len()
    );
    let text = std::str::from_utf8(sheet.content).unwrap();
    for outside in ["http:", "https:", "url(", "@import", "@font-face"] {
        assert!(!text.contains(outside), "{outside}");
    }
    for needed in ["@media print", ":focus-visible", "prefers-reduced-motion"] {
        assert!(text.contains(needed), "{needed}");
    }
    assert_eq!(asset("nothing.css"), None);
}

#[test]
fn what_a_page_loads_is_there_and_has_its_content_in_its_address() {
    for at in [routes::STYLESHEET, routes::ICON] {
        let name = at.strip_prefix("/assets/").unwrap();
        let version = asset(name).unwrap().version();
        assert_eq!(path(at), format!("{at}?v={version}"));
    }
    assert_eq!(asset("lustrum.svg").unwrap().media_type, "image/svg+xml");
}
