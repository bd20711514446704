//! What the clock does: everything that is due, once.

use super::{Deciding, Event, Outcome};
use crate::{
    RefusalCode,
    cycle::due::{self, Due},
};

impl Deciding<'_> {
    /// Does everything that is due now. When nothing is, nothing happens and
    /// the command is refused, so that a second tick changes nothing.
    pub(super) fn tick(&mut self) -> Outcome {
        let due: Vec<Due> = due::all(&self.cycle, self.ctx.programme)
            .into_iter()
            .filter(|(at, _)| *at <= self.ctx.now)
            .map(|(_, due)| due)
            .collect();
        if due.is_empty() {
            return Err(RefusalCode::NothingToNote.into());
        }
        let starts = due.contains(&Due::StartAnswerClock);
        for due in due {
            match due {
                // What stands against opening stands on the case; it must not
                // keep the clock from the rest.
                Due::Open => drop(self.open()),
                Due::ExpireAssignment(assignment) => {
                    self.emit(Event::AssignmentExpired { assignment });
                }
                Due::StartAnswerClock => self.start_answer_clock(),
                // Nobody is missing where the clock starts in the same breath.
                Due::ContactMissing if starts => {}
                Due::ContactMissing => self.emit(Event::ContactMissing {}),
                Due::ReleaseNotice(notice) => self.emit(Event::NoticeReleased { notice }),
                Due::Lapse => self.emit(Event::Lapsed {}),
                Due::Remind(key) => {
                    let Some(deadline) = self.cycle.running(&key).cloned() else {
                        continue;
                    };
                    let mut missed = due::rungs_until(&deadline, self.ctx.programme, self.ctx.now);
                    // After an outage only the latest rung is sent.
                    if let Some(rung) = missed.pop() {
                        self.emit(Event::Reminded {
                            deadline: key,
                            rung,
                            skipped: missed,
                        });
                    }
                }
            }
        }
        Ok(())
    }
}
