//! The outbox: what was sent, what failed, and sending again.

use axum::{extract::State, http::StatusCode, routing::get};
use lustrum_app::{App, MAILS_COUNTED, MailQuery, MailStatus};
use lustrum_domain::{MailId, PersonId, time::local_date};
use lustrum_templates::{
    page::desk_mails::{Mail, Mails, Reader, Status},
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
    person: String,
    #[serde(default)]
    from: u64,
    #[serde(default)]
    done: String,
}

/// Which page of which mails is shown.
#[derive(Clone, Copy)]
struct Place {
    status: Option<MailStatus>,
    /// To whom; to everybody where nobody was chosen.
    person: Option<PersonId>,
    from: u64,
}

impl Place {
    fn of(status: &str, person: &str, from: u64) -> Self {
        Self {
            status: status.parse().ok(),
            person: person.parse().ok(),
            from: from.min(FARTHEST),
        }
    }

    fn path(self) -> String {
        let status = self.status.map_or("", MailStatus::as_str);
        let mut pairs = vec![
            ("status", status.to_owned()),
            ("from", self.from.to_string()),
        ];
        pairs.extend(self.person.map(|it| ("person", it.to_string())));
        format!("{}?{}", routes::DESK_MAILS, routes::query(&pairs))
    }

    /// The first page of those that stand at `status`.
    fn standing(self, status: Option<MailStatus>) -> Self {
        Self {
            status,
            from: 0,
            ..self
        }
    }
}

async fn page(visitor: Visitor, Query(asked): Query<Asked>, State(app): State<App>) -> Answer {
    let place = Place::of(&asked.status, &asked.person, asked.from);
    let mut page = read(&app, &visitor, place, None).await?;
    page.done = asked.done == "resent";
    visitor.show(&app, &page).await
}

async fn read(
    app: &App,
    visitor: &Visitor,
    place: Place,
    fault: Option<String>,
) -> Result<Mails, PageError> {
    let caller = visitor.caller();
    let reach = Reach::of(caller.person()?, caller.scope().all);
    // Whoever does not see everything sees their own and chooses nobody.
    let person = place.person.filter(|_| reach.all);
    let place = Place { person, ..place };
    let query = MailQuery {
        cycle: None,
        person,
        status: place.status,
        limit: PER_PAGE,
        offset: place.from,
    };
    let found = app.mail_list(caller, &query).await?;
    let reader = match person {
        Some(id) => Some(Reader {
            path: routes::desk_person(id),
            name: app.person(caller, id).await?.account.name,
        }),
        None => None,
    };
    let (earlier, later) = beside(place.from, PER_PAGE, found.total, |from| {
        Place { from, ..place }.path()
    });
    Ok(Mails {
        nav: places(visitor, routes::DESK_MAILS),
        all: place.standing(None).path(),
        statuses: MailStatus::ALL
            .iter()
            .map(|it| Status {
                word: it.as_str().to_owned(),
                path: place.standing(Some(*it)).path(),
                current: place.status == Some(*it),
            })
            .collect(),
        status: place.status.map_or("", MailStatus::as_str).to_owned(),
        reader,
        person: person.map(|it| it.to_string()),
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
                whose: match (mail.person, mail.organisation) {
                    (Some(person), _) => Some(routes::desk_person(person)),
                    (None, Some(body)) => Some(routes::desk_body(body)),
                    (None, None) => None,
                }
                .filter(|_| reach.all),
                attempts: i64::from(mail.attempts),
                fault: mail.last_error,
                // What was cancelled lost its reason, and would again.
                resend: reach.secretariat && mail.status == MailStatus::Failed,
            })
            .collect(),
        total: found.total,
        beyond: found.total == place.from + MAILS_COUNTED,
        from: place.from,
        earlier,
        later,
        fault,
        done: false,
    })
}

#[derive(Deserialize)]
struct Resend {
    mail: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    person: String,
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
    let place = Place::of(&form.status, &form.person, form.from);
    if let Err(error) = app.resend(visitor.caller(), mail).await {
        let fault = told(error, &visitor)?.into_values().next();
        let page = read(&app, &visitor, place, fault).await?;
        return visitor.show_as(&app, &page, StatusCode::CONFLICT).await;
    }
    Ok(see(&format!("{}&done=resent", place.path())))
}
