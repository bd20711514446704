//! Reading a plan summary (`plan-summary/1`) into the start of a draft.
//!
//! A summary holds what a municipality has published about its present plan:
//! facts of the form `{value, unit, provenance, source, note}` under names
//! that differ from file to file. What maps clearly is placed, with its
//! origin; everything else is listed with a reason. Nothing is guessed: a
//! month is no date, a share is no figure, a text is no target.

use chrono::NaiveDate;
use lustrum_domain::Bilingual;
use lustrum_text::{Arg, both};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{
    path::{join, steps},
    problem::{Problem, short},
};

/// A draft made from a summary, and an account of what became of each fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// Plan data in the form `plan-data/1`.
    pub plan: Value,
    /// The facts that found no place.
    pub unplaced: Vec<Remark>,
    /// What to look at among the facts that did.
    pub notes: Vec<Remark>,
}

/// One fact of the summary, and what there is to say about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// JSON Pointer into the summary.
    pub pointer: String,
    /// Why it was left out, or what to look at.
    pub reason: Bilingual,
}

/// Reads a summary. Only a document that is no summary at all is refused.
pub fn import_plan_summary(summary: &Value) -> Result<Imported, Vec<Problem>> {
    let facts = header(summary)?;
    let mut import = Import::default();
    for (name, fact) in facts {
        import.fact(name, fact);
    }
    Ok(import.finish())
}

const FORMAT: &str = "plan-summary/1";

/// The facts of a summary whose format and municipality are named.
fn header(summary: &Value) -> Result<&Map<String, Value>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut wanted = |field: &str, good: fn(&str) -> bool, limit: &str| {
        let found = summary.get(field).unwrap_or(&Value::Null);
        if !found.as_str().is_some_and(good) {
            let place = Bilingual {
                da: field.to_owned(),
                en: field.to_owned(),
            };
            let args = [("limit", limit.into())];
            let pointer = join("", field);
            problems.push(Problem::new(
                "constant",
                pointer,
                place,
                short(found),
                &args,
            ));
        }
    };
    wanted("schema", |text| text == FORMAT, FORMAT);
    let code = |text: &str| text.len() == 4 && text.chars().all(|c| c.is_ascii_digit());
    wanted("kommunekode", code, "0000-9999");
    wanted("navn", |text| !text.trim().is_empty(), "…");
    match summary.as_object() {
        Some(facts) if problems.is_empty() => Ok(facts),
        _ => Err(problems),
    }
}

/// A fact as the summaries write it.
#[derive(Debug, Deserialize)]
struct Fact {
    value: Value,
    #[serde(default)]
    unit: String,
    provenance: String,
    source: Option<String>,
    note: Option<String>,
}

impl Fact {
    /// Our word for where the fact is from; none if the summary's is not known.
    fn origin(&self) -> Option<&'static str> {
        match self.provenance.as_str() {
            "source" => Some("source"),
            "invented for the test" => Some("demo"),
            _ => None,
        }
    }

    fn text(&self) -> Option<&str> {
        self.value.as_str().filter(|text| !text.trim().is_empty())
    }

    fn year(&self) -> Option<i64> {
        self.value
            .as_i64()
            .filter(|year| (1980..=2100).contains(year))
    }

    /// A figure in tonnes; a unit we cannot read may mean thousands.
    fn tonnes(&self) -> Option<&Value> {
        let known = matches!(self.counted_in(), "tCO2" | "tCO2e" | "t CO2" | "t CO2e");
        Some(&self.value).filter(|value| known && value.is_number())
    }

    /// The unit without what is said of it in brackets.
    fn counted_in(&self) -> &str {
        self.unit.split(" (").next().unwrap_or_default()
    }

    fn date(&self) -> Option<NaiveDate> {
        self.text()?.parse().ok()
    }
}

#[derive(Default)]
struct Import {
    plan: Map<String, Value>,
    origins: Vec<Value>,
    unplaced: Vec<Remark>,
    notes: Vec<Remark>,
}

impl Import {
    /// Places one member of the summary, or says why not.
    fn fact(&mut self, name: &str, value: &Value) {
        let pointer = join("", name);
        match name {
            "schema" => self.set("/schema", json!("plan-data/1")),
            "kommunekode" => self.set("/municipality/code", value.clone()),
            "navn" => self.set("/municipality/name", value.clone()),
            "expected_findings" => self.leave(&pointer, "import-no-fact"),
            "adaptation_goals" => self.texts(&pointer, value, "adaptation_goals", "goal"),
            "superseded_targets" => self.texts(&pointer, value, "target_history", "former"),
            _ => match (name.strip_prefix("emissions_by_sector"), value.as_object()) {
                (Some(year), Some(sectors)) => self.sectors(&pointer, year, sectors),
                _ => self.single(&pointer, name, value),
            },
        }
    }

    fn single(&mut self, pointer: &str, name: &str, value: &Value) {
        let Some(fact) = self.read(pointer, value) else {
            return;
        };
        let number = |year: Option<i64>| year.map(Value::from);
        let tonnes = || fact.tonnes().cloned();
        match name {
            "plan_title" => self.place(
                pointer,
                &fact,
                "/adoption/last_plan/title",
                fact.text().map(Value::from),
                "import-no-text",
            ),
            "adoption_date" => {
                let date = fact.date().map(|date| json!(date));
                self.place(
                    pointer,
                    &fact,
                    "/adoption/last_plan/adopted_on",
                    date,
                    "import-no-date",
                );
            }
            "base_year" => self.place(
                pointer,
                &fact,
                "/inventory/base_year/year",
                number(fact.year()),
                "import-no-year",
            ),
            "base_year_emissions" => self.place(
                pointer,
                &fact,
                "/inventory/base_year/total",
                tonnes(),
                "import-no-tonnes",
            ),
            "inventory_year" => {
                let year = fact.year().filter(|year| *year >= 1990);
                self.place(
                    pointer,
                    &fact,
                    "/inventory/year",
                    number(year),
                    "import-no-year",
                );
            }
            "total_emissions" => self.place(
                pointer,
                &fact,
                "/inventory/total",
                tonnes(),
                "import-no-tonnes",
            ),
            "reporting" => self.place(
                pointer,
                &fact,
                "/monitoring/description",
                fact.text().map(Value::from),
                "import-no-text",
            ),
            "net_zero_year" => match fact.year().filter(|year| *year >= 1990) {
                Some(year) => self.row(
                    pointer,
                    &fact,
                    "targets",
                    json!({ "id": "net-zero", "kind": "net-zero", "year": year }),
                ),
                None => self.leave(pointer, "import-no-year"),
            },
            "total_rounded_table" | "per_capita" | "reduction_so_far" => {
                self.leave(pointer, "import-derived")
            }
            "number_of_actions" => self.leave(pointer, "import-count-only"),
            "residual_gap" | "shares_2018" | "own_operations" => {
                self.leave(pointer, "import-text-only")
            }
            "district_heating_effect" => self.leave(pointer, "import-no-action"),
            _ => match (
                name.strip_prefix("population_"),
                name.strip_prefix("target_"),
            ) {
                (Some(day), _) => self.population(pointer, &fact, day),
                (_, Some(year)) => self.target(pointer, &fact, year),
                _ => self.leave(pointer, "import-no-place"),
            },
        }
    }

    /// `population_2020_01_01`: the day is part of the name.
    fn population(&mut self, pointer: &str, fact: &Fact, day: &str) {
        let day = day.replace('_', "-").parse::<NaiveDate>().ok();
        match (fact.value.as_u64(), day) {
            (Some(count), Some(day)) => {
                self.place(
                    pointer,
                    fact,
                    "/municipality/population",
                    Some(json!(count)),
                    "",
                );
                self.set("/municipality/population_on", json!(day));
            }
            _ => self.leave(pointer, "import-no-date"),
        }
    }

    /// `target_2030` in `% below 1990`; its boundary is not said, so it stays open.
    fn target(&mut self, pointer: &str, fact: &Fact, year: &str) {
        let year = year
            .parse::<i64>()
            .ok()
            .filter(|year| (1990..=2100).contains(year));
        let base = fact
            .unit
            .strip_prefix("% below ")
            .and_then(|base| base.parse::<i64>().ok());
        let percent = fact
            .value
            .as_f64()
            .filter(|percent| (0.0..=200.0).contains(percent));
        match (
            year,
            base.filter(|base| (1980..=2100).contains(base)),
            percent,
        ) {
            (Some(year), Some(base), Some(_)) => {
                let row = json!({
                    "id": format!("target-{year}"), "kind": "interim", "year": year,
                    "base_year": base, "reduction_percent": fact.value, "unit": "%",
                });
                self.row(pointer, fact, "targets", row);
            }
            _ => self.leave(pointer, "import-no-target"),
        }
    }

    /// `emissions_by_sector_2018`: without a year in the name, the rows have none.
    fn sectors(&mut self, pointer: &str, year: &str, sectors: &Map<String, Value>) {
        let year = year
            .strip_prefix('_')
            .and_then(|year| year.parse::<i64>().ok());
        for (label, value) in sectors {
            let pointer = join(pointer, label);
            let Some(fact) = self.read(&pointer, value) else {
                continue;
            };
            let Some(tonnes) = fact.tonnes() else {
                self.leave(&pointer, "import-no-tonnes");
                continue;
            };
            let slug = label.replace('_', "-").to_lowercase();
            let id = year.map_or(slug.clone(), |year| format!("{slug}-{year}"));
            let mut row = json!({ "id": id, "label": label, "value": tonnes });
            if let Some(year) = year {
                row["year"] = json!(year);
            }
            if let Some(sector) = sector(label) {
                row["sector"] = json!(sector);
            }
            self.row(&pointer, &fact, "inventory/sector_totals", row);
        }
    }

    /// A list of facts that are texts.
    fn texts(&mut self, pointer: &str, value: &Value, table: &str, id: &str) {
        for (index, value) in value.as_array().into_iter().flatten().enumerate() {
            let pointer = join(pointer, index);
            let Some(fact) = self.read(&pointer, value) else {
                continue;
            };
            match fact.text() {
                Some(text) => {
                    let row = json!({ "id": format!("{id}-{}", index + 1), "text": text });
                    self.row(&pointer, &fact, table, row);
                }
                None => self.leave(&pointer, "import-no-text"),
            }
        }
    }

    /// The fact at `pointer`, if it has the form of one and a known origin.
    fn read(&mut self, pointer: &str, value: &Value) -> Option<Fact> {
        match Fact::deserialize(value) {
            Ok(fact) if fact.origin().is_some() => Some(fact),
            Ok(_) => {
                self.leave(pointer, "import-no-origin");
                None
            }
            Err(_) => {
                self.leave(pointer, "import-no-place");
                None
            }
        }
    }

    /// Puts a value where it belongs and keeps its origin; without a value,
    /// `why_not` tells the reason.
    fn place(&mut self, pointer: &str, fact: &Fact, to: &str, value: Option<Value>, why_not: &str) {
        let Some(value) = value else {
            return self.leave(pointer, why_not);
        };
        self.set(to, value);
        let id = to.trim_start_matches('/').replace(['/', '_'], "-");
        let mut origin = json!({ "id": id, "at": to });
        self.mark(pointer, fact, &mut origin);
        self.origins.push(origin);
    }

    /// Adds a row, which carries its origin itself.
    fn row(&mut self, pointer: &str, fact: &Fact, table: &str, mut row: Value) {
        self.mark(pointer, fact, &mut row);
        let table = at(&mut self.plan, table.split('/'));
        match table {
            Value::Array(rows) => rows.push(row),
            other => *other = json!([row]),
        }
    }

    fn mark(&mut self, pointer: &str, fact: &Fact, target: &mut Value) {
        target["provenance"] = json!(fact.origin());
        if let Some(source) = &fact.source {
            target["source"] = json!(source);
        }
        let mut note = fact.note.clone().unwrap_or_default();
        let carbon_only = matches!(fact.counted_in(), "tCO2" | "t CO2");
        if carbon_only {
            self.note(pointer, "import-carbon-only", &[]);
        }
        let thousands = fact.unit.contains("in thousands");
        if thousands {
            // The published table counts in thousands, the summary does not.
            self.note(
                pointer,
                "import-thousands",
                &[("value", short(&fact.value).into())],
            );
        }
        if carbon_only || thousands {
            note = [note.as_str(), fact.unit.as_str()]
                .join(" ")
                .trim()
                .to_owned();
        }
        if !note.is_empty() {
            target["note"] = json!(note);
        }
    }

    fn set(&mut self, to: &str, value: Value) {
        let steps: Vec<_> = steps(to).collect();
        *at(&mut self.plan, steps.iter().map(String::as_str)) = value;
    }

    fn leave(&mut self, pointer: &str, reason: &str) {
        let reason = both(reason, &[]);
        self.unplaced.push(Remark {
            pointer: pointer.to_owned(),
            reason,
        });
    }

    fn note(&mut self, pointer: &str, key: &str, args: &[(&str, Arg)]) {
        let reason = both(key, args);
        self.notes.push(Remark {
            pointer: pointer.to_owned(),
            reason,
        });
    }

    fn finish(mut self) -> Imported {
        if !self.origins.is_empty() {
            self.plan
                .insert("origins".to_owned(), Value::Array(self.origins));
        }
        Imported {
            plan: Value::Object(self.plan),
            unplaced: self.unplaced,
            notes: self.notes,
        }
    }
}

/// The place below `plan`, made on the way where it does not exist yet.
fn at<'a, 'b>(
    plan: &'a mut Map<String, Value>,
    steps: impl Iterator<Item = &'b str>,
) -> &'a mut Value {
    let mut steps = steps;
    let first = steps.next().unwrap_or_default();
    let start = plan.entry(first.to_owned()).or_insert(Value::Null);
    // Indexing an object or null by name makes the member.
    steps.fold(start, |value, step| &mut value[step])
}

/// Our sector for a label of a published table; none where the label spans several.
fn sector(label: &str) -> Option<&'static str> {
    Some(match label {
        "stationary_energy" | "oevrig_energisektor" => "energy",
        "transport" | "transportation" => "transport",
        "ippu" | "industrielle_processer" => "industry",
        "waste" | "affald_spildevand_brande" => "waste",
        "planteavl" | "dyrehold" => "agriculture",
        "arealanvendelse" => "land-use",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
