//! Drafts in parts: an answer, a table section, the plan document. Each part
//! has its own version, so that two people never overwrite each other.

use std::collections::BTreeMap;

use lustrum_criteria::{CheckResults, Problem};
use lustrum_domain::{
    CommentId, CriterionId, Ctx, Cycle, CycleId, Facts, RefusalCode, Timestamp, UploadId,
    canonical_json, may_comment, may_edit, may_edit_section, may_upload,
};
use lustrum_store::{Comment, Part, PartWrite, StoredCycle, Upload, WriteSet};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    App, AppError, Caller, FieldError,
    freeze::Draft,
    json::{self, short},
    programme::criteria_set,
};

/// The key of the part that names the plan document.
pub(crate) const PLAN_PART: &str = "plan";

/// The most that one part may hold, bytes.
pub(crate) const MAX_PART: usize = 1_000_000;

/// The most that an answer's text may hold, characters.
const MAX_ANSWER: usize = 20_000;

/// An answer to a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// How the plan meets the criterion.
    pub text: String,
    /// Where that is documented.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Why an automatic check that is not met does not stand in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// The answer to the remark of a return.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<String>,
}

impl Answer {
    /// Whether it says anything: blanks do not.
    pub fn is_given(&self) -> bool {
        !self.text.trim().is_empty()
    }

    /// Whether it explains anything.
    pub fn explains(&self) -> bool {
        let explanation = self.explanation.as_deref().unwrap_or_default();
        !explanation.trim().is_empty()
    }
}

/// A pointer to a place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The file.
    pub upload: UploadId,
    /// The page, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The passage, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passage: Option<String>,
}

/// The content of the part that names the plan document.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanPart {
    pub(crate) upload: UploadId,
}

/// What a write of a part led to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartOutcome {
    /// The part's version now.
    pub version: i64,
    /// What would be refused on submission. The draft is kept as it is.
    pub problems: Vec<Problem>,
}

/// A part as read: its key decides what it holds.
enum Key {
    Answer(CriterionId),
    Data(String),
    Plan,
}

impl Key {
    fn parse(key: &str) -> Result<Self, AppError> {
        match key.split_once('/') {
            Some(("answer", criterion)) if !criterion.is_empty() => {
                Ok(Self::Answer(CriterionId(criterion.to_owned())))
            }
            Some(("data", section)) if !section.is_empty() => Ok(Self::Data(section.to_owned())),
            None if key == PLAN_PART => Ok(Self::Plan),
            _ => Err(AppError::NotFound),
        }
    }
}

impl App {
    /// The parts of a draft. Only members of the municipality, its advisors,
    /// the secretariat and auditors see drafts; judges see submissions.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for everybody else.
    pub async fn parts(&self, caller: &Caller, cycle: CycleId) -> Result<Vec<Part>, AppError> {
        self.drafted(caller, cycle).await?;
        Ok(self.store.parts(cycle).await?)
    }

    /// One part of a draft.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when it does not exist or is hidden.
    pub async fn part(&self, caller: &Caller, cycle: CycleId, key: &str) -> Result<Part, AppError> {
        self.drafted(caller, cycle).await?;
        self.store.part(cycle, key).await?.ok_or(AppError::NotFound)
    }

    /// Writes a part. `expected` is the version that was read, none for a new
    /// part. What does not follow the schema is kept and told. A section of which
    /// `null` is written is taken out of the plan data.
    ///
    /// # Errors
    /// [`AppError::Stale`] when somebody wrote it meanwhile, [`AppError::Forbidden`]
    /// when it is not open for the caller, [`AppError::Invalid`] when it cannot be kept.
    pub async fn put_part(
        &self,
        caller: &Caller,
        cycle: CycleId,
        key: &str,
        body: &[u8],
        expected: Option<i64>,
    ) -> Result<PartOutcome, AppError> {
        self.answered_before(caller).await?;
        let stored = self.drafted(caller, cycle).await?;
        let key_of = Key::parse(key)?;
        let facts = Facts::default();
        let ctx = self.ctx(caller, &stored.cycle, &facts)?;
        let allowed = match &key_of {
            Key::Answer(criterion) => may_edit(&stored.cycle, criterion, &ctx),
            Key::Data(section) => may_edit_section(&stored.cycle, section, &ctx),
            Key::Plan => may_upload(&stored.cycle, &ctx),
        };
        allowed.map_err(AppError::Forbidden)?;
        let value = lustrum_criteria::parse_plan(body, MAX_PART)
            .map_err(|problem| AppError::Invalid(vec![(*problem).into()]))?;
        let problems = match &key_of {
            Key::Answer(_) => {
                self.check_answer(&stored.cycle, &value).await?;
                Vec::new()
            }
            Key::Data(section) => problems(&stored.cycle, section, &value)?,
            Key::Plan => {
                self.check_plan(&stored.cycle, &value).await?;
                Vec::new()
            }
        };
        let at = self.clock.now();
        let write = part_write(&stored, key, &value, expected, caller, at)?;
        let outcome = PartOutcome {
            version: expected.unwrap_or_default() + 1,
            problems,
        };
        let writes = WriteSet {
            guards: caller.guard().into_iter().collect(),
            parts: vec![write],
            ..WriteSet::default()
        };
        self.commit(writes, caller, &outcome).await?;
        Ok(outcome)
    }

    /// Writes whole plan data into the draft, one part per section, over
    /// whatever version stands there: an import is one deliberate act.
    ///
    /// # Errors
    /// As [`App::put_part`]; unknown sections are refused with their place.
    pub async fn import_data(
        &self,
        caller: &Caller,
        cycle: CycleId,
        data: &Value,
    ) -> Result<Vec<Problem>, AppError> {
        self.import_sections(caller, cycle, data, None).await
    }

    /// The same over the versions that were read, by section; 0 stands for one
    /// that was not begun.
    ///
    /// # Errors
    /// Also [`AppError::Stale`] when somebody wrote one of the sections meanwhile:
    /// then none is written.
    pub async fn import_data_over(
        &self,
        caller: &Caller,
        cycle: CycleId,
        data: &Value,
        read: &BTreeMap<String, i64>,
    ) -> Result<Vec<Problem>, AppError> {
        self.import_sections(caller, cycle, data, Some(read)).await
    }

    async fn import_sections(
        &self,
        caller: &Caller,
        cycle: CycleId,
        data: &Value,
        read: Option<&BTreeMap<String, i64>>,
    ) -> Result<Vec<Problem>, AppError> {
        self.answered_before(caller).await?;
        let stored = self.drafted(caller, cycle).await?;
        let facts = Facts::default();
        let ctx = self.ctx(caller, &stored.cycle, &facts)?;
        let sections = data
            .as_object()
            .ok_or_else(|| AppError::field("", canonical_json(data), "field-object-wanted"))?;
        let known = self.store.parts(cycle).await?;
        let at = self.clock.now();
        let mut found = Vec::new();
        let mut parts = Vec::new();
        for (section, value) in sections.iter().filter(|(section, _)| *section != "schema") {
            may_edit_section(&stored.cycle, section, &ctx).map_err(AppError::Forbidden)?;
            found.extend(problems(&stored.cycle, section, value)?);
            let key = format!("data/{section}");
            let expected = known
                .iter()
                .find(|part| part.key == key)
                .map(|part| part.version);
            let seen = read.map(|read| read.get(section).copied().unwrap_or_default());
            if seen.is_some_and(|seen| seen != expected.unwrap_or_default()) {
                return Err(AppError::Stale {
                    what: key,
                    current: None,
                });
            }
            parts.push(part_write(&stored, &key, value, expected, caller, at)?);
        }
        let writes = WriteSet {
            guards: caller.guard().into_iter().collect(),
            parts,
            ..WriteSet::default()
        };
        self.commit(writes, caller, &found).await?;
        Ok(found)
    }

    /// Writes several answers into the draft, over whatever version stands
    /// there: like [`App::import_data`] one deliberate act, in one commit.
    ///
    /// # Errors
    /// As [`App::put_part`]; the first answer that may not be written names why.
    pub async fn import_answers(
        &self,
        caller: &Caller,
        cycle: CycleId,
        answers: &BTreeMap<CriterionId, Answer>,
    ) -> Result<(), AppError> {
        self.answered_before(caller).await?;
        let stored = self.drafted(caller, cycle).await?;
        let facts = Facts::default();
        let ctx = self.ctx(caller, &stored.cycle, &facts)?;
        let uploads = self.store.uploads(cycle).await?;
        let known = self.store.parts(cycle).await?;
        let at = self.clock.now();
        let mut errors = Vec::new();
        let mut parts = Vec::new();
        for (criterion, answer) in answers {
            may_edit(&stored.cycle, criterion, &ctx).map_err(AppError::Forbidden)?;
            errors.extend(answer_errors(answer, &uploads, &format!("/{criterion}")));
            let key = format!("answer/{criterion}");
            let expected = known
                .iter()
                .find(|part| part.key == key)
                .map(|part| part.version);
            let value = serde_json::to_value(answer).map_err(AppError::internal)?;
            parts.push(part_write(&stored, &key, &value, expected, caller, at)?);
        }
        if !errors.is_empty() {
            return Err(AppError::Invalid(errors));
        }
        let writes = WriteSet {
            guards: caller.guard().into_iter().collect(),
            parts,
            ..WriteSet::default()
        };
        self.commit(writes, caller, &()).await
    }

    /// What the checks say of the draft as it stands.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for those who do not see the draft.
    pub async fn check_draft(
        &self,
        caller: &Caller,
        cycle: CycleId,
    ) -> Result<(Vec<Problem>, CheckResults), AppError> {
        let stored = self.drafted(caller, cycle).await?;
        let Some(pins) = &stored.cycle.pins else {
            return Err(AppError::Forbidden(RefusalCode::WrongState));
        };
        let parts = self.store.parts(cycle).await?;
        let draft = Draft::assemble(&parts, &[])?;
        let problems = criteria_set(&pins.criteria)?.validate(&draft.data);
        let results = self.evaluate(&stored.cycle, &draft.data).await?;
        Ok((problems, results))
    }

    /// Writes a comment on a part of the draft.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for those who may only read.
    pub async fn comment(
        &self,
        caller: &Caller,
        cycle: CycleId,
        part: &str,
        body: &str,
    ) -> Result<CommentId, AppError> {
        self.answered_before(caller).await?;
        let stored = self.drafted(caller, cycle).await?;
        may_comment(&stored.cycle, &caller.actor).map_err(AppError::Forbidden)?;
        Key::parse(part)?;
        let body = body.trim();
        if body.is_empty() || body.chars().count() > MAX_ANSWER || body.contains('\0') {
            return Err(AppError::field(
                "/body",
                short(body),
                "field-comment-wanted",
            ));
        }
        let at = self.clock.now();
        let id = self.random.id(at);
        let comment = Comment {
            id,
            cycle,
            part: part.to_owned(),
            by: caller.person()?.id,
            body: body.to_owned(),
            at,
        };
        let writes = WriteSet {
            guards: caller.guard().into_iter().collect(),
            comments: vec![comment],
            ..WriteSet::default()
        };
        self.commit(writes, caller, &id).await?;
        Ok(id)
    }

    /// The comments on a draft.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for those who do not see the draft.
    pub async fn comments(
        &self,
        caller: &Caller,
        cycle: CycleId,
    ) -> Result<Vec<Comment>, AppError> {
        self.drafted(caller, cycle).await?;
        Ok(self.store.comments(cycle).await?)
    }

    /// The case, for those who may see its draft.
    pub(crate) async fn drafted(
        &self,
        caller: &Caller,
        cycle: CycleId,
    ) -> Result<StoredCycle, AppError> {
        let stored = self.store.cycle(cycle).await?.ok_or(AppError::NotFound)?;
        if caller.scope().contains_draft(&stored.cycle) {
            Ok(stored)
        } else {
            Err(AppError::NotFound)
        }
    }

    async fn check_answer(&self, cycle: &Cycle, value: &Value) -> Result<(), AppError> {
        let answer: Answer = read_part(value)?;
        let uploads = self.store.uploads(cycle.id).await?;
        let errors = answer_errors(&answer, &uploads, "");
        if errors.is_empty() {
            Ok(())
        } else {
            Err(AppError::Invalid(errors))
        }
    }

    async fn check_plan(&self, cycle: &Cycle, value: &Value) -> Result<(), AppError> {
        let part: PlanPart = read_part(value)?;
        let upload = self
            .store
            .upload(part.upload)
            .await?
            .filter(|upload| upload.cycle == cycle.id)
            .ok_or_else(|| {
                AppError::field("/upload", part.upload.to_string(), "field-upload-unknown")
            })?;
        if upload.media_type != "application/pdf" {
            return Err(AppError::field(
                "/upload",
                upload.media_type,
                "field-pdf-wanted",
            ));
        }
        Ok(())
    }

    /// What the core may look at, for `caller` on `cycle`.
    pub(crate) fn ctx<'a>(
        &'a self,
        caller: &'a Caller,
        cycle: &Cycle,
        facts: &'a Facts,
    ) -> Result<Ctx<'a>, AppError> {
        Ok(Ctx {
            now: self.clock.now(),
            actor: &caller.actor,
            programme: self.programmes.of(cycle)?,
            facts,
            seed: self.random.seed(),
        })
    }
}

/// A part as what its key says it holds.
fn read_part<T: DeserializeOwned>(value: &Value) -> Result<T, AppError> {
    json::read("", value).map_err(|error| AppError::Invalid(vec![error]))
}

/// What keeps an answer from being kept; `at` is the place of the answer.
fn answer_errors(answer: &Answer, uploads: &[Upload], at: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (name, text) in [
        ("text", Some(&answer.text)),
        ("explanation", answer.explanation.as_ref()),
        ("reply", answer.reply.as_ref()),
    ] {
        if text.is_some_and(|text| text.chars().count() > MAX_ANSWER) {
            let pointer = format!("{at}/{name}");
            errors.push(FieldError::new(&pointer, "", "field-text-too-long"));
        }
    }
    for (index, evidence) in answer.evidence.iter().enumerate() {
        if !uploads.iter().any(|upload| upload.id == evidence.upload) {
            let pointer = format!("{at}/evidence/{index}/upload");
            let found = evidence.upload.to_string();
            errors.push(FieldError::new(&pointer, found, "field-upload-unknown"));
        }
    }
    errors
}

fn part_write(
    stored: &StoredCycle,
    key: &str,
    value: &Value,
    expected: Option<i64>,
    caller: &Caller,
    at: Timestamp,
) -> Result<PartWrite, AppError> {
    Ok(PartWrite {
        cycle: stored.cycle.id,
        cycle_version: stored.cycle.version,
        key: key.to_owned(),
        expected,
        body: canonical_json(value),
        by: caller.person()?.id,
        at,
    })
}

/// What the pinned schema says of a section.
fn problems(cycle: &Cycle, section: &str, value: &Value) -> Result<Vec<Problem>, AppError> {
    let pins = cycle
        .pins
        .as_ref()
        .ok_or(AppError::Forbidden(RefusalCode::WrongState))?;
    let set = criteria_set(&pins.criteria)?;
    let known = set.schema()["properties"].get(section).is_some() && section != "schema";
    if !known {
        return Err(AppError::field(
            &format!("/{section}"),
            section,
            "field-section-unknown",
        ));
    }
    // A section that is emptied is taken out of the plan data.
    if value.is_null() {
        return Ok(Vec::new());
    }
    Ok(set.validate_section(section, value))
}
