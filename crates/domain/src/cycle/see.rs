//! Who may see which case. Every list, count and search takes a [`Scope`];
//! what is hidden looks the same as what is absent.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{
    Assignment, AssignmentStatus, Condition, Cycle, Entry, Event, MailKind, StageStatus, Standing,
    StateName, Submission, SubmissionKind,
};
use crate::{Actor, Answering, OrganisationId, Person, PersonId, RefusalCode, Role, Timestamp};

/// The cases that somebody may see, in whatever programme; and what comes to that
/// in one programme only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// Every case: secretariat and auditor.
    pub all: bool,
    /// Cases of these municipalities: their members and advisors.
    pub municipalities: BTreeSet<OrganisationId>,
    /// Cases on whose route these organisations judge, from scoping on: their leads.
    pub led: BTreeSet<OrganisationId>,
    /// Cases that this person is, or was, assigned to.
    pub reviewer: Option<PersonId>,
    /// What memberships that are limited to a programme add, by its key.
    pub limited: BTreeMap<String, Scope>,
}

impl Scope {
    /// What `actor` may see.
    pub fn of(actor: &Actor) -> Self {
        let person = match actor {
            Actor::Clock => {
                return Self {
                    all: true,
                    ..Self::default()
                };
            }
            Actor::Public => return Self::default(),
            Actor::Person(person) => person,
        };
        let mut all = Self::default();
        for (municipality, programme) in &person.reach {
            let scope = all.of_programme(programme.as_deref());
            scope.municipalities.insert(*municipality);
        }
        for held in &person.memberships {
            let scope = all.of_programme(held.programme.as_deref());
            match held.role {
                Role::Secretariat | Role::Auditor => scope.all = true,
                Role::Coordinator | Role::Approver => {
                    scope.municipalities.insert(held.organisation);
                }
                Role::Lead => {
                    scope.led.insert(held.organisation);
                    scope.reviewer = Some(person.id);
                }
                Role::Reviewer => scope.reviewer = Some(person.id),
                Role::Advisor | Role::CriteriaApprover | Role::Clerk => {}
            }
        }
        all
    }

    /// The part that holds for `programme`, or for every one.
    fn of_programme(&mut self, programme: Option<&str>) -> &mut Self {
        match programme {
            None => self,
            Some(key) => self.limited.entry(key.to_owned()).or_default(),
        }
    }

    /// Whether `cycle` lies in it.
    pub fn contains(&self, cycle: &Cycle) -> bool {
        let limited = self.limited.get(&cycle.programme);
        self.covers(cycle) || limited.is_some_and(|scope| scope.covers(cycle))
    }

    /// Whether the drafts of `cycle` lie in it, and its own letters: they are its
    /// municipality's, and of those who see everything.
    pub fn contains_draft(&self, cycle: &Cycle) -> bool {
        let limited = self.limited.get(&cycle.programme);
        std::iter::once(self)
            .chain(limited)
            .any(|scope| scope.all || scope.municipalities.contains(&cycle.municipality))
    }

    /// Whether it holds every case of the programme known by `key`.
    pub fn is_all_of(&self, key: &str) -> bool {
        self.all || self.limited.get(key).is_some_and(|scope| scope.all)
    }

    fn covers(&self, cycle: &Cycle) -> bool {
        self.all
            || self.municipalities.contains(&cycle.municipality)
            || (self.covers_as_judge(cycle)
                && !self
                    .reviewer
                    .is_some_and(|person| cycle.has_recused(person)))
    }

    fn covers_as_judge(&self, cycle: &Cycle) -> bool {
        let mut stages = cycle.stages.iter();
        let leads = has_been_handed_in(cycle)
            && stages.any(|stage| {
                self.led.contains(&stage.organisation)
                    || stage
                        .recorded_by
                        .iter()
                        .any(|other| self.led.contains(other))
            });
        leads
            || self.reviewer.is_some_and(|person| {
                cycle
                    .assignments()
                    .any(|it| it.reviewer == person && keeps_access(it.status))
            })
    }
}

/// Whether a reviewer still sees the case with an assignment in this status. A
/// recused or replaced one loses access at once.
fn keeps_access(status: AssignmentStatus) -> bool {
    match status {
        AssignmentStatus::Offered | AssignmentStatus::Accepted | AssignmentStatus::Done => true,
        AssignmentStatus::Declined
        | AssignmentStatus::Expired
        | AssignmentStatus::Recused
        | AssignmentStatus::Reassigned => false,
    }
}

/// Whether a mail about `cycle` may still go to `person`, as they stand today:
/// somebody whose membership ended or who is recused is not written to, whatever
/// was queued while it was right.
///
/// `answering` tells who hears what was meant for bodies that have ceased.
pub fn may_be_told(cycle: &Cycle, person: &Person, kind: MailKind, answering: &Answering) -> bool {
    if Scope::of(&Actor::Person(person.clone())).contains(cycle) {
        return true;
    }
    if cycle.has_recused(person.id) {
        return false;
    }
    let mut counting = person
        .memberships
        .iter()
        .filter(|held| held.counts_in(&cycle.programme));
    counting.any(|held| match held.role {
        // Leads are told of a case that they do not see yet, and of one that is
        // no longer theirs.
        Role::Lead => {
            kind == MailKind::StageHandedOver
                || cycle.stages.iter().any(|stage| {
                    stage.organisation == held.organisation
                        || stage.recorded_by.contains(&held.organisation)
                })
        }
        // Clerks see notices and nothing else of the case.
        Role::Clerk => cycle.notices.iter().any(|notice| {
            let clerk = person.clerk_for(&cycle.programme, notice.body, answering);
            clerk.is_some()
        }),
        Role::Coordinator
        | Role::Approver
        | Role::Reviewer
        | Role::Advisor
        | Role::Secretariat
        | Role::CriteriaApprover
        | Role::Auditor => false,
    })
}

/// Whether the municipality has ever handed anything in: before that, its
/// drafts are its own.
fn has_been_handed_in(cycle: &Cycle) -> bool {
    !cycle.submissions.is_empty() || cycle.state.name() == StateName::Scoping
}

/// Whether `actor` may see `cycle`.
pub fn may_see(cycle: &Cycle, actor: &Actor) -> bool {
    Scope::of(actor).contains(cycle)
}

/// Whether `actor` may comment on the drafts of `cycle`: members of the
/// municipality, and the advisors who serve it.
///
/// # Errors
/// `not-permitted` for everybody else.
pub fn may_comment(cycle: &Cycle, actor: &Actor) -> Result<(), RefusalCode> {
    let allowed = actor.person().is_some_and(|person| {
        let holds = |role| {
            let held = person.holds_in(&cycle.programme, role, cycle.municipality);
            held.is_some()
        };
        person.reaches(cycle.municipality, &cycle.programme)
            || holds(Role::Coordinator)
            || holds(Role::Approver)
    });
    if allowed {
        Ok(())
    } else {
        Err(RefusalCode::NotPermitted)
    }
}

/// Whether `actor` may see judgements of a stage that is still open.
///
/// Those who judge, the secretariat and auditors may. The municipality sees them
/// when the stage is concluded, all at once, and nobody negotiates a draft; so does
/// whoever is partial towards it.
pub fn may_see_open_findings(cycle: &Cycle, actor: &Actor, today: NaiveDate) -> bool {
    let person = match actor {
        Actor::Clock => return true,
        Actor::Public => return false,
        Actor::Person(person) => person,
    };
    let partial = person.is_partial(cycle.municipality, today);
    let mut counting = person
        .memberships
        .iter()
        .filter(|held| held.counts_in(&cycle.programme));
    counting.any(|held| match held.role {
        Role::Secretariat | Role::Auditor => true,
        Role::Lead | Role::Reviewer => {
            !partial
                && cycle.stages.iter().any(|stage| {
                    stage.organisation == held.organisation
                        || stage.recorded_by.contains(&held.organisation)
                })
        }
        Role::Coordinator
        | Role::Approver
        | Role::Advisor
        | Role::CriteriaApprover
        | Role::Clerk => false,
    })
}

/// Something of a case that the municipality may have to wait for, or never learns.
#[derive(Debug, Clone, Copy)]
pub enum Matter<'a> {
    /// What happened.
    Event(&'a Entry),
    /// Who was asked to judge.
    Assignment(&'a Assignment),
    /// What an approval asks for.
    Condition(&'a Condition),
}

/// Whether those are told of it who may not see judgements of an open stage.
///
/// The municipality learns who judges it, so that it can say that somebody is
/// partial, and what was judged once the stage is concluded. Whom the judges asked,
/// who said no and why, is their own affair.
pub fn is_told(cycle: &Cycle, matter: Matter<'_>) -> bool {
    match matter {
        Matter::Event(entry) => match &entry.event {
            Event::AssignmentOffered { .. }
            | Event::AssignmentDeclined { .. }
            | Event::AssignmentExpired { .. }
            | Event::AssignmentReassigned { .. }
            | Event::Recused { .. } => false,
            Event::CriterionDecided { stage, .. } | Event::FindingReopened { stage, .. } => {
                !is_open_finding(cycle, stage, round_at(cycle, entry.at))
            }
            _ => true,
        },
        Matter::Assignment(it) => matches!(
            it.status,
            AssignmentStatus::Accepted | AssignmentStatus::Done
        ),
        // It belongs to a judgement, and is told when that is told.
        Matter::Condition(it) => !is_open_finding(cycle, &it.stage, it.round),
    }
}

/// Whether a mail of this kind is the judges' own affair: whom they asked, who said
/// no, and what they took up again. It goes to nobody else, and is told to nobody
/// else.
pub fn is_of_the_judges(kind: MailKind) -> bool {
    matches!(
        kind,
        MailKind::AssignmentOffered
            | MailKind::AssignmentDeclined
            | MailKind::AssignmentExpired
            | MailKind::Recused
            | MailKind::FindingReopened
    )
}

/// Whether `actor` may look on while a stage is judged, with everything that
/// judges look at.
pub fn may_see_review(cycle: &Cycle, actor: &Actor, today: NaiveDate) -> bool {
    may_see(cycle, actor) && may_see_open_findings(cycle, actor, today)
}

/// Whether a judgement of `stage` made in `round` was not told yet: the stage was
/// not concluded since, or was opened again. What was judged on a submission that
/// was recalled or sent back is never told.
pub fn is_open_finding(cycle: &Cycle, stage: &str, round: u32) -> bool {
    let untold = cycle.stages.iter().any(|it| {
        it.key == stage
            && (round > it.told_until
                || (round == cycle.judged_round() && it.status == StageStatus::Open))
    });
    untold || was_taken_back(cycle, round)
}

/// Whether the submission that began `round` was recalled or sent back: then
/// nothing came of what was judged in it.
pub fn was_taken_back(cycle: &Cycle, round: u32) -> bool {
    cycle.submissions.iter().any(|it| {
        it.kind == SubmissionKind::Plan && it.round == round && it.standing != Standing::HandedIn
    })
}

/// The review round in which something happened at `at`: that of the submission
/// which stood then; 0 before the first.
pub fn round_at(cycle: &Cycle, at: Timestamp) -> u32 {
    let stood = |it: &&Submission| it.at <= at && it.taken_back_at.is_none_or(|end| at <= end);
    let plans = cycle.submissions.iter();
    let mut plans = plans.filter(|it| it.kind == SubmissionKind::Plan);
    match plans.rfind(stood) {
        // A review that was opened again is a round without a submission.
        Some(latest)
            if cycle
                .submissions
                .last()
                .is_some_and(|it| it.id == latest.id) =>
        {
            cycle.round
        }
        Some(earlier) => earlier.round,
        None => 0,
    }
}
