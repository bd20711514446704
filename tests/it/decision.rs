//! Certification, adoption by political bodies, conditions, and every way back.

use lustrum_app::AppError;
use lustrum_domain::{
    AdoptionOutcome, Command, ConditionOutcome, ConditionStatus, CriterionId, DeadlineKey, Digest,
    Open, RenewalStatus, State, StateName,
};
use lustrum_store::{CertificateFilter, CertificateStatus};

use crate::support::*;

/// The certificates of Ærø as number and state.
async fn certificates(app: &TestApp) -> Vec<(String, CertificateStatus)> {
    let found = app.app.certificates(&CertificateFilter::default()).await;
    let found = found.expect("certificates are public");
    found.into_iter().map(|it| (it.number, it.status)).collect()
}

/// The criteria that are open for work.
fn open(cycle: &lustrum_domain::Cycle) -> Vec<String> {
    match cycle.open_criteria() {
        Some(Open::Only(named)) => named.into_iter().map(|id| id.0).collect(),
        other => panic!("open are {other:?}"),
    }
}

fn refuse(criteria: &[&str]) -> Command {
    Command::Refuse {
        reasons: "Planen når ikke målet.".into(),
        criteria: criteria.iter().map(|id| (*id).into()).collect(),
    }
}

fn revoke(criteria: &[&str]) -> Command {
    Command::Revoke {
        criteria: criteria.iter().map(|id| (*id).into()).collect(),
        reason: "Vilkåret er ikke opfyldt.".into(),
    }
}

fn judge(cycle: &lustrum_domain::Cycle, outcome: ConditionOutcome, until: Option<&str>) -> Command {
    Command::JudgeCondition {
        condition: cycle.conditions[0].id,
        outcome,
        until: until.map(day),
        reason: "Set på det indsendte.".into(),
    }
}

/// A certified and adopted case with one condition of C40's, due on 1 June 2027.
async fn with_condition(app: &TestApp) -> Case<'_> {
    let case = app.opened().await.to_review().await;
    case.judge("concito", &[]).await;
    case.conclude("concito").await;
    let verdict = condition("Sæt mål for 2045.", "2027-06-01");
    case.judge("c40", &[("KA-4.01", verdict)]).await;
    case.conclude("c40").await;
    case.certify().await;
    case.adopt().await;
    app.mails().await;
    case
}

/// The revoked plan is mended and certified again.
async fn mended(case: &Case<'_>) {
    case.answer("KA-4.01", "Målet er nu vedtaget.").await;
    case.plan_document("Klimaplan 2027 med mål for 2045").await;
    case.give(Who::Approver, Command::Submit {}).await;
    approved(case).await;
    case.certify().await;
}

/// Both stages approve whatever waits for them.
async fn approved(case: &Case<'_>) {
    for stage in ["concito", "c40"] {
        case.judge(stage, &[]).await;
        case.conclude(stage).await;
    }
}

/// Everybody far and near is told that the plan was refused, or revoked.
async fn expect_bad_news(app: &TestApp, kind: &str) {
    app.expect_told(&[
        (kind, HOME),
        (kind, &["advisor", "post-alliance", "secretariat"]),
        ("notice", &["post-kkr", "regional-council", "steering"]),
        ("notice_drafted", HOME),
    ])
    .await;
}

/// The municipality enrols again.
async fn enrol(app: &TestApp) -> Result<StateName, AppError> {
    let secretariat = app.as_role(Who::Secretariat).await;
    let letter = Digest::of("the commitment letter");
    let enrolled = app
        .app
        .enrol(&secretariat, PROGRAMME, app.cast.aeroe, letter)
        .await;
    enrolled.map(|it| it.state)
}

fn leave() -> Command {
    Command::Withdraw {
        reason: "Ud".into(),
        successor: None,
    }
}

on_both! {
    async fn a_revocation_reaches_the_case_of_a_municipality_that_left_and_came_back(app) {
        app.mails_do_not_matter();
        let case = with_condition(app).await;
        app.edition(2).await.give(Who::Approver, leave()).await;
        enrol(app).await.expect("it may come back");
        let again = app.edition(3).await;
        let standing = async || again.cycle().await.renews.expect("it renews").status;
        assert_eq!(standing().await, RenewalStatus::InForce);
        let revoke = Command::RevokeCertificate { reason: "Vilkåret er ikke opfyldt.".into() };
        case.give(Who::C40Lead, revoke).await;
        assert_eq!(standing().await, RenewalStatus::Revoked);
    }

    async fn a_case_taken_up_again_plans_another_one_where_the_next_was_withdrawn(app) {
        app.mails_do_not_matter();
        let case = with_condition(app).await;
        case.give(Who::C40Lead, revoke(&["KA-4.01"])).await;
        app.edition(2).await.give(Who::Approver, leave()).await;
        assert_eq!(failure(enrol(app).await), "next-case-open", "the first one is open again");
        mended(&case).await;
        app.advance_days(1);
        case.adopt().await;
        assert_eq!(case.state().await, StateName::Concluded);
        let next = app.edition(3).await.cycle().await;
        assert_eq!(next.state, State::Scheduled { waits: false });
        assert_eq!(next.renews.expect("it renews").status, RenewalStatus::InForce);
    }

    async fn who_judges_reads_the_plan_that_was_certified_last_whatever_came_between(app) {
        app.mails_do_not_matter();
        let certified = with_condition(app).await;
        app.edition(2).await.give(Who::Approver, leave()).await;
        enrol(app).await.expect("it may come back");
        let again = app.edition(3).await;
        let dates = Command::SetDates {
            period_end: None,
            opens_on: None,
            self_assessment_due: day("2027-03-01"),
            submission_due: day("2027-08-31"),
        };
        again.give(Who::Secretariat, dates).await;
        again.give(Who::Secretariat, Command::Open {}).await;
        let again = again.to_review().await;
        let lead = app.as_role(Who::ConcitoLead).await;
        let sheet = app.app.review_sheet(&lead, again.id, "concito").await.expect("they judge");
        let criterion = CriterionId::from("KA-4.01");
        let material = app.app.review_material(&lead, &sheet, &criterion).await;
        let last = material.expect("a criterion of theirs").last_cycle.expect("there was one");
        assert_eq!((last.cycle, last.edition), (certified.id, 1));
        assert!(last.document.answers.contains_key(&criterion));
        assert!(last.findings.iter().any(|it| it.criterion == criterion));
    }

    async fn a_decision_is_not_dated_in_the_future(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_decision().await;
        let tomorrow = Command::Certify { decided_on: day("2026-11-24") };
        assert_eq!(case.refused(Who::C40Lead, tomorrow).await, "date-in-future");
        let plan = case.plan().await;
        case.certify().await;
        let mut adoption = case.adoption(app.cast.council, AdoptionOutcome::Adopted, plan);
        if let Command::RecordAdoption { held_on, .. } = &mut adoption {
            *held_on = day("2026-11-24");
        }
        assert_eq!(case.refused(Who::CouncilClerk, adoption).await, "date-in-future");
    }

    async fn only_the_lead_of_the_last_stage_certifies(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_decision().await;
        let certify = || Command::Certify { decided_on: day("2026-11-23") };
        for who in [Who::Approver, Who::Secretariat, Who::C40Reviewer, Who::ConcitoReviewer] {
            assert_eq!(case.refused(who, certify()).await, "not-permitted", "{who:?}");
        }
        for who in [Who::Stranger, Who::CouncilClerk] {
            assert_eq!(case.refused(who, certify()).await, "not-found", "{who:?}");
        }
        case.give(Who::C40Lead, certify()).await;
    }

    async fn a_refused_plan_goes_back_with_only_the_named_criteria_open_and_six_months_at_least(app) {
        let case = app.opened().await.to_decision().await;
        app.mails().await;
        assert_eq!(case.refused(Who::C40Lead, refuse(&[])).await, "criteria-missing");
        assert_eq!(case.refused(Who::C40Lead, refuse(&["KA-9.99"])).await, "unknown-criterion");
        case.give(Who::C40Lead, refuse(&["KA-4.01", "KA-4.02"])).await;
        expect_bad_news(app, "refused").await;
        let cycle = case.cycle().await;
        assert_eq!(cycle.state.name(), StateName::Revision);
        assert_eq!(open(&cycle), ["KA-4.01", "KA-4.02"]);
        assert_eq!(cycle.rounds_used, 0, "the cap counts from here");
        // The old date is later than six months from now.
        assert_eq!(case.due(&DeadlineKey::Submission).await, Some(day("2027-08-31")));
        app.mails_do_not_matter();
        case.answer("KA-4.01", "Målet er nu 2045.").await;
        case.give(Who::Approver, Command::Submit {}).await;
        let cycle = case.cycle().await;
        assert_eq!(cycle.round, 2, "rounds number on");
        assert_eq!(cycle.pending_in(0).len(), 2, "the rest is carried");
        app.set_day(day("2027-05-03"));
        approved(&case).await;
        case.give(Who::C40Lead, refuse(&["KA-4.01"])).await;
        assert_eq!(case.due(&DeadlineKey::Submission).await, Some(day("2027-11-03")));
    }

    async fn who_returned_may_refuse_instead_of_asking_for_another_round(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_returned(&["KA-3.02"]).await;
        assert_eq!(case.refused(Who::Approver, refuse(&["KA-3.02"])).await, "not-permitted");
        case.give(Who::ConcitoLead, refuse(&["KA-3.02"])).await;
        assert_eq!(open(&case.cycle().await), ["KA-3.02"]);
    }

    async fn a_reopened_review_looks_only_at_the_named_criteria_and_cannot_be_recalled(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_decision().await;
        let reopen = Command::ReopenReview {
            stage: "concito".to_owned(),
            criteria: vec!["KA-4.01".into()],
            reason: "Et nyt regnskab er kommet frem.".into(),
        };
        assert_eq!(case.refused(Who::Approver, reopen.clone()).await, "not-permitted");
        let used = case.cycle().await.rounds_used;
        case.give(Who::ConcitoLead, reopen).await;
        let cycle = case.cycle().await;
        assert!(matches!(cycle.state, State::Review { stage: 0, .. }));
        assert_eq!(cycle.rounds_used, used, "outside the cap");
        assert_eq!(cycle.pending_in(0).len(), 1);
        assert_eq!(case.refused(Who::Approver, Command::Recall {}).await, "review-reopened");
        let send_back = Command::SendBack { reason: "Ufuldstændig".into() };
        assert_eq!(case.refused(Who::ConcitoLead, send_back).await, "review-reopened");
        case.judge("concito", &[]).await;
        case.conclude("concito").await;
        // Nothing changed for C40, so the case is ready again.
        assert_eq!(case.state().await, StateName::Decision);
    }

    async fn a_retracted_decision_waits_for_a_new_one(app) {
        let case = app.opened().await.to_certified().await;
        app.mails().await;
        let retract = Command::RetractDecision { reason: "Forkert bilag".into() };
        assert_eq!(case.refused(Who::ConcitoReviewer, retract.clone()).await, "not-permitted");
        case.give(Who::C40Lead, retract).await;
        assert_eq!(case.state().await, StateName::Decision);
        app.expect_told(&[
            ("decision_retracted", HOME),
            ("decision_retracted", &["post-alliance", "secretariat"]),
            ("notice", &["post-kkr", "regional-council", "steering"]),
            ("notice_drafted", HOME),
        ])
        .await;
        assert!(case.cycle().await.decision.is_none());
        app.mails_do_not_matter();
        case.certify().await;
        case.adopt().await;
        assert_eq!(case.state().await, StateName::Concluded);
    }

    async fn a_council_that_adopted_before_the_decision_concludes_the_case_at_once(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_decision().await;
        case.adopt().await;
        assert_eq!(case.state().await, StateName::Decision);
        case.certify().await;
        assert_eq!(case.state().await, StateName::Concluded);
        assert_eq!(certificates(app).await, [("KA-0492-1".to_owned(), CertificateStatus::Valid)]);
    }

    async fn only_the_councils_adoption_concludes_whatever_other_bodies_decide(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_certified().await;
        let plan = case.plan().await;
        for outcome in [AdoptionOutcome::Recommended, AdoptionOutcome::Adopted] {
            app.advance_days(1);
            let adoption = case.adoption(app.cast.committee, outcome, plan);
            case.give(Who::CommitteeClerk, adoption).await;
            assert_eq!(case.state().await, StateName::Certified, "{outcome}");
        }
        let changed = Digest::of("without the windmills");
        for (outcome, plan) in [
            (AdoptionOutcome::Postponed, plan),
            (AdoptionOutcome::SentBack, plan),
            (AdoptionOutcome::Rejected, plan),
            (AdoptionOutcome::Amended, changed),
        ] {
            app.advance_days(1);
            case.give(Who::CouncilClerk, case.adoption(app.cast.council, outcome, plan)).await;
            assert_eq!(case.state().await, StateName::Certified, "{outcome}");
        }
        // A clerk records for their own body, an approver for any of the municipality.
        let council = case.adoption(app.cast.council, AdoptionOutcome::Adopted, plan);
        assert_eq!(case.refused(Who::CommitteeClerk, council).await, "not-permitted");
        app.advance_days(1);
        let council = case.adoption(app.cast.council, AdoptionOutcome::Adopted, plan);
        case.give(Who::Approver, council).await;
        assert_eq!(case.state().await, StateName::Concluded);
    }

    async fn a_body_of_another_municipality_cannot_adopt(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_certified().await;
        let plan = case.plan().await;
        let elsewhere = case.adoption(app.cast.odder, AdoptionOutcome::Adopted, plan);
        assert_eq!(case.refused(Who::Approver, elsewhere).await, "unknown-body");
    }

    async fn two_contradictory_decisions_of_a_body_need_one_to_correct_the_other(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_certified().await;
        let plan = case.plan().await;
        let rejected = case.adoption(app.cast.council, AdoptionOutcome::Rejected, plan);
        case.give(Who::CouncilClerk, rejected).await;
        let adopted = case.adoption(app.cast.council, AdoptionOutcome::Adopted, plan);
        assert_eq!(
            case.refused(Who::CouncilClerk, adopted.clone()).await,
            "contradictory-decision"
        );
        let first = case.cycle().await.adoptions[0].id;
        let corrected = |corrects| {
            let mut command = adopted.clone();
            if let Command::RecordAdoption { corrects: it, .. } = &mut command {
                *it = Some(corrects);
            }
            command
        };
        case.give(Who::CouncilClerk, corrected(first)).await;
        assert_eq!(case.state().await, StateName::Concluded);
        let adoptions = case.cycle().await.adoptions;
        assert!(adoptions[0].corrected, "a correction is a record of its own, never an edit");
        assert_eq!(adoptions.len(), 2);
        assert_eq!(
            case.refused(Who::CouncilClerk, corrected(first)).await,
            "unknown-adoption"
        );
    }

    async fn bodies_that_contradict_each_other_both_stand_and_the_council_counts(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_certified().await;
        let plan = case.plan().await;
        let against = case.adoption(app.cast.committee, AdoptionOutcome::Rejected, plan);
        case.give(Who::CommitteeClerk, against).await;
        case.adopt().await;
        assert_eq!(case.state().await, StateName::Concluded);
        assert_eq!(case.cycle().await.adoptions.len(), 2);
    }

    async fn a_plan_changed_between_certification_and_council_does_not_conclude(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_certified().await;
        let other = Digest::of("a PDF with another page 12");
        let adoption = case.adoption(app.cast.council, AdoptionOutcome::Adopted, other);
        case.give(Who::CouncilClerk, adoption).await;
        assert_eq!(case.state().await, StateName::Certified);
        assert!(certificates(app).await.is_empty());

        // The lead compares both and records that the difference is editorial.
        let adoption = case.cycle().await.adoptions[0].id;
        let editorial = Command::RecordEditorialDifference {
            adoption,
            note: "Kun et årstal i kolofonen.".into(),
        };
        assert_eq!(case.refused(Who::Approver, editorial.clone()).await, "not-permitted");
        case.give(Who::ConcitoLead, editorial).await;
        assert_eq!(case.state().await, StateName::Concluded);
        let certificate = &app.app.certificates(&CertificateFilter::default()).await.expect("one")[0];
        assert_eq!(certificate.plan, case.plan().await, "the certificate names the certified plan");
    }

    async fn no_difference_can_be_called_editorial_where_there_is_none(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_certified().await;
        let plan = case.plan().await;
        let rejected = case.adoption(app.cast.council, AdoptionOutcome::Rejected, plan);
        case.give(Who::CouncilClerk, rejected).await;
        let adoption = case.cycle().await.adoptions[0].id;
        let editorial = Command::RecordEditorialDifference { adoption, note: "Intet".into() };
        assert_eq!(case.refused(Who::ConcitoLead, editorial).await, "no-difference");
    }

    async fn a_council_that_amends_sends_the_touched_criteria_back(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_certified().await;
        let reopen = || Command::Reopen {
            criteria: vec!["KA-5.01".into()],
            reason: "Byrådet tog vindmøllerne ud.".into(),
        };
        assert_eq!(case.refused(Who::Approver, reopen()).await, "not-rejected");
        let amended = Digest::of("without the windmills");
        let adoption = case.adoption(app.cast.council, AdoptionOutcome::Amended, amended);
        case.give(Who::CouncilClerk, adoption).await;
        case.give(Who::Approver, reopen()).await;
        let cycle = case.cycle().await;
        assert_eq!(open(&cycle), ["KA-5.01"]);
        assert!(cycle.decision.is_none());
        case.answer("KA-5.01", "Uden vindmøller.").await;
        case.plan_document("Klimaplan uden vindmøller").await;
        case.give(Who::Approver, Command::Submit {}).await;
        approved(&case).await;
        app.advance_days(30);
        case.certify().await;
        case.adopt().await;
        assert_eq!(case.state().await, StateName::Concluded);
    }

    async fn a_condition_is_answered_and_met(app) {
        let case = with_condition(app).await;
        let cycle = case.cycle().await;
        let answer = Command::AnswerCondition {
            condition: cycle.conditions[0].id,
            answer: "Målet er vedtaget.".into(),
            evidence: Vec::new(),
        };
        assert_eq!(case.refused(Who::CouncilClerk, answer.clone()).await, "not-found");
        case.give(Who::Coordinator, answer.clone()).await;
        app.expect_told(&[(
            "condition_answered",
            &["c40-lead", "concito-lead", "post-c40", "post-concito"],
        )])
        .await;
        assert_eq!(case.refused(Who::Coordinator, answer).await, "condition-settled");
        case.give(Who::C40Lead, judge(&cycle, ConditionOutcome::Met, None)).await;
        app.expect_told(&[
            ("condition_judged", HOME),
            ("notice", &["steering"]),
            ("notice_drafted", HOME),
        ])
        .await;
        let cycle = case.cycle().await;
        assert_eq!(cycle.conditions[0].status, ConditionStatus::Met);
        assert!(cycle.deadlines.iter().all(|deadline| !deadline.running));
        assert_eq!(case.state().await, StateName::Concluded);
    }

    async fn what_a_condition_was_answered_with_stays_while_another_one_is_open(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_review().await;
        case.judge("concito", &[]).await;
        case.conclude("concito").await;
        let open = || condition("Sæt mål for 2045.", "2027-06-01");
        case.judge("c40", &[("KA-4.01", open()), ("KA-4.02", open())]).await;
        case.conclude("c40").await;
        case.certify().await;
        case.adopt().await;
        app.advance_days(1);
        let caller = app.as_role(Who::Coordinator).await;
        let bring = async |name: &str| {
            let file = chunks(name.as_bytes());
            let brought = app.app.upload(&caller, case.id, name, file).await;
            brought.expect("a condition is open").id
        };
        let (proof, other) = (bring("bevis.txt").await, bring("andet.txt").await);
        let answer = Command::AnswerCondition {
            condition: case.cycle().await.conditions[0].id,
            answer: "Målet er vedtaget.".into(),
            evidence: vec![proof],
        };
        case.give(Who::Coordinator, answer).await;
        let refused = app.app.remove_upload(&caller, case.id, proof).await;
        assert_eq!(failure(refused), "invalid /upload");
        app.app.remove_upload(&caller, case.id, other).await.expect("the control: nothing rests on it");
        let kept = app.app.store.uploads(case.id).await.expect("rows");
        assert!(kept.iter().any(|it| it.id == proof));
        assert!(kept.iter().all(|it| it.id != other));
    }

    async fn a_condition_is_extended_and_then_waived(app) {
        app.mails_do_not_matter();
        let case = with_condition(app).await;
        let cycle = case.cycle().await;
        let key = DeadlineKey::Condition(cycle.conditions[0].id);
        let extend = |until| judge(&cycle, ConditionOutcome::Extended, until);
        assert_eq!(case.refused(Who::C40Lead, extend(None)).await, "dates-missing");
        assert_eq!(case.refused(Who::C40Lead, extend(Some("2026-11-01"))).await, "date-in-past");
        case.give(Who::C40Lead, extend(Some("2027-09-01"))).await;
        assert_eq!(case.due(&key).await, Some(day("2027-09-01")));
        case.give(Who::C40Lead, judge(&cycle, ConditionOutcome::Waived, None)).await;
        assert_eq!(case.due(&key).await, None);
        assert_eq!(case.cycle().await.conditions[0].status, ConditionStatus::Waived);
    }

    async fn a_failed_condition_opens_the_revocation_and_the_next_case_waits_for_it(app) {
        let case = with_condition(app).await;
        let cycle = case.cycle().await;
        app.advance_days(365);
        case.give(Who::C40Lead, judge(&cycle, ConditionOutcome::Failed, None)).await;
        app.mails().await;
        let alone = Command::RevokeCertificate { reason: "Nej".into() };
        assert_eq!(case.refused(Who::C40Lead, alone).await, "next-case-not-open");
        case.give(Who::C40Lead, revoke(&["KA-4.01"])).await;
        expect_bad_news(app, "revoked").await;
        assert_eq!(certificates(app).await, [("KA-0492-1".to_owned(), CertificateStatus::Revoked)]);
        assert_eq!(open(&case.cycle().await), ["KA-4.01"]);
        let next = app.edition(2).await;
        assert_eq!(next.cycle().await.state, State::Scheduled { waits: true });
        assert_eq!(next.refused(Who::Approver, Command::Open {}).await, "waits-for-previous");

        // The plan is mended, certified and adopted: the next case has new dates.
        app.mails_do_not_matter();
        mended(&case).await;
        assert_eq!(case.state().await, StateName::Certified, "the council has another PDF");
        app.advance_days(1);
        case.adopt().await;
        assert_eq!(
            certificates(app).await,
            [
                ("KA-0492-1".to_owned(), CertificateStatus::Revoked),
                ("KA-0492-1-2".to_owned(), CertificateStatus::Valid)
            ]
        );
        let next = next.cycle().await;
        assert_eq!(next.state, State::Scheduled { waits: false });
        let end = lustrum_domain::time::add_years(app.today(), 5);
        assert_eq!(next.period_end, Some(end));
        let renews = next.renews.expect("it renews the new certificate");
        assert_eq!(renews.status, RenewalStatus::InForce);
    }

    async fn once_the_next_case_is_open_only_the_certificate_is_revoked(app) {
        let case = with_condition(app).await;
        let next = app.edition(2).await;
        next.give(Who::Approver, Command::Open {}).await;
        app.mails().await;
        assert_eq!(case.refused(Who::C40Lead, revoke(&["KA-4.01"])).await, "next-case-open");
        let alone = Command::RevokeCertificate { reason: "Vilkåret er ikke opfyldt.".into() };
        case.give(Who::C40Lead, alone.clone()).await;
        expect_bad_news(app, "revoked").await;
        assert_eq!(case.state().await, StateName::Concluded, "the case stays as it is");
        assert_eq!(certificates(app).await, [("KA-0492-1".to_owned(), CertificateStatus::Revoked)]);
        let renews = next.cycle().await.renews.expect("it renews");
        assert_eq!(renews.status, RenewalStatus::Revoked);
        assert_eq!(case.refused(Who::C40Lead, alone).await, "no-certificate");
    }
}
