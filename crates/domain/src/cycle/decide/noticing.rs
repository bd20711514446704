//! Notices to political bodies: drafted by what happened, released, answered.

use chrono::NaiveDate;

use super::{Deciding, Event, Outcome, State, Words};
use crate::{
    NoticeId, OrganisationKind, RefusalCode,
    calendar::add_working_days,
    cycle::{ConditionOutcome, Notice},
    notice::{NoticeKind, NoticeState, NoticeStep, Way},
};

impl Deciding<'_> {
    /// Drafts the notices that this decision causes; direct ones go out at once.
    pub(super) fn draft_notices(&mut self) {
        let caused: Vec<NoticeKind> = self
            .entries
            .iter()
            .flat_map(|entry| self.caused_by(&entry.event))
            .collect();
        for kind in caused {
            for body in self.ctx.facts.bodies.clone() {
                let told = match (kind, body.kind) {
                    // The municipality's own bodies get one document for both.
                    (
                        NoticeKind::Certified,
                        OrganisationKind::Council | OrganisationKind::Committee,
                    ) if matches!(self.cycle.state, State::Certified { .. }) => {
                        NoticeKind::ReadyForAdoption
                    }
                    _ => kind,
                };
                if let Some(way) = told.way_to(body.kind) {
                    self.draft(told, body.id, way);
                }
            }
        }
    }

    fn caused_by(&self, event: &Event) -> Vec<NoticeKind> {
        match event {
            Event::Opened { .. } => vec![NoticeKind::Opened],
            Event::SelfAssessmentSubmitted { .. } => vec![NoticeKind::HandedIn],
            Event::Submitted { .. } => vec![NoticeKind::Submitted],
            Event::Returned { .. } => vec![NoticeKind::Returned],
            Event::Certified { .. } => vec![NoticeKind::Certified],
            Event::Concluded {
                reinstates: true, ..
            } => vec![NoticeKind::Reinstated],
            Event::Refused { .. } => vec![NoticeKind::Refused],
            Event::DecisionRetracted { .. } => vec![NoticeKind::DecisionRetracted],
            Event::Reopened { .. } => vec![NoticeKind::Reopened],
            Event::Revoked { .. } | Event::CertificateRevoked { .. } => vec![NoticeKind::Revoked],
            Event::Lapsed {} => vec![NoticeKind::Lapsed],
            Event::Withdrawn { .. } => vec![NoticeKind::Withdrawn],
            Event::Held { .. } => vec![NoticeKind::Held],
            Event::Resumed { .. } => vec![NoticeKind::Resumed],
            Event::ConditionJudged {
                outcome: ConditionOutcome::Met,
                ..
            } => {
                vec![NoticeKind::ConditionMet]
            }
            Event::ConditionJudged {
                outcome: ConditionOutcome::Failed,
                ..
            } => {
                vec![NoticeKind::ConditionFailed]
            }
            // The first rung after the date tells that it passed; later rungs remind.
            Event::Reminded {
                deadline,
                rung,
                skipped,
            } if *rung > 0 && deadline.is_municipal() => {
                let told = self
                    .cycle
                    .deadlines
                    .iter()
                    .rfind(|it| it.key == *deadline)
                    .is_some_and(|it| {
                        it.rungs
                            .iter()
                            .any(|fired| *fired > 0 && fired != rung && !skipped.contains(fired))
                    });
                if told {
                    Vec::new()
                } else {
                    vec![NoticeKind::DeadlinePassed]
                }
            }
            _ => Vec::new(),
        }
    }

    fn draft(&mut self, kind: NoticeKind, body: crate::OrganisationId, way: Way) {
        let overtaken: Vec<NoticeId> = self
            .cycle
            .notices
            .iter()
            .filter(|notice| {
                notice.body == body
                    && notice.state == NoticeState::Drafted
                    && notice.releases_on.is_none()
            })
            .map(|notice| notice.id)
            .collect();
        for notice in overtaken {
            self.emit(Event::NoticeSuperseded { notice });
        }
        let notice = self.mint();
        let releases_on = match way {
            Way::FormalDraft => {
                let days = self.ctx.programme.working_days.notice_release;
                Some(add_working_days(self.today(), days).due)
            }
            Way::Draft | Way::Direct => None,
        };
        self.emit(Event::NoticeDrafted {
            notice,
            notice_kind: kind,
            body,
            releases_on,
        });
        if way == Way::Direct {
            self.emit(Event::NoticeReleased { notice });
        }
    }

    fn notice(&self, id: NoticeId, step: NoticeStep) -> Result<&Notice, super::Fault> {
        let notice = self.cycle.notice(id).ok_or(RefusalCode::UnknownNotice)?;
        if notice.state.after(step).is_none() {
            return Err(RefusalCode::NoticeState.into());
        }
        Ok(notice)
    }

    pub(super) fn release_notice(&mut self, id: NoticeId) -> Outcome {
        self.notice(id, NoticeStep::Release)?;
        self.emit(Event::NoticeReleased { notice: id });
        Ok(())
    }

    pub(super) fn acknowledge_notice(&mut self, id: NoticeId) -> Outcome {
        self.notice(id, NoticeStep::Acknowledge)?;
        self.emit(Event::NoticeAcknowledged { notice: id });
        Ok(())
    }

    pub(super) fn decide_notice(
        &mut self,
        id: NoticeId,
        held_on: NaiveDate,
        decision: &Words,
    ) -> Outcome {
        self.notice(id, NoticeStep::Decide)?;
        self.not_in_future(held_on)?;
        let decision = self.keep(decision)?;
        self.emit(Event::NoticeDecided {
            notice: id,
            held_on,
            decision,
        });
        Ok(())
    }

    pub(super) fn cancel_notice(&mut self, id: NoticeId, reason: &Words) -> Outcome {
        let notice = self.notice(id, NoticeStep::Cancel)?;
        // A formal notice cannot be kept from its body.
        if notice.releases_on.is_some() {
            return Err(RefusalCode::NoticeState.into());
        }
        let reason = self.keep(reason)?;
        self.emit(Event::NoticeCancelled {
            notice: id,
            reason: Some(reason),
        });
        Ok(())
    }

    pub(super) fn note_notice_delivered(&mut self, id: NoticeId) -> Outcome {
        self.notice(id, NoticeStep::Deliver)?;
        self.emit(Event::NoticeDelivered { notice: id });
        Ok(())
    }

    pub(super) fn note_notice_bounced(&mut self, id: NoticeId) -> Outcome {
        self.notice(id, NoticeStep::Bounce)?;
        self.emit(Event::NoticeBounced { notice: id });
        Ok(())
    }
}
