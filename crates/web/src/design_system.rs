//! The official design system, where an operator keeps its package: the
//! stylesheet with lighter letters, everything else as it comes.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use lustrum_domain::Digest;

/// The stylesheet within the folder.
pub(crate) const STYLESHEET: &str = "css/dkfds.min.css";

/// Our own components count in sixteen pixels; the package makes a `rem` ten.
const OWN_SIZE: &str = ":root{--rem:1.6rem}";

/// The official design system's `dist` folder, unchanged as its package has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DesignSystem {
    /// Where it is kept.
    pub(crate) folder: PathBuf,
    /// The stylesheet as it is served.
    pub(crate) stylesheet: Arc<str>,
    /// What tells this stylesheet from any other, for its address.
    pub(crate) version: String,
}

impl DesignSystem {
    /// The design system in `folder`.
    ///
    /// # Errors
    /// The folder has no `css/dkfds.min.css` that can be read.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let stylesheet = fs::read_to_string(folder.join(STYLESHEET))?;
        let is_there = |file: &str| folder.join("css").join(file).is_file();
        let mut stylesheet = with_light_letters(&stylesheet, is_there);
        if stylesheet.contains("font-size:62.5%") {
            stylesheet.push_str(OWN_SIZE);
        }
        Ok(Self {
            folder: folder.to_owned(),
            version: Digest::of(stylesheet.as_bytes()).to_string()[..16].to_owned(),
            stylesheet: stylesheet.into(),
        })
    }
}

/// The stylesheet with each family of letters as the package also ships it, cut
/// to Western European: a quarter of the size. They are used if they come at
/// once, so that nothing which was painted moves when they come late.
///
/// A rule of our own beside the package's could not do this: a browser that
/// waits for one of two rules for the same letters fetches the other as well.
fn with_light_letters(stylesheet: &str, is_there: impl Fn(&str) -> bool) -> String {
    let mut light = String::with_capacity(stylesheet.len());
    let mut rest = stylesheet;
    while let Some(start) = rest.find("@font-face{") {
        let Some(length) = rest[start..].find('}') else {
            break;
        };
        let (before, rule) = (&rest[..start], &rest[start..start + length]);
        light.push_str(before);
        match cut(rule).filter(|file| is_there(file)) {
            Some(file) => {
                let (_, inner) = rule.split_once('{').unwrap_or_default();
                let kept = inner.split(';').filter(|it| {
                    !it.starts_with("src:") && !it.starts_with("font-display:") && !it.is_empty()
                });
                light.push_str("@font-face{font-display:optional;");
                for declaration in kept {
                    light.push_str(declaration);
                    light.push(';');
                }
                light.push_str(&format!("src:url({file}) format(\"woff2\")"));
            }
            None => light.push_str(rule),
        }
        rest = &rest[start + length..];
    }
    light.push_str(rest);
    light
}

/// The cut letters beside the whole ones that a rule names: where
/// `../fonts/F/complete/woff2/F-Bold.woff2` is,
/// `../fonts/F/split/woff2/F-Bold-Latin1.woff2` may be too.
fn cut(rule: &str) -> Option<String> {
    let mut addresses = rule
        .split("url(")
        .skip(1)
        .filter_map(|it| it.split(')').next());
    let whole = addresses.find(|it| it.contains("/complete/woff2/"))?;
    let whole = whole.strip_suffix(".woff2")?;
    // One bold for two, which few can tell apart, is a sixth of what a page weighs.
    let file = whole
        .replace("/complete/woff2/", "/split/woff2/")
        .replace("-Bold", "-SemiBold");
    Some(format!("{file}-Latin1.woff2"))
}

#[cfg(test)]
mod tests;
