//! The page of a case: where it stands, what is due, what was decided.

use chrono::NaiveDate;
use lustrum_domain::{
    AdoptionOutcome, AssignmentStatus, Bilingual, CommandName, ConditionStatus, Deadline, Event,
    FindingStatus, ReturnReason, Role, StageStatus, Standing, StateName, SubmissionKind,
    notice::{NoticeKind, NoticeState},
};
use serde::Serialize;

use super::{Ball, CasePlace, Due, Page, both, certificate::CertificateStatus, day, nasty};

/// The page of a case.
#[derive(Debug, Clone, Serialize)]
pub struct Case {
    /// The pages of the case.
    pub nav: Vec<CasePlace>,
    /// Its id as in its path.
    pub id: String,
    /// The version that the reader sees; forms send it back, so that nobody
    /// acts on what has changed meanwhile.
    pub version: u64,
    /// Whose plan.
    pub municipality: String,
    /// The how-many-eth case.
    pub edition: u32,
    /// Where it stands.
    pub state: StateName,
    /// Who must act.
    pub ball: Ball,
    /// What the stage's organisation is called, while one judges.
    pub stage: Option<String>,
    /// Set while it is on hold.
    pub hold: Option<CaseHold>,
    /// Whether the certificate that it renews has lapsed.
    pub lapsed: bool,
    /// The criteria set it is judged by, `set@version`.
    pub criteria: Option<String>,
    /// The end of the period of the plan in force.
    pub period_end: Option<NaiveDate>,
    /// The day on which it opens by itself.
    pub opens_on: Option<NaiveDate>,
    /// The review round, once there was one.
    pub round: u32,
    /// The way through the states, with where it stands.
    pub steps: Vec<CaseStep>,
    /// Its deadlines, running ones first.
    pub deadlines: Vec<CaseDeadline>,
    /// Its review stages in order.
    pub stages: Vec<CaseStage>,
    /// What was agreed when it was scoped, in the order of the criteria.
    pub focus: Vec<CaseFocus>,
    /// Conditions attached to approvals.
    pub conditions: Vec<CaseCondition>,
    /// What political bodies decided.
    pub adoptions: Vec<CaseAdoption>,
    /// What was handed in.
    pub submissions: Vec<CaseSubmission>,
    /// The certificate it led to.
    pub certificate: Option<CaseCertificate>,
    /// Notices to political bodies.
    pub notices: Vec<CaseNotice>,
    /// Mails about it, newest first. Empty for readers whose affair they are not.
    pub mails: Vec<CaseMail>,
    /// How many mails there are.
    pub mails_total: u64,
    /// What colleagues and advisors wrote about the draft, newest first.
    pub comments: Vec<CaseComment>,
    /// What happened, newest first.
    pub timeline: Vec<CaseEvent>,
    /// What the reader may do now, and why the rest not.
    pub commands: Vec<CaseCommand>,
}

/// A step on the way to a plan in force.
#[derive(Debug, Clone, Serialize)]
pub struct CaseStep {
    /// The state.
    pub state: StateName,
    /// Where the case stands to it: `done`, `current` or `ahead`.
    pub standing: &'static str,
    /// The last day on which the case came there.
    pub on: Option<NaiveDate>,
}

/// A mail about the case.
#[derive(Debug, Clone, Serialize)]
pub struct CaseMail {
    /// Its subject.
    pub subject: String,
    /// The day on which it was queued.
    pub on: NaiveDate,
    /// Where it stands.
    pub status: String,
    /// Whom it goes to; none where that is not the reader's affair.
    pub to: Option<String>,
    /// What a server said last.
    pub fault: Option<String>,
}

/// A comment on the draft.
#[derive(Debug, Clone, Serialize)]
pub struct CaseComment {
    /// The day.
    pub on: NaiveDate,
    /// Who; none once the name was erased.
    pub who: Option<String>,
    /// What it is about: a criterion, a section of the plan data, the plan.
    pub about: String,
    /// Where that is written.
    pub path: String,
    /// The text.
    pub text: String,
}

/// A hold.
#[derive(Debug, Clone, Serialize)]
pub struct CaseHold {
    /// Since when.
    pub since: NaiveDate,
    /// Why; none once it was erased.
    pub reason: Option<String>,
}

/// A deadline with its explanation.
#[derive(Debug, Clone, Serialize)]
pub struct CaseDeadline {
    /// What is due when.
    #[serde(flatten)]
    pub due: Due,
    /// What the stage's organisation is called, for a review.
    pub stage: Option<String>,
    /// Whether it still runs.
    pub running: bool,
    /// The day it was counted from.
    pub from: NaiveDate,
    /// Whether working days were counted.
    pub working_days: bool,
    /// Weekdays that the count stepped over.
    pub skipped: Vec<NaiveDate>,
    /// Working days that are left while it stands still.
    pub left: Option<u32>,
    /// Extensions granted.
    pub extensions: u32,
    /// The day that was asked for, while nobody has decided.
    pub asked: Option<NaiveDate>,
}

impl CaseDeadline {
    /// A deadline of the domain as it lies to `today`.
    pub fn of(deadline: &Deadline, stage: Option<String>, today: NaiveDate) -> Self {
        Self {
            due: Due::of(deadline, today),
            stage,
            running: deadline.running,
            from: deadline.set_on,
            working_days: deadline.working_days,
            skipped: deadline.skipped.clone(),
            left: deadline.left,
            extensions: deadline.extensions,
            asked: None,
        }
    }
}

/// A review stage.
#[derive(Debug, Clone, Serialize)]
pub struct CaseStage {
    /// What its organisation is called.
    pub name: String,
    /// Where it stands.
    pub status: StageStatus,
    /// Who was asked to judge. Empty for readers who may not know.
    pub assignments: Vec<CaseAssignment>,
    /// The latest finding per criterion. Empty for readers who may not know yet.
    pub findings: Vec<CaseFinding>,
}

/// A reviewer asked to judge.
#[derive(Debug, Clone, Serialize)]
pub struct CaseAssignment {
    /// Who; none once the name was erased.
    pub reviewer: Option<String>,
    /// Where it stands.
    pub status: AssignmentStatus,
    /// The last day for an answer.
    pub answer_by: NaiveDate,
}

/// A finding.
#[derive(Debug, Clone, Serialize)]
pub struct CaseFinding {
    /// For example `KA-3.02`.
    pub criterion: String,
    /// What is required, in short.
    pub title: Option<Bilingual>,
    /// The judgement.
    pub status: FindingStatus,
    /// The round it was made in.
    pub round: u32,
    /// The kind of fault, when returned.
    pub reason: Option<ReturnReason>,
    /// What the reviewer wrote.
    pub remark: Option<String>,
}

/// What was agreed on a criterion when the case was scoped.
#[derive(Debug, Clone, Serialize)]
pub struct CaseFocus {
    /// For example `KA-3.02`.
    pub criterion: String,
    /// What is required, in short.
    pub title: Option<Bilingual>,
    /// What was agreed; none once it was erased.
    pub text: Option<String>,
}

/// A file that can be opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileLink {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub path: String,
}

impl FileLink {
    /// A file with a name that is hard to show.
    pub(super) fn sample() -> Self {
        Self {
            name: nasty(),
            path: crate::routes::file("upl_1"),
        }
    }
}

/// A condition.
#[derive(Debug, Clone, Serialize)]
pub struct CaseCondition {
    /// Of which criterion.
    pub criterion: String,
    /// What must be done; none once it was erased.
    pub text: Option<String>,
    /// By when.
    pub due: NaiveDate,
    /// Where it stands.
    pub status: ConditionStatus,
    /// What the municipality answered.
    pub answer: Option<String>,
    /// The files that go with the answer.
    pub evidence: Vec<FileLink>,
}

/// What a body decided.
#[derive(Debug, Clone, Serialize)]
pub struct CaseAdoption {
    /// The body.
    pub body: String,
    /// The date of the meeting.
    pub held_on: NaiveDate,
    /// The item on the agenda.
    pub item: Option<String>,
    /// The number of the case with the municipality.
    pub case_number: Option<String>,
    /// What it decided.
    pub outcome: AdoptionOutcome,
    /// What the minority wanted to have noted.
    pub dissent: Option<String>,
    /// SHA-256 of the plan document it decided about.
    pub plan: String,
    /// Whether that is another document than the certified one; none while nothing is certified.
    pub differs: Option<bool>,
    /// Whether a later record corrected this one.
    pub corrected: bool,
}

/// Something handed in.
#[derive(Debug, Clone, Serialize)]
pub struct CaseSubmission {
    /// From 1 within the case.
    pub number: u32,
    /// What it is.
    pub kind: SubmissionKind,
    /// The day.
    pub on: NaiveDate,
    /// SHA-256 of all of it.
    pub digest: String,
    /// SHA-256 of the plan document in it.
    pub plan: Option<String>,
    /// Where it can be downloaded, as it was frozen.
    pub path: String,
    /// Whether it stands.
    pub standing: Standing,
}

/// The certificate.
#[derive(Debug, Clone, Serialize)]
pub struct CaseCertificate {
    /// Its number.
    pub number: String,
    /// Where it stands today.
    pub status: CertificateStatus,
    /// Its first day.
    pub valid_from: NaiveDate,
    /// Its last day.
    pub valid_to: NaiveDate,
}

/// A notice in a list.
#[derive(Debug, Clone, Serialize)]
pub struct CaseNotice {
    /// Its id as in its path.
    pub id: String,
    /// What it tells.
    pub kind: NoticeKind,
    /// Whom.
    pub body: String,
    /// Where it stands.
    pub state: NoticeState,
    /// The day on which it releases itself.
    pub releases_on: Option<NaiveDate>,
}

/// A line of the timeline.
#[derive(Debug, Clone, Serialize)]
pub struct CaseEvent {
    /// The day.
    pub on: NaiveDate,
    /// The kind of event, as the log spells it.
    pub kind: String,
    /// Who; none for the clock, and once the name was erased.
    pub who: Option<String>,
    /// The role that allowed it; none for the clock.
    pub role: Option<Role>,
    /// Whose decision was recorded by somebody else.
    pub on_behalf_of: Option<String>,
    /// What it is about, ready to show: a criterion, a stage, a body.
    pub about: Option<String>,
    /// The reason or remark that came with it.
    pub text: Option<String>,
}

/// A command with what the reader needs to know of it.
#[derive(Debug, Clone, Serialize)]
pub struct CaseCommand {
    /// Which.
    pub command: CommandName,
    /// What it is about, ready to show, where it can be given more than once.
    pub about: Option<String>,
    /// Why it cannot be given now, as a sentence; none when it can.
    pub refusal: Option<String>,
    /// Whether a button is enough: it carries nothing, or only `fields`.
    pub button: bool,
    /// Whether it is what the reader most likely came for.
    pub primary: bool,
    /// Hidden fields of the form, for example which assignment.
    pub fields: Vec<Hidden>,
    /// The page with its form, filled in as far as `fields` say.
    pub path: String,
}

/// A hidden field.
#[derive(Debug, Clone, Serialize)]
pub struct Hidden {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl CaseCommand {
    /// A command that may be given, with a button for it.
    pub(super) fn sample(command: CommandName) -> Self {
        Self {
            command,
            about: None,
            refusal: None,
            button: true,
            primary: command == CommandName::Submit,
            fields: vec![Hidden {
                name: "notice".to_owned(),
                value: "ntc_1".to_owned(),
            }],
            path: crate::routes::command_form("cyc_1", command, &[]),
        }
    }
}

impl Page for Case {
    const TEMPLATE: &'static str = "pages/case.html";

    fn samples() -> Vec<Self> {
        let mut samples: Vec<Self> = StateName::ALL.iter().map(|state| bare(*state)).collect();
        samples.push(full());
        samples.push(hostile());
        samples
    }
}

fn bare(state: StateName) -> Case {
    Case {
        nav: CasePlace::samples("CONCITO", "case-place-overview"),
        id: "cyc_1".to_owned(),
        version: 7,
        municipality: "Odder".to_owned(),
        edition: 2,
        state,
        ball: Ball::of(state, false, false),
        stage: None,
        hold: None,
        lapsed: false,
        criteria: None,
        period_end: None,
        opens_on: None,
        round: 0,
        steps: Vec::new(),
        deadlines: Vec::new(),
        stages: Vec::new(),
        focus: Vec::new(),
        conditions: Vec::new(),
        adoptions: Vec::new(),
        submissions: Vec::new(),
        certificate: None,
        notices: Vec::new(),
        mails: Vec::new(),
        mails_total: 0,
        comments: Vec::new(),
        timeline: Vec::new(),
        commands: Vec::new(),
    }
}

fn full() -> Case {
    let today = day(2027, 1, 10);
    let deadline = |word: &str, due, running| CaseDeadline {
        due: Due::new(word, due, today),
        stage: (word == "review").then(|| "CONCITO".to_owned()),
        running,
        from: day(2026, 12, 9),
        working_days: running,
        skipped: if running {
            vec![day(2026, 12, 24), day(2026, 12, 25)]
        } else {
            Vec::new()
        },
        left: (!running).then_some(4),
        extensions: u32::from(running),
        asked: running.then(|| day(2027, 3, 1)),
    };
    let finding = |status| CaseFinding {
        criterion: "KA-3.02".to_owned(),
        title: Some(both("Drivhusgasregnskab", "Inventory")),
        status,
        round: 1,
        reason: Some(ReturnReason::Outdated),
        remark: Some("Regnskabet er fra 2019.\nBrug det nyeste.".to_owned()),
    };
    Case {
        stage: Some("CONCITO".to_owned()),
        hold: Some(CaseHold {
            since: day(2027, 1, 2),
            reason: Some("Kommunesammenlægning".to_owned()),
        }),
        lapsed: true,
        criteria: Some("cctf-ka@0.1".to_owned()),
        period_end: Some(day(2027, 3, 1)),
        opens_on: Some(day(2025, 3, 1)),
        round: 2,
        steps: [
            (StateName::Scheduled, "done"),
            (StateName::Returned, "current"),
            (StateName::Decision, "ahead"),
        ]
        .into_iter()
        .map(|(state, standing)| CaseStep {
            state,
            standing,
            on: (standing != "ahead").then(|| day(2026, 12, 9)),
        })
        .collect(),
        focus: vec![
            CaseFocus {
                criterion: "KA-3.02".to_owned(),
                title: Some(both("Drivhusgasregnskab", "Inventory")),
                text: Some(nasty()),
            },
            CaseFocus {
                criterion: "KA-9.99".to_owned(),
                title: None,
                text: None,
            },
        ],
        mails: mails_of(&["queued", "sending", "sent", "failed", "cancelled"]),
        mails_total: 25,
        comments: vec![
            CaseComment {
                on: day(2026, 12, 9),
                who: Some("Åse Kjær".to_owned()),
                about: "KA-3.02".to_owned(),
                path: crate::routes::draft_criterion("cyc_1", "KA-3.02"),
                text: "Se bilag 2.\nDer står tallet.".to_owned(),
            },
            CaseComment {
                on: day(2026, 12, 9),
                who: None,
                about: nasty(),
                path: crate::routes::draft_files("cyc_1"),
                text: nasty(),
            },
        ],
        deadlines: vec![
            deadline("answer", day(2027, 1, 5), true),
            deadline("review", day(2027, 2, 5), true),
            deadline("self_assessment", day(2026, 3, 1), false),
            deadline("submission", day(2026, 6, 1), false),
            deadline("decision", day(2027, 1, 10), true),
            deadline("condition", day(2027, 1, 11), true),
        ],
        stages: StageStatus::ALL
            .iter()
            .map(|status| CaseStage {
                name: "CONCITO".to_owned(),
                status: *status,
                assignments: AssignmentStatus::ALL
                    .iter()
                    .map(|status| CaseAssignment {
                        reviewer: Some("Åse Kjær".to_owned()),
                        status: *status,
                        answer_by: day(2026, 12, 12),
                    })
                    .collect(),
                findings: FindingStatus::ALL
                    .iter()
                    .map(|status| finding(*status))
                    .collect(),
            })
            .collect(),
        conditions: ConditionStatus::ALL
            .iter()
            .map(|status| CaseCondition {
                criterion: "KA-5.01".to_owned(),
                text: Some("Tidsplan for indsatserne".to_owned()),
                due: day(2027, 6, 1),
                status: *status,
                answer: Some(nasty()),
                evidence: vec![FileLink::sample()],
            })
            .collect(),
        adoptions: AdoptionOutcome::ALL
            .iter()
            .map(|outcome| CaseAdoption {
                body: "Odder Byråd".to_owned(),
                held_on: day(2026, 12, 1),
                item: Some("Punkt 12".to_owned()),
                case_number: Some("24/1234 - 5".to_owned()),
                outcome: *outcome,
                dissent: Some(nasty()),
                plan: "5b".repeat(32),
                differs: Some(*outcome == AdoptionOutcome::Amended),
                corrected: *outcome == AdoptionOutcome::Postponed,
            })
            .collect(),
        submissions: Standing::ALL
            .iter()
            .map(|standing| CaseSubmission {
                number: 1,
                kind: SubmissionKind::Plan,
                on: day(2026, 10, 1),
                digest: "ab".repeat(32),
                plan: Some("5b".repeat(32)),
                path: crate::routes::submission("cyc_1", "sub_1"),
                standing: *standing,
            })
            .collect(),
        certificate: Some(CaseCertificate {
            number: "KA-0727-2".to_owned(),
            status: CertificateStatus::Valid,
            valid_from: day(2027, 3, 1),
            valid_to: day(2032, 2, 29),
        }),
        notices: NoticeState::ALL
            .iter()
            .map(|state| CaseNotice {
                id: "ntc_1".to_owned(),
                kind: NoticeKind::Certified,
                body: "Odder Byråd".to_owned(),
                state: *state,
                releases_on: Some(day(2027, 1, 15)),
            })
            .collect(),
        timeline: Event::KINDS
            .iter()
            .map(|(kind, _)| CaseEvent {
                on: day(2026, 12, 9),
                kind: (*kind).to_owned(),
                who: Some("Åse Kjær".to_owned()),
                role: Some(Role::Lead),
                on_behalf_of: Some("C40".to_owned()),
                about: Some("KA-3.02".to_owned()),
                text: Some("Fordi.".to_owned()),
            })
            .collect(),
        commands: CommandName::ALL
            .iter()
            .enumerate()
            .map(|(index, command)| CaseCommand {
                about: (index % 5 == 0).then(|| "CONCITO".to_owned()),
                refusal: (index % 3 == 0).then(|| "Det kan ikke gøres nu.".to_owned()),
                button: index % 2 == 0,
                ..CaseCommand::sample(*command)
            })
            .collect(),
        ..bare(StateName::Returned)
    }
}

fn mails_of(statuses: &[&str]) -> Vec<CaseMail> {
    let mails = statuses.iter().map(|status| CaseMail {
        subject: nasty(),
        on: day(2026, 12, 9),
        status: (*status).to_owned(),
        to: (*status != "queued").then(|| "post@odder.example".to_owned()),
        fault: (*status == "failed").then(nasty),
    });
    mails.collect()
}

fn hostile() -> Case {
    let mut case = full();
    case.municipality = nasty();
    case.nav = CasePlace::samples(&nasty(), "case-place-overview");
    case.stage = Some(nasty());
    case.hold = Some(CaseHold {
        since: day(2027, 1, 2),
        reason: None,
    });
    for stage in &mut case.stages {
        stage.name = nasty();
        for assignment in &mut stage.assignments {
            assignment.reviewer = None;
        }
        for finding in &mut stage.findings {
            finding.title = None;
            finding.reason = None;
            finding.remark = Some(nasty().repeat(300));
        }
    }
    for condition in &mut case.conditions {
        condition.text = None;
        condition.answer = None;
        condition.evidence = Vec::new();
    }
    for adoption in &mut case.adoptions {
        adoption.item = None;
        adoption.case_number = None;
        adoption.dissent = None;
        adoption.differs = None;
        adoption.body = "ø".repeat(300);
    }
    for event in &mut case.timeline {
        event.who = None;
        event.role = None;
        event.on_behalf_of = None;
        event.about = None;
        event.text = Some(nasty());
    }
    for command in &mut case.commands {
        command.about = Some(nasty());
        command.refusal = Some(nasty());
    }
    case
}
