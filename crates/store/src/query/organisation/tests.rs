use lustrum_domain::Locale;

use super::*;

fn body(number: u128, from: &str, to: Option<&str>, successor: Option<u128>) -> Organisation {
    Organisation {
        id: Uuid::from_u128(number).into(),
        kind: OrganisationKind::Committee,
        code: None,
        name: number.to_string(),
        search: number.to_string(),
        sort: number.to_string(),
        parent: None,
        mailbox: None,
        locale: Locale::Da,
        valid_from: from.parse().unwrap(),
        valid_to: to.map(|to| to.parse().unwrap()),
        successor: successor.map(|number| Uuid::from_u128(number).into()),
    }
}

fn told(bodies: &[Organisation], on: &str) -> Vec<String> {
    let known = bodies.iter().map(|it| (it.id, it.clone())).collect();
    in_force(bodies, &known, on.parse().unwrap())
        .into_iter()
        .map(|it| it.name)
        .collect()
}

#[test]
fn a_ceased_body_leaves_its_notices_to_its_successor_once() {
    let bodies = [
        body(1, "2007-01-01", Some("2025-12-31"), Some(2)),
        body(2, "2022-01-01", Some("2026-12-31"), Some(3)),
        body(3, "2027-01-01", None, None),
    ];
    assert_eq!(told(&bodies, "2024-01-01"), ["1", "2"]);
    assert_eq!(told(&bodies, "2026-01-01"), ["2"]);
    assert_eq!(told(&bodies, "2027-01-01"), ["3"]);
    assert_eq!(told(&bodies, "2006-01-01"), Vec::<String>::new());
}

#[test]
fn bodies_that_name_each_other_end_the_search() {
    let bodies = [
        body(1, "2007-01-01", Some("2025-12-31"), Some(2)),
        body(2, "2007-01-01", Some("2025-12-31"), Some(1)),
    ];
    assert_eq!(told(&bodies, "2026-01-01"), Vec::<String>::new());
}
