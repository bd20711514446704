//! The public pages, the account, and what waits for whom.

use super::{
    world::{PASSWORD, World},
    *,
};

#[tokio::test]
async fn a_municipality_is_found_however_its_name_is_typed() {
    let world = World::new().await;
    for (code, name) in [("0751", "Aarhus"), ("0851", "Aalborg"), ("0461", "Odense")] {
        let kind = OrganisationKind::Municipality;
        let id = world.organisation(kind, Some(code), name).await;
        world.case_of(id).await;
    }
    world.case_of(world.odder).await;
    let mut browser = world.browser();
    let rows = |body: &str| {
        body.matches("<th scope=\"row\"><a href=\"/register/")
            .count()
    };
    let all = browser.get("/register").await;
    assert_eq!(rows(&all.body), 4);
    for (asked, path) in [
        ("%C3%85rhus", "/register/0751"),
        ("aalborg+kommune", "/register/0851"),
        ("klimahandleplan+Odder", "/register/0727"),
        ("461", "/register/0461"),
    ] {
        let found = browser.get(&format!("/register?text={asked}")).await;
        assert_eq!(rows(&found.body), 1, "{asked}");
        assert!(found.body.contains(path), "{asked}");
    }
    let guessed = browser.get("/register?text=Odnese").await;
    assert!(guessed.body.contains("Mente du en af disse?") && rows(&guessed.body) == 1);
    let lost = browser.get("/register?text=K%EF%BF%BDbenhavn").await;
    assert!(lost.body.contains("tegn, der ikke findes i danske navne") && rows(&lost.body) == 0);
    let nobody = browser.get("/register?text=Birker%C3%B8d").await;
    assert!(nobody.body.contains("Ingen kommune hedder"));
    // What was typed is still there, and harmless.
    let evil = browser.get("/register?text=%3Cscript%3E").await;
    assert!(evil.body.contains("value=\"&lt;script&gt;\"") && !evil.body.contains("<script>"));
}

#[tokio::test]
async fn the_register_comes_in_pages_and_is_searched_as_a_whole() {
    let world = World::new().await;
    let kind = OrganisationKind::Municipality;
    for number in 0..100 {
        let (code, name) = (format!("9{number:03}"), format!("Nye {number:03}"));
        let id = world.organisation(kind, Some(&code), &name).await;
        world.case_of(id).await;
    }
    let aeroe = world.organisation(kind, Some("0492"), "Ærø").await;
    world.case_of(aeroe).await;
    let mut browser = world.browser();
    let rows = |body: &str| {
        body.matches("<th scope=\"row\"><a href=\"/register/")
            .count()
    };
    let first = browser.get("/register").await.body;
    assert_eq!(rows(&first), 100);
    assert!(first.contains("101 kommuner af 101"), "{first}");
    assert!(first.contains("<a href=\"/register?from=100\">Næste</a>"));
    assert!(!first.contains(">Forrige<") && !first.contains("/register/0492"));
    // Æ comes last of all, and is found wherever it stands.
    let last = browser.get("/register?from=100").await.body;
    assert_eq!(rows(&last), 1);
    assert!(last.contains("/register/0492") && !last.contains(">Næste<"));
    assert!(last.contains("<a href=\"/register\">Forrige</a>"), "{last}");
    let found = browser.get("/register?text=%C3%A6r%C3%B8").await.body;
    assert!(rows(&found) == 1 && found.contains("/register/0492"));
    let standing = browser.get("/register?standing=in_force").await.body;
    let next = "href=\"/register?standing=in_force&amp;from=100\"";
    assert!(standing.contains(next), "{standing}");
    // Files stay whole.
    let csv = browser.get("/data/register.csv").await.body;
    assert_eq!(csv.lines().count(), 102);
}

#[tokio::test]
async fn the_map_says_each_municipality_s_status_in_words_and_leads_to_its_page() {
    let world = World::new().await;
    let case = world.case_of(world.odder).await;
    world.hold(case).await;
    let mut browser = world.browser();
    let map = browser.get(routes::REGISTER_MAP).await;
    assert!(map.body.contains("tile-still") && map.body.contains("href=\"/register/0727\""));
    assert!(
        map.body
            .contains("Odder<span class=\"tile-status\">: Sat i bero"),
        "{}",
        map.body
    );
    let page = browser.get("/register/0727").await;
    assert!(page.body.contains("Kommunen venter på en ny kystanalyse."));
    assert_eq!(
        browser.get("/register/9999").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_copy_of_a_plan_is_compared_by_its_checksum_without_being_sent() {
    let world = World::new().await;
    let case = world.case_of(world.odder).await;
    world.certificate(case, "KA-0727-1").await;
    let mut browser = world.browser();
    let hash = lustrum_domain::Digest::of("plan").to_string();
    let same = browser
        .get(&format!("/certificates/KA-0727-1?sha256={hash}"))
        .await;
    assert!(
        same.body.contains("Det er den certificerede udgave"),
        "{}",
        same.body
    );
    let other = lustrum_domain::Digest::of("another").to_string();
    let different = browser
        .get(&format!("/certificates/KA-0727-1?sha256={other}"))
        .await;
    assert!(
        different
            .body
            .contains("Det er en anden fil end den certificerede")
    );
}

#[tokio::test]
async fn open_data_stand_at_addresses_of_their_own_as_csv_and_json() {
    let world = World::new().await;
    world.case_of(world.odder).await;
    let mut browser = world.browser();
    let csv = browser.get("/data/register.csv").await;
    assert!(
        csv.headers["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/csv")
    );
    let mut lines = csv.body.lines();
    assert!(lines.next().unwrap().starts_with("code,name,region,"));
    assert!(lines.next().unwrap().starts_with("0727,Odder,"));
    for name in lustrum_app::DatasetName::ALL {
        let columns = name.columns();
        let json = browser.get(&format!("/data/{name}.json")).await;
        let json: serde_json::Value = serde_json::from_str(&json.body).unwrap();
        assert_eq!(json["columns"], serde_json::json!(columns), "{name}");
        for (language, missing) in [("da", "&lt;data-column"), ("en", "&lt;data-column")] {
            browser.get(&routes::language(language, "/")).await;
            assert!(
                !browser.get("/data").await.body.contains(missing),
                "{language}"
            );
        }
    }
    for unknown in ["/data/people.csv", "/data/register.xml", "/data/register"] {
        assert_eq!(
            browser.get(unknown).await.status,
            StatusCode::NOT_FOUND,
            "{unknown}"
        );
    }
}

#[tokio::test]
async fn public_lists_take_as_many_statements_for_fifty_rows_as_for_one() {
    let mut world = World::new().await;
    world.case_of(world.odder).await;
    let paths = [
        "/",
        "/register",
        "/register/map",
        "/register/0727",
        "/figures",
        "/data/register.csv",
    ];
    let mut counts = Vec::new();
    for round in 0..2 {
        let mut taken = Vec::new();
        for path in paths {
            world.forget();
            let before = world.app().store.statements();
            assert_eq!(
                world.browser().get(path).await.status,
                StatusCode::OK,
                "{path}"
            );
            taken.push((path, world.app().store.statements() - before));
        }
        counts.push(taken);
        if round == 0 {
            for number in 0..49 {
                let code = format!("9{number:03}");
                let kind = OrganisationKind::Municipality;
                let id = world
                    .organisation(kind, Some(&code), &format!("Nye {number}"))
                    .await;
                world.case_of(id).await;
            }
        }
    }
    assert_eq!(counts[0], counts[1]);
    assert!(counts[0].iter().all(|(_, number)| *number > 0));
    // What is kept takes none.
    world.browser().get("/register").await;
    let before = world.app().store.statements();
    world.browser().get("/register").await;
    assert_eq!(world.app().store.statements(), before);
}

#[tokio::test]
async fn a_municipality_s_page_says_when_its_period_ends() {
    let world = World::new().await;
    world.case_of(world.odder).await;
    let page = world.browser().get("/register/0727").await.body;
    assert!(
        page.contains("<th scope=\"row\">Perioden slutter</th>"),
        "{page}"
    );
}

#[tokio::test]
async fn a_change_is_seen_in_the_register_at_once() {
    let world = World::new().await;
    let case = world.case_of(world.odder).await;
    let mut browser = world.browser();
    assert!(!browser.get("/register").await.body.contains("Sat i bero"));
    world.hold(case).await;
    assert!(browser.get("/register").await.body.contains("Sat i bero"));
}

#[tokio::test]
async fn many_wrong_passwords_close_an_account_for_a_while_and_say_so_calmly() {
    let world = World::new().await;
    let mut browser = world.browser();
    let wrong = [("email", "Sia@alliancen.example"), ("password", "forkert")];
    for _ in 0..10 {
        assert_eq!(
            browser.post("/sign-in", &wrong).await.status,
            StatusCode::UNAUTHORIZED
        );
    }
    let right = [("email", "sia@alliancen.example"), ("password", PASSWORD)];
    let seen = browser.post("/sign-in", &right).await;
    assert_eq!(seen.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(
        seen.body.contains("Vent ") && seen.body.contains("minutter"),
        "{}",
        seen.body
    );
    assert!(seen.body.contains("value=\"sia@alliancen.example\""));
    assert!(!browser.is_signed_in());
}

#[tokio::test]
async fn a_session_that_is_over_is_said_so_and_leads_back() {
    let world = World::new().await;
    let mut browser = world.signed_in("sia@alliancen.example").await;
    let other = world.signed_in("sia@alliancen.example").await;
    let cookies = browser.cookies.clone();
    browser.post("/sign-out", &[]).await;
    browser.cookies = cookies;
    let sent = browser.get("/cases?text=od").await;
    let page = browser.get(sent.location()).await;
    assert!(page.body.contains("du er logget ud"), "{}", page.body);
    assert!(page.body.contains("name=\"next\" value=\"/cases?text=od\""));
    drop(other);
}

#[tokio::test]
async fn people_change_their_name_language_and_password_themselves() {
    let world = World::new().await;
    let email = "anna@odder.example";
    world.person(email, Role::Coordinator, world.odder).await;
    let mut browser = world.signed_in(email).await;
    let mut elsewhere = world.signed_in(email).await;
    let page = browser.get(routes::ACCOUNT).await;
    assert!(page.body.contains("value=\"Anna Andersen\"") && page.body.contains(email));

    let fields = [("name", " Anna Ærø "), ("language", "en")];
    let seen = browser.post(routes::ACCOUNT_NAME, &fields).await;
    assert_eq!(seen.location(), "/account?done=name");
    let page = browser.get(seen.location()).await;
    assert!(page.body.contains("value=\"Anna Ærø\"") && page.body.contains("<html lang=\"en\">"));
    let seen = browser
        .post(routes::ACCOUNT_NAME, &[("name", " "), ("language", "en")])
        .await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("id=\"name-error\""));

    let new = "en anden lang og god sætning";
    let change = |current: &'static str, password: &'static str, repeated: &'static str| {
        [
            ("current", current),
            ("password", password),
            ("repeated", repeated),
        ]
    };
    for (fields, fault) in [
        (change("forkert", new, new), "current-error"),
        (change(PASSWORD, "kort", "kort"), "password-error"),
        (change(PASSWORD, new, "noget andet"), "repeated-error"),
    ] {
        let seen = browser.post(routes::ACCOUNT_PASSWORD, &fields).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            seen.body.contains(&format!("id=\"{fault}\"")),
            "{fault}: {}",
            seen.body
        );
    }
    let seen = browser
        .post(routes::ACCOUNT_PASSWORD, &change(PASSWORD, new, new))
        .await;
    assert_eq!(seen.location(), "/sign-in?next=%2Faccount&done=password");
    let page = browser.get(seen.location()).await;
    let told = "The password is changed";
    assert!(page.body.contains(told), "{}", page.body);
    // Everybody who was signed in as Anna is out, and the old password is none.
    assert_eq!(
        elsewhere.get(routes::ACCOUNT).await.status,
        StatusCode::SEE_OTHER
    );
    let mut again = world.browser();
    let old = [("email", email), ("password", PASSWORD)];
    assert_eq!(
        again.post("/sign-in", &old).await.status,
        StatusCode::UNAUTHORIZED
    );
    let good = [("email", email), ("password", new)];
    assert_eq!(
        again.post("/sign-in", &good).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn people_end_their_own_sessions_and_tokens_and_nobody_else_s() {
    let world = World::new().await;
    let email = "anna@odder.example";
    world.person(email, Role::Coordinator, world.odder).await;
    let mut browser = world.signed_in(email).await;
    let mut elsewhere = world.signed_in(email).await;
    let made = [("label", "ugentlig rapport"), ("days", "30")];
    let seen = browser.post(routes::ACCOUNT_TOKEN, &made).await;
    assert!(seen.body.contains("ugentlig rapport"));
    let secret = seen.body.split("<code class=\"hash\">").nth(1).unwrap();
    let secret = secret.split('<').next().unwrap().to_owned();
    let kind = lustrum_app::TokenKind::Api;
    assert!(world.app().authenticate(&secret, kind).await.is_ok());
    // Shown once.
    let page = browser.get(routes::ACCOUNT).await;
    assert!(!page.body.contains(&secret) && page.body.contains("ugentlig rapport"));
    let ids: Vec<String> = page
        .body
        .split("name=\"token\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect();
    // The other session, the one from taking up the invitation, and the token;
    // not the one that this page is seen in.
    assert_eq!(ids.len(), 3);

    let mut stranger = world.signed_in("sia@alliancen.example").await;
    for id in &ids {
        let seen = stranger
            .post(routes::ACCOUNT_REVOKE, &[("token", id)])
            .await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(elsewhere.get(routes::ACCOUNT).await.status, StatusCode::OK);
    for id in &ids {
        let seen = browser.post(routes::ACCOUNT_REVOKE, &[("token", id)]).await;
        assert_eq!(seen.location(), "/account?done=revoked");
    }
    assert_eq!(
        elsewhere.get(routes::ACCOUNT).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(world.app().authenticate(&secret, kind).await.is_err());
    assert_eq!(browser.get(routes::ACCOUNT).await.status, StatusCode::OK);
    let empty = browser
        .post(routes::ACCOUNT_TOKEN, &[("label", " "), ("days", "30")])
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_clerk_sees_what_waits_for_their_body_and_others_see_no_such_list() {
    let world = World::new().await;
    let case = world.case_of(world.odder).await;
    world.hold(case).await;
    let steering = world
        .app()
        .organisations(&[OrganisationKind::SteeringGroup], None)
        .await
        .unwrap()[0]
        .id;
    world
        .person("ulla@alliancen.example", Role::Clerk, steering)
        .await;
    let notice = world.notice(case, NoticeState::Released).await;
    let mut ulla = world.signed_in("ulla@alliancen.example").await;
    let list = ulla.get(routes::NOTICES).await;
    assert!(list.body.contains(&notice), "{}", list.body);
    let home = ulla.get("/").await;
    assert!(home.body.contains(&notice) && home.body.contains("href=\"/notices\""));
    // A clerk has notices, and no case that could wait for anybody.
    assert!(home.body.contains("til dine udvalg og råd"));
    assert!(!home.body.contains("href=\"/cases\""), "{}", home.body);
    for of_cases in ["Her har du bolden", "venter på andre", "Du har ingen sager"] {
        assert!(!home.body.contains(of_cases), "{of_cases}: {}", home.body);
    }
    world
        .person("anna@odder.example", Role::Approver, world.odder)
        .await;
    let mut anna = world.signed_in("anna@odder.example").await;
    let none = anna.get(routes::NOTICES).await;
    assert!(none.body.contains("Du er ikke sekretær") && !none.body.contains(&notice));
    assert!(!anna.get("/").await.body.contains("href=\"/notices\""));
}

#[tokio::test]
async fn the_accessibility_statement_says_what_was_tested_and_what_was_not() {
    let world = World::new().await;
    let mut browser = world.browser();
    for (language, told) in [
        (
            "da",
            [
                "axe-core kan prøve automatisk, på dansk og engelsk",
                "Det er prøvet på de danske sider.",
                "640 eller 320 pixel bredt",
                "både med og uden scripts",
                "endnu ikke prøvet med skærmlæser",
                "Vi har ikke prøvet andre browsere",
            ],
        ),
        (
            "en",
            [
                "axe-core can test automatically, in Danish and English",
                "This was tested on the Danish pages.",
                "640 or 320 pixels wide",
                "both with and without scripts",
                "not yet been tried with a screen reader",
                "We have not tested other browsers",
            ],
        ),
    ] {
        browser.headers = vec![("accept-language", language)];
        let page = browser.get(routes::ACCESSIBILITY).await.body;
        for told in told {
            assert!(page.contains(told), "{told}: {page}");
        }
    }
}

#[tokio::test]
async fn the_front_page_says_what_to_do_by_when_and_who_has_the_ball() {
    let world = World::new().await;
    world
        .person("anna@odder.example", Role::Approver, world.odder)
        .await;
    let case = world.case_of(world.odder).await;
    let mut anna = world.signed_in("anna@odder.example").await;
    // Planned: it is there, and nothing waits.
    let home = anna.get("/").await;
    for told in [
        "Det skal du nu",
        &routes::case(case),
        "Du skal ikke gøre noget lige nu.",
    ] {
        assert!(home.body.contains(told), "{told}: {}", home.body);
    }
    world.command(case, dates()).await;
    world.command(case, Command::Open {}).await;
    let home = anna.get("/").await;
    for told in [
        routes::case(case).as_str(),
        "De næste frister",
        "Svar på kriterierne for den nuværende plan",
        "<span class=\"tally-number\">1</span>",
        "Bolden ligger hos: dig",
    ] {
        assert!(home.body.contains(told), "{told}: {}", home.body);
    }
    // The secretariat sees the same case, and that somebody else has the ball.
    let mut sia = world.signed_in("sia@alliancen.example").await;
    let home = sia.get("/").await;
    assert!(
        home.body.contains("Bolden ligger hos: Kommunen"),
        "{}",
        home.body
    );
}
