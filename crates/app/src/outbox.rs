//! What becomes of mails: reported by the worker, shown, sent again.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use lustrum_domain::{
    Actor, Answering, Command, Cycle, CycleId, MailId, OrganisationId, Person, PersonId, Reason,
    RefusalCode, Role, decide, may_administer, may_be_told, time::local_date,
};
use lustrum_store::{
    MailOutcome, RegisterChange, RegisterWrite, SendOutcome, StoredMail, WriteSet,
};
use uuid::Uuid;

use crate::{App, AppError, Caller};

/// Mails that a worker has claimed and is to send.
#[derive(Debug, Clone, Default)]
pub struct Claimed {
    /// Which.
    pub mails: Vec<StoredMail>,
    /// Whether as many as were asked for were due: more may wait.
    pub more: bool,
}

impl App {
    /// Claims mails that are due for `worker`, which reports what became of them
    /// before `lease` has passed. What a mail tells of is asked again here: one
    /// whose reason is gone, or whose reader has no access any more, is cancelled
    /// and not among them.
    ///
    /// # Errors
    /// Faults of the database; then the claims run out and the mails come again.
    pub async fn claim_mails(
        &self,
        worker: Uuid,
        lease: TimeDelta,
        limit: u32,
    ) -> Result<Claimed, AppError> {
        let now = self.clock.now();
        let claimed = self.store.claim(worker, now, lease, limit).await?;
        let more = u32::try_from(claimed.len()).is_ok_and(|number| number == limit);
        let wanted = self.wanted(&claimed).await?;
        let mut mails = Vec::new();
        let mut gone = Vec::new();
        for mail in claimed {
            if wanted.contains(&mail.mail.id) {
                mails.push(mail);
            } else {
                gone.push(MailOutcome {
                    id: mail.mail.id,
                    claimed_by: worker,
                    outcome: SendOutcome::Cancelled,
                    at: now,
                });
            }
        }
        if !gone.is_empty() {
            tracing::info!(
                mails = gone.len(),
                "job.outbox.claim cancelled what is over"
            );
            let writes = WriteSet {
                sent: gone,
                ..WriteSet::default()
            };
            self.commit(writes, &Caller::CLOCK, &()).await?;
        }
        Ok(Claimed { mails, more })
    }

    /// Which of `mails` still have something to say to somebody who may hear it.
    async fn wanted(&self, mails: &[StoredMail]) -> Result<BTreeSet<MailId>, AppError> {
        let cases: BTreeSet<CycleId> = mails.iter().filter_map(|it| it.mail.cycle).collect();
        let cases: Vec<CycleId> = cases.into_iter().collect();
        let cases: BTreeMap<CycleId, Cycle> = self
            .store
            .cycles(&cases)
            .await?
            .into_iter()
            .map(|stored| (stored.cycle.id, stored.cycle))
            .collect();
        let people: BTreeSet<PersonId> = mails.iter().filter_map(|it| it.mail.person).collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        let mut people = self.store.people(&people).await?;
        people.retain(|it| it.account.erased_at.is_none());
        let people = self.people_today(&people).await?.into_iter();
        let known: BTreeMap<PersonId, Person> = people.map(|it| (it.id, it)).collect();
        let mut answering = Answering::new();
        if known
            .values()
            .any(|it| it.holds_anywhere(Role::Clerk).is_some())
        {
            let notices = cases.values().flat_map(|it| &it.notices);
            let told: BTreeSet<OrganisationId> = notices.map(|it| it.body).collect();
            let told: Vec<OrganisationId> = told.into_iter().collect();
            let today = local_date(self.clock.now());
            answering = self.store.answering(&told, today).await?;
        }
        let wanted = mails.iter().map(|it| &it.mail).filter(|mail| {
            let case = mail.cycle.map(|id| cases.get(&id));
            let stands = match (&mail.reason, case) {
                (Some(reason), Some(Some(cycle))) => reason.stands(cycle),
                (None, _) => true,
                (Some(_), Some(None) | None) => false,
            };
            let may_hear = mail.person.is_none_or(|id| match (known.get(&id), case) {
                // An invitation is how somebody comes to hold a role at all.
                (known, _) if mail.kind.lets_in() => known.is_some(),
                (Some(person), Some(Some(cycle))) => {
                    may_be_told(cycle, person, mail.kind, &answering)
                }
                (Some(person), None) => !person.memberships.is_empty(),
                (Some(_), Some(None)) | (None, _) => false,
            });
            stands && may_hear
        });
        Ok(wanted.map(|mail| mail.id).collect())
    }

    /// Records what became of a mail, and what follows for its case: a return
    /// that was accepted, a notice that was delivered or bounced.
    ///
    /// # Errors
    /// Faults of the database; then the claim runs out and the mail comes again.
    pub async fn report_mail(
        &self,
        mail: &StoredMail,
        worker: Uuid,
        outcome: SendOutcome,
    ) -> Result<(), AppError> {
        let command = match (&outcome, &mail.mail.reason) {
            (SendOutcome::Sent, Some(Reason::Return(submission))) => {
                Some(Command::NoteReturnAccepted {
                    submission: *submission,
                })
            }
            (SendOutcome::Sent, Some(Reason::Notice(notice))) => {
                Some(Command::NoteNoticeDelivered { notice: *notice })
            }
            (SendOutcome::Failed { .. }, Some(Reason::Return(submission))) => {
                Some(Command::NoteReturnBounced {
                    submission: *submission,
                })
            }
            (SendOutcome::Failed { .. }, Some(Reason::Notice(notice))) => {
                Some(Command::NoteNoticeBounced { notice: *notice })
            }
            _ => None,
        };
        let outcome = MailOutcome {
            id: mail.mail.id,
            claimed_by: worker,
            outcome,
            at: self.clock.now(),
        };
        if let (Some(command), Some(cycle)) = (&command, mail.mail.cycle) {
            let outcome = &outcome;
            let step = move || self.try_report(outcome, cycle, command);
            match self.in_turn(cycle, None, step).await {
                Ok(()) => return Ok(()),
                Err(error) => {
                    tracing::error!(mail.id = %outcome.id, cycle.id = %cycle, error = ?error, "what became of a mail could not be noted on its case");
                }
            }
        }
        // Whatever the case made of it, the mail must not be sent again.
        let writes = WriteSet {
            sent: vec![outcome],
            ..WriteSet::default()
        };
        self.commit(writes, &Caller::CLOCK, &()).await
    }

    /// Records what became of a mail together with what follows for its case.
    async fn try_report(
        &self,
        outcome: &MailOutcome,
        cycle: CycleId,
        command: &Command,
    ) -> Result<(), AppError> {
        let mut writes = WriteSet {
            sent: vec![outcome.clone()],
            ..WriteSet::default()
        };
        self.note(&mut writes, cycle, command).await?;
        self.commit(writes, &Caller::CLOCK, &()).await
    }

    /// Adds what the clock notes about a case; a case that has moved on notes nothing.
    async fn note(
        &self,
        writes: &mut WriteSet,
        cycle: CycleId,
        command: &Command,
    ) -> Result<(), AppError> {
        let Some(stored) = self.store.cycle(cycle).await? else {
            return Ok(());
        };
        let programme = self.programmes.of(&stored.cycle)?;
        let gathered = self.gather(&stored.cycle, programme, command).await?;
        let ctx = lustrum_domain::Ctx {
            now: self.clock.now(),
            actor: &Actor::Clock,
            programme,
            facts: &gathered.facts,
            seed: self.random.seed(),
        };
        match decide(&stored.cycle, command, &ctx) {
            Ok(decided) => self.follow(writes, Some(&stored), decided).await,
            Err(refusal)
                if matches!(
                    refusal.code,
                    RefusalCode::NothingToNote
                        | RefusalCode::WrongState
                        | RefusalCode::NoticeState
                        | RefusalCode::UnknownNotice
                ) =>
            {
                Ok(())
            }
            Err(refusal) => Err(refusal.into()),
        }
    }

    /// Puts a failed or cancelled mail back into the queue.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for everybody but the secretariat, and for a mail
    /// that would be cancelled again when its turn comes.
    pub async fn resend(&self, caller: &Caller, mail: MailId) -> Result<(), AppError> {
        self.answered_before(caller).await?;
        let by = may_administer(&caller.actor).map_err(AppError::Forbidden)?;
        let stored = self.store.mail(mail).await?.ok_or(AppError::NotFound)?;
        if !self.wanted(&[stored]).await?.contains(&mail) {
            return Err(AppError::Forbidden(RefusalCode::ReasonGone));
        }
        let writes = WriteSet {
            register: Some(RegisterChange {
                by,
                at: self.clock.now(),
                writes: vec![RegisterWrite::Requeue(mail, self.clock.now())],
            }),
            ..caller.writes()
        };
        self.commit(writes, caller, &()).await?;
        self.queued.notify_one();
        Ok(())
    }
}
