//! Which pages are looked at, and as whom: at least one visit for every row of
//! the router's table of pages.
//!
//! Most are found by themselves: everybody's links are followed from the front
//! page on, as they would be followed in a browser. Who adds a page that nothing
//! leads to adds a visit in [`of_demo`], or a line in [`NO_PAGES`] with the reason
//! why nobody ever looks at it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use lustrum_app::{CaseFilter, NewMembership};
use lustrum_domain::{CycleId, Locale, OrganisationKind, Role, StateName, notice::NoticeState};
use lustrum_store::MailFilter;
use lustrum_templates::routes;

use super::site::Site;
use crate::support::links::{kind, links, plain};

/// Paths of the table that show no page, beside those that only take forms.
pub(crate) const NO_PAGES: &[(&str, &str)] = &[
    (routes::ASSET, "a file that pages load"),
    (routes::DESIGN_SYSTEM, "a file that pages load"),
    (routes::FILE, "a file that was handed in"),
    (routes::SUBMISSION, "what was handed in, as a file"),
    (routes::DESK_EXPORT, "the list of cases as a file"),
    ("/favicon.ico", "leads to the icon"),
    ("/robots.txt", "for robots"),
    (routes::LANGUAGE, "leads back to where the reader was"),
];

/// People of the demo.
pub(crate) const SECRETARIAT: &str = "sofie@klimaalliancen.example";
pub(crate) const COORDINATOR: &str = "kim@odder.example";
pub(crate) const APPROVER: &str = "anna@odder.example";
pub(crate) const LEAD: &str = "lene@concito.example";
pub(crate) const REVIEWER: &str = "vera@concito.example";
pub(crate) const C40_LEAD: &str = "lydia@c40.example";
pub(crate) const CLERK: &str = "ulla@odder.example";
pub(crate) const ADVISOR: &str = "rita@dgo-midtjylland.example";
pub(crate) const AUDITOR: &str = "tilde@tilsyn.example";

/// Who follows links, those first whose work has the most pages.
const READERS: [Option<&str>; 10] = [
    Some(COORDINATOR),
    Some(APPROVER),
    Some(REVIEWER),
    Some(LEAD),
    Some(SECRETARIAT),
    Some(C40_LEAD),
    Some(CLERK),
    Some(ADVISOR),
    Some(AUDITOR),
    None,
];

/// How many pages one reader opens that differ only in what they are about.
const ALIKE: usize = 2;
/// How many readers look at the same kind of page, beside the visits that are
/// written out below. One: the whole suite is to stay within minutes.
const LOOKERS: usize = 1;

/// A page as somebody sees it.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    /// The row of the table, or what stands for a page that has none.
    pub(crate) pattern: &'static str,
    /// Where.
    pub(crate) path: String,
    /// Who looks, by address; nobody who is signed in, if there is none.
    pub(crate) who: Option<&'static str>,
    /// What the server says.
    pub(crate) status: u16,
    /// What tells this visit from others of the same page.
    pub(crate) what: String,
}

impl Visit {
    /// What it is called in messages and on pictures.
    pub(crate) fn name(&self) -> String {
        let pattern = match self.pattern {
            routes::HOME => "home".to_owned(),
            other => other.trim_start_matches('/').replace(['{', '}', '*'], ""),
        };
        let name = format!("{pattern} {}", self.what);
        name.trim().replace(['/', ' '], "-")
    }
}

/// The visits of a demo.
pub(crate) fn of_demo(site: &Site) -> Found {
    let mut visits = Visits(Vec::new());
    let cases = Cases::read(site);
    let odder = site.offered().odder;

    visits.nobody(routes::HOME, routes::HOME);
    visits.with(routes::HOME, routes::HOME, SECRETARIAT, "secretariat");
    visits.with(routes::HOME, routes::HOME, COORDINATOR, "coordinator");
    visits.with(routes::HOME, routes::HOME, REVIEWER, "reviewer");
    visits.with(routes::HOME, routes::HOME, CLERK, "clerk");
    visits.with(routes::HOME, routes::HOME, C40_LEAD, "abroad");
    visits.nobody(routes::SIGN_IN, routes::SIGN_IN);
    let invitation = invitation(site);
    visits.nobody(routes::INVITATION, &invitation);
    visits.nobody(routes::REGISTER, routes::REGISTER);
    visits.nobody(routes::CRITERIA, routes::CRITERIA);
    visits.nobody(routes::CRITERIA_SET, &routes::criteria_set("cctf-ka@0.1"));
    visits.nobody(routes::CERTIFICATES, routes::CERTIFICATES);
    let certificates = site.wait(site.app.certificates(&Default::default()));
    let certificates = certificates.expect("certificates are public");
    let number = &certificates
        .first()
        .expect("the demo has issued some")
        .number;
    visits.nobody(routes::CERTIFICATE, &routes::certificate(number));
    visits.with(routes::CASES, routes::CASES, SECRETARIAT, "secretariat");
    visits.with(
        routes::CASES,
        &routes::cases("findes ikke", 0),
        SECRETARIAT,
        "none",
    );
    for (state, case) in &cases.0 {
        let path = routes::case(case);
        visits.with(routes::CASE, &path, SECRETARIAT, state.as_str());
    }
    visits.with(
        routes::CASE,
        &routes::case(odder),
        COORDINATOR,
        "coordinator",
    );
    visits.with(routes::CASE, &routes::case(odder), APPROVER, "approver");
    visits.with(
        routes::CASE,
        &routes::case(cases.in_state(StateName::Review)),
        LEAD,
        "lead",
    );
    let returned = routes::draft_returned(cases.in_state(StateName::Returned));
    visits.with(routes::DRAFT_RETURNED, &returned, SECRETARIAT, "");
    let judged = cases.in_state(StateName::Review);
    let conclude = routes::review_conclude(judged, "concito");
    visits.with(routes::REVIEW_CONCLUDE, &conclude, LEAD, "");
    // The list of bodies waits for the name of a municipality.
    let councils = [OrganisationKind::Council];
    let councils = site.wait(site.app.organisations(&councils, None));
    let councils = councils.expect("bodies are public");
    let council = councils.first().expect("every municipality has a council");
    let council = routes::desk_body(council.id);
    visits.with(routes::DESK_BODY, &council, SECRETARIAT, "");
    let concluded = cases.in_state(StateName::Concluded);
    let secretariat = site.caller(SECRETARIAT);
    let notices = site.wait(site.app.notices(&secretariat, concluded));
    let notices = notices.expect("the secretariat sees notices");
    for state in [
        NoticeState::Delivered,
        NoticeState::Acknowledged,
        NoticeState::Decided,
    ] {
        if let Some(notice) = notices.iter().find(|it| it.state == state) {
            let path = routes::notice(concluded, notice.id);
            visits.with(routes::NOTICE, &path, SECRETARIAT, state.as_str());
        }
    }
    visits.nobody(routes::MAILBOX, routes::MAILBOX);
    let mails = site.wait(site.app.store.mails(&MailFilter::default()));
    let mails = mails.expect("the outbox can be read").rows;
    visits.nobody(routes::MAIL, &routes::mail(mails[0].mail.id));

    let mut found = follow(site, visits.0);
    let mut visits = Visits(Vec::new());
    visits.failing("no such page", "/findes-ikke", None, 404);
    let nowhere = routes::case(CycleId(uuid::Uuid::nil()));
    visits.failing("no such case", &nowhere, Some(AUDITOR), 404);
    let nothing = routes::certificate("KA-0000");
    visits.failing("no such certificate", &nothing, None, 404);
    found.visits.append(&mut visits.0);
    found
}

/// What following links led to.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Pages to look at.
    pub(crate) visits: Vec<Visit>,
    /// Rows of the table that show no page: they only take a form, or hand out
    /// a file.
    pub(crate) no_pages: BTreeSet<&'static str>,
    /// Links that lead to nothing, and rows of the table that nobody came to.
    pub(crate) faults: Vec<String>,
}

/// Follows everybody's links, from the front page and from the visits known.
fn follow(site: &Site, known: Vec<Visit>) -> Found {
    let table = lustrum_web::page_paths();
    let mut found = Found::default();
    let mut lookers: BTreeMap<String, usize> = BTreeMap::new();
    for visit in &known {
        *lookers.entry(kind(&visit.path)).or_default() += 1;
    }
    let explicit: BTreeSet<String> = known.iter().map(|it| kind(&it.path)).collect();
    for reader in READERS {
        let session = reader.map(|email| site.session(email));
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut opened: BTreeMap<String, usize> = BTreeMap::new();
        let mut waiting: VecDeque<(String, String)> = VecDeque::new();
        waiting.push_back((routes::HOME.to_owned(), "the address bar".to_owned()));
        let own = known.iter().filter(|visit| visit.who == reader);
        waiting.extend(own.map(|visit| (visit.path.clone(), "the address bar".to_owned())));
        while let Some((path, from)) = waiting.pop_front() {
            let Some(pattern) = lustrum_web::page_path(&path) else {
                if !path.starts_with("/api/") {
                    found
                        .faults
                        .push(format!("{from} links to {path}, which is no page"));
                }
                continue;
            };
            let alike = opened.entry(kind(&path)).or_default();
            let is_first = from == "the address bar";
            if (*alike >= ALIKE && !is_first) || !seen.insert(path.clone()) {
                continue;
            }
            if NO_PAGES.iter().any(|(known, _)| *known == pattern) {
                continue;
            }
            *alike += 1;
            let answer = site.get(&path, session.as_deref());
            if answer.status >= 400 {
                let who = reader.unwrap_or("nobody");
                found.faults.push(format!(
                    "{from} links {who} to {path}, which is answered with {}",
                    answer.status
                ));
                continue;
            }
            if answer.status >= 300 {
                waiting.push_back((plain(&answer.location), from));
                continue;
            }
            if !answer.is_page() {
                found.no_pages.insert(pattern);
                continue;
            }
            for link in links(&answer.body) {
                waiting.push_back((link, path.clone()));
            }
            let looked = lookers.entry(kind(&path)).or_default();
            let first_alike = opened.get(&kind(&path)) == Some(&1);
            if explicit.contains(&kind(&path)) || *looked >= LOOKERS || !first_alike {
                continue;
            }
            *looked += 1;
            let word = reader.map_or("nobody", |email| email.split('@').next().unwrap_or(email));
            let last = path.split(['?', '#']).next().unwrap_or_default();
            let last = last.rsplit('/').next().unwrap_or_default();
            let last = if pattern.ends_with('}') && last.len() < 30 {
                last
            } else {
                ""
            };
            found.visits.push(Visit {
                pattern,
                path: path.clone(),
                who: reader,
                status: 200,
                what: format!("{last} {word}").trim().to_owned(),
            });
        }
    }
    found.visits.splice(0..0, known);
    // What only takes forms says so, whoever asks.
    let secretariat = site.session(SECRETARIAT);
    let seen: BTreeSet<&str> = found.visits.iter().map(|it| it.pattern).collect();
    for pattern in &table {
        let known = NO_PAGES.iter().any(|(known, _)| known == pattern);
        if known || seen.contains(pattern) || found.no_pages.contains(pattern) {
            continue;
        }
        let path: Vec<&str> = pattern
            .split('/')
            .map(|step| if step.starts_with('{') { "x" } else { step })
            .collect();
        if site.get(&path.join("/"), Some(&secretariat)).status == 405 {
            found.no_pages.insert(*pattern);
        }
    }
    found
}

struct Visits(Vec<Visit>);

impl Visits {
    fn nobody(&mut self, pattern: &'static str, path: &str) {
        self.add(pattern, path, None, 200, "");
    }

    fn with(&mut self, pattern: &'static str, path: &str, who: &'static str, what: &str) {
        self.add(pattern, path, Some(who), 200, what);
    }

    fn failing(&mut self, what: &'static str, path: &str, who: Option<&'static str>, status: u16) {
        self.add(what, path, who, status, "");
    }

    fn add(
        &mut self,
        pattern: &'static str,
        path: &str,
        who: Option<&'static str>,
        status: u16,
        what: &str,
    ) {
        self.0.push(Visit {
            pattern,
            path: path.to_owned(),
            who,
            status,
            what: what.to_owned(),
        });
    }
}

/// A case in every state that the demo shows.
struct Cases(Vec<(StateName, CycleId)>);

impl Cases {
    fn read(site: &Site) -> Self {
        let secretariat = site.caller(SECRETARIAT);
        let cases = site.wait(site.app.cases(&secretariat, &CaseFilter::default()));
        let mut known: Vec<(StateName, CycleId)> = Vec::new();
        for row in cases.expect("the secretariat sees all cases").rows {
            if known.iter().all(|(state, _)| *state != row.state) {
                known.push((row.state, row.cycle));
            }
        }
        Self(known)
    }

    fn in_state(&self, wanted: StateName) -> CycleId {
        let found = self.0.iter().find(|(state, _)| *state == wanted);
        found
            .unwrap_or_else(|| panic!("the demo has no case in {wanted}"))
            .1
    }
}

/// The path of an invitation that nobody has taken up.
fn invitation(site: &Site) -> String {
    let secretariat = site.caller(SECRETARIAT);
    let store = &site.app.store;
    let kind = OrganisationKind::Municipality;
    let odder = site.wait(store.organisation_by_code(kind, "0727"));
    let odder = odder
        .expect("the register answers")
        .expect("Odder is in it");
    let membership = NewMembership {
        organisation: odder.id,
        role: Role::Coordinator,
        programme: None,
        principal: None,
        from: None,
        to: None,
    };
    let email = "ny@odder.example";
    let invited = site
        .app
        .invite(&secretariat, "Nye Nielsen", email, Locale::Da, membership);
    site.wait(invited).expect("the secretariat may invite");
    let mails = site.wait(store.mails(&MailFilter::default()));
    let mails = mails.expect("the outbox can be read").rows;
    let mail = mails.iter().find(|it| it.mail.recipient == email);
    let text = &mail.expect("the invitation is in the outbox").mail.text;
    let link = text
        .split_whitespace()
        .find(|word| word.starts_with(&site.origin));
    link.expect("an invitation carries its link")[site.origin.len()..].to_owned()
}
