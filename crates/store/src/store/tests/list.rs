//! Lists within a scope, the public register, queues and counts.

use std::collections::{BTreeMap, BTreeSet};

use lustrum_domain::{
    Actor, CriterionId, Cycle, CycleId, MembershipId, OrganisationId, Person, Role, Scope,
    StageStatus, StateName, may_see,
    samples::{self, Story, Who},
};
use proptest::{prelude::*, strategy::ValueTree};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::world::{Told, day, enrolled, municipality, of, populate, told};
use crate::{
    CaseFilter, CaseSort, Store, Turn,
    commit::project::{Projection, project_log},
    entity::{assignment, case_judge, case_summary, finding, notice, opinion},
    for_each_backend,
};

/// Every story, each of a municipality of its own, and some whose assignments
/// came to another end.
fn everything() -> Vec<Told> {
    let mut stories: Vec<Story> = Story::all().into_iter().map(|(_, story)| story).collect();
    use lustrum_domain::CommandName as C;
    for (who, name) in [
        (Who::Reviewer, C::Recuse),
        (Who::Reviewer, C::DeclineAssignment),
        (Who::LeadConcito, C::Reassign),
        (Who::Secretariat, C::HandOverStage),
    ] {
        let mut story = Story::review_offered();
        let command = story.command(name);
        story.give(who, &command).unwrap();
        stories.push(story);
    }
    let mut story = Story::certified();
    let command = story.command(C::AnswerCondition);
    story.give(Who::Approver, &command).unwrap();
    stories.push(story);
    let mut story = Story::review_judged();
    let command = story.command(C::ReopenFinding);
    story.give(Who::LeadConcito, &command).unwrap();
    stories.push(story);
    let mut story = Story::decision();
    let command = story.command(C::ReopenReview);
    story.give(Who::LeadC40, &command).unwrap();
    stories.push(story.clone());
    // Asked again, whoever had judged declares a conflict.
    for (who, name) in [
        (Who::LeadC40, C::OfferAssignment),
        (Who::ReviewerC40, C::Recuse),
    ] {
        let command = story.command(name);
        story.give(who, &command).unwrap();
    }
    stories.push(story);
    stories
        .into_iter()
        .zip(0..)
        .map(|(story, number)| told(story, number, municipality(number)))
        .collect()
}

async fn write(store: &Store, all: &[Told]) -> BTreeMap<CycleId, Cycle> {
    populate(store).await;
    for told in all {
        store.commit(told.write()).await.unwrap();
    }
    all.iter()
        .map(|told| (told.cycle.id, told.cycle.clone()))
        .collect()
}

/// The rows of a case as they are stored.
async fn stored(store: &Store, id: CycleId) -> Projection {
    let db = store.db();
    let id = id.0;
    sorted(Projection {
        summary: db.one(case_summary::Entity::find_by_id(id)).await.unwrap(),
        judges: db
            .all(case_judge::Entity::find().filter(case_judge::Column::Cycle.eq(id)))
            .await
            .unwrap(),
        assignments: db
            .all(assignment::Entity::find().filter(assignment::Column::Cycle.eq(id)))
            .await
            .unwrap(),
        opened: Vec::new(),
        judged: db
            .all(finding::Entity::find().filter(finding::Column::Cycle.eq(id)))
            .await
            .unwrap(),
        opinions: db
            .all(opinion::Entity::find().filter(opinion::Column::Cycle.eq(id)))
            .await
            .unwrap(),
        notices: db
            .all(notice::Entity::find().filter(notice::Column::Cycle.eq(id)))
            .await
            .unwrap(),
    })
}

fn sorted(mut rows: Projection) -> Projection {
    rows.judges.sort_by_key(|row| row.organisation);
    rows.assignments.sort_by_key(|row| row.id);
    rows.notices.sort_by_key(|row| row.id);
    rows.opinions.sort_by_key(|row| {
        let place = (row.stage.clone(), row.criterion.clone());
        (place, row.round, row.person)
    });
    rows.judged
        .sort_by_key(|row| (row.stage.clone(), row.criterion.clone(), row.round));
    rows
}

fn actor() -> impl Strategy<Value = Actor> {
    let organisation = prop_oneof![
        Just(samples::CONCITO),
        Just(samples::C40),
        Just(samples::KKR),
        Just(samples::ALLIANCE),
        (0_u128..35).prop_map(municipality),
    ];
    let role = prop::sample::select(Role::ALL.to_vec());
    // A membership may count in every programme, in the one of the cases, or
    // only in another one.
    let programme = || prop::sample::select(vec![None, Some("sample"), Some("other")]);
    let programme = || programme().prop_map(|key| key.map(str::to_owned));
    let held = prop::collection::vec((role, organisation, programme()), 0..4);
    let served = ((0_u128..35).prop_map(municipality), programme());
    let reach = prop::collection::btree_set(served, 0..4);
    let who = prop_oneof![
        Just(Who::Reviewer.id()),
        Just(Who::ReviewerC40.id()),
        Just(Who::OtherReviewer.id()),
        Just(Who::Stranger.id()),
    ];
    (who, held, reach).prop_map(|(id, held, reach)| {
        Actor::Person(Person {
            id,
            memberships: held
                .into_iter()
                .zip(1..)
                .map(
                    |((role, organisation, programme), number)| lustrum_domain::Membership {
                        id: MembershipId(Uuid::from_u128(number)),
                        role,
                        organisation,
                        principal: None,
                        programme,
                    },
                )
                .collect(),
            ties: Vec::new(),
            reach,
        })
    })
}

for_each_backend! {
    async fn a_list_within_a_scope_is_all_that_its_owner_may_see(database) {
        let store = database.store();
        let cases = write(store, &everything()).await;
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let actors = std::iter::repeat_with(|| {
            actor().new_tree(&mut runner).unwrap().current()
        });
        let known = Who::ALL.iter().map(|who| who.actor());
        for actor in known.chain(actors.take(150)) {
            let expected: BTreeSet<CycleId> = cases
                .values()
                .filter(|cycle| may_see(cycle, &actor))
                .map(|cycle| cycle.id)
                .collect();
            let scope = Scope::of(&actor);
            let page = store.cases(&scope, &CaseFilter::default()).await.unwrap();
            let listed: BTreeSet<CycleId> = page.rows.iter().map(|row| row.cycle).collect();
            assert_eq!(listed, expected, "{actor:?}");
            assert_eq!(page.total, expected.len() as u64);
            for cycle in cases.values() {
                assert_eq!(scope.contains(cycle), expected.contains(&cycle.id));
            }
        }
    }

    async fn what_is_listed_is_the_case_folded_anew(database) {
        let store = database.store();
        let all = everything();
        // Entry by entry, as the commands came.
        populate(store).await;
        for told in &all {
            let [first, _] = told.steps(told.entries.len() - 1);
            store.commit(first).await.unwrap();
            for entry in &told.entries[1..] {
                let stored = store.cycle(told.cycle.id).await.unwrap().unwrap();
                let mut cycle = stored.cycle;
                lustrum_domain::apply(&mut cycle, entry);
                let write = crate::CycleWrite {
                    expected: Some((cycle.version - 1, stored.content_seq)),
                    cycle,
                    entries: vec![entry.clone()],
                    previous: stored.head,
                    next_due_at: None,
                };
                store.commit(of(write)).await.unwrap();
            }
        }
        for told in &all {
            let stored = stored(store, told.cycle.id).await;
            let wanted = sorted(project_log(told.cycle.id, &told.entries));
            assert_eq!(stored, wanted);
            let cycle = &told.cycle;
            for stage in &cycle.stages {
                for (criterion, finding) in &stage.findings {
                    let latest = stored
                        .judged
                        .iter()
                        .filter(|row| row.stage == stage.key && row.criterion == criterion.0)
                        .max_by_key(|row| row.round)
                        .unwrap();
                    assert_eq!(latest.status, finding.status.as_str());
                    assert_eq!(
                        latest.reason.as_deref(),
                        finding.reason.map(|reason| reason.as_str())
                    );
                }
            }
        }
    }

    async fn a_list_costs_two_statements_however_long_it_is(database) {
        let store = database.store();
        populate(store).await;
        let filter = CaseFilter { limit: Some(100), ..CaseFilter::default() };
        let scope = Scope {
            municipalities: (0..60).map(municipality).collect(),
            led: [samples::CONCITO].into(),
            reviewer: Some(Who::Reviewer.id()),
            all: false,
            limited: [("sample".to_owned(), Scope { all: true, ..Scope::default() })].into(),
        };
        let mut costs = Vec::new();
        for until in [1, 50] {
            for number in (if until == 1 { 0 } else { 1 })..until {
                store.commit(enrolled(number).write()).await.unwrap();
            }
            let before = store.statements();
            let page = store.cases(&scope, &filter).await.unwrap();
            assert_eq!(page.rows.len() as u128, until);
            costs.push(store.statements() - before);
            let before = store.statements();
            store.public_register("sample").await.unwrap();
            costs.push(store.statements() - before);
        }
        assert_eq!(costs, [2, 2, 2, 2]);
    }

    async fn filters_pages_and_orders_hold(database) {
        let store = database.store();
        let all = everything();
        let cases = write(store, &all).await;
        let scope = Scope { all: true, ..Scope::default() };
        let list = async |filter: &CaseFilter| store.cases(&scope, filter).await.unwrap();
        let total = cases.len() as u64;

        let states = vec![StateName::Returned, StateName::Decision];
        let page = list(&CaseFilter { states: states.clone(), ..CaseFilter::default() }).await;
        let wanted = cases.values().filter(|it| states.contains(&it.state.name())).count();
        assert_eq!((page.rows.len(), page.total), (wanted, wanted as u64));

        let mut seen = Vec::new();
        for offset in (0..total).step_by(7) {
            let filter = CaseFilter { limit: Some(7), offset, ..CaseFilter::default() };
            let page = list(&filter).await;
            assert_eq!(page.total, total);
            seen.extend(page.rows);
        }
        assert_eq!(seen.len() as u64, total);
        assert!(seen.is_sorted_by_key(|row| row.name.to_lowercase()));
        let names: BTreeSet<_> = seen.iter().map(|row| row.cycle).collect();
        assert_eq!(names.len() as u64, total);

        let late = day("2029-06-01");
        let page = list(&CaseFilter { overdue_on: Some(late), ..CaseFilter::default() }).await;
        let wanted = cases
            .values()
            .filter(|it| it.next_deadline().is_some_and(|next| next.due < late))
            .count();
        assert_eq!(page.rows.len(), wanted);

        for words in [vec!["review"], vec!["condition", "second_reading"], vec!["review:"]] {
            let wanted = cases
                .values()
                .filter(|it| it.next_deadline().is_some_and(|next| words.contains(&next.key.word())))
                .count();
            let only = CaseFilter { deadlines: words.clone(), ..CaseFilter::default() };
            assert_eq!(list(&only).await.rows.len(), wanted, "{words:?}");
            assert_eq!(wanted > 0, words != ["review:"], "{words:?}");
        }

        // A second reading is the judges' turn, whatever the state says.
        let turn = async |states: &[StateName], read_again: bool| {
            let turn = Turn { states: states.to_vec(), read_again, held: false };
            list(&CaseFilter { turn: Some(turn), ..CaseFilter::default() }).await.rows
        };
        let open = [StateName::Returned, StateName::Revision];
        let read_again = turn(&[], true).await;
        let theirs = turn(&open, false).await;
        assert!(read_again.len() > 1 && read_again.iter().all(|row| row.read_again));
        assert!(!theirs.is_empty() && !theirs.iter().any(|row| row.read_again));
        let both = turn(&open, true).await;
        assert_eq!(both.len(), read_again.len() + theirs.len());
        let only = CaseFilter { cycles: Some(vec![both[0].cycle]), ..CaseFilter::default() };
        assert_eq!(list(&only).await.rows, both[..1]);
        let none = CaseFilter { cycles: Some(Vec::new()), ..CaseFilter::default() };
        assert_eq!(list(&none).await.total, 0);

        let free = |cycle: &Cycle| {
            let mut open = cycle.stages.iter().filter(|it| it.status == StageStatus::Open);
            open.any(|it| it.live().count() < usize::from(it.reviewers))
        };
        let mut waiting = Vec::new();
        for lead in [samples::CONCITO, samples::C40, samples::KKR] {
            let judges = |cycle: &Cycle, stage: usize| {
                let stage = &cycle.stages[stage];
                stage.organisation == lead || stage.recorded_by.contains(&lead)
            };
            let waits = |cycle: &Cycle| cycle.awaited_leads().iter().any(|it| judges(cycle, *it));
            let wanted: BTreeSet<CycleId> =
                cases.values().filter(|it| waits(it)).map(|it| it.id).collect();
            let only = CaseFilter { awaits: Some(vec![lead]), ..CaseFilter::default() };
            let found = list(&only).await.rows.into_iter().map(|row| row.cycle);
            assert_eq!(found.collect::<BTreeSet<_>>(), wanted);
            waiting.push(wanted.len());
        }
        assert!(waiting[0] > waiting[1] && waiting[1] > 0 && waiting[2] == 0, "{waiting:?}");

        let wanted = cases.values().filter(|it| free(it)).count();
        let only = CaseFilter { vacant: true, ..CaseFilter::default() };
        assert_eq!(list(&only).await.rows.len(), wanted);
        assert!(wanted > 0 && wanted < cases.len());

        // A returned case waits for the secretariat when no round is left.
        let wanted = cases
            .values()
            .filter(|it| it.state.name() == StateName::Returned)
            .filter(|it| it.rounds_used >= 3 + it.rounds_allowed)
            .count();
        let capped = |programme: &str| CaseFilter {
            capped: Some(vec![(programme.to_owned(), 3)]),
            ..CaseFilter::default()
        };
        assert_eq!(list(&capped("sample")).await.rows.len(), wanted);
        assert!(wanted > 0 && list(&capped("other")).await.rows.is_empty());

        for sort in [CaseSort::Deadline, CaseSort::Changed, CaseSort::State] {
            let page = list(&CaseFilter { sort, ..CaseFilter::default() }).await;
            assert_eq!(page.rows.len() as u64, total);
            match sort {
                CaseSort::Deadline => assert!(page.rows.is_sorted_by_key(|row| {
                    (row.deadline_on.is_none(), row.deadline_on)
                })),
                CaseSort::Changed => assert!(page.rows.is_sorted_by_key(|row| row.changed_at)),
                CaseSort::State => {
                    assert!(page.rows.is_sorted_by_key(|row| row.state.as_str()));
                }
                CaseSort::Name => {}
            }
        }

        let page = list(&CaseFilter {
            reviewer: Some(Who::Reviewer.id()),
            programme: Some("sample".to_owned()),
            ..CaseFilter::default()
        })
        .await;
        assert!(page.total > 3 && page.total < total);
        let nobody = CaseFilter { programme: Some("other".to_owned()), ..CaseFilter::default() };
        assert_eq!(list(&nobody).await.total, 0);
        let of_one = CaseFilter { municipality: Some(municipality(3)), ..CaseFilter::default() };
        let row = &list(&of_one).await.rows[0];
        assert_eq!(store.case_summary(row.cycle).await.unwrap().as_ref(), Some(row));
    }

    async fn queues_loads_due_cases_and_counts_add_up(database) {
        let store = database.store();
        let all = everything();
        let cases = write(store, &all).await;
        let assigned = store.assignments_of(Who::Reviewer.id()).await.unwrap();
        let wanted: usize = cases
            .values()
            .flat_map(|cycle| &cycle.stages)
            .flat_map(|stage| &stage.assignments)
            .filter(|it| it.reviewer == Who::Reviewer.id())
            .filter(|it| it.status.is_live() || it.status.as_str() == "done")
            .count();
        assert_eq!(assigned.len(), wanted);
        let load = store.loads(&[samples::CONCITO]).await.unwrap();
        let live: u64 = cases
            .values()
            .flat_map(|cycle| &cycle.stages)
            .filter(|stage| stage.organisation == samples::CONCITO)
            .flat_map(|stage| &stage.assignments)
            .filter(|it| it.status.is_live())
            .count() as u64;
        assert_eq!(load.values().sum::<u64>(), live);
        let both = store.loads(&[samples::CONCITO, samples::C40]).await.unwrap();
        assert!(both.len() > load.len() && load.iter().all(|(who, it)| both[who] == *it));
        assert!(store.loads(&[]).await.unwrap().is_empty());

        let due: BTreeMap<_, _> = all
            .iter()
            .filter_map(|told| {
                let at = lustrum_domain::next_due(&told.cycle, &told.story.programme)?;
                Some((told.cycle.id, at))
            })
            .collect();
        let latest = *due.values().max().unwrap();
        let found = store.cycles_due(latest, 1000).await.unwrap();
        assert_eq!(found.len(), due.len());
        assert!(found.is_sorted_by_key(|id| due[id]));
        let first = *due.values().min().unwrap();
        assert_eq!(store.next_due_at().await.unwrap(), Some(first));
        let before = first - chrono::TimeDelta::microseconds(1);
        assert_eq!(store.cycles_due(before, 1000).await.unwrap(), []);

        let counts = store.counts().await.unwrap();
        assert_eq!(counts.cases.values().sum::<u64>(), cases.len() as u64);
        assert_eq!(counts.oldest_queued, None);
    }

    async fn the_public_register_shows_the_latest_case_of_each(database) {
        let store = database.store();
        populate(store).await;
        store.commit(enrolled(1).write()).await.unwrap();
        store.commit(told(Story::revision(), 2, municipality(1)).write()).await.unwrap();
        store.commit(enrolled(3).write()).await.unwrap();
        let register = store.public_register("sample").await.unwrap();
        let editions: Vec<_> = register.iter().map(|row| (row.municipality, row.edition)).collect();
        assert_eq!(editions.len(), 2);
        assert!(editions.contains(&(municipality(1), 2)));
        assert!(editions.contains(&(municipality(3), 1)));
        assert!(store.public_register("other").await.unwrap().is_empty());
    }

    async fn a_map_draws_the_latest_case_of_each_that_the_filter_lets_through(database) {
        let store = database.store();
        populate(store).await;
        let all = [
            enrolled(1),
            told(Story::revision(), 2, municipality(1)),
            told(Story::revision(), 3, municipality(3)),
        ];
        for told in &all {
            store.commit(told.write()).await.unwrap();
        }
        let everything = Scope { all: true, ..Scope::default() };
        let codes = ["0001", "0003"];
        let map = async |scope: &Scope, states: Vec<StateName>, codes: &[&str]| {
            let filter = CaseFilter { states, ..CaseFilter::default() };
            let before = store.statements();
            let map = store.case_map(scope, &filter, codes).await.unwrap();
            assert_eq!(store.statements() - before, 2);
            let cycles: BTreeSet<CycleId> = map.tiles.iter().map(|it| it.cycle).collect();
            (cycles, map.total, map.beside)
        };
        let [first, second, third] = all.map(|told| told.cycle.id);
        let enrolled = vec![StateName::Enrolled];
        for (scope, states, codes, wanted) in [
            (&everything, Vec::new(), &codes[..], ([second, third].into(), 3, 0)),
            (&everything, Vec::new(), &codes[..1], ([second].into(), 3, 1)),
            (&everything, Vec::new(), &[], (BTreeSet::new(), 3, 2)),
            (&everything, enrolled, &codes, ([first].into(), 1, 0)),
            (&Scope::default(), Vec::new(), &codes, (BTreeSet::new(), 0, 0)),
        ] {
            assert_eq!(map(scope, states, codes).await, wanted);
        }
        let lines = store.cases(&everything, &CaseFilter::default()).await.unwrap().rows;
        let drawn = store.case_map(&everything, &CaseFilter::default(), &codes).await.unwrap();
        for tile in drawn.tiles {
            let line = lines.iter().find(|it| it.cycle == tile.cycle).unwrap();
            let line = (&line.code, &line.name, line.state, line.on_hold, line.deadline_on);
            let tile = (&tile.code, &tile.name, tile.state, tile.on_hold, tile.deadline_on);
            assert_eq!(tile, line);
        }
    }
}

#[test]
fn criteria_and_municipalities_of_the_stories_are_what_the_tests_think() {
    assert_eq!(samples::criteria()[0], CriterionId::from("S-1"));
    assert_ne!(municipality(0), OrganisationId(Uuid::nil()));
}
