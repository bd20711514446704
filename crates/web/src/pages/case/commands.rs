//! What the reader may do with a case now, and why the rest not.

use lustrum_domain::{
    Assignment, AssignmentStatus, Available, CommandName, RefusalCode, Stage, StageStatus, leads,
};
use lustrum_templates::{
    page::case::{CaseCommand, Hidden},
    routes,
};

use super::{refused, view::Telling};

impl Telling<'_> {
    /// Commands with what a button for them needs. What has no meaning in this
    /// state is left out: a page that lists it all helps nobody.
    pub(super) fn commands(&self, available: &[Available]) -> Vec<CaseCommand> {
        let mut commands: Vec<CaseCommand> = self.known(available);
        commands.sort_by_key(|it| (it.refusal.is_some(), rank(it.command)));
        // One thing stands out: the next step on the way, if it is the reader's.
        if let Some(first) = commands.first_mut() {
            first.primary = first.refusal.is_none() && rank(first.command) < WAY.len();
        }
        commands
    }

    fn known(&self, available: &[Available]) -> Vec<CaseCommand> {
        available
            .iter()
            .filter(|it| it.refusal != Some(RefusalCode::WrongState))
            .filter(|it| !is_about_a_notice(it.command))
            .flat_map(|it| match it.refusal {
                Some(code) => vec![CaseCommand {
                    refusal: Some(refused(
                        self.caller.locale,
                        code,
                        it.command,
                        self.cycle.state.name(),
                    )),
                    ..self.plain(it.command, false)
                }],
                None => self.given(it.command),
            })
            .collect()
    }

    /// The ways in which the reader can give a command.
    fn given(&self, command: CommandName) -> Vec<CaseCommand> {
        use CommandName as C;
        match command {
            C::Open | C::Recall | C::Resume => vec![self.plain(command, true)],
            // What is open, and what would be handed in, is looked at first.
            C::SubmitSelfAssessment | C::Submit => vec![CaseCommand {
                path: routes::draft_ready(self.cycle.id),
                ..self.plain(command, false)
            }],
            C::AcceptAssignment => {
                self.of_assignments(command, |it| it.status == AssignmentStatus::Offered)
            }
            C::DeclineAssignment => self
                .of_assignments(command, |it| it.status == AssignmentStatus::Offered)
                .into_iter()
                .map(|it| CaseCommand {
                    button: false,
                    ..it
                })
                .collect(),
            C::Recuse => self
                .of_assignments(command, |it| it.status.is_live())
                .into_iter()
                .map(|it| CaseCommand {
                    button: false,
                    ..it
                })
                .collect(),
            C::ConcludeStage => self
                .cycle
                .stages
                .iter()
                .filter(|stage| stage.status == StageStatus::Open && self.leads(stage))
                .map(|stage| {
                    let about = self.organisation(stage.organisation);
                    self.of_one(command, about, "stage", &stage.key)
                })
                .collect(),
            _ => vec![self.plain(command, false)],
        }
    }

    /// A command for each assignment of the reader that waits for it.
    fn of_assignments(
        &self,
        command: CommandName,
        waits: impl Fn(&Assignment) -> bool,
    ) -> Vec<CaseCommand> {
        let me = self.caller.actor.person().map(|person| person.id);
        self.cycle
            .stages
            .iter()
            .flat_map(|stage| stage.assignments.iter().map(move |it| (stage, it)))
            .filter(|(_, it)| Some(it.reviewer) == me && waits(it))
            .map(|(stage, it)| {
                let about = self.organisation(stage.organisation);
                CaseCommand {
                    button: true,
                    ..self.of_one(command, about, "assignment", &it.id.to_string())
                }
            })
            .collect()
    }

    fn plain(&self, command: CommandName, button: bool) -> CaseCommand {
        CaseCommand {
            command,
            about: None,
            refusal: None,
            button,
            primary: false,
            fields: Vec::new(),
            path: routes::command_form(self.cycle.id, command, &[]),
        }
    }

    /// A command about one of several things, whose form names it already.
    fn of_one(&self, command: CommandName, about: String, name: &str, value: &str) -> CaseCommand {
        CaseCommand {
            about: Some(about),
            fields: vec![Hidden {
                name: name.to_owned(),
                value: value.to_owned(),
            }],
            path: routes::command_form(self.cycle.id, command, &[(name, value.to_owned())]),
            ..self.plain(command, false)
        }
    }

    fn leads(&self, stage: &Stage) -> bool {
        let person = self.caller.actor.person();
        person.is_some_and(|person| leads(self.cycle, person, stage).is_some())
    }
}

/// The steps on the way to a plan in force, and what waits for an answer, the
/// most pressing first. What is not among them is done seldom.
const WAY: &[CommandName] = {
    use CommandName as C;
    &[
        C::Resume,
        C::AcceptAssignment,
        C::DecideExtension,
        C::DecideSecondReading,
        C::RecordScoping,
        C::SubmitSelfAssessment,
        C::Submit,
        C::SettleFinding,
        C::DecideCriterion,
        C::Certify,
        C::ConcludeStage,
        C::OfferAssignment,
        C::AnswerCondition,
        C::JudgeCondition,
        C::RecordAdoption,
        C::Open,
        C::SetDates,
    ]
};

fn rank(command: CommandName) -> usize {
    let place = WAY.iter().position(|it| *it == command);
    place.unwrap_or(WAY.len())
}

/// Notices have pages of their own.
fn is_about_a_notice(command: CommandName) -> bool {
    matches!(
        command,
        CommandName::ReleaseNotice
            | CommandName::CancelNotice
            | CommandName::AcknowledgeNotice
            | CommandName::DecideNotice
    )
}
