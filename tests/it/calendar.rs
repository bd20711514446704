//! More time, holds, lapse, leaving: what happens to the dates of a case.

use chrono::NaiveDate;
use lustrum_app::NewOrganisation;
use lustrum_domain::{
    Command, Cycle, DeadlineKey, Locale, OrganisationId, OrganisationKind, RenewalStatus,
    StateName,
    notice::{NoticeKind, NoticeState},
    time::add_months,
};
use lustrum_store::{CertificateFilter, CertificateStatus};

use crate::support::*;

fn ask(deadline: DeadlineKey, until: &str) -> Command {
    Command::RequestExtension {
        deadline,
        until: day(until),
        reasons: "Medarbejderen er på barsel.".into(),
    }
}

fn answer(cycle: &Cycle, granted: bool) -> Command {
    let extension = cycle.extensions.iter().rfind(|it| it.granted.is_none());
    Command::DecideExtension {
        extension: extension.expect("a request waits").id,
        granted,
        reason: "Set i forhold til de andre.".into(),
    }
}

fn hold() -> Command {
    Command::Hold {
        reason: "Kommunen afventer en dom.".into(),
    }
}

async fn certificate_states(app: &TestApp) -> Vec<CertificateStatus> {
    let found = app.app.certificates(&CertificateFilter::default()).await;
    found
        .expect("certificates are public")
        .iter()
        .map(|it| it.status)
        .collect()
}

/// A first case concluded on the first day, and the second one open.
async fn second_case(app: &TestApp) -> (Case<'_>, NaiveDate) {
    app.mails_do_not_matter();
    app.opened().await.to_concluded().await;
    let case = app.edition(2).await;
    let opens = case
        .cycle()
        .await
        .opens_on
        .expect("a day on which it opens");
    app.set_day(opens);
    app.tick().await;
    assert_eq!(case.state().await, StateName::SelfAssessment);
    (case, opens)
}

on_both! {
    async fn an_extension_is_granted_once_per_deadline(app) {
        let case = app.opened().await.to_revision().await;
        app.mails().await;
        let key = DeadlineKey::Submission;
        assert_eq!(
            case.refused(Who::Coordinator, ask(key.clone(), "2027-10-31")).await,
            "not-permitted"
        );
        assert_eq!(
            case.refused(Who::Approver, ask(key.clone(), "2027-08-31")).await,
            "dates-out-of-order"
        );
        assert_eq!(
            case.refused(Who::Approver, ask(DeadlineKey::Decision, "2027-10-31")).await,
            "unknown-deadline"
        );
        case.give(Who::Approver, ask(key.clone(), "2027-10-31")).await;
        app.expect_told(&[("extension_requested", &["post-alliance", "secretariat"])]).await;
        assert_eq!(
            case.refused(Who::Approver, ask(key.clone(), "2027-11-30")).await,
            "extension-pending"
        );
        let cycle = case.cycle().await;
        assert_eq!(case.refused(Who::Approver, answer(&cycle, true)).await, "not-permitted");
        case.give(Who::Secretariat, answer(&cycle, true)).await;
        app.expect_told(&[("extension_decided", HOME)]).await;
        assert_eq!(case.due(&key).await, Some(day("2027-10-31")));
        assert_eq!(
            case.refused(Who::Approver, ask(key.clone(), "2027-12-31")).await,
            "extension-used"
        );
        assert_eq!(
            case.refused(Who::Secretariat, answer(&cycle, true)).await,
            "unknown-extension"
        );
    }

    async fn a_refused_extension_moves_nothing_and_may_be_asked_for_again(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let key = DeadlineKey::SelfAssessment;
        case.give(Who::Approver, ask(key.clone(), "2027-04-01")).await;
        let cycle = case.cycle().await;
        case.give(Who::Secretariat, answer(&cycle, false)).await;
        assert_eq!(case.due(&key).await, Some(day("2027-03-01")));
        case.give(Who::Approver, ask(key.clone(), "2027-03-15")).await;
        let cycle = case.cycle().await;
        case.give(Who::Secretariat, answer(&cycle, true)).await;
        assert_eq!(case.due(&key).await, Some(day("2027-03-15")));
    }

    async fn a_hold_stops_working_day_clocks_and_calendar_dates_do_not_move(app) {
        let case = app.opened().await.to_review().await;
        app.mails().await;
        let review = DeadlineKey::Review("concito".to_owned());
        assert_eq!(case.due(&review).await, Some(day("2026-12-21")));
        // A week later five of 20 working days have passed.
        app.advance_days(7);
        assert_eq!(case.refused(Who::Approver, hold()).await, "not-permitted");
        assert_eq!(case.refused(Who::Secretariat, Command::Resume {}).await, "not-on-hold");
        case.give(Who::Secretariat, hold()).await;
        app.expect_told(&[
            ("held", HOME),
            ("notice", &["steering"]),
            ("notice_drafted", HOME),
        ])
        .await;
        assert_eq!(case.due(&review).await, None);
        assert_eq!(case.refused(Who::Secretariat, hold()).await, "on-hold");
        for (who, command) in [
            (Who::Approver, Command::Recall {}),
            (Who::ConcitoLead, Command::ConcludeStage { stage: "concito".to_owned() }),
            (
                Who::ConcitoLead,
                Command::OfferAssignment {
                    stage: "concito".to_owned(),
                    reviewer: app.cast.person(Who::ConcitoReviewer),
                },
            ),
        ] {
            assert_eq!(case.refused(who, command).await, "on-hold");
        }
        // The clock is silent for months.
        app.live_until(day("2027-03-01")).await;
        app.expect_told(&[]).await;
        case.give(Who::Secretariat, Command::Resume {}).await;
        app.expect_told(&[
            ("resumed", HOME),
            ("notice", &["steering"]),
            ("notice_drafted", HOME),
        ])
        .await;
        // 15 working days from Monday 1 March.
        assert_eq!(case.due(&review).await, Some(day("2027-03-22")));
    }

    async fn a_held_case_keeps_its_calendar_dates_and_takes_adoption_and_withdrawal(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_certified().await;
        case.give(Who::Secretariat, hold()).await;
        case.adopt().await;
        assert_eq!(case.state().await, StateName::Certified, "conclude waits for resume");
        case.give(Who::Secretariat, Command::Resume {}).await;
        assert_eq!(case.state().await, StateName::Concluded);

        let other = app.edition(2).await;
        other.give(Who::Approver, Command::Open {}).await;
        let due = other.due(&DeadlineKey::Submission).await;
        other.give(Who::Secretariat, hold()).await;
        assert_eq!(other.due(&DeadlineKey::Submission).await, due);
        let leave = Command::Withdraw { reason: "Ny prioritering".into(), successor: None };
        other.give(Who::Approver, leave).await;
        assert_eq!(other.state().await, StateName::Withdrawn);
    }

    async fn a_held_case_does_not_open_by_itself_until_it_is_resumed(app) {
        app.mails_do_not_matter();
        app.opened().await.to_concluded().await;
        let case = app.edition(2).await;
        case.give(Who::Secretariat, hold()).await;
        let opens = case.cycle().await.opens_on.expect("a day on which it opens");
        app.live_until(add_months(opens, 2)).await;
        assert_eq!(case.state().await, StateName::Scheduled);
        case.give(Who::Secretariat, Command::Resume {}).await;
        app.tick().await;
        assert_eq!(case.state().await, StateName::SelfAssessment);
    }

    async fn a_certificate_lapses_six_months_after_its_end_and_a_later_one_reinstates(app) {
        let (case, _) = second_case(app).await;
        let renews = case.cycle().await.renews.expect("it renews a certificate");
        assert_eq!(renews.lapses_after, day("2032-05-23"));
        app.live_until(day("2032-05-23")).await;
        assert_eq!(certificate_states(app).await, [CertificateStatus::Valid]);
        app.mails().await;
        app.live_until(day("2032-05-24")).await;
        assert_eq!(certificate_states(app).await, [CertificateStatus::Lapsed]);
        let told = app.told().await;
        for line in ["lapsed approver", "lapsed advisor", "lapsed secretariat", "notice steering"] {
            assert_eq!(told.iter().filter(|it| *it == line).count(), 1, "{line} in {told:?}");
        }
        assert_eq!(case.state().await, StateName::SelfAssessment, "work goes on");
        let summary = app.app.store.case_summary(case.id).await.expect("a line").expect("a line");
        assert!(summary.lapsed);

        let case = case.to_concluded().await;
        assert_eq!(
            certificate_states(app).await,
            [CertificateStatus::Superseded, CertificateStatus::Valid]
        );
        let reinstated = case
            .cycle()
            .await
            .notices
            .iter()
            .any(|it| it.kind == NoticeKind::Reinstated && it.body == app.cast.steering);
        assert!(reinstated);
    }

    async fn nothing_lapses_while_a_plan_handed_in_on_time_is_judged(app) {
        let (case, _) = second_case(app).await;
        let case = case.to_review().await;
        app.live_until(day("2032-08-01")).await;
        assert_eq!(certificate_states(app).await, [CertificateStatus::Valid]);
        // Returned: until the answer date, and not a day longer.
        case.judge("concito", &[("KA-4.01", returned("Målet mangler."))]).await;
        case.conclude("concito").await;
        let caller = app.as_role(Who::Approver).await;
        app.app.view(&caller, case.id).await.expect("the case is theirs");
        let due = case.due(&DeadlineKey::Answer).await.expect("the clock runs");
        app.live_until(due).await;
        assert_eq!(certificate_states(app).await, [CertificateStatus::Valid]);
        app.live_until(due.succ_opt().expect("a day")).await;
        assert_eq!(certificate_states(app).await, [CertificateStatus::Lapsed]);
    }

    async fn nothing_lapses_while_a_request_for_more_time_waits_or_the_case_is_on_hold(app) {
        let (case, _) = second_case(app).await;
        app.set_day(day("2032-05-01"));
        case.give(Who::Approver, ask(DeadlineKey::Submission, "2032-09-01")).await;
        app.live_until(day("2032-06-15")).await;
        assert_eq!(certificate_states(app).await, [CertificateStatus::Valid]);
        case.give(Who::Secretariat, hold()).await;
        app.live_until(day("2032-07-15")).await;
        assert_eq!(certificate_states(app).await, [CertificateStatus::Valid]);
        case.give(Who::Secretariat, Command::Resume {}).await;
        let cycle = case.cycle().await;
        case.give(Who::Secretariat, answer(&cycle, false)).await;
        app.tick().await;
        assert_eq!(certificate_states(app).await, [CertificateStatus::Lapsed]);
    }

    async fn going_live_raises_no_storm(app) {
        // A plan of 2020, whose period is over for a year and a half.
        let caller = app.as_role(Who::Secretariat).await;
        let outcome = app
            .app
            .take_in(&caller, PROGRAMME, app.cast.aeroe, day("2025-05-01"))
            .await
            .expect("the secretariat may take in a municipality");
        let case = app.case(outcome.cycle);
        app.live_until(day("2028-11-23")).await;
        app.expect_told(&[]).await;
        assert_eq!(case.state().await, StateName::Scheduled);
        let renews = case.cycle().await.renews.expect("it renews a plan");
        assert_eq!(renews.status, RenewalStatus::GoLive, "nothing lapses because of an import");
        assert_eq!(case.refused(Who::Approver, Command::Open {}).await, "dates-missing");
        // Once the secretariat has set the dates, time runs as for everybody.
        let dates = Command::SetDates {
            period_end: None,
            opens_on: None,
            self_assessment_due: day("2029-03-01"),
            submission_due: day("2029-08-31"),
        };
        assert_eq!(case.refused(Who::Approver, dates.clone()).await, "not-permitted");
        case.give(Who::Secretariat, dates).await;
        case.give(Who::Approver, Command::Open {}).await;
        app.mails().await;
        let renews = case.cycle().await.renews.expect("it renews a plan");
        assert_eq!(renews.lapses_after, day("2030-02-28"));
    }

    async fn a_withdrawn_case_is_over_and_the_certificate_runs_to_its_end(app) {
        let (case, _) = second_case(app).await;
        let alone = Command::Withdraw { reason: "Ud".into(), successor: None };
        assert_eq!(case.refused(Who::Secretariat, alone.clone()).await, "successor-missing");
        assert_eq!(case.refused(Who::Coordinator, alone.clone()).await, "not-permitted");
        app.mails().await;
        case.give(Who::Approver, alone.clone()).await;
        let told = app.told().await;
        assert!(told.contains(&"withdrawn approver".to_owned()), "{told:?}");
        assert_eq!(case.refused(Who::Approver, alone).await, "wrong-state");
        assert_eq!(certificate_states(app).await, [CertificateStatus::Valid]);
        // The formal notice releases itself after five working days; then all is still.
        let formal = case.cycle().await.notices.into_iter().rfind(|it| {
            it.kind == NoticeKind::Withdrawn && it.body == app.cast.council
        });
        let formal = formal.expect("the council is told");
        assert_eq!(formal.state, NoticeState::Drafted);
        let releases = formal.releases_on.expect("by itself");
        app.live_until(releases).await;
        assert_eq!(state_of(&case, formal.id).await, NoticeState::Drafted);
        app.mails().await;
        app.live_until(releases.succ_opt().expect("a day")).await;
        assert_eq!(state_of(&case, formal.id).await, NoticeState::Released);
        app.expect_told(&[
            ("notice", &["council", "council-clerk", "committee", "committee-clerk"]),
        ])
        .await;
        app.live_until(day("2040-01-01")).await;
        app.expect_told(&[]).await;
        // A later enrolment starts a new case.
        let caller = app.as_role(Who::Secretariat).await;
        let letter = lustrum_domain::Digest::of("the commitment letter");
        let enrolled = app.app.enrol(&caller, PROGRAMME, app.cast.aeroe, letter).await;
        assert_eq!(enrolled.expect("it may come back").state, StateName::Enrolled);
    }

    async fn a_case_is_left_to_another_municipality_that_exists_and_to_nothing_else(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let leave = |successor| Command::Withdraw {
            reason: "Sammenlagt".into(),
            successor: Some(successor),
        };
        let nobody = OrganisationId(uuid::Uuid::from_u128(1));
        for wrong in [nobody, app.cast.council, app.cast.aeroe] {
            for who in [Who::Secretariat, Who::Approver] {
                assert_eq!(case.refused(who, leave(wrong)).await, "unknown-municipality");
            }
        }
        // One that has ceased carries nothing on.
        let secretariat = app.as_role(Who::Secretariat).await;
        let new = NewOrganisation {
            kind: OrganisationKind::Municipality,
            code: Some("0493".to_owned()),
            name: "Marstal Kommune".to_owned(),
            parent: None,
            mailbox: None,
            locale: Locale::Da,
            valid_from: day("2000-01-01"),
            valid_to: Some(day("2005-12-31")),
            successor: None,
        };
        let gone = app.app.put_organisation(&secretariat, None, new).await.expect("added");
        assert_eq!(case.refused(Who::Secretariat, leave(gone)).await, "unknown-municipality");
        let on = day("2027-01-01");
        let merged = app.app.merge(&secretariat, app.cast.aeroe, gone, on, "x").await;
        assert_eq!(failure(merged), "invalid /successor");
        case.give(Who::Secretariat, leave(app.cast.odder)).await;
        assert_eq!(case.state().await, StateName::Withdrawn);
    }

    async fn a_municipality_that_merges_leaves_its_open_case_to_its_successor(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let on = day("2027-01-01");
        let merge = async |who| {
            let caller = app.as_role(who).await;
            app.app.merge(&caller, app.cast.aeroe, app.cast.odder, on, "Sammenlagt").await
        };
        assert_eq!(failure(merge(Who::Approver).await), "not-permitted");
        let secretariat = app.as_role(Who::Secretariat).await;
        let itself = app.app.merge(&secretariat, app.cast.aeroe, app.cast.aeroe, on, "x").await;
        assert_eq!(failure(itself), "invalid /successor");
        let outcomes = merge(Who::Secretariat).await.expect("the secretariat may");
        assert_eq!(outcomes[0].state, StateName::Withdrawn);
        let left = app.app.store.organisation(app.cast.aeroe).await.expect("a row").expect("a row");
        assert_eq!(left.successor, Some(app.cast.odder));
        assert_eq!(left.valid_to, Some(on));
        assert_eq!(case.state().await, StateName::Withdrawn);
        let still = app.app.organisations(&[OrganisationKind::Municipality], Some(day("2027-06-01")));
        assert_eq!(still.await.expect("a list").len(), 1);
    }
}

/// Where a notice stands.
async fn state_of(case: &Case<'_>, id: lustrum_domain::NoticeId) -> NoticeState {
    let cycle = case.cycle().await;
    let notice = cycle.notice(id);
    notice.expect("a notice is never removed").state
}
