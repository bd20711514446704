//! What the compiler does not see: who may use whom, what every migration and
//! every text must have, and that nothing knows the machine it was written on.
//!
//! Each rule is a function from text to faults, and each has a planted fault
//! that it must find.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// Who may use whom. A new edge is a change of the architecture: it is made
/// here, on purpose, and told in ARCHITECTURE.md.
const EDGES: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("text", &["domain"]),
    ("criteria", &["domain", "text"]),
    ("documents", &[]),
    ("migrations", &[]),
    ("store", &["domain", "migrations"]),
    ("templates", &["domain", "text"]),
    (
        "app",
        &[
            "criteria",
            "documents",
            "domain",
            "store",
            "templates",
            "text",
        ],
    ),
    (
        "web",
        &[
            "app",
            "criteria",
            "documents",
            "domain",
            "store",
            "templates",
            "text",
        ],
    ),
    ("worker", &["app", "domain", "store", "templates", "text"]),
    (
        "simulation",
        &[
            "app",
            "criteria",
            "domain",
            "migrations",
            "store",
            "templates",
            "text",
            "web",
            "worker",
        ],
    ),
    (
        "server",
        &[
            "app",
            "criteria",
            "domain",
            "migrations",
            "simulation",
            "store",
            "templates",
            "text",
            "web",
            "worker",
        ],
    ),
];

/// Keys of texts that code puts together with `format!`: what stands before the
/// first hole. Families that are handed to a function of words are found by
/// themselves.
const FAMILIES: &[&str] = &[
    "birth-",
    "organisation-kind-",
    "renewal-",
    "absent-state",
    "agenda-",
    "basis-",
    "error-text-",
    "error-title-",
    "fault-",
    "mail-",
    "problem-",
    "type-",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every file below `folder` whose name ends so, with its path from the root.
fn files(folder: &str, endings: &[&str]) -> BTreeMap<String, String> {
    fn walk(at: &Path, found: &mut Vec<PathBuf>) {
        let entries = std::fs::read_dir(at).expect("a folder of the project");
        for entry in entries {
            let path = entry.expect("a folder of the project").path();
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            if path.is_dir() {
                // What was built, and what git keeps, is not ours.
                if !matches!(name, "target" | ".git" | "lustrum-data" | "node_modules")
                    && !name.starts_with(".scratch")
                {
                    walk(&path, found);
                }
            } else {
                found.push(path);
            }
        }
    }
    let root = root();
    let mut found = Vec::new();
    walk(&root.join(folder), &mut found);
    found
        .into_iter()
        .filter_map(|path| {
            let name = path.strip_prefix(&root).ok()?.to_str()?.to_owned();
            let wanted = endings.is_empty() || endings.iter().any(|it| name.ends_with(it));
            let text = wanted
                .then(|| std::fs::read_to_string(&path).ok())
                .flatten()?;
            Some((name.trim_start_matches("./").to_owned(), text))
        })
        .collect()
}

fn none(faults: &[String]) {
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Edges between the crates of the workspace that nobody allowed.
fn edges(manifests: &BTreeMap<String, String>) -> Vec<String> {
    let allowed: BTreeMap<&str, &[&str]> = EDGES.iter().copied().collect();
    let mut faults = Vec::new();
    for (path, text) in manifests {
        let manifest: toml::Table = toml::from_str(text).expect("a manifest is TOML");
        let Some(name) = manifest.get("package").and_then(|it| it["name"].as_str()) else {
            continue;
        };
        let name = name.trim_start_matches("lustrum-");
        let Some(allowed) = allowed.get(name) else {
            faults.push(format!("{path}: nobody says what {name} may use"));
            continue;
        };
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let used = manifest.get(table).and_then(toml::Value::as_table);
            let used = used.into_iter().flat_map(|it| it.keys());
            for other in used.filter_map(|key| key.strip_prefix("lustrum-")) {
                if !allowed.contains(&other) {
                    faults.push(format!("{path}: {name} may not use {other}"));
                }
            }
        }
    }
    faults
}

#[test]
fn crates_use_each_other_only_as_the_architecture_says() {
    let mut manifests = files("crates", &["Cargo.toml"]);
    manifests.extend(files("migrations", &["Cargo.toml"]));
    assert_eq!(
        manifests.len(),
        EDGES.len(),
        "each crate stands in the table"
    );
    none(&edges(&manifests));
}

#[test]
fn an_edge_that_nobody_allowed_is_found() {
    let planted = "[package]\nname = \"lustrum-domain\"\n[dependencies]\nlustrum-store = \"1\"\n";
    let found = edges(&BTreeMap::from([("x".to_owned(), planted.to_owned())]));
    assert_eq!(found, ["x: domain may not use store"]);
    let unknown = "[package]\nname = \"lustrum-blog\"\n";
    assert_eq!(
        edges(&BTreeMap::from([("x".to_owned(), unknown.to_owned())])).len(),
        1
    );
}

/// Readings of the system's clock.
fn clocks(sources: &BTreeMap<String, String>) -> Vec<String> {
    let needles = [
        concat!("Utc::", "now"),
        concat!("Local::", "now"),
        concat!("SystemTime::", "now"),
    ];
    let mut faults = Vec::new();
    for (path, source) in sources {
        for (number, line) in source.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if needles.iter().any(|needle| code.contains(needle)) {
                faults.push(format!(
                    "{path}:{}: takes no clock as an argument",
                    number + 1
                ));
            }
        }
    }
    faults
}

#[test]
fn only_the_server_reads_the_systems_clock() {
    let mut sources = files("crates", &[".rs"]);
    sources.extend(files("migrations", &[".rs"]));
    sources.extend(files("tests/it", &[".rs"]));
    // A server that the simulation's own tests start dates its answers itself.
    sources.retain(|path, _| {
        !path.starts_with("crates/server/")
            && !path.ends_with("build.rs")
            && path != "crates/simulation/src/testing.rs"
    });
    assert!(sources.len() > 100);
    none(&clocks(&sources));
}

#[test]
fn a_reading_of_the_systems_clock_is_found() {
    let planted = concat!(
        "let now = Utc::",
        "now();\n// Utc::",
        "now is fine in a comment\n"
    );
    let found = clocks(&BTreeMap::from([("a.rs".to_owned(), planted.to_owned())]));
    assert_eq!(found, ["a.rs:1: takes no clock as an argument"]);
}

/// Places of the machine that something was written on.
fn machine_paths(texts: &BTreeMap<String, String>) -> Vec<String> {
    let needles = [
        concat!("/wo", "rk/"),
        concat!("../sha", "red"),
        concat!("/sha", "red/"),
        concat!(".libr", "ary/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
    ];
    texts
        .iter()
        .flat_map(|(path, text)| {
            text.lines().enumerate().filter_map(move |(number, line)| {
                let found = needles.iter().find(|needle| line.contains(**needle))?;
                Some(format!("{path}:{}: {found}", number + 1))
            })
        })
        .collect()
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    let texts = files(
        ".",
        &[
            ".rs",
            ".toml",
            ".md",
            ".yaml",
            ".yml",
            ".json",
            ".ftl",
            ".html",
            ".txt",
            ".csv",
            ".css",
            "tests/run",
            "tests/postgres",
            ".sh",
        ],
    );
    assert!(texts.len() > 300);
    none(&machine_paths(&texts));
}

#[test]
fn a_path_of_this_machine_is_found() {
    let planted = concat!("fine\nsee /wo", "rk/main\n");
    let found = machine_paths(&BTreeMap::from([("a.md".to_owned(), planted.to_owned())]));
    assert_eq!(found.len(), 1);
}

/// Source files that no module names: the compiler never reads them.
fn orphans(sources: &BTreeMap<String, String>) -> Vec<String> {
    let declares = |parent: &str, name: &str| {
        sources.get(parent).is_some_and(|source| {
            source.lines().any(|line| {
                let line = line.trim();
                line.starts_with("pub(crate) mod ")
                    .then(|| &line["pub(crate) mod ".len()..])
                    .or_else(|| line.strip_prefix("pub(super) mod "))
                    .or_else(|| line.strip_prefix("pub mod "))
                    .or_else(|| line.strip_prefix("mod "))
                    .is_some_and(|rest| rest == format!("{name};"))
            })
        })
    };
    let mut faults = Vec::new();
    for path in sources.keys() {
        let mut steps: Vec<&str> = path.trim_end_matches(".rs").split('/').collect();
        let mut name = steps.pop().unwrap_or_default();
        if matches!(name, "lib" | "main" | "build") {
            continue;
        }
        if name == "mod" {
            name = steps.pop().unwrap_or_default();
        }
        let folder = steps.join("/");
        let parents = [
            format!("{folder}.rs"),
            format!("{folder}/mod.rs"),
            format!("{folder}/lib.rs"),
            format!("{folder}/main.rs"),
        ];
        if !parents.iter().any(|parent| declares(parent, name)) {
            faults.push(format!("{path}: no module names it"));
        }
    }
    faults
}

#[test]
fn every_source_file_is_a_module() {
    let mut sources = files("crates", &[".rs"]);
    sources.retain(|path, _| path.contains("/src/"));
    sources.extend(files("migrations/src", &[".rs"]));
    sources.extend(files("tests/it", &[".rs"]));
    none(&orphans(&sources));
}

#[test]
fn a_source_file_that_no_module_names_is_found() {
    let planted = BTreeMap::from([
        (
            "crates/a/src/lib.rs".to_owned(),
            "mod known;\npub mod deep;\n".to_owned(),
        ),
        ("crates/a/src/known.rs".to_owned(), String::new()),
        ("crates/a/src/deep.rs".to_owned(), "mod inner;".to_owned()),
        ("crates/a/src/deep/inner.rs".to_owned(), String::new()),
        ("crates/a/src/forgotten.rs".to_owned(), String::new()),
    ]);
    assert_eq!(
        orphans(&planted),
        ["crates/a/src/forgotten.rs: no module names it"]
    );
}

/// What stands between quotes in a source; a text that is cut off is left out.
fn quoted(source: &str) -> impl Iterator<Item = &str> {
    let closed = source.matches('"').count() / 2;
    source.split('"').skip(1).step_by(2).take(closed)
}

/// Whether a quoted text has the form of a key.
fn is_key(text: &str) -> bool {
    text.contains('-')
        && text.starts_with(|letter: char| letter.is_ascii_lowercase())
        && !text.ends_with('-')
        && text
            .chars()
            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-')
}

/// The texts in quotes that a call of `function` begins with or holds.
fn handed_to<'a>(source: &'a str, function: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    for (at, _) in source.match_indices(&format!("{function}(")) {
        let before = source[..at].chars().next_back();
        if before.is_some_and(|it| it.is_alphanumeric() || it == '_') {
            continue;
        }
        let end = (at + 200..=source.len()).find(|end| source.is_char_boundary(*end));
        let call = &source[at..end.unwrap_or(source.len())];
        let call = call.split(';').next().unwrap_or_default();
        // In a template other calls may follow on the same line, and what is
        // handed over may be a name.
        let first = function == "t";
        if first && !call.starts_with("t(\"") {
            continue;
        }
        found.extend(quoted(call).take(if first { 1 } else { usize::MAX }));
    }
    found
}

/// Keys that code or templates ask for and the catalogue does not have.
fn unknown_keys(sources: &BTreeMap<String, String>, known: &BTreeSet<&str>) -> Vec<String> {
    let mut faults = BTreeSet::new();
    let families: BTreeSet<&str> = known
        .iter()
        .filter_map(|key| key.split('-').next())
        .collect();
    for (path, source) in sources {
        // Templates have one way to ask; what else they call are their own macros.
        let ways: &[&str] = if path.ends_with(".rs") {
            &[
                "AppError::field",
                "FieldError::new",
                "field",
                "both",
                "text",
            ]
        } else {
            &["t"]
        };
        for function in ways {
            for key in handed_to(source, function) {
                let family = key.split('-').next().unwrap_or_default();
                let ours = families.contains(family) || matches!(family, "field" | "file");
                let begins = known.iter().any(|it| it.starts_with(&format!("{key}-")));
                if is_key(key) && ours && !begins && !known.contains(key) {
                    faults.insert(format!("{path}: {key}"));
                }
            }
        }
    }
    faults.into_iter().collect()
}

/// Keys of the catalogue that nothing asks for: not by name, and of no family
/// that code puts together.
fn unused_keys(sources: &BTreeMap<String, String>, known: &BTreeSet<&str>) -> Vec<String> {
    let mut used = BTreeSet::new();
    let mut families: BTreeSet<String> = FAMILIES.iter().map(|it| (*it).to_owned()).collect();
    for source in sources.values() {
        used.extend(source.split(['"', '\'', '`']).filter(|text| is_key(text)));
        for function in ["key", "label", "word", "text", "known"] {
            let words = handed_to(source, function);
            families.extend(words.into_iter().map(|word| format!("{word}-")));
        }
    }
    known
        .iter()
        .filter(|key| !used.contains(**key))
        .filter(|key| !families.iter().any(|family| key.starts_with(family)))
        .map(|key| (*key).to_owned())
        .collect()
}

fn askers() -> BTreeMap<String, String> {
    let mut sources = files("crates", &[".rs", ".html", ".txt"]);
    sources.retain(|path, _| !path.ends_with("/tests.rs") && !path.contains("/fixtures/"));
    sources.extend(files("criteria", &[".yaml"]));
    sources
}

#[test]
fn every_text_that_is_asked_for_is_in_the_catalogue() {
    let known: BTreeSet<&str> = lustrum_text::keys().collect();
    none(&unknown_keys(&askers(), &known));
}

#[test]
fn every_text_of_the_catalogue_is_asked_for() {
    let known: BTreeSet<&str> = lustrum_text::keys().collect();
    let mut sources = askers();
    sources.extend(files("crates/text/catalogue/da", &[".ftl"]));
    none(&unused_keys(&sources, &known));
}

#[test]
fn a_text_that_is_missing_or_that_nobody_wants_is_found() {
    let known = BTreeSet::from(["field-known", "lonely-text", "state-open"]);
    let source = "AppError::field(\"/x\", found, \"field-forgotten\"); both(\"field-known\", &[]); label(locale, \"state\", name)";
    let sources = BTreeMap::from([("a.rs".to_owned(), source.to_owned())]);
    assert_eq!(unknown_keys(&sources, &known), ["a.rs: field-forgotten"]);
    assert_eq!(unused_keys(&sources, &known), ["lonely-text"]);
}

/// Crates that the description of the house does not name.
fn unnamed(description: &str) -> Vec<String> {
    EDGES
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| {
            let folder = if *name == "migrations" {
                "migrations".to_owned()
            } else {
                format!("crates/{name}")
            };
            !description.contains(&folder) && !description.contains(&format!("`lustrum-{name}`"))
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_description_of_the_house_names_each_crate() {
    let path = root().join("ARCHITECTURE.md");
    let text = std::fs::read_to_string(path).expect("ARCHITECTURE.md describes the house");
    none(&unnamed(&text));
}

#[test]
fn a_crate_that_the_description_forgets_is_found() {
    let all: String = EDGES
        .iter()
        .map(|(name, _)| format!("`lustrum-{name}` "))
        .collect();
    assert!(unnamed(&all).is_empty());
    assert_eq!(unnamed(&all.replace("`lustrum-store`", "")), ["store"]);
}

/// Names of places at which the program may be killed, as the sources pass them.
fn places(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, call) in source.match_indices("reach(") {
        let before = source[..at].chars().next_back();
        if before.is_some_and(|it| it.is_alphanumeric() || it == '_') {
            continue;
        }
        let handed = source[at + call.len()..].split(')').next();
        found.extend(quoted(handed.unwrap_or_default()));
    }
    found
}

#[test]
fn every_place_at_which_the_program_may_be_killed_is_listed_and_every_listed_one_is_passed() {
    let sources = files("crates", &[".rs"]);
    let passed: BTreeSet<&str> = sources.values().flat_map(|source| places(source)).collect();
    let listed: BTreeSet<&str> = lustrum_store::failpoint::ALL.iter().copied().collect();
    assert_eq!(passed, listed);
}

#[test]
fn a_place_is_found_however_it_is_passed() {
    let planted = "failpoint::reach(\"one\");\nreach(db, \"two\").await?;\n\
                   Ok(()) => failpoint::reach(\"three\"), other(\"none\");\n\
                   failpoint::reach(place);\nwhere_all_reach(\"none\");\n";
    assert_eq!(places(planted), ["one", "two", "three"]);
}
