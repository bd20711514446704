//! A notice to a political body, ready to be copied onto an agenda.

use axum::{extract::State, routing::get};
use lustrum_app::{App, AppError, NoticeView, StoredNotice};
use lustrum_domain::{
    Available, CommandName, CycleId, NoticeId, StateName,
    notice::{NoticeKind, NoticeState},
};
use lustrum_templates::{
    page::{
        case::{CaseCommand, Hidden},
        notice::Notice,
    },
    routes, words,
};

use super::{Answer, PageRoute, case::refused, see, visitor::Visitor};
use crate::extract::Path;

pub(super) fn routes() -> Vec<PageRoute> {
    vec![PageRoute::public(routes::NOTICE, get(page))]
}

async fn page(
    visitor: Visitor,
    Path((cycle, id)): Path<(CycleId, NoticeId)>,
    State(app): State<App>,
) -> Answer {
    let view = match app.notice(visitor.caller(), cycle, id).await {
        // A draft may be waiting for whoever signs in: that is told of every
        // notice that is not public, whether there is one or not.
        Err(AppError::NotFound) if !visitor.is_signed_in() => {
            return Ok(see(&routes::sign_in(visitor.path())));
        }
        found => found?,
    };
    let NoticeView {
        notice,
        version,
        state,
        sees_case,
        commands,
    } = view;
    let names = app
        .organisation_names(&[notice.municipality, notice.body])
        .await?;
    let name = |id| names.get(&id).cloned().unwrap_or_default();
    let locale = visitor.locale();
    let label = words::label(locale, "notice-kind", notice.kind.as_str());
    let mut offered: Vec<&Available> = commands
        .iter()
        .filter(|it| fits(it.command, notice.state))
        .collect();
    offered.sort_by_key(|it| order(it.command, notice.kind));
    let next = offered.iter().find(|it| it.refusal.is_none());
    let next = next.map(|it| it.command);
    let commands = offered
        .iter()
        .map(|it| CaseCommand {
            primary: next == Some(it.command),
            ..command(&visitor, cycle, &notice, state, it)
        })
        .collect();
    let document = notice.document.as_ref();
    let page = Notice {
        case: cycle.to_string(),
        sees_case,
        municipality: name(notice.municipality),
        id: id.to_string(),
        kind: notice.kind,
        state: notice.state,
        body: name(notice.body),
        releases_on: notice.releases_on,
        title: document.map_or(label, |it| it.title.get(locale).to_owned()),
        text: document.map(|it| it.text.get(locale).to_owned()),
        commands,
        version,
    };
    visitor.show(&app, &page).await
}

/// Whether a notice in `state` waits for `command`. A notice that stands
/// elsewhere would refuse it, which is no news to anybody.
fn fits(command: CommandName, state: NoticeState) -> bool {
    use CommandName as C;
    if command == C::RecordAdoption {
        return true;
    }
    match state {
        NoticeState::Drafted => matches!(command, C::ReleaseNotice | C::CancelNotice),
        NoticeState::Released | NoticeState::Delivered => {
            matches!(command, C::AcknowledgeNotice | C::DecideNotice)
        }
        NoticeState::Acknowledged => command == C::DecideNotice,
        NoticeState::Decided | NoticeState::Superseded | NoticeState::Cancelled => false,
    }
}

/// What comes first with a notice: to release it, or to say that it came. What the
/// council decides about the plan belongs to the item that asks for it; from another
/// notice it is a way round.
fn order(command: CommandName, kind: NoticeKind) -> u8 {
    match command {
        CommandName::ReleaseNotice | CommandName::AcknowledgeNotice => 0,
        CommandName::RecordAdoption if kind == NoticeKind::ReadyForAdoption => 1,
        CommandName::DecideNotice => 2,
        CommandName::RecordAdoption => 4,
        _ => 3,
    }
}

fn command(
    visitor: &Visitor,
    cycle: CycleId,
    notice: &StoredNotice,
    state: StateName,
    it: &Available,
) -> CaseCommand {
    let (name, value) = match it.command {
        CommandName::RecordAdoption => ("body", notice.body.to_string()),
        _ => ("notice", notice.id.to_string()),
    };
    let back = ("next", routes::notice(cycle, notice.id));
    CaseCommand {
        command: it.command,
        about: None,
        refusal: it
            .refusal
            .map(|code| refused(visitor.locale(), code, it.command, state)),
        button: matches!(
            it.command,
            CommandName::ReleaseNotice | CommandName::AcknowledgeNotice
        ),
        primary: false,
        fields: vec![Hidden {
            name: name.to_owned(),
            value: value.clone(),
        }],
        path: routes::command_form(cycle, it.command, &[(name, value), back]),
    }
}
