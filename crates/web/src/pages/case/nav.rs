//! The pages of a case, put together in one place for all of them.

use lustrum_app::Caller;
use lustrum_domain::Cycle;
use lustrum_templates::{
    page::{CaseNav, CasePlace},
    routes,
};

/// Which page of a case is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pages) enum Here {
    /// The case itself.
    Overview,
}

/// The pages of `cycle` that `caller` may open, for the one that is shown
/// `here`. A new page of a case adds its line here and shows up on all others.
pub(in crate::pages) fn nav(
    cycle: &Cycle,
    municipality: &str,
    _caller: &Caller,
    here: &Here,
) -> CaseNav {
    let place = |path, text, of: Here| CasePlace {
        path,
        text,
        about: None,
        current: of == *here,
    };
    CaseNav {
        case: cycle.id.to_string(),
        municipality: municipality.to_owned(),
        edition: cycle.edition,
        places: vec![place(
            routes::case(cycle.id),
            "case-place-overview",
            Here::Overview,
        )],
    }
}
