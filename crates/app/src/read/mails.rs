//! The list of mails, and the mailbox of a demo.

use lustrum_domain::{
    AssignmentStatus, Cycle, CycleId, DeadlineKey, Locale, MailId, MailKind, OrganisationId,
    PersonId, Reason, Timestamp, is_of_the_judges, may_see_open_findings, time::local_date,
};
use lustrum_store::{MailFilter, MailStatus, Page, StoredMail};

use crate::{App, AppError, Caller};

/// A line of the list of mails, without what it says: an invitation says a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailLine {
    /// Which.
    pub id: MailId,
    /// What it tells.
    pub kind: MailKind,
    /// The case it belongs to.
    pub cycle: Option<CycleId>,
    /// The person it goes to, if it goes to one.
    pub person: Option<PersonId>,
    /// The organisation, if it goes to a shared mailbox.
    pub organisation: Option<OrganisationId>,
    /// The address; `None` where it is somebody else's and none of the caller's business.
    pub recipient: Option<String>,
    /// Its language.
    pub locale: Locale,
    /// Subject line.
    pub subject: String,
    /// Where it stands.
    pub status: MailStatus,
    /// How often it was tried.
    pub attempts: i32,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// Not before this time.
    pub not_before: Timestamp,
    /// When it was accepted.
    pub sent_at: Option<Timestamp>,
    /// What a server said last; hidden with the address, which servers repeat.
    pub last_error: Option<String>,
}

/// Which mails a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailQuery {
    /// Only of this case.
    pub cycle: Option<CycleId>,
    /// Only to this person, for those who see everything.
    pub person: Option<PersonId>,
    /// Only those that stand there.
    pub status: Option<MailStatus>,
    /// How many rows at most.
    pub limit: u64,
    /// How many rows are stepped over.
    pub offset: u64,
}

impl App {
    /// Mails, the latest first: all of them for secretariat and auditors, those
    /// about a case for the members of its municipality, and without a case
    /// the caller's own. Of what the judges are told among themselves the
    /// municipality sees nothing, nor how much there is.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a case whose draft the caller does not see.
    pub async fn mail_list(
        &self,
        caller: &Caller,
        query: &MailQuery,
    ) -> Result<Page<MailLine>, AppError> {
        let case = match query.cycle {
            Some(cycle) => Some(self.drafted(caller, cycle).await?.cycle),
            None => None,
        };
        self.mails_about(caller, query, case.as_ref()).await
    }

    /// The same for somebody who has the case and sees its draft.
    pub(crate) async fn mails_about(
        &self,
        caller: &Caller,
        query: &MailQuery,
        case: Option<&Cycle>,
    ) -> Result<Page<MailLine>, AppError> {
        let me = caller.person()?;
        let all = caller.scope().all;
        let own = (!all && query.cycle.is_none()).then_some(me.id);
        let mut filter = MailFilter {
            cycle: query.cycle,
            person: own.or(query.person.filter(|_| all)),
            status: query.status,
            limit: Some(query.limit),
            offset: query.offset,
            ..MailFilter::default()
        };
        if let Some(case) = case {
            let today = local_date(self.clock.now());
            if !may_see_open_findings(case, &caller.actor, today) {
                leave_out_the_judges(case, &mut filter);
            }
        }
        let page = self.store.mails(&filter).await?;
        let rows = page.rows.into_iter().map(|stored| {
            let mail = stored.mail;
            let shared = mail.organisation.is_some_and(|organisation| {
                me.memberships
                    .iter()
                    .any(|held| held.organisation == organisation)
            });
            let shown = all || shared || mail.person == Some(me.id);
            MailLine {
                id: mail.id,
                kind: mail.kind,
                cycle: mail.cycle,
                person: mail.person,
                organisation: mail.organisation,
                recipient: shown.then_some(mail.recipient),
                locale: mail.locale,
                subject: mail.subject,
                status: stored.status,
                attempts: stored.attempts,
                queued_at: mail.queued_at,
                not_before: mail.not_before,
                sent_at: stored.sent_at,
                last_error: stored.last_error.filter(|_| shown),
            }
        });
        Ok(Page {
            rows: rows.collect(),
            total: page.total,
        })
    }

    /// Every mail, the latest first, for anybody. Only the mailbox of a demo
    /// calls this: mails say secrets.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn demo_mails(&self, limit: u64, offset: u64) -> Result<Page<StoredMail>, AppError> {
        let filter = MailFilter {
            limit: Some(limit),
            offset,
            ..MailFilter::default()
        };
        Ok(self.store.mails(&filter).await?)
    }

    /// One mail, for anybody. Only the mailbox of a demo calls this.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn demo_mail(&self, id: MailId) -> Result<StoredMail, AppError> {
        self.store.mail(id).await?.ok_or(AppError::NotFound)
    }
}

/// Leaves out of a list of mails what concerns only those who judge: whom they
/// asked and who said no, what they took up again, what reminds them, and all
/// that went to somebody who was asked and never judged.
fn leave_out_the_judges(case: &Cycle, filter: &mut MailFilter) {
    let kinds = MailKind::ALL.iter().copied();
    filter.without_kinds = kinds.filter(|kind| is_of_the_judges(*kind)).collect();
    let stages = case.stages.iter();
    filter.without_reasons = stages
        .map(|stage| DeadlineKey::Review(stage.key.clone()))
        .chain([DeadlineKey::Decision, DeadlineKey::SecondReading])
        .map(|key| Reason::Deadline(key).to_string())
        .collect();
    let judges = |status| matches!(status, AssignmentStatus::Accepted | AssignmentStatus::Done);
    filter.without_people = case
        .assignments()
        .map(|it| it.reviewer)
        .filter(|id| {
            !case
                .assignments()
                .any(|it| it.reviewer == *id && judges(it.status))
        })
        .collect();
}
