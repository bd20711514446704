//! The desk of leads and the secretariat, as a browser sees it.

use axum::http::StatusCode;
use lustrum_domain::{Command, OrganisationKind, Role};
use lustrum_templates::routes;

use super::{dates, world::World};

#[tokio::test]
async fn the_desk_filters_orders_and_exports_exactly_what_it_shows() {
    let world = World::new().await;
    let kind = OrganisationKind::Municipality;
    let aarhus = world.organisation(kind, Some("0751"), "Aarhus").await;
    let aero = world.organisation(kind, Some("0492"), "Ærø").await;
    for municipality in [aarhus, aero] {
        world.case_of(municipality).await;
    }
    let odder = world.case_of(world.odder).await;
    world.command(odder, dates()).await;
    world.hold(odder).await;
    let mut sia = world.signed_in("sia@alliancen.example").await;

    let all = sia.get("/desk").await;
    assert_eq!(all.status, StatusCode::OK);
    // Danish order: O before Æ, and aa, an old spelling of å, last of all.
    let at = |name: &str| all.body.find(&format!(">{name}")).unwrap_or(usize::MAX);
    assert!(
        at("Odder") < at("Ærø") && at("Ærø") < at("Aarhus"),
        "{}",
        all.body
    );
    assert!(all.body.contains("3 sager") && all.body.contains("Mangler datoer"));

    for (query, shown, hidden) in [
        (
            "text=%C3%A6r%C3%B8",
            "Ærø Kommune, revision",
            "Odder Kommune, revision",
        ),
        (
            "only=on_hold",
            "Odder Kommune, revision",
            "Ærø Kommune, revision",
        ),
        (
            "only=undated",
            "Ærø Kommune, revision",
            "Odder Kommune, revision",
        ),
        (
            "ball=secretariat",
            "Odder Kommune, revision",
            "Aarhus Kommune, revision",
        ),
        (
            "ball=nobody",
            "Aarhus Kommune, revision",
            "Odder Kommune, revision",
        ),
    ] {
        let page = sia.get(&format!("/desk?{query}")).await;
        assert!(page.body.contains(shown), "{query}: {}", page.body);
        assert!(!page.body.contains(hidden), "{query}");
        let csv = sia.get(&format!("/desk/export/cases.csv?{query}")).await;
        let name = |text: &str| text.split(' ').next().unwrap().to_owned();
        assert!(csv.body.contains(&name(shown)), "{query}: {}", csv.body);
        assert!(!csv.body.contains(&name(hidden)), "{query}");
    }
    let csv = sia.get("/desk/export/cases.csv").await;
    assert!(csv.body.starts_with("municipality,code,"), "{}", csv.body);
    assert_eq!(csv.body.lines().count(), 4);
    let none = sia.get("/desk/export/secrets.csv").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let wall = sia.get("/desk/deadlines").await;
    assert_eq!(wall.status, StatusCode::OK);
    assert!(wall.body.contains("3 sager"));
}

#[tokio::test]
async fn a_kept_view_is_its_owners_and_a_bad_name_is_told() {
    let world = World::new().await;
    world
        .person(
            "lea@alliancen.example",
            Role::Auditor,
            world.alliance().await,
        )
        .await;
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let fields = [("name", "Sat i bero <nu>"), ("query", "only=on_hold&x=y")];
    let seen = sia.post(routes::DESK_VIEWS, &fields).await;
    assert_eq!(
        (seen.status.as_u16(), seen.location()),
        (303, "/desk?only=on_hold")
    );
    let page = sia.get("/desk").await;
    assert!(page.body.contains("Sat i bero &lt;nu&gt;"), "{}", page.body);
    let long = "x".repeat(81);
    for name in ["", " ", &long] {
        let seen = sia.post(routes::DESK_VIEWS, &[("name", name)]).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(seen.body.contains("id=\"fault-name\""));
    }
    let mut lea = world.signed_in("lea@alliancen.example").await;
    assert!(
        !lea.get("/desk")
            .await
            .body
            .contains("Sat i bero &lt;nu&gt;")
    );
    // Another's cannot be given up either.
    lea.post(routes::DESK_VIEWS, &[("drop", fields[0].1)]).await;
    assert!(
        sia.get("/desk")
            .await
            .body
            .contains("Sat i bero &lt;nu&gt;")
    );
    sia.post(routes::DESK_VIEWS, &[("drop", fields[0].1)]).await;
    assert!(
        !sia.get("/desk")
            .await
            .body
            .contains("Sat i bero &lt;nu&gt;")
    );
}

#[tokio::test]
async fn the_desk_shows_nobody_more_than_their_scope() {
    let world = World::new().await;
    world
        .person("anna@odder.example", Role::Approver, world.odder)
        .await;
    let kind = OrganisationKind::Municipality;
    let skive = world.organisation(kind, Some("0779"), "Skive").await;
    world.case_of(skive).await;
    world.case_of(world.odder).await;
    let mut anna = world.signed_in("anna@odder.example").await;
    for path in ["/desk", "/desk/deadlines", "/desk/export/cases.csv"] {
        let seen = anna.get(path).await;
        assert_eq!(seen.status, StatusCode::OK, "{path}");
        assert!(!seen.body.contains("Skive"), "{path}");
    }
    for path in [
        "/desk/reviewers",
        "/desk/bodies",
        "/desk/audit",
        "/desk/audit?examine=yes",
    ] {
        let seen = anna.get(path).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{path}");
    }
    // She keeps the people of her own municipality, and finds them from the menu.
    let menu = anna.get("/").await.body;
    let entry = format!("href=\"{}\"", routes::DESK_PEOPLE);
    assert!(menu.contains(&entry), "{menu}");
    let people = anna.get(&routes::desk_people(skive)).await;
    assert!(!people.body.contains("Skive"), "{}", people.body);
}

#[tokio::test]
async fn the_secretariat_keeps_people_bodies_and_mails_from_the_desk() {
    let world = World::new().await;
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let odder = world.odder.to_string();

    let fields = [
        ("of", odder.as_str()),
        ("kind", "committee"),
        ("name", "Klimaudvalget"),
        ("mailbox", "klima@odder.example"),
        ("valid_from", "2026-01-01"),
    ];
    let seen = sia.post(routes::DESK_BODIES, &fields).await;
    assert_eq!(seen.status, StatusCode::SEE_OTHER, "{}", seen.body);
    let list = sia.get(&routes::desk_bodies(world.odder)).await;
    assert!(list.body.contains("Klimaudvalget") && list.body.contains("klima@odder.example"));
    let mut wrong = fields;
    wrong[4] = ("valid_from", "engang");
    let seen = sia.post(routes::DESK_BODIES, &wrong).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("id=\"fault-valid_from\"") && seen.body.contains("engang"));
    let path = list.body.split("href=\"/desk/bodies/").nth(1).unwrap();
    let path = format!("/desk/bodies/{}", path.split('"').next().unwrap());
    let ended = [
        ("name", "Klimaudvalget"),
        ("valid_from", "2026-01-01"),
        ("valid_to", "2026-12-31"),
    ];
    let seen = sia.post(&path, &ended).await;
    assert_eq!(seen.status, StatusCode::SEE_OTHER, "{}", seen.body);
    assert!(sia.get(&path).await.body.contains("31. december 2026"));

    let fields = [
        ("at", odder.as_str()),
        ("name", "Bo Bæk"),
        ("email", "bo@odder.example"),
        ("role", "coordinator"),
        ("locale", "da"),
    ];
    let seen = sia.post(routes::DESK_PEOPLE, &fields).await;
    assert_eq!(seen.status, StatusCode::SEE_OTHER, "{}", seen.body);
    let list = sia.get(&routes::desk_people(world.odder)).await;
    assert!(list.body.contains("Bo Bæk") && list.body.contains("Inviteret"));
    let mut wrong = fields;
    wrong[2] = ("email", "ikke en adresse");
    let seen = sia.post(routes::DESK_PEOPLE, &wrong).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("id=\"fault-email\"") && seen.body.contains("ikke en adresse"));

    let path = list.body.split("href=\"/desk/people/").nth(1).unwrap();
    let path = format!("/desk/people/{}", path.split('"').next().unwrap());
    let page = sia.get(&path).await;
    assert!(page.body.contains("bo@odder.example"));
    // Whoever still holds a role is not erased.
    let seen = sia.post(&path, &[("what", "erase")]).await;
    assert_eq!(
        seen.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        seen.body
    );
    assert!(seen.body.contains("har stadig roller"), "{}", seen.body);

    let mails = sia.get("/desk/mails?status=queued").await;
    assert!(mails.body.contains("bo@odder.example"), "{}", mails.body);
    let audit = sia.get("/desk/audit?examine=yes").await;
    assert!(audit.body.contains("Loggen er hel"), "{}", audit.body);
}

#[tokio::test]
async fn the_list_leads_to_what_waits_for_the_secretariat_and_back() {
    let world = World::new().await;
    let case = world.case_of(world.odder).await;
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let page = sia.get("/desk?only=undated").await;
    let next = [("next", "/desk?only=undated".to_owned())];
    let path = routes::command_form(case, "set_dates", &next);
    assert!(
        page.body
            .contains(&format!("href=\"{path}\"").replace('&', "&amp;")),
        "{}",
        page.body
    );
    world.command(case, dates()).await;
    assert!(
        !sia.get("/desk?only=undated")
            .await
            .body
            .contains("Odder Kommune, revision")
    );
    world.hold(case).await;
    let held = sia.get("/desk?only=on_hold").await;
    assert!(
        held.body.contains("/commands/resume?next="),
        "{}",
        held.body
    );
    world.command(case, Command::Resume {}).await;
    assert!(
        !sia.get("/desk?only=on_hold")
            .await
            .body
            .contains("Odder Kommune, revision")
    );
}
