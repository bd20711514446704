//! Every page, in both languages and in both looks.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use lustrum_templates::routes;
use serde_json::json;

use super::{
    audit,
    driver::{Browser, Traffic},
    results,
    site::{Look, Site, package_file},
    visits::{self, Found, NO_PAGES, Visit},
};

/// What a first visit may weigh, on the wire, with all that it loads.
const FIRST_BYTES: u64 = 60_000;
/// What every later page may weigh.
pub(crate) const LATER_BYTES: u64 = 30_000;
/// What a first visit may weigh in the official look.
const OFFICIAL_BYTES: u64 = 100_000;

/// Which rows of the table have a title, by language.
type Titles = BTreeMap<(&'static str, String), BTreeSet<&'static str>>;

/// What a page cost.
struct Cost {
    name: String,
    first: u64,
    later: u64,
    statements: u64,
    milliseconds: f64,
}

/// Looks at pages with one browser, and keeps all faults until the end.
struct Inspector<'a> {
    site: &'a Site,
    browser: Browser,
    axe: String,
    faults: Vec<String>,
    /// How much may move while a page loads.
    shift: f64,
    titles: Titles,
}

impl<'a> Inspector<'a> {
    fn new(site: &'a Site) -> Self {
        Self {
            site,
            browser: Browser::start(),
            axe: package_file("axe-core/axe.min.js"),
            faults: Vec::new(),
            shift: 0.0,
            titles: BTreeMap::new(),
        }
    }

    fn fault(&mut self, visit: &Visit, language: &str, said: impl IntoIterator<Item = String>) {
        for said in said {
            self.faults
                .push(format!("{} ({language}): {said}", visit.name()));
        }
    }

    /// Opens a page as a visit says; returns what went over the wire, and how many
    /// statements the database was given.
    fn open(&mut self, visit: &Visit, language: &'static str, is_first: bool) -> (Traffic, u64) {
        let browser = &self.browser;
        self.site.become_visitor(browser, visit.who);
        browser.set_cookie("lustrum-language", language);
        if is_first {
            browser.forget_files();
        }
        browser.traffic();
        browser.complaints();
        let before = self.site.app.store.statements();
        browser.open(&self.site.at(&visit.path));
        let statements = self.site.app.store.statements() - before;
        (browser.traffic(), statements)
    }

    /// Everything that is examined in both languages.
    fn examine(&mut self, visit: &Visit, language: &'static str, traffic: &Traffic) {
        let (status, _) = audit::answered(&self.browser);
        let mut said = Vec::new();
        if status != visit.status {
            let text = self.browser.text();
            said.push(format!("{status} instead of {}: {text}", visit.status));
        }
        // The browser tells of a page that is an error as of a file that is missing.
        let told = self.browser.complaints().into_iter();
        let told = told.filter(|it| status < 400 || !it.contains("Failed to load resource"));
        said.extend(told);
        said.extend(audit::third_parties(traffic, &self.site.origin));
        let shift = audit::layout_shift(&self.browser);
        if shift > self.shift {
            said.push(format!("what was painted moved by {shift}"));
        }
        said.extend(audit::axe(&self.browser, &self.axe));
        said.extend(audit::errors(&self.browser));
        said.extend(audit::width(&self.browser));
        let title = self.browser.title();
        match title.strip_suffix(" – Lustrum").map(str::trim) {
            None | Some("") => said.push(format!("the title {title:?} says nothing")),
            // What failed is called after what went wrong, whatever the page is.
            Some(_) if status >= 400 => {}
            Some(_) => {
                let of = self.titles.entry((language, title)).or_default();
                of.insert(visit.pattern);
            }
        }
        self.fault(visit, language, said);
    }

    fn examine_titles(&mut self) {
        self.faults.extend(called_the_same(&self.titles));
    }

    fn pictures(&self, name: &str) {
        self.browser.picture(name);
        self.browser.resize(audit::NARROW);
        self.browser.picture(&format!("{name} narrow"));
        self.browser.resize(super::driver::WIDE);
    }

    /// Ends the inspection: no fault may have been found.
    fn finish(self) {
        let Self {
            browser, faults, ..
        } = self;
        drop(browser);
        assert!(
            faults.is_empty(),
            "{} faults:\n{}",
            faults.len(),
            faults.join("\n")
        );
    }
}

/// Rows of the table that no visit looks at, and exceptions that are none.
fn unvisited(table: &[&'static str], found: &Found) -> Vec<String> {
    let seen: BTreeSet<&str> = found.visits.iter().map(|it| it.pattern).collect();
    let no_pages: BTreeSet<&str> = NO_PAGES.iter().map(|(path, _)| *path).collect();
    let table: BTreeSet<&str> = table.iter().copied().collect();
    let missing = table.iter().filter(|it| {
        !seen.contains(*it) && !no_pages.contains(*it) && !found.no_pages.contains(*it)
    });
    let missing = missing.map(|it| format!("nobody looks at {it}"));
    let gone = no_pages
        .iter()
        .filter(|it| !table.contains(*it) || seen.contains(*it));
    let gone = gone.map(|it| format!("{it} is no exception"));
    missing.chain(gone).collect()
}

/// Pages of the table that are called the same.
fn called_the_same(titles: &Titles) -> Vec<String> {
    let several = titles.iter().filter(|(_, patterns)| patterns.len() > 1);
    let told = several.map(|((language, title), patterns)| {
        format!("({language}) {patterns:?} are all called {title:?}")
    });
    told.collect()
}

fn too_much(bytes: u64, most: u64, when: &str) -> Vec<String> {
    let heavy = (bytes > most).then(|| format!("{bytes} bytes {when}, {most} at most"));
    heavy.into_iter().collect()
}

fn table_of(costs: &[Cost]) -> String {
    let mut table = String::from(
        "page                                          first    later  queries  server ms\n",
    );
    for cost in costs {
        writeln!(
            table,
            "{:<44} {:>6} {:>8} {:>8} {:>10.1}",
            cost.name, cost.first, cost.later, cost.statements, cost.milliseconds
        )
        .expect("a string takes all that is written");
    }
    table
}

#[test]
fn every_page_can_be_read_and_worked_by_everybody_in_both_languages() {
    let site = Site::demo(Look::Ours);
    let found = visits::of_demo(&site);
    let mut inspector = Inspector::new(&site);
    inspector
        .faults
        .extend(unvisited(&lustrum_web::page_paths(), &found));
    inspector.faults.extend(found.faults);
    let visits = found.visits;
    let mut costs = Vec::new();
    for visit in &visits {
        let (traffic, _) = inspector.open(visit, "da", true);
        inspector.examine(visit, "da", &traffic);
        let said = audit::keyboard(&inspector.browser);
        inspector.fault(visit, "da", said);
        let said = audit::covered(&inspector.browser);
        inspector.fault(visit, "da", said);
        let said = audit::spacing(&inspector.browser);
        inspector.fault(visit, "da", said);
        inspector.pictures(&visit.name());
        let first = traffic.bytes();

        let (traffic, statements) = inspector.open(visit, "en", false);
        let (_, milliseconds) = audit::answered(&inspector.browser);
        inspector.examine(visit, "en", &traffic);
        let later = traffic.bytes();
        let said = too_much(first, FIRST_BYTES, "at the first visit");
        inspector.fault(visit, "", said);
        inspector.fault(visit, "", too_much(later, LATER_BYTES, "later"));
        costs.push(Cost {
            name: visit.name(),
            first,
            later,
            statements,
            milliseconds,
        });
    }
    inspector.examine_titles();
    let table = table_of(&costs);
    println!("{table}");
    std::fs::write(results().join("pages.txt"), table).expect("the target folder is writable");
    inspector.finish();
    site.finish();
}

#[test]
fn every_page_can_be_read_by_everybody_in_the_official_look() {
    let site = Site::demo(Look::Official);
    // One visit for each row of the table: what differs between visits of the
    // same page was examined in the other look.
    let mut patterns = BTreeSet::new();
    let mut visits = visits::of_demo(&site).visits;
    visits.retain(|visit| patterns.insert(visit.pattern));
    let mut inspector = Inspector::new(&site);
    // Its letters may come within the first tenth of a second, and are wider.
    inspector.shift = 0.05;
    for (index, visit) in visits.iter().enumerate() {
        // The languages take turns: the words were examined in the other look.
        let language = if index % 2 == 0 { "da" } else { "en" };
        let (traffic, _) = inspector.open(visit, language, true);
        let (status, _) = audit::answered(&inspector.browser);
        inspector.examine(visit, language, &traffic);
        inspector.pictures(&format!("official {}", visit.name()));
        let official = traffic.requests.iter();
        let official = official
            .filter(|it| it.url.contains("/assets/dkfds/"))
            .count();
        let mut said = too_much(traffic.bytes(), OFFICIAL_BYTES, "at the first visit");
        if official == 0 {
            said.push(format!("the official look was not loaded ({status})"));
        }
        inspector.fault(visit, language, said);
    }
    inspector.finish();
    site.finish();
}

#[test]
fn on_paper_a_page_says_what_it_belongs_to_and_the_map_stays_a_map() {
    let site = Site::demo(Look::Ours);
    let browser = Browser::start();
    // A sheet of A4 between its margins.
    browser.resize((673, 1_000));
    browser.command("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    let is_shown = |selector: &str| {
        let found = "return [...document.querySelectorAll(arguments[0])].some((it) => it.checkVisibility());";
        browser.run(found, &[json!(selector)]) == true
    };
    site.become_visitor(&browser, None);
    browser.open(&site.at(routes::REGISTER_MAP));
    let map = "return getComputedStyle(document.querySelector('.tile-map')).display;";
    assert_eq!(browser.run(map, &[]), "grid");
    assert!(is_shown("main table"), "the table stands behind it");
    assert!(!is_shown(".mainmenu"));
    site.become_visitor(&browser, Some(visits::COORDINATOR));
    browser.open(&site.at(&routes::draft_criterion(site.offered().odder, "KA-1.01")));
    assert!(is_shown(".breadcrumbs"));
    assert!(!is_shown("main button"), "nothing can be pressed on paper");
    browser.picture("on paper");
    drop(browser);
    site.finish();
}

#[test]
fn a_page_that_nobody_looks_at_is_found() {
    let mut found = Found::default();
    found.visits.push(Visit {
        pattern: "/a",
        path: "/a".to_owned(),
        who: None,
        status: 200,
        what: String::new(),
    });
    let mut table: Vec<&'static str> = NO_PAGES.iter().map(|(path, _)| *path).collect();
    table.extend(["/a", "/planted"]);
    assert_eq!(unvisited(&table, &found), ["nobody looks at /planted"]);
    assert_eq!(unvisited(&table[1..], &found).len(), 2);
    found.no_pages.insert("/planted");
    assert_eq!(unvisited(&table, &found), [""; 0]);
}

#[test]
fn a_page_that_is_too_heavy_or_called_like_another_is_found() {
    assert_eq!(too_much(60_000, 60_000, "later"), [""; 0]);
    let said = too_much(60_001, 60_000, "later");
    assert_eq!(said, ["60001 bytes later, 60000 at most"]);
    let mut titles = Titles::new();
    let mut call = |title: &str, page| {
        let pages = titles.entry(("da", title.to_owned())).or_default();
        pages.insert(page);
        called_the_same(&titles).len()
    };
    assert_eq!(call("Sager", "/cases"), 0);
    assert_eq!(call("Sager", "/cases"), 0, "the same page twice");
    assert_eq!(call("Register", "/register"), 0);
    assert_eq!(call("Sager", "/desk"), 1);
}

#[test]
fn every_examination_finds_a_planted_fault() {
    let site = Site::demo(Look::Ours);
    let browser = Browser::start();
    let axe = package_file("axe-core/axe.min.js");
    let fresh = || {
        site.become_visitor(&browser, None);
        browser.open(&site.at("/sign-in"));
        browser.complaints();
        browser.traffic();
    };
    let plant = |script: &str| {
        fresh();
        browser.run(script, &[]);
    };
    let is_found = |found: Vec<String>, words: &str| {
        assert!(
            found.iter().any(|it| it.contains(words)),
            "{words}: {found:?}"
        );
    };

    fresh();
    assert_eq!(
        audit::axe(&browser, &axe),
        [""; 0],
        "nothing is planted yet"
    );
    assert_eq!(audit::keyboard(&browser), [""; 0]);
    for (planted, rule) in [
        (
            "document.documentElement.removeAttribute('lang')",
            "axe html-has-lang",
        ),
        (
            "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/assets/lustrum.svg\">')",
            "axe image-alt",
        ),
        (
            "document.querySelector('main').insertAdjacentHTML('beforeend', '<p id=\"grey\">grå</p>'); document.getElementById('grey').style.color = '#ccc'",
            "axe color-contrast",
        ),
        ("document.querySelector('label').remove()", "axe label"),
    ] {
        plant(planted);
        is_found(audit::axe(&browser, &axe), rule);
    }

    plant(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<div id=\"wide\">x</div>'); document.getElementById('wide').style.width = '700px'",
    );
    let found = audit::width(&browser);
    is_found(found.clone(), "at 200 %");
    is_found(found, "320 px wide");
    plant("document.querySelector('.mainmenu').remove()");
    is_found(audit::width(&browser), ".mainmenu a cannot be seen");

    plant(
        "const it = document.createElement('button'); it.textContent = 'x'; document.querySelector('main').append(it); it.style.outline = 'none'; it.style.boxShadow = 'none'; const rest = getComputedStyle(it); for (const name of ['backgroundColor', 'color', 'borderColor', 'textDecoration']) it.style[name] = rest[name];",
    );
    is_found(audit::keyboard(&browser), "its focus cannot be seen");
    plant("document.querySelector('main a, main button').tabIndex = 3");
    is_found(audit::keyboard(&browser), "pulled forward by tabindex");
    plant("document.querySelector('.skipnav').remove()");
    is_found(audit::keyboard(&browser), "the first stop is no skip link");
    plant(
        "const it = document.querySelector('main button'); it.addEventListener('focus', () => document.querySelector('main').focus()); document.addEventListener('keydown', (event) => { if (document.activeElement.matches('main input')) event.preventDefault(); })",
    );
    is_found(audit::keyboard(&browser), "not reached by Tab");

    // As on every page: a key gives the page the focus, without which nothing shows it.
    fresh();
    assert_eq!(audit::keyboard(&browser), [""; 0]);
    assert_eq!(audit::covered(&browser), [""; 0]);
    plant(
        "const it = document.createElement('div'); document.body.append(it); Object.assign(it.style, { position: 'fixed', left: 0, right: 0, bottom: 0, height: '50vh', background: '#fff' });",
    );
    is_found(audit::covered(&browser), "lies behind something");
    fresh();
    assert_eq!(audit::spacing(&browser), [""; 0]);
    plant(
        "const it = document.createElement('p'); it.textContent = 'trang'.repeat(3); document.querySelector('main').append(it); Object.assign(it.style, { width: 'max-content', overflow: 'hidden', whiteSpace: 'nowrap' }); it.style.width = `${it.clientWidth}px`;",
    );
    is_found(audit::spacing(&browser), "is cut off");

    plant(
        "const it = document.querySelector('main input:not([type=hidden])'); it.setAttribute('aria-invalid', 'true'); it.removeAttribute('aria-describedby'); it.insertAdjacentHTML('beforebegin', '<span class=\"form-error-message\" id=\"loose\">Fejl</span>')",
    );
    let found = audit::errors(&browser);
    is_found(found.clone(), "nothing says what is wrong");
    is_found(found.clone(), "tied to no field");
    is_found(found, "without an announcement");

    fresh();
    assert_eq!(audit::layout_shift(&browser), 0.0);
    browser.run_until_done(
        "const done = arguments[arguments.length - 1]; document.body.insertAdjacentHTML('afterbegin', '<p id=\"late\">x</p>'); document.getElementById('late').style.height = '300px'; requestAnimationFrame(() => setTimeout(done, 50));",
        &[],
    );
    assert!(audit::layout_shift(&browser) > 0.0);

    plant(
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p><script>1</script>')",
    );
    is_found(browser.complaints(), "Content Security Policy");
    // What the policy refuses is not asked for; what leads away by a link is.
    fresh();
    browser.open(&site.at("/sign-in").replace("127.0.0.1", "localhost"));
    is_found(
        audit::third_parties(&browser.traffic(), &site.origin),
        "somebody else",
    );
    browser.traffic();
    browser.open(&site.at("/sign-in"));
    assert_eq!(
        audit::third_parties(&browser.traffic(), &site.origin),
        [""; 0]
    );
    drop(browser);
    site.finish();
}
