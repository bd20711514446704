//! People: who holds what where, inviting, ending, erasing.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode, routing::get};
use lustrum_app::{App, AppError, NewMembership};
use lustrum_domain::{
    Locale, MembershipId, OrganisationId, OrganisationKind, PersonId, Role, time::local_date,
};
use lustrum_templates::{
    page::{
        desk::Named,
        desk_people::{Held, InviteForm, People, PersonLine, PersonPage},
    },
    routes, words,
};
use serde::Deserialize;

use super::{Reach, places, some_day, told};
use crate::{
    extract::{Path, Query},
    pages::{Answer, PageRoute, fault::PageError, form::ProtectedForm, see, visitor::Visitor},
};

pub(super) fn routes() -> Vec<PageRoute> {
    vec![
        PageRoute::signed_in(routes::DESK_PEOPLE, get(page).post(invite)),
        PageRoute::signed_in(routes::DESK_PERSON, get(one).post(change)),
    ]
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    at: String,
    #[serde(default)]
    done: String,
}

async fn page(visitor: Visitor, Query(asked): Query<Asked>, State(app): State<App>) -> Answer {
    let form = InviteForm::default();
    let mut page = read(&app, &visitor, asked.at.parse().ok(), form).await?;
    page.done = asked.done == "invited";
    visitor.show(&app, &page).await
}

/// Where the visitor may look for people: everywhere, or at their own places.
async fn reachable(
    app: &App,
    visitor: &Visitor,
) -> Result<Vec<(OrganisationId, String)>, AppError> {
    let caller = visitor.caller();
    let today = local_date(app.clock.now());
    let all = app.organisations(&[], Some(today)).await?;
    let person = caller.person()?;
    let everywhere = caller.scope().all;
    Ok(all
        .into_iter()
        .filter(|it| {
            everywhere
                || person
                    .memberships
                    .iter()
                    .any(|held| held.organisation == it.id)
        })
        .map(|it| (it.id, it.name))
        .collect())
}

async fn read(
    app: &App,
    visitor: &Visitor,
    at: Option<OrganisationId>,
    mut form: InviteForm,
) -> Result<People, PageError> {
    let caller = visitor.caller();
    let known = reachable(app, visitor).await?;
    // Whoever belongs to one place need not choose it.
    let at = at.or(match known.as_slice() {
        [(only, _)] => Some(*only),
        _ => None,
    });
    let chosen = at.and_then(|at| known.iter().find(|(id, _)| *id == at));
    let members = match chosen {
        Some((id, _)) => app.members_of(caller, *id).await?,
        None => Vec::new(),
    };
    let mut lines: Vec<PersonLine> = members
        .into_iter()
        .map(|(held, account)| PersonLine {
            id: account.id.to_string(),
            name: account.name,
            role: held.role,
            from: held.from,
            to: held.to,
            deputy: held.principal.is_some(),
            active: account.activated_at.is_some(),
        })
        .collect();
    lines.sort_by_cached_key(|it| {
        let name = it.name.as_deref().unwrap_or_default();
        (lustrum_text::collation::sort_key(name), it.role)
    });
    let roles: Vec<Named> = roles(visitor, chosen.map(|(id, _)| *id), &form.role);
    if form.locale.is_empty() {
        Locale::Da.tag().clone_into(&mut form.locale);
    }
    Ok(People {
        nav: places(visitor, routes::DESK_PEOPLE),
        organisations: known
            .iter()
            .map(|(id, name)| Named {
                value: id.to_string(),
                label: name.clone(),
                chosen: Some(*id) == at,
            })
            .collect(),
        at: chosen.map(|(id, _)| id.to_string()),
        name: chosen.map(|(_, name)| name.clone()),
        people: lines,
        roles,
        form,
        done: false,
    })
}

/// The roles that the visitor may give at `at`.
fn roles(visitor: &Visitor, at: Option<OrganisationId>, chosen: &str) -> Vec<Named> {
    let actor = &visitor.caller().actor;
    let all = Role::ALL.iter();
    all.filter(|role| {
        at.is_some_and(|at| lustrum_domain::may_grant(actor, **role, at, None).is_ok())
    })
    .map(|role| Named {
        value: role.as_str().to_owned(),
        label: words::label(visitor.locale(), "role", role.as_str()),
        chosen: role.as_str() == chosen,
    })
    .collect()
}

#[derive(Deserialize)]
struct Invite {
    at: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    locale: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    principal: String,
}

fn membership(at: OrganisationId, form: &Invite) -> Result<NewMembership, AppError> {
    let role = form.role.parse();
    let principal = match form.principal.as_str() {
        "" => None,
        typed => Some(
            typed
                .parse()
                .map_err(|_| AppError::field("/principal", typed, "field-principal-wanted"))?,
        ),
    };
    Ok(NewMembership {
        organisation: at,
        role: role.map_err(|_| AppError::field("/role", form.role.clone(), "form-role-missing"))?,
        principal,
        programme: None,
        from: some_day("from", &form.from)?,
        to: some_day("to", &form.to)?,
    })
}

async fn invite(
    visitor: Visitor,
    State(app): State<App>,
    ProtectedForm(form): ProtectedForm<Invite>,
) -> Answer {
    let at: OrganisationId = form.at.parse().map_err(|_| AppError::NotFound)?;
    let locale = form.locale.parse().unwrap_or_default();
    let caller = visitor.caller();
    let outcome = match membership(at, &form) {
        Ok(new) => {
            let invited = app.invite(caller, &form.name, &form.email, locale, new);
            invited.await.map(|_| ())
        }
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => Ok(see(&routes::desk_people_done(at))),
        Err(error) => {
            let again = InviteForm {
                name: form.name,
                email: form.email,
                locale: form.locale,
                role: form.role,
                from: form.from,
                to: form.to,
                principal: form.principal,
                faults: told(error, &visitor)?,
            };
            let page = read(&app, &visitor, Some(at), again).await?;
            visitor
                .show_as(&app, &page, StatusCode::UNPROCESSABLE_ENTITY)
                .await
        }
    }
}

#[derive(Deserialize)]
struct Done {
    done: Option<String>,
}

/// What the page of a person tells that it was done.
const DONE: [&str; 6] = ["link", "email", "conflict", "sessions", "end", "erase"];

async fn one(
    visitor: Visitor,
    Path(id): Path<PersonId>,
    Query(told): Query<Done>,
    State(app): State<App>,
) -> Answer {
    let mut page = read_one(&app, &visitor, id, BTreeMap::new()).await?;
    let mut known = DONE.into_iter();
    page.done = known.find(|it| told.done.as_deref() == Some(it));
    visitor.show(&app, &page).await
}

async fn read_one(
    app: &App,
    visitor: &Visitor,
    id: PersonId,
    faults: BTreeMap<String, String>,
) -> Result<PersonPage, PageError> {
    let caller = visitor.caller();
    let record = app.person(caller, id).await?;
    let places_held: Vec<OrganisationId> = record
        .memberships
        .iter()
        .map(|held| held.organisation)
        .chain(record.conflicts.iter().map(|it| it.municipality))
        .collect();
    let names = app.organisation_names(&places_held).await?;
    let name = |id: OrganisationId| names.get(&id).cloned().unwrap_or_default();
    let principals = app.principals(&record).await?;
    let today = local_date(app.clock.now());
    let reach = Reach::of(caller.person()?, caller.scope().all);
    let me = caller.person()?.id == id;
    let held = record.memberships.iter().map(|held| {
        let over = held.to.is_some_and(|to| to < today);
        let may = lustrum_domain::may_grant(&caller.actor, held.role, held.organisation, None);
        Held {
            id: held.id.to_string(),
            role: held.role,
            organisation: name(held.organisation),
            from: held.from,
            to: held.to,
            deputy: held.principal.is_some(),
            principal: held.principal.and_then(|id| principals.get(&id).cloned()),
            over,
            ends: !over && (me || may.is_ok()),
            on: today.to_string(),
        }
    });
    let held: Vec<Held> = held.collect();
    let working = !record.memberships.iter().all(|it| it.is_over(today));
    let links = record.memberships.iter().any(|held| {
        let programme = held.programme.as_deref();
        let (role, at) = (held.role, held.organisation);
        held.to.is_none_or(|to| to >= today)
            && lustrum_domain::may_grant(&caller.actor, role, at, programme).is_ok()
    });
    let erased = record.account.erased_at.is_some();
    let declares = !erased && (me || reach.secretariat);
    let kinds = [OrganisationKind::Municipality];
    let municipalities = match declares {
        true => app.organisations(&kinds, Some(today)).await?,
        false => Vec::new(),
    };
    Ok(PersonPage {
        nav: places(visitor, routes::DESK_PEOPLE),
        id: id.to_string(),
        name: record.account.name.clone(),
        // An address is shown to those who keep the register.
        email: record.account.email.clone().filter(|_| reach.all || me),
        active: record.account.activated_at.is_some(),
        erased,
        held,
        conflicts: record
            .conflicts
            .iter()
            .filter(|_| reach.all || me)
            .map(|it| name(it.municipality))
            .collect(),
        municipalities: municipalities
            .into_iter()
            .map(|it| Named {
                value: it.id.to_string(),
                label: words::municipality(visitor.locale(), &it.name),
                chosen: false,
            })
            .collect(),
        links: links && !erased,
        administers: reach.secretariat,
        typed: record.account.email.unwrap_or_default(),
        done: None,
        working,
        faults,
    })
}

#[derive(Deserialize)]
struct Change {
    what: String,
    #[serde(default)]
    membership: String,
    #[serde(default)]
    on: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    municipality: String,
}

async fn change(
    visitor: Visitor,
    Path(id): Path<PersonId>,
    State(app): State<App>,
    ProtectedForm(form): ProtectedForm<Change>,
) -> Answer {
    let caller = visitor.caller();
    let outcome = match form.what.as_str() {
        "end" => {
            let membership: MembershipId =
                form.membership.parse().map_err(|_| AppError::NotFound)?;
            match some_day("on", &form.on) {
                Ok(on) => {
                    let on = on.unwrap_or_else(|| local_date(app.clock.now()));
                    app.end_membership(caller, id, membership, on).await
                }
                Err(error) => Err(error),
            }
        }
        "sessions" => app.revoke_all(caller, id).await,
        "link" => app.send_link(caller, id).await,
        "email" => app.change_email(caller, id, &form.email).await,
        "conflict" => match form.municipality.parse() {
            Ok(municipality) => app.declare_conflict(caller, id, municipality).await,
            Err(_) => Err(AppError::field(
                "/municipality",
                form.municipality.clone(),
                "form-municipality-missing",
            )),
        },
        "erase" => app.erase(caller, id).await,
        _ => Err(AppError::NotFound),
    };
    match outcome {
        Ok(()) => Ok(see(&routes::desk_person_done(id, form.what))),
        Err(error) => {
            let mut faults = told(error, &visitor)?;
            // Each role has its own last day.
            if let Some(fault) = faults.remove("on") {
                faults.insert(format!("on-{}", form.membership), fault);
            }
            let mut page = read_one(&app, &visitor, id, faults).await?;
            // What was typed or chosen is shown again.
            if form.what == "email" {
                page.typed = form.email;
            }
            if let Some(held) = page.held.iter_mut().find(|it| it.id == form.membership) {
                held.on = form.on;
            }
            for it in &mut page.municipalities {
                it.chosen = it.value == form.municipality;
            }
            visitor
                .show_as(&app, &page, StatusCode::UNPROCESSABLE_ENTITY)
                .await
        }
    }
}
