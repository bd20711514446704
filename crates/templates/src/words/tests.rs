use std::{collections::BTreeSet, fs, path::Path};

use lustrum_domain::{
    AdoptionOutcome, AssignmentStatus, ConditionOutcome, ConditionStatus, DeadlineKey, Event,
    FindingStatus, MailKind, OrganisationKind, RefusalCode, RenewalStatus, ReturnReason, Role,
    StageStatus, Standing, SubmissionKind, is_for_people,
    notice::{NoticeKind, NoticeState},
};
use lustrum_text::keys;

use super::*;

/// A family of keys with the endings that the domain asks for.
fn families() -> Vec<(&'static str, Vec<String>)> {
    macro_rules! words {
        ($name:ty) => {
            <$name>::ALL
                .iter()
                .map(|it| it.as_str().replace('_', "-"))
                .collect::<Vec<String>>()
        };
    }
    let endings = |words: Vec<String>, endings: &[&str]| {
        words
            .iter()
            .flat_map(|word| endings.iter().map(move |ending| format!("{word}{ending}")))
            .collect::<Vec<_>>()
    };
    let deadlines = [
        DeadlineKey::SelfAssessment,
        DeadlineKey::Submission,
        DeadlineKey::Review(String::new()),
        DeadlineKey::Decision,
        DeadlineKey::Answer,
        DeadlineKey::SecondReading,
        DeadlineKey::Condition("cnd_00000000000070008000000000000000".parse().unwrap()),
    ];
    let deadlines: Vec<String> = deadlines
        .iter()
        .map(|key| key.word().replace('_', "-"))
        .collect();
    let events = Event::KINDS
        .iter()
        .map(|(kind, _)| kind.replace('_', "-"))
        .collect();
    vec![
        ("state", endings(words!(StateName), &["", "-help"])),
        ("command", words!(CommandName)),
        ("refusal", words!(RefusalCode)),
        ("role", words!(Role)),
        ("organisation-kind", words!(OrganisationKind)),
        ("deadline", deadlines.clone()),
        ("due-what", deadlines),
        ("finding", words!(FindingStatus)),
        ("return-reason", words!(ReturnReason)),
        ("stage-status", words!(StageStatus)),
        ("assignment", words!(AssignmentStatus)),
        ("condition-outcome", words!(ConditionOutcome)),
        ("condition", words!(ConditionStatus)),
        ("adoption", words!(AdoptionOutcome)),
        ("submission-kind", words!(SubmissionKind)),
        ("standing", words!(Standing)),
        ("renewal", words!(RenewalStatus)),
        ("notice-kind", words!(NoticeKind)),
        ("notice-state", words!(NoticeState)),
        ("mail", endings(words!(MailKind), &["-subject", "-body"])),
        ("event", events),
        ("input", questions_asked()),
    ]
}

/// What the forms for commands ask, as the endings of keys. A hint is no duty,
/// but one that no question shows is in vain.
fn questions_asked() -> Vec<String> {
    let mut endings = BTreeSet::new();
    let people = CommandName::ALL.iter().filter(|it| is_for_people(**it));
    for command in people {
        for name in questions(*command) {
            endings.insert(asked(*command, name, ""));
            endings.insert(asked(*command, name, "-hint"));
        }
    }
    endings
        .into_iter()
        .filter(|key| !key.ends_with("-hint") || known(key))
        .filter_map(|key| key.strip_prefix("input-").map(str::to_owned))
        .collect()
}

#[test]
fn a_question_without_words_is_found() {
    let nobodys = asked(CommandName::Certify, "shoe_size", "");
    assert_eq!(nobodys, "input-shoe-size");
    assert!(!known(&nobodys));
    assert_ne!(
        question(Locale::Da, CommandName::Certify, "decided_on"),
        question(Locale::En, CommandName::Certify, "decided_on"),
    );
}

#[test]
fn every_word_of_the_domain_has_a_text_and_no_text_lacks_a_word() {
    let mut faults = Vec::new();
    let known: BTreeSet<&str> = keys().collect();
    let families = families();
    for (family, words) in &families {
        for word in words {
            if !known.contains(format!("{family}-{word}").as_str()) {
                faults.push(format!("missing: {family}-{word}"));
            }
        }
    }
    for key in known {
        // The longest family that fits: `condition-outcome-met` is no condition.
        let family = families
            .iter()
            .filter(|(family, _)| {
                key.strip_prefix(family)
                    .is_some_and(|it| it.starts_with('-'))
            })
            .max_by_key(|(family, _)| family.len());
        let Some((family, words)) = family else {
            continue;
        };
        let ending = &key[family.len() + 1..];
        let of_a_side = *family == "mail"
            && crate::mail::Side::ALL.iter().any(|side| {
                ending
                    .strip_suffix(&format!("-{side:?}").to_lowercase())
                    .is_some_and(|rest| words.iter().any(|word| word == rest))
            });
        if !of_a_side && !words.iter().any(|word| word == ending) {
            faults.push(format!("unused: {key}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The topics whose keys pages, mails and notices say; others have their own.
const TOPICS: &[&str] = &[
    "states",
    "commands",
    "refusals",
    "roles",
    "deadlines",
    "findings",
    "notices",
    "mail",
    "pages",
    "plots",
    "public",
    "account",
    "events",
    "command-forms",
    "case",
    "desk",
];

#[test]
fn every_other_text_is_said_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut said = String::new();
    gather(&root.join("src"), &mut said);
    gather(&root.join("templates"), &mut said);
    // The menu, and what forms offer, are put together there.
    gather(&root.join("../web/src/pages"), &mut said);
    // What is written for somebody who wrote nothing is put into words there.
    gather(&root.join("../app/src"), &mut said);
    let families = families();
    let mut unused = Vec::new();
    for topic in TOPICS {
        let path = root.join(format!("../text/catalogue/da/{topic}.ftl"));
        let Ok(source) = fs::read_to_string(&path) else {
            continue;
        };
        for key in source
            .lines()
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key)
        {
            let of_a_family = families.iter().any(|(family, _)| {
                key.strip_prefix(family)
                    .is_some_and(|rest| rest.starts_with('-'))
            });
            let plain = key.starts_with(|c: char| c.is_ascii_lowercase());
            if plain && !of_a_family && !is_said(key, &said) {
                unused.push(key.to_owned());
            }
        }
    }
    assert!(
        unused.is_empty(),
        "no code and no template says {unused:#?}"
    );
}

fn is_said(key: &str, said: &str) -> bool {
    if said.contains(&format!("\"{key}\"")) {
        return true;
    }
    // Some families live here rather than in the domain: `word("family", x)`.
    let agenda = key.strip_prefix("agenda-").is_some_and(|rest| {
        NoticeKind::ALL.iter().any(|kind| {
            let kind = kind.as_str().replace('_', "-");
            ["title", "summary", "description", "recommendation"]
                .iter()
                .any(|part| rest == format!("{kind}-{part}"))
        })
    });
    agenda
        || key.match_indices('-').any(|(at, _)| {
            let family = &key[..at];
            said.contains(&format!("word(\"{family}\","))
                || said.contains(&format!("\"{family}-\" ~"))
                || said.contains(&format!("[\"state\", \"{family}\"]"))
                || said.contains(&format!("[\"command\", \"{family}\"]"))
        })
}

fn gather(dir: &Path, said: &mut String) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, said);
        } else {
            said.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_notice_has_the_texts_that_its_item_is_made_of() {
    for kind in NoticeKind::ALL {
        for part in ["title", "summary", "description"] {
            let key = format!("{}-{part}", key("agenda", kind.as_str()));
            assert!(known(&key), "{key}");
        }
    }
}

#[test]
fn a_refusal_is_a_whole_sentence_for_every_code_state_and_command() {
    let refused =
        |code, state: &'static str, command: &'static str, criteria: Vec<CriterionId>| Refusal {
            criteria,
            ..Refusal::new(code, state, command)
        };
    for code in RefusalCode::ALL {
        for locale in Locale::ALL {
            let said = refusal(
                locale,
                &refused(*code, "review", "submit", vec!["KA-1.02".into()]),
            );
            assert!(said.ends_with('.'), "{said}");
            assert!(!said.contains('<') && !said.contains("{$"), "{said}");
            let said = refusal(locale, &refused(*code, "absent", "enrol", Vec::new()));
            assert!(!said.contains('<') && !said.contains("{$"), "{said}");
        }
    }
    assert_eq!(
        refusal(
            Locale::Da,
            &refused(RefusalCode::WrongState, "absent", "enrol", Vec::new())
        ),
        "»Tilslut kommunen« kan ikke gøres, mens sagen står som »ikke begyndt«. Se på sagens side, hvad der kan gøres nu."
    );
}

#[test]
fn a_municipality_is_called_as_people_call_it() {
    for (name, danish, english) in [
        ("Odder", "Odder Kommune", "Odder Municipality"),
        ("Odder Kommune", "Odder Kommune", "Odder Municipality"),
        ("København", "Københavns Kommune", "City of Copenhagen"),
        (
            "Københavns Kommune",
            "Københavns Kommune",
            "City of Copenhagen",
        ),
        (
            "Bornholms Regionskommune",
            "Bornholms Regionskommune",
            "Bornholm Municipality",
        ),
        (
            "Vesthimmerlands",
            "Vesthimmerlands Kommune",
            "Vesthimmerlands Municipality",
        ),
    ] {
        assert_eq!(municipality(Locale::Da, name), danish);
        assert_eq!(municipality(Locale::En, name), english);
    }
}

#[test]
fn the_glossary_s_words_are_kept() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../text/catalogue/da");
    for topic in TOPICS {
        let source = fs::read_to_string(root.join(format!("{topic}.ftl"))).unwrap_or_default();
        let source = source.to_lowercase();
        // A term of administrative law, which a certification decision is not.
        assert!(!source.contains("afgørelse"), "{topic}");
        assert!(!source.contains("re-certificering"), "{topic}");
        assert!(
            !source.contains("klimahandleplan"),
            "{topic}: one word for one thing"
        );
    }
}
