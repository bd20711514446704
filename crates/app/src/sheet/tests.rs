use lustrum_criteria::shipped;
use proptest::prelude::*;

use super::*;

fn set() -> &'static CriteriaSet {
    shipped().first().expect("a set is shipped")
}

fn base() -> Value {
    let text = include_str!("../../../../criteria/cctf-ka/0.1/cases/base.json");
    serde_json::from_str(text).expect("JSON")
}

fn round(section: &Field, value: Option<&Value>, locale: Locale) -> ImportedSection {
    let bytes = export(set(), section, value, locale).expect("a workbook");
    import(set(), section, &bytes).unwrap_or_else(|error| panic!("{}: {error:?}", section.name))
}

#[test]
fn every_section_of_a_full_plan_comes_back_from_its_spreadsheet() {
    let plan = base();
    let mut compared = 0;
    for section in set().sections() {
        let Some(value) = plan.get(&section.name) else {
            continue;
        };
        for locale in Locale::ALL {
            let back = round(section, Some(value), locale);
            assert_eq!(&back.value, value, "{}", section.name);
            assert!(back.ignored.is_empty());
        }
        compared += 1;
    }
    assert!(compared > 25, "{compared}");
}

#[test]
fn an_empty_form_comes_back_empty() {
    for section in set().sections() {
        let back = round(section, None, Locale::Da);
        assert!(
            matches!(&back.value, Value::Object(it) if it.is_empty())
                || matches!(&back.value, Value::Array(it) if it.is_empty()),
            "{}: {}",
            section.name,
            back.value
        );
    }
}

/// A small generator, so that a failing case is found again by its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn text(&mut self) -> String {
        const TEXTS: [&str; 12] = [
            "=1+1",
            "1.234",
            "007",
            "2026-11-26",
            "_x0041_",
            "Ærø, blåbær & øl",
            "<script>",
            "to\nlinjer",
            "\"citat\"",
            "ja",
            "😀 אב",
            "-",
        ];
        format!(
            "{}{}",
            TEXTS[self.roll(12) as usize],
            ["", " x", "\ty"][self.roll(3) as usize]
        )
    }
}

/// Something that may stand in the field, valid or not.
fn made(field: &Field, dice: &mut Dice) -> Option<Value> {
    if dice.roll(4) == 0 {
        return None;
    }
    Some(match &field.kind {
        FieldKind::Text { .. } => dice.text().into(),
        FieldKind::Key => format!("nr-{}", dice.roll(9)).into(),
        FieldKind::Number => match dice.roll(4) {
            0 => json!(dice.roll(1_000_000)),
            1 => json!(dice.roll(1_000_000) as f64 / 1000.0 + 0.0001),
            2 => json!(-0.125),
            _ => "ca. 5".into(),
        },
        FieldKind::Whole | FieldKind::Year => match dice.roll(3) {
            0 => "199O".into(),
            _ => json!(dice.roll(3000)),
        },
        FieldKind::Date => match dice.roll(3) {
            0 => "senere".into(),
            _ => format!(
                "20{:02}-0{}-1{}",
                dice.roll(99),
                1 + dice.roll(9),
                dice.roll(9)
            )
            .into(),
        },
        FieldKind::Flag => match dice.roll(3) {
            0 => "måske".into(),
            it => (it == 1).into(),
        },
        FieldKind::Choice(choices) => match dice.roll(4) {
            0 => "ukendt".into(),
            _ => choices[dice.roll(choices.len() as u64) as usize]
                .value
                .clone()
                .into(),
        },
        FieldKind::List(choices) => {
            let count = 1 + dice.roll(3);
            (0..count)
                .map(|_| match choices.len() {
                    0 => Value::from(format!("k-{}", dice.roll(9))),
                    some => choices[dice.roll(some as u64) as usize]
                        .value
                        .clone()
                        .into(),
                })
                .collect()
        }
        FieldKind::Group(fields) => {
            let fields: Map<String, Value> = fields
                .iter()
                .filter_map(|it| Some((it.name.clone(), made(it, dice)?)))
                .collect();
            if fields.is_empty() {
                return None;
            }
            fields.into()
        }
        FieldKind::Table(table) => {
            let count = dice.roll(4);
            if count == 0 {
                return None;
            }
            (0..count)
                .map(|number| {
                    let mut row: Map<String, Value> = table
                        .columns
                        .iter()
                        .filter_map(|it| Some((it.name.clone(), made(it, dice)?)))
                        .collect();
                    // Rows within rows are found by the key of the row around
                    // them, and a row without anything is no row.
                    if table.has_ids() {
                        row.insert("id".to_owned(), format!("r{number}").into());
                    } else if row.values().all(|value| value.is_array()) {
                        row.insert("year".to_owned(), json!(2030));
                    }
                    Value::from(row)
                })
                .collect()
        }
        FieldKind::Json => return None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_a_draft_holds_comes_back_from_its_spreadsheet(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        for name in ["inventory", "pathways", "actions", "targets", "commitment", "monitoring"] {
            let section = set().section(name).expect("a section");
            let Some(value) = made(&section, &mut dice) else { continue };
            let back = round(&section, Some(&value), Locale::Da);
            prop_assert_eq!(back.value, value, "{}", name);
        }
    }
}

fn told(error: &AppError) -> String {
    match error {
        AppError::Invalid(errors) => errors[0].message.da.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn another_form_is_refused_with_what_it_is() {
    let plan = base();
    let actions = set().section("actions").expect("a section");
    let barriers = set().section("barriers").expect("a section");
    let bytes = export(set(), &actions, plan.get("actions"), Locale::Da).expect("a workbook");
    let error = import(set(), &barriers, &bytes).expect_err("another form");
    assert!(
        told(&error).contains("cctf-ka@0.1/actions/da"),
        "{}",
        told(&error)
    );
    let list = write(&Workbook {
        sheets: vec![Sheet::named("Liste", vec![Column::text("id", "Nøgle")])],
        ..Workbook::default()
    })
    .expect("a workbook");
    let error = import(set(), &barriers, &list).expect_err("no form");
    assert!(told(&error).contains("skema"), "{}", told(&error));
    let error = import(set(), &barriers, b"id;action").expect_err("no workbook");
    assert!(told(&error).contains("xlsx"), "{}", told(&error));
}

#[test]
fn a_row_that_belongs_to_no_row_is_refused_with_its_cell() {
    let pathways = set().section("pathways").expect("a section");
    let value = json!([{
        "id": "p1",
        "kind": "baseline",
        "series": [{ "id": "s1", "sector": "energy", "points": [{ "year": 2025, "value": 1 }] }]
    }]);
    let layout = Layout::of(&pathways);
    let mut sheets = layout.sheets(Locale::Da);
    assert_eq!(sheets.len(), 3);
    sheets[2].rows = vec![vec![
        "p1".into(),
        "s1".into(),
        Cell::Number(2025.0),
        Cell::Number(1.0),
    ]];
    let bytes = write(&Workbook {
        title: String::new(),
        form: Some(marker(set(), &pathways, Locale::Da)),
        sheets,
    })
    .expect("a workbook");
    let error = import(set(), &pathways, &bytes).expect_err("no such row");
    assert!(told(&error).contains("celle A3"), "{}", told(&error));
    let whole = round(&pathways, Some(&value), Locale::En);
    assert_eq!(whole.value, value);
    let (sheet, cell) = &whole.places["/0/series/0/points/0/value"];
    assert!(!sheet.is_empty());
    assert_eq!(cell, "D3");
}
