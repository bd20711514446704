//! `lustrum states`.

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use lustrum_domain::diagram;

/// Print the state machines, drawn from the code.
#[derive(Debug, Args)]
pub(crate) struct States {
    /// The language of the diagrams.
    #[arg(long, value_enum, default_value_t = Format::Mermaid)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For Markdown pages.
    Mermaid,
    /// For Graphviz.
    Dot,
}

impl States {
    pub(crate) fn run(&self) -> ExitCode {
        for diagram in diagram::all() {
            match self.format {
                Format::Mermaid => {
                    say!(
                        "### {}\n\n```mermaid\n{}```\n",
                        diagram.name,
                        diagram.mermaid()
                    );
                }
                Format::Dot => say!("{}", diagram.dot()),
            }
        }
        ExitCode::SUCCESS
    }
}
