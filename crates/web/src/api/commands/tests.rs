use lustrum_domain::{
    Ctx,
    samples::{Story, Who},
};
use serde_json::json;

use super::*;

fn errors(name: CommandName, body: Value) -> Vec<(String, String)> {
    let errors = read(name, body).unwrap_err();
    errors
        .into_iter()
        .map(|it| (it.pointer, it.found))
        .collect()
}

#[test]
fn the_clocks_commands_are_those_that_no_case_offers_to_people() {
    let story = Story::review();
    let actor = Who::Secretariat.actor();
    let facts = story.facts();
    let ctx = Ctx {
        now: story.now,
        actor: &actor,
        programme: &story.programme,
        facts: &facts,
        seed: uuid::Uuid::nil(),
    };
    let offered = lustrum_domain::available(&story.cycle, &ctx);
    for command in CommandName::ALL {
        let is_offered = offered.iter().any(|it| it.command == *command);
        assert_eq!(is_offered, !is_clocks(*command), "{command}");
    }
}

#[test]
fn every_sample_command_is_read_back_from_its_fields() {
    for (_, story) in Story::all() {
        for name in CommandName::ALL
            .iter()
            .copied()
            .filter(|it| !is_clocks(*it))
        {
            let command = story.command(name);
            let mut body = serde_json::to_value(&command).unwrap();
            body.as_object_mut().unwrap().remove("command");
            assert_eq!(read(name, body), Ok(command));
        }
    }
}

#[test]
fn every_field_that_does_not_fit_is_told_with_its_place() {
    let body = json!({ "stage": 7, "criterion": "KA-1.01", "verdict": "approved", "tone": "kind" });
    let found = errors(CommandName::DecideCriterion, body);
    assert_eq!(
        found,
        [
            ("/tone".to_owned(), "kind".to_owned()),
            ("/stage".to_owned(), "7".to_owned()),
            ("/verdict".to_owned(), "approved".to_owned()),
        ]
    );
}

#[test]
fn a_missing_field_is_told_and_an_optional_one_is_not() {
    let found = errors(CommandName::SetDates, json!({ "period_end": null }));
    let pointers: Vec<&str> = found.iter().map(|(pointer, _)| pointer.as_str()).collect();
    assert_eq!(pointers, ["/self_assessment_due", "/submission_due"]);
}

#[test]
fn a_row_of_a_list_is_told_with_its_number() {
    let body = json!({ "condition": "cnd_00000000000000000000000000000001", "answer": "ja", "evidence": ["x"] });
    let found = errors(CommandName::AnswerCondition, body);
    assert_eq!(found, [("/evidence/0".to_owned(), "x".to_owned())]);
}

#[test]
fn a_command_of_another_name_cannot_be_smuggled_in() {
    let found = errors(CommandName::Recall, json!({ "command": "submit" }));
    assert_eq!(found, [("/command".to_owned(), "submit".to_owned())]);
}

#[test]
fn a_body_that_is_no_object_is_refused() {
    assert_eq!(
        errors(CommandName::Recall, json!([1])),
        [(String::new(), "[1]".to_owned())]
    );
    assert!(read(CommandName::Recall, json!({})).is_ok());
}
