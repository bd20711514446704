//! `lustrum audit`.

use std::{path::PathBuf, process::ExitCode};

use clap::Subcommand;
use lustrum_worker::{latest_checkpoint, read_checkpoint};

use super::{Failure, Output};
use crate::{config::Config, wiring};

/// Examine the log, or anchor it outside the database.
#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Examine every chain of the log.
    ///
    /// Finds an edited, removed, reordered or truncated row, a removed case, and a
    /// chain that was recomputed since the checkpoint; names rows that no checkpoint
    /// anchors yet. Ends with 1 when anything is wrong.
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
        let app = wiring::ready_app(&config).await?;
        let key = wiring::signing_key(&config.audit.key_file)?;
        let newest = || {
            latest_checkpoint(&config.audit.checkpoints)
                .map_err(Failure::because("the checkpoints cannot be read"))
        };
        match self {
            Self::Checkpoint => {
                lustrum_worker::write_checkpoint(&app, &config.audit.checkpoints, &key)
                    .await
                    .map_err(|error| Failure::unusable(format!("no checkpoint: {error}")))?;
                match newest()? {
                    Some(path) => println!("{}", path.display()),
                    None => println!("there is nothing to anchor yet"),
                }
                Ok(ExitCode::SUCCESS)
            }
            Self::Verify { checkpoint, format } => {
                let file = match checkpoint {
                    Some(file) => Some(file.clone()),
                    None => newest()?,
                };
                let anchored = file
                    .as_deref()
                    .map(read_checkpoint)
                    .transpose()
                    .map_err(Failure::because("the checkpoint cannot be read"))?;
                let trusted = key.verifying_key();
                let report = app
                    .audit(anchored.as_ref().map(|anchored| (anchored, &trusted)))
                    .await
                    .map_err(Failure::because("the log cannot be read"))?;
                if *format == Output::Json {
                    let text = serde_json::to_string(&report)
                        .map_err(Failure::because("the report cannot be written"))?;
                    println!("{text}");
                } else {
                    println!("{} chains, {} rows", report.chains, report.rows);
                    match &file {
                        Some(file) => println!("compared with {}", file.display()),
                        None => println!("there is no checkpoint: nothing is anchored"),
                    }
                    for fault in &report.faults {
                        println!(
                            "✗ {} in chain {} at row {}",
                            fault.kind, fault.chain, fault.seq
                        );
                    }
                    for (chain, rows) in &report.unanchored {
                        println!("  not anchored yet: the last {rows} rows of chain {chain}");
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
