//! The log: one SHA-256 chain per case, anchored by signed checkpoints.
//!
//! Each row's hash covers the chain it belongs to, the hash of the row before
//! and the exact text of the entry, so an edited, removed, reordered or moved
//! row breaks the chain. A chain that was recomputed from some row on is whole
//! in itself; only a [`Checkpoint`] kept outside the database tells.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Cycle, CycleId, Digest, Entry, Timestamp, canonical_json, cycle::fold, names::names};

/// The chain of changes of people, organisations and access.
pub const REGISTER: Uuid = Uuid::nil();

/// A row of the log, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The chain: a case's id, or [`REGISTER`].
    pub chain: Uuid,
    /// Its number within the chain, from 1.
    pub seq: u64,
    /// The entry, canonical JSON.
    pub body: String,
    /// The hash of the row before; [`Digest::ZERO`] for the first.
    pub previous: Digest,
    /// The hash of this row.
    pub hash: Digest,
}

impl Row {
    /// The row that follows one with the hash `previous`.
    pub fn new(chain: Uuid, seq: u64, body: String, previous: Digest) -> Self {
        let hash = hash(chain, seq, &body, previous);
        Self {
            chain,
            seq,
            body,
            previous,
            hash,
        }
    }
}

/// The rows for `entries` of a case, following a row with the hash `previous`.
pub fn rows(cycle: CycleId, entries: &[Entry], mut previous: Digest) -> Vec<Row> {
    entries
        .iter()
        .map(|entry| {
            let row = Row::new(cycle.0, entry.seq, canonical_json(entry), previous);
            previous = row.hash;
            row
        })
        .collect()
}

fn hash(chain: Uuid, seq: u64, body: &str, previous: Digest) -> Digest {
    Digest::of_parts([
        chain.as_bytes().as_slice(),
        seq.to_be_bytes().as_slice(),
        body.as_bytes(),
        previous.0.as_slice(),
    ])
}

/// The last row of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The chain.
    pub chain: Uuid,
    /// The number of its last row.
    pub seq: u64,
    /// The hash of its last row.
    pub hash: Digest,
}

/// All heads at one time, under one Merkle root that is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// When it was made.
    pub at: Timestamp,
    /// The heads, in the order of their chains.
    pub heads: Vec<Head>,
    /// The Merkle root over the heads.
    pub root: Digest,
    /// The hash of the signed checkpoint before this one; none for the first. So a
    /// checkpoint cannot be taken away, or put in another's place, unnoticed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub previous: Option<Digest>,
}

impl Checkpoint {
    /// A checkpoint over `heads`, in whatever order they come, after the signed
    /// one with the hash `previous`.
    pub fn over(at: Timestamp, mut heads: Vec<Head>, previous: Option<Digest>) -> Self {
        heads.sort_by_key(|head| head.chain);
        let root = merkle_root(&heads);
        Self {
            at,
            heads,
            root,
            previous,
        }
    }

    /// Whether the root belongs to the heads.
    pub fn is_whole(&self) -> bool {
        self.heads.is_sorted_by_key(|head| head.chain) && merkle_root(&self.heads) == self.root
    }

    /// The bytes that are signed.
    pub fn signed_bytes(&self) -> Vec<u8> {
        canonical_json(&(self.at, self.root, self.previous)).into_bytes()
    }
}

/// Leaves and inner nodes are hashed with different first bytes, so that
/// neither can stand for the other; an odd node is carried up unchanged.
fn merkle_root(heads: &[Head]) -> Digest {
    let mut level: Vec<Digest> = heads
        .iter()
        .map(|head| {
            Digest::of_parts([
                [0].as_slice(),
                head.chain.as_bytes().as_slice(),
                head.seq.to_be_bytes().as_slice(),
                head.hash.0.as_slice(),
            ])
        })
        .collect();
    while level.len() > 1 {
        level = level
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => {
                    Digest::of_parts([[1].as_slice(), left.0.as_slice(), right.0.as_slice()])
                }
                [alone] => *alone,
                _ => Digest::ZERO,
            })
            .collect();
    }
    level.first().copied().unwrap_or(Digest::ZERO)
}

names! {
    /// What is wrong with a log.
    FaultKind {
        /// The row's text does not match its hash: edited.
        Edited = "edited",
        /// A number is missing: a row was removed.
        Removed = "removed",
        /// A number comes twice or out of order.
        Reordered = "reordered",
        /// A row does not follow the one before it.
        Unlinked = "unlinked",
        /// The stored case has a later or other last event than the log.
        Truncated = "truncated",
        /// A chain in the checkpoint is gone.
        CaseRemoved = "case_removed",
        /// A chain differs from the checkpoint although it is whole in itself.
        Recomputed = "recomputed",
        /// The stored case is not the fold of its events.
        Diverged = "diverged",
        /// The checkpoint itself is damaged, or not signed by the known key.
        BadCheckpoint = "bad_checkpoint",
    }
}

/// Something wrong, with the place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// What.
    pub kind: FaultKind,
    /// In which chain.
    pub chain: Uuid,
    /// At which row.
    pub seq: u64,
}

/// What a chain turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// Its last row.
    pub head: Head,
    /// The hash of each row, for comparison with a checkpoint.
    pub hashes: BTreeMap<u64, Digest>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

/// Examines one chain: `rows` in the order of their numbers.
pub fn examine(chain: Uuid, rows: &[Row]) -> Examined {
    let before = Head {
        chain,
        seq: 0,
        hash: Digest::ZERO,
    };
    examine_after(before, rows)
}

/// Examines the `rows` of a chain that follow the row `head`.
pub fn examine_after(mut head: Head, rows: &[Row]) -> Examined {
    let chain = head.chain;
    let mut faults = Vec::new();
    let mut hashes = BTreeMap::new();
    for row in rows {
        let mut fault = |kind| {
            faults.push(Fault {
                kind,
                chain,
                seq: row.seq,
            })
        };
        if row.seq > head.seq + 1 {
            fault(FaultKind::Removed);
        } else if row.seq <= head.seq {
            fault(FaultKind::Reordered);
        }
        if row.chain != chain || hash(chain, row.seq, &row.body, row.previous) != row.hash {
            fault(FaultKind::Edited);
        } else if row.previous != head.hash {
            fault(FaultKind::Unlinked);
        }
        head = Head {
            chain,
            seq: row.seq,
            hash: row.hash,
        };
        hashes.insert(row.seq, row.hash);
    }
    Examined {
        head,
        hashes,
        faults,
    }
}

/// Compares what is stored of a case with its log.
pub fn compare(stored: &Cycle, head: Digest, rows: &[Row], examined: &Examined) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |kind, seq| {
        faults.push(Fault {
            kind,
            chain: stored.id.0,
            seq,
        })
    };
    if stored.version != examined.head.seq || head != examined.head.hash {
        fault(FaultKind::Truncated, examined.head.seq);
        return faults;
    }
    let entries: Option<Vec<Entry>> = rows
        .iter()
        .map(|row| serde_json::from_str(&row.body).ok())
        .collect();
    let folded = entries.and_then(|entries| fold(stored.id, &entries));
    if folded.as_ref() != Some(stored) {
        fault(FaultKind::Diverged, stored.version);
    }
    faults
}

/// Compares examined chains with a checkpoint. Also counts, per chain, the rows
/// that came after it and are not anchored yet.
pub fn against(
    checkpoint: &Checkpoint,
    chains: &BTreeMap<Uuid, Examined>,
) -> (Vec<Fault>, BTreeMap<Uuid, u64>) {
    let mut faults = Vec::new();
    let mut anchored = BTreeMap::new();
    for head in &checkpoint.heads {
        let fault = |kind| Fault {
            kind,
            chain: head.chain,
            seq: head.seq,
        };
        match chains.get(&head.chain) {
            None => faults.push(fault(FaultKind::CaseRemoved)),
            Some(examined) => match examined.hashes.get(&head.seq) {
                None => faults.push(fault(FaultKind::Truncated)),
                Some(hash) if *hash != head.hash => faults.push(fault(FaultKind::Recomputed)),
                Some(_) => {}
            },
        }
        anchored.insert(head.chain, head.seq);
    }
    let unanchored = chains
        .iter()
        .map(|(chain, examined)| {
            let seq = anchored.get(chain).copied().unwrap_or_default();
            (*chain, examined.head.seq.saturating_sub(seq))
        })
        .filter(|(_, rows)| *rows > 0)
        .collect();
    (faults, unanchored)
}

#[cfg(test)]
mod tests;
