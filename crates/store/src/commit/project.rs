//! What the lists show of a case, derived from the case and its new entries.
//!
//! Derived here and nowhere else, so that no use case can forget a row. The
//! whole log of a case gives the same rows again: see [`project_log`].

use std::collections::BTreeMap;

use lustrum_domain::{
    AnswerClock, CriterionId, Cycle, CycleId, Entry, Event, Finding, FindingStatus, Notice,
    NoticeId, RenewalStatus, Stage, StageStatus, State, StateName, TextId, Timestamp, apply, fold,
};
use uuid::Uuid;

use crate::{
    entity::{assignment, case_judge, case_summary, finding, notice, opinion},
    row::number,
};

/// The rows to insert, or to put in the place of those with the same key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Projection {
    pub(crate) summary: Option<case_summary::Model>,
    pub(crate) judges: Vec<case_judge::Model>,
    pub(crate) assignments: Vec<assignment::Model>,
    /// Findings that were judged.
    pub(crate) judged: Vec<finding::Model>,
    /// Findings that wait to be judged again; a row that says so already stays.
    pub(crate) opened: Vec<finding::Model>,
    /// What each reviewer said.
    pub(crate) opinions: Vec<opinion::Model>,
    pub(crate) notices: Vec<notice::Model>,
}

/// All rows of a case, from all its entries: for one that is written at once,
/// as at an import, and for comparing what is stored with what should be.
pub(crate) fn project_log(id: CycleId, entries: &[Entry]) -> Projection {
    let Some(mut cycle) = entries.first().and_then(|first| fold(id, [first])) else {
        return Projection::default();
    };
    let mut all = Projection::default();
    let mut findings = BTreeMap::new();
    let mut opinions = BTreeMap::new();
    let mut notices: BTreeMap<Uuid, notice::Model> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        if index > 0 {
            apply(&mut cycle, entry);
        }
        let step = project(&cycle, std::slice::from_ref(entry));
        all.summary = step.summary;
        if !step.judges.is_empty() {
            all.judges = step.judges;
        }
        if !step.assignments.is_empty() {
            all.assignments = step.assignments;
        }
        for row in step.judged {
            findings.insert(key(&row), row);
        }
        for row in step.opened {
            let known = findings.entry(key(&row)).or_insert_with(|| row.clone());
            if known.status != row.status {
                *known = row;
            }
        }
        for row in step.opinions {
            opinions.insert(said_by(&row), row);
        }
        for row in step.notices {
            let (state, releases_on) = (row.state.clone(), row.releases_on);
            let known = notices.entry(row.id).or_insert(row);
            known.state = state;
            known.releases_on = releases_on;
        }
    }
    all.judged = findings.into_values().collect();
    all.opinions = opinions.into_values().collect();
    all.notices = notices.into_values().collect();
    all
}

/// The rows that `entries`, which one command led to, change; `cycle` is the
/// case after them.
pub(crate) fn project(cycle: &Cycle, entries: &[Entry]) -> Projection {
    let Some(last) = entries.last() else {
        return Projection::default();
    };
    let mut rows = Projection {
        summary: Some(summary(cycle, last.at)),
        ..Projection::default()
    };
    let mut assignments_touched = false;
    let mut judgements = BTreeMap::new();
    let mut opened_again = BTreeMap::new();
    let mut opinions = BTreeMap::new();
    let mut notices = BTreeMap::new();
    for entry in entries {
        if matches!(
            entry.event,
            Event::Enrolled { .. } | Event::Scheduled { .. } | Event::StageHandedOver { .. }
        ) {
            rows.judges = judges(cycle);
        }
        assignments_touched |= touched(&entry.event).assignments;
        if let Some(row) = judged(cycle, entry) {
            opened_again.remove(&key(&row));
            judgements.insert(key(&row), row);
        }
        if let Some(row) = said(cycle, entry) {
            opinions.insert(said_by(&row), row);
        }
        for row in opened(cycle, entry) {
            opened_again.entry(key(&row)).or_insert(row);
        }
        for id in touched_notices(cycle, &entry.event) {
            if let Some(row) = notice_row(cycle, id, entry.at) {
                notices.entry(id).or_insert(row);
            }
        }
    }
    if assignments_touched {
        rows.assignments = assignments(cycle);
    }
    rows.judged = judgements.into_values().collect();
    rows.opinions = opinions.into_values().collect();
    rows.opened = opened_again.into_values().collect();
    rows.notices = notices.into_values().collect();
    rows
}

/// What a finding is known by within its case.
fn key(row: &finding::Model) -> (String, String, i32) {
    (row.stage.clone(), row.criterion.clone(), row.round)
}

/// What an opinion is known by within its case.
fn said_by(row: &opinion::Model) -> (String, String, i32, Uuid) {
    (
        row.stage.clone(),
        row.criterion.clone(),
        row.round,
        row.person,
    )
}

/// What somebody said of a criterion, whatever the finding came to with it.
fn said(cycle: &Cycle, entry: &Entry) -> Option<opinion::Model> {
    let Event::CriterionDecided {
        stage,
        criterion,
        status,
        reason,
        remark,
        ..
    } = &entry.event
    else {
        return None;
    };
    let found = cycle.stage(stage)?.findings.get(criterion)?;
    Some(opinion::Model {
        cycle: cycle.id.0,
        stage: stage.clone(),
        criterion: criterion.0.clone(),
        round: number(found.round),
        person: entry.by.person?.0,
        status: status.as_str().to_owned(),
        reason: reason.map(|reason| reason.as_str().to_owned()),
        remark: remark.map(|remark| remark.id.0),
        at: entry.at,
    })
}

fn summary(cycle: &Cycle, changed_at: Timestamp) -> case_summary::Model {
    let stage = match &cycle.state {
        State::Review { stage, .. } | State::Returned { stage, .. } => cycle.stages.get(*stage),
        State::Enrolled
        | State::Scheduled { .. }
        | State::SelfAssessment
        | State::Scoping { .. }
        | State::Revision { .. }
        | State::Decision { .. }
        | State::Certified { .. }
        | State::Concluded { .. }
        | State::Withdrawn { .. } => None,
    };
    let deadline = cycle.next_deadline();
    case_summary::Model {
        cycle: cycle.id.0,
        programme: cycle.programme.clone(),
        municipality: cycle.municipality.0,
        code: cycle.code.clone(),
        edition: number(cycle.edition),
        state: cycle.state.name().as_str().to_owned(),
        stage: stage.map(|stage| stage.key.clone()),
        on_hold: cycle.hold.is_some(),
        lapsed: cycle
            .renews
            .as_ref()
            .is_some_and(|renews| renews.status == RenewalStatus::Lapsed),
        // The same question as in `Scope::contains`: before that, drafts are
        // the municipality's own.
        handed_in: !cycle.submissions.is_empty() || cycle.state.name() == StateName::Scoping,
        deadline: deadline.map(|deadline| deadline.key.to_string()),
        deadline_on: deadline.map(|deadline| deadline.due),
        period_end: cycle.period_end,
        criteria: cycle.pins.as_ref().map(|pins| pins.criteria.to_string()),
        round: number(cycle.round),
        changed_at,
        version: i64::try_from(cycle.version).unwrap_or(i64::MAX),
        asks_for_time: cycle.extensions.iter().any(|it| it.granted.is_none()),
        undated: is_undated(cycle),
        unreached: is_unreached(cycle),
        rounds: number(cycle.rounds_used).saturating_sub(number(cycle.rounds_allowed)),
        read_again: cycle.is_read_again(),
        vacant: is_vacant(cycle),
        awaited: bits(cycle.awaited_leads()),
    }
}

/// Whether an open stage has a seat that nobody fills.
fn is_vacant(cycle: &Cycle) -> bool {
    let mut open = cycle
        .stages
        .iter()
        .filter(|stage| stage.status == StageStatus::Open);
    open.any(|stage| stage.live().count() < usize::from(stage.reviewers))
}

/// Whether the secretariat was told that nobody seems to know of a return.
fn is_unreached(cycle: &Cycle) -> bool {
    matches!(
        &cycle.state,
        State::Returned {
            clock: AnswerClock::Waiting {
                contact_missing: true,
                ..
            },
            ..
        }
    )
}

/// Whether nothing will open the case before the secretariat has set its dates.
fn is_undated(cycle: &Cycle) -> bool {
    match cycle.state {
        State::Enrolled => cycle.planned.is_none(),
        State::Scheduled { waits: false } => {
            cycle.planned.is_none() && (cycle.opens_on.is_none() || cycle.is_go_live())
        }
        State::Scheduled { waits: true }
        | State::SelfAssessment
        | State::Scoping { .. }
        | State::Revision { .. }
        | State::Review { .. }
        | State::Returned { .. }
        | State::Decision { .. }
        | State::Certified { .. }
        | State::Concluded { .. }
        | State::Withdrawn { .. } => false,
    }
}

/// Everybody who judges, or records what a judge decided: known when a case
/// begins, and all of them anew when a stage was handed over.
fn judges(cycle: &Cycle) -> Vec<case_judge::Model> {
    let mut stages: BTreeMap<Uuid, Vec<usize>> = BTreeMap::new();
    for (index, stage) in cycle.stages.iter().enumerate() {
        for organisation in std::iter::once(&stage.organisation).chain(&stage.recorded_by) {
            stages.entry(organisation.0).or_default().push(index);
        }
    }
    let judges = stages.into_iter();
    judges
        .map(|(organisation, stages)| case_judge::Model {
            cycle: cycle.id.0,
            organisation,
            stages: bits(stages),
        })
        .collect()
}

/// Positions of stages as one number, the first stage's bit the lowest. No route has
/// as many stages as there are bits; one beyond them counts as every stage, so that
/// a case is looked into once too often and not once too seldom.
fn bits(stages: impl IntoIterator<Item = usize>) -> i32 {
    let bit = |stage| match u32::try_from(stage) {
        Ok(stage) => 1_i32.checked_shl(stage).unwrap_or(-1),
        Err(_) => -1,
    };
    stages.into_iter().map(bit).fold(0, |all, bit| all | bit)
}

fn assignments(cycle: &Cycle) -> Vec<assignment::Model> {
    cycle
        .stages
        .iter()
        .flat_map(|stage| stage.assignments.iter().map(move |it| (stage, it)))
        .map(|(stage, assignment)| assignment::Model {
            id: assignment.id.0,
            cycle: cycle.id.0,
            programme: cycle.programme.clone(),
            stage: stage.key.clone(),
            organisation: stage.organisation.0,
            reviewer: assignment.reviewer.0,
            status: assignment.status.as_str().to_owned(),
        })
        .collect()
}

fn notice_row(cycle: &Cycle, id: NoticeId, drafted_at: Timestamp) -> Option<notice::Model> {
    let notice = cycle.notice(id)?;
    Some(notice::Model {
        id: id.0,
        cycle: cycle.id.0,
        programme: cycle.programme.clone(),
        municipality: cycle.municipality.0,
        body: notice.body.0,
        kind: notice.kind.as_str().to_owned(),
        state: notice.state.as_str().to_owned(),
        releases_on: notice.releases_on,
        drafted_at,
        title_da: None,
        title_en: None,
        text_da: None,
        text_en: None,
        rendered_at: None,
    })
}

/// The finding that an entry judged.
fn judged(cycle: &Cycle, entry: &Entry) -> Option<finding::Model> {
    let Event::CriterionDecided {
        stage,
        criterion,
        remark,
        ..
    } = &entry.event
    else {
        return None;
    };
    let stage = cycle.stage(stage)?;
    let found = stage.findings.get(criterion)?;
    let remark = remark.as_ref().map(|remark| remark.id);
    Some(finding_row(cycle, entry, stage, criterion, found, remark))
}

/// The findings that are to be judged again, where an entry may have opened
/// some: rows of the round of now, for earlier rounds stay as they were. In the
/// round of what was sent back nothing was judged, and what had been returned
/// before stands in the round in which it was.
fn opened(cycle: &Cycle, entry: &Entry) -> Vec<finding::Model> {
    let reason = match touched(&entry.event).findings {
        Opens::Nothing => return Vec::new(),
        Opens::Some(reason) => reason,
    };
    let sent_back = matches!(entry.event, Event::SentBack { .. });
    let round = if sent_back {
        cycle.round
    } else {
        cycle.judged_round()
    };
    let mut rows = Vec::new();
    for stage in &cycle.stages {
        for (criterion, found) in &stage.findings {
            let returned_again = sent_back && found.status == FindingStatus::Returned;
            if found.status == FindingStatus::Pending || returned_again {
                let row = finding_row(cycle, entry, stage, criterion, found, reason);
                rows.push(finding::Model {
                    round: number(round),
                    status: FindingStatus::Pending.as_str().to_owned(),
                    reason: None,
                    ..row
                });
            }
        }
    }
    rows
}

fn finding_row(
    cycle: &Cycle,
    entry: &Entry,
    stage: &Stage,
    criterion: &CriterionId,
    found: &Finding,
    remark: Option<TextId>,
) -> finding::Model {
    finding::Model {
        cycle: cycle.id.0,
        stage: stage.key.clone(),
        criterion: criterion.0.clone(),
        round: number(found.round),
        programme: cycle.programme.clone(),
        status: found.status.as_str().to_owned(),
        reason: found.reason.map(|reason| reason.as_str().to_owned()),
        remark: remark.map(|remark| remark.0),
        person: entry.by.person.map(|person| person.0),
        at: entry.at,
    }
}

/// What an event may change of the assignments and the findings.
struct Touched {
    /// Whether assignments stand elsewhere after it.
    assignments: bool,
    /// Whether findings are open again.
    findings: Opens,
}

/// Whether an event may open findings again.
enum Opens {
    Nothing,
    /// It may, for the reason told in this text.
    Some(Option<TextId>),
}

fn touched(event: &Event) -> Touched {
    let (assignments, findings) = match event {
        Event::FindingReopened { reason, .. } | Event::ReviewReopened { reason, .. } => {
            (true, Opens::Some(Some(reason.id)))
        }
        Event::Refused {
            reasons: reason, ..
        }
        | Event::Reopened { reason, .. }
        | Event::Revoked { reason, .. } => (false, Opens::Some(Some(reason.id))),
        // Why somebody left is not why a criterion is judged again, nor is why
        // all of it was sent back.
        Event::SentBack { .. }
        | Event::Recused { .. }
        | Event::AssignmentReassigned { .. }
        | Event::StageHandedOver { .. } => (true, Opens::Some(None)),
        Event::Submitted { .. } => (false, Opens::Some(None)),
        Event::Recalled { .. }
        | Event::AssignmentOffered { .. }
        | Event::AssignmentAccepted { .. }
        | Event::AssignmentDeclined { .. }
        | Event::AssignmentExpired { .. }
        | Event::StageConcluded { .. }
        | Event::Returned { .. }
        | Event::Withdrawn { .. } => (true, Opens::Nothing),
        Event::Enrolled { .. }
        | Event::Scheduled { .. }
        | Event::Opened { .. }
        | Event::DatesSet { .. }
        | Event::DeadlineSet { .. }
        | Event::DeadlineStopped { .. }
        | Event::SelfAssessmentSubmitted { .. }
        | Event::ScopingRecorded { .. }
        | Event::CriterionDecided { .. }
        | Event::ReturnMailAccepted { .. }
        | Event::ReturnMailBounced { .. }
        | Event::ContactRecorded { .. }
        | Event::AnswerClockStarted { .. }
        | Event::ContactMissing { .. }
        | Event::RoundAllowed { .. }
        | Event::ExtensionRequested { .. }
        | Event::ExtensionDecided { .. }
        | Event::SecondReadingRequested { .. }
        | Event::SecondReadingDecided { .. }
        | Event::Certified { .. }
        | Event::DecisionRetracted { .. }
        | Event::AdoptionRecorded { .. }
        | Event::EditorialDifferenceRecorded { .. }
        | Event::Concluded { .. }
        | Event::CertificateRevoked { .. }
        | Event::Lapsed { .. }
        | Event::RenewalRevoked { .. }
        | Event::Held { .. }
        | Event::Resumed { .. }
        | Event::ConditionAnswered { .. }
        | Event::ConditionJudged { .. }
        | Event::Reminded { .. }
        | Event::Waited { .. }
        | Event::Rescheduled { .. }
        | Event::NoticeDrafted { .. }
        | Event::NoticeReleased { .. }
        | Event::NoticeDelivered { .. }
        | Event::NoticeBounced { .. }
        | Event::NoticeAcknowledged { .. }
        | Event::NoticeDecided { .. }
        | Event::NoticeSuperseded { .. }
        | Event::NoticeCancelled { .. } => (false, Opens::Nothing),
    };
    Touched {
        assignments,
        findings,
    }
}

/// The notices that an event changes.
fn touched_notices(cycle: &Cycle, event: &Event) -> Vec<NoticeId> {
    match event {
        Event::NoticeDrafted { notice, .. }
        | Event::NoticeReleased { notice }
        | Event::NoticeDelivered { notice }
        | Event::NoticeBounced { notice }
        | Event::NoticeAcknowledged { notice }
        | Event::NoticeDecided { notice, .. }
        | Event::NoticeSuperseded { notice }
        | Event::NoticeCancelled { notice, .. } => vec![*notice],
        // Those that release themselves do so later than they would have.
        Event::Resumed { .. } => {
            let waiting = |notice: &&Notice| notice.releases_on.is_some();
            let waiting = cycle.notices.iter().filter(waiting);
            waiting.map(|notice| notice.id).collect()
        }
        _ => Vec::new(),
    }
}
