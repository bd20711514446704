//! The way to 2030 and 2050: what was emitted, what is expected without and
//! with the plan, the targets, and the gap between them (manko).

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{
    Canvas, LINE, Tick, Word, apart, drawable, place,
    scale::{self, Scale},
};

const CANVAS: Canvas = Canvas {
    width: 720.0,
    height: 400.0,
    left: 84.0,
    right: 696.0,
    top: 36.0,
    bottom: 364.0,
};

/// How wide the word of a target is at most, and that of the gap.
const TARGET_WORD: f64 = 70.0;
const GAP_WORD: f64 = 150.0;

/// How far from the middle of the gap's bar its word begins.
const BESIDE: f64 = 16.0;
/// How far a word may move up or down off the lines, in half lines: the nearest first.
const MOVES: [f64; 11] = [0.0, -1.0, 1.0, -2.0, 2.0, -3.0, 3.0, -4.0, 4.0, -5.0, 5.0];

/// The plot of a plan's pathways, targets and gap.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pathway {
    /// Its size.
    pub canvas: Canvas,
    /// Marks of tonnes.
    pub tonnes: Vec<Tick>,
    /// Marks of years.
    pub years: Vec<Tick>,
    /// Where nothing is emitted.
    pub zero: f64,
    /// The lines, history first.
    pub lines: Vec<Line>,
    /// The targets in the order of their years.
    pub targets: Vec<Target>,
    /// Reductions that no action was found for.
    pub gap: Option<Gap>,
}

/// A line of emissions over years.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// Which.
    pub kind: LineKind,
    /// Its points in the order of years.
    pub points: Vec<Point>,
    /// The same as the data of an SVG path.
    pub path: String,
}

/// What a line shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// What was emitted, from the inventory.
    Emitted,
    /// What is expected without new measures.
    BusinessAsUsual,
    /// What is expected with the plan.
    WithMeasures,
}

/// Emissions in a year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// Where.
    pub x: f64,
    /// Where.
    pub y: f64,
    /// The year.
    pub year: i64,
    /// Tonnes.
    pub value: f64,
}

/// A target for the whole municipality.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Target {
    /// Where it stands; `value` is what may still be emitted.
    pub point: Point,
    /// Whether it is net zero, rather than a target on the way.
    pub net_zero: bool,
    /// By how many per cent, where the plan says so.
    pub percent: Option<f64>,
    /// Where its word stands.
    pub word: Word,
}

/// What is missing in a year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Gap {
    /// The year.
    pub year: i64,
    /// Tonnes.
    pub value: f64,
    /// The middle of its bar.
    pub x: f64,
    /// Where it begins, from above.
    pub top: f64,
    /// Its height.
    pub height: f64,
    /// Where its word stands.
    pub word: Word,
}

type Series = BTreeMap<i64, f64>;

impl Pathway {
    /// The plot of `data`, as it was handed in; none when it has no line to draw.
    pub fn of(data: &Value) -> Option<Self> {
        let mut series: Vec<(LineKind, Series)> = Vec::new();
        series.push((LineKind::Emitted, emitted(data)));
        for (kind, word) in [
            (LineKind::BusinessAsUsual, "business-as-usual"),
            (LineKind::WithMeasures, "with-measures"),
        ] {
            series.push((kind, pathway(data, word)));
        }
        let targets = targets(data);
        let gap = gap(data, &series, &targets);
        // A single point is no way to anywhere, but one of the inventory beside
        // targets is worth a look.
        let points: Vec<(i64, f64)> = series
            .iter()
            .flat_map(|(_, it)| it.iter())
            .map(|(year, value)| (*year, *value))
            .chain(targets.iter().map(|it| (it.year, it.value)))
            .collect();
        let (first, last) = bounds(points.iter().map(|(year, _)| *year as f64))?;
        if points.len() < 2 || first == last {
            return None;
        }
        let top_of_gap = gap.map(|(_, _, upper)| upper);
        let (low, high) = bounds(points.iter().map(|(_, it)| *it).chain(top_of_gap))?;
        let marks = scale::around(low.min(0.0), high.max(0.0), 5.0);
        let (low, high) = (*marks.first()?, *marks.last()?);
        let xs = Scale::new((first, last), (CANVAS.left, CANVAS.right));
        let ys = Scale::new((low, high), (CANVAS.bottom, CANVAS.top));
        let point = |year: i64, value: f64| Point {
            x: xs.at(year as f64),
            y: ys.at(value),
            year,
            value,
        };
        let words: Vec<(Word, f64)> = targets
            .iter()
            .map(|it| {
                let Point { x, y, .. } = point(it.year, it.value);
                // Below the curve there is room; the last word would stand on the axis.
                let word = match (it.net_zero, near_the_edge(x)) {
                    (true, left) => Word {
                        x: if left { x - 4.0 } else { x + 2.0 },
                        y: y - 14.0,
                        left,
                    },
                    (false, _) => Word {
                        x: x - 12.0,
                        y: y + 16.0,
                        left: true,
                    },
                };
                (word, TARGET_WORD)
            })
            .collect();
        let words = apart(&words, (CANVAS.top, CANVAS.bottom - 6.0));
        let mut targets: Vec<Target> = targets
            .iter()
            .zip(words)
            .map(|(it, word)| Target {
                point: point(it.year, it.value),
                net_zero: it.net_zero,
                percent: it.percent,
                word,
            })
            .collect();
        let lines: Vec<Line> = series
            .into_iter()
            .filter(|(_, series)| !series.is_empty())
            .map(|(kind, series)| {
                let points: Vec<Point> = series
                    .iter()
                    .map(|(year, value)| point(*year, *value))
                    .collect();
                let path = path(&points);
                Line { kind, points, path }
            })
            .collect();
        for index in 0..targets.len() {
            targets[index].word = word_of_target(index, &lines, &targets);
        }
        let gap = gap.map(|(year, lower, upper)| {
            let (x, top) = (xs.at(year as f64), ys.at(upper));
            Gap {
                year,
                value: upper - lower,
                x,
                top,
                height: place(ys.at(lower) - top),
                word: word_of_gap((x, top), &lines, &targets),
            }
        });
        Some(Self {
            canvas: CANVAS,
            tonnes: ys.ticks(&marks),
            years: xs.ticks(&scale::within(first, last, 7.0)),
            zero: ys.at(0.0),
            lines,
            targets,
            gap,
        })
    }

    /// Every year that any line or target has a value for: the rows of the table.
    pub fn table(&self) -> Vec<(i64, BTreeMap<LineKind, f64>)> {
        let mut rows: BTreeMap<i64, BTreeMap<LineKind, f64>> = BTreeMap::new();
        for line in &self.lines {
            for point in &line.points {
                rows.entry(point.year)
                    .or_default()
                    .insert(line.kind, point.value);
            }
        }
        rows.into_iter().collect()
    }
}

/// Whether a word would run out of the picture to the right of `x`.
fn near_the_edge(x: f64) -> bool {
    x > CANVAS.right - GAP_WORD
}

/// Where the word of a target stands: as near to where it is as it crosses no
/// line, mark or other word, or there.
fn word_of_target(index: usize, lines: &[Line], targets: &[Target]) -> Word {
    let word = targets[index].word;
    let others: Vec<&Target> = targets
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != index)
        .map(|(_, it)| it)
        .collect();
    let moved = MOVES.iter().map(|step| Word {
        y: place(word.y + step * LINE / 2.0),
        ..word
    });
    let mut free = moved.filter(|it| {
        let area = Area::of(it, TARGET_WORD);
        area.is_inside() && area.is_free(lines, &others)
    });
    free.next().unwrap_or(word)
}

/// Where the word of the gap stands, whose bar reaches up to `x` and `top`:
/// beside it, as near to that end as it crosses no line, mark or other word.
/// Where lines are everywhere, it keeps off the other words.
fn word_of_gap((x, top): (f64, f64), lines: &[Line], targets: &[Target]) -> Word {
    let targets: Vec<&Target> = targets.iter().collect();
    let usual = near_the_edge(x);
    let at = |left: bool, moved: f64| Word {
        x: if left { x - BESIDE } else { x + BESIDE },
        y: place(top + 4.0 + moved * LINE / 2.0),
        left,
    };
    for lines in [lines, &[]] {
        for moved in MOVES {
            for left in [usual, !usual] {
                let word = at(left, moved);
                let area = Area::of(&word, GAP_WORD);
                if area.is_inside() && area.is_free(lines, &targets) {
                    return word;
                }
            }
        }
    }
    at(usual, 0.0)
}

/// A rectangle of the picture.
struct Area {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Area {
    /// What a word of this width covers: words a line apart do not meet.
    fn of(word: &Word, width: f64) -> Self {
        let left = if word.left { word.x - width } else { word.x };
        Self {
            left,
            right: left + width,
            top: word.y - 13.4,
            bottom: word.y + 4.4,
        }
    }

    /// What the mark of a target covers.
    fn of_mark(at: &Point) -> Self {
        Self {
            left: at.x - 9.0,
            right: at.x + 9.0,
            top: at.y - 9.0,
            bottom: at.y + 9.0,
        }
    }

    fn is_inside(&self) -> bool {
        self.left >= CANVAS.left
            && self.right <= CANVAS.width
            && self.top >= CANVAS.top - LINE
            && self.bottom <= CANVAS.bottom - 1.0
    }

    fn is_free(&self, lines: &[Line], targets: &[&Target]) -> bool {
        let crossed = lines.iter().any(|line| {
            let ends = line.points.iter().skip(1).chain(line.points.last());
            let mut parts = line.points.iter().zip(ends);
            parts.any(|(from, to)| self.is_crossed(from, to))
        });
        let covered = targets.iter().any(|it| {
            self.meets(&Self::of_mark(&it.point)) || self.meets(&Self::of(&it.word, TARGET_WORD))
        });
        !crossed && !covered
    }

    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether the straight line between two points of a series touches it, or
    /// comes as near as a mark is wide.
    fn is_crossed(&self, from: &Point, to: &Point) -> bool {
        let (start, end) = (from.x.max(self.left), to.x.min(self.right));
        if start > end {
            return false;
        }
        let span = to.x - from.x;
        let at = |x: f64| {
            if span == 0.0 {
                from.y
            } else {
                from.y + (to.y - from.y) * (x - from.x) / span
            }
        };
        let (one, other) = (at(start), at(end));
        one.min(other) <= self.bottom + 3.0 && one.max(other) >= self.top - 3.0
    }
}

/// The base year and the year of the inventory.
fn emitted(data: &Value) -> Series {
    let Some(inventory) = data.get("inventory") else {
        return Series::new();
    };
    [inventory.get("base_year"), Some(inventory)]
        .into_iter()
        .flatten()
        .filter_map(|it| Some((it.get("year")?.as_i64()?, drawable(it.get("total"))?)))
        .collect()
}

/// The first pathway of a kind: its total, or the sum of its sectors.
fn pathway(data: &Value, kind: &str) -> Series {
    let found =
        rows(data.get("pathways")).find(|it| it.get("kind").and_then(Value::as_str) == Some(kind));
    let Some(found) = found else {
        return Series::new();
    };
    let mut sectors = Vec::new();
    for series in rows(found.get("series")) {
        let points: Series = rows(series.get("points"))
            .filter_map(|it| Some((it.get("year")?.as_i64()?, drawable(it.get("value"))?)))
            .collect();
        if points.is_empty() {
            continue;
        }
        if series.get("sector").and_then(Value::as_str) == Some("total") {
            return points;
        }
        sectors.push(points);
    }
    sum(&sectors)
}

/// The sum of several series in the years that all of them reach, straight
/// between points: a sector that is told every fifth year counts in between.
fn sum(sectors: &[Series]) -> Series {
    let start = sectors.iter().filter_map(|it| it.keys().next()).max();
    let end = sectors.iter().filter_map(|it| it.keys().next_back()).min();
    let (Some(start), Some(end)) = (start, end) else {
        return Series::new();
    };
    sectors
        .iter()
        .flat_map(|it| it.keys())
        .filter(|year| (start..=end).contains(year))
        .map(|year| {
            let value = sectors.iter().filter_map(|it| at(it, *year)).sum();
            (*year, value)
        })
        .collect()
}

/// What a series says in `year`, straight between the points beside it.
fn at(series: &Series, year: i64) -> Option<f64> {
    let (before, low) = series.range(..=year).next_back()?;
    let (after, high) = series.range(year..).next()?;
    if before == after {
        return Some(*low);
    }
    let share = (year - before) as f64 / (after - before) as f64;
    Some(low + (high - low) * share)
}

struct Wanted {
    year: i64,
    value: f64,
    net_zero: bool,
    percent: Option<f64>,
}

/// The targets for the municipality as a whole, with what may still be emitted.
fn targets(data: &Value) -> Vec<Wanted> {
    let base = data.pointer("/inventory/base_year");
    let mut wanted: Vec<Wanted> = rows(data.get("targets"))
        .filter_map(|target| {
            let word = |key| target.get(key).and_then(Value::as_str);
            let net_zero = word("kind") == Some("net-zero");
            if word("kind") == Some("sector")
                || word("boundary").is_some_and(|it| it != "municipality")
            {
                return None;
            }
            let percent = drawable(target.get("reduction_percent"));
            let year = target.get("base_year").and_then(Value::as_i64);
            let of_inventory = base
                .filter(|it| it.get("year").and_then(Value::as_i64) == year)
                .and_then(|it| drawable(it.get("total")));
            let from = drawable(target.get("base_emissions")).or(of_inventory);
            let share = from
                .zip(percent)
                .map(|(from, percent)| from * (1.0 - percent / 100.0));
            let value = drawable(target.get("remaining_tonnes"))
                .or(share)
                .or(net_zero.then_some(0.0))?;
            Some(Wanted {
                year: target.get("year")?.as_i64()?,
                value,
                net_zero,
                percent,
            })
        })
        .collect();
    wanted.sort_by_key(|it| it.year);
    wanted
}

/// The year of the gap with its lower and upper end: what the target leaves,
/// and where emissions end with the actions that were found.
fn gap(data: &Value, series: &[(LineKind, Series)], targets: &[Wanted]) -> Option<(i64, f64, f64)> {
    let told = data.get("reductions")?;
    let year = told.get("year")?.as_i64()?;
    let missing = drawable(told.get("gap")).filter(|it| *it > 0.0)?;
    let promised = series
        .iter()
        .find(|(kind, _)| *kind == LineKind::WithMeasures)
        .and_then(|(_, series)| at(series, year));
    let wanted = targets.iter().find(|it| it.year == year).map(|it| it.value);
    let lower = wanted.or(promised)?;
    Some((year, lower, lower + missing))
}

fn rows(list: Option<&Value>) -> impl Iterator<Item = &Value> {
    list.and_then(Value::as_array).into_iter().flatten()
}

fn bounds(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |found, it| match found {
        None => Some((it, it)),
        Some((low, high)) => Some((low.min(it), high.max(it))),
    })
}

fn path(points: &[Point]) -> String {
    let mut path = String::new();
    for (index, point) in points.iter().enumerate() {
        let step = if index == 0 { 'M' } else { 'L' };
        path.push_str(&format!("{step}{} {}", point.x, point.y));
    }
    path
}
