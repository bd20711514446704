use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

fn vacancy(cycle: u128, able: impl IntoIterator<Item = u128>) -> Vacancy {
    Vacancy {
        cycle: CycleId(Uuid::from_u128(cycle)),
        stage: "concito".to_owned(),
        organisation: OrganisationId(Uuid::from_u128(1)),
        due: None,
        able: able.into_iter().map(person).collect(),
    }
}

/// What is wrong with a proposal.
fn faults(
    vacancies: &[Vacancy],
    loads: &BTreeMap<PersonId, u64>,
    proposal: &[Option<PersonId>],
) -> Vec<String> {
    let mut faults = Vec::new();
    let mut after = loads.clone();
    for person in proposal.iter().flatten() {
        *after.entry(*person).or_default() += 1;
    }
    let load = |person: &PersonId| after.get(person).copied().unwrap_or_default();
    for (index, (vacancy, chosen)) in vacancies.iter().zip(proposal).enumerate() {
        let free = free(vacancies, proposal, index);
        match chosen {
            Some(person) if !vacancy.able.contains(person) => {
                faults.push(format!("{index}: {person} is not able"));
            }
            Some(person) if !free.contains(person) => {
                faults.push(format!("{index}: {person} is there twice"));
            }
            Some(person) => {
                let better = free.iter().find(|it| load(it) + 1 < load(person));
                faults.extend(better.map(|it| format!("{index}: {it} has less to do")));
            }
            None if !free.is_empty() => faults.push(format!("{index}: left empty")),
            None => {}
        }
    }
    faults
}

proptest! {
    #[test]
    fn a_proposal_is_impartial_complete_and_even(
        able in prop::collection::vec((0u128..6, prop::collection::btree_set(0u128..8, 0..8)), 0..25),
        loads in prop::collection::btree_map(0u128..8, 0u64..12, 0..8),
    ) {
        let vacancies: Vec<Vacancy> =
            able.into_iter().map(|(cycle, able)| vacancy(cycle, able)).collect();
        let loads = loads.into_iter().map(|(it, load)| (person(it), load)).collect();
        let proposal = propose(&vacancies, &loads);
        prop_assert_eq!(proposal.len(), vacancies.len());
        let faults = faults(&vacancies, &loads, &proposal);
        prop_assert!(faults.is_empty(), "{:?}", faults);
    }
}

#[test]
fn a_partial_a_doubled_and_an_uneven_proposal_are_found() {
    let vacancies = [vacancy(1, [1, 2]), vacancy(1, [1, 2]), vacancy(2, [1, 2])];
    let loads = BTreeMap::from([(person(2), 0), (person(1), 3)]);
    let of = |people: [u128; 3]| faults(&vacancies, &loads, &people.map(|it| Some(person(it))));
    assert!(of([1, 2, 2]).is_empty());
    assert!(!of([3, 2, 2]).is_empty(), "partial");
    assert!(!of([2, 2, 2]).is_empty(), "doubled");
    assert!(!of([1, 2, 1]).is_empty(), "uneven");
    assert!(!faults(&vacancies, &loads, &[None; 3]).is_empty(), "empty");
}

#[test]
fn whoever_is_the_only_one_able_is_kept_for_it() {
    let vacancies = [vacancy(1, [1, 2]), vacancy(2, [1])];
    let proposal = propose(&vacancies, &BTreeMap::new());
    assert_eq!(proposal, [Some(person(2)), Some(person(1))]);
}

#[test]
fn whoever_a_move_frees_fills_the_place_that_nobody_could_fill() {
    let vacancies = [
        vacancy(2, [3]),
        vacancy(0, [0, 3, 4]),
        vacancy(2, [0, 7]),
        vacancy(2, [0, 3]),
    ];
    let proposal = propose(&vacancies, &BTreeMap::from([(person(4), 1)]));
    assert!(proposal.iter().all(Option::is_some), "{proposal:?}");
}
