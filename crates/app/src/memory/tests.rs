use std::sync::atomic::{AtomicU32, Ordering};

use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

#[tokio::test]
async fn an_answer_is_kept_for_a_minute_and_made_anew_when_something_was_written() {
    let kept = Kept::<u32>::default();
    let made = AtomicU32::new(0);
    let ask = async |seconds, written| {
        let make = async { Ok(made.fetch_add(1, Ordering::Relaxed)) };
        *kept.get("x", at(seconds), written, make).await.unwrap()
    };
    assert_eq!(ask(0, 7).await, 0);
    assert_eq!(ask(59, 7).await, 0);
    assert_eq!(ask(60, 7).await, 1);
    assert_eq!(ask(61, 8).await, 2);
    // A clock that went back proves nothing about what is kept.
    assert_eq!(ask(-500, 8).await, 3);
}

#[tokio::test]
async fn an_answer_that_failed_is_not_kept() {
    let kept = Kept::<u32>::default();
    let failed = kept
        .get("x", at(0), 0, async { Err(AppError::NotFound) })
        .await;
    assert!(failed.is_err());
    assert_eq!(*kept.get("x", at(0), 0, async { Ok(5) }).await.unwrap(), 5);
}

#[test]
fn after_ten_wrong_passwords_an_account_waits_until_the_first_is_forgotten() {
    let tries = Tries::default();
    let anna = || vec![Tried::account("anna@odder.example")];
    for second in 0..10 {
        assert_eq!(tries.wait(&anna(), at(second)), None);
        tries.wrong(anna(), at(second));
    }
    assert_eq!(
        tries.wait(&anna(), at(10)),
        Some(TimeDelta::seconds(15 * 60 - 10))
    );
    assert_eq!(
        tries.wait(&[Tried::account("bo@odder.example")], at(10)),
        None
    );
    assert_eq!(tries.wait(&anna(), at(15 * 60)), None);
}

#[test]
fn an_address_may_be_wrong_for_many_accounts_before_it_waits() {
    let tries = Tries::default();
    let office = Tried::Address("192.0.2.7".parse().unwrap());
    for number in 0..50 {
        assert_eq!(tries.wait(std::slice::from_ref(&office), at(number)), None);
        tries.wrong(
            vec![office.clone(), Tried::account(&number.to_string())],
            at(number),
        );
    }
    assert!(tries.wait(std::slice::from_ref(&office), at(51)).is_some());
    // Others are not made to wait for it.
    assert_eq!(
        tries.wait(&[Tried::Address("192.0.2.8".parse().unwrap())], at(51)),
        None
    );
}

#[test]
fn a_right_password_clears_the_account() {
    let tries = Tries::default();
    let anna = Tried::account("anna@odder.example");
    for second in 0..10 {
        tries.wrong(vec![anna.clone()], at(second));
    }
    tries.right(&anna);
    assert_eq!(tries.wait(&[anna], at(11)), None);
}
