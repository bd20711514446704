use super::*;
use crate::samples::{CONCITO, ELSEWHERE, MUNICIPALITY, Who};

#[test]
fn roles_are_given_by_the_secretariat_and_within_ones_own_house() {
    let table = [
        (Who::Secretariat, Role::Lead, CONCITO, true),
        (Who::Secretariat, Role::Auditor, ELSEWHERE, true),
        (Who::Approver, Role::Coordinator, MUNICIPALITY, true),
        (Who::Approver, Role::Approver, MUNICIPALITY, true),
        (Who::Approver, Role::Coordinator, ELSEWHERE, false),
        (Who::Approver, Role::Clerk, MUNICIPALITY, false),
        (Who::Approver, Role::Secretariat, MUNICIPALITY, false),
        (Who::Coordinator, Role::Coordinator, MUNICIPALITY, false),
        (Who::LeadConcito, Role::Reviewer, CONCITO, true),
        (Who::LeadConcito, Role::Reviewer, MUNICIPALITY, false),
        (Who::Reviewer, Role::Reviewer, CONCITO, false),
        (Who::Auditor, Role::Auditor, CONCITO, false),
        (Who::Clock, Role::Coordinator, MUNICIPALITY, false),
        (Who::Public, Role::Coordinator, MUNICIPALITY, false),
    ];
    for (who, role, organisation, allowed) in table {
        let granted = may_grant(&who.actor(), role, organisation, None);
        assert_eq!(granted.is_ok(), allowed, "{who} gives {role}");
    }
    for who in Who::ALL {
        let allowed = may_administer(&who.actor()).is_ok();
        assert_eq!(allowed, *who == Who::Secretariat, "{who}");
    }
}

#[test]
fn whoever_is_limited_to_a_programme_gives_roles_within_it_only() {
    let limited = |who: Who| {
        let mut person = who.actor().person().unwrap().clone();
        person.memberships[0].programme = Some("sample".to_owned());
        Actor::Person(person)
    };
    for (who, role, place) in [
        (Who::Secretariat, Role::Auditor, ELSEWHERE),
        (Who::Approver, Role::Coordinator, MUNICIPALITY),
        (Who::LeadConcito, Role::Reviewer, CONCITO),
    ] {
        let give = |actor: &Actor, programme| may_grant(actor, role, place, programme).is_ok();
        assert!(give(&limited(who), Some("sample")), "{who}");
        assert!(!give(&limited(who), Some("other")), "{who}");
        assert!(!give(&limited(who), None), "{who}");
        // The control: without a limit, with one and without.
        assert!(give(&who.actor(), Some("other")), "{who}");
        assert!(give(&who.actor(), None), "{who}");
    }
    assert!(may_administer(&limited(Who::Secretariat)).is_err());
}

#[test]
fn work_for_a_municipality_bars_from_judging_it_for_two_years() {
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    let Actor::Person(mut person) = Who::Reviewer.actor() else {
        unreachable!()
    };
    person.ties.push(Tie {
        municipality: MUNICIPALITY,
        until: Some(date("2024-02-29")),
    });
    assert!(person.is_partial(MUNICIPALITY, date("2026-02-28")));
    assert!(!person.is_partial(MUNICIPALITY, date("2026-03-01")));
    assert!(!person.is_partial(ELSEWHERE, date("2024-03-01")));
    person.ties.push(Tie {
        municipality: ELSEWHERE,
        until: None,
    });
    assert!(person.is_partial(ELSEWHERE, date("2050-01-01")));
}
