//! The pages of one case: where else a reader can go within it.

use serde::Serialize;

/// The navigation that every page of a case shows. It is put together in one
/// place of the web crate, so that all of them show the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseNav {
    /// The case, as in its path.
    pub case: String,
    /// Whose plan.
    pub municipality: String,
    /// The how-many-eth case.
    pub edition: u32,
    /// The pages that this reader may open, in order.
    pub places: Vec<CasePlace>,
}

/// A page of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CasePlace {
    /// Its path.
    pub path: String,
    /// The key of its text.
    pub text: &'static str,
    /// Which of several, ready to show, for example a stage.
    pub about: Option<String>,
    /// Whether it is the one that is shown.
    pub current: bool,
}

impl CaseNav {
    /// The navigation of a case as its samples show it.
    pub(super) fn sample(municipality: &str) -> Self {
        let place = |text, about: Option<&str>, current| CasePlace {
            path: crate::routes::case("cyc_1"),
            text,
            about: about.map(str::to_owned),
            current,
        };
        Self {
            case: "cyc_1".to_owned(),
            municipality: municipality.to_owned(),
            edition: 2,
            places: vec![
                place("case-place-overview", None, true),
                place("case-place-overview", Some("CONCITO"), false),
            ],
        }
    }
}
