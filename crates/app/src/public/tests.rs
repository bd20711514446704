use lustrum_domain::StateName;
use lustrum_store::CertificateStatus;

use super::*;

fn case(code: &str, name: &str, state: StateName) -> PublicCase {
    PublicCase {
        cycle: CycleId(uuid::Uuid::from_u128(1)),
        programme: "p".to_owned(),
        municipality: OrganisationId(uuid::Uuid::from_u128(2)),
        code: code.to_owned(),
        name: name.to_owned(),
        edition: 1,
        state,
        on_hold: false,
        lapsed: false,
        deadline: None,
        deadline_on: None,
        period_end: None,
        criteria: None,
        certificate: None,
    }
}

fn line(code: &str, name: &str, state: StateName, region: &str) -> RegisterLine {
    let case = case(code, name, state);
    RegisterLine {
        standing: PublicStanding::of(&case, false),
        hold_reason: None,
        own_route: false,
        region: Some(region.to_owned()),
        case,
    }
}

#[test]
fn a_standing_is_the_first_that_fits_and_copenhagen_s_is_its_own() {
    let returned = case("0727", "Odder", StateName::Returned);
    assert_eq!(
        PublicStanding::of(&returned, false),
        PublicStanding::Returned
    );
    assert_eq!(
        PublicStanding::of(&returned, true),
        PublicStanding::OwnRoute
    );
    let held = PublicCase {
        on_hold: true,
        lapsed: true,
        ..returned.clone()
    };
    assert_eq!(PublicStanding::of(&held, false), PublicStanding::OnHold);
    let lapsed = PublicCase {
        lapsed: true,
        ..returned
    };
    assert_eq!(PublicStanding::of(&lapsed, false), PublicStanding::Lapsed);
    let told = |state| PublicStanding::of(&case("1", "A", state), false);
    assert_eq!(told(StateName::Scheduled), PublicStanding::InForce);
    assert_eq!(told(StateName::Certified), PublicStanding::Nearly);
    assert_eq!(told(StateName::Enrolled), PublicStanding::Without);
}

#[test]
fn a_revoked_certificate_is_no_plan_in_force() {
    let row = CertificateRow {
        id: lustrum_domain::CertificateId(uuid::Uuid::from_u128(3)),
        cycle: CycleId(uuid::Uuid::from_u128(1)),
        programme: "p".to_owned(),
        number: "KA-1".to_owned(),
        municipality: OrganisationId(uuid::Uuid::from_u128(2)),
        plan: lustrum_domain::Digest::of("plan"),
        criteria: "s@1".to_owned(),
        trial: true,
        decided_on: NaiveDate::default(),
        conditions: 0,
        valid_from: NaiveDate::default(),
        valid_to: NaiveDate::default(),
        status: CertificateStatus::Revoked,
        status_at: lustrum_domain::Timestamp::default(),
    };
    let mut it = case("1", "A", StateName::Scheduled);
    it.certificate = Some(row.clone());
    assert_eq!(PublicStanding::of(&it, false), PublicStanding::Lapsed);
    it.certificate = Some(CertificateRow {
        status: CertificateStatus::Valid,
        ..row
    });
    assert_eq!(PublicStanding::of(&it, false), PublicStanding::InForce);
}

#[test]
fn a_part_of_the_register_is_chosen_by_name_standing_and_region_together() {
    let register = Register {
        as_of: NaiveDate::default(),
        lines: vec![
            line("0727", "Odder", StateName::Revision, "Midt"),
            line("0461", "Odense", StateName::Review, "Syd"),
            line("0751", "Aarhus", StateName::Review, "Midt"),
        ],
    };
    let ask = |text: &str, standing, region: Option<&str>| {
        let query = RegisterQuery {
            text: text.to_owned(),
            standing,
            region: region.map(str::to_owned),
        };
        let part = register.part(&query);
        let lines = part.lines.into_iter();
        let names: Vec<String> = lines.map(|it| it.case.name.clone()).collect();
        (part.found, names)
    };
    assert_eq!(ask("", None, None).1.len(), 3);
    assert_eq!(
        ask("Århus", None, None),
        (Understood::These, vec!["Aarhus".to_owned()])
    );
    assert_eq!(ask("od", None, None).1, ["Odder", "Odense"]);
    assert_eq!(
        ask("Odnese", None, None),
        (Understood::Perhaps, vec!["Odense".to_owned()])
    );
    assert_eq!(ask("Birkerød", None, None).0, Understood::Nothing);
    assert_eq!(
        ask("K\u{fffd}benhavn", None, None).0,
        Understood::Unreadable
    );
    assert_eq!(
        ask(
            "klimahandleplan",
            Some(PublicStanding::Review),
            Some("Midt")
        )
        .1,
        ["Aarhus"]
    );
    assert_eq!(register.regions(), ["Midt", "Syd"]);
}

#[test]
fn tables_have_columns_of_their_own_that_no_person_stands_in() {
    for name in DatasetName::ALL {
        let columns = name.columns();
        let own: BTreeSet<_> = columns.iter().collect();
        assert_eq!(own.len(), columns.len(), "{name}");
        for column in columns {
            for word in ["person", "email", "reviewer", "remark", "by"] {
                assert_ne!(*column, word, "{name}");
            }
        }
    }
}
