//! Handing in, taking back, sending back, scoping.

use chrono::NaiveDate;

use super::{DeadlineKey, Deciding, Event, Fault, Focus, Frozen, Outcome, SetDate, State, Words};
use crate::{
    RefusalCode,
    calendar::add_working_days,
    cycle::{HandedIn, Origin},
    time::local_date,
};

impl Deciding<'_> {
    pub(super) fn submit_self_assessment(&mut self) -> Outcome {
        let frozen = self.complete()?;
        let id = self.mint();
        self.emit(Event::SelfAssessmentSubmitted {
            handed_in: HandedIn {
                id,
                digest: frozen.digest,
                plan: frozen.plan,
                in_time: false,
            },
        });
        Ok(())
    }

    pub(super) fn record_scoping(
        &mut self,
        held_on: NaiveDate,
        participants: &Words,
        focus: &[Focus],
    ) -> Outcome {
        self.not_in_future(held_on)?;
        if !focus.is_empty() {
            let criteria: Vec<_> = focus.iter().map(|focus| focus.criterion.clone()).collect();
            self.named(&criteria)?;
        }
        let participants = self.keep(participants)?;
        let mut agreed = Vec::new();
        for focus in focus {
            agreed.push((focus.criterion.clone(), self.keep(&focus.text)?));
        }
        self.emit(Event::ScopingRecorded {
            held_on,
            participants,
            focus: agreed,
        });
        Ok(())
    }

    pub(super) fn submit(&mut self) -> Outcome {
        if self.reading_open() {
            return Err(RefusalCode::SecondReadingOpen.into());
        }
        let target = match self.cycle.state {
            State::Returned { stage, .. } => {
                let cap = self.ctx.programme.rounds + self.cycle.rounds_allowed;
                if self.cycle.rounds_used >= cap {
                    return Err(RefusalCode::RoundCapReached.into());
                }
                stage
            }
            _ => 0,
        };
        let frozen = self.complete()?;
        if frozen.plan.is_none() {
            return Err(RefusalCode::PlanDocumentMissing.into());
        }
        if !frozen.unexplained.is_empty() {
            return Err(Fault::with(
                RefusalCode::ExplanationMissing,
                frozen.unexplained,
            ));
        }
        let stage = self.cycle.stages.get(target).map(|stage| stage.key.clone());
        let stage = stage.ok_or(RefusalCode::UnknownStage)?;
        let in_time = self.is_in_time();
        let id = self.mint();
        self.emit(Event::Submitted {
            handed_in: HandedIn {
                id,
                digest: frozen.digest,
                plan: frozen.plan,
                in_time,
            },
            contents: frozen.contents,
            stage: stage.clone(),
        });
        self.set_review(&stage);
        Ok(())
    }

    /// Whether a submission made now comes in time: against the submission date
    /// from `revision`; from `returned` against the answer date, if what it
    /// answers came in time as well.
    fn is_in_time(&self) -> bool {
        let today = self.today();
        let due = |key: &DeadlineKey| self.cycle.running(key).map(|deadline| deadline.due);
        match self.cycle.state {
            State::Returned { .. } => {
                self.cycle
                    .submission()
                    .is_some_and(|submission| submission.in_time)
                    && due(&DeadlineKey::Answer).is_none_or(|due| today <= due)
            }
            _ => due(&DeadlineKey::Submission).is_none_or(|due| today <= due),
        }
    }

    /// What would be frozen, if it is complete enough to be handed in at all.
    fn complete(&self) -> Result<Frozen, Fault> {
        let frozen = self.ctx.facts.frozen.clone();
        let frozen = frozen.ok_or(RefusalCode::AnswersMissing)?;
        if !frozen.unanswered.is_empty() {
            return Err(Fault::with(RefusalCode::AnswersMissing, frozen.unanswered));
        }
        if !frozen.valid {
            return Err(RefusalCode::PlanDataInvalid.into());
        }
        Ok(frozen)
    }

    /// Sets the review deadline of a stage that has just opened.
    pub(super) fn set_review(&mut self, stage: &str) {
        let days = self.ctx.programme.working_days;
        let first = self
            .cycle
            .stages
            .iter()
            .any(|it| it.key == stage && it.reviews <= 1);
        let days = if first {
            days.first_review
        } else {
            days.later_review
        };
        self.set_working_days(DeadlineKey::Review(stage.to_owned()), days);
    }

    pub(super) fn recall(&mut self) -> Outcome {
        if let State::Scoping { .. } = self.cycle.state {
            self.emit(Event::Recalled {});
            self.go_on(DeadlineKey::SelfAssessment);
            return Ok(());
        }
        self.taken_back_in_time()?;
        let Some(submission) = self.cycle.submission().cloned() else {
            return Err(RefusalCode::WrongState.into());
        };
        let begun = self.cycle.stages.iter().any(|stage| {
            // Once accepted is enough, whatever became of the assignment since.
            let mut assignments = stage.assignments.iter();
            assignments.any(|it| it.submission == submission.id && it.accepted)
                || stage
                    .findings
                    .values()
                    .any(|it| it.submission == submission.number)
        });
        if begun {
            return Err(RefusalCode::ReviewBegun.into());
        }
        self.emit(Event::Recalled {});
        self.go_on_after_review();
        Ok(())
    }

    pub(super) fn send_back(&mut self, reason: &Words) -> Outcome {
        self.taken_back_in_time()?;
        let handed_in = self
            .cycle
            .submission()
            .map(|submission| local_date(submission.at));
        let handed_in = handed_in.ok_or(RefusalCode::WrongState)?;
        let passed = self.working_days_run(handed_in);
        if passed > self.ctx.programme.working_days.send_back {
            return Err(RefusalCode::TooLate.into());
        }
        let reason = self.keep(reason)?;
        self.emit(Event::SentBack { reason });
        self.go_on_after_review();
        Ok(())
    }

    /// Neither after a stage was concluded on the submission, nor after a lead
    /// opened the review again.
    fn taken_back_in_time(&self) -> Outcome {
        let State::Review { stage, origin, .. } = &self.cycle.state else {
            return Err(RefusalCode::WrongState.into());
        };
        let began_at = match origin {
            Origin::Revision { .. } => 0,
            Origin::Returned { stage, .. } => *stage,
            Origin::Decision => return Err(RefusalCode::ReviewReopened.into()),
        };
        if *stage != began_at {
            return Err(RefusalCode::StageConcluded.into());
        }
        Ok(())
    }

    fn go_on_after_review(&mut self) {
        match self.cycle.state {
            State::Revision { .. } => self.go_on(DeadlineKey::Submission),
            State::Returned { .. } => self.go_on(DeadlineKey::Answer),
            _ => {}
        }
    }

    /// The old deadline goes on, with a few working days left at least.
    fn go_on(&mut self, key: DeadlineKey) {
        let Some(old) = self
            .cycle
            .deadlines
            .iter()
            .rfind(|it| it.key == key)
            .cloned()
        else {
            return;
        };
        let least = add_working_days(self.today(), self.ctx.programme.working_days.least_left);
        let date = if old.due >= least.due {
            SetDate {
                key,
                due: old.due,
                from: old.set_on,
                working_days: old.working_days,
                skipped: old.skipped,
                goes_on: true,
            }
        } else {
            SetDate {
                key,
                due: least.due,
                from: self.today(),
                working_days: old.working_days,
                skipped: least.skipped,
                goes_on: true,
            }
        };
        self.emit(Event::DeadlineSet { date });
    }

    pub(super) fn reading_open(&self) -> bool {
        self.cycle.is_read_again()
    }
}
