//! One word for one thing, in the catalogue and in the criteria: what the field
//! calls a thing is what every page, mail and notice calls it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use lustrum_domain::Locale::{self, Da, En};

/// Words that would say the same as one of ours, or something else in law. A
/// word with `=` before it is meant alone; any other also within a longer one.
const FORBIDDEN: &[(Locale, &str, &str)] = &[
    (Da, "klimahandleplan", "klimahandlingsplan"),
    (Da, "gencertificer", "recertificering"),
    (
        Da,
        "afgørelse",
        "certificeringsbeslutning: an afgørelse is an act of administrative law",
    ),
    (Da, "=kendelse", "certificeringsbeslutning"),
    (Da, "=kriterie", "kriterium"),
    (Da, "=kriterien", "kriteriet"),
    (Da, "genindsend", "indsendelse"),
    (Da, "ansøgning", "indsendelse: nobody applies for anything"),
    (Da, "=submission", "indsendelse"),
    (Da, "indlever", "indsende"),
    (Da, "=review", "faglig vurdering"),
    (Da, "=reviewer", "faglig vurderer"),
    (Da, "bedøm", "vurdere"),
    (Da, "evidens", "dokumentation"),
    (Da, "bevismateriale", "dokumentation"),
    (Da, "tilbagesend", "returnere"),
    (Da, "=adoption", "vedtagelse"),
    (Da, "notifik", "orientering"),
    (Da, "underretning", "orientering"),
    (Da, "meddelelse", "orientering"),
    (Da, "=kontrol", "tjek"),
    (Da, "=kontrollen", "tjekket"),
    (Da, "=kontroller", "tjek"),
    (Da, "=kontrollerne", "tjekkene"),
    (Da, "fristudsættelse", "fristforlængelse"),
    (Da, "=pause", "sat i bero"),
    (Da, "suspender", "sat i bero"),
    (Da, "interessekonflikt", "inhabil"),
    (Da, "habilitetskonflikt", "inhabil"),
    (Da, "=gap", "manko"),
    (Da, "co-benefit", "merværdi"),
    (Da, "sidegevinst", "merværdi"),
    (Da, "klimaregnskab", "drivhusgasregnskab"),
    (Da, "emissionsregnskab", "drivhusgasregnskab"),
    (Da, "indmeld", "tilslutte"),
    (Da, "=kvittér", "bekræfte modtagelsen"),
    (Da, "=kvitterer", "bekræfte modtagelsen"),
    (Da, "kollegaer", "kolleger"),
    (Da, "ved magt", "gælde stadig"),
    (En, "climate plan", "climate action plan"),
    (En, "re-certif", "recertification"),
    (En, "=ruling", "decision"),
    (En, "=criterium", "criterion"),
    (En, "resubmi", "submission"),
    (En, "=applicant", "municipality"),
    (En, "=assessor", "reviewer"),
    (En, "=evaluator", "reviewer"),
    (En, "documentation", "evidence"),
    (En, "=suspended", "on hold"),
    (En, "=paused", "on hold"),
    (En, "co-benefit", "wider benefit"),
    (En, "emissions accounts", "inventory"),
];

/// Texts that name a thing by its one word.
const NAMED: &[(&str, Locale, &str)] = &[
    ("state-revision", Da, "revision"),
    ("state-review", Da, "faglig vurdering"),
    ("state-review", En, "review"),
    ("state-returned", Da, "returneret"),
    ("state-returned", En, "returned"),
    ("state-decision", Da, "certificeringsbeslutning"),
    ("state-decision", En, "decision"),
    ("column-criteria", Da, "kriteriesæt"),
    ("column-criteria", En, "criteria set"),
    ("case-submissions", Da, "indsendelse"),
    ("case-submissions", En, "submission"),
    ("command-recall", Da, "fortryd indsendelsen"),
    ("command-recall", En, "recall"),
    ("criterion-evidence", Da, "dokumentation"),
    ("criterion-evidence", En, "evidence"),
    ("return-reason-not-documented", Da, "dokumentation"),
    ("return-reason-not-documented", En, "evidence"),
    ("adoption-adopted", Da, "vedtaget"),
    ("adoption-adopted", En, "adopted"),
    ("case-notices", Da, "orientering"),
    ("command-request-extension", Da, "fristforlængelse"),
    ("command-request-extension", En, "extension"),
    ("case-on-hold", Da, "sat i bero"),
    ("case-on-hold", En, "on hold"),
    ("command-hold", Da, "i bero"),
    ("command-hold", En, "on hold"),
    ("assignment-recused", Da, "inhabil"),
    ("command-recuse", Da, "inhabil"),
    ("role-coordinator", Da, "klimakoordinator"),
    ("role-approver", Da, "planansvarlig"),
    ("role-reviewer", Da, "faglig vurderer"),
    ("role-lead", Da, "ledende vurderer"),
    ("role-advisor", Da, "rådgiver"),
    ("role-clerk", Da, "udvalgssekretær"),
];

/// Danish words that the criteria may use: their files hold both languages, and
/// speak of applications to others.
const ELSEWHERE: &[&str] = &[
    "=review",
    "=reviewer",
    "=gap",
    "=adoption",
    "=submission",
    "co-benefit",
    "ansøgning",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of the checkout") {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn catalogue(locale: Locale) -> Vec<(String, String)> {
    let folder = root().join("crates/text/catalogue").join(locale.tag());
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a file of the checkout");
        (
            path.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            text,
        )
    };
    files(&folder, ".ftl").into_iter().map(read).collect()
}

/// What stands in a text: no keys, no comments, no names of holes.
fn said(line: &str) -> String {
    let line = match line.split_once(" = ") {
        Some((key, said)) if !key.starts_with([' ', '#']) && !key.trim().contains(' ') => said,
        _ => line,
    };
    let mut words = String::new();
    let mut depth = 0;
    for letter in line.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth = i32::max(depth - 1, 0),
            _ if depth == 0 => words.push(letter),
            _ => {}
        }
    }
    words.to_lowercase()
}

/// The words of a text that are none of ours.
fn strange(locale: Locale, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for line in text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
    {
        let said = said(line);
        let words: Vec<&str> = said.split(|letter: char| !letter.is_alphabetic()).collect();
        for (spoken, word, ours) in FORBIDDEN {
            let is_there = match word.strip_prefix('=') {
                Some(alone) => words.contains(&alone),
                None => said.contains(word),
            };
            if *spoken == locale && is_there {
                let line = line.trim();
                faults.push(format!("{line:?} says {word:?}, which is: {ours}"));
            }
        }
    }
    faults
}

#[test]
fn the_catalogue_has_one_word_for_one_thing() {
    let mut faults = Vec::new();
    for locale in [Da, En] {
        for (name, text) in catalogue(locale) {
            let found = strange(locale, &text).into_iter();
            faults.extend(found.map(|it| format!("{}/{name}: {it}", locale.tag())));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_criteria_use_the_words_of_the_catalogue() {
    let mut faults = Vec::new();
    for path in files(&root().join("criteria"), ".yaml") {
        let text = std::fs::read_to_string(&path).expect("a file of the checkout");
        let mut danish = strange(Da, &text);
        danish.retain(|it| {
            !ELSEWHERE
                .iter()
                .any(|word| it.contains(&format!("says {word:?}")))
        });
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        faults.extend(danish.iter().map(|it| format!("{name}: {it}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_has_a_name_is_called_by_it() {
    let mut missing = BTreeMap::new();
    for (key, locale, word) in NAMED {
        let text = lustrum_text::text(*locale, key, &[]);
        if !text.to_lowercase().contains(word) {
            missing.insert((*key, *word), text);
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_word_that_is_none_of_ours_is_found() {
    let planted = "# Her står afgørelse, hvor ingen læser det.\n\
                   state-decision = Klar til afgørelse\n\
                   afgørelse = Klar til certificeringsbeslutning\n\
                   check = Det kan ikke afgøres, { $afgørelse } ni kriterier\n    et kriterie mere";
    let found = strange(Da, planted);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(
        found[0].contains("Klar til afgørelse") && found[1].contains("=kriterie"),
        "{found:#?}"
    );
    assert_eq!(strange(En, "a = Send an application"), [""; 0]);
    assert_eq!(strange(En, "a = The documentation is missing").len(), 1);
}
