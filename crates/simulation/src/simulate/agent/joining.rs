//! Joining the programme, waiting for a case to open, and coming back.

use chrono::{Days, NaiveDate};
use lustrum_domain::{
    Command, Cycle, Digest,
    time::{add_months, local_date, sub_months},
};

use super::{Agent, SELDOM, Step, Wake};
use crate::{
    SimulationError,
    demo::PROGRAMME,
    simulate::{fate::Fate, world::World},
};

impl Agent {
    /// Joins the programme: with a plan of the first round, or without one.
    pub(super) async fn join(&mut self, world: &World) -> Result<Wake, SimulationError> {
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

    pub(super) fn enrolled<'a>(&'a mut self, world: &'a World, cycle: &'a Cycle) -> Step<'a, Wake> {
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

    pub(super) fn scheduled<'a>(
        &'a mut self,
        world: &'a World,
        cycle: &'a Cycle,
    ) -> Step<'a, Wake> {
        Box::pin(async move {
            let today = local_date(world.now());
            if cycle.is_go_live() {
                let spread = u64::try_from(self.index * 3 % 270).unwrap_or_default();
                let end = cycle.period_end.unwrap_or(today);
                let opens_on = sub_months(end, 24).max(today + Days::new(10 + spread));
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

    pub(super) fn withdrawn<'a>(
        &'a mut self,
        world: &'a World,
        cycle: &'a Cycle,
    ) -> Step<'a, Wake> {
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
}
