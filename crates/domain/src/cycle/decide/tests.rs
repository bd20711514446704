//! What commands lead to, story by story; the matrix of all of them is apart.

mod matrix;

use super::*;
use crate::{
    cycle::{
        Renewal,
        due::{self, Due},
        fold,
    },
    samples::{Story, Who},
};

/// The lead and a reviewer of the body that takes over from CONCITO.
fn of_successor(role: Role, number: u128) -> Actor {
    let mut person = Who::LeadConcito.actor().person().unwrap().clone();
    person.id = PersonId(Uuid::from_u128(number));
    person.memberships[0].role = role;
    person.memberships[0].organisation = crate::samples::SUCCESSOR;
    Actor::Person(person)
}

#[test]
fn a_stage_goes_to_a_successor_with_its_findings_and_without_its_open_assignments() {
    let mut story = Story::review_accepted();
    let approve = |criterion: &str| Command::DecideCriterion {
        stage: "concito".to_owned(),
        criterion: criterion.into(),
        verdict: Verdict::Approved,
    };
    story.give(Who::Reviewer, &approve("S-1")).unwrap();
    let hand_over = story.command(CommandName::HandOverStage);
    story.give(Who::Secretariat, &hand_over).unwrap();
    let successor = crate::samples::SUCCESSOR;
    let stage = &story.cycle.stages[0];
    assert_eq!(stage.organisation, successor);
    assert_eq!(
        stage.findings[&"S-1".into()].status,
        crate::FindingStatus::Approved
    );
    assert_eq!(
        stage.assignments[0].status,
        crate::AssignmentStatus::Reassigned
    );
    // Whoever recorded C40's decisions as CONCITO's lead no longer does.
    assert_eq!(story.cycle.stages[1].recorded_by, [successor]);
    assert!(!crate::may_see(&story.cycle, &Who::LeadConcito.actor()));
    let refused = story.give(Who::Reviewer, &approve("S-2")).unwrap_err();
    assert_eq!(refused.code, RefusalCode::NotPermitted);

    let lead = of_successor(Role::Lead, 901);
    assert!(crate::may_see(&story.cycle, &lead));
    let mut go_on = |actor: &Actor, command: Command| {
        let mut facts = story.facts();
        let reviewer = of_successor(Role::Reviewer, 902).person().unwrap().clone();
        facts.people.insert(reviewer.id, reviewer);
        let ctx = Ctx {
            now: story.now,
            actor,
            programme: &story.programme,
            facts: &facts,
            seed: Uuid::from_u128(story.cycle.version.into()),
        };
        let decided = decide(&story.cycle, &command, &ctx).unwrap();
        story.cycle = decided.cycle;
        story.cycle.stages[0].assignments.last().map(|it| it.id)
    };
    let reviewer = of_successor(Role::Reviewer, 902);
    let offer = Command::OfferAssignment {
        stage: "concito".to_owned(),
        reviewer: reviewer.person().unwrap().id,
    };
    let assignment = go_on(&lead, offer).unwrap();
    go_on(&reviewer, Command::AcceptAssignment { assignment });
    go_on(&reviewer, approve("S-2"));
    go_on(&reviewer, approve("S-3"));
    let stage = "concito".to_owned();
    go_on(&lead, Command::ConcludeStage { stage });
    assert_eq!(story.cycle.stages[0].status, StageStatus::Concluded);
    assert_eq!(story.cycle.stages[1].status, StageStatus::Open);
}

#[test]
fn whoever_was_done_before_a_stage_was_handed_over_does_not_take_it_up_again() {
    use crate::AssignmentStatus::{Accepted, Done};
    let reopened = |story: &Story, lead: &Actor| {
        let reopen = Command::ReopenFinding {
            stage: "concito".to_owned(),
            criterion: "S-1".into(),
            reason: "Ændret siden".into(),
        };
        let stage = story
            .try_give(lead, &reopen)
            .unwrap()
            .cycle
            .stages
            .remove(0);
        assert_eq!(stage.status, StageStatus::Open);
        stage.assignments[0].status
    };
    let mut story = Story::review_second_answered();
    assert_eq!(
        reopened(&story, &Who::LeadConcito.actor()),
        Accepted,
        "the control"
    );
    let hand_over = story.command(CommandName::HandOverStage);
    story.give(Who::Secretariat, &hand_over).unwrap();
    assert_eq!(reopened(&story, &of_successor(Role::Lead, 901)), Done);
}

#[test]
fn a_stage_goes_to_a_knowledge_partner_of_today_and_not_to_the_one_that_has_it() {
    let story = Story::review();
    let hand_over = |stage: &str, organisation, known| {
        let mut facts = story.facts();
        facts.successor = known;
        let actor = Who::Secretariat.actor();
        let ctx = Ctx {
            now: story.now,
            actor: &actor,
            programme: &story.programme,
            facts: &facts,
            seed: Uuid::nil(),
        };
        let command = Command::HandOverStage {
            stage: stage.to_owned(),
            organisation,
            reason: "Aftalen er udløbet".into(),
        };
        decide(&story.cycle, &command, &ctx).map_err(|refusal| refusal.code)
    };
    use crate::samples::{CONCITO, MUNICIPALITY, SUCCESSOR};
    assert!(
        hand_over("concito", SUCCESSOR, Some(SUCCESSOR)).is_ok(),
        "the control"
    );
    for (stage, organisation, known, wanted) in [
        ("concito", MUNICIPALITY, None, RefusalCode::UnknownPartner),
        (
            "concito",
            CONCITO,
            Some(CONCITO),
            RefusalCode::AlreadyJudges,
        ),
        (
            "nobody",
            SUCCESSOR,
            Some(SUCCESSOR),
            RefusalCode::UnknownStage,
        ),
    ] {
        let refused = hand_over(stage, organisation, known);
        assert_eq!(refused.unwrap_err(), wanted);
    }
}

#[test]
fn a_submission_that_a_reviewer_once_accepted_cannot_be_recalled() {
    let recall = |story: &Story| {
        let given = story.try_give(&Who::Approver.actor(), &Command::Recall {});
        given.map(|_| ()).map_err(|refusal| refusal.code)
    };
    assert_eq!(recall(&Story::review_offered()), Ok(()), "the control");
    for (who, name) in [
        (Who::LeadConcito, CommandName::Reassign),
        (Who::Reviewer, CommandName::Recuse),
    ] {
        let mut story = Story::review_accepted();
        let command = story.command(name);
        story.give(who, &command).unwrap();
        assert_eq!(recall(&story), Err(RefusalCode::ReviewBegun), "{name}");
        // Whoever was only asked does not bind the municipality.
        let mut story = Story::review_offered();
        let command = story.command(name);
        story.give(who, &command).unwrap();
        assert_eq!(recall(&story), Ok(()), "{name}");
    }
}

#[test]
fn a_certificate_that_was_superseded_cannot_be_revoked() {
    let revoke = |state| {
        let mut story = Story::concluded_next_open();
        story.next.as_mut().unwrap().state = state;
        let command = story.command(CommandName::RevokeCertificate);
        let given = story.try_give(&Who::LeadC40.actor(), &command);
        given.map(|_| ()).map_err(|refusal| refusal.code)
    };
    assert_eq!(revoke(StateName::Review), Ok(()), "the control");
    assert_eq!(
        revoke(StateName::Concluded),
        Err(RefusalCode::NoCertificate)
    );
}

#[test]
fn a_recused_reviewer_sees_nothing_more_and_hears_nothing_more_not_as_a_lead_either() {
    let mut story = Story::review_accepted();
    let mut person = Who::Reviewer.actor().person().unwrap().clone();
    person.memberships.push(crate::Membership {
        role: Role::Lead,
        ..person.memberships[0].clone()
    });
    let told = |story: &Story| {
        let kind = crate::MailKind::Submitted;
        let actor = Actor::Person(person.clone());
        (
            crate::may_see(&story.cycle, &actor),
            crate::cycle::may_be_told(&story.cycle, &person, kind, &Default::default()),
        )
    };
    assert_eq!(told(&story), (true, true), "the control");
    let recuse = story.command(CommandName::Recuse);
    story.give(Who::Reviewer, &recuse).unwrap();
    assert_eq!(told(&story), (false, false));
}

#[test]
fn whoever_is_recused_when_asked_again_loses_sight_of_what_they_judged_before() {
    let mut story = Story::decision();
    for (who, name) in [
        (Who::LeadC40, CommandName::ReopenReview),
        (Who::LeadC40, CommandName::OfferAssignment),
    ] {
        let command = story.command(name);
        story.give(who, &command).unwrap();
    }
    let reviewer = Who::ReviewerC40.actor();
    assert!(crate::may_see(&story.cycle, &reviewer), "the control");
    let recuse = story.command(CommandName::Recuse);
    story.give(Who::ReviewerC40, &recuse).unwrap();
    let statuses = story.cycle.stages[1].assignments.iter();
    let statuses: Vec<_> = statuses.map(|it| it.status).collect();
    use crate::AssignmentStatus::{Done, Recused};
    assert_eq!(statuses, [Done, Recused]);
    assert!(!crate::may_see(&story.cycle, &reviewer));
}

#[test]
fn whoever_is_partial_towards_a_municipality_reads_no_judgement_of_an_open_stage() {
    let story = Story::review_judged();
    let today = local_date(story.now);
    let reads = |who: Who, ties| {
        let mut person = who.actor().person().unwrap().clone();
        person.ties = ties;
        let actor = Actor::Person(person);
        crate::cycle::may_see_open_findings(&story.cycle, &actor, today)
    };
    let tied = |until| {
        vec![crate::Tie {
            municipality: crate::samples::MUNICIPALITY,
            until,
        }]
    };
    let last_year = Some(today - chrono::Days::new(365));
    let long_ago = Some(today - chrono::Days::new(1000));
    for who in [Who::LeadConcito, Who::Reviewer] {
        assert!(reads(who, Vec::new()), "the control: {who}");
        assert!(!reads(who, tied(None)), "{who}");
        assert!(!reads(who, tied(last_year)), "{who}");
        assert!(reads(who, tied(long_ago)), "{who}");
    }
    // Those who only look on judge nothing.
    assert!(reads(Who::Secretariat, tied(None)));
}

#[test]
fn a_withdrawal_ends_what_was_asked_of_reviewers_and_cancels_the_asking() {
    use crate::AssignmentStatus::{Done, Expired};
    for (story, wanted) in [
        (Story::review_offered(), Expired),
        (Story::review_accepted(), Done),
        (Story::returned(), Done),
    ] {
        let mut story = story;
        let withdraw = story.command(CommandName::Withdraw);
        story.give(Who::Approver, &withdraw).unwrap();
        let assignment = &story.cycle.stages[0].assignments[0];
        assert_eq!(assignment.status, wanted);
        let mut entries = story.entries.iter();
        let withdrawn = entries.rfind(|entry| entry.event.kind().0 == "withdrawn");
        let effects = crate::effects(&story.cycle, withdrawn.unwrap(), &story.programme);
        let asking = crate::Reason::Assignment(assignment.id);
        assert!(effects.contains(&crate::Effect::Cancel(asking)));
    }
}

#[test]
fn the_reason_of_a_mail_stands_for_as_long_as_what_it_tells_of() {
    use crate::Reason;
    let returned = Story::returned_running();
    let submission = returned.cycle.submission().unwrap().id;
    let told = Reason::Return(submission);
    assert!(told.stands(&returned.cycle));
    assert!(!told.stands(&Story::answered().cycle));
    let answer = Reason::Deadline(DeadlineKey::Answer);
    assert!(answer.stands(&returned.cycle));
    assert!(
        !answer.stands(&Story::returned().cycle),
        "the clock does not run yet"
    );
    let offered = Story::review_offered();
    let asked = Reason::Assignment(offered.cycle.stages[0].assignments[0].id);
    assert!(asked.stands(&offered.cycle));
    assert!(!asked.stands(&Story::review_accepted().cycle), "answered");
    for notice in &returned.cycle.notices {
        let drafted = notice.state == crate::notice::NoticeState::Drafted;
        let gone = notice.state == crate::notice::NoticeState::Superseded;
        assert_eq!(
            Reason::Notice(notice.id).stands(&returned.cycle),
            !drafted && !gone
        );
    }
}

/// Somebody whose every role is limited to the programme known by `key`.
fn limited(who: Who, key: &str) -> Option<Actor> {
    let mut person = who.actor().person()?.clone();
    for held in &mut person.memberships {
        held.programme = Some(key.to_owned());
    }
    person.reach = person
        .reach
        .into_iter()
        .map(|(municipality, _)| (municipality, Some(key.to_owned())))
        .collect();
    Some(Actor::Person(person))
}

#[test]
fn a_role_limited_to_a_programme_counts_there_and_nowhere_else() {
    let mut counted = 0;
    for (case, story) in Story::all() {
        for who in Who::ALL {
            let (Some(here), Some(elsewhere)) = (limited(*who, "sample"), limited(*who, "other"))
            else {
                continue;
            };
            let free = who.actor();
            assert_eq!(
                crate::may_see(&story.cycle, &here),
                crate::may_see(&story.cycle, &free),
                "{case}, {who}"
            );
            // A reviewer sees what they were assigned to by their assignment, which
            // is of this programme; without a role in it, nobody sees anything.
            assert!(!crate::may_see(&story.cycle, &elsewhere), "{case}, {who}");
            assert!(crate::may_comment(&story.cycle, &elsewhere).is_err());
            let today = local_date(story.now);
            assert!(!crate::cycle::may_see_open_findings(
                &story.cycle,
                &elsewhere,
                today
            ));
            for name in CommandName::ALL {
                let command = story.command(*name);
                let given = story.try_give(&free, &command);
                assert_eq!(
                    story.try_give(&here, &command),
                    given,
                    "{case}, {name}, {who}"
                );
                assert!(
                    story.try_give(&elsewhere, &command).is_err(),
                    "{case}, {name}, {who}"
                );
                counted += usize::from(given.is_ok());
            }
        }
    }
    assert!(counted > 300, "the control: without a limit they may");
}

#[test]
fn a_refused_command_names_itself_the_state_and_the_reason() {
    let story = Story::review_accepted();
    let refusal = story
        .try_give(&Who::Approver.actor(), &Command::Recall {})
        .unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "recall in state review was refused: review-begun"
    );
}

#[test]
fn texts_stay_out_of_the_log_and_only_their_salted_hash_enters_it() {
    let story = Story::review();
    let decided = story
        .try_give(
            &Who::LeadConcito.actor(),
            &Command::SendBack {
                reason: "Bilag 3 mangler æøå".into(),
            },
        )
        .unwrap();
    let log = crate::canonical_json(&decided.entries);
    assert!(!log.contains("Bilag 3"));
    assert!(log.contains(&decided.texts[0].digest().to_string()));
    assert_eq!(decided.texts[0].body, "Bilag 3 mangler æøå");
}

#[test]
fn the_same_command_with_the_same_seed_mints_the_same_ids() {
    let story = Story::review();
    let give = || {
        story
            .try_give(&Who::Approver.actor(), &Command::Recall {})
            .unwrap()
    };
    assert_eq!(give(), give());
}

#[test]
fn an_answered_criterion_is_judged_again_and_approved_ones_are_carried() {
    let mut story = Story::answered();
    let carried = story
        .give(
            Who::Reviewer,
            &Command::DecideCriterion {
                stage: "concito".to_owned(),
                criterion: "S-1".into(),
                verdict: Verdict::Approved,
            },
        )
        .unwrap_err();
    assert_eq!(carried.code, RefusalCode::CriterionCarried);
    assert_eq!(story.cycle.pending_in(0), ["S-2".into()].into());
    assert_eq!(story.cycle.round, 2);
}

#[test]
fn a_changed_criterion_can_be_reopened_by_the_earlier_stage_and_holds_the_later_one() {
    let mut story = Story::review_second_answered();
    let conclude = |stage: &str| Command::ConcludeStage {
        stage: stage.to_owned(),
    };
    assert_eq!(
        story.cycle.pending_in(1),
        ["S-1".into(), "S-2".into()].into()
    );

    let reopen = |criterion: &str| Command::ReopenFinding {
        stage: "concito".to_owned(),
        criterion: criterion.into(),
        reason: "Ændret siden".into(),
    };
    let unchanged = story.give(Who::LeadConcito, &reopen("S-3")).unwrap_err();
    assert_eq!(unchanged.code, RefusalCode::CriterionUnchanged);
    story.give(Who::LeadConcito, &reopen("S-1")).unwrap();

    for criterion in ["S-1", "S-2"] {
        story
            .give(
                Who::ReviewerC40,
                &Command::DecideCriterion {
                    stage: "c40".to_owned(),
                    criterion: criterion.into(),
                    verdict: Verdict::Approved,
                },
            )
            .unwrap();
    }
    let held = story.give(Who::LeadC40, &conclude("c40")).unwrap_err();
    assert_eq!(held.code, RefusalCode::EarlierStageOpen);
    // S-2 changed as well, so CONCITO looks at it again before it concludes.
    for criterion in ["S-1", "S-2"] {
        story
            .give(
                Who::Reviewer,
                &Command::DecideCriterion {
                    stage: "concito".to_owned(),
                    criterion: criterion.into(),
                    verdict: Verdict::Approved,
                },
            )
            .unwrap();
    }
    story.give(Who::LeadConcito, &conclude("concito")).unwrap();
    story.give(Who::LeadC40, &conclude("c40")).unwrap();
    assert_eq!(story.cycle.state.name(), StateName::Decision);
}

/// An approval of a concluded stage stands. Before, a case that only the later
/// stage had returned could never be certified.
#[test]
fn what_a_later_stage_had_changed_is_certified_without_the_earlier_one() {
    let mut story = Story::decision_after_change();
    assert!(story.cycle.pending_in(0).is_empty(), "CONCITO is done");
    let certify = story.command(CommandName::Certify);
    story.give(Who::LeadC40, &certify).unwrap();
    assert_eq!(story.cycle.state.name(), StateName::Certified);
}

#[test]
fn an_overturned_refusal_leaves_the_approvals_that_it_found() {
    let mut story = Story::decision_after_change();
    for (who, name) in [
        (Who::LeadC40, CommandName::Refuse),
        (Who::Approver, CommandName::RequestSecondReading),
        (Who::LeadConcito, CommandName::DecideSecondReading),
        (Who::LeadC40, CommandName::Certify),
    ] {
        let command = story.command(name);
        story.give(who, &command).unwrap();
    }
    assert_eq!(story.cycle.state.name(), StateName::Certified);
}

#[test]
fn a_judgement_is_told_once_its_stage_was_concluded_and_never_of_what_was_sent_back() {
    let is_told = |story: &Story, stage: &str, round| {
        assert_eq!(crate::round_at(&story.cycle, story.now), story.cycle.round);
        !crate::is_open_finding(&story.cycle, stage, round)
    };
    assert!(!is_told(&Story::review_judged(), "concito", 1));
    assert!(is_told(&Story::returned(), "concito", 1));
    assert!(is_told(&Story::answered(), "concito", 1));
    assert!(!is_told(&Story::answered(), "concito", 2));
    assert!(is_told(&Story::refused(), "c40", 1), "why it was refused");
    let mut sent_back = Story::review_judged();
    let command = sent_back.command(CommandName::SendBack);
    sent_back.give(Who::LeadConcito, &command).unwrap();
    assert!(!is_told(&sent_back, "concito", 1));
    sent_back.give(Who::Approver, &Command::Submit {}).unwrap();
    assert!(!is_told(&sent_back, "concito", 1), "not even later");

    // CONCITO returns what C40's return had changed, while C40 judges.
    let mut story = Story::review_second_answered();
    let reopen = Command::ReopenFinding {
        stage: "concito".to_owned(),
        criterion: "S-1".into(),
        reason: "Ændret siden".into(),
    };
    story.give(Who::LeadConcito, &reopen).unwrap();
    let returned = |criterion: &str| Command::DecideCriterion {
        stage: "concito".to_owned(),
        criterion: criterion.into(),
        verdict: Verdict::Returned {
            reason: crate::ReturnReason::Unclear,
            remark: "Uddyb".into(),
        },
    };
    story.give(Who::Reviewer, &returned("S-1")).unwrap();
    story.give(Who::Reviewer, &returned("S-2")).unwrap();
    let stage = "concito".to_owned();
    story
        .give(Who::LeadConcito, &Command::ConcludeStage { stage })
        .unwrap();
    assert_eq!(story.cycle.state.name(), StateName::Returned);
    assert!(is_told(&story, "concito", 2));
    assert!(is_told(&story, "c40", 1));
    assert!(!is_told(&story, "c40", 2), "C40 was not done");
}

#[test]
fn whom_the_judges_asked_is_told_to_nobody_and_what_they_take_up_again_when_they_are_done() {
    use crate::cycle::{Matter, is_told};
    let told = |story: &Story, kind: &str| {
        let mut entries = story.entries.iter();
        let entry = entries.rfind(|entry| entry.event.kind().0 == kind);
        is_told(&story.cycle, Matter::Event(entry.unwrap()))
    };
    let judges = |story: &Story| -> Vec<bool> {
        let assigned = story.cycle.stages[0].assignments.iter();
        let told = assigned.map(|it| is_told(&story.cycle, Matter::Assignment(it)));
        told.collect()
    };
    for (who, name, kind) in [
        (
            Who::Reviewer,
            CommandName::DeclineAssignment,
            "assignment_declined",
        ),
        (Who::Reviewer, CommandName::Recuse, "recused"),
        (
            Who::LeadConcito,
            CommandName::Reassign,
            "assignment_reassigned",
        ),
    ] {
        let mut story = Story::review_offered();
        let command = story.command(name);
        story.give(who, &command).unwrap();
        assert!(!told(&story, kind), "{kind}");
        assert!(!told(&story, "assignment_offered"));
        assert!(told(&story, "submitted"), "the control");
        assert!(!judges(&story).contains(&true), "{kind}");
    }
    let mut story = Story::review_judged();
    assert_eq!(judges(&story), [true], "who judges");
    let reopen = story.command(CommandName::ReopenFinding);
    story.give(Who::LeadConcito, &reopen).unwrap();
    assert!(!told(&story, "finding_reopened"));
    assert!(!told(&story, "criterion_decided"));
    for (who, name) in [
        (Who::Reviewer, CommandName::DecideCriterion),
        (Who::LeadConcito, CommandName::ConcludeStage),
    ] {
        let command = story.command(name);
        story.give(who, &command).unwrap();
    }
    assert!(told(&story, "finding_reopened"));
    assert!(told(&story, "criterion_decided"));
    assert_eq!(judges(&story), [true], "who judged");
}

#[test]
fn what_was_judged_of_a_submission_that_was_sent_back_is_judged_anew() {
    let mut story = Story::review_accepted();
    let judge = |criterion: &str, verdict| Command::DecideCriterion {
        stage: "concito".to_owned(),
        criterion: criterion.into(),
        verdict,
    };
    let conditional = judge(
        "S-1",
        Verdict::ApprovedWithCondition {
            text: "Opdatér årligt".into(),
            due: local_date(story.now) + chrono::Days::new(365),
        },
    );
    story.give(Who::Reviewer, &conditional).unwrap();
    let send_back = story.command(CommandName::SendBack);
    story.give(Who::LeadConcito, &send_back).unwrap();
    assert!(story.cycle.conditions.is_empty(), "nobody was told of it");
    story.give(Who::Approver, &Command::Submit {}).unwrap();
    assert_eq!(story.cycle.pending_in(0).len(), 3, "nothing is carried");
    for criterion in ["S-1", "S-2", "S-3"] {
        story
            .give(Who::Reviewer, &judge(criterion, Verdict::Approved))
            .unwrap();
    }
    let conclude = story.command(CommandName::ConcludeStage);
    story.give(Who::LeadConcito, &conclude).unwrap();
    assert!(!crate::is_open_finding(&story.cycle, "concito", 2), "told");
}

#[test]
fn an_answer_that_was_sent_back_leaves_returned_what_had_been_returned() {
    let before = Story::returned_running();
    let mut story = Story::answered();
    let approve = story.command(CommandName::DecideCriterion);
    story.give(Who::Reviewer, &approve).unwrap();
    assert!(story.cycle.returned_in(0).is_empty(), "it was approved");
    let send_back = story.command(CommandName::SendBack);
    story.give(Who::LeadConcito, &send_back).unwrap();
    assert_eq!(story.cycle.state, before.cycle.state);
    assert_eq!(story.cycle.open_criteria(), before.cycle.open_criteria());
    let findings = |story: &Story| story.cycle.stages[0].findings.clone();
    assert_eq!(findings(&story), findings(&before));
    story.give(Who::Approver, &Command::Submit {}).unwrap();
    assert_eq!(story.cycle.pending_in(0), ["S-2".into()].into());
}

#[test]
fn whoever_judged_an_answer_that_was_sent_back_gives_no_second_reading() {
    let mut story = Story::answered();
    for (who, name) in [
        (Who::LeadConcito, CommandName::Reassign),
        (Who::OtherReviewer, CommandName::AcceptAssignment),
        (Who::OtherReviewer, CommandName::DecideCriterion),
        (Who::LeadConcito, CommandName::SendBack),
        (Who::Approver, CommandName::RequestSecondReading),
    ] {
        let command = story.command(name);
        story.give(who, &command).unwrap();
    }
    let mut story = story.later(1);
    let overturn = story.command(CommandName::DecideSecondReading);
    let judged = story.give(Who::OtherReviewer, &overturn).unwrap_err();
    assert_eq!(judged.code, RefusalCode::JudgedBefore);
    story.give(Who::LeadConcito, &overturn).unwrap();
    // What is read again is the return that stands, and the municipality hears of it.
    let (criterion, entry) = story
        .entries
        .iter()
        .rev()
        .find_map(|entry| match &entry.event {
            Event::CriterionDecided { criterion, .. } => Some((criterion, entry)),
            _ => None,
        })
        .unwrap();
    assert_eq!(story.cycle.stages[0].findings[criterion].round, 1);
    assert!(crate::is_told(&story.cycle, crate::Matter::Event(entry)));
    // What comes after it can be changed for as long as its stage is open.
    let offer = Command::OfferAssignment {
        stage: "c40".to_owned(),
        reviewer: Who::ReviewerC40.id(),
    };
    story.give(Who::LeadC40, &offer).unwrap();
    let assignment = story.cycle.stages[1].assignments[0].id;
    let accept = Command::AcceptAssignment { assignment };
    story.give(Who::ReviewerC40, &accept).unwrap();
    for verdict in [
        Verdict::Approved,
        Verdict::NotApplicable {
            remark: "Alligevel ikke".into(),
        },
    ] {
        let judge = Command::DecideCriterion {
            stage: "c40".to_owned(),
            criterion: "S-2".into(),
            verdict,
        };
        story.give(Who::ReviewerC40, &judge).unwrap();
        assert!(crate::is_open_finding(&story.cycle, "c40", 1), "untold");
    }
}

#[test]
fn nobody_is_reminded_of_an_answer_that_cannot_be_handed_in() {
    let nags = |story: &Story| {
        let ahead = due::all(&story.cycle, &story.programme);
        ahead
            .iter()
            .any(|(_, due)| *due == Due::Remind(DeadlineKey::Answer))
    };
    let mut late = Story::returned_running().later(200);
    assert!(nags(&late), "the control");
    let ask = late.command(CommandName::RequestSecondReading);
    late.give(Who::Approver, &ask).unwrap();
    assert!(late.cycle.running(&DeadlineKey::Answer).is_some(), "late");
    assert!(!nags(&late));
}

#[test]
fn a_condition_that_was_withdrawn_before_anybody_was_told_is_gone() {
    let judge = |story: &mut Story, verdict| {
        let command = Command::DecideCriterion {
            stage: "concito".to_owned(),
            criterion: "S-1".into(),
            verdict,
        };
        story.give(Who::Reviewer, &command).unwrap();
    };
    let conditional = |story: &Story| Verdict::ApprovedWithCondition {
        text: "Opdatér årligt".into(),
        due: local_date(story.now) + chrono::Days::new(365),
    };
    let mut story = Story::review_accepted();
    let verdict = conditional(&story);
    judge(&mut story, verdict);
    assert_eq!(story.cycle.conditions.len(), 1, "the control");
    assert!(!crate::is_told(
        &story.cycle,
        crate::Matter::Condition(&story.cycle.conditions[0])
    ));
    judge(&mut story, Verdict::Approved);
    assert!(story.cycle.conditions.is_empty());
}

#[test]
fn an_answer_that_nobody_wants_any_more_is_not_asked_for_after_a_hold() {
    let mut story = Story::returned_read_twice();
    let overturn = story.command(CommandName::DecideSecondReading);
    story.give(Who::LeadC40, &overturn).unwrap();
    assert_eq!(story.cycle.state.name(), StateName::Review);
    let mut story = story.held();
    story.give(Who::Secretariat, &Command::Resume {}).unwrap();
    assert!(story.cycle.running(&DeadlineKey::Answer).is_none());
    assert!(
        story
            .cycle
            .running(&DeadlineKey::Review("c40".to_owned()))
            .is_some(),
        "the control"
    );
}

#[test]
fn a_hold_stops_an_answer_clock_also_after_it_was_extended() {
    let mut story = Story::returned_running();
    let due = story.cycle.running(&DeadlineKey::Answer).unwrap().due;
    let ask = Command::RequestExtension {
        deadline: DeadlineKey::Answer,
        until: due + chrono::Days::new(14),
        reasons: "Ferie".into(),
    };
    story.give(Who::Approver, &ask).unwrap();
    let grant = story.command(CommandName::DecideExtension);
    story.give(Who::Secretariat, &grant).unwrap();
    let extended = story.cycle.running(&DeadlineKey::Answer).unwrap().due;
    assert_eq!(extended, due + chrono::Days::new(14));
    let mut story = story.held().later(100);
    story.give(Who::Secretariat, &Command::Resume {}).unwrap();
    let resumed = story.cycle.running(&DeadlineKey::Answer).unwrap().due;
    assert!(resumed > extended, "{resumed}");
}

#[test]
fn an_answer_that_was_late_before_a_hold_or_a_second_reading_is_late_after_it() {
    let late = || {
        let story = Story::returned_running();
        let due = story.cycle.running(&DeadlineKey::Answer).unwrap().due;
        let days = (due - local_date(story.now)).num_days() + 5;
        (story.later(days), due)
    };
    let (story, due) = late();
    let mut held = story.held().later(20);
    held.give(Who::Secretariat, &Command::Resume {}).unwrap();
    let (mut read, _) = late();
    let request = read.command(CommandName::RequestSecondReading);
    read.give(Who::Approver, &request).unwrap();
    let uphold = Command::DecideSecondReading {
        reading: read.cycle.readings[0].id,
        upheld: true,
        verdict: None,
        reason: "Mangler stadig".into(),
    };
    read.give(Who::LeadC40, &uphold).unwrap();
    for mut story in [held, read] {
        let answer = story.cycle.running(&DeadlineKey::Answer).unwrap();
        assert_eq!(answer.due, due);
        story.give(Who::Approver, &Command::Submit {}).unwrap();
        assert!(!story.cycle.submission().unwrap().in_time);
    }
}

#[test]
fn nobody_is_said_to_be_missing_when_the_clock_of_a_late_mail_starts_at_the_same_moment() {
    let ticked = |story: Story, days| {
        let mut story = story.later(days);
        story.give(Who::Clock, &Command::Tick {}).unwrap();
        story
    };
    let mut story = Story::returned().later(7);
    let accepted = story.command(CommandName::NoteReturnAccepted);
    story.give(Who::Clock, &accepted).unwrap();
    let told = ticked(story, 4);
    assert_eq!(happened(&told, "answer_clock_started"), 1);
    assert_eq!(happened(&told, "contact_missing"), 0);
    let silent = ticked(Story::returned(), 11);
    assert_eq!(happened(&silent, "contact_missing"), 1, "the control");
}

#[test]
fn a_municipality_that_comes_back_renews_the_certificate_that_it_still_holds() {
    let held = Story::scheduled().cycle.renews.unwrap();
    let renews = |status, lapses_after: &str| {
        let renewed = Renewal {
            status,
            lapses_after: lapses_after.parse().unwrap(),
            ..held.clone()
        };
        let story = Story::enrolled_again(renewed);
        story.cycle.renews.map(|it| (it.certificate, it.status))
    };
    // A story begins on 7 November 2028.
    use crate::RenewalStatus as S;
    let cases = [
        (S::InForce, "2028-11-07", Some(S::InForce)),
        (S::InForce, "2028-11-06", Some(S::Lapsed)),
        (S::GoLive, "2028-11-06", Some(S::GoLive)),
        (S::Lapsed, "2028-11-07", Some(S::Lapsed)),
        (S::Revoked, "2030-11-07", None),
        (S::Superseded, "2030-11-07", None),
    ];
    for (status, lapses_after, wanted) in cases {
        let wanted = wanted.map(|wanted| (held.certificate, wanted));
        assert_eq!(renews(status, lapses_after), wanted, "{status:?}");
    }
    assert_eq!(Story::enrolled().cycle.renews, None, "the control");
}

/// Lets time pass to `date` and gives the clock its say once.
fn tick_on(story: Story, date: &str) -> Story {
    let mut story = story;
    story.now = crate::time::at_hour(date.parse().unwrap(), 12);
    let _ = story.give(Who::Clock, &Command::Tick {});
    story
}

fn happened(story: &Story, kind: &str) -> usize {
    story
        .entries
        .iter()
        .filter(|entry| entry.event.kind().0 == kind)
        .count()
}

#[test]
fn a_certificate_that_was_replaced_does_not_lapse_when_the_new_one_is_revoked() {
    let mut story = Story::concluded();
    let revoke = story.command(CommandName::Revoke);
    story.give(Who::LeadC40, &revoke).unwrap();
    let story = tick_on(story, "2040-01-01");
    assert_eq!(happened(&story, "lapsed"), 0);
}

#[test]
fn a_certificate_lapses_after_the_grace_unless_a_plan_handed_in_in_time_is_being_judged() {
    let late = "2031-05-08";
    assert_eq!(
        happened(&tick_on(Story::revision(), late), "lapsed"),
        1,
        "still in revision"
    );
    for (name, story) in [
        ("first round", Story::review_accepted()),
        ("second round", Story::answered()),
        ("returned", Story::returned()),
        ("decision", Story::decision()),
        ("certified", Story::certified()),
        ("extension undecided", Story::extension_requested()),
    ] {
        assert_eq!(happened(&tick_on(story, late), "lapsed"), 0, "{name}");
    }
    let mut handed_in_late = Story::revision();
    handed_in_late.now = crate::time::at_hour("2030-03-01".parse().unwrap(), 12);
    handed_in_late
        .give(Who::Approver, &Command::Submit {})
        .unwrap();
    assert_eq!(
        happened(&tick_on(handed_in_late, late), "lapsed"),
        1,
        "too late"
    );
}

#[test]
fn a_plan_that_was_refused_instead_of_answered_is_not_certified_by_a_second_reading() {
    let mut story = Story::returned_running();
    let refuse = story.command(CommandName::Refuse);
    story.give(Who::LeadConcito, &refuse).unwrap();
    let request = story.command(CommandName::RequestSecondReading);
    story.give(Who::Approver, &request).unwrap();
    let overturn = story.command(CommandName::DecideSecondReading);
    story.give(Who::LeadC40, &overturn).unwrap();
    assert_eq!(story.cycle.state.name(), StateName::Returned);
    assert_eq!(story.cycle.rounds_used, 1);
    assert!(story.cycle.running(&DeadlineKey::Answer).is_some());
}

#[test]
fn an_overturned_refusal_leaves_findings_and_conditions_as_they_were() {
    let mut story = Story::refused_read_twice();
    let overturn = story.command(CommandName::DecideSecondReading);
    story.give(Who::LeadConcito, &overturn).unwrap();
    assert_eq!(story.cycle.state.name(), StateName::Decision);
    assert_eq!(
        story.cycle.conditions[0].status,
        crate::ConditionStatus::Open
    );
    let certify = story.command(CommandName::Certify);
    story.give(Who::LeadC40, &certify).unwrap();
}

#[test]
fn a_council_that_amends_and_has_that_very_document_certified_concludes_the_case() {
    let mut story = Story::certified();
    let amended = story.council(crate::AdoptionOutcome::Amended, story.plan);
    story.give(Who::Clerk, &amended).unwrap();
    assert_eq!(story.cycle.state.name(), StateName::Concluded);
}

#[test]
fn a_reminder_is_not_sent_again_after_a_recall_nor_an_extension_given_twice() {
    let mut story = Story::extension_requested();
    let grant = story.command(CommandName::DecideExtension);
    story.give(Who::Secretariat, &grant).unwrap();
    let due = story.cycle.running(&DeadlineKey::Submission).unwrap().due;
    let day = due - chrono::TimeDelta::days(29);
    let mut story = tick_on(story, &day.to_string());
    assert_eq!(happened(&story, "reminded"), 1);
    story.give(Who::Approver, &Command::Submit {}).unwrap();
    story.give(Who::Approver, &Command::Recall {}).unwrap();
    let mut story = tick_on(story, &day.to_string());
    assert_eq!(happened(&story, "reminded"), 1);
    let again = story
        .give(
            Who::Approver,
            &Command::RequestExtension {
                deadline: DeadlineKey::Submission,
                until: due + chrono::TimeDelta::days(60),
                reasons: "Mere tid".into(),
            },
        )
        .unwrap_err();
    assert_eq!(again.code, RefusalCode::ExtensionUsed);
}

#[test]
fn what_a_reviewer_found_alone_is_judged_again_when_he_turns_out_to_be_partial() {
    let mut story = Story::review_judged();
    let recuse = story.command(CommandName::Recuse);
    story.give(Who::Reviewer, &recuse).unwrap();
    assert_eq!(story.cycle.pending_in(0).len(), 3);
    let conclude = story.command(CommandName::ConcludeStage);
    let refusal = story.give(Who::LeadConcito, &conclude).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::CriteriaPending);
}

#[test]
fn two_reviewers_must_agree_or_the_lead_settles_and_nobody_undoes_that() {
    let mut story = Story::review();
    story.cycle.stages[0].reviewers = 2;
    for who in [Who::Reviewer, Who::OtherReviewer] {
        let offer = Command::OfferAssignment {
            stage: "concito".to_owned(),
            reviewer: who.id(),
        };
        story.give(Who::LeadConcito, &offer).unwrap();
        let accept = story.command(CommandName::AcceptAssignment);
        story.give(who, &accept).unwrap();
    }
    let judge = |verdict: Verdict| Command::DecideCriterion {
        stage: "concito".to_owned(),
        criterion: "S-1".into(),
        verdict,
    };
    let returned = Verdict::Returned {
        reason: crate::ReturnReason::Unclear,
        remark: "Uddyb".into(),
    };
    story
        .give(Who::Reviewer, &judge(Verdict::Approved))
        .unwrap();
    assert!(
        story.cycle.pending_in(0).contains(&"S-1".into()),
        "one is not enough"
    );
    story
        .give(Who::OtherReviewer, &judge(returned.clone()))
        .unwrap();
    assert!(
        story.cycle.pending_in(0).contains(&"S-1".into()),
        "they disagree"
    );
    story
        .give(
            Who::LeadConcito,
            &Command::SettleFinding {
                stage: "concito".to_owned(),
                criterion: "S-1".into(),
                verdict: Verdict::Approved,
            },
        )
        .unwrap();
    assert!(!story.cycle.pending_in(0).contains(&"S-1".into()));
    let undone = story
        .give(Who::OtherReviewer, &judge(returned))
        .unwrap_err();
    assert_eq!(undone.code, RefusalCode::FindingSettled);
}

#[test]
fn a_hold_stops_the_days_within_which_something_may_be_asked_for() {
    let mut story = Story::refused().held().later(70);
    story.give(Who::Secretariat, &Command::Resume {}).unwrap();
    let request = story.command(CommandName::RequestSecondReading);
    story.give(Who::Approver, &request).unwrap();

    let mut late = Story::refused().later(70);
    let refusal = late.give(Who::Approver, &request).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::TooLate);
}

#[test]
fn a_next_case_on_hold_does_not_keep_the_previous_one_from_being_taken_up_again() {
    let mut story = Story::scheduled().held();
    story.give(Who::Clock, &Command::Wait {}).unwrap();
    let reschedule = story.command(CommandName::Reschedule);
    story.give(Who::Clock, &reschedule).unwrap();
}

#[test]
fn a_case_that_opens_late_gets_as_many_days_more_however_late_it_opens() {
    let due = |mut story: Story| {
        story.give(Who::Clock, &Command::Open {}).unwrap();
        [DeadlineKey::SelfAssessment, DeadlineKey::Submission]
            .map(|key| story.cycle.running(&key).unwrap().due)
    };
    let on_time = due(Story::scheduled());
    // The self-assessment would have been due after six months.
    for days in [1, 175, 185] {
        let wanted = on_time.map(|date| date + chrono::TimeDelta::days(days));
        assert_eq!(due(Story::scheduled().later(days)), wanted, "{days} away");
        let mut held = Story::scheduled().held().later(days);
        held.give(Who::Secretariat, &Command::Resume {}).unwrap();
        assert_eq!(due(held), wanted, "{days} on hold");
    }
    assert_eq!(due(Story::scheduled().later(-10)), on_time, "early");
}

#[test]
fn dates_are_set_ahead_but_that_of_what_was_handed_in() {
    let set = |story: &Story, self_assessment: i64, submission: i64| {
        let today = local_date(story.now);
        let command = Command::SetDates {
            period_end: None,
            opens_on: None,
            self_assessment_due: today + chrono::TimeDelta::days(self_assessment),
            submission_due: today + chrono::TimeDelta::days(submission),
        };
        let given = story.try_give(&Who::Secretariat.actor(), &command);
        let due = |cycle: Cycle| cycle.running(&DeadlineKey::Submission).map(|it| it.due);
        given
            .map(|decided| due(decided.cycle).map(|due| (due - today).num_days()))
            .map_err(|refusal| refusal.code)
    };
    let past = Err(RefusalCode::DateInPast);
    for story in [Story::scoping(), Story::revision()] {
        assert_eq!(set(&story, -100, 200), Ok(Some(200)));
        assert_eq!(set(&story, -100, 0), past);
    }
    let open = Story::self_assessment();
    assert_eq!(set(&open, 0, 200), past);
    assert_eq!(set(&open, 1, 200), Ok(Some(200)), "the control");
    assert_eq!(set(&Story::scheduled(), -100, 200), past);
    // A case cannot be due before the day on which it opens, given now or before.
    let planned = Story::scheduled().later(-10);
    let opens = planned.cycle.opens_on.unwrap() - local_date(planned.now);
    let out_of_order = Err(RefusalCode::DatesOutOfOrder);
    let opens = opens.num_days();
    assert_eq!(set(&planned, opens, opens + 200), out_of_order);
    assert_eq!(
        set(&planned, opens + 1, opens + 200),
        Ok(None),
        "not open yet"
    );
}

#[test]
fn dates_set_by_hand_do_not_outlive_the_period_they_were_set_for() {
    let mut story = Story::scheduled();
    let dates = story.command(CommandName::SetDates);
    story.give(Who::Secretariat, &dates).unwrap();
    let reschedule = story.command(CommandName::Reschedule);
    story.give(Who::Clock, &reschedule).unwrap();
    assert_eq!(story.cycle.planned, None);
}

#[test]
fn one_body_cannot_correct_away_what_another_one_decided() {
    let mut story = Story::certified_rejected();
    let council = story.cycle.adoptions[0].id;
    let correction = Command::RecordAdoption {
        body: crate::samples::KKR,
        held_on: local_date(story.now),
        item: None,
        case_number: None,
        outcome: crate::AdoptionOutcome::Recommended,
        text: None,
        dissent: None,
        plan: story.plan,
        corrects: Some(council),
    };
    let refusal = story.give(Who::KkrClerk, &correction).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::UnknownAdoption);
}

#[test]
fn the_news_of_a_certification_reaches_the_council_even_if_nobody_releases_it() {
    let story = Story::certified().later(20);
    let drafted = |story: &Story| {
        story
            .cycle
            .notices
            .iter()
            .filter(|it| it.kind == crate::notice::NoticeKind::ReadyForAdoption)
            .map(|it| it.state)
            .collect::<Vec<_>>()
    };
    use crate::notice::NoticeState::{Drafted, Released};
    assert_eq!(drafted(&story), [Drafted, Drafted]);
    let mut story = story;
    story.give(Who::Clock, &Command::Tick {}).unwrap();
    assert_eq!(drafted(&story), [Released, Released]);
}

#[test]
fn a_plan_taken_in_at_go_live_is_opened_only_with_dates_from_the_secretariat() {
    let mut story = Story::scheduled();
    if let Some(renews) = &mut story.cycle.renews {
        renews.status = crate::RenewalStatus::GoLive;
    }
    let refusal = story.give(Who::Approver, &Command::Open {}).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::DatesMissing);
    let dates = story.command(CommandName::SetDates);
    story.give(Who::Secretariat, &dates).unwrap();
    story.give(Who::Approver, &Command::Open {}).unwrap();
    assert!(!story.cycle.is_go_live());
}

#[test]
fn an_answer_clock_that_starts_during_a_second_reading_stands_still_until_it_ends() {
    let mut story = Story::returned();
    let request = story.command(CommandName::RequestSecondReading);
    story.give(Who::Approver, &request).unwrap();
    story
        .give(Who::Coordinator, &Command::NoteOpened {})
        .unwrap();
    assert!(story.cycle.running(&DeadlineKey::Answer).is_none());
    let uphold = Command::DecideSecondReading {
        reading: story.cycle.readings[0].id,
        upheld: true,
        verdict: None,
        reason: "Mangler stadig".into(),
    };
    story.give(Who::LeadC40, &uphold).unwrap();
    assert!(story.cycle.running(&DeadlineKey::Answer).is_some());
    assert!(story.cycle.running(&DeadlineKey::SecondReading).is_none());
}

#[test]
fn nothing_is_recorded_that_somebody_decides_only_tomorrow() {
    for (story, who, name) in [
        (
            Story::scoping(),
            Who::LeadConcito,
            CommandName::RecordScoping,
        ),
        (Story::decision(), Who::LeadC40, CommandName::Certify),
        (Story::certified(), Who::Clerk, CommandName::RecordAdoption),
        (Story::certified(), Who::KkrClerk, CommandName::DecideNotice),
    ] {
        let mut command = story.command(name);
        let today = story.try_give(&who.actor(), &command);
        assert!(today.is_ok(), "{name}: {today:?}");
        let (Command::RecordScoping { held_on: day, .. }
        | Command::Certify { decided_on: day }
        | Command::RecordAdoption { held_on: day, .. }
        | Command::DecideNotice { held_on: day, .. }) = &mut command
        else {
            panic!("{name} tells of no day");
        };
        *day += chrono::TimeDelta::days(1);
        let tomorrow = story.try_give(&who.actor(), &command).unwrap_err();
        assert_eq!(tomorrow.code, RefusalCode::DateInFuture, "{name}");
    }
}
