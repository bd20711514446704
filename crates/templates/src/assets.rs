//! Files that pages load: one stylesheet, no script.

use include_dir::{Dir, include_dir};
use lustrum_domain::Digest;

use crate::routes;

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/assets");

/// A file that pages load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// Its media type.
    pub media_type: &'static str,
    /// Its content.
    pub content: &'static [u8],
}

impl Asset {
    /// What tells this content from any other: part of the address, so that a
    /// browser may keep what it has without asking again.
    pub fn version(&self) -> String {
        Digest::of(self.content).to_string()[..16].to_owned()
    }
}

/// The asset called `name`, for example `lustrum.css`.
pub fn asset(name: &str) -> Option<Asset> {
    let file = FILES.get_file(name)?;
    let media_type = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    Some(Asset {
        media_type,
        content: file.contents(),
    })
}

/// The address of the asset at `path`, with its version.
pub(crate) fn path(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    match asset(name) {
        Some(asset) => routes::asset(path, asset.version()),
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests;
