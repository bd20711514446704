//! A section of the plan data: its form, and saving it.

use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use lustrum_app::{App, AppError, Section, Workspace};
use lustrum_criteria::form::{Field, FieldKind, Typed, differences, merge, paste};
use lustrum_domain::{CycleId, Locale};
use lustrum_templates::{
    page::draft::{Fault, RowPlace, SectionLink, SectionPage, Taken},
    plot::PlanPlots,
    routes,
};
use lustrum_text::{Arg, text};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    Clash, comments, conflict,
    fields::{self, Builder},
    head, is_script, mine, picks, saved, spelt, told_conflict, told_saved, value, version, written,
};
use crate::{
    extract::{Path, Query},
    pages::{
        Answer,
        fault::PageError,
        form::{ProtectedDraft, typed},
        see,
        visitor::Visitor,
    },
};

/// What part of a section is shown.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Shown {
    /// One row of its table, alone.
    #[serde(default)]
    row: Option<String>,
    /// A page of its long tables.
    #[serde(default)]
    page: Option<usize>,
    /// The part where this place stands.
    #[serde(default)]
    at: Option<String>,
    /// How many rows were pasted a moment ago.
    #[serde(default)]
    added: Option<usize>,
    /// How many took the place of a row.
    #[serde(default)]
    replaced: Option<usize>,
}

pub(super) async fn page(
    visitor: Visitor,
    Path((case, section)): Path<(CycleId, String)>,
    Query(shown): Query<Shown>,
    State(app): State<App>,
) -> Answer {
    let workspace = app.workspace(visitor.caller(), case).await?;
    let page = view(&visitor, &app, &workspace, &section, &shown).await?;
    visitor.show(&app, &page).await
}

async fn view(
    visitor: &Visitor,
    app: &App,
    workspace: &Workspace,
    section: &str,
    shown: &Shown,
) -> Result<SectionPage, PageError> {
    let locale = visitor.locale();
    let all = workspace.set.sections();
    let at = all.iter().position(|it| it.name == section);
    let at = at.ok_or(AppError::NotFound)?;
    let field = &all[at];
    let stored = workspace.data.get(section);
    let mut row = shown.row.clone().filter(|row| !row.is_empty());
    let mut page_number = shown.page.unwrap_or(1);
    if let Some((table, index)) = shown.at.as_deref().and_then(outer_row) {
        if fields::opens_alone(field, &table) {
            row = Some(format!("{table}/{index}"));
        } else {
            page_number = fields::page_of(index);
        }
    }
    let mut builder = Builder::new(workspace, section, locale, page_number);
    let row = match row {
        Some(row) => Some(alone(&mut builder, field, stored, &row)?),
        None => {
            builder.piece(field, stored, "", false);
            None
        }
    };
    // What is said elsewhere is the whole section's.
    let (elsewhere, elsewhere_more) = match row {
        Some(_) => Default::default(),
        None => builder.elsewhere(),
    };
    let part = workspace.part(&format!("data/{section}"));
    let link = |field: &Field| SectionLink {
        name: field.name.clone(),
        label: field.label.get(locale).to_owned(),
    };
    Ok(SectionPage {
        head: head(app, visitor, workspace),
        name: section.to_owned(),
        label: field.label.get(locale).to_owned(),
        version: part.map_or(0, |part| part.version),
        saved: part.map(|part| saved(workspace, locale, part.by, part.at)),
        open: workspace.open_sections.contains(section),
        faults: builder.here(),
        elsewhere,
        elsewhere_more,
        kept: kept(
            workspace.cycle.id,
            section,
            row.as_ref().map(|it| it.name.as_str()),
            page_number,
        ),
        row,
        page: page_number,
        form: builder.pieces,
        lists: builder.lists,
        criteria: workspace
            .cycle
            .criteria
            .iter()
            .filter(|it| it.sections.iter().any(|it| it == section))
            .map(|it| it.id.to_string())
            .collect(),
        comments: comments(workspace, locale, format!("data/{section}")),
        plots: match shown.row {
            Some(_) => PlanPlots::default(),
            None => PlanPlots::about(section, &workspace.data),
        },
        refused: Vec::new(),
        pasted: String::new(),
        taken: shown.added.map(|added| Taken {
            added,
            replaced: shown.replaced.unwrap_or_default(),
        }),
        previous: at.checked_sub(1).and_then(|at| all.get(at)).map(link),
        next: all.get(at + 1).map(link),
    })
}

/// Under which name the browser keeps what was typed: each part of a section that
/// has a page of its own, a row or a page of long tables, is kept apart.
fn kept(case: CycleId, section: &str, row: Option<&str>, page: usize) -> String {
    let part = match row {
        Some(row) => row.to_owned(),
        None if page > 1 => format!("?page={page}"),
        None => String::new(),
    };
    format!("{case}/data/{section}{part}")
}

/// The outermost row that a place lies in: its table and its number.
fn outer_row(place: &str) -> Option<(String, usize)> {
    let mut table = String::new();
    for step in place.split('/').skip(1) {
        if let Ok(index) = step.parse() {
            return Some((table, index));
        }
        table = format!("{table}/{step}");
    }
    None
}

/// The form of one row.
fn alone(
    builder: &mut Builder<'_>,
    section: &Field,
    stored: Option<&Value>,
    row: &str,
) -> Result<RowPlace, AppError> {
    let (table_place, index) = outer_row(row).ok_or(AppError::NotFound)?;
    let field = fields::find(section, &table_place).ok_or(AppError::NotFound)?;
    let FieldKind::Table(table) = &field.kind else {
        return Err(AppError::NotFound);
    };
    let rows = stored.and_then(|stored| stored.pointer(&table_place));
    let rows = rows.and_then(Value::as_array).ok_or(AppError::NotFound)?;
    let found = rows.get(index).ok_or(AppError::NotFound)?;
    let name = format!("{table_place}/{index}");
    builder.fields(&table.columns, Some(found), &name, true);
    let beside = |index: Option<usize>| {
        index
            .filter(|index| *index < rows.len())
            .map(|index| format!("{table_place}/{index}"))
    };
    Ok(RowPlace {
        title: fields::title(table, found),
        number: index + 1,
        count: rows.len(),
        before: beside(index.checked_sub(1)),
        after: beside(Some(index + 1)),
        name,
    })
}

pub(super) async fn save(
    visitor: Visitor,
    Path((case, name)): Path<(CycleId, String)>,
    State(app): State<App>,
    headers: HeaderMap,
    ProtectedDraft(pairs): ProtectedDraft,
) -> Answer {
    let locale = visitor.locale();
    let section = app.section(visitor.caller(), case, &name).await?;
    let (action, target) = asked(&pairs);
    let typed: Typed = pairs
        .iter()
        .filter(|(name, _)| name.starts_with('/'))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let stored = section.value.as_ref();
    let wanted = match action {
        "whole" => Some(mine(&pairs)?),
        "merge" => {
            let mine = mine(&pairs)?;
            let takes_mine = picks(&pairs);
            merge(&section.form, Some(&mine), stored, &mut |it| {
                takes_mine(&it)
            })
        }
        _ => section.form.apply(stored, &typed, "", locale),
    };
    let mut wanted = wanted.unwrap_or_else(|| empty(&section.form));
    let unchanged = section.value.as_ref() == Some(&wanted)
        || (section.value.is_none() && wanted == empty(&section.form));
    if section.version() != version(&pairs) {
        if !unchanged {
            return clash(&visitor, &app, case, &name, wanted, &pairs, &headers).await;
        }
        // The row that the button stood beside may be somewhere else by now.
        if matches!(action, "insert" | "remove") {
            return moved(&visitor, &app, case, &name, &pairs).await;
        }
    }
    let change = match changed(&section, &mut wanted, action, target, &pairs, locale) {
        Ok(change) => change,
        Err(refused) => {
            return not_pasted(&visitor, &app, case, &name, wanted, refused, &pairs).await;
        }
    };
    if is_blank(&wanted) {
        wanted = Value::Null;
    }
    let mut now = section.version();
    if !unchanged || change.touched {
        let bytes = wanted.to_string();
        let expected = (now > 0).then_some(now);
        let key = format!("data/{name}");
        let put = app
            .put_part(visitor.caller(), case, &key, bytes.as_bytes(), expected)
            .await;
        match put {
            Ok(outcome) => now = outcome.version,
            Err(AppError::Stale { .. }) if change.touched => {
                return moved(&visitor, &app, case, &name, &pairs).await;
            }
            Err(AppError::Stale { .. }) => {
                return clash(&visitor, &app, case, &name, wanted, &pairs, &headers).await;
            }
            // The draft was closed while somebody wrote, or this is too much for a part.
            Err(error) => {
                let written = written(pairs, &section.form, stored, locale);
                return Err(PageError::from(error)
                    .giving_back(written)
                    .back_to(routes::draft_section(case, &name)));
            }
        }
    }
    if is_script(&headers) {
        let workspace = app.workspace(visitor.caller(), case).await?;
        let notes = Builder::new(&workspace, &name, locale, 1).notes();
        return Ok(told_saved(locale, app.clock.now(), now, ("notes", notes)));
    }
    let row = match (&change.goes_to, value(&pairs, "row")) {
        (Some(place), _) if place.alone => Some(place.row.clone()),
        (_, Some(row)) if !row.is_empty() => Some(row.to_owned()),
        _ => None,
    };
    let mut path = match &row {
        Some(row) => routes::draft_row(case, &name, row),
        None => match (&change.goes_to, page_sent(&pairs)) {
            (Some(place), _) => routes::draft_place(case, &name, &place.row),
            (None, 1) => routes::draft_section(case, &name),
            (None, page) => format!("{}?page={page}", routes::draft_section(case, &name)),
        },
    };
    if let Some(Taken { added, replaced }) = change.taken {
        let mark = if path.contains('?') { '&' } else { '?' };
        path = format!("{path}{mark}added={added}&replaced={replaced}");
    }
    if let Some(place) = change.goes_to
        && !place.alone
    {
        path = format!("{path}#{}", place.anchor);
    }
    Ok(see(&path))
}

/// The page of long tables that a form was shown on.
fn page_sent(pairs: &[(String, String)]) -> usize {
    value(pairs, "page")
        .and_then(|page| page.parse().ok())
        .unwrap_or(1)
}

/// What a button asks for, and for which place.
fn asked(pairs: &[(String, String)]) -> (&str, &str) {
    // The button that was pressed stands last.
    let pressed = pairs.iter().rev().find(|(name, _)| name == "do");
    let pressed = pressed.map_or("save", |(_, value)| value.as_str());
    pressed.split_once(':').unwrap_or((pressed, ""))
}

/// A section in which nothing stands.
fn empty(form: &Field) -> Value {
    match form.kind {
        FieldKind::Table(_) => json!([]),
        _ => json!({}),
    }
}

/// Whether nothing stands in what was typed, however many groups are around it.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(rows) => rows.is_empty(),
        Value::Object(fields) => fields.values().all(is_blank),
        _ => false,
    }
}

/// What a button did beside saving.
#[derive(Default)]
struct Change {
    touched: bool,
    /// What became of rows that were pasted.
    taken: Option<Taken>,
    goes_to: Option<GoesTo>,
}

/// Where the page goes afterwards.
struct GoesTo {
    row: String,
    anchor: String,
    /// Whether the row has a page of its own.
    alone: bool,
}

/// Adds, inserts, removes or pastes rows.
fn changed(
    section: &Section,
    whole: &mut Value,
    action: &str,
    target: &str,
    pairs: &[(String, String)],
    locale: Locale,
) -> Result<Change, String> {
    let (place, index) = match action {
        "add" | "paste" => (target, None),
        "insert" | "remove" => match target.rsplit_once('/') {
            Some((place, index)) => (place, index.parse::<usize>().ok()),
            None => return Ok(Change::default()),
        },
        _ => return Ok(Change::default()),
    };
    let Some(field) = fields::find(&section.form, place) else {
        return Ok(Change::default());
    };
    let FieldKind::Table(table) = &field.kind else {
        return Ok(Change::default());
    };
    let Some(rows) = rows_at(whole, place) else {
        return Ok(Change::default());
    };
    let prefix = &field.name;
    let mut shown = rows.len();
    let mut taken = None;
    match (action, index) {
        ("add", _) => rows.push(table.new_row(rows, prefix)),
        ("insert", Some(index)) if index <= rows.len() => {
            let row = table.new_row(rows, prefix);
            rows.insert(index, row);
            shown = index;
        }
        ("remove", Some(index)) if index < rows.len() => {
            rows.remove(index);
            // The row that took its place, or the last one.
            shown = index.min(rows.len().saturating_sub(1));
        }
        ("paste", _) => {
            let name = format!("paste:{place}");
            let text_pasted = value(pairs, &name).unwrap_or_default();
            let pasted = paste(table, rows, text_pasted, prefix);
            if let Some((line, found, wanted)) = pasted.too_wide {
                return Err(text(
                    locale,
                    "draft-paste-wide",
                    &[
                        ("line", Arg::plain(line)),
                        ("found", Arg::plain(found)),
                        ("wanted", Arg::plain(wanted)),
                    ],
                ));
            }
            taken = Some(Taken {
                added: pasted.added,
                replaced: pasted.replaced,
            });
            *rows = pasted.rows;
        }
        _ => return Ok(Change::default()),
    }
    let alone = action == "add" && fields::opens_alone(&section.form, place);
    let table_id = fields::id_of_table(place);
    // A table within a row is shown on the page of the row around it.
    let within = outer_row(place).is_some();
    let goes_to = (!within).then(|| GoesTo {
        row: format!("{place}/{shown}"),
        anchor: if fields::opens_alone(&section.form, place) {
            table_id
        } else {
            format!("{table_id}-r{}", shown + 1)
        },
        alone,
    });
    // The list of rows that have their own pages is not one of them.
    let goes_to = goes_to.filter(|it| it.alone || !fields::opens_alone(&section.form, place));
    Ok(Change {
        touched: true,
        taken,
        goes_to,
    })
}

/// The rows of the table at a place, made where nothing stands yet.
fn rows_at<'v>(whole: &'v mut Value, place: &str) -> Option<&'v mut Vec<Value>> {
    let mut here = whole;
    for step in place.split('/').skip(1) {
        here = match here {
            Value::Array(rows) => rows.get_mut(step.parse::<usize>().ok()?)?,
            Value::Object(fields) => fields.entry(step).or_insert(Value::Null),
            Value::Null => {
                *here = Value::Object(Map::new());
                here.as_object_mut()?.entry(step).or_insert(Value::Null)
            }
            _ => return None,
        };
    }
    if here.is_null() {
        *here = json!([]);
    }
    here.as_array_mut()
}

/// A row was to be inserted or removed in a table that somebody else changed
/// meanwhile: the page as it is now, where the right row can be chosen.
async fn moved(
    visitor: &Visitor,
    app: &App,
    case: CycleId,
    name: &str,
    pairs: &[(String, String)],
) -> Answer {
    let workspace = app.workspace(visitor.caller(), case).await?;
    let shown = Shown {
        page: Some(page_sent(pairs)),
        ..Shown::default()
    };
    let mut page = view(visitor, app, &workspace, name, &shown).await?;
    if asked(pairs).0 == "paste" {
        keep_pasted(
            &mut page,
            pairs,
            text(visitor.locale(), "draft-paste-moved", &[]),
        );
    }
    visitor.show_stale(app, &page).await
}

/// Rows that were pasted and not taken stand where they were pasted, with why.
fn keep_pasted(page: &mut SectionPage, pairs: &[(String, String)], why: String) {
    let (_, target) = asked(pairs);
    page.refused = vec![Fault {
        at: Some(format!("{}-paste", fields::id_of_table(target))),
        message: why,
    }];
    let pasted = value(pairs, &format!("paste:{target}"));
    page.pasted = pasted.unwrap_or_default().to_owned();
}

/// Somebody else saved meanwhile.
async fn clash(
    visitor: &Visitor,
    app: &App,
    case: CycleId,
    name: &str,
    mine: Value,
    pairs: &[(String, String)],
    headers: &HeaderMap,
) -> Answer {
    if is_script(headers) {
        return Ok(told_conflict());
    }
    let workspace = app.workspace(visitor.caller(), case).await?;
    let form = workspace.set.section(name).ok_or(AppError::NotFound)?;
    let locale = visitor.locale();
    let found = differences(&form, Some(&mine), workspace.data.get(name));
    let key = format!("data/{name}");
    let row = value(pairs, "row").filter(|row| !row.is_empty());
    let clash = Clash {
        path: routes::draft_section(case, name),
        title: form.label.get(locale).to_owned(),
        part: &key,
        mine,
        kept: kept(case, name, row, page_sent(pairs)),
        pasted: pasted(pairs),
    };
    let set = workspace.set;
    conflict(
        visitor,
        app,
        &workspace,
        clash,
        found,
        |difference, value| match value {
            // A whole row is read by the names of its fields.
            Value::Object(_) => {
                let place = in_schema(name, &form, &difference.place);
                set.shown(&place, value).get(locale).to_owned()
            }
            _ => spelt(value, locale),
        },
    )
    .await
}

/// A place of a difference, which names rows by their keys, as the schema knows it:
/// with a star for each row.
fn in_schema(section: &str, form: &Field, place: &str) -> String {
    let mut path = format!("/{section}");
    let mut known = Some(&form.kind);
    let mut row = None;
    for step in place.split('/').skip(1) {
        let fields = match (row.take(), known) {
            (Some(columns), _) => columns,
            (None, Some(FieldKind::Table(table))) => {
                path.push_str("/*");
                row = Some(table.columns.as_slice());
                continue;
            }
            (None, Some(FieldKind::Group(fields))) => fields.as_slice(),
            _ => &[],
        };
        path = format!("{path}/{step}");
        known = fields.iter().find(|it| it.name == step).map(|it| &it.kind);
    }
    path
}

/// All rows that a form brings to be put in.
fn pasted(pairs: &[(String, String)]) -> String {
    let texts = pairs
        .iter()
        .filter(|(name, value)| name.starts_with("paste:") && !value.trim().is_empty());
    texts
        .map(|(_, value)| value.as_str())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Rows that could not be put in: the page with what was typed and pasted, and why.
/// What was typed beside is saved first, so that it is not lost.
async fn not_pasted(
    visitor: &Visitor,
    app: &App,
    case: CycleId,
    name: &str,
    wanted: Value,
    refused: String,
    pairs: &[(String, String)],
) -> Answer {
    let bytes = wanted.to_string();
    let read = version(pairs);
    let key = format!("data/{name}");
    let expected = (read > 0).then_some(read);
    app.put_part(visitor.caller(), case, &key, bytes.as_bytes(), expected)
        .await
        .map_err(|error| {
            PageError::from(error)
                .giving_back(typed(pairs.to_vec()))
                .back_to(routes::draft_section(case, name))
        })?;
    let workspace = app.workspace(visitor.caller(), case).await?;
    let shown = Shown {
        row: value(pairs, "row").map(str::to_owned),
        page: Some(page_sent(pairs)),
        ..Shown::default()
    };
    let mut page = view(visitor, app, &workspace, name, &shown).await?;
    keep_pasted(&mut page, pairs, refused);
    let shown: Response = visitor.show(app, &page).await?;
    Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, shown).into_response())
}
