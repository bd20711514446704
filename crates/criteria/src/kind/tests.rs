use std::collections::BTreeSet;

use serde_json::json;

use super::*;
use crate::shipped;

#[test]
fn a_kind_is_named_as_it_is_written_in_a_file() {
    for check in shipped()
        .iter()
        .flat_map(|set| set.criteria())
        .flat_map(|criterion| &criterion.checks)
    {
        assert_eq!(json!(check.kind)["kind"], check.kind.name());
    }
}

#[test]
fn every_kind_of_the_vocabulary_is_used_by_a_shipped_set() {
    let used: BTreeSet<_> = shipped()
        .iter()
        .flat_map(|set| set.criteria())
        .flat_map(|criterion| &criterion.checks)
        .map(|check| check.kind.name())
        .collect();
    let known: BTreeSet<_> = Kind::NAMES.iter().copied().collect();
    assert_eq!(used, known);
}
