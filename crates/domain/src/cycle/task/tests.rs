use chrono::NaiveDate;

use super::*;
use crate::{
    Actor, Command, RefusalCode, Tie, Verdict, may_draft_judgement, may_see_review,
    samples::{self, Story, Who},
    time::local_date,
};

fn person(who: Who) -> Person {
    who.actor().person().expect("somebody").clone()
}

fn tasks(story: &Story, who: Who) -> Vec<Task> {
    story.cycle.tasks_of(&person(who), local_date(story.now))
}

fn due(story: &Story) -> Option<NaiveDate> {
    story.cycle.next_deadline().map(|deadline| deadline.due)
}

fn ctx_allows(story: &Story, who: Who, stage: &str) -> Result<(), RefusalCode> {
    let facts = story.facts();
    let actor = who.actor();
    let ctx = crate::Ctx {
        now: story.now,
        actor: &actor,
        programme: &story.programme,
        facts: &facts,
        seed: uuid::Uuid::from_u128(7),
    };
    may_draft_judgement(&story.cycle, stage, &ctx)
}

fn recused() -> Story {
    let mut story = Story::review_accepted();
    let assignment = story.cycle.stages[0].assignments[0].id;
    story
        .give(
            Who::Reviewer,
            &Command::Recuse {
                assignment,
                reason: "Jeg er fætter til borgmesteren.".into(),
            },
        )
        .unwrap();
    story
}

#[test]
fn a_stage_without_reviewers_waits_for_its_lead_alone() {
    let story = Story::review();
    let wanted = Task::Assign {
        stage: 0,
        missing: 1,
        on_behalf: false,
        due: due(&story),
    };
    assert_eq!(tasks(&story, Who::LeadConcito), [wanted]);
    for who in [Who::Reviewer, Who::LeadC40, Who::Secretariat, Who::Approver] {
        assert_eq!(tasks(&story, who), [], "{who:?}");
    }
}

#[test]
fn whoever_is_asked_answers_and_then_judges_what_is_left() {
    let story = Story::review_offered();
    let asked = tasks(&story, Who::Reviewer);
    assert!(
        matches!(asked[..], [Task::Answer { stage: 0, .. }]),
        "{asked:?}"
    );
    assert_eq!(tasks(&story, Who::LeadConcito), []);

    let mut story = Story::review_accepted();
    let judge = |undecided| Task::Judge {
        stage: 0,
        undecided,
        open: 3,
        due: due(&Story::review_accepted()),
    };
    assert_eq!(tasks(&story, Who::Reviewer), [judge(3)]);
    let command = Command::DecideCriterion {
        stage: "concito".to_owned(),
        criterion: samples::criteria()[0].clone(),
        verdict: Verdict::Approved,
    };
    story.give(Who::Reviewer, &command).unwrap();
    assert_eq!(tasks(&story, Who::Reviewer), [judge(2)]);
}

#[test]
fn a_stage_in_which_all_is_judged_waits_to_be_concluded() {
    let story = Story::review_judged();
    let lead = tasks(&story, Who::LeadConcito);
    assert!(
        matches!(lead[..], [Task::Conclude { stage: 0, .. }]),
        "{lead:?}"
    );
    // C40's turn has not come.
    assert_eq!(tasks(&story, Who::LeadC40), []);
}

#[test]
fn a_lead_who_may_record_for_another_is_told_that_it_would_be_on_behalf() {
    let story = Story::review_second_stage();
    let on_behalf = |who| {
        tasks(&story, who).into_iter().find_map(|task| match task {
            Task::Assign {
                on_behalf, stage, ..
            } => Some((stage, on_behalf)),
            _ => None,
        })
    };
    let seen = (on_behalf(Who::LeadC40), on_behalf(Who::LeadConcito));
    let empty = story.cycle.stages[1].live().next().is_none();
    assert_eq!(
        seen,
        if empty {
            (Some((1, false)), Some((1, true)))
        } else {
            (None, None)
        }
    );
}

#[test]
fn a_decision_waits_for_the_last_lead_and_scoping_for_the_first() {
    let decision = Story::decision();
    let wanted = [Task::Certify {
        due: due(&decision),
    }];
    assert_eq!(tasks(&decision, Who::LeadC40), wanted);
    assert_eq!(tasks(&decision, Who::Reviewer), []);
    let scoping = Story::scoping();
    assert_eq!(tasks(&scoping, Who::LeadConcito), [Task::Scope]);
    assert_eq!(tasks(&scoping, Who::LeadC40), []);
}

#[test]
fn a_second_reading_waits_for_those_who_have_not_judged() {
    let story = Story::returned_read_twice();
    let has = |who| {
        tasks(&story, who)
            .iter()
            .any(|task| matches!(task, Task::ReadAgain { .. }))
    };
    assert!(has(Who::LeadConcito));
    assert!(
        !has(Who::Reviewer),
        "who returned it does not read it again"
    );
    assert!(!has(Who::Approver));
}

#[test]
fn a_case_on_hold_or_of_a_municipality_one_is_tied_to_waits_for_nobody() {
    assert_eq!(tasks(&Story::review_judged().held(), Who::LeadConcito), []);
    let story = Story::review_judged();
    let mut tied = person(Who::LeadConcito);
    tied.ties.push(Tie {
        municipality: samples::MUNICIPALITY,
        until: None,
    });
    let today = local_date(story.now);
    assert_eq!(story.cycle.tasks_of(&tied, today), []);
    let actor = Actor::Person(tied);
    assert!(!may_see_review(&story.cycle, &actor, today));
    assert!(may_see_review(
        &story.cycle,
        &Who::LeadConcito.actor(),
        today
    ));
}

/// Lists look for what waits by the stages alone.
#[test]
fn a_lead_has_something_to_do_where_a_stage_of_theirs_waits_and_nowhere_else() {
    let (mut idle, mut busy) = (0, 0);
    for (name, story) in Story::all() {
        let cycle = &story.cycle;
        let awaited = cycle.awaited_leads();
        for who in [Who::LeadConcito, Who::LeadC40] {
            let lead = person(who);
            let led = |index: &usize| leads(cycle, &lead, &cycle.stages[*index]).is_some();
            let waits = awaited.iter().any(led);
            let has = !tasks(&story, who).is_empty();
            // Of a second reading nothing waits for whoever judged before.
            assert!(
                has == waits || waits && cycle.is_read_again(),
                "{name}: {who:?}"
            );
            *(if has { &mut busy } else { &mut idle }) += 1;
        }
    }
    assert!(busy > 10 && idle > 10, "the control: {busy}, {idle}");
}

#[test]
fn only_those_who_judge_look_on_while_it_is_judged() {
    let story = Story::review_accepted();
    let today = local_date(story.now);
    let sees = |who: Who| may_see_review(&story.cycle, &who.actor(), today);
    let seeing: Vec<Who> = Who::ALL.iter().copied().filter(|who| sees(*who)).collect();
    for who in [
        Who::Reviewer,
        Who::LeadConcito,
        Who::LeadC40,
        Who::Secretariat,
        Who::Auditor,
    ] {
        assert!(seeing.contains(&who), "{who:?}");
    }
    for who in [
        Who::Public,
        Who::Coordinator,
        Who::Approver,
        Who::Advisor,
        Who::OtherReviewer,
        Who::Clerk,
        Who::Stranger,
    ] {
        assert!(!seeing.contains(&who), "{who:?}");
    }
}

#[test]
fn drafts_of_judgements_are_for_those_who_may_judge_and_sealed_when_they_are_recused() {
    let story = Story::review_accepted();
    assert_eq!(ctx_allows(&story, Who::Reviewer, "concito"), Ok(()));
    // One who records another organisation's decision drafts it too.
    let second = Story::review_second_stage();
    if second.cycle.stages[1].status == StageStatus::Open {
        assert_eq!(ctx_allows(&second, Who::LeadConcito, "c40"), Ok(()));
    }
    assert_eq!(
        ctx_allows(&story, Who::LeadConcito, "concito"),
        Err(RefusalCode::NotAssigned)
    );
    assert_eq!(
        ctx_allows(&story, Who::Reviewer, "c40"),
        Err(RefusalCode::StageNotOpen)
    );
    assert!(ctx_allows(&story, Who::Approver, "concito").is_err());
    assert_eq!(
        ctx_allows(&recused(), Who::Reviewer, "concito"),
        Err(RefusalCode::NotAssigned)
    );
}

#[test]
fn an_approval_that_was_carried_over_is_locked_and_the_rest_is_not() {
    let mut story = Story::answered();
    let carried = story.cycle.carried_in(0);
    let pending = story.cycle.pending_in(0);
    assert!(
        !carried.is_empty() && !pending.is_empty(),
        "{carried:?} {pending:?}"
    );
    assert!(carried.is_disjoint(&pending));
    let who = Who::ALL
        .iter()
        .copied()
        .find(|who| ctx_allows(&story, *who, "concito").is_ok())
        .expect("somebody judges");
    let mut judge = |criterion: &CriterionId| {
        story.give(
            who,
            &Command::DecideCriterion {
                stage: "concito".to_owned(),
                criterion: criterion.clone(),
                verdict: Verdict::Approved,
            },
        )
    };
    for criterion in &carried {
        assert_eq!(
            judge(criterion).unwrap_err().code,
            RefusalCode::CriterionCarried
        );
    }
    for criterion in &pending {
        judge(criterion).unwrap();
        // What was judged in this round may be judged again in it.
        judge(criterion).unwrap();
    }
    assert_eq!(story.cycle.carried_in(0), carried);
}
