use serde_json::Value;

use super::*;
use crate::{
    Actor,
    cycle::{available, is_for_people},
    samples::{Story, Who},
};

fn offered(story: &Story, actor: &Actor, command: CommandName) -> Choices {
    let facts = story.facts();
    let ctx = Ctx {
        now: story.now,
        actor,
        programme: &story.programme,
        facts: &facts,
        seed: Uuid::nil(),
    };
    choices(&story.cycle, command, &ctx)
}

/// What `command` names, by the field that names it.
fn named(command: &Command) -> Vec<(String, String)> {
    let Value::Object(fields) = serde_json::to_value(command).unwrap() else {
        panic!("a command is an object");
    };
    let mut named = Vec::new();
    for (field, value) in fields {
        match value {
            Value::String(text) => named.push((field, text)),
            Value::Array(items) => named.extend(
                items
                    .into_iter()
                    .filter_map(|item| Some((field.clone(), item.as_str()?.to_owned()))),
            ),
            _ => {}
        }
    }
    named
}

fn texts<T: ToString>(ids: &[T]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

/// What `field` can name; none where a field is no choice of these.
fn known(choices: &Choices, field: &str) -> Option<Vec<String>> {
    Some(match field {
        "stage" => choices.stages.clone(),
        "criterion" | "criteria" => choices.criteria.iter().map(|id| id.0.clone()).collect(),
        "assignment" => texts(&choices.assignments),
        "deadline" => texts(&choices.deadlines),
        "extension" => texts(&choices.extensions),
        "reading" => texts(&choices.readings),
        "condition" => texts(&choices.conditions),
        "adoption" | "corrects" => texts(&choices.adoptions),
        "body" => texts(&choices.bodies),
        "notice" => texts(&choices.notices),
        _ => return None,
    })
}

/// Commands that hold although what they name is not among `of` their choices.
fn missing(of: impl Fn(&Story, &Actor, CommandName) -> Choices) -> Vec<String> {
    let mut missing = Vec::new();
    for (case, story) in Story::all() {
        for who in Who::ALL {
            let actor = who.actor();
            for name in CommandName::ALL {
                let command = story.command(*name);
                let clocks = !available_to(&story, &actor, *name);
                if clocks || story.try_give(&actor, &command).is_err() {
                    continue;
                }
                let choices = of(&story, &actor, *name);
                for (field, value) in named(&command) {
                    if known(&choices, &field).is_some_and(|known| !known.contains(&value)) {
                        missing.push(format!("{case} {who} {name}: {field} {value}"));
                    }
                }
            }
        }
    }
    missing
}

fn available_to(story: &Story, actor: &Actor, command: CommandName) -> bool {
    let facts = story.facts();
    let ctx = Ctx {
        now: story.now,
        actor,
        programme: &story.programme,
        facts: &facts,
        seed: Uuid::nil(),
    };
    available(&story.cycle, &ctx)
        .iter()
        .any(|it| it.command == command)
}

#[test]
fn whatever_a_command_that_holds_names_is_among_its_choices() {
    let missing = missing(offered);
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_choice_that_is_forgotten_is_found() {
    let forgetful = |story: &Story, actor: &Actor, command| Choices {
        stages: Vec::new(),
        ..offered(story, actor, command)
    };
    assert!(!missing(forgetful).is_empty());
}

#[test]
fn nobody_is_offered_what_is_not_theirs() {
    let story = Story::review_second_stage();
    let stages = |who: Who| {
        let command = CommandName::ConcludeStage;
        offered(&story, &who.actor(), command).stages
    };
    assert_eq!(stages(Who::LeadC40), ["c40"]);
    assert!(stages(Who::Approver).is_empty());
    let offered_to = |who: Who| {
        let story = Story::review_offered();
        let command = CommandName::AcceptAssignment;
        offered(&story, &who.actor(), command).assignments.len()
    };
    assert_eq!(offered_to(Who::Reviewer), 1);
    assert_eq!(offered_to(Who::OtherReviewer), 0);
}

#[test]
fn a_formal_notice_cannot_be_chosen_to_be_cancelled() {
    let story = Story::certified();
    let chosen = offered(&story, &Who::Approver.actor(), CommandName::CancelNotice);
    let formal = |id: &NoticeId| {
        let notice = story.cycle.notices.iter().find(|it| it.id == *id);
        notice.is_some_and(|it| it.releases_on.is_some())
    };
    assert!(!chosen.notices.iter().any(formal));
    let released = offered(&story, &Who::Approver.actor(), CommandName::ReleaseNotice);
    assert!(released.notices.iter().any(formal));
}

fn is_offered_to(story: &Story, who: Who, command: CommandName) -> bool {
    let (facts, actor) = (story.facts(), who.actor());
    let ctx = Ctx {
        now: story.now,
        actor: &actor,
        programme: &story.programme,
        facts: &facts,
        seed: Uuid::nil(),
    };
    is_offered(&story.cycle, command, &ctx)
}

#[test]
fn whatever_somebody_can_give_is_offered_to_them() {
    let mut missing = Vec::new();
    for (case, story) in Story::all() {
        for who in Who::ALL {
            for name in CommandName::ALL
                .iter()
                .copied()
                .filter(|it| is_for_people(*it))
            {
                let holds = story.try_give(&who.actor(), &story.command(name)).is_ok();
                if holds && !is_offered_to(&story, *who, name) {
                    missing.push(format!("{case} {who} {name}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn what_the_case_would_only_refuse_is_not_offered() {
    use CommandName as C;
    for (story, who, commands) in [
        (
            Story::review_offered(),
            Who::LeadConcito,
            &[C::SettleFinding][..],
        ),
        (
            Story::review_offered(),
            Who::Secretariat,
            &[C::DecideExtension, C::AllowRound, C::RecordContact],
        ),
        (
            Story::certified(),
            Who::LeadC40,
            &[
                C::DecideSecondReading,
                C::Reopen,
                C::RecordEditorialDifference,
            ],
        ),
        (
            Story::review_second_stage(),
            Who::Approver,
            &[C::Recall, C::RequestSecondReading, C::RequestExtension],
        ),
    ] {
        for command in commands {
            let state = story.cycle.state.name();
            assert!(
                !is_offered_to(&story, who, *command),
                "{state} {who} {command}"
            );
        }
    }
}
