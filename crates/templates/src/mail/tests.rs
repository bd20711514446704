use super::*;

fn all() -> impl Iterator<Item = (MailKind, MailContext, Rendered, Rendered)> {
    let templates = Templates::embedded();
    MailKind::ALL
        .iter()
        .flat_map(|kind| {
            MailContext::samples()
                .into_iter()
                .map(move |context| (*kind, context))
        })
        .map(move |(kind, context)| {
            let mail = |locale| templates.mail(kind, locale, &context).unwrap();
            let (danish, english) = (mail(Locale::Da), mail(Locale::En));
            (kind, context, danish, english)
        })
}

fn is_hostile(context: &MailContext) -> bool {
    context.organisation.contains('<')
}

#[test]
fn every_kind_of_mail_is_complete_in_both_languages() {
    for (kind, context, danish, english) in all() {
        for mail in [&danish, &english] {
            for part in [&mail.subject, &mail.text, &mail.html] {
                assert!(
                    !part.contains("{$") && !part.contains("{ $"),
                    "{kind}: {part}"
                );
                assert!(
                    !part.contains("<mail-") && !part.contains("<letter-"),
                    "{kind}: {part}"
                );
                assert!(
                    !part.contains("&lt;mail-") && !part.contains("&lt;letter-"),
                    "{kind}"
                );
                if !is_hostile(&context) {
                    assert!(
                        !part.contains("{{") && !part.contains("}}"),
                        "{kind}: {part}"
                    );
                }
            }
        }
        assert_ne!(danish.text, english.text, "{kind}");
        assert_ne!(danish.subject, english.subject, "{kind}");
    }
}

#[test]
fn a_mail_has_exactly_one_link_the_same_in_text_and_html() {
    for (kind, context, danish, english) in all() {
        for mail in [danish, english] {
            assert_eq!(mail.text.matches("://").count(), 1, "{kind}: {}", mail.text);
            assert_eq!(
                mail.html.matches("href=").count(),
                1,
                "{kind}: {}",
                mail.html
            );
            assert!(mail.text.contains(&format!("\n{}\n", context.link)));
            assert!(mail.html.contains(&format!("href=\"{}\"", context.link)));
        }
    }
}

#[test]
fn a_subject_is_one_short_line() {
    for (kind, _, danish, english) in all() {
        for mail in [danish, english] {
            assert!(
                !mail.subject.chars().any(char::is_control),
                "{kind}: {:?}",
                mail.subject
            );
            let length = mail.subject.chars().count();
            assert!((10..=120).contains(&length), "{kind}: {}", mail.subject);
        }
    }
}

#[test]
fn plain_text_has_no_markup_and_html_lets_nobody_write_any() {
    for (kind, context, danish, english) in all() {
        for mail in [danish, english] {
            for mark in ["</", "<p", "<br", "<a ", "&amp;", "&lt;", "&#39;"] {
                assert!(!mail.text.contains(mark), "{kind}: {mark} in {}", mail.text);
            }
            assert!(!mail.html.contains("<script"), "{kind}");
            assert!(
                !is_hostile(&context) || mail.html.contains("&lt;script&gt;"),
                "{kind}"
            );
        }
    }
}

#[test]
fn a_reminder_says_before_and_after_in_words_and_names_the_closed_days() {
    let templates = Templates::embedded();
    let mut context = MailContext::samples().remove(0);
    let mail = templates
        .mail(MailKind::Reminder, Locale::Da, &context)
        .unwrap();
    assert_eq!(
        mail.subject,
        "Odder Kommune: svar på de returnerede kriterier har frist om 30 dage"
    );
    assert!(
        mail.text.contains("er 15. januar 2027, altså om 30 dage"),
        "{}",
        mail.text
    );
    assert!(
        mail.text
            .contains("24. december 2026, 25. december 2026, 1. januar 2027"),
        "{}",
        mail.text
    );
    let deadline = context.deadline.as_mut().unwrap();
    deadline.today = None;
    deadline.rung = 1;
    let mail = templates
        .mail(MailKind::Reminder, Locale::En, &context)
        .unwrap();
    assert_eq!(
        mail.subject,
        "Odder Municipality: the answer to the returned criteria was due yesterday"
    );
}

#[test]
fn a_reminder_that_was_late_counts_from_the_day_it_was_written() {
    let templates = Templates::embedded();
    let mut context = MailContext::samples().remove(0);
    let deadline = context.deadline.as_mut().unwrap();
    deadline.rung = -30;
    deadline.today = NaiveDate::from_ymd_opt(2027, 1, 14);
    let mail = templates
        .mail(MailKind::Reminder, Locale::Da, &context)
        .unwrap();
    assert!(
        mail.subject.ends_with("har frist i morgen"),
        "{}",
        mail.subject
    );
}

#[test]
fn only_a_mailbox_is_greeted_as_an_organisation() {
    let templates = Templates::embedded();
    let samples = MailContext::samples();
    let text = |context| {
        templates
            .mail(MailKind::Opened, Locale::Da, context)
            .unwrap()
            .text
    };
    assert!(text(&samples[0]).contains("Kære Søren Ægidius Østergård\n"));
    assert!(text(&samples[1]).contains("Til Odder Kommune\n"));
    assert!(text(&samples[1]).contains("fællespostkassen"));
    assert!(text(&samples[0]).starts_with("PRØVE"));
    assert!(!text(&samples[1]).contains("PRØVE"));
}

#[test]
fn a_version_stands_for_the_words_of_its_kind_alone() {
    let templates = Templates::embedded();
    let versions: Vec<i32> = MailKind::ALL
        .iter()
        .map(|kind| templates.version(kind.as_str()))
        .collect();
    let distinct: std::collections::BTreeSet<_> = versions.iter().collect();
    assert_eq!(distinct.len(), versions.len());
    assert!(versions.iter().all(|version| *version > 0));
    let again = Templates::embedded();
    assert_eq!(again.version("returned"), templates.version("returned"));
}

#[test]
fn a_mail_reads_like_a_letter() {
    let templates = Templates::embedded();
    let context = MailContext::samples().remove(0);
    let mail = templates
        .mail(MailKind::Returned, Locale::Da, &context)
        .unwrap();
    assert_eq!(
        mail.text,
        "\
PRØVE: Dette er et prøveforløb. Intet her er en rigtig certificering.

Kære Søren Ægidius Østergård

CONCITO har vurderet jeres plan og returneret de kriterier, der står nedenfor. Alt andet er vurderet og låst; I skal kun arbejde med disse.

Svarfristen begynder at løbe, når en af jer åbner sagen, eller når vi ved, at beskeden er nået frem. Er I uenige i en returnering, kan I bede om en fornyet vurdering, før I svarer.

Åse Kjær skriver:

> Se venligst på tallene igen.

Det drejer sig om disse 2 kriterier:

- KA-3.02 Drivhusgasregnskab
  Data er for gamle.
  > Regnskabet er fra 2019.
  > Brug det nyeste.
- KA-5.01

Frist for svar på de returnerede kriterier: 15. januar 2027.
Fristen er talt i arbejdsdage, og disse lukkedage er ikke talt med: 24. december 2026, 25. december 2026, 1. januar 2027.

Åbn her:
https://lustrum.example/cases/case_01

Venlig hilsen
Sekretariatet for Klimaalliancens recertificering

-- 
Sagen: Odder Kommune, revision 2
Du får denne mail på grund af din rolle hos Odder Kommune.
"
    );
}

#[test]
fn a_fact_stands_only_in_the_mails_it_matters_to() {
    let templates = Templates::embedded();
    let context = MailContext::samples().remove(0);
    let text = |kind| templates.mail(kind, Locale::Da, &context).unwrap().text;
    assert!(text(MailKind::Concluded).contains("KA-0727-2, gyldigt fra 1. marts 2027"));
    assert!(text(MailKind::Concluded).contains("Der er 2 vilkår"));
    assert!(text(MailKind::Revoked).contains("certifikat KA-0727-2."));
    assert!(!text(MailKind::Revoked).contains("gyldigt"));
    assert!(!text(MailKind::Opened).contains("KA-0727-2"));
    assert!(text(MailKind::LastApprover).contains("Rollen slutter 15. januar 2027."));
    assert!(text(MailKind::ConditionJudged).contains("Udfald: Opfyldt."));
    // What those who judge have to do, and when, is nothing to a council.
    for kind in [MailKind::Notice, MailKind::NoticeDrafted] {
        let text = text(kind);
        assert!(
            !text.contains("Frist") && !text.contains("Gjort af"),
            "{text}"
        );
    }
    let drafted = text(MailKind::NoticeDrafted);
    let about = "Det handler om: Planen er certificeret, Klar til vedtagelse.";
    assert!(drafted.contains(about), "{drafted}");
    for kind in [MailKind::Invitation, MailKind::NewPassword] {
        assert!(
            text(kind).contains("Linket gælder til 15. januar 2027."),
            "{kind}"
        );
    }
}

#[test]
fn an_enclosed_notice_brings_no_second_link() {
    let templates = Templates::embedded();
    let mut context = MailContext::samples().remove(0);
    let mut notice = crate::notice::NoticeContext::samples().remove(1);
    notice.link = Some(context.link.clone());
    context.notice = Some(templates.notice(NoticeKind::Certified, &notice).unwrap());
    for locale in Locale::ALL {
        let mail = templates.mail(MailKind::Notice, locale, &context).unwrap();
        assert_eq!(mail.text.matches("://").count(), 1, "{}", mail.text);
        assert_eq!(mail.html.matches("://").count(), 1, "{}", mail.html);
    }
}

#[test]
fn what_stands_for_an_unknown_name_begins_a_sentence_with_a_capital() {
    for (kind, context, danish, english) in all() {
        if context.municipality.is_some() {
            continue;
        }
        for mail in [danish, english] {
            for line in [mail.subject.as_str()].into_iter().chain(mail.text.lines()) {
                let small = line.starts_with(char::is_lowercase) && !line.starts_with("https://");
                assert!(!small, "{kind}: {line}");
                for after in line.split(". ").skip(1) {
                    assert!(!after.starts_with(char::is_lowercase), "{kind}: {line}");
                }
            }
        }
    }
}
