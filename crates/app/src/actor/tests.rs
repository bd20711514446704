use super::*;

#[test]
fn the_answer_to_another_request_is_not_given_away() {
    let first = IdempotencyRecord {
        principal: PersonId(uuid::Uuid::nil()),
        key: "k".to_owned(),
        request: Digest::of("a"),
        response: "7".to_owned(),
        at: Timestamp::UNIX_EPOCH,
    };
    let caller = |request: &str| Caller {
        idempotency: Some(IdempotencyKey {
            key: "k".to_owned(),
            request: Digest::of(request),
        }),
        ..Caller::PUBLIC
    };
    let repeat = caller("a").again(first.clone());
    assert!(matches!(repeat, AppError::Replayed(_)), "{repeat:?}");
    let other = caller("b").again(first.clone());
    assert!(matches!(other, AppError::KeyReused), "{other:?}");
    let none = Caller::PUBLIC.again(first);
    assert!(matches!(none, AppError::KeyReused), "{none:?}");
}
