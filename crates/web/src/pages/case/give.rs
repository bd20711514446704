//! The page on which a command is given: a form, what would follow, and what
//! became of it. Nothing that was typed is lost, whatever goes wrong.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode, response::Response};
use lustrum_app::{App, AppError, Asked, Foreseen, entries_of, is_weighty};
use lustrum_domain::{
    Command, CommandName, ConditionId, CycleId, Digest, Entry, Refusal, UploadId, canonical_json,
    notice::NoticeState,
};
use lustrum_templates::{
    page::{
        case::{CaseDeadline, CaseEvent, FileLink},
        command as page,
    },
    routes, words,
};

use super::{
    LATEST_EVENTS,
    form::{Form, Names, Typed, reasons, shows_reasons},
    view::{ConditionAnswer, Telling, answers, links},
};
use crate::{
    error::{ApiError, problem, status},
    extract::{Path, Query},
    pages::{Answer, fault::PageError, form::ProtectedForm, own, see, visitor::Visitor},
};

/// The form as it is asked for, filled in as far as the address says.
pub(super) async fn form(
    visitor: Visitor,
    Path((id, command)): Path<(CycleId, CommandName)>,
    Query(filled): Query<Vec<(String, String)>>,
    State(app): State<App>,
) -> Answer {
    let asked = app.ask(visitor.caller(), id, command).await?;
    let mut typed = Typed::of(filled);
    let giving = Giving {
        visitor: &visitor,
        app: &app,
        next: next_of(typed.take("next"), &asked, command, &typed),
        version: asked.cycle.version,
        asked,
        command,
    };
    if let Some(refusal) = &giving.asked.refusal {
        let error = PageError::from(AppError::from(refusal.clone()));
        return Err(error.back_to(giving.next));
    }
    giving.form().begin(&mut typed);
    let mut told = Told::default();
    // Where nothing is left to ask, what follows is shown at once.
    if is_weighty(command)
        && let Ok(ready) = giving.form().assemble(&typed)
    {
        match giving.foresee(&ready).await {
            Ok(foresight) => told.foresight = Some(foresight),
            Err(error) => told.refuse(&giving, error)?,
        }
    }
    told.status = StatusCode::OK;
    giving.show(&typed, told).await
}

/// Carries out what the form says, or shows it again.
pub(super) async fn give(
    visitor: Visitor,
    Path((id, command)): Path<(CycleId, CommandName)>,
    State(app): State<App>,
    ProtectedForm(sent): ProtectedForm<Vec<(String, String)>>,
) -> Answer {
    let asked = app.ask(visitor.caller(), id, command).await?;
    let mut typed = Typed::of(sent);
    typed.take("csrf");
    let seal = typed.take("seal");
    let seen = typed.take("version").and_then(|it| it.parse().ok());
    let giving = Giving {
        visitor: &visitor,
        app: &app,
        next: next_of(typed.take("next"), &asked, command, &typed),
        // Whoever names no version saw none: they are shown the latest first.
        version: seen.unwrap_or_default(),
        asked,
        command,
    };
    let mut told = Told::default();
    if let Some(refusal) = &giving.asked.refusal {
        told.refuse(&giving, refusal.clone().into())?;
        return giving.show(&typed, told).await;
    }
    let ready = match giving.form().assemble(&typed) {
        Ok(ready) => ready,
        Err(faults) => {
            told.status = StatusCode::UNPROCESSABLE_ENTITY;
            told.faults = faults;
            return giving.show(&typed, told).await;
        }
    };
    let confirmed = !is_weighty(command) || seal == Some(giving.seal(&ready));
    let outcome = if confirmed {
        let caller = visitor.caller();
        let done = app.command(caller, id, &ready, Some(giving.version)).await;
        done.map(|_| None)
    } else {
        giving.foresee(&ready).await.map(Some)
    };
    match outcome {
        Ok(None) => return Ok(visitor.having_done(see(&giving.next), command)),
        Ok(foresight) => told.foresight = foresight,
        Err(error) => told.refuse(&giving, error)?,
    }
    giving.show(&typed, told).await
}

/// A command on its way.
struct Giving<'a> {
    visitor: &'a Visitor,
    app: &'a App,
    asked: Asked,
    command: CommandName,
    /// The version that the form was made for.
    version: u64,
    next: String,
}

/// What the page says beside the form.
#[derive(Default)]
struct Told {
    status: StatusCode,
    refusal: Option<Box<Refusal>>,
    faults: Vec<page::Fault>,
    stale: bool,
    foresight: Option<page::Foresight>,
}

impl Told {
    /// Tells why it was not carried out.
    ///
    /// # Errors
    /// What is no answer to this form: there is no such case, a fault of ours.
    fn refuse(&mut self, giving: &Giving<'_>, error: AppError) -> Result<(), PageError> {
        match error {
            AppError::Refused(refusal) => {
                self.status = status(&ApiError::App(AppError::Refused(refusal.clone())));
                self.refusal = Some(refusal);
            }
            AppError::Stale { .. } => {
                self.status = StatusCode::CONFLICT;
                self.stale = true;
            }
            AppError::Invalid(errors) => {
                self.status = StatusCode::UNPROCESSABLE_ENTITY;
                let form = giving.form();
                let told = problem(
                    &ApiError::App(AppError::Invalid(errors)),
                    giving.visitor.locale(),
                );
                self.faults = told
                    .errors
                    .into_iter()
                    .map(|it| page::Fault {
                        at: form.input_at(&it.pointer),
                        message: it.message,
                    })
                    .collect();
            }
            other => return Err(other.into()),
        }
        Ok(())
    }
}

impl Giving<'_> {
    fn form(&self) -> Form<'_> {
        Form {
            command: self.command,
            asked: &self.asked,
            locale: self.visitor.locale(),
        }
    }

    /// Stands for exactly this command in this state of the case.
    fn seal(&self, command: &Command) -> String {
        let version = self.version.to_string();
        Digest::of_parts([canonical_json(command).as_bytes(), version.as_bytes()]).to_string()
    }

    async fn foresee(&self, command: &Command) -> Result<page::Foresight, AppError> {
        let (app, caller) = (self.app, self.visitor.caller());
        let id = self.asked.cycle.id;
        let foreseen = app.foresee(caller, id, command, Some(self.version)).await?;
        let people = app.addressees(&foreseen).await?;
        let mut places: Vec<_> = foreseen
            .mails
            .iter()
            .flat_map(|mail| mail.organisations.iter().copied())
            .chain(foreseen.notices.iter().map(|notice| notice.body))
            .chain(self.asked.cycle.stages.iter().map(|it| it.organisation))
            .collect();
        places.sort_unstable();
        places.dedup();
        let places = app.organisation_names(&places).await?;
        let Foreseen {
            state,
            deadlines,
            notices,
            mails,
            calls_off,
            issues,
            changes_certificate,
            next_case,
        } = foreseen;
        let stage_of = |key: &lustrum_domain::DeadlineKey| match key {
            lustrum_domain::DeadlineKey::Review(key) => {
                let mut stages = self.asked.cycle.stages.iter();
                let stage = stages.find(|it| it.key == *key)?;
                places.get(&stage.organisation).cloned()
            }
            _ => None,
        };
        Ok(page::Foresight {
            seal: self.seal(command),
            state,
            deadlines: deadlines
                .iter()
                .map(|it| CaseDeadline::of(it, stage_of(&it.key), self.asked.today))
                .collect(),
            notices: notices
                .iter()
                .map(|it| page::ForeseenNotice {
                    kind: it.kind,
                    body: places.get(&it.body).cloned().unwrap_or_default(),
                    direct: it.state == NoticeState::Released,
                    releases_on: it.releases_on,
                })
                .collect(),
            mails: mails
                .into_iter()
                .map(|mail| {
                    let people = mail.people.iter().filter_map(|id| people.get(id));
                    let boxes = mail.organisations.iter().filter_map(|id| places.get(id));
                    page::ForeseenMail {
                        subject: mail.subject,
                        to: people.chain(boxes).cloned().collect(),
                    }
                })
                .collect(),
            calls_off,
            certificate: issues.map(|it| page::ForeseenCertificate {
                number: it.number,
                valid_from: it.valid_from,
                valid_to: it.valid_to,
            }),
            changes_certificate,
            next_case,
        })
    }

    /// The names of what the form offers. Whoever does not see the case is
    /// offered nothing that has a person's name or words.
    async fn names(&self) -> Result<Names, PageError> {
        let (app, caller, form) = (self.app, self.visitor.caller(), self.form());
        let cycle = &self.asked.cycle;
        let mut names = Names {
            organisations: app.organisation_names(&form.organisations()).await?,
            ..Names::default()
        };
        if self.asked.sees_case {
            if shows_reasons(self.command) {
                let entries = self.events(1).await?;
                names.reasons = reasons(&entries);
                names.evidence = self.evidence(&answers(&entries)).await?;
            }
            names.people = app.person_names_in(caller, cycle, &form.people()).await?;
            let texts = form.texts(&names);
            names.texts = app.texts_in(caller, cycle, &texts).await?;
        }
        Ok(names)
    }

    /// What was brought as evidence for the conditions that the form names.
    async fn evidence(
        &self,
        answers: &BTreeMap<ConditionId, ConditionAnswer<'_>>,
    ) -> Result<BTreeMap<String, Vec<FileLink>>, PageError> {
        let wanted = &self.asked.choices.conditions;
        let named = || answers.iter().filter(|(id, _)| wanted.contains(id));
        let ids: Vec<UploadId> = named()
            .flat_map(|(_, answer)| answer.evidence.iter().copied())
            .collect();
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let (caller, case) = (self.visitor.caller(), &self.asked.cycle);
        let files = self.app.files_in(caller, case, &ids).await?;
        Ok(named()
            .map(|(id, answer)| (id.to_string(), links(&files, answer.evidence)))
            .collect())
    }

    async fn events(&self, from: u64) -> Result<Vec<Entry>, PageError> {
        let (caller, case) = (self.visitor.caller(), &self.asked.cycle);
        let rows = self.app.events_in(caller, case, from, LATEST_EVENTS);
        Ok(entries_of(&rows.await?)?)
    }

    /// What somebody else did since the form was made.
    async fn changed(&self) -> Result<Vec<CaseEvent>, PageError> {
        if !self.asked.sees_case || self.version == 0 {
            return Ok(Vec::new());
        }
        let entries = self.events(self.version + 1).await?;
        let (app, caller) = (self.app, self.visitor.caller());
        let cycle = &self.asked.cycle;
        let telling = Telling::of_events(app, caller, cycle, self.asked.today, &entries).await?;
        Ok(telling.timeline())
    }

    async fn show(&self, typed: &Typed, mut told: Told) -> Result<Response, PageError> {
        let form = self.form();
        let names = self.names().await?;
        let locale = self.visitor.locale();
        let mut inputs = form.inputs(&names, typed, &told.faults);
        if let Some(refusal) = &told.refusal
            && let Some(at) = form.input_of(refusal.code, &inputs)
        {
            // A refusal that is about one answer is told there as well.
            let message = words::refusal(locale, refusal);
            if let Some(input) = inputs.iter_mut().find(|it| it.name == at) {
                input.fault = Some(message.clone());
            }
            told.faults.push(page::Fault {
                at: Some(at),
                message,
            });
            told.refusal = None;
        }
        let cycle = &self.asked.cycle;
        let home = names.organisations.get(&cycle.municipality).cloned();
        let changed = if told.stale {
            self.changed().await?
        } else {
            Vec::new()
        };
        let page = page::Command {
            case: cycle.id.to_string(),
            municipality: home.unwrap_or_default(),
            edition: cycle.edition,
            state: cycle.state.name(),
            sees_case: self.asked.sees_case,
            // A case that changed is acted on as it is now, once it was shown.
            version: cycle.version,
            command: self.command,
            next: self.next.clone(),
            inputs,
            files: (self.command == CommandName::AnswerCondition)
                .then(|| routes::draft_files(cycle.id)),
            refusal: told.refusal.as_ref().map(|it| words::refusal(locale, it)),
            faults: told.faults,
            stale: told.stale,
            changed,
            weighty: is_weighty(self.command),
            foresight: told.foresight,
        };
        self.visitor.show_as(self.app, &page, told.status).await
    }
}

/// Where to go afterwards: where the reader came from, if that is a path of
/// ours, or to what the command is about.
fn next_of(next: Option<String>, asked: &Asked, command: CommandName, typed: &Typed) -> String {
    if let Some(next) = next.filter(|next| own(next) == *next) {
        return next;
    }
    let case = asked.cycle.id;
    let about_notice = matches!(
        command,
        CommandName::ReleaseNotice
            | CommandName::AcknowledgeNotice
            | CommandName::DecideNotice
            | CommandName::CancelNotice
    );
    match typed.notice() {
        Some(notice) if about_notice => routes::notice(case, notice),
        _ if asked.sees_case => routes::case(case),
        _ => routes::HOME.to_owned(),
    }
}
