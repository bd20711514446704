//! The small machines against a table written by hand, in both directions.

use std::collections::BTreeSet;

use crate::{
    certificate::{CertificateStatus, CertificateStep},
    criteria_set::{SetStatus, SetStep},
    mail::{MailStatus, MailStep},
    notice::{NoticeState, NoticeStep},
};

const TABLE: &str = include_str!("../machines.csv");

/// Every step of every machine that the code allows, as lines of the table.
fn lines() -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    macro_rules! machine {
        ($name:literal, $state:ident, $step:ident) => {
            for from in $state::ALL {
                for step in $step::ALL {
                    if let Some(to) = from.after(*step) {
                        lines.insert(format!("{},{from},{step},{to}", $name));
                    }
                }
            }
        };
    }
    machine!("notice", NoticeState, NoticeStep);
    machine!("mail", MailStatus, MailStep);
    machine!("certificate", CertificateStatus, CertificateStep);
    machine!("criteria_set", SetStatus, SetStep);
    lines
}

fn table(text: &str) -> BTreeSet<String> {
    text.lines()
        .skip(1)
        .filter(|line| !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_step_of_every_small_machine_is_in_the_table_and_no_other() {
    assert_eq!(lines(), table(TABLE));
}

#[test]
fn a_table_with_another_step_is_noticed() {
    let wrong = TABLE.replace(
        "certificate,valid,lapse,lapsed",
        "certificate,valid,lapse,revoked",
    );
    assert_ne!(lines(), table(&wrong));
}
