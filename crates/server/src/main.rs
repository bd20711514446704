//! The binary `lustrum`: command line, configuration, wiring, lifecycle.
//!
//! Nothing is decided here. A command line argument becomes a call of a use
//! case, and its answer becomes text and an exit code. Start reading at
//! [`cli::Cli`].

#![expect(clippy::print_stderr, reason = "a command line prints")]

mod cli;
mod config;
mod serve;
mod wiring;

use std::process::ExitCode;

use clap::Parser;

// Cases are many small texts, copied whenever one is decided on: this allocator
// takes a fifth off the time of everything that the service does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    arm_failpoint();
    let cli = cli::Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("lustrum: the runtime cannot start: {error}");
            return ExitCode::from(2);
        }
    };
    match runtime.block_on(cli.run()) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("lustrum: {}", failure.text());
            ExitCode::from(failure.code())
        }
    }
}

/// Tests kill the process at a named point: `LUSTRUM_KILL_AT=after-events:2`
/// ends it the second time that point is reached. Not in a release build.
fn arm_failpoint() {
    if cfg!(debug_assertions)
        && let Some(point) = config::kill_at()
    {
        let (name, nth) = point.rsplit_once(':').unwrap_or((&point, "1"));
        lustrum_store::failpoint::arm(name, nth.parse().unwrap_or(1));
    }
}
