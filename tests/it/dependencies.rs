//! What others wrote and we build on: under which licences, from where, what is
//! never let in, and what comes twice.
//!
//! `deny.toml` says what holds. `cargo deny` reads it too, but is a program to
//! install and wants the network; these rules need nothing but cargo. Each is a
//! function from what cargo says to faults, and each has a planted fault that it
//! must find.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};

use serde::Deserialize;

/// What `deny.toml` says, as far as it is examined here.
#[derive(Debug, Deserialize)]
struct Rules {
    licenses: Licences,
    bans: Bans,
    sources: Sources,
}

#[derive(Debug, Deserialize)]
struct Licences {
    allow: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Bans {
    deny: Vec<Named>,
    skip: Vec<Named>,
}

/// A package, with its version where it is about one, and why.
#[derive(Debug, Deserialize)]
struct Named {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Debug, Deserialize)]
struct Locked {
    name: String,
    version: String,
    source: Option<String>,
}

/// What cargo says of the workspace, from what is on this machine already: the
/// tests were built from it.
fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--offline", "--locked"])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .output()
        .expect("cargo starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {arguments:?}: {errors}");
    String::from_utf8(output.stdout).expect("cargo writes UTF-8")
}

/// The packages for the machine that the tests run on: those for others need not
/// be here.
fn packages() -> Vec<Package> {
    let about = Command::new(env!("CARGO")).arg("-vV").output();
    let about = String::from_utf8(about.expect("cargo starts").stdout).expect("UTF-8");
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.expect("cargo names its host");
    let told = cargo(&[
        "metadata",
        "--format-version",
        "1",
        "--filter-platform",
        host,
    ]);
    let told: Metadata = serde_json::from_str(&told).expect("what cargo says");
    told.packages
}

/// Packages whose licence nobody allowed.
fn unlicensed(rules: &Rules, packages: &[Package]) -> Vec<String> {
    let allowed: Vec<spdx::Licensee> = rules
        .licenses
        .allow
        .iter()
        .map(|name| spdx::Licensee::parse(name).expect("a licence that SPDX knows"))
        .collect();
    let fault = |package: &Package| {
        let named = format!("{} {}", package.name, package.version);
        let Some(text) = &package.license else {
            return Some(format!("{named}: names no licence"));
        };
        // An old way to write "or".
        let expression = match spdx::Expression::parse(&text.replace('/', " OR ")) {
            Ok(expression) => expression,
            Err(error) => return Some(format!("{named}: {text:?}: {error}")),
        };
        let holds =
            expression.evaluate(|wanted| allowed.iter().any(|licence| licence.satisfies(wanted)));
        (!holds).then(|| format!("{named}: {text}"))
    };
    packages.iter().filter_map(fault).collect()
}

/// Packages of the lock file, for whatever machine, that come from elsewhere than
/// an allowed registry and are not ours.
fn foreign(rules: &Rules, lock: &Lock) -> Vec<String> {
    let mut faults = Vec::new();
    for package in &lock.package {
        let allowed = match &package.source {
            None => package.name.starts_with("lustrum-"),
            Some(source) => source.strip_prefix("registry+").is_some_and(|url| {
                let registries = &rules.sources.allow_registry;
                registries.iter().any(|registry| registry == url)
            }),
        };
        if !allowed {
            let source = package.source.as_deref().unwrap_or("a folder");
            let (name, version) = (&package.name, &package.version);
            faults.push(format!("{name} {version}: comes from {source}"));
        }
    }
    faults
}

/// Those of `names` that are never let in.
fn banned<'a>(rules: &Rules, names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut faults = BTreeSet::new();
    for name in names {
        let ban = rules.bans.deny.iter().find(|ban| ban.name == name);
        faults.extend(ban.map(|ban| format!("{name}: {}", ban.reason)));
    }
    faults.into_iter().collect()
}

/// Packages that are built in several versions without a reason, and reasons
/// that nothing needs any longer. `tree` has a package and its version a line.
fn twice(rules: &Rules, tree: &str) -> Vec<String> {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in tree.lines() {
        let mut words = line.split_whitespace();
        if let (Some(name), Some(version)) = (words.next(), words.next()) {
            let version = version.trim_start_matches('v');
            versions.entry(name).or_default().insert(version);
        }
    }
    versions.retain(|_, versions| versions.len() > 1);
    let mut faults = Vec::new();
    for skip in &rules.bans.skip {
        let (name, older) = skip.name.split_once('@').unwrap_or((&skip.name, ""));
        let built = versions.get_mut(name);
        let skipped = built.is_some_and(|versions| {
            let before = versions.len();
            versions.retain(|version| !version.starts_with(&format!("{older}.")));
            versions.len() < before
        });
        if !skipped {
            faults.push(format!("{}: comes once; its reason can go", skip.name));
        }
    }
    for (name, left) in versions {
        if left.len() > 1 {
            faults.push(format!("{name}: {left:?} and no reason"));
        }
    }
    faults
}

fn rules() -> Rules {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deny.toml");
    let text = std::fs::read_to_string(path).expect("the rules are committed");
    let rules: Rules = toml::from_str(&text).expect("the rules are TOML");
    let reasons = rules.bans.deny.iter().chain(&rules.bans.skip);
    for named in reasons {
        assert!(!named.reason.is_empty(), "{}: why?", named.name);
    }
    rules
}

fn built() -> String {
    cargo(&[
        "tree",
        "--workspace",
        "--prefix=none",
        "--edges=normal,build,dev",
    ])
}

fn lock() -> Lock {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    let text = std::fs::read_to_string(path).expect("the lock file is committed");
    toml::from_str(&text).expect("the lock file is TOML")
}

fn none(faults: &[String]) {
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn everything_we_build_on_has_a_licence_that_asks_nothing_of_our_users() {
    let packages = packages();
    assert!(packages.len() > 200, "{} packages", packages.len());
    none(&unlicensed(&rules(), &packages));
}

#[test]
fn a_licence_that_nobody_allowed_is_found() {
    let package = |name: &str, license: Option<&str>| Package {
        name: name.to_owned(),
        version: "1.0.0".to_owned(),
        license: license.map(str::to_owned),
        source: None,
    };
    let planted = [
        package("free", Some("MIT/Apache-2.0")),
        package("either", Some("GPL-2.0-only OR Apache-2.0")),
        package("strong", Some("GPL-3.0-only")),
        package("both", Some("MIT AND AGPL-3.0-only")),
        package("silent", None),
        package("own", Some("my words")),
    ];
    let found = unlicensed(&rules(), &planted);
    let names: Vec<&str> = found
        .iter()
        .filter_map(|fault| fault.split(' ').next())
        .collect();
    assert_eq!(names, ["strong", "both", "silent", "own"]);
}

#[test]
fn everything_we_build_on_comes_from_crates_io() {
    let lock = lock();
    assert!(lock.package.len() > 200);
    none(&foreign(&rules(), &lock));
    let packages = packages();
    let mut folders = packages.iter().filter(|package| package.source.is_none());
    assert!(folders.all(|package| package.name.starts_with("lustrum-")));
}

#[test]
fn a_package_from_elsewhere_is_found() {
    let planted = "[[package]]\nname = \"lustrum-web\"\nversion = \"1.0.0\"\n\
        [[package]]\nname = \"fork\"\nversion = \"1.0.0\"\nsource = \"git+https://example.org/fork#1\"\n\
        [[package]]\nname = \"other\"\nversion = \"1.0.0\"\nsource = \"registry+https://example.org/index\"\n\
        [[package]]\nname = \"folder\"\nversion = \"1.0.0\"\n";
    let found = foreign(&rules(), &toml::from_str(planted).expect("TOML"));
    assert_eq!(
        found,
        [
            "fork 1.0.0: comes from git+https://example.org/fork#1",
            "other 1.0.0: comes from registry+https://example.org/index",
            "folder 1.0.0: comes from a folder"
        ]
    );
}

#[test]
fn nothing_that_is_banned_is_let_in() {
    let (rules, lock) = (rules(), lock());
    none(&banned(
        &rules,
        built().lines().filter_map(|line| line.split(' ').next()),
    ));
    // Not even where it would only wait for a feature, or for another machine.
    let locked = lock.package.iter().map(|package| package.name.as_str());
    none(&banned(&rules, locked));
}

#[test]
fn a_banned_package_is_found() {
    let planted = ["ring", "openssl-probe", "openssl-sys", "aws-lc-rs"];
    let found = banned(&rules(), planted.into_iter());
    let names: Vec<&str> = found
        .iter()
        .filter_map(|fault| fault.split(':').next())
        .collect();
    assert_eq!(names, ["aws-lc-rs", "openssl-sys"]);
}

#[test]
fn whatever_is_built_in_two_versions_has_a_reason() {
    none(&twice(&rules(), &built()));
}

#[test]
fn a_second_version_without_a_reason_and_a_reason_without_one_are_found() {
    let rules = rules();
    let known = rules.bans.skip.iter().map(|skip| {
        let (name, older) = skip.name.split_once('@').expect("an older version");
        format!("{name} v{older}.7\n{name} v99.0.0 (proc-macro)\n")
    });
    let known: String = known.collect();
    none(&twice(&rules, &known));
    let planted = format!("{known}tokio v1.0.0\ntokio v2.0.0\ntokio v2.0.0 (*)\n");
    assert_eq!(
        twice(&rules, &planted),
        ["tokio: {\"1.0.0\", \"2.0.0\"} and no reason"]
    );
    let without = known.replace("toml v0.8.7\n", "");
    assert_eq!(
        twice(&rules, &without),
        ["toml@0.8: comes once; its reason can go"]
    );
}
