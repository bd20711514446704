//! Mails and notices, rendered when they are queued: what was said is evidence.

mod known;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use lustrum_domain::{
    Bilingual, CriterionId, Cycle, Deadline, DeadlineKey, Entry, Event, FindingStatus, KeptText,
    Locale, Mail, MailId, MailKind, MembershipId, NoticeId, OrganisationId, OrganisationKind,
    PersonId, Programme, Reason, Role, TextId, TextRef, Timestamp,
    notice::{NoticeKind, NoticeState},
    time::local_date,
};
use lustrum_store::{Account, Membership, NoticeDocument, Organisation, OutboxMail};
use lustrum_templates::{
    mail::{MailCertificate, MailContext, MailCriterion, MailDeadline, Side},
    notice::{
        NoticeCertificate, NoticeCondition, NoticeContext, NoticeCriterion, NoticeDeadline,
        NoticeText,
    },
    routes,
};

use self::known::Known;
use crate::{App, AppError, Caller, programme::criteria_set};

/// Somebody, or a shared mailbox, that a mail goes to.
#[derive(Debug, Clone)]
struct Recipient {
    person: Option<PersonId>,
    organisation: OrganisationId,
    organisation_name: String,
    name: Option<String>,
    address: String,
    locale: Locale,
}

/// The mails of one decision in the making.
pub(crate) struct Mails<'a> {
    app: &'a App,
    cycle: &'a Cycle,
    programme: &'a Programme,
    entries: &'a [Entry],
    texts: BTreeMap<TextId, String>,
    notices: BTreeMap<NoticeId, NoticeText>,
    /// What returns say, by the number of the event.
    returned: BTreeMap<u64, Vec<MailCriterion>>,
    known: Known<'a>,
    /// The number of the decision's first event: mails of one kind to the same
    /// reader are collapsed within a decision.
    first: Option<u64>,
    today: NaiveDate,
    /// What is ready to be written.
    pub(crate) queued: Vec<OutboxMail>,
}

impl App {
    /// Begins the mails of a decision that led to `cycle`.
    pub(crate) fn mails<'a>(
        &'a self,
        cycle: &'a Cycle,
        programme: &'a Programme,
        entries: &'a [Entry],
        texts: &[KeptText],
    ) -> Mails<'a> {
        let today = local_date(self.clock.now());
        Mails {
            app: self,
            cycle,
            programme,
            entries,
            texts: texts
                .iter()
                .map(|text| (text.id, text.body.clone()))
                .collect(),
            notices: BTreeMap::new(),
            returned: BTreeMap::new(),
            known: Known::new(self, cycle, entries, today),
            first: None,
            today,
            queued: Vec::new(),
        }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    /// The mail with the link that lets a person choose a password: an invitation
    /// to an account that nobody has taken up yet. `by` sends it, and `ends` is when
    /// the link does.
    pub(crate) async fn invitation_mail(
        &self,
        by: &Caller,
        account: &Account,
        organisation: OrganisationId,
        secret: &str,
        ends: Timestamp,
    ) -> Result<OutboxMail, AppError> {
        let address = account.email.clone().ok_or(AppError::NotFound)?;
        let organisation = self.organisation(organisation).await?;
        let programme = self.programme()?;
        let link = self.url(&routes::invitation(secret));
        let mut context = MailContext::new(
            programme.title.clone(),
            organisation.name.clone(),
            side_of(organisation.kind),
            link,
        );
        context.recipient_name.clone_from(&account.name);
        context.person.clone_from(&by.name);
        context.trial = programme.trial;
        context.deadline = Some(MailDeadline {
            word: "link".to_owned(),
            due: local_date(ends),
            today: Some(local_date(self.clock.now())),
            rung: 0,
            working_days: false,
            skipped: Vec::new(),
        });
        let recipient = Recipient {
            person: Some(account.id),
            organisation: organisation.id,
            organisation_name: organisation.name,
            name: account.name.clone(),
            address,
            locale: account.locale,
        };
        let kind = match account.activated_at {
            None => MailKind::Invitation,
            Some(_) => MailKind::NewPassword,
        };
        // The secret is in the link only; the key must not carry it.
        let key = format!("invitation/{}", lustrum_domain::Digest::of(secret));
        self.render_mail(kind, &programme.key, &recipient, context, None, None, key)
    }

    /// The mails that tell the secretariat and the municipality's mailbox that
    /// the last approver leaves.
    pub(crate) async fn last_approver_mails(
        &self,
        municipality: OrganisationId,
        on: NaiveDate,
        membership: MembershipId,
    ) -> Result<Vec<OutboxMail>, AppError> {
        let today = local_date(self.clock.now());
        let leaving = self.organisation(municipality).await?;
        let programme = self.programme()?;
        let mut recipients = self.secretariat(today).await?;
        recipients.extend(mailbox_of(&leaving));
        let mut mails = Vec::new();
        for recipient in recipients {
            let side = if recipient.organisation == municipality {
                Side::Municipality
            } else {
                Side::Secretariat
            };
            let link = self.url(&routes::desk_people(municipality));
            let mut context = MailContext::new(
                programme.title.clone(),
                recipient.organisation_name.clone(),
                side,
                link,
            );
            context.municipality = Some(leaving.name.clone());
            context.recipient_name.clone_from(&recipient.name);
            context.trial = programme.trial;
            context.deadline = Some(MailDeadline {
                word: "role".to_owned(),
                due: on,
                today: Some(today),
                rung: 0,
                working_days: false,
                skipped: Vec::new(),
            });
            let key = format!("last_approver/{membership}/{}", who(&recipient));
            mails.push(self.render_mail(
                MailKind::LastApprover,
                &programme.key,
                &recipient,
                context,
                None,
                None,
                key,
            )?);
        }
        Ok(mails)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a row of the outbox has this many facts"
    )]
    fn render_mail(
        &self,
        kind: MailKind,
        programme: &str,
        recipient: &Recipient,
        context: MailContext,
        cycle: Option<&Cycle>,
        reason: Option<Reason>,
        dedupe_key: String,
    ) -> Result<OutboxMail, AppError> {
        let rendered = self
            .templates
            .mail(kind, recipient.locale, &context)
            .map_err(AppError::internal)?;
        let now = self.clock.now();
        let id: MailId = self.random.id(now);
        Ok(OutboxMail {
            id,
            programme: programme.to_owned(),
            kind,
            cycle: cycle.map(|cycle| cycle.id),
            reason,
            dedupe_key,
            person: recipient.person,
            organisation: recipient.person.is_none().then_some(recipient.organisation),
            recipient: recipient.address.clone(),
            locale: recipient.locale,
            template_version: rendered.version,
            subject: rendered.subject,
            text: rendered.text,
            html: rendered.html,
            not_before: now,
            queued_at: now,
        })
    }

    async fn organisation(&self, id: OrganisationId) -> Result<Organisation, AppError> {
        let found = self.store.organisation(id).await?;
        found.ok_or_else(|| AppError::internal(format!("the organisation {id} is gone")))
    }

    /// Members with one of `roles`, and the shared mailboxes.
    async fn members(
        &self,
        organisations: &[Organisation],
        roles: &[Role],
        today: NaiveDate,
    ) -> Result<Vec<Recipient>, AppError> {
        let ids: Vec<OrganisationId> = organisations.iter().map(|it| it.id).collect();
        let members = self.store.members(&ids, roles, today).await?;
        Ok(recipients_of(&members, organisations, roles))
    }

    async fn secretariat(&self, today: NaiveDate) -> Result<Vec<Recipient>, AppError> {
        let alliance = self
            .store
            .organisations(&[OrganisationKind::Alliance], Some(today))
            .await?;
        self.members(&alliance, &[Role::Secretariat], today).await
    }
}

/// Those of `members` who hold one of `roles` at one of `organisations`, and the
/// shared mailboxes.
fn recipients_of(
    members: &[(Membership, Account)],
    organisations: &[Organisation],
    roles: &[Role],
) -> Vec<Recipient> {
    let mut held: Vec<_> = members
        .iter()
        .filter(|(membership, _)| roles.contains(&membership.role))
        .filter_map(|(membership, account)| {
            let mut places = organisations.iter();
            let place = places.find(|it| it.id == membership.organisation)?;
            Some((membership.id, place, account))
        })
        .collect();
    held.sort_by_key(|(id, ..)| *id);
    let people = held.into_iter().filter_map(|(_, place, account)| {
        Some(Recipient {
            person: Some(account.id),
            organisation: place.id,
            organisation_name: place.name.clone(),
            name: account.name.clone(),
            address: account.email.clone()?,
            locale: account.locale,
        })
    });
    let mailboxes = organisations.iter().filter_map(mailbox_of);
    people.chain(mailboxes).collect()
}

fn mailbox_of(organisation: &Organisation) -> Option<Recipient> {
    Some(Recipient {
        person: None,
        organisation: organisation.id,
        organisation_name: organisation.name.clone(),
        name: None,
        address: organisation.mailbox.clone()?,
        locale: organisation.locale,
    })
}

fn who(recipient: &Recipient) -> String {
    match recipient.person {
        Some(person) => person.to_string(),
        None => recipient.organisation.to_string(),
    }
}

fn side_of(kind: OrganisationKind) -> Side {
    match kind {
        OrganisationKind::Municipality => Side::Municipality,
        OrganisationKind::KnowledgePartner => Side::Partner,
        OrganisationKind::Alliance => Side::Secretariat,
        OrganisationKind::RegionalOrganisation | OrganisationKind::Region => Side::Advisor,
        OrganisationKind::Council
        | OrganisationKind::Committee
        | OrganisationKind::RegionalCouncil
        | OrganisationKind::Kkr
        | OrganisationKind::SteeringGroup => Side::Body,
    }
}

impl Mails<'_> {
    /// Renders `mail`, caused by `entry`, for everybody it goes to.
    pub(crate) async fn queue(&mut self, mail: &Mail, entry: &Entry) -> Result<(), AppError> {
        let first = *self.first.get_or_insert(entry.seq);
        let (recipients, side) = self.known.audience(&mail.to).await?;
        if recipients.is_empty() {
            return Ok(());
        }
        let context = self.context(mail, entry, side).await?;
        for recipient in recipients {
            let reason = mail
                .reason
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default();
            let key = format!(
                "{}/{first}/{}/{reason}/{}",
                self.cycle.id,
                mail.kind,
                who(&recipient)
            );
            if self.queued.iter().any(|queued| queued.dedupe_key == key) {
                continue;
            }
            let mut context = context.clone();
            context.recipient_name.clone_from(&recipient.name);
            context
                .organisation
                .clone_from(&recipient.organisation_name);
            let queued = self.app.render_mail(
                mail.kind,
                &self.cycle.programme,
                &recipient,
                context,
                Some(self.cycle),
                mail.reason.clone(),
                key,
            )?;
            self.queued.push(queued);
        }
        Ok(())
    }

    /// Renders a notice that `entry` drafted.
    pub(crate) async fn notice(
        &mut self,
        id: NoticeId,
        kind: NoticeKind,
        body: OrganisationId,
        entry: &Entry,
    ) -> Result<NoticeDocument, AppError> {
        let municipality = self.known.organisation(self.cycle.municipality).await?;
        let addressee = self.known.organisation(body).await?;
        let own = addressee.parent == Some(municipality.id);
        let mut context = NoticeContext::new(
            self.programme.title.clone(),
            municipality.name,
            self.cycle.edition,
            addressee.name.clone(),
            addressee.kind,
        );
        context.trial = self.is_trial();
        if own {
            let bodies = self.known.bodies().await?;
            context.route = bodies
                .iter()
                .filter(|it| it.parent == Some(municipality.id))
                .map(|it| it.name.clone())
                .collect();
        }
        context.stage = self.stage_name().await?;
        context.criteria = self
            .criteria_now()
            .into_iter()
            .map(|id| NoticeCriterion {
                title: self.title(&id),
                id: id.0,
            })
            .collect();
        context.deadline = self.cycle.next_deadline().map(|deadline| NoticeDeadline {
            word: deadline.key.word().to_owned(),
            due: deadline.due,
        });
        let open = self.cycle.conditions.iter().filter(|it| {
            matches!(
                it.status,
                lustrum_domain::ConditionStatus::Open | lustrum_domain::ConditionStatus::Answered
            )
        });
        let open: Vec<_> = open.cloned().collect();
        self.read_texts(open.iter().map(|it| it.text)).await?;
        context.conditions = open
            .iter()
            .map(|it| NoticeCondition {
                criterion: it.criterion.0.clone(),
                text: self.texts.get(&it.text.id).cloned().unwrap_or_default(),
                due: it.due,
            })
            .collect();
        context.certificate = self.cycle.certificate.as_ref().map(|it| NoticeCertificate {
            number: it.number.clone(),
            valid_from: it.valid_from,
            valid_to: it.valid_to,
        });
        context.text = self.reason_near(entry);
        context.link = Some(self.app.url(&routes::notice(self.cycle.id, id)));
        let text = self
            .app
            .templates
            .notice(kind, &context)
            .map_err(AppError::internal)?;
        self.notices.insert(id, text.clone());
        Ok(NoticeDocument {
            id,
            cycle: self.cycle.id,
            body,
            title: text.title,
            text: text.text,
            at: entry.at,
        })
    }

    /// The reason of the event that caused a notice: the latest one with a text
    /// in the same decision.
    fn reason_near(&self, drafted: &Entry) -> Option<String> {
        self.entries
            .iter()
            .filter(|entry| entry.seq < drafted.seq)
            .rev()
            .find_map(|entry| text_of(&entry.event))
            .and_then(|text| self.texts.get(&text.id).cloned())
    }

    /// What a mail may tell, the same for each of its readers.
    async fn context(
        &mut self,
        mail: &Mail,
        entry: &Entry,
        side: Side,
    ) -> Result<MailContext, AppError> {
        let cycle = self.cycle;
        let municipality = self.known.organisation(cycle.municipality).await?;
        let link = self.app.url(&self.place(mail, &entry.event, side));
        let mut context = MailContext::new(self.programme.title.clone(), "", side, link);
        context.trial = self.is_trial();
        context.municipality = Some(municipality.name);
        context.edition = Some(cycle.edition);
        context.stage = self.stage_of(&entry.event).await?;
        if let Some(person) = entry.by.person {
            let record = self.known.person(person).await?;
            context.person = record.and_then(|record| record.account.name);
        }
        if let Some(text) = text_of(&entry.event) {
            context.text = self.texts.get(&text.id).cloned();
        }
        match &entry.event {
            Event::ExtensionDecided { granted, .. } => context.granted = Some(*granted),
            Event::SecondReadingDecided { upheld, .. } => context.granted = Some(!*upheld),
            Event::ConditionJudged { outcome, .. } => context.judged = Some(*outcome),
            Event::AdoptionRecorded { body, outcome, .. } => {
                context.body = Some(self.known.organisation(*body).await?.name);
                context.outcome = Some(*outcome);
            }
            _ => {}
        }
        context.deadline = self.deadline_of(entry);
        context.criteria = self.criteria_of(entry).await?;
        context.conditions = cycle
            .conditions
            .iter()
            .filter(|it| it.status == lustrum_domain::ConditionStatus::Open)
            .count();
        context.certificate = cycle.certificate.as_ref().map(|it| MailCertificate {
            number: it.number.clone(),
            valid_from: it.valid_from,
            valid_to: it.valid_to,
        });
        context.notice = self.enclosed(mail, &entry.event).await?;
        if mail.kind == MailKind::NoticeDrafted {
            let drafted = self.drafted().into_iter();
            let kinds: BTreeSet<NoticeKind> = drafted.map(|(_, kind)| kind).collect();
            context.drafts = kinds.into_iter().collect();
        }
        Ok(context)
    }

    /// The notices that this decision leaves for the administration to release.
    fn drafted(&self) -> Vec<(NoticeId, NoticeKind)> {
        let drafted = self.entries.iter().filter_map(|entry| match entry.event {
            Event::NoticeDrafted {
                notice,
                notice_kind,
                ..
            } => Some((notice, notice_kind)),
            _ => None,
        });
        let waits = |id| {
            let notice = self.cycle.notice(id);
            notice.is_some_and(|it| it.state == NoticeState::Drafted)
        };
        drafted.filter(|(id, _)| waits(*id)).collect()
    }

    /// The page where the reader of a mail has something to do because of `event`;
    /// where that is told by the case itself, its page.
    fn place(&self, mail: &Mail, event: &Event, side: Side) -> String {
        let case = self.cycle.id;
        if let Some(notice) = notice_of(mail.reason.as_ref()) {
            return routes::notice(case, notice);
        }
        match side {
            Side::Partner => match judged_at(event) {
                Some(stage) => routes::review(case, stage),
                None => routes::case(case),
            },
            Side::Municipality => match event {
                Event::NoticeDrafted { .. } => match self.drafted().as_slice() {
                    [(only, _)] => routes::notice(case, *only),
                    _ => routes::case_notices(case),
                },
                Event::Opened { .. }
                | Event::Reminded {
                    deadline: DeadlineKey::SelfAssessment | DeadlineKey::Submission,
                    ..
                } => routes::draft(case),
                Event::Returned { .. }
                | Event::Reminded {
                    deadline: DeadlineKey::Answer,
                    ..
                } => routes::draft_returned(case),
                _ => routes::case(case),
            },
            Side::Secretariat | Side::Advisor | Side::Body => routes::case(case),
        }
    }

    /// The notice that a mail carries or tells of.
    async fn enclosed(
        &mut self,
        mail: &Mail,
        event: &Event,
    ) -> Result<Option<NoticeText>, AppError> {
        let id = notice_of(mail.reason.as_ref()).or(match event {
            Event::NoticeDrafted { notice, .. } => Some(*notice),
            _ => None,
        });
        let Some(id) = id else { return Ok(None) };
        if let Some(text) = self.notices.get(&id) {
            return Ok(Some(text.clone()));
        }
        let stored = self.app.store.notice(id).await?;
        let document = stored.and_then(|it| it.document);
        let text = document.map(|it| NoticeText {
            title: it.title,
            text: it.text,
        });
        self.notices.extend(text.clone().map(|text| (id, text)));
        Ok(text)
    }

    /// The deadline that an event sets or reminds of, or that runs because of it.
    fn deadline_of(&self, entry: &Entry) -> Option<MailDeadline> {
        let (deadline, rung): (&Deadline, i32) = match &entry.event {
            Event::Reminded { deadline, rung, .. } => (self.cycle.running(deadline)?, *rung),
            Event::Opened { .. } => (self.cycle.running(&DeadlineKey::SelfAssessment)?, 0),
            Event::ExtensionRequested { deadline, .. } => (self.cycle.running(deadline)?, 0),
            Event::ConditionJudged { condition, .. } => {
                let key = DeadlineKey::Condition(*condition);
                (self.cycle.running(&key)?, 0)
            }
            Event::ExtensionDecided { extension, .. } => {
                let extension = self
                    .cycle
                    .extensions
                    .iter()
                    .find(|it| it.id == *extension)?;
                (self.cycle.running(&extension.deadline)?, 0)
            }
            _ => (self.cycle.next_deadline()?, 0),
        };
        Some(MailDeadline {
            word: deadline.key.word().to_owned(),
            due: deadline.due,
            today: Some(self.today),
            rung,
            working_days: deadline.working_days,
            skipped: deadline.skipped.clone(),
        })
    }

    /// The criteria that an event is about; for a return with each remark.
    async fn criteria_of(&mut self, entry: &Entry) -> Result<Vec<MailCriterion>, AppError> {
        if let Some(known) = self.returned.get(&entry.seq) {
            return Ok(known.clone());
        }
        let event = &entry.event;
        let named: Vec<CriterionId> = match event {
            Event::Returned { .. } => self.criteria_now(),
            Event::Refused { criteria, .. }
            | Event::ReviewReopened { criteria, .. }
            | Event::Reopened { criteria, .. }
            | Event::Revoked { criteria, .. } => criteria.clone(),
            Event::FindingReopened { criterion, .. } => vec![criterion.clone()],
            Event::SecondReadingRequested { criterion, .. } => criterion.iter().cloned().collect(),
            Event::SecondReadingDecided { reading, .. } => self
                .cycle
                .readings
                .iter()
                .find(|it| it.id == *reading)
                .and_then(|it| it.criterion.clone())
                .into_iter()
                .collect(),
            Event::ConditionAnswered { condition, .. }
            | Event::ConditionJudged { condition, .. } => self
                .cycle
                .conditions
                .iter()
                .filter(|it| it.id == *condition)
                .map(|it| it.criterion.clone())
                .collect(),
            _ => Vec::new(),
        };
        if named.is_empty() {
            return Ok(Vec::new());
        }
        let mut found: Vec<MailCriterion> = named
            .iter()
            .map(|id| MailCriterion {
                id: id.0.clone(),
                title: self.title(id),
                remark: None,
                reason: None,
            })
            .collect();
        if let Event::Returned { stage, .. } = event {
            let rows = self.app.store.findings(self.cycle.id).await?;
            let rows: Vec<_> = rows
                .into_iter()
                .filter(|row| row.stage == *stage && row.status == FindingStatus::Returned)
                .collect();
            let ids: Vec<TextId> = rows
                .iter()
                .flat_map(|row| row.opinions.iter().map(|it| it.remark).chain([row.remark]))
                .flatten()
                .collect();
            let remarks = self.app.store.texts(&ids).await?;
            for criterion in &mut found {
                // The latest round's remark; rows come in the order of their rounds.
                let row = rows.iter().rfind(|row| row.criterion.0 == criterion.id);
                criterion.reason = row.and_then(|row| row.reason);
                // Two reviewers who return it may each say why.
                let said: Vec<String> = row
                    .into_iter()
                    .flat_map(|row| {
                        let agreeing = row.opinions.iter().filter(|it| {
                            it.status == FindingStatus::Returned
                                && it.remark != row.remark
                                && it.by.is_some_and(|by| self.counts(stage, criterion, by))
                        });
                        agreeing.map(|it| it.remark).chain([row.remark])
                    })
                    .filter_map(|id| remarks.get(&id?).cloned())
                    .collect();
                criterion.remark = (!said.is_empty()).then(|| said.join("\n\n"));
            }
            self.returned.insert(entry.seq, found.clone());
        }
        Ok(found)
    }

    /// Whether what `person` said of a criterion still counts.
    fn counts(&self, stage: &str, criterion: &MailCriterion, person: PersonId) -> bool {
        let stage = self.cycle.stage(stage);
        let finding = stage.and_then(|it| it.findings.get(&CriterionId(criterion.id.clone())));
        finding.is_some_and(|it| it.opinions.iter().any(|(judge, _)| *judge == person))
    }

    /// The criteria that are open for work, where only some are.
    fn criteria_now(&self) -> Vec<CriterionId> {
        match self.cycle.open_criteria() {
            Some(lustrum_domain::Open::Only(named)) => named.into_iter().collect(),
            Some(lustrum_domain::Open::All) | None => Vec::new(),
        }
    }

    fn title(&self, id: &CriterionId) -> Option<Bilingual> {
        let pins = self.cycle.pins.as_ref()?;
        let set = criteria_set(&pins.criteria).ok()?;
        set.criterion(id)
            .map(|criterion| criterion.requirement.clone())
    }

    /// Reads texts that are not at hand yet.
    async fn read_texts(&mut self, texts: impl Iterator<Item = TextRef>) -> Result<(), AppError> {
        let elsewhere: Vec<TextId> = texts
            .map(|text| text.id)
            .filter(|id| !self.texts.contains_key(id))
            .collect();
        let found = self.app.store.texts(&elsewhere).await?;
        self.texts.extend(found);
        Ok(())
    }

    fn is_trial(&self) -> bool {
        self.cycle
            .pins
            .as_ref()
            .map_or(self.programme.trial, |pins| pins.trial)
    }

    /// The organisation whose turn it is.
    async fn stage_name(&mut self) -> Result<Option<String>, AppError> {
        let stage = match &self.cycle.state {
            lustrum_domain::State::Review { stage, .. }
            | lustrum_domain::State::Returned { stage, .. } => self.cycle.stages.get(*stage),
            _ => self.cycle.stages.last(),
        };
        match stage {
            Some(stage) => Ok(Some(
                self.known.organisation(stage.organisation).await?.name,
            )),
            None => Ok(None),
        }
    }

    /// The organisation of the stage that an event names, or whose turn it is.
    async fn stage_of(&mut self, event: &Event) -> Result<Option<String>, AppError> {
        let key = match event {
            Event::Submitted { stage, .. }
            | Event::Returned { stage, .. }
            | Event::ReviewReopened { stage, .. }
            | Event::FindingReopened { stage, .. }
            | Event::StageHandedOver { stage, .. }
            | Event::AssignmentOffered { stage, .. } => Some(stage),
            Event::StageConcluded { stage, next } => next.as_ref().or(Some(stage)),
            _ => None,
        };
        let stage = key.and_then(|key| self.cycle.stage(key));
        match stage {
            Some(stage) => Ok(Some(
                self.known.organisation(stage.organisation).await?.name,
            )),
            None => self.stage_name().await,
        }
    }
}

fn notice_of(reason: Option<&Reason>) -> Option<NoticeId> {
    match reason {
        Some(Reason::Notice(id)) => Some(*id),
        Some(Reason::Deadline(_) | Reason::Assignment(_) | Reason::Return(_)) | None => None,
    }
}

/// The stage at which those who judge have something to do because of an event:
/// a mail to them opens there.
fn judged_at(event: &Event) -> Option<&str> {
    match event {
        Event::Submitted { stage, .. }
        | Event::AssignmentOffered { stage, .. }
        | Event::Reminded {
            deadline: DeadlineKey::Review(stage),
            ..
        } => Some(stage),
        Event::StageConcluded { next, .. } => next.as_deref(),
        _ => None,
    }
}

/// The text that says why something happened.
fn text_of(event: &Event) -> Option<TextRef> {
    match event {
        Event::SentBack { reason }
        | Event::AssignmentDeclined { reason, .. }
        | Event::Recused { reason, .. }
        | Event::StageHandedOver { reason, .. }
        | Event::FindingReopened { reason, .. }
        | Event::RoundAllowed { reason }
        | Event::ExtensionRequested {
            reasons: reason, ..
        }
        | Event::ExtensionDecided { reason, .. }
        | Event::SecondReadingRequested {
            reasons: reason, ..
        }
        | Event::SecondReadingDecided { reason, .. }
        | Event::Refused {
            reasons: reason, ..
        }
        | Event::ReviewReopened { reason, .. }
        | Event::DecisionRetracted { reason }
        | Event::Reopened { reason, .. }
        | Event::Revoked { reason, .. }
        | Event::CertificateRevoked { reason }
        | Event::Held { reason }
        | Event::Withdrawn { reason, .. }
        | Event::ConditionAnswered { answer: reason, .. }
        | Event::ConditionJudged { reason, .. } => Some(*reason),
        _ => None,
    }
}
