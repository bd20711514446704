//! Writes one write set into an open transaction.
//!
//! The order is the order of locks, the same for everybody: idempotency key,
//! register, guards (sorted), cases (sorted), what belongs to them, events,
//! outbox. Two write sets that wait for each other in a circle are a mistake
//! here, or a guard on a case that another one writes; PostgreSQL then ends one
//! of them, and it is tried again.

use std::collections::{BTreeMap, BTreeSet};

use lustrum_domain::{CycleId, Event, MailKind, NoticeId, PersonId, Timestamp, mail::MailStep};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, OnConflict},
};
use uuid::Uuid;

use super::{
    prepare::{Prepared, PreparedCase},
    project::Projection,
    register,
};
use crate::{
    CertificateStatus, CertificateWrite, CommitError, CycleWrite, FrozenSubmission, Guard,
    IdempotencyRecord, JudgementDraftWrite, MailOutcome, MailStatus, NoticeDocument, OutboxMail,
    PartWrite, SendOutcome, StoreError, WriteSet,
    db::{Db, Together},
    entity::{
        access_token, assignment, case_judge, case_summary, certificate, comment, cycle,
        erasable_text, event, finding, idempotency, judgement_draft, notice, opinion, outbox, part,
        person, submission, upload,
    },
    failpoint, row,
};

/// Writes `set`, or says why not; then whoever holds the transaction rolls back.
pub(crate) async fn apply<C: Together>(
    db: &Db<'_, C>,
    prepared: &Prepared,
) -> Result<(), CommitError> {
    let set = &prepared.set;
    if prepared.cases.len() != set.cycles.len() {
        return Err(StoreError::Unwritable("a case twice in one write set").into());
    }
    if let Some(record) = &set.idempotency {
        claim_key(db, record).await?;
    }
    failpoint::reach("after-idempotency");
    let mut events = Vec::new();
    let chain = match &set.register {
        Some(_) => Some(register::lock(db).await?),
        None => None,
    };
    check_guards(db, set).await?;
    if let (Some(change), Some(chain)) = (&set.register, chain) {
        events.extend(register::write(db, change, chain).await?);
    }
    // From here on nothing is read: what is to be written waits, and goes to the
    // database together.
    write_cycles(db, prepared)?;
    reach(db, "after-cycle").await?;
    write_projection(db, prepared)?;
    write_children(db, set).await?;
    for case in prepared.cases.values() {
        events.extend_from_slice(&case.events);
    }
    db.insert_later::<event::Entity>(events, None)?;
    reach(db, "after-events").await?;
    cancel(db, &set.cancels)?;
    for (cycle, person) in &set.cancels_for {
        cancel_for(db, *cycle, *person)?;
    }
    queue(db, &set.outbox)?;
    db.run_waiting().await?;
    for outcome in &set.sent {
        record_outcome(db, outcome).await?;
    }
    failpoint::reach("after-outbox");
    Ok(())
}

/// A place at which a test may kill the process: then it wants what came before
/// to have been written.
async fn reach<C: Together>(db: &Db<'_, C>, place: &str) -> Result<(), CommitError> {
    if failpoint::is_armed() {
        db.run_waiting().await?;
    }
    failpoint::reach(place);
    Ok(())
}

async fn claim_key<C: Together>(
    db: &Db<'_, C>,
    record: &IdempotencyRecord,
) -> Result<(), CommitError> {
    let key = (record.principal.0, record.key.clone());
    let row = idempotency::Model {
        principal: record.principal.0,
        key: record.key.clone(),
        request: record.request.0.to_vec(),
        // What failed is not recorded, so this tells nothing.
        status: 200,
        response: record.response.clone(),
        at: record.at,
    };
    let on_conflict: fn() -> OnConflict = || {
        OnConflict::columns([idempotency::Column::Principal, idempotency::Column::Key])
            .do_nothing()
            .to_owned()
    };
    let inserted = db
        .insert::<idempotency::Entity>(vec![row], Some(on_conflict))
        .await?;
    if inserted == 1 {
        return Ok(());
    }
    let stored: Option<idempotency::Model> = db.one(idempotency::Entity::find_by_id(key)).await?;
    match row::value(stored)? {
        Some(record) => Err(CommitError::Duplicate(record)),
        // Erased between the two statements.
        None => Err(CommitError::stale("idempotency key")),
    }
}

async fn check_guards<C: Together>(db: &Db<'_, C>, set: &WriteSet) -> Result<(), CommitError> {
    if set.guards.is_empty() {
        return Ok(());
    }
    let written: BTreeSet<CycleId> = set.cycles.iter().map(|write| write.cycle.id).collect();
    let people = set.guards.iter().filter_map(|guard| match guard {
        Guard::Person(id, _) => Some(id.0),
        Guard::Cycle(..) => None,
    });
    let cycles = set.guards.iter().filter_map(|guard| match guard {
        // A case that is written is compared anyway, under a stronger lock.
        Guard::Cycle(id, _) => (!written.contains(id)).then_some(id.0),
        Guard::Person(..) => None,
    });
    let people: Vec<Uuid> = people.collect();
    let cycles: Vec<Uuid> = cycles.collect();
    let mut versions: BTreeMap<Uuid, i64> = BTreeMap::new();
    let (id, version) = (person::Column::Id, person::Column::Version);
    versions.extend(locked::<person::Entity, _>(db, id, version, people).await?);
    let (id, version) = (cycle::Column::Id, cycle::Column::Version);
    versions.extend(locked::<cycle::Entity, _>(db, id, version, cycles).await?);
    for write in &set.cycles {
        if let Some((version, _)) = write.expected {
            versions.insert(write.cycle.id.0, stored_version(version));
        }
    }
    let failed = set.guards.iter().find(|guard| {
        let (id, wanted) = match guard {
            Guard::Person(id, version) => (id.0, *version),
            Guard::Cycle(id, version) => (id.0, stored_version(*version)),
        };
        versions.get(&id) != Some(&wanted)
    });
    match failed {
        Some(guard) => Err(CommitError::GuardFailed(guard.clone())),
        None => Ok(()),
    }
}

#[derive(Debug, sea_orm::FromQueryResult)]
struct Version {
    id: Uuid,
    version: i64,
}

/// The versions of the rows with these ids, which stay as they are until the
/// commit. Nothing is asked for none.
async fn locked<E: EntityTrait, C: Together>(
    db: &Db<'_, C>,
    id: E::Column,
    version: E::Column,
    ids: Vec<Uuid>,
) -> Result<Vec<(Uuid, i64)>, CommitError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = E::find()
        .select_only()
        .columns([id, version])
        .filter(id.is_in(ids))
        .order_by_asc(id)
        .lock_shared();
    let rows = db.all::<Version>(query).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.version)).collect())
}

fn stored_version(version: u64) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}

/// What happens to the row of a case.
enum CycleStep<'a> {
    Write(&'a CycleWrite),
    /// Something was written to its draft; the version is checked, where known.
    Touch(Option<u64>),
}

/// Writes the cases and raises the content numbers of those whose drafts are
/// written, all in the order of their ids.
fn write_cycles<C: Together>(db: &Db<'_, C>, prepared: &Prepared) -> Result<(), CommitError> {
    let set = &prepared.set;
    let mut steps: BTreeMap<CycleId, CycleStep<'_>> = BTreeMap::new();
    for id in set.uploads.iter().map(|upload| upload.cycle) {
        steps.insert(id, CycleStep::Touch(None));
    }
    for part in &set.parts {
        steps.insert(part.cycle, CycleStep::Touch(Some(part.cycle_version)));
    }
    for write in &set.cycles {
        steps.insert(write.cycle.id, CycleStep::Write(write));
    }
    for (id, step) in steps {
        match step {
            CycleStep::Write(write) => {
                let case = prepared
                    .cases
                    .get(&id)
                    .expect("every case of the set was prepared");
                write_cycle(db, write, case)?;
            }
            CycleStep::Touch(version) => touch_cycle(db, id, version)?,
        }
    }
    Ok(())
}

fn write_cycle<C: Together>(
    db: &Db<'_, C>,
    write: &CycleWrite,
    case: &PreparedCase,
) -> Result<(), CommitError> {
    let id = write.cycle.id;
    let (body, head) = (case.body.clone(), case.head);
    let Some((version, content_seq)) = write.expected else {
        let created_at = write
            .entries
            .first()
            .map(|entry| entry.at)
            .ok_or(StoreError::Unwritable("a new case without an event"))?;
        let row = cycle::Model {
            id: id.0,
            programme: write.cycle.programme.clone(),
            municipality: write.cycle.municipality.0,
            edition: i32::try_from(write.cycle.edition).unwrap_or(i32::MAX),
            version: stored_version(write.cycle.version),
            content_seq: 0,
            head: head.0.to_vec(),
            next_due_at: write.next_due_at,
            created_at,
            body,
        };
        db.insert_later::<cycle::Entity>(vec![row], None)?;
        return Ok(());
    };
    let update = db.raw(
        "UPDATE cycle SET version = $1, head = $2, body = $3, next_due_at = $4 \
             WHERE id = $5 AND version = $6 AND content_seq = $7 AND head = $8",
        [
            stored_version(write.cycle.version).into(),
            head.0.to_vec().into(),
            body.into(),
            write.next_due_at.into(),
            id.0.into(),
            stored_version(version).into(),
            content_seq.into(),
            write.previous.0.to_vec().into(),
        ],
    );
    Ok(db.one_later(update, CommitError::stale(format_args!("case {id}")))?)
}

fn touch_cycle<C: Together>(
    db: &Db<'_, C>,
    id: CycleId,
    version: Option<u64>,
) -> Result<(), CommitError> {
    let mut update = cycle::Entity::update_many()
        .col_expr(
            cycle::Column::ContentSeq,
            Expr::col(cycle::Column::ContentSeq).add(1),
        )
        .filter(cycle::Column::Id.eq(id.0));
    if let Some(version) = version {
        update = update.filter(cycle::Column::Version.eq(stored_version(version)));
    }
    let stale = CommitError::stale(format_args!("case {id}"));
    Ok(db.one_later(update.build(db.backend()), stale)?)
}

fn write_projection<C: Together>(db: &Db<'_, C>, prepared: &Prepared) -> Result<(), CommitError> {
    let mut all = Projection::default();
    let mut summaries = Vec::new();
    for projection in prepared.cases.values().map(|case| case.projection.clone()) {
        summaries.extend(projection.summary);
        all.judges.extend(projection.judges);
        all.assignments.extend(projection.assignments);
        all.judged.extend(projection.judged);
        all.opened.extend(projection.opened);
        all.opinions.extend(projection.opinions);
        all.notices.extend(projection.notices);
    }
    // Programme, municipality, code and edition of a case never change.
    let on_summary: fn() -> OnConflict = || {
        OnConflict::column(case_summary::Column::Cycle)
            .update_columns([
                case_summary::Column::State,
                case_summary::Column::Stage,
                case_summary::Column::OnHold,
                case_summary::Column::Lapsed,
                case_summary::Column::HandedIn,
                case_summary::Column::Deadline,
                case_summary::Column::DeadlineOn,
                case_summary::Column::PeriodEnd,
                case_summary::Column::Criteria,
                case_summary::Column::Round,
                case_summary::Column::ChangedAt,
                case_summary::Column::Version,
                case_summary::Column::AsksForTime,
                case_summary::Column::Undated,
                case_summary::Column::Unreached,
                case_summary::Column::Rounds,
                case_summary::Column::ReadAgain,
                case_summary::Column::Vacant,
                case_summary::Column::Awaited,
            ])
            .to_owned()
    };
    db.insert_later::<case_summary::Entity>(summaries, Some(on_summary))?;
    // A case that exists has judges already: when they are written again, those
    // who no longer judge must lose sight of it.
    let known: BTreeSet<Uuid> = prepared
        .set
        .cycles
        .iter()
        .filter(|write| write.expected.is_some())
        .map(|write| write.cycle.id.0)
        .collect();
    let changed: BTreeSet<Uuid> = all
        .judges
        .iter()
        .map(|row| row.cycle)
        .filter(|cycle| known.contains(cycle))
        .collect();
    if !changed.is_empty() {
        let former =
            case_judge::Entity::delete_many().filter(case_judge::Column::Cycle.is_in(changed));
        db.later(former.build(db.backend()), None)?;
    }
    db.insert_later::<case_judge::Entity>(all.judges, None)?;
    let on_assignment: fn() -> OnConflict = || {
        OnConflict::column(assignment::Column::Id)
            .update_columns([assignment::Column::Organisation, assignment::Column::Status])
            .to_owned()
    };
    db.insert_later::<assignment::Entity>(all.assignments, Some(on_assignment))?;
    db.insert_later::<finding::Entity>(all.judged, Some(on_finding))?;
    let on_opened: fn() -> OnConflict = || {
        on_finding()
            .action_and_where(
                Expr::col((finding::Entity, finding::Column::Status))
                    .ne(Expr::col((Alias::new("excluded"), finding::Column::Status))),
            )
            .to_owned()
    };
    db.insert_later::<finding::Entity>(all.opened, Some(on_opened))?;
    let on_opinion: fn() -> OnConflict = || {
        OnConflict::columns([
            opinion::Column::Cycle,
            opinion::Column::Stage,
            opinion::Column::Criterion,
            opinion::Column::Round,
            opinion::Column::Person,
        ])
        .update_columns([
            opinion::Column::Status,
            opinion::Column::Reason,
            opinion::Column::Remark,
            opinion::Column::At,
        ])
        .to_owned()
    };
    db.insert_later::<opinion::Entity>(all.opinions, Some(on_opinion))?;
    let on_notice: fn() -> OnConflict = || {
        OnConflict::column(notice::Column::Id)
            .update_columns([notice::Column::State, notice::Column::ReleasesOn])
            .to_owned()
    };
    db.insert_later::<notice::Entity>(all.notices, Some(on_notice))?;
    Ok(())
}

fn on_finding() -> OnConflict {
    OnConflict::columns([
        finding::Column::Cycle,
        finding::Column::Stage,
        finding::Column::Criterion,
        finding::Column::Round,
    ])
    .update_columns([
        finding::Column::Status,
        finding::Column::Reason,
        finding::Column::Remark,
        finding::Column::Person,
        finding::Column::At,
    ])
    .to_owned()
}

async fn write_children<C: Together>(db: &Db<'_, C>, set: &WriteSet) -> Result<(), CommitError> {
    write_texts(db, set)?;
    for part in &set.parts {
        write_part(db, part)?;
    }
    let submissions = set.submissions.iter().map(submission_row).collect();
    db.insert_later::<submission::Entity>(submissions, None)?;
    let uploads = set.uploads.iter().map(upload_row).collect();
    db.insert_later::<upload::Entity>(uploads, None)?;
    remove_uploads(db, set).await?;
    for write in &set.certificates {
        write_certificate(db, write)?;
    }
    for document in &set.notices {
        write_notice(db, set, document)?;
    }
    let comments = set
        .comments
        .iter()
        .map(|comment| comment::Model {
            id: comment.id.0,
            cycle: comment.cycle.0,
            part: comment.part.clone(),
            person: comment.by.0,
            body: comment.body.clone(),
            at: comment.at,
        })
        .collect();
    db.insert_later::<comment::Entity>(comments, None)?;
    for write in &set.judgement_drafts {
        write_judgement_draft(db, write)?;
    }
    if let Some(before) = set.forget_access {
        let tokens = access_token::Entity::delete_many().filter(
            access_token::Column::ExpiresAt
                .lt(before)
                .or(access_token::Column::RevokedAt.lt(before)),
        );
        db.later(tokens.build(db.backend()), None)?;
        let answers = idempotency::Entity::delete_many().filter(idempotency::Column::At.lt(before));
        db.later(answers.build(db.backend()), None)?;
    }
    for view in &set.views {
        let (person, name) = (view.person.0, view.name.as_str());
        let statement = match &view.query {
            Some(query) => db.raw(
                "INSERT INTO saved_view (person, name, query) VALUES ($1, $2, $3) \
                 ON CONFLICT (person, name) DO UPDATE SET query = excluded.query",
                [person.into(), name.into(), query.as_str().into()],
            ),
            None => db.raw(
                "DELETE FROM saved_view WHERE person = $1 AND name = $2",
                [person.into(), name.into()],
            ),
        };
        db.later(statement, None)?;
    }
    if let Some((name, at)) = set.mark {
        let statement = db.raw(
            "INSERT INTO mark (name, at) VALUES ($1, $2) \
             ON CONFLICT (name) DO UPDATE SET at = excluded.at",
            [name.into(), at.into()],
        );
        db.later(statement, None)?;
    }
    Ok(())
}

fn write_judgement_draft<C: Together>(
    db: &Db<'_, C>,
    write: &JudgementDraftWrite,
) -> Result<(), CommitError> {
    use judgement_draft::Column;
    let of_stage = |cycle: &CycleId, stage: &str| {
        judgement_draft::Entity::delete_many()
            .filter(Column::Cycle.eq(cycle.0))
            .filter(Column::Stage.eq(stage))
    };
    match write {
        JudgementDraftWrite::Keep(draft) => {
            let row = judgement_draft::Model {
                cycle: draft.cycle.0,
                stage: draft.stage.clone(),
                person: draft.person.0,
                round: row::number(draft.round),
                criterion: draft.criterion.0.clone(),
                body: draft.body.clone(),
                at: draft.at,
            };
            let on_conflict: fn() -> OnConflict = || {
                OnConflict::columns([
                    Column::Cycle,
                    Column::Stage,
                    Column::Person,
                    Column::Round,
                    Column::Criterion,
                ])
                .update_columns([Column::Body, Column::At])
                .to_owned()
            };
            db.insert_later::<judgement_draft::Entity>(vec![row], Some(on_conflict))?;
        }
        JudgementDraftWrite::Forget {
            cycle,
            stage,
            person,
            criteria,
        } => {
            let criteria = criteria.iter().map(|criterion| criterion.0.as_str());
            let delete = of_stage(cycle, stage)
                .filter(Column::Person.eq(person.0))
                .filter(Column::Criterion.is_in(criteria));
            db.later(delete.build(db.backend()), None)?;
        }
        JudgementDraftWrite::ForgetStage { cycle, stage } => {
            db.later(of_stage(cycle, stage).build(db.backend()), None)?;
        }
    }
    Ok(())
}

fn write_texts<C: Together>(db: &Db<'_, C>, set: &WriteSet) -> Result<(), CommitError> {
    if set.texts.is_empty() {
        return Ok(());
    }
    let times: BTreeMap<CycleId, Timestamp> = set
        .cycles
        .iter()
        .filter_map(|write| Some((write.cycle.id, write.entries.last()?.at)))
        .collect();
    let rows: Option<Vec<erasable_text::Model>> = set
        .texts
        .iter()
        .map(|(cycle, text)| {
            Some(erasable_text::Model {
                id: text.id.0,
                cycle: cycle.0,
                salt: Some(text.salt.to_vec()),
                body: Some(text.body.clone()),
                created_at: *times.get(cycle)?,
                erased_at: None,
            })
        })
        .collect();
    let rows = rows.ok_or(StoreError::Unwritable(
        "a text without an event of its case",
    ))?;
    db.insert_later::<erasable_text::Entity>(rows, None)?;
    Ok(())
}

fn write_part<C: Together>(db: &Db<'_, C>, write: &PartWrite) -> Result<(), CommitError> {
    let stale = CommitError::stale(format_args!("part {}", write.key));
    let statement = match write.expected {
        None => {
            let row = part::Model {
                cycle: write.cycle.0,
                key: write.key.clone(),
                version: 1,
                person: write.by.0,
                at: write.at,
                body: write.body.clone(),
            };
            let on_conflict: fn() -> OnConflict = || {
                OnConflict::columns([part::Column::Cycle, part::Column::Key])
                    .do_nothing()
                    .to_owned()
            };
            db.insertions::<part::Entity>(vec![row], Some(on_conflict))
                .remove(0)
        }
        Some(version) => {
            let update = part::Entity::update_many()
                .col_expr(part::Column::Version, Expr::value(version + 1))
                .col_expr(part::Column::Person, Expr::value(write.by.0))
                .col_expr(part::Column::At, Expr::value(write.at))
                .col_expr(part::Column::Body, Expr::value(write.body.clone()))
                .filter(part::Column::Cycle.eq(write.cycle.0))
                .filter(part::Column::Key.eq(write.key.clone()))
                .filter(part::Column::Version.eq(version));
            update.build(db.backend())
        }
    };
    Ok(db.one_later(statement, stale)?)
}

fn submission_row(frozen: &FrozenSubmission) -> submission::Model {
    submission::Model {
        id: frozen.id.0,
        cycle: frozen.cycle.0,
        digest: frozen.digest.0.to_vec(),
        at: frozen.at,
        document: frozen.document.clone(),
        results: frozen.results.clone(),
    }
}

fn upload_row(upload: &crate::Upload) -> upload::Model {
    upload::Model {
        id: upload.id.0,
        cycle: upload.cycle.0,
        name: upload.name.clone(),
        media_type: upload.media_type.clone(),
        size: upload.size,
        digest: upload.digest.0.to_vec(),
        remark: upload.remark.clone(),
        person: upload.by.0,
        at: upload.at,
        removed: false,
    }
}

/// Takes files out of their drafts. The row goes, and with it the bytes; but a
/// file that a frozen submission may rest on is only hidden from the draft.
async fn remove_uploads<C: Together>(db: &Db<'_, C>, set: &WriteSet) -> Result<(), CommitError> {
    if !set.removed_uploads.is_empty() {
        db.run_waiting().await?;
    }
    for id in &set.removed_uploads {
        let raised = db
            .execute(db.raw(
                "UPDATE cycle SET content_seq = content_seq + 1 \
                 WHERE id = (SELECT cycle FROM upload WHERE id = $1 AND NOT removed)",
                [id.0.into()],
            ))
            .await?;
        if raised == 0 {
            return Err(CommitError::stale(format_args!("file {id}")));
        }
        let deleted = db
            .execute(db.raw(
                "DELETE FROM upload WHERE id = $1 AND NOT EXISTS (\
                 SELECT 1 FROM submission \
                 WHERE submission.cycle = upload.cycle AND submission.at >= upload.at)",
                [id.0.into()],
            ))
            .await?;
        if deleted == 0 {
            let hide = upload::Entity::update_many()
                .col_expr(upload::Column::Removed, Expr::value(true))
                .filter(upload::Column::Id.eq(id.0));
            db.change(hide).await?;
        }
    }
    Ok(())
}

fn write_certificate<C: Together>(
    db: &Db<'_, C>,
    write: &CertificateWrite,
) -> Result<(), CommitError> {
    let (id, step, at) = match write {
        CertificateWrite::Issue(row) => {
            let row = certificate::Model {
                id: row.id.0,
                cycle: row.cycle.0,
                programme: row.programme.clone(),
                number: row.number.clone(),
                municipality: row.municipality.0,
                plan: row.plan.0.to_vec(),
                criteria: row.criteria.clone(),
                trial: row.trial,
                decided_on: row.decided_on,
                conditions: row.conditions,
                valid_from: row.valid_from,
                valid_to: row.valid_to,
                status: row.status.as_str().to_owned(),
                status_at: row.status_at,
            };
            db.insert_later::<certificate::Entity>(vec![row], None)?;
            return Ok(());
        }
        CertificateWrite::Change(id, step, at) => (id, *step, at),
    };
    // The machine says where the step leads, and from where it may be taken.
    let mut status = CaseStatement::new();
    for from in CertificateStatus::before(step) {
        if let Some(to) = from.after(step) {
            let here = certificate::Column::Status.eq(from.as_str());
            status = status.case(here, to.as_str());
        }
    }
    let from = CertificateStatus::before(step).map(CertificateStatus::as_str);
    let update = certificate::Entity::update_many()
        .col_expr(certificate::Column::Status, status.into())
        .col_expr(certificate::Column::StatusAt, Expr::value(*at))
        .filter(certificate::Column::Id.eq(id.0))
        .filter(certificate::Column::Status.is_in(from));
    let stale = CommitError::stale(format_args!("certificate {id}"));
    Ok(db.one_later(update.build(db.backend()), stale)?)
}

/// Puts the document into a notice that exists, or that this write set drafted.
/// Once a notice was released its document stays as it went out.
fn write_notice<C: Together>(
    db: &Db<'_, C>,
    set: &WriteSet,
    document: &NoticeDocument,
) -> Result<(), CommitError> {
    let mut update = notice::Entity::update_many()
        .col_expr(
            notice::Column::TitleDa,
            Expr::value(document.title.da.clone()),
        )
        .col_expr(
            notice::Column::TitleEn,
            Expr::value(document.title.en.clone()),
        )
        .col_expr(
            notice::Column::TextDa,
            Expr::value(document.text.da.clone()),
        )
        .col_expr(
            notice::Column::TextEn,
            Expr::value(document.text.en.clone()),
        )
        .col_expr(notice::Column::RenderedAt, Expr::value(document.at))
        .filter(notice::Column::Id.eq(document.id.0))
        .filter(notice::Column::Cycle.eq(document.cycle.0));
    if !released_by(set, document.id) {
        let drafted = lustrum_domain::notice::NoticeState::Drafted.as_str();
        update = update.filter(
            notice::Column::State
                .eq(drafted)
                .or(notice::Column::RenderedAt.is_null()),
        );
    }
    let stale = CommitError::stale(format_args!("notice {}", document.id));
    Ok(db.one_later(update.build(db.backend()), stale)?)
}

fn released_by(set: &WriteSet, id: NoticeId) -> bool {
    set.cycles
        .iter()
        .flat_map(|write| &write.entries)
        .any(|entry| matches!(entry.event, Event::NoticeReleased { notice } if notice == id))
}

/// Cancels queued mails whose reason is gone. One that is being sent now is
/// only marked: it is not tried again.
fn cancel<C: Together>(
    db: &Db<'_, C>,
    cancels: &[(CycleId, lustrum_domain::Reason)],
) -> Result<(), CommitError> {
    let mut by_cycle: BTreeMap<CycleId, BTreeSet<String>> = BTreeMap::new();
    for (cycle, reason) in cancels {
        by_cycle
            .entry(*cycle)
            .or_default()
            .insert(reason.to_string());
    }
    for (cycle, reasons) in by_cycle {
        let update = gone()
            .filter(outbox::Column::Cycle.eq(cycle.0))
            .filter(outbox::Column::Reason.is_in(reasons));
        db.later(update.build(db.backend()), None)?;
    }
    Ok(())
}

/// Cancels what is queued to somebody who lost access. What lets them into their
/// account is no news of a case: it stays.
fn cancel_for<C: Together>(
    db: &Db<'_, C>,
    cycle: Option<CycleId>,
    person: PersonId,
) -> Result<(), CommitError> {
    let mut update = gone()
        .filter(outbox::Column::Person.eq(person.0))
        .filter(outbox::Column::Kind.is_not_in(letting_in()));
    if let Some(cycle) = cycle {
        update = update.filter(outbox::Column::Cycle.eq(cycle.0));
    }
    db.later(update.build(db.backend()), None)?;
    Ok(())
}

/// The kinds of mail that let somebody into their account.
pub(super) fn letting_in() -> impl Iterator<Item = &'static str> {
    let kinds = MailKind::ALL.iter().copied();
    kinds.filter(|kind| kind.lets_in()).map(MailKind::as_str)
}

/// Mails that are not sent yet become cancelled, or are marked while a worker
/// has them.
fn gone() -> sea_orm::UpdateMany<outbox::Entity> {
    let status = CaseStatement::new()
        .case(
            outbox::Column::Status.eq(MailStatus::Queued.as_str()),
            MailStatus::Cancelled.as_str(),
        )
        .finally(Expr::col(outbox::Column::Status));
    outbox::Entity::update_many()
        .col_expr(outbox::Column::Status, status.into())
        .col_expr(outbox::Column::ReasonGone, Expr::value(true))
        .filter(
            outbox::Column::Status
                .is_in(MailStatus::before(MailStep::Cancel).map(MailStatus::as_str)),
        )
}

fn queue<C: Together>(db: &Db<'_, C>, mails: &[OutboxMail]) -> Result<(), CommitError> {
    let rows = mails.iter().map(mail_row).collect();
    let on_conflict: fn() -> OnConflict = || {
        OnConflict::column(outbox::Column::DedupeKey)
            .do_nothing()
            .to_owned()
    };
    db.insert_later::<outbox::Entity>(rows, Some(on_conflict))?;
    Ok(())
}

fn mail_row(mail: &OutboxMail) -> outbox::Model {
    outbox::Model {
        id: mail.id.0,
        programme: mail.programme.clone(),
        kind: mail.kind.as_str().to_owned(),
        cycle: mail.cycle.map(|cycle| cycle.0),
        reason: mail.reason.as_ref().map(ToString::to_string),
        dedupe_key: mail.dedupe_key.clone(),
        person: mail.person.map(|person| person.0),
        organisation: mail.organisation.map(|organisation| organisation.0),
        recipient: mail.recipient.clone(),
        locale: mail.locale.tag().to_owned(),
        template_version: mail.template_version,
        subject: mail.subject.clone(),
        text: mail.text.clone(),
        html: mail.html.clone(),
        not_before: mail.not_before,
        queued_at: mail.queued_at,
        status: MailStatus::Queued.as_str().to_owned(),
        attempts: 0,
        claimed_by: None,
        claimed_until: None,
        sent_at: None,
        last_error: None,
        reason_gone: false,
    }
}

/// Writes what became of a mail; nothing, when the claim passed to another worker.
async fn record_outcome<C: Together>(
    db: &Db<'_, C>,
    outcome: &MailOutcome,
) -> Result<(), CommitError> {
    let update = outbox::Entity::update_many()
        .col_expr(outbox::Column::ClaimedUntil, Expr::value(None::<Timestamp>))
        .filter(outbox::Column::Id.eq(outcome.id.0))
        .filter(outbox::Column::ClaimedBy.eq(outcome.claimed_by));
    let step = match &outcome.outcome {
        SendOutcome::Sent => MailStep::Accept,
        SendOutcome::Retry { .. } => MailStep::Retry,
        SendOutcome::Failed { .. } => MailStep::Fail,
        SendOutcome::Cancelled => MailStep::Cancel,
    };
    // A claim is what all of them follow.
    let claimed = MailStatus::before(step).filter(|from| *from == MailStatus::Sending);
    let update = update.filter(outbox::Column::Status.is_in(claimed.map(MailStatus::as_str)));
    let update = match &outcome.outcome {
        SendOutcome::Sent => update
            .col_expr(
                outbox::Column::Status,
                Expr::value(MailStatus::Sent.as_str()),
            )
            .col_expr(outbox::Column::SentAt, Expr::value(outcome.at))
            .col_expr(outbox::Column::LastError, Expr::value(None::<String>)),
        SendOutcome::Retry { at, error } => {
            let status = CaseStatement::new()
                .case(
                    outbox::Column::ReasonGone.eq(true),
                    MailStatus::Cancelled.as_str(),
                )
                .finally(MailStatus::Queued.as_str());
            update
                .col_expr(outbox::Column::Status, status.into())
                .col_expr(outbox::Column::NotBefore, Expr::value(*at))
                .col_expr(outbox::Column::LastError, Expr::value(error.clone()))
        }
        SendOutcome::Failed { error } => update
            .col_expr(
                outbox::Column::Status,
                Expr::value(MailStatus::Failed.as_str()),
            )
            .col_expr(outbox::Column::LastError, Expr::value(error.clone())),
        SendOutcome::Cancelled => update.col_expr(
            outbox::Column::Status,
            Expr::value(MailStatus::Cancelled.as_str()),
        ),
    };
    if db.change(update).await? == 0 {
        tracing::warn!(mail.id = %outcome.id, "the claim of a mail passed to another worker");
    }
    Ok(())
}
