use super::*;

fn chain(number: u128, length: u64) -> Vec<Row> {
    let mut previous = Digest::ZERO;
    (1..=length)
        .map(|seq| {
            let row = Row::new(
                Uuid::from_u128(number),
                seq,
                format!("{{\"seq\":{seq}}}"),
                previous,
            );
            previous = row.hash;
            row
        })
        .collect()
}

fn kinds(rows: &[Row]) -> Vec<FaultKind> {
    examine(Uuid::from_u128(1), rows)
        .faults
        .into_iter()
        .map(|fault| fault.kind)
        .collect()
}

#[test]
fn an_untouched_chain_has_no_fault() {
    assert_eq!(kinds(&chain(1, 5)), []);
}

#[test]
fn an_edited_row_is_found() {
    let mut rows = chain(1, 5);
    rows[2].body = "{\"seq\":33}".to_owned();
    assert_eq!(kinds(&rows), [FaultKind::Edited]);
}

#[test]
fn a_removed_row_is_found() {
    let mut rows = chain(1, 5);
    rows.remove(2);
    assert_eq!(kinds(&rows), [FaultKind::Removed, FaultKind::Unlinked]);
}

#[test]
fn reordered_rows_are_found() {
    let mut rows = chain(1, 5);
    rows.swap(1, 2);
    assert!(kinds(&rows).contains(&FaultKind::Reordered));
}

#[test]
fn a_row_moved_to_another_chain_is_found() {
    let mut rows = chain(1, 2);
    rows[1] = chain(2, 2)[1].clone();
    assert_eq!(kinds(&rows), [FaultKind::Edited]);
}

#[test]
fn a_checkpoint_finds_truncation_removal_and_recomputation_and_counts_what_is_not_anchored() {
    let examined = |rows: &[Row]| examine(rows[0].chain, rows);
    let heads = [chain(1, 3), chain(2, 3), chain(3, 3), chain(4, 3)]
        .iter()
        .map(|rows| examined(rows).head)
        .collect();
    let checkpoint = Checkpoint::over(Timestamp::UNIX_EPOCH, heads, None);
    assert!(checkpoint.is_whole());

    let mut recomputed = chain(3, 1);
    let previous = recomputed[0].hash;
    recomputed.push(Row::new(
        Uuid::from_u128(3),
        2,
        "{\"other\":1}".to_owned(),
        previous,
    ));
    let previous = recomputed[1].hash;
    recomputed.push(Row::new(
        Uuid::from_u128(3),
        3,
        "{\"other\":2}".to_owned(),
        previous,
    ));
    let chains = [chain(1, 5), chain(2, 2), recomputed]
        .iter()
        .map(|rows| (rows[0].chain, examined(rows)))
        .collect();
    let (faults, unanchored) = against(&checkpoint, &chains);
    let found: Vec<_> = faults
        .iter()
        .map(|fault| (fault.chain.as_u128(), fault.kind))
        .collect();
    assert_eq!(
        found,
        [
            (2, FaultKind::Truncated),
            (3, FaultKind::Recomputed),
            (4, FaultKind::CaseRemoved)
        ]
    );
    assert_eq!(unanchored, BTreeMap::from([(Uuid::from_u128(1), 2)]));
}

#[test]
fn a_checkpoint_with_another_head_does_not_match_its_root() {
    let mut checkpoint = Checkpoint::over(
        Timestamp::UNIX_EPOCH,
        vec![examine(Uuid::from_u128(1), &chain(1, 3)).head],
        None,
    );
    checkpoint.heads[0].seq = 2;
    assert!(!checkpoint.is_whole());
}
