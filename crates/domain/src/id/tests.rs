use super::*;

#[test]
fn an_id_reads_back_what_it_shows() {
    let id = CycleId(Uuid::from_u128(7));
    assert_eq!(id.to_string(), "cyc_00000000000000000000000000000007");
    assert_eq!(id.to_string().parse::<CycleId>().unwrap(), id);
}

#[test]
fn an_id_of_another_kind_is_refused_with_both_sides_named() {
    let error = "per_00000000000000000000000000000007"
        .parse::<CycleId>()
        .unwrap_err();
    assert!(error.to_string().contains("cyc_"));
    assert!(error.to_string().contains("per_0000"));
}
