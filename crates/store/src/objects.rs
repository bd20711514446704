//! The bytes of files, beside the database: evidence and plan documents.
//!
//! An object is known by the id of its upload and not by its hash, so that
//! erasing one file cannot take another one with it. Bytes are put and verified
//! first, the row comes after: a crash between the two leaves bytes without a
//! row, which a sweep removes, and never a row without bytes.

use std::{error::Error, ops::Range, path::Path as FilePath, sync::Arc};

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt, TryStreamExt, stream::BoxStream};
use lustrum_domain::{Digest, Timestamp, UploadId, time::to_micros};
use object_store::{
    GetOptions, MultipartUpload, ObjectStore, ObjectStoreExt, PutMultipartOptions, PutPayload,
    local::LocalFileSystem, path::Path,
};
use sha2::{Digest as _, Sha256};

/// How many bytes are held in memory before they are written.
const PART: usize = 1024 * 1024;
/// The folder under which objects lie.
const FOLDER: &str = "uploads";

/// Where bytes are kept. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Objects {
    store: Arc<LocalFileSystem>,
}

/// What was stored, as read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Bytes.
    pub size: u64,
    /// SHA-256 of them.
    pub digest: Digest,
}

/// An object, for the sweep of those that no row knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedObject {
    /// Which.
    pub id: UploadId,
    /// Bytes.
    pub size: u64,
    /// When it was put.
    pub at: Timestamp,
}

/// Bytes could not be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum ObjectError {
    /// There are more bytes than allowed; nothing was kept.
    #[error("the file has more than {limit} bytes")]
    TooLarge {
        /// How many are allowed.
        limit: u64,
    },
    /// There is no such object.
    #[error("there is no such object")]
    NotFound,
    /// What was read back is not what was written; it was removed.
    #[error("the bytes read back differ from those written")]
    Damaged,
    /// Whoever sent the bytes stopped sending.
    #[error("the bytes stopped coming")]
    Source(#[source] Box<dyn Error + Send + Sync>),
    /// The disk failed.
    #[error("the object store failed")]
    Store(#[source] Box<dyn Error + Send + Sync>),
}

impl From<object_store::Error> for ObjectError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::NotFound,
            error => Self::Store(Box::new(error)),
        }
    }
}

impl Objects {
    /// Objects in a directory, which is made if it is missing. Every object is
    /// on the disk (fsync) before it counts as put.
    ///
    /// # Errors
    /// When the directory cannot be made or used.
    pub fn local(directory: impl AsRef<FilePath>) -> Result<Self, ObjectError> {
        let directory = directory.as_ref();
        std::fs::create_dir_all(directory.join(FOLDER))
            .map_err(|error| ObjectError::Store(Box::new(error)))?;
        let store = LocalFileSystem::new_with_prefix(directory)?.with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
        })
    }

    /// Puts the bytes that `source` gives, `limit` at most, and reads them back.
    ///
    /// # Errors
    /// When there are too many bytes, they stop coming, or the disk fails.
    /// Nothing is kept then.
    pub async fn put_stream<E>(
        &self,
        id: UploadId,
        source: impl Stream<Item = Result<Bytes, E>> + Send,
        limit: u64,
    ) -> Result<Stored, ObjectError>
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let source = source.map_err(|error| ObjectError::Source(error.into()));
        self.put(id, source.boxed(), limit).await
    }

    async fn put(
        &self,
        id: UploadId,
        mut source: BoxStream<'_, Result<Bytes, ObjectError>>,
        limit: u64,
    ) -> Result<Stored, ObjectError> {
        let location = location(id);
        let mut upload = self
            .store
            .put_multipart_opts(&location, PutMultipartOptions::default())
            .await?;
        let written = match write(upload.as_mut(), &mut source, limit).await {
            Ok(written) => written,
            Err(error) => {
                // What was staged is no object; a leftover costs only room.
                if let Err(error) = upload.abort().await {
                    tracing::warn!(upload.id = %id, error = %error, "a staged file was left behind");
                }
                return Err(error);
            }
        };
        upload.complete().await?;
        let read = self.examine(&location).await?;
        if read != written {
            self.store.delete(&location).await?;
            return Err(ObjectError::Damaged);
        }
        Ok(read)
    }

    async fn examine(&self, location: &Path) -> Result<Stored, ObjectError> {
        let mut bytes = self
            .store
            .get_opts(location, GetOptions::default())
            .await?
            .into_stream();
        let mut hasher = Sha256::new();
        let mut size = 0;
        while let Some(chunk) = bytes.next().await {
            let chunk = chunk?;
            size += chunk.len() as u64;
            hasher.update(&chunk);
        }
        Ok(Stored {
            size,
            digest: Digest(hasher.finalize().into()),
        })
    }

    /// The bytes of an object, or a range of them, as they come from the disk.
    ///
    /// # Errors
    /// When there is no such object, or the range lies outside it.
    pub async fn get_stream(
        &self,
        id: UploadId,
        range: Option<Range<u64>>,
    ) -> Result<BoxStream<'static, Result<Bytes, ObjectError>>, ObjectError> {
        let options = GetOptions::new().with_range(range);
        let found = self.store.get_opts(&location(id), options).await?;
        Ok(found.into_stream().map_err(ObjectError::from).boxed())
    }

    /// Removes an object; one that is gone already counts as removed.
    ///
    /// # Errors
    /// When the disk fails.
    pub async fn delete(&self, id: UploadId) -> Result<(), ObjectError> {
        match self.store.delete(&location(id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Objects that were put before `before`, for the sweep.
    ///
    /// # Errors
    /// When the disk fails.
    pub async fn list(&self, before: Timestamp) -> Result<Vec<ListedObject>, ObjectError> {
        let mut found = self.store.list(Some(&Path::from(FOLDER)));
        let mut objects = Vec::new();
        while let Some(object) = found.next().await {
            let object = object?;
            // Another file in the folder is none of ours to remove.
            let id = object
                .location
                .filename()
                .and_then(|name| name.parse::<UploadId>().ok());
            if let Some(id) = id
                && object.last_modified < before
            {
                objects.push(ListedObject {
                    id,
                    size: object.size,
                    at: to_micros(object.last_modified),
                });
            }
        }
        objects.sort_by_key(|object| object.id);
        Ok(objects)
    }
}

/// Writes what `source` gives, part by part, and says what that was.
async fn write(
    upload: &mut dyn MultipartUpload,
    source: &mut BoxStream<'_, Result<Bytes, ObjectError>>,
    limit: u64,
) -> Result<Stored, ObjectError> {
    let mut hasher = Sha256::new();
    let mut size = 0_u64;
    let mut part = BytesMut::new();
    while let Some(chunk) = source.next().await {
        let chunk = chunk?;
        size += chunk.len() as u64;
        if size > limit {
            return Err(ObjectError::TooLarge { limit });
        }
        hasher.update(&chunk);
        part.extend_from_slice(&chunk);
        if part.len() >= PART {
            upload
                .put_part(PutPayload::from(part.split().freeze()))
                .await?;
        }
    }
    if !part.is_empty() {
        upload.put_part(PutPayload::from(part.freeze())).await?;
    }
    Ok(Stored {
        size,
        digest: Digest(hasher.finalize().into()),
    })
}

fn location(id: UploadId) -> Path {
    Path::from_iter([FOLDER, id.to_string().as_str()])
}

#[cfg(test)]
mod tests;
