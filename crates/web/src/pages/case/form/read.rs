//! From what was typed to the fields of a command.

use lustrum_domain::{CommandName, ConditionOutcome, Digest, Field, FindingStatus};
use lustrum_templates::{page::command::Fault, words};
use lustrum_text::{Arg, read_day, text};
use serde_json::{Map, Value, json};

use super::{Form, NO, OTHER, Typed, YES, is_optional, kind_of, verdicts};
use crate::extract::short;

/// Reads what was typed, field by field.
pub(super) struct Reading<'a> {
    pub(super) form: &'a Form<'a>,
    pub(super) typed: &'a Typed,
    pub(super) faults: Vec<Fault>,
}

impl Reading<'_> {
    /// What a field of the command holds; nothing for what was left out.
    pub(super) fn field(&mut self, field: &Field) -> Option<Value> {
        let name = field.name;
        let kind = kind_of(field);
        let choices = &self.form.asked.choices;
        match (name, kind.as_str()) {
            ("verdict", _) => self.verdict(),
            ("focus", _) => Some(self.focus()),
            ("plan", _) => self.plan(),
            ("criterion", "Option<CriterionId>") if choices.criteria.is_empty() => None,
            ("criterion", _) => self.chosen(name),
            ("criteria", _) => {
                let all = self.typed.all(name);
                if all.is_empty() {
                    self.fault(name, "form-choices-missing");
                }
                Some(json!(all))
            }
            ("evidence", _) => Some(json!(self.typed.all(name))),
            ("until", _) if self.form.command == CommandName::JudgeCondition => {
                let extended = ConditionOutcome::Extended.as_str();
                (self.typed.one("outcome") == extended).then(|| self.day(name))?
            }
            (_, "Words") => self.text(name),
            (_, "Option<Words>" | "Option<String>") => {
                let text = self.typed.one(name).trim();
                (!text.is_empty()).then(|| json!(text))
            }
            (_, "NaiveDate") => self.day(name),
            (_, "Option<NaiveDate>") if self.typed.one(name).trim().is_empty() => None,
            (_, "Option<NaiveDate>") => self.day(name),
            (_, "bool") => self.yes(name).map(Value::Bool),
            (_, kind) if is_optional(kind) => {
                let chosen = self.typed.one(name);
                (!chosen.is_empty()).then(|| json!(chosen))
            }
            _ => self.chosen(name),
        }
    }

    fn text(&mut self, name: &str) -> Option<Value> {
        let text = self.typed.one(name).trim();
        if text.is_empty() {
            self.fault(name, "form-missing");
            return None;
        }
        Some(json!(text))
    }

    fn chosen(&mut self, name: &str) -> Option<Value> {
        let chosen = self.typed.one(name);
        if chosen.is_empty() {
            self.fault(name, "form-choice-missing");
            return None;
        }
        Some(json!(chosen))
    }

    fn yes(&mut self, name: &str) -> Option<bool> {
        match self.typed.one(name) {
            YES => Some(true),
            NO => Some(false),
            _ => {
                self.fault(name, "form-choice-missing");
                None
            }
        }
    }

    fn day(&mut self, name: &str) -> Option<Value> {
        let typed = self.typed.one(name).trim();
        match read_day(typed) {
            Some(day) => Some(json!(day)),
            None if typed.is_empty() => {
                self.fault(name, "form-missing");
                None
            }
            None => {
                let found = Arg::from(short(typed));
                self.fault_with(name, "form-date-wanted", &[("found", found)]);
                None
            }
        }
    }

    fn focus(&self) -> Value {
        let criteria = &self.form.asked.choices.criteria;
        let agreed = criteria.iter().filter_map(|id| {
            let text = self.typed.one(&format!("focus.{}", id.0)).trim();
            (!text.is_empty()).then(|| json!({ "criterion": id, "text": text }))
        });
        Value::Array(agreed.collect())
    }

    fn plan(&mut self) -> Option<Value> {
        if self.typed.one("plan") != OTHER {
            return self.chosen("plan");
        }
        let other = self.typed.one("plan.other").trim().to_lowercase();
        if other.parse::<Digest>().is_ok() {
            return Some(json!(other));
        }
        if other.is_empty() {
            self.fault("plan.other", "form-missing");
        } else {
            let found = Arg::from(short(&other));
            self.fault_with("plan.other", "form-digest-wanted", &[("found", found)]);
        }
        None
    }

    /// A judgement; of a second reading only where the first does not stand.
    fn verdict(&mut self) -> Option<Value> {
        if self.form.command == CommandName::DecideSecondReading {
            let id = self.typed.one("reading");
            let mut readings = self.form.asked.cycle.readings.iter();
            let reading = readings.find(|it| it.id.to_string() == id)?;
            if reading.criterion.is_none() || self.typed.one("upheld") != NO {
                return None;
            }
        }
        let status = self.typed.one("verdict.status").parse();
        let status = status
            .ok()
            .filter(|it| verdicts(self.form.command).contains(it));
        let Some(status) = status else {
            self.fault("verdict.status", "form-choice-missing");
            return None;
        };
        let mut verdict = Map::new();
        verdict.insert("status".to_owned(), json!(status));
        let mut add = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                verdict.insert(name.to_owned(), value);
            }
        };
        match status {
            FindingStatus::Returned => {
                add("reason", self.chosen("verdict.reason"));
                add("remark", self.text("verdict.remark"));
            }
            FindingStatus::NotApplicable => add("remark", self.text("verdict.remark")),
            FindingStatus::ApprovedWithCondition => {
                add("text", self.text("verdict.text"));
                add("due", self.day("verdict.due"));
            }
            FindingStatus::Approved | FindingStatus::Pending => {}
        }
        Some(Value::Object(verdict))
    }

    fn fault(&mut self, name: &str, key: &str) {
        self.fault_with(name, key, &[]);
    }

    fn fault_with(&mut self, name: &str, key: &str, more: &[(&str, Arg)]) {
        let what = words::question(self.form.locale, self.form.command, name);
        let mut args = vec![("what", Arg::from(what))];
        args.extend(more.iter().cloned());
        self.faults.push(Fault {
            at: Some(name.to_owned()),
            message: text(self.form.locale, key, &args),
        });
    }
}
