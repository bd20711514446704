//! Freezing a draft into a submission: one canonical document under one hash.

use std::collections::{BTreeMap, BTreeSet};

use lustrum_criteria::{Certification, CheckResults, CriteriaSet, EvalCtx, Outcome};
use lustrum_domain::{
    CriterionId, Cycle, Digest, Frozen, Open, SetPin, SubmissionId, SubmissionKind, UploadId,
    canonical_json, time::local_date,
};
use lustrum_store::{FrozenSubmission, Part, Upload};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    App, AppError,
    draft::{Answer, PLAN_PART, PlanPart},
    programme::criteria_set,
};

/// What a submission freezes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What was handed in.
    pub kind: SubmissionKind,
    /// The criteria it is judged by.
    pub criteria: SetPin,
    /// The programme version it is timed by.
    pub programme: Digest,
    /// The plan document (PDF).
    pub plan: Option<FileRef>,
    /// The answer per criterion.
    pub answers: BTreeMap<CriterionId, Answer>,
    /// The structured plan data.
    pub data: Value,
    /// Every file that an answer points at.
    pub evidence: Vec<FileRef>,
    /// The hash of the check results that were stored with it.
    pub results: Digest,
}

/// A file, known by the hash of its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileRef {
    /// Where its bytes are kept.
    pub upload: UploadId,
    /// The name it came with.
    pub name: String,
    /// The sniffed media type.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the bytes.
    pub digest: Digest,
}

impl From<&Upload> for FileRef {
    fn from(upload: &Upload) -> Self {
        Self {
            upload: upload.id,
            name: upload.name.clone(),
            media_type: upload.media_type.clone(),
            size: upload.size,
            digest: upload.digest,
        }
    }
}

/// A draft, assembled from its parts.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) answers: BTreeMap<CriterionId, Answer>,
    pub(crate) data: Value,
    pub(crate) plan: Option<FileRef>,
    pub(crate) uploads: BTreeMap<UploadId, FileRef>,
}

impl Draft {
    /// Assembles a draft from its parts.
    pub(crate) fn assemble(parts: &[Part], uploads: &[Upload]) -> Result<Self, AppError> {
        let uploads: BTreeMap<UploadId, FileRef> = uploads
            .iter()
            .map(|upload| (upload.id, upload.into()))
            .collect();
        let mut draft = Self {
            answers: BTreeMap::new(),
            data: Value::Null,
            plan: None,
            uploads,
        };
        let mut data = Map::new();
        data.insert("schema".to_owned(), Value::from("plan-data/1"));
        for part in parts {
            let body = || serde_json::from_str::<Value>(&part.body).map_err(AppError::internal);
            match part.key.split_once('/') {
                Some(("answer", criterion)) => {
                    let answer = serde_json::from_value(body()?).map_err(AppError::internal)?;
                    draft
                        .answers
                        .insert(CriterionId(criterion.to_owned()), answer);
                }
                // One that was emptied keeps its version, and is as if never begun.
                Some(("data", section)) => {
                    let value = body()?;
                    if !value.is_null() {
                        data.insert(section.to_owned(), value);
                    }
                }
                None if part.key == PLAN_PART => {
                    let plan: PlanPart =
                        serde_json::from_value(body()?).map_err(AppError::internal)?;
                    draft.plan = draft.uploads.get(&plan.upload).cloned();
                }
                _ => return Err(AppError::internal(format!("unknown part {}", part.key))),
            }
        }
        draft.data = Value::Object(data);
        Ok(draft)
    }

    /// The hash of a criterion's content: its answer, the data it looks at, and
    /// the files it points at. Equal hashes mean that an approval carries over.
    fn content(&self, criterion: &CriterionId, sections: &[String]) -> Digest {
        let answer = self.answers.get(criterion);
        let files: BTreeSet<Digest> = answer
            .into_iter()
            .flat_map(|answer| &answer.evidence)
            .filter_map(|evidence| self.uploads.get(&evidence.upload))
            .map(|file| file.digest)
            .collect();
        let data: BTreeMap<&String, Option<&Value>> = sections
            .iter()
            .map(|section| (section, self.data.get(section)))
            .collect();
        Digest::of(canonical_json(&(answer, data, files)))
    }

    fn evidence(&self) -> Vec<FileRef> {
        let named: BTreeSet<UploadId> = self
            .answers
            .values()
            .flat_map(|answer| &answer.evidence)
            .map(|evidence| evidence.upload)
            .collect();
        named
            .iter()
            .filter_map(|upload| self.uploads.get(upload))
            .cloned()
            .collect()
    }
}

/// What is still to be done before a draft can be handed in, as far as its
/// answers go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Criteria without an answer.
    pub unanswered: Vec<CriterionId>,
    /// Criteria open for work with a check that is not met and no explanation.
    pub unexplained: Vec<CriterionId>,
}

impl Gaps {
    /// The gaps of a draft whose checks say `results`.
    pub(crate) fn of(cycle: &Cycle, draft: &Draft, results: &CheckResults) -> Self {
        let open = cycle.open_criteria().unwrap_or(Open::All);
        let unanswered = cycle
            .criteria
            .iter()
            .filter(|criterion| {
                let answer = draft.answers.get(&criterion.id);
                !answer.is_some_and(Answer::is_given)
            })
            .map(|criterion| criterion.id.clone())
            .collect();
        let unexplained = results
            .criteria
            .iter()
            .filter(|result| result.outcome == Outcome::NotMet && open.contains(&result.criterion))
            .filter(|result| {
                let answer = draft.answers.get(&result.criterion);
                !answer.is_some_and(Answer::explains)
            })
            .map(|result| result.criterion.clone())
            .collect();
        Self {
            unanswered,
            unexplained,
        }
    }
}

impl App {
    /// Freezes the draft of `cycle`: what the core needs to decide, and the row
    /// that a submission would write (without its id, which the core mints).
    pub(crate) async fn freeze(
        &self,
        cycle: &Cycle,
        kind: SubmissionKind,
    ) -> Result<(Frozen, FrozenSubmission), AppError> {
        let pins = cycle.pins.as_ref();
        let pins = pins.ok_or_else(|| AppError::internal("a case without pins has no draft"))?;
        let parts = self.store.parts(cycle.id).await?;
        let uploads = self.store.uploads(cycle.id).await?;
        let draft = Draft::assemble(&parts, &uploads)?;
        let results = self.evaluate(cycle, &draft.data).await?;
        let set = criteria_set(&pins.criteria)?;
        let valid = set.validate(&draft.data).is_empty();

        let gaps = Gaps::of(cycle, &draft, &results);
        let contents = cycle
            .criteria
            .iter()
            .map(|it| (it.id.clone(), draft.content(&it.id, &it.sections)))
            .collect();

        let results = canonical_json(&results);
        let document = Document {
            results: Digest::of(&results),
            kind,
            criteria: pins.criteria.clone(),
            programme: pins.programme,
            plan: draft.plan.clone(),
            evidence: draft.evidence(),
            answers: draft.answers,
            data: draft.data,
        };
        let document = canonical_json(&document);
        let digest = Digest::of(&document);
        let frozen = Frozen {
            digest,
            plan: draft.plan.map(|plan| plan.digest),
            contents,
            unanswered: gaps.unanswered,
            unexplained: gaps.unexplained,
            valid,
        };
        let row = FrozenSubmission {
            id: SubmissionId(uuid::Uuid::nil()),
            cycle: cycle.id,
            document,
            digest,
            results,
            at: self.clock.now(),
        };
        Ok((frozen, row))
    }

    /// Judges plan data as the pinned set does, on a thread of its own: it is
    /// all arithmetic and would hold up the others.
    pub(crate) async fn evaluate(
        &self,
        cycle: &Cycle,
        data: &Value,
    ) -> Result<CheckResults, AppError> {
        let last = self.last_case(cycle).await?;
        self.evaluate_against(cycle, data, last.map(|(_, document)| document.data))
            .await
    }

    /// The same for a caller that has read the last certified plan.
    pub(crate) async fn evaluate_against(
        &self,
        cycle: &Cycle,
        data: &Value,
        previous: Option<Value>,
    ) -> Result<CheckResults, AppError> {
        let pins = cycle.pins.as_ref();
        let pins = pins.ok_or_else(|| AppError::internal("a case without pins has no criteria"))?;
        let set: &'static CriteriaSet = criteria_set(&pins.criteria)?;
        // Ages count to the first submission, so that a long review does not
        // make an inventory too old.
        let as_of = cycle
            .submissions
            .iter()
            .find(|submission| submission.kind == SubmissionKind::Plan)
            .map_or_else(|| self.clock.now(), |submission| submission.at);
        let certification = certification(cycle);
        let data = data.clone();
        tokio::task::spawn_blocking(move || {
            let ctx = EvalCtx {
                as_of: local_date(as_of),
                certification,
                previous_plan: previous.as_ref(),
            };
            set.evaluate(&data, &ctx)
        })
        .await
        .map_err(AppError::internal)
    }
}

/// A case that renews something recertifies, also a plan approved before Lustrum;
/// any other one certifies for the first time.
pub(crate) fn certification(cycle: &Cycle) -> Certification {
    if cycle.renews.is_some() {
        Certification::Recertification
    } else {
        Certification::First
    }
}
