//! From the command to the address: how long `lustrum demo` lets one wait, with
//! an empty folder and with one that it filled before.
//!
//! Run with `cargo bench --bench demo`. It is meant to be there within a second
//! of an ordinary machine; the ratio tells how much of that is the filling.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const ROUNDS: usize = 7;

fn main() {
    let mut empty = Vec::new();
    let mut filled = Vec::new();
    for _ in 0..ROUNDS {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("room for a demo");
        empty.push(ready(folder.path()));
        filled.push(ready(folder.path()));
    }
    let [empty, filled] = [empty, filled].map(median);
    println!("an empty folder: {empty:?} (aim: one second); a filled one: {filled:?}");
    let ratio = empty.as_secs_f64() / filled.as_secs_f64();
    println!("filling and starting take {ratio:.1} times the starting (median of {ROUNDS} rounds)");
}

/// Until the address is told.
fn ready(folder: &Path) -> Duration {
    let began = Instant::now();
    let mut demo = Command::new(env!("CARGO_BIN_EXE_lustrum"))
        .args(["demo", "--addr", "127.0.0.1:0", "--data"])
        .arg(folder)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program was built for this benchmark");
    let told = demo.stdout.take().expect("it is a pipe");
    let address = BufReader::new(told)
        .lines()
        .map_while(Result::ok)
        .find(|line| line.contains("http://"));
    let took = began.elapsed();
    demo.kill().expect("it runs until it is stopped");
    demo.wait().expect("it was stopped");
    assert!(
        address.is_some(),
        "the demo ended before it told its address"
    );
    took
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
