//! The ways a case begins: by enrolment, or planned as the next one.

use chrono::NaiveDate;

use super::{Ctx, Decided, Deciding, Entry, Event};
use crate::{
    Actor, Authority, Digest, OrganisationId, Person, Refusal, RefusalCode, Role,
    cycle::{Beginning, Renewal, RenewalStatus, RouteStage},
    time::{local_date, sub_months},
};

/// How a case begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Birth {
    /// A municipality without an approved plan joins, or one that had left comes
    /// back.
    Enrol {
        /// Who.
        municipality: OrganisationId,
        /// Its code.
        code: String,
        /// The how-many-eth case, from 1.
        edition: u32,
        /// The commitment letter signed by mayor and council.
        letter: Digest,
        /// What its last case renewed, if it had left.
        renewed: Option<Renewal>,
    },
    /// The next revision of a plan in force is planned.
    Schedule {
        /// Who.
        municipality: OrganisationId,
        /// Its code.
        code: String,
        /// The how-many-eth case, from 1.
        edition: u32,
        /// The end of the period of the plan in force.
        period_end: NaiveDate,
        /// What the new case renews.
        renews: Renewal,
    },
}

impl Birth {
    fn name(&self) -> &'static str {
        match self {
            Self::Enrol { .. } => "enrol",
            Self::Schedule { .. } => "schedule",
        }
    }
}

/// Begins a case.
///
/// # Errors
/// A [`Refusal`]: only the secretariat enrols and takes in at go-live, only the
/// clock plans the case that follows a concluded one.
pub fn begin(birth: &Birth, ctx: &Ctx<'_>) -> Result<Decided, Refusal> {
    let refuse = |code| Refusal::new(code, "absent", birth.name());
    let by = match (ctx.actor, birth) {
        (Actor::Clock, Birth::Schedule { .. }) => Authority::CLOCK,
        (Actor::Person(person), _) if runs(person, &ctx.programme.key) => Authority {
            role: Some(Role::Secretariat),
            ..Authority::own(person.id)
        },
        (Actor::Clock | Actor::Public | Actor::Person(_), _) => {
            return Err(refuse(RefusalCode::NotPermitted));
        }
    };
    let (Birth::Enrol {
        municipality,
        code,
        edition,
        ..
    }
    | Birth::Schedule {
        municipality,
        code,
        edition,
        ..
    }) = birth;
    let beginning = Beginning {
        programme: ctx.programme.key.clone(),
        municipality: *municipality,
        code: code.clone(),
        edition: *edition,
        route: route(ctx, code).ok_or_else(|| refuse(RefusalCode::PartnerMissing))?,
    };
    let event = match birth {
        Birth::Enrol {
            letter, renewed, ..
        } => Event::Enrolled {
            beginning,
            letter: *letter,
            renews: renewed
                .as_ref()
                .and_then(|renewed| still_held(renewed, local_date(ctx.now))),
        },
        Birth::Schedule {
            period_end, renews, ..
        } => Event::Scheduled {
            beginning,
            period_end: *period_end,
            opens_on: sub_months(*period_end, ctx.programme.months_before_end.opens),
            renews: renews.clone(),
        },
    };
    let first = Entry {
        seq: 1,
        at: ctx.now,
        by,
        v: event.kind().1,
        event,
    };
    let cycle = crate::cycle::apply::begin(ctx.mint(0), &first)
        .ok_or_else(|| refuse(RefusalCode::WrongState))?;
    let mut deciding = Deciding::on(cycle, by, ctx);
    deciding.entries.push(first);
    Ok(deciding.decided())
}

/// The certificate that a municipality still holds which had left: its new case
/// renews it, or else two certificates would be valid once that case concludes.
/// One that ran out meanwhile lapsed without anybody being told, for nobody was
/// in the programme.
fn still_held(renewed: &Renewal, today: NaiveDate) -> Option<Renewal> {
    let ran_out = renewed.status == RenewalStatus::InForce && renewed.lapses_after < today;
    renewed.is_held().then(|| Renewal {
        status: if ran_out {
            RenewalStatus::Lapsed
        } else {
            renewed.status
        },
        ..renewed.clone()
    })
}

/// Whether `person` is of the secretariat, as far as this programme goes.
fn runs(person: &Person, programme: &str) -> bool {
    let mut counting = person
        .memberships
        .iter()
        .filter(|held| held.counts_in(programme));
    counting.any(|held| held.role == Role::Secretariat)
}

/// The route of a municipality: its stages with the organisations behind them.
fn route(ctx: &Ctx<'_>, code: &str) -> Option<Vec<RouteStage>> {
    let partner = |key: &String| ctx.facts.partners.get(key).copied();
    ctx.programme
        .stages_for(code)
        .into_iter()
        .map(|rule| {
            Some(RouteStage {
                key: rule.key.clone(),
                organisation: partner(&rule.key)?,
                recorded_by: rule
                    .recorded_by
                    .iter()
                    .map(partner)
                    .collect::<Option<_>>()?,
                reviewers: rule.reviewers,
            })
        })
        .collect()
}
