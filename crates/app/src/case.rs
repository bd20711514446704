//! Commands to cases: read, decide, follow up, commit.

use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use lustrum_domain::{
    Answering, Available, Birth, Bodies, Command, CommandName, CriterionId, Cycle, CycleId,
    Decided, Digest, Entry, Event, Facts, OrganisationId, OrganisationKind, Refusal, RefusalCode,
    Renewal, RenewalStatus, StateName, SubmissionId, TextId, Timestamp, Verdict, available, begin,
    decide, may_give, may_see,
    time::{add_months, local_date},
};
use lustrum_store::{
    Conflict, CycleWrite, JudgementDraftWrite, RegisterChange, RegisterWrite, StoredCycle, WriteSet,
};
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, MutexGuard};

use crate::{App, AppError, Caller};

/// How often a command is tried again when somebody else wrote at the same
/// moment and the client named no version of its own. Of those who write at one
/// moment one succeeds, so this bounds how many may judge a case at once.
const TRIES: u32 = 16;

/// Whoever changes a case and names no version of it waits for their turn, in
/// the order of coming.
///
/// Two reviewers who judge without a pause would otherwise make each other start
/// again until one gave up. The turns are one instance's; several instances meet
/// in the database, where tries help. Cases share the queues; with so many of
/// them, two at work at one moment seldom do.
#[derive(Debug)]
pub struct Turns([Mutex<()>; 256]);

impl Default for Turns {
    fn default() -> Self {
        Self([const { Mutex::const_new(()) }; 256])
    }
}

impl Turns {
    /// The turn of a change of `id` that names no version.
    async fn of(&self, id: CycleId, expected: Option<u64>) -> Option<MutexGuard<'_, ()>> {
        match expected {
            Some(_) => None,
            None => Some(self.0[usize::from(id.0.as_bytes()[15])].lock().await),
        }
    }
}

/// How many cases a tick takes side by side: as many as the store commits
/// together, for on the day of a deadline many are due at the same hour.
const TICKED_AT_ONCE: usize = 16;

/// What a command led to. Also what a repeat of the request is answered with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The case.
    pub cycle: CycleId,
    /// Its version now.
    pub version: u64,
    /// Where it stands now.
    pub state: StateName,
    /// The kinds of events that happened, in order.
    pub events: Vec<String>,
}

impl Outcome {
    fn of(cycle: &Cycle, entries: &[Entry]) -> Self {
        Self {
            cycle: cycle.id,
            version: cycle.version,
            state: cycle.state.name(),
            events: entries
                .iter()
                .map(|entry| entry.event.kind().0.to_owned())
                .collect(),
        }
    }
}

/// What a command would write.
pub(crate) struct Prepared {
    /// The case afterwards.
    pub(crate) cycle: Cycle,
    /// What would have happened to it.
    pub(crate) entries: Vec<Entry>,
    /// All that follows, ready to be committed.
    pub(crate) writes: WriteSet,
}

/// A case as its caller may see it, with what the caller may do.
#[derive(Debug, Clone)]
pub struct CaseView {
    /// The case.
    pub cycle: Cycle,
    /// Raised by every write to a draft.
    pub content_seq: i64,
    /// Commands that exist, each with the reason where it may not be given now.
    pub commands: Vec<Available>,
    /// The political bodies to be told about it today.
    pub bodies: Bodies,
    /// When the clock will have something to say.
    pub next_due_at: Option<Timestamp>,
}

impl App {
    /// Gives `command` to a case. `expected` is the version the client saw; a
    /// client that names none is answered by the latest.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the case is hidden or absent,
    /// [`AppError::Refused`] with state, command and reason, [`AppError::Stale`].
    pub async fn command(
        &self,
        caller: &Caller,
        id: CycleId,
        command: &Command,
        expected: Option<u64>,
    ) -> Result<Outcome, AppError> {
        self.answered_before(caller).await?;
        let step = move || self.try_command(caller, id, command, expected);
        self.in_turn(id, expected, step).await
    }

    /// Takes `step`, which changes a case, in its turn: again for as long as
    /// somebody else writes at the same moment, unless the client named the version
    /// that it saw.
    pub(crate) async fn in_turn<T, F>(
        &self,
        id: CycleId,
        expected: Option<u64>,
        step: impl Fn() -> F,
    ) -> Result<T, AppError>
    where
        F: Future<Output = Result<T, AppError>>,
    {
        let _turn = self.turns.of(id, expected).await;
        let mut tries = 1;
        loop {
            // On the heap: with all that can follow it is the largest of all
            // futures, and whoever awaits it would carry it on the stack.
            match Box::pin(step()).await {
                // Whoever knows the version that it has now has asked for another.
                Err(AppError::Stale { current: None, .. })
                    if expected.is_none() && tries < TRIES =>
                {
                    // Longer every time, so that they do not keep step.
                    tokio::time::sleep(Duration::from_millis(u64::from(tries))).await;
                    tries += 1;
                }
                outcome => return outcome,
            }
        }
    }

    async fn try_command(
        &self,
        caller: &Caller,
        id: CycleId,
        command: &Command,
        expected: Option<u64>,
    ) -> Result<Outcome, AppError> {
        let prepared = self.prepare(caller, id, command, expected).await?;
        let outcome = Outcome::of(&prepared.cycle, &prepared.entries);
        self.commit(prepared.writes, caller, &outcome).await?;
        Ok(outcome)
    }

    /// Everything that `command` would write, decided and rendered, and not
    /// committed.
    pub(crate) async fn prepare(
        &self,
        caller: &Caller,
        id: CycleId,
        command: &Command,
        expected: Option<u64>,
    ) -> Result<Prepared, AppError> {
        let stored = self.store.cycle(id).await?.ok_or(AppError::NotFound)?;
        let cycle = &stored.cycle;
        let answering = self.answering(caller, cycle).await?;
        let named = match command {
            Command::RecordAdoption { body, .. } => Some(*body),
            _ => None,
        };
        if !may_see(cycle, &caller.actor)
            && !is_clerk_here(cycle, caller, command.name(), named, &answering)
        {
            return Err(AppError::NotFound);
        }
        if expected.is_some_and(|expected| expected != cycle.version) {
            let current = Some(cycle.version);
            return Err(AppError::Stale {
                what: id.to_string(),
                current,
            });
        }
        let programme = self.programmes.of(cycle)?;
        // The cheap questions first: nobody's plan is judged for a command that
        // its state or the caller's role refuses anyway. Whether a body is the
        // municipality's own takes facts, so that one is asked again below.
        let cheap = Facts {
            answering,
            ..Facts::default()
        };
        may_give(cycle, command, &self.ctx(caller, cycle, &cheap)?)?;
        storable(command)?;
        let mut gathered = self.gather(cycle, programme, command).await?;
        gathered.facts.answering = cheap.answering;
        let ctx = self.ctx(caller, cycle, &gathered.facts)?;
        let decided = decide(cycle, command, &ctx)?;
        let (cycle, entries) = (decided.cycle.clone(), decided.entries.clone());

        let mut writes = caller.writes();
        writes.guards.extend(gathered.guards);
        if let Some(mut row) = gathered.frozen {
            let handed_in = decided.entries.iter().find_map(|entry| match &entry.event {
                Event::Submitted { handed_in, .. }
                | Event::SelfAssessmentSubmitted { handed_in } => Some(handed_in.id),
                _ => None,
            });
            if let Some(id) = handed_in {
                row.id = id;
                writes.submissions.push(row);
            }
        }
        writes.register = conflict_of(&stored.cycle, &decided.entries);
        writes.judgement_drafts = forgotten(&stored.cycle, &decided.entries);
        self.follow(&mut writes, Some(&stored), decided).await?;
        Ok(Prepared {
            cycle,
            entries,
            writes,
        })
    }

    /// Judges several criteria of a stage at once, as a reviewer hands in a
    /// whole sheet: all or none, in one commit, each judgement an event of its own.
    ///
    /// `read` is the submission that the judge has read. What others write to the
    /// case meanwhile does not matter, but for a newer submission: nobody judges what
    /// they have not seen.
    ///
    /// # Errors
    /// As [`App::command`]; the first judgement that is refused names its criterion.
    /// [`AppError::Stale`] when another submission is judged now.
    pub async fn judge(
        &self,
        caller: &Caller,
        id: CycleId,
        stage: &str,
        verdicts: &[(CriterionId, Verdict)],
        read: Option<SubmissionId>,
    ) -> Result<Outcome, AppError> {
        self.answered_before(caller).await?;
        let step = move || self.try_judge(caller, id, stage, verdicts, read);
        self.in_turn(id, None, step).await
    }

    async fn try_judge(
        &self,
        caller: &Caller,
        id: CycleId,
        stage: &str,
        verdicts: &[(CriterionId, Verdict)],
        read: Option<SubmissionId>,
    ) -> Result<Outcome, AppError> {
        let stored = self.seen(caller, id).await?;
        let judged = stored.cycle.submission().map(|it| it.id);
        if let Some(read) = read
            && judged != Some(read)
        {
            return Err(AppError::Stale {
                what: read.to_string(),
                current: Some(stored.cycle.version),
            });
        }
        // Judging rests on nothing outside the case but the judge's own rights,
        // and nothing follows from it outside the case: so the decisions of all
        // verdicts are one decision.
        let facts = Facts::default();
        let mut all = Decided {
            cycle: stored.cycle.clone(),
            entries: Vec::new(),
            texts: Vec::new(),
        };
        for (criterion, verdict) in verdicts {
            let command = Command::DecideCriterion {
                stage: stage.to_owned(),
                criterion: criterion.clone(),
                verdict: verdict.clone(),
            };
            storable(&command)?;
            let ctx = self.ctx(caller, &all.cycle, &facts)?;
            let decided = decide(&all.cycle, &command, &ctx)?;
            all.cycle = decided.cycle;
            all.entries.extend(decided.entries);
            all.texts.extend(decided.texts);
        }
        let outcome = Outcome::of(&all.cycle, &all.entries);
        if all.entries.is_empty() {
            return Ok(outcome);
        }
        let mut writes = caller.writes();
        if let Some(person) = caller.actor.person() {
            // What was judged is no draft any more.
            writes.judgement_drafts.push(JudgementDraftWrite::Forget {
                cycle: id,
                stage: stage.to_owned(),
                person: person.id,
                criteria: verdicts.iter().map(|(it, _)| it.clone()).collect(),
            });
        }
        self.follow(&mut writes, Some(&stored), all).await?;
        self.commit(writes, caller, &outcome).await?;
        Ok(outcome)
    }

    /// Enrols a municipality without an approved plan. `letter` is the hash of
    /// the commitment letter signed by mayor and council.
    ///
    /// # Errors
    /// As [`App::command`].
    pub async fn enrol(
        &self,
        caller: &Caller,
        programme: &str,
        municipality: OrganisationId,
        letter: Digest,
    ) -> Result<Outcome, AppError> {
        let (code, latest) = self.before_birth(programme, municipality).await?;
        let birth = Birth::Enrol {
            municipality,
            code,
            edition: latest.as_ref().map_or(1, |latest| latest.edition + 1),
            letter,
            renewed: latest.and_then(|latest| latest.renews),
        };
        self.begin(caller, programme, &birth).await
    }

    /// Takes in a municipality whose plan was approved before Lustrum (go-live).
    /// Nothing opens or lapses by itself until the secretariat has set the dates.
    ///
    /// # Errors
    /// As [`App::command`].
    pub async fn take_in(
        &self,
        caller: &Caller,
        programme: &str,
        municipality: OrganisationId,
        period_end: chrono::NaiveDate,
    ) -> Result<Outcome, AppError> {
        let (code, latest) = self.before_birth(programme, municipality).await?;
        let known = self
            .programmes
            .newest(programme)
            .ok_or(AppError::NotFound)?;
        // Whoever left may still hold a certificate.
        let held = latest.as_ref().and_then(|latest| latest.renews.as_ref());
        let held = held.filter(|it| it.is_held());
        let renews = Renewal {
            certificate: held.and_then(|it| it.certificate),
            lapses_after: add_months(period_end, known.grace_months),
            status: RenewalStatus::GoLive,
        };
        let birth = Birth::Schedule {
            municipality,
            code,
            edition: latest.map_or(1, |latest| latest.edition + 1),
            period_end,
            renews,
        };
        self.begin(caller, programme, &birth).await
    }

    async fn begin(
        &self,
        caller: &Caller,
        programme: &str,
        birth: &Birth,
    ) -> Result<Outcome, AppError> {
        self.answered_before(caller).await?;
        let programme = self
            .programmes
            .newest(programme)
            .ok_or(AppError::NotFound)?;
        let facts = self.gather_birth(birth, programme).await?;
        let ctx = lustrum_domain::Ctx {
            now: self.clock.now(),
            actor: &caller.actor,
            programme,
            facts: &facts,
            seed: self.random.seed(),
        };
        let decided = begin(birth, &ctx)?;
        let outcome = Outcome::of(&decided.cycle, &decided.entries);
        let mut writes = caller.writes();
        self.follow(&mut writes, None, decided).await?;
        self.commit(writes, caller, &outcome).await?;
        Ok(outcome)
    }

    /// The code of a municipality, and its last case if it had one. A running
    /// case must end before another begins.
    async fn before_birth(
        &self,
        programme: &str,
        municipality: OrganisationId,
    ) -> Result<(String, Option<Cycle>), AppError> {
        let organisation = self.store.organisation(municipality).await?;
        let organisation = organisation.ok_or_else(|| {
            AppError::field(
                "/municipality",
                municipality.to_string(),
                "field-municipality-unknown",
            )
        })?;
        if organisation.kind != OrganisationKind::Municipality {
            return Err(AppError::field(
                "/municipality",
                organisation.name,
                "field-municipality-unknown",
            ));
        }
        let code = organisation.code.ok_or_else(|| {
            AppError::field(
                "/municipality",
                organisation.name,
                "field-municipality-unknown",
            )
        })?;
        let cases = self.earlier_cases(programme, municipality, None).await?;
        // A case that was revoked may be open again below a later one.
        if let Some(running) = cases.iter().find(|it| !it.state.is_closed()) {
            let state = running.state.name();
            return Err(Refusal::new(RefusalCode::NextCaseOpen, state.as_str(), "enrol").into());
        }
        Ok((code, cases.into_iter().next()))
    }

    /// The cases of a municipality before this edition, or all of them, the latest
    /// first.
    pub(crate) async fn earlier_cases(
        &self,
        programme: &str,
        municipality: OrganisationId,
        before: Option<u32>,
    ) -> Result<Vec<Cycle>, AppError> {
        let found = self
            .store
            .earlier_cycles(programme, municipality, before)
            .await?;
        Ok(found.into_iter().map(|stored| stored.cycle).collect())
    }

    /// The case after `cycle`, if there is one. Where the next one was withdrawn
    /// and the municipality came back, it is the one that renews the same
    /// certificate.
    pub(crate) async fn next_case(&self, cycle: &Cycle) -> Result<Option<StoredCycle>, AppError> {
        let (programme, municipality) = (&cycle.programme, cycle.municipality);
        let edition = cycle.edition + 1;
        let next = self
            .store
            .cycle_of_edition(programme, municipality, edition)
            .await?;
        let Some(next) = next else { return Ok(None) };
        let issued = cycle.certificate.as_ref().map(|it| it.id);
        if next.cycle.state.name() == StateName::Withdrawn && issued.is_some() {
            let latest = self.store.latest_cycle(programme, municipality).await?;
            let renewing = latest.filter(|it| {
                it.cycle.edition > edition
                    && it.cycle.renews.as_ref().and_then(|it| it.certificate) == issued
            });
            return Ok(Some(renewing.unwrap_or(next)));
        }
        Ok(Some(next))
    }

    /// A case with what the caller may do. When a member of the municipality
    /// opens a returned case, its answer clock starts: they know now.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when hidden or absent.
    pub async fn view(&self, caller: &Caller, id: CycleId) -> Result<CaseView, AppError> {
        let mut stored = self.seen(caller, id).await?;
        let opened = Command::NoteOpened {};
        let facts = Facts::default();
        let ctx = self.ctx(caller, &stored.cycle, &facts)?;
        if decide(&stored.cycle, &opened, &ctx).is_ok() {
            let plain = Caller {
                idempotency: None,
                ..caller.clone()
            };
            match self.command(&plain, id, &opened, None).await {
                Ok(_) | Err(AppError::Refused(_)) => stored = self.seen(caller, id).await?,
                Err(error) => return Err(error),
            }
        }
        let facts = Facts {
            bodies: self.bodies(stored.cycle.municipality).await?,
            ..Facts::default()
        };
        let ctx = self.ctx(caller, &stored.cycle, &facts)?;
        let commands = available(&stored.cycle, &ctx);
        let next_due_at =
            lustrum_domain::next_due(&stored.cycle, self.programmes.of(&stored.cycle)?);
        Ok(CaseView {
            cycle: stored.cycle,
            content_seq: stored.content_seq,
            commands,
            bodies: facts.bodies,
            next_due_at,
        })
    }

    /// The case, for those who may see it.
    pub(crate) async fn seen(&self, caller: &Caller, id: CycleId) -> Result<StoredCycle, AppError> {
        let stored = self.store.cycle(id).await?.ok_or(AppError::NotFound)?;
        sees(caller, &stored.cycle)?;
        Ok(stored)
    }

    /// The texts behind references of a case that the caller sees. A text that was
    /// erased is absent, and so is one of another case, or one that the caller may
    /// not read yet or any more: see [`App::findings`].
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the case is hidden or absent.
    pub async fn texts(
        &self,
        caller: &Caller,
        cycle: CycleId,
        ids: &[TextId],
    ) -> Result<std::collections::BTreeMap<TextId, String>, AppError> {
        let case = self.seen(caller, cycle).await?.cycle;
        self.texts_in(caller, &case, ids).await
    }

    /// The same for somebody who has the case.
    ///
    /// # Errors
    /// As [`App::texts`].
    pub async fn texts_in(
        &self,
        caller: &Caller,
        case: &Cycle,
        ids: &[TextId],
    ) -> Result<std::collections::BTreeMap<TextId, String>, AppError> {
        sees(caller, case)?;
        let mut found = self.store.texts_of(case.id, ids).await?;
        if !found.is_empty() {
            let hidden = self.hidden_remarks(caller, case).await?;
            found.retain(|id, _| !hidden.contains(id));
        }
        Ok(found)
    }

    /// Lets the clock speak to every case that is due, at most `limit` of them.
    /// Returns how many changed. A case that another instance ticked meanwhile
    /// is no fault.
    ///
    /// # Errors
    /// Only faults of the database; one case's fault is logged and passed over.
    pub async fn tick(&self, limit: u64) -> Result<usize, AppError> {
        let due = self.store.cycles_due(self.clock.now(), limit).await?;
        stream::iter(due)
            .map(|id| self.tick_one(id))
            .buffer_unordered(TICKED_AT_ONCE)
            .try_fold(0, async |changed, ticked| Ok(changed + usize::from(ticked)))
            .await
    }

    async fn tick_one(&self, id: CycleId) -> Result<bool, AppError> {
        match self
            .command(&Caller::CLOCK, id, &Command::Tick {}, None)
            .await
        {
            Ok(_) => Ok(true),
            Err(AppError::Refused(refusal)) if refusal.code == RefusalCode::NothingToNote => {
                Ok(false)
            }
            Err(AppError::Refused(refusal)) => {
                tracing::warn!(cycle.id = %id, code = %refusal.code, "the clock was refused");
                Ok(false)
            }
            Err(AppError::Stale { .. }) => Ok(false),
            Err(AppError::Unavailable(error)) => Err(AppError::Unavailable(error)),
            // One case that cannot be rendered must not keep the clock from
            // the others.
            Err(error) => {
                tracing::error!(cycle.id = %id, error = ?error, "the clock failed in one case");
                Ok(false)
            }
        }
    }

    /// What a case's next write must find unchanged.
    pub(crate) fn cycle_write(
        &self,
        before: Option<&StoredCycle>,
        after: &Cycle,
        entries: Vec<Entry>,
    ) -> Result<CycleWrite, AppError> {
        let programme = self.programmes.of(after)?;
        Ok(CycleWrite {
            expected: before.map(|stored| (stored.cycle.version, stored.content_seq)),
            next_due_at: lustrum_domain::next_due(after, programme),
            cycle: after.clone(),
            entries,
            previous: before.map_or(Digest::ZERO, |stored| stored.head),
        })
    }
}

/// What is hidden looks exactly like what is absent.
pub(crate) fn sees(caller: &Caller, case: &Cycle) -> Result<(), AppError> {
    if may_see(case, &caller.actor) {
        Ok(())
    } else {
        Err(AppError::NotFound)
    }
}

/// Whether the caller is clerk of a body told of `cycle`, or of one of `others`, and
/// `command` is given by clerks: they act in cases that they do not see.
pub(crate) fn is_clerk_here(
    cycle: &Cycle,
    caller: &Caller,
    command: CommandName,
    others: impl IntoIterator<Item = OrganisationId>,
    answering: &Answering,
) -> bool {
    let of_clerks = matches!(
        command,
        CommandName::RecordAdoption | CommandName::AcknowledgeNotice | CommandName::DecideNotice
    );
    of_clerks
        && caller.actor.person().is_some_and(|person| {
            let told = cycle.notices.iter().map(|notice| notice.body);
            told.chain(others).any(|body| {
                person
                    .clerk_for(&cycle.programme, body, answering)
                    .is_some()
            })
        })
}

/// Refuses a text that no database stores, with its place: by the reader that
/// every document from outside passes.
fn storable(command: &Command) -> Result<(), AppError> {
    let json = serde_json::to_vec(command).map_err(AppError::internal)?;
    match lustrum_criteria::parse_plan(&json, usize::MAX) {
        Ok(_) => Ok(()),
        Err(problem) => Err(AppError::Invalid(vec![(*problem).into()])),
    }
}

/// What nobody will need any more of the drafts of a stage that is done.
fn forgotten(cycle: &Cycle, entries: &[Entry]) -> Vec<JudgementDraftWrite> {
    let done = entries.iter().flat_map(|entry| match &entry.event {
        Event::StageConcluded { stage, .. } | Event::Returned { stage, .. } => vec![stage],
        Event::Withdrawn { .. } => cycle.stages.iter().map(|stage| &stage.key).collect(),
        _ => Vec::new(),
    });
    done.map(|stage| JudgementDraftWrite::ForgetStage {
        cycle: cycle.id,
        stage: stage.clone(),
    })
    .collect()
}

/// Whoever is recused from one case is partial towards the municipality in every
/// later one too.
fn conflict_of(cycle: &Cycle, entries: &[Entry]) -> Option<RegisterChange> {
    let (entry, recused) = entries.iter().find_map(|entry| match &entry.event {
        Event::Recused { assignment, .. } => Some((entry, assignment)),
        _ => None,
    })?;
    let mut assignments = cycle.assignments();
    let conflict = Conflict {
        person: assignments.find(|it| it.id == *recused)?.reviewer,
        municipality: cycle.municipality,
        from: local_date(entry.at),
        to: None,
    };
    Some(RegisterChange {
        by: entry.by,
        at: entry.at,
        writes: vec![RegisterWrite::Conflict(conflict)],
    })
}
