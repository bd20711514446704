//! What reviewers work with: the queue, the sheet of a stage with all that is to
//! be read about a criterion, and private drafts of judgements.

use std::collections::BTreeMap;

use lustrum_criteria::CheckResults;
use lustrum_domain::{
    Command, CriterionId, Cycle, CycleId, Facts, FindingStatus, LONGEST_TEXT, OrganisationId,
    PersonId, RefusalCode, ReturnReason, Scope, StageStatus, Standing, Submission, SubmissionKind,
    Task, TextId, Timestamp, Verdict, Words, canonical_json, decide, leads, may_draft_judgement,
    may_give, may_see_review, time::local_date,
};
use lustrum_store::{
    CaseFilter, CaseSort, FindingRow, FrozenSubmission, JudgementDraft, JudgementDraftWrite,
    StoredCycle, WriteSet,
};
use lustrum_text::read_day;
use serde::{Deserialize, Serialize};

use crate::{App, AppError, Caller, Candidate, Document, FieldError, Previous};

/// How many cases a page of a lead's queue looks into.
pub const PER_QUEUE: u64 = 30;

/// A case with what waits in it for a reviewer or a lead.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// The case.
    pub cycle: Cycle,
    /// What waits, in no particular order.
    pub tasks: Vec<Task>,
}

/// What waits for a reviewer or a lead.
#[derive(Debug, Clone)]
pub struct Queue {
    /// Cases in which something waits: all that the reader is asked to judge or
    /// judges, and a page of those that wait for the reader as a lead.
    pub cases: Vec<Waiting>,
    /// In how many cases something waits for the reader as a lead.
    pub led: u64,
}

/// A stage as those who judge it see it.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The case.
    pub cycle: Cycle,
    /// The stage's position on the case's route.
    pub stage: usize,
    /// The header of what is judged: the latest submission that stands.
    pub submission: Submission,
    /// What it froze.
    pub frozen: FrozenSubmission,
    /// The check results that were stored with it.
    pub results: CheckResults,
    /// Findings of all stages and rounds.
    pub findings: Vec<FindingRow>,
    /// What the reader wrote before judging, by criterion, with the time.
    pub drafts: BTreeMap<CriterionId, (JudgementForm, Timestamp)>,
    /// Why the reader may not judge here; none for those who may.
    pub refusal: Option<RefusalCode>,
    /// Whether the reader may hand over an assignment now.
    pub may_reassign: bool,
    /// Whether the reader leads the stage, or records on its behalf.
    pub leads: bool,
    /// On whose behalf the reader would judge.
    pub on_behalf_of: Option<OrganisationId>,
}

impl Sheet {
    /// What was handed in.
    ///
    /// # Errors
    /// When what is stored cannot be read.
    pub fn document(&self) -> Result<Document, AppError> {
        document(&self.frozen)
    }

    /// The submission that a criterion is compared with: the latest before this
    /// one that the stage judged it on, or else simply the one before.
    pub fn compared_with(&self, criterion: &CriterionId) -> Option<&Submission> {
        let key = &self.cycle.stages.get(self.stage)?.key;
        let earlier = || {
            self.cycle.submissions.iter().filter(|it| {
                it.kind == SubmissionKind::Plan
                    && it.standing == Standing::HandedIn
                    && it.number < self.submission.number
            })
        };
        let judged = self
            .findings
            .iter()
            .filter(|row| {
                row.stage == *key
                    && row.criterion == *criterion
                    && row.status != FindingStatus::Pending
            })
            .map(|row| row.round)
            .filter(|round| *round < self.submission.round)
            .max();
        judged
            .and_then(|round| earlier().rfind(|it| it.round == round))
            .or_else(|| earlier().next_back())
    }
}

/// What is to be read about one criterion beside the sheet.
#[derive(Debug, Clone)]
pub struct Material {
    /// What was handed in.
    pub document: Document,
    /// What it is compared with.
    pub before: Option<(Submission, Document)>,
    /// The municipality's last certified case.
    pub last_cycle: Option<Previous>,
    /// The remarks behind findings and conditions of the criterion.
    pub texts: BTreeMap<TextId, String>,
    /// The names of those who judged.
    pub people: BTreeMap<PersonId, String>,
}

/// A judgement as a form brings it: what was typed, usable or not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgementForm {
    /// The chosen status, as [`FindingStatus`] spells it.
    #[serde(default)]
    pub verdict: String,
    /// The kind of fault, as [`ReturnReason`] spells it.
    #[serde(default)]
    pub reason: String,
    /// The remark, or the text of the condition.
    #[serde(default)]
    pub text: String,
    /// The last day of a condition.
    #[serde(default)]
    pub due: String,
}

impl JudgementForm {
    /// Whether nothing was chosen or typed.
    pub fn is_empty(&self) -> bool {
        [&self.verdict, &self.reason, &self.text, &self.due]
            .iter()
            .all(|field| field.trim().is_empty())
    }

    /// The judgement, if it is complete.
    ///
    /// # Errors
    /// Every field that is missing or cannot be used.
    pub fn verdict(&self) -> Result<Verdict, Vec<FieldError>> {
        let fault = |field: &str, found: &str, key: &str| {
            FieldError::new(&format!("/{field}"), crate::json::short(found), key)
        };
        let text = self.text.trim();
        let words = |faults: &mut Vec<FieldError>| {
            if text.is_empty() {
                faults.push(fault("text", "–", "judgement-fault-text"));
            } else if text.chars().count() > LONGEST_TEXT || text.contains('\0') {
                faults.push(fault("text", text, "judgement-fault-text-long"));
            }
            Words(text.to_owned())
        };
        let mut faults = Vec::new();
        let verdict = match self.verdict.parse() {
            Ok(FindingStatus::Approved) => Some(Verdict::Approved),
            Ok(FindingStatus::ApprovedWithCondition) => {
                let text = words(&mut faults);
                let due = read_day(&self.due);
                if due.is_none() {
                    let found = if self.due.trim().is_empty() {
                        "–"
                    } else {
                        &self.due
                    };
                    faults.push(fault("due", found, "judgement-fault-due"));
                }
                due.map(|due| Verdict::ApprovedWithCondition { text, due })
            }
            Ok(FindingStatus::Returned) => {
                let remark = words(&mut faults);
                let reason = self.reason.parse::<ReturnReason>().ok();
                if reason.is_none() {
                    faults.push(fault("reason", "–", "judgement-fault-reason"));
                }
                reason.map(|reason| Verdict::Returned { reason, remark })
            }
            Ok(FindingStatus::NotApplicable) => {
                let remark = words(&mut faults);
                Some(Verdict::NotApplicable { remark })
            }
            Ok(FindingStatus::Pending) | Err(_) => {
                faults.push(fault("verdict", "–", "judgement-fault-verdict"));
                None
            }
        };
        match verdict {
            Some(verdict) if faults.is_empty() => Ok(verdict),
            _ => Err(faults),
        }
    }
}

impl App {
    /// What waits for the caller as a reviewer or a lead, in a fixed number of
    /// queries however much it is. What waits for a lead comes in pages of
    /// [`PER_QUEUE`] cases, those due first; the page begins at case `from`.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] where nobody is signed in.
    pub async fn review_queue(&self, caller: &Caller, from: u64) -> Result<Queue, AppError> {
        let person = caller.person()?;
        let today = local_date(self.clock.now());
        let mut ids: Vec<CycleId> = self
            .store
            .assignments_of(person.id)
            .await?
            .into_iter()
            .filter(|assignment| assignment.status.is_live())
            .map(|assignment| assignment.cycle)
            .collect();
        let mut waiting = 0;
        let scope = as_judge(caller.scope());
        if scope != Scope::default() {
            let limited = scope.limited.values().flat_map(|it| &it.led);
            let filter = CaseFilter {
                awaits: Some(scope.led.iter().chain(limited).copied().collect()),
                sort: CaseSort::Deadline,
                limit: Some(PER_QUEUE),
                offset: from,
                ..CaseFilter::default()
            };
            let found = self.store.cases(&scope, &filter).await?;
            waiting = found.total;
            ids.extend(found.rows.into_iter().map(|row| row.cycle));
        }
        ids.sort_unstable();
        ids.dedup();
        let cases = self.store.cycles(&ids).await?;
        let cases = cases
            .into_iter()
            .map(|stored| Waiting {
                tasks: stored.cycle.tasks_of(person, today),
                cycle: stored.cycle,
            })
            .filter(|waiting| !waiting.tasks.is_empty())
            .collect();
        Ok(Queue {
            cases,
            led: waiting,
        })
    }

    /// A stage as those who judge it see it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for everybody else, and as long as nothing was
    /// handed in.
    pub async fn review_sheet(
        &self,
        caller: &Caller,
        id: CycleId,
        stage: &str,
    ) -> Result<Sheet, AppError> {
        let (stored, index) = self.reviewed(caller, id, stage).await?;
        let cycle = stored.cycle;
        let submission = cycle.submission().cloned().ok_or(AppError::NotFound)?;
        let frozen = self.store.submission(submission.id).await?;
        let frozen = frozen.ok_or_else(|| AppError::internal("a submission without its row"))?;
        let results = serde_json::from_str(&frozen.results).map_err(AppError::internal)?;
        let findings = self.findings_in(caller, &cycle).await?;
        let facts = Facts::default();
        let ctx = self.ctx(caller, &cycle, &facts)?;
        let command = Command::DecideCriterion {
            stage: stage.to_owned(),
            criterion: CriterionId(String::new()),
            verdict: Verdict::Approved,
        };
        let is_open = cycle.stages[index].status == StageStatus::Open;
        let refusal = may_give(&cycle, &command, &ctx)
            .err()
            .map(|it| it.code)
            .or_else(|| (!is_open).then_some(RefusalCode::StageNotOpen));
        let may_reassign = cycle.stages[index].live().next().is_some_and(|it| {
            let command = Command::Reassign {
                assignment: it.id,
                reviewer: it.reviewer,
                reason: Words(String::new()),
            };
            may_give(&cycle, &command, &ctx).is_ok()
        });
        let mut drafts = BTreeMap::new();
        if let (Some(person), Ok(())) = (
            caller.actor.person(),
            may_draft_judgement(&cycle, stage, &ctx),
        ) {
            let kept = self
                .store
                .judgement_drafts(id, stage, person.id, cycle.judged_round())
                .await?;
            for draft in kept {
                // What was judged after it was written is no draft any more.
                let judged = findings.iter().any(|row| {
                    row.stage == stage
                        && row.criterion == draft.criterion
                        && row.round == draft.round
                        && row.by == Some(person.id)
                        && row.at >= draft.at
                });
                if !judged {
                    let form = serde_json::from_str(&draft.body).map_err(AppError::internal)?;
                    drafts.insert(draft.criterion, (form, draft.at));
                }
            }
        }
        let capacity = caller
            .actor
            .person()
            .and_then(|person| leads(&cycle, person, &cycle.stages[index]));
        Ok(Sheet {
            stage: index,
            submission,
            frozen,
            results,
            findings,
            drafts,
            refusal,
            may_reassign,
            leads: capacity.is_some(),
            on_behalf_of: capacity.and_then(|it| it.on_behalf_of),
            cycle,
        })
    }

    /// What is to be read about one criterion of a sheet, in a fixed number of
    /// queries.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the stage does not judge the criterion.
    pub async fn review_material(
        &self,
        caller: &Caller,
        sheet: &Sheet,
        criterion: &CriterionId,
    ) -> Result<Material, AppError> {
        let cycle = &sheet.cycle;
        if !cycle.criteria_of(sheet.stage).any(|id| id == criterion) {
            return Err(AppError::NotFound);
        }
        let document = sheet.document()?;
        let before = match sheet.compared_with(criterion) {
            None => None,
            Some(submission) => {
                let frozen = self.store.submission(submission.id).await?;
                let frozen =
                    frozen.ok_or_else(|| AppError::internal("a submission without its row"))?;
                Some((submission.clone(), self::document(&frozen)?))
            }
        };
        let last_cycle = self.previous(caller, cycle).await?;
        let rows = sheet
            .findings
            .iter()
            .chain(last_cycle.iter().flat_map(|last| &last.findings))
            .filter(|row| row.criterion == *criterion);
        let mut texts: Vec<TextId> = rows.clone().filter_map(|row| row.remark).collect();
        let opinions = rows.clone().flat_map(|row| &row.opinions);
        texts.extend(opinions.filter_map(|opinion| opinion.remark));
        texts.extend(
            cycle
                .conditions
                .iter()
                .filter(|it| it.criterion == *criterion)
                .map(|it| it.text.id),
        );
        let mut people: Vec<PersonId> = rows.filter_map(|row| row.by).collect();
        people.extend(
            cycle
                .stages
                .iter()
                .filter_map(|stage| stage.findings.get(criterion))
                .flat_map(|finding| finding.opinions.iter().map(|(person, _)| *person)),
        );
        Ok(Material {
            texts: self.store.texts(&texts).await?,
            people: self.store.names(&people).await?,
            document,
            before,
            last_cycle,
        })
    }

    /// Whether the caller may open the finding of a criterion again now, with a
    /// reason.
    ///
    /// # Errors
    /// A programme that is not shipped.
    pub fn may_reopen(
        &self,
        caller: &Caller,
        sheet: &Sheet,
        criterion: &CriterionId,
    ) -> Result<bool, AppError> {
        let facts = Facts::default();
        let ctx = self.ctx(caller, &sheet.cycle, &facts)?;
        let command = Command::ReopenFinding {
            stage: sheet.cycle.stages[sheet.stage].key.clone(),
            criterion: criterion.clone(),
            reason: Words("–".to_owned()),
        };
        Ok(decide(&sheet.cycle, &command, &ctx).is_ok())
    }

    /// The remarks behind all findings of a sheet's latest state, and the names
    /// of those who judged.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn review_remarks(
        &self,
        sheet: &Sheet,
    ) -> Result<(BTreeMap<TextId, String>, BTreeMap<PersonId, String>), AppError> {
        let mut texts: Vec<TextId> = sheet.findings.iter().filter_map(|row| row.remark).collect();
        texts.extend(sheet.cycle.conditions.iter().map(|it| it.text.id));
        let mut people: Vec<PersonId> = sheet.findings.iter().filter_map(|row| row.by).collect();
        let assigned = sheet.cycle.assignments();
        people.extend(assigned.map(|it| it.reviewer));
        Ok((
            self.store.texts(&texts).await?,
            self.store.names(&people).await?,
        ))
    }

    /// Who could be asked to judge the stage of a sheet: impartial, and not
    /// asked already, the least laden first.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn review_candidates(&self, sheet: &Sheet) -> Result<Vec<Candidate>, AppError> {
        let Some(stage) = sheet.cycle.stages.get(sheet.stage) else {
            return Ok(Vec::new());
        };
        let mut candidates = self.candidates(&sheet.cycle, &stage.key).await?;
        candidates.retain(|candidate| candidate.obstacle.is_none());
        Ok(candidates)
    }

    /// Keeps what the caller wrote of a criterion before judging it, for nobody
    /// else; an empty form forgets it.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for those who may not judge it, and what the
    /// text may not be.
    pub async fn put_judgement_draft(
        &self,
        caller: &Caller,
        id: CycleId,
        stage: &str,
        criterion: &CriterionId,
        form: &JudgementForm,
    ) -> Result<(), AppError> {
        let (stored, index) = self.reviewed(caller, id, stage).await?;
        let cycle = &stored.cycle;
        let facts = Facts::default();
        let ctx = self.ctx(caller, cycle, &facts)?;
        may_draft_judgement(cycle, stage, &ctx).map_err(AppError::Forbidden)?;
        if !cycle.criteria_of(index).any(|it| it == criterion) {
            return Err(AppError::NotFound);
        }
        if cycle.carried_in(index).contains(criterion) {
            return Err(AppError::Forbidden(RefusalCode::CriterionCarried));
        }
        let typed = [&form.verdict, &form.reason, &form.due];
        let unusable = form.text.chars().count() > LONGEST_TEXT
            || form.text.contains('\0')
            || typed.iter().any(|it| it.len() > 100 || it.contains('\0'));
        if unusable {
            let found = crate::json::short(&form.text);
            return Err(AppError::field("/text", found, "judgement-fault-text-long"));
        }
        let person = caller.person()?.id;
        let write = if form.is_empty() {
            JudgementDraftWrite::Forget {
                cycle: id,
                stage: stage.to_owned(),
                person,
                criteria: vec![criterion.clone()],
            }
        } else {
            JudgementDraftWrite::Keep(JudgementDraft {
                cycle: id,
                stage: stage.to_owned(),
                criterion: criterion.clone(),
                round: cycle.judged_round(),
                person,
                body: canonical_json(form),
                at: self.clock.now(),
            })
        };
        let writes = WriteSet {
            judgement_drafts: vec![write],
            ..caller.writes()
        };
        self.commit(writes, caller, &()).await
    }

    /// The case and the position of one of its stages, for those who may look
    /// on while it is judged.
    pub(crate) async fn reviewed(
        &self,
        caller: &Caller,
        id: CycleId,
        stage: &str,
    ) -> Result<(StoredCycle, usize), AppError> {
        let stored = self.seen(caller, id).await?;
        let today = local_date(self.clock.now());
        if !may_see_review(&stored.cycle, &caller.actor, today) {
            return Err(AppError::NotFound);
        }
        let index = stored.cycle.stage_index(stage).ok_or(AppError::NotFound)?;
        Ok((stored, index))
    }
}

/// What of a scope comes from leading: those who judge see what waits for them as
/// judges, not all that they see as something else.
fn as_judge(scope: Scope) -> Scope {
    Scope {
        led: scope.led,
        limited: scope
            .limited
            .into_iter()
            .map(|(programme, limited)| (programme, as_judge(limited)))
            .filter(|(_, limited)| *limited != Scope::default())
            .collect(),
        ..Scope::default()
    }
}

fn document(frozen: &FrozenSubmission) -> Result<Document, AppError> {
    serde_json::from_str(&frozen.document).map_err(AppError::internal)
}

#[cfg(test)]
mod tests;
