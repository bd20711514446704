//! A stage judged on its pages, as a browser does it, by forms alone.

mod second_reading;

use std::{collections::BTreeMap, sync::Arc};

use axum::http::{StatusCode, header};
use futures_util::stream;
use lustrum_app::{Answer, Caller, Evidence, MailLine, MailQuery, Programmes};
use lustrum_domain::{
    Command, CriterionId, CycleId, FindingStatus, MailKind, OrganisationKind, PersonId,
    ReturnReason, Role, StageStatus, StateName, UploadId, Verdict, Words,
};
use lustrum_templates::routes;
use serde_json::json;

use super::world::{Browser, Seen, World, day, hidden, pdf, see_other};

/// A case in review, with the people who take part.
struct Judged {
    world: World,
    case: CycleId,
    approver: Caller,
    lead: Caller,
    reviewer: PersonId,
    /// Who could judge as well, and was not asked.
    other: PersonId,
}

const STAGE: &str = "concito";

impl Judged {
    /// A case that was handed in and is judged by `rita@concito.example`.
    async fn new() -> Self {
        let judged = Self::offered().await;
        let mut rita = judged.rita().await;
        judged.accept(&mut rita).await;
        judged
    }

    /// A case of which KA-3.02 was returned and all else approved.
    async fn returned() -> Self {
        let judged = Judged::new().await;
        let app = judged.world.app();
        let rita = app.caller(judged.reviewer).await.unwrap();
        let verdicts: Vec<(CriterionId, Verdict)> = judged
            .criteria()
            .await
            .into_iter()
            .map(|id| {
                let verdict = if id.0 == "KA-3.02" {
                    Verdict::Returned {
                        reason: ReturnReason::Outdated,
                        remark: Words::from("Brug et nyere år."),
                    }
                } else {
                    Verdict::Approved
                };
                (id, verdict)
            })
            .collect();
        app.judge(&rita, judged.case, STAGE, &verdicts, None)
            .await
            .unwrap();
        let stage = STAGE.to_owned();
        judged
            .give(&judged.lead, Command::ConcludeStage { stage })
            .await;
        judged
    }

    /// A case that was handed in, before she has answered.
    async fn offered() -> Self {
        Self::offered_in(World::new().await).await
    }

    async fn offered_in(world: World) -> Self {
        let app = world.app();
        let partners = app
            .organisations(&[OrganisationKind::KnowledgePartner], None)
            .await
            .unwrap();
        let partner = |code: &str| {
            let found = partners.iter().find(|it| it.code.as_deref() == Some(code));
            found.unwrap().id
        };
        let approver = world
            .person("anna@odder.example", Role::Approver, world.odder)
            .await;
        let lead = world
            .person("lea@concito.example", Role::Lead, partner("concito"))
            .await;
        let reviewer = world
            .person("rita@concito.example", Role::Reviewer, partner("concito"))
            .await;
        let other = world
            .person("ole@concito.example", Role::Reviewer, partner("concito"))
            .await;
        world
            .person("carl@c40.example", Role::Lead, partner("c40"))
            .await;
        let case = world.case_of(world.odder).await;
        let judged = Self {
            approver: app.caller(approver).await.unwrap(),
            lead: app.caller(lead).await.unwrap(),
            reviewer,
            other,
            case,
            world,
        };
        judged.world.command(case, super::dates()).await;
        judged.give(&judged.approver, Command::Open {}).await;
        judged.draft("2021", "Første udgave").await;
        judged
            .give(&judged.approver, Command::SubmitSelfAssessment {})
            .await;
        let scoping = Command::RecordScoping {
            held_on: lustrum_domain::time::local_date(judged.world.app().clock.now()),
            participants: "Begge".into(),
            focus: vec![lustrum_domain::Focus {
                criterion: "KA-1.01".into(),
                text: "Se på <kysten>".into(),
            }],
        };
        judged.give(&judged.lead, scoping).await;
        judged.give(&judged.approver, Command::Submit {}).await;
        let offer = Command::OfferAssignment {
            stage: STAGE.to_owned(),
            reviewer,
        };
        judged.give(&judged.lead, offer).await;
        judged
    }

    /// Writes data, a plan and an answer to every criterion.
    async fn draft(&self, year: &str, words: &str) {
        let app = self.world.app();
        let data = json!({
            "schema": "plan-data/1",
            "municipality": {"code": "0727", "name": "Odder"},
            "inventory": {"year": year.parse::<i32>().unwrap()},
        });
        app.import_data(&self.approver, self.case, &data)
            .await
            .unwrap();
        let whole = stream::iter([Ok::<_, std::io::Error>(bytes::Bytes::from(pdf()))]);
        let upload = app
            .upload(&self.approver, self.case, "klimaplan <b>.pdf", whole)
            .await
            .unwrap();
        let known = app.parts(&self.approver, self.case).await.unwrap();
        let known = known.iter().find(|part| part.key == "plan");
        let part = json!({"upload": upload.id}).to_string();
        app.put_part(
            &self.approver,
            self.case,
            "plan",
            part.as_bytes(),
            known.map(|part| part.version),
        )
        .await
        .unwrap();
        self.answer(&self.criteria().await, upload.id, words).await;
    }

    async fn answer(&self, criteria: &[CriterionId], upload: UploadId, words: &str) {
        let answers: BTreeMap<CriterionId, Answer> = criteria
            .iter()
            .map(|id| {
                let answer = Answer {
                    text: format!("{words}: svar på {id} <script>"),
                    evidence: vec![Evidence {
                        upload,
                        page: Some(12),
                        passage: Some("afsnit 4".to_owned()),
                    }],
                    explanation: Some("Kendt.".to_owned()),
                    reply: None,
                };
                (id.clone(), answer)
            })
            .collect();
        self.world
            .app()
            .import_answers(&self.approver, self.case, &answers)
            .await
            .unwrap();
    }

    async fn give(&self, caller: &Caller, command: Command) {
        let app = self.world.app();
        let done = app.command(caller, self.case, &command, None).await;
        done.unwrap_or_else(|error| panic!("{command:?}: {error:?}"));
    }

    async fn cycle(&self) -> lustrum_domain::Cycle {
        let app = self.world.app();
        app.store.cycle(self.case).await.unwrap().unwrap().cycle
    }

    async fn criteria(&self) -> Vec<CriterionId> {
        let cycle = self.cycle().await;
        cycle.criteria.iter().map(|it| it.id.clone()).collect()
    }

    async fn rita(&self) -> Browser {
        self.world.signed_in("rita@concito.example").await
    }

    async fn lea(&self) -> Browser {
        self.world.signed_in("lea@concito.example").await
    }

    /// Accepts the latest assignment.
    async fn accept(&self, browser: &mut Browser) {
        let cycle = self.cycle().await;
        let assignment = cycle.stages[0].assignments.last().unwrap().id.to_string();
        let fields = [("answer", "accept"), ("assignment", assignment.as_str())];
        let path = routes::review_assignment(self.case, STAGE);
        let seen = browser.post(&path, &fields).await;
        assert_eq!(seen.location(), routes::review(self.case, STAGE));
    }

    fn path(&self, criterion: impl std::fmt::Display) -> String {
        routes::review_criterion(self.case, STAGE, criterion)
    }

    /// Sends the form on the page of a criterion with these answers.
    async fn judge(
        &self,
        browser: &mut Browser,
        criterion: impl std::fmt::Display,
        answers: &[(&str, &str)],
    ) -> Seen {
        let path = self.path(&criterion);
        let page = browser.get(&path).await;
        let (proof, submission) = (page.proof(), page.hidden("submission"));
        let mut fields = answers.to_vec();
        fields.extend([
            ("csrf", proof.as_str()),
            ("submission", submission.as_str()),
        ]);
        browser.post_raw(&path, &fields).await
    }

    async fn finding(&self, criterion: &str) -> Option<FindingStatus> {
        let cycle = self.cycle().await;
        let id = CriterionId(criterion.to_owned());
        cycle.stages[0].findings.get(&id).map(|it| it.status)
    }
}

#[tokio::test]
async fn forty_odd_criteria_are_judged_by_forms_alone_until_the_case_goes_back() {
    let judged = Judged::new().await;
    let mut rita = judged.rita().await;
    let queue = rita.get(routes::REVIEWS).await;
    let all = judged.criteria().await;
    assert!(all.len() >= 40, "{}", all.len());
    assert!(
        queue
            .body
            .contains(&format!("{0} kriterier ud af {0}", all.len())),
        "{}",
        queue.body
    );
    let sheet = rita.get(&routes::review(judged.case, STAGE)).await;
    assert_eq!(sheet.status, StatusCode::OK);
    let first = judged.path(&all[0]);
    assert!(
        sheet
            .body
            .contains(&format!("href=\"{first}\" data-key=\"u\""))
    );
    // The lead is told what is left to be judged, and not to ask herself for it.
    let mut lea = judged.lea().await;
    let page = lea.get(&first).await.body;
    assert!(page.contains("Du leder trinet"), "{page}");
    assert!(!page.contains("Bed den ledende vurderer"), "{page}");
    let page = lea.get(&routes::review_conclude(judged.case, STAGE)).await;
    let link = format!("href=\"{first}\"");
    for told in ["Trinet kan afsluttes, når", "Endnu ikke vurderet", &link] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    // From the first on, every form leads to the next page that has one.
    let mut here = first;
    for number in 0..all.len() {
        let criterion = here.rsplit('/').next().unwrap().to_owned();
        let answers: Vec<(&str, &str)> = match number {
            3 => vec![
                ("verdict", "returned"),
                ("reason", "outdated"),
                ("text", "Brug det seneste år & <b>regn</b> igen."),
            ],
            5 => vec![
                ("verdict", "approved_with_condition"),
                ("text", "Send regnskabet."),
                ("due", "31-12-2029"),
            ],
            7 => vec![("verdict", "not_applicable"), ("text", "Ingen kyst.")],
            _ => vec![("verdict", "approved")],
        };
        let mut answers = answers;
        answers.push(("intent", "next"));
        let seen = judged.judge(&mut rita, &criterion, &answers).await;
        assert_eq!(
            seen.status,
            StatusCode::SEE_OTHER,
            "{criterion}: {}",
            seen.body
        );
        here = seen.location().to_owned();
    }
    assert_eq!(here, routes::review(judged.case, STAGE));
    let sheet = rita.get(&here).await;
    let done = format!("Gjort: Vurdér kriteriet ({}).", all[all.len() - 1]);
    for told in [
        "Alt er vurderet",
        "Den ledende vurderer afslutter trinet",
        &done,
    ] {
        assert!(sheet.body.contains(told), "{told}: {}", sheet.body);
    }
    // She judges; she does not lead.
    assert!(
        !sheet
            .body
            .contains(&routes::review_conclude(judged.case, STAGE))
    );

    let mut lea = judged.lea().await;
    let queue = lea.get(routes::REVIEWS).await;
    let path = routes::review_conclude(judged.case, STAGE);
    assert!(
        queue.body.contains(&format!("href=\"{path}\"")),
        "{}",
        queue.body
    );
    let page = lea.get(&path).await;
    for told in [
        "Ét kriterium går tilbage til kommunen",
        "25 arbejdsdage",
        "Brug det seneste år &amp; &lt;b&gt;regn&lt;/b&gt; igen.",
        "Anna Andersen",
        "Send regnskabet.",
        "Kriterier, der ikke er relevante",
        "Ingen kyst.",
    ] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    assert_eq!(
        judged.cycle().await.state.name(),
        StateName::Review,
        "nothing was done"
    );
    let (proof, version) = (page.proof(), page.hidden("version"));
    let fields = [("csrf", proof.as_str()), ("version", version.as_str())];
    let seen = lea.post_raw(&path, &fields).await;
    assert_eq!(seen.location(), routes::case(judged.case), "{}", seen.body);
    let cycle = judged.cycle().await;
    assert_eq!(cycle.state.name(), StateName::Returned);
    assert_eq!(cycle.returned_in(0).len(), 1);
    // Nobody is asked to judge what was returned, and nobody judges it.
    let sheet = lea.get(&routes::review(judged.case, STAGE)).await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert!(!sheet.body.contains("value=\"reassign\""), "{}", sheet.body);
    let page = rita.get(&judged.path(&all[0])).await;
    assert!(!page.body.contains("judgement-form"), "{}", page.body);
}

#[tokio::test]
async fn what_is_missing_is_told_at_its_field_and_nothing_typed_is_lost() {
    let judged = Judged::new().await;
    let mut rita = judged.rita().await;
    let answers = [
        ("intent", "next"),
        ("verdict", "returned"),
        ("text", "  "),
        ("reason", ""),
    ];
    let seen = judged.judge(&mut rita, "KA-3.02", &answers).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in [
        "id=\"text-error\"",
        "id=\"reason-error\"",
        "href=\"#text\"",
        "id=\"faults\" tabindex=\"-1\"",
        "<title>Fejl: ",
    ] {
        assert!(seen.body.contains(told), "{told}: {}", seen.body);
    }
    let answers = [
        ("intent", "judge"),
        ("verdict", "approved_with_condition"),
        ("text", "Send det <b>"),
        ("due", "2020-01-01"),
    ];
    let seen = judged.judge(&mut rita, "KA-3.02", &answers).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(seen.body.contains("id=\"due-error\""), "{}", seen.body);
    assert!(seen.body.contains("Send det &lt;b&gt;</textarea>"));
    assert!(seen.body.contains("value=\"2020-01-01\""));
    assert_eq!(judged.finding("KA-3.02").await, None);
    // And it is there tomorrow.
    let page = rita.get(&judged.path("KA-3.02")).await;
    assert!(page.body.contains("Send det &lt;b&gt;</textarea>"));
}

#[tokio::test]
async fn what_two_reviewers_disagree_on_is_settled_by_the_lead_and_only_that_is_told() {
    let mut world = World::new().await;
    let programme = include_str!("../../../../../criteria/programmes/klimaalliancen.yaml");
    let programme = programme.replacen("reviewers: 1", "reviewers: 2", 1);
    let programmes = Programmes::read([("two.yaml".to_owned(), programme.as_str())]);
    world.state.app.programmes = Arc::new(programmes.unwrap());
    let judged = Judged::offered_in(world).await;
    let (mut rita, mut lea) = (judged.rita().await, judged.lea().await);
    let mut ole = judged.world.signed_in("ole@concito.example").await;
    let mut anna = judged.world.signed_in("anna@odder.example").await;
    judged.accept(&mut rita).await;
    let offer = Command::OfferAssignment {
        stage: STAGE.to_owned(),
        reviewer: judged.other,
    };
    judged.give(&judged.lead, offer).await;
    judged.accept(&mut ole).await;

    // They judge independently: neither reads the other before judging.
    let here = judged.path("KA-3.02");
    let told_by_rita = "Brug et nyere år.";
    let returned = [
        ("intent", "judge"),
        ("verdict", "returned"),
        ("reason", "outdated"),
        ("text", told_by_rita),
    ];
    let seen = judged.judge(&mut rita, "KA-3.02", &returned).await;
    assert_eq!(seen.location(), here, "{}", seen.body);
    // What she said stands there for her, to be changed, though it decides nothing yet.
    let page = rita.get(&here).await.body;
    let chosen = "value=\"returned\" data-key=\"r\" checked";
    for told in [
        "Sådan har du vurderet",
        chosen,
        "value=\"outdated\" selected",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(
        page.contains(&format!("{told_by_rita}</textarea>")),
        "{page}"
    );
    let sheet = rita.get(&routes::review(judged.case, STAGE)).await.body;
    assert!(sheet.contains("Du: Returneret"), "{sheet}");
    let page = ole.get(&here).await.body;
    assert!(page.contains("En anden har vurderet kriteriet"), "{page}");
    assert!(!page.contains("Sådan har du vurderet"), "{page}");
    assert!(!page.contains(told_by_rita), "{page}");
    let approved = [("intent", "judge"), ("verdict", "approved")];
    let seen = judged.judge(&mut ole, "KA-3.02", &approved).await;
    assert_eq!(seen.location(), here, "{}", seen.body);
    let page = ole.get(&here).await.body;
    assert!(page.contains(told_by_rita), "{page}");
    assert_eq!(
        judged.finding("KA-3.02").await,
        Some(FindingStatus::Pending)
    );
    let agreed: Vec<(CriterionId, Verdict)> = judged
        .criteria()
        .await
        .into_iter()
        .filter(|id| id.0 != "KA-3.02")
        .map(|id| (id, Verdict::Approved))
        .collect();
    let app = judged.world.app();
    for person in [judged.reviewer, judged.other] {
        let caller = app.caller(person).await.unwrap();
        app.judge(&caller, judged.case, STAGE, &agreed, None)
            .await
            .unwrap();
    }

    // It waits for the lead, who reads both and settles it on the page.
    let queue = lea.get(routes::REVIEWS).await.body;
    let disagreed = routes::review_filter(judged.case, STAGE, "disagreed");
    assert!(queue.contains(&format!("href=\"{disagreed}\"")), "{queue}");
    let sheet = lea.get(&disagreed).await.body;
    assert!(sheet.contains(&format!("href=\"{here}\"")), "{sheet}");
    let page = lea.get(&here).await.body;
    for told in ["Afgør uenigheden", told_by_rita, "value=\"settle\""] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let told_by_lea = "Opgør et år, der er højst fire år gammelt.";
    let settled = [
        ("intent", "settle"),
        ("verdict", "returned"),
        ("reason", "outdated"),
        ("text", told_by_lea),
    ];
    let seen = judged.judge(&mut lea, "KA-3.02", &settled).await;
    assert_eq!(seen.location(), here, "{}", seen.body);
    assert_eq!(
        judged.finding("KA-3.02").await,
        Some(FindingStatus::Returned)
    );
    let seen = judged.judge(&mut ole, "KA-3.02", &approved).await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    assert!(seen.body.contains("Den ledende vurderer har afgjort"));

    // The municipality reads nothing before the stage is concluded, and then what
    // carried.
    let case = routes::case(judged.case);
    let page = anna.get(&case).await.body;
    for untold in [told_by_rita, told_by_lea] {
        assert!(!page.contains(untold), "{untold}: {page}");
    }
    let stage = STAGE.to_owned();
    judged
        .give(&judged.lead, Command::ConcludeStage { stage })
        .await;
    for path in [
        case,
        routes::draft_returned(judged.case),
        routes::draft_criterion(judged.case, "KA-3.02"),
    ] {
        let page = anna.get(&path).await.body;
        assert!(page.contains(told_by_lea), "{path}: {page}");
        for untold in [told_by_rita, "Uenighed", "Andre vurderere"] {
            assert!(!page.contains(untold), "{path}: {untold}: {page}");
        }
    }
    // Nobody replied to the remark yet, and is told so before handing in.
    let ready = routes::draft_ready(judged.case);
    let unreplied = "mangler svar på bemærkningen</h2>";
    let page = anna.get(&ready).await.body;
    assert!(page.contains(unreplied), "{page}");
    let answer = routes::draft_criterion(judged.case, "KA-3.02");
    let version = anna.get(&answer).await.hidden("version");
    let reply = [("version", version.as_str()), ("/reply", "Det er rettet.")];
    see_other(&anna.post(&answer, &reply).await);
    let page = anna.get(&ready).await.body;
    assert!(!page.contains(unreplied), "{page}");
}

#[tokio::test]
async fn drafts_are_ones_own_and_are_handed_in_as_a_sheet() {
    let judged = Judged::new().await;
    let mut rita = judged.rita().await;
    let draft = |criterion: &str| routes::review_draft(judged.case, STAGE, criterion);
    let kept = [
        ("verdict", "approved"),
        ("text", ""),
        ("reason", ""),
        ("due", ""),
    ];
    for criterion in ["KA-1.01", "KA-1.02"] {
        let seen = rita.post(&draft(criterion), &kept).await;
        assert_eq!(seen.status, StatusCode::NO_CONTENT, "{}", seen.body);
    }
    let secret = [
        ("verdict", "returned"),
        ("text", "Kun til mig selv"),
        ("reason", ""),
    ];
    rita.post(&draft("KA-1.03"), &secret).await;
    let sheet = rita.get(&routes::review(judged.case, STAGE)).await;
    assert!(
        sheet.body.contains("Afgiv de 2 vurderinger"),
        "{}",
        sheet.body
    );
    assert!(sheet.body.contains("Endnu ikke færdige"));
    assert!(sheet.body.contains("href=\"#drafts\">Dine kladder (2)</a>"));
    let page = rita.get(&judged.path("KA-1.03")).await;
    assert!(page.body.contains("Kun til mig selv"));

    // Nobody else reads them, whoever they are.
    for email in ["lea@concito.example", "sia@alliancen.example"] {
        let mut other = judged.world.signed_in(email).await;
        let page = other.get(&judged.path("KA-1.03")).await;
        assert_eq!(page.status, StatusCode::OK, "{email}");
        assert!(!page.body.contains("Kun til mig selv"), "{email}");
        let seen = other.post(&draft("KA-1.03"), &secret).await;
        assert_eq!(seen.status, StatusCode::FORBIDDEN, "{email}");
    }

    let submission = page.hidden("submission");
    let path = routes::review_sheet(judged.case, STAGE);
    let seen = rita.post(&path, &[("submission", &submission)]).await;
    see_other(&seen);
    assert_eq!(
        judged.finding("KA-1.01").await,
        Some(FindingStatus::Approved)
    );
    assert_eq!(
        judged.finding("KA-1.02").await,
        Some(FindingStatus::Approved)
    );
    assert_eq!(judged.finding("KA-1.03").await, None, "it was not complete");
    let sheet = rita.get(&routes::review(judged.case, STAGE)).await;
    assert!(!sheet.body.contains("Afgiv de 2"), "{}", sheet.body);
    assert!(!sheet.body.contains("Afgiv den ene"), "{}", sheet.body);
    let page = rita.get(&judged.path("KA-1.03")).await;
    assert!(
        page.body.contains("Kun til mig selv"),
        "the rest is still there"
    );

    // Whoever declares a conflict loses the case and what they wrote of it.
    let assignment = judged.cycle().await.stages[0].assignments[0].id.to_string();
    let answer = routes::review_assignment(judged.case, STAGE);
    let empty = [("answer", "recuse"), ("assignment", assignment.as_str())];
    let seen = rita.post(&answer, &empty).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    let link = format!("href=\"#recuse-{assignment}\"");
    for told in [
        "<title>Fejl: ",
        "role=\"alert\" id=\"faults\"",
        &link,
        "-error\"",
    ] {
        assert!(seen.body.contains(told), "{told}: {}", seen.body);
    }
    let fields = [empty[0], empty[1], ("reason", "Min bror er borgmester.")];
    let seen = rita.post(&answer, &fields).await;
    assert_eq!(seen.location(), routes::REVIEWS, "{}", seen.body);
    for path in [
        judged.path("KA-1.03"),
        routes::review(judged.case, STAGE),
        routes::review_summary(judged.case, STAGE),
        routes::case(judged.case),
    ] {
        assert_eq!(
            rita.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let seen = rita.post(&draft("KA-1.03"), &secret).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    let queue = rita.get(routes::REVIEWS).await;
    assert!(
        queue.body.contains("Ingenting venter på dig"),
        "{}",
        queue.body
    );
}

#[tokio::test]
async fn a_filter_of_the_sheet_that_leaves_nothing_says_so_and_can_be_removed() {
    let judged = Judged::new().await;
    let mut rita = judged.rita().await;
    let whole = routes::review(judged.case, STAGE);
    let remove = format!("href=\"{whole}\">Fjern det valgte, og vis alle</a>");
    let disagreed = routes::review_filter(judged.case, STAGE, "disagreed");
    let page = rita.get(&disagreed).await.body;
    for told in ["Ingen kriterier her.", "<strong>Uenighed</strong>", &remove] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(!rita.get(&whole).await.body.contains(&remove));
}

#[tokio::test]
async fn only_those_who_judge_see_the_pages_of_a_stage() {
    let judged = Judged::new().await;
    let pages = [
        routes::review(judged.case, STAGE),
        judged.path("KA-1.01"),
        routes::review_conclude(judged.case, STAGE),
        routes::review_summary(judged.case, STAGE),
    ];
    for (email, sees) in [
        ("rita@concito.example", true),
        ("lea@concito.example", true),
        ("carl@c40.example", true),
        ("sia@alliancen.example", true),
        ("anna@odder.example", false),
        ("ole@concito.example", false),
    ] {
        let mut browser = judged.world.signed_in(email).await;
        for path in &pages {
            let seen = browser.get(path).await;
            assert_eq!(
                seen.status == StatusCode::OK,
                sees,
                "{email} {path}: {}",
                seen.status
            );
            assert!(
                sees || seen.status == StatusCode::NOT_FOUND,
                "{email} {path}"
            );
        }
    }
    // Looking on is not judging: the secretariat has no form, and a forged one fails.
    let mut sia = judged.world.signed_in("sia@alliancen.example").await;
    let page = sia.get(&judged.path("KA-1.01")).await;
    assert!(!page.body.contains("judgement-form"), "{}", page.body);
    let submission = judged.cycle().await.submission().unwrap().id.to_string();
    let forged = [("submission", submission.as_str()), ("verdict", "approved")];
    let seen = sia.post(&judged.path("KA-1.01"), &forged).await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    assert_eq!(judged.finding("KA-1.01").await, None);
    let mut anna = judged.world.signed_in("anna@odder.example").await;
    let seen = anna.post(&judged.path("KA-1.01"), &forged).await;
    assert_eq!(seen.status, StatusCode::NOT_FOUND);
    let missing = judged.path("KA-9.99");
    assert_eq!(sia.get(&missing).await.status, StatusCode::NOT_FOUND);
    let nowhere = routes::review(judged.case, "nowhere");
    assert_eq!(sia.get(&nowhere).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_is_told_that_all_is_in_place_while_the_case_takes_nothing() {
    let judged = Judged::returned().await;
    let returned = CriterionId("KA-3.02".to_owned());
    let mut anna = judged.world.signed_in("anna@odder.example").await;
    let path = routes::draft_ready(judged.case);
    let submits = "name=\"command\" value=\"submit\"";
    let page = anna.get(&path).await.body;
    for told in ["Alt er udfyldt", submits, "runde 2 af 3"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let asks = Command::RequestSecondReading {
        criterion: Some(returned),
        reasons: Words::from("Året er det seneste, der findes."),
    };
    judged.give(&judged.approver, asks).await;
    let page = anna.get(&path).await.body;
    assert!(page.contains("En fornyet vurdering er i gang"), "{page}");
    for untold in ["Udkastet kan indsendes", submits] {
        assert!(!page.contains(untold), "{untold}: {page}");
    }
}

#[tokio::test]
async fn a_criterion_tells_how_often_it_was_returned_once_a_review_is_concluded() {
    let mut judged = Judged::new().await;
    let mut rita = judged.rita().await;
    let link = format!("<a href=\"{}\">", routes::FIGURES_RETURNED);
    let page = rita.get(&judged.path("KA-3.02")).await.body;
    assert!(!page.contains(&link), "{page}");

    judged = Judged::returned().await;
    judged.world.forget();
    rita = judged.rita().await;
    for (criterion, told) in [
        ("KA-3.02", "Kriteriet er returneret én gang ud af 1 i alle"),
        ("KA-3.03", "Kriteriet er returneret 0 gange ud af 1 i alle"),
    ] {
        let page = rita.get(&judged.path(criterion)).await.body;
        assert!(page.contains(told) && page.contains(&link), "{page}");
    }
}

#[tokio::test]
async fn public_figures_count_no_judgement_of_a_review_that_is_open() {
    let mut judged = Judged::new().await;
    let rita = judged.world.app().caller(judged.reviewer).await.unwrap();
    let returned = Verdict::Returned {
        reason: ReturnReason::Unclear,
        remark: Words::from("Hvad menes der?"),
    };
    let criteria = judged.criteria().await.into_iter();
    let verdicts: Vec<_> = criteria
        .map(|id| match id.0.as_str() {
            "KA-1.02" => (id, returned.clone()),
            _ => (id, Verdict::Approved),
        })
        .collect();
    let app = judged.world.app();
    app.judge(&rita, judged.case, STAGE, &verdicts, None)
        .await
        .unwrap();
    let path = routes::dataset("returned", "csv");
    let open = judged.world.browser().get(&path).await.body;
    assert!(!open.contains("KA-"), "{open}");
    let stage = STAGE.to_owned();
    judged
        .give(&judged.lead, Command::ConcludeStage { stage })
        .await;
    judged.world.forget();
    let told = judged.world.browser().get(&path).await.body;
    for line in ["KA-1.01,1,,0", "KA-1.02,1,unclear,1"] {
        assert!(told.contains(line), "{line}: {told}");
    }
}

#[tokio::test]
async fn evidence_opens_at_its_page_and_only_for_those_who_see_the_case() {
    let judged = Judged::new().await;
    let mut rita = judged.rita().await;
    let page = rita.get(&judged.path("KA-3.02")).await;
    assert!(
        page.body
            .contains("#page=12\" target=\"_blank\" rel=\"noopener\" data-key=\"o\""),
        "{}",
        page.body
    );
    assert!(page.body.contains("href=\"#judgement\""));
    assert!(page.body.contains("svar på KA-3.02 &lt;script&gt;"));
    assert!(page.body.contains("klimaplan &lt;b&gt;.pdf, side 12"));
    assert!(
        page.body.contains(">2021<"),
        "the year it looks at, without dots"
    );
    let rest = page.body.split("href=\"/files/").nth(1).unwrap();
    let path = format!("/files/{}", rest.split(['#', '"']).next().unwrap());
    // The bytes are no text, and the browser of these tests reads text.
    let mut ole = judged.world.signed_in("ole@concito.example").await;
    assert_eq!(ole.get(&path).await.status, StatusCode::NOT_FOUND);
    let file = rita.get(&path).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.headers[header::CONTENT_TYPE], "application/pdf");
    let way = file.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert!(way.starts_with("inline; "), "{way}");
    let policy = file.headers[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    assert_eq!(file.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert!(file.body.starts_with("%PDF-1.4"));
}

#[tokio::test]
async fn the_next_round_shows_what_changed_and_locks_what_did_not() {
    let judged = Judged::returned().await;
    let app = judged.world.app();
    let old = judged.cycle().await.submission().unwrap().id.to_string();
    let data = json!({"inventory": {"year": 2024}});
    app.import_data(&judged.approver, judged.case, &data)
        .await
        .unwrap();
    let uploads = app
        .draft_uploads(&judged.approver, judged.case)
        .await
        .unwrap();
    let returned = [CriterionId("KA-3.02".to_owned())];
    judged
        .answer(&returned, uploads[0].id, "Anden udgave")
        .await;
    judged.give(&judged.approver, Command::Submit {}).await;

    let mut browser = judged.rita().await;
    let page = browser.get(&judged.path("KA-3.02")).await;
    for told in [
        "Brug et nyere år.",
        "Data er for gamle",
        "<del>",
        "<ins>",
        ">2024<",
        "Ændret siden indsendelse",
        "judgement-form",
    ] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let changed = routes::review_filter(judged.case, STAGE, "changed");
    let sheet = browser.get(&changed).await;
    assert!(sheet.body.contains(&judged.path("KA-3.02")));
    assert!(
        !sheet.body.contains(&judged.path("KA-1.01")),
        "{}",
        sheet.body
    );
    let returned = routes::review_filter(judged.case, STAGE, "returned");
    assert!(
        browser
            .get(&returned)
            .await
            .body
            .contains(&judged.path("KA-3.02"))
    );
    // A criterion whose approval stands is locked, on the page and behind it.
    let page = browser.get(&judged.path("KA-1.01")).await;
    assert!(page.body.contains("Låst"), "{}", page.body);
    assert!(!page.body.contains("judgement-form"));
    let now = judged.cycle().await.submission().unwrap().id.to_string();
    let verdict = ("verdict", "approved");
    let seen = browser
        .post(&judged.path("KA-1.01"), &[("submission", &now), verdict])
        .await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    // Whoever had the page of the old submission open judges nothing unseen.
    let stale = [
        ("submission", old.as_str()),
        verdict,
        ("text", "skrevet før"),
    ];
    let seen = browser.post(&judged.path("KA-3.02"), &stale).await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    assert!(seen.body.contains("nyere indsendelse"), "{}", seen.body);
    assert!(seen.body.contains("skrevet før"));
    let seen = browser
        .post(&judged.path("KA-3.02"), &[("submission", &now), verdict])
        .await;
    see_other(&seen);
}

#[tokio::test]
async fn a_lead_hands_over_opens_again_and_records_for_c40_in_its_name() {
    let judged = Judged::new().await;
    let app = judged.world.app();
    let mut lea = judged.lea().await;
    let sheet = lea.get(&routes::review(judged.case, STAGE)).await;
    assert!(sheet.body.contains("name=\"reviewer\""), "{}", sheet.body);
    let rita = app.caller(judged.reviewer).await.unwrap();
    let approved: Vec<(CriterionId, Verdict)> = judged
        .criteria()
        .await
        .into_iter()
        .map(|id| (id, Verdict::Approved))
        .collect();
    app.judge(&rita, judged.case, STAGE, &approved, None)
        .await
        .unwrap();
    // Opened again, it is to be judged anew.
    let reopen = [("intent", "reopen"), ("text", "Se på kortet igen.")];
    let seen = judged.judge(&mut lea, "KA-1.01", &reopen).await;
    see_other(&seen);
    assert_eq!(
        judged.finding("KA-1.01").await,
        Some(FindingStatus::Pending)
    );
    let empty = [("intent", "reopen"), ("text", "")];
    let seen = judged.judge(&mut lea, "KA-1.02", &empty).await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    app.judge(&rita, judged.case, STAGE, &approved[..1], None)
        .await
        .unwrap();

    // Concluded on the page, C40 is next; CONCITO's lead may record for it.
    let conclude = routes::review_conclude(judged.case, STAGE);
    let page = lea.get(&conclude).await;
    assert!(
        page.body.contains("Sagen går videre til C40"),
        "{}",
        page.body
    );
    let version = page.hidden("version");
    let seen = lea.post(&conclude, &[("version", &version)]).await;
    see_other(&seen);
    // The stage is done: nothing is offered there that the core would refuse.
    let mut rita = judged.rita().await;
    for browser in [&mut lea, &mut rita] {
        let page = browser.get(&judged.path("KA-1.02")).await;
        assert_eq!(page.status, StatusCode::OK);
        for form in ["judgement-form", "id=\"reopen-why\""] {
            assert!(!page.body.contains(form), "{form}: {}", page.body);
        }
    }
    // Whoever had the form open still is refused, and keeps what they typed.
    let submission = judged.cycle().await.submission().unwrap().id.to_string();
    let typed = [
        ("submission", submission.as_str()),
        ("intent", "reopen"),
        ("text", "Se <igen>."),
    ];
    let seen = lea.post(&judged.path("KA-1.02"), &typed).await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    assert!(seen.body.contains("Se &lt;igen&gt;.</textarea>"));
    let c40 = routes::review_criterion(judged.case, "c40", "KA-1.01");
    let page = lea.get(&c40).await;
    assert!(page.body.contains("på vegne af C40"), "{}", page.body);
    assert!(page.body.contains("CONCITO"), "the stage before is shown");
    let submission = page.hidden("submission");
    let fields = [("submission", submission.as_str()), ("verdict", "approved")];
    let seen = lea.post(&c40, &fields).await;
    see_other(&seen);
    let cycle = judged.cycle().await;
    assert_eq!(cycle.stages[1].status, StageStatus::Open);
    assert_eq!(cycle.stages[1].findings.len(), 1);

    // Old news is shown again before it is acted on.
    let path = routes::review_conclude(judged.case, "c40");
    let seen = lea.post(&path, &[("version", &version)]).await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_assignment_is_handed_over_with_a_reason() {
    let judged = Judged::new().await;
    let mut lea = judged.lea().await;
    let later = lea.get(&routes::reviews(30)).await;
    assert!(!later.body.contains("Der mangler én vurderer"));
    assert!(
        later
            .body
            .contains(&format!("href=\"{}\"", routes::reviews(0)))
    );
    let sheet = lea.get(&routes::review(judged.case, STAGE)).await;
    let option = sheet.body.split("<option value=\"").nth(1).unwrap();
    let other = option.split('"').next().unwrap().to_owned();
    let assignment = judged.cycle().await.stages[0].assignments[0].id.to_string();
    let fields = [
        ("answer", "reassign"),
        ("assignment", assignment.as_str()),
        ("reviewer", other.as_str()),
    ];
    let path = routes::review_assignment(judged.case, STAGE);
    let seen = lea.post(&path, &fields).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = format!("id=\"reassign-{assignment}-error\"");
    assert!(seen.body.contains(&told), "a reason is wanted");
    let link = format!("href=\"#reassign-{assignment}\"");
    assert!(seen.body.contains(&link), "{}", seen.body);
    // Whatever else is wrong, the reason that was typed is still there.
    let nobody = PersonId::from(uuid::Uuid::nil()).to_string();
    let typed = [
        fields[0],
        fields[1],
        ("reviewer", nobody.as_str()),
        ("reason", "Hun er <syg>."),
    ];
    let seen = lea.post(&path, &typed).await;
    assert_eq!(seen.status, StatusCode::CONFLICT);
    assert!(seen.body.contains("Hun er &lt;syg&gt;.</textarea>"));
    let with = [fields[0], fields[1], fields[2], ("reason", "Hun er syg.")];
    let seen = lea.post(&path, &with).await;
    see_other(&seen);
    let stage = &judged.cycle().await.stages[0];
    assert_eq!(stage.live().count(), 1);
    assert_eq!(stage.live().next().unwrap().reviewer.to_string(), other);
    let mut rita = judged.rita().await;
    let gone = rita.get(&routes::review(judged.case, STAGE)).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_goes_wrong_with_one_offer_is_told_of_its_municipality_and_stops_no_other() {
    let judged = Judged::offered().await;
    let mut lea = judged.lea().await;
    let unknown = CycleId::from(uuid::Uuid::nil());
    let seat = |case: CycleId| format!("{case}.{STAGE}.1");
    let (first, second) = (seat(unknown), seat(judged.case));
    let rita = judged.reviewer.to_string();
    let rita = rita.as_str();
    let fields = [(first.as_str(), rita), (second.as_str(), rita)];
    let seen = lea.post(routes::DESK_REVIEWERS, &fields).await;
    assert_eq!(seen.status, StatusCode::CONFLICT, "{}", seen.body);
    // She was asked already; the other case is none that the lead knows.
    for told in ["<li>Odder Kommune: ", "<li>Det findes ikke"] {
        assert!(seen.body.contains(told), "{told}: {}", seen.body);
    }
}

#[tokio::test]
async fn a_place_that_became_free_is_told_and_not_proposed_to_who_said_no() {
    let judged = Judged::offered().await;
    let mut rita = judged.rita().await;
    let queue = rita.get(routes::REVIEWS).await;
    let assignment = queue.hidden("assignment");
    let fields = [
        ("answer", "decline"),
        ("assignment", assignment.as_str()),
        ("reason", "Jeg har ikke tid."),
    ];
    let path = routes::review_assignment(judged.case, STAGE);
    see_other(&rita.post(&path, &fields).await);
    let mut lea = judged.lea().await;
    let page = lea.get(routes::DESK_REVIEWERS).await.body;
    let option = format!("<option value=\"{}\"", judged.reviewer);
    let option = page.split(&option).nth(1).unwrap();
    let option = option.split("</option>").next().unwrap();
    let proposed = option.contains("selected");
    assert!(option.contains("Sagde nej") && !proposed, "{option}");
    // Whoever does not lead the stage is told of it, too, and asks nobody.
    let mut sia = judged.world.signed_in("sia@alliancen.example").await;
    let page = sia.get(routes::DESK_REVIEWERS).await.body;
    for told in ["Odder Kommune, revision", "spørger en vurderer"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(!page.contains("Tilbyd opgaverne"), "{page}");
}

#[tokio::test]
async fn a_lead_sees_what_somebodys_load_is_made_of() {
    let judged = Judged::offered().await;
    let mut lea = judged.lea().await;
    let path = format!("{}?who={}", routes::DESK_REVIEWERS, judged.reviewer);
    let page = lea.get(routes::DESK_REVIEWERS).await.body;
    assert!(page.contains(&format!("href=\"{path}#held\"")), "{page}");
    assert!(!page.contains("Sager hos "), "{page}");
    let page = lea.get(&path).await.body;
    for told in ["Sager hos ", "Odder Kommune, revision"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    // Whoever judges for nobody she leads has no load there.
    let nobody = PersonId::from(uuid::Uuid::nil());
    let path = format!("{}?who={nobody}", routes::DESK_REVIEWERS);
    let page = lea.get(&path).await.body;
    assert!(!page.contains("Sager hos "), "{page}");
}

#[tokio::test]
async fn whoever_is_asked_answers_in_the_queue() {
    let judged = Judged::offered().await;
    let mut rita = judged.rita().await;
    let queue = rita.get(routes::REVIEWS).await;
    for told in [
        "Vil du vurdere?",
        "Odder Kommune",
        "kriterier at vurdere · Faglig vurdering: ",
        "Nej tak",
        "Jeg er inhabil",
    ] {
        assert!(queue.body.contains(told), "{told}: {}", queue.body);
    }
    let assignment = queue.hidden("assignment");
    let fields = [
        ("answer", "decline"),
        ("assignment", assignment.as_str()),
        ("reason", "Jeg har ikke tid."),
    ];
    let path = routes::review_assignment(judged.case, STAGE);
    let seen = rita.post(&path, &fields).await;
    assert_eq!(seen.location(), routes::REVIEWS, "{}", seen.body);
    let queue = rita.get(routes::REVIEWS).await;
    assert!(queue.body.contains("Ingenting venter på dig"));
    assert!(
        queue.body.contains("role=\"status\""),
        "what was done is said"
    );
    // The lead is told that somebody is missing, and asks another.
    let mut lea = judged.lea().await;
    let queue = lea.get(routes::REVIEWS).await;
    assert!(
        queue.body.contains("Der mangler én vurderer"),
        "{}",
        queue.body
    );
    let sheet = routes::review(judged.case, STAGE);
    let link = format!("href=\"{sheet}#reviewers\"");
    assert!(queue.body.contains(&link), "{}", queue.body);
    let sheet = lea.get(&sheet).await;
    let option = sheet.body.split("<option value=\"").nth(1).unwrap();
    let other = option.split('"').next().unwrap();
    let seen = lea
        .post(&path, &[("answer", "offer"), ("reviewer", other)])
        .await;
    see_other(&seen);
    // People without anything to judge have no such entry in their menu.
    let mut anna = judged.world.signed_in("anna@odder.example").await;
    let page = anna.get("/").await;
    assert!(!page.body.contains("href=\"/reviews\""));
    assert!(lea.get("/").await.body.contains("href=\"/reviews\""));
}

#[tokio::test]
async fn the_summary_is_english_whatever_the_reader_speaks() {
    let judged = Judged::new().await;
    let app = judged.world.app();
    let rita = app.caller(judged.reviewer).await.unwrap();
    let verdicts = [
        (
            CriterionId("KA-1.01".to_owned()),
            Verdict::ApprovedWithCondition {
                text: Words::from("Send brevet <b>"),
                due: day("2029-01-01"),
            },
        ),
        (
            CriterionId("KA-1.02".to_owned()),
            Verdict::Returned {
                reason: ReturnReason::Unclear,
                remark: Words::from("Hvad menes der?"),
            },
        ),
    ];
    app.judge(&rita, judged.case, STAGE, &verdicts, None)
        .await
        .unwrap();
    let digest = judged
        .cycle()
        .await
        .submission()
        .unwrap()
        .digest
        .to_string();
    let criterion = routes::review_criterion(judged.case, "c40", "KA-1.02");
    let criterion = format!("<a href=\"{criterion}\">KA-1.02</a>");
    let mut carl = judged.world.signed_in("carl@c40.example").await;
    let page = carl.get(&routes::review_summary(judged.case, "c40")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.headers[header::CONTENT_LANGUAGE], "en");
    for told in [
        "<html lang=\"en\">",
        "Odder Municipality",
        digest.as_str(),
        criterion.as_str(),
        "<span lang=\"da\">Hvad menes der?</span>",
        "Send brevet &lt;b&gt;",
        "Summary of the review",
        "Returned",
    ] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let requirement = lustrum_criteria::find("cctf-ka@0.1").unwrap().criteria()[0]
        .requirement
        .clone();
    assert!(page.body.contains(&*requirement.en.replace('\'', "&#39;")));
    assert!(!page.body.contains("Kommune,"), "{}", page.body);
}

#[tokio::test]
async fn the_pages_of_a_stage_cost_the_same_however_much_was_judged() {
    let judged = Judged::new().await;
    let store = &judged.world.app().store;
    let mut rita = judged.rita().await;
    let pages = [
        routes::review(judged.case, STAGE),
        judged.path("KA-3.02"),
        routes::review_summary(judged.case, STAGE),
        routes::REVIEWS.to_owned(),
    ];
    let mut costs = async || {
        let mut all = Vec::new();
        for path in &pages {
            let before = store.statements();
            let seen = rita.get(path).await;
            assert_eq!(seen.status, StatusCode::OK, "{path}");
            all.push(store.statements() - before);
        }
        all
    };
    let reviewer = judged.world.app().caller(judged.reviewer).await.unwrap();
    let verdicts: Vec<(CriterionId, Verdict)> = judged
        .criteria()
        .await
        .into_iter()
        .map(|id| {
            let remark = Words(format!("Om {id}"));
            (id, Verdict::NotApplicable { remark })
        })
        .collect();
    let shown = verdicts.iter().position(|(id, _)| id.0 == "KA-3.02");
    let one = &verdicts[shown.unwrap()..][..1];
    let judge = async |verdicts: &[(CriterionId, Verdict)]| {
        let app = judged.world.app();
        let done = app.judge(&reviewer, judged.case, STAGE, verdicts, None);
        done.await.unwrap();
    };
    // With one remark by one person, and then with some forty.
    judge(one).await;
    // What is told of all cases is remembered for a minute.
    judged.world.app().figures().await.unwrap();
    let few = costs().await;
    judge(&verdicts).await;
    let many = costs().await;
    for ((path, few), many) in pages.iter().zip(&few).zip(&many) {
        assert_eq!(few, many, "{path}");
        assert!(*many < 30, "{path}: {many}");
    }
}

#[tokio::test]
async fn what_the_judges_are_told_among_themselves_is_no_mail_of_the_municipalitys() {
    let judged = Judged::offered().await;
    let app = judged.world.app();
    let query = MailQuery {
        cycle: Some(judged.case),
        limit: 100,
        ..MailQuery::default()
    };
    let all = app
        .mail_list(&judged.world.secretariat, &query)
        .await
        .unwrap();
    let asks = |mail: &&MailLine| mail.kind == MailKind::AssignmentOffered;
    let asked = all.rows.iter().find(asks).unwrap();
    let own = app.mail_list(&judged.approver, &query).await.unwrap();
    assert!(own.rows.iter().any(|mail| mail.kind == MailKind::Submitted));
    assert!(!own.rows.iter().any(|mail| asks(&mail)));
    assert!(own.total < all.total);
    assert_eq!(own.total, own.rows.len() as u64);
    let mut anna = judged.world.signed_in("anna@odder.example").await;
    let page = anna.get(&routes::case(judged.case)).await;
    assert!(!page.body.contains(&asked.subject), "{}", page.body);
    let mut sia = judged.world.signed_in("sia@alliancen.example").await;
    let page = sia.get(&routes::case(judged.case)).await;
    assert!(page.body.contains(&asked.subject), "{}", page.body);
    // Once she judges, what she is told with everybody else is no secret.
    let mut rita = judged.rita().await;
    judged.accept(&mut rita).await;
    judged.world.hold(judged.case).await;
    let own = app.mail_list(&judged.approver, &query).await.unwrap();
    let mut held = own.rows.iter().filter(|mail| mail.kind == MailKind::Held);
    assert!(held.any(|mail| mail.person == Some(judged.reviewer)));
}

#[tokio::test]
async fn the_page_of_a_case_offers_nothing_that_could_only_be_refused() {
    let judged = Judged::new().await;
    let path = routes::case(judged.case);
    for (who, offered, hidden) in [
        (
            "lea@concito.example",
            &["send_back", "reassign"][..],
            &[
                "settle_finding",
                "conclude_stage",
                "offer_assignment",
                "reopen_finding",
            ][..],
        ),
        (
            "anna@odder.example",
            &["withdraw"],
            &["recall", "record_adoption"],
        ),
        (
            "sia@alliancen.example",
            &["hold"],
            &["decide_extension", "allow_round", "record_contact"],
        ),
    ] {
        let page = judged.world.signed_in(who).await.get(&path).await;
        let names = |command: &&&str| {
            let form = routes::command_form(judged.case, command, &[]);
            page.body.contains(&form)
                || page
                    .body
                    .contains(&format!("name=\"command\" value=\"{command}\""))
        };
        assert!(offered.iter().all(|it| names(&it)), "{who}: {}", page.body);
        let wrong: Vec<_> = hidden.iter().filter(names).collect();
        assert!(wrong.is_empty(), "{who}: {wrong:?}");
    }
}

#[tokio::test]
async fn what_was_agreed_at_scoping_stands_wherever_the_criterion_does() {
    let judged = Judged::new().await;
    let (case, told) = (judged.case, "Se på &lt;kysten&gt;");
    let mut anna = judged.world.signed_in("anna@odder.example").await;
    for path in [routes::case(case), routes::draft_criterion(case, "KA-1.01")] {
        let page = anna.get(&path).await;
        assert!(page.body.contains(told), "{path}: {}", page.body);
    }
    let page = judged.rita().await.get(&judged.path("KA-1.01")).await;
    assert!(page.body.contains(told), "{}", page.body);
    let page = judged.rita().await.get(&judged.path("KA-1.02")).await;
    assert!(!page.body.contains(told), "{}", page.body);
}

#[tokio::test]
async fn a_comment_leads_to_what_it_is_about() {
    let judged = Judged::new().await;
    let app = judged.world.app();
    for part in ["answer/KA-1.01", "data/inventory"] {
        let made = app.comment(&judged.approver, judged.case, part, "Se igen");
        made.await.unwrap();
    }
    let mut anna = judged.world.signed_in("anna@odder.example").await;
    let page = anna.get(&routes::case(judged.case)).await;
    assert!(!page.body.contains("(answer/"), "{}", page.body);
    for path in [
        routes::draft_criterion(judged.case, "KA-1.01"),
        routes::draft_section(judged.case, "inventory"),
    ] {
        let link = format!("(<a href=\"{path}\">");
        assert!(page.body.contains(&link), "{path}: {}", page.body);
    }
}

#[tokio::test]
async fn a_condition_waits_for_the_municipality_and_its_answer_for_whoever_judges_it() {
    let judged = Judged::new().await;
    let (world, app, case) = (&judged.world, judged.world.app(), judged.case);
    let council = OrganisationKind::Council;
    let council = world.organisation(council, None, "Odder Byråd").await;
    let rita = app.caller(judged.reviewer).await.unwrap();
    for (index, key, judge) in [(0, STAGE, &rita), (1, "c40", &judged.lead)] {
        let pending = judged.cycle().await.pending_in(index);
        let verdicts: Vec<_> = pending
            .into_iter()
            .map(|id| match (key, id.0.as_str()) {
                (STAGE, "KA-1.01") => {
                    let (text, due) = ("Send brevet".into(), day("2029-01-01"));
                    (id, Verdict::ApprovedWithCondition { text, due })
                }
                _ => (id, Verdict::Approved),
            })
            .collect();
        app.judge(judge, case, key, &verdicts, None).await.unwrap();
        let stage = key.to_owned();
        judged
            .give(&judged.lead, Command::ConcludeStage { stage })
            .await;
    }
    let today = lustrum_domain::time::local_date(app.clock.now());
    let certify = Command::Certify { decided_on: today };
    judged.give(&judged.lead, certify).await;
    let adopted = Command::RecordAdoption {
        body: council,
        held_on: today,
        item: None,
        case_number: Some("24/1234".to_owned()),
        outcome: lustrum_domain::AdoptionOutcome::Adopted,
        text: None,
        dissent: Some("Liste Ø <imod>".into()),
        plan: judged.cycle().await.submission().unwrap().plan.unwrap(),
        corrects: None,
    };
    judged.give(&judged.approver, adopted).await;
    assert_eq!(judged.cycle().await.state.name(), StateName::Concluded);

    let mut anna = world.signed_in("anna@odder.example").await;
    let home = anna.get("/").await;
    assert!(home.body.contains("Opfyld vilkåret"), "{}", home.body);
    let page = anna.get(&routes::case(case)).await;
    for told in ["24/1234", "Liste Ø &lt;imod&gt;"] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let form = anna
        .get(&routes::command_form(case, "answer_condition", &[]))
        .await;
    let files = format!("href=\"{}\"", routes::draft_files(case));
    assert!(form.body.contains(&files), "{}", form.body);

    let whole = stream::iter([Ok::<_, std::io::Error>(bytes::Bytes::from(pdf()))]);
    let upload = app.upload(&judged.approver, case, "Brev.pdf", whole).await;
    let upload = upload.unwrap().id;
    let answer = Command::AnswerCondition {
        condition: judged.cycle().await.conditions[0].id,
        answer: "Brevet er sendt.".into(),
        evidence: vec![upload],
    };
    judged.give(&judged.approver, answer).await;
    assert!(!anna.get("/").await.body.contains("Opfyld vilkåret"));
    let mut lea = judged.lea().await;
    // The plan is in force, and still something waits for her.
    let home = lea.get("/").await.body;
    assert!(home.contains("<p>Tag stilling til vilkår.</p>"), "{home}");
    assert!(home.contains(&format!("href=\"{}\"", routes::case(case))));
    let queue = lea.get(routes::REVIEWS).await.body;
    assert!(queue.contains("Tag stilling til vilkår"), "{queue}");
    let link = format!("href=\"{}\"", routes::file(upload));
    for path in [
        routes::case(case),
        routes::command_form(case, "judge_condition", &[]),
    ] {
        let page = lea.get(&path).await;
        let told = page.body.contains(&link) && page.body.contains("Brev.pdf");
        assert!(told, "{path}: {}", page.body);
    }
    assert_eq!(lea.get(&routes::file(upload)).await.status, StatusCode::OK);
}
