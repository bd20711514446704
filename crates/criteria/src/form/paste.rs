//! Rows that were copied from a spreadsheet.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Field, FieldKind, ID, Table};

/// What became of the rows that were pasted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pasted {
    /// The table with the rows in it.
    pub rows: Vec<Value>,
    /// How many rows are new.
    pub added: usize,
    /// How many took the place of a row with the same key.
    pub replaced: usize,
    /// The line, from 1, of the first row with more cells than the table has
    /// columns, with how many it has and how many fit: then nothing was taken.
    pub too_wide: Option<(usize, usize, usize)>,
}

/// Lays rows that were copied from a spreadsheet over a table.
///
/// Cells are parted by tabs; where there is no tab, by semicolons. A first line
/// that names columns, by their key or by what people call them, says which
/// cell goes where; without one they go into the columns from left to right,
/// the key left out. A row whose key is known takes that row's place; a row
/// without one gets a new key that begins with `prefix`.
pub fn paste(table: &Table, rows: &[Value], text: &str, prefix: &str) -> Pasted {
    let columns: Vec<&Field> = table
        .columns
        .iter()
        .filter(|it| !matches!(it.kind, FieldKind::Table(_) | FieldKind::Group(_)))
        .collect();
    let mut lines = cells(text);
    lines.retain(|line| line.iter().any(|cell| !cell.trim().is_empty()));
    let headed = lines.first().and_then(|line| header(&columns, line));
    let has_header = headed.is_some();
    let order = headed.unwrap_or_else(|| {
        columns
            .iter()
            .copied()
            .filter(|column| column.name != ID)
            .collect()
    });
    let skipped = usize::from(has_header);
    let mut pasted = Pasted {
        rows: rows.to_vec(),
        ..Pasted::default()
    };
    for (number, line) in lines.iter().enumerate().skip(skipped) {
        let width = line
            .iter()
            .rposition(|cell| !cell.trim().is_empty())
            .map_or(0, |last| last + 1);
        if width > order.len() {
            return Pasted {
                rows: rows.to_vec(),
                too_wide: Some((number + 1, width, order.len())),
                ..Pasted::default()
            };
        }
        let mut row = Map::new();
        for (column, cell) in order.iter().zip(line) {
            if let Some(value) = column.parse(cell) {
                row.insert(column.name.clone(), value);
            }
        }
        let known = row.get(ID).and_then(|id| {
            pasted
                .rows
                .iter()
                .position(|known| known.get(ID) == Some(id))
        });
        match known {
            Some(at) => {
                if let Some(Value::Object(old)) = pasted.rows.get_mut(at) {
                    // What was not copied stays: a nested table, for example.
                    for column in &order {
                        old.remove(&column.name);
                    }
                    old.extend(row);
                }
                pasted.replaced += 1;
            }
            None => {
                if table.has_ids() && !row.contains_key(ID) {
                    row.insert(ID.to_owned(), Value::from(free_id(&pasted.rows, prefix)));
                }
                pasted.rows.push(Value::Object(row));
                pasted.added += 1;
            }
        }
    }
    pasted
}

/// A key that no row has: `prefix-1`, `prefix-2`.
pub(super) fn free_id(rows: &[Value], prefix: &str) -> String {
    let prefix: String = prefix
        .to_lowercase()
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                '-'
            }
        })
        .take(30)
        .collect();
    let known: BTreeSet<&str> = rows
        .iter()
        .filter_map(|row| row.get(ID)?.as_str())
        .collect();
    let mut number = rows.len() + 1;
    loop {
        let id = format!("{prefix}-{number}");
        if !known.contains(id.as_str()) {
            return id;
        }
        number += 1;
    }
}

impl Table {
    /// A new row, with a key of its own where rows have one.
    pub fn new_row(&self, rows: &[Value], prefix: &str) -> Value {
        let mut row = Map::new();
        if self.has_ids() {
            row.insert(ID.to_owned(), Value::from(free_id(rows, prefix)));
        }
        Value::Object(row)
    }
}

/// The columns that a line names, if it names nothing else.
fn header<'a>(columns: &[&'a Field], line: &[String]) -> Option<Vec<&'a Field>> {
    let mut named = Vec::new();
    for cell in line {
        let plain = cell.trim().to_lowercase();
        let column = columns.iter().find(|column| {
            column.name == plain
                || column.label.da.to_lowercase() == plain
                || column.label.en.to_lowercase() == plain
        })?;
        named.push(*column);
    }
    let distinct: BTreeSet<&str> = named.iter().map(|it| it.name.as_str()).collect();
    (distinct.len() == named.len()).then_some(named)
}

/// The cells of what was copied. A cell with a line break, a tab or a quotation
/// mark stands in quotation marks, doubled within.
fn cells(text: &str) -> Vec<Vec<String>> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let parting = if text.contains('\t') { '\t' } else { ';' };
    let mut lines = Vec::new();
    let mut line = Vec::new();
    let mut cell = String::new();
    let mut letters = text.chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() && closes(&letters, parting) => quoted = true,
            '\n' if !quoted => {
                line.push(std::mem::take(&mut cell));
                lines.push(std::mem::take(&mut line));
            }
            other if other == parting && !quoted => line.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    if !cell.is_empty() || !line.is_empty() {
        line.push(cell);
        lines.push(line);
    }
    lines
}

/// Whether a quotation mark that begins a cell has one that ends it: a text
/// that only begins with one is taken as it stands.
fn closes(rest: &std::iter::Peekable<std::str::Chars<'_>>, parting: char) -> bool {
    let mut rest = rest.clone();
    while let Some(letter) = rest.next() {
        if letter == '"' {
            match rest.peek() {
                Some('"') => {
                    rest.next();
                }
                None | Some('\n') => return true,
                Some(next) => return *next == parting,
            }
        }
    }
    false
}
