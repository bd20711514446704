//! A section of the plan data as a spreadsheet, and back: a sheet for the
//! single fields and one for each table. Rows of a table within a table name
//! the row that they belong to.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lustrum_criteria::{
    CriteriaSet,
    form::{Field, FieldKind, Table, show},
};
use lustrum_documents::{
    Cell, Choice, Column, Kind, Limits, Row, Sheet, Unreadable, Workbook, place, read, write,
};
use lustrum_domain::{Bilingual, Locale};
use lustrum_text::{Arg, both, text};
use serde_json::{Map, Value, json};

use crate::{AppError, FieldError};

/// The largest spreadsheet that is taken as a form, bytes.
pub const MAX_FORM: usize = 10_000_000;

/// What a spreadsheet says.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedSection {
    /// The section's data.
    pub value: Value,
    /// Where each value stood: the sheet and the cell by JSON Pointer.
    pub places: BTreeMap<String, (String, String)>,
    /// Sheets that are none of ours.
    pub ignored: Vec<String>,
}

/// What a section is made of, as sheets know it.
struct Layout<'a> {
    /// The single fields with their pointers.
    facts: Vec<Fact<'a>>,
    /// The tables, outer ones first.
    tables: Vec<Inner<'a>>,
}

struct Fact<'a> {
    pointer: String,
    labels: Vec<&'a Bilingual>,
    field: &'a Field,
}

struct Inner<'a> {
    /// The way to it, `*` for each row of the tables around it.
    steps: Vec<&'a str>,
    /// What it is called, after the tables around it.
    labels: Vec<&'a Bilingual>,
    /// Its columns; a group within a row lends its name to its fields.
    columns: Vec<(Vec<&'a str>, &'a Field)>,
}

/// The column of the single fields' sheet that says which field a row is.
const FIELD: &str = "field";
/// The column that holds its value.
const VALUE: &str = "value";

impl<'a> Layout<'a> {
    fn of(section: &'a Field) -> Self {
        let mut layout = Self {
            facts: Vec::new(),
            tables: Vec::new(),
        };
        layout.take(section, &mut Vec::new(), &mut Vec::new());
        layout
    }

    fn take(
        &mut self,
        field: &'a Field,
        steps: &mut Vec<&'a str>,
        labels: &mut Vec<&'a Bilingual>,
    ) {
        match &field.kind {
            FieldKind::Group(fields) => {
                for field in fields {
                    steps.push(&field.name);
                    labels.push(&field.label);
                    self.take(field, steps, labels);
                    steps.pop();
                    labels.pop();
                }
            }
            FieldKind::Table(table) => {
                let mut around = labels.clone();
                if around.is_empty() {
                    around.push(&field.label);
                }
                let mut columns = Vec::new();
                single(&table.columns, &mut Vec::new(), &mut columns);
                self.tables.push(Inner {
                    steps: steps.clone(),
                    labels: around.clone(),
                    columns,
                });
                steps.push("*");
                for (way, field) in tables_of(table) {
                    let depth = steps.len();
                    steps.extend(way);
                    around.push(&field.label);
                    self.take(field, steps, &mut around);
                    around.pop();
                    steps.truncate(depth);
                }
                steps.pop();
            }
            _ => self.facts.push(Fact {
                pointer: steps.iter().map(|step| format!("/{step}")).collect(),
                labels: labels.clone(),
                field,
            }),
        }
    }

    /// The sheets without their rows.
    fn sheets(&self, locale: Locale) -> Vec<Sheet> {
        let word = |key: &str| text(locale, key, &[]);
        let mut sheets = Vec::new();
        if !self.facts.is_empty() {
            sheets.push(Sheet::named(
                &word("sheet-facts"),
                vec![
                    Column::text(FIELD, word("sheet-field-key")),
                    Column::text("title", word("sheet-field")),
                    Column::text(VALUE, word("sheet-value")).of(Kind::Any),
                    Column::text("unit", word("sheet-unit")),
                ],
            ));
        }
        for table in &self.tables {
            let mut columns = Vec::new();
            for (depth, label) in table.around().iter().enumerate() {
                let title = text(
                    locale,
                    "sheet-belongs-to",
                    &[("table", label.get(locale).into())],
                );
                columns.push(Column::text(format!("^{depth}"), title));
            }
            for (way, field) in &table.columns {
                let mut title = field.label.get(locale).to_owned();
                if let Some(unit) = &field.unit {
                    title = format!("{title} ({})", unit.get(locale));
                }
                columns.push(Column::text(way.join("/"), title).of(kind(field, locale)));
            }
            let name = table
                .labels
                .last()
                .map_or("", |label| label.get(locale))
                .to_owned();
            let mut sheet = Sheet::named(&name, columns);
            let mut number = 2;
            while sheets
                .iter()
                .any(|other: &Sheet| other.name.to_lowercase() == sheet.name.to_lowercase())
            {
                let short: String = name.chars().take(25).collect();
                sheet = Sheet::named(&format!("{short} {number}"), sheet.columns);
                number += 1;
            }
            sheets.push(sheet);
        }
        sheets
    }
}

impl<'a> Inner<'a> {
    /// The tables around it, from the outside in.
    fn around(&self) -> &[&'a Bilingual] {
        let depth = self.steps.iter().filter(|step| **step == "*").count();
        let outer = self.labels.len().saturating_sub(1);
        &self.labels[outer.saturating_sub(depth)..outer]
    }
}

/// The single fields of a row.
fn single<'a>(
    fields: &'a [Field],
    way: &mut Vec<&'a str>,
    found: &mut Vec<(Vec<&'a str>, &'a Field)>,
) {
    for field in fields {
        way.push(&field.name);
        match &field.kind {
            FieldKind::Group(fields) => single(fields, way, found),
            FieldKind::Table(_) => {}
            _ => found.push((way.clone(), field)),
        }
        way.pop();
    }
}

/// The tables directly within a row, with the way to them.
fn tables_of(table: &Table) -> Vec<(Vec<&str>, &Field)> {
    fn walk<'a>(
        fields: &'a [Field],
        way: &mut Vec<&'a str>,
        found: &mut Vec<(Vec<&'a str>, &'a Field)>,
    ) {
        for field in fields {
            way.push(&field.name);
            match &field.kind {
                FieldKind::Group(fields) => walk(fields, way, found),
                FieldKind::Table(_) => found.push((way.clone(), field)),
                _ => {}
            }
            way.pop();
        }
    }
    let mut found = Vec::new();
    walk(&table.columns, &mut Vec::new(), &mut found);
    found
}

/// What a workbook made from a form of this section says it is.
fn marker(set: &CriteriaSet, section: &Field, locale: Locale) -> String {
    format!("{}/{}/{}", set.pin(), section.name, locale.tag())
}

/// The section as a workbook in the language of the reader.
pub(crate) fn export(
    set: &CriteriaSet,
    section: &Field,
    value: Option<&Value>,
    locale: Locale,
) -> Result<Vec<u8>, AppError> {
    let layout = Layout::of(section);
    let mut sheets = layout.sheets(locale);
    let nothing = Value::Null;
    let value = value.unwrap_or(&nothing);
    let (facts, tables) = sheets.split_at_mut(usize::from(!layout.facts.is_empty()));
    if let [first] = facts {
        first.rows = layout
            .facts
            .iter()
            .map(|fact| {
                let names: Vec<&str> = fact.labels.iter().map(|it| it.get(locale)).collect();
                let shown = match value.pointer(&fact.pointer) {
                    None => Cell::Empty,
                    Some(value) => titled(fact.field, value, locale),
                };
                let unit = fact.field.unit.as_ref();
                let unit = unit.map(|it| it.get(locale).to_owned());
                vec![
                    fact.pointer.clone().into(),
                    names.join(" › ").into(),
                    shown,
                    unit.unwrap_or_default().into(),
                ]
            })
            .collect();
    }
    for (table, sheet) in layout.tables.iter().zip(tables) {
        for (keys, rows) in resolved(value, &table.steps) {
            for row in rows {
                let mut cells: Vec<Cell> = keys.iter().map(|key| key.clone().into()).collect();
                for (way, field) in &table.columns {
                    let at: String = way.iter().map(|step| format!("/{step}")).collect();
                    cells.push(row.pointer(&at).map_or(Cell::Empty, |it| cell(field, it)));
                }
                sheet.rows.push(cells);
            }
        }
    }
    let workbook = Workbook {
        title: section.label.get(locale).to_owned(),
        form: Some(marker(set, section, locale)),
        sheets,
    };
    write(&workbook).map_err(AppError::internal)
}

/// Every table that `steps` lead to, with the keys of the rows around it.
fn resolved<'v>(value: &'v Value, steps: &[&str]) -> Vec<(Vec<String>, &'v Vec<Value>)> {
    let mut found: Vec<(Vec<String>, &Value)> = vec![(Vec::new(), value)];
    for step in steps {
        found = found
            .into_iter()
            .flat_map(|(keys, value)| match (*step, value) {
                ("*", Value::Array(rows)) => rows
                    .iter()
                    .enumerate()
                    .map(|(index, row)| {
                        let mut keys = keys.clone();
                        keys.push(key_of(row, index));
                        (keys, row)
                    })
                    .collect(),
                (step, value) => value
                    .get(step)
                    .map(|value| (keys, value))
                    .into_iter()
                    .collect::<Vec<_>>(),
            })
            .collect();
    }
    found
        .into_iter()
        .filter_map(|(keys, value)| Some((keys, value.as_array()?)))
        .collect()
}

/// What rows within a row name it by: its id, else its number.
fn key_of(row: &Value, index: usize) -> String {
    row.get("id")
        .and_then(Value::as_str)
        .map_or_else(|| (index + 1).to_string(), str::to_owned)
}

fn kind(field: &Field, locale: Locale) -> Kind {
    let choice = |value: &str, label: &Bilingual| Choice {
        value: value.to_owned(),
        title: label.get(locale).to_owned(),
        also: vec![label.da.clone(), label.en.clone()],
    };
    match &field.kind {
        FieldKind::Number => Kind::Number,
        FieldKind::Whole | FieldKind::Year => Kind::Whole,
        FieldKind::Date => Kind::Date,
        FieldKind::Flag => Kind::Choice(vec![
            choice("true", &both("sheet-yes", &[])),
            choice("false", &both("sheet-no", &[])),
        ]),
        FieldKind::Choice(choices) => Kind::Choice(
            choices
                .iter()
                .map(|it| choice(&it.value, &it.label))
                .collect(),
        ),
        FieldKind::Text { .. }
        | FieldKind::Key
        | FieldKind::List(_)
        | FieldKind::Group(_)
        | FieldKind::Table(_)
        | FieldKind::Json => Kind::Text,
    }
}

/// A value as a cell of its kind; what is of another kind is shown as text.
fn cell(field: &Field, value: &Value) -> Cell {
    match (&field.kind, value) {
        (FieldKind::Number | FieldKind::Whole | FieldKind::Year, Value::Number(number)) => {
            number.as_f64().map_or(Cell::Empty, Cell::Number)
        }
        (FieldKind::Date, Value::String(day)) => day
            .parse::<NaiveDate>()
            .ok()
            .filter(|parsed| parsed.to_string() == *day)
            .map_or_else(|| day.as_str().into(), Cell::Date),
        _ => show(value, Locale::En).into(),
    }
}

/// The same for the sheet of single fields, which has no lists of choices.
fn titled(field: &Field, value: &Value, locale: Locale) -> Cell {
    match kind(field, locale) {
        Kind::Choice(choices) => {
            let plain = show(value, Locale::En);
            choices
                .into_iter()
                .find(|choice| choice.value == plain)
                .map_or(plain, |choice| choice.title)
                .into()
        }
        _ => cell(field, value),
    }
}

/// What a cell says in a field.
fn value_of(field: &Field, cell: &Cell) -> Option<Value> {
    match cell {
        Cell::Empty => None,
        Cell::Text(text) => field.parse(text),
        Cell::Bool(yes) => match field.kind {
            FieldKind::Flag => Some(Value::from(*yes)),
            _ => field.parse(&yes.to_string()),
        },
        Cell::Date(day) => field.parse(&day.to_string()),
        Cell::Number(number) => {
            let whole = number.fract() == 0.0 && number.abs() < 9e15;
            let plain = if whole {
                json!(*number as i64)
            } else {
                json!(number)
            };
            match field.kind {
                FieldKind::Number => Some(plain),
                FieldKind::Whole | FieldKind::Year if whole => Some(plain),
                _ => field.parse(&plain.to_string()),
            }
        }
    }
}

/// Reads a workbook that [`export`] made and somebody filled in.
///
/// # Errors
/// [`AppError::Invalid`] with sheet, cell, what was found and what is wanted.
pub fn import(
    set: &CriteriaSet,
    section: &Field,
    bytes: &[u8],
) -> Result<ImportedSection, AppError> {
    let layout = Layout::of(section);
    let read_in = |locale: Locale| {
        let sheets = layout.sheets(locale);
        let form = marker(set, section, locale);
        read(bytes, &form, &sheets, Limits::default()).map(|contents| (contents, sheets))
    };
    let (contents, sheets) = match read_in(Locale::Da) {
        Err(Unreadable::OtherForm { found, .. }) if found == marker(set, section, Locale::En) => {
            read_in(Locale::En)
        }
        other => other,
    }
    .map_err(|error| refused(&error, section))?;

    let mut imported = ImportedSection {
        value: match section.kind {
            FieldKind::Table(_) => json!([]),
            _ => json!({}),
        },
        places: BTreeMap::new(),
        ignored: contents.ignored,
    };
    let mut rows_of = contents.sheets.iter().zip(&sheets);
    if !layout.facts.is_empty()
        && let Some((rows, sheet)) = rows_of.next()
    {
        for row in rows {
            imported.fact(&layout, sheet, row)?;
        }
    }
    for (table, (rows, sheet)) in layout.tables.iter().zip(rows_of) {
        for row in rows {
            imported.row(table, sheet, row)?;
        }
    }
    Ok(imported)
}

impl ImportedSection {
    fn fact(&mut self, layout: &Layout<'_>, sheet: &Sheet, row: &Row) -> Result<(), AppError> {
        let shown = |at: usize| match row.cells.get(at) {
            Some((_, Cell::Text(text))) => text.clone(),
            _ => String::new(),
        };
        let pointer = shown(0);
        let Some((column, cell)) = row.cells.get(2) else {
            return Ok(());
        };
        let Some(fact) = layout.facts.iter().find(|it| it.pointer == pointer) else {
            let (column, _) = row
                .cells
                .first()
                .map_or((0, &Cell::Empty), |it| (it.0, &it.1));
            return Err(misplaced(
                "sheet-unknown-field",
                sheet,
                column,
                row.number,
                &pointer,
            ));
        };
        let place = (sheet.name.clone(), place(*column, row.number));
        if let Some(value) = value_of(fact.field, cell) {
            put(&mut self.value, pointer.split('/').skip(1), value);
        }
        self.places.insert(pointer, place);
        Ok(())
    }

    fn row(&mut self, table: &Inner<'_>, sheet: &Sheet, row: &Row) -> Result<(), AppError> {
        let depth = table.around().len();
        // Find the table that the row belongs to.
        let mut at = String::new();
        let mut here = &mut self.value;
        let mut outer = 0;
        for step in &table.steps {
            if *step == "*" {
                let (column, cell) = &row.cells[outer];
                let key = match cell {
                    Cell::Text(text) => text.trim().to_owned(),
                    _ => String::new(),
                };
                outer += 1;
                let found = here.as_array().and_then(|rows| {
                    (0..rows.len()).find(|index| key_of(&rows[*index], *index) == key)
                });
                let Some(index) = found else {
                    return Err(misplaced(
                        "sheet-unknown-row",
                        sheet,
                        *column,
                        row.number,
                        &key,
                    ));
                };
                at = format!("{at}/{index}");
                here = &mut here[index];
            } else {
                at = format!("{at}/{step}");
                if !here.is_object() {
                    *here = json!({});
                }
                here = &mut here[*step];
            }
        }
        if !here.is_array() {
            *here = json!([]);
        }
        let Some(rows) = here.as_array_mut() else {
            return Ok(());
        };
        let at = format!("{at}/{}", rows.len());
        let mut made = Value::Object(Map::new());
        for ((way, field), (column, cell)) in table.columns.iter().zip(&row.cells[depth..]) {
            let pointer: String = way.iter().map(|step| format!("/{step}")).collect();
            self.places.insert(
                format!("{at}{pointer}"),
                (sheet.name.clone(), place(*column, row.number)),
            );
            if let Some(value) = value_of(field, cell) {
                put(&mut made, way.iter().copied(), value);
            }
        }
        rows.push(made);
        Ok(())
    }
}

/// Puts a value where the steps lead, making groups on the way.
fn put<'a>(root: &mut Value, steps: impl Iterator<Item = &'a str>, value: Value) {
    let mut here = root;
    for step in steps {
        if !here.is_object() {
            *here = json!({});
        }
        here = &mut here[step];
    }
    *here = value;
}

fn misplaced(key: &str, sheet: &Sheet, column: u32, row: u32, found: &str) -> AppError {
    let cell = place(column, row);
    let found: String = if found.is_empty() {
        "–".to_owned()
    } else {
        found.chars().take(60).collect()
    };
    let mut args = at_cell(&sheet.name, &cell);
    args.push(("found", found.as_str().into()));
    AppError::Invalid(vec![FieldError {
        pointer: format!("/{}/{cell}", sheet.name),
        message: both(key, &args),
        found,
    }])
}

/// Where in a file it is, for a sentence that tells of it.
fn at_cell(sheet: &str, cell: &str) -> Vec<(&'static str, Arg)> {
    vec![("sheet", sheet.into()), ("cell", cell.into())]
}

/// Why a file is not the form, in words for the person who brought it.
fn refused(error: &Unreadable, section: &Field) -> AppError {
    let title = || Arg::from(section.label.clone());
    let (key, found, args): (&str, String, Vec<(&str, Arg)>) = match error {
        Unreadable::NotASpreadsheet(_) => ("sheet-no-spreadsheet", String::new(), vec![]),
        Unreadable::Macros => ("sheet-macros", String::new(), vec![]),
        Unreadable::TooLarge { limit } => (
            "sheet-too-large",
            String::new(),
            vec![("limit", Arg::plain(limit / 1_000_000))],
        ),
        Unreadable::Foreign => ("sheet-foreign", String::new(), vec![("section", title())]),
        Unreadable::OtherForm { found, wanted } => (
            "sheet-other-form",
            found.clone(),
            vec![("wanted", wanted.as_str().into())],
        ),
        Unreadable::SheetMissing { sheet } => (
            "sheet-missing",
            String::new(),
            vec![("sheet", sheet.as_str().into())],
        ),
        Unreadable::ColumnMissing { sheet, title, .. } => (
            "sheet-column-missing",
            String::new(),
            vec![
                ("sheet", sheet.as_str().into()),
                ("column", title.as_str().into()),
            ],
        ),
        Unreadable::ColumnUnknown { sheet, cell, found } => {
            ("sheet-column-unknown", found.clone(), at_cell(sheet, cell))
        }
        Unreadable::ColumnTwice { sheet, cell, title } => {
            ("sheet-column-twice", title.clone(), at_cell(sheet, cell))
        }
        Unreadable::Broken { sheet, cell, found } => {
            ("sheet-broken-cell", found.clone(), at_cell(sheet, cell))
        }
        Unreadable::TooManyRows { sheet, cell, limit } => (
            "sheet-too-many-rows",
            String::new(),
            at_cell(sheet, cell)
                .into_iter()
                .chain([("limit", Arg::plain(limit))])
                .collect(),
        ),
    };
    let mut args = args;
    args.push(("found", found.as_str().into()));
    AppError::Invalid(vec![FieldError {
        pointer: "/file".to_owned(),
        message: both(key, &args),
        found,
    }])
}

#[cfg(test)]
mod tests;
