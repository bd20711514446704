//! Plots as accessible pictures: geometry here, words and markup in
//! `pages/plots.html`.
//!
//! A plot is a plain value like any other part of a page's context: it knows
//! where everything stands in a picture of fixed size, and the template writes
//! it as inline SVG that grows with the page. The same values stand in a table
//! behind each plot, so that nobody has to read a picture. Shapes carry classes
//! only (the security policy lets no style into the markup), and lines differ
//! by dash and mark, areas by pattern, so that nothing is told by colour alone.
//!
//! What people handed in may be missing, negative or absurd: whatever cannot be
//! drawn is left out, and a plot of nothing is `None`.

pub mod cohort;
pub mod inventory;
pub mod pathway;
pub mod returns;
pub mod scale;
pub mod tiles;

use serde::Serialize;
use serde_json::Value;

use self::{inventory::Inventory, pathway::Pathway};

/// The plots of one plan's data.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PlanPlots {
    /// Pathways, targets and the gap.
    pub pathway: Option<Pathway>,
    /// Emissions by sector.
    pub inventory: Option<Inventory>,
}

impl PlanPlots {
    /// All that can be drawn of `data`, a whole plan.
    pub fn of(data: &Value) -> Self {
        Self {
            pathway: Pathway::of(data),
            inventory: Inventory::of(data),
        }
    }

    /// What shows the section `section` of `data`.
    pub fn about(section: &str, data: &Value) -> Self {
        match section {
            "inventory" => Self {
                inventory: Inventory::of(data),
                ..Self::default()
            },
            "pathways" | "reductions" | "targets" => Self {
                pathway: Pathway::of(data),
                ..Self::default()
            },
            _ => Self::default(),
        }
    }

    pub(crate) fn sample() -> Self {
        Self::of(&serde_json::json!({
            "inventory": {
                "year": 2024, "total": 150, "base_year": { "year": 1990, "total": 300 },
                "rows": [
                    { "gpc_ref": "I.1.1", "value": 90 },
                    { "gpc_ref": "V.2", "value": -20.5 },
                    { "gpc_ref": "VI.1", "notation_key": "NO" },
                ],
            },
            "pathways": [
                { "kind": "business-as-usual", "series": [{ "sector": "total", "points": [
                    { "year": 2024, "value": 150 }, { "year": 2050, "value": 120 },
                ] }] },
                { "kind": "with-measures", "series": [{ "sector": "total", "points": [
                    { "year": 2024, "value": 150 }, { "year": 2050, "value": 0 },
                ] }] },
            ],
            "targets": [
                { "kind": "interim", "year": 2030, "remaining_tonnes": 90, "reduction_percent": 70 },
                { "kind": "interim", "year": 2035, "remaining_tonnes": 60 },
                { "kind": "net-zero", "year": 2050 },
            ],
            "reductions": { "year": 2030, "gap": 17 },
        }))
    }
}

/// The picture's size in its own units, and the rectangle in it that the data
/// are drawn in. The rest is for words and numbers beside it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Canvas {
    /// Whole width.
    pub width: f64,
    /// Whole height.
    pub height: f64,
    /// Where the data begin.
    pub left: f64,
    /// Where they end.
    pub right: f64,
    /// Where they begin, from above.
    pub top: f64,
    /// Where they end.
    pub bottom: f64,
}

/// A mark on an axis.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Tick {
    /// Where it stands.
    pub at: f64,
    /// What it says.
    pub value: f64,
}

/// A word in the picture.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Word {
    /// Where it begins; where it ends, if it runs to the left.
    pub x: f64,
    /// The line it stands on.
    pub y: f64,
    /// Whether it runs to the left.
    pub left: bool,
}

/// The height that a line of words takes.
const LINE: f64 = 18.0;

/// Words of given widths, moved up and down until none stands closer than a line
/// to another above or below it, and all between `highest` and `lowest`. Where
/// there are too many for that, they meet at the top.
fn apart(words: &[(Word, f64)], (highest, lowest): (f64, f64)) -> Vec<Word> {
    let ends = |(word, width): &(Word, f64)| {
        if word.left {
            (word.x - width, word.x)
        } else {
            (word.x, word.x + width)
        }
    };
    let meet = |one: usize, other: usize| {
        let ((from, to), (start, end)) = (ends(&words[one]), ends(&words[other]));
        from < end && start < to
    };
    let mut heights: Vec<f64> = words.iter().map(|(word, _)| word.y).collect();
    let mut order: Vec<usize> = (0..words.len()).collect();
    order.sort_by(|one, other| heights[*one].total_cmp(&heights[*other]));
    // Down as far as it takes, and back up from where the picture ends.
    for (index, at) in order.iter().enumerate() {
        let above = order[..index].iter().filter(|it| meet(**it, *at));
        heights[*at] = above.fold(heights[*at], |y, it| y.max(heights[*it] + LINE));
    }
    for (index, at) in order.iter().enumerate().rev() {
        let below = order[index + 1..].iter().filter(|it| meet(**it, *at));
        let most = below.fold(lowest, |y, it| y.min(heights[*it] - LINE));
        heights[*at] = heights[*at].min(most).max(highest);
    }
    let placed = words.iter().zip(heights);
    placed
        .map(|((word, _), y)| Word {
            y: place(y),
            ..*word
        })
        .collect()
}

/// Emissions beyond this many tonnes are a slip of the keyboard: the whole
/// world emits less. Such a value is left out, lest it flatten all others.
const MOST_TONNES: f64 = 1e11;

/// A number as it stands in plan data, if it can be drawn.
fn drawable(value: Option<&Value>) -> Option<f64> {
    value?.as_f64().filter(|it| it.abs() <= MOST_TONNES)
}

/// A place in the picture: a tenth of a unit is finer than anybody sees.
fn place(at: f64) -> f64 {
    (at * 10.0).round() / 10.0
}

/// The pattern that tells the `index`th of several areas apart from the others.
pub const PATTERNS: usize = 7;

#[cfg(test)]
mod tests;
