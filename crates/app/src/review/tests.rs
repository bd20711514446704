use chrono::NaiveDate;

use super::*;

fn form(verdict: &str, reason: &str, text: &str, due: &str) -> JudgementForm {
    JudgementForm {
        verdict: verdict.to_owned(),
        reason: reason.to_owned(),
        text: text.to_owned(),
        due: due.to_owned(),
    }
}

fn faulty(form: &JudgementForm) -> Vec<String> {
    let faults = form.verdict().expect_err("it cannot be given");
    faults.into_iter().map(|fault| fault.pointer).collect()
}

#[test]
fn a_judgement_carries_what_its_kind_wants_and_nothing_else() {
    let left = form("approved", "outdated", "skrevet før", "2029-01-01");
    assert_eq!(left.verdict().expect("complete"), Verdict::Approved);
    let condition = form("approved_with_condition", "", " Send det. ", "31-12-2029");
    assert_eq!(
        condition.verdict().expect("complete"),
        Verdict::ApprovedWithCondition {
            text: "Send det.".into(),
            due: NaiveDate::from_ymd_opt(2029, 12, 31).expect("a day"),
        }
    );
    let returned = form("returned", "unclear", "Hvad menes der?", "");
    assert_eq!(
        returned.verdict().expect("complete"),
        Verdict::Returned {
            reason: ReturnReason::Unclear,
            remark: "Hvad menes der?".into(),
        }
    );
}

#[test]
fn every_field_that_is_missing_is_named_at_once() {
    assert_eq!(faulty(&form("", "", "", "")), ["/verdict"]);
    assert_eq!(faulty(&form("pending", "", "x", "")), ["/verdict"]);
    assert_eq!(faulty(&form("returned", "", " ", "")), ["/text", "/reason"]);
    assert_eq!(faulty(&form("returned", "because", "x", "")), ["/reason"]);
    assert_eq!(faulty(&form("not_applicable", "", "", "")), ["/text"]);
    assert_eq!(
        faulty(&form("approved_with_condition", "", "x", "snart")),
        ["/due"]
    );
    let long = "å".repeat(LONGEST_TEXT + 1);
    assert_eq!(faulty(&form("not_applicable", "", &long, "")), ["/text"]);
    assert_eq!(faulty(&form("not_applicable", "", "a\0b", "")), ["/text"]);
}

#[test]
fn only_what_comes_from_judging_counts_for_the_queue() {
    use std::collections::{BTreeMap, BTreeSet};
    let led = BTreeSet::from([OrganisationId(uuid::Uuid::from_u128(1))]);
    let scope = Scope {
        all: true,
        municipalities: led.clone(),
        led: led.clone(),
        reviewer: Some(PersonId(uuid::Uuid::from_u128(2))),
        limited: BTreeMap::from([(
            "klimaalliancen".to_owned(),
            Scope {
                all: true,
                ..Scope::default()
            },
        )]),
    };
    let wanted = Scope {
        led,
        ..Scope::default()
    };
    assert_eq!(as_judge(scope), wanted);
}
