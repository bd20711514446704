use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

const FORM: &str = "test@1/things";

fn form() -> Vec<Sheet> {
    let sector = |value: &str, title: &str, also: &str| Choice {
        value: value.to_owned(),
        title: title.to_owned(),
        also: vec![also.to_owned()],
    };
    vec![
        Sheet::named(
            "Indsatser",
            vec![
                Column::text("id", "Nøgle"),
                Column::text("title", "Titel"),
                Column::text("sector", "Sektor").of(Kind::Choice(vec![
                    sector("energy", "energi", "energy, in English"),
                    sector("transport", "transport", "traffic"),
                ])),
                Column::text("tonnes", "Ton").of(Kind::Number),
                Column::text("year", "År").of(Kind::Whole),
                Column::text("on", "Dato").of(Kind::Date),
            ],
        ),
        Sheet::named("Mål", vec![Column::text("text", "Tekst")]),
    ]
}

fn written(change: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook {
        title: "Prøve".to_owned(),
        form: Some(FORM.to_owned()),
        sheets: form(),
    };
    change(&mut book);
    write(&book).expect("a workbook")
}

fn get(bytes: &[u8]) -> Result<Contents, Unreadable> {
    read(bytes, FORM, &form(), Limits::default())
}

fn refused(bytes: &[u8]) -> String {
    get(bytes).expect_err("it is refused").to_string()
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[=+@-][ -~æøåÆØÅé]{1,12}",
        "_x00[0-9A-F]{2}_",
        "\\PC{1,30}",
        "[ \\t\\n\u{1}\u{b}a]{1,6}b",
    ]
}

fn row() -> impl Strategy<Value = Vec<Cell>> {
    let some = |cell: BoxedStrategy<Cell>| prop_oneof![1 => Just(Cell::Empty), 3 => cell];
    (
        "[a-z][a-z0-9-]{0,9}".prop_map(Cell::Text),
        some(text().prop_map(Cell::Text).boxed()),
        some(
            prop_oneof![Just("energy"), Just("transport"), Just("ukendt")]
                .prop_map(Cell::from)
                .boxed(),
        ),
        some(
            prop_oneof![
                (-1e12..1e12).prop_map(Cell::Number),
                text().prop_map(Cell::Text)
            ]
            .boxed(),
        ),
        some(
            (1900..2101)
                .prop_map(|it: i32| Cell::Number(it.into()))
                .boxed(),
        ),
        some(
            (0..70_000_i64)
                .prop_filter_map("a day", |days| {
                    NaiveDate::from_ymd_opt(1901, 1, 1)?
                        .checked_add_signed(chrono::TimeDelta::days(days))
                })
                .prop_map(Cell::Date)
                .boxed(),
        ),
    )
        .prop_map(|(a, b, c, d, e, f)| vec![a, b, c, d, e, f])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_is_read_again(rows in prop::collection::vec(row(), 0..8)) {
        let bytes = written(|book| book.sheets[0].rows.clone_from(&rows));
        let read = get(&bytes).expect("our own form");
        prop_assert!(read.ignored.is_empty());
        prop_assert!(read.sheets[1].is_empty());
        let found: Vec<Vec<Cell>> = read.sheets[0]
            .iter()
            .map(|row| row.cells.iter().map(|(_, cell)| cell.clone()).collect())
            .collect();
        prop_assert_eq!(found, rows);
    }
}

#[test]
fn places_are_called_as_a_spreadsheet_calls_them() {
    for (at, wanted) in [
        ((0, 0), "A1"),
        ((2, 16), "C17"),
        ((25, 0), "Z1"),
        ((26, 9), "AA10"),
        ((701, 0), "ZZ1"),
        ((702, 0), "AAA1"),
        ((16_383, 1_048_575), "XFD1048576"),
    ] {
        assert_eq!(place(at.0, at.1), wanted);
    }
}

#[test]
fn the_same_workbook_gives_the_same_bytes() {
    assert_eq!(written(|_| ()), written(|_| ()));
}

#[test]
fn what_a_person_typed_is_never_a_formula() {
    let bytes = written(|book| {
        book.sheets[1].rows = vec![vec!["=1+1".into()], vec!["=HYPERLINK(\"http://x\")".into()]];
    });
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        let mut content = String::new();
        std::io::Read::read_to_string(&mut entry, &mut content).expect("XML");
        assert!(!content.contains("<f>"), "{content}");
    }
}

#[test]
fn a_choice_is_understood_by_its_title_in_either_language_and_by_its_value() {
    // Written without choices, the cells hold what a person would type.
    let bytes = written(|book| {
        book.sheets[0].columns[2].kind = Kind::Text;
        book.sheets[0].rows = ["energi", "energy, in English", " energy ", "kul"]
            .map(|typed| vec!["a".into(), Cell::Empty, typed.into()])
            .to_vec();
    });
    let read = get(&bytes).expect("the form");
    let sectors: Vec<&Cell> = read.sheets[0].iter().map(|row| &row.cells[2].1).collect();
    let energy = Cell::from("energy");
    assert_eq!(sectors, [&energy, &energy, &energy, &"kul".into()]);
}

#[test]
fn columns_may_be_moved_but_neither_removed_nor_added_nor_doubled() {
    let moved = written(|book| {
        book.sheets[0].columns.swap(0, 1);
        book.sheets[0].rows = vec![vec!["Titel".into(), "a".into()]];
    });
    let read = get(&moved).expect("the form");
    assert_eq!(read.sheets[0][0].cells[0], (1, "a".into()));
    assert_eq!(read.sheets[0][0].cells[1], (0, "Titel".into()));
    assert_eq!(read.sheets[0][0].number, 2);

    let removed = written(|book| {
        book.sheets[0].columns.remove(3);
    });
    assert_eq!(refused(&removed), "Indsatser lacks the column Ton");
    let added = written(|book| {
        book.sheets[1]
            .columns
            .push(Column::text("mine", "Min egen"));
    });
    assert_eq!(
        refused(&added),
        "Mål!B1: mine stands in no column of the form"
    );
    let doubled = written(|book| {
        let again = book.sheets[0].columns[0].clone();
        book.sheets[0].columns.push(again);
    });
    assert_eq!(
        refused(&doubled),
        "Indsatser!G1: the column Nøgle stands twice"
    );
    let keyless = written(|book| {
        book.sheets[1].columns.push(Column::text("", "Løs"));
        book.sheets[1].rows = vec![vec!["a".into(), "løs tekst".into()]];
    });
    assert_eq!(
        refused(&keyless),
        "Mål!B3: løs tekst stands in no column of the form"
    );
}

#[test]
fn a_foreign_or_outdated_workbook_is_refused_with_the_reason() {
    assert_eq!(
        refused(&written(|book| book.form = None)),
        "the workbook was not made from a form"
    );
    assert_eq!(
        refused(&written(|book| book.form = Some("test@0/things".to_owned()))),
        "the workbook is made from test@0/things, wanted is test@1/things"
    );
    let renamed = written(|book| book.sheets[1].name = "Andet".to_owned());
    assert_eq!(refused(&renamed), "the sheet Mål is missing");
    assert!(matches!(
        get(b"id;title\r\n1;x"),
        Err(Unreadable::NotASpreadsheet(_))
    ));
    assert!(matches!(get(b""), Err(Unreadable::NotASpreadsheet(_))));
    let whole = written(|_| ());
    assert!(get(&whole[..whole.len() / 2]).is_err());
}

#[test]
fn sheets_of_somebodys_own_are_named_and_left_alone() {
    let bytes = written(|book| {
        let mut own = Sheet::named("Mine noter", vec![Column::text("", "Note")]);
        own.rows = vec![vec!["husk".into()]];
        book.sheets.push(own);
    });
    assert_eq!(get(&bytes).expect("the form").ignored, ["Mine noter"]);
}

/// `bytes` with one more file in the archive.
fn with_entry(bytes: Vec<u8>, name: &str, content: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new_append(std::io::Cursor::new(bytes)).expect("an archive");
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file(name, options).expect("a file");
    std::io::Write::write_all(&mut archive, content).expect("content");
    archive.finish().expect("an archive").into_inner()
}

#[test]
fn macros_are_refused_whatever_the_file_is_called() {
    let bytes = with_entry(written(|_| ()), "xl/vbaProject.bin", b"x");
    assert_eq!(refused(&bytes), "the workbook carries macros");
    let harmless = with_entry(written(|_| ()), "xl/other.bin", b"x");
    assert!(get(&harmless).is_ok());
}

#[test]
fn a_file_that_unfolds_into_too_much_is_refused_before_it_is_read() {
    let bomb = with_entry(written(|_| ()), "xl/media/zeros", &vec![0; 60_000_000]);
    assert!(bomb.len() < 1_000_000, "{}", bomb.len());
    assert!(matches!(get(&bomb), Err(Unreadable::TooLarge { .. })));
}

#[test]
fn a_cell_far_below_the_table_is_refused_with_its_place() {
    let limits = Limits {
        rows: 2,
        ..Limits::default()
    };
    let bytes = written(|book| book.sheets[1].rows = vec![vec!["a".into()]; 3]);
    let error = read(&bytes, FORM, &form(), limits).expect_err("too many");
    assert_eq!(error.to_string(), "Mål!A5 lies beyond row 4");
    let fits = written(|book| book.sheets[1].rows = vec![vec!["a".into()]; 2]);
    assert!(read(&fits, FORM, &form(), limits).is_ok());
}

#[test]
fn a_text_that_no_cell_can_hold_is_refused_with_its_place() {
    let book = Workbook {
        sheets: vec![Sheet {
            rows: vec![vec!["x".repeat(32_768).into()]],
            ..form().remove(1)
        }],
        ..Workbook::default()
    };
    let error = write(&book).expect_err("too long");
    assert_eq!(error.to_string(), "Mål!A2 holds more than 32767 letters");
}

#[test]
fn names_of_sheets_are_made_to_fit() {
    let name = |name: &str| Sheet::named(name, Vec::new()).name;
    assert_eq!(name("Mål/delmål: [2030]?"), "Mål-delmål- -2030--");
    assert_eq!(name(&"æ".repeat(40)), "æ".repeat(31));
    assert_eq!(name("''"), "1");
}
