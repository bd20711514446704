//! Bytes to tables: exactly the form that [`crate::write`] wrote, or a reason
//! with its place.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use calamine::{DataRef, DataType, Reader, Xlsx, XlsxError};
use thiserror::Error;

use crate::{Cell, Column, Kind, Sheet, workbook::place, write::ABOUT};

/// How much is read at most. A spreadsheet is an archive: a small file can
/// unfold into more than a machine holds.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes, when unfolded.
    pub unfolded: u64,
    /// Rows of a sheet.
    pub rows: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            unfolded: 50_000_000,
            rows: 5_000,
        }
    }
}

/// What a form holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Contents {
    /// The rows of each sheet of the form, in the form's order.
    pub sheets: Vec<Vec<Row>>,
    /// The names of sheets that the form does not have: somebody's own notes.
    pub ignored: Vec<String>,
}

/// A row that holds something.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number in the spreadsheet, from 0; see [`place`].
    pub number: u32,
    /// A cell for each column of the form, in the form's order, with the
    /// number of the column that it stands in.
    pub cells: Vec<(u32, Cell)>,
}

/// Why a file cannot be read as the form.
#[derive(Debug, Error)]
pub enum Unreadable {
    /// It is no spreadsheet, or a broken one.
    #[error("not an xlsx file: {0}")]
    NotASpreadsheet(String),
    /// It carries a program.
    #[error("the workbook carries macros")]
    Macros,
    /// It unfolds into too much.
    #[error("the workbook unfolds into more than {limit} bytes")]
    TooLarge {
        /// What is read at most.
        limit: u64,
    },
    /// It was not made from any form.
    #[error("the workbook was not made from a form")]
    Foreign,
    /// It was made from another form, or from another version of this one.
    #[error("the workbook is made from {found}, wanted is {wanted}")]
    OtherForm {
        /// What it says it is.
        found: String,
        /// What it should be.
        wanted: String,
    },
    /// A sheet is gone.
    #[error("the sheet {sheet} is missing")]
    SheetMissing {
        /// Its name.
        sheet: String,
    },
    /// A column is gone.
    #[error("{sheet} lacks the column {title}")]
    ColumnMissing {
        /// The sheet.
        sheet: String,
        /// What people call the column.
        title: String,
        /// Its key.
        key: String,
    },
    /// Something stands in a column that the form does not have.
    #[error("{sheet}!{cell}: {found} stands in no column of the form")]
    ColumnUnknown {
        /// The sheet.
        sheet: String,
        /// The cell.
        cell: String,
        /// What stands there.
        found: String,
    },
    /// A column stands twice.
    #[error("{sheet}!{cell}: the column {title} stands twice")]
    ColumnTwice {
        /// The sheet.
        sheet: String,
        /// The second one's cell.
        cell: String,
        /// What people call the column.
        title: String,
    },
    /// A formula that could not be computed: `#REF!`.
    #[error("{sheet}!{cell} holds the error {found}")]
    Broken {
        /// The sheet.
        sheet: String,
        /// The cell.
        cell: String,
        /// The error.
        found: String,
    },
    /// More rows than anybody fills in.
    #[error("{sheet}!{cell} lies beyond row {limit}")]
    TooManyRows {
        /// The sheet.
        sheet: String,
        /// The first cell beyond.
        cell: String,
        /// The last row that is read.
        limit: u32,
    },
}

impl From<XlsxError> for Unreadable {
    fn from(error: XlsxError) -> Self {
        Self::NotASpreadsheet(error.to_string())
    }
}

/// Reads the form named `form`, whose sheets are these, from the bytes of a file.
///
/// Sheets are found by their name, columns by their key, so that both may have
/// been moved. Nothing is guessed: what is not exactly the form is refused.
///
/// # Errors
/// [`Unreadable`], with the place.
pub fn read(
    bytes: &[u8],
    form: &str,
    sheets: &[Sheet],
    limits: Limits,
) -> Result<Contents, Unreadable> {
    unfold(bytes, limits)?;
    let mut file: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let names = file.sheet_names();
    if !names.iter().any(|name| name == ABOUT) {
        return Err(Unreadable::Foreign);
    }
    let found = marker(&mut file)?.ok_or(Unreadable::Foreign)?;
    if found != form {
        return Err(Unreadable::OtherForm {
            found,
            wanted: form.to_owned(),
        });
    }
    let mut contents = Contents {
        sheets: Vec::new(),
        ignored: Vec::new(),
    };
    for sheet in sheets {
        if !names.contains(&sheet.name) {
            return Err(Unreadable::SheetMissing {
                sheet: sheet.name.clone(),
            });
        }
        contents.sheets.push(rows(&mut file, sheet, limits)?);
    }
    contents.ignored = names
        .into_iter()
        .filter(|name| name != ABOUT && sheets.iter().all(|sheet| sheet.name != *name))
        .collect();
    Ok(contents)
}

/// Opens the archive once without keeping anything, and counts: the sizes that
/// an archive states of itself may be lies.
fn unfold(bytes: &[u8], limits: Limits) -> Result<(), Unreadable> {
    let broken = |error: &dyn std::fmt::Display| Unreadable::NotASpreadsheet(error.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut left = limits.unfolded;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| broken(&error))?;
        let name = entry.name().map_err(|error| broken(&error))?;
        if name.to_lowercase().ends_with("vbaproject.bin") {
            return Err(Unreadable::Macros);
        }
        let mut limited = entry.take(left + 1);
        let size =
            std::io::copy(&mut limited, &mut std::io::sink()).map_err(|error| broken(&error))?;
        left = left.checked_sub(size).ok_or(Unreadable::TooLarge {
            limit: limits.unfolded,
        })?;
    }
    Ok(())
}

type File<'a> = Xlsx<Cursor<&'a [u8]>>;

fn marker(file: &mut File<'_>) -> Result<Option<String>, Unreadable> {
    let mut cells = file.worksheet_cells_reader(ABOUT)?;
    while let Some(cell) = cells.next_cell()? {
        if cell.get_position() == (0, 0) {
            return Ok(cell.get_value().as_string());
        }
    }
    Ok(None)
}

fn rows(file: &mut File<'_>, sheet: &Sheet, limits: Limits) -> Result<Vec<Row>, Unreadable> {
    // Cell by cell: the library's own table has a place for each cell up to
    // the last one, and the last one may stand in row 1,048,576.
    let mut cells = file.worksheet_cells_reader(&sheet.name)?;
    // Where each column of the spreadsheet belongs in the form.
    let mut columns: BTreeMap<u32, usize> = BTreeMap::new();
    let mut keys_read = false;
    let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
    while let Some(cell) = cells.next_cell()? {
        let (number, column) = cell.get_position();
        let found = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::Error(error) => {
                return Err(Unreadable::Broken {
                    sheet: sheet.name.clone(),
                    cell: place(column, number),
                    found: error.to_string(),
                });
            }
            value => plain(value),
        };
        if found == Cell::Empty {
            continue;
        }
        if number == 0 {
            let key = shown(&found);
            if let Some(at) = sheet.columns.iter().position(|it| it.key == key) {
                if columns.values().any(|known| *known == at) {
                    return Err(Unreadable::ColumnTwice {
                        sheet: sheet.name.clone(),
                        cell: place(column, number),
                        title: sheet.columns[at].title.clone(),
                    });
                }
                columns.insert(column, at);
                continue;
            }
            return Err(Unreadable::ColumnUnknown {
                sheet: sheet.name.clone(),
                cell: place(column, number),
                found: key,
            });
        }
        if !keys_read {
            complete(sheet, &columns)?;
            keys_read = true;
        }
        if number == 1 {
            continue;
        }
        if number > limits.rows + 1 {
            return Err(Unreadable::TooManyRows {
                sheet: sheet.name.clone(),
                cell: place(column, number),
                limit: limits.rows + 2,
            });
        }
        let Some(at) = columns.get(&column) else {
            return Err(Unreadable::ColumnUnknown {
                sheet: sheet.name.clone(),
                cell: place(column, number),
                found: shown(&found),
            });
        };
        let row = rows.entry(number).or_insert_with(|| Row {
            number,
            cells: vec![(0, Cell::Empty); sheet.columns.len()],
        });
        row.cells[*at] = (column, as_kind(&sheet.columns[*at], found));
    }
    complete(sheet, &columns)?;
    let mut rows: Vec<Row> = rows.into_values().collect();
    for row in &mut rows {
        for (column, at) in &columns {
            row.cells[*at].0 = *column;
        }
    }
    Ok(rows)
}

fn complete(sheet: &Sheet, columns: &BTreeMap<u32, usize>) -> Result<(), Unreadable> {
    let missing = (0..sheet.columns.len()).find(|at| !columns.values().any(|known| known == at));
    missing.map_or(Ok(()), |at| {
        Err(Unreadable::ColumnMissing {
            sheet: sheet.name.clone(),
            title: sheet.columns[at].title.clone(),
            key: sheet.columns[at].key.clone(),
        })
    })
}

/// What a cell holds, as we name it.
fn plain(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Bool(yes) => Cell::Bool(*yes),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) => match value.as_date() {
            Some(day) => Cell::Date(day),
            None => value.as_f64().map_or(Cell::Empty, Cell::Number),
        },
        DataRef::String(_) | DataRef::SharedString(_) | DataRef::DurationIso(_) => {
            value.as_string().unwrap_or_default().into()
        }
        DataRef::Empty | DataRef::Error(_) => Cell::Empty,
    }
}

/// A title of a choice becomes its value; a number in a column of texts the
/// text that it was typed as.
fn as_kind(column: &Column, cell: Cell) -> Cell {
    match (&column.kind, cell) {
        (Kind::Choice(choices), Cell::Text(text)) => {
            let typed = text.trim();
            let meant = choices
                .iter()
                .find(|it| it.title == typed)
                .or_else(|| choices.iter().find(|it| it.value == typed))
                .or_else(|| {
                    choices
                        .iter()
                        .find(|it| it.also.iter().any(|also| also == typed))
                });
            meant.map_or(Cell::Text(text.clone()), |it| Cell::Text(it.value.clone()))
        }
        (Kind::Text | Kind::Choice(_), Cell::Number(number)) => Cell::Text(number.to_string()),
        (Kind::Text, Cell::Date(day)) => Cell::Text(day.to_string()),
        (_, cell) => cell,
    }
}

/// What stands in a cell, in at most 60 letters.
fn shown(cell: &Cell) -> String {
    let whole = match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Bool(yes) => yes.to_string(),
        Cell::Date(day) => day.to_string(),
    };
    whole.chars().take(60).collect()
}
