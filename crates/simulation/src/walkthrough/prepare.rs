//! Who takes part in a walkthrough: written into an empty database, each with a
//! token.

use std::collections::BTreeMap;

use chrono::Datelike;
use lustrum_app::App;
use lustrum_domain::{Locale, OrganisationKind, Role, time::local_date};

use super::{Player, Players};
use crate::{
    SimulationError,
    data::municipalities,
    demo::by_secretariat,
    register::{self, Writing},
};

/// The municipality of the walkthrough: Odder, for which an example is shipped.
const CODE: &str = "0727";

/// How long the tokens are good for, days.
const DAYS: i64 = 1;

/// Fills an empty database with everybody whom a walkthrough needs.
///
/// # Errors
/// When the database is not empty, or fails.
pub async fn prepare(app: &App) -> Result<Players, SimulationError> {
    let first =
        register::bootstrap(app, "Sekretariatet", "sekretariat@klimaalliancen.example").await?;
    let by = app
        .caller(first)
        .await
        .map_err(SimulationError::at("reading the first account"))?;
    let today = local_date(app.clock.now());
    let years = today.year()..=today.year() + 1;
    let register = register::fill(app, &by, &municipalities(), years).await?;
    let home = register
        .municipalities
        .iter()
        .find(|it| it.fact.code == CODE)
        .expect("the code stands in the table of municipalities");
    let domain = register::domain(&home.fact);
    let mut writing = Writing::new(app, by_secretariat(first));
    let mut people = BTreeMap::from([("secretariat", first)]);
    let rows = [
        (
            "coordinator",
            Role::Coordinator,
            home.id,
            domain.as_str(),
            Locale::Da,
        ),
        ("approver", Role::Approver, home.id, &domain, Locale::Da),
        ("clerk", Role::Clerk, home.council, &domain, Locale::Da),
        (
            "lead of CONCITO",
            Role::Lead,
            register.concito,
            "concito.example",
            Locale::Da,
        ),
        (
            "reviewer of CONCITO",
            Role::Reviewer,
            register.concito,
            "concito.example",
            Locale::Da,
        ),
        (
            "lead of C40",
            Role::Lead,
            register.c40,
            "c40.example",
            Locale::En,
        ),
        (
            "reviewer of C40",
            Role::Reviewer,
            register.c40,
            "c40.example",
            Locale::En,
        ),
        (
            "advisor",
            Role::Advisor,
            register.advisory["1082"],
            "dgo-midtjylland.example",
            Locale::Da,
        ),
    ];
    for (role, right, organisation, domain, locale) in rows {
        let email = format!("{}@{domain}", role.replace(' ', "-").to_lowercase());
        let id = writing.person(role, &email, locale, right, organisation, today);
        people.insert(role, id);
    }
    writing.commit().await?;
    let mut names: BTreeMap<String, String> = people
        .iter()
        .map(|(role, person)| (person.to_string(), format!("the {role}")))
        .collect();
    for organisation in app
        .store
        .organisations(OrganisationKind::ALL, Some(today))
        .await?
    {
        names.insert(organisation.id.to_string(), organisation.name);
    }
    let mut players = BTreeMap::new();
    for (role, person) in people {
        let token = app
            .create_token(person, "walkthrough", DAYS)
            .await
            .map_err(SimulationError::at(format!(
                "making a token for the {role}"
            )))?;
        let player = Player {
            person,
            role,
            token: token.secret,
        };
        players.insert(role, player);
    }
    let mut player = |role: &str| players.remove(role).expect("every role was written above");
    Ok(Players {
        secretariat: player("secretariat"),
        coordinator: player("coordinator"),
        approver: player("approver"),
        lead_concito: player("lead of CONCITO"),
        reviewer_concito: player("reviewer of CONCITO"),
        lead_c40: player("lead of C40"),
        reviewer_c40: player("reviewer of C40"),
        clerk: player("clerk"),
        municipality: home.id,
        fact: home.fact.clone(),
        council: home.council,
        committee: home.committee(today),
        names,
    })
}
