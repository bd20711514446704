//! What a workbook is made of.

use chrono::NaiveDate;

/// A file of tables.
///
/// With a `form` it can be filled in and read back: each sheet then carries a
/// hidden first row with the stable keys of its columns, and a hidden sheet
/// says which form it is. Without one it is a plain list to look at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Workbook {
    /// What the file is called among a file's properties.
    pub title: String,
    /// The name of the form and its version, for example `cctf-ka@0.1/actions`.
    pub form: Option<String>,
    /// The tables, one to a sheet.
    pub sheets: Vec<Sheet>,
}

/// One table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// What stands on its tab; see [`Sheet::named`].
    pub name: String,
    /// Its columns from left to right.
    pub columns: Vec<Column>,
    /// Its rows; each has at most as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// What Excel refuses in the name of a sheet.
const UNNAMEABLE: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
/// The longest name of a sheet, in UTF-16 units as Excel counts.
const LONGEST_NAME: usize = 31;

impl Sheet {
    /// A table whose name is made to fit: Excel takes 31 units at most, none of
    /// `[]:*?/\`, and no apostrophe at either end.
    pub fn named(name: &str, columns: Vec<Column>) -> Self {
        let mut fit = String::new();
        let mut units = 0;
        for letter in name.chars() {
            let letter = if UNNAMEABLE.contains(&letter) || letter.is_control() {
                '-'
            } else {
                letter
            };
            units += letter.len_utf16();
            if units > LONGEST_NAME {
                break;
            }
            fit.push(letter);
        }
        let fit = fit.trim().trim_matches('\'');
        Self {
            name: if fit.is_empty() { "1" } else { fit }.to_owned(),
            columns,
            rows: Vec::new(),
        }
    }
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name for programs, which never changes and is not translated.
    pub key: String,
    /// Its name for people.
    pub title: String,
    /// What its cells hold.
    pub kind: Kind,
}

impl Column {
    /// A column of texts.
    pub fn text(key: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            title: title.into(),
            kind: Kind::Text,
        }
    }

    /// The same column with cells of another kind.
    pub fn of(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }
}

/// What the cells of a column hold. A cell that holds something else is
/// written and read as it is: a draft keeps what is wrong, and says so elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Anything that was typed, as text: `1-2` and `007` stay what they are.
    Text,
    /// Whatever the row is about: text, number or day.
    Any,
    /// A number with a fraction.
    Number,
    /// A number without one, and without marks of thousands: a year, a count.
    Whole,
    /// A day.
    Date,
    /// One of a few values, offered as a list.
    Choice(Vec<Choice>),
}

/// One of the values of a [`Kind::Choice`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The value, as [`Cell::Text`] carries it on both ways.
    pub value: String,
    /// What the sheet shows in its place.
    pub title: String,
    /// What else is understood when the sheet is read: the title in another language.
    pub also: Vec<String>,
}

/// What stands in a cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// A text. It is never taken for a formula, whatever it begins with.
    Text(String),
    /// A number.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// A day.
    Date(NaiveDate),
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// What a spreadsheet calls a place: the column and the row, both from 0, make `C17`.
pub fn place(column: u32, row: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        // Within 0 to 25, so the letter is one of A to Z.
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", row + 1)
}
