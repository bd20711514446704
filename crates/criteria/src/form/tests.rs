use lustrum_domain::Locale;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{CriteriaSet, shipped};

fn set() -> &'static CriteriaSet {
    shipped().first().expect("a set is shipped")
}

fn section(name: &str) -> Field {
    set().section(name).expect("a section of the shipped set")
}

/// What a browser sends of a form that shows all of `value`.
fn sent(
    field: &Field,
    value: Option<&Value>,
    place: &str,
    locale: Locale,
) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    match (&field.kind, value) {
        (FieldKind::Group(fields), None | Some(Value::Object(_))) => {
            for field in fields {
                let below = value.and_then(|value| value.get(&field.name));
                let at = format!("{place}/{}", field.name);
                pairs.extend(sent(field, below, &at, locale));
            }
        }
        (FieldKind::Table(table), None | Some(Value::Array(_))) => {
            let rows = value.and_then(Value::as_array).into_iter().flatten();
            for (index, row) in rows.enumerate() {
                let at = format!("{place}/{index}");
                for column in &table.columns {
                    let at = format!("{at}/{}", column.name);
                    pairs.extend(sent(column, row.get(&column.name), &at, locale));
                }
            }
        }
        (_, value) => {
            let text = value.map_or_else(String::new, |value| show(value, locale));
            // As browsers do.
            pairs.push((place.to_owned(), text.replace('\n', "\r\n")));
        }
    }
    pairs
}

fn example(name: &str) -> Value {
    let text = match name {
        "odder" => include_str!("../../../../criteria/cctf-ka/0.1/examples/0727-odder.json"),
        _ => include_str!("../../../../criteria/cctf-ka/0.1/cases/base.json"),
    };
    serde_json::from_str(text).expect("an example is JSON")
}

#[test]
fn what_a_form_shows_is_what_it_makes_again_without_knowing_what_stood_there() {
    for name in ["odder", "base"] {
        let plan = example(name);
        let mut compared = 0;
        for field in set().sections() {
            let Some(value) = plan.get(&field.name) else {
                continue;
            };
            for locale in Locale::ALL {
                let typed: Typed = sent(field, Some(value), "", locale).into_iter().collect();
                let made = field.apply(None, &typed, "", locale);
                assert_eq!(made.as_ref(), Some(value), "{name}: {}", field.name);
                compared += 1;
            }
        }
        assert!(compared > 20, "{name}: {compared}");
    }
}

#[test]
fn every_section_of_the_shipped_set_is_a_form_without_json() {
    fn walk(field: &Field, found: &mut usize) {
        *found += 1;
        assert_ne!(field.kind, FieldKind::Json, "{}", field.name);
        assert!(!field.label.da.is_empty() && !field.label.en.is_empty());
        match &field.kind {
            FieldKind::Group(fields) => fields.iter().for_each(|field| walk(field, found)),
            FieldKind::Table(table) => table.columns.iter().for_each(|it| walk(it, found)),
            _ => {}
        }
    }
    let mut found = 0;
    for field in set().sections() {
        walk(field, &mut found);
    }
    assert!(found > 200, "{found}");
    assert!(set().section("schema").is_none());
    assert!(set().section("unknown").is_none());
}

#[test]
fn a_form_asks_in_the_order_of_the_schema() {
    let sections: Vec<&str> = set().sections().iter().map(|it| it.name.as_str()).collect();
    assert_eq!(sections[..3], ["municipality", "origins", "commitment"]);
    let columns: Vec<String> = table("staff")
        .columns
        .into_iter()
        .map(|it| it.name)
        .collect();
    assert_eq!(
        columns,
        [
            "id",
            "year",
            "fte",
            "unit",
            "funding",
            "provenance",
            "source",
            "note"
        ]
    );
    let inventory = section("inventory");
    let FieldKind::Group(fields) = &inventory.kind else {
        panic!("a group");
    };
    let gases = fields.iter().find(|it| it.name == "gases").unwrap();
    assert!(matches!(&gases.kind, FieldKind::List(choices) if choices.len() == 7));
}

#[test]
fn numbers_are_read_as_danes_and_others_write_them_and_doubtful_ones_are_not() {
    for (typed, wanted) in [
        ("22626", json!(22626)),
        ("22 626", json!(22626)),
        ("22\u{a0}626,5", json!(22626.5)),
        ("1.234,5", json!(1234.5)),
        ("1,234.5", json!(1234.5)),
        ("1.234.567", json!(1_234_567)),
        ("1.234.567,25", json!(1_234_567.25)),
        ("0,125", json!(0.125)),
        ("12,5", json!(12.5)),
        ("12.5", json!(12.5)),
        ("1234,567", json!(1234.567)),
        ("-3,2", json!(-3.2)),
        ("\u{2212}3", json!(-3)),
        ("5,00", json!(5)),
        ("007", json!(7)),
        (" 4 ", json!(4)),
    ] {
        assert_eq!(number(typed), Some(wanted), "{typed}");
    }
    for doubtful in [
        "1.234",
        "22,626",
        "-1.234",
        "1.23.4",
        "12 34",
        "1.2345,6",
        "1,2,3",
        "",
        "-",
        ",5",
        "5,",
        "1e5",
        "ca. 5",
        "5 t",
        "NaN",
        "1.234,567,8",
        "١٢",
    ] {
        assert_eq!(number(doubtful), None, "{doubtful}");
    }
}

#[test]
fn a_number_that_could_be_read_in_two_ways_is_kept_and_told() {
    let inventory = section("inventory");
    let typed: Typed = [("/total", "22.626"), ("/base_year/year", "199O")]
        .into_iter()
        .collect();
    let made = inventory.apply(None, &typed, "", Locale::Da).unwrap();
    assert_eq!(
        made,
        json!({ "total": "22.626", "base_year": { "year": "199O" } })
    );
    let problems = set().validate_section("inventory", &made);
    let told: Vec<&str> = problems.iter().map(|it| it.pointer.as_str()).collect();
    assert!(told.contains(&"/inventory/total"), "{told:?}");
    assert!(told.contains(&"/inventory/base_year/year"), "{told:?}");
}

#[test]
fn days_yes_and_no_choices_and_lists_are_understood_as_people_write_them() {
    let commitment = section("commitment");
    let typed: Typed = [
        ("/signed_on", "26.11.2026"),
        ("/signatory_role", "Borgmester"),
        ("/covers_mitigation", "ja"),
        ("/covers_adaptation", "måske"),
    ]
    .into_iter()
    .collect();
    assert_eq!(
        commitment.apply(None, &typed, "", Locale::Da),
        Some(json!({
            "signed_on": "2026-11-26",
            "signatory_role": "mayor",
            "covers_mitigation": true,
            "covers_adaptation": "måske"
        }))
    );
    let impossible = commitment.apply(
        None,
        &[("/signed_on", "31-02-2026")].into_iter().collect(),
        "",
        Locale::Da,
    );
    assert_eq!(impossible, Some(json!({ "signed_on": "31-02-2026" })));
    let gases: Typed = [("/gases", ""), ("/gases", "CO2"), ("/gases", "N20")]
        .into_iter()
        .collect();
    assert_eq!(
        section("inventory").apply(None, &gases, "", Locale::Da),
        Some(json!({ "gases": ["CO2", "N20"] }))
    );
}

#[test]
fn what_was_not_sent_stays_and_what_was_emptied_goes() {
    let base = json!([
        { "id": "a", "title": "A", "milestones": [{ "year": 2027, "text": "x" }] },
        { "id": "b", "title": "B" }
    ]);
    let typed: Typed = [
        ("/1/title", "B ændret"),
        ("/1/owner", "Miljø"),
        ("/0/title", ""),
    ]
    .into_iter()
    .collect();
    assert_eq!(
        section("actions").apply(Some(&base), &typed, "", Locale::Da),
        Some(json!([
            { "id": "a", "milestones": [{ "year": 2027, "text": "x" }] },
            { "id": "b", "title": "B ændret", "owner": "Miljø" }
        ]))
    );
}

#[test]
fn a_row_is_known_by_its_key_when_somebody_moved_it() {
    let now = json!([
        { "id": "new", "title": "Ny" },
        { "id": "a", "title": "A" },
        { "id": "b", "title": "B" }
    ]);
    // The form was made when `a` was row 0 and `b` row 1.
    let typed: Typed = [
        ("/0!id", "a"),
        ("/0/id", "a"),
        ("/0/title", "A ændret"),
        ("/1!id", "b"),
        ("/1/id", "b2"),
        ("/2!id", "gone"),
        ("/2/id", "gone"),
        ("/2/title", "Slettet af en anden"),
    ]
    .into_iter()
    .collect();
    assert_eq!(
        section("actions").apply(Some(&now), &typed, "", Locale::Da),
        Some(json!([
            { "id": "new", "title": "Ny" },
            { "id": "a", "title": "A ændret" },
            { "id": "b2", "title": "B" },
            { "id": "gone", "title": "Slettet af en anden" }
        ]))
    );
}

#[test]
fn what_no_field_can_show_is_kept_as_it_is_until_somebody_changes_it() {
    let base = json!({
        "year": { "nested": true },
        "rows": ["no row", { "id": "x", "extra": [1, 2] }],
        "unknown": { "a": 1 }
    });
    let inventory = section("inventory");
    let shown: Typed = [
        ("/year".to_owned(), show(&base["year"], Locale::Da)),
        ("/rows/0".to_owned(), show(&base["rows"][0], Locale::Da)),
        (
            "/rows/1/extra".to_owned(),
            show(&base["rows"][1]["extra"], Locale::Da),
        ),
        ("/unknown".to_owned(), show(&base["unknown"], Locale::Da)),
    ]
    .into_iter()
    .collect();
    assert_eq!(
        inventory.apply(Some(&base), &shown, "", Locale::Da),
        Some(base.clone())
    );
    let emptied: Typed = [("/unknown", ""), ("/rows/1/extra", "")]
        .into_iter()
        .collect();
    assert_eq!(
        inventory.apply(Some(&base), &emptied, "", Locale::Da),
        Some(json!({ "year": { "nested": true }, "rows": ["no row", { "id": "x" }] }))
    );
}

#[test]
fn two_versions_are_compared_field_by_field_and_merged_as_chosen() {
    let actions = section("actions");
    let mine = json!([
        { "id": "a", "title": "Min", "owner": "Miljø" },
        { "id": "mine", "title": "Kun min" }
    ]);
    let theirs = json!([
        { "id": "theirs", "title": "Kun deres" },
        { "id": "a", "title": "Deres", "owner": "Miljø", "kind": "mitigation" }
    ]);
    let found = differences(&actions, Some(&mine), Some(&theirs));
    let places: Vec<&str> = found.iter().map(|it| it.place.as_str()).collect();
    assert_eq!(places, ["/theirs", "/a/title", "/a/kind", "/mine"]);
    assert_eq!(found[1].mine, Some(json!("Min")));
    assert_eq!(found[1].theirs, Some(json!("Deres")));
    assert_eq!(found[1].labels.last().unwrap().da, "Titel");

    let merged = |mine_at: &[&str]| {
        merge(&actions, Some(&mine), Some(&theirs), &mut |difference| {
            mine_at.contains(&difference.place.as_str())
        })
    };
    assert_eq!(merged(&[]), Some(theirs.clone()));
    assert_eq!(
        merged(&["/a/title", "/mine"]),
        Some(json!([
            { "id": "theirs", "title": "Kun deres" },
            { "id": "a", "title": "Min", "owner": "Miljø", "kind": "mitigation" },
            { "id": "mine", "title": "Kun min" }
        ]))
    );
    assert!(differences(&actions, Some(&mine), Some(&mine)).is_empty());
}

fn table(name: &str) -> Table {
    match section(name).kind {
        FieldKind::Table(table) => table,
        other => panic!("{other:?}"),
    }
}

#[test]
fn rows_from_a_spreadsheet_go_where_their_headings_say() {
    let table = table("barriers");
    let known = vec![json!({ "id": "b-1", "action": "a", "barrier": "Gammel", "note": "Husk" })];
    let text =
        "Nøgle\tBarriere\tVej frem\r\nb-1\tNy\t\r\n\t\"To\nlinjer, og et \"\"citat\"\"\"\tVej\r\n";
    let names: Vec<&str> = table
        .columns
        .iter()
        .map(|it| it.label.da.as_str())
        .collect();
    let text = text
        .replace("Barriere", names[2])
        .replace("Vej frem", names[4]);
    let pasted = paste(&table, &known, &text, "barriers");
    assert_eq!((pasted.added, pasted.replaced), (1, 1), "{names:?}");
    assert_eq!(
        pasted.rows,
        [
            json!({ "id": "b-1", "action": "a", "barrier": "Ny", "note": "Husk" }),
            json!({ "id": "barriers-2", "barrier": "To\nlinjer, og et \"citat\"", "way_forward": "Vej" })
        ]
    );
}

#[test]
fn rows_without_headings_go_from_left_to_right_and_get_a_key() {
    let pasted = paste(&table("staff"), &[], "2025\t1,5\tMiljø\n2026;\t2", "staff");
    assert_eq!(
        pasted.rows,
        [
            json!({ "id": "staff-1", "year": 2025, "fte": 1.5, "unit": "Miljø" }),
            json!({ "id": "staff-2", "year": "2026;", "fte": 2 })
        ]
    );
    let semicolons = paste(&table("staff"), &[], "2025;1,5;\"Miljø; teknik\"", "staff");
    assert_eq!(
        semicolons.rows,
        [json!({ "id": "staff-1", "year": 2025, "fte": 1.5, "unit": "Miljø; teknik" })]
    );
}

#[test]
fn rows_that_are_too_wide_are_refused_with_their_line_and_nothing_is_taken() {
    let wide = vec!["x"; 30].join("\t");
    let known = [json!({ "id": "s" })];
    let pasted = paste(
        &table("staff"),
        &known,
        &format!("2025\t1\n{wide}"),
        "staff",
    );
    assert_eq!(pasted.too_wide, Some((2, 30, 7)));
    assert_eq!(pasted.rows, known);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_shown_number_is_the_number_that_is_read(number_shown in prop_oneof![
        (-1e9..1e9).prop_map(Value::from),
        (-1_000_000_i64..1_000_000).prop_map(Value::from),
        (-9_999_999_i64..9_999_999).prop_map(|it| {
            // Fractions of one to three digits, which is where doubt begins.
            let value = it as f64 / 1000.0;
            if value.fract() == 0.0 { Value::from(value as i64) } else { Value::from(value) }
        }),
    ]) {
        for locale in Locale::ALL {
            let text = show(&number_shown, locale);
            prop_assert_eq!(number(&text), Some(number_shown.clone()), "{}", text);
        }
    }

    #[test]
    fn no_text_that_is_typed_or_pasted_breaks_anything_or_gets_lost(text in "\\PC{0,40}|[0-9.,\\t\\n\";-]{0,20}") {
        let staff = section("staff");
        let typed: Typed = [("/0/fte", text.as_str()), ("/0/unit", text.as_str())].into_iter().collect();
        let made = staff.apply(None, &typed, "", Locale::Da);
        let kept = made.as_ref().and_then(|made| made[0]["unit"].as_str()).unwrap_or_default();
        let typed = text.replace("\r\n", "\n");
        prop_assert_eq!(kept.trim(), typed.trim());
        paste(&table("staff"), &[], &text, "staff");
    }
}
