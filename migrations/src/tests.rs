use std::path::Path;

use super::*;

/// Migrations that could leave half of themselves behind.
fn untransacted(migrations: &[Box<dyn MigrationTrait>]) -> Vec<&str> {
    migrations
        .iter()
        .filter(|migration| migration.use_transaction() != Some(true))
        .map(|migration| migration.name())
        .collect()
}

#[test]
fn every_migration_runs_in_a_transaction() {
    assert_eq!(untransacted(&Migrator::migrations()), Vec::<&str>::new());
}

#[test]
fn a_migration_without_a_transaction_is_found() {
    struct Planted;

    impl MigrationName for Planted {
        fn name(&self) -> &str {
            "planted"
        }
    }

    #[async_trait::async_trait]
    impl MigrationTrait for Planted {
        async fn up(&self, _: &SchemaManager) -> Result<(), DbErr> {
            Ok(())
        }
    }

    assert_eq!(untransacted(&[Box::new(Planted)]), ["planted"]);
}

/// A name is kept in every database: the file's, in the order in which they run.
#[test]
fn every_file_is_run_by_its_name_in_its_turn() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let stem = name.strip_suffix(".rs")?;
            stem.starts_with("m2").then(|| stem.to_owned())
        })
        .collect();
    files.sort_unstable();
    assert!(files.len() > 10, "the control: {files:?}");
    let run: Vec<String> = Migrator::migrations()
        .iter()
        .map(|migration| migration.name().to_owned())
        .collect();
    assert_eq!(run, files);
}
