//! A draft as its coordinator works on it: everything the pages show, read in
//! a fixed number of queries however much has been written.

use std::collections::{BTreeMap, BTreeSet};

use lustrum_criteria::{CheckResults, CriteriaSet, CriterionResult, Problem, form::Field};
use lustrum_domain::{
    Available, CommandName, CriterionId, Cycle, CycleId, Entry, Event, Facts, FindingStatus,
    Locale, OrganisationId, PersonId, RefusalCode, StateName, TextId, UploadId, available,
    may_comment, may_edit, may_edit_section, may_upload, was_taken_back,
};
use lustrum_store::{Comment, FindingRow, Guard, Part, Upload};
use serde_json::Value;

use crate::{
    Answer, App, AppError, Caller, Document,
    error::FieldError,
    freeze::{Draft, FileRef, Gaps},
    json::short,
    programme::criteria_set,
};

/// The draft of a case with all that stands beside it.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The case.
    pub cycle: Cycle,
    /// What it is judged by.
    pub set: &'static CriteriaSet,
    /// The parts as they are stored, for who wrote them and when.
    pub parts: Vec<Part>,
    /// The answers.
    pub answers: BTreeMap<CriterionId, Answer>,
    /// The plan data.
    pub data: Value,
    /// The plan document.
    pub plan: Option<FileRef>,
    /// The files, in the order in which they came.
    pub uploads: Vec<Upload>,
    /// Comments between colleagues and advisors, the oldest first.
    pub comments: Vec<Comment>,
    /// What was judged, as far as the caller may see it.
    pub findings: Vec<FindingRow>,
    /// What is structurally wrong with the plan data.
    pub problems: Vec<Problem>,
    /// What the checks say of the draft as it stands.
    pub results: CheckResults,
    /// What is still to be done before anything can be handed in.
    pub gaps: Gaps,
    /// The last case that led to a certificate.
    pub previous: Option<Previous>,
    /// The words of findings, of this case and of the last one.
    pub texts: BTreeMap<TextId, String>,
    /// The names of those who wrote. A name that was erased is absent.
    pub people: BTreeMap<PersonId, String>,
    /// The names of the municipality and of those who judge.
    pub organisations: BTreeMap<OrganisationId, String>,
    /// The criteria that the caller may answer now.
    pub open: BTreeSet<CriterionId>,
    /// The sections that the caller may write now.
    pub open_sections: BTreeSet<String>,
    /// Whether the caller may bring files and take them out.
    pub may_upload: bool,
    /// Whether the caller may comment.
    pub may_comment: bool,
    /// Handing in: the command, with the reason where it may not be given now.
    pub submit: Option<Available>,
}

/// The last case of the same municipality that led to a certificate.
#[derive(Debug, Clone)]
pub struct Previous {
    /// Which.
    pub cycle: CycleId,
    /// The how-many-eth it was.
    pub edition: u32,
    /// What it handed in last.
    pub document: Document,
    /// What was judged, as far as the reader may see it.
    pub findings: Vec<FindingRow>,
}

impl Workspace {
    /// A part as it is stored.
    pub fn part(&self, key: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.key == key)
    }

    /// The name of the organisation that judges a stage.
    pub fn stage(&self, key: &str) -> String {
        let stage = self.cycle.stage(key);
        stage
            .and_then(|stage| self.organisations.get(&stage.organisation))
            .cloned()
            .unwrap_or_else(|| key.to_owned())
    }

    /// What the checks of a criterion say.
    pub fn result(&self, criterion: &CriterionId) -> Option<&CriterionResult> {
        self.results
            .criteria
            .iter()
            .find(|result| result.criterion == *criterion)
    }

    /// The latest finding of a criterion at each stage.
    pub fn latest_findings(&self, criterion: &CriterionId) -> Vec<&FindingRow> {
        latest(&self.findings, criterion)
    }

    /// The finding that returned a criterion, while it waits for an answer.
    pub fn returned(&self, criterion: &CriterionId) -> Option<&FindingRow> {
        if self.cycle.state.name() != StateName::Returned {
            return None;
        }
        self.latest_findings(criterion)
            .into_iter()
            .find(|finding| finding.status == FindingStatus::Returned)
    }

    /// Whether what stands in an answer was written before its criterion was
    /// returned: its reply is then one to an earlier remark.
    pub fn is_older_than_return(&self, criterion: &CriterionId) -> bool {
        let part = self.part(&format!("answer/{criterion}"));
        match (self.returned(criterion), part) {
            (Some(finding), Some(part)) => part.at < finding.at,
            _ => false,
        }
    }

    /// The returned criteria whose remark nobody replied to.
    pub fn unreplied(&self) -> Vec<&CriterionId> {
        let is_replied = |criterion: &CriterionId| {
            let reply = self.answers.get(criterion).and_then(|it| it.reply.as_ref());
            reply.is_some_and(|it| !it.trim().is_empty()) && !self.is_older_than_return(criterion)
        };
        self.cycle
            .criteria
            .iter()
            .map(|it| &it.id)
            .filter(|it| self.returned(it).is_some() && !is_replied(it))
            .collect()
    }
}

impl Previous {
    /// The latest finding of a criterion at each stage.
    pub fn latest_findings(&self, criterion: &CriterionId) -> Vec<&FindingRow> {
        latest(&self.findings, criterion)
    }
}

fn latest<'a>(findings: &'a [FindingRow], criterion: &CriterionId) -> Vec<&'a FindingRow> {
    let mut by_stage: BTreeMap<&str, &FindingRow> = BTreeMap::new();
    for finding in findings.iter().filter(|it| it.criterion == *criterion) {
        let known = by_stage.entry(&finding.stage).or_insert(finding);
        if (finding.round, finding.at) > (known.round, known.at) {
            *known = finding;
        }
    }
    by_stage.into_values().collect()
}

impl App {
    /// The draft of a case, for those who see drafts.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for everybody else; [`AppError::Forbidden`] before
    /// the case has opened, when there is nothing to answer yet.
    pub async fn workspace(&self, caller: &Caller, id: CycleId) -> Result<Workspace, AppError> {
        let cycle = self.drafted(caller, id).await?.cycle;
        let Some(pins) = &cycle.pins else {
            return Err(AppError::Forbidden(RefusalCode::WrongState));
        };
        let set = criteria_set(&pins.criteria)?;
        let parts = self.store.parts(id).await?;
        let uploads = self.store.uploads(id).await?;
        let comments = self.store.comments(id).await?;
        let mut findings = self.findings_in(caller, &cycle).await?;
        findings.retain(|row| !was_taken_back(&cycle, row.round));
        let previous = self.previous(caller, &cycle).await?;
        let remarks: Vec<TextId> = findings
            .iter()
            .chain(previous.iter().flat_map(|previous| &previous.findings))
            .filter_map(|finding| finding.remark)
            .collect();
        let texts = self.store.texts(&remarks).await?;
        let writers: Vec<PersonId> = (parts.iter().map(|part| part.by))
            .chain(uploads.iter().map(|upload| upload.by))
            .chain(comments.iter().map(|comment| comment.by))
            .collect();
        let people = self.store.names(&writers).await?;

        let mut named = vec![cycle.municipality];
        named.extend(cycle.stages.iter().map(|stage| stage.organisation));
        let organisations = self.organisation_names(&named).await?;

        let draft = Draft::assemble(&parts, &uploads)?;
        let last_plan = previous.as_ref().map(|it| it.document.data.clone());
        let results = self
            .evaluate_against(&cycle, &draft.data, last_plan)
            .await?;
        let gaps = Gaps::of(&cycle, &draft, &results);
        let facts = Facts::default();
        let ctx = self.ctx(caller, &cycle, &facts)?;
        let open = cycle
            .criteria
            .iter()
            .filter(|it| may_edit(&cycle, &it.id, &ctx).is_ok())
            .map(|it| it.id.clone())
            .collect();
        let open_sections = set
            .sections()
            .iter()
            .map(|section| section.name.clone())
            .filter(|section| may_edit_section(&cycle, section, &ctx).is_ok())
            .collect();
        let handing_in = match cycle.state.name() {
            StateName::SelfAssessment => CommandName::SubmitSelfAssessment,
            _ => CommandName::Submit,
        };
        let submit = available(&cycle, &ctx)
            .into_iter()
            .find(|available| available.command == handing_in);
        Ok(Workspace {
            organisations,
            open,
            open_sections,
            may_upload: may_upload(&cycle, &ctx).is_ok(),
            may_comment: may_comment(&cycle, &caller.actor).is_ok(),
            submit,
            problems: set.validate(&draft.data),
            set,
            results,
            gaps,
            answers: draft.answers,
            data: draft.data,
            plan: draft.plan,
            uploads,
            comments,
            findings,
            previous,
            texts,
            people,
            parts,
            cycle,
        })
    }

    /// The last case of the same municipality that led to a certificate, with
    /// what it handed in last. One that was withdrawn is passed over.
    pub(crate) async fn last_case(
        &self,
        cycle: &Cycle,
    ) -> Result<Option<(Cycle, Document)>, AppError> {
        let Some(previous) = self.last_certified(cycle).await? else {
            return Ok(None);
        };
        let Some(submission) = previous.submission().map(|it| it.id) else {
            return Ok(None);
        };
        let Some(frozen) = self.store.submission(submission).await? else {
            return Ok(None);
        };
        let document = serde_json::from_str(&frozen.document).map_err(AppError::internal)?;
        Ok(Some((previous, document)))
    }

    /// The case itself. Nearly always it is the one before: those before that are
    /// read only where it was withdrawn.
    async fn last_certified(&self, cycle: &Cycle) -> Result<Option<Cycle>, AppError> {
        let (programme, municipality) = (&cycle.programme, cycle.municipality);
        let Some(edition) = cycle.edition.checked_sub(1).filter(|it| *it > 0) else {
            return Ok(None);
        };
        let before = self
            .store
            .cycle_of_edition(programme, municipality, edition)
            .await?;
        match before {
            Some(before) if before.cycle.certificate.is_some() => Ok(Some(before.cycle)),
            _ => {
                let earlier = self.earlier_cases(programme, municipality, Some(edition));
                let mut earlier = earlier.await?.into_iter();
                Ok(earlier.find(|it| it.certificate.is_some()))
            }
        }
    }

    /// The same for somebody who reads `cycle`.
    pub(crate) async fn previous(
        &self,
        caller: &Caller,
        cycle: &Cycle,
    ) -> Result<Option<Previous>, AppError> {
        let Some((last, document)) = self.last_case(cycle).await? else {
            return Ok(None);
        };
        Ok(Some(Previous {
            cycle: last.id,
            edition: last.edition,
            document,
            findings: self.findings_in(caller, &last).await?,
        }))
    }

    /// Takes a file out of a draft. What was handed in keeps it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the draft has no such file,
    /// [`AppError::Forbidden`] when it is not open for the caller,
    /// [`AppError::Invalid`] while an answer or the plan points at it, and for good
    /// once a condition was answered with it.
    pub async fn remove_upload(
        &self,
        caller: &Caller,
        cycle: CycleId,
        upload: UploadId,
    ) -> Result<(), AppError> {
        self.answered_before(caller).await?;
        let stored = self.drafted(caller, cycle).await?;
        let facts = Facts::default();
        let ctx = self.ctx(caller, &stored.cycle, &facts)?;
        may_upload(&stored.cycle, &ctx).map_err(AppError::Forbidden)?;
        let uploads = self.store.uploads(cycle).await?;
        let Some(file) = uploads.iter().find(|it| it.id == upload) else {
            return Err(AppError::NotFound);
        };
        let draft = Draft::assemble(&self.store.parts(cycle).await?, &uploads)?;
        if draft.plan.is_some_and(|plan| plan.upload == upload) {
            return Err(AppError::field(
                "/upload",
                file.name.clone(),
                "field-file-is-plan",
            ));
        }
        let pointing: Vec<String> = draft
            .answers
            .iter()
            .filter(|(_, answer)| answer.evidence.iter().any(|it| it.upload == upload))
            .map(|(criterion, _)| criterion.to_string())
            .collect();
        if !pointing.is_empty() {
            return Err(in_use(&file.name, "field-file-in-use", &pointing));
        }
        let proven = self.proven_by(&stored.cycle, upload).await?;
        if !proven.is_empty() {
            return Err(in_use(&file.name, "field-file-proves-condition", &proven));
        }
        // A condition may be answered with it meanwhile.
        let version = Guard::Cycle(cycle, stored.cycle.version);
        let mut writes = caller.writes();
        writes.guards.push(version);
        writes.removed_uploads.push(upload);
        self.commit(writes, caller, &()).await
    }

    /// The criteria whose conditions were answered with a file. No submission keeps
    /// what came after the last one, and the log says it for good.
    async fn proven_by(&self, cycle: &Cycle, upload: UploadId) -> Result<Vec<String>, AppError> {
        if cycle.conditions.is_empty() {
            return Ok(Vec::new());
        }
        let mut proven = BTreeSet::new();
        for row in self.store.events(cycle.id.0, 1, cycle.version).await? {
            let entry: Entry = serde_json::from_str(&row.body).map_err(AppError::internal)?;
            if let Event::ConditionAnswered {
                condition,
                evidence,
                ..
            } = entry.event
                && evidence.contains(&upload)
            {
                let answered = cycle.conditions.iter().find(|it| it.id == condition);
                proven.extend(answered.map(|it| it.criterion.to_string()));
            }
        }
        Ok(proven.into_iter().collect())
    }

    /// One section of a draft: its form and what stands in it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for those who do not see the draft, and for a
    /// section that the criteria set does not know.
    pub async fn section(
        &self,
        caller: &Caller,
        cycle: CycleId,
        section: &str,
    ) -> Result<Section, AppError> {
        let case = self.drafted(caller, cycle).await?.cycle;
        let Some(pins) = &case.pins else {
            return Err(AppError::Forbidden(RefusalCode::WrongState));
        };
        let set = criteria_set(&pins.criteria)?;
        let form = set.section(section).ok_or(AppError::NotFound)?;
        let part = self.store.part(cycle, &format!("data/{section}")).await?;
        let value = part
            .as_ref()
            .map(|part| serde_json::from_str(&part.body))
            .transpose()
            .map_err(AppError::internal)?
            .filter(|value: &Value| !value.is_null());
        Ok(Section {
            set,
            form,
            part,
            value,
        })
    }
}

/// Why a file stays where it is: `criteria` rest on it.
fn in_use(name: &str, key: &str, criteria: &[String]) -> AppError {
    let found = short(name);
    let message = lustrum_text::both(
        key,
        &[
            ("found", found.as_str().into()),
            ("criteria", criteria.join(", ").as_str().into()),
        ],
    );
    AppError::Invalid(vec![FieldError {
        pointer: "/upload".to_owned(),
        found,
        message,
    }])
}

/// One section of a draft.
#[derive(Debug, Clone)]
pub struct Section {
    /// The set that describes it.
    pub set: &'static CriteriaSet,
    /// Its form.
    pub form: Field,
    /// The part as it is stored, once it is begun.
    pub part: Option<Part>,
    /// What stands in it; none once it was emptied.
    pub value: Option<Value>,
}

impl Section {
    /// The version that was read; 0 for a section that is not begun.
    pub fn version(&self) -> i64 {
        self.part.as_ref().map_or(0, |part| part.version)
    }

    /// It as a spreadsheet that can be filled in and brought back.
    ///
    /// # Errors
    /// A text that no cell can hold.
    pub fn sheet(&self, locale: Locale) -> Result<Vec<u8>, AppError> {
        crate::sheet::export(self.set, &self.form, self.value.as_ref(), locale)
    }
}
