//! The binary `lustrum`: command line, configuration, wiring, lifecycle.
//!
//! Nothing is decided here. A command line argument becomes a call of a use
//! case, and its answer becomes text and an exit code. Start reading at
//! [`cli::Cli`].

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line prints"
)]

mod cli;
mod config;
mod serve;
mod wiring;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
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
