//! The list of cases as a file: exactly what the filter lets through.
//!
//! CSV is for programs, as RFC 4180 and our open data have it: commas, UTF-8
//! without a mark, dates as ISO 8601, names of columns that never change. People
//! with a spreadsheet take the xlsx, whose cells are typed and whose words are
//! in their language; so the CSV need not guess what some spreadsheet expects.

use axum::{
    extract::State,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::IntoResponse,
};
use lustrum_app::{App, AppError, CaseSummary};
use lustrum_documents::{Cell, Column, Kind, Sheet, Workbook, write};
use lustrum_domain::Locale;
use lustrum_templates::words;
use lustrum_text::text;

use super::{filter, filter::Wish};
use crate::{
    extract::{Path, Query},
    pages::{Answer, home::ball, visitor::Visitor},
};

/// The columns by their names for programs, with the keys of their names for people.
const COLUMNS: [(&str, &str); 12] = [
    ("municipality", "column-municipality"),
    ("code", "desk-column-code"),
    ("edition", "desk-column-edition"),
    ("state", "column-state"),
    ("ball", "column-ball"),
    ("on_hold", "case-on-hold"),
    ("deadline", "column-deadline"),
    ("deadline_on", "column-due"),
    ("overdue", "desk-only-overdue"),
    ("period_end", "case-period-end"),
    ("criteria", "column-criteria"),
    ("case", "desk-column-case"),
];

pub(super) async fn file(
    visitor: Visitor,
    Path(file): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
    State(app): State<App>,
) -> Answer {
    let wish = Wish::of(&asked);
    let known = matches!(file.as_str(), "cases.csv" | "cases.xlsx");
    if !known {
        return Err(AppError::NotFound.into());
    }
    let found = app
        .cases(visitor.caller(), &filter(&app, &wish).await?)
        .await?;
    let today = lustrum_domain::time::local_date(app.clock.now());
    let (media_type, content) = if file == "cases.csv" {
        let media_type = "text/csv; charset=utf-8; header=present";
        (media_type, csv(&found.rows, today).into_bytes())
    } else {
        let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        let workbook = workbook(visitor.locale(), &found.rows, today);
        (media_type, write(&workbook).map_err(AppError::internal)?)
    };
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{file}\""),
        ),
    ];
    Ok((headers, content).into_response())
}

fn overdue(row: &CaseSummary, today: chrono::NaiveDate) -> bool {
    row.deadline_on.is_some_and(|last| last < today)
}

fn csv(rows: &[CaseSummary], today: chrono::NaiveDate) -> String {
    let names: Vec<String> = COLUMNS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut file = line(&names);
    for row in rows {
        let day = |day: Option<chrono::NaiveDate>| day.map(|it| it.to_string()).unwrap_or_default();
        file.push_str(&line(&[
            row.name.clone(),
            row.code.clone(),
            row.edition.to_string(),
            row.state.to_string(),
            ball(row).word().to_owned(),
            row.on_hold.to_string(),
            row.deadline
                .as_ref()
                .map(|it| it.word().to_owned())
                .unwrap_or_default(),
            day(row.deadline_on),
            overdue(row, today).to_string(),
            day(row.period_end),
            row.criteria.clone().unwrap_or_default(),
            row.cycle.to_string(),
        ]));
    }
    file
}

fn line(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(&harmless(cell))).collect();
    cells.join(",") + "\r\n"
}

/// A cell that no spreadsheet takes for a formula: what begins like one gets an
/// apostrophe before it, which spreadsheets take for "this is text".
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

fn workbook(locale: Locale, rows: &[CaseSummary], today: chrono::NaiveDate) -> Workbook {
    let say = |key: &str| text(locale, key, &[]);
    let kind = |name: &str| match name {
        "edition" => Kind::Whole,
        "deadline_on" | "period_end" => Kind::Date,
        _ => Kind::Text,
    };
    let columns = COLUMNS
        .iter()
        .map(|(name, key)| Column::text(*name, say(key)).of(kind(name)))
        .collect();
    let day = |day: Option<chrono::NaiveDate>| day.map_or(Cell::Empty, Cell::Date);
    let mut sheet = Sheet::named(&say("desk-title"), columns);
    sheet.rows = rows
        .iter()
        .map(|row| {
            let ball = ball(row).word();
            vec![
                Cell::Text(words::municipality(locale, &row.name)),
                Cell::Text(row.code.clone()),
                Cell::Number(f64::from(row.edition)),
                Cell::Text(words::state(locale, row.state)),
                Cell::Text(words::label(locale, "ball", ball)),
                Cell::Bool(row.on_hold),
                row.deadline.as_ref().map_or(Cell::Empty, |it| {
                    Cell::Text(words::label(locale, "deadline", it.word()))
                }),
                day(row.deadline_on),
                Cell::Bool(overdue(row, today)),
                day(row.period_end),
                row.criteria.clone().map_or(Cell::Empty, Cell::Text),
                Cell::Text(row.cycle.to_string()),
            ]
        })
        .collect();
    Workbook {
        title: say("desk-title"),
        form: None,
        sheets: vec![sheet],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_of_a_file_is_taken_for_a_formula() {
        for evil in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(harmless(evil), format!("'{evil}"));
        }
        assert_eq!(harmless("Aarø = ø"), "Aarø = ø");
        let cells = [
            "a,b".to_owned(),
            "\"c\"".to_owned(),
            "=HYPERLINK(\"x\")".to_owned(),
        ];
        assert_eq!(
            line(&cells),
            "\"a,b\",\"\"\"c\"\"\",\"'=HYPERLINK(\"\"x\"\")\"\r\n"
        );
    }
}
