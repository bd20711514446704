use super::*;

#[test]
fn what_sqlite_says_becomes_the_name_that_postgresql_gives() {
    assert_eq!(
        named_by_sqlite("UNIQUE constraint failed: person.email"),
        "person_email"
    );
    assert_eq!(
        named_by_sqlite(
            "UNIQUE constraint failed: cycle.programme, cycle.municipality, cycle.edition"
        ),
        "cycle_programme_municipality_edition"
    );
    assert_eq!(
        named_by_sqlite("CHECK constraint failed: person_version_counts"),
        "person_version_counts"
    );
}
