//! Invented cases in every state, for `lustrum demo`.
//!
//! The people and all that they did are invented; municipalities, regions and
//! their codes are real. The stories are told in days before today and driven
//! through the use cases on clocks of their own, so that the log, the mails and
//! the notices are those of a real service that has run for a while.

mod story;

use std::{collections::BTreeMap, sync::Arc};

use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use futures_util::{StreamExt, TryStreamExt, stream};
use lustrum_app::{App, AppError};
use lustrum_domain::{
    Authority, Command, CycleId, Locale, OrganisationId, PersonId, Role, Timestamp,
    time::{at_hour, local_date},
};
use lustrum_store::{MailOutcome, SendOutcome, WriteSet};
use uuid::Uuid;

use crate::{
    SimulationError,
    data::municipalities,
    driver::Driver,
    register::{self, Municipality, Register, Writing},
};
use story::{STORIES, Story};

/// The programme that every case runs by.
pub(crate) const PROGRAMME: &str = "klimaalliancen";

/// Municipalities that are told at the same time: as many as one commit of the
/// writing task takes.
const AT_ONCE: usize = 16;

/// How many days ago the service of the demo began.
const BEGAN: u64 = 700;

/// Mails younger than this still wait when the demo starts, so that its
/// mailbox fills before one's eyes.
const FRESH: TimeDelta = TimeDelta::days(2);

/// An account that can be entered without a password, in the demo only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// What it may do.
    pub role: Role,
    /// What it is called.
    pub name: String,
    /// Its address.
    pub email: String,
    /// Whose it is.
    pub person: PersonId,
    /// Where it works.
    pub organisation: String,
    /// Its language.
    pub locale: Locale,
}

/// What the demo offers.
#[derive(Debug, Clone)]
pub struct Demo {
    /// One sign-in per role, some roles with two.
    pub sign_ins: Vec<SignIn>,
    /// Odder's case: in revision, with everything ready to be handed in.
    pub odder: CycleId,
    /// Hvidovre's case: the same.
    pub hvidovre: CycleId,
}

/// Where a demo account works.
#[derive(Debug, Clone, Copy)]
enum Place {
    Alliance,
    Concito,
    C40,
    Advisory(&'static str),
    Municipality(&'static str),
    Council(&'static str),
}

struct Account {
    role: Role,
    name: &'static str,
    email: &'static str,
    place: Place,
    locale: Locale,
}

const fn account(
    role: Role,
    name: &'static str,
    email: &'static str,
    place: Place,
    locale: Locale,
) -> Account {
    Account {
        role,
        name,
        email,
        place,
        locale,
    }
}

/// Who can be signed in as. The names say that they are invented.
const ACCOUNTS: [Account; 14] = [
    account(
        Role::Coordinator,
        "Kim Koordinator",
        "kim@odder.example",
        Place::Municipality("0727"),
        Locale::Da,
    ),
    account(
        Role::Approver,
        "Anna Ansvarlig",
        "anna@odder.example",
        Place::Municipality("0727"),
        Locale::Da,
    ),
    account(
        Role::Approver,
        "Hans Hovedansvarlig",
        "hans@hvidovre.example",
        Place::Municipality("0167"),
        Locale::Da,
    ),
    account(
        Role::Lead,
        "Lene Leder",
        "lene@concito.example",
        Place::Concito,
        Locale::Da,
    ),
    account(
        Role::Reviewer,
        "Vera Vurderer",
        "vera@concito.example",
        Place::Concito,
        Locale::Da,
    ),
    account(
        Role::Reviewer,
        "Viggo Vurderer",
        "viggo@concito.example",
        Place::Concito,
        Locale::Da,
    ),
    account(
        Role::Lead,
        "Lydia Lead",
        "lydia@c40.example",
        Place::C40,
        Locale::En,
    ),
    account(
        Role::Reviewer,
        "Ron Reviewer",
        "ron@c40.example",
        Place::C40,
        Locale::En,
    ),
    account(
        Role::Advisor,
        "Rita Rådgiver",
        "rita@dgo-midtjylland.example",
        Place::Advisory("1082"),
        Locale::Da,
    ),
    account(
        Role::Secretariat,
        SECRETARIAT,
        SECRETARIAT_EMAIL,
        Place::Alliance,
        Locale::Da,
    ),
    account(
        Role::CriteriaApprover,
        "Gitte Godkender",
        "gitte@klimaalliancen.example",
        Place::Alliance,
        Locale::Da,
    ),
    account(
        Role::Clerk,
        "Ulla Udvalgssekretær",
        "ulla@odder.example",
        Place::Council("0727"),
        Locale::Da,
    ),
    account(
        Role::Clerk,
        "Ove Oversekretær",
        "ove@hvidovre.example",
        Place::Council("0167"),
        Locale::Da,
    ),
    account(
        Role::Auditor,
        "Tilde Tilsyn",
        "tilde@tilsyn.example",
        Place::Alliance,
        Locale::Da,
    ),
];

const SECRETARIAT: &str = "Sofie Sekretariat";
const SECRETARIAT_EMAIL: &str = "sofie@klimaalliancen.example";

/// Everybody who acts in the stories.
#[derive(Debug, Clone)]
pub(crate) struct Cast {
    pub(crate) secretariat: PersonId,
    pub(crate) lead_concito: PersonId,
    pub(crate) reviewer_concito: PersonId,
    pub(crate) other_reviewer: PersonId,
    pub(crate) lead_c40: PersonId,
    pub(crate) reviewer_c40: PersonId,
    /// By the code of the municipality.
    pub(crate) approvers: BTreeMap<String, PersonId>,
}

/// Fills an empty database, or finds what was filled before.
///
/// The clock of `app` says what today is; afterwards everything that fell due
/// until then has been done.
///
/// # Errors
/// When the database holds something else, or a use case fails.
pub async fn fill(app: &App) -> Result<Demo, SimulationError> {
    if let Some(known) = existing(app).await? {
        return Ok(known);
    }
    let now = app.clock.now();
    let today = local_date(now);
    let began = today
        .checked_sub_days(Days::new(BEGAN))
        .expect("today lies a few years after the beginning of time");
    let first = Driver::at(app, at_hour(began, 9));
    let secretariat = register::bootstrap(&first.app, SECRETARIAT, SECRETARIAT_EMAIL).await?;
    let by = first
        .caller(secretariat)
        .await
        .map_err(SimulationError::at("reading the first account"))?;
    let years = began.year()..=today.year();
    let register = register::fill(&first.app, &by, &municipalities(), years).await?;
    let cast = people(&first.app, &register, secretariat, began).await?;

    // Whatever takes longest begins first, so that nothing long is left for the end.
    let mut all: Vec<(Municipality, Option<&'static Story>)> = register
        .municipalities
        .into_iter()
        .map(|it| {
            let story = STORIES.iter().find(|story| story.code == it.fact.code);
            (it, story)
        })
        .collect();
    all.sort_by_key(|(_, story)| std::cmp::Reverse(story.map_or(0, Story::length)));
    let teller = Arc::new((first, cast));
    let cases: Vec<(String, CycleId)> = stream::iter(all.into_iter().enumerate())
        .map(|(index, (municipality, story))| {
            let teller = Arc::clone(&teller);
            // A task of its own, so that every processor tells.
            let telling = async move {
                let (first, cast) = &*teller;
                let told = match story {
                    Some(story) => story::tell(first, cast, &municipality, story, now).await?,
                    None => planned(first, cast, &municipality, index, today).await?,
                };
                Ok::<_, SimulationError>((municipality.fact.code, told))
            };
            async { tokio::spawn(telling).await? }
        })
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await?;
    send_old_mails(app, now).await?;
    let of = |code: &str| {
        let found = cases.iter().find(|(known, _)| known == code);
        found
            .map(|(_, cycle)| *cycle)
            .ok_or_else(|| SimulationError::NotEmpty(format!("{code} has no case")))
    };
    Ok(Demo {
        odder: of("0727")?,
        hvidovre: of("0167")?,
        sign_ins: sign_ins(app).await?,
    })
}

/// What an earlier [`fill`] left; `None` in an empty database.
///
/// # Errors
/// When the database holds something else than a demo.
pub async fn existing(app: &App) -> Result<Option<Demo>, SimulationError> {
    let sign_ins = sign_ins(app).await?;
    if sign_ins.is_empty() {
        return if app.store.everybody().await?.is_empty() {
            Ok(None)
        } else {
            Err(SimulationError::NotEmpty(
                "the database holds accounts that are none of the demo's".to_owned(),
            ))
        };
    }
    let case_of = async |code: &str| {
        let kind = lustrum_domain::OrganisationKind::Municipality;
        let municipality = app.store.organisation_by_code(kind, code).await?;
        let latest = match municipality {
            Some(municipality) => app.store.latest_cycle(PROGRAMME, municipality.id).await?,
            None => None,
        };
        latest.map(|it| it.cycle.id).ok_or_else(|| {
            SimulationError::NotEmpty(format!(
                "the demo was not filled to its end: {code} has no case; remove the database"
            ))
        })
    };
    Ok(Some(Demo {
        odder: case_of("0727").await?,
        hvidovre: case_of("0167").await?,
        sign_ins,
    }))
}

/// The demo's accounts that exist, with what they are called now.
async fn sign_ins(app: &App) -> Result<Vec<SignIn>, SimulationError> {
    let mut found = Vec::new();
    for account in &ACCOUNTS {
        let Some(record) = app.store.person_by_email(account.email).await? else {
            continue;
        };
        let membership = record.memberships.first();
        let organisation = match membership {
            Some(membership) => app.store.organisation(membership.organisation).await?,
            None => None,
        };
        found.push(SignIn {
            role: account.role,
            name: record
                .account
                .name
                .unwrap_or_else(|| account.name.to_owned()),
            email: account.email.to_owned(),
            person: record.account.id,
            organisation: organisation.map(|it| it.name).unwrap_or_default(),
            locale: record.account.locale,
        });
    }
    Ok(found)
}

async fn people(
    app: &App,
    register: &Register,
    secretariat: PersonId,
    from: NaiveDate,
) -> Result<Cast, SimulationError> {
    let mut writing = Writing::new(app, by_secretariat(secretariat));
    let municipality = |code: &str| {
        let found = register
            .municipalities
            .iter()
            .find(|it| it.fact.code == code);
        found.expect("the code stands in the table of municipalities")
    };
    let mut ids: BTreeMap<&str, PersonId> = BTreeMap::from([(SECRETARIAT_EMAIL, secretariat)]);
    for account in &ACCOUNTS {
        if account.email == SECRETARIAT_EMAIL {
            continue;
        }
        let organisation: OrganisationId = match account.place {
            Place::Alliance => register.alliance,
            Place::Concito => register.concito,
            Place::C40 => register.c40,
            Place::Advisory(region) => register.advisory[region],
            Place::Municipality(code) => municipality(code).id,
            Place::Council(code) => municipality(code).council,
        };
        let id = writing.person(
            account.name,
            account.email,
            account.locale,
            account.role,
            organisation,
            from,
        );
        ids.insert(account.email, id);
    }
    let mut approvers = BTreeMap::from([
        ("0727".to_owned(), ids["anna@odder.example"]),
        ("0167".to_owned(), ids["hans@hvidovre.example"]),
    ]);
    for story in STORIES {
        if approvers.contains_key(story.code) {
            continue;
        }
        let home = municipality(story.code);
        let id = writing.person(
            &format!("Planansvarlig i {} (demo)", home.fact.name),
            &format!("planansvarlig@{}", register::domain(&home.fact)),
            Locale::Da,
            Role::Approver,
            home.id,
            from,
        );
        approvers.insert(story.code.to_owned(), id);
    }
    writing.commit().await?;
    Ok(Cast {
        secretariat,
        lead_concito: ids["lene@concito.example"],
        reviewer_concito: ids["vera@concito.example"],
        other_reviewer: ids["viggo@concito.example"],
        lead_c40: ids["lydia@c40.example"],
        reviewer_c40: ids["ron@c40.example"],
        approvers,
    })
}

/// The authority of a secretariat's member.
pub(crate) fn by_secretariat(person: PersonId) -> Authority {
    Authority {
        person: Some(person),
        role: Some(Role::Secretariat),
        principal: None,
        on_behalf_of: None,
    }
}

/// A municipality whose revision lies ahead: taken in at go-live. For most the
/// secretariat has set the dates; for some it has still to.
async fn planned(
    first: &Driver,
    cast: &Cast,
    municipality: &Municipality,
    index: usize,
    today: NaiveDate,
) -> Result<CycleId, SimulationError> {
    let at = |what: &str| SimulationError::at(format!("{what}, {}", municipality.fact.name));
    let secretariat = cast.secretariat;
    let spread = u64::try_from(index).unwrap_or_default();
    // The waves of approvals: ends of periods spread over the next four years.
    let month = |months: u32| lustrum_domain::time::add_months(today, months);
    let period_end = month(2 + u32::try_from(spread % 38).unwrap_or_default());
    let caller = first
        .caller(secretariat)
        .await
        .map_err(at("reading the secretariat"))?;
    let taken = first
        .app
        .take_in(&caller, PROGRAMME, municipality.id, period_end)
        .await
        .map_err(at("taking in"))?;
    if index.is_multiple_of(9) {
        return Ok(taken.cycle);
    }
    let opens_on = lustrum_domain::time::sub_months(period_end, 24)
        .max(today + Days::new(20 + (spread * 7) % 200));
    let self_assessment_due = opens_on + Days::new(182);
    let command = Command::SetDates {
        period_end: None,
        opens_on: Some(opens_on),
        self_assessment_due,
        submission_due: self_assessment_due + Days::new(274),
    };
    first
        .give(secretariat, taken.cycle, &command)
        .await
        .map_err(at("setting the dates"))?;
    Ok(taken.cycle)
}

/// Marks mails that are older than [`FRESH`] as sent when they were queued:
/// what happened months ago is not mailed today.
async fn send_old_mails(app: &App, now: Timestamp) -> Result<(), SimulationError> {
    let worker = Uuid::from_u128(1);
    let lease = TimeDelta::hours(1);
    loop {
        let claimed = app.store.claim(worker, now - FRESH, lease, 500).await?;
        if claimed.is_empty() {
            return Ok(());
        }
        let sent = claimed
            .into_iter()
            .map(|mail| MailOutcome {
                id: mail.mail.id,
                claimed_by: worker,
                outcome: SendOutcome::Sent,
                at: mail.mail.queued_at + TimeDelta::minutes(1),
            })
            .collect();
        let writes = WriteSet {
            sent,
            ..WriteSet::default()
        };
        app.store
            .commit(writes)
            .await
            .map_err(SimulationError::Register)?;
    }
}

/// Whether a command of the clock found nothing to note; anything else that
/// went wrong is a fault.
pub(crate) fn unless_noted(
    outcome: Result<lustrum_app::Outcome, AppError>,
) -> Result<(), AppError> {
    match outcome {
        Ok(_) => Ok(()),
        Err(AppError::Refused(refusal))
            if matches!(
                refusal.code,
                lustrum_domain::RefusalCode::NothingToNote
                    | lustrum_domain::RefusalCode::NoticeState
                    | lustrum_domain::RefusalCode::WrongState
            ) =>
        {
            Ok(())
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests;
