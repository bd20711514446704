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
fn a_text_reads_the_same_wherever_it_stands_and_takes_its_variables() {
    let asked = "{{ t(\"desk-title\") }}|{{ t(\"desk-found\", total=x) }}|\
                 {{ word(\"state\", \"self_assessment\") }}|{{ t(\"desk-title\") }}|{{ t(\"ingen\") }}";
    let sources = BTreeMap::from([("a/b.txt".to_owned(), asked.to_owned())]);
    let templates = Templates::from_sources(&sources).unwrap();
    for locale in Locale::ALL {
        let text = |key, args: &[(&str, Arg)]| lustrum_text::text(locale, key, args);
        for total in [1.0, 7.0] {
            let context = BTreeMap::from([("x", total)]);
            let title = text("desk-title", &[]);
            let found = text("desk-found", &[("total", Arg::Number(total))]);
            let state = words::label(locale, "state", "self_assessment");
            assert_eq!(
                templates.render("a/b.txt", locale, context).unwrap(),
                format!("{title}|{found}|{state}|{title}|<ingen>")
            );
        }
    }
}

#[test]
fn html_is_escaped_and_other_text_is_not() {
    let sources = BTreeMap::from([("a/b.html".to_owned(), "<i title=\"{{ x }}\">".to_owned())]);
    let templates = Templates::from_sources(&sources).unwrap();
    for (text, written) in [
        ("\"'<&>/", "&quot;&#39;&lt;&amp;&gt;/"),
        ("Ærø & Åre <b>", "Ærø &amp; Åre &lt;b&gt;"),
        ("Odder", "Odder"),
        ("", ""),
    ] {
        let context = BTreeMap::from([("x", text)]);
        assert_eq!(
            templates.render("a/b.html", Locale::En, context).unwrap(),
            format!("<i title=\"{written}\">")
        );
    }
}
