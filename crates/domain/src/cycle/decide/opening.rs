//! Opening a case and setting its dates; waiting for the previous one.

use chrono::{NaiveDate, TimeDelta};

use super::{DeadlineKey, Deciding, Event, Outcome, State};
use crate::{
    CertificateId, RefusalCode,
    calendar::CALENDAR,
    cycle::{Pins, Planned, Renewal, RenewalStatus, StateName},
    time::{add_months, sub_months},
};

impl Deciding<'_> {
    pub(super) fn open(&mut self) -> Outcome {
        let Some(outline) = self.ctx.facts.outline.clone() else {
            return Err(RefusalCode::CriteriaNotInForce.into());
        };
        if !outline.in_force && !self.ctx.programme.trial {
            return Err(RefusalCode::CriteriaNotInForce.into());
        }
        if self.cycle.state == (State::Scheduled { waits: true }) {
            return Err(RefusalCode::WaitsForPrevious.into());
        }
        // Joining is the secretariat's to open: there is no period yet to count from.
        if self.cycle.state == State::Enrolled && self.by.role != Some(crate::Role::Secretariat) {
            return Err(RefusalCode::NotPermitted.into());
        }
        let planned = self.planned_dates().ok_or(RefusalCode::DatesMissing)?;
        self.emit(Event::Opened {
            pins: Pins {
                criteria: outline.pin,
                trial: !outline.in_force,
                programme: self.ctx.programme.digest,
                calendar: CALENDAR.to_owned(),
            },
            criteria: outline.criteria,
        });
        self.set_date(DeadlineKey::SelfAssessment, planned.self_assessment_due);
        self.set_date(DeadlineKey::Submission, planned.submission_due);
        Ok(())
    }

    /// The due dates of a case that opens today: set by hand, or counted back
    /// from the end of the period.
    ///
    /// A case that opens late, after an outage or a hold, gets as many days more as
    /// it opens late, so that nobody pays for it; dates set by hand stand for as long
    /// as they lie ahead. One taken in at go-live has none until the secretariat sets
    /// them.
    fn planned_dates(&self) -> Option<Planned> {
        let today = self.today();
        let late = self
            .cycle
            .opens_on
            .map_or(TimeDelta::zero(), |on| (today - on).max(TimeDelta::zero()));
        let later = |planned: Planned| {
            Some(Planned {
                self_assessment_due: planned.self_assessment_due.checked_add_signed(late)?,
                submission_due: planned.submission_due.checked_add_signed(late)?,
            })
        };
        let ahead = |planned: &Planned| planned.self_assessment_due > today;
        match self.cycle.planned {
            Some(by_hand) if ahead(&by_hand) => Some(by_hand),
            Some(by_hand) => later(by_hand).filter(ahead),
            None => {
                let end = self.cycle.period_end.filter(|_| !self.cycle.is_go_live())?;
                let lead = self.ctx.programme.months_before_end;
                later(Planned {
                    self_assessment_due: sub_months(end, lead.self_assessment),
                    submission_due: sub_months(end, lead.submission),
                })
            }
        }
    }

    pub(super) fn set_dates(
        &mut self,
        period_end: Option<NaiveDate>,
        opens_on: Option<NaiveDate>,
        self_assessment_due: NaiveDate,
        submission_due: NaiveDate,
    ) -> Outcome {
        let today = self.today();
        let dates = [
            (DeadlineKey::SelfAssessment, self_assessment_due),
            (DeadlineKey::Submission, submission_due),
        ];
        // What was handed in is not due any more, and its date may lie behind us.
        let is_over = |key: &DeadlineKey| {
            let mut known = self.cycle.deadlines.iter();
            known.any(|it| it.key == *key && !it.running)
        };
        if dates
            .iter()
            .any(|(key, due)| *due <= today && !is_over(key))
        {
            return Err(RefusalCode::DateInPast.into());
        }
        let end = period_end.or(self.cycle.period_end);
        let planned = match self.cycle.state {
            State::Enrolled | State::Scheduled { .. } => self.cycle.opens_on,
            _ => None,
        };
        let in_order = self_assessment_due < submission_due
            && opens_on
                .or(planned)
                .is_none_or(|opens| opens < self_assessment_due);
        if !in_order {
            return Err(RefusalCode::DatesOutOfOrder.into());
        }
        let grace = self.ctx.programme.grace_months;
        // Whatever the period said, nobody's certificate lapses before the dates
        // that the secretariat has just set.
        let lapses_after = self
            .cycle
            .renews
            .is_some()
            .then(|| add_months(end.unwrap_or(submission_due).max(submission_due), grace));
        self.emit(Event::DatesSet {
            period_end,
            opens_on,
            lapses_after,
            planned: Planned {
                self_assessment_due,
                submission_due,
            },
        });
        for (key, due) in dates {
            if self.cycle.running(&key).is_some() {
                self.set_date(key, due);
            }
        }
        Ok(())
    }

    pub(super) fn wait(&mut self) -> Outcome {
        self.emit(Event::Waited {});
        // Whether the certificate was known to be revoked already makes no difference.
        let in_force = self
            .cycle
            .renews
            .as_ref()
            .is_some_and(|renews| renews.status != RenewalStatus::Revoked);
        if in_force {
            self.emit(Event::RenewalRevoked {});
        }
        Ok(())
    }

    pub(super) fn reschedule(&mut self, period_end: NaiveDate, renews: &Renewal) -> Outcome {
        self.emit(Event::Rescheduled {
            period_end,
            opens_on: sub_months(period_end, self.ctx.programme.months_before_end.opens),
            renews: renews.clone(),
        });
        Ok(())
    }

    pub(super) fn note_revoked(&mut self, certificate: CertificateId) -> Outcome {
        let known = self.cycle.renews.as_ref().is_some_and(|renews| {
            renews.certificate == Some(certificate) && renews.status != RenewalStatus::Revoked
        });
        if !known {
            return Err(RefusalCode::NothingToNote.into());
        }
        self.emit(Event::RenewalRevoked {});
        Ok(())
    }

    /// Whether the next case has not opened, so that this one can be taken up again.
    pub(super) fn next_is_waiting(&self) -> bool {
        self.ctx
            .facts
            .next
            .is_none_or(|next| next.state == StateName::Scheduled)
    }
}
