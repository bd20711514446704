//! People: invited, given roles, and forgotten.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, NaiveDate, Utc};
use lustrum_app::{App, Invited, NewMembership};
use lustrum_domain::{Locale, MembershipId, OrganisationId, PersonId, Role, time::local_date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Answer, Nothing, answered, located};
use crate::{
    extract::{Path, Query, Who, Write},
    route::Route,
    schema,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post(
            "/api/v1/people",
            "people.invite",
            "Invite somebody: account, first role and the mail with the link. A known address gets \
             the role and no second account.",
            invite,
        )
        .repeatable()
        .takes::<Invitation>()
        .answers::<InvitationSent>(201, "The person."),
        Route::get(
            "/api/v1/people/{person}",
            "people.get",
            "A person: oneself, a colleague, or anybody for the secretariat and auditors.",
            get,
        )
        .answers::<PersonView>(200, "The person."),
        Route::post(
            "/api/v1/people/{person}/memberships",
            "people.grant",
            "Give a person one more role.",
            grant,
        )
        .repeatable()
        .takes::<MembershipBody>()
        .answers::<MembershipMade>(201, "The role."),
        Route::delete(
            "/api/v1/people/{person}/memberships/{membership}",
            "people.end_membership",
            "End a role. One's own can always be laid down; the secretariat is told when a \
             municipality loses its last approver.",
            end_membership,
        )
        .repeatable()
        .asks::<EndQuery>()
        .answers_nothing("It ends."),
        Route::post(
            "/api/v1/people/{person}/conflicts",
            "people.declare_conflict",
            "Declare that a person is partial towards a municipality.",
            declare_conflict,
        )
        .repeatable()
        .takes::<ConflictBody>()
        .answers_nothing("It is declared."),
        Route::post(
            "/api/v1/people/{person}/link",
            "people.send_link",
            "Send a person a new link to choose a password by, for whoever may give them a role \
             that they hold. Using it ends all their sessions.",
            send_link,
        )
        .repeatable()
        .takes::<Nothing>()
        .answers_nothing("It is on its way."),
        Route::put(
            "/api/v1/people/{person}/email",
            "people.change_email",
            "Correct a person's address. Their sessions and links end, and what was not sent can go \
             to the new one.",
            change_email,
        )
        .repeatable()
        .takes::<Address>()
        .answers_nothing("It is changed."),
        Route::post(
            "/api/v1/people/{person}/erase",
            "people.erase",
            "Erase a person's personal data. The log keeps the id and stays whole.",
            erase,
        )
        .repeatable()
        .takes::<Nothing>()
        .answers_nothing("They are erased."),
        Route::post(
            "/api/v1/people/{person}/revoke-all",
            "people.revoke_all",
            "End every session and token of a person.",
            revoke_all,
        )
        .repeatable()
        .takes::<Nothing>()
        .answers_nothing("They are ended."),
    ]
}

/// Somebody to be invited.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Invitation {
    name: String,
    email: String,
    /// The language of pages and mail.
    #[serde(default)]
    #[schema(value_type = schema::Language)]
    locale: Locale,
    /// The first role.
    membership: MembershipBody,
}

/// A role to be given.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MembershipBody {
    #[schema(value_type = schema::OrganisationId)]
    organisation: OrganisationId,
    #[schema(value_type = schema::Role)]
    role: Role,
    /// Whom the person stands in for.
    #[serde(default)]
    #[schema(value_type = Option<schema::PersonId>)]
    principal: Option<PersonId>,
    /// The key of the programme that the role is limited to; every one where
    /// none is named.
    #[serde(default)]
    programme: Option<String>,
    /// The first day; today where none is given.
    #[serde(default, deserialize_with = "schema::some_day")]
    from: Option<NaiveDate>,
    /// The last day.
    #[serde(default, deserialize_with = "schema::some_day")]
    to: Option<NaiveDate>,
}

impl From<MembershipBody> for NewMembership {
    fn from(body: MembershipBody) -> Self {
        Self {
            organisation: body.organisation,
            role: body.role,
            principal: body.principal,
            programme: body.programme,
            from: body.from,
            to: body.to,
        }
    }
}

/// Somebody who was invited.
#[derive(Serialize, ToSchema)]
struct InvitationSent {
    #[schema(value_type = schema::PersonId)]
    person: PersonId,
    #[schema(value_type = schema::MembershipId)]
    membership: MembershipId,
}

async fn invite(
    State(app): State<App>,
    Write { caller, body }: Write<Invitation>,
) -> Answer<Response> {
    let membership = body.membership.into();
    let invited = app
        .invite(&caller, &body.name, &body.email, body.locale, membership)
        .await;
    Ok(answered(invited)?.respond(|invited: Invited| {
        let path = format!("/api/v1/people/{}", invited.person);
        let sent = InvitationSent {
            person: invited.person,
            membership: invited.membership,
        };
        located((StatusCode::CREATED, Json(sent)).into_response(), &path)
    }))
}

/// A person.
#[derive(Serialize, ToSchema)]
struct PersonView {
    #[schema(value_type = schema::PersonId)]
    id: PersonId,
    /// None once erased.
    name: Option<String>,
    /// None once erased.
    email: Option<String>,
    #[schema(value_type = schema::Language)]
    locale: Locale,
    invited_at: DateTime<Utc>,
    /// When the invitation was taken up.
    activated_at: Option<DateTime<Utc>>,
    erased_at: Option<DateTime<Utc>>,
    /// Every role, past ones among them.
    memberships: Vec<MembershipView>,
    /// Declared conflicts of interest.
    conflicts: Vec<ConflictView>,
}

/// A role with its dates.
#[derive(Serialize, ToSchema)]
struct MembershipView {
    #[schema(value_type = schema::MembershipId)]
    id: MembershipId,
    #[schema(value_type = schema::OrganisationId)]
    organisation: OrganisationId,
    #[schema(value_type = schema::Role)]
    role: Role,
    #[schema(value_type = Option<schema::PersonId>)]
    principal: Option<PersonId>,
    /// The key of the programme that the role is limited to; every one where
    /// none is named.
    programme: Option<String>,
    from: NaiveDate,
    to: Option<NaiveDate>,
}

/// A declared conflict of interest.
#[derive(Serialize, ToSchema)]
struct ConflictView {
    #[schema(value_type = schema::OrganisationId)]
    municipality: OrganisationId,
    from: NaiveDate,
    to: Option<NaiveDate>,
}

async fn get(
    who: Who,
    Path(id): Path<PersonId>,
    State(app): State<App>,
) -> Answer<Json<PersonView>> {
    let record = app.person(&who.caller, id).await?;
    let memberships = record.memberships.into_iter().map(|held| MembershipView {
        id: held.id,
        organisation: held.organisation,
        role: held.role,
        principal: held.principal,
        programme: held.programme.clone(),
        from: held.from,
        to: held.to,
    });
    let conflicts = record.conflicts.into_iter().map(|conflict| ConflictView {
        municipality: conflict.municipality,
        from: conflict.from,
        to: conflict.to,
    });
    Ok(Json(PersonView {
        id: record.account.id,
        name: record.account.name,
        email: record.account.email,
        locale: record.account.locale,
        invited_at: record.account.invited_at,
        activated_at: record.account.activated_at,
        erased_at: record.account.erased_at,
        memberships: memberships.collect(),
        conflicts: conflicts.collect(),
    }))
}

/// A role that was given.
#[derive(Serialize, ToSchema)]
struct MembershipMade {
    #[schema(value_type = schema::MembershipId)]
    membership: MembershipId,
}

async fn grant(
    Path(person): Path<PersonId>,
    State(app): State<App>,
    Write { caller, body }: Write<MembershipBody>,
) -> Answer<Response> {
    let granted = app.grant(&caller, person, body.into()).await;
    Ok(answered(granted)?.respond(|membership| {
        let made = MembershipMade { membership };
        (StatusCode::CREATED, Json(made)).into_response()
    }))
}

/// When a role ends.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct EndQuery {
    /// The last day; today where none is given.
    #[serde(default, deserialize_with = "schema::some_day")]
    on: Option<NaiveDate>,
}

async fn end_membership(
    Path((person, membership)): Path<(PersonId, MembershipId)>,
    Query(query): Query<EndQuery>,
    State(app): State<App>,
    Write { caller, .. }: Write<Nothing>,
) -> Answer<Response> {
    let on = query.on.unwrap_or_else(|| local_date(app.clock.now()));
    let ended = app.end_membership(&caller, person, membership, on).await;
    Ok(answered(ended)?.nothing())
}

/// A conflict of interest to be declared.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ConflictBody {
    /// Towards whom.
    #[schema(value_type = schema::OrganisationId)]
    municipality: OrganisationId,
}

async fn declare_conflict(
    Path(person): Path<PersonId>,
    State(app): State<App>,
    Write { caller, body }: Write<ConflictBody>,
) -> Answer<Response> {
    let declared = app
        .declare_conflict(&caller, person, body.municipality)
        .await;
    Ok(answered(declared)?.nothing())
}

async fn send_link(
    Path(person): Path<PersonId>,
    State(app): State<App>,
    Write { caller, .. }: Write<Nothing>,
) -> Answer<Response> {
    let sent = app.send_link(&caller, person).await;
    Ok(answered(sent)?.nothing())
}

/// Where somebody gets mail.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Address {
    email: String,
}

async fn change_email(
    Path(person): Path<PersonId>,
    State(app): State<App>,
    Write { caller, body }: Write<Address>,
) -> Answer<Response> {
    let changed = app.change_email(&caller, person, &body.email).await;
    Ok(answered(changed)?.nothing())
}

async fn erase(
    Path(person): Path<PersonId>,
    State(app): State<App>,
    Write { caller, .. }: Write<Nothing>,
) -> Answer<Response> {
    let erased = app.erase(&caller, person).await;
    Ok(answered(erased)?.nothing())
}

async fn revoke_all(
    Path(person): Path<PersonId>,
    State(app): State<App>,
    Write { caller, .. }: Write<Nothing>,
) -> Answer<Response> {
    let ended = app.revoke_all(&caller, person).await;
    Ok(answered(ended)?.nothing())
}
