//! Who asks.

use axum::{Json, extract::State};
use lustrum_app::App;
use lustrum_domain::{Locale, MembershipId, OrganisationId, PersonId, Role};
use lustrum_templates::words::label;
use serde::Serialize;
use utoipa::ToSchema;

use super::Answer;
use crate::{
    extract::{Language, Who},
    route::Route,
    schema,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/api/v1/me",
            "me.get",
            "Who is signed in, with the roles held today.",
            me,
        )
        .answers::<Me>(200, "The person."),
    ]
}

/// The person who is signed in.
#[derive(Serialize, ToSchema)]
struct Me {
    #[schema(value_type = schema::PersonId)]
    id: PersonId,
    name: Option<String>,
    email: Option<String>,
    /// The language of pages and mail.
    #[schema(value_type = schema::Language)]
    locale: Locale,
    /// The roles held today.
    roles: Vec<HeldRole>,
}

/// A role held today.
#[derive(Serialize, ToSchema)]
struct HeldRole {
    #[schema(value_type = schema::MembershipId)]
    membership: MembershipId,
    #[schema(value_type = schema::Role)]
    role: Role,
    /// The role in the caller's language.
    label: String,
    #[schema(value_type = schema::OrganisationId)]
    organisation: OrganisationId,
    /// The name of the organisation.
    organisation_name: Option<String>,
    /// Whom the person stands in for.
    #[schema(value_type = Option<schema::PersonId>)]
    principal: Option<PersonId>,
    /// The key of the programme that the role is limited to; every one where
    /// none is named.
    programme: Option<String>,
}

async fn me(who: Who, Language(locale): Language, State(app): State<App>) -> Answer<Json<Me>> {
    let person = who.caller.person()?;
    let record = app.person(&who.caller, person.id).await?;
    let places: Vec<OrganisationId> = person
        .memberships
        .iter()
        .map(|it| it.organisation)
        .collect();
    let names = app.organisation_names(&places).await?;
    let roles = person.memberships.iter().map(|held| HeldRole {
        membership: held.id,
        role: held.role,
        label: label(locale, "role", held.role.as_str()),
        organisation: held.organisation,
        organisation_name: names.get(&held.organisation).cloned(),
        principal: held.principal,
        programme: held.programme.clone(),
    });
    Ok(Json(Me {
        id: person.id,
        name: record.account.name,
        email: record.account.email,
        locale: record.account.locale,
        roles: roles.collect(),
    }))
}
