//! From a section of plan data to the pieces of its form.

use std::collections::{BTreeMap, BTreeSet};

use lustrum_app::Workspace;
use lustrum_criteria::{
    CriteriaSet, Outcome, Path, Problem,
    form::{Field, FieldKind, Table, show},
    join_pointer,
};
use lustrum_domain::{CycleId, Locale};
use lustrum_templates::{
    page::draft::{
        Fault, FieldView, FormPiece, Grid, GridColumn, GridRow, ListView, OpenItem, OptionView,
        Pages, RowLine, RowList,
    },
    routes,
};
use lustrum_text::text;
use serde_json::{Map, Value, json};

/// A table with more columns than this is filled in row by row.
const WIDEST: usize = 9;

/// How many rows of a table stand on one page.
const ROWS: usize = 50;

/// A choice of more values than this is typed, with the values to choose from.
const LONGEST_SELECT: usize = 20;

/// More rows than this are not ticked: their keys are typed.
const MOST_TICKS: usize = 60;

/// How many faults are told at the top of a page, and how many of places that
/// it does not show.
const TOLD: usize = 20;

/// Whether a section is a table.
pub(super) fn is_table(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Table(_))
}

/// Whether the rows of a table have pages of their own.
fn is_wide(table: &Table) -> bool {
    table.is_nested() || table.columns.len() > WIDEST
}

/// Whether a pointer names a place or something below it.
pub(super) fn lies_in(pointer: &str, place: &str) -> bool {
    pointer
        .strip_prefix(place)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What a fault of structure says to somebody who fills in a form. The sentence
/// about numbers is for those who write JSON.
pub(super) fn fault(set: &CriteriaSet, problem: &Problem, locale: Locale) -> String {
    if problem.code == "number-as-text" {
        let args = [
            ("place", set.label(&problem.pointer).into()),
            ("found", problem.found.trim_matches('"').into()),
        ];
        return text(locale, "draft-number-unclear", &args);
    }
    problem.message.get(locale).to_owned()
}

/// The id of the field named `name` on the page.
pub(super) fn id_of(name: &str) -> String {
    let mut id = "f".to_owned();
    for letter in name.chars() {
        match letter {
            '/' => id.push('-'),
            letter if letter.is_ascii_alphanumeric() || letter == '_' => id.push(letter),
            other => id.push_str(&format!(".{:x}", u32::from(other))),
        }
    }
    id
}

/// The id of a table on the page.
pub(super) fn id_of_table(name: &str) -> String {
    id_of(name).replacen('f', "t", 1)
}

/// The page and the field of a place in the plan data.
pub(super) fn link(case: CycleId, pointer: &str) -> String {
    let mut steps = pointer.splitn(3, '/').skip(1);
    let section = steps.next().unwrap_or_default();
    let below = steps
        .next()
        .map_or(String::new(), |rest| format!("/{rest}"));
    if section.is_empty() {
        return routes::draft(case);
    }
    format!(
        "{}#{}",
        routes::draft_place(case, section, &below),
        id_of(&below)
    )
}

/// The field at a place of the form, with what it is called on the way.
pub(super) fn find<'a>(field: &'a Field, place: &str) -> Option<&'a Field> {
    let mut here = field;
    let mut steps = place.split('/').skip(1).peekable();
    while let Some(step) = steps.next() {
        let fields = match &here.kind {
            FieldKind::Group(fields) => fields,
            FieldKind::Table(table) => {
                step.parse::<usize>().ok()?;
                let Some(next) = steps.next() else {
                    return Some(here);
                };
                here = table.columns.iter().find(|it| it.name == next)?;
                continue;
            }
            _ => return None,
        };
        here = fields.iter().find(|it| it.name == step)?;
    }
    Some(here)
}

/// What a row is called: the first of its texts that names it, else its key.
pub(super) fn title(table: &Table, row: &Value) -> String {
    let named = ["title", "name", "text", "subject", "category", "label"]
        .iter()
        .find_map(|name| row.get(*name).and_then(Value::as_str));
    let first = || {
        table
            .columns
            .iter()
            .filter(|it| matches!(it.kind, FieldKind::Text { long: false }))
            .find_map(|it| row.get(&it.name).and_then(Value::as_str))
    };
    let id = || row.get("id").and_then(Value::as_str);
    let whole = named.or_else(first).or_else(id).unwrap_or_default();
    whole.chars().take(120).collect()
}

/// What is said of places, row by row as they stand: the tenth after the ninth.
fn in_order<'s>(
    said: impl Iterator<Item = (&'s String, &'s Vec<String>)>,
) -> Vec<(&'s str, &'s str)> {
    let steps = |place: &'s str| -> Vec<Result<usize, &'s str>> {
        let steps = place.split('/');
        steps.map(|it| it.parse().map_err(|_| it)).collect()
    };
    let mut all: Vec<(&str, &str)> = said
        .flat_map(|(place, said)| said.iter().map(move |it| (place.as_str(), it.as_str())))
        .collect();
    all.sort_by_cached_key(|&(place, _)| steps(place));
    all
}

/// Makes the pieces of a form, and knows what they leave out.
pub(super) struct Builder<'a> {
    locale: Locale,
    case: CycleId,
    /// The place of the section in the plan data.
    within: String,
    /// The whole plan data, for what fields may name.
    data: &'a Value,
    /// Faults by place within the section.
    faults: BTreeMap<String, Vec<String>>,
    /// What checks say, by place within the section.
    advice: BTreeMap<String, Vec<String>>,
    /// The page of long tables, from 1.
    page: usize,
    pub(super) pieces: Vec<FormPiece>,
    pub(super) lists: Vec<ListView>,
    /// The places that the form shows.
    shown: BTreeSet<String>,
    /// Those of them that have a field on the page.
    fields: BTreeSet<String>,
}

impl<'a> Builder<'a> {
    /// For the section `section` of a draft.
    pub(super) fn new(
        workspace: &'a Workspace,
        section: &str,
        locale: Locale,
        page: usize,
    ) -> Self {
        let within = format!("/{section}");
        let mut faults: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for problem in &workspace.problems {
            if lies_in(&problem.pointer, &within) {
                let place = problem.pointer[within.len()..].to_owned();
                faults
                    .entry(place)
                    .or_default()
                    .push(fault(workspace.set, problem, locale));
            }
        }
        let mut advice: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for result in &workspace.results.criteria {
            let open = result
                .checks
                .iter()
                .filter(|it| it.outcome == Outcome::NotMet);
            for finding in open.flat_map(|check| &check.findings) {
                if lies_in(&finding.pointer, &within) {
                    let place = finding.pointer[within.len()..].to_owned();
                    let said = format!("{}: {}", result.criterion, finding.message.get(locale));
                    advice.entry(place).or_default().push(said);
                }
            }
        }
        Self {
            locale,
            case: workspace.cycle.id,
            within,
            data: &workspace.data,
            faults,
            advice,
            page: page.max(1),
            pieces: Vec::new(),
            lists: Vec::new(),
            shown: BTreeSet::new(),
            fields: BTreeSet::new(),
        }
    }

    /// What is said of places that the form does not show, each with the way there,
    /// and how much more there is.
    pub(super) fn elsewhere(&self) -> (Vec<OpenItem>, usize) {
        let all = self.faults.iter().chain(&self.advice);
        let said = in_order(all.filter(|(place, _)| !self.shown.contains(*place)));
        let more = said.len().saturating_sub(TOLD);
        let said = said.into_iter().take(TOLD);
        let items = said.map(|(place, text)| OpenItem {
            link: link(self.case, &format!("{}{place}", self.within)),
            text: text.to_owned(),
            criterion: None,
        });
        (items.collect(), more)
    }

    /// What is wrong with the fields that the form shows.
    pub(super) fn here(&self) -> Vec<Fault> {
        let all = self.faults.iter();
        let said = in_order(all.filter(|(place, _)| self.fields.contains(*place)));
        let said = said.into_iter().take(TOLD);
        said.map(|(place, message)| Fault {
            at: Some(id_of(place)),
            message: message.to_owned(),
        })
        .collect()
    }

    /// What stands beside each field by its id, for a script that saved the form,
    /// and a sentence about all that is wrong with the section.
    pub(super) fn notes(&self) -> Value {
        let by_id = |said: &BTreeMap<String, Vec<String>>, before: &str| -> Value {
            said.iter()
                .map(|(place, said)| {
                    let said = format!("{before}{}", said.join(" "));
                    (id_of(place), Value::from(said))
                })
                .collect::<Map<String, Value>>()
                .into()
        };
        let count: usize = self.faults.values().map(Vec::len).sum();
        let wrong = (count > 0).then(|| {
            let args = [("count", count.into())];
            text(self.locale, "draft-section-faults", &args)
        });
        json!({
            "faults": by_id(&self.faults, ""),
            "advice": by_id(&self.advice, &format!("{} ", self.word("draft-check-says"))),
            "wrong": wrong,
        })
    }

    fn word(&self, key: &str) -> String {
        text(self.locale, key, &[])
    }

    /// The pieces of `field`, which is named `place`. `alone` is set for a row
    /// that is shown alone: its tables are all typed side by side.
    pub(super) fn piece(&mut self, field: &Field, value: Option<&Value>, place: &str, alone: bool) {
        match (&field.kind, value) {
            (FieldKind::Group(fields), None | Some(Value::Object(_) | Value::Null)) => {
                let nested = !place.is_empty();
                if nested {
                    self.pieces.push(FormPiece::Open {
                        label: field.label.get(self.locale).to_owned(),
                        hint: field.help.as_ref().map(|it| it.get(self.locale).to_owned()),
                    });
                }
                self.fields(fields, value, place, alone);
                if nested {
                    self.pieces.push(FormPiece::Close);
                }
            }
            (FieldKind::Table(table), None | Some(Value::Array(_) | Value::Null)) => {
                let rows = value
                    .and_then(Value::as_array)
                    .map_or(&[][..], Vec::as_slice);
                let label = field.label.get(self.locale).to_owned();
                if alone || !is_wide(table) {
                    self.grid(table, rows, place, &label, !alone);
                } else {
                    self.list(table, rows, place, &label);
                }
            }
            _ => {
                let view = self.view(field, value, place, false);
                self.pieces.push(FormPiece::Field(view));
            }
        }
    }

    /// The fields of a group or of a row that is shown alone, and what stands
    /// there that the form does not know.
    pub(super) fn fields(
        &mut self,
        fields: &[Field],
        value: Option<&Value>,
        place: &str,
        alone: bool,
    ) {
        // Tables come after single fields: a heading ends what stands before it.
        let (tables, single): (Vec<&Field>, Vec<&Field>) = fields
            .iter()
            .partition(|it| matches!(it.kind, FieldKind::Table(_) | FieldKind::Group(_)));
        for field in single {
            let below = join_pointer(place, &field.name);
            self.piece(
                field,
                value.and_then(|it| it.get(&field.name)),
                &below,
                alone,
            );
        }
        for view in self.unknown(fields, value, place) {
            self.pieces.push(FormPiece::Field(view));
        }
        for field in tables {
            let below = join_pointer(place, &field.name);
            self.piece(
                field,
                value.and_then(|it| it.get(&field.name)),
                &below,
                alone,
            );
        }
    }

    /// What stands in a group or row that the form does not know, as texts.
    fn unknown(&mut self, fields: &[Field], value: Option<&Value>, place: &str) -> Vec<FieldView> {
        let Some(Value::Object(found)) = value else {
            return Vec::new();
        };
        let mut views = Vec::new();
        for (name, value) in found {
            if fields.iter().any(|field| field.name == *name) {
                continue;
            }
            let label = text(
                self.locale,
                "draft-unknown-field",
                &[("name", name.as_str().into())],
            );
            let place = join_pointer(place, name);
            views.push(self.plain(&label, Some(value), &place));
        }
        views
    }

    /// A field that shows whatever stands there as a text.
    fn plain(&mut self, label: &str, value: Option<&Value>, place: &str) -> FieldView {
        let value = value.map_or_else(String::new, |it| show(it, self.locale));
        FieldView {
            id: id_of(place),
            name: place.to_owned(),
            label: label.to_owned(),
            hint: None,
            unit: None,
            input: if value.contains('\n') {
                "lines"
            } else {
                "text"
            },
            value,
            options: Vec::new(),
            list: None,
            called: None,
            faults: self.told(place),
            advice: self.advice.get(place).cloned().unwrap_or_default(),
            required: false,
        }
    }

    fn told(&mut self, place: &str) -> Vec<String> {
        self.shown.insert(place.to_owned());
        self.fields.insert(place.to_owned());
        self.faults.get(place).cloned().unwrap_or_default()
    }

    fn view(
        &mut self,
        field: &Field,
        value: Option<&Value>,
        place: &str,
        in_grid: bool,
    ) -> FieldView {
        let locale = self.locale;
        let mut view = self.plain(field.label.get(locale), value, place);
        view.hint = field.help.as_ref().map(|it| it.get(locale).to_owned());
        view.unit = field.unit.as_ref().map(|it| it.get(locale).to_owned());
        view.required = field.required;
        match &field.kind {
            FieldKind::Text { long } => {
                if *long || view.value.contains('\n') {
                    view.input = "lines";
                }
            }
            FieldKind::Key => view.list = self.list_of(&field.refs),
            FieldKind::Number | FieldKind::Whole | FieldKind::Year => view.input = "number",
            FieldKind::Date => {
                // A browser's date field shows nothing where no day stands, and
                // would send nothing back.
                let is_day = view.value.parse::<chrono::NaiveDate>().is_ok();
                if is_day || view.value.is_empty() {
                    view.input = "date";
                }
            }
            FieldKind::Flag => {
                view.input = "select";
                view.options = vec![
                    OptionView::of("true", &self.word("sheet-yes"), view.value == "true"),
                    OptionView::of("false", &self.word("sheet-no"), view.value == "false"),
                ];
                self.keep_unknown(&mut view);
            }
            FieldKind::Choice(choices) if choices.len() <= LONGEST_SELECT => {
                view.input = "select";
                view.options = choices
                    .iter()
                    .map(|it| {
                        OptionView::of(&it.value, it.label.get(locale), it.value == view.value)
                    })
                    .collect();
                self.keep_unknown(&mut view);
            }
            FieldKind::Choice(choices) => {
                let options = choices
                    .iter()
                    .map(|it| OptionView::of(&it.value, it.label.get(locale), false));
                view.list = Some(self.shared(&field.name, options.collect()));
                view.called = choices
                    .iter()
                    .find(|it| it.value == view.value)
                    .map(|it| it.label.get(locale).to_owned())
                    .filter(|called| *called != view.value);
            }
            FieldKind::List(choices) => {
                // Nobody knows the keys of other rows by heart.
                let mut options: Vec<OptionView> = match choices.as_slice() {
                    _ if in_grid => Vec::new(),
                    [] => self.named(&field.refs),
                    choices => choices
                        .iter()
                        .map(|it| OptionView::of(&it.value, it.label.get(locale), false))
                        .collect(),
                };
                if choices.is_empty() && options.len() > MOST_TICKS {
                    options.clear();
                }
                if options.is_empty() {
                    view.input = "lines";
                    view.hint = view.hint.or_else(|| Some(self.word("draft-list-hint")));
                } else {
                    let chosen: Vec<&str> = view.value.lines().collect();
                    for option in &mut options {
                        option.chosen = chosen.contains(&option.value.as_str());
                    }
                    for other in chosen {
                        if options.iter().all(|it| it.value != other) {
                            options.push(self.unlisted(other));
                        }
                    }
                    view.options = options;
                    view.input = "ticks";
                }
            }
            FieldKind::Group(_) | FieldKind::Table(_) | FieldKind::Json => view.input = "lines",
        }
        view
    }

    /// A value that is not in the list stays chosen until somebody changes it.
    fn keep_unknown(&self, view: &mut FieldView) {
        if !view.value.is_empty() && view.options.iter().all(|it| !it.chosen) {
            view.options.push(self.unlisted(&view.value));
        }
    }

    fn unlisted(&self, value: &str) -> OptionView {
        let label = text(
            self.locale,
            "draft-unknown-value",
            &[("found", value.into())],
        );
        OptionView::of(value, &label, true)
    }

    /// The id of a list of values that several fields share.
    fn shared(&mut self, name: &str, options: Vec<OptionView>) -> String {
        let id = id_of(name).replacen('f', "l-", 1);
        if self.lists.iter().all(|list| list.id != id) {
            self.lists.push(ListView {
                id: id.clone(),
                options,
            });
        }
        id
    }

    /// The keys of the rows that a field may name.
    fn list_of(&mut self, refs: &[Path]) -> Option<String> {
        if refs.is_empty() {
            return None;
        }
        let name = refs.iter().map(ToString::to_string).collect::<Vec<_>>();
        let name = name.join("").replace('*', "");
        let options = self.named(refs);
        Some(self.shared(&name, options))
    }

    /// Those rows, by their keys and what they are called.
    fn named(&self, refs: &[Path]) -> Vec<OptionView> {
        let mut options = Vec::new();
        for path in refs {
            for row in rows_at(self.data, path) {
                if let Some(id) = row.get("id").and_then(Value::as_str) {
                    let nothing = Table {
                        columns: Vec::new(),
                        most: None,
                    };
                    options.push(OptionView::of(id, &title(&nothing, row), false));
                }
            }
        }
        options
    }

    fn pages(&self, count: usize) -> (std::ops::Range<usize>, Option<Pages>) {
        if count <= ROWS {
            return (0..count, None);
        }
        let pages = count.div_ceil(ROWS);
        let page = self.page.min(pages);
        let first = (page - 1) * ROWS;
        let last = (first + ROWS).min(count);
        let told = Pages {
            first: first + 1,
            last,
            total: count,
            page,
            count: pages,
        };
        (first..last, Some(told))
    }

    fn grid(&mut self, table: &Table, rows: &[Value], place: &str, label: &str, outer: bool) {
        let columns: Vec<&Field> = table
            .columns
            .iter()
            .filter(|it| !matches!(it.kind, FieldKind::Table(_) | FieldKind::Group(_)))
            .collect();
        let (range, pages) = if outer {
            self.pages(rows.len())
        } else {
            (0..rows.len(), None)
        };
        let mut shown = Vec::new();
        for index in range.clone() {
            let Some(row) = rows.get(index) else {
                continue;
            };
            let at = format!("{place}/{index}");
            let cells = if row.is_object() {
                let mut cells = Vec::new();
                for column in &columns {
                    let below = join_pointer(&at, &column.name);
                    let mut view = self.view(column, row.get(&column.name), &below, true);
                    // Said once, at the head of the column.
                    view.hint = None;
                    cells.push(view);
                }
                cells.extend(self.unknown(&table.columns, Some(row), &at));
                cells
            } else {
                vec![self.plain(label, Some(row), &at)]
            };
            shown.push(GridRow {
                number: index + 1,
                was: row.get("id").and_then(Value::as_str).map(str::to_owned),
                cells,
                name: at,
            });
        }
        let locale = self.locale;
        self.pieces.push(FormPiece::Grid(Grid {
            id: id_of_table(place),
            name: place.to_owned(),
            label: label.to_owned(),
            columns: columns
                .iter()
                .map(|column| GridColumn {
                    label: column.label.get(locale).to_owned(),
                    unit: column.unit.as_ref().map(|it| it.get(locale).to_owned()),
                    hint: column.help.as_ref().map(|it| it.get(locale).to_owned()),
                    required: column.required,
                })
                .collect(),
            rows: shown,
            pages,
            pastes: true,
        }));
        // Tables within its rows.
        for index in range {
            let Some(row) = rows.get(index).filter(|row| row.is_object()) else {
                continue;
            };
            for column in &table.columns {
                if let FieldKind::Table(inner) = &column.kind {
                    let named = title(table, row);
                    let named = if named.is_empty() {
                        (index + 1).to_string()
                    } else {
                        named
                    };
                    let label = format!("{named} › {}", column.label.get(locale));
                    let below = join_pointer(&format!("{place}/{index}"), &column.name);
                    let rows = row.get(&column.name).and_then(Value::as_array);
                    let rows = rows.map_or(&[][..], Vec::as_slice);
                    self.grid(inner, rows, &below, &label, false);
                }
            }
        }
    }

    fn list(&mut self, table: &Table, rows: &[Value], place: &str, label: &str) {
        let locale = self.locale;
        // A few short columns tell rows apart; the rest is a page away.
        let columns: Vec<&Field> = table
            .columns
            .iter()
            .filter(|it| {
                matches!(
                    it.kind,
                    FieldKind::Choice(_) | FieldKind::Year | FieldKind::Number
                )
            })
            .filter(|it| it.name != "provenance")
            .take(3)
            .collect();
        let (range, pages) = self.pages(rows.len());
        let mut lines = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            if !range.contains(&index) {
                continue;
            }
            let at = format!("{place}/{index}");
            let of_row = |said: &BTreeMap<String, Vec<String>>| -> Vec<(String, usize)> {
                said.range(at.clone()..)
                    .take_while(|(name, _)| name.starts_with(&at))
                    .filter(|(name, _)| lies_in(name, &at))
                    .map(|(name, said)| (name.clone(), said.len()))
                    .collect()
            };
            let (faults, advice) = (of_row(&self.faults), of_row(&self.advice));
            let count =
                |told: &[(String, usize)]| -> usize { told.iter().map(|(_, count)| count).sum() };
            // Told in the list, and in full on the row's own page.
            let told = faults.iter().chain(&advice);
            self.shown.extend(told.map(|(name, _)| name.clone()));
            let cells = columns
                .iter()
                .map(|column| {
                    let shown = row.get(&column.name).map(|it| show(it, locale));
                    let shown = shown.unwrap_or_default();
                    match &column.kind {
                        FieldKind::Choice(choices) => choices
                            .iter()
                            .find(|it| it.value == shown)
                            .map_or(shown, |it| it.label.get(locale).to_owned()),
                        _ => shown,
                    }
                })
                .collect();
            lines.push(RowLine {
                number: index + 1,
                title: title(table, row),
                cells,
                faults: count(&faults),
                advice: count(&advice),
                name: at,
            });
        }
        self.pieces.push(FormPiece::Rows(RowList {
            id: id_of_table(place),
            name: place.to_owned(),
            label: label.to_owned(),
            columns: columns
                .iter()
                .map(|it| it.label.get(locale).to_owned())
                .collect(),
            rows: lines,
            pages,
        }));
    }
}

/// The rows of the table that `/actions/*/id` points into.
fn rows_at<'v>(data: &'v Value, path: &Path) -> Vec<&'v Value> {
    let mut found = vec![data];
    let steps: Vec<&str> = path.steps().collect();
    for step in steps.iter().take(steps.len().saturating_sub(1)) {
        found = found
            .into_iter()
            .flat_map(|value| match (*step, value) {
                ("*", Value::Array(rows)) => rows.iter().collect(),
                (step, value) => value.get(step).into_iter().collect::<Vec<_>>(),
            })
            .collect();
    }
    found
}

/// The page on which a row of a table that is not wide stands.
pub(super) fn page_of(index: usize) -> usize {
    index / ROWS + 1
}

/// Whether the rows of the table at `place` have pages of their own: only those
/// of tables that stand in no other row.
pub(super) fn opens_alone(section: &Field, place: &str) -> bool {
    let within = place
        .split('/')
        .any(|step| !step.is_empty() && step.parse::<usize>().is_ok());
    !within
        && find(section, place).is_some_and(|field| match &field.kind {
            FieldKind::Table(table) => is_wide(table),
            _ => false,
        })
}
