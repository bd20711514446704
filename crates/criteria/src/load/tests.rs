use crate::shipped;

#[test]
fn every_shipped_set_loads() {
    assert!(
        shipped()
            .iter()
            .any(|set| set.pin().to_string() == "cctf-ka@0.1")
    );
}
