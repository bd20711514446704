use std::collections::BTreeMap;

use super::*;

/// Key -> the variables its text uses, read from the source itself.
fn variables(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    for (_, source) in sources(locale) {
        let mut current = None;
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if let Some(key) = key_of(line) {
                current = Some(key.to_owned());
                found.entry(key.to_owned()).or_default();
            }
            let Some(used) = current.as_ref().and_then(|key| found.get_mut(key)) else {
                continue;
            };
            used.extend(line.split('$').skip(1).map(|rest| {
                rest.chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
                    .collect::<String>()
            }));
        }
    }
    found
}

#[test]
fn both_languages_say_the_same_things_with_the_same_variables() {
    let (danish, english) = (variables(Locale::Da), variables(Locale::En));
    for (key, used) in &danish {
        assert_eq!(Some(used), english.get(key), "{key} differs in English");
    }
    for key in english.keys() {
        assert!(danish.contains_key(key), "{key} has no Danish text");
    }
}

#[test]
fn every_file_parses_and_no_key_is_defined_twice() {
    for locale in Locale::ALL {
        let mut seen = BTreeMap::new();
        for (path, source) in sources(locale) {
            if let Err((_, errors)) = FluentResource::try_new(source.to_owned()) {
                panic!("{path}: {errors:?}");
            }
            for key in source.lines().filter_map(key_of) {
                let earlier = seen.insert(key, path);
                assert_eq!(earlier, None, "{path} defines {key} again");
            }
        }
    }
}

#[test]
fn every_key_is_known_and_none_shows_its_brackets() {
    for key in keys() {
        assert!(known(key), "{key} is in a file but not in the bundle");
        for locale in Locale::ALL {
            assert_ne!(text(locale, key, &[]), format!("<{key}>"));
        }
    }
}

#[test]
fn a_missing_key_shows_itself_in_angle_brackets() {
    assert_eq!(text(Locale::Da, "no-such-key", &[]), "<no-such-key>");
    assert!(!known("no-such-key"));
}

#[test]
fn numbers_carry_the_marks_of_the_language_and_years_carry_none() {
    assert_eq!(number(Locale::Da, 1_234_567.5), "1.234.567,5");
    assert_eq!(number(Locale::En, 1_234_567.5), "1,234,567.5");
    assert_eq!(number(Locale::Da, -999.0), "-999");
    assert_eq!(number(Locale::Da, -0.001), "0");
    assert_eq!(Arg::plain(2030), Arg::Text("2030".to_owned()));
}

#[test]
fn a_variable_stands_in_the_text_without_invisible_marks() {
    let shown = |locale, count: usize| {
        let args = [("count", count.into())];
        text(locale, "check-count-wanted", &args)
    };
    assert_eq!(shown(Locale::En, 1200), "at least 1,200 filled rows");
    assert_eq!(shown(Locale::Da, 1), "mindst én udfyldt række");
}
