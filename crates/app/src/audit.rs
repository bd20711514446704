//! The log examined: chains, the fold against the stored state, checkpoints.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use chrono::NaiveDateTime;
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use lustrum_domain::{
    Digest, Timestamp, canonical_json,
    log::{
        Checkpoint, Examined, Fault, FaultKind, Head, REGISTER, against, compare, examine,
        examine_after,
    },
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{App, AppError};

/// A checkpoint with its signature: what is kept outside the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchored {
    /// The heads of all chains under one root.
    pub checkpoint: Checkpoint,
    /// ed25519 over time and root, hexadecimal.
    pub signature: String,
    /// The public key, hexadecimal.
    pub key: String,
}

impl Anchored {
    /// The hash by which the next checkpoint names this one.
    pub fn digest(&self) -> Digest {
        Digest::of(canonical_json(self))
    }

    /// Whether the checkpoint is whole and was signed by `trusted`.
    pub fn is_signed_by(&self, trusted: &VerifyingKey) -> bool {
        let signature =
            from_hex(&self.signature).and_then(|bytes| Signature::from_slice(&bytes).ok());
        self.checkpoint.is_whole()
            && signature.is_some_and(|signature| {
                trusted
                    .verify(&self.checkpoint.signed_bytes(), &signature)
                    .is_ok()
            })
    }
}

/// Where the signed checkpoints of the log are kept, outside the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchors {
    /// The folder, with a file for each.
    pub directory: PathBuf,
    /// Whose signature makes one.
    pub trusted: VerifyingKey,
}

impl Anchors {
    /// When the checkpoints were made, the latest first.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn times(&self) -> std::io::Result<Vec<Timestamp>> {
        let files = checkpoints(&self.directory)?;
        Ok(files.iter().rev().filter_map(|it| made_at(it)).collect())
    }

    /// The latest checkpoint; none where nothing was anchored yet.
    ///
    /// # Errors
    /// It cannot be read, or is none.
    pub fn latest(&self) -> std::io::Result<Option<Anchored>> {
        let newest = checkpoints(&self.directory)?.pop();
        newest.map(|path| read_checkpoint(&path)).transpose()
    }
}

/// The checkpoints in `directory`, the oldest first; none where there is no
/// directory.
///
/// # Errors
/// The directory cannot be read.
pub fn checkpoints(directory: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if !directory.exists() {
        return Ok(found);
    }
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        let is_one = path
            .file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(".json"));
        if is_one {
            found.push(path);
        }
    }
    // The name holds the time in an order that sorts as text.
    found.sort();
    Ok(found)
}

/// Reads a checkpoint file.
///
/// # Errors
/// It cannot be read, or is none.
pub fn read_checkpoint(path: &Path) -> std::io::Result<Anchored> {
    let text = std::fs::read_to_string(path)?;
    serde_json::from_str(&text).map_err(std::io::Error::other)
}

/// How the name of a checkpoint's file begins; the time follows.
const PREFIX: &str = "checkpoint-";

/// When a checkpoint was made, as its name says.
fn made_at(path: &Path) -> Option<Timestamp> {
    let name = path.file_stem()?.to_str()?;
    // To the second: what is left of the name keeps two of the same second apart.
    let second = name.strip_prefix(PREFIX)?.get(..15)?;
    let made = NaiveDateTime::parse_from_str(second, "%Y%m%dT%H%M%S").ok()?;
    Some(made.and_utc())
}

/// What became of anchoring the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchoring {
    /// A checkpoint, to be kept outside the database.
    Signed(Box<Anchored>),
    /// The log no longer agrees with the checkpoint before: nothing was signed.
    Refused(Vec<Fault>),
}

/// What an examination of the log found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditReport {
    /// Chains examined.
    pub chains: usize,
    /// Rows examined.
    pub rows: usize,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// Rows per chain that no checkpoint anchors yet.
    pub unanchored: BTreeMap<Uuid, u64>,
}

impl App {
    /// Makes a signed checkpoint over the heads of all chains as they are now, that
    /// names the one before it.
    ///
    /// Nothing is signed over a log that no longer agrees with the checkpoint
    /// before: `previous` must be ours, every chain must still hold the row that it
    /// anchored, and the rows that came since must follow from it. So every row is
    /// examined once, when it is anchored.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn checkpoint(
        &self,
        key: &SigningKey,
        previous: Option<&Anchored>,
    ) -> Result<Anchoring, AppError> {
        let heads = self.store.heads().await?;
        let mut faults = Vec::new();
        if let Some(previous) = previous
            && !previous.is_signed_by(&key.verifying_key())
        {
            faults.push(Fault {
                kind: FaultKind::BadCheckpoint,
                chain: REGISTER,
                seq: 0,
            });
        }
        faults.extend(self.unfollowed(previous, &heads).await?);
        if !faults.is_empty() {
            return Ok(Anchoring::Refused(faults));
        }
        let before = previous.map(Anchored::digest);
        let checkpoint = Checkpoint::over(self.clock.now(), heads, before);
        let signature = key.sign(&checkpoint.signed_bytes());
        Ok(Anchoring::Signed(Box::new(Anchored {
            checkpoint,
            signature: to_hex(&signature.to_bytes()),
            key: to_hex(key.verifying_key().as_bytes()),
        })))
    }

    /// What keeps `heads` from following what `previous` anchored.
    async fn unfollowed(
        &self,
        previous: Option<&Anchored>,
        heads: &[Head],
    ) -> Result<Vec<Fault>, AppError> {
        let mut anchored: BTreeMap<Uuid, Head> = previous
            .into_iter()
            .flat_map(|previous| &previous.checkpoint.heads)
            .map(|head| (head.chain, *head))
            .collect();
        let mut faults = Vec::new();
        for head in heads {
            let fault = |kind, seq| Fault {
                kind,
                chain: head.chain,
                seq,
            };
            let from = anchored.remove(&head.chain).unwrap_or(Head {
                seq: 0,
                hash: Digest::ZERO,
                ..*head
            });
            if from == *head {
                continue;
            }
            if from.seq >= head.seq {
                let same = from.seq == head.seq;
                let kind = if same {
                    FaultKind::Recomputed
                } else {
                    FaultKind::Truncated
                };
                faults.push(fault(kind, head.seq));
                continue;
            }
            let limit = head.seq - from.seq + 1;
            let mut rows = self.store.events(head.chain, from.seq, limit).await?;
            rows.retain(|row| row.seq <= head.seq);
            // The row that was anchored itself, before those that came since.
            if from.seq > 0 {
                let kept = rows.first().is_some_and(|row| row.seq == from.seq);
                if !kept {
                    faults.push(fault(FaultKind::Removed, from.seq));
                } else if rows.remove(0).hash != from.hash {
                    faults.push(fault(FaultKind::Recomputed, from.seq));
                }
            }
            let examined = examine_after(from, &rows);
            let reaches = examined.head == *head;
            faults.extend(examined.faults);
            if !reaches {
                faults.push(fault(FaultKind::Truncated, head.seq));
            }
        }
        faults.extend(anchored.into_values().map(|head| Fault {
            kind: FaultKind::CaseRemoved,
            chain: head.chain,
            seq: head.seq,
        }));
        Ok(faults)
    }

    /// Examines every chain, and compares it with the stored case and with a
    /// checkpoint. One chain is in memory at a time.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn audit(
        &self,
        anchored: Option<(&Anchored, &VerifyingKey)>,
    ) -> Result<AuditReport, AppError> {
        let mut chains: BTreeMap<Uuid, Examined> = BTreeMap::new();
        let mut faults = Vec::new();
        let mut rows_seen = 0;
        for id in self.store.all_chains().await? {
            let chain = self.store.chain(id).await?;
            let examined = examine(id, &chain.rows);
            rows_seen += chain.rows.len();
            faults.extend(examined.faults.iter().cloned());
            let fault = |kind| Fault {
                kind,
                chain: id,
                seq: examined.head.seq,
            };
            for seq in chain.contradicting {
                let edited = Fault {
                    kind: FaultKind::Edited,
                    chain: id,
                    seq,
                };
                if !faults.contains(&edited) {
                    faults.push(edited);
                }
            }
            match (&chain.stored, chain.head) {
                (Some(stored), _) => {
                    faults.extend(compare(&stored.cycle, stored.head, &chain.rows, &examined));
                }
                (None, Some(head)) if id == REGISTER => {
                    if head != examined.head {
                        faults.push(fault(FaultKind::Truncated));
                    }
                }
                (None, _) => faults.push(fault(FaultKind::CaseRemoved)),
            }
            chains.insert(id, examined);
        }
        let unanchored = match anchored {
            None => chains
                .iter()
                .map(|(chain, it)| (*chain, it.head.seq))
                .collect(),
            Some((anchored, trusted)) => {
                if !anchored.is_signed_by(trusted) {
                    faults.push(Fault {
                        kind: FaultKind::BadCheckpoint,
                        chain: REGISTER,
                        seq: 0,
                    });
                }
                let (more, unanchored) = against(&anchored.checkpoint, &chains);
                faults.extend(more);
                unanchored
            }
        };
        Ok(AuditReport {
            chains: chains.len(),
            rows: rows_seen,
            faults,
            unanchored,
        })
    }
}

/// Bytes as hexadecimal digits.
fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_checkpoint_says_when_it_was_made() {
        let made = |name: &str| made_at(Path::new(name)).map(|at| at.to_rfc3339());
        let name = "kept/checkpoint-20261127T022908562878Z.json";
        let at = Some("2026-11-27T02:29:08+00:00".to_owned());
        assert_eq!(made(name), at);
        for none in ["checkpoint-.json", "checkpoint-20261127.json", "audit.key"] {
            assert_eq!(made(none), None, "{none}");
        }
    }

    #[test]
    fn where_nobody_made_a_checkpoint_there_is_none() {
        let anchors = Anchors {
            directory: PathBuf::from("not-there"),
            trusted: SigningKey::from_bytes(&[7; 32]).verifying_key(),
        };
        assert!(anchors.times().unwrap().is_empty());
        assert_eq!(anchors.latest().unwrap(), None);
    }
}
