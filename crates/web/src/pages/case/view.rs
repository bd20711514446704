//! From a case with all that belongs to it to what its page shows this reader.

use std::{cmp::Ordering, collections::BTreeMap};

use chrono::NaiveDate;
use lustrum_app::{
    App, AppError, Caller, CaseFile, CertificateRow, Comment, FindingRow, MailLine, Upload,
    criteria_set,
};
use lustrum_criteria::CriteriaSet;
use lustrum_domain::{
    AdoptionId, Available, Bilingual, ConditionId, CriterionId, Cycle, Deadline, DeadlineKey,
    Entry, Event, Matter, OrganisationId, PersonId, Stage, State, StateName, TextId, TextRef,
    UploadId, is_told, may_see_open_findings, time::local_date, was_taken_back,
};
use lustrum_templates::page::{
    Ball,
    case::{
        Case, CaseAdoption, CaseAssignment, CaseCertificate, CaseComment, CaseCondition,
        CaseDeadline, CaseFinding, CaseFocus, CaseHold, CaseMail, CaseNotice, CaseStage, CaseStep,
        CaseSubmission, FileLink,
    },
};
use lustrum_templates::routes;
use lustrum_text::text;

use super::{
    nav::{Here, nav},
    timeline,
};
use crate::pages::register::standing;

/// A case, its reader and all that the page tells of it.
pub(super) struct Telling<'a> {
    pub(super) cycle: &'a Cycle,
    pub(super) caller: &'a Caller,
    pub(super) today: NaiveDate,
    /// The latest events, oldest first.
    pub(super) entries: &'a [Entry],
    /// Findings of all rounds, oldest first.
    pub(super) findings: &'a [FindingRow],
    /// Certificates that the case led to.
    pub(super) certificates: &'a [CertificateRow],
    /// The latest mails about it.
    pub(super) mails: &'a [MailLine],
    /// How many there are in all.
    pub(super) mails_total: u64,
    /// Comments on the draft, oldest first.
    pub(super) comments: &'a [Comment],
    /// Files that were brought as evidence that a condition is met.
    pub(super) files: Vec<Upload>,
    pub(super) texts: BTreeMap<TextId, String>,
    pub(super) organisations: BTreeMap<OrganisationId, String>,
    pub(super) people: BTreeMap<PersonId, String>,
}

/// What the page refers to by id.
#[derive(Default)]
pub(super) struct Named {
    pub(super) texts: Vec<TextId>,
    pub(super) organisations: Vec<OrganisationId>,
    pub(super) people: Vec<PersonId>,
}

impl<'a> Telling<'a> {
    /// All that a case file holds; what it refers to by id is still to be read.
    pub(super) fn of(file: &'a CaseFile, caller: &'a Caller, today: NaiveDate) -> Self {
        Self {
            findings: &file.findings,
            certificates: &file.certificates,
            mails: &file.mails.rows,
            mails_total: file.mails.total,
            comments: &file.comments,
            ..Self::of_entries(&file.view.cycle, caller, today, &file.entries)
        }
    }

    fn of_entries(
        cycle: &'a Cycle,
        caller: &'a Caller,
        today: NaiveDate,
        entries: &'a [Entry],
    ) -> Self {
        Self {
            cycle,
            caller,
            today,
            entries,
            findings: &[],
            certificates: &[],
            mails: &[],
            mails_total: 0,
            comments: &[],
            files: Vec::new(),
            texts: BTreeMap::new(),
            organisations: BTreeMap::new(),
            people: BTreeMap::new(),
        }
    }

    /// Only what happened, for a reader who sees the case.
    pub(super) async fn of_events(
        app: &App,
        caller: &'a Caller,
        cycle: &'a Cycle,
        today: NaiveDate,
        entries: &'a [Entry],
    ) -> Result<Self, AppError> {
        let mut telling = Self::of_entries(cycle, caller, today, entries);
        let named = telling.named();
        telling.texts = app.texts_in(caller, cycle, &named.texts).await?;
        telling.organisations = app.organisation_names(&named.organisations).await?;
        telling.people = app.person_names_in(caller, cycle, &named.people).await?;
        Ok(telling)
    }
}

impl Telling<'_> {
    /// What the page refers to by id, each once.
    pub(super) fn named(&self) -> Named {
        let cycle = self.cycle;
        let mut named = Named::default();
        let texts = &mut named.texts;
        texts.extend(cycle.hold.as_ref().map(|hold| hold.reason.id));
        texts.extend(cycle.conditions.iter().map(|it| it.text.id));
        texts.extend(cycle.focus.iter().map(|(_, text)| text.id));
        texts.extend(self.dissents().map(|(_, text)| text.id));
        texts.extend(self.findings.iter().filter_map(|it| it.remark));
        let places = &mut named.organisations;
        places.push(cycle.municipality);
        places.extend(cycle.stages.iter().map(|it| it.organisation));
        places.extend(cycle.adoptions.iter().map(|it| it.body));
        places.extend(cycle.notices.iter().map(|it| it.body));
        let assigned = cycle.assignments();
        named.people.extend(assigned.map(|it| it.reviewer));
        named.people.extend(self.comments.iter().map(|it| it.by));
        named
            .people
            .extend(self.mails.iter().filter_map(|it| it.person));
        let boxes = self.mails.iter().filter_map(|it| it.organisation);
        named.organisations.extend(boxes);
        for entry in self.entries {
            timeline::name(entry, &mut named);
        }
        named.texts.sort_unstable();
        named.texts.dedup();
        named.organisations.sort_unstable();
        named.organisations.dedup();
        named.people.sort_unstable();
        named.people.dedup();
        named
    }

    pub(super) fn page(&self, commands: &[Available]) -> Case {
        let cycle = self.cycle;
        let on_hold = cycle.hold.is_some();
        let renews = cycle.renews.as_ref();
        Case {
            nav: nav(
                cycle,
                &self.organisations,
                self.caller,
                self.today,
                Here::Overview,
            ),
            id: cycle.id.to_string(),
            version: cycle.version,
            municipality: self.organisation(cycle.municipality),
            edition: cycle.edition,
            state: cycle.state.name(),
            ball: Ball::of(cycle.state.name(), on_hold, cycle.is_read_again()),
            stage: self
                .turn()
                .map(|stage| self.organisation(stage.organisation)),
            hold: cycle.hold.as_ref().map(|hold| CaseHold {
                since: hold.since,
                reason: self.text(&hold.reason),
            }),
            lapsed: renews.is_some_and(|it| it.status == lustrum_domain::RenewalStatus::Lapsed),
            criteria: cycle.pins.as_ref().map(|pins| pins.criteria.to_string()),
            period_end: cycle.period_end,
            opens_on: cycle.opens_on,
            round: cycle.round,
            steps: self.steps(),
            deadlines: self.deadlines(),
            stages: self.stages(),
            focus: self.focus(),
            conditions: self.conditions(),
            adoptions: self.adoptions(),
            submissions: self.submissions(),
            certificate: self.certificates.last().map(|row| CaseCertificate {
                number: row.number.clone(),
                status: standing(row, self.today),
                valid_from: row.valid_from,
                valid_to: row.valid_to,
            }),
            notices: self.notices(),
            mails: self.mails(),
            mails_total: self.mails_total,
            comments: self.comments(),
            timeline: self.timeline(),
            commands: self.commands(commands),
        }
    }

    /// The name of an organisation.
    pub(super) fn organisation(&self, id: OrganisationId) -> String {
        self.organisations.get(&id).cloned().unwrap_or_default()
    }

    /// A text, until it was erased.
    pub(super) fn text(&self, text: &TextRef) -> Option<String> {
        self.texts.get(&text.id).cloned()
    }

    /// Whether the reader is told of something: those who judge of everything.
    fn tells(&self, matter: Matter<'_>) -> bool {
        may_see_open_findings(self.cycle, &self.caller.actor, self.today)
            || is_told(self.cycle, matter)
    }

    fn turn(&self) -> Option<&Stage> {
        match &self.cycle.state {
            State::Review { stage, .. } | State::Returned { stage, .. } => {
                self.cycle.stages.get(*stage)
            }
            _ => None,
        }
    }

    /// The way through the states. A case may go back, so a step that was
    /// reached once may be ahead again; then its day is not told.
    fn steps(&self) -> Vec<CaseStep> {
        use StateName as S;
        let now = self.cycle.state.name();
        let first = match (now, &self.cycle.renews) {
            (S::Withdrawn, _) => return Vec::new(),
            (_, None) => S::Enrolled,
            (_, Some(_)) => S::Scheduled,
        };
        let review = if now == S::Returned { now } else { S::Review };
        let way = [
            first,
            S::SelfAssessment,
            S::Scoping,
            S::Revision,
            review,
            S::Decision,
            S::Certified,
            S::Concluded,
        ];
        let here = way
            .iter()
            .position(|state| *state == now)
            .unwrap_or_default();
        way.iter()
            .enumerate()
            .map(|(index, state)| CaseStep {
                state: *state,
                standing: match index.cmp(&here) {
                    Ordering::Less => "done",
                    Ordering::Equal => "current",
                    Ordering::Greater => "ahead",
                },
                on: self.came_to(*state).filter(|_| index <= here),
            })
            .collect()
    }

    /// The last day on which the case came to `state`.
    fn came_to(&self, state: StateName) -> Option<NaiveDate> {
        let entry = self.entries.iter().rfind(|entry| {
            let reached = match &entry.event {
                Event::Opened { .. } => StateName::SelfAssessment,
                Event::SelfAssessmentSubmitted { .. } => StateName::Scoping,
                Event::ScopingRecorded { .. }
                | Event::Refused { .. }
                | Event::Reopened { .. }
                | Event::Revoked { .. } => StateName::Revision,
                Event::Submitted { .. } | Event::ReviewReopened { .. } => StateName::Review,
                Event::Returned { .. } => StateName::Returned,
                Event::StageConcluded { next: None, .. } | Event::DecisionRetracted { .. } => {
                    StateName::Decision
                }
                Event::Certified { .. } => StateName::Certified,
                Event::Concluded { .. } => StateName::Concluded,
                _ => return false,
            };
            reached == state
        });
        entry.map(|entry| local_date(entry.at))
    }

    fn mails(&self) -> Vec<CaseMail> {
        let rows = self.mails.iter();
        rows.map(|mail| {
            let person = mail.person.and_then(|id| self.people.get(&id).cloned());
            let place = mail.organisation.map(|id| self.organisation(id));
            CaseMail {
                subject: mail.subject.clone(),
                on: local_date(mail.queued_at),
                status: mail.status.as_str().to_owned(),
                to: person.or(place).or_else(|| mail.recipient.clone()),
                fault: mail.last_error.clone(),
            }
        })
        .collect()
    }

    fn comments(&self) -> Vec<CaseComment> {
        let latest = self.comments.iter().rev();
        latest
            .map(|comment| CaseComment {
                on: local_date(comment.at),
                who: self.people.get(&comment.by).cloned(),
                about: self.part(&comment.part).0,
                path: self.part(&comment.part).1,
                text: comment.body.clone(),
            })
            .collect()
    }

    /// What a part of the draft is called, and where it is written.
    fn part(&self, key: &str) -> (String, String) {
        let (case, locale) = (self.cycle.id, self.caller.locale);
        match key.split_once('/') {
            Some(("answer", criterion)) => (
                criterion.to_owned(),
                routes::draft_criterion(case, criterion),
            ),
            Some((_, section)) => {
                let label = self.set().map(|set| set.label(&format!("/{section}")));
                let label = label.map(|it| it.get(locale).to_owned());
                let path = routes::draft_section(case, section);
                (label.unwrap_or_else(|| section.to_owned()), path)
            }
            None => (
                text(locale, "case-comment-plan", &[]),
                routes::draft_files(case),
            ),
        }
    }

    /// The criteria set that the case is judged by.
    fn set(&self) -> Option<&'static CriteriaSet> {
        let pins = self.cycle.pins.as_ref()?;
        criteria_set(&pins.criteria).ok()
    }

    fn deadlines(&self) -> Vec<CaseDeadline> {
        let mut deadlines: Vec<&Deadline> = self.cycle.deadlines.iter().collect();
        deadlines.sort_by_key(|it| (!it.running, it.due));
        deadlines
            .into_iter()
            .map(|deadline| CaseDeadline {
                asked: (self.cycle.extensions.iter())
                    .find(|it| it.deadline == deadline.key && it.granted.is_none())
                    .map(|it| it.until),
                ..CaseDeadline::of(deadline, self.about_deadline(&deadline.key), self.today)
            })
            .collect()
    }

    /// Which stage reviews, or which criterion has the condition.
    pub(super) fn about_deadline(&self, key: &DeadlineKey) -> Option<String> {
        match key {
            DeadlineKey::Review(key) => Some(self.stage_name(key)),
            DeadlineKey::Condition(id) => {
                let mut conditions = self.cycle.conditions.iter();
                let condition = conditions.find(|it| it.id == *id)?;
                Some(condition.criterion.0.clone())
            }
            DeadlineKey::SelfAssessment
            | DeadlineKey::Submission
            | DeadlineKey::Decision
            | DeadlineKey::Answer
            | DeadlineKey::SecondReading => None,
        }
    }

    /// What the organisation of a stage is called.
    pub(super) fn stage_name(&self, key: &str) -> String {
        let stage = self.cycle.stage(key);
        stage.map_or_else(|| key.to_owned(), |it| self.organisation(it.organisation))
    }

    fn stages(&self) -> Vec<CaseStage> {
        let set = self.set();
        self.cycle
            .stages
            .iter()
            .map(|stage| CaseStage {
                name: self.organisation(stage.organisation),
                status: stage.status,
                assignments: self.assignments(stage),
                findings: self.findings_of(stage, set),
            })
            .collect()
    }

    /// Who was asked, as far as the reader is told.
    fn assignments(&self, stage: &Stage) -> Vec<CaseAssignment> {
        stage
            .assignments
            .iter()
            .filter(|it| self.tells(Matter::Assignment(it)))
            .map(|it| CaseAssignment {
                reviewer: self.people.get(&it.reviewer).cloned(),
                status: it.status,
                answer_by: it.answer_by,
            })
            .collect()
    }

    fn findings_of(&self, stage: &Stage, set: Option<&CriteriaSet>) -> Vec<CaseFinding> {
        let rows = self.findings.iter().filter(|row| row.stage == stage.key);
        let latest: BTreeMap<&CriterionId, &FindingRow> = rows
            .filter(|row| !was_taken_back(self.cycle, row.round))
            .map(|row| (&row.criterion, row))
            .collect();
        latest
            .into_values()
            .map(|row| CaseFinding {
                criterion: row.criterion.0.clone(),
                title: set.and_then(|set| title(set, &row.criterion)),
                status: row.status,
                round: row.round,
                reason: row.reason,
                remark: row.remark.and_then(|id| self.texts.get(&id).cloned()),
            })
            .collect()
    }

    /// What was agreed at scoping, in the order of the case's criteria.
    fn focus(&self) -> Vec<CaseFocus> {
        let set = self.set();
        let place = |id: &CriterionId| self.cycle.criteria.iter().position(|it| it.id == *id);
        let mut agreed: Vec<_> = self.cycle.focus.iter().collect();
        agreed.sort_by_key(|(id, _)| place(id));
        agreed
            .into_iter()
            .map(|(id, text)| CaseFocus {
                criterion: id.0.clone(),
                title: set.and_then(|set| title(set, id)),
                text: self.text(text),
            })
            .collect()
    }

    /// The minority's words to each record of what a body decided.
    fn dissents(&self) -> impl Iterator<Item = (AdoptionId, &TextRef)> {
        self.entries.iter().filter_map(|entry| match &entry.event {
            Event::AdoptionRecorded {
                adoption, dissent, ..
            } => Some((*adoption, dissent.as_ref()?)),
            _ => None,
        })
    }

    /// The municipality's number of the case in which a body decided.
    fn case_number(&self, wanted: AdoptionId) -> Option<String> {
        self.entries.iter().find_map(|entry| match &entry.event {
            Event::AdoptionRecorded {
                adoption,
                case_number,
                ..
            } if *adoption == wanted => case_number.clone(),
            _ => None,
        })
    }

    fn conditions(&self) -> Vec<CaseCondition> {
        let answers = answers(self.entries);
        self.cycle
            .conditions
            .iter()
            .filter(|it| self.tells(Matter::Condition(it)))
            .map(|it| {
                let answer = answers.get(&it.id);
                CaseCondition {
                    criterion: it.criterion.0.clone(),
                    text: self.text(&it.text),
                    due: it.due,
                    status: it.status,
                    answer: answer.and_then(|answer| self.text(answer.text)),
                    evidence: answer.map_or_else(Vec::new, |it| links(&self.files, it.evidence)),
                }
            })
            .collect()
    }

    fn adoptions(&self) -> Vec<CaseAdoption> {
        let certified = self.cycle.decision.as_ref().map(|decision| decision.plan);
        self.cycle
            .adoptions
            .iter()
            .map(|it| CaseAdoption {
                body: self.organisation(it.body),
                held_on: it.held_on,
                item: it.item.clone(),
                case_number: self.case_number(it.id),
                outcome: it.outcome,
                dissent: self
                    .dissents()
                    .find(|(id, _)| *id == it.id)
                    .and_then(|(_, text)| self.text(text)),
                plan: it.plan.to_string(),
                differs: certified.map(|plan| plan != it.plan),
                corrected: it.corrected,
            })
            .collect()
    }

    fn submissions(&self) -> Vec<CaseSubmission> {
        self.cycle
            .submissions
            .iter()
            .map(|it| CaseSubmission {
                number: it.number,
                kind: it.kind,
                on: local_date(it.at),
                digest: it.digest.to_string(),
                plan: it.plan.map(|plan| plan.to_string()),
                path: routes::submission(self.cycle.id, it.id),
                standing: it.standing,
            })
            .collect()
    }

    /// The notices that the reader may open, newest first: drafts are the
    /// municipality's.
    fn notices(&self) -> Vec<CaseNotice> {
        let of_draft = self.caller.scope().contains_draft(self.cycle);
        self.cycle
            .notices
            .iter()
            .rev()
            .filter(|it| of_draft || it.state.is_released())
            .map(|it| CaseNotice {
                id: it.id.to_string(),
                kind: it.kind,
                body: self.organisation(it.body),
                state: it.state,
                releases_on: it.releases_on,
            })
            .collect()
    }
}

/// What the municipality answered to a condition.
pub(super) struct ConditionAnswer<'a> {
    pub(super) text: &'a TextRef,
    pub(super) evidence: &'a [UploadId],
}

/// The latest answer to each condition.
pub(super) fn answers(entries: &[Entry]) -> BTreeMap<ConditionId, ConditionAnswer<'_>> {
    let given = entries.iter().filter_map(|entry| match &entry.event {
        Event::ConditionAnswered {
            condition,
            answer: text,
            evidence,
        } => Some((*condition, ConditionAnswer { text, evidence })),
        _ => None,
    });
    given.collect()
}

/// Those of `files` that are among `ids`, to be opened.
pub(super) fn links(files: &[Upload], ids: &[UploadId]) -> Vec<FileLink> {
    let named = files.iter().filter(|file| ids.contains(&file.id));
    named
        .map(|file| FileLink {
            name: file.name.clone(),
            path: routes::file(file.id),
        })
        .collect()
}

/// What a criterion is about, in a few words: the framework's criterion that it
/// spells out.
pub(super) fn title(set: &CriteriaSet, id: &CriterionId) -> Option<Bilingual> {
    let criterion = set.criterion(id)?;
    let component = set
        .components()
        .iter()
        .find(|component| component.id == criterion.component)?;
    let framework = component
        .criteria
        .iter()
        .find(|it| criterion.framework.contains(&it.id));
    Some(framework.map_or_else(|| component.title.clone(), |it| it.title.clone()))
}
