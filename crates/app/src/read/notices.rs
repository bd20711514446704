//! Notices, as far as the caller may see them.

use lustrum_domain::{
    Answering, Available, CommandName, CycleId, Facts, NoticeId, OrganisationId, Role, StateName,
    available, notice::NoticeState, time::local_date,
};
use lustrum_store::{NoticeFilter, Page, StoredNotice};

use crate::{App, AppError, Caller};

/// A notice with what the caller may do with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeView {
    /// The notice.
    pub notice: StoredNotice,
    /// The version of its case.
    pub version: u64,
    /// Where its case stands.
    pub state: StateName,
    /// Whether the reader may see the case itself: a clerk sees only what was
    /// sent to the body.
    pub sees_case: bool,
    /// The commands about notices, each with the reason where it may not be
    /// given now, as far as the case and the caller's role tell. Empty for
    /// those who only read.
    pub commands: Vec<Available>,
}

impl App {
    /// The notices of a case. A draft is its municipality's until it is
    /// released; a clerk sees what reached their bodies, and nothing else of the case.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is nothing that the caller may see.
    pub async fn notices(
        &self,
        caller: &Caller,
        cycle: CycleId,
    ) -> Result<Vec<StoredNotice>, AppError> {
        let stored = self.store.cycle(cycle).await?.ok_or(AppError::NotFound)?;
        let scope = caller.scope();
        let of_draft = scope.contains_draft(&stored.cycle);
        let sees_case = scope.contains(&stored.cycle);
        let answering = self.answering(caller, &stored.cycle).await?;
        let mut notices = self.store.notices(cycle).await?;
        notices.retain(|notice| {
            let is_told = sees_case || is_addressee(caller, notice, &answering);
            of_draft || (notice.state.is_released() && is_told)
        });
        if notices.is_empty() && !sees_case {
            return Err(AppError::NotFound);
        }
        Ok(notices)
    }

    /// A notice of a case. What was released is public, for a council's agenda
    /// is; a draft is its municipality's.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the caller may not see it, or the case has
    /// no such notice.
    pub async fn notice(
        &self,
        caller: &Caller,
        cycle: CycleId,
        id: NoticeId,
    ) -> Result<NoticeView, AppError> {
        let notice = self.store.notice(id).await?;
        let notice = notice
            .filter(|notice| notice.cycle == cycle)
            .ok_or(AppError::NotFound)?;
        let stored = self.store.cycle(cycle).await?.ok_or(AppError::NotFound)?;
        let scope = caller.scope();
        let of_draft = scope.contains_draft(&stored.cycle);
        if !of_draft && !notice.state.is_released() {
            return Err(AppError::NotFound);
        }
        let facts = Facts {
            answering: self.answering(caller, &stored.cycle).await?,
            ..Facts::default()
        };
        let mut commands = Vec::new();
        if of_draft || is_addressee(caller, &notice, &facts.answering) {
            commands = available(&stored.cycle, &self.ctx(caller, &stored.cycle, &facts)?);
            commands.retain(|it| match it.command {
                CommandName::ReleaseNotice
                | CommandName::CancelNotice
                | CommandName::AcknowledgeNotice
                | CommandName::DecideNotice => true,
                // A clerk finds the way to a body's decision nowhere else.
                CommandName::RecordAdoption => it.refusal.is_none() && notice.state.is_released(),
                _ => false,
            });
        }
        Ok(NoticeView {
            version: stored.cycle.version,
            state: stored.cycle.state.name(),
            sees_case: scope.contains(&stored.cycle),
            notice,
            commands,
        })
    }

    /// What reached the political bodies that the caller is clerk of, and those that
    /// these answer for since they have ceased.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] where nobody is signed in.
    pub async fn own_notices(&self, caller: &Caller) -> Result<Vec<StoredNotice>, AppError> {
        let person = caller.person()?;
        let mut bodies: Vec<OrganisationId> = person
            .memberships
            .iter()
            .filter(|held| held.role == Role::Clerk)
            .map(|held| held.organisation)
            .collect();
        let today = local_date(self.clock.now());
        let answering = self.store.answered_by(&bodies, today).await?;
        bodies.extend(answering.keys());
        let mut notices = self.store.notices_for_bodies(&bodies).await?;
        notices.retain(|notice| {
            notice.state.is_released() && is_addressee(caller, notice, &answering)
        });
        Ok(notices)
    }

    /// A page of the same that stand in one of `states`: what was decided on comes
    /// last, and otherwise the latest first.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] where nobody is signed in.
    pub async fn own_notices_page(
        &self,
        caller: &Caller,
        states: &[NoticeState],
        limit: u64,
        offset: u64,
    ) -> Result<Page<StoredNotice>, AppError> {
        let held = caller.person()?.memberships.iter();
        let clerk: Vec<_> = held.filter(|held| held.role == Role::Clerk).collect();
        let bodies: Vec<OrganisationId> = clerk.iter().map(|held| held.organisation).collect();
        let today = local_date(self.clock.now());
        let answering = self.store.answered_by(&bodies, today).await?;
        let to = clerk.into_iter().map(|held| {
            let gone = answering
                .iter()
                .filter(|(_, by)| **by == held.organisation)
                .map(|(gone, _)| *gone);
            let bodies = std::iter::once(held.organisation).chain(gone);
            (held.programme.clone(), bodies.collect())
        });
        let filter = NoticeFilter {
            to: to.collect(),
            states: states.to_vec(),
            limit,
            offset,
        };
        Ok(self.store.notices_page(&filter).await?)
    }

    /// The notices that lie as drafts with the municipalities that the caller
    /// answers for, and wait to be released.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] where nobody is signed in.
    pub async fn own_drafted_notices(
        &self,
        caller: &Caller,
    ) -> Result<Vec<StoredNotice>, AppError> {
        let person = caller.person()?;
        let held = person.memberships.iter();
        let municipalities: Vec<OrganisationId> = held
            .filter(|held| held.role == Role::Approver)
            .map(|held| held.organisation)
            .collect();
        let mut notices = self.store.drafted_notices(&municipalities).await?;
        notices.retain(|notice| {
            let held = person.holds_in(&notice.programme, Role::Approver, notice.municipality);
            held.is_some()
        });
        Ok(notices)
    }
}

/// Whether the caller is clerk of the body that `notice` went to, or of the one that
/// answers for it since it has ceased.
fn is_addressee(caller: &Caller, notice: &StoredNotice, answering: &Answering) -> bool {
    caller.actor.person().is_some_and(|person| {
        let clerk = person.clerk_for(&notice.programme, notice.body, answering);
        clerk.is_some()
    })
}
