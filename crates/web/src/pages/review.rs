//! A stage of a case as those who judge it see it: the sheet, one criterion, the
//! outcome before it is concluded, the summary that the last stage reads.

mod assignment;
mod changes;
mod conclude;
mod criterion;
mod data;
mod sheet;
mod summary;

use std::collections::{BTreeMap, BTreeSet};

use axum::routing::{get, post};
use chrono::NaiveDate;
use lustrum_app::{App, AppError, FindingRow, Sheet, criteria_set};
use lustrum_criteria::CriteriaSet;
use lustrum_domain::{
    CommandName, CriterionId, DeadlineKey, FindingStatus, OrganisationId, PersonId, Refusal,
    RefusalCode, Stage, TextId, time::local_date,
};
use lustrum_templates::{
    page::{
        Due,
        review::{FindingLine, ReviewHead},
    },
    routes, words,
};

use super::{
    PageRoute,
    case::{
        nav::{Here, nav},
        refused,
    },
    visitor::Visitor,
};

pub(super) fn routes() -> Vec<PageRoute> {
    vec![
        PageRoute::signed_in(routes::REVIEW, get(sheet::page)),
        PageRoute::signed_in(routes::REVIEW_SHEET, post(sheet::hand_in)).shows_nothing(),
        PageRoute::signed_in(routes::REVIEW_ASSIGNMENT, post(assignment::answer)).shows_nothing(),
        PageRoute::signed_in(
            routes::REVIEW_CONCLUDE,
            get(conclude::page).post(conclude::conclude),
        ),
        PageRoute::signed_in(routes::REVIEW_SUMMARY, get(summary::page)),
        PageRoute::signed_in(
            routes::REVIEW_CRITERION,
            get(criterion::page).post(criterion::judge),
        ),
        PageRoute::signed_in(routes::REVIEW_DRAFT, post(criterion::keep_draft)).shows_nothing(),
    ]
}

/// A sheet with what its pages need to be told.
struct Desk<'a> {
    sheet: &'a Sheet,
    visitor: &'a Visitor,
    set: &'static CriteriaSet,
    today: NaiveDate,
    organisations: BTreeMap<OrganisationId, String>,
}

impl<'a> Desk<'a> {
    async fn at(app: &App, visitor: &'a Visitor, sheet: &'a Sheet) -> Result<Self, AppError> {
        let cycle = &sheet.cycle;
        let mut places = vec![cycle.municipality];
        places.extend(cycle.stages.iter().map(|stage| stage.organisation));
        Ok(Self {
            organisations: app.organisation_names(&places).await?,
            ..Self::bare(app, visitor, sheet)?
        })
    }

    /// The same without the names of organisations, which cost a query.
    fn bare(app: &App, visitor: &'a Visitor, sheet: &'a Sheet) -> Result<Self, AppError> {
        let pins = sheet.cycle.pins.as_ref();
        let pins = pins.ok_or_else(|| AppError::internal("a case without pins has no criteria"))?;
        Ok(Self {
            sheet,
            visitor,
            set: criteria_set(&pins.criteria)?,
            today: local_date(app.clock.now()),
            organisations: BTreeMap::new(),
        })
    }

    /// The next criterion after `criterion` that is undecided, from the top again
    /// after the last.
    fn after(&self, criterion: &CriterionId) -> Option<CriterionId> {
        let undecided = self.undecided();
        let criteria = self.criteria();
        let at = criteria.iter().position(|id| id == criterion)?;
        let (before, rest) = criteria.split_at(at);
        let mut others = rest.iter().skip(1).chain(before);
        others.find(|id| undecided.contains(*id)).cloned()
    }

    fn stage(&self) -> &'a Stage {
        &self.sheet.cycle.stages[self.sheet.stage]
    }

    fn organisation(&self, id: OrganisationId) -> String {
        self.organisations.get(&id).cloned().unwrap_or_default()
    }

    /// What the organisation of the stage known by `key` is called.
    fn of_stage(&self, key: &str) -> String {
        let stage = self.sheet.cycle.stage(key);
        stage.map_or_else(|| key.to_owned(), |it| self.organisation(it.organisation))
    }

    fn head(&self) -> ReviewHead {
        let sheet = self.sheet;
        let cycle = &sheet.cycle;
        let stage = self.stage();
        let deadline = cycle.running(&DeadlineKey::Review(stage.key.clone()));
        ReviewHead {
            nav: nav(
                cycle,
                &self.organisations,
                self.visitor.caller(),
                self.today,
                Here::Review(&stage.key),
            ),
            case: cycle.id.to_string(),
            municipality: self.organisation(cycle.municipality),
            edition: cycle.edition,
            stage: stage.key.clone(),
            organisation: self.organisation(stage.organisation),
            status: stage.status,
            round: sheet.submission.round,
            submission: sheet.submission.id.to_string(),
            number: sheet.submission.number,
            kind: sheet.submission.kind,
            submitted_on: local_date(sheet.submission.at),
            digest: sheet.submission.digest.to_string(),
            criteria: self.set.pin().to_string(),
            due: deadline.map(|deadline| Due::of(deadline, self.today)),
            refusal: sheet.refusal.map(|code| {
                let locale = self.visitor.locale();
                // A lead asks nobody for the assignment.
                if code == RefusalCode::NotAssigned && sheet.leads {
                    return lustrum_text::text(locale, "review-leads", &[]);
                }
                let state = cycle.state.name();
                refused(locale, code, CommandName::DecideCriterion, state)
            }),
            on_behalf: sheet
                .on_behalf_of
                .filter(|_| sheet.refusal.is_none())
                .map(|id| self.organisation(id)),
        }
    }

    /// The criteria of the stage, in the order of the set.
    fn criteria(&self) -> Vec<CriterionId> {
        let of_stage: BTreeSet<_> = self.sheet.cycle.criteria_of(self.sheet.stage).collect();
        self.set
            .criteria()
            .iter()
            .map(|criterion| &criterion.id)
            .filter(|id| of_stage.contains(id))
            .cloned()
            .collect()
    }

    /// The criteria that the reader has still to judge; for those who do not
    /// judge, that nobody has.
    fn undecided(&self) -> BTreeSet<CriterionId> {
        let (cycle, stage) = (&self.sheet.cycle, self.sheet.stage);
        let person = self.visitor.caller().actor.person();
        match person {
            Some(person) if self.sheet.refusal.is_none() && self.sheet.on_behalf_of.is_none() => {
                cycle.undecided_by(stage, person.id)
            }
            _ => cycle.pending_in(stage),
        }
    }

    /// The judgement of a criterion at a stage as it stands.
    fn status(&self, index: usize, criterion: &CriterionId) -> FindingStatus {
        let pending = self.sheet.cycle.pending_in(index);
        let finding = self.sheet.cycle.stages[index].findings.get(criterion);
        match finding {
            Some(finding) if !pending.contains(criterion) => finding.status,
            _ => FindingStatus::Pending,
        }
    }

    /// What the reader said of a criterion that is not judged yet, because others
    /// said nothing so far, or something else.
    fn own(&self, criterion: &CriterionId) -> Option<FindingStatus> {
        let person = self.visitor.caller().actor.person()?;
        let finding = self.stage().findings.get(criterion)?;
        let waits = finding.status == FindingStatus::Pending
            && finding.submission == self.sheet.submission.number;
        let mut opinions = finding.opinions.iter();
        let own = opinions.find(|(judge, _)| *judge == person.id);
        own.filter(|_| waits).map(|(_, status)| *status)
    }

    /// Whether anything about the criterion differs from what it is compared with.
    fn changed(&self, criterion: &CriterionId) -> bool {
        let since = self.sheet.cycle.contents.get(criterion).map(|it| it.since);
        let before = self.sheet.compared_with(criterion);
        before
            .zip(since)
            .is_some_and(|(before, since)| since > before.number)
    }

    /// What the automatic checks said together; none where a person must tell.
    fn check(&self, criterion: &CriterionId) -> Option<String> {
        let results = &self.sheet.results.criteria;
        let result = results.iter().find(|it| it.criterion == *criterion)?;
        (!result.checks.is_empty()).then(|| result.outcome.to_string())
    }

    /// A finding as pages show it; `stage` says whether to name who judged.
    fn finding(
        &self,
        row: &FindingRow,
        texts: &BTreeMap<TextId, String>,
        people: &BTreeMap<PersonId, String>,
        stage: bool,
    ) -> FindingLine {
        FindingLine {
            organisation: stage.then(|| self.of_stage(&row.stage)),
            round: row.round,
            status: row.status,
            reason: row.reason,
            remark: row.remark.and_then(|id| texts.get(&id).cloned()),
            by: row.by.and_then(|id| people.get(&id).cloned()),
            on: local_date(row.at),
        }
    }
}

/// What a person is told of an error that is theirs to mend; every other is passed on.
fn sentence(visitor: &Visitor, error: AppError) -> Result<String, AppError> {
    let locale = visitor.locale();
    match error {
        AppError::Refused(refusal) => Ok(words::refusal(locale, &refusal)),
        AppError::Forbidden(code) => {
            let command = CommandName::DecideCriterion.as_str();
            Ok(words::refusal(
                locale,
                &Refusal::new(code, "review", command),
            ))
        }
        AppError::Stale { .. } => Ok(lustrum_text::text(locale, "review-newer", &[])),
        AppError::Invalid(faults) => {
            let told = faults.iter().map(|fault| fault.message.get(locale));
            Ok(told.collect::<Vec<_>>().join(" "))
        }
        other => Err(other),
    }
}
