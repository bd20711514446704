//! Mails: one letter, and for every kind a subject and a body from the catalogue.
//!
//! A mail says what happened, shows the facts it rests on, and leads to the
//! place where it can be acted on by exactly one link.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use lustrum_domain::{
    AdoptionOutcome, Bilingual, ConditionOutcome, Locale, MailKind, ReturnReason,
    notice::NoticeKind,
};
use lustrum_text::{Arg, known, text};
use serde::Serialize;

use crate::{RenderError, Templates, notice::NoticeText, words};

mod samples;

/// The longest subject in characters: what a list of mails shows.
const LONGEST_SUBJECT: usize = 120;

/// The longest quoted remark in characters. The whole text is in the case; a
/// mail is no place for twenty pages.
const LONGEST_QUOTE: usize = 2_000;

/// Whom a mail speaks to. Each side may have wording of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Coordinators and approvers of the municipality, and its mailbox.
    Municipality,
    /// Reviewers and leads of a knowledge partner.
    Partner,
    /// The secretariat.
    Secretariat,
    /// Advisors of the municipality.
    Advisor,
    /// A political body.
    Body,
}

impl Side {
    /// Every side.
    pub const ALL: [Self; 5] = [
        Self::Municipality,
        Self::Partner,
        Self::Secretariat,
        Self::Advisor,
        Self::Body,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Municipality => "municipality",
            Self::Partner => "partner",
            Self::Secretariat => "secretariat",
            Self::Advisor => "advisor",
            Self::Body => "body",
        }
    }
}

/// Everything a mail may tell. Only the first fields are always there; the
/// rest is filled where it applies.
#[derive(Debug, Clone)]
pub struct MailContext {
    /// The programme that sends it.
    pub programme_title: Bilingual,
    /// Whether it is a trial, so that the mail must say so.
    pub trial: bool,
    /// The person it goes to; none for a shared mailbox.
    pub recipient_name: Option<String>,
    /// The organisation whose role or mailbox it goes to.
    pub organisation: String,
    /// Whom it speaks to.
    pub side: Side,
    /// Whose plan: place name or full name; none for mails about no case.
    pub municipality: Option<String>,
    /// The how-many-eth case of the municipality.
    pub edition: Option<u32>,
    /// The one link, absolute.
    pub link: String,
    /// The deadline it tells of.
    pub deadline: Option<MailDeadline>,
    /// The criteria it is about.
    pub criteria: Vec<MailCriterion>,
    /// Who did what the mail tells.
    pub person: Option<String>,
    /// Their reason, answer or remark.
    pub text: Option<String>,
    /// What the stage's organisation is called.
    pub stage: Option<String>,
    /// Whether what was asked for is granted.
    pub granted: Option<bool>,
    /// How a condition was judged.
    pub judged: Option<ConditionOutcome>,
    /// The certificate it tells of.
    pub certificate: Option<MailCertificate>,
    /// How many conditions are still to be met.
    pub conditions: usize,
    /// The political body that decided.
    pub body: Option<String>,
    /// What it decided.
    pub outcome: Option<AdoptionOutcome>,
    /// The notice that is sent, or lies ready.
    pub notice: Option<NoticeText>,
    /// What the notices tell that wait for the administration, each kind once.
    pub drafts: Vec<NoticeKind>,
}

impl MailContext {
    /// A context with nothing but what every mail needs.
    pub fn new(
        programme_title: Bilingual,
        organisation: impl Into<String>,
        side: Side,
        link: impl Into<String>,
    ) -> Self {
        Self {
            programme_title,
            trial: false,
            recipient_name: None,
            organisation: organisation.into(),
            side,
            municipality: None,
            edition: None,
            link: link.into(),
            deadline: None,
            criteria: Vec::new(),
            person: None,
            text: None,
            stage: None,
            granted: None,
            judged: None,
            certificate: None,
            conditions: 0,
            body: None,
            outcome: None,
            notice: None,
            drafts: Vec::new(),
        }
    }
}

/// A deadline in a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailDeadline {
    /// What is due: [`DeadlineKey::word`](lustrum_domain::DeadlineKey::word), or
    /// anything else, which is then not named.
    pub word: String,
    /// The last day.
    pub due: NaiveDate,
    /// The day of the mail. Days are counted from it, so that a reminder which
    /// was late tells the truth; without it they are taken from `rung`.
    pub today: Option<NaiveDate>,
    /// The rung of the ladder: days from the due date, negative before it.
    pub rung: i32,
    /// Whether working days were counted.
    pub working_days: bool,
    /// Weekdays that the count stepped over.
    pub skipped: Vec<NaiveDate>,
}

/// A criterion in a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailCriterion {
    /// For example `KA-3.02`.
    pub id: String,
    /// What it is called.
    pub title: Option<Bilingual>,
    /// What the reviewer wrote.
    pub remark: Option<String>,
    /// The kind of fault.
    pub reason: Option<ReturnReason>,
}

/// A certificate in a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailCertificate {
    /// The number that people quote.
    pub number: String,
    /// Its first day.
    pub valid_from: NaiveDate,
    /// Its last day.
    pub valid_to: NaiveDate,
}

/// A finished mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The subject, one line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// A number for the words and the layout it was made with: two mails of a
    /// kind with the same number differ in their facts alone.
    pub version: i32,
}

/// What the layouts see.
#[derive(Debug, Serialize)]
struct Letter {
    subject: String,
    trial: Option<String>,
    greeting: String,
    paragraphs: Vec<String>,
    by: Option<String>,
    quote: Option<Quote>,
    criteria_heading: String,
    criteria: Vec<CriterionLine>,
    facts: Vec<String>,
    notice: Option<Enclosed>,
    case: Option<String>,
    button: String,
    link_label: String,
    link: String,
    why: String,
    sender: String,
    secretariat: String,
}

#[derive(Debug, Serialize)]
struct Quote {
    label: String,
    paragraphs: Vec<String>,
    cut: Option<String>,
}

#[derive(Debug, Serialize)]
struct CriterionLine {
    name: String,
    reason: Option<String>,
    remark: Option<Quote>,
}

#[derive(Debug, Serialize)]
struct Enclosed {
    title: String,
    text: String,
}

impl Templates {
    /// The mail of `kind` in `locale`.
    ///
    /// # Errors
    /// A layout that an operator replaced asks for something a mail does not have.
    pub fn mail(
        &self,
        kind: MailKind,
        locale: Locale,
        context: &MailContext,
    ) -> Result<Rendered, RenderError> {
        let letter = letter(kind, locale, context);
        Ok(Rendered {
            text: self.render("mails/layout.txt", locale, &letter)?,
            html: self.render("mails/layout.html", locale, &letter)?,
            subject: letter.subject,
            version: self.version(kind.as_str()),
        })
    }
}

fn letter(kind: MailKind, locale: Locale, context: &MailContext) -> Letter {
    let say = |key: &str, args: &[(&str, Arg)]| text(locale, key, args);
    let args = arguments(locale, context);
    let say_about = |key: &str| text(locale, key, &args);
    let base = words::key("mail", kind.as_str());
    let own = format!("{base}-body-{}", context.side.word());
    let body = if known(&own) {
        own
    } else {
        format!("{base}-body")
    };
    let quote = context.text.as_deref().map(|quoted| {
        let label = match &context.person {
            Some(person) => say("letter-text-by", &[("person", person.as_str().into())]),
            None => say("letter-text", &[]),
        };
        quote(locale, label, quoted)
    });
    let by = context
        .person
        .as_deref()
        .filter(|_| quote.is_none() && !kind.lets_in() && !is_about_a_notice(kind))
        .map(|person| say("letter-by", &[("person", person.into())]));
    Letter {
        subject: one_line(&capitalised(&say_about(&format!("{base}-subject")))),
        trial: context.trial.then(|| say("letter-trial", &[])),
        greeting: match &context.recipient_name {
            Some(name) => say("letter-greeting", &[("name", one_line(name).into())]),
            None => say_about("letter-greeting-mailbox"),
        },
        paragraphs: paragraphs(&say_about(&body))
            .into_iter()
            .map(|paragraph| capitalised(&paragraph))
            .collect(),
        by,
        quote,
        criteria_heading: say_about("letter-criteria"),
        criteria: context
            .criteria
            .iter()
            .map(|criterion| criterion_line(locale, criterion))
            .collect(),
        facts: facts(kind, locale, context),
        notice: context
            .notice
            .as_ref()
            .filter(|_| kind == MailKind::Notice)
            .map(|notice| Enclosed {
                title: notice.title.get(locale).to_owned(),
                text: without_link(locale, notice.text.get(locale), &context.link),
            }),
        case: context
            .edition
            .filter(|_| context.municipality.is_some())
            .map(|_| say_about("letter-case")),
        button: match kind {
            _ if kind.lets_in() => say("letter-button-invitation", &[]),
            MailKind::Notice => say("letter-button-notice", &[]),
            MailKind::LastApprover => say("letter-button-people", &[]),
            _ => say("letter-button", &[]),
        },
        link_label: say("letter-link", &[]),
        link: context.link.clone(),
        why: match &context.recipient_name {
            Some(_) => say_about("letter-why"),
            None => say_about("letter-why-mailbox"),
        },
        sender: say("letter-sender", &[]),
        secretariat: say_about("letter-secretariat"),
    }
}

/// The variables that every subject and body may use. What is not known has a
/// word of its own, so that a sentence stays a sentence.
fn arguments(locale: Locale, context: &MailContext) -> Vec<(&'static str, Arg)> {
    let or = |value: Option<&str>, key: &str| match value.map(str::trim) {
        Some(value) if !value.is_empty() => Arg::from(one_line(value)),
        _ => text(locale, key, &[]).into(),
    };
    let municipality = context
        .municipality
        .as_deref()
        .map(|name| words::municipality(locale, name));
    // A municipality goes by its place's name where people do not read it alone.
    let organisation = match context.side {
        Side::Municipality if !context.organisation.trim().is_empty() => {
            words::municipality(locale, &context.organisation)
        }
        _ => context.organisation.clone(),
    };
    let notice = context
        .notice
        .as_ref()
        .map(|notice| notice.title.get(locale));
    let drafts = context.drafts.iter();
    let drafts: Vec<String> = drafts
        .map(|kind| words::label(locale, "notice-kind", kind.as_str()))
        .collect();
    let mut args = vec![
        (
            "municipality",
            or(municipality.as_deref(), "letter-some-municipality"),
        ),
        ("programme", context.programme_title.clone().into()),
        (
            "organisation",
            or(Some(&organisation), "letter-some-organisation"),
        ),
        ("person", or(context.person.as_deref(), "letter-someone")),
        ("stage", or(context.stage.as_deref(), "letter-some-stage")),
        ("body", or(context.body.as_deref(), "letter-some-body")),
        ("notice", or(notice, "letter-button-notice")),
        (
            "drafts",
            or(Some(&drafts.join(", ")), "letter-button-notice"),
        ),
        ("edition", Arg::plain(context.edition.unwrap_or(1))),
        ("count", context.criteria.len().into()),
        (
            "outcome",
            context
                .outcome
                .map_or_else(
                    || "–".to_owned(),
                    |outcome| words::label(locale, "adoption", outcome.as_str()),
                )
                .into(),
        ),
        (
            "judged",
            context
                .judged
                .map_or_else(
                    || "–".to_owned(),
                    |outcome| words::label(locale, "condition-outcome", outcome.as_str()),
                )
                .into(),
        ),
        (
            "granted",
            match context.granted {
                Some(true) => "yes",
                Some(false) => "no",
                None => "unknown",
            }
            .into(),
        ),
    ];
    args.extend(timing(locale, context.deadline.as_ref()));
    args
}

/// What a reminder says of its deadline: what, when, before or after.
fn timing(locale: Locale, deadline: Option<&MailDeadline>) -> [(&'static str, Arg); 4] {
    let Some(deadline) = deadline else {
        return [
            ("what", "–".into()),
            ("due", "–".into()),
            ("when", "–".into()),
            ("ahead", "unknown".into()),
        ];
    };
    let left = deadline.today.map_or_else(
        || -i64::from(deadline.rung),
        |today| (deadline.due - today).num_days(),
    );
    let days = Arg::from(left.unsigned_abs() as f64);
    let (when, ahead) = if left >= 0 {
        (text(locale, "due-before", &[("days", days)]), "yes")
    } else {
        (text(locale, "due-after", &[("days", days)]), "no")
    };
    let what = words::key("due-what", &deadline.word);
    let (what, ahead) = if known(&what) {
        (text(locale, &what, &[]), ahead)
    } else {
        ("–".to_owned(), "unknown")
    };
    [
        ("what", what.into()),
        ("due", lustrum_text::date(locale, deadline.due).into()),
        ("when", when.into()),
        ("ahead", ahead.into()),
    ]
}

/// Whether a mail of this kind brings a notice, or says that one waits: who caused
/// it and what the case is due next are no matter of its readers.
fn is_about_a_notice(kind: MailKind) -> bool {
    matches!(kind, MailKind::Notice | MailKind::NoticeDrafted)
}

/// Short facts below the body: dates, certificate, conditions. Each stands only
/// in the mails it matters to.
fn facts(kind: MailKind, locale: Locale, context: &MailContext) -> Vec<String> {
    let say = |key: &str, args: &[(&str, Arg)]| text(locale, key, args);
    let mut facts = Vec::new();
    if let Some(deadline) = &context.deadline
        && !is_about_a_notice(kind)
    {
        facts.extend(deadline_facts(kind, locale, deadline));
    }
    if let Some(certificate) = &context.certificate {
        let number = ("number", Arg::from(certificate.number.as_str()));
        match kind {
            MailKind::Concluded => {
                let date = |day| Arg::from(lustrum_text::date(locale, day));
                facts.push(say(
                    "letter-certificate",
                    &[
                        number,
                        ("from", date(certificate.valid_from)),
                        ("to", date(certificate.valid_to)),
                    ],
                ));
            }
            // It is not valid any more, so its dates would mislead.
            MailKind::Revoked | MailKind::Lapsed => {
                facts.push(say("letter-certificate-number", &[number]));
            }
            _ => {}
        }
    }
    let tells_conditions = matches!(
        kind,
        MailKind::Certified | MailKind::Concluded | MailKind::ConditionJudged
    );
    if tells_conditions && context.conditions > 0 {
        facts.push(say(
            "letter-conditions",
            &[("count", context.conditions.into())],
        ));
    }
    facts
}

fn deadline_facts(kind: MailKind, locale: Locale, deadline: &MailDeadline) -> Vec<String> {
    let say = |key: &str, args: &[(&str, Arg)]| text(locale, key, args);
    let [what, due, ..] = timing(locale, Some(deadline));
    let named = known(&words::key("due-what", &deadline.word));
    let mut facts = Vec::new();
    match kind {
        // Its body has said the date already.
        MailKind::Reminder if named => {}
        MailKind::LastApprover => facts.push(say("letter-role-ends", &[due])),
        _ if kind.lets_in() => facts.push(say("letter-link-ends", &[due])),
        _ if named => facts.push(say("due-on", &[what, due])),
        _ => facts.push(say("due-on-other", &[due])),
    }
    if !deadline.skipped.is_empty() {
        let days: Vec<String> = deadline
            .skipped
            .iter()
            .map(|day| lustrum_text::date(locale, *day))
            .collect();
        facts.push(say(
            "due-skipped",
            &[
                ("count", days.len().into()),
                ("days", days.join(", ").into()),
            ],
        ));
    } else if deadline.working_days {
        facts.push(say("due-working-days", &[]));
    }
    facts
}

fn criterion_line(locale: Locale, criterion: &MailCriterion) -> CriterionLine {
    let name = match &criterion.title {
        Some(title) => format!("{} {}", criterion.id, title.get(locale)),
        None => criterion.id.clone(),
    };
    CriterionLine {
        name: one_line(&name),
        reason: criterion
            .reason
            .map(|reason| words::label(locale, "return-reason", reason.as_str())),
        remark: criterion
            .remark
            .as_deref()
            .map(|remark| quote(locale, String::new(), remark)),
    }
}

fn quote(locale: Locale, label: String, quoted: &str) -> Quote {
    let quoted = quoted.trim();
    let whole = quoted.chars().count() <= LONGEST_QUOTE;
    let shown: String = if whole {
        quoted.to_owned()
    } else {
        quoted.chars().take(LONGEST_QUOTE).chain(['…']).collect()
    };
    Quote {
        label,
        paragraphs: paragraphs(&shown),
        cut: (!whole).then(|| text(locale, "letter-cut", &[])),
    }
}

/// Paragraphs, parted by empty lines; a line break within one stays.
fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let mut current: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim).chain([""]) {
        if !line.is_empty() {
            current.push(line);
        } else if !current.is_empty() {
            paragraphs.push(current.join("\n"));
            current.clear();
        }
    }
    paragraphs
}

/// A notice's text without the line that leads to the mail's own link: a mail
/// has one link, and it stands where links stand.
fn without_link(locale: Locale, notice: &str, link: &str) -> String {
    let line = text(locale, "agenda-link", &[("link", link.into())]);
    notice.replace(&format!("{line}\n\n"), "")
}

/// With a capital first: what stands for an unknown name begins a sentence, too.
fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}

/// One line without control characters, at most as long as a subject may be.
/// A line break in a subject would let a name write headers.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let line = words.join(" ");
    if line.chars().count() <= LONGEST_SUBJECT {
        return line;
    }
    line.chars()
        .take(LONGEST_SUBJECT - 1)
        .chain(['…'])
        .collect()
}

/// A number per kind for everything fixed in its mails: the layouts and the
/// words of both languages. It is computed, so that nobody can forget to raise it.
pub(crate) fn versions(sources: &BTreeMap<String, String>) -> BTreeMap<&'static str, i32> {
    let layouts = sources
        .iter()
        .filter(|(name, _)| name.starts_with("mails/"))
        .map(|(_, source)| source.as_str());
    let layout = layouts.fold(FNV_START, fnv);
    let keys: Vec<&str> = lustrum_text::keys().collect();
    let fixed = |hash, prefix: &str| {
        keys.iter()
            .filter(|key| key.starts_with(prefix))
            .fold(hash, |hash, key| {
                // A count of one takes the other branch of a plural.
                let one = [("count", Arg::from(1)), ("days", Arg::from(1))];
                Locale::ALL.iter().fold(hash, |hash, locale| {
                    let plain = text(*locale, key, &[]);
                    fnv(fnv(hash, &plain), &text(*locale, key, &one))
                })
            })
    };
    let shared = fixed(fixed(layout, "letter-"), "due-");
    MailKind::ALL
        .iter()
        .map(|kind| {
            let hash = fixed(shared, &(words::key("mail", kind.as_str()) + "-"));
            // The column is a signed 32-bit number; a negative version would look like a fault.
            let version = i32::try_from((hash ^ (hash >> 32)) & 0x7fff_ffff);
            (kind.as_str(), version.unwrap_or_default())
        })
        .collect()
}

/// The start value of the FNV-1a hash: small, stable over releases, and no secret hangs on it.
const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

fn fnv(hash: u64, text: &str) -> u64 {
    text.bytes().chain([0]).fold(hash, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests;
