//! The pages of one case: where else a reader can go within it.

use serde::Serialize;

/// A page of a case, in the navigation that all of them show. It is put together
/// in one place of the web crate, so that all of them show the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CasePlace {
    /// Its path.
    pub path: String,
    /// The key of its text.
    pub text: &'static str,
    /// Which of several, ready to show, for example who reviews.
    pub about: Option<String>,
    /// Whether it is the one that is shown.
    pub current: bool,
}

impl CasePlace {
    /// The navigation of a case as samples show it, with `organisation` judging;
    /// the place with the text `current` is shown.
    pub(super) fn samples(organisation: &str, current: &str) -> Vec<Self> {
        let place = |path, text, about| Self {
            path,
            text,
            about,
            current: text == current,
        };
        let organisation = Some(organisation.to_owned());
        vec![
            place(crate::routes::case("0190"), "case-place-overview", None),
            place(crate::routes::draft("0190"), "case-place-draft", None),
            place(
                crate::routes::review("0190", "concito"),
                "case-place-review",
                organisation,
            ),
        ]
    }
}
