//! The plan data that a criterion looks at, as tables and single values, beside
//! what they were.

use std::collections::{BTreeMap, BTreeSet};

use lustrum_criteria::{
    CriteriaSet, Criterion,
    form::{Field, FieldKind},
};
use lustrum_domain::Bilingual;
use lustrum_templates::{
    page::review::{Change, DataBlock, DataCell, DataFact, DataRow, DataTable},
    plot::PlanPlots,
};
use serde_json::{Map, Value};

/// How deep values within values are opened.
const DEEPEST: usize = 6;

/// What `criterion` looks at in `now`, one block per section, compared with
/// `was` where there is something to compare with.
pub(super) fn blocks(
    set: &CriteriaSet,
    criterion: &Criterion,
    now: &Value,
    was: Option<&Value>,
) -> Vec<DataBlock> {
    let mut sections: Vec<String> = Vec::new();
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in &criterion.plan_paths {
        let steps: Vec<&str> = path.steps().take_while(|step| *step != "*").collect();
        let Some(section) = steps.first() else {
            continue;
        };
        let section = format!("/{section}");
        if !sections.contains(&section) {
            sections.push(section.clone());
        }
        let place = format!("/{}", steps.join("/"));
        places.entry(section).or_default().insert(place);
    }
    sections
        .into_iter()
        .map(|section| {
            let mut places = places.remove(&section).unwrap_or_default();
            // Whoever looks at the whole looks at its parts.
            if places.contains(&section) {
                places = BTreeSet::from([section.clone()]);
            }
            block(set, &section, &places, now, was)
        })
        .collect()
}

/// What of that can be drawn.
pub(super) fn plots(criterion: &Criterion, now: &Value) -> PlanPlots {
    let mut drawn = PlanPlots::default();
    for path in &criterion.plan_paths {
        let Some(section) = path.steps().next() else {
            continue;
        };
        let about = PlanPlots::about(section, now);
        drawn.pathway = drawn.pathway.or(about.pathway);
        drawn.inventory = drawn.inventory.or(about.inventory);
    }
    drawn
}

fn block(
    set: &CriteriaSet,
    section: &str,
    places: &BTreeSet<String>,
    now: &Value,
    was: Option<&Value>,
) -> DataBlock {
    let mut found = Found {
        set,
        compares: was.is_some(),
        section: section.to_owned(),
        facts: Vec::new(),
        tables: Vec::new(),
    };
    for place in places {
        let before = was.and_then(|was| was.pointer(place));
        found.open(place, now.pointer(place), before, 0);
    }
    let absent = found.facts.is_empty() && found.tables.is_empty();
    let changed = found.facts.iter().any(|fact| fact.cell.was.is_some())
        || found.tables.iter().any(|table| table.changed > 0);
    DataBlock {
        title: set.own_label(section),
        absent,
        change: if changed {
            Change::Changed
        } else {
            Change::Same
        },
        facts: found.facts,
        tables: found.tables,
    }
}

struct Found<'a> {
    set: &'a CriteriaSet,
    compares: bool,
    section: String,
    facts: Vec<DataFact>,
    tables: Vec<DataTable>,
}

impl Found<'_> {
    fn open(&mut self, place: &str, now: Option<&Value>, was: Option<&Value>, depth: usize) {
        let Some(shape) = now.or(was) else {
            return;
        };
        match shape {
            Value::Array(rows) if rows.iter().any(Value::is_object) => {
                self.table(place, now, was);
            }
            Value::Object(_) if depth < DEEPEST => {
                let fields = |value: Option<&Value>| {
                    value
                        .and_then(Value::as_object)
                        .map(|fields| fields.keys().cloned().collect::<Vec<_>>())
                        .unwrap_or_default()
                };
                let mut names: Vec<String> = fields(now);
                names.extend(fields(was));
                for name in ordered(names, fields_at(self.set, place)) {
                    let below = format!("{place}/{name}");
                    let field =
                        |value: Option<&'_ Value>| value.and_then(|it| it.get(&name)).cloned();
                    let (now, was) = (field(now), field(was));
                    self.open(&below, now.as_ref(), was.as_ref(), depth + 1);
                }
            }
            _ => {
                let cell = self.cell(place, now, was);
                self.facts.push(DataFact {
                    label: self.label(place),
                    cell,
                });
            }
        }
    }

    /// What a place is called within its section.
    fn label(&self, place: &str) -> Bilingual {
        let rest = place.strip_prefix(&self.section).unwrap_or(place);
        let mut pointer = self.section.clone();
        let mut labels: Vec<Bilingual> = Vec::new();
        for step in rest.split('/').filter(|step| !step.is_empty()) {
            pointer = format!("{pointer}/{step}");
            labels.push(self.set.own_label(&pointer));
        }
        if labels.is_empty() {
            return self.set.own_label(&self.section);
        }
        let joined =
            |of: fn(&Bilingual) -> &str| labels.iter().map(of).collect::<Vec<_>>().join(" › ");
        Bilingual {
            da: joined(|it| &it.da),
            en: joined(|it| &it.en),
        }
    }

    fn cell(&self, place: &str, now: Option<&Value>, was: Option<&Value>) -> DataCell {
        let shown = |value: &Value| self.set.shown(place, value);
        DataCell {
            now: now.map(shown),
            was: was
                .filter(|was| self.compares && now != Some(*was))
                .map(shown)
                .or_else(|| {
                    let new = self.compares && was.is_none() && now.is_some();
                    new.then(|| Bilingual {
                        da: "–".to_owned(),
                        en: "–".to_owned(),
                    })
                }),
        }
    }

    /// A value as the cell of a table shows it: rows within a row stand one to a line.
    fn lines(&self, pointer: &str, value: &Value) -> Bilingual {
        let rows = match value {
            Value::Array(rows) if rows.iter().any(Value::is_object) => rows,
            _ => return self.set.shown(pointer, value),
        };
        let below = format!("{pointer}/0");
        let rows: Vec<Bilingual> = rows.iter().map(|row| self.set.shown(&below, row)).collect();
        let joined =
            |of: fn(&Bilingual) -> &str| rows.iter().map(of).collect::<Vec<_>>().join("\n");
        Bilingual {
            da: joined(|it| &it.da),
            en: joined(|it| &it.en),
        }
    }

    fn table(&mut self, place: &str, now: Option<&Value>, was: Option<&Value>) {
        let rows = |value: Option<&Value>| -> Vec<Map<String, Value>> {
            value
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(|row| row.as_object().cloned())
                .collect()
        };
        let (now, was) = (rows(now), rows(was));
        let names = now.iter().chain(&was).flat_map(|row| row.keys().cloned());
        let columns = ordered(names.collect(), fields_at(self.set, place));
        let mut shown = Vec::new();
        let mut matched = BTreeSet::new();
        for (index, row) in now.iter().enumerate() {
            let before = position(&was, row, index).filter(|at| matched.insert(*at));
            let before = before.and_then(|at| was.get(at));
            let change = match before {
                _ if !self.compares => Change::Same,
                None => Change::Added,
                Some(before) if before == row => Change::Same,
                Some(_) => Change::Changed,
            };
            shown.push(self.row(place, &columns, change, Some(row), before));
        }
        for (at, row) in was.iter().enumerate() {
            if self.compares && !matched.contains(&at) {
                shown.push(self.row(place, &columns, Change::Removed, None, Some(row)));
            }
        }
        let label = |name: &String| self.set.own_label(&format!("{place}/0/{name}"));
        self.tables.push(DataTable {
            title: self.label(place),
            columns: columns.iter().map(label).collect(),
            changed: shown.iter().filter(|it| it.change != Change::Same).count(),
            rows: shown,
        });
    }

    fn row(
        &self,
        place: &str,
        columns: &[String],
        change: Change,
        now: Option<&Map<String, Value>>,
        was: Option<&Map<String, Value>>,
    ) -> DataRow {
        let cells = columns.iter().map(|name| {
            let pointer = format!("{place}/0/{name}");
            let value = |row: Option<&Map<String, Value>>| {
                row.and_then(|row| row.get(name))
                    .map(|value| self.lines(&pointer, value))
            };
            let now = value(now);
            // A whole row that is new or gone says so once, not in every cell.
            let was = match change {
                Change::Removed => value(was),
                Change::Changed => value(was).filter(|was| Some(was) != now.as_ref()),
                Change::Same | Change::Added => None,
            };
            DataCell { now, was }
        });
        DataRow {
            change,
            cells: cells.collect(),
        }
    }
}

/// The fields that a form has at a place, in the order of the schema.
fn fields_at<'a>(set: &'a CriteriaSet, place: &str) -> &'a [Field] {
    let mut fields: &[Field] = set.sections();
    for step in place.split('/').skip(1) {
        let Some(field) = fields.iter().find(|field| field.name == step) else {
            return &[];
        };
        fields = match &field.kind {
            FieldKind::Group(below) => below,
            FieldKind::Table(table) => &table.columns,
            _ => return &[],
        };
    }
    fields
}

/// The row that `row` was: the one of the same id, or at the same place where
/// rows have none.
fn position(rows: &[Map<String, Value>], row: &Map<String, Value>, index: usize) -> Option<usize> {
    match row.get("id") {
        Some(id) => rows.iter().position(|other| other.get("id") == Some(id)),
        None => (index < rows.len()).then_some(index),
    }
}

/// The names, each once, as a form asks for them; what it does not know is last.
fn ordered(names: Vec<String>, fields: &[Field]) -> Vec<String> {
    let names: BTreeSet<String> = names.into_iter().collect();
    let mut names: Vec<String> = names.into_iter().collect();
    names.sort_by_key(|name| {
        let place = fields.iter().position(|field| field.name == *name);
        place.unwrap_or(usize::MAX)
    });
    names
}

#[cfg(test)]
mod tests {
    use lustrum_domain::CriterionId;
    use serde_json::json;

    use super::*;

    fn set() -> &'static CriteriaSet {
        lustrum_criteria::find("cctf-ka@0.1").unwrap()
    }

    fn of(criterion: &str, now: &Value, was: Option<&Value>) -> Vec<DataBlock> {
        let id = CriterionId(criterion.to_owned());
        blocks(set(), set().criterion(&id).unwrap(), now, was)
    }

    #[test]
    fn a_single_value_stands_under_its_section_with_what_it_was() {
        let now = json!({"inventory": {"year": 2023}});
        let was = json!({"inventory": {"year": 2021}});
        let found = of("KA-3.02", &now, Some(&was));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].change, Change::Changed);
        let cell = &found[0].facts[0].cell;
        let text = |it: &Option<Bilingual>| it.as_ref().map(|it| it.da.clone());
        assert_eq!(
            text(&cell.now).as_deref(),
            Some("2023"),
            "a year has no dots"
        );
        assert_eq!(text(&cell.was).as_deref(), Some("2021"));
        let alone = of("KA-3.02", &now, None);
        assert_eq!(
            (alone[0].change, alone[0].facts[0].cell.was.clone()),
            (Change::Same, None)
        );
    }

    #[test]
    fn rows_are_told_apart_by_their_ids_and_not_by_their_place() {
        let row = |id: &str, title: &str| json!({"id": id, "title": title});
        let was = json!({"actions": [row("a", "Fjernvarme"), row("b", "Tog"), row("c", "Skov")]});
        let now = json!({"actions": [row("d", "Sol"), row("a", "Fjernvarme"), row("b", "Busser")]});
        let with_actions = set()
            .criteria()
            .iter()
            .find(|it| {
                it.plan_paths
                    .iter()
                    .any(|path| path.to_string() == "/actions")
            })
            .unwrap();
        let found = blocks(set(), with_actions, &now, Some(&was));
        let table = &found
            .iter()
            .find(|block| !block.tables.is_empty())
            .unwrap()
            .tables[0];
        let changes: Vec<Change> = table.rows.iter().map(|row| row.change).collect();
        assert_eq!(
            changes,
            [
                Change::Added,
                Change::Same,
                Change::Changed,
                Change::Removed
            ]
        );
        assert_eq!(table.changed, 3);
        let was = table.rows[2].cells[1].was.as_ref().unwrap();
        assert_eq!(was.da, "Tog");
        assert_eq!(table.rows[0].cells[1].was, None);
    }

    #[test]
    fn an_entry_of_the_inventory_is_told_by_its_number_and_its_name() {
        let now = json!({"inventory": {"rows": [{"id": "a", "gpc_ref": "V.1", "value": 5}]}});
        let found = of("KA-3.01", &now, None);
        let told = found.iter().flat_map(|block| &block.tables);
        let told = told.flat_map(|table| &table.rows).flat_map(|it| &it.cells);
        let told: Vec<&str> = told
            .filter_map(|cell| Some(cell.now.as_ref()?.da.as_str()))
            .collect();
        assert!(told.contains(&"V.1: husdyr"), "{told:?}");
    }

    #[test]
    fn rows_within_a_row_stand_one_to_a_line_and_columns_as_the_form_has_them() {
        let series = |sector: &str| {
            json!({"id": sector, "sector": sector, "points": [
                {"year": 2030, "value": 1200}, {"year": 2050, "value": 0},
            ]})
        };
        let series = [series("energy"), series("waste")];
        let now = json!({"pathways": [
            {"id": "med", "unit": "t CO2e", "title": "Med", "series": series},
        ]});
        let found = of("KA-3.06", &now, None);
        let table = found.iter().flat_map(|block| &block.tables).next().unwrap();
        let columns: Vec<&str> = table.columns.iter().map(|it| it.en.as_str()).collect();
        assert_eq!(columns[..2], ["Key", "Title"]);
        let told = table.rows[0].cells.iter().filter_map(|it| it.now.as_ref());
        let told: Vec<&str> = told.map(|it| it.da.as_str()).collect();
        let lines: Vec<&str> = told[3].lines().collect();
        assert_eq!(lines.len(), 2, "{told:?}");
        assert!(
            lines[0].contains("2030: 1.200 t CO2e; 2050: 0 t CO2e"),
            "{told:?}"
        );
    }

    #[test]
    fn what_is_not_there_is_said_to_be_absent() {
        let found = of("KA-3.02", &json!({}), None);
        assert!(found[0].absent);
    }
}
