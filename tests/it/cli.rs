//! The command line: what it says, and which code it ends with.

use std::{
    path::{Path, PathBuf},
    process::{Command as Process, Output},
};

use ed25519_dalek::SigningKey;
use lustrum_app::{Anchoring, Anchors};
use lustrum_domain::log::FaultKind;
use lustrum_simulation::simulate::Sabotage;
use lustrum_store::{Backend, MailFilter, Store};
use serde_json::{Value, json};

use crate::support::*;

/// The program, with settings of the test's own and nothing of the environment's.
pub(crate) fn lustrum(arguments: &[&str]) -> Process {
    let mut process = Process::new(env!("CARGO_BIN_EXE_lustrum"));
    process.args(arguments).env_remove("LUSTRUM_TEST_POSTGRES");
    process
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    told(lustrum(arguments).output().expect("the program starts"))
}

fn told(output: Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code().unwrap_or(-1),
        text(&output.stdout),
        text(&output.stderr),
    )
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A file in a folder of its own.
fn file(folder: &tempfile::TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("room in the temporary folder");
    path.to_str().expect("a plain path").to_owned()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("room in the temporary folder")
}

const SET: &str = "cctf-ka@0.1";
const DAY: &str = "2026-11-23";

#[test]
fn check_ends_with_what_the_checks_say() {
    let folder = folder();
    let good = root().join("criteria/cctf-ka/0.1/examples/0727-odder.json");
    let good = good.to_str().expect("a plain path");
    let mut unknown: Value =
        serde_json::from_str(&std::fs::read_to_string(good).expect("the example")).expect("JSON");
    let (code, said, _) = run(&["check", good, "--set", SET, "--as-of", DAY]);
    assert_eq!(code, 0, "the example meets everything: {said}");
    let failing = file(&folder, "failing.json", &failing_plan().to_string());
    let (code, said, _) = run(&["check", &failing, "--set", SET, "--as-of", DAY]);
    assert_eq!(code, 1, "{said}");
    // The place, what stands there and what should.
    assert!(said.contains("✗ KA-6.04"), "{said}");
    let told = "/revision/next_revision_on: »Næste revision › Næste revision« er 2034-06-19; \
                den seneste dato er 21. juni 2032.";
    assert!(said.contains(told), "{said}");
    // What is missing cannot be told: neither met nor unmet.
    unknown = json!({"schema": unknown["schema"].take()});
    let empty = file(&folder, "empty.json", &unknown.to_string());
    let (code, said, _) = run(&["check", &empty, "--set", SET, "--as-of", DAY]);
    assert_eq!(code, 3, "{said}");
    let broken = file(&folder, "broken.json", "{\"schema\": ");
    let (code, said, errors) = run(&["check", &broken, "--set", SET]);
    assert_eq!((code, said.as_str()), (2, ""));
    assert!(!errors.is_empty());
    let wrong = file(
        &folder,
        "wrong.json",
        &json!({"schema": "plan-data/1", "staff": 7}).to_string(),
    );
    let (code, _, errors) = run(&["check", &wrong, "--set", SET]);
    assert_eq!(code, 2);
    let told = "/staff: »Medarbejdere« er »7«, men skal være en tabel. [7 → en tabel]";
    assert!(errors.contains(told), "{errors}");
    assert_eq!(run(&["check", "no-such-file.json", "--set", SET]).0, 2);
    let (code, _, errors) = run(&["check", good, "--set", "cctf-ka@9.9"]);
    assert_eq!(code, 2);
    assert!(
        errors.contains("cctf-ka@0.1"),
        "it names what there is: {errors}"
    );
}

#[test]
fn check_speaks_both_languages_and_to_programs() {
    let folder = folder();
    let failing = file(&folder, "failing.json", &failing_plan().to_string());
    let said = |language: &str| {
        run(&[
            "check", &failing, "--set", SET, "--lang", language, "--as-of", DAY,
        ])
        .1
    };
    let (danish, english) = (said("da"), said("en"));
    assert_ne!(danish, english);
    assert!(
        danish.contains("opfyldt") && english.contains("met"),
        "{danish}\n{english}"
    );
    let (code, json, _) = run(&[
        "check", &failing, "--set", SET, "--format", "json", "--as-of", DAY,
    ]);
    assert_eq!(code, 1);
    let found: Value = serde_json::from_str(&json).expect("one JSON document");
    assert!(found["summary"]["not_met"].as_u64().expect("a number") >= 2);
    let broken = file(&folder, "broken.json", "[");
    let (code, json, _) = run(&["check", &broken, "--set", SET, "--format", "json"]);
    assert_eq!(code, 2);
    let found: Value = serde_json::from_str(&json).expect("one JSON document");
    let problem = &found["problems"][0];
    for field in ["pointer", "found", "wanted", "message"] {
        assert!(problem.get(field).is_some(), "{field} in {problem}");
    }
}

#[test]
fn a_summary_becomes_plan_data_and_what_found_no_place_is_listed() {
    let folder = folder();
    let fact = |value: Value| json!({"value": value, "unit": "tCO2e", "provenance": "source", "source": "https://example.dk", "note": ""});
    let summary = json!({
        "schema": "plan-summary/1", "kommunekode": "0492", "navn": "Ærø",
        "a_fact_of_no_known_name": fact(json!(7)),
    });
    let file_name = file(&folder, "summary.json", &summary.to_string());
    let plan = folder.path().join("plan.json");
    let plan = plan.to_str().expect("a plain path");
    let (code, said, errors) = run(&["import", "plan-summary", &file_name, "-o", plan]);
    assert_eq!(code, 0, "{errors}");
    let written = std::fs::read_to_string(plan).expect("the plan was written");
    let written: Value = serde_json::from_str(&written).expect("JSON");
    assert_eq!(written["municipality"]["code"], "0492");
    let all = format!("{said}{errors}");
    assert!(all.contains("a_fact_of_no_known_name"), "{all}");
    let none = file(&folder, "none.json", "{}");
    assert_eq!(run(&["import", "plan-summary", &none, "-o", plan]).0, 2);
}

#[test]
fn a_criteria_set_is_exported_with_its_checks() {
    let (code, said, _) = run(&["criteria", "export", SET]);
    assert_eq!(code, 0);
    let set: Value = serde_json::from_str(&said).expect("one JSON document");
    let criteria = set["criteria"].as_array().expect("an array");
    assert_eq!(criteria.len(), 45);
    for criterion in criteria {
        assert!(
            criterion["id"].is_string() && criterion["checks"].is_array(),
            "{criterion}"
        );
    }
    assert_eq!(run(&["criteria", "export", "nothing@1"]).0, 2);
}

/// The diagrams between the marks of a text.
fn marked(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("<!-- states -->")?;
    rest.split_once("<!-- /states -->")
        .map(|(block, _)| block.trim())
}

#[test]
fn the_states_are_drawn_from_the_code() {
    let (code, mermaid, _) = run(&["states", "--format", "mermaid"]);
    assert_eq!(code, 0);
    assert!(mermaid.contains("stateDiagram"));
    for state in lustrum_domain::StateName::ALL {
        assert!(mermaid.contains(state.as_str()), "{state}");
    }
    let (code, dot, _) = run(&["states", "--format", "dot"]);
    assert_eq!(code, 0);
    assert!(dot.contains("digraph"));
    assert_eq!(run(&["states", "--format", "crayon"]).0, 2);
}

#[test]
fn arguments_that_cannot_be_used_end_with_two() {
    for arguments in [
        &["nonsense"][..],
        &["serve", "--addr", "nowhere"],
        &["check"],
        &["simulate", "--municipalities", "none"],
        &["simulate", "--sabotage", "everything"],
        &["audit", "verify", "--checkpoint", "no-such-file.json"],
        &["--config", "no-such-file.toml", "config", "check"],
    ] {
        let folder = folder();
        let output = lustrum(arguments).current_dir(folder.path()).output();
        let (code, _, errors) = told(output.expect("the program starts"));
        assert_eq!(code, 2, "{arguments:?}: {errors}");
        assert!(!errors.is_empty(), "{arguments:?}");
    }
}

/// A command that looks for a database that is not there says so. It makes none:
/// an examination of an empty one would find it in good order.
#[test]
fn a_command_that_only_looks_makes_no_database() {
    for arguments in [
        &["audit", "verify"][..],
        &["audit", "checkpoint"],
        &[
            "token",
            "create",
            "--email",
            "kim@example.dk",
            "--label",
            "x",
        ],
        &["doctor"],
    ] {
        let folder = folder();
        let output = lustrum(arguments).current_dir(folder.path()).output();
        let (code, said, errors) = told(output.expect("the program starts"));
        let told = format!("{said}{errors}");
        assert_eq!(code, if arguments == ["doctor"] { 1 } else { 2 }, "{told}");
        assert!(
            told.contains("there is no database"),
            "{arguments:?}: {told}"
        );
        assert!(told.contains("lustrum setup"), "what to do: {told}");
        let database = folder.path().join("lustrum-data/lustrum.sqlite");
        assert!(!database.exists(), "{arguments:?}");
    }
}

#[test]
fn an_installation_is_set_up_and_the_doctor_finds_it_well_and_then_ill() {
    let folder = folder();
    let on = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut process = lustrum(arguments);
        process
            .current_dir(folder.path())
            .envs(variables.iter().copied());
        told(process.output().expect("the program starts"))
    };
    let setup = ["setup", "--name", "Kim Lind", "--email", "kim@example.dk"];
    let (code, link, errors) = on(&setup, &[]);
    assert_eq!(code, 0, "{errors}");
    assert!(link.starts_with("http://127.0.0.1:8080/"), "{link}");
    assert_eq!(on(&setup, &[]).0, 2, "it works once");
    let (code, said, _) = on(&["doctor"], &[]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("1 account"), "{said}");
    for (variable, value, wanted) in [
        ("LUSTRUM_HTTP__BASE_URL", "https://x.example.dk", "cookies"),
        ("LUSTRUM_MAIL__SMTP_URL", "smtp://127.0.0.1:1", "mail"),
        (
            "LUSTRUM_FILES__DIRECTORY",
            "lustrum-data/lustrum.sqlite",
            "files",
        ),
    ] {
        let (code, said, _) = on(&["doctor"], &[(variable, value)]);
        assert_eq!(code, 1, "{variable}: {said}");
        assert!(said.contains(&format!("✗ {wanted}")), "{variable}: {said}");
    }
    let token = [
        "token",
        "create",
        "--email",
        "kim@example.dk",
        "--label",
        "x",
    ];
    let (code, secret, _) = on(&token, &[]);
    assert_eq!((code, secret.trim().is_empty()), (0, false));
    for days in ["0", "366", "ten"] {
        let (code, _, errors) = on(&[&token[..], &["--days", days]].concat(), &[]);
        assert_eq!(code, 2, "{errors}");
    }
    let nobody = [
        "token",
        "create",
        "--email",
        "nobody@example.dk",
        "--label",
        "x",
    ];
    let (code, _, errors) = on(&nobody, &[]);
    assert_eq!(code, 2);
    assert!(errors.contains("nobody@example.dk"), "{errors}");
    assert_eq!(
        on(&["token", "revoke-all", "--email", "kim@example.dk"], &[]).0,
        0
    );
    assert_eq!(on(&["audit", "verify"], &[]).0, 0);
    assert_eq!(on(&["migrate"], &[]).0, 0);
}

#[test]
fn a_database_server_that_cannot_be_reached_is_told_at_once_with_the_cause() {
    let folder = folder();
    let started = std::time::Instant::now();
    let url = "postgres://lustrum:geheim@127.0.0.1:1/x";
    let output = lustrum(&["migrate"])
        .current_dir(folder.path())
        .env("LUSTRUM_DATABASE__URL", url)
        .output();
    let (code, _, errors) = told(output.expect("the program starts"));
    assert_eq!(code, 2);
    assert!(errors.to_lowercase().contains("refused"), "{errors}");
    assert!(!errors.contains("geheim"), "{errors}");
    assert!(started.elapsed().as_secs() < 15, "{:?}", started.elapsed());
}

/// `lustrum criteria export … | head -1`.
#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let mut process = lustrum(&["criteria", "export", SET])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(process.stdout.take());
    let (code, _, errors) = told(process.wait_with_output().expect("it ends"));
    assert_eq!((code, errors.as_str()), (0, ""));
}

#[test]
fn an_address_may_be_a_name_and_one_that_is_taken_is_told() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("bound").to_string();
    let name = address.replace("127.0.0.1", "localhost");
    for address in [address, name] {
        let folder = folder();
        let output = lustrum(&["serve", "--addr", &address])
            .current_dir(folder.path())
            .output();
        let (code, _, errors) = told(output.expect("the program starts"));
        assert_eq!(code, 2);
        assert!(errors.contains("another program listens"), "{errors}");
    }
}

#[test]
fn every_command_explains_itself() {
    let (code, help, _) = run(&["--help"]);
    assert_eq!(code, 0);
    for command in [
        "serve",
        "demo",
        "walkthrough",
        "check",
        "import",
        "criteria",
        "simulate",
        "states",
        "migrate",
        "audit",
        "token",
        "config",
        "doctor",
    ] {
        assert!(help.contains(command), "{command}");
        let (code, said, _) = run(&[command, "--help"]);
        assert_eq!(code, 0, "{command}");
        assert!(said.len() > 100, "{command}: {said}");
    }
}

/// The settings of the program for the database and the files of a test.
pub(crate) fn settings(process: &mut Process, app: &TestApp) {
    let folder = app.folder();
    process
        .current_dir(folder)
        .env("LUSTRUM_DATABASE__URL", app.database().url())
        .env("LUSTRUM_FILES__DIRECTORY", folder.join("files"))
        .env("LUSTRUM_MAIL__DIRECTORY", folder.join("mail"))
        .env("LUSTRUM_AUDIT__KEY_FILE", folder.join("audit.key"))
        .env("LUSTRUM_AUDIT__CHECKPOINTS", folder.join("checkpoints"))
        .env("LUSTRUM_LOG__LEVEL", "warn");
}

fn audit(app: &TestApp, arguments: &[&str]) -> (i32, String, String) {
    let mut process = lustrum(&["audit"]);
    process.args(arguments);
    settings(&mut process, app);
    told(process.output().expect("the program starts"))
}

/// How the database of the test writes bytes: an id, or a hash.
fn bytes(app: &TestApp, hexadecimal: impl std::fmt::Display) -> String {
    match app.app.store.backend() {
        Backend::Sqlite => format!("x'{hexadecimal}'"),
        Backend::Postgres => format!("'\\x{hexadecimal}'"),
    }
}

/// How the database of the test writes the chain of a case.
fn chain(app: &TestApp, case: &Case<'_>) -> String {
    let id = case.id.0;
    match app.app.store.backend() {
        Backend::Sqlite => bytes(app, id.simple()),
        Backend::Postgres => format!("'{id}'"),
    }
}

/// One kind of damage to the log, which `audit verify` must name.
async fn damaged(app: &TestApp, statement: &str, wanted: &str) {
    app.database()
        .execute("CREATE TABLE untouched AS SELECT * FROM event")
        .await
        .expect("a copy of the log");
    let changed = app.database().execute(statement).await.expect(statement);
    assert!(changed > 0, "{statement} changed nothing");
    let (code, said, errors) = audit(app, &["verify"]);
    assert_eq!(code, 1, "{statement}: {said}{errors}");
    assert!(said.contains(wanted), "{statement}: {said}");
    app.database()
        .execute(
            "DELETE FROM event; INSERT INTO event SELECT * FROM untouched; DROP TABLE untouched",
        )
        .await
        .expect("as it was");
    let (code, said, _) = audit(app, &["verify"]);
    assert_eq!(code, 0, "{said}");
}

on_both! {
    async fn audit_verify_finds_every_kind_of_damage_and_names_what_is_not_anchored(app) {
        app.do_not_examine();
        let case = app.opened().await;
        let (code, said, _) = audit(app, &["verify"]);
        assert_eq!(code, 0, "{said}");
        assert!(
            said.contains("nothing is anchored") && said.contains("not anchored yet"),
            "{said}"
        );
        let (code, path, _) = audit(app, &["checkpoint"]);
        assert_eq!(code, 0);
        let path = app.folder().join(path.trim());
        assert!(path.exists());
        let (code, said, _) = audit(app, &["verify"]);
        assert_eq!(code, 0);
        assert!(!said.contains("not anchored yet"), "{said}");
        case.answer("KA-1.01", "Et svar").await;
        let hold = lustrum_domain::Command::Hold {
            reason: "Dom".into(),
        };
        case.give(Who::Secretariat, hold).await;
        let (code, said, _) = audit(app, &["verify"]);
        assert_eq!(code, 0);
        assert!(
            said.contains("not anchored yet"),
            "rows after the checkpoint are named: {said}"
        );

        app.database().unguard_log().await;
        let of_chain = format!("chain = {}", chain(app, &case));
        damaged(
            app,
            &format!("UPDATE event SET body = replace(body, '2027', '2028') WHERE {of_chain} AND body LIKE '%2027%'"),
            "edited",
        )
        .await;
        // The hash is over the text; the columns beside it say the same again.
        for column in [
            "kind = 'withdrawn'",
            "at = '2020-01-01T00:00:00+00:00'",
            "person = NULL",
        ] {
            damaged(
                app,
                &format!("UPDATE event SET {column} WHERE {of_chain} AND seq = 2"),
                "edited",
            )
            .await;
        }
        damaged(
            app,
            &format!("DELETE FROM event WHERE {of_chain} AND seq = 2"),
            "removed",
        )
        .await;
        let swap = [(2, 1_000_000), (3, 2), (1_000_000, 3)]
            .map(|(from, to)| format!("UPDATE event SET seq = {to} WHERE {of_chain} AND seq = {from}"));
        damaged(app, &swap.join("; "), "edited").await;
        damaged(
            app,
            &format!("DELETE FROM event WHERE {of_chain} AND seq = (SELECT max(seq) FROM event WHERE {of_chain})"),
            "truncated",
        )
        .await;
        damaged(
            app,
            &format!("UPDATE event SET seq = CASE seq WHEN 2 THEN 1000003 ELSE 1000002 END WHERE {of_chain} AND seq IN (2, 3)"),
            "removed",
        )
        .await;
        damaged(
            app,
            &format!("DELETE FROM event WHERE {of_chain}"),
            "truncated",
        )
        .await;

        // Another key signs nothing that this installation believes.
        let forged = app.folder().join("forged.json");
        let anchored = lustrum_worker::read_checkpoint(&path).expect("a checkpoint");
        let other = SigningKey::from_bytes(&[7; 32]);
        let signed = app
            .app
            .checkpoint(&other, None)
            .await
            .expect("a checkpoint");
        let Anchoring::Signed(signed) = signed else {
            panic!("nothing stands against a first checkpoint: {signed:?}");
        };
        assert_ne!(anchored.signature, signed.signature);
        std::fs::write(&forged, serde_json::to_string(&signed).expect("JSON")).expect("room");
        let (code, said, _) = audit(
            app,
            &["verify", "--checkpoint", forged.to_str().expect("a path")],
        );
        assert_eq!(code, 1);
        assert!(said.contains("bad_checkpoint"), "{said}");
    }

    async fn audit_verify_finds_a_removed_case_by_the_checkpoint(app) {
        app.do_not_examine();
        let case = app.opened().await;
        assert_eq!(audit(app, &["checkpoint"]).0, 0);
        app.database().unguard_log().await;
        let events = format!("DELETE FROM event WHERE chain = {}", chain(app, &case));
        // Past what refers to the case.
        let cases = match app.app.store.backend() {
            Backend::Sqlite => "PRAGMA foreign_keys = off; DELETE FROM cycle",
            Backend::Postgres => "TRUNCATE cycle CASCADE",
        };
        for statement in [events.as_str(), cases] {
            app.database().execute(statement).await.expect(statement);
        }
        let (code, said, errors) = audit(app, &["verify"]);
        assert_eq!(code, 1, "{said}{errors}");
        assert!(said.contains("case_removed"), "{said}");
    }

    async fn audit_verify_finds_a_recomputed_chain_by_the_checkpoint(app) {
        app.do_not_examine();
        let case = app.opened().await;
        assert_eq!(audit(app, &["checkpoint"]).0, 0);
        let key = SigningKey::from_bytes(&[7; 32]);
        let anchors = Anchors {
            directory: app.folder().join("anchors"),
            trusted: key.verifying_key(),
        };
        let written = lustrum_worker::write_checkpoint(&app.app, &anchors.directory, &key).await;
        written.expect("room");
        assert_eq!(anchors.times().expect("a folder").len(), 1);
        let auditor = app.as_role(Who::Auditor).await;
        app.database().unguard_log().await;
        recompute(app, &case).await;
        let (code, said, errors) = audit(app, &["verify"]);
        assert_eq!(code, 1, "{said}{errors}");
        assert!(said.contains("recomputed"), "{said}");
        // So does the page of the log, which alone would find nothing.
        for (anchors, found) in [(Some(&anchors), true), (None, false)] {
            let report = app.app.examine(&auditor, anchors).await.expect("an auditor");
            let mut faults = report.faults.iter();
            assert_eq!(faults.any(|it| it.kind == FaultKind::Recomputed), found, "{report:?}");
        }
    }

    async fn checkpoints_follow_each_other_and_nothing_is_signed_over_a_log_that_was_rewritten(app) {
        app.do_not_examine();
        let case = app.opened().await;
        let mut files = Vec::new();
        for reason in ["Et", "To", "Tre"] {
            let (code, path, errors) = audit(app, &["checkpoint"]);
            assert_eq!(code, 0, "{errors}");
            files.push(app.folder().join(path.trim()));
            let hold = lustrum_domain::Command::Hold {
                reason: reason.into(),
            };
            case.give(Who::Secretariat, hold).await;
            case.give(Who::Secretariat, lustrum_domain::Command::Resume {})
                .await;
            app.clock.advance(chrono::TimeDelta::hours(1));
        }
        let read = |path: &Path| lustrum_worker::read_checkpoint(path).expect("a checkpoint");
        assert_eq!(read(&files[0]).checkpoint.previous, None);
        for pair in files.windows(2) {
            let named = read(&pair[1]).checkpoint.previous;
            assert_eq!(named, Some(read(&pair[0]).digest()));
        }
        assert_eq!(audit(app, &["verify"]).0, 0, "the control");
        // The oldest may be put away elsewhere, one from the middle may not.
        let elsewhere = app.folder().join("elsewhere.json");
        std::fs::rename(&files[0], &elsewhere).expect("a file");
        assert_eq!(audit(app, &["verify"]).0, 0);
        std::fs::rename(&elsewhere, &files[0]).expect("a file");
        std::fs::rename(&files[1], &elsewhere).expect("a file");
        let (code, said, _) = audit(app, &["verify"]);
        assert_eq!(code, 1, "{said}");
        assert!(said.contains("does not follow"), "{said}");
        std::fs::rename(&elsewhere, &files[1]).expect("a file");

        // Somebody rewrites the last row; the next checkpoint would hide it.
        let (code, _, errors) = audit(app, &["checkpoint"]);
        assert_eq!(code, 0, "{errors}");
        app.database().unguard_log().await;
        recompute(app, &case).await;
        app.clock.advance(chrono::TimeDelta::hours(1));
        let count = || {
            std::fs::read_dir(app.folder().join("checkpoints"))
                .expect("files")
                .count()
        };
        let before = count();
        let (code, _, errors) = audit(app, &["checkpoint"]);
        assert_eq!(code, 1, "{errors}");
        assert!(
            errors.contains("nothing was signed") && errors.contains("recomputed"),
            "{errors}"
        );
        assert_eq!(count(), before);
    }
}

/// Rewrites the last row of a chain and everything that would give it away,
/// as somebody who knows how could. Only a checkpoint tells.
async fn recompute(app: &TestApp, case: &Case<'_>) {
    let rows = app
        .app
        .store
        .events(case.id.0, 1, 1000)
        .await
        .expect("the log");
    let last = rows.last().expect("a row");
    let before = &rows[rows.len() - 2];
    let body = last.body.replace("2026-11-23T", "2026-11-22T");
    assert_ne!(body, last.body);
    let row = lustrum_domain::log::Row::new(case.id.0, last.seq, body.clone(), before.hash);
    let (id, hash) = (chain(app, case), bytes(app, row.hash));
    for statement in [
        format!(
            "UPDATE event SET body = '{}', hash = {hash} WHERE chain = {id} AND seq = {}",
            body.replace('\'', "''"),
            last.seq
        ),
        format!("UPDATE cycle SET head = {hash} WHERE id = {id}"),
    ] {
        let changed = app.database().execute(&statement).await.expect(&statement);
        assert_eq!(changed, 1, "{statement}");
    }
}

#[test]
fn the_walkthrough_holds_and_says_each_step_to_programs() {
    let folder = folder();
    let output = lustrum(&["walkthrough", "--json"])
        .current_dir(folder.path())
        .output();
    let (code, said, errors) = told(output.expect("the program starts"));
    assert_eq!(code, 0, "{said}\n{errors}");
    let lines: Vec<Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).expect("one object in each line"))
        .collect();
    assert!(lines.len() > 20, "{said}");
    assert!(lines.iter().all(Value::is_object));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_walkthrough_listens_where_it_is_told_and_ends_with_one_when_a_step_does_not_hold() {
    let folder = folder();
    let walkthrough = |more: &[&str]| {
        let mut process = lustrum(&["walkthrough"]);
        let output = process.args(more).current_dir(folder.path()).output();
        told(output.expect("the program starts"))
    };
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = free.local_addr().expect("bound").to_string();
    let (code, _, errors) = walkthrough(&["--addr", &address]);
    assert_eq!(code, 2);
    assert!(errors.contains("another program listens"), "{errors}");
    drop(free);
    let database = folder.path().join("walkthrough.sqlite");
    let url = format!("sqlite:{}?mode=rwc", database.display());
    let plan = root().join("criteria/cctf-ka/0.1/examples/0167-hvidovre.json");
    let plan = plan.to_str().expect("a plain path");
    let (code, said, errors) =
        walkthrough(&["--addr", &address, "--database", &url, "--plan", plan]);
    assert_eq!(code, 0, "{said}\n{errors}");
    let store = Store::connect(&url).await.expect("it was kept");
    let mails = store.mails(&MailFilter::default()).await.expect("rows");
    let link = format!("http://{address}/");
    assert!(mails.total > 20, "{}", mails.total);
    assert!(mails.rows.iter().all(|it| it.mail.text.contains(&link)));

    // Two checks must fail by a change; in this plan they fail before it.
    let failing = file(&folder, "failing.json", &failing_plan().to_string());
    let (code, said, errors) = walkthrough(&["--plan", &failing]);
    assert_eq!(code, 1, "{said}\n{errors}");
    let told = "wanted: the change fails exactly the checks of KA-1.02 and KA-6.04; found: none";
    assert!(errors.contains(told), "{errors}");
    let broken = file(&folder, "broken.json", "{\"schema\": ");
    for unusable in [broken.as_str(), "no-such-file.json"] {
        let (code, said, errors) = walkthrough(&["--plan", unusable]);
        assert_eq!((code, said.as_str()), (2, ""), "{errors}");
        assert!(errors.contains(unusable), "{errors}");
    }
}

#[test]
fn a_simulation_has_as_many_rounds_and_leaves_behind_what_it_is_told() {
    let folder = folder();
    let kept = folder.path().join("lustrum-simulation/lustrum.sqlite");
    let simulate = |more: &[&str]| {
        let mut process = lustrum(&["simulate", "--municipalities", "1", "--years", "3"]);
        let output = process.args(more).current_dir(folder.path()).output();
        told(output.expect("the program starts"))
    };
    let mut submitted = Vec::new();
    for rounds in ["1", "2"] {
        let (code, said, errors) = simulate(&["--rounds", rounds, "--json"]);
        assert_eq!(code, 0, "{said}\n{errors}");
        let report: Value = serde_json::from_str(&said).expect("one JSON document");
        submitted.push(report["events"]["submitted"].clone());
        assert_eq!(report["examinations"][0]["name"], "run-went-through");
        assert!(!kept.exists());
    }
    assert_eq!(submitted, [1, 2]);
    let (code, said, errors) = simulate(&["--keep"]);
    assert_eq!(code, 0, "{said}\n{errors}");
    assert!(said.contains("lustrum-simulation/lustrum.sqlite"), "{said}");
    let own = folder.path().join("own.sqlite");
    let url = format!("sqlite:{}?mode=rwc", own.display());
    let (code, said, errors) = simulate(&["--database", &url]);
    assert_eq!(code, 0, "{said}\n{errors}");
    for (left, again) in [
        (&kept, &["--keep"][..]),
        (&own, &["--database", url.as_str()][..]),
    ] {
        assert!(left.exists(), "{again:?}");
        // Years are simulated on nothing but an empty database.
        let (code, _, errors) = simulate(again);
        assert_eq!(code, 2, "{again:?}: {errors}");
    }
}

#[test]
fn a_plan_that_the_walkthrough_cannot_read_is_told_with_place_found_and_wanted() {
    let folder = folder();
    let plan = file(&folder, "plan.json", r#"{"staff": 1, "staff": 2}"#);
    let output = lustrum(&["walkthrough", "--plan", &plan])
        .current_dir(folder.path())
        .output();
    let (code, _, errors) = told(output.expect("the program starts"));
    assert_eq!(code, 2, "{errors}");
    assert!(errors.contains("/staff: "), "{errors}");
    assert!(errors.contains("[staff → "), "{errors}");
}

#[test]
fn six_years_of_six_municipalities_hold_and_every_sabotage_is_found() {
    let simulate = |place: &tempfile::TempDir, more: &[&str]| {
        let mut process = lustrum(&[
            "simulate",
            "--municipalities",
            "6",
            "--years",
            "6",
            "--seed",
            "1",
        ]);
        let output = process.args(more).current_dir(place.path()).output();
        told(output.expect("the program starts"))
    };
    let place = folder();
    let (code, said, errors) = simulate(&place, &["--keep", "--json"]);
    assert_eq!(code, 0, "{said}\n{errors}");
    let report: Value = serde_json::from_str(&said).expect("one object");
    let database = report["database"].as_str().expect("where it is kept");
    let path = database.trim_start_matches("sqlite:").split('?').next();
    let path = place.path().join(path.expect("a path"));
    assert!(path.exists(), "{database}");
    for sabotage in Sabotage::ALL {
        let (code, said, errors) = simulate(&folder(), &["--sabotage", sabotage.as_str()]);
        assert_eq!(code, 1, "{sabotage}: {said}\n{errors}");
        let fails = format!("FAILS  {}:", sabotage.found_by());
        assert!(said.contains(&fails), "{sabotage}: {said}");
        assert!(errors.contains(sabotage.found_by()), "{sabotage}: {errors}");
    }
}

#[test]
fn the_description_of_the_house_shows_the_states_as_the_code_draws_them() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let shown = marked(&text).expect("a diagram between the marks");
    let (_, drawn, _) = run(&["states", "--format", "mermaid"]);
    assert_eq!(shown, drawn.trim());
}

#[test]
fn a_diagram_that_was_not_drawn_from_the_code_is_found() {
    let planted = "<!-- states -->\n```mermaid\nstateDiagram-v2\n  a --> b\n```\n<!-- /states -->";
    let shown = marked(planted).expect("a diagram between the marks");
    let (_, drawn, _) = run(&["states", "--format", "mermaid"]);
    assert_ne!(shown, drawn.trim());
    assert_eq!(marked("nothing"), None);
}
