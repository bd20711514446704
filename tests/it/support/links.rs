//! Links of a page, and what kind of page they lead to.

use std::collections::BTreeSet;

/// The links of a page to our own pages, without what only the browser knows.
pub(crate) fn links(page: &str) -> BTreeSet<String> {
    let anchors = page.split("<a ").skip(1);
    anchors
        .filter_map(|rest| {
            rest.split('>')
                .next()?
                .split("href=\"")
                .nth(1)?
                .split('"')
                .next()
        })
        .map(plain)
        .filter(|link| link.starts_with('/') && !link.starts_with("//"))
        .collect()
}

/// An address as it is asked for: entities read, the place on the page left out.
pub(crate) fn plain(link: &str) -> String {
    let link = link
        .replace("&#x2f;", "/")
        .replace("&amp;", "&")
        .replace("&#x3d;", "=");
    link.split('#').next().unwrap_or_default().to_owned()
}

/// What kind of page a path leads to: what it is about is left out, and what is
/// asked for after the question mark.
pub(crate) fn kind(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let steps = path.split('/').map(|step| {
        if step.bytes().any(|byte| byte.is_ascii_digit()) {
            "*"
        } else {
            step
        }
    });
    steps.collect::<Vec<_>>().join("/")
}
