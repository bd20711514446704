use super::*;

#[derive(Debug, thiserror::Error)]
#[error("the outbox cannot be read: {0}")]
struct Said(#[source] std::io::Error);

#[test]
fn a_chain_of_causes_is_told_once_each() {
    let full = || std::io::Error::other("the disk is full");
    let error = AppError::internal(full());
    assert_eq!(chain(&error), "internal error: the disk is full");
    let error = AppError::internal(Said(full()));
    assert_eq!(
        chain(&error),
        "internal error: the outbox cannot be read: the disk is full"
    );
}
