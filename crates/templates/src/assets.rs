//! Files that pages load: the default look, our own components, a script.

use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

use include_dir::{Dir, include_dir};
use lustrum_domain::Digest;

use crate::routes;

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/assets");

/// The assets by name, joined and numbered once.
static ASSETS: LazyLock<BTreeMap<&'static str, Asset>> = LazyLock::new(|| {
    [
        ("look.css", "text/css; charset=utf-8", whole("look.css")),
        ("lustrum.css", "text/css; charset=utf-8", joined("styles")),
        (
            "lustrum.js",
            "text/javascript; charset=utf-8",
            joined("scripts"),
        ),
        ("lustrum.svg", "image/svg+xml", whole("lustrum.svg")),
    ]
    .into_iter()
    .map(|(name, media_type, content)| {
        let version = Digest::of(&content).to_string()[..16].to_owned();
        let asset = Asset {
            media_type,
            content,
            version,
        };
        (name, asset)
    })
    .collect()
});

/// A file that pages load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its media type.
    pub media_type: &'static str,
    /// Its content.
    pub content: Cow<'static, [u8]>,
    /// What tells this content from any other: part of the address, so that a
    /// browser may keep what it has without asking again.
    pub version: String,
}

/// The asset called `name`, for example `lustrum.css`.
pub fn asset(name: &str) -> Option<&'static Asset> {
    ASSETS.get(name)
}

/// The address of the asset at `path`, with its version.
pub(crate) fn path(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    match asset(name) {
        Some(asset) => routes::asset(path, &asset.version),
        None => path.to_owned(),
    }
}

fn whole(name: &str) -> Cow<'static, [u8]> {
    let file = FILES.get_file(name);
    Cow::Borrowed(file.map_or(&[], |file| file.contents()))
}

/// The files of a folder in the order of their names, as one: each area of the
/// service keeps its styles and scripts apart, and a browser asks once.
fn joined(folder: &str) -> Cow<'static, [u8]> {
    let mut files: Vec<_> = FILES
        .get_dir(folder)
        .into_iter()
        .flat_map(Dir::files)
        .collect();
    files.sort_unstable_by_key(|file| file.path());
    Cow::Owned(
        files
            .into_iter()
            .flat_map(|it| it.contents())
            .copied()
            .collect(),
    )
}

#[cfg(test)]
mod tests;
