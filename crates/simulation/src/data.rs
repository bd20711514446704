//! Facts about Denmark's municipalities and regions, read from our own tables.
//!
//! Which region serves a municipality is a matter of dates, so it is data here
//! and in the register: nothing counts on there being five regions.

use chrono::NaiveDate;

/// The tables, as they lie in `data/`.
const MUNICIPALITIES: &str = include_str!("../data/municipalities.csv");
const REGIONS: &str = include_str!("../data/regions.csv");

/// A municipality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MunicipalityFact {
    /// The official code (kommunekode).
    pub code: String,
    /// Its name.
    pub name: String,
    /// The code of the region it has belonged to since 2007.
    pub region: String,
}

/// A region with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionFact {
    /// The official code, where it is known.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
    /// The name of its regional council.
    pub council: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, if it is merged.
    pub to: Option<NaiveDate>,
    /// The name of the region that takes over.
    pub successor: Option<String>,
    /// The KKR of its municipalities.
    pub kkr: Option<String>,
    /// The regional organisation (DGO) that advises them.
    pub advisory: Option<String>,
}

/// Every municipality, in the order of the codes.
pub fn municipalities() -> Vec<MunicipalityFact> {
    rows(MUNICIPALITIES)
        .map(|row| MunicipalityFact {
            code: text(&row, 0),
            name: text(&row, 1),
            region: text(&row, 2),
        })
        .collect()
}

/// `number` municipalities: the real ones in the order of the codes, and past
/// them invented ones, for measurements. Their codes begin with 9, which no
/// municipality's does.
pub fn some_municipalities(number: usize) -> Vec<MunicipalityFact> {
    let real = municipalities();
    (0..number)
        .map(|index| match real.get(index) {
            Some(fact) => fact.clone(),
            None => {
                let like = &real[index % real.len()];
                MunicipalityFact {
                    code: format!("9{index:03}"),
                    name: format!("{} ({})", like.name, index / real.len() + 1),
                    region: like.region.clone(),
                }
            }
        })
        .collect()
}

/// Every region, one that takes over before those that it takes over from.
pub fn regions() -> Vec<RegionFact> {
    let date = |row: &[&str], column: usize| {
        some(row, column).map(|text| {
            text.parse()
                .expect("the table of regions holds dates as year-month-day")
        })
    };
    rows(REGIONS)
        .map(|row| RegionFact {
            code: some(&row, 0),
            name: text(&row, 1),
            council: text(&row, 2),
            from: date(&row, 3).expect("every region has a first day"),
            to: date(&row, 4),
            successor: some(&row, 5),
            kkr: some(&row, 6),
            advisory: some(&row, 7),
        })
        .collect()
}

/// The rows below the header. The tables hold neither quotes nor commas within
/// a field, which a test holds fast.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .skip(1)
        .map(|line| line.split(',').collect())
}

fn text(row: &[&str], column: usize) -> String {
    row.get(column).copied().unwrap_or_default().to_owned()
}

fn some(row: &[&str], column: usize) -> Option<String> {
    Some(text(row, column)).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests;
