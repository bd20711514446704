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
        (
            "lustrum.css",
            "text/css; charset=utf-8",
            Cow::Owned(in_own_size(&String::from_utf8_lossy(&joined("styles"))).into_bytes()),
        ),
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

/// The stylesheet with every `rem` a multiple of `--rem`.
///
/// The official look makes a `rem` ten pixels instead of sixteen, and says so in
/// `--rem`: what is written once is as large in both looks. What a rule asks of
/// the window stays as it is, since there a `rem` is sixteen pixels everywhere.
fn in_own_size(stylesheet: &str) -> String {
    let mut sized = String::with_capacity(stylesheet.len());
    let mut rest = stylesheet;
    while let Some(at) = rest.find("rem") {
        sized.push_str(&rest[..at]);
        rest = &rest[at + 3..];
        let goes_on = rest.starts_with(|letter: char| letter.is_ascii_alphanumeric());
        let number =
            sized.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
        let mut start = number.len();
        let asks = sized.rfind('@') > sized.rfind(['{', '}', ';']);
        if goes_on || asks || start == sized.len() {
            sized.push_str("rem");
            continue;
        }
        // A minus between two sizes has room around it; this one is a sign.
        if let Some(before) = number.strip_suffix('-')
            && before.ends_with([' ', ':', '(', ','])
        {
            start -= 1;
        }
        let number = sized.split_off(start);
        sized.push_str(&format!("calc({number} * var(--rem, 1rem))"));
    }
    sized.push_str(rest);
    sized
}

#[cfg(test)]
mod tests;
