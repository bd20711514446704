//! What the municipality works on: its self-assessment, its plan, and the
//! answers to what was returned.

use std::sync::PoisonError;

use chrono::{Days, NaiveDate};
use lustrum_domain::{
    AnswerClock, Command, Cycle, DeadlineKey, Focus, Open, OrganisationKind, RefusalCode, Verdict,
    time::local_date,
};

use super::{Agent, SELDOM, Step, Wake, due, later};
use crate::{
    SimulationError,
    demo::PROGRAMME,
    papers,
    simulate::{fate::Fate, world::World},
};

impl Agent {
    pub(super) fn self_assessment<'a>(
        &'a mut self,
        world: &'a World,
        cycle: &'a Cycle,
    ) -> Step<'a, Wake> {
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

    pub(super) fn scoping<'a>(&'a mut self, world: &'a World, cycle: &'a Cycle) -> Step<'a, Wake> {
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
                focus: vec![Focus {
                    criterion: "KA-3.02".into(),
                    text: "The latest year.".into(),
                }],
            };
            let lead = self.partner(world, cycle, 0).leads[0];
            world.give(lead, cycle.id, command).await?;
            Ok(Some(self.in_days(world, 10)))
        })
    }

    pub(super) fn revision<'a>(&'a mut self, world: &'a World, cycle: &'a Cycle) -> Step<'a, Wake> {
        Box::pin(async move {
            let staff = self.staff(world);
            let today = local_date(world.now());
            let fate = self.fate(cycle);
            if let Some(wake) = self.second_reading_of_refusal(world, cycle).await? {
                return Ok(Some(wake));
            }
            let whole = cycle.open_criteria() == Some(Open::All);
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

    pub(super) fn returned<'a>(
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
        let Some(Open::Only(open)) = cycle.open_criteria() else {
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
}
