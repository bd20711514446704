//! How a cohort of cases goes through the states, month by month: a strip of
//! numbers, darker where more cases stand.

use chrono::{Datelike, NaiveDate};
use lustrum_domain::StateName;
use serde::Serialize;

use super::{Canvas, Tick, place};

const ROW: f64 = 34.0;
/// How many months fit in the picture with numbers that can be read.
pub const MOST_MONTHS: usize = 18;
/// How many shades there are above none.
pub const SHADES: u64 = 5;

/// The plot of a cohort.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cohort {
    /// Its size.
    pub canvas: Canvas,
    /// The months.
    pub months: Vec<Month>,
    /// A row per state that a case stood in, in the order of states.
    pub rows: Vec<CohortRow>,
    /// The width of a cell.
    pub cell: f64,
    /// The height of a cell.
    pub height: f64,
    /// How many cases it follows.
    pub cases: u64,
    /// Where a year begins, for the axis.
    pub years: Vec<Tick>,
}

/// A month on the axis.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Month {
    /// Its number, 1 to 12.
    pub month: u32,
    /// Its year.
    pub year: i32,
    /// The middle of its column.
    pub at: f64,
}

/// A state over the months.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CohortRow {
    /// Which.
    pub state: &'static str,
    /// The middle of the row.
    pub at: f64,
    /// A cell per month.
    pub cells: Vec<Cell>,
}

/// How many cases stood in a state at the end of a month.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cell {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// How many.
    pub count: u64,
    /// 0 for none, up to [`SHADES`].
    pub shade: u64,
}

impl Cohort {
    /// The plot of months with how many cases stood where at each one's end;
    /// the latest [`MOST_MONTHS`]. None when there is nothing to follow.
    pub fn of(months: &[(NaiveDate, Vec<(StateName, u64)>)]) -> Option<Self> {
        let months = &months[months.len().saturating_sub(MOST_MONTHS)..];
        let count = |column: &Vec<(StateName, u64)>, state| -> u64 {
            let found = column.iter().filter(|(it, _)| *it == state);
            found.map(|(_, count)| count).sum()
        };
        let cases = months
            .iter()
            .map(|(_, column)| column.iter().map(|(_, n)| n).sum::<u64>())
            .max()?;
        let states: Vec<StateName> = StateName::ALL
            .iter()
            .copied()
            .filter(|state| months.iter().any(|(_, column)| count(column, *state) > 0))
            .collect();
        if states.is_empty() {
            return None;
        }
        let height = ROW * states.len() as f64;
        let canvas = Canvas {
            width: 860.0,
            height: place(height + 60.0),
            left: 238.0,
            right: 850.0,
            top: 10.0,
            bottom: place(height + 10.0),
        };
        let cell = ((canvas.right - canvas.left) / months.len() as f64).min(60.0);
        let left = |index: usize| canvas.left + cell * index as f64;
        let highest = months
            .iter()
            .flat_map(|(_, column)| states.iter().map(|state| count(column, *state)))
            .max()
            .unwrap_or(1)
            .max(1);
        let rows = states
            .iter()
            .enumerate()
            .map(|(row, state)| CohortRow {
                state: state.as_str(),
                at: place(canvas.top + ROW * row as f64 + ROW / 2.0),
                cells: months
                    .iter()
                    .enumerate()
                    .map(|(index, (_, column))| {
                        let count = count(column, *state);
                        Cell {
                            x: place(left(index)),
                            y: place(canvas.top + ROW * row as f64),
                            count,
                            shade: (count * SHADES).div_ceil(highest),
                        }
                    })
                    .collect(),
            })
            .collect();
        let months: Vec<Month> = months
            .iter()
            .enumerate()
            .map(|(index, (day, _))| Month {
                month: day.month(),
                year: day.year(),
                at: place(left(index) + cell / 2.0),
            })
            .collect();
        let years = months
            .iter()
            .enumerate()
            .filter(|(index, it)| *index == 0 || it.month == 1)
            .map(|(index, it)| Tick {
                at: place(left(index)),
                value: f64::from(it.year),
            })
            .collect();
        Some(Self {
            canvas,
            months,
            rows,
            cell: place(cell),
            height: ROW,
            cases,
            years,
        })
    }
}
