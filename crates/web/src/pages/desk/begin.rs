//! Where the secretariat begins a municipality's first case: takes in a plan that
//! was approved before, or enrols a municipality that has none.

use std::collections::BTreeMap;

use axum::{
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use lustrum_app::{App, AppError, Outcome};
use lustrum_domain::{Digest, OrganisationId, OrganisationKind, RefusalCode, time::local_date};
use lustrum_templates::{
    page::{
        desk::Named,
        desk_begin::{Begin, BeginForm},
    },
    routes, words,
};
use lustrum_text::text;
use serde::Deserialize;

use super::{Reach, day, places, told};
use crate::pages::{
    Answer, PageRoute,
    fault::PageError,
    form::{ProtectedFile, ProtectedForm},
    see,
    visitor::Visitor,
};

/// The largest letter, bytes: a few scanned pages.
const MAX_LETTER: usize = 20_000_000;

pub(super) fn routes() -> Vec<PageRoute> {
    vec![
        PageRoute::signed_in(routes::DESK_BEGIN, get(page).post(take_in)),
        PageRoute::signed_in(routes::DESK_ENROL, post(enrol)),
    ]
}

async fn page(visitor: Visitor, State(app): State<App>) -> Answer {
    let page = read(&app, &visitor, &Whose::default()).await?;
    visitor.show(&app, &page).await
}

/// Whose case it is to be, as it was chosen.
#[derive(Default)]
struct Whose {
    programme: String,
    municipality: String,
}

impl Whose {
    fn municipality(&self) -> Result<OrganisationId, AppError> {
        let found = self.municipality.parse();
        found.map_err(|_| {
            let found = self.municipality.clone();
            AppError::field("/municipality", found, "form-municipality-missing")
        })
    }
}

async fn read(app: &App, visitor: &Visitor, whose: &Whose) -> Result<Begin, PageError> {
    let caller = visitor.caller();
    if !Reach::of(caller.person()?, caller.scope().all).secretariat {
        return Err(AppError::NotFound.into());
    }
    let locale = visitor.locale();
    let today = local_date(app.clock.now());
    let kinds = [OrganisationKind::Municipality];
    let municipalities = app.organisations(&kinds, Some(today)).await?;
    Ok(Begin {
        nav: places(visitor, routes::DESK_BEGIN),
        programmes: app
            .programmes
            .all()
            .map(|programme| Named {
                value: programme.key.clone(),
                label: programme.title.get(locale).to_owned(),
                chosen: programme.key == whose.programme,
            })
            .collect(),
        municipalities: municipalities
            .into_iter()
            .map(|it| Named {
                value: it.id.to_string(),
                label: words::municipality(locale, &it.name),
                chosen: it.id.to_string() == whose.municipality,
            })
            .collect(),
        take_in: BeginForm::default(),
        enrol: BeginForm::default(),
    })
}

#[derive(Deserialize)]
struct TakeIn {
    #[serde(default)]
    programme: String,
    #[serde(default)]
    municipality: String,
    #[serde(default)]
    period_end: String,
}

async fn take_in(
    visitor: Visitor,
    State(app): State<App>,
    ProtectedForm(form): ProtectedForm<TakeIn>,
) -> Answer {
    let whose = Whose {
        programme: form.programme,
        municipality: form.municipality,
    };
    let end = day("period_end", &form.period_end);
    let outcome = match (whose.municipality(), end) {
        (Ok(municipality), Ok(end)) => {
            let caller = visitor.caller();
            app.take_in(caller, &whose.programme, municipality, end)
                .await
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    let faults = match begun(outcome, &visitor)? {
        Ok(case) => return Ok(see(&case)),
        Err(faults) => faults,
    };
    let mut page = read(&app, &visitor, &whose).await?;
    page.take_in = BeginForm {
        period_end: form.period_end,
        faults,
    };
    visitor
        .show_as(&app, &page, StatusCode::UNPROCESSABLE_ENTITY)
        .await
}

/// Enrols with the letter that mayor and council signed. Only its hash is kept.
async fn enrol(visitor: Visitor, State(app): State<App>, form: ProtectedFile) -> Answer {
    let sent = form.whole(MAX_LETTER).await?;
    let field = |name| sent.field(name).unwrap_or_default().to_owned();
    let whose = Whose {
        programme: field("programme"),
        municipality: field("municipality"),
    };
    let letter = sent.file.as_ref().filter(|letter| !letter.is_empty());
    let outcome = match (whose.municipality(), letter) {
        (Ok(municipality), Some(letter)) => {
            let (caller, letter) = (visitor.caller(), Digest::of(letter));
            app.enrol(caller, &whose.programme, municipality, letter)
                .await
        }
        (Ok(_), None) => Err(AppError::field("/file", "–", "form-letter-missing")),
        (Err(error), _) => Err(error),
    };
    let faults = match begun(outcome, &visitor)? {
        Ok(case) => return Ok(see(&case)),
        Err(faults) => faults,
    };
    let mut page = read(&app, &visitor, &whose).await?;
    page.enrol.faults = faults;
    visitor
        .show_as(&app, &page, StatusCode::UNPROCESSABLE_ENTITY)
        .await
}

/// The page of the case that was begun, or why none was.
fn begun(
    outcome: Result<Outcome, AppError>,
    visitor: &Visitor,
) -> Result<Result<String, BTreeMap<String, String>>, PageError> {
    match outcome {
        Ok(outcome) => Ok(Ok(routes::case(outcome.cycle))),
        // That is told where it was tried.
        Err(AppError::Refused(refusal)) => {
            let message = match refusal.code {
                RefusalCode::NextCaseOpen => text(visitor.locale(), "form-case-open", &[]),
                _ => words::refusal(visitor.locale(), &refusal),
            };
            Ok(Err(BTreeMap::from([(String::new(), message)])))
        }
        Err(error) => told(error, visitor).map(Err),
    }
}
