use lustrum_domain::{
    Command, Ctx, Verdict,
    samples::{Story, Who},
};
use uuid::Uuid;

use super::*;

fn view(story: &Story, who: Who) -> CaseView {
    let actor = who.actor();
    let facts = story.facts();
    let ctx = Ctx {
        now: story.now,
        actor: &actor,
        programme: &story.programme,
        facts: &facts,
        seed: Uuid::nil(),
    };
    CaseView {
        cycle: story.cycle.clone(),
        content_seq: 0,
        commands: lustrum_domain::available(&story.cycle, &ctx),
        bodies: facts.bodies.clone(),
        next_due_at: None,
    }
}

fn told(story: &Story, who: Who) -> serde_json::Value {
    let today = lustrum_domain::time::local_date(story.now);
    let telling = Telling {
        locale: Locale::En,
        today,
        texts: BTreeMap::new(),
        names: BTreeMap::new(),
        sees_open: lustrum_domain::may_see_open_findings(&story.cycle, &who.actor(), today),
    };
    serde_json::to_value(telling.case(view(story, who))).unwrap()
}

#[test]
fn a_case_in_every_state_is_told_with_every_command_and_a_reason() {
    for (name, story) in Story::all() {
        let told = told(&story, Who::Approver);
        assert_eq!(told["state"]["name"], story.cycle.state.name().as_str());
        let commands = told["commands"].as_array().unwrap();
        assert!(commands.len() > 30, "{name}");
        for command in commands {
            let allowed = command["allowed"].as_bool().unwrap();
            assert_eq!(allowed, command["refusal"].is_null(), "{name}: {command}");
            assert!(!command.to_string().contains('<'), "{name}: {command}");
        }
    }
}

#[test]
fn an_approver_may_submit_in_revision_and_a_reviewer_is_told_why_not() {
    let submit = |who| {
        let told = told(&Story::revision(), who);
        let commands = told["commands"].as_array().unwrap().clone();
        commands
            .into_iter()
            .find(|it| it["command"] == "submit")
            .unwrap()
    };
    assert_eq!(submit(Who::Approver)["allowed"], true);
    assert_eq!(submit(Who::Reviewer)["refusal"]["code"], "not-permitted");
}

#[test]
fn a_municipality_sees_the_judgements_of_a_stage_when_it_is_concluded() {
    let judged = |story: &Story, who| {
        let told = told(story, who);
        told["stages"][0]["findings"].as_object().unwrap().len()
    };
    let open = Story::review_judged();
    for who in [
        Who::Reviewer,
        Who::LeadConcito,
        Who::Secretariat,
        Who::Auditor,
    ] {
        assert_eq!(judged(&open, who), 3, "{who}");
    }
    let concluded = Story::review_second_stage();
    for who in [Who::Coordinator, Who::Approver, Who::Advisor] {
        assert_eq!(judged(&open, who), 0, "{who}");
        assert_eq!(judged(&concluded, who), 3, "{who}");
    }
}

#[test]
fn a_municipality_sees_who_judges_and_not_who_said_no() {
    let asked = |story: &Story, who| {
        let told = told(story, who);
        told["stages"][0]["assignments"].as_array().unwrap().len()
    };
    let mut declined = Story::review_offered();
    let command = declined.command(CommandName::DeclineAssignment);
    declined.give(Who::Reviewer, &command).unwrap();
    let mut recused = Story::review_accepted();
    let command = recused.command(CommandName::Recuse);
    recused.give(Who::Reviewer, &command).unwrap();
    for story in [declined, recused, Story::review_offered()] {
        assert_eq!(asked(&story, Who::Approver), 0);
        assert_eq!(asked(&story, Who::LeadConcito), 1);
    }
    assert_eq!(asked(&Story::review_accepted(), Who::Approver), 1);
}

#[test]
fn a_condition_is_told_with_the_approval_that_it_belongs_to() {
    let conditions = |story: &Story, who| {
        let told = told(story, who);
        told["conditions"].as_array().unwrap().len()
    };
    let mut open = Story::review_second_stage();
    let verdict = Verdict::ApprovedWithCondition {
        text: "Opdatér årligt".into(),
        due: lustrum_domain::time::local_date(open.now) + chrono::Days::new(365),
    };
    let judge = Command::DecideCriterion {
        stage: "c40".to_owned(),
        criterion: "S-3".into(),
        verdict,
    };
    open.give(Who::ReviewerC40, &judge).unwrap();
    assert_eq!(conditions(&open, Who::Approver), 0);
    assert_eq!(conditions(&open, Who::LeadC40), 1);
    assert_eq!(conditions(&Story::decision(), Who::Approver), 1);
}
