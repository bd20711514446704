//! Events live for ever: each kind and version has a golden file that is never
//! edited, and every one of them must be read back as it was written.

use std::{collections::BTreeMap, fs, path::PathBuf};

use super::*;
use crate::{canonical_json, samples::Story};

fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/events")
}

/// An entry of every kind, as the stories and their next steps lead to it.
fn entries() -> BTreeMap<&'static str, Entry> {
    let mut found = BTreeMap::new();
    let mut keep = |entries: &[Entry]| {
        for entry in entries {
            found
                .entry(entry.event.kind().0)
                .or_insert_with(|| entry.clone());
        }
    };
    for (_, story) in Story::all() {
        keep(&story.entries);
        for late in [story.clone(), story.clone().later(40), story.later(1200)] {
            for command in crate::CommandName::ALL {
                for who in crate::samples::Who::ALL {
                    if let Ok(decided) = late.try_give(&who.actor(), &late.command(*command)) {
                        keep(&decided.entries);
                    }
                }
            }
        }
    }
    found
}

#[test]
fn every_kind_and_version_of_event_has_a_golden_file_that_reads_back_unchanged() {
    for (kind, version) in Event::KINDS {
        let path = directory().join(format!("{kind}.v{version}.json"));
        let text = fs::read_to_string(&path)
            .unwrap_or_else(|_| panic!("{kind} version {version} has no golden file"));
        let entry: Entry = serde_json::from_str(&text).unwrap();
        assert_eq!(entry.event.kind(), (*kind, *version));
        assert_eq!(canonical_json(&entry), text.trim_end(), "{kind}");
    }
}

#[test]
fn no_golden_file_is_left_without_a_kind() {
    for file in fs::read_dir(directory()).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let kind = name.split('.').next().unwrap();
        assert!(
            Event::KINDS.iter().any(|(known, _)| *known == kind),
            "{name}"
        );
    }
}

#[test]
fn the_stories_and_their_next_steps_lead_to_every_kind_of_event() {
    let found = entries();
    let missing: Vec<_> = Event::KINDS
        .iter()
        .map(|(kind, _)| *kind)
        .filter(|kind| !found.contains_key(kind))
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}
