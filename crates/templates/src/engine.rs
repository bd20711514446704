//! The template engine: embedded files, an operator's overrides, two languages.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt, fs, io,
    path::{Path, PathBuf},
    str::FromStr,
    sync::LazyLock,
};

use chrono::NaiveDate;
use include_dir::{Dir, include_dir};
use lustrum_domain::{Bilingual, Locale};
use lustrum_text::Arg;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
    syntax::SyntaxConfig,
    value::{Kwargs, Serde},
};
use serde::Serialize;

use crate::{assets, mail, routes, words};

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Every template, ready in both languages.
///
/// A template that names something its context does not have is an error, not
/// an empty place: half a sentence in a formal mail is worse than none.
#[derive(Debug)]
pub struct Templates {
    danish: Environment<'static>,
    english: Environment<'static>,
    versions: BTreeMap<&'static str, i32>,
}

/// Why templates could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// An override cannot be read.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// An override that no template is known by: probably misspelt, and silently without effect.
    #[error("{} overrides no template; known are: {known}", path.display())]
    Unknown {
        /// Where.
        path: PathBuf,
        /// The names there are.
        known: String,
    },
    /// A template does not parse.
    #[error("template {name} does not parse")]
    Malformed {
        /// Which.
        name: String,
        /// Why.
        source: Error,
    },
}

/// A template that could not be rendered: a fault of ours, or of an override.
#[derive(Debug, thiserror::Error)]
#[error("cannot render {name}")]
pub struct RenderError {
    /// Which template.
    pub name: String,
    /// Why.
    pub source: Error,
}

impl Templates {
    /// The templates as they were built.
    ///
    /// # Panics
    /// Never: a test renders every embedded template.
    pub fn embedded() -> Self {
        Self::from_sources(&embedded_sources()).expect("embedded templates are parsed by a test")
    }

    /// The embedded templates, with those replaced that `dir` holds under the
    /// same name, for example `mails/layout.html`.
    ///
    /// # Errors
    /// A file that cannot be read, does not parse, or replaces nothing.
    pub fn with_overrides(dir: &Path) -> Result<Self, LoadError> {
        let mut sources = embedded_sources();
        let mut found = BTreeSet::new();
        walk(dir, &mut found)?;
        for path in found {
            let name = path
                .strip_prefix(dir)
                .unwrap_or(&path)
                .components()
                .map(|part| part.as_os_str().to_string_lossy())
                .collect::<Vec<_>>()
                .join("/");
            let Some(source) = sources.get_mut(&name) else {
                let known = sources.keys().cloned().collect::<Vec<_>>().join(", ");
                return Err(LoadError::Unknown { path, known });
            };
            *source = fs::read_to_string(&path)
                .map_err(|source| LoadError::Unreadable { path, source })?;
        }
        Self::from_sources(&sources)
    }

    fn from_sources(sources: &BTreeMap<String, String>) -> Result<Self, LoadError> {
        Ok(Self {
            danish: environment(Locale::Da, sources)?,
            english: environment(Locale::En, sources)?,
            versions: mail::versions(sources),
        })
    }

    /// The names of all templates.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.danish.templates().map(|(name, _)| name)
    }

    /// The number that stands for everything fixed in a mail of `kind`.
    pub(crate) fn version(&self, kind: &str) -> i32 {
        self.versions.get(kind).copied().unwrap_or_default()
    }

    /// Renders the template `name` in `locale`.
    pub(crate) fn render<C: Serialize>(
        &self,
        name: &str,
        locale: Locale,
        context: C,
    ) -> Result<String, RenderError> {
        let environment = match locale {
            Locale::Da => &self.danish,
            Locale::En => &self.english,
        };
        environment
            .get_template(name)
            .and_then(|template| template.render(Serde(context)))
            .map_err(|source| RenderError {
                name: name.to_owned(),
                source,
            })
    }
}

fn embedded_sources() -> BTreeMap<String, String> {
    let mut sources = BTreeMap::new();
    for dir in FILES.dirs() {
        for file in dir.files() {
            if let (Some(name), Some(source)) = (file.path().to_str(), file.contents_utf8()) {
                sources.insert(name.replace('\\', "/"), source.to_owned());
            }
        }
    }
    sources
}

fn walk(dir: &Path, found: &mut BTreeSet<PathBuf>) -> Result<(), LoadError> {
    let unreadable = |source| LoadError::Unreadable {
        path: dir.to_owned(),
        source,
    };
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_dir() {
            walk(&path, found)?;
        } else {
            found.insert(path);
        }
    }
    Ok(())
}

fn environment(
    locale: Locale,
    sources: &BTreeMap<String, String>,
) -> Result<Environment<'static>, LoadError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()
            .expect("only whitespace was configured"),
    );
    environment.set_formatter(write_escaped);
    environment.add_global("lang", locale.tag());
    environment.add_function("t", move |key: &str, args: Kwargs| text(locale, key, &args));
    environment.add_function("word", move |family: &str, word: &str| {
        said(locale, &words::key(family, word))
    });
    environment.add_function("date", move |value: &str| {
        NaiveDate::from_str(value)
            .map(|date| lustrum_text::date(locale, date))
            .map_err(|_| invalid(format!("{value:?} is not a date")))
    });
    environment.add_function("number", move |value: f64| {
        lustrum_text::number(locale, value)
    });
    environment.add_function("municipality", move |name: &str| {
        words::municipality(locale, name)
    });
    add_paths(&mut environment);
    for (name, source) in sources {
        environment
            .add_template_owned(name.clone(), source.clone())
            .map_err(|source| LoadError::Malformed {
                name: name.clone(),
                source,
            })?;
    }
    Ok(environment)
}

/// Paths for templates: `routes.register`, `to_case(id)`.
fn add_paths(environment: &mut Environment<'static>) {
    let fixed = [
        ("home", routes::HOME),
        ("sign_in", routes::SIGN_IN),
        ("sign_out", routes::SIGN_OUT),
        ("register", routes::REGISTER),
        ("register_map", routes::REGISTER_MAP),
        ("figures", routes::FIGURES),
        ("figures_returned", routes::FIGURES_RETURNED),
        ("account", routes::ACCOUNT),
        ("account_name", routes::ACCOUNT_NAME),
        ("account_password", routes::ACCOUNT_PASSWORD),
        ("account_token", routes::ACCOUNT_TOKEN),
        ("account_revoke", routes::ACCOUNT_REVOKE),
        ("notices", routes::NOTICES),
        ("data", routes::DATA),
        ("accessibility", routes::ACCESSIBILITY),
        ("criteria", routes::CRITERIA),
        ("certificates", routes::CERTIFICATES),
        ("cases", routes::CASES),
        ("reviews", routes::REVIEWS),
        ("demo_sign_in", routes::DEMO_SIGN_IN),
        ("desk", routes::DESK),
        ("desk_views", routes::DESK_VIEWS),
        ("desk_reviewers", routes::DESK_REVIEWERS),
        ("desk_people", routes::DESK_PEOPLE),
        ("desk_bodies", routes::DESK_BODIES),
        ("desk_begin", routes::DESK_BEGIN),
        ("desk_enrol", routes::DESK_ENROL),
        ("desk_mails", routes::DESK_MAILS),
        ("desk_audit", routes::DESK_AUDIT),
        ("mailbox", routes::MAILBOX),
        ("openapi", routes::OPENAPI),
    ]
    .map(|(name, path)| (name, path.to_owned()));
    let assets = [
        ("stylesheet", routes::STYLESHEET),
        ("script", routes::SCRIPT),
        ("icon", routes::ICON),
    ]
    .map(|(name, path)| (name, assets::path(path)));
    let routes: BTreeMap<&str, String> = fixed.into_iter().chain(assets).collect();
    environment.add_global("routes", Value::from(routes));
    macro_rules! paths {
        ($($name:ident = $route:ident($($part:ident),+),)+) => {
            $(environment.add_function(stringify!($name), |$($part: &str),+| {
                routes::$route($($part),+)
            });)+
        };
    }
    paths!(
        to_language = language(to, next),
        to_sign_in = sign_in(next),
        to_invitation = invitation(token),
        to_case = case(case),
        to_case_notices = case_notices(case),
        to_command = case_command(case),
        to_file = file(file),
        to_draft = draft(case),
        to_draft_returned = draft_returned(case),
        to_draft_ready = draft_ready(case),
        to_draft_files = draft_files(case),
        to_draft_import = draft_import(case),
        to_draft_plan = draft_plan(case),
        to_draft_comments = draft_comments(case),
        to_draft_file = draft_file(case, file),
        to_draft_section = draft_section(case, section),
        to_draft_sheet = draft_sheet(case, section),
        to_draft_criterion = draft_criterion(case, criterion),
        to_draft_row = draft_row(case, section, row),
        to_notice = notice(case, notice),
        to_municipality = municipality(code),
        to_standing = standing(standing),
        to_plan = plan(number),
        to_dataset = dataset(name, ending),
        to_review = review(case, stage),
        to_review_filter = review_filter(case, stage, show),
        to_review_sheet = review_sheet(case, stage),
        to_review_assignment = review_assignment(case, stage),
        to_review_conclude = review_conclude(case, stage),
        to_review_summary = review_summary(case, stage),
        to_review_criterion = review_criterion(case, stage, criterion),
        to_review_draft = review_draft(case, stage, criterion),
        to_desk_reviewer = desk_reviewer(person),
        to_desk_people = desk_people(organisation),
        to_desk_person = desk_person(person),
        to_desk_bodies = desk_bodies(municipality),
        to_desk_body = desk_body(body),
        to_set = criteria_set(set),
        to_criterion = criterion(set, criterion),
        to_certificate = certificate(number),
        to_mail = mail(mail),
    );
    environment.add_function("to_command_form", |case: &str, command: &str| {
        routes::command_form(case, command, &[])
    });
    environment.add_function("to_cohort", |year: i64| routes::cohort(year));
}

/// The text `key` with keyword arguments as its variables.
fn text(locale: Locale, key: &str, args: &Kwargs) -> Result<Value, Error> {
    let mut given = Vec::new();
    for name in args.args() {
        let value: Value = args.get(name)?;
        given.push((name, argument(&value)?));
    }
    if given.is_empty() {
        return Ok(said(locale, key));
    }
    Ok(Value::from(lustrum_text::text(locale, key, &given)))
}

/// The text `key` as it stands. Each is put together once: a long page asks for the
/// same few in every row.
fn said(locale: Locale, key: &str) -> Value {
    type Texts = HashMap<&'static str, Value>;
    fn all(locale: Locale) -> Texts {
        let texts = lustrum_text::keys();
        texts
            .map(|key| (key, Value::from(lustrum_text::text(locale, key, &[]))))
            .collect()
    }
    static DANISH: LazyLock<Texts> = LazyLock::new(|| all(Locale::Da));
    static ENGLISH: LazyLock<Texts> = LazyLock::new(|| all(Locale::En));
    let texts = match locale {
        Locale::Da => &DANISH,
        Locale::En => &ENGLISH,
    };
    let known = texts.get(key).cloned();
    known.unwrap_or_else(|| Value::from(lustrum_text::text(locale, key, &[])))
}

fn argument(value: &Value) -> Result<Arg, Error> {
    if let Some(text) = value.as_str() {
        return Ok(Arg::from(text));
    }
    if value.is_number() {
        return f64::try_from(value.clone()).map(Arg::from);
    }
    match (
        value.get_attr("da")?.as_str(),
        value.get_attr("en")?.as_str(),
    ) {
        (Some(da), Some(en)) => Ok(Arg::Both(Bilingual {
            da: da.to_owned(),
            en: en.to_owned(),
        })),
        _ => Err(invalid(format!("{value:?} cannot stand in a text"))),
    }
}

fn invalid(detail: String) -> Error {
    Error::new(ErrorKind::InvalidOperation, detail)
}

/// Writes a value, escaped in `.html`. The engine's own way also escapes `/`,
/// which makes every link in a mail unreadable in its source; and it writes
/// the word "none" for what is absent, which must not reach a reader.
fn write_escaped(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    if value.is_none() || value.is_undefined() {
        return Err(Error::new(
            ErrorKind::UndefinedError,
            "an absent value cannot be written",
        ));
    }
    let html = matches!(state.auto_escape(), AutoEscape::Html) && !value.is_safe();
    let written = match value.as_str() {
        Some(text) => write_text(out, text, html),
        None => write_text(out, &value.to_string(), html),
    };
    written.map_err(Error::from)
}

/// Writes a text piece by piece, from one letter that is escaped to the next: most
/// texts have none.
fn write_text(out: &mut Output, text: &str, html: bool) -> fmt::Result {
    if !html {
        return out.write_str(text);
    }
    let mut rest = text;
    while let Some((at, escaped)) = first_escaped(rest) {
        out.write_str(&rest[..at])?;
        out.write_str(escaped)?;
        rest = &rest[at + 1..];
    }
    out.write_str(rest)
}

/// The place of the first letter that means something to HTML, and what stands for it.
fn first_escaped(text: &str) -> Option<(usize, &'static str)> {
    text.bytes().enumerate().find_map(|(at, byte)| {
        let escaped = match byte {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' => "&amp;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => return None,
        };
        Some((at, escaped))
    })
}

#[cfg(test)]
mod tests;
