//! Plan data in and out: a section as a spreadsheet, the whole as JSON. What is
//! brought is shown before anything is saved.

use std::collections::BTreeMap;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use lustrum_app::{App, AppError, MAX_FORM, Workspace, import_sheet};
use lustrum_criteria::{import_plan_summary, parse_plan};
use lustrum_domain::{CycleId, Locale};
use lustrum_templates::{
    page::draft::{Fault, ImportPlan, ImportPreview, OpenItem, PlanSection},
    routes,
};
use lustrum_text::text;
use serde_json::{Map, Value, json};

use super::{fields, head, mine, told, value};
use crate::{
    extract::Path,
    pages::{
        Answer,
        fault::PageError,
        form::{ProtectedDraft, ProtectedFile},
        see,
        visitor::Visitor,
    },
};

/// The largest file of whole plan data, bytes.
const MAX_PLAN: usize = 1_000_000;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file that the browser saves rather than shows.
fn attachment(bytes: impl IntoResponse, media_type: &str, name: &str) -> Response {
    let plain: String = name
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.' | '@'))
        .collect();
    let disposition = format!("attachment; filename=\"{plain}\"");
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, bytes).into_response()
}

pub(super) async fn sheet(
    visitor: Visitor,
    Path((case, name)): Path<(CycleId, String)>,
    State(app): State<App>,
) -> Answer {
    let section = app.section(visitor.caller(), case, &name).await?;
    let locale = visitor.locale();
    let bytes = tokio::task::spawn_blocking(move || section.sheet(locale))
        .await
        .map_err(AppError::internal)??;
    Ok(attachment(bytes, XLSX, &format!("{name}.xlsx")))
}

pub(super) async fn look_sheet(
    visitor: Visitor,
    Path((case, name)): Path<(CycleId, String)>,
    State(app): State<App>,
    form: ProtectedFile,
) -> Answer {
    let locale = visitor.locale();
    let section = app.section(visitor.caller(), case, &name).await?;
    let workspace = app.workspace(visitor.caller(), case).await?;
    let mut page = ImportPreview {
        head: head(&app, &visitor, &workspace),
        path: routes::draft_section(case, &name),
        label: section.form.label.get(locale).to_owned(),
        version: section.version(),
        data: String::new(),
        rows: None,
        faults: Vec::new(),
        ignored: Vec::new(),
        refused: Vec::new(),
    };
    let sent = form.whole(MAX_FORM).await?;
    let Some(bytes) = sent.file else {
        page.refused = vec![Fault {
            at: None,
            message: text(locale, "draft-import-missing", &[]),
        }];
        let shown = visitor.show(&app, &page).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response());
    };
    let (set, form) = (section.set, section.form.clone());
    let read = tokio::task::spawn_blocking(move || import_sheet(set, &form, &bytes))
        .await
        .map_err(AppError::internal)?;
    let imported = match read {
        Ok(imported) => imported,
        Err(AppError::Invalid(errors)) => {
            page.refused = told(&errors, locale, |_| None);
            let shown = visitor.show(&app, &page).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response());
        }
        Err(error) => return Err(error.into()),
    };
    let within = format!("/{name}");
    page.faults = section
        .set
        .validate_section(&name, &imported.value)
        .iter()
        .map(|problem| {
            let said = fields::fault(section.set, problem, locale);
            let place = problem.pointer.strip_prefix(&within).unwrap_or_default();
            match imported.places.get(place) {
                Some((sheet, cell)) => text(
                    locale,
                    "draft-sheet-fault",
                    &[
                        ("sheet", sheet.as_str().into()),
                        ("cell", cell.as_str().into()),
                        ("message", said.into()),
                    ],
                ),
                None => said,
            }
        })
        .collect();
    page.rows = imported.value.as_array().map(Vec::len);
    page.ignored = imported.ignored;
    page.data = imported.value.to_string();
    visitor.show(&app, &page).await
}

pub(super) async fn download(
    visitor: Visitor,
    Path(case): Path<CycleId>,
    State(app): State<App>,
) -> Answer {
    let workspace = app.workspace(visitor.caller(), case).await?;
    let text = serde_json::to_string_pretty(&workspace.data).map_err(AppError::internal)?;
    let name = format!("plan-{}.json", workspace.cycle.code);
    Ok(attachment(text, "application/json", &name))
}

pub(super) async fn page(
    visitor: Visitor,
    Path(case): Path<CycleId>,
    State(app): State<App>,
) -> Answer {
    let page = empty(&visitor, &app, case).await?;
    visitor.show(&app, &page).await
}

async fn empty(visitor: &Visitor, app: &App, case: CycleId) -> Result<ImportPlan, PageError> {
    let workspace = app.workspace(visitor.caller(), case).await?;
    Ok(blank(visitor, app, &workspace))
}

fn blank(visitor: &Visitor, app: &App, workspace: &Workspace) -> ImportPlan {
    ImportPlan {
        head: head(app, visitor, workspace),
        open: !workspace.open_sections.is_empty(),
        data: None,
        versions: String::new(),
        moved: Vec::new(),
        sections: Vec::new(),
        unplaced: Vec::new(),
        faults: Vec::new(),
        refused: Vec::new(),
    }
}

pub(super) async fn look(
    visitor: Visitor,
    Path(case): Path<CycleId>,
    State(app): State<App>,
    form: ProtectedFile,
) -> Answer {
    let locale = visitor.locale();
    let sent = form.whole(MAX_PLAN).await?;
    let read = match &sent.file {
        None => Err(vec![text(locale, "draft-import-missing", &[])]),
        Some(bytes) => read(bytes, locale),
    };
    let (data, unplaced) = match read {
        Ok(read) => read,
        Err(refused) => {
            let mut page = empty(&visitor, &app, case).await?;
            let at = Some("plan-file".to_owned());
            let refused = refused.into_iter();
            page.refused = refused
                .map(|message| Fault {
                    at: at.clone(),
                    message,
                })
                .collect();
            let shown = visitor.show(&app, &page).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, shown).into_response());
        }
    };
    let workspace = app.workspace(visitor.caller(), case).await?;
    let page = preview(&visitor, &app, &workspace, data, unplaced);
    visitor.show(&app, &page).await
}

/// What whole plan data would write, and over what.
fn preview(
    visitor: &Visitor,
    app: &App,
    workspace: &Workspace,
    data: Map<String, Value>,
    unplaced: Vec<String>,
) -> ImportPlan {
    let (case, locale) = (workspace.cycle.id, visitor.locale());
    let set = workspace.set;
    let mut page = blank(visitor, app, workspace);
    page.unplaced = unplaced;
    let mut taken = Map::new();
    let mut versions = BTreeMap::new();
    for (name, value) in data {
        match set.section(&name) {
            Some(field) if workspace.open_sections.contains(&name) => {
                page.sections.push(PlanSection {
                    label: field.label.get(locale).to_owned(),
                    rows: value.as_array().map(Vec::len),
                    replaces: workspace.data.get(&name).is_some_and(|it| *it != value),
                });
                versions.insert(name.clone(), version_of(workspace, &name));
                taken.insert(name, value);
            }
            Some(field) => page.unplaced.push(text(
                locale,
                "draft-import-closed",
                &[("section", field.label.clone().into())],
            )),
            None if name == "schema" => {}
            None => page.unplaced.push(text(
                locale,
                "draft-import-unknown",
                &[("section", name.as_str().into())],
            )),
        }
    }
    let whole = Value::Object(taken);
    page.faults = set
        .validate(&whole)
        .iter()
        // The whole may lack what stands in the draft already.
        .filter(|problem| problem.code != "dangling" && problem.pointer != "/schema")
        .map(|problem| OpenItem {
            link: fields::link(case, &problem.pointer),
            text: fields::fault(set, problem, locale),
            criterion: None,
        })
        .collect();
    page.data = Some(whole.to_string());
    page.versions = json!(versions).to_string();
    page
}

/// The version of a section that stands in the draft; 0 where none is begun.
fn version_of(workspace: &Workspace, section: &str) -> i64 {
    let part = workspace.part(&format!("data/{section}"));
    part.map_or(0, |part| part.version)
}

/// The sections of a file, and what of it found no place.
type Found = (Map<String, Value>, Vec<String>);

/// Plan data from a file: as they are, or from a plan summary.
fn read(bytes: &[u8], locale: Locale) -> Result<Found, Vec<String>> {
    let told = |message: &lustrum_domain::Bilingual| message.get(locale).to_owned();
    let value = parse_plan(bytes, MAX_PLAN).map_err(|problem| vec![told(&problem.message)])?;
    let is_summary = value
        .get("schema")
        .and_then(Value::as_str)
        .is_some_and(|schema| schema.starts_with("plan-summary/"));
    if !is_summary {
        return match value {
            Value::Object(sections) => Ok((sections, Vec::new())),
            _ => Err(vec![text(locale, "draft-import-no-plan", &[])]),
        };
    }
    let imported = import_plan_summary(&value).map_err(|problems| {
        let said = problems.iter().map(|problem| told(&problem.message));
        said.collect::<Vec<_>>()
    })?;
    let unplaced = imported
        .unplaced
        .iter()
        .map(|it| format!("{}: {}", it.pointer, told(&it.reason)))
        .collect();
    match imported.plan {
        Value::Object(sections) => Ok((sections, unplaced)),
        _ => Err(vec![text(locale, "draft-import-no-plan", &[])]),
    }
}

pub(super) async fn take(
    visitor: Visitor,
    Path(case): Path<CycleId>,
    State(app): State<App>,
    ProtectedDraft(pairs): ProtectedDraft,
) -> Answer {
    let data = mine(&pairs)?;
    let read: BTreeMap<String, i64> = value(&pairs, "versions")
        .and_then(|versions| serde_json::from_str(versions).ok())
        .unwrap_or_default();
    match app
        .import_data_over(visitor.caller(), case, &data, &read)
        .await
    {
        Ok(_) => Ok(see(&format!("{}#data", routes::draft(case)))),
        Err(AppError::Stale { .. }) => again(&visitor, &app, case, data, &read).await,
        Err(error) => Err(PageError::from(error).back_to(routes::draft_import(case))),
    }
}

/// What would be written, once more: somebody else saved since it was shown.
async fn again(
    visitor: &Visitor,
    app: &App,
    case: CycleId,
    data: Value,
    read: &BTreeMap<String, i64>,
) -> Answer {
    let Value::Object(sections) = data else {
        return Err(AppError::NotFound.into());
    };
    let workspace = app.workspace(visitor.caller(), case).await?;
    let is_moved = |name: &&String| {
        let read = read.get(*name).copied().unwrap_or_default();
        read != version_of(&workspace, name)
    };
    let moved: Vec<String> = sections
        .keys()
        .filter(is_moved)
        .filter_map(|name| workspace.set.section(name))
        .map(|field| field.label.get(visitor.locale()).to_owned())
        .collect();
    let mut page = preview(visitor, app, &workspace, sections, Vec::new());
    page.moved = moved;
    visitor.show_as(app, &page, StatusCode::CONFLICT).await
}
