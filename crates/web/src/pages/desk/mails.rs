//! The outbox: what was sent, what failed, and sending again.

use axum::{extract::State, http::StatusCode, routing::get};
use lustrum_app::{App, MailQuery, MailStatus};
use lustrum_domain::{MailId, time::local_date};
use lustrum_templates::{
    page::desk_mails::{Mail, Mails, Status},
    routes,
};
use serde::Deserialize;

use super::{Reach, places, told};
use crate::{
    extract::Query,
    pages::{
        Answer, FARTHEST, PageRoute, beside, fault::PageError, form::ProtectedForm, see,
        visitor::Visitor,
    },
};

/// How many mails a page shows.
const PER_PAGE: u64 = 50;

pub(super) fn routes() -> Vec<PageRoute> {
    vec![PageRoute::signed_in(
        routes::DESK_MAILS,
        get(page).post(resend),
    )]
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    status: String,
    #[serde(default)]
    from: u64,
}

fn path(status: &str, from: u64) -> String {
    let pairs = [("status", status.to_owned()), ("from", from.to_string())];
    format!("{}?{}", routes::DESK_MAILS, routes::query(&pairs))
}

async fn page(visitor: Visitor, Query(asked): Query<Asked>, State(app): State<App>) -> Answer {
    let page = read(&app, &visitor, &asked.status, asked.from, None).await?;
    visitor.show(&app, &page).await
}

async fn read(
    app: &App,
    visitor: &Visitor,
    status: &str,
    from: u64,
    fault: Option<String>,
) -> Result<Mails, PageError> {
    let caller = visitor.caller();
    let status: Option<MailStatus> = status.parse().ok();
    let from = from.min(FARTHEST);
    let query = MailQuery {
        cycle: None,
        status,
        limit: PER_PAGE,
        offset: from,
    };
    let found = app.mail_list(caller, &query).await?;
    let secretariat = caller
        .actor
        .person()
        .is_some_and(|person| Reach::of(person, false).secretariat);
    let word = status.map_or("", MailStatus::as_str);
    let (earlier, later) = beside(from, PER_PAGE, found.total, |from| path(word, from));
    Ok(Mails {
        nav: places(visitor, routes::DESK_MAILS),
        statuses: MailStatus::ALL
            .iter()
            .map(|it| Status {
                word: it.as_str().to_owned(),
                path: path(it.as_str(), 0),
                current: status == Some(*it),
            })
            .collect(),
        status: word.to_owned(),
        mails: found
            .rows
            .into_iter()
            .map(|mail| Mail {
                id: mail.id.to_string(),
                case: mail.cycle.map(|it| it.to_string()),
                subject: mail.subject,
                on: local_date(mail.queued_at),
                status: mail.status.as_str().to_owned(),
                to: mail.recipient,
                attempts: i64::from(mail.attempts),
                fault: mail.last_error,
                // What was cancelled lost its reason, and would again.
                resend: secretariat && mail.status == MailStatus::Failed,
            })
            .collect(),
        total: found.total,
        from,
        earlier,
        later,
        fault,
    })
}

#[derive(Deserialize)]
struct Resend {
    mail: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    from: u64,
}

async fn resend(
    visitor: Visitor,
    State(app): State<App>,
    ProtectedForm(form): ProtectedForm<Resend>,
) -> Answer {
    let mail: MailId = form
        .mail
        .parse()
        .map_err(|_| lustrum_app::AppError::NotFound)?;
    if let Err(error) = app.resend(visitor.caller(), mail).await {
        let fault = told(error, &visitor)?.into_values().next();
        let page = read(&app, &visitor, &form.status, form.from, fault).await?;
        return visitor.show_as(&app, &page, StatusCode::CONFLICT).await;
    }
    let status: Option<MailStatus> = form.status.parse().ok();
    let status = status.map_or("", MailStatus::as_str);
    Ok(see(&path(status, form.from.min(FARTHEST))))
}
