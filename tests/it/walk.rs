//! Five years of one case: who may do what, what happens, who is told.

use lustrum_domain::{
    AnswerClock, Command, ConditionStatus, DeadlineKey, Focus, OrganisationId, RenewalStatus,
    StageStatus, State, StateName,
    notice::{NoticeKind, NoticeState},
};
use lustrum_store::{CertificateFilter, CertificateStatus};

use crate::support::*;

/// The notices of a case to one body, in the order in which they were drafted.
async fn notices(case: &Case<'_>, body: OrganisationId) -> Vec<(NoticeKind, NoticeState)> {
    let cycle = case.cycle().await;
    let to_body = cycle.notices.iter().filter(|notice| notice.body == body);
    to_body.map(|notice| (notice.kind, notice.state)).collect()
}

/// Kinds of events with runs of the same kind told once.
fn without_runs(mut events: Vec<String>) -> Vec<String> {
    events.dedup();
    events
}

on_both! {
    async fn a_case_goes_from_go_live_to_its_certificate_and_on_to_the_next_case(app) {
        // Go-live: nothing is sent because of an import.
        let case = app.taken_in().await;
        app.expect_told(&[]).await;
        let dates = Command::SetDates {
            period_end: None,
            opens_on: None,
            self_assessment_due: day("2027-03-01"),
            submission_due: day("2027-08-31"),
        };
        case.give(Who::Secretariat, dates).await;
        app.expect_told(&[]).await;
        let opened = case.give(Who::Approver, Command::Open {}).await;
        assert_eq!(opened.state, StateName::SelfAssessment);
        app.expect_told(&[
            ("opened", HOME),
            ("opened", &["advisor"]),
            ("notice_drafted", HOME),
        ])
        .await;
        assert_eq!(case.due(&DeadlineKey::SelfAssessment).await, Some(day("2027-03-01")));
        assert_eq!(case.due(&DeadlineKey::Submission).await, Some(day("2027-08-31")));
        let pins = case.cycle().await.pins.expect("an open case is pinned");
        assert_eq!(pins.criteria.to_string(), "cctf-ka@0.1");
        assert!(pins.trial, "the set is a draft, and the case says so");
        assert_eq!(case.cycle().await.criteria.len(), 45);

        // The self-assessment.
        case.fill(&example_plan()).await;
        app.expect_told(&[]).await;
        assert_eq!(
            case.refused(Who::Coordinator, Command::SubmitSelfAssessment {}).await,
            "not-permitted"
        );
        case.give(Who::Approver, Command::SubmitSelfAssessment {}).await;
        assert_eq!(case.state().await, StateName::Scoping);
        app.expect_told(&[
            ("self_assessment_submitted", HOME),
            ("self_assessment_submitted", &["advisor", "concito-lead", "post-concito"]),
            ("notice_drafted", HOME),
        ])
        .await;
        assert_eq!(case.due(&DeadlineKey::SelfAssessment).await, None);
        let scoping = Command::RecordScoping {
            held_on: app.today(),
            participants: "Ærø og CONCITO".into(),
            focus: vec![Focus { criterion: "KA-3.02".into(), text: "Et nyere regnskab".into() }],
        };
        assert_eq!(case.refused(Who::Approver, scoping.clone()).await, "not-permitted");
        case.give(Who::ConcitoLead, scoping).await;
        assert_eq!(case.state().await, StateName::Revision);
        app.expect_told(&[("scoping_recorded", HOME), ("scoping_recorded", &["advisor"])]).await;

        // The first round: CONCITO returns one criterion.
        case.give(Who::Approver, Command::Submit {}).await;
        assert_eq!(case.state().await, StateName::Review);
        app.expect_told(&[
            ("submitted", HOME),
            ("submitted", &["concito-lead", "post-concito"]),
            ("notice_drafted", HOME),
        ])
        .await;
        // 20 working days from 23 November, Christmas Eve and the holidays not among them.
        let review = DeadlineKey::Review("concito".to_owned());
        assert_eq!(case.due(&review).await, Some(day("2026-12-21")));
        case.assign("concito").await;
        app.expect_told(&[("assignment_offered", &["concito-reviewer"])]).await;
        case.judge("concito", &[("KA-3.02", returned("Regnskabet er fra 2018."))]).await;
        app.expect_told(&[]).await;
        case.conclude("concito").await;
        assert_eq!(case.state().await, StateName::Returned);
        app.expect_told(&[
            ("returned", HOME),
            ("returned", &["advisor"]),
            ("notice_drafted", HOME),
        ])
        .await;

        // The mail is accepted; a working day later the answer clock starts.
        assert!(matches!(
            case.cycle().await.state,
            State::Returned { clock: AnswerClock::Waiting { accepted_on: None, .. }, .. }
        ));
        app.send_mails().await;
        app.live_until(day("2026-11-24")).await;
        assert_eq!(case.due(&DeadlineKey::Answer).await, None);
        app.live_until(day("2026-11-25")).await;
        assert_eq!(case.due(&DeadlineKey::Answer).await, Some(day("2027-01-05")));

        // The second round: only what was returned is judged again.
        case.answer("KA-3.02", "Regnskabet er nu fra 2025.").await;
        case.give(Who::Approver, Command::Submit {}).await;
        app.expect_told(&[
            ("submitted", HOME),
            ("submitted", &["concito-lead", "concito-reviewer", "post-concito"]),
            ("notice_drafted", HOME),
        ])
        .await;
        let pending = case.cycle().await.pending_in(0);
        assert_eq!(pending.into_iter().map(|id| id.0).collect::<Vec<_>>(), ["KA-3.02"]);
        case.judge("concito", &[]).await;
        case.conclude("concito").await;
        assert_eq!(
            stages(&case.cycle().await),
            [
                ("concito".to_owned(), StageStatus::Concluded),
                ("c40".to_owned(), StageStatus::Open)
            ]
        );
        app.expect_told(&[("stage_entered", HOME), ("stage_entered", &["c40-lead", "post-c40"])])
            .await;

        // C40's stage, with one condition.
        let due = "2027-06-01";
        case.judge("c40", &[("KA-4.01", condition("Sæt mål for 2045.", due))]).await;
        app.expect_told(&[("assignment_offered", &["c40-reviewer"])]).await;
        case.conclude("c40").await;
        assert_eq!(case.state().await, StateName::Decision);
        app.expect_told(&[
            ("ready_for_decision", HOME),
            ("ready_for_decision", &["c40-lead", "post-c40"]),
        ])
        .await;

        // Certified, and adopted by committee and council.
        case.certify().await;
        assert_eq!(case.state().await, StateName::Certified);
        app.expect_told(&[
            ("certified", HOME),
            ("certified", &["advisor", "secretariat", "post-alliance"]),
            ("notice", &["post-kkr", "regional-council", "steering"]),
            ("notice_drafted", HOME),
        ])
        .await;
        let open = case.cycle().await.conditions;
        assert_eq!(open.len(), 1);
        assert_eq!(open[0].status, ConditionStatus::Open);
        assert_eq!(case.due(&DeadlineKey::Condition(open[0].id)).await, Some(day(due)));
        app.advance_days(14);
        let plan = case.plan().await;
        let recommended = lustrum_domain::AdoptionOutcome::Recommended;
        case.give(Who::CommitteeClerk, case.adoption(app.cast.committee, recommended, plan)).await;
        assert_eq!(case.state().await, StateName::Certified);
        app.expect_told(&[
            ("adoption_recorded", HOME),
            ("adoption_recorded", &["c40-lead", "post-c40"]),
        ])
        .await;
        app.advance_days(7);
        let adopted_on = app.today();
        let concluded = case.adopt().await;
        assert_eq!(concluded.state, StateName::Concluded);
        app.expect_told(&[
            ("adoption_recorded", HOME),
            ("adoption_recorded", &["c40-lead", "post-c40"]),
            ("concluded", HOME),
            ("concluded", &["advisor", "c40-lead", "concito-lead", "post-alliance",
                "post-c40", "post-concito", "secretariat"]),
        ])
        .await;

        // The certificate.
        let certificates = app
            .app
            .certificates(&CertificateFilter::default())
            .await
            .expect("certificates are public");
        assert_eq!(certificates.len(), 1);
        let first = &certificates[0];
        assert_eq!(first.number, "KA-0492-1");
        assert_eq!(first.plan, plan);
        assert_eq!(first.criteria, "cctf-ka@0.1");
        assert_eq!(first.conditions, 1);
        assert!(first.trial);
        assert_eq!(first.status, CertificateStatus::Valid);
        assert_eq!(first.valid_from, adopted_on);
        assert_eq!(first.valid_to, day("2031-12-16"));

        // What happened, in order.
        assert_eq!(
            without_runs(case.events_from(1).await),
            [
                "scheduled", "dates_set", "opened", "deadline_set", "notice_drafted",
                "self_assessment_submitted", "notice_superseded", "notice_drafted",
                "notice_superseded", "notice_drafted", "scoping_recorded", "submitted",
                "deadline_set", "notice_superseded", "notice_drafted", "notice_superseded",
                "notice_drafted", "assignment_offered", "assignment_accepted",
                "criterion_decided", "returned", "notice_superseded", "notice_drafted",
                "notice_superseded", "notice_drafted", "return_mail_accepted",
                "answer_clock_started", "deadline_set", "submitted", "deadline_set",
                "notice_superseded", "notice_drafted", "notice_superseded", "notice_drafted",
                "criterion_decided", "stage_concluded", "deadline_set", "assignment_offered",
                "assignment_accepted", "criterion_decided", "stage_concluded", "deadline_set",
                "certified", "deadline_set", "notice_drafted", "notice_released",
                "notice_drafted", "notice_released", "notice_drafted", "notice_released",
                "notice_superseded", "notice_drafted", "notice_superseded", "notice_drafted",
                "adoption_recorded", "concluded",
            ]
        );
        let to_council = notices(&case, app.cast.council).await;
        assert_eq!(
            to_council.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(),
            [
                NoticeKind::Opened, NoticeKind::HandedIn, NoticeKind::Submitted,
                NoticeKind::Returned, NoticeKind::Submitted, NoticeKind::ReadyForAdoption,
            ]
        );
        assert_eq!(
            notices(&case, app.cast.kkr).await,
            [(NoticeKind::Certified, NoticeState::Released)]
        );
        app.send_mails().await;
        assert_eq!(
            notices(&case, app.cast.kkr).await,
            [(NoticeKind::Certified, NoticeState::Delivered)]
        );

        // The next case is planned, and opens by itself two years before the end.
        let next = app
            .app
            .store
            .cycle_of_edition(PROGRAMME, app.cast.aeroe, 2)
            .await
            .expect("the database answers")
            .expect("the next case is planned in the same commit")
            .cycle;
        assert_eq!(next.state, State::Scheduled { waits: false });
        assert_eq!(next.opens_on, Some(day("2029-12-16")));
        let renews = next.renews.expect("it renews the certificate");
        assert_eq!(renews.certificate, Some(first.id));
        assert_eq!(renews.status, RenewalStatus::InForce);
        assert_eq!(renews.lapses_after, day("2032-06-16"));
        let next = app.case(next.id);
        app.live_until(day("2029-12-15")).await;
        assert_eq!(next.state().await, StateName::Scheduled);
        app.mails().await;
        app.live_until(day("2029-12-16")).await;
        assert_eq!(next.state().await, StateName::SelfAssessment);
        app.expect_told(&[
            ("opened", HOME),
            ("opened", &["advisor"]),
            ("notice_drafted", HOME),
        ])
        .await;
        assert_eq!(next.due(&DeadlineKey::SelfAssessment).await, Some(day("2030-06-16")));
        assert_eq!(next.due(&DeadlineKey::Submission).await, Some(day("2031-03-16")));

        // Five years on: the second certificate takes the place of the first.
        app.mails_do_not_matter();
        let next = next.to_concluded().await;
        let certificates = app
            .app
            .certificates(&CertificateFilter::default())
            .await
            .expect("certificates are public");
        let standing: Vec<_> = certificates
            .iter()
            .map(|it| (it.number.as_str(), it.status))
            .collect();
        assert_eq!(
            standing,
            [
                ("KA-0492-1", CertificateStatus::Superseded),
                ("KA-0492-2", CertificateStatus::Valid)
            ]
        );
        assert_eq!(next.cycle().await.edition, 2);
        let third = app.app.store.cycle_of_edition(PROGRAMME, app.cast.aeroe, 3).await;
        assert!(third.expect("the database answers").is_some());
    }
}
