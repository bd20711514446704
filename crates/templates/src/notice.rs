//! Notices to political bodies: items that can go straight onto an agenda.
//!
//! Danish municipalities write their items in much the same parts, and a notice
//! keeps to them, so that a clerk can paste it without rewriting it.

use chrono::NaiveDate;
use lustrum_domain::{Bilingual, Locale, OrganisationKind, notice::NoticeKind};
use lustrum_text::{Arg, known, text};
use serde::Serialize;

use crate::{RenderError, Templates, words};

mod samples;

/// Everything a notice may tell.
#[derive(Debug, Clone)]
pub struct NoticeContext {
    /// The programme.
    pub programme_title: Bilingual,
    /// Whether it is a trial, so that the notice must say so.
    pub trial: bool,
    /// Whose plan: place name or full name.
    pub municipality: String,
    /// The how-many-eth case of the municipality.
    pub edition: u32,
    /// The body it is for.
    pub body: String,
    /// What that body is: only a committee or the council is asked to decide.
    pub body_kind: OrganisationKind,
    /// The department that recommends; the administration, or for bodies
    /// outside the municipality the secretariat, when not known.
    pub department: Option<String>,
    /// The body's case number, once it has one.
    pub case_number: Option<String>,
    /// Whether the item is closed to the public.
    pub closed: bool,
    /// The bodies that deal with it, in order; only the body itself when empty.
    pub route: Vec<String>,
    /// The stage's organisation.
    pub stage: Option<String>,
    /// The criteria it is about.
    pub criteria: Vec<NoticeCriterion>,
    /// The reason that was given.
    pub text: Option<String>,
    /// What is due, and when.
    pub deadline: Option<NoticeDeadline>,
    /// Conditions that are still to be met, or the one that was judged.
    pub conditions: Vec<NoticeCondition>,
    /// The certificate.
    pub certificate: Option<NoticeCertificate>,
    /// What is attached.
    pub attachments: Vec<Bilingual>,
    /// Where the case can be seen, absolute.
    pub link: Option<String>,
}

impl NoticeContext {
    /// A context with nothing but what every notice needs.
    pub fn new(
        programme_title: Bilingual,
        municipality: impl Into<String>,
        edition: u32,
        body: impl Into<String>,
        body_kind: OrganisationKind,
    ) -> Self {
        Self {
            programme_title,
            trial: false,
            municipality: municipality.into(),
            edition,
            body: body.into(),
            body_kind,
            department: None,
            case_number: None,
            closed: false,
            route: Vec::new(),
            stage: None,
            criteria: Vec::new(),
            text: None,
            deadline: None,
            conditions: Vec::new(),
            certificate: None,
            attachments: Vec::new(),
            link: None,
        }
    }
}

/// A criterion in a notice. Remarks stay in the case: they are written to
/// specialists, and a notice is public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeCriterion {
    /// For example `KA-3.02`.
    pub id: String,
    /// What it is called.
    pub title: Option<Bilingual>,
}

/// A deadline in a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeDeadline {
    /// What is due: [`DeadlineKey::word`](lustrum_domain::DeadlineKey::word).
    pub word: String,
    /// The last day.
    pub due: NaiveDate,
}

/// A condition in a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeCondition {
    /// Of which criterion.
    pub criterion: String,
    /// What must be done.
    pub text: String,
    /// By when.
    pub due: NaiveDate,
}

/// A certificate in a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeCertificate {
    /// The number that people quote.
    pub number: String,
    /// Its first day.
    pub valid_from: NaiveDate,
    /// Its last day.
    pub valid_to: NaiveDate,
}

/// A finished notice in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeText {
    /// The heading of the item, one line.
    pub title: Bilingual,
    /// The rest of it as plain text.
    pub text: Bilingual,
}

/// What the layout sees.
#[derive(Debug, Serialize)]
struct Item {
    trial: Option<String>,
    case_number: String,
    department: String,
    open: String,
    summary_heading: String,
    summary: String,
    route_heading: String,
    route: String,
    recommend: String,
    recommendations: Vec<String>,
    description_heading: String,
    description: Vec<String>,
    attachments_heading: String,
    attachments: Vec<String>,
    decision_heading: String,
}

impl Templates {
    /// The notice of `kind` in both languages.
    ///
    /// # Errors
    /// A layout that an operator replaced asks for something a notice does not have.
    pub fn notice(
        &self,
        kind: NoticeKind,
        context: &NoticeContext,
    ) -> Result<NoticeText, RenderError> {
        let item = |locale| {
            self.render("notices/agenda.txt", locale, item(kind, locale, context))
                .map(|text| text.trim().to_owned())
        };
        Ok(NoticeText {
            title: Bilingual {
                da: title(kind, Locale::Da, context),
                en: title(kind, Locale::En, context),
            },
            text: Bilingual {
                da: item(Locale::Da)?,
                en: item(Locale::En)?,
            },
        })
    }
}

fn title(kind: NoticeKind, locale: Locale, context: &NoticeContext) -> String {
    let key = words::key("agenda", kind.as_str()) + "-title";
    flat(&text(locale, &key, &arguments(locale, context)))
}

fn item(kind: NoticeKind, locale: Locale, context: &NoticeContext) -> Item {
    let args = arguments(locale, context);
    let say = |key: &str| text(locale, key, &args);
    let base = words::key("agenda", kind.as_str());
    let department = department(locale, context);
    let own = format!("{base}-recommendation");
    // Outside the municipality there is nothing to decide: the notice is an orientation.
    let decides = is_municipal(context.body_kind) && known(&own);
    let mut recommendations = Vec::new();
    if decides {
        recommendations.push(say(&own));
    }
    recommendations.push(say("agenda-orientation"));
    Item {
        trial: context.trial.then(|| say("agenda-trial")),
        case_number: match &context.case_number {
            Some(number) => text(
                locale,
                "agenda-case-number",
                &[("number", flat(number).into())],
            ),
            None => say("agenda-case-number-open"),
        },
        department: text(
            locale,
            "agenda-department",
            &[("department", department.clone().into())],
        ),
        open: say(if context.closed {
            "agenda-closed"
        } else {
            "agenda-open"
        }),
        summary_heading: say("agenda-summary"),
        summary: say(&format!("{base}-summary")),
        route_heading: say("agenda-route"),
        route: if context.route.is_empty() {
            flat(&context.body) + "."
        } else {
            let bodies: Vec<String> = context.route.iter().map(|body| flat(body)).collect();
            bodies.join(" – ") + "."
        },
        recommend: text(
            locale,
            "agenda-recommend",
            &[("department", department.into())],
        ),
        recommendations,
        description_heading: say("agenda-description"),
        description: description(kind, locale, context, say(&format!("{base}-description"))),
        attachments_heading: say("agenda-attachments"),
        attachments: if context.attachments.is_empty() {
            vec![say("agenda-no-attachments")]
        } else {
            context
                .attachments
                .iter()
                .enumerate()
                .map(|(index, name)| format!("{}. {}", index + 1, flat(name.get(locale))))
                .collect()
        },
        decision_heading: say("agenda-decision"),
    }
}

/// Which facts matter to a notice; the context may know more than one tells.
struct Tells {
    criteria: bool,
    deadline: bool,
    conditions: bool,
    certificate: bool,
}

impl Tells {
    fn of(kind: NoticeKind) -> Self {
        use NoticeKind as Kind;
        Self {
            criteria: matches!(
                kind,
                Kind::Returned | Kind::Refused | Kind::Reopened | Kind::Revoked
            ),
            deadline: matches!(
                kind,
                Kind::Opened
                    | Kind::HandedIn
                    | Kind::Returned
                    | Kind::Refused
                    | Kind::Reopened
                    | Kind::DeadlinePassed
                    | Kind::Resumed
            ),
            conditions: matches!(
                kind,
                Kind::ReadyForAdoption
                    | Kind::Certified
                    | Kind::ConditionMet
                    | Kind::ConditionFailed
                    | Kind::Reinstated
            ),
            // Elsewhere it is not issued yet, or no longer valid.
            certificate: kind == Kind::Reinstated,
        }
    }
}

/// The paragraphs of the description: what the kind says, then the facts.
fn description(
    kind: NoticeKind,
    locale: Locale,
    context: &NoticeContext,
    fixed: String,
) -> Vec<String> {
    let tells = Tells::of(kind);
    let say = |key: &str, args: &[(&str, Arg)]| text(locale, key, args);
    let date = |day| Arg::from(lustrum_text::date(locale, day));
    let mut paragraphs = vec![fixed];
    if let Some(reason) = context
        .text
        .as_deref()
        .map(str::trim)
        .filter(|it| !it.is_empty())
    {
        paragraphs.push(format!("{}\n{reason}", say("agenda-reasons", &[])));
    }
    if tells.criteria && !context.criteria.is_empty() {
        let lines = context.criteria.iter().map(|criterion| {
            let title = criterion
                .title
                .as_ref()
                .map_or("", |title| title.get(locale));
            format!("- {}", flat(&format!("{} {title}", criterion.id)))
        });
        paragraphs.push(under(say("agenda-criteria", &[]), lines));
    }
    if tells.conditions && !context.conditions.is_empty() {
        let lines = context.conditions.iter().map(|condition| {
            let line = say(
                "agenda-condition-line",
                &[
                    ("criterion", condition.criterion.as_str().into()),
                    ("text", flat(&condition.text).into()),
                    ("due", date(condition.due)),
                ],
            );
            format!("- {line}")
        });
        paragraphs.push(under(say("agenda-conditions", &[]), lines));
    }
    if let Some(deadline) = context.deadline.as_ref().filter(|_| tells.deadline) {
        let what = words::key("due-what", &deadline.word);
        if known(&what) {
            paragraphs.push(say(
                "agenda-deadline",
                &[
                    ("what", say(&what, &[]).into()),
                    ("due", date(deadline.due)),
                ],
            ));
        }
    }
    if let Some(certificate) = context.certificate.as_ref().filter(|_| tells.certificate) {
        paragraphs.push(say(
            "agenda-certificate",
            &[
                ("number", certificate.number.as_str().into()),
                ("from", date(certificate.valid_from)),
                ("to", date(certificate.valid_to)),
            ],
        ));
    }
    if let Some(link) = &context.link {
        paragraphs.push(say("agenda-link", &[("link", link.as_str().into())]));
    }
    paragraphs
}

fn under(heading: String, lines: impl Iterator<Item = String>) -> String {
    let mut all = vec![heading];
    all.extend(lines);
    all.join("\n")
}

fn department(locale: Locale, context: &NoticeContext) -> String {
    match &context.department {
        Some(department) => flat(department),
        None if is_municipal(context.body_kind) => {
            text(locale, "agenda-department-administration", &[])
        }
        None => text(
            locale,
            "agenda-department-secretariat",
            &[("programme", context.programme_title.clone().into())],
        ),
    }
}

fn is_municipal(body: OrganisationKind) -> bool {
    matches!(
        body,
        OrganisationKind::Council | OrganisationKind::Committee
    )
}

fn arguments(locale: Locale, context: &NoticeContext) -> Vec<(&'static str, Arg)> {
    let stage = match &context.stage {
        Some(stage) => flat(stage),
        None => text(locale, "letter-some-stage", &[]),
    };
    vec![
        (
            "municipality",
            words::municipality(locale, &flat(&context.municipality)).into(),
        ),
        ("programme", context.programme_title.clone().into()),
        ("stage", stage.into()),
        ("count", context.criteria.len().into()),
        ("kind", context.body_kind.as_str().into()),
    ]
}

/// A name on one line.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
