//! The review: who judges, what they find, and the ways back and forth.

use std::collections::BTreeSet;

use lustrum_domain::{
    AnswerClock, AssignmentStatus, Command, CriterionId, DeadlineKey, FindingStatus, Standing,
    State, StateName, Verdict,
};
use lustrum_store::Backend;
use serde_json::Value;

use crate::support::*;

/// The way the answer clock stands.
fn clock_of(cycle: &lustrum_domain::Cycle) -> AnswerClock {
    match &cycle.state {
        State::Returned { clock, .. } => clock.clone(),
        other => panic!("the case is {}", other.name()),
    }
}

/// The last entry of a case's log.
async fn last_entry(case: &Case<'_>, app: &TestApp, kind: &str) -> Value {
    let rows = app.app.store.events(case.id.0, 1, 10_000).await;
    rows.expect("the log can be read")
        .iter()
        .rev()
        .map(|row| serde_json::from_str::<Value>(&row.body).expect("an entry is JSON"))
        .find(|entry| entry["event"]["kind"] == kind)
        .expect("an entry of this kind")
}

fn ask_again(criterion: Option<&str>) -> Command {
    Command::RequestSecondReading {
        criterion: criterion.map(CriterionId::from),
        reasons: "Bilaget lå i forvejen på side 40.".into(),
    }
}

fn read_again(cycle: &lustrum_domain::Cycle, upheld: bool, verdict: Option<Verdict>) -> Command {
    let reading = cycle.readings.iter().rfind(|it| it.upheld.is_none());
    Command::DecideSecondReading {
        reading: reading.expect("an open second reading").id,
        upheld,
        verdict,
        reason: "Set igen af en anden.".into(),
    }
}

on_both! {
    async fn a_submission_can_be_recalled_until_a_reviewer_accepts(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_review().await;
        case.offer(Who::ConcitoLead, "concito", Who::ConcitoReviewer).await;
        case.give(Who::Approver, Command::Recall {}).await;
        let cycle = case.cycle().await;
        assert_eq!(cycle.state.name(), StateName::Revision);
        assert_eq!(cycle.rounds_used, 0, "a recalled submission uses no round");
        assert_eq!(cycle.submissions[1].standing, Standing::Recalled);
        // The old deadline goes on, for it is far away.
        assert_eq!(case.due(&DeadlineKey::Submission).await, Some(day("2027-08-31")));

        // On the last day five working days are left at least.
        app.set_day(day("2027-08-31"));
        case.give(Who::Approver, Command::Submit {}).await;
        case.give(Who::Approver, Command::Recall {}).await;
        assert_eq!(case.due(&DeadlineKey::Submission).await, Some(day("2027-09-07")));

        case.give(Who::Approver, Command::Submit {}).await;
        case.assign("concito").await;
        assert_eq!(case.refused(Who::Approver, Command::Recall {}).await, "review-begun");
    }

    async fn an_incomplete_submission_is_sent_back_within_five_working_days_and_no_later(app) {
        let send_back = || Command::SendBack { reason: "Bilag 3 kan ikke åbnes.".into() };
        let case = app.opened().await.to_review().await;
        app.mails().await;
        assert_eq!(case.refused(Who::Approver, send_back()).await, "not-permitted");
        case.give(Who::ConcitoLead, send_back()).await;
        let cycle = case.cycle().await;
        assert_eq!(cycle.state.name(), StateName::Revision);
        assert_eq!(cycle.rounds_used, 0, "sending back uses no round");
        assert_eq!(cycle.submissions[1].standing, Standing::SentBack);
        app.expect_told(&[("sent_back", HOME)]).await;

        case.give(Who::Approver, Command::Submit {}).await;
        app.mails_do_not_matter();
        // Monday to Monday are five working days, Tuesday is the sixth.
        app.advance_days(8);
        assert_eq!(case.refused(Who::ConcitoLead, send_back()).await, "too-late");
        app.advance_days(-1);
        case.give(Who::ConcitoLead, send_back()).await;
    }

    async fn what_was_judged_of_an_answer_that_was_sent_back_is_listed_as_never_judged(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_returned(&["KA-3.02", "KA-4.02"]).await;
        case.answer("KA-3.02", "Regnskabet er fra 2025.").await;
        case.give(Who::Approver, Command::Submit {}).await;
        case.decide(Who::ConcitoReviewer, "concito", "KA-3.02", approved()).await;
        case.give(Who::ConcitoLead, Command::SendBack { reason: "Bilag 3 mangler.".into() }).await;
        let rounds = async |who: Who| {
            let caller = app.as_role(who).await;
            let rows = app.app.findings(&caller, case.id).await.expect("the case is seen");
            let rows = rows.into_iter().filter(|row| row.criterion.0 == "KA-3.02");
            rows.map(|row| (row.round, row.status)).collect::<Vec<_>>()
        };
        let returned = (1, FindingStatus::Returned);
        assert_eq!(rounds(Who::Coordinator).await, [returned]);
        assert_eq!(rounds(Who::ConcitoLead).await, [returned, (2, FindingStatus::Pending)]);
        // It is open for work again, and on the page of the draft beside why.
        case.answer("KA-3.02", "Regnskabet er fra 2026.").await;
        for who in [Who::Coordinator, Who::Secretariat] {
            let caller = app.as_role(who).await;
            let workspace = app.app.workspace(&caller, case.id).await.expect("they see drafts");
            assert!(workspace.returned(&"KA-3.02".into()).is_some(), "{who:?}");
        }
        case.give(Who::Approver, Command::Submit {}).await;
        case.judge("concito", &[]).await;
        case.conclude("concito").await;
        assert_eq!(
            rounds(Who::Coordinator).await,
            [returned, (3, FindingStatus::Approved)]
        );
    }

    async fn an_assignment_is_declined_or_runs_out_or_is_given_to_somebody_else(app) {
        let case = app.opened().await.to_review().await;
        app.mails().await;
        let id = case.offer(Who::ConcitoLead, "concito", Who::ConcitoReviewer).await;
        app.expect_told(&[("assignment_offered", &["concito-reviewer"])]).await;
        let decline = Command::DeclineAssignment { assignment: id, reason: "Ferie".into() };
        assert_eq!(case.refused(Who::OtherReviewer, decline.clone()).await, "not-found");
        case.give(Who::ConcitoReviewer, decline).await;
        app.expect_told(&[("assignment_declined", &["concito-lead", "post-concito"])]).await;
        let caller = app.as_role(Who::ConcitoReviewer).await;
        assert_eq!(failure(app.app.view(&caller, case.id).await), "not-found");

        // Nobody answers for three working days: back to the lead, at midnight.
        let id = case.offer(Who::ConcitoLead, "concito", Who::ConcitoReviewer).await;
        app.mails().await;
        app.live_until(day("2026-11-26")).await;
        assert!(case.assignment(Who::ConcitoReviewer, AssignmentStatus::Offered).await.is_some());
        app.live_until(day("2026-11-27")).await;
        assert_eq!(
            case.assignment(Who::ConcitoReviewer, AssignmentStatus::Expired).await,
            Some(id)
        );
        app.expect_told(&[("assignment_expired", &["concito-lead", "post-concito"])]).await;
        let accept = Command::AcceptAssignment { assignment: id };
        assert_eq!(case.refused(Who::ConcitoReviewer, accept).await, "not-found");

        // Reassigned: the first loses the case, the second gets it.
        let id = case.assign("concito").await;
        let full = Command::OfferAssignment {
            stage: "concito".to_owned(),
            reviewer: app.cast.person(Who::OtherReviewer),
        };
        assert_eq!(case.refused(Who::ConcitoLead, full).await, "stage-full");
        let reassign = Command::Reassign {
            assignment: id,
            reviewer: app.cast.person(Who::OtherReviewer),
            reason: "Sygdom".into(),
        };
        app.mails().await;
        case.give(Who::ConcitoLead, reassign).await;
        app.expect_told(&[("assignment_offered", &["other-reviewer"])]).await;
        let judged = decide("concito", "KA-1.01", approved());
        assert_eq!(case.refused(Who::ConcitoReviewer, judged).await, "not-found");
        let id = case.assignment(Who::OtherReviewer, AssignmentStatus::Offered).await;
        let accept = Command::AcceptAssignment { assignment: id.expect("offered just now") };
        case.give(Who::OtherReviewer, accept).await;
        case.decide(Who::OtherReviewer, "concito", "KA-1.01", approved()).await;
    }

    async fn what_a_recused_reviewer_wrote_is_sealed_for_those_who_judge_on(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_review().await;
        let assignment = case.assign("concito").await;
        case.decide(Who::ConcitoReviewer, "concito", "KA-1.01", returned("Mangler.")).await;
        let lead = app.as_role(Who::ConcitoLead).await;
        let said = async || {
            let sheet = app.app.review_sheet(&lead, case.id, "concito").await.expect("theirs");
            sheet.findings.iter().flat_map(|row| &row.opinions).count()
        };
        assert_eq!(said().await, 1, "the control");
        let recuse = Command::Recuse { assignment, reason: "Min bror sidder i byrådet".into() };
        case.give(Who::ConcitoReviewer, recuse).await;
        assert_eq!(said().await, 0);
    }

    async fn a_recused_reviewer_loses_access_and_mail_at_once(app) {
        let case = app.opened().await.to_review().await;
        let id = case.assign("concito").await;
        case.decide(Who::ConcitoReviewer, "concito", "KA-1.01", approved()).await;
        app.mails().await;
        let recuse = Command::Recuse { assignment: id, reason: "Min søster sidder i byrådet".into() };
        case.give(Who::ConcitoReviewer, recuse).await;
        app.expect_told(&[(
            "recused",
            &["concito-lead", "post-alliance", "post-concito", "secretariat"],
        )])
        .await;
        let caller = app.as_role(Who::ConcitoReviewer).await;
        assert_eq!(failure(app.app.view(&caller, case.id).await), "not-found");
        assert_eq!(app.app.cases(&caller, &Default::default()).await.expect("a list").total, 0);
        let again = Command::OfferAssignment {
            stage: "concito".to_owned(),
            reviewer: app.cast.person(Who::ConcitoReviewer),
        };
        assert_eq!(case.refused(Who::ConcitoLead, again).await, "conflict-of-interest");
        // Later mails about the case go to those who still see it.
        case.give(Who::Secretariat, Command::Hold { reason: "Afklaring".into() }).await;
        let told = app.told().await;
        assert!(!told.iter().any(|line| line.ends_with("concito-reviewer")), "{told:?}");
    }

    async fn the_log_tells_the_municipality_of_the_review_what_its_page_does(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_review().await;
        let asked = case.offer(Who::ConcitoLead, "concito", Who::OtherReviewer).await;
        let decline = Command::DeclineAssignment { assignment: asked, reason: "Ferie".into() };
        case.give(Who::OtherReviewer, decline).await;
        let id = case.assign("concito").await;
        case.decide(Who::ConcitoReviewer, "concito", "KA-1.01", approved()).await;
        let reopen = Command::ReopenFinding {
            stage: "concito".to_owned(),
            criterion: "KA-1.01".into(),
            reason: "Nyt bilag".into(),
        };
        case.give(Who::ConcitoLead, reopen).await;
        let recuse = Command::Recuse { assignment: id, reason: "Min søster sidder i byrådet".into() };
        case.give(Who::ConcitoReviewer, recuse).await;
        let kinds = async |who: Who| {
            let caller = app.as_role(who).await;
            let rows = app.app.events(&caller, case.id, 1, 10_000).await.expect("the case is seen");
            let entries = rows.iter().map(|row| serde_json::from_str::<Value>(&row.body));
            let entries = entries.map(|entry| entry.expect("an entry is JSON"));
            let kinds = entries.map(|it| it["event"]["kind"].as_str().expect("a kind").to_owned());
            kinds.collect::<BTreeSet<String>>()
        };
        let own = [
            "assignment_offered",
            "assignment_declined",
            "recused",
            "criterion_decided",
            "finding_reopened",
        ];
        let home = kinds(Who::Approver).await;
        assert!(own.iter().all(|kind| !home.contains(*kind)), "{home:?}");
        assert!(home.contains("assignment_accepted"), "who judges is told");
        let lead = kinds(Who::ConcitoLead).await;
        assert!(own.iter().all(|kind| lead.contains(*kind)), "the control: {lead:?}");
    }

    async fn a_criterion_takes_every_verdict_and_a_return_needs_a_remark(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_review().await;
        case.assign("concito").await;
        let judged = |criterion: &str, verdict| decide("concito", criterion, verdict);
        let who = Who::ConcitoReviewer;
        assert_eq!(case.refused(who, judged("KA-1.01", returned("  "))).await, "text-missing");
        let long = "å".repeat(20_001);
        assert_eq!(case.refused(who, judged("KA-1.01", returned(&long))).await, "text-too-long");
        let past = condition("Gør det.", "2026-11-23");
        assert_eq!(case.refused(who, judged("KA-1.01", past)).await, "date-in-past");
        assert_eq!(
            case.refused(who, judged("KA-9.99", approved())).await,
            "unknown-criterion"
        );
        assert_eq!(
            case.refused(Who::ConcitoLead, judged("KA-1.01", approved())).await,
            "not-assigned"
        );
        assert_eq!(
            case.refused(who, decide("c40", "KA-1.01", approved())).await,
            "not-permitted"
        );
        case.decide(who, "concito", "KA-1.01", approved()).await;
        case.decide(who, "concito", "KA-1.02", condition("Gør det.", "2027-05-01")).await;
        case.decide(who, "concito", "KA-1.03", returned("Referatet mangler.")).await;
        let none = Verdict::NotApplicable { remark: "Kommunen har ingen havn.".into() };
        case.decide(who, "concito", "KA-1.04", none).await;
        for (criterion, wanted) in [
            ("KA-1.01", FindingStatus::Approved),
            ("KA-1.02", FindingStatus::ApprovedWithCondition),
            ("KA-1.03", FindingStatus::Returned),
            ("KA-1.04", FindingStatus::NotApplicable),
        ] {
            assert_eq!(case.finding("concito", criterion).await, Some(wanted), "{criterion}");
        }
        let conclude = Command::ConcludeStage { stage: "concito".to_owned() };
        assert_eq!(case.refused(Who::ConcitoLead, conclude).await, "criteria-pending");
        // A changed mind takes the condition along that nobody was told of.
        assert_eq!(case.cycle().await.conditions.len(), 1);
        case.decide(who, "concito", "KA-1.02", approved()).await;
        assert_eq!(case.cycle().await.conditions, []);
    }

    async fn approved_criteria_are_carried_and_locked_and_earlier_rounds_stay(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_returned(&["KA-3.02", "KA-4.02"]).await;
        // Locked for the municipality.
        let caller = app.as_role(Who::Coordinator).await;
        let body = br#"{"text": "andet"}"#;
        let put = app.app.put_part(&caller, case.id, "answer/KA-1.01", body, Some(1)).await;
        assert_eq!(failure(put), "criterion-not-open");
        case.answer("KA-3.02", "Regnskabet er fra 2025.").await;
        case.give(Who::Approver, Command::Submit {}).await;
        // Locked for the reviewer.
        assert_eq!(
            case.refused(Who::ConcitoReviewer, decide("concito", "KA-1.01", approved())).await,
            "criterion-carried"
        );
        case.decide(Who::ConcitoReviewer, "concito", "KA-3.02", approved()).await;
        case.decide(Who::ConcitoReviewer, "concito", "KA-4.02", approved()).await;
        case.conclude("concito").await;
        let rows = app.app.findings(&caller, case.id).await.expect("the case is seen");
        let rounds: Vec<_> = rows
            .iter()
            .filter(|row| row.criterion.0 == "KA-3.02")
            .map(|row| (row.round, row.status))
            .collect();
        assert_eq!(
            rounds,
            [(1, FindingStatus::Returned), (2, FindingStatus::Approved)],
            "the first round is read-only, and the second stands beside it"
        );
        assert_eq!(case.state().await, StateName::Review);
    }

    async fn the_cap_of_rounds_holds_until_the_secretariat_allows_one_more(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_returned(&["KA-3.02"]).await;
        let allow = || Command::AllowRound { reason: "Regnskabet kommer i maj.".into() };
        assert_eq!(case.refused(Who::Secretariat, allow()).await, "round-not-needed");
        for round in 2..=3 {
            case.answer("KA-3.02", &format!("Udgave {round}")).await;
            case.give(Who::Approver, Command::Submit {}).await;
            case.judge("concito", &[("KA-3.02", returned("Stadig for gammelt."))]).await;
            case.conclude("concito").await;
        }
        case.answer("KA-3.02", "Udgave 4").await;
        assert_eq!(case.refused(Who::Approver, Command::Submit {}).await, "round-cap-reached");
        assert_eq!(case.refused(Who::ConcitoLead, allow()).await, "not-permitted");
        case.give(Who::Secretariat, allow()).await;
        case.give(Who::Approver, Command::Submit {}).await;
        assert_eq!(case.cycle().await.round, 4);
    }

    async fn a_second_reading_that_upholds_restarts_the_answer_clock_with_what_was_left(app) {
        let case = app.opened().await.to_returned(&["KA-3.02"]).await;
        // Somebody at home opens the case: they know now.
        let caller = app.as_role(Who::Coordinator).await;
        app.app.view(&caller, case.id).await.expect("the case is theirs");
        let due = case.due(&DeadlineKey::Answer).await;
        assert_eq!(due, Some(day("2026-12-30")), "25 working days from Monday 23 November");
        app.advance_days(7);
        app.mails().await;
        assert_eq!(case.refused(Who::Approver, ask_again(Some("KA-1.01"))).await, "nothing-to-read-twice");
        case.give(Who::Approver, ask_again(Some("KA-3.02"))).await;
        app.expect_told(&[(
            "second_reading_requested",
            &["c40-lead", "concito-lead", "post-c40", "post-concito"],
        )])
        .await;
        assert_eq!(case.due(&DeadlineKey::Answer).await, None, "the clock stops");
        assert_eq!(case.refused(Who::Approver, Command::Submit {}).await, "second-reading-open");

        let cycle = case.cycle().await;
        assert_eq!(
            case.refused(Who::ConcitoReviewer, read_again(&cycle, true, None)).await,
            "judged-before"
        );
        let replaced = read_again(&cycle, false, None);
        assert_eq!(case.refused(Who::ConcitoLead, replaced).await, "verdict-mismatch");
        app.advance_days(14);
        case.give(Who::ConcitoLead, read_again(&cycle, true, None)).await;
        app.expect_told(&[
            ("second_reading_decided", HOME),
            ("second_reading_decided", &["c40-lead", "concito-lead", "post-c40", "post-concito"]),
        ])
        .await;
        // Five of 25 working days had passed on 30 November; 20 go on from 14 December.
        assert_eq!(case.due(&DeadlineKey::Answer).await, Some(day("2027-01-15")));
        assert_eq!(
            case.refused(Who::Approver, ask_again(Some("KA-3.02"))).await,
            "second-reading-used"
        );
    }

    async fn a_second_reading_that_replaces_the_last_return_lets_the_case_go_on(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_returned(&["KA-3.02"]).await;
        case.give(Who::Approver, ask_again(Some("KA-3.02"))).await;
        let cycle = case.cycle().await;
        case.give(Who::ConcitoLead, read_again(&cycle, false, Some(approved()))).await;
        let cycle = case.cycle().await;
        assert!(matches!(cycle.state, State::Review { stage: 1, .. }));
        assert_eq!(case.finding("concito", "KA-3.02").await, Some(FindingStatus::Approved));
        case.judge("c40", &[]).await;
        case.conclude("c40").await;
        assert_eq!(case.state().await, StateName::Decision);
    }

    async fn a_refusal_that_is_overturned_goes_to_the_decision(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_decision().await;
        let refuse = Command::Refuse {
            reasons: "Planen når ikke målet.".into(),
            criteria: vec!["KA-4.01".into()],
        };
        case.give(Who::C40Lead, refuse).await;
        assert_eq!(case.state().await, StateName::Revision);
        case.give(Who::Approver, ask_again(None)).await;
        let cycle = case.cycle().await;
        assert_eq!(
            case.refused(Who::C40Lead, read_again(&cycle, false, None)).await,
            "judged-before"
        );
        case.give(Who::ConcitoLead, read_again(&cycle, false, None)).await;
        assert_eq!(case.state().await, StateName::Decision);
        case.certify().await;
    }

    async fn a_refusal_can_be_read_again_for_twenty_five_working_days(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_decision().await;
        let refuse = Command::Refuse {
            reasons: "Planen når ikke målet.".into(),
            criteria: vec!["KA-4.01".into()],
        };
        case.give(Who::C40Lead, refuse).await;
        // 25 working days from 23 November end on 30 December; the next is 4 January.
        app.set_day(day("2027-01-04"));
        assert_eq!(case.refused(Who::Approver, ask_again(None)).await, "too-late");
        app.set_day(day("2026-12-30"));
        case.give(Who::Approver, ask_again(None)).await;
        assert_eq!(case.refused(Who::Approver, ask_again(None)).await, "second-reading-used");
    }

    async fn concito_records_the_decision_of_c40_on_its_behalf_and_the_log_says_so(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_review().await;
        case.judge("concito", &[]).await;
        case.conclude("concito").await;
        for criterion in case.cycle().await.pending_in(1) {
            case.decide(Who::ConcitoLead, "c40", &criterion.0, approved()).await;
        }
        let entry = last_entry(&case, app, "criterion_decided").await;
        assert_eq!(entry["by"]["on_behalf_of"], app.cast.c40.to_string());
        assert_eq!(entry["by"]["person"], app.cast.person(Who::ConcitoLead).to_string());
        let conclude = Command::ConcludeStage { stage: "c40".to_owned() };
        case.give(Who::ConcitoLead, conclude).await;
        case.give(Who::ConcitoLead, Command::Certify { decided_on: app.today() }).await;
        let entry = last_entry(&case, app, "certified").await;
        assert_eq!(entry["by"]["on_behalf_of"], app.cast.c40.to_string());
        // What CONCITO judges, C40 does not record.
        assert_eq!(
            case.refused(Who::C40Reviewer, Command::Certify { decided_on: app.today() }).await,
            "not-found"
        );
    }

    async fn an_earlier_stage_reopens_what_changed_and_no_later_stage_concludes_before_it(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_review().await;
        case.judge("concito", &[]).await;
        case.conclude("concito").await;
        case.judge("c40", &[("KA-4.01", returned("Målet mangler år."))]).await;
        case.conclude("c40").await;
        assert_eq!(case.state().await, StateName::Returned);
        case.answer("KA-4.01", "Målet er nu 2045.").await;
        case.give(Who::Approver, Command::Submit {}).await;
        // It goes to the stage that returned; CONCITO sees what changed.
        assert!(matches!(case.cycle().await.state, State::Review { stage: 1, .. }));
        let reopen = |criterion: &str| Command::ReopenFinding {
            stage: "concito".to_owned(),
            criterion: criterion.into(),
            reason: "Svaret er ændret.".into(),
        };
        assert_eq!(
            case.refused(Who::ConcitoLead, reopen("KA-1.01")).await,
            "criterion-unchanged"
        );
        case.give(Who::ConcitoLead, reopen("KA-4.01")).await;
        case.judge("c40", &[]).await;
        let conclude = || Command::ConcludeStage { stage: "c40".to_owned() };
        assert_eq!(case.refused(Who::C40Lead, conclude()).await, "earlier-stage-open");
        case.judge("concito", &[]).await;
        case.conclude("concito").await;
        case.give(Who::C40Lead, conclude()).await;
        assert_eq!(case.state().await, StateName::Decision);
    }

    async fn an_earlier_stage_may_reopen_for_five_working_days_and_no_longer(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_review().await;
        case.judge("concito", &[]).await;
        case.conclude("concito").await;
        case.judge("c40", &[("KA-4.01", returned("Målet mangler år."))]).await;
        case.conclude("c40").await;
        case.answer("KA-4.01", "Målet er nu 2045.").await;
        case.give(Who::Approver, Command::Submit {}).await;
        let reopen = Command::ReopenFinding {
            stage: "concito".to_owned(),
            criterion: "KA-4.01".into(),
            reason: "Svaret er ændret.".into(),
        };
        app.advance_days(8);
        assert_eq!(case.refused(Who::ConcitoLead, reopen.clone()).await, "too-late");
        app.advance_days(-1);
        case.give(Who::ConcitoLead, reopen).await;
    }

    async fn the_answer_clock_starts_when_a_member_opens_the_case_and_not_when_others_do(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_returned(&["KA-3.02"]).await;
        for who in [Who::Secretariat, Who::ConcitoLead, Who::Advisor, Who::Auditor] {
            let caller = app.as_role(who).await;
            app.app.view(&caller, case.id).await.expect("they see the case");
            assert_eq!(case.due(&DeadlineKey::Answer).await, None, "{who:?}");
        }
        let caller = app.as_role(Who::Approver).await;
        app.app.view(&caller, case.id).await.expect("the case is theirs");
        assert_eq!(clock_of(&case.cycle().await), AnswerClock::Running);
        assert_eq!(case.due(&DeadlineKey::Answer).await, Some(day("2026-12-30")));
        // Opening it again moves nothing.
        app.advance_days(3);
        app.app.view(&caller, case.id).await.expect("the case is theirs");
        assert_eq!(case.due(&DeadlineKey::Answer).await, Some(day("2026-12-30")));
    }

    async fn nobody_seems_to_know_of_a_return_so_the_secretariat_gets_a_task_and_records_contact(app) {
        let case = app.opened().await.to_returned(&["KA-3.02"]).await;
        app.mails().await;
        // No mail server takes the mail: five working days end on Monday 30 November.
        app.live_until(day("2026-11-30")).await;
        app.expect_told(&[]).await;
        app.live_until(day("2026-12-01")).await;
        app.expect_told(&[("contact_missing", &["post-alliance", "secretariat"])]).await;
        app.live_until(day("2026-12-20")).await;
        app.expect_told(&[]).await;
        assert_eq!(case.due(&DeadlineKey::Answer).await, None, "no clock runs unheard");
        app.set_day(day("2026-12-21"));
        let contact = Command::RecordContact { how: "Ringet til Åse Ansvarlig".into() };
        assert_eq!(case.refused(Who::ConcitoLead, contact.clone()).await, "not-permitted");
        case.give(Who::Secretariat, contact).await;
        assert_eq!(clock_of(&case.cycle().await), AnswerClock::Running);
        assert_eq!(case.due(&DeadlineKey::Answer).await, Some(day("2027-01-29")));
        app.live_until(day("2027-01-05")).await;
        app.expect_told(&[("reminder", HOME)]).await;
    }
}

/// The command that judges one criterion.
fn decide(stage: &str, criterion: &str, verdict: Verdict) -> Command {
    Command::DecideCriterion {
        stage: stage.to_owned(),
        criterion: criterion.into(),
        verdict,
    }
}

async fn two_reviewers_who_disagree_are_settled_by_the_lead(backend: Backend) {
    let app = TestApp::with_programme(backend, |programme| programme.stages[0].reviewers = 2).await;
    app.mails_do_not_matter();
    let case = app.opened().await.to_review().await;
    for reviewer in [Who::ConcitoReviewer, Who::OtherReviewer] {
        let assignment = case.offer(Who::ConcitoLead, "concito", reviewer).await;
        case.give(reviewer, Command::AcceptAssignment { assignment })
            .await;
    }
    let settle = || Command::SettleFinding {
        stage: "concito".to_owned(),
        criterion: "KA-1.01".into(),
        verdict: approved(),
    };
    case.decide(Who::ConcitoReviewer, "concito", "KA-1.01", approved())
        .await;
    assert_eq!(
        case.finding("concito", "KA-1.01").await,
        Some(FindingStatus::Pending),
        "one of two has spoken"
    );
    assert_eq!(
        case.refused(Who::ConcitoLead, settle()).await,
        "no-disagreement"
    );
    case.decide(Who::OtherReviewer, "concito", "KA-1.01", returned("Nej."))
        .await;
    assert_eq!(
        case.finding("concito", "KA-1.01").await,
        Some(FindingStatus::Pending)
    );
    assert_eq!(
        case.refused(Who::OtherReviewer, settle()).await,
        "not-permitted"
    );
    case.give(Who::ConcitoLead, settle()).await;
    assert_eq!(
        case.finding("concito", "KA-1.01").await,
        Some(FindingStatus::Approved)
    );
    // Both stand beside each other, for those who judge.
    let lead = app.as_role(Who::ConcitoLead).await;
    let of = async |who: Who, criterion: &str| {
        let caller = app.as_role(who).await;
        let rows = app.app.findings(&caller, case.id).await.expect("findings");
        let row = rows.into_iter().find(|row| row.criterion.0 == criterion);
        row.map(|row| row.opinions).unwrap_or_default()
    };
    let said = of(Who::ConcitoLead, "KA-1.01").await;
    let by = |who: Who| {
        let person = Some(app.cast.person(who));
        said.iter().find(|it| it.by == person).expect("an opinion")
    };
    assert_eq!(said.len(), 3, "two reviewers, and the lead who settled it");
    assert_eq!(by(Who::ConcitoReviewer).status, FindingStatus::Approved);
    let outvoted = by(Who::OtherReviewer).remark.expect("a remark");
    let texts = app
        .app
        .texts(&lead, case.id, &[outvoted])
        .await
        .expect("texts");
    assert_eq!(texts[&outvoted], "Nej.");
    assert!(
        of(Who::Coordinator, "KA-1.01").await.is_empty(),
        "the stage is open"
    );
    // Two who return it for different reasons: both are kept, and none overwritten.
    case.decide(
        Who::ConcitoReviewer,
        "concito",
        "KA-1.03",
        returned("Datoen mangler."),
    )
    .await;
    case.decide(
        Who::OtherReviewer,
        "concito",
        "KA-1.03",
        returned("Referatet mangler."),
    )
    .await;
    let both = of(Who::ConcitoLead, "KA-1.03").await;
    let remarks: Vec<_> = both.iter().filter_map(|it| it.remark).collect();
    let texts = app
        .app
        .texts(&lead, case.id, &remarks)
        .await
        .expect("texts");
    assert_eq!(
        texts.values().map(String::as_str).collect::<BTreeSet<_>>(),
        BTreeSet::from(["Datoen mangler.", "Referatet mangler."])
    );
    assert!(both.iter().all(|it| it.counts));
    // The municipality reads neither yet, not by their ids either.
    let home = app.as_role(Who::Coordinator).await;
    let texts = app
        .app
        .texts(&home, case.id, &remarks)
        .await
        .expect("texts");
    assert!(texts.is_empty(), "{texts:?}");
    // Two who agree need nobody.
    case.decide(Who::ConcitoReviewer, "concito", "KA-1.02", approved())
        .await;
    case.decide(Who::OtherReviewer, "concito", "KA-1.02", approved())
        .await;
    assert_eq!(
        case.finding("concito", "KA-1.02").await,
        Some(FindingStatus::Approved)
    );
    // The lead may open a settled finding again.
    let reopen = Command::ReopenFinding {
        stage: "concito".to_owned(),
        criterion: "KA-1.01".into(),
        reason: "Nyt bilag".into(),
    };
    case.give(Who::ConcitoLead, reopen).await;
    assert_eq!(
        case.finding("concito", "KA-1.01").await,
        Some(FindingStatus::Pending)
    );
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_reviewers_who_disagree_are_settled_by_the_lead_on_sqlite() {
    two_reviewers_who_disagree_are_settled_by_the_lead(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_reviewers_who_disagree_are_settled_by_the_lead_on_postgres() {
    two_reviewers_who_disagree_are_settled_by_the_lead(Backend::Postgres).await;
}
