//! A case with all that belongs to it, as its caller may see it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use lustrum_app::CaseView;
use lustrum_domain::{
    AdoptionId, AdoptionOutcome, AnswerClock, AssignmentId, AssignmentStatus, CertificateId,
    CommandName, ConditionId, ConditionStatus, CriterionId, Cycle, CycleId, DeadlineKey, Digest,
    ExtensionId, FindingStatus, Locale, Matter, NoticeId, Open, OrganisationId, OrganisationKind,
    PersonId, ReadingId, Refusal, RefusalCode, RenewalStatus, ReturnReason, StageStatus, Standing,
    State, StateName, SubmissionId, SubmissionKind, TextId, TextRef, is_open_finding, is_told,
    notice::{NoticeKind, NoticeState},
};
use lustrum_templates::words;
use serde::Serialize;
use utoipa::ToSchema;

use crate::schema;

/// A case.
#[derive(Serialize, ToSchema)]
pub(super) struct Case {
    #[schema(value_type = schema::CycleId)]
    id: CycleId,
    /// Raised by every event; the `ETag` of the case.
    version: u64,
    /// The programme's key.
    programme: String,
    municipality: Place,
    /// The municipality's code.
    code: String,
    /// The how-many-eth case of the municipality, from 1.
    edition: u32,
    state: StateView,
    /// Set while the case is on hold.
    hold: Option<HoldView>,
    /// What it is judged and timed by; none before it opens.
    pins: Option<PinsView>,
    /// The criteria that apply.
    criteria: Vec<CriterionView>,
    /// The review stages, in order.
    stages: Vec<StageView>,
    /// The end of the period of the plan in force.
    period_end: Option<NaiveDate>,
    /// The day on which the revision opens by itself.
    opens_on: Option<NaiveDate>,
    /// Due dates that were set before the opening.
    planned: Option<PlannedView>,
    /// Every deadline that was ever set.
    deadlines: Vec<DeadlineView>,
    /// What was handed in, in order.
    submissions: Vec<SubmissionView>,
    /// The latest review round.
    round: u32,
    /// Rounds that count towards the cap.
    rounds_used: u32,
    /// Rounds allowed beyond the cap.
    rounds_allowed: u32,
    conditions: Vec<ConditionView>,
    adoptions: Vec<AdoptionView>,
    extensions: Vec<ExtensionView>,
    /// Second readings.
    readings: Vec<ReadingView>,
    /// The latest refusal, while it can be read a second time.
    refusal: Option<RefusalView>,
    /// The certification decision in force.
    decision: Option<DecisionView>,
    /// The certificate that this case led to.
    certificate: Option<CertificateView>,
    /// The certificate that this case renews.
    renews: Option<RenewalView>,
    notices: Vec<NoticeView>,
    /// When the clock will have something to say.
    next_due_at: Option<DateTime<Utc>>,
    /// Every command, with the reason where the caller may not give it now.
    commands: Vec<CommandView>,
}

/// An organisation by id and name.
#[derive(Serialize, ToSchema)]
struct Place {
    #[schema(value_type = schema::OrganisationId)]
    id: OrganisationId,
    name: Option<String>,
}

/// Where a case stands.
#[derive(Serialize, ToSchema)]
struct StateView {
    #[schema(value_type = schema::StateName)]
    name: StateName,
    /// The state in the caller's language.
    label: String,
    /// What happens in it, and who has the ball.
    help: String,
    /// The stage whose turn it is, or that returned.
    stage: Option<String>,
    /// What is judged or decided about.
    #[schema(value_type = Option<schema::SubmissionId>)]
    submission: Option<SubmissionId>,
    /// In `returned`: whether the time for the answer runs.
    answer_clock_runs: Option<bool>,
    /// In `scheduled`: whether it waits for the previous case.
    waits: Option<bool>,
    /// In `withdrawn`: the municipality it merged into.
    #[schema(value_type = Option<schema::OrganisationId>)]
    successor: Option<OrganisationId>,
}

/// A hold.
#[derive(Serialize, ToSchema)]
struct HoldView {
    since: NaiveDate,
    /// Why; none once erased.
    reason: Option<String>,
}

/// What a case is judged and timed by.
#[derive(Serialize, ToSchema)]
struct PinsView {
    /// The criteria set, `set@version`.
    criteria: String,
    /// SHA-256 of its content.
    #[schema(value_type = schema::Digest)]
    criteria_digest: Digest,
    /// Whether it was only a draft.
    trial: bool,
    /// SHA-256 of the programme file.
    #[schema(value_type = schema::Digest)]
    programme_digest: Digest,
    /// The working-day rule.
    calendar: String,
}

/// A criterion that applies.
#[derive(Serialize, ToSchema)]
struct CriterionView {
    #[schema(value_type = String)]
    id: CriterionId,
    /// The stages that judge it.
    stages: Vec<String>,
    /// The sections of the plan data that it looks at.
    sections: Vec<String>,
    /// Whether it is open for work now.
    open: bool,
}

/// A review stage.
#[derive(Serialize, ToSchema)]
struct StageView {
    key: String,
    organisation: Place,
    #[schema(value_type = schema::StageStatus)]
    status: StageStatus,
    /// Reviewers wanted.
    reviewers: u8,
    /// How often a review began here.
    reviews: u32,
    /// Who was asked; for the municipality, who judges or has judged.
    assignments: Vec<AssignmentView>,
    /// The latest finding per criterion. Those of an open stage are told to the
    /// municipality when the stage is concluded.
    #[schema(value_type = BTreeMap<String, FindingView>)]
    findings: BTreeMap<CriterionId, FindingView>,
    /// Criteria still to be judged on the latest submission; only for those who judge.
    #[schema(value_type = Vec<String>)]
    pending: Vec<CriterionId>,
}

/// A reviewer who was asked.
#[derive(Serialize, ToSchema)]
struct AssignmentView {
    #[schema(value_type = schema::AssignmentId)]
    id: AssignmentId,
    #[schema(value_type = schema::PersonId)]
    reviewer: PersonId,
    /// The submission it was offered for.
    #[schema(value_type = schema::SubmissionId)]
    submission: SubmissionId,
    /// The last day for an answer.
    answer_by: NaiveDate,
    #[schema(value_type = schema::AssignmentStatus)]
    status: AssignmentStatus,
}

/// The latest judgement of a criterion at a stage.
#[derive(Serialize, ToSchema)]
struct FindingView {
    #[schema(value_type = schema::FindingStatus)]
    status: FindingStatus,
    round: u32,
    #[schema(value_type = Option<schema::ReturnReason>)]
    reason: Option<ReturnReason>,
    /// What each reviewer says, where a stage has two; only for those who judge.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    opinions: Vec<OpinionView>,
    /// Whether its second reading was asked for.
    read_twice: bool,
}

/// What one reviewer says.
#[derive(Serialize, ToSchema)]
struct OpinionView {
    #[schema(value_type = schema::PersonId)]
    reviewer: PersonId,
    #[schema(value_type = schema::FindingStatus)]
    status: FindingStatus,
}

/// Due dates set before the opening.
#[derive(Serialize, ToSchema)]
struct PlannedView {
    self_assessment_due: NaiveDate,
    submission_due: NaiveDate,
}

/// A deadline.
#[derive(Serialize, ToSchema)]
struct DeadlineView {
    #[schema(value_type = schema::DeadlineKey)]
    key: DeadlineKey,
    /// What is due, in the caller's language.
    label: String,
    due: NaiveDate,
    /// The day it was counted from.
    set_on: NaiveDate,
    /// Whether working days were counted.
    working_days: bool,
    /// Weekdays that the count stepped over.
    skipped: Vec<NaiveDate>,
    running: bool,
    overdue: bool,
    /// Working days left when it was stopped.
    left: Option<u32>,
    /// Extensions granted.
    extensions: u32,
}

/// The header of something handed in.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct SubmissionView {
    #[schema(value_type = schema::SubmissionId)]
    id: SubmissionId,
    /// From 1 within the case.
    number: u32,
    #[schema(value_type = schema::SubmissionKind)]
    kind: SubmissionKind,
    /// The review round it began; 0 for a self-assessment.
    round: u32,
    at: DateTime<Utc>,
    /// SHA-256 of all of it.
    #[schema(value_type = schema::Digest)]
    digest: Digest,
    /// SHA-256 of the plan document.
    #[schema(value_type = Option<schema::Digest>)]
    plan: Option<Digest>,
    #[schema(value_type = schema::Standing)]
    standing: Standing,
}

/// A condition of an approval.
#[derive(Serialize, ToSchema)]
struct ConditionView {
    #[schema(value_type = schema::ConditionId)]
    id: ConditionId,
    #[schema(value_type = String)]
    criterion: CriterionId,
    /// The stage that set it, and judges it.
    stage: String,
    /// What must be done; none once erased.
    text: Option<String>,
    due: NaiveDate,
    #[schema(value_type = schema::ConditionStatus)]
    status: ConditionStatus,
}

/// What a body decided about the plan.
#[derive(Serialize, ToSchema)]
struct AdoptionView {
    #[schema(value_type = schema::AdoptionId)]
    id: AdoptionId,
    body: Place,
    #[schema(value_type = schema::OrganisationKind)]
    body_kind: OrganisationKind,
    held_on: NaiveDate,
    /// The item on the agenda.
    item: Option<String>,
    #[schema(value_type = schema::AdoptionOutcome)]
    outcome: AdoptionOutcome,
    /// SHA-256 of the exact plan document.
    #[schema(value_type = schema::Digest)]
    plan: Digest,
    /// Whether a later record corrected this one.
    corrected: bool,
}

/// A request for more time.
#[derive(Serialize, ToSchema)]
struct ExtensionView {
    #[schema(value_type = schema::ExtensionId)]
    id: ExtensionId,
    #[schema(value_type = schema::DeadlineKey)]
    deadline: DeadlineKey,
    until: NaiveDate,
    /// None while undecided.
    granted: Option<bool>,
}

/// A second reading.
#[derive(Serialize, ToSchema)]
struct ReadingView {
    #[schema(value_type = schema::ReadingId)]
    id: ReadingId,
    /// The returned criterion; none for the refusal.
    #[schema(value_type = Option<String>)]
    criterion: Option<CriterionId>,
    /// None while undecided.
    upheld: Option<bool>,
}

/// A refusal that can be read a second time.
#[derive(Serialize, ToSchema)]
struct RefusalView {
    on: NaiveDate,
    #[schema(value_type = schema::SubmissionId)]
    submission: SubmissionId,
    /// Whether the second reading was asked for.
    read_twice: bool,
}

/// The certification decision.
#[derive(Serialize, ToSchema)]
struct DecisionView {
    on: NaiveDate,
    /// SHA-256 of the certified plan document.
    #[schema(value_type = schema::Digest)]
    plan: Digest,
    /// The adoption whose difference from it is only editorial.
    #[schema(value_type = Option<schema::AdoptionId>)]
    editorial: Option<AdoptionId>,
}

/// The certificate that the case led to.
#[derive(Serialize, ToSchema)]
struct CertificateView {
    #[schema(value_type = schema::CertificateId)]
    id: CertificateId,
    number: String,
    valid_from: NaiveDate,
    valid_to: NaiveDate,
    revoked: bool,
}

/// The certificate that the case renews.
#[derive(Serialize, ToSchema)]
struct RenewalView {
    /// None for a plan approved before Lustrum.
    #[schema(value_type = Option<schema::CertificateId>)]
    certificate: Option<CertificateId>,
    /// It may lapse after this day.
    lapses_after: NaiveDate,
    #[schema(value_type = schema::RenewalStatus)]
    status: RenewalStatus,
}

/// A notice, without its text.
#[derive(Serialize, ToSchema)]
struct NoticeView {
    #[schema(value_type = schema::NoticeId)]
    id: NoticeId,
    #[schema(value_type = schema::NoticeKind)]
    kind: NoticeKind,
    /// Whom it tells.
    body: Place,
    #[schema(value_type = schema::NoticeState)]
    state: NoticeState,
    /// The day on which a formal draft releases itself.
    releases_on: Option<NaiveDate>,
}

/// A command that exists.
#[derive(Serialize, ToSchema)]
struct CommandView {
    #[schema(value_type = schema::CommandName)]
    command: CommandName,
    /// The command in the caller's language.
    label: String,
    /// What it does, in English.
    doc: String,
    /// Whether the caller may give it now, as far as state, hold and role tell.
    allowed: bool,
    /// Why not.
    refusal: Option<WhyNot>,
}

/// Why a command may not be given now.
#[derive(Serialize, ToSchema)]
struct WhyNot {
    #[schema(value_type = schema::RefusalCode)]
    code: RefusalCode,
    /// The reason, in the caller's language.
    text: String,
}

/// What a case is told with: language, day, texts and names, and how much of it.
pub(super) struct Telling {
    pub(super) locale: Locale,
    pub(super) today: NaiveDate,
    pub(super) texts: BTreeMap<TextId, String>,
    pub(super) names: BTreeMap<OrganisationId, String>,
    /// Whether judgements that may still change are told, and whom the judges asked.
    pub(super) sees_open: bool,
}

/// The texts that a case refers to.
pub(super) fn texts_of(cycle: &Cycle) -> Vec<TextId> {
    let hold = cycle.hold.iter().map(|hold| hold.reason.id);
    let conditions = cycle.conditions.iter().map(|it| it.text.id);
    hold.chain(conditions).collect()
}

/// The organisations that a case names.
pub(super) fn organisations_of(cycle: &Cycle) -> Vec<OrganisationId> {
    let mut ids = vec![cycle.municipality];
    ids.extend(cycle.stages.iter().map(|stage| stage.organisation));
    ids.extend(cycle.adoptions.iter().map(|it| it.body));
    ids.extend(cycle.notices.iter().map(|it| it.body));
    ids.sort_unstable();
    ids.dedup();
    ids
}

impl Telling {
    /// The case of `view`.
    pub(super) fn case(&self, view: CaseView) -> Case {
        let cycle = &view.cycle;
        Case {
            id: cycle.id,
            version: cycle.version,
            programme: cycle.programme.clone(),
            municipality: self.place(cycle.municipality),
            code: cycle.code.clone(),
            edition: cycle.edition,
            state: self.state(cycle),
            hold: cycle.hold.as_ref().map(|hold| HoldView {
                since: hold.since,
                reason: self.text(&hold.reason),
            }),
            pins: cycle.pins.as_ref().map(|pins| PinsView {
                criteria: pins.criteria.to_string(),
                criteria_digest: pins.criteria.digest,
                trial: pins.trial,
                programme_digest: pins.programme,
                calendar: pins.calendar.clone(),
            }),
            criteria: criteria(cycle),
            stages: (0..cycle.stages.len())
                .map(|index| self.stage(cycle, index))
                .collect(),
            period_end: cycle.period_end,
            opens_on: cycle.opens_on,
            planned: cycle.planned.map(|planned| PlannedView {
                self_assessment_due: planned.self_assessment_due,
                submission_due: planned.submission_due,
            }),
            deadlines: self.deadlines(cycle),
            submissions: submissions(cycle),
            round: cycle.round,
            rounds_used: cycle.rounds_used,
            rounds_allowed: cycle.rounds_allowed,
            conditions: self.conditions(cycle),
            adoptions: self.adoptions(cycle),
            extensions: extensions(cycle),
            readings: readings(cycle),
            refusal: cycle.refusal.as_ref().map(|refusal| RefusalView {
                on: refusal.on,
                submission: refusal.submission,
                read_twice: refusal.read_twice,
            }),
            decision: cycle.decision.as_ref().map(|decision| DecisionView {
                on: decision.on,
                plan: decision.plan,
                editorial: decision.editorial,
            }),
            certificate: cycle.certificate.as_ref().map(|it| CertificateView {
                id: it.id,
                number: it.number.clone(),
                valid_from: it.valid_from,
                valid_to: it.valid_to,
                revoked: it.revoked,
            }),
            renews: cycle.renews.as_ref().map(|renews| RenewalView {
                certificate: renews.certificate,
                lapses_after: renews.lapses_after,
                status: renews.status,
            }),
            notices: self.notices(cycle),
            next_due_at: view.next_due_at,
            commands: self.commands(&view),
        }
    }

    fn place(&self, id: OrganisationId) -> Place {
        Place {
            id,
            name: self.names.get(&id).cloned(),
        }
    }

    fn text(&self, text: &TextRef) -> Option<String> {
        self.texts.get(&text.id).cloned()
    }

    fn tells(&self, cycle: &Cycle, matter: Matter<'_>) -> bool {
        self.sees_open || is_told(cycle, matter)
    }

    fn state(&self, cycle: &Cycle) -> StateView {
        let name = cycle.state.name();
        let key = |stage: usize| cycle.stages.get(stage).map(|stage| stage.key.clone());
        let plain = StateView {
            name,
            label: words::state(self.locale, name),
            help: words::state_help(self.locale, name),
            stage: None,
            submission: None,
            answer_clock_runs: None,
            waits: None,
            successor: None,
        };
        match &cycle.state {
            State::Enrolled | State::SelfAssessment | State::Revision { .. } => plain,
            State::Scheduled { waits } => StateView {
                waits: Some(*waits),
                ..plain
            },
            State::Scoping { submission }
            | State::Decision { submission }
            | State::Certified { submission }
            | State::Concluded { submission } => StateView {
                submission: Some(*submission),
                ..plain
            },
            State::Review {
                stage, submission, ..
            } => StateView {
                stage: key(*stage),
                submission: Some(*submission),
                ..plain
            },
            State::Returned {
                stage,
                submission,
                clock,
            } => StateView {
                stage: key(*stage),
                submission: Some(*submission),
                answer_clock_runs: Some(matches!(clock, AnswerClock::Running)),
                ..plain
            },
            State::Withdrawn { successor } => StateView {
                successor: *successor,
                ..plain
            },
        }
    }

    fn stage(&self, cycle: &Cycle, index: usize) -> StageView {
        let stage = &cycle.stages[index];
        let opinions = |finding: &lustrum_domain::Finding| {
            let shown = if self.sees_open {
                finding.opinions.as_slice()
            } else {
                &[]
            };
            let opinion = |(reviewer, status): &(PersonId, FindingStatus)| OpinionView {
                reviewer: *reviewer,
                status: *status,
            };
            shown.iter().map(opinion).collect()
        };
        let is_open = |round| is_open_finding(cycle, &stage.key, round);
        let told = stage
            .findings
            .iter()
            .filter(|(_, finding)| self.sees_open || !is_open(finding.round));
        let findings = told.map(|(criterion, finding)| {
            let view = FindingView {
                status: finding.status,
                round: finding.round,
                reason: finding.reason,
                opinions: opinions(finding),
                read_twice: finding.read_twice,
            };
            (criterion.clone(), view)
        });
        let asked = stage.assignments.iter();
        let asked = asked.filter(|it| self.tells(cycle, Matter::Assignment(it)));
        let assignments = asked.map(|it| AssignmentView {
            id: it.id,
            reviewer: it.reviewer,
            submission: it.submission,
            answer_by: it.answer_by,
            status: it.status,
        });
        StageView {
            key: stage.key.clone(),
            organisation: self.place(stage.organisation),
            status: stage.status,
            reviewers: stage.reviewers,
            reviews: stage.reviews,
            assignments: assignments.collect(),
            findings: findings.collect(),
            // Before anything was handed in, nothing waits to be judged.
            pending: match cycle.submission() {
                Some(_) if self.sees_open => cycle.pending_in(index).into_iter().collect(),
                _ => Vec::new(),
            },
        }
    }

    fn deadlines(&self, cycle: &Cycle) -> Vec<DeadlineView> {
        let view = |deadline: &lustrum_domain::Deadline| DeadlineView {
            key: deadline.key.clone(),
            label: words::label(self.locale, "deadline", deadline.key.word()),
            due: deadline.due,
            set_on: deadline.set_on,
            working_days: deadline.working_days,
            skipped: deadline.skipped.clone(),
            running: deadline.running,
            overdue: deadline.is_overdue(self.today),
            left: deadline.left,
            extensions: deadline.extensions,
        };
        cycle.deadlines.iter().map(view).collect()
    }

    fn conditions(&self, cycle: &Cycle) -> Vec<ConditionView> {
        let view = |condition: &lustrum_domain::Condition| ConditionView {
            id: condition.id,
            criterion: condition.criterion.clone(),
            stage: condition.stage.clone(),
            text: self.text(&condition.text),
            due: condition.due,
            status: condition.status,
        };
        let conditions = cycle.conditions.iter();
        let told = conditions.filter(|it| self.tells(cycle, Matter::Condition(it)));
        told.map(view).collect()
    }

    fn adoptions(&self, cycle: &Cycle) -> Vec<AdoptionView> {
        let view = |adoption: &lustrum_domain::Adoption| AdoptionView {
            id: adoption.id,
            body: self.place(adoption.body),
            body_kind: adoption.body_kind,
            held_on: adoption.held_on,
            item: adoption.item.clone(),
            outcome: adoption.outcome,
            plan: adoption.plan,
            corrected: adoption.corrected,
        };
        cycle.adoptions.iter().map(view).collect()
    }

    fn notices(&self, cycle: &Cycle) -> Vec<NoticeView> {
        let view = |notice: &lustrum_domain::Notice| NoticeView {
            id: notice.id,
            kind: notice.kind,
            body: self.place(notice.body),
            state: notice.state,
            releases_on: notice.releases_on,
        };
        cycle.notices.iter().map(view).collect()
    }

    fn commands(&self, view: &CaseView) -> Vec<CommandView> {
        let state = view.cycle.state.name();
        let why_not = |command: CommandName, code: RefusalCode| WhyNot {
            code,
            text: words::refusal(
                self.locale,
                &Refusal::new(code, state.as_str(), command.as_str()),
            ),
        };
        let commands = view.commands.iter().map(|available| CommandView {
            command: available.command,
            label: words::command(self.locale, available.command),
            doc: available.command.doc().trim().to_owned(),
            allowed: available.refusal.is_none(),
            refusal: available
                .refusal
                .map(|code| why_not(available.command, code)),
        });
        commands.collect()
    }
}

fn criteria(cycle: &Cycle) -> Vec<CriterionView> {
    let open = cycle.open_criteria();
    let is_open = |id: &CriterionId| open.as_ref().is_some_and(|open: &Open| open.contains(id));
    let criteria = cycle.criteria.iter().map(|criterion| CriterionView {
        id: criterion.id.clone(),
        stages: criterion.stages.clone(),
        sections: criterion.sections.clone(),
        open: is_open(&criterion.id),
    });
    criteria.collect()
}

/// The headers of what a case handed in.
pub(in crate::api) fn submissions(cycle: &Cycle) -> Vec<SubmissionView> {
    let view = |submission: &lustrum_domain::Submission| SubmissionView {
        id: submission.id,
        number: submission.number,
        kind: submission.kind,
        round: submission.round,
        at: submission.at,
        digest: submission.digest,
        plan: submission.plan,
        standing: submission.standing,
    };
    cycle.submissions.iter().map(view).collect()
}

impl SubmissionView {
    /// Which.
    pub(in crate::api) fn id(&self) -> SubmissionId {
        self.id
    }
}

fn extensions(cycle: &Cycle) -> Vec<ExtensionView> {
    let view = |extension: &lustrum_domain::Extension| ExtensionView {
        id: extension.id,
        deadline: extension.deadline.clone(),
        until: extension.until,
        granted: extension.granted,
    };
    cycle.extensions.iter().map(view).collect()
}

fn readings(cycle: &Cycle) -> Vec<ReadingView> {
    let view = |reading: &lustrum_domain::Reading| ReadingView {
        id: reading.id,
        criterion: reading.criterion.clone(),
        upheld: reading.upheld,
    };
    cycle.readings.iter().map(view).collect()
}

#[cfg(test)]
mod tests;
