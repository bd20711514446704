//! The stories of the demo: what was done how many days ago, and what happened
//! besides.

use std::pin::Pin;

use chrono::{Days, NaiveDate, TimeDelta};
use lustrum_app::Caller;
use lustrum_criteria::Outcome;
use lustrum_domain::{
    AdoptionOutcome, Command, CriterionId, Cycle, CycleId, DeadlineKey, Digest, PersonId,
    ReturnReason, Timestamp, Verdict,
    notice::{NoticeKind, NoticeState},
    time::{at_hour, local_date},
};

use super::{Cast, PROGRAMME, unless_noted};
use crate::{
    SimulationError,
    driver::Driver,
    papers::{self, DEMO},
    register::Municipality,
};

/// The steps of a case without detours, in their order. A story says for each
/// how many days ago it was taken, as far as it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Open,
    SubmitSelfAssessment,
    RecordScoping,
    Submit,
    Offer,
    Accept,
    Conclude,
    AcceptAtLast,
    ConcludeLast,
    Certify,
    Recommend,
    Adopt,
}

const STEPS: [Step; 12] = [
    Step::Open,
    Step::SubmitSelfAssessment,
    Step::RecordScoping,
    Step::Submit,
    Step::Offer,
    Step::Accept,
    Step::Conclude,
    Step::AcceptAtLast,
    Step::ConcludeLast,
    Step::Certify,
    Step::Recommend,
    Step::Adopt,
];

/// What happened besides, after the steps of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Besides {
    Nothing,
    /// Nothing was handed in until the day that many days ago.
    DueDaysAgo(u64),
    /// As before, and the certificate of the old plan lapsed half a year later.
    LapsesAfter(u64),
    /// The draft is ready to be handed in.
    Ready,
    /// More time was asked for that many days ago.
    ExtensionAsked(u64),
    /// More time was granted that many days ago.
    ExtensionGranted(u64),
    /// Put on hold that many days ago.
    Held(u64),
    /// Half of the criteria were judged that many days ago.
    HalfJudged(u64),
    /// The first reviewer declared a conflict; another took over.
    Recused(u64),
    /// Two criteria were returned; the municipality has opened the case.
    Returned(u64),
    /// Two criteria were returned, and nobody seems to know of it.
    ReturnUnread(u64),
    /// Returned, answered after some days, and returned once more.
    ReturnedAgain(u64, u64, u64),
    /// Refused at the decision; a second reading was asked for.
    Refused(u64),
    /// The municipality left.
    Withdrawn(u64),
    /// The council's clerk took note of the notice.
    Acknowledged(u64),
    /// A condition was answered.
    ConditionAnswered(u64),
    /// Has no plan yet: enrolled, the letter on file.
    Enrolled,
}

/// A municipality's story.
#[derive(Debug)]
pub(super) struct Story {
    pub(super) code: &'static str,
    /// How many days ago each step was taken, in the order of the steps.
    days: &'static [u64],
    besides: Besides,
}

impl Story {
    /// How much there is to tell.
    pub(super) fn length(&self) -> usize {
        self.days.len() + 1
    }
}

const fn story(code: &'static str, days: &'static [u64], besides: Besides) -> Story {
    Story {
        code,
        days,
        besides,
    }
}

/// Cases in every state. Copenhagen (0101) goes its own route, where the only
/// stage is the last: its first review is C40's.
pub(super) const STORIES: &[Story] = &[
    story("0825", &[], Besides::Enrolled),
    story("0730", &[100], Besides::Nothing),
    story("0851", &[150], Besides::Nothing),
    story("0573", &[230], Besides::DueDaysAgo(40)),
    story("0615", &[200, 20], Besides::Nothing),
    story("0450", &[190, 45], Besides::Nothing),
    story("0727", &[300, 200, 170], Besides::Ready),
    story("0167", &[310, 190, 160], Besides::Ready),
    story("0751", &[280, 180, 150], Besides::Nothing),
    story("0240", &[400, 300, 270], Besides::ExtensionAsked(6)),
    story("0740", &[410, 310, 280], Besides::ExtensionGranted(30)),
    story("0370", &[380, 290, 260], Besides::Held(50)),
    story("0665", &[430, 350, 320], Besides::LapsesAfter(230)),
    story("0147", &[420, 330, 300, 2, 1], Besides::Nothing),
    story("0461", &[430, 330, 300, 15, 14, 12], Besides::HalfJudged(4)),
    story("0265", &[425, 335, 305, 16, 15], Besides::Recused(13)),
    story("0101", &[430, 330, 300, 20, 19, 18], Besides::HalfJudged(5)),
    story(
        "0791",
        &[440, 340, 310, 40, 39, 37, 12, 9],
        Besides::Nothing,
    ),
    story("0630", &[440, 340, 310, 45, 44, 42], Besides::Returned(15)),
    story(
        "0860",
        &[440, 345, 315, 30, 29, 27],
        Besides::ReturnUnread(12),
    ),
    story(
        "0326",
        &[450, 345, 315, 90, 89, 87],
        Besides::ReturnedAgain(65, 40, 20),
    ),
    story(
        "0219",
        &[450, 350, 320, 60, 59, 57, 33, 30, 5],
        Besides::Nothing,
    ),
    story(
        "0813",
        &[460, 350, 320, 90, 89, 87, 60, 58, 40],
        Besides::Refused(20),
    ),
    story(
        "0561",
        &[460, 350, 320, 80, 79, 77, 50, 48, 25, 18],
        Besides::Nothing,
    ),
    story(
        "0746",
        &[470, 360, 330, 95, 94, 92, 66, 64, 40, 30, 9],
        Besides::Nothing,
    ),
    story(
        "0187",
        &[480, 380, 350, 170, 169, 167, 142, 140, 118, 105, 84, 62],
        Besides::Nothing,
    ),
    story(
        "0157",
        &[500, 400, 370, 200, 199, 197, 170, 168, 150, 140, 120, 95],
        Besides::Acknowledged(80),
    ),
    story(
        "0779",
        &[520, 420, 390, 230, 229, 227, 200, 198, 180, 168, 150, 128],
        Besides::ConditionAnswered(25),
    ),
    story("0563", &[330, 240, 210], Besides::Withdrawn(35)),
];

/// Criteria that are returned in the stories, with the remarks.
const RETURNS: [(&str, ReturnReason, &str); 2] = [
    (
        "KA-3.02",
        ReturnReason::Outdated,
        "Opgørelsen bygger på ældre tal end de offentliggjorte. Brug det seneste år.",
    ),
    (
        "KA-5.01",
        ReturnReason::Incomplete,
        "Tre af tiltagene mangler en ansvarlig forvaltning. Tilføj dem i tabellen.",
    ),
];

/// Tells `story` from the beginning until `now`.
pub(super) async fn tell(
    first: &Driver,
    cast: &Cast,
    home: &Municipality,
    story: &Story,
    now: Timestamp,
) -> Result<CycleId, SimulationError> {
    let driver = Driver::at(&first.app, first.now());
    let teller = Teller {
        driver,
        cast,
        home,
        story,
        today: local_date(now),
        approver: cast.approvers[story.code],
    };
    let cycle = teller.begin().await?;
    for (step, days) in STEPS.iter().zip(story.days) {
        teller.pass(cycle, *days).await?;
        teller.take(cycle, *step).await?;
    }
    teller.besides(cycle).await?;
    teller.driver.pass(cycle, now).await?;
    Ok(cycle)
}

/// A part of a story. It lies on the heap: a story has many parts, and all of
/// them together would not fit on the stack of a thread.
type Telling<'a, T> = Pin<Box<dyn Future<Output = Result<T, SimulationError>> + Send + 'a>>;

struct Teller<'a> {
    driver: Driver,
    cast: &'a Cast,
    home: &'a Municipality,
    story: &'a Story,
    today: NaiveDate,
    approver: PersonId,
}

impl Teller<'_> {
    fn day(&self, days_ago: u64) -> NaiveDate {
        self.today - Days::new(days_ago)
    }

    fn at(&self, what: &str) -> impl FnOnce(lustrum_app::AppError) -> SimulationError + use<> {
        SimulationError::at(format!("{what}, {}", self.home.fact.name))
    }

    /// Lets time pass until the morning of a day.
    fn pass<'a>(&'a self, cycle: CycleId, days_ago: u64) -> Telling<'a, ()> {
        Box::pin(async move {
            let morning = at_hour(self.day(days_ago), 10);
            self.driver.pass(cycle, morning).await
        })
    }

    fn give<'a>(&'a self, person: PersonId, cycle: CycleId, command: Command) -> Telling<'a, ()> {
        Box::pin(async move {
            // A few minutes between one act and the next, as among people.
            self.driver.set(self.driver.now() + TimeDelta::minutes(7));
            let given = self.driver.give(person, cycle, &command).await;
            given.map_err(self.at(command.name().as_str()))?;
            Ok(())
        })
    }

    /// Takes the municipality in and sets the dates of its revision.
    fn begin<'a>(&'a self) -> Telling<'a, CycleId> {
        Box::pin(async move {
            let caller = self
                .driver
                .caller(self.cast.secretariat)
                .await
                .map_err(self.at("reading the secretariat"))?;
            let app = &self.driver.app;
            if self.story.besides == Besides::Enrolled {
                self.driver.set(at_hour(self.day(60), 10));
                let letter = Digest::of(format!("{DEMO}: tilsagnsbrev, {}", self.home.fact.name));
                let enrolled = app
                    .enrol(&caller, PROGRAMME, self.home.id, letter)
                    .await
                    .map_err(self.at("enrolling"))?;
                return Ok(enrolled.cycle);
            }
            let opens_on = self.day(self.story.days.first().copied().unwrap_or_default());
            let due_in = |days: u64| opens_on + Days::new(days);
            let (self_assessment_due, submission_due, period_end) = match self.story.besides {
                Besides::DueDaysAgo(days) => {
                    let due = self.day(days);
                    (due, due + Days::new(270), due + Days::new(540))
                }
                // The grace of half a year runs from the later of both dates.
                Besides::LapsesAfter(days) => {
                    let due = self.day(days);
                    (due_in(120), due, due)
                }
                _ => (due_in(182), due_in(470), due_in(740)),
            };
            let taken = app
                .take_in(&caller, PROGRAMME, self.home.id, period_end)
                .await
                .map_err(self.at("taking in"))?;
            self.give(
                self.cast.secretariat,
                taken.cycle,
                Command::SetDates {
                    period_end: None,
                    opens_on: Some(opens_on),
                    self_assessment_due,
                    submission_due,
                },
            )
            .await?;
            Ok(taken.cycle)
        })
    }

    fn take<'a>(&'a self, id: CycleId, step: Step) -> Telling<'a, ()> {
        Box::pin(async move {
            let cast = self.cast;
            // A route of one stage has its first review at the last stage.
            let short = self.driver.cycle(id).await?.stages.len() == 1;
            let (lead, reviewer) = if short {
                (cast.lead_c40, cast.reviewer_c40)
            } else {
                (cast.lead_concito, cast.reviewer_concito)
            };
            let today = local_date(self.driver.now());
            match step {
                // The clock opened it, this morning at seven.
                Step::Open => Ok(()),
                Step::SubmitSelfAssessment => {
                    self.draft(id, "selvvurdering").await?;
                    self.give(self.approver, id, Command::SubmitSelfAssessment {})
                        .await
                }
                Step::RecordScoping => {
                    let command = Command::RecordScoping {
                        held_on: today,
                        participants: format!("{DEMO}: kommunens klimateam og CONCITO")
                            .as_str()
                            .into(),
                        focus: vec![lustrum_domain::Focus {
                            criterion: "KA-3.02".into(),
                            text: "Opgørelsen skal bygge på det seneste år.".into(),
                        }],
                    };
                    self.give(lead, id, command).await
                }
                Step::Submit => {
                    self.explain(id).await?;
                    self.give(self.approver, id, Command::Submit {}).await?;
                    self.release(id, NoticeKind::Submitted).await
                }
                Step::Offer => self.offer(id, 0, lead, reviewer).await,
                Step::Accept => self.accept(id, reviewer).await,
                Step::Conclude => self.conclude(id, 0, &[]).await,
                Step::AcceptAtLast => {
                    self.offer(id, 1, cast.lead_c40, cast.reviewer_c40).await?;
                    self.accept(id, cast.reviewer_c40).await
                }
                Step::ConcludeLast => {
                    let condition = Verdict::ApprovedWithCondition {
                        text: format!("{DEMO}: A timetable for the coastal works is to be added.")
                            .as_str()
                            .into(),
                        due: self.today + Days::new(160),
                    };
                    self.conclude(id, 1, &[("KA-4.06", condition)]).await
                }
                Step::Certify => {
                    self.give(cast.lead_c40, id, Command::Certify { decided_on: today })
                        .await?;
                    self.release(id, NoticeKind::ReadyForAdoption).await
                }
                Step::Recommend => {
                    let committee = self.home.committee(today);
                    self.adopt(id, committee, AdoptionOutcome::Recommended)
                        .await
                }
                Step::Adopt => {
                    self.adopt(id, self.home.council, AdoptionOutcome::Adopted)
                        .await
                }
            }
        })
    }

    fn besides<'a>(&'a self, id: CycleId) -> Telling<'a, ()> {
        Box::pin(async move {
            let cast = self.cast;
            match self.story.besides {
                Besides::Nothing
                | Besides::Enrolled
                | Besides::DueDaysAgo(_)
                | Besides::LapsesAfter(_) => Ok(()),
                Besides::Ready => {
                    self.pass(id, 3).await?;
                    self.draft(id, "udkast til revideret plan").await?;
                    self.pass(id, 1).await?;
                    self.explain(id).await
                }
                Besides::ExtensionAsked(days) => {
                    self.pass(id, days).await?;
                    self.ask_for_time(id).await
                }
                Besides::ExtensionGranted(days) => {
                    self.pass(id, days + 5).await?;
                    self.ask_for_time(id).await?;
                    self.pass(id, days).await?;
                    let cycle = self.driver.cycle(id).await?;
                    let Some(extension) = cycle.extensions.last() else {
                        return Ok(());
                    };
                    let command = Command::DecideExtension {
                        extension: extension.id,
                        granted: true,
                        reason: "Høringen er udskudt uden kommunens skyld.".into(),
                    };
                    self.give(cast.secretariat, id, command).await
                }
                Besides::Held(days) => {
                    self.pass(id, days).await?;
                    let reason = format!("{DEMO}: planen afventer en ny kystbeskyttelseslov.");
                    let command = Command::Hold {
                        reason: reason.as_str().into(),
                    };
                    self.give(cast.secretariat, id, command).await
                }
                Besides::HalfJudged(days) => {
                    self.pass(id, days).await?;
                    let cycle = self.driver.cycle(id).await?;
                    let all: Vec<_> = cycle.pending_in(0).into_iter().collect();
                    let half = all.iter().take(all.len() / 2);
                    let verdicts: Vec<_> = half.map(|id| (id.clone(), Verdict::Approved)).collect();
                    self.judge(id, &cycle, 0, &verdicts).await
                }
                Besides::Recused(days) => {
                    self.pass(id, days).await?;
                    let assignment = self.assignment(id, cast.reviewer_concito).await?;
                    let command = Command::Recuse {
                        assignment,
                        reason: format!("{DEMO}: har arbejdet for kommunen.")
                            .as_str()
                            .into(),
                    };
                    self.give(cast.reviewer_concito, id, command).await?;
                    self.offer(id, 0, cast.lead_concito, cast.other_reviewer)
                        .await?;
                    self.accept(id, cast.other_reviewer).await
                }
                Besides::Returned(days) => {
                    self.pass(id, days).await?;
                    self.give_back(id).await?;
                    self.pass(id, days - 1).await?;
                    self.opened(id).await
                }
                Besides::ReturnUnread(days) => {
                    self.pass(id, days).await?;
                    self.give_back(id).await
                }
                Besides::ReturnedAgain(returned, answered, again) => {
                    self.pass(id, returned).await?;
                    self.give_back(id).await?;
                    self.pass(id, returned - 1).await?;
                    self.opened(id).await?;
                    self.pass(id, answered).await?;
                    self.answer(id).await?;
                    self.give(self.approver, id, Command::Submit {}).await?;
                    self.pass(id, again).await?;
                    let (criterion, reason, remark) = RETURNS[0];
                    let verdict = Verdict::Returned {
                        reason,
                        remark: remark.into(),
                    };
                    self.conclude(id, 0, &[(criterion, verdict)]).await?;
                    self.pass(id, again - 1).await?;
                    self.opened(id).await
                }
                Besides::Refused(days) => {
                    self.pass(id, days).await?;
                    let command = Command::Refuse {
                        reasons: format!("{DEMO}: reduktionsmålet er ikke dækket af tiltag.")
                            .as_str()
                            .into(),
                        criteria: vec!["KA-4.02".into(), "KA-5.02".into()],
                    };
                    self.give(cast.lead_c40, id, command).await?;
                    self.pass(id, days / 2).await?;
                    let command = Command::RequestSecondReading {
                        criterion: None,
                        reasons: "Tiltagene i bilag 4 er ikke talt med.".into(),
                    };
                    self.give(self.approver, id, command).await
                }
                Besides::Withdrawn(days) => {
                    self.pass(id, days).await?;
                    let command = Command::Withdraw {
                        reason: format!("{DEMO}: kommunen udtræder af alliancen.")
                            .as_str()
                            .into(),
                        successor: None,
                    };
                    self.give(self.approver, id, command).await
                }
                Besides::Acknowledged(days) => {
                    self.pass(id, days).await?;
                    let cycle = self.driver.cycle(id).await?;
                    let notice = cycle.notices.iter().find(|it| {
                        it.body == self.home.council && it.state == NoticeState::Delivered
                    });
                    match notice {
                        Some(notice) => {
                            let command = Command::AcknowledgeNotice { notice: notice.id };
                            self.give(self.approver, id, command).await
                        }
                        None => Ok(()),
                    }
                }
                Besides::ConditionAnswered(days) => {
                    self.pass(id, days).await?;
                    let cycle = self.driver.cycle(id).await?;
                    match cycle.conditions.last() {
                        Some(condition) => {
                            let command = Command::AnswerCondition {
                                condition: condition.id,
                                answer: format!("{DEMO}: tidsplanen er vedtaget.").as_str().into(),
                                evidence: Vec::new(),
                            };
                            self.give(self.approver, id, command).await
                        }
                        None => Ok(()),
                    }
                }
            }
        })
    }

    fn draft<'a>(&'a self, id: CycleId, edition: &'a str) -> Telling<'a, ()> {
        Box::pin(async move {
            let caller = self
                .driver
                .caller(self.approver)
                .await
                .map_err(self.at("reading the approver"))?;
            let fact = &self.home.fact;
            papers::draft(
                &self.driver.app,
                &caller,
                id,
                fact,
                &papers::plan_data(fact),
                edition,
            )
            .await
            .map_err(self.at("drafting"))?;
            Ok(())
        })
    }

    /// Answers what was returned, criterion by criterion.
    fn answer<'a>(&'a self, id: CycleId) -> Telling<'a, ()> {
        Box::pin(async move {
            for (criterion, _, remark) in RETURNS {
                let reply = format!("{DEMO}: rettet. Bemærkningen var: {remark}");
                self.write(id, criterion, "reply", reply).await?;
            }
            Ok(())
        })
    }

    /// Explains what was met when the answers were written and is not met today:
    /// ages are counted to the day of submission.
    fn explain(&self, id: CycleId) -> Telling<'_, ()> {
        Box::pin(async move {
            let caller = self.driver.caller(self.approver).await;
            let caller = caller.map_err(self.at("reading the approver"))?;
            let checked = self.driver.app.check_draft(&caller, id).await;
            let (_, results) = checked.map_err(self.at("checking"))?;
            for unmet in results.criteria {
                if unmet.outcome == Outcome::NotMet {
                    self.write(id, &unmet.criterion.0, "explanation", papers::explanation())
                        .await?;
                }
            }
            Ok(())
        })
    }

    /// Writes a field of an answer, unless that stands there.
    fn write<'a>(
        &'a self,
        id: CycleId,
        criterion: &'a str,
        field: &'a str,
        text: String,
    ) -> Telling<'a, ()> {
        Box::pin(async move {
            let caller = self.driver.caller(self.approver).await;
            let caller = caller.map_err(self.at("reading the approver"))?;
            let app = &self.driver.app;
            let key = format!("answer/{criterion}");
            let part = app.part(&caller, id, &key).await;
            let part = part.map_err(self.at("reading an answer"))?;
            let mut answer: serde_json::Value =
                serde_json::from_str(&part.body).unwrap_or_default();
            if answer[field] == text.as_str() {
                return Ok(());
            }
            answer[field] = text.into();
            let body = answer.to_string();
            app.put_part(&caller, id, &key, body.as_bytes(), Some(part.version))
                .await
                .map_err(self.at("answering"))?;
            Ok(())
        })
    }

    fn offer<'a>(
        &'a self,
        id: CycleId,
        stage: usize,
        lead: PersonId,
        reviewer: PersonId,
    ) -> Telling<'a, ()> {
        Box::pin(async move {
            let cycle = self.driver.cycle(id).await?;
            let stage = cycle.stages[stage].key.clone();
            let command = Command::OfferAssignment { stage, reviewer };
            self.give(lead, id, command).await
        })
    }

    fn assignment<'a>(
        &'a self,
        id: CycleId,
        reviewer: PersonId,
    ) -> Telling<'a, lustrum_domain::AssignmentId> {
        Box::pin(async move {
            let cycle = self.driver.cycle(id).await?;
            let mut assignments = cycle.assignments();
            assignments
                .find(|it| it.reviewer == reviewer && it.status.is_live())
                .map(|it| it.id)
                .ok_or_else(|| {
                    SimulationError::NotEmpty(format!("{}: nobody was asked", self.home.fact.name))
                })
        })
    }

    fn accept<'a>(&'a self, id: CycleId, reviewer: PersonId) -> Telling<'a, ()> {
        Box::pin(async move {
            let assignment = self.assignment(id, reviewer).await?;
            self.give(reviewer, id, Command::AcceptAssignment { assignment })
                .await
        })
    }

    fn judge<'a>(
        &'a self,
        id: CycleId,
        cycle: &'a Cycle,
        stage: usize,
        verdicts: &'a [(CriterionId, Verdict)],
    ) -> Telling<'a, ()> {
        Box::pin(async move {
            let stage = &cycle.stages[stage];
            let reviewer = stage
                .assignments
                .iter()
                .find(|it| it.status.is_live())
                .map_or(self.cast.reviewer_c40, |it| it.reviewer);
            self.driver
                .judge(reviewer, id, &stage.key, verdicts)
                .await
                .map_err(self.at("judging"))?;
            Ok(())
        })
    }

    /// Judges all that is pending and concludes the stage; `others` are not
    /// simply approved.
    fn conclude<'a>(
        &'a self,
        id: CycleId,
        stage: usize,
        others: &'a [(&'a str, Verdict)],
    ) -> Telling<'a, ()> {
        Box::pin(async move {
            let cycle = self.driver.cycle(id).await?;
            let verdicts: Vec<_> = cycle
                .pending_in(stage)
                .into_iter()
                .map(|criterion| {
                    let other = others.iter().find(|(id, _)| criterion.0 == *id);
                    let verdict = other.map_or(Verdict::Approved, |(_, verdict)| verdict.clone());
                    (criterion, verdict)
                })
                .collect();
            self.judge(id, &cycle, stage, &verdicts).await?;
            let lead = match cycle.stages[stage].key.as_str() {
                "concito" => self.cast.lead_concito,
                _ => self.cast.lead_c40,
            };
            let stage = cycle.stages[stage].key.clone();
            self.give(lead, id, Command::ConcludeStage { stage }).await
        })
    }

    /// Returns two criteria, and approves the rest.
    fn give_back<'a>(&'a self, id: CycleId) -> Telling<'a, ()> {
        Box::pin(async move {
            let returned = RETURNS.map(|(criterion, reason, remark)| {
                let verdict = Verdict::Returned {
                    reason,
                    remark: remark.into(),
                };
                (criterion, verdict)
            });
            self.conclude(id, 0, &returned).await
        })
    }

    /// Somebody in the municipality opens the returned case.
    fn opened<'a>(&'a self, id: CycleId) -> Telling<'a, ()> {
        Box::pin(async move {
            let caller = self
                .driver
                .caller(self.approver)
                .await
                .map_err(self.at("reading the approver"))?;
            let viewed = self.driver.app.view(&caller, id).await;
            viewed.map_err(self.at("opening the case"))?;
            Ok(())
        })
    }

    fn ask_for_time<'a>(&'a self, id: CycleId) -> Telling<'a, ()> {
        Box::pin(async move {
            let cycle = self.driver.cycle(id).await?;
            let Some(deadline) = cycle.running(&DeadlineKey::Submission) else {
                return Ok(());
            };
            let command = Command::RequestExtension {
                deadline: DeadlineKey::Submission,
                until: deadline.due + Days::new(90),
                reasons: format!("{DEMO}: høringen blev udskudt til efter sommeren.")
                    .as_str()
                    .into(),
            };
            self.give(self.approver, id, command).await
        })
    }

    fn adopt<'a>(
        &'a self,
        id: CycleId,
        body: lustrum_domain::OrganisationId,
        outcome: AdoptionOutcome,
    ) -> Telling<'a, ()> {
        Box::pin(async move {
            let cycle = self.driver.cycle(id).await?;
            let plan = cycle.submission().and_then(|submission| submission.plan);
            let command = Command::RecordAdoption {
                body,
                held_on: local_date(self.driver.now()),
                item: Some("7".to_owned()),
                case_number: Some("09.00.00-P05-4-26".to_owned()),
                outcome,
                text: Some(format!("{DEMO}: tiltrådt som indstillet.").as_str().into()),
                dissent: None,
                plan: plan.unwrap_or(Digest::ZERO),
                corrects: None,
            };
            self.give(self.approver, id, command).await?;
            self.deliver(id).await
        })
    }

    /// Releases the drafted notices of a kind; receiving servers accept all
    /// that is on its way.
    fn release<'a>(&'a self, id: CycleId, kind: NoticeKind) -> Telling<'a, ()> {
        Box::pin(async move {
            let cycle = self.driver.cycle(id).await?;
            let drafted = cycle
                .notices
                .iter()
                .filter(|it| it.kind == kind && it.state == NoticeState::Drafted);
            for notice in drafted {
                let command = Command::ReleaseNotice { notice: notice.id };
                self.give(self.approver, id, command).await?;
            }
            self.deliver(id).await
        })
    }

    fn deliver<'a>(&'a self, id: CycleId) -> Telling<'a, ()> {
        Box::pin(async move {
            let cycle = self.driver.cycle(id).await?;
            let on_the_way = cycle
                .notices
                .iter()
                .filter(|it| it.state == NoticeState::Released);
            for notice in on_the_way {
                let command = Command::NoteNoticeDelivered { notice: notice.id };
                let noted = self
                    .driver
                    .app
                    .command(&Caller::CLOCK, id, &command, None)
                    .await;
                unless_noted(noted).map_err(self.at("delivering a notice"))?;
            }
            Ok(())
        })
    }
}
