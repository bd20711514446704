//! Reading for the shells: lists, counts and single things, always through the
//! caller's scope. What is hidden is absent.

mod mails;
mod notices;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use lustrum_domain::{
    AssignmentStatus, CriterionId, Cycle, CycleId, Entry, Matter, OrganisationId, OrganisationKind,
    PersonId, Role, SubmissionId, TextId, UploadId, is_open_finding, is_told,
    log::{Fault, FaultKind, REGISTER, Row},
    may_see_open_findings,
    time::local_date,
};
use lustrum_text::collation::{search_key, sort_key};

pub use lustrum_store::{
    Account, Affiliation, CaseFilter, CaseMap, CaseSort, CaseSummary, CaseTile, CertificateFilter,
    CertificateRow, CertificateStatus, Comment, Counts, FindingRow, FrozenSubmission,
    IdempotencyRecord, MAILS_COUNTED, MailStatus, Membership, Opinion, Organisation,
    OrganisationFilter, OutboxMail, Page, Part, PersonRecord, PublicCase, SavedView, StoredMail,
    StoredNotice, Token, TokenKind, Turn, Upload,
};
pub use mails::{MailLine, MailQuery};
pub use notices::NoticeView;

use crate::{Anchors, App, AppError, AuditReport, Caller, case::sees};

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

    /// The cases that the caller may see and that `filter` lets through as a map of the
    /// municipalities known by `codes`.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn case_map(
        &self,
        caller: &Caller,
        filter: &CaseFilter,
        codes: &[&str],
    ) -> Result<CaseMap, AppError> {
        let scope = caller.scope();
        Ok(self.store.case_map(&scope, filter, codes).await?)
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

    /// The same with who will hold a role there, and with who held one for those who
    /// see everything: whoever left is still erased, and asked for.
    ///
    /// # Errors
    /// As [`App::members_of`].
    pub async fn people_at(
        &self,
        caller: &Caller,
        organisation: OrganisationId,
    ) -> Result<Vec<(Membership, Account)>, AppError> {
        let me = caller.person()?;
        let all = caller.scope().all;
        let mut own = me.memberships.iter();
        if !all && !own.any(|held| held.organisation == organisation) {
            return Err(AppError::NotFound);
        }
        let today = local_date(self.clock.now());
        let mut held = self.store.memberships_at(organisation).await?;
        held.retain(|it| all || !it.is_over(today));
        let people: BTreeSet<PersonId> = held.iter().map(|it| it.person).collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        let records = self.store.people(&people).await?;
        let accounts: BTreeMap<PersonId, Account> = records
            .into_iter()
            .map(|record| (record.account.id, record.account))
            .collect();
        let held = held.into_iter().filter_map(|held| {
            let account = accounts.get(&held.person)?.clone();
            // Of whoever left and was erased there is nothing more to see.
            let gone = account.erased_at.is_some() && held.is_over(today);
            (!gone).then_some((held, account))
        });
        Ok(held.collect())
    }

    /// Whom somebody means who typed this, by a part of a name or an address, in the
    /// order of names, at most `limit`: for the secretariat and auditors.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn people_named(
        &self,
        caller: &Caller,
        text: &str,
        limit: usize,
    ) -> Result<Vec<Account>, AppError> {
        let key = search_key(text);
        if key.is_empty() || !caller.scope().all {
            return Ok(Vec::new());
        }
        let typed = text.trim().to_lowercase();
        let mut found = self.store.everybody().await?;
        found.retain(|it| {
            let name = it.name.as_deref().unwrap_or_default();
            let email = it.email.as_deref().unwrap_or_default();
            search_key(name).contains(&key) || email.contains(&typed)
        });
        found.sort_by_cached_key(|it| sort_key(it.name.as_deref().unwrap_or_default()));
        found.truncate(limit);
        Ok(found)
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
        Ok(self.store.names(&ids).await?)
    }

    /// The caller's own sessions and tokens, the latest first.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] where nobody is signed in.
    pub async fn own_tokens(&self, caller: &Caller) -> Result<Vec<Token>, AppError> {
        Ok(self.store.tokens_of(caller.person()?.id).await?)
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

    /// Examines the log for those who see everything, and compares it with the latest
    /// of `anchors`, where there are any.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for everybody but secretariat and auditors.
    pub async fn examine(
        &self,
        caller: &Caller,
        anchors: Option<&Anchors>,
    ) -> Result<AuditReport, AppError> {
        if !caller.scope().all {
            return Err(AppError::NotFound);
        }
        let latest = anchors.map(Anchors::latest).transpose();
        let readable = latest.is_ok();
        let latest = latest.ok().flatten().flatten();
        let trusted = anchors.map(|it| &it.trusted);
        let mut report = self.audit(latest.as_ref().zip(trusted)).await?;
        if !readable {
            report.faults.push(Fault {
                kind: FaultKind::BadCheckpoint,
                chain: REGISTER,
                seq: 0,
            });
        }
        Ok(report)
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
        .filter(|_| row.round == case.judged_round())
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
