//! Checkpoints of the log, written outside the database: one file each, so
//! that whoever copies the directory elsewhere keeps all of them.

use std::{
    error::Error,
    path::{Path, PathBuf},
};

use ed25519_dalek::{SigningKey, VerifyingKey};
use lustrum_app::{Anchoring, App, checkpoints, read_checkpoint};
use lustrum_domain::{Digest, log::Fault};
use tokio::io::AsyncWriteExt;

/// Writes a signed checkpoint, durably, unless nothing happened since the last.
///
/// # Errors
/// The log cannot be read, it no longer agrees with the last checkpoint, or the
/// file cannot be written.
pub async fn write_checkpoint(
    app: &App,
    directory: &Path,
    key: &SigningKey,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let last = match latest_checkpoint(directory)? {
        Some(path) => Some((read_checkpoint(&path)?, path)),
        None => None,
    };
    let previous = last.as_ref().map(|(anchored, _)| anchored);
    let anchored = match app.checkpoint(key, previous).await? {
        Anchoring::Signed(anchored) => anchored,
        Anchoring::Refused(faults) => {
            let before = last.as_ref().map(|(_, path)| path.display().to_string());
            return Err(Box::new(Disagreement {
                before: before.unwrap_or_default(),
                faults,
            }));
        }
    };
    if previous.is_some_and(|last| last.checkpoint.root == anchored.checkpoint.root) {
        return Ok(());
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

/// The log no longer agrees with the checkpoint before: somebody rewrote one of
/// the two, and signing over it would hide that.
#[derive(Debug)]
struct Disagreement {
    before: String,
    faults: Vec<Fault>,
}

impl std::fmt::Display for Disagreement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "the log does not follow from the checkpoint {}; nothing was signed",
            self.before
        )?;
        for fault in &self.faults {
            write!(
                f,
                "; {} in chain {} at row {}",
                fault.kind, fault.chain, fault.seq
            )?;
        }
        Ok(())
    }
}

impl Error for Disagreement {}

/// The checkpoints beside and before `file` that were not signed by `trusted`, or
/// do not follow the one before them: taken away, or put in another's place.
///
/// # Errors
/// The directory cannot be read.
pub fn broken_links(file: &Path, trusted: &VerifyingKey) -> std::io::Result<Vec<PathBuf>> {
    let directory = file.parent().unwrap_or(Path::new("."));
    let mut broken = Vec::new();
    let mut before: Option<Option<Digest>> = None;
    for path in checkpoints(directory)? {
        if path.file_name() > file.file_name() {
            break;
        }
        // One that cannot be read breaks the chain as well as one that was changed.
        let Ok(anchored) = read_checkpoint(&path) else {
            broken.push(path);
            before = Some(None);
            continue;
        };
        // The oldest that is kept may follow one that was put away elsewhere.
        let follows = before.is_none_or(|before| before == anchored.checkpoint.previous);
        if !follows || !anchored.is_signed_by(trusted) {
            broken.push(path);
        }
        before = Some(Some(anchored.digest()));
    }
    Ok(broken)
}

/// The newest checkpoint in `directory`; none where there is no directory.
///
/// # Errors
/// The directory cannot be read.
pub fn latest_checkpoint(directory: &Path) -> std::io::Result<Option<PathBuf>> {
    Ok(checkpoints(directory)?.pop())
}
