//! Pages as a browser sees them, over a small service.

mod desk;
mod draft;
mod give;
mod public;
mod review;
mod world;

use std::collections::BTreeSet;

use axum::{extract::Path, routing::get};
use lustrum_domain::{
    Command, Locale, OrganisationKind, Refusal, RefusalCode, Role, notice::NoticeState,
};
use lustrum_templates::{page::error::ErrorKind, routes, words};

use self::world::{PASSWORD, World, day};
use super::*;

/// Every page with who may open it, written by hand: a page that is added must
/// be added here too, by somebody who thought about who may see it.
const EXPECTED: &[(&str, Access)] = &[
    (routes::HOME, Access::Public),
    (routes::SIGN_IN, Access::Public),
    (routes::DEMO_SIGN_IN, Access::Public),
    (routes::SIGN_OUT, Access::SignedIn),
    (routes::LANGUAGE, Access::Public),
    (routes::INVITATION, Access::Public),
    (routes::ACCOUNT, Access::SignedIn),
    (routes::ACCOUNT_NAME, Access::SignedIn),
    (routes::ACCOUNT_PASSWORD, Access::SignedIn),
    (routes::ACCOUNT_TOKEN, Access::SignedIn),
    (routes::ACCOUNT_REVOKE, Access::SignedIn),
    (routes::NOTICES, Access::SignedIn),
    (routes::REGISTER, Access::Public),
    (routes::REGISTER_MAP, Access::Public),
    (routes::MUNICIPALITY, Access::Public),
    (routes::PLAN, Access::Public),
    (routes::FIGURES, Access::Public),
    (routes::DATA, Access::Public),
    (routes::DATASET, Access::Public),
    (routes::ACCESSIBILITY, Access::Public),
    (routes::CRITERIA, Access::Public),
    (routes::CRITERIA_SET, Access::Public),
    (routes::CERTIFICATE, Access::Public),
    (routes::CERTIFICATES, Access::Public),
    (routes::CASES, Access::SignedIn),
    (routes::CASE, Access::SignedIn),
    (routes::CASE_COMMAND, Access::SignedIn),
    (routes::CASE_COMMAND_FORM, Access::SignedIn),
    (routes::FILE, Access::SignedIn),
    (routes::DRAFT, Access::SignedIn),
    (routes::DRAFT_RETURNED, Access::SignedIn),
    (routes::DRAFT_READY, Access::SignedIn),
    (routes::DRAFT_FILES, Access::SignedIn),
    (routes::DRAFT_FILE, Access::SignedIn),
    (routes::DRAFT_IMPORT, Access::SignedIn),
    (routes::DRAFT_PLAN, Access::SignedIn),
    (routes::DRAFT_COMMENTS, Access::SignedIn),
    (routes::DRAFT_SECTION, Access::SignedIn),
    (routes::DRAFT_SHEET, Access::SignedIn),
    (routes::DRAFT_CRITERION, Access::SignedIn),
    (routes::REVIEWS, Access::SignedIn),
    (routes::REVIEW, Access::SignedIn),
    (routes::REVIEW_SHEET, Access::SignedIn),
    (routes::REVIEW_ASSIGNMENT, Access::SignedIn),
    (routes::REVIEW_CONCLUDE, Access::SignedIn),
    (routes::REVIEW_SUMMARY, Access::SignedIn),
    (routes::REVIEW_CRITERION, Access::SignedIn),
    (routes::REVIEW_DRAFT, Access::SignedIn),
    (routes::SUBMISSION, Access::SignedIn),
    (routes::DESK, Access::SignedIn),
    (routes::DESK_DEADLINES, Access::SignedIn),
    (routes::DESK_MAP, Access::SignedIn),
    (routes::DESK_EXPORT, Access::SignedIn),
    (routes::DESK_VIEWS, Access::SignedIn),
    (routes::DESK_REVIEWERS, Access::SignedIn),
    (routes::DESK_PEOPLE, Access::SignedIn),
    (routes::DESK_PERSON, Access::SignedIn),
    (routes::DESK_BODIES, Access::SignedIn),
    (routes::DESK_BODY, Access::SignedIn),
    (routes::DESK_BEGIN, Access::SignedIn),
    (routes::DESK_ENROL, Access::SignedIn),
    (routes::DESK_MAILS, Access::SignedIn),
    (routes::DESK_AUDIT, Access::SignedIn),
    (routes::NOTICE, Access::Public),
    (routes::MAILBOX, Access::Public),
    (routes::MAIL, Access::Public),
    (routes::ASSET, Access::Public),
    (routes::DESIGN_SYSTEM, Access::Public),
    ("/favicon.ico", Access::Public),
];

/// Those that are neither in the list nor `/robots.txt`, which every host has.
fn unlisted(table: &[PageRoute]) -> Vec<&'static str> {
    let known: BTreeSet<&str> = EXPECTED.iter().map(|(path, _)| *path).collect();
    table
        .iter()
        .map(|row| row.path)
        .filter(|path| !known.contains(path) && *path != "/robots.txt")
        .collect()
}

#[test]
fn a_page_that_nobody_thought_about_is_found() {
    assert!(unlisted(&table()).is_empty(), "{:?}", unlisted(&table()));
    let mut planted = table();
    planted.push(PageRoute::public("/secrets", get(async || "")));
    assert_eq!(unlisted(&planted), ["/secrets"]);
}

#[tokio::test]
async fn public_pages_answer_everybody_and_the_others_ask_to_sign_in_first() {
    let mut world = World::new().await;
    let case = world.case_of(world.odder).await;
    world.hold(case).await;
    world.certificate(case, "KA-0727-1").await;
    let (person, secret) = world
        .invited("ny@odder.example", Role::Coordinator, world.odder)
        .await;
    world.as_demo(&[person]);
    let mail = world.app().demo_mails(1, 0).await.unwrap().rows[0].mail.id;
    let notice = world.notice(case, NoticeState::Released).await;

    for (pattern, access) in EXPECTED.iter().copied() {
        let path = match pattern {
            routes::LANGUAGE => routes::language("en", "/register"),
            routes::INVITATION => routes::invitation(&secret),
            routes::CRITERIA_SET => routes::criteria_set("cctf-ka@0.1"),
            routes::CERTIFICATE => routes::certificate("KA-0727-1"),
            routes::MUNICIPALITY => routes::municipality("0727"),
            routes::PLAN => routes::plan("KA-0727-1"),
            routes::DATASET => routes::dataset("register", "csv"),
            routes::CASE => routes::case(case),
            routes::CASE_COMMAND => routes::case_command(case),
            routes::DESK_EXPORT => routes::desk_export("cases.csv"),
            routes::DESK_PERSON => routes::desk_person(person),
            routes::DESK_BODY => routes::desk_body(world.odder),
            routes::SUBMISSION => routes::submission(case, "sub_00000000000070008000000000000000"),
            routes::CASE_COMMAND_FORM => routes::command_form(case, "hold", &[]),
            routes::FILE => routes::file("upl_1"),
            routes::REVIEW => routes::review(case, "concito"),
            routes::REVIEW_SHEET => routes::review_sheet(case, "concito"),
            routes::REVIEW_ASSIGNMENT => routes::review_assignment(case, "concito"),
            routes::REVIEW_CONCLUDE => routes::review_conclude(case, "concito"),
            routes::REVIEW_SUMMARY => routes::review_summary(case, "concito"),
            routes::REVIEW_CRITERION => routes::review_criterion(case, "concito", "KA-1.01"),
            routes::REVIEW_DRAFT => routes::review_draft(case, "concito", "KA-1.01"),
            routes::NOTICE => notice.clone(),
            routes::MAIL => routes::mail(mail),
            routes::ASSET => routes::STYLESHEET.to_owned(),
            routes::DESIGN_SYSTEM => routes::DESIGN_SYSTEM_STYLESHEET.to_owned(),
            fixed => fixed.to_owned(),
        };
        let posts = matches!(
            pattern,
            routes::DEMO_SIGN_IN
                | routes::SIGN_OUT
                | routes::CASE_COMMAND
                | routes::ACCOUNT_NAME
                | routes::ACCOUNT_PASSWORD
                | routes::ACCOUNT_TOKEN
                | routes::ACCOUNT_REVOKE
                | routes::REVIEW_SHEET
                | routes::REVIEW_ASSIGNMENT
                | routes::REVIEW_DRAFT
                | routes::DESK_VIEWS
                | routes::DESK_ENROL
        );
        let mut browser = world.browser();
        let seen = if posts {
            browser.post_raw(&path, &[("csrf", "")]).await
        } else {
            browser.get(&path).await
        };
        let status = seen.status.as_u16();
        match (access, pattern) {
            (Access::SignedIn, routes::SIGN_OUT) => assert_eq!(seen.location(), "/"),
            // A form that came too late is not dropped for another page.
            (Access::SignedIn, _) if posts => assert_eq!(status, 401, "{pattern}"),
            (Access::SignedIn, _) => {
                assert_eq!(status, 303, "{pattern}");
                assert!(
                    seen.location().starts_with("/sign-in?next=%2F"),
                    "{pattern}"
                );
            }
            (Access::Public, routes::DEMO_SIGN_IN) => assert_eq!(status, 403, "{pattern}"),
            // This certificate's plan was never handed in here.
            (Access::Public, routes::PLAN) => assert_eq!(status, 404, "{pattern}"),
            // No operator keeps one here.
            (Access::Public, routes::DESIGN_SYSTEM) => assert_eq!(status, 404, "{pattern}"),
            (Access::Public, routes::LANGUAGE) => assert_eq!(seen.location(), "/register"),
            (Access::Public, "/favicon.ico") => assert_eq!(seen.location(), routes::ICON),
            (Access::Public, _) => assert_eq!(status, 200, "{pattern}: {}", seen.body),
        }
    }
    let mut browser = world.browser();
    assert_eq!(browser.get("/robots.txt").await.status, StatusCode::OK);
}

#[tokio::test]
async fn whoever_answers_a_form_comes_back_to_a_page_and_never_to_a_form() {
    let world = World::new().await;
    let mut browser = world.signed_in("sia@alliancen.example").await;
    for row in table() {
        // What nobody can come back to, but for three files, takes forms only.
        let fetched = [routes::DRAFT_PLAN, routes::DRAFT_SHEET].contains(&row.path);
        if row.shows || fetched {
            continue;
        }
        let path = row.path.replace(['{', '}'], "");
        let seen = browser.get(&path).await;
        assert_eq!(seen.status, StatusCode::METHOD_NOT_ALLOWED, "{}", row.path);
    }
    for (path, back) in [
        ("/cases/cyc_1/draft/KA-3.02", "/cases/cyc_1/draft/KA-3.02"),
        ("/cases/cyc_1/draft/comments", "/cases/cyc_1/draft"),
        ("/cases/cyc_1/draft/plan.json", "/cases/cyc_1/draft"),
        ("/cases/cyc_1/draft/files/upl_1", "/cases/cyc_1/draft/files"),
        (
            "/cases/cyc_1/draft/data/staff/sheet",
            "/cases/cyc_1/draft/data/staff",
        ),
        ("/cases/cyc_1/review/c40/sheet", "/cases/cyc_1/review/c40"),
        (
            "/cases/cyc_1/review/c40/KA-1.01/draft",
            "/cases/cyc_1/review/c40/KA-1.01",
        ),
        ("/cases/cyc_1/commands", "/cases/cyc_1"),
        ("/cases/cyc_1/commands/hold", "/cases/cyc_1/commands/hold"),
        ("/account/password", "/account"),
        ("/sign-in", "/sign-in"),
        ("/nowhere/at/all", "/"),
    ] {
        let seen = browser.post(path, &[("csrf", "x")]).await;
        let link = routes::language("en", back).replace('&', "&amp;");
        assert!(seen.body.contains(&link), "{path}: {}", seen.body);
    }
}

#[tokio::test]
async fn whoever_signs_in_comes_to_the_page_they_wanted_with_a_cookie_for_us_alone() {
    let world = World::new().await;
    let mut browser = world.browser();
    let asked = browser.get("/cases").await;
    let page = browser.get(asked.location()).await;
    assert!(page.body.contains("name=\"next\" value=\"/cases\""));
    let fields = [
        ("email", " SIA@alliancen.example"),
        ("password", PASSWORD),
        ("next", "/cases"),
    ];
    let seen = browser.post("/sign-in", &fields).await;
    assert_eq!((seen.status.as_u16(), seen.location()), (303, "/cases"));
    let cookies = seen.cookies();
    let session = cookies
        .iter()
        .find(|it| it.starts_with("__Host-lustrum-session="))
        .unwrap();
    for wanted in [
        "; Path=/",
        "; HttpOnly",
        "; SameSite=Lax",
        "; Secure",
        "; Max-Age=43200",
    ] {
        assert!(session.contains(wanted), "{session}");
    }
    let page = browser.get("/cases").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains("<strong>Sia Sekretær</strong>")
            && page.body.contains(", Sekretariat, Klimaalliancen"),
        "{}",
        page.body
    );
    assert_eq!(page.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn whoever_forgot_the_password_reads_whom_to_write_to_before_anything_is_locked() {
    let mut world = World::new().await;
    world.state.settings = std::sync::Arc::new(crate::WebSettings {
        contact: Some("klima@alliancen.example".to_owned()),
        ..crate::WebSettings::clone(&world.state.settings)
    });
    let page = world.browser().get("/sign-in").await.body;
    for told in [
        "Har du glemt adgangskoden",
        "mailto:klima@alliancen.example",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
}

#[tokio::test]
async fn whom_to_ask_for_help_stands_on_every_page_also_on_one_that_failed() {
    let mut world = World::new().await;
    let mut browser = world.browser();
    assert!(!browser.get("/register").await.body.contains("mailto:"));
    world.state.settings = std::sync::Arc::new(crate::WebSettings {
        contact: Some("klima@alliancen.example".to_owned()),
        ..crate::WebSettings::clone(&world.state.settings)
    });
    let mut browser = world.browser();
    for path in ["/", "/register", "/findes-ikke"] {
        let page = browser.get(path).await.body;
        let (_, footer) = page.split_once("<footer").expect("every page has one");
        assert!(footer.contains("mailto:klima@alliancen.example"), "{path}");
    }
}

#[tokio::test]
async fn the_way_back_never_leads_to_another_site() {
    let world = World::new().await;
    for evil in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "",
    ] {
        let mut browser = world.browser();
        let fields = [
            ("email", "sia@alliancen.example"),
            ("password", PASSWORD),
            ("next", evil),
        ];
        let seen = browser.post("/sign-in", &fields).await;
        assert_eq!(seen.location(), "/", "{evil:?}");
        let spoken = browser.get(&routes::language("en", evil)).await;
        assert_eq!(spoken.location(), "/", "{evil:?}");
    }
}

#[tokio::test]
async fn a_wrong_password_lets_nobody_in_and_does_not_tell_who_has_an_account() {
    let world = World::new().await;
    let mut bodies = Vec::new();
    for email in ["sia@alliancen.example", "nobody@alliancen.example"] {
        let mut browser = world.browser();
        let fields = [("email", email), ("password", "forkert adgangskode")];
        let seen = browser.post("/sign-in", &fields).await;
        assert_eq!(seen.status, StatusCode::UNAUTHORIZED);
        assert!(!browser.is_signed_in());
        let told = seen.body.split("role=\"alert\"").nth(1).unwrap();
        bodies.push(told.split("</div>").next().unwrap().to_owned());
    }
    assert_eq!(bodies[0], bodies[1]);
}

#[tokio::test]
async fn a_form_without_the_proof_of_this_visitor_does_nothing() {
    let world = World::new().await;
    let fields = [("email", "sia@alliancen.example"), ("password", PASSWORD)];
    let mut browser = world.browser();
    let mut other = world.browser();
    let theirs = other.get("/sign-in").await.proof();
    browser.get("/sign-in").await;
    let with = |proof: &'static str| [fields[0], fields[1], ("csrf", proof)];
    for stolen in [with(""), with("0"), with(theirs.leak())] {
        let seen = browser.post_raw("/sign-in", &stolen).await;
        assert_eq!(seen.status, StatusCode::FORBIDDEN);
        assert!(seen.body.contains("<html"), "{}", seen.body);
        assert!(!browser.is_signed_in());
    }
    assert_eq!(
        browser.post_raw("/sign-in", &fields).await.status,
        StatusCode::FORBIDDEN
    );

    let mut signed_in = world.signed_in("sia@alliancen.example").await;
    let anonymous = browser.get("/sign-in").await.proof();
    let seen = signed_in
        .post_raw("/sign-out", &[("csrf", &anonymous)])
        .await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN);
    assert_eq!(signed_in.get("/cases").await.status, StatusCode::OK);

    signed_in.headers.push(("sec-fetch-site", "cross-site"));
    let seen = signed_in.post("/sign-out", &[]).await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_not_only_its_cookie() {
    let world = World::new().await;
    let mut browser = world.signed_in("sia@alliancen.example").await;
    let cookies = browser.cookies.clone();
    let seen = browser.post("/sign-out", &[]).await;
    assert_eq!(seen.location(), "/");
    assert!(!browser.is_signed_in());
    browser.cookies = cookies;
    let seen = browser.get("/cases").await;
    assert_eq!(seen.location(), "/sign-in?next=%2Fcases");
}

#[tokio::test]
async fn a_chosen_language_goes_before_the_persons_and_the_browsers() {
    let world = World::new().await;
    let mut browser = world.browser();
    browser.headers.push(("accept-language", "en-GB"));
    let page = browser.get("/register").await;
    assert!(page.body.contains("<html lang=\"en\">"));
    browser.get(&routes::language("da", "/register")).await;
    assert!(
        browser
            .get("/register")
            .await
            .body
            .contains("<html lang=\"da\">")
    );
    let seen = browser.get(&routes::language("xx", "/register")).await;
    assert_eq!((seen.location(), seen.cookies().len()), ("/register", 0));

    let mut signed_in = world.signed_in("sia@alliancen.example").await;
    signed_in.headers.push(("accept-language", "en"));
    assert!(signed_in.get("/").await.body.contains("<html lang=\"da\">"));
}

#[tokio::test]
async fn an_invitation_is_taken_up_once_with_a_password_that_is_good_enough() {
    let world = World::new().await;
    let (_, secret) = world
        .invited("ny@odder.example", Role::Coordinator, world.odder)
        .await;
    let path = routes::invitation(&secret);
    let mut browser = world.browser();
    let page = browser.get(&path).await;
    assert!(page.body.contains("Anna Andersen") && page.body.contains("ny@odder.example"));
    let long = "x".repeat(201);
    for (password, repeated, fault) in [
        ("kort", "kort", "for kort"),
        (PASSWORD, "noget andet end det", "ikke ens"),
        (&long, &long, "for lang"),
    ] {
        let fields = [("password", password), ("repeated", repeated)];
        let seen = browser.post(&path, &fields).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(seen.body.contains(fault), "{fault}: {}", seen.body);
    }
    let fields = [("password", PASSWORD), ("repeated", PASSWORD)];
    let seen = browser.post(&path, &fields).await;
    assert_eq!((seen.status.as_u16(), seen.location()), (303, "/"));
    assert!(browser.is_signed_in());
    // Whoever opens the mail again is told what became of the link, and where to go.
    let seen = world.browser().get(&path).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    let told = "Linket gælder ikke længere";
    assert!(seen.body.contains(told), "{}", seen.body);
    let way = "class=\"button button-primary\" href=\"/sign-in\"";
    assert!(seen.body.contains(way), "{}", seen.body);
    let mut late = world.browser();
    let seen = late.post(&path, &fields).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    assert!(seen.body.contains(told), "{}", seen.body);
}

#[tokio::test]
async fn a_demo_lets_everybody_be_those_it_names_and_shows_its_mails() {
    let mut world = World::new().await;
    let person = world
        .person("anna@odder.example", Role::Approver, world.odder)
        .await;
    let other = world
        .person("bo@odder.example", Role::Coordinator, world.odder)
        .await;
    let earnest = world.browser().get("/mailbox").await;
    assert_eq!(earnest.status, StatusCode::NOT_FOUND);
    let seen = world
        .browser()
        .post("/sign-in/demo", &[("person", &person.to_string())])
        .await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);

    world.as_demo(&[person]);
    let mut browser = world.browser();
    let home = browser.get("/").await;
    assert!(home.body.contains(&person.to_string()) && home.body.contains("/mailbox"));
    for nobody in [other.to_string(), "per_1".to_owned()] {
        let seen = browser.post("/sign-in/demo", &[("person", &nobody)]).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND);
        assert!(!browser.is_signed_in());
    }
    let seen = browser
        .post("/sign-in/demo", &[("person", &person.to_string())])
        .await;
    assert_eq!((seen.status.as_u16(), seen.location()), (303, "/"));
    let page = browser.get("/").await;
    assert!(page.body.contains("Anna Andersen"));
    // Whoever came by a link goes on to where it leads.
    let page = world.browser().get("/sign-in?next=%2Fcases").await.body;
    let asked = page.matches("name=\"next\" value=\"/cases\"").count();
    assert_eq!(asked, 2, "{page}");

    let mails = browser.get("/mailbox").await;
    let path = mails.body.split("href=\"/mailbox/").nth(1).unwrap();
    let path = format!("/mailbox/{}", path.split('"').next().unwrap());
    let mail = browser.get(&path).await;
    assert!(
        mail.body
            .contains("href=\"https://lustrum.example/invitations/"),
        "{}",
        mail.body
    );
}

#[tokio::test]
async fn a_case_is_shown_to_its_own_people_and_looks_absent_to_others() {
    let world = World::new().await;
    let skive = world
        .organisation(OrganisationKind::Municipality, Some("0779"), "Skive")
        .await;
    world
        .person("anna@odder.example", Role::Approver, world.odder)
        .await;
    world
        .person("bo@skive.example", Role::Approver, skive)
        .await;
    let case = world.case_of(world.odder).await;
    let path = routes::case(case);

    let mut anna = world.signed_in("anna@odder.example").await;
    let page = anna.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    for told in ["Odder Kommune", "Planlagt", "30. juni 2029"] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    assert!(anna.get("/").await.body.contains(&path));
    assert!(
        anna.get("/cases?text=odd%C3%A9r")
            .await
            .body
            .contains(&path)
    );
    assert!(!anna.get("/cases?text=skive").await.body.contains(&path));
    // What the register understands is understood here as well.
    for asked in ["Odder+Kommune", "klimahandleplan+Odder", "0727", "dde"] {
        for list in ["/cases", "/desk"] {
            let seen = anna.get(&format!("{list}?text={asked}")).await;
            assert!(seen.body.contains(&path), "{list} {asked}: {}", seen.body);
        }
    }
    let region = "region=org_00000000000070008000000000000000";
    let seen = anna.get(&format!("/desk?text=odder&{region}")).await;
    assert!(!seen.body.contains(&path), "{}", seen.body);

    let mut bo = world.signed_in("bo@skive.example").await;
    let hidden = bo.get(&path).await;
    let absent = bo.get("/cases/cyc_00000000000070008000000000000000").await;
    let garbled = bo.get("/cases/nonsense").await;
    for seen in [&hidden, &absent, &garbled] {
        assert_eq!(seen.status, StatusCode::NOT_FOUND);
        assert!(seen.body.contains("Siden findes ikke"));
    }
    assert!(!bo.get("/cases").await.body.contains(&path));
}

#[tokio::test]
async fn a_button_carries_out_its_command_and_the_next_page_says_so_once() {
    let world = World::new().await;
    let case = world.case_of(world.odder).await;
    world.command(case, dates()).await;
    let (page_path, path) = (routes::case(case), routes::case_command(case));
    let mut browser = world.signed_in("sia@alliancen.example").await;
    let page = browser.get(&page_path).await;
    assert!(
        page.body.contains("name=\"command\" value=\"open\""),
        "{}",
        page.body
    );
    let version = page.hidden("version");
    let seen = browser
        .post(&path, &[("command", "open"), ("version", &version)])
        .await;
    assert_eq!(
        (seen.status.as_u16(), seen.location()),
        (303, page_path.as_str())
    );
    let page = browser.get(&page_path).await;
    assert!(page.body.contains("role=\"status\""), "{}", page.body);
    assert!(page.body.contains("Selvvurdering"));
    assert!(
        !browser
            .get(&page_path)
            .await
            .body
            .contains("role=\"status\"")
    );

    // The same button on the page from before.
    let seen = browser
        .post(&path, &[("command", "open"), ("version", &version)])
        .await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    assert!(
        seen.body.contains("En anden ændrede sagen"),
        "{}",
        seen.body
    );
    assert!(seen.body.contains("Selvvurdering"));
    assert!(!seen.body.contains("role=\"status\""));
}

#[tokio::test]
async fn a_refused_command_says_why_and_leads_back() {
    let world = World::new().await;
    world
        .person("anna@odder.example", Role::Approver, world.odder)
        .await;
    let case = world.case_of(world.odder).await;
    let (page_path, path) = (routes::case(case), routes::case_command(case));
    let mut browser = world.signed_in("anna@odder.example").await;
    let version = version_of(&mut browser, &page_path).await;
    let seen = browser
        .post(&path, &[("command", "submit"), ("version", &version)])
        .await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    assert!(seen.body.contains("Det kan ikke gøres nu"), "{}", seen.body);
    assert!(seen.body.contains(&format!("href=\"{page_path}\"")));
    let seen = browser
        .post(&path, &[("command", "resume"), ("version", &version)])
        .await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    for (fields, told) in [
        (vec![("command", "fly"), ("version", "1")], "command"),
        (vec![("command", "open")], "version"),
        (vec![("command", "open"), ("version", "-1")], "version"),
        (vec![("version", "1")], "command"),
    ] {
        let seen = browser.post(&path, &fields).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(seen.body.contains(told), "{fields:?}: {}", seen.body);
    }
    let seen = browser
        .post(&path, &[("command", "tick"), ("version", &version)])
        .await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_drafted_notice_is_its_municipalitys_and_a_released_one_everybodys() {
    let world = World::new().await;
    world
        .person("anna@odder.example", Role::Approver, world.odder)
        .await;
    let council = world
        .organisation(OrganisationKind::Council, None, "Odder Byråd")
        .await;
    world
        .person("clerk@odder.example", Role::Clerk, council)
        .await;
    let case = world.case_of(world.odder).await;
    world.hold(case).await;
    let released = world.notice(case, NoticeState::Released).await;
    let drafted = world.notice(case, NoticeState::Drafted).await;
    let mut anybody = world.browser();
    let seen = anybody.get(&released).await;
    assert_eq!(seen.status, StatusCode::OK);
    // A clerk who comes by a mail and is not signed in is told where to acknowledge.
    let way = format!("<a href=\"{}\">Log ind</a>", routes::sign_in(&released));
    assert!(seen.body.contains(&way), "{}", seen.body);
    let asked = anybody.get(&drafted).await;
    assert!(asked.location().starts_with("/sign-in?next="));

    let mut anna = world.signed_in("anna@odder.example").await;
    let page = anna.get(&drafted).await;
    assert_eq!(page.status, StatusCode::OK);
    let told = "Læs orienteringen, der ligger som udkast";
    let home = anna.get("/").await;
    let way = format!("<a href=\"{}\">{told}", routes::case_notices(case));
    assert!(home.body.contains(&way), "{}", home.body);
    let mut clerk = world.signed_in("clerk@odder.example").await;
    assert_eq!(clerk.get(&drafted).await.status, StatusCode::NOT_FOUND);

    // On hold nothing is released; afterwards the approver's button does it.
    world.command(case, Command::Resume {}).await;
    let drafted = world.notice(case, NoticeState::Drafted).await;
    // Whatever happened to the case since the page was made.
    let page = anna.get(&drafted).await;
    let notice = drafted.rsplit('/').next().unwrap();
    let version = page.hidden("version");
    world.command(case, dates()).await;
    let fields = [
        ("command", "release_notice"),
        ("notice", notice),
        ("version", version.as_str()),
    ];
    let seen = anna.post(&routes::case_command(case), &fields).await;
    assert_eq!(
        (seen.status.as_u16(), seen.location()),
        (303, drafted.as_str())
    );
    assert!(clerk.get("/").await.body.contains(&drafted));
    assert!(!anna.get("/").await.body.contains(told));
    let page = clerk.get(&drafted).await;
    let version = page.hidden("version");
    let fields = [
        ("command", "acknowledge_notice"),
        ("notice", notice),
        ("version", version.as_str()),
    ];
    let seen = clerk.post(&routes::case_command(case), &fields).await;
    assert_eq!(
        (seen.status.as_u16(), seen.location()),
        (303, drafted.as_str())
    );
    let page = clerk.get(&drafted).await;
    assert!(page.body.contains("Modtagelsen er bekræftet"));
}

#[tokio::test]
async fn a_number_of_a_certificate_is_verified_however_it_is_typed() {
    let world = World::new().await;
    let case = world.case_of(world.odder).await;
    world.certificate(case, "KA-0727-1").await;
    let mut browser = world.browser();
    for path in [
        "/certificates/KA-0727-1",
        "/certificates?number=%20ka-0727-1",
    ] {
        let seen = browser.get(path).await;
        assert_eq!(seen.status, StatusCode::OK, "{path}");
        assert!(
            seen.body.contains("Odder") && seen.body.contains("Gyldigt"),
            "{path}"
        );
    }
    for path in [
        "/certificates/KA-0727-2",
        "/certificates?number=%3Cscript%3E",
    ] {
        let seen = browser.get(path).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!seen.body.contains("<script>"), "{path}");
    }
}

#[tokio::test]
async fn the_register_tells_everybody_where_a_case_stands_and_why_it_is_on_hold() {
    let world = World::new().await;
    let case = world.case_of(world.odder).await;
    world.hold(case).await;
    let page = world.browser().get("/register").await;
    for told in [
        "Odder",
        "Sat i bero",
        "Kommunen venter på en ny kystanalyse.",
    ] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    assert_eq!(page.headers["cache-control"], "private, no-cache");
}

#[tokio::test]
async fn people_are_told_in_pages_and_programs_in_json_that_there_is_nothing() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = browser.get("/nowhere").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.body.contains("Siden findes ikke"), "{}", page.body);
    let api = browser.get("/api/v1/nowhere").await;
    assert_eq!(api.status, StatusCode::NOT_FOUND);
    assert_eq!(api.headers["content-type"], "application/problem+json");
    let wrong = browser.post_raw("/register", &[("a", "b")]).await;
    assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(wrong.body.contains("<html"));
    assert!(wrong.headers.contains_key("allow"));
}

#[tokio::test]
async fn a_fault_of_ours_says_its_number_and_nothing_else() {
    let world = World::new().await;
    let router = Router::new()
        .route(
            "/broken",
            around(get(broken), Access::Public, false, &world.state),
        )
        .route(
            "/panic",
            around(get(panicking), Access::Public, false, &world.state),
        )
        .with_state(world.state.clone());
    let mut browser = world.browser_of(router);
    for path in ["/broken", "/panic"] {
        browser.headers = vec![("x-request-id", "number-1")];
        let seen = browser.get(path).await;
        assert_eq!(seen.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(seen.body.contains("number-1"), "{}", seen.body);
        assert!(!seen.body.contains("secret cause"), "{}", seen.body);
    }
}

/// An error of each kind, with the status of its page.
fn faults() -> Vec<(fault::PageError, u16, ErrorKind)> {
    use lustrum_app::AppError as App;
    let refused = Refusal::new(RefusalCode::WrongState, "review", "submit");
    let stale = App::Stale {
        what: "a secret cause".to_owned(),
        current: Some(7),
    };
    vec![
        (App::from(refused).into(), 409, ErrorKind::Refused),
        (ApiError::Broken.into(), 400, ErrorKind::Invalid),
        (App::Unauthenticated.into(), 401, ErrorKind::SignIn),
        (
            App::Forbidden(RefusalCode::NotPermitted).into(),
            403,
            ErrorKind::Forbidden,
        ),
        (fault::PageError::forged(), 403, ErrorKind::Outdated),
        (App::NotFound.into(), 404, ErrorKind::NotFound),
        (fault::PageError::link_over(), 404, ErrorKind::LinkOver),
        (stale.into(), 409, ErrorKind::Conflict),
        (App::TooLarge { limit: 7 }.into(), 413, ErrorKind::TooLarge),
        (App::Wait { seconds: 7 }.into(), 429, ErrorKind::TooMany),
        (
            ApiError::Panicked("a secret cause".to_owned()).into(),
            500,
            ErrorKind::Internal,
        ),
        (ApiError::Timeout.into(), 503, ErrorKind::Unavailable),
    ]
}

async fn faulty(Path(number): Path<usize>) -> Answer {
    Err(faults().swap_remove(number).0)
}

#[tokio::test]
async fn every_kind_of_error_has_a_page_in_both_languages_that_tells_no_cause() {
    let world = World::new().await;
    let handler = around(get(faulty), Access::Public, false, &world.state);
    let router = Router::new()
        .route("/faults/{number}", handler)
        .with_state(world.state.clone());
    let mut browser = world.browser_of(router);
    let kinds: Vec<ErrorKind> = faults().iter().map(|(.., kind)| *kind).collect();
    assert_eq!(kinds, ErrorKind::ALL);
    for (number, (_, status, kind)) in faults().into_iter().enumerate() {
        let word = serde_json::to_value(kind).unwrap();
        let word = word.as_str().unwrap();
        for (locale, tag) in [(Locale::Da, "da"), (Locale::En, "en")] {
            browser.headers = vec![("accept-language", tag), ("x-request-id", "number-1")];
            let seen = browser.get(&format!("/faults/{number}")).await;
            assert_eq!(seen.status.as_u16(), status, "{word}");
            let title = words::label(locale, "error-title", word);
            let text = words::label(locale, "error-text", word);
            assert!(seen.body.contains(&format!("<h1>{title}</h1>")), "{word}");
            let told = matches!(kind, ErrorKind::Refused | ErrorKind::Forbidden);
            assert_eq!(seen.body.contains(&text), !told, "{word}: {}", seen.body);
            assert!(!seen.body.contains("secret cause"), "{word}");
            let numbered = seen.body.contains("number-1");
            assert_eq!(numbered, kind == ErrorKind::Internal, "{word}");
        }
    }
}

#[tokio::test]
async fn whoever_may_be_signed_in_is_not_asked_to_sign_in_while_the_database_is_away() {
    let world = World::new().await;
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let mut nobody = world.browser();
    world.app().store.close().await.unwrap();
    for path in ["/", "/cases"] {
        let seen = sia.get(path).await;
        assert!(seen.status.is_server_error(), "{path}: {}", seen.body);
        for untold in ["href=\"/sign-in", "action=\"/sign-out\""] {
            assert!(!seen.body.contains(untold), "{untold}: {}", seen.body);
        }
        assert!(sia.is_signed_in(), "{path}");
    }
    let seen = nobody.get("/").await;
    assert!(seen.body.contains("href=\"/sign-in"), "{}", seen.body);
}

async fn unusable() -> Answer {
    Err(lustrum_app::AppError::field("/email", "nonsens", "field-email-wanted").into())
}

#[tokio::test]
async fn what_cannot_be_used_is_told_in_words_for_people() {
    let world = World::new().await;
    let handler = around(get(unusable), Access::Public, false, &world.state);
    let router = Router::new()
        .route("/unusable", handler)
        .with_state(world.state.clone());
    let page = world.browser_of(router).get("/unusable").await.body;
    let told = "<li>»nonsens« kan ikke være en mailadresse.";
    assert!(page.contains("Ret dette, og prøv igen:"), "{page}");
    assert!(page.contains(told), "{page}");
    for machine in ["errors", "email"] {
        assert!(!page.contains(machine), "{machine}: {page}");
    }
}

async fn broken() -> Answer {
    Err(lustrum_app::AppError::internal("a secret cause").into())
}

async fn panicking() -> Answer {
    panic!("a secret cause")
}

#[tokio::test]
async fn the_stylesheet_is_kept_for_good_under_the_address_that_pages_name() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = browser.get("/").await;
    let path = page
        .body
        .split("rel=\"stylesheet\" href=\"")
        .nth(1)
        .unwrap();
    let path = path.split('"').next().unwrap();
    let seen = browser.get(path).await;
    assert_eq!(seen.headers["content-type"], "text/css; charset=utf-8");
    assert!(
        seen.headers["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    let seen = browser.get("/assets/lustrum.css?v=old").await;
    assert!(
        !seen.headers["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    // A page that has no form for strangers leaves nothing behind in a browser.
    assert!(page.cookies().is_empty() && browser.cookies.is_empty());
}

#[tokio::test]
async fn an_operator_can_give_pages_the_official_look_and_nothing_else_of_the_disk() {
    let mut world = World::new().await;
    let folder = tempfile::tempdir().unwrap();
    let dist = folder.path().join("dist");
    std::fs::create_dir_all(dist.join("css")).unwrap();
    std::fs::write(folder.path().join("secret.css"), "not ours").unwrap();
    assert!(crate::DesignSystem::open(&dist).is_err());
    std::fs::write(dist.join("css/dkfds.min.css"), ".button{}").unwrap();
    std::fs::write(dist.join("css/notes.txt"), "not ours").unwrap();
    world.in_look(crate::DesignSystem::open(&dist).unwrap());

    let mut browser = world.browser();
    let page = browser.get("/register").await;
    assert!(!page.body.contains("/assets/look.css"), "{}", page.body);
    let at = page
        .body
        .find("/assets/dkfds/css/dkfds.min.css?v=")
        .unwrap();
    let path = page.body[at..].split('"').next().unwrap();
    let seen = browser.get(path).await;
    assert_eq!((seen.status, &*seen.body), (StatusCode::OK, ".button{}"));
    for hidden in [
        "/assets/dkfds/../secret.css",
        "/assets/dkfds/%2e%2e/secret.css",
        "/assets/dkfds/..%2fsecret.css",
        "/assets/dkfds/%2fetc%2fpasswd.css",
        "/assets/dkfds/css/notes.txt",
        "/assets/dkfds/css",
        "/assets/dkfds/css/nothing.css",
    ] {
        let seen = browser.get(hidden).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{hidden}");
        assert!(!seen.body.contains("not ours"), "{hidden}");
    }
}

#[tokio::test]
async fn a_page_asks_as_much_of_the_database_for_many_rows_as_for_one() {
    let world = World::new().await;
    let first = world.case_of(world.odder).await;
    let mut browser = world.signed_in("sia@alliancen.example").await;
    let paths = [
        "/".to_owned(),
        "/cases".to_owned(),
        "/register".to_owned(),
        routes::case(first),
        "/desk".to_owned(),
        "/desk?only=on_hold&sort=deadline&ball=secretariat".to_owned(),
        "/desk/deadlines".to_owned(),
        "/desk/export/cases.csv".to_owned(),
        "/desk/reviewers".to_owned(),
        "/desk/map".to_owned(),
        "/desk/people".to_owned(),
        routes::desk_people(world.odder),
        "/desk/bodies".to_owned(),
        routes::desk_bodies(world.odder),
        "/desk/mails".to_owned(),
        routes::command_form(first, "resume", &[]),
    ];
    world.hold(first).await;
    let mut before = Vec::new();
    for path in &paths {
        before.push(statements(&world, &mut browser, path).await);
    }
    for number in 0..49 {
        let code = format!("{:04}", 800 + number);
        let kind = OrganisationKind::Municipality;
        let name = format!("Kommune {number}");
        let municipality = world.organisation(kind, Some(&code), &name).await;
        let case = world.case_of(municipality).await;
        world.hold(case).await;
        world.command(first, Command::Resume {}).await;
        world.hold(first).await;
    }
    for (path, before) in paths.iter().zip(before) {
        let after = statements(&world, &mut browser, path).await;
        assert_eq!(before, after, "{path}");
    }
    // Nothing is read twice on the way.
    for (path, most) in [
        ("/cases".to_owned(), 10),
        (routes::case(first), 22),
        (routes::command_form(first, "resume", &[]), 22),
    ] {
        let taken = statements(&world, &mut browser, &path).await;
        assert!(taken <= most, "{path}: {taken}");
    }
}

/// How many statements a page takes.
async fn statements(world: &World, browser: &mut world::Browser, path: &str) -> u64 {
    let before = world.app().store.statements();
    let seen = browser.get(path).await;
    assert_eq!(seen.status, StatusCode::OK, "{path}: {}", seen.body);
    world.app().store.statements() - before
}

async fn version_of(browser: &mut world::Browser, path: &str) -> String {
    let page = browser.get(path).await;
    if page.body.contains("name=\"version\"") {
        page.hidden("version")
    } else {
        "1".to_owned()
    }
}

fn dates() -> Command {
    Command::SetDates {
        period_end: Some(day("2029-06-30")),
        opens_on: Some(day("2027-06-30")),
        self_assessment_due: day("2027-12-31"),
        submission_due: day("2028-09-30"),
    }
}
