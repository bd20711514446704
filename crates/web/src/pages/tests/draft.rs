//! The coordinator's pages, by two people at once and without a script.

use axum::http::StatusCode;
use lustrum_domain::{Command, CycleId, OrganisationKind, Role};
use lustrum_templates::routes;
use serde_json::{Value, json};

use super::{
    statements,
    world::{Browser, Seen, World, day, pdf, see_other},
};

const ANNA: &str = "anna@odder.example";
const BO: &str = "bo@odder.example";

/// Odder's case, open for the self-assessment, with two who work on it.
async fn opened() -> (World, CycleId, Browser, Browser) {
    let world = World::new().await;
    let case = world.case_of(world.odder).await;
    world
        .command(
            case,
            Command::SetDates {
                period_end: None,
                opens_on: None,
                self_assessment_due: day("2027-12-31"),
                submission_due: day("2028-09-30"),
            },
        )
        .await;
    world.command(case, Command::Open {}).await;
    world.person(ANNA, Role::Coordinator, world.odder).await;
    world.person(BO, Role::Approver, world.odder).await;
    let anna = world.signed_in(ANNA).await;
    let bo = world.signed_in(BO).await;
    (world, case, anna, bo)
}

async fn section(world: &World, case: CycleId, name: &str) -> (Value, i64) {
    let app = world.app();
    let found = app.section(&world.secretariat, case, name).await.unwrap();
    let version = found.version();
    (found.value.unwrap_or_default(), version)
}

#[tokio::test]
async fn only_those_who_see_a_draft_find_its_pages_and_only_its_own_people_change_it() {
    let (world, case, mut anna, _) = opened().await;
    let other = world
        .organisation(OrganisationKind::Municipality, Some("0167"), "Hvidovre")
        .await;
    world
        .person("carl@hvidovre.example", Role::Coordinator, other)
        .await;
    let mut stranger = world.signed_in("carl@hvidovre.example").await;
    let mut secretariat = world.signed_in("sia@alliancen.example").await;
    let file = uuid::Uuid::nil();
    let pages = [
        routes::draft(case),
        routes::draft_returned(case),
        routes::draft_ready(case),
        routes::draft_files(case),
        routes::draft_import(case),
        routes::draft_plan(case),
        routes::draft_section(case, "actions"),
        routes::draft_section(case, "inventory"),
        routes::draft_sheet(case, "actions"),
        routes::draft_criterion(case, "KA-3.02"),
    ];
    for path in &pages {
        let seen = anna.get(path).await;
        assert_eq!(seen.status, StatusCode::OK, "{path}: {}", seen.body);
        let seen = secretariat.get(path).await;
        assert_eq!(seen.status, StatusCode::OK, "{path}: {}", seen.body);
        assert!(!seen.body.contains("data-autosave"), "{path}");
        let seen = stranger.get(path).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{path}");
    }
    // What they can only read is no field, which paper would cut off.
    let answer = routes::draft_criterion(case, "KA-3.02");
    let long = "Et langt svar. ".repeat(100);
    let fields = [
        ("version", "0"),
        ("/text", long.as_str()),
        ("/explanation", "En forklaring"),
    ];
    see_other(&anna.post(&answer, &fields).await);
    let seen = secretariat.get(&answer).await;
    for told in [
        format!("data-name=\"/text\">{}</div>", long.trim_end()),
        "data-name=\"/explanation\">En forklaring</div>".to_owned(),
    ] {
        assert!(seen.body.contains(&told), "{told}: {}", seen.body);
    }
    assert!(!seen.body.contains(" name=\"/text\""), "{}", seen.body);
    // Each way to write is closed to both of them.
    let plain = [
        (routes::draft_section(case, "actions"), "version", "0"),
        (routes::draft_criterion(case, "KA-3.02"), "/text", "x"),
        (routes::draft_plan(case), "mine", "{\"actions\":[]}"),
        (routes::draft_file(case, file), "do", "remove"),
        (routes::draft_file(case, file), "do", "plan"),
    ];
    for (path, name, value) in &plain {
        let seen = stranger.post(path, &[(name, value), ("do", "add:")]).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{path}: {}", seen.body);
        let fields = [(*name, *value), ("do", value)];
        let seen = secretariat.post(path, &fields).await;
        assert!(seen.status.is_client_error() || seen.status == StatusCode::SEE_OTHER);
    }
    for path in [
        routes::draft_files(case),
        routes::draft_import(case),
        routes::draft_sheet(case, "actions"),
    ] {
        let seen = stranger.bring(&path, &[], ("a.txt", b"text")).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{path}: {}", seen.body);
    }
    let app = world.app();
    let left = app.parts(&world.secretariat, case).await.unwrap();
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(left[0].version, 1);
    let files = app.draft_uploads(&world.secretariat, case).await.unwrap();
    assert!(files.is_empty());
    let seen = anna.get(&routes::draft_section(case, "nothing")).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    let seen = anna.get(&routes::draft_criterion(case, "KA-99.99")).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn two_who_answer_at_once_see_both_answers_and_choose_field_by_field() {
    let (_world, case, mut anna, mut bo) = opened().await;
    let path = routes::draft_criterion(case, "KA-3.02");
    let fields = [
        ("version", "0"),
        ("/text", "Annas svar"),
        ("/explanation", "Annas grund"),
    ];
    see_other(&anna.post(&path, &fields).await);
    // Bo opened the page before Anna saved.
    let fields = [
        ("version", "0"),
        ("/text", "Bos svar"),
        ("/explanation", "Annas grund"),
    ];
    let both = bo.post(&path, &fields).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    assert!(both.body.contains("Annas svar") && both.body.contains("Bos svar"));
    // They agree about the rest.
    assert!(
        !both.body.contains("Forklaring til tjekket"),
        "{}",
        both.body
    );
    assert!(both.body.contains("Anna Andersen"), "{}", both.body);
    let mine = [("pick:/text", "mine")];
    see_other(&merge(&mut bo, &path, &both, &mine).await);
    let seen = anna.get(&path).await;
    assert!(seen.body.contains("Bos svar") && !seen.body.contains("Annas svar"));
    assert!(seen.body.contains("Annas grund"));
    // A third version in between is not overwritten either.
    let fields = [("version", "2"), ("/text", "Igen Anna")];
    see_other(&anna.post(&path, &fields).await);
    let seen = merge(&mut bo, &path, &both, &mine).await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    assert!(seen.body.contains("Igen Anna"));
}

/// Answers the page of two versions, place by place with the one that is to stand.
async fn merge(browser: &mut Browser, path: &str, page: &Seen, picks: &[(&str, &str)]) -> Seen {
    let (version, mine) = (page.hidden("version"), page.hidden("mine"));
    let mut fields = vec![
        ("version", version.as_str()),
        ("do", "merge"),
        ("mine", mine.as_str()),
    ];
    fields.extend(picks);
    browser.post(path, &fields).await
}

#[tokio::test]
async fn two_who_fill_in_one_table_lose_nothing() {
    let (world, case, mut anna, mut bo) = opened().await;
    let path = routes::draft_section(case, "staff");
    see_other(&anna.post(&path, &[("version", "0"), ("do", "add:")]).await);
    see_other(&anna.post(&path, &[("version", "1"), ("do", "add:")]).await);
    let (rows, version) = section(&world, case, "staff").await;
    assert_eq!(
        (rows, version),
        (json!([{ "id": "staff-1" }, { "id": "staff-2" }]), 2)
    );
    // Anna fills in the first row, Bo the second, from the same page.
    let first = [
        ("version", "2"),
        ("/0!id", "staff-1"),
        ("/0/id", "staff-1"),
        ("/0/year", "2026"),
        ("/0/fte", "1.234,5"),
        ("do", "save"),
    ];
    see_other(&anna.post(&path, &first).await);
    let second = [
        ("version", "2"),
        ("/0!id", "staff-1"),
        ("/0/id", "staff-1"),
        ("/0/year", ""),
        ("/1!id", "staff-2"),
        ("/1/id", "staff-2"),
        ("/1/unit", "Klima & <miljø>"),
        ("do", "save"),
    ];
    let seen = bo.post(&path, &second).await;
    assert_eq!(seen.status, StatusCode::CONFLICT, "{}", seen.body);
    let picks = [
        ("pick:/staff-1/year", "theirs"),
        ("pick:/staff-2/unit", "mine"),
    ];
    see_other(&merge(&mut bo, &path, &seen, &picks).await);
    let (rows, _) = section(&world, case, "staff").await;
    assert_eq!(
        rows,
        json!([
            { "id": "staff-1", "year": 2026, "fte": 1234.5 },
            { "id": "staff-2", "unit": "Klima & <miljø>" }
        ])
    );
    // A row that Anna took out while Bo wrote in it is read by its fields' names.
    let (_, version) = section(&world, case, "staff").await;
    let version = version.to_string();
    let remove = [("version", version.as_str()), ("do", "remove:/1")];
    see_other(&anna.post(&path, &remove).await);
    let late = [
        ("version", version.as_str()),
        ("/1!id", "staff-2"),
        ("/1/id", "staff-2"),
        ("/1/unit", "Klima"),
        ("do", "save"),
    ];
    let seen = bo.post(&path, &late).await;
    assert_eq!(seen.status, StatusCode::CONFLICT, "{}", seen.body);
    assert!(seen.body.contains("Enhed: Klima"), "{}", seen.body);
}

#[tokio::test]
async fn what_only_one_of_two_changed_needs_no_choice() {
    let (world, case, mut anna, mut bo) = opened().await;
    let path = routes::draft_criterion(case, "KA-3.02");
    let base = bo.get(&path).await.hidden("base");
    // Anna answers, and Bo, whose page is older, explains.
    let fields = [("version", "0"), ("/text", "Annas svar")];
    see_other(&anna.post(&path, &fields).await);
    let fields = [
        ("version", "0"),
        ("base", base.as_str()),
        ("/text", ""),
        ("/explanation", "Bos grund"),
    ];
    // A script's form would still show the old text: it is told, and waits.
    bo.headers.push(("accept", "application/json"));
    assert_eq!(bo.post(&path, &fields).await.status, StatusCode::CONFLICT);
    bo.headers.clear();
    see_other(&bo.post(&path, &fields).await);
    let app = world.app();
    let stored = async || {
        let part = app.part(&world.secretariat, case, "answer/KA-3.02").await;
        serde_json::from_str::<Value>(&part.unwrap().body).unwrap()
    };
    let both = stored().await;
    assert_eq!(
        (&both["text"], &both["explanation"]),
        (&json!("Annas svar"), &json!("Bos grund"))
    );
    // Both change the text: only that is asked, and nothing is chosen beforehand.
    let base = bo.get(&path).await.hidden("base");
    let fields = [
        ("version", "2"),
        ("/text", "Annas nye svar"),
        ("/explanation", "Annas grund"),
    ];
    see_other(&anna.post(&path, &fields).await);
    let fields = [
        ("version", "2"),
        ("base", base.as_str()),
        ("/text", "Bos svar"),
        ("/explanation", "Bos grund"),
    ];
    let seen = bo.post(&path, &fields).await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    assert!(
        seen.body
            .contains("name=\"pick:/text\" value=\"mine\" required")
    );
    assert!(!seen.body.contains("pick:/explanation"), "{}", seen.body);
    assert!(!seen.body.contains(" checked"), "{}", seen.body);
    let mine = [("pick:/text", "mine")];
    see_other(&merge(&mut bo, &path, &seen, &mine).await);
    let both = stored().await;
    assert_eq!(
        (&both["text"], &both["explanation"]),
        (&json!("Bos svar"), &json!("Annas grund"))
    );
}

#[tokio::test]
async fn a_button_beside_a_row_never_hits_a_row_that_moved_there() {
    let (world, case, mut anna, mut bo) = opened().await;
    for name in ["staff", "actions"] {
        let path = routes::draft_section(case, name);
        let paste = [("version", "0"), ("paste:", "A\nB\nC"), ("do", "paste:")];
        see_other(&anna.post(&path, &paste).await);
        let remove = [("version", "1"), ("do", "remove:/0")];
        see_other(&anna.post(&path, &remove).await);
        let (before, _) = section(&world, case, name).await;
        // Bo still sees three rows, and removes what was the first.
        for action in ["remove:/0", "insert:/1"] {
            let seen = bo.post(&path, &[("version", "1"), ("do", action)]).await;
            assert_eq!(seen.status, StatusCode::CONFLICT, "{name} {action}");
            assert!(seen.body.contains("En anden ændrede"), "{}", seen.body);
            assert_eq!(seen.hidden("version"), "2");
        }
        let (after, _) = section(&world, case, name).await;
        assert_eq!(before, after, "{name}");
    }
}

#[tokio::test]
async fn what_is_wrong_is_kept_and_told_beside_its_field() {
    let (world, case, mut anna, mut bo) = opened().await;
    let path = routes::draft_section(case, "inventory");
    let fields = [
        ("version", "0"),
        ("/total", "22.626"),
        ("/year", "2024"),
        ("/gases", ""),
        ("/gases", "CO2"),
        ("/gases", "N20"),
        ("do", "save"),
    ];
    see_other(&anna.post(&path, &fields).await);
    let (value, _) = section(&world, case, "inventory").await;
    assert_eq!(
        value,
        json!({ "total": "22.626", "year": 2024, "gases": ["CO2", "N20"] })
    );
    let seen = anna.get(&path).await;
    assert!(seen.body.contains("value=\"22.626\""));
    let fault = seen.body.split("id=\"f-total-fault\">").nth(1).unwrap();
    let fault = fault.split("</span>").next().unwrap();
    let unclear = "»22.626« er ikke et entydigt tal";
    assert!(fault.contains(unclear), "{fault}");
    // And at the top, with the way to the field.
    for told in ["<title>Fejl: ", "<li><a href=\"#f-total\">"] {
        assert!(seen.body.contains(told), "{told}: {}", seen.body);
    }
    assert!(
        seen.body.contains("N20 (findes ikke i listen)"),
        "{}",
        seen.body
    );
    let overview = anna.get(&routes::draft(case)).await;
    assert!(overview.body.contains("fejl"), "{}", overview.body);
    let ready = anna.get(&routes::draft_ready(case)).await;
    let way = ready.body.split("at=%2Ftotal#f-total\">").nth(1);
    let way = way.and_then(|it| it.split("</a>").next());
    assert!(way.is_some_and(|it| it.contains(unclear)), "{}", ready.body);
    assert!(!ready.body.contains("value=\"submit_self_assessment\""));
    // The case leads there too, and hands nothing in by one click.
    let page = bo.get(&routes::case(case)).await;
    let link = format!("href=\"{}\"", routes::draft_ready(case));
    assert!(page.body.contains(&link), "{}", page.body);
    assert!(!page.body.contains("value=\"submit_self_assessment\""));
}

#[tokio::test]
async fn a_section_that_was_emptied_is_as_if_never_begun() {
    let (world, case, mut anna, mut bo) = opened().await;
    let path = routes::draft_section(case, "adoption");
    let item = |version, item| [("version", version), ("/this_plan/item", item)];
    see_other(&anna.post(&path, &item("0", "7")).await);
    see_other(&anna.post(&path, &item("1", "")).await);
    let emptied = section(&world, case, "adoption").await;
    assert_eq!(emptied, (Value::Null, 2));
    let whole = anna.get(&routes::draft_plan(case)).await;
    assert!(!whole.body.contains("adoption"), "{}", whole.body);
    // Whoever has it open still is asked, and it goes on from there.
    let seen = bo.post(&path, &item("1", "8")).await;
    assert_eq!(seen.status, StatusCode::CONFLICT, "{}", seen.body);
    see_other(&bo.post(&path, &item("2", "8")).await);
    let anew = section(&world, case, "adoption").await;
    assert_eq!(anew, (json!({ "this_plan": { "item": "8" } }), 3));
}

#[tokio::test]
async fn rows_are_added_inserted_removed_and_pasted_without_a_script() {
    let (world, case, mut anna, _) = opened().await;
    let path = routes::draft_section(case, "inventory");
    let paste = "GPC-nummer\tUdledning\nI.1.1\t1.000,5\nI.1.2\t7\n";
    let fields = [
        ("version", "0"),
        ("/method", "Tastet i samme formular"),
        ("paste:/rows", paste),
        ("do", "paste:/rows"),
    ];
    let seen = anna.post(&path, &fields).await;
    see_other(&seen);
    let came = "?at=%2Frows%2F0&added=2&replaced=0#";
    assert!(seen.location().contains(came), "{}", seen.location());
    let page = anna.get(&format!("{path}?added=2&replaced=0")).await.body;
    assert!(page.contains("Nye rækker: 2. Rettede rækker: 0."), "{page}");
    // Nobody knows the numbers of the entries by heart.
    let page = anna.get(&path).await.body;
    let called = "-called\">I.1.1: boliger, brændsler</span>";
    assert!(page.contains(called), "{page}");
    let fields = [("version", "1"), ("do", "insert:/rows/1")];
    see_other(&anna.post(&path, &fields).await);
    let fields = [("version", "2"), ("do", "remove:/rows/0")];
    let seen = anna.post(&path, &fields).await;
    assert!(
        seen.location().ends_with("#t-rows-r1"),
        "{}",
        seen.location()
    );
    let (value, _) = section(&world, case, "inventory").await;
    assert_eq!(
        value,
        json!({
            "method": "Tastet i samme formular",
            "rows": [
                { "id": "rows-3" },
                { "id": "rows-2", "gpc_ref": "I.1.2", "value": 7 }
            ]
        })
    );
    let wide = vec!["x"; 40].join("\t");
    let fields = [
        ("version", "3"),
        ("/method", "Ny"),
        ("paste:/rows", wide.as_str()),
        ("do", "paste:/rows"),
    ];
    let seen = anna.post(&path, &fields).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("Linje 1 har 40 celler"), "{}", seen.body);
    assert!(
        seen.body.contains("x\tx\tx"),
        "what was pasted is still there"
    );
    let (value, _) = section(&world, case, "inventory").await;
    assert_eq!(
        (&value["method"], value["rows"].as_array().unwrap().len()),
        (&json!("Ny"), 2)
    );
}

#[tokio::test]
async fn what_a_row_points_at_is_ticked_and_not_typed() {
    let (world, case, mut anna, _) = opened().await;
    for (section, typed) in [("adaptation_goals", "Tørre kældre"), ("actions", "Diget")] {
        let path = routes::draft_section(case, section);
        let paste = [("version", "0"), ("paste:", typed), ("do", "paste:")];
        see_other(&anna.post(&path, &paste).await);
    }
    let (goals, _) = section(&world, case, "adaptation_goals").await;
    let goal = goals[0]["id"].as_str().unwrap();
    let row = routes::draft_row(case, "actions", "/0");
    let page = anna.get(&row).await;
    let box_of = format!("name=\"/0/goals\" value=\"{goal}\"");
    assert!(page.body.contains(&box_of), "{}", page.body);
    let title = "<title>Diget, Indsatser, ";
    assert!(page.body.contains(title), "{}", page.body);
    let version = page.hidden("version");
    let fields = [
        ("version", version.as_str()),
        ("row", "/0"),
        ("/0/goals", ""),
        ("/0/goals", goal),
        ("do", "save"),
    ];
    see_other(
        &anna
            .post(&routes::draft_section(case, "actions"), &fields)
            .await,
    );
    let (actions, _) = section(&world, case, "actions").await;
    assert_eq!(actions[0]["goals"], json!([goal]));
    let page = anna.get(&row).await;
    let ticked = format!("{box_of} checked");
    assert!(page.body.contains(&ticked), "{}", page.body);
}

#[tokio::test]
async fn a_row_of_a_wide_table_has_a_page_of_its_own() {
    let (world, case, mut anna, _) = opened().await;
    let path = routes::draft_section(case, "pathways");
    let seen = anna.post(&path, &[("version", "0"), ("do", "add:")]).await;
    assert_eq!(seen.location(), routes::draft_row(case, "pathways", "/0"));
    let row = routes::draft_row(case, "pathways", "/0");
    let fields = [("version", "1"), ("row", "/0"), ("do", "add:/0/series")];
    see_other(&anna.post(&path, &fields).await);
    let fields = [
        ("version", "2"),
        ("row", "/0"),
        ("/0/title", "Uden indsats"),
        ("do", "add:/0/series/0/points"),
    ];
    let seen = anna.post(&path, &fields).await;
    assert_eq!(seen.location(), row);
    let fields = [
        ("version", "3"),
        ("row", "/0"),
        ("/0/series/0/points/0/year", "2030"),
        ("/0/series/0/points/0/value", "1,5"),
        ("do", "save"),
    ];
    see_other(&anna.post(&path, &fields).await);
    let (value, _) = section(&world, case, "pathways").await;
    assert_eq!(
        value,
        json!([{
            "id": "pathways-1",
            "title": "Uden indsats",
            "series": [{ "id": "series-1", "points": [{ "year": 2030, "value": 1.5 }] }]
        }])
    );
    let seen = anna.get(&row).await;
    assert!(seen.body.contains("name=\"/0/series/0/points/0/value\""));
    let list = anna.get(&path).await;
    assert!(list.body.contains("Uden indsats"), "{}", list.body);
    assert!(!list.body.contains("name=\"/0/title\""));
    let seen = anna.get(&routes::draft_row(case, "pathways", "/7")).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_script_is_told_what_was_saved_and_never_overwrites() {
    let (_world, case, mut anna, mut bo) = opened().await;
    let path = routes::draft_criterion(case, "KA-3.02");
    anna.headers.push(("accept", "application/json"));
    bo.headers.push(("accept", "application/json"));
    let fields = [("version", "0"), ("/text", "Første"), ("do", "save")];
    let seen = anna.post(&path, &fields).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.body);
    let told: Value = serde_json::from_str(&seen.body).unwrap();
    assert_eq!(told["version"], 1);
    assert_eq!(told["saved"], "9.00");
    let fields = [("version", "0"), ("/text", "Anden"), ("do", "save")];
    let seen = bo.post(&path, &fields).await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    let told: Value = serde_json::from_str(&seen.body).unwrap();
    assert_eq!(told["conflict"], true);
    // The same once more, as after an answer that was lost on the way.
    let fields = [("version", "0"), ("/text", "Første"), ("do", "save")];
    let seen = anna.post(&path, &fields).await;
    let told: Value = serde_json::from_str(&seen.body).unwrap();
    assert_eq!((seen.status, &told["version"]), (StatusCode::OK, &json!(1)));
    // Of a section it hears what is wrong, field by field.
    let section = routes::draft_section(case, "inventory");
    let fields = [("version", "0"), ("/total", "22.626"), ("do", "save")];
    let seen = anna.post(&section, &fields).await;
    let told: Value = serde_json::from_str(&seen.body).unwrap();
    let fault = told["notes"]["faults"]["f-total"].as_str().unwrap();
    assert!(fault.contains("»22.626« er ikke"), "{fault}");
    assert_eq!(told["notes"]["wrong"], "Afsnittet har én fejl.");
    let fields = [("version", "1"), ("/total", "22626"), ("do", "save")];
    let seen = anna.post(&section, &fields).await;
    let told: Value = serde_json::from_str(&seen.body).unwrap();
    assert_eq!(told["notes"]["faults"], json!({}));
    assert_eq!(told["notes"]["wrong"], Value::Null);
    // Signed out meanwhile.
    let mut nobody = _world.browser();
    nobody.headers.push(("accept", "application/json"));
    let seen = nobody
        .post_raw(&path, &[("csrf", "x"), ("/text", "Tabt?")])
        .await;
    assert_eq!(seen.status, StatusCode::UNAUTHORIZED, "{}", seen.body);
}

#[tokio::test]
async fn what_was_typed_is_given_back_when_the_session_ended_or_is_another() {
    let (world, case, mut anna, _) = opened().await;
    let path = routes::draft_criterion(case, "KA-3.02");
    let old = anna.get(&path).await.proof();
    let fields = [
        ("csrf", old.as_str()),
        ("version", "4711"),
        ("/text", "Skrevet <b>længe</b>"),
        ("/explanation", " "),
    ];
    let kept = "Skrevet &lt;b&gt;længe&lt;/b&gt;</textarea>";
    let mut nobody = world.browser();
    let seen = nobody.post_raw(&path, &fields).await;
    assert_eq!(seen.status, StatusCode::UNAUTHORIZED);
    for told in [kept, "Intet af det er gemt", &routes::sign_in(&path)] {
        assert!(seen.body.contains(told), "{told}: {}", seen.body);
    }
    for hidden in [old.as_str(), "4711", "explanation"] {
        assert!(!seen.body.contains(hidden), "{hidden}: {}", seen.body);
    }
    // Signed in again, the form is still the old session's.
    let mut again = world.signed_in(ANNA).await;
    let seen = again.post_raw(&path, &fields).await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN);
    let back = format!("class=\"back-link\" href=\"{path}\"");
    for told in [kept, "Intet af det er gemt", &back, "Log ud"] {
        assert!(seen.body.contains(told), "{told}: {}", seen.body);
    }
    assert!(!seen.body.contains(&routes::sign_in("")), "{}", seen.body);
    // What another site sends is not shown on a page of ours, nor is a secret.
    for browser in [&mut again, &mut nobody] {
        browser.headers.push(("sec-fetch-site", "cross-site"));
        let seen = browser.post_raw(&path, &fields).await;
        assert!(!seen.body.contains("Skrevet"), "{}", seen.body);
        browser.headers.clear();
        let secret = [("current", "hemmelig"), ("password", "hemmelig")];
        let seen = browser.post_raw(routes::ACCOUNT_PASSWORD, &secret).await;
        assert!(!seen.body.contains("hemmelig"), "{}", seen.body);
    }
    // A form with a file gives back what was typed before it; the file is gone.
    let files = routes::draft_files(case);
    let fields = [
        ("csrf", old.as_str()),
        ("criterion", "KA-3.02"),
        ("page_number", "12"),
        ("passage", "Afsnit 9"),
    ];
    for (browser, status) in [
        (&mut again, StatusCode::FORBIDDEN),
        (&mut nobody, StatusCode::UNAUTHORIZED),
    ] {
        let seen = browser
            .post_file(&files, &fields, ("note.txt", b"En note."))
            .await;
        assert_eq!(seen.status, status, "{}", seen.body);
        for told in ["12</textarea>", "Afsnit 9</textarea>", "Filen er ikke gemt"] {
            assert!(seen.body.contains(told), "{told}: {}", seen.body);
        }
        for hidden in [old.as_str(), "KA-3.02", "En note."] {
            assert!(!seen.body.contains(hidden), "{hidden}: {}", seen.body);
        }
        browser.headers.push(("sec-fetch-site", "cross-site"));
        let seen = browser
            .post_file(&files, &fields, ("note.txt", b"En note."))
            .await;
        assert!(!seen.body.contains("Afsnit 9"), "{}", seen.body);
        browser.headers.clear();
    }
    let app = world.app();
    let left = app.parts(&world.secretariat, case).await.unwrap();
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test]
async fn what_was_typed_is_given_back_when_the_draft_was_closed_meanwhile() {
    let (world, case, mut anna, mut bo) = opened().await;
    let answer = routes::draft_criterion(case, "KA-3.02");
    let section = routes::draft_section(case, "inventory");
    // What a section cannot hold is given back as well.
    let long = "x".repeat(1_000_001);
    let fields = [("version", "0"), ("/method", long.as_str()), ("do", "save")];
    let seen = anna.post(&section, &fields).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains(&long));
    let comments = routes::draft_comments(case);
    let remark = "Lang kommentar ".repeat(2_000);
    let comment = [("part", "answer/KA-3.02"), ("body", remark.as_str())];
    let seen = anna.post(&comments, &comment).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains(&remark), "{}", seen.body);
    // Bo is about to choose between his answer and Anna's.
    let fields = [("version", "0"), ("/text", "Annas svar")];
    see_other(&anna.post(&answer, &fields).await);
    let fields = [("version", "0"), ("/text", "Bos svar")];
    let seen = bo.post(&answer, &fields).await;
    assert_eq!(seen.status, StatusCode::CONFLICT, "{}", seen.body);
    let mine = seen.hidden("mine");

    world.hold(case).await;
    let merge = [
        ("version", "1"),
        ("do", "merge"),
        ("mine", mine.as_str()),
        ("pick:/text", "mine"),
    ];
    let wide = vec!["y"; 40].join("\t");
    let typed = [("version", "1"), ("/text", "Skrevet længe")];
    let filled = [("version", "0"), ("/method", "Skrevet længe")];
    let pasted = [
        ("version", "0"),
        ("paste:/rows", wide.as_str()),
        ("do", "paste:/rows"),
    ];
    for (path, fields, kept) in [
        (&answer, &merge[..], "Bos svar"),
        (&answer, &typed[..], "Skrevet længe"),
        (&section, &filled[..], "Skrevet længe"),
        (&section, &pasted[..], "y\ty\ty"),
    ] {
        let browser = if kept == "Bos svar" {
            &mut bo
        } else {
            &mut anna
        };
        let seen = browser.post(path, fields).await;
        assert_eq!(seen.status, StatusCode::CONFLICT, "{}", seen.body);
        let back = format!("class=\"back-link\" href=\"{path}\"");
        for told in [kept, "Intet af det er gemt", &back] {
            assert!(seen.body.contains(told), "{told}: {}", seen.body);
        }
        // What lies in the browser can be read on the page that takes nothing more.
        let page = browser.get(path).await.body;
        assert!(page.contains("data-unsaved=") && !page.contains("data-autosave="));
    }
}

#[tokio::test]
async fn rows_that_were_pasted_while_a_colleague_saved_are_shown_back() {
    let (world, case, mut anna, mut bo) = opened().await;
    let path = routes::draft_section(case, "staff");
    see_other(&anna.post(&path, &[("version", "0"), ("do", "add:")]).await);
    let fields = [
        ("version", "0"),
        ("/0!id", "staff-1"),
        ("/0/id", "staff-1"),
        ("/0/unit", "Klima"),
        ("paste:", "2027\t3\tTeknik"),
        ("do", "paste:"),
    ];
    let seen = bo.post(&path, &fields).await;
    assert_eq!(seen.status, StatusCode::CONFLICT, "{}", seen.body);
    for told in ["2027\t3\tTeknik</textarea>", "De er ikke indsat", "Klima"] {
        assert!(seen.body.contains(told), "{told}: {}", seen.body);
    }
    let (rows, _) = section(&world, case, "staff").await;
    assert_eq!(rows, json!([{ "id": "staff-1" }]));
}

#[tokio::test]
async fn files_are_brought_named_the_plan_pointed_at_and_removed() {
    let (world, case, mut anna, _) = opened().await;
    let path = routes::draft_files(case);
    let proof = anna.get("/register").await.proof();
    let csrf = ("csrf", proof.as_str());

    // The proof must come first, so that nothing of a forged file is read.
    let fields = [("plan", "yes"), csrf];
    let seen = anna.post_file(&path, &fields, ("plan.pdf", &pdf())).await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN);
    let seen = anna
        .post_file(&path, &[("csrf", "x")], ("plan.pdf", &pdf()))
        .await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN);

    let seen = anna
        .post_file(&path, &[csrf], ("plan.pdf", b"no pdf"))
        .await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("plan.pdf"), "{}", seen.body);
    let fields = [csrf, ("plan", "yes")];
    see_other(
        &anna
            .post_file(&path, &fields, ("Årets plan.pdf", &pdf()))
            .await,
    );
    let fields = [
        csrf,
        ("criterion", "KA-3.02"),
        ("page_number", "12"),
        ("passage", "afsnit 3"),
    ];
    let seen = anna
        .post_file(&path, &fields, ("note.txt", b"En note."))
        .await;
    see_other(&seen);
    assert_eq!(seen.location(), routes::draft_criterion(case, "KA-3.02"));

    let app = world.app();
    let files = app.draft_uploads(&world.secretariat, case).await.unwrap();
    assert_eq!(files.len(), 2);
    let page = anna.get(&path).await.body;
    assert!(
        page.contains("Årets plan.pdf") && page.contains("Planen"),
        "{page}"
    );
    let named = |name: &str| files.iter().find(|file| file.name == name).unwrap();
    let (plan, note) = (named("Årets plan.pdf"), named("note.txt"));
    let answer = anna.get(seen.location()).await.body;
    assert!(answer.contains("value=\"12\"") && answer.contains("afsnit 3"));
    // A page that is none is told at its field, and the file need not come twice.
    let fields = [
        csrf,
        ("criterion", "KA-3.01"),
        ("page_number", "tolv"),
        ("passage", "afsnit 4"),
    ];
    let seen = anna
        .post_file(&path, &fields, ("bilag.txt", b"Et bilag."))
        .await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in [
        "»tolv« er ikke et sidetal",
        "afsnit 4",
        "bilag.txt</option>",
        "aria-describedby=\"a-KA-3.01-page-0-fault\" aria-invalid=\"true\"",
    ] {
        assert!(seen.body.contains(told), "{told}: {}", seen.body);
    }
    let files = app.draft_uploads(&world.secretariat, case).await.unwrap();
    let spare = files.iter().find(|file| file.name == "bilag.txt").unwrap();
    let gone = routes::draft_file(case, spare.id);
    see_other(&anna.post(&gone, &[("do", "remove")]).await);

    let download = anna.get(&routes::file(note.id)).await;
    assert_eq!(download.bytes, b"En note.");
    assert_eq!(
        download.headers["content-security-policy"],
        "sandbox; default-src 'none'"
    );

    for (file, wanted) in [(plan, "er planen"), (note, "KA-3.02")] {
        let seen = anna
            .post(&routes::draft_file(case, file.id), &[("do", "remove")])
            .await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(seen.body.contains(wanted), "{}", seen.body);
    }
    let seen = anna
        .post(&routes::draft_file(case, note.id), &[("do", "plan")])
        .await;
    assert_eq!(
        seen.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a text is no plan"
    );
    // A line whose file is taken away goes with its page and place; one that never
    // had a file asks for it.
    let answer = routes::draft_criterion(case, "KA-3.02");
    let was = note.id.to_string();
    let page = anna.get(&answer).await.body;
    let kept = format!("name=\"/evidence/0!id\" value=\"{was}\"");
    for told in [
        kept.as_str(),
        "Ingen fil, fjern linjen",
        "name=\"/evidence/1!id\" value=\"\"",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let fields = [
        ("version", "1"),
        ("/text", "Uden fil"),
        ("/evidence/0!id", was.as_str()),
        ("/evidence/0/upload", ""),
        ("/evidence/0/page", "12"),
        ("/evidence/0/passage", "afsnit 3"),
        ("/evidence/1!id", ""),
        ("/evidence/1/upload", ""),
        ("/evidence/1/page", "13"),
    ];
    let seen = anna.post(&answer, &fields).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("Dokumentation 1: Vælg den fil"));
    assert!(!seen.body.contains("afsnit 3"), "{}", seen.body);
    see_other(&anna.post(&answer, &fields[..6]).await);
    see_other(
        &anna
            .post(&routes::draft_file(case, note.id), &[("do", "remove")])
            .await,
    );
    let files = app.draft_uploads(&world.secretariat, case).await.unwrap();
    assert_eq!(files.len(), 1);
    // A second file of the same name can be told from the first.
    assert!(!anna.get(&answer).await.body.contains("Årets plan.pdf ("));
    see_other(
        &anna
            .post_file(&path, &[csrf], ("Årets plan.pdf", &pdf()))
            .await,
    );
    let page = anna.get(&answer).await.body;
    assert_eq!(page.matches("Årets plan.pdf (").count(), 2, "{page}");
}

#[tokio::test]
async fn a_spreadsheet_is_looked_at_before_it_is_saved_and_only_our_own_is_taken() {
    let (world, case, mut anna, _) = opened().await;
    let path = routes::draft_sheet(case, "staff");
    let page = routes::draft_section(case, "staff");
    let paste = "2026\t1,5\tMiljø\n2027\tca. 2\tTeknik";
    let fields = [("version", "0"), ("paste:", paste), ("do", "paste:")];
    see_other(&anna.post(&page, &fields).await);
    let book = anna.get(&path).await.bytes;
    see_other(
        &anna
            .post(&page, &[("version", "1"), ("do", "remove:/0")])
            .await,
    );

    let seen = anna.bring(&path, &[], ("staff.xlsx", &book)).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.body);
    assert!(
        seen.body.contains("Regnearket har 2 rækker"),
        "{}",
        seen.body
    );
    assert!(seen.body.contains("celle C4"), "{}", seen.body);
    let (rows, _) = section(&world, case, "staff").await;
    assert_eq!(rows.as_array().unwrap().len(), 1, "nothing is saved yet");

    let (version, mine) = (seen.hidden("version"), seen.hidden("mine"));
    let take = [
        ("version", version.as_str()),
        ("do", "whole"),
        ("mine", &mine),
    ];
    see_other(&anna.post(&page, &take).await);
    let (rows, _) = section(&world, case, "staff").await;
    assert_eq!(rows.as_array().unwrap().len(), 2);
    assert_eq!(rows[1]["fte"], "ca. 2", "what is wrong is kept");
    // Meanwhile somebody saved: it is not overwritten.
    let seen = anna.post(&page, &[("version", "3"), ("do", "add:")]).await;
    see_other(&seen);
    assert_eq!(anna.post(&page, &take).await.status, StatusCode::CONFLICT);

    let other = anna.get(&routes::draft_sheet(case, "barriers")).await.bytes;
    let seen = anna.bring(&path, &[], ("staff.xlsx", &other)).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        seen.body.contains("cctf-ka@0.1/barriers/da"),
        "{}",
        seen.body
    );
}

#[tokio::test]
async fn whole_plan_data_go_out_and_come_in_with_what_found_no_place() {
    let (world, case, mut anna, mut bo) = opened().await;
    let path = routes::draft_import(case);
    let plan = json!({
        "schema": "plan-data/1",
        "staff": [{ "id": "a", "year": 2026, "fte": "to" }],
        "unknown": { "a": 1 }
    });
    let bytes = plan.to_string().into_bytes();
    let seen = anna.bring(&path, &[], ("plan.json", &bytes)).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.body);
    assert!(
        seen.body.contains("»unknown« er ikke et afsnit"),
        "{}",
        seen.body
    );
    let mine = seen.hidden("mine");
    // Meanwhile a colleague begins the section: it is not overwritten unseen.
    let table = routes::draft_section(case, "staff");
    see_other(&bo.post(&table, &[("version", "0"), ("do", "add:")]).await);
    let versions = seen.hidden("versions");
    let take = [("mine", mine.as_str()), ("versions", versions.as_str())];
    let seen = anna.post(&routes::draft_plan(case), &take).await;
    assert_eq!(seen.status, StatusCode::CONFLICT, "{}", seen.body);
    for told in ["En anden har gemt i", "Afløser det, der står i udkastet"] {
        assert!(seen.body.contains(told), "{told}: {}", seen.body);
    }
    let (rows, _) = section(&world, case, "staff").await;
    assert_eq!(rows, json!([{ "id": "staff-1" }]));
    let (mine, versions) = (seen.hidden("mine"), seen.hidden("versions"));
    let take = [("mine", mine.as_str()), ("versions", versions.as_str())];
    see_other(&anna.post(&routes::draft_plan(case), &take).await);
    let (rows, _) = section(&world, case, "staff").await;
    assert_eq!(rows, plan["staff"]);
    let seen = anna.get(&routes::draft_plan(case)).await;
    let whole: Value = serde_json::from_str(&seen.body).unwrap();
    assert_eq!(whole["staff"], plan["staff"]);
    let seen = anna.bring(&path, &[], ("plan.json", b"[[")).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    let seen = anna.bring(&path, &[], ("plan.json", b"7")).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn colleagues_comment_and_faulty_evidence_keeps_what_was_typed() {
    let (_world, case, mut anna, mut bo) = opened().await;
    let path = routes::draft_criterion(case, "KA-3.02");
    for (part, page) in [
        ("answer/KA-3.02", path.clone()),
        ("data/inventory", routes::draft_section(case, "inventory")),
    ] {
        let comment = [("part", part), ("body", "Husk <b>tallene</b>")];
        let seen = bo.post(&routes::draft_comments(case), &comment).await;
        see_other(&seen);
        let page = anna.get(&page).await.body;
        assert!(page.contains("Husk &lt;b&gt;tallene&lt;/b&gt;"), "{page}");
    }
    let comment = [("part", "hvad/som/helst"), ("body", "Nej")];
    let seen = bo.post(&routes::draft_comments(case), &comment).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    let fields = [
        ("version", "0"),
        ("/text", "Langt svar"),
        ("/evidence/0/upload", ""),
        ("/evidence/0/page", "tolv"),
        ("/evidence/0/passage", "Afsnit 9"),
    ];
    let seen = anna.post(&path, &fields).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in [
        "Langt svar",
        "tolv",
        "Afsnit 9",
        "Vælg den fil",
        "<title>Fejl: ",
        "href=\"#a-KA-3.02-file-0\"",
        "aria-describedby=\"a-KA-3.02-file-0-fault\" aria-invalid=\"true\"",
    ] {
        assert!(seen.body.contains(kept), "{kept}: {}", seen.body);
    }
    // What a colleague saves meanwhile is not overwritten by what is mended.
    see_other(&bo.post(&path, &[("version", "0"), ("/text", "Bo")]).await);
    let seen = anna.post(&path, &fields).await;
    assert_eq!(seen.hidden("version"), "0", "{}", seen.body);
    let long = "x".repeat(20_001);
    let seen = anna
        .post(&path, &[("version", "1"), ("/text", &long)])
        .await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        seen.body.contains(&long),
        "a text that is too long is still there"
    );
    assert!(seen.body.contains("href=\"#a-KA-3.02-text\""));
}

#[tokio::test]
async fn three_hundred_rows_take_no_more_of_the_database_and_stay_light() {
    let (_world, case, mut anna, _) = opened().await;
    let world = _world;
    let wide = routes::draft_section(case, "actions");
    let grid = routes::draft_section(case, "barriers");
    let paths = [
        routes::draft(case),
        routes::draft_criterion(case, "KA-5.01"),
        wide.clone(),
        grid.clone(),
        routes::draft_row(case, "actions", "/0"),
    ];
    for path in [&wide, &grid] {
        see_other(&anna.post(path, &[("version", "0"), ("do", "add:")]).await);
    }
    let mut before = Vec::new();
    for path in &paths {
        before.push(statements(&world, &mut anna, path).await);
    }
    let rows: String = (0..300).map(|it| format!("Titel {it}\tTekst\n")).collect();
    for path in [&wide, &grid] {
        let fields = [
            ("version", "1"),
            ("paste:", rows.as_str()),
            ("do", "paste:"),
        ];
        see_other(&anna.post(path, &fields).await);
    }
    for (path, before) in paths.iter().zip(before) {
        let after = statements(&world, &mut anna, path).await;
        assert_eq!(before, after, "{path}");
        let seen = anna.get(path).await;
        assert!(
            seen.body.len() < 400_000,
            "{path}: {} bytes",
            seen.body.len()
        );
    }
    let last = anna.get(&format!("{grid}?page=7")).await.body;
    assert!(last.contains("name=\"/300/barrier\""));
    assert!(!last.contains("name=\"/0/barrier\""));
    // What was typed on one page and not saved is not offered on another.
    let first = anna.get(&grid).await.body;
    let kept = |page: &str| format!("data-autosave=\"{case}/data/barriers{page}\"");
    assert!(first.contains(&kept("")) && last.contains(&kept("?page=7")));
    // What a page does not show stays as it is.
    let fields = [
        ("version", "2"),
        ("page", "7"),
        ("/300!id", "barriers-301"),
        ("/300/id", "barriers-301"),
        ("/300/barrier", "Ændret"),
        ("do", "save"),
    ];
    let seen = anna.post(&grid, &fields).await;
    assert_eq!(seen.location(), format!("{grid}?page=7"));
    let (value, _) = section(&world, case, "barriers").await;
    assert_eq!(value.as_array().unwrap().len(), 301);
    assert_eq!(value[300]["barrier"], "Ændret");
    assert_eq!(value[299]["barrier"], "Tekst");
    // The page of two versions knows by which name it is kept.
    let other = [
        ("version", "2"),
        ("page", "7"),
        ("/300!id", "barriers-301"),
        ("/300/barrier", "Noget andet"),
    ];
    let seen = anna.post(&grid, &other).await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    let kept = format!("data-kept=\"lustrum-draft:{case}/data/barriers?page=7\"");
    assert!(seen.body.contains(&kept), "{}", seen.body);
}
