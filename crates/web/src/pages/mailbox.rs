//! The mails of a demo, for everybody to read. Elsewhere there is no such page.

use axum::{extract::State, routing::get};
use lustrum_app::{AppError, MailStatus, StoredMail};
use lustrum_domain::{MailId, time::local_date};
use lustrum_templates::{
    page::{
        mail::Mail,
        mailbox::{MailLine, MailStatus as Shown, Mailbox},
    },
    routes,
};
use serde::Deserialize;

use super::{Answer, FARTHEST, PageRoute, visitor::Visitor};
use crate::{
    extract::{Path, Query},
    state::AppState,
};

/// How many mails a page of the list shows.
const PER_PAGE: u64 = 50;

pub(super) fn routes() -> Vec<PageRoute> {
    vec![
        PageRoute::public(routes::MAILBOX, get(list)),
        PageRoute::public(routes::MAIL, get(page)),
    ]
}

#[derive(Deserialize)]
struct Asked {
    from: Option<u64>,
}

async fn list(
    visitor: Visitor,
    Query(asked): Query<Asked>,
    State(state): State<AppState>,
) -> Answer {
    only_in_a_demo(&state)?;
    let from = asked.from.unwrap_or_default().min(FARTHEST);
    let found = state.app.demo_mails(PER_PAGE, from).await?;
    let next = from + PER_PAGE;
    let page = Mailbox {
        mails: found.rows.into_iter().map(line).collect(),
        total: found.total,
        older: (next < found.total).then(|| routes::mailbox(next)),
    };
    visitor.show(&state.app, &page).await
}

async fn page(visitor: Visitor, Path(id): Path<MailId>, State(state): State<AppState>) -> Answer {
    only_in_a_demo(&state)?;
    let found = state.app.demo_mail(id).await?;
    let (before, link, after) = Mail::parted(&found.mail.text, &state.app.base_url);
    let page = Mail {
        to: found.mail.recipient,
        subject: found.mail.subject,
        on: local_date(found.mail.queued_at),
        status: shown(found.status),
        fault: found.last_error,
        before,
        link,
        after,
    };
    visitor.show(&state.app, &page).await
}

fn only_in_a_demo(state: &AppState) -> Result<(), AppError> {
    if state.settings.demo.is_empty() {
        Err(AppError::NotFound)
    } else {
        Ok(())
    }
}

fn line(found: StoredMail) -> MailLine {
    MailLine {
        id: found.mail.id.to_string(),
        to: found.mail.recipient,
        subject: found.mail.subject,
        on: local_date(found.mail.queued_at),
        status: shown(found.status),
    }
}

fn shown(status: MailStatus) -> Shown {
    match status {
        MailStatus::Queued => Shown::Queued,
        MailStatus::Sending => Shown::Sending,
        MailStatus::Sent => Shown::Sent,
        MailStatus::Failed => Shown::Failed,
        MailStatus::Cancelled => Shown::Cancelled,
    }
}
