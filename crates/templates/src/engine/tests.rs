use super::*;

#[test]
fn an_override_takes_the_place_of_the_template_by_its_name() {
    let dir = std::env::temp_dir().join(format!("lustrum-templates-{}", std::process::id()));
    fs::create_dir_all(dir.join("notices")).unwrap();
    fs::write(dir.join("notices/agenda.txt"), "kun dette: {{ summary }}").unwrap();
    let templates = Templates::with_overrides(&dir).unwrap();
    let context = &crate::notice::NoticeContext::samples()[0];
    let notice = templates
        .notice(lustrum_domain::notice::NoticeKind::Opened, context)
        .unwrap();
    assert!(
        notice
            .text
            .da
            .starts_with("kun dette: Klimahandlingsplanen")
    );

    fs::write(dir.join("notices/agenda.txt"), "{{ no_such_thing }}").unwrap();
    let templates = Templates::with_overrides(&dir).unwrap();
    assert!(
        templates
            .notice(lustrum_domain::notice::NoticeKind::Opened, context)
            .is_err()
    );

    fs::write(dir.join("notices/agenda.txt"), "{{ broken").unwrap();
    assert!(matches!(
        Templates::with_overrides(&dir),
        Err(LoadError::Malformed { .. })
    ));

    fs::write(dir.join("notices/agenda.txt"), "fine").unwrap();
    fs::write(dir.join("notices/agneda.txt"), "misspelt").unwrap();
    assert!(matches!(
        Templates::with_overrides(&dir),
        Err(LoadError::Unknown { .. })
    ));
    fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn an_absent_value_is_never_written() {
    let sources = BTreeMap::from([("a/b.txt".to_owned(), "{{ x }}".to_owned())]);
    let templates = Templates::from_sources(&sources).unwrap();
    let none = BTreeMap::from([("x", None::<String>)]);
    assert!(templates.render("a/b.txt", Locale::Da, none).is_err());
    let some = BTreeMap::from([("x", "ja <&>")]);
    assert_eq!(
        templates.render("a/b.txt", Locale::Da, some).unwrap(),
        "ja <&>"
    );
}

#[test]
fn html_is_escaped_and_other_text_is_not() {
    let sources = BTreeMap::from([("a/b.html".to_owned(), "<i title=\"{{ x }}\">".to_owned())]);
    let templates = Templates::from_sources(&sources).unwrap();
    let context = BTreeMap::from([("x", "\"'<&>/")]);
    assert_eq!(
        templates.render("a/b.html", Locale::En, context).unwrap(),
        "<i title=\"&quot;&#39;&lt;&amp;&gt;/\">"
    );
}
