//! A year's emissions by sector.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{
    Canvas, Tick, drawable, place,
    scale::{self, Scale},
};

/// The height of a bar with the space below it.
const ROW: f64 = 40.0;
/// The height of a bar.
pub(super) const BAR: f64 = 26.0;

/// The plot of an inventory by sector, the largest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inventory {
    /// Its size.
    pub canvas: Canvas,
    /// The year; none where the plan does not say.
    pub year: Option<i64>,
    /// Marks of tonnes.
    pub tonnes: Vec<Tick>,
    /// Where nothing is emitted.
    pub zero: f64,
    /// A bar per sector.
    pub bars: Vec<SectorBar>,
    /// The sum of all bars.
    pub total: f64,
    /// How many entries have a notation key in place of a number.
    pub without_number: usize,
}

/// The bar of a sector.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectorBar {
    /// The sector, as the plan data spell it.
    pub sector: &'static str,
    /// Tonnes; below zero where land takes up more than it gives off.
    pub value: f64,
    /// Its share of the total in per cent, where that means something.
    pub share: Option<f64>,
    /// Where it begins.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Its length.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// The sectors of plan data.
pub const SECTORS: [&str; 7] = [
    "energy",
    "transport",
    "industry",
    "waste",
    "agriculture",
    "land-use",
    "other",
];

impl Inventory {
    /// The plot of the inventory in `data`, from its GPC entries or, where it
    /// has none with a number, from the sector figures of its source.
    pub fn of(data: &Value) -> Option<Self> {
        let inventory = data.get("inventory")?;
        let rows = list(inventory.get("rows"));
        let mut sums: BTreeMap<&'static str, f64> = BTreeMap::new();
        for row in &rows {
            let sector = row.get("gpc_ref").and_then(Value::as_str).and_then(sector);
            if let (Some(sector), Some(value)) = (sector, drawable(row.get("value"))) {
                *sums.entry(sector).or_default() += value;
            }
        }
        let mut year = inventory.get("year").and_then(Value::as_i64);
        if sums.is_empty() {
            let told = list(inventory.get("sector_totals"));
            let latest = told.iter().filter_map(|it| it.get("year")?.as_i64()).max();
            year = latest.or(year);
            for row in told {
                let told_year = row.get("year").and_then(Value::as_i64);
                let word = row.get("sector").and_then(Value::as_str);
                let sector = SECTORS.iter().find(|it| Some(**it) == word);
                if told_year != latest {
                    continue;
                }
                if let (Some(sector), Some(value)) = (sector, drawable(row.get("value"))) {
                    *sums.entry(sector).or_default() += value;
                }
            }
        }
        Self::drawn(
            year,
            sums,
            rows.iter()
                .filter(|row| row.get("notation_key").is_some())
                .count(),
        )
    }

    fn drawn(
        year: Option<i64>,
        sums: BTreeMap<&'static str, f64>,
        without_number: usize,
    ) -> Option<Self> {
        let high = sums.values().copied().fold(0.0, f64::max);
        let low = sums.values().copied().fold(0.0, f64::min);
        if high == low {
            return None;
        }
        let canvas = Canvas {
            width: 720.0,
            height: place(44.0 + ROW * sums.len() as f64),
            left: 176.0,
            right: 606.0,
            top: 10.0,
            bottom: place(10.0 + ROW * sums.len() as f64),
        };
        let marks = scale::around(low, high, 4.0);
        let xs = Scale::new(
            (*marks.first()?, *marks.last()?),
            (canvas.left, canvas.right),
        );
        let total: f64 = sums.values().sum();
        let whole = low >= 0.0 && total > 0.0;
        let mut sectors: Vec<_> = sums.into_iter().collect();
        sectors.sort_by(|a, b| b.1.total_cmp(&a.1));
        let bars = sectors
            .into_iter()
            .enumerate()
            .map(|(index, (sector, value))| SectorBar {
                sector,
                value,
                share: whole.then_some((value / total * 100.0).round()),
                x: xs.at(value.min(0.0)),
                y: place(canvas.top + ROW * index as f64 + (ROW - BAR) / 2.0),
                width: place((xs.at(value) - xs.at(0.0)).abs()),
                height: BAR,
            })
            .collect();
        Some(Self {
            canvas,
            year,
            tonnes: xs.ticks(&marks),
            zero: xs.at(0.0),
            bars,
            total,
            without_number,
        })
    }
}

fn list(rows: Option<&Value>) -> Vec<&Value> {
    rows.and_then(Value::as_array)
        .into_iter()
        .flatten()
        .collect()
}

/// The sector of a GPC entry. Waste from elsewhere and energy for the grid are
/// told beside a municipality's own emissions and must not be counted twice.
fn sector(gpc: &str) -> Option<&'static str> {
    let beside = ["I.4.4", "III.1.3", "III.2.3", "III.3.3", "III.4.3"];
    if beside.contains(&gpc) {
        return None;
    }
    match gpc.split('.').next()? {
        "I" => Some("energy"),
        "II" => Some("transport"),
        "III" => Some("waste"),
        "IV" => Some("industry"),
        "V" if gpc == "V.2" => Some("land-use"),
        "V" => Some("agriculture"),
        "VI" => Some("other"),
        _ => None,
    }
}
