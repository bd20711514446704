//! `lustrum audit`.

use std::{path::PathBuf, process::ExitCode};

use clap::Subcommand;
use lustrum_domain::log::{Fault, FaultKind, REGISTER};
use lustrum_worker::{broken_links, latest_checkpoint, read_checkpoint};

use super::{Failure, Output, waiting};
use crate::{config::Config, wiring};

/// Examine the log, or anchor it outside the database.
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Examine every chain of the log.
    ///
    /// Finds an edited, removed, reordered or truncated row, a removed case, and a
    /// chain that was recomputed since the checkpoint; names rows that no checkpoint
    /// anchors yet. Checkpoints beside the one that is compared with must follow each
    /// other. Ends with 1 when anything is wrong.
    Verify {
        /// The checkpoint to compare with; the newest one where none is given.
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
        /// How results are printed.
        #[arg(long, value_enum, default_value_t = Output::Text)]
        format: Output,
    },
    /// Write a signed checkpoint now and print its path.
    Checkpoint,
}

impl Audit {
    pub(crate) async fn run(&self, config: Config) -> Result<ExitCode, Failure> {
        let app = wiring::existing_app(&config).await?;
        let newest = || {
            latest_checkpoint(&config.audit.checkpoints)
                .map_err(Failure::because("the checkpoints cannot be read"))
        };
        match self {
            Self::Checkpoint => {
                let key = wiring::signing_key(&config.audit.key_file)?;
                lustrum_worker::write_checkpoint(&app, &config.audit.checkpoints, &key)
                    .await
                    .map_err(|error| Failure::does_not_hold(format!("no checkpoint: {error}")))?;
                match newest()? {
                    Some(path) => say!("{}", path.display()),
                    None => say!("there is nothing to anchor yet"),
                }
                Ok(ExitCode::SUCCESS)
            }
            Self::Verify { checkpoint, format } => {
                let file = match checkpoint {
                    Some(file) => Some(file.clone()),
                    None => newest()?,
                };
                let anchored = match &file {
                    None => None,
                    Some(file) => {
                        let unreadable =
                            format!("the checkpoint {} cannot be read", file.display());
                        let anchored =
                            read_checkpoint(file).map_err(Failure::because(unreadable))?;
                        // A key that is made now has signed nothing.
                        let key = wiring::existing_key(&config.audit.key_file)?;
                        Some((anchored, key.verifying_key()))
                    }
                };
                let compared = anchored.as_ref().map(|(anchored, key)| (anchored, key));
                let bar = waiting("reading the log");
                let report = app.audit(compared).await;
                bar.finish_and_clear();
                let mut report = report.map_err(Failure::because("the log cannot be read"))?;
                let broken = match (&file, &anchored) {
                    (Some(file), Some((_, trusted))) => broken_links(file, trusted)
                        .map_err(Failure::because("the checkpoints cannot be read"))?,
                    _ => Vec::new(),
                };
                let bad = Fault {
                    kind: FaultKind::BadCheckpoint,
                    chain: REGISTER,
                    seq: 0,
                };
                if !broken.is_empty() && !report.faults.contains(&bad) {
                    report.faults.push(bad);
                }
                if *format == Output::Json {
                    let text = serde_json::to_string(&report)
                        .map_err(Failure::because("the report cannot be written"))?;
                    say!("{text}");
                } else {
                    say!("{} chains, {} rows", report.chains, report.rows);
                    match &file {
                        Some(file) => say!("compared with {}", file.display()),
                        None => say!("there is no checkpoint: nothing is anchored"),
                    }
                    for file in &broken {
                        say!(
                            "✗ {} was changed, or does not follow the checkpoint before it",
                            file.display()
                        );
                    }
                    for fault in &report.faults {
                        say!(
                            "✗ {} in chain {} at row {}",
                            fault.kind,
                            fault.chain,
                            fault.seq
                        );
                    }
                    for (chain, rows) in &report.unanchored {
                        say!("  not anchored yet: the last {rows} rows of chain {chain}");
                    }
                }
                if report.faults.is_empty() {
                    Ok(ExitCode::SUCCESS)
                } else {
                    let faults = report.faults.len();
                    Err(Failure::does_not_hold(format!(
                        "the log is damaged: {faults} faults"
                    )))
                }
            }
        }
    }
}
