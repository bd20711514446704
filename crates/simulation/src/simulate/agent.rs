//! A municipality with all who work on its case. It wakes, looks at the case,
//! does the next thing that its fate has in store, and says when to wake it
//! again. It keeps no plan of its own: what the clock or somebody else did
//! meanwhile is seen in the case.

use std::{
    collections::{BTreeMap, BTreeSet},
    pin::Pin,
    sync::PoisonError,
};

use chrono::{Days, NaiveDate};
use lustrum_domain::{
    AdoptionOutcome, AnswerClock, Assignment, AssignmentStatus, Command, ConditionOutcome,
    ConditionStatus, CriterionId, Cycle, CycleId, DeadlineKey, Digest, OrganisationId,
    OrganisationKind, PersonId, RefusalCode, ReturnReason, State, StateName, Timestamp, Verdict,
    calendar::is_working_day,
    notice::{NoticeKind, NoticeState},
    time::{add_months, at_hour, local_date},
};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::{
    Options,
    fate::Fate,
    world::{Partner, Staff, World},
};
use crate::{SimulationError, demo::PROGRAMME, papers, register::Municipality};

/// A step of a municipality. It lies on the heap: all steps together would be
/// larger than the stack of a thread likes.
type Step<'a, T> = Pin<Box<dyn Future<Output = Result<T, SimulationError>> + Send + 'a>>;

/// When to wake a municipality again; `None` when all is over.
type Wake = Option<Timestamp>;

/// How many steps a municipality may take in the same state and round of a case
/// before it counts as stuck.
const PATIENCE: u32 = 30;

/// Weeks after which a case without any change is looked at anyway.
const SELDOM: u64 = 120;

pub(super) struct Agent {
    pub(super) index: usize,
    random: StdRng,
    rounds: Option<u32>,
    fates: BTreeMap<u32, Fate>,
    /// What was done once, by edition.
    done: BTreeSet<(u32, &'static str)>,
    /// Returns made so far, by edition and stage.
    returns: BTreeMap<(u32, usize), u32>,
    /// Case, state and round at the last step, and how often they were the same.
    seen: (Option<(CycleId, StateName, u32)>, u32),
}

impl Agent {
    pub(super) fn new(index: usize, options: &Options) -> Self {
        let position = u64::try_from(index).unwrap_or_default();
        Self {
            index,
            random: StdRng::seed_from_u64(options.seed.wrapping_mul(1_000_003) ^ position),
            rounds: options.rounds,
            fates: BTreeMap::new(),
            done: BTreeSet::new(),
            returns: BTreeMap::new(),
            seen: (None, 0),
        }
    }

    /// Does the next thing.
    pub(super) async fn act(&mut self, world: &World) -> Result<Wake, SimulationError> {
        let home = self.home(world);
        let store = &world.app.store;
        let Some(mut stored) = store.latest_cycle(PROGRAMME, home.id).await? else {
            return self.join(world).await;
        };
        // The next case waits while its predecessor is taken up again.
        if (stored.cycle.state == State::Scheduled { waits: true }) {
            let edition = stored.cycle.edition - 1;
            let previous = store.cycle_of_edition(PROGRAMME, home.id, edition).await?;
            stored = previous.unwrap_or(stored);
        }
        let cycle = &stored.cycle;
        world
            .cases
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(cycle.id, (self.index, cycle.edition));
        let (index, rounds) = (self.index, self.rounds);
        if !self.fates.contains_key(&cycle.edition) {
            let fate = match rounds {
                Some(_) => Fate::Punctual,
                None => Fate::of(index, cycle.edition, &mut self.random),
            };
            self.fates.insert(cycle.edition, fate);
        }
        let wake = if cycle.hold.is_some() {
            world
                .give(world.secretariat, cycle.id, Command::Resume {})
                .await?;
            Some(self.in_days(world, 3))
        } else {
            self.step(world, cycle).await?
        };
        self.watch(world, cycle);
        Ok(wake)
    }

    /// A case that stays where it is over many steps is stuck, and told.
    fn watch(&mut self, world: &World, cycle: &Cycle) {
        let now = Some((cycle.id, cycle.state.name(), cycle.round));
        self.seen = match self.seen {
            (seen, times) if seen == now => (seen, times + 1),
            _ => (now, 0),
        };
        if self.seen.1 == PATIENCE {
            world.fault(format!(
                "{} is stuck in {} with {:?}",
                cycle.id,
                cycle.state.name(),
                self.fates.get(&cycle.edition)
            ));
        }
    }

    fn step<'a>(&'a mut self, world: &'a World, cycle: &'a Cycle) -> Step<'a, Wake> {
        match &cycle.state {
            State::Enrolled => self.enrolled(world, cycle),
            State::Scheduled { .. } => self.scheduled(world, cycle),
            State::SelfAssessment => self.self_assessment(world, cycle),
            State::Scoping { .. } => self.scoping(world, cycle),
            State::Revision { .. } => self.revision(world, cycle),
            State::Review { stage, .. } => self.review(world, cycle, *stage),
            State::Returned { stage, clock, .. } => self.returned(world, cycle, *stage, clock),
            State::Decision { .. } => self.decision(world, cycle),
            State::Certified { .. } => self.certified(world, cycle),
            State::Concluded { .. } => Box::pin(async { Ok(None) }),
            State::Withdrawn { .. } => self.withdrawn(world, cycle),
        }
    }

    fn home<'a>(&self, world: &'a World) -> &'a Municipality {
        &world.register.municipalities[self.index]
    }

    fn staff(&self, world: &World) -> Staff {
        world.staff[self.index]
    }

    fn fate(&self, cycle: &Cycle) -> Fate {
        self.fates[&cycle.edition]
    }

    /// True the first time in a case.
    fn once(&mut self, cycle: &Cycle, what: &'static str) -> bool {
        self.done.insert((cycle.edition, what))
    }

    /// True the first time in a case that has `fate`.
    fn once_if(&mut self, cycle: &Cycle, fate: Fate, what: &'static str) -> bool {
        self.fate(cycle) == fate && self.once(cycle, what)
    }

    /// Ten in the morning of the first working day after so many days.
    fn in_days(&self, world: &World, days: u64) -> Timestamp {
        Self::morning(local_date(world.now()) + Days::new(days.max(1)))
    }

    /// Ten in the morning of a day, but not before tomorrow.
    fn on(&self, world: &World, day: NaiveDate) -> Timestamp {
        Self::morning(day.max(local_date(world.now()) + Days::new(1)))
    }

    fn morning(mut day: NaiveDate) -> Timestamp {
        while !is_working_day(day) {
            day = day + Days::new(1);
        }
        at_hour(day, 10)
    }

    fn some_days(&mut self, most: u64) -> u64 {
        self.random.random_range(1..=most)
    }

    /// Joins the programme: with a plan of the first round, or without one.
    async fn join(&mut self, world: &World) -> Result<Wake, SimulationError> {
        let home = self.home(world);
        let caller = world.caller(world.secretariat).await?;
        let today = local_date(world.now());
        let joined = if self.index % 33 == 7 && self.rounds.is_none() {
            let letter = Digest::of(format!("letter of {}", home.fact.name));
            let enrolled = world.app.enrol(&caller, PROGRAMME, home.id, letter).await;
            world.counted("enrol", 1, enrolled, || {
                format!("enrolling {}", home.fact.name)
            })?
        } else {
            let months = u32::try_from(self.index % 44).unwrap_or_default();
            let end = add_months(today, months);
            let taken = world.app.take_in(&caller, PROGRAMME, home.id, end).await;
            world.counted("take_in", 1, taken, || {
                format!("taking in {}", home.fact.name)
            })?
        };
        if joined.is_none() {
            world.fault(format!("{} could not join", home.fact.name));
        }
        Ok(Some(self.in_days(world, 1)))
    }

    fn enrolled<'a>(&'a mut self, world: &'a World, cycle: &'a Cycle) -> Step<'a, Wake> {
        Box::pin(async move {
            if cycle.planned.is_none() {
                let today = local_date(world.now());
                let dates = self.dates(today, None);
                world.give(world.secretariat, cycle.id, dates).await?;
                return Ok(Some(self.in_days(world, 14)));
            }
            world
                .give(world.secretariat, cycle.id, Command::Open {})
                .await?;
            Ok(Some(self.in_days(world, 14)))
        })
    }

    fn dates(&self, today: NaiveDate, opens_on: Option<NaiveDate>) -> Command {
        let from = opens_on.unwrap_or(today);
        Command::SetDates {
            period_end: None,
            opens_on,
            self_assessment_due: from + Days::new(182),
            submission_due: from + Days::new(456),
        }
    }

    fn scheduled<'a>(&'a mut self, world: &'a World, cycle: &'a Cycle) -> Step<'a, Wake> {
        Box::pin(async move {
            let today = local_date(world.now());
            if cycle.is_go_live() {
                let spread = u64::try_from(self.index * 3 % 270).unwrap_or_default();
                let end = cycle.period_end.unwrap_or(today);
                let opens_on =
                    lustrum_domain::time::sub_months(end, 24).max(today + Days::new(10 + spread));
                let dates = self.dates(today, Some(opens_on));
                world.give(world.secretariat, cycle.id, dates).await?;
                return Ok(Some(self.on(world, opens_on + Days::new(1))));
            }
            if let Some(wake) = self.after_conclusion(world, cycle).await? {
                return Ok(Some(wake));
            }
            let opens_on = cycle.opens_on.unwrap_or(today + Days::new(SELDOM));
            // One in eight does not wait for the clock.
            let eager = self.index % 8 == 3;
            if eager && today + Days::new(30) >= opens_on && self.once(cycle, "early") {
                let approver = self.staff(world).approver;
                world.give(approver, cycle.id, Command::Open {}).await?;
                return Ok(Some(self.in_days(world, 10)));
            }
            let wake = if eager && !self.done.contains(&(cycle.edition, "early")) {
                opens_on - Days::new(30)
            } else {
                opens_on + Days::new(1)
            };
            Ok(Some(self.on(world, wake)))
        })
    }

    /// What is left to do in the case before `next`: conditions, notices.
    fn after_conclusion<'a>(&'a mut self, world: &'a World, next: &'a Cycle) -> Step<'a, Wake> {
        Box::pin(async move {
            if next.edition == 1 {
                return Ok(None);
            }
            let home = self.home(world);
            let previous = world
                .app
                .store
                .cycle_of_edition(PROGRAMME, home.id, next.edition - 1)
                .await?;
            let Some(previous) = previous.map(|it| it.cycle) else {
                return Ok(None);
            };
            if !matches!(previous.state, State::Concluded { .. }) {
                return Ok(None);
            }
            if self.once(&previous, "notices") {
                self.answer_notices(world, &previous).await?;
                return Ok(Some(self.in_days(world, 12)));
            }
            let open = previous
                .conditions
                .iter()
                .find(|it| matches!(it.status, ConditionStatus::Open | ConditionStatus::Answered));
            let Some(condition) = open else {
                let failed = previous
                    .conditions
                    .iter()
                    .any(|it| it.status == ConditionStatus::Failed);
                let valid = previous.certificate.as_ref().is_some_and(|it| !it.revoked);
                if failed && valid && self.once(&previous, "revoke") {
                    let command = Command::Revoke {
                        criteria: previous
                            .conditions
                            .iter()
                            .map(|it| it.criterion.clone())
                            .collect(),
                        reason: "The condition was not met.".into(),
                    };
                    world.give(world.c40.leads[0], previous.id, command).await?;
                    return Ok(Some(self.in_days(world, 5)));
                }
                return Ok(None);
            };
            let due = condition.due;
            let today = local_date(world.now());
            if today + Days::new(25) < due {
                return Ok(Some(self.on(world, due - Days::new(20))));
            }
            let judged = |outcome, until| Command::JudgeCondition {
                condition: condition.id,
                outcome,
                until,
                reason: "Judged on what was sent.".into(),
            };
            let fate = self.fate(&previous);
            let (person, command) = match (fate, condition.status) {
                (Fate::RevokedByCondition, _) => {
                    (world.c40.leads[0], judged(ConditionOutcome::Failed, None))
                }
                (_, ConditionStatus::Open) if self.once(&previous, "extended") => (
                    world.c40.leads[0],
                    judged(ConditionOutcome::Extended, Some(due + Days::new(60))),
                ),
                (_, ConditionStatus::Open) => {
                    let command = Command::AnswerCondition {
                        condition: condition.id,
                        answer: "The timetable was adopted.".into(),
                        evidence: Vec::new(),
                    };
                    (self.staff(world).coordinator, command)
                }
                (_, _) => (world.c40.leads[0], judged(ConditionOutcome::Met, None)),
            };
            world.give(person, previous.id, command).await?;
            Ok(Some(self.in_days(world, 6)))
        })
    }

    /// The council's clerk acknowledges what arrived and tells the decision;
    /// the approver releases or cancels what still lies there.
    async fn answer_notices(
        &mut self,
        world: &World,
        cycle: &Cycle,
    ) -> Result<(), SimulationError> {
        let staff = self.staff(world);
        let council = self.home(world).council;
        for notice in &cycle.notices {
            let (person, command) = match notice.state {
                NoticeState::Delivered if notice.body == council => {
                    let command = Command::AcknowledgeNotice { notice: notice.id };
                    (staff.clerk, command)
                }
                NoticeState::Drafted if notice.releases_on.is_none() => {
                    let command = Command::CancelNotice {
                        notice: notice.id,
                        reason: "Overtaken by events.".into(),
                    };
                    (staff.approver, command)
                }
                _ => continue,
            };
            world.give(person, cycle.id, command).await?;
        }
        let acknowledged = cycle
            .notices
            .iter()
            .find(|it| it.state == NoticeState::Delivered && it.body == council);
        if let Some(notice) = acknowledged {
            let command = Command::DecideNotice {
                notice: notice.id,
                held_on: local_date(world.now()),
                decision: "Taken note of.".into(),
            };
            world.give(staff.clerk, cycle.id, command).await?;
        }
        Ok(())
    }

    fn self_assessment<'a>(&'a mut self, world: &'a World, cycle: &'a Cycle) -> Step<'a, Wake> {
        Box::pin(async move {
            let today = local_date(world.now());
            let due = due(cycle, &DeadlineKey::SelfAssessment).unwrap_or(today);
            let late = self.fate(cycle).late_by().min(65);
            let target = later(due - Days::new(25 + self.index as u64 % 40), late);
            if today < target {
                return Ok(Some(self.on(world, target)));
            }
            if self.loses_certificate(world, cycle).await? {
                return Ok(Some(self.in_days(world, 3)));
            }
            if self.once(cycle, "self-assessment") {
                self.draft(world, cycle, "self-assessment").await?;
                return Ok(Some(self.in_days(world, 2)));
            }
            let approver = self.staff(world).approver;
            world
                .give(approver, cycle.id, Command::SubmitSelfAssessment {})
                .await?;
            Ok(Some(self.in_days(world, 4)))
        })
    }

    /// The certificate of the previous case is revoked while this one is open.
    fn loses_certificate<'a>(&'a mut self, world: &'a World, cycle: &'a Cycle) -> Step<'a, bool> {
        Box::pin(async move {
            let late = self.fates.get(&(cycle.edition - 1)) == Some(&Fate::Late);
            if !late || !self.once(cycle, "certificate-revoked") {
                return Ok(false);
            }
            let (store, home) = (&world.app.store, self.home(world));
            let previous = store
                .cycle_of_edition(PROGRAMME, home.id, cycle.edition - 1)
                .await?;
            let Some(previous) = previous.map(|it| it.cycle) else {
                return Ok(false);
            };
            let command = Command::RevokeCertificate {
                reason: "The inventory turned out to be another municipality's.".into(),
            };
            let last = previous.stages.len() - 1;
            let lead = self.partner(world, &previous, last).leads[0];
            let given = world.give(lead, previous.id, command).await?;
            Ok(given.is_some())
        })
    }

    fn scoping<'a>(&'a mut self, world: &'a World, cycle: &'a Cycle) -> Step<'a, Wake> {
        Box::pin(async move {
            if self.once_if(cycle, Fate::Recalled, "recalled-self-assessment") {
                let approver = self.staff(world).approver;
                world.give(approver, cycle.id, Command::Recall {}).await?;
                return Ok(Some(self.in_days(world, 3)));
            }
            if self.once(cycle, "invited-to-scoping") {
                let days = self.some_days(20);
                return Ok(Some(self.in_days(world, days)));
            }
            let command = Command::RecordScoping {
                held_on: local_date(world.now()),
                participants: "The municipality and the first stage's lead.".into(),
                focus: vec![lustrum_domain::Focus {
                    criterion: "KA-3.02".into(),
                    text: "The latest year.".into(),
                }],
            };
            let lead = self.partner(world, cycle, 0).leads[0];
            world.give(lead, cycle.id, command).await?;
            Ok(Some(self.in_days(world, 10)))
        })
    }

    fn revision<'a>(&'a mut self, world: &'a World, cycle: &'a Cycle) -> Step<'a, Wake> {
        Box::pin(async move {
            let staff = self.staff(world);
            let today = local_date(world.now());
            let fate = self.fate(cycle);
            if let Some(wake) = self.second_reading_of_refusal(world, cycle).await? {
                return Ok(Some(wake));
            }
            let whole = cycle.open_criteria() == Some(lustrum_domain::Open::All);
            if self.once_if(cycle, Fate::HeldInRevision, "held") {
                let reason = "A new act on coastal protection is awaited.".into();
                world
                    .give(world.secretariat, cycle.id, Command::Hold { reason })
                    .await?;
                return Ok(Some(self.in_days(world, 75)));
            }
            if fate == Fate::Withdrawn && whole {
                let command = Command::Withdraw {
                    reason: "The council left the alliance.".into(),
                    successor: None,
                };
                world.give(staff.approver, cycle.id, command).await?;
                return Ok(Some(self.in_days(world, 400)));
            }
            if fate == Fate::Merged && whole && self.merge(world).await? {
                return Ok(Some(self.in_days(world, SELDOM)));
            }
            let due = due(cycle, &DeadlineKey::Submission).unwrap_or(today);
            let asks = matches!(fate, Fate::ExtensionGranted | Fate::ExtensionRefused);
            if asks
                && whole
                && let Some(wake) = self.extension(world, cycle, due).await?
            {
                return Ok(Some(wake));
            }
            let target = if whole {
                later(due - Days::new(20 + self.index as u64 % 40), fate.late_by())
            } else if self.once(cycle, "reopened") {
                today + Days::new(35)
            } else {
                today
            };
            if today < target {
                return Ok(Some(self.on(world, target)));
            }
            if whole {
                self.draft(world, cycle, "revised plan").await?;
            } else {
                self.mend(world, cycle).await?;
            }
            world
                .give(staff.approver, cycle.id, Command::Submit {})
                .await?;
            Ok(Some(self.in_days(world, 1)))
        })
    }

    fn second_reading_of_refusal<'a>(
        &'a mut self,
        world: &'a World,
        cycle: &'a Cycle,
    ) -> Step<'a, Wake> {
        Box::pin(async move {
            let fate = self.fate(cycle);
            if !matches!(fate, Fate::Refused | Fate::RefusalOverturned) {
                return Ok(None);
            }
            if let Some(reading) = cycle.readings.iter().find(|it| it.upheld.is_none()) {
                let command = Command::DecideSecondReading {
                    reading: reading.id,
                    upheld: fate == Fate::Refused,
                    verdict: None,
                    reason: "Read again, with the annexes.".into(),
                };
                let last = cycle.stages.len() - 1;
                let reader = self.partner(world, cycle, last).leads[1];
                world.give(reader, cycle.id, command).await?;
                return Ok(Some(self.in_days(world, 4)));
            }
            let may = cycle.refusal.as_ref().is_some_and(|it| !it.read_twice);
            if may && self.once(cycle, "second-reading") {
                let command = Command::RequestSecondReading {
                    criterion: None,
                    reasons: "Annex 4 was not counted.".into(),
                };
                let approver = self.staff(world).approver;
                world.give(approver, cycle.id, command).await?;
                return Ok(Some(self.in_days(world, 6)));
            }
            Ok(None)
        })
    }

    /// Merges into the next neighbour that is still there; false where there is none.
    async fn merge(&mut self, world: &World) -> Result<bool, SimulationError> {
        let all = &world.register.municipalities;
        let on = local_date(world.now());
        let kinds = [OrganisationKind::Municipality];
        let there = world.app.organisations(&kinds, Some(on)).await;
        let there = there.map_err(SimulationError::at("reading the municipalities"))?;
        let mut around = (1..all.len()).map(|step| all[(self.index + step) % all.len()].id);
        let Some(neighbour) = around.find(|id| there.iter().any(|it| it.id == *id)) else {
            return Ok(false);
        };
        let home = self.home(world);
        let caller = world.caller(world.secretariat).await?;
        let merged = world
            .app
            .merge(&caller, home.id, neighbour, on, "Merged by an act.")
            .await;
        let what = || format!("merging {}", home.fact.name);
        Ok(world.counted("merge", 1, merged, what)?.is_some())
    }

    fn extension<'a>(
        &'a mut self,
        world: &'a World,
        cycle: &'a Cycle,
        due: NaiveDate,
    ) -> Step<'a, Wake> {
        Box::pin(async move {
            let today = local_date(world.now());
            if let Some(asked) = cycle.extensions.iter().find(|it| it.granted.is_none()) {
                let command = Command::DecideExtension {
                    extension: asked.id,
                    granted: self.fate(cycle) == Fate::ExtensionGranted,
                    reason: "Weighed against the end of the period.".into(),
                };
                world.give(world.secretariat, cycle.id, command).await?;
                return Ok(Some(self.in_days(world, 5)));
            }
            if self.done.contains(&(cycle.edition, "extension")) {
                return Ok(None);
            }
            let asks_on = due - Days::new(70);
            if today < asks_on {
                return Ok(Some(self.on(world, asks_on)));
            }
            self.once(cycle, "extension");
            let command = Command::RequestExtension {
                deadline: DeadlineKey::Submission,
                until: due.max(today) + Days::new(90),
                reasons: "The hearing was postponed.".into(),
            };
            let approver = self.staff(world).approver;
            world.give(approver, cycle.id, command).await?;
            Ok(Some(self.in_days(world, 8)))
        })
    }

    fn review<'a>(&'a mut self, world: &'a World, cycle: &'a Cycle, at: usize) -> Step<'a, Wake> {
        Box::pin(async move {
            let staff = self.staff(world);
            let stage = &cycle.stages[at];
            let partner = self.partner(world, cycle, at);
            let lead = partner.leads[0];
            if self.once_if(cycle, Fate::Recalled, "recalled") {
                world
                    .give(staff.approver, cycle.id, Command::Recall {})
                    .await?;
                return Ok(Some(self.in_days(world, 3)));
            }
            if self.once_if(cycle, Fate::SentBack, "sent-back") {
                let reason = "The annexes are missing.".into();
                world
                    .give(lead, cycle.id, Command::SendBack { reason })
                    .await?;
                return Ok(Some(self.in_days(world, 3)));
            }
            if self.once_if(cycle, Fate::HeldInReview, "held") {
                let reason = "An action before the court.".into();
                world
                    .give(world.secretariat, cycle.id, Command::Hold { reason })
                    .await?;
                return Ok(Some(self.in_days(world, 40)));
            }
            if stage.key == "c40" && self.once_if(cycle, Fate::Unanswered, "handed-over") {
                let command = Command::HandOverStage {
                    stage: stage.key.clone(),
                    organisation: world.register.concito,
                    reason: "The agreement ends.".into(),
                };
                world.give(world.secretariat, cycle.id, command).await?;
                return Ok(Some(self.in_days(world, 1)));
            }
            let proxy = self.fate(cycle) == Fate::ByProxy && !stage.recorded_by.is_empty();
            let pending = cycle.pending_in(at);
            if proxy {
                if pending.is_empty() {
                    return self
                        .conclude(world, cycle, at, world.concito.leads[0])
                        .await;
                }
                let judge = world.concito.leads[0];
                self.judge(world, cycle, at, judge).await?;
                return Ok(Some(self.in_days(world, 1)));
            }
            let live = stage.assignments.iter().rfind(|it| it.status.is_live());
            match live {
                None if pending.is_empty() => self.conclude(world, cycle, at, lead).await,
                None => self.offer(world, cycle, at).await,
                Some(asked) if asked.status == AssignmentStatus::Offered => {
                    self.answer_offer(world, cycle, asked).await
                }
                Some(_) if pending.is_empty() && self.reopens_finding(world, cycle, at).await? => {
                    Ok(Some(self.in_days(world, 2)))
                }
                Some(accepted) if pending.is_empty() => {
                    self.probe_carried(world, cycle, at, accepted.reviewer)
                        .await?;
                    self.conclude(world, cycle, at, lead).await
                }
                Some(accepted) => {
                    if self.once_if(cycle, Fate::Recused, "recused") {
                        let command = Command::Recuse {
                            assignment: accepted.id,
                            reason: "Worked for the municipality.".into(),
                        };
                        world.give(accepted.reviewer, cycle.id, command).await?;
                        return Ok(Some(self.in_days(world, 1)));
                    }
                    self.judge(world, cycle, at, accepted.reviewer).await?;
                    let days = self.some_days(3);
                    Ok(Some(self.in_days(world, days)))
                }
            }
        })
    }

    /// Asks the next reviewer who may judge; one who once declared a conflict
    /// may not.
    async fn offer(
        &mut self,
        world: &World,
        cycle: &Cycle,
        at: usize,
    ) -> Result<Wake, SimulationError> {
        let partner = self.partner(world, cycle, at);
        let stage = &cycle.stages[at];
        let number = partner.reviewers.len();
        let first = self.index + stage.assignments.len();
        for turn in 0..number {
            let command = Command::OfferAssignment {
                stage: stage.key.clone(),
                reviewer: partner.reviewers[(first + turn) % number],
            };
            let offered = world.give(partner.leads[0], cycle.id, command).await?;
            if offered.is_some() {
                break;
            }
        }
        Ok(Some(self.in_days(world, 1)))
    }

    async fn answer_offer(
        &mut self,
        world: &World,
        cycle: &Cycle,
        asked: &Assignment,
    ) -> Result<Wake, SimulationError> {
        let assignment = asked.id;
        if self.once_if(cycle, Fate::Unanswered, "declined") {
            let reason = "No time this month.".into();
            let command = Command::DeclineAssignment { assignment, reason };
            world.give(asked.reviewer, cycle.id, command).await?;
            return Ok(Some(self.in_days(world, 1)));
        }
        if self.once_if(cycle, Fate::ReturnedTwice, "reassigned") {
            let stage = cycle.stages.iter().position(|stage| {
                let mut asked = stage.assignments.iter();
                asked.any(|it| it.id == assignment)
            });
            let partner = self.partner(world, cycle, stage.unwrap_or_default());
            let others = partner.reviewers.iter();
            let other = others.copied().find(|id| *id != asked.reviewer);
            let command = Command::Reassign {
                assignment,
                reviewer: other.unwrap_or(asked.reviewer),
                reason: "On leave from tomorrow.".into(),
            };
            world.give(partner.leads[0], cycle.id, command).await?;
            return Ok(Some(self.in_days(world, 1)));
        }
        // Nobody answers: the clock gives it back to the lead.
        if self.once_if(cycle, Fate::Unanswered, "unanswered") {
            return Ok(Some(self.in_days(world, 8)));
        }
        let command = Command::AcceptAssignment { assignment };
        world.give(asked.reviewer, cycle.id, command).await?;
        let days = self.some_days(4);
        Ok(Some(self.in_days(world, days)))
    }

    /// Judges all that is pending: one by one, or by the sheet where many
    /// rounds are wanted.
    async fn judge(
        &mut self,
        world: &World,
        cycle: &Cycle,
        at: usize,
        judge: PersonId,
    ) -> Result<(), SimulationError> {
        let stage = &cycle.stages[at];
        let mut pending: Vec<CriterionId> = cycle.pending_in(at).into_iter().collect();
        let wanted = match (self.rounds, at) {
            (Some(rounds), 0) => rounds.saturating_sub(1),
            (Some(_), _) => 0,
            (None, 0) => self.fate(cycle).returns().0,
            (None, _) => self.fate(cycle).returns().1,
        };
        let made = self.returns.entry((cycle.edition, at)).or_default();
        let returning = if *made < wanted {
            *made += 1;
            pending.len().min(2)
        } else {
            0
        };
        // Which ones are returned is drawn: rotate and take from the front.
        let turn = self.random.random_range(0..pending.len().max(1));
        pending.rotate_left(turn);
        let last = at + 1 == cycle.stages.len();
        let today = local_date(world.now());
        let condition = last && self.fate(cycle).has_condition();
        let verdicts: Vec<(CriterionId, Verdict)> = pending
            .into_iter()
            .enumerate()
            .map(|(position, criterion)| {
                let verdict = if position < returning {
                    Verdict::Returned {
                        reason: ReturnReason::ALL[self.index % ReturnReason::ALL.len()],
                        remark: format!("{criterion}: the claim is not documented.")
                            .as_str()
                            .into(),
                    }
                } else if condition && criterion.0 == "KA-4.06" {
                    Verdict::ApprovedWithCondition {
                        text: "A timetable for the coastal works.".into(),
                        due: today + Days::new(150),
                    }
                } else if criterion.0 == "KA-6.05" && self.index.is_multiple_of(5) {
                    Verdict::NotApplicable {
                        remark: "No such works here.".into(),
                    }
                } else {
                    Verdict::Approved
                };
                (criterion, verdict)
            })
            .collect();
        if self.rounds.is_some() {
            world.judge(judge, cycle.id, &stage.key, &verdicts).await?;
            return Ok(());
        }
        for (criterion, verdict) in verdicts {
            let command = Command::DecideCriterion {
                stage: stage.key.clone(),
                criterion,
                verdict,
            };
            world.give(judge, cycle.id, command).await?;
        }
        Ok(())
    }

    /// The lead opens one finding again before concluding, where fate wants it.
    fn reopens_finding<'a>(
        &'a mut self,
        world: &'a World,
        cycle: &'a Cycle,
        at: usize,
    ) -> Step<'a, bool> {
        Box::pin(async move {
            if !self.once_if(cycle, Fate::ReviewReopened, "finding-reopened") {
                return Ok(false);
            }
            let stage = &cycle.stages[at];
            let Some(criterion) = stage.findings.keys().next() else {
                return Ok(false);
            };
            let command = Command::ReopenFinding {
                stage: stage.key.clone(),
                criterion: criterion.clone(),
                reason: "Judged on the wrong table.".into(),
            };
            let lead = self.partner(world, cycle, at).leads[0];
            let given = world.give(lead, cycle.id, command).await?;
            Ok(given.is_some())
        })
    }

    /// In a later round, an approved criterion is carried: judging it again
    /// must be refused.
    async fn probe_carried(
        &mut self,
        world: &World,
        cycle: &Cycle,
        at: usize,
        reviewer: PersonId,
    ) -> Result<(), SimulationError> {
        let stage = &cycle.stages[at];
        let carried = stage
            .findings
            .iter()
            .find(|(_, finding)| finding.round < cycle.round);
        let Some((criterion, _)) = carried else {
            return Ok(());
        };
        if !self.once(cycle, "probed") {
            return Ok(());
        }
        let command = Command::DecideCriterion {
            stage: stage.key.clone(),
            criterion: criterion.clone(),
            verdict: Verdict::Approved,
        };
        world
            .probe(reviewer, cycle.id, command, RefusalCode::CriterionCarried)
            .await
    }

    fn conclude<'a>(
        &'a mut self,
        world: &'a World,
        cycle: &'a Cycle,
        at: usize,
        lead: PersonId,
    ) -> Step<'a, Wake> {
        Box::pin(async move {
            if self.fate(cycle) == Fate::Bounced {
                world
                    .bouncing
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(self.index);
            }
            let stage = cycle.stages[at].key.clone();
            world
                .give(lead, cycle.id, Command::ConcludeStage { stage })
                .await?;
            Ok(Some(self.in_days(world, 2)))
        })
    }

    fn returned<'a>(
        &'a mut self,
        world: &'a World,
        cycle: &'a Cycle,
        at: usize,
        clock: &'a AnswerClock,
    ) -> Step<'a, Wake> {
        Box::pin(async move {
            let staff = self.staff(world);
            let fate = self.fate(cycle);
            let waiting = matches!(clock, AnswerClock::Waiting { .. });
            match fate {
                Fate::Bounced if waiting => {
                    if self.once(cycle, "nobody-knows") {
                        return Ok(Some(self.in_days(world, 12)));
                    }
                    let how = "By telephone, with the mayor's office.".into();
                    world
                        .give(world.secretariat, cycle.id, Command::RecordContact { how })
                        .await?;
                    return Ok(Some(self.in_days(world, 9)));
                }
                Fate::Unread if waiting => return Ok(Some(self.in_days(world, 4))),
                _ => {}
            }
            world
                .bouncing
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .remove(&self.index);
            if waiting {
                let caller = world.caller(staff.coordinator).await?;
                let viewed = world.app.view(&caller, cycle.id).await;
                world.counted("note_opened", 1, viewed, || format!("opening {}", cycle.id))?;
                return Ok(Some(self.in_days(world, 6)));
            }
            if let Some(wake) = self.second_reading_of_return(world, cycle, at).await? {
                return Ok(Some(wake));
            }
            let programme = world
                .app
                .programmes
                .of(cycle)
                .map_err(SimulationError::at("reading the programme"))?;
            if cycle.rounds_used >= programme.rounds + cycle.rounds_allowed {
                world
                    .probe(
                        staff.approver,
                        cycle.id,
                        Command::Submit {},
                        RefusalCode::RoundCapReached,
                    )
                    .await?;
                let reason = "The last remark is small.".into();
                world
                    .give(world.secretariat, cycle.id, Command::AllowRound { reason })
                    .await?;
                return Ok(Some(self.in_days(world, 2)));
            }
            self.mend(world, cycle).await?;
            world
                .give(staff.approver, cycle.id, Command::Submit {})
                .await?;
            Ok(Some(self.in_days(world, 1)))
        })
    }

    fn second_reading_of_return<'a>(
        &'a mut self,
        world: &'a World,
        cycle: &'a Cycle,
        at: usize,
    ) -> Step<'a, Wake> {
        Box::pin(async move {
            let fate = self.fate(cycle);
            if !matches!(fate, Fate::ReturnUpheld | Fate::ReturnOverturned) {
                return Ok(None);
            }
            let open: Vec<_> = cycle
                .readings
                .iter()
                .filter(|it| it.upheld.is_none())
                .map(|it| it.id)
                .collect();
            if !open.is_empty() {
                for reading in open {
                    let upheld = fate == Fate::ReturnUpheld;
                    let command = Command::DecideSecondReading {
                        reading,
                        upheld,
                        verdict: (!upheld).then_some(Verdict::Approved),
                        reason: "Read again by somebody else.".into(),
                    };
                    let reader = self.partner(world, cycle, at).leads[1];
                    world.give(reader, cycle.id, command).await?;
                }
                return Ok(Some(self.in_days(world, 3)));
            }
            if !self.once(cycle, "second-reading") {
                return Ok(None);
            }
            for criterion in cycle.returned_in(at) {
                let command = Command::RequestSecondReading {
                    criterion: Some(criterion),
                    reasons: "The evidence stands on page 40.".into(),
                };
                let approver = self.staff(world).approver;
                world.give(approver, cycle.id, command).await?;
            }
            Ok(Some(self.in_days(world, 5)))
        })
    }

    fn decision<'a>(&'a mut self, world: &'a World, cycle: &'a Cycle) -> Step<'a, Wake> {
        Box::pin(async move {
            let fate = self.fate(cycle);
            let last = cycle.stages.len() - 1;
            let lead = self.partner(world, cycle, last).leads[0];
            let two = || cycle.criteria_of(last).take(2).cloned().collect();
            if matches!(fate, Fate::Refused | Fate::RefusalOverturned)
                && self.once(cycle, "refused")
            {
                let command = Command::Refuse {
                    reasons: "The target is not covered by actions.".into(),
                    criteria: two(),
                };
                world.give(lead, cycle.id, command).await?;
                return Ok(Some(self.in_days(world, 7)));
            }
            if self.once_if(cycle, Fate::ReviewReopened, "review-reopened") {
                let command = Command::ReopenReview {
                    stage: cycle.stages[last].key.clone(),
                    criteria: two(),
                    reason: "A table was read wrongly.".into(),
                };
                world.give(lead, cycle.id, command).await?;
                return Ok(Some(self.in_days(world, 2)));
            }
            if self.once_if(cycle, Fate::AdoptedFirst, "adopted-first") {
                let council = self.home(world).council;
                self.adopt(world, cycle, council, AdoptionOutcome::Adopted)
                    .await?;
                return Ok(Some(self.in_days(world, 2)));
            }
            let decided_on = local_date(world.now());
            world
                .give(lead, cycle.id, Command::Certify { decided_on })
                .await?;
            let days = self.some_days(9);
            Ok(Some(self.in_days(world, days)))
        })
    }

    fn certified<'a>(&'a mut self, world: &'a World, cycle: &'a Cycle) -> Step<'a, Wake> {
        Box::pin(async move {
            let staff = self.staff(world);
            let home = self.home(world);
            let last = cycle.stages.len() - 1;
            let lead = self.partner(world, cycle, last).leads[0];
            if self.once_if(cycle, Fate::Retracted, "retracted") {
                let reason = "A conflict of interest came to light.".into();
                world
                    .give(lead, cycle.id, Command::RetractDecision { reason })
                    .await?;
                return Ok(Some(self.in_days(world, 6)));
            }
            if self.once(cycle, "released") {
                let ready = cycle.notices.iter().filter(|it| {
                    it.kind == NoticeKind::ReadyForAdoption && it.state == NoticeState::Drafted
                });
                for notice in ready {
                    let command = Command::ReleaseNotice { notice: notice.id };
                    world.give(staff.approver, cycle.id, command).await?;
                }
                return Ok(Some(self.in_days(world, 10)));
            }
            if self.once(cycle, "committee") {
                let committee = home.committee(local_date(world.now()));
                self.adopt(world, cycle, committee, AdoptionOutcome::Recommended)
                    .await?;
                return Ok(Some(self.in_days(world, 14)));
            }
            let council = home.council;
            if self.once_if(cycle, Fate::Postponed, "postponed") {
                self.adopt(world, cycle, council, AdoptionOutcome::Postponed)
                    .await?;
                return Ok(Some(self.in_days(world, 28)));
            }
            if self.once_if(cycle, Fate::Reopened, "rejected") {
                self.adopt(world, cycle, council, AdoptionOutcome::Rejected)
                    .await?;
                let command = Command::Reopen {
                    criteria: cycle.criteria_of(last).take(3).cloned().collect(),
                    reason: "The council wants more trees.".into(),
                };
                world.give(staff.approver, cycle.id, command).await?;
                return Ok(Some(self.in_days(world, 20)));
            }
            if self.fate(cycle) == Fate::Amended {
                match cycle.council_decision() {
                    None => {
                        self.adopt(world, cycle, council, AdoptionOutcome::Amended)
                            .await?;
                    }
                    Some(decision) => {
                        let command = Command::RecordEditorialDifference {
                            adoption: decision.id,
                            note: "A photograph was exchanged.".into(),
                        };
                        world.give(lead, cycle.id, command).await?;
                    }
                }
                return Ok(Some(self.in_days(world, 5)));
            }
            self.adopt(world, cycle, council, AdoptionOutcome::Adopted)
                .await?;
            Ok(Some(self.in_days(world, 12)))
        })
    }

    async fn adopt(
        &mut self,
        world: &World,
        cycle: &Cycle,
        body: OrganisationId,
        outcome: AdoptionOutcome,
    ) -> Result<(), SimulationError> {
        let staff = self.staff(world);
        let certified = cycle.submission().and_then(|submission| submission.plan);
        let plan = match outcome {
            AdoptionOutcome::Amended => Digest::of("the plan with another photograph"),
            _ => certified.unwrap_or(Digest::ZERO),
        };
        let command = Command::RecordAdoption {
            body,
            held_on: local_date(world.now()),
            item: Some((cycle.adoptions.len() + 1).to_string()),
            case_number: Some(format!("09.00.00-P05-{}-26", self.index + 1)),
            outcome,
            text: Some("As proposed.".into()),
            dissent: None,
            plan,
            corrects: None,
        };
        // The clerk records what the council decided, the approver the rest.
        let person = if body == self.home(world).council {
            staff.clerk
        } else {
            staff.approver
        };
        world.give(person, cycle.id, command).await?;
        Ok(())
    }

    fn withdrawn<'a>(&'a mut self, world: &'a World, cycle: &'a Cycle) -> Step<'a, Wake> {
        Box::pin(async move {
            if !self.once_if(cycle, Fate::Withdrawn, "back") {
                return Ok(None);
            }
            let home = self.home(world);
            let caller = world.caller(world.secretariat).await?;
            let letter = Digest::of(format!("second letter of {}", home.fact.name));
            let enrolled = world.app.enrol(&caller, PROGRAMME, home.id, letter).await;
            world.counted("enrol", 1, enrolled, || {
                format!("enrolling {} again", home.fact.name)
            })?;
            Ok(Some(self.in_days(world, 5)))
        })
    }

    /// Writes the whole draft. One in ten has full plan data.
    async fn draft(
        &mut self,
        world: &World,
        cycle: &Cycle,
        edition: &str,
    ) -> Result<(), SimulationError> {
        let fact = &self.home(world).fact;
        let caller = world.caller(self.staff(world).coordinator).await?;
        let data = if self.index.is_multiple_of(10) && self.rounds.is_none() {
            papers::plan_data(fact)
        } else {
            papers::thin_data(fact)
        };
        let edition = format!("{edition} {}", cycle.edition);
        let drafted = papers::draft(&world.app, &caller, cycle.id, fact, &data, &edition).await;
        let what = || format!("drafting in {}", cycle.id);
        for name in ["import_data", "upload", "put_part"] {
            world.tally.done(name, 1);
        }
        world.counted("import_answers", 1, drafted, what)?;
        Ok(())
    }

    /// Answers what is open, and nothing else: the rest is carried.
    async fn mend(&mut self, world: &World, cycle: &Cycle) -> Result<(), SimulationError> {
        let caller = world.caller(self.staff(world).coordinator).await?;
        let Some(lustrum_domain::Open::Only(open)) = cycle.open_criteria() else {
            return Ok(());
        };
        let answers = open
            .into_iter()
            .map(|criterion| {
                let answer = lustrum_app::Answer {
                    text: format!("{criterion}, mended in round {}.", cycle.round),
                    evidence: Vec::new(),
                    explanation: Some("Known, and mended in the next edition.".to_owned()),
                    reply: Some("Mended.".to_owned()),
                };
                (criterion, answer)
            })
            .collect();
        let written = world.app.import_answers(&caller, cycle.id, &answers).await;
        world.counted("import_answers", 1, written, || {
            format!("answering in {}", cycle.id)
        })?;
        Ok(())
    }

    fn partner<'a>(&self, world: &'a World, cycle: &Cycle, at: usize) -> &'a Partner {
        match cycle.stages.get(at) {
            Some(stage) if stage.organisation == world.register.concito => &world.concito,
            _ => &world.c40,
        }
    }
}

fn due(cycle: &Cycle, key: &DeadlineKey) -> Option<NaiveDate> {
    let running = cycle.deadlines.iter().rfind(|it| it.key == *key)?;
    Some(running.due)
}

fn later(day: NaiveDate, days: i64) -> NaiveDate {
    day + chrono::TimeDelta::days(days)
}
