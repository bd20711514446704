//! More time, holds, and the start of the answer clock.

use chrono::NaiveDate;

use super::{DeadlineKey, Deciding, Event, Outcome, State, Words};
use crate::{ExtensionId, RefusalCode, cycle::AnswerClock};

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
        let deadline = self.refusable(deadline, RefusalCode::UnknownDeadline)?;
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
        let extension = self.refusable(found, RefusalCode::UnknownExtension)?;
        let reason = self.keep(reason)?;
        self.emit(Event::ExtensionDecided {
            extension: id,
            granted,
            reason,
        });
        // The deadline may have been met, or the case moved on, in the meantime:
        // then the answer is only recorded.
        if granted && self.cycle.running(&extension.deadline).is_some() {
            self.set_date(extension.deadline, extension.until);
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
        self.emit(Event::Resumed {});
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

    pub(super) fn note_return_accepted(&mut self) -> Outcome {
        let (_, accepted_on) = self.waiting_clock()?;
        if accepted_on.is_some() {
            return Err(RefusalCode::NothingToNote.into());
        }
        let on = self.today();
        self.emit(Event::ReturnMailAccepted { on });
        Ok(())
    }

    pub(super) fn note_return_bounced(&mut self) -> Outcome {
        self.waiting_clock()?;
        self.emit(Event::ReturnMailBounced {});
        Ok(())
    }

    /// Since when the answer clock waits, and when the mail was accepted.
    fn waiting_clock(&self) -> Result<(NaiveDate, Option<NaiveDate>), super::Fault> {
        match &self.cycle.state {
            State::Returned {
                clock:
                    AnswerClock::Waiting {
                        since, accepted_on, ..
                    },
                ..
            } => Ok((*since, *accepted_on)),
            _ => Err(RefusalCode::NothingToNote.into()),
        }
    }

    pub(super) fn start_answer_clock(&mut self) {
        self.emit(Event::AnswerClockStarted {});
        let days = self.ctx.programme.working_days.answer;
        self.set_working_days(DeadlineKey::Answer, days);
    }
}
