//! What is examined after every test: damage of each kind, which it must name.

use crate::support::*;

/// Words that must then be read, and the damage. Each stays beside the next: what
/// was named before names nothing again.
const DAMAGES: &[(&str, &str)] = &[
    (
        "state is decision",
        "UPDATE case_summary SET state = 'decision'",
    ),
    (
        "stage is Some(\"c40\")",
        "UPDATE case_summary SET stage = 'c40'",
    ),
    (
        "hold is true",
        "UPDATE case_summary SET on_hold = NOT on_hold",
    ),
    (
        "version is",
        "UPDATE case_summary SET version = version + 1",
    ),
    ("round is", "UPDATE case_summary SET round = round + 1"),
    (
        "deadline is",
        "UPDATE case_summary SET deadline = 'decision', deadline_on = '2031-01-01'",
    ),
    (
        "second reading is",
        "UPDATE case_summary SET read_again = NOT read_again",
    ),
    (
        "period is",
        "UPDATE case_summary SET period_end = '2031-01-01'",
    ),
    (
        "the finding of KA-3.02 at concito is Some(Approved)",
        "UPDATE finding SET status = 'approved', reason = NULL WHERE criterion = 'KA-3.02'",
    ),
    (
        "is Some(StoredNotice",
        "UPDATE notice SET state = 'acknowledged' \
         WHERE id = (SELECT id FROM notice ORDER BY id LIMIT 1)",
    ),
    (
        "says nothing",
        "UPDATE notice SET title_da = NULL, title_en = NULL, text_da = NULL, \
         text_en = NULL, rendered_at = NULL \
         WHERE id = (SELECT id FROM notice ORDER BY id LIMIT 1)",
    ),
    (
        "notices are stored",
        "DELETE FROM notice WHERE id = (SELECT id FROM notice ORDER BY id LIMIT 1)",
    ),
    (
        "Edited",
        "UPDATE event SET kind = 'withdrawn' \
         WHERE seq = 2 AND chain = (SELECT id FROM cycle)",
    ),
    (
        "Diverged",
        "UPDATE cycle SET body = replace(body, '\"code\":\"0492\"', '\"code\":\"0493\"')",
    ),
    ("0 cases are listed", "DELETE FROM case_summary"),
];

on_both! {
    async fn whatever_lists_or_log_say_against_the_case_is_named(app) {
        app.do_not_examine();
        app.opened().await.to_returned(&["KA-3.02"]).await;
        app.database().unguard_log().await;
        assert_eq!(app.faults().await, Vec::<String>::new());
        for (words, damage) in DAMAGES {
            let named = |faults: &[String]| faults.iter().any(|fault| fault.contains(words));
            let before = app.faults().await;
            assert!(!named(&before), "{words}: {before:#?}");
            let changed = app.database().execute(damage).await.expect(damage);
            assert!(changed > 0, "{damage} changed nothing");
            let after = app.faults().await;
            assert!(named(&after), "{words}: {after:#?}");
        }
    }
}
