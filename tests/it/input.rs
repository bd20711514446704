//! Bad input: each gets a clear answer and loses nothing.

use std::time::{Duration, Instant};

use lustrum_app::{App, AppError, MAX_UPLOAD, Readiness};
use lustrum_domain::{Command, DeadlineKey, StateName};
use lustrum_store::{Backend, Store, testing::TestDatabase};
use serde_json::{Value, json};

use crate::support::*;

/// Writes a section of the plan data as bytes, by the coordinator.
async fn put(
    case: &Case<'_>,
    app: &TestApp,
    section: &str,
    body: &[u8],
) -> Result<Vec<String>, AppError> {
    let caller = app.as_role(Who::Coordinator).await;
    let key = format!("data/{section}");
    let known = app.app.part(&caller, case.id, &key).await.ok();
    let expected = known.map(|part| part.version);
    let outcome = app
        .app
        .put_part(&caller, case.id, &key, body, expected)
        .await?;
    Ok(outcome
        .problems
        .iter()
        .map(|problem| format!("{} {}", problem.code, problem.pointer))
        .collect())
}

/// Brings a file, by the coordinator.
async fn bring(
    case: &Case<'_>,
    app: &TestApp,
    name: &str,
    bytes: &[u8],
) -> Result<lustrum_app::NewUpload, AppError> {
    let caller = app.as_role(Who::Coordinator).await;
    app.app.upload(&caller, case.id, name, chunks(bytes)).await
}

/// The first message of an error about fields, in Danish.
fn says(error: AppError) -> String {
    match error {
        AppError::Invalid(fields) => fields[0].message.da.clone(),
        other => panic!("{other:?}"),
    }
}

/// Changes the example plan at a pointer and says what the schema finds, in
/// words that name place, value found and value wanted.
async fn problems_at(case: &Case<'_>, app: &TestApp, pointer: &str, value: Value) -> Vec<String> {
    let mut plan = example_plan();
    *plan.pointer_mut(pointer).expect("a place in the example") = value;
    let section = pointer.split('/').nth(1).expect("a section").to_owned();
    let body = serde_json::to_vec(&plan[&section]).expect("JSON");
    put(case, app, &section, &body)
        .await
        .expect("a draft keeps what it is given")
}

on_both! {
    async fn broken_json_is_refused_with_line_and_column(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        for body in [&b"{\"text\": "[..], b"", b"{\"text\": \"a\"} more", b"\xff\xfe", b"nul"] {
            let error = put(&case, app, "inventory", body).await.expect_err("no JSON");
            assert!(matches!(error, AppError::Invalid(_)), "{error:?}");
        }
        let said = says(put(&case, app, "inventory", b"{\n  \"a\": ]").await.expect_err("no JSON"));
        assert!(said.contains('2'), "the line is told: {said}");
    }

    async fn a_hundred_thousand_nested_brackets_are_refused_and_do_not_end_the_process(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let started = Instant::now();
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let body = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
            let refused = put(&case, app, "inventory", body.as_bytes()).await;
            assert!(failure(refused).starts_with("invalid"));
        }
        assert!(started.elapsed() < Duration::from_secs(10));
        assert!(put(&case, app, "staff", b"{}").await.is_ok(), "the service goes on");
    }

    async fn a_part_over_one_megabyte_is_refused_and_what_stood_there_stays(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        case.answer("KA-1.01", "Det første svar").await;
        let caller = app.as_role(Who::Coordinator).await;
        let long = json!({"text": "a".repeat(1_000_001)}).to_string();
        let refused = app
            .app
            .put_part(&caller, case.id, "answer/KA-1.01", long.as_bytes(), Some(1))
            .await;
        let said = says(refused.expect_err("too large"));
        assert!(said.replace(['.', '\u{a0}', ' '], "").contains("1000000"), "{said}");
        let part = app.app.part(&caller, case.id, "answer/KA-1.01").await.expect("a part");
        assert_eq!(part.version, 1);
        assert!(part.body.contains("Det første svar"));
    }

    async fn an_answer_of_twenty_thousand_and_one_letters_is_refused_with_its_place(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let caller = app.as_role(Who::Coordinator).await;
        let put = async |text: String| {
            let body = json!({ "text": text }).to_string();
            app.app.put_part(&caller, case.id, "answer/KA-1.01", body.as_bytes(), None).await
        };
        assert_eq!(failure(put("å".repeat(20_001)).await), "invalid /text");
        put("å".repeat(20_000)).await.expect("just short enough");
    }

    async fn a_nul_character_is_refused_with_its_place_before_it_reaches_a_database(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let caller = app.as_role(Who::Coordinator).await;
        let nul = br#"{"text": "a\u0000b"}"#;
        let answer = app.app.put_part(&caller, case.id, "answer/KA-1.01", nul, None).await;
        assert_eq!(failure(answer), "invalid /text");
        assert_eq!(
            failure(put(&case, app, "staff", br#"{"note": "\u0000"}"#).await),
            "invalid /note"
        );
        let comment = app.app.comment(&caller, case.id, "plan", "a\0b").await;
        assert_eq!(failure(comment), "invalid /body");
        // In a command it is refused as well, and changes nothing.
        let why = case.refused(Who::Secretariat, Command::Hold { reason: "a\0b".into() }).await;
        assert_eq!(why, "invalid /reason");
    }

    async fn wrong_types_unknown_sections_and_unknown_parts_are_told_with_their_place(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let found = put(&case, app, "inventory", b"[]").await.expect("a draft keeps it");
        assert!(!found.is_empty(), "a list where a group is wanted");
        assert!(found[0].ends_with("/inventory"), "{found:?}");
        assert_eq!(failure(put(&case, app, "windmills", b"{}").await), "invalid /windmills");
        assert_eq!(failure(put(&case, app, "schema", b"{}").await), "invalid /schema");
        let caller = app.as_role(Who::Coordinator).await;
        for (key, wanted) in [
            ("nonsense", "not-found"),
            ("answer/", "not-found"),
            ("answer/KA-9.99", "unknown-criterion"),
            ("plan/more", "not-found"),
        ] {
            let put = app.app.put_part(&caller, case.id, key, b"{}", None).await;
            assert_eq!(failure(put), wanted, "{key}");
        }
        for (key, body, place, value) in [
            ("answer/KA-1.01", r#"7"#, "", "7"),
            ("answer/KA-1.01", r#"{"txt": "a"}"#, "/txt", "a"),
            ("answer/KA-1.01", r#"{"text": 5}"#, "/text", "5"),
            ("answer/KA-1.01", r#"{"evidence": []}"#, "/text", "–"),
            ("answer/KA-1.01", r#"{"text": "", "evidence": [{"upload": 5}]}"#, "/evidence/0/upload", "5"),
            ("plan", r#"{"upload": "bilag"}"#, "/upload", "bilag"),
            ("plan", r#"{"file": "bilag"}"#, "/file", "bilag"),
        ] {
            let put = app.app.put_part(&caller, case.id, key, body.as_bytes(), None).await;
            let Err(AppError::Invalid(fields)) = put else {
                panic!("{body} was taken, or refused otherwise: {put:?}");
            };
            assert_eq!((&*fields[0].pointer, &*fields[0].found), (place, value), "{body}");
            assert!(!fields[0].message.da.contains("struct"), "{:?}", fields[0].message);
        }
    }

    async fn an_unknown_set_or_programme_is_refused_by_name(app) {
        app.mails_do_not_matter();
        assert!(lustrum_criteria::find("cctf-ka@9.9").is_none());
        assert!(lustrum_criteria::find("cctf-ka@0.1").is_some());
        let caller = app.as_role(Who::Secretariat).await;
        let unknown = app.app.take_in(&caller, "elsewhere", app.cast.aeroe, day("2027-12-31")).await;
        assert_eq!(failure(unknown), "not-found");
        let council = app.app.take_in(&caller, PROGRAMME, app.cast.council, day("2027-12-31")).await;
        assert_eq!(failure(council), "invalid /municipality");
    }

    async fn a_year_of_five_digits_is_told_and_kept_out_of_a_submission(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_revision().await;
        let found = problems_at(&case, app, "/inventory/base_year/year", json!(20299)).await;
        assert!(found.iter().any(|it| it.contains("/inventory/base_year/year")), "{found:?}");
        // A draft keeps it; structure that is broken is refused on submission.
        assert_eq!(case.refused(Who::Approver, Command::Submit {}).await, "plan-data-invalid");
    }

    async fn negative_emissions_thousands_marks_and_wrong_gases_are_told_with_place_and_value(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let caller = app.as_role(Who::Coordinator).await;
        let place = "/inventory/rows/0/value";
        for (value, what) in [
            (json!(-5.0), "negative"),
            (json!("1.234.567"), "thousands marks"),
            (json!("12,5"), "a comma"),
        ] {
            let found = problems_at(&case, app, place, value).await;
            assert!(found.iter().any(|it| it.contains(place)), "{what}: {found:?}");
        }
        let mut plan = example_plan();
        let gases = plan["inventory"]["gases"].as_array_mut();
        let gases = gases.expect("the example names its gases");
        gases[0] = json!("N20");
        let body = serde_json::to_vec(&plan["inventory"]).expect("JSON");
        let found = put(&case, app, "inventory", &body).await.expect("a draft keeps it");
        assert!(found.iter().any(|it| it.contains("/inventory/gases/0")), "{found:?}");
        // The sentence names what stands there and what may stand there.
        let part = app.app.part(&caller, case.id, "data/inventory").await.expect("a part");
        let outcome = app
            .app
            .put_part(&caller, case.id, "data/inventory", &body, Some(part.version))
            .await
            .expect("a draft keeps it");
        let problem = &outcome.problems[0];
        assert!(problem.message.da.contains("N20"), "{problem:?}");
        assert!(problem.wanted.en.contains("N2O"), "{problem:?}");
    }

    async fn missing_notation_keys_leave_a_check_unknown_or_unmet_and_never_silent(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        case.fill(&example_plan()).await;
        let caller = app.as_role(Who::Coordinator).await;
        let (_, before) = app.app.check_draft(&caller, case.id).await.expect("a draft");
        let mut plan = example_plan();
        let rows = plan["inventory"]["rows"].as_array_mut().expect("the example has rows");
        let keyed = rows.iter().filter(|row| row.get("notation_key").is_some()).count();
        assert!(keyed > 0, "the example uses notation keys");
        for row in rows.iter_mut() {
            row.as_object_mut().expect("a row").remove("notation_key");
        }
        app.app.import_data(&caller, case.id, &plan).await.expect("a draft keeps it");
        let (problems, after) = app.app.check_draft(&caller, case.id).await.expect("a draft");
        let outcome = |results: &lustrum_criteria::CheckResults| {
            results.criterion(&"KA-3.01".into()).map(|it| it.outcome)
        };
        assert!(problems.is_empty() || !problems[0].pointer.is_empty(), "{problems:?}");
        assert_ne!(outcome(&before), outcome(&after), "a row without value and key is told");
        assert_ne!(outcome(&after), Some(lustrum_criteria::Outcome::Met));
        let told = findings(&after);
        assert!(told.iter().any(|it| it.starts_with("/inventory/rows/")), "{told:?}");
    }

    async fn duplicate_action_ids_and_dangling_links_are_told(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let mut plan = example_plan();
        let twice = plan["actions"][0]["id"].clone();
        plan["actions"][1]["id"] = twice;
        let body = serde_json::to_vec(&plan["actions"]).expect("JSON");
        let mut told = put(&case, app, "actions", &body).await.expect("a draft keeps it");
        let caller = app.as_role(Who::Coordinator).await;
        app.app.import_data(&caller, case.id, &plan).await.expect("a draft keeps it");
        let (problems, results) = app.app.check_draft(&caller, case.id).await.expect("a draft");
        told.extend(problems.iter().map(|it| format!("{} {}", it.code, it.pointer)));
        told.extend(findings(&results));
        assert!(told.iter().any(|it| it.contains("/actions/1")), "{told:#?}");
        let mut plan = example_plan();
        plan["barriers"][0]["action"] = json!("findes-ikke");
        app.app.import_data(&caller, case.id, &plan).await.expect("a draft keeps it");
        let (problems, results) = app.app.check_draft(&caller, case.id).await.expect("a draft");
        let mut told = findings(&results);
        told.extend(problems.into_iter().map(|it| it.pointer));
        assert!(told.iter().any(|it| it == "/barriers/0/action"), "{told:#?}");
    }

    async fn a_file_of_no_bytes_or_with_a_false_ending_is_refused_and_its_bytes_are_removed(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        for (name, bytes, words) in [
            ("tom.pdf", &b""[..], "er tom"),
            ("plan.pdf", b"this is no PDF", "noget andet, end navnet siger"),
            ("plan.docx", &pdf("En plan"), "noget andet, end navnet siger"),
            ("plan", &pdf("En plan"), "noget andet, end navnet siger"),
            (
                "plan.exe",
                b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00",
                "af en slags, der ikke tages imod",
            ),
            ("skrot.pdf", b"%PDF-1.4\nand then nothing", "beskadiget"),
        ] {
            let refused = bring(&case, app, name, bytes).await.expect_err(name);
            assert_eq!(why(&refused), "invalid /file", "{name}");
            let said = says(refused);
            assert!(said.contains(name) && said.contains(words), "{name}: {said}");
        }
        assert_eq!(stored_files(app), 0, "what was refused is removed");
        let good = bring(&case, app, "plan.pdf", &pdf("En plan")).await.expect("a PDF");
        assert_eq!(good.media_type, "application/pdf");
        assert_eq!(stored_files(app), 1);
    }

    async fn an_encrypted_pdf_is_refused_and_a_scanned_one_taken_with_a_remark(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        for (name, bytes, words) in [
            ("låst.pdf", encrypted_pdf(), "låst med en adgangskode"),
            ("brudt.pdf", b"%PDF-1.4\n".to_vec(), "beskadiget"),
        ] {
            let said = says(bring(&case, app, name, &bytes).await.expect_err(name));
            assert!(said.contains(words), "a password is another fault than damage: {said}");
        }
        let scanned = bring(&case, app, "skannet.pdf", &scanned_pdf()).await.expect("a picture");
        assert_eq!(scanned.remark.as_deref(), Some("scanned"));
        let plain = bring(&case, app, "plan.pdf", &pdf("En plan")).await.expect("a PDF");
        assert_eq!(plain.remark, None);
    }

    async fn an_office_file_with_macros_is_refused_whatever_it_calls_itself(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        for (name, file) in [
            ("notat.docx", docx_with_macros()),
            ("notat.docm", docx_with_macros()),
            ("ark.xlsm", xlsx_with("xl/vbaProject.bin")),
            ("ark.xlsx", xlsx_with("xl/vbaProject.bin")),
            ("ark.xlsx", xlsx_with("xl/VBAPROJECT.BIN")),
        ] {
            let said = says(bring(&case, app, name, &file).await.expect_err(name));
            assert!(said.to_lowercase().contains("makro"), "{name}: {said}");
        }
        let plain = bring(&case, app, "ark.xlsx", &xlsx_with("xl/styles.xml")).await;
        plain.expect("the control: without macros it is taken");
    }

    async fn file_names_keep_their_danish_letters_and_lose_paths_and_control_characters(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        for (name, kept) in [
            ("Ærøs klimaplan (æøå ÆØÅ).pdf", "Ærøs klimaplan (æøå ÆØÅ).pdf"),
            ("../../etc/plan.pdf", "plan.pdf"),
            ("C:\\Users\\Åse\\plan.pdf", "plan.pdf"),
            ("pl\r\nan\t.pdf", "plan.pdf"),
        ] {
            let new = bring(&case, app, name, &pdf("En plan")).await.expect("a PDF");
            assert_eq!(new.name, kept);
        }
        for name in ["", "/", "..", "a/..", "\u{7}"] {
            let refused = bring(&case, app, name, &pdf("En plan")).await;
            assert_eq!(failure(refused), "invalid /name", "{name:?}");
        }
    }

    async fn a_file_over_the_limit_is_cut_off_while_it_comes(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let caller = app.as_role(Who::Coordinator).await;
        // A gigabyte that is never in memory; it stops being read at the limit.
        let block = axum::body::Bytes::from(vec![b'x'; 1_000_000]);
        let mut sent = 0_u32;
        let endless = futures_util::stream::poll_fn(|_| {
            sent += 1;
            assert!(sent < 300, "reading goes on far past the limit");
            std::task::Poll::Ready((sent < 1000).then(|| Ok::<_, std::io::Error>(block.clone())))
        });
        let refused = app.app.upload(&caller, case.id, "stor.txt", endless).await;
        let Err(AppError::TooLarge { limit }) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(limit, MAX_UPLOAD);
        assert_eq!(stored_files(app), 0);
    }

    async fn a_connection_that_breaks_during_an_upload_leaves_no_row(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let caller = app.as_role(Who::Coordinator).await;
        for (fault, wanted) in [
            (std::io::ErrorKind::ConnectionReset, "broken"),
            (std::io::ErrorKind::TimedOut, "silent"),
        ] {
            let halves = [
                Ok(axum::body::Bytes::from_static(b"%PDF-1.4\n")),
                Err(std::io::Error::from(fault)),
            ];
            let halves = futures_util::stream::iter(halves);
            let broken = app.app.upload(&caller, case.id, "plan.pdf", halves).await;
            assert_eq!(failure(broken), wanted);
            assert!(app.app.draft_uploads(&caller, case.id).await.expect("the draft").is_empty());
            assert_eq!(stored_files(app), 0);
        }
    }

    async fn evidence_and_plan_must_be_files_of_this_case(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let caller = app.as_role(Who::Coordinator).await;
        let unknown = json!({"upload": format!("upl_{}", "0".repeat(32))}).to_string();
        let plan = app.app.put_part(&caller, case.id, "plan", unknown.as_bytes(), None).await;
        assert_eq!(failure(plan), "invalid /upload");
        let note = bring(&case, app, "notat.txt", b"et notat").await.expect("a text");
        let plan = json!({"upload": note.id}).to_string();
        let plan = app.app.put_part(&caller, case.id, "plan", plan.as_bytes(), None).await;
        assert_eq!(failure(plan), "invalid /upload", "only a PDF is a plan document");
        let answer = json!({"text": "Se her", "evidence": [{"upload": format!("upl_{}", "0".repeat(32))}]});
        let body = answer.to_string();
        let put = app.app.put_part(&caller, case.id, "answer/KA-1.01", body.as_bytes(), None).await;
        assert_eq!(failure(put), "invalid /evidence/0/upload");
    }

    async fn a_stale_version_is_told_with_the_present_one(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        let caller = app.as_role(Who::Secretariat).await;
        let seen = case.cycle().await.version;
        let hold = Command::Hold { reason: "Dom".into() };
        app.app.command(&caller, case.id, &hold, Some(seen)).await.expect("as it was seen");
        let resume = Command::Resume {};
        let stale = app.app.command(&caller, case.id, &resume, Some(seen)).await;
        let Err(AppError::Stale { current, .. }) = stale else {
            panic!("{stale:?}");
        };
        let now = case.cycle().await.version;
        assert_eq!(current, Some(now));
        app.app.command(&caller, case.id, &resume, Some(now)).await.expect("as it is");
    }

    async fn every_command_in_the_wrong_state_is_refused_with_a_code_and_changes_nothing(app) {
        app.mails_do_not_matter();
        let case = app.taken_in().await;
        for (who, command) in [
            (Who::Approver, Command::Submit {}),
            (Who::Approver, Command::SubmitSelfAssessment {}),
            (Who::Approver, Command::Recall {}),
            (Who::Secretariat, Command::AllowRound { reason: "x".into() }),
            (Who::Secretariat, Command::RecordContact { how: "x".into() }),
            (
                Who::Approver,
                Command::RequestExtension {
                    deadline: DeadlineKey::Submission,
                    until: day("2028-01-01"),
                    reasons: "x".into(),
                },
            ),
        ] {
            assert_eq!(case.refused(who, command).await, "wrong-state");
        }
        let caller = app.as_role(Who::Approver).await;
        let refused = app.app.command(&caller, case.id, &Command::Submit {}, None).await;
        let Err(AppError::Refused(refusal)) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(refusal.state, "scheduled");
        assert_eq!(refusal.command, "submit");
        let put = app.app.put_part(&caller, case.id, "answer/KA-1.01", b"{}", None).await;
        assert_eq!(failure(put), "wrong-state");
    }

    async fn an_unfinished_submission_is_refused_with_the_criteria_that_are_missing(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        assert_eq!(
            case.refused(Who::Approver, Command::SubmitSelfAssessment {}).await,
            "answers-missing"
        );
        let case = case.to_revision().await;
        let caller = app.as_role(Who::Approver).await;
        let part = app.app.part(&caller, case.id, "answer/KA-2.01").await.expect("a part");
        let empty = br#"{"text": ""}"#;
        app.app
            .put_part(&caller, case.id, "answer/KA-2.01", empty, Some(part.version))
            .await
            .expect("a draft may be unfinished");
        let refused = app.app.command(&caller, case.id, &Command::Submit {}, None).await;
        let Err(AppError::Refused(refusal)) = refused else {
            panic!("{refused:?}");
        };
        let missing: Vec<&str> = refusal.criteria.iter().map(|id| id.0.as_str()).collect();
        assert_eq!(missing, ["KA-2.01"]);
        assert_eq!(refusal.code.as_str(), "answers-missing");
    }

    async fn blanks_are_neither_an_answer_nor_an_explanation(app) {
        app.mails_do_not_matter();
        let case = app.opened().await;
        case.fill(&failing_plan()).await;
        case.answer("KA-1.01", " \n\u{a0}").await;
        let first = Command::SubmitSelfAssessment {};
        assert_eq!(case.refused(Who::Approver, first).await, "answers-missing");
        case.answer("KA-1.01", "Et svar").await;
        case.give(Who::Approver, Command::SubmitSelfAssessment {}).await;
        let scoping = Command::RecordScoping {
            held_on: app.today(),
            participants: "Ærø og CONCITO".into(),
            focus: Vec::new(),
        };
        case.give(Who::ConcitoLead, scoping).await;
        let caller = app.as_role(Who::Coordinator).await;
        let (_, results) = app.app.check_draft(&caller, case.id).await.expect("a draft");
        let unmet = results.criteria.iter();
        let mut unmet = unmet.filter(|it| it.outcome == lustrum_criteria::Outcome::NotMet);
        let unmet = unmet.next().expect("something is not met").criterion.clone();
        let key = format!("answer/{unmet}");
        for explanation in ["", " \t\n"] {
            let part = app.app.part(&caller, case.id, &key).await.expect("a part");
            let body = json!({"text": "Svar", "explanation": explanation}).to_string();
            app.app
                .put_part(&caller, case.id, &key, body.as_bytes(), Some(part.version))
                .await
                .expect("a draft may be unfinished");
            let refused = case.refused(Who::Approver, Command::Submit {}).await;
            assert_eq!(refused, "explanation-missing");
        }
    }

    async fn a_check_that_is_not_met_wants_an_explanation_and_never_blocks(app) {
        app.mails_do_not_matter();
        let case = app.opened().await.to_revision().await;
        let caller = app.as_role(Who::Coordinator).await;
        app.app
            .import_data(&caller, case.id, &failing_plan())
            .await
            .expect("the coordinator may import");
        let (_, results) = app.app.check_draft(&caller, case.id).await.expect("a draft");
        let unmet: Vec<_> = results
            .criteria
            .iter()
            .filter(|it| it.outcome == lustrum_criteria::Outcome::NotMet)
            .map(|it| it.criterion.clone())
            .collect();
        assert!(unmet.len() >= 2, "{unmet:?}");
        assert_eq!(case.refused(Who::Approver, Command::Submit {}).await, "explanation-missing");
        for criterion in &unmet {
            let key = format!("answer/{criterion}");
            let part = app.app.part(&caller, case.id, &key).await.expect("a part");
            let body = json!({"text": "Svar", "explanation": "Det følger."}).to_string();
            app.app
                .put_part(&caller, case.id, &key, body.as_bytes(), Some(part.version))
                .await
                .expect("the coordinator may answer");
        }
        case.give(Who::Approver, Command::Submit {}).await;
        assert_eq!(case.state().await, StateName::Review);
    }
}

/// Everything that the checks say, as places.
fn findings(results: &lustrum_criteria::CheckResults) -> Vec<String> {
    let checks = results
        .criteria
        .iter()
        .flat_map(|criterion| &criterion.checks);
    checks
        .flat_map(|check| &check.findings)
        .map(|finding| finding.pointer.clone())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_away_is_told_as_such_and_nothing_is_lost_when_it_is_back() {
    let app = TestApp::on(Backend::Postgres).await;
    app.mails_do_not_matter();
    let case = app.opened().await;
    let before = case.cycle().await;
    let hold = Command::Hold {
        reason: "Dom".into(),
    };
    let caller = app.as_role(Who::Secretariat).await;
    // Another database of the same server is the way to cut this one off.
    let keeper = TestDatabase::postgres().await;
    let name = app.database().url().rsplit('/').next().expect("a name");
    let allow = async |allowed: bool| {
        keeper
            .execute(&format!(
                "ALTER DATABASE {name} ALLOW_CONNECTIONS {allowed}"
            ))
            .await
            .expect("the user of the tests owns the database");
    };
    allow(false).await;
    keeper
        .execute(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        ))
        .await
        .expect("the user of the tests may end its own connections");
    for _ in 0..20 {
        let refused = app.app.command(&caller, case.id, &hold, None).await;
        assert_eq!(failure(refused), "unavailable");
    }
    assert_eq!(app.app.readiness().await, Readiness::Away);
    // The same process and the same pool work again.
    allow(true).await;
    assert_eq!(case.cycle().await, before);
    app.app
        .command(&caller, case.id, &hold, None)
        .await
        .expect("the database is back");
    assert_eq!(app.app.readiness().await, Readiness::Ready);
    app.finish().await;
    keeper.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_another_process_keeps_writing_is_told_as_away_and_nothing_is_lost() {
    let app = TestApp::on(Backend::Sqlite).await;
    app.mails_do_not_matter();
    let case = app.opened().await;
    let before = case.cycle().await;
    let hold = Command::Hold {
        reason: "Dom".into(),
    };
    let caller = app.as_role(Who::Secretariat).await;
    let store = Store::connect_within(app.database().url(), Duration::from_millis(50)).await;
    let impatient = App {
        store: store.expect("the database of this test can be opened twice"),
        ..app.app.clone()
    };
    let run = async |statement: &str| {
        let done = app.database().execute(statement).await;
        done.expect("the connection of the test");
    };
    run("BEGIN IMMEDIATE").await;
    for _ in 0..3 {
        let refused = impatient.command(&caller, case.id, &hold, None).await;
        assert_eq!(failure(refused), "unavailable");
    }
    run("ROLLBACK").await;
    assert_eq!(case.cycle().await, before);
    let done = impatient.command(&caller, case.id, &hold, None).await;
    done.expect("the file is free again");
    assert!(case.cycle().await.hold.is_some());
    let closed = impatient.store.close().await;
    closed.expect("a store can be closed once");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_that_was_closed_says_that_it_is_away() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let app = TestApp::on(backend).await;
        app.mails_do_not_matter();
        let case = app.opened().await.id;
        let elsewhere = app.second_instance().await;
        let caller = app.as_role(Who::Secretariat).await;
        elsewhere
            .store
            .close()
            .await
            .expect("a store can be closed once");
        let hold = Command::Hold {
            reason: "Dom".into(),
        };
        let refused = elsewhere.command(&caller, case, &hold, None).await;
        assert_eq!(failure(refused), "unavailable");
        assert_eq!(elsewhere.readiness().await, Readiness::Away);
        app.app
            .command(&caller, case, &hold, None)
            .await
            .expect("this one is open");
        app.finish().await;
    }
}
