//! The outbox: what was sent to whom and what became of it, without the texts.

use axum::{extract::State, http::Uri, response::Response};
use chrono::{DateTime, Utc};
use lustrum_app::{App, MailQuery};
use lustrum_domain::{CycleId, Locale, MailId, MailKind, OrganisationId, PersonId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Answer, Nothing, Paging, answered, word};
use crate::{
    extract::{Path, Query, Who, Write},
    route::Route,
    schema,
};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/api/v1/mails",
            "mails.list",
            "Mails, the latest first: all for secretariat and auditors, those about a case for its \
             municipality, one's own otherwise. Other people's addresses are not shown. They are \
             counted up to ten thousand beyond the first one of the page.",
            list,
        )
        .asks::<ListQuery>()
        .answers_page::<MailLine>("A page of them."),
        Route::post(
            "/api/v1/mails/{mail}/resend",
            "mails.resend",
            "Put a failed or cancelled mail back into the queue.",
            resend,
        )
        .repeatable()
        .takes::<Nothing>()
        .answers_nothing("It waits for its turn."),
    ]
}

/// Which mails a list shows.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ListQuery {
    /// Only about this case.
    #[param(value_type = Option<String>)]
    cycle: Option<CycleId>,
    /// Only those that stand there: `queued`, `sending`, `sent`, `failed` or `cancelled`.
    status: Option<String>,
    /// Which page, from 1.
    page: Option<u64>,
    /// How many rows a page holds, 100 at most.
    per_page: Option<u64>,
}

/// A mail.
#[derive(Serialize, ToSchema)]
struct MailLine {
    #[schema(value_type = schema::MailId)]
    id: MailId,
    /// What it tells.
    #[schema(value_type = schema::MailKind)]
    kind: MailKind,
    #[schema(value_type = Option<schema::CycleId>)]
    cycle: Option<CycleId>,
    /// The person it goes to, if it goes to one.
    #[schema(value_type = Option<schema::PersonId>)]
    person: Option<PersonId>,
    /// The organisation, if it goes to a shared mailbox.
    #[schema(value_type = Option<schema::OrganisationId>)]
    organisation: Option<OrganisationId>,
    /// The address, where the caller may know it.
    recipient: Option<String>,
    #[schema(value_type = schema::Language)]
    locale: Locale,
    subject: String,
    #[schema(value_type = schema::MailStatus)]
    status: &'static str,
    /// How often it was tried.
    attempts: i32,
    queued_at: DateTime<Utc>,
    /// Not before this time.
    not_before: DateTime<Utc>,
    /// When a receiving server accepted it.
    sent_at: Option<DateTime<Utc>>,
    /// What a server said last, where the caller may know the address.
    last_error: Option<String>,
}

async fn list(
    who: Who,
    Query(query): Query<ListQuery>,
    uri: Uri,
    State(app): State<App>,
) -> Answer<Response> {
    let paging = Paging::of(query.page, query.per_page)?;
    let query = MailQuery {
        cycle: query.cycle,
        person: None,
        status: word("status", query.status.as_deref())?,
        limit: paging.per_page,
        offset: paging.offset(),
    };
    let page = app.mail_list(&who.caller, &query).await?;
    let lines = page.rows.into_iter().map(|mail| MailLine {
        id: mail.id,
        kind: mail.kind,
        cycle: mail.cycle,
        person: mail.person,
        organisation: mail.organisation,
        recipient: mail.recipient,
        locale: mail.locale,
        subject: mail.subject,
        status: mail.status.as_str(),
        attempts: mail.attempts,
        queued_at: mail.queued_at,
        not_before: mail.not_before,
        sent_at: mail.sent_at,
        last_error: mail.last_error,
    });
    Ok(paging.answer(&uri, lines.collect(), page.total))
}

async fn resend(
    Path(mail): Path<MailId>,
    State(app): State<App>,
    Write { caller, .. }: Write<Nothing>,
) -> Answer<Response> {
    let queued = app.resend(&caller, mail).await;
    Ok(answered(queued)?.nothing())
}
