use lustrum_domain::time::at_hour;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn stay(state: StateName, stage: Option<&str>, round: u32, from: &str, to: Option<&str>) -> Stay {
    Stay {
        state,
        stage: stage.map(str::to_owned),
        round,
        from: at_hour(day(from), 9),
        to: to.map(|it| at_hour(day(it), 15)),
        done: to.is_some(),
    }
}

fn case(number: u128, stays: Vec<Stay>) -> (CycleId, Vec<Stay>) {
    (CycleId(uuid::Uuid::from_u128(number)), stays)
}

#[test]
fn the_ninetieth_percentile_of_ten_is_the_ninth_and_of_one_the_only() {
    let ten: Vec<i64> = (1..=10).collect();
    assert_eq!((percentile(&ten, 50), percentile(&ten, 90)), (5, 9));
    assert_eq!((percentile(&[7], 50), percentile(&[7], 90)), (7, 7));
    assert_eq!(percentile(&[], 50), 0);
}

#[test]
fn reviews_are_counted_by_stage_and_round_and_what_was_taken_back_is_not() {
    let mut taken_back = stay(StateName::Review, None, 1, "2026-01-01", Some("2026-06-01"));
    taken_back.done = false;
    let cases = BTreeMap::from([
        case(
            1,
            vec![
                stay(
                    StateName::Review,
                    Some("c40"),
                    1,
                    "2026-03-01",
                    Some("2026-03-11"),
                ),
                stay(
                    StateName::Review,
                    Some("concito"),
                    1,
                    "2026-02-01",
                    Some("2026-02-21"),
                ),
            ],
        ),
        case(
            2,
            vec![
                stay(
                    StateName::Review,
                    Some("concito"),
                    1,
                    "2026-02-01",
                    Some("2026-03-03"),
                ),
                stay(
                    StateName::Review,
                    Some("concito"),
                    2,
                    "2026-04-01",
                    Some("2026-04-06"),
                ),
                taken_back,
                stay(StateName::Decision, None, 2, "2026-05-01", None),
            ],
        ),
    ]);
    let told: Vec<_> = turnaround(&cases, &["concito", "c40"])
        .into_iter()
        .map(|it| {
            (
                it.stage.unwrap_or_default(),
                it.round,
                it.cases,
                it.median,
                it.ninetieth,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("concito".to_owned(), Some(1), 2, 20, 30),
            ("concito".to_owned(), Some(2), 1, 5, 5),
            ("c40".to_owned(), Some(1), 1, 10, 10),
        ]
    );
}

#[test]
fn a_cohort_is_counted_at_the_end_of_each_month_and_today() {
    let cases = BTreeMap::from([
        case(
            1,
            vec![
                stay(
                    StateName::SelfAssessment,
                    None,
                    0,
                    "2026-01-10",
                    Some("2026-03-31"),
                ),
                stay(StateName::Scoping, None, 0, "2026-03-31", None),
            ],
        ),
        case(
            2,
            vec![stay(StateName::SelfAssessment, None, 0, "2026-02-28", None)],
        ),
        case(
            3,
            vec![stay(StateName::Scheduled, None, 0, "2026-01-01", None)],
        ),
    ]);
    let cohorts = cohorts(&cases, day("2026-04-15"));
    assert_eq!(cohorts.len(), 1);
    let cohort = &cohorts[0];
    assert_eq!((cohort.year, cohort.cases), (2026, 2));
    assert_eq!(
        cohort.months,
        [
            (day("2026-01-01"), vec![(StateName::SelfAssessment, 1)]),
            (day("2026-02-01"), vec![(StateName::SelfAssessment, 2)]),
            (
                day("2026-03-01"),
                vec![(StateName::SelfAssessment, 1), (StateName::Scoping, 1)]
            ),
            (
                day("2026-04-01"),
                vec![(StateName::SelfAssessment, 1), (StateName::Scoping, 1)]
            ),
        ]
    );
}

#[test]
fn what_waits_is_told_by_stage_with_the_longest_wait_and_what_is_overdue() {
    let cases = BTreeMap::from([
        case(
            1,
            vec![stay(StateName::Review, None, 1, "2026-03-01", None)],
        ),
        case(
            2,
            vec![stay(StateName::Review, None, 1, "2026-02-01", None)],
        ),
        case(
            3,
            vec![stay(StateName::Returned, None, 1, "2026-03-14", None)],
        ),
    ]);
    let open = |number, state, stage: Option<&str>, due| OpenCase {
        cycle: CycleId(uuid::Uuid::from_u128(number)),
        state,
        stage: stage.map(str::to_owned),
        deadline_on: Some(day(due)),
    };
    let open = vec![
        open(1, StateName::Review, Some("c40"), "2026-03-14"),
        open(2, StateName::Review, Some("c40"), "2026-03-15"),
        open(3, StateName::Returned, Some("concito"), "2026-05-01"),
    ];
    let told: Vec<_> = queue(open, &cases, &["concito", "c40"], day("2026-03-15"))
        .into_iter()
        .map(|it| (it.state, it.stage, it.cases, it.overdue, it.longest))
        .collect();
    assert_eq!(
        told,
        [
            (StateName::Review, Some("c40".to_owned()), 2, 1, 42),
            (StateName::Returned, None, 1, 0, 1),
        ]
    );
}
