//! Tables to bytes.

use chrono::Datelike;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign,
    Formula, Workbook as File, Worksheet, XlsxError,
};
use thiserror::Error;

use crate::{Cell, Choice, Column, Kind, Sheet, Workbook, workbook::place};

/// The hidden sheet of a form: its name stands in A1, lists of choices follow.
pub(crate) const ABOUT: &str = "_lustrum";

/// How a day is shown.
const DAY: &str = "dd-mm-yyyy";

/// What a cell holds at most, in UTF-16 units.
const LONGEST: usize = 32_767;

/// Rows below the last one that offer a list too: room for what is added.
const ROOM: u32 = 500;

/// Why tables cannot become a file.
#[derive(Debug, Error)]
pub enum Unwritable {
    /// A cell holds more than a spreadsheet can.
    #[error("{sheet}!{cell} holds more than {LONGEST} letters")]
    TooLong {
        /// The name of the sheet.
        sheet: String,
        /// The cell, for example `C17`.
        cell: String,
    },
    /// The library refused, for example two sheets with one name.
    #[error(transparent)]
    Refused(#[from] XlsxError),
}

/// A workbook as the bytes of an xlsx file. The same workbook gives the same bytes.
///
/// # Errors
/// [`Unwritable`]: a text too long for a cell, or two sheets with one name.
pub fn write(workbook: &Workbook) -> Result<Vec<u8>, Unwritable> {
    let mut file = File::new();
    // Without a date of its own the file would carry the moment it was made,
    // and two exports of one draft would differ.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_title(&workbook.title)
        .set_creation_datetime(&created);
    file.set_properties(&properties);
    let mut lists = Lists::default();
    for sheet in &workbook.sheets {
        let worksheet = file.add_worksheet();
        worksheet.set_name(&sheet.name)?;
        fill(worksheet, sheet, workbook.form.is_some(), &mut lists)?;
    }
    if workbook.form.is_some() || !lists.0.is_empty() {
        let about = file.add_worksheet();
        about.set_name(ABOUT)?;
        about.set_very_hidden(true);
        if let Some(form) = &workbook.form {
            about.write_string(0, 0, form)?;
        }
        for (column, list) in (1..).zip(&lists.0) {
            for (row, title) in (0..).zip(list) {
                about.write_string(row, column, title)?;
            }
        }
    }
    Ok(file.save_to_buffer()?)
}

/// The lists of choices that sheets refer to, each once. They stand in cells
/// because a list within the rule itself may have 255 letters only.
#[derive(Default)]
struct Lists(Vec<Vec<String>>);

impl Lists {
    /// The range that holds these titles.
    fn range(&mut self, choices: &[Choice]) -> String {
        let titles: Vec<String> = choices.iter().map(|it| it.title.clone()).collect();
        let at = self.0.iter().position(|known| *known == titles);
        let at = at.unwrap_or_else(|| {
            self.0.push(titles);
            self.0.len() - 1
        });
        let column = u32::try_from(at).unwrap_or(u32::MAX) + 1;
        let last = u32::try_from(choices.len()).unwrap_or(u32::MAX).max(1) - 1;
        let fixed = |cell: String| {
            let digits = cell
                .find(|letter: char| letter.is_ascii_digit())
                .unwrap_or(0);
            format!("${}${}", &cell[..digits], &cell[digits..])
        };
        format!(
            "={ABOUT}!{}:{}",
            fixed(place(column, 0)),
            fixed(place(column, last))
        )
    }
}

fn fill(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    is_form: bool,
    lists: &mut Lists,
) -> Result<(), Unwritable> {
    let heading = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let formats: Vec<Format> = sheet
        .columns
        .iter()
        .map(|column| match column.kind {
            Kind::Date => plain.clone().set_num_format(DAY),
            Kind::Number => plain.clone().set_num_format("#,##0.########"),
            Kind::Whole => plain.clone().set_num_format("0"),
            // Marked as text, so that a key like 1-2 typed later is not made a date.
            Kind::Text => plain.clone().set_num_format("@"),
            Kind::Any | Kind::Choice(_) => plain.clone(),
        })
        .collect();
    let first = u32::from(is_form) + 1;
    let last = first + u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX - ROOM - 2);
    for ((number, column), format) in (0_u16..).zip(&sheet.columns).zip(&formats) {
        if is_form {
            worksheet.write_string(0, number, &column.key)?;
        }
        worksheet.write_string_with_format(first - 1, number, &column.title, &heading)?;
        worksheet.set_column_width(number, width(column))?;
        worksheet.set_column_format(number, format)?;
        if let Kind::Choice(choices) = &column.kind
            && !choices.is_empty()
        {
            let range = Formula::new(lists.range(choices));
            // A warning rather than a refusal: what is not in the list comes
            // into the draft and is told there.
            let rule = DataValidation::new()
                .allow_list_formula(range)
                .set_error_style(DataValidationErrorStyle::Warning);
            worksheet.add_data_validation(first, number, last + ROOM, number, &rule)?;
        }
    }
    if is_form {
        worksheet.set_row_hidden(0)?;
    }
    worksheet.set_freeze_panes(first, 0)?;
    worksheet.set_repeat_rows(first - 1, first - 1)?;
    worksheet.set_landscape();
    if let Some(columns) = u16::try_from(sheet.columns.len())
        .ok()
        .and_then(|count| count.checked_sub(1))
    {
        worksheet.autofilter(first - 1, 0, (last - 1).max(first), columns)?;
    }
    for (row, cells) in (first..).zip(&sheet.rows) {
        for (((number, column), format), cell) in
            (0_u16..).zip(&sheet.columns).zip(&formats).zip(cells)
        {
            put(worksheet, sheet, (row, number), column, format, cell)?;
        }
    }
    Ok(())
}

fn put(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    (row, number): (u32, u16),
    column: &Column,
    format: &Format,
    cell: &Cell,
) -> Result<(), Unwritable> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            let shown = match &column.kind {
                Kind::Choice(choices) => choices
                    .iter()
                    .find(|choice| choice.value == *text)
                    .map_or(text.as_str(), |choice| &choice.title),
                _ => text,
            };
            if shown.encode_utf16().count() > LONGEST {
                return Err(Unwritable::TooLong {
                    sheet: sheet.name.clone(),
                    cell: place(number.into(), row),
                });
            }
            worksheet.write_string_with_format(row, number, shown, format)?;
        }
        Cell::Number(value) => {
            worksheet.write_number_with_format(row, number, *value, format)?;
        }
        Cell::Bool(value) => {
            worksheet.write_boolean_with_format(row, number, *value, format)?;
        }
        // Spreadsheets count days from 1900, and get the first two months wrong.
        Cell::Date(day) if (1901..=9999).contains(&day.year()) => {
            // Only its format tells a day from a number, whatever the column.
            let format = format.clone().set_num_format(DAY);
            worksheet.write_date_with_format(row, number, day, &format)?;
        }
        Cell::Date(day) => {
            worksheet.write_string_with_format(row, number, day.to_string(), format)?;
        }
    }
    Ok(())
}

/// How wide a column is, in letters: as its title, within what fits a screen.
fn width(column: &Column) -> f64 {
    let title = column.title.chars().count().min(40);
    let least = match &column.kind {
        Kind::Text | Kind::Any => 24,
        Kind::Number | Kind::Date => 14,
        Kind::Whole => 10,
        Kind::Choice(choices) => choices
            .iter()
            .map(|choice| choice.title.chars().count() + 4)
            .max()
            .unwrap_or(10)
            .min(40),
    };
    // Small numbers: nothing is lost.
    title.max(least) as f64
}
