//! Schema and checks of a plan of about 100 KB, against parsing the same bytes.
//!
//! Only ratios within one run are worth reading: machines differ and are noisy.
//! Run with `cargo bench --bench plan`.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use lustrum_criteria::{Certification, EvalCtx, find, shipped_files};
use serde_json::Value;

/// How long each side is measured per round: a moment, so that whatever else the
/// machine does meets all of them.
const ROUND: Duration = Duration::from_millis(60);
/// Rounds, after one that warms up.
const ROUNDS: usize = 61;

fn main() {
    let set = find("cctf-ka@0.1").expect("the set is shipped");
    let files = shipped_files("cctf-ka@0.1").expect("the set is shipped");
    let example = &files["examples/0727-odder.json"];
    let plan: Value = serde_json::from_slice(example).expect("the example is JSON");
    let plan = grown(plan, 100_000);
    let bytes = serde_json::to_vec(&plan).expect("a value can be written");
    let ctx = EvalCtx {
        as_of: chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date"),
        certification: Certification::Recertification,
        previous_plan: None,
    };
    let problems = set.validate(&plan);
    assert!(
        problems.is_empty(),
        "the grown plan follows the schema: {:?}",
        problems.first()
    );

    let mut rounds = Vec::new();
    for round in 0..=ROUNDS {
        let parse = rate(|| {
            black_box(serde_json::from_slice::<Value>(black_box(&bytes)).expect("it is JSON"));
        });
        let schema = rate(|| {
            black_box(set.validate(black_box(&plan)));
        });
        let checks = rate(|| {
            black_box(set.evaluate(black_box(&plan), &ctx));
        });
        if round > 0 {
            rounds.push([parse, schema, checks]);
        }
    }
    println!("a plan of {} KB", bytes.len() / 1000);
    println!("parsing  {:>9.0} /s", median(&rounds, |[parse, ..]| *parse));
    println!(
        "schema   {:>9.0} /s",
        median(&rounds, |[_, schema, _]| *schema)
    );
    println!(
        "checks   {:>9.0} /s",
        median(&rounds, |[.., checks]| *checks)
    );
    println!(
        "schema and checks take {:.2} times the parsing (median of {ROUNDS} rounds; aim: at most 1)",
        median(&rounds, |[parse, schema, checks]| parse / schema
            + parse / checks)
    );
}

fn median(rounds: &[[f64; 3]], of: impl Fn(&[f64; 3]) -> f64) -> f64 {
    let mut figures: Vec<f64> = rounds.iter().map(of).collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// Runs per second.
fn rate(mut run: impl FnMut()) -> f64 {
    let started = Instant::now();
    let mut runs = 0_u32;
    while started.elapsed() < ROUND {
        run();
        runs += 1;
    }
    f64::from(runs) / started.elapsed().as_secs_f64()
}

/// The plan with its tables of actions and indicators repeated under new ids
/// until it holds `wanted` bytes.
fn grown(mut plan: Value, wanted: usize) -> Value {
    let mut copy = 0;
    while serde_json::to_vec(&plan).map_or(0, |bytes| bytes.len()) < wanted {
        copy += 1;
        for table in ["actions", "indicators"] {
            let Some(rows) = plan.get_mut(table).and_then(Value::as_array_mut) else {
                continue;
            };
            let original: Vec<Value> = rows.iter().take(12).cloned().collect();
            for mut row in original {
                let id = row["id"].as_str().unwrap_or_default().to_owned();
                row["id"] = Value::from(format!("{id}-{copy}"));
                rows.push(row);
            }
        }
    }
    plan
}
