//! People at work, as they would be: they find what to press by its words, and
//! nothing but the pages says that it was done. Every play is given twice, with
//! scripts and with every request for a script refused.

use std::time::Duration;

use lustrum_domain::{Command, CycleId, FindingStatus, Locale, StateName};
use lustrum_templates::routes;
use lustrum_worker::Transport;
use serde_json::Value;

use super::{
    audit,
    driver::{self, Browser},
    site::{Site, package_file},
};
use crate::support::*;

/// What the pages say when something was done.
const DONE: &str = "Gjort:";
/// What asks what would follow.
const FORESEE: &str = "Se, hvad der følger";

/// Somebody in front of the pages.
pub(crate) struct Player<'a> {
    pub(crate) site: &'a Site,
    pub(crate) browser: Browser,
    axe: String,
}

impl<'a> Player<'a> {
    /// A browser that was never here, in Danish.
    pub(crate) fn new(site: &'a Site, scripts: bool) -> Self {
        let browser = Browser::start();
        browser.allow_scripts(scripts);
        let axe = package_file("axe-core/axe.min.js");
        let player = Self { site, browser, axe };
        player.site.become_visitor(&player.browser, None);
        player.browser.set_cookie("lustrum-language", "da");
        player
    }

    pub(crate) fn open(&self, path: &str) {
        self.browser.open(&self.site.at(path));
    }

    /// Somebody else sits down.
    pub(crate) fn becomes(&self, who: Who) {
        self.site.become_visitor(&self.browser, Some(&who.email()));
        self.browser.set_cookie("lustrum-language", "da");
    }

    /// Somebody opens the case and gives a command there: what can be pressed is
    /// pressed, what is asked is answered, what follows is confirmed.
    pub(crate) fn gives(
        &self,
        who: Who,
        case: CycleId,
        command: &str,
        answers: impl FnOnce(&Browser),
    ) {
        self.becomes(who);
        self.open(&routes::case(case));
        self.answers(command, answers);
    }

    /// Somebody gives a command on the page that is open, and is asked nothing but
    /// whether it is meant.
    pub(crate) fn confirms(&self, command: &str) {
        self.answers(command, |_| {});
    }

    fn answers(&self, command: &str, answers: impl FnOnce(&Browser)) {
        let browser = &self.browser;
        browser.press(command);
        if !browser.text().contains(DONE) {
            answers(browser);
            if browser.find_control(FORESEE).is_some() {
                browser.press(FORESEE);
                self.reads("Det følger, når du bekræfter");
                self.examine(command);
            }
            browser.press(command);
        }
        self.reads(&format!("{DONE} {command}"));
        self.examine(command);
    }

    /// The coordinator brings the plan document under this name.
    fn brings(&self, case: CycleId, name: &str) {
        let folder = tempfile::tempdir().expect("room in the temporary folder");
        let file = folder.path().join(name);
        std::fs::write(&file, pdf(name)).expect("the folder is writable");
        self.becomes(Who::Coordinator);
        self.open(&routes::draft_files(case));
        self.browser.choose("Filen er planen");
        let field = self.browser.field("Fil");
        self.browser.type_into(&field, &file.display().to_string());
        self.browser.press("Tilføj filen");
        self.reads(name);
        self.examine(name);
    }

    /// The page that is open fits a telephone, breaks no rule of accessibility, ties
    /// errors to fields, and nothing that it tried was refused. So what only the
    /// answer to a form shows is examined as well.
    pub(crate) fn examine(&self, what: &str) {
        let mut faults = audit::width(&self.browser);
        faults.extend(audit::axe(&self.browser, &self.axe));
        faults.extend(audit::errors(&self.browser));
        let told = self.browser.complaints().into_iter();
        // The browser misses a script that the test itself holds back, and tells
        // of a form that comes back with what is wrong as of a file that is missing.
        let meant = ["ERR_BLOCKED_BY_CLIENT", "status of 409", "status of 422"];
        faults.extend(told.filter(|it| !meant.iter().any(|words| it.contains(words))));
        assert!(faults.is_empty(), "{what}: {faults:#?}");
    }

    /// The page must say this.
    pub(crate) fn reads(&self, words: &str) {
        self.browser.wait_for(words);
    }
}

/// Plays with scripts, then without.
fn both_ways(play: impl Fn(&Player<'_>)) {
    for scripts in [true, false] {
        let site = Site::cast();
        let player = Player::new(&site, scripts);
        // Whether scripts run must be as it is said, or one of two plays proves nothing.
        player.open("/sign-in");
        let came = "return performance.getEntriesByType('resource').some((it) => \
                    it.name.startsWith(arguments[0]) && it.decodedBodySize > 0);";
        let script = site.at("/assets/lustrum.js");
        let until = std::time::Instant::now() + Duration::from_secs(20);
        while player.browser.run(came, &[script.as_str().into()]) != scripts {
            let late = std::time::Instant::now() > until;
            assert!(!late, "scripts are to run: {scripts}");
        }
        play(&player);
        drop(player);
        site.finish();
    }
}

/// The path of somebody's invitation, as their mail has it.
fn invitation(site: &Site, who: Who) -> String {
    let mails = site.wait(site.app.store.mails(&Default::default()));
    let mails = mails.expect("the outbox can be read").rows;
    let wanted = |mail: &&lustrum_store::StoredMail| {
        mail.mail.recipient == who.email() && mail.mail.text.contains("/invitations/")
    };
    let mail = mails.iter().find(wanted).expect("everybody was invited");
    let (_, secret) = mail
        .mail
        .text
        .split_once("/invitations/")
        .expect("it was found by this");
    let secret = secret.split_whitespace().next().unwrap_or_default();
    format!("/invitations/{secret}")
}

#[test]
fn somebody_invited_chooses_a_password_and_signs_in_with_it() {
    both_ways(|player| {
        let browser = &player.browser;
        player.open(&invitation(player.site, Who::Coordinator));
        player.reads("Velkommen, Kirsten Koordinator");
        browser.write("Ny adgangskode", PASSWORD);
        browser.write("Skriv den igen", "noget helt andet end det");
        browser.press("Gem adgangskoden");
        player.reads("ikke ens");
        assert!(browser.has("[role=alert]"), "an error is announced");
        assert_eq!(audit::errors(browser), [""; 0]);
        browser.write("Ny adgangskode", PASSWORD);
        browser.write("Skriv den igen", PASSWORD);
        browser.press("Gem adgangskoden");
        player.reads("Klimakoordinator, Ærø Kommune");

        // The first key leads past the menu.
        player.open("/cases");
        browser.keys(&[driver::TAB, driver::ENTER]);
        browser.one("main:focus");

        browser.press("Log ud");
        player.open("/cases");
        browser.write("E-mail", &Who::Coordinator.email());
        browser.write("Adgangskode", "en helt forkert sætning");
        browser.press("Log ind");
        player.reads("passer ikke sammen");
        assert!(browser.has("[role=alert]"), "an error is announced");
        assert!(browser.title().starts_with("Fejl: "), "{}", browser.title());
        browser.write("Adgangskode", PASSWORD);
        browser.leave("Enter", || browser.keys(&[driver::ENTER]));
        player.reads("Sager");
        assert!(browser.url().ends_with("/cases"), "{}", browser.url());
        browser.press("English");
        player.reads("Cases");
        assert!(browser.url().ends_with("/cases"), "{}", browser.url());
    });
}

#[test]
fn what_is_wrong_is_announced_and_tied_to_its_field_wherever_a_form_is_sent() {
    let site = Site::cast();
    let player = Player::new(&site, true);
    let browser = &player.browser;
    let cast = &site.test().cast;
    let person = routes::desk_person(cast.person(Who::Coordinator));
    let judge = routes::desk_person(cast.person(Who::ConcitoReviewer));
    let people = routes::desk_people(cast.odder);
    let bodies = routes::desk_bodies(cast.odder);
    let body = routes::desk_body(cast.council);
    player.becomes(Who::Secretariat);
    for (path, button) in [
        (routes::ACCOUNT, "Skift adgangskode"),
        (routes::ACCOUNT, "Lav en nøgle"),
        (routes::DESK, "Gem visningen"),
        (routes::DESK_BEGIN, "Overfør kommunen"),
        (routes::DESK_BEGIN, "Tilslut kommunen"),
        (people.as_str(), "Invitér en person"),
        (bodies.as_str(), "Tilføj et organ"),
        (body.as_str(), "Gem"),
        (judge.as_str(), "Meld inhabil"),
        (person.as_str(), "Afslut rollen"),
    ] {
        player.open(path);
        if button == "Gem" {
            browser.date("Første dag", "");
        }
        if button == "Afslut rollen" {
            browser.date("Sidste dag", "2001-01-01");
        }
        // What a browser would hold back is sent by others.
        browser.run(
            "for (const it of document.forms) it.noValidate = true;",
            &[],
        );
        browser.press(button);
        let title = browser.title();
        assert!(title.starts_with("Fejl: "), "{button}: {title}");
        player.examine(button);
    }
    drop(player);
    site.finish();
}

#[test]
fn a_case_is_carried_from_planning_to_its_certificate_on_the_pages() {
    both_ways(|player| {
        let (site, browser) = (player.site, &player.browser);
        let test = site.test();
        let case = site.wait(test.taken_in());
        let id = case.id;

        player.gives(Who::Secretariat, id, "Sæt datoer", |browser| {
            // A question without an answer is told at its place, and nothing is lost.
            browser.date("Frist for selvvurderingen", "2027-03-01");
            browser.press("Sæt datoer");
            player.reads("Intet af det, du har skrevet, er gået tabt");
            player.examine("a date that is missing");
            browser.date("Frist for den reviderede plan", "2027-08-31");
        });
        player.gives(Who::Secretariat, id, "Åbn revisionen", |_| {});
        site.wait(case.fill(&example_plan()));
        player.brings(id, "Klimaplan for Ærø, høringsudgave 2.pdf");
        player.gives(Who::Approver, id, "Indsend selvvurderingen", |_| {});
        player.gives(
            Who::ConcitoLead,
            id,
            "Notér udfaldet af scopingmødet",
            |browser| {
                browser.date("Mødets dato", test.today());
                browser.write("Hvem deltog", "Ærø og CONCITO");
            },
        );
        player.gives(Who::Approver, id, "Indsend planen", |_| {});

        // CONCITO's first round: two criteria are returned.
        player.gives(Who::ConcitoLead, id, "Spørg en vurderer", |browser| {
            browser.choose("Vibeke Vurderer");
        });
        player.gives(Who::ConcitoReviewer, id, "Tag imod opgaven", |_| {});
        let remark = "Regnskabet er fra 2018.";
        player.becomes(Who::ConcitoReviewer);
        player.open(&routes::review_criterion(id, "concito", "KA-3.02"));
        browser.choose("Returnér");
        browser.press("Afgiv, og gå til næste");
        player.reads("Vurderingen er ikke afgivet endnu");
        player.examine("a judgement without its remark");
        browser.choose("Data er for gamle");
        browser.write("Bemærkning eller vilkår", remark);
        browser.press("Afgiv, og gå til næste");
        player.reads("KA-3.03");
        player.examine("the criterion that comes next");
        let verdicts = [("KA-5.01", returned("Hvem gør det?"))];
        site.wait(case.judge("concito", &verdicts));
        player.gives(Who::ConcitoLead, id, "Afslut trinet", |_| {});
        player.becomes(Who::Coordinator);
        player.open(&routes::case(id));
        player.reads("Returneret");
        player.reads(remark);
        player.examine("the returned case");

        // The second round, and C40.
        for (criterion, answer) in [
            ("KA-3.02", "Regnskabet er nu fra 2025."),
            ("KA-5.01", "Forvaltningen står nu ved hver indsats."),
        ] {
            player.becomes(Who::Coordinator);
            player.open(&routes::draft_returned(id));
            browser.press(criterion);
            browser.write("Svar på bemærkningen", "Det er rettet.");
            browser.write("Hvordan opfylder planen kriteriet?", answer);
            browser.press("Gem");
            player.reads("Gemt");
            player.examine(criterion);
        }
        player.gives(Who::Approver, id, "Indsend planen", |_| {});
        site.wait(case.judge("concito", &[]));
        player.gives(Who::ConcitoLead, id, "Afslut trinet", |_| {});
        player.gives(Who::C40Lead, id, "Spørg en vurderer", |browser| {
            browser.choose("Cem Reviewer");
        });
        player.gives(Who::C40Reviewer, id, "Tag imod opgaven", |_| {});
        let due = condition("Sæt mål for 2045.", "2027-06-01");
        site.wait(case.judge("c40", &[("KA-4.01", due)]));
        player.gives(Who::C40Lead, id, "Afslut trinet", |_| {});
        player.gives(Who::C40Lead, id, "Certificér planen", |browser| {
            browser.date("Beslutningens dato", test.today());
        });

        // The council is told, and its clerk says that it was.
        player.becomes(Who::Approver);
        player.open(&routes::case(id));
        browser.press("Klar til vedtagelse: Ærø Kommunalbestyrelse");
        player.confirms("Frigiv orienteringen");
        site.wait(test.send_mails());
        player.becomes(Who::CouncilClerk);
        player.open(routes::HOME);
        browser.press("Klar til vedtagelse");
        player.examine("the notice");
        player.confirms("Bekræft modtagelsen");

        // The council adopts precisely what was certified, and the clerk, who sees
        // nothing of the case, goes on from the notice.
        player.answers("Notér et organs beslutning", |browser| {
            browser.date("Mødets dato", test.today());
            browser.choose("Vedtaget");
            browser.choose("Den certificerede plan");
        });
        assert_eq!(site.wait(case.state()), StateName::Concluded);

        // Anybody can see it, and examine the certificate by its number.
        site.become_visitor(browser, None);
        browser.set_cookie("lustrum-language", "da");
        player.open(routes::REGISTER);
        player.reads("Ærø");
        let certificates = site.wait(site.app.certificates(&Default::default()));
        let certificates = certificates.expect("certificates are public");
        let number = &certificates.first().expect("one was issued").number;
        player.open(routes::CERTIFICATES);
        browser.write("Certifikatets nummer", number);
        browser.leave("Enter", || browser.keys(&[driver::ENTER]));
        player.reads(number);
        player.reads("Ærø Kommune");
        player.examine("the certificate");
        browser.picture("play certificate");
    });
}

#[test]
fn a_form_whose_sending_was_stopped_can_be_sent_again() {
    let site = Site::cast();
    let player = Player::new(&site, true);
    player.open(routes::SIGN_IN);
    let marks = player.browser.run(
        "const form = document.querySelector('main form'); const waiting = []; \
         window.setTimeout = (act, time) => waiting.push([act, time]); \
         form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })); \
         const sent = form.dataset.sent; waiting.forEach(([act]) => act()); \
         return [sent, form.dataset.sent ?? 'free', waiting.map(([, time]) => time)];",
        &[],
    );
    assert_eq!(marks, serde_json::json!(["yes", "free", [10_000]]));
    drop(player);
    site.finish();
}

#[test]
fn a_table_is_filled_by_hand_from_the_cells_of_a_spreadsheet_and_from_its_file() {
    both_ways(|player| {
        let (site, browser) = (player.site, &player.browser);
        let id = site.wait(site.test().opened()).id;
        let coordinator = site.caller(&Who::Coordinator.email());
        let rows = || {
            let part = site.wait(site.app.part(&coordinator, id, "data/staff"));
            let body = part.map(|part| part.body).unwrap_or_default();
            let stored: Value = serde_json::from_str(&body).unwrap_or_default();
            stored.as_array().map_or(0, Vec::len)
        };
        player.becomes(Who::Coordinator);
        player.open(&routes::draft_section(id, "staff"));
        browser.press("Tilføj en række");
        for (name, typed) in [("/0/year", "2026"), ("/0/fte", "2,5")] {
            let cell = browser.one(&format!("[name='{name}']"));
            browser.fill(&cell, typed);
        }
        let save = browser.one(".draft-save button");
        browser.leave("Gem", || browser.click(&save));
        player.examine("a row that was filled in");
        assert_eq!(rows(), 1);

        browser.click(&browser.control("Indsæt rækker fra et regneark"));
        let cells = "2027\t3\tKlima\tDriftsbudget\n2028\t4\tKlima\tDriftsbudget";
        browser.paste("Rækker", cells);
        browser.press("Indsæt rækkerne");
        player.examine("rows that were pasted");
        assert_eq!(rows(), 3);

        // The file holds all three, and brings back the one that was removed since.
        let section = site.wait(site.app.section(&coordinator, id, "staff"));
        let section = section.expect("the coordinator sees the draft");
        let sheet = section.sheet(Locale::Da).expect("cells hold the section");
        browser.press("Fjern række 3");
        assert_eq!(rows(), 2);
        let folder = tempfile::tempdir().expect("room in the temporary folder");
        let file = folder.path().join("staff.xlsx");
        std::fs::write(&file, sheet).expect("the folder is writable");
        let field = browser.field("Indlæs et udfyldt regneark");
        browser.type_into(&field, &file.display().to_string());
        browser.press("Læs regnearket");
        player.reads("Regnearket har 3 rækker.");
        player.examine("what the file holds");
        assert_eq!(rows(), 2, "nothing is saved yet");
        browser.press("Gem i stedet for det, der står i udkastet");
        player.examine("what was taken from the file");
        assert_eq!(rows(), 3);
    });
}

#[test]
fn those_who_advise_keep_leave_and_look_on_do_it_on_the_pages() {
    both_ways(|player| {
        let (site, browser) = (player.site, &player.browser);
        let test = site.test();
        let case = site.wait(test.opened());
        let id = case.id;

        player.becomes(Who::Advisor);
        player.open(&routes::draft_criterion(id, "KA-1.01"));
        browser.write("Ny kommentar", "Husk bilaget fra byrådet.");
        browser.press("Gem kommentaren");
        player.reads("Husk bilaget fra byrådet.");
        player.examine("the comment of an advisor");

        player.gives(Who::Approver, id, "Bed om fristforlængelse", |browser| {
            browser.choose("Selvvurdering");
            browser.date("Ny frist", "2027-03-31");
            browser.write("Begrundelse", "Der er valg i november.");
        });
        // Everything before is on its way; of what follows the server takes one
        // mail badly.
        site.wait(test.send_mails());
        let answer = "Svar på ønsket om fristforlængelse";
        player.gives(Who::Secretariat, id, answer, |browser| {
            browser.choose("Ja");
            browser.write("Begrundelse", "Valget tæller.");
        });
        let sink = Sink::start();
        sink.script(&[Answer::Never]);
        site.wait(async {
            let server = Transport::smtp_within(&sink.url, Duration::from_secs(5));
            let worker = test.worker_with(server.expect("a good address"));
            while worker.send_due().await {}
        });
        player.open(routes::DESK_MAILS);
        browser.press("Mislykket");
        player.reads("Én mail.");
        browser.press("Send igen");
        player.reads("0 mails.");
        player.examine("the mails that failed");

        let case = site.wait(async {
            let case = case.to_review().await;
            case.assign("concito").await;
            case
        });
        player.becomes(Who::ConcitoReviewer);
        player.open(&routes::review(case.id, "concito"));
        browser.click(&browser.control("Jeg er inhabil"));
        browser.write("Begrundelse", "Min søster er borgmester.");
        let send = browser.one("input[name='answer'][value='recuse'] ~ button");
        browser.leave("recuse", || browser.click(&send));
        player.reads(&format!("{DONE} Meld inhabilitet"));
        player.reads("Ingenting venter på dig.");
        player.examine("the queue after leaving a case");
        player.becomes(Who::ConcitoLead);
        player.open(routes::REVIEWS);
        player.reads("Der mangler én vurderer.");

        player.becomes(Who::Auditor);
        player.open(routes::DESK_AUDIT);
        browser.press("Undersøg loggen nu");
        player.reads("Loggen er hel.");
        player.examine("the log");
    });
}

#[test]
fn what_is_typed_survives_a_lost_connection_an_ended_session_and_a_colleague() {
    let site = Site::cast();
    let player = Player::new(&site, true);
    let browser = &player.browser;
    let case = site.wait(site.test().opened());
    let page = routes::draft_criterion(case.id, "KA-1.01");
    let answer = "Hvordan opfylder planen kriteriet?";
    let stored = || {
        let caller = site.caller(&Who::Coordinator.email());
        let part = site.app.part(&caller, case.id, "answer/KA-1.01");
        site.wait(part).map(|part| part.body).unwrap_or_default()
    };
    player.becomes(Who::Coordinator);
    player.open(&page);
    browser.write(answer, "Byrådet står bag.");
    player.reads("Gemt kl.");
    assert!(stored().contains("Byrådet står bag."), "{}", stored());

    // What is wrong with a number stands beside it as soon as it is saved.
    let inventory = routes::draft_section(case.id, "inventory");
    player.open(&inventory);
    browser.write("Samlet udledning (t CO2e)", "22.626");
    player.reads("Afsnittet har én fejl.");
    player.reads("»22.626« er ikke et entydigt tal");
    player.open(&inventory);
    player.reads("Gemt, men skal rettes");
    player.examine("a fault that was saved by itself");
    browser.write("Samlet udledning (t CO2e)", "22626");
    player.reads("Gemt kl.");
    assert!(!browser.text().contains("entydigt"), "{}", browser.text());
    player.open(&page);

    browser.go_offline(true);
    browser.write(answer, "Skrevet i toget.");
    player.reads("Forbindelsen er væk");
    browser.go_offline(false);
    player.reads("Gemt kl.");
    assert!(stored().contains("Skrevet i toget."), "{}", stored());

    // The session ends, and somebody signs in again elsewhere: the open page goes on.
    browser.forget_cookies();
    browser.write(answer, "Skrevet i pausen.");
    player.reads("Du er logget ud");
    player.becomes(Who::Coordinator);
    browser.write(answer, "Skrevet efter pausen.");
    player.reads("Gemt kl.");
    assert!(stored().contains("Skrevet efter pausen."), "{}", stored());

    // Sent too late, it is given back at once, and lies in the browser as well.
    browser.forget_cookies();
    browser.set_cookie("lustrum-language", "da");
    browser.write(answer, "Sendt for sent.");
    browser.press("Gem");
    player.reads("Intet af det er gemt");
    let given_back = browser.run("return document.getElementById('typed-1').value", &[]);
    assert_eq!(given_back, "Sendt for sent.");
    player.becomes(Who::Coordinator);
    player.open(&page);
    player.reads("Der ligger tekst på denne computer");
    browser.click(&browser.control("Sæt den ind"));
    player.reads("Gemt kl.");
    assert!(stored().contains("Sendt for sent."), "{}", stored());

    // What was sent in time does not lie there any more.
    browser.write(answer, "Sendt med en tast.");
    browser.press("Gem");
    assert!(stored().contains("Sendt med en tast."), "{}", stored());
    assert!(!browser.text().contains("Der ligger tekst"));

    // The session ends while somebody writes, and the page is closed.
    browser.forget_cookies();
    browser.write(answer, "Skrevet efter midnat.");
    player.reads("Du er logget ud");
    assert!(!stored().contains("midnat"), "nobody was signed in");
    player.becomes(Who::Coordinator);
    player.open(&page);
    player.reads("Der ligger tekst på denne computer");
    browser.click(&browser.control("Sæt den ind"));
    player.reads("Gemt kl.");
    assert!(stored().contains("Skrevet efter midnat."), "{}", stored());

    // A colleague saves meanwhile: nothing is overwritten, and both are shown.
    site.wait(case.answer("KA-1.01", "Skrevet af en kollega."));
    browser.write(answer, "Skrevet uden at vide det.");
    player.reads("En anden har gemt imens");
    assert!(stored().contains("af en kollega"), "{}", stored());
    browser.press("Gem");
    player.reads("Skrevet af en kollega.");
    player.reads("Skrevet uden at vide det.");
    let narrow = "return [...document.querySelectorAll('.draft-sides .remark')] \
                  .filter((it) => it.clientWidth < 200).length";
    assert_eq!(
        browser.run(narrow, &[]),
        0,
        "a version has no room to be read"
    );
    // What the browser said of the lost connection and the ended session was meant.
    browser.complaints();
    player.examine("both versions");

    // The case is put on hold while somebody writes: what they wrote is given back,
    // and can be read on the page that takes nothing more.
    player.open(&page);
    let hold = Command::Hold {
        reason: "Dom".into(),
    };
    site.wait(case.give(Who::Secretariat, hold));
    browser.write(answer, "Skrevet i bero.");
    player.reads("Det kan ikke gemmes nu");
    browser.press("Gem");
    player.reads("Intet af det er gemt");
    player.open(&page);
    player.reads("Der ligger tekst på denne computer");
    player.reads("Skrevet i bero.");
    player.examine("what was not saved in time");
    browser.click(&browser.control("Slet den"));
    player.open(&page);
    assert!(!browser.text().contains("Skrevet i bero."));
    drop(player);
    site.finish();
}

#[test]
fn a_reviewer_judges_with_the_keyboard_alone_once_the_keys_are_turned_on() {
    let site = Site::cast();
    let player = Player::new(&site, true);
    let browser = &player.browser;
    let case = site.wait(async {
        let case = site.test().opened().await.to_review().await;
        case.assign("concito").await;
        case
    });
    player.becomes(Who::ConcitoReviewer);
    player.open(&routes::review_criterion(case.id, "concito", "KA-1.01"));
    let approved = "document.getElementById('verdict-approved').checked";
    let is_approved = || browser.run(&format!("return {approved}"), &[]) == true;
    browser.keys(&['a']);
    assert!(!is_approved(), "a letter does nothing unasked");
    browser.click(&browser.control("Genvejstaster"));
    browser.click(&browser.control("Slå genvejstaster til"));
    browser.keys(&['a']);
    assert!(is_approved(), "a key chooses");
    browser.leave("Ctrl+Enter", || {
        browser.chord(&[driver::CONTROL_KEY, driver::ENTER])
    });
    player.reads("KA-1.02");
    let finding = site.wait(case.finding("concito", "KA-1.01"));
    assert_eq!(finding, Some(FindingStatus::Approved));

    // What is written is kept as a draft by itself, and letters write.
    let field = browser.field("Bemærkning eller vilkår");
    browser.type_into(&field, "Rart at se.");
    player.reads("Kladden er gemt.");
    browser.keys(&[driver::TAB]);
    browser.leave("j", || browser.keys(&['j']));
    assert!(browser.url().ends_with("KA-1.03"), "{}", browser.url());
    browser.leave("k", || browser.keys(&['k']));
    let kept = browser.run("return document.getElementById('text').value", &[]);
    assert_eq!(kept, "Rart at se.");
    player.examine("the draft of a judgement");

    // The keys lead on from the sheet, and through criteria that one only reads.
    player.open(&routes::review(case.id, "concito"));
    browser.leave("u", || browser.keys(&['u']));
    assert!(browser.url().ends_with("KA-1.02"), "{}", browser.url());
    player.becomes(Who::Secretariat);
    player.open(&routes::review_criterion(case.id, "concito", "KA-1.01"));
    browser.leave("j", || browser.keys(&['j']));
    assert!(browser.url().ends_with("KA-1.02"), "{}", browser.url());
    drop(player);
    site.finish();
}
