//! A map of Denmark in equal tiles, one per municipality: the small ones around
//! the capital are as easy to read as the large ones, and it weighs nothing.
//!
//! It is a list of links that a stylesheet lays out as a map; on a narrow screen,
//! or without styles, it is the list. Each tile says its status by a letter and a
//! pattern as well as by colour.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Serialize;

/// Where each municipality's tile stands. Columns and rows count from 0 at the
/// upper left; Bornholm stands in the upper right corner, as on Danish maps.
static PLACES: LazyLock<BTreeMap<&'static str, Place>> = LazyLock::new(|| {
    include_str!("../../data/tiles.csv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split(',');
            let code = cells.next()?;
            let _name = cells.next()?;
            Some((
                code,
                Place {
                    short: cells.next()?,
                    column: cells.next()?.parse().ok()?,
                    row: cells.next()?.parse().ok()?,
                },
            ))
        })
        .collect()
});

/// The codes of the municipalities that have a place on the map.
pub fn codes() -> impl Iterator<Item = &'static str> {
    PLACES.keys().copied()
}

#[derive(Debug, Clone, Copy)]
struct Place {
    short: &'static str,
    column: u32,
    row: u32,
}

/// The map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TileMap {
    /// The tiles, in the order that a list reads best.
    pub tiles: Vec<Tile>,
    /// What the tones mean, with how many tiles have each; only those that occur.
    pub legend: Vec<LegendLine>,
    /// Municipalities that have no place on the map, such as those of a test.
    pub beside: Vec<Tile>,
}

/// A municipality on the map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tile {
    /// Its name.
    pub name: String,
    /// Its name in three letters.
    pub short: String,
    /// Its column, counted from 1.
    pub column: u32,
    /// Its row, counted from 1.
    pub row: u32,
    /// Where the tile leads.
    pub href: String,
    /// Which of the map's tones it has.
    pub tone: Tone,
    /// The key of the text that says what the tone means.
    pub text: &'static str,
}

/// What a tile is before it has its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Municipality {
    /// Its code, for example `0727`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Where its tile leads.
    pub href: String,
    /// Its tone.
    pub tone: Tone,
    /// The key of the text that says what the tone means.
    pub text: &'static str,
}

/// A line of the legend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LegendLine {
    /// Which tone.
    pub tone: Tone,
    /// The key of its meaning.
    pub text: &'static str,
    /// How many tiles have it.
    pub count: usize,
}

/// How a tile looks: a colour, a pattern and a letter that belong together.
/// What it means is for the page to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Done, all well.
    Good,
    /// Begun by the municipality.
    Begun,
    /// With somebody who judges.
    Judged,
    /// Back for work.
    Returned,
    /// Almost done.
    Nearly,
    /// Past its time.
    Late,
    /// Stands still.
    Still,
    /// Goes a way of its own.
    Apart,
    /// Nothing yet.
    Empty,
}

impl Tone {
    /// Every tone.
    pub const ALL: [Self; 9] = [
        Self::Good,
        Self::Begun,
        Self::Judged,
        Self::Returned,
        Self::Nearly,
        Self::Late,
        Self::Still,
        Self::Apart,
        Self::Empty,
    ];
}

impl TileMap {
    /// The map of `municipalities`, whose order it keeps.
    pub fn of(municipalities: impl IntoIterator<Item = Municipality>) -> Self {
        let mut map = Self {
            tiles: Vec::new(),
            legend: Vec::new(),
            beside: Vec::new(),
        };
        let mut counts: BTreeMap<(Tone, &'static str), usize> = BTreeMap::new();
        for it in municipalities {
            *counts.entry((it.tone, it.text)).or_default() += 1;
            let place = PLACES.get(it.code.as_str());
            let tile = Tile {
                short: place.map_or_else(
                    || it.name.chars().take(3).collect(),
                    |place| place.short.to_owned(),
                ),
                column: place.map_or(0, |place| place.column + 1),
                row: place.map_or(0, |place| place.row + 1),
                name: it.name,
                href: it.href,
                tone: it.tone,
                text: it.text,
            };
            if place.is_some() {
                map.tiles.push(tile);
            } else {
                map.beside.push(tile);
            }
        }
        map.legend = counts
            .into_iter()
            .map(|((tone, text), count)| LegendLine { tone, text, count })
            .collect();
        map
    }
}
