//! Which criteria are returned, how often, and why.

use lustrum_domain::ReturnReason;
use serde::Serialize;

use super::{
    Canvas, Tick, place,
    scale::{self, Scale},
};

const ROW: f64 = 36.0;
const BAR: f64 = 24.0;

/// How often a criterion was returned, by reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// Which.
    pub criterion: String,
    /// Reasons with how often each was given; those never given may be absent.
    pub reasons: Vec<(ReturnReason, u64)>,
    /// How often it was judged at all.
    pub judged: u64,
}

impl Returned {
    fn total(&self) -> u64 {
        self.reasons.iter().map(|(_, count)| count).sum()
    }
}

/// The plot of returned criteria, the most returned first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Returns {
    /// Its size.
    pub canvas: Canvas,
    /// Marks of how often.
    pub counts: Vec<Tick>,
    /// A bar per criterion.
    pub bars: Vec<ReturnBar>,
    /// The reasons that occur, in the order of their patterns.
    pub reasons: Vec<ReasonKey>,
    /// How many criteria were returned beside those drawn.
    pub more: usize,
}

/// A reason with its pattern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonKey {
    /// The reason.
    pub reason: &'static str,
    /// The number of its pattern.
    pub pattern: usize,
}

/// The bar of a criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReturnBar {
    /// Which.
    pub criterion: String,
    /// How often it was returned.
    pub total: u64,
    /// Of a hundred judgements, how many returned it.
    pub percent: Option<u64>,
    /// Its upper edge.
    pub y: f64,
    /// Its height.
    pub height: f64,
    /// Where it ends.
    pub end: f64,
    /// Its parts by reason, in the order of the reasons.
    pub parts: Vec<ReturnPart>,
}

/// The part of a bar that a reason makes up.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReturnPart {
    /// The reason.
    pub reason: &'static str,
    /// The number of its pattern.
    pub pattern: usize,
    /// How often.
    pub count: u64,
    /// Where it begins.
    pub x: f64,
    /// Its length.
    pub width: f64,
}

impl Returns {
    /// The plot of the `most` most returned criteria; none when none was returned.
    pub fn of(mut criteria: Vec<Returned>, most: usize) -> Option<Self> {
        criteria.retain(|it| it.total() > 0);
        criteria.sort_by(|a, b| (b.total(), &a.criterion).cmp(&(a.total(), &b.criterion)));
        let more = criteria.len().saturating_sub(most);
        criteria.truncate(most);
        let highest = criteria.first()?.total();
        let reasons: Vec<ReasonKey> = ReturnReason::ALL
            .iter()
            .enumerate()
            .filter(|(_, reason)| {
                criteria
                    .iter()
                    .any(|it| it.reasons.iter().any(|(told, n)| told == *reason && *n > 0))
            })
            .map(|(pattern, reason)| ReasonKey {
                reason: reason.as_str(),
                pattern,
            })
            .collect();
        let height = ROW * criteria.len() as f64;
        let canvas = Canvas {
            width: 720.0,
            height: place(44.0 + height),
            left: 96.0,
            right: 640.0,
            top: 10.0,
            bottom: place(10.0 + height),
        };
        // Nobody is returned half a time.
        let mut marks = scale::around(0.0, highest as f64, 5.0);
        marks.retain(|it| it.fract() == 0.0);
        let last = marks.last().copied().unwrap_or(1.0).max(highest as f64);
        let xs = Scale::new((0.0, last), (canvas.left, canvas.right));
        let bars = criteria
            .into_iter()
            .enumerate()
            .map(|(index, it)| bar(it, index, canvas.top, &xs))
            .collect();
        Some(Self {
            canvas,
            counts: xs.ticks(&marks),
            bars,
            reasons,
            more,
        })
    }
}

fn bar(returned: Returned, index: usize, top: f64, xs: &Scale) -> ReturnBar {
    let mut sum = 0;
    let mut parts = Vec::new();
    for (pattern, reason) in ReturnReason::ALL.iter().enumerate() {
        let told = returned.reasons.iter().filter(|(it, _)| it == reason);
        let count: u64 = told.map(|(_, count)| count).sum();
        if count == 0 {
            continue;
        }
        let x = xs.at(sum as f64);
        sum += count;
        parts.push(ReturnPart {
            reason: reason.as_str(),
            pattern,
            count,
            x,
            width: place(xs.at(sum as f64) - x),
        });
    }
    ReturnBar {
        criterion: returned.criterion,
        total: sum,
        percent: (returned.judged >= sum && sum > 0)
            .then(|| (sum * 100 + returned.judged / 2) / returned.judged),
        y: place(top + ROW * index as f64 + (ROW - BAR) / 2.0),
        height: BAR,
        end: xs.at(sum as f64),
        parts,
    }
}
