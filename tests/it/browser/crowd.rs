//! Lists without a row and with three hundred, and texts that nobody should
//! write: pages stay whole, and a long list costs the database no more questions
//! than a short one.

use std::collections::{BTreeMap, BTreeSet};

use lustrum_app::NewOrganisation;
use lustrum_domain::{Command, Locale, OrganisationKind};
use lustrum_templates::routes;

use super::{
    audit,
    driver::{Browser, WIDE},
    look::LATER_BYTES,
    site::Site,
    visits::NO_PAGES,
};
use crate::support::*;

/// Who looks at the lists.
const READERS: [Option<Who>; 6] = [
    None,
    Some(Who::Secretariat),
    Some(Who::ConcitoLead),
    Some(Who::ConcitoReviewer),
    Some(Who::Coordinator),
    Some(Who::Auditor),
];

/// How many municipalities a crowd is.
const CROWD: usize = 300;

/// The pages of the table that stand for themselves: all but those of one thing.
fn lists() -> Vec<&'static str> {
    let no_page = |path: &str| NO_PAGES.iter().any(|(known, _)| *known == path);
    let mut lists = lustrum_web::page_paths();
    lists.retain(|path| !path.contains('{') && !no_page(path) && *path != routes::SIGN_IN);
    lists
}

/// How many statements each list takes, by page and reader.
fn statements(site: &Site) -> BTreeMap<(&'static str, &'static str), u64> {
    let mut counts = BTreeMap::new();
    for reader in READERS {
        let session = reader.map(|who| site.session(&who.email()));
        for path in lists() {
            let before = site.app.store.statements();
            let answer = site.get(path, session.as_deref());
            // Whoever may not see a page is told so, which is no list.
            if answer.status == 200 {
                let name = reader.map_or("nobody", Who::short);
                counts.insert((path, name), site.app.store.statements() - before);
            }
        }
    }
    counts
}

/// Pages that take more statements than before.
fn grown(
    before: &BTreeMap<(&'static str, &'static str), u64>,
    after: &BTreeMap<(&'static str, &'static str), u64>,
) -> Vec<String> {
    let pages: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let count = |counts: &BTreeMap<_, u64>, page| counts.get(page).copied();
    pages
        .into_iter()
        .filter(|page| count(before, *page) != count(after, *page))
        .map(|page| {
            let (few, many) = (count(before, page), count(after, page));
            format!("{page:?}: {few:?} statements with one row, {many:?} with many")
        })
        .collect()
}

/// Takes in municipalities until there are so many.
async fn take_in(test: &TestApp, number: usize) {
    let secretariat = test.as_role(Who::Secretariat).await;
    for index in 0..number {
        let new = NewOrganisation {
            kind: OrganisationKind::Municipality,
            code: Some(format!("9{index:03}")),
            name: format!("{index:03} Nabo Kommune"),
            parent: None,
            mailbox: Some(format!("nabo{index}@example.dk")),
            locale: Locale::Da,
            valid_from: day("2023-04-01"),
            valid_to: None,
            successor: None,
        };
        let app = &test.app;
        let municipality = app.put_organisation(&secretariat, None, new).await;
        let municipality = municipality.expect("the secretariat may add municipalities");
        app.take_in(&secretariat, PROGRAMME, municipality, day("2027-12-31"))
            .await
            .expect("the secretariat may take in a municipality");
    }
}

#[test]
fn lists_hold_without_a_row_and_with_three_hundred_and_ask_the_database_as_often() {
    let site = Site::cast();
    let browser = Browser::start();
    let mut faults = Vec::new();
    let mut look = |what: &str| {
        for (who, path) in lists()
            .iter()
            .flat_map(|path| [None, Some(Who::Secretariat)].map(|who| (who, *path)))
        {
            site.become_visitor(&browser, who.map(Who::email).as_deref());
            browser.open(&site.at(path));
            let name = format!("{what} rows {path} {}", who.map_or("nobody", Who::short));
            faults.extend(
                audit::width(&browser)
                    .into_iter()
                    .map(|it| format!("{name}: {it}")),
            );
            let (status, _) = audit::answered(&browser);
            if status >= 500 {
                faults.push(format!("{name}: {status}"));
            }
            browser.resize(audit::NARROW);
            browser.picture(&name);
            browser.resize(WIDE);
        }
    };
    look("no");
    site.wait(async {
        site.test().opened().await;
    });
    let one = statements(&site);
    site.wait(take_in(site.test(), CROWD - 1));
    look("many");
    let many = statements(&site);
    assert!(one.len() >= 10, "{one:?}");
    faults.extend(grown(&one, &many));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    drop(browser);
    site.finish();
}

#[test]
fn a_page_that_asks_once_for_every_row_is_found() {
    let one = BTreeMap::from([(("/a", "nobody"), 3), (("/b", "nobody"), 2)]);
    let many = BTreeMap::from([(("/a", "nobody"), 52), (("/b", "nobody"), 2)]);
    assert_eq!(grown(&one, &one), [""; 0]);
    assert_eq!(grown(&one, &many).len(), 1);
}

/// What nobody should write, all in one.
fn hostile() -> String {
    let long = "langt ".repeat(1_700);
    let word = "Ø".repeat(300);
    format!(
        "<script>document.title = 'overtaget'</script><img src=x onerror=\"document.title='overtaget'\">\n\
         \u{202E}baglæns\u{202C} שלום עולם \u{200F}مرحبا 👩‍👩‍👧‍👦🇩🇰🧨\n{{{{ 7 * 7 }}}} {word}\n{long}"
    )
}

#[test]
fn texts_that_nobody_should_write_are_shown_as_they_are_and_break_nothing() {
    let site = Site::cast();
    let text = hostile();
    let case = site.wait(async {
        let case = site.test().opened().await.to_review().await;
        let verdicts = [
            ("KA-1.02", returned(&text)),
            ("KA-1.03", condition(&text, "2027-12-01")),
        ];
        case.judge("concito", &verdicts).await;
        case
    });
    let id = case.id;
    let browser = Browser::start();
    let mut faults = Vec::new();
    let mut shown = 0;
    let mut look = |who: Option<Who>, path: &str| {
        let name = who.map_or("nobody", Who::short);
        let name = format!("hostile {} {name}", path.replace(&id.to_string(), "case"));
        site.become_visitor(&browser, who.map(Who::email).as_deref());
        browser.complaints();
        browser.open(&site.at(path));
        let said = browser.complaints().into_iter();
        let said = said.chain(audit::width(&browser));
        faults.extend(said.map(|it| format!("{name}: {it}")));
        let source = browser.text();
        shown += usize::from(source.contains("<script>document.title"));
        if browser.title().contains("overtaget") || browser.has("main script, main img[onerror]") {
            faults.push(format!("{name}: a script of a text ran"));
        }
        if source.contains("49 Ø") {
            faults.push(format!("{name}: a template in a text was filled in"));
        }
        browser.picture(&name);
        browser.resize(audit::NARROW);
        browser.picture(&format!("{name} narrow"));
        browser.resize(WIDE);
    };
    // Before the stage is concluded, by those who judge.
    for path in [
        routes::review(id, "concito"),
        routes::review_criterion(id, "concito", "KA-1.02"),
        routes::review_conclude(id, "concito"),
        routes::review_summary(id, "concito"),
    ] {
        look(Some(Who::ConcitoLead), &path);
    }
    site.wait(async {
        case.conclude("concito").await;
        case.answer("KA-1.02", &text).await;
        let reason = text.as_str().into();
        case.give(Who::Secretariat, Command::Hold { reason }).await;
    });
    for who in [Who::Secretariat, Who::Coordinator, Who::ConcitoLead] {
        look(Some(who), &routes::case(id));
    }
    for path in [
        routes::HOME.to_owned(),
        routes::draft_returned(id),
        routes::draft_criterion(id, "KA-1.02"),
    ] {
        look(Some(Who::Coordinator), &path);
    }
    let approver = site.caller(&Who::Approver.email());
    let notices = site.wait(site.app.notices(&approver, id));
    let notices = notices.expect("the municipality sees its notices");
    let told = notices.first().expect("a hold is told");
    look(Some(Who::Approver), &routes::notice(id, told.id));
    look(None, routes::REGISTER);
    assert!(
        shown >= 6,
        "pages show the text to all who may see it: {shown}"
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    drop(browser);
    site.finish();
}

#[test]
fn a_table_of_three_hundred_rows_is_no_wider_and_no_heavier_than_other_pages() {
    let site = Site::cast();
    let id = site.wait(async {
        let case = site.test().opened().await;
        let mut plan = example_plan();
        let first = plan["engagement"][0].clone();
        let rows = (0..CROWD).map(|number| {
            let mut row = first.clone();
            row["id"] = format!("e-{number}").into();
            row
        });
        plan["engagement"] = rows.collect();
        case.fill(&plan).await;
        case.id
    });
    let browser = Browser::start();
    site.become_visitor(&browser, Some(&Who::Coordinator.email()));
    let path = site.at(&routes::draft_section(id, "engagement"));
    // What every page loads is there from the first visit.
    browser.open(&path);
    browser.traffic();
    browser.open(&path);
    let bytes = browser.traffic().bytes();
    assert!(bytes <= LATER_BYTES, "{bytes} bytes");
    let rows = browser.all("main tbody tr").len();
    assert!((10..CROWD).contains(&rows), "{rows} rows on one page");
    assert_eq!(audit::width(&browser), [""; 0]);
    drop(browser);
    site.finish();
}
