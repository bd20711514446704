//! What follows from a decision outside its case, put into the same write set.

use lustrum_domain::{
    Actor, Birth, Command, Cycle, CycleId, Decided, Effect, Event, KeptText, NextCaseChange,
    RefusalCode, StateName, Timestamp, begin, certificate::CertificateStep,
    cycle::CertificateChange, decide, effects,
};
use lustrum_store::{CertificateRow, CertificateStatus, CertificateWrite, StoredCycle, WriteSet};

use crate::{App, AppError};

impl App {
    /// Puts a decision and all that follows from it into `writes`: the case and
    /// its events, texts, mails, notices, certificates, and the next case.
    pub(crate) async fn follow(
        &self,
        writes: &mut WriteSet,
        before: Option<&StoredCycle>,
        decided: Decided,
    ) -> Result<(), AppError> {
        // A decision can change the next case, whose decision can have effects
        // of its own, but never the case after that: two rounds at most.
        let mut work = vec![(before.cloned(), decided)];
        while let Some((before, decided)) = work.pop() {
            let Decided {
                cycle,
                entries,
                texts,
            } = decided;
            let programme = self.programmes.of(&cycle)?.clone();
            let mut mails = self.mails(&cycle, &programme, &entries, &texts);
            for entry in &entries {
                if let Event::NoticeDrafted {
                    notice,
                    notice_kind,
                    body,
                    ..
                } = &entry.event
                {
                    let document = mails.notice(*notice, *notice_kind, *body, entry).await?;
                    writes.notices.push(document);
                }
                for effect in effects(&cycle, entry, &programme) {
                    match effect {
                        Effect::Mail(mail) => mails.queue(&mail, entry).await?,
                        Effect::Cancel(reason) => writes.cancels.push((cycle.id, reason)),
                        Effect::CancelFor(person) => {
                            writes.cancels_for.push((Some(cycle.id), person));
                        }
                        Effect::Certificate(change) => {
                            let write = certificate(&cycle, change, entry.at)?;
                            writes.certificates.push(write);
                        }
                        Effect::NextCase(change) => {
                            work.extend(self.change_next(&cycle, &change).await?);
                        }
                    }
                }
            }
            writes.outbox.extend(mails.queued);
            writes.texts.extend(kept(cycle.id, texts));
            writes
                .cycles
                .push(self.cycle_write(before.as_ref(), &cycle, entries)?);
        }
        Ok(())
    }

    /// What a case does to the next one, decided by the clock.
    async fn change_next(
        &self,
        cycle: &Cycle,
        change: &NextCaseChange,
    ) -> Result<Option<(Option<StoredCycle>, Decided)>, AppError> {
        let mut next = self.next_case(cycle).await?;
        let mut edition = cycle.edition + 1;
        // One that was withdrawn renews nothing: another one takes its place.
        if let (NextCaseChange::Schedule { .. }, Some(gone)) = (change, &next)
            && gone.cycle.state.name() == StateName::Withdrawn
        {
            edition = gone.cycle.edition + 1;
            next = None;
        }
        let command = match (change, &next) {
            (NextCaseChange::Schedule { period_end, renews }, None) => {
                let birth = Birth::Schedule {
                    municipality: cycle.municipality,
                    code: cycle.code.clone(),
                    edition,
                    period_end: *period_end,
                    renews: renews.clone(),
                };
                let programme = self
                    .programmes
                    .newest(&cycle.programme)
                    .ok_or_else(|| AppError::internal("a case's programme is not shipped"))?;
                let facts = self.gather_birth(&birth, programme).await?;
                let ctx = lustrum_domain::Ctx {
                    now: self.clock.now(),
                    actor: &Actor::Clock,
                    programme,
                    facts: &facts,
                    seed: self.random.seed(),
                };
                return Ok(Some((None, begin(&birth, &ctx)?)));
            }
            (NextCaseChange::Schedule { period_end, renews }, Some(_)) => Command::Reschedule {
                period_end: *period_end,
                renews: renews.clone(),
            },
            (NextCaseChange::Wait, Some(_)) => Command::Wait {},
            (NextCaseChange::NoteRevoked(certificate), Some(_)) => Command::NoteRevoked {
                certificate: *certificate,
            },
            (NextCaseChange::Wait | NextCaseChange::NoteRevoked(_), None) => return Ok(None),
        };
        let Some(next) = next else { return Ok(None) };
        let programme = self.programmes.of(&next.cycle)?;
        let gathered = self.gather(&next.cycle, programme, &command).await?;
        let clock = crate::Caller::CLOCK;
        let ctx = self.ctx(&clock, &next.cycle, &gathered.facts)?;
        match decide(&next.cycle, &command, &ctx) {
            Ok(decided) => Ok(Some((Some(next), decided))),
            Err(refusal) if refusal.code == RefusalCode::NothingToNote => Ok(None),
            // The next case was withdrawn, or moved on: it has nothing to hear.
            Err(refusal) if refusal.code == RefusalCode::WrongState => Ok(None),
            Err(refusal) => Err(refusal.into()),
        }
    }
}

fn kept(cycle: CycleId, texts: Vec<KeptText>) -> impl Iterator<Item = (CycleId, KeptText)> {
    texts.into_iter().map(move |text| (cycle, text))
}

/// The row of a certificate that is issued, or the change of one that exists.
fn certificate(
    cycle: &Cycle,
    change: CertificateChange,
    at: Timestamp,
) -> Result<CertificateWrite, AppError> {
    let (id, number, valid_from, valid_to) = match change {
        CertificateChange::Issue {
            id,
            number,
            valid_from,
            valid_to,
        } => (id, number, valid_from, valid_to),
        CertificateChange::Supersede(id) => {
            return Ok(CertificateWrite::Change(id, CertificateStep::Supersede, at));
        }
        CertificateChange::Lapse(id) => {
            return Ok(CertificateWrite::Change(id, CertificateStep::Lapse, at));
        }
        CertificateChange::Revoke(id) => {
            return Ok(CertificateWrite::Change(id, CertificateStep::Revoke, at));
        }
    };
    let decision = cycle.decision.as_ref();
    let decision = decision.ok_or_else(|| AppError::internal("a certificate nobody decided on"))?;
    let open = cycle
        .conditions
        .iter()
        .filter(|condition| condition.status == lustrum_domain::ConditionStatus::Open)
        .count();
    Ok(CertificateWrite::Issue(CertificateRow {
        id,
        cycle: cycle.id,
        programme: cycle.programme.clone(),
        number,
        municipality: cycle.municipality,
        plan: decision.plan,
        criteria: cycle
            .pins
            .as_ref()
            .map(|pins| pins.criteria.to_string())
            .unwrap_or_default(),
        trial: cycle.pins.as_ref().is_some_and(|pins| pins.trial),
        decided_on: decision.on,
        conditions: i32::try_from(open).unwrap_or(i32::MAX),
        valid_from,
        valid_to,
        status: CertificateStatus::Valid,
        status_at: at,
    }))
}
