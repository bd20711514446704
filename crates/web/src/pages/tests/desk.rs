//! The desk of leads and the secretariat, as a browser sees it.

use axum::http::StatusCode;
use lustrum_app::Affiliation;
use lustrum_domain::{Command, DeadlineKey, Locale, MailKind, OrganisationKind, Role};
use lustrum_templates::{routes, words};

use super::{
    dates,
    world::{PASSWORD, Seen, World, day, see_other},
};

/// The secret of the latest link that was mailed to this address.
async fn link_to(world: &World, email: &str, kind: MailKind) -> String {
    let mails = world.app().demo_mails(100, 0).await.unwrap().rows;
    let mut mails = mails.iter().map(|it| &it.mail);
    let mail = mails.find(|mail| mail.recipient == email && mail.kind == kind);
    let text = &mail.unwrap().text;
    let secret = text.split("/invitations/").nth(1).unwrap();
    secret.split_whitespace().next().unwrap().to_owned()
}

/// The form that invites Bo to the organisation with this id, as a coordinator.
fn bo_at(organisation: &str) -> [(&str, &str); 5] {
    [
        ("at", organisation),
        ("name", "Bo Bæk"),
        ("email", "bo@odder.example"),
        ("role", "coordinator"),
        ("locale", "da"),
    ]
}

/// The values of an attribute on a page that begin with `before`.
fn values<'a>(page: &'a str, before: &str) -> Vec<&'a str> {
    let rest = page.split(before).skip(1);
    rest.filter_map(|it| it.split('"').next()).collect()
}

/// The first path below `folder` that a page leads to.
fn first_path(page: &str, folder: &str) -> String {
    let rest = values(page, &format!("href=\"{folder}"))[0];
    format!("{folder}{rest}")
}

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
    // What was chosen goes along from view to view.
    let held = sia.get("/desk?only=on_hold&sort=state").await.body;
    for view in [routes::DESK_DEADLINES, routes::DESK_MAP] {
        let path = format!("{view}?only=on_hold");
        assert!(held.contains(&format!("href=\"{path}\"")), "{held}");
        let page = sia.get(&path).await.body;
        let back = "href=\"/desk?only=on_hold\"";
        // A case on hold has no deadline that runs, so it stands on no wall.
        let stands = view == routes::DESK_MAP;
        assert!(
            page.contains("Odder") == stands && page.contains(back),
            "{page}"
        );
    }
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
    see_other(&seen);
    let list = sia.get(&routes::desk_bodies(world.odder)).await;
    assert!(list.body.contains("Klimaudvalget") && list.body.contains("klima@odder.example"));
    let mut wrong = fields;
    wrong[4] = ("valid_from", "engang");
    let seen = sia.post(routes::DESK_BODIES, &wrong).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("id=\"fault-valid_from\"") && seen.body.contains("engang"));
    let path = first_path(&list.body, "/desk/bodies/");
    let ended = [
        ("name", "Klimaudvalget"),
        ("valid_from", "2026-01-01"),
        // As Danes write it where a browser has no field for days.
        ("valid_to", "31.12.2026"),
    ];
    let seen = sia.post(&path, &ended).await;
    see_other(&seen);
    assert!(sia.get(&path).await.body.contains("31. december 2026"));

    let fields = bo_at(&odder);
    let seen = sia.post(routes::DESK_PEOPLE, &fields).await;
    see_other(&seen);
    let list = sia.get(&routes::desk_people(world.odder)).await;
    assert!(list.body.contains("Bo Bæk") && list.body.contains("Inviteret"));
    let mut wrong = fields;
    wrong[2] = ("email", "ikke en adresse");
    let seen = sia.post(routes::DESK_PEOPLE, &wrong).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("id=\"fault-email\"") && seen.body.contains("ikke en adresse"));

    let path = first_path(&list.body, "/desk/people/");
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
    // From a mail to whom it went to, and from there to all that was sent to them.
    let whose = format!("<a href=\"{path}\">bo@odder.example</a>");
    assert!(mails.body.contains(&whose), "{}", mails.body);
    let theirs = first_path(&sia.get(&path).await.body, "/desk/mails?person=");
    let mails = sia.get(&theirs).await;
    assert!(mails.body.contains(&whose) && mails.body.contains("Bo Bæk"));
    let me = world.secretariat.person().unwrap().id;
    let mine = routes::desk_mails_to(me);
    let mails = sia.get(&mine).await;
    assert!(!mails.body.contains("bo@odder.example"), "{}", mails.body);
    let audit = sia.get("/desk/audit?examine=yes").await;
    assert!(audit.body.contains("Loggen er hel"), "{}", audit.body);
}

#[tokio::test]
async fn places_come_in_pages_and_are_found_however_they_are_spelt() {
    let world = World::new().await;
    let kind = OrganisationKind::Municipality;
    for number in 0..100 {
        let (code, name) = (format!("9{number:03}"), format!("Nye {number:03}"));
        world.organisation(kind, Some(&code), &name).await;
    }
    let aeroe = world.organisation(kind, Some("0492"), "Ærø").await;
    let mut sia = world.signed_in("sia@alliancen.example").await;
    for (list, place) in [
        (routes::DESK_PEOPLE, routes::desk_people(aeroe)),
        (routes::DESK_BODIES, routes::desk_bodies(aeroe)),
    ] {
        let link = format!("href=\"{place}\"");
        let first = sia.get(list).await.body;
        assert!(first.contains(">Næste<") && !first.contains(">Forrige<"));
        assert!(!first.contains(&link), "{first}");
        // Æ comes last of all.
        let last = sia.get(&format!("{list}?from=100")).await.body;
        assert!(last.contains(">Forrige<") && !last.contains(">Næste<"));
        assert!(last.contains(&link), "{last}");
        for text in ["%C3%86r%C3%B8", "aer%C3%B8+kommune", "492"] {
            let found = sia.get(&format!("{list}?text={text}")).await.body;
            assert!(found.contains(&link), "{text}: {found}");
            assert!(!found.contains("Nye 001"), "{text}: {found}");
        }
        let none = sia.get(&format!("{list}?text=Birker%C3%B8d")).await.body;
        assert!(none.contains("passer"), "{none}");
    }
    let partner = sia.get("/desk/people?text=concito").await.body;
    assert!(partner.contains("CONCITO") && partner.contains("Én organisation"));
}

#[tokio::test]
async fn the_people_of_a_place_come_in_pages() {
    let world = World::new().await;
    for number in 0..101 {
        let email = format!("p{number}@odder.example");
        world.invited(&email, Role::Coordinator, world.odder).await;
    }
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let people = |body: &str| {
        body.matches("<th scope=\"row\"><a href=\"/desk/people/")
            .count()
    };
    let first = sia.get(&routes::desk_people(world.odder)).await.body;
    assert_eq!(people(&first), 100);
    let next = first.split(">Næste<").next().unwrap();
    let next = next.rsplit("href=\"").next().unwrap().split('"').next();
    let last = sia.get(&next.unwrap().replace("&amp;", "&")).await.body;
    assert_eq!(people(&last), 1);
    // Everybody can be stood in for, whichever page is shown.
    assert_eq!(last.matches("<option value=\"per_").count(), 101, "{last}");
}

#[tokio::test]
async fn what_was_done_with_a_person_is_said() {
    let world = World::new().await;
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let odder = world.odder.to_string();
    let fields = [&bo_at(&odder)[..], &[("from", "2026-01-01")]].concat();
    let seen = sia.post(routes::DESK_PEOPLE, &fields).await;
    let page = sia.get(seen.location()).await.body;
    assert!(page.contains("Rollen er givet"), "{page}");
    let path = first_path(&page, "/desk/people/");
    let page = sia.get(&path).await.body;
    let held = values(&page, "name=\"membership\" value=\"")[0];
    let ended = [("what", "end"), ("membership", held), ("on", "2026-12-31")];
    for (fields, told) in [
        (&ended[..], "Rollens sidste dag er gemt"),
        (&[("what", "erase")], "Personoplysningerne er slettet"),
    ] {
        let seen = sia.post(&path, fields).await;
        see_other(&seen);
        let page = sia.get(seen.location()).await.body;
        assert!(page.contains(told), "{told}: {page}");
    }
}

#[tokio::test]
async fn whoever_left_or_is_yet_to_come_is_found_at_the_desk() {
    let world = World::new().await;
    let (email, at) = ("anna@odder.example", world.odder);
    world.person(email, Role::Approver, at).await;
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let odder = at.to_string();
    let gone = [("from", "2026-01-01"), ("to", "2026-12-31")];
    let gone = [&bo_at(&odder)[..], &gone].concat();
    let mut later = bo_at(&odder).to_vec();
    later[1] = ("name", "Ida Ibsen");
    later[2] = ("email", "ida@odder.example");
    later.push(("from", "2099-01-01"));
    for fields in [gone, later] {
        see_other(&sia.post(routes::DESK_PEOPLE, &fields).await);
    }
    let list = sia.get(&routes::desk_people(at)).await.body;
    for told in [">Bo Bæk<", "Ophørt", ">Ida Ibsen<", "Begynder senere"] {
        assert!(list.contains(told), "{told}: {list}");
    }
    // Only what can be held at a municipality is offered there.
    for (role, offered) in [("approver", true), ("clerk", false), ("lead", false)] {
        let option = format!("<option value=\"{role}\"");
        assert_eq!(list.contains(&option), offered, "{role}: {list}");
    }
    // Nobody stands in for somebody who has left.
    assert_eq!(list.matches("<option value=\"per_").count(), 2, "{list}");
    let mut anna = world.signed_in(email).await;
    let seen = anna.get(&routes::desk_people(at)).await.body;
    assert!(seen.contains(">Ida Ibsen<") && !seen.contains("Bo Bæk"));
    let mut found = String::new();
    for text in ["b%C3%A6k", "BO@odder"] {
        found = sia.get(&format!("/desk/people?text={text}")).await.body;
        let told = found.contains(">Bo Bæk<") && found.contains("bo@odder.example");
        assert!(told && !found.contains("Ida Ibsen"), "{text}: {found}");
    }
    // From there, one more role is given by a form that knows who it is.
    let page = sia.get(&first_path(&found, "/desk/people/")).await.body;
    assert!(!page.contains("Meld inhabil"), "who judges nothing: {page}");
    let more = first_path(&page, "/desk/people?at=");
    let form = sia.get(&more.replace("&amp;", "&")).await.body;
    for known in ["value=\"Bo Bæk\"", "value=\"bo@odder.example\""] {
        assert!(form.contains(known), "{known}: {form}");
    }
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
    // What was set stands in the form that changes it.
    let form = routes::command_form(case, "set_dates", &[]);
    let form = sia.get(&form).await.body;
    for day in ["2029-06-30", "2027-06-30", "2027-12-31", "2028-09-30"] {
        assert!(form.contains(&format!("value=\"{day}\"")), "{day}: {form}");
    }
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

#[tokio::test]
async fn a_forgotten_password_is_no_dead_end() {
    const NEW: &str = "en helt ny og lang sætning";
    let world = World::new().await;
    let (email, at) = ("bo@odder.example", world.odder);
    let anna = world.person("anna@odder.example", Role::Approver, at).await;
    let bo = world.person(email, Role::Coordinator, at).await;
    let path = routes::desk_person(bo);
    let mut signed_in = world.signed_in(email).await;
    // The secretariat, and whoever could give the person their role.
    for who in ["sia@alliancen.example", "anna@odder.example"] {
        let mut manager = world.signed_in(who).await;
        let page = manager.get(&path).await;
        assert!(page.body.contains("Send nyt link"), "{}", page.body);
        let seen = manager.post(&path, &[("what", "link")]).await;
        let done = routes::desk_person_done(bo, "link");
        assert_eq!(
            (seen.status.as_u16(), seen.location()),
            (303, done.as_str())
        );
        assert!(
            manager
                .get(&done)
                .await
                .body
                .contains("Et nyt link er på vej")
        );
    }
    let page = signed_in.get(&routes::desk_person(anna)).await;
    assert!(!page.body.contains("Send nyt link"), "{}", page.body);
    let seen = signed_in
        .post(&routes::desk_person(anna), &[("what", "link")])
        .await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN);

    // Until it is used, everything is as it was; then everything else ends.
    assert_eq!(signed_in.get("/cases").await.status, StatusCode::OK);
    let link = routes::invitation(link_to(&world, email, MailKind::NewPassword).await);
    let mut browser = world.browser();
    assert_eq!(browser.get(&link).await.status, StatusCode::OK);
    let seen = browser
        .post(&link, &[("password", NEW), ("repeated", NEW)])
        .await;
    see_other(&seen);
    assert!(browser.is_signed_in());
    assert_eq!(signed_in.get("/cases").await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        world.browser().get(&link).await.status,
        StatusCode::NOT_FOUND
    );
    for (password, status) in [(PASSWORD, 401), (NEW, 303)] {
        let mut again = world.browser();
        let fields = [("email", email), ("password", password)];
        assert_eq!(
            again.post("/sign-in", &fields).await.status.as_u16(),
            status
        );
    }
}

#[tokio::test]
async fn nobody_is_given_the_same_role_twice() {
    let world = World::new().await;
    world
        .person("bo@odder.example", Role::Coordinator, world.odder)
        .await;
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let odder = world.odder.to_string();
    let fields = bo_at(&odder);
    let seen = sia.post(routes::DESK_PEOPLE, &fields).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("har allerede rollen"), "{}", seen.body);
    // Another role of the same person is another matter.
    let mut other = fields;
    other[3] = ("role", "approver");
    let seen = sia.post(routes::DESK_PEOPLE, &other).await;
    see_other(&seen);
}

#[tokio::test]
async fn a_wrong_address_is_corrected_and_leaves_nothing_behind() {
    let world = World::new().await;
    let (wrong, right) = ("bo@oder.example", "bo@odder.example");
    let (bo, secret) = world.invited(wrong, Role::Coordinator, world.odder).await;
    let path = routes::desk_person(bo);
    let mut sia = world.signed_in("sia@alliancen.example").await;
    for (email, told) in [
        ("ikke en adresse", "kan ikke være en mailadresse"),
        ("sia@alliancen.example", "bruges allerede"),
    ] {
        let seen = sia
            .post(&path, &[("what", "email"), ("email", email)])
            .await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{email}");
        assert!(seen.body.contains("id=\"fault-email\"") && seen.body.contains(told));
        assert!(seen.body.contains(email), "{}", seen.body);
    }
    let fields = [("what", "email"), ("email", " Bo@Odder.example")];
    let seen = sia.post(&path, &fields).await;
    see_other(&seen);
    let page = sia.get(&path).await;
    assert!(
        page.body.contains(right) && !page.body.contains(wrong),
        "{}",
        page.body
    );
    // Whoever has the wrong address cannot use the link, and it is not sent again.
    let link = routes::invitation(&secret);
    assert_eq!(
        world.browser().get(&link).await.status,
        StatusCode::NOT_FOUND
    );
    let mails = sia.get("/desk/mails").await;
    assert!(
        !mails.body.contains(wrong) && !mails.body.contains("Send igen"),
        "{}",
        mails.body
    );
    sia.post(&path, &[("what", "link")]).await;
    let link = routes::invitation(link_to(&world, right, MailKind::Invitation).await);
    assert_eq!(world.browser().get(&link).await.status, StatusCode::OK);
    let audit = sia.get("/desk/audit?examine=yes").await;
    assert!(audit.body.contains("Loggen er hel"), "{}", audit.body);
}

#[tokio::test]
async fn a_conflict_is_declared_on_the_page_of_a_person() {
    let world = World::new().await;
    let partner = world
        .organisation(OrganisationKind::KnowledgePartner, Some("rise"), "RISE")
        .await;
    let rita = world
        .person("rita@rise.example", Role::Reviewer, partner)
        .await;
    let path = routes::desk_person(rita);
    let mut own = world.signed_in("rita@rise.example").await;
    let seen = own
        .post(&path, &[("what", "conflict"), ("municipality", "")])
        .await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("Vælg en kommune"), "{}", seen.body);
    let odder = world.odder.to_string();
    let fields = [("what", "conflict"), ("municipality", odder.as_str())];
    let seen = own.post(&path, &fields).await;
    see_other(&seen);
    let page = own.get(seen.location()).await;
    assert!(page.body.contains("Inhabil over for"), "{}", page.body);
}

/// What is wrong stands first on the page and in its title, leads to the field, and
/// is tied to it.
fn is_announced(seen: &Seen) {
    let page = &seen.body;
    assert!(page.contains("<title>Fejl: "), "{page}");
    let summary = page.split("role=\"alert\" id=\"faults\"").nth(1);
    let summary = summary.unwrap_or_else(|| panic!("nothing is announced: {page}"));
    let summary = summary.split("</ul>").next().unwrap();
    for field in values(summary, "href=\"#") {
        assert!(page.contains(&format!("id=\"{field}\"")), "{field}: {page}");
    }
    let described = values(page, "aria-describedby=\"").join(" ");
    let messages = values(page, "class=\"form-error-message\" id=\"");
    assert!(!messages.is_empty(), "{page}");
    for message in messages {
        let mut tied = described.split(' ');
        assert!(tied.any(|it| it == message), "{message}: {page}");
    }
}

#[tokio::test]
async fn what_is_wrong_is_announced_and_tied_to_its_field_on_every_form() {
    let world = World::new().await;
    let (invited, secret) = world
        .invited("ny@odder.example", Role::Coordinator, world.odder)
        .await;
    let record = world.app().person(&world.secretariat, invited).await;
    let membership = record.unwrap().memberships[0].id.to_string();
    let odder = world.odder.to_string();
    let (person, body) = (routes::desk_person(invited), routes::desk_body(world.odder));
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let forms: [(&str, &[(&str, &str)]); 11] = [
        (routes::ACCOUNT_NAME, &[("name", ""), ("language", "da")]),
        (
            routes::ACCOUNT_PASSWORD,
            &[("current", "x"), ("password", "y"), ("repeated", "z")],
        ),
        (routes::ACCOUNT_TOKEN, &[("label", ""), ("days", "30")]),
        (routes::DESK_VIEWS, &[("name", "")]),
        (routes::DESK_PEOPLE, &[("at", odder.as_str())]),
        (routes::DESK_BODIES, &[("of", odder.as_str())]),
        (body.as_str(), &[("name", ""), ("valid_from", "engang")]),
        (person.as_str(), &[("what", "conflict")]),
        (
            person.as_str(),
            &[
                ("what", "end"),
                ("membership", membership.as_str()),
                ("on", "2019-01-01"),
            ],
        ),
        (person.as_str(), &[("what", "email"), ("email", "ikke en")]),
        (routes::DESK_BEGIN, &[("period_end", "engang")]),
    ];
    for (path, fields) in forms {
        let seen = sia.post(path, fields).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        is_announced(&seen);
        // The day that was typed stands there still.
        let day = fields.iter().find(|(name, _)| *name == "on");
        if let Some((_, day)) = day {
            let kept = format!("name=\"on\" type=\"date\" value=\"{day}\"");
            assert!(seen.body.contains(&kept), "{}", seen.body);
        }
    }
    let letter = ("tilsagn.pdf", b"Vi vil.".as_slice());
    is_announced(&sia.bring(routes::DESK_ENROL, &[], letter).await);

    let mut nobody = world.browser();
    let fields = [("password", "kort"), ("repeated", "kort")];
    is_announced(&nobody.post(&routes::invitation(&secret), &fields).await);
    let fields = [("email", "ny@odder.example"), ("password", "forkert")];
    let seen = nobody.post(routes::SIGN_IN, &fields).await;
    for told in ["<title>Fejl: ", "role=\"alert\" id=\"sign-in-fault\""] {
        assert!(seen.body.contains(told), "{told}: {}", seen.body);
    }
}

#[tokio::test]
async fn the_secretariat_begins_cases_from_the_desk() {
    let world = World::new().await;
    let kind = OrganisationKind::Municipality;
    let skive = world.organisation(kind, Some("0779"), "Skive").await;
    world
        .person("anna@odder.example", Role::Approver, world.odder)
        .await;
    let mut anna = world.signed_in("anna@odder.example").await;
    assert_eq!(
        anna.get(routes::DESK_BEGIN).await.status,
        StatusCode::NOT_FOUND
    );

    let mut sia = world.signed_in("sia@alliancen.example").await;
    let page = sia.get(routes::DESK_BEGIN).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let (odder, skive) = (world.odder.to_string(), skive.to_string());
    let fields = [
        ("programme", super::world::PROGRAMME),
        ("municipality", odder.as_str()),
        ("period_end", "engang"),
    ];
    let seen = sia.post(routes::DESK_BEGIN, &fields).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        seen.body.contains("id=\"fault-take-in-period_end\""),
        "{}",
        seen.body
    );
    let mut right = fields;
    right[2] = ("period_end", "2029-06-30");
    let seen = sia.post(routes::DESK_BEGIN, &right).await;
    see_other(&seen);
    assert!(seen.location().starts_with("/cases/"));
    let seen = sia.post(routes::DESK_BEGIN, &right).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("har allerede en sag"), "{}", seen.body);

    let fields = [
        ("programme", super::world::PROGRAMME),
        ("municipality", skive.as_str()),
    ];
    let path = routes::DESK_ENROL;
    let seen = sia.bring(path, &fields, ("tilsagn.pdf", b"")).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        seen.body.contains("id=\"fault-enrol-file\""),
        "{}",
        seen.body
    );
    let seen = sia.bring(path, &fields, ("tilsagn.pdf", b"Vi vil.")).await;
    see_other(&seen);
    let page = sia.get(seen.location()).await;
    assert!(page.body.contains("Skive Kommune"), "{}", page.body);
}

#[tokio::test]
async fn shared_bodies_and_a_municipalitys_own_mailbox_stand_among_the_bodies() {
    let world = World::new().await;
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let page = sia.get(routes::DESK_BODIES).await;
    assert!(page.body.contains("Styregruppen"), "{}", page.body);
    let own = routes::desk_body(world.odder);
    let page = sia.get(&routes::desk_bodies(world.odder)).await;
    assert!(
        page.body.contains(&format!("href=\"{own}\"")),
        "{}",
        page.body
    );
    let fields = [
        ("name", "Odder"),
        ("mailbox", "klima@odder.example"),
        ("valid_from", "2020-01-01"),
    ];
    let seen = sia.post(&own, &fields).await;
    see_other(&seen);
    let page = sia.get(&routes::desk_bodies(world.odder)).await;
    assert!(page.body.contains("klima@odder.example"), "{}", page.body);
    let kept = world.app().organisation_by_id(world.odder).await.unwrap();
    assert_eq!(kept.code.as_deref(), Some("0727"));
}

#[tokio::test]
async fn a_body_that_serves_a_region_is_added_and_told_of_its_municipalities() {
    let world = World::new().await;
    let kind = OrganisationKind::Region;
    let region = world.organisation(kind, Some("1082"), "Region Midtjylland");
    let region = region.await;
    let from = day("2020-01-01");
    let served = Affiliation {
        municipality: world.odder,
        organisation: region,
        from,
        to: None,
    };
    let app = world.app();
    app.affiliate(&world.secretariat, served).await.unwrap();
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let region = region.to_string();
    let fields = [
        ("kind", "kkr"),
        ("name", "KKR Midtjylland"),
        ("mailbox", "kkr@midt.example"),
        ("valid_from", "2026-01-01"),
        ("region", region.as_str()),
    ];
    let seen = sia.post(routes::DESK_BODIES, &fields[..4]).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("id=\"fault-region\""), "{}", seen.body);
    assert!(seen.body.contains("value=\"KKR Midtjylland\""));
    // A municipality's own bodies are added where it was chosen.
    let mut own = fields;
    own[0] = ("kind", "council");
    let seen = sia.post(routes::DESK_BODIES, &own).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    let seen = sia.post(routes::DESK_BODIES, &fields).await;
    assert_eq!(seen.location(), routes::DESK_BODIES, "{}", seen.body);
    let page = sia.get(routes::DESK_BODIES).await.body;
    assert!(page.contains("KKR Midtjylland"), "{page}");
    let told = app.store.bodies(world.odder, day("2027-01-15")).await;
    let told = told.unwrap();
    assert!(told.iter().any(|body| body.name == "KKR Midtjylland"));

    // When regions merge, who follows is a body of another region.
    let east = world.organisation(kind, Some("1084"), "Region Østdanmark");
    let east = east.await.to_string();
    let mut next = fields;
    next[1] = ("name", "KKR Østdanmark");
    next[4] = ("region", east.as_str());
    see_other(&sia.post(routes::DESK_BODIES, &next).await);
    let known = app.organisations(&[OrganisationKind::Kkr], None).await;
    let known = known.unwrap();
    let named = |name: &str| known.iter().find(|it| it.name == name).unwrap().id;
    let path = routes::desk_body(named("KKR Midtjylland"));
    let next = named("KKR Østdanmark").to_string();
    let page = sia.get(&path).await.body;
    assert!(
        page.contains(&format!("<option value=\"{next}\">")),
        "{page}"
    );
    let ended = [
        ("name", "KKR Midtjylland"),
        ("valid_from", "2026-01-01"),
        ("valid_to", "2026-12-31"),
        ("successor", next.as_str()),
    ];
    let seen = sia.post(&path, &ended).await;
    let page = sia.get(seen.location()).await.body;
    for told in ["Ændringen er gemt", "Efterfølges af KKR Østdanmark"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let told = app.store.bodies(world.odder, day("2027-01-15")).await;
    let told = told.unwrap();
    assert!(told.iter().any(|body| body.name == "KKR Østdanmark"));
}

#[tokio::test]
async fn the_page_of_a_person_says_whom_they_stand_in_for() {
    let world = World::new().await;
    let email = "bo@odder.example";
    let bo = world.person(email, Role::Approver, world.odder).await;
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let (odder, bo) = (world.odder.to_string(), bo.to_string());
    let fields = [
        ("at", odder.as_str()),
        ("name", "Eva Friis"),
        ("email", "eva@odder.example"),
        ("role", "approver"),
        ("locale", "da"),
        ("principal", bo.as_str()),
        ("to", "31.12.2099"),
    ];
    let seen = sia.post(routes::DESK_PEOPLE, &fields).await;
    let list = sia.get(seen.location()).await.body;
    assert!(list.contains("Stedfortræder for Anna Andersen"), "{list}");
    let eva = list.split(">Eva Friis<").next().unwrap();
    let path = eva.rsplit("href=\"").next().unwrap();
    let page = sia.get(path.split('"').next().unwrap()).await.body;
    assert!(page.contains("Stedfortræder for Anna Andersen"), "{page}");
}

#[tokio::test]
async fn a_list_without_a_row_says_what_was_chosen_and_leads_back_to_all_of_it() {
    let world = World::new().await;
    world.case_of(world.odder).await;
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let label = |family, word| words::label(Locale::Da, family, word);
    let line = |name: &str, value: &str| format!("<li>{name}: <strong>{value}</strong></li>");
    let remove = |path: &str| format!("href=\"{path}\">Fjern det valgte, og vis alle</a>");
    let odder = line("Kommune", "Odder");
    let withdrawn = line("Hvor sagen står", &label("state", "withdrawn"));
    let overdue = line("Vis kun", "Overskredet");
    let council = line("Hvem har bolden", &label("ball", "council"));
    let partner = line("Videnspartner", "C40");
    let failed = line("Status", &label("delivery", "failed"));
    let lapsed = line("Status", &label("register-standing", "lapsed"));
    let hostile = line("Kommune", "&lt;b&gt;");
    for (path, query, told) in [
        (
            routes::DESK,
            "text=Odder&state=withdrawn&only=overdue",
            vec![&odder, &withdrawn, &overdue],
        ),
        (
            routes::DESK_DEADLINES,
            "ball=council&only=overdue",
            vec![&council, &overdue],
        ),
        (
            routes::DESK_MAP,
            "partner=c40&state=withdrawn",
            vec![&partner, &withdrawn],
        ),
        // A region that is not there any more leaves nothing, and has no name.
        (
            routes::DESK,
            "region=org_00000000000000000000000000000007",
            Vec::new(),
        ),
        (routes::DESK_MAILS, "status=failed", vec![&failed]),
        (routes::CASES, "text=%3Cb%3E", vec![&hostile]),
        (
            routes::REGISTER,
            "standing=lapsed&text=Odder",
            vec![&lapsed, &odder],
        ),
    ] {
        let page = sia.get(&format!("{path}?{query}")).await.body;
        for told in told {
            assert!(page.contains(told), "{path}: {told}: {page}");
        }
        assert!(page.contains(&remove(path)), "{path}: {page}");
        let all = sia.get(path).await.body;
        assert!(!all.contains("Fjern det valgte"), "{path}: {all}");
    }
}

#[tokio::test]
async fn what_waits_for_the_secretariat_waits_on_its_front_page_too() {
    let world = World::new().await;
    let anna = world
        .person("anna@odder.example", Role::Approver, world.odder)
        .await;
    let case = world.case_of(world.odder).await;
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let told = |body: &str, words: &str| body.contains(words);
    let dated = "Sæt datoerne, så sagen kan åbne";
    assert!(told(&sia.get("/").await.body, dated));
    world.command(case, dates()).await;
    assert!(!told(&sia.get("/").await.body, dated));
    world.command(case, Command::Open {}).await;
    let home = sia.get("/").await;
    assert!(told(&home.body, "Du skal ikke gøre noget lige nu"));
    let app = world.app();
    let approver = app.caller(anna).await.unwrap();
    let wish = Command::RequestExtension {
        deadline: DeadlineKey::SelfAssessment,
        until: day("2028-02-29"),
        reasons: "Valg.".into(),
    };
    app.command(&approver, case, &wish, None).await.unwrap();
    assert!(told(&sia.get("/").await.body, "Svar på ønsket om mere tid"));
    let page = sia.get(&routes::case(case)).await.body;
    let asked = "Der er bedt om frist til 29. februar 2028.";
    assert_eq!(page.matches(asked).count(), 2, "{page}");
    for only in ["unreached", "capped"] {
        let page = sia.get(&format!("/desk?only={only}")).await;
        assert!(
            page.body.contains("Ingen sager passer"),
            "{only}: {}",
            page.body
        );
    }
    world.hold(case).await;
    assert!(told(&sia.get("/").await.body, "Genoptag sagen"));
}
