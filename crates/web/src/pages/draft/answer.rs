//! One criterion: its answer, what the checks say, what people said.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use lustrum_app::{
    Answer as Given, App, AppError, Evidence, FindingRow, Previous, Upload, Workspace,
};
use lustrum_criteria::{
    Outcome,
    form::{Difference, Field, FieldKind, differences, merge, show},
};
use lustrum_domain::{CriterionId, CycleId, Locale, UploadId, time::local_date};
use lustrum_templates::{
    page::draft::{
        AnswerForm, CheckView, CriterionPage, EvidenceView, Fault, FindingView, LastCycle,
        OptionView, ParameterView, PlaceView, Returned, ReturnedCriterion, SectionLink,
    },
    routes,
};
use lustrum_text::{both, date, text};
use serde_json::Value;

use super::{
    Clash, clock, comments, conflict, fields, head, is_script, mine, picks, saved, told,
    told_conflict, told_saved, value, version, written,
};
use crate::{
    extract::Path,
    pages::{
        Answer, criteria,
        fault::PageError,
        form::{ProtectedDraft, ProtectedForm},
        see,
        visitor::Visitor,
    },
};

/// What was typed into the form of an answer, right or not.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    text: String,
    explanation: String,
    reply: String,
    /// File, page and passage.
    evidence: Vec<(String, String, String)>,
    /// The version that the form was made for, and what stood there.
    form: Option<(i64, Option<String>)>,
}

impl Typed {
    fn of(answer: Option<&Given>) -> Self {
        let Some(answer) = answer else {
            return Self::default();
        };
        Self {
            text: answer.text.clone(),
            explanation: answer.explanation.clone().unwrap_or_default(),
            reply: answer.reply.clone().unwrap_or_default(),
            evidence: answer
                .evidence
                .iter()
                .map(|it| {
                    (
                        it.upload.to_string(),
                        it.page.map_or_else(String::new, |page| page.to_string()),
                        it.passage.clone().unwrap_or_default(),
                    )
                })
                .collect(),
            form: None,
        }
    }

    /// The same with one more place in a file.
    pub(super) fn pointing_at(
        answer: Option<&Given>,
        file: UploadId,
        page: &str,
        passage: &str,
    ) -> Self {
        let mut typed = Self::of(answer);
        let line = (file.to_string(), page.to_owned(), passage.to_owned());
        typed.evidence.push(line);
        typed
    }

    /// What was typed laid over what stands there: a field that the form did
    /// not show stays as it is.
    fn sent(pairs: &[(String, String)], answer: Option<&Given>) -> Self {
        let mut typed = Self::of(answer);
        let plain = |name: &str| value(pairs, name).map(|it| it.replace("\r\n", "\n"));
        if let Some(text) = plain("/text") {
            typed.text = text;
        }
        if let Some(text) = plain("/explanation") {
            typed.explanation = text;
        }
        if let Some(text) = plain("/reply") {
            typed.reply = text;
        }
        let lines = (0..pairs.len()).map_while(|number| {
            let at = |name: &str| plain(&format!("/evidence/{number}{name}"));
            let line = (
                at("/upload")?,
                at("/page").unwrap_or_default(),
                at("/passage").unwrap_or_default(),
            );
            // A line whose file was taken away goes with it. One in which nothing
            // stands is not counted, here or on the page.
            let had_file = at("!id").is_some_and(|it| !it.is_empty());
            let says_nothing = line.1.trim().is_empty() && line.2.trim().is_empty();
            let gone = line.0.is_empty() && (had_file || says_nothing);
            Some((!gone).then_some(line))
        });
        let lines: Vec<_> = lines.collect();
        if !lines.is_empty() {
            typed.evidence = lines.into_iter().flatten().collect();
        }
        typed.form = Some((version(pairs), value(pairs, "base").map(str::to_owned)));
        typed
    }

    /// It as an answer of `criterion`; a sentence for each thing that cannot be used.
    pub(super) fn answer(
        &self,
        criterion: &CriterionId,
        locale: Locale,
    ) -> Result<Given, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut evidence = Vec::new();
        let lines = (1_usize..).zip(&self.evidence);
        for (number, (file, page, passage)) in lines {
            let told = |field: &str, key: &str, found: &str| {
                let args = [("number", number.into()), ("found", found.into())];
                let place = format!("/evidence/{}/{field}", number - 1);
                Fault {
                    at: id_of(criterion, &place),
                    message: text(locale, key, &args),
                }
            };
            let (page, passage) = (page.trim(), passage.trim());
            if file.is_empty() {
                faults.push(told("upload", "draft-evidence-no-file", page));
                continue;
            }
            let Ok(upload) = file.parse::<UploadId>() else {
                faults.push(told("upload", "draft-evidence-no-file", file));
                continue;
            };
            let page = match page.parse::<u32>() {
                _ if page.is_empty() => None,
                Ok(page) if page > 0 => Some(page),
                _ => {
                    faults.push(told("page", "draft-evidence-no-page", page));
                    continue;
                }
            };
            evidence.push(Evidence {
                upload,
                page,
                passage: (!passage.is_empty()).then(|| passage.to_owned()),
            });
        }
        let optional = |text: &str| (!text.trim().is_empty()).then(|| text.trim_end().to_owned());
        if faults.is_empty() {
            Ok(Given {
                text: optional(&self.text).unwrap_or_default(),
                evidence,
                explanation: optional(&self.explanation),
                reply: optional(&self.reply),
            })
        } else {
            Err(faults)
        }
    }
}

/// The id of the field at a place of the answer to `criterion`, as its form has it.
fn id_of(criterion: &CriterionId, place: &str) -> Option<String> {
    let mut steps = place.split('/').skip(1);
    let end = match (steps.next()?, steps.next(), steps.next()) {
        ("evidence", Some(number), Some("upload")) => format!("file-{number}"),
        ("evidence", Some(number), Some(name)) => format!("{name}-{number}"),
        (name @ ("text" | "explanation" | "reply"), None, None) => name.to_owned(),
        _ => return None,
    };
    Some(format!("a-{criterion}-{end}"))
}

pub(super) async fn page(
    visitor: Visitor,
    Path((case, criterion)): Path<(CycleId, CriterionId)>,
    State(app): State<App>,
) -> Answer {
    let workspace = app.workspace(visitor.caller(), case).await?;
    let typed = Typed::of(workspace.answers.get(&criterion));
    let page = view(&visitor, &app, &workspace, &criterion, &typed, Vec::new()).await?;
    visitor.show(&app, &page).await
}

async fn view(
    visitor: &Visitor,
    app: &App,
    workspace: &Workspace,
    id: &CriterionId,
    typed: &Typed,
    faults: Vec<Fault>,
) -> Result<CriterionPage, PageError> {
    let locale = visitor.locale();
    let set = workspace.set;
    let judged: Vec<&CriterionId> = workspace.cycle.criteria.iter().map(|it| &it.id).collect();
    let at = judged.iter().position(|it| *it == id);
    let (Some(at), Some(criterion)) = (at, set.criterion(id)) else {
        return Err(AppError::NotFound.into());
    };
    let component = set
        .components()
        .iter()
        .find(|it| it.id == criterion.component);
    let result = workspace.result(id);
    Ok(CriterionPage {
        head: head(app, visitor, workspace),
        id: id.to_string(),
        set: set.pin().to_string(),
        component: component.map_or_else(String::new, |it| it.title.get(locale).to_owned()),
        level: criterion.level.to_string(),
        requirement: criterion.requirement.get(locale).to_owned(),
        guidance: criterion.guidance.get(locale).to_owned(),
        evidence: criterion.evidence.get(locale).to_owned(),
        focus: app.focus(visitor.caller(), &workspace.cycle, id).await?,
        sections: sections(workspace, id, locale),
        form: form(workspace, id, typed, faults, locale),
        checks: checks(workspace, id, locale),
        note: result
            .and_then(|result| result.note.as_ref())
            .map(|note| note.get(locale).to_owned()),
        findings: workspace
            .latest_findings(id)
            .into_iter()
            .map(|it| finding(workspace, it))
            .collect(),
        last: workspace
            .previous
            .as_ref()
            .map(|previous| last(workspace, previous, id)),
        comments: comments(workspace, locale, format!("answer/{id}")),
        previous: at.checked_sub(1).map(|at| judged[at].to_string()),
        next: judged.get(at + 1).map(ToString::to_string),
    })
}

/// The sections of the plan data that a criterion looks at.
fn sections(workspace: &Workspace, id: &CriterionId, locale: Locale) -> Vec<SectionLink> {
    let outline = workspace.cycle.criteria.iter().find(|it| it.id == *id);
    let names = outline.map_or(&[][..], |it| it.sections.as_slice());
    names
        .iter()
        .map(|name| SectionLink {
            label: workspace
                .set
                .label(&format!("/{name}"))
                .get(locale)
                .to_owned(),
            name: name.clone(),
        })
        .collect()
}

fn form(
    workspace: &Workspace,
    id: &CriterionId,
    typed: &Typed,
    faults: Vec<Fault>,
    locale: Locale,
) -> AnswerForm {
    let open = workspace.open.contains(id);
    let part = workspace.part(&format!("answer/{id}"));
    let line = |chosen: &str, page: &str, passage: &str| EvidenceView {
        files: workspace
            .uploads
            .iter()
            .map(|file| {
                let id = file.id.to_string();
                let is_chosen = id == chosen;
                OptionView::of(&id, &named(file, &workspace.uploads, locale), is_chosen)
            })
            .collect(),
        file: (!chosen.is_empty()).then(|| chosen.to_owned()),
        page: page.to_owned(),
        passage: passage.to_owned(),
    };
    let mut evidence: Vec<EvidenceView> = typed
        .evidence
        .iter()
        .map(|(file, page, passage)| line(file, page, passage))
        .collect();
    if open {
        evidence.push(line("", "", ""));
    }
    let now = || {
        let base = part.map_or_else(|| Value::Null.to_string(), |part| part.body.clone());
        (part.map_or(0, |part| part.version), Some(base))
    };
    let (version, base) = typed.form.clone().unwrap_or_else(now);
    // What was replied to an earlier remark is no reply to this one.
    let is_old = typed.form.is_none() && workspace.is_older_than_return(id);
    let (reply, earlier_reply) = match typed.reply.as_str() {
        "" => (String::new(), None),
        earlier if is_old => (String::new(), Some(earlier.to_owned())),
        reply => (reply.to_owned(), None),
    };
    let unmet = workspace
        .result(id)
        .is_some_and(|result| result.outcome == Outcome::NotMet);
    AnswerForm {
        criterion: id.to_string(),
        version,
        base: base.unwrap_or_default(),
        open,
        text: typed.text.clone(),
        explanation: typed.explanation.clone(),
        asks_explanation: unmet,
        reply,
        earlier_reply,
        returned: workspace.returned(id).map(|it| finding(workspace, it)),
        evidence,
        faults,
        saved: part.map(|part| saved(workspace, locale, part.by, part.at)),
    }
}

/// What a file is called; of several with one name also when it came.
fn named(file: &Upload, all: &[Upload], locale: Locale) -> String {
    let alike = all.iter().filter(|it| it.name == file.name).count();
    if alike < 2 {
        return file.name.clone();
    }
    let day = date(locale, local_date(file.at));
    format!("{} ({day}, {})", file.name, clock(locale, file.at))
}

fn checks(workspace: &Workspace, id: &CriterionId, locale: Locale) -> Vec<CheckView> {
    let case = workspace.cycle.id;
    let set = workspace.set;
    let known = set.criterion(id).map_or(&[][..], |it| it.checks.as_slice());
    let result = workspace.result(id);
    result
        .into_iter()
        .flat_map(|result| &result.checks)
        .map(|check| {
            let uses = known
                .iter()
                .find(|it| it.id == check.check)
                .map_or(&[][..], |it| it.uses.as_slice());
            CheckView {
                outcome: check.outcome.as_str(),
                places: check
                    .findings
                    .iter()
                    .map(|it| PlaceView {
                        message: it.message.get(locale).to_owned(),
                        found: it.found.clone(),
                        wanted: it.wanted.get(locale).to_owned(),
                        link: fields::link(case, &it.pointer),
                    })
                    .collect(),
                parameters: uses
                    .iter()
                    .filter_map(|name| set.parameters().get(name))
                    .map(|parameter| ParameterView {
                        value: format!(
                            "{} {}",
                            criteria::shown(&parameter.value),
                            parameter.unit.get(locale)
                        )
                        .trim()
                        .to_owned(),
                        note: parameter.note.get(locale).to_owned(),
                        source: parameter.source.clone(),
                        date: parameter.date,
                    })
                    .collect(),
            }
        })
        .collect()
}

fn finding(workspace: &Workspace, row: &FindingRow) -> FindingView {
    FindingView {
        stage: workspace.stage(&row.stage),
        round: row.round,
        status: row.status,
        reason: row.reason,
        remark: row
            .remark
            .and_then(|remark| workspace.texts.get(&remark))
            .cloned(),
    }
}

fn last(workspace: &Workspace, previous: &Previous, id: &CriterionId) -> LastCycle {
    LastCycle {
        case: previous.cycle.to_string(),
        edition: previous.edition,
        text: previous
            .document
            .answers
            .get(id)
            .map(|answer| answer.text.clone())
            .filter(|text| !text.is_empty()),
        findings: previous
            .latest_findings(id)
            .into_iter()
            .map(|it| finding(workspace, it))
            .collect(),
    }
}

pub(super) async fn save(
    visitor: Visitor,
    Path((case, id)): Path<(CycleId, CriterionId)>,
    State(app): State<App>,
    headers: HeaderMap,
    ProtectedDraft(pairs): ProtectedDraft,
) -> Answer {
    let locale = visitor.locale();
    let key = format!("answer/{id}");
    let part = match app.part(visitor.caller(), case, &key).await {
        Ok(part) => Some(part),
        // Nothing stands there yet, or nobody may know: writing it tells.
        Err(AppError::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let stored: Option<Value> = part
        .as_ref()
        .map(|part| serde_json::from_str(&part.body))
        .transpose()
        .map_err(AppError::internal)?;
    let answer: Option<Given> = stored
        .clone()
        .map(serde_json::from_value)
        .transpose()
        .map_err(AppError::internal)?;
    let mut wanted = if value(&pairs, "do") == Some("merge") {
        let mine = mine(&pairs)?;
        let takes_mine = picks(&pairs);
        merge(&answer_form(), Some(&mine), stored.as_ref(), &mut |it| {
            takes_mine(&it)
        })
        .unwrap_or_default()
    } else {
        let typed = Typed::sent(&pairs, answer.as_ref());
        match typed.answer(&id, locale) {
            Ok(answer) => serde_json::to_value(answer).map_err(AppError::internal)?,
            Err(faults) => return again(&visitor, &app, case, &id, &typed, faults).await,
        }
    };
    let now = part.as_ref().map_or(0, |part| part.version);
    let back = match value(&pairs, "back") {
        Some("returned") => format!("{}#c-{id}", routes::draft_returned(case)),
        _ => routes::draft_criterion(case, &id),
    };
    let unchanged = stored.as_ref() == Some(&wanted);
    let mut newest = now;
    if !unchanged {
        if now != version(&pairs) {
            // A script's form would go on showing what a colleague changed.
            if is_script(&headers) {
                return Ok(told_conflict());
            }
            let base = value(&pairs, "base").and_then(|base| serde_json::from_str(base).ok());
            let (settled, open) = settled(base.as_ref(), &wanted, stored.as_ref());
            if open {
                return clash(&visitor, &app, case, &id, settled).await;
            }
            wanted = settled;
        }
        let bytes = wanted.to_string();
        let put = app
            .put_part(
                visitor.caller(),
                case,
                &key,
                bytes.as_bytes(),
                (now > 0).then_some(now),
            )
            .await;
        match put {
            Ok(outcome) => newest = outcome.version,
            // Somebody saved at this very moment: what they wrote is read now.
            Err(AppError::Stale { .. }) => {
                let (place, sent) = (Path((case, id)), ProtectedDraft(pairs));
                return Box::pin(save(visitor, place, State(app), headers, sent)).await;
            }
            Err(AppError::Invalid(errors)) => {
                let typed = Typed::sent(&pairs, answer.as_ref());
                let faults = told(&errors, locale, |place| id_of(&id, place));
                return again(&visitor, &app, case, &id, &typed, faults).await;
            }
            // The draft was closed while somebody wrote.
            Err(error) => {
                let written = written(pairs, &answer_form(), stored.as_ref(), locale);
                return Err(PageError::from(error).giving_back(written).back_to(back));
            }
        }
    }
    if is_script(&headers) {
        let now = app.clock.now();
        let base = wanted.to_string();
        return Ok(told_saved(locale, now, newest, ("base", base.into())));
    }
    Ok(see(&back))
}

/// What the reader and a colleague wrote, as one: where one of them left what
/// stood there when the form was made, the other's is taken. Says whether both
/// changed the same.
fn settled(base: Option<&Value>, mine: &Value, theirs: Option<&Value>) -> (Value, bool) {
    let Some(base) = base else {
        return (mine.clone(), true);
    };
    // Nothing at all and an empty text are the same to people.
    let said = |value: Option<&Value>| {
        value
            .filter(|it| !it.is_null() && **it != "" && **it != Value::Array(Vec::new()))
            .cloned()
    };
    let mut open = false;
    let whole = merge(&answer_form(), Some(mine), theirs, &mut |difference| {
        let was = said(base.pointer(&difference.place));
        if said(difference.mine.as_ref()) == was {
            return false;
        }
        open |= said(difference.theirs.as_ref()) != was;
        true
    });
    (whole.unwrap_or_default(), open)
}

/// The form again with what was typed, and what cannot be used of it.
pub(super) async fn again(
    visitor: &Visitor,
    app: &App,
    case: CycleId,
    id: &CriterionId,
    typed: &Typed,
    faults: Vec<Fault>,
) -> Answer {
    let workspace = app.workspace(visitor.caller(), case).await?;
    let page = view(visitor, app, &workspace, id, typed, faults).await?;
    let shown = visitor.show(app, &page).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}

/// An answer as a form, to compare two of them field by field.
fn answer_form() -> Field {
    let field = |name: &str, key: &str, kind: FieldKind| Field {
        name: name.to_owned(),
        label: both(key, &[]),
        help: None,
        unit: None,
        required: false,
        refs: Vec::new(),
        kind,
    };
    let long = || FieldKind::Text { long: true };
    let fields = vec![
        field("text", "draft-answer", long()),
        field("explanation", "draft-explanation", long()),
        field("reply", "draft-reply", long()),
        field("evidence", "draft-evidence", FieldKind::Json),
    ];
    field("", "draft-answer-heading", FieldKind::Group(fields))
}

async fn clash(
    visitor: &Visitor,
    app: &App,
    case: CycleId,
    id: &CriterionId,
    mine: Value,
) -> Answer {
    let workspace = app.workspace(visitor.caller(), case).await?;
    let theirs = workspace
        .answers
        .get(id)
        .map(serde_json::to_value)
        .transpose()
        .map_err(AppError::internal)?;
    let found = differences(&answer_form(), Some(&mine), theirs.as_ref());
    let locale = visitor.locale();
    let key = format!("answer/{id}");
    let clash = Clash {
        path: routes::draft_criterion(case, id),
        title: id.to_string(),
        part: &key,
        mine,
        kept: format!("{case}/{id}"),
        pasted: String::new(),
    };
    let uploads = &workspace.uploads;
    conflict(
        visitor,
        app,
        &workspace,
        clash,
        found,
        |difference: &Difference, value| {
            if difference.place == "/evidence" {
                evidence_lines(value, uploads, locale)
            } else {
                show(value, locale)
            }
        },
    )
    .await
}

/// Evidence as people read it: a line for each place.
fn evidence_lines(value: &Value, uploads: &[Upload], locale: Locale) -> String {
    let lines: Vec<Evidence> = serde_json::from_value(value.clone()).unwrap_or_default();
    let lines = lines.iter().map(|it| {
        let file = uploads.iter().find(|file| file.id == it.upload);
        let mut line = file.map_or_else(
            || it.upload.to_string(),
            |file| named(file, uploads, locale),
        );
        if let Some(page) = it.page {
            let page = page.to_string();
            line = format!(
                "{line}, {} {page}",
                text(locale, "draft-evidence-page", &[])
            );
        }
        if let Some(passage) = &it.passage {
            line = format!("{line}: {passage}");
        }
        line
    });
    lines.collect::<Vec<_>>().join("\n")
}

pub(super) async fn returned(
    visitor: Visitor,
    Path(case): Path<CycleId>,
    State(app): State<App>,
) -> Answer {
    // Whoever looks at what was returned has opened the case: the time to
    // answer runs from then.
    app.view(visitor.caller(), case).await?;
    let workspace = app.workspace(visitor.caller(), case).await?;
    let locale = visitor.locale();
    let unreplied = workspace.unreplied();
    let criteria = workspace
        .cycle
        .criteria
        .iter()
        .filter(|it| workspace.returned(&it.id).is_some())
        .filter_map(|it| {
            let criterion = workspace.set.criterion(&it.id)?;
            let typed = Typed::of(workspace.answers.get(&it.id));
            Some(ReturnedCriterion {
                requirement: criterion.requirement.get(locale).to_owned(),
                replied: !unreplied.contains(&&it.id),
                form: form(&workspace, &it.id, &typed, Vec::new(), locale),
                sections: sections(&workspace, &it.id, locale),
            })
        })
        .collect();
    let page = Returned {
        head: head(&app, &visitor, &workspace),
        criteria,
    };
    visitor.show(&app, &page).await
}

/// A new comment.
#[derive(serde::Deserialize)]
pub(super) struct NewComment {
    part: String,
    body: String,
}

pub(super) async fn comment(
    visitor: Visitor,
    Path(case): Path<CycleId>,
    State(app): State<App>,
    ProtectedForm(form): ProtectedForm<NewComment>,
) -> Answer {
    // Whatever is no part of a draft is refused where it is kept.
    let back = match form.part.split_once('/') {
        Some(("answer", criterion)) => routes::draft_criterion(case, criterion),
        Some(("data", section)) => routes::draft_section(case, section),
        _ => routes::draft(case),
    };
    let body = form.body.replace("\r\n", "\n");
    app.comment(visitor.caller(), case, &form.part, &body)
        .await
        .map_err(|error| {
            let typed = (text(visitor.locale(), "draft-comment", &[]), body.clone());
            PageError::from(error)
                .giving_back(vec![typed])
                .back_to(back.clone())
        })?;
    Ok(see(&format!("{back}#comments")))
}
