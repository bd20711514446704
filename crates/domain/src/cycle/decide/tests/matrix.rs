//! The matrix of states x commands x roles, and what no walk through it may do.

use std::{collections::BTreeMap, sync::OnceLock};

use proptest::prelude::*;

use super::*;

const TRANSITIONS: &str = include_str!("../../transitions.csv");

/// The stories, told once for all random walks.
static STORIES: OnceLock<Vec<(&str, Story)>> = OnceLock::new();

/// What the table says of one (case, command, actor).
type Table = BTreeMap<(String, String, String), String>;

fn table(text: &str) -> Table {
    let mut table = Table::new();
    for line in text.lines().skip(1).filter(|line| !line.starts_with('#')) {
        let [case, command, actors, next] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("expected four columns, found {line:?}");
        };
        for actor in actors.split(' ') {
            assert!(actor.parse::<Who>().is_ok(), "unknown actor in {line:?}");
            assert!(
                command.parse::<CommandName>().is_ok(),
                "unknown command in {line:?}"
            );
            let key = (case.to_owned(), command.to_owned(), actor.to_owned());
            assert_eq!(table.insert(key, next.to_owned()), None, "twice: {line:?}");
        }
    }
    table
}

/// Every difference between what `decide` does and what `table` says.
fn differences(table: &Table) -> Vec<String> {
    let mut found = Vec::new();
    let stories = Story::all();
    for (case, _, _) in table.keys() {
        if !stories.iter().any(|(name, _)| name == case) {
            found.push(format!("no story is called {case}"));
        }
    }
    for (case, story) in &stories {
        for name in CommandName::ALL {
            for who in Who::ALL {
                let key = ((*case).to_owned(), name.to_string(), who.to_string());
                let wanted = table.get(&key);
                let outcome = story.try_give(&who.actor(), &story.command(*name));
                let said = match &outcome {
                    Ok(decided) => decided.cycle.state.name().to_string(),
                    Err(refusal) => format!("!{}", refusal.code),
                };
                let agree = match wanted {
                    Some(wanted) => *wanted == said,
                    None => outcome.is_err(),
                };
                if !agree {
                    found.push(format!("{case},{name},{who},{said} (table: {wanted:?})"));
                }
            }
        }
    }
    found.dedup();
    found
}

#[test]
fn every_state_command_and_role_does_what_the_table_says() {
    let found = differences(&table(TRANSITIONS));
    assert!(
        found.is_empty(),
        "{} differences:\n{}",
        found.len(),
        found.join("\n")
    );
}

#[test]
fn the_matrix_reports_a_table_that_allows_too_much_too_little_or_leads_elsewhere() {
    let changed = |from: &str, to: &str| {
        assert!(TRANSITIONS.contains(from), "{from}");
        differences(&table(&TRANSITIONS.replace(from, to)))
    };
    for (from, to) in [
        (
            "decision,certify,lead_c40 lead_concito,certified",
            "decision,certify,lead_c40,certified",
        ),
        (
            "decision,certify,lead_c40 lead_concito,",
            "decision,certify,lead_c40 lead_concito approver,",
        ),
        (
            "revision,submit,approver,review",
            "revision,submit,approver,decision",
        ),
    ] {
        assert!(!changed(from, to).is_empty(), "{to} went unnoticed");
    }
}

#[test]
fn the_list_of_available_commands_never_hides_one_that_would_be_carried_out() {
    for (case, story) in Story::all() {
        for who in Who::ALL {
            let actor = who.actor();
            let facts = story.facts();
            let ctx = Ctx {
                now: story.now,
                actor: &actor,
                programme: &story.programme,
                facts: &facts,
                seed: Uuid::nil(),
            };
            for available in available(&story.cycle, &ctx) {
                let carried_out = story
                    .try_give(&actor, &story.command(available.command))
                    .is_ok();
                assert!(
                    !(carried_out && available.refusal.is_some()),
                    "{case}, {who}: {} is listed as {:?}",
                    available.command,
                    available.refusal
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Whatever people and clock do, in whatever order: nothing panics, the
    /// stored state is the fold of the events, `withdrawn` absorbs, and a tick
    /// leaves nothing that is due.
    #[test]
    fn random_commands_keep_every_invariant(
        start in 0usize..28,
        steps in prop::collection::vec((0..CommandName::ALL.len(), 0..Who::ALL.len(), 0i64..40), 1..120)
    ) {
        let stories = STORIES.get_or_init(Story::all);
        let (_, mut story) = stories[start % stories.len()].clone();
        for (command, who, days) in steps {
            story = story.later(days % 7);
            let was_withdrawn = story.cycle.state.name() == StateName::Withdrawn;
            let command = story.command(CommandName::ALL[command]);
            let _ = story.give(Who::ALL[who], &command);
            if days == 3 {
                let tick = story.give(Who::Clock, &Command::Tick {});
                prop_assert!(
                    tick.is_ok()
                        || crate::next_due(&story.cycle, &story.programme)
                            .is_none_or(|due| due > story.now),
                    "due, but the tick said {tick:?}"
                );
                prop_assert!(
                    crate::next_due(&story.cycle, &story.programme)
                        .is_none_or(|due| due > story.now),
                    "a tick left something due"
                );
            }
            let folded = fold(story.cycle.id, &story.entries);
            prop_assert_eq!(folded.as_ref(), Some(&story.cycle));
            prop_assert!(!was_withdrawn || story.cycle.state.name() == StateName::Withdrawn);
            let text = crate::canonical_json(&story.cycle);
            prop_assert_eq!(&serde_json::from_str::<Cycle>(&text).unwrap(), &story.cycle);
        }
    }
}
