//! `series-covers@1`: series of years have the years wanted and no gaps.

use std::collections::BTreeSet;

use lustrum_text::Arg;
use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Node, Verdict, Where, table_node},
};

/// What each series of a pathway must hold.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesCovers {
    /// The table of pathways.
    rows: Path,
    /// Which pathways are looked at.
    #[serde(default, rename = "where")]
    filter: Where,
    /// The field with a pathway's series.
    series: String,
    /// The field with a series' points.
    points: String,
    /// The field of a point that holds its year.
    year: String,
    /// Fields that each pathway must have filled, for example its unit.
    #[serde(default)]
    filled: Vec<String>,
    /// Years that each series must have a point for.
    years: Vec<i32>,
    /// The longest step from one point to the next, in years.
    max_gap: i32,
}

impl Judge for SeriesCovers {
    fn paths(&self) -> Vec<Path> {
        let rows = self.rows.rows();
        let points = rows.below(&self.series).rows().below(&self.points);
        let filled = self.filled.iter().map(|field| rows.below(field));
        let filter = self.filter.paths(&rows);
        filled
            .chain(filter)
            .chain([points.rows().below(&self.year)])
            .collect()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let years: Vec<_> = self.years.iter().map(ToString::to_string).collect();
        let args = [
            ("years", years.join(", ").into()),
            ("gap", Arg::plain(self.max_gap)),
        ];
        let mut report = doc.report("check-series-wanted", &args);
        let pathways = doc.nodes(&self.rows.rows(), &self.filter)?;
        if pathways.is_empty() {
            report.missing(&table_node(doc, &self.rows)?);
        }
        for pathway in pathways {
            for field in &self.filled {
                let node = pathway.child(field);
                if !node.is_filled() {
                    report.not_met("check-fields-empty", &node, &[]);
                }
            }
            let table = pathway.child(&self.series);
            let series = children(doc, &table)?;
            if series.is_empty() {
                report.missing(&table);
            }
            for one in series {
                let points = one.child(&self.points);
                let years: BTreeSet<i32> = children(doc, &points)?
                    .iter()
                    .filter_map(|point| point.child(&self.year).year())
                    .collect();
                if years.is_empty() {
                    report.missing(&points);
                    continue;
                }
                for year in self.years.iter().filter(|year| !years.contains(year)) {
                    report.not_met("check-series-year", &points, &[("year", Arg::plain(year))]);
                }
                for (from, to) in years.iter().zip(years.iter().skip(1)) {
                    if i64::from(*to) - i64::from(*from) > i64::from(self.max_gap) {
                        let args = [("from", Arg::plain(from)), ("to", Arg::plain(to))];
                        report.not_met("check-series-gap", &points, &args);
                    }
                }
            }
        }
        Ok(report.done())
    }
}

fn children<'a>(doc: &Doc, table: &Node<'a>) -> Result<Vec<Node<'a>>, Exhausted> {
    let rows = table.rows();
    doc.spend(rows.len())?;
    Ok(rows)
}
