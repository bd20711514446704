//! Checkpoints of the log, written outside the database: one file each, so
//! that whoever copies the directory elsewhere keeps all of them.

use std::{
    error::Error,
    path::{Path, PathBuf},
};

use ed25519_dalek::SigningKey;
use lustrum_app::{Anchored, App};
use tokio::io::AsyncWriteExt;

/// Writes a signed checkpoint, durably, unless nothing happened since the last.
///
/// # Errors
/// The log cannot be read, or the file cannot be written.
pub async fn write_checkpoint(
    app: &App,
    directory: &Path,
    key: &SigningKey,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let anchored = app.checkpoint(key).await?;
    if let Some(last) = latest_checkpoint(directory)? {
        let last = read_checkpoint(&last)?;
        if last.checkpoint.root == anchored.checkpoint.root {
            return Ok(());
        }
    }
    tokio::fs::create_dir_all(directory).await?;
    let name = anchored.checkpoint.at.format("%Y%m%dT%H%M%S%6fZ");
    let path = directory.join(format!("checkpoint-{name}.json"));
    let partial = path.with_extension("partial");
    let mut file = tokio::fs::File::create(&partial).await?;
    file.write_all(serde_json::to_string_pretty(&anchored)?.as_bytes())
        .await?;
    file.sync_all().await?;
    tokio::fs::rename(&partial, &path).await?;
    tracing::info!(
        chains = anchored.checkpoint.heads.len(),
        "job.anchor wrote a checkpoint"
    );
    Ok(())
}

/// The newest checkpoint in `directory`; none where there is no directory.
///
/// # Errors
/// The directory cannot be read.
pub fn latest_checkpoint(directory: &Path) -> std::io::Result<Option<PathBuf>> {
    if !directory.exists() {
        return Ok(None);
    }
    let mut newest = None;
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        let is_one = path
            .file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| name.starts_with("checkpoint-") && name.ends_with(".json"));
        // The name holds the time in an order that sorts as text.
        if is_one && newest.as_ref().is_none_or(|known| *known < path) {
            newest = Some(path);
        }
    }
    Ok(newest)
}

/// Reads a checkpoint file.
///
/// # Errors
/// It cannot be read, or is none.
pub fn read_checkpoint(path: &Path) -> std::io::Result<Anchored> {
    let text = std::fs::read_to_string(path)?;
    serde_json::from_str(&text).map_err(std::io::Error::other)
}
