use super::*;

fn text(name: &str) -> &'static str {
    std::str::from_utf8(&asset(name).unwrap().content).unwrap()
}

#[test]
fn what_pages_load_is_lean_and_asks_nobody_else_for_anything() {
    for (name, most) in [
        ("look.css", 16),
        ("lustrum.css", 32),
        ("lustrum.js", 48),
        ("lustrum.svg", 1),
    ] {
        let found = asset(name).unwrap();
        assert!(!found.content.is_empty(), "{name}");
        assert!(
            found.content.len() <= most * 1024,
            "{name}: {} bytes",
            found.content.len()
        );
        for outside in [
            "http:",
            "https:",
            "url(",
            "@import",
            "@font-face",
            "import(",
        ] {
            // A picture names the language it is written in.
            let text = text(name).replace("http://www.w3.org/2000/svg", "");
            assert!(!text.contains(outside), "{name}: {outside}");
        }
    }
    assert_eq!(asset("nothing.css"), None);
}

#[test]
fn the_look_serves_print_keyboards_and_people_who_want_less_motion() {
    for needed in ["@media print", ":focus-visible", "prefers-reduced-motion"] {
        assert!(text("look.css").contains(needed), "{needed}");
    }
}

#[test]
fn a_long_text_is_printed_whole() {
    let (_, print) = text("lustrum.css").split_once("@media print").unwrap();
    assert!(print.contains("textarea { field-sizing: content; }"));
    assert!(print.contains(".draft-form .button"));
}

#[test]
fn what_an_area_keeps_apart_is_served_as_one() {
    for (folder, name) in [("styles", "lustrum.css"), ("scripts", "lustrum.js")] {
        let files: Vec<_> = FILES.get_dir(folder).unwrap().files().collect();
        assert!(!files.is_empty());
        for file in files {
            let written = file.contents_utf8().unwrap();
            let served = match folder {
                "styles" => in_own_size(written),
                _ => written.to_owned(),
            };
            assert!(text(name).contains(&served), "{file:?}");
        }
    }
}

#[test]
fn what_a_page_loads_is_there_and_has_its_content_in_its_address() {
    for at in [
        routes::STYLESHEET,
        routes::LOOK,
        routes::SCRIPT,
        routes::ICON,
    ] {
        let name = at.strip_prefix("/assets/").unwrap();
        let version = &asset(name).unwrap().version;
        assert_eq!(path(at), format!("{at}?v={version}"));
    }
    assert_eq!(path("/assets/nothing.css"), "/assets/nothing.css");
}

#[test]
fn what_is_written_once_is_as_large_in_both_looks() {
    for (written, served) in [
        (
            "a{margin:.5rem 0}",
            "a{margin:calc(.5 * var(--rem, 1rem)) 0}",
        ),
        ("a{top:-1rem}", "a{top:calc(-1 * var(--rem, 1rem))}"),
        (
            "a{width:calc(100% - 2rem)}",
            "a{width:calc(100% - calc(2 * var(--rem, 1rem)))}",
        ),
        (
            "@media (max-width: 40rem) { a { width: 3rem; } }",
            "@media (max-width: 40rem) { a { width: calc(3 * var(--rem, 1rem)); } }",
        ),
        ("a{}/* remark, 3 remain */", "a{}/* remark, 3 remain */"),
        ("", ""),
    ] {
        assert_eq!(in_own_size(written), served);
    }
    assert!(text("lustrum.css").contains("var(--rem, 1rem)"));
}
