//! One criterion: everything that is to be read about it, and the judgement.

use std::collections::BTreeMap;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use lustrum_app::{App, AppError, Evidence, FileRef, JudgementForm, Material, Sheet};
use lustrum_criteria::Criterion;
use lustrum_domain::{
    Command, CommandName, ConditionStatus, CriterionId, Cycle, CycleId, FindingStatus, PersonId,
    RefusalCode, ReturnReason, StageStatus, SubmissionId, UploadId, Words, time::local_date,
};
use lustrum_templates::{
    page::review::{
        Change, CheckFinding, CheckLine, Compared, ConditionLine, CriterionReturns, EvidenceLine,
        FindingLine, JudgementFault, JudgementView, LastCycleView, Opinion, ReviewAnswer,
        ReviewCriterion,
    },
    routes, words,
};
use serde::Deserialize;

use super::{Desk, changes::pieces, data, sentence};
use crate::{
    extract::Path,
    pages::{
        Answer, case::reading::reading, fault::PageError, form::ProtectedForm, see,
        visitor::Visitor,
    },
};

/// What was typed, with what is wrong with it.
#[derive(Default)]
struct Typed {
    form: Option<JudgementForm>,
    /// Why the finding should be opened again.
    reopen: Option<String>,
    faults: Vec<JudgementFault>,
    refused: Option<String>,
}

pub(super) async fn page(
    visitor: Visitor,
    Path((id, stage, criterion)): Path<(CycleId, String, CriterionId)>,
    State(app): State<App>,
) -> Answer {
    let sheet = app.review_sheet(visitor.caller(), id, &stage).await?;
    let page = read(&app, &visitor, &sheet, &criterion, Typed::default()).await?;
    visitor.show(&app, &page).await
}

async fn read(
    app: &App,
    visitor: &Visitor,
    sheet: &Sheet,
    criterion: &CriterionId,
    typed: Typed,
) -> Result<ReviewCriterion, AppError> {
    let desk = Desk::at(app, visitor, sheet).await?;
    let known = desk.set.criterion(criterion).ok_or(AppError::NotFound)?;
    let material = app
        .review_material(visitor.caller(), sheet, criterion)
        .await?;
    let focus = app.focus(visitor.caller(), &sheet.cycle, criterion).await?;
    let returns = returns(app, &sheet.cycle, criterion).await?;
    let reading = reading(app, visitor, &sheet.cycle, sheet.stage, criterion).await?;
    let view = View {
        desk: &desk,
        material: &material,
        known,
        may_reopen: app.may_reopen(visitor.caller(), sheet, criterion)?,
    };
    Ok(ReviewCriterion {
        focus,
        returns,
        reading,
        ..view.page(typed)
    })
}

/// How often a criterion was returned, over all cases of the programme that the
/// figures are of; none before any review of it was concluded.
async fn returns(
    app: &App,
    cycle: &Cycle,
    criterion: &CriterionId,
) -> Result<Option<CriterionReturns>, AppError> {
    if app.programme()?.key != cycle.programme {
        return Ok(None);
    }
    let figures = app.figures().await?;
    let mut lines = figures.returned.iter();
    let line = lines.find(|it| it.criterion == criterion.0);
    Ok(line.map(|it| CriterionReturns {
        returned: it.reasons.iter().map(|(_, count)| *count).sum(),
        judged: it.judged,
    }))
}

#[derive(Deserialize)]
pub(super) struct Sent {
    /// What the form was made for: nobody judges what they have not seen.
    submission: SubmissionId,
    /// `next`, `judge`, `draft`, `settle` or `reopen`.
    #[serde(default)]
    intent: String,
    #[serde(flatten)]
    form: JudgementForm,
}

/// Judges the criterion, keeps what was written of it, settles a disagreement
/// or opens the finding again.
pub(super) async fn judge(
    visitor: Visitor,
    Path((id, stage, criterion)): Path<(CycleId, String, CriterionId)>,
    State(app): State<App>,
    ProtectedForm(sent): ProtectedForm<Sent>,
) -> Answer {
    let caller = visitor.caller();
    let sheet = app.review_sheet(caller, id, &stage).await?;
    let here = routes::review_criterion(id, &stage, &criterion);
    let done = match sent.intent.as_str() {
        "draft" => {
            let kept = app.put_judgement_draft(caller, id, &stage, &criterion, &sent.form);
            kept.await.map(|()| (None, here))
        }
        "reopen" => {
            let command = Command::ReopenFinding {
                stage: stage.clone(),
                criterion: criterion.clone(),
                reason: Words(sent.form.text.trim().to_owned()),
            };
            let done = app.command(caller, id, &command, None).await;
            done.map(|_| (Some(command.name()), here))
        }
        "settle" => {
            let command = sent.form.verdict().map(|verdict| Command::SettleFinding {
                stage: stage.clone(),
                criterion: criterion.clone(),
                verdict,
            });
            match command {
                _ if sheet.submission.id != sent.submission => Err(AppError::Stale {
                    what: sent.submission.to_string(),
                    current: None,
                }),
                Ok(command) => {
                    let done = app.command(caller, id, &command, None).await;
                    done.map(|_| (Some(command.name()), here))
                }
                Err(faults) => Err(AppError::Invalid(faults)),
            }
        }
        _ => match sent.form.verdict() {
            Ok(verdict) => {
                let verdicts = [(criterion.clone(), verdict)];
                let judged = app.judge(caller, id, &stage, &verdicts, Some(sent.submission));
                judged.await.map(|_| {
                    let to = if sent.intent == "next" {
                        next(&app, &visitor, &sheet, &criterion)
                    } else {
                        here
                    };
                    (Some(CommandName::DecideCriterion), to)
                })
            }
            Err(faults) => Err(AppError::Invalid(faults)),
        },
    };
    let error = match done {
        Ok((command, to)) => {
            let response = see(&to);
            return Ok(match command {
                Some(command) => visitor.having_done_to(response, command, &criterion),
                None => response,
            });
        }
        Err(error) => error,
    };
    // Whatever is wrong with it, what was typed is kept, as long as it may be.
    if matches!(sent.intent.as_str(), "next" | "judge") {
        let kept = app.put_judgement_draft(caller, id, &stage, &criterion, &sent.form);
        if let Err(error) = kept.await {
            tracing::debug!(error = %error, "a judgement that was not taken was not kept either");
        }
    }
    not_taken(&visitor, &app, id, &stage, &criterion, sent, error).await
}

/// Shows the criterion again with what was typed and why it was not taken.
async fn not_taken(
    visitor: &Visitor,
    app: &App,
    id: CycleId,
    stage: &str,
    criterion: &CriterionId,
    sent: Sent,
    error: AppError,
) -> Answer {
    let locale = visitor.locale();
    let reopens = sent.intent == "reopen";
    let mut typed = Typed::default();
    if reopens {
        typed.reopen = Some(sent.form.text);
    } else {
        typed.form = Some(sent.form);
    }
    let mut status = StatusCode::CONFLICT;
    match error {
        AppError::Invalid(faults) => {
            status = StatusCode::UNPROCESSABLE_ENTITY;
            typed.faults = faults
                .iter()
                .map(|fault| JudgementFault {
                    field: fault.pointer.trim_start_matches('/').to_owned(),
                    message: fault.message.get(locale).to_owned(),
                })
                .collect();
        }
        AppError::Refused(refusal) if refusal.code == RefusalCode::DateInPast => {
            status = StatusCode::UNPROCESSABLE_ENTITY;
            typed.faults = vec![JudgementFault {
                field: "due".to_owned(),
                message: words::refusal(locale, &refusal),
            }];
        }
        other => typed.refused = Some(sentence(visitor, other)?),
    }
    let sheet = app.review_sheet(visitor.caller(), id, stage).await?;
    let page = read(app, visitor, &sheet, criterion, typed).await?;
    visitor.show_as(app, &page, status).await
}

/// Where somebody who has just judged `criterion` goes on: the next one that is
/// undecided, or the sheet when that was the last.
fn next(app: &App, visitor: &Visitor, sheet: &Sheet, criterion: &CriterionId) -> String {
    let key = &sheet.cycle.stages[sheet.stage].key;
    let id = sheet.cycle.id;
    let desk = Desk::bare(app, visitor, sheet);
    match desk.ok().and_then(|desk| desk.after(criterion)) {
        Some(next) => routes::review_criterion(id, key, next),
        None => routes::review(id, key),
    }
}

/// Keeps what a browser sends by itself while somebody writes.
pub(super) async fn keep_draft(
    visitor: Visitor,
    Path((id, stage, criterion)): Path<(CycleId, String, CriterionId)>,
    State(app): State<App>,
    ProtectedForm(form): ProtectedForm<JudgementForm>,
) -> Result<Response, PageError> {
    app.put_judgement_draft(visitor.caller(), id, &stage, &criterion, &form)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A criterion with all that is to be read about it.
struct View<'a> {
    desk: &'a Desk<'a>,
    material: &'a Material,
    known: &'a Criterion,
    /// Whether the core would open the finding again.
    may_reopen: bool,
}

impl View<'_> {
    fn page(&self, typed: Typed) -> ReviewCriterion {
        let (desk, material) = (self.desk, self.material);
        let sheet = desk.sheet;
        let id = &self.known.id;
        let criteria = desk.criteria();
        let at = criteria.iter().position(|it| it == id).unwrap_or_default();
        let name = |at: usize| criteria.get(at).map(|it| it.0.clone());
        let locked = sheet.cycle.carried_in(sheet.stage).contains(id);
        let open = desk.stage().status == StageStatus::Open;
        let settles = open && sheet.leads && sheet.cycle.disagreements_in(sheet.stage).contains(id);
        let status = desk.status(sheet.stage, id);
        let judges = sheet.refusal.is_none() && !locked;
        let component = desk.set.components().iter();
        let component = component.clone().find(|it| it.id == self.known.component);
        let result = sheet.results.criteria.iter();
        let result = result.clone().find(|it| it.criterion == *id);
        let before = material.before.as_ref();
        let (opinions, opinions_hidden) = self.opinions();
        ReviewCriterion {
            head: desk.head(),
            criterion: id.0.clone(),
            component: component.map_or_else(
                || lustrum_domain::Bilingual {
                    da: self.known.component.clone(),
                    en: self.known.component.clone(),
                },
                |it| it.title.clone(),
            ),
            level: self.known.level.to_string(),
            requirement: self.known.requirement.clone(),
            guidance: self.known.guidance.clone(),
            wanted: self.known.evidence.clone(),
            focus: None,
            returns: None,
            position: at + 1,
            total: criteria.len(),
            previous: at.checked_sub(1).and_then(name),
            next: name(at + 1),
            next_undecided: desk.after(id).map(|it| it.0),
            undecided: desk.undecided().len(),
            status,
            locked,
            answer: self.answer(),
            plan: material
                .document
                .plan
                .as_ref()
                .map(|plan| file_line(Some(plan), None, None, Change::Same)),
            evidence: self.evidence(),
            plots: data::plots(self.known, &material.document.data),
            data: data::blocks(
                desk.set,
                self.known,
                &material.document.data,
                before.map(|(_, document)| &document.data),
            ),
            check: desk.check(id),
            checks: result
                .into_iter()
                .flat_map(|result| &result.checks)
                .map(|check| CheckLine {
                    check: check.check.clone(),
                    outcome: check.outcome.to_string(),
                    findings: check
                        .findings
                        .iter()
                        .map(|found| CheckFinding {
                            message: found.message.clone(),
                        })
                        .collect(),
                })
                .collect(),
            check_note: result.and_then(|result| result.note.clone()),
            compared: before.map(|(submission, _)| Compared {
                number: submission.number,
                on: local_date(submission.at),
                changed: desk.changed(id),
            }),
            rounds: self.rounds(),
            current: self.current(status).or_else(|| self.own()),
            waits: desk.own(id).is_some(),
            elsewhere: self.elsewhere(),
            opinions,
            opinions_hidden,
            conditions: self.conditions(),
            reading: None,
            last_cycle: self.last_cycle(),
            form: (judges || settles).then(|| self.form(&typed)),
            settles,
            reopens: self.may_reopen && status != FindingStatus::Pending && !(open && locked),
            reopen: typed.reopen.clone(),
            refused: typed.refused,
        }
    }

    /// What was answered, beside what was answered before.
    fn answer(&self) -> Option<ReviewAnswer> {
        let id = &self.known.id;
        let before = self.material.before.as_ref();
        let before = before.map(|(_, document)| document.answers.get(id));
        let now = self.material.document.answers.get(id)?;
        let was = before.map(|it| it.map_or("", |it| it.text.as_str()));
        let explained = before.map(|it| {
            it.and_then(|it| it.explanation.as_deref())
                .unwrap_or_default()
        });
        let explanation = now.explanation.as_deref().unwrap_or_default();
        Some(ReviewAnswer {
            text: pieces(was, &now.text),
            explanation: pieces(explained, explanation),
            reply: now.reply.clone().filter(|reply| !reply.trim().is_empty()),
        })
    }

    fn evidence(&self) -> Vec<EvidenceLine> {
        let id = &self.known.id;
        let material = self.material;
        let files = |document: &lustrum_app::Document| -> BTreeMap<UploadId, FileRef> {
            let mut files: BTreeMap<_, _> = document
                .evidence
                .iter()
                .map(|file| (file.upload, file.clone()))
                .collect();
            files.extend(document.plan.iter().map(|plan| (plan.upload, plan.clone())));
            files
        };
        let now = material.document.answers.get(id);
        let now: &[Evidence] = now.map_or(&[], |it| &it.evidence);
        let before = material.before.as_ref();
        let was: Option<&[Evidence]> = before.map(|(_, document)| {
            let answer = document.answers.get(id);
            answer.map_or(&[] as &[Evidence], |it| &it.evidence)
        });
        let known = files(&material.document);
        let mut lines: Vec<EvidenceLine> = now
            .iter()
            .map(|it| {
                let new = was.is_some_and(|was| !was.contains(it));
                let change = if new { Change::Added } else { Change::Same };
                let file = known.get(&it.upload);
                file_line(file, it.page, it.passage.clone(), change)
            })
            .collect();
        if let (Some(was), Some((_, document))) = (was, before) {
            let known = files(document);
            lines.extend(was.iter().filter(|it| !now.contains(it)).map(|it| {
                let file = known.get(&it.upload);
                file_line(file, it.page, it.passage.clone(), Change::Removed)
            }));
        }
        lines
    }

    /// How this stage judged it before, oldest first.
    fn rounds(&self) -> Vec<FindingLine> {
        let round = self.desk.sheet.cycle.judged_round();
        self.lines(false, |row| {
            row.stage == self.desk.stage().key && row.round < round
        })
    }

    /// How it is judged in this round; in the round it was carried from, if locked.
    fn current(&self, status: FindingStatus) -> Option<FindingLine> {
        let round = self.desk.sheet.cycle.judged_round();
        let mut lines = self.lines(false, |row| {
            row.stage == self.desk.stage().key && row.round == round
        });
        lines.pop().filter(|_| status != FindingStatus::Pending)
    }

    /// How the reader judged it in this round, as long as it is not judged by that.
    fn own(&self) -> Option<FindingLine> {
        let status = self.desk.own(&self.known.id)?;
        let me = self.desk.visitor.caller().actor.person()?.id;
        let row = self.row()?;
        let mut opinions = row.opinions.iter();
        let own = opinions.rfind(|it| it.by == Some(me) && it.counts)?;
        Some(FindingLine {
            organisation: None,
            round: row.round,
            status,
            reason: own.reason,
            remark: own
                .remark
                .and_then(|id| self.material.texts.get(&id).cloned()),
            by: None,
            on: local_date(own.at),
        })
    }

    /// What is stored of it in this round.
    fn row(&self) -> Option<&lustrum_app::FindingRow> {
        let round = self.desk.sheet.cycle.judged_round();
        let key = &self.desk.stage().key;
        let mut rows = self.desk.sheet.findings.iter();
        rows.find(|row| row.stage == *key && row.criterion == self.known.id && row.round == round)
    }

    /// How other stages judged it, each at last.
    fn elsewhere(&self) -> Vec<FindingLine> {
        let sheet = self.desk.sheet;
        sheet
            .cycle
            .stages
            .iter()
            .filter(|stage| stage.key != self.desk.stage().key)
            .filter_map(|stage| self.lines(true, |row| row.stage == stage.key).pop())
            .collect()
    }

    fn lines(
        &self,
        stage: bool,
        wanted: impl Fn(&lustrum_app::FindingRow) -> bool,
    ) -> Vec<FindingLine> {
        let Material { texts, people, .. } = self.material;
        let rows = self.desk.sheet.findings.iter();
        rows.filter(|row| row.criterion == self.known.id)
            .filter(|row| row.status != FindingStatus::Pending)
            .filter(|row| wanted(row))
            .map(|row| self.desk.finding(row, texts, people, stage))
            .collect()
    }

    /// What other reviewers of the stage say, once the reader has judged too:
    /// two judge independently. Whoever only looks on sees it at once.
    fn opinions(&self) -> (Vec<Opinion>, bool) {
        let stage = self.desk.stage();
        let me = self.desk.visitor.caller().actor.person();
        let me = me.map(|person| person.id);
        let Some(finding) = stage.findings.get(&self.known.id) else {
            return (Vec::new(), false);
        };
        let own = finding.opinions.iter().any(|(judge, _)| Some(*judge) == me);
        let others = finding
            .opinions
            .iter()
            .filter(|(judge, _)| Some(*judge) != me);
        if stage.reviewers < 2 {
            return (Vec::new(), false);
        }
        let judging = self.desk.sheet.refusal.is_none() && !self.desk.sheet.leads;
        if judging && !own {
            return (Vec::new(), others.count() > 0);
        }
        let row = self.row();
        let said = |judge: &PersonId| {
            let opinions = row.map(|row| &row.opinions)?;
            let opinion = opinions
                .iter()
                .rfind(|it| it.by == Some(*judge) && it.counts)?;
            self.material.texts.get(&opinion.remark?).cloned()
        };
        let opinions = others.map(|(judge, status)| Opinion {
            name: self.material.people.get(judge).cloned(),
            status: *status,
            remark: said(judge),
        });
        (opinions.collect(), false)
    }

    fn conditions(&self) -> Vec<ConditionLine> {
        let conditions = self.desk.sheet.cycle.conditions.iter();
        conditions
            .filter(|it| it.criterion == self.known.id && it.status != ConditionStatus::Dropped)
            .map(|it| ConditionLine {
                organisation: self.desk.of_stage(&it.stage),
                text: self.material.texts.get(&it.text.id).cloned(),
                due: it.due,
                status: it.status,
            })
            .collect()
    }

    fn last_cycle(&self) -> Option<LastCycleView> {
        let last = self.material.last_cycle.as_ref()?;
        let Material { texts, people, .. } = self.material;
        let mut at_last: BTreeMap<&str, FindingLine> = BTreeMap::new();
        for row in &last.findings {
            if row.criterion == self.known.id && row.status != FindingStatus::Pending {
                let line = self.desk.finding(row, texts, people, true);
                at_last.insert(&row.stage, line);
            }
        }
        let answer = last.document.answers.get(&self.known.id);
        Some(LastCycleView {
            edition: last.edition,
            criteria: Some(last.document.criteria.to_string()),
            answer: answer.map(|answer| answer.text.clone()),
            findings: at_last.into_values().collect(),
        })
    }

    /// The form: what was typed just now, or else the draft, or else what was
    /// judged already.
    fn form(&self, typed: &Typed) -> JudgementView {
        let sheet = self.desk.sheet;
        let draft = sheet.drafts.get(&self.known.id);
        let form = typed.form.clone();
        let form = form.or_else(|| draft.map(|(form, _)| form.clone()));
        let form = form.unwrap_or_else(|| self.judged());
        JudgementView {
            verdict: form.verdict,
            reason: form.reason,
            text: form.text,
            due: form.due,
            reasons: ReturnReason::ALL.to_vec(),
            draft_on: draft.map(|(_, at)| local_date(*at)),
            faults: typed.faults.clone(),
        }
    }

    /// What the stage has judged in this round, to be changed.
    fn judged(&self) -> JudgementForm {
        let desk = self.desk;
        let status = desk.status(desk.sheet.stage, &self.known.id);
        let Some(current) = self.current(status).or_else(|| self.own()) else {
            return JudgementForm::default();
        };
        let key = &desk.stage().key;
        let condition = desk.sheet.cycle.conditions.iter().rfind(|it| {
            it.criterion == self.known.id && it.stage == *key && it.status == ConditionStatus::Open
        });
        let due = condition.filter(|_| status == FindingStatus::ApprovedWithCondition);
        JudgementForm {
            verdict: current.status.as_str().to_owned(),
            reason: current
                .reason
                .map(|reason| reason.as_str().to_owned())
                .unwrap_or_default(),
            text: current.remark.unwrap_or_default(),
            due: due.map(|it| it.due.to_string()).unwrap_or_default(),
        }
    }
}

fn file_line(
    file: Option<&FileRef>,
    page: Option<u32>,
    passage: Option<String>,
    change: Change,
) -> EvidenceLine {
    let name = file.map(|file| file.name.clone()).unwrap_or_default();
    let href = file.map(|file| match page {
        Some(page) if file.media_type == "application/pdf" => routes::file_page(file.upload, page),
        _ => routes::file(file.upload),
    });
    EvidenceLine {
        href,
        name,
        page,
        passage,
        change,
    }
}
