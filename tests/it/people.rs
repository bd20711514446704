//! People: how they get in, what they may, and how they leave.

use chrono::{NaiveDate, TimeDelta};
use lustrum_app::{
    AppError, Caller, Housekept, Invited, NewMembership, NewOrganisation, Retention, SignedIn,
};
use lustrum_domain::{
    Actor, AssignmentId, AssignmentStatus, Command, CommandName, CycleId, Digest, Locale, MailKind,
    NoticeId, OrganisationId, OrganisationKind, PersonId, Role, SubmissionId, UploadId,
    log::REGISTER,
};
use lustrum_store::{Affiliation, CaseFilter, MailFilter, MailStatus, TokenKind};
use serde_json::Value;

use crate::support::*;

fn role(organisation: OrganisationId, role: Role) -> NewMembership {
    NewMembership {
        organisation,
        role,
        principal: None,
        programme: None,
        from: None,
        to: None,
    }
}

/// Invites somebody to a role and returns who it is with the secret of the link.
async fn invited(app: &TestApp, email: &str, membership: NewMembership) -> (PersonId, String) {
    let caller = app.as_role(Who::Secretariat).await;
    let invited = app
        .app
        .invite(&caller, "Søren Ærøbo", email, Locale::Da, membership)
        .await
        .expect("the secretariat may invite");
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1, "one mail with one link");
    let prefix = "https://lustrum.example.dk/invitations/";
    let text = &mails[0].mail.text;
    let link = text
        .split_whitespace()
        .find(|word| word.starts_with(prefix));
    let secret = link.expect("a deep link")[prefix.len()..].to_owned();
    assert!(text.contains("Signe Sekretær har inviteret dig"), "{text}");
    assert!(
        !mails[0].mail.dedupe_key.contains(&secret),
        "the key must not carry the secret"
    );
    (invited.person, secret)
}

/// The places of a request that cannot be used, each with what was found there.
fn found<T: std::fmt::Debug>(result: Result<T, AppError>) -> Vec<(String, String)> {
    match result {
        Err(AppError::Invalid(fields)) => {
            let fields = fields.into_iter();
            fields.map(|field| (field.pointer, field.found)).collect()
        }
        other => panic!("no field was refused: {other:?}"),
    }
}

/// An organisation that is there from 2026 on.
fn founded(kind: OrganisationKind, name: &str, parent: Option<OrganisationId>) -> NewOrganisation {
    NewOrganisation {
        kind,
        code: None,
        name: name.to_owned(),
        parent,
        mailbox: None,
        locale: Locale::Da,
        valid_from: day("2026-01-01"),
        valid_to: None,
        successor: None,
    }
}

/// The secretariat ends the role of somebody; `on` is its last day.
async fn ended(app: &TestApp, who: Who, on: NaiveDate) {
    let secretariat = app.as_role(Who::Secretariat).await;
    let (person, membership) = (app.cast.person(who), app.cast.membership(who));
    let ended = app.app.end_membership(&secretariat, person, membership, on);
    ended.await.expect("the secretariat may");
}

/// A second approver of Ærø.
async fn other_approver(app: &TestApp) -> Invited {
    let secretariat = app.as_role(Who::Secretariat).await;
    let (name, email) = ("Anden Ansvarlig", "anden@example.dk");
    let new = role(app.cast.aeroe, Role::Approver);
    let invited = app.app.invite(&secretariat, name, email, Locale::Da, new);
    let invited = invited.await.expect("the secretariat may");
    app.mails().await;
    invited
}

async fn the_last_approver_is_missed(app: &TestApp) {
    let whom: &[&str] = &["post-aeroe", "post-alliance", "secretariat"];
    app.expect_told(&[("last_approver", whom)]).await;
}

async fn session(app: &TestApp, signed_in: &SignedIn) -> Result<Caller, AppError> {
    let found = app
        .app
        .authenticate(&signed_in.secret, TokenKind::Session)
        .await;
    found.map(|(caller, _)| caller)
}

on_both! {
    async fn a_secretary_of_one_programme_runs_its_cases_and_not_the_register(app) {
        app.mails_do_not_matter();
        let secretariat = app.as_role(Who::Secretariat).await;
        let of = |programme: &str| NewMembership {
            programme: Some(programme.to_owned()),
            ..role(app.cast.alliance, Role::Secretariat)
        };
        let refused = app
            .app
            .invite(&secretariat, "Nis", "nis@example.dk", Locale::Da, of("nowhere"))
            .await;
        assert_eq!(failure(refused), "invalid /programme");

        let (person, _) = invited(app, "sif@example.dk", of(PROGRAMME)).await;
        let case = app.opened().await;
        let caller = app.app.caller(person).await.expect("a person");
        let listed = app.app.cases(&caller, &CaseFilter::default()).await.expect("a list");
        assert_eq!(listed.total, 1, "the case of their programme");
        app.app.parts(&caller, case.id).await.expect("its draft too");
        let hold = Command::Hold { reason: "Ferie".into() };
        app.app.command(&caller, case.id, &hold, None).await.expect("they run it");
        // Organisations and people serve every programme.
        let stranger = app.cast.person(Who::Stranger);
        assert_eq!(failure(app.app.erase(&caller, stranger).await), "not-permitted");
        let refused = app.app.grant(&caller, stranger, role(app.cast.odder, Role::Coordinator)).await;
        assert_eq!(failure(refused), "not-permitted");
        let within = NewMembership {
            programme: Some(PROGRAMME.to_owned()),
            ..role(app.cast.odder, Role::Coordinator)
        };
        app.app.grant(&caller, stranger, within).await.expect("within their programme");
    }

    async fn who_serves_another_programme_is_neither_asked_nor_offered_a_seat_in_this_one(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_review().await;
        // Nobody can be limited to a programme that is not shipped.
        let elsewhere = |mut caller: Caller| {
            if let Actor::Person(person) = &mut caller.actor {
                for held in &mut person.memberships {
                    held.programme = Some("another".to_owned());
                }
            }
            caller
        };
        let clerk = app.as_role(Who::CouncilClerk).await;
        let ask = async |caller: Caller| app.app.ask(&caller, case.id, CommandName::RecordAdoption).await;
        ask(clerk.clone()).await.expect("the control");
        assert_eq!(failure(ask(elsewhere(clerk)).await), "not-found");

        let lead = app.as_role(Who::ConcitoLead).await;
        let seats = async |caller: Caller| app.app.open_seats(&caller).await.expect("a lead").len();
        assert_ne!(seats(lead.clone()).await, 0, "the control");
        let mut lead = elsewhere(lead);
        let auditor = app.as_role(Who::Auditor).await;
        if let (Actor::Person(lead), Actor::Person(auditor)) = (&mut lead.actor, auditor.actor) {
            lead.memberships.extend(auditor.memberships);
        }
        assert_eq!(seats(lead).await, 0, "they see the case, and lead nothing of it");
    }

    async fn an_invitation_makes_a_password_and_a_password_signs_in(app) {
        let email = "soren@example.dk";
        let (person, secret) = invited(app, email, role(app.cast.odder, Role::Coordinator)).await;
        assert_eq!(failure(app.app.sign_in(email, PASSWORD).await), "unauthenticated");
        for bad in ["kort", &"x".repeat(201)] {
            let refused = app.app.accept_invitation(&secret, bad).await;
            assert_eq!(failure(refused), "invalid /password");
        }
        let first = app.app.accept_invitation(&secret, PASSWORD).await.expect("a good link");
        assert_eq!(first.person, person);
        session(app, &first).await.expect("signed in at once");
        let again = app.app.accept_invitation(&secret, "et andet kodeord").await;
        assert_eq!(failure(again), "not-found", "a link is good once");
        let signed_in = app.app.sign_in(" Soren@Example.dk ", PASSWORD).await.expect("the password");
        let caller = session(app, &signed_in).await.expect("a session");
        assert_eq!(caller.person().expect("a person").id, person);

        // Whatever is wrong looks the same.
        for (email, password) in [
            (email, "forkert kodeord"),
            ("nobody@example.dk", PASSWORD),
            ("approver@example.dk", PASSWORD),
            ("", ""),
        ] {
            assert_eq!(failure(app.app.sign_in(email, password).await), "unauthenticated");
        }
        // Only hashes are stored.
        let record = app.app.store.person(person).await.expect("a row").expect("a row");
        let hash = record.account.password.expect("a password was set");
        assert!(hash.starts_with("$argon2id$") && !hash.contains(PASSWORD));
    }

    async fn an_invitation_runs_out_after_two_weeks(app) {
        let (_, secret) = invited(app, "soren@example.dk", role(app.cast.odder, Role::Coordinator)).await;
        app.clock.advance(TimeDelta::days(14));
        assert_eq!(failure(app.app.accept_invitation(&secret, PASSWORD).await), "not-found");
        assert_eq!(failure(app.app.accept_invitation("nonsense", PASSWORD).await), "not-found");
        app.clock.advance(TimeDelta::seconds(-1));
        app.app.accept_invitation(&secret, PASSWORD).await.expect("a second before");
    }

    async fn a_session_ends_when_it_is_revoked_and_by_itself(app) {
        let person = app.cast.person(Who::Approver);
        let one = app.app.sign_in_as(person).await.expect("a session");
        let two = app.app.sign_in_as(person).await.expect("a session");
        let caller = app.as_role(Who::Approver).await;
        app.app.revoke_token(&caller, one.token).await.expect("one's own");
        assert_eq!(failure(session(app, &one).await), "unauthenticated");
        session(app, &two).await.expect("the other goes on");
        let stranger = app.as_role(Who::Stranger).await;
        assert_eq!(failure(app.app.revoke_token(&stranger, two.token).await), "not-found");
        assert_eq!(failure(app.app.revoke_all(&stranger, person).await), "not-permitted");
        app.clock.advance(TimeDelta::hours(12));
        assert_eq!(failure(session(app, &two).await), "unauthenticated");

        let token = app.app.create_token(person, "regneark", 30).await.expect("a token");
        app.app.authenticate(&token.secret, TokenKind::Api).await.expect("a good token");
        let as_session = app.app.authenticate(&token.secret, TokenKind::Session).await;
        assert_eq!(failure(as_session), "unauthenticated", "a token is no session");
        let secretariat = app.as_role(Who::Secretariat).await;
        app.app.revoke_all(&secretariat, person).await.expect("the secretariat may");
        let revoked = app.app.authenticate(&token.secret, TokenKind::Api).await;
        assert_eq!(failure(revoked), "unauthenticated");
    }

    async fn the_log_names_the_secretariat_that_ends_somebodys_sessions(app) {
        let person = app.cast.person(Who::Approver);
        let before = app.as_role(Who::Secretariat).await;
        let by = app.cast.person(Who::Secretariat);
        app.app
            .grant(&before, by, role(app.cast.alliance, Role::Auditor))
            .await
            .expect("the secretariat may");
        // What they may was read before it changed.
        assert_eq!(failure(app.app.revoke_all(&before, person).await), "stale");
        let secretariat = app.as_role(Who::Secretariat).await;
        app.app.revoke_all(&secretariat, person).await.expect("the secretariat may");
        let own = app.as_role(Who::Approver).await;
        app.app.revoke_all(&own, person).await.expect("one's own");
        let rows = app.app.store.events(REGISTER, 1, 1000).await.expect("the log");
        let ended: Vec<(Value, Value)> = rows
            .iter()
            .map(|row| serde_json::from_str::<Value>(&row.body).expect("JSON"))
            .filter(|entry| entry["kind"] == "tokens_revoked")
            .map(|entry| (entry["by"]["person"].clone(), entry["by"]["role"].clone()))
            .collect();
        let wanted = [
            (Value::from(by.to_string()), Value::from("secretariat")),
            (Value::from(person.to_string()), Value::Null),
        ];
        assert_eq!(ended, wanted);
    }

    async fn a_deputy_acts_while_it_lasts_and_the_log_names_the_principal(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let caller = app.as_role(Who::Approver).await;
        let deputy = NewMembership {
            principal: Some(app.cast.person(Who::Approver)),
            programme: None,
            from: Some(day("2026-12-01")),
            to: Some(day("2026-12-31")),
            ..role(app.cast.aeroe, Role::Approver)
        };
        let invited = app
            .app
            .invite(&caller, "Stine Stedfortræder", "stine@example.dk", Locale::Da, deputy)
            .await
            .expect("an approver may name a deputy");
        let give = async |date: NaiveDate| {
            app.set_day(date);
            let caller = app.app.caller(invited.person).await.expect("an account");
            let ask = Command::RequestExtension {
                deadline: lustrum_domain::DeadlineKey::Submission,
                until: day("2027-10-01"),
                reasons: "Ferie".into(),
            };
            app.app.command(&caller, case.id, &ask, None).await
        };
        assert_eq!(failure(give(day("2026-11-30")).await), "not-found");
        give(day("2026-12-31")).await.expect("on the last day");
        assert_eq!(failure(give(day("2027-01-01")).await), "not-found");
        let rows = app.app.store.events(case.id.0, 1, 1000).await.expect("the log");
        let asked: Value = rows
            .iter()
            .map(|row| serde_json::from_str::<Value>(&row.body).expect("JSON"))
            .find(|entry| entry["event"]["kind"] == "extension_requested")
            .expect("it was asked for");
        assert_eq!(asked["by"]["person"], invited.person.to_string());
        assert_eq!(asked["by"]["principal"], app.cast.person(Who::Approver).to_string());
    }

    async fn a_deputy_stands_in_for_a_time_for_somebody_who_holds_the_role_all_the_while(app) {
        app.mails_do_not_matter();
        let secretariat = app.as_role(Who::Secretariat).await;
        let person = app.cast.person(Who::Auditor);
        let approver = app.cast.person(Who::Approver);
        let deputy = |principal: PersonId, to: Option<&str>| NewMembership {
            principal: Some(principal),
            to: to.map(day),
            ..role(app.cast.aeroe, Role::Approver)
        };
        let give = async |new| app.app.grant(&secretariat, person, new).await;
        for nobody in [
            PersonId(uuid::Uuid::from_u128(1)),
            person,
            app.cast.person(Who::Coordinator),
            app.cast.person(Who::Stranger),
        ] {
            let refused = give(deputy(nobody, Some("2026-12-31"))).await;
            assert_eq!(found(refused), [("/principal".to_owned(), nobody.to_string())]);
        }
        assert_eq!(failure(give(deputy(approver, None)).await), "invalid /to");
        ended(app, Who::Approver, day("2026-12-30")).await;
        let longer = give(deputy(approver, Some("2026-12-31"))).await;
        assert_eq!(failure(longer), "invalid /principal", "the principal leaves before");
        give(deputy(approver, Some("2026-12-30"))).await.expect("as long as the principal");
    }

    async fn nobody_is_coordinator_here_and_reviewer_there_at_once(app) {
        app.mails_do_not_matter();
        let secretariat = app.as_role(Who::Secretariat).await;
        let reviewer = app.cast.person(Who::ConcitoReviewer);
        for clash in [
            role(app.cast.odder, Role::Coordinator),
            role(app.cast.aeroe, Role::Approver),
        ] {
            let refused = app.app.grant(&secretariat, reviewer, clash).await;
            assert_eq!(failure(refused), "invalid /role");
        }
        let coordinator = app.cast.person(Who::Coordinator);
        let refused = app.app.grant(&secretariat, coordinator, role(app.cast.c40, Role::Lead)).await;
        assert_eq!(failure(refused), "invalid /role");
        // The same by invitation: the address is known.
        let refused = app
            .app
            .invite(
                &secretariat,
                "Kirsten",
                &Who::Coordinator.email(),
                Locale::Da,
                role(app.cast.concito, Role::Reviewer),
            )
            .await;
        assert_eq!(failure(refused), "invalid /role");
        // One after the other is no clash.
        ended(app, Who::ConcitoReviewer, app.today()).await;
        let later = NewMembership {
            from: Some(day("2026-11-24")),
            ..role(app.cast.odder, Role::Coordinator)
        };
        app.app.grant(&secretariat, reviewer, later).await.expect("from tomorrow on");
    }

    async fn a_role_fits_its_organisation(app) {
        app.mails_do_not_matter();
        let secretariat = app.as_role(Who::Secretariat).await;
        let person = app.cast.person(Who::Auditor);
        for (organisation, wrong) in [
            (app.cast.concito, Role::Approver),
            (app.cast.aeroe, Role::Lead),
            (app.cast.aeroe, Role::Secretariat),
            (app.cast.aeroe, Role::Clerk),
            (app.cast.council, Role::Coordinator),
        ] {
            let refused = app.app.grant(&secretariat, person, role(organisation, wrong)).await;
            assert_eq!(failure(refused), "invalid /role", "{wrong}");
        }
        // A lead gives roles in the own organisation only; a coordinator gives none.
        let lead = app.as_role(Who::ConcitoLead).await;
        let other = app.app.grant(&lead, person, role(app.cast.c40, Role::Reviewer)).await;
        assert_eq!(failure(other), "not-permitted");
        let coordinator = app.as_role(Who::Coordinator).await;
        let own = app.app.grant(&coordinator, person, role(app.cast.aeroe, Role::Coordinator)).await;
        assert_eq!(failure(own), "not-permitted");
    }

    async fn nobody_judges_a_municipality_that_they_worked_for_within_two_years(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_review().await;
        let secretariat = app.as_role(Who::Secretariat).await;
        let past = |from: &str, to: &str| NewMembership {
            from: Some(day(from)),
            to: Some(day(to)),
            ..role(app.cast.aeroe, Role::Coordinator)
        };
        // Somebody who was coordinator until 23 November 2024 became a reviewer.
        let email = "skiftet@example.dk";
        let invited = app
            .app
            .invite(&secretariat, "Skiftet", email, Locale::Da, past("2023-05-01", "2024-11-23"))
            .await
            .expect("the secretariat may");
        app.app
            .grant(
                &secretariat,
                invited.person,
                NewMembership {
                    from: Some(day("2024-11-24")),
                    ..role(app.cast.concito, Role::Reviewer)
                },
            )
            .await
            .expect("one after the other");
        let offer = Command::OfferAssignment {
            stage: "concito".to_owned(),
            reviewer: invited.person,
        };
        assert_eq!(
            case.refused(Who::ConcitoLead, offer.clone()).await,
            "conflict-of-interest",
            "two years end today"
        );
        app.advance_days(1);
        case.give(Who::ConcitoLead, offer).await;
    }

    async fn who_declares_a_conflict_is_neither_asked_nor_heard(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_review().await;
        let reviewer = app.cast.person(Who::ConcitoReviewer);
        let stranger = app.as_role(Who::Stranger).await;
        let other = app.app.declare_conflict(&stranger, reviewer, app.cast.aeroe).await;
        assert_eq!(failure(other), "not-permitted");
        let assignment = case.offer(Who::ConcitoLead, "concito", Who::ConcitoReviewer).await;
        let own = app.as_role(Who::ConcitoReviewer).await;
        app.app.declare_conflict(&own, reviewer, app.cast.aeroe).await.expect("one's own");
        let accept = Command::AcceptAssignment { assignment };
        assert_eq!(case.refused(Who::ConcitoReviewer, accept).await, "not-found");
        // A lead with a conflict decides nothing about this municipality either.
        let lead = app.as_role(Who::ConcitoLead).await;
        let person = app.cast.person(Who::ConcitoLead);
        app.app.declare_conflict(&lead, person, app.cast.aeroe).await.expect("one's own");
        let conclude = Command::ConcludeStage { stage: "concito".to_owned() };
        assert_eq!(case.refused(Who::ConcitoLead, conclude).await, "conflict-of-interest");
    }

    async fn rights_that_change_while_a_command_is_on_its_way_stop_it(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let before = app.as_role(Who::Approver).await;
        ended(app, Who::Approver, day("2026-11-23")).await;
        // The caller was read before; the commit finds that the facts have changed.
        let leave = Command::Withdraw { reason: "Ud".into(), successor: None };
        let refused = app.app.command(&before, case.id, &leave, None).await;
        assert_eq!(failure(refused), "stale");
    }

    async fn the_last_approver_cannot_leave_without_the_secretariat_being_told(app) {
        let other = other_approver(app).await;
        let caller = app.app.caller(other.person).await.expect("an account");
        app.app
            .end_membership(&caller, other.person, other.membership, app.today())
            .await
            .expect("anybody may lay down a role");
        app.expect_told(&[]).await;
        let last = app.as_role(Who::Approver).await;
        app.app
            .end_membership(
                &last,
                app.cast.person(Who::Approver),
                app.cast.membership(Who::Approver),
                day("2026-12-31"),
            )
            .await
            .expect("anybody may lay down a role");
        the_last_approver_is_missed(app).await;
    }

    async fn the_last_approver_is_missed_also_where_each_leaves_while_the_other_is_there(app) {
        let secretariat = app.as_role(Who::Secretariat).await;
        let other = other_approver(app).await;
        ended(app, Who::Approver, day("2026-12-31")).await;
        app.expect_told(&[]).await;
        app.app
            .end_membership(&secretariat, other.person, other.membership, day("2026-11-30"))
            .await
            .expect("the secretariat may");
        the_last_approver_is_missed(app).await;
    }

    async fn of_two_last_approvers_who_leave_at_once_one_is_missed(app) {
        let secretariat = app.as_role(Who::Secretariat).await;
        let other = other_approver(app).await;
        let first = app.cast.person(Who::Approver);
        let membership = app.cast.membership(Who::Approver);
        let on = day("2026-12-31");
        let elsewhere = app.second_instance().await;
        let (left, right) = tokio::join!(
            app.app.end_membership(&secretariat, first, membership, on),
            elsewhere.end_membership(&secretariat, other.person, other.membership, on),
        );
        // Whoever was not first is told so, and tries again.
        for (ended, person, membership) in [
            (left, first, membership),
            (right, other.person, other.membership),
        ] {
            if ended.is_err() {
                assert_eq!(failure(ended), "stale");
                let again = app.app.end_membership(&secretariat, person, membership, on).await;
                again.expect("the secretariat may");
            }
        }
        the_last_approver_is_missed(app).await;
        elsewhere.store.close().await.expect("a store can be closed once");
    }

    async fn of_two_roles_that_clash_and_are_given_at_once_one_is_held(app) {
        let secretariat = app.as_role(Who::Secretariat).await;
        let person = app.cast.person(Who::Auditor);
        let elsewhere = app.second_instance().await;
        let (one, other) = tokio::join!(
            app.app.grant(&secretariat, person, role(app.cast.odder, Role::Coordinator)),
            elsewhere.grant(&secretariat, person, role(app.cast.concito, Role::Reviewer)),
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        elsewhere.store.close().await.expect("a store can be closed once");
    }

    async fn a_role_that_is_over_does_not_come_back_by_being_ended_later(app) {
        let secretariat = app.as_role(Who::Secretariat).await;
        let person = app.cast.person(Who::ConcitoLead);
        let membership = app.cast.membership(Who::ConcitoLead);
        ended(app, Who::ConcitoLead, day("2026-11-22")).await;
        let gone = app.as_role(Who::ConcitoLead).await;
        for caller in [&gone, &secretariat] {
            let late = app.app.end_membership(caller, person, membership, day("2099-12-31")).await;
            assert_eq!(failure(late), "invalid /on");
        }
        let held = app.app.store.person(person).await.expect("a row").expect("an account");
        let held = held.memberships.iter().find(|it| it.id == membership);
        assert_eq!(held.and_then(|it| it.to), Some(day("2026-11-22")));
    }

    async fn whoever_declares_a_conflict_while_judging_loses_sight_of_the_case_at_once(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_review().await;
        let assignment = case.assign("concito").await;
        let reviewer = app.as_role(Who::ConcitoReviewer).await;
        assert!(app.app.view(&reviewer, case.id).await.is_ok(), "the control");
        let person = app.cast.person(Who::ConcitoReviewer);
        app.app
            .declare_conflict(&reviewer, person, app.cast.aeroe)
            .await
            .expect("anybody may, of themselves");
        let stage = &case.cycle().await.stages[0];
        let recused = stage.assignments.iter().find(|it| it.id == assignment);
        assert_eq!(recused.map(|it| it.status), Some(AssignmentStatus::Recused));
        let reviewer = app.as_role(Who::ConcitoReviewer).await;
        assert_eq!(failure(app.app.view(&reviewer, case.id).await), "not-found");
    }

    async fn whoever_is_partial_reads_no_judgement_of_an_open_stage_in_whatever_way(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_review().await;
        case.assign("concito").await;
        let verdict = returned("Bilaget mangler.");
        case.decide(Who::ConcitoReviewer, "concito", "KA-1.01", verdict).await;
        let a = &app.app;
        let rows = a.store.findings(case.id).await.expect("rows");
        let remark = rows[0].remark.expect("a return has a remark");
        let read = async || {
            let lead = app.as_role(Who::ConcitoLead).await;
            let findings = a.findings(&lead, case.id).await.expect("they see the case");
            let events = a.events(&lead, case.id, 1, 10_000).await.expect("they see the case");
            let judged = |body: &str| body.contains("criterion_decided");
            let texts = a.texts(&lead, case.id, &[remark]).await.expect("they see the case");
            (
                findings.len(),
                events.iter().filter(|row| judged(&row.body)).count(),
                texts.len(),
                a.review_sheet(&lead, case.id, "concito").await.is_ok(),
            )
        };
        assert_eq!(read().await, (1, 1, 1, true), "the control");
        let lead = app.as_role(Who::ConcitoLead).await;
        let person = app.cast.person(Who::ConcitoLead);
        a.declare_conflict(&lead, person, app.cast.aeroe).await.expect("one's own");
        assert_eq!(read().await, (0, 0, 0, false));
    }

    async fn nothing_is_asked_of_a_reviewer_once_the_municipality_has_left(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_review().await;
        case.offer(Who::ConcitoLead, "concito", Who::ConcitoReviewer).await;
        let leave = Command::Withdraw { reason: "Ud".into(), successor: None };
        case.give(Who::Approver, leave).await;
        let cancelled = app.outbox(Some(MailStatus::Cancelled)).await;
        let mut asking = cancelled.iter().map(|stored| stored.mail.kind);
        assert!(asking.any(|kind| kind == MailKind::AssignmentOffered));
        let reviewer = app.as_role(Who::ConcitoReviewer).await;
        assert!(app.app.review_queue(&reviewer, 0).await.expect("a queue").cases.is_empty());
        assert!(app.app.store.loads(&[app.cast.concito]).await.expect("rows").is_empty());
        // A conflict is declared all the same: the municipality may come back.
        let person = app.cast.person(Who::ConcitoReviewer);
        app.app
            .declare_conflict(&reviewer, person, app.cast.aeroe)
            .await
            .expect("one's own");
        let known = app.app.store.person(person).await.expect("a row").expect("an account");
        assert_eq!(known.conflicts.len(), 1);
    }

    async fn the_secretariat_that_learns_of_a_conflict_takes_the_reviewer_off(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_review().await;
        let assignment = case.assign("concito").await;
        let person = app.cast.person(Who::ConcitoReviewer);
        let secretariat = app.as_role(Who::Secretariat).await;
        app.app
            .declare_conflict(&secretariat, person, app.cast.aeroe)
            .await
            .expect("the secretariat may, of anybody");
        let stage = &case.cycle().await.stages[0];
        let recused = stage.assignments.iter().find(|it| it.id == assignment);
        assert_eq!(recused.map(|it| it.status), Some(AssignmentStatus::Recused));
        let reviewer = app.as_role(Who::ConcitoReviewer).await;
        assert_eq!(failure(app.app.view(&reviewer, case.id).await), "not-found");
        let known = app.app.store.person(person).await.expect("a row").expect("an account");
        let towards: Vec<_> = known.conflicts.iter().map(|it| it.municipality).collect();
        assert_eq!(towards, [app.cast.aeroe]);
        // The seat is free for somebody else, and not for the one who left it.
        let offer = Command::OfferAssignment { stage: "concito".to_owned(), reviewer: person };
        assert_eq!(case.refused(Who::ConcitoLead, offer).await, "conflict-of-interest");
    }

    async fn an_erased_person_is_gone_and_the_log_still_verifies(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        case.answer("KA-1.01", "Et svar").await;
        let person = app.cast.person(Who::Coordinator);
        let secretariat = app.as_role(Who::Secretariat).await;
        let approver = app.as_role(Who::Approver).await;
        assert_eq!(failure(app.app.erase(&approver, person).await), "not-permitted");
        assert_eq!(failure(app.app.erase(&secretariat, person).await), "holds-roles");
        ended(app, Who::Coordinator, app.today()).await;
        app.advance_days(1);
        app.app.erase(&secretariat, person).await.expect("holds nothing any more");
        let record = app.app.store.person(person).await.expect("a row").expect("the id stays");
        assert_eq!((record.account.name, record.account.email), (None, None));
        assert_eq!(failure(app.app.caller(person).await), "unauthenticated");
        let to_person = MailFilter { person: Some(person), ..MailFilter::default() };
        for stored in app.app.store.mails(&to_person).await.expect("rows").rows {
            let said = format!("{} {} {}", stored.mail.recipient, stored.mail.text, stored.mail.html);
            assert!(!said.contains("Kirsten") && !said.contains("coordinator@"), "{said}");
        }
        let report = app.app.audit(None).await.expect("the log can be read");
        assert!(report.faults.is_empty(), "{:?}", report.faults);
    }

    async fn somebody_whose_role_begins_later_is_not_erased_before_it_is_over(app) {
        app.mails_do_not_matter();
        let secretariat = app.as_role(Who::Secretariat).await;
        let person = app.cast.person(Who::Auditor);
        ended(app, Who::Auditor, app.today()).await;
        app.advance_days(1);
        let later = NewMembership {
            from: Some(day("2027-01-01")),
            to: Some(day("2027-01-31")),
            ..role(app.cast.alliance, Role::Auditor)
        };
        app.app.grant(&secretariat, person, later).await.expect("from New Year on");
        assert_eq!(failure(app.app.erase(&secretariat, person).await), "holds-roles");
        app.set_day(day("2027-02-01"));
        app.app.erase(&secretariat, person).await.expect("over");
    }

    async fn texts_and_names_are_handed_out_for_the_case_they_belong_to_only(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let hold = Command::Hold { reason: "Kun for Ærø".into() };
        case.give(Who::Secretariat, hold).await;
        let reason = case.cycle().await.hold.expect("on hold").reason.id;
        let secretariat = app.as_role(Who::Secretariat).await;
        let other = app
            .app
            .take_in(&secretariat, PROGRAMME, app.cast.odder, day("2027-12-31"))
            .await
            .expect("another case")
            .cycle;
        let texts = |caller: Caller, id| {
            let app = app.app.clone();
            async move { app.texts(&caller, id, &[reason]).await.expect("a case they see") }
        };
        assert_eq!(texts(secretariat.clone(), case.id).await.len(), 1);
        // By its id alone it cannot be read through a case that one sees.
        assert!(texts(secretariat.clone(), other).await.is_empty());
        let stranger = app.as_role(Who::Stranger).await;
        assert!(texts(stranger.clone(), other).await.is_empty());
        let names = async |caller: &Caller, id, who: Who| {
            let person = app.cast.person(who);
            let found = app.app.person_names(caller, id, &[person]).await.expect("names");
            found.contains_key(&person)
        };
        assert!(names(&secretariat, case.id, Who::Secretariat).await, "who acted");
        assert!(names(&secretariat, case.id, Who::Coordinator).await, "who was written to");
        assert!(!names(&stranger, other, Who::Coordinator).await, "nobody of this case");
    }

    async fn what_has_been_kept_long_enough_is_erased_and_the_log_still_verifies(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let kept = app.taken_in_of(app.cast.odder).await;
        let hold = Command::Hold { reason: "En sag, der går videre".into() };
        app.case(kept).give(Who::Secretariat, hold).await;
        let withdraw = Command::Withdraw { reason: "En sag, der er slut".into(), successor: None };
        case.give(Who::Approver, withdraw).await;
        app.send_mails().await;
        let gone = app.cast.person(Who::Coordinator);
        ended(app, Who::Coordinator, app.today()).await;
        let session = app.app.sign_in_as(gone).await.expect("a session");
        let retention = Retention { mails: 10, people: 20, texts: 30, access: 5 };
        // The control: nothing is old yet.
        assert_eq!(app.app.housekeep(&retention).await.expect("a round"), Housekept::default());

        app.advance_days(11);
        let done = app.app.housekeep(&retention).await.expect("a round");
        assert!(done.mails > 0 && done.people == 0 && done.texts == 0, "{done:?}");
        for stored in app.outbox(Some(MailStatus::Sent)).await {
            let mail = stored.mail;
            let said = [mail.recipient, mail.subject, mail.text, mail.html].concat();
            assert_eq!(said, "", "{}", mail.kind);
        }
        assert!(app.app.store.tokens_of(gone).await.expect("rows").iter().all(|it| it.id != session.token));
        app.advance_days(10);
        let done = app.app.housekeep(&retention).await.expect("a round");
        assert_eq!(done.people, 1);
        let record = app.app.store.person(gone).await.expect("a row").expect("the id stays");
        assert_eq!((record.account.name, record.account.email), (None, None));
        app.advance_days(10);
        let done = app.app.housekeep(&retention).await.expect("a round");
        assert_eq!(done.texts, 1, "of the case that is over");
        let texts = app.app.store.kept_texts(kept).await.expect("rows");
        assert_eq!(texts.len(), 1, "the control: the other case goes on");
        // Twice is as good as once, and keeping for good is possible.
        assert_eq!(app.app.housekeep(&retention).await.expect("a round"), Housekept::default());
        let forever = Retention { mails: 0, people: 0, texts: 0, access: 0 };
        assert_eq!(app.app.housekeep(&forever).await.expect("a round"), Housekept::default());
        let report = app.app.audit(None).await.expect("the log can be read");
        assert!(report.faults.is_empty(), "{:?}", report.faults);
    }

    async fn comments_go_with_the_texts_of_their_case_and_with_whoever_wrote_them(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        for (who, said) in [(Who::Coordinator, "Nævn bilag 3"), (Who::Advisor, "Det er med")] {
            let caller = app.as_role(who).await;
            let written = app.app.comment(&caller, case.id, "answer/KA-1.01", said).await;
            written.expect("may comment");
        }
        let left = async || {
            let comments = app.app.store.comments(case.id).await.expect("rows");
            comments.into_iter().map(|it| it.body).collect::<Vec<_>>()
        };
        let secretariat = app.as_role(Who::Secretariat).await;
        let gone = app.cast.person(Who::Coordinator);
        ended(app, Who::Coordinator, app.today()).await;
        app.advance_days(31);
        assert_eq!(left().await.len(), 2, "the control");
        app.app.erase(&secretariat, gone).await.expect("holds nothing any more");
        assert_eq!(left().await, ["Det er med"]);
        let retention = Retention { mails: 0, people: 0, texts: 30, access: 0 };
        let done = app.app.housekeep(&retention).await.expect("a round");
        assert_eq!(done, Housekept::default(), "the case is not over");
        let leave = Command::Withdraw { reason: "Ud".into(), successor: None };
        case.give(Who::Approver, leave).await;
        let done = app.app.housekeep(&retention).await.expect("a round");
        assert_eq!(done.comments, 1);
        assert!(left().await.is_empty());
        assert_eq!(app.app.housekeep(&retention).await.expect("a round"), Housekept::default());
    }

    async fn a_partner_that_ceases_is_succeeded_in_every_case_and_in_those_to_come(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_review().await;
        let secretariat = app.as_role(Who::Secretariat).await;
        let new = NewOrganisation {
            code: Some("efterfølger".to_owned()),
            ..founded(OrganisationKind::KnowledgePartner, "Efterfølgeren", None)
        };
        let successor = app.app.put_organisation(&secretariat, None, new).await.expect("added");
        let succeed = async |from, to| {
            app.app.succeed(&secretariat, from, to, "Aftalen er udløbet").await
        };
        let refused = succeed(app.cast.concito, app.cast.odder).await;
        assert_eq!(failure(refused), "invalid /successor");
        let approver = app.as_role(Who::Approver).await;
        let refused = app.app.succeed(&approver, app.cast.concito, successor, "Nej").await;
        assert_eq!(failure(refused), "not-permitted");
        let lead = app.as_role(Who::ConcitoLead).await;
        app.app.view(&lead, case.id).await.expect("the control: still theirs");
        let outcomes = succeed(app.cast.concito, successor).await.expect("the secretariat may");
        assert_eq!(outcomes.len(), 1);
        assert_eq!(outcomes[0].events, ["stage_handed_over"]);
        assert_eq!(case.cycle().await.stages[0].organisation, successor);
        // The one before sees the case no more, in lists as well.
        assert_eq!(failure(app.app.view(&lead, case.id).await), "not-found");
        let listed = app.app.cases(&lead, &CaseFilter::default()).await.expect("a list");
        assert_eq!(listed.total, 0);
        let membership = role(successor, Role::Lead);
        app.mails().await;
        let (person, _) = invited(app, "lis@example.dk", membership).await;
        let their = app.app.caller(person).await.expect("a person");
        app.app.view(&their, case.id).await.expect("theirs now");
        let listed = app.app.cases(&their, &CaseFilter::default()).await.expect("a list");
        assert_eq!(listed.total, 1);
        // A case that begins tomorrow goes to the successor at once.
        app.advance_days(1);
        let begun = app.taken_in_of(app.cast.odder).await;
        assert_eq!(app.case(begun).cycle().await.stages[0].organisation, successor);
    }

    async fn the_clerk_of_a_council_that_takes_over_answers_what_the_one_before_was_told(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let told = case.cycle().await.notices;
        let told = told.into_iter().find(|it| it.body == app.cast.council);
        let notice = told.expect("the council is told of the opening").id;
        let secretariat = app.as_role(Who::Secretariat).await;
        let parent = Some(app.cast.aeroe);
        let council = |from: &str, to: Option<&str>, successor| NewOrganisation {
            valid_from: day(from),
            valid_to: to.map(day),
            successor,
            ..founded(OrganisationKind::Council, "Ærø Kommunalbestyrelse", parent)
        };
        let new = council("2026-11-24", None, None);
        let new = app.app.put_organisation(&secretariat, None, new).await.expect("added");
        let old = council("2023-04-01", Some("2026-11-23"), Some(new));
        let ended = app.app.put_organisation(&secretariat, Some(app.cast.council), old).await;
        ended.expect("the secretariat may");
        app.mails().await;
        let (person, _) = invited(app, "nina@example.dk", role(new, Role::Clerk)).await;
        app.advance_days(1);
        let clerk = app.app.caller(person).await.expect("a person");
        let listed = async || app.app.own_notices(&clerk).await.expect("a list").len();
        assert_eq!(listed().await, 0, "the control: a draft is its municipality's");
        case.give(Who::Approver, Command::ReleaseNotice { notice }).await;
        assert_eq!(listed().await, 1);
        let seen = app.app.notice(&clerk, case.id, notice).await.expect("by its link");
        let open = |command: CommandName| seen.commands.iter().any(|it| it.command == command && it.refusal.is_none());
        assert!(open(CommandName::AcknowledgeNotice), "{:?}", seen.commands);
        let asked = app.app.ask(&clerk, case.id, CommandName::DecideNotice).await;
        assert_eq!(asked.expect("they may").choices.notices, [notice]);
        let decide = Command::DecideNotice {
            notice,
            held_on: app.today(),
            decision: "Taget til efterretning.".into(),
        };
        let stranger = app.as_role(Who::CommitteeClerk).await;
        for command in [Command::AcknowledgeNotice { notice }, decide] {
            let other = app.app.command(&stranger, case.id, &command, None).await;
            assert_eq!(failure(other), "not-permitted", "the clerk of another body");
            app.app.command(&clerk, case.id, &command, None).await.expect("in their place");
        }
        // The mail that tells of it is not called off on its way.
        app.send_mails().await;
        let sent = app.outbox(Some(MailStatus::Sent)).await;
        let mut theirs = sent.iter().map(|it| &it.mail).filter(|it| it.cycle == Some(case.id));
        assert!(theirs.any(|it| it.person == Some(person)));
    }

    async fn hidden_and_absent_look_the_same_for_every_use_case(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_review().await;
        let (_, plan) = {
            let cycle = case.cycle().await;
            (cycle.id, cycle.submission().expect("it was handed in").id)
        };
        let upload = app.app.store.uploads(case.id).await.expect("rows")[0].id;
        let absent = CycleId(uuid::Uuid::from_u128(1));
        for who in [Who::Stranger, Who::OtherReviewer, Who::CouncilClerk, Who::C40Reviewer] {
            let caller = app.as_role(who).await;
            for id in [case.id, absent] {
                let seen = everything(app, &caller, id, plan).await;
                for (what, answer) in seen {
                    assert_eq!(answer, "not-found", "{who:?}: {what}");
                }
            }
            let hidden = failure(app.app.uploaded(&caller, upload).await);
            let nothing = failure(app.app.uploaded(&caller, UploadId(uuid::Uuid::from_u128(1))).await);
            assert_eq!((hidden.as_str(), nothing.as_str()), ("not-found", "not-found"));
            let list = app.app.cases(&caller, &Default::default()).await.expect("a list");
            assert_eq!((list.rows.len(), list.total), (0, 0), "{who:?}");
        }
        // The control: somebody who sees the case gets something else.
        let caller = app.as_role(Who::Approver).await;
        let seen = everything(app, &caller, case.id, plan).await;
        assert!(seen.iter().all(|(_, answer)| answer != "not-found"), "{seen:?}");
    }

    async fn a_list_holds_exactly_what_its_reader_may_see(app) {
        app.mails_do_not_matter();
        let aeroe = app.opened().await.to_review().await;
        let caller = app.as_role(Who::Secretariat).await;
        let odder = app
            .app
            .take_in(&caller, PROGRAMME, app.cast.odder, day("2027-12-31"))
            .await
            .expect("the secretariat may");
        aeroe.offer(Who::ConcitoLead, "concito", Who::ConcitoReviewer).await;
        for who in Who::ALL {
            let caller = app.as_role(who).await;
            let listed = app.app.cases(&caller, &Default::default()).await.expect("a list");
            let mut listed: Vec<CycleId> = listed.rows.iter().map(|row| row.cycle).collect();
            listed.sort_unstable();
            let mut seen = Vec::new();
            for id in [aeroe.id, odder.cycle] {
                if lustrum_domain::may_see(&app.cycle(id).await, &caller.actor) {
                    seen.push(id);
                }
            }
            seen.sort_unstable();
            assert_eq!(listed, seen, "{who:?}");
            let wanted = match who {
                Who::Secretariat | Who::Auditor => 2,
                Who::OtherReviewer | Who::C40Reviewer | Who::CouncilClerk | Who::CommitteeClerk => 0,
                _ => 1,
            };
            assert_eq!(seen.len(), wanted, "{who:?}");
        }
    }

    async fn an_organisation_that_nobody_knows_is_told_at_its_place(app) {
        let secretariat = app.as_role(Who::Secretariat).await;
        let nobody = OrganisationId(uuid::Uuid::from_u128(1));
        let at = |place: &str, id: OrganisationId| [(place.to_owned(), id.to_string())];
        let new = |parent, successor| NewOrganisation {
            successor,
            ..founded(OrganisationKind::Committee, "Udvalget", parent)
        };
        let put = async |new| app.app.put_organisation(&secretariat, None, new).await;
        assert_eq!(found(put(new(Some(nobody), None)).await), at("/parent", nobody));
        let parent = Some(app.cast.aeroe);
        assert_eq!(found(put(new(parent, Some(nobody))).await), at("/successor", nobody));
        put(new(parent, Some(app.cast.committee))).await.expect("the control");

        let affiliate = async |municipality, organisation| {
            let from = day("2026-01-01");
            let affiliation = Affiliation { municipality, organisation, from, to: None };
            app.app.affiliate(&secretariat, affiliation).await
        };
        for wrong in [nobody, app.cast.kkr] {
            let refused = affiliate(wrong, app.cast.kkr).await;
            assert_eq!(found(refused), at("/municipality", wrong));
        }
        let refused = affiliate(app.cast.odder, nobody).await;
        assert_eq!(found(refused), at("/organisation", nobody));
        affiliate(app.cast.odder, app.cast.kkr).await.expect("the control");

        let person = app.cast.person(Who::C40Lead);
        let refused = app.app.declare_conflict(&secretariat, person, nobody).await;
        assert_eq!(found(refused), at("/municipality", nobody));
        let absent = PersonId(uuid::Uuid::from_u128(1));
        let refused = app.app.declare_conflict(&secretariat, absent, app.cast.odder).await;
        assert_eq!(failure(refused), "not-found");
    }

    async fn a_last_day_before_the_first_is_told_with_the_day_that_was_found(app) {
        let secretariat = app.as_role(Who::Secretariat).await;
        let (from, to) = (day("2026-12-02"), day("2026-12-01"));
        let at = |place: &str| [(place.to_owned(), "2026-12-01".to_owned())];
        let membership = NewMembership {
            from: Some(from),
            to: Some(to),
            ..role(app.cast.odder, Role::Coordinator)
        };
        let person = app.cast.person(Who::Auditor);
        let refused = app.app.grant(&secretariat, person, membership).await;
        assert_eq!(found(refused), at("/to"));
        let affiliation = Affiliation {
            municipality: app.cast.odder,
            organisation: app.cast.kkr,
            from,
            to: Some(to),
        };
        let refused = app.app.affiliate(&secretariat, affiliation).await;
        assert_eq!(found(refused), at("/to"));
        let new = NewOrganisation {
            valid_from: from,
            valid_to: Some(to),
            ..founded(OrganisationKind::Committee, "Udvalget", Some(app.cast.odder))
        };
        let refused = app.app.put_organisation(&secretariat, None, new).await;
        assert_eq!(found(refused), at("/valid_to"));
    }

    async fn only_the_secretariat_runs_the_register(app) {
        for who in Who::ALL {
            let caller = app.as_role(who).await;
            let (name, parent) = (format!("Udvalg {who:?}"), Some(app.cast.aeroe));
            let new = founded(OrganisationKind::Committee, &name, parent);
            let put = app.app.put_organisation(&caller, None, new).await;
            if who == Who::Secretariat {
                put.expect("the secretariat may");
            } else {
                assert_eq!(failure(put), "not-permitted", "{who:?}");
                let letter = Digest::of("letter");
                let enrol = app.app.enrol(&caller, PROGRAMME, app.cast.odder, letter).await;
                assert_eq!(failure(enrol), "not-permitted", "{who:?}");
                let from = app.app.examine(&caller, None).await;
                assert_eq!(from.is_ok(), who == Who::Auditor, "{who:?}");
            }
        }
    }

    async fn an_advisor_reads_and_comments_and_decides_nothing(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        case.answer("KA-1.01", "Et svar").await;
        let advisor = app.as_role(Who::Advisor).await;
        assert_eq!(app.app.parts(&advisor, case.id).await.expect("may read").len(), 1);
        app.app
            .comment(&advisor, case.id, "answer/KA-1.01", "Nævn bilag 3")
            .await
            .expect("may comment");
        let put = app.app.put_part(&advisor, case.id, "answer/KA-1.01", b"{}", Some(1)).await;
        assert_eq!(failure(put), "not-permitted");
        assert_eq!(
            case.refused(Who::Advisor, Command::SubmitSelfAssessment {}).await,
            "not-permitted"
        );
        let auditor = app.as_role(Who::Auditor).await;
        let comment = app.app.comment(&auditor, case.id, "plan", "Hm").await;
        assert_eq!(failure(comment), "not-permitted", "an auditor changes nothing");
    }
}

/// What every use case about a case answers, by its name.
async fn everything(
    app: &TestApp,
    caller: &Caller,
    id: CycleId,
    submission: SubmissionId,
) -> Vec<(String, String)> {
    let mut seen = Vec::new();
    let mut note = |what: &str, answer: Result<(), AppError>| {
        let answer = answer.map_or_else(|error| why(&error), |()| "done".to_owned());
        seen.push((what.to_owned(), answer));
    };
    let a = &app.app;
    note("view", a.view(caller, id).await.map(|_| ()));
    note("events", a.events(caller, id, 1, 10).await.map(|_| ()));
    note("findings", a.findings(caller, id).await.map(|_| ()));
    note(
        "submission",
        a.submission(caller, id, submission).await.map(|_| ()),
    );
    note("texts", a.texts(caller, id, &[]).await.map(|_| ()));
    note("parts", a.parts(caller, id).await.map(|_| ()));
    note("uploads", a.draft_uploads(caller, id).await.map(|_| ()));
    note("comments", a.comments(caller, id).await.map(|_| ()));
    note("check", a.check_draft(caller, id).await.map(|_| ()));
    note(
        "put",
        a.put_part(caller, id, "plan", b"{}", None)
            .await
            .map(|_| ()),
    );
    note(
        "comment",
        a.comment(caller, id, "plan", "").await.map(|_| ()),
    );
    note(
        "import",
        a.import_data(caller, id, &serde_json::json!({}))
            .await
            .map(|_| ()),
    );
    note(
        "upload",
        a.upload(caller, id, "", chunks(b"")).await.map(|_| ()),
    );
    note("notices", a.notices(caller, id).await.map(|_| ()));
    for command in commands() {
        let name = command.name();
        note(
            name.as_str(),
            a.command(caller, id, &command, None).await.map(|_| ()),
        );
    }
    seen
}

/// Commands of every kind of actor. Whoever sees the case in `review` is refused,
/// or told what is wrong with them; nothing comes of any.
fn commands() -> Vec<Command> {
    let assignment = AssignmentId(uuid::Uuid::from_u128(1));
    vec![
        Command::Open {},
        Command::SubmitSelfAssessment {},
        Command::Submit {},
        Command::SendBack { reason: " ".into() },
        Command::AcceptAssignment { assignment },
        Command::DeclineAssignment {
            assignment,
            reason: "x".into(),
        },
        Command::Recuse {
            assignment,
            reason: "x".into(),
        },
        Command::ConcludeStage {
            stage: "nowhere".to_owned(),
        },
        Command::AllowRound { reason: "x".into() },
        Command::RecordContact { how: "x".into() },
        Command::Certify {
            decided_on: day("2026-11-23"),
        },
        Command::RetractDecision { reason: "x".into() },
        Command::RevokeCertificate { reason: "x".into() },
        Command::Withdraw {
            reason: " ".into(),
            successor: None,
        },
        Command::Hold { reason: "x".into() },
        Command::Resume {},
        Command::ReleaseNotice {
            notice: NoticeId(uuid::Uuid::from_u128(1)),
        },
        Command::Tick {},
        Command::NoteOpened {},
    ]
}
