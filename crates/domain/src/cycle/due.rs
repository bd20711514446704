//! When the clock has something to say about a case.
//!
//! [`next_due`] is stored beside the case and indexed; [`decide`](super::decide)
//! of a tick asks the same functions again, so that a tick that comes twice,
//! late or not at all leads to the same state once one has run.

use chrono::{Days, NaiveDate};

use super::{AnswerClock, AssignmentStatus, Cycle, Deadline, DeadlineKey, RenewalStatus, State};
use crate::{
    AssignmentId, NoticeId, Programme, Timestamp,
    calendar::add_working_days,
    notice::NoticeState,
    time::{at_hour, day_after},
};

/// Something that is due at some instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Due {
    /// The revision opens by itself.
    Open,
    /// An offered assignment goes back to the lead.
    ExpireAssignment(AssignmentId),
    /// The mail was accepted a working day ago and did not bounce.
    StartAnswerClock,
    /// Nobody seems to know of the return.
    ContactMissing,
    /// A formal notice releases itself.
    ReleaseNotice(NoticeId),
    /// The certificate that this case renews lapses.
    Lapse,
    /// A rung of a reminder ladder.
    Remind(DeadlineKey),
}

/// The instant from which a tick would do something; `None` when nothing is
/// ahead without somebody acting.
pub fn next_due(cycle: &Cycle, programme: &Programme) -> Option<Timestamp> {
    all(cycle, programme).into_iter().map(|(at, _)| at).min()
}

/// Everything ahead of the clock, with its instant, in the order of the instants.
pub(super) fn all(cycle: &Cycle, programme: &Programme) -> Vec<(Timestamp, Due)> {
    // On hold the clock is silent; what fell due meanwhile comes on `resume`.
    if cycle.hold.is_some() {
        return Vec::new();
    }
    let hour = programme.reminders.hour;
    let mut due = Vec::new();
    if let Some(day) = opens_by_itself(cycle) {
        due.push((at_hour(day, hour), Due::Open));
    }
    if let State::Review { .. } = cycle.state {
        for assignment in cycle.assignments() {
            if assignment.status == AssignmentStatus::Offered {
                let at = day_after(assignment.answer_by);
                due.push((at, Due::ExpireAssignment(assignment.id)));
            }
        }
    }
    if let State::Returned {
        clock:
            AnswerClock::Waiting {
                since,
                accepted_on,
                contact_missing,
            },
        ..
    } = &cycle.state
    {
        if let Some(accepted_on) = accepted_on {
            let day = add_working_days(*accepted_on, 1).due;
            due.push((day_after(day), Due::StartAnswerClock));
        }
        if !contact_missing {
            let day = add_working_days(*since, programme.working_days.contact).due;
            due.push((day_after(day), Due::ContactMissing));
        }
    }
    for notice in &cycle.notices {
        if let (NoticeState::Drafted, Some(day)) = (notice.state, notice.releases_on) {
            due.push((day_after(day), Due::ReleaseNotice(notice.id)));
        }
    }
    if let Some(day) = lapses_after(cycle) {
        due.push((day_after(day), Due::Lapse));
    }
    // Nothing can be handed in while a return is read a second time, late or not.
    let asks = |key: &DeadlineKey| *key != DeadlineKey::Answer || !cycle.is_read_again();
    let running = cycle.deadlines.iter().filter(|deadline| deadline.running);
    for deadline in running.filter(|deadline| asks(&deadline.key)) {
        if let Some((at, _)) = next_rung(deadline, programme) {
            due.push((at, Due::Remind(deadline.key.clone())));
        }
    }
    due.sort_by_key(|(at, _)| *at);
    due
}

/// The day on which a planned case opens without anybody's doing: not one taken
/// in at go-live, whose dates the secretariat sets.
fn opens_by_itself(cycle: &Cycle) -> Option<NaiveDate> {
    if cycle.state != (State::Scheduled { waits: false }) || cycle.is_go_live() {
        return None;
    }
    cycle.period_end.and(cycle.opens_on)
}

/// The last day before the certificate that `cycle` renews lapses, unless
/// something that was done in time stands against it.
fn lapses_after(cycle: &Cycle) -> Option<NaiveDate> {
    let renews = cycle.renews.as_ref()?;
    if renews.status != RenewalStatus::InForce || cycle.state.is_closed() {
        return None;
    }
    if cycle.is_read_again() && cycle.submission().is_some_and(|it| it.in_time) {
        return None;
    }
    if cycle
        .extensions
        .iter()
        .any(|extension| extension.granted.is_none())
    {
        return None;
    }
    let in_time = cycle
        .submission()
        .is_some_and(|submission| submission.in_time);
    match &cycle.state {
        State::Review { .. } | State::Decision { .. } | State::Certified { .. } if in_time => None,
        State::Returned {
            clock: AnswerClock::Waiting { .. },
            ..
        } if in_time => None,
        State::Returned { .. } if in_time => {
            let answer = cycle
                .deadlines
                .iter()
                .rfind(|deadline| deadline.key == DeadlineKey::Answer)
                .filter(|deadline| deadline.running)
                .map(|deadline| deadline.due)?;
            Some(renews.lapses_after.max(answer))
        }
        State::Enrolled
        | State::Scheduled { .. }
        | State::SelfAssessment
        | State::Scoping { .. }
        | State::Revision { .. }
        | State::Review { .. }
        | State::Returned { .. }
        | State::Decision { .. }
        | State::Certified { .. }
        | State::Concluded { .. }
        | State::Withdrawn { .. } => Some(renews.lapses_after),
    }
}

/// The rungs of the ladder in order: days from the due date, for ever.
fn ladder(programme: &Programme) -> impl Iterator<Item = i32> {
    let reminders = &programme.reminders;
    let days = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let last = reminders.after.iter().copied().max().unwrap_or_default();
    let every = reminders.every.max(1);
    let first_repeat = last / every + 1;
    reminders
        .before
        .iter()
        .map(move |before| -days(*before))
        .chain(reminders.after.iter().map(move |after| days(*after)))
        .chain((first_repeat..).map(move |times| days(times.saturating_mul(every))))
}

fn rung_day(deadline: &Deadline, rung: i32) -> Option<NaiveDate> {
    let days = Days::new(u64::from(rung.unsigned_abs()));
    if rung < 0 {
        deadline.due.checked_sub_days(days)
    } else {
        deadline.due.checked_add_days(days)
    }
}

/// Rungs ahead of the day on which the clock started, not sent or skipped yet.
fn open_rungs<'a>(
    deadline: &'a Deadline,
    programme: &'a Programme,
) -> impl Iterator<Item = (Timestamp, i32)> + 'a {
    ladder(programme).filter_map(move |rung| {
        let day = rung_day(deadline, rung)?;
        let open = day > deadline.set_on && !deadline.rungs.contains(&rung);
        open.then(|| (at_hour(day, programme.reminders.hour), rung))
    })
}

fn next_rung(deadline: &Deadline, programme: &Programme) -> Option<(Timestamp, i32)> {
    // The ladder has no end, but a day before year 9999 has a rung within this many.
    open_rungs(deadline, programme).next()
}

/// The rungs that are due at `now`, earliest first.
pub(super) fn rungs_until(deadline: &Deadline, programme: &Programme, now: Timestamp) -> Vec<i32> {
    open_rungs(deadline, programme)
        .take_while(|(at, _)| *at <= now)
        .map(|(_, rung)| rung)
        .collect()
}
