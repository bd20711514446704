//! More time, holds, and the start of the answer clock.

use chrono::NaiveDate;

use super::{DeadlineKey, Deciding, Event, Outcome, State, Words};
use crate::{
    ExtensionId, RefusalCode, SubmissionId,
    calendar::{add_working_days, working_days_between},
    cycle::AnswerClock,
};

impl Deciding<'_> {
    pub(super) fn request_extension(
        &mut self,
        key: &DeadlineKey,
        until: NaiveDate,
        reasons: &Words,
    ) -> Outcome {
        let own = matches!(
            key,
            DeadlineKey::SelfAssessment | DeadlineKey::Submission | DeadlineKey::Answer
        );
        let deadline = self.cycle.running(key).filter(|_| own);
        let deadline = deadline.ok_or(RefusalCode::UnknownDeadline)?;
        if until <= deadline.due || until <= self.today() {
            return Err(RefusalCode::DatesOutOfOrder.into());
        }
        if deadline.extensions >= self.ctx.programme.extensions_per_deadline {
            return Err(RefusalCode::ExtensionUsed.into());
        }
        let pending = self
            .cycle
            .extensions
            .iter()
            .any(|extension| extension.deadline == *key && extension.granted.is_none());
        if pending {
            return Err(RefusalCode::ExtensionPending.into());
        }
        let reasons = self.keep(reasons)?;
        let extension = self.mint();
        self.emit(Event::ExtensionRequested {
            extension,
            deadline: key.clone(),
            until,
            reasons,
        });
        Ok(())
    }

    pub(super) fn decide_extension(
        &mut self,
        id: ExtensionId,
        granted: bool,
        reason: &Words,
    ) -> Outcome {
        let found = self
            .cycle
            .extensions
            .iter()
            .find(|extension| extension.id == id && extension.granted.is_none())
            .cloned();
        let extension = found.ok_or(RefusalCode::UnknownExtension)?;
        if granted && extension.until <= self.today() {
            return Err(RefusalCode::DateInPast.into());
        }
        let reason = self.keep(reason)?;
        self.emit(Event::ExtensionDecided {
            extension: id,
            granted,
            reason,
        });
        if !granted {
            return Ok(());
        }
        let deadline = self
            .cycle
            .deadlines
            .iter()
            .rfind(|deadline| deadline.key == extension.deadline)
            .cloned();
        match deadline {
            // It goes on counting as it did: a hold still stops a working-day clock.
            Some(deadline) if deadline.running && extension.until > deadline.due => {
                self.set_until(extension.deadline, extension.until, deadline.working_days);
            }
            // A clock that stands still gets the days that were granted.
            Some(deadline) if let Some(left) = deadline.left => {
                let more = working_days_between(deadline.due, extension.until);
                self.emit(Event::DeadlineStopped {
                    deadline: extension.deadline,
                    left: left + more,
                });
            }
            _ => {}
        }
        Ok(())
    }

    pub(super) fn hold(&mut self, reason: &Words) -> Outcome {
        let reason = self.keep(reason)?;
        self.emit(Event::Held { reason });
        // Working-day clocks stop, calendar dates do not move.
        let counting: Vec<DeadlineKey> = self
            .cycle
            .deadlines
            .iter()
            .filter(|deadline| deadline.running && deadline.working_days)
            .map(|deadline| deadline.key.clone())
            .collect();
        for key in counting {
            self.stop_deadline(&key);
        }
        Ok(())
    }

    pub(super) fn resume(&mut self) -> Outcome {
        let days = self.ctx.programme.working_days;
        self.emit(Event::Resumed {
            answer_by: add_working_days(self.today(), days.assignment).due,
            releases_on: add_working_days(self.today(), days.notice_release).due,
        });
        let stopped: Vec<DeadlineKey> = self
            .cycle
            .deadlines
            .iter()
            .filter(|deadline| deadline.left.is_some())
            .map(|deadline| deadline.key.clone())
            .collect();
        for key in stopped {
            let read_again = key == DeadlineKey::Answer && self.reading_open();
            if !read_again {
                self.restart_deadline(&key);
            }
        }
        Ok(())
    }

    pub(super) fn note_opened(&mut self) -> Outcome {
        self.waiting_clock()?;
        self.start_answer_clock();
        Ok(())
    }

    pub(super) fn record_contact(&mut self, how: &Words) -> Outcome {
        self.waiting_clock()?;
        let how = self.keep(how)?;
        self.emit(Event::ContactRecorded { how });
        self.start_answer_clock();
        Ok(())
    }

    pub(super) fn note_return_accepted(&mut self, submission: SubmissionId) -> Outcome {
        let accepted_on = self.waiting_for(submission)?;
        if accepted_on.is_some() {
            return Err(RefusalCode::NothingToNote.into());
        }
        let on = self.today();
        self.emit(Event::ReturnMailAccepted { on });
        Ok(())
    }

    pub(super) fn note_return_bounced(&mut self, submission: SubmissionId) -> Outcome {
        self.waiting_for(submission)?;
        self.emit(Event::ReturnMailBounced {});
        Ok(())
    }

    /// The answer clock has not started.
    fn waiting_clock(&self) -> Outcome {
        match &self.cycle.state {
            State::Returned {
                clock: AnswerClock::Waiting { .. },
                ..
            } => Ok(()),
            _ => Err(RefusalCode::NothingToNote.into()),
        }
    }

    /// The answer clock of this submission has not started: when was its mail
    /// accepted, if it was? A late word about an earlier round starts nothing.
    fn waiting_for(&self, wanted: SubmissionId) -> Result<Option<NaiveDate>, super::Fault> {
        match &self.cycle.state {
            State::Returned {
                submission,
                clock: AnswerClock::Waiting { accepted_on, .. },
                ..
            } if *submission == wanted => Ok(*accepted_on),
            _ => Err(RefusalCode::NothingToNote.into()),
        }
    }

    pub(super) fn start_answer_clock(&mut self) {
        self.emit(Event::AnswerClockStarted {});
        let days = self.ctx.programme.working_days.answer;
        self.set_working_days(DeadlineKey::Answer, days);
        if self.reading_open() {
            self.stop_deadline(&DeadlineKey::Answer);
        }
    }
}
