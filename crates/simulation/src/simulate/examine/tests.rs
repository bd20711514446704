//! Damage of every kind, by plain SQL: each examination must find its own.

use std::collections::BTreeSet;

use lustrum_domain::{Command, RefusalCode, time::at_hour};
use lustrum_store::for_each_backend;

use super::all;
use crate::{
    demo::PROGRAMME,
    simulate::{Options, Sabotage, TICK_LIMIT, live, sabotage::doubled_mail, sql::Sql},
    testing::TestApp,
};

for_each_backend! {
    async fn every_examination_finds_the_damage_that_it_is_there_for(database) {
        let test = TestApp::over(database);
        let options = Options {
            municipalities: 4,
            years: 3,
            seed: 1,
            rounds: None,
            database_url: test.url.clone(),
            sabotage: None,
        };
        let (world, _, to) = live(&test.app, &options).await.unwrap();
        let sql = Sql::connect(&options.database_url).await.unwrap();
        let examine = async || all(&world, &sql, &options, at_hour(to, 8)).await.unwrap();
        let sound = examine().await;
        assert!(sound.iter().all(|it| it.faults.is_empty()), "{sound:#?}");
        let damages = damages(&sql);
        for (name, words, statement) in &damages {
            // The database takes the damage back: one run serves them all.
            sql.execute("BEGIN").await.unwrap();
            let done = sql.execute(statement).await;
            done.unwrap_or_else(|error| panic!("{statement}: {error}"));
            let found = examine().await;
            sql.execute("ROLLBACK").await.unwrap();
            let found = found.iter().find(|it| it.name == *name).unwrap();
            let told = found.faults.iter().any(|fault| fault.contains(words.as_str()));
            assert!(told, "{statement}\n{found:#?}");
        }
        let sound = examine().await;
        assert!(sound.iter().all(|it| it.faults.is_empty()), "{sound:#?}");

        // What goes wrong while the years pass is told by the run itself: a timer
        // that stays due, a command that is carried out or refused for another
        // reason where a certain refusal is wanted.
        sql.execute("UPDATE cycle SET next_due_at = created_at WHERE edition = 2").await.unwrap();
        world.tick_all(TICK_LIMIT).await.unwrap();
        let home = world.register.municipalities[0].id;
        let case = world.app.store.latest_cycle(PROGRAMME, home).await.unwrap().unwrap().cycle.id;
        for _ in 0..2 {
            let hold = Command::Hold { reason: "Dom".into() };
            world.probe(world.secretariat, case, hold, RefusalCode::WrongState).await.unwrap();
        }
        let found = examine().await;
        let run = found.iter().find(|it| it.name == "run-went-through").unwrap();
        for words in ["the clock has nothing to say", "was carried out", "should have been refused"] {
            assert!(run.faults.iter().any(|fault| fault.contains(words)), "{words}: {run:#?}");
        }

        let controlled: BTreeSet<&str> = damages
            .iter()
            .map(|(name, ..)| *name)
            .chain(Sabotage::ALL.map(Sabotage::found_by))
            .chain(["run-went-through"])
            .collect();
        let names: BTreeSet<&str> = sound.iter().map(|it| it.name).collect();
        assert_eq!(controlled, names, "every examination has a control");
        sql.close().await;
    }
}

/// The examination that must find it, in which words, and the damage.
fn damages(sql: &Sql) -> Vec<(&'static str, String, String)> {
    let (new_id, unguard) = match sql {
        Sql::Sqlite(_) => (
            "randomblob(16)",
            "DROP TRIGGER event_is_append_only_update; DROP TRIGGER event_is_append_only_delete",
        ),
        // To drop a trigger would shut out whoever only reads.
        Sql::Postgres(_) => (
            "gen_random_uuid()",
            "ALTER TABLE event DISABLE TRIGGER USER",
        ),
    };
    let mut damages = Vec::new();
    let mut add =
        |name, words: &str, damage: String| damages.push((name, words.to_owned(), damage));

    // In these years every first case is concluded, and every second one planned.
    let first =
        |edition| format!("(SELECT id FROM cycle WHERE edition = {edition} ORDER BY id LIMIT 1)");
    let told = |edition, from: &str, to: &str| {
        let case = first(edition);
        format!("UPDATE cycle SET body = replace(body, '{from}', '{to}') WHERE id = {case}")
    };
    let name = "every-municipality-accounted-for";
    let gone = first(1).replace("id FROM", "municipality FROM");
    let gone = format!("UPDATE organisation SET kind = 'region' WHERE id = {gone}");
    add(name, "3 of 4 municipalities have a case", gone);
    add(name, "have gaps", told(2, "\"edition\":2", "\"edition\":3"));
    let state = |name: &str| format!("\"name\":\"{name}\"");
    let open = told(1, &state("concluded"), &state("revision"));
    add(name, "is in revision although case 2 exists", open);
    let ended = told(2, &state("scheduled"), &state("concluded"));
    add(name, "has no successor", ended);
    let (calm, waiting) = ("\"waits\":false", "\"waits\":true");
    add(name, "waits for nothing", told(2, calm, waiting));
    let revoked = format!(
        "UPDATE cycle SET body = replace(replace(body, '{calm}', '{waiting}'), \
         '\"revoked\":false', '\"revoked\":true')"
    );
    add(name, "is revoked while the next one waits", revoked);

    let name = "no-mail-doubled";
    let at_once = doubled_mail(sql, "kind = 'returned'", "queued_at");
    add(name, "returned to ", at_once);
    let later = doubled_mail(sql, "kind = 'reminder'", "'2040-01-01T00:00:00+00:00'");
    add(name, "reminder to ", later);

    let name = "mail-settled";
    let mail = |status, set| {
        format!(
            "UPDATE outbox SET {set} WHERE id = \
             (SELECT id FROM outbox WHERE status = '{status}' ORDER BY id LIMIT 1)"
        )
    };
    let claimed = "status = 'sending', sent_at = NULL, claimed_by = id, claimed_until = queued_at";
    add(name, " is sending", mail("sent", claimed));
    let forgotten = mail("sent", "status = 'queued', sent_at = NULL");
    add(name, " is queued", forgotten);
    add(name, " is failed", mail("failed", "last_error = NULL"));

    let name = "no-timer-missed";
    let reminder =
        "SELECT chain, seq FROM event WHERE kind = 'reminded' ORDER BY chain, seq LIMIT 1";
    let again = |seq| {
        format!(
            "INSERT INTO event (chain, seq, at, kind, kind_version, person, previous, hash, body) \
             SELECT chain, {seq}, at, kind, kind_version, person, previous, hash, body FROM event \
             WHERE (chain, seq) IN ({reminder})"
        )
    };
    let due = format!(
        "UPDATE cycle SET next_due_at = created_at WHERE id = {}",
        first(2)
    );
    add(name, "is due still", due);
    let untold = format!("{unguard}; DELETE FROM event WHERE (chain, seq) IN ({reminder})");
    add(name, "was to be told on", untold);
    let twice = format!(
        "{unguard}; UPDATE event SET seq = seq + 100000 \
         WHERE chain = (SELECT chain FROM ({reminder}) AS one) \
         AND seq > (SELECT seq FROM ({reminder}) AS one); {}",
        again("seq + 1")
    );
    add(name, "was sent twice", twice);
    let at_the_end = again("seq + 100000");
    add(name, "was reminded of while it did not run", at_the_end);
    let emptied =
        format!("{unguard}; UPDATE event SET body = '{{}}' WHERE (chain, seq) IN ({reminder})");
    add(name, "an event without a time", emptied.clone());
    let undated = format!(
        "{unguard}; UPDATE event SET body = replace(body, '\"due\"', '\"done\"') \
         WHERE kind = 'deadline_set'"
    );
    add(name, "a deadline without its days", undated);

    let name = "fold-equals-state";
    add(name, "fold to something else", told(2, calm, waiting));
    add(name, "an event of case", emptied);
    let unread = format!("UPDATE cycle SET body = '' WHERE id = {}", first(1));
    add(name, "is not understood", unread.clone());

    let name = "summary-agrees";
    for (column, value) in [
        ("state", "'enrolled'"),
        ("stage", "'nowhere'"),
        ("on_hold", "NOT on_hold"),
        ("lapsed", "NOT lapsed"),
        ("round", "round + 1"),
        ("version", "version + 1"),
        ("edition", "edition + 1"),
        ("period_end", "'2001-01-01'"),
        ("deadline", "'answer'"),
        ("deadline_on", "'2001-01-01'"),
        ("criteria", "'nothing@1'"),
    ] {
        let case = first(1);
        let line = format!("UPDATE case_summary SET {column} = {value} WHERE cycle = {case}");
        add(name, &format!(": {column} is "), line);
    }
    let case = first(1);
    let unlisted = format!("DELETE FROM case_summary WHERE cycle = {case}");
    add(name, "7 lines for 8 cases", unlisted);
    add(name, "which is no case", unread);

    let name = "notices-went-out";
    let unsent = "DELETE FROM outbox WHERE reason = \
                  (SELECT reason FROM outbox WHERE kind = 'notice' ORDER BY reason LIMIT 1)";
    add(name, "no mail carries it", unsent.to_owned());
    let kept_back = "UPDATE notice SET state = 'drafted', releases_on = '2026-03-02' \
                     WHERE id = (SELECT id FROM notice ORDER BY id LIMIT 1)";
    add(name, "was to go out on 2026-03-02", kept_back.to_owned());

    let name = "certificates";
    let second = format!(
        "INSERT INTO certificate (id, cycle, programme, number, municipality, plan, criteria, \
         trial, decided_on, conditions, valid_from, valid_to, status, status_at) \
         SELECT {new_id}, cycle, programme, number || '-again', municipality, plan, criteria, \
         trial, decided_on, conditions, valid_from, valid_to, status, status_at \
         FROM certificate WHERE status = 'valid' ORDER BY number LIMIT 1"
    );
    add(name, "has 2 valid certificates", second);
    let lost = format!("DELETE FROM certificate WHERE cycle = {case}");
    add(name, "is concluded and has no certificate", lost);
    damages
}
