//! The pages of a case, put together in one place for all of them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lustrum_app::Caller;
use lustrum_domain::{Cycle, OrganisationId, may_see_review};
use lustrum_templates::{page::CasePlace, routes};

/// Which page of a case is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pages) enum Here<'a> {
    /// The case itself.
    Overview,
    /// A page of its draft.
    Draft,
    /// A page of the stage with this key.
    Review(&'a str),
}

/// The pages of `cycle` that `caller` may open, for the one that is shown
/// `here`. A new page of a case adds its line here and shows up on all others.
///
/// `organisations` names whoever judges.
pub(in crate::pages) fn nav(
    cycle: &Cycle,
    organisations: &BTreeMap<OrganisationId, String>,
    caller: &Caller,
    today: NaiveDate,
    here: Here<'_>,
) -> Vec<CasePlace> {
    let place = |path, text, of: Here<'_>| CasePlace {
        path,
        text,
        about: None,
        current: of == here,
    };
    let mut places = vec![place(
        routes::case(cycle.id),
        "case-place-overview",
        Here::Overview,
    )];
    if cycle.pins.is_some() && caller.scope().contains_draft(cycle) {
        places.push(place(
            routes::draft(cycle.id),
            "case-place-draft",
            Here::Draft,
        ));
    }
    if cycle.submission().is_some() && may_see_review(cycle, &caller.actor, today) {
        places.extend(cycle.stages.iter().map(|stage| CasePlace {
            about: organisations.get(&stage.organisation).cloned(),
            ..place(
                routes::review(cycle.id, &stage.key),
                "case-place-review",
                Here::Review(&stage.key),
            )
        }));
    }
    places
}
