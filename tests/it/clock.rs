//! Time: every rung once, none early, none twice, and nothing of what an outage
//! missed but the latest.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, TimeDelta};
use lustrum_domain::{
    Command, DeadlineKey, MailKind, Programme, StateName, Timestamp,
    time::{at_hour, local_date},
};
use lustrum_store::Backend;
use serde_json::Value;

use crate::support::*;

/// A reminder in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fired {
    deadline: String,
    rung: i64,
    skipped: Vec<i64>,
    at: Timestamp,
}

async fn fired(case: &Case<'_>, app: &TestApp) -> Vec<Fired> {
    let rows = app.app.store.events(case.id.0, 1, 100_000).await;
    rows.expect("the log can be read")
        .iter()
        .map(|row| serde_json::from_str::<Value>(&row.body).expect("an entry is JSON"))
        .filter(|entry| entry["event"]["kind"] == "reminded")
        .map(|entry| {
            let skipped = entry["event"]["skipped"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            Fired {
                deadline: entry["event"]["deadline"]
                    .as_str()
                    .expect("a key")
                    .to_owned(),
                rung: entry["event"]["rung"].as_i64().expect("days"),
                skipped: skipped.iter().filter_map(Value::as_i64).collect(),
                at: entry["at"]
                    .as_str()
                    .expect("a time")
                    .parse()
                    .expect("a time"),
            }
        })
        .collect()
}

/// The rungs of one deadline up to a day, counted from nothing but the programme's
/// words: so many days before, so many after, then every so many days.
fn ladder(
    programme: &Programme,
    set_on: NaiveDate,
    due: NaiveDate,
    until: NaiveDate,
) -> Vec<(i64, NaiveDate)> {
    let mut rungs = Vec::new();
    let mut day = set_on;
    while day < until {
        day = day.succ_opt().expect("a day");
        let off = (day - due).num_days();
        let before = |days: &u32| off == -i64::from(*days);
        let after = |days: &u32| off == i64::from(*days);
        let last = programme.reminders.after.iter().max().copied().unwrap_or(0);
        let repeats = off > i64::from(last) && off % i64::from(programme.reminders.every) == 0;
        if programme.reminders.before.iter().any(before)
            || programme.reminders.after.iter().any(after)
            || repeats
        {
            rungs.push((off, day));
        }
    }
    rungs
}

on_both! {
    async fn ten_years_of_reminders_are_those_that_the_programme_says(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let set_on = app.today();
        let until = day("2037-01-01");
        app.live_until(until).await;
        let programme = app.app.programmes.newest(PROGRAMME).expect("shipped").clone();
        let mut wanted = BTreeMap::new();
        for (key, due) in [("self_assessment", "2027-03-01"), ("submission", "2027-08-31")] {
            for (rung, on) in ladder(&programme, set_on, day(due), until) {
                // Seven in the morning in Copenhagen, summer and winter.
                wanted.insert((key.to_owned(), rung), at_hour(on, programme.reminders.hour));
            }
        }
        let fired = fired(&case, app).await;
        let mut seen = BTreeMap::new();
        for reminder in &fired {
            assert!(reminder.skipped.is_empty(), "{reminder:?}");
            let key = (reminder.deadline.clone(), reminder.rung);
            let before = seen.insert(key, reminder.at);
            assert_eq!(before, None, "{reminder:?} came twice");
        }
        assert_eq!(seen, wanted);
        assert!(seen.len() > 230, "ten years have {} rungs", seen.len());
        let hours: BTreeSet<String> = seen.values().map(|at| at.format("%H:%M").to_string()).collect();
        assert_eq!(hours.into_iter().collect::<Vec<_>>(), ["05:00", "06:00"], "UTC");

        // From thirty days after the date on, advisor and secretariat hear of it.
        let mails = app.mails().await;
        for stored in mails.iter().filter(|it| it.mail.kind == MailKind::Reminder) {
            let escalated = stored.mail.recipient.starts_with("secretariat")
                || stored.mail.recipient.starts_with("advisor")
                || stored.mail.recipient.starts_with("post-alliance");
            let on = local_date(stored.mail.queued_at);
            if escalated {
                assert!(on >= day("2027-03-31"), "{on}");
            }
        }
        let escalated = |name: &str| {
            mails
                .iter()
                .filter(|it| it.mail.kind == MailKind::Reminder && it.mail.recipient.starts_with(name))
                .count()
        };
        assert_eq!(escalated("approver"), seen.len(), "one mail for each rung");
        let late = seen.keys().filter(|(_, rung)| *rung >= 30).count();
        assert_eq!(escalated("secretariat"), late);
        assert_eq!(escalated("advisor"), late);
    }

    async fn rungs_before_the_start_of_the_clock_are_never_caught_up(app) {
        app.mails_do_not_matter();
        let case = app.taken_in().await;
        let dates = Command::SetDates {
            period_end: None,
            opens_on: None,
            // Twenty days from now: the rungs of 90 and 30 days lie behind us.
            self_assessment_due: day("2026-12-13"),
            submission_due: day("2027-12-31"),
        };
        case.give(Who::Secretariat, dates).await;
        case.give(Who::Secretariat, Command::Open {}).await;
        app.live_until(day("2026-12-13")).await;
        let rungs: Vec<(String, i64)> =
            fired(&case, app).await.into_iter().map(|it| (it.deadline, it.rung)).collect();
        assert_eq!(
            rungs,
            [("self_assessment".to_owned(), -7), ("self_assessment".to_owned(), -1)]
        );
    }

    async fn after_an_outage_only_the_latest_rung_is_sent_and_the_others_are_recorded(app) {
        let case = app.opened().await;
        app.mails().await;
        // Nobody ticks from November to 5 March: 90, 30, 7 and 1 days before and the
        // day after have passed.
        app.set_day(day("2027-03-05"));
        assert_eq!(app.tick().await, 1);
        let all = fired(&case, app).await;
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].rung, all[0].skipped.clone()), (1, vec![-90, -30, -7, -1]));
        app.expect_told(&[("reminder", HOME), ("notice", &["steering"]), ("notice_drafted", HOME)])
            .await;
        // A second tick, at once or an hour later, changes nothing.
        assert_eq!(app.tick().await, 0);
        app.clock.advance(TimeDelta::hours(1));
        assert_eq!(app.tick().await, 0);
        app.expect_told(&[]).await;
        // What comes after goes on as before.
        app.live_until(day("2027-03-08")).await;
        assert_eq!(fired(&case, app).await.last().expect("one more").rung, 7);
        app.expect_told(&[("reminder", HOME)]).await;
    }

    async fn a_closed_case_reminds_nobody(app) {
        let case = app.opened().await;
        let leave = Command::Withdraw { reason: "Ud".into(), successor: None };
        case.give(Who::Approver, leave).await;
        app.mails().await;
        app.live_until(day("2036-11-23")).await;
        assert!(fired(&case, app).await.is_empty());
        let told = app.told().await;
        assert!(told.iter().all(|line| line.starts_with("notice ")), "{told:?}");
    }

    async fn what_was_handed_in_reminds_nobody(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_revision().await;
        app.live_until(day("2027-05-01")).await;
        assert!(fired(&case, app).await.is_empty(), "the self-assessment was handed in");
    }

    async fn two_instances_that_tick_at_the_same_moment_do_everything_once(app) {
        let case = app.opened().await;
        app.mails().await;
        let elsewhere = app.second_instance().await;
        for on in ["2026-12-01", "2027-01-30", "2027-02-22", "2027-02-28"] {
            app.clock.set(at_hour(day(on), 7));
            let (one, other) = tokio::join!(app.app.tick(100), elsewhere.tick(100));
            one.expect("a tick is no fault");
            other.expect("a tick is no fault");
            app.expect_told(&[("reminder", HOME)]).await;
        }
        assert_eq!(fired(&case, app).await.len(), 4);
        elsewhere.store.close().await.expect("a store can be closed once");
    }

    async fn no_rung_is_sent_a_second_before_its_hour(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let hour = at_hour(day("2026-12-01"), 7);
        app.clock.set(hour - TimeDelta::seconds(1));
        assert_eq!(app.tick().await, 0);
        app.clock.set(hour);
        assert_eq!(app.tick().await, 1);
        assert_eq!(fired(&case, app).await[0].rung, -90);
    }

    async fn a_clock_that_jumps_stops_ticking_until_somebody_says_that_it_is_right(app) {
        let case = app.opened().await;
        app.mails().await;
        app.app.tick_guarded(100).await.expect("the first tick has nothing to compare with");
        app.advance_days(7);
        app.app.tick_guarded(100).await.expect("a week may pass");
        let before = case.cycle().await;
        app.advance_days(120);
        for _ in 0..3 {
            let refused = app.app.tick_guarded(100).await;
            assert!(failure(refused).contains("confirm-clock"));
        }
        assert_eq!(case.cycle().await, before, "nothing happened");
        app.expect_told(&[]).await;
        app.app.confirm_clock().await.expect("somebody looked at it");
        assert_eq!(app.app.tick_guarded(100).await.expect("the clock is right"), 1);
        app.mails().await;
        // Backwards as well: an hour is a correction, two are a fault.
        app.clock.advance(TimeDelta::minutes(-59));
        app.app.tick_guarded(100).await.expect("a correction");
        app.clock.advance(TimeDelta::hours(-2));
        assert!(app.app.tick_guarded(100).await.is_err());
    }

    async fn working_days_step_over_easter_and_christmas(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_returned(&["KA-3.02"]).await;
        // Maundy Thursday is 25 March 2027, Easter Monday 29 March.
        app.set_day(day("2027-03-15"));
        let contact = Command::RecordContact { how: "Ringet".into() };
        case.give(Who::Secretariat, contact).await;
        let deadline = case.cycle().await;
        let deadline = deadline.running(&DeadlineKey::Answer).expect("it runs");
        assert_eq!(deadline.due, day("2027-04-22"));
        assert_eq!(deadline.skipped, [day("2027-03-25"), day("2027-03-26"), day("2027-03-29")]);
        assert!(deadline.working_days);

        // A review that begins on 10 December 2027 meets Christmas and New Year.
        app.set_day(day("2027-12-10"));
        case.answer("KA-3.02", "Regnskabet er fra 2025.").await;
        case.give(Who::Approver, Command::Submit {}).await;
        let cycle = case.cycle().await;
        let review = cycle.running(&DeadlineKey::Review("concito".to_owned())).expect("it runs");
        // Ten working days: 13-17, 20-23, and 27 December. Friday 24 is closed.
        assert_eq!(review.due, day("2027-12-27"));
        assert_eq!(review.skipped, [day("2027-12-24")]);
    }

    async fn a_case_that_opens_late_gets_as_many_days_more(app) {
        app.mails_do_not_matter();
        app.opened().await.to_concluded().await;
        let next = app.app.store.cycle_of_edition(PROGRAMME, app.cast.aeroe, 2).await;
        let next = app.case(next.expect("the database answers").expect("planned").cycle.id);
        let opens = next.cycle().await.opens_on.expect("a day");
        // The service was away for eight months.
        let late = opens.checked_add_days(Days::new(245)).expect("a day");
        app.set_day(late);
        app.tick().await;
        assert_eq!(next.state().await, StateName::SelfAssessment);
        let wanted = lustrum_domain::time::sub_months(day("2031-11-23"), 18)
            .checked_add_days(Days::new(245));
        assert_eq!(next.due(&DeadlineKey::SelfAssessment).await, wanted);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_ladder_of_this_test_is_not_the_one_of_the_code() {
    // The control: with another programme the comparison of the ten years fails.
    let app =
        TestApp::with_programme(Backend::Sqlite, |it| it.reminders.before = vec![90, 30, 7]).await;
    app.mails_do_not_matter();
    let case = app.opened().await;
    let set_on = app.today();
    let until = day("2027-02-28");
    app.live_until(until).await;
    let shipped = lustrum_app::Programmes::shipped().expect("the shipped programmes load");
    let shipped = shipped.newest(PROGRAMME).expect("shipped");
    let wanted = ladder(shipped, set_on, day("2027-03-01"), until);
    let rungs: Vec<i64> = fired(&case, &app)
        .await
        .into_iter()
        .map(|it| it.rung)
        .collect();
    assert_eq!(rungs, [-90, -30, -7]);
    assert_eq!(
        wanted.len(),
        4,
        "the rung of one day is missing, and it shows"
    );
    app.finish().await;
}
