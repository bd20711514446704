//! The one way a case changes: the next state is the fold of the events.
//!
//! Nothing is decided here. Whatever needs a calendar, a clock or a right was
//! settled by [`decide`](super::decide) and stands in the event.

mod review;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Adoption, AnswerClock, Assignment, AssignmentStatus, Beginning, Certificate,
    CertificationDecision, ConditionOutcome, ConditionStatus, Cycle, Deadline, DeadlineKey, Entry,
    Event, Extension, Hold, Notice, Open, Origin, Reading, RefusalRecord, RenewalStatus, SetDate,
    Stage, StageStatus, Standing, State, SubmissionKind,
};
use crate::{
    AssignmentId, CycleId, NoticeId,
    notice::{NoticeState, NoticeStep},
    time::local_date,
};

/// The case that `entries` tell of; `None` when the first one does not begin a case.
pub fn fold<'a>(id: CycleId, entries: impl IntoIterator<Item = &'a Entry>) -> Option<Cycle> {
    let mut entries = entries.into_iter();
    let first = entries.next()?;
    let mut cycle = begin(id, first)?;
    entries.for_each(|entry| apply(&mut cycle, entry));
    Some(cycle)
}

/// The case that a first entry begins.
pub(super) fn begin(id: CycleId, entry: &Entry) -> Option<Cycle> {
    match &entry.event {
        Event::Enrolled {
            beginning, renews, ..
        } => {
            let mut cycle = blank(id, beginning, State::Enrolled);
            cycle.renews = renews.clone();
            cycle.version = entry.seq;
            Some(cycle)
        }
        Event::Scheduled {
            beginning,
            period_end,
            opens_on,
            renews,
        } => {
            let mut cycle = blank(id, beginning, State::Scheduled { waits: false });
            cycle.period_end = Some(*period_end);
            cycle.opens_on = Some(*opens_on);
            cycle.renews = Some(renews.clone());
            cycle.version = entry.seq;
            Some(cycle)
        }
        _ => None,
    }
}

fn blank(id: CycleId, beginning: &Beginning, state: State) -> Cycle {
    let stages = beginning
        .route
        .iter()
        .map(|stage| Stage {
            key: stage.key.clone(),
            organisation: stage.organisation,
            recorded_by: stage.recorded_by.clone(),
            reviewers: stage.reviewers,
            status: StageStatus::Pending,
            told_until: 0,
            reviews: 0,
            assignments: Vec::new(),
            findings: BTreeMap::new(),
        })
        .collect();
    Cycle {
        id,
        programme: beginning.programme.clone(),
        municipality: beginning.municipality,
        code: beginning.code.clone(),
        edition: beginning.edition,
        version: 0,
        state,
        hold: None,
        holds: Vec::new(),
        pins: None,
        criteria: Vec::new(),
        stages,
        period_end: None,
        opens_on: None,
        planned: None,
        deadlines: Vec::new(),
        submissions: Vec::new(),
        contents: BTreeMap::new(),
        round: 0,
        rounds_used: 0,
        rounds_allowed: 0,
        conditions: Vec::new(),
        focus: Vec::new(),
        adoptions: Vec::new(),
        extensions: Vec::new(),
        readings: Vec::new(),
        refusal: None,
        decision: None,
        certificate: None,
        certificates_issued: 0,
        renews: None,
        notices: Vec::new(),
    }
}

/// Takes `cycle` to where it stands after `entry`.
pub fn apply(cycle: &mut Cycle, entry: &Entry) {
    cycle.version = entry.seq;
    let today = local_date(entry.at);
    match &entry.event {
        // A second beginning changes nothing; `audit verify` reports it.
        Event::Enrolled { .. } | Event::Scheduled { .. } => {}
        Event::Opened { pins, criteria } => {
            cycle.pins = Some(pins.clone());
            cycle.criteria = criteria.clone();
            cycle.state = State::SelfAssessment;
        }
        Event::DatesSet {
            period_end,
            opens_on,
            lapses_after,
            planned,
        } => {
            cycle.planned = Some(*planned);
            cycle.period_end = period_end.or(cycle.period_end);
            cycle.opens_on = opens_on.or(cycle.opens_on);
            if let (Some(renews), Some(day)) = (&mut cycle.renews, lapses_after) {
                renews.lapses_after = *day;
                if renews.status == RenewalStatus::GoLive {
                    renews.status = RenewalStatus::InForce;
                }
            }
        }
        Event::DeadlineSet { date } => cycle.set_deadline(date),
        Event::DeadlineStopped { deadline, left } => {
            if let Some(deadline) = cycle.deadline_mut(deadline) {
                deadline.running = false;
                deadline.left = Some(*left);
            }
        }
        Event::SelfAssessmentSubmitted { handed_in } => {
            cycle.hand_in(handed_in, SubmissionKind::SelfAssessment, entry);
            cycle.stop(&DeadlineKey::SelfAssessment);
            cycle.state = State::Scoping {
                submission: handed_in.id,
            };
        }
        Event::ScopingRecorded { focus, .. } => {
            cycle.focus.clone_from(focus);
            cycle.state = State::Revision { open: Open::All };
        }
        Event::Submitted {
            handed_in,
            contents,
            stage,
        } => {
            cycle.submitted(handed_in, contents, stage, entry);
        }
        Event::Recalled {} => cycle.taken_back(Standing::Recalled, entry.at),
        Event::SentBack { .. } => cycle.taken_back(Standing::SentBack, entry.at),
        Event::AssignmentOffered {
            assignment,
            stage,
            reviewer,
            answer_by,
        } => {
            let submission = cycle.submission().map(|submission| submission.id);
            if let (Some(stage), Some(submission)) = (cycle.stage_mut(stage), submission) {
                stage.assignments.push(Assignment {
                    id: *assignment,
                    reviewer: *reviewer,
                    submission,
                    answer_by: *answer_by,
                    status: AssignmentStatus::Offered,
                    accepted: false,
                    former: false,
                });
            }
        }
        Event::AssignmentAccepted { assignment } => {
            cycle.set_assignment(*assignment, AssignmentStatus::Accepted);
            if let Some(found) = cycle.assignment_mut(*assignment) {
                found.accepted = true;
            }
        }
        Event::AssignmentDeclined { assignment, .. } => {
            cycle.set_assignment(*assignment, AssignmentStatus::Declined);
        }
        Event::AssignmentExpired { assignment } => {
            cycle.set_assignment(*assignment, AssignmentStatus::Expired);
        }
        Event::AssignmentReassigned { assignment, .. } => {
            cycle.set_assignment(*assignment, AssignmentStatus::Reassigned);
            cycle.forget_opinions(*assignment, false);
        }
        Event::Recused { assignment, .. } => {
            cycle.set_assignment(*assignment, AssignmentStatus::Recused);
            cycle.forget_opinions(*assignment, true);
        }
        Event::StageHandedOver {
            stage, from, to, ..
        } => cycle.handed_over(stage, *from, *to),
        Event::CriterionDecided { .. } => cycle.decided(entry),
        Event::FindingReopened {
            stage, criterion, ..
        } => {
            cycle.unsettle(stage, criterion);
            if let Some(stage) = cycle.stage_mut(stage)
                && stage.status == StageStatus::Concluded
            {
                stage.status = StageStatus::Open;
                // Those who judged last take it up again, and nobody before them.
                let seats = usize::from(stage.reviewers);
                let done = stage.assignments.iter_mut().rev();
                let done = done.filter(|it| it.status == AssignmentStatus::Done && !it.former);
                for assignment in done.take(seats) {
                    assignment.status = AssignmentStatus::Accepted;
                }
            }
        }
        Event::StageConcluded { stage, next } => cycle.stage_concluded(stage, next.as_deref()),
        Event::Returned { stage, .. } => cycle.returned(stage, today),
        Event::ReturnMailAccepted { on } => {
            if let State::Returned {
                clock: AnswerClock::Waiting { accepted_on, .. },
                ..
            } = &mut cycle.state
            {
                *accepted_on = Some(*on);
            }
        }
        // Another address may have taken the mail, and one that did is enough.
        Event::ReturnMailBounced {} | Event::ContactRecorded { .. } => {}
        Event::AnswerClockStarted {} => {
            if let State::Returned { clock, .. } = &mut cycle.state {
                *clock = AnswerClock::Running;
            }
        }
        Event::ContactMissing {} => {
            if let State::Returned {
                clock:
                    AnswerClock::Waiting {
                        contact_missing, ..
                    },
                ..
            } = &mut cycle.state
            {
                *contact_missing = true;
            }
        }
        Event::RoundAllowed { .. } => cycle.rounds_allowed += 1,
        Event::ExtensionRequested {
            extension,
            deadline,
            until,
            ..
        } => {
            cycle.extensions.push(Extension {
                id: *extension,
                deadline: deadline.clone(),
                until: *until,
                granted: None,
            });
        }
        Event::ExtensionDecided {
            extension, granted, ..
        } => {
            let mut deadline = None;
            if let Some(found) = cycle.extensions.iter_mut().find(|it| it.id == *extension) {
                found.granted = Some(*granted);
                deadline = Some(found.deadline.clone());
            }
            if *granted && let Some(deadline) = deadline.and_then(|key| cycle.deadline_mut(&key)) {
                deadline.extensions += 1;
            }
        }
        Event::SecondReadingRequested {
            reading, criterion, ..
        } => {
            cycle.readings.push(Reading {
                id: *reading,
                criterion: criterion.clone(),
                upheld: None,
            });
            match criterion {
                Some(criterion) => {
                    if let Some(finding) = cycle.returning_finding_mut(criterion) {
                        finding.read_twice = true;
                    }
                }
                None => {
                    if let Some(refusal) = &mut cycle.refusal {
                        refusal.read_twice = true;
                    }
                }
            }
        }
        Event::SecondReadingDecided {
            reading, upheld, ..
        } => {
            let mut of_refusal = false;
            if let Some(found) = cycle.readings.iter_mut().find(|it| it.id == *reading) {
                found.upheld = Some(*upheld);
                of_refusal = found.criterion.is_none();
            }
            if of_refusal
                && !upheld
                && let Some(refusal) = cycle.refusal.take()
            {
                cycle.stop(&DeadlineKey::Submission);
                (cycle.rounds_used, cycle.rounds_allowed) = refusal.rounds;
                let submission = refusal.submission;
                // Back to where it was refused: an unjudged plan is not certified.
                cycle.state = match refusal.returned_by {
                    None => State::Decision { submission },
                    Some(stage) => State::Returned {
                        stage,
                        submission,
                        clock: AnswerClock::Running,
                    },
                };
            }
            if !cycle.readings.iter().any(|it| it.upheld.is_none()) {
                cycle.stop(&DeadlineKey::SecondReading);
            }
        }
        Event::Certified { decided_on } => {
            if let Some((submission, plan)) = cycle
                .submission()
                .and_then(|submission| Some((submission.id, submission.plan?)))
            {
                cycle.decision = Some(CertificationDecision {
                    on: *decided_on,
                    plan,
                    editorial: None,
                });
                cycle.stop(&DeadlineKey::Decision);
                cycle.state = State::Certified { submission };
            }
        }
        Event::Refused { criteria, .. } => {
            let returned_by = match cycle.state {
                State::Returned { stage, .. } => Some(stage),
                _ => None,
            };
            cycle.refusal = cycle.submission().map(|submission| RefusalRecord {
                by: entry.by.person,
                on: today,
                submission: submission.id,
                returned_by,
                rounds: (cycle.rounds_used, cycle.rounds_allowed),
                read_twice: false,
            });
            cycle.back_to_revision(criteria);
        }
        Event::ReviewReopened {
            stage, criteria, ..
        } => {
            cycle.round += 1;
            for criterion in criteria {
                cycle.unsettle(stage, criterion);
            }
            cycle.stop(&DeadlineKey::Decision);
            if let (Some(index), Some(submission)) = (
                cycle.stage_index(stage),
                cycle.submission().map(|submission| submission.id),
            ) {
                cycle.open_stage(index);
                cycle.state = State::Review {
                    stage: index,
                    submission,
                    origin: Origin::Decision,
                };
            }
        }
        Event::DecisionRetracted { .. } => {
            cycle.decision = None;
            cycle.stop_conditions();
            if let Some(submission) = cycle.submission().map(|submission| submission.id) {
                cycle.state = State::Decision { submission };
            }
        }
        Event::AdoptionRecorded {
            adoption,
            body,
            body_kind,
            held_on,
            item,
            outcome,
            plan,
            corrects,
            ..
        } => {
            if let Some(corrected) = cycle
                .adoptions
                .iter_mut()
                .find(|it| Some(it.id) == *corrects)
            {
                corrected.corrected = true;
            }
            cycle.adoptions.push(Adoption {
                id: *adoption,
                body: *body,
                body_kind: *body_kind,
                held_on: *held_on,
                item: item.clone(),
                outcome: *outcome,
                plan: *plan,
                corrected: false,
            });
        }
        Event::EditorialDifferenceRecorded { adoption, .. } => {
            if let Some(decision) = &mut cycle.decision {
                decision.editorial = Some(*adoption);
            }
        }
        Event::Reopened { criteria, .. } => cycle.back_to_revision(criteria),
        Event::Revoked { criteria, .. } => {
            if let Some(certificate) = &mut cycle.certificate {
                certificate.revoked = true;
            }
            cycle.back_to_revision(criteria);
        }
        Event::CertificateRevoked { .. } => {
            if let Some(certificate) = &mut cycle.certificate {
                certificate.revoked = true;
            }
        }
        Event::Concluded {
            certificate,
            number,
            valid_from,
            valid_to,
            ..
        } => {
            cycle.certificates_issued += 1;
            if let Some(renews) = &mut cycle.renews
                && renews.status != RenewalStatus::Revoked
            {
                renews.status = RenewalStatus::Superseded;
            }
            cycle.certificate = Some(Certificate {
                id: *certificate,
                number: number.clone(),
                valid_from: *valid_from,
                valid_to: *valid_to,
                revoked: false,
            });
            if let Some(submission) = cycle.submission().map(|submission| submission.id) {
                cycle.state = State::Concluded { submission };
            }
        }
        Event::Lapsed {} => cycle.set_renewal(RenewalStatus::Lapsed),
        Event::RenewalRevoked {} => cycle.set_renewal(RenewalStatus::Revoked),
        Event::Held { reason } => {
            cycle.hold = Some(Hold {
                since: today,
                reason: *reason,
            })
        }
        Event::Resumed {
            answer_by,
            releases_on,
        } => cycle.resumed(today, *answer_by, *releases_on),
        Event::Withdrawn { successor, .. } => {
            cycle.hold = None;
            cycle.deadlines.iter_mut().for_each(Deadline::end);
            cycle.stages.iter_mut().for_each(Stage::end_assignments);
            cycle.state = State::Withdrawn {
                successor: *successor,
            };
        }
        Event::ConditionAnswered { condition, .. } => {
            if let Some(found) = cycle.conditions.iter_mut().find(|it| it.id == *condition) {
                found.status = ConditionStatus::Answered;
            }
            cycle.stop(&DeadlineKey::Condition(*condition));
        }
        Event::ConditionJudged {
            condition,
            outcome,
            until,
            ..
        } => {
            if let Some(found) = cycle.conditions.iter_mut().find(|it| it.id == *condition) {
                found.status = match outcome {
                    ConditionOutcome::Met => ConditionStatus::Met,
                    ConditionOutcome::Extended => ConditionStatus::Open,
                    ConditionOutcome::Waived => ConditionStatus::Waived,
                    ConditionOutcome::Failed => ConditionStatus::Failed,
                };
                found.due = until.unwrap_or(found.due);
            }
            cycle.stop(&DeadlineKey::Condition(*condition));
        }
        Event::Reminded {
            deadline,
            rung,
            skipped,
        } => {
            if let Some(deadline) = cycle.deadline_mut(deadline) {
                deadline.rungs.extend(skipped);
                deadline.rungs.push(*rung);
            }
        }
        Event::Waited {} => cycle.state = State::Scheduled { waits: true },
        Event::Rescheduled {
            period_end,
            opens_on,
            renews,
        } => {
            cycle.period_end = Some(*period_end);
            cycle.opens_on = Some(*opens_on);
            cycle.planned = None;
            cycle.renews = Some(renews.clone());
            cycle.state = State::Scheduled { waits: false };
        }
        Event::NoticeDrafted {
            notice,
            notice_kind,
            body,
            releases_on,
        } => {
            cycle.notices.push(Notice {
                id: *notice,
                kind: *notice_kind,
                body: *body,
                state: NoticeState::Drafted,
                releases_on: *releases_on,
            });
        }
        Event::NoticeReleased { notice } => cycle.step_notice(*notice, NoticeStep::Release),
        Event::NoticeDelivered { notice } => cycle.step_notice(*notice, NoticeStep::Deliver),
        Event::NoticeBounced { notice } => cycle.step_notice(*notice, NoticeStep::Bounce),
        Event::NoticeAcknowledged { notice } => cycle.step_notice(*notice, NoticeStep::Acknowledge),
        Event::NoticeDecided { notice, .. } => cycle.step_notice(*notice, NoticeStep::Decide),
        Event::NoticeSuperseded { notice } => cycle.step_notice(*notice, NoticeStep::Supersede),
        Event::NoticeCancelled { notice, .. } => cycle.step_notice(*notice, NoticeStep::Cancel),
    }
}

impl Cycle {
    fn stage_mut(&mut self, key: &str) -> Option<&mut Stage> {
        self.stages.iter_mut().find(|stage| stage.key == key)
    }

    /// The deadline known by `key`, running or stopped; the latest one.
    fn deadline_mut(&mut self, key: &DeadlineKey) -> Option<&mut Deadline> {
        self.deadlines
            .iter_mut()
            .rfind(|deadline| deadline.key == *key)
    }

    fn set_deadline(&mut self, date: &SetDate) {
        let old = self.deadline_mut(&date.key).cloned();
        self.deadlines.retain(|deadline| deadline.key != date.key);
        // One that still counts, or goes on, keeps what it was granted; one that
        // goes on also keeps what was sent.
        let kept = old.filter(|old| old.running || old.left.is_some() || date.goes_on);
        let (rungs, set_on) = match &kept {
            Some(old) if date.goes_on => (old.rungs.clone(), old.set_on),
            _ => (Vec::new(), date.from),
        };
        self.deadlines.push(Deadline {
            key: date.key.clone(),
            due: date.due,
            set_on,
            working_days: date.working_days,
            skipped: date.skipped.clone(),
            running: true,
            left: None,
            rungs,
            extensions: kept.map_or(0, |old| old.extensions),
        });
    }

    /// Ends the deadline known by `key`.
    fn stop(&mut self, key: &DeadlineKey) {
        if let Some(deadline) = self.deadline_mut(key) {
            deadline.end();
        }
        // A request for more time ends with what it was about.
        self.extensions
            .retain(|extension| extension.deadline != *key || extension.granted.is_some());
    }

    /// Periods that stood still begin anew, in full: simple, and to nobody's harm.
    fn resumed(&mut self, today: NaiveDate, answer_by: NaiveDate, releases_on: NaiveDate) {
        if let Some(hold) = self.hold.take() {
            self.holds.push((hold.since, today));
        }
        for assignment in self
            .stages
            .iter_mut()
            .flat_map(|stage| &mut stage.assignments)
        {
            if assignment.status == AssignmentStatus::Offered {
                assignment.answer_by = answer_by;
            }
        }
        for notice in &mut self.notices {
            if notice.state == NoticeState::Drafted && notice.releases_on.is_some() {
                notice.releases_on = Some(releases_on);
            }
        }
        if let State::Returned {
            clock: AnswerClock::Waiting {
                since, accepted_on, ..
            },
            ..
        } = &mut self.state
        {
            *since = today;
            *accepted_on = accepted_on.map(|_| today);
        }
    }

    fn stop_reviews(&mut self) {
        for deadline in &mut self.deadlines {
            if matches!(deadline.key, DeadlineKey::Review(_)) {
                deadline.end();
            }
        }
    }

    fn stop_conditions(&mut self) {
        for deadline in &mut self.deadlines {
            if matches!(deadline.key, DeadlineKey::Condition(_)) {
                deadline.end();
            }
        }
    }

    fn set_renewal(&mut self, status: RenewalStatus) {
        if let Some(renews) = &mut self.renews {
            renews.status = status;
        }
    }

    fn set_assignment(&mut self, id: AssignmentId, status: AssignmentStatus) {
        if let Some(assignment) = self.assignment_mut(id) {
            assignment.status = status;
        }
    }

    fn assignment_mut(&mut self, id: AssignmentId) -> Option<&mut Assignment> {
        self.stages
            .iter_mut()
            .flat_map(|stage| &mut stage.assignments)
            .find(|assignment| assignment.id == id)
    }

    fn step_notice(&mut self, id: NoticeId, step: NoticeStep) {
        if let Some(notice) = self.notices.iter_mut().find(|notice| notice.id == id)
            && let Some(next) = notice.state.after(step)
        {
            notice.state = next;
        }
    }
}
