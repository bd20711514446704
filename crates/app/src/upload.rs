//! Files: streamed, limited, sniffed, inspected; the bytes before the row.

use std::{io, ops::Range};

use bytes::Bytes;
use chrono::TimeDelta;
use futures_util::{Stream, StreamExt};
use lustrum_domain::{CycleId, Facts, UploadId, may_upload};
use lustrum_store::{ObjectError, Upload, WriteSet};
use serde::Serialize;

use crate::{App, AppError, Caller};

/// The most a file may hold: 200 MB.
pub const MAX_UPLOAD: u64 = 200_000_000;

/// The largest PDF that is opened to look for encryption and a text layer. A
/// larger one is kept with a remark that nobody looked inside.
const MAX_INSPECTED: i64 = 64_000_000;

/// How many pages are looked at for a text layer: a scan has none on any.
const INSPECTED_PAGES: usize = 10;

/// A file that no row refers to is swept after this long: until then it may be
/// the first half of an upload.
const SWEEP_AFTER: TimeDelta = TimeDelta::hours(24);

/// Media types that are taken, with the file name ending each must carry.
const TAKEN: [(&str, &str); 9] = [
    ("application/pdf", "pdf"),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
    ),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "pptx",
    ),
    ("image/png", "png"),
    ("image/jpeg", "jpg"),
    ("image/jpeg", "jpeg"),
    ("text/plain", "csv"),
    ("text/plain", "txt"),
];

/// A file that was brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewUpload {
    /// Which.
    pub id: UploadId,
    /// The name that is kept.
    pub name: String,
    /// The sniffed media type.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the bytes.
    pub digest: lustrum_domain::Digest,
    /// What an inspection found.
    pub remark: Option<String>,
}

impl App {
    /// Takes a file into the draft of a case. A sender who is given up on for
    /// their silence is an [`io::ErrorKind::TimedOut`] among the bytes.
    ///
    /// # Errors
    /// [`AppError::TooLarge`], [`AppError::Unfinished`], [`AppError::Invalid`]
    /// with what was found and wanted, [`AppError::Forbidden`] when nothing may
    /// be added now.
    pub async fn upload<S, E>(
        &self,
        caller: &Caller,
        cycle: CycleId,
        name: &str,
        bytes: S,
    ) -> Result<NewUpload, AppError>
    where
        S: Stream<Item = Result<Bytes, E>> + Send + Unpin,
        E: std::error::Error + Send + Sync + 'static,
    {
        self.answered_before(caller).await?;
        let stored = self.drafted(caller, cycle).await?;
        let facts = Facts::default();
        let ctx = self.ctx(caller, &stored.cycle, &facts)?;
        may_upload(&stored.cycle, &ctx).map_err(AppError::Forbidden)?;

        let name = clean_name(name)?;
        let now = self.clock.now();
        let id: UploadId = self.random.id(now);
        let stored = self.objects.put_stream(id, bytes, MAX_UPLOAD).await;
        let object = stored.map_err(|error| match error {
            ObjectError::TooLarge { limit } => AppError::TooLarge { limit },
            ObjectError::Source(cause) => AppError::Unfinished {
                silent: cause
                    .downcast_ref::<io::Error>()
                    .is_some_and(|cause| cause.kind() == io::ErrorKind::TimedOut),
            },
            other => AppError::internal(other),
        })?;
        lustrum_store::failpoint::reach("object-put");
        let size = i64::try_from(object.size).unwrap_or(i64::MAX);
        let inspected = self.inspect(id, &name, size).await;
        let (media_type, remark) = match inspected {
            Ok(inspected) => inspected,
            Err(error) => {
                // Nothing refers to the bytes; a failure to remove them is
                // mended by the sweep of unreferenced objects.
                if let Err(error) = self.objects.delete(id).await {
                    tracing::warn!(upload.id = %id, error = %error, "a refused file was not removed");
                }
                return Err(error);
            }
        };
        let upload = Upload {
            id,
            cycle,
            name,
            media_type,
            size,
            digest: object.digest,
            remark,
            by: caller.person()?.id,
            at: now,
        };
        let answer = NewUpload {
            id,
            name: upload.name.clone(),
            media_type: upload.media_type.clone(),
            size,
            digest: upload.digest,
            remark: upload.remark.clone(),
        };
        let writes = WriteSet {
            guards: caller.guard().into_iter().collect(),
            uploads: vec![upload],
            ..WriteSet::default()
        };
        self.commit(writes, caller, &answer).await?;
        Ok(answer)
    }

    /// A file of a case that the caller may see: of its draft, or frozen in a
    /// submission.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when hidden or absent.
    pub async fn uploaded(&self, caller: &Caller, id: UploadId) -> Result<Upload, AppError> {
        let upload = self.store.upload(id).await?.ok_or(AppError::NotFound)?;
        self.seen(caller, upload.cycle).await?;
        Ok(upload)
    }

    /// Removes files that no row has referred to for a day.
    ///
    /// # Errors
    /// Faults of the database or the file store.
    pub async fn sweep_uploads(&self) -> Result<usize, AppError> {
        let before = self.clock.now() - SWEEP_AFTER;
        let stored = self
            .objects
            .list(before)
            .await
            .map_err(AppError::internal)?;
        let ids: Vec<UploadId> = stored.into_iter().map(|object| object.id).collect();
        let unreferenced = self.store.unreferenced_objects(&ids).await?;
        for id in &unreferenced {
            self.objects.delete(*id).await.map_err(AppError::internal)?;
        }
        Ok(unreferenced.len())
    }

    /// The media type of a stored file and what is to be said about it.
    async fn inspect(
        &self,
        id: UploadId,
        name: &str,
        size: i64,
    ) -> Result<(String, Option<String>), AppError> {
        if size == 0 {
            return Err(AppError::field("/file", name, "file-empty"));
        }
        let head = self.bytes(id, Some(0..8192)).await?;
        let found = sniff(&head);
        let ending = name
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_lowercase());
        let fits = TAKEN
            .iter()
            .any(|(media_type, wanted)| found == *media_type && ending.as_deref() == Some(*wanted));
        if found.contains("macro") || matches!(ending.as_deref(), Some("xlsm" | "docm" | "pptm")) {
            return Err(AppError::field("/file", name, "file-macros"));
        }
        if !fits {
            let known = TAKEN.iter().any(|(media_type, _)| found == *media_type);
            let key = if known {
                "file-mislabelled"
            } else {
                "file-type-not-taken"
            };
            return Err(AppError::field("/file", format!("{name} ({found})"), key));
        }
        if found.contains("openxmlformats") && self.has_macros(id).await? {
            return Err(AppError::field("/file", name, "file-macros"));
        }
        if found != "application/pdf" {
            return Ok((found, None));
        }
        if size > MAX_INSPECTED {
            return Ok((found, Some("not-inspected".to_owned())));
        }
        let bytes = self.bytes(id, None).await?;
        let remark = tokio::task::spawn_blocking(move || inspect_pdf(&bytes))
            .await
            .map_err(AppError::internal)?;
        match remark {
            Ok(remark) => Ok((found, remark.map(str::to_owned))),
            Err(key) => Err(AppError::field("/file", name, key)),
        }
    }

    /// The bytes of a stored file, or of a part of it.
    async fn bytes(&self, id: UploadId, range: Option<Range<u64>>) -> Result<Vec<u8>, AppError> {
        let mut stream = self
            .objects
            .get_stream(id, range)
            .await
            .map_err(AppError::internal)?;
        let mut bytes = Vec::new();
        while let Some(chunk) = stream.next().await {
            bytes.extend_from_slice(&chunk.map_err(AppError::internal)?);
        }
        Ok(bytes)
    }

    /// Whether an office file carries a macro project: its name stands in the
    /// clear in the archive's directory, whatever the file calls itself.
    async fn has_macros(&self, id: UploadId) -> Result<bool, AppError> {
        let stream = self.objects.get_stream(id, None).await;
        let mut stream = stream.map_err(AppError::internal)?;
        let mut search = MacroSearch::default();
        while let Some(chunk) = stream.next().await {
            if search.finds_in(&chunk.map_err(AppError::internal)?) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The name of a macro project within an office file, in whatever case.
const MACROS: &[u8] = b"vbaproject.bin";

/// Looks for [`MACROS`] in bytes that come piece by piece.
#[derive(Default)]
struct MacroSearch {
    /// The end of the piece before: the name may be torn apart.
    rest: Vec<u8>,
}

impl MacroSearch {
    fn finds_in(&mut self, piece: &[u8]) -> bool {
        self.rest.extend_from_slice(piece);
        let found = self
            .rest
            .windows(MACROS.len())
            .any(|window| window.eq_ignore_ascii_case(MACROS));
        let done = self.rest.len().saturating_sub(MACROS.len() - 1);
        self.rest.drain(..done);
        found
    }
}

/// The media type that the first bytes show.
fn sniff(head: &[u8]) -> String {
    match infer::get(head) {
        Some(kind) => kind.mime_type().to_owned(),
        None if std::str::from_utf8(head).is_ok_and(|text| !text.contains('\0'))
            || std::str::from_utf8(head).is_err_and(|error| error.error_len().is_none()) =>
        {
            "text/plain".to_owned()
        }
        None => "application/octet-stream".to_owned(),
    }
}

/// Why a PDF is refused, or what is to be said about it.
fn inspect_pdf(bytes: &[u8]) -> Result<Option<&'static str>, &'static str> {
    let document = match lopdf::Document::load_mem(bytes) {
        Ok(document) => document,
        Err(lopdf::Error::Decryption(_) | lopdf::Error::InvalidPassword) => {
            return Err("file-encrypted");
        }
        Err(_) => return Err("file-broken-pdf"),
    };
    if document.is_encrypted() || document.trailer.has(b"Encrypt") {
        return Err("file-encrypted");
    }
    let pages = document.get_pages();
    if pages.is_empty() {
        return Err("file-broken-pdf");
    }
    let has_text = pages.values().take(INSPECTED_PAGES).any(|page| {
        document
            .get_page_fonts(*page)
            .is_ok_and(|fonts| !fonts.is_empty())
    });
    Ok(if has_text { None } else { Some("scanned") })
}

/// The name to keep: the last step of whatever path came, without control
/// characters, æøå and all else as it was.
fn clean_name(name: &str) -> Result<String, AppError> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .filter(|letter| !letter.is_control())
        .take(200)
        .collect::<String>()
        .trim()
        .to_owned();
    if clean.is_empty() || clean == "." || clean == ".." {
        return Err(AppError::field(
            "/name",
            crate::json::short(name),
            "file-name-missing",
        ));
    }
    Ok(clean)
}

#[cfg(test)]
mod tests;
