//! `pathway-cuts@1`: cuts and gap agree with the pathways and the target.

use lustrum_text::Arg;
use serde::{Deserialize, Serialize};

use super::Judge;
use crate::{
    Path,
    doc::{Doc, Exhausted, Node, Report, Verdict, Where, table_node},
};

/// What is cut is the step from the pathway without measures to the one with
/// them, so that a fall that comes anyway is not counted as anybody's cut.
/// What is needed is the step to the target, and the gap is what remains.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathwayCuts {
    /// The year for which all of it holds.
    year: Path,
    /// The cut that the target asks for.
    needed: Path,
    /// The cuts that have been found.
    cuts: Path,
    /// What is not found yet.
    gap: Path,
    /// The table of pathways, with `series` by `sector` and `points` of `year`
    /// and `value`.
    pathways: Path,
    /// Which pathway is the one without measures.
    without: Where,
    /// Which one is the one with them.
    with: Where,
    /// The table of targets, each with its `year`.
    targets: Path,
    /// Which of them count.
    target: Where,
    /// The field with the emissions that a target leaves.
    remaining: String,
    /// How far figures may differ, in per cent of the cut.
    tolerance_percent: f64,
}

impl Judge for PathwayCuts {
    fn paths(&self) -> Vec<Path> {
        let pathway = self.pathways.rows();
        let series = pathway.below("series").rows();
        let point = series.below("points").rows();
        let target = self.targets.rows();
        let single = [&self.year, &self.needed, &self.cuts, &self.gap];
        single
            .into_iter()
            .cloned()
            .chain([
                series.below("sector"),
                point.below("year"),
                point.below("value"),
            ])
            .chain([target.below("year"), target.below(&self.remaining)])
            .chain(self.without.paths(&pathway))
            .chain(self.with.paths(&pathway))
            .chain(self.target.paths(&target))
            .collect()
    }

    fn judge(&self, doc: &Doc) -> Result<Verdict, Exhausted> {
        let args = [("tolerance", self.tolerance_percent.into())];
        let mut report = doc.report("check-cuts-wanted", &args);
        let place = doc.node(&self.year)?;
        let Some(year) = place.year() else {
            report.missing(&place);
            return Ok(report.done());
        };
        let without = self.level(doc, &mut report, &self.without, year)?;
        let with = self.level(doc, &mut report, &self.with, year)?;
        let target = self.target(doc, &mut report, year)?;
        let needed = doc.node(&self.needed)?;
        let gap = doc.node(&self.gap)?;
        let mut cuts = doc.nodes(&self.cuts, &Where::default())?;
        if cuts.is_empty() {
            report.missing(&table_node(doc, &self.cuts)?);
        }
        cuts.extend([needed.clone(), gap.clone()]);
        for node in cuts.iter().filter(|node| node.number().is_none()) {
            report.missing(node);
        }
        let figures = (without, with, target, needed.number(), gap.number());
        let (true, (Some(without), Some(with), Some(target), Some(told), Some(left))) =
            (report.is_clear(), figures)
        else {
            return Ok(report.done());
        };
        cuts.truncate(cuts.len() - 2);
        let found: f64 = cuts.iter().filter_map(Node::number).sum();
        let asked = (without - target).max(0.0);
        let cut = without - with;
        let allowed = asked.max(cut.abs()) * self.tolerance_percent / 100.0;
        let mut compare = |key, node: &Node, told: f64, right: f64| {
            if (told - right).abs() > allowed {
                let year = Arg::plain(year);
                let args = [
                    ("told", told.into()),
                    ("right", right.into()),
                    ("year", year),
                ];
                report.not_met(key, node, &args);
            }
        };
        compare("check-cuts-needed", &needed, told, asked);
        compare(
            "check-cuts-found",
            &table_node(doc, &self.cuts)?,
            found,
            cut,
        );
        compare("check-cuts-gap", &gap, left, (with - target).max(0.0));
        Ok(report.done())
    }
}

impl PathwayCuts {
    /// Where the one pathway that `filter` admits stands in `year`.
    fn level(
        &self,
        doc: &Doc,
        report: &mut Report,
        filter: &Where,
        year: i32,
    ) -> Result<Option<f64>, Exhausted> {
        let pathways = doc.nodes(&self.pathways.rows(), filter)?;
        let [pathway] = pathways.as_slice() else {
            // Of several nobody can tell which is meant.
            report.unknown(
                "check-cuts-pathways",
                &table_node(doc, &self.pathways)?,
                &[],
            );
            return Ok(None);
        };
        let table = pathway.child("series");
        let mut series = table.rows();
        let is_total = |one: &Node| one.child("sector").value == "total";
        if series.iter().any(is_total) {
            series.retain(is_total);
        }
        if series.is_empty() {
            report.missing(&table);
            return Ok(None);
        }
        let mut level = Some(0.0);
        for one in &series {
            let table = one.child("points");
            let points = table.rows();
            doc.spend(points.len() + 1)?;
            let point = points
                .iter()
                .find(|it| it.child("year").year() == Some(year));
            let value = point.and_then(|point| point.child("value").number());
            if value.is_none() {
                report.unknown("check-series-year", &table, &[("year", Arg::plain(year))]);
            }
            level = level.zip(value).map(|(sum, value)| sum + value);
        }
        Ok(level)
    }

    /// The emissions that the target for `year` leaves.
    fn target(&self, doc: &Doc, report: &mut Report, year: i32) -> Result<Option<f64>, Exhausted> {
        let targets = doc.nodes(&self.targets.rows(), &self.target)?;
        let Some(target) = targets
            .iter()
            .find(|it| it.child("year").year() == Some(year))
        else {
            let args = [("year", Arg::plain(year))];
            report.unknown("check-cuts-target", &table_node(doc, &self.targets)?, &args);
            return Ok(None);
        };
        let remaining = target.child(&self.remaining);
        if remaining.number().is_none() {
            report.missing(&remaining);
        }
        Ok(remaining.number())
    }
}
