use std::collections::BTreeSet;

use lustrum_domain::StateName;

use super::*;

fn frames() -> Vec<Frame> {
    let plain = Frame {
        programme: both(
            "Klimaalliancens recertificering",
            "Klimaalliancen’s recertification",
        ),
        trial: false,
        demo: false,
        look: default_look(),
        places: vec![
            Place {
                path: "/",
                text: "page-nav-home",
            },
            Place {
                path: "/register",
                text: "page-nav-register",
            },
        ],
        path: "/register".to_owned(),
        csrf: "token".to_owned(),
        person: None,
        user: None,
        unread: false,
        done: None,
        done_about: None,
        stale: false,
        contact: None,
    };
    vec![
        plain.clone(),
        Frame {
            trial: true,
            demo: true,
            path: nasty(),
            csrf: nasty(),
            person: "00000000-0000-0000-0000-000000000007".parse().ok(),
            user: Some(User {
                name: nasty(),
                capacity: Some(nasty()),
            }),
            done: Some(CommandName::Submit),
            done_about: Some(nasty()),
            stale: true,
            contact: Some("klima@alliancen.example".to_owned()),
            ..plain.clone()
        },
        Frame {
            person: "00000000-0000-0000-0000-000000000007".parse().ok(),
            user: Some(User {
                name: "Åse Kjær".to_owned(),
                capacity: None,
            }),
            ..plain.clone()
        },
        Frame {
            person: "00000000-0000-0000-0000-000000000007".parse().ok(),
            ..plain.clone()
        },
        Frame {
            unread: true,
            ..plain
        },
    ]
}

/// Renders every sample of a page in every frame and language, and hands each to `look`.
fn each<P: Page>(templates: &Templates, look: &mut impl FnMut(&str, Locale, &str)) {
    for sample in P::samples() {
        for frame in frames() {
            let pages = Locale::ALL.map(|locale| {
                let html = templates
                    .page(locale, &frame, &sample)
                    .unwrap_or_else(|error| {
                        panic!("{}: {:#}", P::TEMPLATE, error.source);
                    });
                look(P::TEMPLATE, locale, &html);
                html
            });
            assert_ne!(
                pages[0],
                pages[1],
                "{} is the same in both languages",
                P::TEMPLATE
            );
        }
    }
}

fn every(mut look: impl FnMut(&str, Locale, &str)) {
    let templates = Templates::embedded();
    each::<home::Home>(&templates, &mut look);
    each::<sign_in::SignIn>(&templates, &mut look);
    each::<accept_invitation::AcceptInvitation>(&templates, &mut look);
    each::<case::Case>(&templates, &mut look);
    each::<command::Command>(&templates, &mut look);
    each::<desk::Desk>(&templates, &mut look);
    each::<desk::DeskWall>(&templates, &mut look);
    each::<desk::DeskMap>(&templates, &mut look);
    each::<desk_audit::Audit>(&templates, &mut look);
    each::<desk_begin::Begin>(&templates, &mut look);
    each::<desk_bodies::Bodies>(&templates, &mut look);
    each::<desk_bodies::BodyPage>(&templates, &mut look);
    each::<desk_mails::Mails>(&templates, &mut look);
    each::<desk_people::People>(&templates, &mut look);
    each::<desk_people::PersonPage>(&templates, &mut look);
    each::<desk_reviewers::Reviewers>(&templates, &mut look);
    each::<cases::Cases>(&templates, &mut look);
    each::<draft::Overview>(&templates, &mut look);
    each::<draft::CriterionPage>(&templates, &mut look);
    each::<draft::Returned>(&templates, &mut look);
    each::<draft::SectionPage>(&templates, &mut look);
    each::<draft::Files>(&templates, &mut look);
    each::<draft::Ready>(&templates, &mut look);
    each::<draft::Conflict>(&templates, &mut look);
    each::<draft::ImportPreview>(&templates, &mut look);
    each::<draft::ImportPlan>(&templates, &mut look);
    each::<register::Register>(&templates, &mut look);
    each::<register::RegisterMap>(&templates, &mut look);
    each::<municipality::MunicipalityPage>(&templates, &mut look);
    each::<figures::Figures>(&templates, &mut look);
    each::<data::Data>(&templates, &mut look);
    each::<accessibility::Accessibility>(&templates, &mut look);
    each::<account::Account>(&templates, &mut look);
    each::<notices::Notices>(&templates, &mut look);
    each::<reviews::Reviews>(&templates, &mut look);
    each::<review::Review>(&templates, &mut look);
    each::<review::ReviewCriterion>(&templates, &mut look);
    each::<review::ReviewConclude>(&templates, &mut look);
    each::<review::ReviewSummary>(&templates, &mut look);
    each::<criteria::Criteria>(&templates, &mut look);
    each::<criteria_set::CriteriaSet>(&templates, &mut look);
    each::<certificate::Certificate>(&templates, &mut look);
    each::<notice::Notice>(&templates, &mut look);
    each::<mailbox::Mailbox>(&templates, &mut look);
    each::<mail::Mail>(&templates, &mut look);
    each::<error::ErrorPage>(&templates, &mut look);
}

#[test]
fn every_template_of_a_page_is_rendered_here() {
    let mut seen = BTreeSet::from([
        "pages/layout.html".to_owned(),
        "pages/parts.html".to_owned(),
        "pages/review_parts.html".to_owned(),
        "pages/fields.html".to_owned(),
        "pages/plots.html".to_owned(),
        "pages/draft_parts.html".to_owned(),
        "pages/desk_parts.html".to_owned(),
    ]);
    every(|name, _, _| {
        seen.insert(name.to_owned());
    });
    let templates = Templates::embedded();
    for name in templates.names().filter(|name| name.starts_with("pages/")) {
        assert!(seen.contains(name), "{name} has no page");
    }
}

#[test]
fn every_page_is_complete_in_both_languages() {
    every(|name, locale, html| {
        assert!(
            html.contains(&format!("<html lang=\"{}\">", locale.tag())),
            "{name}"
        );
        assert!(
            !html.contains("{$") && !html.contains("{%"),
            "{name}: {html}"
        );
        // Braces may only come from what people wrote.
        assert_eq!(
            html.matches("{{").count(),
            html.matches("{{ 7 * 7 }}").count(),
            "{name}"
        );
        for piece in html.split("&lt;").skip(1) {
            let word: String = piece
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '-')
                .collect();
            let marked = piece[word.len()..].starts_with("&gt;") && word.contains('-');
            assert!(!marked, "{name} has no text for {word}");
        }
        for empty in [">none<", "=\"none\"", ">–</title>", "<title> –"] {
            assert!(!html.contains(empty), "{name}: {empty}");
        }
    });
}

#[test]
fn nobody_writes_markup_into_a_page() {
    let ours = format!(
        "<script src=\"{}\" defer></script>",
        crate::assets::path(crate::routes::SCRIPT)
    );
    every(|name, _, html| {
        assert_eq!(html.matches(&ours).count(), 1, "{name}");
        let html = html.replace(&ours, "");
        for forbidden in [
            "<script",
            "<style",
            " style=",
            " onclick",
            "javascript:",
            "http://",
        ] {
            assert!(!html.contains(forbidden), "{name}: {forbidden}");
        }
    });
}

#[test]
fn a_page_is_well_formed_and_its_ids_are_its_own() {
    every(|name, _, html| {
        let page = Parsed::of(html).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        let ids: BTreeSet<&String> = page.ids.iter().collect();
        assert!(ids.contains(&"main".to_owned()), "{name}");
        // A criterion may come twice in a sample, never in a set.
        let double: Vec<_> = page
            .ids
            .iter()
            .filter(|id| page.ids.iter().filter(|it| it == id).count() > 1)
            .collect();
        assert!(double.is_empty(), "{name}: {double:?}");
        for target in &page.targets {
            assert!(ids.contains(target), "{name}: nothing has the id {target}");
        }
        assert_eq!(page.headings, 1, "{name} has one first heading");
    });
}

#[test]
fn every_form_that_posts_carries_the_token() {
    every(|name, _, html| {
        for form in html.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap();
            let posts = form.contains("method=\"post\"");
            assert_eq!(form.contains("name=\"csrf\""), posts, "{name}: {form}");
        }
    });
}

#[test]
fn a_page_of_every_day_is_light() {
    let templates = Templates::embedded();
    let frame = &frames()[0];
    let register = &register::Register::samples()[2];
    let html = templates.page(Locale::Da, frame, register).unwrap();
    assert_eq!(html.matches("<tr>").count(), 301);
    // Three hundred rows; compressed on the wire this is a tenth.
    assert!(html.len() < 300_000, "{} bytes", html.len());
    let home = templates
        .page(Locale::Da, frame, &home::Home::samples()[0])
        .unwrap();
    assert!(home.len() < 8_000, "{} bytes", home.len());
}

#[test]
fn the_ball_lies_with_somebody_in_every_state_that_waits_for_people() {
    for state in StateName::ALL {
        let nobody = matches!(
            state,
            StateName::Scheduled | StateName::Concluded | StateName::Withdrawn
        );
        let ball = Ball::of(*state, false, false);
        assert_eq!(ball == Ball::Nobody, nobody, "{state}");
    }
    assert_eq!(Ball::of(StateName::Review, true, false), Ball::Secretariat);
    assert_eq!(Ball::of(StateName::Concluded, true, false), Ball::Nobody);
    for state in [StateName::Returned, StateName::Revision] {
        assert_eq!(Ball::of(state, false, false), Ball::Municipality);
        assert_eq!(Ball::of(state, false, true), Ball::Partner);
        assert_eq!(Ball::of(state, true, true), Ball::Secretariat);
    }
}

#[test]
fn a_due_date_is_overdue_from_the_day_after() {
    let due = |today| Due::new("answer", day(2027, 1, 15), today);
    assert!(!due(day(2027, 1, 15)).overdue);
    assert!(due(day(2027, 1, 16)).overdue);
    assert_eq!(due(day(2027, 1, 16)).days, 1);
    assert_eq!(due(day(2027, 1, 10)).days, 5);
}

#[test]
fn a_certificate_past_its_period_is_not_shown_as_valid() {
    use certificate::CertificateStatus;
    let last = day(2027, 3, 1);
    assert_eq!(
        CertificateStatus::of_valid(last, last),
        CertificateStatus::Valid
    );
    assert_eq!(
        CertificateStatus::of_valid(last, day(2027, 3, 2)),
        CertificateStatus::Expired
    );
}

#[test]
fn a_mail_is_parted_at_our_own_link_alone() {
    let base = "https://lustrum.example";
    let text =
        "Kære Anna\n> https://evil.example/\nÅbn:\nhttps://lustrum.example/cases/1\n\nHilsen";
    let (before, link, after) = mail::Mail::parted(text, base);
    assert!(before.ends_with("Åbn:\n"));
    assert_eq!(link.as_deref(), Some("https://lustrum.example/cases/1"));
    assert_eq!(after, "\n\nHilsen");
    assert_eq!(mail::Mail::parted("ingen", base).1, None);
}

/// Just enough of a parser to find what browsers would silently mend.
#[derive(Default)]
struct Parsed {
    ids: Vec<String>,
    /// Ids that labels, descriptions and local links point at.
    targets: Vec<String>,
    headings: usize,
}

impl Parsed {
    fn of(html: &str) -> Result<Self, String> {
        let mut parsed = Self::default();
        let mut open: Vec<String> = Vec::new();
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            let end = rest[start..].find('>').ok_or("a tag without an end")? + start;
            let tag = &rest[start + 1..end];
            rest = &rest[end + 1..];
            if tag.starts_with('!') {
                continue;
            }
            if let Some(closed) = tag.strip_prefix('/') {
                let last = open.pop().unwrap_or_default();
                if last != closed {
                    return Err(format!(
                        "<{last}> is closed by </{closed}>, near {}",
                        &html[..html.len().min(80)]
                    ));
                }
                continue;
            }
            let name = tag.split_whitespace().next().unwrap_or_default();
            parsed.headings += usize::from(name == "h1");
            parsed.read(tag)?;
            // These have no end tag.
            if !["meta", "link", "input", "br", "img"].contains(&name) {
                open.push(name.to_owned());
            }
        }
        if open.is_empty() {
            Ok(parsed)
        } else {
            Err(format!("{open:?} are never closed"))
        }
    }

    fn read(&mut self, tag: &str) -> Result<(), String> {
        if tag.matches('"').count() % 2 == 1 {
            return Err(format!("an odd number of quotes: {tag}"));
        }
        // Attributes are written in double quotes throughout.
        let parts: Vec<&str> = tag.split('"').collect();
        for pair in parts.chunks_exact(2) {
            let name = pair[0]
                .trim()
                .trim_end_matches('=')
                .rsplit(' ')
                .next()
                .unwrap_or_default();
            let value = pair[1];
            match name {
                "id" => self.ids.push(value.to_owned()),
                "for" | "aria-describedby" | "aria-labelledby" => {
                    self.targets
                        .extend(value.split_whitespace().map(str::to_owned));
                }
                "href" => {
                    if let Some(target) = value.strip_prefix('#') {
                        self.targets.push(target.to_owned());
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}
