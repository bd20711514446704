//! Municipalities, partners and political bodies: who there is and who serves
//! whom is public; the secretariat writes it.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;
use lustrum_app::{Affiliation, App, Caller, NewOrganisation, Organisation};
use lustrum_domain::{
    Locale, MembershipId, OrganisationId, OrganisationKind, PersonId, Role, may_administer,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Answer, answered, cycles::CommandAnswer, located, words};
use crate::{
    extract::{Path, Query, Who, Write},
    route::Route,
    schema,
};

const ONE: &str = "/api/v1/organisations/{organisation}";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/api/v1/organisations",
            "organisations.list",
            "Organisations and political bodies, in the order of their names.",
            list,
        )
        .public()
        .asks::<OrganisationQuery>()
        .answers_list::<OrganisationLine>(200, "The organisations."),
        Route::get(
            ONE,
            "organisations.get",
            "An organisation or political body, with those who serve it today.",
            get,
        )
        .public()
        .answers::<OrganisationView>(200, "The organisation."),
        Route::post(
            "/api/v1/organisations",
            "organisations.add",
            "Add an organisation or political body.",
            add,
        )
        .repeatable()
        .takes::<OrganisationBody>()
        .answers::<OrganisationMade>(201, "The organisation."),
        Route::put(
            ONE,
            "organisations.put",
            "Write a newer version of an organisation.",
            put,
        )
        .repeatable()
        .takes::<OrganisationBody>()
        .answers::<OrganisationMade>(200, "The organisation."),
        Route::get(
            "/api/v1/organisations/{organisation}/members",
            "organisations.members",
            "Who holds a role at an organisation today: for its own people, the secretariat and \
             auditors.",
            members,
        )
        .answers_list::<Member>(200, "The people."),
        Route::post(
            "/api/v1/affiliations",
            "organisations.affiliate",
            "Say who serves a municipality, from when to when.",
            affiliate,
        )
        .repeatable()
        .takes::<AffiliationBody>()
        .answers_nothing("It is said."),
        Route::post(
            "/api/v1/organisations/{organisation}/merge",
            "organisations.merge",
            "Merge a municipality into another: its open case is withdrawn, certificates run to \
             their end.",
            merge,
        )
        .repeatable()
        .takes::<Merger>()
        .answers_list::<CommandAnswer>(200, "What became of its cases."),
        Route::post(
            "/api/v1/organisations/{organisation}/succeed",
            "organisations.succeed",
            "Let another knowledge partner take over from one that ceases today: its stage of \
             every case is handed over, findings stand.",
            succeed,
        )
        .repeatable()
        .takes::<Succession>()
        .answers_list::<CommandAnswer>(200, "What became of its cases."),
    ]
}

/// Which organisations a list shows.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct OrganisationQuery {
    /// Only of these kinds, parted by commas.
    kind: Option<String>,
    /// Only those that exist on this day.
    on: Option<NaiveDate>,
}

/// An organisation.
#[derive(Serialize, ToSchema)]
struct OrganisationLine {
    #[schema(value_type = schema::OrganisationId)]
    id: OrganisationId,
    #[schema(value_type = schema::OrganisationKind)]
    kind: OrganisationKind,
    /// A municipality's or region's official code, a partner's stage key.
    code: Option<String>,
    name: String,
    /// The municipality or region that a political body belongs to.
    #[schema(value_type = Option<schema::OrganisationId>)]
    parent: Option<OrganisationId>,
    /// The first day of its existence, or of its term.
    valid_from: NaiveDate,
    /// The last day.
    valid_to: Option<NaiveDate>,
    /// Who takes over from it.
    #[schema(value_type = Option<schema::OrganisationId>)]
    successor: Option<OrganisationId>,
}

impl From<Organisation> for OrganisationLine {
    fn from(organisation: Organisation) -> Self {
        Self {
            id: organisation.id,
            kind: organisation.kind,
            code: organisation.code,
            name: organisation.name,
            parent: organisation.parent,
            valid_from: organisation.valid_from,
            valid_to: organisation.valid_to,
            successor: organisation.successor,
        }
    }
}

/// An organisation with what belongs to it.
#[derive(Serialize, ToSchema)]
struct OrganisationView {
    organisation: OrganisationLine,
    /// The shared mailbox; only for the secretariat.
    #[serde(skip_serializing_if = "Option::is_none")]
    mailbox: Option<String>,
    /// The language of its mail; only for the secretariat.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<schema::Language>)]
    locale: Option<Locale>,
    /// Who serves the municipality today.
    served_by: Vec<ServedBy>,
}

/// An organisation that serves a municipality.
#[derive(Serialize, ToSchema)]
struct ServedBy {
    #[schema(value_type = schema::OrganisationId)]
    organisation: OrganisationId,
    name: Option<String>,
    from: NaiveDate,
    to: Option<NaiveDate>,
}

async fn list(
    Query(query): Query<OrganisationQuery>,
    State(app): State<App>,
) -> Answer<Json<Vec<OrganisationLine>>> {
    let kinds = words("kind", query.kind.as_deref())?;
    let found = app.organisations(&kinds, query.on).await?;
    Ok(Json(found.into_iter().map(Into::into).collect()))
}

async fn get(
    who: Who,
    Path(id): Path<OrganisationId>,
    State(app): State<App>,
) -> Answer<Json<OrganisationView>> {
    let organisation = app.organisation_by_id(id).await?;
    let served_by = match organisation.kind {
        OrganisationKind::Municipality => served_by(&app, id).await?,
        _ => Vec::new(),
    };
    let administers = may_administer(&who.caller.actor).is_ok();
    Ok(Json(OrganisationView {
        mailbox: organisation.mailbox.clone().filter(|_| administers),
        locale: administers.then_some(organisation.locale),
        organisation: organisation.into(),
        served_by,
    }))
}

async fn served_by(app: &App, municipality: OrganisationId) -> Answer<Vec<ServedBy>> {
    let affiliations = app.affiliations(municipality).await?;
    let ids: Vec<OrganisationId> = affiliations.iter().map(|it| it.organisation).collect();
    let names: BTreeMap<OrganisationId, String> = app.organisation_names(&ids).await?;
    let served = affiliations.into_iter().map(|it| ServedBy {
        organisation: it.organisation,
        name: names.get(&it.organisation).cloned(),
        from: it.from,
        to: it.to,
    });
    Ok(served.collect())
}

/// An organisation to be written.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OrganisationBody {
    #[schema(value_type = schema::OrganisationKind)]
    kind: OrganisationKind,
    /// A municipality's or region's official code, a partner's stage key.
    #[serde(default)]
    code: Option<String>,
    name: String,
    /// The municipality or region that a political body belongs to.
    #[serde(default)]
    #[schema(value_type = Option<schema::OrganisationId>)]
    parent: Option<OrganisationId>,
    /// The shared mailbox.
    #[serde(default)]
    mailbox: Option<String>,
    /// The language of its mail.
    #[serde(default)]
    #[schema(value_type = schema::Language)]
    locale: Locale,
    /// The first day of its existence, or of its term.
    #[serde(deserialize_with = "schema::day")]
    valid_from: NaiveDate,
    /// The last day.
    #[serde(default, deserialize_with = "schema::some_day")]
    valid_to: Option<NaiveDate>,
    /// Who takes over from it.
    #[serde(default)]
    #[schema(value_type = Option<schema::OrganisationId>)]
    successor: Option<OrganisationId>,
}

impl From<OrganisationBody> for NewOrganisation {
    fn from(body: OrganisationBody) -> Self {
        Self {
            kind: body.kind,
            code: body.code,
            name: body.name,
            parent: body.parent,
            mailbox: body.mailbox,
            locale: body.locale,
            valid_from: body.valid_from,
            valid_to: body.valid_to,
            successor: body.successor,
        }
    }
}

/// An organisation that was written.
#[derive(Serialize, ToSchema)]
struct OrganisationMade {
    #[schema(value_type = schema::OrganisationId)]
    id: OrganisationId,
}

async fn add(
    State(app): State<App>,
    Write { caller, body }: Write<OrganisationBody>,
) -> Answer<Response> {
    write(&app, &caller, None, body).await
}

async fn put(
    Path(id): Path<OrganisationId>,
    State(app): State<App>,
    Write { caller, body }: Write<OrganisationBody>,
) -> Answer<Response> {
    write(&app, &caller, Some(id), body).await
}

async fn write(
    app: &App,
    caller: &Caller,
    id: Option<OrganisationId>,
    body: OrganisationBody,
) -> Answer<Response> {
    let written = app.put_organisation(caller, id, body.into()).await;
    let status = if id.is_some() {
        StatusCode::OK
    } else {
        StatusCode::CREATED
    };
    Ok(answered(written)?.respond(|id| {
        let answer = (status, Json(OrganisationMade { id })).into_response();
        located(answer, &format!("/api/v1/organisations/{id}"))
    }))
}

/// Somebody who holds a role.
#[derive(Serialize, ToSchema)]
struct Member {
    #[schema(value_type = schema::PersonId)]
    person: PersonId,
    /// None once erased.
    name: Option<String>,
    #[schema(value_type = schema::MembershipId)]
    membership: MembershipId,
    #[schema(value_type = schema::Role)]
    role: Role,
    /// Whom the person stands in for.
    #[schema(value_type = Option<schema::PersonId>)]
    principal: Option<PersonId>,
    /// The key of the programme that the role is limited to; every one where
    /// none is named.
    programme: Option<String>,
    from: NaiveDate,
    to: Option<NaiveDate>,
}

async fn members(
    who: Who,
    Path(id): Path<OrganisationId>,
    State(app): State<App>,
) -> Answer<Json<Vec<Member>>> {
    let members = app.members_of(&who.caller, id).await?;
    let members = members.into_iter().map(|(held, account)| Member {
        person: held.person,
        name: account.name,
        membership: held.id,
        role: held.role,
        principal: held.principal,
        programme: held.programme.clone(),
        from: held.from,
        to: held.to,
    });
    Ok(Json(members.collect()))
}

/// Who serves a municipality.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AffiliationBody {
    #[schema(value_type = schema::OrganisationId)]
    municipality: OrganisationId,
    /// The region, KKR, regional council or regional organisation.
    #[schema(value_type = schema::OrganisationId)]
    organisation: OrganisationId,
    /// The first day.
    #[serde(deserialize_with = "schema::day")]
    from: NaiveDate,
    /// The last day.
    #[serde(default, deserialize_with = "schema::some_day")]
    to: Option<NaiveDate>,
}

async fn affiliate(
    State(app): State<App>,
    Write { caller, body }: Write<AffiliationBody>,
) -> Answer<Response> {
    let affiliation = Affiliation {
        municipality: body.municipality,
        organisation: body.organisation,
        from: body.from,
        to: body.to,
    };
    let said = app.affiliate(&caller, affiliation).await;
    Ok(answered(said)?.nothing())
}

/// Who takes over from a knowledge partner.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Succession {
    /// The knowledge partner that judges from now on.
    #[schema(value_type = schema::OrganisationId)]
    successor: OrganisationId,
    reason: String,
}

async fn succeed(
    Path(id): Path<OrganisationId>,
    State(app): State<App>,
    Write { caller, body }: Write<Succession>,
) -> Answer<Response> {
    let succeeded = app.succeed(&caller, id, body.successor, &body.reason).await;
    Ok(answered(succeeded)?.respond(|outcomes| {
        let outcomes = outcomes.into_iter().map(CommandAnswer::from);
        Json(outcomes.collect::<Vec<_>>()).into_response()
    }))
}

/// A merger of municipalities.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Merger {
    /// The municipality it merges into.
    #[schema(value_type = schema::OrganisationId)]
    successor: OrganisationId,
    /// Its own last day.
    #[serde(deserialize_with = "schema::day")]
    on: NaiveDate,
    reason: String,
}

async fn merge(
    Path(id): Path<OrganisationId>,
    State(app): State<App>,
    Write { caller, body }: Write<Merger>,
) -> Answer<Response> {
    let merged = app
        .merge(&caller, id, body.successor, body.on, &body.reason)
        .await;
    Ok(answered(merged)?.respond(|outcomes| {
        let outcomes = outcomes.into_iter().map(CommandAnswer::from);
        Json(outcomes.collect::<Vec<_>>()).into_response()
    }))
}
