//! The steps, in order.

use std::collections::BTreeSet;

use chrono::Days;
use lustrum_criteria::merge_patch;
use serde_json::{Value, json};

use super::{Fault, Held, Player, Walk, client::Answer};
use crate::{
    demo::PROGRAMME,
    papers::{self, DEMO},
};

/// The two criteria whose checks the failing example does not meet.
const FAILING: [&str; 2] = ["KA-1.02", "KA-6.04"];

/// All steps; the number of the certificate.
pub(super) fn all(walk: &mut Walk<'_>) -> Held<String> {
    open_early(walk)?;
    draft(walk)?;
    assess(walk)?;
    scope(walk)?;
    hand_in_with_failing_checks(walk)?;
    assign(walk)?;
    return_two(walk)?;
    answer(walk)?;
    judge_again(walk)?;
    judge_at_c40(walk)?;
    certify(walk)?;
    let number = adopt(walk)?;
    verify_certificate(walk, &number)?;
    notices(walk)?;
    next_case(walk)?;
    mails_arrived(walk)?;
    Ok(number)
}

impl Walk<'_> {
    fn path(&self, rest: &str) -> String {
        let cycle = self.cycle.as_deref().unwrap_or_default();
        format!("/api/v1/cycles/{cycle}{rest}")
    }

    /// The case, as `player` sees it.
    fn case(&self, player: &Player) -> Held<Answer> {
        self.client.get(&self.path(""), Some(&player.token))?.ok()
    }

    /// Gives a command; whatever the answer.
    fn try_give(&self, player: &Player, command: &str, body: &Value) -> Held<Answer> {
        let path = self.path(&format!("/commands/{command}"));
        self.client.post(&path, &player.token, body, &[])
    }

    /// Gives a command that must be carried out.
    fn give(&self, player: &Player, command: &str, body: &Value) -> Held<Answer> {
        self.try_give(player, command, body)?.ok()
    }

    /// The case must stand in `state`.
    fn stands(&mut self, answer: &Answer, state: &str) -> Held {
        let found = text(&answer.body["state"]);
        self.holds(
            found == state,
            &format!("the case stands in {state}"),
            found,
        )
    }

    /// Which checks of the draft are not met.
    fn unmet(&self) -> Held<BTreeSet<String>> {
        let token = &self.players().coordinator.token;
        let answer = self.client.get(&self.path("/checks"), Some(token))?.ok()?;
        let results = answer.body["results"]["criteria"].as_array();
        let results = results.into_iter().flatten();
        Ok(results
            .filter(|result| result["outcome"] == "not_met")
            .map(|result| text(&result["criterion"]))
            .collect())
    }

    fn write_data(&self, data: &Value) -> Held<usize> {
        let token = &self.players().coordinator.token;
        let answer = self
            .client
            .post(&self.path("/data"), token, data, &[])?
            .ok()?;
        Ok(answer.body["problems"].as_array().map_or(0, Vec::len))
    }

    /// Writes an answer, over the version that stands there.
    fn write_answer(&self, criterion: &str, answer: &Value) -> Held {
        let token = &self.players().coordinator.token;
        let path = self.path(&format!("/parts/answer/{criterion}"));
        let known = self.client.get(&path, Some(token))?;
        if known.status == 404 {
            self.client.put(&path, token, answer, &[])?.ok()?;
        } else {
            let tag = known.header("etag").to_owned();
            let headers = [("if-match", tag.as_str())];
            self.client.put(&path, token, answer, &headers)?.ok()?;
        }
        Ok(())
    }

    /// The plan data of the walkthrough.
    fn plan(&self) -> Value {
        let own = self.options.plan.clone();
        own.unwrap_or_else(|| papers::plan_data(&self.players().fact))
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn texts(value: &Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().map(text).collect()
}

fn list(criteria: &BTreeSet<String>) -> String {
    let all: Vec<&str> = criteria.iter().map(String::as_str).collect();
    if all.is_empty() {
        "none".to_owned()
    } else {
        all.join(", ")
    }
}

fn open_early(walk: &mut Walk<'_>) -> Held {
    walk.step("the municipality's revision is opened early");
    let players = walk.players();
    let me = walk
        .client
        .get("/api/v1/me", Some(&players.secretariat.token))?
        .ok()?;
    let today = me.day()?;
    let taken = walk
        .client
        .post(
            "/api/v1/cycles/take-in",
            &players.secretariat.token,
            &json!({
                "programme": PROGRAMME,
                "municipality": players.municipality,
                "period_end": today + Days::new(500),
            }),
            &[],
        )?
        .ok()?;
    walk.cycle = Some(text(&taken.body["cycle"]));
    walk.stands(&taken, "scheduled")?;
    walk.give(
        &players.secretariat,
        "set_dates",
        &json!({
            "period_end": null,
            "opens_on": today + Days::new(30),
            "self_assessment_due": today + Days::new(200),
            "submission_due": today + Days::new(480),
        }),
    )?;
    let hidden = walk
        .client
        .get(&walk.path(""), Some(&players.lead_c40.token))?;
    walk.holds(
        hidden.status == 404,
        "before anything is handed in, a partner does not see the case",
        hidden.status,
    )?;
    let refused = walk.try_give(&players.coordinator, "open", &json!({}))?;
    walk.holds(
        refused.status == 403 && refused.code() == "not-permitted",
        "a coordinator cannot open it",
        refused.code(),
    )?;
    let opened = walk.give(&players.approver, "open", &json!({}))?;
    walk.stands(&opened, "self_assessment")?;
    walk.news()
}

fn draft(walk: &mut Walk<'_>) -> Held {
    walk.step("the coordinator drafts: plan data, the plan document, an answer to every criterion");
    let players = walk.players();
    let problems = walk.write_data(&walk.plan())?;
    walk.holds(problems == 0, "the plan data follow the schema", problems)?;
    upload_plan(walk, "selvvurdering")?;
    let case = walk.case(&players.coordinator)?;
    let criteria = case.body["criteria"].as_array().map_or(0, Vec::len);
    walk.holds(criteria == 45, "45 criteria apply", criteria)?;
    answer_all(walk)?;
    let stale = walk.client.put(
        &walk.path("/parts/answer/KA-1.01"),
        &players.approver.token,
        &json!({"text": "Overwritten."}),
        &[("if-match", "\"999\"")],
    )?;
    walk.holds(
        stale.status == 412,
        "whoever saw another version does not overwrite an answer",
        stale.status,
    )?;
    walk.news()
}

/// Uploads the plan document and names it as the plan.
fn upload_plan(walk: &mut Walk<'_>, edition: &str) -> Held {
    let players = walk.players();
    let token = &players.coordinator.token;
    let bytes = papers::plan_document(&players.fact, edition);
    let path = walk.path("/uploads?name=klimaplan%20%C3%A6%C3%B8%C3%A5.pdf");
    let made = walk.client.upload(&path, token, &bytes)?.ok()?;
    let digest = lustrum_domain::Digest::of(&bytes).to_string();
    walk.holds(
        text(&made.body["digest"]) == digest,
        "the server has the plan document byte for byte",
        &made.body["digest"],
    )?;
    let path = walk.path("/parts/plan");
    let known = walk.client.get(&path, Some(token))?;
    let tag = known.header("etag").to_owned();
    let headers = [("if-match", tag.as_str())];
    let headers: &[_] = if known.status == 404 { &[] } else { &headers };
    let part = json!({"upload": made.body["id"]});
    walk.client.put(&path, token, &part, headers)?.ok()?;
    Ok(())
}

/// Answers every criterion; one whose checks are not met gets an explanation.
fn answer_all(walk: &mut Walk<'_>) -> Held {
    let unmet = walk.unmet()?;
    let case = walk.case(&walk.players().coordinator)?;
    for criterion in case.body["criteria"].as_array().into_iter().flatten() {
        let id = text(&criterion["id"]);
        let mut answer = json!({"text": format!("{DEMO}: se planens afsnit om {id}.")});
        if unmet.contains(&id) {
            answer["explanation"] = format!("{DEMO}: forholdet er kendt og bliver rettet.").into();
        }
        walk.write_answer(&id, &answer)?;
    }
    Ok(())
}

fn assess(walk: &mut Walk<'_>) -> Held {
    walk.step("the approver hands in the self-assessment");
    let players = walk.players();
    let refused = walk.try_give(&players.coordinator, "submit_self_assessment", &json!({}))?;
    walk.holds(
        refused.status == 403,
        "a coordinator cannot hand it in",
        refused.code(),
    )?;
    // The same request twice: the second gets the first answer.
    let path = walk.path("/commands/submit_self_assessment");
    let key = [("idempotency-key", "walkthrough-self-assessment")];
    let token = &players.approver.token;
    let first = walk.client.post(&path, token, &json!({}), &key)?.ok()?;
    let again = walk.client.post(&path, token, &json!({}), &key)?.ok()?;
    walk.holds(
        again.body == first.body && again.header("idempotent-replay") == "true",
        "the same request with the same key is answered as before, and changes nothing",
        &again.body,
    )?;
    walk.stands(&first, "scoping")?;
    walk.news()
}

fn scope(walk: &mut Walk<'_>) -> Held {
    walk.step("CONCITO's lead records the scoping meeting");
    let players = walk.players();
    let day = walk.case(&players.lead_concito)?.day()?;
    let tomorrow = walk.try_give(
        &players.lead_concito,
        "record_scoping",
        &json!({"held_on": day + Days::new(2), "participants": "Nobody yet.", "focus": []}),
    )?;
    walk.holds(
        tomorrow.code() == "date-in-future",
        "a meeting that was not held yet is refused",
        tomorrow.code(),
    )?;
    let scoped = walk.give(
        &players.lead_concito,
        "record_scoping",
        &json!({
            "held_on": day,
            "participants": "Kommunens klimateam og CONCITO.",
            "focus": [{"criterion": "KA-3.02", "text": "Opgørelsen skal bygge på det seneste år."}],
        }),
    )?;
    walk.stands(&scoped, "revision")?;
    walk.news()
}

fn hand_in_with_failing_checks(walk: &mut Walk<'_>) -> Held {
    walk.step("the revised plan is handed in although two checks are not met, with explanations");
    let players = walk.players();
    let before = walk.unmet()?;
    let patch = papers::example("0727-odder.failing.patch.json");
    let mut data = walk.plan();
    merge_patch(&mut data, &patch);
    walk.write_data(&data)?;
    let unmet = walk.unmet()?;
    let new: BTreeSet<String> = unmet.difference(&before).cloned().collect();
    let wanted = FAILING.map(str::to_owned).into();
    walk.holds(
        new == wanted,
        "the change fails exactly the checks of KA-1.02 and KA-6.04",
        list(&new),
    )?;
    upload_plan(walk, "revideret plan")?;
    let refused = walk.try_give(&players.approver, "submit", &json!({}))?;
    walk.holds(
        refused.code() == "explanation-missing" && texts(&refused.body["criteria"]) == new,
        "without an explanation of the two it is refused, naming them",
        format!("{} {}", refused.code(), refused.body["criteria"]),
    )?;
    for criterion in FAILING {
        let answer = json!({
            "text": format!("{DEMO}: se planens afsnit om {criterion}."),
            "explanation": format!("{DEMO}: byrådet beslutter det efter høringen."),
        });
        walk.write_answer(criterion, &answer)?;
    }
    let submitted = walk.give(&players.approver, "submit", &json!({}))?;
    walk.stands(&submitted, "review")?;
    walk.news()
}

/// Offers a stage to a reviewer, who accepts.
fn offer(walk: &mut Walk<'_>, stage: &str, lead: &Player, reviewer: &Player) -> Held {
    let body = json!({"stage": stage, "reviewer": reviewer.person});
    walk.give(lead, "offer_assignment", &body)?;
    let case = walk.case(reviewer)?;
    let assignments = case.body["stages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|it| it["key"] == stage)
        .flat_map(|it| it["assignments"].as_array().into_iter().flatten());
    let offered = assignments
        .filter(|it| it["reviewer"] == json!(reviewer.person) && it["status"] == "offered");
    let offered: Vec<Value> = offered.map(|it| it["id"].clone()).collect();
    walk.holds(
        offered.len() == 1,
        &format!("the {} is asked once, and sees the case", reviewer.role),
        offered.len(),
    )?;
    let accept = json!({"assignment": offered[0]});
    walk.give(reviewer, "accept_assignment", &accept)?;
    Ok(())
}

fn assign(walk: &mut Walk<'_>) -> Held {
    walk.step("CONCITO's lead offers the review, the reviewer accepts");
    let players = walk.players();
    let hidden = walk
        .client
        .get(&walk.path(""), Some(&players.reviewer_concito.token))?;
    walk.holds(
        hidden.status == 404,
        "a reviewer who was not asked does not see the case",
        hidden.status,
    )?;
    offer(
        walk,
        "concito",
        &players.lead_concito,
        &players.reviewer_concito,
    )?;
    let late = walk.try_give(&players.approver, "recall", &json!({}))?;
    walk.holds(
        late.code() == "review-begun",
        "once it is accepted, the submission cannot be taken back",
        late.code(),
    )?;
    walk.news()
}

/// What a stage has still to judge.
fn pending(walk: &Walk<'_>, player: &Player, stage: &str) -> Held<BTreeSet<String>> {
    let case = walk.case(player)?;
    let stages = case.body["stages"].as_array().into_iter().flatten();
    let mut found = stages.filter(|it| it["key"] == stage);
    Ok(found
        .next()
        .map(|it| texts(&it["pending"]))
        .unwrap_or_default())
}

fn judge(
    walk: &mut Walk<'_>,
    reviewer: &Player,
    stage: &str,
    criterion: &str,
    verdict: &Value,
) -> Held {
    let body = json!({"stage": stage, "criterion": criterion, "verdict": verdict});
    walk.give(reviewer, "decide_criterion", &body)?;
    Ok(())
}

fn return_two(walk: &mut Walk<'_>) -> Held {
    walk.step("CONCITO judges all criteria, returns two, and concludes its stage");
    let players = walk.players();
    let all = pending(walk, &players.reviewer_concito, "concito")?;
    walk.holds(all.len() == 45, "45 criteria wait for CONCITO", all.len())?;
    for criterion in &all {
        let verdict = if FAILING.contains(&criterion.as_str()) {
            json!({
                "status": "returned",
                "reason": "insufficient",
                "remark": format!("{criterion}: forklaringen er ikke nok. Ret plandata."),
            })
        } else {
            json!({"status": "approved"})
        };
        judge(
            walk,
            &players.reviewer_concito,
            "concito",
            criterion,
            &verdict,
        )?;
    }
    let conclude = json!({"stage": "concito"});
    let concluded = walk.give(&players.lead_concito, "conclude_stage", &conclude)?;
    walk.stands(&concluded, "returned")?;
    walk.news()
}

fn answer(walk: &mut Walk<'_>) -> Held {
    walk.step(
        "the municipality sees only the two, answers them, mends the data and hands in again",
    );
    let players = walk.players();
    let case = walk.case(&players.coordinator)?;
    let open: BTreeSet<String> = case.body["criteria"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|it| it["open"] == true)
        .map(|it| text(&it["id"]))
        .collect();
    // The negative control of the walkthrough itself.
    let wanted: BTreeSet<String> = if walk.options.expect_wrong {
        BTreeSet::from(["KA-3.02".to_owned()])
    } else {
        FAILING.map(str::to_owned).into()
    };
    walk.holds(
        open == wanted,
        &format!("open are {}", list(&wanted)),
        list(&open),
    )?;
    let runs = &case.body["state"]["answer_clock_runs"];
    walk.holds(
        *runs == true,
        "the answer clock runs from the moment the municipality opened the case",
        runs,
    )?;
    let locked = walk.client.put(
        &walk.path("/parts/answer/KA-5.01"),
        &players.coordinator.token,
        &json!({"text": "Changed in passing."}),
        &[],
    )?;
    walk.holds(
        locked.code() == "criterion-not-open",
        "an answer that was not returned is locked",
        locked.code(),
    )?;
    let remarks = walk
        .client
        .get(&walk.path("/findings"), Some(&players.coordinator.token))?
        .ok()?;
    let remarks = remarks.body.as_array().into_iter().flatten();
    let told = remarks
        .filter(|it| it["status"] == "returned" && it["remark"].is_string())
        .count();
    walk.holds(told == 2, "both returns come with a remark", told)?;

    let mut data = json!({});
    let patch = papers::example("0727-odder.mending.patch.json");
    let mut whole = walk.plan();
    merge_patch(&mut whole, &patch);
    for section in patch.as_object().into_iter().flat_map(|it| it.keys()) {
        data[section] = whole[section].clone();
    }
    walk.write_data(&data)?;
    for criterion in FAILING {
        let answer = json!({
            "text": format!("{DEMO}: se planens afsnit om {criterion}."),
            "reply": format!("{DEMO}: rettet i plandata, se tabellen."),
        });
        walk.write_answer(criterion, &answer)?;
    }
    let unmet = walk.unmet()?;
    walk.holds(
        FAILING.iter().all(|criterion| !unmet.contains(*criterion)),
        "the checks of the two are no longer unmet",
        list(&unmet),
    )?;
    let submitted = walk.give(&players.approver, "submit", &json!({}))?;
    walk.stands(&submitted, "review")?;
    walk.news()
}

fn judge_again(walk: &mut Walk<'_>) -> Held {
    walk.step("the second round carries what was approved and did not change");
    let players = walk.players();
    let reviewer = &players.reviewer_concito;
    let again = pending(walk, reviewer, "concito")?;
    let returned = FAILING.iter().all(|criterion| again.contains(*criterion));
    walk.holds(
        returned && again.len() <= 4,
        "to be judged are the two, and at most what looks at the same data",
        list(&again),
    )?;
    let carried = 45 - again.len();
    let refused = walk.try_give(
        reviewer,
        "decide_criterion",
        &json!({"stage": "concito", "criterion": "KA-5.01", "verdict": {"status": "approved"}}),
    )?;
    walk.holds(
        refused.status == 409 && refused.code() == "criterion-carried",
        &format!("{carried} approvals are carried: judging one again is refused"),
        refused.code(),
    )?;
    for criterion in &again {
        let approved = json!({"status": "approved"});
        judge(walk, reviewer, "concito", criterion, &approved)?;
    }
    let conclude = json!({"stage": "concito"});
    let concluded = walk.give(&players.lead_concito, "conclude_stage", &conclude)?;
    walk.stands(&concluded, "review")?;
    let rounds = walk
        .client
        .get(&walk.path("/findings"), Some(&reviewer.token))?
        .ok()?;
    let rounds = rounds.body.as_array().into_iter().flatten();
    let first = rounds
        .filter(|it| it["round"] == 1 && it["status"] == "returned")
        .count();
    walk.holds(
        first == 2,
        "the returns of the first round stand there as they were",
        first,
    )?;
    walk.news()
}

fn judge_at_c40(walk: &mut Walk<'_>) -> Held {
    walk.step("C40 judges, approves one criterion with a condition, and concludes");
    let players = walk.players();
    offer(walk, "c40", &players.lead_c40, &players.reviewer_c40)?;
    let day = walk.case(&players.reviewer_c40)?.day()?;
    let all = pending(walk, &players.reviewer_c40, "c40")?;
    walk.holds(!all.is_empty(), "criteria wait for C40", all.len())?;
    for criterion in &all {
        let verdict = if criterion == "KA-4.06" {
            json!({
                "status": "approved_with_condition",
                "text": "Add a timetable for the coastal works.",
                "due": day + Days::new(180),
            })
        } else {
            json!({"status": "approved"})
        };
        judge(walk, &players.reviewer_c40, "c40", criterion, &verdict)?;
    }
    let conclude = json!({"stage": "c40"});
    let concluded = walk.give(&players.lead_c40, "conclude_stage", &conclude)?;
    walk.stands(&concluded, "decision")?;
    walk.news()
}

fn certify(walk: &mut Walk<'_>) -> Held {
    walk.step("C40's lead certifies");
    let players = walk.players();
    let day = walk.case(&players.lead_c40)?.day()?;
    let body = json!({"decided_on": day});
    let refused = walk.try_give(&players.reviewer_c40, "certify", &body)?;
    walk.holds(
        refused.status == 403,
        "a reviewer judges, and does not certify",
        refused.code(),
    )?;
    let certified = walk.give(&players.lead_c40, "certify", &body)?;
    walk.stands(&certified, "certified")?;
    let case = walk.case(&players.approver)?;
    let open = case.body["conditions"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|it| it["status"] == "open")
        .count();
    walk.holds(open == 1, "one condition is open", open)?;
    walk.news()
}

fn adopt(walk: &mut Walk<'_>) -> Held<String> {
    walk.step("the committee recommends, the council adopts exactly this document");
    let players = walk.players();
    let case = walk.case(&players.approver)?;
    let day = case.day()?;
    let plan = case.body["decision"]["plan"].clone();
    let record = |body: lustrum_domain::OrganisationId, item: &str, outcome: &str| {
        json!({
            "body": body,
            "held_on": day,
            "item": item,
            "case_number": "09.00.00-P05-7-25",
            "outcome": outcome,
            "text": "Tiltrådt som indstillet.",
            "dissent": null,
            "plan": plan,
            "corrects": null,
        })
    };
    let recommended = walk.give(
        &players.approver,
        "record_adoption",
        &record(players.committee, "4", "recommended"),
    )?;
    walk.stands(&recommended, "certified")?;
    let adopted = walk.give(
        &players.clerk,
        "record_adoption",
        &record(players.council, "12", "adopted"),
    )?;
    walk.stands(&adopted, "concluded")?;
    let case = walk.case(&players.approver)?;
    let number = text(&case.body["certificate"]["number"]);
    walk.holds(!number.is_empty(), "a certificate was issued", &number)?;
    walk.news()?;
    Ok(number)
}

fn verify_certificate(walk: &mut Walk<'_>, number: &str) -> Held {
    walk.step("anybody verifies the certificate, without an account");
    let players = walk.players();
    let case = walk.case(&players.approver)?;
    let path = format!("/api/v1/certificates/{number}");
    let certificate = walk.client.get(&path, None)?.ok()?;
    let body = certificate.body;
    walk.holds(
        body["plan"] == case.body["decision"]["plan"] && body["plan"].is_string(),
        "the certificate names the hash of the certified and adopted document",
        &body["plan"],
    )?;
    walk.holds(body["status"] == "valid", "it is valid", &body["status"])?;
    walk.holds(
        body["conditions"] == 1,
        "it tells of the open condition",
        &body["conditions"],
    )?;
    walk.holds(
        body["trial"] == true,
        "it says that the criteria were a draft",
        &body["trial"],
    )?;
    let register = walk.client.get("/api/v1/register", None)?.ok()?;
    let line = register
        .body
        .as_array()
        .into_iter()
        .flatten()
        .find(|it| it["code"] == players.fact.code);
    let shown = line.map(|it| it["certificate"]["number"].clone());
    walk.holds(
        shown == Some(json!(number)),
        "the public register shows it",
        format!("{shown:?}"),
    )?;
    walk.news()
}

fn notices(walk: &mut Walk<'_>) -> Held {
    walk.step("the approver releases the council's notice; it is delivered and acknowledged");
    let players = walk.players();
    let cycle = walk.cycle.clone().unwrap_or_default();
    let council = json!(players.council);
    let drafted = walk.all_notices(&cycle)?.into_iter().find(|it| {
        it["body"] == council && it["kind"] == "ready_for_adoption" && it["state"] == "drafted"
    });
    let notice = drafted.map(|it| it["id"].clone());
    let Some(notice) = notice else {
        return Err(Fault(
            "wanted: a drafted notice to the council that the plan is ready; found: none".into(),
        ));
    };
    let body = json!({"notice": notice});
    walk.give(&players.approver, "release_notice", &body)?;
    let state = |walk: &mut Walk<'_>| -> Held<String> {
        let all = walk.all_notices(&cycle)?;
        let found = all.iter().find(|it| it["id"] == notice);
        Ok(found.map(|it| text(&it["state"])).unwrap_or_default())
    };
    walk.news()?;
    let client = super::Client::new(&walk.options.base_url);
    client.wait("the council's notice is delivered", || {
        Ok((state(walk)? == "delivered").then_some(()))
    })?;
    walk.news()?;
    walk.give(&players.clerk, "acknowledge_notice", &body)?;
    let found = state(walk)?;
    walk.holds(
        found == "acknowledged",
        "the council's clerk acknowledged the notice",
        found,
    )?;
    let direct = walk.all_notices(&cycle)?;
    let direct: BTreeSet<String> = direct
        .iter()
        .filter(|it| it["kind"] == "certified" && it["state"] != "drafted")
        .filter_map(|it| walk.name(&it["body"]))
        .collect();
    walk.holds(
        direct.len() == 3,
        "KKR, regional council and steering group were told directly",
        list(&direct),
    )?;
    walk.news()
}

fn next_case(walk: &mut Walk<'_>) -> Held {
    walk.step("the next case is planned");
    let players = walk.players();
    let path = format!("/api/v1/cycles?municipality={}", players.municipality);
    let cases = walk
        .client
        .get(&path, Some(&players.approver.token))?
        .ok()?;
    let cases = cases.body["items"].as_array().cloned().unwrap_or_default();
    let next = cases.iter().find(|it| it["edition"] == 2);
    let state = next.map(|it| text(&it["state"])).unwrap_or_default();
    walk.holds(state == "scheduled", "case 2 is scheduled", state)?;
    let case = walk.case(&players.approver)?;
    let ends = next.map(|it| it["period_end"].clone());
    walk.holds(
        ends.as_ref() == Some(&case.body["certificate"]["valid_to"]),
        "its period ends when the certificate does",
        format!("{ends:?}"),
    )
}

fn mails_arrived(walk: &mut Walk<'_>) -> Held {
    walk.step("every mail was handed over");
    let cycle = walk.cycle.clone().unwrap_or_default();
    let client = super::Client::new(&walk.options.base_url);
    let mails = client.wait("no mail is queued or on its way any more", || {
        let mails = walk.all_mails(&cycle)?;
        let settled = mails
            .iter()
            .all(|it| !matches!(it["status"].as_str(), Some("queued" | "sending")));
        Ok(settled.then_some(mails))
    })?;
    walk.news()?;
    let failed: BTreeSet<String> = mails
        .iter()
        .filter(|it| it["status"] == "failed")
        .map(|it| text(&it["subject"]))
        .collect();
    walk.holds(failed.is_empty(), "none failed", list(&failed))?;
    let sent = mails.iter().filter(|it| it["status"] == "sent").count();
    walk.holds(sent > 20, "more than twenty were sent", sent)
}
