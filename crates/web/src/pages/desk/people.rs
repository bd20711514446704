//! People: who holds what where, inviting, ending, erasing.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode, routing::get};
use lustrum_app::{App, AppError, NewMembership, Organisation, OrganisationFilter};
use lustrum_domain::{
    Locale, MembershipId, OrganisationId, OrganisationKind, PersonId, Role, time::local_date,
};
use lustrum_templates::{
    page::{
        desk::{Found, Named},
        desk_people::{Held, InviteForm, People, PersonFound, PersonLine, PersonPage},
    },
    routes, words,
};
use serde::Deserialize;

use super::{Reach, found_line, places, some_day, told};
use crate::{
    extract::{Path, Query},
    pages::{
        Answer, FARTHEST, PageRoute, beside, fault::PageError, form::ProtectedForm, of_page, see,
        visitor::Visitor,
    },
};

pub(super) fn routes() -> Vec<PageRoute> {
    vec![
        PageRoute::signed_in(routes::DESK_PEOPLE, get(page).post(invite)),
        PageRoute::signed_in(routes::DESK_PERSON, get(one).post(change)),
    ]
}

/// How many organisations, or people, a page of the list shows.
const PER_PAGE: u64 = 100;

/// How many people a search shows: whoever is looked for is among them, or more is
/// typed.
const MOST_FOUND: usize = 20;

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    at: String,
    #[serde(default)]
    text: String,
    from: Option<u64>,
    /// Who is to be given a role, of those who have an account.
    #[serde(default)]
    person: String,
    #[serde(default)]
    done: String,
}

/// Which page of which list is shown.
#[derive(Default)]
struct Place {
    /// At which organisation; none yet where one is to be chosen.
    at: Option<OrganisationId>,
    /// What was typed for one.
    text: String,
    from: u64,
}

impl Place {
    fn path(&self, from: u64) -> String {
        let mut pairs = vec![("from", from.to_string())];
        pairs.extend(self.at.map(|at| ("at", at.to_string())));
        if !self.text.is_empty() {
            pairs.push(("text", self.text.clone()));
        }
        format!("{}?{}", routes::DESK_PEOPLE, routes::query(&pairs))
    }
}

async fn page(visitor: Visitor, Query(asked): Query<Asked>, State(app): State<App>) -> Answer {
    let place = Place {
        at: asked.at.parse().ok(),
        text: asked.text.chars().take(100).collect(),
        from: asked.from.unwrap_or_default().min(FARTHEST),
    };
    let form = one_more_role(&app, &visitor, &asked.person).await?;
    let mut page = read(&app, &visitor, place, form).await?;
    page.done = asked.done == "invited";
    visitor.show(&app, &page).await
}

/// The form that invites, with what is known of somebody who has an account: one
/// more role is given by it too.
async fn one_more_role(
    app: &App,
    visitor: &Visitor,
    person: &str,
) -> Result<InviteForm, PageError> {
    let caller = visitor.caller();
    let known = match person.parse::<PersonId>() {
        Ok(id) if caller.scope().all => app.person(caller, id).await?.account,
        _ => return Ok(InviteForm::default()),
    };
    Ok(InviteForm {
        name: known.name.unwrap_or_default(),
        email: known.email.unwrap_or_default(),
        locale: known.locale.tag().to_owned(),
        ..InviteForm::default()
    })
}

/// Where the visitor looks for people: where they chose to, if they may, or at the
/// only place they have. Otherwise the places to choose from.
async fn chosen(
    app: &App,
    visitor: &Visitor,
    place: &Place,
) -> Result<(Option<Organisation>, Option<Found>), PageError> {
    let caller = visitor.caller();
    let today = local_date(app.clock.now());
    let everywhere = caller.scope().all;
    let held = caller.person()?.memberships.iter();
    let own: Vec<OrganisationId> = held.map(|held| held.organisation).collect();
    let reachable = |at: &OrganisationId| everywhere || own.contains(at);
    if let Some(at) = place.at.filter(reachable) {
        match app.organisation_by_id(at).await {
            Ok(it) if it.in_force(today) => {
                let alone = !everywhere && own.iter().all(|other| *other == at);
                return Ok((Some(it), (!alone).then(Found::default)));
            }
            Ok(_) | Err(AppError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let filter = OrganisationFilter {
        on: Some(today),
        ids: (!everywhere).then_some(own),
        limit: PER_PAGE,
        offset: place.from,
        ..OrganisationFilter::default()
    };
    let mut page = app.organisations_named(&place.text, filter).await?;
    // Whoever belongs to one place need not choose it.
    if page.total == 1
        && place.text.is_empty()
        && let Some(only) = page.rows.pop()
    {
        return Ok((Some(only), None));
    }
    let list = Place {
        at: None,
        text: place.text.clone(),
        from: place.from,
    };
    let (earlier, later) = beside(list.from, PER_PAGE, page.total, |from| list.path(from));
    let found = Found {
        lines: page.rows.into_iter().map(found_line).collect(),
        total: page.total,
        earlier,
        later,
        text: list.text,
    };
    Ok((None, Some(found)))
}

async fn read(
    app: &App,
    visitor: &Visitor,
    place: Place,
    mut form: InviteForm,
) -> Result<People, PageError> {
    let caller = visitor.caller();
    let (chosen, found) = chosen(app, visitor, &place).await?;
    let members = match &chosen {
        Some(it) => app.people_at(caller, it.id).await?,
        None => Vec::new(),
    };
    let today = local_date(app.clock.now());
    let names: BTreeMap<PersonId, String> = members
        .iter()
        .filter_map(|(held, account)| Some((held.person, account.name.clone()?)))
        .collect();
    let mut lines: Vec<PersonLine> = members
        .into_iter()
        .map(|(held, account)| PersonLine {
            id: account.id.to_string(),
            name: account.name,
            role: held.role,
            from: held.from,
            to: held.to,
            deputy: held.principal.is_some(),
            principal: held.principal.and_then(|id| names.get(&id).cloned()),
            active: account.activated_at.is_some(),
            over: held.is_over(today),
            later: held.from > today,
        })
        .collect();
    lines.sort_by_cached_key(|it| {
        let name = it.name.as_deref().unwrap_or_default();
        (it.over, lustrum_text::collation::sort_key(name), it.role)
    });
    let at = chosen.as_ref().map(|it| it.id);
    let roles = match &chosen {
        Some(it) => roles(visitor, it, &form.role),
        None => Vec::new(),
    };
    let principals = principals(visitor, &lines, &form.principal);
    if form.locale.is_empty() {
        Locale::Da.tag().clone_into(&mut form.locale);
    }
    let total = u64::try_from(lines.len()).unwrap_or_default();
    let shown = Place { at, ..place };
    let (earlier, later) = beside(shown.from, PER_PAGE, total, |from| shown.path(from));
    let named = match &found {
        Some(found) => app.people_named(caller, &found.text, MOST_FOUND).await?,
        None => Vec::new(),
    };
    Ok(People {
        nav: places(visitor, routes::DESK_PEOPLE),
        finds_people: caller.scope().all,
        named: named
            .into_iter()
            .map(|it| PersonFound {
                id: it.id.to_string(),
                name: it.name,
                email: it.email,
            })
            .collect(),
        found,
        at: at.map(|it| it.to_string()),
        name: chosen.map(|it| it.name),
        people: of_page(&lines, shown.from, PER_PAGE).to_vec(),
        earlier,
        later,
        principals,
        roles,
        form,
        done: false,
    })
}

/// Whom somebody can stand in for.
fn principals(visitor: &Visitor, lines: &[PersonLine], chosen: &str) -> Vec<Named> {
    let there = lines.iter().filter(|it| !it.over);
    there
        .filter_map(|it| Some((it, it.name.as_ref()?)))
        .map(|(it, name)| {
            let role = words::label(visitor.locale(), "role", it.role.as_str());
            Named {
                value: it.id.clone(),
                label: format!("{name}, {role}"),
                chosen: it.id == chosen,
            }
        })
        .collect()
}

/// The roles that can be held at `at` and that the visitor may give there.
fn roles(visitor: &Visitor, at: &Organisation, chosen: &str) -> Vec<Named> {
    let actor = &visitor.caller().actor;
    let all = Role::ALL.iter();
    all.filter(|role| {
        lustrum_app::fits(**role, at.kind)
            && lustrum_domain::may_grant(actor, **role, at.id, None).is_ok()
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
            let place = Place {
                at: Some(at),
                ..Place::default()
            };
            let page = read(&app, &visitor, place, again).await?;
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
    let keeps = reach.secretariat && record.account.erased_at.is_none();
    let colleagues = |at: OrganisationId| match keeps {
        true => Some(routes::desk_people_more(at, id)),
        false => reach.all.then(|| routes::desk_people(at)),
    };
    let held = record.memberships.iter().map(|held| {
        let over = held.to.is_some_and(|to| to < today);
        let may = lustrum_domain::may_grant(&caller.actor, held.role, held.organisation, None);
        Held {
            id: held.id.to_string(),
            role: held.role,
            organisation: name(held.organisation),
            colleagues: colleagues(held.organisation),
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
    let judges = record
        .memberships
        .iter()
        .any(|held| matches!(held.role, Role::Reviewer | Role::Lead) && !held.is_over(today));
    // Whoever judges nothing has no use for it, but for the form that was wrong.
    let asked = judges || faults.contains_key("municipality");
    let declares = !erased && asked && (me || reach.secretariat);
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
        mails: reach.all.then(|| routes::desk_mails_to(id)),
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
