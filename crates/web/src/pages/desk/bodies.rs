//! Political bodies with their terms: adding one, ending one with a successor,
//! and the mailbox that gets every formal message; the municipality's own among them.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode, routing::get};
use chrono::NaiveDate;
use lustrum_app::{App, AppError, NewOrganisation, Organisation, OrganisationFilter};
use lustrum_domain::{OrganisationId, OrganisationKind, time::local_date};
use lustrum_templates::{
    page::{
        desk::{Found, Named},
        desk_bodies::{Bodies, Body, BodyForm, BodyPage},
    },
    routes,
};
use serde::Deserialize;

use super::{Reach, day, found_line, places, some_day, told};
use crate::{
    extract::{Path, Query},
    pages::{
        Answer, FARTHEST, PageRoute, beside, fault::PageError, form::ProtectedForm, see,
        visitor::Visitor,
    },
};

/// What a municipality's own bodies can be.
const OWN: [OrganisationKind; 2] = [OrganisationKind::Council, OrganisationKind::Committee];

/// What can be added that serves a region.
const REGIONAL: [OrganisationKind; 2] = [OrganisationKind::Kkr, OrganisationKind::RegionalCouncil];

/// Bodies that are no municipality's own.
const SHARED: [OrganisationKind; 3] = [
    OrganisationKind::Kkr,
    OrganisationKind::RegionalCouncil,
    OrganisationKind::SteeringGroup,
];

pub(super) fn routes() -> Vec<PageRoute> {
    vec![
        PageRoute::signed_in(routes::DESK_BODIES, get(page).post(add)),
        PageRoute::signed_in(routes::DESK_BODY, get(one).post(change)),
    ]
}

/// How many municipalities a page of the list shows.
const PER_PAGE: u64 = 100;

#[derive(Default, Deserialize)]
struct Asked {
    #[serde(default)]
    of: String,
    #[serde(default)]
    text: String,
    from: Option<u64>,
}

impl Asked {
    /// Which municipality, where one was chosen.
    fn of(of: Option<OrganisationId>) -> Self {
        Self {
            of: of.map(|of| of.to_string()).unwrap_or_default(),
            ..Self::default()
        }
    }
}

async fn page(visitor: Visitor, Query(asked): Query<Asked>, State(app): State<App>) -> Answer {
    let page = read(&app, &visitor, &asked, BodyForm::default()).await?;
    visitor.show(&app, &page).await
}

/// The municipality that was chosen; otherwise those to choose from.
async fn chosen(app: &App, asked: &Asked) -> Result<(Option<Organisation>, Found), AppError> {
    if let Ok(of) = asked.of.parse() {
        match app.organisation_by_id(of).await {
            Ok(it) if it.kind == OrganisationKind::Municipality => {
                return Ok((Some(it), Found::default()));
            }
            Ok(_) | Err(AppError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    let text: String = asked.text.chars().take(100).collect();
    let from = asked.from.unwrap_or_default().min(FARTHEST);
    let filter = OrganisationFilter {
        kinds: vec![OrganisationKind::Municipality],
        limit: PER_PAGE,
        offset: from,
        ..OrganisationFilter::default()
    };
    let page = app.organisations_named(&text, filter).await?;
    let (earlier, later) = beside(from, PER_PAGE, page.total, |from| {
        let pairs = [("text", text.clone()), ("from", from.to_string())];
        format!("{}?{}", routes::DESK_BODIES, routes::query(&pairs))
    });
    let found = Found {
        lines: page.rows.into_iter().map(found_line).collect(),
        total: page.total,
        earlier,
        later,
        text,
    };
    Ok((None, found))
}

/// Who may look: mailboxes are not public.
fn allowed(visitor: &Visitor) -> Result<Reach, AppError> {
    let caller = visitor.caller();
    let reach = Reach::of(caller.person()?, caller.scope().all);
    if reach.all {
        Ok(reach)
    } else {
        Err(AppError::NotFound)
    }
}

async fn read(
    app: &App,
    visitor: &Visitor,
    asked: &Asked,
    form: BodyForm,
) -> Result<Bodies, PageError> {
    let reach = allowed(visitor)?;
    let today = local_date(app.clock.now());
    let (chosen, found) = chosen(app, asked).await?;
    let bodies = match &chosen {
        Some(it) => app.bodies_of(visitor.caller(), it.id).await?,
        None => Vec::new(),
    };
    let shared = app.organisations(&SHARED, None).await?;
    let regions = [OrganisationKind::Region];
    let mut regions = app.organisations(&regions, None).await?;
    // One that is yet to come can have its bodies named before.
    regions.retain(|it| it.valid_to.is_none_or(|to| to >= today));
    Ok(Bodies {
        nav: places(visitor, routes::DESK_BODIES),
        found,
        of: chosen.as_ref().map(|it| it.id.to_string()),
        mailbox: chosen.as_ref().and_then(|it| it.mailbox.clone()),
        name: chosen.map(|it| it.name),
        bodies: bodies.iter().map(|it| shown(it, &bodies, today)).collect(),
        shared: shared.iter().map(|it| shown(it, &shared, today)).collect(),
        regions: regions
            .iter()
            .map(|it| Named {
                value: it.id.to_string(),
                label: it.name.clone(),
                chosen: it.id.to_string() == form.region,
            })
            .collect(),
        writes: reach.secretariat,
        form,
    })
}

fn shown(body: &Organisation, all: &[Organisation], today: NaiveDate) -> Body {
    let successor = body
        .successor
        .and_then(|id| all.iter().find(|it| it.id == id));
    Body {
        id: body.id.to_string(),
        kind: body.kind,
        name: body.name.clone(),
        mailbox: body.mailbox.clone(),
        valid_from: body.valid_from,
        valid_to: body.valid_to,
        successor: successor.map(|it| it.name.clone()),
        ceased: body.valid_to.is_some_and(|to| to < today),
    }
}

/// What a form about a body says.
#[derive(Deserialize, Default)]
struct Sent {
    #[serde(default)]
    of: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    region: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    mailbox: String,
    #[serde(default)]
    valid_from: String,
    #[serde(default)]
    valid_to: String,
    #[serde(default)]
    successor: String,
}

impl Sent {
    /// What was typed, to be shown again.
    fn typed(&self, faults: BTreeMap<String, String>) -> BodyForm {
        BodyForm {
            kind: self.kind.clone(),
            region: self.region.clone(),
            name: self.name.clone(),
            mailbox: self.mailbox.clone(),
            valid_from: self.valid_from.clone(),
            valid_to: self.valid_to.clone(),
            successor: self.successor.clone(),
            faults,
        }
    }

    /// The body to be added: one of a municipality's own, or one that serves a region
    /// and so every municipality in it.
    fn added(&self, of: Option<OrganisationId>) -> Result<NewOrganisation, AppError> {
        let kinds = if of.is_some() { OWN } else { REGIONAL };
        let kind = self.kind.parse().ok().filter(|kind| kinds.contains(kind));
        let kind =
            kind.ok_or_else(|| AppError::field("/kind", self.kind.clone(), "form-kind-missing"))?;
        let parent = match of {
            Some(of) => of,
            None => self.region.parse().map_err(|_| {
                AppError::field("/region", self.region.clone(), "form-region-missing")
            })?,
        };
        self.body(kind, Some(parent))
    }

    /// The body as it should be.
    fn body(
        &self,
        kind: OrganisationKind,
        parent: Option<OrganisationId>,
    ) -> Result<NewOrganisation, AppError> {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|it| !it.is_empty());
        Ok(NewOrganisation {
            kind,
            code: None,
            name: self.name.trim().to_owned(),
            parent,
            mailbox: some(&self.mailbox),
            locale: lustrum_domain::Locale::Da,
            valid_from: day("valid_from", &self.valid_from)?,
            valid_to: some_day("valid_to", &self.valid_to)?,
            successor: self.successor.parse().ok(),
        })
    }
}

async fn add(
    visitor: Visitor,
    State(app): State<App>,
    ProtectedForm(sent): ProtectedForm<Sent>,
) -> Answer {
    let of: Option<OrganisationId> = match sent.of.as_str() {
        "" => None,
        of => Some(of.parse().map_err(|_| AppError::NotFound)?),
    };
    let outcome = match sent.added(of) {
        Ok(new) => app.put_organisation(visitor.caller(), None, new).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(_) => Ok(match of {
            Some(of) => see(&routes::desk_bodies(of)),
            None => see(routes::DESK_BODIES),
        }),
        Err(error) => {
            let form = sent.typed(told(error, &visitor)?);
            let page = read(&app, &visitor, &Asked::of(of), form).await?;
            visitor
                .show_as(&app, &page, StatusCode::UNPROCESSABLE_ENTITY)
                .await
        }
    }
}

#[derive(Deserialize)]
struct Done {
    #[serde(default)]
    done: String,
}

async fn one(
    visitor: Visitor,
    Path(id): Path<OrganisationId>,
    Query(told): Query<Done>,
    State(app): State<App>,
) -> Answer {
    let mut page = read_one(&app, &visitor, id, None).await?;
    page.done = told.done == "saved";
    visitor.show(&app, &page).await
}

async fn read_one(
    app: &App,
    visitor: &Visitor,
    id: OrganisationId,
    form: Option<BodyForm>,
) -> Result<BodyPage, PageError> {
    let reach = allowed(visitor)?;
    let body = app.organisation_by_id(id).await?;
    let parent = match body.parent {
        Some(parent) => Some(app.organisation_by_id(parent).await?),
        None => None,
    };
    // Who follows a body of one region may be of another, as when regions merge.
    let beside = match &parent {
        _ if SHARED.contains(&body.kind) => app.organisations(&SHARED, None).await?,
        Some(parent) => app.bodies_of(visitor.caller(), parent.id).await?,
        None => Vec::new(),
    };
    let today = local_date(app.clock.now());
    let form = form.unwrap_or_else(|| BodyForm {
        kind: body.kind.as_str().to_owned(),
        region: String::new(),
        name: body.name.clone(),
        mailbox: body.mailbox.clone().unwrap_or_default(),
        valid_from: body.valid_from.to_string(),
        valid_to: body.valid_to.map(|it| it.to_string()).unwrap_or_default(),
        successor: body.successor.map(|it| it.to_string()).unwrap_or_default(),
        faults: BTreeMap::new(),
    });
    Ok(BodyPage {
        nav: places(visitor, routes::DESK_BODIES),
        back: match &parent {
            Some(it) => routes::desk_bodies(it.id),
            None if body.kind == OrganisationKind::Municipality => routes::desk_bodies(id),
            None => routes::DESK_BODIES.to_owned(),
        },
        parent: parent.map(|it| it.name),
        successors: beside
            .iter()
            .map(|it| (it.id.to_string(), it))
            // Whoever has ceased follows nobody any more, but where it once did.
            .filter(|(value, it)| {
                let there = it.valid_to.is_none_or(|to| to >= today);
                it.id != id && (there || form.successor == *value)
            })
            .map(|(value, it)| Named {
                chosen: form.successor == value,
                label: it.name.clone(),
                value,
            })
            .collect(),
        done: false,
        body: shown(&body, &beside, today),
        writes: reach.secretariat,
        form,
    })
}

async fn change(
    visitor: Visitor,
    Path(id): Path<OrganisationId>,
    State(app): State<App>,
    ProtectedForm(sent): ProtectedForm<Sent>,
) -> Answer {
    let body = app.organisation_by_id(id).await?;
    let outcome = match sent.body(body.kind, body.parent) {
        Ok(new) => {
            let new = NewOrganisation {
                code: body.code.clone(),
                locale: body.locale,
                // A form without a choice of successors says nothing about them.
                successor: if OWN.contains(&body.kind) || SHARED.contains(&body.kind) {
                    new.successor
                } else {
                    body.successor
                },
                ..new
            };
            let caller = visitor.caller();
            app.put_organisation(caller, Some(id), new).await
        }
        Err(error) => Err(error),
    };
    match outcome {
        Ok(_) => Ok(see(&routes::desk_body_done(id))),
        Err(error) => {
            let form = sent.typed(told(error, &visitor)?);
            let page = read_one(&app, &visitor, id, Some(form)).await?;
            visitor
                .show_as(&app, &page, StatusCode::UNPROCESSABLE_ENTITY)
                .await
        }
    }
}
