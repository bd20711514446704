//! Assignments: taken, declined, left, handed over, offered.

use axum::extract::State;
use lustrum_app::{App, AppError};
use lustrum_domain::{AssignmentId, Command, CycleId, PersonId, RefusalCode, Words};
use lustrum_templates::{
    page::review::{AnswerFault, Filter},
    routes,
};
use serde::Deserialize;

use super::{
    sentence,
    sheet::{self, Trouble},
};
use crate::{
    extract::Path,
    pages::{Answer, form::ProtectedForm, see, visitor::Visitor},
};

#[derive(Deserialize)]
pub(super) struct Sent {
    /// `accept`, `decline`, `recuse`, `reassign` or `offer`.
    answer: String,
    assignment: Option<AssignmentId>,
    reviewer: Option<PersonId>,
    #[serde(default)]
    reason: String,
}

impl Sent {
    fn command(&self, stage: &str) -> Option<Command> {
        let reason = || Words(self.reason.trim().to_owned());
        Some(match (self.answer.as_str(), self.assignment) {
            ("accept", Some(assignment)) => Command::AcceptAssignment { assignment },
            ("decline", Some(assignment)) => Command::DeclineAssignment {
                assignment,
                reason: reason(),
            },
            ("recuse", Some(assignment)) => Command::Recuse {
                assignment,
                reason: reason(),
            },
            ("reassign", Some(assignment)) => Command::Reassign {
                assignment,
                reviewer: self.reviewer?,
                reason: reason(),
            },
            ("offer", _) => Command::OfferAssignment {
                stage: stage.to_owned(),
                reviewer: self.reviewer?,
            },
            _ => return None,
        })
    }
}

/// Carries out what somebody answered, or asks for, and shows where it leads:
/// whoever says no, or is partial, does not see the case any more.
pub(super) async fn answer(
    visitor: Visitor,
    Path((id, stage)): Path<(CycleId, String)>,
    State(app): State<App>,
    ProtectedForm(sent): ProtectedForm<Sent>,
) -> Answer {
    let command = sent.command(&stage).ok_or(AppError::NotFound)?;
    let error = match app.command(visitor.caller(), id, &command, None).await {
        Ok(_) => {
            let leaves = matches!(
                command,
                Command::DeclineAssignment { .. } | Command::Recuse { .. }
            );
            let to = if leaves {
                routes::REVIEWS.to_owned()
            } else {
                routes::review(id, &stage)
            };
            return Ok(visitor.having_done(see(&to), command.name()));
        }
        Err(error) => error,
    };
    let about_reason = matches!(
        &error,
        AppError::Refused(refusal) if refusal.code == RefusalCode::TextMissing
    );
    let message = sentence(&visitor, error)?;
    let gives_reason = matches!(sent.answer.as_str(), "decline" | "recuse" | "reassign");
    let assignment = sent.assignment.filter(|_| gives_reason);
    let at_reason = about_reason && assignment.is_some();
    let (refused, message) = if at_reason {
        (None, Some(message))
    } else {
        (Some(message), None)
    };
    let trouble = Trouble {
        // Whatever is wrong, the reason that was typed is kept.
        fault: assignment.map(|assignment| AnswerFault {
            assignment: assignment.to_string(),
            answer: sent.answer,
            message,
            typed: sent.reason,
            reviewer: sent.reviewer.map(|it| it.to_string()),
        }),
        refused,
    };
    sheet::show(&visitor, &app, id, &stage, Filter::All, trouble).await
}
