use std::convert::Infallible;

use chrono::{DateTime, TimeDelta};
use futures_util::stream;
use uuid::Uuid;

use super::*;

fn id(number: u128) -> UploadId {
    UploadId(Uuid::from_u128(number))
}

fn chunks(
    sizes: &[usize],
) -> (
    Vec<u8>,
    impl Stream<Item = Result<Bytes, Infallible>> + use<>,
) {
    let mut all = Vec::new();
    let mut chunks = Vec::new();
    for (number, size) in sizes.iter().enumerate() {
        let chunk = vec![u8::try_from(number % 251).unwrap(); *size];
        all.extend_from_slice(&chunk);
        chunks.push(Ok(Bytes::from(chunk)));
    }
    (all, stream::iter(chunks))
}

async fn read(objects: &Objects, id: UploadId, range: Option<Range<u64>>) -> Vec<u8> {
    let mut bytes = objects.get_stream(id, range).await.unwrap();
    let mut all = Vec::new();
    while let Some(chunk) = bytes.next().await {
        all.extend_from_slice(&chunk.unwrap());
    }
    all
}

fn everything() -> Timestamp {
    DateTime::UNIX_EPOCH + TimeDelta::days(100_000)
}

#[tokio::test]
async fn bytes_come_back_as_they_were_put_whole_and_in_part() {
    let folder = tempfile::tempdir().unwrap();
    // A folder of a Danish name is a folder like any other.
    let objects = Objects::local(folder.path().join("bilag-æøå")).unwrap();
    for (number, sizes) in [
        (1, vec![]),
        (2, vec![1]),
        (3, vec![PART, PART, 7]),
        (4, vec![100; 30_000]),
    ] {
        let (all, source) = chunks(&sizes);
        let stored = objects.put_stream(id(number), source, 4_000_000).await;
        let stored = stored.unwrap();
        assert_eq!(stored.size, all.len() as u64);
        assert_eq!(stored.digest, Digest::of(&all));
        assert_eq!(read(&objects, id(number), None).await, all);
        if all.len() > 10 {
            let range = 3..all.len() as u64 - 2;
            let part = read(&objects, id(number), Some(range)).await;
            assert_eq!(part, all[3..all.len() - 2]);
        }
    }
    let listed = objects.list(everything()).await.unwrap();
    let ids: Vec<_> = listed.iter().map(|object| object.id).collect();
    assert_eq!(ids, [id(1), id(2), id(3), id(4)]);
    assert_eq!(listed[3].size, 3_000_000);
    let young = objects.list(DateTime::UNIX_EPOCH).await.unwrap();
    assert_eq!(young, []);
}

#[tokio::test]
async fn too_many_bytes_leave_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let objects = Objects::local(folder.path()).unwrap();
    let (_, source) = chunks(&[PART, PART, 1]);
    let limit = 2 * PART as u64;
    let outcome = objects.put_stream(id(1), source, limit).await;
    assert!(matches!(outcome, Err(ObjectError::TooLarge { limit: it }) if it == limit));
    let (_, source) = chunks(&[PART, PART]);
    objects.put_stream(id(2), source, limit).await.unwrap();
    let listed = objects.list(everything()).await.unwrap();
    assert_eq!(listed.len(), 1);
    let left = std::fs::read_dir(folder.path().join(FOLDER)).unwrap();
    assert_eq!(left.count(), 1, "nothing staged is left");
    assert!(matches!(
        objects.get_stream(id(1), None).await,
        Err(ObjectError::NotFound)
    ));
}

#[tokio::test]
async fn a_sender_that_stops_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let objects = Objects::local(folder.path()).unwrap();
    let source = stream::iter([Ok(Bytes::from_static(b"half")), Err("gone")]);
    let outcome = objects.put_stream(id(1), source, 100).await;
    assert!(matches!(outcome, Err(ObjectError::Source(_))));
    assert_eq!(objects.list(everything()).await.unwrap(), []);
}

#[tokio::test]
async fn removing_twice_is_removing() {
    let folder = tempfile::tempdir().unwrap();
    let objects = Objects::local(folder.path()).unwrap();
    let (_, source) = chunks(&[3]);
    objects.put_stream(id(1), source, 100).await.unwrap();
    objects.delete(id(1)).await.unwrap();
    objects.delete(id(1)).await.unwrap();
    assert_eq!(objects.list(everything()).await.unwrap(), []);
}

#[tokio::test]
async fn what_is_put_is_synced() {
    let folder = tempfile::tempdir().unwrap();
    let objects = Objects::local(folder.path()).unwrap();
    // The type does not tell; its description for people does.
    assert!(format!("{:?}", objects.store).contains("fsync: true"));
}
