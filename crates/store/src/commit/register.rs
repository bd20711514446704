//! Changes of people, organisations and access, each with a row of the log.
//!
//! The log says who did what to which id. Names, addresses and secrets stay out
//! of it, so that erasing a person leaves the chain whole.

use lustrum_domain::{Authority, Digest, PersonId, Timestamp, canonical_json, log, mail::MailStep};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{CaseStatement, Expr, ExprTrait, OnConflict},
};
use serde::Serialize;
use serde_json::{Value, json};

use super::{apply::letting_in, prepare::event_row};
use crate::{
    Account, CommitError, MailStatus, Membership, Organisation, RegisterChange, RegisterWrite,
    StoreError, Token,
    db::Db,
    entity::{
        access_token, affiliation, comment, conflict_of_interest, erasable_text, event,
        idempotency, judgement_draft, membership, organisation, outbox, person, register,
        saved_view,
    },
    row,
};

/// The version in which entries of this chain are written.
const ENTRY_VERSION: u32 = 1;

/// An entry of the register's chain.
#[derive(Serialize)]
struct Entry<'a> {
    seq: u64,
    at: Timestamp,
    by: Authority,
    #[serde(flatten)]
    what: &'a Value,
}

/// The end of the register's chain, locked until the commit: whoever changes the
/// register waits here, before any other lock of theirs.
pub(super) async fn lock<C: ConnectionTrait>(db: &Db<'_, C>) -> Result<log::Head, CommitError> {
    let query = register::Entity::find_by_id(1).lock_exclusive();
    let row: Option<register::Model> = db.one(query).await?;
    let row = row.ok_or(StoreError::Inconsistent {
        table: "register",
        row: "1".to_owned(),
        column: "id",
    })?;
    Ok(row::head("register", log::REGISTER, row.seq, &row.head)?)
}

/// Writes the changes and gives back the rows of the log that tell of them.
pub(super) async fn write<C: ConnectionTrait>(
    db: &Db<'_, C>,
    change: &RegisterChange,
    mut head: log::Head,
) -> Result<Vec<event::Model>, CommitError> {
    let mut events = Vec::new();
    for write in &change.writes {
        let (kind, what) = apply(db, write).await?;
        let entry = Entry {
            seq: head.seq + 1,
            at: change.at,
            by: change.by,
            what: &what,
        };
        let row = log::Row::new(
            log::REGISTER,
            head.seq + 1,
            canonical_json(&entry),
            head.hash,
        );
        head.seq = row.seq;
        head.hash = row.hash;
        events.push(event_row(
            row,
            change.at,
            kind,
            ENTRY_VERSION,
            change.by.person.map(|person| person.0),
        ));
    }
    store_head(db, head.seq, head.hash).await?;
    Ok(events)
}

async fn store_head<C: ConnectionTrait>(
    db: &Db<'_, C>,
    seq: u64,
    hash: Digest,
) -> Result<(), CommitError> {
    let update = register::Entity::update_many()
        .col_expr(
            register::Column::Seq,
            Expr::value(i64::try_from(seq).unwrap_or(i64::MAX)),
        )
        .col_expr(register::Column::Head, Expr::value(hash.0.to_vec()))
        .filter(register::Column::Id.eq(1));
    db.change(update).await?;
    Ok(())
}

/// Writes one change; says its kind and what the log keeps of it.
async fn apply<C: ConnectionTrait>(
    db: &Db<'_, C>,
    write: &RegisterWrite,
) -> Result<(&'static str, Value), CommitError> {
    Ok(match write {
        RegisterWrite::Organisation(organisation) => {
            write_organisation(db, organisation).await?;
            // A mailbox may be a person's address.
            let what = json!({
                "kind": "organisation",
                "organisation": organisation.id,
                "organisation_kind": organisation.kind,
                "code": organisation.code,
                "name": organisation.name,
                "parent": organisation.parent,
                "from": organisation.valid_from,
                "to": organisation.valid_to,
                "successor": organisation.successor,
            });
            ("organisation", what)
        }
        RegisterWrite::Affiliation(affiliation) => {
            let row = affiliation::Model {
                municipality: affiliation.municipality.0,
                organisation: affiliation.organisation.0,
                valid_from: affiliation.from,
                valid_to: affiliation.to,
            };
            let on_conflict: fn() -> OnConflict = || {
                OnConflict::columns([
                    affiliation::Column::Municipality,
                    affiliation::Column::Organisation,
                    affiliation::Column::ValidFrom,
                ])
                .update_column(affiliation::Column::ValidTo)
                .to_owned()
            };
            db.insert::<affiliation::Entity>(vec![row], Some(on_conflict))
                .await?;
            let what = json!({
                "kind": "affiliation",
                "municipality": affiliation.municipality,
                "organisation": affiliation.organisation,
                "from": affiliation.from,
                "to": affiliation.to,
            });
            ("affiliation", what)
        }
        RegisterWrite::Account { account, expected } => {
            let version = write_account(db, account, *expected).await?;
            let what = json!({
                "kind": "account",
                "person": account.id,
                "version": version,
                "activated": account.activated_at.is_some(),
            });
            ("account", what)
        }
        RegisterWrite::Address(person, email) => {
            write_address(db, *person, email).await?;
            ("address", json!({"kind": "address", "person": person}))
        }
        RegisterWrite::Membership(membership) => {
            write_membership(db, membership).await?;
            let what = json!({
                "kind": "membership",
                "membership": membership.id,
                "person": membership.person,
                "organisation": membership.organisation,
                "role": membership.role,
                "principal": membership.principal,
                "programme": membership.programme,
                "from": membership.from,
                "to": membership.to,
            });
            ("membership", what)
        }
        RegisterWrite::EndMembership { id, person, on } => {
            let update = membership::Entity::update_many()
                .col_expr(membership::Column::ValidTo, Expr::value(*on))
                .filter(membership::Column::Id.eq(id.0))
                .filter(membership::Column::Person.eq(person.0))
                .filter(
                    membership::Column::ValidTo
                        .is_null()
                        .or(membership::Column::ValidTo.gte(*on)),
                );
            found(db.change(update).await?, format_args!("membership {id}"))?;
            raise(db, *person).await?;
            let what = json!({
                "kind": "membership_ended",
                "membership": id,
                "person": person,
                "on": on,
            });
            ("membership_ended", what)
        }
        RegisterWrite::Conflict(conflict) => {
            let row = conflict_of_interest::Model {
                person: conflict.person.0,
                municipality: conflict.municipality.0,
                valid_from: conflict.from,
                valid_to: conflict.to,
            };
            let on_conflict: fn() -> OnConflict = || {
                OnConflict::columns([
                    conflict_of_interest::Column::Person,
                    conflict_of_interest::Column::Municipality,
                    conflict_of_interest::Column::ValidFrom,
                ])
                .update_column(conflict_of_interest::Column::ValidTo)
                .to_owned()
            };
            db.insert::<conflict_of_interest::Entity>(vec![row], Some(on_conflict))
                .await?;
            raise(db, conflict.person).await?;
            let what = json!({
                "kind": "conflict",
                "person": conflict.person,
                "municipality": conflict.municipality,
                "from": conflict.from,
                "to": conflict.to,
            });
            ("conflict", what)
        }
        RegisterWrite::Token(token) => {
            write_token(db, token).await?;
            let what = json!({
                "kind": "token",
                "token": token.id,
                "token_kind": token.kind.as_str(),
                "person": token.person,
                "expires_at": token.expires_at,
            });
            ("token", what)
        }
        RegisterWrite::RevokeToken(id, at) => {
            let update = revoke(*at).filter(access_token::Column::Id.eq(id.0));
            db.change(update).await?;
            (
                "token_revoked",
                json!({"kind": "token_revoked", "token": id}),
            )
        }
        RegisterWrite::RevokeAll(person, at) => {
            let update = revoke(*at).filter(access_token::Column::Person.eq(person.0));
            db.change(update).await?;
            let what = json!({"kind": "tokens_revoked", "person": person});
            ("tokens_revoked", what)
        }
        RegisterWrite::Erase(person, at) => {
            erase(db, *person, *at).await?;
            (
                "person_erased",
                json!({"kind": "person_erased", "person": person}),
            )
        }
        RegisterWrite::EraseMails(before) => {
            let update = outbox::Entity::update_many()
                .col_expr(outbox::Column::Recipient, Expr::value(""))
                .col_expr(outbox::Column::Subject, Expr::value(""))
                .col_expr(outbox::Column::Text, Expr::value(""))
                .col_expr(outbox::Column::Html, Expr::value(""))
                .col_expr(outbox::Column::LastError, Expr::value(None::<String>))
                .filter(crate::query::told_before(*before));
            let mails = db.change(update).await?;
            let what = json!({"kind": "mails_erased", "before": before, "mails": mails});
            ("mails_erased", what)
        }
        RegisterWrite::EraseComments(before) => {
            let old = comment::Entity::delete_many().filter(crate::query::said_before(*before));
            let comments = db.change(old).await?;
            let what = json!({"kind": "comments_erased", "before": before, "comments": comments});
            ("comments_erased", what)
        }
        RegisterWrite::EraseText(text, at) => {
            let update = erasable_text::Entity::update_many()
                .col_expr(erasable_text::Column::Body, Expr::value(None::<String>))
                .col_expr(erasable_text::Column::Salt, Expr::value(None::<Vec<u8>>))
                .col_expr(erasable_text::Column::ErasedAt, Expr::value(*at))
                .filter(erasable_text::Column::Id.eq(text.0))
                .filter(erasable_text::Column::ErasedAt.is_null());
            found(db.change(update).await?, format_args!("text {text}"))?;
            ("text_erased", json!({"kind": "text_erased", "text": text}))
        }
        RegisterWrite::Requeue(mail, at) => {
            let update = outbox::Entity::update_many()
                .col_expr(
                    outbox::Column::Status,
                    Expr::value(MailStatus::Queued.as_str()),
                )
                .col_expr(outbox::Column::NotBefore, Expr::value(*at))
                .col_expr(outbox::Column::Attempts, Expr::value(0))
                .col_expr(outbox::Column::ReasonGone, Expr::value(false))
                .filter(outbox::Column::Id.eq(mail.0))
                .filter(outbox::Column::Recipient.ne(""))
                .filter(
                    outbox::Column::Status
                        .is_in(MailStatus::before(MailStep::Requeue).map(MailStatus::as_str)),
                );
            found(db.change(update).await?, format_args!("mail {mail}"))?;
            (
                "mail_requeued",
                json!({"kind": "mail_requeued", "mail": mail}),
            )
        }
    })
}

fn found(changed: u64, what: impl ToString) -> Result<(), CommitError> {
    if changed == 1 {
        Ok(())
    } else {
        Err(CommitError::stale(what))
    }
}

/// Makes every guard on this person fail that was read before.
async fn raise<C: ConnectionTrait>(db: &Db<'_, C>, person: PersonId) -> Result<(), CommitError> {
    let update = raised(person);
    found(db.change(update).await?, format_args!("person {person}"))
}

/// A change of this person's row, with its version.
fn raised(person: PersonId) -> sea_orm::UpdateMany<person::Entity> {
    person::Entity::update_many()
        .col_expr(
            person::Column::Version,
            Expr::col(person::Column::Version).add(1),
        )
        .filter(person::Column::Id.eq(person.0))
}

async fn write_organisation<C: ConnectionTrait>(
    db: &Db<'_, C>,
    organisation: &Organisation,
) -> Result<(), CommitError> {
    let row = organisation::Model {
        id: organisation.id.0,
        kind: organisation.kind.as_str().to_owned(),
        code: organisation.code.clone(),
        name: organisation.name.clone(),
        search: organisation.search.clone(),
        // Keys for sorting may part their halves with U+0000, which PostgreSQL
        // refuses; the next character sorts as far to the front.
        sort: organisation.sort.replace('\0', "\u{1}"),
        parent: organisation.parent.map(|parent| parent.0),
        mailbox: organisation.mailbox.clone(),
        locale: organisation.locale.tag().to_owned(),
        valid_from: organisation.valid_from,
        valid_to: organisation.valid_to,
        successor: organisation.successor.map(|successor| successor.0),
    };
    let on_conflict: fn() -> OnConflict = || {
        OnConflict::column(organisation::Column::Id)
            .update_columns([
                organisation::Column::Kind,
                organisation::Column::Code,
                organisation::Column::Name,
                organisation::Column::Search,
                organisation::Column::Sort,
                organisation::Column::Parent,
                organisation::Column::Mailbox,
                organisation::Column::Locale,
                organisation::Column::ValidFrom,
                organisation::Column::ValidTo,
                organisation::Column::Successor,
            ])
            .to_owned()
    };
    db.insert::<organisation::Entity>(vec![row], Some(on_conflict))
        .await?;
    Ok(())
}

/// Writes an account and says its version.
async fn write_account<C: ConnectionTrait>(
    db: &Db<'_, C>,
    account: &Account,
    expected: Option<i64>,
) -> Result<i64, CommitError> {
    let row = person::Model {
        id: account.id.0,
        name: account.name.clone(),
        email: account.email.clone(),
        locale: account.locale.tag().to_owned(),
        password: account.password.clone(),
        invited_at: account.invited_at,
        activated_at: account.activated_at,
        erased_at: account.erased_at,
        version: 1,
    };
    let Some(expected) = expected else {
        db.insert::<person::Entity>(vec![row], None).await?;
        return Ok(1);
    };
    let update = person::Entity::update_many()
        .col_expr(person::Column::Name, Expr::value(row.name))
        .col_expr(person::Column::Email, Expr::value(row.email))
        .col_expr(person::Column::Locale, Expr::value(row.locale))
        .col_expr(person::Column::Password, Expr::value(row.password))
        .col_expr(person::Column::InvitedAt, Expr::value(row.invited_at))
        .col_expr(person::Column::ActivatedAt, Expr::value(row.activated_at))
        .col_expr(person::Column::ErasedAt, Expr::value(row.erased_at))
        .col_expr(person::Column::Version, Expr::value(expected + 1))
        .filter(person::Column::Id.eq(row.id))
        .filter(person::Column::Version.eq(expected));
    found(
        db.change(update).await?,
        format_args!("person {}", account.id),
    )?;
    Ok(expected + 1)
}

/// Writes an address wherever the old one stands. Whatever let the person in is
/// blanked, and cancelled if it was not sent yet.
async fn write_address<C: ConnectionTrait>(
    db: &Db<'_, C>,
    id: PersonId,
    email: &str,
) -> Result<(), CommitError> {
    let update = raised(id).col_expr(person::Column::Email, Expr::value(email));
    found(db.change(update).await?, format_args!("person {id}"))?;
    let links = blank().filter(outbox::Column::Person.eq(id.0));
    db.change(links.filter(outbox::Column::Kind.is_in(letting_in())))
        .await?;
    let others = outbox::Entity::update_many()
        .col_expr(outbox::Column::Recipient, Expr::value(email))
        .col_expr(outbox::Column::LastError, Expr::value(None::<String>))
        .filter(outbox::Column::Person.eq(id.0))
        .filter(outbox::Column::Recipient.ne(""));
    db.change(others).await?;
    Ok(())
}

/// Mails that say nothing any more, and are cancelled if they were not sent yet.
fn blank() -> sea_orm::UpdateMany<outbox::Entity> {
    let status = CaseStatement::new()
        .case(
            outbox::Column::Status.eq(MailStatus::Queued.as_str()),
            MailStatus::Cancelled.as_str(),
        )
        .finally(Expr::col(outbox::Column::Status));
    outbox::Entity::update_many()
        .col_expr(outbox::Column::Recipient, Expr::value(""))
        .col_expr(outbox::Column::Subject, Expr::value(""))
        .col_expr(outbox::Column::Text, Expr::value(""))
        .col_expr(outbox::Column::Html, Expr::value(""))
        .col_expr(outbox::Column::LastError, Expr::value(None::<String>))
        .col_expr(outbox::Column::ReasonGone, Expr::value(true))
        .col_expr(outbox::Column::Status, status.into())
}

async fn write_membership<C: ConnectionTrait>(
    db: &Db<'_, C>,
    membership: &Membership,
) -> Result<(), CommitError> {
    let row = membership::Model {
        id: membership.id.0,
        person: membership.person.0,
        organisation: membership.organisation.0,
        role: membership.role.as_str().to_owned(),
        principal: membership.principal.map(|principal| principal.0),
        valid_from: membership.from,
        valid_to: membership.to,
        programme: membership.programme.clone(),
    };
    db.insert::<membership::Entity>(vec![row], None).await?;
    raise(db, membership.person).await
}

async fn write_token<C: ConnectionTrait>(db: &Db<'_, C>, token: &Token) -> Result<(), CommitError> {
    let row = access_token::Model {
        id: token.id.0,
        person: token.person.0,
        kind: token.kind.as_str().to_owned(),
        hash: token.hash.0.to_vec(),
        label: token.label.clone(),
        created_at: token.created_at,
        expires_at: token.expires_at,
        revoked_at: token.revoked_at,
    };
    db.insert::<access_token::Entity>(vec![row], None).await?;
    Ok(())
}

/// Revokes tokens that are not revoked yet: the first time stays.
fn revoke(at: Timestamp) -> sea_orm::UpdateMany<access_token::Entity> {
    access_token::Entity::update_many()
        .col_expr(access_token::Column::RevokedAt, Expr::value(at))
        .filter(access_token::Column::RevokedAt.is_null())
}

/// Erases a person: the account keeps its id and dates, mails keep that they
/// were sent. What a server said may quote the address, so it goes too.
async fn erase<C: ConnectionTrait>(
    db: &Db<'_, C>,
    person: PersonId,
    at: Timestamp,
) -> Result<(), CommitError> {
    let update = raised(person)
        .col_expr(person::Column::Name, Expr::value(None::<String>))
        .col_expr(person::Column::Email, Expr::value(None::<String>))
        .col_expr(person::Column::Password, Expr::value(None::<String>))
        .col_expr(person::Column::ErasedAt, Expr::value(at));
    found(db.change(update).await?, format_args!("person {person}"))?;
    let tokens = revoke(at).filter(access_token::Column::Person.eq(person.0));
    db.change(tokens).await?;
    let labels = access_token::Entity::update_many()
        .col_expr(access_token::Column::Label, Expr::value(""))
        .filter(access_token::Column::Person.eq(person.0));
    db.change(labels).await?;
    db.change(blank().filter(outbox::Column::Person.eq(person.0)))
        .await?;
    let views = saved_view::Entity::delete_many().filter(saved_view::Column::Person.eq(person.0));
    db.change(views).await?;
    let answers =
        idempotency::Entity::delete_many().filter(idempotency::Column::Principal.eq(person.0));
    db.change(answers).await?;
    let drafts =
        judgement_draft::Entity::delete_many().filter(judgement_draft::Column::Person.eq(person.0));
    db.change(drafts).await?;
    let comments = comment::Entity::delete_many().filter(comment::Column::Person.eq(person.0));
    db.change(comments).await?;
    Ok(())
}
