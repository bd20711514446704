//! The certification decision, its ways back, adoption, and what concludes a case.

use chrono::NaiveDate;

use super::{Command, CriterionId, DeadlineKey, Deciding, Event, Fault, Outcome, State, Words};
use crate::{
    AdoptionId, ConditionId, OrganisationId, RefusalCode, Role, UploadId,
    cycle::{
        Adoption, AdoptionOutcome, ConditionOutcome, ConditionStatus, Renewal, RenewalStatus,
        StateName,
    },
    time::{add_months, add_years},
};

/// The longest item or case number, in characters: they are free text, for
/// municipalities write them in many ways, but no place for a story.
const LONGEST_REFERENCE: usize = 200;

impl Deciding<'_> {
    pub(super) fn certify(&mut self, decided_on: NaiveDate) -> Outcome {
        self.not_in_future(decided_on)?;
        // The way to the decision sees to it; a decision rests on it, so it is
        // asked again.
        let mut open = std::collections::BTreeSet::new();
        for stage in 0..self.cycle.stages.len() {
            open.extend(self.cycle.pending_in(stage));
            open.extend(self.cycle.returned_in(stage));
        }
        if !open.is_empty() {
            let open = open.into_iter().collect();
            return Err(Fault::with(RefusalCode::CriteriaPending, open));
        }
        self.emit(Event::Certified { decided_on });
        let open: Vec<_> = self
            .cycle
            .conditions
            .iter()
            .filter(|condition| condition.status == ConditionStatus::Open)
            .map(|condition| (condition.id, condition.due))
            .collect();
        for (condition, due) in open {
            self.set_date(DeadlineKey::Condition(condition), due);
        }
        Ok(())
    }

    pub(super) fn refuse(&mut self, reasons: &Words, criteria: &[CriterionId]) -> Outcome {
        if self.reading_open() {
            return Err(RefusalCode::SecondReadingOpen.into());
        }
        self.named(criteria)?;
        // Only the last stage's lead decides about certification; who returned
        // may refuse instead of asking for another round.
        let reasons = self.keep(reasons)?;
        self.emit(Event::Refused {
            reasons,
            criteria: criteria.to_vec(),
        });
        self.reopen_revision();
        Ok(())
    }

    /// Back in revision: due is the later of the old date and some months from now.
    fn reopen_revision(&mut self) {
        let least = add_months(self.today(), self.ctx.programme.reopened_revision_months);
        let due = self
            .cycle
            .deadlines
            .iter()
            .rfind(|deadline| deadline.key == DeadlineKey::Submission)
            .map_or(least, |deadline| deadline.due.max(least));
        self.set_date(DeadlineKey::Submission, due);
    }

    pub(super) fn reopen_review(
        &mut self,
        stage: &str,
        criteria: &[CriterionId],
        reason: &Words,
    ) -> Outcome {
        let index = self
            .cycle
            .stage_index(stage)
            .ok_or(RefusalCode::UnknownStage)?;
        self.named(criteria)?;
        let judged_here = criteria
            .iter()
            .all(|criterion| self.cycle.criteria_of(index).any(|id| id == criterion));
        if !judged_here {
            return Err(RefusalCode::UnknownCriterion.into());
        }
        let reason = self.keep(reason)?;
        self.emit(Event::ReviewReopened {
            stage: stage.to_owned(),
            criteria: criteria.to_vec(),
            reason,
        });
        self.set_review(stage);
        Ok(())
    }

    pub(super) fn retract_decision(&mut self, reason: &Words) -> Outcome {
        let reason = self.keep(reason)?;
        self.emit(Event::DecisionRetracted { reason });
        let days = self.ctx.programme.working_days.decision;
        self.set_working_days(DeadlineKey::Decision, days);
        Ok(())
    }

    pub(super) fn record_adoption(&mut self, command: &Command) -> Outcome {
        let Command::RecordAdoption {
            body,
            held_on,
            item,
            case_number,
            outcome,
            text,
            dissent,
            plan,
            corrects,
        } = command
        else {
            return Err(RefusalCode::WrongState.into());
        };
        let known = self.ctx.facts.bodies.iter().find(|it| it.id == *body);
        let body_kind = known.ok_or(RefusalCode::UnknownBody)?.kind;
        self.not_in_future(*held_on)?;
        let long = |text: &Option<String>| {
            text.as_ref()
                .is_some_and(|text| text.chars().count() > LONGEST_REFERENCE)
        };
        if long(item) || long(case_number) {
            return Err(RefusalCode::TextTooLong.into());
        }
        if let Some(corrects) = corrects
            && !self
                .cycle
                .adoptions
                .iter()
                .any(|it| it.id == *corrects && it.body == *body && !it.corrected)
        {
            return Err(RefusalCode::UnknownAdoption.into());
        }
        let contradicts = self.cycle.adoptions.iter().any(|it| {
            !it.corrected
                && Some(it.id) != *corrects
                && it.body == *body
                && it.held_on == *held_on
                && it.item == *item
        });
        if contradicts {
            return Err(RefusalCode::ContradictoryDecision.into());
        }
        let text = self.keep_some(text.as_ref())?;
        let dissent = self.keep_some(dissent.as_ref())?;
        let adoption = self.mint();
        self.emit(Event::AdoptionRecorded {
            adoption,
            body: *body,
            body_kind,
            held_on: *held_on,
            item: item.clone(),
            case_number: case_number.clone(),
            outcome: *outcome,
            text,
            dissent,
            plan: *plan,
            corrects: *corrects,
        });
        Ok(())
    }

    pub(super) fn record_editorial_difference(
        &mut self,
        adoption: AdoptionId,
        note: &Words,
    ) -> Outcome {
        let known = self.cycle.adoptions.iter().any(|it| it.id == adoption);
        if !known {
            return Err(RefusalCode::UnknownAdoption.into());
        }
        let differs = self.cycle.council_decision().is_some_and(|council| {
            council.id == adoption
                && matches!(
                    council.outcome,
                    AdoptionOutcome::Adopted | AdoptionOutcome::Amended
                )
                && self
                    .cycle
                    .decision
                    .as_ref()
                    .is_some_and(|decision| decision.plan != council.plan)
        });
        if !differs {
            return Err(RefusalCode::NoDifference.into());
        }
        let note = self.keep(note)?;
        self.emit(Event::EditorialDifferenceRecorded { adoption, note });
        Ok(())
    }

    /// Certified and adopted in the same words: the case concludes by itself.
    pub(super) fn conclude_if_ready(&mut self) {
        let (State::Certified { .. }, None) = (&self.cycle.state, &self.cycle.hold) else {
            return;
        };
        let (Some(decision), Some(council)) = (&self.cycle.decision, self.cycle.council_decision())
        else {
            return;
        };
        let adopted = match council.outcome {
            AdoptionOutcome::Adopted | AdoptionOutcome::Amended => {
                council.plan == decision.plan || decision.editorial == Some(council.id)
            }
            AdoptionOutcome::Recommended
            | AdoptionOutcome::Postponed
            | AdoptionOutcome::SentBack
            | AdoptionOutcome::Rejected => false,
        };
        if !adopted {
            return;
        }
        let valid_from = council.held_on;
        let issued = self.cycle.certificates_issued;
        let again = if issued == 0 {
            String::new()
        } else {
            format!("-{}", issued + 1)
        };
        let number = format!(
            "{}-{}-{}{again}",
            self.ctx.programme.certificate_prefix, self.cycle.code, self.cycle.edition
        );
        let certificate = self.mint();
        let replaced = self.cycle.renews.clone().filter(Renewal::is_held);
        let reinstates = replaced
            .as_ref()
            .is_some_and(|renews| renews.status == RenewalStatus::Lapsed);
        self.emit(Event::Concluded {
            certificate,
            number,
            valid_from,
            valid_to: add_years(valid_from, self.ctx.programme.period_years),
            supersedes: replaced.and_then(|renews| renews.certificate),
            reinstates,
        });
    }

    pub(super) fn reopen(&mut self, criteria: &[CriterionId], reason: &Words) -> Outcome {
        let concerns_this = |council: &Adoption| {
            self.cycle.decision.as_ref().is_some_and(|decision| {
                council.plan == decision.plan || council.held_on >= decision.on
            })
        };
        let rejected = self
            .cycle
            .council_decision()
            .filter(|it| concerns_this(it))
            .is_some_and(|council| match council.outcome {
                AdoptionOutcome::Rejected
                | AdoptionOutcome::Amended
                | AdoptionOutcome::SentBack => true,
                AdoptionOutcome::Recommended
                | AdoptionOutcome::Adopted
                | AdoptionOutcome::Postponed => false,
            });
        if !rejected {
            return Err(RefusalCode::NotRejected.into());
        }
        self.named(criteria)?;
        let reason = self.keep(reason)?;
        self.emit(Event::Reopened {
            criteria: criteria.to_vec(),
            reason,
        });
        self.reopen_revision();
        Ok(())
    }

    pub(super) fn revoke(&mut self, criteria: &[CriterionId], reason: &Words) -> Outcome {
        self.revocable()?;
        if !self.next_is_waiting() {
            return Err(RefusalCode::NextCaseOpen.into());
        }
        self.named(criteria)?;
        let reason = self.keep(reason)?;
        self.emit(Event::Revoked {
            criteria: criteria.to_vec(),
            reason,
        });
        self.reopen_revision();
        Ok(())
    }

    pub(super) fn revoke_certificate(&mut self, reason: &Words) -> Outcome {
        self.revocable()?;
        if self.next_is_waiting() {
            return Err(RefusalCode::NextCaseNotOpen.into());
        }
        // The next case's certificate took its place: there is nothing to revoke.
        let superseded = self
            .ctx
            .facts
            .next
            .is_some_and(|next| next.state == StateName::Concluded);
        if superseded {
            return Err(RefusalCode::NoCertificate.into());
        }
        let reason = self.keep(reason)?;
        self.emit(Event::CertificateRevoked { reason });
        Ok(())
    }

    fn revocable(&self) -> Outcome {
        match &self.cycle.certificate {
            Some(certificate) if !certificate.revoked => Ok(()),
            _ => Err(RefusalCode::NoCertificate.into()),
        }
    }

    pub(super) fn withdraw(
        &mut self,
        reason: &Words,
        successor: Option<OrganisationId>,
    ) -> Outcome {
        if self.by.role == Some(Role::Secretariat) && successor.is_none() {
            return Err(RefusalCode::SuccessorMissing.into());
        }
        if successor.is_some() && successor != self.ctx.facts.carries_on {
            return Err(RefusalCode::UnknownMunicipality.into());
        }
        let reason = self.keep(reason)?;
        self.emit(Event::Withdrawn { reason, successor });
        Ok(())
    }

    pub(super) fn answer_condition(
        &mut self,
        id: ConditionId,
        answer: &Words,
        evidence: &[UploadId],
    ) -> Outcome {
        let status = self.condition_status(id)?;
        if status != ConditionStatus::Open {
            return Err(RefusalCode::ConditionSettled.into());
        }
        let answer = self.keep(answer)?;
        self.emit(Event::ConditionAnswered {
            condition: id,
            answer,
            evidence: evidence.to_vec(),
        });
        Ok(())
    }

    pub(super) fn judge_condition(
        &mut self,
        id: ConditionId,
        outcome: ConditionOutcome,
        until: Option<NaiveDate>,
        reason: &Words,
    ) -> Outcome {
        let status = self.condition_status(id)?;
        if !matches!(status, ConditionStatus::Open | ConditionStatus::Answered) {
            return Err(RefusalCode::ConditionSettled.into());
        }
        let until = match outcome {
            ConditionOutcome::Extended => match until {
                Some(until) if until > self.today() => Some(until),
                Some(_) => return Err(RefusalCode::DateInPast.into()),
                None => return Err(RefusalCode::DatesMissing.into()),
            },
            ConditionOutcome::Met | ConditionOutcome::Waived | ConditionOutcome::Failed => None,
        };
        let reason = self.keep(reason)?;
        self.emit(Event::ConditionJudged {
            condition: id,
            outcome,
            until,
            reason,
        });
        if let Some(until) = until {
            self.set_date(DeadlineKey::Condition(id), until);
        }
        Ok(())
    }

    fn condition_status(&self, id: ConditionId) -> Result<ConditionStatus, Fault> {
        let found = self
            .cycle
            .conditions
            .iter()
            .find(|condition| condition.id == id);
        Ok(found.ok_or(RefusalCode::UnknownCondition)?.status)
    }
}
