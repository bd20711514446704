//! One case, carried from state to state by the people of the cast.

use chrono::NaiveDate;
use lustrum_app::{Answer, AppError, Outcome};
use lustrum_criteria::Outcome as Check;
use lustrum_domain::{
    AdoptionOutcome, AssignmentId, AssignmentStatus, Command, CriterionId, Cycle, CycleId,
    DeadlineKey, Digest, FindingStatus, Focus, OrganisationId, ReturnReason, StateName, UploadId,
    Verdict,
};
use lustrum_store::{PartWrite, WriteSet};
use serde_json::{Value, json};

use super::{PROGRAMME, TestApp, Who, chunks, day, example_plan, failure, pdf};

/// It meets the criterion.
pub(crate) fn approved() -> Verdict {
    Verdict::Approved
}

/// It is sent back for work.
pub(crate) fn returned(remark: &str) -> Verdict {
    Verdict::Returned {
        reason: ReturnReason::Incomplete,
        remark: remark.into(),
    }
}

/// It meets the criterion, with something to be done by a date.
pub(crate) fn condition(text: &str, due: &str) -> Verdict {
    Verdict::ApprovedWithCondition {
        text: text.into(),
        due: day(due),
    }
}

/// A case of the test's.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    app: &'a TestApp,
    /// Which.
    pub(crate) id: CycleId,
}

impl TestApp {
    /// Ærø as it was at go-live: a plan of 2020, dates set by the secretariat,
    /// the revision open.
    pub(crate) async fn opened(&self) -> Case<'_> {
        let case = self.taken_in().await;
        case.give(
            Who::Secretariat,
            Command::SetDates {
                period_end: None,
                opens_on: None,
                self_assessment_due: day("2027-03-01"),
                submission_due: day("2027-08-31"),
            },
        )
        .await;
        case.give(Who::Secretariat, Command::Open {}).await;
        case
    }

    /// Ærø's case of this number.
    pub(crate) async fn edition(&self, edition: u32) -> Case<'_> {
        let store = &self.app.store;
        let found = store
            .cycle_of_edition(PROGRAMME, self.cast.aeroe, edition)
            .await;
        let found = found.expect("the database answers");
        self.case(found.expect("it was planned").cycle.id)
    }

    /// Ærø taken in at go-live, with nothing set.
    pub(crate) async fn taken_in(&self) -> Case<'_> {
        let caller = self.as_role(Who::Secretariat).await;
        let outcome = self
            .app
            .take_in(&caller, PROGRAMME, self.cast.aeroe, day("2027-12-31"))
            .await
            .expect("the secretariat may take in a municipality");
        self.case(outcome.cycle)
    }

    /// Another municipality, taken in at go-live with nothing set.
    pub(crate) async fn taken_in_of(&self, municipality: OrganisationId) -> CycleId {
        let caller = self.as_role(Who::Secretariat).await;
        let outcome = self
            .app
            .take_in(&caller, PROGRAMME, municipality, day("2027-12-31"))
            .await;
        outcome
            .expect("the secretariat may take in a municipality")
            .cycle
    }

    /// A case by its id.
    pub(crate) fn case(&self, id: CycleId) -> Case<'_> {
        Case { app: self, id }
    }
}

impl<'a> Case<'a> {
    /// Gives a command that has to succeed.
    pub(crate) async fn give(&self, who: Who, command: Command) -> Outcome {
        let name = command.name();
        match self.attempt(who, command).await {
            Ok(outcome) => outcome,
            Err(error) => panic!("{who:?} gave {name}: {error:?}"),
        }
    }

    /// Gives a command that has to fail, and says why it did. Nothing of the
    /// case may have changed.
    pub(crate) async fn refused(&self, who: Who, command: Command) -> String {
        let before = self.cycle().await;
        let why = failure(self.attempt(who, command).await);
        assert_eq!(
            before,
            self.cycle().await,
            "a refused command changed the case"
        );
        why
    }

    /// Gives a command.
    pub(crate) async fn attempt(&self, who: Who, command: Command) -> Result<Outcome, AppError> {
        let caller = self.app.as_role(who).await;
        self.app.app.command(&caller, self.id, &command, None).await
    }

    /// The case as it is stored.
    pub(crate) async fn cycle(&self) -> Cycle {
        self.app.cycle(self.id).await
    }

    /// Where it stands.
    pub(crate) async fn state(&self) -> StateName {
        self.cycle().await.state.name()
    }

    /// The kinds of its events from number `from` on.
    pub(crate) async fn events_from(&self, from: u64) -> Vec<String> {
        let rows = self.app.app.store.events(self.id.0, from, 10_000).await;
        rows.expect("the log can be read")
            .iter()
            .map(|row| {
                let entry: Value = serde_json::from_str(&row.body).expect("an entry is JSON");
                entry["event"]["kind"].as_str().expect("a kind").to_owned()
            })
            .collect()
    }

    /// The running deadline, as a date.
    pub(crate) async fn due(&self, key: &DeadlineKey) -> Option<NaiveDate> {
        self.cycle().await.running(key).map(|deadline| deadline.due)
    }

    /// Writes one answer through the use case.
    pub(crate) async fn answer(&self, criterion: &str, text: &str) {
        let caller = self.app.as_role(Who::Coordinator).await;
        let key = format!("answer/{criterion}");
        let known = self.app.app.part(&caller, self.id, &key).await.ok();
        let mut answer = known.as_ref().map_or_else(
            || json!({"text": ""}),
            |part| serde_json::from_str(&part.body).expect("an answer is JSON"),
        );
        answer["text"] = json!(text);
        let body = serde_json::to_vec(&answer).expect("JSON");
        let expected = known.map(|part| part.version);
        self.app
            .app
            .put_part(&caller, self.id, &key, &body, expected)
            .await
            .expect("the coordinator may answer");
    }

    /// Brings a PDF and makes it the plan document.
    pub(crate) async fn plan_document(&self, text: &str) -> (UploadId, Digest) {
        let caller = self.app.as_role(Who::Coordinator).await;
        let file = pdf(text);
        let upload = self
            .app
            .app
            .upload(&caller, self.id, "klimaplan.pdf", chunks(&file))
            .await
            .expect("the coordinator may bring files");
        let body = json!({"upload": upload.id}).to_string();
        let known = self.app.app.part(&caller, self.id, "plan").await.ok();
        self.app
            .app
            .put_part(
                &caller,
                self.id,
                "plan",
                body.as_bytes(),
                known.map(|part| part.version),
            )
            .await
            .expect("the coordinator may name the plan document");
        (upload.id, upload.digest)
    }

    /// Fills the draft: an answer to every criterion, `data`, a plan document,
    /// and an explanation wherever a check is not met.
    pub(crate) async fn fill(&self, data: &Value) {
        let caller = self.app.as_role(Who::Coordinator).await;
        let app = &self.app.app;
        app.import_data(&caller, self.id, data)
            .await
            .expect("the coordinator may import plan data");
        let (_, results) = app
            .check_draft(&caller, self.id)
            .await
            .expect("a draft can be checked");
        let cycle = self.cycle().await;
        // One write for all answers; that each can be written alone is
        // another test's subject.
        let parts = cycle
            .criteria
            .iter()
            .map(|criterion| {
                let unmet = results
                    .criterion(&criterion.id)
                    .is_some_and(|result| result.outcome == Check::NotMet);
                let answer = Answer {
                    text: format!("Sådan opfylder planen {}.", criterion.id),
                    evidence: Vec::new(),
                    explanation: unmet.then(|| "Det følger med næste regnskab.".to_owned()),
                    reply: None,
                };
                PartWrite {
                    cycle: self.id,
                    cycle_version: cycle.version,
                    key: format!("answer/{}", criterion.id),
                    expected: None,
                    body: lustrum_domain::canonical_json(&answer),
                    by: self.app.cast.person(Who::Coordinator),
                    at: self.app.now(),
                }
            })
            .collect();
        let writes = WriteSet {
            parts,
            ..WriteSet::default()
        };
        app.store.commit(writes).await.expect("an empty draft");
        self.plan_document("Klimaplan 2027").await;
    }

    /// From an open revision to `revision`, the self-assessment handed in and scoped.
    pub(crate) async fn to_revision(self) -> Self {
        self.fill(&example_plan()).await;
        self.give(Who::Approver, Command::SubmitSelfAssessment {})
            .await;
        self.give(
            Who::ConcitoLead,
            Command::RecordScoping {
                held_on: self.app.today(),
                participants: "Ærø og CONCITO".into(),
                focus: vec![Focus {
                    criterion: "KA-3.02".into(),
                    text: "Nyere regnskab".into(),
                }],
            },
        )
        .await;
        self
    }

    /// On to `review` at the first stage.
    pub(crate) async fn to_review(self) -> Self {
        let case = self.to_revision().await;
        case.give(Who::Approver, Command::Submit {}).await;
        case
    }

    /// On to `returned` by the first stage, with these criteria.
    pub(crate) async fn to_returned(self, criteria: &[&str]) -> Self {
        let case = self.to_review().await;
        let verdicts: Vec<_> = criteria
            .iter()
            .map(|id| (*id, returned("Der mangler et bilag.")))
            .collect();
        case.judge("concito", &verdicts).await;
        case.conclude("concito").await;
        assert_eq!(case.state().await, StateName::Returned);
        case
    }

    /// On to `decision`, everything approved but for these verdicts of the first stage.
    pub(crate) async fn to_decision_with(self, verdicts: &[(&str, Verdict)]) -> Self {
        let case = self.to_review().await;
        case.judge("concito", verdicts).await;
        case.conclude("concito").await;
        case.judge("c40", &[]).await;
        case.conclude("c40").await;
        assert_eq!(case.state().await, StateName::Decision);
        case
    }

    /// On to `decision`, everything approved.
    pub(crate) async fn to_decision(self) -> Self {
        self.to_decision_with(&[]).await
    }

    /// On to `certified`.
    pub(crate) async fn to_certified(self) -> Self {
        let case = self.to_decision().await;
        case.certify().await;
        case
    }

    /// On to `concluded`: certified, and adopted by the council.
    pub(crate) async fn to_concluded(self) -> Self {
        let case = self.to_certified().await;
        case.adopt().await;
        assert_eq!(case.state().await, StateName::Concluded);
        case
    }

    /// Certifies, today, by the lead of the last stage.
    pub(crate) async fn certify(&self) {
        self.give(
            Who::C40Lead,
            Command::Certify {
                decided_on: self.app.today(),
            },
        )
        .await;
    }

    /// The council adopts, today, the certified plan.
    pub(crate) async fn adopt(&self) -> Outcome {
        let plan = self.plan().await;
        self.give(
            Who::CouncilClerk,
            self.adoption(self.app.cast.council, AdoptionOutcome::Adopted, plan),
        )
        .await
    }

    /// The record of a body's decision, today.
    pub(crate) fn adoption(
        &self,
        body: OrganisationId,
        outcome: AdoptionOutcome,
        plan: Digest,
    ) -> Command {
        Command::RecordAdoption {
            body,
            held_on: self.app.today(),
            item: Some("7".to_owned()),
            case_number: Some("24/1234 - 5".to_owned()),
            outcome,
            text: Some("Vedtaget som indstillet.".into()),
            dissent: None,
            plan,
            corrects: None,
        }
    }

    /// The hash of the plan document of the latest submission.
    pub(crate) async fn plan(&self) -> Digest {
        let cycle = self.cycle().await;
        let submission = cycle.submission().expect("something was handed in");
        submission.plan.expect("a plan document is part of it")
    }

    /// The people of a stage: its lead and a reviewer.
    fn people_of(stage: &str) -> (Who, Who) {
        match stage {
            "concito" => (Who::ConcitoLead, Who::ConcitoReviewer),
            "c40" => (Who::C40Lead, Who::C40Reviewer),
            other => panic!("no stage is called {other}"),
        }
    }

    /// A reviewer of the stage is asked and accepts, unless one has already.
    pub(crate) async fn assign(&self, stage: &str) -> AssignmentId {
        let (lead, reviewer) = Self::people_of(stage);
        if let Some(id) = self.assignment(reviewer, AssignmentStatus::Accepted).await {
            return id;
        }
        let id = self.offer(lead, stage, reviewer).await;
        self.give(reviewer, Command::AcceptAssignment { assignment: id })
            .await;
        id
    }

    /// A reviewer is asked.
    pub(crate) async fn offer(&self, lead: Who, stage: &str, reviewer: Who) -> AssignmentId {
        self.give(
            lead,
            Command::OfferAssignment {
                stage: stage.to_owned(),
                reviewer: self.app.cast.person(reviewer),
            },
        )
        .await;
        self.assignment(reviewer, AssignmentStatus::Offered)
            .await
            .expect("the assignment was offered just now")
    }

    /// The assignment of a reviewer that stands there.
    pub(crate) async fn assignment(
        &self,
        reviewer: Who,
        status: AssignmentStatus,
    ) -> Option<AssignmentId> {
        let person = self.app.cast.person(reviewer);
        self.cycle()
            .await
            .assignments()
            .find(|it| it.reviewer == person && it.status == status)
            .map(|it| it.id)
    }

    /// Judges everything that a stage has to judge: as in `verdicts`, and approved
    /// where nothing is said.
    pub(crate) async fn judge(&self, stage: &str, verdicts: &[(&str, Verdict)]) {
        self.assign(stage).await;
        let (_, reviewer) = Self::people_of(stage);
        let cycle = self.cycle().await;
        let index = cycle.stage_index(stage).expect("a stage of the route");
        let sheet: Vec<_> = cycle
            .pending_in(index)
            .into_iter()
            .map(|criterion| {
                let verdict = verdicts
                    .iter()
                    .find(|(id, _)| *id == criterion.0)
                    .map_or_else(approved, |(_, verdict)| verdict.clone());
                (criterion, verdict)
            })
            .collect();
        if sheet.is_empty() {
            return;
        }
        let caller = self.app.as_role(reviewer).await;
        let judged = self
            .app
            .app
            .judge(&caller, self.id, stage, &sheet, None)
            .await;
        judged.expect("the reviewer of the stage may judge");
    }

    /// Judges one criterion.
    pub(crate) async fn decide(&self, who: Who, stage: &str, criterion: &str, verdict: Verdict) {
        self.give(who, decision(stage, criterion, verdict)).await;
    }

    /// Concludes a stage.
    pub(crate) async fn conclude(&self, stage: &str) -> Outcome {
        let (lead, _) = Self::people_of(stage);
        self.give(
            lead,
            Command::ConcludeStage {
                stage: stage.to_owned(),
            },
        )
        .await
    }

    /// The status of a finding at a stage.
    pub(crate) async fn finding(&self, stage: &str, criterion: &str) -> Option<FindingStatus> {
        let cycle = self.cycle().await;
        let index = cycle.stage_index(stage)?;
        let found = cycle.stages[index]
            .findings
            .get(&CriterionId::from(criterion));
        found.map(|finding| finding.status)
    }
}

/// The command that judges one criterion.
pub(crate) fn decision(stage: &str, criterion: &str, verdict: Verdict) -> Command {
    Command::DecideCriterion {
        stage: stage.to_owned(),
        criterion: criterion.into(),
        verdict,
    }
}
