//! Reading for the shells: lists, counts and single things, always through the
//! caller's scope. What is hidden is absent.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use lustrum_domain::{
    Answering, AssignmentStatus, Available, CommandName, CriterionId, Cycle, CycleId, DeadlineKey,
    Entry, Facts, Locale, MailId, MailKind, Matter, NoticeId, OrganisationId, OrganisationKind,
    PersonId, Reason, Role, StateName, SubmissionId, TextId, Timestamp, UploadId, available,
    is_of_the_judges, is_open_finding, is_told, log::Row, may_see_open_findings,
    notice::NoticeState, time::local_date,
};
use lustrum_store::{MailFilter, NoticeFilter};

pub use lustrum_store::{
    Account, Affiliation, CaseFilter, CaseSort, CaseSummary, CaseTile, CertificateFilter,
    CertificateRow, CertificateStatus, Comment, Counts, FindingRow, FrozenSubmission,
    IdempotencyRecord, MailStatus, Membership, Opinion, Organisation, OrganisationFilter,
    OutboxMail, Page, Part, PersonRecord, PublicCase, SavedView, StoredMail, StoredNotice, Token,
    TokenKind, Turn, Upload,
};

use crate::{App, AppError, AuditReport, Caller, case::sees};

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
    /// Only those that stand there.
    pub status: Option<MailStatus>,
    /// How many rows at most.
    pub limit: u64,
    /// How many rows are stepped over.
    pub offset: u64,
}

/// A notice with what the caller may do with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeView {
    /// The notice.
    pub notice: StoredNotice,
    /// The version of its case.
    pub version: u64,
    /// Where its case stands.
    pub state: StateName,
    /// Whether the reader may see the case itself: a clerk sees only what was
    /// sent to the body.
    pub sees_case: bool,
    /// The commands about notices, each with the reason where it may not be
    /// given now, as far as the case and the caller's role tell. Empty for
    /// those who only read.
    pub commands: Vec<Available>,
}

/// Whether requests can be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Readiness {
    /// They can.
    Ready,
    /// The database cannot be reached.
    Away,
    /// The tables are not up to date: these migrations wait.
    Behind(Vec<String>),
}

impl App {
    /// A page of the cases that the caller may see.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn cases(
        &self,
        caller: &Caller,
        filter: &CaseFilter,
    ) -> Result<Page<CaseSummary>, AppError> {
        Ok(self.store.cases(&caller.scope(), filter).await?)
    }

    /// The latest case of each municipality among those that the caller may see and
    /// that `filter` lets through, as a map draws it.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn case_tiles(
        &self,
        caller: &Caller,
        filter: &CaseFilter,
    ) -> Result<Page<CaseTile>, AppError> {
        Ok(self.store.case_tiles(&caller.scope(), filter).await?)
    }

    /// Rows of a case's log from number `from` on. The municipality and its advisors
    /// see no more of the review than they are told.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the case is hidden or absent.
    pub async fn events(
        &self,
        caller: &Caller,
        cycle: CycleId,
        from: u64,
        limit: u64,
    ) -> Result<Vec<Row>, AppError> {
        let case = self.seen(caller, cycle).await?.cycle;
        self.events_in(caller, &case, from, limit).await
    }

    /// The same for somebody who has the case.
    ///
    /// # Errors
    /// As [`App::events`].
    pub async fn events_in(
        &self,
        caller: &Caller,
        case: &Cycle,
        from: u64,
        limit: u64,
    ) -> Result<Vec<Row>, AppError> {
        sees(caller, case)?;
        let mut rows = self.store.events(case.id.0, from, limit).await?;
        let today = local_date(self.clock.now());
        if !may_see_open_findings(case, &caller.actor, today) {
            rows.retain(|row| match serde_json::from_str::<Entry>(&row.body) {
                Ok(entry) => is_told(case, Matter::Event(&entry)),
                Err(_) => true,
            });
        }
        Ok(rows)
    }

    /// The findings of a case, all rounds. The municipality and its advisors see
    /// a stage's when it is concluded.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the case is hidden or absent.
    pub async fn findings(
        &self,
        caller: &Caller,
        cycle: CycleId,
    ) -> Result<Vec<FindingRow>, AppError> {
        let case = self.seen(caller, cycle).await?.cycle;
        self.findings_in(caller, &case).await
    }

    /// The same for somebody who has the case.
    pub(crate) async fn findings_in(
        &self,
        caller: &Caller,
        case: &Cycle,
    ) -> Result<Vec<FindingRow>, AppError> {
        let today = local_date(self.clock.now());
        let rows = self.store.findings(case.id).await?;
        Ok(readable(case, caller, today, rows))
    }

    /// The remarks of a case that the caller may not read: judgements that may
    /// still change, opinions that did not carry, and what a recused reviewer wrote.
    pub(crate) async fn hidden_remarks(
        &self,
        caller: &Caller,
        case: &Cycle,
    ) -> Result<BTreeSet<TextId>, AppError> {
        let today = local_date(self.clock.now());
        let all = self.store.findings(case.id).await?;
        Ok(parted(case, caller, today, all).1)
    }

    /// What was agreed on a criterion when its case was scoped; none where nothing
    /// was, or it was erased.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the case is hidden or absent.
    pub async fn focus(
        &self,
        caller: &Caller,
        case: &Cycle,
        criterion: &CriterionId,
    ) -> Result<Option<String>, AppError> {
        let mut agreed = case.focus.iter();
        let Some((_, text)) = agreed.find(|(id, _)| id == criterion) else {
            return Ok(None);
        };
        let mut texts = self.texts_in(caller, case, &[text.id]).await?;
        Ok(texts.remove(&text.id))
    }

    /// Those of some files that belong to a case, for whoever sees the case.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the case is hidden.
    pub async fn files_in(
        &self,
        caller: &Caller,
        case: &Cycle,
        ids: &[UploadId],
    ) -> Result<Vec<Upload>, AppError> {
        sees(caller, case)?;
        let mut files = self.store.uploads(case.id).await?;
        files.retain(|file| ids.contains(&file.id));
        Ok(files)
    }

    /// Something that a case handed in, as it was frozen.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the case is hidden, or never handed this in.
    pub async fn submission(
        &self,
        caller: &Caller,
        cycle: CycleId,
        id: SubmissionId,
    ) -> Result<FrozenSubmission, AppError> {
        self.seen(caller, cycle).await?;
        let frozen = self.store.submission(id).await?;
        frozen
            .filter(|frozen| frozen.cycle == cycle)
            .ok_or(AppError::NotFound)
    }

    /// The files in the draft of a case.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for those who do not see the draft.
    pub async fn draft_uploads(
        &self,
        caller: &Caller,
        cycle: CycleId,
    ) -> Result<Vec<Upload>, AppError> {
        self.drafted(caller, cycle).await?;
        Ok(self.store.uploads(cycle).await?)
    }

    /// The notices of a case. A draft is its municipality's until it is
    /// released; a clerk sees what reached their bodies, and nothing else of the case.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is nothing that the caller may see.
    pub async fn notices(
        &self,
        caller: &Caller,
        cycle: CycleId,
    ) -> Result<Vec<StoredNotice>, AppError> {
        let stored = self.store.cycle(cycle).await?.ok_or(AppError::NotFound)?;
        let scope = caller.scope();
        let of_draft = scope.contains_draft(&stored.cycle);
        let sees_case = scope.contains(&stored.cycle);
        let answering = self.answering(caller, &stored.cycle).await?;
        let mut notices = self.store.notices(cycle).await?;
        notices.retain(|notice| {
            let is_told = sees_case || is_addressee(caller, notice, &answering);
            of_draft || (notice.state.is_released() && is_told)
        });
        if notices.is_empty() && !sees_case {
            return Err(AppError::NotFound);
        }
        Ok(notices)
    }

    /// A notice of a case. What was released is public, for a council's agenda
    /// is; a draft is its municipality's.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller may not see it, or the case has
    /// no such notice.
    pub async fn notice(
        &self,
        caller: &Caller,
        cycle: CycleId,
        id: NoticeId,
    ) -> Result<NoticeView, AppError> {
        let notice = self.store.notice(id).await?;
        let notice = notice
            .filter(|notice| notice.cycle == cycle)
            .ok_or(AppError::NotFound)?;
        let stored = self.store.cycle(cycle).await?.ok_or(AppError::NotFound)?;
        let scope = caller.scope();
        let of_draft = scope.contains_draft(&stored.cycle);
        if !of_draft && !notice.state.is_released() {
            return Err(AppError::NotFound);
        }
        let facts = Facts {
            answering: self.answering(caller, &stored.cycle).await?,
            ..Facts::default()
        };
        let mut commands = Vec::new();
        if of_draft || is_addressee(caller, &notice, &facts.answering) {
            commands = available(&stored.cycle, &self.ctx(caller, &stored.cycle, &facts)?);
            commands.retain(|it| match it.command {
                CommandName::ReleaseNotice
                | CommandName::CancelNotice
                | CommandName::AcknowledgeNotice
                | CommandName::DecideNotice => true,
                // A clerk finds the way to a body's decision nowhere else.
                CommandName::RecordAdoption => it.refusal.is_none() && notice.state.is_released(),
                _ => false,
            });
        }
        Ok(NoticeView {
            version: stored.cycle.version,
            state: stored.cycle.state.name(),
            sees_case: scope.contains(&stored.cycle),
            notice,
            commands,
        })
    }

    /// What reached the political bodies that the caller is clerk of, and those that
    /// these answer for since they have ceased.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] where nobody is signed in.
    pub async fn own_notices(&self, caller: &Caller) -> Result<Vec<StoredNotice>, AppError> {
        let person = caller.person()?;
        let mut bodies: Vec<OrganisationId> = person
            .memberships
            .iter()
            .filter(|held| held.role == Role::Clerk)
            .map(|held| held.organisation)
            .collect();
        let today = local_date(self.clock.now());
        let answering = self.store.answered_by(&bodies, today).await?;
        bodies.extend(answering.keys());
        let mut notices = self.store.notices_for_bodies(&bodies).await?;
        notices.retain(|notice| {
            notice.state.is_released() && is_addressee(caller, notice, &answering)
        });
        Ok(notices)
    }

    /// A page of the same that stand in one of `states`: what was decided on comes
    /// last, and otherwise the latest first.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] where nobody is signed in.
    pub async fn own_notices_page(
        &self,
        caller: &Caller,
        states: &[NoticeState],
        limit: u64,
        offset: u64,
    ) -> Result<Page<StoredNotice>, AppError> {
        let held = caller.person()?.memberships.iter();
        let clerk: Vec<_> = held.filter(|held| held.role == Role::Clerk).collect();
        let bodies: Vec<OrganisationId> = clerk.iter().map(|held| held.organisation).collect();
        let today = local_date(self.clock.now());
        let answering = self.store.answered_by(&bodies, today).await?;
        let to = clerk.into_iter().map(|held| {
            let gone = answering
                .iter()
                .filter(|(_, by)| **by == held.organisation)
                .map(|(gone, _)| *gone);
            let bodies = std::iter::once(held.organisation).chain(gone);
            (held.programme.clone(), bodies.collect())
        });
        let filter = NoticeFilter {
            to: to.collect(),
            states: states.to_vec(),
            limit,
            offset,
        };
        Ok(self.store.notices_page(&filter).await?)
    }

    /// The notices that lie as drafts with the municipalities that the caller
    /// answers for, and wait to be released.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] where nobody is signed in.
    pub async fn own_drafted_notices(
        &self,
        caller: &Caller,
    ) -> Result<Vec<StoredNotice>, AppError> {
        let person = caller.person()?;
        let held = person.memberships.iter();
        let municipalities: Vec<OrganisationId> = held
            .filter(|held| held.role == Role::Approver)
            .map(|held| held.organisation)
            .collect();
        let mut notices = self.store.drafted_notices(&municipalities).await?;
        notices.retain(|notice| {
            let held = person.holds_in(&notice.programme, Role::Approver, notice.municipality);
            held.is_some()
        });
        Ok(notices)
    }

    /// Organisations and bodies of some kinds (all when empty) that exist on a
    /// day (ever, without one). They are public; their mailboxes are not.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn organisations(
        &self,
        kinds: &[OrganisationKind],
        on: Option<NaiveDate>,
    ) -> Result<Vec<Organisation>, AppError> {
        Ok(self.store.organisations(kinds, on).await?)
    }

    /// An organisation or body.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn organisation_by_id(&self, id: OrganisationId) -> Result<Organisation, AppError> {
        self.store.organisation(id).await?.ok_or(AppError::NotFound)
    }

    /// Who serves a municipality today.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn affiliations(
        &self,
        municipality: OrganisationId,
    ) -> Result<Vec<Affiliation>, AppError> {
        let today = local_date(self.clock.now());
        Ok(self.store.affiliations(municipality, today).await?)
    }

    /// The names of organisations.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn organisation_names(
        &self,
        ids: &[OrganisationId],
    ) -> Result<BTreeMap<OrganisationId, String>, AppError> {
        let found = self.store.organisations_by_id(ids).await?;
        Ok(found.into_iter().map(|it| (it.id, it.name)).collect())
    }

    /// The names of people who have to do with a case, for those who see it. A name
    /// that was erased is absent, and so is that of somebody who has nothing to do
    /// with the case.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the case is hidden or absent.
    pub async fn person_names(
        &self,
        caller: &Caller,
        cycle: CycleId,
        ids: &[PersonId],
    ) -> Result<BTreeMap<PersonId, String>, AppError> {
        let case = self.seen(caller, cycle).await?.cycle;
        self.person_names_in(caller, &case, ids).await
    }

    /// The same for somebody who has the case.
    ///
    /// # Errors
    /// As [`App::person_names`].
    pub async fn person_names_in(
        &self,
        caller: &Caller,
        case: &Cycle,
        ids: &[PersonId],
    ) -> Result<BTreeMap<PersonId, String>, AppError> {
        sees(caller, case)?;
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let involved = self.store.people_of(case.id).await?;
        let ids: Vec<PersonId> = ids
            .iter()
            .filter(|id| involved.contains(id))
            .copied()
            .collect();
        Ok(self.store.names(&ids).await?)
    }

    /// Who holds a role at an organisation today: for its own people, the
    /// secretariat and auditors.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for everybody else.
    pub async fn members_of(
        &self,
        caller: &Caller,
        organisation: OrganisationId,
    ) -> Result<Vec<(Membership, Account)>, AppError> {
        let person = caller.person()?;
        let own = person
            .memberships
            .iter()
            .any(|held| held.organisation == organisation);
        if !own && !caller.scope().all {
            return Err(AppError::NotFound);
        }
        let today = local_date(self.clock.now());
        Ok(self
            .store
            .members(&[organisation], Role::ALL, today)
            .await?)
    }

    /// A person: oneself, a colleague, or anybody for the secretariat and auditors.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for everybody else.
    pub async fn person(&self, caller: &Caller, id: PersonId) -> Result<PersonRecord, AppError> {
        let me = caller.person()?;
        let record = self.store.person(id).await?.ok_or(AppError::NotFound)?;
        let today = local_date(self.clock.now());
        let colleague = record
            .memberships
            .iter()
            .filter(|held| held.to.is_none_or(|to| to >= today))
            .any(|held| {
                me.memberships
                    .iter()
                    .any(|mine| mine.organisation == held.organisation)
            });
        if me.id == id || colleague || caller.scope().all {
            Ok(record)
        } else {
            Err(AppError::NotFound)
        }
    }

    /// The names of those whom a person stands in for, for whoever sees the person.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn principals(
        &self,
        record: &PersonRecord,
    ) -> Result<BTreeMap<PersonId, String>, AppError> {
        let held = record.memberships.iter();
        let ids: Vec<PersonId> = held.filter_map(|it| it.principal).collect();
        let found = self.store.people(&ids).await?.into_iter();
        Ok(found
            .filter_map(|it| Some((it.account.id, it.account.name?)))
            .collect())
    }

    /// The caller's own sessions and tokens, the latest first.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] where nobody is signed in.
    pub async fn own_tokens(&self, caller: &Caller) -> Result<Vec<Token>, AppError> {
        Ok(self.store.tokens_of(caller.person()?.id).await?)
    }

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
        let mut filter = MailFilter {
            cycle: query.cycle,
            person: (!all && query.cycle.is_none()).then_some(me.id),
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

    /// The public register of a programme.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a programme that does not exist.
    pub async fn public_register(&self, programme: &str) -> Result<Vec<PublicCase>, AppError> {
        self.programmes
            .newest(programme)
            .ok_or(AppError::NotFound)?;
        Ok(self.store.public_register(programme).await?)
    }

    /// Why cases are on hold, which is public. A reason that was erased is absent.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn hold_reasons(
        &self,
        cases: &[CycleId],
    ) -> Result<BTreeMap<CycleId, String>, AppError> {
        let held: Vec<_> = self
            .store
            .cycles(cases)
            .await?
            .into_iter()
            .filter_map(|stored| Some((stored.cycle.id, stored.cycle.hold?.reason.id)))
            .collect();
        let ids: Vec<_> = held.iter().map(|(_, text)| *text).collect();
        let mut texts = self.store.texts(&ids).await?;
        Ok(held
            .into_iter()
            .filter_map(|(case, text)| Some((case, texts.remove(&text)?)))
            .collect())
    }

    /// A certificate by its number. Certificates are public.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn certificate(&self, number: &str) -> Result<CertificateRow, AppError> {
        let found = self.store.certificate_by_number(number).await?;
        found.ok_or(AppError::NotFound)
    }

    /// Certificates in the order of their numbers. They are public.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn certificates(
        &self,
        filter: &CertificateFilter,
    ) -> Result<Vec<CertificateRow>, AppError> {
        Ok(self.store.certificates(filter).await?)
    }

    /// Examines the log for those who see everything.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for everybody but secretariat and auditors.
    pub async fn examine(&self, caller: &Caller) -> Result<AuditReport, AppError> {
        if !caller.scope().all {
            return Err(AppError::NotFound);
        }
        self.audit(None).await
    }

    /// What there is and what waits, for the metrics: numbers only.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn counts(&self) -> Result<Counts, AppError> {
        Ok(self.store.counts().await?)
    }

    /// Whether requests can be answered.
    pub async fn readiness(&self) -> Readiness {
        if let Err(error) = self.store.ping().await {
            tracing::warn!(error = %error, "the database does not answer");
            return Readiness::Away;
        }
        match self.store.pending_migrations().await {
            Ok(pending) if pending.is_empty() => Readiness::Ready,
            Ok(pending) => Readiness::Behind(pending),
            Err(error) => {
                tracing::warn!(error = %error, "the migrations cannot be read");
                Readiness::Away
            }
        }
    }
}

/// The events that rows of the log hold.
///
/// # Errors
/// A row that is not understood.
pub fn entries_of(rows: &[Row]) -> Result<Vec<Entry>, AppError> {
    let entries: Result<Vec<Entry>, _> = rows
        .iter()
        .map(|row| serde_json::from_str(&row.body))
        .collect();
    entries.map_err(AppError::internal)
}

/// What of the findings of a case the caller may read, and the remarks that they
/// may not.
pub(crate) fn parted(
    case: &Cycle,
    caller: &Caller,
    today: NaiveDate,
    rows: Vec<FindingRow>,
) -> (Vec<FindingRow>, BTreeSet<TextId>) {
    let remarks = |rows: &[FindingRow]| -> BTreeSet<TextId> {
        rows.iter()
            .flat_map(|row| {
                let said = row.opinions.iter().map(|opinion| opinion.remark);
                said.chain([row.remark])
            })
            .flatten()
            .collect()
    };
    let every = remarks(&rows);
    let shown = readable(case, caller, today, rows);
    let hidden = every.difference(&remarks(&shown)).copied().collect();
    (shown, hidden)
}

/// What of the findings of a case the caller may read.
fn readable(
    case: &Cycle,
    caller: &Caller,
    today: NaiveDate,
    mut rows: Vec<FindingRow>,
) -> Vec<FindingRow> {
    let sees_open = may_see_open_findings(case, &caller.actor, today);
    if !sees_open {
        rows.retain(|row| !is_open_finding(case, &row.stage, row.round));
    }
    for row in &mut rows {
        keep_readable(case, sees_open, row);
    }
    rows
}

/// Takes out of a finding which reviewer said what, as far as the caller may not
/// read it.
///
/// What a recused reviewer wrote is sealed. Those who judge read all the others
/// side by side; the municipality reads what carried, and not who was outvoted.
fn keep_readable(case: &Cycle, sees_open: bool, row: &mut FindingRow) {
    let stage = case.stage(&row.stage);
    let recused = |person| {
        stage.is_some_and(|stage| {
            stage
                .assignments
                .iter()
                .any(|it| it.reviewer == person && it.status == AssignmentStatus::Recused)
        })
    };
    row.opinions
        .retain(|opinion| !opinion.by.is_some_and(recused));
    if !sees_open {
        let status = row.status;
        row.opinions.retain(|opinion| opinion.status == status);
    }
    // An opinion of this round counts until its finding is opened again.
    if let Some(finding) = stage
        .filter(|_| row.round == case.round)
        .and_then(|stage| stage.findings.get(&row.criterion))
    {
        for opinion in &mut row.opinions {
            opinion.counts = finding
                .opinions
                .iter()
                .any(|(judge, _)| Some(*judge) == opinion.by);
        }
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

/// Whether the caller is clerk of the body that `notice` went to, or of the one that
/// answers for it since it has ceased.
fn is_addressee(caller: &Caller, notice: &StoredNotice, answering: &Answering) -> bool {
    caller.actor.person().is_some_and(|person| {
        let clerk = person.clerk_for(&notice.programme, notice.body, answering);
        clerk.is_some()
    })
}
