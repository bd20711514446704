use std::collections::BTreeSet;

use super::*;

#[test]
fn there_are_98_municipalities_each_with_a_code_of_its_own_and_a_known_region() {
    let all = municipalities();
    assert_eq!(all.len(), 98);
    let codes: BTreeSet<_> = all.iter().map(|it| &it.code).collect();
    assert_eq!(codes.len(), 98);
    assert!(
        codes
            .iter()
            .all(|code| code.len() == 4 && code.parse::<u16>().is_ok())
    );
    let regions = regions();
    for municipality in &all {
        assert!(
            regions
                .iter()
                .any(|region| region.code.as_ref() == Some(&municipality.region)),
            "{municipality:?}"
        );
    }
}

#[test]
fn the_tables_hold_as_many_fields_in_every_row_and_no_quotes() {
    for (table, fields) in [(MUNICIPALITIES, 3), (REGIONS, 8)] {
        assert!(!table.contains('"'));
        assert!(rows(table).all(|row| row.len() == fields));
    }
}

#[test]
fn two_regions_become_one_on_the_first_day_of_2027_without_a_gap() {
    let regions = regions();
    let east = regions
        .iter()
        .find(|region| region.name == "Region Østdanmark")
        .unwrap();
    let merged: Vec<_> = regions
        .iter()
        .filter(|region| region.successor.as_ref() == Some(&east.name))
        .collect();
    assert_eq!(merged.len(), 2);
    for region in merged {
        assert_eq!(region.to.and_then(|to| to.succ_opt()), Some(east.from));
        assert!(region.kkr.is_some());
    }
}

#[test]
fn municipalities_past_the_real_ones_are_told_apart() {
    let many = some_municipalities(1000);
    let codes: BTreeSet<_> = many.iter().map(|it| &it.code).collect();
    assert_eq!(codes.len(), 1000);
    assert_eq!(some_municipalities(3), municipalities()[..3]);
}
