//! Files that pages load: one stylesheet, no script.

use include_dir::{Dir, include_dir};

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/assets");

/// A file that pages load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// Its media type.
    pub media_type: &'static str,
    /// Its content.
    pub content: &'static [u8],
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

#[cfg(test)]
mod tests;
