//! People at work, as they would be: they find what to press by its words, and
//! nothing but the pages says that it was done. Every play is given twice, with
//! scripts and with every request for a script refused.

use super::{driver::Browser, site::Site};
use crate::support::*;

/// Somebody in front of the pages.
pub(crate) struct Player<'a> {
    pub(crate) site: &'a Site,
    pub(crate) browser: Browser,
}

impl<'a> Player<'a> {
    /// A browser that was never here, in Danish.
    pub(crate) fn new(site: &'a Site, scripts: bool) -> Self {
        let browser = Browser::start();
        browser.allow_scripts(scripts);
        let player = Self { site, browser };
        player.site.become_visitor(&player.browser, None);
        player.browser.set_cookie("lustrum-language", "da");
        player
    }

    pub(crate) fn open(&self, path: &str) {
        self.browser.open(&self.site.at(path));
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
        let requests = player.browser.traffic().requests;
        let script = site.at("/assets/lustrum.js");
        let scripted = requests
            .iter()
            .any(|it| it.url.starts_with(&script) && it.bytes > 0);
        assert_eq!(scripted, scripts);
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
        assert_eq!(super::audit::errors(browser), [""; 0]);
        browser.write("Ny adgangskode", PASSWORD);
        browser.write("Skriv den igen", PASSWORD);
        browser.press("Gem adgangskoden");
        player.reads("Kirsten Koordinator, Klimakoordinator, Ærø Kommune");

        // The first key leads past the menu.
        player.open("/cases");
        browser.keys(&[super::driver::TAB, super::driver::ENTER]);
        browser.one("main:focus");

        browser.press("Log ud");
        player.open("/cases");
        browser.write("E-mail", &Who::Coordinator.email());
        browser.write("Adgangskode", "en helt forkert sætning");
        browser.press("Log ind");
        player.reads("passer ikke sammen");
        assert!(browser.has("[role=alert]"), "an error is announced");
        browser.write("Adgangskode", PASSWORD);
        browser.keys(&[super::driver::ENTER]);
        player.reads("Sager");
        assert!(browser.url().ends_with("/cases"), "{}", browser.url());
        browser.press("English");
        player.reads("Cases");
        assert!(browser.url().ends_with("/cases"), "{}", browser.url());
    });
}
