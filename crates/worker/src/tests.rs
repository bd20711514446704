use super::*;

async fn until(stop: CancellationToken) {
    stop.cancelled().await;
}

async fn panics() {
    panic!("on purpose");
}

#[tokio::test]
async fn a_loop_that_panics_ends_the_others_and_is_told() {
    let stop = CancellationToken::new();
    let mut loops = JoinSet::new();
    loops.spawn(until(stop.clone()));
    loops.spawn(panics());
    let ended = all_of(loops, &stop).await;
    assert!(ended.is_err_and(|error| error.is_panic()));
}

#[tokio::test]
async fn loops_that_end_when_they_are_told_to_have_ended_well() {
    let stop = CancellationToken::new();
    let mut loops = JoinSet::new();
    loops.spawn(until(stop.clone()));
    stop.cancel();
    assert!(all_of(loops, &stop).await.is_ok());
}
