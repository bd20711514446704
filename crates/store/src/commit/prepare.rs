//! What can be computed of a write set before its turn: texts, hashes, rows.
//!
//! The task that writes a SQLite file does one thing at a time, so whatever
//! needs no database is done by those who wait for it.

use std::collections::BTreeMap;

use lustrum_domain::{CycleId, Digest, Timestamp, canonical_json, log};
use uuid::Uuid;

use super::project::{Projection, project, project_log};
use crate::{CycleWrite, WriteSet, entity::event};

/// A write set with what follows from it.
pub(crate) struct Prepared {
    pub(crate) set: WriteSet,
    pub(crate) cases: BTreeMap<CycleId, PreparedCase>,
}

/// What follows from the write of a case.
pub(crate) struct PreparedCase {
    /// The case, canonical JSON.
    pub(crate) body: String,
    /// The hash of its last event.
    pub(crate) head: Digest,
    /// Its new rows of the log.
    pub(crate) events: Vec<event::Model>,
    /// Its rows of the lists.
    pub(crate) projection: Projection,
}

impl Prepared {
    pub(crate) fn new(set: WriteSet) -> Self {
        let cases = set
            .cycles
            .iter()
            .map(|write| (write.cycle.id, PreparedCase::new(write)))
            .collect();
        Self { set, cases }
    }
}

impl PreparedCase {
    fn new(write: &CycleWrite) -> Self {
        let id = write.cycle.id;
        let rows = log::rows(id, &write.entries, write.previous);
        let head = rows.last().map_or(write.previous, |row| row.hash);
        let events = rows
            .into_iter()
            .zip(&write.entries)
            .map(|(row, entry)| {
                let (kind, kind_version) = entry.event.kind();
                let person = entry.by.person.map(|person| person.0);
                event_row(row, entry.at, kind, kind_version, person)
            })
            .collect();
        let projection = match write.expected {
            Some(_) => project(&write.cycle, &write.entries),
            None => project_log(id, &write.entries),
        };
        Self {
            body: canonical_json(&write.cycle),
            head,
            events,
            projection,
        }
    }
}

/// A row of the log as stored.
pub(super) fn event_row(
    row: log::Row,
    at: Timestamp,
    kind: &str,
    kind_version: u32,
    person: Option<Uuid>,
) -> event::Model {
    event::Model {
        chain: row.chain,
        seq: i64::try_from(row.seq).unwrap_or(i64::MAX),
        at,
        kind: kind.to_owned(),
        kind_version: i32::try_from(kind_version).unwrap_or(i32::MAX),
        person,
        previous: row.previous.0.to_vec(),
        hash: row.hash.0.to_vec(),
        body: row.body,
    }
}
