use super::*;
use crate::{Entry, apply, fold, samples::Story};

/// A story's entries, told by its log.
fn told(entries: &[Entry]) -> Vec<Stay> {
    stays(
        entries
            .iter()
            .filter_map(|entry| Some((entry.at, Move::of(&entry.event)?))),
    )
}

#[test]
fn every_story_stands_where_its_fold_says_after_each_of_its_events() {
    let stories = Story::all();
    assert!(stories.len() > 20);
    for (name, story) in stories {
        let id = story.cycle.id;
        let Some(mut case) = fold(id, story.entries.first()) else {
            panic!("{name} begins with nothing");
        };
        for (index, entry) in story.entries.iter().enumerate() {
            if index > 0 {
                apply(&mut case, entry);
            }
            let stays = told(&story.entries[..=index]);
            let last = stays.last().unwrap();
            let kind = entry.event.kind().0;
            assert_eq!(last.state, case.state.name(), "{name}, after {kind}");
            if last.state == StateName::Review {
                assert_eq!(last.round, case.round, "{name}, after {kind}");
            }
        }
    }
}

#[test]
fn kinds_are_those_of_events_and_whoever_moves_a_case_is_among_them() {
    for (kind, of_body) in KINDS {
        assert!(Event::KINDS.iter().any(|(name, _)| *name == kind), "{kind}");
        assert_eq!(Move::of_kind(kind).is_none(), of_body, "{kind}");
    }
    for (name, story) in Story::all() {
        for entry in &story.entries {
            let kind = entry.event.kind().0;
            let listed = KINDS.iter().any(|(name, _)| *name == kind);
            assert_eq!(Move::of(&entry.event).is_some(), listed, "{name}: {kind}");
        }
    }
}

#[test]
fn a_review_that_was_concluded_is_told_from_one_that_was_taken_back() {
    let at = |seconds| Timestamp::from_timestamp(seconds, 0).unwrap();
    let moves = [
        Move::Opened,
        Move::SelfAssessed,
        Move::Scoped,
        Move::Submitted,
        Move::TakenBack,
        Move::Submitted,
        Move::Returned {
            stage: "concito".to_owned(),
        },
        Move::Submitted,
        Move::StageDone {
            stage: "concito".to_owned(),
            goes_on: true,
        },
        Move::StageDone {
            stage: "c40".to_owned(),
            goes_on: false,
        },
        Move::Certified,
    ];
    let moves = moves
        .into_iter()
        .enumerate()
        .map(|(index, it)| (at(index as i64), it));
    let stays = stays(moves);
    let reviews: Vec<_> = stays
        .iter()
        .filter(|stay| stay.state == StateName::Review)
        .map(|stay| (stay.stage.as_deref(), stay.round, stay.done))
        .collect();
    assert_eq!(
        reviews,
        [
            (None, 1, false),
            (Some("concito"), 2, true),
            (Some("concito"), 3, true),
            (Some("c40"), 3, true),
        ]
    );
    let last = stays.last().unwrap();
    assert_eq!((last.state, last.to), (StateName::Certified, None));
}
