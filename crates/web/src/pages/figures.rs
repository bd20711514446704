//! Figures, and open data.

use axum::{
    extract::State,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
    response::IntoResponse,
    routing::get,
};
use lustrum_app::{App, AppError, Dataset, DatasetName, QueueLine, Turnaround};
use lustrum_domain::{OrganisationKind, time::local_date};
use lustrum_templates::{
    page::{
        data::{Data, DataColumn, DataSet},
        figures::{Figures, TurnaroundLine, WaitingLine},
    },
    plot::{
        cohort::Cohort,
        returns::{Returned, Returns},
    },
    routes,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Answer, PageRoute, visitor::Visitor};
use crate::extract::{Path, Query};

/// How many criteria the plot of returns shows.
const MOST_RETURNED: usize = 12;

pub(super) fn routes() -> Vec<PageRoute> {
    vec![
        PageRoute::public(routes::FIGURES, get(page)),
        PageRoute::public(routes::DATA, get(data)),
        PageRoute::public(routes::DATASET, get(dataset)),
    ]
}

#[derive(Deserialize)]
struct Chosen {
    cohort: Option<String>,
}

async fn page(visitor: Visitor, Query(chosen): Query<Chosen>, State(app): State<App>) -> Answer {
    let figures = app.figures().await?;
    let kinds = [OrganisationKind::KnowledgePartner];
    let partners = app.organisations(&kinds, None).await?;
    let called = |key: &Option<String>| {
        let key = key.as_ref()?;
        let known = partners.iter().find(|it| it.code.as_ref() == Some(key));
        Some(known.map_or_else(|| key.clone(), |it| it.name.clone()))
    };
    let wanted: Option<i32> = chosen.cohort.and_then(|year| year.parse().ok());
    let cohort = figures
        .cohorts
        .iter()
        .find(|it| Some(it.year) == wanted)
        .or_else(|| figures.cohorts.first());
    let returned = figures.returned.iter().map(|it| Returned {
        criterion: it.criterion.clone(),
        reasons: it.reasons.clone(),
        judged: it.judged,
    });
    let page = Figures {
        as_of: local_date(figures.as_of),
        turnaround: figures
            .turnaround
            .iter()
            .map(|it| turnaround(it, called(&it.stage)))
            .collect(),
        queue: figures
            .queue
            .iter()
            .map(|it| waiting(it, called(&it.stage)))
            .collect(),
        years: figures.cohorts.iter().map(|it| it.year).collect(),
        year: cohort.map(|it| it.year),
        cohort: cohort.and_then(|it| Cohort::of(&it.months)),
        returns: Returns::of(returned.collect(), MOST_RETURNED),
    };
    visitor.show(&app, &page).await
}

fn turnaround(line: &Turnaround, stage: Option<String>) -> TurnaroundLine {
    TurnaroundLine {
        state: line.state,
        stage,
        round: line.round,
        cases: line.cases,
        median: line.median,
        ninetieth: line.ninetieth,
    }
}

fn waiting(line: &QueueLine, stage: Option<String>) -> WaitingLine {
    WaitingLine {
        state: line.state,
        stage,
        cases: line.cases,
        overdue: line.overdue,
        longest: line.longest,
    }
}

async fn data(visitor: Visitor, State(app): State<App>) -> Answer {
    let sets = DatasetName::ALL.iter().map(|name| DataSet {
        name: name.to_string(),
        columns: name
            .columns()
            .iter()
            .map(|column| DataColumn {
                name: (*column).to_owned(),
                word: format!("{name}-{column}"),
            })
            .collect(),
    });
    let page = Data {
        sets: sets.collect(),
        base: app.base_url.to_string(),
    };
    visitor.show(&app, &page).await
}

/// A table of open data as a file.
async fn dataset(Path(file): Path<String>, State(app): State<App>) -> Answer {
    let (name, ending) = file.rsplit_once('.').ok_or(AppError::NotFound)?;
    let name: DatasetName = name.parse().map_err(|_| AppError::NotFound)?;
    let (media_type, content) = match ending {
        "csv" => (
            "text/csv; charset=utf-8; header=present",
            csv(&app.dataset(name).await?),
        ),
        "json" => ("application/json", json_of(&app.dataset(name).await?)),
        _ => return Err(AppError::NotFound.into()),
    };
    let disposition = match ending {
        "csv" => format!("attachment; filename=\"{name}.csv\""),
        _ => "inline".to_owned(),
    };
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (CONTENT_DISPOSITION, disposition),
        (CACHE_CONTROL, "public, max-age=60".to_owned()),
    ];
    Ok((headers, content).into_response())
}

/// A table as RFC 4180 has it, its names in the first line.
fn csv(table: &Dataset) -> String {
    let mut text = String::new();
    let names = table.columns.iter().map(|name| json!(name));
    line(&mut text, names);
    for row in &table.rows {
        line(&mut text, row.iter().cloned());
    }
    text
}

fn line(text: &mut String, cells: impl Iterator<Item = Value>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            text.push(',');
        }
        let plain = match cell {
            Value::Null => String::new(),
            Value::String(plain) => plain,
            other => other.to_string(),
        };
        if plain.contains([',', '"', '\n', '\r']) {
            text.push_str(&format!("\"{}\"", plain.replace('"', "\"\"")));
        } else {
            text.push_str(&plain);
        }
    }
    text.push_str("\r\n");
}

/// A table as JSON: an object per row under the names of its columns.
fn json_of(table: &Dataset) -> String {
    let rows = table.rows.iter().map(|row| {
        let cells = table.columns.iter().zip(row);
        let cells: Map<String, Value> = cells
            .map(|(name, cell)| ((*name).to_owned(), cell.clone()))
            .collect();
        Value::Object(cells)
    });
    let rows: Vec<Value> = rows.collect();
    json!({
        "dataset": table.name,
        "licence": "CC BY 4.0",
        "columns": table.columns,
        "rows": rows,
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_written_so_that_commas_quotes_and_lines_come_back() {
        let table = Dataset {
            name: DatasetName::Returned,
            columns: &["a", "b"],
            rows: vec![
                vec![json!("Æ, \"ø\"\nå"), Value::Null],
                vec![json!(1.5), json!(true)],
            ],
        };
        assert_eq!(csv(&table), "a,b\r\n\"Æ, \"\"ø\"\"\nå\",\r\n1.5,true\r\n");
        let read: Value = serde_json::from_str(&json_of(&table)).unwrap();
        assert_eq!(read["rows"][0]["a"], "Æ, \"ø\"\nå");
        assert_eq!(read["rows"][0]["b"], Value::Null);
        assert_eq!(read["rows"][1], json!({ "a": 1.5, "b": true }));
    }
}
