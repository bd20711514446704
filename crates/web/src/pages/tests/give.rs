//! Commands given on a page, as a browser does it.

use axum::http::StatusCode;
use lustrum_domain::{Command, CommandName, OrganisationKind, Role, notice::NoticeState};
use lustrum_templates::routes;

use super::{
    dates,
    world::{Browser, Seen, World, day},
};

fn path(case: lustrum_domain::CycleId, command: CommandName) -> String {
    routes::command_form(case, command, &[])
}

/// Sends the form that `page` shows with these answers.
async fn send(browser: &mut Browser, path: &str, page: &Seen, answers: &[(&str, &str)]) -> Seen {
    let (proof, version, next) = (page.proof(), page.hidden("version"), page.hidden("next"));
    let mut fields = answers.to_vec();
    fields.extend([
        ("csrf", proof.as_str()),
        ("version", version.as_str()),
        ("next", next.as_str()),
    ]);
    browser.post_raw(path, &fields).await
}

#[tokio::test]
async fn a_command_with_fields_is_given_on_its_page_and_leads_back_to_the_case() {
    let world = World::new().await;
    let case = world.case_of(world.odder).await;
    let path = path(case, CommandName::SetDates);
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let page = sia.get(&routes::case(case)).await;
    assert!(
        page.body.contains(&format!("href=\"{path}\"")),
        "{}",
        page.body
    );
    let page = sia.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    let answers = [
        ("opens_on", "30.6.2027"),
        ("self_assessment_due", "2027-12-31"),
        ("submission_due", "2028-09-30"),
    ];
    let seen = send(&mut sia, &path, &page, &answers).await;
    assert_eq!(
        (seen.status.as_u16(), seen.location()),
        (303, routes::case(case).as_str())
    );
    let page = sia.get(&routes::case(case)).await;
    assert!(page.body.contains("role=\"status\""));
    assert!(page.body.contains("30. juni 2027"), "{}", page.body);
}

#[tokio::test]
async fn what_is_wrong_is_told_at_its_question_and_nothing_typed_is_lost() {
    let world = World::new().await;
    let case = world.case_of(world.odder).await;
    let path = path(case, CommandName::SetDates);
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let page = sia.get(&path).await;
    // Not a day, and nothing at all.
    let answers = [
        ("self_assessment_due", "snart <b>"),
        ("opens_on", "2027-06-30"),
    ];
    let seen = send(&mut sia, &path, &page, &answers).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in [
        "href=\"#input-self_assessment_due\"",
        "href=\"#input-submission_due\"",
        "id=\"fault-self_assessment_due\"",
        "value=\"snart &lt;b&gt;\"",
        "value=\"2027-06-30\"",
        "aria-invalid=\"true\"",
    ] {
        assert!(seen.body.contains(told), "{told}: {}", seen.body);
    }
    // Days that the case itself refuses.
    let answers = [
        ("self_assessment_due", "2028-12-31"),
        ("submission_due", "2028-09-30"),
    ];
    let seen = send(&mut sia, &path, &page, &answers).await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    assert!(
        seen.body.contains("id=\"fault-submission_due\""),
        "{}",
        seen.body
    );
    assert!(seen.body.contains("value=\"2028-12-31\""));
    assert!(
        !sia.get(&routes::case(case))
            .await
            .body
            .contains("role=\"status\"")
    );
}

#[tokio::test]
async fn whoever_may_not_give_a_command_is_told_so_plainly() {
    let world = World::new().await;
    world
        .person("anna@odder.example", Role::Approver, world.odder)
        .await;
    let case = world.case_of(world.odder).await;
    let mut anna = world.signed_in("anna@odder.example").await;
    let seen = anna.get(&path(case, CommandName::SetDates)).await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN);
    assert!(seen.body.contains("Din rolle"), "{}", seen.body);
    assert!(!seen.body.contains("name=\"submission_due\""));
    // What only the clock gives, and what the state does not know.
    let seen = anna.get(&path(case, CommandName::Tick)).await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN);
    let seen = anna.get(&path(case, CommandName::Submit)).await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    for nothing in [
        format!("/cases/{case}/commands/fly"),
        path(
            "cyc_00000000000070008000000000000000".parse().unwrap(),
            CommandName::Hold,
        ),
    ] {
        let seen = anna.get(&nothing).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{nothing}");
    }
    let skive = world
        .organisation(OrganisationKind::Municipality, Some("0779"), "Skive")
        .await;
    world
        .person("bo@skive.example", Role::Approver, skive)
        .await;
    let mut bo = world.signed_in("bo@skive.example").await;
    let seen = bo.get(&path(case, CommandName::Withdraw)).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    // One who sends it without having seen a form keeps what they typed.
    let answers = [("version", "1"), ("submission_due", "2028-09-30")];
    let seen = anna
        .post(&path(case, CommandName::SetDates), &answers)
        .await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN);
    assert!(seen.body.contains("Din rolle") && seen.body.contains("2028-09-30"));
}

#[tokio::test]
async fn what_follows_is_shown_before_a_weighty_command_and_nothing_is_done_yet() {
    let world = World::new().await;
    world
        .person("anna@odder.example", Role::Approver, world.odder)
        .await;
    world
        .organisation(OrganisationKind::Council, None, "Odder Byråd")
        .await;
    let case = world.case_of(world.odder).await;
    world.command(case, dates()).await;
    let path = path(case, CommandName::Withdraw);
    let mut anna = world.signed_in("anna@odder.example").await;
    let page = anna.get(&path).await;
    assert!(!page.body.contains("name=\"seal\""), "{}", page.body);
    let version = page.hidden("version");
    let mails = world.app().demo_mails(1, 0).await.unwrap().total;
    let reason = ("reason", "Kommunen træder ud.");
    let seen = send(&mut anna, &path, &page, &[reason]).await;
    assert_eq!(seen.status, StatusCode::OK);
    for told in ["Trukket tilbage", "Odder Byråd", "name=\"seal\"", reason.1] {
        assert!(seen.body.contains(told), "{told}: {}", seen.body);
    }
    assert_eq!(world.app().demo_mails(1, 0).await.unwrap().total, mails);
    assert_eq!(seen.hidden("version"), version);

    // What was seen does not stand for something else.
    let seal = seen.hidden("seal");
    let other = [("reason", "En anden grund."), ("seal", seal.as_str())];
    let again = send(&mut anna, &path, &seen, &other).await;
    assert_eq!(again.status, StatusCode::OK);
    assert!(again.body.contains("En anden grund.") && again.hidden("seal") != seal);

    let done = send(&mut anna, &path, &seen, &[reason, ("seal", &seal)]).await;
    assert_eq!(
        (done.status.as_u16(), done.location()),
        (303, routes::case(case).as_str())
    );
    let page = anna.get(&routes::case(case)).await;
    assert!(page.body.contains("Trukket tilbage"));
    assert!(world.app().demo_mails(1, 0).await.unwrap().total > mails);
}

#[tokio::test]
async fn a_case_that_changed_meanwhile_is_told_and_the_text_stays() {
    let world = World::new().await;
    let case = world.case_of(world.odder).await;
    world.command(case, dates()).await;
    let path = path(case, CommandName::SetDates);
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let page = sia.get(&path).await;
    world.hold(case).await;
    world.command(case, Command::Resume {}).await;
    let answers = [
        ("self_assessment_due", "2028-01-31"),
        ("submission_due", "2028-09-30"),
    ];
    let seen = send(&mut sia, &path, &page, &answers).await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    for told in ["Sagen er ændret", "i bero", "value=\"2028-01-31\""] {
        assert!(seen.body.contains(told), "{told}: {}", seen.body);
    }
    let done = send(&mut sia, &path, &seen, &answers).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_is_filled_in_by_its_address_and_leads_where_the_reader_came_from() {
    let world = World::new().await;
    let case = world.case_of(world.odder).await;
    let filled = [
        ("reason", "Venter på <kystanalysen>".to_owned()),
        ("next", "/cases?text=odder".to_owned()),
    ];
    let path = routes::command_form(case, CommandName::Hold, &filled);
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let page = sia.get(&path).await;
    assert!(
        page.body.contains("Venter på &lt;kystanalysen&gt;"),
        "{}",
        page.body
    );
    assert_eq!(page.hidden("next"), "/cases?text=odder");
    for evil in ["https://evil.example", "//evil.example"] {
        let filled = [("next", evil.to_owned())];
        let path = routes::command_form(case, CommandName::Hold, &filled);
        let page = sia.get(&path).await;
        assert_eq!(page.hidden("next"), routes::case(case), "{evil}");
    }
}

#[tokio::test]
async fn a_clerk_answers_a_notice_on_its_form_and_sees_nothing_else_of_the_case() {
    let world = World::new().await;
    let council = world
        .organisation(OrganisationKind::Council, None, "Odder Byråd")
        .await;
    world
        .person("clerk@odder.example", Role::Clerk, council)
        .await;
    world
        .person("anna@odder.example", Role::Approver, world.odder)
        .await;
    let case = world.case_of(world.odder).await;
    world.hold(case).await;
    world.command(case, Command::Resume {}).await;
    let drafted = world.notice(case, NoticeState::Drafted).await;
    let notice = drafted.rsplit('/').next().unwrap().to_owned();
    let mut anna = world.signed_in("anna@odder.example").await;
    let release = routes::command_form(
        case,
        CommandName::ReleaseNotice,
        &[("notice", notice.clone())],
    );
    let page = anna.get(&release).await;
    let done = send(&mut anna, &release, &page, &[("notice", &notice)]).await;
    assert_eq!(
        (done.status.as_u16(), done.location()),
        (303, drafted.as_str())
    );

    let mut clerk = world.signed_in("clerk@odder.example").await;
    assert_eq!(
        clerk.get(&routes::case(case)).await.status,
        StatusCode::NOT_FOUND
    );
    let decide = routes::command_form(
        case,
        CommandName::DecideNotice,
        &[("notice", notice.clone())],
    );
    let page = clerk.get(&decide).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Odder Byråd") && !page.body.contains("Styregruppen"));
    assert!(!page.body.contains("kystanalyse"), "{}", page.body);
    let answers = [
        ("notice", notice.as_str()),
        ("held_on", "2027-01-10"),
        ("decision", "Taget til efterretning."),
    ];
    let done = send(&mut clerk, &decide, &page, &answers).await;
    assert_eq!(
        (done.status.as_u16(), done.location()),
        (303, drafted.as_str()),
        "{}",
        done.body
    );
    assert!(world.app().clock.now() > chrono::DateTime::UNIX_EPOCH);
    assert!(day("2027-01-10") < lustrum_domain::time::local_date(world.app().clock.now()));
}

#[tokio::test]
async fn a_form_without_the_proof_of_this_visitor_gives_no_command() {
    let world = World::new().await;
    let case = world.case_of(world.odder).await;
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let path = path(case, CommandName::Hold);
    for csrf in ["", "0"] {
        let fields = [("csrf", csrf), ("version", "1"), ("reason", "x")];
        let seen = sia.post_raw(&path, &fields).await;
        assert_eq!(seen.status, StatusCode::FORBIDDEN);
    }
    assert!(!sia.get(&routes::case(case)).await.body.contains("I bero"));
}
