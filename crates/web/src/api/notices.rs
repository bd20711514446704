//! Notices to political bodies, as documents.

use axum::{Json, extract::State};
use chrono::{DateTime, NaiveDate, Utc};
use lustrum_app::{App, AppError, StoredNotice};
use lustrum_domain::{
    Bilingual, CycleId, Locale, NoticeId, OrganisationId,
    notice::{NoticeKind, NoticeState},
};
use lustrum_templates::words::label;
use serde::Serialize;
use utoipa::ToSchema;

use super::Answer;
use crate::{
    extract::{Language, Path, Who},
    route::Route,
    schema,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/api/v1/notices",
            "notices.list",
            "What reached the political bodies that the caller is clerk of.",
            own,
        )
        .answers_list::<Notice>(200, "The notices, body by body, the latest first."),
        Route::get(
            "/api/v1/cycles/{cycle}/notices",
            "notices.of_case",
            "The notices of a case. Drafts are shown to its municipality only; a clerk sees what \
             reached their bodies.",
            list,
        )
        .answers_list::<Notice>(200, "The notices, the latest first."),
        Route::get(
            "/api/v1/cycles/{cycle}/notices/{notice}",
            "notices.get",
            "One notice.",
            get,
        )
        .answers::<Notice>(200, "The notice."),
    ]
}

/// A notice with its document.
#[derive(Serialize, ToSchema)]
struct Notice {
    #[schema(value_type = schema::NoticeId)]
    id: NoticeId,
    #[schema(value_type = schema::CycleId)]
    cycle: CycleId,
    /// Whose plan.
    #[schema(value_type = schema::OrganisationId)]
    municipality: OrganisationId,
    /// Whom it tells.
    #[schema(value_type = schema::OrganisationId)]
    body: OrganisationId,
    #[schema(value_type = schema::NoticeKind)]
    kind: NoticeKind,
    #[schema(value_type = schema::NoticeState)]
    state: NoticeState,
    /// The state in the caller's language.
    state_label: String,
    /// The day on which a formal draft releases itself.
    releases_on: Option<NaiveDate>,
    drafted_at: DateTime<Utc>,
    /// The heading, in both languages.
    title: Option<Both>,
    /// The text, in both languages.
    text: Option<Both>,
}

/// A text in both languages.
#[derive(Serialize, ToSchema)]
struct Both {
    da: String,
    en: String,
}

impl From<Bilingual> for Both {
    fn from(both: Bilingual) -> Self {
        Self {
            da: both.da,
            en: both.en,
        }
    }
}

impl Notice {
    fn of(notice: StoredNotice, locale: Locale) -> Self {
        let (title, text) = match notice.document {
            Some(document) => (Some(document.title.into()), Some(document.text.into())),
            None => (None, None),
        };
        Self {
            id: notice.id,
            cycle: notice.cycle,
            municipality: notice.municipality,
            body: notice.body,
            kind: notice.kind,
            state_label: label(locale, "notice-state", notice.state.as_str()),
            state: notice.state,
            releases_on: notice.releases_on,
            drafted_at: notice.drafted_at,
            title,
            text,
        }
    }
}

async fn own(
    who: Who,
    Language(locale): Language,
    State(app): State<App>,
) -> Answer<Json<Vec<Notice>>> {
    let notices = app.own_notices(&who.caller).await?;
    let notices = notices.into_iter().map(|it| Notice::of(it, locale));
    Ok(Json(notices.collect()))
}

async fn list(
    who: Who,
    Path(cycle): Path<CycleId>,
    Language(locale): Language,
    State(app): State<App>,
) -> Answer<Json<Vec<Notice>>> {
    let notices = app.notices(&who.caller, cycle).await?;
    let notices = notices.into_iter().map(|it| Notice::of(it, locale));
    Ok(Json(notices.collect()))
}

async fn get(
    who: Who,
    Path((cycle, id)): Path<(CycleId, NoticeId)>,
    Language(locale): Language,
    State(app): State<App>,
) -> Answer<Json<Notice>> {
    let notices = app.notices(&who.caller, cycle).await?;
    let notice = notices.into_iter().find(|it| it.id == id);
    let notice = notice.ok_or(AppError::NotFound)?;
    Ok(Json(Notice::of(notice, locale)))
}
