use super::*;

const SHIPPED: &str = include_str!("../../../../criteria/programmes/klimaalliancen.yaml");

fn read(text: &str) -> Result<Programmes, ProgrammeError> {
    Programmes::read([("klimaalliancen.yaml".to_owned(), text)])
}

#[test]
fn the_shipped_programme_can_be_used_and_is_found_by_its_key() {
    let programmes = Programmes::shipped().unwrap();
    assert_eq!(programmes.newest("klimaalliancen").unwrap().rounds, 3);
}

#[test]
fn a_broken_programme_is_refused_with_place_value_found_and_value_wanted() {
    for (from, to, told) in [
        (
            "opens: 24",
            "opens: 12",
            "expected opens > self_assessment > submission, found 12 / 18 / 9",
        ),
        (
            "opens: 24",
            "opens: 240",
            "expected at most the period of 60 months, found 240",
        ),
        (
            "recorded_by: [concito]",
            "recorded_by: [c4]",
            "stages/c40/recorded_by: no stage is called c4",
        ),
        (
            "stages: [c40]",
            "stages: [c4]",
            "routes/0101: no stage is called c4",
        ),
        ("reviewers: 1", "reviewers: 5", "expected 1 or 2, found 5"),
        ("cctf-ka@0.1", "cctf-ka@9", "no set is called cctf-ka@9"),
        ("rounds: 3", "rounds: 3\nrunds: 4", "runds"),
    ] {
        assert!(SHIPPED.contains(from), "{from}");
        let error = read(&SHIPPED.replacen(from, to, 1))
            .unwrap_err()
            .to_string();
        assert!(error.contains(told), "{error}");
    }
}

#[test]
fn a_pinned_set_is_found_by_its_content_and_not_by_its_name_alone() {
    let pinned = newest_set("cctf-ka@0.1").unwrap().pin().clone();
    assert_eq!(criteria_set(&pinned).unwrap().pin(), &pinned);
    let changed = SetPin {
        digest: Digest::of("another content"),
        ..pinned
    };
    assert!(criteria_set(&changed).is_err());
}
