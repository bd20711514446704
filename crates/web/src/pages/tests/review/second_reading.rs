//! Second readings, and what the front page tells those who judge.

use super::*;

#[tokio::test]
async fn before_handing_in_everybody_is_told_of_a_second_reading_and_of_a_hold() {
    let judged = Judged::returned().await;
    let world = &judged.world;
    let (carla, path) = ("carla@odder.example", routes::draft_ready(judged.case));
    world.person(carla, Role::Coordinator, world.odder).await;
    let mut browsers = [
        world.signed_in("anna@odder.example").await,
        world.signed_in(carla).await,
    ];
    // The answer deadline runs once somebody has opened the case.
    browsers[0].get(&routes::case(judged.case)).await;
    let reading = "En fornyet vurdering er i gang:";
    for browser in &mut browsers {
        let page = browser.get(&path).await.body;
        assert!(!page.contains(reading), "{page}");
    }
    let asks = Command::RequestSecondReading {
        criterion: Some(CriterionId("KA-3.02".to_owned())),
        reasons: Words::from("Året er det seneste, der findes."),
    };
    judged.give(&judged.approver, asks).await;
    let criterion = format!(
        "{reading} <a href=\"{}\">KA-3.02</a>",
        routes::draft_criterion(judged.case, "KA-3.02")
    );
    for browser in &mut browsers {
        let page = browser.get(&path).await.body;
        for told in [
            criterion.as_str(),
            "I kan først indsende, når den er afsluttet.",
            "Svarfristen står stille imens. I har 25 arbejdsdage tilbage",
            "Den skal være afsluttet senest",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert!(!page.contains("Sagen har været sat i bero"), "{page}");
    }
    world.hold(judged.case).await;
    for browser in &mut browsers {
        let page = browser.get(&path).await.body;
        for told in [
            criterion.as_str(),
            "Sagen har været sat i bero siden",
            "før sekretariatet genoptager sagen",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        // What stands still has no last day.
        assert!(!page.contains("Den skal være afsluttet"), "{page}");
    }
}

const NOTHING: &str = "Du skal ikke gøre noget lige nu.";

/// The front page of the person with this address.
async fn home(judged: &Judged, email: &str) -> String {
    judged.world.signed_in(email).await.get("/").await.body
}

#[tokio::test]
async fn the_front_page_asks_those_who_judge_for_what_waits_and_for_nothing_else() {
    let judged = Judged::offered().await;
    let (rita, lea) = ("rita@concito.example", "lea@concito.example");
    let waits = async |email: &str, task: &str| {
        let page = home(&judged, email).await;
        let sheet = routes::review(judged.case, STAGE);
        let line = format!("<p><a href=\"{sheet}\">{task}</a>.</p>");
        assert!(
            page.contains(&line) && !page.contains(NOTHING),
            "{task}: {page}"
        );
    };
    let rests = async |email: &str| {
        let page = home(&judged, email).await;
        assert!(page.contains(NOTHING), "{email}: {page}");
    };
    waits(rita, "Svar på, om du vil vurdere").await;
    rests(lea).await;
    let mut browser = judged.rita().await;
    judged.accept(&mut browser).await;
    waits(rita, "Vurdér kriterierne").await;
    rests(lea).await;
    let app = judged.world.app();
    let reviewer = app.caller(judged.reviewer).await.unwrap();
    let criteria = judged.criteria().await.into_iter();
    let approved: Vec<_> = criteria.map(|id| (id, Verdict::Approved)).collect();
    app.judge(&reviewer, judged.case, STAGE, &approved, None)
        .await
        .unwrap();
    rests(rita).await;
    waits(lea, "Afslut trinet").await;
    rests("carl@c40.example").await;
    // On hold nothing waits for them, whatever was judged.
    judged.world.hold(judged.case).await;
    rests(lea).await;
}

#[tokio::test]
async fn during_a_second_reading_the_ball_lies_with_those_who_judge() {
    let judged = Judged::returned().await;
    let (mut anna, mut sia) = (
        judged.world.signed_in("anna@odder.example").await,
        judged.world.signed_in("sia@alliancen.example").await,
    );
    let case = routes::case(judged.case);
    let ball = |name: &str| format!("<th scope=\"row\">Hvem har bolden</th><td>{name}</td>");
    let page = anna.get(&case).await.body;
    assert!(page.contains(&ball("Kommunen")), "{page}");
    assert!(home(&judged, "lea@concito.example").await.contains(NOTHING));
    let asks = Command::RequestSecondReading {
        criterion: Some(CriterionId("KA-3.02".to_owned())),
        reasons: Words::from("Året er det seneste, der findes."),
    };
    judged.give(&judged.approver, asks).await;

    let page = home(&judged, "lea@concito.example").await;
    assert!(page.contains("<p>Fornyet vurdering.</p>"), "{page}");
    // Who returned it does not read it again, and the municipality waits.
    assert!(
        home(&judged, "rita@concito.example")
            .await
            .contains(NOTHING)
    );
    assert!(anna.get("/").await.body.contains(NOTHING));
    let page = anna.get(&case).await.body;
    assert!(page.contains(&ball("CONCITO")), "{page}");
    for (query, found) in [("ball=partner", true), ("ball=municipality", false)] {
        let list = sia.get(&format!("/desk?{query}")).await.body;
        assert_eq!(list.contains(&case), found, "{query}: {list}");
        let path = format!("/desk/export/cases.csv?{query}");
        let file = sia.get(&path).await.body;
        assert_eq!(file.contains(",returned,partner,"), found, "{file}");
    }
}

#[tokio::test]
async fn a_second_reading_is_decided_where_the_criterion_is_read() {
    let judged = Judged::returned().await;
    let (mut lea, mut rita) = (judged.lea().await, judged.rita().await);
    let (here, other) = (judged.path("KA-3.02"), judged.path("KA-1.01"));
    let why = "Året er det seneste, der findes.";
    assert!(!lea.get(&here).await.body.contains("id=\"reading\""));
    let asks = Command::RequestSecondReading {
        criterion: Some(CriterionId("KA-3.02".to_owned())),
        reasons: Words::from(why),
    };
    judged.give(&judged.approver, asks).await;

    let queue = lea.get(routes::REVIEWS).await.body;
    assert!(queue.contains(&format!("href=\"{here}\"")), "{queue}");
    let page = lea.get(&here).await.body;
    let name = lustrum_domain::CommandName::DecideSecondReading;
    let path = routes::command_form(judged.case, name, &[]);
    let form = format!("action=\"{path}\"");
    for told in [why, form.as_str(), "name=\"verdict.status\""] {
        assert!(page.contains(told), "{told}: {page}");
    }
    // Who returned it is told why, and is asked nothing; and another criterion tells nothing.
    let seen = rita.get(&here).await.body;
    for told in [why, "vurderes på ny af en, der ikke har vurderet det før"] {
        assert!(seen.contains(told), "{told}: {seen}");
    }
    assert!(!seen.contains(&form), "{seen}");
    assert!(!lea.get(&other).await.body.contains(why));

    let reading = page.split(&form).nth(1).unwrap();
    let (version, id) = (hidden(reading, "version"), hidden(reading, "reading"));
    let next = hidden(reading, "next");
    assert_eq!(next, here);
    let mut fields = vec![
        ("version", version.as_str()),
        ("reading", id.as_str()),
        ("next", next.as_str()),
        ("upheld", "no"),
        ("verdict.status", "approved"),
    ];
    // What is missing is asked for, and what was chosen stays.
    let seen = lea.post(&path, &fields).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        seen.body
            .contains(&format!("name=\"reading\" value=\"{id}\" checked")),
        "{}",
        seen.body
    );
    fields.push(("reason", "Tallet for et senere år er ikke opgjort."));
    let seen = lea.post(&path, &fields).await;
    assert_eq!(seen.status, StatusCode::SEE_OTHER, "{}", seen.body);
    assert_eq!(seen.location(), here);
    assert_eq!(
        judged.finding("KA-3.02").await,
        Some(FindingStatus::Approved)
    );
    assert!(!lea.get(&here).await.body.contains("id=\"reading\""));
}
