//! From values to places, and the marks that people like to read.

use super::{Tick, place};

/// A straight scale from values to places in a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    from: f64,
    to: f64,
    start: f64,
    end: f64,
}

impl Scale {
    /// Puts `from` at `start` and `to` at `end`. Equal values all stand at `start`.
    pub fn new((from, to): (f64, f64), (start, end): (f64, f64)) -> Self {
        Self {
            from,
            to,
            start,
            end,
        }
    }

    /// Where `value` stands.
    pub fn at(&self, value: f64) -> f64 {
        let span = self.to - self.from;
        if span == 0.0 {
            return place(self.start);
        }
        place(self.start + (value - self.from) / span * (self.end - self.start))
    }

    /// Marks with their places.
    pub fn ticks(&self, values: &[f64]) -> Vec<Tick> {
        values
            .iter()
            .map(|value| Tick {
                at: self.at(*value),
                value: *value,
            })
            .collect()
    }
}

/// The step between marks so that about `count` of them fill `span`: one, two
/// or five times a power of ten, which people read without counting.
pub fn step(span: f64, count: f64) -> f64 {
    if !span.is_finite() || span <= 0.0 {
        return 1.0;
    }
    let rough = span / count.max(1.0);
    let power = 10f64.powf(rough.log10().floor());
    let nice = match rough / power {
        it if it <= 1.0 => 1.0,
        it if it <= 2.0 => 2.0,
        it if it <= 5.0 => 5.0,
        _ => 10.0,
    };
    nice * power
}

/// Marks from a round number below `low` to one above `high`, zero among them
/// when it lies between. At least two, at most about `count` and two more.
pub fn around(low: f64, high: f64, count: f64) -> Vec<f64> {
    let step = step(high - low, count);
    let first = (low / step).floor();
    let last = (high / step).ceil().max(first + 1.0);
    multiples(first, last, step)
}

/// Marks at round numbers between `low` and `high`.
pub fn within(low: f64, high: f64, count: f64) -> Vec<f64> {
    let step = step(high - low, count).max(1.0);
    multiples((low / step).ceil(), (high / step).floor(), step)
}

fn multiples(first: f64, last: f64, step: f64) -> Vec<f64> {
    let mut values = Vec::new();
    let mut index = first;
    // A step divides the span into few parts; the bound only guards against a
    // number so large that adding one changes nothing.
    while index <= last && values.len() < 50 {
        // Negative zero would be written with a sign.
        values.push(index * step + 0.0);
        index += 1.0;
    }
    values
}
